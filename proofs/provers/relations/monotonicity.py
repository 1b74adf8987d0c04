"""Inequalities in one moving variable: by monotonicity, by valleys, by subdivision.

Used when algebra alone does not suffice (logarithms and exponentials beside polynomials). A
:class:`Toolbox` holds what one route works with, so that the two routes share the argument
but no code that computes: z3, sympy's derivative and FLINT's balls on one side; cvc5, the
derivative of :mod:`proofs.provers.expressions.derivative` and mpmath's intervals on the other.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import sympy as sp

from proofs.claims.domain import UNDEFINED, Domain, bounds, domain_of
from proofs.provers.expressions.critical_points import critical_points
from proofs.provers.expressions.derivative import smooth
from proofs.provers.smt.real_arithmetic import Prove
from proofs.provers.work_budget import budget

DEPTH = 3
"""How often to differentiate."""

PIECES = 4000
"""Intervals a subdivision may use."""

Positive = Callable[[sp.Expr, sp.Symbol, Fraction, Fraction], bool]


@dataclass(frozen=True)
class Toolbox:
    """What one route decides, differentiates and encloses with, and when it must stop."""

    prove: Prove
    differentiate: Callable[[sp.Expr, sp.Symbol], sp.Expr]
    positive_on: Positive
    deadline: float

    def shows(self, statement: sp.Basic, domain: Domain) -> bool:
        """Whether ``statement`` is proved on ``domain``, if there is time."""
        return budget().clock() < self.deadline and self.prove(statement, domain)


@dataclass(frozen=True)
class Span:
    """An interval of one symbol, over all admissible values of the others.

    Only conditions that make the values of ``x`` an interval are kept; the others are dropped,
    which leaves more to prove, never less.
    """

    x: sp.Symbol
    low: sp.Expr
    high: sp.Expr
    others: Domain
    low_attained: bool = False
    high_attained: bool = False

    @property
    def inside(self) -> Domain:
        """The open interval."""
        ends = []
        if self.low != -sp.oo:
            ends.append(sp.Gt(self.x, self.low, evaluate=False))
        if self.high != sp.oo:
            ends.append(sp.Lt(self.x, self.high, evaluate=False))
        return domain_of([self.x, *self.others.symbols], [*self.others.assumptions, *ends])

    def below(self, cut: sp.Expr) -> "Span":
        """The part up to ``cut``."""
        return replace(self, high=cut, high_attained=True)

    def above(self, cut: sp.Expr) -> "Span":
        """The part from ``cut`` on."""
        return replace(self, low=cut, low_attained=True)


def spans(domain: Domain) -> Iterator[Span]:
    """Yield each real symbol with the interval its conditions allow."""
    for x in domain.symbols:
        if x.is_integer:
            continue
        low, high, low_in, high_in = -sp.oo, sp.oo, False, False
        for relation in (*bounds(x), *domain.assumptions):
            if not isinstance(relation, (sp.Gt, sp.Ge, sp.Lt, sp.Le)):
                continue
            attained = isinstance(relation, (sp.Ge, sp.Le))
            big, small = relation.gts, relation.lts
            # of several bounds the last is taken: any of them makes an interval
            if big == x and not small.has(x):
                low, low_in = small, attained
            if small == x and not big.has(x):
                high, high_in = big, attained
        others = [a for a in domain.assumptions if not a.has(x)]
        rest = domain_of([s for s in domain.symbols if s != x], others)
        yield Span(x, low, high, rest, low_in, high_in)


def argue(f: sp.Expr, domain: Domain, tools: Toolbox, *, strict: bool) -> str:
    """Try to prove f ≥ 0 (f > 0 if ``strict``) on ``domain``; return the argument or ""."""
    if not smooth(f):
        return ""
    for span in spans(domain):
        argument = _argue(f, span, tools, strict, DEPTH)
        if argument:
            return argument
    return ""


def _argue(f: sp.Expr, span: Span, tools: Toolbox, strict: bool, depth: int) -> str:
    if depth == 0 or budget().clock() > tools.deadline:
        return ""
    relation = sp.Gt if strict else sp.Ge
    for cut, attained in ((span.low, span.low_attained), (span.high, span.high_attained)):
        if attained and not _holds_at(f, span, cut, tools, relation):
            return ""
    slope = tools.differentiate(f, span.x)
    for growth, cut, attained in (
        (slope, span.low, span.low_attained),
        (-slope, span.high, span.high_attained),
    ):
        # where the end is not attained, f ≥ 0 there and f' > 0 give f > 0 inside
        if not attained and not _holds_at(f, span, cut, tools, sp.Ge):
            continue
        if _rises(growth, span, tools, depth, strict=strict and not attained):
            return f"it is {_value(f, span, cut)} at {span.x} = {cut} and grows from there"
    if span.others.symbols:
        return ""
    return _valley(f, slope, span, tools, relation, depth) or _subdivide(
        f, slope, span, tools, depth
    )


def _value(f: sp.Expr, span: Span, cut: sp.Expr) -> sp.Expr | None:
    """Return f at a finite point at which it is continuous, from inside, as sympy sees it."""
    if cut in (sp.oo, -sp.oo):
        return None
    for power in f.atoms(sp.Pow):
        # 0**0 is 1 to sympy, whatever the limit
        if power.exp.has(span.x) and power.base.subs(span.x, cut).is_nonzero is not True:
            return None
    found = f.subs(span.x, cut)
    return None if found.has(*UNDEFINED, sp.AccumBounds) else found


def _holds_at(f: sp.Expr, span: Span, cut: sp.Expr, tools: Toolbox, relation: type[sp.Rel]) -> bool:
    found = _value(f, span, cut)
    return found is not None and tools.shows(relation(found, 0, evaluate=False), span.others)


def _rises(slope: sp.Expr, span: Span, tools: Toolbox, depth: int, *, strict: bool) -> bool:
    """Whether a function with this slope rises on the open interval."""
    relation = sp.Gt if strict else sp.Ge
    if tools.shows(relation(slope, 0, evaluate=False), span.inside):
        return True
    inner = replace(span, low_attained=False, high_attained=False)
    return bool(_argue(slope, inner, tools, strict, depth - 1))


def _valley(
    f: sp.Expr, slope: sp.Expr, span: Span, tools: Toolbox, relation: type[sp.Rel], depth: int
) -> str:
    """F falls to a critical point c, rises after it, and f(c) is not negative."""
    for c in critical_points(slope, span.x, span.low, span.high):
        if not _holds_at(f, span, c, tools, relation):
            continue
        falls = _rises(-slope, span.below(c), tools, depth, strict=False)
        if falls and _rises(slope, span.above(c), tools, depth, strict=False):
            lowest = f.subs(span.x, c)
            return f"it falls until {span.x} = {c}, rises after, and is {lowest} there"
    return ""


def _subdivide(f: sp.Expr, slope: sp.Expr, span: Span, tools: Toolbox, depth: int) -> str:
    """F > 0 on a compact interval piece by piece, and by algebra or monotonicity outside."""
    turns = critical_points(slope, span.x, span.low, span.high, exact=False)
    if not turns or depth < DEPTH:
        return ""
    low, high = _cuts(turns, span)
    if not tools.positive_on(f, span.x, low, high):
        return ""
    left, right = sp.Rational(low), sp.Rational(high)
    for part, growth in ((span.below(left), -slope), (span.above(right), slope)):
        # outwards from the compact interval, where f is positive, it may not fall
        if not (
            tools.shows(sp.Gt(f, 0, evaluate=False), part.inside)
            or _rises(growth, part, tools, depth, strict=False)
            or _argue(f, part, tools, strict=True, depth=depth - 1)
        ):
            return ""
    return f"it is positive on [{low}, {high}] in intervals, and outside by its slope"


def _cuts(turns: list[sp.Expr], span: Span) -> tuple[Fraction, Fraction]:
    """Choose a compact interval around all turning points."""
    first, last = (Fraction(float(turns[i])) for i in (0, -1))
    if span.low == -sp.oo or not span.low.is_number:
        low = first - 1 - abs(first)
    else:
        start = Fraction(float(span.low))
        low = start + (first - start) / 2
    if span.high == sp.oo or not span.high.is_number:
        high = last + (last - low)
    else:
        end = Fraction(float(span.high))
        high = end - (end - last) / 2
    return low.limit_denominator(10**6), high.limit_denominator(10**6)


def pieces(low: Fraction, high: Fraction, holds: Callable[[Fraction, Fraction], bool]) -> bool:
    """Whether ``holds`` on pieces that cover [low, high], halving those where it does not."""
    todo, used = [(low, high)], 0
    while todo:
        a, b = todo.pop()
        used += 1
        if holds(a, b):
            continue
        middle = (a + b) / 2
        if used > PIECES or (b - a) * 10**9 < high - low:
            return False
        todo += [(a, middle), (middle, b)]
    return True
