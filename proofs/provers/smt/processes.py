"""Decision procedures for real arithmetic, each in a process that can be stopped.

Z3 and cvc5 are independent programs; asked through SMT-LIB text. A solver that overruns its
time is killed and started anew for the next question.
"""

import atexit
import json
import select
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Literal

from proofs.errors import ProofsError
from proofs.provers.work_budget import budget

WORKER = Path(__file__).with_name("worker.py")
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
        """Start the process unless it runs; return it."""
        if self.process is not None and self.process.poll() is not None:
            self.stop()
        if self.process is None:
            command = [sys.executable, "-I", str(WORKER), self.name]
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            self.fresh = True
        return self.process

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # requests that were not yet sent are dropped
                    stream.close()
        self.process = None

    def send(self, text: str, milliseconds: int) -> None:
        """Put a question; :meth:`receive` has the answer."""
        process = self.start()
        if self.fresh and self._line(process, START) != "ready\n":
            self.stop()
            raise SolverError(
                f"the solver {self.name} does not start; reinstall its Python package"
            )
        self.fresh = False
        assert process.stdin is not None
        cpu_seconds = budget().processor_seconds(milliseconds / 1000)
        request = {"text": text, "milliseconds": milliseconds, "cpu_seconds": cpu_seconds}
        process.stdin.write(json.dumps(request) + "\n")
        process.stdin.flush()

    def receive(self, milliseconds: int) -> Answer:
        """Return the answer to the question put last."""
        if self.process is None:
            return Answer("unknown")
        allowed = budget().clock_seconds(milliseconds / 1000)
        line = self._line(self.process, allowed + GRACE)
        if not line:
            # too slow, or crashed on this question: a new process will take the next one
            self.stop()
            return Answer("unknown")
        reply = json.loads(line)
        if reply["status"] == "error":
            raise SolverError(f"the solver {self.name} refused a question: {reply['error']}")
        model = tuple((name, Fraction(value)) for name, value in reply["model"].items())
        return Answer(reply["status"], model)

    def _line(self, process: "subprocess.Popen[str]", seconds: float) -> str:
        """Read one line, or nothing if none comes in time."""
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], seconds)
        return process.stdout.readline() if ready else ""


@cache
def solver(name: Name) -> Solver:
    """Return the one process of a solver."""
    made = Solver(name)
    atexit.register(made.stop)
    return made


_answers: dict[tuple[Name, bool, str], tuple[Answer, int]] = {}
"""What was asked already: the answer, and the time that was allowed for it."""

MOST_ANSWERS = 4096
"""How many answers are kept; the oldest go first."""


def ask_all(questions: Iterable[tuple[Name, str]], milliseconds: int) -> dict[Name, Answer]:
    """Ask solvers at the same time whether SMT-LIB texts can be satisfied.

    A question, declarations and assertions, is sent as soon as ``questions`` yields it: the next
    may be worked out meanwhile.

    Examples
    --------
    >>> text = "(declare-const x Real)(assert (< (* x x) 0.0))"
    >>> [a.status for a in ask_all([("z3", text), ("cvc5", text)], 1000).values()]
    ['unsat', 'unsat']
    """
    found: dict[Name, Answer] = {}
    waiting: dict[Name, str] = {}
    work = budget()
    try:
        for name, text in questions:
            work.spend()
            answer, allowed = _answers.get((name, work.steady, text), (None, 0))
            if answer is not None and (answer.status != "unknown" or allowed >= milliseconds):
                found[name] = answer
            else:
                waiting[name] = text
                solver(name).send(text, milliseconds)
        for name, text in waiting.items():
            found[name] = solver(name).receive(milliseconds)
            _answers[name, work.steady, text] = found[name], milliseconds
            if len(_answers) > MOST_ANSWERS:
                del _answers[next(iter(_answers))]
        work.spend(sum(milliseconds / 1000 for a in found.values() if a.status == "unknown"))
    except BaseException:
        # an answer that nobody waits for must not be taken for the answer to another question
        for name in waiting:
            solver(name).stop()
        raise
    return found
