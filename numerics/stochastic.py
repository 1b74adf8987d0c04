"""What many small random starts have in common: when modes are learned, and classes told apart."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics import initial, memory, validate
from numerics.coordinates import couples
from numerics.errors import InputError
from numerics.integrate import states_at
from numerics.progress import Reporter
from numerics.rank_one import between_groups
from numerics.reduction import Reduction, class_level

if TYPE_CHECKING:
    from collections.abc import Callable

    from numerics.integrate import State
    from numerics.problem import FlowProblem

Array = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_RTOL = 1e-9
_GRID = 400  # times at which the flows are looked at
_PASSAGE = np.linspace(-8, 16, 60)  # e-foldings around a learning time that are looked at as well
_CUT = "interrupted"
_PAIRS = 32  # up to so many classes every pair is compared
_RISE = 1e-3  # a loss has risen if it exceeds its first value by this part of it


@dataclass(frozen=True)
class Estimate:
    """A mean with its 95 % confidence interval."""

    mean: float
    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, eq=False)
class RandomStarts:
    """Flows of one problem from many random starts, looked at on a grid of times.

    Attributes
    ----------
    problem : FlowProblem
    seeds : tuple of int
        Seed of every start; B of them.
    times : ndarray, shape (T,)
        Fewer than asked for if the work was interrupted; ``message`` then says so.
    beta : ndarray, shape (B, k - 1, T)
        Strengths of the modes.
    loss : ndarray, shape (B, k, T)
        Mean of ½‖z - Wh‖² over the samples of every class (without the class weight).
    winner : ndarray of int, shape (B, k, T)
        Class with the largest logit for the mean feature of every class.
    terminal : ndarray, shape (B,)
        ‖L - Z‖/‖Z‖ at the last time.
    message : str
    """

    problem: FlowProblem
    seeds: tuple[int, ...]
    times: Array
    beta: Array
    loss: Array
    winner: npt.NDArray[np.intp]
    terminal: Array
    message: str

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
        """Last time a minority class is taken for a majority class; nan for these: (B, k)."""
        wrong = self.majority[self.winner] & ~self.majority[:, None]
        times = _last_true(self.times, wrong)
        times[:, self.majority] = np.nan
        return times

    @cached_property
    def accuracy_times(self) -> Array:
        """Last time at which a class is taken for another one, 0 if it never is: (B, k)."""
        own = np.arange(self.problem.num_classes)[:, None]
        return _last_true(self.times, self.winner != own)

    @cached_property
    def in_order(self) -> Estimate:
        """Part of the starts that learn levels in the order of their singular values.

        Only of the starts whose modes are all learned within the grid.
        """
        levels = self._by_level(self.learning_times)
        known = np.all(np.isfinite(levels), axis=1)
        held = np.all(np.diff(levels[known], axis=1) > 0, axis=1)
        return proportion(int(held.sum()), len(held))

    @cached_property
    def window(self) -> Estimate:
        """Learning window (T_max - T_min)/T_min, its mean over the starts as for `in_order`."""
        times = self.learning_times
        return mean((times.max(axis=1) - times.min(axis=1)) / times.min(axis=1))

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
            float(np.max(shared)),
            self.times[loss.argmax(axis=2)],
        )


@dataclass(frozen=True, eq=False)
class EarlyRise:
    """Rises of the loss of the rarest classes above its first value, by more than 0.1 %.

    Attributes
    ----------
    any_class, group : Estimate
        Part of the starts in which the loss of some such class, or their mean loss, rises.
    largest_of_class, largest_of_group : float
        Largest rise found, relative to the first value.
    peak_times : ndarray, shape (B, rare classes)
        When the loss of each was largest.
    """

    any_class: Estimate
    group: Estimate
    largest_of_class: float
    largest_of_group: float
    peak_times: Array

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


def random_starts(
    problem: FlowProblem,
    count: int = 100,
    *,
    seed: int = 0,
    times: npt.ArrayLike | None = None,
    progress: Callable[[float], None] | None = None,
) -> RandomStarts:
    """Follow the flow from many random starts at once.

    Parameters
    ----------
    problem : FlowProblem
        With ``init="random"`` or ``"balanced"``; its own seed is not used.
    count : int
        Number of starts.
    seed : int
        Seed of the first start; the others follow.
    times : array_like, shape (T,)
        Ascending times ≥ 0. Not given: 400 from 0 until after the slowest mode is learned, and
        more about the time at which each level is expected.
    progress : callable
        Takes the fraction done. Not given: a bar on a terminal, after two seconds.

    Returns
    -------
    RandomStarts

    Raises
    ------
    InputError
        If a parameter has no meaning.
    MemoryLimitError
        If the states would not fit.

    Examples
    --------
    >>> from numerics import FlowProblem, random_starts
    >>> erm = random_starts(FlowProblem(4, 10, 12, gamma=0, init="random"), 20)
    >>> erm.in_order.mean
    1.0
    """
    validate.problem(problem)
    if problem.init == "spectral":
        msg = "init = 'spectral': there is one such start; use init='random'"
        raise InputError(msg)
    if not validate.is_whole(count) or count < 1:
        msg = f"count = {count!r}: give an integer ≥ 1"
        raise InputError(msg)
    if not validate.is_whole(seed):
        msg = f"seed = {seed!r}: give an integer ≥ 0, so that the starts can be drawn again"
        raise InputError(msg)
    validate.seed(seed)
    grid = _grid(problem) if times is None else validate.times(times)
    if np.any(np.diff(grid) < 0):
        msg = "times are not ascending: sort them"
        raise InputError(msg)
    k, d = problem.num_classes, problem.d
    memory.require(
        float(count) * d * (k + k * (d + 1)) * (len(grid) + 16),
        f"{count} starts at {len(grid)} times", "take fewer, or fewer times",
    )  # fmt: skip
    seeds = tuple(range(seed, seed + count))
    draws = [initial.draw(replace(problem, seed=s), each_class=True) for s in seeds]
    reduction = class_level(problem, draws, follow_all=True)
    with Reporter(f"{count} random starts", progress) as report:
        states, _ = states_at(reduction.steps(_RTOL, grid), grid, report)
    reached = len(states)
    note = "" if reached == len(grid) else f"{_CUT}: {reached} of {len(grid)} times are kept"
    looks = [_look(problem, reduction, draws[0], state) for state in states]
    loss, winner, distance = (np.stack(part, axis=-1) for part in zip(*looks, strict=True))
    beta = np.stack([reduction.beta(state) for state in states], axis=-1)
    return RandomStarts(
        problem, seeds, grid[:reached], beta, loss, winner, distance[:, -1],
        note or f"{count} starts at {reached} times",
    )  # fmt: skip


def random_slopes(
    problem: FlowProblem, count: int = 100, *, seed: int = 0, step: float | None = None
) -> Slopes:
    """Measure how times grow with δ, from the same random starts at two scales.

    Parameters
    ----------
    problem, count, seed
        As in ``random_starts``; the first scale is that of the problem.
    step : float
        How much larger the second δ is; as large again as the first if not given.
    """
    validate.problem(problem)
    further = float(problem.delta) if step is None else step
    validate.real("step", further, "a finite number > 0", lambda v: v > 0)
    near = _whole(random_starts(problem, count, seed=seed))
    far_problem = replace(problem, delta=float(problem.delta) + further)
    far = _whole(random_starts(far_problem, count, seed=seed))
    learning = (far.learning_times - near.learning_times) / further
    rare = ~near.majority
    leaving = (far.leaving_times - near.leaving_times)[:, rare] / further
    # two classes are told apart when the slower of them is
    apart = (far.accuracy_times[:, rare].max(axis=1, initial=0.0)
             - near.accuracy_times[:, rare].max(axis=1, initial=0.0)) / further  # fmt: skip
    return Slopes(
        tuple(mean(column) for column in learning.T),
        tuple((1 / true_rates(problem)).tolist()),
        mean(leaving.mean(axis=1)) if rare.any() else None,
        mean(apart) if rare.any() else None,
    )


def _whole(starts: RandomStarts) -> RandomStarts:
    """The same, unless they were interrupted: half a run has no slopes."""
    if starts.message.startswith(_CUT):
        raise KeyboardInterrupt
    return starts


def true_rates(problem: FlowProblem) -> Array:
    """Growth rate of every mode: shape (k - 1,); nan where modes of unlike rates mix."""
    modes = problem.modes
    between = math.nan
    if couples(problem) and len(modes.groups) == 2:
        between = float(between_groups(problem).rate[0])
    rates = [
        between if couples(problem) and level.column is not None else level.sigma * level.lam
        for level in modes.levels
    ]
    return np.repeat(rates, [level.multiplicity for level in modes.levels])


def mean(values: Array) -> Estimate:
    """Mean of independent values, with the interval of Student's t."""
    from scipy.stats import t

    known = values[np.isfinite(values)]
    centre = float(known.mean()) if len(known) else math.nan
    if len(known) < 2:
        return Estimate(centre, -math.inf, math.inf)
    half = float(t.ppf(0.975, len(known) - 1) * known.std(ddof=1) / math.sqrt(len(known)))
    return Estimate(centre, centre - half, centre + half)


