"""The flow under cross-entropy: against every sample by scipy, exact solutions, limits, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from itertools import islice
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_flow import horizon, sample_flow
from scipy.integrate import quad, solve_ivp
from scipy.special import expi, logsumexp

import numerics
from numerics import FlowProblem, NumericsError, learning_times, limit_times, solve
from numerics.flow.by_group import ByGroup
from numerics.flow.lone_group import LoneGroup
from numerics.integrators.adaptive import states_at
from numerics.integrators.compiled import march_free
from numerics.problem.status import Status

CE: Any = "cross-entropy"
small_scales = st.floats(0.5, 5.0)


def of_classes(problem: FlowProblem, times: Any) -> Any:
    """Logits of the mean sample of every class, (T, k, k), by scipy."""
    found = sample_flow(problem, times)
    k = problem.num_classes
    return found.logits @ (np.eye(k)[found.labels] / problem.class_counts)


def margins(logits: Any, half: int) -> dict[str, Any]:
    own = np.einsum("tcc->tc", logits)[:, None, :] - logits
    pairs = ~np.eye(2 * half, dtype=bool)
    sides = {"maj": slice(half), "min": slice(half, None)}
    return {
        f"{a}-{b}": own[:, other, mine][:, pairs[other, mine]].mean(axis=1)
        for a, mine in sides.items()
        for b, other in sides.items()
        if pairs[other, mine].any()
    }


def deviation(problem: FlowProblem) -> float:
    """Largest difference to every sample by scipy, in all that a solution tells."""
    times = np.linspace(0, horizon(problem, 1.5), 6)
    mine, logits = solve(problem, times), of_classes(problem, times)
    k = problem.num_classes
    own = np.einsum("tcc->tc", logits)
    loss = logsumexp(logits, axis=1) - own
    if problem.loss == "squared":
        loss = 0.5 * np.sum((np.eye(k) - 1 / k - logits) ** 2, axis=1)
    assert np.array_equal(mine.accuracy, (logits.argmax(axis=1) == np.arange(k)).T)
    sample_sv = np.linalg.svd(logits * np.sqrt(problem.class_counts), compute_uv=False)
    gaps = [mine.W @ mine.H - logits, mine.loss - loss.T,
            mine.singular_values - sample_sv[:, : k - 1].T]  # fmt: skip
    if problem.counts is None:
        wanted = margins(logits, k // 2)
        assert mine.margins.keys() == wanted.keys()
        gaps += [mine.margins[name] - row for name, row in wanted.items()]
    return max(float(np.abs(gap).max()) for gap in gaps)


@given(st.sampled_from([2, 4, 6, 8]), st.integers(1, 9), st.floats(-0.3, 1.3), small_scales)
@settings(max_examples=12)
def test_four_numbers_are_the_flow_of_every_sample(
    k: int, ratio: int, gamma: float, delta: float
) -> None:
    assert deviation(FlowProblem(k, ratio, delta, gamma=gamma, loss=CE)) < 1e-8


@given(st.tuples(st.integers(1, 3), st.integers(1, 4)), st.floats(0.3, 3.0), small_scales)
@settings(max_examples=8)
def test_groups_of_unequal_size_and_any_weights(
    sizes: tuple[int, int], weight: float, delta: float
) -> None:
    counts = (7,) * sizes[0] + (2,) * sizes[1]
    weights = (1.0,) * sizes[0] + (weight,) * sizes[1]
    assert deviation(FlowProblem(counts=counts, weights=weights, delta=delta, loss=CE)) < 1e-8


@pytest.mark.parametrize(
    "problem",
    [
        FlowProblem(4, 3, 2, init="random", seed=3, loss=CE),
        FlowProblem(4, 3, 2, init="balanced", seed=1, dim=5, gamma=0, loss=CE),
        FlowProblem(counts=(5, 4, 2), delta=3, gamma=0, loss=CE),
        FlowProblem(counts=(9, 4, 4, 1), delta=2, init="random", seed=5, loss=CE),
        FlowProblem(counts=(3, 3, 3), delta=3, loss=CE),
        FlowProblem(6, 5, 3, gamma=1),  # the squared loss has margins, losses and accuracies too
        FlowProblem(counts=(5, 4, 2), delta=2),
        FlowProblem(counts=(5, 4, 2), delta=2, gamma=0),
    ],
    ids=lambda p: f"{p.loss} {p.init} {p.counts} {p.gamma}",
)
def test_other_starts_and_counts(problem: FlowProblem) -> None:
    assert deviation(problem) < 1e-8


@pytest.mark.parametrize(
    "settings",
    [
        {"system": "projected"},
        {"init": "random", "seed": 1},
        {"targets": "one-hot"},
        {"depth": 3},
        {"decay": 0.2},
        {"scales": (1, 0.5)},
    ],
)
def test_margins_of_the_squared_loss_are_those_of_its_factors(settings: Any) -> None:
    solution = solve(FlowProblem(4, 5, 3, **settings), [0.5, 1.0, 3.0])
    logits = reduce(np.matmul, solution.layers)
    wanted = margins(logits, 2)
    assert all(np.allclose(solution.margins[name], row, atol=1e-12) for name, row in wanted.items())
    hot = np.eye(4)[:, :, None] - (0 if settings.get("targets") else 0.25)
    loss = 0.5 * np.sum((hot - np.moveaxis(logits, 0, -1)) ** 2, axis=0)
    assert np.allclose(solution.loss, loss, atol=1e-12)
    run = numerics.descend(FlowProblem(4, 5, 3), 20, 0.05)
    assert np.allclose(run.margins["maj-min"], margins(run.W @ run.H, 2)["maj-min"], atol=1e-12)


def test_another_flow_would_be_noticed() -> None:
    problem, times = FlowProblem(4, 5, 3, loss=CE), np.array([1.0, 2.0])
    wrong = replace(problem, loss="squared")
    assert np.abs(solve(wrong, times).loss - solve(problem, times).loss).max() > 0.1
    mine = solve(wrong, times)
    assert np.abs(mine.W @ mine.H - of_classes(problem, times)).max() > 0.1


def test_balanced_classes_follow_the_exact_solution_to_any_time() -> None:
    times = np.array([2.0, 8, 12, 1e3, 1e6, 1e100, 1e300])
    for k in (2, 6):
        found = solve(FlowProblem(k, 1, 8, gamma=0, loss=CE), times, estimate=False)
        (margin,) = {name: row for name, row in found.margins.items() if name == "maj-min"}.values()
        clock = expi(margin) + (k - 1) * np.log(margin) - expi(np.exp(-16.0)) + (k - 1) * 16
        assert np.allclose(clock / (2 * k * times), 1, rtol=0, atol=2e-11)  # 2e-14 of the margin
        assert found.status is Status.DONE
        wrong = expi(margin) + k * np.log(margin) - expi(np.exp(-16.0)) + k * 16
        assert not np.allclose(wrong / (2 * k * times), 1, rtol=0, atol=1e-3)
        for row in found.margins.values():
            assert np.allclose(row, margin, rtol=1e-12, atol=0)


@pytest.mark.parametrize("k", [4, 6, 10])
def test_the_first_and_the_last_time_have_their_constants(k: int) -> None:
    problem, m, a = FlowProblem(k, 10, 80, gamma=0, loss=CE), k // 2, 3.0
    slow = quad(lambda v: np.expm1(v) / v / (1 + np.exp(v / m)), 0, a)[0] / k
    low = 0.5 * np.log(a * np.sqrt(10)) + slow
    assert learning_times(problem, a)["maj-maj"] * np.sqrt(10) - 80 == pytest.approx(low, abs=1e-11)
    wrong = 0.5 * np.log(a * np.sqrt(10)) + slow * k / (k + 2)
    assert abs(low - wrong) > 0.01
    high = 0.5 * np.log(a) + (expi(a) - np.euler_gamma - np.log(a)) / k
    defects = [
        learning_times(replace(problem, delta=d), a)["min-min"] - d - high for d in (320.0, 1280.0)
    ]
    assert -4e-3 < defects[0] < 3 * defects[1] < 0  # like a power of 1/δ


def test_the_table_of_limits_of_the_theory() -> None:
    for ratio, *wanted in [(2, 0.70711, 0.89658, 1), (10, 0.31623, 0.68163, 1),
                           (100, 0.1, 0.50923, 1)]:  # fmt: skip
        limits = limit_times(FlowProblem(6, ratio, 8, gamma=0, loss=CE))
        names = ("maj-maj", "maj-min", "min-min")
        assert [round(limits[name], 5) for name in names] == wanted
    squared = limit_times(FlowProblem(6, 10, 8, gamma=0))
    assert round(squared["maj-min"], 5) == 0.42640  # where the loss makes its difference


@pytest.mark.parametrize(
    "problem",
    [
        *(FlowProblem(4, 10, 8, gamma=g, loss=CE) for g in (0, 0.25, 0.5, 1)),
        FlowProblem(2, 10, 8, gamma=0, loss=CE),
        FlowProblem(counts=(7,) * 2 + (1,) * 5, delta=8, gamma=0, loss=CE),
        FlowProblem(counts=(7,) * 5 + (1,) * 2, delta=8, gamma=1, loss=CE),
        FlowProblem(counts=(70, 1, 1, 1), delta=8, gamma=0, loss=CE),
        FlowProblem(counts=(70, 70, 70, 1), delta=8, gamma=0, loss=CE),
        FlowProblem(counts=(5, 5, 5), delta=8, loss=CE),
    ],
    ids=lambda p: f"{p.k} {p.counts} {p.gamma}",
)
def test_limits_are_the_slopes_of_learning_times(problem: FlowProblem) -> None:
    early, late = (np.array(learning_times(replace(problem, delta=d))) for d in (400.0, 800.0))
    assert np.allclose((late - early) / 400, limit_times(problem), rtol=0, atol=1e-5)


def test_limits_do_not_depend_on_the_level_and_times_do() -> None:
    problem = FlowProblem(4, 10, 400, gamma=0, loss=CE)
    by_level = [
        [np.array(learning_times(replace(problem, delta=d), level)) for d in (400.0, 800.0)]
        for level in (0.1, 2.0)
    ]
    slopes = [(late - early) / 400 for early, late in by_level]
    assert np.allclose(slopes[0], slopes[1], atol=1e-5)
    assert np.all(by_level[1][0] > by_level[0][0] + 0.1)
    assert learning_times(problem) == learning_times(problem, 1.0)


def test_a_large_delta_loses_no_digits() -> None:
    for delta in (1e4, 1e6):
        times = np.array(learning_times(FlowProblem(100, 100, delta, gamma=0, loss=CE))) / delta
        limits = np.array(limit_times(FlowProblem(100, 100, delta, gamma=0, loss=CE)))
        assert np.abs(times - limits).max() < 3 / delta


@pytest.mark.parametrize("gamma", [0, 0.5, 1])
def test_the_pieces_of_a_flow_do_not_grow_with_delta(gamma: float) -> None:
    counts = []
    for delta in (1e3, 1e4):
        method = ByGroup(FlowProblem(100, 100, delta, gamma=gamma, loss=CE))
        clocks = np.linspace(0, max(learning_times(method.problem)), 20) * method.clock
        pieces = list(method.steps(1e-11, clocks))
        counts.append(len(pieces))
        late = clocks[clocks > method.entry]
        mine, _ = states_at(iter(pieces), late)
        whole = march_free(method.field, method.at(method.entry), 1e-13, late[-1])
        plain, _ = states_at(whole, late)
        assert max(np.abs(a.x - b.x).max() for a, b in zip(mine, plain, strict=True)) < 1e-10
    assert counts[1] < 1.3 * counts[0] < 25


def test_a_group_that_is_heard_alone_follows_its_integral() -> None:
    m, others, rate, drive, hold, begin = 3.0, 5.0, 0.7, 2.0, 0.11, 1e-12
    lone = LoneGroup(m, others, rate, drive, hold)
    (course,) = islice(lone.courses(1.0, begin, 0.4, 2e3, 1e-12), 1)

    def whole(margin: float) -> Any:
        return 1 + (m - 1) * np.exp(-margin) + others * np.exp(-margin * (1 - 1 / m))

    def pace(log: float) -> Any:
        a = np.exp(log)
        return whole(a) / (m * np.exp(-a) + others * np.exp(-a * (1 - 1 / m))) / (2 * rate)

    for margin in (1e-6, 0.3, 2.0, 6.0):
        time = 1 + quad(pace, np.log(begin), np.log(margin), epsabs=0, epsrel=1e-12, limit=200)[0]
        log_margin, grown, angle = course.at(time)
        assert np.exp(log_margin) == pytest.approx(margin, rel=1e-10)
    wrong = LoneGroup(m, others + 1, rate, drive, hold)
    (bent,) = islice(wrong.courses(1.0, begin, 0.4, 2e3, 1e-12), 1)
    assert abs(bent.at(time)[0] - log_margin) > 1e-3

    def turn(t: float, x: Any) -> list[float]:  # the angle of (h', h), and ln w
        margin = np.exp(course.at(t)[0])
        pull = drive * np.exp(-margin * (1 - 1 / m)) / whole(margin)
        return [
            pull * np.cos(x[0]) - hold * np.sin(x[0]),
            pull * np.sin(x[0]) + hold * np.cos(x[0]),
        ]

    run = solve_ivp(turn, (1.0, time), [0.4, 0.0], method="DOP853", rtol=1e-11, atol=1e-12)
    assert (angle, grown + hold * (time - 1)) == pytest.approx(run.y[:, -1], abs=1e-8)


@pytest.mark.parametrize(
    ("counts", "gamma"), [((70,) * 3 + (9,) * 5, 0.1), ((70,) * 2 + (9,), 0), ((70,) + (9,) * 4, 1)]
)
def test_unequal_groups_are_followed_by_the_same_pieces(
    counts: tuple[int, ...], gamma: float
) -> None:
    method = ByGroup(FlowProblem(counts=counts, delta=100, gamma=gamma, loss=CE))
    clocks = np.linspace(method.entry, 1.2 * max(learning_times(method.problem)) * method.clock, 9)
    mine, _ = states_at(method.steps(1e-12, clocks), clocks)
    plain, _ = states_at(
        march_free(method.field, method.at(clocks[0]), 1e-13, clocks[-1]), clocks[1:]
    )
    assert max(np.abs(a.x - b.x).max() for a, b in zip(mine[1:], plain, strict=True)) < 1e-10


def test_waits_of_any_length_are_crossed() -> None:
    """Where rates and times differ by more than rounding can tell: steps know their own lengths."""
    far = FlowProblem(counts=(7, 7, 3, 3), delta=100, weights=(1e40, 1e40, 1, 1), loss=CE)
    found = learning_times(far)
    assert found[0] * 1e40 * 7**0.5 == pytest.approx(100 + 0.628, abs=1e-2)
    assert found[1] == pytest.approx(22.0190124311, rel=1e-9)
    assert found[2] == pytest.approx(100 / 3**0.5 + 0.348, abs=1e-2)
    late = FlowProblem(4, 10, 1e12, gamma=0, loss=CE)
    assert np.array(learning_times(late)) / 1e12 == pytest.approx(limit_times(late), rel=1e-10)
    with pytest.raises(NumericsError, match="ratio 1e\\+34"):
        learning_times(FlowProblem(4, 1e34, 8, loss=CE))


def test_what_the_weights_leave_at_the_end() -> None:
    """Ratios of residuals, approached like 1/margin."""
    problem = FlowProblem(4, 10, 8, gamma=1, loss=CE)
    gaps = []
    for time in (1e100, 1e300):
        m = {
            name: float(row[0])
            for name, row in solve(problem, [time], estimate=False).margins.items()
        }
        found = (
            m["maj-min"] - m["maj-maj"],
            m["min-maj"] - m["min-min"],
            m["maj-min"] - m["min-maj"],
        )
        wanted = np.log([np.sqrt(22 / 10) - 1, np.sqrt(22) - 1, 1 / 10])
        gaps.append(np.abs(np.array(found) - wanted))
    assert np.all(gaps[1] < 0.02)
    assert np.all(gaps[1] < 0.5 * gaps[0])


def test_random_starts_of_four_classes_have_the_limits_of_the_spectral_start() -> None:
    problem = FlowProblem(4, 10, 12, gamma=0, init="random", seed=0, loss=CE)
    limits = limit_times(replace(problem, init="spectral", seed=None))
    assert np.allclose(limit_times(problem), limits, atol=2e-3)
    squared = limit_times(FlowProblem(4, 10, 12, gamma=0))
    assert abs(limits["maj-min"] - squared["maj-min"]) > 0.2


def test_learning_times_of_random_starts_by_names_and_by_numbers() -> None:
    named = FlowProblem(4, 3, 4, gamma=0, init="random", seed=2, loss=CE)
    counted = replace(named, k=None, R=None, counts=(3, 3, 1, 1))
    assert np.allclose(learning_times(named), learning_times(counted), rtol=1e-8)
    two = FlowProblem(2, 3, 4, gamma=0, init="random", seed=2, loss=CE)
    (time,) = learning_times(two, 0.7)
    assert solve(two, [time]).margins["min-maj"][0] == pytest.approx(0.7, rel=1e-7)


def test_margins_of_samples_are_those_of_their_class_means() -> None:
    problem = FlowProblem(4, 3, 2, gamma=0, init="random", seed=4)
    by_class, by_sample = (solve(problem, [0.5, 2.0], per=per) for per in ("class", "sample"))
    for name, row in by_class.margins.items():
        assert np.allclose(row, by_sample.margins[name], atol=1e-8)


random = FlowProblem(4, 3, 2, init="random", seed=1, loss=CE)
plain = FlowProblem(4, 3, 2, loss=CE)
REFUSED: list[tuple[Callable[[], Any], str]] = [
    (lambda: FlowProblem(4, 3, 2, loss="hinge"), "loss = 'hinge': choose"),  # type: ignore[arg-type]
    (lambda: FlowProblem(4, 3, 2, system="projected", loss=CE), "'cross-entropy' with system"),
    (lambda: replace(plain, decay=0.1), "loss = 'cross-entropy' with decay"),
    (lambda: replace(plain, targets="one-hot"), "loss = 'cross-entropy' with targets"),
    (lambda: replace(plain, depth=3), "'cross-entropy' with depth"),
    (lambda: replace(plain, init="aligned"), "loss = 'cross-entropy' with init"),
    (lambda: solve(plain, [1.0], digits=30), "solve with digits knows no such flow"),
    (lambda: solve(plain, [1.0], integrator="mpmath"), "integrator='mpmath' knows no such flow"),
    (lambda: solve(plain, [1.0], per="sample"), "per='sample' knows no such flow"),
    (lambda: numerics.descend(plain, 10, 0.1), "descend knows no such flow"),
    (lambda: numerics.random_starts(random, 2), "random_starts knows no such flow"),
    (lambda: numerics.stability(plain), "stability knows no such flow"),
    (lambda: numerics.terminal_strengths(plain), "what is left at the end knows no such flow"),
    (lambda: numerics.closed_form(plain, [1.0]), "a formula knows no such flow"),
    (lambda: learning_times(plain, 0), "level = 0: give a margin"),
    (lambda: learning_times(FlowProblem(counts=(5, 4, 2), delta=3, loss=CE)), "of 3 groups"),
    (lambda: solve(FlowProblem(counts=(900, 4, 2), delta=60, gamma=0, loss=CE), [1.0]),
     "loses the slow modes"),
    (lambda: solve(FlowProblem(targets=[[1, 0, 1], [0, 1, 1]], delta=2), [1.0]).margins,
     "its columns are contexts"),
]  # fmt: skip


@pytest.mark.parametrize(("ask", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_what_does_not_exist_is_refused_by_name(ask: Callable[[], Any], reason: str) -> None:
    with pytest.raises(NumericsError, match=reason):
        ask()
