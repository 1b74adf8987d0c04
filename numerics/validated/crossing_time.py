"""When a strength first reaches a level along an enclosed flow.

Step by step it is proved to be below the level, or to increase: so that it passes the level once at
most. On the step in which it does the time is found by interval Newton: if T contains the one
crossing, β increases on T, and m is in T, so does

    m - (β(m) - level) / β'(T),

since β(m) - level = β'(ξ) (m - crossing) for some ξ in T. This holds for every solution in the
enclosure, so that the result contains the crossing of the true one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, ctx

from numerics.validated.arb_tools import to_ball, to_fraction
from numerics.validated.taylor_steps import BudgetSpent, flow, taylor_order
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.validated.polynomial_field import BallField
    from numerics.validated.taylor_steps import Step, Strength

_SPLITS = 12
"""How often a step is halved to show that the strength passes the level once at most."""

_NEWTON_STEPS = 40
"""More than quadratic convergence needs."""


def first_crossing(
    field: BallField, start: Sequence[arb], strength: Strength, level: arb, *, bits: int,
    max_steps: int,
) -> arb:  # fmt: skip
    """Ball for the first time at which the strength reaches `level`.

    Parameters
    ----------
    field, start
        Made at a working precision of at least ``working_precision(bits)``.
    strength : Strength
    level : arb
        Above the strength at `start`.
    bits, max_steps : int
        As for :func:`numerics.validated.taylor_steps.flow`.

    Returns
    -------
    arb
        The whole line if the crossing was not proved to be the only one.

    Raises
    ------
    BudgetSpent
        If it was not reached.
    """
    begin, end = strength.value(start), level

    def risen(step: Step) -> float:
        """Part of the rise of ln β, which is nearly linear in time."""
        with ctx.workprec(64):
            now = strength.value(step.at(step.end))
            part = float(((now / begin).log() / (end / begin).log()).mid())
        return part if part > 0 else 0.0  # nor if it is not a number

    steps = flow(field, start, bits=bits, max_steps=max_steps)
    taken = 0
    for step in tracked("enclosing", steps, risen):
        taken += 1
        if not _passes_once(step, strength, level, (Fraction(0), step.length), _SPLITS):
            break
        if strength.value(step.at(step.end)) > level:
            return _newton(step, strength, level)
    if taken == max_steps:
        raise BudgetSpent([arb(0, math.inf)])
    return arb(0, math.inf)


def crossing_precision(bits: int) -> int:
    """Working precision for steps of relative accuracy 2^-bits."""
    return bits + taylor_order(bits) + 16


def _passes_once(
    step: Step, strength: Strength, level: arb, part: tuple[Fraction, Fraction], splits: int
) -> bool:
    """Whether β < level or β' > 0 is proved at every time between two offsets into a step."""
    box = step.over(*part)
    if strength.value(box) < level or strength.slope(box) > 0:
        return True
    low, high = part
    middle = (low + high) / 2
    return splits > 0 and all(
        _passes_once(step, strength, level, half, splits - 1)
        for half in ((low, middle), (middle, high))
    )


def _newton(step: Step, strength: Strength, level: arb) -> arb:
    """Ball for the one crossing inside a step on which β increases and ends above the level."""
    low, high = Fraction(0), step.length
    for _ in range(_NEWTON_STEPS):
        middle = (low + high) / 2
        slope = strength.slope(step.over(low, high))
        value = strength.value(step.at(step.start + middle)) - level
        if slope > 0:
            image = to_ball(middle) - value / slope
            below, above = to_fraction(image.lower()), to_fraction(image.upper())
        elif value > 0:
            below, above = low, middle
        elif value < 0:
            below, above = middle, high
        else:
            break
        narrower = max(low, below), min(high, above)
        if 8 * (narrower[1] - narrower[0]) > 7 * (high - low):
            break
        low, high = narrower
    start = to_ball(step.start)
    return (start + to_ball(low)).union(start + to_ball(high))
