"""The digits: those that come with scikit-learn, or MNIST from files; and samples of them."""

from __future__ import annotations

import gzip
import hashlib
import math
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from spectra.utils.arrays import Indices

if TYPE_CHECKING:
    from numerics.experiment.settings import Settings, Task

Bytes = npt.NDArray[np.uint8]
Labels = Indices

MOST_TEST: Final = 200
"""Test samples of a class: more would only make a look at the network slow."""

MOST_BYTES: Final = 2**30
"""Of a file of images, unpacked."""

CHUNK: Final = 2**20
SIDE: Final = 28
UNSIGNED_BYTES: Final = 8

KNOWN: Final = {
    "train-images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""SHA-256 of MNIST's files, uncompressed."""


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
    scale = SIDE / 8
    finer = zoom(found.images, (1, scale, scale), order=1, mode="nearest", grid_mode=True)
    pixels = np.rint(finer * (255 / 16)).astype(np.uint8)
    return _made("digits of scikit-learn", pixels, found.target, pixels[:0], found.target[:0])


def mnist(folder: Path) -> Images:
    """Read MNIST from the four IDX files in a folder.

    Raises
    ------
    InputError
        A file is missing, damaged or of another kind.
    """
    if not folder.is_dir():
        raise InputError(
            f"MNIST folder {str(folder)!r} does not exist: give the folder of the IDX files"
        )
    train, train_labels, sums = images_and_labels(folder, "train")
    test, test_labels, more = images_and_labels(folder, "t10k")
    same = (sums | more) == KNOWN
    name = "MNIST" if same else "IDX files that are not MNIST's own"
    return _made(name, train, train_labels, test, test_labels)


def images_and_labels(folder: Path, part: str) -> tuple[Bytes, Bytes, dict[str, str]]:
    """Read the images and labels of "train" or "t10k".

    Returns
    -------
    images : ndarray of uint8, shape (n, 28, 28)
    labels : ndarray of uint8, shape (n,)
    sums : dict
        SHA-256 by part.

    Raises
    ------
    InputError
        A file is missing or damaged, or sizes do not fit together.
    """
    where = {kind: find_idx(folder, f"{part}-{kind}") for kind in ("images", "labels")}
    images, image_sum = read_idx(where["images"], 3)
    labels, label_sum = read_idx(where["labels"], 1)
    if images.shape[1:] != (SIDE, SIDE):
        size = " by ".join(map(str, images.shape[1:]))
        raise InputError(
            f"images in {str(where['images'])!r} are {size} pixels: MNIST's are 28 by 28"
        )
    if len(images) != len(labels):
        raise InputError(
            f"{len(images)} images in {str(where['images'])!r}, but {len(labels)} labels in "
            f"{str(where['labels'])!r}: these files do not belong together"
        )
    if len(labels) and labels.max() > 9:
        raise InputError(
            f"label {labels.max()} in {str(where['labels'])!r}: labels are digits from 0 to 9"
        )
    return images, labels, {f"{part}-images": image_sum, f"{part}-labels": label_sum}


def find_idx(folder: Path, part: str) -> Path:
    """Return the file of a part such as "train-images".

    Raises
    ------
    InputError
        There is none under any of its usual names.
    """
    rank = 3 if part.endswith("images") else 1
    plain = [f"{part}{mark}idx{rank}-ubyte" for mark in ("-", ".")]
    names = [name + end for name in plain for end in ("", ".gz")]
    for name in names:
        if (folder / name).is_file():
            return folder / name
    raise InputError(
        f"MNIST folder {str(folder)!r} has no file {names[0]} or {names[1]}: put it there"
    )


def read_idx(path: Path, rank: int) -> tuple[Bytes, str]:
    """Read an IDX file of unsigned bytes.

    Parameters
    ----------
    path : Path
        Gzipped files are told by their first bytes, not by their name.
    rank : int
        Dimensions it should have: 3 for images, 1 for labels.

    Returns
    -------
    ndarray of uint8
        Of the shape that the header says.
    str
        SHA-256 of the uncompressed file.

    Raises
    ------
    InputError
        The file cannot be read or unpacked, is of another kind, or has another size than its
        header says.
    """
    header = 4 + 4 * rank
    magic = bytes((0, 0, UNSIGNED_BYTES, rank))
    try:
        with _opened(path) as stream:
            begin = stream.read(header)
            if begin[:4] != magic:
                raise InputError(
                    f"IDX file {str(path)!r} starts with {begin[:4].hex() or 'nothing'} instead of "
                    f"{magic.hex()}: it is not a file of {'images' if rank == 3 else 'labels'}; "
                    "put the right one there"
                )
            if len(begin) < header:
                raise _damaged(path, f"its header ends after {len(begin)} of {header} bytes")
            shape = [int(size) for size in np.frombuffer(begin, ">u4", rank, offset=4)]
            said = " by ".join(map(str, shape))
            if math.prod(shape) > MOST_BYTES:
                raise InputError(
                    f"IDX file {str(path)!r} says that {said} bytes follow, more than {MOST_BYTES}: "
                    "give one of the size of MNIST"
                )
            content = _read(stream, math.prod(shape) + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(path, f"it cannot be unpacked, {error}") from error
    except OSError as error:
        raise InputError(
            f"IDX file {str(path)!r} cannot be read ({error.strerror}): give one that can"
        ) from error
    if len(content) != math.prod(shape):
        count = f"{'at least ' if len(content) > math.prod(shape) else ''}{len(content)}"
        raise _damaged(path, f"its header says {said} bytes, {count} bytes follow")
    values = np.frombuffer(content, np.uint8)
    return values.reshape(shape), hashlib.sha256(begin + content).hexdigest()


def _opened(path: Path) -> IO[bytes]:
    """Open a file for reading, unpacked."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb")


def _read(stream: IO[bytes], most: int) -> bytes:
    """Read what there is, up to so many bytes, and take no memory for what there is not."""
    found = bytearray()
    while len(found) < most and (more := stream.read(min(CHUNK, most - len(found)))):
        found += more
    return bytes(found)


def _damaged(path: Path, what: str) -> InputError:
    return InputError(f"IDX file {str(path)!r} is damaged ({what}): get it again")


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
