"""The command of the figures: files it writes, what it refuses, signals and pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from refusals import refusal

from numerics import figures
from numerics.figures.command import FIGURES, main

if TYPE_CHECKING:
    from pathlib import Path


COMMAND = (sys.executable, "-m", "numerics.figures")
SIGNATURES = {"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def one_mode(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command draw of one ratio and one scale what it draws of many."""
    made = ("modes", lambda *_: figures.figure_modes(ratios=[10], scales=[8]))
    monkeypatch.setitem(FIGURES, "modes", made)


@pytest.mark.parametrize("form", SIGNATURES)
def test_the_command_writes_every_format_into_a_new_folder(
    form: str, tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "new" / "folder"
    assert main(["--only", "modes", "modes", "-o", str(folder), "--format", form]) == 0
    (file,) = folder.iterdir()
    assert file.name == f"modes.{form}"
    assert file.read_bytes().startswith(SIGNATURES[form])
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"{file}\n    Spectral initialisation")


def test_the_command_prints_the_support_matrix_that_it_drew(
    tmp_path: Path, capsys: Captured
) -> None:
    assert main(["--only", "6", "-o", str(tmp_path), "--seed", "7"]) == 0
    assert [p.name for p in tmp_path.iterdir()] == ["figure-6.png"]
    out = capsys.readouterr().out
    assert "drawn with seed 7" in " ".join(out.split())
    for row in figures.draw_support(7).astype(int):
        assert "".join(map(str, row)) in out


def refused(arguments: list[str], capsys: Captured) -> str:
    return refusal(main, arguments, capsys, "figures")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--only", "7"],
            (
                "--only = '7': choose from '2', '5', '6', 'modes', 'windows', 'limits', "
                "'losses', 'decay', 'test-time', 'gaussian-inputs'"
            ),
        ),
        (["--only"], "--only: expected at least one argument"),
        (["--format", "gif"], "invalid choice: 'gif'"),
        (["--seed", "-1"], "--seed = '-1'"),
        (["--seed", "1.5"], "--seed = '1.5'"),
        (["--dpi", "3"], "unrecognized arguments"),
        (["2"], "unrecognized arguments: 2"),
    ],
)
def test_bad_input_is_one_line_and_nothing_is_written(
    arguments: list[str], message: str, tmp_path: Path, capsys: Captured
) -> None:
    folder = tmp_path / "none"
    assert message in refused([*arguments, "-o", str(folder)], capsys)
    assert not folder.exists()


def test_existing_files_are_kept_unless_forced(tmp_path: Path, capsys: Captured) -> None:
    kept = tmp_path / "modes.svg"
    kept.write_text("mine")
    arguments = ["-o", str(tmp_path), "--format", "svg", "--only", "modes"]
    assert "modes.svg' exists" in refused([*arguments, "6"], capsys)
    assert [p.name for p in tmp_path.iterdir()] == ["modes.svg"]  # refused before any work
    assert kept.read_text() == "mine"
    assert main([*arguments, "--force"]) == 0
    assert kept.read_bytes().startswith(b"<?xml")


def test_a_folder_that_cannot_be_is_refused(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "file").touch()
    assert "choose another folder" in refused(["-o", str(tmp_path / "file")], capsys)
    assert "choose another folder" in refused(["-o", str(tmp_path / "file" / "below")], capsys)


@pytest.mark.skipif(
    sys.platform == "win32" or (hasattr(os, "geteuid") and os.geteuid() == 0),
    reason="everything can be written: the user is root, or the system has no such permissions",
)
def test_a_folder_that_is_closed_is_refused(tmp_path: Path, capsys: Captured) -> None:
    tmp_path.chmod(0o500)
    assert "cannot be written" in refused(["-o", str(tmp_path)], capsys)


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_ctrl_c_is_one_line_and_leaves_no_part_of_a_file(tmp_path: Path) -> None:
    run = subprocess.Popen(
        [*COMMAND, "-o", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    while not list(tmp_path.glob("*.png")):
        assert run.poll() is None
        time.sleep(0.02)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate(timeout=60)
    assert run.returncode == 130
    assert err.startswith("figures: interrupted; written before that: ")
    assert err.count("\n") == 1
    assert all(p.suffix == ".png" and p.read_bytes()[-8:-4] == b"IEND" for p in tmp_path.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="pipes differ")
def test_a_closed_pipe_is_silent(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = subprocess.run(
        [*COMMAND, "--only", "modes", "-o", str(tmp_path)], stdout=write, stderr=subprocess.PIPE,
        check=False,
    )  # fmt: skip
    os.close(write)
    assert (run.returncode, run.stderr) == (141, b"")
    assert (tmp_path / "modes.png").exists()
