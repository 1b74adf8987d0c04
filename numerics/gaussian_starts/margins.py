"""Cross-entropy from Gaussian starts: how long after the first margins the last one between groups comes.

From spectral starts that is a share of δ, for any number of classes.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from numerics.gaussian_starts.table import Run
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.learning_times import learning_times
from spectra.utils.workers import completed

RATIO, SIZES, DELTAS = 3, (4, 10), (32.0, 40.0)
"""Imbalance, numbers of classes, and the two δ: as large as double precision carries."""


def measure(
    seeds: range,
    progress: Callable[[float], None] = lambda _: None,
    sizes: tuple[int, ...] = SIZES,
    *,
    executor: Executor | None = None,
    workers: int = 0,
) -> list[Run]:
    """Return the runs of all seeds without class weights, by the number of classes.

    Parameters
    ----------
    seeds : range
    progress : callable, optional
        Called with the share that is done.
    sizes : tuple of int
        Numbers of classes.
    executor, workers
        As for :func:`spectra.utils.workers.completed`.

    Examples
    --------
    >>> measure(range(0))
    []
    """
    asked = [(size, seed) for seed in seeds for size in sizes]
    own = workers if workers > 1 else 0
    runs: list[Run] = []
    for done in completed(_run, asked, executor=executor, workers=own):
        runs.append(done.result)
        progress(len(runs) / len(asked))
    return sorted(runs, key=lambda run: (run.problem, run.seed))


def _run(asked: tuple[int, int]) -> Run:
    """Follow one start at both δ."""
    size, seed = asked
    near, far = (_gap(size, delta, seed) for delta in DELTAS)
    return Run(f"k = {size}", seed, {"gap near": near, "gap far": far})


def _gap(size: int, delta: float, seed: int) -> float:
    """Return how long after maj-maj maj-min is learned."""
    problem = FlowProblem(
        size, RATIO, delta, gamma=0, loss="cross-entropy", init="random", seed=seed
    )
    times = learning_times(problem)
    return float(times["maj-min"] - times[0])
