"""Introduce finite sums and products; link those whose ends differ by a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact
from proofs.kernel.language import leaves, places
from proofs.provers.finders.functions.terms import define, introduce, positive
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.polynomials import between_sides, deep_names, show
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.closed_forms import close
from proofs.provers.finders.sums.induction import MOST_DEPTH, induct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST_UNROLLED, FURTHEST = 12, 4
"""Summands that are written out, and how far the ends of two sums may differ."""

SIGNED = ("sum", "product", "power")
"""Terms whose sign an induction may show."""


def define_repeated(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce a sum or product that is new, and link it to others."""
    head, _, text = op.partition(" ")
    tree, (low, high, *values) = json.loads(text), args
    if not (b.scope.is_integral(low) and b.scope.is_integral(high)):
        raise NotFoundError("a sum that does not run over whole numbers")
    constants(b, tree, places(low, values))
    inner, v, i = with_variable(b, "integer", lambda i: [("from", i - low, ">=")])
    inner.scope.learn(f"{v}_to", fact(high - i, ">="))
    if high in (low, low - 1):  # of an empty sum no more is used than i ≤ low
        rows = [{"c": "1", "facts": [f"{v}_to"]}, *([{"c": "1"}] if high != low else [])]
        below = inner.add("cone", p=b.write(low - i), sum=rows, modulo=[])
        inner.equalities.append(between_sides(inner, i - low, [f"{v}_from", below]))
    else:
        inner.atoms.append(f"{v}_to")
    f = summand_at(inner, tree, i, values)
    by = [must_show(b, high - low + 1, ">=")]
    leave(b, inner, v)
    name = b.add(
        "repeat", b.new_term(), op=op, args=[b.write(a) for a in args], variable=v,
        steps=inner.steps, keep=own_terms(inner, f), by=by,
    )  # fmt: skip
    link_repeated(b, name, head, args)
    show_sign(b, name)
    if name not in b.links and (closed := close(b, op, args)):
        b.link(name, closed)
    return name


def summand_at(b: Builder, tree: Tree, i: Poly, values: list[Poly]) -> Poly:
    """Return a summand at i, with its terms introduced."""
    digest(b)
    introduce(b, tree, places(i, values))
    return b.scope.poly(tree, places(i, values))


def own_terms(b: Builder, *polys: Poly) -> list[str]:
    """Return the terms in polynomials, also those within terms."""
    return sorted({n for p in polys for n in deep_names(b, p) if n in b.scope.terms})


def constants(b: Builder, tree: Tree, values: Mapping[str, Poly]) -> None:
    """Introduce the terms of a summand that are the same in all of them."""
    for part in tree[1:] if isinstance(tree, list) else ():
        if isinstance(part, list) and "#" not in leaves(part):
            introduce(b, part, values)
        else:
            constants(b, part, values)


def must_show(b: Builder, p: Poly, rel: str) -> str:
    """Prove p rel 0, or raise NotFoundError."""
    for effort in (0, 1):
        if (label := show(b, p, rel, effort)) is not None:
            return label
    raise NotFoundError(f"{b.show(p)} {rel} 0 is not shown")


def link_repeated(b: Builder, name: str, op: str, args: tuple[Poly, ...]) -> None:
    """Write a sum, product or power by a shorter one, if their ends differ by a number."""
    high = args[1]
    if op in ("sum", "product"):
        size = high - args[0] + 1
        if size.is_constant() and (
            size.is_zero() or 0 <= size.leading_coefficient() <= MOST_UNROLLED
        ):
            if size.is_zero():
                b.link(name, b.add("empty", term=name))
            else:
                _shorten(b, name)
            return
    for other, term in list(b.scope.terms.items()):
        own = b.scope.terms[name]
        if (
            other == name
            or term.op != own.op
            or (term.args[0], *term.args[2:]) != (args[0], *args[2:])
        ):
            continue
        gap = high - term.args[1]
        if not gap.is_constant() or gap.is_zero():
            continue
        count = gap.leading_coefficient()
        if count.q == 1 and 0 < count <= FURTHEST:
            _shorten(b, name)
            return
        if count.q == 1 and -FURTHEST <= count < 0 and other not in b.links:
            _shorten(b, other)


def _shorten(b: Builder, name: str) -> None:
    """Write a sum by that to one less."""
    term = b.scope.terms[name]
    shorter = define(b, term.op, (term.args[0], term.args[1] - 1, *term.args[2:]))
    if name in b.links:
        return
    text = term.op.partition(" ")[2]
    if text:
        introduce(b, json.loads(text), places(term.args[1], term.args[2:]))
    b.link(name, b.add("last", pair=[name, shorter]))


def link_power(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Keep the values at 0 and 1, and write a power by a lower one."""
    known = b.scope.facts.get(f"{name}.0")
    if isinstance(known, Fact):
        b.link(name, f"{name}.0")
        return
    if (args[0].is_zero() or args[0].is_one()) and "power" not in b.signing:
        _link_base(b, name, args)
    else:
        link_repeated(b, name, "power", args)
    if name not in b.links:
        show_sign(b, name)


def _link_base(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Show by induction that a power of 0 or 1 is its base."""
    base, exponent = args
    if base.is_zero() and (positive := show(b, exponent, ">", 0)) is not None:
        b.atoms.append(b.add("integer", p=b.write(exponent), by=[positive]))
        b.cache.clear()

    def built(builder: Builder, n: Poly) -> Poly:
        return builder.ring.generator(define(builder, "power", (base, n))) - base

    before, b.signing = b.signing, b.signing | {"power"}
    try:
        label = induct(b, 1 - base, exponent, built, "=")
    finally:
        b.signing = before
    if label is not None:
        b.link(name, label)


def show_sign(b: Builder, name: str) -> None:
    """Show by induction that a product or power is positive, if its factors are; a sum alike."""
    op, args, x = b.scope.terms[name].op, b.scope.terms[name].args, b.ring.generator(name)
    if name in b.links:
        try:
            positive(b, x)
        except NotFoundError:
            return
        return
    head = op.partition(" ")[0]
    if op in b.signing or head not in SIGNED:
        return
    low = b.ring.constant(0) if head == "power" else args[0] - 1
    before = b.signing

    def built(builder: Builder, n: Poly) -> Poly:
        builder.signing = before | {op}
        return builder.ring.generator(define(builder, op, (args[0], n, *args[2:])))

    for rel in (">", ">=") if head != "sum" else (">=",):
        try:
            label = induct(b, low, args[1], built, rel, most=MOST_DEPTH + (head == "power"))
        except (NotFoundError, Rejected):
            continue
        finally:
            b.signing = before
        if label is not None:
            b.atoms.append(label)
            b.cache.clear()
            return
