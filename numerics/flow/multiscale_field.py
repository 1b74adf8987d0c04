"""The field of columns that have a size each: Ẇ = BAᵀ - aW, Ȧ = WᵀB - bA with B = D - P(WA)K.

P and K are symmetric and positive semidefinite. With P^½W, AK^½ and P^{-½}DK^{-½} in place of W, A
and M it is B = P^½(M - WA)K^½: the places of rest are those of the unweighted loss ½‖M - WA‖², at
which WA is the part of M on some of its left singular vectors. With class weights P = I, K = Ω and
D = MΩ.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices

_RESTS = 1e-10  # a change in a growth time this small, beside the size of what changes, is none


@dataclass(frozen=True, eq=False)
class MultiscaleFlow:
    """The flow of Y at fixed D: one block, with a log-scale, per hidden direction.

    Attributes
    ----------
    drive : ndarray, shape (p, q)
        D in B = D - P(WA)K; MΩ for the weighted loss. Its row and column spaces are inside
        those of P and K.
    right : ndarray, shape (q,) or (q, q)
        K, its diagonal if it has no other entries; Ω for the weighted loss.
    width : int
        Number of hidden directions.
    left : ndarray, shape (p, p), optional
        P; the identity if not given.
    fastest : float
        Rate of a start that is larger than the minimum, if it is.
    decay : tuple of float
        Weight decay a of W and b of A.
    """

    drive: Array
    right: Array
    width: int
    left: Array | None = None
    fastest: float = 0.0
    decay: tuple[float, float] = (0.0, 0.0)

    @cached_property
    def block_of(self) -> Indices:
        """Hidden direction of every component."""
        p, q = self.drive.shape
        hidden = np.arange(self.width)
        return np.concatenate([np.tile(hidden, p), np.repeat(hidden, q)])

    @cached_property
    def speed(self) -> float:
        """Largest growth rate at the origin, or the rate of a larger start; 1 where nothing moves."""
        return max(float(np.linalg.norm(self.drive, 2)), self.fastest) or 1.0

    def split(self, x: Array) -> tuple[Array, Array]:
        """View a state as W (p, d) and A (d, q)."""
        cut = len(self.drive) * self.width
        return x[:cut].reshape(-1, self.width), x[cut:].reshape(self.width, -1)

    def join(self, stacked: Array) -> Array:
        """The state of X = (W; Aᵀ)."""
        p = len(self.drive)
        return np.concatenate([stacked[:p].ravel(), stacked[p:].T.ravel()])

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The vector field at fixed log-scales."""
        squares = np.exp(2 * scales)

        def field(x: Array) -> Array:
            w, a = self.split(x)
            pull = self.drive - self.weighted((w * squares) @ a)
            return np.concatenate([(pull @ a.T).ravel(), (w.T @ pull).ravel()])

        if not any(self.decay):
            return field
        p, q = self.drive.shape
        fade = np.repeat(np.array(self.decay), [p * self.width, q * self.width])
        return lambda x: field(x) - fade * x

    @cached_property
    def slowest(self) -> float | None:
        """With decay, about the slowest rate at which it comes to rest."""
        if not any(self.decay):
            return None
        lower, upper = (self.decay[1] - self.decay[0]) / 2, sum(self.decay) / 2
        rates = np.abs(np.hypot(np.linalg.svd(self.drive, compute_uv=False), lower) - upper)
        return float(np.min(rates[rates > 1e-6 * self.speed], initial=self.speed))

    def weighted(self, logits: Array) -> Array:
        """P L K."""
        seen = logits if self.left is None else self.left @ logits
        return times(seen, self.right)

    def pull_at_rest(self, left: Array, right: Array) -> Array | None:
        """B at the saddle that large columns, W (p, c) and A (c, q), belong to.

        None if they are not at rest. Without decay they are if, to six digits, P^½W spans left
        singular vectors of P^{-½}DK^{-½}; with it the saddle has no formula, and B is what it is
        when they move no more.
        """
        if left.shape[1] == 0:
            return self.drive
        if any(self.decay):
            pull = self.drive - self.weighted(left @ right)
            moves = (pull @ right.T - self.decay[0] * left, left.T @ pull - self.decay[1] * right)
            most = _RESTS * self.speed * max(map(np.linalg.norm, (left, right)))
            return pull if max(map(np.linalg.norm, moves)) <= most else None
        half_left, half_right = self._left_roots[0], self._right_roots[0]
        values, vectors = self._eigenvectors
        left = half_left @ left
        norms = np.linalg.norm(left, axis=0)
        if not norms.all():
            return None
        learned, size, _ = np.linalg.svd(left / norms, full_matrices=False)
        learned = learned[:, size > 1e-6]
        found = []
        for cluster in np.split(
            np.arange(len(values)), np.flatnonzero(np.diff(values) > 1e-8 * values[-1]) + 1
        ):
            side, overlap, _ = np.linalg.svd(vectors[:, cluster].T @ learned, full_matrices=False)
            if np.any((overlap > 1e-6) & (overlap < 1 - 1e-6)):
                return None
            found.append(vectors[:, cluster] @ side[:, overlap > 0.5])
        saddle = np.hstack(found)
        return np.asarray(
            self.drive - times(half_left @ saddle @ (saddle.T @ self._plain), half_right)
        )

    @cached_property
    def sharpness(self) -> float:
        """Bound on the rates at which a balanced minimum WA = P⁺DK⁺ attracts."""
        back_left, back_right = self._left_roots[1], self._right_roots[1]
        least = times(back_left @ back_left @ self.drive, times(back_right, back_right))
        return 2 * self.steepness * _norm(least)

    @property
    def steepness(self) -> float:
        """‖P‖‖K‖."""
        return (_norm(self._left_roots[0]) * _norm(self._right_roots[0])) ** 2

    @cached_property
    def _left_roots(self) -> tuple[Array, Array]:
        return _roots(np.eye(len(self.drive)) if self.left is None else self.left)

    @cached_property
    def _right_roots(self) -> tuple[Array, Array]:
        return _roots(self.right)

    @cached_property
    def _plain(self) -> Array:
        """P^{-½}DK^{-½}."""
        return times(self._left_roots[1] @ self.drive, self._right_roots[1])

    @cached_property
    def _eigenvectors(self) -> tuple[Array, Array]:
        values, vectors = np.linalg.eigh(self._plain @ self._plain.T)
        return values, vectors


def times(matrix: Array, metric: Array) -> Array:
    """Product with a metric, or with a diagonal one of which only the diagonal is given."""
    return np.asarray(matrix * metric if metric.ndim == 1 else matrix @ metric)


def _norm(matrix: Array) -> float:
    return float(np.abs(matrix).max() if matrix.ndim == 1 else np.linalg.norm(matrix, 2))


def _roots(matrix: Array) -> tuple[Array, Array]:
    """Square root of a symmetric positive semidefinite matrix, and its pseudo-inverse.

    Of a vector, which stands for a positive diagonal matrix, the same as vectors.
    """
    if matrix.ndim == 1:
        return np.sqrt(matrix), 1 / np.sqrt(matrix)
    values, vectors = np.linalg.eigh(matrix)
    kept = values > 1e-13 * values[-1]
    root, vectors = np.sqrt(values[kept]), vectors[:, kept]
    return (vectors * root) @ vectors.T, (vectors / root) @ vectors.T
