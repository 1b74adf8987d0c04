"""The delay of the maj-min mode against δ/√(R+1), from the orbit that leaves the origin.

For small initialisation, W(0) and H(0) of size e^{-δ}, the mode between majority and minority
classes first follows the linear flow at the origin, then the one orbit that leaves it. On that
orbit let w ~ e^s as s → -∞ and let β = 1/2 at s = S. The start has the component
e^{-δ} (1 + cos φ)/2 along the unstable direction, where cos φ = (√R + 1)/√(2(R + 1)), so that it
is on the orbit at s = √(R+1) t - δ + ln((1 + cos φ)/2) up to what vanishes with δ → ∞, and

    T √(R+1) - δ  →  c(R) = S - ln((1 + cos φ)/2).

Every number below is a ball that contains the true one: the orbit starts from its power series with
a proved remainder and is followed by a validated integrator.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

from flint import arb, ctx

from numerics.errors import InputError, NumericsError
from numerics.problem.exact_numbers import exact
from numerics.validated.arb_tools import bits_of, to_ball, to_fraction
from numerics.validated.crossing_time import Rise, crossing_precision, rise
from numerics.validated.exact_inputs import Number, wanted_digits
from numerics.validated.taylor_steps import BudgetSpent
from numerics.validated.two_group_modes import between_field, between_observed
from numerics.validated.unstable_manifold import Departure, depart
from spectra.errors import short
from spectra.utils.progress import Reporter

_SPARE_BITS = 12
_DOUBLINGS = 4
_MAX_STEPS = 5000

FARTHEST = 10**8
"""Largest R, and 1/R, whose orbit is not too stiff to be followed."""


class ConstantError(NumericsError, RuntimeError):
    """A constant could not be enclosed as narrowly as asked."""


def delay_constant(R: Number, *, digits: int = 15) -> arb:
    """Enclose c(R), the limit of T √(R+1) - δ for the half-time T of the maj-min mode.

    Parameters
    ----------
    R : number
        Imbalance ratio from 1e-8 to 1e8, read by :func:`numerics.problem.exact_numbers.exact`.
    digits : int
        Decimals wanted: the radius is at most 10^-digits.

    Returns
    -------
    flint.arb
        A ball that contains c(R). The delay itself, in time of the flow, is C(R) = c(R)/√(R+1).

    Raises
    ------
    InputError
        If R is not a rational number between 1e-8 and 1e8.
    ConstantError
        If the precision this takes is out of reach.

    Examples
    --------
    >>> print(delay_constant(10).str(15, radius=False))
    0.777795806118186
    >>> delay_constant(1, digits=20).contains(0)
    True
    """
    return narrowed(_enclose, R, digits)


def narrowed(enclose: Callable[[Fraction, int], arb], R: Number, digits: int) -> arb:
    """Return ``enclose(R, bits)`` with as many bits as the digits need.

    Raises
    ------
    InputError
        If R is not a rational number between 1e-8 and 1e8.
    ConstantError
        If the precision this takes is out of reach.
    """
    ratio = exact("R", R)
    if not Fraction(1, FARTHEST) <= ratio <= FARTHEST:
        raise InputError(
            f"R = {short(R)}: give a number from {1 / FARTHEST:g} to {FARTHEST:g}; farther from "
            "1 the orbit is too stiff to be followed: large_ratio_constant() is the limit of large R"
        )
    digits = wanted_digits(digits)
    wanted = bits_of(digits) + 1
    bits = wanted + _SPARE_BITS
    for _ in range(_DOUBLINGS):
        try:
            with ctx.workprec(crossing_precision(bits)):
                ball = enclose(ratio, bits)
        except BudgetSpent:
            raise ConstantError(
                f"R = {short(R)}: the orbit is too stiff, {_MAX_STEPS} steps do not follow it for {digits} "
                "decimals; take R nearer to 1, or the limit of large R, large_ratio_constant()"
            ) from None
        if ball.rad() <= arb(2) ** -wanted:
            return ball
        bits *= 2
    raise ConstantError(
        f"R = {short(R)}: {bits // 2} bits do not give {digits} decimals; ask for fewer, or R nearer to 1"
    )


def _enclose(ratio: Fraction, bits: int) -> arb:
    """c(R) from steps of relative accuracy 2^-bits; the whole line if they fail."""
    found = orbit(ratio, bits)
    if found is None:
        return arb(0, math.inf)
    left, risen = found
    return to_ball(left.x).log() + risen.time - share_of_start(ratio).log()


def orbit(ratio: Fraction, bits: int) -> tuple[Departure, Rise] | None:
    """The orbit from the origin to β = ½, at the precision ``crossing_precision(bits)``."""
    targets, weights = orbit_constants(ratio)
    left = depart(weights[0], bits)
    observed, half = between_observed(targets, weights), to_ball(Fraction(1, 2))
    # the value at `largest` bounds β from the origin to there
    if left is None or not observed.value(left.largest) < half:
        return None
    field = between_field(targets, weights)
    found = rise(field, left.state, observed, half, bits=bits, max_steps=_MAX_STEPS)
    return None if found is None else (left, found)


def orbit_constants(ratio: Fraction) -> tuple[tuple[arb, arb], tuple[arb, arb]]:
    """Targets and weights of the mode, in the time in which it grows at the rate 1."""
    r = to_ball(ratio)
    return ((r / 2).sqrt(), arb("0.5").sqrt()), (1 / r.sqrt(), arb(1))


def share_of_start(ratio: Fraction) -> arb:
    """(1 + cos φ)/2, the part of the start that lies along the unstable direction."""
    r = to_ball(ratio)
    return (1 + (r.sqrt() + 1) / (2 * (r + 1)).sqrt()) / 2


def critical_ratio(*, digits: int = 10) -> arb:
    """Enclose R_c, where the maj-min and maj-maj modes change their order of learning.

    For large δ the half-times of maj-maj and maj-min are (δ + ¼ ln R)/√(R+1) and
    (δ + c(R))/√(R+1): R_c is a zero of c(R) - ¼ ln R = c(1/R). The sign of this difference is
    proved at both ends of the ball, so that a zero lies inside.

    Parameters
    ----------
    digits : int
        Decimals wanted: the radius is at most 10^-digits.

    Examples
    --------
    >>> print(critical_ratio().str(10, radius=False))
    3.414553799
    """
    digits = wanted_digits(digits)
    low, high = Fraction(3), Fraction(4)
    with Reporter("enclosing") as report:
        low, high = _narrowed(low, high, digits, report)
        with report.part(0.5, 1):
            _opposite(low, high, digits + 3)
    with ctx.workprec(4 * digits + 64):
        return to_ball(low).union(to_ball(high))


def _narrowed(
    low: Fraction, high: Fraction, digits: int, report: Reporter
) -> tuple[Fraction, Fraction]:
    """Ends of a change of sign that are as close as the digits need, by secants."""
    least, done = Fraction(9, 10 ** (digits + 1)), 0.0
    while high - low > 2 * least:
        places = min(digits, 2 - 2 * math.floor(math.log10(high - low))) + 2
        share = 0.5 * min(1.0, (places / digits) ** 2)  # the last takes about as long as the others
        with report.part(done, share):
            below, above = _opposite(low, high, places)
        done = share
        with ctx.workprec(4 * digits + 64):
            middle = low - to_fraction((below / (above - below)).mid()) * (high - low)
        middle = Fraction(round(middle * 10**places), 10**places)
        reach = max((high - low) ** 2 / 8, least)  # many times the error of a secant so long
        low, high = max(low, middle - reach), min(high, middle + reach)
    return low, high


def _opposite(low: Fraction, high: Fraction, digits: int) -> tuple[arb, arb]:
    """c(R) - ¼ ln R at both ends: proved negative (maj-min first) and positive (maj-maj first)."""
    with ctx.workprec(4 * digits + 64):
        below, above = (
            delay_constant(x, digits=digits) - to_ball(x).log() / 4 for x in (low, high)
        )
    if not below < 0 < above:
        raise ConstantError(
            f"digits = {digits}: c(R) - ln(R)/4 is not proved to change sign; ask for fewer"
        )
    return below, above
