"""Signs of differences by the conjugate of a square root."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.reduction import equations, modulo, reduce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST_CONJUGATES = 3
"""Square roots removed one within the other."""


def by_conjugate(b: Builder, p: Poly, effort: int) -> str | None:
    """Find the sign of P + Q·x, x a square root, by that of P² - Q²x² where P and Q·x disagree."""
    if b.depth >= MOST_CONJUGATES:
        return None
    for e in equations(b)[::-1]:
        term = b.scope.terms.get(e.main)
        if term is None or term.op != "root" or len(b.ring.coefficients(e.poly, e.main)) != 3:
            continue
        parts = b.ring.coefficients(p, e.main)
        if len(parts) != 2 or parts[0].is_zero():
            continue
        b.depth += 1
        try:
            label = _conjugate(b, p, b.ring.generator(e.main), parts, effort)
        finally:
            b.depth -= 1
        if label is not None:
            return label
    return None


def by_equal_squares(b: Builder, p: Poly) -> str | None:
    """Prove P + Q·x = 0, x a square root, from P² = Q²x² where P - Q·x is not 0."""
    for other in equal_squares(b, p):
        if (label := b.ways.show(b, other, "!=", 1)) is not None:
            return b.add("zero", p=b.write(p), factor=[label], modulo=modulo(b))
    return None


def equal_squares(b: Builder, p: Poly) -> Iterator[Poly]:
    """Yield P - Q·x for the square roots x with p = P + Q·x and P² = Q²x²."""
    found = reduce(b, p).poly
    for e in equations(b)[::-1]:
        parts, x = b.ring.coefficients(found, e.main), b.ring.generator(e.main)
        if len(parts) == 2 and len(b.ring.coefficients(e.poly, e.main)) == 3:
            other = parts[0] - parts[1] * x
            if reduce(b, found * other).poly.is_zero():
                yield other


def by_norm(b: Builder, p: Poly) -> str | None:
    """Prove P + Q·x ≠ 0 from P² - Q²x² ≠ 0, x a square root that is gone then.

    Only one is tried: in another order the roots would go one by one as well. A root within a root
    does not go before that one, and the norms would grow without an end.
    """
    for e in equations(b)[::-1]:
        parts, x = b.ring.coefficients(p, e.main), b.ring.generator(e.main)
        if len(parts) == 2 and len(b.ring.coefficients(e.poly, e.main)) == 3:
            other = parts[0] - parts[1] * x
            norm = reduce(b, p * other)
            if e.main in b.ring.names_in(norm.poly):
                continue
            label = None if norm.facts else b.ways.show(b, norm.poly, "!=", 1)
            if label is None:
                return None
            known = b.scope.one(label, "!=", ">").poly
            c = norm.poly.leading_coefficient() / known.leading_coefficient()
            q = b.write(other / c)
            return b.add("nonzero", p=b.write(p), q=q, facts=[label], modulo=modulo(b))
    return None


def _conjugate(b: Builder, p: Poly, x: Poly, parts: list[Poly], effort: int) -> str | None:
    other = parts[0] - parts[1] * x
    norm = p * other
    first = _any_sign(b, parts[0], effort)
    second = _any_sign(b, parts[1], effort) if first else 0
    if not first or not second:
        return None
    if first == second:
        return _agreeing(b, x, [first * part for part in parts])
    # the sign of P decides that of the conjugate, as -Q·x has it too
    conjugate = b.ways.show(b, first * other, ">", effort)
    if conjugate is None:
        return None
    for sign in (1, -1):
        for rel in (">", ">="):
            label = b.ways.show(b, sign * norm, rel, effort)
            if label is None:
                continue
            return b.add(
                "cone", p=b.write(first * sign * p),
                factor=[summand(b, [(conjugate, first * other, 1)])],
                sum=[summand(b, [(label, sign * norm, 1)])], modulo=modulo(b),
            )  # fmt: skip
    return None


def _agreeing(b: Builder, x: Poly, parts: list[Poly]) -> str | None:
    """Prove P + Q·x > 0, where P and Q are positive."""
    root, rows = b.ways.show(b, x, ">=", 0), []
    for part, more in zip(parts, ([], [(root, x, 1)]), strict=True):
        own = [] if part.is_constant() else [(b.ways.show(b, part, ">", 1), part, 1)]
        if any(label is None for label, *_ in (*own, *more)):
            return None
        row = summand(b, [(str(label), q, n) for label, q, n in (*own, *more)])
        if part.is_constant():
            row["c"] = str(part.leading_coefficient())
        rows.append(row)
    return b.add("cone", p=b.write(parts[0] + parts[1] * x), sum=rows, modulo=modulo(b))


def _any_sign(b: Builder, p: Poly, effort: int) -> int:
    if p.is_constant():
        return 1 if p.leading_coefficient() > 0 else -1
    for sign in (1, -1):
        if b.ways.show(b, sign * p, ">", effort) is not None:
            return sign
    return 0
