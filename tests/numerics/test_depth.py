"""L factors: single modes and matrices against t(β), and the limits against their formulas."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from numerics import Depth, FlowProblem, NumericsError, Scales, learning_times, limit_times, solve
from numerics.variants.deep_chain import ChainTrajectory

untyped: Any = Depth
depths = st.integers(3, 6)
quick = settings(deadline=None, max_examples=8)


@pytest.mark.parametrize(
    ("depth", "delta", "counts"),
    [(3, 3.0, (4, 4, 1, 1)), (3, 2.0, (5, 3, 1)), (4, 1.5, (3, 3, 3, 1)), (6, 0.6, (4, 2))],
)
@pytest.mark.parametrize("gamma", [0, 0.5])
def test_the_matrix_flow_follows_t_of_beta_where_modes_decouple(
    depth: int, delta: float, counts: tuple[int, ...], gamma: float
) -> None:
    variant = Depth(FlowProblem(counts=counts, delta=delta, gamma=gamma), depth)
    times = np.linspace(0, 1.5 * variant.slowness / np.sqrt(min(counts)), 9)
    solution, closed = solve(variant, times), variant.closed_form(times)
    known = np.isfinite(closed[:, 0])
    assert known.all() == (gamma == 0)
    assert np.abs((solution.beta - closed)[known]).max(initial=0) < 1e-8


def test_a_chain_per_sample_is_the_chain_per_class() -> None:
    variant = Depth(FlowProblem(counts=(3, 2, 1), delta=2), 3)
    times = np.linspace(0, 12, 5)
    by_class, by_sample = solve(variant, times), solve(variant, times, per="sample")
    assert np.abs(by_class.beta - by_sample.beta).max() < 1e-9
    shapes = [layer.shape[1:] for layer in by_sample.factors]
    assert shapes == [(3, 2), (2, 2), (2, 6)]


def test_the_chain_is_the_flow_of_the_loss_as_written() -> None:
    from scipy.integrate import solve_ivp

    problem = FlowProblem(counts=(4, 2, 1), delta=1.5)
    z = (np.eye(3) - 1 / 3) * np.sqrt(problem.class_counts)

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
    solution = solve(Depth(problem, 4), times)
    plain = np.array([np.concatenate([f[i].ravel() for f in solution.factors]) for i in range(5)])
    assert np.abs(plain - run.y.T).max() < 1e-9


@given(depths, st.integers(2, 6), st.floats(0.2, 1.0))
@quick
def test_single_modes_are_exact_for_the_matrix_flow_of_two_groups(
    depth: int, ratio: int, delta: float
) -> None:
    variant = Depth(FlowProblem(counts=(ratio, ratio, 1, 1), delta=delta), depth)
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
    variant = Depth(FlowProblem(4, ratio, delta), depth)
    times, exact = np.array(learning_times(variant, level)), variant.half_times(level)
    assert np.isnan(exact[1])
    assert np.allclose(times[[0, 2]], exact[[0, 2]], rtol=1e-9, atol=1e-12)


@given(depths, st.floats(1.5, 200), st.floats(-0.5, 1.5))
@example(5, 1.5, 0.109375)
@quick
def test_the_limits_have_their_formulas(depth: int, ratio: float, gamma: float) -> None:
    variant = Depth(FlowProblem(4, ratio, 1, gamma), depth)
    measured = np.array(limit_times(variant))
    assert np.allclose(measured, variant.limit_times(), rtol=2e-7)
    projected = 1 / (variant.problem.sigma * variant.problem.lam)
    assert np.allclose(measured[[0, 2]], projected[[0, 2]], rtol=2e-7)
    # the paper's time for maj-min is that of infinitely many factors. With c the cosine of the angle
    # between v and Ωv the times are as E[c/√(1 - (1 - c²)U²)], U of density (L-2)u^{L-3}, to 1; what
    # is under E is convex in 1 - U², hence at most 1 - (1 - c)(1 - U²), and E[1 - U²] = 2/L
    problem = variant.problem
    weighted = problem.class_weights * problem.V_c[:, 1]
    cosine = problem.lam[1] / np.linalg.norm(weighted)
    assert measured[1] < projected[1] * (1 - 2 * (1 - cosine) / depth + 2e-7)


@pytest.mark.parametrize(
    ("depth", "delay"), [(2, 1.0), (3, 1.082894), (4, 1.127423), (6, 1.175309), (400, 1.2906)]
)
def test_the_delay_between_the_groups_at_ratio_100(depth: int, delay: float) -> None:
    limits = Depth(FlowProblem(4, 100, 0.1), depth).limit_times()
    assert limits[1] / limits[0] == pytest.approx(delay, abs=2e-6 if depth < 400 else 1e-3)
    assert limits[2] == pytest.approx(limits[0])


@pytest.mark.parametrize("ratio", [2, 30])
def test_two_factors_are_the_problem_itself(ratio: float) -> None:
    problem, times = FlowProblem(4, ratio, 6), np.linspace(0, 9, 7)
    variant = Depth(problem, 2)
    assert np.abs(solve(variant, times).beta - solve(problem, times).beta).max() < 1e-9
    assert np.allclose(learning_times(variant), learning_times(problem))
    assert np.allclose(limit_times(variant), limit_times(problem))
    assert np.allclose(variant.half_times(), Scales(problem).half_times(), equal_nan=True)
    assert np.abs(solve(Depth(problem, 3), times).beta - solve(problem, times).beta).max() > 0.1


def test_three_groups_are_integrated_as_matrices() -> None:
    variant = Depth(FlowProblem(counts=(6, 3, 1), delta=2), 3)
    assert isinstance(variant.trajectory(), ChainTrajectory)
    times = np.array(learning_times(variant))
    assert np.abs(np.diag(solve(variant, times).beta) - 0.5).max() < 1e-9
    assert np.isnan(variant.limit_times()).all()


def test_limits_of_three_groups_are_measured_on_the_matrices() -> None:
    variant = Depth(FlowProblem(counts=(9, 4, 1, 1), delta=2), 3)
    measured, formula = np.array(limit_times(variant)), variant.limit_times()
    assert np.isnan(formula).tolist() == [True, True, False]
    assert measured[2] == pytest.approx(formula[2], rel=1e-4)
    assert measured[1] > 1.02 * formula[2]  # flat for two factors, not for three


def test_a_mode_that_starts_above_the_level_is_learned_at_once() -> None:
    variant = Depth(FlowProblem(4, 0.02, 0.3), 3)
    assert variant.half_times(0.9)[0] == learning_times(variant, 0.9)[0] == 0
    assert variant.half_times(0.9)[2] > 0
    assert np.isnan(variant.closed_form([0.0, 1.0])[0]).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Depth(FlowProblem(4, 2, 1), 1), "depth = 1: give an integer ≥ 2"),
        (lambda: untyped(FlowProblem(4, 2, 1), 2.5), "depth = 2.5"),
        (lambda: untyped(FlowProblem(4, 2, 1), True), "depth = True"),
        (lambda: Depth(FlowProblem(4, 2, 800), 3), "delta = 800 with depth = 3"),
        (lambda: solve(Depth(FlowProblem(4, 2, 20), 3), [1.0]), "the flow is stiff"),
        (lambda: Depth(FlowProblem(4, 2, 1), 3).half_times(0), "level = 0"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_by_name(make: Any, message: str) -> None:
    with pytest.raises(NumericsError, match=message):
        make()
