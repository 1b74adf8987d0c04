"""Facts on whole and rational numbers."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

import numpy as np

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact, scaled
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import both, known_as
from proofs.provers.finders.signs.polynomials import from_both_sides, show
from proofs.provers.finders.signs.reduction import reduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


PARITY = {"even": 0, "odd": 1}
NEAR = 1e-9
"""A root this close to a number is taken for it."""


def use_whole_numbers(b: Builder) -> None:
    """Halve x or x - 1 where x is even or odd, and sharpen p > 0 to p ≥ 1 where p is whole."""
    halved = [term.args[0] for term in b.scope.terms.values() if term.op == "half"]
    for name, kind in list(b.scope.kinds.items()):
        if kind in PARITY:
            even = b.ring.generator(name) - PARITY[kind]
            if even not in halved:
                define(b, "half", (even,))
    _use_integers(b)
    while _squeeze(b):
        _use_integers(b)


def _use_integers(b: Builder) -> None:
    digest(b)
    for label in list(b.atoms):
        known = b.scope.facts[label]
        if not isinstance(known, Fact) or known.rel != ">":
            continue
        found = reduce(b, known.poly)
        if (key := f"{label}:whole:{b.write(found.poly)}") in b.digested:
            continue
        b.digested.add(key)
        for poly in (found.poly, known.poly) if not found.facts else (known.poly,):
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


def _squeeze(b: Builder) -> bool:
    """Draw p = 0 from p ≥ 0 and -p ≥ 0; say whether there was such a p."""
    before = len(b.equalities)
    for label in list(b.atoms):
        known = b.scope.facts[label]
        if not isinstance(known, Fact) or known.rel != ">=" or known_as(b, known.poly, "="):
            continue
        if known_as(b, -known.poly, ">=") and (equal := from_both_sides(b, known.poly, 0)):
            b.equalities.append(equal)
    return len(b.equalities) > before


def cut(b: Builder, p: Poly) -> str | None:
    """Return the choice between x ≤ a and x > a, where p changes its sign between whole numbers.

    Only polynomials in one whole number x are cut, and only where neither is known.
    """
    found = reduce(b, p).poly
    names = b.ring.names_in(found)
    if len(names) != 1 or not b.scope.is_integral(x := b.ring.generator(min(names))):
        return None
    parts = b.ring.coefficients(found, min(names))
    row = [0.0 if c.is_zero() else float(c.leading_coefficient()) for c in parts]
    for root in sorted(r.real for r in np.roots(row[::-1]) if abs(r.imag) < NEAR):
        gap = x - floor(root + NEAR)
        if show(b, gap - 1, ">=", 1) is None and show(b, -gap, ">=", 1) is None:
            return b.add("either", fact=[">", b.write(gap)])
    return None


def larger(b: Builder, p: Poly) -> str | None:
    """Return the choice which of two whole numbers in p is larger."""
    names = [n for n in b.scope.kinds if n in b.ring.names_in(p)]
    if len(names) != 2 or not b.scope.is_integral(p):
        return None
    x, y = map(b.ring.generator, names)
    return b.add("order", p=b.write(x - y)) if both(b, x - y) is None else None


def use_powers(b: Builder) -> None:
    """Write powers with a variable exponent by exponentials, where the base is positive."""
    for name, term in list(b.scope.terms.items()):
        if term.op == "power" and name not in b.links and show(b, term.args[0], ">", 1):
            log = define(b, "log", (term.args[0],))
            inside = term.args[1] * b.ring.generator(log)
            exp = define(b, "exp", (inside,))
            b.link(name, b.add("real power", power=name, exp=exp, log=log))


def open_base(b: Builder, p: Poly) -> Poly | None:
    """Return the base of a power that may be 0 or positive, where logarithms of it may help."""
    inside = b.ring.names_in(p) & set(b.scope.terms)
    if not any(term.op in ("exp", "log") for term in b.scope.terms.values()):
        return None
    for name in sorted(inside):
        term = b.scope.terms[name]
        if term.op != "power" or name in b.links or show(b, term.args[0], ">", 1):
            continue
        a, n = term.args
        if show(b, a, ">=", 1) and show(b, n - 1, ">=", 1):
            shorter = define(b, "power", (a, n - 1))
            b.link(name, b.add("last", pair=[name, shorter]))
            return a
    return None
