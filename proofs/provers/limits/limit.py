"""Limits: by dominant terms, by Gruntz, by a bound, by continuity.

Two of them must agree, and they share no code: the first compares growth rates (Z3), the
second is sympy's algorithm, the third proves |f - L| ≤ C·g for an elementary g → 0, the last reads
the value off.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from time import perf_counter

import sympy as sp
from flint import arb, ctx

from proofs.claims.domain import UNDEFINED, Domain, bounds, domain_of
from proofs.claims.limit import Limit
from proofs.claims.verdict import ROUTES_NEEDED, Counterexample, Evidence, Outcome
from proofs.provers.expressions.arb_evaluation import NoBallError, ball, compare, is_defined
from proofs.provers.expressions.derivative import smooth
from proofs.provers.expressions.sample_points import Point, exact, points
from proofs.provers.limits.dominant_terms import is_zero, limit_by_dominance
from proofs.provers.relations.counterexamples import check_point, show
from proofs.provers.smt.real_arithmetic import is_empty, shown_by

MILLISECONDS = 600
INFINITE = (sp.oo, -sp.oo)

CONSTANTS = (1, 10, 1000)
"""Constants C tried in |f - L| ≤ C·g."""

POWERS = (sp.Rational(1, 2), sp.S.One, sp.Rational(1, 4))
"""Exponents a tried in g = x^(-a)."""

FAR = Fraction(10) ** 9
"""How near to its end the variable must be able to come: to 1/FAR, or beyond FAR."""

NEAR_AND_FAR = (Fraction(10**8), Fraction(10**4))
"""Where to look whether a limit is plausible."""

CLOSE = 1e-12
"""A distance from the claimed limit that is taken for none."""

PLACES = 16
"""Values of the parameters at which the limit is compared with the claim."""


def evidence_on(statement: Limit, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on a limit."""
    statement = replace(
        statement,
        expr=domain.apply(statement.expr),
        to=domain.apply(statement.to),
        value=domain.apply(statement.value),
    )
    if domain.empty or statement.var in dict(domain.fixed):
        yield Evidence("assumptions", Outcome.VACUOUS, f"{statement.var} is not free to move")
        return
    if not approaches(statement, domain):
        detail = f"no admissible {statement.var} comes near {statement.to}"
        yield Evidence("assumptions", Outcome.VACUOUS, detail)
        return
    hole = undefined_place(statement, domain)
    if hole is not None:
        detail = f"undefined near the end at {', '.join(f'{s} = {v}' for s, v in show(hole))}"
        yield Evidence("values", Outcome.INCONCLUSIVE, detail)
        return
    started = perf_counter()
    found = refutation(statement, domain)
    if found is not None:
        yield replace(found, seconds=perf_counter() - started)
        return
    proofs = 0
    for name, compute in ROUTES:
        started = perf_counter()
        value = compute(statement, domain)
        evidence = _agreement(name, value, statement.value)
        proofs += evidence.outcome is Outcome.PROVES
        yield replace(evidence, seconds=perf_counter() - started)
        if proofs == ROUTES_NEEDED:
            return
    started = perf_counter()
    if by_continuity(statement, domain):
        detail = "defined and continuous at the end, with the claimed value there (Z3)"
        yield Evidence("continuity", Outcome.PROVES, detail, perf_counter() - started, "continuity")
    elif bound := by_bound(statement, domain):
        yield Evidence("bound (cvc5)", Outcome.PROVES, bound, perf_counter() - started, "bound")


def _agreement(name: str, value: sp.Expr | None, claimed: sp.Expr) -> Evidence:
    if value is None:
        return Evidence(name, Outcome.INCONCLUSIVE, "no limit found")
    if _same(value, claimed):
        return Evidence(name, Outcome.PROVES, f"the limit is {value}", route=name)
    return Evidence(name, Outcome.INCONCLUSIVE, f"found {value}, not shown to be {claimed}")


def _same(value: sp.Expr, claimed: sp.Expr) -> bool:
    if value in INFINITE or claimed in INFINITE:
        return bool(value == claimed)
    return bool(value == claimed) or is_zero(value - claimed)


def parameters(statement: Limit, domain: Domain) -> Domain:
    """Return the admissible values of everything but the variable that moves."""
    symbols = [s for s in domain.symbols if s != statement.var]
    kept = [a for a in domain.assumptions if not a.has(statement.var)]
    return domain_of(symbols, kept)


