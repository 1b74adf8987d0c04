"""Counts or labels from an NPY file, mapped into memory and looked at a chunk at a time."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from spectra.advise.class_data import MOST_CLASSES, ClassData, Name, of_counts, of_labels
from spectra.advise.read_csv import Kind, ambiguous, label
from spectra.errors import InputError
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from pathlib import Path

CHUNK: Final = 1 << 22
"""Labels that are looked at together."""


def load_array(path: Path) -> Any:
    """Map a one-dimensional array into memory: what its header promises is not allocated."""
    import numpy as np

    try:
        array = np.lib.format.open_memmap(path, mode="r")
    except (ValueError, EOFError, SyntaxError, TypeError, OverflowError, MemoryError) as error:
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


def read_npy(path: Path, kind: Kind | None) -> ClassData:
    """Read counts, or labels; which of the two, text says and numbers do not."""
    array = load_array(path)
    if array.size == 0:
        raise InputError(f"{path}: the array is empty: give counts or labels")
    if array.dtype.kind == "U" and kind != "counts":
        return _tally(path, array)
    if array.dtype.kind not in "iuf":
        raise InputError(
            f"{path}: an array of {array.dtype}: give whole numbers, or labels as text"
        )
    if kind is None:
        raise ambiguous(str(path))
    if kind == "labels":
        if array.dtype.kind == "f":
            raise InputError(
                f"{path}: labels are {array.dtype}, decimals: save them as whole numbers or text"
            )
        return _tally(path, array)
    if array.size > MOST_CLASSES:
        raise InputError(
            f"{path}: {array.size:,} counts are more than {MOST_CLASSES:,}: "
            "if these are labels, say --labels"
        )
    return of_counts(array.tolist(), None, str(path))


def _tally(path: Path, array: Any) -> ClassData:
    """Count labels a chunk at a time."""
    import numpy as np

    found: Counter[Name] = Counter()
    with Reporter(f"reading {path.name}") as report:
        for start in range(0, array.size, CHUNK):
            values, times = np.unique(array[start : start + CHUNK], return_counts=True)
            for value, number in zip(values.tolist(), times.tolist(), strict=True):
                name = label(value, f"{path}: a label") if isinstance(value, str) else value
                found[name] += number
            if len(found) > MOST_CLASSES:
                raise InputError(
                    f"{path}: more than {MOST_CLASSES:,} different labels; are these identifiers?"
                )
            report.advance(CHUNK / array.size)
    return of_labels(found, str(path))
