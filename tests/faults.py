"""Faults that are injected into the commands, and what comes of each: ``python tests/faults.py``.

Every row breaks one thing for one command, in a process of its own, and says what was seen. A row
fails if a traceback is printed, a verdict differs, a file is left half written, or the command does
not end. Names of groups, such as ``signals files``, choose among them.
"""

import contextlib
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

CHECK = ("proofs.check_theorem", "--claims", "mine.py", "--stable")
CLAIMS = "import proofs\nfrom spectra import R\n" + "".join(
    f"proofs.claim('c{i}', proofs.gt(R + {i + 1}, R / 2 - {i % 3}), source='s')\n"
    for i in range(40)
)
ODD = {
    "per cent": "accuracy_in_%",
    "control characters": "a\x07b\x1b[31m",
    "a command of TeX": r"\write18{touch pwned}",
    "bidi": "x\u202eevil\u2066",
    "an end of the document": "%\n\\end{document}",
    "a script": "<script>alert(1)</script>",
}
FORMATS = ("text", "json", "html", "latex")
PATIENCE = 180


@dataclass
class Seen:
    """How a command ended."""

    code: int
    out: bytes
    err: bytes


def ended(process: subprocess.Popen[bytes]) -> Seen:
    """Wait for a command; what does not end is a failure of its row."""
    out, err = process.communicate(timeout=PATIENCE)
    return Seen(process.returncode, out or b"", err or b"")


def started(*words: str, **how: object) -> subprocess.Popen[bytes]:
    """Start a command of ours in the current folder."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", *words], **(streams | how))  # type: ignore[call-overload, no-any-return]


def run(*words: str, **how: object) -> Seen:
    return ended(started(*words, **how))


def quiet(seen: Seen, *codes: int) -> str:
    """Say how it ended, or raise."""
    assert b"Traceback" not in seen.err, seen.err[-500:].decode()
    assert seen.code in codes, (seen.code, seen.err[-300:])
    line = seen.err.decode(errors="replace").strip().splitlines()
    assert len(line) <= 1, line
    return f"exit {seen.code}" + (f": {line[0][:90]}" if line else "")


def same(seen: Seen) -> str:
    """Say that the report is that of one process, or raise."""
    assert seen.out == run(*CHECK, "--workers", "1").out, seen.out[-300:]
    return f"{quiet(seen, 0)}, same bytes"


Row = tuple[str, Callable[[], str]]


def children(of: int) -> list[int]:
    """Return the processes that one has started."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            text = status.read_text().rpartition(")")[2].split()
            if int(text[1]) == of:
                found.append(int(status.parent.name))
    return found


def interrupted(kind: signal.Signals, after: float, *codes: int) -> str:
    with started(*CHECK, "--workers", "2", start_new_session=True) as process:
        time.sleep(after)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, kind)
        seen = ended(process)
    return quiet(seen, *codes)


def with_worker(do: Callable[[subprocess.Popen[bytes], int], None]) -> Seen:
    """Do something to a worker of a command as soon as there is one."""
    with started("proofs.check_theorem", *CHECK[1:], "--workers", "2") as process:
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
    yield "kill -9 of the main process", main_killed
    yield "Ctrl-Z for 2 s, then on", lambda: same(with_worker(stopped))


def stopped(process: subprocess.Popen[bytes], _: int) -> None:
    process.send_signal(signal.SIGSTOP)
    time.sleep(2)
    process.send_signal(signal.SIGCONT)


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
    two = (*CHECK, "--workers", "2")
    bodies = {
        "no semaphores (no /dev/shm)": SEMAPHORES,
        "no process to spare": FORKS,
        "no thread to spare": THREADS,
        "processes spawned": METHOD.format("spawn"),
        "processes of a fork server": METHOD.format("forkserver"),
    }
    for name, body in bodies.items():
        yield name, partial(within, two, body)
    for files in (12, 16, 24):
        yield f"{files} file descriptors", partial(with_few, two, files)
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


def odd(name: str, kind: str) -> str:
    """Report on a claim about a function and a symbol of a strange name."""
    said = repr(name)
    body = (
        "import proofs\nfrom sympy import Function, Symbol\nfrom spectra import R\n"
        f"proofs.claim('a', proofs.gt(Function({said})(R), 0), source={said}, title={said})\n"
        f"proofs.claim('b', proofs.gt(Symbol({said}, positive=True), 0), source={said})\n"
    )
    Path("odd.py").write_text(body)
    words = ("--claims", "odd.py", "--format", kind, "-o", f"odd.{kind}", "--force", "--stable")
    seen = run("proofs.check_theorem", *words)
    text = Path(f"odd.{kind}").read_text(encoding="utf-8")
    unseen = [c for c in text if (ord(c) < 32 and c not in "\n\t") or 0x202A <= ord(c) <= 0x2069]
    if kind in ("html", "latex"):
        assert not [c for c in unseen if not 0x2061 <= ord(c) <= 0x2064]
    assert "<script>alert" not in text or kind != "html"
    assert not Path("pwned").exists()
    return quiet(seen, 3)


BAD_FILES = {
    "is missing": None,
    "does not parse": b"def",
    "raises": b"1 / 0",
    "leaves": b"import sys; sys.exit(0)",
    "is not Python": b"\0\1\2",
    "registers nothing": b"x = 1",
}


def bad_file(content: bytes | None) -> str:
    if content is not None:
        Path("bad.py").write_bytes(content)
    seen = run("proofs.check_theorem", "--claims", "bad.py" if content is not None else "none.py")
    return quiet(seen, 2)


def npy(kind: str, shape: str, body: bytes) -> str:
    head = f"{{'descr': {kind!r}, 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + "\n"
    Path("a.npy").write_bytes(
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(head)) + head.encode() + body
    )
    return quiet(run("spectra.advise", "a.npy", "--labels"), 2)


def files() -> Iterator[Row]:
    for what, name in ODD.items():
        for kind in FORMATS:
            yield f"a name with {what}, as {kind}", partial(odd, name, kind)
    for what, content in BAD_FILES.items():
        yield f"a claims file that {what}", partial(bad_file, content)
    yield "NPY of shape (2**62,)", lambda: npy("<i8", "(4611686018427387904,)", bytes(64))
    yield (
        "NPY with a number that is no character",
        lambda: npy("<U1", "(2,)", struct.pack("<2I", 65, 0x110000)),
    )
    yield "NPY with half a character", lambda: npy("<U1", "(2,)", struct.pack("<2I", 65, 0xD800))
    yield "NPY cut in its header", lambda: npy("<i8", "(5", b"")


def numbers() -> Iterator[Row]:
    for words in ("--R nan", "--R 0", "--k 3", "--delta -1", "--k 1e400", "--workers 0"):
        yield words, partial(refused, words)


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
