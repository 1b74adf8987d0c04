"""Beyond the paper: gradient descent with step η in place of the flow."""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.claims.limit_lemmas import H1, H2, O1, O2, ONE_DRIVE_FLOW, G, W
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Limit,
    Named,
    R,
    delta,
    eq,
    ge,
    gt,
    k,
    le,
    lt,
    sigma,
    weighted,
)

W_DOT, H1_DOT, H2_DOT = ONE_DRIVE_FLOW
ROOT2 = sp.sqrt(2)
MODE = "Beyond: gradient descent, a mode that decouples"
MID = "Beyond: gradient descent, maj-min under RW"
SHARP = "Beyond: gradient descent, sharpness at the minimum"
HALF = sp.Rational(1, 2)
ETA, KAPPA, Y, U = sp.symbols("eta kappa y u", positive=True)
S, L = sp.symbols("sigma lambda", positive=True)
STEP = Y * (1 + KAPPA * (1 - Y**2))
STEPS_WINDOW = sp.log(1 + ETA * sp.sqrt(R)) / sp.log(1 + ETA) - 1

# steps until β = ½: growth by 1+κ at most; and since Σ y² ≤ ½/(1 - (1+κ/2)^-2) by then, not much less
RATE = sp.log(1 + KAPPA)
FEWEST = (delta + sp.log(S / 2) / 2) / RATE
MOST = FEWEST + 1 + KAPPA * HALF / (1 - (1 + KAPPA / 2) ** -2) / RATE

# the coupled mode at its minimum: w hᵢ = tᵢ = g/ωᵢ and w² = h₁² + h₂² = σ
OMEGA = tuple(weighted(HALF).weights.omega)
SIGMA = sigma["maj-min"]
AT_MINIMUM = {
    W: sp.sqrt(SIGMA),
    H1: sp.sqrt(R / 2) / sp.sqrt(SIGMA),
    H2: sp.sqrt(HALF) / sp.sqrt(SIGMA),
    G: SIGMA,
    O1: OMEGA[0],
    O2: OMEGA[1],
}
HESSIAN = -sp.Matrix([W_DOT, H1_DOT, H2_DOT]).jacobian([W, H1, H2]).xreplace(AT_MINIMUM)
MINORS = sum(HESSIAN.extract(p, p).det() for p in ([0, 1], [0, 2], [1, 2]))
TRACE = ((2 * R + 1) / sp.sqrt(R) + R + 2) / ROOT2
MINOR = (R + 1) ** 2 / sp.sqrt(R)
FAST, SLOW = ((TRACE + s * sp.sqrt(TRACE**2 - 4 * MINOR)) / 2 for s in (1, -1))
SCALAR = ROOT2 * (sp.sqrt(R) + 1)
"""2σλ, what the closed form (16) would have."""

Z = W + (H1 + H2) / ROOT2
CUBIC = W * (O1 * H1**2 + O2 * H2**2) + W**2 * (O1 * H1 + O2 * H2) / ROOT2

# sharpness: on the rows along u_i, E ↦ E Ω^½ (VΣVᵀ + σᵢ) Ω^½, largest for the largest σᵢ = √R
SHARPEST = sp.sqrt(R + 1) * (sp.sqrt(R) + 1)
WITHIN = {
    "maj-maj": OMEGA[0] * (sp.sqrt(R) + sp.sqrt(R)),
    "min-min": OMEGA[1] * (1 + sp.sqrt(R)),
}
SHARES = (R / (R + 1), 1 / (R + 1))
BETWEEN = [o * (SIGMA * x + sp.sqrt(R)) for o, x in zip(OMEGA, SHARES, strict=True)]
COUPLING = OMEGA[0] * OMEGA[1] * SIGMA**2 * SHARES[0] * SHARES[1]

