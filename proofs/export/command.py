"""The command line of ``python -m proofs.export``."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from proofs.engine import selection
from proofs.engine.claims_file import load
from proofs.errors import OutputError, ParameterError, ProofsError
from proofs.export import second_kernel
from proofs.export.objects import CORE_FILE, Exported, export, files, objects
from proofs.report.formats import check_file, write_file
from spectra.utils.command import Parser, guarded, wrote

EPILOG = """exit code: 0 every file is written and, with --compile, accepted; 1 Coq rejects one; 2 wrong
usage or bad input; 3 Coq rejects none, but did not end in time with one"""


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m proofs.export",
        description="Write the proof objects of scalar claims as files for another proof checker.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    made.add_argument(
        "ids", nargs="*", metavar="ID", help="export these only: IDs or their beginnings"
    )
    made.add_argument("--coq", action="store_true", required=True, help="for Coq 8.16 or later")
    made.add_argument(
        "-o", "--output", metavar="DIR", required=True, help="write the files to this folder"
    )
    made.add_argument("--force", action="store_true", help="replace files that exist")
    made.add_argument(
        "--claims", metavar="FILE.py", help="export the claims that this file registers"
    )
    made.add_argument("--compile", action="store_true", help="let coqc check the files as well")
    made.add_argument(
        "--seconds",
        metavar="N",
        type=float,
        default=300.0,
        help="with --compile: the limit for each file",
    )
    made.add_argument("--table", metavar="FILE", help="with --compile: write what Coq says as JSON")
    return made


def make(folder: Path, *, force: bool) -> None:
    """Make the folder, if there is none; refuse it if it holds an earlier export."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise OutputError(
            f"folder {str(folder)!r} cannot be made ({error.strerror}): choose another"
        ) from error
    check_file(folder / CORE_FILE, force=force)


def write(folder: Path, texts: dict[str, str], *, force: bool) -> None:
    """Write files to a folder; refuse before the first is written."""
    for name in texts:
        check_file(folder / name, force=force)
    for name, text in texts.items():
        write_file(folder / name, text, force=force)


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(arguments)
    folder = Path(args.output)
    target = None if args.table is None else Path(args.table)
    if target is not None and not args.compile:
        raise ParameterError("--table is what Coq says: give --compile as well")
    if not 0 < args.seconds < float("inf"):
        raise ParameterError(f"--seconds {args.seconds:g} is no limit; give a positive number")
    if target is not None:
        check_file(target, force=args.force)
    if args.compile:
        second_kernel.coq()
    make(folder, force=args.force)
    claims = list(selection.known().values() if args.claims is None else load(Path(args.claims)))
    found = objects(selection.select(claims, args.ids or None))
    exported = [export(name, data) for name, data in found.items()]
    write(folder, files(exported), force=args.force)
    if not args.compile:
        return _written(exported, folder)
    judged = []
    for item in second_kernel.judge(folder, exported, seconds=args.seconds):
        judged.append(item)
        detail = f": {item.detail}" if item.detail else ""
        sys.stdout.write(f"{item.claim}: {item.outcome}{detail} ({item.seconds:.1f} s)\n")
    if target is not None:
        write_file(target, second_kernel.table(judged), force=args.force)
        wrote(target)
    counts = Counter(item.outcome for item in judged)
    sys.stdout.write(
        ", ".join(f"{counts[o]} {o}" for o in second_kernel.OUTCOMES if counts[o]) + "\n"
    )
    return 1 if counts[second_kernel.REJECTED] else 3 if counts[second_kernel.TIMEOUT] else 0


def _written(exported: list[Exported], folder: Path) -> int:
    for item in exported:
        sys.stdout.write(f"{item.claim_id}: {item.reason or item.theorem + '.v'}\n")
    count = sum(bool(item.text) for item in exported)
    sys.stdout.write(f"{count} of {len(exported)} proof objects are written for Coq, to {folder}\n")
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    return guarded(
        "export",
        run,
        arguments,
        errors=(ProofsError,),
        unprintable="the list cannot be printed ({}); the files are written",
        interrupted=lambda: "interrupted; files that were written are whole",
    )
