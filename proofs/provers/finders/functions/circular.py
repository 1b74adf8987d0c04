"""Bound sines and cosines by their Taylor polynomials, for what holds strictly."""

from __future__ import annotations

from functools import partial
from math import factorial
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.polynomials import deep_names, show

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
    if rel != ">" or not found or (known := f"circular:{p}") in b.digested:
        return None
    side = next((s for s in (1, -1) if show(b, s * found[0], ">", 1)), None)
    if side is None:
        return None
    b.digested.add(known)
    on = b.add("either", fact=[">", b.write(side * found[0] - FAR)])
    return split(b, on, fact(p, rel), partial(_case, p, side))


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
