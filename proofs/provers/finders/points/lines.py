"""Follow one variable at a time to where a statement holds by least."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.kernel.language import WHOLE, Statement, Tree
from proofs.provers.finders.points.candidates import Cloud, solve
from proofs.provers.finders.points.closed_forms import closed_forms
from proofs.provers.finders.points.floating import excess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.provers.finders.points.floating import Array

Point = dict[str, Tree]

MOST_STARTS, SWEEPS, MOST_VALLEYS = 3, 2, 2
ROUNDS, CUTS = 14, 65
LOOSE = 1e-6
"""How well a lowest place is known."""

_TENS = np.logspace(-12, 12, 481)
LINE = np.unique(np.concatenate([-_TENS, _TENS, np.linspace(-20, 20, 401)]))
"""Where a variable is tried at first."""


def starts(score: Array) -> list[int]:
    """Return the points at which the statement holds by least, the first of equals."""
    order = np.argsort(score, kind="stable")
    return [int(i) for i in order[:MOST_STARTS] if np.isfinite(score[i])]


def line(found: Array, kind: str) -> Array:
    """Return values of one variable in order."""
    xs = np.concatenate([LINE, found])
    if kind in WHOLE:
        xs = np.concatenate([np.floor(xs), np.floor(xs) + 1])
    return np.unique(xs[np.isfinite(xs)])


def beside(statement: Statement, at: dict[str, float], name: str, leave: set[str]) -> Any:
    """Return a function of values of one variable, the others fixed or solved for."""

    def points(xs: Array) -> dict[str, Any]:
        found: dict[str, Any] = {n: np.full(len(xs), x) for n, x in at.items()}
        found[name] = xs
        solve(statement, found, leave)
        return found

    return points


def along_lines(
    statement: Statement, found: Cloud, score: Array, fails: bool, leave: set[str]
) -> Iterator[Point]:
    """Yield points near which the statement holds by least, rational and simple."""
    for start in starts(score):
        point = found.point(start)
        at = {name: float(column[start]) for name, column in found.at.items()}
        for _ in range(SWEEPS if len(at) > 1 else 1):
            for name, values in found.at.items():
                kind = statement.variables[name][0]
                points = beside(statement, at, name, leave)

                def height(xs: Array, points: Any = points) -> Any:
                    return excess(statement, points(xs), fails)

                best, lowest = at[name], float(height(np.array([at[name]]))[0])
                for xs, ys in _valleys(height, line(values, kind), kind):
                    i = int(np.argmin(ys))
                    if ys[i] < lowest:
                        best, lowest = float(xs[i]), float(ys[i])
                    if ys[i] < 0:
                        yield {**point, name: _simple(xs, ys, i, kind)}
                    elif ys[i] == 0:
                        for tree in closed_forms(float(xs[i]), LOOSE):
                            yield {**point, name: tree}
                forms = closed_forms(best, LOOSE) if kind == "real" else iter(())
                at[name] = best
                point = {**point, name: next(forms, str(_near(best, kind)))}


def _near(x: float, kind: str) -> Fraction:
    return Fraction(round(x)) if kind in WHOLE else between(*_around(x))


def _around(x: float) -> tuple[Fraction, Fraction]:
    a, b = Fraction(x) * (1 - Fraction(1, 10**7)), Fraction(x) * (1 + Fraction(1, 10**7))
    return min(a, b), max(a, b)


def _valleys(height: Callable[[Array], Any], xs: Array, kind: str) -> Iterator[tuple[Array, Array]]:
    """Yield ever finer values around the lowest places of a line, with the heights there."""
    ys = height(xs)
    low = np.r_[True, ys[1:] <= ys[:-1]] & np.r_[ys[:-1] <= ys[1:], True] & np.isfinite(ys)
    places = np.flatnonzero(low)
    for i in places[np.argsort(ys[places], kind="stable")][:MOST_VALLEYS]:
        fine, heights, j = xs, ys, int(i)
        for _ in range(ROUNDS if kind not in WHOLE else 0):
            a, b = fine[max(j - 1, 0)], fine[min(j + 1, len(fine) - 1)]
            if max(heights[max(j - 1, 0) : j + 2]) < 0 or b - a <= 1e-15 * abs(b):
                break
            fine = np.linspace(a, b, CUTS)
            heights = height(fine)
            j = int(np.argmin(heights))
        yield fine, heights


def _simple(xs: Array, ys: Array, i: int, kind: str) -> str:
    """Return the simplest number among those around ``xs[i]`` at which the statement fails."""
    if kind in WHOLE:
        return str(round(xs[i]))
    low = high = i
    deep = ys[i] / 2
    while low > 0 and ys[low - 1] < deep:
        low -= 1
    while high < len(xs) - 1 and ys[high + 1] < deep:
        high += 1
    if low == high:
        return str(Fraction(float(xs[i])))
    return str(between(Fraction(float(xs[low])), Fraction(float(xs[high]))))


def between(low: Fraction, high: Fraction) -> Fraction:
    """Return the simplest rational number in an interval.

    Examples
    --------
    >>> between(Fraction(31, 10), Fraction(32, 10))
    Fraction(16, 5)
    """
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -between(-high, -low)
    whole = -(-low.numerator // low.denominator)
    if whole <= high:
        return Fraction(whole)
    floor = whole - 1
    return floor + 1 / between(1 / (high - floor), 1 / (low - floor))
