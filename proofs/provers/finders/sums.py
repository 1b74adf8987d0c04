"""Introduce finite sums, products and geometric series; link those whose ends differ by a number."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact
from proofs.kernel.language import leaves, places
from proofs.provers.finders.builder import Builder, NotFoundError
from proofs.provers.finders.cases import leave, with_variable
from proofs.provers.finders.closed_sums import close
from proofs.provers.finders.factors import digest
from proofs.provers.finders.induction import induct
from proofs.provers.finders.signs import deep_names, show
from proofs.provers.finders.terms import define, fraction, introduce, positive

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly

MOST_UNROLLED, FURTHEST = 12, 4
"""Summands that are written out, and how far the ends of two sums may differ."""

SIGNED = ("sum", "product", "power")
"""Terms whose sign an induction may show."""


def define_repeated(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce a sum, product or series that is new, and link it to others."""
    head, _, text = op.partition(" ")
    tree = json.loads(text)
    low, *rest = args
    high, values = (None, rest) if head == "series" else (rest[0], rest[1:])
    _constants(b, tree, places(low, values))
    if high is None:
        introduce(b, tree, places(low, values))
    # in an empty sum the two ends contradict each other
    inner, v, i = with_variable(b, "integer", lambda i: [
        ("from", i - low, ">="), *([("to", high - i, ">=")] if high not in (None, low - 1) else []),
    ])  # fmt: skip
    digest(inner)
    introduce(inner, tree, places(i, values))
    f = inner.scope.poly(tree, places(i, values))
    parts: dict[str, Any] = {}
    if high is None:
        parts, kept = _geometric(b, inner, tree, i, values, f)
    else:
        parts["by"] = [_shown(b, high - low + 1, ">=")]
        kept = {n for n in deep_names(inner, f) if n in inner.scope.terms}
    leave(b, inner, v)
    kind = "repeat" if high is not None else "series"
    name = b.add(
        kind, b.new_term(), op=op, args=[b.write(a) for a in args], variable=v, steps=inner.steps,
        keep=sorted(kept), **parts,
    )  # fmt: skip
    if high is None:
        b.equalities.append(f"{name}.0")
        b.links[name] = f"{name}.0"
        b.cache.clear()
    else:
        link_repeated(b, name, head, args)
        show_sign(b, name)
        if name not in b.links and (closed := close(b, op, args)):
            b.link(name, closed)
    return name


def _constants(b: Builder, tree: Any, values: dict[str, Any]) -> None:
    """Introduce the terms of a summand that are the same in all of them."""
    for part in tree[1:] if isinstance(tree, list) else ():
        if isinstance(part, list) and "#" not in leaves(part):
            introduce(b, part, values)
        else:
            _constants(b, part, values)


def _shown(b: Builder, p: Poly, rel: str) -> str:
    for effort in (0, 1):
        if (label := show(b, p, rel, effort)) is not None:
            return label
    raise NotFoundError(f"{b.show(p)} {rel} 0 is not shown")


def _geometric(
    b: Builder, inner: Builder, tree: Any, i: Poly, values: list[Poly], f: Poly
) -> tuple[dict[str, Any], set[str]]:
    """Find the ratio of two summands that follow each other, and that it lies between -1 and 1."""
    introduce(inner, tree, places(i + 1, values))
    g = inner.scope.poly(tree, places(i + 1, values))
    (top, bottom), (under, over) = fraction(inner, g), fraction(inner, f)
    top, bottom = top * over, bottom * under
    if bottom.is_zero():
        raise NotFoundError("the summands are 0")
    common = top.gcd(bottom)
    top, bottom = divmod(top, common)[0], divmod(bottom, common)[0]
    known = set(b.scope.kinds) | set(b.scope.terms)
    if (b.ring.names_in(top) | b.ring.names_in(bottom)) - known:
        raise NotFoundError("the ratio of two summands is not constant")
    if bottom.is_constant():
        q = top / bottom.leading_coefficient()
    else:
        q = top * b.ring.generator(define(b, "inv", (bottom,)))
    sides = [_shown(b, 1 - q, ">"), _shown(b, 1 + q, ">")]
    for label in list(b.scope.terms):
        if label not in inner.scope.terms:  # the ratio is written in a term of the outside
            inner.scope.terms[label] = b.scope.terms[label]
            inner.scope.facts |= {
                n: x for n, x in b.scope.facts.items() if n not in inner.scope.facts
            }
    inner.cache.clear()
    ratios = _shown(inner, g - q * f, "=")
    kept = {n for p in (f, g) for n in deep_names(inner, p) if n in inner.scope.terms}
    return {"ratio": b.write(q), "ratios": [ratios], "by": sides}, kept


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
    link_repeated(b, name, "power", args)
    if name not in b.links:
        show_sign(b, name)


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
    if b.signing or head not in SIGNED:
        return
    low = b.ring.constant(0) if head == "power" else args[0] - 1

    def built(builder: Builder, n: Poly) -> Poly:
        builder.signing = True
        return builder.ring.generator(define(builder, op, (args[0], n, *args[2:])))

    for rel in (">", ">=") if head != "sum" else (">=",):
        try:
            label = induct(b, low, args[1], built, rel)
        except (NotFoundError, Rejected):
            continue
        finally:
            b.signing = False
        if label is not None:
            b.atoms.append(label)
            b.cache.clear()
            return
