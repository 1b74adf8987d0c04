"""Points that are worth trying: values that are, put together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq

from proofs.kernel.language import WHOLE, Statement, Tree, leaves
from proofs.provers.finders.points.equations import equations, given
from proofs.provers.finders.points.floating import evaluate, number
from proofs.provers.finders.points.values import constants, values

if TYPE_CHECKING:
    from proofs.provers.finders.points.floating import Array

LARGEST, MOST_BEYOND = 5000, 4
MOST_GRID, MOST_SPREAD = 16_000, 8_000
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
    lists = {name: found for name, found in values(statement).items() if name not in leave}
    sizes = [len(x) for x in lists.values()]
    index = np.vstack([_grid(sizes), _spread(sizes)]) if lists else np.zeros((1, 0), dtype=int)
    at: dict[str, Any] = {}
    for column, (name, trees) in zip(index.T, lists.items(), strict=True):
        at[name] = np.array([_float(tree) for tree in trees])[column]
    solve(statement, at, leave)
    return Cloud(lists, index, at)


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
        for formula in equations(statement, leave):
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
