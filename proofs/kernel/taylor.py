"""Taylor's theorem as a source of null quantities: what is left over, divided by hⁿ."""

from math import factorial
from typing import Any

from flint import fmpq

from proofs.kernel.elementary import at, slope
from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, fact
from proofs.kernel.language import Tree
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run

HIGHEST = 12


def remainder(outer: Scope, inner: Scope, h: Tree, data: Any) -> Tree:
    """Return r with r·hⁿ = f(a + h) - Σ f⁽ᵏ⁾(a)·hᵏ/k!, k = 0 … n, which tends to 0 with h ≠ 0.

    The steps inside define the terms of f and of its first n derivatives for a variable that is
    a. All of these are then continuous around a.
    """
    tree, n, variable = data["tree"], data["order"], data["variable"]
    ensure(type(n) is int and 1 <= n <= HIGHEST, f"{n!r} is no order")
    a, local = outer.read(data["at"]), outer.inner()
    local.learn(f"{variable}_at", fact(local.declare(variable, "real") - a, "="))
    run(local, data["steps"])
    f = change = local.read(data["f"])
    step = inner.poly(h)
    rest = at(local, inner, f, {variable: a + step}) - at(local, outer, f, {variable: a})
    for k in range(1, n + 1):
        change = slope(local, change, variable)
        rest -= at(local, outer, change, {variable: a}) * step**k * fmpq(1, factorial(k))
    wanted = All((fact(step, "!="), fact(inner.poly(tree) * step**n - rest, "=")))
    inner.require(data["by"], wanted, "the remainder")
    inner.used.update([("rule", "taylor"), ("axiom", "taylor"), ("axiom", "derivatives")])
    return tree
