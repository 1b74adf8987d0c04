"""Saddles that coincide: the orbit says which is reached, and the flow is learned at its times."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from needed import more

from numerics import FlowProblem, solve
from spectra.class_counts import heteroclinic_orbits
from spectra.class_counts.saddle_times import Standing, saddle_times
from spectra.class_counts.saddle_walk import MAX_ORBIT_GROUPS, split
from spectra.utils.arrays import Array

Start = Literal["spectral", "random"]

distinct_counts = st.lists(st.integers(1, 40), min_size=3, max_size=5, unique=True)


def crossings(problem: FlowProblem, about: Array) -> Array:
    """Times, near those given, at which the singular values of the logits pass a small level."""
    width = 40 * about[0] / problem.delta
    times = np.unique(np.concatenate([t + width * np.linspace(-1, 1, 81) for t in about]))
    values = np.log(np.maximum(solve(problem, times).singular_values, 1e-300))
    level = np.log(1e-4 * problem.sigma.min())
    before = [int(np.argmax(row >= level)) - 1 for row in values]
    assert min(before) >= 0
    assert np.diff(times)[before].max() < width / 30, "no crossing between two of the windows"
    return np.array(
        [
            np.interp(level, row[i : i + 2], times[i : i + 2])
            for i, row in zip(before, values, strict=True)
        ]
    )


def measured(
    counts: Sequence[int], weights: Sequence[float], near: float, far: float, init: Start
) -> Array:
    """Limits of T/δ from the full flow."""
    expected = saddle_times(counts, weights=weights).times
    late, early = (
        crossings(
            FlowProblem(counts=counts, weights=weights, delta=d, init=init, seed=3), d * expected
        )
        for d in (far, near)
    )
    return np.asarray((late - early) / (far - near))


@pytest.mark.parametrize(
    ("counts", "products", "scales", "init"),
    [
        ((100, 10, 1), (1, 1, 1), (1000, 2000), "random"),
        ((9, 9, 4, 4, 1), (1, 1, 1, 1, 1), (200, 400), "random"),
        ((40, 20, 10, 5, 2), (9, 5, 5, 5, 2), (1000, 2000), "spectral"),
        *more(
            ((50, 30, 10, 1), (1, 1, 1, 1), (1000, 2000), "spectral"),
            ((12, 6, 6, 3, 2), (12, 6, 6, 6, 6), (1000, 2000), "random"),
        ),
    ],
)
def test_the_full_flow_is_learned_at_the_times_of_the_orbits(
    counts: tuple[int, ...], products: tuple[int, ...], scales: tuple[float, float], init: Start
) -> None:
    weights = [p / n for p, n in zip(products, counts, strict=True)]
    found = saddle_times(counts, weights=weights)
    assert set(found.standing) == {Standing.THEOREM, Standing.HEURISTIC}
    assert "taken from the orbit" in found.reason
    assert measured(counts, weights, *scales, init) == pytest.approx(found.times, rel=1e-7)
    assert np.max(found.bounds / found.times) > 1.01, "the bounds would not do"


def test_inverse_frequencies_are_learned_at_the_times_of_the_notes() -> None:
    found = saddle_times((100, 10, 1), weights=(0.01, 0.1, 1))
    assert found.times == pytest.approx((1.2073, 3.07878), abs=5e-5)
    assert found.times[1] == pytest.approx(3.07878, abs=4e-6)
    assert found.bounds == pytest.approx((1.2073, 4.3061), abs=5e-5)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_no_saddle_that_a_spectrum_names_would_do(which: int) -> None:
    # eigenvectors of P diag(nω²) P, or of P diag(n) P, in place of where the orbit ends
    found = split((100, 10, 1), None, (0.01, 0.1, 1))
    squares, axes = found.between(found.d)
    saddle = axes[:, 0] if which == 0 else found.between(found.n)[1][:, which - 1]
    rest = np.eye(2) - np.outer(axes.T @ saddle, axes.T @ saddle)
    slope = np.sqrt(np.linalg.eigvalsh(rest @ np.diag(squares) @ rest)[-1])
    first, second = 1 / np.sqrt(squares)
    guess = first + (1 - first / second) / slope
    assert abs(guess - 3.07878) > 0.05


@given(distinct_counts)
@settings(max_examples=15)
def test_an_orbit_ends_among_the_eigenvectors_that_coincide(counts: list[int]) -> None:
    found = split(counts, 1, None)
    levels, axes = found.between(found.p)
    target, omega = axes.T * np.sqrt(found.n), found.p / found.n
    end = heteroclinic_orbits.Orbits(target, omega).saddle_after(
        np.empty((len(levels), 0)), 0, len(levels)
    )
    assert end is not None
    assert end.T @ end == pytest.approx(np.eye(1))
    # a gradient flow goes downhill: what it gains is less than the rest, more than nothing
    rest = target - end @ (end.T @ target)
    assert ((rest * omega) @ target.T @ end) == pytest.approx(0, abs=1e-9 * levels[0])
    # and no time by it is above its bound, or before the one that comes before
    times = saddle_times(counts, gamma=1)
    assert np.all(times.times <= times.bounds * (1 + 1e-9))
    assert np.all(np.diff(times.times) > 0)


@pytest.mark.parametrize("finer", [("DEPARTURE", 1e-6), ("TOLERANCE", 1e-12), ("ARRIVAL", 1e-12)])
def test_what_an_orbit_leaves_out_is_in_the_tenth_digit(
    finer: tuple[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = (100, 30, 10, 3, 1)
    plain = saddle_times(counts, gamma=1).times
    monkeypatch.setattr(heteroclinic_orbits, *finer)
    assert saddle_times(counts, gamma=1).times == pytest.approx(plain, rel=1e-9)


def test_only_exact_coincidence_is_one_and_the_limit_jumps() -> None:
    at, below = (saddle_times((100, 10, 1), gamma=gamma) for gamma in (1, 1 - 1e-6))
    assert "orbit" in at.reason
    assert "orbit" not in below.reason
    assert below.times[0] == pytest.approx(at.times[0], rel=1e-4)
    assert below.times[1] < 0.8 * at.times[1]
    # at a δ in reach the flow does not jump
    slopes = [
        crossings(FlowProblem(counts=(100, 10, 1), gamma=g, delta=100, init="spectral"), t)
        for g, t in ((1, 100 * at.times), (1 - 1e-6, 100 * at.times))
    ]
    assert slopes[0] == pytest.approx(slopes[1], rel=1e-4)


def test_a_saddle_that_the_start_selects_is_not_guessed() -> None:
    # nω² is 9 for three groups: two directions grow alike, and nω = 6 selects none of them
    counts, weights = (9, 4, 1, 12, 36), (1, 1.5, 3, 1 / 2, 1 / 6)
    found = saddle_times(counts, weights=weights)
    assert found.rates[:2] == pytest.approx(3)
    assert [s is Standing.BOUND for s in found.standing] == [False, False, True, True]
    assert "the start selects" in found.reason


def test_where_no_orbit_is_followed_times_are_bounds_and_the_reason_says_why() -> None:
    step = saddle_times((100, 10, 1), gamma=1, step_size=1e-3)
    assert step.standing == (Standing.THEOREM, Standing.BOUND)
    assert step.times == pytest.approx(step.bounds)
    assert "steps reach others" in step.reason
    many = saddle_times(range(1, MAX_ORBIT_GROUPS + 2), gamma=1)
    assert set(many.standing[1:]) == {Standing.BOUND}
    assert f"{MAX_ORBIT_GROUPS} groups" in many.reason
    assert f"there are {MAX_ORBIT_GROUPS + 1}" in many.reason


def test_an_orbit_that_does_not_arrive_is_said_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heteroclinic_orbits, "MAX_STEPS", 20)
    found = saddle_times((100, 10, 1), gamma=1)
    assert found.standing == (Standing.THEOREM, Standing.BOUND)
    assert "not seen to arrive" in found.reason
    assert found.times == pytest.approx(found.bounds)
