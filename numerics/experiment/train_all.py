"""Training many runs, wherever there are workers; a run is kept as soon as it is finished."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from numerics.errors import InputError
from numerics.experiment import dataset, run_table
from spectra.utils.workers import completed

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from numerics.experiment.dataset import Images
    from numerics.experiment.run_folder import Folder
    from numerics.experiment.settings import Settings, Task


@dataclass(frozen=True)
class Job:
    """One run as plain data.

    Attributes
    ----------
    mnist : str or None
        The folder of its digits; None for those of scikit-learn.
    checksum : str
        Of the digits that are meant.
    settings : Settings
    task : Task
    """

    mnist: str | None
    checksum: str
    settings: Settings
    task: Task


def train_all(
    folder: Folder,
    tasks: list[Task],
    settings: Settings,
    digits: Images,
    *,
    mnist: Path | None = None,
    executor: Executor | None = None,
    workers: int = 0,
) -> Iterator[Task]:
    """Train what is missing in a folder; yield each task when its file is written.

    The result of a run depends neither on who trains it nor on the other runs.

    Parameters
    ----------
    folder : Folder
    tasks : list of Task
    settings : Settings
    digits : Images
    mnist : Path, optional
        Where the digits are; left out, they come with scikit-learn.
    executor, workers
        As for :func:`spectra.utils.workers.completed`.
    """
    missing = folder.missing(tasks)
    where = None if mnist is None else str(mnist.resolve())
    jobs = [Job(where, digits.checksum, settings, task) for task in missing]
    alone = executor is None and min(workers, len(missing)) <= 1
    for done in completed(work, jobs, executor=executor, workers=0 if alone else workers):
        task = missing[done.number]
        folder.keep(task.name, done.result)
        yield task


def work(job: Job) -> str:
    """Train one run; return its file.

    Raises
    ------
    InputError
        The digits that are meant are not here.
    """
    from numerics.experiment.training import train  # PyTorch takes seconds to load

    images = _digits(job.mnist, job.settings.digits)
    if images.checksum != job.checksum:
        raise InputError(f"a worker has other digits in {job.mnist}: give all the same files")
    return run_table.to_csv(train(images, job.settings, job.task))


@lru_cache(maxsize=2)
def _digits(mnist: str | None, digits: tuple[int, ...]) -> Images:
    return dataset.only(dataset.bundled() if mnist is None else dataset.mnist(Path(mnist)), digits)
