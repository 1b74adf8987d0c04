"""Beyond the paper, at any counts and weights: squared rates, flatness, bounds, modes that decouple.

``counts`` has the scalar side of it: entries, the secular equation, later learning times.
"""

import sympy as sp

from proofs.claims.derivative import derivative
from proofs.ledger.any_counts.any_labels import (
    EXAMPLE,
    GENERAL,
    HIDDEN,
    LABELLED,
    OMEGA,
    ONE,
    ONE_HOT,
    SAMPLES,
    SYMMETRIC,
    WEIGHTED,
    D,
    K,
    N,
    P,
    Y,
    Z,
    altered,
    example,
    identity,
    square,
)
from proofs.ledger.any_counts.counts import D1, D2, FIRST, HIGH, LAST, LEAST, LOW, M1, NEXT, ROOTS
from proofs.ledger.formulas import REFUTED, Claim, Limit, eq, ge, gt, le

RATES = "Beyond: any counts and weights, squared rates"
ALONE = "Beyond: any counts and weights, modes that decouple"

CENTRING = (eq(P.T, P), eq(P * P, P), eq(P * ONE, sp.ZeroMatrix(K, 1)))
SCALE, X, OTHERS = (
    sp.Symbol("s", positive=True),
    sp.Symbol("x", real=True),
    sp.Symbol("r", real=True),
)
LEVELS = square("L", K)
"""diag(n ω²)."""

A, D_E, D_F = sp.symbols("a d_e d_f", positive=True)
E, F, VECTOR = (sp.MatrixSymbol(name, K, 1) for name in "efv")
PAIR = (
    eq(LEVELS * E, D_E * E), eq(LEVELS * F, D_F * F), eq(P * E - P * F, E - F), eq(P.T, P),
    eq(E.T * E, sp.Identity(1)), eq(F.T * F, sp.Identity(1)), eq(E.T * F, sp.ZeroMatrix(1, 1)),
)  # fmt: skip
TWO = example(
    (LEVELS, sp.diag(5, 7, 11)), (E, sp.Matrix([1, 0, 0])), (F, sp.Matrix([0, 1, 0])),
    (D_E, 5), (D_F, 7),
)  # fmt: skip
SECULAR = example((LEVELS, sp.diag(1, 4, 9)), (X, 7), (VECTOR, sp.Matrix([-1, -2, 3]) / 6))
OBLIQUE = altered(
    SECULAR,
    (P, sp.eye(3) - sp.ones(3, 1) * sp.Matrix([[2, -2, 1]])),
    (LEVELS, sp.Matrix([[0, 1, 0], [0, 8, 0], [0, 1, 7]])),
    (VECTOR, sp.Matrix([0, 1, 2])),
)
"""The same root with an oblique projection and levels that are not diagonal."""

# u belongs to classes of equal counts n_u and weights ω_u; then Ωv = ω_u v for v ∝ Zᵀu
U, V = sp.MatrixSymbol("u", K, 1), sp.MatrixSymbol("v", SAMPLES, 1)
Q = sp.MatrixSymbol("q", HIDDEN, 1)
COUNT, WEIGHT, LEVEL, GROWN, FED = sp.symbols("n_u omega_u sigma x y", positive=True)
W_REST, H_REST = sp.MatrixSymbol("A", K, HIDDEN), sp.MatrixSymbol("B", HIDDEN, SAMPLES)
W, H = GROWN * U * Q.T + W_REST, FED * Q * V.T + H_REST
ERROR = Z - W * H
SPEED = WEIGHT * (LEVEL - GROWN * FED)
UNIT = sp.Identity(1)
GROUP = (eq(P * U, U), eq(P.T, P))
EQUAL_WEIGHT, EQUAL_COUNT = eq(D * U, WEIGHT * U), eq(N * U, COUNT * U)
ROW, COLUMN, SAME = eq(Z.T * U, LEVEL * V), eq(Z * V, LEVEL * U), eq(OMEGA * V, WEIGHT * V)
UNIT_U, UNIT_V, UNIT_Q = (eq(x.T * x, UNIT) for x in (U, V, Q))
BESIDE_U, BESIDE_V = (
    eq(U.T * W_REST, sp.ZeroMatrix(1, HIDDEN)),
    eq(H_REST * V, sp.ZeroMatrix(HIDDEN, 1)),
)
BESIDE_Q = (eq(W_REST * Q, sp.ZeroMatrix(K, 1)), eq(Q.T * H_REST, sp.ZeroMatrix(1, SAMPLES)))
_pair = sp.Matrix([1, -1, 0]) / sp.sqrt(2)
_labels, _weights = sp.diag(1, 1, 2), sp.diag(2, 2, 1)
_centre = sp.eye(3) - sp.ones(3) / 3
GROUPED = example(
    (Y, _labels), (N, _labels**2), (Z, _centre * _labels), (D, _weights), (OMEGA, _weights),
    (U, _pair), (V, _pair), (COUNT, 1), (WEIGHT, 2), (LEVEL, 1), (GROWN, 2), (FED, 3),
    (HIDDEN, 2), (Q, sp.Matrix([3, 4]) / 5),
    (W_REST, sp.Matrix([1, 1, 2]) * sp.Matrix([[4, -3]])),
    (H_REST, sp.Matrix([4, -3]) * sp.Matrix([[1, 1, 3]])),
)  # fmt: skip
"""Two classes of one sample, of weight 2, and one of four; the rest of the state is arbitrary."""

