"""The vector fields of the full flow, paper Eq. (18) with the sign that descends.

``SampleFlow`` is the equation as it stands, on W (k, d) and H (d, n).

``FactorFlow`` is the same flow on orthonormal left and right coordinates chosen so that slow
modes do not mix with fast ones. Its columns are classes, not samples: write every feature as
class mean plus deviation, h = h̄_c + e. With A = √n_c h̄_c the loss gradients become

    Ẇ  = (M - WA) Ω Aᵀ - W Σ_g ω_g S_g        S_g = Σ e eᵀ over the samples of weight ω_g
    Ȧ  = Wᵀ (M - WA) Ω
    Ṡ_g = -ω_g (WᵀW S_g + S_g WᵀW)

because Σ e = 0 within a class removes the cross terms, and e itself obeys ė = -ω WᵀW e.

Each block of coordinates (rows of W and columns of A tied together by a non-zero of M) carries
a log-scale c of its own: the stored numbers are W e^{-c} and A e^{-c}. A mode still at e^{-δ}
then keeps its full relative precision while another one is of order one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Callable

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]


class Flow(Protocol):
    """What the integrator needs to know of a flow.

    1. ``velocity(scales)`` is the autonomous vector field for fixed log-scales.
    2. ``block_of`` names, for every component of the state, the block it is measured against:
       a tolerance is relative to the norm of the block.
    3. ``speed`` is the fastest growth rate at the origin: the clock of the flow.
    """

    @property
    def block_of(self) -> Index:
        """Block of every component."""
        ...

    @property
    def speed(self) -> float:
        """Fastest growth rate at the origin."""
        ...

    def velocity(self, scales: Array) -> Callable[[float, Array], Array]:
        """Vector field at fixed log-scales of the blocks."""
        ...


@dataclass(frozen=True, eq=False)
class SampleFlow:
    """Eq. (18) sample by sample: ``target`` is Z (k, n), ``omega`` the sample weights (n,)."""

    target: Array
    omega: Array
    width: int

    @cached_property
    def block_of(self) -> Index:
        """One block: nothing is known of which coordinates are slow."""
        return np.zeros(sum(self.target.shape) * self.width, dtype=np.intp)

    @cached_property
    def speed(self) -> float:
        """Largest singular value of ZΩ."""
        return float(np.linalg.norm(self.target * self.omega, 2))

    def split(self, x: Array) -> tuple[Array, Array]:
        """View a state as W (k, d) and H (d, n)."""
        k, n = self.target.shape
        return x[: k * self.width].reshape(k, -1), x[k * self.width :].reshape(-1, n)

    def velocity(self, scales: Array) -> Callable[[float, Array], Array]:
        """The vector field; the log-scale is always 0 here."""
        del scales

        def field(_: float, x: Array) -> Array:
            w, h = self.split(x)
            pull = (self.target - w @ h) * self.omega
            return np.concatenate([(pull @ h.T).ravel(), (w.T @ pull).ravel()])

        return field


@dataclass(frozen=True, eq=False)
class FactorFlow:
    """The reduced flow in block coordinates.

    Attributes
    ----------
    target : ndarray, shape (p, q)
        M in the chosen coordinates; zero outside the blocks.
    omega : ndarray, shape (q,)
        Weight of every right coordinate: Ω is diagonal in them.
    rows, columns : ndarray of int, shapes (p,) and (q,)
        Block of every left and right coordinate.
    pools : ndarray, shape (s,)
        Weights ω_g of the within-class moments S_g; empty if there are none.
    width : int
        Hidden width d.
    """

    target: Array
    omega: Array
    rows: Index
    columns: Index
    pools: Array
    width: int

    @cached_property
    def num_blocks(self) -> int:
        """Blocks of coordinates; the moments S_g come after them."""
        return int(max(self.rows.max(), self.columns.max())) + 1

    @cached_property
    def block_of(self) -> Index:
        """Block of every component of the state."""
        moments = self.num_blocks + np.arange(len(self.pools))
        return np.concatenate(
            [
                np.repeat(self.rows, self.width),
                np.tile(self.columns, self.width),
                np.repeat(moments, self.width**2),
            ]
        )

    @cached_property
    def linear_parts(self) -> tuple[tuple[Index, Index, Array, Array, Array], ...]:
        """Per block that can grow: rows, columns and the singular triple of (MΩ) there."""
        parts = []
        for block in range(self.num_blocks):
            r, c = np.flatnonzero(self.rows == block), np.flatnonzero(self.columns == block)
            if len(r) and len(c):
                p, s, qt = np.linalg.svd((self.target * self.omega)[np.ix_(r, c)], False)
                parts.append((r, c, p, s, qt.T))
        return tuple(parts)

    @cached_property
    def speed(self) -> float:
        """Largest growth rate at the origin."""
        return float(max(part[3][0] for part in self.linear_parts))

    def split(self, x: Array) -> tuple[Array, Array, Array]:
        """View a state as W (p, d), A (d, q) and S (s, d, d)."""
        p, q, d = *self.target.shape, self.width
        w, a = x[: p * d].reshape(p, d), x[p * d : (p + q) * d].reshape(d, q)
        return w, a, x[(p + q) * d :].reshape(-1, d, d)

    def velocity(self, scales: Array) -> Callable[[float, Array], Array]:
        """The vector field at fixed log-scales (one per block, then one per moment)."""
        row_scale = np.exp(2 * scales[self.rows])[:, None]
        column_scale = self.omega * np.exp(2 * scales[self.columns])
        pool_scale = self.pools * np.exp(scales[self.num_blocks :])
        drive = self.target * self.omega

        def field(_: float, x: Array) -> Array:
            w, a, s = self.split(x)
            left_gram = (row_scale * w).T @ w
            right_moment = (a * column_scale) @ a.T + np.tensordot(pool_scale, s, 1)
            dw = drive @ a.T - w @ right_moment
            da = w.T @ drive - left_gram @ (a * self.omega)
            half = self.pools[:, None, None] * (left_gram @ s)
            ds = -(half + np.swapaxes(half, 1, 2))
            return np.concatenate([dw.ravel(), da.ravel(), ds.ravel()])

        return field
