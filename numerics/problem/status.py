"""How a flow that was followed ended, in a word and in a sentence."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
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


def judge(error: float, rtol: float, settled: float | None) -> tuple[Status, str]:
    """Status and message of a finished integration, from its estimated error."""
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
