"""Beyond the paper, at any counts: no weights of samples or classes but equal ones are exact.

``weightings`` has the same for STEP imbalance, with explicit blocks.
"""

import sympy as sp

from proofs.ledger.any_counts.any_labels import (
    EYE,
    GENERAL,
    HIDDEN,
    INVERSE,
    LABELLED,
    LAMBDA,
    OMEGA,
    ONE,
    ONE_HOT,
    ORTHONORMAL_Q,
    ORTHONORMAL_U,
    ORTHONORMAL_V,
    PER_COUNT,
    PER_SIGMA,
    SAMPLES,
    SIGMA,
    SPECTRUM,
    SYMMETRIC,
    WEIGHTED,
    D,
    K,
    N,
    P,
    Q,
    U,
    V,
    Y,
    Z,
    altered,
    example,
    identity,
    square,
    values,
)
from proofs.ledger.any_counts.any_metrics import METRICS
from proofs.ledger.any_counts.weightings import WHICH
from proofs.ledger.formulas import REFUTED, Claim, eq, gt, ne

M = square("M", K)
KEEPS = eq(Z * OMEGA, M * Z)
OMEGA_I, OMEGA_J, MEAN, W_E, W_F, S = sp.symbols("omega_i omega_j w w_e w_f s", positive=True)
EQUAL = example((D, 2 * sp.eye(3)), (OMEGA, 2 * sp.eye(3)), (M, 2 * sp.eye(3)), (S, 2),
                (LAMBDA, 2 * sp.eye(2)))  # fmt: skip
"""There are no other weights that keep the row space; a metric can."""

_u, _sigma, _inverse, _lambda = (dict(METRICS[0])[m] for m in (U, SIGMA, PER_SIGMA, LAMBDA))
METRIC = altered(METRICS, (M, _u * _sigma * _lambda * _inverse * _u.T))

# P1 = 0 and D1 = 1, where neither is diagonal or symmetric
_oblique = sp.eye(3) - sp.ones(3, 1) * sp.Matrix([[2, -1, 0]])
_weights = sp.Matrix([[1, 1, -1], [2, 0, -1], [1, 1, -1]])
_labels = dict(GENERAL[0])[Y]
OBLIQUE = altered(
    GENERAL, (P, _oblique), (Z, _oblique * _labels), (D, _weights), (M, _oblique * _weights),
    (OMEGA, _labels**-1 * _weights * _labels), (PER_COUNT, (_labels * _labels.T) ** -1),
)  # fmt: skip

# sample e of class c, one of two, and a sample of another class
E = sp.MatrixSymbol("e", SAMPLES, 1)
C = sp.MatrixSymbol("c", K, 1)
TWO_OF_A_CLASS = values(
    (K, 2), (SAMPLES, 3),
    (P, sp.Matrix([[1, -1], [-1, 1]]) / 2),
    (Y, sp.Matrix([[1, 1, 0], [0, 0, 1]])),
    (Z, sp.Matrix([[1, 1, -1], [-1, -1, 1]]) / 2),
    (OMEGA, 2 * sp.eye(3)), (M, 2 * sp.eye(2)), (W_E, 2),
    (E, sp.Matrix([1, 0, 0])), (C, sp.Matrix([1, 0])),
)  # fmt: skip

_p, _y, _w = sp.Matrix([[1, 2], [0, 1]]), sp.Matrix([[1, 1], [1, 2]]), sp.Matrix([[2, 1], [0, 3]])
SAMPLE = values(
    (K, 2), (SAMPLES, 2), (P, _p), (Y, _y), (Z, _p * _y), (OMEGA, _w),
    (M, _p * _y * _w * (_p * _y) ** -1), (W_E, 2), (E, sp.Matrix([1, 0])), (C, _y[:, :1]),
)  # fmt: skip
"""A metric that has one sample as an eigenvector."""

# second derivatives of the linear flow, that of small states, from W = UQᵀ, H = QVᵀ
W, H = U * Q.T, Q * V.T
W_DOT, H_DOT = Z * OMEGA * H.T, W.T * Z * OMEGA
W_DDOT, H_DDOT = Z * OMEGA * H_DOT.T, W_DOT.T * Z * OMEGA
TURNED, SEEN = V.T * OMEGA * OMEGA * V, V.T * OMEGA * V
START = example((HIDDEN, 2), (Q, sp.Matrix([[3, -4], [4, 3]]) / 5))
VECTOR, LAM = sp.MatrixSymbol("v", SAMPLES, 1), sp.Symbol("lambda", positive=True)
OFF = OMEGA * VECTOR - LAM * VECTOR
TILTED = example(
    (VECTOR, sp.Matrix([3, 4, 0]) / 5), (OMEGA, sp.diag(1, 2, 3)), (LAM, sp.Rational(41, 25))
)
LEVEL, LENGTH = sp.symbols("sigma l", positive=True)
MIXED, FED = sp.symbols("r_1 r_2", nonnegative=True)
"""Σ σ_j Λ_ij² and Σ σ_j² Λ_ij² over the other modes j; l = |Ωv|²."""

