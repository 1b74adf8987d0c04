"""The digits: those that come with scikit-learn, or MNIST from files; and samples of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.experiment import idx

if TYPE_CHECKING:
    from pathlib import Path

    from numerics.experiment.settings import Settings, Task

Bytes = npt.NDArray[np.uint8]
Labels = npt.NDArray[np.intp]

MOST_TEST: Final = 200
"""Test samples of a class: more would only make a look at the network slow."""


@dataclass(frozen=True, eq=False)
class Images:
    """Grey images of digits.

    Attributes
    ----------
    name : str
        What they are, for the record.
    checksum : str
        SHA-256 of the pixels and labels, for the record.
    train, test : ndarray of uint8, shape (n, 28, 28)
        Where ``test`` is empty, test samples are those of ``train`` that were not drawn.
    train_labels, test_labels : ndarray of int, shape (n,)
    """

    name: str
    checksum: str
    train: Bytes
    train_labels: Labels
    test: Bytes
    test_labels: Labels


@dataclass(frozen=True, eq=False)
class Sample:
    """What one run sees: images in [0, 1] and positions of their classes in ``Task.classes``."""

    images: npt.NDArray[np.float32]
    classes: Labels


def bundled() -> Images:
    """Return scikit-learn's 1797 digits, resampled bilinearly from 8 by 8 to 28 by 28 pixels."""
    from scipy.ndimage import zoom
    from sklearn.datasets import load_digits

    found = load_digits()
    scale = idx.SIDE / 8
    finer = zoom(found.images, (1, scale, scale), order=1, mode="nearest", grid_mode=True)
    pixels = np.rint(finer * (255 / 16)).astype(np.uint8)
    return _made("digits of scikit-learn", pixels, found.target, pixels[:0], found.target[:0])


def mnist(folder: Path) -> Images:
    """Read MNIST from the four IDX files in a folder.

    Raises
    ------
    InputError
        A file is missing, damaged or of another kind; see :mod:`numerics.experiment.idx`.
    """
    if not folder.is_dir():
        raise InputError(
            f"MNIST folder {str(folder)!r} does not exist: give the folder of the IDX files"
        )
    train, train_labels, sums = idx.images_and_labels(folder, "train")
    test, test_labels, more = idx.images_and_labels(folder, "t10k")
    same = (sums | more) == idx.KNOWN
    name = "MNIST" if same else "IDX files that are not MNIST's own"
    return _made(name, train, train_labels, test, test_labels)


def _made(
    name: str, train: Bytes, labels: Labels | Bytes, test: Bytes, test_labels: Labels | Bytes
) -> Images:
    digest = hashlib.sha256()
    for part in (train, test):
        digest.update(part.tobytes())
    for which in (labels, test_labels):
        digest.update(which.astype(np.uint8).tobytes())
    kinds = labels.astype(np.intp), test_labels.astype(np.intp)
    return Images(name, digest.hexdigest(), train, kinds[0], test, kinds[1])


def only(images: Images, digits: tuple[int, ...]) -> Images:
    """Keep some digits."""
    train, test = (np.isin(x, digits) for x in (images.train_labels, images.test_labels))
    return Images(
        images.name,
        images.checksum,
        images.train[train],
        images.train_labels[train],
        images.test[test],
        images.test_labels[test],
    )


def check_enough(images: Images, settings: Settings) -> None:
    """Refuse more training samples than there are, with at least one left to test on.

    Raises
    ------
    InputError
        Some class is too small.
    """
    for digit in settings.digits:
        there = int(np.sum(images.train_labels == digit))
        most = there if images.test_labels.size else there - 1
        if settings.samples > most:
            raise InputError(
                f"samples is {settings.samples}, but of digit {digit} there are {there} in "
                f"{images.name}: give at most {max(most, 0)}"
            )
        if images.test_labels.size and not np.any(images.test_labels == digit):
            raise InputError(f"no test image of digit {digit} in {images.name}: add some")


def draw(images: Images, settings: Settings, task: Task) -> tuple[Sample, Sample]:
    """Draw the training and test samples of a task.

    Every class has as many test samples as any other. Where images are not divided into
    training and test images, what is tested on is never trained on, in any task of this seed.
    A digit's shuffle depends on the seed and the digit alone.
    """
    shared = not images.test_labels.size
    pool, kinds = (
        (images.train, images.train_labels) if shared else (images.test, images.test_labels)
    )
    skip = settings.samples if shared else 0
    sizes = [int(np.sum(kinds == digit)) - skip for digit in task.classes]
    tested = min(MOST_TEST, *sizes)
    train, test = [], []
    for digit in task.classes:
        count = settings.samples if digit in task.majority else settings.minority_samples
        order = _shuffled(images.train_labels, digit, task.seed)
        train.append(images.train[order[:count]])
        other = order[skip:] if shared else _shuffled(kinds, digit, task.seed)
        test.append(pool[other[:tested]])
    return _sample(train), _sample(test)


def _shuffled(labels: Labels, digit: int, seed: int) -> Labels:
    rng = np.random.default_rng((seed, digit))
    return rng.permutation(np.flatnonzero(labels == digit))


def _sample(parts: list[Bytes]) -> Sample:
    classes = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    pixels = np.concatenate(parts).astype(np.float32) / np.float32(255)
    return Sample(pixels, classes)
