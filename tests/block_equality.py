"""Whether matrix expressions of symbolic size are equal, by their blocks."""

import sympy as sp

from spectra import NotReducibleError
from spectra.block_matrices import grid, products
from spectra.block_matrices.normal_form import to_grid
from spectra.block_matrices.radicals import same


def blocks_equal(a: sp.MatrixExpr, b: sp.MatrixExpr) -> bool | None:
    """Whether two matrix expressions are equal for all values of their symbols.

    Returns
    -------
    bool or None
        True: proved by rewriting. False: the shapes differ. None: unknown.
    """
    if any(products.size(x - y).is_nonzero for x, y in zip(a.shape, b.shape, strict=True)):
        return False
    try:
        left, right = grid.alike(to_grid(a), to_grid(b))
    except NotReducibleError:
        return None
    equal = all(
        x.keys() == y.keys() and all(same(x[w], y[w]) for w in x)
        for r, s in zip(left.cells, right.cells, strict=True)
        for x, y in zip(r, s, strict=True)
    )
    return True if equal else None
