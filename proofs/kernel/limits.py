"""The rule for limits: f = F(ε₁, …, εₘ) far out, every εᵢ tends to 0, F is continuous at 0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proofs.kernel.errors import reject
from proofs.kernel.formulas import All, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import INFINITIES, Statement, Tree, leaves, substitute
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run

WHOLE = ("integer", "even", "odd")


def negative(tree: Tree) -> Tree:
    """Return -tree."""
    return ["*", "-1", tree]


def approach(to: Tree, side: str, y: Tree) -> Tree:
    """Write the variable of a limit by one that tends to infinity."""
    if to == "+oo":
        return y
    return negative(y) if to == "-oo" else ["+", to, ["*", f"{side}1".lstrip("+"), ["inv", y]]]


@dataclass(frozen=True)
class Far:
    """Where a limit is taken.

    Attributes
    ----------
    outer : Scope
        What is known of everything but the moving variable.
    inner : Scope
        The same with ``y``, which exceeds some thresholds.
    y : str
        The variable that tends to infinity.
    """

    outer: Scope
    inner: Scope
    y: str

    def constant(self, tree: Tree) -> Tree:
        """Return a tree that is defined without the moving variable."""
        self.outer.poly(tree)
        return tree

    def infinite(self, data: Any) -> Tree:
        """Return a tree that tends to +∞, built from the description ``data``."""
        if data == self.y:
            return data
        head, *rest = data
        if head in ("log", "exp"):
            return [head, self.infinite(rest[0])]
        if head in ("root", "power"):
            n, part = rest
            if type(n) is not int or n < 1:
                reject(f"{n!r} is no order of a root or power")
            inside = self.infinite(part)
            return ["root", inside, str(n)] if head == "root" else ["^", inside, n]
        if head == "shift":
            return ["+", self.constant(rest[0]), self.infinite(rest[1])]
        if head == "scale":
            c, part, by = rest
            wanted = fact(self.outer.poly(self.constant(c)), ">")
            self.outer.require(by, wanted, "that the factor is positive")
            return ["*", c, self.infinite(part)]
        if head == "above":
            tree, part, by = rest
            gap = self.inner.poly(tree) - self.inner.poly(self.infinite(part))
            self.inner.require(by, fact(gap, ">="), "the lower bound")
            return tree
        reject(f"{head!r} is not known to tend to infinity")

    def null(self, data: Any) -> Tree:
        """Return a tree that tends to 0, built from the description ``data``."""
        head, *rest = data
        if head == "inverse":
            return ["inv", self.infinite(rest[0])]
        if head == "decay":
            n, part = rest
            if type(n) is not int or n < 0:
                reject(f"{n!r} is no exponent")
            u = self.infinite(part)
            return ["*", ["^", u, n], ["exp", negative(u)]]
        if head == "slow":
            u = self.infinite(rest[0])
            return ["*", ["log", u], ["inv", u]]
        if head == "squeezed":
            tree, part, by = rest
            p, bound = self.inner.poly(tree), self.inner.poly(self.null(part))
            both = All((fact(bound - p, ">="), fact(bound + p, ">=")))
            self.inner.require(by, both, "the bound")
            return tree
        reject(f"{head!r} is not known to tend to 0")


def check_limit(outer: Scope, statement: Statement, data: Any) -> None:
    """Check a limit from each side that it speaks of; ``outer`` knows the other variables."""
    _, _, _, to, side, _ = statement.goal
    sides = list(side) if to not in INFINITIES else [side]
    if len(data) != len(sides):
        reject(f"the limit is taken from {len(sides)} sides")
    for one, part in zip(sides, data, strict=True):
        _check_side(outer, statement, one, part)


def _check_side(outer: Scope, statement: Statement, side: str, data: Any) -> None:
    _, expr, name, to, _, value = statement.goal
    kind, sign = statement.variables[name]
    if kind not in ("real", "rational") and not (kind in WHOLE and to in INFINITIES):
        reject(f"{name} is {kind} and does not come near {to}")
    inner = outer.inner()
    y = inner.declare(data["y"], kind if to in INFINITIES else "real")
    far = Far(outer, inner, data["y"])
    for label, threshold in data["beyond"].items():
        inner.learn(label, fact(y - outer.read(threshold), ">"))
    run(inner, data["steps"])
    moving = {name: approach(to, side, data["y"])}
    # the values that are approached must be admissible, from a threshold on
    x = inner.poly(moving[name])
    signs = [fact(-x if "<" in sign else x, sign.replace("<", ">"))] if sign else []
    met = [inner.formula(substitute(a, moving)) for a in statement.assume if name in leaves(a)]
    inner.require(data.get("admissible", []), All((*signs, *met)), "that the values are admissible")
    nulls = {label: far.null(item) for label, item in data["nulls"].items()}
    if set(nulls) & (set(statement.variables) | {data["y"]}):
        reject("a null quantity has the name of a variable")
    form = data["form"]
    _see_continuous(form, set(nulls))
    at_zero = outer.poly(substitute(form, dict.fromkeys(nulls, "0")))
    close, f = inner.poly(substitute(form, nulls)), inner.poly(substitute(expr, moving))
    if value in INFINITIES:
        growing = f if value == "+oo" else -f
        inner.require(data["by"], All((fact(growing, ">"), fact(close * f - 1, "="))), "1/f = F")
        outer.require(data["value"], fact(at_zero, "="), "F(0) = 0")
    else:
        inner.require(data["by"], fact(close - f, "="), "f = F")
        outer.require(data["value"], fact(at_zero - outer.poly(value), "="), "F(0) = value")


def _see_continuous(form: Tree, nulls: set[str]) -> None:
    """Refuse terms in the null quantities that are not continuous wherever they are defined."""
    if isinstance(form, list) and leaves(form) & nulls:
        if form[0] in FUNCTIONS and not FUNCTIONS[form[0]].continuous:
            reject(f"{form[0]} is not continuous")
        for part in form[1:]:
            _see_continuous(part, nulls)
