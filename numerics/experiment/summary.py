"""Learning steps of each run, a line for training and one for test data, and all lines together.

The ledger reads the table that comes with the package: numpy is loaded where runs are looked at.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from numerics.experiment import csv_table
from numerics.experiment.features import FEATURES, RIGHT, learned, strengths
from numerics.experiment.settings import SPLITS, Task, listed

if TYPE_CHECKING:
    from numerics.experiment.run_folder import Folder
    from numerics.experiment.run_table import Curves
    from numerics.experiment.settings import Groups, Settings
    from spectra.utils.arrays import Array

FILE: Final = "summary.csv"
SHIPPED: Final = Path(__file__).with_name("measured") / FILE
"""Runs that come with the package; settings.json beside it says how they were made."""

MEASURES: Final = ("decisions", "probabilities")
"""The confusion matrix of what is decided, and that of mean probabilities."""

QUANTITIES: Final = (
    *(f"{measure} {feature}" for measure in MEASURES for feature in FEATURES),
    "accuracy majority",
    "accuracy minority",
    "loss minority start",
    "loss minority peak",
)
"""Of each run: the steps at which features are learned and groups are classified rightly, and the
minorities' mean loss at the start and at its peak."""

KEYS: Final = ("model", "majority", "minority", "gamma", "seed", "split")


@dataclass(frozen=True)
class Summary:
    """Learning steps and losses of one run on one part of the data.

    Attributes
    ----------
    model : str
        "cnn", or a flow of :mod:`numerics.experiment.class_level_flow`, whose steps are times.
    task : Task
    split : {"train", "test"}
    values : tuple of float
        One for each of `QUANTITIES`; a step that did not come is inf.
    """

    model: str
    task: Task
    split: str
    values: tuple[float, ...]

    def __getitem__(self, quantity: str) -> float:
        return self.values[QUANTITIES.index(quantity)]


def summarise(curves: Curves, model: str = "cnn") -> tuple[Summary, ...]:
    """Return a line for training and one for test data, if there are any."""
    return tuple(_line(curves, s, model) for s in range(len(curves.loss)))


def _line(curves: Curves, s: int, model: str) -> Summary:
    steps, half = curves.steps, len(curves.task.majority)

    def when(strength: Array) -> float:
        return learned(steps, strength)

    accuracy, loss = curves.accuracy[s], curves.loss[s, :, half:].mean(axis=1)
    values = (
        *map(when, strengths(curves.confusion[s])),
        *map(when, strengths(curves.probability[s])),
        learned(steps, accuracy[:, :half].mean(axis=1), RIGHT),
        learned(steps, accuracy[:, half:].mean(axis=1), RIGHT),
        loss[0],
        loss.max(),
    )
    return Summary(model, curves.task, SPLITS[s], tuple(map(float, values)))


def to_csv(lines: Iterable[Summary]) -> str:
    """Return lines as CSV text; a step that did not come is empty."""
    return csv_table.to_csv((*KEYS, *QUANTITIES), map(_cells, lines))


def _cells(line: Summary) -> tuple[object, ...]:
    task = line.task
    run = (line.model, listed(task.majority), listed(task.minority), f"{task.gamma:g}", task.seed)
    return (*run, line.split, *("" if math.isinf(x) else f"{x:.6g}" for x in line.values))


def read_summary(path: Path) -> tuple[Summary, ...]:
    """Read what :func:`to_csv` wrote.

    Raises
    ------
    InputError
        There is no such file, or it holds something else.
    """
    return csv_table.read_rows(
        path, lambda head: head == (*KEYS, *QUANTITIES), _parsed,
        kind="summary", made_by="numerics.experiment",
    )  # fmt: skip


def _parsed(row: dict[str, str]) -> Summary:
    majority, minority = (tuple(map(int, row[side].split())) for side in ("majority", "minority"))
    task = Task(majority, minority, csv_table.number(row["gamma"]), int(row["seed"]))
    values = tuple(csv_table.number(row[name] or "inf") for name in QUANTITIES)
    if min(values) < 0:
        raise ValueError("a step or a loss is negative")
    if row["split"] not in SPLITS:
        raise ValueError(f"its split is {row['split']!r}")
    return Summary(row["model"], task, row["split"], values)


@dataclass(frozen=True, eq=False)
class Results:
    """The finished runs, and the flows that stand beside them.

    Attributes
    ----------
    settings : Settings
    groups : Groups
        The digits that figures and comparisons are about.
    curves : tuple of Curves
        Of the runs with these digits.
    summary : tuple of Summary
        Of all runs, and of the flows.
    """

    settings: Settings
    groups: Groups
    curves: tuple[Curves, ...]
    summary: tuple[Summary, ...]

    @property
    def gammas(self) -> tuple[float, ...]:
        """Weighting exponents that the digits were trained with, ascending."""
        return tuple(sorted({curve.task.gamma for curve in self.curves}))

    @property
    def trained(self) -> tuple[tuple[Groups, float], ...]:
        """Groups and exponents of all runs."""
        tasks = {line.task for line in self.summary if line.model == "cnn"}
        return tuple(sorted({(task.groups, task.gamma) for task in tasks}))


def collect(folder: Folder, settings: Settings, groups: Groups) -> Results:
    """Read the runs of a folder and integrate the flows for their exponents and seeds."""
    from numerics.experiment import class_level_flow, run_table

    curves = [run_table.read_run(folder.run(task), task, settings.looks) for task in folder.tasks()]
    lines = [line for run in curves for line in summarise(run)]
    mine = tuple(run for run in curves if run.task.groups == groups)
    for gamma in sorted({run.task.gamma for run in mine}):
        seeds = tuple(run.task.seed for run in mine if run.task.gamma == gamma)
        for loss, model in class_level_flow.MODELS.items():
            flows = class_level_flow.flows(settings, groups, gamma, seeds, loss)
            lines.extend(line for flow in flows for line in summarise(flow, model))
    return Results(settings, groups, mine, tuple(lines))
