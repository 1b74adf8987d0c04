"""A user's own file of claims: Python that calls :func:`proofs.claim`."""

import sys
import traceback
from pathlib import Path

from proofs.claim import Claim, fresh_registry
from proofs.errors import ClaimError


def load(path: Path) -> tuple[Claim, ...]:
    """Run a file and return the claims it registers.

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
    if not path.is_file():
        msg = f"claims file {path} does not exist" if not path.exists() else f"claims file {path} is not a file"
        raise ClaimError(f"{msg}; give the path of a Python file that calls proofs.claim")
    try:
        source = path.read_text(encoding="utf-8")
        code = compile(source, str(path), "exec")
    except SyntaxError as error:
        msg = f"claims file {path}, line {error.lineno}: {error.msg}; mend the syntax"
        raise ClaimError(msg) from error
    except (OSError, ValueError) as error:
        msg = f"claims file {path} cannot be read as UTF-8 Python: {error}"
        raise ClaimError(msg) from error
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)  # the file may import its neighbours
    try:
        with fresh_registry() as found:
            _run(code, path)
    finally:
        sys.path.remove(folder)
    if not found:
        msg = f"claims file {path} registers no claim; call proofs.claim(id, statement, source=…)"
        raise ClaimError(msg)
    return tuple(found.values())


def _run(code: object, path: Path) -> None:
    names = {"__name__": "__claims__", "__file__": str(path)}
    try:
        exec(code, names)  # type: ignore[call-overload]  # noqa: S102  (the user's own program)
    except (Exception, SystemExit) as error:
        frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
        line = f", line {frames[-1].lineno}" if frames else ""
        what = str(error) if isinstance(error, ClaimError) else f"{type(error).__name__}: {error}"
        msg = f"claims file {path}{line}: {' '.join(what.split())}"
        raise ClaimError(msg) from error
