"""Rows of the tables: every group of classes if they are few, else some by descending count."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.cells import cell_len, set_cell_size

from spectra.utils.ascii_text import WIDTH, printable

if TYPE_CHECKING:
    from spectra.advise.advice import Advice, Plan
    from spectra.advise.class_data import Name

MOST_ROWS: Final = 8
SHARES: Final = ((0.0, "most"), (0.1, "10 %"), (0.25, "25 %"), (0.5, "median"),
                 (0.75, "75 %"), (0.9, "90 %"), (1.0, "least"))  # fmt: skip
GAP: Final = "  "
LEAST_NAME: Final = 8


@dataclass(frozen=True)
class Row:
    """A class of a table, or classes that are alike.

    Attributes
    ----------
    name : str
    classes : tuple of int
        Their numbers.
    examples : int
        Of each of them.
    """

    name: str
    classes: tuple[int, ...]
    examples: int


def rows(advice: Advice) -> list[Row]:
    """Return rows by descending count."""
    counts, omega = advice.data.counts, advice.weighted.weighting.omega
    alike: dict[tuple[int, float], list[int]] = {}
    for i, kind in enumerate(zip(counts, omega.tolist(), strict=True)):
        alike.setdefault(kind, []).append(i)
        if len(alike) > MOST_ROWS:
            return _from_head_to_tail(advice)
    order = sorted(alike, key=lambda kind: (-kind[0], kind[1]))
    return [
        Row(printable(names_of(advice, alike[kind])), tuple(alike[kind]), kind[0]) for kind in order
    ]


def _from_head_to_tail(advice: Advice) -> list[Row]:
    counts, names = advice.data.counts, advice.data.names
    order = np.argsort(-np.array(counts), kind="stable")
    last = len(order) - 1
    found = [(what, int(order[round(share * last)])) for share, what in SHARES]
    return [Row(printable(f"{what}: {names[i]}"), (i,), counts[i]) for what, i in found]


def time_of(plan: Plan, row: Row) -> str:
    """Write the limit of T/δ of a row's classes."""
    about = "≈ " if plan.class_times_are_estimates else ""
    return about + ratio_text(float(plan.class_times[row.classes[0]]))


def names_of(advice: Advice, classes: Sequence[int]) -> str:
    """List a few names, and say how many there are."""
    names: list[Name] = [advice.data.names[i] for i in classes]
    if len(names) <= 2:
        return ", ".join(map(str, names))
    return f"{names[0]} … {names[-1]} ({len(names):,})"


def crop(text: str, width: int) -> str:
    """Cut a text to the cells of a terminal, of which a character may take two."""
    if cell_len(text) <= width:
        return text
    sign = "..." if text.isascii() else "…"
    return set_cell_size(text, width - cell_len(sign)).rstrip() + sign


def columns(table: Sequence[Sequence[str]], shown: Callable[[str], str] = str) -> list[str]:
    """Lines of a table: the first column to the left and cropped, the others to the right.

    Columns are as wide as what is in them, with two spaces between, so that none run together.

    Examples
    --------
    >>> columns([["class", "weight"], ["a", "0.0001002"]])
    ['class     weight', 'a      0.0001002']
    """
    cells = [[shown(cell) for cell in line] for line in table]
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    room = WIDTH - sum(widths[1:]) - len(GAP) * (len(widths) - 1)
    widths[0] = min(widths[0], max(room, LEAST_NAME))
    found = []
    for first, *others in cells:
        name = crop(first, widths[0])
        padded = [" " * (w - cell_len(c)) + c for c, w in zip(others, widths[1:], strict=True)]
        found.append(GAP.join([name + " " * (widths[0] - cell_len(name)), *padded]).rstrip())
    return found


def count_text(number: int) -> str:
    """Write a number of examples, in short if it is long.

    Examples
    --------
    >>> [count_text(n) for n in (49_900, 1_281_167, 1_000_000_000)]
    ['49,900', '1,281,167', '1e+09']
    """
    return f"{number:,}" if number < 1e8 else f"{number:.3g}"


def ratio_text(value: float) -> str:
    """Write a window or a time.

    Examples
    --------
    >>> ratio_text(0.141421), ratio_text(1e-17)
    ('0.1414', '0')
    """
    return "0" if abs(value) < 1e-9 else f"{value:.4g}"


def steps_text(number: float) -> str:
    """Write a number of steps or epochs to three digits.

    Examples
    --------
    >>> [steps_text(x) for x in (0.04, 12.34, 640.2, 17627.3, 388078, 2.5e6, 3e12, math.inf)]
    ['0', '12', '640', '17.6k', '388k', '2.5M', '3e+12', 'never']
    """
    if math.isinf(number):
        return "never"
    for size, letter in ((1e9, ""), (1e6, "M"), (1e3, "k")):
        if number >= 0.9995 * size:
            return f"{number:.3g}" if not letter else f"{number / size:.3g}{letter}"
    return f"{number:.0f}" if number >= 10 else f"{number:.2g}" if number >= 0.1 else "0"


def time_text(value: float) -> str:
    """Write a flow time to three digits."""
    return "never" if math.isinf(value) else "0" if value == 0 else f"{value:.3g}"
