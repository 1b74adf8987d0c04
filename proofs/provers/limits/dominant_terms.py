"""Dominant terms: how fast an expression grows, and with which coefficient."""

from dataclasses import dataclass

import sympy as sp

from proofs.claims.domain import Domain
from proofs.provers.expressions import radical_normal_form
from proofs.provers.smt.real_arithmetic import shown_by

MILLISECONDS = 600


class NoLeadingTermError(ValueError):
    """The dominant term cannot be told, or the expression is of another kind."""


@dataclass(frozen=True)
class Term:
    """coefficient · x^power · exp(rate·x) as x → ∞; a zero coefficient means little-o of it.

    The coefficient may vanish for some values of the parameters: there, too, the expression is
    little-o of x^power · exp(rate·x).
    """

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
    >>> from proofs.claims.domain import domain_of
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
        return _power(leading(expr.base, x, domain), expr.exp, domain)
    if isinstance(expr, sp.log):
        inside = leading(expr.args[0], x, domain)
        if is_zero(inside.coefficient - 1) and is_zero(inside.power) and is_zero(inside.rate):
            # log(1 + u) = u + o(u) for u → 0
            return leading(sp.expand(expr.args[0] - 1), x, domain)
        return _logarithm(inside, domain)
    if isinstance(expr, sp.Add):
        return _sum([leading(arg, x, domain) for arg in expr.args], domain)
    raise NoLeadingTermError(str(expr))


def _power(base: Term, n: sp.Expr, domain: Domain) -> Term:
    if not n.is_integer:
        need(sp.Gt(base.coefficient, 0, evaluate=False), domain)
    elif not n.is_positive:
        # where the coefficient vanishes, the inverse is of another order
        need(sp.Ne(base.coefficient, 0, evaluate=False), domain)
    return Term(base.coefficient**n, base.power * n, sp.expand(base.rate * n))


def _exponential(expr: sp.exp, x: sp.Symbol) -> Term:
    exponent = sp.expand(expr.exp)
    rate = exponent.coeff(x, 1)
    rest = sp.expand(exponent - rate * x)
    if rest.has(x):
        raise NoLeadingTermError(str(expr))
    return Term(sp.exp(rest), sp.S.Zero, rate)


def _logarithm(inside: Term, domain: Domain) -> Term:
    need(sp.Gt(inside.coefficient, 0, evaluate=False), domain)
    if not is_zero(inside.rate):
        # log(c·x^p·exp(rx)) = rx + o(x), also where r is 0
        return Term(inside.rate, sp.S.One)
    if inside.power == 0:
        # log c + o(1); for c = 1 that is little-o of 1
        return Term(sp.log(inside.coefficient))
    raise NoLeadingTermError("log x beside other terms")


def is_zero(expr: sp.Expr) -> bool:
    """Whether ``expr`` vanishes for all values of its symbols, as far as normal forms tell."""
    try:
        return radical_normal_form.vanishes(expr)
    except radical_normal_form.NoNormalFormError:
        return bool(expr == 0)


def holds(statement: sp.Basic, domain: Domain) -> bool:
    """Whether Z3 proves a relation between parameters."""
    return shown_by("z3", MILLISECONDS)(statement, domain)


def need(statement: sp.Basic, domain: Domain) -> None:
    """Go on only if a relation between parameters is proved."""
    if not holds(statement, domain):
        raise NoLeadingTermError(f"{statement} is not known")


def _larger(a: Term, b: Term, domain: Domain) -> bool:
    """Whether a certainly outgrows b."""
    if is_zero(a.rate - b.rate):
        return holds(sp.Gt(a.power, b.power, evaluate=False), domain)
    return holds(sp.Gt(a.rate, b.rate, evaluate=False), domain)


def _sum(terms: list[Term], domain: Domain) -> Term:
    groups: list[Term] = []
    for term in terms:
        for i, other in enumerate(groups):
            if is_zero(term.rate - other.rate) and is_zero(term.power - other.power):
                groups[i] = Term(other.coefficient + term.coefficient, other.power, other.rate)
                break
        else:
            groups.append(term)
    for candidate in groups:
        if all(other is candidate or _larger(candidate, other, domain) for other in groups):
            return candidate
    raise NoLeadingTermError("no term dominates")


def limit_by_dominance(expr: sp.Expr, x: sp.Symbol, domain: Domain) -> sp.Expr | None:
    """Return the limit of ``expr`` as x → ∞ by its dominant term, or None.

    ``domain`` is that of the parameters.
    """
    expr = expr.rewrite([sp.sinh, sp.cosh, sp.tanh], sp.exp)
    # written out, leading terms that cancel may be gone
    for form in (expr, sp.expand(expr)):
        try:
            return _tends_to(leading(form, x, domain), domain)
        except NoLeadingTermError:
            continue
    return None


def _tends_to(term: Term, domain: Domain) -> sp.Expr:
    speed = term.power if is_zero(term.rate) else term.rate
    if is_zero(speed):
        return term.coefficient
    if holds(sp.Lt(speed, 0, evaluate=False), domain):
        return sp.S.Zero
    need(sp.Gt(speed, 0, evaluate=False), domain)
    if holds(sp.Gt(term.coefficient, 0, evaluate=False), domain):
        return sp.oo
    need(sp.Lt(term.coefficient, 0, evaluate=False), domain)
    return -sp.oo
