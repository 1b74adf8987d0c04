"""Prove a limit by a bound: what a function differs from its limit by is at most c times a null quantity.

So T·log(exp(x/T) + exp(y/T)) tends to max(x, y), whichever of x and y is larger. Numbers suggest c.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import ceil, exp, log
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.kernel.language import REPEATED, Tree, leaves, substitute, terms
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.limits.null_quantities import Growth
from proofs.provers.finders.points.floating import evaluate
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import minus, plus, times

if TYPE_CHECKING:
    from proofs.provers.finders.limits.growth import Expansion

Y = "y"
RATES: tuple[tuple[Growth, Tree], ...] = (
    (Growth(power=Fraction(-1)), ["inv", Y]),
    (Growth(power=Fraction(-1, 2)), ["inv", ["root", Y, "2"]]),
    (Growth(logs=Fraction(-1)), ["inv", ["log", Y]]),
)
"""Null quantities that are tried, the smaller ones first."""

LARGEST, MOST_NAMES, NEAR = 10, 4, 1e-9
FAR = np.round(np.geomspace(10.0, 200.0, 8))
WHOLE = np.array([*range(1, 21), 40, 80], dtype=float)
STEADY = 1.1
"""How much what is bounded may still gain on the null quantity from 40 to 80."""

VALUES = (-2.0, -0.5, 0.0, 1.0, 3.0)
"""Values of the parameters at which c is looked for."""


def squeezed(e: Expansion, f: Tree, value: Tree) -> Tree:
    """Return the value plus what is at most c times a null quantity; keep what has to be shown."""
    names = sorted(leaves(f) - {e.y})
    products = any(part[0] in REPEATED for part in terms(f))
    if not (names or products) or len(names) > MOST_NAMES:
        raise NotFoundError("no parameters and no products, or too many parameters")
    rest = plus([f, minus(value)])
    far_out = WHOLE if products else FAR
    points = np.array(list(product(far_out, *[VALUES] * len(names)))).T
    at = dict(zip([e.y, *names], points, strict=True))
    with np.errstate(all="ignore"):
        size = np.abs(evaluate(rest, at)[0])
        for rate, small in RATES:
            far = substitute(small, {Y: e.y})
            gain = size / evaluate(far, at)[0]
            c, (near, last) = _most(gain), (_most(gain[at[e.y] == y]) for y in WHOLE[-2:])
            if c <= LARGEST and (not products or last <= STEADY * near):
                introduce(e.outer, _above(c))
                bound, far = (times(_above(c), x) for x in (e.null(rate), far))
                e.lemmas += [plus([far, minus(rest)]), plus([far, rest])]
                return plus([value, e.name(["squeezed", rest, ["form", bound, []], []])])
    raise NotFoundError("no bound is seen")


def is_seen_to_vanish(f: Tree, y: str) -> bool:
    """Whether a tree in one variable is next to 0 far out, in floating point."""
    with np.errstate(all="ignore"):
        return leaves(f) == {y} and bool(np.abs(evaluate(f, {y: WHOLE[-1:]})[0][0]) < NEAR)


def _most(values: Any) -> float:
    """Return the largest of those values that are known, if it is positive."""
    return float(np.max(np.nan_to_num(values, nan=0.0, posinf=np.inf), initial=0.0))


def _above(c: float) -> Tree:
    """Return the logarithm that c is, or a whole number above it."""
    k = round(exp(c))
    return ["log", str(k)] if k > 1 and abs(c - log(k)) < NEAR else str(max(1, ceil(c)))
