"""Beyond the paper, at any counts: one-hot targets, and features that learn at rates of their own."""

import sympy as sp

from proofs.ledger.any_counts.any_labels import (
    EXAMPLE,
    EYE,
    GENERAL,
    HIDDEN,
    LABELLED,
    OMEGA,
    PER_ROOT,
    ROOT,
    SAMPLES,
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
from proofs.ledger.any_counts.any_labels import ONE_HOT as LABELS
from proofs.ledger.any_counts.weightings import FEATURES, HALF, ONE_HOT, POWER
from proofs.ledger.formulas import REFUTED, Claim, eq, gamma, ne

# two classes, and the common rate
N_I, N_J, O_I, O_J, RATIO = sp.symbols("n_i n_j omega_i omega_j q", positive=True)
EXCESS = sp.Symbol("c", real=True)
ROOTED = (eq(ROOT * ROOT, N), eq(ROOT.T, ROOT), eq(PER_ROOT * ROOT, EYE))
RIGHT = PER_ROOT * Y

# Φ = Ω^((p-1)/2), Θ = Φ⁻¹, Ω_p = Ω^p; Ω_r = Ω^r and D_r = diag(ω^r) at r = 1 + p; H = GΦ
STRETCH, SHRINK, POWERED, STEEP = (
    square(name, SAMPLES) for name in ("Phi", "Theta", "Omega_p", "Omega_r")
)
D_STEEP = square("D_r", K)
W, G = sp.MatrixSymbol("W", K, HIDDEN), sp.MatrixSymbol("G", HIDDEN, SAMPLES)
PULL = Z * OMEGA * STRETCH - W * G * POWERED
FACTORED = (eq(STRETCH * OMEGA * STRETCH, POWERED), eq(STRETCH.T, STRETCH))
_STATE = (
    (HIDDEN, 2),
    (W, sp.Matrix([[1, 2], [3, 4], [5, 7]])),
    (G, sp.Matrix([[2, 0, 1], [1, 3, 1]])),
)
_ROOT, _MIXED = sp.diag(1, 2, 3) ** -1, sp.Matrix([[2, 1, 0], [1, 2, 1], [0, 1, 3]])
QUADRATIC = example(
    (D, _ROOT**2), (OMEGA, _ROOT**2), (STRETCH, _ROOT), (STEEP, _ROOT**6), (D_STEEP, _ROOT**6)
)
"""p = 2."""

MIXED = example(
    *_STATE, (OMEGA, _MIXED**2), (STRETCH, _MIXED), (SHRINK, _MIXED**-1), (POWERED, _MIXED**4)
)
"""p = 2 with a metric in place of weights."""

NONE = example(*_STATE, (OMEGA, _MIXED**2), (STRETCH, _MIXED**-1))
"""p = 0."""

# what satisfies the conditions and nothing else
_skew = sp.Matrix([[1, 1, 0], [0, 1, 2], [0, 0, 1]])
_labels, _weights = (dict(GENERAL[0])[symbol] for symbol in (Y, D))
ANY_STRETCH = altered(MIXED, (OMEGA, _skew), (POWERED, _MIXED * _skew * _MIXED))
_powered = _labels * _skew * _labels
ANY_SHRINK = altered(
    MIXED, (OMEGA, _skew), (STRETCH, _labels), (POWERED, _powered),
    (SHRINK, _powered**-1 * _skew * _labels),
)  # fmt: skip
_steep = _weights * _MIXED**2 * _weights
ANY_POWER = altered(
    GENERAL, (OMEGA, _weights), (STRETCH, _MIXED), (STEEP, _steep),
    (D_STEEP, _labels * _steep * _labels**-1),
)  # fmt: skip
ANY_INVERSE = altered(MIXED, (STRETCH, _skew), (OMEGA, _skew**-2))
ROOTS = altered(
    EXAMPLE, (Y, _labels), (ROOT, _skew), (PER_ROOT, _skew**-1), (D, _skew**2),
    (OMEGA, _labels**-1 * _skew**2 * _labels),
)  # fmt: skip

CLAIMS = (
    identity(
        "B.any.one-hot.spectrum",
        ONE_HOT,
        "any counts: Y = N^½Vᵀ with Vᵀ = N^-½Y, one mode per class, σ = √n_c",
        (Y, ROOT * RIGHT),
        (eq(ROOT * PER_ROOT, EYE),),
        EXAMPLE + ROOTS,
    ),
    identity(
        "B.any.one-hot.orthonormal",
        ONE_HOT,
        "VᵀV = I",
        (RIGHT * RIGHT.T, EYE),
        (LABELLED[1], *ROOTED),
    ),
    identity(
        "B.any.one-hot.keeps",
        ONE_HOT,
        "VᵀΩ = diag(ω_c)Vᵀ for any class weights: the theorem is exact at any counts",
        (RIGHT * OMEGA, D * RIGHT),
        (*WEIGHTED, eq(PER_ROOT * D, D * PER_ROOT)),
        EXAMPLE + ROOTS,
        depends_on=("B.any.one-hot.spectrum", "B.any.one-hot.orthonormal"),
    ),
    Claim(
        "B.any.one-hot.flat",
        eq(O_I / O_J, sp.sqrt(N_J / N_I)),
        ONE_HOT,
        "the rates √n_c·ω_c of two classes are equal only if their weights are as n_c^-½",
        (eq(sp.sqrt(N_I) * O_I, sp.sqrt(N_J) * O_J),),
        depends_on=("B.any.one-hot.keeps",),
    ),
    Claim(
        "B.any.one-hot.unique",
        ne(RATIO ** (HALF - gamma), 1),
        ONE_HOT,
        "of the exponents γ only ½ does that, if two counts differ, q = n_i/n_j",
        (sp.Gt(RATIO, 1), sp.Ne(gamma, HALF)),
        depends_on=("B.any.one-hot.flat",),
    ),
    identity(
        "B.any.features.W",
        FEATURES,
        "any counts, H = GΩ^((p-1)/2): Ẇ = BGᵀ with B = ZΩ^((1+p)/2) - WGΩ^p",
        ((Z - W * (G * STRETCH)) * OMEGA * (G * STRETCH).T, PULL * G.T),
        FACTORED,
        MIXED + ANY_STRETCH,
    ),
    identity(
        "B.any.features.G",
        FEATURES,
        "and Ġ = WᵀB",
        (W.T * (Z - W * (G * STRETCH)) * POWERED * SHRINK, W.T * PULL),
        (FACTORED[0], eq(POWERED * SHRINK, OMEGA * STRETCH)),
        MIXED + ANY_SHRINK,
        depends_on=("B.any.features.W",),
    ),
    identity(
        "B.any.features.gram",
        FEATURES,
        "the linear part of B is ZΩΦ, and (ZΩΦ)(ZΩΦ)ᵀ = P·diag(n ω^r)·P with r = 1 + p",
        ((Z * OMEGA * STRETCH) * (Z * OMEGA * STRETCH).T, P * (D_STEEP * N) * P),
        (
            *LABELLED,
            eq(P.T, P),
            eq(OMEGA.T, OMEGA),
            eq(STRETCH.T, STRETCH),
            eq(OMEGA * STRETCH * STRETCH * OMEGA, STEEP),
            eq(Y * STEEP, D_STEEP * Y),
        ),
        QUADRATIC + ANY_POWER,
    ),
    identity(
        "B.any.features.zero",
        FEATURES,
        "p = 0: nothing weights WG, B = ZΩ^½ - WG, which is the unweighted flow for ZΩ^½",
        ((Z - W * (G * STRETCH)) * OMEGA * STRETCH, Z * OMEGA * STRETCH - W * G),
        (eq(STRETCH * OMEGA * STRETCH, sp.Identity(SAMPLES)),),
        NONE + ANY_INVERSE,
        depends_on=("B.any.features.W", "B.any.features.G"),
    ),
    Claim(
        "B.any.features.flat",
        eq(N_I * O_I ** (1 + POWER), N_J * O_J ** (1 + POWER)),
        FEATURES,
        "n ω^(1+p) is the same for any two classes at γ = 1/(1+p)",
        (eq(O_I, N_I ** (-1 / (1 + POWER))), eq(O_J, N_J ** (-1 / (1 + POWER)))),
        depends_on=("B.any.features.gram",),
    ),
    Claim(
        "B.any.features.unique",
        ne(RATIO**EXCESS, 1),
        FEATURES,
        "and at no other γ, if their counts differ: q^c ≠ 1, q = n_i/n_j and c = 1-γ(1+p)",
        (sp.Gt(RATIO, 1), sp.Ne(EXCESS, 0)),
        depends_on=("B.any.features.flat",),
    ),
    identity(
        "B.any.centred.keeps",
        ONE_HOT,
        "with centred targets too weights of classes act on the rows alone: ZΩ = DZ",
        (Z * OMEGA, D * Z),
        (*LABELLED, *WEIGHTED),
        LABELS,
        expected=REFUTED,
        corrected_by=("B.any.one-hot.keeps", "B.any.classes"),
    ),
)
