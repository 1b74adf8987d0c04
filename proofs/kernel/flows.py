"""Statements on the solution of a differential equation: for all times, or its time to a level.

The solution is y with y′ = f(y), y = start at t = 0, on the largest interval from 0 on. What is
known in the scope of a flow holds at every time of that interval, with the names y for the values
at that time and t for the time. The rule ``stays`` carries facts along the solution. If y is
bounded by functions that are defined and continuous for all t ≥ 0, the interval is infinite.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proofs.kernel.elementary import at, derivative
from proofs.kernel.errors import UndefinedTerm, ensure
from proofs.kernel.formulas import All, Fact, Formula, fact, negation
from proofs.kernel.language import Statement, Tree, premises, substitute
from proofs.kernel.limits import check_limit
from proofs.kernel.points import truth
from proofs.kernel.polynomials import rational
from proofs.kernel.steps import Step, rule, run

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.kernel.scope import Scope


@dataclass(frozen=True)
class Flow:
    """A differential equation: the time, f, values at time 0, names without the solution."""

    time: str
    fields: dict[str, Poly]
    start: dict[str, Poly]
    clock: frozenset[str]

    def derivative(self, scope: Scope, p: Poly) -> Poly:
        """Return the derivative of p along the solution."""
        return derivative(scope, p, {**self.fields, self.time: scope.ring.constant(1)})

    def see_continuous(self, scope: Scope, p: Poly) -> None:
        """Refuse terms that may jump in time."""
        scope.see_continuous(p, {self.time, *self.fields})

    def see_bounded(self, scope: Scope, bounds: dict[str, Any]) -> None:
        """See that |y| is at most a function of time that knows nothing of the solution."""
        for name in self.fields:
            bound, y = scope.read(bounds[name]["by"]), scope.ring.generator(name)
            ensure(scope.ring.names_in(bound) <= self.clock, "a bound rests on the solution")
            self.see_continuous(scope, bound)
            both = All((fact(bound - y, ">="), fact(bound + y, ">=")))
            scope.require(bounds[name]["from"], both, f"that {name} is bounded")


def abbreviate(scope: Scope, lets: Iterable[Tree]) -> dict[str, Poly]:
    """Give names to terms."""
    found = {}
    for _, name, tree in lets:
        found[name] = scope.poly(tree)
        scope.facts[f"{name}.is"] = fact(scope.declare(name, "real") - found[name], "=")
    return found


def enter(scope: Scope, time: str, solutions: Iterable[Tree], before: list[Step]) -> Flow:
    """Make ``scope`` the scope of a flow.

    No term contains y when f is read: so f is a polynomial in y, and locally Lipschitz.
    """
    scope.declare(time, "real", ">=")
    run(scope, before)
    clock = frozenset({*scope.kinds, *scope.terms})
    start = {name: scope.poly(tree) for _, name, _, tree in solutions}
    for _, name, *_ in solutions:
        scope.declare(name, "real")
    fields = {name: scope.poly(tree) for _, name, tree, _ in solutions}
    still = not any(scope.depends(p, time) for p in (*start.values(), *fields.values()))
    ensure(still, "the equations contain the time")
    scope.used.update([("axiom", "flow"), ("axiom", "derivatives")])
    flow = scope.flow = Flow(time, fields, start | {time: scope.ring.constant(0)}, clock)
    return flow


@rule("stays", "comparison", "continuity")
def stays(scope: Scope, step: Step) -> Formula:
    """From p rel 0 at the start and p′ - m·p rel 0 at all times: p rel 0 at all times.

    An m that is left out is the quotient of p′ and p; some rest may remain.
    For ``>`` it is enough that p′ - m·p ≥ 0, and the steps inside may use that all p ≥ 0: none
    can be the first to reach 0, and until then they are positive. Until then all facts inside
    hold at all times, and are carried along themselves.
    """
    flow, rel, inner, found = scope.flow, step["rel"], scope.inner(), []
    ensure(flow, "this holds at one time only, and is not carried along")
    inner.flow = flow
    ensure(rel in (">", ">=", "="), f"{rel!r} does not stay")
    for part in step["parts"]:
        p = scope.read(part["p"])
        slope = None
        # the steps inside may define terms that the derivative needs
        with suppress(UndefinedTerm):
            slope = flow.derivative(scope, p)
        ensure(slope is not None or "m" in part, "a term of its derivative has not been defined")
        m = scope.read(part["m"]) if "m" in part else divmod(slope, p)[0]
        flow.see_continuous(scope, m)
        scope.require(part["start"], fact(at(scope, scope, p, flow.start), rel), "the start")
        if rel == ">":
            inner.learn(part["name"], fact(p, ">="))
        change = None if slope is None else slope - m * p
        if change is not None:
            scope.seen[f"{part['name']}'"] = change, scope.ring.names_in(change)
        found.append((p, m, change, part["by"]))
    run(inner, step["steps"])
    for p, m, known, by in found:
        change = flow.derivative(inner, p) - m * p if known is None else known
        inner.require(by, fact(change, "=" if rel == "=" else ">="), "how it changes")
    facts = tuple(fact(p, rel) for p, *_ in found)
    return facts[0] if len(facts) == 1 else All(facts)


def shown_limit(scope: Scope, data: Any, claimed: Tree) -> Tree:
    """Return the limit that is shown: the one claimed or, to refute it, one that is certainly another."""
    if data["verdict"] != "REFUTED":
        return claimed
    true = data["true"]
    if "differ" in data:
        apart = fact(scope.poly(true) - scope.poly(claimed), "!=")
        scope.require(data["differ"], apart, "that the limits differ")
    else:
        ensure(differ(true, claimed), "the true limit may be the one claimed")
    return true


def differ(one: Tree, other: Tree) -> bool:
    """Whether two limits are certainly not the same; each is a number without names, or +oo."""
    if (one == "+oo") == (other == "+oo"):
        return truth(["!=", one, other]) is True
    finite = other if one == "+oo" else one
    return truth(["=", finite, finite]) is True


def check_flow(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that a formula holds at all times t ≥ 0, or that it fails at some time.

    Premises on the time have to be met at some time, where the variables are as at the witness.
    An equation a = b is refuted also by a derivative of a - b at t = 0 that is not 0.
    """
    _, (_, time), (_, *lets), (_, *solutions), formula = statement.goal
    where = abbreviate(scope, lets)
    run(scope, data["given"])
    flow = enter(scope, time, solutions, data["before"])
    run(scope, data["along"])
    goal = scope.formula(formula)
    if data["verdict"] == "PROVED":
        flow.see_bounded(scope, data["bounds"])
        met = [[">=", time, "0"], *premises(formula)]
        at_witness = data["witness"] | {time: data.get("when", "0")}
        for premise in met:
            holds = truth(substitute(premise, at_witness)) is True
            ensure(holds, f"{premise} does not certainly hold at the witness")
        return scope.require(data["by"], goal, "the goal")
    if "moment" in data:
        flow.see_bounded(scope, data["bounds"])
        side, when = scope.inner(), rational(data["moment"])
        ensure(when >= 0, "the time is before the start")
        side.learn(data["name"], fact(scope.ring.generator(time) - when, "="))
        run(side, data["late"])
        return side.require(data["by"], negation(goal), "that the goal fails")
    ensure(isinstance(goal, Fact) and goal.rel == "=", "only equations are refuted so")
    p, boxes = goal.poly, dict[str, Any]()  # type: ignore[union-attr]
    for _ in range(data["order"]):
        p = flow.derivative(scope, p)
    for name, value in where.items():
        boxes[name] = scope.ball(value, boxes)
    gap = scope.ball(at(scope, scope, p, flow.start), boxes)
    differs = gap.is_finite() and not gap.contains(0)
    return ensure(differs, "the derivative at t = 0 may be 0")


