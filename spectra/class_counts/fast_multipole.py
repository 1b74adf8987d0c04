"""The sums Σ_g m_g / (d_g - μ)^q, q = 1, 2, 3, at one point in each gap between the poles.

The near poles are summed directly; what distant ones add is one polynomial for each block of gaps,
a fast multipole method on the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices

TERMS: Final = 20
"""Of a polynomial. A pole is distant from an interval where the space between them is at least the
interval's length: the Chebyshev series of 1/(d - μ) then falls by 3 + √8 with each term."""

ENTRIES: Final = 3 * 2**13
"""Gaps times near poles of a block, at most."""

_COSINES: Final = np.cos(np.pi * (np.arange(TERMS) + 0.5) / TERMS)
_DEGREES: Final = np.arange(TERMS)
_TO_SERIES: Final = np.cos(np.arccos(_COSINES) * _DEGREES[:, None]) * 2 / TERMS
_TO_SERIES[0] /= 2


class Block(NamedTuple):
    """Gaps `first` to `last` (exclusive), which span an interval that the poles bound.

    Of all poles, `near` to `end` (exclusive) are near the interval; `series` has the Chebyshev
    coefficients, on the interval, of the sum over all others.
    """

    first: int
    last: int
    near: int
    end: int
    series: Array


def find_blocks(poles: Array, weights: Array) -> Iterator[Block]:
    """Blocks of neighbouring gaps, ascending.

    An interval is halved until the near poles are few. Its halves inherit the polynomial, and add
    the poles that have become distant: on each level of halving every pole is looked at by a few
    intervals only.
    """
    gaps = poles.size - 1
    stack = [Block(0, gaps, 0, poles.size, np.zeros(TERMS))]
    while stack:
        block = stack.pop()
        count = block.last - block.first
        if count == 1 or count * (block.end - block.near) <= ENTRIES:
            yield block
            continue
        middle = (poles[block.first] + poles[block.last]) / 2
        cut = int(np.searchsorted(poles, middle))
        cut = min(max(cut, block.first + 1), block.last - 1)
        stack.append(_part(block, cut, block.last, poles, weights))
        stack.append(_part(block, block.first, cut, poles, weights))


def _part(whole: Block, first: int, last: int, poles: Array, weights: Array) -> Block:
    """Block of some of the gaps of another one."""
    left, length = poles[first], poles[last] - poles[first]
    near, end = np.searchsorted(poles, [left - length, poles[last] + length])
    near, end = max(int(near), whole.near), min(int(end), whole.end)
    nodes = length / 2 * (1 + _COSINES)  # from the left end
    begin = poles[whole.first]
    half = (poles[whole.last] - begin) / 2
    values = chebyshev(((left - begin) + nodes) / half - 1) @ whole.series
    for a, b in ((whole.near, near), (end, whole.end)):
        for i in range(a, b, ENTRIES // TERMS):
            part = slice(i, min(i + ENTRIES // TERMS, b))
            values += (1 / ((poles[part] - left) - nodes[:, None])) @ weights[part]
    return Block(first, last, near, end, _TO_SERIES @ values)


def chebyshev(u: Array) -> Array:
    """Chebyshev polynomials T_0, T_1, … at points of [-1, 1], shape ``(len(u), TERMS)``."""
    values: Array = np.cos(np.arccos(np.clip(u, -1, 1))[:, None] * _DEGREES)
    return values


class FarField:
    """The polynomials of all blocks, with the first and half the second derivative.

    Parameters
    ----------
    poles : numpy.ndarray, shape (G,)
        Strictly ascending.
    found : list of Block
        Ascending, together all gaps.
    """

    def __init__(self, poles: Array, found: list[Block]) -> None:
        first = np.array([b.first for b in found])
        last = np.array([b.last for b in found])
        self._left = poles[first]
        self._half = (poles[last] - self._left) / 2
        self._block = np.repeat(np.arange(len(found)), last - first)
        self._poles = poles
        series = np.zeros((TERMS, 3, len(found)))
        series[:, 0] = np.transpose([b.series for b in found])
        series[:-1, 1] = np.polynomial.chebyshev.chebder(series[:, 0]) / self._half
        series[:-2, 2] = np.polynomial.chebyshev.chebder(series[:-1, 1]) / (2 * self._half)
        self._series = series

    def __call__(self, gaps: Indices, base: Indices, offset: Array) -> Array:
        """Sums with powers 1, 2, 3 over the poles distant from a gap's block, shape ``(3, n)``.

        The arguments are those of `CauchySums`.
        """
        block = self._block[gaps]
        u = ((self._poles[base] - self._left[block]) + offset) / self._half[block] - 1
        older: Array = np.zeros((3, gaps.size))
        newer: Array = self._series[-1][:, block]
        for n in range(TERMS - 2, 0, -1):  # Clenshaw
            older, newer = newer, self._series[n][:, block] + 2 * u * newer - older
        sums: Array = self._series[0][:, block] + u * newer - older
        return sums


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
