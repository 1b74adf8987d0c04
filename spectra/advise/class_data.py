"""Classes and how many examples each has, and the checks on such a list."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from numbers import Integral, Real
from typing import Final, TypeVar

from spectra.advise.given_numbers import listed
from spectra.errors import InputError, short

Name = int | str
N = TypeVar("N", int | str, str)

MOST_CLASSES: Final = 10_000_000
"""More classes than this are refused: what is read is then rather a column of identifiers."""

PROFILE: Final = "give exponential:CLASSES:LARGEST:RATIO, such as exponential:100:500:100"

MOST_EXAMPLES: Final = 2**53
"""Larger counts are not exact in double precision."""


@dataclass(frozen=True)
class ClassData:
    """What is known of a training set: k classes.

    Attributes
    ----------
    names : tuple of int or str, length k
        The labels.
    counts : tuple of int, length k
        Examples of each class, at least one.
    """

    names: tuple[Name, ...]
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Number of examples n."""
        return sum(self.counts)

    @property
    def ratio(self) -> float:
        """Largest over smallest count."""
        return max(self.counts) / min(self.counts)


def hints(data: ClassData) -> list[str]:
    """What looks as if it were meant otherwise: labels that losses usually leave out."""
    numbers = [name for name in data.names if isinstance(name, int)]
    if len(numbers) < len(data.names):
        return []
    found = [name for name in numbers if name < 0]
    if 0 not in numbers or len(found) > 1:  # numbers on both sides of 0 are classes
        found = []
    if 255 in numbers and 254 not in numbers and 256 not in numbers:
        found.append(255)
    names = ",".join(str(name) for name in found)
    looks, it = (
        ("label {} looks like one", "it")
        if len(found) == 1
        else ("labels {} look like ones", "them")
    )
    said = f"that a loss leaves out (ignore_index): --ignore {names} leaves {it} out here too"
    return [f"{looks.format(names)} {said}"] if found else []


def left_out(found: Mapping[N, int], ignored: Collection[str], source: str) -> dict[N, int]:
    """Labels without those that a loss ignores.

    Raises
    ------
    InputError
        One of them is no label.
    """
    texts, without = {str(name) for name in found}, {str(x) for x in listed("ignored", ignored)}
    for name in sorted(without):
        if name not in texts:
            raise InputError(f"{source}: --ignore {name}: no example has this label")
    return {name: number for name, number in found.items() if str(name) not in without}


def of_counts(counts: Sequence[object], names: Sequence[Name] | None, source: str) -> ClassData:
    """Classes in the given order, numbered from 0 unless they are named.

    Raises
    ------
    InputError
        Fewer than two classes, a count that is not a whole number above 0, or names that are
        repeated or too few.
    """
    given = listed(f"{source}: counts", counts)
    _enough(len(given), source)
    whole = tuple(count(x, f"{source}: count {i + 1}") for i, x in enumerate(given))
    if names is None:
        return ClassData(tuple(range(len(whole))), whole)
    return named(ClassData(tuple(range(len(whole))), whole), names, source)


def of_labels(
    found: Mapping[Name, int],
    source: str,
    ignored: Collection[str] = frozenset(),
    *,
    sure: bool = True,
) -> ClassData:
    """Classes in the order of their labels, without those to be ignored.

    Raises
    ------
    InputError
        Fewer than two classes, or names that are the same; and labels that are all different,
        unless it is `sure` that they are labels.
    """
    if not isinstance(found, Mapping):
        raise InputError(f"{source}: got {short(found)}: give a mapping of labels to counts")
    found = left_out(found, ignored, source)
    _enough(len(found), source)
    found = {_name(name, f"{source}: a label"): count(number, f"{source}: the count of {name!r}")
             for name, number in found.items()}  # fmt: skip
    if not sure and max(found.values()) == 1:
        raise InputError(
            f"{source}: every label is there once, as names in a table of counts are: say --counts "
            "(and --column NAME) to read numbers of examples, or --labels"
        )
    _distinct(list(found), source)
    numbers = all(isinstance(name, int) for name in found)
    order = sorted(found, key=None if numbers else str)
    return ClassData(tuple(order), tuple(found[name] for name in order))


