"""Integrals over one variable."""

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, fact
from proofs.kernel.language import body
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule, run
from proofs.kernel.sums import summand


@rule("integral", "continuity")
def integral(scope: Scope, step: Step) -> None:
    """Introduce ∫ f(x) dx from a to b ≥ a; l ≤ f ≤ h for a < x ≤ b gives l(b - a) ≤ ∫ ≤ h(b - a).

    f is continuous there, and may have no value at a. If l < f and a < b, then l(b - a) < ∫. Its
    derivative by b is f(b).
    """
    head, tree = body(step["op"])
    ensure(head == "integral", f"{head!r} is no integral")
    args = high, low, *values = tuple(map(scope.read, step["args"]))
    least, most = scope.read(step["least"]), scope.read(step["most"])
    rel = ">" if step["strict"] is True else ">="
    scope.require(step["ordered"], fact(high - low, rel), "a ≤ b")
    inner, variable = scope.inner(), step["variable"]
    x = inner.declare(variable, "real")
    inner.learn(f"{variable}_above", fact(x - low, ">"))
    inner.learn(f"{variable}_below", fact(high - x, ">="))
    run(inner, step["steps"])
    f = summand(inner, tree, x, tuple(values))
    inner.see_continuous(f, {variable})
    between = All((fact(f - least, rel), fact(most - f, ">=")))
    inner.require(step["by"], between, "that it is bounded")
    whole, width = scope.define(step["name"], step["op"], args), high - low
    scope.facts[f"{step['name']}.0"] = fact(whole - least * width, rel)
    scope.facts[f"{step['name']}.1"] = fact(most * width - whole, ">=")
