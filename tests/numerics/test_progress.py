"""Bars: on a terminal after two seconds, and nowhere else."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr
from dataclasses import replace

import pytest
from sympy import Eq

import numerics
import proofs
from spectra import R
from spectra.utils import progress
from spectra.utils.progress import Reporter, tracked


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
    with Reporter("all", lambda _: None):
        assert shown(count, Terminal()) == ""
    assert shown(count, Terminal()) != ""


PROBLEM = numerics.FlowProblem(k=4, R=10, delta=4)
RANDOM = numerics.FlowProblem(k=4, R=10, delta=4, init="random")


@pytest.mark.parametrize(
    ("said", "work"),
    [
        ("enclosing", lambda: numerics.enclose(PROBLEM, [1, 2])),
        ("enclosing", lambda: numerics.enclose(PROBLEM, [1], digits=5, delta=(4, "0.01"))),
        ("enclosing", lambda: numerics.certified_half_time(PROBLEM, "maj-min")),
        ("enclosing", lambda: numerics.delay_constant(10)),
        ("enclosing", lambda: numerics.critical_ratio(digits=2)),
        ("integrating", lambda: numerics.solve(PROBLEM, [1, 2])),
        ("integrating", lambda: numerics.solve(RANDOM, [1, 2])),
        ("integrating", lambda: numerics.solve(PROBLEM, ["2"], digits=20)),
        ("integrating", lambda: numerics.solve(replace(PROBLEM, depth=3), [1, 2])),
        ("descending", lambda: numerics.descend(PROBLEM, 100, 0.1)),
        ("descending", lambda: numerics.descend(PROBLEM, 100, 0.1, record=[100])),
        ("descending", lambda: numerics.figure_data("2e")),
        ("sweeping", lambda: numerics.sweep([2, 4], [4, 8], [1, 2])),
        ("following modes", lambda: numerics.learning_times(RANDOM)),
        ("following modes", lambda: numerics.limit_times(PROBLEM)),
        ("3 random starts", lambda: numerics.random_starts(RANDOM, 3)),
        ("3 random starts, twice", lambda: numerics.random_slopes(RANDOM, 3)),
        ("finding curvatures", lambda: numerics.stability(PROBLEM)),
        ("deciding", lambda: proofs.check([proofs.Claim("a", Eq(R, R, evaluate=False), "a")])),
    ],
)
def test_what_can_take_long_has_a_bar(said: str, work: Callable[[], object]) -> None:
    assert said in shown(work, Terminal())


def fractions(work: Callable[[Callable[[float], None]], object]) -> list[float]:
    told: list[float] = []
    work(told.append)
    return told


@pytest.mark.parametrize(
    "work",
    [
        lambda told: numerics.solve(PROBLEM, [1, 2, 3], progress=told),
        lambda told: numerics.solve(RANDOM, [1, 2, 3], progress=told),
        lambda told: numerics.solve(replace(PROBLEM, targets="one-hot"), [1, 2, 3], progress=told),
        lambda told: numerics.sweep([2, 4], [4, 8], [1, 2], progress=told),
        lambda told: numerics.random_starts(RANDOM, 3, progress=told),
    ],
)
def test_a_function_is_told_ascending_fractions(
    work: Callable[[Callable[[float], None]], object],
) -> None:
    told = fractions(work)
    assert told == sorted(told)
    assert 0 <= told[0] < 0.5 < told[-1] <= 1
    assert len(set(told)) > 2


def test_one_time_or_one_record_far_away_is_no_reason_to_be_silent() -> None:
    def looks(work: Callable[[], object]) -> int:
        told: list[float] = []
        with Reporter("all", told.append) as report, report.part(0, 1):
            work()
        return len(set(told))

    assert looks(lambda: numerics.solve(PROBLEM, ["3"], digits=40)) > 5
    assert looks(lambda: numerics.descend(PROBLEM, 1000, 0.1, record=[1000])) > 50
    assert looks(lambda: numerics.certified_half_time(PROBLEM, "maj-min", digits=60)) > 5


def test_inner_work_moves_the_part_of_the_outer_that_it_is() -> None:
    told: list[float] = []
    with Reporter("all", told.append) as report:
        with report.part(0.2, 0.6):
            count()
        count()  # not said to be a part: it moves nothing
    assert told == pytest.approx([0.2 + 0.4 / 3, 0.2 + 0.8 / 3, 0.6, 0.6, 0.6, 0.6])


def test_work_inside_other_work_shows_the_bar_of_the_outer_alone() -> None:
    def both() -> None:
        with Reporter("outer") as report, report.part(0, 1):
            count()

    screen = Terminal()
    assert "outer" in shown(both, screen)
    assert "counting" not in screen.getvalue()
