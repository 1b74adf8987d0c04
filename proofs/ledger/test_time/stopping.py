"""Beyond the paper: when to stop the training of two classes, and what remembers the weights after it.

With two classes all of test time is the angle θ of the features of the one mode, tan θ = T = h₂/h₁:
see :mod:`proofs.ledger.test_time.generalisation`. T₀ is where it is before the mode is learned, T_∞ at the end.
"""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.claims.flow_quantities import Delay
from proofs.ledger.formulas import CERTIFIED, REFUTED, Claim, Limit, Named, R, eq, ge, gt, le, lt, t
from proofs.ledger.test_time.class_means import (
    ANGLE,
    EFFECTIVE,
    HALF,
    K1,
    K2,
    LARGE,
    MORE,
    NOISE,
    P1,
    P2,
    SIGNAL,
    SMALL,
)
from proofs.ledger.test_time.generalisation import OM1, OM2, best
from spectra.spectrum.mode_equations import between_field

SOURCE = "Beyond: class means, when to stop"
DELAY = "Beyond: class means, the delay of maj-min"
LATE = "Beyond: class means, cross-entropy long after the learning time"
W, H1, H2, C, T1, T2, O1, O2 = sp.symbols("w h_1 h_2 c t_1 t_2 omega_1 omega_2", positive=True)
DW, DH1, DH2 = between_field(W, (H1, H2), (T1, T2), (O1, O2))
"""With class means ω is ω_cκ_c here, and t the target over √κ_c."""

TURN = H1 * DH2 - H2 * DH1
"""The derivative of T = h₂/h₁, times h₁²."""

PULL_CHANGE = -O1 * (DW * H1 + W * DH1)
"""The derivative of ω₁(t₁ - wh₁)."""

PLATEAU, END = (O2 * T2) / (O1 * T1), T2 / T1
MEANS = {O1: OM1 * K1, O2: OM2 * K2, T1: sp.sqrt(R / (2 * K1)), T2: 1 / sp.sqrt(2 * K2)}
OVER = (sp.Gt(O2, O1),)
BELOW = (sp.Lt(W * H1, T1),)
ERROR = (
    2
    - sp.erf(LARGE / sp.sqrt(2 * (1 + ANGLE**2)))
    - sp.erf(SMALL * ANGLE / sp.sqrt(2 * (1 + ANGLE**2)))
) / 4
"""Balanced error of two classes, ½(Φ(-z₁) + Φ(-z₂)), with z₁ = a·cos θ and z₂ = b·sin θ."""

GAIN = LARGE * ANGLE * sp.exp(-(LARGE**2) / (2 * (1 + ANGLE**2)))
LOSS = SMALL * sp.exp(-(SMALL**2) * ANGLE**2 / (2 * (1 + ANGLE**2)))
SLOPE = GAIN - LOSS
"""Its derivative in T, times what is positive."""

MARGIN, RATIO = sp.symbols("B_1 r", positive=True)
OTHER_MARGIN = sp.log(RATIO * (1 + sp.exp(MARGIN)) - 1)
"""B₂ where the minority's residual is that of the majority over r."""

SLOW = sp.log(t) + C
KEPT = sp.Symbol("b", real=True)
AHEAD = (SLOW + KEPT) / SLOW - 1
"""T/T_∞ - 1 = B₂/B₁ - 1, where B₁ = ln t + c and B₂ = B₁ + b, b = ln r."""


EQUAL = {O1: OM1, O2: OM1 * sp.sqrt(EFFECTIVE), T1: MEANS[T1], T2: MEANS[T2]}
"""Flat weights, as far as ratios go."""

SCALE = K2 ** sp.Rational(-1, 4)
CONSTANTS = {R: sp.Integer(10), NOISE: sp.sqrt(5), SIGNAL: sp.S.One}


def paper(ratio: sp.Expr) -> tuple[sp.Expr, ...]:
    """Return the field of maj-min without class means at a ratio, for the weights (12)."""
    targets = sp.sqrt(ratio / 2), sp.sqrt(HALF)
    return between_field(W, (H1, H2), targets, (sp.sqrt((ratio + 1) / ratio), sp.sqrt(ratio + 1)))


