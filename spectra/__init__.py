"""What the labels and the weights determine: exact and symbolic spectra of imbalanced labels.

Start with an imbalance (`step`, `groups`, `from_counts`), `decompose` it, and ask for the
`effective` weights, rates and learning times under class `weights`.
"""

from spectra.blocks import SumZeroBasis, blocks_equal, instantiate, normal_form
from spectra.constructors import from_counts, groups, step
from spectra.decomposition import Decomposition, Level, decompose
from spectra.errors import InputError, NotReducibleError, SpectraError
from spectra.imbalance import Group, Imbalance
from spectra.per_level import PerLevel
from spectra.printing import to_latex
from spectra.rates import Effective, effective
from spectra.symbols import R, delta, gamma, k, m, t
from spectra.weights import Weights, weights
from spectra.windows import window

__all__ = [
    "Decomposition",
    "Effective",
    "Group",
    "Imbalance",
    "InputError",
    "Level",
    "NotReducibleError",
    "PerLevel",
    "R",
    "SpectraError",
    "SumZeroBasis",
    "Weights",
    "blocks_equal",
    "decompose",
    "delta",
    "effective",
    "from_counts",
    "gamma",
    "groups",
    "instantiate",
    "k",
    "m",
    "normal_form",
    "step",
    "t",
    "to_latex",
    "weights",
    "window",
]
