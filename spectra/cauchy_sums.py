"""The sums Σ_g m_g / (d_g - μ)^q, q = 1, 2, 3, at one point in each gap between the poles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spectra.arrays import Array, Indices

ENTRIES = 2**16


class CauchySums:
    """Sums at points given relative to a pole.

    Parameters
    ----------
    poles, weights : numpy.ndarray, shape (G,)
        d_g, strictly ascending, and m_g > 0.
    """

    def __init__(self, poles: Array, weights: Array) -> None:
        self.poles, self.weights = poles, weights

    def __call__(self, rows: Indices, base: Indices, offset: Array) -> tuple[Array, Array, Array]:
        """Sums at μ = poles[base] + offset, where μ is between poles[rows] and poles[rows + 1]."""
        sums = np.empty((3, rows.size))
        height = max(1, ENTRIES // self.poles.size)
        for a in range(0, rows.size, height):
            part = slice(a, a + height)
            inverse = self.poles - self.poles[base[part], None]
            inverse -= offset[part, None]
            np.reciprocal(inverse, out=inverse)
            power = inverse.copy()
            for q in range(3):
                sums[q, part] = power @ self.weights
                power *= inverse
        return sums[0], sums[1], sums[2]