def proportion(successes: int, trials: int) -> Estimate:
    """A part of the trials, with Wilson's interval."""
    if not trials:
        return Estimate(math.nan, 0.0, 1.0)
    z2 = 1.959963984540054**2
    p = successes / trials
    centre = (p + z2 / (2 * trials)) / (1 + z2 / trials)
    half = math.sqrt(z2 * (p * (1 - p) + z2 / (4 * trials)) / trials) / (1 + z2 / trials)
    return Estimate(p, max(0.0, centre - half), min(1.0, centre + half))


def _grid(problem: FlowProblem) -> Array:
    """Times: evenly spaced ones, and others where a level passes from nothing to all."""
    end, delta = _end(problem), float(problem.delta)
    rates = true_rates(problem)
    passages = [(delta + _PASSAGE) / r for r in np.unique(rates[np.isfinite(rates)])]
    grid = np.unique(np.concatenate([np.linspace(0, end, _GRID), *passages]))
    return np.asarray(grid[(grid >= 0) & (grid <= end)])


def _end(problem: FlowProblem) -> float:
    slowest = np.sqrt(problem.class_counts * problem.class_weights**2).min()
    return float((1.3 * float(problem.delta) + 12) / slowest)


def _look(
    problem: FlowProblem, reduction: Reduction, draw: initial.Draw, state: State
) -> tuple[Array, npt.NDArray[np.intp], Array]:
    """Losses (B, k), winners (B, k) and distance from the labels (B,) in one state."""
    w, a = reduction.scaled(state)
    k, counts = problem.num_classes, problem.class_counts
    rows = w @ a
    logits = reduction.left @ rows
    means = logits[..., :k] @ reduction.right.T  # each times √n_c
    winner = _winners(reduction.left, rows[..., :k] @ reduction.right.T)
    target = (np.eye(k) - 1 / k) * np.sqrt(counts)
    error = np.sum((target - means) ** 2, axis=1)
    spread, at = np.zeros_like(error), k
    for pool, factor in zip(draw.pools, draw.spreads, strict=True):
        columns = logits[..., at : at + factor.shape[1]]
        spread[:, pool[0]] = np.sum(columns**2, axis=(1, 2))
        at += factor.shape[1]
    total = error + spread
    distance = np.sqrt(total.sum(axis=1) / np.sum(target**2))
    return 0.5 * total / counts, winner, distance


