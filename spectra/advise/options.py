"""The command line of the advice: its grammar, and the counts, weights and training it gives."""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.class_data import ClassData, named, of_counts, profile
from spectra.advise.given_numbers import number
from spectra.advise.read_file import SUFFIXES, read, read_numbers
from spectra.advise.read_names import Kind, untyped
from spectra.advise.schemes import FORMS, schemes
from spectra.advise.training import LOSSES, REDUCTIONS, TEST_NOISE, Training, checked
from spectra.advise.weight_snippets import FORMATS
from spectra.advise.weighting import Weighting, from_gamma, from_weights
from spectra.errors import InputError
from spectra.utils.command import Parser

if TYPE_CHECKING:
    import argparse

EPILOG: Final = """A file holds counts per class or one label per example: CSV or text (.csv, .tsv,
.txt; with a header such as class,count or label, or as uniq -c writes it), JSON (a list, an object of counts by name, or one with "counts" or "labels") or
NPY (one dimension). exit code: 0 advice given; 2 wrong usage or bad input"""

SIGNED: Final = (
    "--gamma", "--lr", "--delta", "--scale", "--weights", "--batch", "--decay", "--steps", "--ignore",
)  # fmt: skip
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
    made.add_argument("--ignore", metavar="LABEL,…",
                      help="labels that the loss leaves out, such as -100 or 255")  # fmt: skip
    weights = made.add_mutually_exclusive_group()
    weights.add_argument("--gamma", metavar="γ",
                         help="weights ∝ n^-γ; 1/2 if nothing is said, or what --snr asks for")  # fmt: skip
    weights.add_argument("--weights", metavar="W,W,… | FILE", help="weights of the classes")
    made.add_argument("--scheme", metavar="NAME,…", help=f"others, side by side: {FORMS}")
    made.add_argument("--lr", metavar="RATE", help="learning rate: times in optimiser steps")
    made.add_argument("--batch", metavar="B", help="examples per step; all if nothing is said")
    made.add_argument(
        "--steps",
        metavar="N",
        help="steps that training has: how many classes are right in them, and lead",
    )
    made.add_argument("--loss", choices=LOSSES, default=LOSSES[0])
    made.add_argument("--reduction", choices=REDUCTIONS,
                      help="what the loss of a batch is divided by: 1, its size (mean, if nothing is "
                      "said), or its weights (as PyTorch's class weights are)")  # fmt: skip
    made.add_argument("--decay", metavar="λ", help="the optimiser's weight decay")
    made.add_argument("--snr", metavar="S[:ν]",
                      help="a guess at test time: length of a class mean over that of a sample's own "
                      "part, and noise of a test input along each direction over the latter "
                      f"({TEST_NOISE} if nothing is said)")  # fmt: skip
    made.add_argument("--delta", metavar="δ",
                      help="times are those of the flow from classifier and features of Frobenius norm √(k-1)·e^-δ each")  # fmt: skip
    made.add_argument(
        "--scale", metavar="ε", help="e^-δ itself, instead of δ: the norms are √(k-1)·ε"
    )
    made.add_argument("--format", choices=("text", "json"), default="text")
    made.add_argument("--paste", choices=tuple(FORMATS), metavar="FORM",
                      help=f"print code with the weights alone: {', '.join(FORMATS)}")  # fmt: skip
    made.add_argument(
        "--tau", metavar="τ", help="of the offsets τ ln frequency in --paste logit; 1"
    )
    made.add_argument("-o", "--output", metavar="FILE",
                      help="a figure too: .png, .svg or .pdf; with --paste the code, to a file")  # fmt: skip
    made.add_argument("--force", action="store_true", help="replace that file if it exists")
    return made


def data_of(args: argparse.Namespace) -> ClassData:
    """Return the classes that the arguments give."""
    found = _data(args)
    if args.names is None:
        return found
    names = [name.strip() for name in args.names.split(",")]
    return named(found, untyped(names, "--names", may_be_missing=False), "--names")


