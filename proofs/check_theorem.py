"""The main job: ``python -m proofs.check_theorem``.

Runs the ledger of the paper, or with ``--claims FILE.py`` the claims a file registers.
"""

import argparse
import os
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from proofs.claim import Claim
from proofs.claims_file import load
from proofs.engine import Report, check, known
from proofs.errors import OutputError, ProofsError
from proofs.report import text

INTERRUPTED = 130
WRONG_USAGE = 2


class Parser(argparse.ArgumentParser):
    """An argument parser whose complaints are one line."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(WRONG_USAGE, f"{self.prog}: {message} (--help shows the options)\n")


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m proofs.check_theorem",
        description="Decide every quantitative statement of the paper, or those in a file.",
        epilog="Exit code: 0 every verdict as expected; 1 some verdict differs; 2 bad input; "
        "3 nothing differs but something was left undecided.",
    )
    made.add_argument("ids", nargs="*", metavar="ID", help="claims to run: IDs or their beginnings")
    made.add_argument("--claims", metavar="FILE.py", help="run the claims that this file registers")
    made.add_argument("--with-ledger", action="store_true", help="with --claims: the ledger as well")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    made.add_argument("--force", action="store_true", help="overwrite the output file")
    made.add_argument("-v", "--verbose", action="store_true", help="show all evidence")
    made.add_argument("--list", action="store_true", help="list the claims and stop")
    return made


def chosen(args: argparse.Namespace) -> list[Claim]:
    """Return the claims the arguments ask for."""
    if args.with_ledger and not args.claims:
        msg = "--with-ledger goes with --claims FILE.py; without it the ledger is what runs"
        raise ProofsError(msg)
    if not args.claims:
        return list(known().values())
    theirs = load(Path(args.claims))
    if not args.with_ledger:
        return list(theirs)
    ours = known()
    for claim in theirs:
        if claim.id in ours:
            msg = f"{args.claims}: claim ID {claim.id!r} is taken by the ledger; choose another"
            raise ProofsError(msg)
    return [*ours.values(), *theirs]


@contextmanager
def progress(total: int) -> Iterator[Callable[[int, int, str], None] | None]:
    """Show a bar on standard error while it is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("claims", total=total)
        yield lambda done, _, claim_id: bar.update(task, completed=done, description=claim_id[:30])


def check_writable(path: Path, *, force: bool) -> None:
    """Refuse an output path that could not be written, before any work is done."""
    if path.is_dir():
        msg = f"output {path} is a folder; give a file name"
        raise OutputError(msg)
    if path.exists() and not force:
        msg = f"output {path} exists; give another name or --force"
        raise OutputError(msg)
    if not path.parent.is_dir():
        msg = f"output folder {path.parent} does not exist; create it first"
        raise OutputError(msg)
    if not os.access(path.parent, os.W_OK):
        msg = f"output folder {path.parent} cannot be written; choose another"
        raise OutputError(msg)


def write_atomically(path: Path, content: str, *, force: bool) -> None:
    """Write a file that appears whole or not at all."""
    check_writable(path, force=force)
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
        ) as file:
            file.write(content)
        Path(file.name).replace(path)
    except OSError as error:
        msg = f"output {path} cannot be written: {error.strerror}"
        raise OutputError(msg) from error


def show(report: Report, args: argparse.Namespace) -> None:
    """Put the report where it was asked for."""
    if args.output:
        body = report.to_json() if args.format == "json" else text.render(report, verbose=args.verbose)
        write_atomically(Path(args.output), body, force=args.force)
        sys.stdout.write(text.summary(report) + "\n")
    elif args.format == "json":
        sys.stdout.write(report.to_json())
    else:
        text.write(report, Console(width=text.WIDTH, highlight=False), verbose=args.verbose)
    sys.stdout.flush()


def run(arguments: Sequence[str] | None) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(arguments)
    if args.output:
        check_writable(Path(args.output), force=args.force)
    claims = chosen(args)
    if args.list:
        for claim in claims:
            sys.stdout.write(f"{claim.id:<28} {claim.title or claim.source}\n")
        return 0
    with progress(len(claims)) as told:
        report = check(claims, select=args.ids or None, progress=told)
    show(report, args)
    return report.exit_code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    try:
        return run(arguments)
    except ProofsError as error:
        sys.stderr.write(f"check_theorem: {error}\n")
        return WRONG_USAGE
    except BrokenPipeError:
        # the reader has gone: nothing more to say, and the interpreter must not say it either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except KeyboardInterrupt:
        sys.stderr.write("check_theorem: interrupted, nothing was written\n")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
