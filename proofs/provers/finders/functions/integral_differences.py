"""Compare integrals over one range: their sum grows as what is integrated has a sign.

A polynomial p that is linear in integrals to an end, less the same to an earlier end or to that from which
all of them run, is Σcⱼ(Iⱼ(high) - Iⱼ(low)) and a rest. With Σcⱼfⱼ(v) > 0 for low < v < high it exceeds the rest.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact
from proofs.provers.finders.functions.monotone import grown
from proofs.provers.finders.functions.quotients import define_quotient
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.steps.builder import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

RANGE = 2
"""Ends that integrals of a difference may have beside the one from which they run."""


def by_integrands(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≠ 0, p > 0 or p ≥ 0 by what is integrated."""
    names = [n for n in b.ring.names_in(p) if _is_integral(b, n)]
    if len(names) < RANGE or rel == "=":
        return None
    for sign in (1, -1) if rel == "!=" else (1,):
        with suppress(NotFoundError, Rejected):
            if (label := _positive(b, sign * p, names)) is not None:
                wanted = [rel, b.write(p)]
                return b.add("logic", by=[label], fact=wanted)
    return None


def _is_integral(b: Builder, name: str) -> bool:
    return name in b.scope.terms and b.scope.terms[name].op.startswith("integral ")


def _defined(b: Builder, op: str, args: tuple[Poly, ...]) -> str:
    """Introduce an integral up to y, and that exponentials in what is integrated exceed 1 at y."""
    try:
        return b.attempt(lambda inner: define_quotient(inner, op, args))
    except (NotFoundError, Rejected):
        return define(b, op, args)


def _positive(b: Builder, p: Poly, names: list[str]) -> str | None:
    """Prove p > 0."""
    terms = {n: b.scope.terms[n] for n in names}
    starts = {str(x.args[1]): x.args[1] for x in terms.values()}
    ends = {str(x.args[0]): x.args[0] for x in terms.values()}
    if len(starts) != 1 or len(ends) > RANGE:
        return None
    (start,) = starts.values()
    rest, parts = p, []
    for name in names:
        rest, c = b.ring.coefficients(rest, name)
        parts.append((c, name))
    if any(b.ring.names_in(x) & set(names) for x in (rest, *(c for c, _ in parts))):
        return None
    for high in ends.values():
        low = next((x for x in ends.values() if x != high), start)
        if (ordered := show(b, high - low, ">", 1)) is None:
            continue
        own = [(c, terms[name]) for c, name in parts if terms[name].args[0] == high]

        def build(inner: Builder, y: Poly, own: list = own) -> Poly:
            total = inner.ring.constant(0)
            for c, term in own:
                name = _defined(inner, term.op, (y, *term.args[1:]))
                total += c * inner.ring.generator(name)
            return total

        if (more := grown(b, build, (low, high), ordered, strict=True)) is None:
            continue
        gain = build(b, high) - build(b, low)
        left = reduce(b, p - gain)
        rows = [summand(b, [(more, gain, 1)])]
        if left.facts or not left.poly.is_zero():
            if (label := show(b, p - gain, ">=", 1)) is None:
                continue
            rows.append(summand(b, [(label, p - gain, 1)]))
        label = b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))
        if isinstance(b.scope.facts[label], Fact):
            return label
    return None
