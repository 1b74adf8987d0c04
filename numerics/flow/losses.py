"""The two losses of a sample, as functions of its logits.

Minus the gradient in the logits is the residual: e_c - 1/k - L under squared loss, e_c - softmax(L)
under cross-entropy. At zero logits both are the same, so that small flows agree to first order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


def probabilities(logits: Array, loss: str, axis: int = -1) -> Array:
    """What logits give to the classes along an axis; under squared loss L + 1/k stands for it."""
    if loss == "squared":
        return np.asarray(logits + 1 / logits.shape[axis])
    raised = np.exp(logits - logits.max(axis=axis, keepdims=True))
    return np.asarray(raised / raised.sum(axis=axis, keepdims=True))


def residual(logits: Array, loss: str, axis: int = -1) -> Array:
    """Minus the gradient of the loss of the sample of every class, logits (..., k, k)."""
    return np.asarray(np.eye(logits.shape[-1]) - probabilities(logits, loss, axis))
