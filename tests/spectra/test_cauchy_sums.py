"""Sums over poles and roots of the secular equation: against direct summation."""

import numpy as np
import pytest
import strategies
from hypothesis import given, settings

from spectra.class_counts.fast_multipole import CauchySums, find_blocks
from spectra.class_counts.secular_equation import secular_roots


def sums_are_right(poles: np.ndarray, sums: CauchySums, *, tolerance: float) -> bool:
    """Compare with direct summation in the middle of every gap."""
    gaps = np.arange(poles.size - 1)
    half = np.diff(poles) / 2
    found = sums(gaps, gaps, half)
    inverse = 1 / ((poles - poles[:-1, None]) - half[:, None])
    direct = [(inverse**q).sum(axis=1) for q in (1, 2, 3)]
    scale = [(abs(inverse) ** q).sum(axis=1) for q in (1, 2, 3)]
    bound = np.array([tolerance, 1e-9, 1e-6])[:, None] * scale
    return bool(np.all(abs(found - direct) <= bound))


@settings(max_examples=10)
@given(strategies.seeds)
def test_distant_poles_are_summed_to_rounding(seed: int) -> None:
    draw = np.random.default_rng(seed)
    gaps = np.exp(draw.normal(0, draw.uniform(0, 6), 800))
    poles = np.unique(np.round(np.cumsum(gaps), 3))
    sums = CauchySums(poles, np.ones_like(poles), lambda _: None)
    assert sums_are_right(poles, sums, tolerance=1e-14)
    wrong = poles.copy()
    wrong[-1] *= 2
    assert not sums_are_right(wrong, sums, tolerance=1e-14)


def test_blocks_cover_all_gaps_once_and_look_at_few_poles() -> None:
    poles = np.arange(1.0, 20001)
    blocks = list(find_blocks(poles, np.ones_like(poles)))
    assert [b.first for b in blocks] == [0, *(b.last for b in blocks[:-1])]
    assert blocks[-1].last == poles.size - 1
    assert max(b.end - b.near for b in blocks) < 500


def test_a_ratio_of_1e100_is_not_too_much() -> None:
    poles = np.array([10.0**i for i in range(0, 101, 10)])
    roots = secular_roots(poles, np.ones_like(poles))
    below = np.arange(
        1, 11
    )  # the root above j poles at 0 is at about j times the next pole's share
    assert roots == pytest.approx(poles[1:] * below / (below + 1), rel=1e-8)
