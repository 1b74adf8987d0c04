"""Faults that are injected into the commands, and what comes of each: ``python tests/faults.py``.

Every row breaks one thing for one command, in a process of its own, and says what was seen. A row
fails if a traceback is printed, a verdict differs, a file is left half written, or the command does
not end. Names of groups, such as ``signals files``, choose among them.
"""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from fault_files import files
from fault_runs import Row, Seen, ended, quiet, run, started
from fault_scripts import scripts

CHECK = ("proofs.check_theorem", "--claims", "mine.py", "--stable")
CLAIMS = "import proofs\nfrom spectra import R\n" + "".join(
    f"proofs.claim('c{i}', proofs.gt(R + {i + 1}, R / 2 - {i % 3}), source='s')\n"
    for i in range(40)
)
TWO = (*CHECK, "--workers", "2")


def same(seen: Seen) -> str:
    """Say that the report is that of one process, or raise."""
    assert seen.out == run(*CHECK, "--workers", "1").out, seen.out[-300:]
    return f"{quiet(seen, 0)}, same bytes"


def children(of: int) -> list[int]:
    """Return the processes that one has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = status.read_text().rpartition(")")[2].split()
            if int(text[1]) == of:
                found.append(int(status.parent.name))
    return found


KERNEL = (
    "proofs.kernel",
    str(Path(__file__).parents[1] / "proofs" / "ledger" / "proofs.json"),
)
LOADING = (
    ("spectra.latex",),
    ("spectra.advise", "5", "5", "1", "1"),
    ("numerics.figures", "-o", "figures"),
    ("numerics.gaussian_starts", "-o", "starts.csv", "--force"),
    ("numerics.experiment", "-o", "trained"),
    ("proofs.export", "--coq", "-o", "coq"),
    KERNEL,
)
"""Commands that are interrupted while they load."""


def interrupted(
    kind: signal.Signals, after: float, *codes: int, command: tuple[str, ...] = TWO
) -> str:
    with started(*command, start_new_session=True) as process:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        seen = ended(process)
    return quiet(seen, *codes)


def with_worker(
    do: Callable[[subprocess.Popen[bytes], int], None], command: tuple[str, ...] = TWO
) -> Seen:
    """Do something to a worker of a command as soon as there is one."""
    with started(*command) as process:
        while process.poll() is None and not (found := children(process.pid)):
            time.sleep(0.005)
        if process.poll() is None:
            do(process, found[0])
        return ended(process)


def signals() -> Iterator[Row]:
    for after in (0.06, 0.15, 0.3, 0.6, 1.2, 2.4):
        yield f"Ctrl-C after {after} s", partial(interrupted, signal.SIGINT, after, 0, 130, -2)
    for kind in (signal.SIGTERM, signal.SIGKILL, signal.SIGHUP):
        yield f"{kind.name} after 1 s", partial(interrupted, kind, 1.0, 0, -kind)
    yield "kill -9 of a worker", lambda: same(with_worker(lambda _, w: os.kill(w, signal.SIGKILL)))
    yield "kill -11 of a worker", lambda: same(with_worker(lambda _, w: os.kill(w, signal.SIGSEGV)))
    yield (
        "kill -9 of a worker of the kernel",
        lambda: quiet(with_worker(lambda _, w: os.kill(w, signal.SIGKILL), KERNEL), 2),
    )
    yield "kill -9 of the main process", main_killed
    for seconds in (2, 22):
        yield f"Ctrl-Z for {seconds} s, then on", partial(continued, seconds)
    for command in LOADING:
        for after in (0.2, 0.4, 0.8):
            yield (
                f"Ctrl-C after {after} s of {command[0]}",
                partial(interrupted, signal.SIGINT, after, 0, 1, 2, 130, -2, command=command),
            )


def continued(seconds: int) -> str:
    return same(with_worker(partial(stopped, seconds=seconds)))


def stopped(process: subprocess.Popen[bytes], worker: int, seconds: float) -> None:
    """Stop a command and one of its workers for a while."""
    for kind in (signal.SIGSTOP, signal.SIGCONT):
        for number in (process.pid, worker):
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, kind)
        time.sleep(seconds if kind is signal.SIGSTOP else 0)


def main_killed() -> str:
    seen = with_worker(lambda process, _: process.kill())
    return f"{quiet(seen, -9)}, no worker is left"


def customised(body: str) -> dict[str, str]:
    """An environment in which every Python begins with this."""
    Path("custom").mkdir(exist_ok=True)
    Path("custom/sitecustomize.py").write_text(body)
    return os.environ | {"PYTHONPATH": str(Path("custom").resolve())}


SEMAPHORES = """
import _multiprocessing
class Refused:
    SEM_VALUE_MAX = 1
    def __new__(cls, *_): raise OSError(38, "Function not implemented")
