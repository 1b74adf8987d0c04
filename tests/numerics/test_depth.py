"""L factors: single modes and matrices against t(β), and the limits against their formulas."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numerics import FlowProblem, NumericsError, learning_times, limit_times, solve
from numerics.variants import matrices_of
from numerics.variants.deep_chain import ChainTrajectory

untyped: Any = FlowProblem
depths = st.integers(3, 6)
quick = settings(max_examples=8)


@pytest.mark.parametrize(
    ("depth", "delta", "counts"),
    [(3, 3.0, (4, 4, 1, 1)), (3, 2.0, (5, 3, 1)), (4, 1.5, (3, 3, 3, 1)), (6, 0.6, (4, 2))],
)
@pytest.mark.parametrize("gamma", [0, 0.5])
def test_the_matrix_flow_follows_t_of_beta_where_modes_decouple(
    depth: int, delta: float, counts: tuple[int, ...], gamma: float
) -> None:
    variant = FlowProblem(counts=counts, delta=delta, gamma=gamma, depth=depth)
    times = np.linspace(0, 1.5 * variant.slowness / np.sqrt(min(counts)), 9)
    solution, closed = solve(variant, times), matrices_of(variant).closed_form(times)
    known = np.isfinite(closed[:, 0])
    assert known.all() == (gamma == 0)
    assert np.abs((solution.beta - closed)[known]).max(initial=0) < 1e-8


def test_a_chain_per_sample_is_the_chain_per_class() -> None:
    variant = FlowProblem(counts=(3, 2, 1), delta=2, depth=3, dim=2)
    times = np.linspace(0, 12, 5)
    by_class, by_sample = solve(variant, times), solve(variant, times, per="sample")
    assert np.abs(by_class.beta - by_sample.beta).max() < 1e-9
    shapes = [layer.shape[1:] for layer in by_sample.layers]
    assert shapes == [(3, 2), (2, 2), (2, 6)]


def test_the_chain_is_the_flow_of_the_loss_as_written() -> None:
    from scipy.integrate import solve_ivp

    problem = FlowProblem(counts=(4, 2, 1), delta=1.5, dim=2)
    root = np.sqrt(problem.class_counts)
    z = (np.eye(3) - 1 / 3) * root

    def field(_: float, x: Any) -> Any:
        a, d = x[:6].reshape(3, 2), x[14:].reshape(2, 3)
        b, c = x[6:14].reshape(2, 2, 2)
        e = (z - a @ b @ c @ d) * problem.class_weights
        slopes = e @ (b @ c @ d).T, a.T @ e @ (c @ d).T, (a @ b).T @ e @ d.T, (a @ b @ c).T @ e
        return np.concatenate([slope.ravel() for slope in slopes])

    start = [problem.U.ravel(), np.eye(2).ravel(), np.eye(2).ravel(), problem.V_c.T.ravel()]
    times = np.linspace(0, 10, 5)
    run = solve_ivp(field, (0, 10), math.exp(-1.5) * np.concatenate(start), method="DOP853",
                    t_eval=times, rtol=1e-12, atol=1e-15)  # fmt: skip
    solution = solve(replace(problem, depth=4), times)
    *others, first = solution.layers
    layers = (*others, first * root)  # a column is √n_c times a class mean
    plain = np.array([np.concatenate([f[i].ravel() for f in layers]) for i in range(5)])
    assert np.abs(plain - run.y.T).max() < 1e-9


@given(depths, st.integers(2, 6), st.floats(0.2, 1.0))
@quick
def test_single_modes_are_exact_for_the_matrix_flow_of_two_groups(
    depth: int, ratio: int, delta: float
) -> None:
    variant = FlowProblem(counts=(ratio, ratio, 1, 1), delta=delta, depth=depth)
    times = np.array(learning_times(variant))
    assert np.isfinite(times).all()
    late = times > 0
    read = np.diag(solve(variant, times).beta)
    assert np.abs(read[late] - 0.5).max(initial=0) < 1e-9


@given(depths, st.floats(0.3, 100), st.floats(1, 100), st.sampled_from([0.1, 0.5, 0.999]))
@quick
def test_first_times_within_a_group_are_t_of_beta_at_any_scale(
    depth: int, ratio: float, delta: float, level: float
) -> None:
    variant = FlowProblem(4, ratio, delta, depth=depth)
    times, exact = np.array(learning_times(variant, level)), matrices_of(variant).half_times(level)
    assert np.isnan(exact[1])
    assert np.allclose(times[[0, 2]], exact[[0, 2]], rtol=1e-9, atol=1e-12)


@given(depths, st.floats(1.5, 200), st.floats(-0.5, 1.5))
@example(5, 1.5, 0.109375)
@quick
def test_the_limits_have_their_formulas(depth: int, ratio: float, gamma: float) -> None:
    variant = FlowProblem(4, ratio, 1, gamma, depth=depth)
    measured = np.array(limit_times(variant))
    assert np.allclose(measured, matrices_of(variant).limit_times(), rtol=2e-7)
    projected = 1 / (variant.sigma * variant.lam)
    assert np.allclose(measured[[0, 2]], projected[[0, 2]], rtol=2e-7)
    # the paper's time for maj-min is that of infinitely many factors. With c the cosine of the angle
    # between v and Ωv the times are as E[c/√(1 - (1 - c²)U²)], U of density (L-2)u^{L-3}, to 1; what
    # is under E is convex in 1 - U², hence at most 1 - (1 - c)(1 - U²), and E[1 - U²] = 2/L
    weighted = variant.class_weights * variant.V_c[:, 1]
    cosine = variant.lam[1] / np.linalg.norm(weighted)
    assert measured[1] < projected[1] * (1 - 2 * (1 - cosine) / depth + 2e-7)


@pytest.mark.parametrize(
    ("depth", "delay"), [(3, 1.082894), (4, 1.127423), (6, 1.175309), (400, 1.2906)]
)
def test_the_delay_between_the_groups_at_ratio_100(depth: int, delay: float) -> None:
    limits = matrices_of(FlowProblem(4, 100, 0.1, depth=depth)).limit_times()
    assert limits[1] / limits[0] == pytest.approx(delay, abs=2e-6 if depth < 400 else 1e-3)
    assert limits[2] == pytest.approx(limits[0])


@pytest.mark.parametrize("ratio", [2, 30])
def test_two_factors_are_the_problem_itself(ratio: float) -> None:
    problem, times = FlowProblem(4, ratio, 6), np.linspace(0, 9, 7)
    plain = solve(problem, times).beta
    assert np.abs(solve(replace(problem, scales=(1, 1 + 1e-12)), times).beta - plain).max() < 1e-9
    assert np.abs(solve(replace(problem, depth=3), times).beta - plain).max() > 0.1


def test_three_groups_are_integrated_as_matrices() -> None:
    variant = FlowProblem(counts=(6, 3, 1), delta=2, depth=3)
    assert isinstance(matrices_of(variant).trajectory(), ChainTrajectory)
    times = np.array(learning_times(variant))
    assert np.abs(np.diag(solve(variant, times).beta) - 0.5).max() < 1e-9
    assert np.isnan(matrices_of(variant).limit_times()).all()


def test_limits_of_three_groups_are_measured_on_the_matrices() -> None:
    variant = FlowProblem(counts=(9, 4, 1, 1), delta=2, depth=3)
    measured, formula = np.array(limit_times(variant)), matrices_of(variant).limit_times()
    assert np.isnan(formula).tolist() == [True, True, False]
    assert measured[2] == pytest.approx(formula[2], rel=1e-4)
    assert measured[1] > 1.02 * formula[2]  # flat for two factors, not for three


def test_a_mode_that_starts_above_the_level_is_learned_at_once() -> None:
    variant = FlowProblem(4, 0.02, 0.3, depth=3)
    assert matrices_of(variant).half_times(0.9)[0] == learning_times(variant, 0.9)[0] == 0
    assert matrices_of(variant).half_times(0.9)[2] > 0
    assert np.isnan(matrices_of(variant).closed_form([0.0, 1.0])[0]).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: FlowProblem(4, 2, 1, depth=1), "depth = 1: give an integer ≥ 2"),
        (lambda: untyped(4, 2, 1, depth=2.5), "depth = 2.5"),
        (lambda: untyped(4, 2, 1, depth=True), "depth = True"),
        (lambda: FlowProblem(4, 2, 800, depth=3), "delta = 800 with depth = 3"),
        (lambda: solve(FlowProblem(4, 2, 20, depth=3), [1.0]), "the flow is stiff"),
        (lambda: matrices_of(FlowProblem(4, 2, 1, depth=3)).half_times(0), "level = 0"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_by_name(make: Any, message: str) -> None:
    with pytest.raises(NumericsError, match=message):
        make()
