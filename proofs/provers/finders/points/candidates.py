"""Values that are worth trying: simple ones, and those that a statement's own constants suggest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import arb, fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.language import WHOLE, Statement, Tree, leaves, substitute
from proofs.kernel.points import value
from proofs.kernel.polynomials import NUMBER
from proofs.provers.finders.points.floating import evaluate, number, of_kind

if TYPE_CHECKING:
    from proofs.provers.finders.points.floating import Array

SIMPLE = ("2", "3", "1/2", "1", "4", "1/4", "1/3", "5", "0", "10", "1/10", "3/2", "-1", "-2", "-1/2",
          "6", "7", "8", "9", "3/4", "2/3", "-3", "20", "100", "1/100", "12", "16", "13/10", "-10",
          "1000", "1/1000", "1/1000000", "1000000")  # fmt: skip
"""Generic ones first: at 0, 1 or a square much holds by accident."""

FIRST = 9
"""Simple values that come before those of the statement."""

EXTREMES = ("1" + 10 * "0", "1/1" + 10 * "0", "1" + 40 * "0", "1/1" + 40 * "0", "1" + 100 * "0",
            "1/1" + 100 * "0", "-1000", "-1" + 10 * "0", "-1" + 40 * "0")  # fmt: skip
LARGEST, MOST_BEYOND = 5000, 4
MOST_VALUES, MOST_GRID, MOST_SPREAD, MOST_CONSTANTS = 120, 16_000, 8_000, 24
STRAIGHT = 1e-9
"""A second difference that is taken for 0."""

PLASTIC = 1.2207440846057596
"""The positive root of x⁴ = x + 1; its powers spread points evenly."""


@dataclass(frozen=True)
class Cloud:
    """Points to try.

    Attributes
    ----------
    lists : dict
        The values tried for each name.
    index : array of integers, a row for each point
        Which values a point has; simple points come first.
    at : dict of arrays
        The values of each name in floating point, those that equations give included.
    """

    lists: dict[str, list[Tree]]
    index: Any
    at: dict[str, Array]

    def point(self, i: Any) -> dict[str, Tree]:
        """Return a point as it stands in a proof object."""
        return {n: x[j] for (n, x), j in zip(self.lists.items(), self.index[i], strict=True)}


def cloud(statement: Statement, leave: set[str]) -> Cloud:
    """Return points of the declared kinds, simple ones first."""
    known = constants(statement)
    lists: dict[str, list[Tree]] = {
        name: _values(known, *declared)
        for name, declared in statement.variables.items()
        if name not in leave
    }
    sizes = [len(x) for x in lists.values()]
    index = np.vstack([_grid(sizes), _spread(sizes)]) if lists else np.zeros((1, 0), dtype=int)
    at: dict[str, Any] = {}
    for column, (name, values) in zip(index.T, lists.items(), strict=True):
        at[name] = np.array([_float(tree) for tree in values])[column]
    solve(statement, at, leave)
    return Cloud(lists, index, at)


def _values(known: list[fmpq], kind: str, sign: str) -> list[Tree]:
    simple, extremes = ([fmpq(*map(int, x.split("/"))) for x in y] for y in (SIMPLE, EXTREMES))
    found = [*simple[:FIRST], *known, *simple[FIRST:], *extremes]
    if kind in WHOLE:
        found = [fmpq(4), *found]
        found = [fmpq(x.p // x.q + i) for x in found for i in ((0, 1) if abs(x) > 1 else (0,))]
    fits = [str(x) for x in dict.fromkeys(found) if of_kind(x, kind, sign)]
    return list(fits[:MOST_VALUES])


def _float(tree: Tree) -> float:
    return number(tree) if isinstance(tree, str) else float(evaluate(tree, {})[0])


def beyond(statement: Statement, point: dict[str, Tree]) -> Iterator[dict[str, Tree]]:
    """Yield points with one value that is too large or too small for floating point."""
    large = [x for x in constants(statement) if 50 < x < LARGEST][:MOST_BEYOND]
    for name in point:
        kind, sign = statement.variables[name]
        for x in large:
            top = fmpq(10) ** (int(x.p // x.q) // 2 + 1)
            yield {**point, name: ["exp", str(x + 1)] if kind == "real" else str(top)}
            if kind not in WHOLE:
                yield {**point, name: ["exp", str(-x - 1)] if kind == "real" else str(1 / top)}
            if not sign:
                yield {**point, name: str(-top)}


def constants(statement: Statement) -> list[fmpq]:
    """Return numbers that the statement suggests: its constants, their neighbours, points between."""
    found = [x for f in (*statement.assume, statement.goal) for x in _numbers(f)]
    found = [x for x in dict.fromkeys(found) if x not in (0, 1, -1)][:MOST_CONSTANTS]
    found = list(dict.fromkeys([*found, *map(abs, found)]))
    near = [x for c in found for x in (c, c + 1, c - 1, c * fmpq(1001, 1000), c * fmpq(999, 1000))]
    ordered = sorted({*found, fmpq(0), fmpq(1)})
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    roots = [
        fmpq(c.p.sqrt(), c.q.sqrt()) for c in found if c > 0 and c.p.is_square() and c.q.is_square()
    ]
    far = [x for c in found for x in (1 / c, 2 * c, c / 2, 10 * c, c**2)]
    return list(dict.fromkeys([*found, *between, *near, *roots, *far]))


def _numbers(item: Tree) -> Iterator[fmpq]:
    """Yield the numbers in a tree or formula, and roughly the value of each part without names."""
    if isinstance(item, str):
        if NUMBER.fullmatch(item):
            yield fmpq(*map(int, item.split("/")))
        return
    parts = item[1:2] if item[0] == "root" else item[1:]
    for part in parts:
        if not isinstance(part, int):
            yield from _numbers(part)
            if isinstance(part, list) and not leaves(part):
                yield from _roughly(part)


def _roughly(tree: Tree) -> Iterator[fmpq]:
    try:
        x = value(tree)
    except (Rejected, ArithmeticError, ValueError, LookupError):
        return
    if isinstance(x, arb) and x.is_finite() and abs(x) < 1e15:
        x = fmpq(round(float(x.mid()) * 1000), 1000)
    if isinstance(x, fmpq) and x != 0:
        yield x


# combinations -------------------------------------------------------------------------------------


def _grid(sizes: list[int]) -> Any:
    """Return combinations of the first values of each list, small indices first: all, if these are few."""
    most = max(2, int(MOST_GRID ** (1 / len(sizes))))
    if most ** len(sizes) > MOST_GRID:
        names = range(len(sizes))
        few = chain.from_iterable(combinations(names, r) for r in range(len(sizes) + 1))
        rows = np.zeros((MOST_GRID, len(sizes)), dtype=int)
        for row, seconds in zip(rows, few, strict=False):
            row[list(seconds)] = 1
        return np.minimum(rows, np.array(sizes) - 1)
    axes = np.indices([min(n, most) for n in sizes]).reshape(len(sizes), -1).T[:MOST_GRID]
    return axes[np.argsort(axes.sum(axis=1), kind="stable")]


def _spread(sizes: list[int]) -> Any:
    """Return combinations spread evenly over the whole lists."""
    steps = np.arange(1, MOST_SPREAD + 1 if len(sizes) > 1 else 1)
    columns = [((steps * PLASTIC ** -(i + 1)) % 1 * n).astype(int) % n for i, n in enumerate(sizes)]
    return np.array(columns).T


# equations among the assumptions ------------------------------------------------------------------


def solve(statement: Statement, at: dict[str, Any], leave: set[str]) -> None:
    """Put into the points the values that equations among the assumptions give to names."""
    before = set[str]()
    with np.errstate(all="ignore"):
        for formula in _equations(statement, leave):
            name, tree = given(formula, set(at))
            if name:
                at[name] = evaluate(tree, at)[0] + 0 * at[name]
            else:
                _solve_all(formula, at, before)
            before |= leaves(formula)


def _solve_all(formula: Tree, at: dict[str, Any], kept: set[str]) -> None:
    """Solve an equation that is linear in a name, at all points."""
    gap = ["+", formula[1], ["*", "-1", formula[2]]]
    for name in sorted(leaves(formula) - kept):
        y0, y1, y2 = (evaluate(gap, {**at, name: 0 * at[name] + i})[0] for i in range(3))
        if not np.any(np.isfinite(y0 + y1 + y2)):
            continue
        if np.nanmax(np.abs(y2 - 2 * y1 + y0), initial=0) < STRAIGHT and np.any(y1 != y0):
            at[name] = -y0 / (y1 - y0)
            return


def _equations(statement: Statement, leave: set[str]) -> list[Tree]:
    return [f for f in statement.assume if f[0] == "=" and not leaves(f) & leave]


def given(formula: Tree, names: set[str]) -> tuple[str, Tree]:
    """Return the name and the tree of an equation ``name = tree``, or no name."""
    for name, tree in (formula[1:], formula[:0:-1]):
        if isinstance(name, str) and name in names and name not in leaves(tree):
            return name, tree
    return "", None


def solved(statement: Statement, point: dict[str, Tree], leave: set[str]) -> dict[str, Tree]:
    """Put into a point, exactly, the values that equations among the assumptions give to names."""
    new, before = dict(point), set[str]()
    for formula in _equations(statement, leave):
        name, tree = given(formula, set(new))
        if name:
            new[name] = substitute(tree, new)
        else:
            # a name of an earlier equation keeps its value, or that would not hold any more
            _solve_linear(formula, new, before)
        before |= leaves(formula)
    return new


def _solve_linear(formula: Tree, point: dict[str, Tree], kept: set[str]) -> None:
    """Solve an equation that is linear in a name whose other names have values."""
    for name in sorted(leaves(formula) - kept):
        gap = ["+", formula[1], ["*", "-1", formula[2]]]
        try:
            at = [value(substitute(gap, {**point, name: str(i)})) for i in range(3)]
        except (Rejected, ArithmeticError, ValueError):
            continue
        if not all(isinstance(x, fmpq) for x in at):
            continue
        slope = at[1] - at[0]
        if slope != 0 and at[2] - at[1] == slope:
            point[name] = str(-at[0] / slope)
            return
