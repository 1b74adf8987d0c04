"""Classes that are alike, or nearly so: the groups that a flow follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.advice.group_flow import Groups

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices

MOST_EXACT: Final = 96
"""Groups of equal classes up to which each is followed."""

MOST_MERGED: Final = 40
"""Groups into which more than that are merged."""


@dataclass(frozen=True, eq=False)
class Grouping:
    """Which class belongs to which group.

    Attributes
    ----------
    of_class : ndarray of int, shape (k,)
    groups : Groups
        With the weights of the last phase.
    weights : ndarray, shape (phases, G)
        Weight of each group in each phase of the training.
    lag : ndarray, shape (k,)
        Growth rate of the group over that of the class alone: 1 unless groups are merged.
    merged : bool
        Whether classes that are not quite alike share a group.
    """

    of_class: Indices
    groups: Groups
    weights: Array
    lag: Array
    merged: bool

    def phase(self, number: int) -> Groups:
        """The groups with the weights of a phase."""
        return Groups(self.groups.size, self.groups.count, self.weights[number], self.groups.kappa)


def group_classes(counts: Array, weights: Array, kappa: Array) -> Grouping:
    """Group classes of equal count and weights; merge neighbours if there are too many.

    Parameters
    ----------
    counts, kappa : ndarray, shape (k,)
    weights : ndarray, shape (phases, k)

    Examples
    --------
    >>> n = np.array([8.0, 2.0, 8.0])
    >>> found = group_classes(n, np.ones((1, 3)), np.ones(3))
    >>> found.groups.size.tolist(), found.of_class.tolist(), found.merged
    ([1.0, 2.0], [1, 0, 1], False)
    """
    logs = np.log(np.vstack([counts, weights]))
    _, of_class = np.unique(logs, axis=1, return_inverse=True)
    of_class, merged = of_class.ravel(), False
    if of_class.max() >= MOST_EXACT:
        of_class, merged = _merge(logs), True
    size = np.bincount(of_class).astype(np.float64)
    means = np.array([np.bincount(of_class, row) / size for row in logs])
    rate = np.bincount(of_class, np.log(kappa)) / size
    groups = Groups(size, np.exp(means[0]), np.exp(means[-1]), np.exp(rate))
    alone = weights[-1] * np.sqrt(counts * kappa)
    lag = groups.drive[of_class] / alone if merged else np.ones(len(counts))
    return Grouping(of_class, groups, np.exp(means[1:]), lag, merged)


def sample_classes(counts: Array, most: int) -> tuple[Indices, Indices]:
    """Classes evenly from the largest to the smallest, and for each class the place of the nearest.

    Examples
    --------
    >>> chosen, nearest = sample_classes(np.array([9.0, 5.0, 8.0, 1.0, 6.0]), 3)
    >>> chosen.tolist(), nearest.tolist()
    ([0, 4, 3], [0, 2, 0, 2, 1])
    """
    k = len(counts)
    if k <= most:
        return np.arange(k), np.arange(k)
    order = np.argsort(-counts, kind="stable")
    nearest = np.empty(k, dtype=np.intp)
    nearest[order] = np.round(np.arange(k) * ((most - 1) / (k - 1)))
    return order[np.round(np.linspace(0, k - 1, most)).astype(np.intp)], nearest


def _merge(logs: Array) -> Indices:
    """Cells of a grid in the logarithms, the finest that is not too many."""
    cells = MOST_MERGED
    low, span = logs.min(axis=1, keepdims=True), np.ptp(logs, axis=1).max()
    while True:
        place = np.minimum((logs - low) / span * cells, cells - 0.5).astype(np.intp)
        _, found = np.unique(place, axis=1, return_inverse=True)
        if found.max() < MOST_MERGED or cells == 1:
            return np.asarray(found.ravel())
        cells -= 1
