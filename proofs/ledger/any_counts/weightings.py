"""Beyond the paper: which weightings make the closed form exact, and what else does.

Each variant is run by ``numerics`` as well; here is what is proved for all sizes and ratios.
"""

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

import spectra
from proofs.claims.limit_lemmas import W
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    Named,
    R,
    derived,
    eq,
    gamma,
    gt,
    k,
    m,
    ne,
    printed,
    sigma,
)
from proofs.ledger.squared_loss.exponents import GROUPS, WINDOW

HALF = sp.Rational(1, 2)
WHICH = "Beyond: which weightings make the closed form exact"
CLASSES = "Beyond: a metric on the classes"
ONE_HOT = "Beyond: one-hot targets"
FEATURES = "Beyond: features that learn at rates Ω^p"

# weights of majorities and minorities, a metric on the levels and on the ones-vector
MAJ, MIN, REST = sp.symbols("omega_1 omega_2 omega_3", positive=True)
LEVELS = sp.symbols("lambda_1 lambda_2 lambda_3", positive=True)
V, U, V_T, P = printed.V_T.T, printed.U, printed.V_T, printed.P
Z, N = P * printed.Y, R * m + m
LAMBDA = printed.diagonal(*LEVELS)
INVERSE = printed.diagonal(*(1 / s for s in sigma.values()))
OFF = sp.Identity(N) - V * V_T
METRIC = V * LAMBDA * V_T
FLAT = V * INVERSE * V_T
CLASS_METRIC = U * LAMBDA * U.T + REST * sp.OneMatrix(k, k) / k
CLASS_FLAT = U * INVERSE * U.T
OMEGA = spectra.Weights(spectra.step(), spectra.PerLevel(("maj", "min"), (MAJ, MIN)))
DEFECT = spectra.effective(derived, OMEGA).defect["maj-min"]
SEEN = (R * MAJ + MIN) / (R + 1)
"""vᵀΩv of maj-min; vᵀΩ²v is the same with squares."""

SEEN_TWICE = (R * MAJ**2 + MIN**2) / (R + 1)


def _class_diagonal(majority: sp.Expr, minority: sp.Expr) -> sp.BlockMatrix:
    return sp.BlockMatrix(
        [
            [majority * sp.Identity(m), sp.ZeroMatrix(m, m)],
            [sp.ZeroMatrix(m, m), minority * sp.Identity(m)],
        ]
    )


ONE_HOT_V = sp.BlockMatrix(
    [
        [
            sp.sqrt(1 / R) * KroneckerProduct(sp.Identity(m), sp.OneMatrix(1, R)),
            sp.ZeroMatrix(m, m),
        ],
        [sp.ZeroMatrix(m, R * m), sp.Identity(m)],
    ]
)

# feature rates: ω_c ∝ n_c^-γ and Ḣ weighted by ω^p; origin rates are those of weights ω^((1+p)/2)
POWER = sp.Symbol("p", nonnegative=True)
FEATURE_WINDOW = WINDOW.value.xreplace({gamma: gamma * (1 + POWER) / 2})
WEIGHT, LABEL, FEATURE, STRETCH = sp.symbols("omega z g q", positive=True)
PULL = WEIGHT * STRETCH * LABEL - WEIGHT * STRETCH**2 * W * FEATURE

