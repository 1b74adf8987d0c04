"""The command line of ``python -m proofs.check_theorem``.

Runs the ledger of the paper, or with ``--claims FILE.py`` the claims a file registers.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from proofs.claims import given_values
from proofs.claims.claim import Claim, by_section
from proofs.claims.verdict import Verdict
from proofs.engine import selection
from proofs.engine.check import check, check_ledger
from proofs.engine.claims_file import load
from proofs.engine.tasks import sensible_workers
from proofs.errors import OutputError, ParameterError, ProofsError
from proofs.provers import empirical
from proofs.report import formats, proof_file, short_report, text_report
from proofs.report.terminal import progress
from spectra.utils.command import Parser, guarded, join_values, wrote
from spectra.utils.own_pool import start_method
from spectra.utils.terminal import Stream
from spectra.utils.worker_options import add_worker_options, asked_executor, asked_workers

EPILOG = """exit code: 0 every verdict as expected; 1 some verdict differs; 2 wrong usage or bad
input; 3 nothing differs but something that should be decided is not"""


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m proofs.check_theorem",
        description="Decide every quantitative statement of the paper, or those in a file.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    made.add_argument(
        "ids",
        nargs="*",
        metavar="ID",
        help="run these only: IDs, their beginnings, or places such as '(16)' or 'Theorem C.2'",
    )
    made.add_argument(
        "-k", dest="words", metavar="WORDS", help="run those whose ID, source or title holds these"
    )
    made.add_argument(
        "--verdict",
        metavar="NAME",
        action="append",
        default=[],
        type=verdict_named,
        help="show those with this verdict only, such as refuted; may be given again",
    )
    made.add_argument(
        "--chain",
        action="store_true",
        help="with them all they rest on, each after what it rests on",
    )
    made.add_argument(
        "--impact", action="store_true", help="with them all that rests on them, however far"
    )
    made.add_argument("--claims", metavar="FILE.py", help="run the claims that this file registers")
    made.add_argument(
        "--with-ledger", action="store_true", help="with --claims: the ledger as well"
    )
    made.add_argument(
        "--experiment",
        metavar="DIR",
        help="judge claims about networks by these runs of numerics.experiment",
    )
    for name, (_, _, meaning) in given_values.READERS.items():
        made.add_argument(f"--{name}", metavar="VALUE", help=f"look at this alone: {meaning}")
    made.add_argument("--format", choices=formats.NAMES, default="text")
    made.add_argument("-o", "--output", metavar="FILE", help="write the report to a file")
    made.add_argument("--force", action="store_true", help="replace that file if it exists")
    made.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=0,
        help="show every claim of the ledger; with IDs, or twice, formulas and all evidence",
    )
    made.add_argument(
        "--stable",
        action="store_true",
        help="the same bytes from each run: no times",
    )
    made.add_argument(
        "--search", action="store_true", help="find all proofs anew, also those that are shipped"
    )
    made.add_argument(
        "--keep",
        metavar="DIR",
        help="a folder for the proofs that are found: the same command goes on from there",
    )
    made.add_argument(
        "--prove",
        metavar="ID",
        nargs="?",
        const="",
        help="write the proof objects to the file of -o, for python -m proofs.kernel",
    )
    add_worker_options(made)
    made.add_argument("--list", action="store_true", help="list the claims and stop")
    return made


def verdict_named(name: str) -> Verdict:
    """Return the verdict of a name in any case, its words joined in any way."""
    try:
        return Verdict(name.strip().upper().replace("-", "_").replace(" ", "_"))
    except ValueError:
        names = ", ".join(v.value for v in Verdict)
        raise argparse.ArgumentTypeError(
            f"no verdict is called {name!r}; there are {names}"
        ) from None


def selected(args: argparse.Namespace, offered: list[Claim]) -> tuple[list[Claim], set[str]]:
    """Return the claims that words and options pick out of those offered, and which were meant."""
    wanted = args.ids + ([args.prove] if args.prove else [])
    claims = selection.select(offered, wanted or None)
    if args.words is not None:
        claims = selection.titled(claims, args.words)
    found = {c.id: c for c in selection.chain(claims, offered)} if args.chain else {}
    found |= {c.id: c for c in claims}
    if args.impact:
        found |= {c.id: c for c in selection.impact(claims, offered)}
    return list(found.values()), {c.id for c in claims}


def headings(claims: list[Claim], picked: set[str]) -> dict[str, str]:
    """Return what each claim is to those that were picked: below them, one of them, or above."""
    below = {c.id for c in selection.chain((c for c in claims if c.id in picked), claims)}
    return {
        c.id: "Chosen"
        if c.id in picked
        else "What it rests on"
        if c.id in below
        else "What rests on it"
        for c in claims
    }


def chosen(args: argparse.Namespace) -> list[Claim]:
    """Return the claims the arguments ask for, at the values they give."""
    if args.with_ledger and args.claims is None:
        raise ParameterError(
            "--with-ledger goes with --claims FILE.py; without it the ledger is what runs"
        )
    values = {
        symbol: read(f"--{name}", getattr(args, name))
        for name, (symbol, read, _) in given_values.READERS.items()
        if getattr(args, name) is not None
    }
    claims = [] if args.claims is None else list(load(Path(args.claims)))
    if args.claims is None or args.with_ledger:
        ours = selection.known()
        for claim in claims:
            if claim.id in ours:
                raise ParameterError(
                    f"{args.claims}: claim ID {claim.id!r} is taken by the ledger; choose another"
                )
        claims = [*ours.values(), *claims]
    claims = [claim.put(values) for claim in claims]
    return claims if args.experiment is None else empirical.measured_in(args.experiment, claims)


def values_given(args: argparse.Namespace) -> bool:
    """Whether the claims are looked at at given values alone."""
    return any(getattr(args, name) is not None for name in given_values.READERS)


def in_parts(args: argparse.Namespace) -> bool:
    """Whether the ledger is decided as it is: then each part is built where it is decided."""
    picked = (args.ids, args.words, args.chain, args.impact, args.prove, args.list)
    other = (args.claims, args.with_ledger, args.experiment, args.search, args.scheduler, args.keep)
    return not any((*picked, *other, values_given(args))) and start_method() == "fork"


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    valued = [f"--{name}" for name in given_values.READERS]
    args = parser().parse_args(join_values(arguments, valued, any_word=True))
    target = None if args.output is None else Path(args.output)
    if target is not None:
        formats.check_file(target, force=args.force)
    elif sys.stdout is None:
        raise OutputError(
            "standard output is closed; open it, or write the report to a file with -o FILE"
        )
    if args.list and args.verdict:
        raise ParameterError(
            "--list decides nothing, and --verdict goes by what is decided: leave one out"
        )
    if args.prove is not None and target is None:
        raise ParameterError("--prove writes proof objects to a file: name it with -o FILE")
    parts = in_parts(args)
    offered = [] if parts else by_section(chosen(args))
    claims, picked = selected(args, offered)
    out = Stream(sys.stdout or io.StringIO())
    whole = len(claims) == len(offered) and args.claims is None and not args.verdict
    verbose = args.verbose > whole  # of the whole ledger, once shows the claims alone
    linked = headings(claims, picked) if args.chain or args.impact else {}
    writer = text_report.Writer(out, verbose=verbose, stable=args.stable, headings=linked)
    if args.list:
        for claim in claims:
            writer.entry(claim)
        return 0
    streamed = target is None and args.format == "text"
    # before the progress bar, which is a thread
    given = parts or args.workers is not None
    workers = asked_workers(args) if given else sensible_workers(len(claims))
    with asked_executor(args) as executor, progress(out) as told:
        # the whole ledger is shown once all is known: what is false comes first
        as_it_is = whole and not values_given(args)
        shown = writer.result if streamed and not (as_it_is or args.verdict) else None
        report = (
            check_ledger(workers=workers, progress=told, on_result=shown)
            if parts
            else check(
                claims,
                among=offered,
                progress=told,
                on_result=shown,
                search=args.search,
                executor=executor,
                workers=workers,
                keep=args.keep,
            )
        )
        if args.verdict:
            report = report.only(args.verdict)
        if args.prove is not None:
            body = proof_file.of_report(report)
        elif not streamed:
            if told is not None:
                told(len(report.results), len(report.results), "writing the report")
            body = formats.render(
                report,
                args.format,
                verbose=verbose,
                stable=args.stable,
                ascii_only=target is None and writer.ascii,
            )
    if target is not None:
        formats.write_file(target, body, force=args.force)
        wrote(target)
    elif not streamed:
        sys.stdout.write(body)
    if streamed and shown is None:
        brief = as_it_is and not args.verbose
        if not (brief and short_report.write(writer, report)):
            text_report.write_all(writer, report)
    elif streamed or target is not None:
        writer.summary(report)
    return report.exit_code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    return guarded(
        "check_theorem",
        run,
        arguments,
        errors=(ProofsError,),
        unprintable="the report cannot be printed ({}); write it to a file with -o FILE",
        interrupted=lambda: "interrupted; what is printed stands, no file was written",
    )
