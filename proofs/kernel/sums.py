"""Rules on finite sums and products, powers and induction over whole numbers."""

from typing import Any

from proofs.kernel.elementary import at
from proofs.kernel.errors import ensure
from proofs.kernel.formulas import Fact, Formula, fact
from proofs.kernel.functions import Args
from proofs.kernel.language import Tree, body, places
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule, run


def summand(scope: Scope, tree: Tree, i: Poly, values: Args) -> Poly:
    """Return the summand at i; its terms must be defined."""
    return scope.poly(tree, places(i, values))


def inside(scope: Scope, step: Step, tree: Tree, values: Args, *ends: Poly) -> Scope:
    """See that the summand has a value for all whole numbers between the ends."""
    inner, variable = scope.inner(), step["variable"]
    i = inner.declare(variable, "integer")
    for label, end, sign in zip(("from", "to"), ends, (1, -1), strict=False):
        ensure(scope.is_integral(end), "a sum does not end at a whole number")
        inner.learn(f"{variable}_{label}", fact(sign * (i - end), ">="))
    run(inner, step["steps"])
    summand(inner, tree, i, values)
    return inner


@rule("repeat", "finite sums")
def repeat(scope: Scope, step: Step) -> None:
    """Introduce a sum or product from a to b: a and b whole, b ≥ a - 1, all summands defined."""
    head, tree = body(step["op"])
    ensure(head in ("sum", "product"), f"{head!r} is not finite")
    args = low, high, *values = tuple(map(scope.read, step["args"]))
    scope.require(step["by"], fact(high - low + 1, ">="), "that the sum is not turned round")
    inside(scope, step, tree, tuple(values), low, high)
    scope.define(step["name"], step["op"], args)


def defined(scope: Scope, name: Any) -> tuple[Poly, str, Args]:
    """Return a term as a generator, with its function and arguments."""
    return scope.ring.generator(name), scope.terms[name].op, scope.terms[name].args


@rule("empty", "finite sums")
def empty(scope: Scope, step: Step) -> Formula:
    """A sum from a to a - 1 is 0, a product 1."""
    x, op, args = defined(scope, step["term"])
    head = op.partition(" ")[0]
    ensure(head in ("sum", "product") and args[0] - args[1] == 1, "this is no empty sum")
    return fact(x - (head == "product"), "=")


@rule("last", "finite sums", "integer powers")
def last(scope: Scope, step: Step) -> Formula:
    """Σ to b is f(b) more than Σ to b - 1, Π to b is f(b) times Π to b - 1, aᵇ is a times aᵇ⁻¹."""
    (x, op, args), (y, other, less) = (defined(scope, name) for name in step["pair"])
    same = op == other and len(args) == len(less) > 1
    ensure(same and (args[0], *args[2:]) == (less[0], *less[2:]), "the terms differ in kind")
    ensure(args[1] - less[1] == 1, "the ends do not differ by 1")
    if op == "power":
        return fact(x - args[0] * y, "=")
    head, tree = body(op)
    ensure(head in ("sum", "product"), "a series has no end")
    f = summand(scope, tree, args[1], args[2:])
    return fact(x - (y + f if head == "sum" else y * f), "=")


@rule("induction", "induction")
def induction(scope: Scope, step: Step) -> Formula:
    """P(a), and P(m + 1) from P(m) for every whole m with a ≤ m < b, give P(b) for whole b ≥ a."""
    low, high, variable = scope.read(step["low"]), scope.read(step["high"]), step["variable"]
    ensure(scope.is_integral(low) and scope.is_integral(high), "the ends are not whole")
    scope.require(step["ordered"], fact(high - low, ">="), "a ≤ b")
    inner = scope.inner()
    m = inner.declare(variable, "integer")
    inner.learn(f"{variable}_from", fact(m - low, ">="))
    inner.learn(f"{variable}_to", fact(high - m - 1, ">="))
    run(inner, step["terms"])
    formula = inner.read_formula(step["fact"])
    scope.require(step["base"], _moved(inner, scope, formula, {variable: low}), "P(a)")
    inner.learn(f"{variable}_holds", formula)
    run(inner, step["steps"])
    inner.require(step["by"], _moved(inner, inner, formula, {variable: m + 1}), "P(m + 1)")
    return _moved(inner, scope, formula, {variable: high})


@rule("replace", "equality")
def replace(scope: Scope, step: Step) -> Formula:
    """P(a) and a = b give P(b); the terms of P are defined for a new variable that is a."""
    low, high, variable = scope.read(step["low"]), scope.read(step["high"]), step["variable"]
    scope.require(step["equal"], fact(high - low, "="), "a = b")
    inner = scope.inner()
    kind = "integer" if scope.is_integral(low) and scope.is_integral(high) else "real"
    inner.learn(f"{variable}_is", fact(inner.declare(variable, kind) - low, "="))
    run(inner, step["terms"])
    formula = inner.read_formula(step["fact"])
    scope.require(step["base"], _moved(inner, scope, formula, {variable: low}), "P(a)")
    return _moved(inner, scope, formula, {variable: high})


def _moved(inner: Scope, outer: Scope, formula: Formula, values: dict[str, Poly]) -> Formula:
    """Put values for variables of ``inner`` in a formula."""
    if isinstance(formula, Fact):
        return fact(at(inner, outer, formula.poly, values), formula.rel)
    return type(formula)(tuple(_moved(inner, outer, part, values) for part in formula.parts))
