"""Tables of counts that are no CSV: ``uniq -c``, and names with numbers after a space, | or colon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from spectra.advise.class_data import ClassData, of_counts
from spectra.advise.read_names import NAME_NAMES, may_be_counts, untyped
from spectra.errors import InputError

NUMBERED: Final = re.compile(r"( *)([0-9]+) (\S.*)")
"""A number, padded to the right, and a name: what ``uniq -c`` writes."""

NAMED: Final = re.compile(r"(.*[^\s:|=])(?:\s*[:|=]\s*|\s+)([0-9]+)\s*")
HEADER: Final = re.compile(r"([^\s:|=]+)[\s:|=]+([^\s:|=]+)")


def may_be_listed(line: str) -> bool:
    """Whether a line may be a name and a number, or a header of both."""
    return bool(NUMBERED.fullmatch(line) or HEADER.fullmatch(line.strip()))


def read_listing(path: Path, lines: Sequence[str], *, are_counts: bool) -> ClassData | None:
    """Read lines that are all different; None if they are no list of names and numbers.

    Parameters
    ----------
    path : Path
    lines : sequence of str
    are_counts : bool
        Whether the numbers are known to be counts. Without that and without a header numbers after
        names are refused: lists of files with the label of each look the same.

    Raises
    ------
    InputError
        Names and numbers of which it is not said what they are.
    """
    source = str(path)
    numbered = [NUMBERED.fullmatch(line) for line in lines]
    pairs = [(m[3].strip(), m[2]) for m in numbered if m]
    ends = [m.end(2) for m in numbered if m and m[1]]
    if len(pairs) == len(lines) and ends and len(set(ends)) == 1:
        for name, number in pairs:
            if name.lower() in NAME_NAMES and number == "1":
                raise InputError(
                    f"{source}: {name!r} is there once, as the header of a column: leave it out"
                )
        return _counts(pairs, source)
    head = HEADER.fullmatch(lines[0].strip())
    has_header = (
        head is not None and head[1].lower() in NAME_NAMES and may_be_counts(head[2].lower())
    )
    named = [NAMED.fullmatch(line.strip()) for line in lines[has_header:]]
    pairs = [(m[1], m[2]) for m in named if m]
    if not pairs or len(pairs) < len(named):
        return None
    if not (has_header or are_counts):
        raise InputError(
            f"{source}: each line is a name and a whole number: --counts reads counts of classes; "
            "labels of named examples need a CSV file with a header such as name,label"
        )
    return _counts(pairs, source)


def _counts(pairs: Sequence[tuple[str, str]], source: str) -> ClassData:
    names = untyped([name for name, _ in pairs], source, may_be_missing=False)
    return of_counts([number for _, number in pairs], names, source)
