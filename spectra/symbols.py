"""The symbols of the theory and what is assumed of them: the one place they are made.

Notation follows the paper; where the paper writes V for the number of classes we write k.
"""

from typing import Final

import sympy as sp

k: Final = sp.Symbol("k", even=True, positive=True)
"""Number of classes: even, at least 2."""

R: Final = sp.Symbol("R", positive=True)
"""Imbalance ratio: samples of a majority class over samples of a minority class."""

delta: Final = sp.Symbol("delta", positive=True)
"""Log of the inverse initialisation scale: the state starts at exp(-delta)."""

t: Final = sp.Symbol("t", nonnegative=True)
"""Gradient-flow time of Eq. (4) and (9), the loss ½‖(Z - WH)Ω^½‖²."""

gamma: Final = sp.Symbol("gamma", real=True)
"""Weighting exponent: class weights are proportional to frequency to the power -gamma."""

m: Final[sp.Expr] = k / 2
"""Number of classes in each group of a STEP imbalance (a positive integer)."""
