"""A LaTeX document of everything derived, and the command that writes it."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from spectra import symbols
from spectra.display.latex_printer import templates
from spectra.errors import InputError
from spectra.labels.constructors import step
from spectra.spectrum.class_weights import weights
from spectra.spectrum.group_spectrum import reduced
from spectra.spectrum.learning_window import window
from spectra.spectrum.rates import effective
from spectra.spectrum.svd import decompose
from spectra.utils.atomic_files import check_target, write_whole
from spectra.utils.command import Parser, guarded, wrote


def document() -> str:
    """Standalone LaTeX document of the formulas of a STEP imbalance, for symbolic k and R."""
    imbalance = step()
    decomposition = decompose(imbalance)
    general = weights(imbalance, symbols.gamma)
    return (
        templates()
        .get_template("spectra.tex.j2")
        .render(
            version=version("reweighting-theory"),
            m=symbols.m,
            imbalance=imbalance,
            quotient=reduced(imbalance, imbalance.counts)[1],
            decomposition=decomposition,
            weights=weights(imbalance),
            effective=effective(decomposition, weights(imbalance)),
            general_weights=general,
            general=effective(decomposition, general),
            window=lambda which: window(imbalance, which=which),
            general_window=window(imbalance, symbols.gamma),
        )
    )


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    parser = Parser(
        prog="python -m spectra.latex",
        description="Write a LaTeX document of the spectra, weights, rates and windows.",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the screen")
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    options = parser.parse_args(arguments)
    if options.output is None:
        if sys.stdout is None:
            raise InputError(
                "standard output is closed: open it, or write the document to a file with -o FILE"
            )
        sys.stdout.write(document())
    else:
        check_target(options.output, force=options.force)
        write_whole(options.output, document(), force=options.force)
        wrote(options.output)
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    return guarded(
        "latex",
        run,
        arguments,
        unprintable="the document cannot be printed ({}); write it to a file with -o FILE",
        interrupted=lambda: "interrupted",
    )
