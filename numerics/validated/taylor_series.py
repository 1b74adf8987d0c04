"""The Taylor series method in as many digits as wanted, without a proof.

A field gives the Taylor coefficients of its solution through a point. They are summed where a
value is wanted, and at the longest step that leaves nothing of the wanted accuracy behind; from
there one starts again. What each step loses, by rounding and by cutting the series, is added up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol

import mpmath
from flint import arb, arb_poly, ctx

from numerics.validated.arb_tools import log2_above, to_ball
from numerics.validated.taylor_steps import first_length
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.validated.polynomial_field import Series

_GUARD_BITS = 20
"""Working precision beyond the accuracy of a step."""

MAX_STEPS = 20_000


class TaylorField(Protocol):
    """An autonomous field that can expand its solutions."""

    @property
    def dimension(self) -> int:
        """Number of variables."""
        ...

    @property
    def order_per_bit(self) -> float:
        """Order of the expansion that makes the cost least, per bit of accuracy."""
        ...

    def taylor(self, start: Sequence[arb], order: int, decay: int = 0) -> Series:
        """Coefficients 0 .. order of the solution through `start`, first those of every variable.

        The last of them may be less accurate than the first by up to `decay` bits.
        """
        ...


@dataclass(frozen=True)
class SeriesStates:
    """States at the times asked for, as far as they were reached, and the relative loss so far."""

    states: tuple[list[arb], ...]
    losses: tuple[mpmath.mpf, ...]
    interrupted: bool


def series_states(
    field: TaylorField,
    start: Sequence[arb],
    times: Sequence[Fraction],
    *,
    bits: int,
    latest: float = math.inf,
) -> SeriesStates:
    """States of the solution through `start`.

    Parameters
    ----------
    field : TaylorField
        Made at a working precision of at least ``working_precision(bits)``.
    start : sequence of arb
        Midpoints are used.
    times : sequence of Fraction
        At least 0, ascending.
    bits : int
        Relative size of what is cut off in each step, as a power of two.
    latest : float
        Time from which on no mode waits any more: what moves by less than 2^-bits then has settled.

    Returns
    -------
    SeriesStates
        Shorter than `times` if more than ``MAX_STEPS`` steps would be needed, or if interrupted.
    """
    states: list[list[arb]] = []
    losses: list[mpmath.mpf] = []
    interrupted = False
    with ctx.workprec(working_precision(bits)), Reporter("integrating") as report:
        try:
            for state, lost in _walk(field, [x.mid() for x in start], times, bits, report, latest):
                states.append(state)
                losses.append(lost)
        except KeyboardInterrupt:
            if not states:
                raise
            interrupted = True
    return SeriesStates(tuple(states), tuple(losses), interrupted)


def _walk(
    field: TaylorField,
    state: list[arb],
    times: Sequence[Fraction],
    bits: int,
    report: Reporter,
    latest: float,
) -> Iterator[tuple[list[arb], mpmath.mpf]]:
    """States and losses at the times, one after another."""
    order = max(8, math.ceil(bits * field.order_per_bit))
    time, lost, at = Fraction(0), mpmath.mpf(0), 0
    before, quiet, length = math.inf, -math.inf, Fraction(0)
    for _ in range(MAX_STEPS):
        series = field.taylor(state, order, bits)[: field.dimension]
        speed = max(log2_above(terms[1]) for terms in series) - max(map(log2_above, state))
        if _left(speed, before, length) <= -bits:
            quiet = max(quiet, speed)
        elif speed > quiet:  # what is left of it later is rounding
            quiet = -math.inf
        if speed <= quiet and time >= latest:
            for _ in times[at:]:
                yield state, lost + mpmath.ldexp(1, -bits)
            return
        before = speed
        length = first_length(series, order, bits)
        if not length:
            return
        polynomials = [arb_poly(terms) for terms in series]
        while times[at] <= time + length:
            offset = to_ball(times[at] - time)
            found = [p(offset) for p in polynomials]
            yield found, lost + _loss(found, bits)
            at += 1
            if at == len(times):
                return
        box = [p(to_ball(length)) for p in polynomials]
        lost += _loss(box, bits)
        state = [x.mid() for x in box]
        time += length
        report.update(float(time / times[-1]))


def _left(speed: float, before: float, length: Fraction) -> float:
    """Log of the way that is left, relative to the state, if speeds go on to fade as in a step.

    From the logs, to base 2, of the speeds after the step and before it; infinite if they do not fade.
    """
    if speed == -math.inf:
        return speed
    fading = (before - speed) * math.log(2)
    return speed + math.log2(length / fading) if 1 < fading < math.inf else math.inf


def working_precision(bits: int) -> int:
    """Precision at which steps of relative accuracy 2^-bits are computed."""
    return bits + _GUARD_BITS


def _loss(box: Sequence[arb], bits: int) -> mpmath.mpf:
    """What a step loses, relative to the state: its rounding and the end of its series."""
    size = max(log2_above(x) for x in box)
    if size == -math.inf:
        return mpmath.mpf(0)
    rounding = max(log2_above(x.rad()) for x in box)
    return mpmath.mpf(2) ** (rounding - size) + mpmath.ldexp(1, 2 - bits)  # far below any double