def approaches(statement: Limit, domain: Domain) -> bool:
    """Whether the conditions let the variable come near its end, as far as can be told."""
    var, to = statement.var, statement.to
    conditions = [c for c in (*bounds(var), *domain.assumptions) if c.has(var)]
    near: tuple[sp.Basic, ...]
    if to == sp.oo:
        near = (sp.Gt(var, exact(FAR), evaluate=False),)
    elif to == -sp.oo:
        near = (sp.Lt(var, -exact(FAR), evaluate=False),)
    else:
        near = (
            sp.Gt(var, to, evaluate=False),
            sp.Lt(var, to + 1 / exact(FAR), evaluate=False),
        )
    if len(conditions) == len(bounds(var)) and to in (sp.oo, sp.S.Zero) and var.is_nonnegative:
        return True
    return not is_empty(domain.restrict(*near))


def towards_infinity(statement: Limit) -> tuple[sp.Expr, sp.Symbol]:
    """Rewrite the limit as x → ∞ of an expression in a positive x."""
    x = sp.Dummy("x", positive=True)
    if statement.to == sp.oo:
        return statement.expr.subs(statement.var, x), x
    if statement.to == -sp.oo:
        return statement.expr.subs(statement.var, -x), x
    return statement.expr.subs(statement.var, statement.to + 1 / x), x


# ways to compute a limit ----------------------------------------------------------------------


def by_dominance(statement: Limit, domain: Domain) -> sp.Expr | None:
    """Return the limit by comparing growth rates, or None."""
    expr, x = towards_infinity(statement)
    return limit_by_dominance(expr, x, parameters(statement, domain))


