"""Equality of matrices, of numeric and of symbolic size."""

import pytest
from flint import arb
from sympy import (
    BlockMatrix,
    Eq,
    Identity,
    MatMul,
    Matrix,
    Mul,
    Ne,
    OneMatrix,
    Rel,
    Symbol,
    ZeroMatrix,
    log,
    sqrt,
)
from verdicts import evidence, verdict

from proofs import Outcome, Verdict
from spectra import R, SumZeroBasis, decompose, k, m, step, weights

IMBALANCE = step()
FOUND = decompose(IMBALANCE)
U, SIGMA, V = FOUND.U, FOUND.sigma, FOUND.V
Z, Y = IMBALANCE.sel(), IMBALANCE.labels()
OMEGA = weights(IMBALANCE).Omega
F = SumZeroBasis(m)
CENTRING = Identity(k) - OneMatrix(k, k) / k


def same(left: object, right: object) -> Rel:
    return Eq(left, right, evaluate=False)


PAIRS = {
    "U has orthonormal columns": (same(U.T * U, Identity(k - 1)), same(U.T * U, 2 * Identity(k - 1))),
    "V has orthonormal columns": (same(V.T * V, Identity(k - 1)), same(V.T * V, R * Identity(k - 1))),
    "UΣVᵀ is Z": (same(U * SIGMA * V.T, Z), same(U * SIGMA**2 * V.T, Z)),
    "columns of Z sum to zero": (same(OneMatrix(1, k) * Z, ZeroMatrix(1, Z.shape[1])), same(OneMatrix(1, k) * Y, ZeroMatrix(1, Z.shape[1]))),
    "UUᵀ centres": (same(U * U.T, CENTRING), same(U * U.T, Identity(k) - OneMatrix(k, k) / (k + 1))),
    "FFᵀ centres a group": (same(F * F.T, Identity(m) - OneMatrix(m, m) / m), same(F * F.T, Identity(m))),
    "ZΩ is flat": (same((Z * OMEGA) * (Z * OMEGA).T, (R + 1) * CENTRING), same((Z * OMEGA) * (Z * OMEGA).T, R * CENTRING)),
    "ZZᵀ = UΣ²Uᵀ": (same(Z * Z.T, U * SIGMA**2 * U.T), same(Z * Z.T, U * SIGMA * U.T)),
    "numeric size": (same(Matrix([[sqrt(R) ** 2, 0]]), Matrix([[R, 0]])), same(Matrix([[R, 0]]), Matrix([[1, 0]]))),
    "different matrices": (Ne(Matrix([[R, 1]]), Matrix([[-1, R]]), evaluate=False), Ne(Matrix([[R, 1]]), Matrix([[1, R]]), evaluate=False)),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_a_matrix_statement_is_proved_and_its_false_neighbour_refuted(name: str) -> None:
    for statement, expected in zip(PAIRS[name], (Verdict.PROVED, Verdict.REFUTED), strict=True):
        assert verdict(statement) is expected


def test_matrices_of_different_shape_are_not_compared() -> None:
    for statement in (same(Y * Y.T, ZeroMatrix(1, 1)), same(F.T * F, F * F.T)):
        assert verdict(statement) is Verdict.UNDECIDED
        assert "are different shapes" in evidence(statement)[-1].detail


def test_a_matrix_equality_that_fails_only_off_one_size_is_refuted() -> None:
    wrong = (k - 2) * (k - 4) * (k - 6) * (k - 8)
    assert verdict(same(U * U.T, CENTRING + wrong * OneMatrix(k, k))) is Verdict.REFUTED


def test_a_matrix_equality_that_fails_only_below_one_is_refuted() -> None:
    left = BlockMatrix([[sqrt((R - 1) ** 2) * Identity(m)]])
    right = BlockMatrix([[(R - 1) * Identity(m)]])
    assert verdict(same(left, right)) is Verdict.REFUTED


def test_an_equality_is_refuted_by_an_entry_at_one_size() -> None:
    (found,) = evidence(PAIRS["FFᵀ centres a group"][1])
    assert found.outcome is Outcome.REFUTES
    assert found.counterexample is not None
    assert dict(found.counterexample.parameters).keys() >= {"k", "entry"}
    left, right = (arb(x) for x in (found.counterexample.left, found.counterexample.right))
    assert not left.overlaps(right)


@pytest.mark.parametrize("size", [2, k])
def test_no_equality_is_proved_where_a_factor_is_undefined(size: object) -> None:
    x = Symbol("x", real=True)
    cancelled = MatMul(Mul(x, 1 / x, evaluate=False), Identity(size), evaluate=False)
    for factor, matrix_, needed in (
        (cancelled, Identity(size), Ne(x, 0)),
        (log(x) * Identity(size), log(x) * Identity(size), x > 0),
    ):
        assert verdict(same(factor, matrix_)) is Verdict.UNDECIDED
        assert verdict(same(factor, matrix_), (needed,)) is Verdict.PROVED
