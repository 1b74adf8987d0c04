"""Whoever decides claims, the report is the same to the byte; a death costs nothing but its task."""

import multiprocessing
import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from dask_cluster import Cluster, client, cluster, needs_dask
from needed import dear, missing

import proofs
from numerics import FlowProblem, random_starts, sweep
from proofs import Claim, Verdict, check
from proofs.claims.claim import by_section
from proofs.engine.check import check_ledger
from proofs.engine.tasks import Task, work
from proofs.ledger import PARTS, RUNS, part
from spectra import R
from spectra.errors import WorkersError
from spectra.utils import own_pool
from spectra.utils.workers import Done, completed

HERE = Path(__file__).parent, Path(__file__).parent.parent

pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def some() -> list[Claim]:
    """Return a few claims: of the ledger, and made here, as typed."""
    mine = [
        Claim("mine.true", proofs.gt(R + 1, R / 2 + 1), "s"),
        Claim("mine.false", proofs.lt(R, R - 1 + sp.Mul(2, 3, evaluate=False)), "s"),
        Claim("mine.evaluated", sp.true, "s"),
    ]
    ours = (claim for claim in part("background") if not claim.depends_on + claim.corrected_by)
    return [*list(ours)[:5], *mine]


def swept(**how: object) -> str:
    """Return strengths of a small sweep, to the last bit."""
    found = sweep([4.0, 10.0], [8.0, 16.0], [1.0, 3.0, 9.0], **how)  # type: ignore[arg-type]
    return found.beta.tobytes().hex()


def stable(claims: list[Claim], **how: object) -> str:
    return check(claims, **how).to_json(stable=True)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def alone() -> str:
    return stable(some())


def test_threads_find_what_one_finds_and_stay_open(alone: str) -> None:
    with ThreadPoolExecutor(3) as pool:
        assert stable(some(), executor=pool) == alone
        assert pool.submit(abs, -1).result() == 1


