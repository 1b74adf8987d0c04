"""(19) and (20): the change of variables W = U·Wbar·Qᵀ, H = Q·Hbar·Vᵀ in (18), for any Wbar and Hbar.

Only QᵀQ = I, UᵀU = I, VᵀV = I, Z = UΣVᵀ and VᵀΩV = Λ are used; Q is what the paper writes as a bold
R. Wbar and Hbar are diagonal if they commute with every diagonal matrix J.
"""

import sympy as sp

from proofs.claims.matrix_example import Assignment
from proofs.ledger.any_counts.any_labels import (
    HIDDEN,
    LAMBDA,
    OMEGA,
    ONE_HOT,
    ORTHONORMAL_Q,
    ORTHONORMAL_U,
    ORTHONORMAL_V,
    RANK,
    SIGMA,
    SPECTRUM,
    Q,
    U,
    V,
    Z,
    altered,
    example,
    identity,
    square,
)
from proofs.ledger.formulas import REFUTED, delta, eq
from spectra.block_matrices.radicals import tidy

SUBSTITUTED, PROJECTED = "Theorem C.2, proof (19)", "Theorem C.2, proof (20) and (21)"
W_BAR, H_BAR, J = (square(name, RANK) for name in ("Wbar", "Hbar", "J"))
W, H = U * W_BAR * Q.T, Q * H_BAR * V.T
PULL = {"W": (Z - W * H) * OMEGA * H.T, "H": W.T * (Z - W * H) * OMEGA}
GAP = SIGMA - W_BAR * H_BAR
RIGHT = {"W": GAP * LAMBDA * H_BAR.T, "H": W_BAR.T * GAP * LAMBDA}
"""The right sides of (20), with a plus."""

FRAMES = (*SPECTRUM, ORTHONORMAL_U, ORTHONORMAL_V, ORTHONORMAL_Q)
SEEN = eq(V.T * OMEGA * V, LAMBDA)
_base = dict(ONE_HOT[0])
_state = (
    (HIDDEN, 2), (Q, sp.Matrix([[3, -4], [4, 3]]) / 5),
    (W_BAR, sp.Matrix([[1, 2], [0, 3]])), (H_BAR, sp.Matrix([[2, 1], [4, 1]])),
)  # fmt: skip


def _weighted(weights: sp.Matrix) -> tuple[Assignment, ...]:
    seen = (_base[V].T * weights * _base[V]).applyfunc(tidy)
    return altered(ONE_HOT, *_state, (OMEGA, weights), (LAMBDA, seen))


EXAMPLE = _weighted(_base[OMEGA])
MIXED = sp.Matrix(*_base[OMEGA].shape, lambda i, j: int(int(i) < int(j)))
EXAMPLES = (*EXAMPLE, *_weighted(_base[OMEGA] + MIXED))
"""One-hot labels with weights of samples, and with an Ω that is not symmetric."""

DIAGONAL = (*tuple(eq(x * J, J * x) for x in (W_BAR, H_BAR, SIGMA, LAMBDA)), eq(J.T, J))
TWO = example(
    (W_BAR, sp.diag(1, 2)), (H_BAR, sp.diag(3, 5)), (LAMBDA, sp.diag(2, 3)), (J, sp.diag(1, 7))
) + example(
    (W_BAR, sp.Matrix([[1, 2], [0, 3]])), (H_BAR, sp.Matrix([[2, 1], [4, 1]])),
    (SIGMA, sp.Matrix([[1, 3], [2, 2]])), (LAMBDA, sp.Matrix([[2, 1], [5, 3]])), (J, 2 * sp.eye(2)),
)  # fmt: skip

STARTED = altered(EXAMPLE, (delta, 1))
CLAIMS = (
    *(
        identity(
            f"C2.19.start.{name}",
            SUBSTITUTED,
            f"at t = 0 {name}bar, as the frames have it from the start of {name}, is e^(-δ)I",
            (seen, sp.exp(-delta) * sp.Identity(RANK)),
            (ORTHONORMAL_U, ORTHONORMAL_V, ORTHONORMAL_Q),
            STARTED,
        )
        for name, seen in (
            ("W", U.T * (sp.exp(-delta) * U * Q.T) * Q),
            ("H", Q.T * (sp.exp(-delta) * Q * V.T) * V),
        )
    ),
    identity(
        "C2.19a",
        SUBSTITUTED,
        "(19a): for W = U·Wbar·Qᵀ, H = Q·Hbar·Vᵀ the right side of (18a) is U(Σ-Wbar·Hbar)VᵀΩV·Hbarᵀ·Qᵀ",
        (PULL["W"], U * GAP * V.T * OMEGA * V * H_BAR.T * Q.T),
        (*SPECTRUM, ORTHONORMAL_Q),
        EXAMPLES,
        depends_on=("C2.18.gradient",),
    ),
    identity(
        "C2.19b",
        SUBSTITUTED,
        "the right side of (19b) is that of (18b): Q·Wbarᵀ(Σ-Wbar·Hbar)VᵀΩ; its left side needs VᵀΩ = ΛVᵀ",
        (PULL["H"], Q * W_BAR.T * GAP * V.T * OMEGA),
        (*SPECTRUM, ORTHONORMAL_Q, ORTHONORMAL_U),
        EXAMPLES,
        depends_on=("C2.18.gradient",),
    ),
    identity(
        "C2.20.printed",
        PROJECTED,
        "(20a) with its minus is Uᵀ·(18a)·Q, where (18) descends",
        (U.T * PULL["W"] * Q, -RIGHT["W"]),
        (*FRAMES, SEEN),
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("C2.20.true",),
    ),
    identity(
        "C2.20.printed.H",
        PROJECTED,
        "(20b) with its minus is Qᵀ·(18b)·V, where (18) descends",
        (Q.T * PULL["H"] * V, -RIGHT["H"]),
        (*FRAMES, SEEN),
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("C2.20.true.H",),
    ),
    identity(
        "C2.20.true",
        PROJECTED,
        "Uᵀ·(18a)·Q is (20a) with a plus, (Σ-Wbar·Hbar)Λ·Hbarᵀ, for any matrices Wbar and Hbar",
        (U.T * PULL["W"] * Q, RIGHT["W"]),
        (*FRAMES, SEEN),
        EXAMPLES,
        depends_on=("C2.19a", "C2.13.product"),
    ),
    identity(
        "C2.20.true.H",
        PROJECTED,
        "and Qᵀ·(18b)·V is (20b) with a plus, Wbarᵀ(Σ-Wbar·Hbar)Λ",
        (Q.T * PULL["H"] * V, RIGHT["H"]),
        (*FRAMES, SEEN),
        EXAMPLES,
        depends_on=("C2.19b", "C2.13.product"),
    ),
    *(
        identity(
            f"C2.20.diagonal.{name}",
            PROJECTED,
            f"where Wbar, Hbar, Σ, Λ commute with a diagonal J, so does the right side of (20) for {name}bar: "
            "diagonal matrices remain diagonal",
            (RIGHT[name] * J, J * RIGHT[name]),
            DIAGONAL,
            TWO,
            axioms=("flow",),
            depends_on=("C2.20.true", "C2.20.true.H"),
        )
        for name in RIGHT
    ),
)
