"""Ball arithmetic: expressions evaluated at exact points with rigorous error bounds.

A ball that excludes zero is a theorem about the point (given that FLINT rounds correctly);
a ball that contains zero says nothing.
"""

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

import sympy as sp
from flint import arb, ctx, fmpq
from sympy.core.symbol import Str

from numerics.errors import NumericsError
from proofs.claims.flow_quantities import Quantity
from proofs.claims.named import Named
from proofs.provers.enclosures import enclosed

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

FUNCTIONS: dict[type, Callable[[arb], arb]] = {
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
    return program(expr)(point, {})


Memo = dict[sp.Basic, arb]
Program = Callable[[Point, Memo], arb]
"""What evaluates an expression at a point; the memo holds values of parts already met."""


@lru_cache(maxsize=20_000)
def program(expr: sp.Basic) -> Program:
    """Return what evaluates ``expr``, worked out once for all points."""
    if isinstance(expr, (sp.Rational, sp.Float)):
        exact = sp.Rational(expr)
        number = fmpq(int(exact.p), int(exact.q))
        return lambda _point, _memo: arb(number)
    if isinstance(expr, sp.Symbol):
        return lambda point, _memo: _value(expr, point)
    if expr in CONSTANTS:
        constant = CONSTANTS[expr]
        return lambda _point, _memo: constant()
    compute = _compound(expr)

    def remembered(point: Point, memo: Memo) -> arb:
        found = memo.get(expr)
        if found is None:
            found = memo[expr] = compute(point, memo)
        return found

    return remembered


def _value(symbol: sp.Symbol, point: Point) -> arb:
    if symbol not in point:
        raise NoBallError(f"no value for the symbol {symbol}")
    value = point[symbol]
    if isinstance(value, arb):
        return value
    if isinstance(value, sp.Expr):
        return program(value)({}, {})
    return arb(fmpq(value.numerator, value.denominator))


def _compound(expr: sp.Basic) -> Program:
    if isinstance(expr, sp.Pow):
        return _power(expr)
    if isinstance(expr, Named):
        return program(expr.value)
    if isinstance(expr, sp.Piecewise):
        return lambda point, memo: _piecewise(expr, point, memo)
    if isinstance(expr, sp.Add):
        return _fold(operator.add, expr.args)
    if isinstance(expr, sp.Mul):
        return _fold(operator.mul, expr.args)
    if isinstance(expr, sp.Max):
        return _fold(arb.max, expr.args)
    if isinstance(expr, sp.Min):
        return _fold(arb.min, expr.args)
    if isinstance(expr, Quantity):
        return _quantity(expr)
    rule = FUNCTIONS.get(expr.func)
    if rule is None or len(expr.args) != 1:
        raise NoBallError(f"ball arithmetic has no rule for {expr.func.__name__}")
    inner = program(expr.args[0])
    return lambda point, memo: rule(inner(point, memo))


def _quantity(expr: Quantity) -> Program:
    def compute(point: Point, _memo: Memo) -> arb:
        arguments = tuple(_exact_argument(arg, point) for arg in expr.args)
        try:
            return enclosed.value(type(expr), int(ctx.prec * 0.3), arguments).ball
        except NumericsError as error:
            raise NoBallError(f"{expr}: {error}") from error

    return compute


def _exact_argument(arg: sp.Basic, point: Point) -> Fraction | str:
    """Return an argument of a quantity as the exact number that it needs, or its text."""
    if isinstance(arg, Str):
        return str(arg.name)
    for symbol in arg.free_symbols:
        value = point.get(symbol)
        if isinstance(value, Fraction):
            arg = arg.xreplace({symbol: sp.Rational(value.numerator, value.denominator)})
        elif isinstance(value, sp.Expr):
            arg = arg.xreplace({symbol: value})
    if not arg.is_Rational:
        raise NoBallError(f"{arg} is no exact rational number")
    return Fraction(int(arg.p), int(arg.q))


def _fold(operation: Callable[[arb, arb], arb], args: tuple[sp.Basic, ...]) -> Program:
    first, *rest = (program(arg) for arg in args)

    def folded(point: Point, memo: Memo) -> arb:
        result = first(point, memo)
        for part in rest:
            result = operation(result, part(point, memo))
        return result

    return folded


def _power(expr: sp.Pow) -> Program:
    base, exponent = program(expr.base), expr.exp
    if isinstance(exponent, sp.Integer):
        whole = int(exponent)
        return lambda point, memo: _integer_power(base(point, memo), whole)
    if isinstance(exponent, sp.Rational):
        p, q = int(exponent.p), int(exponent.q)
        return lambda point, memo: _integer_power(_root(base(point, memo), q), p)
    power = program(exponent)
    if expr.base == sp.E:
        return lambda point, memo: power(point, memo).exp()
    return lambda point, memo: _symbolic_power(base(point, memo), power(point, memo))


def _root(b: arb, order: int) -> arb:
    return b.sqrt() if order == 2 else b.root(order)


def _integer_power(b: arb, n: int) -> arb:
    return b**n if n >= 0 else arb(1) / b ** (-n)


def _symbolic_power(b: arb, e: arb) -> arb:
    if e.is_exact() and e.is_integer() and abs(e) <= LARGEST_POWER:
        return _integer_power(b, int(e.unique_fmpz()))
    return (e * b.log()).exp()


def _piecewise(expr: sp.Piecewise, point: Point, memo: Memo) -> arb:
    for value, condition in expr.args:
        holds = truth(condition, point)
        if holds is None:
            return arb.nan()
        if holds:
            return program(value)(point, memo)
    return arb.nan()


def compare(left: sp.Basic, right: sp.Basic, point: Point) -> int | None:
    """Return the certain sign of ``left - right`` at ``point`` (0 only if exact), or None.

    None also where a side is undefined.

    Examples
    --------
    >>> from spectra import R
    >>> compare(sp.sqrt(R), sp.S.One, {R: Fraction(4)})
    1
    >>> compare(sp.sqrt(R + 2), sp.Integer(2), {R: Fraction(2)})
    0
    """
    first, second = program(left), program(right)
    for bits in PRECISIONS:
        memo: Memo = {}
        with ctx.workprec(bits):
            gap = first(point, memo) - second(point, memo)
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
        raise NoBallError(f"ball arithmetic has no rule for {condition.func.__name__}")
    left, right = condition.args
    found = compare(left, right, point)
    return None if found is None else rule(found)


def digits(value: arb, count: int = 15) -> str:
    """Print a ball as a decimal midpoint and radius."""
    return str(value.str(count))
