"""What an observable of a solution tends to: as t → ∞, or at a multiple of a parameter that grows.

As t → ∞ it stays between two functions that tend to the value; or it is above every level from some
time on. At t = τδ it is within any ε of the value from some δ on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import ensure
from proofs.kernel.flows import abbreviate, enter, shown_limit
from proofs.kernel.formulas import All, fact
from proofs.kernel.language import Statement, leaves
from proofs.kernel.limits import check_limit
from proofs.kernel.steps import run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from proofs.kernel.language import Tree
    from proofs.kernel.scope import Scope


def follow(scope: Scope, time: str, solutions: Iterable[Tree], data: Any) -> None:
    """Let a flow begin; show what holds along its solution, and that this lasts."""
    flow = enter(scope, time, solutions, data["before"])
    run(scope, data["along"])
    flow.see_bounded(scope, data["bounds"])


def check_terminal(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that an observable tends to a value.

    It lies between two functions of the time at all times, and both tend to the value. They are free
    of y, which is not known where their limits are shown.
    """
    _, (_, time), (_, *lets), (_, *solutions), observable, value = statement.goal
    abbreviate(scope, lets)
    run(scope, data["given"])
    value = shown_limit(scope, data, value)
    if value == "+oo":
        check_growth(scope, statement, data)
        return
    variables = {**statement.variables, time: ("real", ">=")}
    for which in ("lower", "upper"):
        goal = ["limit", data[which], time, "+oo", "+-", value]
        check_limit(scope, Statement(variables, (), goal), data["limits"][which])
    follow(scope, time, solutions, data)
    scope.used.update(("axiom", x) for x in ("null quantities", "continuity"))
    b, lower, upper = map(scope.poly, (observable, data["lower"], data["upper"]))
    between = All((fact(b - lower, ">="), fact(upper - b, ">=")))
    scope.require(data["by"], between, "that it lies between its bounds")


def check_growth(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that an observable tends to infinity: for every level there is a time from which on it is not below.

    The time depends on the level, but neither on t nor on y, which come in after it.
    """
    _, (_, time), _, (_, *solutions), observable, _ = statement.goal
    level = scope.declare(data["y"], "real", ">")
    run(scope, data["near"])
    moment = scope.poly(data["when"])
    follow(scope, time, solutions, data)
    b, side = scope.poly(observable), scope.inner()
    side.learn(data["name"], fact(scope.ring.generator(time) - moment, ">="))
    run(side, data["late"])
    side.require(data["by"], fact(b - level, ">="), "that it is not below the level")


def check_plateau(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that an observable at t = τδ tends to a value as δ → ∞.

    For any ε between 0 and 1 it is within ε of the value, for δ beyond thresholds that do not know δ.
    """
    _, (_, time), (_, *lets), (_, *solutions), observable, when, name, value = statement.goal
    kind, sign = statement.variables[name]
    ensure("<" not in sign, f"{name} is declared {sign} 0, and does not grow")
    met = not any(name in leaves(formula) for formula in statement.assume)
    ensure(met, f"something is assumed of {name}")
    abbreviate(scope, lets)
    run(scope, data["given"])
    # neither knows ε
    limit, speed = scope.poly(shown_limit(scope, data, value)), scope.poly(when)
    distance = scope.declare(data["y"], "real", ">")
    scope.learn(data["small"], fact(1 - distance, ">"))
    run(scope, data["near"])
    inner = scope.inner()
    delta = inner.declare(name, kind, sign)
    for label, threshold in data["beyond"].items():
        inner.learn(label, fact(delta - scope.read(threshold), ">"))
    follow(inner, time, solutions, data)
    moment = speed * delta
    inner.require(data["positive"], fact(moment, ">="), "that it is not before the start")
    side, gap = inner.inner(), inner.poly(observable) - limit
    side.learn(data["name"], fact(inner.ring.generator(time) - moment, "="))
    run(side, data["late"])
    within = All((fact(distance - gap, ">="), fact(distance + gap, ">=")))
    side.require(data["by"], within, "that it is near the value")
