"""Rows of the tables: every group of classes if they are few, else some by descending count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.cells import cell_len, set_cell_size

from spectra.utils.ascii_text import printable

if TYPE_CHECKING:
    from spectra.advise.advice import Advice, Plan
    from spectra.advise.class_data import Name

MOST_ROWS: Final = 8
SHARES: Final = ((0.0, "largest"), (0.1, "10 %"), (0.25, "25 %"), (0.5, "median"),
                 (0.75, "75 %"), (0.9, "90 %"), (1.0, "smallest"))  # fmt: skip


@dataclass(frozen=True)
class Row:
    """What a table says of a class, or of classes that are alike."""

    classes: str
    examples: int
    erm: str
    weight: str
    effective: str
    weighted: str
    erm_steps: str
    weighted_steps: str


def rows(advice: Advice) -> list[Row]:
    """Return rows by descending count."""
    counts, omega = advice.data.counts, advice.weighted.weighting.omega
    alike: dict[tuple[int, float], list[int]] = {}
    for i, kind in enumerate(zip(counts, omega.tolist(), strict=True)):
        alike.setdefault(kind, []).append(i)
        if len(alike) > MOST_ROWS:
            return _from_head_to_tail(advice)
    order = sorted(alike, key=lambda kind: (-kind[0], kind[1]))
    return [_row(advice, names_of(advice, alike[kind]), alike[kind][0]) for kind in order]


def _from_head_to_tail(advice: Advice) -> list[Row]:
    order = np.argsort(-np.array(advice.data.counts), kind="stable")
    last = len(order) - 1
    found = [(what, int(order[round(share * last)])) for share, what in SHARES]
    return [_row(advice, f"{what}: {advice.data.names[i]}", i) for what, i in found]


def _row(advice: Advice, classes: str, i: int) -> Row:
    delta = advice.training.delta
    return Row(
        printable(classes),
        advice.data.counts[i],
        _time(advice.erm, i),
        f"{advice.weighted.weighting.omega[i]:.4g}",
        f"{advice.weighted.effective.omega[i]:.4g}",
        _time(advice.weighted, i),
        _steps(advice.erm, i, delta),
        _steps(advice.weighted, i, delta),
    )


def _time(plan: Plan, i: int) -> str:
    about = "≈ " if plan.class_times_are_estimates else ""
    return about + ratio_text(float(plan.class_times[i]))


def _steps(plan: Plan, i: int, delta: float | None) -> str:
    if plan.steps is None:
        return ""
    return steps_text(float(plan.steps.class_per_delta[i]) * (1.0 if delta is None else delta))


def names_of(advice: Advice, classes: list[int]) -> str:
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


def ratio_text(value: float) -> str:
    """Write a window or a time.

    Examples
    --------
    >>> ratio_text(0.141421), ratio_text(1e-17)
    ('0.1414', '0')
    """
    return "0" if abs(value) < 1e-9 else f"{value:.4g}"


def steps_text(number: float) -> str:
    """Write a number of steps.

    Examples
    --------
    >>> steps_text(12345.6), steps_text(12.34), steps_text(2.5e9)
    ('12,346', '12.3', '2.5e+09')
    """
    if number >= 1e8:
        return f"{number:.3g}"
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"
