"""Tasks done by workers: lost ones are repeated, errors come back, nothing hangs."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from spectra.errors import InputError
from spectra.utils import own_pool
from spectra.utils.workers import Done, completed, in_order

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
PARENT = os.getpid()


@pytest.fixture(autouse=True)
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Start processes in milliseconds, where that can be."""
    if "fork" in multiprocessing.get_all_start_methods():
        monkeypatch.setattr(own_pool, "start_method", lambda: "fork")


def square(x: int) -> int:
    return x * x


def once_deadly(task: tuple[str, int]) -> int:
    mark, x = task
    if x == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


def deadly(task: tuple[int, int]) -> int:
    parent, x = task
    if x == 3 and os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


def endless(x: int) -> int:
    return sum(range(10**12)) if x == 3 else x * x  # one call, which hears of no signal


def refusing(x: int) -> int:
    raise InputError(f"x is {x}")


def threads_told(_: int) -> str:
    return os.environ["OPENBLAS_NUM_THREADS"]


def nested(pool: Executor) -> list[int]:
    return sorted(done.result for done in completed(square, range(5), executor=pool))


def inner(x: int) -> list[int]:
    return sorted(done.result for done in completed(square, range(x), workers=2))


def test_a_worker_that_dies_once_loses_nothing_and_is_not_spoken_of(tmp_path: Path) -> None:
    tasks = [(str(tmp_path / "mark"), x) for x in range(9)]
    found = sorted(completed(once_deadly, tasks, workers=2))
    assert found == [Done(x, x * x) for x in range(9)]


def test_a_task_that_kills_two_workers_is_done_here_and_says_so() -> None:
    found = sorted(completed(deadly, [(PARENT, x) for x in range(9)], workers=2))
    assert found == [Done(x, x * x, deaths=2 * (x == 3)) for x in range(9)]


def test_what_a_broken_pool_was_given_is_done_all_the_same() -> None:
    tasks = [(PARENT, x) for x in range(9)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        found = sorted(completed(deadly, tasks, executor=pool))
    assert [done.result for done in found] == [x * x for x in range(9)]


@pytest.mark.skipif(own_pool.OVERDUE is None, reason="this system has no timers of work")
def test_a_task_that_does_not_listen_to_python_is_ended() -> None:
    found = sorted(completed(endless, range(5), workers=1, most=0.2))
    assert [done.number for done in found if done.stopped] == [3]
    assert [done.result for done in found] == [0, 1, 4, None, 16]


@pytest.mark.parametrize("workers", [0, 2])
def test_an_error_of_the_work_is_raised_here(workers: int) -> None:
    with pytest.raises(InputError, match="x is 7"):
        list(completed(refusing, [7], workers=workers))


def test_what_does_not_travel_is_done_here() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        found = sorted(completed(lambda x: x + PARENT - os.getpid(), range(3), executor=pool))
    assert [done.result for done in found] == [0, 1, 2]


@pytest.mark.parametrize("size", [1, 2])
def test_tasks_that_hand_over_tasks_to_their_own_pool_do_not_hang(size: int) -> None:
    with ThreadPoolExecutor(size) as pool:
        waiting = [pool.submit(nested, pool) for _ in range(3)]
        assert [future.result(60) for future in waiting] == [[0, 1, 4, 9, 16]] * 3


def test_a_worker_does_by_itself_what_its_task_would_hand_over() -> None:
    assert [done.result for done in completed(inner, [3], workers=1)] == [[0, 1, 4]]


def test_a_worker_is_told_its_share_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    monkeypatch.setattr(own_pool, "cores", lambda: 6)
    assert {done.result for done in completed(threads_told, range(4), workers=2)} == {"3"}


@pytest.mark.parametrize("where", ["get_context", "submit"])
def test_without_processes_this_one_does_the_work(
    where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    of: object = multiprocessing if where == "get_context" else ProcessPoolExecutor
    monkeypatch.setattr(of, where, refused)
    assert sorted(completed(square, range(4), workers=2)) == [Done(x, x * x) for x in range(4)]


def test_a_closed_executor_is_refused_by_name() -> None:
    pool = ThreadPoolExecutor(1)
    pool.shutdown()
    with pytest.raises(InputError, match="executor takes no task"):
        list(completed(square, [1], executor=pool))
    with pytest.raises(InputError, match="executor is 3"):
        completed(square, [1], executor=3)  # type: ignore[arg-type]


def test_results_can_be_had_in_order() -> None:
    late: Iterator[Done[int]] = iter([Done(2, 9), Done(0, 7), Done(1, 8)])
    assert [done.result for done in in_order(late)] == [7, 8, 9]


KILLED = """
import sys, time
from spectra.utils.workers import completed
def main():
    for done in completed(time.sleep, [0.05] * 10**5, workers=2):
        print("going", flush=True)
if __name__ == "__main__":
    import multiprocessing; multiprocessing.set_start_method(sys.argv[1], force=True)
    main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_end_without_a_word_when_their_parent_is_killed(
    method: str, tmp_path: Path
) -> None:
    (tmp_path / "killed.py").write_text(KILLED)
    with subprocess.Popen(
        [sys.executable, "killed.py", method], cwd=tmp_path,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as run:  # fmt: skip
        assert run.stdout is not None
        assert run.stdout.readline() == b"going\n"
        run.kill()
        began = time.monotonic()
        _, err = run.communicate(timeout=30)  # the pipes close when the workers are gone
    assert err == b""
    assert time.monotonic() - began < 10
