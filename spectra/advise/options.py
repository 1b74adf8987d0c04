"""The command line of the advice: its grammar, and the counts, weights and training it gives."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spectra.advise.class_data import ClassData, named, of_counts, profile
from spectra.advise.read_csv import Kind, untyped
from spectra.advise.read_file import read, read_numbers
from spectra.advise.training import LOSSES, Training, training
from spectra.advise.weight_snippets import FORMATS
from spectra.advise.weighting import Weighting, from_gamma, from_weights
from spectra.errors import InputError
from spectra.utils.command import Parser

if TYPE_CHECKING:
    import argparse

EPILOG: Final = """A file holds counts per class or one label per example: CSV (with a header such as
class,count or label), JSON (a list, an object of counts by name, or one with "counts" or "labels") or
NPY (one dimension). exit code: 0 advice given; 2 wrong usage or bad input"""

SIGNED: Final = ("--gamma", "--lr", "--delta", "--scale", "--weights", "--batch")
"""Options whose value may start with a minus sign, and is then refused by name."""


def parser() -> Parser:
    """Return the command line's grammar."""
    made = Parser(
        prog="python -m spectra.advise",
        description="Say what is learned first and last, when, and which weights change it.",
        epilog=EPILOG,
        allow_abbrev=False,
    )
    made.add_argument("counts", nargs="*", metavar="COUNT | FILE",
                      help="examples of each class, or one file")  # fmt: skip
    kind = made.add_mutually_exclusive_group()
    kind.add_argument("--counts", dest="kind", action="store_const", const="counts",
                      help="the file holds counts per class")  # fmt: skip
    kind.add_argument("--labels", dest="kind", action="store_const", const="labels",
                      help="the file holds one label per example")  # fmt: skip
    made.add_argument("--column", metavar="NAME", help="the column of a CSV file to read")
    made.add_argument("--profile", metavar="exponential:CLASSES:LARGEST:RATIO",
                      help="a standard long tail instead of counts; 100:500:100 is CIFAR-100-LT")  # fmt: skip
    made.add_argument("--names", metavar="A,B,…", help="names of the classes, in order")
    weights = made.add_mutually_exclusive_group()
    weights.add_argument("--gamma", metavar="γ", help="weights ∝ n^-γ; 1/2 if nothing is said")
    weights.add_argument("--weights", metavar="W,W,… | FILE", help="weights of the classes")
    made.add_argument("--lr", metavar="RATE", help="learning rate: times in optimiser steps too")
    made.add_argument("--batch", metavar="B", help="examples per step; all if nothing is said")
    made.add_argument("--loss", choices=LOSSES,
                      help="what a batch is divided by: 1, its size (mean, if nothing is said), "
                      "or its weights (as PyTorch's class weights are)")  # fmt: skip
    made.add_argument("--delta", metavar="δ", help="the initial scale is e^-δ")
    made.add_argument("--scale", metavar="ε", help="the initial scale itself, instead of δ")
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument(
        "--paste", choices=tuple(FORMATS), help="print the weights alone, to be pasted"
    )
    made.add_argument("-o", "--output", metavar="FILE", help="a figure too: .png, .svg or .pdf")
    made.add_argument("--force", action="store_true", help="replace that file if it exists")
    return made


def data_of(args: argparse.Namespace) -> ClassData:
    """Return the classes that the arguments give."""
    found = _data(args)
    if args.names is None:
        return found
    names = [name.strip() for name in args.names.split(",")]
    return named(found, untyped(names, "--names"), "--names")


def _data(args: argparse.Namespace) -> ClassData:
    words: list[str] = args.counts
    kind: Kind | None = args.kind
    if args.profile is not None:
        if words:
            raise InputError(f"--profile with {words[0]!r}: give one or the other")
        return profile(args.profile)
    if not words:
        raise InputError(
            "no counts: give the examples of each class, a file, or --profile; --help shows how"
        )
    numbers = [_is_number(word) for word in words]
    if len(words) == 1 and not numbers[0]:
        return read(Path(words[0]), kind, args.column)
    if not all(numbers):
        wrong = words[numbers.index(False)]
        raise InputError(
            f"{wrong!r} among the counts is not a number: give counts only, or one file only"
        )
    if kind == "labels" or args.column is not None:
        raise InputError("--labels and --column are for files: leave them out, or give a file")
    return of_counts(words, None, "the command line")


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def weighting_of(args: argparse.Namespace, data: ClassData) -> Weighting:
    """Return the weights that the arguments give."""
    if args.weights is None:
        return from_gamma(data.counts, 0.5 if args.gamma is None else _real("--gamma", args.gamma))
    text: str = args.weights
    if Path(text).suffix.lower() in (".csv", ".txt", ".json", ".npy"):
        return from_weights(data.counts, read_numbers(Path(text)))
    return from_weights(data.counts, [_real("--weights", word) for word in text.split(",")])


def training_of(args: argparse.Namespace, data: ClassData) -> Training:
    """Return what the arguments say of the training."""

    def real(name: str) -> float | None:
        given = getattr(args, name)
        return None if given is None else _real(f"--{name}", given)

    batch = real("batch")
    if batch is not None and batch != int(batch):
        raise InputError(f"--batch {args.batch}: give a whole number of examples")
    undone = (
        args.loss == "weighted-mean" and batch is not None
    )  # it changes the weights, not only the steps
    for name in ("batch", "loss"):
        given = getattr(args, name)
        if given is not None and args.lr is None and not undone:
            raise InputError(f"--{name} {given}: it changes optimiser steps alone: give --lr too")
    return training(
        real("lr"),
        None if batch is None else int(batch),
        args.loss or "mean",
        real("delta"),
        real("scale"),
        data.total,
    )


def _real(name: str, text: str) -> float:
    """Read a number, or a fraction such as 1/2."""
    try:
        value = float(Fraction(text)) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{name} {text!r}: give a finite number")
    return value
