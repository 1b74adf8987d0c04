"""Polynomials in whole numbers that are never 0, as no remainders of their names let them be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import comb, prod
from typing import TYPE_CHECKING

from proofs.kernel.formulas import fact, scaled
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import between_sides, show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.steps.builder import occurring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

LARGEST_MODULUS, MOST_CASES, MOST_DEGREE, MOST_SUMMANDS = 64, 64, 16, 40
"""Moduli that are tried; cases that are told apart; the size of a polynomial."""

Term = tuple[int, tuple[tuple[str, int], ...]]


@dataclass(frozen=True)
class Classes:
    """A modulus for which p is never 0, and the period of p in each name that matters there."""

    modulus: int
    periods: dict[str, int]


@dataclass
class Chosen:
    """What a name is in a case: period·(a whole number) + remainder, by an equation."""

    name: str
    value: Poly
    equation: str


def by_remainder_classes(b: Builder, p: Poly) -> str | None:
    """Prove p ≠ 0 from its values modulo a number, by cases of the remainders of its names."""
    found = reduce(b, p)
    whole = found.poly if found.poly.is_zero() else scaled(found.poly)
    if found.facts or whole.is_constant() or not b.scope.is_integral(whole):
        return None
    known = f"classes:{b.write(whole)}"
    if known in b.digested or (classes := _classes(b, whole)) is None:
        return None
    b.digested.add(known)
    label = _in_classes(b, whole, classes, list(classes.periods.items()), [])
    if label is None or whole == p:
        return label
    c = found.poly.leading_coefficient() / b.scope.one(label, "!=").poly.leading_coefficient()
    return b.add("nonzero", p=b.write(p), q=str(1 / c), facts=[label], modulo=modulo(b))


def _classes(b: Builder, p: Poly) -> Classes | None:
    """Return the classes that take the fewest cases."""
    terms = _terms(b, p)
    degree = max(sum(n for _, n in powers) for _, powers in terms)
    if len(terms) > MOST_SUMMANDS or degree > MOST_DEGREE:
        return None
    some = [Classes(m, _periods(terms, m)) for m in range(2, LARGEST_MODULUS + 1)]
    some = [each for each in some if prod(each.periods.values()) <= MOST_CASES]
    some.sort(key=lambda each: (prod(each.periods.values()), each.modulus))
    return next((each for each in some if all(_values(terms, each))), None)


def _terms(b: Builder, p: Poly) -> list[Term]:
    return [(int(c), tuple(occurring(b.ring, powers))) for powers, c in p.to_dict().items()]


def _periods(terms: list[Term], modulus: int) -> dict[str, int]:
    """Return the d > 1 by which names have to change for p to stay the same modulo a number."""
    found = {}
    for name in sorted({name for _, powers in terms for name, _ in powers}):
        own = [(c, dict(powers).get(name, 0)) for c, powers in terms]
        steps = [(c * comb(n, k), k) for c, n in own for k in range(1, n + 1)]
        divisors = (d for d in range(1, modulus + 1) if modulus % d == 0)
        found[name] = next(d for d in divisors if all(c * d**k % modulus == 0 for c, k in steps))
    return {name: d for name, d in found.items() if d > 1}


def _values(terms: list[Term], classes: Classes) -> Iterator[int]:
    """Yield p modulo the modulus, at all remainders of the names that matter."""
    for values in product(*map(range, classes.periods.values())):
        at = dict(zip(classes.periods, values, strict=True))
        yield sum(c * prod(at.get(x, 0) ** n for x, n in powers) for c, powers in terms) % (
            classes.modulus
        )


def _in_classes(
    b: Builder, p: Poly, classes: Classes, left: list[tuple[str, int]], chosen: list[Chosen]
) -> str | None:
    """Prove p ≠ 0 for what some names are, in each case of the others."""
    if not left:
        return _beside_multiples(b, p, classes.modulus, chosen)
    (name, period), *rest = left
    x = b.ring.generator(name)
    quotient = b.ring.generator(define(b, "floor", (x / period,)))
    remainder = x - period * quotient
    low, below = show(b, remainder, ">=", 1), show(b, period - remainder, ">", 1)
    if low is None or below is None:
        return None
    b.atoms.append(low)
    b.atoms.append(b.add("integer", p=b.write(period - remainder), by=[below]))

    def from_(inner: Builder, value: int) -> str | None:
        """Prove it for all remainders that are not below a value, as this one is known to be."""
        gap = remainder - value

        def work(case: Builder, number: int) -> str | None:
            if number == 0:
                above = str(show(case, gap, ">", 0))
                case.atoms.append(case.add("integer", p=case.write(gap), by=[above]))
                return from_(case, value + 1)
            now = Chosen(name, period * quotient + value, str(show(case, gap, "=", 0)))
            return _in_classes(case, p, classes, rest, [*chosen, now])

        if value < period - 1:
            return split(inner, inner.add("order", p=inner.write(gap)), fact(p, "!="), work)
        sides = [show(inner, sign * gap, ">=", 0) for sign in (1, -1)]
        if None in sides:
            return None
        equal = between_sides(inner, gap, [str(side) for side in sides])
        now = Chosen(name, period * quotient + value, equal)
        return _in_classes(inner, p, classes, rest, [*chosen, now])

    return from_(b, 0)


def _beside_multiples(b: Builder, p: Poly, modulus: int, chosen: list[Chosen]) -> str | None:
    """Prove p ≠ 0 for p = modulus·s + c, s whole and c no multiple of the modulus."""
    names = {now.name: now.value for now in chosen}
    value = p.compose(*(names.get(n, b.ring.generator(n)) for n in b.ring.names))
    by = [[now.equation, now.name, []] for now in chosen]
    zero = tuple(0 for _ in b.ring.names)
    c = int(value.to_dict().get(zero, 0)) % modulus
    s = (value - c) / modulus
    if not c or not b.scope.is_integral(s):
        return None

    def work(inner: Builder, number: int) -> str | None:
        above, sign, more = (s, 1, c) if number == 0 else (-s - 1, -1, modulus - c)
        if number:
            known = str(show(inner, -s, ">", 0))
            label = inner.add("integer", p=inner.write(-s), by=[known])
        else:
            label = str(show(inner, s, ">=", 0))
        rows = [summand(inner, [(label, modulus * above, 1)]), {"c": str(more)}]
        return inner.add("cone", p=inner.write(sign * p), sum=rows, modulo=by)

    return split(b, b.add("either", fact=[">=", b.write(s)]), fact(p, "!="), work)
