"""The command: it refuses in one line, goes on where it was killed, and writes the same again."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from made_up import put
from refusals import refusal

from numerics.experiment import command, summary
from numerics.experiment.command import main
from numerics.experiment.run_folder import Folder
from numerics.experiment.settings import Settings, Task
from spectra.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from spectra.utils.result_folder import Record

INSTALLED = find_spec("torch") is not None and find_spec("sklearn") is not None
needs_extra = pytest.mark.skipif(
    not INSTALLED, reason="the extra `cnn` is not installed: pip install -e '.[cnn]'"
)
Captured = pytest.CaptureFixture[str]
TINY = ("--seeds", "2", "--gamma", "0", "1", "--steps", "12", "--samples", "20", "--jobs", "1")
DERIVED = {"settings.json", "table.csv", "summary.csv", "report.md", "runs"} | {
    f"{name}.{kind}"
    for name in ("figure1", "figure3", "figure4", "learned", "theory")
    for kind in ("png", "pdf")
}


def refused(arguments: list[str], capsys: Captured) -> str:
    return refusal(main, arguments, capsys, "experiment")


# without the extra


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--seeds", "0"], "--seeds is 0: give a whole number from 1 to 10000"),
        (["--seeds", "many"], "invalid int value: 'many'"),
        (["--gamma", "nan"], "--gamma is nan: give numbers from 0 to 2"),
        (["--gamma", "0.12345"], "--gamma is 0.12345: give numbers from 0 to 2 with at most 4"),
        (["--gamma", "-1"], "--gamma is -1: give numbers from 0 to 2"),
        (["--gamma"], "argument --gamma: expected at least one argument"),
        (["--majority", "2", "2"], "digit 2 is given twice"),
        (["--majority", "2"], "1 majority and 2 minority classes"),
        (["--minority", "0", "11"], "digit is 11"),
        (["--ratio", "7"], "ratio is 7, which does not divide samples (100)"),
        (["--ratio", "1"], "ratio is 1: give a whole number from 2"),
        (["--samples", "-5"], "samples is -5"),
        (["--steps", "0"], "steps is 0"),
        (["--batch", "0"], "batch is 0"),
        (["--learning-rate", "inf"], "learning rate is inf: give a positive number"),
        (["--optimizer", "lion"], "invalid choice: 'lion'"),
        (["--loss", "hinge"], "invalid choice: 'hinge'"),
        (["--workers", "0"], "--workers is 0"),
        (["--opt", "sgd"], "unrecognized arguments: --opt"),
    ],
)
def test_wrong_usage_is_one_line(
    arguments: list[str], message: str, tmp_path: Path, capsys: Captured
) -> None:
    assert message in refused([*arguments, "-o", str(tmp_path / "new")], capsys)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(("missing", "name"), [("torch", "PyTorch"), ("sklearn", "scikit-learn")])
def test_a_missing_library_is_one_line_that_says_what_to_install(
    missing: str, name: str, tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = None if missing == "torch" else object()
    monkeypatch.setattr(command, "find_spec", lambda m: None if m == missing else there)
    said = refused(["-o", str(tmp_path / "new")], capsys)
    assert said.startswith(f"{name} is missing: pip install 'reweighting-theory[cnn]'")
    assert not (tmp_path / "new").exists()


def test_reading_results_loads_no_torch() -> None:
    modules = "command, figures, findings, report, train_all, summary, class_level_flow"
    code = f"import sys; from numerics.experiment import {modules}; print('torch' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


def test_help_is_no_error(capsys: Captured) -> None:
    assert main(["--help"]) == 0
    assert "--assignments" in capsys.readouterr().out


# with it


@pytest.fixture
def no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare a test the time to draw what another one looks at."""
    monkeypatch.setattr("numerics.experiment.figures.write_all", lambda *_: None)


