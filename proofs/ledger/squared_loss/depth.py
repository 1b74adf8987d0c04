"""Beyond the paper: L factors, Z ≈ W_L … W_1, all at e^(-δ).

Learning times grow as e^((L-2)δ)/(L-2); those within groups are claims on the flow. Windows are limits as δ → ∞. The hypergeometric function of
the delay is claimed through its integral: its recursion in L, two values, and bounds for all L.
"""

import sympy as sp

import spectra
from proofs.claims.derivative import derivative
from proofs.claims.flow import Flow
from proofs.ledger.formulas import (
    MODES,
    REFUTED,
    Claim,
    LearningTime,
    Limit,
    R,
    Terminal,
    eq,
    gamma,
    ge,
    gt,
    lt,
    sigma,
    weighted,
)

HALF = sp.Rational(1, 2)
WITHIN = "Beyond: depth L, modes within a group"
BETWEEN = "Beyond: depth L, the mode between the groups, RW"

L, X = sp.symbols("L x", positive=True)
RATE = weighted(HALF)
COS = RATE.projected_rate["maj-min"] / RATE.true_rate["maj-min"]
SIN2 = (sp.sqrt(R) - 1) ** 2 / (2 * (R + 1))

# near the origin the features of the mode are r(cos φ, sin φ), φ the angle to Ωv, from r = ε
RAD, MU, COS_PHI = sp.symbols("r mu c", positive=True)

# F(L) = (L-2) ∫₀¹ u^(L-3) (1-zu²)^(-½) du, z = sin²φ; V and V_0 are values of u²
POINT, Z, V, V_0 = sp.symbols("u z v v_0", positive=True)
ROOT = sp.sqrt(1 - Z * POINT**2)
TANGENT = 1 / sp.sqrt(1 - Z * V_0) + Z * (V - V_0) / (2 * (1 - Z * V_0) * sp.sqrt(1 - Z * V_0))
LEAST = 1 / sp.sqrt(1 - SIN2 * (L - 2) / L)
"""Jensen's lower bound on F(L): the mean of u² under (L-2)u^(L-3)du is (L-2)/L."""

FOUR = spectra.delay_factor(4, COS)
INFINITE = spectra.window(spectra.step(), HALF, "projected") + 1
TURN, ANGLE = sp.symbols("x varphi", positive=True)
"""tan φ and φ: dφ/dx = 1/(1 + x²)."""

TIMES = spectra.learning_times(spectra.step(), gamma)

