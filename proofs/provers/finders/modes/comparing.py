"""Compare a formula with the solution of a mode: where it is known, or by derivatives at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, Formula
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.polynomials import Poly, rational
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.modes import logistic
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.modes.opening import collected, entered
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proofs.provers.finders.modes.script import Mode, Script

BITS, ORDERS = 96, 4
"""Precision, and derivatives at t = 0 that are compared."""

MOMENTS = ("1", "3", "8")
"""Times at which a formula is compared with a solution that is known."""


def compared(statement: Statement, moments: Iterable[str] = ()) -> dict[str, Any]:
    """Compare a formula with the solution of the logistic equation, at all times or at one."""
    mode = entered(statement)
    s, formula = mode.script, statement.goal[-1]
    if kind_of(mode.goal) is not Kind.ALONE:
        raise NotFoundError("no solution is known")
    true = logistic.solution(mode)
    zero = substitute(true, {s.named(mode.time): "0"})
    (same,), bounds = logistic.strength(mode, true, zero)
    s.b.equalities.append(same)
    introduce(s.b, formula)
    goal = s.b.scope.formula(formula)
    data: dict[str, Any] = {"bounds": bounds}
    if not moments:
        data["by"] = [_shown(s, goal)]
        return collected(mode, data, statement.goal, true, zero)
    for moment in moments:
        try:
            data |= _at(mode, moment, formula, s.b.scope.poly(true), same)
        except (NotFoundError, Rejected):
            continue
        return collected(mode, data, statement.goal, true, zero)
    raise NotFoundError("no certain difference")


def _at(mode: Mode, moment: str, formula: Tree, true: Poly, same: str) -> dict[str, Any]:
    """Show that a formula fails at a time, where the solution is known."""
    s, inner, label = mode.script, mode.script.inner(), mode.script.b.new_name()
    inner.learn(label, mode.time - rational(moment), "=")
    inner.b.equalities.append(label)
    by = []
    while formula[0] == "implies":
        by.append(_shown(inner, inner.b.scope.formula(formula[1])))
        formula = formula[2]
    left, right = (s.b.scope.poly(side) for side in formula[1:])
    gap = left - right - (mode.y[0] - true)
    by.append(_apart(mode, inner, gap, same, [moment, moment, 1, [label]]))
    late = needed(inner.b.steps, set(by))
    return {"moment": moment, "name": label, "by": by, "late": late}


def _apart(mode: Mode, s: Script, gap: Poly, same: str, box: list[Any]) -> str:
    """Show that y less a formula is not 0 at a time, as Y less the formula is ``gap``, by balls."""
    b, (y,) = s.b, mode.y
    label = b.add("num", p=b.write(gap), rel="!=", bits=BITS, box={s.named(mode.time): box})
    known = b.scope.facts[label]
    if not isinstance(known, Fact):
        raise NotFoundError("a number that is not 0")
    unit = known.poly.leading_coefficient() / gap.leading_coefficient()
    q = b.write(b.ring.constant(unit))
    p = b.write(gap + s.polys[same])
    return b.add("nonzero", p=p, q=q, facts=[label], modulo=[[same, s.named(y), []]])


def _shown(script: Script, formula: Formula) -> str:
    for effort in (0, 1):
        if (label := prove(script.b, formula, effort)) is not None:
            return label
    raise NotFoundError("the formula is not shown")


def differs(statement: Statement) -> dict[str, Any]:
    """Compare derivatives at t = 0 with those of the solution, where all of them are numbers."""
    if leaves(statement.goal) & set(statement.variables):
        raise NotFoundError("a value that is known by an equation only")
    mode = entered(statement)
    for _, _, change, _ in statement.goal[3][1:]:
        introduce(mode.script.b, change)
    mode.begin()
    mode.enter()
    b, flow, formula = mode.script.b, mode.flow, statement.goal[-1]
    if formula[0] != "=":
        raise NotFoundError("a formula under conditions")
    zero = substitute(formula, {flow.time: "0"})
    introduce(b, formula)
    introduce(b, zero[2])
    p = b.scope.poly(formula[1]) - b.scope.poly(formula[2])
    boxes: dict[str, Any] = {}
    for _, name, tree in statement.goal[2][1:]:
        boxes[name] = b.scope.ball(b.scope.poly(tree), boxes)
    for order in range(ORDERS):
        if not b.scope.ball(mode.script.at_start(p), boxes).contains(0):
            return collected(mode, {"order": order}, statement.goal, zero[2])
        p = flow.derivative(b.scope, p)
    raise NotFoundError("no certain difference")
