"""Prove facts on floors of polynomials in whole numbers, remainder by remainder.

With x = D·h + r, each polynomial with denominators that divide D is whole up to a number; its floor
is then a polynomial in h. So the remainder of n·(n + 1)·(n + 2) by 6 is 0, and that of n² by 4 at most 1.
"""

from __future__ import annotations

from math import lcm
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Formula, fact
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import known_as, summand
from proofs.provers.finders.signs.polynomials import deep_names, from_both_sides
from proofs.provers.finders.signs.reduction import modulo, reduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST_CASES = 64
"""Combinations of remainders that are told apart."""


def by_remainders(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p rel 0, where p has floors of polynomials in few whole numbers."""
    found = {name: reduce(b, b.scope.terms[name].args[0]).poly for name in _floors(b, p)}
    names = sorted({n for a in found.values() for n in b.ring.names_in(a)})
    d = lcm(*(int(c.q) for a in found.values() for c in a.coeffs()))
    whole = all(b.scope.is_integral(b.ring.generator(n)) for n in names)
    if not names or not whole or d == 1 or d ** len(names) > MOST_CASES:
        return None
    b.digested |= {f"remainders:{name}" for name in found}
    try:
        return _by_cases(b, fact(p, rel), list(found), names, d)
    except Rejected:
        return None


def _floors(b: Builder, p: Poly) -> list[str]:
    """Return the floors in p that are still open."""
    inside = deep_names(b, p) & set(b.scope.terms)
    floors = sorted(n for n in inside if b.scope.terms[n].op == "floor" and n not in b.links)
    return [n for n in floors if f"remainders:{n}" not in b.digested]


def _by_cases(
    b: Builder, wanted: Formula, floors: list[str], names: list[str], d: int
) -> str | None:
    """Tell the remainders of the first name apart; then those of the next."""
    if not names:
        for name in floors:
            _evaluate(b, name)
        return b.ways.prove(b, wanted, 1, 1)
    x = b.ring.generator(names[0])
    h = define(b, "floor", (x / d,))
    b.digested.add(f"remainders:{h}")
    gap = x - d * b.ring.generator(h)
    row = summand(b, [(f"{h}.1", d - gap, 1)])
    above = b.add("cone", p=b.write(d - gap), sum=[row], modulo=[])
    b.add("integer", p=b.write(d - gap), by=[above])
    return _from(b, gap, 0, wanted, floors, names[1:], d)


def _from(
    b: Builder, gap: Poly, r: int, wanted: Formula, floors: list[str], names: list[str], d: int
) -> str | None:  # fmt: skip
    """Prove it where the remainder is at least r."""

    def work(inner: Builder, case: int) -> str | None:
        above = known_as(inner, gap - r, ">")
        if case == 1:
            return _by_cases(inner, wanted, floors, names, d)
        if case == 2 or r == d - 1 or above is None:
            return None
        inner.add("integer", p=inner.write(gap - r), by=[above])
        return _from(inner, gap, r + 1, wanted, floors, names, d)

    return split(b, b.add("order", p=b.write(gap - r)), wanted, work)


def _evaluate(b: Builder, name: str) -> None:
    """Write a floor without one: x ≤ a < x + 1 leaves one whole number."""
    argument = b.scope.terms[name].args[0]
    a = reduce(b, argument).poly
    number = a.to_dict().get((0,) * len(b.ring.names), fmpq(0))
    part = number - number.p // number.q
    x, ways = b.ring.generator(name), modulo(b)
    gap = x - (a - part)
    if gap.is_zero():
        return
    for label, known, p, c in (
        (f"{name}.1", x + 1 - argument, gap + 1, part),
        (f"{name}.0", argument - x, 1 - gap, 1 - part),
    ):
        rows = [summand(b, [(label, known, 1)]), *([{"c": str(c)}] if c else [])]
        above = b.add("cone", p=b.write(p), sum=rows, modulo=ways)
        b.add("integer", p=b.write(p), by=[above])
    if (equal := from_both_sides(b, gap, 0)) is not None:
        b.link(name, equal)
