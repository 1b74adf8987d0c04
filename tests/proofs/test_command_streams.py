"""The main command in a process of its own: its streams, interrupts, and the terminal."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from users_files import IDLE, PREFACE, written

from proofs.command import main

COMMAND = (sys.executable, "-m", "proofs.check_theorem")
Captured = pytest.CaptureFixture[str]


def run(
    *arguments: str, redirect: str = "", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    command = f'exec "$@" {redirect}'
    return subprocess.run(
        ["/bin/sh", "-c", command, "sh", *COMMAND, *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
        timeout=120,
    )


def test_a_reader_that_leaves_ends_the_command_quietly(idle: Path) -> None:
    many = "".join(IDLE.replace("'idle'", f"'c{n}'") for n in range(2000))
    idle.write_text(PREFACE + many)
    process = subprocess.Popen(
        [*COMMAND, "--claims", str(idle)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b"here")
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == 141
    process.stderr.close()


def test_ctrl_c_is_one_line_and_leaves_no_file(tmp_path: Path) -> None:
    body = "import sys, time\nprint('ready', flush=True)\ntime.sleep(60)\n"
    target = tmp_path / "report.txt"
    process = subprocess.Popen(
        [*COMMAND, "--claims", str(written(tmp_path, body)), "-o", str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stderr is not None
    assert process.stderr.readline() == b"ready\n"
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert (out, err.count(b"\n")) == (b"", 1)
    assert err.startswith(b"check_theorem: interrupted")
    assert not target.exists()


@pytest.mark.parametrize("name", ["json", "html", "latex"])
def test_a_document_without_a_file_goes_to_the_screen(
    mine: Path, name: str, capsys: Captured
) -> None:
    assert main(["--claims", str(mine), "--format", name]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(
        {"json": "{", "html": "<!DOCTYPE html>", "latex": "\\documentclass"}[name]
    )
    assert "Every verdict is as expected.\n" not in shown.splitlines()[-1]


SEVERAL = """
proofs.claim('rest', sqrt(R + 1) > sqrt(R), source='here')
proofs.claim('order', proofs.lt(1 / R, 1 / sqrt(R)), source='here', assume=(R > 1, Ge(k, 4)), depends_on=('rest',))
proofs.claim('time', proofs.LearningTime('min-min', 1 / sqrt(R + 1), 'rw', 'full'), source='there',
             depends_on=('rest', 'order'))
proofs.claim('false', delta * R < 10 * k, source='here', corrected_by=('order', 'time'), expected='REFUTED')
"""


def test_two_stable_runs_give_the_same_bytes(tmp_path: Path) -> None:
    targets = [tmp_path / "first", tmp_path / "second"]
    mine = written(tmp_path, SEVERAL)
    for seed, target in enumerate(targets):
        more = ("--format", "html", "--stable", "-o", str(target))
        assert run("--claims", str(mine), *more, PYTHONHASHSEED=str(seed)).returncode == 0
    first, second = (target.read_bytes() for target in targets)
    assert first == second


@pytest.mark.parametrize("more", [(), ("--format", "json"), ("--format", "html")])
def test_a_full_output_is_one_line(idle: Path, more: tuple[str, ...]) -> None:
    done = run("--claims", str(idle), *more, redirect="> /dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith(b"check_theorem: the report cannot be printed (No space left")
    assert done.stderr.count(b"\n") == 1


def test_closed_streams_are_no_reason_to_fail(idle: Path, tmp_path: Path) -> None:
    assert run("--claims", str(idle), redirect="2>&-").returncode == 0
    assert run("--no-such-option", redirect="2>&-").returncode == 2
    closed = run("--claims", str(idle), redirect=">&-")
    assert (closed.returncode, closed.stderr.count(b"\n")) == (2, 1)
    assert b"standard output is closed" in closed.stderr
    target = tmp_path / "report.txt"
    assert run("--claims", str(idle), "-o", str(target), redirect=">&-").returncode == 0
    assert target.exists()


def test_a_pipe_gets_plain_text_and_ascii_if_it_must(idle: Path) -> None:
    plain = run("--claims", str(idle), FORCE_COLOR="", PYTHONIOENCODING="utf-8")
    assert b"\x1b" not in plain.stdout
    assert "───" in plain.stdout.decode("utf-8")
    bare = run("--claims", str(idle), PYTHONIOENCODING="ascii")
    assert bare.stdout.decode("ascii").startswith("here ---")


@pytest.mark.parametrize("name", ["json", "html", "latex"])
def test_a_document_is_ascii_on_a_stream_of_ascii(
    idle: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding="ascii") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        assert main(["--claims", str(idle), "--format", name]) == 0
        stream.flush()
        shown = written.getvalue().decode("ascii")
    assert json.loads(shown)["schema"] == 1 if name == "json" else "NOT" in shown


# on a terminal


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    os.close(ours)


def screen(idle: Path, terminal: tuple[int, int], **environment: str) -> str:
    """Return all that the command writes to a terminal."""
    ours, theirs = terminal
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [*COMMAND, "--claims", str(idle)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**kept, "TERM": "xterm", "COLUMNS": "80", **environment},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end has closed
            break
        if not part:
            break
        shown += part
    assert process.wait(60) == 0
    return shown.decode("utf-8")


def test_a_terminal_gets_colours_and_progress(idle: Path, terminal: tuple[int, int]) -> None:
    shown = screen(idle, terminal)
    assert "\x1b[2mNOT_RUN" in shown
    assert "━" in shown


def test_no_color_keeps_the_report_free_of_style(idle: Path, terminal: tuple[int, int]) -> None:
    shown = screen(idle, terminal, NO_COLOR="1")
    assert "NOT_RUN       idle" in shown
    assert not [part for part in shown.split("\x1b[")[1:] if part.lstrip("0123456789;")[0] == "m"]


def test_a_dumb_terminal_gets_text_alone(idle: Path, terminal: tuple[int, int]) -> None:
    shown = screen(idle, terminal, TERM="dumb")
    assert "\x1b" not in shown
    assert "NOT_RUN       idle" in shown
