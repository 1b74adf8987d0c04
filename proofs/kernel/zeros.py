"""Refutation at a value that is shown to exist: a zero between two numbers."""

from typing import Any

from proofs.kernel.elementary import at
from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, fact
from proofs.kernel.language import Statement, substitute
from proofs.kernel.points import read_point
from proofs.kernel.polynomials import rational
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run


def check_zero(scope: Scope, statement: Statement, data: Any) -> None:
    """Check that the goal fails at a zero of a continuous f, all other variables having values.

    One list of steps shows f(a) ≤ 0 ≤ f(b), a second that all terms of f are defined between a and
    b. From there on the variable stands for a zero of f: a third list shows that it has the
    declared sign and meets the assumptions, and that the goal fails.
    """
    zero, point = data["zero"], data["point"]
    name, low, high = zero["variable"], rational(zero["low"]), rational(zero["high"])
    kind, sign = statement.variables[name]
    ensure(kind == "real" and name not in point, f"{name} is not an open real variable")
    ensure(low < high, "the interval is empty")
    others = {other: how for other, how in statement.variables.items() if other != name}
    values = read_point(Statement(others, (), statement.goal), point)
    run(scope, zero["ends"])
    inner = scope.inner()
    x = inner.declare(name, "real")
    inner.learn(f"{name}_above", fact(x - low, ">="))
    inner.learn(f"{name}_below", fact(high - x, ">="))
    run(inner, zero["steps"])
    f = inner.read(zero["f"])
    inner.see_continuous(f, {name})
    left, right = (at(inner, scope, f, {name: inner.ring.constant(end)}) for end in (low, high))
    scope.require(zero["by"], All((fact(-left, ">="), fact(right, ">="))), "a change of sign")
    inner.learn(f"{name}_zero", fact(f, "="))
    run(inner, data["steps"])
    wanted = [*statement.assume, ["not", statement.goal], *([[sign, name, "0"]] if sign else [])]
    met = All(tuple(inner.formula(substitute(formula, values)) for formula in wanted))
    inner.require(data["by"], met, "that the goal fails at the zero")
