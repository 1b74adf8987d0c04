"""Introduce series: geometric ones, those whose sums up to n are known, and those that only rise."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Formula, fact
from proofs.kernel.language import places, repeated, substitute, terms
from proofs.provers.finders.functions.terms import define, fraction, introduce
from proofs.provers.finders.limits.by_expansion import find_limit
from proofs.provers.finders.limits.growth import Expansion
from proofs.provers.finders.limits.sum_growth import bound_sums, compared
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.reduction import modulo
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import Builder, needed
from proofs.provers.finders.steps.trees import minus, nodes, plus, times
from proofs.provers.finders.sums.closed_forms import closed_form
from proofs.provers.finders.sums.finite import constants, must_show, own_terms, summand_at
from proofs.provers.finders.sums.induction import induct
from proofs.provers.finders.sums.tails import tails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly

MOST_WRITTEN, FEW_WRITTEN = 12, 2
"""Summands that are written out as a lower bound, of those that are simple numbers and others."""

DENIED = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}
"""What holds where a relation does not."""

FAR_OUT = 10**9
"""Summands that stand for all, beside what is left after those that are written out."""


@dataclass(frozen=True)
class Series:
    """A series as a term: its name as a function, the index it begins at, values in its summand."""

    op: str
    low: Poly
    values: tuple[Poly, ...]

    @property
    def text(self) -> str:
        """The summand as it stands in the name."""
        return self.op.partition(" ")[2]

    @property
    def summand(self) -> Tree:
        """The summand, with places for the index and the values."""
        return json.loads(self.text)

    def at(self, b: Builder, index: Poly) -> Poly:
        """Write the summand at an index."""
        return summand_at(b, self.summand, index, list(self.values))

    def up_to(self, b: Builder, last: Poly) -> Poly:
        """Introduce the sum up to a last index."""
        return b.ring.generator(define(b, f"sum {self.text}", (self.low, last, *self.values)))

    def tree(self, b: Builder, last: Tree) -> Tree:
        """Write that sum as a tree."""
        low, *values = map(b.tree, (self.low, *self.values))
        index = b.new_bound()
        return ["sum", index, substitute(self.summand, places(index, values)), low, last]

    def written(self, b: Builder) -> dict[str, Any]:
        """Return the parts of a step that say which series it introduces."""
        return {"op": self.op, "args": [b.write(a) for a in (self.low, *self.values)]}


def define_series(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce a series that is new."""
    s = Series(op, args[0], args[1:])
    where = places(s.low, s.values)
    constants(b, s.summand, where)
    introduce(b, s.summand, where)
    for way in (_geometric, _summed, _bounded):
        with b.may_fail:
            return b.attempt(partial(way, s=s))
    raise NotFoundError("a series that is not seen to converge")


def _linked(b: Builder, name: str) -> str:
    """Let the value of a series stand for it."""
    b.equalities.append(f"{name}.0")
    b.link(name, f"{name}.0")
    return name


def _geometric(b: Builder, s: Series) -> str:
    """Find the ratio of two summands that follow each other, and that it lies between -1 and 1."""
    inner, v, i = with_variable(b, "integer", lambda i: [("from", i - s.low, ">=")])
    f, g = s.at(inner, i), s.at(inner, i + 1)
    q = _ratio(b, fraction(inner, g), fraction(inner, f))
    sides = [must_show(b, 1 - q, ">"), must_show(b, 1 + q, ">")]
    for label in list(b.scope.terms):
        if label not in inner.scope.terms:  # the ratio is written in a term of the outside
            inner.scope.terms[label] = b.scope.terms[label]
            inner.scope.facts |= {
                n: x for n, x in b.scope.facts.items() if n not in inner.scope.facts
            }
    inner.cache.clear()
    ratios = [must_show(inner, g - q * f, "=")]
    leave(b, inner, v)
    name = b.add(
        "series", b.new_term(), **s.written(b), variable=v, steps=inner.steps,
        keep=own_terms(inner, f, g), ratio=b.write(q), ratios=ratios, by=sides,
    )  # fmt: skip
    return _linked(b, name)


