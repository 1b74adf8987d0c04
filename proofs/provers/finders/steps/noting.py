"""A scope that notes which terms are looked up in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from proofs.kernel.scope import Scope

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


@dataclass
class Noting(Scope):
    """A scope that notes the terms that are looked up in it, and not those within it.

    A step may need a term that it does not name, as an induction does at its end.
    """

    noted: list[Poly] = field(default_factory=list)

    def inner(self) -> Noting:
        """Return a scope that notes for itself."""
        new = cast("Noting", super().inner())
        new.noted = []
        return new

    def find(self, op: str, args: tuple[Poly, ...]) -> Poly:
        """Return the generator of a term."""
        self.noted.append(super().find(op, args))
        return self.noted[-1]

    def give_back(self, taken: set[str]) -> None:
        """Let only these names be taken, in all branches, which share them."""
        self.taken.clear()
        self.taken.update(taken)
