"""The rule for limits: f = F(ε₁, …, εₘ) far out, every εᵢ tends to 0, F is continuous at 0."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from proofs.kernel.elementary import at, slope
from proofs.kernel.errors import ensure, reject
from proofs.kernel.formulas import FALSE, All, Formula, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import INFINITIES, NAME, WHOLE, Statement, Tree, leaves, substitute
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule, run
from proofs.kernel.taylor import remainder

LIMITS: dict[str, Tree] = {"erf": "1", "atan": ["*", "1/2", ["pi"]]}
"""What functions tend to as their argument tends to +∞."""


def negative(tree: Tree) -> Tree:
    """Return -tree."""
    return ["*", "-1", tree]


def approach(to: Tree, side: str, y: Tree) -> Tree:
    """Write the variable of a limit by one that tends to infinity."""
    if to in INFINITIES:
        return y if to == "+oo" else negative(y)
    return ["+", to, ["*", {"+": "1", "-": "-1"}[side], ["inv", y]]]


def is_isolated(statement: Statement) -> bool:
    """Whether the goal is a limit of whole numbers at a finite point, which they do not approach."""
    kinds = {statement.variables[name][0] for name in statement.moving}
    finite = statement.said[0] == "limit" and statement.said[3] not in INFINITIES
    return finite and bool(kinds & set(WHOLE))


def ways(statement: Statement) -> tuple[Tree, str]:
    """Return where a limit is taken and the sides from which it is approached."""
    if statement.said[0] != "limit":
        return "+oo", "+"
    _, _, _, to, side, _ = statement.said
    return to, "+" if to in INFINITIES else side


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
    known : dict
        Null quantities that have names.
    """

    outer: Scope
    inner: Scope
    y: str
    known: dict[str, Tree] = field(default_factory=dict)

    def infinite(self, data: Any) -> Tree:
        """Return a tree that tends to +∞, built from the description ``data``."""
        if data == self.y:
            return data
        head, *rest = data
        if head in ("log", "exp"):
            return [head, self.infinite(rest[0])]
        if head in ("root", "power"):
            n, part = rest
            ensure(type(n) is int and n > 0, f"{n!r} is no order of a root or power")
            inside = self.infinite(part)
            return ["root", inside, str(n)] if head == "root" else ["^", inside, n]
        if head == "scale":
            c, part, by = rest
            self.outer.require(by, fact(self.outer.poly(c), ">"), "that the factor is positive")
            return ["*", c, self.infinite(part)]
        return reject(f"{head!r} is not known to tend to infinity")

    def null(self, data: Any) -> Tree:
        """Return a tree that tends to 0, built from the description ``data``."""
        if isinstance(data, str):
            ensure(data in self.known, f"{data!r} is no null quantity")
            return self.known[data]
        head, *rest = data
        if head == "inverse":
            return ["inv", self.infinite(rest[0])]
        if head == "decay":
            n, u = rest[0], self.infinite(rest[1])
            return ["*", ["^", u, n], ["exp", negative(u)]]
        if head == "slow":
            u = self.infinite(rest[0])
            return ["*", ["log", u], ["inv", u]]
        if head in LIMITS:
            return ["+", LIMITS[head], negative([head, self.infinite(rest[0])])]
        if head == "squeezed":
            tree, part, by = rest
            p, bound = self.inner.poly(tree), self.inner.poly(self.null(part))
            self.inner.require(by, All((fact(bound - p, ">="), fact(bound + p, ">="))), "the bound")
            return tree
        if head == "form":
            tree, by = rest
            _see_continuous(tree, set(self.known))
            at_zero = self.outer.poly(substitute(tree, dict.fromkeys(self.known, "0")))
            self.outer.require(by, fact(at_zero, "="), "that F(0) = 0")
            return substitute(tree, self.known)
        if head == "taylor":
            part, data = rest
            return remainder(self.outer, self.inner, self.null(part), data)
        return reject(f"{head!r} is not known to tend to 0")

    def nulls(self, data: Any, variables: Iterable[str]) -> dict[str, Tree]:
        """Return several such trees by their names, which no variable has."""
        ensure(not set(data) & {*variables, *self.inner.kinds}, "a null has a variable's name")
        ensure(all(map(NAME.fullmatch, data)), "a null has no name")
        for label, item in data.items():
            self.known[label] = self.null(item)
        return self.known


def check_limit(
    outer: Scope, statement: Statement, data: Any, learn: Callable[..., None] = lambda *_: None
) -> None:
    """Check a limit from each side that it speaks of; ``outer`` knows the other variables.

    On the way, ``learn`` takes in what else is known there.
    """
    for side, part in zip(ways(statement)[1], data, strict=True):
        _check_side(outer, statement, side, part, learn)


