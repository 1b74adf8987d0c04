"""When a strength first reaches a level along an enclosed flow.

Step by step it is proved to be below the level, or to increase: so that it passes the level once at
most. On the step at whose start it is below, and at whose end it is above, the time is found by
interval Newton: if T contains the one crossing, β increases on T, and m is in T, so does

    m - (β(m) - level) / β'(T),

since β(m) - level = β'(ξ) (m - crossing) for some ξ in T. This holds for every solution in the
enclosure, so that the result contains the crossing of the true one.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from flint import arb, ctx

from numerics.validated.arb_tools import to_ball, to_fraction
from numerics.validated.taylor_steps import BudgetSpent, flow, taylor_order
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.validated.polynomial_field import BallField
    from numerics.validated.taylor_steps import Strength

_SPLITS = 12
"""How often a step is halved to show that the strength passes the level once at most."""

_NEWTON_STEPS = 40
"""More than quadratic convergence needs."""


class _Enclosed(Protocol):
    """What is asked of a step."""

    @property
    def start(self) -> Fraction:
        """Start of its interval."""
        ...

    @property
    def length(self) -> Fraction:
        """Length of its interval."""
        ...

    @property
    def end(self) -> Fraction:
        """End of its interval."""
        ...

    def at(self, time: Fraction) -> list[arb]:
        """Box that contains the true state at a time."""
        ...

    def over(self, low: Fraction, high: Fraction) -> list[arb]:
        """Box that contains the true state between two offsets."""
        ...


Follow: TypeAlias = Callable[..., Iterator[Any]]


@dataclass(frozen=True)
class Rise:
    """Steps in which a strength rises to a level, and passes it in the last.

    Parameters
    ----------
    steps : tuple of Step, or what else was followed
    cuts : tuple of tuple of Fraction
        Offsets into each step: between neighbours the strength is below the level, or increases.
    low, high : Fraction
        Offsets into the last step; it passes the level between them.
    """

    steps: tuple[Any, ...]
    cuts: tuple[tuple[Fraction, ...], ...]
    low: Fraction
    high: Fraction

    @property
    def time(self) -> arb:
        """Ball for the time at which it does."""
        start = to_ball(self.steps[-1].start)
        return (start + to_ball(self.low)).union(start + to_ball(self.high))


def first_crossing(
    field: BallField, start: Sequence[arb], strength: Strength, level: arb, *, bits: int,
    max_steps: int, follow: Follow = flow,
) -> arb:  # fmt: skip
    """Ball for the first time at which the strength reaches `level`: the line if :func:`rise` fails."""
    found = rise(field, start, strength, level, bits=bits, max_steps=max_steps, follow=follow)
    return arb(0, math.inf) if found is None else found.time


def rise(
    field: BallField, start: Sequence[arb], strength: Strength, level: arb, *, bits: int,
    max_steps: int, follow: Follow = flow,
) -> Rise | None:  # fmt: skip
    """Follow a solution until the strength first reaches `level`.

    Parameters
    ----------
    field, start
        Made at a working precision of at least ``working_precision(bits)``.
    strength : Strength
    level : arb
        Above the strength at `start`.
    bits, max_steps : int
        As for :func:`numerics.validated.taylor_steps.flow`.
    follow : callable
        That, or a function of the same arguments that yields steps of another kind.

    Returns
    -------
    Rise or None
        None if the crossing was not proved to be the only one.

    Raises
    ------
    BudgetSpent
        If it was not reached.
    """
    begin, end = strength.value(start), level

    def risen(step: _Enclosed) -> float:
        """Part of the rise of ln β, which is nearly linear in time."""
        with ctx.workprec(64):
            now = strength.value(step.at(step.end))
            part = float(((now / begin).log() / (end / begin).log()).mid())
        return part if part > 0 else 0.0  # nor if it is not a number

    taken: list[_Enclosed] = []
    cuts: list[tuple[Fraction, ...]] = []
    steps = follow(field, start, bits=bits, max_steps=max_steps)
    for step in tracked("enclosing", steps, risen):
        taken.append(step)
        try:
            cuts.append(tuple(_cuts(step, strength, level, (Fraction(0), step.length), _SPLITS)))
        except _PassesTwice:
            return None
        if strength.value(step.at(step.end)) > level:
            if not strength.value(step.at(step.start)) < level:
                return None  # it may have passed before this step
            return Rise(tuple(taken), tuple(cuts), *_newton(step, strength, level))
    if len(taken) == max_steps:
        raise BudgetSpent([arb(0, math.inf)])
    return None


def crossing_precision(bits: int) -> int:
    """Working precision for steps of relative accuracy 2^-bits."""
    return bits + taylor_order(bits) + 16


class _PassesTwice(Exception):
    """A strength may pass the level more than once."""


def _cuts(
    step: _Enclosed, strength: Strength, level: arb, part: tuple[Fraction, Fraction], splits: int
) -> Iterator[Fraction]:
    """Offsets into a step at which to cut a part, so that β < level or β' > 0 in each piece."""
    box = step.over(*part)
    if strength.value(box) < level or strength.slope(box) > 0:
        return
    if not splits:
        raise _PassesTwice
    low, high = part
    middle = (low + high) / 2
    yield from _cuts(step, strength, level, (low, middle), splits - 1)
    yield middle
    yield from _cuts(step, strength, level, (middle, high), splits - 1)


def _newton(step: _Enclosed, strength: Strength, level: arb) -> tuple[Fraction, Fraction]:
    """Offsets around the one crossing in a step on which β increases and ends above the level."""
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
    return low, high
