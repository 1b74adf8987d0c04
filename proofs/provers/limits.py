"""Limits: by dominant terms, by sympy's Gruntz algorithm, and by a bound that tends to zero.

Two of the three must agree. They share no code: the first compares growth rates whose signs
are decided as inequalities, the second is sympy's, the third proves |f - L| ≤ C·g for an
elementary g → 0 by real arithmetic.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from time import perf_counter

import sympy as sp

from proofs.domain import Domain
from proofs.provers import normal_form, polynomial, relation, smt
from proofs.provers.balls import NoBallError
from proofs.provers.limit_arithmetic import limit_at_infinity
from proofs.provers.points import points
from proofs.statement import Limit
from proofs.verdict import Counterexample, Evidence, Outcome

CONSTANTS = (1, 10, 1000)
"""Constants C tried in |f - L| ≤ C·g."""

POWERS = (sp.Rational(1, 2), sp.S.One, sp.Rational(1, 4))
"""Exponents a tried in g = x^(-a)."""


class NoLeadingTermError(ValueError):
    """The dominant term cannot be told, or the expression is of another kind."""


@dataclass(frozen=True)
class Term:
    """coefficient · x^power · exp(rate·x) as x → ∞; a zero coefficient means little-o of it."""

    coefficient: sp.Expr
    power: sp.Expr = sp.S.Zero
    rate: sp.Expr = sp.S.Zero


def leading(expr: sp.Expr, x: sp.Symbol, domain: Domain) -> Term:
    """Return the dominant term of ``expr`` as x → ∞.

    Raises
    ------
    NoLeadingTermError
        If growth rates cannot be compared, or leading terms cancel.

    Examples
    --------
    >>> from proofs.domain import domain_of
    >>> from spectra import R
    >>> leading(sp.sqrt(4 * R + 1) + 3, R, domain_of([R], []))
    Term(coefficient=2, power=1/2, rate=0)
    """
    if not expr.has(x):
        return Term(expr)
    if expr == x:
        return Term(sp.S.One, sp.S.One)
    if isinstance(expr, sp.Mul):
        terms = [leading(arg, x, domain) for arg in expr.args]
        return Term(
            sp.Mul(*(u.coefficient for u in terms)),
            sp.Add(*(u.power for u in terms)),
            sp.expand(sp.Add(*(u.rate for u in terms))),
        )
    if isinstance(expr, sp.exp):
        return _exponential(expr, x)
    if isinstance(expr, sp.Pow) and not expr.exp.has(x):
        base = leading(expr.base, x, domain)
        if not expr.exp.is_positive and _zero(base.coefficient):
            raise NoLeadingTermError(str(expr))
        if not expr.exp.is_integer:
            _need(sp.Gt(base.coefficient, 0), domain)
        n = expr.exp
        return Term(base.coefficient**n, base.power * n, sp.expand(base.rate * n))
    if isinstance(expr, sp.log):
        return _logarithm(leading(expr.args[0], x, domain))
    if isinstance(expr, sp.Add):
        return _sum([leading(arg, x, domain) for arg in expr.args], domain)
    raise NoLeadingTermError(str(expr))


def _exponential(expr: sp.exp, x: sp.Symbol) -> Term:
    exponent = sp.expand(expr.exp)
    rate = exponent.coeff(x, 1)
    rest = sp.expand(exponent - rate * x)
    if rest.has(x):
        raise NoLeadingTermError(str(expr))
    return Term(sp.exp(rest), sp.S.Zero, rate)


def _logarithm(inside: Term) -> Term:
    if not _zero(inside.rate):
        return Term(inside.rate, sp.S.One)
    if inside.power == 0 and not _zero(inside.coefficient):
        # log c + o(1); for c = 1 that is little-o of 1
        return Term(sp.log(inside.coefficient))
    msg = "log x beside other terms"
    raise NoLeadingTermError(msg)


def _zero(expr: sp.Expr) -> bool:
    try:
        return normal_form.vanishes(expr)
    except normal_form.NoNormalFormError:
        return bool(expr == 0)


def _holds(statement: sp.Basic, domain: Domain) -> bool:
    if statement in (sp.true, sp.false):
        return bool(statement)
    try:
        return smt.decide(statement, domain, 1500).valid
    except smt.NotEncodableError:
        return False


def _need(statement: sp.Basic, domain: Domain) -> None:
    if not _holds(statement, domain):
        msg = f"{statement} is not known"
        raise NoLeadingTermError(msg)


def _larger(a: Term, b: Term, domain: Domain) -> bool:
    """Whether a certainly outgrows b."""
    if _zero(a.rate - b.rate):
        return bool((a.power - b.power).is_positive)
    return _holds(sp.Gt(a.rate, b.rate), domain)


def _sum(terms: list[Term], domain: Domain) -> Term:
    groups: list[Term] = []
    for term in terms:
        for i, other in enumerate(groups):
            if _zero(term.rate - other.rate) and term.power == other.power:
                groups[i] = Term(other.coefficient + term.coefficient, other.power, other.rate)
                break
        else:
            groups.append(term)
    for candidate in groups:
        if all(other is candidate or _larger(candidate, other, domain) for other in groups):
            return candidate
    raise NoLeadingTermError("no term dominates")


def _towards_infinity(statement: Limit) -> tuple[sp.Expr, sp.Symbol]:
    """Rewrite the limit as x → ∞ of an expression in a positive x."""
    x = sp.Dummy("x", positive=True)
    if statement.to == sp.oo:
        return statement.expr.subs(statement.var, x), x
    if statement.to == -sp.oo:
        return statement.expr.subs(statement.var, -x), x
    return statement.expr.subs(statement.var, statement.to + 1 / x), x


def by_dominance(statement: Limit, domain: Domain) -> sp.Expr | None:
    """Return the limit by comparing growth rates, or None."""
    expr, x = _towards_infinity(statement)
    domain = _others(domain, statement.var)
    expr = expr.rewrite([sp.sinh, sp.cosh, sp.tanh], sp.exp)
    found = _dominant(expr, x, domain)
    # written out, leading terms that cancel may be gone
    return _dominant(sp.expand(expr), x, domain) if found is None else found


def _dominant(expr: sp.Expr, x: sp.Symbol, domain: Domain) -> sp.Expr | None:
    try:
        term = leading(expr, x, domain)
        if _zero(term.rate):
            if term.power == 0:
                return term.coefficient
            grows = bool(term.power.is_positive)
        else:
            grows = _holds(sp.Gt(term.rate, 0), domain)
            if not grows:
                _need(sp.Lt(term.rate, 0), domain)
        if not grows:
            return sp.S.Zero
        if _holds(sp.Gt(term.coefficient, 0), domain):
            return sp.oo
        _need(sp.Lt(term.coefficient, 0), domain)
    except NoLeadingTermError:
        return None
    return -sp.oo


def _others(domain: Domain, var: sp.Symbol) -> Domain:
    return Domain(
        tuple(s for s in domain.symbols if s != var),
        tuple(a for a in domain.assumptions if not a.has(var)),
    )


def by_gruntz(statement: Limit, domain: Domain) -> sp.Expr | None:
    """Return the limit as sympy computes it, once bounds on parameters are made explicit."""
    expr, back = statement.expr, {}
    x = sp.Dummy(str(statement.var), positive=True, real=True)
    for relation_ in domain.assumptions:
        if not isinstance(relation_, (sp.Gt, sp.Lt)):
            continue
        big, small = relation_.gts, relation_.lts
        p = sp.Dummy("p", positive=True)
        if isinstance(big, sp.Symbol) and not small.has(big, statement.var) and big not in back:
            expr, back[big] = expr.subs(big, small + p), (p, big - small)
        elif isinstance(small, sp.Symbol) and not big.has(small, statement.var) and small not in back:
            if small.is_nonnegative:
                expr, back[small] = expr.subs(small, big / (1 + p)), (p, big / small - 1)
            else:
                expr, back[small] = expr.subs(small, big - p), (p, big - small)
    to = statement.to
    expr = sp.powsimp(sp.expand(expr.subs(statement.var, x), power_exp=True, mul=False))
    try:
        found = sp.limit(sp.simplify(expr) if back else expr, x, to, "+")
    except (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError):
        return None
    for p, original in back.values():
        found = found.subs(p, original)
    if found.has(sp.Limit, x, sp.AccumBounds, sp.nan):
        return None
    return found


def by_arithmetic(statement: Limit, domain: Domain) -> sp.Expr | None:
    """Return the limit by the theorems on limits, or None."""
    expr, x = _towards_infinity(statement)
    others = _others(domain, statement.var)
    expr = expr.rewrite([sp.sinh, sp.cosh, sp.tanh], sp.exp)
    return limit_at_infinity(expr, x, lambda relation_: _holds(relation_, others))


ROUTES = (
    ("dominant terms", by_dominance),
    ("arithmetic of limits", by_arithmetic),
    ("Gruntz (sympy)", by_gruntz),
)
"""Ways to compute a limit, the slowest last."""


def by_bound(statement: Limit, domain: Domain) -> str:
    """Prove |f - L| ≤ C·g with g → 0; return the bound, or nothing."""
    if not statement.value.is_finite and statement.value.is_number:
        return ""
    expr, x = _towards_infinity(statement)
    parameters = _others(domain, statement.var)
    if parameters.symbols or expr.has(sp.exp):
        return ""
    gap = expr - statement.value
    far = Domain((x,), (sp.Ge(x, 100),))
    for power in POWERS:
        for constant in CONSTANTS:
            bound = constant * x**-power
            both = (sp.Le(gap, bound), sp.Ge(gap, -bound))
            if all(_polynomially(part, far) for part in both):
                return f"|f - L| ≤ {constant}·x^(-{power}) for x ≥ 100"
    return ""


def _polynomially(statement: sp.Basic, domain: Domain) -> bool:
    if statement in (sp.true, sp.false):
        return bool(statement)
    try:
        return polynomial.holds(statement, domain, 1500)
    except (polynomial.NotPolynomialError, sp.PolynomialError):
        return False


def by_continuity(statement: Limit, domain: Domain) -> bool:
    """Whether f is defined at the finite end itself and has the claimed value there."""
    if not statement.to.is_finite or statement.expr.has(sp.Piecewise, sp.sign, sp.floor):
        return False
    at_end = statement.expr.subs(statement.var, statement.to)
    if at_end.has(sp.nan, sp.zoo, sp.oo):
        return False
    return _holds(sp.Eq(at_end, statement.value, evaluate=False), _others(domain, statement.var))


def decide(statement: Limit, domain: Domain) -> Iterator[Evidence]:
    """Yield evidence on a limit."""
    statement = Limit(
        domain.apply(statement.expr), statement.var, domain.apply(statement.to), domain.apply(statement.value)
    )
    if domain.empty or statement.var in dict(domain.fixed):
        yield Evidence("assumptions", Outcome.VACUOUS, f"{statement.var} is not free to move")
        return
    proofs = 0
    for name, compute in ROUTES:
        if proofs == 2:  # noqa: PLR2004
            return
        started = perf_counter()
        value = compute(statement, domain)
        if value is None:
            yield Evidence(name, Outcome.INCONCLUSIVE, "no limit found", perf_counter() - started)
            continue
        evidence = _compare(name, value, statement, domain)
        proofs += evidence.outcome is Outcome.PROVES
        yield Evidence(
            name, evidence.outcome, evidence.detail, perf_counter() - started, name, evidence.counterexample
        )
        if evidence.outcome is Outcome.REFUTES:
            return
    started = perf_counter()
    if proofs < 2 and by_continuity(statement, domain):  # noqa: PLR2004
        detail = "defined and continuous at the end, with the claimed value there (Z3)"
        yield Evidence("continuity", Outcome.PROVES, detail, perf_counter() - started, "z3")
    elif proofs < 2 and (bound := by_bound(statement, domain)):  # noqa: PLR2004
        yield Evidence("bound (cvc5)", Outcome.PROVES, bound, perf_counter() - started, "bound")


def _compare(name: str, value: sp.Expr, statement: Limit, domain: Domain) -> Evidence:
    claimed = statement.value
    if value == claimed or _zero(value - claimed):
        return Evidence(name, Outcome.PROVES, f"the limit is {value}")
    others = _others(domain, statement.var)
    for point in points(others, 60):
        if any(v in (sp.oo, -sp.oo) for v in (value, claimed)):
            found: Counterexample | None = Counterexample(
                relation.show(point), str(value), str(claimed), "infinite"
            )
        else:
            try:
                found = relation.check_point(sp.Eq(value, claimed, evaluate=False), point)
            except NoBallError:
                found = None
        if found is not None and _seen_far_out(statement, point, value):
            return Evidence(name, Outcome.REFUTES, f"the limit is {value}; {found}", counterexample=found)
    return Evidence(name, Outcome.INCONCLUSIVE, f"found {value}, not shown to differ from the claim")


def _seen_far_out(statement: Limit, point: relation.Point, value: sp.Expr) -> bool:
    """Whether, in ball arithmetic, f comes nearer to ``value`` than to the claim far out."""
    for far in (10**3, 10**6, 10**12):
        expr, x = _towards_infinity(statement)
        at = {**point, x: relation.Fraction(far)}
        if value in (sp.oo, -sp.oo):
            nearer = sp.Gt(sp.Abs(expr), 10)
        elif statement.value in (sp.oo, -sp.oo):
            nearer = sp.Lt(sp.Abs(expr - value), 1 + sp.Abs(value))
        else:
            nearer = sp.Lt(sp.Abs(expr - value), sp.Abs(expr - statement.value))
        try:
            if relation.truth(nearer, at):
                return True
        except NoBallError:
            return False
    return False
