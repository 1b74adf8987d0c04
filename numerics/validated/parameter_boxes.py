"""Enclosures for whole boxes of parameters: δ and R anywhere in given intervals.

A box is cut into equal pieces until the union of the balls over the pieces is at most `CLOSE` times as
wide as the range of the strengths. A lower bound of that range is known: the strengths at the corners
of the pieces, each enclosed as a point.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TYPE_CHECKING, TypeAlias

from flint import arb, ctx

from numerics.errors import InputError
from numerics.problem.exact_numbers import exact
from numerics.validated.arb_tools import bits_of, to_fraction
from numerics.validated.mode_enclosure import Interruption, strengths
from numerics.validated.taylor_steps import BudgetSpent
from spectra.errors import short
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.validated.two_group_modes import BallModes

Interval: TypeAlias = tuple[Fraction, Fraction]
"""Midpoint and radius."""

CLOSE = 1.25
"""Width of an enclosure by that of the range, at which cutting ends."""

_BOX_BITS = 48
"""Accuracy aimed at next to the width of the box."""


@dataclass(frozen=True)
class BoxBalls:
    """Balls of one kind of modes over a box.

    Parameters
    ----------
    balls : list of arb
        One per time.
    excess : float
        Largest width of a ball by the proved width of what it must contain.
    interrupted : bool
        Whether cutting was ended by Ctrl-C.
    """

    balls: list[arb]
    excess: float
    interrupted: bool = False


def read_interval(name: str, value: object) -> Interval:
    """Midpoint and radius of an interval given as a ball or as a pair.

    Parameters
    ----------
    name : str
        What to call the parameter in an error message.
    value : flint.arb, or pair of numbers
        A ball is taken as it is; a pair (midpoint, radius) is read by
        :func:`numerics.problem.exact_numbers.exact`.

    Examples
    --------
    >>> read_interval("delta", (8, "0.01"))
    (Fraction(8, 1), Fraction(1, 100))
    """
    if isinstance(value, arb) and value.is_finite():
        return to_fraction(value.mid()), to_fraction(value.rad())
    if isinstance(value, tuple | list) and len(value) == 2:
        middle, radius = (exact(name, x) for x in value)
        if radius >= 0:
            return middle, radius
    raise InputError(
        f"{name} = {short(value)}: give a finite ball, or a pair (midpoint, radius ≥ 0)"
    )


def box_strengths(
    modes: BallModes, group: int | None, times: Sequence[Fraction], *, digits: int,
    max_steps: int, max_pieces: int,
) -> BoxBalls:  # fmt: skip
    """Enclose strengths for all parameters in a box.

    Parameters
    ----------
    modes : BallModes
        With the radii of δ and of the first count.
    group, times
        As for :func:`numerics.validated.mode_enclosure.strengths`.
    digits : int
        A ball this accurate is not narrowed further.
    max_steps, max_pieces : int
        Budget: steps per piece, and pieces.
    """
    bits, done = _bits(modes, digits), 0

    def evaluate(piece: BallModes) -> list[arb]:
        nonlocal done
        done += 1
        report.update(done / (3 * max_pieces))  # of all pieces and corners in the budget
        try:
            return strengths(piece, group, times, bits=bits, max_steps=max_steps)
        except BudgetSpent as stop:
            return stop.balls

    best = BoxBalls([arb(0, math.inf)] * len(times), math.inf)
    known: dict[tuple[Fraction, Fraction], list[arb]] = {}
    cuts, report = 1, Reporter("enclosing")
    try:
        with report:
            while best.excess > CLOSE and len(_cut(modes, cuts)[0]) <= max_pieces:
                pieces, corners = _cut(modes, cuts)
                outer = [
                    reduce(arb.union, balls) for balls in zip(*map(evaluate, pieces), strict=True)
                ]
                for corner in corners:
                    point = (corner.delta, corner.counts[0])
                    if point not in known:
                        known[point] = evaluate(corner)
                with ctx.workprec(bits + 32):
                    excess = _excess(outer, list(known.values()), bits_of(digits) + 1)
                best, cuts = BoxBalls(outer, excess), 2 * cuts
    except (KeyboardInterrupt, Interruption):
        return replace(best, interrupted=True)
    return best


def _cut(modes: BallModes, cuts: int) -> tuple[list[BallModes], list[BallModes]]:
    """The pieces of a box cut `cuts` times in each direction that has a width, and their corners."""
    middles = (modes.delta, modes.counts[0])
    radii = (modes.delta_radius, modes.count_radius)
    numbers = [cuts if r else 1 for r in radii]
    pieces, corners = [], []
    for place in product(*map(range, numbers)):
        delta, count = (
            m + r * Fraction(2 * i + 1 - n, n)
            for m, r, i, n in zip(middles, radii, place, numbers, strict=True)
        )
        shares = [r / n for r, n in zip(radii, numbers, strict=True)]
        pieces.append(_at(modes, delta, count, shares[0], shares[1]))
    for place in product(
        *(range(n + 1) if r else (0,) for n, r in zip(numbers, radii, strict=True))
    ):
        delta, count = (
            m + r * (Fraction(2 * i, n) - 1)
            for m, r, i, n in zip(middles, radii, place, numbers, strict=True)
        )
        corners.append(_at(modes, delta, count, Fraction(0), Fraction(0)))
    return pieces, corners


def _at(
    modes: BallModes, delta: Fraction, count: Fraction, delta_radius: Fraction,
    count_radius: Fraction,
) -> BallModes:  # fmt: skip
    return replace(
        modes,
        delta=delta,
        counts=(count, *modes.counts[1:]),
        delta_radius=delta_radius,
        count_radius=count_radius,
    )


def _spanned(points: Sequence[arb]) -> arb:
    """Lower bound of the width of any interval that meets all these balls."""
    highest = reduce(arb.max, [x.lower() for x in points])
    lowest = reduce(arb.min, [x.upper() for x in points])
    return highest - lowest


def _excess(outer: list[arb], points: list[list[arb]], wanted: int) -> float:
    """Largest width of a ball by what it must span; a ball that is accurate enough counts as 1."""
    ratios = [1.0]
    for ball, inside in zip(outer, zip(*points, strict=True), strict=True):
        span = _spanned(inside)
        if ball.rel_accuracy_bits() < wanted:
            ratios.append(float(2 * ball.rad() / span) if span > 0 else math.inf)
    return max(ratios)


def _bits(modes: BallModes, digits: int) -> int:
    """Enough next to the width of the box, and no more than the digits need."""
    radii = [
        r / m
        for r, m in ((modes.delta_radius, modes.delta), (modes.count_radius, modes.counts[0]))
        if r and m
    ]
    narrowest = max(0, math.ceil(-math.log2(min(radii)))) if radii else 0
    return min(bits_of(digits) + 13, _BOX_BITS + narrowest)
