"""The two losses of a sample, as functions of its logits.

Minus the gradient in the logits is the residual: e_c - 1/k - L under squared loss, e_c - softmax(L)
under cross-entropy. Of logits that the loss changes to f·L + ι, less M at the own class, it is
f(e_c - softmax) with the softmax of these. At zero logits both are the same, so that small flows agree to first order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerics.problem.flow_problem import LOGIT_TERMS

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array


def probabilities(logits: Array, loss: str, axis: int = -1) -> Array:
    """What logits give to the classes along an axis; under squared loss L + 1/k stands for it."""
    if loss == "squared":
        return np.asarray(logits + 1 / logits.shape[axis])
    raised = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True))


@dataclass(frozen=True, eq=False)
class Changed:
    """What cross-entropy does to logits: f, ι and M of every class, shapes (k,)."""

    factors: Array
    shift: Array
    margin: Array

    def logits(self, logits: Array, axis: int) -> Array:
        """Those of which softmax is taken, from logits (..., k, k) with the classes along an axis."""
        of_class = (self.factors, self.shift)
        factors, shift = (x[:, None] if axis == -2 else x for x in of_class)
        return np.asarray(factors * logits + shift - np.diag(self.margin))


def changed(problem: FlowProblem) -> Changed | None:
    """What the loss of a problem does to logits, if anything."""
    if not set(LOGIT_TERMS) & set(problem.extended):
        return None
    return Changed(*map(problem.logit_term, ("logit_scale", "shift", "margin")))


def residual(logits: Array, loss: str, axis: int = -1, change: Changed | None = None) -> Array:
    """Minus the gradient of the loss of the sample of every class, logits (..., k, k)."""
    eye = np.eye(logits.shape[-1])
    if change is None:
        return np.asarray(eye - probabilities(logits, loss, axis))
    shares = probabilities(change.logits(logits, axis), loss, axis)
    factors = change.factors[:, None] if axis == -2 else change.factors
    return np.asarray(factors * (eye - shares))
