"""IDX files: what was written is read, and nothing that is damaged passes."""

from __future__ import annotations

import gzip
import tracemalloc
from typing import TYPE_CHECKING

import numpy as np
import pytest
from made_up import LABELS, PIXELS, encoded, put

from numerics.errors import InputError
from numerics.experiment import dataset

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("dot", ["-", "."])
def test_plain_and_packed_files_hold_the_same_digits(
    tmp_path: Path, dot: str, packed: bool
) -> None:
    found = dataset.mnist(put(tmp_path, dot, packed))
    assert np.array_equal(found.train, PIXELS)
    assert np.array_equal(found.test_labels, LABELS)
    assert found.name == "IDX files that are not MNIST's own"


def test_files_are_mnist_if_their_checksums_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path)
    sums: dict[str, str] = {}
    for part in ("train", "t10k"):
        sums |= dataset.images_and_labels(tmp_path, part)[2]
    assert sums.keys() == dataset.KNOWN.keys()
    assert not set(sums.values()) & set(dataset.KNOWN.values())
    monkeypatch.setattr(dataset, "KNOWN", sums)
    assert dataset.mnist(tmp_path).name == "MNIST"


def test_the_checksum_tells_other_pixels_apart(tmp_path: Path) -> None:
    before = dataset.mnist(put(tmp_path)).checksum
    other = PIXELS.copy()
    other[0, 0, 0] ^= 1
    (tmp_path / "train-images-idx3-ubyte").write_bytes(encoded(other))
    assert dataset.mnist(tmp_path).checksum != before


@pytest.mark.parametrize("packed", [False, True])
def test_a_file_cut_anywhere_is_refused(tmp_path: Path, packed: bool) -> None:
    whole = gzip.compress(encoded(LABELS)) if packed else encoded(LABELS)
    path = tmp_path / "labels"
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match=r"damaged|is not a file of labels"):
            dataset.read_idx(path, 1)
    path.write_bytes(whole)
    assert np.array_equal(dataset.read_idx(path, 1)[0], LABELS)


def flipped(body: bytes, place: int) -> bytes:
    return body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "starts with nothing instead of 00000803"),
        (encoded(LABELS), "starts with 00000801 instead of 00000803"),
        (flipped(encoded(PIXELS), 2), "starts with 00000903"),
        (encoded(PIXELS) + b"\0", "20 by 28 by 28 bytes, at least 15681 bytes follow"),
        (flipped(encoded(PIXELS), 7), "21 by 28 by 28 bytes, 15680 bytes follow"),
        (flipped(encoded(PIXELS), 4), "16777236 by 28 by 28 bytes"),
        (encoded(PIXELS.reshape(20, 16, 49)), "are 16 by 49 pixels: MNIST's are 28 by 28"),
        (encoded(PIXELS[:19]), "19 images in .* but 20 labels in"),
        (flipped(gzip.compress(encoded(PIXELS)), 200), "it cannot be unpacked"),
    ],
)
def test_images_that_are_none_are_refused(tmp_path: Path, body: bytes, message: str) -> None:
    (put(tmp_path) / "train-images-idx3-ubyte").write_bytes(body)
    with pytest.raises(InputError, match=message):
        dataset.mnist(tmp_path)


def test_labels_are_digits(tmp_path: Path) -> None:
    (put(tmp_path) / "t10k-labels-idx1-ubyte").write_bytes(encoded(LABELS + 1))
    with pytest.raises(InputError, match=r"label 10 in .*: labels are digits from 0 to 9"):
        dataset.mnist(tmp_path)


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist: give the folder of the IDX files"):
        dataset.mnist(tmp_path / "nowhere")
    with pytest.raises(InputError, match=r"has no file train-images-idx3-ubyte or .*gz: put it"):
        dataset.mnist(tmp_path)
    (put(tmp_path) / "t10k-labels-idx1-ubyte").unlink()
    with pytest.raises(InputError, match="has no file t10k-labels-idx1-ubyte"):
        dataset.mnist(tmp_path)


def test_a_size_that_no_file_of_digits_has_is_refused_before_memory_is_taken(
    tmp_path: Path,
) -> None:
    put(tmp_path)
    head = b"\0\0\x08\x03" + 3 * b"\xff\xff\xff\xff"
    bomb = gzip.compress(b"\0\0\x08\x03\0\0\0\x01\0\0\0\x1c\0\0\0\x1c" + bytes(2**26))
    for body, message in ((head, "more than 1073741824"), (bomb, "at least 785 bytes follow")):
        (tmp_path / "train-images-idx3-ubyte").write_bytes(body)
        tracemalloc.start()
        with pytest.raises(InputError, match=message):
            dataset.mnist(tmp_path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 2**23