_multiprocessing.SemLock = Refused
"""
FORKS = (
    "import os\ndef refused(): raise BlockingIOError(11, 'no process to spare')\nos.fork = refused"
)
METHOD = "import multiprocessing\nmultiprocessing.set_start_method({!r})"
THREADS = """
import _thread
def refused(*_, **__): raise RuntimeError("can't start new thread")
_thread.start_new_thread = refused
import threading
threading._start_new_thread = threading._start_joinable_thread = refused
"""


def within(command: tuple[str, ...], body: str) -> str:
    return same(run(*command, env=customised(body)))


def with_few(command: tuple[str, ...], files: int) -> str:
    return same(run(*command, preexec_fn=limited(files)))


def refused(words: str) -> str:
    return quiet(run(*CHECK, *words.split()), 2)


def limited(files: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def resources() -> Iterator[Row]:
    bodies = {
        "no semaphores (no /dev/shm)": SEMAPHORES,
        "no process to spare": FORKS,
        "no thread to spare": THREADS,
        "processes spawned": METHOD.format("spawn"),
        "processes of a fork server": METHOD.format("forkserver"),
    }
    for name, body in bodies.items():
        yield name, partial(within, TWO, body)
    for few in (12, 16, 24):
        yield f"{few} file descriptors", partial(with_few, TWO, few)
    for place in ("/proc/report.txt", "/sys/report.txt", "none/report.txt", "/dev/full"):
        yield f"the report in {place}", partial(refused, f"-o {place} --force")
    yield "a full disk for the report", lambda: quiet(
        run(*CHECK, "-o", "out.txt", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))), 2, -25
    )  # fmt: skip


def streams() -> Iterator[Row]:
    for command in (CHECK, ("spectra.latex",), ("spectra.advise", "5", "5", "1", "1")):
        yield f"{command[0]} > /dev/full", partial(full, *command)
        yield f"{command[0]} | head -c 1", partial(left, *command)
    yield "standard output closed", lambda: quiet(run(*CHECK, preexec_fn=lambda: os.close(1)), 2)
    yield "standard error closed", lambda: quiet(run(*CHECK, preexec_fn=lambda: os.close(2)), 0)


def full(*command: str) -> str:
    with Path("/dev/full").open("wb") as out:
        return quiet(run(*command, stdout=out), 2)


def left(*command: str) -> str:
    with started(*command) as process:
        assert process.stdout is not None
        process.stdout.read(1)
        process.stdout.close()
        process.stdout = None
        seen = ended(process)
    return quiet(seen, 0, 141)


def numbers() -> Iterator[Row]:
    for words in ("--R nan", "--R 0", "--k 3", "--delta -1", "--k 1e400", "--workers 0"):
        yield words, partial(refused, words)

    for what, body in scripts().items():
        yield what, partial(asserted, body)


def asserted(body: str) -> str:
    """Run a program that asserts what it expects."""
    return quiet(ended(subprocess.Popen([sys.executable, "-c", body], stderr=subprocess.PIPE)), 0)


def clusters() -> Iterator[Row]:
    if find_spec("distributed") is None:
        return
    from dask_cluster import client, cluster

    def scheduled(do: str) -> str:
        with cluster() as there:
            with client(there):
                pass
            with started(*CHECK, "--scheduler", there.address) as process:
                if do == "worker":
                    time.sleep(1.5)
                    there.workers[0].kill()
                seen = ended(process)
            return same(seen)

    yield "a cluster of two workers", lambda: scheduled("")
    yield "one of its workers killed", lambda: scheduled("worker")
    yield (
        "no scheduler at the address",
        lambda: quiet(run(*CHECK, "--scheduler", "tcp://127.0.0.1:9"), 2),
    )


GROUPS = (signals, resources, streams, files, numbers, clusters)


def main(chosen: list[str]) -> int:
    """Print the table; return 1 if a row failed."""
    failed = count = 0
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("mine.py").write_text(CLAIMS)
        for group in GROUPS:
            if chosen and group.__name__ not in chosen:
                continue
            for name, row in group():
                count += 1
                try:
                    said = row()
                except (AssertionError, OSError, subprocess.SubprocessError) as error:
                    failed += 1
                    said = f"FAILED: {str(error)[:400]}"
                print(f"| {group.__name__} | {name} | {said} |", flush=True)
    print(f"{count} faults, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
