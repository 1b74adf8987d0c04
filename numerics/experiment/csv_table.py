"""Tables of results as CSV: one writer and one reader, which checks every row.

The ledger imports this before it forks: it loads no numpy.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from numerics.errors import InputError

Row = TypeVar("Row")


def to_csv(heading: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Return rows under a heading as CSV text."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return stream.getvalue()


def cells(path: Path) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Read the heading and the rows of a file.

    Raises
    ------
    OSError
        It cannot be read.
    ValueError
        It is no CSV, ends within a row, or its rows are of another length than its heading.
    """
    text = path.read_text(encoding="utf-8")
    if not text.endswith("\n"):
        raise ValueError("it ends within a row" if text else "it is empty")
    try:
        head, *body = map(tuple, csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise ValueError(str(error)) from error
    for number, row in enumerate(body, 2):
        if len(row) != len(head):
            raise ValueError(f"row {number} has {len(row)} cells for {len(head)} columns")
    return head, body


def read_rows(
    path: Path,
    heading: Callable[[tuple[str, ...]], bool],
    parsed: Callable[[dict[str, str]], Row],
    *,
    kind: str,
    made_by: str,
) -> tuple[Row, ...]:
    """Read what :func:`to_csv` wrote.

    Parameters
    ----------
    path : Path
    heading : callable
        Whether the columns are those of such a table.
    parsed : callable
        Makes of a row, cells by column, what it stands for, or raises ``ValueError``.
    kind, made_by : str
        What it is, and which command writes one, for complaints.

    Raises
    ------
    InputError
        There is no such file, or it holds something else.
    """
    again = f"python -m {made_by} writes one"
    try:
        head, body = cells(path)
        if heading(head):
            rows = (dict(zip(head, row, strict=True)) for row in body)
            return tuple(_row(parsed, row, at) for at, row in enumerate(rows, 2))
        why = "its heading is another one"
    except OSError as error:
        raise InputError(
            f"{kind} {str(path)!r} cannot be read ({error.strerror}): {again}"
        ) from error
    except ValueError as error:
        why = str(error)
    raise InputError(f"{kind} {str(path)!r} is not one that {made_by} wrote ({why}): {again}")


def number(cell: str) -> float:
    """Read a number that is one; what is infinite did not come."""
    found = float(cell)
    if math.isnan(found):
        raise ValueError(f"{cell!r} is no number")
    return found


def _row(parsed: Callable[[dict[str, str]], Row], row: dict[str, str], at: int) -> Row:
    try:
        return parsed(row)
    except ValueError as error:
        raise ValueError(f"row {at}: {error}") from error
