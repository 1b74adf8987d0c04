"""A validated Taylor method: boxes that are proved to contain the solution of a polynomial field.

One step carries an exact point m and a radius r; the true state is within r of m (Euclidean norm).

1. *Polynomial.* The Taylor coefficients up to order N of the solution through m, as balls.
2. *Remainder.* Write that solution as polynomial + y, with y a power series that starts at order
   N + 1, and give power series the norm ``sum |c_j| h^j``. Integrating maps order N and above to
   order N + 1 and above and shrinks the norm by at least ``h / (N + 1)``. If the tail of the field
   then maps ``|y_i| <= rho_i`` into itself, Picard's operator maps that closed convex set into
   itself; it is compact, so it has a fixed point (Schauder), which solves the equation and is *the*
   solution since the field is polynomial. Existence on [0, h] is part of the conclusion.
3. *Deviation.* Two solutions part at most like ``exp(mu t)``, where mu bounds the largest
   eigenvalue of the symmetric part of the Jacobian (the logarithmic norm) on a convex box that
   contains both. No ball is ever propagated through the flow, so there is no wrapping effect, and
   where the flow contracts the enclosure contracts with it.

Proved by arithmetic: everything above, given that each ball operation of FLINT contains its exact
result. Not assumed: anything about the solution.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, arb_poly, ctx

from numerics.validated.arb_tools import euclidean, log2_above, to_ball, widen
from numerics.validated.logarithmic_norm import logarithmic_norm

if TYPE_CHECKING:
    from numerics.validated.polynomial_field import BallField, Series

_BOUND_BITS = 64
"""Precision of norms and remainders, which are small numbers known to a few digits."""

_INFLATIONS = 4
"""How often the bounds of a remainder are enlarged before they are given up."""

_ATTEMPTS = 60
"""How often a step is halved before it is given up."""

_SPREAD = 1024.0
"""Most by which a radius may grow in a step."""


class BudgetSpent(Exception):
    """The steps allowed were taken and the end was not reached; with the balls found so far."""

    def __init__(self, balls: Sequence[arb]) -> None:
        super().__init__()
        self.balls = list(balls)


@dataclass(frozen=True)
class Strength:
    """What is observed: functions of a box of states that enclose β, β' and ∇β over it."""

    value: Callable[[Sequence[arb]], arb]
    slope: Callable[[Sequence[arb]], arb]
    gradient: Callable[[Sequence[arb]], list[arb]] | None = None  # where sets are carried in frames


@dataclass(frozen=True)
class Step:
    """Enclosure of the solution on one interval of time.

    Parameters
    ----------
    start, length : Fraction
        The interval is [start, start + length].
    order : int
        Order N of the expansion.
    polynomial : tuple of arb_poly
        One per variable.
    remainder : tuple of arb
        Bound of what follows the polynomial, on the whole interval.
    deviation, growth : arb
        The true state is within ``deviation * exp(growth * tau)`` of the expanded solution.
    """

    start: Fraction
    length: Fraction
    order: int
    polynomial: tuple[arb_poly, ...]
    remainder: tuple[arb, ...]
    deviation: arb
    growth: arb

    @property
    def end(self) -> Fraction:
        """End of the interval."""
        return self.start + self.length

    def expanded(self, tau: Fraction) -> list[arb]:
        """Box of the solution through the exact point, at time start + `tau`."""
        offset = to_ball(tau)
        share = (offset / to_ball(self.length)) ** (self.order + 1)
        return [
            widen(p(offset), rest * share)
            for p, rest in zip(self.polynomial, self.remainder, strict=True)
        ]

    def spread(self, tau: Fraction) -> arb:
        """Distance within which the true state lies of that solution."""
        return self.deviation * (self.growth * to_ball(tau)).exp()

    def over(self, low: Fraction, high: Fraction) -> list[arb]:
        """Box that contains the true state at all times between two offsets into the interval."""
        span = to_ball(low).union(to_ball(high))
        spread = self.spread(low).union(self.spread(high))
        return [
            widen(p(span), rest + spread.abs_upper())
            for p, rest in zip(self.polynomial, self.remainder, strict=True)
        ]

    def at(self, time: Fraction) -> list[arb]:
        """Box that contains the true state at `time`, which lies in the interval."""
        tau = time - self.start
        spread = self.spread(tau)
        return [widen(x, spread) for x in self.expanded(tau)]

    def observe(self, strength: Strength, time: Fraction) -> arb:
        """Ball for the strength of the true state at a time in the interval."""
        return strength.value(self.at(time))


def flow(
    field: BallField, state: Sequence[arb], *, bits: int, max_steps: int, spread: float = _SPREAD
) -> Iterator[Step]:
    """Enclose the solution through `state` step by step.

    Parameters
    ----------
    field : BallField
    state : sequence of arb
        Box of the initial state.
    bits : int
        Relative size of the remainder aimed at in each step, as a power of two. The context's
        precision should exceed it by at least the order. It steers the work only: the boxes are
        true whatever it is.
    max_steps : int
        The iterator ends after so many steps.
    spread : float
        The radius grows by less than this in a step: where it is small steps are shorter, and fewer
        bits are lost.

    Yields
    ------
    Step
        Consecutive intervals from time 0. Ends early if no step could be validated.
    """
    order = taylor_order(bits)
    centre, deviation = recentre(state, arb(0))
    time = Fraction(0)
    for _ in range(max_steps):
        step = validated_step(field, time, centre, deviation, order, bits, spread)
        if step is None:
            return
        yield step
        time = step.end
        centre, deviation = recentre(step.expanded(step.length), step.spread(step.length))


