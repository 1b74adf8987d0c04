"""The interval of the median is exact, and the test says no more than it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import line
from scipy import stats

from numerics.experiment.findings import (
    LogRatio,
    Outcome,
    Reading,
    against_erm,
    find,
    judge,
    rise,
    window,
    within,
)
from spectra.utils.confidence_interval import Interval, band, median

INF = float("inf")


@given(st.integers(6, 60), st.sampled_from([0.8, 0.95, 0.99]))
def test_the_interval_is_that_of_the_exact_quantile_test(n: int, confidence: float) -> None:
    values = np.random.default_rng(n).standard_normal(n)
    found = median(values, confidence)
    exact = stats.quantile_test(values, p=0.5).confidence_interval(confidence)
    if np.isnan(exact.low) or np.isnan(exact.high):
        assert (found.low, found.high) == (-INF, INF)
    else:
        assert (found.low, found.high) == (exact.low, exact.high)
    assert found.median == np.median(values)


def test_it_covers_the_true_median_as_often_as_it_says() -> None:
    rng = np.random.default_rng(0)
    samples = rng.exponential(size=(2000, 20))
    found = [median(sample) for sample in samples]
    covered = np.mean([x.low <= np.log(2) <= x.high for x in found])
    assert 0.95 <= covered < 0.98  # 0.9586 exactly
    assert np.mean([x.low <= 1.5 * np.log(2) <= x.high for x in found]) < 0.8


def test_steps_that_did_not_come_are_infinite_and_count() -> None:
    some = median(np.array([*range(15), *[INF] * 5], dtype=float))
    assert (some.median, some.high) == (9.5, 14.0)
    most = median(np.array([*range(5), *[INF] * 15], dtype=float))
    assert (most.median, most.low, most.high) == (INF, INF, INF)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_a_few_runs_show_nothing(n: int) -> None:
    found = median(np.full(n, 2.0))
    assert (found.low, found.high) == (-INF, INF)
    assert judge(found, 1.0, 3.0) is Outcome.INCONCLUSIVE


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (0, INF, "SUPPORTED"),
        (1, 3, "INCONCLUSIVE"),  # the ends of the range are not in it
        (0.9, 3.1, "SUPPORTED"),
        (0, 2, "INCONCLUSIVE"),
        (3, INF, "NOT_SUPPORTED"),
        (-INF, 1, "NOT_SUPPORTED"),
        (-INF, 1.1, "INCONCLUSIVE"),
    ],
)
def test_inside_is_supported_and_outside_is_not(low: float, high: float, outcome: str) -> None:
    assert judge(Interval(2.0, 1.0, 3.0, 20), low, high) == outcome


def test_a_band_holds_its_mean_and_narrows_with_the_runs() -> None:
    values = np.random.default_rng(0).standard_normal((400, 3))
    mean, low, high = band(values)
    assert np.all((low < mean) & (mean < high))
    few = band(values[:25])
    ratio = (few[2] - few[1]) / (high - low)
    assert np.all((ratio > 2.5) & (ratio < 6))  # about 4
    again = band(values)
    assert all(np.array_equal(a, b) for a, b in zip(again, (mean, low, high), strict=True))


# ratios


def late(seed: int) -> float:
    return 30.0 + seed


TABLE = [
    line(seed, gamma, values)
    for seed in range(20)
    for gamma, values in (
        (0.0, {"decisions min-min": late(seed), "decisions maj-maj": 10.0, "decisions maj-min": 20.0,
               "accuracy minority": 90.0, "loss minority peak": 3.0, "loss minority start": 1.5}),
        (1.0, {"decisions min-min": 10.0, "decisions maj-maj": late(seed),
               "accuracy minority": 30.0 + 3 * (seed % 2)}),
    )
]  # fmt: skip


def test_ratios_are_taken_seed_by_seed() -> None:
    found = within("min-min", "maj-maj", "decisions", 0.0).of(TABLE)
    assert np.allclose(found, np.log([late(seed) / 10 for seed in range(20)]))
    faster = against_erm("accuracy minority", 1.0).of(TABLE)
    assert np.allclose(np.exp(faster), [(30 + 3 * (seed % 2)) / 90 for seed in range(20)])
    assert np.allclose(np.exp(rise(0.0).of(TABLE)), 2)
    assert np.isclose(np.exp(window(TABLE, "decisions", 0.0).median), 3.95, rtol=1e-3)


def test_an_order_and_its_reverse() -> None:
    erm, weighted = (within("min-min", "maj-maj", "decisions", gamma) for gamma in (0.0, 1.0))
    assert find(TABLE, [erm], 0, INF).outcome is Outcome.SUPPORTED
    assert find(TABLE, [erm], -INF, 0).outcome is Outcome.NOT_SUPPORTED
    assert find(TABLE, [weighted], -INF, 0).outcome is Outcome.SUPPORTED
    assert find(TABLE, [erm, weighted], 0, INF).outcome is Outcome.NOT_SUPPORTED
    assert find(TABLE[:8], [erm], 0, INF).outcome is Outcome.INCONCLUSIVE
    assert str(find(TABLE, [erm], 0, INF)) == "ratio 3.95 [3.5, 4.4], 20 runs"


def test_several_ratios_need_wider_intervals() -> None:
    erm = within("min-min", "maj-maj", "decisions", 0.0)
    (one,) = find(TABLE, [erm], 0, INF).intervals
    first, second = find(TABLE, [erm, erm], 0, INF).intervals
    assert first == second
    assert first.low < one.low < one.high < first.high


def test_equal_steps_support_no_order() -> None:
    equal = within("maj-min", "maj-min", "decisions", 0.0)
    assert find(TABLE, [equal], 0, INF).outcome is Outcome.NOT_SUPPORTED
    assert find(TABLE, [equal], -INF, 0).outcome is Outcome.NOT_SUPPORTED
    assert find(TABLE, [equal], -0.1, 0.1).outcome is Outcome.SUPPORTED


def test_where_neither_step_came_there_is_no_ratio() -> None:
    never = {"decisions min-min": INF}
    table = [line(0, 0.0, never), line(1, 0.0, {**never, "decisions maj-maj": INF}), line(2)]
    found = within("min-min", "maj-maj", "decisions", 0.0).of(table)
    assert found == [INF, 0.0]


def test_only_seeds_of_both_sides_count() -> None:
    ratio = LogRatio(Reading("accuracy minority", 1.0), Reading("accuracy minority", 0.5))
    table = [line(seed, 1.0) for seed in range(4)] + [line(seed, 0.5) for seed in range(2, 6)]
    assert len(ratio.of(table)) == 2
    assert len(ratio.of(table[:4])) == 0
