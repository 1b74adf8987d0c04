"""Values that meet the assumptions; one of them may be shown to exist, as a zero between two numbers."""

from typing import Any

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, fact
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.points import meets, truth
from proofs.kernel.polynomials import rational
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run


def at_values(scope: Scope, statement: Statement, point: Any, zero: Any = None) -> Statement:
    """Return what a statement says at a point that meets its assumptions.

    One real variable may have no value there and stand for a zero of a continuous f instead: it
    stays a variable of what is returned, with what is known of the zero as further assumptions.
    """
    name = zero["variable"] if zero else ""
    others = {other: how for other, how in statement.variables.items() if other != name}
    plain = tuple(a for a in statement.assume if name not in leaves(a))
    point = meets(Statement(others, plain, statement.goal), point)
    kept = statement.moving | set(statement.variables) - set(others)
    assume = [substitute(a, point) for a in statement.assume if leaves(a) & kept]
    if zero:
        kind, sign = statement.variables[name]
        ensure(kind == "real", f"{name} is not real")
        signed = [[sign, name, "0"]] if sign else []
        met = [*signed, *(a for a in assume if not leaves(a) & statement.moving)]
        assume = [*_zero_between(scope, name, met, zero), *assume]
    variables = {other: statement.variables[other] for other in kept}
    return Statement(variables, tuple(assume), substitute(statement.goal, point))


def _zero_between(scope: Scope, name: str, met: list[Tree], zero: Any) -> list[Tree]:
    """Check that formulas hold at a zero of f between a and b; return what says that it is one.

    f(a) ≤ 0 ≤ f(b) is computed. One list of steps shows that all terms of f are defined between a
    and b. From there on the variable stands for the zero, and a second list shows the formulas.
    """
    low, high, f = zero["low"], zero["high"], zero["f"]
    ensure(rational(low) <= rational(high), "the interval is empty")
    for end, rel in ((low, "<="), (high, ">=")):
        ensure(truth([rel, substitute(f, {name: end}), "0"]), "f may not change its sign")
    x = scope.declare(name, "real")
    scope.learn(f"{name}_above", fact(x - rational(low), ">="))
    scope.learn(f"{name}_below", fact(rational(high) - x, ">="))
    run(scope, zero["inside"])
    p = scope.poly(f)
    scope.see_continuous(p, {name})
    scope.learn(f"{name}_zero", fact(p, "="))
    run(scope, zero["steps"])
    wanted = All(tuple(map(scope.formula, met)))
    scope.require(zero["by"], wanted, "that the zero meets the assumptions")
    scope.used.update([("rule", "zero between"), ("axiom", "intermediate values")])
    scope.used["axiom", "continuity"] += 1
    return [[">=", name, low], ["<=", name, high], ["=", f, "0"]]
