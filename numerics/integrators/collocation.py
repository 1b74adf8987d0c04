"""Collocation of high order for a few smooth equations: long slow phases cost a few steps.

Over each step the solution is a polynomial that meets the equation at the right Radau points, the
last of which is the end of the step (Hairer and Wanner, Solving Ordinary Differential Equations II,
section IV.5). No decay is too fast for it, so that steps are as long as the solution is smooth.
They are even in the logarithm of the time since the beginning: what relaxes like 1/t, or grows like
ln t, is followed to any time at a few steps per power of ten.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from numpy.polynomial import legendre

from numerics.errors import IntegrationError
from numerics.integrators.adaptive import State, Step

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

Field = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]
"""An autonomous field on arrays (n, points), real or complex, analytic in every component."""

STAGES = 16
MAX_STEPS = 20_000
_FIRST = 0.5  # length of the first step, in the logarithm of 1 + time
_LONGEST = 4.0
_SHORTEST = 1e-14
_ITERATIONS = 9  # of Newton's method, before a step is cut
_SETTLED = 1e-13  # its last change, relative
_DIGITS = 1e-15  # what rounding leaves of the largest component
_ROUNDING = 1e-9  # a change so small that does not shrink any more is rounding
_IMAGINARY = 1e-30  # a derivative along the imaginary axis has no cancellation


@dataclass(frozen=True, eq=False)
class _Rule:
    """Radau points on (0, 1], integrals up to them, and the coefficients of the integral."""

    points: Array
    integrals: Array
    coefficients: Array


@cache
def _rule() -> _Rule:
    """The points are the zeros of P_s - P_{s-1} on [-1, 1]."""
    last = np.zeros(STAGES + 1)
    last[-2:] = -1, 1
    x = legendre.legroots(last)
    for _ in range(3):
        x = x - legendre.legval(x, last) / legendre.legval(x, legendre.legder(last))
    x[-1] = 1.0
    halves = np.stack([legendre.legint(row, lbnd=-1) / 2 for row in np.eye(STAGES)], axis=1)
    coefficients = np.asarray(halves @ np.linalg.inv(legendre.legvander(x, STAGES - 1)))
    points = np.asarray((x + 1) / 2)
    return _Rule(points, np.asarray(legendre.legvander(x, STAGES) @ coefficients), coefficients)


def march_smooth(
    field: Field, start: State, tolerance: float, age: float = 1.0, last: float = math.inf
) -> Iterator[Step]:
    """Integrate until a clock, or without end; the caller stops when it has what it wants.

    Parameters
    ----------
    field : callable
        By a clock in which it changes by order one in a unit, at first.
    start : State
        Components and clock at the beginning.
    tolerance : float
        Error of a step in every component, absolute, but at least some roundings of the largest.
    age : float
        Clock since the beginning from which the logarithm counts.
    last : float
        Clock at the end.

    Raises
    ------
    IntegrationError
        If the steps become too short or too many, or the time infinite.
    """
    x, past, length = start.x, 0.0, _FIRST
    for _ in range(MAX_STEPS):
        left = math.log1p((last - start.time - past) / (age + past))
        length = min(length, left)
        end, coefficients, error = x, x, math.inf
        unit = max(tolerance, _DIGITS * float(np.abs(x).max()))
        while True:
            found = _collocate(field, x, age + past, length)
            if found is not None:
                end, coefficients = found
                error = float(np.abs(coefficients[-2:]).max()) / unit
                if error <= 1:
                    break
            cut = 0.4 if found is None else 0.9 * error ** (-1 / STAGES)
            length *= max(cut, 0.2)
            if length < _SHORTEST:
                raise IntegrationError(
                    f"the step size vanished after {past:g} growth times: take a larger rtol, or "
                    "earlier times"
                )
        begin, x = start.time + past, end
        inside = partial(_inside, coefficients, begin, age + past, length)
        past += (age + past) * math.expm1(length)
        if not math.isfinite(past):
            raise IntegrationError("time leaves the range of double precision")
        now = last if length == left else start.time + past
        yield Step(begin, now, State(now, x, start.scales), inside)
        if now == last:
            return
        length *= min(0.9 * max(error, 1e-4) ** (-1 / STAGES), 2.0)
        length = min(length, _LONGEST)
    raise IntegrationError(
        f"{MAX_STEPS} steps reached only {past:g} growth times: take a larger rtol, or earlier times"
    )


def _collocate(field: Field, x: Array, scale: float, length: float) -> tuple[Array, Array] | None:
    """State at the end of a step and Legendre coefficients of the solution; None if not found.

    With the clock at scale · (e^τ - 1) past the beginning of the step the equation by τ is
    x' = scale · e^τ · f(x).
    """
    rule = _rule()
    elapsed = scale * np.expm1(length * rule.points)
    pace = length * (scale + elapsed)
    guess = x[:, None] + field(x[:, None]) * elapsed
    before, size = math.inf, 1 + np.abs(x)
    noise = max(_ROUNDING, 10 * _DIGITS * float(size.max()))
    with np.errstate(all="ignore"):  # a trial may leave the range: the step is then cut
        for _ in range(_ITERATIONS):
            change = _newton(field, x, guess, pace)
            if change is None:
                return None
            guess = guess - change
            moved = float((np.abs(change).max(axis=1) / size).max())
            if moved < (_SETTLED if moved < before else noise):
                break
            before = moved
        else:
            return None
        coefficients = rule.coefficients @ (field(guess) * pace).T
    if not np.all(np.isfinite(coefficients)):
        return None
    end = x + coefficients.sum(axis=0)
    coefficients[0] += x
    return end, coefficients


def _newton(field: Field, x: Array, guess: Array, pace: Array) -> Array | None:
    """Change of the guess in a step of Newton's method; None if there is none."""
    rule, (n, s) = _rule(), guess.shape
    shifted = np.repeat(guess[:, None, :], n, axis=1).astype(np.complex128)
    shifted[np.arange(n), np.arange(n)] += 1j * _IMAGINARY
    values = field(shifted.reshape(n, -1)).reshape(n, n, s)
    rates, jacobian = values[:, 0].real, values.imag / _IMAGINARY
    weights = rule.integrals * pace
    residual = guess - x[:, None] - rates @ weights.T
    matrix = np.eye(n * s) - np.einsum("ji,abi->ajbi", weights, jacobian).reshape(n * s, n * s)
    if not (np.all(np.isfinite(matrix)) and np.all(np.isfinite(residual))):
        return None
    try:
        return np.linalg.solve(matrix, residual.ravel()).reshape(n, s)
    except np.linalg.LinAlgError:
        return None


def _inside(coefficients: Array, begin: float, scale: float, length: float, time: float) -> State:
    """The state at a time of a step."""
    part = min(math.log1p(max(time - begin, 0.0) / scale) / length, 1.0)
    x = np.asarray(legendre.legval(2 * part - 1, coefficients))
    return State(time, x, np.zeros(1))