def with_another_value(scope: Scope, statement: Statement, data: Any) -> Statement:
    """Return the limit, or that from one of its sides, with a value other than the one claimed."""
    sides, stated, other = statement.goal[4], statement.goal[5], data["other"]
    side = data.get("side", sides)
    ensure(side in (sides, *sides), "the limit is not taken from this side")
    ensure(stated != other and not leaves(other) & statement.moving, "the value is the same")
    finite = [scope.poly(value) for value in (stated, other) if value not in INFINITIES]
    if len(finite) == 2:
        gap = finite[0] - finite[1]
        scope.require(data["differ"], fact(gap, "!="), "that the values differ")
    return Statement(statement.variables, statement.assume, [*statement.goal[:4], side, other])


def check_empty(outer: Scope, statement: Statement, data: Any) -> None:
    """Check that from thresholds on no value on the way has the sign and meets the assumptions."""
    (name,), (to, sides) = statement.moving, ways(statement)
    for side, part in zip(sides, data, strict=True):
        inner = _beyond(outer, statement, to, part)
        moving = {name: approach(to, side, part["y"])}
        run(inner, part["terms"])
        if sign := statement.variables[name][1]:
            inner.learn(f"{part['y']}_sign", fact(inner.poly(moving[name]), sign))
        for i, formula in enumerate(a for a in statement.assume if name in leaves(a)):
            inner.learn(f"{part['y']}_met{i}", inner.formula(substitute(formula, moving)))
        run(inner, part["steps"])
        inner.require(part["by"], FALSE, "a contradiction on the way")


def _beyond(outer: Scope, statement: Statement, to: Tree, data: Any) -> Scope:
    """Return a scope with y beyond thresholds."""
    (name,), inner = statement.moving, outer.inner()
    y = inner.declare(data["y"], statement.variables[name][0] if to in INFINITIES else "real")
    for label, threshold in data["beyond"].items():
        inner.learn(label, fact(y - outer.read(threshold), ">"))
    return inner


def _check_side(
    outer: Scope, statement: Statement, side: str, data: Any, learn: Callable[..., None]
) -> None:
    _, expr, name, to, _, value = statement.goal
    (kind, sign), form = statement.variables[name], data["form"]
    near = kind != "noninteger" and not is_isolated(statement)
    ensure(near, f"{name} is {kind} and does not come near {to}")
    inner = _beyond(outer, statement, to, data)
    far = Far(outer, inner, data["y"])
    moving = {name: approach(to, side, data["y"])}
    run(inner, data["steps"])
    learn(inner, moving, data)
    # the values on the way must be admissible
    met = [inner.formula(substitute(a, moving)) for a in statement.assume if name in leaves(a)]
    met += [fact(inner.poly(moving[name]), sign)] if sign else []
    inner.require(data["admissible"], All(tuple(met)), "that the values are admissible")
    nulls = far.nulls(data["nulls"], statement.variables)
    _see_continuous(form, set(nulls))
    at_zero = outer.poly(substitute(form, dict.fromkeys(nulls, "0")))
    close, f = inner.poly(substitute(form, nulls)), inner.poly(substitute(expr, moving))
    if value in INFINITIES:
        growing = f if value == "+oo" else -f
        inner.require(data["by"], All((fact(growing, ">"), fact(close * f - 1, "="))), "1/f = F")
    else:
        inner.require(data["by"], fact(close - f, "="), "f = F")
        at_zero -= outer.poly(value)
    outer.require(data["value"], fact(at_zero, "="), "the value of F(0)")


def _see_continuous(form: Tree, nulls: set[str]) -> bool:
    """Refuse terms in the null quantities that are not continuous; say if there are such quantities."""
    if not isinstance(form, list):
        return isinstance(form, str) and not nulls.isdisjoint(leaves(form))
    moving = [_see_continuous(part, nulls) for part in form[1:]]
    fine = not any(moving) or form[0] in ("+", "*", "^") or FUNCTIONS[form[0]].continuous
    ensure(fine, f"{form[0]} is not continuous")
    return any(moving)


@rule("far end", "mean value theorem", "continuity", "derivatives", "null quantities")
def far_end(scope: Scope, step: Step) -> Formula:
    """From f′ ≤ 0 for all y > a, and f(y) → L as y → ∞: f(a) ≥ L; from f′ < 0: f(a) > L."""
    low, y, tree, value = scope.read(step["low"]), step["variable"], step["f"], step["value"]
    rel, inner = ">" if step["strict"] is True else ">=", scope.inner()
    inner.learn(f"{y}_above", fact(inner.declare(y, "real") - low, ">"))
    run(inner, step["steps"])
    f = inner.poly(tree)
    inner.require(step["by"], fact(-slope(inner, f, y), rel), "the sign of the derivative")
    goal = ["limit", tree, y, "+oo", "+", value]
    check_limit(scope, Statement({y: ("real", "")}, (), goal), step["limit"])
    return fact(at(inner, scope, f, {y: low}) - scope.poly(value), rel)
