"""The command: ``python -m numerics.gaussian_starts -o FILE``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from numerics.errors import InputError, NumericsError
from numerics.experiment.settings import whole
from numerics.gaussian_starts.table import to_csv
from spectra.errors import SpectraError
from spectra.utils.atomic_files import check_target, write_whole
from spectra.utils.command import Parser, complain, guarded
from spectra.utils.progress import Reporter
from spectra.utils.result_folder import ResultFolder, made_with
from spectra.utils.worker_options import add_worker_options, asked_executor, asked_workers

LOSSES = ("squared", "cross-entropy")
SEEDS, MOST_SEEDS = 120, 10_000
"""How many runs the table that comes with the package has of each problem; and the most."""


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m numerics.gaussian_starts",
        description="Follow descent and flow from many Gaussian starts, beside the spectral one, and "
        "write what is learned when as a table.",
        allow_abbrev=False,
    )
    add = made.add_argument
    add("--seeds", type=int, default=SEEDS, metavar="N", help=f"runs of each problem ({SEEDS})")
    add(
        "--loss", choices=LOSSES, default=LOSSES[0],
        help="squared: what is learned when; cross-entropy: the time between the first margins and the last",
    )  # fmt: skip
    add("-o", "--output", type=Path, required=True, metavar="FILE", help="the table, as CSV")
    add("--keep", type=Path, metavar="DIR",
        help="a folder for what is finished: the same command goes on from there")  # fmt: skip
    add_worker_options(made)
    add("--force", action="store_true", help="replace that file if it exists")
    return made


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(arguments)
    whole("--seeds", args.seeds, 1, MOST_SEEDS)
    workers = asked_workers(args)
    check_target(args.output, force=args.force)
    if args.keep is not None and args.loss != LOSSES[0]:
        raise InputError(
            "--keep with --loss cross-entropy: these runs are not kept; leave --keep out"
        )
    from numerics.gaussian_starts import margins, runs

    seeds = range(args.seeds)
    folder = None if args.keep is None else opened(args.keep, seeds)
    with asked_executor(args) as executor, Reporter("following Gaussian starts") as told:
        if args.loss == LOSSES[0]:
            found = runs.measure(
                seeds, told.update, folder=folder, executor=executor, workers=workers
            )
        else:
            found = margins.measure(seeds, told.update, executor=executor, workers=workers)
    write_whole(args.output, to_csv(found), force=args.force)
    print(f"{len(found)} runs are in {args.output}")
    return 0


def opened(path: Path, seeds: range) -> ResultFolder:
    """Open a folder of what is finished; name what is damaged, and set it aside."""
    from numerics.gaussian_starts import runs

    folder = ResultFolder(path, ".csv")
    problem = {"k": runs.CLASSES, "R": runs.RATIO, "delta": runs.DELTA, "further": runs.FURTHER}
    settings = {"computation": "gaussian starts", **problem}
    folder.open({"settings": settings, **made_with("numpy", "scipy")})
    keys = {task.name: task.keys for task in runs.tasks(seeds)}
    for said in folder.set_aside(keys, lambda file, name: runs.damage(file, keys[name])):
        complain("gaussian_starts", said)
    return folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    return guarded(
        "gaussian_starts",
        run,
        arguments,
        errors=(NumericsError, SpectraError),
        unprintable="standard output cannot be written ({}); the table is",
        interrupted=lambda: (
            "interrupted; no table was written, and what --keep has kept is not done again"
        ),
    )
