"""How a flow that was followed ended, in a word and in a sentence."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from fractions import Fraction

    from spectra.utils.arrays import Array


class Status(StrEnum):
    """How the integration went; see ``Solution.message`` for what to do."""

    DONE = "done"
    SETTLED = "settled"
    INACCURATE = "inaccurate"
    DIVERGED = "diverged"
    INTERRUPTED = "interrupted"


def estimated_error(fine: Array, coarse: Array, tolerance: float) -> float:
    """Error of the finer of two integrations, from their difference and its tolerance.

    The difference may be small by chance; and where no step is as long as its tolerance allows, both
    are the same.
    """
    return 2 * float(np.max(np.abs(fine - coarse), initial=0.0)) + tolerance


def rounding(delta: float | Fraction) -> float:
    """What rounding of times and logarithms, both of the size of δ, may do to a strength.

    The more exactly it is, the more two integrations agree in it.
    """
    return 2 * float(delta) * float(np.finfo(float).eps)


def judge(
    error: float, rtol: float, settled: float | None, rounded: float = 0.0
) -> tuple[Status, str]:
    """Status and message of a finished integration, from its estimated error and its rounding."""
    if error > 100 * rtol and rounded > error / 2:
        return Status.INACCURATE, (
            f"beta may be off by {error:.1e}: doubles tell times of the size of delta no better "
            "apart; take a smaller delta, or digits=..."
        )
    if error > 100 * rtol:
        return Status.INACCURATE, (
            f"beta may be off by {error:.1e}, far more than rtol = {rtol:g}: take a smaller rtol "
            "and compare"
        )
    known = "no error estimate" if math.isnan(error) else f"beta is right to about {error:.1e}"
    if settled is not None and not math.isnan(settled):
        return Status.SETTLED, (
            f"the modes that interact had settled at time {settled:g}: later times repeat "
            f"that state; {known}"
        )
    return Status.DONE, known
