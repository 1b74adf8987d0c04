"""Training many runs, in several processes; a run is kept as soon as it is finished."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import connection
from typing import TYPE_CHECKING

from numerics.experiment import run_table

if TYPE_CHECKING:
    from numerics.experiment.dataset import Images
    from numerics.experiment.run_folder import Folder
    from numerics.experiment.settings import Settings, Task

_shared: list[tuple[Images, Settings]] = []
"""What the tasks of a process share; set once when it starts."""


def train_all(
    folder: Folder, tasks: list[Task], images: Images, settings: Settings, jobs: int
) -> Iterator[Task]:
    """Train what is missing in a folder; yield each task when its file is written.

    The result of a run depends neither on ``jobs`` nor on the other runs.

    Parameters
    ----------
    folder : Folder
    tasks : list of Task
    images : Images
    settings : Settings
    jobs : int
        Processes; with 1 this one does the work.
    """
    missing = folder.missing(tasks)
    jobs = min(jobs, len(missing))
    if jobs <= 1:
        from numerics.experiment.training import train  # PyTorch takes seconds to load

        for task in missing:
            folder.keep(task, run_table.to_csv(train(images, settings, task)))
            yield task
        return
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_prepare,
        initargs=(images, settings),
    )
    try:
        pending = {pool.submit(_work, task): task for task in missing}
        while pending:
            for done in wait(pending, return_when=FIRST_COMPLETED).done:
                task = pending.pop(done)
                folder.keep(task, done.result())
                yield task
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.kill()  # its unfinished run will be trained again
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _prepare(images: Images, settings: Settings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent process stops its workers
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _shared[:] = [(images, settings)]


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])  # returns when the parent process has ended
        os._exit(1)


def _work(task: Task) -> str:
    from numerics.experiment.training import train

    (images, settings), *_ = _shared
    return run_table.to_csv(train(images, settings, task))
