"""Many small problems as one system, each with a clock of its own.

From one of its times to the next every problem runs through the same unit of a common time, so that
all arrive together and nothing is interpolated.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import IntegrationError
from numerics.integrators.adaptive import FLOOR, MAX_STEPS, STILL, WINDOW, Pace, steps
from numerics.integrators.compiled import FIRST, LONGEST

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


def integrate_many(
    field_of: Callable[[Indices], Callable[[Array], Array]],
    x: Array,
    times: Array,
    tolerance: float,
    report: Reporter | None = None,
) -> Array:
    """States of many problems, each at times of its own.

    Parameters
    ----------
    field_of : callable
        From the indices of problems to the field of those, on arrays (variables, problems).
    x : ndarray, shape (variables, B)
        Initial states.
    times : ndarray, shape (B, T)
        Ascending times ≥ 0 of every problem, by its clock.
    tolerance : float
        Error of a step, absolute, of every problem.

    Returns
    -------
    ndarray, shape (variables, B, T)

    Raises
    ------
    IntegrationError
        If the number of steps explodes.
    """
    found = np.empty((*x.shape, times.shape[1]))
    gaps = np.diff(times, axis=1, prepend=0.0)
    moving = np.ones(len(times), dtype=np.bool_)
    x, count = x.copy(), 0
    for column, gap in enumerate(gaps.T):
        left = np.where(moving, gap, 0.0)
        while len(on := np.flatnonzero(left > 0)):
            if report is not None:
                report.update((column + 1 - np.sum(left) / np.sum(gap)) / times.shape[1])
            part = np.minimum(left[on], WINDOW)
            before = x[:, on]
            x[:, on], taken = _together(field_of(on), before, part, tolerance)
            quiet = np.max(np.abs(x[:, on] - before), axis=0) < STILL * tolerance
            moving[on[quiet & (part == WINDOW)]] = False
            left = np.where(moving, left, 0.0)
            left[on] -= np.minimum(left[on], part)
            count += taken
            if count > MAX_STEPS + times.shape[1]:
                raise IntegrationError(
                    f"{count} steps reached only the time number {column} of {times.shape[1]}: a "
                    "flow is stiff over so long a time; take a smaller R or delta, or earlier times"
                )
        found[:, :, column] = x
        if report is not None:
            report.update((column + 1) / times.shape[1])
    return found


def _together(
    field: Callable[[Array], Array], x: Array, lengths: Array, tolerance: float
) -> tuple[Array, int]:
    """States after lengths of time, one of each problem, and the number of steps taken."""

    def stacked(y: Array) -> Array:
        return (lengths * field(y.reshape(x.shape))).ravel()

    # scipy weighs the mean of all errors: this much less lets none of them be too large
    allowed = np.full(x.size, max(tolerance / math.sqrt(lengths.size), FLOOR))
    longest = LONGEST / float(lengths.max())
    taken = list(steps(stacked, x.ravel(), 1.0, Pace(allowed, FIRST * longest, longest)))
    return taken[-1][1].reshape(x.shape), len(taken)
