"""Labels of any counts and their spectrum, as matrices of any size: symbols, conditions, examples.

Z = PY, with one-hot labels Y of k classes in n samples, YYᵀ = N = diag(n_c). Ω weighs samples; it
weighs classes if YΩ = DY, D = diag(ω_c). No condition says that N, D or Ω are diagonal, or what P
is beyond what is used: the claims hold for every k, all counts and all weights, and for more. What is refuted
is refuted with one-hot labels and diagonal weights.
"""

from typing import Any

import sympy as sp

from proofs.claims.matrix_example import Assignment
from proofs.claims.matrix_identity import MatrixIdentity
from proofs.ledger.formulas import Claim, eq

K, SAMPLES, HIDDEN = sp.symbols("k n d", integer=True, positive=True)
RANK = K - 1


def square(name: str, size: sp.Expr) -> sp.MatrixSymbol:
    """Return an arbitrary square matrix."""
    return sp.MatrixSymbol(name, size, size)


# labels
ONE, EYE = sp.OneMatrix(K, 1), sp.Identity(K)
CENTRE = EYE - sp.OneMatrix(K, K) / K
P, N, D = (square(name, K) for name in "PND")
Y, Z = (sp.MatrixSymbol(name, K, SAMPLES) for name in "YZ")
OMEGA = square("Omega", SAMPLES)
LABELLED = (eq(Z, P * Y), eq(Y * Y.T, N))
WEIGHTED = (eq(Y * OMEGA, D * Y),)
SYMMETRIC = (eq(OMEGA.T, OMEGA),)

# powers of N: N^½, N^-½ and N⁻¹
ROOT, PER_ROOT, PER_COUNT = square("G", K), square("C", K), square("B", K)

# spectrum: Z = UΣVᵀ, S = Σ⁻¹; T completes V
U, V = sp.MatrixSymbol("U", K, RANK), sp.MatrixSymbol("V", SAMPLES, RANK)
SIGMA, PER_SIGMA, LAMBDA = (square(name, RANK) for name in ("Sigma", "S", "Lambda"))
REST = sp.MatrixSymbol("T", SAMPLES, SAMPLES - RANK)
FULL = sp.Identity(RANK)
SPECTRUM = (eq(Z, U * SIGMA * V.T),)
ORTHONORMAL_U, ORTHONORMAL_V = eq(U.T * U, FULL), eq(V.T * V, FULL)
SUMS_TO_ZERO = eq(U.T * ONE, sp.ZeroMatrix(RANK, 1))
COMPLETE_U = eq(U * U.T, CENTRE)
INVERSE = eq(PER_SIGMA * SIGMA, FULL)

# the hidden side of W = UXQᵀ and H = QFVᵀ
Q = sp.MatrixSymbol("Q", HIDDEN, RANK)
ORTHONORMAL_Q = eq(Q.T * Q, FULL)

Value = tuple[sp.Basic, object]


def values(*pairs: Value) -> tuple[Assignment, ...]:
    """Return one example."""
    return (tuple((symbol, _explicit(value)) for symbol, value in pairs),)


def example(*more: Value) -> tuple[Assignment, ...]:
    """Return three classes of 1, 4 and 9 samples with weights n_c^-½, but for ``more``.

    A column of Y stands for the samples of one class, and is as long as the root of their number.
    """
    return values(*(dict(_BASE) | dict(more)).items())


def _explicit(value: object) -> sp.Basic:
    return sp.ImmutableMatrix(value) if isinstance(value, sp.MatrixBase) else sp.sympify(value)


def _base() -> dict[sp.Basic, object]:
    roots, sigma = sp.diag(1, 2, 3), sp.diag(sp.sqrt(7), sp.sqrt(21) / 3)
    centre = sp.eye(3) - sp.ones(3) / 3
    left = sp.Matrix([[-1, -2, 3], [-5, 4, 1]]).T * sp.diag(1 / sp.sqrt(14), 1 / sp.sqrt(42))
    return {
        K: 3, SAMPLES: 3, P: centre, Y: roots, Z: centre * roots,
        N: roots**2, ROOT: roots, PER_ROOT: roots**-1, PER_COUNT: roots**-2,
        D: roots**-1, OMEGA: roots**-1, LAMBDA: sp.diag(2, 3),
        U: left, V: roots * left * sigma**-1, SIGMA: sigma, PER_SIGMA: sigma**-1,
        REST: sp.Matrix([6, 3, 2]) / 7,
    }  # fmt: skip


