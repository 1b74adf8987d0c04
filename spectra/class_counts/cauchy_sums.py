"""The sums Σ_g m_g / (d_g - μ)^q, q = 1, 2, 3, at one point in each gap between the poles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from spectra.class_counts.fast_multipole import FarField, find_blocks

if TYPE_CHECKING:
    from collections.abc import Callable

    from spectra.labels.array_inputs import Array, Indices


class CauchySums:
    """Sums over the near poles directly, and over the others by a polynomial.

    The error of the first power is that of rounding, relative to Σ_g m_g / |d_g - μ|.

    Parameters
    ----------
    poles, weights : numpy.ndarray, shape (G,)
        d_g, strictly ascending, and m_g > 0.
    advance : callable
        Told the number of gaps that were worked on.
    """

    def __init__(self, poles: Array, weights: Array, advance: Callable[[float], None]) -> None:
        self._poles, self._weights, self._advance = poles, weights, advance
        self._blocks = []
        for block in find_blocks(poles, weights):
            self._blocks.append(block)
            advance(block.last - block.first)
        self._far = FarField(poles, self._blocks)
        self._ends = np.array([b.last for b in self._blocks])

    def __call__(self, gaps: Indices, base: Indices, offset: Array) -> Array:
        """Sums at μ = poles[base] + offset.

        Parameters
        ----------
        gaps : numpy.ndarray of int, shape (n,)
            Ascending; μ is between poles[gaps] and poles[gaps + 1].
        base : numpy.ndarray of int, shape (n,)
            The pole at one end of the gap.
        offset : numpy.ndarray, shape (n,)
            From that pole: differences to all poles are then accurate relative to their size.

        Returns
        -------
        numpy.ndarray, shape (3, n)
        """
        sums = self._far(gaps, base, offset)
        at, first = self._poles[base], 0
        ends = np.searchsorted(gaps, self._ends).tolist()
        for block, last in zip(self._blocks, ends, strict=True):
            if first < last:
                some, near = slice(first, last), slice(block.near, block.end)
                difference = self._poles[near] - at[some, None]
                difference -= offset[some, None]
                _add(difference, self._weights[near], sums[:, some])
                self._advance(last - first)
                first = last
        return sums


def _add(difference: Array, weights: Array, sums: Array) -> None:
    """Add what the poles at these differences give; the differences are overwritten."""
    inverse = np.reciprocal(difference, out=difference)
    sums[0] += inverse @ weights
    power = inverse * inverse
    sums[1] += power @ weights
    power *= inverse
    sums[2] += power @ weights
