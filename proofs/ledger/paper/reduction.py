"""From the flow (18) to the equations of its modes: what maj-min obeys, and that it is left alone.

Let W = w u qᵀ + A and H = q η ᵀ + B with η = h₂e₂ - h₁e₁, where e₁, e₂ are the normalised indicators
of the samples of each group, and A, B are what the other modes contribute. Along (18) the part of
maj-min moves by (S) of its own, and A, B stay orthogonal to it. A mode within a group is the same with
one drive: claims ``B.any.alone``.
"""

import sympy as sp

from proofs.ledger.any_counts.any_labels import HIDDEN, OMEGA, SAMPLES, K, Z, identity, values
from proofs.ledger.formulas import (
    REFUTED,
    Claim,
    R,
    delta,
    eq,
    k,
    m,
    printed,
    sigma,
)
from spectra.spectrum.mode_equations import between_field

SOURCE = "Theorem C.2, from (18) to its modes"
A, B = sp.MatrixSymbol("A", K, HIDDEN), sp.MatrixSymbol("B", HIDDEN, SAMPLES)
U, Q = sp.MatrixSymbol("u", K, 1), sp.MatrixSymbol("q", HIDDEN, 1)
E1, E2 = (sp.MatrixSymbol(name, SAMPLES, 1) for name in ("e_1", "e_2"))
w, h1, h2, t1, t2, o1, o2 = sp.symbols("w h_1 h_2 t_1 t_2 omega_1 omega_2", positive=True)
ETA = h2 * E2 - h1 * E1
W, H = w * U * Q.T + A, Q * ETA.T + B
ERROR = (Z - W * H) * OMEGA
ONE = sp.Identity(1)
W_DOT, H1_DOT, H2_DOT = between_field(w, (h1, h2), (t1, t2), (o1, o2))


def _zero(rows: sp.Expr, cols: sp.Expr) -> sp.ZeroMatrix:
    return sp.ZeroMatrix(rows, cols)


GIVEN = (
    eq(U.T * U, ONE), eq(Q.T * Q, ONE), eq(E1.T * E1, ONE), eq(E2.T * E2, ONE),
    eq(E1.T * E2, _zero(1, 1)),
    eq(OMEGA * E1, o1 * E1), eq(OMEGA * E2, o2 * E2), eq(OMEGA.T, OMEGA),
    eq(Z.T * U, t2 * E2 - t1 * E1), eq(Z * E1, -t1 * U), eq(Z * E2, t2 * U),
    eq(U.T * A, _zero(1, HIDDEN)), eq(A * Q, _zero(K, 1)),
    eq(Q.T * B, _zero(1, SAMPLES)), eq(B * E1, _zero(HIDDEN, 1)), eq(B * E2, _zero(HIDDEN, 1)),
)  # fmt: skip
"""What Z, Ω and the other modes meet; for STEP imbalance see the claims C2.18.step."""


def _example() -> dict[sp.Basic, object]:
    """Four classes of 2, 2, 1 and 1 samples."""
    labels = sp.Matrix(4, 6, lambda i, j: int((0, 0, 1, 1, 2, 3)[j] == i))
    centred = (sp.eye(4) - sp.ones(4) / 4) * labels
    between = sp.Matrix([-1, -1, 1, 1]) / 2
    first, second = sp.Matrix([1, 1, 1, 1, 0, 0]) / 2, sp.Matrix([0, 0, 0, 0, 1, 1]) / sp.sqrt(2)
    within, rows = sp.Matrix([1, -1, 0, 0]), sp.Matrix([[1, 1, -1, -1, 0, 0]])
    return {
        K: 4, SAMPLES: 6, HIDDEN: 3, Z: centred, OMEGA: sp.diag(3, 3, 3, 3, 5, 5),
        U: between, Q: sp.Matrix([0, 0, 1]), E1: first, E2: second,
        A: within * sp.Matrix([[1, 2, 0]]), B: sp.Matrix([2, 1, 0]) * rows,
        w: 2, h1: 3, h2: 5, t1: 1, t2: 1 / sp.sqrt(2), o1: 3, o2: 5,
    }  # fmt: skip


EXAMPLE = values(*_example().items())

# STEP imbalance: the direction between the groups, and the indicators of the samples of each
BETWEEN = sp.BlockMatrix(
    [[-sp.sqrt(1 / k) * sp.OneMatrix(m, 1)], [sp.sqrt(1 / k) * sp.OneMatrix(m, 1)]]
)
MAJORITY = sp.BlockMatrix([[sp.OneMatrix(R * m, 1) / sp.sqrt(R * m)], [sp.ZeroMatrix(m, 1)]])
MINORITY = sp.BlockMatrix([[sp.ZeroMatrix(R * m, 1)], [sp.OneMatrix(m, 1) / sp.sqrt(m)]])
TARGETS = sp.sqrt(R / 2), sp.sqrt(sp.Rational(1, 2))
LABELS = printed.P * printed.Y
WEIGHTS = sp.sqrt((R + 1) / R), sp.sqrt(R + 1)
START = sp.exp(-delta)

