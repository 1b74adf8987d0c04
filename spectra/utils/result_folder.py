"""A folder of finished tasks: a record of what they share, and a file for each.

What is finished is not done again: the same call goes on from there. Every file is written whole or
not at all. One that is damaged, or of another job, is named and set aside, and its task done again.
"""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from spectra.errors import InputError, short
from spectra.utils.atomic_files import write_whole
from spectra.utils.command import installed_version

SCHEMA: Final = 1
RECORD: Final = "settings.json"
ASIDE: Final = ".damaged"
Record = dict[str, dict[str, object]]


def made_with(*libraries: str) -> Record:
    """Return the sections of a record that say what made the results: software and machine."""
    names = ("reweighting-theory", *libraries)
    return {
        "software": {
            "schema": SCHEMA,
            "python": platform.python_version(),
            **{name: installed_version(name) for name in names},
        },
        "machine": {"architecture": platform.machine()},
    }


class ResultFolder:
    """Where the results of tasks are kept.

    Parameters
    ----------
    path : str or path-like
    kind : str
        What a file ends with, such as ".csv".
    """

    def __init__(self, path: object, kind: str) -> None:
        try:
            name = os.fsencode(path) if isinstance(path, str | os.PathLike) else b""
        except UnicodeEncodeError:
            name = b""
        if not name or b"\0" in name:
            raise InputError(f"folder {short(path)} is none: give its path")
        self.path, self.kind = Path(os.fsdecode(name)), kind

    def open(self, wanted: Record) -> None:
        """Make the folder, or go on in it if its results share all that is wanted.

        Raises
        ------
        InputError
            It holds something else, results of other settings, or cannot be written.
        """
        where = repr(str(self.path))
        try:
            if not self.path.is_dir():
                self.path.mkdir(parents=True)
            known = (self.path / RECORD).is_file()
            if not known and not self._just_begun():
                raise InputError(
                    f"folder {where} holds something else (no {RECORD}): give an empty or a new one"
                )
            self.runs.mkdir(exist_ok=True)
        except OSError as error:
            raise InputError(
                f"folder {where} cannot be used ({error.strerror}): give another one"
            ) from error
        if not os.access(self.path, os.W_OK | os.X_OK) or not os.access(self.runs, os.W_OK):
            raise InputError(f"folder {where} cannot be written: give another one")
        if known:
            self._refuse_others(wanted)
        else:
            self.write(RECORD, json.dumps(wanted, indent=2) + "\n")

    def _just_begun(self) -> bool:
        """Whether it holds nothing but what was there before its record was written."""
        begun = (p for p in self.path.iterdir() if not p.match(f".{RECORD}.*.part"))
        return all(p == self.runs and p.is_dir() and not any(p.iterdir()) for p in begun)

    def _refuse_others(self, wanted: Record) -> None:
        found = read_record(self.path)
        for section, values in wanted.items():
            there = found.get(section, {})
            for name, value in values.items():
                if there.get(name) != value:
                    raise InputError(
                        f"folder {str(self.path)!r} has runs with {name} = {there.get(name)!r}, "
                        f"not {value!r}: give another folder, or the same setting"
                    )

    def set_aside(
        self, names: Iterable[str], damaged: Callable[[Path, str], str | None]
    ) -> list[str]:
        """Rename the files that are damaged, so that they can be made again; say why, and where.

        Parameters
        ----------
        names : iterable of str
            Of tasks; those that have no file are passed over.
        damaged : callable
            Says what is wrong with the file of a task, or None.
        """
        found = []
        for name in names:
            path = self.file(name)
            why = damaged(path, name) if path.exists() else None
            if why is not None:
                aside = path.with_name(path.name + ASIDE)
                path.replace(aside)
                found.append(f"{why}; it is kept as {aside.name}")
        return found

    @property
    def runs(self) -> Path:
        """Folder of the tasks' files."""
        return self.path / "runs"

    def file(self, name: str) -> Path:
        """File of a task."""
        return self.runs / f"{name}{self.kind}"

    def keep(self, name: str, content: str | bytes) -> None:
        """Write the file of a finished task."""
        write_whole(self.file(name), content, force=True)

    def write(self, name: str, text: str) -> None:
        """Write a file beside them, in place of what was there."""
        write_whole(self.path / name, text, force=True)


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
            f"{str(path / RECORD)!r} cannot be read ({error.strerror}): give another folder"
        ) from error
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"{str(path / RECORD)!r} is damaged ({error}): start again in another folder"
        ) from error
    if not isinstance(found, dict) or not all(isinstance(v, dict) for v in found.values()):
        raise InputError(f"{str(path / RECORD)!r} is damaged: start again in another folder")
    return found
