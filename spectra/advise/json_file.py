"""Counts or labels from a JSON file, which is read at once."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NoReturn

from spectra.advise.class_data import ClassData, Name, of_counts, of_labels
from spectra.advise.read_csv import Kind, ambiguous, label, untyped
from spectra.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_JSON: Final = 1 << 28
"""Bytes of the largest file that is read."""


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


def read_json(path: Path, kind: Kind | None) -> ClassData:
    """Read ``[…]``, ``{"name": count, …}``, or ``{"counts": […], "names": […]}``.

    Names are as they stand: numbers or text. Those of an object, which are always text, may stand
    for numbers: see `untyped`.
    """
    found = load_json(path)
    if isinstance(found, list):
        return _from_list(path, found, kind)
    if not isinstance(found, dict):
        raise _wrong_shape(path)
    if list(found) == ["counts"] and isinstance(found["counts"], dict):
        found = found["counts"]
    lists = [name for name in ("counts", "labels") if isinstance(found.get(name), list)]
    if not lists:
        if kind == "labels":
            raise _wrong_shape(path)
        names = untyped(list(found), str(path))
        return of_counts(list(found.values()), names, str(path))
    wanted = [name for name in lists if kind in (None, name)]
    if len(wanted) != 1:
        raise InputError(
            f"{path}: holds {' and '.join(lists)}: say --counts or --labels for what it has"
        )
    if wanted == ["labels"]:
        return of_labels(Counter(_labels(path, found["labels"])), str(path))
    given_names = found.get("names")
    if given_names is not None and not isinstance(given_names, list):
        raise _wrong_shape(path)
    given = None if given_names is None else list(_labels(path, given_names))
    return of_counts(found["counts"], given, str(path))


def _from_list(path: Path, found: list[Any], kind: Kind | None) -> ClassData:
    if not found:
        raise InputError(f"{path}: the list is empty: give counts or labels")
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
            raise InputError(
                f"{path}: label {i + 1} is {str(value)[:40]!r}: "
                "labels are whole numbers or words, not decimals"
            )
        yield label(value, f"{path}: label {i + 1}") if isinstance(value, str) else value


def _wrong_shape(path: Path) -> InputError:
    msg = (
        f"{path}: give a list of counts or labels, an object of counts by name, or an object with "
        '"counts" or "labels"'
    )
    return InputError(msg)
