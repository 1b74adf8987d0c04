"""What all finished runs of a folder say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from numerics.experiment import class_level_flow, run_table
from numerics.experiment.summary import Summary, summarise

if TYPE_CHECKING:
    from numerics.experiment.curves import Curves
    from numerics.experiment.run_folder import Folder
    from numerics.experiment.settings import Groups, Settings


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
    curves = [run_table.read(folder.run(task), task, settings.looks) for task in folder.tasks()]
    lines = [line for run in curves for line in summarise(run)]
    mine = tuple(run for run in curves if run.task.groups == groups)
    for gamma in sorted({run.task.gamma for run in mine}):
        seeds = tuple(run.task.seed for run in mine if run.task.gamma == gamma)
        for loss, model in class_level_flow.MODELS.items():
            flows = class_level_flow.flows(settings, groups, gamma, seeds, loss)
            lines.extend(line for flow in flows for line in summarise(flow, model))
    return Results(settings, groups, mine, tuple(lines))
