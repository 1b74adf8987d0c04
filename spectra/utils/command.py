"""What all commands do alike: one-line complaints, exit codes, closed pipes, Ctrl-C."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import _bootstrap, import_module
from pathlib import Path
from types import FrameType
from typing import IO, Any, Never

from spectra.errors import InputError, WorkersError
from spectra.utils.ascii_text import can_encode, to_ascii
from spectra.utils.startup import INTERRUPTED, end_at_ctrl_c, shadowing

WRONG_USAGE, PIPE_CLOSED = 2, 141
"""Exit codes of all commands, as is `INTERRUPTED`."""

RARELY = 1_000_000
"""New objects until Python looks for those that refer to each other and that nobody needs.

Nearly all memory is freed without that search, which goes through all formulas there are.
"""

KEPT_RESULTS = "100000"
"""Results that each function of sympy keeps; by default 1000, fewer than one ledger asks for twice."""


def installed_version(name: str) -> str:
    """Return the version of a library, for a record; or say that it is not installed."""
    from importlib.metadata import PackageNotFoundError, version  # loads much, and is asked rarely

    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def cores() -> int:
    """Return how many processes make sense here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def join_values(
    arguments: Sequence[str], options: Collection[str], *, any_word: bool = False
) -> list[str]:
    """Write ``--R -5/2`` as ``--R=-5/2``, which argparse does not take for an option.

    Parameters
    ----------
    arguments : sequence of str
    options : collection of str
        Those whose values may begin with a minus sign.
    any_word : bool
        Take ``--list`` after such an option for its value too; it is then refused by name.
    """
    joined: list[str] = []
    for word in arguments:
        if joined and joined[-1] in options and (any_word or not word.startswith("--")):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


class Parser(argparse.ArgumentParser):
    """An argument parser that knows ``--version``, and whose complaints are one line."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        said = "show program's version number and exit"
        self.add_argument("--version", action=_Version, nargs=0, help=said)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write the help in ASCII where the stream has no Greek letters."""
        stream = file or sys.stderr
        if not can_encode(getattr(stream, "encoding", None)):
            message = to_ascii(message)
        super()._print_message(message, file)

    def error(self, message: str) -> Never:
        """Raise in place of printing the usage and leaving."""
        raise InputError(f"{message}; --help shows the options")


class _Version(argparse.Action):
    """Say the version and leave."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> Never:
        """Look it up and print it."""
        print(f"reweighting-theory {installed_version('reweighting-theory')}")
        parser.exit()


def wrote(path: Path | str) -> None:
    """Say where a result is, on standard output."""
    if sys.stdout is not None:
        said = f"wrote {path}"
        print(said if can_encode(sys.stdout.encoding) else to_ascii(said, escape=True))


def main_of(module: str) -> Callable[[Sequence[str] | None], int]:
    """Return the ``main`` of a module, which is imported when that is called."""

    def main(arguments: Sequence[str] | None = None) -> int:
        code: int = import_module(module).main(arguments)
        return code

    return main


def launch(name: str, module: str) -> Never:
    """Run the ``main`` of a module as this process; Ctrl-C while it is imported is one line too.

    Afterwards Ctrl-C raises ``KeyboardInterrupt`` as soon as no import is under way.

    Parameters
    ----------
    name : str
        Begins the complaint.
    module : str
        What takes long to import.
    """
    end_at_ctrl_c(name)
    if strangers := shadowing():
        sys.stderr.write(f"{name}: {strangers}\n")
        sys.exit(WRONG_USAGE)
    os.environ["MPLBACKEND"] = "agg"  # figures go to files; a backend that is missing is no matter
    os.environ.setdefault("SYMPY_CACHE_SIZE", KEPT_RESULTS)
    gc.disable()
    import_module(module)
    gc.freeze()  # what was imported stays
    gc.set_threshold(RARELY)
    gc.enable()
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as in the background of a shell
            signal.signal(signal.SIGINT, raise_between_imports)
        code = main_of(module)(None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is left takes no time
    except KeyboardInterrupt:  # just before or after the command looks after it itself
        complain(name, "interrupted")
        code = INTERRUPTED
    gc.freeze()  # and nothing of what is left is searched
    sys.exit(code)


def raise_between_imports(_number: int, frame: FrameType | None) -> None:
    """Raise ``KeyboardInterrupt``; at the first Ctrl-C during an import when that has ended.

    An import that an exception leaves may turn it into another one, or end the interpreter where a
    compiled module is half initialised.
    """
    outermost = None
    while frame is not None:
        if frame.f_code in _IMPORTING:
            outermost = frame
        frame = frame.f_back
    if outermost is None or sys.getprofile() is not None:
        raise KeyboardInterrupt

    def raise_at_the_end(ended: FrameType, event: str, _: object) -> None:
        if ended is outermost and event == "return":
            sys.setprofile(None)
            raise KeyboardInterrupt

    sys.setprofile(raise_at_the_end)


_IMPORTING = {getattr(_bootstrap, name).__code__ for name in ("_find_and_load", "_handle_fromlist")}
"""What Python runs for an ``import``, and only for that."""


class _PrintError(OSError):
    """Standard output cannot be written."""


class _Printed:
    """Standard output, whose errors can be told from those of anything else."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with self._told():
            return self._stream.write(text)

    def writelines(self, lines: Iterable[str]) -> None:
        with self._told():
            self._stream.writelines(lines)

    def flush(self) -> None:
        with self._told():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @staticmethod
    @contextmanager
    def _told() -> Iterator[None]:
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _PrintError(error.errno, error.strerror) from error


