"""Exact explicit matrices of block expressions, computed without the rewriting rules."""

from collections.abc import Callable, Mapping
from functools import lru_cache, reduce
from numbers import Rational

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra.block_matrices.sum_zero_basis import SumZeroBasis, require_matrix
from spectra.errors import InputError, refuse

Substitute = Callable[[sp.Expr], sp.Expr]


def instantiate(
    expr: sp.MatrixExpr, values: Mapping[sp.Symbol, int] | None = None
) -> sp.ImmutableMatrix:
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
    require_matrix("expr", expr)
    _require_values(values)
    exact = {symbol: sp.sympify(value) for symbol, value in (values or {}).items()}
    return sp.ImmutableMatrix(_explicit(expr, lambda e: sp.sympify(e).subs(exact)))


def _require_values(values: object) -> None:
    """Refuse what gives no numbers; text is never evaluated."""
    numbers = values.values() if isinstance(values, Mapping) else ()
    if not (values is None or isinstance(values, Mapping)) or not all(
        isinstance(value, sp.Basic | Rational) for value in numbers
    ):
        raise refuse(
            "values", values, "an exact number for each symbol",
            "give a mapping such as {k: 4}, with fractions in place of floats",
        )  # fmt: skip


def _explicit(expr: sp.MatrixExpr, put: Substitute) -> sp.MatrixBase:
    if isinstance(expr, sp.MatrixBase):
        return expr.applyfunc(put)
    if isinstance(expr, sp.BlockMatrix):
        return _assemble([[_explicit(b, put) for b in row] for row in expr.blocks.tolist()])
    if isinstance(expr, sp.MatMul):
        scalar, factors = expr.as_coeff_matrices()
        product = reduce(lambda a, b: a * b, (_explicit(f, put) for f in factors))
        return product if scalar == 1 else product.applyfunc(_times(put(scalar)))
    if isinstance(expr, sp.MatAdd):
        return reduce(lambda a, b: a + b, (_explicit(a, put) for a in expr.args))
    if isinstance(expr, sp.Transpose):
        return _explicit(expr.arg, put).T
    if isinstance(expr, KroneckerProduct):
        return reduce(_kronecker, (_explicit(a, put) for a in expr.args))
    if isinstance(expr, sp.MatPow):
        return _explicit(expr.base, put) ** put(expr.exp)
    return _atom(expr, put)


def _times(scalar: sp.Expr) -> Substitute:
    """Multiply by a scalar, each value of an entry once."""
    return lru_cache(maxsize=1024)(lambda entry: scalar * entry)


def _atom(expr: sp.MatrixExpr, put: Substitute) -> sp.MatrixBase:
    rows, cols = (_length(put(s)) for s in expr.shape)
    if isinstance(expr, sp.Identity):
        return sp.eye(rows)
    if isinstance(expr, sp.ZeroMatrix):
        return sp.zeros(rows, cols)
    if isinstance(expr, sp.OneMatrix):
        return sp.ones(rows, cols)
    if isinstance(expr, SumZeroBasis):
        return SumZeroBasis(rows).as_explicit()
    raise InputError(f"{expr} has no explicit form: put a matrix for it first")


def _length(value: sp.Expr) -> int:
    if not (value.is_Integer and value >= 0):
        raise InputError(
            f"a block size is {value}: give integer values to all symbols in the sizes"
        )
    return int(value)


def _assemble(blocks: list[list[sp.MatrixBase]]) -> sp.MatrixBase:
    """Join blocks, of which some may have no rows or no columns."""
    rows = [
        [entry for block in row for entry in block.row(i)]
        for row in blocks
        for i in range(row[0].rows)
    ]
    cols = sum(block.cols for block in blocks[0])
    return sp.ImmutableMatrix(len(rows), cols, [entry for row in rows for entry in row])


def _kronecker(a: sp.MatrixBase, b: sp.MatrixBase) -> sp.MatrixBase:
    rows, cols = b.shape
    return sp.ImmutableMatrix(
        a.rows * rows,
        a.cols * cols,
        lambda i, j: a[i // rows, j // cols] * b[i % rows, j % cols],
    )
