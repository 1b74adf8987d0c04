"""What a flow of claims is to fit: a name, or a matrix of exact numbers and its singular values."""

from functools import cmp_to_key
from typing import Any

import sympy as sp

from proofs.errors import ClaimError
from spectra.errors import short

NAMES = ("sel", "one-hot", "frequency")
LARGEST = 32
"""Rows or columns of a matrix."""

DIGITS = (30, 100, 300, 1000)
"""Digits by which singular values are put in order."""


def read_targets(value: Any) -> str | sp.ImmutableMatrix:
    """Return the name of targets, or a matrix of them that is not 0.

    Raises
    ------
    ClaimError
        It is neither.
    """
    if isinstance(value, str) and value in NAMES:
        return value
    try:
        found = None if isinstance(value, str) else sp.ImmutableMatrix(value)
    except (TypeError, ValueError):
        found = None
    if found is None or 0 in found.shape or max(found.shape) > LARGEST:
        raise ClaimError(
            f"Flow: targets is {short(value)}; choose one of {', '.join(NAMES)}, or give a matrix of at most "
            f"{LARGEST} rows and columns"
        )
    if any(not x.is_real or x.has(sp.Float) or x.free_symbols for x in found):
        raise ClaimError("Flow: targets has an entry that is no exact real number")
    if found.is_zero_matrix:
        raise ClaimError("Flow: targets is 0 everywhere; there is nothing to learn")
    if found.rows == 1:
        raise ClaimError("Flow: targets has one row; give a row for each of at least 2 classes")
    return found


def singular_values(matrix: sp.ImmutableMatrix) -> tuple[sp.Expr, ...]:
    """Return the singular values that are not 0, in descending order, each as often as it occurs.

    Examples
    --------
    >>> singular_values(sp.ImmutableMatrix([[1, 1, 0], [0, 1, 1], [1, 0, 1]]))
    (2, 1, 1)
    """
    squares = (matrix * matrix.T).eigenvals(rational=False)
    found = [(sp.sqrt(x), n) for x, n in squares.items() if x != 0]
    found.sort(key=cmp_to_key(_order))
    return tuple(x for x, n in found for _ in range(n))


def _order(first: tuple[sp.Expr, int], second: tuple[sp.Expr, int]) -> int:
    """Return -1 if the first of two different numbers is the larger one, and 1 if it is not."""
    for digits in DIGITS:
        a, b = (sp.re(x.evalf(digits)) for x, _ in (first, second))
        if abs(a - b) > abs(a) * sp.Float(10, digits) ** (5 - digits):
            return -1 if a > b else 1
    raise ClaimError(
        f"Flow: targets has two singular values that agree to {DIGITS[-1]} digits; take other ones"
    )
