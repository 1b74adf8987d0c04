"""Elementary expressions over boxes, in mpmath's interval arithmetic.

The second route's counterpart of :mod:`proofs.provers.expressions.arb_evaluation`, which uses FLINT.
"""

from fractions import Fraction
from functools import reduce

import sympy as sp
from mpmath import iv

ENCLOSURE_DIGITS, LARGEST_CONSTANT = 20, 10**300


class NotPolynomialError(ValueError):
    """The formula does not come down to polynomials and constants that can be enclosed."""


def enclosure(number: sp.Expr) -> tuple[sp.Rational, sp.Rational]:
    """Enclose a constant between rationals, by mpmath's interval arithmetic.

    Examples
    --------
    >>> low, high = enclosure(sp.pi)
    >>> bool(low < sp.Rational(22, 7)), float(high - low) < 1e-15
    (True, True)
    """
    iv.dps = ENCLOSURE_DIGITS
    value = interval(number, {})
    if not abs(value).b < LARGEST_CONSTANT:
        raise NotPolynomialError(f"the constant {number} is too large")
    ends = [sp.Rational(*_ratio(end)) for end in (value.a, value.b)]
    return ends[0], ends[1]


def _ratio(end: object) -> tuple[int, int]:
    sign, mantissa, exponent, _ = end._mpi_[0]  # type: ignore[attr-defined]
    value = Fraction(int(mantissa)) * Fraction(2) ** int(exponent) * (-1 if sign else 1)
    return value.numerator, value.denominator


def interval(expr: sp.Basic, at: dict[sp.Symbol, object]):  # type: ignore[no-untyped-def]
    """Enclose an elementary expression, its symbols given as intervals.

    Raises
    ------
    NotPolynomialError
        If there is no rule for a part, or a part is undefined somewhere in the box.
    """
    if expr in at:
        return at[expr]
    if isinstance(expr, sp.Rational):
        return iv.mpf(int(expr.p)) / int(expr.q)
    if expr == sp.pi:
        return +iv.pi
    if expr == sp.E:
        return +iv.e
    if not expr.args:
        raise NotPolynomialError(str(expr))
    if isinstance(expr, sp.Pow):
        return _interval_power(expr, at)
    args = [interval(arg, at) for arg in expr.args]
    if isinstance(expr, sp.Add):
        return reduce(lambda a, b: a + b, args)
    if isinstance(expr, sp.Mul):
        return reduce(lambda a, b: a * b, args)
    if isinstance(expr, sp.exp):
        return iv.exp(args[0])
    if isinstance(expr, sp.log) and args[0].a > 0:
        return iv.log(args[0])
    if isinstance(expr, sp.Abs):
        return abs(args[0])
    raise NotPolynomialError(str(expr))


def _interval_power(expr: sp.Pow, at: dict[sp.Symbol, object]):  # type: ignore[no-untyped-def]
    base, exponent = interval(expr.base, at), expr.exp
    if isinstance(exponent, sp.Integer):
        if exponent < 0 and base.a <= 0 <= base.b:
            raise NotPolynomialError(str(expr))
        return base ** int(exponent)
    if base.a <= 0:
        if exponent == sp.Rational(1, 2) and base.a == 0:
            return iv.sqrt(base)
        raise NotPolynomialError(str(expr))
    return iv.exp(interval(exponent, at) * iv.log(base))
