"""Bars: on a terminal after two seconds, and nowhere else."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr

import pytest

import numerics
from numerics import progress
from numerics.progress import silence, tracked


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show bars at once, as on a plain terminal."""
    monkeypatch.setattr(progress, "_PATIENCE", -1.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")


def shown(work: Callable[[], object], screen: io.StringIO) -> str:
    with redirect_stderr(screen):
        work()
    return screen.getvalue()


def count() -> None:
    assert list(tracked("counting", [1, 2, 3], lambda n: n / 3)) == [1, 2, 3]


def test_long_work_shows_a_bar_on_a_terminal() -> None:
    assert "counting" in shown(count, Terminal())


def test_short_work_shows_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "_PATIENCE", 60.0)
    assert shown(count, Terminal()) == ""


def test_a_pipe_gets_none() -> None:
    assert shown(count, io.StringIO()) == ""


def test_nor_does_a_terminal_that_shows_another_bar() -> None:
    with silence():
        assert shown(count, Terminal()) == ""
    assert shown(count, Terminal()) != ""


PROBLEM = numerics.FlowProblem(k=4, R=10, delta=4)


@pytest.mark.parametrize(
    ("said", "work"),
    [
        ("enclosing", lambda: numerics.enclose(PROBLEM, [1, 2])),
        ("integrating", lambda: numerics.solve(PROBLEM, [1, 2], digits=20)),
        ("descending", lambda: numerics.descend(PROBLEM, 100, 0.1)),
    ],
)
def test_what_can_take_long_has_a_bar(said: str, work: Callable[[], object]) -> None:
    assert said in shown(work, Terminal())
