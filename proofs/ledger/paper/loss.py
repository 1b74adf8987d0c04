"""The losses (4) and (9), in both forms that the paper writes, and (18) as minus the gradient of (9).

For any numbers of classes, samples and hidden units, all Z, W and H, and any symmetric Ω. The sum
over samples is what it grows by with each sample, and 0 without samples.
"""

import sympy as sp

from proofs.claims.matrix_example import Assignment
from proofs.claims.matrix_trace import Trace, squared
from proofs.ledger.any_counts.any_labels import (
    HIDDEN,
    OMEGA,
    SAMPLES,
    SYMMETRIC,
    K,
    Z,
    altered,
    identity,
    square,
    values,
)
from proofs.ledger.formulas import REFUTED, eq

FORMS, DESCENT = "Sections C.1 and C.2, (4) and (9)", "Theorem C.2, proof (18)"
W, A = (sp.MatrixSymbol(name, K, HIDDEN) for name in "WA")
H, B = (sp.MatrixSymbol(name, HIDDEN, SAMPLES) for name in "HB")
# another solution of (18)
W1, H1 = sp.MatrixSymbol("W_1", K, HIDDEN), sp.MatrixSymbol("H_1", HIDDEN, SAMPLES)
ROOT, INPUTS = square("G", SAMPLES), square("X", SAMPLES)
LABEL, FEATURE = sp.MatrixSymbol("z", K, 1), sp.MatrixSymbol("h", HIDDEN, 1)
WEIGHT, STEP = sp.Symbol("omega", positive=True), sp.Symbol("s", real=True)
HALF = sp.Rational(1, 2)
ERROR = Z - W * H
PULL = {"W": ERROR * OMEGA * H.T, "H": W.T * ERROR * OMEGA}
"""The right sides of (18), with a plus."""

PULL_1 = {"W": (Z - W1 * H1) * OMEGA * H1.T, "H": W1.T * (Z - W1 * H1) * OMEGA}
APART = W * (H - H1) + (W - W1) * H1
LINEAR = {
    "W": ERROR * OMEGA * (H - H1).T - APART * OMEGA * H1.T,
    "H": (W - W1).T * ERROR * OMEGA - W1.T * APART * OMEGA,
}
"""What two solutions move apart at, written so that each part has a factor W - W₁ or H - H₁."""

# one sample more
MORE = sp.BlockMatrix([[Z, LABEL]]) - W * sp.BlockMatrix([[H, FEATURE]])
NONE = sp.ZeroMatrix(SAMPLES, 1)
WEIGHTS = sp.BlockMatrix([[OMEGA, NONE], [NONE.T, WEIGHT * sp.Identity(1)]])
LAST = LABEL - W * FEATURE


def weighted(error: sp.MatrixExpr, weights: sp.MatrixExpr = OMEGA) -> Trace:
    """Return tr EΩEᵀ, twice the loss."""
    return Trace(error * weights * error.T)


def moved(linear: sp.MatrixExpr) -> tuple[sp.MatrixExpr, sp.MatrixExpr]:
    """Return the loss at (W + sA, H + sB), and as a polynomial in s with a linear coefficient."""
    first, second = A * H + W * B, A * B
    there = HALF * weighted(Z - (W + STEP * A) * (H + STEP * B))
    powers = (
        HALF * weighted(ERROR),
        linear,
        HALF * weighted(first) - Trace(second * OMEGA * ERROR.T),
        Trace(second * OMEGA * first.T),
        HALF * weighted(second),
    )
    return there, sum((STEP**n * c for n, c in enumerate(powers[1:], 1)), powers[0])


_z, _w, _h = sp.Matrix([[1, 2], [3, 5]]), sp.Matrix([1, 2]), sp.Matrix([[1, 3]])
_omega = sp.diag(1, 4)
EXAMPLE = values(
    (K, 2), (SAMPLES, 2), (HIDDEN, 1), (Z, _z), (W, _w), (H, _h), (OMEGA, _omega),
    (ROOT, sp.diag(1, 2)), (INPUTS, sp.Matrix([[3, -4], [4, 3]]) / 5), (LABEL, sp.Matrix([1, 7])),
    (FEATURE, sp.Matrix([2])), (WEIGHT, 3), (STEP, 2), (A, sp.Matrix([1, -1])),
    (B, sp.Matrix([[2, 1]])), (W1, sp.Matrix([3, 1])), (H1, sp.Matrix([[2, 2]])),
)  # fmt: skip
_root = sp.Matrix([[1, 1], [0, 2]])
OBLIQUE = (tuple((dict(EXAMPLE[0]) | {ROOT: _root, OMEGA: _root**2}).items()),)
"""The same with a root of Ω that is not symmetric, so that what is transposed tells."""


