"""MNIST as it is distributed: four IDX files, gzipped or plain."""

from __future__ import annotations

import gzip
import hashlib
import struct
import zlib
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

Bytes = npt.NDArray[np.uint8]

SIDE: Final = 28
UNSIGNED_BYTES: Final = 8
MOST_BYTES: Final = 10**9
"""A header that promises more is taken for damage, not for data."""

KNOWN: Final = {
    "train-images": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""SHA-256 of MNIST's files, uncompressed."""


def find(folder: Path, part: str) -> Path:
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


def read(path: Path, rank: int) -> tuple[Bytes, str]:
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
    content = _content(path)
    header = 4 + 4 * rank
    magic = bytes((0, 0, UNSIGNED_BYTES, rank))
    if content[:4] != magic:
        raise InputError(
            f"IDX file {str(path)!r} starts with {content[:4].hex() or 'nothing'} instead of "
            f"{magic.hex()}: it is not a file of {'images' if rank == 3 else 'labels'}; "
            "put the right one there"
        )
    if len(content) < header:
        raise _damaged(path, f"its header ends after {len(content)} of {header} bytes")
    shape = struct.unpack(f">{rank}I", content[4:header])
    promised = int(np.prod(shape, dtype=object))
    if promised > MOST_BYTES or len(content) - header != promised:
        size = " by ".join(map(str, shape))
        found = len(content) - header
        raise _damaged(path, f"its header says {size} bytes, {found} bytes follow")
    values = np.frombuffer(content, np.uint8, offset=header).reshape(shape)
    return values, hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
        return gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(path, f"it cannot be unpacked, {error}") from error
    except OSError as error:
        raise InputError(
            f"IDX file {str(path)!r} cannot be read ({error.strerror}): give one that can"
        ) from error


def _damaged(path: Path, what: str) -> InputError:
    return InputError(f"IDX file {str(path)!r} is damaged ({what}): get it again")


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
        As :func:`find` and :func:`read`; or sizes do not fit together.
    """
    where = {kind: find(folder, f"{part}-{kind}") for kind in ("images", "labels")}
    images, image_sum = read(where["images"], 3)
    labels, label_sum = read(where["labels"], 1)
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