CLAIMS = (
    Claim(
        "B.which.defect",
        eq(
            Named("defect of maj-min", DEFECT, r"\lVert v^\top\Omega - \lambda v^\top\rVert"),
            sp.sqrt(R) * sp.Abs(MAJ - MIN) / (R + 1),
        ),
        WHICH,
        "class weights move the maj-min row of VᵀΩ off ΛVᵀ by √R·|ω₁-ω₂|/(R+1)",
    ),
    Claim(
        "B.which.class-weights",
        ne(sp.sqrt(R) * (MAJ - MIN) / (R + 1), 0),
        WHICH,
        "which is 0 for equal weights only",
        (sp.Ne(MAJ, MIN),),
        depends_on=("B.which.defect",),
    ),
    Claim(
        "B.which.strength",
        gt(SEEN_TWICE + 3 * SEEN**2, 4 * SEEN**2),
        WHICH,
        "β″(0)/(ε²σ) exceeds that of (16): not even the strength of maj-min follows it",
        (sp.Ne(MAJ, MIN),),
    ),
    Claim(
        "B.which.strength.size",
        eq(SEEN_TWICE - SEEN**2, DEFECT**2),
        WHICH,
        "by exactly the square of the defect",
    ),
    Claim(
        "B.which.metric",
        eq(V_T * METRIC, LAMBDA * V_T),
        WHICH,
        "Ω = VΛVᵀ keeps every right vector, with any Λ",
    ),
    Claim(
        "B.which.metric.rest",
        eq(V_T * OFF, sp.ZeroMatrix(k - 1, N)),
        WHICH,
        "so does any metric on the complement of V: Vᵀ(I-VVᵀ) = 0",
    ),
    Claim(
        "B.which.metric.flat",
        eq(Z * FLAT, U * V_T),
        WHICH,
        "Λ = Σ⁻¹ makes every rate 1: ZΩ = UVᵀ",
    ),
    Claim(
        "B.class-metric.keeps",
        eq(CLASS_METRIC * U, U * LAMBDA),
        CLASSES,
        "A = UDUᵀ + α11ᵀ/k keeps every left vector",
    ),
    Claim(
        "B.class-metric.flat",
        eq(CLASS_FLAT * Z, U * V_T),
        CLASSES,
        "D = Σ⁻¹ makes every rate 1: AZ = UVᵀ",
    ),
    Claim(
        "B.one-hot.spectrum",
        eq(_class_diagonal(sp.sqrt(R), sp.S.One) * ONE_HOT_V, printed.Y),
        ONE_HOT,
        "Y = N^½Vᵀ: one mode per class, σ = √n_c",
    ),
    Claim(
        "B.one-hot.orthonormal",
        eq(ONE_HOT_V * ONE_HOT_V.T, sp.Identity(k)),
        ONE_HOT,
        "VᵀV = I",
    ),
    Claim(
        "B.one-hot.keeps",
        eq(ONE_HOT_V * OMEGA.Omega_blocks, _class_diagonal(MAJ, MIN) * ONE_HOT_V),
        ONE_HOT,
        "VᵀΩ = diag(ω_c)Vᵀ for any class weights: the theorem is exact",
        depends_on=("B.one-hot.spectrum", "B.one-hot.orthonormal"),
    ),
    Claim(
        "B.one-hot.flat",
        ne(sp.sqrt(R) * R**-gamma, 1),
        ONE_HOT,
        "rates √n_c·ω_c with ω_c ∝ n_c^(-γ) are equal at γ = ½ only",
        (sp.Gt(R, 1), sp.Ne(gamma, HALF)),
    ),
    Claim(
        "B.features.change",
        sp.And(
            eq(WEIGHT * (LABEL - W * FEATURE * STRETCH) * FEATURE * STRETCH, PULL * FEATURE),
            eq(WEIGHT * STRETCH**2 * W * (LABEL - W * FEATURE * STRETCH) / STRETCH, W * PULL),
        ),
        FEATURES,
        "h = qg, q = ω^((p-1)/2): both see ωqz - ωq²wg, drive ω^((1+p)/2), weight ω^p",
    ),
    Claim(
        "B.features.window",
        eq(
            Named("ΔT(γ, p)", FEATURE_WINDOW, r"\Delta T(\gamma, p)"),
            sp.Max(R, 1 / R) ** sp.Abs(gamma * (1 + POWER) / 2 - HALF) - 1,
        ),
        FEATURES,
        "origin rates, those of weights ω^((1+p)/2), differ by R^|γ(1+p)/2-½|",
        GROUPS,
    ),
    Claim(
        "B.features.flat",
        eq(
            Named(
                "ΔT(1/(1+p), p)",
                FEATURE_WINDOW.xreplace({gamma: 1 / (1 + POWER)}),
                r"\Delta T(\tfrac{1}{1+p}, p)",
            ),
            0,
        ),
        FEATURES,
        "they are equal at γ = 1/(1+p)",
        GROUPS,
    ),
    Claim(
        "B.features.unique",
        ne(FEATURE_WINDOW, 0),
        FEATURES,
        "and at no other γ",
        (sp.Gt(R, 1), sp.Ne(gamma * (1 + POWER), 1), *GROUPS),
    ),
    Claim(
        "B.features.inverse",
        eq(
            Named(
                "ΔT(1, 0)",
                FEATURE_WINDOW.xreplace({gamma: sp.S.One, POWER: sp.S.Zero}),
                r"\Delta T(1, 0)",
            ),
            0,
        ),
        FEATURES,
        "inverse frequency is flat where features are not weighted, p = 0",
        GROUPS,
    ),
    Claim(
        "B.features.half",
        eq(FEATURE_WINDOW.xreplace({gamma: HALF}), 0),
        FEATURES,
        "γ = ½ is flat for every p, where R ≠ 1",
        (sp.Ne(R, 1), *GROUPS),
        expected=REFUTED,
        corrected_by=("B.features.flat", "B.features.unique"),
    ),
)
