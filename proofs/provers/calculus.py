"""Inequalities by monotonicity: f ≥ 0 where it starts, and its derivative is positive.

Used when algebra alone does not suffice (logarithms and exponentials beside polynomials). Two
differentiation routines, sympy's and the one below, keep the two routes apart.
"""

from collections.abc import Callable, Iterator

import sympy as sp

from proofs.domain import Domain, bounds, domain_of

Prove = Callable[[sp.Basic, Domain], bool]
Differentiate = Callable[[sp.Expr, sp.Symbol], sp.Expr]

DEPTH = 2
"""How many times to differentiate."""

RULES: dict[type, Callable[[sp.Expr], sp.Expr]] = {
    sp.exp: sp.exp,
    sp.log: lambda u: 1 / u,
    sp.sinh: sp.cosh,
    sp.cosh: sp.sinh,
    sp.tanh: lambda u: 1 - sp.tanh(u) ** 2,
    sp.atan: lambda u: 1 / (1 + u**2),
}


class NoDerivativeError(ValueError):
    """There is no rule for a function that occurs."""


def derivative(expr: sp.Expr, x: sp.Symbol) -> sp.Expr:
    """Differentiate by the sum, product, power and chain rules.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> derivative(sp.exp(x**2), x)
    2*x*exp(x**2)
    """
    if not expr.has(x):
        return sp.S.Zero
    if expr == x:
        return sp.S.One
    if isinstance(expr, sp.Add):
        return sp.Add(*(derivative(arg, x) for arg in expr.args))
    if isinstance(expr, sp.Mul):
        first, rest = expr.as_two_terms()
        return derivative(first, x) * rest + first * derivative(rest, x)
    if isinstance(expr, sp.Pow) and expr.base != sp.E:
        base, power = expr.args
        if not power.has(x):
            return power * base ** (power - 1) * derivative(base, x)
        return expr * derivative(power * sp.log(base), x)
    rule = RULES.get(expr.func)
    if rule is None:
        msg = f"no rule to differentiate {expr.func.__name__}"
        raise NoDerivativeError(msg)
    return rule(expr.args[0]) * derivative(expr.args[0], x)


def starts(domain: Domain) -> Iterator[tuple[sp.Symbol, sp.Expr, bool]]:
    """Yield each real symbol with a lower bound free of it, and whether it is attained."""
    for symbol in domain.symbols:
        if symbol.is_integer:
            continue
        conditions = [*domain.assumptions, *bounds(symbol)]
        for relation in conditions:
            if isinstance(relation, sp.Rel) and relation.gts == symbol:
                low = relation.lts
                if not low.has(symbol):
                    yield symbol, low, isinstance(relation, sp.Ge | sp.Le)
                    break


def positive(
    f: sp.Expr,
    domain: Domain,
    prove: Prove,
    differentiate: Differentiate,
    *,
    strict: bool,
    depth: int = DEPTH,
) -> str:
    """Try to prove f ≥ 0 (f > 0 if ``strict``) on ``domain``; return the argument or ""."""
    for x, low, attained in starts(domain):
        at_start = f.subs(x, low)
        if at_start.has(sp.nan, sp.zoo, sp.oo):
            continue
        others = [a for a in domain.assumptions if not a.has(x)]
        elsewhere = domain_of([s for s in domain.symbols if s != x], others)
        wanted = sp.Gt(at_start, 0) if strict and attained else sp.Ge(at_start, 0)
        if not prove(wanted, elsewhere):
            continue
        slope = differentiate(f, x)
        # f' > 0 in the open interval gives f > f(low) there
        inside = domain.restrict(sp.Gt(x, low)) if attained else domain
        step = f"at {x} = {low} it is {'positive' if strict and attained else 'not negative'}"
        if prove(sp.Gt(slope, 0) if strict else sp.Ge(slope, 0), inside):
            return f"{step}, and its derivative in {x} is positive"
        if depth > 1:
            deeper = positive(
                slope, inside, prove, differentiate, strict=strict, depth=depth - 1
            )
            if deeper:
                return f"{step}; its derivative in {x} is positive: {deeper}"
    return ""
