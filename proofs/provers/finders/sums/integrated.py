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
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import between_sides, from_both_sides, show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.finite import constants, must_show, own_terms, summand_at
from proofs.provers.finders.sums.induction import induct
from proofs.provers.finders.sums.quotients import define_quotient

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

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
    if high == low:  # nothing is between the ends, and no sign is of use
        inner.signing |= {"power"}
        inner.equalities.append(between_sides(inner, x - low, [f"{v}_above", f"{v}_below"]))
    for gap, side in ((x - low, "above"), (high - x, "below")):
        move_bounds(inner, gap, f"{v}_{side}", x)
    f, positive = summand_at(inner, tree, x, values), None
    if high == low:
        rows = [{"c": "1", "facts": [f"{v}_{side}"]} for side in ("above", "below")]
        above = below = inner.add("cone", p="0", sum=rows, modulo=[])
        least = most = b.ring.constant(0)
    elif tree[0] == "*" and '["power"' in op:
        inner.calculus = True
        least, (most, above, below) = b.ring.constant(0), _by_factors(b, inner, tree, x, args)
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


def _by_factors(
    b: Builder, inner: Builder, tree: Tree, x: Poly, args: tuple[Poly, ...]
) -> tuple[Poly, str, str]:
    """Return the product of bounds of factors that are not negative, and why 0 ≤ f and f ≤ it.

    f = Π g and C = Π c give C - f = Σ (g before)·(c - g)·(c after), over the factors.
    """
    high, low, *values = args
    factors = []
    for part in tree[1:]:
        g = inner.scope.poly(part, places(x, values))
        signed = _must_prove(inner, g)
        for end in (high, low):
            introduce(b, part, places(end, values))
            c = b.scope.poly(part, places(end, values))
            plain = reduce(b, c)  # a power of 1
            c = plain.poly if plain.poly.is_constant() and not plain.facts else c
            if -1 in signs(inner, c - g):
                continue
            same = reduce(inner, c - g).poly.is_zero()
            capped = "" if same else _capped(inner, part, (c, g))
            factors.append((g, signed, c, _must_prove(inner, c), capped))
            break
        else:
            raise NotFoundError("a factor that is not largest at an end")
    f, most = inner.ring.constant(1), inner.ring.constant(1)
    for g, _, c, _, _ in factors:
        f, most = f * g, most * c
    rows = [
        summand(inner, [*((s, g, 1) for g, s, *_ in factors[:j]), (capped, c - g, 1), *((s, c, 1) for _, _, c, s, _ in factors[j + 1 :])])
        for j, (g, _, c, _, capped) in enumerate(factors) if capped
    ]  # fmt: skip
    row = summand(inner, [(signed, g, 1) for g, signed, *_ in factors])
    above = inner.add("cone", p=inner.write(f), sum=[row], modulo=[])
    return most, above, inner.add("cone", p=inner.write(most - f), sum=rows, modulo=modulo(inner))


def _capped(b: Builder, part: Tree, sides: tuple[Poly, Poly]) -> str:
    """Prove c ≥ g; of two powers by induction over their exponent."""
    c, g = sides
    term = b.scope.terms[min(b.ring.names_in(g))] if part[0] == "power" else None
    if term is None or (n := term.args[1]).is_constant():
        return _must_prove(b, c - g)
    lower, upper = (
        term.args[0],
        None if c.is_one() else b.scope.terms[min(b.ring.names_in(c))].args[0],
    )

    def gap(builder: Builder, m: Poly) -> Poly:
        def power(a: Poly) -> Poly:
            return builder.ring.generator(define(builder, "power", (a, m)))

        return (builder.ring.constant(1) if upper is None else power(upper)) - power(lower)

    if (label := induct(b, b.ring.constant(0), n, gap, ">=")) is None:
        raise NotFoundError("a power that is not seen to rise")
    return label


def _must_prove(b: Builder, p: Poly) -> str:
    """Prove p ≥ 0, or raise NotFoundError."""
    if (label := b.ways.prove(b, fact(p, ">="), 1, 0)) is None:
        raise NotFoundError(f"{b.show(p)} >= 0 is not shown")
    return label


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
