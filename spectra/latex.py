"""A LaTeX document of everything derived: ``python -m spectra.latex [-o FILE] [--force]``."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from spectra import symbols
from spectra.display.latex_printer import size_latex, to_latex
from spectra.errors import InputError
from spectra.labels.constructors import step
from spectra.spectrum.class_weights import weights
from spectra.spectrum.group_spectrum import reduced
from spectra.spectrum.learning_window import window
from spectra.spectrum.rates import effective
from spectra.spectrum.svd import decompose
from spectra.utils.atomic_files import check_target, write_whole

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["document", "main", "templates", "to_latex"]


def templates(*packages: str) -> "Environment":
    """Templates of LaTeX documents: those of the packages, and the macros that all share."""
    from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in (*packages, "spectra")]),
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"latex": to_latex, "size": size_latex}
    return environment


def document() -> str:
    """Standalone LaTeX document of the formulas of a STEP imbalance, for symbolic k and R."""
    imbalance = step()
    decomposition = decompose(imbalance)
    general = weights(imbalance, symbols.gamma)
    return (
        templates()
        .get_template("spectra.tex.j2")
        .render(
            version=version("counterweight"),
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


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m spectra.latex",
        description="Write a LaTeX document of the spectra, weights, rates and windows.",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="instead of the screen")
    parser.add_argument("--force", action="store_true", help="replace FILE if it exists")
    options = parser.parse_args(arguments)
    try:
        if options.output is None:
            print(document(), end="", flush=True)
        else:
            check_target(options.output, force=options.force)
            write_whole(options.output, document(), force=options.force)
    except InputError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
