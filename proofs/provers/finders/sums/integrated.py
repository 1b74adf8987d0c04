"""Introduce integrals: the integrand is bounded by its values at the ends, or by numbers."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import body, places
from proofs.provers.finders.functions.monotone import move_bounds
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.signs.polynomials import from_both_sides, show
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.steps.builder import Builder, NotFoundError
from proofs.provers.finders.sums.finite import constants, must_show, own_terms, summand_at
from proofs.provers.finders.sums.quotients import define_quotient

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly

NUMBERS = (0, 1, -1)


def define_integral(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce an integral that is new, and keep between what it lies."""
    with suppress(NotFoundError):
        return b.attempt(lambda inner: define_quotient(inner, op, args))
    try:
        return b.attempt(lambda inner: _defined(inner, op, args))
    except NotFoundError:
        if '["exp"' not in op:
            raise
        steepest = b.ring.generator(define(b, "exp", (args[0],)))
        return _defined(b, op, args, steepest)


def _defined(b: Builder, op: str, args: tuple[Poly, ...], *bounds: Poly) -> str:
    """Introduce an integral; what is integrated may be bounded by more than its ends."""
    _, tree = body(op)
    high, low, *values = args
    strict = show(b, high - low, ">", 1)
    ordered = strict or must_show(b, high - low, ">=")
    constants(b, tree, places(low, values))
    ends = [p for end in (high, low) if (p := _at_end(b, tree, end, values)) is not None]
    inner, v, x = with_variable(
        b, "real", lambda x: [("above", x - low, ">"), ("below", high - x, ">=")]
    )
    for gap, side in ((x - low, "above"), (high - x, "below")):
        move_bounds(inner, gap, f"{v}_{side}", x)
    f, positive = summand_at(inner, tree, x, values), None
    if high == low:  # nothing is between the ends
        rows = [{"c": "1", "facts": [f"{v}_{side}"]} for side in ("above", "below")]
        above = below = inner.add("cone", p="0", sum=rows, modulo=[])
        least = most = b.ring.constant(0)
    else:
        bounds, inner.calculus = (*ends, *bounds, *map(b.ring.constant, NUMBERS)), True
        least, above = _bound(inner, f, bounds, 1)
        if strict and least.is_zero():
            positive = inner.ways.prove(inner, fact(f, ">"), 1, 0)
            above = positive or above
        most, below = _bound(inner, f, bounds, -1)
    leave(b, inner, v)
    name = b.add(
        "integral", b.new_term(), op=op, args=[b.write(a) for a in args], ordered=[ordered], strict=positive is not None,
        least=b.write(least), most=b.write(most), variable=v, steps=inner.steps,
        by=[above, below], keep=own_terms(inner, f),
    )  # fmt: skip
    b.atoms += [f"{name}.0", f"{name}.1"]
    if high == low and (none := from_both_sides(b, b.ring.generator(name), 0)) is not None:
        b.link(name, none)
    elif (label := show(b, b.ring.generator(name), ">=", 0)) is not None:
        b.atoms.append(label)
    b.cache.clear()
    return name


def _at_end(b: Builder, tree: Tree, end: Poly, values: list[Poly]) -> Poly | None:
    """Return the integrand at an end, if it has a value there."""
    try:
        introduce(b, tree, places(end, values))
    except (NotFoundError, Rejected):
        return None
    return b.scope.poly(tree, places(end, values))


def _bound(b: Builder, f: Poly, bounds: tuple[Poly, ...], sign: int) -> tuple[Poly, str]:
    """Return what f is not below, or not above, and why."""
    for effort in (0, 1):
        for bound in bounds:
            gap = sign * (f - bound)
            if -1 in signs(b, gap):
                continue
            if effort == 0 and gap.is_zero():
                return bound, b.add("logic", by=[], fact=["and"])
            label = b.ways.prove(b, fact(gap, ">="), effort, 0)
            if label is not None:
                return bound, label
    raise NotFoundError("the integrand is not seen to be bounded")