@contextmanager
def _told_apart() -> Iterator[None]:
    """Let errors of standard output be told from others in the block."""
    stream = sys.stdout
    if stream is None:
        yield
        return
    sys.stdout = _Printed(stream)
    try:
        yield
    finally:
        sys.stdout = stream


def guarded(
    name: str,
    work: Callable[[Sequence[str]], int],
    arguments: Sequence[str] | None,
    *,
    errors: tuple[type[Exception], ...] = (),
    unprintable: str,
    interrupted: Callable[[], str],
) -> int:
    """Run the work of a command; return its exit code, or that of what stopped it.

    Parameters
    ----------
    name : str
        Begins each complaint.
    work : callable
        Takes the arguments, and returns the exit code.
    arguments : sequence of str, optional
        Not given: those of this process.
    errors : tuple of exception types
        Bad input, to be said in one line.
    unprintable : str
        Said if the output fails; ``{}`` stands for the reason.
    interrupted : callable
        What to say at Ctrl-C.
    """
    try:
        with _told_apart(), _warnings_in_one_line(name):
            code = work(sys.argv[1:] if arguments is None else arguments)
            if sys.stdout is not None:
                sys.stdout.flush()
    except SystemExit as error:  # argparse has shown the help or the version
        return int(error.code or 0)
    except (InputError, WorkersError, *errors) as error:  # type: ignore[misc]  # a tuple, which mypy cannot see
        complain(name, str(error))
        return WRONG_USAGE
    except BrokenPipeError:  # whoever read the pipe has closed it
        _give_up_output()
        return PIPE_CLOSED
    except _PrintError as error:
        _give_up_output()
        complain(name, unprintable.format(error.strerror))
        return WRONG_USAGE
    except OSError as error:
        where = "" if error.filename is None else f" ({error.filename})"
        complain(name, f"the system refuses: {error.strerror or error}{where}")
        return WRONG_USAGE
    except KeyboardInterrupt:
        complain(name, interrupted())
        return INTERRUPTED
    return code


@contextmanager
def _warnings_in_one_line(name: str) -> Iterator[None]:
    """Let warnings look like complaints, without the place in the code."""
    before = warnings.formatwarning
    warnings.formatwarning = lambda message, *_, **__: f"{name}: {message}\n"
    try:
        yield
    finally:
        warnings.formatwarning = before


def complain(name: str, message: str) -> None:
    """Say one line on standard error, if there is one."""
    if sys.stderr is not None:
        sys.stderr.write(f"{name}: {' '.join(message.split())}\n")


def _give_up_output() -> None:
    """Keep the interpreter from writing what is left when it ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
