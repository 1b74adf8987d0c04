from .block_matrices.explicit import instantiate
from .block_matrices.normal_form import normal_form
from .block_matrices.sum_zero_basis import SumZeroBasis
from .class_counts.growth_rates import growth_rates
from .class_counts.saddle_times import SaddleTimes, saddle_times
from .display.latex_printer import to_latex
from .errors import InputError, NotReducibleError, SpectraError
from .labels.constructors import from_counts, groups, step
from .labels.imbalance import Group, Imbalance
from .labels.per_level import PerLevel
from .spectrum.class_means import ClassMeans, flat_exponent
from .spectrum.class_weights import Weights, weights
from .spectrum.deep_factorisation import delay_factor, depth_window
from .spectrum.learning_window import window
from .spectrum.limit_times import learning_times
from .spectrum.quotient_matrix import Quotient, quotient
from .spectrum.rates import Effective, effective
from .spectrum.svd import Decomposition, Level, decompose
from .symbols import R, delta, gamma, k, m, t

__all__ = [
    "ClassMeans",
    "Decomposition",
    "Effective",
    "Group",
    "Imbalance",
    "InputError",
    "Level",
    "NotReducibleError",
    "PerLevel",
    "Quotient",
    "R",
    "SaddleTimes",
    "SpectraError",
    "SumZeroBasis",
    "Weights",
    "decompose",
    "delay_factor",
    "delta",
    "depth_window",
    "effective",
    "flat_exponent",
    "from_counts",
    "gamma",
    "groups",
    "growth_rates",
    "instantiate",
    "k",
    "learning_times",
    "m",
    "normal_form",
    "quotient",
    "saddle_times",
    "step",
    "t",
    "to_latex",
    "weights",
    "window",
]
