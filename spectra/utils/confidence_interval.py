"""Estimates from independent values, with confidence intervals.

numpy and scipy are loaded where they are used: the ledger imports this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

CONFIDENCE: Final = 0.95
RESAMPLES: Final = 2000


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % confidence interval."""

    mean: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Interval:
    """A median with its confidence interval, of a number of values."""

    median: float
    low: float
    high: float
    runs: int


def mean(values: Array) -> Estimate:
    """Mean of independent values, with the interval of Student's t; nan if one is unknown."""
    from scipy.stats import t

    centre = float(values.mean()) if len(values) else math.nan
    if len(values) < 2 or not math.isfinite(centre):
        return Estimate(centre, -math.inf, math.inf)
    quantile = t.ppf((1 + CONFIDENCE) / 2, len(values) - 1)
    half = float(quantile * values.std(ddof=1) / math.sqrt(len(values)))
    return Estimate(centre, centre - half, centre + half)


def proportion(successes: int, trials: int, unknown: int = 0) -> Estimate:
    """A part of the trials, with Wilson's interval.

    Trials of unknown outcome are among `trials`. The mean is that of the others; the lower end takes
    them all for failures, the upper one for successes.
    """
    known = trials - unknown
    centre = successes / known if known else math.nan
    return Estimate(centre, _wilson(successes, trials)[0], _wilson(successes + unknown, trials)[1])


def _wilson(successes: int, trials: int) -> tuple[float, float]:
    if not trials:
        return 0.0, 1.0
    z2 = 1.959963984540054**2
    p = successes / trials
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (p * (1 - p) + z2 / (4 * trials)) / trials) / (1 + z2 / trials)
    return max(0.0, centre - half), min(1.0, centre + half)


def median(values: Array | Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """Return the median with the interval between two order statistics.

    It holds the true median with at least this confidence whatever the distribution: the number
    of values below the median is binomial. Values may be infinite. With too few of them for any
    order statistic the interval is the whole line.

    Examples
    --------
    >>> median(range(1, 21))
    Interval(median=10.5, low=6.0, high=15.0, runs=20)
    >>> median([1.0, 2.0])
    Interval(median=1.5, low=-inf, high=inf, runs=2)
    """
    n = len(values)
    if not n:
        return Interval(math.nan, -math.inf, math.inf, 0)
    ordered = sorted(map(float, values))
    # of the 2^n ways to lie below and above the median, those with `cut` values below, and at most
    every, ways, tail, cut = 2**n, 1, 1, 0
    while cut < n // 2 and tail / every <= (1 - confidence) / 2:
        cut += 1
        ways = ways * (n - cut + 1) // cut
        tail += ways
    low, high = (ordered[cut - 1], ordered[n - cut]) if cut else (-math.inf, math.inf)
    # the mean of two infinities of one sign is that infinity
    return Interval((ordered[(n - 1) // 2] + ordered[n // 2]) / 2, low, high, n)


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
