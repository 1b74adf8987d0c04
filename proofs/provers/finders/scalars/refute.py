"""Refute a statement: at a point, or where something is shown to vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.points import precision
from proofs.provers.finders.points.closed_forms import closed_forms
from proofs.provers.finders.points.search import BITS, Point, first, needs_steps, search
from proofs.provers.finders.points.zeros import Place, at_equations, at_goal, zeros
from proofs.provers.finders.scalars.existence import (
    MOST_ZEROS,
    Existing,
    failing,
    touching,
    zeros_near,
)
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Statement

Exactly = Callable[["Statement", Point], dict[str, Any] | None]
MOST_TIES, EXACT = 4, 1e-12


def refutation(statement: Statement, exactly: Exactly) -> dict[str, Any] | None:
    """Return the parts of an object that refutes a statement, or None.

    Parameters
    ----------
    statement : Statement
    exactly : callable
        Proves from a statement and a point that the goal fails there, where balls do not tell.
    """

    def at_equation() -> dict[str, Any] | None:
        return _at_zeros(statement, at_equations(statement, set(), fails=True), exactly)

    found = search(statement, set(), True, at_equation)
    if found is not None and "point" in found:
        return found
    if (touched := _failing_at(touching(statement, set()))) is not None:
        return touched
    if not needs_steps(statement.goal):
        return None
    ties = found["open"] if found else []
    exact = _at_ties(statement, ties, exactly)
    return exact or _at_zeros(statement, at_goal(statement), exactly)


def _at_ties(statement: Statement, points: list[Point], exactly: Exactly) -> dict[str, Any] | None:
    for point in points[:MOST_TIES]:
        closed = exactly(statement, point)
        if closed is not None:
            return {"point": point, "bits": BITS, **closed}
    return None


def _at_zeros(
    statement: Statement, places: Iterable[Place], exactly: Exactly
) -> dict[str, Any] | None:
    """Refute a statement that fails only at zeros of a tree, in closed form or shown to exist."""
    for point, name, tree, x in islice(zeros(places, set()), MOST_ZEROS):
        ties: list[Point] = []
        forms = ({**point, name: form} for form in closed_forms(x, EXACT))
        with precision(BITS):
            exact = first(statement, forms, set(), True, ties)
        if exact is not None:
            return {"point": exact, "bits": BITS}
        found = _at_ties(statement, ties, exactly)
        if found is not None:
            return found
        near = _failing_at(zeros_near(statement, point, name, tree, x))
        if near is not None:
            return near
    return None


def _failing_at(places: Iterable[Existing]) -> dict[str, Any] | None:
    """Refute a statement at the first of some places where its goal certainly fails."""
    for there in places:
        try:
            return failing(there)
        except (Rejected, NotFoundError, ArithmeticError, ValueError):
            continue
    return None
