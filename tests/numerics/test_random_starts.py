"""Random starts: drawn exactly in distribution, solved exactly under ERM, and their statistics."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from needed import dear, more
from scipy import stats
from strategies import class_counts, seeds

from numerics import (
    FlowProblem,
    learning_times,
    random_slopes,
    random_starts,
    solve,
)
from numerics.flow.by_class import ByClass
from numerics.flow.class_level import class_level
from numerics.flow.multiscale import MultiscaleReduction
from numerics.integrators.adaptive import states_at
from numerics.problem.initial_state import draw, sample_start
from numerics.problem.status import Status
from numerics.variants.unbalanced_logistic import unbalanced_half_time
from spectra.utils.confidence_interval import mean, proportion

# --- the draw ------------------------------------------------------------------------------------


@given(class_counts, seeds)
@settings(max_examples=15)
def test_classes_and_samples_of_a_seed_are_the_same_start(
    counts: tuple[int, ...], seed: int
) -> None:
    problem = FlowProblem(counts=counts, delta=0, gamma=0.5, init="random", seed=seed, dim=5)
    start, (w, h) = draw(problem), sample_start(problem)
    labels = problem.sample_classes
    average = np.eye(len(counts))[labels] / np.sqrt(problem.class_counts)
    assert np.array_equal(w, start.W)
    assert np.allclose(h @ average, start.A, atol=1e-14)
    deviations = h - h @ average @ average.T
    for pool, spread in zip(start.pools, start.spreads, strict=True):
        ours = deviations[:, np.isin(labels, pool)]
        assert np.allclose(ours @ ours.T, spread @ spread.T, atol=1e-14)
    sizes = [np.linalg.norm(part) for part in (w, h)]
    assert np.allclose(sizes, np.sqrt(len(counts) - 1))


def statistics_of(features: Any) -> list[float]:
    """A few statistics of (d, n) features that a wrong distribution would move."""
    gram = features @ features.T
    return [gram[0, 0], gram[0, 1], float(np.linalg.eigvalsh(gram)[0]), features[0, 0] ** 2]


def test_drawn_samples_are_distributed_as_independent_gaussians() -> None:
    problem = FlowProblem(counts=(5, 3, 1), delta=0, gamma=0.5, init="random", seed=0, dim=3)
    drawn, plain = [], []
    rng = np.random.default_rng(99)
    for seed in range(600):
        drawn.append(statistics_of(sample_start(replace(problem, seed=seed))[1]))
        h = rng.standard_normal((3, 9))
        plain.append(statistics_of(h * np.sqrt(2) / np.linalg.norm(h)))
    for ours, theirs in zip(np.array(drawn).T, np.array(plain).T, strict=True):
        assert stats.ks_2samp(ours, theirs).pvalue > 1e-3


def test_a_wrong_number_of_degrees_of_freedom_would_be_noticed() -> None:
    rng = np.random.default_rng(5)
    right, wrong = (
        [statistics_of(rng.standard_normal((3, n)))[0] for _ in range(600)] for n in (9, 12)
    )
    assert stats.ks_2samp(right, wrong).pvalue < 1e-3


def test_a_million_million_samples_are_as_quick_as_a_thousand() -> None:
    for count in (10**3, 10**12):
        problem = FlowProblem(counts=(3 * count, 3 * count, count), delta=8, init="random", seed=1)
        start = draw(problem)
        assert {spread.shape for spread in start.spreads} == {(3, 3)}
        total = sum(float(np.sum(part**2)) for part in (start.A, *start.spreads))
        assert total == pytest.approx(2)
        rate = np.sqrt(problem.class_counts * problem.class_weights**2).max()
        assert solve(problem, [40 / rate]).beta[:, 0] == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("gamma", "init"), [(0.5, "random"), (0, "random"), (0, "balanced")])
def test_a_random_flow_settles_though_what_the_labels_do_not_see_goes_on_fading(
    gamma: float, init: Any
) -> None:
    problem = FlowProblem(4, 10, 8, gamma, init=init, seed=1)
    late = solve(problem, [9.0, 1e9])
    assert late.status is Status.SETTLED
    assert np.abs(late.beta[:, 1] - 1).max() < 1e-9
    sizes = np.sort(problem.sigma)[::-1]
    assert np.abs(late.singular_values[:, 1] - sizes).max() < 1e-6  # what is left is e^{-2δ}
    assert random_starts(problem, 2, times=[0.0, 1e9]).terminal.max() < 1e-6


def test_modes_that_wait_are_not_taken_for_settled() -> None:
    late = FlowProblem(4, 10**3, 40, gamma=0, init="random", seed=1)
    found = solve(late, [20.0, 80.0]).beta
    assert found[2, 0] < 1e-9
    assert np.all(found[:, 1] > 1 - 1e-9)


def test_modes_that_decouple_are_not_stiff_at_any_ratio() -> None:
    erm = FlowProblem(4, 10**24, 8, gamma=0)
    times = unbalanced_half_time(erm.sigma, erm.lam, 8, 1, 1)
    assert np.allclose(solve(erm, times).beta.diagonal(), 0.5, atol=1e-9)
    assert np.allclose(learning_times(erm), times, rtol=1e-9)


@pytest.mark.parametrize("gamma", [0.8, *more((1.0,))])
def test_rest_between_random_modes_that_mix_is_crossed_in_closed_form(gamma: float) -> None:
    def problem(delta: float) -> FlowProblem:
        return FlowProblem(4, 10, delta, gamma, init="random", seed=1)

    assert not isinstance(ByClass(problem(8)).resolved(1e-10)[0], MultiscaleReduction)

    def steps(delta: float) -> int:
        reduction, _, tolerance = ByClass(problem(delta)).resolved(1e-10)
        return 1 + sum(
            1 for _ in takewhile(lambda step: not step.settled, reduction.steps(tolerance))
        )

    far, times = problem(300), np.linspace(0, 600, 13)
    reduction, _, tolerance = ByClass(far).resolved(1e-10)
    assert isinstance(reduction, MultiscaleReduction)
    plain = class_level(far)
    ours, _ = states_at(reduction.steps(tolerance, times), times)
    known, _ = states_at(plain.steps(1e-13, times), times)
    beta = np.array([reduction.beta(state) for state in ours])
    assert np.abs(beta - [plain.beta(state) for state in known]).max() < 1e-10
    assert steps(3000) < 1.2 * steps(300)


def test_the_law_of_large_numbers_holds_for_the_moments() -> None:
    start = draw(FlowProblem(counts=(10**12, 10**12), delta=8, init="random", seed=4, dim=3))
    moment = start.spreads[0] @ start.spreads[0].T
    assert np.allclose(moment, np.eye(3) / 3, atol=1e-5)  # the means are negligible here


# --- many starts ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def starts() -> dict[float, Any]:
    """A hundred starts under ERM and under re-weighting."""
    return {g: random_starts(FlowProblem(4, 10, 8, g, init="random"), 100) for g in (0, 0.5)}


def test_starts_followed_together_and_alone_are_the_same() -> None:
    problem = FlowProblem(4, 5, 3, init="random")
    times = np.linspace(0, 5, 6)
    many = random_starts(problem, 3, seed=4, times=times)
    # each with pools of its own classes: as samples they are another draw, but not here
    single = FlowProblem(counts=(5, 1, 1, 1), delta=3, init="random", gamma=0.5)
    alone = random_starts(single, 2, seed=4, times=times)
    for i, seed in enumerate(alone.seeds):
        expected = solve(replace(single, seed=seed), times).beta
        assert np.abs(alone.beta[i] - expected).max() < 1e-8
    assert np.ptp(many.beta[:, :, 2], axis=0).min() > 0


def test_erm_learns_in_the_order_of_the_singular_values_from_every_start(
    starts: dict[float, Any],
) -> None:
    erm = starts[0].in_order
    assert erm.mean == 1
    assert erm.low > 0.96
    assert starts[0.5].in_order.mean < 0.5


def test_the_learning_window_of_reweighting_is_a_fraction_of_that_of_erm(
    starts: dict[float, Any],
) -> None:
    assert starts[0].window.low > 2
    assert starts[0.5].window.high < 0.2


def test_erm_and_reweighting_end_at_the_same_logits(starts: dict[float, Any]) -> None:
    for found in starts.values():
        assert found.terminal.max() < 1e-4
        assert np.all(found.winner[:, :, -1] == np.arange(4))


@pytest.mark.parametrize("gamma", [0.5, *more((0,))])
def test_learning_times_grow_at_the_true_rates(gamma: float) -> None:
    found = random_slopes(FlowProblem(4, 10, 20, gamma, init="random"), 40)
    printed = np.array([10**-0.5, 2**0.5 / (10**0.5 + 1), 1.0])  # maj-min: of the paper, RW
    for mode, (slope, rate) in enumerate(zip(found.learning, found.predicted, strict=True)):
        assert slope.mean == pytest.approx(rate, rel=1e-4)
        assert slope.high - slope.low < 1e-3 * rate
        if gamma == 0.5 and mode == 1:
            assert printed[1] not in slope


@dear
def test_classes_are_told_apart_at_harmonic_means_of_the_learning_times() -> None:
    found = random_slopes(FlowProblem(4, 10, 20, gamma=0, init="random"), 100, step=40)
    first, second, third = 10**0.5, 5.5**0.5, 1.0
    assert found.leaving is not None
    assert found.separating is not None
    assert found.leaving.mean == pytest.approx(2 / (first + second), rel=0.01)
    assert found.separating.mean == pytest.approx(2 / (second + third), rel=0.01)
    assert 1 / third not in found.separating


def test_the_loss_of_the_minorities_does_not_rise_early_from_small_starts(
    starts: dict[float, Any],
) -> None:
    for found in starts.values():
        rise = found.early_rise()
        assert not rise.found
        assert rise.group.high < 0.04
        assert rise.largest_of_class < 1e-4
        assert found.loss[:, :, 0] == pytest.approx(0.375, rel=1e-3)


def test_the_loss_of_a_single_minority_class_can_rise_from_a_large_start() -> None:
    rise = random_starts(FlowProblem(4, 10, 1, gamma=0, init="random"), 60).early_rise()
    assert rise.found
    assert rise.largest_of_class > 0.01


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    rng = np.random.default_rng(0)
    held = [0.3 in mean(rng.normal(0.3, 2, 20)) for _ in range(600)]
    assert 0.92 < np.mean(held) < 0.98
    held = [0.3 in proportion(int(rng.binomial(60, 0.3)), 60) for _ in range(600)]
    assert 0.91 < np.mean(held) < 0.99
    assert proportion(0, 100).high == pytest.approx(0.037, abs=1e-3)
    some = proportion(30, 60, unknown=20)
    assert some.mean == 30 / 40
    assert (some.low, some.high) == (proportion(30, 60).low, proportion(50, 60).high)
    assert np.isnan(mean(np.array([1.0, np.nan])).mean)


# --- where a level passes, and what is not learned ------------------------------------------------


@pytest.mark.parametrize(("ratio", "delta"), [(10, 1e3), *more((10**5, 8))])
def test_order_and_times_hold_where_levels_pass_between_two_even_looks(
    ratio: int, delta: float
) -> None:
    problem = FlowProblem(4, ratio, delta, gamma=0, init="random", seed=0)
    starts = random_starts(problem, 1)
    assert starts.in_order.mean == 1
    alone = np.array(learning_times(problem))
    assert np.allclose(starts.learning_times[0], alone, rtol=2e-3)


def test_starts_that_are_not_learned_within_the_grid_are_left_out() -> None:
    problem = FlowProblem(4, 10, 8, gamma=0, init="random")
    early = random_starts(problem, 3, times=[0.0, 1.0])
    assert np.isnan(early.in_order.mean)
    assert np.isnan(early.window.mean)
    assert np.all(np.isnan(random_starts(problem, 2, times=[1.0]).learning_times))
    assert early.message.endswith("3 had not learned every mode by 1")


def test_what_happened_before_the_first_look_has_an_unknown_time() -> None:
    problem = FlowProblem(4, 10, 8, gamma=0, init="random")
    late = random_starts(problem, 3, times=[30.0, 40.0])
    assert np.all(late.beta > 0.99)
    assert np.all(np.isnan(late.learning_times))
    whole = random_starts(problem, 3, times=[0.0, *np.linspace(1, 40, 200)])
    assert np.all(np.isfinite(whole.learning_times))


def test_modes_learned_at_once_have_no_window() -> None:
    at_once = random_starts(FlowProblem(2, 1, 0, init="random", seed=0), 30, times=[0.0, 9.0])
    assert np.any(at_once.learning_times == 0)
    assert np.isnan(at_once.window.mean)


def test_levels_that_mix_are_looked_at_where_they_pass() -> None:
    problem = FlowProblem(counts=(1000, 30, 1), delta=500, gamma=0.7, init="random", seed=5)
    starts = random_starts(problem, 2, seed=5)
    alone = np.array(learning_times(problem))
    assert len(starts.times) > 400
    assert np.allclose(np.sort(starts.learning_times[0]), np.sort(alone), rtol=1e-3)
