"""What one route tries when asking its solver outright does not suffice.

Each tactic reduces a relation to others that the route's solver decides: one case for each
branch of an absolute value, small integers one by one, a substitution of an equivalent
inequality, an argument of calculus.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

import sympy as sp
from flint import arb, ctx, fmpq
from mpmath import iv

from proofs.claims.domain import UNDEFINED, Domain, substitute
from proofs.provers.expressions.arb_evaluation import NoBallError, ball
from proofs.provers.expressions.derivative import NoDerivativeError, derivative
from proofs.provers.expressions.mpmath_intervals import NotPolynomialError, interval
from proofs.provers.relations.monotonicity import Toolbox, argue, pieces
from proofs.provers.smt.processes import Name
from proofs.provers.smt.real_arithmetic import shown_by

INEQUALITIES = (sp.Gt, sp.Ge, sp.Lt, sp.Le)
LAST_INTEGERS = (1, 2, 4, 8)
"""How many of the smallest integers are settled one by one."""

BRANCHES = 4
"""Nested case distinctions."""


def toolbox(name: Name, deadline: float, milliseconds: int, late: list[str]) -> Toolbox:
    """Return the tools of one route; the two share none that computes."""
    if name == "z3":
        return Toolbox(shown_by(name, milliseconds, late), sp.diff, _positive_in_balls, deadline)
    return Toolbox(shown_by(name, milliseconds, late), derivative, _positive_in_intervals, deadline)


def _positive_in_balls(f: sp.Expr, x: sp.Symbol, low: Fraction, high: Fraction) -> bool:
    def positive(a: Fraction, b: Fraction) -> bool:
        with ctx.workprec(64):
            ends = [arb(fmpq(v.numerator, v.denominator)) for v in (a, b)]
            return bool(ball(f, {x: ends[0].union(ends[1])}) > 0)

    try:
        return pieces(low, high, positive)
    except NoBallError:
        return False


def _positive_in_intervals(f: sp.Expr, x: sp.Symbol, low: Fraction, high: Fraction) -> bool:
    iv.dps = 15

    def positive(a: Fraction, b: Fraction) -> bool:
        ends = [iv.mpf(v.numerator) / v.denominator for v in (a, b)]
        return bool(interval(f, {x: iv.mpf([ends[0].a, ends[1].b])}).a > 0)

    try:
        return pieces(low, high, positive)
    except NotPolynomialError:
        return False


def proves(statement: sp.Basic, domain: Domain, tools: Toolbox) -> str:
    """Try every tactic; return the argument, or "" if none succeeds."""
    for tactic in (_by_cases, _by_integers, _by_calculus, _by_other_forms):
        argument = tactic(statement, domain, tools)
        if argument:
            return argument
    return ""


# cases ------------------------------------------------------------------------------------------


def _by_cases(statement: sp.Basic, domain: Domain, tools: Toolbox, depth: int = BRANCHES) -> str:
    """Replace |a|, max, min and piecewise parts by one branch at a time."""
    cases = next(_branches(statement), None)
    if cases is None or depth == 0:
        return ""
    for part, domain_ in ((s, domain.restrict(c)) for s, c in cases):
        if tools.shows(part, domain_) or _by_cases(part, domain_, tools, depth - 1):
            continue
        if not _by_calculus(part, domain_, tools):
            return ""
    return f"in {len(cases)} cases of {next(iter(_branching(statement)))}"


def _branching(statement: sp.Basic) -> list[sp.Basic]:
    return sorted(statement.atoms(sp.Abs, sp.Max, sp.Min, sp.Piecewise), key=sp.count_ops)


def _branches(statement: sp.Basic) -> Iterator[list[tuple[sp.Basic, sp.Basic]]]:
    """Yield cases: a Max, Min, Abs or Piecewise replaced by each of its values, and when."""
    for node in _branching(statement):
        found: list[tuple[sp.Expr, sp.Basic]] = []
        if isinstance(node, sp.Abs):
            (inner,) = node.args
            at_least = sp.Ge(inner, 0, evaluate=False)
            found = [(inner, at_least), (-inner, sp.Lt(inner, 0, evaluate=False))]
        elif isinstance(node, (sp.Max, sp.Min)):
            relation = sp.Ge if isinstance(node, sp.Max) else sp.Le
            found = [
                (a, sp.And(*(relation(a, b, evaluate=False) for b in node.args if b != a)))
                for a in node.args
            ]
        elif node.args[-1][1] == sp.true:
            before: list[sp.Basic] = []
            for value, when in node.args:
                found.append((value, sp.And(when, *(sp.Not(b) for b in before))))
                before.append(when)
        if found:
            yield [(substitute(statement, node, value), when) for value, when in found]


# integers ---------------------------------------------------------------------------------------


def integers(symbol: sp.Symbol, domain: Domain, count: int) -> list[Domain] | None:
    """Split a domain: the smallest integers one by one, and the rest; None if none is smallest."""
    if not symbol.is_nonnegative:
        return None
    step = 2 if symbol.is_even or symbol.is_odd else 1
    least = 1 if symbol.is_odd else step if symbol.is_positive else 0
    small = range(least, least + count * step, step)
    cases = [domain.restrict(sp.Eq(symbol, n, evaluate=False)) for n in small]
    return [*cases, domain.restrict(sp.Ge(symbol, least + count * step))]


def _by_integers(statement: sp.Basic, domain: Domain, tools: Toolbox) -> str:
    for symbol in (s for s in domain.symbols if s.is_integer):
        for count in LAST_INTEGERS:
            cases = integers(symbol, domain, count)
            if cases and all(c.empty or tools.shows(c.apply(statement), c) for c in cases):
                return f"the {count} smallest {symbol} one by one, the others as reals"
    return ""


# calculus ---------------------------------------------------------------------------------------


def _by_calculus(statement: sp.Basic, domain: Domain, tools: Toolbox) -> str:
    if not isinstance(statement, INEQUALITIES):
        return ""
    strict = isinstance(statement, (sp.Gt, sp.Lt))
    for f, condition in islice(_differences(statement), 3):
        if f.has(*UNDEFINED) or (condition != sp.true and not tools.shows(condition, domain)):
            continue
        try:
            argument = argue(f, domain, tools, strict=strict)
        except NoDerivativeError:
            continue
        if argument:
            return f"{sp.sstr(f)}: {argument}"
    return ""


def _differences(statement: sp.Rel) -> Iterator[tuple[sp.Expr, sp.Basic]]:
    """Yield functions whose sign is that of the slack, if the condition beside them holds."""
    big, small = statement.gts, statement.lts
    yield big - small, sp.true
    numerator, denominator = sp.fraction(sp.together(big - small))
    if denominator != 1:
        yield numerator, sp.Gt(denominator, 0, evaluate=False)
    if any(node.exp.free_symbols for node in statement.atoms(sp.Pow, sp.exp)):
        logs = [_log(side) for side in (big, small)]
        positive = sp.And(*(sp.Gt(side, 0, evaluate=False) for side in (big, small)))
        yield logs[0] - logs[1], positive


def _log(side: sp.Expr) -> sp.Expr:
    return sp.expand_log(sp.log(side), force=True)


def _by_other_forms(statement: sp.Basic, domain: Domain, tools: Toolbox) -> str:
    """Ask the solver about the same inequality with logarithms taken, or over one denominator."""
    if not isinstance(statement, INEQUALITIES):
        return ""
    relation = sp.Gt if isinstance(statement, (sp.Gt, sp.Lt)) else sp.Ge
    for f, condition in islice(_differences(statement), 1, None):
        if f.has(*UNDEFINED):
            continue
        if tools.shows(sp.And(condition, relation(f, 0, evaluate=False)), domain):
            return f"it has the sign of {sp.sstr(f)}"
    return ""
