"""Counts or labels from a CSV file, read row by row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Final, Literal, TextIO

from spectra.advise.class_data import MOST_CLASSES, ClassData, Name, left_out, of_counts, of_labels
from spectra.errors import InputError
from spectra.utils.progress import Reporter

Kind = Literal["counts", "labels"]

COUNT_NAMES: Final = ("count", "counts", "n", "samples", "examples", "frequency", "size")
SURE_COUNTS: Final = ("count", "counts", "examples", "samples")
"""Names that nothing but counts has; the others may be a column of the data beside labels."""

LABEL_NAMES: Final = ("label", "labels", "target", "targets", "class", "category", "y")
NAME_NAMES: Final = (*LABEL_NAMES, "name", "names")

INTEGER: Final = re.compile(r"[+-]?[0-9]+")
CANONICAL: Final = re.compile(r"0|-?[1-9][0-9]*")
"""Whole numbers as Python writes them."""

DECIMAL: Final = re.compile(r"[+-]?([0-9]*\.[0-9]*([eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)")
ROWS: Final = 1 << 12
"""Rows after which a bar is told how far the file is read."""

MOST_DIGITS: Final = 400
MISSING: Final = ("", "nan", "na", "n/a", "null", "none")


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
        place, kind = _choose(path, header, kind, column)
        if kind == "labels":
            return _tally(path, (row[place] for row in rows), ignored)
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
    unsure = [name for name in header if name in COUNT_NAMES and name not in SURE_COUNTS]
    plain = len(header) == 2 and bool({"name", "names", "class", "category"} & set(header))
    if kind is None and unsure and not plain and not set(SURE_COUNTS) & set(header):
        raise InputError(
            f"{path}: {unsure[0]!r} may hold counts per class, or be another column of the data: say "
            "--counts or --labels"
        )
    for known, its_kind in ((COUNT_NAMES, "counts"), (LABEL_NAMES, "labels")):
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
    if kind is None:
        if INTEGER.fullmatch(first[0].strip()):
            raise ambiguous(str(path))
        kind = "labels"
    everything = chain([first], rows)
    if kind == "labels":
        return _tally(path, (row[0] for row in everything), ignored)
    return _counts(path, everything, len(first) - 1, 0 if len(first) == 2 else None)


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


def _tally(path: Path, labels: Iterator[str], ignored: frozenset[str]) -> ClassData:
    """Count how often each label occurs; memory grows with the number of classes alone."""
    found: Counter[str] = Counter()
    for text in labels:
        found[text] += 1
        if len(found) > MOST_CLASSES:
            raise InputError(
                f"{path}: more than {MOST_CLASSES:,} different labels; is this a column of "
                "identifiers? Choose another with --column NAME"
            )
    kept = {text: times for text, times in found.items() if text.strip() not in ignored}
    merged: Counter[Name] = Counter()
    for name, times in zip(untyped(list(kept), str(path)), kept.values(), strict=True):
        merged[name] += times
    left_out(found, frozenset(ignored) - {text.strip() for text in found}, str(path))
    return of_labels(merged, str(path))


def untyped(texts: Sequence[str], source: str, *, may_be_missing: bool = True) -> list[Name]:
    """Read names from where text and numbers look alike.

    Where each is the name of a class, NA and null are names as well.

    They are numbers if all are whole numbers as Python writes them, and otherwise the texts as
    they stand: 01 and 1 are two names then.
    """
    for i, text in enumerate(texts):
        place = f"{source}: a label" if may_be_missing else f"{source}: name {i + 1}"
        word = label(text, place, MISSING if may_be_missing else ("",)).strip()
        if DECIMAL.fullmatch(word) or word.lower().lstrip("+-") in ("inf", "infinity"):
            raise InputError(
                f"{place} is {word[:40]!r}: labels are whole numbers or words, not decimals"
            )
        if len(word) > MOST_DIGITS and INTEGER.fullmatch(word):
            raise InputError(f"{place} has {len(word)} digits: labels are smaller numbers or words")
    if all(CANONICAL.fullmatch(text.strip()) for text in texts):
        return [int(text) for text in texts]
    return list(texts)


def label(text: str, place: str, missing: Sequence[str] = ("",)) -> str:
    """Check the name of a class, which stays as it is."""
    if text.strip().lower() in missing:
        raise InputError(
            f"{place} is missing ({text!r}): give one for every class and example"
            + ("" if not text.strip() else f", or say --ignore {text.strip()}")
        )
    if "\0" in text:
        raise InputError(f"{place} holds a NUL character: this is not a text file")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"{place} holds half a character (a lone surrogate): write it in Unicode")
    return text


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