def along(sign: int) -> tuple[Assignment, ...]:
    """Return the example with (18) as direction, with this sign before its right sides."""
    error = (_z - _w * _h) * _omega
    return altered(EXAMPLE, (A, sign * error * _h.T), (B, sign * _w.T * error))


def direction(sign: int) -> tuple[sp.Eq, ...]:
    """Return that A and B are the right sides of (18), with this sign."""
    return eq(A, sign * PULL["W"]), eq(B, sign * PULL["H"]), *SYMMETRIC


ROOTED = Z * ROOT - W * H * ROOT
"""ZΩ^½ - WHΩ^½ with G = Ω^½, as (18) writes it."""

DOWN = -squared(A) - squared(B)

CLAIMS = (
    identity(
        "C1.4.samples",
        FORMS,
        "a sample more adds ‖z - Wh‖²: ‖Z - WH‖² is the sum of ‖zᵢ - Whᵢ‖², hᵢ = Heᵢ",
        (squared(MORE), squared(ERROR) + squared(LAST)),
        (),
        EXAMPLE,
    ),
    identity(
        "C1.4.inputs",
        FORMS,
        "with orthonormal inputs, the columns of X, in place of eᵢ it is the same",
        (squared(ERROR * INPUTS), squared(ERROR)),
        (eq(INPUTS * INPUTS.T, sp.Identity(SAMPLES)),),
        EXAMPLE,
    ),
    identity(
        "C1.4.rewritten",
        FORMS,
        "(4) rewritten as ‖Z - WH‖², without its half, is the same loss",
        (squared(ERROR), HALF * squared(ERROR)),
        (),
        EXAMPLE,
        expected=REFUTED,
        corrected_by=("C1.4.samples",),
    ),
    identity(
        "C2.9.samples",
        FORMS,
        "a sample more adds ω‖z - Wh‖²: tr (Z - WH)Ω(Z - WH)ᵀ is the sum of ωᵢ‖zᵢ - Whᵢ‖²",
        (weighted(MORE, WEIGHTS), weighted(ERROR) + WEIGHT * squared(LAST)),
        (),
        EXAMPLE,
    ),
    identity(
        "C2.9.norm",
        FORMS,
        "the loss (9) is ‖(Z - WH)Ω^½‖², with G = Ω^½",
        (squared(ERROR * ROOT), weighted(ERROR)),
        (eq(ROOT * ROOT.T, OMEGA),),
        EXAMPLE,
        depends_on=("C2.9.samples",),
    ),
    identity(
        "C2.18.gradient",
        DESCENT,
        "the loss at (W + sA, H + sB) has the linear coefficient -⟨A, (Z - WH)ΩHᵀ⟩ - ⟨B, "
        "Wᵀ(Z - WH)Ω⟩: (18) with a plus is minus its gradient",
        moved(-Trace(A.T * PULL["W"]) - Trace(B.T * PULL["H"])),
        SYMMETRIC,
        EXAMPLE,
        depends_on=("C2.9.samples", "C2.9.norm"),
    ),
    *(
        identity(
            f"C2.18.forms.{name}",
            DESCENT,
            f"both forms of (18) for {name}, with ZΩ^½ - WHΩ^½ and with Z - WH, are the same",
            (form, PULL[name]),
            (eq(ROOT * ROOT, OMEGA),),
            OBLIQUE,
        )
        for name, form in (("W", ROOTED * ROOT * H.T), ("H", W.T * ROOTED * ROOT))
    ),
    identity(
        "C2.12.constant",
        "Section C.2, (12)",
        "a constant c before all weights makes (18) c times as fast, in W and H alike: rates keep their ratios",
        (
            sp.BlockMatrix(
                [[ERROR * (WEIGHT * OMEGA) * H.T], [(W.T * ERROR * (WEIGHT * OMEGA)).T]]
            ),
            WEIGHT * sp.BlockMatrix([[PULL["W"]], [PULL["H"].T]]),
        ),
        (),
        EXAMPLE,
    ),
    identity(
        "C2.18.printed",
        DESCENT,
        "along (18) as printed, with a minus, the loss falls at the rate ‖Ẇ‖² + ‖Ḣ‖²",
        moved(DOWN),
        direction(-1),
        along(-1),
        expected=REFUTED,
        corrected_by=("C2.18.true", "C2.18.gradient"),
    ),
    identity(
        "C2.18.true",
        DESCENT,
        "along (18) with a plus it does",
        moved(DOWN),
        direction(1),
        along(1),
        depends_on=("C2.18.gradient",),
    ),
    *(
        identity(
            f"C2.18.unique.{name}",
            DESCENT,
            f"two solutions of (18) from one start are one: {name}-{name}₁ moves at what is linear in W-W₁, "
            "H-H₁, so it stays 0",
            (PULL[name] - PULL_1[name], LINEAR[name]),
            (),
            OBLIQUE,
            axioms=("flow",),
        )
        for name in PULL
    ),
)
