"""Estimates from independent values, with 95 % confidence intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % confidence interval."""

    mean: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


def mean(values: Array) -> Estimate:
    """Mean of independent values, with the interval of Student's t; nan if one is unknown."""
    from scipy.stats import t

    centre = float(values.mean()) if len(values) else math.nan
    if len(values) < 2 or not math.isfinite(centre):
        return Estimate(centre, -math.inf, math.inf)
    half = float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)))
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
