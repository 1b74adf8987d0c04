"""How much work a run may spend on a question.

How far a solver gets in 300 ms depends on what else the machine does, and with it which of
several methods decides a claim first. A steady run counts what work costs instead: a solver may use
so much of the processor, with so wide a margin that another run answers the same questions.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter
from typing import Final

MARGIN: Final = 4
"""A steady run allows this many times the usual time, of the processor."""

PATIENCE: Final = 15
"""And this many times that by the clock, before it takes a process for stuck."""

QUESTION: Final = 0.01
"""Seconds that a question counts for in a steady run, when deadlines are kept."""


@dataclass
class WorkBudget:
    """The work of one run.

    Attributes
    ----------
    steady : bool
        Whether deadlines are kept by the work that is counted, not by the clock.
    spent : float
        Seconds counted so far.
    """

    steady: bool = False
    spent: float = 0.0

    def clock(self) -> float:
        """Return the seconds that deadlines are kept by."""
        return self.spent if self.steady else perf_counter()

    def spend(self, seconds: float = QUESTION) -> None:
        """Count work towards the deadlines."""
        self.spent += seconds

    def processor_seconds(self, usual: float) -> float | None:
        """Return the processor time that replaces a usual limit, or None if the clock limits."""
        return MARGIN * usual if self.steady else None

    def clock_seconds(self, usual: float) -> float:
        """Return how long to wait by the clock for what usually takes at most so long."""
        return usual * MARGIN * PATIENCE if self.steady else usual


_budget: ContextVar[WorkBudget] = ContextVar("work budget")


def budget() -> WorkBudget:
    """Return the budget of the run that is going on; outside of one, the clock limits."""
    return _budget.get(None) or WorkBudget()


@contextmanager
def spending(budget: WorkBudget) -> Iterator[None]:
    """Do the work in the block, and in processes forked in it, on this budget."""
    token = _budget.set(budget)
    try:
        yield
    finally:
        _budget.reset(token)
