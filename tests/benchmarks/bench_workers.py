"""What a task costs, and what it costs to hand it over: ``python tests/benchmarks/bench_workers.py``.

Seconds of processor time, so that other work on the machine changes them little; the last table
says what large jobs come to on N workers.
"""

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from numerics import FlowProblem, random_starts, sweep
from proofs import check
from proofs.ledger import ledger
from spectra.utils.workers import completed

sys.path.insert(0, str(Path(__file__).parent.parent))

EMPTY = 2000
"""Tasks that do nothing, to see what handing them over costs."""

JOBS = {
    "a sweep of 10⁶ problems": ("4096 problems at 10 times", 10**6 / 4096),
    "an experiment of 10⁴ runs": ("a run of 300 steps", 10**4),
    "10⁴ random starts": ("128 random starts", 10**4 / 128),
    "a ledger of 10⁴ claims": ("a claim with a shipped proof", 10**4),
}
CREWS = (1, 2, 8, 64)


@contextmanager
def dask() -> Iterator[Executor]:
    from dask_cluster import client, cluster

    with cluster() as there, client(there) as connected:
        yield connected.get_executor()


def pools() -> dict[str, Callable[[], AbstractContextManager[Executor]]]:
    spawn = multiprocessing.get_context("spawn")
    found: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
        "threads": lambda: ThreadPoolExecutor(2),
        "spawned processes": lambda: ProcessPoolExecutor(2, spawn),
    }
    return found | ({"dask.distributed": dask} if find_spec("distributed") else {})


def work(do: Callable[[], object]) -> float:
    """Processor seconds of this process and its children."""
    before = os.times()
    do()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def tasks() -> Iterator[tuple[str, float]]:
    """Yield what one task of each kind costs."""
    rates, scales = np.linspace(2, 100, 64), np.linspace(4, 40, 64)
    times = scales[:, None] / np.sqrt(rates + 1)[:, None, None] * np.linspace(0.5, 2, 10)
    yield "4096 problems at 10 times", work(lambda: sweep(rates, scales, times))
    problem = FlowProblem(4, 10, 12, gamma=0, init="random")
    yield "128 random starts", work(lambda: random_starts(problem, 128))
    claims = [claim for claim in ledger() if not claim.id.startswith("B.delay")]
    check(claims[:5])
    yield "a claim with a shipped proof", work(lambda: check(claims)) / len(claims)
    if find_spec("torch") and find_spec("sklearn"):
        from numerics.experiment import dataset
        from numerics.experiment.settings import Settings, Task
        from numerics.experiment.train_all import Job
        from numerics.experiment.train_all import work as train

        settings = Settings()
        digits = dataset.only(dataset.bundled(), settings.digits)
        jobs = [Job(None, digits.checksum, settings, Task((2, 3), (0, 1), 0.5, s)) for s in (0, 1)]
        train(jobs[0])
        yield "a run of 300 steps", work(lambda: train(jobs[1]))


def handing_over() -> Iterator[tuple[str, float]]:
    """Yield the seconds that this process spends for each task it hands over."""
    for name, pool in pools().items():
        with pool() as executor:
            list(completed(abs, range(64), executor=executor))
            before = time.process_time()
            list(completed(abs, range(EMPTY), executor=executor))
            yield name, (time.process_time() - before) / EMPTY


def main() -> None:
    """Print the tables."""
    costs, overheads = dict(tasks()), dict(handing_over())
    for name, cost in costs.items():
        print(f"{name:<44}{cost:>9.3g} s")
    for name, cost in overheads.items():
        print(f"handed over to {name:<29}{1000 * cost:>9.3g} ms")
    most = max(overheads.values())
    print(f"\n{'hours, planned':<34}" + "".join(f"{n:>9}" for n in CREWS))
    for job, (task, count) in JOBS.items():
        if task in costs:
            # the client hands tasks over one after the other, workers work side by side
            hours = (max(count * costs[task] / n, count * most) / 3600 for n in CREWS)
            print(f"{job:<34}" + "".join(f"{h:>9.2g}" for h in hours))


if __name__ == "__main__":
    main()
