"""What is left of the delay of the maj-min mode as R → ∞: c(R) - (√2/4) ln R tends to K.

In the time s of :mod:`numerics.validated.delay_constant`, and with ω1 = 1/√R → 0, the orbit that
leaves the origin passes through two stages. First, with ω1 = 0,

    w' = (h1 + h2)/√2 - w h2²,    h1' = w/√2,    h2' = w (1/√2 - w h2):

the minority part saturates at w h2 = 1/√2, and after that w grows at the rate 1/√2 only:
w ~ A e^{s/√2}. Second, at the size w ~ R^¼, the majority part saturates: h1 = w and X = √(2/R) w²
obeys X' = √2 X (1 - X), with β → X as R → ∞. Matching the two at X = ½,

    K = -√2 ln A - ln(2)/(2√2) - ln((2 + √2)/4).

A is what this module encloses. With a = 1/√2, p = a - w h2 and Q = w + h1,

    Q' = a Q + h2 p,    hence    ln(2A) = ln Q(s) - a s + ∫ h2 p / Q   from s to ∞.

The integral is bounded by a barrier: where w² = x ≥ 8, the region -1/x ≤ p ≤ 0 is never left.
On p = 0, p' = -a h1 h2 < 0. On p = -1/x, as h1 ≤ w, h2 ≤ (a + 1/x)/w and w' ≤ a w,

    (p + 1/x)' ≥ 1 - a h1 h2 - 2a/x ≥ ½ - 3a/x > 0.

Inside it w' ≥ (a ρ - e) w with e = (a + 1/x)/x², ρ² = 1 - (a + 1/x)²/x², so that w increases and
the integral lies between -e/(4(aρ - e)) and 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flint import arb, ctx

from numerics.validated.arb_tools import to_ball
from numerics.validated.crossing_time import crossing_precision
from numerics.validated.delay_constant import ConstantError
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import flow
from numerics.validated.two_group_modes import BETWEEN_PRODUCTS
from numerics.validated.unstable_manifold import depart

if TYPE_CHECKING:
    from numerics.validated.taylor_steps import Step
    from numerics.validated.unstable_manifold import Departure

BITS = 88
_SQUARE = 1000
"""The first stage is followed until w² is this large. The flow grows stiff as w² does, and
bounds widen by many powers of e on the way: hence the spare bits above, and short steps."""
_SPREAD = 4.0
_MAX_STEPS = 500


def large_ratio_constant() -> arb:
    """Enclose K, the limit of c(R) - (√2/4) ln R as R → ∞, to about 7 decimals.

    Raises
    ------
    ConstantError
        If no bound could be proved.

    Examples
    --------
    >>> print(large_ratio_constant().str(6, radius=False))
    0.319369
    """
    with ctx.workprec(crossing_precision(BITS)):
        log_growth = _log_growth()
        root = arb(2).sqrt()
        return -root * log_growth - arb(2).log() / (2 * root) - ((2 + root) / 4).log()


def _log_growth() -> arb:
    """Ln A."""
    a = 1 / arb(2).sqrt()
    left, steps = first_stage()
    time, state = to_ball(left.x).log() + to_ball(steps[-1].end), steps[-1].at(steps[-1].end)
    return (state[0] + state[1]).log() - a * time + _rest(state) - arb(2).log()


def first_stage() -> tuple[Departure, tuple[Step, ...]]:
    """The orbit from the origin until w² is large, at the precision ``crossing_precision(BITS)``."""
    a = 1 / arb(2).sqrt()
    left = depart(arb(0), BITS)
    if left is None:
        raise ConstantError(_NOT_PROVED)
    rows = (((a, 1), (a, 2), (arb(-1), 6)), ((a, 0),), ((a, 0), (arb(-1), 8)))
    field = BallField(3, BETWEEN_PRODUCTS, rows)
    steps = []
    for step in flow(field, left.state, bits=BITS, max_steps=_MAX_STEPS, spread=_SPREAD):
        steps.append(step)
        if step.at(step.end)[0] ** 2 > _SQUARE:
            return left, tuple(steps)
    raise ConstantError(_NOT_PROVED)


def _rest(state: Sequence[arb]) -> arb:
    """Ball of the integral of h2 p / Q over what follows a state, by the barrier."""
    a, (w, h1, h2) = 1 / arb(2).sqrt(), state
    x, p = w * w, a - w * h2
    if not (x >= 8 and p <= 0 and p + 1 / x >= 0 and h1 > 0 and h2 > 0):
        raise ConstantError(_NOT_PROVED)
    reach = a + 1 / x
    small = reach / x**2
    slowest = a * (1 - reach**2 / x**2).sqrt() - small
    return (-small / (4 * slowest)).union(arb(0))


_NOT_PROVED = "the first stage of the orbit was not enclosed; this is a defect, please report it"
