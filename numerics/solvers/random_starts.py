"""Many small random starts at once: when modes are learned, and classes told apart."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.flow.by_class import ByClass
from numerics.flow.by_mode import ByMode
from numerics.flow.class_level import Reduction, class_level
from numerics.flow.method import method_for
from numerics.problem import checks, initial_state, memory_guard
from numerics.problem.requirements import require_only, require_problem
from numerics.solvers.kept_parts import KeptParts, finished
from numerics.solvers.random_results import RandomStarts, Slopes
from spectra.errors import short
from spectra.utils.confidence_interval import mean
from spectra.utils.progress import Reporter
from spectra.utils.workers import check_executor, in_order

if TYPE_CHECKING:
    import os
    from concurrent.futures import Executor

    from numerics.integrators.adaptive import State
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices


TOGETHER: Final = 128
"""Starts that advance with the same steps; more are several tasks."""

_RTOL = 1e-9
_GRID = 400  # times at which the flows are read
_MORE = 1000  # at most so many more, at steps over which
_MOVED = 0.1  # a strength moved by more than this
_PAIRS = 32  # up to so many classes every pair is compared
_NEAREST = 1e-3  # scales closer than this give slopes of rounding


def random_starts(
    problem: FlowProblem,
    count: int = 100,
    *,
    seed: int = 0,
    times: npt.ArrayLike | None = None,
    progress: Callable[[float], None] | None = None,
    executor: Executor | None = None,
    keep: str | os.PathLike[str] | None = None,
) -> RandomStarts:
    """Follow the flow from many random starts at once, up to 128 of them with the same steps.

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
        more wherever strengths move by much between two of these.
    progress : callable
        Takes the fraction done. Not given: a bar on a terminal, after two seconds.
    executor : concurrent.futures.Executor, optional
        Has workers that follow 128 starts each; what is found is the same to the last bit.
    keep : path-like, optional
        A folder for what is found of 128 starts each, as in ``sweep``: the same call goes on from there.

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
    method = method_for(problem)
    require_only(problem, "random_starts")
    if not isinstance(method, ByClass):
        raise InputError("init = 'spectral': there is one such start; use init='random'")
    if not checks.is_whole(count) or not 1 <= count <= checks.MOST:
        raise InputError(f"count = {short(count)}: give an integer ≥ 1, at most {checks.MOST:g}")
    if not checks.is_whole(seed):
        raise InputError(
            f"seed = {short(seed)}: give an integer ≥ 0, so that the starts can be drawn again"
        )
    checks.seed(seed)
    grid = np.linspace(0, _end(problem), _GRID) if times is None else checks.times(times)
    if np.any(np.diff(grid) < 0):
        raise InputError("times are not ascending: sort them")
    k, samples = problem.num_classes, float(problem.class_counts.sum())
    width = problem.spanned
    more = _MORE if times is None else 0
    memory_guard.require(
        float(count) * width * (k + min(k * (width + 1), k + samples)) * (len(grid) + more + 16),
        f"{count} starts at {len(grid) + more} times", "take fewer, or fewer times",
    )  # fmt: skip
    method.require_followable(float(grid[-1]), count)
    seeds = tuple(range(seed, seed + count))
    groups = [seeds[i : i + TOGETHER] for i in range(0, count, TOGETHER)]
    check_executor(executor)
    kept = None if keep is None else KeptParts(keep, _settings(problem, seeds, grid, more))
    with Reporter(f"{count} random starts", progress) as report:
        follow = functools.partial(_followed, executor=executor, kept=kept, report=report)
        found = follow([_Group(problem, g, grid, more) for g in groups], "starts")
        asked = functools.reduce(np.union1d, (group.times for group in found))
        if any(len(group.times) < len(asked) for group in found) and _whole_groups(found):
            # each was looked at where its own strengths moved by much: now at all these times
            again = [_Group(problem, g, asked, 0) for g in groups]
            found = follow(again, "again")
    if not _whole_groups(found):
        found = [group for group in found if group.whole] or found[:1]
    beta, loss, winner, distance = (
        np.concatenate([part[i] for part in found]) for i in range(2, 6)
    )
    return RandomStarts(
        problem, tuple(s for group in found for s in group.seeds), found[0].times, beta, loss,
        winner, distance, interrupted=not _whole_groups(found) or len(beta) < count,
    )  # fmt: skip


class _Group(NamedTuple):
    """Starts that are followed together, as plain data."""

    problem: FlowProblem
    seeds: tuple[int, ...]
    grid: Array
    more: int


class _Followed(NamedTuple):
    """What was found of a group of B starts at T times; as in `RandomStarts`."""

    seeds: tuple[int, ...]
    times: Array
    beta: Array
    loss: Array
    winner: Indices
    distance: Array
    whole: bool


def _settings(
    problem: FlowProblem, seeds: tuple[int, ...], grid: Array, more: int
) -> dict[str, object]:
    """All that the starts depend on."""
    of_problem = {field.name: getattr(problem, field.name) for field in fields(problem)}
    starts = {"seed": seeds[0], "count": len(seeds), "times": grid, "more": more}
    return {"computation": "random starts", **of_problem, **starts}


