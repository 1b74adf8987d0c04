"""The folder of an experiment: its record, a file for each run, and what is made of them."""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from numerics.errors import InputError
from numerics.experiment.settings import Task
from spectra.utils.atomic_files import write_whole
from spectra.utils.command import installed_version

if TYPE_CHECKING:
    from numerics.experiment.dataset import Images
    from numerics.experiment.settings import Settings

SCHEMA: Final = 1
RECORD: Final = "settings.json"
ASIDE: Final = ".csv.damaged"
LIBRARIES: Final = ("reweighting-theory", "torch", "numpy", "scipy", "scikit-learn")
NAME: Final = re.compile(r"maj-([0-9-]+)_min-([0-9-]+)_gamma-([0-9.]+)_seed-([0-9]+)\.csv")
Record = dict[str, dict[str, object]]


def record(settings: Settings, images: Images) -> Record:
    """Return all that the results depend on, in sections: what a folder's runs must share."""
    return {
        "settings": {k: list(v) if k == "digits" else v for k, v in asdict(settings).items()},
        "data": {"name": images.name, "sha256": images.checksum},
        "software": {
            "schema": SCHEMA,
            "python": platform.python_version(),
            **{name: installed_version(name) for name in LIBRARIES},
        },
        "machine": {"architecture": platform.machine(), "threads per run": 1},
    }


class Folder:
    """Where runs are kept; every file is written whole or not at all.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def open(self, wanted: Record) -> None:
        """Make the folder, or go on in it if its runs share all that is wanted.

        Raises
        ------
        InputError
            It holds something else, runs of other settings, or cannot be written.
        """
        where = repr(str(self.path))
        try:
            if not self.path.is_dir():
                self.path.mkdir(parents=True)
            known = (self.path / RECORD).is_file()
            if not known and not self._just_begun():
                raise InputError(
                    f"folder {where} holds something that is no experiment (no {RECORD}): "
                    "give an empty or a new folder with -o"
                )
            self.runs.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(
                f"folder {where} cannot be used ({error.strerror}): give another one with -o"
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK) or not os.access(self.runs, os.W_OK):
            raise InputError(f"folder {where} cannot be written: give another one with -o")
        if known:
            self._refuse_others(wanted)
        else:
            self.write(RECORD, json.dumps(wanted, indent=2) + "\n")

    def _just_begun(self) -> bool:
        """Whether it holds nothing but what was there before its record was written."""
        begun = (p for p in self.path.iterdir() if not p.match(f".{RECORD}.*.part"))
        return all(p == self.runs and p.is_dir() and not any(p.iterdir()) for p in begun)

    def set_aside(self, damaged: Callable[[Path, Task], str | None]) -> list[str]:
        """Rename the runs that are damaged, so that they can be made again; say why, and where.

        Parameters
        ----------
        damaged : callable
            Says what is wrong with the file of a run, or None.
        """
        found = []
        for task in self.tasks():
            path = self.run(task)
            why = damaged(path, task)
            if why is not None:
                aside = path.with_suffix(ASIDE)
                path.replace(aside)
                found.append(f"{why}; it is kept as {aside.name}")
        return found

    def _refuse_others(self, wanted: Record) -> None:
        found = read_record(self.path)
        for section, values in wanted.items():
            there = found.get(section, {})
            for name, value in values.items():
                if there.get(name) != value:
                    raise InputError(
                        f"folder {str(self.path)!r} has runs with {name} = {there.get(name)!r}, "
                        f"not {value!r}: give another folder with -o, or the same setting"
                    )

    @property
    def runs(self) -> Path:
        """Folder of the runs' files."""
        return self.path / "runs"

    def run(self, task: Task) -> Path:
        """File of a run."""
        return self.runs / f"{task.name}.csv"

    def write(self, name: str, text: str) -> None:
        """Write a file, in place of what was there."""
        write_whole(self.path / name, text, force=True)

    def keep(self, task: Task, text: str) -> None:
        """Write the file of a finished run."""
        write_whole(self.run(task), text, force=True)

    def tasks(self) -> list[Task]:
        """Return the finished runs, in order."""
        found = (named(path.name) for path in self.runs.iterdir())
        return sorted(task for task in found if task is not None)

    def missing(self, tasks: list[Task]) -> list[Task]:
        """Return the tasks that are still to be trained."""
        return [task for task in tasks if not self.run(task).is_file()]


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


def read_record(path: Path) -> Record:
    """Return the record of a folder.

    Raises
    ------
    InputError
        There is none, or it is not readable.
    """
    try:
        found = json.loads((path / RECORD).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"folder {str(path)!r} is no experiment ({RECORD}: {error.strerror}): give one that "
            "python -m numerics.experiment -o FOLDER made"
        ) from error
    except ValueError as error:
        raise InputError(
            f"{str(path / RECORD)!r} is damaged ({error}): start again in another folder"
        ) from error
    if not isinstance(found, dict) or not all(isinstance(v, dict) for v in found.values()):
        raise InputError(f"{str(path / RECORD)!r} is damaged: start again in another folder")
    return found
