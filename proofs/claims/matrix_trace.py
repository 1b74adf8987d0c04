"""The trace of a matrix as a matrix with one entry, so that it stands in equations of matrices."""

from typing import Any, Self

import sympy as sp

from proofs.errors import ClaimError
from spectra.errors import short


class Trace(sp.MatrixExpr):  # type: ignore[misc]  # sympy has no types
    """The trace of a square matrix, of shape (1, 1).

    ‖A‖² in the Frobenius norm is ``Trace(A.T * A)``. A number c beside it is ``c * Identity(1)``.

    Parameters
    ----------
    matrix : MatrixExpr

    Examples
    --------
    >>> from sympy import MatrixSymbol
    >>> A = MatrixSymbol("A", 2, 3)
    >>> Trace(A.T * A), Trace(A.T * A).shape
    (tr(A.T*A), (1, 1))
    """

    def __new__(cls, matrix: sp.MatrixExpr) -> Self:
        """Refuse what is no square matrix."""
        if not isinstance(matrix, sp.MatrixExpr | sp.MatrixBase):
            raise ClaimError(f"Trace: {short(matrix)} is no matrix; give an expression of matrices")
        rows, cols = map(sp.expand, matrix.shape)
        if rows != cols:
            raise ClaimError(f"Trace: {matrix} has the shape {matrix.shape}; give a square matrix")
        made: Self = super().__new__(cls, matrix)
        return made

    @property
    def matrix(self) -> sp.MatrixExpr:
        """The matrix."""
        return self.args[0]

    @property
    def shape(self) -> tuple[sp.Expr, sp.Expr]:
        """One row and one column."""
        return sp.S.One, sp.S.One

    def _sympystr(self, printer: Any) -> str:
        return f"tr({printer._print(self.matrix)})"

    def _latex(self, printer: Any) -> str:
        return rf"\operatorname{{tr}}\left({printer._print(self.matrix)}\right)"


def squared(matrix: sp.MatrixExpr) -> Trace:
    """Return the square of the Frobenius norm.

    Examples
    --------
    >>> squared(sp.MatrixSymbol("x", 3, 1))
    tr(x.T*x)
    """
    return Trace(sp.MatMul(matrix.T, matrix).doit(deep=False))
