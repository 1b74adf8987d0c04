"""Bound sines and cosines by their Taylor polynomials, and their sums by squares."""

from __future__ import annotations

from functools import partial
from math import factorial
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import modulo

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

FIRST = {"cos": 0, "sin": 1}
"""The order with which the series begins."""

HIGHEST, FAR = 6, 2
"""The highest order of the polynomials; and from where on 1 is the bound instead."""


def by_taylor(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p > 0 by bounds of its sines and cosines near 0, and by others far from it."""
    terms = b.scope.terms
    inside = [terms[n] for n in sorted(deep_names(b, p)) if n in terms]
    found = [term.args[0] for term in inside if term.op in FIRST]
    if rel != ">" or not found or (known := f"circular:{b.write(p)}") in b.digested:
        return None
    side = next((s for s in (1, -1) if show(b, s * found[0], ">", 1)), None)
    if side is None:
        return None
    b.digested.add(known)
    on = b.add("either", fact=[">", b.write(side * found[0] - FAR)])
    return split(b, on, fact(p, rel), partial(_case, p, side))


def by_amplitude(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove A + B·sin a + C·cos a ≥ 0 from A > 0 and A² ≥ B² + C²."""
    circular = [(n, b.scope.terms[n]) for n in sorted(b.ring.names_in(p) & set(b.scope.terms))]
    circular = [(n, term) for n, term in circular if term.op in FIRST]
    if rel not in (">", ">=") or [*sorted(term.op for _, term in circular)] != ["cos", "sin"]:
        return None
    (x, first), (y, second) = circular
    s, c = b.ring.generator(x), b.ring.generator(y)
    *_, m = b.ring.coefficients(p, x)
    *_, n = b.ring.coefficients(p, y)
    rest = p - m * s - n * c
    if first.args != second.args or {x, y} & set().union(*map(b.ring.names_in, (m, n, rest))):
        return None
    gap = rest**2 - m**2 - n**2
    above, known = show(b, rest, ">", 1), show(b, gap, rel, 1)
    if above is None or known is None:
        return None
    named = {first.op: x, second.op: y}
    rows: list[dict[str, object]] = [
        {"c": "1", "square": b.write(q)} for q in (m + rest * s, n + rest * c)
    ]
    rows += [summand(b, [(known, gap, 1)])] if gap else []
    circle = [[b.add("circle", **named), named["sin"], []], *modulo(b)]
    factor = [summand(b, [(above, 2 * rest, 1)])]
    return b.add("cone", p=b.write(p), factor=factor, sum=rows, modulo=circle)


def _case(p: Poly, side: int, b: Builder, case: int) -> str | None:
    if case == 0:
        return b.ways.prove(b, fact(p, ">"), 1, 0)
    for name in sorted(deep_names(b, p) & set(b.scope.terms)):
        term = b.scope.terms[name]
        if term.op in FIRST:
            _bound(b, b.ring.generator(name), term.args[0], FIRST[term.op], side)
    return show(b, p, ">", 2)


def _bound(b: Builder, x: Poly, a: Poly, first: int, side: int) -> None:
    """Keep the bounds of sin a or cos a by Taylor polynomials, from above and below in turn."""
    total, sign = b.ring.constant(0), side**first
    for order in range(first, HIGHEST + 1, 2):
        total += a**order * fmpq((-1) ** (order // 2), factorial(order))
        label = b.ways.grow(b, sign * (total - x), ">=")
        if label is not None and isinstance(b.scope.facts[label], Fact):
            b.atoms.append(label)
        sign = -sign
    b.cache.clear()
