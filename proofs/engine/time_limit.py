"""A limit on the work that one claim may take, so that it cannot hold up the others."""

import ctypes
import signal
import threading
import time
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
    """Raise :class:`OverTimeError` in the block after ``seconds`` of work.

    In the main thread that is the work of this process, in others that of the thread. Waiting is
    no work, and neither is being stopped. What does not return to Python is not interrupted; nor
    is a thread where the system does not tell the time of threads.
    """
    if threading.current_thread() is not threading.main_thread():
        with _thread_at_most(seconds):
            yield
        return
    if not hasattr(signal, "setitimer"):
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


@contextmanager
def _thread_at_most(seconds: float) -> Iterator[None]:
    """The same in a thread that is not the main one, which signals do not reach."""
    if not hasattr(time, "pthread_getcpuclockid"):
        yield
        return
    thread = threading.get_ident()
    clock = time.pthread_getcpuclockid(thread)
    end, over = time.clock_gettime(clock) + seconds, threading.Event()
    lock = threading.Lock()  # no exception may come after the block

    def watch() -> None:
        left = seconds
        while not over.wait(max(left, AGAIN / 20)):
            left = end - time.clock_gettime(clock)
            with lock:
                if left <= 0 and not over.is_set():
                    _raise_in(thread, OverTimeError)
                    left = AGAIN

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        with lock:
            over.set()
        watcher.join()


def _raise_in(thread: int, kind: type[BaseException]) -> None:
    """Let a thread raise an exception when it next runs a line of Python."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(kind))
