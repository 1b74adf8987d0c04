"""Calculus of block matrices whose block sizes are symbols.

Expressions are sympy's own matrix expressions (BlockMatrix, MatMul, MatAdd, Transpose,
KroneckerProduct, Identity, ZeroMatrix, OneMatrix) and `SumZeroBasis`. What the rules do not
reduce is left as it is.
"""

from collections.abc import Iterable
from functools import lru_cache, reduce

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra.block_matrices import grid, products
from spectra.block_matrices.grid import Grid
from spectra.block_matrices.partitions import Sizes, refine
from spectra.block_matrices.sum_zero_basis import SumZeroBasis, require_matrix
from spectra.errors import NotReducibleError


def normal_form(expr: sp.MatrixExpr) -> sp.MatrixExpr:
    """Rewrite a matrix expression by the rules of the calculus.

    Parameters
    ----------
    expr : sympy.MatrixExpr
        Any shape; sizes may be symbols.

    Returns
    -------
    sympy.MatrixExpr
        A sum of scalar multiples of products, or a BlockMatrix of such sums; `expr` itself where
        the rules do not apply. Always equal to `expr`.

    Examples
    --------
    >>> from sympy import Symbol
    >>> m = Symbol("m", integer=True, positive=True)
    >>> normal_form(SumZeroBasis(m) * SumZeroBasis(m).T)
    (-1/m)*1 + I
    """
    require_matrix("expr", expr)
    expr = sp.sympify(expr)
    try:
        return to_matrix(to_grid(expr))
    except NotReducibleError:
        return expr


def block_diagonal(values: Iterable[sp.Expr], sizes: Iterable[sp.Expr]) -> sp.BlockMatrix:
    """Block diagonal matrix with a multiple of the identity for each value and size."""
    sizes = tuple(sizes)
    blocks = [
        [_multiple(x, a) if i == j else sp.ZeroMatrix(a, b) for j, b in enumerate(sizes)]
        for i, (x, a) in enumerate(zip(values, sizes, strict=True))
    ]
    return sp.BlockMatrix(blocks)


def _multiple(x: sp.Expr, size: sp.Expr) -> sp.MatrixExpr:
    """Multiple of the identity; as it is typed where sympy would ask whether the factor is 0."""
    return sp.MatMul(x, sp.Identity(size)) if x.free_symbols else x * sp.Identity(size)


@lru_cache(maxsize=1024)
def to_grid(expr: sp.MatrixExpr) -> Grid:
    """Grid of a matrix expression; raises NotReducibleError where the rules do not apply."""
    if isinstance(expr, sp.BlockMatrix):
        return _from_blocks(expr)
    if isinstance(expr, sp.MatrixBase):
        return _from_explicit(expr)
    if isinstance(expr, sp.MatAdd):
        return reduce(grid.add, (to_grid(a) for a in expr.args))
    if isinstance(expr, sp.MatMul):
        scalar, factors = expr.as_coeff_matrices()
        return grid.scale(scalar, reduce(grid.multiply, (to_grid(f) for f in factors)))
    if isinstance(expr, sp.MatPow) and isinstance(expr.exp, sp.Integer) and expr.exp > 0:
        return reduce(grid.multiply, [to_grid(expr.base)] * int(expr.exp))
    if isinstance(expr, sp.Transpose):
        return grid.transpose(to_grid(expr.arg))
    if isinstance(expr, KroneckerProduct):
        return reduce(_kronecker, (to_grid(a) for a in expr.args))
    return _one_block(expr.rows, expr.cols, _atom(expr))


def _one_block(rows: sp.Expr, cols: sp.Expr, terms: products.Terms) -> Grid:
    return Grid((products.size(rows),), (products.size(cols),), ((terms,),))


def _atom(expr: sp.MatrixExpr) -> products.Terms:
    """Terms of an expression that is not built from others; unknown ones are kept whole."""
    rows, cols = products.size(expr.rows), products.size(expr.cols)
    if isinstance(expr, sp.ZeroMatrix):
        return {}
    if isinstance(expr, sp.Identity):
        return {products.single(products.Chain(rows, rows)): sp.S.One}
    if isinstance(expr, sp.OneMatrix):
        return {products.single(products.ones(rows, cols)): sp.S.One}
    atom = SumZeroBasis(rows) if isinstance(expr, SumZeroBasis) else expr
    return {(products.Chain(rows, cols, (atom,)),): sp.S.One}


