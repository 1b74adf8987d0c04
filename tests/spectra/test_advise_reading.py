"""Counts and labels from files: what is read, and one clear line for what is not."""

import io
import json
import os
import struct
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spectra import InputError
from spectra.advise import ClassData, profile, read, read_csv, read_file
from spectra.advise.read_file import read_numbers
from spectra.utils import progress


def npy(kind: str, shape: str, body: bytes = bytes(64)) -> bytes:
    """Return an NPY file with a header of our own."""
    head = f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    return b"\x93NUMPY\x01\x00" + len(head).to_bytes(2, "little") + head.encode() + body


GOOD: list[tuple[str, Any, str | None, ClassData]] = [
    ("a.csv", "class,count\ncat,9\ndog,4\n", None, ClassData(("cat", "dog"), (9, 4))),
    ("a.csv", "count;class\r\n9;cat\r\n4;dog\r\n", None, ClassData(("cat", "dog"), (9, 4))),
    ("a.csv", "\ufeffcount\n9\n\n4\n", None, ClassData((0, 1), (9, 4))),
    ("a.csv", "9\n4\n", "counts", ClassData((0, 1), (9, 4))),
    ("a.csv", "cat,9\ndog,4\n", "counts", ClassData(("cat", "dog"), (9, 4))),
    ("a.csv", "1,9\n0,4\n", "counts", ClassData((0, 1), (4, 9))),
    ("a.csv", "0\n1\n1\n", "labels", ClassData((0, 1), (1, 2))),
    ("a.csv", "file,label\nx,dog\ny,cat\nz,dog\n", None, ClassData(("cat", "dog"), (1, 2))),
    ("a.csv", "dog\ncat\ndog\n", None, ClassData(("cat", "dog"), (1, 2))),
    ("a.csv", "10\n9\n10\n", "labels", ClassData((9, 10), (1, 2))),
    ("a.csv", 'label\n"a, b"\n"a, b"\nc\n', None, ClassData(("a, b", "c"), (2, 1))),
    ("a.tsv", "name\tn\na\t3\nb\t1e3\n", None, ClassData(("a", "b"), (3, 1000))),
    ("a.json", "[9, 4]", "counts", ClassData((0, 1), (9, 4))),
    ("a.json", "[1, 0, 1]", "labels", ClassData((0, 1), (1, 2))),
    ("a.json", '["b", "a", "b"]', None, ClassData(("a", "b"), (1, 2))),
    ("a.json", '{"cat": 9, "dog": 4}', None, ClassData(("cat", "dog"), (9, 4))),
    ("a.json", '{"1": 9, "0": 4}', None, ClassData((0, 1), (4, 9))),
    ("a.json", '{"counts": [9, 4], "names": ["a", "b"]}', None, ClassData(("a", "b"), (9, 4))),
    ("a.json", '{"labels": [1, 0, 1]}', None, ClassData((0, 1), (1, 2))),
    ("a.json", '["007", "007", "7"]', None, ClassData(("007", "7"), (2, 1))),
    ("a.json", '["1", "0", "1"]', None, ClassData(("0", "1"), (1, 2))),
    ("a.json", '["1.5", "0.5", "1.5"]', None, ClassData(("0.5", "1.5"), (1, 2))),
    ("a.json", '{"counts": {"a": 5, "b": 3}}', None, ClassData(("a", "b"), (5, 3))),
    ("a.json", '{"counts": [9, 4], "names": ["1", "0"]}', None, ClassData(("1", "0"), (9, 4))),
    ("a.json", '{"01": 9, "1": 4}', None, ClassData(("01", "1"), (9, 4))),
    ("a.csv", "label\n01\n1\n1\n", None, ClassData(("01", "1"), (1, 2))),
    ("a.csv", "id, label\nx, 1\ny, 2\nz, 1\n", None, ClassData((1, 2), (2, 1))),
    ("a.csv", "label\n+1\n1\n1\n", None, ClassData(("+1", "1"), (1, 2))),
    ("a.csv", "label\n-1\n1\n1\n", None, ClassData((-1, 1), (1, 2))),
    ("a.csv", "class,count\n007,9\n7,4\n", None, ClassData(("007", "7"), (9, 4))),
    ("a.csv", "label\n10\nx\n9\n9\n", None, ClassData(("10", "9", "x"), (1, 2, 1))),
    ("a.npy", np.array(["007", "1", "1"]), None, ClassData(("007", "1"), (1, 2))),
    ("a.npy", np.array(["1", "0", "1"]), None, ClassData(("0", "1"), (1, 2))),
    ("a.npy", np.array([" a", "a", "a"]), None, ClassData((" a", "a"), (1, 2))),
    ("a.npy", np.array([9, 4]), "counts", ClassData((0, 1), (9, 4))),
    ("a.npy", np.array([9.0, 4.0]), "counts", ClassData((0, 1), (9, 4))),
    ("a.npy", np.array([1, 0, 1], dtype=np.uint8), "labels", ClassData((0, 1), (1, 2))),
    ("a.npy", np.array(["b", "a", "b"]), None, ClassData(("a", "b"), (1, 2))),
]

