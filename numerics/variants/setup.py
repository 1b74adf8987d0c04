"""What all variants of the paper's problem share: their matrices, modes and closed forms.

Every two-factor variant is, in suitable coordinates H = G·S,

    Ẇ = B Gᵀ,    Ġ = Wᵀ B,    B = D - P (WG) K,

with symmetric positive semidefinite P (on classes) and K (on columns). A mode that starts on a
singular triple (s, u, v) of D with Pu = pu and Kv = κv stays there: the complements of u and v are
invariant under D, P and K, so nothing else reaches it. Its two amplitudes then obey

    ẇ = (s - pκ wg) g,    ġ = (s - pκ wg) w,

the equation of a decoupled mode of singular value s/(pκ) and weight pκ, whose solution is known
from any start. ``Setup.decoupled`` looks for such modes; the tests check that the flow follows the
formula.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow.multiscale_field import times
from numerics.problem import memory_guard
from numerics.variants.unbalanced_logistic import unbalanced_beta, unbalanced_half_time

if TYPE_CHECKING:
    from numerics.flow.method import Per
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array

    Formula = Callable[[Array, Array, Array, Array], Array]

EQUAL = 1e-9  # relative; the matrices carry the rounding of a singular value decomposition


@dataclass(frozen=True, eq=False)
class Decoupled:
    """For every mode singular value, weight and starts (times e^{δ}) of its closed form.

    All of shape (m,), NaN where a mode does not decouple.
    """

    sigma: Array
    lam: Array
    a: Array
    b: Array

    def beta(self, at: Array, delta: float) -> Array:
        """β of every mode at times (T,): shape (m, T), NaN where there is no closed form."""
        return self._fill(
            (len(self.sigma), len(at)),
            lambda s, lam, a, b: unbalanced_beta(at, s, lam, delta, a, b),
        )

    def half_times(self, delta: float, level: float) -> Array:
        """First time at which each mode reaches a level: shape (m,)."""
        return self._fill(
            (len(self.sigma), 1),
            lambda s, lam, a, b: unbalanced_half_time(s, lam, delta, a, b, level),
        )[:, 0]

    def _fill(self, shape: tuple[int, int], formula: Formula) -> Array:
        result = np.full(shape, np.nan)
        known = np.isfinite(self.sigma)
        if known.any():
            result[known] = formula(
                *(x[known][:, None] for x in (self.sigma, self.lam, self.a, self.b))
            )
        return result


@dataclass(frozen=True, eq=False)
class Setup:
    """A two-factor flow: p rows, q columns, m hidden directions, one for each mode.

    Attributes
    ----------
    drive : ndarray, shape (p, q)
        D.
    right : ndarray, shape (q,) or (q, q)
        K, or its diagonal.
    W, G : ndarray, shapes (p, m) and (m, q)
        The start, times e^{δ}.
    read_left, read_right : ndarray, shapes (p, m) and (q, m)
        Strengths are β_i = l_iᵀ W G r_i / target_i.
    target : ndarray, shape (m,)
    left : ndarray, shape (p, p), optional
        P; the identity if not given.
    stretch : ndarray, shape (q,), optional
        Diagonal of S in H = G·S; ones if not given.
    """

    drive: Array
    right: Array
    W: Array
    G: Array
    read_left: Array
    read_right: Array
    target: Array
    left: Array | None = None
    stretch: Array | None = None

    @cached_property
    def decoupled(self) -> Decoupled:
        """Modes that stay on one singular triple of D, and their closed form."""
        found = np.full((4, len(self.target)), np.nan)
        for i in range(len(self.target)):
            a, b = np.linalg.norm(self.W[:, i]), np.linalg.norm(self.G[i])
            u = self.W[:, i] / a if a > 0 else _unit(self.drive @ self.G[i])
            pulled = self.drive.T @ u
            s = float(np.linalg.norm(pulled))
            if s == 0:
                continue
            v = pulled / s
            seen = u if self.left is None else self.left @ u
            heard = times(v, self.right)
            p, kappa = float(u @ seen), float(v @ heard)
            read = (u @ self.read_left[:, i]) * (v @ self.read_right[:, i]) / self.target[i]
            same = (
                (self.drive @ v, s * u),
                (seen, p * u),
                (heard, kappa * v),
                (self.G[i], b * v),
                (read * s, p * kappa),
                (self.read_left[:, i], (u @ self.read_left[:, i]) * u),
            )
            if p * kappa > 0 and all(_close(x, y) for x, y in same):
                found[:, i] = s / (p * kappa), p * kappa, a, b
        return Decoupled(*found)

    @cached_property
    def rates(self) -> Array:
        """Growth rates at the origin: shape (m,).

        Of a mode that decouples its own; the others in descending order of their singular values.
        """
        own = self.decoupled
        rates, alone = own.sigma * own.lam, np.isfinite(own.sigma)
        rest = self.drive - np.einsum(
            "pi,i,qi->pq", self._own_left[:, alone], rates[alone], self._own_right[:, alone]
        )
        values = np.linalg.svd(rest, compute_uv=False)
        mixed = np.flatnonzero(~alone)
        if len(mixed):
            rates[mixed[np.argsort(-self.target[mixed], kind="stable")]] = values[: len(mixed)]
        return rates

    @property
    def _own_left(self) -> Array:
        size = np.linalg.norm(self.W, axis=0)
        return np.where(size > 0, self.W / np.where(size > 0, size, 1), self.read_left)

    @property
    def _own_right(self) -> Array:
        pulled = self.drive.T @ self._own_left
        return np.asarray(pulled / np.maximum(np.linalg.norm(pulled, axis=0), np.finfo(float).tiny))


def labels(problem: FlowProblem, per: Per) -> tuple[Array, Array, Array]:
    """Uncentred label of every column (k, q), its weight (q,), and V (q, k - 1).

    Per class a column stands for all samples of the class and is √n_c times one of them.
    """
    k = problem.num_classes
    columns = k if per == "class" else float(problem.class_counts.sum())
    memory_guard.require(
        16 * (k + columns) ** 2, f"a variant with {k} classes and {columns:.0f} columns",
        "take fewer classes" if per == "class" else "use per='class', or fewer samples",
    )  # fmt: skip
    if per == "class":
        return np.diag(np.sqrt(problem.class_counts)), problem.class_weights, problem.V_c
    which = problem.sample_classes
    right = problem.V_c[which] / np.sqrt(problem.class_counts[which])[:, None]
    return np.eye(k)[:, which], problem.class_weights[which], right


def centred(one_hot: Array) -> Array:
    """Z of Y: column means taken off."""
    return np.asarray(one_hot - one_hot.mean(axis=0))


def _unit(vector: Array) -> Array:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), np.finfo(float).tiny))


def _close(x: Array | float, y: Array | float) -> bool:
    size = max(float(np.linalg.norm(x)), float(np.linalg.norm(y)), 1e-300)
    return bool(np.linalg.norm(np.asarray(x) - y) <= EQUAL * size) or size < EQUAL
