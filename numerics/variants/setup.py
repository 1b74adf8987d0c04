"""What all variants of the paper's problem share: their matrices, modes and closed forms.

Every two-factor variant is, in suitable coordinates H = G·S,

    Ẇ = B Gᵀ - λ_W W,    Ġ = Wᵀ B - λ_H G,    B = D - P (WG) K,

with symmetric positive semidefinite P (on classes) and K (on columns). A mode that starts on a
singular triple (s, u, v) of D with Pu = pu and Kv = κv stays there: the complements of u and v are
invariant under D, P and K, so nothing else reaches it. Its two amplitudes then obey

    ẇ = (s - pκ wg) g,    ġ = (s - pκ wg) w,

the equation of a decoupled mode of singular value s/(pκ) and weight pκ, less the decay. Its solution
is known from any start without decay, and with equal decay from one in which both are equal. ``Setup.decoupled`` looks for such modes; the tests check that the flow follows the
formula.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.gaps import centre
from numerics.flow.logistic import beta
from numerics.flow.multiscale_field import times
from numerics.flow.nuclear_norm import shrunken
from numerics.problem import memory_guard
from numerics.variants.unbalanced_logistic import unbalanced_beta, unbalanced_half_time

if TYPE_CHECKING:
    from numerics.flow.method import Per
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array

    Formula = Callable[[Array, Array, Array, Array], Array]

TINY = float(np.finfo(float).tiny)
EQUAL = 1e-9  # relative; the matrices carry the rounding of a singular value decomposition
ROUNDING = 1e-12  # relative; what is larger is a coupling, which a large δ brings out


@dataclass(frozen=True, eq=False)
class Decoupled:
    """For every mode singular value, weight and starts (times e^{δ}) of its closed form.

    All of shape (m,), NaN where a mode does not decouple. The ``defect`` is how far it is from it.
    """

    sigma: Array
    lam: Array
    a: Array
    b: Array
    defect: Array

    @property
    def surely(self) -> npt.NDArray[np.bool_]:
        """Which modes decouple to within rounding, so that they do at any δ."""
        return np.isfinite(self.sigma) & (self.defect <= ROUNDING)

    def fill(self, shape: tuple[int, int], formula: Formula) -> Array:
        """A formula of σ, λ, a and b, (m, 1) each, of the modes that have one; NaN for the others."""
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
    stretch : ndarray, shape (q,)
        Diagonal of S in H = G·S.
    decay : tuple of float
        λ_W and λ_H.
    """

    drive: Array
    right: Array
    W: Array
    G: Array
    read_left: Array
    read_right: Array
    target: Array
    stretch: Array
    left: Array | None = None
    decay: tuple[float, float] = (0.0, 0.0)

    def started(self, w: Array, g: Array) -> Setup:
        """The same from another start, times e^{δ}."""
        return replace(self, W=w, G=g)

    def widened(self, weights: Array, stretch: Array) -> Setup:
        """The same with columns of these weights on which the targets are 0."""
        more = len(weights)
        return replace(
            self,
            drive=np.pad(self.drive, ((0, 0), (0, more))),
            right=np.append(self.right, weights),
            read_right=np.pad(self.read_right, ((0, more), (0, 0))),
            stretch=np.append(self.stretch, stretch),
        )

    @cached_property
    def decoupled(self) -> Decoupled:
        """Modes that stay on one singular triple of D, and their closed form."""
        found = np.full((5, len(self.target)), np.nan)
        largest = float(np.linalg.norm(self.drive, 2))
        for i in range(len(self.target) if len(self.target) == self.W.shape[1] else 0):
            a, b = _length(self.W[:, i]), _length(self.G[i])
            u, v = self.pair(i)
            s = float(u @ self.drive @ v)
            if s == 0:
                continue
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
            gap = max(_gap(x, y) for x, y in same)
            if p * kappa > 0 and gap <= EQUAL:
                # what D does carries the rounding of its largest singular value
                found[:, i] = s / (p * kappa), p * kappa, a, b, gap * min(1, 1e3 * s / largest)
        return Decoupled(*found)

    def pair(self, mode: int) -> tuple[Array, Array]:
        """Singular vectors of D of a mode that decouples: where its W starts, and what D makes of that."""
        a = _length(self.W[:, mode])
        u = self.W[:, mode] / a if a > 0 else _unit(self.drive @ self.G[mode])
        return u, _unit(self.drive.T @ u)

    @property
    def starts_apart(self) -> bool:
        """Whether every mode starts in a hidden direction of its own, orthogonal to the others."""
        size = np.array([_length(w) for w in self.W.T])
        scaled = self.W / np.where(size > 0, size, 1)
        return len(self.target) == self.W.shape[1] and bool(
            np.abs(scaled.T @ scaled - np.diag(size > 0)).max() <= EQUAL
        )

    def beta(self, at: Array, delta: float) -> Array:
        """β of every mode at times (T,): shape (m, T), NaN where there is no closed form."""
        fade, theirs = self.decay

        def formula(s: Array, lam: Array, a: Array, b: Array) -> Array:
            if fade != theirs:
                return np.full_like(s, np.nan)
            if fade == 0:
                return unbalanced_beta(at, s, lam, delta, a, b)
            alike = np.where((a == b) & (a > 0), a, np.nan)
            known = np.nan_to_num(delta - np.log(alike))
            return np.where(np.isnan(alike), np.nan, beta(at, s, lam, known, fade))

        return self.decoupled.fill((len(self.target), len(at)), formula)

    def half_times(self, delta: float, level: float) -> Array:
        """First time at which each mode reaches a part of its strength at rest: shape (m,)."""
        fade, theirs = self.decay

        def formula(s: Array, lam: Array, a: Array, b: Array) -> Array:
            if fade != theirs:
                return np.full_like(s, np.nan)
            if fade == 0:
                return unbalanced_half_time(s, lam, delta, a, b, level)
            left = s - fade / lam
            time = unbalanced_half_time(np.where(left > 0, left, s), lam, delta, a, b, level)
            return np.where(a == b, np.where(left > 0, time, np.inf), np.nan)

        return self.decoupled.fill((len(self.target), 1), formula)[:, 0]

    @cached_property
    def rates(self) -> Array:
        """Growth rates at the origin: shape (m,).

        Of a mode that decouples, or starts on singular vectors of D, its own; the others in descending
        order of their singular values.
        """
        lean, fade = (self.decay[1] - self.decay[0]) / 2, sum(self.decay) / 2
        return np.asarray(np.hypot(self._pulls, lean) - fade if fade else self._pulls)

    @cached_property
    def _pulls(self) -> Array:
        """The same without decay: singular values of D."""
        own = self.decoupled
        rates, alone = own.sigma * own.lam, np.isfinite(own.sigma)
        if self.starts_apart:
            for i in np.flatnonzero(~alone):
                (u, v), g = self.pair(int(i)), _unit(self.G[i])
                s = float(u @ self.drive @ v)
                if max(_gap(self.drive @ v, s * u), _gap(g, v if np.any(g) else g)) <= EQUAL:
                    rates[i], alone[i] = s, True
        rest = self.drive
        if alone.any():
            rest = rest - np.einsum(
                "pi,i,qi->pq", self._own_left[:, alone], rates[alone], self._own_right[:, alone]
            )
        values = np.linalg.svd(rest, compute_uv=False)
        mixed = np.flatnonzero(~alone)
        if len(mixed):
            rates[mixed[np.argsort(-self.target[mixed], kind="stable")]] = values[: len(mixed)]
        return rates

    @cached_property
    def strengths(self) -> Array:
        """β of every mode at rest: shape (m,); taken as 1 without decay."""
        if not any(self.decay):
            return np.ones(len(self.target))
        logits = shrunken(self.drive, self.right, math.sqrt(math.prod(self.decay)), self.left)
        seen = np.sum((self.read_left.T @ logits) * self.read_right.T, axis=1)
        return np.asarray(np.where(seen > 1e-12 * self.target, seen / self.target, 0.0))

    @property
    def thresholds(self) -> Array:
        """The √(λ_W λ_H) from which on a mode ends at 0: shape (m,)."""
        alone = np.isfinite(self.decoupled.sigma)
        together = np.max(self._pulls[~alone], initial=0.0)
        return np.where(alone, self._pulls, together)

    @property
    def _own_left(self) -> Array:
        size = np.array([_length(w) for w in self.W.T])
        return np.where(size > 0, self.W / np.where(size > 0, size, 1), self.read_left)

    @property
    def _own_right(self) -> Array:
        pulled = self.drive.T @ self._own_left
        return np.asarray(pulled / np.maximum(np.linalg.norm(pulled, axis=0), TINY))


