"""Orbits from saddle to saddle, where the spectrum does not say which saddle is reached.

Where eigenvalues of P diag(nω) P coincide, the places of rest L = U Uᵀ Z of one rank are a
continuum: any U among the eigenvectors that coincide will do. The one that is reached is where the
orbit ends that leaves the saddle before, or the origin, along the direction that grows fastest.
On what is constant on groups the flow is

    Ẇ = (M - WA) Ω Aᵀ,     Ȧ = Wᵀ (M - WA) Ω,     WᵀW = A Aᵀ,

and at the saddle W = U X s^½, A = s^½ Yᵀ with UᵀM = X s Yᵀ. To leave it takes one more hidden
direction, a column of W with a row of A, that starts at a small ε times the singular vectors of
(M - WA) Ω. What this leaves out of the unstable manifold is O(ε²), as the flow does not change
when the hidden direction is turned round. From spectral and random starts the flow comes to
this orbit exponentially in δ.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


DEPARTURE: Final = 1e-5
"""ε: size of the new direction, beside the factors of M, at which an orbit begins."""

TOLERANCE: Final = 1e-10
"""Relative error per step of the integration."""

ARRIVAL: Final = 1e-10
"""Relative distance from a place of rest at which an orbit ends."""

MAX_STEPS: Final = 20_000
"""Steps after which an orbit is given up: one takes some hundred, or some thousand if stiff."""

_LOOKS: Final = 16  # steps between two tests of arrival
_ENDLESS: Final = 1e18  # in units of the growth time; steps lengthen without end near a saddle


@dataclass(frozen=True, eq=False)
class Orbits:
    """The flow of p modes of G groups, in the eigenvectors of M Ω Mᵀ.

    Attributes
    ----------
    target : ndarray, shape (p, G)
        M.
    omega : ndarray, shape (G,)
        Diagonal of Ω.
    """

    target: Array
    omega: Array

    def saddle_after(self, learned: Array, sure: int, coinciding: int) -> Array | None:
        """U of the saddle that is reached from another.

        Parameters
        ----------
        learned : ndarray, shape (p, r)
            U of the saddle that is left, orthonormal.
        sure : int
            Eigenvectors, the first, that every minimum of rank r + 1 contains.
        coinciding : int
            Eigenvectors after these whose eigenvalues are equal, and among which it chooses.

        Returns
        -------
        ndarray, shape (p, r + 1), or None
            Orthonormal; None if the orbit does not arrive.
        """
        free = slice(sure, sure + coinciding)
        scale = np.linalg.norm(self.target * np.sqrt(self.omega))
        for w, a in self._orbit(learned):
            side = np.linalg.svd(w[free], full_matrices=False)[0][:, : w.shape[1] - sure]
            found = np.eye(len(w), w.shape[1])
            found[:, sure:] = 0.0
            found[free, sure:] = side
            left = (w @ a - found @ (found.T @ self.target)) * np.sqrt(self.omega)
            if np.linalg.norm(left) <= ARRIVAL * scale:
                return found
        return None

    def _orbit(self, learned: Array) -> Iterator[tuple[Array, Array]]:
        """Factors W (p, r + 1) and A (r + 1, G) along the orbit."""
        from scipy.integrate import LSODA

        w, a = self._balanced(learned)
        left, rates, right = np.linalg.svd(self._pull(w, a))
        small = DEPARTURE * np.sqrt(np.linalg.norm(self.target, 2))
        w = np.hstack([w, small * left[:, :1]])
        a = np.vstack([a, small * right[:1]])
        end = _ENDLESS / float(rates[0])
        first = 0.01 / float(np.linalg.norm(self.target * self.omega, 2))  # the fastest growth
        shapes = w.shape, a.shape
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the solver's status is checked below
            solver = LSODA(
                lambda _, x: self._velocity(*_split(x, shapes)), 0.0,
                np.concatenate([w.ravel(), a.ravel()]), end, first_step=first,
                rtol=TOLERANCE, atol=TOLERANCE * small,
                jac=lambda _, x: self._jacobian(*_split(x, shapes)),
            )  # fmt: skip
            for step in range(MAX_STEPS):
                solver.step()
                if solver.status != "running":
                    return
                if step % _LOOKS == 0:
                    yield _split(solver.y, shapes)

    def _balanced(self, learned: Array) -> tuple[Array, Array]:
        """W and A of a saddle."""
        x, s, y = np.linalg.svd(learned.T @ self.target, full_matrices=False)
        return (learned @ x) * np.sqrt(s), np.sqrt(s)[:, None] * y

    def _pull(self, w: Array, a: Array) -> Array:
        """(M - WA) Ω."""
        return np.asarray((self.target - w @ a) * self.omega)

    def _velocity(self, w: Array, a: Array) -> Array:
        pull = self._pull(w, a)
        return np.concatenate([(pull @ a.T).ravel(), (w.T @ pull).ravel()])

    def _jacobian(self, w: Array, a: Array) -> Array:
        """Minus the Hessian of the loss, hence symmetric."""
        (p, r), groups = w.shape, a.shape[1]
        mixed = -np.einsum("ib,ah->iabh", w, a * self.omega)
        hidden = np.arange(r)
        mixed[:, hidden, hidden] += self._pull(w, a)[:, None]
        mixed = mixed.reshape(p * r, r * groups)
        cut = p * r
        whole = np.empty((cut + r * groups, cut + r * groups))
        whole[:cut, :cut] = np.kron(np.eye(p), -(a * self.omega) @ a.T)
        whole[:cut, cut:], whole[cut:, :cut] = mixed, mixed.T
        whole[cut:, cut:] = np.kron(-w.T @ w, np.diag(self.omega))
        return whole.T  # symmetric: transposed only for Fortran's order of memory


def _split(x: Array, shapes: tuple[tuple[int, ...], tuple[int, ...]]) -> tuple[Array, Array]:
    first, second = shapes
    cut = first[0] * first[1]
    return x[:cut].reshape(first), x[cut:].reshape(second)
