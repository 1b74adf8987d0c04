"""Integration by ``mpmath.odefun``: slow, and sharing nothing with the other integrators."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spectra.utils.arrays import Array
    from spectra.utils.progress import Reporter


def integrate_reference(
    field: Callable[[Sequence[Any]], Sequence[Any]],
    start: Array,
    log_scale: float,
    times: Array,
    tolerance: float,
    report: Reporter,
) -> list[Array]:
    """States at ascending times ≥ 0; interrupted by Ctrl-C, those found so far.

    Parameters
    ----------
    field : callable
        Autonomous vector field, on numbers of mpmath.
    start : ndarray, shape (n,)
        State at time 0, but for a factor e^{log_scale}.
    log_scale : float
        At most 0.
    times : ndarray, shape (T,)
    tolerance : float
        Error of a step, relative to the size of the start.
    report : Reporter
        Is told the part of the times that is reached.
    """
    # mpmath is loaded only where it is asked for
    import mpmath

    digits = math.ceil(-math.log10(tolerance) - log_scale / math.log(10))
    found: list[Array] = []
    with mpmath.workdps(max(15, digits)):
        size = mpmath.exp(mpmath.mpf(log_scale))
        begin = [size * mpmath.mpf(value) for value in start.tolist()]
        state = mpmath.odefun(lambda _, x: field(x), 0, begin, tol=tolerance * size)
        try:
            for time in times.tolist():
                found.append(np.array([float(value) for value in state(mpmath.mpf(time))]))
                report.update(len(found) / len(times))
        except KeyboardInterrupt:
            if not found:
                raise
    return found
