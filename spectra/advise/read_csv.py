"""Counts or labels from a CSV file, read row by row."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final, TextIO

from spectra.advise.class_data import MOST_CLASSES, ClassData, Name, left_out, of_counts, of_labels
from spectra.advise.read_listing import may_be_listed, read_listing
from spectra.advise.read_names import (
    COUNT_NAMES,
    INTEGER,
    LABEL_NAMES,
    NAME_NAMES,
    SURE_COUNTS,
    WHOLE,
    Kind,
    may_be_counts,
    untyped,
)
from spectra.errors import InputError
from spectra.utils.progress import Reporter

ROWS: Final = 1 << 12
"""Rows after which a bar is told how far the file is read."""


def read_csv(
    path: Path, kind: Kind | None, column: str | None, ignored: frozenset[str] = frozenset()
) -> ClassData:
    """Read counts per class, or one label per example.

    Parameters
    ----------
    path : Path
        Fields are separated by commas, semicolons or tabs; a first row without numbers is a header
        if `column` names one of its fields, or one of them is the name of a column of counts or
        labels.
    kind : {"counts", "labels"} or None
        None: told by the header, or by labels that are words.
    column : str or None
        Name of the column with the counts or labels.
    ignored : frozenset of str
        Labels that are left out.
    """
    with _rows(path) as rows:
        first = next(rows, None)
        if first is None:
            raise InputError(f"{path}: the file is empty: give counts or labels, one a row")
        header = [field.strip().lower() for field in first]
        known = {*COUNT_NAMES, *NAME_NAMES} if column is None else {column.strip().lower()}
        if not known & set(header):
            if column is not None:
                raise InputError(
                    f"{path}: no column {column!r} in the first row; it has {_listed(first)}"
                )
            return _without_header(path, first, rows, kind, ignored)
        given = kind == "labels"
        place, kind = _choose(path, header, kind, column)
        if kind == "labels":
            return _labels(path, _tally(path, (row[place] for row in rows)), ignored, sure=given)
        names = next((i for i, h in enumerate(header) if h in NAME_NAMES and i != place), None)
        return _counts(path, rows, place, names)


def _choose(
    path: Path, header: Sequence[str], kind: Kind | None, column: str | None
) -> tuple[int, Kind]:
    """Which column to read, and as what."""
    if column is not None:
        wanted = column.strip().lower()
        guess: Kind | None = "counts" if wanted in COUNT_NAMES else None
        guess = "labels" if wanted in LABEL_NAMES else guess
        if (kind or guess) is None:
            raise InputError(
                f"{path}: is column {column!r} one of counts or of labels? Say --counts or --labels"
            )
        return header.index(wanted), kind or guess or "labels"
    unsure = [name for name in header if may_be_counts(name) and name not in SURE_COUNTS]
    plain = len(header) == 2 and bool({"name", "names", "class", "category"} & set(header))
    if kind is None and unsure and not plain and not set(SURE_COUNTS) & set(header):
        raise InputError(
            f"{path}: {unsure[0]!r} may hold counts per class, or be another column of the data: say "
            "--counts or --labels, and choose among several with --column NAME"
        )
    like = [name for name in header if may_be_counts(name)]
    counts = [name for name in like if name in COUNT_NAMES] or like
    for known, its_kind in ((counts, "counts"), (LABEL_NAMES, "labels")):
        found = [i for i, name in enumerate(header) if name in known]
        if found and kind in (None, its_kind):
            if len(found) > 1:
                raise InputError(
                    f"{path}: {len(found)} columns could hold {its_kind}: choose with --column NAME"
                )
            return found[0], "counts" if its_kind == "counts" else "labels"
    raise InputError(
        f"{path}: no column looks like {kind or 'counts or labels'}: choose with --column NAME"
    )


def _without_header(
    path: Path,
    first: list[str],
    rows: Iterator[list[str]],
    kind: Kind | None,
    ignored: frozenset[str],
) -> ClassData:
    if len(first) > 2 or (len(first) == 2 and kind != "counts"):
        raise InputError(
            f"{path}: {len(first)} columns without a header that says which holds the counts or "
            "the labels: add one, such as class,count, or keep one column"
        )
    everything, word = chain([first], rows), first[0].strip()
    if (INTEGER.fullmatch(word) or WHOLE.fullmatch(word)) and kind is None:
        raise ambiguous(str(path))
    if len(first) == 2 or (kind == "counts" and not may_be_listed(first[0])):
        return _counts(path, everything, len(first) - 1, 0 if len(first) == 2 else None)
    found = _tally(path, (row[0] for row in everything))
    if kind != "labels" and max(found.values()) == 1:
        listed = read_listing(path, list(found), are_counts=kind == "counts")
        if listed is not None:
            return listed
    if kind == "counts":
        return of_counts(list(found), None, str(path))
    return _labels(path, found, ignored, sure=kind == "labels")


def ambiguous(source: str) -> InputError:
    """Build the error for whole numbers that could be either."""
    return InputError(
        f"{source}: whole numbers could be counts per class or one label per example: "
        "say --counts or --labels"
    )


def _counts(path: Path, rows: Iterator[list[str]], place: int, names_at: int | None) -> ClassData:
    counts: list[str] = []
    names: list[str] = []
    for row in rows:
        if len(counts) == MOST_CLASSES:
            raise InputError(
                f"{path}: more than {MOST_CLASSES:,} counts; if these are labels, say --labels, "
                "and if not, leave classes out"
            )
        counts.append(row[place])
        if names_at is not None:
            names.append(row[names_at])
    given = untyped(names, str(path), may_be_missing=False) if names else None
    return of_counts(counts, given, str(path))


def _tally(path: Path, labels: Iterator[str]) -> Counter[str]:
    """Count how often each label occurs; memory grows with the number of classes alone."""
    found: Counter[str] = Counter()
    for text in labels:
        found[text] += 1
        if len(found) > MOST_CLASSES:
            raise InputError(
                f"{path}: more than {MOST_CLASSES:,} different labels; is this a column of "
                "identifiers? Choose another with --column NAME"
            )
    return found


def _labels(path: Path, found: Counter[str], ignored: frozenset[str], *, sure: bool) -> ClassData:
    """Classes of labels; `sure` if the command says that they are labels."""
    kept = {text: times for text, times in found.items() if text.strip() not in ignored}
    merged: Counter[Name] = Counter()
    for name, times in zip(untyped(list(kept), str(path)), kept.values(), strict=True):
        merged[name] += times
    left_out(found, frozenset(ignored) - {text.strip() for text in found}, str(path))
    return of_labels(merged, str(path), sure=sure)


@contextmanager
def _rows(path: Path) -> Iterator[Iterator[list[str]]]:
    """Rows of equal length that are not blank, in UTF-8."""
    try:
        with (
            path.open(encoding="utf-8-sig", newline="") as stream,
            Reporter(f"reading {path.name}") as report,
        ):
            line = stream.readline(1 << 16)
            stream.seek(0)
            rows = csv.reader(stream, delimiter=_delimiter(line), strict=True)
            yield _checked(path, _told(rows, stream, path.stat().st_size, report))
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 text (byte {error.start}): save it as CSV in UTF-8"
        ) from error
    except csv.Error as error:
        raise InputError(f"{path}: not a CSV file ({error}): save it as CSV in UTF-8") from error


def _told(
    rows: Iterator[list[str]], stream: TextIO, size: int, report: Reporter
) -> Iterator[list[str]]:
    """The same rows, while the report is told which part of the file's bytes is read."""
    for number, row in enumerate(rows, 1):
        yield row
        if number % ROWS == 0:
            report.update(stream.buffer.tell() / size)


def _checked(path: Path, reader: Iterator[list[str]]) -> Iterator[list[str]]:
    width = 0
    for number, row in enumerate(reader, 1):
        if not any(field.strip() for field in row):
            continue
        if width and len(row) != width:
            raise InputError(
                f"{path}: row {number} has {len(row)} fields and those above have {width}: "
                "give every row the same"
            )
        width = len(row)
        yield row


def _delimiter(line: str) -> str:
    """The most frequent of three in the first line."""
    return max(",;\t", key=line.count)


def _listed(fields: Sequence[str]) -> str:
    shown = ", ".join(repr(f.strip()) for f in fields[:6])
    return shown if len(fields) <= 6 else f"{shown}, …"
