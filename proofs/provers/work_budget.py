"""Runs that can be repeated: work is limited by what it costs, not by the clock on the wall.

How far a solver gets in 300 ms depends on what else the machine does, and with it which of
several methods decides a claim first. In a steady run a solver may use so much of the
processor instead, with so wide a margin that the same questions are answered each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

MARGIN: Final = 4
"""A steady run allows this many times the usual time, of the processor."""

PATIENCE: Final = 15
"""And this many times that by the clock, before it takes a process for stuck."""

QUESTION: Final = 0.01
"""Seconds that a question counts for in a steady run, when deadlines are kept."""

_on = False
_spent = 0.0


def is_on() -> bool:
    """Whether the run is a steady one."""
    return _on


@contextmanager
def steady(on: bool) -> Iterator[None]:
    """Make the work in the block, and in processes forked in it, steady."""
    global _on
    before, _on = _on, on
    try:
        yield
    finally:
        _on = before


def clock() -> float:
    """Return the seconds that deadlines are kept by: those on the wall, or those counted."""
    return _spent if _on else perf_counter()


def spend(seconds: float = QUESTION) -> None:
    """Count work towards the deadlines of a steady run."""
    global _spent
    _spent += seconds
