"""Prove p ≥ 0 from what p tends to at infinity: from there it grows on the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from proofs.kernel.elementary import slope
from proofs.kernel.formulas import fact
from proofs.kernel.limits import LIMITS
from proofs.provers.finders.functions.monotone import (
    SlopeSign,
    add_gain,
    grows_from,
    move_bounds,
    rising,
)
from proofs.provers.finders.functions.slopes import prepare_slope, transported
from proofs.provers.finders.functions.turns import from_ends, turns_of
from proofs.provers.finders.signs.cases import leave, split, with_variable
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import both
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import reduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def by_far_end(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or > 0 where p falls for ever, or rises from 0 and then falls.

    Only functions with limits, such as erf, are tried: others are decided without.
    """
    inside = deep_names(b, p)
    bent = any(b.scope.terms[n].op in LIMITS for n in inside & set(b.scope.terms))
    for variable in sorted(inside & b.scope.kinds.keys()) if bent else []:
        known = f"far:{variable}:{b.write(p)}"
        if b.scope.kinds[variable] != "real" or known in b.digested:
            continue
        b.digested.add(known)
        for way in (_falls, _rises_and_falls, _by_turns):
            with b.may_fail:
                if (found := b.attempt(partial(way, p=p, rel=rel, variable=variable))) is not None:
                    return found
    return None


def _rises_and_falls(b: Builder, p: Poly, rel: str, variable: str) -> str | None:
    """Prove it from 0 where p rises, and from the far end where p falls."""
    prepare_slope(b, p, variable)
    change = reduce(b, slope(b.scope, p, variable)).poly
    turns = [f for f, times in change.factor()[1] if times % 2 and both(b, f) is None]
    if len(turns) != 1:
        return None

    def work(inner: Builder, _: int) -> str | None:
        digest(inner)
        for side in (1, -1):
            show(inner, side * turns[0], ">=", 1)
        grown = grows_from(inner, p, rel, variable, inner.ring.constant(0), 1)
        return grown or _falls(inner, p=p, rel=rel, variable=variable)

    return split(b, b.add("either", fact=[">", b.write(turns[0])]), fact(p, rel), work)


def _by_turns(b: Builder, p: Poly, rel: str, variable: str) -> str | None:
    """Prove it from 0 where p rises, and from the far end where p falls, by turns of derivatives."""
    x, start = b.ring.generator(variable), b.ring.constant(0)
    if show(b, x, ">=", 1) is None or (turns := turns_of(b, p, variable, start, None)) is None:
        return None
    return from_ends(b, p, rel, turns, x, partial(_falls, p=p, rel=rel, variable=variable))


def _falls(
    b: Builder, sign: SlopeSign | None = None, *, p: Poly, rel: str, variable: str
) -> str | None:
    """Prove it where p falls from here on to a limit that is not negative."""
    x = b.ring.generator(variable)
    inner, v, y = with_variable(b, "real", lambda y: [("above", y - x, ">")])
    move_bounds(inner, y - x, f"{v}_above", y)
    digest(inner)
    f = transported(inner, p, {variable: y})
    label = rising(inner, -f, v, rel, sign=sign)
    if label is None:
        return None
    tree = inner.tree(f)
    leave(b, inner, v)
    value, limit = b.ways.limit(b, tree, v, "real")
    end = b.scope.poly(value)
    low = show(b, end, ">=", 1)
    if low is None:
        return None
    grown = b.add(
        "far end", variable=v, low=b.write(x), f=tree, value=value, strict=rel == ">",
        steps=inner.steps, by=[label] if label else [], limit=limit,
        keep=sorted(n for n in deep_names(inner, f) if n in inner.scope.terms),
    )  # fmt: skip
    return add_gain(b, p, end, grown, low)