def _from_explicit(matrix: sp.MatrixBase) -> Grid:
    """Every entry becomes a block of its own."""
    unit: products.Product = ()
    cells = tuple(
        tuple({unit: matrix[i, j]} if matrix[i, j] != 0 else {} for j in range(matrix.cols))
        for i in range(matrix.rows)
    )
    return Grid((sp.S.One,) * matrix.rows, (sp.S.One,) * matrix.cols, cells)


def _from_blocks(expr: sp.BlockMatrix) -> Grid:
    """Join the grids of the blocks, which may be grids of several blocks themselves."""
    blocks = [
        [to_grid(block) for block in row if block.cols != 0]
        for row in expr.blocks.tolist()
        if row[0].rows != 0
    ]
    done = False
    while not done:  # cutting one block may cut its neighbours
        heights = [reduce(refine, (b.row_sizes for b in row)) for row in blocks]
        widths = [reduce(refine, (b.col_sizes for b in col)) for col in zip(*blocks, strict=True)]
        fitted = [
            [grid.cut(b, h, w) for b, w in zip(row, widths, strict=True)]
            for row, h in zip(blocks, heights, strict=True)
        ]
        done, blocks = fitted == blocks, fitted
    cells = [
        tuple(cell for block in row for cell in block.cells[i])
        for row in blocks
        for i in range(len(row[0].row_sizes))
    ]
    rows: Sizes = sum((row[0].row_sizes for row in blocks), ())
    return Grid(rows, sum((b.col_sizes for b in blocks[0]), ()), tuple(cells))


def _kronecker(a: Grid, b: Grid) -> Grid:
    """Kronecker product; the right factor has to be a single block."""
    if len(b.row_sizes) > 1 or len(b.col_sizes) > 1:
        raise NotReducibleError("the right factor of a Kronecker product has several blocks")
    ((right,),) = b.cells
    cells = tuple(tuple(_kronecker_cells(cell, right) for cell in row) for row in a.cells)
    return Grid(
        tuple(products.size(r * b.row_sizes[0]) for r in a.row_sizes),
        tuple(products.size(c * b.col_sizes[0]) for c in a.col_sizes),
        cells,
    )


def _kronecker_cells(left: products.Terms, right: products.Terms) -> products.Terms:
    return products.collect(
        (products.kronecker_products(v, w), x * y)
        for v, x in left.items()
        for w, y in right.items()
    )


def to_matrix(a: Grid) -> sp.MatrixExpr:
    """Sympy expression of a grid, as one block where it is a multiple of 0 or I."""
    rows, cols = products.size(sum(a.row_sizes)), products.size(sum(a.col_sizes))
    if not any(cell for row in a.cells for cell in row):
        return sp.ZeroMatrix(rows, cols)
    if (factor := _identity_factor(a)) is not None:
        return factor * sp.Identity(rows)
    blocks = [
        [_cell_matrix(cell, r, c) for cell, c in zip(row, a.col_sizes, strict=True)]
        for row, r in zip(a.cells, a.row_sizes, strict=True)
    ]
    return blocks[0][0] if len(blocks) == len(blocks[0]) == 1 else sp.BlockMatrix(blocks)


def _cell_matrix(cell: products.Terms, rows: sp.Expr, cols: sp.Expr) -> sp.MatrixExpr:
    if not cell:
        return sp.ZeroMatrix(rows, cols)
    terms = [c * products.product_to_matrix(w) for w, c in cell.items()]
    return terms[0] if len(terms) == 1 else sp.MatAdd(*terms)


def _identity_factor(a: Grid) -> sp.Expr | None:
    """The scalar c where the grid is c·I, else None."""
    if a.row_sizes != a.col_sizes:
        return None
    factors = set()
    for i, (row, side) in enumerate(zip(a.cells, a.row_sizes, strict=True)):
        identity: products.Product = products.single(products.Chain(side, side))
        if row[i].keys() != {identity} or any(cell for j, cell in enumerate(row) if j != i):
            return None
        factors.add(row[i][identity])
    return factors.pop() if len(factors) == 1 else None