def check_time(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that T/δ tends to a value, or T - Lδ, T the first time at which an observable has a level.

    There are two times, free of t and y: before the first the observable is below the level,
    at the second it is not; divided by δ, or less Lδ, both tend to the value.
    """
    _, (_, time), (_, *lets), (_, *solutions), observable, level, *less, name, value = (
        statement.goal
    )
    abbreviate(scope, lets)
    run(scope, data["given"])
    value = shown_limit(scope, data, value)
    for which in ("lower", "upper"):
        compared = ["*", data[which], ["inv", name]]
        if less:
            (multiple,) = less
            compared = ["+", data[which], ["*", "-1", multiple, name]]
        goal = ["limit", compared, name, "+oo", "+-", value]
        limit = Statement(statement.variables, statement.assume, goal)
        check_limit(scope, limit, data["limits"][which])
    inner = scope.inner()
    delta = inner.declare(name, *statement.variables[name])
    for label, threshold in data["beyond"].items():
        inner.learn(label, fact(delta - scope.read(threshold), ">"))
    flow = enter(inner, time, solutions, data["before"])
    # free of t and y, which the limits do not know
    ends = {which: inner.poly(data[which]) for which in ("lower", "upper")}
    run(inner, data["along"])
    flow.see_bounded(inner, data["bounds"])
    scope.used.update([("axiom", "null quantities"), ("axiom", "intermediate values")])
    _see_sides(inner, data, ends, inner.poly(level) - inner.poly(observable))


def _see_sides(scope: Scope, data: Any, ends: dict[str, Poly], gap: Poly) -> None:
    """See that a gap is positive before the lower of two times, and is not at the upper one."""
    flow, t = scope.flow, scope.ring.generator(scope.flow.time)
    flow.see_continuous(scope, gap)
    scope.used["axiom", "continuity"] += 1
    for which, end in ends.items():
        early, side, part = which == "lower", scope.inner(), data["at"][which]
        wanted = fact(gap, ">") if early else fact(-gap, ">=")
        scope.require(data["positive"], fact(end, ">"), "that the times are positive")
        side.learn(part["name"], fact(end - t, ">") if early else fact(t - end, "="))
        run(side, part["steps"])
        side.require(part["by"], wanted, "the side of the level")


OPPOSITE = {"=": ("=", "!="), "<=": (">=", ">"), ">=": ("<=", "<")}
"""How a time is compared with another value to refute what is said of it, and how that with the one said."""


def check_when(scope: Scope, statement: Statement, data: Any) -> None:
    """Check what the first time is at which an observable is not below a level, or a bound of it.

    It is at most a value at which this is so, and at least one before which it is not.
    """
    head, (_, time), (_, *lets), (_, *solutions), observable, level, value = statement.goal
    rel = head.removeprefix("when ")
    abbreviate(scope, lets)
    run(scope, data["given"])
    end = scope.poly(value)
    if data["verdict"] == "REFUTED":
        rel, differs = OPPOSITE[rel]
        true = scope.poly(data["true"])
        scope.require(data["differ"], fact(true - end, differs), "that the value is not right")
        end = true
    flow = enter(scope, time, solutions, data["before"])
    run(scope, data["along"])
    flow.see_bounded(scope, data["bounds"])
    ends = {which: end for which, other in (("lower", "<="), ("upper", ">=")) if rel != other}
    _see_sides(scope, data, ends, scope.poly(level) - scope.poly(observable))
