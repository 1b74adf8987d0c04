"""The class-level flow is the sample-level flow, at any scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from strategies import class_counts, gammas, seeds

from numerics import FlowProblem, beta, solve
from numerics.errors import ResolutionError
from numerics.integrate import State, linear_time, propagate, states_at
from numerics.reduction import class_level

TIMES = np.array([0.0, 1.0, 2.5, 4.0, 8.0, 14.0])


def disagreement(problem: FlowProblem, times: Any = TIMES) -> float:
    one, other = solve(problem, times), solve(problem, times, per="sample")
    return max(
        float(np.abs(one.beta - other.beta).max()),
        float(np.abs(one.singular_values - other.singular_values).max()),
        float(np.abs(one.W - other.W).max()),
    )


@pytest.mark.parametrize("init", ["spectral", "random"])
@pytest.mark.parametrize("gamma", [0, 0.5, 1])
@pytest.mark.parametrize("delta", [0.5, 4, 8])
def test_classes_and_samples_give_the_same_step_flow(init: Any, gamma: float, delta: float) -> None:
    assert disagreement(FlowProblem(4, 3, delta, gamma, init=init, seed=7)) < 1e-9


@given(class_counts, gammas, seeds)
@settings(deadline=None, max_examples=12)
def test_classes_and_samples_give_the_same_flow_of_any_counts(
    counts: tuple[int, ...], gamma: float, seed: int
) -> None:
    for init in ("spectral", "random"):
        problem = FlowProblem(counts=counts, delta=2, gamma=gamma, init=init, seed=seed, dim=5)
        assert disagreement(problem) < 1e-9


def test_leaving_out_the_spread_inside_classes_would_show() -> None:
    problem = FlowProblem(4, 3, 1, gamma=0, init="random", seed=7)
    reduction = class_level(problem)
    x = reduction.start.x.copy()
    reduction.flow.split(x)[2][:] = 0
    start = State(0.0, x, reduction.start.scales)
    states, _ = states_at(reduction.flow, start, TIMES, 1e-12)
    without = np.array([reduction.beta(state) for state in states]).T
    assert np.abs(without - solve(problem, TIMES).beta).max() > 1e-3


def test_features_of_both_levels_agree_on_class_means() -> None:
    problem = FlowProblem(4, 3, 6, init="random", seed=2)
    one, other = solve(problem, TIMES), solve(problem, TIMES, per="sample")
    means = [other.H[:, :, problem.sample_classes == c].mean(axis=2) for c in range(4)]
    assert np.allclose(one.H, np.stack(means, axis=2), atol=1e-9)


def test_equal_growth_rates_are_resolved_sample_by_sample_also_from_a_tiny_start() -> None:
    for init in ("spectral", "random"):
        problem = FlowProblem(4, 3, 100, init=init, seed=3)
        assert disagreement(problem, np.array([49.0, 50.0, 51.0, 55.0])) < 1e-8


@pytest.mark.parametrize(("ratio", "delta"), [(10, 100), (100, 12), (3, 400)])
def test_what_samples_cannot_resolve_is_refused_with_a_remedy(ratio: int, delta: int) -> None:
    problem = FlowProblem(4, ratio, delta, gamma=0)
    with pytest.raises(ResolutionError, match="per='class'"):
        solve(problem, [1.0], per="sample")
    assert np.isfinite(solve(problem, [1.0]).beta).all()


def test_classes_of_unlike_rates_that_couple_are_refused_only_from_a_tiny_start() -> None:
    problem = FlowProblem(counts=(9, 4, 1, 1), delta=100, weights=(1, 1, 3, 1.5))
    with pytest.raises(ResolutionError, match="delta = 100"):
        solve(problem, [1.0])
    assert disagreement(replace(problem, delta=3)) < 1e-9


@given(seeds)
@settings(deadline=None, max_examples=3)
def test_a_random_start_at_1e_minus_43_matches_the_exact_matrix_solution(seed: int) -> None:
    """For WᵀW = AAᵀ, Q = (W; Aᵀ) has P = QQᵀ with Ṗ = 𝒜P + P𝒜 - P², a Riccati equation."""
    problem = FlowProblem(4, 4, 100, gamma=0, init="random", seed=seed)
    reduction = class_level(problem)
    x = reduction.start.x.copy()
    w, a, moments = reduction.flow.split(x)
    turn = np.linalg.qr(np.random.default_rng(seed + 1).standard_normal((4, 4)))[0]
    a[:], moments[:] = w.T @ turn, 0
    start = State(0.0, x, reduction.start.scales)
    entry = propagate(reduction.flow, start, linear_time(reduction.flow, start))
    times = np.sort(np.concatenate([(100 + np.array([-1.0, 1.0])) / s for s in problem.sigma]))
    states, _ = states_at(reduction.flow, entry, times, 1e-13)
    for t, state in zip(times, states, strict=True):
        exact = riccati(problem.sigma, w, a, 100, float(t))
        assert np.allclose(reduction.beta(state), exact, rtol=3e-9, atol=1e-300)


def riccati(sigma: Any, w: Any, a: Any, delta: int, t: float) -> Any:
    """β of P = e^{𝒜t}Q₀(I + Q₀ᵀ∫e^{2𝒜s}ds Q₀)⁻¹Q₀ᵀe^{𝒜t}, in 250 digits."""
    with mpmath.workdps(250):
        rates = [mpmath.mpf(float(s)) for s in sigma] + [mpmath.mpf(0)]
        scale, n = mpmath.exp(-delta), len(rates)
        start = mpmath.matrix(np.vstack([w, a.T]).tolist()) * scale
        flow, total = mpmath.zeros(2 * n), mpmath.zeros(2 * n)
        for i, s in enumerate(rates):
            even = mpmath.sinh(2 * s * t) / (2 * s) if s else mpmath.mpf(t)
            odd = (mpmath.cosh(2 * s * t) - 1) / (2 * s) if s else mpmath.mpf(0)
            for p, q in ((i, i), (n + i, n + i)):
                flow[p, q], total[p, q] = mpmath.cosh(s * t), even
            for p, q in ((i, n + i), (n + i, i)):
                flow[p, q], total[p, q] = mpmath.sinh(s * t), odd
        moved = flow * start
        gram = mpmath.eye(start.cols) + start.T * total * start
        product = moved * mpmath.inverse(gram) * moved.T
        return np.array([float(product[i, n + i] / rates[i]) for i in range(n - 1)])


def test_a_random_start_of_another_size_is_the_same_draw() -> None:
    problem = FlowProblem(4, 3, 8, init="random", seed=5)
    first, second = (solve(replace(problem, delta=d), [0.0]) for d in (8, 9))
    assert np.allclose(first.W, np.e * second.W, rtol=1e-14)
    assert np.linalg.norm(first.W) == pytest.approx(np.exp(-8) * np.sqrt(3))


def test_the_random_start_has_the_size_of_the_spectral_one() -> None:
    sizes = []
    for init in ("spectral", "random"):
        start = solve(FlowProblem(6, 3, 2, init=init, seed=1), [0.0], per="sample")
        sizes.append((np.linalg.norm(start.W), np.linalg.norm(start.H)))
    assert np.allclose(sizes[0], sizes[1])


def test_a_seed_turns_the_hidden_space_and_nothing_else() -> None:
    plain = solve(FlowProblem(4, 10, 8, dim=6), TIMES)
    turned = solve(FlowProblem(4, 10, 8, dim=6, seed=1), TIMES)
    assert np.array_equal(plain.beta, turned.beta)
    assert not np.allclose(plain.W[-1], turned.W[-1])
    assert np.allclose(plain.W @ plain.H, turned.W @ turned.H)
    assert np.allclose(plain.beta[0], beta(TIMES, np.sqrt(10), np.sqrt(1.1), 8), atol=1e-9)
