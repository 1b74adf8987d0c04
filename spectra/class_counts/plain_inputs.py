"""Counts, weights and exponents as numbers; sympy is loaded only where they are something else."""

from __future__ import annotations

from typing import Final

import numpy as np

from spectra.errors import refuse

MOST_GAMMA: Final = 1e9
"""Weights of larger exponents are no numbers of double precision, whatever the counts."""


def plain_counts(counts: object) -> object:
    """Counts of an imbalance; others stay as they are."""
    if isinstance(counts, list | tuple | np.ndarray):
        return counts
    from spectra.labels.imbalance import Imbalance

    if not isinstance(counts, Imbalance):
        return counts
    if not counts.is_concrete:
        remedy = "use effective(decompose(imbalance), weights(imbalance)).true_rate for symbols"
        raise refuse("counts", counts, "an imbalance without symbols", remedy)
    return counts.class_counts()


def plain_weights(weights: object) -> object:
    """Weights of the classes of a Weights; others stay as they are."""
    if isinstance(weights, list | tuple | np.ndarray):
        return weights
    from spectra.spectrum.class_weights import Weights

    return weights.classes() if isinstance(weights, Weights) else weights


def plain_exponent(gamma: object) -> float:
    """Read an exponent: a number of Python, or of sympy."""
    if type(gamma) in (int, float) and -MOST_GAMMA <= gamma <= MOST_GAMMA:  # type: ignore[operator]
        return float(gamma)  # type: ignore[arg-type]
    from spectra.labels.exact_inputs import exact

    remedy = "give a real exponent such as 1/2"
    value = exact("gamma", gamma, remedy=remedy)
    if not value.is_number:
        raise refuse("gamma", gamma, "a number", remedy)
    if abs(value) > MOST_GAMMA:
        raise refuse("gamma", gamma, f"at most {MOST_GAMMA:g} in size", remedy)
    return float(value)
