"""What columns and labels are called, and which labels are numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from spectra.errors import InputError

if TYPE_CHECKING:
    from spectra.advise.class_data import Name

Kind = Literal["counts", "labels"]

COUNT_NAMES: Final = ("count", "counts", "n", "samples", "examples", "frequency", "size")
SURE_COUNTS: Final = ("count", "counts", "examples", "samples")
"""Names that nothing but counts has; the others may be a column of the data beside labels."""

_PARTS = "(train|training|test|val|valid|validation|examples?|samples?|images?|instances?|total)"
COUNT_LIKE: Final = re.compile(
    rf"(n|num|number|number of|count)[ _]{_PARTS}|{_PARTS}[ _](n|num|counts?|size)"
)
"""Names such as n_train, which counts mostly have."""

LABEL_NAMES: Final = ("label", "labels", "target", "targets", "class", "category", "y")
NAME_NAMES: Final = (*LABEL_NAMES, "name", "names")

INTEGER: Final = re.compile(r"[+-]?[0-9]+")
CANONICAL: Final = re.compile(r"0|-?[1-9][0-9]*")
"""Whole numbers as Python writes them."""

WHOLE: Final = re.compile(rf"({CANONICAL.pattern})(\.0*)?")
"""The same, or as tables write them where numbers are floats."""

DECIMAL: Final = re.compile(r"[+-]?([0-9]*\.[0-9]*([eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+)")
MOST_DIGITS: Final = 400
MISSING: Final = ("", "nan", "na", "n/a", "null", "none")


def may_be_counts(name: str) -> bool:
    """Whether a column of that name may hold counts per class."""
    return name in COUNT_NAMES or COUNT_LIKE.fullmatch(name) is not None


def untyped(texts: Sequence[str], source: str, *, may_be_missing: bool = True) -> list[Name]:
    """Read names from where text and numbers look alike.

    Where each is the name of a class, NA and null are names as well.

    They are numbers if all are whole numbers as Python writes them, and otherwise the texts as
    they stand: 01 and 1 are two names then. Labels may be whole floats as well: 1.0 is 1.
    """
    places = [f"{source}: a label" if may_be_missing else f"{source}: name {i + 1}"
              for i in range(len(texts))]  # fmt: skip
    words = [
        label(text, place, MISSING if may_be_missing else ("",)).strip()
        for text, place in zip(texts, places, strict=True)
    ]
    whole = [(WHOLE if may_be_missing else CANONICAL).fullmatch(word) for word in words]
    if all(whole):
        return [int(m[0].partition(".")[0]) for m in whole if m]
    for word, place in zip(words, places, strict=True):
        if DECIMAL.fullmatch(word) or word.lower().lstrip("+-") in ("inf", "infinity"):
            raise InputError(
                f"{place} is {word[:40]!r}: labels are whole numbers or words, not decimals"
            )
        if len(word) > MOST_DIGITS and INTEGER.fullmatch(word):
            raise InputError(f"{place} has {len(word)} digits: labels are smaller numbers or words")
    return list(texts)


def label(text: str, place: str, missing: Sequence[str] = ("",)) -> str:
    """Check the name of a class, which stays as it is."""
    if text.strip().lower() in missing:
        raise InputError(
            f"{place} is missing ({text!r}): give one for every class and example"
            + ("" if not text.strip() else f", or say --ignore {text.strip()}")
        )
    if "\0" in text:
        raise InputError(f"{place} holds a NUL character: this is not a text file")
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise InputError(f"{place} holds half a character (a lone surrogate): write it in Unicode")
    return text
