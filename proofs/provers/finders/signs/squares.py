"""Prove the order of a number and a root of a function, by that of their squares."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import known_as, summand
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import modulo, reduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def by_square(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove Q·x - P ≥ 0, or P - Q·x ≥ 0, by Q²x² ≥ P², or P² ≥ Q²x²: x is a root of a function."""
    found = reduce(b, p)
    if found.facts or rel not in (">", ">="):
        return None
    for name in sorted(b.ring.names_in(found.poly) & set(b.scope.terms)):
        term, parts = b.scope.terms[name], b.ring.coefficients(found.poly, name)
        inside = deep_names(b, term.args[0]) if term.op == "root" and term.args[1] == 2 else set()
        bent = any(b.scope.terms[n].op in ("exp", "log") for n in inside & set(b.scope.terms))
        if len(parts) != 2 or not bent or f"square:{found.poly}" in b.digested:
            continue
        b.digested.add(f"square:{found.poly}")
        for sign in (1, -1):
            first, second = sign * parts[0], -sign * parts[1] * b.ring.generator(name)
            signed = [show(b, q, ">=", 1) for q in (first, second)]
            if signed[0] and signed[1]:
                try:
                    return _from_squares(b, p, rel, first, second, sign)
                except Rejected:
                    return None
    return None


def _from_squares(
    b: Builder, p: Poly, rel: str, first: Poly, second: Poly, sign: int
) -> str | None:
    """Prove p = sign·(first - second) by the squares of both, neither of which is negative."""
    norm, own = sign * (first**2 - second**2), list[list[object]]()
    for name in sorted(b.ring.names_in(first) & set(b.scope.terms)):
        if b.scope.terms[name].op == "abs":
            (a,), x = b.scope.terms[name].args, b.ring.generator(name)
            equal = split(b, f"{name}.0", fact(x**2 - a**2, "="), partial(_equal, x**2 - a**2))
            if equal is not None:
                own.append([equal, name, []])
                norm, _ = b.ring.remainder(norm, x**2 - a**2, name)
    reduced = reduce(b, norm)
    norm = norm if reduced.facts else reduced.poly

    def work(inner: Builder, case: int) -> str | None:
        total = first + second
        if case != 0:  # both are 0
            equal, more = known_as(inner, total, "="), first if sign > 0 else second
            if rel == ">" or case == 2 or equal is None or more.is_zero():
                return None
            low = inner.add("logic", by=[equal], fact=[">=", inner.write(-total)])
            known = str(known_as(inner, more, ">="))
            rows = [summand(inner, [(known, 2 * more, 1)]), summand(inner, [(low, -total, 1)])]
            return inner.add("cone", p=inner.write(p), sum=rows, modulo=modulo(inner))
        above = known_as(inner, total, ">")
        label = above and inner.ways.prove(inner, fact(norm, rel), 1, 2)
        if above is None or label is None:
            return None
        row = [] if norm.is_zero() else [summand(inner, [(label, norm, 1)])]
        factor = [summand(inner, [(above, first + second, 1)])]
        by = [*own, *modulo(inner)]
        return inner.add("cone", p=inner.write(p), factor=factor, sum=row, modulo=by)

    if show(b, first + second, ">=", 1) is None:
        return None
    return split(b, b.add("order", p=b.write(first + second)), fact(p, rel), work)


def _equal(p: Poly, b: Builder, _: int) -> str | None:
    return show(b, p, "=", 0)
