"""Where a tree vanishes and the assumptions of a statement seem to hold, in floating point."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from proofs.kernel.language import RELATIONS, Statement, Tree, leaves, terms
from proofs.provers.finders.points.candidates import cloud
from proofs.provers.finders.points.equations import given, solved
from proofs.provers.finders.points.floating import difference, excess
from proofs.provers.finders.points.lines import beside, line
from proofs.provers.finders.points.search import Point, staying

BISECTIONS, MOST_CHANGES = 60, 3
TINY = 1e-12

AT_GOAL, AT_EQUATION = 2, 24
"""Points from which zeros are looked for along each variable."""

OTHER = {"sin": "cos", "cos": "sin"}
"""Where the one vanishes the other is 1 or -1."""


@dataclass(frozen=True)
class Place:
    """Where zeros are looked for.

    Attributes
    ----------
    statement : Statement
        What has to hold besides.
    trees : list
        What may vanish.
    bases : int
        Points from which a line is followed.
    fails : bool
        Whether the goal has to fail at the zero.
    """

    statement: Statement
    trees: list[Tree]
    bases: int
    fails: bool


def at_goal(statement: Statement) -> Iterator[Place]:
    """Yield where the goal may fail only as something in it vanishes."""
    yield Place(statement, list(gaps(statement.goal)), AT_GOAL, fails=False)


def at_equations(statement: Statement, leave: set[str], fails: bool) -> Iterator[Place]:
    """Yield where an equation among the assumptions holds that gives no value to a name."""
    for i, formula in enumerate(statement.assume):
        if formula[0] == "=" and not leaves(formula) & leave:
            rest = (*statement.assume[:i], *statement.assume[i + 1 :])
            if not given(formula, set(statement.variables))[0]:
                yield Place(replace(statement, assume=rest), [gap(formula)], AT_EQUATION, fails)


def gap(equation: Tree) -> Tree:
    """Return left - right."""
    return ["+", equation[1], ["*", "-1", equation[2]]]


def gaps(formula: Tree) -> Iterator[Tree]:
    """Yield trees whose zeros may make a formula fail.

    These are differences of sides and their factors, and derivatives of sines and cosines.
    """
    yield from _differences(formula)
    yield from ([OTHER[t[0]], t[1]] for t in terms(formula) if t[0] in OTHER and leaves(t))


def _differences(formula: Tree) -> Iterator[Tree]:
    head, *rest = formula
    if head in RELATIONS:
        left, right = rest
        if right == "0":
            yield from _factors(left)
        else:
            yield gap(formula)
        return
    for part in rest:
        yield from _differences(part)


def _factors(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, list) and tree[0] in ("*", "^"):
        for part in tree[1:]:
            if isinstance(part, str | list) and leaves(part):
                yield from _factors(part)
    else:
        yield tree


def zeros(
    places: Iterable[Place], leave: set[str], kept: Collection[str] = ()
) -> Iterator[tuple[Point, str, Tree, float]]:
    """Yield points, a name and a tree with a zero near x, where the assumptions seem to hold.

    The name is none of those that are kept.
    """
    for place in places:
        loose = staying(place.statement, leave)
        found = cloud(loose, leave)
        score = excess(loose, found.at, fails=False)
        for start in map(int, np.flatnonzero(score < 0)[: place.bases]):
            point = solved(loose, found.point(start), leave)
            at = {n: float(column[start]) for n, column in found.at.items()}
            for name in (n for n in at if n not in kept and loose.variables[n][0] == "real"):
                points, xs = beside(loose, at, name, leave), line(found.at[name], "real")
                for tree in (tree for tree in place.trees if name in leaves(tree)):
                    for x in _changes(points, xs, tree):
                        if excess(loose, points(np.array([x])), place.fails)[0] <= 0:
                            yield point, name, tree, x


def _changes(points: Any, xs: Any, tree: Tree) -> Iterator[float]:
    """Yield values of one variable at which a tree seems to vanish."""

    def height(xs: Any) -> Any:
        with np.errstate(all="ignore"):
            return difference(tree, "0", points(xs)) + 0 * xs

    ys = np.sign(height(xs))
    yield from (float(x) for x in xs[ys == 0][:MOST_CHANGES])
    places = np.flatnonzero(ys[1:] * ys[:-1] < 0)
    near_one = np.argsort(np.abs(np.log(np.abs(xs[places]) + TINY)), kind="stable")
    for i in places[near_one][:MOST_CHANGES]:
        low, high = float(xs[i]), float(xs[i + 1])
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            if np.sign(height(np.array([middle]))[0]) == ys[i]:
                low = middle
            else:
                high = middle
        yield (low + high) / 2
