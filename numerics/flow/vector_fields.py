"""The vector fields of the full flow, paper Eq. (18) with the sign that descends.

``SampleFlow`` is the equation as it stands, on W (k, d) and H (d, n).

``FactorFlow`` is the same flow with few columns. Write every feature as class mean plus
deviation, h = h̄_c + e. With A = √n_c h̄_c and S_g = Σ e eᵀ over the samples of weight ω_g,

    Ẇ  = (M - WA) Ω Aᵀ - W Σ_g ω_g S_g,   Ȧ = Wᵀ (M - WA) Ω,   Ṡ_g = -ω_g (WᵀW S_g + S_g WᵀW)

because Σ e = 0 within a class removes the cross terms, and e itself obeys ė = -ω WᵀW e. A factor
T_g with S_g = T_g T_gᵀ obeys Ṫ_g = -ω_g WᵀW T_g: it is a few more columns of A, with target 0.
WᵀW - AAᵀ - Σ_g S_g = C does not move, so that one S_g need not be followed: with its weight ω_0

    Ẇ = M Ω Aᵀ - W (A (Ω - ω_0) Aᵀ + ω_0 (WᵀW - C)).

Each block of coordinates (rows of W and columns of A tied together by a non-zero of M) carries
a log-scale c of its own: the stored numbers are W e^{-c} and A e^{-c}. A mode still at e^{-δ}
then keeps its full relative precision while another one is of order one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices


@dataclass(frozen=True, eq=False)
class SampleFlow:
    """Eq. (18) sample by sample: ``target`` is Z (k, n), ``omega`` the sample weights (n,).

    With weight decay, ``decay`` of W and of H, it is Ẇ - λ_W W and Ḣ - λ_H H.
    """

    target: Array
    omega: Array
    width: int
    decay: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def block_of(self) -> Indices:
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

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The vector field; the log-scale is always 0 here."""
        del scales
        ours, theirs = self.decay

        def field(x: Array) -> Array:
            w, h = self.split(x)
            pull = (self.target - w @ h) * self.omega
            return np.concatenate(
                [(pull @ h.T - ours * w).ravel(), (w.T @ pull - theirs * h).ravel()]
            )

        return field


@dataclass(frozen=True, eq=False)
class FactorFlow:
    """The reduced flow in block coordinates, of one start or of many at once.

    Attributes
    ----------
    target : ndarray, shape (p, q)
        M in the chosen coordinates; zero outside the blocks, and in the columns of deviations.
    omega : ndarray, shape (q,)
        Weight of every right coordinate: Ω is diagonal in them.
    rows, columns : ndarray of int, shapes (p,) and (q,)
        Block of every left and right coordinate.
    width : int
        Hidden width d.
    base : float
        The weight ω_0 whose deviations are not followed.
    constant : ndarray, shape (..., d, d)
        The conserved C, at its true size.
    batch : tuple of int
        () for one start, (B,) for B of them.
    """

    target: Array
    omega: Array
    rows: Indices
    columns: Indices
    width: int
    base: float
    constant: Array
    batch: tuple[int, ...] = ()

    @cached_property
    def num_blocks(self) -> int:
        """Blocks of coordinates."""
        return int(max(self.rows.max(), self.columns.max())) + 1

    @cached_property
    def block_of(self) -> Indices:
        """Block of every component of the state; each start has blocks of its own."""
        starts = np.arange(math.prod(self.batch), dtype=np.intp)[:, None] * self.num_blocks
        row, column = np.repeat(self.rows, self.width), np.tile(self.columns, self.width)
        return np.concatenate([(starts + row).ravel(), (starts + column).ravel()])

    @cached_property
    def fading(self) -> npt.NDArray[np.bool_]:
        """Blocks, of all starts, that do not grow: what the labels do not see."""
        growing = [self.rows[rows[0]] for rows, *_ in self.linear_parts]
        alone = ~np.isin(np.arange(self.num_blocks), growing)
        return np.tile(alone, math.prod(self.batch))

    @cached_property
    def linear_parts(self) -> tuple[tuple[Indices, Indices, Array, Array, Array], ...]:
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

    @cached_property
    def slowest(self) -> float:
        """Smallest growth rate at the origin: no mode that is learned relaxes more slowly."""
        rates = np.concatenate([part[3] for part in self.linear_parts])
        return float(rates[rates > 1e-9 * self.speed].min())

    @cached_property
    def fastest(self) -> float:
        """About the fastest rate of decay: ω(|W|² + |A|²) at rest, where WᵀW - AAᵀ is near C."""
        excess = np.max(np.linalg.norm(self.constant, 2, axis=(-2, -1)))
        return 2 * self.speed + float(self.omega.max() * excess)

    def split(self, x: Array) -> tuple[Array, Array]:
        """View a state as W (..., p, d) and A (..., d, q)."""
        cut, w_shape, a_shape = self._layout
        return x[:cut].reshape(w_shape), x[cut:].reshape(a_shape)

    @cached_property
    def _layout(self) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
        """Components of W in a state, and the shapes of W and A."""
        (p, q), d = self.target.shape, self.width
        return math.prod(self.batch) * p * d, (*self.batch, p, d), (*self.batch, d, q)

    def deviations(self, w: Array, a: Array) -> Array:
        """Second moment of the deviations not followed, from the conserved quantity."""
        return np.asarray(_t(w) @ w - a @ _t(a) - self.constant)

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The vector field at fixed log-scales, one per block (and start)."""
        squares = np.exp(2 * scales).reshape(*self.batch, self.num_blocks)
        row_scale = squares[..., None, self.rows]
        other = np.flatnonzero(self.omega != self.base)
        if len(other) and other[-1] - other[0] + 1 == len(other):
            followed: Indices | slice = slice(int(other[0]), int(other[-1]) + 1)
        else:
            followed = other
        excess = (self.omega - self.base)[other] * squares[..., None, self.columns[other]]
        drive, base, omega = self.target * self.omega, self.base, self.omega
        still = base * self.constant

        def field(x: Array) -> Array:
            w, a = self.split(x)
            result = np.empty_like(x)
            dw, da = self.split(result)
            w_t = _t(w)
            gram = (w_t * row_scale) @ w
            moment = gram * base
            moment -= still
            if len(other):
                part = a[..., followed]
                moment += (excess * part) @ _t(part)
            np.matmul(drive, _t(a), out=dw)
            dw -= w @ moment
            np.matmul(w_t, drive, out=da)
            da -= gram @ (a * omega)
            return result

        return field


def _t(matrices: Array) -> Array:
    return matrices.T if matrices.ndim == 2 else np.swapaxes(matrices, -1, -2)
