"""Features of a confusion matrix are those of the label matrix, and are learned at one half."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import spectra
from numerics.experiment.features import FEATURES, HOLD, learned, strengths


@pytest.mark.parametrize("k", [4, 6, 8])
def test_strengths_are_the_quadratic_form_on_the_left_singular_vectors(k: int) -> None:
    found = spectra.decompose(spectra.step(k, 10))
    U = np.array(found.U.tolist(), dtype=float)
    C = np.random.default_rng(k).dirichlet(np.ones(k), k)
    form = np.diag(U.T @ C @ U)
    ends = np.cumsum([0, *(int(level.multiplicity) for level in found.levels)])
    assert [level.name for level in found.levels] == list(FEATURES)
    by_level = [form[a:b].mean() for a, b in pairwise(ends)]
    assert np.allclose(strengths(C), by_level)
    turned = C[:, np.roll(np.arange(k), 1)]
    assert not np.allclose(strengths(turned), by_level)


def test_a_constant_shift_of_all_columns_has_no_feature() -> None:
    C = np.random.default_rng(0).random((4, 4))
    assert np.allclose(strengths(C + 0.25), strengths(C))
    row = np.array([0.1, 0.2, 0.3, 0.4])
    assert np.allclose(strengths(np.tile(row, (4, 1))), 0)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([[1, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0]], [1, 0, 0]),
        ([[1, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], [0, 1, 1]),
        ([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 0]], [-1, 1, -1]),
    ],
)
def test_each_feature_is_blind_to_the_others(rows: list[list[int]], expected: list[int]) -> None:
    assert strengths(np.array(rows, dtype=float)).tolist() == expected


@given(st.lists(st.sampled_from([0.0, 0.49, 0.5, 1.0]), min_size=1, max_size=12))
def test_learned_is_the_first_of_a_run_of_looks_at_half_or_more(values: list[float]) -> None:
    found = learned(range(len(values)), np.array(values))
    starts = [
        i
        for i in range(len(values) - HOLD + 1)
        if all(value >= 0.5 for value in values[i : i + HOLD])
    ]
    assert found == (starts[0] if starts else np.inf)