@needs_extra
def test_everything_is_written_and_the_same_again(tmp_path: Path, capsys: Captured) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        assert main([*TINY, "-o", str(folder)]) == 0
    out = capsys.readouterr().out
    assert "# 2 and 3 against 0 and 1: a small CNN beside the theory" in out
    assert all(len(row) <= 80 for row in out.splitlines() if str(tmp_path) not in row)
    one, two = folders
    assert {path.name for path in one.iterdir()} == DERIVED
    for name in ("table.csv", "summary.csv", "report.md", "settings.json"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    for name in DERIVED:
        if name.endswith((".png", ".pdf")):
            assert (one / name).read_bytes() == (two / name).read_bytes(), name
    with (one / "table.csv").open() as stream:
        rows = list(csv.DictReader(stream))
    looks = len(Settings(steps=12).looks)
    assert len(rows) == 2 * 2 * 2 * looks * 4
    record = json.loads((one / "settings.json").read_text())
    assert record["settings"]["steps"] == 12
    assert record["machine"]["threads per run"] == 1
    assert {"torch", "numpy", "python"} <= record["software"].keys()
    models = {line.model for line in summary.read_summary(one / "summary.csv")}
    assert models == {"cnn", "ufm-ce", "ufm-square"}


@pytest.mark.usefixtures("no_figures")
@needs_extra
def test_more_seeds_and_exponents_are_added_to_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main([*TINY, "-o", str(tmp_path)]) == 0
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "runs").iterdir()}
    assert len(before) == 4
    assert main([*TINY, "--gamma", "0.5", "--seeds", "3", "-o", str(tmp_path)]) == 0
    after = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "runs").iterdir()}
    assert len(after) == 7
    assert before.items() <= after.items()
    monkeypatch.setattr("numerics.experiment.training.train", None)  # nothing is left to train
    assert main([*TINY, "-o", str(tmp_path)]) == 0


@needs_extra
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--steps", "13"], "has runs with steps = 12, not 13"),
        (["--optimizer", "sgd"], "has runs with optimizer = 'adam', not 'sgd'"),
        (["--minority", "0", "4"], "has runs with digits = [0, 1, 2, 3], not [0, 2, 3, 4]"),
    ],
)
def test_runs_of_other_settings_are_not_mixed(
    tmp_path: Path, capsys: Captured, change: list[str], message: str
) -> None:
    Folder(tmp_path).open(_record())
    assert message in refused([*TINY, *change, "-o", str(tmp_path)], capsys)


def _record() -> dict[str, dict[str, object]]:
    from numerics.experiment.dataset import bundled
    from numerics.experiment.run_folder import record

    return record(Settings(samples=20, steps=12), bundled())


@needs_extra
def test_other_data_and_other_software_are_not_mixed(tmp_path: Path, capsys: Captured) -> None:
    found = _record()
    for section, name in (("data", "sha256"), ("software", "torch")):
        folder = tmp_path / name
        changed = {**found, section: {**found[section], name: "another"}}
        Folder(folder).open(changed)
        assert f"has runs with {name} = 'another'" in refused([*TINY, "-o", str(folder)], capsys)


@needs_extra
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "precious").write_text("data")
    assert "holds something else" in refused([*TINY, "-o", str(tmp_path)], capsys)
    assert [p.name for p in tmp_path.iterdir()] == ["precious"]
    file = tmp_path / "precious"
    assert "cannot be used (File exists)" in refused([*TINY, "-o", str(file)], capsys)


@needs_extra
def test_a_closed_folder_is_refused_before_training(
    tmp_path: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)  # an administrator may write anywhere
    monkeypatch.setattr(command, "train_all", None)
    assert "cannot be written" in refused([*TINY, "-o", str(tmp_path / "new")], capsys)


@pytest.mark.usefixtures("no_figures")
@needs_extra
def test_a_damaged_run_is_set_aside_and_made_again(tmp_path: Path, capsys: Captured) -> None:
    assert main([*TINY, "-o", str(tmp_path)]) == 0
    capsys.readouterr()
    path = Folder(tmp_path).run(Task((2, 3), (0, 1), 0.0, 1))
    whole, joined = path.read_bytes(), (tmp_path / "table.csv").read_bytes()
    for left in (whole[:-1], whole.replace(b"train", b"trian", 1), b""):
        path.write_bytes(left)
        assert main([*TINY, "-o", str(tmp_path)]) == 0
        err = capsys.readouterr().err
        assert "gamma-0_seed-1.csv' is damaged (" in err
        assert err.count("\n") == 1
        assert path.read_bytes() == whole
        assert path.with_suffix(".csv.damaged").read_bytes() == left
        assert (tmp_path / "table.csv").read_bytes() == joined
    (tmp_path / "settings.json").write_text("{")
    assert "settings.json' is damaged" in refused([*TINY, "-o", str(tmp_path)], capsys)


