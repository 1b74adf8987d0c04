"""Training and test on data with class means: against both layers on all inputs, and the theory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from math import log, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_flow import horizon, sample_flow
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.special import erf, ndtr
from scipy.stats import multivariate_normal

import numerics
from numerics import (
    FlowProblem,
    NumericsError,
    best_stopping_time,
    learning_times,
    limit_times,
    solve,
)
from numerics.figures.fig_gaussian_inputs import simulated
from numerics.flow import generalisation
from numerics.flow.largest_of_many import largest
from numerics.flow.stiffness import class_rates
from numerics.solvers.stopping import FORGOTTEN
from spectra import ClassMeans
from spectra.errors import SpectraError

LOSSES: Any = ("squared", "cross-entropy")


@given(
    st.sampled_from(LOSSES), st.sampled_from([2, 4, 6]), st.integers(1, 8),
    st.floats(0.0, 1.2), st.floats(0.0, 2.0), st.floats(0.5, 3.0),
)  # fmt: skip
@settings(max_examples=15)
def test_training_and_test_logits_are_those_of_both_layers(
    loss: Any, k: int, ratio: int, gamma: float, signal: float, noise: float
) -> None:
    problem = FlowProblem(k, ratio, 3, gamma=gamma, loss=loss, data=ClassMeans(signal, noise))
    agree(problem)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("counts", [(5, 5, 5, 2, 2), (5, 4, 2), (3, 3, 3), (9, 2, 2)])
def test_any_counts(loss: Any, counts: tuple[int, ...]) -> None:
    agree(FlowProblem(counts=counts, delta=3, gamma=0.8, loss=loss, data=ClassMeans(1, 2)))


def agree(problem: FlowProblem) -> None:
    """Training to 1e-8; a test logit is π_c of the training logit to 1e-12, at all times."""
    assert problem.data is not None
    times = np.linspace(0, horizon(problem, 1.3), 5)
    found, mine = sample_flow(problem, times), solve(problem, times)
    k, signal = problem.num_classes, float(problem.data.signal)
    train = found.logits @ (np.eye(k)[found.labels] / problem.class_counts)
    assert np.abs(mine.W @ mine.H - train).max() < 1e-8
    test = signal * found.mapped[:, :, :k]
    share = np.array([float(problem.data.pi(int(n))) for n in problem.class_counts])
    assert np.abs(test - share * train).max() < 1e-12
    if problem.counts is None:
        for name, row in mine.test_margins.items():
            part = share[0] if name.startswith("maj") else share[-1]
            assert np.allclose(row, part * mine.margins[name], rtol=1e-12)


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("counts", [(9, 9, 9, 2, 2), (9, 9, 9, 2), (9, 2), (4, 4, 4), (9, 5, 2)])
def test_test_errors_are_frequencies_among_noisy_inputs(loss: Any, counts: Any) -> None:
    problem = FlowProblem(counts=counts, delta=3, loss=loss, data=ClassMeans(1, 2, 0.3))
    times = horizon(problem) * np.array([0.1, 0.4, 1.2])
    mine, found = solve(problem, times), sample_flow(problem, times)
    rng, k = np.random.default_rng(0), len(counts)
    for t, mapped in enumerate(found.mapped):
        root, size, _ = np.linalg.svd(mapped, full_matrices=False)
        moved = 0.3 * (root * size) @ rng.standard_normal((len(size), 40_000))
        wrong = [np.mean((mapped[:, [c]] + moved).argmax(axis=0) != c) for c in range(k)]
        assert np.allclose(mine.test_errors[:, t], wrong, atol=0.012)
    balanced = mine.test_errors.mean(axis=0)
    assert np.allclose(mine.test_error(), balanced)
    assert np.allclose(mine.test_error(balanced=False), np.average(mine.test_errors, 0, counts))
    if len(set(counts)) > 1:
        assert np.abs(mine.test_error(balanced=False) - balanced).max() > 0.01


def test_directions_of_noise_where_training_is_wrong() -> None:
    problem = FlowProblem(4, 8, 2, gamma=0, init="random", seed=3, loss="cross-entropy",
                          data=ClassMeans(1, 1, 0.5))  # fmt: skip
    solution = solve(problem, [0.2, 1.0])
    assert np.any(solution.accuracy == 0)
    rng = np.random.default_rng(0)
    root = np.sqrt(problem.class_counts / problem.kappa)
    for t, logits in enumerate(solution.W @ solution.H):
        moved = 0.5 * (logits * root) @ rng.standard_normal((4, 100_000))
        test = generalisation.shares(problem) * logits
        wrong = [np.mean((test[:, [c]] + moved).argmax(axis=0) != c) for c in range(4)]
        assert np.allclose(solution.test_errors[:, t], wrong, atol=6e-3)


@pytest.mark.parametrize("loss", LOSSES)
def test_errors_of_three_classes_are_probabilities_of_two_gaussians(loss: Any) -> None:
    problem = FlowProblem(counts=(7, 5, 1), delta=3, loss=loss, data=ClassMeans(1.4, 1.3, 0.4))
    solution = solve(problem, [0.4, 1.0, 6.0])
    inputs = solution.W @ solution.H / np.sqrt(problem.kappa / problem.class_counts)
    share = np.array([float(ClassMeans(1.4, 1.3).pi(n)) for n in (7, 5, 1)])
    for t, logits in enumerate(solution.W @ solution.H):
        for c in range(3):
            others = [j for j in range(3) if j != c]
            rows = 0.4 * (inputs[t][c] - inputs[t][others])
            lead = share[c] * (logits[c, c] - logits[others, c])
            right = multivariate_normal.cdf(lead, cov=rows @ rows.T, abseps=1e-11, releps=1e-11)
            assert solution.test_errors[c, t] == pytest.approx(1 - right, abs=1e-9)


def test_two_integrals_agree_with_directions_of_noise() -> None:
    problem = FlowProblem(6, 8, 4, gamma=0.7, data=ClassMeans(1, 2, 0.3))
    gaps = solve(problem, horizon(problem) * np.array([0.2, 0.5, 0.9]))._gaps
    exact = generalisation.class_errors(problem, gaps)
    first = np.array([part[0] for part in gaps.parts])
    one_each = replace(
        gaps, parts=tuple(np.arange(6)[:, None]), mean=np.zeros((3, 6)), table=np.array([
            [[0 if a == b else table[a // 3, b // 3] for b in range(6)] for a in range(6)]
            for table in gaps.table
        ]),
    )  # fmt: skip
    reach = np.sqrt(problem.kappa / problem.class_counts)
    right = generalisation._by_directions(one_each, generalisation.shares(problem), reach, 0.3)
    assert list(first) == [0, 3]
    assert np.abs(1 - right.T - exact).max() < 2e-3


def test_the_largest_of_gaussians_that_sum_to_zero() -> None:
    b = np.array([0.3, 1.0, 2.5])
    assert np.allclose(largest(2).below(b), erf(b), atol=1e-14)
    three = [quad(lambda y: 3 * sqrt(3 / (4 * np.pi)) * np.exp(-0.75 * y * y) * erf(1.5 * y), 0, x,
                  epsabs=1e-14)[0] for x in b]  # fmt: skip
    assert np.allclose(largest(3).below(b), three, atol=1e-13)
    for n in (10, 50, 200):
        assert abs(largest(n).below(np.array([8.9]))[0] - 1) < 1e-11
        total = quad(lambda y, n=n: float(largest(n).density(np.array([y]))[0]), 0, 9, limit=200)[0]
        assert total == pytest.approx(1, abs=1e-7)
    seen = np.random.default_rng(0).standard_normal((20_000, 12))
    most = (seen - seen.mean(axis=1, keepdims=True)).max(axis=1)
    assert np.allclose(largest(12).below(b), [(most < x).mean() for x in b], atol=0.015)


DATA = ClassMeans(1, 3, 0.15)


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.6393768004764144, 1.0])
@pytest.mark.parametrize("loss", LOSSES)
def test_rates_and_windows(loss: Any, gamma: float) -> None:
    """s_1 = ω_1√(Rκ_1), s_3 = ω_2√κ_2; the flat exponent is not 1/2."""
    problem = FlowProblem(4, 10, 8, gamma=gamma, loss=loss, data=DATA)
    limits = limit_times(problem)
    s1, s3 = (
        problem.class_weights[i] * sqrt(n * kappa) for i, n, kappa in ((0, 10, 19), (3, 1, 10))
    )
    assert limits["maj-maj"] == pytest.approx(1 / s1, abs=1e-9)
    assert limits["min-min"] == pytest.approx(1 / s3, abs=1e-9)
    if loss == "squared":
        assert limits["maj-min"] == pytest.approx(sqrt(2 / (s1 * s1 + s3 * s3)), abs=1e-8)
    window = max(limits) / min(limits) - 1
    flat = 0.5 + 0.5 * log(19 / 10) / log(10)
    assert window == pytest.approx(10 ** abs(gamma - flat) - 1, abs=1e-7)


def test_the_next_order_under_flat_weights() -> None:
    gamma = 0.5 + 0.5 * log(15 / 6) / log(10)
    problem = FlowProblem(4, 10, 200, gamma=gamma, data=ClassMeans(1, sqrt(5)))
    s3 = problem.class_weights[-1] * sqrt(6)
    assert learning_times(problem)["maj-min"] * s3 - 200 == pytest.approx(-0.01942396645, abs=2e-9)


@pytest.mark.parametrize("loss", LOSSES)
def test_pairs_within_a_group_are_told_apart_as_well_at_all_times(loss: Any) -> None:
    problem = FlowProblem(counts=(8, 8), delta=6, loss=loss, data=DATA)
    errors = solve(problem, np.linspace(0, 3 * horizon(problem), 5)).test_errors
    share = float(DATA.pi(8))
    assert np.allclose(errors, ndtr(-sqrt(share / 2) / 0.15), rtol=1e-12)


def test_signal_to_noise_of_pairs_before_between_and_after_learning() -> None:
    """The phases of the theory at R = 10, s = 1, τ = 3, ν = 0.15, by formula."""
    p1, p2, k1, k2, m = 10 / 19, 1 / 10, 19, 10, 2
    total = 10 / k1 + 1 / k2

    def seen(gamma: float, part: str, loss: Any = "squared") -> list[float]:
        problem = FlowProblem(4, 10, 200, gamma=gamma, loss=loss, data=DATA)
        order = sorted(set(limit_times(problem)))
        first, second, third = (200 * x for x in (*order, *order[-1:])[:3])
        asked = {"between": (first + second) / 2, "late": (second + third) / 2,
                 "early": first / 2, "end": 3 * third}  # fmt: skip
        z = solve(problem, [asked[part]]).test_signal_to_noise
        assert np.allclose(z["maj-maj"], sqrt(p1 / 2) / 0.15, rtol=1e-9)
        assert np.allclose(z["min-min"], sqrt(p2 / 2) / 0.15, rtol=1e-9)
        return [float(z[name][0]) * 0.15 for name in ("maj-min", "min-maj")]

    root = sqrt((1 - 1 / m) * 10 / k1 + total / m)
    assert np.allclose(seen(0, "between"), [p1 * sqrt((1 - 1 / m) * k1 / 10), 0], atol=1e-6)
    assert np.allclose(seen(0, "late"), [p1 / root, p2 / m / root], atol=1e-6)
    root = sqrt((1 - 1 / m) / k2 + total / m)
    assert np.allclose(seen(1, "between"), [0, p2 * sqrt((1 - 1 / m) * k2)], atol=1e-6)
    assert np.allclose(seen(1, "late"), [p1 / m / root, p2 / root], atol=1e-6)
    for gamma in (0, 1):
        assert np.allclose(seen(gamma, "end"), [p / sqrt(total) for p in (p1, p2)], atol=1e-9)
    flat = 0.5 + 0.5 * log(19 / 10) / log(10)
    turned = (1 + (sqrt(10 * k1) + sqrt(k2)) / sqrt(2 * (10 * k1 + k2))) / 2
    spread = sqrt((1 + turned**4) / 2)
    for loss in LOSSES:
        early = seen(flat, "early", loss=loss)
        wanted = [p1 * sqrt(k1 / 20), p2 * sqrt(k2 / 2)]
        plain = [w * (1 + turned**2) / 2 / spread for w in wanted]
        assert np.allclose(early, plain, rtol=1e-6)


def test_signal_to_noise_of_three_groups_is_that_of_the_map() -> None:
    problem = FlowProblem(counts=(7, 3, 3, 1), delta=2, data=ClassMeans(1, 2, 0.3))
    mine = solve(problem, [horizon(problem)]).test_signal_to_noise
    mapped = sample_flow(problem, [0.0, horizon(problem)]).mapped[-1]

    def z(a: int, b: int) -> float:
        gap = mapped[a] - mapped[b]
        return float(gap[a] / np.linalg.norm(gap) / 0.3)

    assert mine["group 1-group 3"][0] == pytest.approx(z(0, 3), rel=1e-7)
    assert mine["group 2-group 2"][0] == pytest.approx(z(1, 2), rel=1e-7)
    assert mine["group 2-group 1"][0] == pytest.approx(z(1, 0), rel=1e-7)


def test_two_classes_are_an_angle() -> None:
    share = [float(DATA.pi(n)) for n in (10, 1)]
    for loss in LOSSES:
        problem = FlowProblem(2, 10, 40, gamma=1, loss=loss, data=DATA)
        learned = learning_times(problem)[0]
        early, end = solve(problem, [0.5 * learned, 4 * learned]).test_errors.T
        both = sqrt(share[0] * share[1] / (share[0] + share[1])) / 0.15
        assert np.allclose(early, ndtr(-both), atol=1e-9)  # inverse frequency: alike, while small
        late = [ndtr(-p / 0.15 / sqrt(sum(share))) for p in share]
        if loss == "squared":
            assert np.allclose(end, late, atol=1e-9)
        else:  # it forgets the weights like 1/ln t only
            assert late[0] < end[0] < early[0]
            assert early[1] < end[1] < late[1]


def test_gaussian_inputs_in_many_dimensions_behave_like_orthonormal_ones() -> None:
    """Drawn means, noise and start; what is drawn moves z by about s/τ = 0.1."""
    dimension, signal = 20_000, (1.5 / 20_000**0.5) ** 0.5
    data = ClassMeans(signal, 1, dimension**-0.5)
    problem = FlowProblem(counts=(20, 1), delta=9, gamma=1, data=data)
    learned = learning_times(problem)[0]
    times = learned * np.array([0.6, 3.0])
    theory = solve(problem, times).test_signal_to_noise
    drawn = np.array(
        [simulated(seed, (20, 1), problem.class_weights, times, dimension=dimension, signal=signal)
         for seed in range(8)]
    )  # fmt: skip
    found = drawn.mean(axis=0)  # (times, classes)
    assert np.allclose(found[:, 0], theory["maj-min"], atol=0.15)
    assert np.allclose(found[:, 1], theory["min-maj"], atol=0.15)
    assert found[0, 1] > found[1, 1] + 0.5  # stopped early, the minority is told better
    assert np.all(drawn[:, 0, 1] > drawn[:, 1, 1])


def test_the_best_angle_is_where_the_best_time_is() -> None:
    data = ClassMeans(1, 1, 0.5)
    a, b = (sqrt(float(data.pi(n))) / 0.5 for n in (20, 1))
    tangent = brentq(
        lambda x: log(x * a / b) - (a * a - b * b * x * x) / (2 + 2 * x * x), b / a, a / b
    )
    least = (ndtr(-a / sqrt(1 + tangent**2)) + ndtr(-b * tangent / sqrt(1 + tangent**2))) / 2
    found = best_stopping_time(FlowProblem(2, 20, 30, gamma=1, data=data))
    assert found.error == pytest.approx(least, abs=1e-7)
    assert found.error < found.error_at_last - 1e-3
    short: list[Any] = [2.5, Fraction(5, 2)]
    early = [best_stopping_time(FlowProblem(2, 20, 3, data=data), last=x) for x in short]
    assert early[0] == early[1]
    erm = best_stopping_time(FlowProblem(2, 20, 30, gamma=0, data=data))
    assert erm.time == erm.last


def test_accuracies_of_four_classes_of_the_theory() -> None:
    found = best_stopping_time(FlowProblem(4, 10, 12, gamma=1, data=DATA))
    assert [round(1 - x, 3) for x in (found.error, found.error_at_last)] == [0.935, 0.813]
    gammas, ends = (0.0, 0.5, 0.6393768004764144, 1.0), []
    for gamma in gammas:
        problem = FlowProblem(4, 10, 12, gamma=gamma, loss="cross-entropy", data=DATA)
        end = solve(problem, [3 * max(learning_times(problem))], estimate=False)
        ends.append(round(1 - float(end.test_error()[0]), 3))
    assert ends == [0.724, 0.786, 0.823, 0.838]


def test_a_tiny_start_has_test_errors_too() -> None:
    flat = 0.5 + 0.5 * log(19 / 10) / log(10)
    found = []
    for delta in (200.0, 2000.0):
        problem = FlowProblem(4, 10, delta, gamma=flat, data=DATA)
        found.append(solve(problem, [0.5 * max(learning_times(problem))]).test_errors)
    assert np.all((found[0] > 0) & (found[0] < 0.5))
    assert np.allclose(found[0], found[1], atol=1e-10)


def test_without_test_noise_only_the_argmax_counts() -> None:
    problem = FlowProblem(4, 10, 3, data=ClassMeans(1, 2))
    assert np.all(solve(problem, [1.0, 9.0]).test_error() == 0)
    blind = replace(problem, data=ClassMeans(0, 2))
    assert np.all(solve(blind, [1.0, 9.0]).test_error() == 1)


plain = FlowProblem(4, 3, 2, data=ClassMeans(1, 2))
REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: FlowProblem(4, 3, 2, data=3), "data = 3: give spectra.ClassMeans"),  # type: ignore[arg-type]
    (lambda: FlowProblem(4, 3, 2, data=ClassMeans(0, 0)), "signal and noise are both 0"),
    (lambda: ClassMeans(-1, 1), "signal must be at least 0"),
    (lambda: ClassMeans(1, 1, -1), "test_noise must be at least 0"),
    (lambda: FlowProblem(4, 3, 2, data=ClassMeans(1, __import__("sympy").Symbol("tau"))),
     "data.noise = tau: a flow needs a number"),
    (lambda: replace(plain, system="projected"), "with system = 'projected'"),
    (lambda: replace(plain, init="random"), "with init = 'random'"),
    (lambda: replace(plain, decay=0.1), "data = .* with decay = 0.1"),
    (lambda: replace(plain, feature_rates=0), "data = .* with feature_rates = 0"),
    (lambda: solve(plain, [1.0], digits=30), "solve with digits knows no such"),
    (lambda: solve(plain, [1.0], integrator="mpmath"), "integrator='mpmath' knows"),
    (lambda: solve(plain, [1.0], per="sample"), "per='sample' knows no"),
    (lambda: numerics.descend(plain, 10, 0.1), "descend knows no"),
    (lambda: numerics.origin_rates(plain), "a formula knows no such flow"),
    (lambda: best_stopping_time(plain), "with test noise > 0"),
    (lambda: best_stopping_time(FlowProblem(4, 3, 2)), "data = None"),
    (lambda: solve(FlowProblem(4, 3, 2), [1.0]).test_margins, "test_margins without data"),
    (lambda: solve(FlowProblem(4, 3, 2), [1.0]).test_error(), "test_errors without data"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_does_not_exist_is_refused_by_name(ask: Callable[[], Any], reason: str) -> None:
    with pytest.raises((NumericsError, SpectraError), match=reason):
        ask()


@pytest.mark.parametrize("gamma", [0, 0.25, 1])
@pytest.mark.parametrize("counts", [(9, 9, 4, 4, 1, 1), (9, 4, 1, 1)])
def test_many_groups_are_followed_at_any_delta(counts: tuple[int, ...], gamma: float) -> None:
    problem = FlowProblem(counts=counts, delta=6, gamma=gamma, data=ClassMeans(1, 2))
    times = np.array(learning_times(problem))
    beta = solve(problem, times[np.argsort(times)]).beta[np.argsort(times)]
    assert np.allclose(np.diag(beta), 0.5, atol=1e-8)  # solve follows W and H class by class
    late, later = (np.array(learning_times(replace(problem, delta=d))) for d in (1e5, 3e5))
    limits = np.array(limit_times(problem))
    assert np.allclose((later - late) / 2e5, limits, rtol=1e-8)
    assert limits.max() > 1.2 * limits.min()


@pytest.mark.parametrize(("R", "gamma", "test_noise"), [(100, 1.3, 0.15), (30, 1.5, 0.3)])
def test_the_best_time_may_lie_within_a_few_growth_times_of_the_slowest_class(
    R: int, gamma: float, test_noise: float
) -> None:
    problem = FlowProblem(4, R, 12, gamma=gamma, data=ClassMeans(1, 3, test_noise))
    found = best_stopping_time(problem)
    times = np.linspace(min(learning_times(problem)), found.last, 4000)
    errors = solve(problem, times, estimate=False).test_error()
    assert found.error <= errors.min() + 1e-9
    assert found.first < found.time < FORGOTTEN / float(class_rates(problem).min())
