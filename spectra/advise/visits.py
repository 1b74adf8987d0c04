"""Steps on single samples: how much later descent is where a sample is seen once an epoch.

A sample's own features move only when it is in a batch: once an epoch, by a step that is n/B times
as large as on average. For a class whose mode grows by g = η ω √n_c / B in an epoch of the flow, let
a be the size of the classifier and b that of the mean of its features. Within an epoch the
classifier sees the features of the epoch before, and grows along a straight line; the sample that is
visited after a share t of it gets its part of a + g b t. On average over the samples

    (a, b) → (a + g b, b + g a + g² b/2),

which grows by ln λ an epoch in place of g, λ = 1 + g²/4 + g √(1 + g²/16). All of this is for
features without data, which no other sample moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from spectra.advise.advice import Advice
    from spectra.utils.arrays import Array


def pace(advice: Advice) -> Array:
    """Growth rate of each class alone, shape (k,)."""
    counts = np.array(advice.data.counts, dtype=np.float64)
    kappa = advice.training.kappa(counts)
    return np.asarray(advice.weighted.effective.omega * np.sqrt(counts * kappa))


def growth_of_epoch(advice: Advice) -> Array | None:
    """Growth g of each class in an epoch, shape (k,); None if every step sees every example."""
    training = advice.training
    step = training.step_size(advice.weighted.effective)
    if step is None or training.batch is None:
        return None
    return np.asarray(pace(advice) * step * advice.data.total / training.batch)


def later(growth: Array) -> Array:
    """How many times as late descent is, g/ln λ.

    Examples
    --------
    >>> later(np.array([0.01, 1.0, 15.6])).round(3).tolist()
    [1.002, 1.213, 3.233]
    """
    square = growth**2
    return np.asarray(growth / np.log1p(square / 4 + growth * np.sqrt(1 + square / 16)))