def taylor_order(bits: int) -> int:
    """Order N that makes the cost least: longer steps against a cost that grows like N^1.4."""
    return max(8, round(bits * 0.42))


def recentre(box: Sequence[arb], deviation: arb) -> tuple[list[arb], arb]:
    """Exact midpoint of a box, and how far from it a state can be."""
    return [x.mid() for x in box], arb((deviation + euclidean([x.rad() for x in box])).abs_upper())


def validated_step(
    field: BallField,
    time: Fraction,
    centre: list[arb],
    deviation: arb,
    order: int,
    bits: int,
    spread: float = _SPREAD,
) -> Step | None:
    """One step of ``flow`` from an exact point and a radius, or None.

    The radius grows by less than `spread`, and the step is halved until it does.
    """
    series = field.taylor(centre, order, bits)
    length = first_length(series[: field.dimension], order, bits)
    for _ in range(_ATTEMPTS if length else 0):
        with ctx.workprec(_BOUND_BITS):
            bounds = _bounds(field, series, order, to_ball(length), deviation, spread)
        if bounds is not None:
            remainder, growth = bounds
            polynomial = tuple(arb_poly(c) for c in series[: field.dimension])
            return Step(time, length, order, polynomial, tuple(remainder), deviation, growth)
        length /= 2
    return None


def _bounds(
    field: BallField, series: Series, order: int, length: arb, deviation: arb, spread: float
) -> tuple[list[arb], arb] | None:
    """Remainder and growth on [0, length], or None if they could not be proved."""
    scaled = scaled_norms(series, order, length)
    remainder = _remainder(field, scaled, order, length)
    if remainder is None:
        return None
    room = spread * deviation
    hull = [
        widen(widen(s[0], sum(terms[1:], arb(0)) + rest), room)
        for s, terms, rest in zip(series, scaled, remainder, strict=False)
    ]
    growth = logarithmic_norm(field.jacobian(hull))
    if growth is None or not (deviation.is_zero() or (growth * length).exp() < spread):
        return None
    return remainder, growth


def scaled_norms(series: Series, order: int, length: arb) -> Series:
    """Upper bounds of ``|c_j| length^j`` for every node."""
    powers = [arb(1)]
    for _ in range(order):
        powers.append(powers[-1] * length)
    return [[c.abs_upper() * p for c, p in zip(s, powers, strict=False)] for s in series]


def polynomial_remainder(
    field: BallField, series: Series, order: int, length: arb
) -> list[arb] | None:
    """Bounds, on [0, length], of what follows the Taylor polynomials; None if not proved.

    If the series were expanded over a box, they hold for every solution that starts in it.
    """
    return _remainder(field, scaled_norms(series, order, length), order, length)


def _remainder(field: BallField, scaled: Series, order: int, length: arb) -> list[arb] | None:
    """Radii rho that Picard's operator maps into themselves (step 2 of the module's text)."""
    last = [scaled[i][order] for i in range(field.dimension)]
    heads = [terms[:order] for terms in scaled]
    shrink = length / (order + 1)

    def picard(rho: Sequence[arb]) -> list[arb]:
        tails = [a + r for a, r in zip(last, rho, strict=True)]
        return [(shrink * b).abs_upper() for b in field.tail_of_derivative(heads, tails)]

    bounds = [arb(0)] * field.dimension
    for _ in range(_INFLATIONS):
        image = picard(bounds)
        if all(a <= b for a, b in zip(image, bounds, strict=True)):
            return image
        bounds = [b if a <= b else 2 * a for a, b in zip(image, bounds, strict=True)]
    return None


def first_length(series: Series, order: int, bits: int) -> Fraction:
    """Step at which the last two terms are 2^-bits of the state; 0 if they are not finite."""
    size = max(log2_above(s[0]) for s in series)
    lengths = []
    for j in (order - 1, order):
        term = max(log2_above(s[j]) for s in series)
        if math.isnan(term) or term == math.inf:
            return Fraction(0)
        lengths.append((size - bits - term) / j)
    exponent = min(min(lengths), 64.0)
    mantissa, whole = round(2**20 * 2 ** (exponent % 1)), math.floor(exponent)
    return Fraction(mantissa) * Fraction(2) ** (whole - 20)


def resting_box(field: BallField, state: Sequence[arb]) -> list[arb] | None:
    """Box that a flow never leaves from a state on, because it contracts there; None if not proved.

    Where the logarithmic norm is at most -c < 0 a velocity fades like exp(-c t), so that no solution
    goes farther than its first velocity divided by c.
    """
    norm = logarithmic_norm(field.jacobian(state))
    if norm is None or not norm < 0:
        return None
    far = -2 * euclidean([x.abs_upper() for x in field.value(state)]) / norm
    box = [widen(x, far) for x in state]
    inside = logarithmic_norm(field.jacobian(box))
    return box if inside is not None and inside < norm / 2 else None