def same(ratio: sp.Expr) -> sp.Expr:
    """Return that the mode at flat weights is that without class means at a ratio, scaled."""
    scaled = {y: SCALE * y for y in (W, H1, H2)}
    speed = SCALE**3 * OM1 * sp.sqrt(EFFECTIVE) / sp.sqrt(EFFECTIVE + 1)
    return sp.And(
        *(
            eq(field.xreplace(EQUAL).xreplace(scaled), speed * other)
            for field, other in zip((DW, DH1, DH2), paper(ratio), strict=True)
        )
    )


def _along(first: sp.Expr, second: sp.Expr) -> sp.Expr:
    """Return (1 + cos ψ)/2 for the angle of a start from the growing direction, h₁ = h₂."""
    return (1 + (first + second) / sp.sqrt(2 * (first**2 + second**2))) / 2


def delayed(ratio: sp.Expr) -> sp.Expr:
    """Return the limit of μT - δ of maj-min at flat weights, if the mode is that at a ratio."""
    ends = _along(sp.sqrt(ratio), sp.S.One), _along(sp.sqrt(R * K1), sp.sqrt(K2))
    return (Delay(ratio) + sp.log(ends[0] / ends[1]) + sp.log(SCALE)).xreplace(CONSTANTS)


def least(tangent: sp.Expr) -> sp.Expr:
    """Return the smaller z of both classes at an angle."""
    return sp.Min(LARGE, SMALL * tangent) / sp.sqrt(1 + tangent**2)


