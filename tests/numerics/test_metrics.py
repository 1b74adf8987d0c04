"""Flows with a metric on the samples or the classes: each closed form, and false neighbours of each."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import class_counts, seeds
from variant_flows import (
    TOLERANCE,
    defect,
    deltas,
    deviation,
    erm,
    exact_metric,
    exact_times,
    limits_by_formula,
    quick,
    rates_of,
    right_vectors,
    times_for,
    weighted,
    weightings,
)

from numerics import (
    beta,
    learning_times,
    solve,
)

# a metric on the samples --------------------------------------------------------------------------


@given(class_counts, deltas, seeds)
@quick
def test_a_metric_that_keeps_the_right_vectors_has_the_closed_form_at_rates_sigma_lambda(
    counts: tuple[int, ...], delta: float, seed: int
) -> None:
    problem = erm(counts, delta)
    metric, lam = exact_metric(problem, seed)
    variant = replace(problem, sample_metric=metric)
    assert np.allclose(rates_of(variant), problem.sigma * lam)
    assert defect(variant).max() < 1e-12
    times = times_for(variant)
    closed = beta(times, problem.sigma[:, None], lam[:, None], delta)
    assert np.abs(solve(variant, times).beta - closed).max() < TOLERANCE


@given(class_counts, deltas, seeds)
@quick
def test_a_metric_that_moves_the_right_vectors_does_not(
    counts: tuple[int, ...], delta: float, seed: int
) -> None:
    problem = erm(counts, 6 + delta / 10)
    metric, lam = exact_metric(problem, seed)
    v = right_vectors(problem)
    rest = np.linalg.svd(v, full_matrices=True)[0][:, -1]  # orthogonal to every right vector
    mixed = np.outer(v[:, 0], rest)
    broken = replace(
        problem, sample_metric=metric + 20 * np.outer(rest, rest) + 2 * (mixed + mixed.T)
    )
    assert defect(broken)[0] > 1
    assert np.isnan(exact_times(broken)[0])
    times = np.linspace(0, 1.3 * problem.delta / (problem.sigma * lam).min(), 40)
    closed = beta(times, problem.sigma[0], lam[0], float(problem.delta))
    assert np.abs(solve(broken, times).beta[0] - closed).max() > 1e-3


@given(class_counts, weightings)
@quick
def test_curvature_of_the_strength_exceeds_that_of_the_closed_form_by_what_leaves_v(
    counts: tuple[int, ...], weights: list[float]
) -> None:
    from scipy.linalg import expm

    problem = weighted(counts, weights, 1)
    u, v, sigma, omega = problem.U, problem.V_c, problem.sigma, problem.class_weights
    k, step = len(counts), 1e-4
    drive = (np.eye(k) - 1 / k) * np.sqrt(problem.class_counts) * omega
    flow = np.block([[np.zeros((k, k)), drive], [drive.T, np.zeros((k, k))]])

    def strength(t: float) -> Any:
        w, h = np.split(expm(t * flow) @ np.vstack([u, v]), 2)
        return np.diag(u.T @ w @ h.T @ v) / sigma

    measured = (strength(step) - 2 * strength(0) + strength(-step)) / step**2
    seen = v.T * omega @ v
    turning = np.sum(v * omega[:, None] ** 2 * v, axis=0) * sigma**2
    mixing = 2 * sigma * (seen**2 @ sigma) + seen**2 @ sigma**2
    assert np.allclose(measured, (turning + mixing) / sigma, rtol=1e-5)
    closed = 4 * sigma * np.diag(seen) ** 2
    assert (measured > closed * (1 - 1e-5)).all()
    if np.ptp(omega) > 0.1:
        assert (measured > closed * (1 + 1e-5)).any()


@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.data())
@quick
def test_weights_per_sample_keep_the_right_vectors_only_if_they_are_all_equal(
    counts: list[int], data: st.DataObject
) -> None:
    problem = erm(tuple(counts), 8)
    n = sum(counts)
    each = st.lists(st.sampled_from([0.5, 1.0, 2.0]), min_size=n, max_size=n)
    weights = np.array(data.draw(each))
    variant = replace(problem, sample_metric=weights)
    assert (defect(variant).max() < 1e-12) == (np.ptp(weights) == 0)
    assert np.isfinite(exact_times(variant)).all() == (np.ptp(weights) == 0)


@given(class_counts, deltas)
@quick
def test_the_flat_metrics_learn_every_mode_at_rate_one(
    counts: tuple[int, ...], delta: float
) -> None:
    problem = erm(counts, delta)
    for variant in (replace(problem, sample_metric="flat"), replace(problem, class_metric="flat")):
        assert np.allclose(rates_of(variant), 1)
        closed = 1 / (
            1 + (problem.sigma[:, None] * math.exp(2 * delta) - 1) * np.exp(-2 * times_for(variant))
        )
        assert np.abs(solve(variant, times_for(variant)).beta - closed).max() < TOLERANCE


def test_a_metric_on_either_side_multiplies_the_rates() -> None:
    problem = erm((5, 3, 1), 10)
    metric, lam = exact_metric(problem, 3)
    d = np.array([2.0, 0.4])
    side = problem.U * d @ problem.U.T + np.full((3, 3), 0.7)
    variant = replace(problem, sample_metric=metric, class_metric=side)
    assert np.allclose(rates_of(variant), d * problem.sigma * lam)
    assert deviation(variant).max() < TOLERANCE


# a metric on the classes --------------------------------------------------------------------------


@given(class_counts, deltas, st.floats(0, 3))
@quick
def test_a_class_metric_with_the_left_vectors_has_rates_sigma_d(
    counts: tuple[int, ...], delta: float, alpha: float
) -> None:
    problem = erm(counts, delta)
    d, k = np.linspace(0.5, 2, len(counts) - 1), len(counts)
    variant = replace(
        problem, class_metric=problem.U * d @ problem.U.T + alpha * np.ones((k, k)) / k
    )
    assert np.allclose(rates_of(variant), problem.sigma * d)
    assert deviation(variant).max() < TOLERANCE


def test_a_class_metric_with_other_vectors_has_not() -> None:
    problem = erm((9, 4, 1), 8)
    variant = replace(problem, class_metric=[1, 2, 3])
    assert np.isnan(exact_times(variant)).all()
    times = times_for(variant)
    seen = np.einsum("ci,c,ci->i", problem.U, [1, 2, 3], problem.U)
    closed = beta(times, problem.sigma[:, None], seen[:, None], 8)
    assert np.abs(solve(variant, times).beta - closed).max() > 0.05


@pytest.mark.parametrize("delta", [3.0, 50.0])
def test_a_mode_that_a_metric_leaves_out_is_never_learned(delta: float) -> None:
    problem = erm((9, 4, 1), delta)
    first, v = problem.U[:, 0], right_vectors(problem)[:, 1]
    for variant, learned in (
        (replace(problem, class_metric=np.outer(first, first)), 0),
        (replace(problem, sample_metric=np.outer(v, v)), 1),
    ):
        times = np.array(learning_times(variant))
        assert np.isfinite(times).tolist() == np.isfinite(limits_by_formula(variant)).tolist()
        assert np.flatnonzero(np.isfinite(times)).tolist() == [learned]
        assert times[learned] == pytest.approx(exact_times(variant)[learned])
        assert (
            solve(variant, [0.0, 60.0]).beta[1 - learned].max()
            < 1.01 * math.exp(-2 * delta) + 1e-15
        )
