"""Results of many random starts: learning times, order, accuracy, early rises of a loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from spectra.utils.confidence_interval import Estimate, mean, proportion

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices

Flags = npt.NDArray[np.bool_]

_RISE = 1e-3  # a loss has risen if it exceeds its first value by this part of it


@dataclass(frozen=True, eq=False)
class RandomStarts:
    """Flows of one problem from many random starts, looked at on a grid of times.

    Attributes
    ----------
    problem : FlowProblem
    seeds : tuple of int
        Seed of every start; B of them.
    times : ndarray, shape (T,)
        As asked for, or chosen; none after the one at which the work was interrupted.
    beta : ndarray, shape (B, k - 1, T)
        Strengths of the modes.
    loss : ndarray, shape (B, k, T)
        Mean of ½‖z - Wh‖² over the samples of every class (without the class weight).
    winner : ndarray of int, shape (B, k, T)
        Class with the largest logit for the mean feature of every class.
    terminal : ndarray, shape (B,)
        ‖L - Z‖/‖Z‖ at the last time.
    interrupted : bool
        Whether the work was cut off by Ctrl-C.
    """

    problem: FlowProblem
    seeds: tuple[int, ...]
    times: Array
    beta: Array
    loss: Array
    winner: Indices
    terminal: Array
    interrupted: bool = False

    @property
    def message(self) -> str:
        """How many starts and times there are, and how many starts had not learned every mode."""
        said = "interrupted: " if self.interrupted else ""
        said += f"{len(self.seeds)} starts at {len(self.times)} times"
        late = int(np.sum(~self.learned))
        return f"{said}; {late} had not learned every mode by {self.times[-1]:g}" if late else said

    @cached_property
    def learning_times(self) -> Array:
        """First time at which β is ½, nan if it is not within the grid: shape (B, k - 1)."""
        return _first_crossings(self.times, self.beta)

    @cached_property
    def majority(self) -> Flags:
        """Classes that have the largest number of samples: shape (k,)."""
        counts = self.problem.class_counts
        return np.asarray(counts == counts.max())

    @cached_property
    def leaving_times(self) -> Array:
        """Last time a minority class is taken for a majority class: (B, k).

        nan for majority classes, and where it still is at the last look.
        """
        wrong = self.majority[self.winner] & ~self.majority[:, None]
        times = _last_true(self.times, wrong)
        times[:, self.majority] = np.nan
        return times

    @cached_property
    def accuracy_times(self) -> Array:
        """Last time at which a class is taken for another one, 0 if it never is: (B, k).

        nan where it still is at the last look.
        """
        own = np.arange(self.problem.num_classes)[:, None]
        return _last_true(self.times, self.winner != own)

    @cached_property
    def learned(self) -> Flags:
        """Starts from which every mode is learned within the grid: shape (B,)."""
        return np.asarray(np.all(np.isfinite(self.learning_times), axis=1))

    @cached_property
    def in_order(self) -> Estimate:
        """Part of the starts that learn levels in the order of their singular values.

        The starts that are not ``learned`` within the grid are unknown: they widen the interval.
        """
        levels = self._by_level(self.learning_times[self.learned])
        held = int(np.all(np.diff(levels, axis=1) > 0, axis=1).sum())
        return proportion(held, len(self.learned), int(np.sum(~self.learned)))

    @cached_property
    def window(self) -> Estimate:
        """Learning window (T_max - T_min)/T_min, its mean over the starts.

        nan if some start is not ``learned`` within the grid, or has learned a mode at time 0.
        """
        first, last = self.learning_times.min(axis=1), self.learning_times.max(axis=1)
        return mean((last - first) / np.where(first > 0, first, np.nan))

    def _by_level(self, values: Array) -> Array:
        """Mean over the modes of every level, by descending singular value: (B, levels)."""
        sigma = self.problem.sigma
        kinds = sorted({round(s, 9) for s in sigma.tolist()}, reverse=True)
        parts = [values[:, np.isclose(sigma, s, rtol=1e-8)].mean(axis=1) for s in kinds]
        return np.stack(parts, axis=1)

    def early_rise(self) -> EarlyRise:
        """Whether the loss of the classes with the fewest samples rises before it falls."""
        counts = self.problem.class_counts
        rare = counts == counts.min()
        loss = self.loss[:, rare]
        group = loss.mean(axis=1)
        relative = loss.max(axis=2) / loss[:, :, 0] - 1
        shared = group.max(axis=1) / group[:, 0] - 1
        return EarlyRise(
            proportion(int(np.sum(np.any(relative > _RISE, axis=1))), len(relative)),
            proportion(int(np.sum(shared > _RISE)), len(shared)),
            float(np.max(relative)),
        )


@dataclass(frozen=True, eq=False)
class EarlyRise:
    """Rises of the loss of the rarest classes above its first value, by more than 0.1 %.

    Attributes
    ----------
    any_class, group : Estimate
        Part of the starts in which the loss of some such class, or their mean loss, rises.
    largest_of_class : float
        Largest rise found, relative to the first value.
    """

    any_class: Estimate
    group: Estimate
    largest_of_class: float

    @property
    def found(self) -> bool:
        """Whether the loss of some such class rose from some start."""
        return self.any_class.mean > 0


@dataclass(frozen=True, eq=False)
class Slopes:
    """Slopes of times in δ between two scales, from the same draws: free of their constants.

    Attributes
    ----------
    learning : tuple of Estimate
        Of the learning time of every mode.
    predicted : tuple of float
        1/rate of every mode; nan where modes of unlike rates mix.
    leaving, separating : Estimate or None
        Of the times at which minority classes leave the majority labels, and at which they are
        told from each other; None if there are none.
    """

    learning: tuple[Estimate, ...]
    predicted: tuple[float, ...]
    leaving: Estimate | None
    separating: Estimate | None


def _first_crossings(times: Array, beta: Array) -> Array:
    """First time at which β passes ½, where its logit is nearly a straight line.

    What is above ½ at the first look passed it at an unknown time, unless that is time 0.
    """
    above = beta >= 0.5
    at = above.argmax(axis=-1)
    met = np.where(above[..., 0], 0.0 if times[0] == 0 else np.nan, np.nan)
    if len(times) == 1:
        return met
    part = np.clip(beta, 1e-300, 1 - 1e-16)
    logit = np.log(part) - np.log1p(-part)
    first = np.maximum(at, 1)[..., None]
    after = np.take_along_axis(logit, first, axis=-1)[..., 0]
    before = np.take_along_axis(logit, first - 1, axis=-1)[..., 0]
    begin, end = times[first[..., 0] - 1], times[first[..., 0]]
    passed = above.any(axis=-1) & (at > 0)
    rise = np.where(passed, after - before, 1.0)
    return np.where(passed, begin + (end - begin) * -before / rise, met)


def _last_true(times: Array, flags: Flags) -> Array:
    """Middle of the interval in which a flag falls for good; 0 if never raised, nan if it still is."""
    count = flags.shape[-1]
    last = count - 1 - flags[..., ::-1].argmax(axis=-1)
    middle = 0.5 * (times[last] + times[np.minimum(last + 1, count - 1)])
    fallen = np.where(flags[..., -1], np.nan, middle)
    return np.where(flags.any(axis=-1), fallen, 0.0)