CLAIMS = (
    Claim(
        "B.means.delay.flow",
        same(EFFECTIVE),
        DELAY,
        "at flat weights maj-min moves as it does without class means at the ratio R_eff, scaled",
    ),
    Claim(
        "B.means.delay.flow.ratio",
        same(R),
        DELAY,
        "it does so at the ratio R",
        assume=MORE,
        expected=REFUTED,
        corrected_by=("B.means.delay.flow",),
    ),
    Claim(
        "B.means.delay",
        lt(sp.Abs(delayed(EFFECTIVE) + sp.Rational("0.01942396645")), sp.Rational(1, 10**11)),
        DELAY,
        "at flat weights μT - δ of maj-min tends to c(R_eff) + ln((1+cos φ)/(1+cos ψ)) - ¼ ln κ₂: -0.01942396645 at R = 10, τ² = 5",
        expected=CERTIFIED,
        depends_on=("B.means.delay.flow",),
    ),
    Claim(
        "B.means.delay.ratio",
        lt(sp.Abs(delayed(R) + sp.Rational("0.01942396645")), sp.Rational(1, 10**11)),
        DELAY,
        "it tends to that with c(R)",
        expected=REFUTED,
        corrected_by=("B.means.delay",),
    ),
    Claim(
        "B.means.stop.plateau",
        lt(TURN.xreplace({H2: PLATEAU * H1}), 0),
        SOURCE,
        "if ω₂/ω₁ > κ₁/κ₂, T falls where it is T₀, and so never exceeds it",
        assume=OVER,
    ),
    Claim(
        "B.means.stop.end",
        gt(TURN.xreplace({H2: END * H1}), 0),
        SOURCE,
        "it rises where it is T_∞, below the target, and so never falls below that",
        assume=(*OVER, *BELOW),
    ),
    Claim(
        "B.means.stop.target",
        ge(PULL_CHANGE.xreplace({H1: T1 / W}), 0),
        SOURCE,
        "and the majority stays below its target as long as T ≥ T_∞",
        assume=(sp.Ge(H2, END * T1 / W),),
    ),
    Claim(
        "B.means.stop.above",
        gt(PLATEAU, END),
        SOURCE,
        "T₀ > T_∞: stopping early helps the minority",
        assume=OVER,
    ),
    Claim(
        "B.means.stop.above.always",
        gt(PLATEAU, END),
        SOURCE,
        "it does whatever the weights are",
        expected=REFUTED,
        corrected_by=("B.means.stop.above", "B.means.two.erm"),
    ),
    Claim(
        "B.means.stop.angles",
        sp.And(
            eq(PLATEAU.xreplace(MEANS), (OM2 / OM1) * sp.sqrt(K2 / (R * K1))),
            eq(END.xreplace(MEANS), sp.sqrt(P2 / P1)),
        ),
        SOURCE,
        "with class means T₀ is (ω₂/ω₁)√(κ₂/(Rκ₁)) and T_∞ is √(π₂/π₁)",
    ),
    Claim(
        "B.means.stop.slope",
        eq(derivative(ERROR, ANGLE) * 2 * sp.sqrt(2 * sp.pi) * sp.sqrt(1 + ANGLE**2) ** 3, SLOPE),
        SOURCE,
        "how the balanced error changes with T",
    ),
    Claim(
        "B.means.stop.sign",
        eq(GAIN / LOSS, sp.exp(best(ANGLE))),
        SOURCE,
        "it falls up to the angle of least error, and so a little above T_∞ = b/a it is less than at the end",
        depends_on=("B.means.stop.slope", "B.means.two.bracket", "B.means.two.increasing"),
    ),
    Claim(
        "B.means.stop.never",
        ge(SLOPE.xreplace({SMALL: LARGE * ANGLE}), 0),
        SOURCE,
        "no time is better than the end",
        assume=(sp.Lt(ANGLE, 1),),
        expected=REFUTED,
        corrected_by=("B.means.stop.sign",),
    ),
    Claim(
        "B.means.stop.flat",
        eq(best(sp.S.One), 0),
        SOURCE,
        "flat weights, T₀ = 1, are the best ones to stop early",
        assume=(sp.Gt(LARGE, SMALL),),
        expected=REFUTED,
        corrected_by=("B.means.two.bracket", "B.means.stop.minimax"),
    ),
    Claim(
        "B.means.stop.minimax",
        le(least(ANGLE), LARGE * SMALL / sp.sqrt(LARGE**2 + SMALL**2)),
        SOURCE,
        "no weights tell the worse class apart better than γ = 1, where T₀ = a/b",
        depends_on=("B.means.two.even",),
    ),
    Claim(
        "B.means.stop.minimax.flat",
        le(least(ANGLE), least(sp.S.One)),
        SOURCE,
        "or than flat weights",
        assume=(sp.Gt(LARGE, SMALL),),
        expected=REFUTED,
        corrected_by=("B.means.stop.minimax",),
    ),
    Claim(
        "B.means.memory.offset",
        Limit(MARGIN - OTHER_MARGIN, MARGIN, sp.oo, -sp.log(RATIO)),
        LATE,
        "margins differ by ln(ω₁κ₁/(ω₂κ₂)) for ever if residuals have the ratio r = ω₂κ₂/(ω₁κ₁)",
        depends_on=("B.ce.end.weights",),
    ),
    Claim(
        "B.means.memory.angle",
        eq(
            Named("ratio of margins", sp.sqrt(K2) * W * H2 / (sp.sqrt(K1 / R) * W * H1)),
            (H2 / H1) / sp.sqrt(P2 / P1),
        ),
        LATE,
        "T/T_∞ is the ratio of margins",
    ),
    Claim(
        "B.means.memory.rate",
        Limit(AHEAD * sp.log(t), t, sp.oo, KEPT),
        LATE,
        "so T/T_∞ - 1 falls like b/ln t, b = ln r, where margins are ln t + c: cross-entropy forgets the "
        "weights slowly",
        assume=(sp.Ne(KEPT, 0),),
        depends_on=("B.means.memory.offset", "B.means.memory.angle"),
    ),
    Claim(
        "B.means.memory.fast",
        Limit(AHEAD * sp.log(t), t, sp.oo, sp.S.Zero),
        LATE,
        "faster than 1/ln t, as under squared loss",
        assume=(sp.Ne(KEPT, 0),),
        expected=REFUTED,
        corrected_by=("B.means.memory.rate",),
    ),
)  # fmt: skip
