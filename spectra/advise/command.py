"""The command: ``python -m spectra.advise COUNT … | FILE``."""

import sys
from collections.abc import Sequence
from pathlib import Path

from spectra.advise import json_report, text_report
from spectra.advise.advice import advise
from spectra.advise.options import SIGNED, data_of, parser, training_of, weighting_of
from spectra.advise.weight_snippets import snippet
from spectra.errors import InputError, SpectraError
from spectra.utils.ascii_text import can_encode
from spectra.utils.command import guarded, join_values
from spectra.utils.terminal import Stream


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(join_values(arguments, SIGNED))
    if sys.stdout is None:
        raise InputError("standard output is closed: open it, or send it to a file")
    target = None if args.output is None else Path(args.output)
    if target is not None:
        from spectra.advise.figure_report import check_format
        from spectra.utils.atomic_files import check_target

        check_format(target)
        check_target(target, force=args.force)
    data = data_of(args)
    weighting = weighting_of(args, data)
    training = training_of(args, data)
    out = sys.stdout
    ascii_only = not can_encode(out.encoding)
    if args.paste is not None:
        out.write(f"{snippet(weighting, data.names, args.paste, ascii_only=ascii_only)}\n")
        return 0
    advice = advise(data, weighting, training)
    if target is not None:
        from spectra.advise.figure_report import save

        save(advice, target, force=args.force)
    if args.format == "json":
        out.write(json_report.to_json(advice, ascii_only=ascii_only))
    else:
        text_report.write(Stream(out), advice)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    given = sys.argv[1:] if arguments is None else arguments
    return guarded(
        "advise",
        lambda: run(given),
        errors=(SpectraError,),
        unprintable="the advice cannot be printed ({}); send it elsewhere",
        interrupted=lambda: "interrupted",
    )
