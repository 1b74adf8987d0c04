"""Decision procedures for real arithmetic, each in a process that can be stopped.

Z3 and cvc5 are independent programs; asked through SMT-LIB text. A solver that overruns its
time is killed and started anew for the next question.
"""

import atexit
import json
import select
import subprocess
import sys
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from proofs.errors import ProofsError

WORKER = Path(__file__).with_name("solver_worker.py")
GRACE = 0.5
"""Seconds beyond its own limit before a solver is killed."""

START = 30.0
"""Seconds a solver may take to start, on a slow machine."""

Name = Literal["z3", "cvc5"]


class SolverError(ProofsError, RuntimeError):
    """A solver cannot be started or does not understand a question."""


@dataclass(frozen=True)
class Answer:
    """What a solver said: "sat", "unsat" or "unknown"; values of the constants if "sat"."""

    status: str
    model: tuple[tuple[str, Fraction], ...] = ()


@dataclass
class Solver:
    """A solver's process, started when first asked."""

    name: Name
    process: "subprocess.Popen[str] | None" = field(default=None, repr=False)
    fresh: bool = True

    def start(self) -> "subprocess.Popen[str]":
        if self.process is None:
            command = [sys.executable, "-I", str(WORKER), self.name]
            self.process = subprocess.Popen(  # noqa: S603  (our own file, no shell)
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self.fresh = True
        return self.process

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                if stream is not None:
                    stream.close()
            self.process = None

    def ask(self, text: str, milliseconds: int) -> Answer:
        process = self.start()
        if self.fresh and self._line(process, START) != "ready\n":
            self.stop()
            msg = f"the solver {self.name} does not start; reinstall its Python package"
            raise SolverError(msg)
        self.fresh = False
        assert process.stdin is not None
        process.stdin.write(json.dumps({"text": text, "milliseconds": milliseconds}) + "\n")
        process.stdin.flush()
        line = self._line(process, milliseconds / 1000 + GRACE)
        if not line:
            # too slow, or crashed on this question: a new process will take the next one
            self.stop()
            return Answer("unknown")
        reply = json.loads(line)
        if reply["status"] == "error":
            msg = f"the solver {self.name} refused a question: {reply['error']}"
            raise SolverError(msg)
        model = tuple((name, Fraction(value)) for name, value in reply["model"].items())
        return Answer(reply["status"], model)

    def _line(self, process: "subprocess.Popen[str]", seconds: float) -> str:
        """Read one line, or nothing if none comes in time."""
        assert process.stdout is not None
        try:
            ready, _, _ = select.select([process.stdout], [], [], seconds)
        except KeyboardInterrupt:
            self.stop()
            raise
        return process.stdout.readline() if ready else ""


@cache
def solver(name: Name) -> Solver:
    """Return the one process of a solver."""
    made = Solver(name)
    atexit.register(made.stop)
    return made


def warm_up() -> None:
    """Start both solvers, so that they load while something else is done."""
    for name in ("z3", "cvc5"):
        solver(name).start()  # type: ignore[arg-type]


@cache
def ask(name: Name, text: str, milliseconds: int) -> Answer:
    """Ask a solver whether SMT-LIB ``text`` (declarations and assertions) can be satisfied.

    Examples
    --------
    >>> ask("z3", "(declare-const x Real)(assert (< (* x x) 0.0))", 1000).status
    'unsat'
    >>> ask("cvc5", "(declare-const x Real)(assert (< (* x x) 0.0))", 1000).status
    'unsat'
    """
    return solver(name).ask(text, milliseconds)
