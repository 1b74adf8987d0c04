"""Bound powers with a symbolic exponent by exponentials: aⁿ ≤ exp(n(a - 1)) for a ≥ 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.formulas import fact
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.sums.beginnings import show_by

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def by_exponential_bound(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or > 0 with exp(n(a - 1)) in place of a power aⁿ that is taken away in it."""
    found = reduce(b, p).poly
    key = f"power bound:{b.write(found)}:{rel}"
    if rel not in (">", ">=") or key in b.digested:
        return None
    b.digested.add(key)
    for name in sorted(b.ring.names_in(found) - b.links.keys()):
        term, parts = b.scope.terms.get(name), b.ring.coefficients(found, name)
        if term is None or term.op != "power" or len(parts) != 2 or 1 in signs(b, parts[1]):
            continue
        base, exponent = term.args
        if b.scope.within(base) & b.scope.within(exponent):
            continue  # it is no induction over the exponent alone
        with b.may_fail:
            if (label := _bounded(b, found, rel, name, parts)) is not None:
                return show_by(b, p, rel, label)
    return None


def _bounded(b: Builder, p: Poly, rel: str, name: str, parts: list[Poly]) -> str | None:
    """Prove p = r - c·aⁿ from r - c·exp(n(a - 1)) and c ≥ 0."""
    base, exponent = b.scope.terms[name].args
    above = b.ring.generator(define(b, "exp", (exponent * (base - 1),)))
    gap, rest = above - b.ring.generator(name), parts[0] + parts[1] * above
    if rest.is_zero() or -1 in signs(b, rest) or (less := show(b, -parts[1], ">=", 1)) is None:
        return None
    bound = b.ways.prove(b, fact(gap, ">="), 1, 1)
    left = bound and b.ways.prove(b, fact(rest, rel), 1, 1)
    if bound is None or left is None:
        return None
    rows = [summand(b, [(left, rest, 1)]), summand(b, [(less, -parts[1], 1), (bound, gap, 1)])]
    return b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))
