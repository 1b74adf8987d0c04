"""Show that a sum differs from an integral by no more than one summand, and use such bounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import modulo
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import minus, plus
from proofs.provers.finders.sums.induction import induct

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

LAST = "#last"
"""The last index of a sum, over which the induction runs."""


@dataclass(frozen=True)
class SumBound:
    """A sum less an integral lies between the summands at its ends.

    Attributes
    ----------
    low, high : tree
        The ends of the sum.
    gap : tree
        The sum less the integral, from ``low`` to LAST.
    least, largest : tree
        The summands at ``low`` and at LAST.
    """

    low: Tree
    high: Tree
    gap: Tree
    least: Tree
    largest: Tree

    def learn(self, b: Builder) -> None:
        """Show that the gap, over the largest summand, lies between -1 and 1."""
        above = self._shown(b, plus([self.gap, minus(self.least)]))
        below = self._shown(b, plus([self.largest, minus(self.gap)]))
        gap, least, largest = (
            _at(b, tree, b.scope.poly(self.high)) for tree in (self.gap, self.least, self.largest)
        )
        signs = [show(b, p, rel, 1) for p, rel in ((least, ">="), (largest, ">"))]
        over = b.ring.generator(define(b, "inv", (largest,)))
        if None in signs or (inverse := show(b, over, ">", 1)) is None:
            raise NotFoundError("a summand that may be negative")
        parts = [(above, gap - least), (str(signs[0]), least), (str(signs[1]), largest)]
        for p, rows in ((largest + gap, parts), (largest - gap, [(below, largest - gap)])):
            sides = [summand(b, [(label, part, 1), (inverse, over, 1)]) for label, part in rows]
            b.atoms.append(b.add("cone", p=b.write(over * p), sum=sides, modulo=modulo(b)))
        b.cache.clear()

    def _shown(self, b: Builder, tree: Tree) -> str:
        if (label := until_last(b, self.low, self.high, tree)) is None:
            raise NotFoundError("a bound on a sum is not shown")
        return label


def by_bounds(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or > 0 by a known bound of a sum in it, put in place of the sum."""
    terms = b.scope.terms
    sums = [n for n in sorted(b.ring.names_in(p)) if n in terms and terms[n].op.startswith("sum ")]
    for name in sums if rel in (">", ">=") else ():
        own = b.ring.coefficients(p, name)
        for label in list(b.atoms) if len(own) == 2 and own[1].is_constant() else ():
            known = b.scope.facts[label]
            if not isinstance(known, Fact) or known.rel not in (">", ">="):
                continue
            parts = b.ring.coefficients(known.poly, name)
            if len(parts) != 2 or not parts[1].is_constant():
                continue
            c = own[1].leading_coefficient() / parts[1].leading_coefficient()
            rest = p - c * known.poly
            if c < 0 or parts[0].is_zero() or -1 in signs(b, rest):
                continue
            wanted = fact(rest, rel)
            if (found := b.ways.prove(b, wanted, 1, 1)) is not None:
                rows = [summand(b, [(label, c * known.poly, 1)])]
                rows += [] if rest.is_zero() else [summand(b, [(found, rest, 1)])]
                return b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))
    return None


def until_last(b: Builder, low: Tree, high: Tree, tree: Tree) -> str | None:
    """Show by induction that a tree in LAST is not negative at ``high``, from ``low`` on."""
    for end in (low, high):
        introduce(b, end)
    start, end = map(b.scope.poly, (low, high))
    return induct(b, start, end, lambda inner, m: _at(inner, tree, m), ">=")


def _at(b: Builder, tree: Tree, last: Poly) -> Poly:
    introduce(b, tree, {LAST: last})
    return b.scope.poly(tree, {LAST: last})
