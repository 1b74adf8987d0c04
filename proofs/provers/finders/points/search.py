"""Look for points at which the assumptions hold, and the goal fails.

Many points are tried in floating point; those that look right go to the kernel, simple ones first.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, Tree, leaves, substitute, terms
from proofs.kernel.points import meets, precision, truth
from proofs.provers.finders.points.candidates import beyond, cloud
from proofs.provers.finders.points.equations import solved
from proofs.provers.finders.points.floating import evaluate, excess, is_long
from proofs.provers.finders.points.lines import along_lines
from proofs.provers.finders.points.whole import whole_points
from proofs.provers.finders.steps.divisors import texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

BITS = 96
PLAIN = 1e-3
"""A difference of this part of both sides is plain to see."""

MOST_CHECKED, MOST_CLOSE = 60, 24
"""Points that the kernel looks at: those that look right; those that balls may decide."""

LONGEST = 9
"""The longest number in a point at which steps may show what balls do not."""

Point = dict[str, Tree]


def candidates(statement: Statement, leave: set[str]) -> Iterator[Point]:
    """Yield points that seem to meet the assumptions, simple ones first."""
    found = cloud(statement, leave)
    score = excess(staying(statement, leave), found.at, fails=False)
    for i in np.flatnonzero(score < 0):
        yield found.point(i)


def meeting(statement: Statement, leave: set[str]) -> Iterator[Point]:
    """Yield points that certainly meet the assumptions."""
    seen = set[str]()
    for point in candidates(statement, leave):
        point = solved(statement, point, leave)
        if repr(point) in seen:
            continue
        seen.add(repr(point))
        try:
            with precision(BITS):
                meets(statement, point)
        except (Rejected, ArithmeticError, ValueError):
            continue
        yield point


def staying(statement: Statement, leave: set[str]) -> Statement:
    """Return a statement without the assumptions on names that have no value."""
    kept = tuple(f for f in statement.assume if not leaves(f) & leave)
    return replace(statement, assume=kept)


def search(
    statement: Statement,
    leave: set[str],
    fails: bool,
    otherwise: Callable[[], dict[str, Any] | None],
) -> dict[str, Any] | None:
    """Return a point that meets the assumptions and, if asked, at which the goal fails.

    Where no simple point does, ``otherwise`` is asked before any line is followed. Where balls do not
    tell whether the goal fails, points are kept under ``open``.
    """
    loose = staying(statement, leave)
    found = cloud(statement, leave)
    score = excess(loose, found.at, fails)
    open_points: list[Point] = []
    with precision(BITS):
        wrong = np.flatnonzero(score < 0)
        plain = wrong[score[wrong] < -PLAIN]
        likely = [*plain[: MOST_CHECKED // 2], *wrong[: MOST_CHECKED // 2]]
        tied = np.flatnonzero(score == 0) if not fails or _computed(statement.goal) else wrong
        close = tied[:MOST_CLOSE]
        points: Iterable[Point] = (found.point(i) for i in [*likely, *close])
        point = first(statement, points, leave, fails, open_points)
        if point is None and fails and not leave:
            point = first(statement, whole_points(statement), leave, fails, open_points)
        if point is None and (instead := otherwise()) is not None:
            return instead
        if point is None and (not fails or _computed(statement.goal)):
            lowest = found.point(int(np.argmin(score)))
            far = () if leave else beyond(statement, lowest)
            more = chain(along_lines(loose, found, score, fails, leave), far)
            point = first(statement, more, leave, fails, open_points)
    if point is not None:
        return {"point": point, "bits": BITS}
    return {"open": open_points} if open_points else None


def first(
    statement: Statement, points: Iterable[Point], leave: set[str], fails: bool, unsure: list[Point]
) -> Point | None:
    """Return the first point that the kernel accepts; keep those where balls do not tell."""
    strict = fails and needs_steps(statement.goal)
    computed = fails and not has_series(statement.goal)
    for point in points:
        point = solved(statement, point, leave)
        if fails and not leave and not _is_worth_it(statement, point):
            continue
        try:
            meets(statement, point)
            holds = (
                truth(substitute(statement.goal, point)) if computed else None if fails else False
            )
        except (Rejected, ArithmeticError, ValueError):
            continue
        if holds is False:
            return point
        if holds is None and strict and is_short(point) and point not in unsure:
            unsure.append(point)
    return None


def _is_worth_it(statement: Statement, point: Point) -> bool:
    """Whether a point is one of few summands, or the statement is seen to fail there."""
    if not any(term[0] == "sum" for term in terms(statement.goal)):
        return True
    at = {name: evaluate(tree, {})[0] * np.ones(1) for name, tree in point.items()}
    return not is_long(statement.goal, at) or bool(excess(statement, at, fails=True)[0] < 0)


def is_short(point: Point) -> bool:
    """Whether exact steps on the numbers of a point are cheap."""
    return all(len(text) <= LONGEST for tree in point.values() for text in texts(tree))


def has_series(goal: Tree) -> bool:
    """Whether a goal has a series in it, which the kernel does not compute."""
    return any(term[0] == "series" for term in terms(goal))


def _computed(goal: Tree) -> bool:
    """Whether the kernel computes the sides of a goal, or steps may show that they are equal."""
    return may_fail_at_ties(goal) or not has_series(goal)


def needs_steps(goal: Tree) -> bool:
    """Whether steps may show that a goal fails where its value does not."""
    return may_fail_at_ties(goal) or has_series(goal)


def may_fail_at_ties(formula: Tree) -> bool:
    """Whether a formula may fail where two sides are equal."""
    if formula[0] in ("and", "or"):
        return any(map(may_fail_at_ties, formula[1:]))
    return formula[0] not in ("=", ">=", "<=")
