"""Prove the order of two products, or of a product and a sum of some, by that of their logarithms.

A·x ≥ B·y, where x and y are products of exponentials, powers and factorials, has its two sides read
off: what stands at each such product. Where a side is a sum, its logarithm stays that of a sum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import fact
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import factor_sign, show
from proofs.provers.finders.signs.reduction import factored, modulo, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

LARGE = ("power", "product")
"""Terms that grow beside exponentials; their logarithms are those of their parts, or their own."""

MOST_GROUPS, MOST_DEPTH = 4, 2
"""Products that are told apart; comparisons one within the other."""


def by_products(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or p > 0 for p = P - N, by log P ≥ log N."""
    if rel not in (">", ">=") or b.comparing >= MOST_DEPTH:
        return None
    found = reduce(b, p).poly
    sides = _sides(b, found)
    known = f"products:{b.write(found)}:{rel}:{b.calculus}"
    if sides is None or known in b.digested:
        return None
    edge = _edge(b, sides[-1])
    if edge is not None and f"{known}:edge" not in b.digested:
        b.digested.add(f"{known}:edge")
        return _beside_edge(b, p, rel, edge)
    b.digested.add(known)
    b.comparing += 1
    try:
        with b.may_fail:
            upper, lower = (_logarithm(b, side) for side in sides)
            gap = upper - lower
            if -1 in signs(b, gap):
                return None
            compare_logarithms(b, b.ring.names_in(reduce(b, gap).poly))
            if (label := b.ways.prove(b, fact(gap, rel), 1, 0)) is None:
                return None
            return _from_logarithms(b, p, rel, sides[-1], gap, label)
    finally:
        b.comparing -= 1
    return None


def _edge(b: Builder, lower: Poly) -> Poly | None:
    """Return a factor of the smaller side that may be 0, where the side has no logarithm."""
    for f, _ in factored(b, lower)[1]:
        sign = factor_sign(b, f, 1)
        if sign is not None and sign.sign and not sign.strict:
            return f
    return None


def _beside_edge(b: Builder, p: Poly, rel: str, edge: Poly) -> str | None:
    """Prove p ≥ 0 or p > 0 where a factor of the smaller side is 0, and by logarithms where not."""

    def work(inner: Builder, case: int) -> str | None:
        return show(inner, p, rel, 1) if case == 1 else by_products(inner, p, rel)

    return split(b, b.add("order", p=b.write(edge)), fact(p, rel), work)


def _from_logarithms(
    b: Builder, p: Poly, rel: str, lower: Poly, gap: Poly, label: str
) -> str | None:
    """Prove p rel 0 by p·(known facts) = lower·(exp(gap) - 1), from gap rel 0."""
    name = define(b, "exp", (gap,))
    more = b.ring.generator(name) - 1
    above, positive = b.exp_sign(name, "exponent", rel, label), show(b, lower, ">", 1)
    if positive is None:
        return None
    cleared = reduce(b, p).facts
    factor = [summand(b, [(n, b.scope.one(n, "!=", ">").poly, i) for n, i in cleared.items()])]
    row = summand(b, [(above, more, 1), (positive, lower, 1)])
    return b.add("cone", p=b.write(p), factor=factor, sum=[row], modulo=modulo(b))


def _sides(b: Builder, p: Poly) -> tuple[Poly, Poly] | None:
    """Write p as P - N, both positive: sums of products with coefficients of one sign."""
    groups: dict[str, tuple[Poly, Poly]] = {}
    for powers, c in p.to_dict().items():
        large, rest = b.ring.constant(1), b.ring.constant(c)
        for name, n in zip(b.ring.names, powers, strict=True):
            if n and _is_large(b, name):
                large *= b.ring.generator(name) ** int(n)
            elif n:
                rest *= b.ring.generator(name) ** int(n)
        _, before = groups.get(str(large), (large, b.ring.constant(0)))
        groups[str(large)] = large, before + rest
    if len(groups) > MOST_GROUPS or all(large.is_constant() for large, _ in groups.values()):
        return None
    sides = {1: b.ring.constant(0), -1: b.ring.constant(0)}
    for large, rest in groups.values():
        seen = signs(b, rest)
        if len(seen) != 1:
            return None
        sides[min(seen)] += min(seen) * large * rest
    return None if sides[1].is_zero() or sides[-1].is_zero() else (sides[1], sides[-1])


def _is_large(b: Builder, name: str) -> bool:
    term = b.scope.terms.get(name)
    return term is not None and (term.op == "exp" or term.op.partition(" ")[0] in LARGE)


def _logarithm(b: Builder, p: Poly) -> Poly:
    """Return log p, of a product as a sum."""
    unit, factors = factored(b, p)
    total, one = b.ring.constant(0), fmpq(1)
    for f, times in factors:
        if 1 not in signs(b, f):
            f, unit = -f, unit * (-1) ** times
        names = b.ring.names_in(f)
        term = b.scope.terms.get(min(names)) if len(f) == 1 else None
        if term is not None and term.op == "exp":
            total += int(times) * term.args[0]
        else:
            total += int(times) * b.ring.generator(define(b, "log", (f,)))
    if unit != one:
        total += b.ring.generator(define(b, "log", (b.ring.constant(unit),)))
    return total