def _followed(
    groups: list[_Group],
    name: str,
    *,
    executor: Executor | None,
    kept: KeptParts | None,
    report: Reporter,
) -> list[_Followed]:
    """Follow groups of starts; after Ctrl-C those that were followed so far."""
    found: list[_Followed] = []
    done = in_order(
        finished(
            _follow, groups, kept, name=name, executor=executor, packed=_packed, unpacked=_unpacked
        )
    )
    try:
        for number in range(len(groups)):
            with report.part(number / len(groups), (number + 1) / len(groups)):
                found.append(next(done).result)
                if not found[-1].whole:
                    break
                report.update(1)
    except KeyboardInterrupt:
        if not found:
            raise
    return found


def _packed(group: _Followed) -> dict[str, Array] | None:
    """What was found of a group as arrays, if it is whole."""
    if not group.whole:
        return None
    return {name: np.asarray(value) for name, value in group._asdict().items() if name != "whole"}


def _unpacked(arrays: Mapping[str, Array]) -> _Followed:
    found = _Followed(**arrays, whole=True)  # type: ignore[arg-type]  # the fields as they were packed
    return found._replace(seeds=tuple(arrays["seeds"].tolist()))


def _whole_groups(found: list[_Followed]) -> bool:
    return all(group.whole for group in found)


def _follow(group: _Group) -> _Followed:
    """Follow starts together, and look at them."""
    problem, seeds, grid, more = group
    draws = [initial_state.draw(replace(problem, seed=s), each_class=True) for s in seeds]
    reduction = class_level(problem, draws, follow_all=True)
    with Reporter("random starts") as report:
        with report.part(0, 0.7):
            found, whole = _looked_at(reduction, grid, more, report)
        looks = []
        for number, (_, state) in enumerate(found, 1):
            looks.append(_look(problem, reduction, draws[0], state))
            if whole:  # an interruption is not reported on any further
                report.update(0.7 + 0.3 * number / len(found))
    loss, winner, distance = (np.stack(part, axis=-1) for part in zip(*looks, strict=True))
    beta = np.stack([reduction.beta(state) for _, state in found], axis=-1)
    times = np.array([time for time, _ in found])
    return _Followed(seeds, times, beta, loss, winner, distance[:, -1], whole)


def _looked_at(
    reduction: Reduction, grid: Array, more: int, report: Reporter
) -> tuple[list[tuple[float, State]], bool]:
    """States at the times of a grid, and up to so many more where a strength moves by much.

    Also whether all of them were reached: interrupted by Ctrl-C, it gives those found so far.
    """
    found: list[tuple[float, State]] = []
    at, last = 0, 0.0
    seen = reduction.beta(reduction.start)
    try:
        for step in reduction.steps(_RTOL, grid):
            for state in step.reaches(grid[at:]):
                last = float(grid[at])
                found.append((last, state))
                at += 1
            if at == len(grid):
                return found, True
            if step.settled:
                return found + [(float(time), step.state) for time in grid[at:]], True
            now = reduction.beta(step.state)
            if more and step.end > last and np.abs(now - seen).max() > _MOVED:
                found.append((step.end, step.state))
                more, last = more - 1, step.end
            if step.end == last:
                seen = now
            report.update(step.end / float(grid[-1]))
    except KeyboardInterrupt:
        if not found:
            raise
    return found, False


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

    Notes
    -----
    The intervals are of the spread among the starts. What all starts have in common, the looks
    between which a time is interpolated and what is left of e^{-δ} at the first scale, is not in
    them; it is a part in 10⁶ or so.
    """
    require_problem(problem)
    delta = float(problem.delta)
    if step is None and delta == 0:
        raise InputError(
            "delta = 0.0: the slope is taken from delta to twice delta; give step, or delta > 0"
        )
    further = delta if step is None else step
    checks.real(
        "step", further, f"a number that changes delta = {delta:g} by {_NEAREST:g} or more",
        lambda v: v >= _NEAREST,
    )  # fmt: skip
    further = float(further)
    far_problem = replace(problem, delta=delta + further)
    with Reporter(f"{short(count)} random starts, twice") as report:
        with report.part(0, 0.45):
            near = _whole(random_starts(problem, count, seed=seed))
        with report.part(0.45, 1):
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
    if starts.interrupted:
        raise KeyboardInterrupt
    return starts


def true_rates(problem: FlowProblem) -> Array:
    """Growth rate of every mode: shape (k - 1,); nan where modes of unlike rates mix."""
    flows = ByMode(problem).flows
    rates = [math.nan if flow is None else float(flow.rate[0]) for flow in flows]
    return np.repeat(rates, [level.multiplicity for level in problem.modes.levels])


def _end(problem: FlowProblem) -> float:
    slowest = np.sqrt(problem.class_counts * problem.class_weights**2).min()
    return float((1.3 * float(problem.delta) + 12) / slowest)


def _look(
    problem: FlowProblem, reduction: Reduction, draw: initial_state.Draw, state: State
) -> tuple[Array, Indices, Array]:
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


def _winners(left: Array, rows: Array) -> Indices:
    """Class of the largest logit, for mean features in left coordinates (B, p, k).

    Two classes are compared in the coordinates in which they differ: what they share may be
    larger than their difference by more than double precision holds.
    """
    k = len(left)
    if k > _PAIRS:
        return np.asarray((left @ rows).argmax(axis=1))
    ahead = np.einsum("ijp,bpc->bijc", left[:, None] - left, rows)
    return np.asarray(np.all(ahead >= 0, axis=2).argmax(axis=1))
