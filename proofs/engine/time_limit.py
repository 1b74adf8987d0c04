"""A limit on the work that one claim may take, so that it cannot hold up the others."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

LIMIT: Final = 120.0
"""Seconds of processor time for one claim.

The finders count their steps and stop long before; this is for what they cannot count.
"""

AGAIN: Final = 1.0
"""Seconds until the next try, since Python drops an exception that is raised inside a finaliser."""


class OverTimeError(BaseException):
    """The time is up. Not an ``Exception``: what handles errors on the way must let it pass."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise :class:`OverTimeError` in the block after ``seconds`` of this process's own work.

    A process that is stopped, or waits for others, uses none. Without effect outside the main
    thread and where the system has no such timer.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    def expire(_number: int, _frame: FrameType | None) -> None:
        raise OverTimeError

    before = signal.signal(signal.SIGPROF, expire)
    signal.setitimer(signal.ITIMER_PROF, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