BAD: list[tuple[str, Any, str | None, str]] = [
    # nothing, or too little
    ("a.csv", "", None, "empty"),
    ("a.csv", "\n \n", None, "empty"),
    ("a.csv", "count\n", None, "no classes"),
    ("a.csv", "count\n5\n", None, "one class"),
    ("a.json", "", None, "not JSON"),
    ("a.json", "[]", "counts", "empty"),
    ("a.json", "{}", None, "no classes"),
    ("a.npy", np.array([], dtype=int), "labels", "empty"),
    ("a.npy", np.array([3, 3, 3]), "labels", "one class"),
    # could be either
    ("a.csv", "9\n4\n", None, "--counts or --labels"),
    ("a.json", "[9, 4]", None, "--counts or --labels"),
    ("a.npy", np.array([9, 4]), None, "--counts or --labels"),
    ("a.json", '{"counts": [1, 2], "labels": [1, 2]}', None, "--counts or --labels"),
    ("a.csv", "x.jpg,3\ny.jpg,4\n", None, "without a header"),
    ("a.csv", "a,b\n1,2\n", None, "without a header"),
    ("a.csv", "label,target\n1,2\n2,1\n", None, "--column"),
    # counts that are none
    ("a.csv", "count\n5\n-1\n", None, "count 2 is '-1': a number of examples is above 0"),
    ("a.csv", "count\n5\n0\n", None, "count 2 is 0: leave out"),
    ("a.csv", "count\n5\nnan\n", None, "count 2 is 'nan': give a whole number"),
    ("a.csv", "count\n5\n2.5\n", None, "count 2 is '2.5': give a whole number"),
    ("a.csv", "count\n5\ninf\n", None, "whole number"),
    ("a.csv", "count\n5\n1_000\n", None, "whole number"),
    ("a.csv", "count\n5\n__import__('os').getcwd()\n", None, "whole number"),
    ("a.csv", "count\n5\n1e99\n", None, "2\\^53"),
    ("a.csv", f"count\n5\n{'9' * 500}\n", None, "500 characters"),
    ("a.json", '{"a": 3, "b": NaN}', None, "NaN is not a number"),
    ("a.json", '{"a": 3, "b": true}', None, "whole number"),
    ("a.json", '{"a": 3, "b": "x"}', None, "whole number"),
    ("a.json", '{"a": 3, "a": 4}', None, "'a' is there twice"),
    ("a.json", '{"a": 3, "b": [4]}', None, "a list or an object"),
    ("a.npy", np.array([3.0, np.nan]), "counts", "count 2 is nan"),
    ("a.npy", np.array([3.0, -2.0]), "counts", "above 0"),
    # labels that are none
    ("a.csv", "label\n0.5\n1.5\n", None, "not decimals"),
    ("a.csv", "1.5\n2.0\n", None, "not decimals"),
    ("a.csv", "label\na\nNaN\n", None, "missing"),
    ("a.csv", "label,x\na,1\n,1\n", None, "missing"),
    ("a.json", "[0.5, 1.5]", "labels", "not decimals"),
    ("a.npy", np.array([0.0, 1.5]), "labels", "decimals"),
    ("a.json", '[1, "1", 1]', "labels", "'1' is there as a number and as text"),
    ("a.json", '{"counts": [1, 2], "names": [1, "1"]}', None, "as a number and as text"),
    ("a.json", '{"\\ud800": 3, "b": 4}', None, "half a character"),
    ("a.json", '["\\ud800", "b"]', None, "half a character"),
    ("a.npy", np.array(["\ud800", "b"]), None, "half a character"),
    # the wrong shape
    ("a.csv", "class,count\na,3\nb\n", None, "row 3 has 1 fields and those above have 2"),
    ("a.csv", 'label\n"a\n', None, "not a CSV file"),
    ("a.csv", "label\na\x00b\nc\n", None, "NUL"),
    ("a.json", "3", None, "give a list"),
    ("a.json", "[[1, 2], [3, 4]]", None, "give a list"),
    ("a.json", '{"counts": [[1], [2]]}', None, "whole number"),
    ("a.json", '{"counts": [1, 2], "names": "ab"}', None, "give a list"),
    ("a.json", '{"counts": [1, 2], "names": ["a"]}', None, "1 names for 2 classes"),
    ("a.json", '{"counts": [1, 2], "names": ["a", "a"]}', None, "given to two classes"),
    ("a.json", "[" * 100_000, None, "not JSON|too deeply"),
    ("a.json", "[1" + "0" * 10_000 + "]", "counts", "too long"),
    ("a.npy", np.zeros((2, 2), dtype=int), "counts", "shape"),
    ("a.npy", np.array([1 + 1j, 2]), "counts", "complex"),
    ("a.npy", np.array([True, False]), "labels", "bool"),
    # the wrong bytes
    ("a.csv", "label\nd\xe9j\xe0\nb\n".encode("latin-1"), None, "not UTF-8"),
    ("a.csv", "label\na\nb\n".encode("utf-16"), None, "not UTF-8"),
    ("a.json", '["\xe9", "a"]'.encode("latin-1"), None, "not UTF-8"),
    ("a.npy", b"no array", "counts", "header is damaged"),
    ("a.npy", b"", "counts", "header is damaged"),
    ("a.npy", npy("<i8", "(5"), "counts", "header is damaged"),
    ("a.npy", npy("<i8", "(4611686018427387904,)"), "counts", "header is damaged"),
    ("a.npy", npy("<U1", "(2,)", b"A\0\0\0\0\0\x11\0"), "labels", "what is no character"),
    ("a.npy", b"\x93NUMPY\x01\x00\xff\xff{'descr'", "counts", "header is damaged"),
    ("a.xlsx", "", None, r"ends in \.csv, \.tsv, \.txt, \.json or \.npy"),
]


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    if isinstance(content, np.ndarray):
        np.save(path, content)
    elif isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(("name", "content", "kind", "expected"), GOOD)
