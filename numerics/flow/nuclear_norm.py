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

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


_MOST_STEPS = 400_000
_DIGITS = 40.0  # e-foldings of the distance to the minimiser


def shrunken(target: Array, omega: Array, decay: float) -> Array:
    """The minimiser of ½‖(T - L)Ω^½‖² + λ‖L‖_*: shape (p, q), like ``target``.

    Parameters
    ----------
    target : ndarray, shape (p, q)
    omega : ndarray, shape (q,)
        Positive weights of the columns.
    decay : float
        λ ≥ 0.

    Raises
    ------
    IntegrationError
        If the weights are so unlike that it would take too many steps.

    Examples
    --------
    >>> import numpy as np
    >>> shrunken(np.diag([3.0, 1.0]), np.array([1.0, 2.0]), 1.5)
    array([[1.5 , 0.  ],
           [0.  , 0.25]])
    """
    if decay == 0:
        return target.copy()
    top = float(omega.max())
    root = math.sqrt(top / float(omega.min()))
    count = math.ceil(_DIGITS * root) + 10
    if count > _MOST_STEPS:
        raise IntegrationError(
            f"class weights that differ by a factor of {root**2:.1g} ask for {count} steps to where "
            "the flow ends; take weights closer to each other"
        )
    push = (root - 1) / (root + 1)
    now = ahead = target * np.maximum(1 - decay / np.linalg.norm(target * omega, 2), 0.0)
    for _ in range(count):
        u, s, vt = np.linalg.svd(ahead + (target - ahead) * (omega / top), full_matrices=False)
        new = (u * np.maximum(s - decay / top, 0.0)) @ vt
        ahead, now = new + push * (new - now), new
    return np.asarray(now)