def test_a_folder_that_was_begun_and_no_more_is_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / ".settings.json.7.part").write_text("{")
    wanted: Record = {"settings": {"steps": 1}}
    Folder(tmp_path).open(wanted)
    assert json.loads((tmp_path / "settings.json").read_text()) == wanted
    (tmp_path / "settings.json").unlink()
    (tmp_path / "runs" / "mine.txt").touch()
    with pytest.raises(InputError, match="holds something else"):
        Folder(tmp_path).open(wanted)


@pytest.mark.usefixtures("no_figures")
@needs_extra
def test_mnist_files_go_through_the_same_command(tmp_path: Path, capsys: Captured) -> None:
    files = tmp_path / "files"
    files.mkdir()
    put(files, packed=True)
    few = ["--seeds", "1", "--gamma", "1", "--steps", "3", "--samples", "2", "--ratio", "2"]
    asked = [*few, "--jobs", "1", "--mnist", str(files), "-o", str(tmp_path / "out")]
    assert main(asked) == 0
    record = json.loads((tmp_path / "out" / "settings.json").read_text())
    assert record["data"]["name"] == "IDX files that are not MNIST's own"
    capsys.readouterr()
    more = [*asked, "--samples", "4"]
    assert "samples is 4, but of digit 0 there are 2 in" in refused(more, capsys)


LONG = (
    *("--seeds", "4", "--gamma", "0", "1", "--steps", "40", "--samples", "20", "--jobs", "2"),
    *("-o", "out"),
)


def started(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "numerics.experiment", *LONG],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def kept(folder: Path) -> dict[str, int]:
    """Return the finished runs, and when each was written."""
    return {p.name: p.stat().st_mtime_ns for p in folder.glob("out/runs/maj*.csv")}


def interrupted(folder: Path, kind: signal.Signals, runs: int) -> tuple[int, bytes]:
    """Start the command, end it when so many runs are finished; return its code and complaint."""
    process = started(folder)
    deadline = time.monotonic() + 300
    while len(kept(folder)) < runs:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)
    process.send_signal(kind)
    out, err = process.communicate(timeout=60)  # its children are gone too: the pipes are closed
    assert out == b""
    return process.returncode, err


@pytest.mark.usefixtures("no_figures")
@needs_extra
def test_what_was_killed_goes_on_and_writes_what_one_process_writes(tmp_path: Path) -> None:
    code, _ = interrupted(tmp_path, signal.SIGKILL, 1)
    assert code == -signal.SIGKILL
    first = kept(tmp_path)
    code, err = interrupted(tmp_path, signal.SIGINT, len(first) + 1)
    assert code == 130
    assert err.startswith(b"experiment: interrupted; finished runs are kept")
    assert err.count(b"\n") == 1
    second = kept(tmp_path)
    assert len(first) < len(second) < 8
    last = started(tmp_path)
    last.communicate(timeout=300)
    assert last.returncode == 0
    everything = kept(tmp_path)
    assert len(everything) == 8
    assert first.items() <= second.items() <= everything.items()
    assert main([*LONG[:-3], "1", "-o", str(tmp_path / "alone")]) == 0
    tables = [(tmp_path / name / "table.csv").read_bytes() for name in ("out", "alone")]
    assert tables[0] == tables[1]


@needs_extra
def test_a_reader_that_leaves_ends_the_command_quietly(tmp_path: Path) -> None:
    command_line = f"{sys.executable} -m numerics.experiment {' '.join(TINY)} -o out | true"
    script = f"set -o pipefail; {command_line}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=tmp_path, capture_output=True, check=False, timeout=300
    )
    assert (done.returncode, done.stderr) == (141, b"")
    assert (tmp_path / "out" / "report.md").is_file()
