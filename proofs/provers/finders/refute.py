"""Refute a statement: at a point, or where something is shown to vanish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.kernel.points import precision
from proofs.provers.finders.candidates import cloud
from proofs.provers.finders.closed import closed_forms
from proofs.provers.finders.floating import excess
from proofs.provers.finders.points import BITS, Point, first, needs_steps, search
from proofs.provers.finders.zeros import at_zero, changes, gaps

if TYPE_CHECKING:
    from proofs.kernel.language import Statement, Tree

Exactly = Callable[["Statement", Point], dict[str, Any] | None]
MOST_BASES, MOST_TIES, EXACT = 2, 4, 1e-12


def refutation(statement: Statement, exactly: Exactly) -> dict[str, Any] | None:
    """Return the parts of an object that refutes a statement, or None.

    Parameters
    ----------
    statement : Statement
    exactly : callable
        Proves from a statement and a point that the goal fails there, where balls do not tell.
    """
    found = search(statement, set(), fails=True)
    if found is not None and "point" in found:
        return found
    if not needs_steps(statement.goal):
        return None
    ties = found["open"] if found else []
    exact = _at_ties(statement, ties, exactly)
    return exact or _where_something_vanishes(statement, exactly)


def _at_ties(statement: Statement, points: list[Point], exactly: Exactly) -> dict[str, Any] | None:
    for point in points[:MOST_TIES]:
        closed = exactly(statement, point)
        if closed is not None:
            return {"point": point, "bits": BITS, **closed}
    return None


def _where_something_vanishes(statement: Statement, exactly: Exactly) -> dict[str, Any] | None:
    """Refute a statement that fails only at zeros of a tree, in closed form or shown to exist."""
    for point, name, tree, x in _zeros(statement):
        ties: list[Point] = []
        forms = ({**point, name: form} for form in closed_forms(x, EXACT))
        with precision(BITS):
            exact = first(statement, forms, set(), True, ties)
        if exact is not None:
            return {"point": exact, "bits": BITS}
        found = _at_ties(statement, ties, exactly) or at_zero(statement, point, name, tree, x)
        if found is not None:
            return found
    return None


def _zeros(statement: Statement) -> Iterator[tuple[Point, str, Tree, float]]:
    """Yield points, a name and a tree with a zero near x, where the assumptions seem to hold."""
    found = cloud(statement, set())
    score = excess(statement, found.at, fails=False)
    for start in np.flatnonzero(score < 0)[:MOST_BASES]:
        for name, (kind, _) in statement.variables.items():
            for tree in gaps(statement.goal) if kind == "real" else ():
                for x in changes(statement, found, int(start), name, tree):
                    yield found.point(int(start)), name, tree, x
