"""Small tools for FLINT's balls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import mpmath
from flint import arb, fmpq


def to_ball(value: Fraction) -> arb:
    """Ball around an exact rational at the current working precision."""
    return arb(fmpq(value.numerator, value.denominator))


def to_fraction(point: arb) -> Fraction:
    """The dyadic rational that an exact ball is."""
    mantissa, exponent = (int(x) for x in point.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def widen(ball: arb, radius: arb) -> arb:
    """`ball` with its radius enlarged by the upper bound of `radius`."""
    return ball + arb(0, radius.abs_upper())


def euclidean(entries: Sequence[arb]) -> arb:
    """Ball for the Euclidean norm of a vector of balls."""
    return sum((x * x for x in entries), arb(0)).sqrt()


def log2_above(ball: arb) -> float:
    """Base-2 logarithm of the upper bound of |ball|, roughly; -inf at zero."""
    if not ball.is_finite():
        return math.nan
    mantissa, exponent = ball.abs_upper().man_exp()
    return math.log2(int(mantissa)) + int(exponent) if mantissa else -math.inf


def radius_above(ball: arb) -> float:
    """Radius of a ball as a float that is not smaller."""
    if not ball.is_finite():
        return math.inf
    exact_radius = to_fraction(ball.rad())
    try:
        rounded = float(exact_radius)
    except OverflowError:
        return math.inf
    return math.nextafter(rounded, math.inf) if rounded < exact_radius else rounded


def bits_of(digits: int) -> int:
    """Bits that so many decimal digits have."""
    return math.ceil(digits * math.log2(10))


def midpoint(ball: arb) -> mpmath.mpf:
    """Exact midpoint of a ball."""
    mantissa, exponent = ball.mid().man_exp()
    return mpmath.ldexp(int(mantissa), int(exponent))
