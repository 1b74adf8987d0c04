"""Beyond the paper: other sizes at the start, and more samples in each minority class."""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.claims.limit_lemmas import H1, H2, ONE_DRIVE_FLOW, G, W
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Limit,
    Named,
    beta,
    delta,
    eq,
    gt,
    le,
    sigma,
    t,
)

W_DOT, H1_DOT, _ = ONE_DRIVE_FLOW
SCALES = "Beyond: initial scales a·e^(-δ) of W and b·e^(-δ) of H"
SAMPLES = "Beyond: s samples per minority class"

# unequal scales: a mode w, h of weight λ, and P = (w + h)²
A, B, S, LAM, H = sp.symbols("a b sigma lambda h", positive=True)
SUM, C, GROWN = sp.symbols("P c E", positive=True)
KAPPA = sp.sqrt(4 * S**2 + C**2)
UPPER, LOWER = 2 * S + KAPPA, 2 * S - KAPPA
SPEED = -LAM / 2 * (SUM**2 - 4 * S * SUM - C**2)
SOLUTION = (UPPER * GROWN + LOWER) / (1 + GROWN)
START = 4 * sp.exp(-2 * delta) / (4 * sigma["maj-maj"] - 4 * sp.exp(-2 * delta))
BALANCED = START * sp.exp(2 * sigma["maj-maj"] * t)
COSINE = sp.Symbol("c", positive=True)
GAP = sp.exp(-2 * delta)
SPREAD = (A**2 - B**2) * GAP
WIDTH = sp.sqrt(4 * S**2 + SPREAD**2)
MET = S + sp.sqrt(S**2 + SPREAD**2)
"""P where β = ½."""

ODDS = (MET + WIDTH - 2 * S) / (2 * S + WIDTH - MET) * (2 * S + WIDTH - (A + B) ** 2 * GAP)
LATE = ODDS / ((A + B) ** 2 + (A**2 - B**2) * SPREAD / (WIDTH + 2 * S))
"""e^(κλT - 2δ), with P(0) - P₋ written without cancellation."""

# s samples per minority: targets and so the drive g grow by √s, amplitudes by s^¼
MANY = sp.Symbol("s", positive=True)
GROW = MANY ** sp.Rational(1, 4)
LARGER = {G: sp.sqrt(MANY) * G, W: GROW * W, H1: GROW * H1, H2: GROW * H2}

CLAIMS = (
    Claim(
        "B.scales.conserved",
        eq(W * LAM * (S * H - W * H**2), H * LAM * (S * W - W**2 * H)),
        SCALES,
        "w² and h² change alike: a mode keeps c = w² - h²",
    ),
    Claim(
        "B.scales.product",
        eq(4 * W * H, (W + H) ** 2 - (W**2 - H**2) ** 2 / (W + H) ** 2),
        SCALES,
        "4wh = P - c²/P with P = (w + h)²",
    ),
    Claim(
        "B.scales.sum",
        eq(
            2 * (W + H) * LAM * (S - W * H) * (H + W),
            SPEED.xreplace({SUM: (W + H) ** 2, C: W**2 - H**2}),
        ),
        SCALES,
        "P' = -(λ/2)(P² - 4σP - c²)",
    ),
    Claim(
        "B.scales.closed-form",
        eq(LAM * KAPPA * GROWN * derivative(SOLUTION, GROWN), SPEED.xreplace({SUM: SOLUTION})),
        SCALES,
        "solved by (P-P₋)/(P₊-P) = E ∝ exp(λκt), P± = 2σ ± κ, κ = √(4σ²+c²)",
        depends_on=("B.scales.conserved", "B.scales.product", "B.scales.sum"),
    ),
    Claim(
        "B.scales.balanced",
        eq(BALANCED / (1 + BALANCED), beta(sigma["maj-maj"])),
        SCALES,
        "a = b = 1 is (6)",
        (sp.Gt(sigma["maj-maj"], GAP),),
    ),
    Claim(
        "B.scales.constant",
        Limit(LATE, delta, sp.oo, 4 * S / (A + B) ** 2),
        SCALES,
        "e^(κλT-2δ) → 4σ/(a+b)², so κλT/2 - δ → ½ ln(4σ/(a+b)²), the larger called a",
        (sp.Gt(A, B),),
        depends_on=("B.scales.closed-form",),
    ),
    Claim(
        "B.scales.rate",
        sp.And(gt(KAPPA, 2 * S), le(KAPPA - 2 * S, C**2 / (4 * S))),
        SCALES,
        "and κ/2 is σ up to c²/(8σ), which is O(e^(-4δ)): so σλT - δ has that limit",
    ),
    Claim(
        "B.scales.same",
        eq(sp.log(4 * S / (A + B) ** 2) / 2, sp.log(S) / 2),
        SCALES,
        "the ratio of the scales does not matter at next order",
        expected=REFUTED,
        corrected_by=("B.scales.constant",),
    ),
    Claim(
        "B.scales.between",
        Limit(
            (A * sp.cosh(t) + B * COSINE * sp.sinh(t)) * sp.exp(-t), t, sp.oo, (A + B * COSINE) / 2
        ),
        SCALES,
        "maj-min starts on its growing orbit at (a + b cos φ)/2",
    ),
    Claim(
        "B.samples.flow",
        sp.And(
            eq(W_DOT.xreplace(LARGER), sp.sqrt(MANY) * GROW * W_DOT),
            eq(H1_DOT.xreplace(LARGER), sp.sqrt(MANY) * GROW * H1_DOT),
        ),
        SAMPLES,
        "the full flow of maj-min too: W, H grow by s^¼, time runs √s times as fast",
    ),
    Claim(
        "B.samples.start",
        eq(
            Named(
                "s^¼·e^(-(δ + ¼ ln s))",
                GROW * sp.exp(-(delta + sp.log(MANY) / 4)),
                r"s^{1/4} e^{-(\delta + \frac14 \ln s)}",
            ),
            sp.exp(-delta),
        ),
        SAMPLES,
        "and δ is larger by ¼ ln s",
        depends_on=("B.samples.flow",),
    ),
    Claim(
        "B.samples.same",
        eq(W_DOT.xreplace(LARGER), W_DOT),
        SAMPLES,
        "s samples per minority class change nothing",
        expected=REFUTED,
        corrected_by=("B.samples.flow", "B.samples.start"),
    ),
)