CLAIMS = (
    identity(
        "B.any.rows",
        WHICH,
        "any counts: if ZΩ = MZ then VᵀΩ = ΛVᵀ for a matrix Λ",
        (V.T * OMEGA, (PER_SIGMA * U.T * M * U * SIGMA) * V.T),
        (KEEPS, *SPECTRUM, ORTHONORMAL_U, INVERSE),
        EQUAL + METRIC,
    ),
    identity(
        "B.any.rows.back",
        WHICH,
        "and if VᵀΩ = ΛVᵀ then ZΩ = MZ: both say that Ω keeps the row space of Z",
        (Z * OMEGA, (U * SIGMA * LAMBDA * PER_SIGMA * U.T) * Z),
        (eq(V.T * OMEGA, LAMBDA * V.T), *SPECTRUM, ORTHONORMAL_U, INVERSE),
        EQUAL + METRIC,
    ),
    identity(
        "B.any.samples",
        WHICH,
        "then the weight of every sample e of class c is the eigenvalue of M on Pc",
        (M * P * C, W_E * P * C),
        (KEEPS, LABELLED[0], eq(Y * E, C), eq(OMEGA * E, W_E * E)),
        TWO_OF_A_CLASS + SAMPLE,
    ),
    Claim(
        "B.any.samples.equal",
        eq(W_E, W_F),
        WHICH,
        "so two samples of a class have equal weights, entry c of Pc being 1 - 1/k",
        (eq(W_E * (1 - 1 / K), W_F * (1 - 1 / K)), sp.Ge(K, 2)),
        depends_on=("B.any.samples",),
    ),
    identity(
        "B.any.classes",
        WHICH,
        "and weights of classes, ω = D1, are equal to their mean: PD1 = 0",
        (P * D * ONE, sp.ZeroMatrix(K, 1)),
        (KEEPS, *LABELLED, *WEIGHTED, eq(N * PER_COUNT, EYE), eq(P * ONE, sp.ZeroMatrix(K, 1))),
        EQUAL + OBLIQUE,
        depends_on=("B.any.samples.equal",),
    ),
    Claim(
        "B.any.classes.equal",
        eq(OMEGA_I, OMEGA_J),
        WHICH,
        "two weights that are both equal to the mean are equal",
        (eq(OMEGA_I - MEAN, 0), eq(OMEGA_J - MEAN, 0)),
        depends_on=("B.any.rows.back", "B.any.classes"),
    ),
    Claim(
        "B.any.classes.differ",
        ne(OMEGA_I - MEAN, OMEGA_J - MEAN),
        WHICH,
        "two different weights are not both equal to the mean",
        (sp.Ne(OMEGA_I, OMEGA_J),),
    ),
    identity(
        "B.any.constant",
        WHICH,
        "equal weights do: VᵀΩ = sVᵀ",
        (V.T * OMEGA, S * V.T),
        (eq(OMEGA, S * sp.Identity(SAMPLES)),),
        EQUAL,
    ),
    identity(
        "B.any.keeps",
        WHICH,
        "any weights of classes keep the right vectors: VᵀΩ(I-VVᵀ) = 0",
        (V.T * OMEGA * (sp.Identity(SAMPLES) - V * V.T), sp.ZeroMatrix(K - 1, SAMPLES)),
        (*LABELLED, *WEIGHTED, *SPECTRUM, ORTHONORMAL_U, ORTHONORMAL_V),
        ONE_HOT,
        expected=REFUTED,
        corrected_by=("B.any.classes", "B.any.classes.equal"),
    ),
    identity(
        "B.any.strength",
        WHICH,
        "not even strengths: Uᵀ(WH)″V = Σ(VᵀΩ²V)Σ + 2ΣΛΣΛ + ΛΣ²Λ, Λ = VᵀΩV, where the linear flow "
        "starts at W = UQᵀ, H = QVᵀ",
        (
            U.T * (W_DDOT * H + 2 * W_DOT * H_DOT + W * H_DDOT) * V,
            SIGMA * TURNED * SIGMA + 2 * SIGMA * SEEN * SIGMA * SEEN + SEEN * SIGMA * SIGMA * SEEN,
        ),
        (
            *SPECTRUM,
            ORTHONORMAL_U,
            ORTHONORMAL_V,
            ORTHONORMAL_Q,
            *SYMMETRIC,
            eq(SIGMA.T, SIGMA),
        ),
        START,
    ),
    identity(
        "B.any.strength.length",
        WHICH,
        "|Ωv|² exceeds (vᵀΩv)² = λ² by |Ωv-λv|²",
        (OFF.T * OFF, VECTOR.T * OMEGA * OMEGA * VECTOR - LAM**2 * sp.Identity(1)),
        (
            eq(VECTOR.T * VECTOR, sp.Identity(1)),
            *SYMMETRIC,
            eq(VECTOR.T * OMEGA * VECTOR, LAM * sp.Identity(1)),
        ),
        TILTED,
    ),
    Claim(
        "B.any.strength.exceeds",
        gt(
            LEVEL**2 * LENGTH + 2 * LEVEL * (LEVEL * LAM**2 + MIXED) + LEVEL**2 * LAM**2 + FED,
            4 * LEVEL**2 * LAM**2,
        ),
        WHICH,
        "so the curvature exceeds 4σ²λ², that of (16), if l = |Ωv|² exceeds λ²",
        (sp.Gt(LENGTH, LAM**2),),
        depends_on=("B.any.strength", "B.any.strength.length"),
    ),
)
