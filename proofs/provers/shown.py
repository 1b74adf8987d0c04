"""What a reader sees of a refutation: the values, both sides there, and how far they are apart.

Nothing here is trusted or decides anything: the kernel has refuted the statement before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import sympy as sp
from flint import arb, fmpq

from proofs.claims.conserved import Conserved
from proofs.claims.derivative import derivative
from proofs.claims.flow_statements import LearningTime, Trajectory
from proofs.claims.verdict import Counterexample
from proofs.kernel.errors import Rejected
from proofs.kernel.language import INFINITIES, RELATIONS, Tree, leaves, substitute
from proofs.kernel.matrices import Calculus
from proofs.kernel.points import precision, value
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run
from proofs.reader.mode_equations import equations
from proofs.reader.scalars import Reader, Reading
from spectra import t

if TYPE_CHECKING:
    from proofs.claims.statement import Statement

BITS = (128, 512, 2048, 8192)
"""Precisions to tell two sides apart in, one after the other."""

DIGITS = 15
PRIME = "′"
CLAIMED = ("claimed", "true")
CHANGE = ("its derivative, in this entry", "if it were constant")
STARTS = "entries of the start between groups"
BETWEEN = {"+": " + ", "*": "*", "^": "**"}
Sides: TypeAlias = tuple[Any, Any]
"""Two values, each a rational number of FLINT or a ball."""


def shown(said: Statement, found: Any, reading: Reading) -> Counterexample:
    """Return what an object that refutes a statement shows.

    Parameters
    ----------
    said : Statement
    found : dict
        An object that the kernel has accepted.
    reading : Reading
        The statement as it was read.
    """
    words = {name: symbol.name for symbol, name in reading.names.items()}
    point, goal = found.get("point", found.get("witness", {})), found["statement"]["goal"]
    starts = equations(said).anywhere if isinstance(said, LearningTime) else ()
    free = {reading.names[x] for x in starts}
    values = [(words[name], written(tree)) for name, tree in point.items() if name not in free]
    if len(free) > 1:
        values.append((STARTS, ", ".join(sorted({written(point[name]) for name in free}))))
    speaks = False
    if "zero" in found:
        name, low, high = (found["zero"][part] for part in ("variable", "low", "high"))
        values.append((words[name], f"a zero in [{low}, {high}]"))
        point = {**point, name: ["*", "1/2", ["+", low, high]]}
        speaks = name in leaves(goal if goal[0] in RELATIONS else goal[-1])
    example = found.get("example", {})
    for n, rows in example.get("matrices", {}).items():
        values.append((_part(n) if isinstance(said, Conserved) else words.get(n, n), _rows(rows)))
    if "moment" in found:
        values.append((words[goal[1][1]], written(found["moment"])))
    if "entry" in example:
        where = "row and column" if isinstance(said, Conserved) else "entry"
        values.append((where, str(tuple(example["entry"]))))
    for bits in BITS:
        with precision(bits):
            sides, names = _sides(found, substitute(goal, point), point)
            if "order" in found and isinstance(said, Trajectory):
                sides, names = _derivatives(said, found["order"], reading, point)
            if isinstance(said, Conserved):
                names = CHANGE
            if sides is None:
                return Counterexample(tuple(values), "false", "true", "")
            if speaks:
                left, right = (f"{float(arb(side).mid()):.4g}…" for side in sides)
                return Counterexample(tuple(values), left, right, "0, exactly", names)
            left, right = map(text, sides)
            gap = fmpq(0) if goal[0] == "!=" else sides[0] - sides[1]
        if gap == 0 or not arb(gap).contains(0):
            break
    return Counterexample(tuple(values), left, right, distance(gap), names)


def _sides(found: Any, goal: Tree, point: dict[str, Tree]) -> tuple[Sides | None, tuple[str, str]]:
    """Return both sides at the point, where there are two, and what they are."""
    head = goal[0]
    if head in RELATIONS:
        try:
            return (value(goal[1]), value(goal[2])), ("left", "right")
        except Rejected:  # a series has no value by itself: the steps say that the sides differ
            return None, ("left", "right")
    if head == "matrices":
        return _entries(found, goal), ("left", "right")
    if "multiple" in found:
        return (value(goal[-3]), value(substitute(found["true"], point))), CLAIMED
    if head in ("time", "terminal", "plateau"):
        return tuple(map(_limit, (goal[-1], substitute(found["true"], point)))), CLAIMED
    if head == "limit" and "other" in found:
        return tuple(map(_limit, (goal[-1], substitute(found["other"], point)))), CLAIMED
    return None, ("left", "right")


def _derivatives(
    said: Trajectory, order: int, reading: Reading, point: dict[str, Tree]
) -> tuple[Sides, tuple[str, str]]:
    """Return a derivative at t = 0 of the formula and of the strength along the flow."""
    flow = equations(said)
    beta, claimed = flow.beta, said.expr
    for _ in range(order):
        beta = sum(derivative(beta, y) * field for y, (field, _) in flow.solutions.items())
        claimed = derivative(claimed, t)
    start = {y: first for y, (_, first) in flow.solutions.items()}
    true = beta.xreplace(start).xreplace(dict(flow.lets))
    read = Reader(reading.names).tree
    left, right = (
        value(substitute(read(x), point)) for x in (claimed.xreplace({t: sp.S.Zero}), true)
    )
    return (left, right), (f"claimed β{order * PRIME}(0)", "true")


def _limit(tree: Tree) -> Any:
    if tree in INFINITIES:
        return {"+oo": arb.pos_inf(), "-oo": arb.neg_inf()}[tree]
    try:
        return value(tree)
    except Rejected:  # what is integrated may have no value at an end: the steps say what holds
        from proofs.provers.finders.points.floating import evaluate  # numpy is loaded for this only

        found, error = evaluate(tree, {})
        return arb(float(found), float(error))


def _entries(found: Any, goal: Tree) -> Sides:
    """Return the entry of both matrices in which they differ."""
    ring = Ring(found["names"].split())
    scope, example = Scope(ring), found["example"]
    run(scope, example["steps"])
    calculus = Calculus(scope, goal, example["matrices"])
    place = (*example["entry"], ())
    left, right = (calculus.grid(side).terms.get(place, ring.constant(0)) for side in goal[-2:])
    return scope.ball(left, {}), scope.ball(right, {})


def distance(gap: Any) -> str:
    """Write a difference."""
    return "0, exactly" if gap == 0 else text(gap)


def text(number: Any) -> str:
    """Write a value."""
    ball = arb(number)
    return str(ball.str(DIGITS)) if ball.is_finite() else "∞" if ball > 0 else "-∞"


def _part(name: str) -> str:
    """Return in words which part of W, H or the residual a matrix of an example is."""
    letter, *groups = name.rstrip("_").split("_")
    of = " and ".join(f"group {int(g) + 1}" for g in groups)
    kind = {"W": "rows of W for the classes", "H": "columns of H for the samples"}
    return f"{kind.get(letter, 'residuals of classes and samples')} of {of}"


def _rows(rows: list[list[Tree]]) -> str:
    """Write a matrix of an example."""
    return "[" + ", ".join(f"[{', '.join(map(written, row))}]" for row in rows) + "]"


def written(tree: Tree) -> str:
    """Write the tree of a number as sympy reads it, so that it can be looked at again."""
    if isinstance(tree, str | int):
        return str(tree)
    exact = value(tree)
    if isinstance(exact, fmpq):
        return str(exact)
    head, *parts = tree
    words = [written(part) for part in parts]
    if head == "root" and words[1] == "2":
        head, words = "sqrt", words[:1]
    if head in BETWEEN:
        return f"({BETWEEN[head].join(words)})"
    return f"(1/{words[0]})" if head == "inv" else f"{head}({', '.join(words)})"