CLAIMS = (
    *(
        Claim(
            f"B.depth.time.{depth}.{mode}",
            LearningTime(mode, TIMES[mode], Flow(gamma=gamma, depth=depth)),
            WITHIN,
            f"{depth} factors: T/(e^((L-2)δ)/(L-2)) of {mode} tends to 1/(σω), as T/δ does of two",
        )
        for depth in (3, 4)
        for mode in ("maj-maj", "min-min")
    ),
    Claim(
        "B.depth.time.erm",
        LearningTime("maj-min", 1 / sigma["maj-min"], Flow(gamma=0, depth=3)),
        WITHIN,
        "and so does that of maj-min without weights",
    ),
    Claim(
        "B.depth.time.unchanged",
        LearningTime("maj-maj", TIMES["min-min"], Flow(gamma=gamma, depth=3)),
        WITHIN,
        "of three factors majorities and minorities are learned at one time, whatever γ",
        (sp.Gt(R, 1),),
        expected=REFUTED,
        corrected_by=("B.depth.time.3.maj-maj",),
    ),
    *(
        Claim(
            f"B.depth.end.{mode}",
            Terminal(mode, 0, Flow(gamma=0, depth=3), of="error"),
            WITHIN,
            f"three factors fit the labels of {mode} in the end, too",
        )
        for mode in MODES
    ),
    Claim(
        "B.depth.end.part",
        Terminal("min-min", sp.S.Half, Flow(gamma=0, depth=3)),
        WITHIN,
        "half of min-min is left unlearned by three factors",
        expected=REFUTED,
        corrected_by=("B.depth.end.min-min",),
    ),
    Claim(
        "B.depth.invariant",
        eq(
            MU * RAD ** (L - 1) * sp.sqrt(1 - X**2 * Z / RAD**2),
            MU * RAD ** (L - 2) * sp.sqrt(RAD**2 - X**2 * Z),
        ),
        BETWEEN,
        "while it is small r sin φ stays: r' = μr^(L-1) cos φ = μr^(L-2) √(r² - ε²z)",
        (sp.Gt(RAD, X), sp.Lt(Z, 1)),
    ),
    Claim(
        "B.depth.angle",
        eq(COS**2 + SIN2, 1),
        BETWEEN,
        "sin²φ = (√R-1)²/(2(R+1)) at the start",
    ),
    Claim(
        "B.depth.integral",
        eq(
            (X / POINT**2) / ((X / POINT) ** (L - 2) * sp.sqrt((X / POINT) ** 2 - X**2 * Z)),
            X ** (2 - L) * POINT ** (L - 3) / ROOT,
        ),
        BETWEEN,
        "with r = ε/u, dr/(r^(L-2)√(r²-ε²z)) is ε^(2-L) u^(L-3)/√(1-zu²) du: T → F(L)/μ",
        (sp.Lt(POINT, 1), sp.Lt(Z, 1)),
        depends_on=("B.depth.invariant",),
    ),
    Claim(
        "B.depth.recursion",
        eq(
            derivative(POINT ** (L - 2) * ROOT, POINT),
            ((L - 2) * POINT ** (L - 3) - (L - 1) * Z * POINT ** (L - 1)) / ROOT,
        ),
        BETWEEN,
        "(L-1) sin²φ F(L+2) = L(F(L) - cos φ)",
        (sp.Lt(POINT, 1), sp.Lt(Z, 1)),
    ),
    Claim(
        "B.depth.three.integral",
        eq(derivative(sp.atan(sp.sqrt(Z) * POINT / ROOT), POINT), sp.sqrt(Z) / ROOT),
        BETWEEN,
        "F(3) = φ/sin φ",
        (sp.Lt(POINT, 1), sp.Lt(Z, 1)),
    ),
    Claim(
        "B.depth.three.late",
        gt(sp.atan(TURN), TURN / sp.sqrt(1 + TURN**2)),
        BETWEEN,
        "φ > sin φ: with three factors maj-min is late, in the limit, for every R ≠ 1",
    ),
    Claim(
        "B.depth.three.grows",
        sp.And(
            eq(
                1 / (TURN * sp.sqrt(1 + TURN**2))
                + ANGLE * derivative(sp.sqrt(1 + TURN**2) / TURN, TURN),
                (TURN - ANGLE) / (TURN**2 * sp.sqrt(1 + TURN**2)),
            ),
            gt(TURN, sp.atan(TURN)),
        ),
        BETWEEN,
        "F(3) grows with tan φ < 1, so it is below π/(2√2) = 1.1107…",
    ),
    Claim(
        "B.depth.four.window",
        eq(FOUR, 4 * sp.sqrt(R + 1) / (2 * sp.sqrt(R + 1) + sp.sqrt(2) * (sp.sqrt(R) + 1))),
        BETWEEN,
        "F(4) = 2/(1 + cos φ)",
    ),
    Claim(
        "B.depth.tangent",
        ge(1 / sp.sqrt(1 - Z * V), TANGENT),
        BETWEEN,
        "1/√(1-zv) is convex in v: F(L) ≥ 1/√(1 - (1-2/L) sin²φ)",
        (sp.Lt(V, 1), sp.Lt(V_0, 1), sp.Lt(Z, 1)),
    ),
    Claim(
        "B.depth.upper",
        lt(1 / ROOT, 1 / sp.sqrt(1 - Z)),
        BETWEEN,
        "F(L) < 1/cos φ",
        (sp.Lt(POINT, 1), sp.Lt(Z, 1)),
    ),
    Claim(
        "B.depth.infinite",
        Limit(LEAST, L, sp.oo, 1 / sp.sqrt(1 - SIN2)),
        BETWEEN,
        "so F(L) → 1/cos φ as L → ∞",
        depends_on=("B.depth.tangent", "B.depth.upper"),
    ),
    Claim(
        "B.depth.projected",
        eq(1 / sp.sqrt(1 - SIN2), INFINITE),
        BETWEEN,
        "√2·√(R+1)/(√R+1): the paper's window is that of infinitely many factors",
        depends_on=("B.depth.infinite",),
    ),
    Claim(
        "B.depth.deeper",
        lt(spectra.delay_factor(4, COS_PHI), spectra.delay_factor(6, COS_PHI)),
        BETWEEN,
        "the delay is longer at depth 6 than at 4: F(4) < F(6)",
        (sp.Lt(COS_PHI, 1),),
    ),
    Claim(
        "B.depth.same-window",
        eq(FOUR, 1),
        BETWEEN,
        "ΔT(γ) = R^|γ-½| - 1 at every depth, so 0 at γ = ½",
        expected=REFUTED,
        corrected_by=("B.depth.four.window",),
    ),
    Claim(
        "B.depth.four.late",
        gt(FOUR, 1),
        BETWEEN,
        "it exceeds 1: maj-min comes last for every R ≠ 1",
        (sp.Ne(R, 1),),
    ),
)
