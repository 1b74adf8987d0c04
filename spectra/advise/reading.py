"""Counts or labels from a file: which reader it needs, and the readers of NPY and JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NoReturn

from spectra.advise.data import MOST_CLASSES, ClassData, Name, of_counts, of_labels
from spectra.advise.table import Kind, ambiguous, label, read_csv
from spectra.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHUNK: Final = 1 << 22
"""Labels of an array that are looked at together."""

MOST_JSON: Final = 1 << 28
"""Bytes of a JSON file, which is read at once, unlike the others."""


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
    if suffix not in (".csv", ".tsv", ".txt", ".json", ".npy"):
        msg = f"{path}: give counts as numbers, or a file that ends in .csv, .json or .npy"
        raise InputError(msg)
    if column is not None and suffix in (".json", ".npy"):
        msg = f"{path}: --column is for CSV files"
        raise InputError(msg)
    try:
        if path.is_dir():
            msg = f"{path} is a directory: give a file"
            raise InputError(msg)
        if suffix == ".json":
            return _read_json(path, kind)
        if suffix == ".npy":
            return _read_npy(path, kind)
        return read_csv(path, kind, column)
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error}): give another file"
        raise InputError(msg) from error


def read_numbers(path: Path) -> list[float]:
    """Read a plain list of numbers: a JSON list, a one-dimensional NPY array or a CSV column."""
    try:
        if path.suffix.lower() == ".json":
            return _floats(path, _load_json(path))
        if path.suffix.lower() == ".npy":
            array = _array(path)
            if array.size > MOST_CLASSES:
                msg = f"{path}: more than {MOST_CLASSES:,} numbers: give one per class"
                raise InputError(msg)
            return _floats(path, array.tolist())
        with path.open(encoding="utf-8-sig") as stream:
            return _floats(path, [line.strip() for line in stream if line.strip()])
    except OSError as error:
        msg = f"{path}: cannot be read ({error.strerror or error}): give another file"
        raise InputError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 text (byte {error.start}): give one number a line"
        raise InputError(msg) from error


def _floats(path: Path, values: object) -> list[float]:
    if not isinstance(values, list):
        msg = f"{path}: give a list of numbers, one per class"
        raise InputError(msg)
    numbers = []
    for i, value in enumerate(values):
        try:
            if isinstance(value, bool):
                raise TypeError  # noqa: TRY301 (one message for all that is no number)
            numbers.append(float(value))
        except (TypeError, ValueError, OverflowError):
            msg = f"{path}: entry {i + 1} is {str(value)[:40]!r}: give one number per class"
            raise InputError(msg) from None
    return numbers


# --- NPY -----------------------------------------------------------------------------------------


def _array(path: Path) -> Any:
    """Map a one-dimensional array into memory: what its header promises is not allocated."""
    import numpy as np

    try:
        array = np.lib.format.open_memmap(path, mode="r")
    except (ValueError, EOFError, SyntaxError, TypeError, OverflowError, MemoryError) as error:
        reason = "it holds Python objects" if "object" in str(error) else "its header is damaged"
        msg = (
            f"{path}: not an NPY array that can be read safely ({reason}): save it with numpy.save"
        )
        raise InputError(msg) from error
    if array.ndim != 1:
        msg = f"{path}: the array has shape {array.shape}: give a one-dimensional one"
        raise InputError(msg)
    return array


def _read_npy(path: Path, kind: Kind | None) -> ClassData:
    array = _array(path)
    if array.size == 0:
        msg = f"{path}: the array is empty: give counts or labels"
        raise InputError(msg)
    if array.dtype.kind == "U" and kind != "counts":
        return _tally(path, array)
    if array.dtype.kind not in "iuf":
        msg = f"{path}: an array of {array.dtype}: give whole numbers, or labels as text"
        raise InputError(msg)
    if kind is None:
        raise ambiguous(str(path))
    if kind == "labels":
        if array.dtype.kind == "f":
            msg = f"{path}: labels are {array.dtype}, decimals: save them as whole numbers or text"
            raise InputError(msg)
        return _tally(path, array)
    if array.size > MOST_CLASSES:
        msg = (
            f"{path}: {array.size:,} counts are more than {MOST_CLASSES:,}: "
            "if these are labels, say --labels"
        )
        raise InputError(msg)
    return of_counts(array.tolist(), None, str(path))


def _tally(path: Path, array: Any) -> ClassData:
    """Count labels a chunk at a time."""
    import numpy as np

    found: Counter[Name] = Counter()
    for start in range(0, array.size, CHUNK):
        values, times = np.unique(array[start : start + CHUNK], return_counts=True)
        for value, number in zip(values.tolist(), times.tolist(), strict=True):
            found[label(value, f"{path}: a label") if isinstance(value, str) else value] += number
        if len(found) > MOST_CLASSES:
            msg = f"{path}: more than {MOST_CLASSES:,} different labels; are these identifiers?"
            raise InputError(msg)
    return of_labels(found, str(path))


# --- JSON ----------------------------------------------------------------------------------------


def _load_json(path: Path) -> Any:
    if path.stat().st_size > MOST_JSON:
        msg = f"{path}: JSON files are read at once, and this is too large: save it as CSV or NPY"
        raise InputError(msg)
    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        msg = f"{path}: not UTF-8 text (byte {error.start}): save it as JSON in UTF-8"
        raise InputError(msg) from error
    except json.JSONDecodeError as error:
        msg = f"{path}: not JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        raise InputError(msg) from error
    except _JSONValueError as error:
        msg = f"{path}: {error}"
        raise InputError(msg) from error
    except (RecursionError, ValueError) as error:
        msg = f"{path}: JSON nested too deeply or with a number too long to read"
        raise InputError(msg) from error


class _JSONValueError(ValueError):
    """JSON that Python reads but that means nothing here."""


def _no_constant(text: str) -> NoReturn:
    msg = f"{text} is not a number: give whole numbers"
    raise _JSONValueError(msg)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            msg = f"the name {name!r} is there twice: make it unique"
            raise _JSONValueError(msg)
        found[name] = value
    return found


def _read_json(path: Path, kind: Kind | None) -> ClassData:
    """Read ``[…]``, ``{"name": count, …}``, or ``{"counts": […], "names": […]}``."""
    found = _load_json(path)
    if isinstance(found, list):
        return _from_list(path, found, kind)
    if not isinstance(found, dict):
        raise _wrong_shape(path)
    lists = [name for name in ("counts", "labels") if isinstance(found.get(name), list)]
    if not lists:
        if kind == "labels":
            raise _wrong_shape(path)
        names = [label(name, f"{path}: a name") for name in found]
        return of_counts(list(found.values()), names, str(path))
    wanted = [name for name in lists if kind in (None, name)]
    if len(wanted) != 1:
        msg = f"{path}: holds {' and '.join(lists)}: say --counts or --labels for what it has"
        raise InputError(msg)
    if wanted == ["labels"]:
        return of_labels(Counter(_labels(path, found["labels"])), str(path))
    given_names = found.get("names")
    if given_names is not None and not isinstance(given_names, list):
        raise _wrong_shape(path)
    given = None if given_names is None else list(_labels(path, given_names))
    return of_counts(found["counts"], given, str(path))


def _from_list(path: Path, found: list[Any], kind: Kind | None) -> ClassData:
    if not found:
        msg = f"{path}: the list is empty: give counts or labels"
        raise InputError(msg)
    if kind is None:
        if not all(isinstance(x, str) for x in found):
            raise (
                ambiguous(str(path))
                if all(isinstance(x, int) for x in found)
                else _wrong_shape(path)
            )
        kind = "labels"
    if kind == "labels":
        return of_labels(Counter(_labels(path, found)), str(path))
    return of_counts(found, None, str(path))


def _labels(path: Path, values: list[Any]) -> Iterator[Name]:
    for i, value in enumerate(values):
        if isinstance(value, bool) or not isinstance(value, int | str):
            msg = (
                f"{path}: label {i + 1} is {str(value)[:40]!r}: "
                "labels are whole numbers or words, not decimals"
            )
            raise InputError(msg)
        yield label(value, f"{path}: label {i + 1}") if isinstance(value, str) else value


def _wrong_shape(path: Path) -> InputError:
    msg = (
        f"{path}: give a list of counts or labels, an object of counts by name, or an object with "
        '"counts" or "labels"'
    )
    return InputError(msg)
