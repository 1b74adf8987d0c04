"""Where a function of one variable turns, in floating point: places to look at, no proof."""

from fractions import Fraction

import numpy as np
import sympy as sp
from flint import ctx
from numpy.typing import NDArray

from proofs.provers.expressions.arb_evaluation import NoBallError, ball

GRID = 1500
"""Points at which the sign of the slope is looked at."""

REACH = 40.0
"""How many e-folds from the ends of an unbounded interval."""


def critical_points(
    slope: sp.Expr, x: sp.Symbol, low: sp.Expr, high: sp.Expr, *, exact: bool = True
) -> list[sp.Expr]:
    """Return where ``slope`` changes sign, in order.

    Parameters
    ----------
    slope : Expr
        In ``x`` alone.
    low, high : Expr
        The interval's ends; may be infinite.
    exact : bool
        Return closed forms, and leave out what none is found for; otherwise floats, as they are.

    Examples
    --------
    >>> x = sp.Symbol("x", positive=True)
    >>> critical_points(1 - sp.log(x), x, sp.S.Zero, sp.oo)
    [E]
    """
    if slope.free_symbols != {x}:
        return []
    try:
        value = sp.lambdify(x, slope, modules="numpy")
        grid = _grid(low, high)
        with np.errstate(all="ignore"):
            found = np.asarray(value(grid))
            found = np.where(np.isreal(found), found.real, np.nan).astype(float)
            signs = np.sign(np.broadcast_to(found, grid.shape))
    except (TypeError, ValueError, NameError, AttributeError, KeyError):
        return []
    turns = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    approximate = [_bisect(value, grid[i], grid[i + 1]) for i in turns[:6]]
    approximate += [float(c) for c in grid[np.flatnonzero(signs == 0)][:3]]
    approximate.sort()
    if not exact:
        return [sp.Float(c) for c in approximate]
    return [c for a in approximate if (c := _closed_form(slope, x, a)) is not None]


def _grid(low: sp.Expr, high: sp.Expr) -> NDArray[np.float64]:
    u = np.linspace(-REACH, REACH, GRID)
    if low.is_finite and high.is_finite:
        return np.asarray(float(low) + (float(high) - float(low)) / (1 + np.exp(-u / 2)))
    if low.is_finite:
        return np.asarray(float(low) + np.exp(u))
    if high.is_finite:
        return np.asarray((float(high) - np.exp(u))[::-1])
    return np.asarray(np.sinh(u))


def _bisect(value, a: float, b: float) -> float:  # type: ignore[no-untyped-def]
    with np.errstate(all="ignore"):
        first = np.sign(value(a))
        for _ in range(200):
            middle = (a + b) / 2
            if middle in (a, b):
                break
            a, b = (middle, b) if np.sign(value(middle)) == first else (a, middle)
    return float((a + b) / 2)


FORMS = (
    (lambda y: y, lambda r: r),
    (np.log, sp.exp),
    (np.square, sp.sqrt),
    (lambda y: y / np.e, lambda r: r * sp.E),
    (lambda y: y / np.pi, lambda r: r * sp.pi),
    (np.exp, sp.log),
)
"""What may be a short fraction, and the number it belongs to."""

LARGEST_DENOMINATOR = 1000


def _vanishes(slope: sp.Expr, x: sp.Symbol, guess: sp.Expr) -> bool:
    """Whether 128 bits do not tell the slope from zero."""
    try:
        with ctx.workprec(128):
            value = ball(slope, {x: guess})
    except NoBallError:
        return False
    return bool(value.is_finite() and value.contains(0) and value.rad() < 1e-20)


def _closed_form(slope: sp.Expr, x: sp.Symbol, near: float) -> sp.Expr | None:
    """Return a short closed form of a zero of ``slope`` close to a number."""
    for forth, back in FORMS:
        with np.errstate(all="ignore"):
            y = float(forth(near))
        if not np.isfinite(y):
            continue
        short = Fraction(y).limit_denominator(LARGEST_DENOMINATOR)
        if abs(float(short) - y) > 1e-9 * abs(y):
            continue
        guess = back(sp.Rational(short.numerator, short.denominator))
        if not guess.is_finite:
            continue
        guess = -guess if guess * near < 0 else guess
        if _vanishes(slope, x, guess):
            return guess
    return None
