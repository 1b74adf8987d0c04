"""When a strength first reaches a level along an enclosed flow.

That it increases until then is proved step by step, from enclosures of its derivative. On the step
in which it passes the level the time is found by interval Newton: if T contains the one crossing
and m is in T, so does

    m - (β(m) - level) / β'(T),

since β(m) - level = β'(ξ) (m - crossing) for some ξ in T. This holds for every solution in the
enclosure, so that the result contains the crossing of the true one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb

from numerics.ball import to_ball, to_fraction
from numerics.ball_flow import flow, taylor_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerics.ball_field import BallField
    from numerics.ball_flow import Step

_SPLITS = 12
"""How often a step is halved to show that the strength increases on it."""

_NEWTON_STEPS = 40
"""More than quadratic convergence needs."""


@dataclass(frozen=True)
class Strength:
    """What is observed: functions of a box of states that enclose β, β' and ∇β over it."""

    value: Callable[[Sequence[arb]], arb]
    slope: Callable[[Sequence[arb]], arb]
    gradient: Callable[[Sequence[arb]], list[arb]]


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
        As for :func:`numerics.ball_flow.flow`.

    Returns
    -------
    arb
        The whole line if the crossing was not reached, or the strength not proved to increase.
    """
    for step in flow(field, start, bits=bits, max_steps=max_steps):
        if not _increases(step, strength, Fraction(0), step.length, _SPLITS):
            break
        if strength.value(step.at(step.end)) > level:
            return _newton(step, strength, level)
    return arb(0, math.inf)


def crossing_precision(bits: int) -> int:
    """Working precision for steps of relative accuracy 2^-bits."""
    return bits + taylor_order(bits) + 16


def _increases(step: Step, strength: Strength, low: Fraction, high: Fraction, splits: int) -> bool:
    """Whether β' > 0 is proved for all times between two offsets into a step."""
    if strength.slope(step.over(low, high)) > 0:
        return True
    middle = (low + high) / 2
    return splits > 0 and all(
        _increases(step, strength, a, b, splits - 1) for a, b in ((low, middle), (middle, high))
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
