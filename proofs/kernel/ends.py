"""What an observable of a solution tends to as t → ∞: it stays between two functions that tend to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.flows import abbreviate, enter, shown_limit
from proofs.kernel.formulas import All, fact
from proofs.kernel.language import Statement
from proofs.kernel.limits import check_limit
from proofs.kernel.steps import run

if TYPE_CHECKING:
    from proofs.kernel.scope import Scope


def check_terminal(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that an observable tends to a value.

    It lies between two functions of the time at all times, and both tend to the value. They are free
    of y, which is not known where their limits are shown.
    """
    _, (_, time), (_, *lets), (_, *solutions), observable, value = statement.goal
    abbreviate(scope, lets)
    run(scope, data["given"])
    value = shown_limit(data, value)
    variables = {**statement.variables, time: ("real", ">=")}
    for which in ("lower", "upper"):
        goal = ["limit", data[which], time, "+oo", "+-", value]
        check_limit(scope, Statement(variables, (), goal), data["limits"][which])
    flow = enter(scope, time, solutions, data["before"])
    run(scope, data["along"])
    flow.see_bounded(scope, data["bounds"])
    scope.used.update(("axiom", x) for x in ("null quantities", "continuity"))
    b, lower, upper = map(scope.poly, (observable, data["lower"], data["upper"]))
    between = All((fact(b - lower, ">="), fact(upper - b, ">=")))
    scope.require(data["by"], between, "that it lies between its bounds")
