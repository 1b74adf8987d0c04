"""Ball arithmetic: expressions evaluated at exact points with rigorous error bounds.

A ball that excludes zero is a theorem about the point (given that FLINT rounds correctly);
a ball that contains zero says nothing.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

import sympy as sp
from flint import arb, ctx, fmpq

Point = Mapping[sp.Symbol, Fraction | sp.Expr | arb]
"""Exact values, or balls: then the result encloses all values over the ball."""

PRECISIONS = (64, 192, 640, 2048)
"""Bits tried in turn until a sign is certain."""

LARGEST_POWER = 10**6
"""Symbolic exponents that turn out integers are taken as such up to here."""

CONSTANTS: dict[sp.Basic, Callable[[], arb]] = {
    sp.pi: arb.pi,
    sp.E: arb.const_e,
    sp.EulerGamma: arb.const_euler,
    sp.Catalan: arb.const_catalan,
}

FUNCTIONS: dict[type, Callable[..., arb]] = {
    sp.exp: lambda x: x.exp(),
    sp.log: lambda x: x.log(),
    sp.sin: lambda x: x.sin(),
    sp.cos: lambda x: x.cos(),
    sp.tan: lambda x: x.tan(),
    sp.sinh: lambda x: x.sinh(),
    sp.cosh: lambda x: x.cosh(),
    sp.tanh: lambda x: x.tanh(),
    sp.coth: lambda x: x.coth(),
    sp.asin: lambda x: x.asin(),
    sp.acos: lambda x: x.acos(),
    sp.atan: lambda x: x.atan(),
    sp.asinh: lambda x: x.asinh(),
    sp.acosh: lambda x: x.acosh(),
    sp.atanh: lambda x: x.atanh(),
    sp.erf: lambda x: x.erf(),
    sp.gamma: lambda x: x.gamma(),
    sp.zeta: lambda x: x.zeta(),
    sp.LambertW: lambda x: x.lambertw(),
    sp.Abs: abs,
    sp.Max: lambda *xs: _fold(arb.max, xs),
    sp.Min: lambda *xs: _fold(arb.min, xs),
    sp.sign: lambda x: x.sgn(),
}


class NoBallError(ValueError):
    """The expression contains something ball arithmetic has no rule for."""


def ball(expr: sp.Basic, point: Point) -> arb:
    """Enclose ``expr`` at an exact point, at the working precision of ``flint.ctx``.

    Parameters
    ----------
    expr : sympy expression
        Real-valued; its free symbols are keys of ``point``.
    point : mapping of Symbol to Fraction

    Returns
    -------
    arb
        A ball that contains the value; not finite where the expression is undefined.

    Raises
    ------
    NoBallError
        If a function has no rule here.

    Examples
    --------
    >>> from spectra import R
    >>> print(ball(sp.sqrt(R + 1), {R: Fraction(3)}))
    2.00000000000000
    """
    return _ball(expr, point, {})


def _ball(expr: sp.Basic, point: Point, seen: dict[sp.Basic, arb]) -> arb:
    if expr in seen:
        return seen[expr]
    value = _compute(expr, point, seen)
    seen[expr] = value
    return value


def _compute(expr: sp.Basic, point: Point, seen: dict[sp.Basic, arb]) -> arb:
    if isinstance(expr, sp.Rational):
        return arb(fmpq(int(expr.p), int(expr.q)))
    if isinstance(expr, sp.Symbol):
        if expr not in point:
            msg = f"no value for the symbol {expr}"
            raise NoBallError(msg)
        value = point[expr]
        if isinstance(value, arb):
            return value
        if isinstance(value, sp.Expr):
            return _ball(value, {}, {})
        return arb(fmpq(value.numerator, value.denominator))
    if expr in CONSTANTS:
        return CONSTANTS[expr]()
    if isinstance(expr, sp.Float):
        exact = sp.Rational(expr)
        return arb(fmpq(int(exact.p), int(exact.q)))
    if isinstance(expr, sp.Pow):
        return _power(expr, point, seen)
    if isinstance(expr, sp.Piecewise):
        return _piecewise(expr, point, seen)
    if isinstance(expr, sp.Add):
        return sum((_ball(arg, point, seen) for arg in expr.args), arb(0))
    if isinstance(expr, sp.Mul):
        return _fold(arb.__mul__, [_ball(arg, point, seen) for arg in expr.args])
    rule = FUNCTIONS.get(expr.func)
    if rule is None or (len(expr.args) != 1 and expr.func not in (sp.Max, sp.Min)):
        msg = f"ball arithmetic has no rule for {expr.func.__name__}"
        raise NoBallError(msg)
    return rule(*(_ball(arg, point, seen) for arg in expr.args))


def _fold(operation: Callable[[arb, arb], arb], values: list[arb] | tuple[arb, ...]) -> arb:
    result, *rest = values
    for value in rest:
        result = operation(result, value)
    return result


def _power(expr: sp.Pow, point: Point, seen: dict[sp.Basic, arb]) -> arb:
    base, exponent = expr.args
    b = _ball(base, point, seen)
    if isinstance(exponent, sp.Integer):
        n = int(exponent)
        return b**n if n >= 0 else arb(1) / b ** (-n)
    if isinstance(exponent, sp.Rational):
        root = b.sqrt() if exponent.q == 2 else b.root(int(exponent.q))
        p = int(exponent.p)
        return root**p if p >= 0 else arb(1) / root ** (-p)
    if base == sp.E:
        return _ball(exponent, point, seen).exp()
    e = _ball(exponent, point, seen)
    if e.is_exact() and e.is_integer() and abs(e) <= LARGEST_POWER:
        n = int(e.unique_fmpz())
        return b**n if n >= 0 else arb(1) / b ** (-n)
    return (e * b.log()).exp()


def _piecewise(expr: sp.Piecewise, point: Point, seen: dict[sp.Basic, arb]) -> arb:
    for value, condition in expr.args:
        holds = truth(condition, point)
        if holds is None:
            return arb.nan()
        if holds:
            return _ball(value, point, seen)
    return arb.nan()


def compare(left: sp.Basic, right: sp.Basic, point: Point) -> int | None:
    """Return the certain sign of ``left - right`` at ``point`` (0 only if exact), or None.

    None also where a side is undefined.

    Examples
    --------
    >>> from spectra import R
    >>> compare(sp.sqrt(R), sp.S.One, {R: Fraction(4)})
    1
    >>> compare(sp.sqrt(2 * R), sp.Integer(2), {R: Fraction(2)})
    0
    """
    for bits in PRECISIONS:
        seen: dict[sp.Basic, arb] = {}
        with ctx.workprec(bits):
            gap = _ball(left, point, seen) - _ball(right, point, seen)
        if not gap.is_finite():
            if bits > PRECISIONS[0]:
                return None
        elif gap > 0:
            return 1
        elif gap < 0:
            return -1
        elif gap.is_exact():
            return 0
    return None


def is_defined(expr: sp.Basic, point: Point) -> bool:
    """Whether ``expr`` certainly has a finite real value at ``point``."""
    for bits in PRECISIONS:
        with ctx.workprec(bits):
            if ball(expr, point).is_finite():
                return True
    return False


RELATIONS: dict[type, Callable[[int], bool]] = {
    sp.Eq: lambda s: s == 0,
    sp.Ne: lambda s: s != 0,
    sp.Gt: lambda s: s > 0,
    sp.Ge: lambda s: s >= 0,
    sp.Lt: lambda s: s < 0,
    sp.Le: lambda s: s <= 0,
}


def truth(condition: sp.Basic, point: Point) -> bool | None:
    """Return whether a relation (or a combination) certainly holds at ``point``.

    None where balls cannot tell, or where a side is undefined.
    """
    if condition in (sp.true, sp.false):
        return bool(condition)
    if isinstance(condition, sp.Not):
        inner = truth(condition.args[0], point)
        return None if inner is None else not inner
    if isinstance(condition, (sp.And, sp.Or)):
        values = [truth(arg, point) for arg in condition.args]
        decisive = isinstance(condition, sp.Or)
        if decisive in values:
            return decisive
        return None if None in values else not decisive
    if isinstance(condition, sp.Implies):
        return truth(sp.Or(sp.Not(condition.args[0]), condition.args[1]), point)
    rule = RELATIONS.get(condition.func)
    if rule is None:
        msg = f"ball arithmetic has no rule for {condition.func.__name__}"
        raise NoBallError(msg)
    found = compare(*condition.args, point)
    return None if found is None else rule(found)


def digits(value: arb, count: int = 15) -> str:
    """Print a ball as a decimal midpoint and radius."""
    return str(value.str(count))
