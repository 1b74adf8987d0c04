"""Running a command with a fault, and saying how it ended."""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

PATIENCE = 300
"""Seconds after which a command that has not ended is a failure of its row."""

Row = tuple[str, Callable[[], str]]
"""What is broken, and what says what comes of it."""


@dataclass
class Seen:
    """How a command ended."""

    code: int
    out: bytes
    err: bytes


def ended(process: subprocess.Popen[bytes]) -> Seen:
    """Wait for a command; what does not end is a failure of its row."""
    out, err = process.communicate(timeout=PATIENCE)
    return Seen(process.returncode, out or b"", err or b"")


def started(*words: str, **how: object) -> subprocess.Popen[bytes]:
    """Start a command of ours in the current folder."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", *words], **(streams | how))  # type: ignore[call-overload, no-any-return]


def run(*words: str, **how: object) -> Seen:
    return ended(started(*words, **how))


def quiet(seen: Seen, *codes: int) -> str:
    """Say how it ended, or raise."""
    assert b"Traceback" not in seen.err, seen.err[-500:].decode()
    assert seen.code in codes, (seen.code, seen.err[-300:])
    line = seen.err.decode(errors="replace").strip().splitlines()
    assert len(line) <= 1, line
    return f"exit {seen.code}" + (f": {line[0][:90]}" if line else "")
