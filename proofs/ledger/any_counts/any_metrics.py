"""Beyond the paper, at any counts: metrics on the samples and on the classes that are exact."""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.ledger.any_counts.any_labels import (
    CENTRE,
    COMPLETE_U,
    EXAMPLE,
    FULL,
    HIDDEN,
    INVERSE,
    LAMBDA,
    OMEGA,
    ONE,
    ORTHONORMAL_Q,
    ORTHONORMAL_U,
    ORTHONORMAL_V,
    PER_SIGMA,
    RANK,
    REST,
    SAMPLES,
    SIGMA,
    SPECTRUM,
    SUMS_TO_ZERO,
    SYMMETRIC,
    K,
    Q,
    U,
    V,
    Z,
    altered,
    example,
    identity,
    square,
    values,
)
from proofs.ledger.any_counts.weightings import CLASSES, WHICH
from proofs.ledger.formulas import Claim, Limit, Named, delta, eq, ne, t

DEPTH = "Beyond: depth L, any counts"

# a metric VΛVᵀ + TΨTᵀ on the samples, and UΔUᵀ + α11ᵀ/k on the classes
A, M = square("A", K), square("M", RANK)
DIAGONAL, PSI = square("Delta", RANK), square("Psi", SAMPLES - RANK)
ALPHA, S = sp.symbols("alpha s", positive=True)
OTHER, COMPLETE_V = (
    eq(V.T * REST, sp.ZeroMatrix(RANK, SAMPLES - RANK)),
    eq(V * V.T + REST * REST.T, sp.Identity(SAMPLES)),
)
METRIC = V * LAMBDA * V.T + REST * PSI * REST.T
CLASS_METRIC = U * DIAGONAL * U.T + ALPHA * sp.OneMatrix(K, K) / K
FLAT, CLASS_FLAT = V * PER_SIGMA * V.T, U * PER_SIGMA * U.T
KEEPS_V, KEEPS_U = eq(V.T * OMEGA, LAMBDA * V.T), eq(A * U, U * DIAGONAL)

# states of the ansatz W = UXQᵀ, H = QFVᵀ: X and F are arbitrary, diagonal ones stay so
X, F = square("X", RANK), square("F", RANK)
W, H = U * X * Q.T, Q * F * V.T
IN_V, IN_U = (*SPECTRUM, ORTHONORMAL_V, ORTHONORMAL_Q), (*SPECTRUM, ORTHONORMAL_U, ORTHONORMAL_Q)
ANSATZ = (*IN_U, ORTHONORMAL_V)


_sigma = sp.Matrix([[3, 1, 0], [0, 2, 0], [0, 0, 1]])
_lambda = sp.Matrix([[2, 1, 0], [0, 3, 1], [0, 0, 4]])
_delta = sp.Matrix([[5, 0, 1], [0, 7, 2], [0, 0, 6]])
_signs = sp.Matrix([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1]]) / 2
_u, _v, _rest = _signs[:, 1:], _signs[:, :3], _signs[:, 3:]
METRICS = values(
    (K, 4), (SAMPLES, 4), (U, _u), (V, _v), (REST, _rest), (Z, _u * _sigma * _v.T),
    (SIGMA, _sigma), (PER_SIGMA, _sigma**-1), (LAMBDA, _lambda), (PSI, sp.Matrix([[6]])),
    (OMEGA, _v * _lambda * _v.T + 6 * _rest * _rest.T),
    (DIAGONAL, _delta), (ALPHA, 2), (A, _u * _delta * _u.T + sp.ones(4) / 2),
    (HIDDEN, 3), (Q, sp.Matrix([[3, -4, 0], [4, 3, 0], [0, 0, 5]]) / 5),
    (X, sp.Matrix([[1, 2, 0], [0, 1, 1], [1, 0, 3]])),
    (F, sp.Matrix([[3, 0, 1], [1, 4, 0], [0, 2, 5]])),
)  # fmt: skip
"""A state of the ansatz and metrics that fit it; the vectors are rational, the rest not diagonal."""

