"""The folder of an experiment: its record, a file for each run, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from numerics.experiment.settings import Task
from spectra.utils.result_folder import Record, ResultFolder, made_with

if TYPE_CHECKING:
    from numerics.experiment.dataset import Images
    from numerics.experiment.settings import Settings

NAME: Final = re.compile(r"maj-([0-9-]+)_min-([0-9-]+)_gamma-([0-9.]+)_seed-([0-9]+)\.csv")


def record(settings: Settings, images: Images) -> Record:
    """Return all that the results depend on, in sections: what a folder's runs must share."""
    made = made_with("torch", "numpy", "scipy", "scikit-learn")
    made["machine"]["threads per run"] = 1
    return {
        "settings": {k: list(v) if k == "digits" else v for k, v in asdict(settings).items()},
        "data": {"name": images.name, "sha256": images.checksum},
        **made,
    }


class Folder(ResultFolder):
    """Where runs are kept.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path, ".csv")

    def run(self, task: Task) -> Path:
        """File of a run."""
        return self.file(task.name)

    def tasks(self) -> list[Task]:
        """Return the finished runs, in order."""
        found = (named(path.name) for path in self.runs.iterdir())
        return sorted(task for task in found if task is not None)

    def missing(self, tasks: list[Task]) -> list[Task]:
        """Return the tasks that are still to be trained."""
        return [task for task in tasks if not self.run(task).is_file()]

    def without_damage(self, damaged: Callable[[Path, Task], str | None]) -> list[str]:
        """Set aside the runs that are damaged; say why, and where they are.

        Parameters
        ----------
        damaged : callable
            Says what is wrong with the file of a run, or None.
        """
        tasks = {task.name: task for task in self.tasks()}
        return self.set_aside(tasks, lambda path, name: damaged(path, tasks[name]))


def named(file: str) -> Task | None:
    """Return the task of a run's file name, None if it is not one.

    Examples
    --------
    >>> named("maj-2-3_min-0-1_gamma-0.5_seed-7.csv")
    Task(majority=(2, 3), minority=(0, 1), gamma=0.5, seed=7)
    """
    found = NAME.fullmatch(file)
    if found is None:
        return None
    majority, minority = (tuple(map(int, found[i].split("-"))) for i in (1, 2))
    return Task(majority, minority, float(found[3]), int(found[4]))
