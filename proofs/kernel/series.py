"""Rules on series: geometric ones, those whose partial sums are known, and those that only rise."""

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, Formula, fact
from proofs.kernel.functions import Args
from proofs.kernel.language import Statement, Tree, body
from proofs.kernel.limits import check_limit
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule, run
from proofs.kernel.sums import defined, inside, summand


def _read(scope: Scope, step: Step) -> tuple[Tree, Args]:
    """Return what is summed, and the arguments: where the series begins, and values in it."""
    head, tree = body(step["op"])
    ensure(head == "series", f"{head!r} is no series")
    return tree, tuple(map(scope.read, step["args"]))


def _up_to(scope: Scope, step: Step, low: Poly, values: Args) -> tuple[Scope, Poly]:
    """Return what is known for a new whole n ≥ a - 1, and the sum up to n, which has a value."""
    inner, (_, _, text) = scope.inner(), step["op"].partition(" ")
    n = inner.declare(step["last"], "integer")
    inner.learn(f"{step['last']}_from", fact(n - low + 1, ">="))
    run(inner, step["sums"])
    return inner, inner.find(f"sum {text}", (low, n, *values))


@rule("series", "geometric series")
def series(scope: Scope, step: Step) -> None:
    """Introduce Σ f(i), i ≥ a, where f(i + 1) = q·f(i) and -1 < q < 1; then S·(1 - q) = f(a)."""
    tree, args = _read(scope, step)
    low, *rest = args
    values, q = tuple(rest), scope.read(step["ratio"])
    inner = inside(scope, step, tree, values, low)
    i = inner.ring.generator(step["variable"])
    gap = summand(inner, tree, i + 1, values) - q * summand(inner, tree, i, values)
    inner.require(step["ratios"], fact(gap, "="), "the ratio of two summands")
    between = All((fact(1 - q, ">"), fact(1 + q, ">")))
    scope.require(step["by"], between, "that the series converges")
    first = summand(scope, tree, low, values)
    x = scope.define(step["name"], step["op"], args)
    scope.facts[f"{step['name']}.0"] = fact(x * (1 - q) - first, "=")


@rule("summed", "null quantities", "continuity")
def summed(scope: Scope, step: Step) -> None:
    """Introduce Σ f(i), i ≥ a, with the value L: the sum up to n ≥ a - 1 is T(n), and T(n) → L."""
    _, args = _read(scope, step)
    low, *values = args
    inner, total = _up_to(scope, step, low, tuple(values))
    n, tree, value = step["last"], step["closed"], step["value"]
    inner.require(step["by"], fact(inner.poly(tree) - total, "="), "the sum up to n")
    goal = ["limit", tree, n, "+oo", "+", value]
    check_limit(scope, Statement({n: ("integer", "")}, (), goal), step["limit"])
    x = scope.define(step["name"], step["op"], args)
    scope.facts[f"{step['name']}.0"] = fact(x - scope.poly(value), "=")


@rule("bounded")
def bounded(scope: Scope, step: Step) -> None:
    """Introduce Σ f(i), i ≥ a, with f(i) ≥ 0: at most B, as the sum up to any n ≥ a - 1 is."""
    tree, args = _read(scope, step)
    low, *rest = args
    values, bound = tuple(rest), scope.read(step["bound"])
    each = inside(scope, step, tree, values, low)
    f = summand(each, tree, each.ring.generator(step["variable"]), values)
    each.require(step["signs"], fact(f, ">="), "that no summand is negative")
    inner, total = _up_to(scope, step, low, values)
    inner.require(step["by"], fact(bound - total, ">="), "that the sum up to n is at most B")
    x = scope.define(step["name"], step["op"], args)
    scope.facts[f"{step['name']}.0"] = fact(bound - x, ">=")


@rule("part", "series")
def part(scope: Scope, step: Step) -> Formula:
    """A series is not below its sum up to n, if f(i) ≥ 0 for all whole i > n."""
    (x, op, (low, *rest)), (y, other, (start, n, *more)) = (defined(scope, s) for s in step["pair"])
    values, ((head, tree), (kind, same)) = tuple(rest), (body(op), body(other))
    ensure((head, kind) == ("series", "sum"), "these are not a series and a sum")
    ensure((tree, low, rest) == (same, start, more), "the terms differ in kind")
    inner = inside(scope, step, tree, values, n + 1)
    f = summand(inner, tree, inner.ring.generator(step["variable"]), values)
    inner.require(step["signs"], fact(f, ">="), "that no summand is negative")
    return fact(x - y, ">=")
