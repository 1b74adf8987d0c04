"""The one matrix of the theory that sympy does not have: a basis of the sum-zero vectors."""

from typing import Any, Self

import sympy as sp
from sympy.matrices.expressions.matexpr import MatrixElement

from spectra.errors import InputError, refuse
from spectra.utils.exact_numbers import as_fraction


def require_matrix(name: str, value: object) -> None:
    """Refuse what is no matrix of sympy; text, above all, is never evaluated."""
    if not isinstance(value, sp.MatrixExpr | sp.MatrixBase):
        raise refuse(name, value, "a matrix of sympy", "give a MatrixExpr, such as Z of a spectrum")


class SumZeroBasis(sp.MatrixExpr):  # type: ignore[misc]  # sympy is untyped
    r"""Orthonormal basis of the complement of the ones vector, shape ``(m, m - 1)``.

    The paper's :math:`\mathbb{F}`. Nothing is assumed but FᵀF = I and Fᵀ1 = 0 as long as m is a
    symbol; at a concrete m, `as_explicit` gives the Helmert basis. Like sympy's Identity it stays
    symbolic under `doit`, so that products of concrete size can still be reduced by the rules.

    Parameters
    ----------
    m : int or sympy.Expr
        Dimension, an integer of at least 1.

    Examples
    --------
    >>> SumZeroBasis(2).as_explicit()
    Matrix([
    [ sqrt(2)/2],
    [-sqrt(2)/2]])
    """

    is_Identity = False

    def __new__(cls, m: int | sp.Expr) -> Self:
        """Check the dimension."""
        number = None if isinstance(m, str) else as_fraction(m)
        size = m if isinstance(m, sp.Expr) or number is None else sp.Rational(str(number))
        if not isinstance(size, sp.Expr) or size.is_integer is False or (size - 1).is_negative:
            raise refuse("m", m, "an integer of at least 1", "pass the dimension of the space")
        return super().__new__(cls, size)  # type: ignore[no-any-return]

    @property
    def shape(self) -> tuple[sp.Expr, sp.Expr]:
        """Rows and columns."""
        m = self.args[0]
        return (m, m - 1)

    def _entry(self, i: sp.Expr, j: sp.Expr, **_: Any) -> sp.Expr:
        if not (i.is_Integer and j.is_Integer):
            return MatrixElement(self, i, j)
        if i > j + 1:
            return sp.S.Zero
        norm = sp.sqrt((j + 1) * (j + 2))
        return (-(j + 1) if i == j + 1 else sp.Integer(1)) / norm

    def as_explicit(self) -> sp.ImmutableMatrix:
        """Helmert basis of a concrete dimension."""
        m = self.args[0]
        if not m.is_Integer:
            raise InputError(f"the dimension {m} is a symbol: put an integer for it first")
        zero = sp.S.Zero
        heads = [1 / sp.sqrt(sp.Integer((j + 1) * (j + 2))) for j in range(m - 1)]
        tails = [-(j + 1) * head for j, head in enumerate(heads)]
        rows = [
            [tails[j] if i == j + 1 else zero if i > j else heads[j] for j in range(m - 1)]
            for i in range(m)
        ]
        return sp.ImmutableMatrix(m, m - 1, [entry for row in rows for entry in row])

    def _latex(self, printer: Any) -> str:  # noqa: ARG002  (sympy's printing protocol)
        return rf"\mathbb{{F}}_{{{sp.latex(self.args[0], fold_short_frac=True)}}}"

    def _sympystr(self, printer: Any) -> str:
        return f"F({printer._print(self.args[0])})"
