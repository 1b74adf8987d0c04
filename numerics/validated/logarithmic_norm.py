"""How fast two solutions can part: the logarithmic norm of a matrix, bounded in balls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from flint import arb

from numerics.validated.arb_tools import euclidean

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


def logarithmic_norm(matrix: list[list[arb]]) -> arb | None:
    """Upper bound of the largest eigenvalue of the symmetric part, over a ball matrix.

    Floating point proposes a value; a Cholesky factorisation in balls proves that it exceeds every
    eigenvalue at the midpoint, or else the Frobenius norm does; the radii are added by Weyl's
    inequality. None if the matrix is not finite.
    """
    d = len(matrix)
    symmetric = [[(matrix[i][j] + matrix[j][i]) / 2 for j in range(d)] for i in range(d)]
    if not all(x.is_finite() for row in symmetric for x in row):
        return None
    middle = [[x.mid() for x in row] for row in symmetric]
    bound = arb(_largest_eigenvalue(np.array([[float(x) for x in row] for row in middle])))
    if not _is_positive([[int(i == j) * bound - middle[i][j] for j in range(d)] for i in range(d)]):
        bound = euclidean([x for row in middle for x in row])
    radius = euclidean([x.rad() for row in symmetric for x in row])
    return arb((bound + radius).upper())


def _largest_eigenvalue(matrix: Array) -> float:
    """A float slightly above it, in all likelihood."""
    scale = float(np.abs(matrix).max())
    # next to entries of 1e-160 LAPACK has been seen to return only three correct digits
    cleaned = np.where(np.abs(matrix) < 1e-30 * scale, 0.0, matrix)
    return float(np.linalg.eigvalsh(cleaned)[-1]) + scale * 2.0**-40


def _is_positive(matrix: list[list[arb]]) -> bool:
    """Whether elimination proves a symmetric ball matrix positive definite."""
    rows = [list(row) for row in matrix]
    for i, pivot_row in enumerate(rows):
        if not pivot_row[i] > 0:
            return False
        for row in rows[i + 1 :]:
            factor = row[i] / pivot_row[i]
            for j in range(i, len(rows)):
                row[j] = row[j] - factor * pivot_row[j]
    return True
