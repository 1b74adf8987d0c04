"""Tasks done by workers: what is lost is repeated, and what was given is never closed.

A task is plain data, and the work on it a function that can be imported, so that both survive any
way of starting a process and the way to another machine. An error of the work comes back as its
result; so whatever a future raises is a loss of the workers, of which every executor has its own.
"""

from __future__ import annotations

import pickle
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, Generic, NamedTuple, TypeVar

from spectra.errors import InputError, WorkersError, short
from spectra.utils import own_pool
from spectra.utils.command import cores

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Any], Any]

WINDOW: Final = 256
"""Tasks that are handed over at a time; the others wait here."""

PATIENCE: Final = 0.25
"""Seconds between two looks at workers from whom nothing comes."""

DESERTED: Final = 240
"""Looks at a scheduler without a single worker before it is given up."""

_inside: ContextVar[bool] = ContextVar("inside", default=False)
"""Whether this is a worker: it does by itself what its task would hand over."""


class Done(NamedTuple, Generic[Result]):
    """A task that is done.

    Attributes
    ----------
    number : int
        Its place among the tasks.
    result : object
        None if it was stopped.
    deaths : int
        2 if two workers died of it, one of them with nothing else to do, and it was done here.
    stopped : bool
        It took more work than it may.
    """

    number: int
    result: Result
    deaths: int = 0
    stopped: bool = False


def completed(
    work: Callable[[Task], Result],
    tasks: Iterable[Task],
    *,
    executor: Executor | None = None,
    workers: int = 0,
    most: float = 1e9,
) -> Generator[Done[Result]]:
    """Do tasks; yield each when it is done, in whatever order that is.

    A task whose worker dies is done again by a fresh one that does nothing else, then by this
    process. Where processes cannot be had, this one does the work.

    Parameters
    ----------
    work : callable
        From a task to its result; a function of a module.
    tasks : iterable
        Plain data.
    executor : concurrent.futures.Executor, optional
        Does the work; it stays open.
    workers : int
        Processes of our own where no executor is given; 0 for none, and each task is done here
        when its turn comes.
    most : float
        Seconds of work after which a process of our own is ended, if it is still at one task.

    Raises
    ------
    WorkersError
        The scheduler of a cluster is gone, or all its workers are.
    InputError
        The executor takes no task at all.

    Examples
    --------
    >>> from concurrent.futures import ThreadPoolExecutor
    >>> with ThreadPoolExecutor(2) as pool:
    ...     sorted(done.result for done in completed(abs, [-2, 1], executor=pool))
    [1, 2]
    """
    check_executor(executor)
    job = _Job(work, list(tasks), most)
    numbers = range(len(job.tasks))
    if _inside.get() or (executor is None and workers < 1):
        return job.all_here(numbers)
    return job.given(executor) if executor is not None else job.own(numbers, workers)


def in_order(found: Iterable[Done[Result]]) -> Iterator[Done[Result]]:
    """Yield what is done in the order of the tasks, each as soon as those before it are there."""
    early: dict[int, Done[Result]] = {}
    turn = 0
    for done in found:
        early[done.number] = done
        while turn in early:
            yield early.pop(turn)
            turn += 1


def check_executor(executor: object) -> None:
    """Refuse what is no executor.

    Raises
    ------
    InputError
    """
    if executor is not None and not callable(getattr(type(executor), "submit", None)):
        raise InputError(
            f"executor is {short(executor)}: give one of concurrent.futures, or None to work here"
        )


