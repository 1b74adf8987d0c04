"""The orbit that leaves the origin: its power series, with a proved bound of what is cut off.

In the time s = √(R+1) t the field of (w, h1, h2) is v' = L v + C(v), L symmetric with eigenvalues
1, 0, -1 and C cubic, with coefficients g1 = g2 = 1/√2, ω1 = 1/√R and ω2 = 1. The unstable manifold
of the origin is a curve, analytic at 0. As a function of x = e^s along it, v = Σ a_k x^(2k+1) with

    ((2k + 3) - L) a_(k+1) = coefficient of x^(2k+3) in C(v),       a_0 = (1, 1/√2, 1/√2),

so that w ~ x as x → 0. No coefficient is divided by zero, as 2k + 3 > 1.

*Bound.* Give power series the norm Σ |c_k| ρ^k. Once coefficients 0 .. N are known, let r_i bound the
norm of what follows in component i, truncated at any order. If these bounds put through C and
through (q - L)^-1, q = 2N + 3, times ρ give r_i or less, then adding the next term keeps them, as
the recursion takes one coefficient from those before it and the entries of (q - L)^-1, which are
positive, decrease in q. By induction they hold for all truncations, hence for the whole series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, arb_poly, ctx

from numerics.validated.arb_tools import to_ball, widen
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import first_length, scaled_norms
from numerics.validated.two_group_modes import BETWEEN_PRODUCTS

if TYPE_CHECKING:
    from numerics.validated.polynomial_field import Series

_BOUND_BITS = 64
_ORDER_PER_BIT = 0.6
_ATTEMPTS = 20


@dataclass(frozen=True)
class _ManifoldField(BallField):
    """The cubic part C, with the recursion of the manifold in place of that of time."""

    def following(self, speed: Sequence[arb], j: int) -> list[arb]:
        """Coefficient a_(j+1) from coefficient j of the cubic part in powers of x²."""
        return _resolve(speed, 2 * j + 3)


@dataclass(frozen=True)
class Departure:
    """Where the orbit is left: the box of its state at x, and bounds of |v_i| up to there.

    `rest` bounds what follows order `order` of v/x, a series in x².
    """

    x: Fraction
    order: int
    rest: tuple[arb, ...]
    state: tuple[arb, ...]
    largest: tuple[arb, ...]


def depart(weight: arb, bits: int) -> Departure | None:
    """State on the unstable manifold of the origin, or None if no bound could be proved.

    Parameters
    ----------
    weight : arb
        ω1 = 1/√R at the working precision; 0 is the limit R → ∞.
    bits : int
        Relative accuracy aimed at, as a power of two.
    """
    rows = (((-weight, 5), (arb(-1), 6)), ((-weight, 7),), ((arb(-1), 8),))
    field = _ManifoldField(3, BETWEEN_PRODUCTS, rows)
    order = max(8, round(bits * _ORDER_PER_BIT))
    half = 1 / arb(2).sqrt()
    series = field.taylor([arb(1), half, half], order)
    square = first_length(series[:3], order, bits)
    for _ in range(_ATTEMPTS if square else 0):
        x = _square_root(square)
        rest = _tail(field, series, order, x * x)
        if rest is not None:
            return _departure(x, series[:3], rest)
        square /= 2
    return None


def _departure(x: Fraction, series: Series, rest: Sequence[arb]) -> Departure:
    point, square = to_ball(x), to_ball(x * x)
    state = tuple(
        point * widen(arb_poly(terms)(square), r) for terms, r in zip(series, rest, strict=True)
    )
    largest = tuple(
        point * (arb_poly([abs(c) for c in terms])(square) + r)
        for terms, r in zip(series, rest, strict=True)
    )
    return Departure(x, len(series[0]) - 1, tuple(rest), state, largest)


def _tail(field: BallField, series: Series, order: int, rho: Fraction) -> list[arb] | None:
    """Bounds r_i of the module's text."""
    with ctx.workprec(_BOUND_BITS):
        ball = to_ball(rho)
        scaled = scaled_norms(series, order, ball)
        heads = [terms[:order] for terms in scaled]

        def image(bounds: Sequence[arb]) -> list[arb]:
            tails = [scaled[i][order] + r for i, r in enumerate(bounds)]
            cubic = field.tail_of_derivative(heads, tails)
            return [(ball * y).abs_upper() for y in _resolve(cubic, 2 * order + 3)]

        inflated = [2 * r for r in image([arb(0)] * 3)]
        result = image(inflated)
    return result if all(a <= b for a, b in zip(result, inflated, strict=True)) else None


def _resolve(y: Sequence[arb], q: int) -> list[arb]:
    """(q - L)^-1 y, where L v = (v1 + v2, v0, v0)/√2."""
    half = 1 / arb(2).sqrt()
    w = (q * y[0] + half * (y[1] + y[2])) / (q * q - 1)
    return [w, (half * w + y[1]) / q, (half * w + y[2]) / q]


def _square_root(value: Fraction) -> Fraction:
    """A dyadic number at or slightly below it."""
    with ctx.workprec(_BOUND_BITS):
        mantissa, exponent = (int(v) for v in to_ball(value).sqrt().lower().man_exp())
    shift = max(0, mantissa.bit_length() - 24)
    return Fraction(mantissa >> shift) * Fraction(2) ** (exponent + shift)
