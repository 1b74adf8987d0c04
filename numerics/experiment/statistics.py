"""Medians with exact confidence intervals, and the one test that all findings rest on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from numerics.experiment.features import Array

CONFIDENCE: Final = 0.95
RESAMPLES: Final = 2000


class Outcome(StrEnum):
    """What a table says about a statement."""

    SUPPORTED = "SUPPORTED"
    NOT_SUPPORTED = "NOT_SUPPORTED"
    INCONCLUSIVE = "INCONCLUSIVE"


@dataclass(frozen=True)
class Interval:
    """A median with its confidence interval, of a number of runs."""

    median: float
    low: float
    high: float
    runs: int


def median(values: Array, confidence: float = CONFIDENCE) -> Interval:
    """Return the median with the interval between two order statistics.

    It holds the true median with at least this confidence whatever the distribution: the number
    of values below the median is binomial. Values may be infinite. With too few of them for any
    order statistic the interval is the whole line.

    Examples
    --------
    >>> import numpy as np
    >>> median(np.arange(1.0, 21.0))
    Interval(median=10.5, low=6.0, high=15.0, runs=20)
    >>> median(np.array([1.0, 2.0]))
    Interval(median=1.5, low=-inf, high=inf, runs=2)
    """
    import numpy as np
    from scipy.special import bdtr

    n = len(values)
    if not n:
        return Interval(float("nan"), float("-inf"), float("inf"), 0)
    ordered = np.sort(values)
    tails = bdtr(np.arange(n // 2), n, 0.5)  # P(at most j values lie below the median)
    cut = int(np.sum(tails <= (1 - confidence) / 2))
    low, high = (ordered[cut - 1], ordered[n - cut]) if cut else (-np.inf, np.inf)
    middle = ordered[[(n - 1) // 2, n // 2]]
    # the mean of two infinities of one sign is that infinity
    centre = middle[0] if middle[0] == middle[1] else middle.mean()
    return Interval(float(centre), float(low), float(high), n)


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


def band(values: Array) -> tuple[Array, Array, Array]:
    """Return the mean over the first axis with its bootstrap band (percentiles), pointwise.

    The resamples are those of a fixed seed.
    """
    import numpy as np

    rng = np.random.default_rng(0)
    weights = rng.multinomial(len(values), np.full(len(values), 1 / len(values)), RESAMPLES)
    means = np.tensordot(weights / len(values), values, axes=1)
    low, high = np.quantile(means, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2], axis=0)
    return values.mean(axis=0), low, high
