"""Running tests on a mutant in a copy of the process: those that reach it, until one fails."""

from __future__ import annotations

import ast
import ctypes
import os
import pickle
import resource
import signal
import sys
from collections import Counter
from dataclasses import dataclass, field
from time import process_time
from typing import TYPE_CHECKING, Any

from _pytest.runner import runtestprotocol
from hypothesis import Phase, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    import pytest

    from mutants.making import Mutant

BYTES = 6 * 2**30
"""A copy of the process that takes more has noticed the mutant."""

NONE = b"none"
"""Said when no test fails."""


@dataclass
class Reach:
    """Which lines of some files each test reaches, its time, and how many mutants it noticed."""

    failed: list[str]
    lines: dict[str, set[tuple[str, int]]]
    seconds: dict[str, float]
    kills: Counter[tuple[str, str]] = field(default_factory=Counter)

    def order(self, items: list[pytest.Item], mutant: Mutant) -> list[pytest.Item]:
        """Return the tests that reach the changed lines, or all; the likeliest for their time first."""
        reach = {(str(mutant.path), line) for line in mutant.lines}
        changed = mutant.tree.body[mutant.top]
        # what keeps its results is reached by the first test only that asks for them
        keeps = isinstance(changed, ast.FunctionDef) and "cache" in map(
            ast.unparse, changed.decorator_list
        )
        chosen = [item for item in items if keeps or self.lines[item.nodeid] & reach] or items

        def worth(item: pytest.Item) -> float:
            kills = self.kills[mutant.name, item.nodeid]
            meant = mutant.path.stem in item.nodeid
            return (kills + (1 if meant else 0.1)) / (self.seconds[item.nodeid] + 0.003)

        return sorted(chosen, key=worth, reverse=True)

    def first_failing(self, items: list[pytest.Item]) -> bytes:
        """Return the first test that fails; a test that takes too long ends the process."""
        for item in items:
            signal.setitimer(signal.ITIMER_PROF, 3 + 20 * self.seconds[item.nodeid])
            if _fails(item):
                return item.nodeid.encode()
        return NONE

    def note(self, mutant: Mutant, told: bytes) -> str | None:
        """Count what a copy of the process told; return who noticed the mutant, None if no test."""
        by = told.decode() or "time or memory"
        self.kills[mutant.name, by] += 1
        return None if told == NONE else by


def measured(items: Iterable[pytest.Item], files: set[str]) -> bytes:
    """Run each test, and return a :class:`Reach`."""
    found: dict[str, set[tuple[str, int]]] = {}
    seconds, failed = {}, []

    def local(frame: FrameType, _event: str, _arg: object) -> Any:
        reached.add((frame.f_code.co_filename, frame.f_lineno))
        return local

    def trace(frame: FrameType, event: str, arg: object) -> Any:
        return local(frame, event, arg) if frame.f_code.co_filename in files else None

    for item in items:
        reached = found.setdefault(item.nodeid, set())
        start = process_time()
        sys.settrace(trace)
        failed += [item.nodeid] if _fails(item) else []
        sys.settrace(None)
        seconds[item.nodeid] = process_time() - start
    return pickle.dumps(Reach(failed, found, seconds))


def read(told: bytes) -> Reach:
    """Read what :func:`measured` told; refuse to go on if a test fails without a mutant."""
    found: Reach = pickle.loads(told)
    if found.failed:
        raise SystemExit(f"these tests fail without a mutant: {found.failed}")
    return found


def _fails(item: pytest.Item) -> bool:
    try:
        return any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))
    except BaseException:  # noqa: BLE001
        return True


def copied(do: Callable[[], bytes]) -> bytes:
    """Run a function in a copy of the process; return what it returns, nothing if it dies."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # it ends with this process
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        told = do()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(child, 0)
    return told if status == 0 else b""


def without_shrinking() -> None:
    """Let hypothesis say that a test fails, and not look for the simplest example."""
    phases = Phase.explicit, Phase.generate
    settings.register_profile("mutants", phases=phases, database=None, report_multiple_bugs=False)
    settings.load_profile("mutants")
