"""Statements on delays: how much later than at rate·T = δ a level is reached, as δ → ∞.

The solution depends on a ratio r and on a start δ. Its delay c(r) is what rate·T - δ tends to, where
T is the first time at which an observable is not below the level. That T and the limit exist is taken as
given (axiom *delays*) of one flow, `MODE`; what is known of c(r) is shown along the solution for every δ.
The formula may be a limit, in which the ratios move.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.elementary import at
from proofs.kernel.errors import ensure
from proofs.kernel.flows import abbreviate, enter
from proofs.kernel.formulas import All, fact, negation
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.language import bound as bound_names
from proofs.kernel.limits import check_limit, with_another_value
from proofs.kernel.steps import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from proofs.kernel.polynomials import Poly
    from proofs.kernel.scope import Scope


NAMES = ("t", "r", "d", "o1", "o2", "t1", "t2", "s", "w", "h1", "h2")
MODE: Tree = [
    "and",
    ["where",
     ["let", "o1", ["*", ["inv", ["root", "r", "2"]], ["root", ["+", "1", "r"], "2"]]],
     ["let", "o2", ["root", ["+", "1", "r"], "2"]],
     ["let", "t1", ["*", "1/2", ["root", "2", "2"], ["root", "r", "2"]]],
     ["let", "t2", ["*", "1/2", ["root", "2", "2"]]],
     ["let", "s", ["*", "1/2", ["root", "2", "2"], ["root", ["+", "1", "r"], "2"]]]],
    ["solutions",
     ["solution", "w", ["+", ["*", "-1", ["+", ["*", ["^", "h1", 2], "o1"], ["*", ["^", "h2", 2], "o2"]], "w"],
                        ["*", "h1", "o1", "t1"], ["*", "h2", "o2", "t2"]], ["exp", ["*", "-1", "d"]]],
     ["solution", "h1", ["*", ["+", ["*", "o1", "t1"], ["*", "-1", "h1", "o1", "w"]], "w"],
      ["*", ["inv", "s"], "t1", ["exp", ["*", "-1", "d"]]]],
     ["solution", "h2", ["*", ["+", ["*", "o2", "t2"], ["*", "-1", "h2", "o2", "w"]], "w"],
      ["*", ["inv", "s"], "t2", ["exp", ["*", "-1", "d"]]]]],
    ["*", ["inv", ["^", "s", 2]], ["+", ["*", "h1", "t1"], ["*", "h2", "t2"]], "w"],
    "1/2",
    ["root", ["+", "1", "r"], "2"],
]  # fmt: skip
"""The flow whose delay exists for every ratio r > 0, with names of its own: w′ = Σωᵢhᵢ(tᵢ - whᵢ),
hᵢ′ = ωᵢw(tᵢ - whᵢ), β = wΣtᵢhᵢ/σ², the level ½ and the rate √(r + 1)."""


def see_mode(goal: Tree) -> None:
    """Refuse any other flow, on which the delay of a goal may not exist."""
    _, (_, time), (_, ratio), (_, start), *parts = goal[:9]
    own = [time, ratio, start, *(name for _, *items in parts[:2] for _, name, *_ in items)]
    said: Tree = ["and", *parts]
    alone = len(own) == len(NAMES) and leaves(said) <= set(own)
    same = alone and substitute(said, dict(zip(own, NAMES, strict=True))) == MODE
    ensure(same, "it is not known that a delay of these equations exists")


def check_delays(scope: Scope, statement: Statement, data: Any) -> None:
    """Check a formula in delays by what is shown of each, or a limit by what is shown far out."""
    see_mode(statement.goal)
    formula = statement.goal[-1]
    if formula[0] == "limit":
        said = Statement(statement.variables, statement.assume, formula)
        if data["verdict"] == "REFUTED":
            said = with_another_value(scope, said, data)
        scope.used.update(
            [("rule", "limit"), ("axiom", "null quantities"), ("axiom", "continuity")]
        )
        return check_limit(scope, said, data["limit"], lambda inner, moving, part: _learn(
            inner, statement, moving, part["delays"]))  # fmt: skip
    _learn(scope, statement, {}, data)
    goal = scope.formula(formula)
    scope.require(data["by"], goal if data["verdict"] == "PROVED" else negation(goal), "the goal")
    return None


def _learn(scope: Scope, statement: Statement, moving: Mapping[str, Tree], data: Any) -> None:
    """Give names to delays, also at further ratios, and learn what is shown of them; something may move."""
    _, _, (_, ratio), *_, rate, (_, *delays), _ = statement.goal
    further = data.get("further", [])
    news = leaves(["and", *moving.values()]).union(name for _, name, _ in further)
    ensure(
        news.isdisjoint(bound_names(statement.goal)), "what is new has the name of something else"
    )
    places = dict[str, Tree]()
    for _, name, tree in (*delays, *further):
        place = places[name] = substitute(tree, moving)
        above = [fact(scope.poly(x), ">") for x in (place, substitute(rate, {ratio: place}))]
        scope.require(data["positive"][name], All(tuple(above)), "that ratio and rate are positive")
        scope.declare(name, "real")
    scope.used["axiom", "delays"] += 1
    for part in data["known"]:
        work, rel = WAYS[part["how"]]
        scope.learn(part["name"], fact(work(scope, statement, places, part), rel))
    run(scope, data["after"])


def renamed(
    statement: Statement, place: Tree, part: Any, later: tuple[Tree, ...] = ()
) -> tuple[Any, ...]:
    """Return start, time, definitions, solutions, observable and rate at a ratio, under new names.

    The start may be later by something.
    """
    _, (_, time), (_, ratio), (_, start), *others, _, rate, _, _ = statement.goal
    names = part["names"]
    own = {time, start, *(name for _, *items in others[:2] for _, name, *_ in items)}
    ensure(set(names) == own, f"new names are needed for {sorted(own)}")
    values = {**names, ratio: place, start: ["+", names[start], *later]}
    others = [substitute(tree, values) for tree in (*others, rate)]
    return names[start], names[time], *others


def bound(scope: Scope, statement: Statement, places: dict[str, Tree], part: Any) -> Poly:
    """Return c - v, where rate·T - δ → v for times T: the level is not reached before, or it is then.

    T is after the start for large δ. The solution need not last until then: its delay exists, so that
    the level is reached while it lasts.
    """
    start, time, where, solutions, observable, rate = renamed(statement, places[part["of"]], part)
    outer = scope.inner()
    abbreviate(outer, where[1:])
    run(outer, part["given"])
    lag = ["+", ["*", rate, part["time"]], ["*", "-1", start]]
    goal = ["limit", lag, start, "+oo", "+-", part["value"]]
    limit = Statement({**statement.variables, start: ("real", "")}, (), goal)
    check_limit(outer, limit, part["limit"])
    inner = outer.inner()
    delta = inner.declare(start, "real")
    for label, threshold in part["beyond"].items():
        inner.learn(label, fact(delta - outer.read(threshold), ">"))
    run(inner, part["times"])
    end = inner.poly(part["time"])
    enter(inner, time, solutions[1:], part["before"])
    run(inner, part["along"])
    gap = inner.poly(statement.goal[7]) - inner.poly(observable)
    left, late = end - inner.ring.generator(time), part["how"] == "late"
    side = inner.inner()
    side.learn(part["early"], fact(left, ">" if late else "="))
    run(side, part["steps"])
    wanted = fact(gap, ">" if late else "<=")
    side.require(part["by"], wanted, f"that the level is {'not ' if late else ''}reached")
    scope.used.update([("axiom", "null quantities"), ("axiom", "continuity")])
    return scope.poly(part["of"]) - scope.poly(part["value"])


def exchange(scope: Scope, statement: Statement, places: dict[str, Tree], part: Any) -> Poly:
    """Return c - (c′ + v), where images of the solution at r′ from δ + v are the solution at r from δ.

    They solve its equations where both times are measured by their rates, and have its observable.
    """
    of, other = part["pair"]
    found = renamed(statement, places[other], part, (part["value"],))
    start, time, where, solutions, observable, rate = found
    inner = scope.inner()
    delta = inner.declare(start, "real")
    abbreviate(inner, where[1:])
    flow = enter(inner, time, solutions[1:], part["before"])
    run(inner, part["along"])
    _, _, (_, ratio), (_, own), (_, *lets), (_, *ys), seen, _, own_rate, *_ = statement.goal
    values: dict[str, Poly] = {own: delta, ratio: inner.poly(places[of])}
    for _, name, tree in lets:
        values[name] = inner.poly(tree, values)
    images = {name: inner.read(part["images"][name]) for _, name, *_ in ys}
    for _, name, field, first in ys:
        begins = at(inner, inner, images[name], flow.start) - inner.poly(first, values)
        rates = inner.poly(own_rate, values), inner.poly(rate)
        change = flow.derivative(inner, images[name]) * rates[0]
        change -= inner.poly(field, values | images) * rates[1]
        wanted = All((fact(begins, "="), fact(change, "=")))
        inner.require(part["by"][name], wanted, f"that the image of {name} is the solution")
    gap = inner.poly(seen, values | images) - inner.poly(observable)
    inner.require(part["same"], fact(gap, "="), "that the observables agree")
    return scope.poly(of) - scope.poly(other) - scope.poly(part["value"])


WAYS = {"late": (bound, ">="), "soon": (bound, "<="), "exchange": (exchange, "=")}
"""What shows something of delays, and which relation of what it returns to 0."""