def ignored(args: argparse.Namespace) -> frozenset[str]:
    """Return the labels that are left out, as text."""
    return frozenset() if args.ignore is None else frozenset(
        text.strip() for text in args.ignore.split(",")
    )  # fmt: skip


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
        return read(Path(words[0]), kind, args.column, ignored(args))
    if not all(numbers):
        wrong = words[numbers.index(False)]
        raise InputError(
            f"{wrong!r} among the counts is not a number: give counts only, or one file only"
        )
    asked = {"--labels": kind == "labels", "--column": args.column, "--ignore": args.ignore}
    for name, given in asked.items():
        if given:
            raise InputError(f"{name} with counts: it is for files; leave it out, or give a file")
    return of_counts(words, None, "the command line")


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def weighting_of(args: argparse.Namespace, data: ClassData, training: Training) -> Weighting:
    """Return the weights that the arguments give."""
    if args.weights is None:
        flat = training.flat_gamma(np.array(data.counts, dtype=np.float64))
        gamma = flat if args.gamma is None else _real("--gamma", args.gamma)
        return from_gamma(data.counts, gamma)
    text: str = args.weights
    if Path(text).suffix.lower() in SUFFIXES:
        return from_weights(data.counts, read_numbers(Path(text)))
    return from_weights(data.counts, [_real("--weights", word) for word in text.split(",")])


def training_of(args: argparse.Namespace, data: ClassData) -> Training:
    """Return what the arguments say of the training."""

    def real(name: str) -> float | None:
        given = getattr(args, name)
        return None if given is None else _real(f"--{name}", given)

    def whole(name: str, what: str) -> int | None:
        value = real(name)
        if value is not None and value != int(value):
            raise InputError(f"--{name} {getattr(args, name)}: give a whole number of {what}")
        return None if value is None else int(value)

    batch = whole("batch", "examples")
    undone = (
        args.reduction == "weighted-mean" and batch is not None
    )  # it changes the weights, not only the steps
    for name in ("batch", "reduction", "steps"):
        given = getattr(args, name)
        if given is not None and args.lr is None and (name == "steps" or not undone):
            raise InputError(f"--{name} {given}: it is about optimiser steps alone: give --lr too")
    signal, test_noise = _signal(args.snr)
    known = Training(
        real("lr"), batch, args.reduction or "mean", real("delta"), args.loss,
        real("decay") or 0.0, signal, test_noise, whole("steps", "steps"),
    )  # fmt: skip
    return checked(known, real("scale"), data.total)


def _signal(text: str | None) -> tuple[float, float]:
    """Read the signal and the test noise."""
    if text is None:
        return 0.0, TEST_NOISE
    signal, colon, noise = text.partition(":")
    found = _real("--snr", signal), _real("--snr", noise) if colon else TEST_NOISE
    if min(found) <= 0:
        raise InputError(f"--snr {text}: give s/τ above 0, or s/τ:ν/τ with both above 0")
    return found


def tau_of(args: argparse.Namespace) -> float:
    """Return τ of the offsets of logits."""
    if args.tau is not None and args.paste != "logit":
        raise InputError(f"--tau {args.tau}: it is for --paste logit")
    return 1.0 if args.tau is None else number("--tau", _real("--tau", args.tau), -1e6, 1e6)


def pasted(args: argparse.Namespace, weighting: Weighting) -> Weighting:
    """Return the weights that are pasted: those of a scheme, if one is named.

    Raises
    ------
    InputError
        Several schemes, or one that has no weights at first; or two formats.
    """
    if args.format == "json":
        raise InputError(f"--paste {args.paste} with --format json: give one; --paste json is JSON")
    if args.scheme is None:
        return weighting
    if args.gamma is not None or args.weights is not None:
        raise InputError(
            f"--paste with --scheme {args.scheme} and weights besides: leave one of them out"
        )
    first, *others = schemes(args.scheme, weighting.counts)
    if others or first.epoch:
        raise InputError(
            f"--paste with --scheme {args.scheme}: name one scheme whose weights hold from the start"
        )
    return from_weights(weighting.counts.astype(int).tolist(), first.weights.tolist())


def wants_flow(args: argparse.Namespace) -> bool:
    """Whether times are asked for that need a flow."""
    asked = (args.lr, args.delta, args.scale, args.decay, args.snr, args.scheme)
    return any(given is not None for given in asked)


def _real(name: str, text: str) -> float:
    """Read a number, or a fraction such as 1/2."""
    try:
        value = float(Fraction(text)) if "/" in text else float(text)
    except (ValueError, ZeroDivisionError, OverflowError):
        value = math.nan
    if not math.isfinite(value):
        raise InputError(f"{name} {text!r}: give a finite number")
    return value
