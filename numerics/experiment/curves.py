"""What one run showed at every look: losses and confusion matrices, training and test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from numerics.experiment.settings import Task
    from spectra.utils.arrays import Array

Counts = npt.NDArray[np.int64]

SPLITS: Final = ("train", "test")


@dataclass(frozen=True, eq=False)
class Curves:
    """One run, looked at after some steps; S is 2, training and test.

    Attributes
    ----------
    task : Task
        Says which digit stands for which row and column.
    steps : ndarray, shape (T,)
        Of a flow, times.
    counts : ndarray of int, shape (S, k)
        Samples of every class.
    loss : ndarray, shape (S, T, k)
        Mean loss of the samples of every class, without weights.
    decided : ndarray of int, shape (S, T, k, k)
        How many samples of a class (row) are taken for which class (column).
    probability : ndarray, shape (S, T, k, k)
        Mean probability that samples of a class (row) give to a class (column): the softmax of
        the logits, or under squared loss the logits plus 1/k, which need not be positive.
    """

    task: Task
    steps: Array
    counts: Counts
    loss: Array
    decided: Counts
    probability: Array

    @property
    def confusion(self) -> Array:
        """Part of the samples of a class taken for which class: rows add up to 1."""
        return np.asarray(self.decided / self.counts[:, None, :, None], dtype=np.float64)

    @property
    def accuracy(self) -> Array:
        """Part of the samples of every class taken for what they are: shape (S, T, k)."""
        return np.asarray(np.diagonal(self.confusion, axis1=-2, axis2=-1))