def test_spawned_and_own_processes_find_what_one_finds(
    alone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert stable(some(), executor=pool) == alone
        assert pool.submit(abs, -1).result() == 1
    if "fork" in multiprocessing.get_all_start_methods():
        monkeypatch.setattr(own_pool, "start_method", lambda: "fork")
    assert stable(some(), workers=2) == alone


def test_a_formula_that_would_be_evaluated_on_the_way_comes_as_it_was_typed() -> None:
    typed = Claim("it", proofs.gt(sp.Mul(2, 3, evaluate=False) * R, R), "s")
    here = Task(typed, search=False)
    there = _sent(here)
    assert repr(there.claim) == repr(typed)
    assert there.claim == typed


def _sent(task: Task) -> Task:
    found: Task = pickle.loads(pickle.dumps(task))
    return found


def test_a_claim_of_a_file_is_built_where_it_is_decided(tmp_path: Path) -> None:
    from proofs.engine import claims_file

    body = (
        "import proofs\nfrom spectra import R\nproofs.claim('a', proofs.gt(R + 1, R), source='s')"
    )
    (tmp_path / "mine.py").write_text(body)
    (claim,) = claims_file.load(tmp_path / "mine.py")
    task = Task(claim, search=False)
    again = _sent(task)
    assert again.claim == claim
    assert work(again).verdict is Verdict.PROVED
    claims_file._known.clear()
    (tmp_path / "mine.py").write_text(f"{body}\n# changed")
    with pytest.raises(proofs.ClaimError, match="has changed meanwhile"):
        _sent(task)


SOME_PARTS = ("counts", "scales", "depth")


@pytest.fixture
def few_parts(monkeypatch: pytest.MonkeyPatch) -> str:
    """Make these parts the whole ledger; return the report on them."""
    for module in ("check", "tasks"):
        monkeypatch.setattr(f"proofs.engine.{module}.PARTS", SOME_PARTS)
    monkeypatch.setattr("proofs.engine.tasks.RUNS", [(name,) for name in SOME_PARTS])
    if "fork" in multiprocessing.get_all_start_methods():
        monkeypatch.setattr(own_pool, "start_method", lambda: "fork")
    return stable(by_section(claim for name in SOME_PARTS for claim in part(name)))


def test_each_part_of_the_ledger_is_in_one_run() -> None:
    assert sorted(chain(*RUNS)) == sorted(PARTS)


def test_a_ledger_in_parts_has_the_same_report(few_parts: str) -> None:
    told, shown = [], []
    found = check_ledger(
        workers=2,
        progress=lambda *how_far: told.append(how_far),
        on_result=lambda result: shown.append(result.claim.id),
    )
    assert found.to_json(stable=True) == few_parts
    assert shown == list(found.verdicts)
    assert sorted(done for done, _, _ in told) == [1, 2, 3]
    assert {total for _, total, _ in told} == {3}


def test_claims_of_lost_parts_are_decided_one_by_one(
    few_parts: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from proofs.engine import tasks

    decided: list[object] = []

    def loses(work: Any, given: list[Any], **how: Any) -> Iterator[Done[Any]]:
        if work is not tasks._decided:
            decided.extend(task.claim.id for task in given)
            yield from completed(work, given, **how)
            return
        yield Done(0, None, stopped=True)
        yield Done(1, work(given[1]))
        yield Done(2, work(given[2]), deaths=2)

    monkeypatch.setattr(tasks, "completed", loses)
    assert check_ledger(workers=2).to_json(stable=True) == few_parts
    lost = {claim.id for name in ("counts", "depth") for claim in part(name)}
    assert lost == set(decided)
    assert len(lost) == len(decided)


def test_a_task_that_was_fatal_twice_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from proofs.engine import tasks

    def fatal(work: object, given: list[Task], **_: object) -> Iterator[Done[object]]:
        yield Done(0, tasks.work(given[0]), deaths=2)
        yield Done(1, None, stopped=True)

    monkeypatch.setattr(tasks, "completed", fatal)
    claims = [Claim(name, proofs.gt(R + 1, R), "s") for name in ("a", "b")]
    died, stopped = check(claims, workers=1).results
    assert (died.verdict, died.evidence[-1].detail) == (Verdict.PROVED, tasks.DIED)
    assert stopped.verdict is Verdict.UNDECIDED
    assert "stopped after 150 s of work" in stopped.evidence[-1].detail


# on a cluster of dask.distributed


@pytest.fixture(scope="module")
def there() -> Iterator[Cluster]:
    needs_dask()
    with cluster() as found:
        yield found


def dies_once(task: tuple[str, int]) -> int:
    mark, x = task
    if x == 3 and not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return x * x


CLAIMS = "import proofs\nfrom spectra import R\n" + "".join(
    f"proofs.claim('c{i}', proofs.gt(R + {i}, R - 1 + {i % 3}), source='s')\n" for i in range(14)
)


@dear
@pytest.mark.filterwarnings("ignore")  # of dask, about the versions of its parts
def test_a_cluster_finds_what_one_process_finds_and_loses_nothing(
    there: Cluster, alone: str, tmp_path: Path
) -> None:
    (tmp_path / "mine.py").write_text(CLAIMS)
    with client(there) as connected:
        pool = connected.get_executor()
        assert stable(some(), executor=pool) == alone
        assert swept(executor=pool) == swept()
        problem = FlowProblem(4, 10, 3, init="random")
        followed = random_starts(problem, 3, executor=pool).beta
        assert followed.tobytes() == random_starts(problem, 3).beta.tobytes()
        command = [sys.executable, "-m", "proofs.check_theorem", "--claims", "mine.py", "--stable"]
        far, near = (
            subprocess.run([*command, *who], cwd=tmp_path, capture_output=True, check=False)
            for who in (("--scheduler", there.address), ("--workers", "1"))
        )
        assert (far.returncode, far.stdout, far.stderr) == (near.returncode, near.stdout, b"")
        tasks = [(str(tmp_path / "mark"), x) for x in range(8)]
        found = sorted(done.result for done in completed(dies_once, tasks, executor=pool))
        assert found == [x * x for x in range(8)]
        assert sum(worker.poll() is not None for worker in there.workers) == 1
        ended = completed(abs, range(-300, 0), executor=pool)
        assert next(ended).result >= 0
        there.scheduler.kill()
        with pytest.raises(WorkersError, match="is gone; what was finished is kept"):
            list(ended)
    run = subprocess.run(
        [*command, "--scheduler", there.address], cwd=tmp_path, capture_output=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.startswith(b"check_theorem: no scheduler answers at tcp://127.0.0.1")
    assert run.stderr.count(b"\n") == 1


# with MPI

MPI_JOB = """
import sys
from mpi4py.futures import MPIPoolExecutor
from test_workers import some, stable, swept

if __name__ == "__main__":
    with MPIPoolExecutor() as pool:
        print(stable(some(), executor=pool), swept(executor=pool), sep="", end="", flush=True)
"""


def needs_mpi() -> str:
    """Return what starts processes of MPI; skip where there is none, but for CI."""
    if find_spec("mpi4py") is None:
        missing("mpi4py is not installed: pip install mpi4py mpich")
    loaded = subprocess.run(
        [sys.executable, "-c", "import mpi4py; mpi4py.rc.initialize = False; import mpi4py.MPI"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if loaded.returncode:
        said = loaded.stderr.strip().splitlines()[-1]
        missing(f"mpi4py loads no MPI ({said}): pip install mpich, or set MPI4PY_LIBMPI")
    beside = Path(sys.executable).with_name("mpiexec")
    return str(beside) if beside.exists() else shutil.which("mpiexec") or missing("no mpiexec")


@dear
def test_processes_of_mpi_find_what_one_finds(alone: str, tmp_path: Path) -> None:
    mpiexec = needs_mpi()
    (tmp_path / "job.py").write_text(MPI_JOB)
    run = subprocess.run(
        [mpiexec, "-n", "3", sys.executable, "-m", "mpi4py.futures", "job.py"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, HERE))},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (run.returncode, run.stdout) == (0, alone + swept()), run.stderr