def test_counts_and_labels_are_read(
    tmp_path: Path, name: str, content: Any, kind: Any, expected: ClassData
) -> None:
    assert read(written(tmp_path, name, content), kind) == expected


@pytest.mark.parametrize(("name", "content", "kind", "said"), BAD)
def test_what_cannot_be_read_is_said_in_one_line_that_names_the_file(
    tmp_path: Path, name: str, content: Any, kind: Any, said: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(InputError, match=said) as caught:
        read(path, kind)
    assert str(caught.value).startswith(str(path))
    assert len(str(caught.value).removeprefix(str(path))) < 200


def test_pickled_objects_are_refused_and_never_run(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    np.save(path, np.array([{}, 3], dtype=object), allow_pickle=True)
    with pytest.raises(InputError, match="holds Python objects"):
        read(path, "labels")


def test_a_header_that_promises_more_than_the_file_holds_allocates_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    header = "{'descr': '<i8', 'fortran_order': False, 'shape': (1000000000000,), }\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
    with pytest.raises(InputError, match="shorter than its header says"):
        read(path, "labels")


def test_a_thousand_million_labels_are_counted_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.npy"
    array = np.lib.format.open_memmap(path, mode="w+", dtype=np.int8, shape=(10**9,))
    array[-1] = 1  # the rest is a hole in the file
    array.flush()
    del array
    seen: list[int] = []
    unique = np.unique

    def watched(chunk: Any, **options: Any) -> Any:
        seen.append(chunk.size)
        return unique(chunk[:8] if chunk.size == read_file.CHUNK else chunk, **options)

    monkeypatch.setattr(np, "unique", watched)
    found = read(path, "labels")
    assert found.names == (0, 1)
    assert max(seen) <= read_file.CHUNK
    assert sum(seen) == 10**9
    with pytest.raises(InputError, match="1,000,000,000 counts are more than"):
        read(path, "counts")


@pytest.mark.parametrize("kind", ["counts", "labels"])
def test_too_many_classes_stop_the_reading_of_a_csv_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: Any
) -> None:
    monkeypatch.setattr(read_csv, "MOST_CLASSES", 50)
    path = written(tmp_path, "a.csv", "".join(f"{i}\n" for i in range(1, 100)))
    with pytest.raises(InputError, match=r"more than 50 (counts|different labels)"):
        read(path, kind)


def test_a_large_json_file_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_file, "MOST_JSON", 10)
    with pytest.raises(InputError, match="save it as CSV or NPY"):
        read(written(tmp_path, "a.json", "[1, 2, 3, 4, 5, 6]"), "counts")


