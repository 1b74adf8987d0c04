"""The main job: ``python -m proofs.check_theorem``.

Runs the ledger of the paper, or with ``--claims FILE.py`` the claims a file registers.
"""

import argparse
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Never

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from proofs import parameters, selection
from proofs.claim import Claim
from proofs.claims_file import load
from proofs.engine import check
from proofs.errors import OutputError, ParameterError, ProofsError
from proofs.report import json, text
from proofs.report.formula import statement_line
from proofs.report.output import check_file, write_file
from proofs.results import Report

WRONG_USAGE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141

EPILOG = """exit code: 0 every verdict as expected; 1 some verdict differs; 2 wrong usage or bad
input; 3 nothing differs but something that should be decided is not"""


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line."""

    def error(self, message: str) -> Never:
        """Raise in place of printing the usage and leaving."""
        msg = f"{message}; --help shows the options"
        raise ParameterError(msg)


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m proofs.check_theorem",
        description="Decide every quantitative statement of the paper, or those in a file.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    made.add_argument(
        "ids", nargs="*", metavar="ID", help="run these only: IDs or their beginnings"
    )
    made.add_argument("--claims", metavar="FILE.py", help="run the claims that this file registers")
    made.add_argument(
        "--with-ledger", action="store_true", help="with --claims: the ledger as well"
    )
    for name, (_, _, meaning) in parameters.READERS.items():
        made.add_argument(f"--{name}", metavar="VALUE", help=f"look at this alone: {meaning}")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    made.add_argument("--force", action="store_true", help="replace that file if it exists")
    made.add_argument("-v", "--verbose", action="store_true", help="show formulas and all evidence")
    made.add_argument("--list", action="store_true", help="list the claims and stop")
    made.add_argument(
        "--version", action="version", version=f"counterweight {version('counterweight')}"
    )
    return made


def join_values(arguments: Sequence[str]) -> list[str]:
    """Write ``--R -5/2`` as ``--R=-5/2``, which argparse does not take for an option."""
    joined: list[str] = []
    for word in arguments:
        if joined and joined[-1] in (f"--{name}" for name in parameters.READERS):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def chosen(args: argparse.Namespace) -> list[Claim]:
    """Return the claims the arguments ask for, at the values they give."""
    if args.with_ledger and args.claims is None:
        msg = "--with-ledger goes with --claims FILE.py; without it the ledger is what runs"
        raise ParameterError(msg)
    values = {
        symbol: read(f"--{name}", getattr(args, name))
        for name, (symbol, read, _) in parameters.READERS.items()
        if getattr(args, name) is not None
    }
    claims = [] if args.claims is None else list(load(Path(args.claims)))
    if args.claims is None or args.with_ledger:
        ours = selection.known()
        for claim in claims:
            if claim.id in ours:
                msg = f"{args.claims}: claim ID {claim.id!r} is taken by the ledger; choose another"
                raise ParameterError(msg)
        claims = [*ours.values(), *claims]
    return [claim.put(values) for claim in claims]


class Screen:
    """Standard output and standard error, whatever they are connected to."""

    def __init__(self) -> None:
        if sys.stdout is None:
            msg = "standard output is closed; open it, or write the report to a file with -o FILE"
            raise OutputError(msg)
        self.out = self._console(sys.stdout)

    @staticmethod
    def _console(stream: object) -> Console:
        # NO_COLOR leaves bold and dim to rich; a reader who sets it wants plain text
        colours = None if os.environ.get("NO_COLOR") else "auto"
        console = Console(file=stream, color_system=colours, highlight=False)  # type: ignore[arg-type]
        console.width = min(console.width if console.is_terminal else text.WIDTH, text.WIDTH)
        return console

    @contextmanager
    def progress(self) -> Iterator[Callable[[int, int, str], None] | None]:
        """Show how far the work is, below the report if both go to the same terminal."""
        where = self.out
        if not where.is_terminal and sys.stderr is not None:
            where = self._console(sys.stderr)
        if not where.is_terminal or where.is_dumb_terminal:
            yield None
            return
        parts = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*parts, TimeElapsedColumn(), console=where, transient=True) as bar:
            task = bar.add_task("", total=None)
            yield lambda done, total, claim_id: bar.update(
                task, completed=done, total=total, description=f"{claim_id[:INDENT]:<{INDENT}}"
            )


INDENT = 28
"""Columns for an ID in a list and beside the bar."""


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(join_values(arguments))
    target = None if args.output is None else Path(args.output)
    if target is not None:
        check_file(target, force=args.force)
    screen = Screen()
    claims = selection.select(text.by_section(chosen(args)), args.ids or None)
    if args.list:
        for claim in claims:
            said = claim.title or statement_line(claim.statement)
            print(f"{claim.id:<{INDENT}} {said}"[: text.WIDTH])
        return 0
    writer = text.Writer(screen.out, verbose=args.verbose)
    streamed = target is None and args.format == "text"
    with screen.progress() as told:
        shown = writer.result if streamed else None
        report = check(claims, progress=told, on_result=shown)
    if streamed:
        writer.summary(report)
    else:
        finish(report, args, target)
    return report.exit_code


def finish(report: Report, args: argparse.Namespace, target: Path | None) -> None:
    """Put a report where it was asked for, in one piece."""
    if target is None:
        utf8 = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        sys.stdout.write(json.render(report, ascii_only=not utf8))
        return
    whole = (
        json.render(report) if args.format == "json" else text.render(report, verbose=args.verbose)
    )
    write_file(target, whole, force=args.force)
    print(text.summary(report))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    try:
        code = run(sys.argv[1:] if arguments is None else arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except SystemExit as error:  # argparse has shown the help or the version
        return int(error.code or 0)
    except ProofsError as error:
        complain(str(error))
        return WRONG_USAGE
    except BrokenPipeError:  # the reader has seen enough
        give_up_output()
        return PIPE_CLOSED
    except OSError as error:
        give_up_output()
        complain(
            f"the report cannot be printed ({error.strerror}); write it to a file with -o FILE"
        )
        return WRONG_USAGE
    except KeyboardInterrupt:
        complain("interrupted; what is printed stands, no file was written")
        return INTERRUPTED
    return code


def complain(message: str) -> None:
    """Say one line on standard error, if there is one."""
    if sys.stderr is not None:
        sys.stderr.write(f"check_theorem: {' '.join(message.split())}\n")


def give_up_output() -> None:
    """Keep the interpreter from writing what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