_even, _odd = _lambda + _lambda.T, _delta + _delta.T
SYMMETRIC_METRICS = altered(
    METRICS, (LAMBDA, _even), (OMEGA, _v * _even * _v.T + 6 * _rest * _rest.T),
    (DIAGONAL, _odd), (A, _u * _odd * _u.T + sp.ones(4) / 2),
)  # fmt: skip

# L factors: those above one are UXQᵀ together, those below RFVᵀ, and itself it is QMRᵀ
NEXT = sp.Symbol("e", integer=True, positive=True)
BELOW, OWN = sp.MatrixSymbol("R", NEXT, RANK), M
ABOVE, FACTOR, UNDER = U * X * Q.T, Q * OWN * BELOW.T, BELOW * F * V.T
DEEP = altered(
    METRICS, (NEXT, 4), (BELOW, _signs[:, [1, 3, 0]]),
    (OWN, sp.Matrix([[2, 1, 0], [0, 1, 1], [1, 0, 2]])),
)  # fmt: skip
ORTHONORMAL_R = eq(BELOW.T * BELOW, FULL)

FLAT_RATES = altered(METRICS, (S, 3), (LAMBDA, 3 * _sigma**-1))
SCALAR = example((A, 2 * sp.eye(3)), (M, 2 * sp.eye(2)))

LEVEL, SIZE, WEIGHT = sp.symbols("sigma x w", positive=True)
BETA = 1 / (1 + (LEVEL * sp.exp(2 * delta) - 1) * sp.exp(-2 * t))
HALF_TIME = delta + sp.log(LEVEL - sp.exp(-2 * delta)) / 2

