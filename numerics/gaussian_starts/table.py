"""The table of runs from Gaussian starts: how it is written and read, and what is asked of it.

The ledger imports this before it forks: it loads no numpy.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from numerics.errors import InputError

FILE: Final = "starts.csv"
SHIPPED: Final = Path(__file__).with_name(FILE)
"""The table that comes with the package."""

KEYS: Final = ("problem", "seed")
DIGITS: Final = 4


@dataclass(frozen=True)
class Run:
    """What was measured of one seed on one problem.

    Attributes
    ----------
    problem : str
        "ERM" or "RW" with k = 4 and R = 10, or "support", ERM on a support matrix.
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


def to_csv(runs: Iterable[Run]) -> str:
    """Return runs as CSV text; what was not measured is empty."""
    runs = list(runs)
    names = tuple(dict.fromkeys(name for run in runs for name in run.values))
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow((*KEYS, *names))
    for run in runs:
        values = (f"{run.values[n]:.{DIGITS}g}" if n in run.values else "" for n in names)
        writer.writerow((run.problem, run.seed, *values))
    return stream.getvalue()


def read_table(path: Path) -> tuple[Run, ...]:
    """Read what :func:`to_csv` wrote.

    Raises
    ------
    InputError
        There is no such file, or it holds something else.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            head, *body = map(tuple, csv.reader(stream))
        if head[:2] == KEYS:
            return tuple(_parsed(head[2:], row) for row in body)
    except OSError as error:
        raise InputError(f"table {str(path)!r} cannot be read ({error.strerror})") from error
    except (ValueError, csv.Error) as error:
        raise _foreign(path, str(error)) from error
    raise _foreign(path, "its heading is another one")


def _foreign(path: Path, why: str) -> InputError:
    return InputError(f"table {str(path)!r} is not one that numerics.gaussian_starts wrote ({why})")


def _parsed(names: tuple[str, ...], row: tuple[str, ...]) -> Run:
    problem, seed, *cells = row
    values = {n: float(cell) for n, cell in zip(names, cells, strict=True) if cell}
    return Run(problem, int(seed), values)
