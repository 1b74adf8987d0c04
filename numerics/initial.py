"""Initial factors, at unit scale: the factor e^{-δ} is kept apart, as a logarithm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numerics.problem import FlowProblem

Array = npt.NDArray[np.float64]


def hidden_basis(problem: FlowProblem) -> Array:
    """Q, d × (k - 1) with orthonormal columns: a random rotation if the problem has a seed."""
    shape = (problem.d, problem.num_classes - 1)
    if problem.seed is None:
        return np.eye(*shape)
    q, r = np.linalg.qr(np.random.default_rng(problem.seed).standard_normal(shape))
    return np.asarray(q * np.sign(np.diag(r)))


def sample_start(problem: FlowProblem) -> tuple[Array, Array]:
    """W (k, d) and H (d, n) times e^{δ}."""
    if problem.init == "spectral":
        q, labels = hidden_basis(problem), problem.sample_classes
        right = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
        return problem.U @ q.T, q @ right.T
    left, features = _draw(problem)
    right = np.vstack(list(features))
    return left, _scaled(problem, right, float(np.linalg.norm(right))).T


def class_start(problem: FlowProblem) -> tuple[Array, Array, Array, Array]:
    """The same random draw seen per class, times e^{δ} (the moments times e^{2δ}).

    Returns
    -------
    W : ndarray, shape (k, d)
    A : ndarray, shape (d, k)
        √n_c times the mean feature of each class.
    weights : ndarray, shape (s,)
        Distinct class weights with at least one class of several samples.
    S : ndarray, shape (s, d, d)
        Second moment of the deviations from the class means, summed over classes of a weight.
    """
    left, features = _draw(problem)
    many = problem.class_counts > 1
    weights = np.unique(problem.class_weights[many])
    means = np.empty((problem.num_classes, problem.d))
    moments = np.zeros((len(weights), problem.d, problem.d))
    total = 0.0
    for c, h in enumerate(features):
        total += float(np.sum(h * h))
        mean = h.mean(axis=0)
        means[c] = np.sqrt(len(h)) * mean
        if many[c]:
            deviation = h - mean
            pool = np.searchsorted(weights, problem.class_weights[c])
            moments[pool] += deviation.T @ deviation
    norm = np.sqrt(total)
    factor = (problem.num_classes - 1) / total
    return left, _scaled(problem, means, norm).T, weights, factor * moments


def _draw(problem: FlowProblem) -> tuple[Array, Iterator[Array]]:
    """W, then the features class by class as (n_c, d), from one stream of Gaussian numbers."""
    rng = np.random.default_rng(problem.seed)
    left = rng.standard_normal((problem.num_classes, problem.d))
    features = (rng.standard_normal((int(count), problem.d)) for count in problem.class_counts)
    return _scaled(problem, left, float(np.linalg.norm(left))), features


def _scaled(problem: FlowProblem, array: Array, norm: float) -> Array:
    return np.asarray(array * (np.sqrt(problem.num_classes - 1) / norm))
