"""Validated steps of variables of very unlike sizes.

The bounds of :mod:`numerics.validated.taylor_steps` are in the Euclidean norm, which is useless if
one variable is 1e-10 and another 10. Here every step is taken in units that are powers of two: the
size of each variable at the beginning of it, then balanced so that the Jacobian there is as small
as units can make it. That is the same field with other coefficients. Between two steps a radius is
taken over into the new units, exactly or upwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from flint import arb

from numerics.validated.arb_tools import log2_above
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import Step, recentre, taylor_order, validated_step

_SPREAD = 3.0
"""Most by which a radius may grow in a step: over longer ones its growth is known less well."""


@dataclass(frozen=True)
class ScaledStep:
    """A step in units of its own.

    Parameters
    ----------
    inner : Step
    units : tuple of arb
        Powers of two, one for each variable.
    """

    inner: Step
    units: tuple[arb, ...]

    @property
    def start(self) -> Fraction:
        """Start of the interval."""
        return self.inner.start

    @property
    def length(self) -> Fraction:
        """Length of the interval."""
        return self.inner.length

    @property
    def end(self) -> Fraction:
        """End of the interval."""
        return self.inner.end

    def at(self, time: Fraction) -> list[arb]:
        """Box that contains the true state at `time`, which lies in the interval."""
        return self._true(self.inner.at(time))

    def over(self, low: Fraction, high: Fraction) -> list[arb]:
        """Box that contains the true state at all times between two offsets into the interval."""
        return self._true(self.inner.over(low, high))

    def _true(self, box: Sequence[arb]) -> list[arb]:
        return [x * unit for x, unit in zip(box, self.units, strict=True)]


def scaled_flow(
    field: BallField, state: Sequence[arb], *, bits: int, max_steps: int
) -> Iterator[ScaledStep]:
    """Enclose the solution through `state`; as :func:`numerics.validated.taylor_steps.flow`."""
    order, time = taylor_order(bits), Fraction(0)
    units = [arb(1)] * field.dimension
    centre, deviation = recentre(state, arb(0))
    for _ in range(max_steps):
        powers = _balanced(field, units, centre)
        units = _times_powers(units, powers)
        centre = _times_powers(centre, [-e for e in powers])
        deviation *= arb(2) ** -min(powers)
        step = validated_step(rescaled(field, units), time, centre, deviation, order, bits, _SPREAD)
        if step is None:
            return
        yield ScaledStep(step, tuple(units))
        time = step.end
        centre, deviation = recentre(step.expanded(step.length), step.spread(step.length))


def _balanced(field: BallField, units: Sequence[arb], centre: Sequence[arb]) -> list[int]:
    """Powers of two by which to enlarge the units at a point given in them."""
    # scipy is loaded only where something is integrated
    from scipy.linalg import matrix_balance

    sizes = [log2_above(x) for x in centre]
    powers = [round(e) if math.isfinite(e) else 0 for e in sizes]
    inside = rescaled(field, _times_powers(units, powers))
    jacobian = np.array(
        [
            [float(x) for x in row]
            for row in inside.jacobian(_times_powers(centre, [-e for e in powers]))
        ]
    )
    np.fill_diagonal(jacobian, 0.0)  # no unit changes it
    with np.errstate(invalid="ignore"):  # scipy reads large scales as places too
        _, (scale, _) = matrix_balance(jacobian, permute=False, separate=True)
    more = np.log2(scale)
    return [e + round(x) for e, x in zip(powers, (more - more.mean()).tolist(), strict=True)]


def _times_powers(values: Sequence[arb], powers: Sequence[int]) -> list[arb]:
    return [x * arb(2) ** e for x, e in zip(values, powers, strict=True)]


def rescaled(field: BallField, units: Sequence[arb]) -> BallField:
    """The field of the variables divided by their units.

    Examples
    --------
    >>> square = BallField(1, ((0, 0),), (((arb(1), 1),),))  # x' = x²
    >>> [float(v) for v in rescaled(square, [arb(4)]).value([arb(3)])]  # x = 4y: y' = 4y²
    [36.0]
    """
    sizes = list(units)
    for a, b in field.products:
        sizes.append(sizes[a] * sizes[b])
    rows = tuple(
        tuple((c * sizes[node] / unit, node) for c, node in row)
        for row, unit in zip(field.rows, units, strict=True)
    )
    return BallField(field.dimension, field.products, rows)
