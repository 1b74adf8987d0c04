"""The least loss with a penalty on the nuclear norm: where a flow with weight decay comes to rest.

The minimum of ½λ_W‖W‖² + ½λ_H‖H‖² over all factors of L = WH is λ‖L‖_* with λ² = λ_W λ_H. So the
flow ends at the minimiser of

    ½‖(Z - L)Ω^½‖² + λ‖L‖_*,

which is unique and as symmetric as the labels: within a group of equal classes singular values are
lowered by λ/ω, the mode between two groups has an equation in one unknown
(:attr:`numerics.flow.two_group.RankOne.logits`), and for the modes between more groups the problem is
a small one, solved here by accelerated proximal gradient steps.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import IntegrationError
from numerics.flow.multiscale_field import times

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


AT_LEAST = 1 - 1e-15
"""A decay is at a threshold, to rounding, from this part of it on."""

_MOST_STEPS = 400_000
_NEWTON = 12  # steps, of which each doubles the digits
_DIGITS = 40.0  # e-foldings of the distance to the minimiser


def shrunken(drive: Array, right: Array, decay: float, left: Array | None = None) -> Array:
    """The minimiser of ½‖P^½(T - L)K^½‖² + λ‖L‖_*: shape (p, q), like ``drive``.

    Parameters
    ----------
    drive : ndarray, shape (p, q)
        PTK.
    right : ndarray, shape (q,) or (q, q)
        K, symmetric and positive semidefinite; Ω for class weights. Its diagonal if it has no other
        entries.
    decay : float
        λ > 0; of 0 it is T.
    left : ndarray, shape (p, p), optional
        P; the identity if not given.

    Raises
    ------
    IntegrationError
        If the weights are so unlike that it would take too many steps.

    Examples
    --------
    >>> import numpy as np
    >>> shrunken(np.diag([3.0, 2.0]), np.array([1.0, 2.0]), 1.5)
    array([[1.5 , 0.  ],
           [0.  , 0.25]])
    """
    sides = [_spectrum(np.ones(1) if side is None else side) for side in (left, right)]
    top = math.prod(values[-1] for values in sides)
    root = math.sqrt(top / math.prod(values[values > 1e-13 * values[-1]][0] for values in sides))
    count = math.ceil(_DIGITS * root) + 10
    if count > _MOST_STEPS:
        raise IntegrationError(
            f"weights that differ by a factor of {root**2:.1g} ask for {count} steps to where the flow "
            "ends; take weights closer to each other"
        )
    push = (root - 1) / (root + 1)
    now = ahead = np.zeros_like(drive)
    for _ in range(count):
        seen = times(ahead if left is None else left @ ahead, right)
        u, s, vt = np.linalg.svd(ahead + (drive - seen) / top, full_matrices=False)
        new = (u * np.maximum(s - decay / top, 0.0)) @ vt
        ahead, now = new + push * (new - now), new
    return np.asarray(now)


def shrunken_rows(targets: Array, weights: Array, decay: Array) -> Array:
    """The same for many problems of one row each: shape (q, B), like ``targets`` and ``weights``.

    The minimiser is ω_j t_j/(ω_j + λ/s), with s > 0 its length, if λ < |ωt|, and 0 otherwise.

    Examples
    --------
    >>> import numpy as np
    >>> shrunken_rows(np.array([[3.0, 3.0]]), np.ones((1, 2)), np.array([1.0, 4.0]))
    array([[2., 0.]])
    """
    pull = weights * targets
    alive = decay < AT_LEAST * np.linalg.norm(pull, axis=0)
    least = np.linalg.norm(targets, axis=0) - decay / np.min(weights, axis=0)
    size = np.maximum(least, 0.0)
    for _ in range(_NEWTON):  # 1/|x(s)| is concave and increasing: it converges from the left
        resist = np.where(alive, weights * size + decay, 1.0)
        x = pull / resist
        norm = np.linalg.norm(x, axis=0)
        slope = np.sum(x**2 * weights / resist, axis=0) / norm**3
        size = np.where(alive, size + (1 - 1 / norm) / slope, 0.0)
    return np.asarray(pull * size / np.where(alive, weights * size + decay, 1.0))


def _spectrum(metric: Array) -> Array:
    values = np.sort(metric) if metric.ndim == 1 else np.linalg.eigvalsh(metric)
    return np.asarray(values)
