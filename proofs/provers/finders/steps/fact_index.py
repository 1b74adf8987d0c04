"""Known facts by polynomial, and what is derived from a fact's polynomial once."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from proofs.kernel.formulas import Fact
from proofs.provers.finders.steps.by_polynomial import ByPolynomial

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proofs.kernel.formulas import Formula
    from proofs.kernel.polynomials import Poly, Ring


@dataclass(frozen=True)
class Written:
    """A fact with the names in it."""

    fact: Fact
    ring: Ring

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that occur in it."""
        return frozenset(self.ring.names_in(self.fact.poly))


class Place(NamedTuple):
    """Where a fact stands among what is known, its name and its relation."""

    number: int
    name: str
    rel: str


@dataclass
class FactIndex:
    """The facts of one branch.

    Attributes
    ----------
    ring : Ring
    kept : dict
        What is derived from facts, by name; of all branches.
    by_polynomial : ByPolynomial
        Places of facts.
    seen : int
        Formulas that have been looked at.
    """

    ring: Ring
    kept: dict[str, Written] = field(default_factory=dict)
    by_polynomial: ByPolynomial[list[Place]] = field(default_factory=ByPolynomial)
    seen: int = 0

    def inner(self) -> FactIndex:
        """Return the index of another branch."""
        return FactIndex(self.ring, self.kept)

    def written(self, name: str, known: Fact) -> Written:
        """Return what is derived from the polynomial of a known fact."""
        found = self.kept.get(name)
        if found is None or found.fact is not known:
            found = self.kept[name] = Written(known, self.ring)
        return found

    def places(self, known: Mapping[str, Formula], p: Poly) -> list[Place]:
        """Return the facts on a polynomial as it stands, in their order; what is known only grows."""
        new = islice(known.items(), self.seen, None) if len(known) > self.seen else ()
        for i, (name, formula) in enumerate(new, self.seen):
            if isinstance(formula, Fact):
                place = Place(i, name, formula.rel)
                self.by_polynomial.keep(formula.poly, []).append(place)
        self.seen = len(known)
        return self.by_polynomial.get(p) or []