def _ratio(b: Builder, after: tuple[Poly, Poly], before: tuple[Poly, Poly]) -> Poly:
    (top, bottom), (under, over) = after, before
    top, bottom = top * over, bottom * under
    if bottom.is_zero():
        raise NotFoundError("the summands are 0")
    common = top.gcd(bottom)
    top, bottom = divmod(top, common)[0], divmod(bottom, common)[0]
    known = set(b.scope.kinds) | set(b.scope.terms)
    if (b.ring.names_in(top) | b.ring.names_in(bottom)) - known:
        raise NotFoundError("the ratio of two summands is not constant")
    if bottom.is_constant():
        return top / bottom.leading_coefficient()
    return top * b.ring.generator(define(b, "inv", (bottom,)))


def _summed(b: Builder, s: Series) -> str:
    """Find a closed form of the sum up to n, and its limit."""
    n = b.new_bound()
    closed = closed_form(s.tree(b, n))
    if closed is None:
        raise NotFoundError("a sum without a closed form")
    value, limit = find_limit(b, closed, n)
    introduce(b, value)
    inner, x = _up_to(b, n, s.low)
    total = s.up_to(inner, x)
    introduce(inner, closed)
    same = b.ways.prove(inner, fact(inner.scope.poly(closed) - total, "="), 1, 1)
    if same is None:
        raise NotFoundError("a closed form that is not shown")
    leave(b, inner, n)
    sums = needed(inner.steps, {same, *own_terms(inner, total, inner.scope.poly(closed))})
    name = b.add(
        "summed", b.new_term(), **s.written(b), last=n, sums=sums, by=[same], closed=closed,
        value=value, limit=limit,
        keep=[*own_terms(b, b.scope.poly(value)), *_outside(b, inner, total)],
    )  # fmt: skip
    return _linked(b, name)


def _bounded(b: Builder, s: Series) -> str:
    """Find a bound of the sum up to n, where no summand is negative."""
    for bound in _bounds(b, s):
        with b.may_fail:
            return b.attempt(partial(_bounded_by, s=s, bound=bound))
    raise NotFoundError("a series without a bound")


def _bounded_by(b: Builder, s: Series, bound: Tree) -> str:
    introduce(b, bound)
    most, n = b.scope.poly(bound), b.new_bound()
    each, v, i = with_variable(b, "integer", lambda i: [("from", i - s.low, ">=")])
    f = s.at(each, i)
    signs = [must_show(each, f, ">=")]
    leave(b, each, v)
    inner, x = _up_to(b, n, s.low)
    total = s.up_to(inner, x)
    below = _below(inner, fact(most - total, ">="), s.tree(b, n))
    leave(b, inner, n)
    name = b.add(
        "bounded", b.new_term(), **s.written(b), variable=v, steps=each.steps, signs=signs, keep=own_terms(each, f), bound=b.write(most), last=n,
        sums=needed(inner.steps, {below, *own_terms(inner, total)}), by=[below],
        outside=_outside(b, inner, total),
    )  # fmt: skip
    b.atoms.append(f"{name}.0")
    _bound_below(b, name, s)
    return name


def _below(b: Builder, wanted: Formula, total: Tree) -> str:
    """Prove a bound of a sum, also by integrals."""
    if (label := b.ways.prove(b, wanted, 1, 1)) is None:
        bound_sums(b, total, numbers=True)
        label = b.ways.prove(b, wanted, 1, 1)
    if label is None:
        raise NotFoundError("a bound that is not shown")
    return label


def _bound_below(b: Builder, name: str, s: Series) -> None:
    """Keep that a series whose summands are not negative is at least its first summands."""
    few = s.values or not s.low.is_constant() or "product" in s.op
    for count in (0, FEW_WRITTEN if few else MOST_WRITTEN):
        with b.may_fail:
            label = b.attempt(partial(_part, name=name, s=s, count=count))
            b.atoms.append(label)
    plain = not few and "root" not in s.op and "log" not in s.op
    for g in tails(s.text, -1) if plain else ():  # of other summands it takes too many steps
        with b.may_fail:
            label = b.attempt(partial(_bound_rest, name=name, s=s, g=g))
            b.atoms.append(label)
            break
    b.cache.clear()


