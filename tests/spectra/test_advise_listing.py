"""Tables of counts are read where they say so themselves, and never taken for labels."""

import json
from pathlib import Path

import numpy as np
import pytest

from spectra.advise import ClassData, read
from spectra.errors import InputError

UNIQ = "    500 cat\n     50 dog, small\n      7 owl\n"


def written(tmp_path: Path, text: str, name: str = "f.txt") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "text",
    [
        "    500 cat\n     50 dog\n",
        "500 cat\n 50 dog\n",
        "class count\ncat 500\ndog 50\n",
        "class|count\ncat|500\ndog|50\n",
        "class,n_train\ncat,500\ndog,50\n",
        "name\ttest count\ncat\t500\ndog\t50\n",
    ],
)
def test_counts_are_read_from_tables_that_say_so(tmp_path: Path, text: str) -> None:
    assert read(written(tmp_path, text)) == ClassData(("cat", "dog"), (500, 50))


@pytest.mark.parametrize("text", ["cat 500\ndog 50\n", "cat: 500\ndog: 50\n", "cat|500\ndog|50\n"])
def test_names_with_numbers_are_counts_by_flag_alone(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(InputError, match="a name and a whole number: --counts reads"):
        read(path)
    assert read(path, "counts") == ClassData(("cat", "dog"), (500, 50))


def test_numbers_of_uniq_name_classes_by_number(tmp_path: Path) -> None:
    assert read(written(tmp_path, "    500 3\n     50 0\n")) == ClassData((0, 3), (50, 500))


def test_a_counted_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'label' is there once, as the header"):
        read(written(tmp_path, "    500 cat\n      1 label\n"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("class,train,test\ncat,500,5\ndog,50,5\n", "f.csv"),
        ("cat\ndog\n", "f.txt"),
        ("500 cat\n50 dog\n", "f.txt"),  # not padded as uniq -c does
        ("    500 cat\n    50 dog\n", "f.txt"),  # indented, not padded
        ("1.0\n2.0\n2.0\n", "f.txt"),  # counts or labels, as 1, 2 and 2 would be
        (UNIQ, "f.txt"),
        ('["cat", "dog"]', "f.json"),
        ('{"labels": ["cat", "dog"]}', "f.json"),
    ],
)
def test_labels_that_are_all_different_are_refused(tmp_path: Path, text: str, name: str) -> None:
    with pytest.raises(InputError, match=r"--counts|2 fields"):
        read(written(tmp_path, text, name))


def test_labels_that_are_all_different_are_read_by_flag(tmp_path: Path) -> None:
    path = written(tmp_path, "cat 500\ndog 50\n")
    assert read(path, "labels") == ClassData(("cat 500", "dog 50"), (1, 1))
    np.save(tmp_path / "f.npy", np.array(["a", "b"]))
    assert read(tmp_path / "f.npy", "labels").counts == (1, 1)
    with pytest.raises(InputError, match="every label is there once"):
        read(tmp_path / "f.npy")


@pytest.mark.parametrize("text", ["street 5\nstreet 5\nstreet 7\n", "a: 1\nb: 1\na: 1\n"])
def test_labels_that_end_in_numbers_stay_labels(tmp_path: Path, text: str) -> None:
    assert sorted(read(written(tmp_path, text)).counts) == [1, 2]


def test_columns_that_may_be_counts_are_asked_about(tmp_path: Path) -> None:
    path = written(tmp_path, "class,n_train,n_test\na,3,1\nb,4,1\n", "f.csv")
    with pytest.raises(InputError, match="--counts or --labels, and choose"):
        read(path)
    assert read(path, "counts", "n_test").counts == (1, 1)
    words = written(tmp_path, "label,n_words\na,3\nb,4\na,9\n", "words.csv")
    assert read(words).counts == (2, 1)


def test_whole_floats_are_labels_in_every_format(tmp_path: Path) -> None:
    np.save(tmp_path / "f.npy", np.array([0.0, 1.0, 1.0]))
    written(tmp_path, "label\n0.0\n1.0\n1.0\n", "f.csv")
    written(tmp_path, "[0.0, 1.0, 1.0]", "f.json")
    for name in ("f.npy", "f.csv", "f.json"):
        assert read(tmp_path / name, "labels") == ClassData((0, 1), (1, 2))


@pytest.mark.parametrize(("value", "said"), [(np.nan, r"missing \(NaN\)"), (0.5, "not decimals")])
def test_other_floats_are_no_labels(tmp_path: Path, value: float, said: str) -> None:
    np.save(tmp_path / "f.npy", np.array([0.0, 1.0, value]))
    with pytest.raises(InputError, match=said):
        read(tmp_path / "f.npy", "labels")


def test_nested_json_says_which_keys_are_read(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"data": {"counts": [5, 3]}}), "f.json")
    with pytest.raises(InputError, match=r"'data' holds a list or an object .* at the top"):
        read(path)


def test_endings_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.csv, \.tsv, \.txt, \.json or \.npy"):
        read(tmp_path / "counts.xlsx")