CLAIMS = (
    Claim(
        "B.descent.recursion",
        eq(S**HALF * Y + (KAPPA / S) * (S - S * Y**2) * S**HALF * Y, S**HALF * STEP),
        MODE,
        "one step of x = √σ·y, Δx = ηλ(σ - x²)x with κ = ησλ, is y ↦ y(1+κ(1-y²))",
    ),
    Claim(
        "B.descent.step",
        eq(Named("f(1)", STEP.xreplace({Y: sp.S.One})), 1),
        MODE,
        "y ↦ y(1+κ(1-y²)), κ = ησλ, rests at the target",
    ),
    Claim(
        "B.descent.multiplier",
        eq(Named("f′(1)", derivative(STEP, Y).xreplace({Y: sp.S.One}), "f'(1)"), 1 - 2 * KAPPA),
        MODE,
        "where an error is multiplied by 1 - 2κ: stable for κ < 1",
    ),
    Claim(
        "B.descent.monotone",
        sp.And(lt(Y, STEP), le(STEP, 1)),
        MODE,
        "it climbs and never overshoots for κ ≤ 1/2",
        (sp.Lt(Y, 1), sp.Le(KAPPA, HALF)),
    ),
    Claim(
        "B.descent.overshoot",
        le(STEP, 1),
        MODE,
        "nor for any κ ≤ 1",
        (sp.Lt(Y, 1), sp.Le(KAPPA, 1)),
        expected=REFUTED,
        corrected_by=("B.descent.monotone", "B.descent.bounded"),
    ),
    Claim(
        "B.descent.bounded",
        sp.And(lt(0, STEP), le(STEP, sp.sqrt((1 + KAPPA) / KAPPA))),
        MODE,
        "but for κ ≤ 1 it stays between 0 and √((1+κ)/κ)",
        (sp.Lt(Y, sp.sqrt((1 + KAPPA) / KAPPA)), sp.Le(KAPPA, 1)),
    ),
    Claim(
        "B.descent.bounded.further",
        sp.And(
            eq(
                2 + KAPPA - U * (1 + KAPPA - U) ** 2,
                (2 + KAPPA - U) * (U**2 - KAPPA * U + 1),
            ),
            ge(U**2 - KAPPA * U + 1, 0),
        ),
        MODE,
        "and for κ ≤ 2 u = κy² stays below 2 + κ, the points of period 2: u ↦ u(1+κ-u)²",
        (sp.Le(KAPPA, 2),),
    ),
    Claim(
        "B.descent.growth.most",
        lt(STEP, (1 + KAPPA) * Y),
        MODE,
        "a step grows y by less than 1 + κ",
    ),
    Claim(
        "B.descent.growth.least",
        ge(STEP, (1 + KAPPA / 2) * Y),
        MODE,
        "and, while β = y² ≤ 1/2, at least by 1 + κ/2",
        (sp.Le(Y**2, HALF),),
    ),
    Claim(
        "B.descent.growth.loss",
        le(sp.log((1 + KAPPA) / (1 + KAPPA * (1 - U))), KAPPA * U),
        MODE,
        "what a step lacks of ln(1+κ) is at most κβ",
        (sp.Le(U, HALF),),
    ),
    Claim(
        "B.descent.steps.fewest",
        Limit(FEWEST / delta, delta, sp.oo, 1 / RATE),
        MODE,
        "so at least δ/ln(1+κ) steps to leading order",
        depends_on=("B.descent.growth.most",),
    ),
    Claim(
        "B.descent.steps.most",
        Limit(MOST / delta, delta, sp.oo, 1 / RATE),
        MODE,
        "and at most: steps/δ → 1/ln(1+ησλ)",
        depends_on=("B.descent.growth.least", "B.descent.growth.loss"),
    ),
    Claim(
        "B.descent.window",
        lt(STEPS_WINDOW, sp.sqrt(R) - 1),
        MODE,
        "counted in steps the window of ERM is smaller than √R - 1",
        (sp.Gt(R, 1), sp.Ge(k, 4)),
    ),
    Claim(
        "B.descent.coupled.growth",
        eq(
            Z + ETA * (W_DOT + (H1_DOT + H2_DOT) / ROOT2),
            (1 + ETA * ROOT2 * G) * Z - ETA * CUBIC,
        ),
        MID,
        "a step takes z = w + (h₁+h₂)/√2 to (1 + ημ)z less a cubic, μ = √2·g = √(R+1)",
    ),
    Claim(
        "B.descent.coupled.cubic",
        le(2 * W * U**2 + W**2 * U, (W + U) ** 3 / 2),
        MID,
        "the cubic is at most ω₂z³/2, u = (h₁+h₂)/√2: z grows by 1 + ημ while it is small",
        depends_on=("B.bounds.lower-growth",),
    ),
    Claim(
        "B.descent.coupled.trace",
        eq(HESSIAN.trace(), TRACE),
        MID,
        "trace of the mode's Hessian at its minimum",
    ),
    Claim(
        "B.descent.coupled.minors",
        eq(MINORS, MINOR),
        MID,
        "and the sum of its 2×2 minors",
    ),
    Claim(
        "B.descent.coupled.flat",
        eq(Named("det of the Hessian", HESSIAN.det(), r"\det \nabla^2 E"), 0),
        MID,
        "one eigenvalue is 0: the scale between W and H",
    ),
    Claim(
        "B.descent.coupled.limit",
        gt(FAST, SCALAR),
        MID,
        "so its step limit 2/λ₊ is below 1/(σλ), that of the projected mode, R ≠ 1",
        (sp.Ne(R, 1),),
        depends_on=("B.descent.coupled.trace", "B.descent.coupled.minors"),
    ),
    Claim(
        "B.descent.coupled.limit.printed",
        eq(FAST, SCALAR),
        MID,
        "its step limit is 1/(σλ), as (16) would have it",
        expected=REFUTED,
        corrected_by=("B.descent.coupled.limit",),
    ),
    Claim(
        "B.descent.coupled.tail",
        lt(SLOW, SCALAR),
        MID,
        "and its tail is slower than that of (16), R ≠ 1",
        (sp.Ne(R, 1),),
        depends_on=("B.descent.coupled.trace", "B.descent.coupled.minors"),
    ),
    Claim(
        "B.descent.sharpness.erm",
        ge(2 * sp.sqrt(R), sp.sqrt(R) + SIGMA),
        SHARP,
        "ERM: 2√R, from the pairs of maj-maj features, R ≥ 1",
        (sp.Ge(R, 1),),
    ),
    Claim(
        "B.descent.sharpness.rw",
        eq(Named("sharpness", WITHIN["min-min"]), SHARPEST),
        SHARP,
        "RW: √(R+1)(√R+1), where maj-maj rows meet min-min features",
    ),
    Claim(
        "B.descent.sharpness.rw.within",
        le(WITHIN["maj-maj"], SHARPEST),
        SHARP,
        "it is not less than on the maj-maj features, R ≥ 1",
        (sp.Ge(R, 1),),
    ),
    Claim(
        "B.descent.sharpness.rw.between",
        sp.And(
            ge(SHARPEST, BETWEEN[0]),
            ge((SHARPEST - BETWEEN[0]) * (SHARPEST - BETWEEN[1]), COUPLING),
        ),
        SHARP,
        "nor than the larger eigenvalue of the block between the groups, R ≥ 1",
        (sp.Ge(R, 1),),
    ),
)
