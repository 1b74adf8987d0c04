"""How far a sample's own logit is above the others: margins, and the loss that follows from them.

Classes that behave alike form a part: from a spectral start a group of equal classes, else a single
class. Among the parts everything is a table with as many rows as columns, whatever k is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import InputError
from numerics.flow.losses import changed
from numerics.flow.stiffness import class_rates
from numerics.problem import memory_guard

if TYPE_CHECKING:
    from numerics.flow.losses import Changed
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices


@dataclass(frozen=True, eq=False)
class Gaps:
    """Margins of the mean sample of every class.

    Attributes
    ----------
    parts : tuple of ndarray of int
        Classes of every part.
    table : ndarray, shape (T, P, P)
        Own logit of a sample of one part minus that of (another) class of a second part, times
        e^{-unit}; 0 where there is no other class.
    mean : ndarray, shape (T, P)
        Mean over the classes of a sample's logits, which no loss changes.
    unit : ndarray, shape (T,)
        0, or where all logits are tiny a log-scale that keeps them from vanishing.
    """

    parts: tuple[Indices, ...]
    table: Array
    mean: Array
    unit: Array

    @property
    def true(self) -> Array:
        """The table at its true size."""
        return np.asarray(self.table * np.exp(self.unit)[:, None, None])

    @cached_property
    def others(self) -> Array:
        """Other classes of a part, for a sample of one: shape (P, P)."""
        size = np.array([len(part) for part in self.parts])
        return np.asarray(np.tile(size, (len(size), 1)) - np.eye(len(size)))

    def between(self, first: Indices, second: Indices, table: Array | None = None) -> Array | None:
        """Mean of a table, the margins if not given, over pairs of samples and other classes.

        An array (T,) for samples of `first` and classes of `second`; None if there is no pair.
        """
        take = [
            np.array([np.isin(part[0], side) for part in self.parts]) for side in (first, second)
        ]
        size = np.array([len(part) for part in self.parts])
        pairs = self.others * size[:, None] * np.outer(*take)
        if not pairs.any():
            return None
        values = np.where(pairs > 0, self.true if table is None else table, 0.0)
        return np.asarray(np.einsum("tpq,pq->t", values, pairs / pairs.sum()))

    def per_class(self, values: Array) -> Array:
        """Values of the parts (T, P) for every class: shape (k, T)."""
        found = np.empty((sum(map(len, self.parts)), len(values)))
        for part, row in zip(self.parts, values.T, strict=True):
            found[part] = row
        return found

    def scaled(self, factors: Array) -> Array:
        """The table, at its true size, of logits times a factor for each class."""
        k, f = sum(map(len, self.parts)), factors[[part[0] for part in self.parts]]
        own = (self.mean + np.sum(self.others * self.true, axis=2) / k)[:, :, None]
        return np.asarray(f[:, None] * own - f * (own - self.true))

    def _changed(self, change: Changed) -> Array:
        """The table of the logits that cross-entropy is taken of."""
        first = [part[0] for part in self.parts]
        shift, margin = change.shift[first], change.margin[first]
        return np.asarray(self.scaled(change.factors) + (shift - margin)[:, None] - shift)

    def loss(self, kind: str, centre: Array, change: Changed | None = None) -> Array:
        """Loss of the mean sample of every class, without its weight: shape (k, T).

        Squared loss is against one-hot labels less a number for every class, shape (k,).
        """
        table, others = self.true, self.others
        if change is not None:
            table = np.where(others > 0, self._changed(change), 0.0)
        if kind == "cross-entropy":
            least = np.minimum(table.min(axis=2), 0.0)
            raised = np.sum(others * np.exp(least[:, :, None] - table), axis=2)
            return self.per_class(np.where(least == 0, np.log1p(raised),
                                           np.log(raised + np.exp(least)) - least))  # fmt: skip
        k = sum(map(len, self.parts))
        own = self.mean + np.sum(others * table, axis=2) / k
        less = centre[[part[0] for part in self.parts]]
        rest = np.sum(others * (own[:, :, None] - table + less) ** 2, axis=2)
        return self.per_class(0.5 * ((1 - less - own) ** 2 + rest))

    def accuracy(self) -> Array:
        """1 where the mean sample of a class has its largest logit at the class, else 0: (k, T)."""
        right = np.all((self.table > 0) | (self.others == 0), axis=2)
        return self.per_class(right.astype(np.float64))


def centre(problem: FlowProblem) -> Array:
    """What targets that have a name take from one-hot labels: shape (k,)."""
    k, counts = problem.num_classes, problem.class_counts
    if problem.targets == "frequency":
        return np.asarray(counts / counts.sum())
    return np.full(k, 1 / k if problem.targets == "sel" else 0.0)


def class_gaps(problem: FlowProblem, logits: Array) -> Gaps:
    """Margins from logits (T, k, k) of the mean sample of every class, or (T, k, n) of samples."""
    k = problem.num_classes
    if problem.contexts is not None:
        raise InputError(
            "margins, losses and accuracies of targets that are a matrix: its columns are contexts, of "
            "which none belongs to a class; read beta, or W and H"
        )
    memory_guard.require(
        3.0 * len(logits) * k * k, f"logits of {k} classes at {len(logits)} times",
        "take fewer times",
    )  # fmt: skip
    if logits.shape[2] != k:
        logits = logits @ (np.eye(k)[problem.sample_classes] / problem.class_counts)
    table = np.einsum("tcc->tc", logits)[:, :, None] - np.swapaxes(logits, 1, 2)
    parts = tuple(np.arange(k)[:, None])
    return Gaps(parts, table, logits.mean(axis=1), np.zeros(len(logits)))


def sides(problem: FlowProblem) -> list[tuple[str, Indices]]:
    """Names and classes of majorities and minorities, or of every group if there are not two."""
    k, groups = problem.num_classes, problem.modes.groups
    if problem.counts is None:
        return [("maj", np.arange(k // 2)), ("min", np.arange(k // 2, k))]
    if len(groups) == 2:
        return [(name, g.classes) for name, g in zip(("maj", "min"), groups, strict=True)]
    return [(f"group {i}", g.classes) for i, g in enumerate(groups, 1)]


def by_sides(problem: FlowProblem, gaps: Gaps, table: Array | None = None) -> dict[str, Array]:
    """Means (T,) of a table by pairs of sides: "maj-min" of majority samples, minority classes."""
    found = {}
    for name, own in sides(problem):
        for second, other in sides(problem):
            mean = gaps.between(own, other, table)
            if mean is not None:
                found[f"{name}-{second}"] = mean
    return found


def learned(problem: FlowProblem, gaps: Gaps) -> Array:
    """Margins that learning times are told by, for every mode: shape (k - 1, T).

    The mean margin within a group; and between two groups what that does not explain of the margin
    of samples of the group whose own modes are slower over classes of the other group. Where the loss
    changes logits it is the smaller of the mean margins of both groups over the other one, of logits
    times their factors.
    """
    both = sides(problem)
    if len(both) != 2:
        raise InputError(
            f"learning times of {len(both)} groups under cross-entropy: which margin tells a mode "
            "between three or more groups is not defined; read Solution.margins"
        )
    rate = class_rates(problem)
    later = int(rate[both[0][1]].mean() >= rate[both[1][1]].mean())
    own, other = both[later][1], both[1 - later][1]
    change = changed(problem)
    table = None if change is None else gaps.scaled(change.factors)
    within = [gaps.between(classes, classes, table) for _, classes in both]
    across, explained = gaps.between(own, other, table), within[later]
    opposite = gaps.between(other, own, table)
    assert across is not None and opposite is not None  # noqa: PT018
    if change is not None:
        across = np.minimum(across, opposite)
    elif explained is not None:
        across = across - (1 - 1 / len(own)) * explained
    place = {"maj-maj": within[0], "maj-min": across, "min-min": within[1]}
    if problem.counts is None:
        rows = [place[name] for name in problem.mode_names]
    else:
        levels = problem.modes.levels
        kinds = [across if x.group is None else within[x.group] for x in levels]
        rows = [row for row, x in zip(kinds, levels, strict=True) for _ in range(x.multiplicity)]
    return np.array(rows)
