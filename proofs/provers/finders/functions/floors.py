"""Bounds with a floor or a ceiling, from those of what is inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.formulas import fact, scaled
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import modulo, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def by_inside(b: Builder, p: Poly, rel: str, effort: int, splits: int) -> str | None:
    """Prove p ≥ 0 or p > 0 from a - 1 < ⌊a⌋ ≤ a; of a whole p, p > -1 is enough for p ≥ 0."""
    found = reduce(b, p)
    whole = found.poly if found.poly.is_zero() else scaled(found.poly)
    floors = [n for n in sorted(b.ring.names_in(whole)) if _is_floor(b, n)]
    known = f"floors:{b.write(whole)}:{rel}:{effort}:{b.calculus}" if floors else ""
    if not floors or found.facts or rel not in (">", ">=") or known in b.digested:
        return None
    b.digested.add(known)
    rounds = rel == ">=" and b.scope.is_integral(whole)
    above, rel = (whole + 1, ">") if rounds else (whole, rel)
    if (rows := _bounded(b, above, floors)) is None:
        return None
    bound, gaps, strict = rows
    enough = ">=" if strict else rel
    if -1 in signs(b, bound):
        return None
    label = b.ways.prove(b, fact(bound, enough), effort, splits)
    if label is None:
        return None
    rest = [] if bound.is_zero() else [summand(b, [(label, bound, 1)])]
    label = b.add("cone", p=b.write(above), sum=[*rest, *gaps], modulo=modulo(b))
    if rounds:
        label = b.add("integer", p=b.write(above), by=[label])
    if found.poly == p:
        return label
    row = summand(b, [(label, found.poly, 1)])
    return b.add("cone", p=b.write(p), sum=[row], modulo=modulo(b))


def _is_floor(b: Builder, name: str) -> bool:
    return name in b.scope.terms and b.scope.terms[name].op == "floor"


def _bounded(
    b: Builder, p: Poly, floors: list[str]
) -> tuple[Poly, list[dict[str, Any]], bool] | None:
    """Return what p is not below, without its floors; by which facts, and whether p is above."""
    gaps, strict = [], False
    for name in floors:
        parts, x = b.ring.coefficients(p, name), b.ring.generator(name)
        if len(parts) != 2 or b.ring.names_in(parts[1]) & set(floors):
            return None
        (a,) = b.scope.terms[name].args
        for sign, value, rel in ((1, a - 1, ">"), (-1, a, ">=")):
            c = sign * parts[1]
            own = None if c.is_constant() else show(b, c, ">", 1)
            if own is None and not (c.is_constant() and c.leading_coefficient() > 0):
                continue
            gap = sign * (x - value)
            label = str(show(b, gap, rel, 0))
            pairs = [(label, c * gap, 1)] if own is None else [(own, c, 1), (label, gap, 1)]
            gaps.append(summand(b, pairs))
            p, strict = parts[0] + parts[1] * value, strict or sign > 0
            break
        else:
            return None
    return p, gaps, strict
