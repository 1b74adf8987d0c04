"""Facts on whole and rational numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, scaled
from proofs.provers.finders.reduction import reduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.builder import Builder

PRIMES = (2, 3, 5, 7, 11, 13)


def use_whole_numbers(b: Builder) -> None:
    """Halve even variables, and sharpen p > 0 to p ≥ 1 where p is whole."""
    from proofs.provers.finders.factors import digest
    from proofs.provers.finders.terms import define

    halved = {str(term.args[0]) for term in b.scope.terms.values() if term.op == "half"}
    for name, kind in list(b.scope.kinds.items()):
        x = b.ring.generator(name)
        if kind == "even" and str(x) not in halved:
            define(b, "half", (x,))
    digest(b)
    for label in list(b.atoms):
        known = b.scope.facts[label]
        if not isinstance(known, Fact) or known.rel != ">" or f"{label}:whole" in b.digested:
            continue
        b.digested.add(f"{label}:whole")
        found = reduce(b, known.poly)
        if found.facts or found.poly.is_constant():
            continue
        p = scaled(found.poly)
        if b.scope.is_integral(p):
            _sharpen(b, p)


def _sharpen(b: Builder, p: Poly) -> None:
    from proofs.provers.finders.signs import show

    label = show(b, p, ">", 0)
    if label is not None:
        try:
            b.atoms.append(b.add("integer", p=b.write(p), by=[label]))
        except Rejected:
            return


def never_zero(b: Builder, p: Poly) -> str | None:
    """Prove p ≠ 0 by residues, or because a variable is no integer."""
    from proofs.provers.finders.known_facts import known_as

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


def use_powers(b: Builder) -> None:
    """Write powers with a variable exponent by exponentials, where the base is positive."""
    from proofs.provers.finders.signs import show
    from proofs.provers.finders.terms import define

    for name, term in list(b.scope.terms.items()):
        if term.op == "power" and name not in b.links and show(b, term.args[0], ">", 1):
            log = define(b, "log", (term.args[0],))
            inside = term.args[1] * b.ring.generator(log)
            exp = define(b, "exp", (inside,))
            b.links[name] = b.add("real power", power=name, exp=exp, log=log)
            b.cache.clear()
