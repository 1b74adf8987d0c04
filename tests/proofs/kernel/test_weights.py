"""Weights ≥ 0 of polynomials that add up to another: found exactly, or none by signs or by the program."""

from flint import fmpq
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from proofs.kernel.polynomials import Poly, Ring
from proofs.provers.finders.signs.weights import _possible, weights_of

RING = Ring(["x", "y"])
X, Y = RING.variables
MONOMIALS = (RING.constant(1), X, Y, X * Y, X**2)

rows = st.lists(st.integers(-2, 2), min_size=5, max_size=5)


def polynomial(row: list[int]) -> Poly:
    return sum((c * m for c, m in zip(row, MONOMIALS, strict=True)), RING.constant(0))


def test_weights_are_exact_and_columns_of_no_use_have_none() -> None:
    columns = [3 * X**2 - Y, Y, X, X * Y + X]
    assert weights_of(X**2 + Y, columns, [False] * 4) == [fmpq(1, 3), fmpq(4, 3), 0, 0]
    assert _possible((X**2 + Y).to_dict(), [c.to_dict() for c in columns]) == [0, 1]


def test_a_term_without_a_column_of_its_sign_or_a_program_without_a_solution_has_none() -> None:
    columns = [X**2 - Y, Y]
    assert _possible((-(X**2)).to_dict(), [c.to_dict() for c in columns]) == []
    assert weights_of(-(X**2), columns, [False] * 2) is None
    less = X**2 - 2 * Y  # all signs are there, but Y would have the weight -1
    assert _possible(less.to_dict(), [c.to_dict() for c in columns]) == [0, 1]
    assert weights_of(less, columns, [False] * 2) is None


@given(st.lists(rows, min_size=1, max_size=6), st.data())
@settings(max_examples=40)
def test_a_sum_of_columns_is_found_to_be_one(table: list[list[int]], data: st.DataObject) -> None:
    columns = [polynomial(row) for row in table]
    weights = data.draw(st.lists(st.integers(0, 3), min_size=len(table), max_size=len(table)))
    target = sum((w * c for w, c in zip(weights, columns, strict=True)), RING.constant(0))
    assume(not target.is_zero())
    used = {n for n, w in enumerate(weights) if w and not columns[n].is_zero()}
    assert used <= {*_possible(target.to_dict(), [c.to_dict() for c in columns])}
    found = weights_of(target, columns, [False] * len(columns))
    assert found is not None
    assert min(found) >= 0
    assert sum((w * c for w, c in zip(found, columns, strict=True)), RING.constant(0)) == target
