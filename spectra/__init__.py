"""What the labels and the weights determine: exact and symbolic spectra of imbalanced labels.

Start with an imbalance (`step`, `groups`, `from_counts`), `decompose` it, and ask for the
`effective` weights, rates and learning times under class `weights`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from spectra.blocks import SumZeroBasis, blocks_equal, instantiate, normal_form
from spectra.constructors import from_counts, groups, step
from spectra.decomposition import Decomposition, Level, decompose
from spectra.depth import delay_factor, depth_window
from spectra.errors import InputError, NotReducibleError, SpectraError
from spectra.imbalance import Group, Imbalance
from spectra.per_level import PerLevel
from spectra.printing import to_latex
from spectra.quotient import Quotient, quotient
from spectra.rates import Effective, effective
from spectra.symbols import R, delta, gamma, k, m, t
from spectra.weights import Weights, weights
from spectra.windows import window

if TYPE_CHECKING:
    from spectra.counts import growth_rates
    from spectra.saddles import SaddleTimes, saddle_times

_LATE = {"SaddleTimes": "saddles", "growth_rates": "counts", "saddle_times": "saddles"}
"""Module of every name that needs numpy, which is loaded late."""

__all__ = [
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
    "blocks_equal",
    "decompose",
    "delay_factor",
    "delta",
    "depth_window",
    "effective",
    "from_counts",
    "gamma",
    "groups",
    "growth_rates",
    "instantiate",
    "k",
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


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        msg = f"module 'spectra' has no attribute {name!r}"
        raise AttributeError(msg)
    value = getattr(import_module(f"spectra.{_LATE[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(globals().keys() | __all__)
