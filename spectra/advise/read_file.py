"""Counts, labels or weights from a file: which reader it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spectra.advise.class_data import MOST_CLASSES, ClassData
from spectra.advise.json_file import load_json, read_json
from spectra.advise.npy_file import load_array, read_npy
from spectra.advise.read_csv import Kind, read_csv
from spectra.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, kind: Kind | None = None, column: str | None = None) -> ClassData:
    """Read counts per class, or one label per example, from a CSV, JSON or NPY file.

    Parameters
    ----------
    path : Path
        Its ending says which.
    kind : {"counts", "labels"} or None
        What the numbers are; None where the file itself says it.
    column : str or None
        Of a CSV file.

    Raises
    ------
    InputError
        The file cannot be read, or does not say clearly what it holds.
    """
    suffix = path.suffix.lower()
    if str(path) in ("-", "/dev/stdin"):
        raise InputError(
            f"{path}: standard input is not read: give a file that ends in .csv, .json or .npy"
        )
    if path.is_dir():
        raise InputError(f"{path} is a directory: give a file")
    if suffix not in (".csv", ".tsv", ".txt", ".json", ".npy"):
        raise InputError(
            f"{path}: give counts as numbers, or a file that ends in .csv, .json or .npy"
        )
    if column is not None and suffix in (".json", ".npy"):
        raise InputError(f"{path}: --column is for CSV files")
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is no ordinary file: give a file")
        if suffix == ".json":
            return read_json(path, kind)
        if suffix == ".npy":
            return read_npy(path, kind)
        return read_csv(path, kind, column)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}): give another file"
        ) from error


def read_numbers(path: Path) -> list[float]:
    """Read a plain list of numbers: a JSON list, a one-dimensional NPY array or a CSV column."""
    try:
        if path.suffix.lower() == ".json":
            return _floats(path, load_json(path))
        if path.suffix.lower() == ".npy":
            array = load_array(path)
            if array.size > MOST_CLASSES:
                raise InputError(f"{path}: more than {MOST_CLASSES:,} numbers: give one per class")
            return _floats(path, array.tolist())
        with path.open(encoding="utf-8-sig") as stream:
            return _floats(path, [line.strip() for line in stream if line.strip()])
    except OSError as error:
        raise InputError(
            f"{path}: cannot be read ({error.strerror or error}): give another file"
        ) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 text (byte {error.start}): give one number a line"
        ) from error


def _floats(path: Path, values: object) -> list[float]:
    if not isinstance(values, list):
        raise InputError(f"{path}: give a list of numbers, one per class")
    numbers = []
    for i, value in enumerate(values):
        try:
            if isinstance(value, bool):
                raise TypeError  # noqa: TRY301 (one message for all that is no number)
            numbers.append(float(value))
        except (TypeError, ValueError, OverflowError):
            raise InputError(
                f"{path}: entry {i + 1} is {str(value)[:40]!r}: give one number per class"
            ) from None
    return numbers
