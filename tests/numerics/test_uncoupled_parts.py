"""Modes between which nothing passes are followed apart, so that rounding passes nothing either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from numerics import (
    FlowProblem,
    closed_times,
    learning_times,
    limit_times,
    origin_rates,
    solve,
)
from numerics.variants import TwoFactor, matrices_of

FREQUENCY: dict[str, Any] = {"targets": "frequency"}


def parts(problem: FlowProblem) -> list[list[int]]:
    """Numbers of the modes of every part."""
    flow = matrices_of(problem)
    assert isinstance(flow, TwoFactor)
    return [part.modes.tolist() for part in flow.parts]


@pytest.mark.parametrize("more", [{}, {"scales": (2, 1)}])
@pytest.mark.parametrize(("k", "ratio"), [(4, 10), (6, 10), (6, 30), (8, 100)])
def test_modes_within_groups_learn_frequency_targets_at_their_own_rate(
    k: int, ratio: int, more: dict[str, Any]
) -> None:
    problem = FlowProblem(k, ratio, 8, **FREQUENCY, **more)
    limits = limit_times(problem)
    within = np.array(limits)[[name != "maj-min" for name in problem.mode_names]]
    assert np.allclose(within, (ratio + 1) ** -0.5, rtol=1e-9)
    assert limits["maj-min"] < 0.9 * within[0]  # and not all are alike


def test_with_decay_they_do_less_its_rate() -> None:
    for k, ratio in ((8, 100), (6, 30)):
        limits = limit_times(FlowProblem(k, ratio, 8, decay=0.2, **FREQUENCY))
        assert np.allclose(limits["min-min"], 1 / ((ratio + 1) ** 0.5 - 0.2), rtol=1e-9)
        assert np.allclose(limits["maj-maj"], 1 / ((ratio + 1) ** 0.5 - 0.2), rtol=1e-9)


@pytest.mark.parametrize("delta", [8, 400, 1000, 1e5])
def test_their_times_are_the_closed_form_at_every_delta(delta: float) -> None:
    problem = FlowProblem(6, 10, delta, **FREQUENCY)
    exact, found = np.array(closed_times(problem)), np.array(learning_times(problem))
    assert np.isnan(exact).tolist() == [False, False, True, False, False]  # maj-min turns
    alone = np.isfinite(exact)
    assert np.allclose(found[alone], exact[alone], rtol=1e-9)
    states = solve(problem, [exact[0] - 1, exact[0] + 3])
    assert np.all(states.beta[alone, 0] < 0.01)
    assert np.all(states.beta[:, 1] > 0.99)


def test_blocks_of_contexts_do_not_see_each_other() -> None:
    one, other = np.array([[1, 0.3, 0], [0, 2, 0.4]]), np.array([[0.7, 0.2], [0.1, 1.5]])
    both = np.block([[one, np.zeros((2, 2))], [np.zeros((2, 3)), other]])
    whole = FlowProblem(delta=500, targets=both, weights=(3, 1, 2, 1, 5))
    halves = [
        FlowProblem(delta=500, targets=one, weights=(3, 1, 2)),
        FlowProblem(delta=500, targets=other, weights=(1, 5)),
    ]
    assert sorted(map(len, parts(whole))) == [2, 2]
    apart = np.concatenate([learning_times(half) for half in halves])
    assert np.allclose(np.sort(learning_times(whole)), np.sort(apart), rtol=1e-9)


def test_a_coupling_is_kept_however_small() -> None:
    """The mode between two classes whose weights differ by 1e-11 is swept along where δ is large."""
    ratio, weight = 100, 101**0.5 / 10
    alike = FlowProblem(
        counts=(ratio, ratio, 1, 1), weights=(weight, weight, 101**0.5, 101**0.5), delta=1e5,
        **FREQUENCY,
    )  # fmt: skip
    unlike = replace(alike, weights=(weight * (1 + 1e-11), weight, 101**0.5, 101**0.5))
    assert sorted(map(len, parts(alike))) == [1, 1, 1]
    assert sorted(map(len, parts(unlike))) == [1, 2]
    assert learning_times(alike)[0] == pytest.approx(1e5 / 101**0.5, rel=1e-4)
    assert learning_times(unlike)[0] == pytest.approx(7113.03, rel=1e-4)
    assert limit_times(unlike)[0] == pytest.approx(limit_times(unlike)[1], rel=1e-7)


def test_equal_rates_of_an_aligned_start_are_told_apart_by_their_weights() -> None:
    problem = FlowProblem(counts=(9, 9, 4, 4, 1, 1), delta=8, init="aligned", **FREQUENCY)
    assert sorted(map(len, parts(problem))) == [1, 1, 1, 2]
    limits = np.sort(limit_times(problem))
    assert np.allclose(limits[2:], (28 / 3) ** -0.5, rtol=1e-8)


@pytest.mark.parametrize("targets", ["sel", "frequency"])
def test_rates_of_an_aligned_start_are_those_of_its_modes(targets: Any) -> None:
    problem = FlowProblem(
        counts=(9, 4, 1), delta=50, gamma=1, targets=targets, init="aligned"
    )  # fmt: skip
    omega, count = problem.class_weights, problem.class_counts
    mean = count / count.sum() if targets == "frequency" else np.full(3, 1 / 3)
    drive = (np.eye(3) - mean[:, None]) * np.sqrt(count) * omega
    assert np.allclose(origin_rates(problem), np.linalg.svd(drive, compute_uv=False)[:2])
