"""The mode between two groups in products of its variables: a quadratic field, to be integrated.

With P = w h1, Q = w h2, a = h1², b = h2², c = h1 h2, g_i = ω_i t_i and w² = a + b (conserved), the
field of :mod:`numerics.validated.two_group_modes` becomes

    P' = g1 (2a + b) + g2 c - P (2ω1 a + (ω1 + ω2) b),      a' = 2 g1 P - 2 ω1 P²,
    Q' = g2 (a + 2b) + g1 c - Q ((ω1 + ω2) a + 2ω2 b),      b' = 2 g2 Q - 2 ω2 Q²,
                                                            c' = g1 Q + g2 P - (ω1 + ω2) P Q.

Taking the linear combinations in which a, b, c occur as variables F1, D1, F2, D2 leaves

    P' = F1 - P D1,   Q' = F2 - Q D2

and linear combinations of P, Q, P², Q², PQ for the others: five products, two of them squares, in
place of six. It is not used for enclosures, whose bound wants a symmetric Jacobian.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import arb

from numerics.validated.polynomial_field import BallField
from numerics.validated.relaxed import QuadraticExpansion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerics.validated.polynomial_field import Series


@dataclass(frozen=True)
class QuadraticField(BallField):
    """A field whose products are of variables only; its expansions leave the products out."""

    def taylor(self, start: Sequence[arb], order: int, decay: int = 0) -> Series:
        """Taylor coefficients of the variables of the solution through `start`."""
        return QuadraticExpansion(self, start, order, decay).series[: self.dimension]


P, Q, D1, D2, F1, F2 = range(6)
_PRODUCTS = ((P, P), (Q, Q), (P, Q), (P, D1), (Q, D2))
_PP, _QQ, _PQ, _PD1, _QD2 = range(6, 11)


def quadratic_field(targets: Sequence[arb], weights: Sequence[arb]) -> QuadraticField:
    """The field of (P, Q, D1, D2, F1, F2) for targets t_i and weights ω_i."""
    (w1, w2), (g1, g2) = weights, [w * t for w, t in zip(weights, targets, strict=True)]
    speeds = (
        ((2 * g1, P), (-2 * w1, _PP)),
        ((2 * g2, Q), (-2 * w2, _QQ)),
        ((g1, Q), (g2, P), (-(w1 + w2), _PQ)),
    )
    rows = [
        tuple((factor * c, node) for factor, speed in zip(row, speeds, strict=True)
              for c, node in speed)
        for row in _combinations(targets, weights)
    ]  # fmt: skip
    one = arb(1)
    products = (((one, F1), (-one, _PD1)), ((one, F2), (-one, _QD2)))
    return QuadraticField(6, _PRODUCTS, (*products, *rows))


def quadratic_state(
    targets: Sequence[arb], weights: Sequence[arb], state: Sequence[arb]
) -> list[arb]:
    """(P, Q, D1, D2, F1, F2) of a state (w, h1, h2) with w² = h1² + h2²."""
    w, h1, h2 = state
    squares = (h1 * h1, h2 * h2, h1 * h2)
    rest = [
        sum((factor * x for factor, x in zip(row, squares, strict=True)), arb(0))
        for row in _combinations(targets, weights)
    ]
    return [w * h1, w * h2, *rest]


def _combinations(targets: Sequence[arb], weights: Sequence[arb]) -> tuple[tuple[arb, ...], ...]:
    """D1, D2, F1, F2 as combinations of a, b, c."""
    (w1, w2), (g1, g2) = weights, [w * t for w, t in zip(weights, targets, strict=True)]
    zero = arb(0)
    return ((2 * w1, w1 + w2, zero), (w1 + w2, 2 * w2, zero), (2 * g1, g1, g2), (g2, 2 * g2, g1))
