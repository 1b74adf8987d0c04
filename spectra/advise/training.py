"""From times in units of δ to optimiser steps."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from spectra.advise.batches import effective_weights, largest_weights
from spectra.advise.weighting import Weighting
from spectra.errors import InputError

if TYPE_CHECKING:
    from spectra.advise.weighting import Array

Loss = Literal["sum", "mean", "weighted-mean"]
LOSSES: Final = get_args(Loss)

FORMULAS: Final = {
    "sum": "½ Σ ω‖z − Wh‖²",
    "mean": "Σ ω‖z − Wh‖² / 2n",
    "weighted-mean": "Σ ω‖z − Wh‖² / 2Σω",
}
"""The loss of n examples, by normalisation."""


@dataclass(frozen=True)
class Training:
    """How the network is trained, as far as it is known.

    Attributes
    ----------
    learning_rate : float or None
    batch : int or None
        Examples per step; None for all.
    loss : {"sum", "mean", "weighted-mean"}
        What the loss of a batch is divided by: nothing, the number of its examples, or the sum of
        their weights (as PyTorch does where a loss has class weights).
    delta : float or None
        δ: the initial scale is e^-δ.
    """

    learning_rate: float | None = None
    batch: int | None = None
    loss: Loss = "mean"
    delta: float | None = None

    @property
    def keeps_weights(self) -> bool:
        """Whether steps weigh examples by the weights as given, on average."""
        return self.loss != "weighted-mean" or self.batch is None

    def effective(self, weighting: Weighting) -> Weighting:
        """Weights of the mean step, with the mean of those given; these themselves if it has them.

        A batch that is divided by its own weights has them in part only: see
        `spectra.advise.batches`.
        """
        if self.batch is None or self.keeps_weights or not np.ptp(weighting.omega):
            return weighting
        found = effective_weights(weighting.counts, weighting.omega, self.batch)
        return Weighting(weighting.counts, None, found * weighting.mean)

    def largest_weights(self, weighting: Weighting) -> Array:
        """Largest factor of each class's examples in the loss ½Σ of a batch, shape (k,)."""
        n = int(weighting.counts.sum())
        batch = n if self.batch is None else self.batch
        if self.loss == "weighted-mean":
            return largest_weights(weighting.counts, weighting.omega, batch)
        return weighting.omega / (batch if self.loss == "mean" else 1)

    def step_size(self, weighting: Weighting) -> float | None:
        """Step η of the loss ½Σ ω‖z - Wh‖² over all n examples that one step amounts to.

        Exact for full batches; for smaller ones it is the step on average, and the weights are
        those of `effective`.
        """
        if self.learning_rate is None:
            return None
        n = float(weighting.counts.sum())
        if self.loss == "sum":
            return self.learning_rate * (1.0 if self.batch is None else self.batch / n)
        if self.loss == "mean":
            return self.learning_rate / n
        return self.learning_rate / (n * weighting.mean)

    @property
    def is_full_batch(self) -> bool:
        """Whether every step sees every example."""
        return self.batch is None


def training(
    learning_rate: float | None,
    batch: int | None,
    loss: Loss,
    delta: float | None,
    scale: float | None,
    examples: int,
) -> Training:
    """Check and collect.

    Raises
    ------
    InputError
        A number without meaning, or δ given twice.
    """
    if learning_rate is not None and not 0 < learning_rate < math.inf:
        raise InputError(f"--lr {learning_rate!r}: give a number above 0")
    if batch is not None and not 1 <= batch <= examples:
        raise InputError(
            f"--batch {batch}: give a number from 1 to that of the examples, {examples}"
        )
    if delta is not None and scale is not None:
        raise InputError(
            f"--delta {delta!r} and --scale {scale!r} say the same (δ = -ln scale): give one"
        )
    if scale is not None:
        if not 0 < scale < 1:
            raise InputError(
                f"--scale {scale!r}: give the initial scale e^-δ, a number between 0 and 1"
            )
        delta = -math.log(scale)
    if delta is not None and not 0 < delta < math.inf:
        raise InputError(f"--delta {delta!r}: give a number above 0; the initial scale is e^-δ")
    return Training(learning_rate, None if batch == examples else batch, loss, delta)
