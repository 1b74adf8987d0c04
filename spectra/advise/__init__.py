"""Advice for a training run: ``python -m spectra.advise 5000 5000 50 50``.

Class counts in; the order in which classes are learned, learning times, windows and weights out.
"""

from spectra.advise.advice import Advice, Crossover, Plan, Steps, WindowPoint, advise
from spectra.advise.class_data import ClassData, of_counts, of_labels, profile
from spectra.advise.read_file import read
from spectra.advise.training import Training
from spectra.advise.weighting import Weighting, from_gamma, from_weights

__all__ = [
    "Advice",
    "ClassData",
    "Crossover",
    "Plan",
    "Steps",
    "Training",
    "Weighting",
    "WindowPoint",
    "advise",
    "from_gamma",
    "from_weights",
    "of_counts",
    "of_labels",
    "profile",
    "read",
]
