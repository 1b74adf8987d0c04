"""The class-level flow as a Taylor series of matrices.

    W' = EΩAᵀ - WT,   A' = WᵀEΩ,   S_g' = -ω_g (K S_g + S_g K)
    with E = M - WA,  T = Σ ω_g S_g,  K = WᵀW

Coefficient j of a product of two series is a sum of j + 1 matrix products: a row of blocks times a
column of blocks, and so one product of two longer matrices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import arb, arb_mat

if TYPE_CHECKING:
    from numerics.validated.polynomial_field import Series


@dataclass(frozen=True)
class MatrixField:
    """The flow of W (p, d), A (d, q) and moments S_g (d, d).

    Parameters
    ----------
    target : arb_mat
        M, shape (p, q).
    omega : tuple of arb
        Weight of each column of A.
    pools : tuple of arb
        Weight ω_g of each moment; empty if there are none.
    width : int
        d.
    """

    target: arb_mat
    omega: tuple[arb, ...]
    pools: tuple[arb, ...]
    width: int

    @property
    def dimension(self) -> int:
        """Number of entries of W, A and all S_g."""
        p, q, d = self.target.nrows(), self.target.ncols(), self.width
        return int((p + q) * d + len(self.pools) * d * d)

    @property
    def order_per_bit(self) -> float:
        """Order that makes an expansion cheapest, per bit, as its cost grows quadratically."""
        return 0.35

    def taylor(self, start: Sequence[arb], order: int, decay: int = 0) -> Series:
        """Taylor coefficients 0 .. `order` of every entry of the solution through `start`.

        Parameters
        ----------
        start : sequence of arb
            Entries of W, A, S_1, … row by row.
        order, decay : int
            As for :meth:`numerics.validated.polynomial_field.BallField.taylor`; here `decay` saves nothing.
        """
        del decay
        w, a, moments = self.split(start)
        weights = arb_mat([[x if i == j else 0 for j in range(len(self.omega))]
                           for i, x in enumerate(self.omega)])  # fmt: skip
        left, features = _Blocks(w), _Blocks(a)
        left_t, features_t = _Blocks(w.transpose()), _Blocks(a.transpose())
        total, gram = _Blocks(self._weighted(moments)), _Blocks()
        spread, pull = [_Blocks(s) for s in moments], _Blocks()
        coefficients = [list(start)]
        for j in range(order):
            error = -left.convolve(features)
            pull.append((error + self.target if j == 0 else error) * weights)
            speed_w = pull.convolve(features_t) - left.convolve(total)
            speed_a = left_t.convolve(pull)
            gram.append(left_t.convolve(left))
            turned = [gram.convolve(s) for s in spread]
            speed_s = [-x * (y + y.transpose()) for x, y in zip(self.pools, turned, strict=True)]
            w, a, *moments = (speed / (j + 1) for speed in (speed_w, speed_a, *speed_s))
            left.append(w)
            features.append(a)
            left_t.append(w.transpose())
            features_t.append(a.transpose())
            total.append(self._weighted(moments))
            for blocks, s in zip(spread, moments, strict=True):
                blocks.append(s)
            coefficients.append([x for m in (w, a, *moments) for x in m.entries()])
        return [list(terms) for terms in zip(*coefficients, strict=True)]

    def split(self, state: Sequence[arb]) -> tuple[arb_mat, arb_mat, list[arb_mat]]:
        """A flat state as W, A and the moments."""
        p, q, d = self.target.nrows(), self.target.ncols(), self.width
        first, second = p * d, (p + q) * d
        moments = [
            arb_mat(d, d, list(state[second + g * d * d : second + (g + 1) * d * d]))
            for g in range(len(self.pools))
        ]
        return arb_mat(p, d, list(state[:first])), arb_mat(d, q, list(state[first:second])), moments

    def _weighted(self, moments: Sequence[arb_mat]) -> arb_mat:
        zero = arb_mat(self.width, self.width)
        return sum((x * s for x, s in zip(self.pools, moments, strict=True)), zero)


class _Blocks:
    """Coefficients of a matrix series, kept both as a row of blocks and as a column."""

    def __init__(self, *first: arb_mat) -> None:
        self.rows: list[list[arb]] = []  # row i of the latest coefficient, then of the one before
        self.column: list[arb] = []  # entries of the coefficients, row by row, first to last
        self.count, self.width = 0, 0
        for matrix in first:
            self.append(matrix)

    def append(self, matrix: arb_mat) -> None:
        """Add the next coefficient."""
        table = matrix.tolist()
        before = self.rows or [[] for _ in table]
        self.rows = [[*new, *old] for new, old in zip(table, before, strict=True)]
        self.column += [x for row in table for x in row]
        self.count, self.width = self.count + 1, len(table[0])

    def convolve(self, other: _Blocks) -> arb_mat:
        """The coefficient of self · other whose index is that of the last one known of self."""
        inner = len(self.rows[0])
        row = arb_mat(len(self.rows), inner, [x for entries in self.rows for x in entries])
        return row * arb_mat(inner, other.width, other.column[: inner * other.width])
