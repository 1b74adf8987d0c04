"""Prove A·(log a - log c) + B ≥ 0 for a > c by the sharpest rational bounds of low degree.

For a ≥ c > 0, 2·(a - c)/(a + c) ≤ log a - log c ≤ (a² - c²)/(2ac); both are exact to third order where
a is near c, as in a step from n to n + 1.
"""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

from proofs.provers.finders.functions.monotone import grown
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def by_log_difference(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or > 0, where p is linear in the difference of two logarithms."""
    found, terms = reduce(b, p), b.scope.terms
    logs = [n for n in b.ring.names_in(found.poly) if n in terms and terms[n].op == "log"]
    if rel not in (">", ">=") or len(logs) != 2:
        return None
    for upper, lower in permutations(sorted(logs)):
        parts = b.ring.coefficients(found.poly, upper)
        difference = b.ring.generator(upper) - b.ring.generator(lower)
        if len(parts) != 2 or lower in b.ring.names_in(rest := found.poly - parts[1] * difference):
            return None
        ends = terms[lower].args[0], terms[upper].args[0]
        with b.may_fail:
            if _bounded(b, found.poly, rel, (parts[1], rest), ends) is not None:
                return show(b, p, rel, 0)
    return None


def _bounded(
    b: Builder, p: Poly, rel: str, parts: tuple[Poly, Poly], ends: tuple[Poly, Poly]
) -> str | None:
    """Prove A·(log a - log c) + B = p, with c and a the ``ends``, c ≤ a."""
    (slope, rest), (c, a) = parts, ends
    above = len(seen := signs(b, slope)) == 1 and 1 in seen
    factor, bound = (a + c, 2 * (a - c)) if above else (2 * a * c, a**2 - c**2)
    left = slope * bound + factor * rest
    if len(seen) != 1 or signs(b, a - c) != {1} or -1 in signs(b, left):
        return None
    weight = slope if above else -slope
    labels = [
        show(b, q, r, 1) for q, r in ((a - c, ">="), (factor, ">"), (weight, ">="), (left, rel))
    ]
    if None in labels:
        return None
    ordered, positive, weighted, other = map(str, labels)

    def gap(inner: Builder, y: Poly) -> Poly:
        """Return the difference of both sides, which is 0 at c and grows."""
        x, z = (inner.ring.generator(define(inner, "log", (q,))) for q in (y, c))
        return (y + c) * (x - z) - 2 * (y - c) if above else y**2 - c**2 - 2 * y * c * (x - z)

    grows = grown(b, gap, (c, a), ordered)
    if grows is None:
        return None
    rows = [summand(b, [(grows, gap(b, a) - gap(b, c), 1), (weighted, weight, 1)])]
    rows += [] if left.is_zero() else [summand(b, [(other, left, 1)])]
    by = [summand(b, [(positive, factor, 1)])]
    return b.add("cone", p=b.write(p), factor=by, sum=rows, modulo=modulo(b))