class _Job:
    """The tasks of one call, and the ways to get them done."""

    def __init__(self, work: Work, tasks: Sequence[Any], most: float) -> None:
        self.work, self.tasks, self.most = work, tasks, most

    def all_here(self, numbers: Iterable[int]) -> Generator[Done[Any]]:
        """Do tasks in this process, each when its turn comes."""
        yield from map(self.here, numbers)

    def here(self, number: int, deaths: int = 0) -> Done[Any]:
        """Do a task in this process."""
        return Done(number, self.work(self.tasks[number]), deaths)

    def own(self, numbers: Sequence[int], workers: int) -> Generator[Done[Any]]:
        """Do tasks in processes of our own, in new ones whenever one of them has died."""
        waiting = deque(numbers)
        while waiting:
            handed: dict[Future[Any], int] = {}
            try:
                with own_pool.own_pool(min(workers, len(waiting))) as pool:
                    yield from self._by_pool(pool, waiting, handed)
            except own_pool.UnavailableError:
                yield from map(self.here, [*handed.values(), *waiting])
                return
            # the first that were handed over and are not done are those that were being done
            lost = list(handed.values())
            waiting.extendleft(reversed(lost[workers:]))
            yield from map(self._alone, lost[:workers])

    def _by_pool(
        self, pool: ProcessPoolExecutor, waiting: deque[int], handed: dict[Future[Any], int]
    ) -> Iterator[Done[Any]]:
        """Hand over what waits; leave in `handed` what is lost when a process dies."""
        broken = False
        while handed or (waiting and not broken):
            while waiting and len(handed) < WINDOW and not broken:
                try:
                    handed[self._handed(pool, waiting[0])] = waiting[0]
                    waiting.popleft()
                except BrokenExecutor:
                    broken = True
            for future in wait(handed, return_when=FIRST_COMPLETED).done:
                if isinstance(future.exception(), BrokenExecutor):
                    broken = True
                else:
                    yield self._taken(future, handed.pop(future))
            if broken and all(future.done() for future in handed):
                return

    def _handed(self, pool: ProcessPoolExecutor, number: int) -> Future[Any]:
        return own_pool.submit(pool, _work_in_process, self.work, self.tasks[number], self.most)

    def _taken(self, future: Future[Any], number: int) -> Done[Any]:
        """Return what a worker found; do here what does not travel."""
        kept = _outcome(future)
        return self.here(number) if kept is None else Done(number, kept.value)

    def _alone(self, number: int) -> Done[Any]:
        """Do in a process of its own what was lost when one died, and at last here."""
        try:
            with own_pool.own_pool(1) as pool:
                future = self._handed(pool, number)
                processes = own_pool.processes_of(pool)
                if not isinstance(future.exception(), BrokenExecutor):
                    return self._taken(future, number)
        except own_pool.UnavailableError:
            return self.here(number)
        if own_pool.was_overdue(processes):
            return Done(number, None, stopped=True)
        return self.here(number, deaths=2)

    def given(self, executor: Executor) -> Generator[Done[Any]]:
        """Do tasks with an executor; what it loses twice, or no longer takes, by our own means."""
        waiting = deque(range(len(self.tasks)))
        handed: dict[Future[Any], int] = {}
        lost: set[int] = set()  # once
        left: list[int] = []
        begun, looks, pause = False, 0, PATIENCE
        try:
            with _aside():
                while handed or waiting:
                    while waiting and len(handed) < WINDOW:
                        number = waiting.popleft()
                        future = self._offered(executor, number, number in lost, begun=begun)
                        if isinstance(future, Done):
                            yield future
                        elif future is not None:
                            handed[future] = number
                        else:
                            left += [number, *waiting]
                            waiting.clear()
                    done = wait(handed, pause, FIRST_COMPLETED).done
                    for future in done:
                        number = handed.pop(future)
                        if (kept := _outcome(future)) is not None:
                            yield Done(number, kept.value)
                            continue
                        _require_scheduler(executor)
                        (left if number in lost else waiting).append(number)
                        lost.add(number)
                    begun = begun or bool(done) or any(future.running() for future in handed)
                    looks = 0 if done else _silent(executor, looks)
                    if not begun and not _is_remote(executor) and next(reversed(handed)).cancel():
                        # its workers may all be waiting for what we do: so do some of it
                        yield self.here(handed.popitem()[1])
                        pause = 0.0
        finally:
            for future in handed:
                future.cancel()
        yield from self.own(left, getattr(executor, "_max_workers", cores()))

    def _offered(
        self, executor: Executor, number: int, again: bool, *, begun: bool
    ) -> Future[Any] | Done[Any] | None:
        """Hand over a task; do here what does not travel; None if the executor takes no more."""
        try:
            return executor.submit(_work_anywhere, self.work, self.tasks[number], again)
        except Exception as error:
            _require_scheduler(executor)
            if not _travels(self.tasks[number]):
                return self.here(number)
            if not begun and not isinstance(error, BrokenExecutor):
                raise InputError(f"executor takes no task: {error}") from error
            return None


def _travels(task: object) -> bool:
    try:
        pickle.dumps(task)
    except Exception:  # noqa: BLE001  (each kind of object has its own)
        return False
    return True


class _Kept(NamedTuple):
    value: Any


def _outcome(future: Future[Any]) -> _Kept | None:
    """What a future holds: a result, an error of the work, which is raised, or nothing: a loss."""
    try:
        fine, value = future.result()
    except (CancelledError, Exception):  # noqa: BLE001  (of the workers; the task is done again)
        return None
    if not fine:
        raise value
    return _Kept(value)


def _work_anywhere(work: Work, task: Any, again: bool) -> tuple[bool, Any]:  # noqa: ARG001
    """Do a task; that it is done again makes it another one to a scheduler that keeps results."""
    token = _inside.set(True)
    try:
        return True, work(task)
    except Exception as error:  # noqa: BLE001  (it is raised where the result is wanted)
        return False, error
    finally:
        _inside.reset(token)


def _work_in_process(work: Work, task: Any, most: float) -> tuple[bool, Any]:
    with own_pool.ended_after(most):
        found = _work_anywhere(work, task, False)
    own_pool.end_if_orphaned()
    return found


# clusters of dask.distributed, whose executor tells less than those of the standard library


def _is_remote(executor: Executor) -> bool:
    """Whether its futures do not say that they run."""
    return hasattr(executor, "_client")


def _require_scheduler(executor: Executor) -> None:
    """Refuse to go on where the scheduler is gone."""
    client: Any = getattr(executor, "_client", None)
    if client is not None and client.status != "running":
        address = getattr(client.scheduler, "address", "")
        raise WorkersError(f"the scheduler {address} is gone; what was finished is kept")


def _silent(executor: Executor, looks: int) -> int:
    """Count the looks at a scheduler without workers; refuse to wait for ever."""
    _require_scheduler(executor)
    client: Any = getattr(executor, "_client", None)
    if client is None or client.scheduler_info()["workers"]:
        return 0
    if looks >= DESERTED:
        raise WorkersError("the scheduler has no worker left; what was finished is kept")
    return looks + 1


@contextmanager
def _aside() -> Iterator[None]:
    """In a task of a dask worker: make room for another task while this one waits."""
    distributed = sys.modules.get("distributed")
    if distributed is None or not _is_task(distributed):
        yield
        return
    distributed.secede()
    try:
        yield
    finally:
        distributed.rejoin()


def _is_task(distributed: Any) -> bool:
    """Whether this is a task of a dask worker."""
    try:
        distributed.get_worker()
    except ValueError:
        return False
    return True
