"""How far maj-min has come at its limiting learning time, as the initialisation tends to 0.

At t = δ/√(R+1) the flow from size e^{-δ} is on the orbit that leaves the origin, at
s = ln((1 + cos φ)/2) in the time of :mod:`numerics.validated.delay_constant`, up to what vanishes
with δ → ∞. So β of maj-min tends to its value on the orbit there, which this module encloses.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb

from numerics.validated.arb_tools import to_ball, to_fraction
from numerics.validated.delay_constant import (
    ConstantError,
    narrowed,
    orbit_constants,
    share_of_start,
)
from numerics.validated.taylor_steps import flow
from numerics.validated.two_group_modes import between_field, between_observed
from numerics.validated.unstable_manifold import depart

if TYPE_CHECKING:
    from numerics.validated.exact_inputs import Number
    from numerics.validated.taylor_steps import Step
    from numerics.validated.unstable_manifold import Departure

_MAX_STEPS = 1000


def transition_strength(R: Number, *, digits: int = 15) -> arb:
    """Enclose the limit of β of maj-min at t = δ/√(R+1), as δ → ∞, with the weights of Eq. (12).

    Parameters
    ----------
    R : number
        Imbalance ratio R > 0, read by :func:`numerics.problem.exact_numbers.exact`.
    digits : int
        Decimals wanted: the radius is at most 10^-digits.

    Raises
    ------
    InputError
        If R is not a positive rational number.
    ConstantError
        If the precision this takes is out of reach.

    Examples
    --------
    >>> print(transition_strength(10).str(15, radius=False))
    0.223481120125414
    """
    return narrowed(_enclose, R, digits)


def _enclose(ratio: Fraction, bits: int) -> arb:
    """The strength from steps of relative accuracy 2^-bits; the whole line if they fail."""
    found = passage(ratio, bits)
    if found is None:
        return arb(0, math.inf)
    left, steps = found
    low, high = _moment(ratio, left)
    observed, step = between_observed(*orbit_constants(ratio)), steps[-1]
    slope = observed.slope(step.over(low - step.start, high - step.start))
    return observed.value(step.at(low)) + slope * arb(0).union(to_ball(high - low))


def passage(ratio: Fraction, bits: int) -> tuple[Departure, tuple[Step, ...]] | None:
    """The orbit from the origin into the step that holds the limiting learning time."""
    targets, weights = orbit_constants(ratio)
    left = depart(weights[0], bits)
    if left is None:
        return None
    low, high = _moment(ratio, left)
    if not low > 0:
        raise ConstantError(f"R = {ratio}: the orbit is left too late; ask for more digits")
    taken = []
    for step in flow(between_field(targets, weights), left.state, bits=bits, max_steps=_MAX_STEPS):
        taken.append(step)
        if step.end >= high:
            # a moment that is not known exactly may lie on both sides of the start of a step
            return (left, tuple(taken)) if low >= step.start else None
    return None


def _moment(ratio: Fraction, left: Departure) -> tuple[Fraction, Fraction]:
    """Bounds of the time from the departure to the limiting learning time."""
    duration = share_of_start(ratio).log() - to_ball(left.x).log()
    return to_fraction(duration.lower()), to_fraction(duration.upper())