def columns(problem: FlowProblem, per: Per) -> tuple[Array, Array, Array]:
    """Target of every column (k, q), its weight (q,), and V (q, m).

    Per class a column stands for all samples of a class, or of a context, and is √n_c times one;
    with class means √(n_c/κ_c) times.
    """
    k, counts = problem.num_classes, problem.class_counts
    wide = len(counts) if per == "class" else float(counts.sum())
    memory_guard.require(
        16 * (k + wide) ** 2, f"matrices of {k} classes and {wide:.0f} columns",
        "take fewer classes" if per == "class" else "use per='class', or fewer samples",
    )  # fmt: skip
    each = problem.contexts
    if each is None:
        each = np.eye(k) - centre(problem)[:, None]
    root = np.sqrt(counts)
    if per == "class":
        kappa = 1.0 if problem.data is None else problem.kappa
        return each * (root / np.sqrt(kappa)), problem.class_weights * kappa, problem.V_c
    which = problem.sample_classes
    return each[:, which], problem.class_weights[which], (problem.V_c / root[:, None])[which]


def _length(vector: Array) -> float:
    """The norm, though squares of its entries may underflow; 0 where the entries themselves do."""
    largest = float(np.max(np.abs(vector), initial=0.0))
    return largest * float(np.linalg.norm(vector / largest)) if largest >= TINY else 0.0


def _unit(vector: Array) -> Array:
    return np.asarray(vector / max(_length(vector), TINY))


def _gap(x: Array | float, y: Array | float) -> float:
    """Distance relative to the larger one; 0 where both are next to nothing."""
    size = max(float(np.linalg.norm(x)), float(np.linalg.norm(y)), 1e-300)
    return 0.0 if size < EQUAL else float(np.linalg.norm(np.asarray(x) - y)) / size
