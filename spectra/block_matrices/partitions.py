"""Partitions of a dimension into symbolic block sizes, and cutting grids to fit them."""

import itertools
from collections.abc import Sequence
from typing import Final, TypeAlias

import sympy as sp

from spectra.block_matrices.products import Chain, Product, Terms, collect, ones, single, size
from spectra.errors import NotReducibleError

MAX_PARTS: Final = 2000
"""Finest partition that is tried, so that every rewriting ends."""

Sizes: TypeAlias = tuple[sp.Expr, ...]
Atoms: TypeAlias = tuple[sp.MatrixExpr, ...]


def refine(a: Sizes, b: Sizes) -> Sizes:
    """Coarsest partition that is finer than both; both must have the same total."""
    left, right = list(a), list(b)
    parts: list[sp.Expr] = []
    while left and right:
        if len(parts) > MAX_PARTS:
            raise NotReducibleError(f"cutting {a} and {b} alike takes more than {MAX_PARTS} blocks")
        if left[0] == right[0]:
            parts.append(left.pop(0))
            right.pop(0)
            continue
        longer, shorter = (left, right) if _is_longer(left, right) else (right, left)
        part = shorter.pop(0)
        parts.append(part)
        longer[0] = size(longer[0] - part)
    if any(s != 0 for s in left + right):
        raise NotReducibleError(f"the block sizes {a} and {b} do not add up to the same")
    return tuple(parts)


def _is_longer(left: Sequence[sp.Expr], right: Sequence[sp.Expr]) -> bool:
    """Whether the first part of `left` is provably the longer one."""
    difference = size(left[0] - right[0])
    if difference.is_positive or (len(left) == 1 and len(right) > 1):
        return True
    if difference.is_negative or (len(right) == 1 and len(left) > 1):
        return False
    raise NotReducibleError(f"cannot tell which of the block sizes {left[0]} and {right[0]} fits")


def take(sizes: Sequence[sp.Expr], totals: Sequence[sp.Expr]) -> list[Sizes]:
    """Group the parts of a finer partition by the parts of the coarser one."""
    remaining, groups = list(sizes), []
    for total in totals:
        group = [remaining.pop(0)]
        while (missing := size(total - sum(group))) != 0:
            if not remaining:
                raise NotReducibleError(f"{missing} rows or columns are left over")
            group.append(remaining.pop(0))
        groups.append(tuple(group))
    return groups


def spread(
    cells: Sequence[Sequence[Terms]], rows: list[Sizes], cols: list[Sizes]
) -> tuple[list[Sizes], list[Sizes]]:
    """Refine the cuts until every identity block is cut the same way on both sides."""
    changed = True
    while changed:
        changed = False
        for i, j in itertools.product(range(len(rows)), range(len(cols))):
            if rows[i] != cols[j] and any(_is_identity(product) for product in cells[i][j]):
                rows[i] = cols[j] = refine(rows[i], cols[j])
                changed = True
    return rows, cols


def cut_cell(cell: Terms, rows: Sizes, cols: Sizes) -> list[list[Terms]]:
    """Cut one block into ``len(rows)`` by ``len(cols)`` blocks."""
    if len(rows) == len(cols) == 1:
        return [[cell]]
    return [[_cut_out(cell, rows, cols, i, j) for j in range(len(cols))] for i in range(len(rows))]


def _cut_out(cell: Terms, rows: Sizes, cols: Sizes, i: int, j: int) -> Terms:
    """Block (i, j) of a sum of products that is cut; products may become equal (size 1)."""
    pieces = ((_piece(product, rows, cols, i, j), c) for product, c in cell.items())
    return collect((product, c) for product, c in pieces if product is not None)


def _is_identity(product: Product) -> bool:
    return len(product) == 1 and not product[0].atoms


def _piece(product: Product, rows: Sizes, cols: Sizes, i: int, j: int) -> Product | None:
    """Block (i, j) of a product that is cut; None where it vanishes."""
    if len(product) != 1:
        raise NotReducibleError("a Kronecker product cannot be cut")
    (chain,) = product
    if not chain.atoms:
        return single(Chain(rows[i], rows[i])) if i == j else None
    atoms = chain.atoms
    if len(rows) > 1:
        atoms = ones(rows[i], sp.S.One).atoms + _without(atoms, 0, chain.rows)
    if len(cols) > 1:
        atoms = _without(atoms, -1, chain.cols) + ones(sp.S.One, cols[j]).atoms
    return single(Chain(rows[i], cols[j], atoms))


def _without(atoms: Atoms, end: int, length: sp.Expr) -> Atoms:
    """Drop the vector of ones at one end of a chain; only such a chain can be cut."""
    vector = atoms[end] if atoms else None
    expected = sp.OneMatrix(length, 1) if end == 0 else sp.OneMatrix(1, length)
    if vector != expected:
        raise NotReducibleError(f"{vector} cannot be cut into blocks")
    return atoms[1:] if end == 0 else atoms[:-1]
