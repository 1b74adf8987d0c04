"""Compare integrals over one range: their sum grows as what is integrated has a sign.

A polynomial p that is linear in integrals to an end, less the same to an earlier end or to that from which
all of them run, is Σcⱼ(Iⱼ(high) - Iⱼ(low)) and a rest. With Σcⱼfⱼ(v) > 0 for low < v < high it exceeds the rest.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.provers.finders.functions.monotone import grown
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import integrals, show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proofs.kernel.polynomials import Poly
    from proofs.kernel.scope import Term
    from proofs.provers.finders.steps.builder import Builder

RANGE = 2
"""Ends that integrals of a difference may have beside the one from which they run."""


def by_integrands(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≠ 0, p > 0 or p ≥ 0 by what is integrated."""
    names = integrals(b, b.ring.names_in(p))
    if len(names) < RANGE or rel == "=":
        return None
    for sign in (1, -1) if rel == "!=" else (1,):
        with suppress(NotFoundError, Rejected):
            if (label := _positive(b, sign * p, names)) is not None:
                wanted = [rel, b.write(p)]
                return b.add("logic", by=[label], fact=wanted)
    return None


def _positive(b: Builder, p: Poly, names: list[str]) -> str | None:
    """Prove p > 0."""
    terms = [b.scope.terms[n] for n in names]
    starts = {b.write(x.args[1]): x.args[1] for x in terms}
    ends = {b.write(x.args[0]): x.args[0] for x in terms}
    if len(starts) != 1 or len(ends) > RANGE:
        return None
    (start,) = starts.values()
    factors: list[Poly] = []
    rest = p
    for name in names:
        rest, c = b.ring.coefficients(rest, name)
        factors.append(c)
    if any(b.ring.names_in(x) & set(names) for x in (rest, *factors)):
        return None
    _more_than_one(b, terms)
    for high in ends.values():
        low = next((x for x in ends.values() if x != high), start)
        ordered = show(b, high - low, ">", 1)
        own = [x for x in zip(factors, terms, strict=True) if x[1].args[0] == high]
        build = partial(_sum, own)
        grows = None if ordered is None else grown(b, build, (low, high), ordered, strict=True)
        if grows is not None and (label := _with_rest(b, p, build(b, high) - build(b, low), grows)):
            return label
    return None


def _more_than_one(b: Builder, terms: Iterable[Term]) -> None:
    """Keep that 1/m < 1 of what stands in integrals beside their variable, where it is so."""
    for size in {b.write(x): x for term in terms for x in term.args[2:]}.values():
        with suppress(NotFoundError, Rejected):
            over = b.ring.generator(define(b, "inv", (size,)))
            if (label := show(b, 1 - over, ">", 1)) is not None:
                b.atoms.append(label)


def _sum(own: Iterable[tuple[Poly, Term]], b: Builder, y: Poly) -> Poly:
    """Return the integrals up to y, each with its factor."""
    total = b.ring.constant(0)
    for c, term in own:
        total += c * b.ring.generator(define(b, term.op, (y, *term.args[1:])))
    return total


def _with_rest(b: Builder, p: Poly, gain: Poly, grows: str) -> str | None:
    """Prove p > 0 from what is gained, and a rest that is not negative."""
    rows = [summand(b, [(grows, gain, 1)])]
    left = reduce(b, p - gain)
    if left.facts or not left.poly.is_zero():
        if (label := show(b, p - gain, ">=", 1)) is None:
            return None
        rows.append(summand(b, [(label, p - gain, 1)]))
    return b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))