def _winners(left: Array, rows: Array) -> npt.NDArray[np.intp]:
    """Class of the largest logit, for mean features in left coordinates (B, p, k).

    Two classes are compared in the coordinates in which they differ: what they share may be
    larger than their difference by more than double precision holds.
    """
    k = len(left)
    if k > _PAIRS:
        return np.asarray((left @ rows).argmax(axis=1))
    ahead = np.einsum("ijp,bpc->bijc", left[:, None] - left, rows)
    return np.asarray(np.all(ahead >= 0, axis=2).argmax(axis=1))


def _first_crossings(times: Array, beta: Array) -> Array:
    """First time at which β passes ½, where its logit is nearly a straight line."""
    above = beta >= 0.5
    if len(times) == 1:
        return np.where(above[..., 0], times[0], np.nan)
    part = np.clip(beta, 1e-300, 1 - 1e-16)
    logit = np.log(part) - np.log1p(-part)
    at = above.argmax(axis=-1)
    first = np.maximum(at, 1)[..., None]
    after = np.take_along_axis(logit, first, axis=-1)[..., 0]
    before = np.take_along_axis(logit, first - 1, axis=-1)[..., 0]
    begin, end = times[first[..., 0] - 1], times[first[..., 0]]
    found = begin + (end - begin) * -before / (after - before)
    found = np.where(at == 0, times[0], found)
    return np.where(above.any(axis=-1), found, np.nan)


def _last_true(times: Array, flags: Flags) -> Array:
    """Middle of the interval in which a flag falls for good; 0 if it never was raised."""
    count = flags.shape[-1]
    last = count - 1 - flags[..., ::-1].argmax(axis=-1)
    middle = 0.5 * (times[last] + times[np.minimum(last + 1, count - 1)])
    return np.where(flags.any(axis=-1), middle, 0.0)
