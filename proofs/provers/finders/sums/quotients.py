"""Introduce ∫ C(v)·(eᵛ - 1)/v dv from 0 to y: it lies between 0 and y·e^y·C(0), as C is positive and falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.language import body, places
from proofs.provers.finders.functions.slopes import transported
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.finite import constants, must_show, own_terms, summand_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


class Quotient:
    """What is integrated, at v in a branch: C, 1/v and eᵛ."""

    def __init__(self, b: Builder, tree: Tree, high: Poly, values: list[Poly]) -> None:
        """Introduce it."""
        self.b, self.high = b, high
        inner, self.v, self.x = with_variable(
            b, "real", lambda x: [("above", x, ">"), ("below", high - x, ">=")]
        )
        self.inner, ring = inner, b.ring
        self.f = summand_at(inner, tree, self.x, values)
        names = define(inner, "inv", (self.x,)), define(inner, "exp", (self.x,))
        self.over, self.exp = map(ring.generator, names)
        rest, c = (*ring.coefficients(self.f, names[1]), None, None)[:2]
        parts = [] if c is None else ring.coefficients(c, names[0])
        if c is None or not (rest + c).is_zero() or len(parts) != 2 or not parts[0].is_zero():
            raise NotFoundError("what is integrated is not made of (e^v - 1)/v")
        self.C = parts[1]

    def close(self) -> None:
        """Leave the branch."""
        leave(self.b, self.inner, self.v)

    def bounds(self, top: Poly, first: Poly) -> list[str]:
        """Show f > 0, and f ≤ e^y·C(0)."""
        b, x, i, E = self.inner, self.x, self.over, self.exp
        above, below = (f"{self.v}_{side}" for side in ("above", "below"))
        rising = more_than_one(b, own_terms(b, self.C, E), self.v)
        named = b.write
        pi, pE = must_show(b, i, ">"), must_show(b, E, ">")
        pC, fall = must_show(b, self.C, ">"), must_show(b, first - self.C, ">=")
        one = rising[named(E)]
        step, back = (b.ring.generator(define(b, "exp", (a,))) for a in (self.high - x, -x))
        tangents = [
            (b.add("tangent", exp=named(z)), z - 1 - a)
            for z, a in ((step, self.high - x), (back, -x))
        ]
        links = [
            b.add("exponents", powers=[[named(y), n] for y, n in row], by=[])
            for row in (((E, 1), (step, 1), (top, -1)), ((E, 1), (back, 1)))
        ]
        rows = [summand(b, [(pE, E, 1), (tangents[0][0], tangents[0][1], 1)])]
        rows.append(summand(b, [(pE, E, 1), (below, self.high - x, 1)]))
        larger = b.add("cone", p=b.write(top - E), sum=rows, modulo=[[links[0], named(top), []]])
        rows = [summand(b, [(pE, E, 1), (tangents[1][0], tangents[1][1], 1)])]
        convex = b.add(
            "cone", p=b.write(x * E - E + 1), sum=rows, modulo=[[links[1], named(back), [pE]]]
        )
        rows = [
            summand(b, [(above, x, 1), (larger, top - E, 1)]),
            summand(b, [(convex, x * E - E + 1, 1)]),
        ]
        least = b.add(
            "cone", p=b.write(top - i * (E - 1)), factor=[summand(b, [(above, x, 1)])], sum=rows,
            modulo=[[f"{named(i)}.0", named(i), [above]]],
        )  # fmt: skip
        share = [(pi, i, 1), (one, E - 1, 1)]
        positive = b.add(
            "cone", p=b.write(self.f), sum=[summand(b, [*share, (pC, self.C, 1)])], modulo=[]
        )
        pfirst = must_show(b, first, ">")
        rows = [summand(b, [(pfirst, first, 1), (least, top - i * (E - 1), 1)])]
        if not (first - self.C).is_zero():
            rows.append(summand(b, [*share, (fall, first - self.C, 1)]))
        return [positive, b.add("cone", p=b.write(top * first - self.f), sum=rows, modulo=[])]


def more_than_one(b: Builder, names: Iterable[str], variable: str = "") -> dict[str, str]:
    """Show of exponentials, of a variable if one is given, that they exceed 1, and keep that."""
    found = {}
    for name in names:
        term = b.scope.terms[name]
        if term.op != "exp" or (variable and not b.scope.depends(term.args[0], variable)):
            continue
        found[name] = b.exp_sign(name, "exponent", ">", must_show(b, term.args[0], ">"))
        b.atoms.append(found[name])
    b.cache.clear()
    return found


def define_quotient(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce the integral, which is new."""
    high, low, *values = args
    _, tree = body(op)
    if not low.is_zero() or high.is_zero():
        raise NotFoundError("an integral over another range")
    ordered = must_show(b, high, ">")
    constants(b, tree, places(low, values))
    top = b.ring.generator(define(b, "exp", (high,)))
    draft = Quotient(b, tree, high, values)
    draft.close()
    first = transported(b, draft.C, {draft.v: low}, draft.inner)
    found = Quotient(b, tree, high, values)
    by = found.bounds(top, first)
    found.close()
    name = b.add(
        "integral", b.new_term(), op=op, args=[b.write(a) for a in args], ordered=[ordered], strict=True,
        least="0", most=b.write(top * first), variable=found.v, steps=found.inner.steps, by=by,
        keep=own_terms(found.inner, found.f),
    )  # fmt: skip
    b.atoms += [f"{name}.0", f"{name}.1"]
    more_than_one(b, [b.write(top)])
    b.cache.clear()
    return name
