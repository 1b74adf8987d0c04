"""Tables and summaries are read as they were written, and damage is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from made_up import TASK, curves, line

from numerics.errors import InputError
from numerics.experiment import run_table, summary
from numerics.experiment.run_folder import named
from numerics.experiment.settings import Settings, Task, assignments, sides

if TYPE_CHECKING:
    from pathlib import Path

LOOKS = tuple(range(6))


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    run, path = curves(), tmp_path / "run.csv"
    path.write_text(run_table.to_csv(run))
    back = run_table.read_run(path, TASK, LOOKS)
    assert back.task == run.task
    for name in ("steps", "counts", "decided"):
        assert np.array_equal(getattr(back, name), getattr(run, name))
    for name in ("loss", "probability"):
        assert np.allclose(getattr(back, name), getattr(run, name), rtol=1e-6)
    assert run_table.to_csv(back) == run_table.to_csv(run)


def test_a_row_holds_one_class_at_one_step() -> None:
    head, *body = (row.split(",") for row in run_table.to_csv(curves()).splitlines())
    assert len(body) == 2 * 6 * 4
    rows = [dict(zip(head, row, strict=True)) for row in body]
    keys = {(row["split"], row["step"], row["class"]) for row in rows}
    assert len(keys) == len(rows)
    for row in rows:
        decided = [int(row[f"decided_{digit}"]) for digit in range(4)]
        assert sum(decided) == int(row["count"])
        own = int(row[f"decided_{row['class']}"])
        assert float(row["accuracy"]) == pytest.approx(own / int(row["count"]))
        assert row["group"] == ("majority" if row["class"] in "23" else "minority")


def counted(row: str) -> str:
    """Return a row with one decision more than there are samples."""
    cells = row.split(",")
    cells[11] = str(int(cells[11]) + 1)
    return ",".join(cells)


@pytest.mark.parametrize(
    "damage",
    [
        *("cut", "cut at once", "cut by a byte", "empty", "NUL", "swapped", "words", "more"),
        *("other task", "other seed", "other gamma", "nan", "negative", "miscounted"),
    ],
)
def test_a_damaged_run_is_refused(tmp_path: Path, damage: str) -> None:
    text, path = run_table.to_csv(curves()), tmp_path / "run.csv"
    rows = text.splitlines(keepends=True)
    changed = {
        "cut": text[: len(text) // 2],
        "cut at once": text[:100],
        "empty": "",
        "NUL": text.replace("majority", "\0", 1),
        "swapped": "".join([rows[0], rows[2], rows[1], *rows[3:]]),
        "words": text.replace(rows[5].split(",")[9], "much"),
        "other task": run_table.to_csv(curves(replace(TASK, majority=(1, 3), minority=(0, 2)))),
        "other seed": run_table.to_csv(curves(replace(TASK, seed=TASK.seed + 1))),
        "other gamma": run_table.to_csv(curves(replace(TASK, gamma=TASK.gamma + 0.25))),
        "more": text + rows[-1],
        "cut by a byte": text[:-1],
        "nan": text.replace(rows[5].split(",")[9], "nan"),
        "negative": text.replace(rows[5].split(",")[9], f"-{rows[5].split(',')[9]}"),
        "miscounted": "".join([*rows[:5], counted(rows[5]), *rows[6:]]),
    }
    path.write_text(changed[damage])
    with pytest.raises(InputError, match="is damaged"):
        run_table.read_run(path, TASK, LOOKS)


@pytest.mark.parametrize("left", [0, 100, -5])
def test_a_run_that_was_cut_is_not_joined(tmp_path: Path, left: int) -> None:
    path = tmp_path / "a"
    path.write_text(run_table.to_csv(curves())[:left])
    with pytest.raises(InputError, match="is damaged"):
        run_table.joined([path])


def test_runs_are_joined_under_one_heading(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a", "b")]
    for seed, path in enumerate(paths):
        path.write_text(run_table.to_csv(curves(seed=seed)))
    lines = run_table.joined(paths).splitlines()
    assert len(lines) == 1 + 2 * 48
    assert sum(row.startswith("majority,") for row in lines) == 1
    assert run_table.joined([]) == ""


def test_a_summary_is_read_as_it_was_written(tmp_path: Path) -> None:
    lines = (*summary.summarise(curves()), line(3, 0.0, {"decisions min-min": float("inf")}))
    path = tmp_path / "summary.csv"
    path.write_text(summary.to_csv(lines))
    back = summary.read_summary(path)
    assert [x.task for x in back] == [x.task for x in lines]
    assert back[2]["decisions min-min"] == float("inf")
    assert summary.to_csv(back) == summary.to_csv(lines)


@pytest.mark.parametrize("body", ["", "a,b\n1,2\n", None])
def test_another_file_is_no_summary(tmp_path: Path, body: str | None) -> None:
    path = tmp_path / "summary.csv"
    text = summary.to_csv(summary.summarise(curves()))
    path.write_text(text[:-5] if body is None else body)
    if body is None:
        path.write_text(text.replace("train,", "train,x", 1))
    with pytest.raises(InputError, match=r"is not one that numerics.experiment wrote"):
        summary.read_summary(path)
    with pytest.raises(InputError, match="cannot be read"):
        summary.read_summary(tmp_path / "nothing.csv")


# settings


def test_looks_are_close_in_proportion() -> None:
    looks = np.array(Settings(steps=1000).looks)
    assert (looks[0], looks[-1]) == (0, 1000)
    gaps = np.diff(looks)
    assert np.all((gaps >= 1) & (gaps <= np.maximum(1, looks[:-1] / 25)))


@pytest.mark.parametrize("gamma", [0.0, 0.25, 0.3333, 1.0, 1.5])
def test_a_file_name_says_which_run_it_is(gamma: float) -> None:
    task = Task((2, 3, 9), (0, 1, 4), gamma, 12)
    assert named(f"{task.name}.csv") == task
    assert named(f".{task.name}.csv.77.part") is None


def test_every_half_of_the_digits_is_a_majority_once() -> None:
    found = assignments((0, 1, 4, 7))
    assert len(set(found)) == len(found) == 6
    assert all(sorted(a + b) == [0, 1, 4, 7] for a, b in found)


@pytest.mark.parametrize(
    ("majority", "minority", "message"),
    [
        ((2, 3), (0,), "2 majority and 1 minority classes: give equally many"),
        ((2,), (0,), "at least two of each"),
        ((), (), "0 majority and 0 minority"),
        ((2, 3), (3, 0), "digit 3 is given twice"),
        ((2, 10), (0, 1), "digit is 10: give a whole number from 0 to 9"),
    ],
)
def test_groups_that_make_no_sense_are_refused(
    majority: tuple[int, ...], minority: tuple[int, ...], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        sides(majority, minority)
