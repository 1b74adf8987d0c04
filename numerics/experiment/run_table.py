"""Curves of a run, and the tidy table of many: a row for every run, part of the data, step, class.

A run is one CSV file, written whole or not at all. Numbers are written with seven digits, and
everything else is computed from what is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.errors import InputError
from numerics.experiment import csv_table
from numerics.experiment.settings import SPLITS, listed

if TYPE_CHECKING:
    import numpy.typing as npt

    from numerics.experiment.settings import Task
    from spectra.utils.arrays import Array

    Counts = npt.NDArray[np.int64]

KEYS: Final = ("majority", "minority", "gamma", "seed", "split", "step", "class", "group")
VALUES: Final = ("count", "loss", "accuracy")


@dataclass(frozen=True, eq=False)
class Curves:
    """One run, looked at after some steps; S is 2, training and test.

    Attributes
    ----------
    task : Task
        Says which digit stands for which row and column.
    steps : ndarray, shape (T,)
        Of a flow, times.
    counts : ndarray of int, shape (S, k)
        Samples of every class.
    loss : ndarray, shape (S, T, k)
        Mean loss of the samples of every class, without weights.
    decided : ndarray of int, shape (S, T, k, k)
        How many samples of a class (row) are taken for which class (column).
    probability : ndarray, shape (S, T, k, k)
        Mean probability that samples of a class (row) give to a class (column): the softmax of
        the logits, or under squared loss the logits plus 1/k, which need not be positive.
    """

    task: Task
    steps: Array
    counts: Counts
    loss: Array
    decided: Counts
    probability: Array

    @property
    def confusion(self) -> Array:
        """Part of the samples of a class taken for which class: rows add up to 1."""
        return np.asarray(self.decided / self.counts[:, None, :, None], dtype=np.float64)

    @property
    def accuracy(self) -> Array:
        """Part of the samples of every class taken for what they are: shape (S, T, k)."""
        return np.asarray(np.diagonal(self.confusion, axis1=-2, axis2=-1))


def columns(digits: tuple[int, ...]) -> tuple[str, ...]:
    """Return the names of the columns; the last are a row of the two confusion matrices."""
    counted = tuple(f"decided_{digit}" for digit in digits)
    return (*KEYS, *VALUES, *counted, *(f"probability_{digit}" for digit in digits))


def to_csv(curves: Curves) -> str:
    """Return a run as CSV text with a heading."""
    return csv_table.to_csv(columns(tuple(sorted(curves.task.classes))), _rows(curves))


def _rows(curves: Curves) -> Iterator[tuple[object, ...]]:
    task = curves.task
    place = [task.classes.index(digit) for digit in sorted(task.classes)]
    run = (listed(task.majority), listed(task.minority), f"{task.gamma:g}", task.seed)
    accuracy = curves.accuracy
    for s, split in enumerate(SPLITS):
        for t, step in enumerate(curves.steps.astype(int)):
            for c, digit in enumerate(task.classes):
                group = "majority" if digit in task.majority else "minority"
                numbers = (curves.loss[s, t, c], accuracy[s, t, c])
                yield (
                    *run,
                    split,
                    step,
                    digit,
                    group,
                    curves.counts[s, c],
                    *(f"{x:.7g}" for x in numbers),
                    *curves.decided[s, t, c, place],
                    *(f"{x:.7g}" for x in curves.probability[s, t, c, place]),
                )


def read_run(path: Path, task: Task, looks: tuple[int, ...]) -> Curves:
    """Read a run back.

    Raises
    ------
    InputError
        The file is not what :func:`to_csv` writes for this task and these looks.
    """
    digits = tuple(sorted(task.classes))
    k, rows = len(digits), len(SPLITS) * len(looks) * len(digits)
    try:
        head, body = csv_table.cells(path)
        numbers = np.array([row[len(KEYS) :] for row in body], dtype=np.float64)
        labels = [
            (*row[:2], float(row[2]), int(row[3]), row[4], *map(int, row[5:7])) for row in body
        ]
    except OSError as error:
        raise InputError(f"run {str(path)!r} cannot be read ({error.strerror})") from error
    except (ValueError, IndexError) as error:
        raise _damaged(path, "it is no table of numbers") from error
    if head != columns(digits) or len(body) != rows:
        raise _damaged(path, "rows or columns are missing")
    run = (listed(task.majority), listed(task.minority), task.gamma, task.seed)
    if labels != [(*run, s, t, c) for s in SPLITS for t in looks for c in task.classes]:
        raise _damaged(path, "its rows are those of another run")
    shaped = numbers.reshape(len(SPLITS), len(looks), k, -1)
    place = [digits.index(digit) for digit in task.classes]
    decided, probability = shaped[..., 3 : 3 + k], shaped[..., 3 + k :]
    if why := _impossible(shaped[..., 0], shaped[..., 1], shaped[..., 2], decided, place):
        raise _damaged(path, why)
    if not np.isfinite(probability).all():
        raise _damaged(path, "a probability is no number")
    return Curves(
        task,
        np.array(looks, dtype=np.float64),
        shaped[:, 0, :, 0].astype(np.int64),
        shaped[..., 1],
        decided[..., place].astype(np.int64),
        probability[..., place],
    )


def damage(path: Path, task: Task, looks: tuple[int, ...]) -> str | None:
    """Say what is wrong with the file of a run; None if nothing is."""
    try:
        read_run(path, task, looks)
    except InputError as error:
        return str(error)
    return None


def _impossible(
    counts: Array, loss: Array, accuracy: Array, decided: Array, place: list[int]
) -> str:
    """Say what in the numbers of a run cannot be; "" if nothing."""
    if not np.all((loss >= 0) & (loss < np.inf)):
        return "a loss is negative or no number"
    if not np.all((counts == counts[:, :1]) & (counts > 0)):
        return "the number of samples changes or is no number"
    if not np.all((decided >= 0) & (decided == np.floor(decided))):
        return "samples that were decided are no whole numbers"
    if not np.array_equal(decided.sum(-1), counts):
        return "not all samples were decided"
    right = np.stack([decided[..., row, at] for row, at in enumerate(place)], axis=-1)
    if not np.allclose(accuracy, right / counts, rtol=1e-6, atol=0):
        return "an accuracy is not that of its decisions"
    return ""


def _damaged(path: Path, why: str) -> InputError:
    return InputError(f"run {str(path)!r} is damaged ({why})")


def joined(paths: list[Path]) -> str:
    """Return several runs under one heading.

    Raises
    ------
    InputError
        A file has no whole heading, or ends within a row.
    """
    parts = [_split(path) for path in paths]
    return "".join((f"{parts[0][0]}\n", *(body for _, body in parts))) if parts else ""


def _split(path: Path) -> tuple[str, str]:
    """Heading and rows of a run."""
    try:
        heading, end, body = path.read_text(encoding="utf-8").partition("\n")
    except OSError as error:
        raise InputError(f"run {str(path)!r} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise _damaged(path, "it is no text") from error
    if not end or not body.endswith("\n"):
        raise _damaged(path, "it ends within a row")
    return heading, body
