"""What is known of an absolute value, a maximum or a minimum, and says of the terms around it."""

from __future__ import annotations

from functools import partial
from itertools import permutations
from typing import TYPE_CHECKING

from proofs.kernel.formulas import Formula, fact
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import known_as, summand
from proofs.provers.finders.signs.polynomials import from_both_sides, show
from proofs.provers.finders.signs.reduction import CHOICES, equations, modulo, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

BENT = ("log", "exp")
BETWEEN = ("abs", "max", "min")


def use_choices(b: Builder) -> None:
    """Write logarithms and exponentials of choices that are made; look for those that are settled."""
    made = {e.main for e in equations(b)}
    changed = {name for name in made if name in b.scope.terms and b.scope.terms[name].op in CHOICES}
    for op in BENT:
        for name, term in list(b.scope.terms.items()):
            (a, *_) = (*term.args, b.ring.constant(0))
            if term.op == op and name not in b.links and changed & b.ring.names_in(a):
                if reduce(b, a).poly != a:
                    b.ways.links[op](b, name, term.args)
                if name in b.links:
                    changed.add(name)
    made = {e.main for e in equations(b)}
    between = {name for name, term in b.scope.terms.items() if term.op in BETWEEN}
    if between - made:
        digest(b)
    for name in sorted(between - made, key=b.ring.position.__getitem__):
        settle(b, name)


def link_choice(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Keep that a maximum is above both values, and so on."""
    op, x = b.scope.terms[name].op, b.ring.generator(name)
    for side in _sides(b, name):
        wanted = fact(side - x if op == "min" else x - side, ">=")
        label = split(b, f"{name}.0", wanted, partial(_held, wanted))
        if label is not None:
            b.atoms.append(label)
    if op == "abs" and (label := show(b, x, ">=", 1)) is not None:
        b.atoms.append(label)
    settle(b, name)
    del args


def settle(b: Builder, name: str) -> None:
    """Write a choice by the side that it is known to be."""
    term, x = b.scope.terms[name], b.ring.generator(name)
    upwards = -1 if term.op == "min" else 1
    for one, other in permutations(_sides(b, name)):
        if _is_larger(b, one, other, upwards):
            work = partial(_equal, x, one, other)
            label = split(b, f"{name}.0", fact(x - one, "="), work)
            if label is not None:
                b.link(name, label)
            return


def _sides(b: Builder, name: str) -> tuple[Poly, ...]:
    """Return the values between which a choice is made."""
    args = b.scope.terms[name].args
    return (args[0], -args[0]) if b.scope.terms[name].op == "abs" else args


def _is_larger(b: Builder, one: Poly, other: Poly, upwards: int) -> bool:
    """Whether the order of two values is found, where one is the inverse of the other by 1."""
    low, high = (one, other) if upwards < 0 else (other, one)
    if -1 in signs(b, high - low):
        return False
    inverse = reduce(b, one * other - 1).poly.is_zero()
    for edge, factor in ((high - 1, low), (1 - low, high)) if inverse else ():
        above = show(b, edge, ">=", 1)
        if above is not None and (sign := show(b, factor, ">", 1)) is not None:
            # high - low = (high - 1)(1 + low) = (1 - low)(1 + high)
            rows = [
                summand(b, [(above, edge, 1)]),
                summand(b, [(above, edge, 1), (sign, factor, 1)]),
            ]
            b.add("cone", p=b.write(high - low), sum=rows, modulo=modulo(b))
            return True
    return show(b, high - low, ">=", 1) is not None


def _equal(x: Poly, one: Poly, other: Poly, b: Builder, _: int) -> str | None:
    """Prove x = one in a case that says so, or that says x = other and leaves both equal."""
    if (label := known_as(b, x - one, "=")) is not None:
        return label
    same, said = from_both_sides(b, one - other, 0), known_as(b, x - other, "=")
    if same is None or said is None:
        return None
    rows = []
    for name, p, c in ((said, x - other, 1), (same, one - other, -1)):
        known = b.scope.one(name, "=").poly
        rows.append([name, str(c * p.leading_coefficient() / known.leading_coefficient())])
    return b.add("zero", p=b.write(x - one), multiples=rows, modulo=[])


def _held(wanted: Formula, b: Builder, _: int) -> str | None:
    """Prove what holds in a case without looking for more cases."""
    return b.ways.prove(b, wanted, 0, 0)
