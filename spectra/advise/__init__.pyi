from .advice import Advice, Crossover, Plan, Steps, WindowPoint, advise
from .class_data import ClassData, of_counts, of_labels, profile
from .read_file import read
from .training import Training
from .weighting import Weighting, from_gamma, from_weights

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
