"""Statements on the solution of a differential equation: for all times, or its time to a level.

The solution is y with y′ = f(y), y = start at t = 0, on the largest interval from 0 on. What is
known in the scope of a flow holds at every time of that interval, with the names y for the values
at that time and t for the time. The rule ``stays`` carries facts along the solution; bounds by
functions of time alone show that the interval is infinite.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from proofs.kernel.elementary import at, slope
from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, Fact, Formula, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import Statement, Tree
from proofs.kernel.limits import check_limit
from proofs.kernel.points import truth
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule, run


@dataclass(frozen=True)
class Flow:
    """A differential equation: name of the time, fields, values of y and of the time at 0."""

    time: str
    fields: dict[str, Poly]
    start: dict[str, Poly]

    def derivative(self, scope: Scope, p: Poly) -> Poly:
        """Return the derivative of p along the solution."""
        parts = (slope(scope, p, name) * f for name, f in self.fields.items())
        return sum(parts, slope(scope, p, self.time))

    def moves(self, scope: Scope, p: Poly) -> bool:
        """Whether p changes in time."""
        return any(scope.depends(p, name) for name in (self.time, *self.fields))


def abbreviate(scope: Scope, lets: Iterable[Tree]) -> dict[str, Poly]:
    """Give names to terms."""
    found = {}
    for _, name, tree in lets:
        found[name] = scope.poly(tree)
        scope.facts[f"{name}.is"] = fact(scope.declare(name, "real") - found[name], "=")
    return found


def enter(scope: Scope, time: Tree, solutions: Iterable[Tree], before: list[Step]) -> Flow:
    """Make ``scope`` the scope of a flow.

    The fields are read before any term may contain y, so they are polynomials in y, which are
    locally Lipschitz; they do not contain the time.
    """
    run(scope, before)
    parts = [(name, field, scope.poly(start)) for _, name, field, start in solutions]
    for name, _, _ in parts:
        scope.declare(name, "real")
    fields = {name: scope.poly(field) for name, field, _ in parts}
    scope.declare(time[1], "real", ">=")
    start = {name: value for name, _, value in parts}
    flow = Flow(time[1], fields, start | {time[1]: scope.ring.constant(0)})
    scope.flow = flow
    scope.used.update([("axiom", "flow"), ("axiom", "derivatives")])
    return flow


@rule("stays", "comparison", "continuity")
def stays(scope: Scope, step: Step) -> Formula:
    """From p rel 0 at the start and p′ - m·p rel 0 at all times: p rel 0 at all times.

    For ``>`` it is enough that p′ - m·p ≥ 0, and several facts may be shown together: none can
    be the first to fail, and until then all p ≥ 0, which the steps inside may use.
    """
    flow, rel = scope.flow, step["rel"]
    ensure(flow, "this holds at one time only, and is not carried along")
    ensure(rel in (">", ">=", "="), f"{rel!r} does not stay")
    ensure(rel == ">" or len(step["parts"]) == 1, "only strict inequalities stay together")
    inner, found = scope.inner(), []
    for part in step["parts"]:
        p, m = scope.read(part["p"]), scope.read(part["m"])
        see_continuous(scope, flow, m)
        scope.require(part["start"], fact(at(scope, scope, p, flow.start), rel), "the start")
        if rel == ">":
            inner.learn(part["name"], fact(p, ">="))
        found.append((p, m, part["by"]))
    run(inner, step["steps"])
    for p, m, by in found:
        change = fact(flow.derivative(inner, p) - m * p, "=" if rel == "=" else ">=")
        inner.require(by, change, "how it changes")
    facts = tuple(fact(p, rel) for p, _, _ in found)
    return facts[0] if len(facts) == 1 else All(facts)


def see_continuous(scope: Scope, flow: Flow, p: Poly) -> None:
    """Refuse a polynomial with terms that may jump in time."""
    for name in scope.ring.names_in(p):
        term = scope.terms.get(name)
        if term is not None and flow.moves(scope, scope.ring.generator(name)):
            ensure(FUNCTIONS[term.op].continuous, f"{term.op} is not continuous")
            for a in term.args:
                see_continuous(scope, flow, a)


def see_bounded(scope: Scope, flow: Flow, bounds: dict[str, Any]) -> None:
    """See that every y is bounded by a continuous function of time: it exists for all times."""
    for name in flow.fields:
        bound, y = scope.read(bounds[name]["by"]), scope.ring.generator(name)
        ensure(not any(scope.depends(bound, n) for n in flow.fields), f"{name} is bounded by itself")
        see_continuous(scope, flow, bound)
        both = All((fact(bound - y, ">="), fact(bound + y, ">=")))
        scope.require(bounds[name]["from"], both, f"that {name} is bounded")


def check_flow(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that a formula holds at all times t ≥ 0, or that an equation fails early on.

    An equation a = b is refuted by a derivative of a - b at t = 0 that is not 0.
    """
    _, time, (_, *lets), (_, *solutions), formula = statement.goal
    where = abbreviate(scope, lets)
    run(scope, data["given"])
    flow = enter(scope, time, solutions, data["before"])
    run(scope, data["along"])
    goal = scope.formula(formula)
    if data["verdict"] == "PROVED":
        see_bounded(scope, flow, data["bounds"])
        scope.require(data["by"], goal, "the goal")
        return
    ensure(isinstance(goal, Fact) and goal.rel == "=", "only equations are refuted by derivatives")
    p = goal.poly  # type: ignore[union-attr]
    for _ in range(data["order"]):
        p = flow.derivative(scope, p)
    boxes: dict[str, Any] = {}
    for name, value in where.items():
        boxes[name] = scope.ball(value, boxes)
    gap = scope.ball(at(scope, scope, p, flow.start), boxes)
    ensure(not gap.contains(0), "the derivative at t = 0 may be 0")


def check_time(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that T/δ tends to a value, T the first time at which an observable has a level.

    There are two times, free of t and y: before the first the observable is below the level,
    at the second it is not; divided by δ, both tend to the value.
    """
    _, time, (_, *lets), (_, *solutions), observable, level, name, value = statement.goal
    abbreviate(scope, lets)
    run(scope, data["given"])
    if data["verdict"] == "REFUTED":
        ensure(truth(["!=", data["true"], value]), "the true limit may be the one claimed")
        value = data["true"]
    for which in ("lower", "upper"):
        goal = ["limit", ["*", data[which], ["inv", name]], name, "+oo", "+-", value]
        check_limit(scope, Statement(statement.variables, statement.assume, goal), data["limits"][which])
    inner = scope.inner()
    delta = inner.declare(name, *statement.variables[name])
    for label, threshold in data["beyond"].items():
        inner.learn(label, fact(delta - scope.read(threshold), ">"))
    flow = enter(inner, time, solutions, data["before"])
    run(inner, data["along"])
    see_bounded(inner, flow, data["bounds"])
    gap, t = inner.poly(level) - inner.poly(observable), inner.ring.generator(flow.time)
    see_continuous(inner, flow, gap)
    for which, when, wanted in (
        ("lower", lambda end: fact(end - t, ">"), fact(gap, ">")),
        ("upper", lambda end: fact(t - end, "="), fact(-gap, ">=")),
    ):
        end = inner.poly(data[which])
        ensure(not flow.moves(inner, end), "the bounds of the time contain the time")
        inner.require(data["positive"], fact(end, ">"), "that the times are positive")
        late, part = inner.inner(), data["at"][which]
        late.learn(part["name"], when(end))
        run(late, part["steps"])
        late.require(part["by"], wanted, "the side of the level")
