"""Exact explicit matrices of block expressions, computed without the rewriting rules."""

from collections.abc import Callable, Mapping
from functools import lru_cache, reduce

from sympy import (
    BlockMatrix,
    Expr,
    Identity,
    ImmutableMatrix,
    MatAdd,
    MatMul,
    MatPow,
    MatrixBase,
    MatrixExpr,
    OneMatrix,
    Symbol,
    Transpose,
    ZeroMatrix,
    eye,
    ones,
    sympify,
    zeros,
)
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra.block_matrices.sum_zero_basis import SumZeroBasis
from spectra.errors import InputError

Substitute = Callable[[Expr], Expr]


def instantiate(expr: MatrixExpr, values: Mapping[Symbol, int] | None = None) -> ImmutableMatrix:
    """Exact matrix of a block expression at concrete values of its symbols.

    Parameters
    ----------
    expr : sympy.MatrixExpr
        Built of sympy's block, product, sum, transpose and Kronecker expressions.
    values : mapping of symbol to int, optional
        A value for every symbol in `expr`.

    Raises
    ------
    InputError
        A size is not a non-negative integer at these values, or an expression has no explicit
        form.

    Examples
    --------
    >>> from spectra.symbols import m, k
    >>> instantiate(SumZeroBasis(m).T * SumZeroBasis(m), {k: 4})
    Matrix([[1]])
    """
    exact = {symbol: sympify(value) for symbol, value in (values or {}).items()}
    return ImmutableMatrix(_explicit(expr, lambda e: sympify(e).subs(exact)))


def _explicit(expr: MatrixExpr, put: Substitute) -> MatrixBase:
    if isinstance(expr, MatrixBase):
        return expr.applyfunc(put)
    if isinstance(expr, BlockMatrix):
        return _assemble([[_explicit(b, put) for b in row] for row in expr.blocks.tolist()])
    if isinstance(expr, MatMul):
        scalar, factors = expr.as_coeff_matrices()
        product = reduce(lambda a, b: a * b, (_explicit(f, put) for f in factors))
        return product if scalar == 1 else product.applyfunc(_times(put(scalar)))
    if isinstance(expr, MatAdd):
        return reduce(lambda a, b: a + b, (_explicit(a, put) for a in expr.args))
    if isinstance(expr, Transpose):
        return _explicit(expr.arg, put).T
    if isinstance(expr, KroneckerProduct):
        return reduce(_kronecker, (_explicit(a, put) for a in expr.args))
    if isinstance(expr, MatPow):
        return _explicit(expr.base, put) ** put(expr.exp)
    return _atom(expr, put)


def _times(scalar: Expr) -> Substitute:
    """Multiply by a scalar, each value of an entry once."""
    return lru_cache(maxsize=1024)(lambda entry: scalar * entry)


def _atom(expr: MatrixExpr, put: Substitute) -> MatrixBase:
    rows, cols = (_length(put(s)) for s in expr.shape)
    if isinstance(expr, Identity):
        return eye(rows)
    if isinstance(expr, ZeroMatrix):
        return zeros(rows, cols)
    if isinstance(expr, OneMatrix):
        return ones(rows, cols)
    if isinstance(expr, SumZeroBasis):
        return SumZeroBasis(rows).as_explicit()
    raise InputError(f"{expr} has no explicit form: put a matrix for it first")


def _length(value: Expr) -> int:
    if not (value.is_Integer and value >= 0):
        raise InputError(
            f"a block size is {value}: give integer values to all symbols in the sizes"
        )
    return int(value)


def _assemble(blocks: list[list[MatrixBase]]) -> MatrixBase:
    """Join blocks, of which some may have no rows or no columns."""
    rows = [
        [entry for block in row for entry in block.row(i)]
        for row in blocks
        for i in range(row[0].rows)
    ]
    cols = sum(block.cols for block in blocks[0])
    return ImmutableMatrix(len(rows), cols, [entry for row in rows for entry in row])


def _kronecker(a: MatrixBase, b: MatrixBase) -> MatrixBase:
    rows, cols = b.shape
    return ImmutableMatrix(
        a.rows * rows,
        a.cols * cols,
        lambda i, j: a[i // rows, j // cols] * b[i % rows, j % cols],
    )
