"""Counts, labels or weights from a file: CSV row by row, JSON at once, NPY a chunk at a time."""

from __future__ import annotations

import json
import math
import tokenize
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NoReturn

from spectra.advise.class_data import MOST_CLASSES, ClassData, Name, of_counts, of_labels
from spectra.advise.read_csv import ambiguous, read_csv
from spectra.advise.read_names import Kind, label, untyped
from spectra.errors import InputError, short
from spectra.utils.progress import Reporter

MOST_JSON: Final = 1 << 28
"""Bytes of the largest file that is read."""

SUFFIXES: Final = (".csv", ".tsv", ".txt", ".json", ".npy")
ENDINGS: Final = f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"

CHUNK: Final = 1 << 22
"""Labels that are looked at together."""


def read(
    path: Path,
    kind: Kind | None = None,
    column: str | None = None,
    ignored: frozenset[str] = frozenset(),
) -> ClassData:
    """Read counts per class, or one label per example, from a CSV, JSON or NPY file.

    Parameters
    ----------
    path : Path
        Its ending says which.
    kind : {"counts", "labels"} or None
        What the numbers are; None where the file itself says it.
    column : str or None
        Of a CSV file.
    ignored : frozenset of str
        Labels that are left out, as text.

    Raises
    ------
    InputError
        The file cannot be read, or does not say clearly what it holds.
    """
    if not isinstance(path, Path | str):
        raise InputError(f"{short(path)}: give the path of a file")
    path = Path(path)
    suffix = path.suffix.lower()
    if str(path) in ("-", "/dev/stdin"):
        raise InputError(f"{path}: standard input is not read: give a file that ends in {ENDINGS}")
    if path.is_dir():
        raise InputError(f"{path} is a directory: give a file")
    if suffix not in SUFFIXES:
        raise InputError(f"{path}: give counts as numbers, or a file that ends in {ENDINGS}")
    if column is not None and suffix in (".json", ".npy"):
        raise InputError(f"{path}: --column is for CSV files")
    try:
        if path.exists() and not path.is_file():
            raise InputError(f"{path} is no ordinary file: give a file")
        if suffix == ".json":
            return read_json(path, kind, ignored)
        if suffix == ".npy":
            return read_npy(path, kind, ignored)
        return read_csv(path, kind, column, ignored)
    except OSError as error:
        raise _unreadable(path, error) from error


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
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 text (byte {error.start}): give one number a line"
        ) from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be read ({error.strerror or error}): give another file")


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


def load_json(path: Path) -> Any:
    """Parse a file, refusing what JSON does not have and names that are there twice."""
    if path.stat().st_size > MOST_JSON:
        raise InputError(
            f"{path}: JSON files are read at once, and this is too large: save it as CSV or NPY"
        )
    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{path}: not UTF-8 text (byte {error.start}): save it as JSON in UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise InputError(
            f"{path}: not JSON (line {error.lineno}, column {error.colno}: {error.msg})"
        ) from error
    except _JSONValueError as error:
        raise InputError(f"{path}: {error}") from error
    except (RecursionError, ValueError) as error:
        raise InputError(
            f"{path}: JSON nested too deeply or with a number too long to read"
        ) from error


class _JSONValueError(ValueError):
    """JSON that Python reads but that means nothing here."""


def _no_constant(text: str) -> NoReturn:
    raise _JSONValueError(f"{text} is not a number: give whole numbers")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _JSONValueError(f"the name {name!r} is there twice: make it unique")
        found[name] = value
    return found


def read_json(path: Path, kind: Kind | None, ignored: frozenset[str]) -> ClassData:
    """Read ``[…]``, ``{"name": count, …}``, or ``{"counts": […], "names": […]}``.

    Names are as they stand: numbers or text. Those of an object, which are always text, may stand
    for numbers: see `untyped`.
    """
    found = load_json(path)
    if isinstance(found, list):
        return _from_list(path, found, kind, ignored)
    if not isinstance(found, dict):
        raise _wrong_shape(path)
    if list(found) == ["counts"] and isinstance(found["counts"], dict):
        found = found["counts"]
    lists = [name for name in ("counts", "labels") if isinstance(found.get(name), list)]
    if not lists:
        inside = next((name for name, x in found.items() if isinstance(x, dict | list)), None)
        if inside is not None:
            raise InputError(
                f"{path}: {inside[:40]!r} holds a list or an object of its own: what is read is "
                '"counts" (and "names") or "labels" at the top, or an object of counts by name'
            )
        if kind == "labels":
            raise _wrong_shape(path)
        names = untyped(list(found), str(path), may_be_missing=False)
        return of_counts(list(found.values()), names, str(path))
    wanted = [name for name in lists if kind in (None, name)]
    if len(wanted) != 1:
        raise InputError(
            f"{path}: holds {' and '.join(lists)}: say --counts or --labels for what it has"
        )
    if wanted == ["labels"]:
        return of_labels(
            Counter(_labels(path, found["labels"])), str(path), ignored, sure=kind == "labels"
        )
    given_names = found.get("names")
    if given_names is not None and not isinstance(given_names, list):
        raise _wrong_shape(path)
    given = None if given_names is None else list(_labels(path, given_names))
    return of_counts(found["counts"], given, str(path))


