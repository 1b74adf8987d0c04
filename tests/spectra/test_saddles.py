"""Learning times from saddle to saddle: against the flow, and where they are theorems."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from needed import drawn
from strategies import gammas, positive_weights, small_counts
from sympy import Rational

from numerics import FlowProblem, solve
from spectra import InputError, decompose, effective, groups, growth_rates, weights
from spectra.class_counts.saddle_times import MAX_GROUPS, SaddleTimes, Standing, saddle_times
from spectra.class_counts.saddle_walk import MAX_ORBIT_GROUPS, Speed, split, walk
from spectra.utils.arrays import Array

NEAR, FAR = 60.0, 110.0
"""Two δ; the slope of a time between them is free of what does not grow with δ."""


def ranks_reached(
    counts: tuple[int, ...], weights: tuple[float, ...], delta: float, bound: Array
) -> Array:
    """Times at which each singular value of the logits passes half of the smallest final one.

    At a saddle of rank ρ, ρ singular values of L are at least as large as the smallest of Z, and
    the others vanish: unlike β of a mode, they cannot pass a level on the way from one saddle to
    the next without a new rank.
    """
    problem = FlowProblem(counts=counts, weights=weights, delta=delta, init="random", seed=3)
    times = np.linspace(0.9 * delta * bound[0], 1.05 * delta * bound[-1] + 4 * bound[-1], 500)
    values = np.log(np.maximum(solve(problem, times).singular_values, 1e-300))
    level = np.log(problem.sigma.min() / 2)
    reached = [int(np.argmax(row >= level)) for row in values]
    assert min(reached) > 0, "the grid holds every crossing"
    return np.array(
        [
            np.interp(level, row[i - 1 : i + 1], times[i - 1 : i + 1])
            for i, row in zip(reached, values, strict=True)
        ]
    )


def measured(
    counts: tuple[int, ...], weights: tuple[float, ...], near: float = NEAR, far: float = FAR
) -> Array:
    """Limits of T/δ from the full flow, random start."""
    bound = saddle_times(counts, weights=weights).bounds
    late, early = (ranks_reached(counts, weights, delta, bound) for delta in (far, near))
    return np.asarray((late - early) / (far - near))


@pytest.mark.parametrize(
    ("counts", "weights", "expected"),
    [
        ((100, 10, 1), (0.3, 0.5, 1.0), (0.38861, 0.76405)),
        ((9, 4, 1, 1), (1.0, 1.0, 3.0, 1.5), (0.33333, 0.39719, 0.55061)),
    ],
)
def test_the_full_flow_is_learned_at_the_times_of_the_rule_and_not_at_the_inverse_rates(
    counts: tuple[int, ...], weights: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    found = saddle_times(counts, weights=weights)
    assert found.times == pytest.approx(expected, abs=1e-5)
    slopes = measured(counts, weights)
    assert slopes == pytest.approx(found.times, rel=3e-4)
    gap = found.bounds[-1] - found.times[-1]
    assert abs(slopes[-1] - found.times[-1]) < gap / 3 < abs(slopes[-1] - found.bounds[-1])


@given(small_counts, positive_weights)
@drawn(2, 3)
def test_drawn_counts_and_weights_are_learned_at_the_times_of_the_rule(
    counts: tuple[int, ...], weights: list[float]
) -> None:
    chosen = tuple(weights[: len(counts)])
    found = saddle_times(counts, weights=chosen)
    if Standing.BOUND in found.standing:
        assert np.all(measured(counts, chosen) <= found.bounds * 1.02)
    else:
        assert measured(counts, chosen) == pytest.approx(found.times, rel=0.02)


def test_differences_within_groups_keep_their_time_beside_the_saddles_between_groups() -> None:
    counts, weights = (20, 20, 5, 5, 1, 1), (0.53, 0.53, 1.5, 1.5, 5.0, 5.0)
    found = saddle_times(counts, weights=weights)
    assert measured(counts, weights, near=150, far=220) == pytest.approx(found.times, rel=5e-3)
    within = 1 / (np.sqrt([20, 5, 1]) * [0.53, 1.5, 5.0])
    assert np.abs(found.times[:, None] - within).min(axis=0) == pytest.approx(0, abs=1e-12)
    assert found.times[-1] == pytest.approx(within.max())


@given(small_counts, positive_weights)
def test_the_first_time_is_the_inverse_rate_and_no_time_is_above_its_own(
    counts: tuple[int, ...], weights: list[float]
) -> None:
    found = saddle_times(counts, weights=weights[: len(counts)])
    assert found.times[0] == pytest.approx(1 / found.rates[0], rel=1e-12)
    assert np.all(found.times <= found.bounds * (1 + 1e-9))
    assert np.all(np.diff(found.times) >= -1e-12)
    assert found.standing[0] is not Standing.HEURISTIC
    assert found.window <= found.window_bound * (1 + 1e-9) + 1e-9


@given(small_counts)
def test_the_walk_gives_the_inverse_rates_where_that_is_a_theorem(counts: tuple[int, ...]) -> None:
    for gamma in (0.0, 0.25):
        class_groups = split(counts, gamma, None)
        if gamma and len(class_groups.size) > 2:
            continue
        walked = [e.time for e in walk(class_groups, Speed()) for _ in range(e.multiplicity)]
        rates = growth_rates(counts, gamma=gamma)
        assert walked == pytest.approx(1 / rates, rel=1e-9)
        assert saddle_times(counts, gamma=gamma).times == pytest.approx(1 / rates)


@pytest.mark.parametrize(
    ("counts", "gamma", "standing"),
    [
        ((100, 10, 1), 0, Standing.THEOREM),
        ((5, 5, 1, 1, 1), 0.8, Standing.SPECTRAL),
        ((5, 5, 1, 1, 1), 0.5, Standing.SPECTRAL),
        ((100, 10, 1), 0.5, Standing.CONDITIONAL),
        ((100, 10, 1), 0.25, Standing.HEURISTIC),
        ((100, 10, 1), 1, Standing.HEURISTIC),
        (range(1, MAX_ORBIT_GROUPS + 2), 1, Standing.BOUND),
    ],
)
def test_each_time_says_what_it_rests_on(
    counts: Sequence[int], gamma: float, standing: Standing
) -> None:
    found = saddle_times(counts, gamma=gamma)
    assert found.standing[-1] is standing
    assert found.standing[0] is (
        Standing.THEOREM if standing in (Standing.HEURISTIC, Standing.BOUND) else standing
    )
    proved = standing not in (Standing.HEURISTIC, Standing.BOUND)
    assert ("not proved" in found.reason or "at most" in found.reason) is not proved


def test_too_many_groups_are_bounded_and_the_message_says_how_many() -> None:
    counts = list(range(1, MAX_GROUPS + 2))
    found = saddle_times(counts, gamma=0.3)
    assert f"{MAX_GROUPS + 1} groups" in found.reason
    assert f"for {MAX_GROUPS}" in found.reason
    assert set(found.standing[1:]) == {Standing.BOUND}
    assert saddle_times(counts[:-1], gamma=0.3).standing[1] is Standing.HEURISTIC
    assert saddle_times(counts, gamma=0.5).window == 0


def test_weights_too_far_apart_for_double_precision_are_bounded() -> None:
    found = saddle_times([1, 10**7, 10**14], gamma=0)
    assert found.standing[-1] is Standing.THEOREM
    found = saddle_times([1, 10**7, 10**14], weights=[1, 1, 2])
    assert found.standing[1] is Standing.BOUND
    assert "varies by more than" in found.reason


@given(small_counts, gammas, st.floats(0.01, 0.3))
def test_descent_is_slower_per_unit_of_time_and_becomes_the_flow_for_small_steps(
    counts: tuple[int, ...], gamma: float, share: float
) -> None:
    flow = saddle_times(counts, gamma=gamma)
    step = share / flow.rates[0]
    slower = saddle_times(counts, gamma=gamma, step_size=step)
    assert slower.times[0] == pytest.approx(step / np.log1p(step * flow.rates[0]))
    assert np.all(slower.bounds >= flow.bounds)
    tiny = saddle_times(counts, gamma=gamma, step_size=1e-6 * step)
    known = [s is not Standing.BOUND for s in tiny.standing]  # saddles of steps may not be
    assert tiny.times[known] == pytest.approx(flow.times[known], rel=1e-4)


def test_steps_of_gradient_descent_are_those_of_the_rule() -> None:
    counts, weights, step = (100, 10, 1), (0.3, 0.5, 1.0), 0.05
    found = saddle_times(counts, weights=weights, step_size=step)
    n, omega = np.array(counts, dtype=float), np.array(weights)
    target = (np.eye(3) - 1 / 3) * np.sqrt(n)
    smallest = np.linalg.svd(target, compute_uv=False)[1]
    reached = []
    for delta in (12.0, 22.0):
        rng = np.random.default_rng(3)
        w, h = np.exp(-delta) * rng.standard_normal((2, 3, 3))
        first: dict[int, int] = {}
        for number in range(int(1.2 * delta * found.bounds[-1] / step)):
            left = (target - w @ h) * omega
            w, h = w + step * left @ h.T, h + step * w.T @ left
            grown = int((np.linalg.svd(w @ h, compute_uv=False) >= smallest / 2).sum())
            for rank in range(1, grown + 1):
                first.setdefault(rank, number + 1)
        reached.append(np.array([first[1], first[2]]))
    slopes = step * (reached[1] - reached[0]) / 10.0
    assert slopes == pytest.approx(found.times, rel=0.02)
    assert slopes[0] != pytest.approx(saddle_times(counts, weights=weights).times[0], rel=0.04)


def test_equal_factors_on_all_weights_change_times_alone() -> None:
    once = saddle_times((9, 4, 1), weights=(1, 2, 3))
    twice: SaddleTimes = saddle_times((9, 4, 1), weights=(2, 4, 6))
    scaled = once.scaled(2)
    assert twice.times == pytest.approx(scaled.times)
    assert twice.bounds == pytest.approx(scaled.bounds)
    assert twice.rates == pytest.approx(scaled.rates)
    assert twice.window == pytest.approx(once.window)


def test_the_symbolic_objects_are_taken_too() -> None:
    data = groups([2, 1], [9, 4])
    found = saddle_times(data, weights=weights(data, Rational(1, 4)))
    assert found.times == pytest.approx(saddle_times((9, 9, 4), gamma=0.25).times)
    true = [float(t) for t in effective(decompose(data), weights(data, Rational(1, 4))).true_time]
    assert found.bounds == pytest.approx(true)


@pytest.mark.parametrize("step", [-1.0, np.nan, np.inf])
def test_a_step_without_meaning_is_refused(step: float) -> None:
    with pytest.raises(InputError, match="step_size must be a number ≥ 0"):
        saddle_times((3, 1), step_size=step)
