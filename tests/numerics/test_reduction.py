"""The class-level flow is the sample-level flow, at any scale."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from needed import drawn
from strategies import class_counts, gammas, seeds

import spectra
from numerics import FlowProblem, beta, learning_times, solve
from numerics.errors import ResolutionError
from numerics.flow.class_level import class_level, coupled_modes
from numerics.flow.multiscale import multiscale
from numerics.flow.vector_fields import SampleFlow
from numerics.integrators.adaptive import march, states_at

TIMES = np.array([0.0, 1.0, 2.5, 4.0, 8.0, 14.0])


def disagreement(problem: FlowProblem, times: Any = TIMES, rtol: float = 1e-10) -> float:
    one = solve(problem, times, rtol=rtol)
    other = solve(problem, times, rtol=rtol, per="sample")
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
@drawn(4, 12)
def test_classes_and_samples_give_the_same_flow_of_any_counts(
    counts: tuple[int, ...], gamma: float, seed: int
) -> None:
    for init in ("spectral", "random"):
        problem = FlowProblem(counts=counts, delta=2, gamma=gamma, init=init, seed=seed, dim=5)
        assert disagreement(problem, rtol=1e-11) < 1e-9


@pytest.mark.parametrize("gamma", [0, 0.5, 1])
@pytest.mark.parametrize("init", ["random", "balanced"])
def test_a_hidden_space_wider_than_the_start_spans_is_that_of_the_samples(
    init: Any, gamma: float
) -> None:
    wide = FlowProblem(4, 3, 3, gamma, init=init, seed=1, dim=60)
    reduction = class_level(wide)
    assert reduction.hidden.shape == (60, 4 + 8)  # k + n
    assert disagreement(wide) < 1e-9
    one, other = (solve(wide, TIMES, per=per) for per in ("class", "sample"))
    means = other.H @ np.eye(4)[wide.sample_classes] / wide.class_counts
    assert np.abs(one.H - means).max() < 1e-9
    assert class_level(replace(wide, dim=12)).hidden.shape == (12, 12)


def test_leaving_out_the_spread_inside_classes_would_show() -> None:
    problem = FlowProblem(4, 3, 1, gamma=0, init="random", seed=7)
    reduction = class_level(problem)
    w, a = reduction.flow.split(reduction.start.x)
    without = replace(reduction.flow, constant=np.exp(-2) * (w.T @ w - a @ a.T))
    states, _ = states_at(march(without, reduction.start, 1e-12, TIMES), TIMES)
    beta_without = np.array([reduction.beta(state) for state in states]).T
    assert np.abs(beta_without - solve(problem, TIMES).beta).max() > 1e-3


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


UNLIKE = FlowProblem(counts=(100, 10, 1), weights=(0.3, 0.5, 1.0), delta=1)


@pytest.mark.parametrize("init", ["spectral", "random"])
def test_classes_of_unlike_rates_that_couple_agree_by_columns_and_plain(init: Any) -> None:
    problem = replace(UNLIKE, delta=7, init=init, seed=3)
    plain = class_level(problem, follow_all=True) if init == "random" else coupled_modes(problem)
    times = np.linspace(0, 8, 17)
    runs = [states_at(one.steps(1e-12, times), times)[0] for one in (plain, multiscale(plain))]
    one, other = (np.array([plain.beta(state) for state in run]) for run in runs)
    assert np.abs(one - other).max() < 1e-10
    ours, theirs = (np.array([plain.factors(state)[0] for state in run]) for run in runs)
    assert np.abs(ours - theirs).max() < 1e-10


def test_classes_of_unlike_rates_that_couple_match_many_digits_from_a_tiny_start() -> None:
    problem = replace(UNLIKE, delta=50)
    times = [12.0, 19.85, 20.5, 39.0]
    exact = np.array(solve(problem, times, digits=15).beta, dtype=float)
    assert np.abs(solve(problem, times).beta - exact).max() < 1e-10
    with pytest.raises(ResolutionError, match="per='class'"):
        solve(problem, [1.0], per="sample")


@pytest.mark.parametrize("delta", [1000, 10_000])
def test_the_second_mode_is_learned_when_the_saddle_of_the_first_lets_it_grow(delta: int) -> None:
    problem = UNLIKE
    counts, weights = problem.class_counts, problem.class_weights
    centre = np.eye(3) - 1 / 3
    first = np.linalg.eigh(centre @ np.diag(counts * weights) @ centre)[1][:, -1]
    rest = centre - np.outer(first, first)
    origin, saddle = (
        np.sqrt(np.linalg.eigvalsh(p @ np.diag(counts * weights**2) @ p)[::-1][:2])
        for p in (centre, rest)
    )
    predicted = 1 / origin[0], 1 / origin[0] + (1 - origin[1] / origin[0]) / saddle[0]
    times = [np.sort(learning_times(replace(problem, delta=d))) for d in (delta, delta + 50)]
    assert np.allclose((times[1] - times[0]) / 50, predicted, rtol=1e-9)
    assert not np.allclose((times[1] - times[0]) / 50, 1 / origin, rtol=1e-4)


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


def test_modes_stay_apart_beside_a_saddle_that_is_approached_slowly() -> None:
    counts, weights = (1, 3, 1, 1), (0.5, 0.5, 1.0, 2.0)
    problem = FlowProblem(counts=counts, weights=weights, delta=300)
    tiny, small = (np.sort(learning_times(replace(problem, delta=d))) for d in (1000, 300))
    rule = spectra.saddle_times(counts, weights=weights).times
    assert np.allclose((tiny - small) / 700, rule, rtol=1e-8)
    assert not np.allclose(
        (tiny - small) / 700,
        1 / spectra.growth_rates(counts, weights=weights),
        rtol=1e-2,
    )


def test_a_flow_that_rests_where_saddles_coincide_is_at_rest() -> None:
    # nω is constant: U says nothing of the features, which must have come to rest with it
    counts = (100, 30, 10, 1)
    problem = FlowProblem(counts=counts, weights=[1 / n for n in counts], delta=1000)
    first = 1 / spectra.growth_rates(counts, weights=problem.class_weights)[0]
    found = solve(problem, [1.5 * first * problem.delta])
    w, h = found.W[0], found.H[0] * np.sqrt(counts)
    pull = (problem.U * problem.sigma @ problem.V_c.T - w @ h) * problem.class_weights
    assert np.linalg.norm(w, 2) > 1
    assert np.linalg.norm(pull @ h.T) < 1e-9
    assert np.linalg.norm(w.T @ pull) < 1e-9


def test_the_field_of_samples_is_minus_the_gradient_of_the_decaying_loss() -> None:
    rng = np.random.default_rng(3)
    z, omega, x = rng.standard_normal((3, 5)), rng.uniform(0.5, 2, 5), rng.standard_normal(2 * 8)
    flow = SampleFlow(z, omega, 2, decay=(0.3, 0.7))

    def loss(x: np.ndarray) -> float:
        w, h = x[:6].reshape(3, 2), x[6:].reshape(2, 5)
        fit = np.sum((z - w @ h) ** 2 * omega)
        return float(fit + 0.3 * np.sum(w**2) + 0.7 * np.sum(h**2)) / 2

    steps = 1e-6 * np.eye(len(x))
    slope = [(loss(x + step) - loss(x - step)) / 2e-6 for step in steps]
    assert np.allclose(flow.velocity(np.zeros(1))(x), -np.array(slope), atol=1e-7)
    assert flow.speed == pytest.approx(np.linalg.svd(z @ np.diag(omega))[1][0])
    assert np.array_equal(flow.block_of, np.zeros(len(x)))
