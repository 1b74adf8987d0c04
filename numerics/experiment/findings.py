"""Statements about many runs, and the test that decides them from a table.

The ledger imports this before it forks: numpy, whose threads would forbid that, is loaded where it
is used.

Every statement is about the median of a logarithm of a ratio of two numbers of one run, or of two
runs that share their seed: such as minority features learned twice as late as majority ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from numerics.experiment.features import FEATURES
from spectra.utils.confidence_interval import CONFIDENCE, Interval, median

if TYPE_CHECKING:
    from pathlib import Path

    from numerics.experiment.settings import Groups
    from numerics.experiment.summary import Summary
    from spectra.utils.arrays import Array

DIGITS: Groups = ((2, 3), (0, 1))
"""Majorities and minorities of the paper's Section B.4 that the default runs have."""


class Outcome(StrEnum):
    """How the test of a statement ends."""

    SUPPORTED = "SUPPORTED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True)
class Reading:
    """Which number of which runs.

    Attributes
    ----------
    quantity : str
        One of `summary.QUANTITIES`.
    gamma : float
    groups : pair of tuple of int
        Majorities, minorities.
    split : {"train", "test"}
    model : str
    """

    quantity: str
    gamma: float
    groups: Groups = DIGITS
    split: str = "train"
    model: str = "cnn"

    def of(self, table: Iterable[Summary]) -> dict[int, float]:
        """Return its value for every seed."""
        return {
            line.task.seed: line[self.quantity]
            for line in table
            if line.model == self.model
            and line.split == self.split
            and line.task.gamma == self.gamma
            and line.task.groups == self.groups
        }

    @property
    def least(self) -> float:
        """A step counts from 1: what is there from the start is learned by the first step."""
        return 1.0 if self.model == "cnn" and "loss" not in self.quantity else 0.0

    @staticmethod
    def table(folder: Path | None) -> tuple[Summary, ...]:
        """Read the summary of a folder, or the one that comes with the package."""
        from numerics.experiment import summary

        return summary.read_summary(summary.SHIPPED if folder is None else folder / summary.FILE)

    def __str__(self) -> str:
        majority, minority = (" ".join(map(str, side)) for side in self.groups)
        who = f"{self.model}, {majority} against {minority}, γ = {self.gamma:g}"
        return f"{self.quantity!r} ({who}, {self.split})"

    def values(self, table: Iterable[Summary]) -> Array:
        """Return its values, by ascending seed."""
        import numpy as np

        found = self.of(table)
        return np.array([found[seed] for seed in sorted(found)])


class Measured(Protocol):
    """A number of each run of some table."""

    @property
    def least(self) -> float:
        """What smaller values count as."""

    @staticmethod
    def table(folder: Path | None) -> Sequence[Any]:
        """Read the table of a folder; the one that comes with the package if none is given."""

    def of(self, table: Iterable[Any]) -> dict[int, float]:
        """Return its value for every seed."""


@dataclass(frozen=True)
class LogRatio:
    """ln(over / under), seed by seed; the logarithm of ``over`` itself without ``under``."""

    over: Measured
    under: Measured | None = None

    @property
    def readings(self) -> tuple[Measured, ...]:
        """The numbers it is made of."""
        return (self.over,) if self.under is None else (self.over, self.under)

    def of(self, table: Sequence[Any]) -> list[float]:
        """Return its values; a seed for which neither step came has none."""
        found = [reading.of(table) for reading in self.readings]
        columns = [
            [
                max(values[seed], reading.least)
                for seed in sorted(set.intersection(*map(set, found)))
            ]
            for reading, values in zip(self.readings, found, strict=True)
        ]
        over, *under = columns
        pairs = zip(over, *(under or [[1.0] * len(over)]), strict=True)
        return [_log(x) - _log(y) for x, y in pairs if math.isfinite(x) or math.isfinite(y)]


def _log(x: float) -> float:
    return math.log(x) if x else -math.inf


