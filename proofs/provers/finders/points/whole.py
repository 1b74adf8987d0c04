"""Integers at which a statement fails: in a box, or on a curve that an equation gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.kernel.language import RELATIONS, REPEATED, WHOLE, Statement, Tree, leaves, terms
from proofs.provers.finders.points.equations import equations
from proofs.provers.finders.points.floating import difference, evaluate, excess

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE_BOX, SMALL_BOX, MOST_CURVE = 400_000, 16_000, 40_000
"""Points of a box where an equation has to hold or may not, and of others; points of a curve."""

MOST_NAMES, MOST_FOUND, EXACT = 3, 4, 2.0**52
STRAIGHT, TINY = 1e-9, 1e-300


def whole_points(statement: Statement) -> Iterator[dict[str, Tree]]:
    """Yield points at which a statement on few integers seems to fail, small ones first.

    Examples
    --------
    >>> goal = ["!=", ["+", ["^", "n", 2], ["*", "-13", ["^", "m", 2]]], "1"]
    >>> positive = ("integer", ">")
    >>> next(whole_points(Statement({"n": positive, "m": positive}, (), goal)))
    {'n': '649', 'm': '180'}
    """
    names = list(statement.variables)
    formulas = (*statement.assume, statement.goal)
    if (
        not 1 <= len(names) <= MOST_NAMES
        or any(statement.variables[name][0] not in WHOLE for name in names)
        or any(term[0] in REPEATED for f in formulas for term in terms(f))
    ):
        return
    touching = [*equations(statement, set()), *_touching(statement.goal)]
    is_large = len(names) > 1 and any(f[0] in ("=", "!=") for f in touching)
    # where sides are equal the score is 0
    most = 0.0 if touching else -TINY
    yield from _failing(
        statement, _box(statement, names, LARGE_BOX if is_large else SMALL_BOX), most
    )
    for f in touching if len(names) > 1 else ():
        tree = ["+", f[1], ["*", "-1", f[2]]]
        for name in (name for name in names if name in leaves(tree)):
            yield from _failing(statement, _curve(statement, tree, name), most)


def _touching(goal: Tree) -> Iterator[Tree]:
    """Yield the relations in a goal that fail where two sides are equal."""
    head, *rest = goal
    if head in ("!=", ">", "<"):
        yield goal
    elif head not in RELATIONS:
        for part in rest:
            yield from _touching(part)


def _box(statement: Statement, names: list[str], most: int) -> dict[str, Any]:
    """Return all points of a box, of the declared signs."""
    side = int(most ** (1 / max(len(names), 1)))
    axes = [_axis(statement.variables[name][1], side) for name in names]
    return dict(zip(names, (x.ravel() for x in np.meshgrid(*axes)), strict=True))


def _axis(sign: str, side: int) -> Any:
    if sign in (">", ">="):
        return np.arange(side, dtype=float) + (sign == ">")
    if sign in ("<", "<="):
        return -np.arange(side, dtype=float) - (sign == "<")
    return np.arange(-(side // 2), side // 2 + 1, dtype=float)


def _curve(statement: Statement, tree: Tree, name: str) -> dict[str, Any]:
    """Return points at which a tree is 0 that is linear or quadratic in a name."""
    at = _box(statement, [other for other in statement.variables if other != name], MOST_CURVE)
    with np.errstate(all="ignore"):
        ys = [evaluate(tree, {**at, name: np.array(float(x))})[0] for x in range(4)]
        a, c = (ys[2] - 2 * ys[1] + ys[0]) / 2, ys[0]
        b = ys[1] - ys[0] - a
        fits = np.abs(9 * a + 3 * b + c - ys[3]) <= STRAIGHT * (1 + np.abs(ys[3]))
        root = np.sqrt(b * b - 4 * a * c)
        # where a is 0 the one root is infinite, or nan, and the other is -c / b
        low, high = (-2 * c / (b + sign * root) for sign in (1, -1))
        other = [np.where(a == 0, np.nan, (-b + sign * root) / (2 * a)) for sign in (1, -1)]
        found = [np.where(fits, np.round(x), np.nan) + 0 * c for x in (low, high, *other)]
    count = np.size(c)
    columns = {n: np.tile(np.broadcast_to(x, count), len(found)) for n, x in at.items()}
    columns[name] = np.concatenate([np.broadcast_to(x, count) for x in found])
    kept = np.isfinite(columns[name]) & (np.abs(columns[name]) < EXACT)
    columns = {n: x[kept] for n, x in columns.items()}
    with np.errstate(all="ignore"):
        near = np.broadcast_to(difference(tree, "0", columns) == 0, np.size(columns[name]))
    return {n: columns[n][near] for n in statement.variables}


def _failing(statement: Statement, at: dict[str, Any], most: float) -> Iterator[dict[str, Tree]]:
    """Yield the points at which the statement fails, small ones first."""
    if not all(map(np.size, at.values())):
        return
    wrong = np.flatnonzero(excess(statement, at, fails=True) <= most)
    sizes = sum(np.abs(x[wrong]) for x in at.values())
    for i in wrong[np.argsort(sizes, kind="stable")][:MOST_FOUND]:
        yield {name: str(int(x[i])) for name, x in at.items()}
