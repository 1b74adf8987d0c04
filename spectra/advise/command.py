"""The command: ``python -m spectra.advise COUNT … | FILE``."""

import os
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TextIO

import numpy as np

from spectra.advise import json_report, text_report
from spectra.advise.advice import Advice, advise
from spectra.advise.class_data import hints
from spectra.advise.options import (
    SIGNED,
    data_of,
    parser,
    pasted,
    tau_of,
    training_of,
    wants_flow,
    weighting_of,
)
from spectra.advise.schemes import Scheme, schemes
from spectra.advise.solved import Solved
from spectra.advise.weight_snippets import snippet
from spectra.errors import InputError, SpectraError
from spectra.utils.ascii_text import can_encode
from spectra.utils.atomic_files import check_target, write_whole
from spectra.utils.command import guarded, join_values, wrote

WINDOWS = 9
"""Exponents at which the figure has the window at one δ."""


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(join_values(arguments, SIGNED))
    if sys.stdout is None:
        raise InputError("standard output is closed: open it, or send it to a file")
    target = None if args.output is None else Path(args.output)
    if target is not None:
        check_target(target, force=args.force)
        if args.paste is None:
            from spectra.advise.figure_report import check_format

            check_format(target)
    data = data_of(args)
    training = training_of(args, data)
    weighting = weighting_of(args, data, training)
    tau = tau_of(args)
    for hint in hints(data):
        sys.stderr.write(f"advise: {hint}\n")
    out = sys.stdout
    ascii_only = not can_encode(out.encoding)
    if args.paste is not None:
        code = snippet(pasted(args, weighting), data.names, args.paste, tau=tau,
                       ascii_only=ascii_only and target is None)  # fmt: skip
        if target is None:
            out.write(code)
        else:
            write_whole(target, code.encode(), force=args.force)
            wrote(target)
        return 0
    others = [] if args.scheme is None else schemes(args.scheme, weighting.counts)
    advice = advise(data, weighting, training)
    gammas = [] if target is None else np.linspace(0, 1, WINDOWS).tolist()
    solved = _solved(advice, others, gammas) if wants_flow(args) else None
    if target is not None:
        from spectra.advise.figure_report import save

        save(advice, solved, target, force=args.force)
    if args.format == "json":
        out.write(json_report.to_json(advice, solved, ascii_only=ascii_only))
        if target is not None:
            with redirect_stdout(sys.stderr):  # JSON alone is on standard output
                wrote(target)
    else:
        if _is_plain(out):
            text_report.write_plain(out, advice, solved)
        else:
            from spectra.utils.terminal import Stream

            text_report.write(Stream(out), advice, solved)
        if target is not None:
            out.write("\n")
            wrote(target)
    return 0


def _is_plain(out: TextIO) -> bool:
    """Whether a stream is no terminal, and is not to be written to like one."""
    return not out.isatty() and not any(map(os.environ.get, ("FORCE_COLOR", "TTY_COMPATIBLE")))


def _solved(advice: Advice, others: Sequence[Scheme], gammas: Sequence[float]) -> Solved:
    """Follow the flows, which numerics does: the one import upwards, and only if one is asked for."""
    from numerics.advice.answer import answer

    return answer(advice, others, gammas)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    return guarded(
        "advise",
        run,
        arguments,
        errors=(SpectraError,),
        unprintable="the advice cannot be printed ({}); send it elsewhere",
        interrupted=lambda: "interrupted",
    )
