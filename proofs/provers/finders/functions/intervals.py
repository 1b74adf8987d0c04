"""Prove p ≥ 0 between two numbers: by balls, and by growth from the points at which p is 0.

The interval is halved until each part has one or the other. So sin t ≥ 2t/π up to π/2 grows from 0, falls
to π/2, and is shown by balls between.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from functools import partial
from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.functions.slopes import derivative
from proofs.provers.finders.points.floating import SAFETY, evaluate
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.known_facts import both, summand
from proofs.provers.finders.signs.polynomials import deep_names, is_computed, show
from proofs.provers.finders.signs.reduction import factored, modulo, reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

Grow: TypeAlias = "Callable[[Builder, Poly, str, str, Poly, int, int], str | None]"
"""Proves p ≥ 0 or p > 0 from a point of a variable to the right (1) or to the left (-1)."""

End: TypeAlias = "tuple[str, Poly, float]"
"""A fact that says how far a variable goes, the end, and its value."""

CIRCULAR = {"sin", "cos"}
MOST_HALVINGS, DEEPEST = 3, 7
CUTS = (1, 16, 256)
"""Boxes that an interval is cut into."""

POINTS, TINY = 33, 1e-13
"""Points at which signs are looked at, and what is taken for 0 there."""

FINE = 2**10
"""Denominator of the rational numbers just beyond an end that is no rational number."""


def by_intervals(b: Builder, p: Poly, rel: str, grow: Grow, depth: int = 0) -> str | None:
    """Prove p ≥ 0 or p > 0 for p with sines or cosines in one variable between two numbers."""
    if rel not in (">", ">=") or depth > DEEPEST or not bounded(b, p):
        return None
    q = reduce(b, p).poly
    variable = bounded(b, q)
    factors = [f for f, times in factored(b, q)[1] if times % 2 and both(b, f) is None]
    if len(factors) == 1:
        q = -factors[0] if -1 in signs(b, factors[0]) else factors[0]
    if not variable or (known := f"intervals:{b.write(q)}:{rel}") in b.digested:
        return None
    b.digested.add(known)
    with b.may_fail:
        label = _halved(q, rel, grow, variable, depth, MOST_HALVINGS, b)
        return label and (show(b, p, rel, 0) or _of_multiple(b, p, q, label))
    return None


def _of_multiple(b: Builder, p: Poly, q: Poly, label: str) -> str:
    """Say of p what was shown of q, which is p without its denominators."""
    cleared = ((n, b.scope.one(n, ">").poly, i) for n, i in reduce(b, p).facts.items())
    factor, row = summand(b, [*cleared]), summand(b, [(label, q, 1)])
    return b.add("cone", p=b.write(p), factor=[factor], sum=[row], modulo=modulo(b))


def bounded(b: Builder, p: Poly) -> str:
    """Return the one variable of p, if sines or cosines are in p and numbers bound it, or nothing."""
    inside = deep_names(b, p)
    variables = [n for n in sorted(inside) if n in b.scope.kinds]
    if not CIRCULAR & {b.scope.terms[n].op for n in inside if n in b.scope.terms}:
        return ""
    fits = len(variables) == 1 and b.scope.kinds[variables[0]] == "real"
    return variables[0] if fits and len(_ends(b, variables[0])) > 1 else ""


def by_balls(b: Builder, p: Poly, variable: str) -> str | None:
    """Prove p > 0 by balls, where numbers bound its one variable."""
    box, by = list[str](), list[str]()
    for side, (label, end, value) in _ends(b, variable).items():
        if not end.is_constant():
            label, end = _just_beyond(b, variable, side, (label, end, value))
        box.append(str(end))
        by.append(label)
    for cuts in CUTS:
        with suppress(Rejected):
            return b.add("num", p=b.write(p), rel=">", box={variable: [*box, cuts, by]})
    return None


def _just_beyond(b: Builder, variable: str, side: int, given: End) -> tuple[str, Poly]:
    """Return a rational bound that is hardly worse than one that is not rational."""
    (label, end, value), x = given, b.ring.generator(variable)
    near = b.ring.constant(fmpq(side * floor(side * value * FINE), FINE))
    gap = side * (end - near)
    above = b.add("num", p=b.write(gap), rel=">")
    rows = [summand(b, [(label, side * (x - end), 1)]), summand(b, [(above, gap, 1)])]
    return b.add("cone", p=b.write(side * (x - near)), sum=rows, modulo=[]), near


def _ends(b: Builder, variable: str) -> dict[int, End]:
    """Return the last number that the variable is beyond, side 1, and the first that it is below."""
    found: dict[int, End] = {}
    for label in b.atoms:
        known = b.scope.facts[label]
        if not isinstance(known, Fact) or known.rel not in (">", ">="):
            continue
        parts = b.ring.coefficients(known.poly, variable)
        if len(parts) != 2 or not parts[1].is_constant() or not is_computed(b, parts[0]):
            continue
        c = parts[1].leading_coefficient()
        side, end = (1 if c > 0 else -1), -parts[0] / c
        value = float(b.scope.ball(end, {}).mid())
        if isfinite(value) and (side not in found or side * value > side * found[side][2]):
            found[side] = label, end, value
    return dict(sorted(found.items(), reverse=True))


def _halved(
    p: Poly, rel: str, grow: Grow, variable: str, depth: int, left: int, b: Builder, _: int = 0
) -> str | None:
    """Prove it on the interval, or on both halves of it."""
    ends, x = _ends(b, variable), b.ring.generator(variable)
    low, high = ends[1][2], ends[-1][2]
    seen = _seen(b.tree(p), variable, low, high)
    if low >= high or -1 in seen:
        return None
    if 0 not in seen and (label := by_balls(b, p, variable)) is not None:
        return label
    for side in (side for side in (1, -1) if seen[::side][0] == 0):
        rising = side * _seen(derivative(b, p, variable), variable, low, high)
        grows = -1 not in rising and rising[::side][-1] > 0
        end = ends[side][1]
        if grows and (label := grow(b, p, rel, variable, end, side, depth)) is not None:
            return label
    if left == 0:
        return None
    middle = (ends[1][1] + ends[-1][1]) / 2
    if seen[POINTS // 2] > 0:
        near = Fraction((low + high) / 2).limit_denominator(ceil(8 / (high - low)))
        middle = b.ring.constant(fmpq(near.numerator, near.denominator))
    on = b.add("either", fact=[">", b.write(x - middle)])
    work = partial(_halved, p, rel, grow, variable, depth, left - 1)
    return split(b, on, fact(p, rel), work)


def _seen(tree: Tree, variable: str, low: float, high: float) -> Any:
    """Return the signs that a tree is seen to have from one end to the other, 0 where none is seen."""
    at = np.linspace(low, high, POINTS)
    values, errors = evaluate(tree, {variable: at})
    return np.sign(np.where(np.abs(values) > SAFETY * errors + TINY, values, 0)) + 0 * at
