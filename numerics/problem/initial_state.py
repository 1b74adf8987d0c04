"""Initial factors, at unit scale: the factor e^{-δ} is kept apart, as a logarithm.

A Gaussian start is drawn class by class, in distribution exactly as if sample by sample: of n_c
independent Gaussian features √n_c times the mean is Gaussian, and independent of it the second
moment of the deviations, summed over the classes of one weight, is Wishart with N = Σ(n_c - 1)
degrees of freedom. Bartlett's lower triangular factor T of it costs the same for any n. Where
samples are asked for, they are T Θᵀ with Θ uniform among the N × r matrices of orthonormal
columns, which is the distribution of the deviations given T: classes and samples of one seed are
the same start.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices


@dataclass(frozen=True, eq=False)
class Draw:
    """A random start seen per class, times e^{δ}.

    Attributes
    ----------
    W : ndarray, shape (k, d)
    A : ndarray, shape (d, k)
        √n_c times the mean feature of each class.
    pools : tuple of ndarray of int
        Classes (of several samples) whose deviations are summed: of one weight, or one each.
    spreads : tuple of ndarray, shape (d, r_g)
        Factor of the second moment S_g = T_g T_gᵀ of every pool; r_g = min(d, Σ(n_c - 1)).
    """

    W: Array
    A: Array
    pools: tuple[Indices, ...]
    spreads: tuple[Array, ...]

    def spread_weights(self, weights: Array) -> Array:
        """Weight of every column of the spreads, of the class weights (k,)."""
        each = [
            np.full(part.shape[1], weights[pool[0]])
            for pool, part in zip(self.pools, self.spreads, strict=True)
        ]
        return np.concatenate([np.empty(0), *each])


def hidden_basis(problem: FlowProblem) -> Array:
    """Q, d × modes with orthonormal columns: a random rotation if the problem has a seed."""
    shape = (problem.d, len(problem.sigma))
    if problem.seed is None:
        return np.eye(*shape)
    return _orthonormal(np.random.default_rng(problem.seed), shape)


def start_between(problem: FlowProblem) -> Array:
    """Directions in which the features of the modes between groups start, in its basis (G, G - 1).

    Those of the rows of VᵀXᵀX, if there are data, and else the right singular vectors V.
    """
    modes = problem.modes
    start = np.array([[problem.kappa[g.classes[0]]] for g in modes.groups]) * modes.right
    return np.asarray(start / np.linalg.norm(start, axis=0))


def draw(problem: FlowProblem, *, each_class: bool = False) -> Draw:
    """The random start of a problem.

    Parameters
    ----------
    problem : FlowProblem
        With ``init`` "random" or "balanced". Under cross-entropy there are no deviations.
    each_class : bool
        A pool for every class instead of one for every weight: another draw, from the same
        distribution, in which every class has its own second moment.
    """
    rng = np.random.default_rng(problem.seed)
    k, d, counts = problem.num_classes, problem.d, problem.class_counts
    left, means = rng.standard_normal((k, d)), rng.standard_normal((d, len(counts)))
    many = np.flatnonzero((counts > 1) & (problem.loss == "squared"))
    if each_class:
        pools = tuple(many[:, None])
    else:
        kinds, which = np.unique(problem.class_weights[many], return_inverse=True)
        pools = tuple(many[which == g] for g in range(len(kinds)))
    spreads = [_bartlett(rng, d, float(np.sum(counts[pool] - 1))) for pool in pools]
    modes = len(problem.sigma)
    left *= np.sqrt(modes) / np.linalg.norm(left)
    if problem.init == "balanced":
        turn = _balancing(left, [means, *spreads])
        return Draw(left, turn @ means, pools, tuple(turn @ s for s in spreads))
    scale = np.sqrt(modes / sum(float(np.sum(part**2)) for part in (means, *spreads)))
    return Draw(left, scale * means, pools, tuple(scale * s for s in spreads))


def sample_start(problem: FlowProblem) -> tuple[Array, Array]:
    """W (k, d) and H (d, n) times e^{δ}."""
    if problem.is_spectral:
        q, labels = hidden_basis(problem), problem.sample_classes
        right = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
        return problem.U @ q.T, q @ right.T
    start, labels = draw(problem), problem.sample_classes
    features = start.A[:, labels] / np.sqrt(problem.class_counts[labels])
    rng = np.random.default_rng([problem.seed or 0, 1])
    sizes = problem.class_counts.astype(np.intp)
    for pool, spread in zip(start.pools, start.spreads, strict=True):
        free = int(np.sum(sizes[pool] - 1))
        deviations = spread @ _orthonormal(rng, (free, spread.shape[1])).T
        at = np.split(deviations, np.cumsum(sizes[pool] - 1)[:-1], axis=1)
        for c, part in zip(pool, at, strict=True):
            features[:, labels == c] += _sum_to_zero(part)
    return start.W, features


def _bartlett(rng: np.random.Generator, d: int, freedom: float) -> Array:
    """Lower triangular (d, min(d, N)) factor of a Wishart matrix with N degrees of freedom."""
    rank = int(min(d, freedom))
    factor = np.tril(rng.standard_normal((d, rank)), -1)
    at = np.arange(rank)
    factor[at, at] = np.sqrt(rng.chisquare(freedom - at))
    return np.asarray(factor)


def _balancing(left: Array, features: list[Array]) -> Array:
    """Hidden matrix K with K G Gᵀ Kᵀ = WᵀW, for features G: it makes the start balanced."""
    _, size, rows = np.linalg.svd(left, full_matrices=False)
    seen = rows @ sum(part @ part.T for part in features) @ rows.T
    value, vector = np.linalg.eigh(seen)
    return np.asarray((rows.T * size) @ (vector / np.sqrt(value)) @ vector.T @ rows)


def _orthonormal(rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    """Uniform among the matrices with orthonormal columns."""
    q, r = np.linalg.qr(rng.standard_normal(shape))
    return np.asarray(q * np.sign(np.diag(r)))


def _sum_to_zero(coordinates: Array) -> Array:
    """Isometry from rows of n - 1 numbers to rows of n numbers that sum to zero.

    The reflection that exchanges e_1 with 1/√n, applied to (0, x).
    """
    n = coordinates.shape[1] + 1
    mirror = np.full(n, -1 / np.sqrt(n))
    mirror[0] += 1
    padded = np.pad(coordinates, ((0, 0), (1, 0)))
    return np.asarray(padded - np.outer(padded @ mirror, 2 / (mirror @ mirror) * mirror))


def class_means_start(problem: FlowProblem) -> tuple[Array, Array]:
    """W (k, m) and A (m, k), times e^{δ}, of a spectral start over inputs with class means.

    Columns of A are √(n_c/κ_c) times the feature of a class.
    """
    plain = replace(problem, data=None)
    rows = plain.V_c.T * np.sqrt(problem.kappa)
    return plain.U, rows / np.linalg.norm(rows, axis=1, keepdims=True)
