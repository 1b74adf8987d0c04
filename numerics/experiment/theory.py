"""What the theory predicts for these labels and weights, as the initialisation vanishes."""

from __future__ import annotations

from dataclasses import dataclass
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

    Examples
    --------
    >>> order((1.0, 1.4, 3.2)), order((1.0, 2.0, 1.0))
    ('maj-maj < maj-min < min-min', 'maj-maj = min-min < maj-min')
    """
    ranks = np.argsort(times, kind="stable")
    shown = FEATURES[ranks[0]]
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
    import spectra

    imbalance = spectra.step(classes, ratio)
    found = spectra.effective(spectra.decompose(imbalance), spectra.weights(imbalance, gamma))
    rates = np.array([float(found.true_rate[feature]) for feature in FEATURES])
    times = rates[0] / rates
    return Prediction(tuple(times.tolist()), float(times.max() / times.min() - 1))
