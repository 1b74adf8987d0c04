"""The command: ``python -m numerics.experiment``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from numerics.errors import InputError, NumericsError
from numerics.experiment import dataset, run_table
from numerics.experiment.run_folder import Folder, record
from numerics.experiment.settings import (
    LEARNING_RATES,
    LOSSES,
    Settings,
    Task,
    assignments,
    sides,
    whole,
)
from numerics.experiment.train_all import train_all
from spectra.errors import SpectraError
from spectra.utils.command import Parser, complain, guarded
from spectra.utils.progress import Reporter
from spectra.utils.worker_options import add_worker_options, asked_executor, asked_workers

if TYPE_CHECKING:
    import argparse

    from numerics.experiment.settings import Groups

MOST_SEEDS = 10_000
DECIMALS = 4


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m numerics.experiment",
        description="Train a small CNN on imbalanced digits, with and without weights, and set "
        "what it learns when beside what the theory predicts.",
        allow_abbrev=False,
    )
    add = made.add_argument
    add("--seeds", type=int, default=20, metavar="N", help="runs for each γ (20)")
    add("--majority", type=int, nargs="+", default=[2, 3], metavar="DIGIT", help="(2 3)")
    add("--minority", type=int, nargs="+", default=[0, 1], metavar="DIGIT", help="(0 1)")
    add("--assignments", action="store_true", help="every way to make half the digits majorities")
    add("--gamma", type=float, nargs="+", default=[0.0, 0.5, 1.0], help="(0 0.5 1)")
    add("--samples", type=int, default=100, metavar="N", help="of a majority class (100)")
    add("--ratio", type=int, default=10, metavar="R", help="imbalance ratio (10)")
    add("--optimizer", choices=tuple(LEARNING_RATES), default="adam")
    add("--loss", choices=LOSSES, default="ce", help="cross-entropy or squared loss")
    add("--learning-rate", type=float, metavar="RATE", help="(adam 0.001, sgd 0.1)")
    add("--batch", type=int, default=64, metavar="N", help="batch size (64)")
    add("--steps", type=int, default=300, metavar="N", help="training steps (300)")
    add("--mnist", type=Path, metavar="DIR", help="MNIST's IDX files, gzipped or plain")
    add_worker_options(made, "--jobs")
    add("-o", "--output", type=Path, default=Path("experiment"), metavar="DIR",
        help="folder of all results (experiment); what is there is not done again")  # fmt: skip
    return made


def run(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    args = parser().parse_args(arguments)
    settings, tasks = asked(args)
    workers = asked_workers(args)
    require("torch", *(() if args.mnist else ("sklearn",)))
    digits = dataset.bundled() if args.mnist is None else dataset.mnist(args.mnist)
    digits = dataset.only(digits, settings.digits)
    dataset.check_enough(digits, settings)
    folder = Folder(args.output)
    folder.open(record(settings, digits))
    for said in folder.without_damage(
        lambda path, task: run_table.damage(path, task, settings.looks)
    ):
        complain("experiment", said)
    missing = len(folder.missing(tasks))
    with asked_executor(args) as executor, Reporter(f"training {missing} networks") as told:
        runs = train_all(
            folder, tasks, settings, digits, mnist=args.mnist, executor=executor, workers=workers
        )
        for number, _ in enumerate(runs, 1):
            told.update(number / missing)
    text = conclude(folder, settings, tasks[0].groups)
    if sys.stdout is not None:
        sys.stdout.write(f"{text}\nEverything is in {args.output}\n")
        sys.stdout.flush()
    return 0


def asked(args: argparse.Namespace) -> tuple[Settings, list[Task]]:
    """Return the settings and the runs that the arguments ask for, the given digits first."""
    whole("--seeds", args.seeds, 1, MOST_SEEDS)
    for gamma in args.gamma:
        if not 0 <= gamma <= 2 or round(gamma, DECIMALS) != gamma:
            raise InputError(
                f"--gamma is {gamma:g}: give numbers from 0 to 2 with at most 4 decimals"
            )
    groups = sides(tuple(args.majority), tuple(args.minority))
    rate = LEARNING_RATES[args.optimizer] if args.learning_rate is None else args.learning_rate
    settings = Settings(
        tuple(sorted(groups[0] + groups[1])),
        args.samples,
        args.ratio,
        args.optimizer,
        args.loss,
        rate,
        args.batch,
        args.steps,
    )
    several: tuple[Groups, ...] = assignments(settings.digits) if args.assignments else ()
    tasks = (
        Task(*each, gamma, seed)
        for each in (groups, *several)
        for seed in range(args.seeds)
        for gamma in sorted(set(args.gamma))
    )
    return settings, list(dict.fromkeys(tasks))


def require(*modules: str) -> None:
    """Refuse to begin without the libraries of the extra.

    Raises
    ------
    InputError
        One of them is not installed.
    """
    names = {"torch": "PyTorch", "sklearn": "scikit-learn"}
    for module in modules:
        if find_spec(module) is None:
            raise InputError(
                f"{names[module]} is missing: pip install 'reweighting-theory[cnn]' "
                "(in a clone: pip install -e '.[cnn]') installs it"
            )


def conclude(folder: Folder, settings: Settings, groups: Groups) -> str:
    """Write table, summary, report and figures from all finished runs; return the report."""
    from numerics.experiment import figures, report, summary

    found = summary.collect(
        folder, settings, groups
    )  # reads every run, so that a damaged one is found before anything is written
    folder.write("table.csv", run_table.joined([folder.run(task) for task in folder.tasks()]))
    folder.write("summary.csv", summary.to_csv(found.summary))
    text = report.to_markdown(found)
    folder.write("report.md", text)
    figures.write_all(found, folder.path)
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; bad input is one line on standard error and exit code 2."""
    return guarded(
        "experiment",
        run,
        arguments,
        errors=(NumericsError, SpectraError),
        unprintable="the output failed ({}); finished runs and their report are kept",
        interrupted=lambda: (
            "interrupted; finished runs are kept, the same command goes on from there"
        ),
    )