GRADIENT = ("C2.18.gradient", "C2.18.true", "C2.18.unique.W", "C2.18.unique.H")
"""(18) from the loss (9), and that it has one solution from each start."""

FAMILY = ("C2.15.flow.W", "C2.15.flow.H", "C2.15.start")
"""For STEP imbalance and any weights of the groups: what (18) keeps, all modes at once."""

GROUPS_CHAIN = (
    *GRADIENT, "C2.18.maj-min.W", "C2.18.maj-min.W.column", "C2.18.maj-min.H",
    "C2.18.maj-min.H.majority", "C2.18.maj-min.H.minority",
)  # fmt: skip
"""From (9) to the equations of the mode between two groups, of any sizes and weights."""

ALONE_CHAIN = (
    *GRADIENT, "B.any.alone.W", "B.any.alone.W.column", "B.any.alone.H", "B.any.alone.H.column",
)  # fmt: skip
"""From (9) to the equations of a mode that the weights leave alone, of any groups."""

BETWEEN_CHAIN = (
    *GROUPS_CHAIN, *FAMILY, "C2.18.step.labels", "C2.18.step.majority", "C2.18.step.minority",
    "C2.18.step.weights.majority", "C2.18.step.weights.minority", "C2.18.step.start",
)  # fmt: skip
"""From (9) to the equations of maj-min of STEP imbalance."""

WITHIN_CHAIN = (*ALONE_CHAIN, *FAMILY)
"""From (9) to the equations of maj-maj and min-min of STEP imbalance."""

CLAIMS = (
    identity(
        "C2.18.maj-min.W",
        SOURCE,
        "uᵀẆ = (ω₁h₁(t₁-wh₁) + ω₂h₂(t₂-wh₂))·qᵀ: w obeys (S)",
        (U.T * ERROR * H.T, W_DOT * Q.T),
        GIVEN,
        EXAMPLE,
    ),
    identity(
        "C2.18.maj-min.W.column",
        SOURCE,
        "and Ẇq is along u, so that A stays orthogonal to it",
        (ERROR * H.T * Q, W_DOT * U),
        GIVEN,
        EXAMPLE,
    ),
    identity(
        "C2.18.maj-min.H",
        SOURCE,
        "qᵀḢ = w(ω₂(t₂-wh₂)e₂ - ω₁(t₁-wh₁)e₁)ᵀ: h₁ and h₂ obey (S)",
        (Q.T * W.T * ERROR, (H2_DOT * E2 - H1_DOT * E1).T),
        GIVEN,
        EXAMPLE,
    ),
    identity(
        "C2.18.maj-min.H.majority",
        SOURCE,
        "and Ḣe₁ is along q",
        (W.T * ERROR * E1, -H1_DOT * Q),
        GIVEN,
        EXAMPLE,
    ),
    identity(
        "C2.18.maj-min.H.minority",
        SOURCE,
        "as is Ḣe₂, so that B stays orthogonal to it",
        (W.T * ERROR * E2, H2_DOT * Q),
        GIVEN,
        EXAMPLE,
    ),
    identity(
        "C2.18.maj-min.W.exchanged",
        SOURCE,
        "the same for w with the two weights exchanged",
        (U.T * ERROR * H.T, between_field(w, (h1, h2), (t1, t2), (o2, o1))[0] * Q.T),
        GIVEN,
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("C2.18.maj-min.W",),
    ),
    Claim(
        "C2.18.step.labels",
        eq(LABELS.T * BETWEEN, TARGETS[1] * MINORITY - TARGETS[0] * MAJORITY),
        SOURCE,
        "for STEP imbalance Zᵀu = t₂e₂ - t₁e₁ with t₁ = √(R/2), t₂ = √½",
    ),
    Claim(
        "C2.18.step.majority",
        eq(LABELS * MAJORITY, -TARGETS[0] * BETWEEN),
        SOURCE,
        "Ze₁ = -t₁u",
    ),
    Claim(
        "C2.18.step.minority",
        eq(LABELS * MINORITY, TARGETS[1] * BETWEEN),
        SOURCE,
        "Ze₂ = t₂u",
    ),
    Claim(
        "C2.18.step.weights.majority",
        eq(printed.Omega * MAJORITY, WEIGHTS[0] * MAJORITY),
        SOURCE,
        "Ωe₁ = ω₁e₁",
    ),
    Claim(
        "C2.18.step.weights.minority",
        eq(printed.Omega * MINORITY, WEIGHTS[1] * MINORITY),
        SOURCE,
        "Ωe₂ = ω₂e₂",
    ),
    Claim(
        "C2.18.step.start",
        eq(
            START
            * printed.V_T.T
            * sp.BlockMatrix(
                [[sp.ZeroMatrix(m - 1, 1)], [sp.OneMatrix(1, 1)], [sp.ZeroMatrix(m - 1, 1)]]
            ),
            (START / sigma["maj-min"]) * (TARGETS[1] * MINORITY - TARGETS[0] * MAJORITY),
        ),
        SOURCE,
        "and spectral initialisation starts at w = e^(-δ), hᵢ = e^(-δ)tᵢ/σ",
    ),
)