@dataclass(frozen=True)
class Judgement:
    """The median of each ratio with its interval, and the outcome of the test of all."""

    intervals: tuple[Interval, ...]
    outcome: Outcome

    def __str__(self) -> str:
        return "; ".join(shown(found) for found in self.intervals)


def shown(found: Interval) -> str:
    """Write a ratio from its logarithm.

    Examples
    --------
    >>> shown(Interval(0.0, -1.0, 1.0, 20))
    'ratio 1 [0.368, 2.72], 20 runs'
    """
    middle, low, high = (f"{math.exp(x):.3g}" for x in (found.median, found.low, found.high))
    return f"ratio {middle} [{low}, {high}], {found.runs} runs"


def judge(interval: Interval, low: float, high: float) -> Outcome:
    """Compare an interval with the open range that a statement allows the median.

    The statement is supported if the interval lies inside, not supported if it lies outside.

    Examples
    --------
    >>> judge(Interval(2.0, 1.0, 3.0, 20), 0.0, math.inf).value
    'SUPPORTED'
    >>> judge(Interval(2.0, 1.0, 3.0, 20), 0.0, 2.5).value
    'INCONCLUSIVE'
    """
    if math.isnan(interval.median):
        return Outcome.INCONCLUSIVE
    if interval.low > low and interval.high < high:
        return Outcome.SUPPORTED
    if interval.high <= low or interval.low >= high:
        return Outcome.NOT_SUPPORTED
    return Outcome.INCONCLUSIVE


def find(table: Sequence[Any], ratios: Sequence[LogRatio], low: float, high: float) -> Judgement:
    """Test that the median of every ratio's logarithm lies in an open range.

    All are to lie inside for the statement to be supported; with one outside it is not. The
    confidence of each interval is raised so that together they hold with `CONFIDENCE`.
    """
    level = 1 - (1 - CONFIDENCE) / len(ratios)
    intervals = tuple(median(ratio.of(table), level) for ratio in ratios)
    outcomes = {judge(found, low, high) for found in intervals}
    if Outcome.NOT_SUPPORTED in outcomes:
        return Judgement(intervals, Outcome.NOT_SUPPORTED)
    inside = outcomes == {Outcome.SUPPORTED}
    return Judgement(intervals, Outcome.SUPPORTED if inside else Outcome.INCONCLUSIVE)


def within(
    feature: str,
    other: str,
    measure: str,
    gamma: float,
    groups: Groups = DIGITS,
    model: str = "cnn",
) -> LogRatio:
    """Logarithm of the step of one feature over that of another, in the same training run."""
    reading = Reading(f"{measure} {feature}", gamma, groups, model=model)
    return LogRatio(reading, replace(reading, quantity=f"{measure} {other}"))


def against_erm(
    quantity: str, gamma: float, groups: Groups = DIGITS, split: str = "train"
) -> LogRatio:
    """Logarithm of a weighted run's step over that without weights, seed by seed."""
    reading = Reading(quantity, gamma, groups, split)
    return LogRatio(reading, replace(reading, gamma=0.0))


def rise(gamma: float, groups: Groups = DIGITS, split: str = "train") -> LogRatio:
    """Logarithm of the peak of the minorities' loss over its value at the start."""
    reading = Reading("loss minority peak", gamma, groups, split)
    return LogRatio(reading, replace(reading, quantity="loss minority start"))


def window(
    table: Sequence[Summary],
    measure: str,
    gamma: float,
    groups: Groups = DIGITS,
    model: str = "cnn",
) -> Interval:
    """Return the median of ln(Tmax / Tmin) = ln(1 + ΔT) over the features of a run."""
    import numpy as np

    ratios = [within(f, "maj-maj", measure, gamma, groups, model) for f in FEATURES]
    times = [ratio.over.of(table) for ratio in ratios]
    runs = np.array([[time[seed] for time in times] for seed in times[0]]).reshape(-1, len(times))
    runs = np.maximum(runs, 1) if model == "cnn" else runs
    runs = runs[np.isfinite(runs).any(axis=1)]
    return median(np.log(runs.max(axis=1) / runs.min(axis=1)))
