"""Polynomials that are never 0, by residues and by kinds of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import scaled
from proofs.provers.finders.signs.known_facts import known_as

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

PRIMES = (2, 3, 5, 7, 11, 13)


def never_zero(b: Builder, p: Poly) -> str | None:
    """Prove p ≠ 0 by residues, or because a variable is no integer."""
    for name, kind in b.scope.kinds.items():
        x = b.ring.generator(name)
        if kind == "noninteger":
            for sign in (1, -1):
                if b.scope.is_integral(x - sign * p):
                    return b.add("noninteger", variable=name, p=b.write(x - sign * p))
    whole = scaled(p)
    if not b.scope.is_integral(whole, ("integer", "even", "odd", "rational")):
        return None
    names = sorted(b.ring.names_in(p))
    known = [k for n in names if (k := known_as(b, b.ring.generator(n), "!=")) is not None]
    for prime in PRIMES:
        try:
            return b.add("residues", p=b.write(whole), prime=prime, by=known[:1])
        except Rejected:
            continue
    return None
