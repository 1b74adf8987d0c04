"""What is measured of each seed: a descent of Figures 5 and 6, and a flow from the same kind of start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from numerics.errors import InputError
from numerics.figures.descent_data import figure_data
from numerics.gaussian_starts.table import Run, read_table, to_csv
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.random_starts import TOGETHER, random_starts
from spectra.utils.workers import completed

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from numerics.figures.descent_data import Curves, FigureData, Panel
    from numerics.solvers.random_results import RandomStarts
    from spectra.utils.arrays import Array
    from spectra.utils.result_folder import ResultFolder

CLASSES, RATIO, DELTA = 4, 10, 8.0
"""The problem of Figures 2 and 5, and the size of its start."""

FURTHER: Final = 8.0
"""How times grow with δ is measured between δ and δ plus this."""

WEIGHTINGS = {"ERM": 0.0, "RW": 0.5}
SUPPORT: Final = "support"
"""Figure 6: a support matrix, drawn anew for every seed."""

DISTANCES: dict[str, Callable[[Curves], Array]] = {
    "logits": lambda c: c.logits,
    "gram W": lambda c: c.gram_W,
    "gram H": lambda c: c.gram_H,
    "off left": lambda c: c.off_left,
    "off right": lambda c: c.off_right,
}


class Descents(NamedTuple):
    """The descents of one seed: ERM and RW, and ERM on a support matrix."""

    seed: int

    @property
    def name(self) -> str:
        """A file name."""
        return f"descents-{self.seed:05d}"

    @property
    def keys(self) -> list[tuple[str, int]]:
        """Problem and seed of each run."""
        return [(problem, self.seed) for problem in (*WEIGHTINGS, SUPPORT)]

    def measured(self) -> list[Run]:
        """Descend, and measure."""
        step = figure_data("5", k=CLASSES, R=RATIO, delta=DELTA, seed=self.seed)
        support = figure_data("6", delta=DELTA, seed=self.seed)
        runs = [Run(p.weighting, self.seed, _of_descent(step, p)) for p in step.panels]
        return runs + [Run(SUPPORT, self.seed, _of_descent(support, p)) for p in support.panels]


class Flows(NamedTuple):
    """The flows of some seeds under one weighting."""

    problem: str
    seeds: range

    @property
    def name(self) -> str:
        """A file name."""
        return f"flows-{self.problem}-{self.seeds[0]:05d}-{self.seeds[-1]:05d}"

    @property
    def keys(self) -> list[tuple[str, int]]:
        """Problem and seed of each run."""
        return [(self.problem, seed) for seed in self.seeds]

    def measured(self) -> list[Run]:
        """Follow the flows, and measure."""
        return _flows(self.problem, self.seeds)


Task = Descents | Flows


def tasks(seeds: range) -> list[Task]:
    """Cut what is measured of some seeds into tasks."""
    parts = [seeds[i : i + TOGETHER] for i in range(0, len(seeds), TOGETHER)]
    return [*map(Descents, seeds), *(Flows(name, part) for part in parts for name in WEIGHTINGS)]


def measure(
    seeds: range,
    progress: Callable[[float], None] = lambda _: None,
    *,
    folder: ResultFolder | None = None,
    executor: Executor | None = None,
    workers: int = 0,
) -> list[Run]:
    """Return the runs of all seeds: ERM and RW, and ERM on a support matrix.

    Parameters
    ----------
    seeds : range
    progress : callable
        Takes the fraction done.
    folder : ResultFolder, optional
        Takes the runs of each task when it is done; those in it are not done again.
    executor, workers
        As for :func:`spectra.utils.workers.completed`.
    """
    wanted = tasks(seeds)
    found: dict[Task, list[Run]] = {}
    for task in wanted:
        if folder is not None and (path := folder.file(task.name)).exists():
            found[task] = list(read_table(path))
    missing = [task for task in wanted if task not in found]
    own = workers if workers > 1 else 0
    for done in completed(_measured, missing, executor=executor, workers=own):
        task = missing[done.number]
        found[task] = done.result
        if folder is not None:
            folder.keep(task.name, to_csv(done.result))
        progress(len(found) / len(wanted))
    values: dict[tuple[str, int], dict[str, float]] = {}
    for task in wanted:
        for run in found[task]:
            values.setdefault((run.problem, run.seed), {}).update(run.values)
    return [Run(*key, values[key]) for key in sorted(values)]


def damage(path: Path, keys: list[tuple[str, int]]) -> str | None:
    """Say what is wrong with the file of a task; None if nothing is."""
    try:
        found = [(run.problem, run.seed) for run in read_table(path)]
    except InputError as error:
        return str(error)
    return None if found == keys else f"table {str(path)!r} is that of other runs"


def _measured(task: Task) -> list[Run]:
    return task.measured()


def _of_descent(data: FigureData, panel: Panel) -> dict[str, float]:
    """Steps, distances at both ends and final norms of the descent from a Gaussian start."""
    last = len(data.sigma) - 1
    values: dict[str, float] = {}
    for name, mode in {"first": 0, "middle": last // 2, "last": last}.items():
        for start, curves in (("step", panel.random), ("spectral", panel.spectral)):
            values[f"{start} {name}"] = _half(
                curves, curves.singular_values[mode], data.sigma[mode]
            )
    for name, of in DISTANCES.items():
        curve = of(panel.random)
        values |= {f"{name} start": float(curve[0]), f"{name} end": float(curve[-1])}
    for name, curves in (("loss", panel.random), ("spectral loss", panel.spectral)):
        values[f"{name} half"] = _half(curves, -curves.loss, -curves.loss[0])
    for name, curves in (("norms", panel.random), ("spectral norms", panel.spectral)):
        values[name] = float(np.hypot(curves.norm_W[-1], curves.norm_H[-1]))
    return values


def _half(curves: Curves, values: Array, final: float) -> float:
    """Return the first recorded step at which values are at least half their final one."""
    there = values >= final / 2
    return float(curves.steps[there.argmax()]) if there.any() else float("inf")


def _flows(name: str, seeds: range) -> list[Run]:
    """Accuracy times of the flow, and the growth of times with δ."""
    problem = FlowProblem(CLASSES, RATIO, DELTA, WEIGHTINGS[name], init="random")
    near, far = (
        random_starts(replace(problem, delta=delta), len(seeds), seed=seeds[0])
        for delta in (DELTA, DELTA + FURTHER)
    )
    table = {"minority right": _right(near)}
    for mode, column in zip(
        problem.mode_names, ((far.learning_times - near.learning_times) / FURTHER).T, strict=True
    ):
        table[f"slope {mode}"] = column
    rare = ~near.majority
    leaving = (far.leaving_times - near.leaving_times)[:, rare].max(axis=1) / FURTHER
    apart = (_right(far) - _right(near)) / FURTHER
    table |= {"slope leaving": leaving, "slope right": apart}
    table["flow last"] = near.learning_times.max(axis=1)
    return [
        Run(name, seed, {key: float(column[i]) for key, column in table.items()})
        for i, seed in enumerate(seeds)
    ]


def _right(starts: RandomStarts) -> Array:
    """Time from which every minority class is classified rightly."""
    return np.asarray(starts.accuracy_times[:, ~starts.majority].max(axis=1))
