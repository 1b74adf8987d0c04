"""Prove what a sum up to n is where n stands in its summands, too, as in a row of Pascal's triangle.

With F(n + 1, i) - c·F(n, i) = G(i + 1) - G(i), which Gosper's algorithm solves for G, the sums up to any
k ≤ n differ by G(k + 1): induction over k shows this, and then over n that the whole is T(n), where c is
T(n + 1)/T(n).
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import sympy as sp
from sympy.concrete.gosper import gosper_term

from proofs.kernel.language import places, substitute
from proofs.provers.finders.functions.slopes import transported
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.signs.samples import is_seen_zero
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import times
from proofs.provers.finders.sums.closed_forms import (
    BEYOND_SYMPY,
    INDEX,
    Terms,
    as_terms,
    polynomial,
    to_sympy,
)
from proofs.provers.finders.sums.induction import induct

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Build, Builder

Quotient: TypeAlias = tuple[Terms, Terms]
Row: TypeAlias = tuple[Quotient, Quotient, int]
FACTORS = 'product "#"'


def by_rows(b: Builder, p: Poly, least: int, name: str) -> str | None:
    """Prove p = 0 by induction over n, the end of a sum in it and a name in its summands."""
    n, terms = b.ring.generator(name), b.scope.terms
    for s in sorted(b.ring.names_in(p) & set(terms)):
        parts = b.ring.coefficients(p, s)
        if not terms[s].op.startswith("sum ") or len(parts) != 2 or not parts[1].is_constant():
            continue
        op, (low, high, *values) = terms[s].op, terms[s].args
        if high != n or n not in values or not low.is_constant() or not is_seen_zero(b, p):
            continue
        own = {b.write(x): f"#{k}" for k, x in enumerate(values)}
        closed = substitute(_as_powers(b.tree(-parts[0])), own)
        found = _row(op.partition(" ")[2], json.dumps(closed), own[name], b.write(low))
        if found is not None:
            return induct(b, b.ring.constant(least), n, _rows(p, s, name, found), "=")
    return None


def _rows(p: Poly, s: str, name: str, found: Row) -> Build:
    """Return what writes p at m; at m + 1 the row's sum is written by that of the row before."""

    def build(b: Builder, y: Poly) -> Poly:
        q = transported(b, p, {name: y})
        if len(b.ring.names_in(y)) == 1 and y - 1 == b.ring.generator(*b.ring.names_in(y)):
            _link_rows(b, b.scope.terms[s].op, s, name, y - 1, found)
        return q

    return build


def _link_rows(
    b: Builder, op: str, s: str, name: str, m: Poly, found: Row
) -> None:  # fmt: skip
    """Show for k ≤ m that Σ F(m + 1, i) = c·Σ F(m, i) + H·F(m, k), and keep this for k = m."""
    low, _, *values = b.scope.terms[s].args
    n, tree = b.ring.generator(name), json.loads(op.partition(" ")[2])

    def total(builder: Builder, y: Poly, k: Poly) -> Poly:
        row = (y if v == n else v for v in values)
        return builder.ring.generator(define(builder, op, (low, k, *row)))

    def gap(builder: Builder, k: Poly) -> Poly:
        where = places(k, [m if v == n else v for v in values])
        c, h = (_quotient(builder, part, where) for part in found[:2])
        introduce(builder, tree, where)
        last = builder.scope.poly(tree, where)
        return total(builder, m + 1, k) - c * total(builder, m, k) - h * last

    (longer,) = b.ring.names_in(total(b, m + 1, m))
    if longer in b.links:
        return
    outside, b.inducting = b.inducting, 0
    try:
        label = induct(b, b.ring.constant(found[2]), m, gap, "=", capped=True)
    finally:
        b.inducting = outside
    if label is None:
        raise NotFoundError("the sums of two rows are not compared")
    b.link(longer, label)


def _quotient(b: Builder, parts: Quotient, where: dict[str, Poly]) -> Poly:
    top, bottom = (polynomial(b, part, where) for part in parts)
    if bottom.is_constant():
        return top / bottom.leading_coefficient()
    return top * b.ring.generator(define(b, "inv", (bottom,)))


@cache
def _row(text: str, closed: str, n: str, low: str) -> Row | None:
    """Return c, H and a, where Σ F(n + 1, i) - c·Σ F(n, i) = H·F(n, k) for the sums up to k ≥ a."""
    names = {INDEX: sp.Symbol("i", integer=True), n: sp.Symbol("n", integer=True, positive=True)}
    trees = (_as_powers(json.loads(part)) for part in (text, closed))
    i, row = names.values()
    try:
        f, whole = (to_sympy(tree, names, (INDEX, n)) for tree in trees)
        c, up, on = sp.hypersimp(whole, row), sp.hypersimp(f, row), sp.hypersimp(f, i)
        rest = sp.factor(up - c)
        g = gosper_term(f * rest, i) * rest
        h = sp.cancel(g.subs(i, i + 1) * on)
        first = int(low) + (sp.fraction(h)[1].subs(i, int(low)) == 0)
        return _as_quotient(c, names), _as_quotient(h, names), first
    except (*BEYOND_SYMPY, AttributeError):
        return None


def _as_quotient(x: Any, names: dict[str, sp.Symbol]) -> Quotient:
    top, bottom = sp.fraction(sp.cancel(x))
    return as_terms(top, names), as_terms(bottom, names)


def _as_powers(tree: Tree) -> Tree:
    """Write exp(y·log a) as a power, and a factorial of the builder's as a product."""
    if not isinstance(tree, list):
        return tree
    head, *rest = map(_as_powers, tree)
    if head == FACTORS:
        return ["product", "k", "k", *rest]
    rows = (rest[0][1:] if rest[0][0] == "+" else rest) if head == "exp" else []
    powers = []
    for row in rows:
        factors = row[1:] if row[0] == "*" else [row]
        logs = [x for x in factors if x[0] == "log"]
        if len(logs) != 1:
            return [head, *rest]
        powers.append(["power", logs[0][1], times(*(x for x in factors if x is not logs[0]))])
    return times(*powers) if powers else [head, *rest]