CLAIMS = (
    identity(
        "B.any.metric.keeps",
        WHICH,
        "any counts: Ω = VΛVᵀ + TΨTᵀ keeps every right vector, with any Λ and Ψ, if VᵀT = 0",
        (V.T * METRIC, LAMBDA * V.T),
        (ORTHONORMAL_V, OTHER),
        METRICS,
    ),
    identity(
        "B.any.metric.only",
        WHICH,
        "and no other symmetric Ω does: Ω = VΛVᵀ + T(TᵀΩT)Tᵀ",
        (OMEGA, V * LAMBDA * V.T + REST * (REST.T * OMEGA * REST) * REST.T),
        (*SYMMETRIC, KEEPS_V, OTHER, COMPLETE_V),
        SYMMETRIC_METRICS,
    ),
    identity(
        "B.any.metric.flow.W",
        WHICH,
        "then the full flow keeps W = UXQᵀ, H = QFVᵀ: Ẇ = U(Σ-XF)ΛFᵀQᵀ",
        ((Z - W * H) * OMEGA * H.T, U * (SIGMA - X * F) * LAMBDA * F.T * Q.T),
        (KEEPS_V, *IN_V),
        METRICS,
        axioms=("flow",),
    ),
    identity(
        "B.any.metric.flow.H",
        WHICH,
        "and Ḣ = QXᵀ(Σ-XF)ΛVᵀ: with diagonal Λ, X and F each mode is (16)'s, λ(σ-xy)",
        (W.T * (Z - W * H) * OMEGA, Q * X.T * (SIGMA - X * F) * LAMBDA * V.T),
        (KEEPS_V, *IN_U),
        METRICS,
        axioms=("flow",),
        depends_on=("B.any.metric.flow.W",),
    ),
    identity(
        "B.any.metric.flat",
        WHICH,
        "Λ = Σ⁻¹ makes every rate 1, for any counts: ZΩ = UVᵀ",
        (Z * FLAT, U * V.T),
        (*SPECTRUM, ORTHONORMAL_V, eq(SIGMA * PER_SIGMA, FULL)),
        EXAMPLE + METRICS,
    ),
    identity(
        "B.any.metric.flat.only",
        WHICH,
        "and rates all equal to s need Λ = sΣ⁻¹",
        (LAMBDA, S * PER_SIGMA),
        (eq(SIGMA * LAMBDA, S * FULL), INVERSE),
        FLAT_RATES,
    ),
    identity(
        "B.any.metric.root",
        WHICH,
        "the square of VΣ⁻¹Vᵀ times ZᵀZ is VVᵀ, as that of ((ZᵀZ)⁺)^½ is",
        (FLAT * FLAT * (Z.T * Z), V * V.T),
        (*SPECTRUM, ORTHONORMAL_U, ORTHONORMAL_V, INVERSE, eq(SIGMA.T, SIGMA)),
    ),
    identity(
        "B.any.class-metric.keeps",
        CLASSES,
        "any counts: A = UΔUᵀ + α11ᵀ/k keeps every left vector, with any Δ",
        (CLASS_METRIC * U, U * DIAGONAL),
        (ORTHONORMAL_U, SUMS_TO_ZERO),
        METRICS,
    ),
    identity(
        "B.any.class-metric.only",
        CLASSES,
        "and no other symmetric A does: A = UΔUᵀ + 1(1ᵀA1)1ᵀ/k²",
        (A, U * DIAGONAL * U.T + ONE * (ONE.T * A * ONE) * ONE.T / K**2),
        (eq(A.T, A), KEEPS_U, SUMS_TO_ZERO, COMPLETE_U),
        SYMMETRIC_METRICS,
    ),
    identity(
        "B.any.class-metric.diagonal",
        CLASSES,
        "a weight for each row of the logits, a = A1, does only if all are equal: (I-11ᵀ/k)a = 0",
        (CENTRE * A * ONE, sp.ZeroMatrix(K, 1)),
        (eq(A.T, A), eq(A * U, U * M), SUMS_TO_ZERO, COMPLETE_U),
        SCALAR,
    ),
    identity(
        "B.any.class-metric.flat",
        CLASSES,
        "Δ = Σ⁻¹ makes every rate 1, for any counts: AZ = UVᵀ",
        (CLASS_FLAT * Z, U * V.T),
        (*SPECTRUM, ORTHONORMAL_U, INVERSE),
        EXAMPLE + METRICS,
    ),
    identity(
        "B.any.class-metric.root",
        CLASSES,
        "the square of UΣ⁻¹Uᵀ times ZZᵀ is UUᵀ = I - 11ᵀ/k, as that of ((ZZᵀ)⁺)^½ is",
        (CLASS_FLAT * CLASS_FLAT * (Z * Z.T), CENTRE),
        (*SPECTRUM, ORTHONORMAL_U, ORTHONORMAL_V, INVERSE, eq(SIGMA.T, SIGMA), COMPLETE_U),
    ),
    identity(
        "B.any.class-metric.flow.W",
        CLASSES,
        "the full flow keeps the ansatz: Ẇ = U(I-Σ⁻¹XF)FᵀQᵀ",
        (CLASS_FLAT * (Z - W * H) * H.T, U * (FULL - PER_SIGMA * X * F) * F.T * Q.T),
        (*ANSATZ, INVERSE),
        METRICS,
        axioms=("flow",),
        depends_on=("B.any.class-metric.flat",),
    ),
    identity(
        "B.any.class-metric.flow.H",
        CLASSES,
        "and Ḣ = QXᵀ(I-Σ⁻¹XF)Vᵀ: each mode obeys ẋ = (1-xy/σ)y, ẏ = (1-xy/σ)x",
        (W.T * CLASS_FLAT * (Z - W * H), Q * X.T * (FULL - PER_SIGMA * X * F) * V.T),
        (*IN_U, INVERSE),
        METRICS,
        axioms=("flow",),
        depends_on=("B.any.class-metric.flow.W",),
    ),
    Claim(
        "B.any.class-metric.mode",
        eq(
            Named("β′", 2 * SIZE * (1 - SIZE**2 / LEVEL) * SIZE / LEVEL, r"\beta'"),
            2 * (SIZE**2 / LEVEL) * (1 - SIZE**2 / LEVEL),
        ),
        CLASSES,
        "so β = x²/σ from x = y obeys β' = 2β(1-β), whatever σ",
        depends_on=("B.any.class-metric.flow.W", "B.any.class-metric.flow.H"),
    ),
    Claim(
        "B.any.class-metric.beta",
        sp.And(
            eq(
                Named("β(0)", BETA.xreplace({t: sp.S.Zero}), r"\beta(0)"),
                sp.exp(-2 * delta) / LEVEL,
            ),
            eq(derivative(BETA, t), 2 * BETA * (1 - BETA)),
        ),
        CLASSES,
        "solved by β = 1/(1 + (σe^(2δ)-1)e^(-2t))",
        (sp.Gt(LEVEL, sp.exp(-2 * delta)),),
        depends_on=("B.any.class-metric.mode",),
    ),
    Claim(
        "B.any.class-metric.half",
        eq(BETA.xreplace({t: HALF_TIME}), sp.Rational(1, 2)),
        CLASSES,
        "it is ½ at δ + ½ ln(σ-e^(-2δ))",
        (sp.Gt(LEVEL, sp.exp(-2 * delta)),),
        depends_on=("B.any.class-metric.beta",),
    ),
    Claim(
        "B.any.class-metric.time",
        Limit(HALF_TIME / delta, delta, sp.oo, sp.S.One),
        CLASSES,
        "so every mode is learned at rescaled time 1, for any counts",
        depends_on=("B.any.class-metric.half",),
    ),
    Claim(
        "B.any.class-metric.other",
        ne(LEVEL * WEIGHT, 1),
        CLASSES,
        "a mode whose entry of Δ is not 1/σ has another rate",
        (sp.Ne(WEIGHT, 1 / LEVEL),),
        depends_on=("B.any.class-metric.only",),
    ),
    identity(
        "B.any.both.W",
        CLASSES,
        "metrics on both sides: Ẇ = UΔ(Σ-XF)ΛFᵀQᵀ",
        (A * (Z - W * H) * OMEGA * H.T, U * DIAGONAL * (SIGMA - X * F) * LAMBDA * F.T * Q.T),
        (KEEPS_U, KEEPS_V, *IN_V),
        METRICS,
    ),
    identity(
        "B.any.both.H",
        CLASSES,
        "and Ḣ = QXᵀΔ(Σ-XF)ΛVᵀ: rates δσλ",
        (W.T * A * (Z - W * H) * OMEGA, Q * X.T * DIAGONAL * (SIGMA - X * F) * LAMBDA * V.T),
        (KEEPS_U, KEEPS_V, *IN_U),
        METRICS,
        depends_on=("B.any.both.W",),
    ),
    identity(
        "B.any.depth.product",
        DEPTH,
        "any counts and widths: UXQᵀ·QMRᵀ = U(XM)Rᵀ",
        (ABOVE * FACTOR, U * (X * OWN) * BELOW.T),
        (ORTHONORMAL_Q,),
        DEEP,
    ),
    identity(
        "B.any.depth.flow",
        DEPTH,
        "each factor keeps its form: (UXQᵀ)ᵀ(Z-…)Ω(RFVᵀ)ᵀ = QXᵀ(Σ-XMF)ΛFᵀRᵀ where VᵀΩ = ΛVᵀ",
        (
            ABOVE.T * (Z - ABOVE * FACTOR * UNDER) * OMEGA * UNDER.T,
            Q * X.T * (SIGMA - X * OWN * F) * LAMBDA * F.T * BELOW.T,
        ),
        (KEEPS_V, *ANSATZ, ORTHONORMAL_R),
        DEEP,
        axioms=("flow",),
        depends_on=("B.any.depth.product",),
    ),
)