_labels, _weights = sp.Matrix([[1, 0, 0], [0, 1, 0], [1, 0, 1]]), dict(GENERAL[0])[D]
SKEWED = altered(
    GROUPED, (Y, _labels), (Z, _centre * _labels), (D, _weights),
    (OMEGA, _labels**-1 * _weights * _labels),
)  # fmt: skip
LOOSE = altered(GROUPED, (OMEGA, 2 * sp.eye(3) + sp.Matrix([1, 2, 0]) * sp.ones(1, 3)))
"""The same pair where neither labels nor weights are diagonal, and where Ω only keeps v."""

_turn = sp.Matrix([[3, -4, 0], [4, 3, 0], [0, 0, 5]]) / 5
_weights = sp.Matrix([[1, 1, 0], [0, 1, 0], [0, 0, 2]])
LEVELLED = example(
    (SCALE, 1), (D, _weights), (Y, _weights**-1 * _turn), (Z, _centre * _weights**-1 * _turn),
    (N, (_weights.T * _weights) ** -1), (OMEGA, _turn.T * _weights * _turn),
)  # fmt: skip
"""DND = 1 for a D that is not diagonal."""

CLAIMS = (
    identity(
        "B.any.gram",
        RATES,
        "any counts and class weights: (ZΩ)(ZΩ)ᵀ = P·DND·P, D = diag(ω), so diag(n ω²) inside",
        ((Z * OMEGA) * (Z * OMEGA).T, P * (D * N * D) * P),
        (*LABELLED, *WEIGHTED, eq(D.T, D), eq(P.T, P)),
        EXAMPLE + GENERAL,
    ),
    identity(
        "B.any.gram.rows",
        RATES,
        "it is the spectrum of ZZᵀ, weighted outside: D(ZZᵀ)D",
        ((Z * OMEGA) * (Z * OMEGA).T, D * (Z * Z.T) * D),
        (*LABELLED, *WEIGHTED, eq(D.T, D), eq(P.T, P)),
        ONE_HOT,
        expected=REFUTED,
        corrected_by=("B.any.gram",),
    ),
    identity(
        "B.any.flat",
        RATES,
        "if n ω² is s for every class, all rates are √s: (ZΩ)(ZΩ)ᵀ = sP",
        ((Z * OMEGA) * (Z * OMEGA).T, SCALE * P),
        (*LABELLED, *WEIGHTED, eq(D * N * D.T, SCALE * sp.Identity(K)), *CENTRING[:2]),
        example((SCALE, 1)) + LEVELLED,
        depends_on=("B.any.gram",),
    ),
    identity(
        "B.any.secular",
        ROOTS,
        "if diag(d)v = 1 + xv and v sums to zero, then P·diag(d)·P v = xv: any number of classes",
        (P * LEVELS * P * VECTOR, X * VECTOR),
        (eq(LEVELS * VECTOR, ONE + X * VECTOR), eq(P * VECTOR, VECTOR), CENTRING[2]),
        SECULAR + OBLIQUE,
        depends_on=("B.counts.secular",),
    ),
    Claim(
        "B.any.secular.grows",
        gt(derivative(M1 / (D1 - X), X), 0),
        ROOTS,
        "every term of Σ m/(d-x) grows with x between the d, so that no two roots lie there",
        (sp.Ne(X, D1),),
    ),
    Claim(
        "B.any.secular.below",
        Limit(M1 / A + OTHERS, A, 0, sp.oo),
        ROOTS,
        "just below d, x = d - a, its own term m/a tends to +∞, with any constant added",
    ),
    Claim(
        "B.any.secular.above",
        Limit(M1 / A - OTHERS, A, 0, sp.oo),
        ROOTS,
        "and just above, x = d + a, it is -m/a: m/a tends to +∞, less any constant",
        depends_on=("B.any.secular.grows", "B.any.secular.below"),
    ),
    Claim(
        "B.any.largest",
        le(D2 * X**2, D1 * X**2),
        ROOTS,
        "each term d x² of aᵀ·diag(d)·a grows with d",
        (sp.Ge(D1, D2),),
        depends_on=("B.any.gram",),
    ),
    identity(
        "B.any.pair",
        ROOTS,
        "two classes, a = e - f: aᵀP·diag(d)·Pa = d_e + d_f, whatever the other classes are",
        ((E - F).T * P * LEVELS * P * (E - F), (D_E + D_F) * sp.Identity(1)),
        PAIR,
        TWO,
        depends_on=("B.any.gram",),
    ),
    identity(
        "B.any.pair.length",
        ROOTS,
        "and aᵀa = 2: the quotient of the two is the mean of d_e and d_f",
        ((E - F).T * (E - F), 2 * sp.Identity(1)),
        PAIR[-3:],
        TWO,
    ),
    Claim(
        "B.any.window.pair",
        ge(FIRST / LAST, sp.sqrt((HIGH + NEXT) / (LOW + LEAST))),
        ROOTS,
        "ΔT_ERM ≥ √((n_(1) + n_(2))/(n_(k-1) + n_(k))) - 1",
        (sp.Ge(FIRST**2, (HIGH + NEXT) / 2), sp.Le(LAST**2, (LOW + LEAST) / 2)),
        depends_on=("B.any.pair", "B.any.pair.length"),
    ),
    Claim(
        "B.any.window.sharper",
        ge((HIGH + NEXT) / (LOW + LEAST), NEXT / LOW),
        ROOTS,
        "which is at least the bound by interlacing, √(n_(2)/n_(k-1)) - 1",
        (sp.Ge(HIGH, NEXT), sp.Le(LEAST, LOW)),
    ),
    identity(
        "B.any.within.row",
        ALONE,
        "u on classes of equal count and weight, summing to zero: uᵀZΩ = ω_u uᵀZ",
        (U.T * Z * OMEGA, WEIGHT * U.T * Z),
        (LABELLED[0], *WEIGHTED, *GROUP, EQUAL_WEIGHT, eq(D.T, D)),
        GROUPED + SKEWED,
    ),
    identity(
        "B.any.within.level",
        ALONE,
        "and ZZᵀu = n_u u: a mode of σ = √n_u and rate √n_u·ω_u, whatever the other classes are",
        (Z * Z.T * U, COUNT * U),
        (*LABELLED, *GROUP, EQUAL_COUNT),
        GROUPED,
    ),
    identity(
        "B.any.alone.W",
        ALONE,
        "where Ωv = ωv: W = x uqᵀ + A, H = y qvᵀ + B gives uᵀẆ = ω(σ-xy)y qᵀ for any A and B "
        "beside the mode",
        (U.T * ERROR * OMEGA * H.T, SPEED * FED * Q.T),
        (ROW, SAME, *SYMMETRIC, UNIT_U, UNIT_V, UNIT_Q, BESIDE_U, BESIDE_Q[1], BESIDE_V),
        GROUPED,
        depends_on=("B.any.within.row", "B.any.within.level"),
    ),
    identity(
        "B.any.alone.W.column",
        ALONE,
        "and Ẇq = ω(σ-xy)y u",
        (ERROR * OMEGA * H.T * Q, SPEED * FED * U),
        (COLUMN, SAME, UNIT_V, UNIT_Q, *BESIDE_Q, BESIDE_V),
        GROUPED + LOOSE,
    ),
    identity(
        "B.any.alone.H",
        ALONE,
        "likewise qᵀḢ = ω(σ-xy)x vᵀ",
        (Q.T * W.T * ERROR * OMEGA, SPEED * GROWN * V.T),
        (ROW, SAME, *SYMMETRIC, UNIT_U, UNIT_Q, BESIDE_U, *BESIDE_Q),
        GROUPED,
    ),
    identity(
        "B.any.alone.H.column",
        ALONE,
        "and Ḣv = ω(σ-xy)x q",
        (W.T * ERROR * OMEGA * V, SPEED * GROWN * Q),
        (COLUMN, SAME, UNIT_U, UNIT_V, UNIT_Q, BESIDE_U, BESIDE_Q[0], BESIDE_V),
        GROUPED + LOOSE,
    ),
)
