"""Prove p ≥ 0 in one variable from the point where p is smallest, by its growth to both sides."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.functions.monotone import grows_from
from proofs.provers.finders.functions.slopes import derivative
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.points.closed_forms import closed_forms
from proofs.provers.finders.points.floating import FUNCTIONS, evaluate
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.polynomials import deep_names
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

POWERS = np.geomspace(1e-6, 1e6, 600)
GRID = np.concatenate([-POWERS[::-1], POWERS])
WITHIN = 1e-11
HALVINGS, MOST_FORMS = 100, 2
BENT = {"exp", "log", "atan", "sin", "cos", "erf"}
"""Functions without which a polynomial is left to algebra."""


def by_optimum(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p ≥ 0 or p > 0 where p has one smallest value, at a point in closed form."""
    inside = deep_names(b, p)
    variables = [n for n in sorted(inside) if n in b.scope.kinds]
    ops = {b.scope.terms[n].op for n in inside if n in b.scope.terms}
    one = len(variables) == 1 and b.scope.kinds[variables[0]] == "real"
    bent = bool(ops & BENT) and ops <= set(FUNCTIONS)
    known = f"lowest:{b.write(p)}"
    if rel not in (">", ">=") or not (one and bent) or known in b.digested:
        return None
    b.digested.add(known)
    (name,) = variables
    for form in islice(_lowest(b, p, name), MOST_FORMS):
        try:
            introduce(b, form)
            found = _from_point(b, p, rel, name, b.scope.poly(form))
        except (NotFoundError, Rejected):
            continue
        if found is not None:
            return found
    return None


def _from_point(b: Builder, p: Poly, rel: str, name: str, point: Poly) -> str | None:
    """Prove it below the point, and from there on."""
    on = b.add("either", fact=[">", b.write(point - b.ring.generator(name))])
    sides = (-1, 1)
    return split(b, on, fact(p, rel), lambda c, i: grows_from(c, p, rel, name, point, sides[i]))


def _lowest(b: Builder, p: Poly, name: str) -> list[Tree]:
    """Return closed forms of the point inside where p is smallest, in floating point."""
    with np.errstate(all="ignore"):
        value, error = evaluate(b.tree(p), {name: GRID})
    allowed = np.where(_allowed(b, name), value + 0 * GRID, np.inf)
    i = int(np.argmin(np.where(np.isnan(allowed), np.inf, allowed)))
    around = allowed[i - 2 : i + 3] if 1 < i < len(GRID) - 2 else np.full(5, np.inf)
    noise = np.max((error + 0 * GRID)[max(i - 2, 0) : i + 3])
    if not np.all(np.isfinite(around)) or min(around[0], around[-1]) <= allowed[i] + noise:
        return []  # it falls to an end, or is flat
    try:
        change = derivative(b, p, name)
    except (NotFoundError, Rejected):
        return []
    low, high = GRID[i - 1], GRID[i + 1]
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        falls = _values(change, name, np.array([middle]))[0] < 0
        low, high = (middle, high) if falls else (low, middle)
    return list(closed_forms(float(high), WITHIN))


def _allowed(b: Builder, name: str) -> Any:
    """Say at which points of the grid the known facts on the variable hold."""
    holds = np.full(GRID.shape, fill_value=True)
    for label in b.atoms:
        known = b.scope.facts[label]
        if isinstance(known, Fact) and b.ring.names_in(known.poly) == {name}:
            x = _values(b.tree(known.poly), name, GRID)
            holds &= x != 0 if known.rel == "!=" else x >= 0
    return holds


def _values(tree: Tree, name: str, at: Any) -> Any:
    with np.errstate(all="ignore"):
        return evaluate(tree, {name: at})[0] + 0 * at
