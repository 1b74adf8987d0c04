"""Limits by the theorems on sums, products and compositions of limits.

The expression is multiplied out so that each term carries one exponential; exponentials tend to
0 or ∞ by the sign of their rate, and the rest follows from the arithmetic of limits and the
continuity of elementary functions. Where that leaves ∞ - ∞, 0·∞ or a sign open, there is no
answer.
"""

from collections.abc import Callable

import sympy as sp

CONTINUOUS = (sp.exp, sp.log, sp.tanh, sp.atan)
INFINITE = (sp.oo, -sp.oo)
BOUNDED = sp.Dummy("bounded")
"""Stands for something bounded whose limit is not known; harmless beside ±∞ in a sum."""

Holds = Callable[[sp.Basic], bool]


class OpenError(ValueError):
    """The theorems do not settle the limit."""


def limit_at_infinity(expr: sp.Expr, x: sp.Symbol, holds: Holds) -> sp.Expr | None:
    """Return the limit of ``expr`` as x → ∞, or None where the theorems do not settle it.

    Parameters
    ----------
    expr : sympy expression
    x : Symbol
        Positive.
    holds : callable
        Decides relations between parameters; False means "not known".

    Examples
    --------
    >>> x, a = sp.symbols("x a", positive=True)
    >>> limit_at_infinity(1 / (1 + a * sp.exp(-a * x)), x, lambda r: r == True)
    1
    """
    try:
        found = _limit(expr, x, holds)
    except OpenError:
        return None
    return None if found.has(BOUNDED) else found


def _limit(expr: sp.Expr, x: sp.Symbol, holds: Holds) -> sp.Expr:
    if not expr.has(x):
        return expr
    if expr == x:
        return sp.oo
    if isinstance(expr, (sp.Add, sp.Mul)):
        written_out = sp.Add(*(p for s in sp.Add.make_args(expr) for p in _products(s, x)))
        terms = sp.Add.make_args(written_out)
        return _sum([_term(term, x, holds) for term in terms])
    if isinstance(expr, sp.exp):
        return _term(expr, x, holds)
    if isinstance(expr, sp.Pow) and not expr.exp.has(x):
        return _power(_limit(expr.base, x, holds), expr.exp, holds)
    if isinstance(expr, sp.Pow):
        base, power = (_limit(arg, x, holds) for arg in expr.args)
        open_ = base in INFINITE or power in INFINITE or power.has(BOUNDED)
        if open_ or not holds(sp.Gt(base, 0)):
            raise OpenError
        return base**power
    if isinstance(expr, CONTINUOUS):
        inner = _limit(expr.args[0], x, holds)
        if (
            inner in INFINITE
            or inner.has(BOUNDED)
            or (isinstance(expr, sp.log) and not holds(sp.Gt(inner, 0)))
        ):
            raise OpenError
        return expr.func(inner)
    raise OpenError


def _products(expr: sp.Expr, x: sp.Symbol) -> list[sp.Expr]:
    """Multiply out the sums among the factors; sums in denominators stay as they are."""
    factors = sp.Mul.make_args(expr)
    for i, factor in enumerate(factors):
        if isinstance(factor, sp.Add) and factor.has(x):
            others = sp.Mul(*factors[:i], *factors[i + 1 :])
            return [p for part in factor.args for p in _products(part * others, x)]
    return [expr]


def _term(term: sp.Expr, x: sp.Symbol, holds: Holds) -> sp.Expr:
    """Take the limit of a product, its exponentials joined into one."""
    rate, others = sp.S.Zero, []
    for factor in sp.Mul.make_args(term):
        if isinstance(factor, sp.exp) and factor.has(x):
            exponent = sp.expand(factor.exp)
            c = exponent.coeff(x, 1)
            rest = sp.expand(exponent - c * x)
            if rest.has(x):
                raise OpenError
            rate += c
            others.append(sp.exp(rest))
        else:
            others.append(factor)
    rate = sp.expand(rate)
    values = [_limit(factor, x, holds) for factor in others]
    if BOUNDED in values:
        raise OpenError
    if rate == 0:
        return _product(values, holds)
    if holds(sp.Lt(rate, 0)):
        # an exponential beats any power of x
        powers = all(
            f == x or (isinstance(f, sp.Pow) and f.base == x) or not f.has(x) for f in others
        )
        if powers or not any(v in INFINITE for v in values):
            return sp.S.Zero
        raise OpenError
    if holds(sp.Gt(rate, 0)):
        return _product([*values, sp.oo], holds)
    if holds(sp.Le(rate, 0)) and not any(f.has(x) for f in others):
        return BOUNDED
    raise OpenError


def _sum(values: list[sp.Expr]) -> sp.Expr:
    infinite = {v for v in values if v in INFINITE}
    if len(infinite) > 1 or (BOUNDED in values and not infinite):
        raise OpenError
    return infinite.pop() if infinite else sp.Add(*values)


def _product(values: list[sp.Expr], holds: Holds) -> sp.Expr:
    finite = sp.Mul(*(v for v in values if v not in INFINITE))
    infinite = [v for v in values if v in INFINITE]
    if not infinite:
        return finite
    direction = sp.Mul(*(sp.sign(v) for v in infinite))
    if holds(sp.Gt(finite, 0)):
        return direction * sp.oo
    if holds(sp.Lt(finite, 0)):
        return -direction * sp.oo
    raise OpenError


def _power(base: sp.Expr, power: sp.Expr, holds: Holds) -> sp.Expr:
    if base.has(BOUNDED):
        raise OpenError
    if base in INFINITE:
        if base == sp.oo and holds(sp.Gt(power, 0)):
            return sp.oo
        if holds(sp.Lt(power, 0)) and (base == sp.oo or power.is_integer):
            return sp.S.Zero
        raise OpenError
    if holds(sp.Gt(base, 0)):
        return base**power
    # at or below zero a power is continuous only if it is a polynomial or keeps away from zero
    if power.is_integer and (holds(sp.Gt(power, 0)) or holds(sp.Ne(base, 0))):
        return base**power
    if power.is_positive and base == 0:
        return sp.S.Zero
    raise OpenError