def by_gruntz(statement: Limit, domain: Domain) -> sp.Expr | None:
    """Return the limit as sympy computes it, once bounds on parameters are made explicit."""
    expr = statement.expr
    back: dict[sp.Expr, tuple[sp.Symbol, sp.Expr]] = {}
    x = sp.Dummy(str(statement.var), positive=True, real=True)
    for condition in domain.assumptions:
        if not isinstance(condition, (sp.Gt, sp.Lt)):
            continue
        big, small = condition.gts, condition.lts
        p = sp.Dummy("p", positive=True)
        if _is_free(big, small, statement.var, back):
            expr, back[big] = expr.subs(big, small + p), (p, big - small)
        elif _is_free(small, big, statement.var, back):
            if small.is_nonnegative:
                expr, back[small] = expr.subs(small, big / (1 + p)), (p, big / small - 1)
            else:
                expr, back[small] = expr.subs(small, big - p), (p, big - small)
    expr = sp.powsimp(sp.expand(expr.subs(statement.var, x), power_exp=True, mul=False))
    try:
        found = sp.limit(sp.simplify(expr) if back else expr, x, statement.to, "+")
    except (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    for p, original in back.values():
        found = found.subs(p, original)
    if found.has(sp.Limit, x, sp.AccumBounds, sp.nan, sp.zoo, sp.sign):
        return None
    return found


def _is_free(symbol: sp.Expr, bound: sp.Expr, var: sp.Symbol, taken: object) -> bool:
    """Whether a bound frees a parameter: p = symbol - bound may then be any positive number."""
    free = isinstance(symbol, sp.Symbol) and symbol != var and not bound.has(symbol, var)
    return free and symbol not in taken  # type: ignore[operator]


ROUTES = (
    ("dominant terms", by_dominance),
    ("Gruntz (sympy)", by_gruntz),
)
"""Ways to compute a limit, the slowest last."""


# ways to check a limit ------------------------------------------------------------------------


def by_bound(statement: Limit, domain: Domain) -> str:
    """Prove |f - L| ≤ C·g with g → 0; return the bound, or nothing."""
    expr, x = towards_infinity(statement)
    if statement.value in INFINITE or parameters(statement, domain).symbols or expr.has(sp.exp):
        return ""
    gap, prove = expr - statement.value, shown_by("cvc5", MILLISECONDS)
    far = Domain((x,), (sp.Ge(x, 100),))
    for power in POWERS:
        for constant in CONSTANTS:
            bound = constant * x**-power
            if prove(sp.Le(gap, bound), far) and prove(sp.Ge(gap, -bound), far):
                return f"|f - L| ≤ {constant}·x^(-{power}) for x ≥ 100"
    return ""


def by_continuity(statement: Limit, domain: Domain) -> bool:
    """Whether f is defined at the finite end itself and has the claimed value there."""
    expr, var, to = statement.expr, statement.var, statement.to
    if not to.is_finite or statement.value in INFINITE or not smooth(expr):
        return False
    bases = [power.base.subs(var, to) for power in expr.atoms(sp.Pow) if power.exp.has(var)]
    prove, others = shown_by("z3", MILLISECONDS), parameters(statement, domain)
    if not all(prove(sp.Gt(base, 0, evaluate=False), others) for base in bases):
        return False  # 0**0 is 1 to sympy, whatever the limit
    at_end = expr.subs(var, to)
    if at_end.has(*UNDEFINED, sp.AccumBounds):
        return False
    return prove(sp.Eq(at_end, statement.value, evaluate=False), others)


# refutation -----------------------------------------------------------------------------------


def undefined_place(statement: Limit, domain: Domain) -> Point | None:
    """Find admissible parameters at which no ball encloses a value of f near the end."""
    expr, x = towards_infinity(statement)
    for point in points(parameters(statement, domain), PLACES):
        try:
            if not any(is_defined(expr, {**point, x: far}) for far in NEAR_AND_FAR):
                return point
        except NoBallError:
            return None
    return None


def refutation(statement: Limit, domain: Domain) -> Evidence | None:
    """Find values of the parameters at which two routes agree on another limit."""
    expr, x = towards_infinity(statement)
    for point in points(parameters(statement, domain), PLACES):
        if not _looks_wrong(expr, statement.value, {**point, x: Fraction(1)}, x):
            continue
        here = domain.restrict(*(sp.Eq(s, exact(v), evaluate=False) for s, v in point.items()))
        values = {s: exact(v) for s, v in point.items()}
        at = Limit(
            statement.expr.subs(values),
            statement.var,
            statement.to.subs(values),
            statement.value.subs(values),
        )
        if here.empty or at.value.has(sp.nan, sp.zoo):
            continue
        found = _other_limit(at, here)
        if found is None:
            continue
        limit, names = found
        failure = _difference(limit, at.value, point)
        if failure is not None:
            detail = f"the limit is {limit} ({' and '.join(names)}); {failure}"
            return Evidence(
                "limit and ball arithmetic", Outcome.REFUTES, detail, 0.0, "limits", failure
            )
    return None


def _looks_wrong(expr: sp.Expr, claimed: sp.Expr, point: Point, x: sp.Symbol) -> bool:
    """Whether far out f is not near the claimed value: whether a second look is worth it."""
    try:
        if claimed in INFINITE:
            near = (expr, sp.Integer(100)) if claimed == sp.oo else (sp.Integer(-100), expr)
            return all(compare(*near, {**point, x: far}) != 1 for far in NEAR_AND_FAR)
        with ctx.workprec(256):
            early, late = (
                abs(ball(expr, {**point, x: FAR**n}) - ball(claimed, point)) for n in (2, 4)
            )
            # what tends to the claimed value comes nearer and nearer to it
            return not (late < CLOSE or late < arb(9) / 10 * early)
    except NoBallError:
        return True


def _other_limit(statement: Limit, domain: Domain) -> tuple[sp.Expr, list[str]] | None:
    """Return a limit other than the claimed one that two routes agree on."""
    found: list[tuple[str, sp.Expr]] = []
    for name, compute in ROUTES:
        value = compute(statement, domain)
        if value is None or _same(value, statement.value):
            continue
        for other, earlier in found:
            if _same(value, earlier):
                return value, [other, name]
        found.append((name, value))
    for name, value in found:
        there = replace(statement, value=value)
        for check in (by_continuity, by_bound):
            if check(there, domain):
                return value, [name, check.__name__.removeprefix("by_")]
    return None


def _difference(limit: sp.Expr, claimed: sp.Expr, point: Point) -> Counterexample | None:
    if limit in INFINITE or claimed in INFINITE:
        return Counterexample(show(point), str(limit), str(claimed), "infinite")
    found = check_point(sp.Eq(limit, claimed, evaluate=False), {})
    return None if found is None else replace(found, parameters=show(point))
