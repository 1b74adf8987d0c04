"""Integrated flows do what the theory says, and not what it does not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from strategies import even_class_numbers, gammas, ratios, scales, unbalanced_ratios

from numerics import FlowProblem, NumericsError, beta, solve
from numerics.problem.status import Status

TOLERANCE = 2e-10


def times_for(problem: FlowProblem, count: int = 25) -> Any:
    """From 0 until well after the slowest mode is learned."""
    return np.linspace(0, 1.3 * (float(problem.delta) + 3) / (problem.sigma * problem.lam).min(),
                       count)  # fmt: skip


def closed(problem: FlowProblem, times: Any) -> Any:
    return beta(times, problem.sigma[:, None], problem.lam[:, None], float(problem.delta))


def deviation(problem: FlowProblem, count: int = 25) -> Any:
    times = times_for(problem, count)
    return np.abs(solve(problem, times).beta - closed(problem, times)).max(axis=1)


@given(even_class_numbers, ratios, scales)
@settings(max_examples=20)
def test_without_weights_every_mode_follows_the_closed_form(
    k: int, ratio: float, delta: float
) -> None:
    assert deviation(FlowProblem(k, ratio, delta, gamma=0)).max() < TOLERANCE


@given(ratios, scales)
@settings(max_examples=20)
def test_reweighted_modes_inside_a_group_follow_the_closed_form(ratio: float, delta: float) -> None:
    dev = deviation(FlowProblem(4, ratio, delta))
    assert max(dev[0], dev[2]) < TOLERANCE


@given(even_class_numbers, ratios, scales, gammas)
@settings(max_examples=20)
def test_the_projected_system_follows_the_closed_form_on_every_mode(
    k: int, ratio: float, delta: float, gamma: float
) -> None:
    assert deviation(FlowProblem(k, ratio, delta, gamma, "projected")).max() < TOLERANCE


@given(unbalanced_ratios)
@settings(max_examples=15)
def test_the_reweighted_mode_between_the_groups_does_not_follow_the_closed_form(
    ratio: float,
) -> None:
    assert deviation(FlowProblem(4, ratio, 8), 100)[1] > 0.02


@pytest.mark.parametrize(("ratio", "size"), [(2, 0.041), (4, 0.142), (10, 0.286), (100, 0.560)])
def test_the_deviation_between_the_groups_has_its_known_size(ratio: int, size: float) -> None:
    assert deviation(FlowProblem(4, ratio, 8), 1500)[1] == pytest.approx(size, abs=6e-4)


@given(even_class_numbers, scales, gammas)
@settings(max_examples=10)
def test_balanced_classes_make_all_systems_one(k: int, delta: float, gamma: float) -> None:
    assert deviation(FlowProblem(k, 1, delta, gamma)).max() < TOLERANCE


@pytest.mark.parametrize("delta", [100, 1000, 100_000])
@pytest.mark.parametrize("gamma", [0, 0.5])
def test_very_small_starts_come_out_right(delta: int, gamma: float) -> None:
    problem = FlowProblem(4, 10, delta, gamma)
    middle = delta / (problem.sigma * problem.lam)
    times = np.concatenate([middle, middle * (1 + 2 / delta), middle * (1 - 2 / delta)])
    solution = solve(problem, times)
    dev = np.abs(solution.beta - closed(problem, times)).max(axis=1)
    assert (dev[[0, 2]] < 1e-9).all()
    assert gamma == 0.5 or dev[1] < 1e-9
    assert solution.status is not Status.INACCURATE


@pytest.mark.parametrize("mode", range(3))
def test_a_plain_solver_with_a_fixed_absolute_tolerance_is_wrong_at_a_small_start(
    mode: int,
) -> None:
    from scipy.integrate import solve_ivp

    problem = FlowProblem(4, 10, 100)
    sigma, lam = problem.sigma[mode], problem.lam[mode]
    times = 100 / (sigma * lam) * np.array([0.9, 1.1])

    def field(_: float, x: Any) -> Any:
        return lam * (sigma - x[0] * x[1]) * x[::-1]

    start = [np.exp(-100.0)] * 2
    plain = solve_ivp(field, (0, times[-1]), start, t_eval=times, rtol=1e-10, atol=1e-14)
    truth = beta(times, sigma, lam, 100)
    assert plain.success  # it says nothing
    assert np.abs(plain.y[0] * plain.y[1] / sigma - truth).max() > 0.5
    ours = solve(replace(problem, system="projected"), times).beta[mode]
    assert np.abs(ours - truth).max() < 1e-12


def test_a_vocabulary_of_classes_is_instant() -> None:
    solution = solve(FlowProblem(100_000, 10, 8), [2.5])
    assert solution.beta.shape == (99_999, 1)
    assert np.ptp(solution.beta[:49_999]) == 0


@given(gammas)
@settings(max_examples=8)
def test_multiplying_all_weights_divides_all_times(gamma: float) -> None:
    problem = FlowProblem(4, 5, 6, gamma)
    times = np.linspace(0, 8, 9)
    faster = replace(problem, gamma=0.5, weights=tuple(3 * problem.class_weights))
    assert np.allclose(solve(faster, times / 3).beta, solve(problem, times).beta, atol=1e-9)
    assert not np.allclose(solve(faster, times).beta, solve(problem, times).beta, atol=1e-3)


def test_times_may_come_in_any_order() -> None:
    problem = FlowProblem(4, 10, 8)
    times = np.array([3.0, 0.0, 2.5, 7.0, 2.5])
    order = np.argsort(times)
    mixed, ordered = solve(problem, times), solve(problem, times[order])
    assert np.array_equal(mixed.beta[:, order], ordered.beta)
    assert np.array_equal(mixed.W[order], ordered.W)


@pytest.mark.parametrize("init", ["spectral", "random"])
@pytest.mark.parametrize("gamma", [0, 0.5])
def test_strengths_and_singular_values_are_those_of_the_factors(init: Any, gamma: float) -> None:
    problem = FlowProblem(6, 3, 5, gamma, init=init, seed=4, dim=7)
    solution = solve(problem, [0.0, 2.0, 4.0, 9.0])
    logits = solution.W @ solution.H * np.sqrt(problem.class_counts)
    read = np.einsum("ki,tkc,ci->it", problem.U, logits, problem.V_c) / problem.sigma[:, None]
    assert np.allclose(read, solution.beta, rtol=1e-8, atol=1e-12)
    values = np.linalg.svd(logits, compute_uv=False)[:, :5].T
    if init == "spectral":
        assert np.allclose(values, solution.singular_values, atol=1e-12)
    else:  # deviations from the class means add to the logits, at the scale of the start
        assert np.all(solution.singular_values >= values - 1e-12)
        assert np.allclose(values, solution.singular_values, atol=5 * np.exp(-5.0))


@given(unbalanced_ratios)
@settings(max_examples=8)
def test_the_logits_end_at_the_labels_whatever_the_weights(ratio: float) -> None:
    problem = FlowProblem(4, ratio, 3)
    end = solve(problem, [60.0 / problem.sigma.min() / problem.lam.min()])
    assert np.allclose(np.sort(end.singular_values[:, 0]), np.sort(problem.sigma), rtol=1e-8)
    assert end.status is Status.SETTLED


@pytest.mark.parametrize("rtol", [1e-4, 1e-7, 1e-10])
def test_the_reported_error_is_above_the_error_made(rtol: float) -> None:
    problem = FlowProblem(4, 10, 8, gamma=0)
    times = times_for(problem)
    solution = solve(problem, times, rtol=rtol)
    made = np.abs(solution.beta - closed(problem, times)).max()
    assert made < solution.error < 100 * rtol


@pytest.mark.parametrize("rtol", [1e-4, 1e-7])
@pytest.mark.parametrize(("ratio", "delta"), [(10, 8), (10, 0.1), (1000, 0.1), (0.3, 0.1)])
def test_the_reported_error_is_above_the_error_made_by_steps_of_the_greatest_length(
    ratio: float, delta: float, rtol: float
) -> None:
    problem = FlowProblem(2, ratio, delta, gamma=0)
    times = max(delta, 1) / problem.sigma[0] * np.array([0.8, 1, 1.2])
    solution = solve(problem, times, rtol=rtol)
    assert np.abs(solution.beta - closed(problem, times)).max() < solution.error < 100 * rtol


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("times", {"times": [-1.0]}), ("times", {"times": [np.nan]}), ("times", {"times": 3.0}),
        ("times", {"times": []}), ("times", {"times": "soon"}), ("times", {"times": [np.inf]}),
        ("rtol", {"rtol": 0.0}), ("rtol", {"rtol": 1.0}), ("rtol", {"rtol": "small"}),
        ("per", {"per": "batch"}), ("problem", {"problem": 3}),
    ],
)  # fmt: skip
def test_a_meaningless_request_is_refused_by_name(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(NumericsError, match=rf"^{name}"):
        solve(**{"problem": FlowProblem(4, 3, 8), "times": [1.0], **arguments})
