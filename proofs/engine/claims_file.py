"""A user's own file of claims: Python that calls :func:`proofs.claim`."""

import hashlib
import io
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from types import CodeType, ModuleType

from proofs.claims.claim import Claim, fresh_registry
from proofs.errors import ClaimError, ProofsError

NAME = "__claims__"
"""The ``__name__`` of a claims file while it runs."""

HINTS = {
    "truth value of Relational": "`a < b < c`, `and` and `if` do not work on formulas; "
    "write And(a < b, b < c)",
    "Invalid comparison of non-real": "matrices have no order; compare entries, or use Eq or Ne",
    "instances of 'MutableDenseMatrix'": "matrices have no order; compare entries, or use Eq or Ne",
}
"""What to do about errors of sympy that do not say it."""

_one_at_a_time = threading.RLock()
"""Held while a file runs: it writes to standard output and registers for the whole process."""

_known: dict[str, tuple[Claim, ...]] = {}
"""The claims of the files that this process, or the one it was forked from, has loaded."""


def load(path: Path) -> tuple[Claim, ...]:
    """Run a file and return the claims it registers.

    What the file prints goes to standard error, since standard output is for the report. Of
    several threads, one loads at a time.

    Parameters
    ----------
    path : Path

    Returns
    -------
    tuple of Claim

    Raises
    ------
    ClaimError
        If the file cannot be read, does not parse, raises, or registers nothing; the message
        names the file and, where there is one, the line.
    """
    content = _content(path)
    code = _compile(path, content)
    with (
        _one_at_a_time,
        fresh_registry() as found,
        _running(path) as module,
        redirect_stdout(sys.stderr),
    ):
        _run(code, path, module)
    if not found:
        raise ClaimError(
            f"claims file {path} registers no claim; call proofs.claim(id, statement, source=...)"
        )
    origin = f"{hashlib.sha256(content).hexdigest()} {path.resolve()}"
    _known[origin] = tuple(replace(claim, origin=origin) for claim in found.values())
    return _known[origin]


def loaded(origin: str) -> tuple[Claim, ...]:
    """Return the claims of a file that a worker is told of, without what the file prints.

    Raises
    ------
    ClaimError
        If the file is not here, or is another one.
    """
    if origin not in _known:
        with _one_at_a_time, redirect_stderr(io.StringIO()):
            if origin not in _known:  # another thread may have loaded it meanwhile
                load(Path(origin.partition(" ")[2]))
    if origin not in _known:
        raise ClaimError(f"claims file {origin.partition(' ')[2]} has changed meanwhile")
    return _known[origin]


def _content(path: Path) -> bytes:
    need = "give the path of a Python file that calls proofs.claim"
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise ClaimError(f"claims file {path} does not exist; {need}") from error
    except IsADirectoryError as error:
        raise ClaimError(f"claims file {path} is a folder; {need}") from error
    except OSError as error:
        raise ClaimError(f"claims file {path} cannot be read ({error.strerror}); {need}") from error


def _compile(path: Path, content: bytes) -> CodeType:
    try:
        return compile(content, str(path), "exec", dont_inherit=True)
    except SyntaxError as error:
        line = f", line {error.lineno}" if error.lineno else ""
        raise ClaimError(f"claims file {path}{line}: {error.msg}; mend the syntax") from error
    except ValueError as error:
        raise ClaimError(
            f"claims file {path} is not Python: {error}; give one that calls proofs.claim"
        ) from error


@contextmanager
def _running(path: Path) -> Iterator[ModuleType]:
    """Provide the module that a file runs as; it may import its neighbours."""
    module = ModuleType(NAME)
    module.__file__ = str(path)
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    sys.modules[NAME] = module
    try:
        yield module
    finally:
        sys.modules.pop(NAME, None)
        if folder in sys.path:
            sys.path.remove(folder)


def _run(code: CodeType, path: Path, module: ModuleType) -> None:
    try:
        exec(code, vars(module))  # noqa: S102  (the user's own program)
    except (Exception, SystemExit) as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
        line = f", line {frames[-1].lineno}" if frames else ""
        what = str(error) if isinstance(error, ProofsError) else _foreign(error)
        raise ClaimError(f"claims file {path}{line}: {' '.join(what.split())}") from error


def _foreign(error: BaseException) -> str:
    """Say what went wrong in the file's own code, and what to do."""
    hint = next((h for words, h in HINTS.items() if words in str(error)), "mend that line")
    return f"{type(error).__name__}: {error}; {hint}"
