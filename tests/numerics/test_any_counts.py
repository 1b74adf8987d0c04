"""Any counts and weights: what the ledger proves of them, on the full flow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from needed import drawn
from strategies import class_counts, small_counts

from numerics import (
    FlowProblem,
    beta,
    closed_form,
    closed_times,
    learning_times,
    limit_times,
    solve,
)
from spectra import saddle_times

TOLERANCE = 2e-10
deltas = st.floats(2.0, 40.0)
weights = st.lists(st.floats(0.3, 3.0), min_size=4, max_size=4)
quick = drawn(3, 6)


def centred(root: Any) -> Any:
    """Z·diag(root) per class, where a column of Z stands for all samples of a class."""
    k = len(root)
    return (np.eye(k) - 1 / k) * root


def rates_of(problem: FlowProblem) -> Any:
    root = np.sqrt(problem.class_counts) * problem.class_weights
    return np.linalg.svd(centred(root), compute_uv=False)[:-1]


@given(st.integers(1, 30), st.floats(0.3, 3), small_counts, weights, deltas)
@quick
def test_a_mode_within_a_group_is_exact_however_the_other_classes_couple(
    count: int, weight: float, others: tuple[int, ...], omega: list[float], delta: float
) -> None:
    assume(count not in others and len(set(others)) == len(others))
    counts = (count, count, *others)
    problem = FlowProblem(
        counts=counts, weights=(weight, weight, *omega[: len(others)]), delta=delta
    )
    pair = np.zeros(len(counts))
    pair[:2] = np.sqrt(0.5), -np.sqrt(0.5)
    (row,) = np.flatnonzero(np.abs(pair @ problem.U) > 1 - 1e-9)
    sigma = np.sqrt(count)
    times = np.linspace(0, 1.5 * (delta + 3) / (sigma * weight), 15)
    found = solve(problem, times).beta
    assert np.abs(found[row] - beta(times, sigma, weight, delta)).max() < TOLERANCE
    assert np.abs(found[row] - beta(times, sigma, 1.01 * weight, delta)).max() > 1e-4


@given(small_counts, weights)
@quick
def test_the_first_mode_comes_at_one_over_the_largest_rate_and_two_classes_bound_it(
    counts: tuple[int, ...], omega: list[float]
) -> None:
    problem = FlowProblem(
        counts=counts, weights=tuple(omega[: len(counts)]), delta=8, init="random", seed=1
    )
    rates = rates_of(problem)
    # closer rates are not told apart at the scales of limit_times
    assume(np.all(rates[1:] < 0.7 * rates[:-1]))
    times = np.array(limit_times(problem))
    assert times.min() == pytest.approx(1 / rates.max(), rel=1e-3)
    assert times.max() <= (1 + 1e-3) / rates.min()
    d = np.sort(problem.class_counts * problem.class_weights**2)
    assert times.min() <= (1 + 1e-3) / np.sqrt((d[-1] + d[-2]) / 2)
    assert times.min() >= (1 - 1e-3) / np.sqrt(d[-1])


@given(small_counts)
@quick
def test_the_window_of_erm_is_at_least_that_of_two_pairs_of_classes(
    counts: tuple[int, ...],
) -> None:
    times = np.array(limit_times(FlowProblem(counts=counts, delta=8, gamma=0)))
    n = np.sort(counts)
    window = times.max() / times.min()
    pairs = np.sqrt((n[-1] + n[-2]) / (n[0] + n[1]))
    assert np.sqrt(n[-2] / n[1]) <= pairs * (1 + 1e-12)
    assert pairs <= window * (1 + 1e-6)
    assert window <= np.sqrt(n[-1] / n[0]) * (1 + 1e-6)


@given(small_counts, st.integers(0, 3), st.floats(2, 4))
@quick
def test_all_grow_alike_only_if_n_omega_squared_is_constant(
    counts: tuple[int, ...], odd: int, factor: float
) -> None:
    flat = 1 / np.sqrt(counts)
    problem = FlowProblem(counts=counts, weights=tuple(flat), delta=100)
    first, last = min(learning_times(problem)), max(learning_times(problem, level=0.95))
    assert last / first < 1.1
    flat[odd % len(counts)] *= factor
    bent = rates_of(FlowProblem(counts=counts, weights=tuple(flat), delta=100))
    # of P diag(1, …, f², …, 1) P: the odd class leaves 1/k of itself to the others
    share = 1 - 1 / len(counts)
    assert bent[0] == pytest.approx(np.sqrt(1 + (factor**2 - 1) * share))
    assert bent[1:] == pytest.approx(1)


def test_half_times_of_all_modes_can_agree_though_rates_do_not() -> None:
    # what is learned first turns, until each mode of Z has seen half of its share
    problem = FlowProblem(counts=(3, 1, 1), weights=(3**-0.5, 2, 1), delta=8)
    assert rates_of(problem) == pytest.approx([3**0.5, 1])
    assert list(limit_times(problem)) == pytest.approx([3**-0.5] * 2, rel=1e-6)
    last = saddle_times([3, 1, 1], weights=[3**-0.5, 2, 1]).times[1]
    late = np.array(learning_times(replace(problem, delta=1600), level=0.95)) / 1600
    assert list(late) == pytest.approx([last, last], abs=0.005)
    assert last > 0.9


@given(small_counts, weights)
@quick
def test_class_weights_keep_the_closed_form_of_all_modes_only_if_they_are_equal(
    counts: tuple[int, ...], omega: list[float]
) -> None:
    given_weights = np.array(omega[: len(counts)])
    assume(np.ptp(given_weights) > 0.3)
    problem = FlowProblem(counts=counts, weights=tuple(given_weights), delta=6)
    seen = np.einsum("ci,c,ci->i", problem.V_c, problem.class_weights, problem.V_c)
    times = np.linspace(0, 3 * 6 / (problem.sigma * seen).min(), 60)
    closed = beta(times, problem.sigma[:, None], seen[:, None], 6)
    assert np.abs(solve(problem, times).beta - closed).max() > 1e-4
    equal = FlowProblem(counts=counts, weights=(omega[0],) * len(counts), delta=6)
    closed = beta(times, equal.sigma[:, None], omega[0], 6)
    assert np.abs(solve(equal, times).beta - closed).max() < TOLERANCE


@given(class_counts, deltas)
@quick
def test_a_metric_on_the_classes_learns_all_modes_at_time_one_and_no_diagonal_one_does(
    counts: tuple[int, ...], delta: float
) -> None:
    problem = FlowProblem(counts=counts, delta=delta, gamma=0)
    flat = replace(problem, class_metric="flat")
    assert np.allclose(limit_times(flat), 1, rtol=1e-8)
    assert np.allclose(learning_times(flat), delta + np.log(problem.sigma - np.exp(-2 * delta)) / 2)
    diagonal = replace(problem, class_metric=np.arange(1, len(counts) + 1))
    assert np.isnan(np.array(closed_times(diagonal))).any()
    assert np.isfinite(closed_times(replace(problem, class_metric=np.full(len(counts), 3.0)))).all()


@given(class_counts, deltas, st.floats(0.2, 4), st.floats(0.2, 4))
@quick
def test_metrics_on_both_sides_multiply_at_any_counts(
    counts: tuple[int, ...], delta: float, first: float, last: float
) -> None:
    problem = FlowProblem(counts=counts, delta=delta, gamma=0)
    k, labels = len(counts), problem.sample_classes
    d, lam = np.linspace(first, last, k - 1), np.linspace(last, first + 1, k - 1)
    v = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
    rest = np.eye(len(v)) - v @ v.T
    side = problem.U * d @ problem.U.T + np.ones((k, k))
    variant = replace(problem, sample_metric=v * lam @ v.T + 2 * rest, class_metric=side)
    rates = d * problem.sigma * lam
    times = np.linspace(0, 1.2 * (delta + 3) / rates.min(), 15)
    closed = beta(times, problem.sigma[:, None], (d * lam)[:, None], delta)
    assert np.abs(solve(variant, times).beta - closed).max() < TOLERANCE


@given(small_counts, st.floats(-0.5, 2))
@quick
def test_one_hot_classes_are_learned_at_equal_times_at_one_half_only(
    counts: tuple[int, ...], gamma: float
) -> None:
    assume(abs(gamma - 0.5) > 0.1 and max(counts) > min(counts))
    for exponent, spread in ((0.5, False), (gamma, True)):
        times = np.array(
            limit_times(FlowProblem(counts=counts, delta=8, gamma=exponent, targets="one-hot"))
        )
        assert (np.ptp(times) / times.min() > 1e-3) == spread


@given(small_counts, weights, st.floats(-0.5, 2))
@quick
def test_features_that_learn_at_rates_of_their_own_start_at_those_of_the_mean_power(
    counts: tuple[int, ...], omega: list[float], p: float
) -> None:
    problem = FlowProblem(counts=counts, weights=tuple(omega[: len(counts)]), delta=8)
    root = np.sqrt(problem.class_counts) * problem.class_weights ** ((1 + p) / 2)
    largest = np.linalg.svd(centred(root), compute_uv=False).max()
    times = np.array(limit_times(replace(problem, feature_rates=p, init="aligned")))
    assert times.min() == pytest.approx(1 / largest, rel=1e-3)


@given(class_counts, st.integers(3, 4))
@quick
def test_modes_of_several_factors_decouple_at_any_counts_without_weights(
    counts: tuple[int, ...], depth: int
) -> None:
    variant = FlowProblem(counts=counts, delta=1.5, gamma=0, depth=depth)
    times = np.linspace(0, 1.5 * variant.slowness / np.sqrt(min(counts)), 7)
    found = solve(variant, times).beta
    assert np.abs(found - closed_form(variant, times)).max() < 1e-8
    other = FlowProblem(counts=counts, delta=1.5, gamma=0, depth=depth + 1)
    assert np.abs(found - closed_form(other, times)).max() > 1e-3
