"""A file of many objects is checked in several processes, and all is said as if in one."""

import json
import os
import signal
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from kernel_objects import Object, proof, statement

from proofs.kernel import __main__ as command

# the command has one thread when it forks; pytest's workers may have more
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")

COUNT = 61


def numbered(n: int) -> Object:
    """Return a proof of x + n > n, or with n - 1 for n, which no step shows; every tenth is wrong."""
    stated = statement([">", ["+", "x", str(n)], str(n - (n % 10 == 9))], x="real >")
    return proof(stated, [], ["x.sign"]) | {"id": f"object {n}"}


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write a file of many objects, for a machine of three cores."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    found = tmp_path / "objects.json"
    found.write_text(json.dumps([numbered(n) for n in range(COUNT)]), "utf-8")
    return found


def put_for_verdict(monkeypatch: pytest.MonkeyPatch, at: str, do: Any) -> None:
    """Let something else happen in the process that comes to an object."""
    true = command.verdict
    monkeypatch.setattr(command, "verdict", lambda item: do() if item["id"] == at else true(item))


def test_all_is_said_as_in_one_process(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, said = [], []
    for few in (COUNT - 1, COUNT):
        monkeypatch.setattr(command, "FEW", few)
        codes.append(command.run([str(path)]))
        said.append(capsys.readouterr())
    assert codes == [1, 1]
    assert said[0] == said[1]
    lines = said[0].out.splitlines()
    assert [line.split(": ")[1] for line in lines] == [f"object {n}" for n in range(COUNT)]
    rejected = [n for n, line in enumerate(lines) if ": REJECTED: " in line]
    assert rejected == list(range(9, COUNT, 10))


def test_one_wrong_object_at_the_end_fails_the_file(path: Path) -> None:
    good = [numbered(n) for n in range(COUNT * 2) if n % 10 != 9]
    path.write_text(json.dumps(good), "utf-8")
    assert command.run([str(path)]) == 0
    path.write_text(json.dumps([*good, numbered(9)]), "utf-8")
    assert command.run([str(path)]) == 1


def test_other_processes_check(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "verdict", lambda _: (True, str(os.getpid())))
    assert command.run([str(path)]) == 0
    by = {line.split(": ")[2] for line in capsys.readouterr().out.splitlines()}
    assert len(by) == 3
    assert str(os.getpid()) not in by


def test_a_process_that_is_killed_is_no_silence(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put_for_verdict(monkeypatch, "object 58", lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert command.run([str(path)]) == 2
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 58
    assert said.err == "kernel: a process that checks has been ended; the rest is unknown\n"


def test_ctrl_c_ends_a_process_that_is_stopped(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    note = path.with_name("pid")
    put_for_verdict(monkeypatch, "object 30", lambda: stopped(note))
    before = signal.getsignal(signal.SIGINT)
    threading.Thread(target=interrupt, args=(note,)).start()
    assert command.run([str(path)]) == 130
    assert signal.getsignal(signal.SIGINT) is before
    said = capsys.readouterr()
    assert said.err == "kernel: interrupted\n"
    assert len(said.out.splitlines()) <= 30
    deadline = time.monotonic() + 20
    while alive(int(note.read_text())) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(int(note.read_text()))


def stopped(note: Path) -> tuple[bool, str]:
    """Stop this process, and say which one it is."""
    note.with_suffix(".new").write_text(str(os.getpid()))
    note.with_suffix(".new").rename(note)
    os.kill(os.getpid(), signal.SIGSTOP)
    return True, "went on"


def interrupt(note: Path) -> None:
    """Interrupt the main thread once a process has been stopped."""
    while not note.exists():
        time.sleep(0.01)
    time.sleep(0.1)
    signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)


def alive(number: int) -> bool:
    """Whether a process runs or is stopped; one that has ended may not have been waited for."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False