def _one_hot() -> tuple[Assignment, ...]:
    labels = sp.Matrix([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 1]])
    centre, rare = sp.eye(3) - sp.ones(3) / 3, 1 / sp.sqrt(2)
    left = sp.Matrix([[1, -1, 0], [1, 1, -2]]).T * sp.diag(1 / sp.sqrt(2), 1 / sp.sqrt(6))
    sigma = sp.diag(1, sp.sqrt(15) / 3)
    return values(
        (K, 3), (SAMPLES, 4), (P, centre), (Y, labels), (Z, centre * labels),
        (N, sp.diag(1, 1, 2)), (D, sp.diag(1, 1, rare)), (OMEGA, sp.diag(1, 1, rare, rare)),
        (U, left), (SIGMA, sigma), (V, labels.T * left * sigma**-1),
    )  # fmt: skip


def _general() -> tuple[Assignment, ...]:
    labels, weights = sp.Matrix([[1, 0, 0], [0, 1, 0], [1, 1, 1]]), sp.ones(3) + sp.diag(2, 2, 0)
    between = sp.Matrix([[1, 1, 0], [1, 2, 1], [0, 1, 3]])
    return values(
        (K, 3), (SAMPLES, 3), (P, between), (Y, labels), (Z, between * labels),
        (N, labels * labels.T), (D, weights), (OMEGA, labels**-1 * weights * labels),
    )  # fmt: skip


def altered(base: tuple[Assignment, ...], *more: Value) -> tuple[Assignment, ...]:
    """Return one example with some values replaced, or more of them."""
    return values(*(dict(base[0]) | dict(more)).items())


_BASE = _base()
EXAMPLE = example()
GENERAL = _general()
"""Labels and weights that are not diagonal: what does not follow from the conditions fails there."""

ONE_HOT = _one_hot()
"""Three classes of 1, 1 and 2 samples with weights n_c^-½: labels, weights and spectrum as such."""


CONSTANT = "derivatives", "mean value theorem"
"""The axioms by which a matrix keeps its value if its derivative is 0."""


def orthonormal(parts: tuple[sp.MatrixSymbol, ...]) -> tuple[sp.Eq, ...]:
    """Return that the columns of all parts together are orthonormal."""
    return tuple(
        eq(a.T * b, sp.Identity(a.shape[1]) if i == j else sp.ZeroMatrix(a.shape[1], b.shape[1]))
        for i, a in enumerate(parts)
        for j, b in enumerate(parts)
        if i <= j
    )


def by_groups(
    labels: sp.BlockMatrix,
    own: tuple[sp.Expr, ...],
    alike: tuple[sp.Expr, ...],
    other: dict[tuple[int, int], sp.Expr],
) -> sp.BlockMatrix:
    """Return what samples have for their own class, for others of its group, and of other groups."""

    def block(i: int, j: int) -> sp.MatrixExpr:
        here = labels.blocks[i, j]
        ones = sp.OneMatrix(*here.shape)
        # as typed: sympy would ask of each factor whether it is 0
        if i != j:
            return sp.MatMul(other[i, j], ones)
        parts = sp.MatMul(own[j] - alike[j], here), sp.MatMul(alike[j], ones)
        return sp.MatAdd(*parts)

    groups = range(len(own))
    return sp.BlockMatrix([[block(i, j) for j in groups] for i in groups])


def identity(
    name: str,
    source: str,
    title: str,
    equation: tuple[sp.MatrixExpr, sp.MatrixExpr],
    given: tuple[sp.Eq, ...],
    examples: tuple[Assignment, ...] = EXAMPLE,
    axioms: tuple[str, ...] = (),
    **more: Any,
) -> Claim:
    """Return the claim that the two sides of an equation are equal if ``given`` is."""
    return Claim(name, MatrixIdentity(*equation, given, examples, axioms), source, title, **more)