def named(data: ClassData, names: Sequence[Name], source: str) -> ClassData:
    """Name the classes; those named by numbers are put in the order of these."""
    names = [_name(name, f"{source}: name {i + 1}")
             for i, name in enumerate(listed(f"{source}: names", names))]  # fmt: skip
    if len(names) != len(data.counts):
        raise InputError(
            f"{source}: {len(names)} names for {len(data.counts)} classes: give one name per class"
        )
    _distinct(names, source)
    pairs = list(zip(names, data.counts, strict=True))
    if all(isinstance(name, int) for name in names):
        pairs.sort()
    return ClassData(tuple(name for name, _ in pairs), tuple(number for _, number in pairs))


def _name(name: object, place: str) -> Name:
    if isinstance(name, str):
        return name
    if isinstance(name, bool) or not isinstance(name, Integral):
        raise InputError(f"{place} is {short(name)}: give whole numbers or text")
    return int(name)


def _distinct(names: Sequence[Name], source: str) -> None:
    """Refuse names that are the same, or the same when they are written."""
    seen: dict[str, Name] = {}
    for name in names:
        text = str(name)
        if text not in seen:
            seen[text] = name
            continue
        if type(seen[text]) is type(name):
            raise InputError(
                f"{source}: the name {short(name)} is given to two classes: make it unique; if each "
                "row is an example, say --labels"
            )
        raise InputError(
            f"{source}: {short(text)} is there as a number and as text: "
            "give all labels as numbers, or all as text"
        )


def count(value: object, place: str) -> int:
    """Read a number of examples: whole, above 0, written in whatever way."""
    number = _number(value, place)
    is_finite = isinstance(number, int) or (number is not None and math.isfinite(number))
    if number is None or not is_finite or number != int(number):
        raise InputError(f"{place} is {short(value)}: give a whole number of examples")
    if number < 0:
        raise InputError(f"{place} is {short(value)}: a number of examples is above 0")
    if number == 0:
        raise InputError(f"{place} is 0: leave out classes without examples")
    if number > MOST_EXAMPLES:
        raise InputError(
            f"{place} is {short(value)}: counts above 2^53 are not exact; give a smaller one"
        )
    return int(number)


def _number(value: object, place: str) -> float | int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if not isinstance(value, str):
        return None
    text = value.strip()
    if not text.isascii() or "_" in text:
        return None
    if len(text) > 400:
        raise InputError(f"{place} has {len(text)} characters: give a whole number of examples")
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return None


def _enough(k: int, source: str) -> None:
    if k == 0:
        raise InputError(f"{source}: no classes found: give at least two")
    if k == 1:
        raise InputError(
            f"{source}: there is one class, and nothing to separate: give at least two"
        )
    if k > MOST_CLASSES:
        raise InputError(
            f"{source}: more than {MOST_CLASSES:,} classes; is this a column of identifiers? "
            "Give the counts or the labels"
        )


def profile(text: str) -> ClassData:
    """Counts of a standard long-tailed profile, ``exponential:CLASSES:LARGEST:RATIO``.

    n_c = LARGEST · RATIO^(-c/(CLASSES - 1)), rounded down, c = 0 … CLASSES - 1: how the long-tailed
    versions of CIFAR are made (Cui et al., CVPR 2019; Cao et al., NeurIPS 2019), with RATIO 10, 50
    or 100 and LARGEST 500 for 100 classes.

    Examples
    --------
    >>> data = profile("exponential:100:500:100")
    >>> data.counts[0], data.counts[-1], data.total
    (500, 5, 10847)
    """
    if not isinstance(text, str):
        raise InputError(f"--profile {short(text)}: {PROFILE}")
    kind, *numbers = text.split(":")
    if kind != "exponential" or len(numbers) != 3:
        raise InputError(f"--profile {text!r}: {PROFILE}")
    try:
        k, most, ratio = int(numbers[0]), int(numbers[1]), float(numbers[2])
    except ValueError as error:
        raise InputError(f"--profile {text!r}: not a number; {PROFILE}") from error
    limits = (
        (2 <= k <= MOST_CLASSES, f"CLASSES is {k}, needs 2 to {MOST_CLASSES:,}"),
        (1 <= most <= MOST_EXAMPLES, f"LARGEST is {most}, needs 1 to 2^53"),
        (1 <= ratio <= most, f"RATIO is {ratio:g}, needs 1 to LARGEST ({most})"),
    )
    wrong = next((said for right, said in limits if not right), None)
    if wrong is not None:
        raise InputError(f"--profile {text[:60]!r}: {wrong}; {PROFILE}")
    # 1e-9: a whole number that rounding made smaller stays whole
    counts = tuple(int(most * ratio ** (-c / (k - 1)) + 1e-9) for c in range(k))
    return ClassData(tuple(range(k)), counts)