def _from_list(
    path: Path, found: list[Any], kind: Kind | None, ignored: frozenset[str]
) -> ClassData:
    if not found:
        raise InputError(f"{path}: the list is empty: give counts or labels")
    sure = kind == "labels"
    if kind is None:
        if not all(isinstance(x, str) for x in found):
            raise (
                ambiguous(str(path))
                if all(isinstance(x, int) for x in found)
                else _wrong_shape(path)
            )
        kind = "labels"
    if kind == "labels":
        return of_labels(Counter(_labels(path, found)), str(path), ignored, sure=sure)
    return of_counts(found, None, str(path))


def _labels(path: Path, values: list[Any]) -> Iterator[Name]:
    for i, value in enumerate(values):
        if value is None:
            raise InputError(
                f"{path}: label {i + 1} is missing (null): leave out examples without a label"
            )
        if isinstance(value, float) and value.is_integer():
            yield int(value)
            continue
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise InputError(
                f"{path}: label {i + 1} is {str(value)[:40]!r}: "
                "labels are whole numbers or words, not decimals"
            )
        yield label(value, f"{path}: label {i + 1}") if isinstance(value, str) else value


def _wrong_shape(path: Path) -> InputError:
    return InputError(
        f"{path}: give a list of counts or labels, an object of counts by name, or an object with "
        '"counts" or "labels"'
    )


UNREADABLE = (
    *(ValueError, EOFError, SyntaxError, TypeError, OverflowError, MemoryError),
    tokenize.TokenError,
)
"""What numpy raises of a header that is damaged, or says what cannot be."""


def load_array(path: Path) -> Any:
    """Map a one-dimensional array into memory: what its header promises is not allocated."""
    import numpy as np

    try:
        with np.errstate(over="ignore"):  # a size that no file has is refused
            array = np.lib.format.open_memmap(path, mode="r")
    except UNREADABLE as error:
        raise InputError(
            f"{path}: not an NPY array that can be read safely ({_reason(error)}): "
            "save it with numpy.save"
        ) from error
    if array.ndim != 1:
        raise InputError(f"{path}: the array has shape {array.shape}: give a one-dimensional one")
    return array


def _reason(error: Exception) -> str:
    """Why an array cannot be mapped."""
    if "object" in str(error):
        return "it holds Python objects"
    if "mmap" in str(error):
        return "it is shorter than its header says"
    return "its header is damaged"


def read_npy(path: Path, kind: Kind | None, ignored: frozenset[str]) -> ClassData:
    """Read counts, or labels; which of the two, text says and numbers do not."""
    array = load_array(path)
    if array.size == 0:
        raise InputError(f"{path}: the array is empty: give counts or labels")
    if array.dtype.kind == "U" and kind != "counts":
        return _tally(path, array, ignored, sure=kind == "labels")
    if array.dtype.kind not in "iuf":
        raise InputError(
            f"{path}: an array of {array.dtype}: give whole numbers, or labels as text"
        )
    if kind is None:
        raise ambiguous(str(path))
    if kind == "labels":
        return _tally(path, array, ignored, sure=True)
    if array.size > MOST_CLASSES:
        raise InputError(
            f"{path}: {array.size:,} counts are more than {MOST_CLASSES:,}: "
            "if these are labels, say --labels"
        )
    return of_counts(array.tolist(), None, str(path))


def _tally(path: Path, array: Any, ignored: frozenset[str], *, sure: bool) -> ClassData:
    """Count labels a chunk at a time."""
    import numpy as np

    found: Counter[Name] = Counter()
    with Reporter(f"reading {path.name}") as report:
        for start in range(0, array.size, CHUNK):
            values, times = np.unique(array[start : start + CHUNK], return_counts=True)
            try:
                names = values.tolist()
            except (SystemError, ValueError) as error:
                raise InputError(
                    f"{path}: a label holds what is no character: write it in Unicode"
                ) from error
            for value, number in zip(names, times.tolist(), strict=True):
                found[_name(value, f"{path}: a label")] += number
            if len(found) > MOST_CLASSES:
                raise InputError(
                    f"{path}: more than {MOST_CLASSES:,} different labels; are these identifiers?"
                )
            report.advance(CHUNK / array.size)
    return of_labels(found, str(path), ignored, sure=sure)


def _name(value: Name | float, place: str) -> Name:
    """Check a label of an array, of which whole floats are whole numbers."""
    if isinstance(value, str):
        return label(value, place)
    if math.isnan(value):
        raise InputError(f"{place} is missing (NaN): leave out examples without a label")
    if not float(value).is_integer():
        raise InputError(f"{place} is {value!r}: labels are whole numbers or words, not decimals")
    return int(value)
