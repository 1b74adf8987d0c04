"""A limit on the time one claim may take, so that it cannot hold up the others."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

LIMIT: Final = 20.0
"""Seconds for one claim; nearly all need less than one."""


class OverTimeError(BaseException):
    """The time is up. Not an ``Exception``: what handles errors on the way must let it pass."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise :class:`OverTimeError` in the block after ``seconds``.

    Without effect outside the main thread and where the system has no interval timer.
    """
    main = threading.current_thread() is threading.main_thread()
    if not main or not hasattr(signal, "setitimer"):
        yield
        return

    def expire(_number: int, _frame: FrameType | None) -> None:
        raise OverTimeError

    before = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
