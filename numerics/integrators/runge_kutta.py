"""Adaptive steps of order 8: of a few floats, or of arrays.

``integrate_one`` follows one problem of few variables, which are floats: no array is made.
``integrate_many`` follows many such problems, each with a step and a clock of its own.
"""

from __future__ import annotations

import math
from operator import mul
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from numerics.errors import IntegrationError
from numerics.integrators.tableau import ADVANCE, ERROR_3, ERROR_5, STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from spectra.utils.progress import Reporter

Array = npt.NDArray[np.float64]
Floats: TypeAlias = "Sequence[float]"

FIRST = 0.25  # first step, in units of the clock of the flow
LONGEST = 1.0  # longer steps fool the error estimate of so few variables
SAFETY, SHRINK, GROW = 0.9, 0.2, 2.0
POWER = -1 / 8
MAX_STEPS = 200_000
STABLE = 7.0  # a step times the fastest rate of decay can be about as large
WINDOW, STILL = 3.0, 10.0  # a flow that moves less than 10 tolerances in so long has settled
_TINY = 1e-60  # keeps a quotient of errors that vanish finite

# Slopes 1 and 2 serve up to stage 4, slopes 3 and 4 up to stage 11: where they no longer do,
# they are dropped, and with them the zeros of the tableau.
_EARLY, _LATE = STAGES[:4], tuple((row[0], *row[3:]) for row in STAGES[4:])
_ADVANCE, _ERROR_5, _ERROR_3 = ((row[0], *row[5:]) for row in (ADVANCE, ERROR_5, ERROR_3))
_STAGES = [np.array(row) for row in STAGES]
_FINAL = np.array([ADVANCE, ERROR_5, ERROR_3])


def advance(
    field: Callable[[Floats], Floats], x: Floats, slope: Floats, h: float
) -> tuple[list[float], float]:
    """One step of length `h`: the new state and the estimated error.

    Parameters
    ----------
    field : callable
        Autonomous vector field.
    x, slope : sequence of float
        State and ``field(x)``.
    h : float
        Length of the step.
    """
    slopes = [[k] for k in slope]
    pairs = tuple(zip(x, slopes, strict=True))
    for rows in (_EARLY, _LATE):
        for row in rows:
            new = field([a + h * sum(map(mul, row, k)) for a, k in pairs])
            for known, value in zip(slopes, new, strict=True):
                known.append(value)
        for known in slopes:
            del known[1:3]
    fifth = third = 0.0
    for known in slopes:
        fifth += sum(map(mul, _ERROR_5, known)) ** 2
        third += sum(map(mul, _ERROR_3, known)) ** 2
    after = [a + h * sum(map(mul, _ADVANCE, k)) for a, k in pairs]
    return after, h * fifth / math.sqrt(fifth + 0.01 * third + _TINY)


def advance_array(
    field: Callable[[Array], Array], x: Array, slopes: Array, h: Array | float
) -> tuple[Array, Array, Array]:
    """The same for an array of any shape.

    Parameters
    ----------
    field : callable
        Autonomous vector field.
    x : ndarray
        State.
    slopes : ndarray, shape (12, *x.shape)
        Working memory, with ``field(x)`` as its first entry.
    h : float or ndarray
        Length of the step; broadcasts against the state.

    Returns
    -------
    tuple of ndarray
        The new state, and the two error estimates, per unit of time.
    """
    flat = slopes.reshape(len(slopes), -1)
    for i, row in enumerate(_STAGES, start=1):
        slopes[i] = field(x + h * (row @ flat[:i]).reshape(x.shape))
    final = (_FINAL @ flat).reshape(3, *x.shape)
    return x + h * final[0], final[1], final[2]


