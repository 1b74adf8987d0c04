"""The table of runs from Gaussian starts: how it is written and read, and what is asked of it.

The ledger imports this before it forks: it loads no numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from numerics.experiment import csv_table

FILE: Final = "starts.csv"
MARGINS: Final = "margins.csv"
SHIPPED, SHIPPED_MARGINS = (Path(__file__).with_name(name) for name in (FILE, MARGINS))
"""The tables that come with the package: of squared loss, and of cross-entropy."""

KEYS: Final = ("problem", "seed")
DIGITS: Final = 4


@dataclass(frozen=True)
class Run:
    """What was measured of one seed on one problem.

    Attributes
    ----------
    problem : str
        "ERM" or "RW" with k = 4 and R = 10, or "support", ERM on a support matrix; under
        cross-entropy the number of classes.
    seed : int
    values : mapping of str to float
        By quantity; a time that did not come is inf.
    """

    problem: str
    seed: int
    values: Mapping[str, float]


@dataclass(frozen=True)
class Reading:
    """Which number of the runs on which problem."""

    quantity: str
    problem: str

    least = 0.0

    @staticmethod
    def table(folder: Path | None) -> tuple[Run, ...]:
        """Read the table of a folder, or the one that comes with the package."""
        return read_table(SHIPPED if folder is None else folder / FILE)

    def of(self, table: Iterable[Run]) -> dict[int, float]:
        """Return its value for every seed."""
        return {
            run.seed: run.values[self.quantity]
            for run in table
            if run.problem == self.problem and self.quantity in run.values
        }

    def __str__(self) -> str:
        return f"{self.quantity!r} (Gaussian starts, {self.problem})"


@dataclass(frozen=True)
class OfMargins(Reading):
    """Which number of the runs under cross-entropy on which problem."""

    @staticmethod
    def table(folder: Path | None) -> tuple[Run, ...]:
        """Read the table of a folder, or the one that comes with the package."""
        return read_table(SHIPPED_MARGINS if folder is None else folder / MARGINS)

    def __str__(self) -> str:
        return f"{self.quantity!r} (cross-entropy from Gaussian starts, {self.problem})"


def to_csv(runs: Iterable[Run]) -> str:
    """Return runs as CSV text; what was not measured is empty."""
    runs = list(runs)
    names = tuple(dict.fromkeys(name for run in runs for name in run.values))
    return csv_table.to_csv((*KEYS, *names), (_cells(run, names) for run in runs))


def _cells(run: Run, names: tuple[str, ...]) -> tuple[object, ...]:
    values = (f"{run.values[n]:.{DIGITS}g}" if n in run.values else "" for n in names)
    return (run.problem, run.seed, *values)


def read_table(path: Path) -> tuple[Run, ...]:
    """Read what :func:`to_csv` wrote.

    Raises
    ------
    InputError
        There is no such file, or it holds something else.
    """
    return csv_table.read_rows(
        path, lambda head: head[:2] == KEYS, _parsed,
        kind="table", made_by="numerics.gaussian_starts",
    )  # fmt: skip


def _parsed(row: dict[str, str]) -> Run:
    values = {n: csv_table.number(cell) for n, cell in row.items() if cell and n not in KEYS}
    return Run(row["problem"], int(row["seed"]), values)
