"""What the theory predicts for these labels and weights, as the initialisation vanishes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from numerics.experiment.features import FEATURES


@dataclass(frozen=True)
class Prediction:
    """Limits of the true flow of the squared loss.

    Attributes
    ----------
    times : tuple of float
        Learning times of `FEATURES`, the first one's as unit.
    window : float
        (Tmax - Tmin) / Tmin.
    """

    times: tuple[float, ...]
    window: float


def order(times: tuple[float, ...]) -> str:
    """Return the features from first to last; joined by = if they come together.

    What never comes is left out.

    Examples
    --------
    >>> order((1.0, 1.4, 3.2)), order((1.0, 2.0, 1.0))
    ('maj-maj < maj-min < min-min', 'maj-maj = min-min < maj-min')
    >>> order((3.0, 2.0, np.inf))
    'maj-min < maj-maj'
    """
    ranks = [i for i in np.argsort(np.round(times, 9), kind="stable") if np.isfinite(times[i])]
    shown = FEATURES[ranks[0]] if ranks else "none"
    for before, after in pairwise(ranks):
        tied = np.isclose(times[before], times[after])
        shown += f" {'=' if tied else '<'} {FEATURES[after]}"
    return shown


def predict(classes: int, ratio: int, gamma: float) -> Prediction:
    """Return the prediction for STEP imbalance and class weights ∝ frequency^(-γ).

    Examples
    --------
    >>> order(predict(4, 10, 1.0).times)
    'min-min < maj-min < maj-maj'
    """
    rates = np.array(_rates(classes, ratio)(gamma))
    times = rates[0] / rates
    return Prediction(tuple(times.tolist()), float(times.max() / times.min() - 1))


@lru_cache(maxsize=64)
def _rates(classes: int, ratio: int) -> Callable[[float], list[float]]:
    """Return the true rates of `FEATURES` as a function of γ."""
    from sympy import lambdify

    import spectra

    imbalance = spectra.step(classes, ratio)
    weights = spectra.weights(imbalance, spectra.gamma)
    found = spectra.effective(spectra.decompose(imbalance), weights).true_rate
    rates: Callable[[float], list[float]] = lambdify(
        spectra.gamma, [found[feature] for feature in FEATURES], "numpy"
    )
    return rates
