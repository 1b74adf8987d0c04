"""The figures as files: ``python -m numerics.figures [--only 2 5 6] [-o DIR] [--format pdf]``."""

from __future__ import annotations

import io
import sys
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from numerics import figures
from numerics.errors import InputError, NumericsError
from numerics.problem import checks
from spectra.errors import SpectraError
from spectra.utils.atomic_files import check_target, write_whole
from spectra.utils.command import Parser, guarded
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.figures.style import Captioned

FIGURES: dict[str, tuple[str, Callable[[int, bool], Captioned]]] = {
    "2": ("figure-2", lambda seed, steps: figures.figure_2(seed=seed, steps=steps)),
    "5": ("figure-5", lambda seed, steps: figures.figure_5(seed=seed, steps=steps)),
    "6": ("figure-6", lambda seed, steps: figures.figure_6(seed=seed, steps=steps)),
    "modes": ("modes", lambda *_: figures.figure_modes()),
    "windows": ("windows", lambda *_: figures.figure_windows()),
    "limits": ("limits", lambda *_: figures.figure_limits()),
    "losses": ("losses", lambda *_: figures.figure_losses()),
    "decay": ("decay", lambda *_: figures.figure_decay()),
    "test-time": ("test-time", lambda *_: figures.figure_test_time()),
    "gaussian-inputs": ("gaussian-inputs", lambda seed, _: figures.figure_gaussian_inputs(seed)),
}
"""Name of every figure, its file, and how it is made from a seed, with an axis of steps or without."""

FORMATS = ("png", "pdf", "svg")

EPILOG = """figures: 2, 5 and 6 of the paper; modes, the true maj-min mode against the claimed one;
windows, the learning window against the weighting exponent; limits, learning times as the
initialisation vanishes; losses, the time of maj-min under squared loss and cross-entropy; decay, what
weight decay leaves of every feature; test-time, test errors over time and the best time to stop;
gaussian-inputs, inputs drawn in 20,000 dimensions beside the theory of test time"""


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m numerics.figures",
        description="Make the figures of the paper again, and others it does not have.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    made.add_argument("--only", nargs="+", metavar="FIGURE", default=list(FIGURES),
                      help=f"of {', '.join(FIGURES)}; all if not given")  # fmt: skip
    made.add_argument("-o", "--output", type=Path, metavar="DIR", default=Path(),
                      help="folder to write into, made if it is missing (default: this one)")  # fmt: skip
    made.add_argument("--format", choices=FORMATS, default="png")
    made.add_argument("--seed", metavar="N", default="0",
                      help="of random starts and of the support matrix (default: 0)")  # fmt: skip
    made.add_argument("--steps", action="store_true",
                      help="in 2, 5 and 6: steps of descent on an axis above flow time")  # fmt: skip
    made.add_argument("--force", action="store_true", help="replace files that exist")
    return made


def run(arguments: Sequence[str], written: list[str]) -> int:
    """Do what the command line says; `written` grows with every file."""
    args = parser().parse_args(arguments)
    for name in args.only:
        checks.choice("--only", name, tuple(FIGURES))
    if not args.seed.isdecimal():
        raise InputError(f"--seed = {args.seed!r}: give an integer ≥ 0")
    folder, seed, names = args.output, int(args.seed), list(dict.fromkeys(args.only))
    make_folder(folder)
    targets = {name: folder / f"{FIGURES[name][0]}.{args.format}" for name in names}
    for target in targets.values():
        check_target(target, force=args.force)
    from numerics.figures.style import to_bytes

    lines = []
    with Reporter("drawing") as report:
        for number, (name, target) in enumerate(targets.items()):
            with report.part(number / len(targets), (number + 1) / len(targets)):
                with report.part(0, 0.8):
                    figure = FIGURES[name][1](seed, args.steps)
                write_whole(target, to_bytes(figure, args.format), force=args.force)
            written.append(str(target))
            lines += [str(target), *textwrap.wrap(figure.caption, 76)]
            lines += [*figure.listing.splitlines(), ""]
    for line in lines:  # after the bar, which may be on the same screen
        print(line if line in written else f"    {line}".rstrip())
    return 0


def make_folder(folder: Path) -> None:
    """Create the folder with those above it, if it is missing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            f"output {str(folder)!r} cannot be made ({error.strerror}): choose another folder"
        ) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # captions have Greek letters
        sys.stdout.reconfigure(errors="backslashreplace")
    written: list[str] = []
    return guarded(
        "figures",
        lambda given: run(given, written),
        arguments,
        errors=(NumericsError, SpectraError),
        unprintable="the captions cannot be printed ({}); the figures are written",
        interrupted=lambda: f"interrupted; written before that: {', '.join(written) or 'nothing'}",
    )
