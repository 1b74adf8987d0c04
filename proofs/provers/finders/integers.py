"""Facts on whole and rational numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact, scaled
from proofs.provers.finders.cases import split
from proofs.provers.finders.factors import digest
from proofs.provers.finders.reduction import reduce
from proofs.provers.finders.signs import show
from proofs.provers.finders.terms import define

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.builder import Builder


def use_whole_numbers(b: Builder) -> None:
    """Halve even variables, and sharpen p > 0 to p ≥ 1 where p is whole."""
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
        for poly in (known.poly, found.poly) if not found.facts else (known.poly,):
            if not poly.is_constant() and b.scope.is_integral(scaled(poly)):
                _sharpen(b, scaled(poly))
                break


def _sharpen(b: Builder, p: Poly) -> None:
    label = show(b, p, ">", 0)
    if label is not None:
        try:
            b.atoms.append(b.add("integer", p=b.write(p), by=[label]))
        except Rejected:
            return


def odd(b: Builder, p: Poly) -> str | None:
    """Prove p ≠ 0 for an odd p = 2h + 1: h is positive, 0 or at most -1."""
    if not b.scope.is_even(p - 1) or p.is_constant():
        return None
    h = b.ring.generator(define(b, "half", (p - 1,)))
    wanted = fact(p, "!=")

    def work(inner: Builder, case: int) -> str | None:
        use_whole_numbers(inner)
        for effort in (0, 1):
            if (label := show(inner, -p if case == 2 else p, ">", effort)) is not None:
                return label
        return None

    return split(b, b.add("order", p=b.write(h)), wanted, work)


def use_powers(b: Builder) -> None:
    """Write powers with a variable exponent by exponentials, where the base is positive."""
    for name, term in list(b.scope.terms.items()):
        if term.op == "power" and name not in b.links and show(b, term.args[0], ">", 1):
            log = define(b, "log", (term.args[0],))
            inside = term.args[1] * b.ring.generator(log)
            exp = define(b, "exp", (inside,))
            b.links[name] = b.add("real power", power=name, exp=exp, log=log)
            b.cache.clear()
