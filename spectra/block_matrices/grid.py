"""Grids: matrices cut into blocks of symbolic size, each block a sum of products."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import sympy as sp

from spectra.block_matrices.partitions import Sizes, cut_cell, refine, spread, take
from spectra.block_matrices.products import (
    Product,
    Terms,
    collect,
    multiply_products,
    transpose_product,
)

Cells = tuple[tuple[Terms, ...], ...]


@dataclass(frozen=True)
class Grid:
    """Blocks `cells[i][j]` of shape ``(row_sizes[i], col_sizes[j])``."""

    row_sizes: Sizes
    col_sizes: Sizes
    cells: Cells


def transpose(a: Grid) -> Grid:
    """Transpose of a grid."""
    cells = tuple(
        tuple({transpose_product(w): c for w, c in row[j].items()} for row in a.cells)
        for j in range(len(a.col_sizes))
    )
    return Grid(a.col_sizes, a.row_sizes, cells)


def scale(factor: sp.Expr, a: Grid) -> Grid:
    """Scalar multiple of a grid."""
    return Grid(
        a.row_sizes,
        a.col_sizes,
        tuple(tuple(_scaled(factor, cell) for cell in row) for row in a.cells),
    )


def _scaled(factor: sp.Expr, cell: Terms) -> Terms:
    return collect((product, factor * c) for product, c in cell.items())


def _sum(cells: Iterable[Terms]) -> Terms:
    return collect(item for cell in cells for item in cell.items())


def _products(row: Iterable[Terms], column: Iterable[Terms]) -> Iterator[tuple[Product, sp.Expr]]:
    """Terms of the product of a row of blocks by a column of blocks."""
    for a, b in zip(row, column, strict=True):
        for left, x in a.items():
            for right, y in b.items():
                yield from ((w, x * y * factor) for w, factor in multiply_products(left, right))


def add(a: Grid, b: Grid) -> Grid:
    """Sum of two grids of the same shape, cut alike first."""
    a, b = alike(a, b)
    cells = tuple(
        tuple(_sum(pair) for pair in zip(*both, strict=True))
        for both in zip(a.cells, b.cells, strict=True)
    )
    return Grid(a.row_sizes, a.col_sizes, cells)


def alike(a: Grid, b: Grid) -> tuple[Grid, Grid]:
    """Cut two grids of the same shape to the same partition."""
    while (a.row_sizes, a.col_sizes) != (b.row_sizes, b.col_sizes):
        rows, cols = refine(a.row_sizes, b.row_sizes), refine(a.col_sizes, b.col_sizes)
        a, b = cut(a, rows, cols), cut(b, rows, cols)
    return a, b


def multiply(a: Grid, b: Grid) -> Grid:
    """Product of two grids, cut alike along the inner dimension first."""
    while a.col_sizes != b.row_sizes:
        inner = refine(a.col_sizes, b.row_sizes)
        a, b = cut(a, a.row_sizes, inner), cut(b, inner, b.col_sizes)
    columns = tuple(zip(*b.cells, strict=True))
    cells = tuple(tuple(collect(_products(r, c)) for c in columns) for r in a.cells)
    return Grid(a.row_sizes, b.col_sizes, cells)


def cut(a: Grid, rows: Sizes, cols: Sizes) -> Grid:
    """Cut the blocks of a grid at least as finely as asked.

    An identity block has to be cut on both sides, so the result may be finer than asked.
    """
    row_cuts, col_cuts = take(rows, a.row_sizes), take(cols, a.col_sizes)
    row_cuts, col_cuts = spread(a.cells, row_cuts, col_cuts)
    cells: list[tuple[Terms, ...]] = []
    for i, parts in enumerate(row_cuts):
        pieces = [cut_cell(a.cells[i][j], parts, col_cuts[j]) for j in range(len(col_cuts))]
        cells.extend(
            tuple(cell for piece in pieces for cell in piece[p]) for p in range(len(parts))
        )
    return Grid(sum(row_cuts, ()), sum(col_cuts, ()), tuple(cells))