def _bound_rest(b: Builder, name: str, s: Series, g: Tree) -> str:
    """Show that a series is at least its first summands and G at the next, but for G far out."""
    first, far = (s.low + count for count in (MOST_WRITTEN - 1, FAR_OUT))

    def rest(inner: Builder, n: Poly) -> Poly:
        introduce(inner, g, places(n + 1, s.values))
        return inner.scope.poly(g, places(n + 1, s.values))

    known = s.up_to(b, first) + rest(b, first)

    def built(inner: Builder, n: Poly) -> Poly:
        return s.up_to(inner, n) + rest(inner, n) - known

    label = induct(b, first, far, built, ">=")
    if label is None:
        raise NotFoundError("a bound of the rest that is not shown")
    part, gap = _part(b, name, s, FAR_OUT + 1), built(b, far)
    gain = b.ring.generator(name) - s.up_to(b, far)
    rows = [summand(b, [(said, p, 1)]) for said, p in ((label, gap), (part, gain))]
    return b.add("cone", p=b.write(gap + gain), sum=rows, modulo=modulo(b))


def _part(b: Builder, name: str, s: Series, count: int) -> str:
    start = s.low + count
    (part,) = b.ring.names_in(s.up_to(b, start - 1))
    inner, v, i = with_variable(b, "integer", lambda i: [("from", i - start, ">=")])
    f = s.at(inner, i)
    signs = [must_show(inner, f, ">=")]
    leave(b, inner, v)
    return b.add(
        "part", pair=[name, part], variable=v, steps=inner.steps, signs=signs,
        keep=own_terms(inner, f),
    )  # fmt: skip


def _up_to(b: Builder, n: str, low: Poly) -> tuple[Builder, Poly]:
    """Return a branch with a new whole number n ≥ a - 1."""
    inner, _, x = with_variable(b, "integer", lambda n: [("from", n - low + 1, ">=")], n)
    digest(inner)
    return inner, x


def _outside(b: Builder, inner: Builder, total: Poly) -> list[str]:
    """Return the terms of a sum that are known outside of a branch."""
    return [n for n in own_terms(inner, total) if n in b.scope.terms]


def _bounds(b: Builder, s: Series) -> Iterator[Tree]:
    """Yield upper bounds of a series: those that the goal speaks of, then others."""
    head, *inside = b.goal or [""]
    denied = head == "not" and inside[0][0] in DENIED
    for part in nodes([DENIED[inside[0][0]], *inside[0][1:]] if denied else b.goal):
        if part[:1] and part[0] in ("=", "<=", "<", ">=", ">"):
            less, more = part[1:] if part[0] in ("=", "<=", "<") else part[:0:-1]
            yield from _solved(b, less, more, s)
            yield from _solved(b, more, less, s) if part[0] == "=" else ()
    tree = s.tree(b, "0")
    for g in tails(s.text):
        yield substitute(g, places(tree[3], map(b.tree, s.values)))
    try:
        c = compared(Expansion(b, b.new_bound()), tree)
    except NotFoundError:
        return
    yield plus([c.summand(tree[3]), c.integral_from(tree[3])])


def _solved(b: Builder, side: Tree, other: Tree, s: Series) -> Iterator[Tree]:
    """Yield what a series is for two sides to be equal, if the first is linear in it."""
    found = [t for t in terms(side) if t[0] == "series" and _is(b, t, s)]
    if not found:
        return
    while side != found[0]:
        inside = [part for part in side[1:] if found[0] in [part, *nodes([part])]]
        if side[0] not in ("+", "*") or len(inside) != 1:
            return
        rest = [part for part in side[1:] if part != inside[0]]
        other = (
            plus([other, *map(minus, rest)])
            if side[0] == "+"
            else times(other, ["inv", times(*rest)])
        )
        side = inside[0]
    yield other


def _is(b: Builder, tree: Tree, s: Series) -> bool:
    """Whether a tree is the series."""
    own, parts = repeated(tree)
    try:
        return own == s.op and tuple(map(b.scope.poly, parts)) == (s.low, *s.values)
    except Rejected:
        return False
