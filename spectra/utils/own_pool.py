"""Processes of our own: how they start, and that they end with whoever started them."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import connection, resource_tracker
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spectra.utils.command import cores

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Variables that tell numerical libraries how many threads to start."""

_REFUSALS: Final = (OSError, ImportError, RuntimeError, NotImplementedError)
"""What a system raises that has no shared memory, no file descriptor or no process to spare."""

OVERDUE: Final = getattr(signal, "SIGVTALRM", None)
"""The signal that ends a process which works too long and does not listen to Python."""


class UnavailableError(Exception):
    """The system has no processes to give."""


def start_method() -> str:
    """Return how processes are started.

    They are forked if this process has one thread; of several, a fork would copy the locks in
    whatever state they are in. What the program itself has chosen is kept, but for that.
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    if chosen not in (None, "fork"):
        return chosen
    forks = "fork" in multiprocessing.get_all_start_methods()
    return "fork" if forks and threads() == 1 else "spawn"


def threads() -> int:
    """Return the number of threads of this process, those of libraries included."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.is_dir() else threading.active_count()


@contextmanager
def own_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Provide processes; if the block is left by an exception, they are killed.

    Raises
    ------
    UnavailableError
        The system has none to give.
    """
    share = max(1, cores() // workers)
    try:
        _keep_tracker_quiet()
        context = multiprocessing.get_context(start_method())
        pool = ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(share,))
    except _REFUSALS as error:
        raise UnavailableError from error
    try:
        yield pool
    except BaseException:
        for process in processes_of(pool):
            process.kill()  # what it was doing is done again
        raise
    finally:
        with contextlib.suppress(RuntimeError):  # the thread that is joined could not be started
            pool.shutdown(cancel_futures=True)


def _keep_tracker_quiet() -> None:
    """Start the process that tidies up after us so that it does not warn if we are killed."""
    if sys.platform != "win32":
        sys.warnoptions.append("ignore::UserWarning:multiprocessing.resource_tracker")
        try:
            resource_tracker.ensure_running()
        finally:
            sys.warnoptions.pop()


def submit(pool: ProcessPoolExecutor, work: Callable[..., Any], *given: object) -> Future[Any]:
    """Hand over a task; processes that are started for it hear of no Ctrl-C until they are ready.

    Raises
    ------
    UnavailableError
        The system has no process to give.
    BrokenExecutor
        One of the processes has died.
    """
    try:
        with _deaf():
            return pool.submit(work, *given)
    except BrokenExecutor:
        raise
    except _REFUSALS as error:
        raise UnavailableError from error


def processes_of(pool: ProcessPoolExecutor) -> list[BaseProcess]:
    """Return the processes of a pool; none after it has been shut down."""
    return list((pool._processes or {}).values())


@contextmanager
def _deaf() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin(share: int) -> None:
    """Prepare a process: no Ctrl-C, which its parent hears, and its share of threads."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    for name in THREADS:
        os.environ.setdefault(name, str(share))
    with contextlib.suppress(RuntimeError):  # there is no thread to spare
        threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])  # returns when the parent process has ended
        os._exit(1)


def end_if_orphaned() -> None:
    """End this process without a word if nobody is left to take its result."""
    parent = multiprocessing.parent_process()
    if parent is not None and not parent.is_alive():
        os._exit(1)


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Let the system end this process if the block works longer than that, whatever it is doing.

    Time that others take, or that the process waits or is stopped, is not counted.
    """
    if OVERDUE is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(OVERDUE, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def was_overdue(processes: list[BaseProcess]) -> bool:
    """Whether one of these processes, which have ended, was ended for working too long."""
    for process in processes:
        with contextlib.suppress(ValueError):  # its handle is closed
            process.join()
            if OVERDUE is not None and process.exitcode == -OVERDUE:
                return True
    return False