def integrate_one(
    field: Callable[[Floats], Floats],
    x: Floats,
    times: Floats,
    tolerance: float,
    report: Reporter | None = None,
) -> tuple[list[Floats], float | None]:
    """States at ascending `times` > 0, and the time at which nothing moved any more (or None).

    Every step ends at the latest at the next of the times: nothing is interpolated. `report` is
    told the part of the times that is reached.

    Raises
    ------
    IntegrationError
        If the number of steps explodes.
    """
    found: list[Floats] = []
    now, h, slope, mark, seen = 0.0, FIRST, field(x), 0.0, x
    for _ in range(MAX_STEPS + len(times)):
        if len(found) == len(times):
            return found, None
        if now - mark >= WINDOW:
            if max(abs(a - b) for a, b in zip(x, seen, strict=True)) < STILL * tolerance:
                return found + [x] * (len(times) - len(found)), now
            mark, seen = now, x
        left = times[len(found)] - now
        step = left if h >= left else min(h, 0.5 * left) if h > 0.5 * left else h
        after, error = advance(field, x, slope, step)
        ratio = abs(error) / tolerance
        factor = SAFETY * max(ratio, 1e-12) ** POWER
        if not ratio <= 1:  # also if it is not a number
            h = step * (max(SHRINK, factor) if ratio < np.inf else SHRINK)
            continue
        h = min(max(h if step < h else 0.0, step * min(GROW, factor)), LONGEST)
        x, slope = after, field(after)
        now = times[len(found)] if step == left else now + step
        if step == left:
            found.append(x)
            if report is not None:
                report.update(len(found) / len(times))
    raise IntegrationError(_too_many(now))


def integrate_many(
    field_of: Callable[[npt.NDArray[np.intp]], Callable[[Array], Array]],
    x: Array,
    times: Array,
    tolerance: float,
    report: Reporter | None = None,
) -> Array:
    """The same for many problems at once.

    Parameters
    ----------
    field_of : callable
        From the indices of problems to the field of those, on arrays (variables, problems).
    x : ndarray, shape (variables, B)
        Initial states.
    times : ndarray, shape (B, T)
        Ascending times ≥ 0 of every problem.
    tolerance : float
        Per step, as in ``integrate_one``.

    Returns
    -------
    ndarray, shape (variables, B, T)
    """
    count, columns = times.shape
    reached = 0
    found = np.empty((len(x), count, columns))
    running, at = np.arange(count), np.zeros(count, dtype=np.intp)
    now, h, mark, seen = np.zeros(count), np.full(count, FIRST), np.zeros(count), x
    field, slopes = field_of(running), np.empty((len(STAGES) + 1, *x.shape))
    slopes[0] = field(x)
    for _ in range(MAX_STEPS + columns):
        left = times[running, at] - now
        landing = h >= left
        step = np.where(landing, left, np.where(h > 0.5 * left, 0.5 * left, h))
        after, fifth, third = advance_array(field, x, slopes, step)
        size = np.einsum("vb,vb->b", fifth, fifth)
        third_size = np.einsum("vb,vb->b", third, third)
        ratio = step * size / np.sqrt(size + 0.01 * third_size + _TINY) / tolerance
        factor = SAFETY * np.maximum(ratio, 1e-12) ** POWER
        done = ratio <= 1
        growth = np.where(done, np.minimum(GROW, factor), np.fmax(SHRINK, factor))
        h = np.minimum(np.maximum(np.where(done & (step < h), h, 0.0), step * growth), LONGEST)
        x, now = np.where(done, after, x), np.where(done, now + step, now)
        slopes[0] = field(x)
        hit = np.flatnonzero(done & landing)
        found[:, running[hit], at[hit]] = x[:, hit]
        at[hit] += 1
        look = now - mark >= WINDOW
        quiet = look & (np.max(np.abs(x - seen), axis=0) < STILL * tolerance) & (at < columns)
        mark, seen = np.where(look, now, mark), np.where(look, x, seen)
        for i in np.flatnonzero(quiet):
            found[:, running[i], at[i] :] = x[:, i, None]
        if report is not None:
            reached += len(hit) + int(np.sum(columns - at[quiet]))
            report.update(reached / times.size)
        on = np.flatnonzero(~quiet & (at < columns))
        if not len(on):
            return found
        if len(on) < len(running):
            running, at, now, h, mark = running[on], at[on], now[on], h[on], mark[on]
            x, seen = x[:, on], seen[:, on]
            field, slopes = field_of(running), np.ascontiguousarray(slopes[:, :, on])
    raise IntegrationError(_too_many(float(now.min())))


def _too_many(now: float) -> str:
    return (
        f"{MAX_STEPS} steps reached only time {now:g} in units of the growth time: the flow is "
        "stiff over so long a time; take a smaller R or delta, or earlier times"
    )