@pytest.mark.parametrize("name", ["[red].csv", "[red].npy"])
def test_a_bar_says_on_a_terminal_how_far_a_long_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(read_csv, "ROWS", 2)
    monkeypatch.setattr(read_file, "CHUNK", 2)
    numbers = [0, 1] * 8
    text = "label\n" + "".join(f"{x}\n" for x in numbers)
    path = written(tmp_path, name, text if name.endswith("csv") else np.array(numbers))
    for patience, said in ((60.0, False), (-1.0, True)):
        screen = Terminal()
        monkeypatch.setattr(progress, "_PATIENCE", patience)
        monkeypatch.setattr(sys, "stderr", screen)
        assert read(path, "labels").counts == (8, 8)
        assert ("reading [red]" in screen.getvalue()) is said


def test_a_missing_file_and_a_directory_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No such file"):
        read(tmp_path / "missing.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="is a directory"):
        read(tmp_path / "folder.csv")
    os.mkfifo(tmp_path / "pipe.npy")
    with pytest.raises(InputError, match="is no ordinary file"):
        read(tmp_path / "pipe.npy", "labels")


def test_a_column_is_chosen_by_name(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", "id,fine,coarse\n1,a,x\n2,b,x\n3,a,y\n")
    assert read(path, "labels", "fine").counts == (2, 1)
    assert read(path, "labels", "Coarse").names == ("x", "y")
    with pytest.raises(InputError, match=r"no column 'medium'.*'id', 'fine', 'coarse'"):
        read(path, "labels", "medium")
    with pytest.raises(InputError, match="Say --counts or --labels"):
        read(path, None, "fine")
    with pytest.raises(InputError, match="for CSV files"):
        read(written(tmp_path, "a.json", "[1, 2]"), "counts", "fine")


labels = st.lists(st.sampled_from(["a", "b", "c, d", "é"]), min_size=1).map(
    lambda drawn: ["a", "b", *drawn]
)


@given(labels)
def test_every_format_counts_the_same_labels_alike(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("labels")
    rows = "label\n" + "".join(f'"{x}"\n' for x in drawn)
    files = [
        written(folder, "a.csv", rows),
        written(folder, "a.json", json.dumps(drawn)),
        written(folder, "a.npy", np.array(drawn)),
    ]
    found = {read(path, "labels") for path in files}
    assert len(found) == 1
    data = found.pop()
    assert dict(zip(data.names, data.counts, strict=True)) == {x: drawn.count(x) for x in {*drawn}}


def test_the_long_tailed_profile_is_that_of_the_standard_data_sets() -> None:
    totals = {ratio: profile(f"exponential:100:500:{ratio}").total for ratio in (10, 50, 100)}
    assert totals == {10: 19573, 50: 12608, 100: 10847}
    assert profile("exponential:10:5000:100").total == 12406  # CIFAR-10-LT
    assert profile("exponential:3:100:100").counts == (100, 10, 1)


@pytest.mark.parametrize(
    "text",
    ["exponential", "step:3:9:3", "exponential:1:9:3", "exponential:3:9:10", "exponential:3:x:1",
     "exponential:3:9:nan", "exponential:3:9:0.5", "exponential:-3:9:3", "exponential:3:9:3:1"],
)  # fmt: skip
def test_a_profile_without_meaning_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="exponential:100:500:100"):
        profile(text)


@pytest.mark.parametrize(
    ("name", "content"),
    [("w.json", "[1, 2.5]"), ("w.npy", np.array([1, 2.5])), ("w.csv", "1\n2.5\n")],
)
def test_weights_are_read_from_files_too(tmp_path: Path, name: str, content: Any) -> None:
    assert read_numbers(written(tmp_path, name, content)) == [1.0, 2.5]


@pytest.mark.parametrize(
    ("name", "content"),
    [("w.json", '{"a": 1}'), ("w.json", "[1, null]"), ("w.json", "[1, [2]]"), ("w.csv", "1\nx\n"),
     ("w.npy", np.zeros((2, 2))), ("w.csv", b"\xff1\n")],
)  # fmt: skip
def test_weights_that_are_no_list_of_numbers_are_refused(
    tmp_path: Path, name: str, content: Any
) -> None:
    with pytest.raises(InputError, match=r"w\."):
        read_numbers(written(tmp_path, name, content))
