"""Prove the order of a number and a root of a function, by that of their squares."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import known_as, summand
from proofs.provers.finders.signs.polynomials import deep_names, is_computed, show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def by_square(b: Builder, p: Poly, rel: str, *, plain: bool = False) -> str | None:
    """Prove Q·x - P ≥ 0, or P - Q·x ≥ 0, by Q²x² ≥ P², or P² ≥ Q²x²: x is a root.

    It stands beside functions, or is ``plain``.
    """
    q = reduce(b, p).poly
    bent = any(b.scope.terms[n].op in ("exp", "log") for n in deep_names(b, q) & set(b.scope.terms))
    if bent == plain or rel not in (">", ">=") or (known := f"square:{b.write(q)}") in b.digested:
        return None
    b.digested.add(known)
    roots = [n for n in sorted(b.ring.names_in(q)) if _is_square_root(b, n)]
    for name in roots:
        if len(parts := b.ring.coefficients(q, name)) != 2:
            continue
        for sign in (1, -1):
            first, second = sign * parts[0], -sign * parts[1] * b.ring.generator(name)
            if all(show(b, part, ">=", 1) for part in (first, second)):
                try:
                    label = _from_squares(b, q, rel, first, second, sign)
                except Rejected:
                    return None
                return label and (label if p == q else show(b, p, rel, 0))
    return None


def _is_square_root(b: Builder, name: str) -> bool:
    """Whether a name is the square root of what is no number."""
    term = b.scope.terms.get(name)
    square = term is not None and term.op == "root" and term.args[1] == 2
    return square and not is_computed(b, b.ring.generator(name))


def _small(b: Builder, norm: Poly, first: Poly) -> Poly:
    """Return a part of the larger side whose square may be left out: √(1 + u) ≤ 1 + u/2."""
    names = sorted(b.ring.names_in(first), key=lambda n: (n in b.scope.kinds, n))
    logs = [n for n in names if n in b.scope.terms and b.scope.terms[n].op == "log"]
    for some in (logs, *([n] for n in names)):
        rest = first
        for name in some:
            rest = b.ring.coefficients(rest, name)[0]
        if some and not rest.is_zero() and signs(b, norm - (first - rest) ** 2) == {1}:
            return first - rest
    return b.ring.constant(0)


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
    small = _small(b, norm, first) if sign > 0 else b.ring.constant(0)
    norm -= small**2
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
        row: list[dict[str, object]] = [{"c": "1", "square": inner.write(small)}] if small else []
        row += [] if norm.is_zero() else [summand(inner, [(label, norm, 1)])]
        factor = [summand(inner, [(above, first + second, 1)])]
        by = [*own, *modulo(inner)]
        return inner.add("cone", p=inner.write(p), factor=factor, sum=row, modulo=by)

    if show(b, first + second, ">=", 1) is None:
        return None
    return split(b, b.add("order", p=b.write(first + second)), fact(p, rel), work)


def _equal(p: Poly, b: Builder, _: int) -> str | None:
    return show(b, p, "=", 0)
