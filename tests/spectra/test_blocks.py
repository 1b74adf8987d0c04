"""The block calculus: its rules, and that it never equates different matrices."""

import pytest
import strategies
from block_equality import blocks_equal
from hypothesis import given, settings
from hypothesis import strategies as st
from needed import drawn
from sympy import (
    BlockMatrix,
    Identity,
    ImmutableMatrix,
    MatrixExpr,
    MatrixSymbol,
    OneMatrix,
    Symbol,
    Transpose,
    ZeroMatrix,
    eye,
    sqrt,
)
from sympy.matrices.expressions.kronecker import KroneckerProduct

import spectra
from spectra import R, SumZeroBasis, instantiate, k, m, normal_form

F = SumZeroBasis(m)
POINTS = ({k: 2, R: 3}, {k: 4, R: 2}, {k: 6, R: 1})


def agree(a: MatrixExpr, b: MatrixExpr) -> bool:
    """Whether two expressions have the same entries at several concrete sizes."""
    return all(
        all(abs(e.evalf(40)) < 1e-30 for e in instantiate(a, at) - instantiate(b, at))
        for at in POINTS
    )


@pytest.mark.parametrize(
    ("product", "form"),
    [
        (F.T * F, Identity(m - 1)),
        (F.T * OneMatrix(m, 1), ZeroMatrix(m - 1, 1)),
        (OneMatrix(1, m) * F, ZeroMatrix(1, m - 1)),
        (F * F.T, Identity(m) - OneMatrix(m, m) / m),
        (OneMatrix(1, m) * OneMatrix(m, 1), m * Identity(1)),
        (OneMatrix(m, 1) * OneMatrix(1, m), OneMatrix(m, m)),
        (
            KroneckerProduct(F, OneMatrix(R, 1)).T * KroneckerProduct(F, OneMatrix(R, 1)),
            R * Identity(m - 1),
        ),
        (KroneckerProduct(Identity(m), Identity(R)), Identity(R * m)),
        (KroneckerProduct(OneMatrix(m, 1), OneMatrix(R, 1)), OneMatrix(R * m, 1)),
    ],
)
def test_each_rule_is_proved_and_true_at_concrete_sizes(
    product: MatrixExpr, form: MatrixExpr
) -> None:
    assert blocks_equal(product, form) is True
    assert agree(product, form)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (F * F.T, Identity(m)),
        (F * F.T, Identity(m) - OneMatrix(m, m) / k),
        (F.T * F, OneMatrix(m - 1, m - 1)),
        (F.T * F, -Identity(m - 1)),
        (OneMatrix(m, m) * OneMatrix(m, m), OneMatrix(m, m)),
        (
            KroneckerProduct(Identity(m), OneMatrix(1, R)),
            KroneckerProduct(OneMatrix(1, R), Identity(m)),
        ),
    ],
)
def test_a_false_identity_is_not_proved(left: MatrixExpr, right: MatrixExpr) -> None:
    assert blocks_equal(left, right) is None
    assert not agree(left, right)


def test_matrices_of_different_shapes_differ() -> None:
    assert blocks_equal(Identity(k), Identity(k - 1)) is False


@given(strategies.block_expressions())
@drawn(60, 120)
def test_the_normal_form_of_a_random_expression_has_the_same_entries(expr: MatrixExpr) -> None:
    assert agree(expr, normal_form(expr))


@given(strategies.block_expressions(), st.data())
@settings(max_examples=60)
def test_expressions_proved_equal_have_the_same_entries(
    expr: MatrixExpr, data: st.DataObject
) -> None:
    other = data.draw(strategies.block_expressions(expr.rows, expr.cols, 2))
    if blocks_equal(expr, other):
        assert agree(expr, other)


@given(strategies.block_expressions())
@settings(max_examples=30)
def test_the_normal_form_is_its_own_normal_form(expr: MatrixExpr) -> None:
    form = normal_form(expr)
    assert blocks_equal(normal_form(form), form) is True


def test_an_identity_beside_blocks_is_split_to_fit() -> None:
    u = spectra.decompose(spectra.step()).U
    assert blocks_equal(u.T * u, Identity(k - 1)) is True
    assert blocks_equal(u * Identity(k - 1), u) is True
    assert blocks_equal(u * Identity(k - 1), -u) is None


def test_scalar_blocks_and_single_blocks_are_matrices_like_others() -> None:
    one = ImmutableMatrix([[sqrt(R)]])
    assert blocks_equal(BlockMatrix([[one]]) * BlockMatrix([[one]]), R * Identity(1)) is True
    mixed = BlockMatrix([[one, OneMatrix(1, m)], [OneMatrix(m, 1), Identity(m)]])
    assert agree(mixed * mixed.T, normal_form(mixed * mixed.T))


def test_a_matrix_without_rules_is_kept_as_it_is() -> None:
    a = MatrixSymbol("A", m, m)
    assert blocks_equal(F.T * F * F.T * a, F.T * a) is True
    assert blocks_equal(F.T * a, F.T * a.T) is None
    assert blocks_equal(Transpose(a * F), F.T * a.T) is True


def test_blocks_of_sizes_that_cannot_be_compared_are_left_alone() -> None:
    p, q = (Symbol(s, integer=True, positive=True) for s in "pq")
    left = BlockMatrix([[OneMatrix(1, p), OneMatrix(1, k - p)]])
    right = BlockMatrix([[OneMatrix(q, 1)], [OneMatrix(k - q, 1)]])
    assert normal_form(left * right) == left * right
    assert blocks_equal(left * right, k * Identity(1)) is None


@pytest.mark.parametrize("size", range(1, 7))
def test_the_sum_zero_basis_is_orthonormal_and_sums_to_zero(size: int) -> None:
    basis = SumZeroBasis(size).as_explicit()
    assert basis.shape == (size, size - 1)
    assert basis.T * basis == eye(size - 1)
    assert all(sum(basis.col(j)) == 0 for j in range(size - 1))
    assert basis == ImmutableMatrix(size, size - 1, lambda i, j: SumZeroBasis(size)[i, j])


def test_the_sum_zero_basis_needs_a_dimension() -> None:
    with pytest.raises(spectra.InputError, match="m must be an integer of at least 1, got 0"):
        SumZeroBasis(0)
    with pytest.raises(spectra.InputError, match="symbol"):
        F.as_explicit()


def test_an_expression_needs_values_for_its_sizes() -> None:
    with pytest.raises(spectra.InputError, match="give integer values"):
        instantiate(Identity(k), {})
    with pytest.raises(spectra.InputError, match="no explicit form"):
        instantiate(MatrixSymbol("A", 2, 2), {})
