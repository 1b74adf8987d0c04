"""What Coq says of exported files: run on all cores, with a limit for each file."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer

from proofs.errors import ParameterError
from proofs.export.objects import CORE_FILE, Exported
from spectra.utils.command import cores

ACCEPTED, REJECTED, TIMEOUT, NOT_EXPORTED = "accepted", "rejected", "timeout", "not exported"
OUTCOMES = (ACCEPTED, REJECTED, TIMEOUT, NOT_EXPORTED)


@dataclass(frozen=True)
class Judged:
    """What Coq says of one claim.

    Attributes
    ----------
    claim : str
    hash : str
        That of the statement.
    outcome : str
        One of `OUTCOMES`.
    detail : str
        Coq's complaint, or why there is no file.
    seconds : float
        The processor's time.
    axioms : tuple of str
        What ``Print Assumptions`` lists.
    """

    claim: str
    hash: str
    outcome: str
    detail: str = ""
    seconds: float = 0.0
    axioms: tuple[str, ...] = ()


def coq() -> str:
    """Return the path of Coq's compiler.

    Raises
    ------
    ParameterError
        If it is not installed.
    """
    found = shutil.which("coqc")
    if found is None:
        raise ParameterError(
            "coqc is not installed; install it (Debian: apt-get install coq), or leave out --compile"
        )
    return found


def version() -> str:
    """Return Coq's version."""
    said = subprocess.run([coq(), "--print-version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[0]


def compile_file(folder: Path, name: str, seconds: float) -> tuple[str, str, float]:
    """Compile a file; return the outcome, what was printed, and the processor's time it took."""
    late = Event()
    with TemporaryFile("w+") as printed:
        process = subprocess.Popen(
            [coq(), "-q", name], cwd=folder, stdout=printed, stderr=subprocess.STDOUT
        )

        def stop() -> None:
            late.set()
            process.kill()

        timer = Timer(seconds, stop)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        printed.seek(0)
        said = printed.read()
    took = usage.ru_utime + usage.ru_stime
    if late.is_set():
        return TIMEOUT, f"stopped after {seconds:g} s", took
    return REJECTED if process.returncode else ACCEPTED, said, took


def judge(folder: Path, exported: Iterable[Exported], *, seconds: float) -> Iterator[Judged]:
    """Compile the files of claims in a folder; yield what Coq says of each, in their order.

    Parameters
    ----------
    folder : Path
        Holds the files that :func:`proofs.export.objects.files` names.
    exported : iterable of Exported
    seconds : float
        The limit for each file.
    """
    outcome, said, _ = compile_file(folder, CORE_FILE, seconds)
    if outcome != ACCEPTED:
        raise ParameterError(
            f"coqc does not compile {CORE_FILE} ({_line(said)}); use Coq 8.16 or later"
        )

    def one(item: Exported) -> Judged:
        if not item.text:
            return Judged(item.claim_id, item.statement_hash, NOT_EXPORTED, item.reason)
        outcome, said, took = compile_file(folder, f"{item.theorem}.v", seconds)
        axioms = assumptions(said) if outcome == ACCEPTED else ()
        detail = "" if outcome == ACCEPTED else _line(said)
        return Judged(item.claim_id, item.statement_hash, outcome, detail, round(took, 1), axioms)

    pool = ThreadPoolExecutor(cores())
    try:
        yield from pool.map(one, exported)
    finally:  # at Ctrl-C those that wait are given up
        pool.shutdown(cancel_futures=True)


def assumptions(said: str) -> tuple[str, ...]:
    r"""Return the names that ``Print Assumptions`` lists.

    Examples
    --------
    >>> assumptions("Axioms:\nA.b\n  : forall P : nat, P\nc : Prop\n")
    ('A.b', 'c')
    >>> assumptions("Closed under the global context\n")
    ()
    """
    return tuple(re.findall(r"^([\w.']+)\s*(?::|$)", said.partition("Axioms:\n")[2], re.MULTILINE))


def _line(said: str) -> str:
    return " ".join(said.split())[:300]


def table(judged: Iterable[Judged]) -> str:
    """Return what Coq said as JSON: its version, and a row for each claim."""
    rows = ",\n".join(json.dumps(asdict(item)) for item in judged)
    return f'{{"coq": "{version()}", "claims": [\n{rows}\n]}}\n'
