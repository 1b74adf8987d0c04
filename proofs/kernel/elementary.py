"""Rules on exp, log, sin, cos and integer powers, and the mean value theorem."""

from typing import Any

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import Formula, fact
from proofs.kernel.functions import Args, function
from proofs.kernel.language import body, places
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule, run


def _term(scope: Scope, name: Any, op: str) -> tuple[Poly, Args]:
    """Return a term and its arguments."""
    term = scope.terms[name]
    ensure(term.op == op, f"{name!r} is no {op} here")
    return scope.ring.generator(name), term.args


@rule("exponents", "exponential")
def exponents(scope: Scope, step: Step) -> Formula:
    """Σ nᵢaᵢ = 0 gives Π exp(aᵢ)^nᵢ = 1, negative powers on the other side."""
    one = scope.ring.constant(1)
    total, top, bottom = one - 1, one, one
    for name, n in step["powers"]:
        x, (a,) = _term(scope, name, "exp")
        total, top, bottom = total + n * a, top * x ** max(n, 0), bottom * x ** max(-n, 0)
    scope.require(step.get("by", []), fact(total, "="), "that the exponents cancel")
    return fact(top - bottom, "=")


@rule("tangent", "tangent")
def tangent(scope: Scope, step: Step) -> Formula:
    """Exp a ≥ 1 + a, and > if a ≠ 0."""
    x, (a,) = _term(scope, step["exp"], "exp")
    if "by" in step:
        scope.require(step["by"], fact(a, "!="), "that the exponent is not 0")
    return fact(x - 1 - a, ">" if "by" in step else ">=")


@rule("exp sign", "tangent", "exponential")
def exp_sign(scope: Scope, step: Step) -> Formula:
    """Exp a - 1 has the sign of a: one from the other, ``flip`` for ≤ and <."""
    x, (a,) = _term(scope, step["exp"], "exp")
    sign = -1 if step.get("flip") else 1
    pair = (a, x - 1) if step["from"] == "exponent" else (x - 1, a)
    scope.require(step["by"], fact(sign * pair[0], step["rel"]), "the sign")
    return fact(sign * pair[1], step["rel"])


@rule("explog", "logarithm")
def explog(scope: Scope, step: Step) -> Formula:
    """exp(log a) = a."""
    (x, (inside,)), (y, (a,)) = _term(scope, step["exp"], "exp"), _term(scope, step["log"], "log")
    scope.require(step.get("by", []), fact(inside - y, "="), "that the exponent is this logarithm")
    return fact(x - a, "=")


@rule("circle", "trigonometry")
def circle(scope: Scope, step: Step) -> Formula:
    """sin² a + cos² a = 1."""
    (x, a), (y, c) = _term(scope, step["sin"], "sin"), _term(scope, step["cos"], "cos")
    ensure(a == c, "sine and cosine have different arguments")
    return fact(x**2 + y**2 - 1, "=")


@rule("angle sum", "trigonometry")
def angle_sum(scope: Scope, step: Step) -> Formula:
    """sin(a + b) = sin a cos b + cos a sin b; cos(a + b) = cos a cos b - sin a sin b."""
    (s, (a,)), (t, (b,)) = (_term(scope, name, "sin") for name in step["sin"])
    (c, (a2,)), (d, (b2,)) = (_term(scope, name, "cos") for name in step["cos"])
    ensure(a == a2 and b == b2, "sines and cosines have different arguments")
    x, (total,) = _term(scope, step["sum"], step["of"])
    ensure(total == a + b, "the angle is not this sum")
    return fact(x - {"sin": s * d + c * t, "cos": c * d - s * t}[step["of"]], "=")


@rule("right angle", "trigonometry")
def right_angle(scope: Scope, step: Step) -> Formula:
    """sin(π/2) = 1; cos(π/2) = 0."""
    (p, _), (x, (a,)) = _term(scope, step["pi"], "pi"), _term(scope, step["term"], step["of"])
    ensure(2 * a == p, "the angle is not half of pi")
    return fact(x - {"sin": 1, "cos": 0}[step["of"]], "=")


@rule("real power", "integer powers")
def real_power(scope: Scope, step: Step) -> Formula:
    """aⁿ = exp(n log a) for a > 0."""
    x, (a, n) = _term(scope, step["power"], "power")
    (y, (inside,)), (z, (base,)) = (
        _term(scope, step["exp"], "exp"),
        _term(scope, step["log"], "log"),
    )
    ensure(base == a and inside == n * z, "the exponential is not that of n log a")
    return fact(x - y, "=")


# the mean value theorem ---------------------------------------------------------------------------


def slope(scope: Scope, p: Poly, variable: str) -> Poly:
    """Differentiate a polynomial in names and terms by a variable."""
    return derivative(scope, p, {variable: scope.ring.constant(1)})


def derivative(scope: Scope, p: Poly, rates: dict[str, Poly]) -> Poly:
    """Differentiate where some names have rates; terms that occur in it must be defined."""
    total = scope.ring.constant(0)
    for name in scope.ring.names_in(p):
        rate, term = rates.get(name), scope.terms.get(name)
        if term and not scope.reach(name).isdisjoint(rates):
            outer, (first, *rest) = function(term.op).slope, term.args
            whole = term.op.startswith("integral ")
            fine = (outer or whole) and all(scope.within(a).isdisjoint(rates) for a in rest)
            ensure(fine, f"{term.op} is not differentiated")
            x = scope.ring.generator(name)
            if whole:  # what is integrated, at the upper end
                rate = scope.poly(body(term.op)[1], places(first, rest[1:]))
            else:
                rate = outer(scope.find, x, first, *rest)  # type: ignore[misc]
            rate *= derivative(scope, first, rates)
        if rate is not None:
            total += p.derivative(scope.ring.position[name]) * rate
    return total


def at(inner: Scope, outer: Scope, p: Poly, values: dict[str, Poly]) -> Poly:
    """Put values for variables of ``inner``, all within the names and terms of ``outer``.

    A term that ``outer`` knows, too, and that has none of these variables in it, stays.
    """
    found = dict[str, Poly]()
    for name in inner.ring.names_in(p):
        term = inner.terms.get(name)
        if name in values:
            found[name] = values[name]
        elif term and not (name in outer.terms and inner.reach(name).isdisjoint(values)):
            args = tuple(at(inner, outer, a, values) for a in term.args)
            found[name] = outer.find(term.op, args)
        else:
            outer.allow([name])
    return inner.ring.put(p, found)


@rule("mean value", "mean value theorem", "continuity", "derivatives")
def mean_value(scope: Scope, step: Step) -> Formula:
    """From f′ ≥ 0 on (a, b): f(b) ≥ f(a); from f′ > 0 and a < b: f(b) > f(a).

    The steps inside speak of a new variable between a and b. Terms of f are defined inside, by
    these steps, and at both ends, because f(a) and f(b) are built of terms known outside.
    """
    low, high, variable = scope.read(step["low"]), scope.read(step["high"]), step["variable"]
    rel = ">" if step["strict"] is True else ">="
    scope.require(step["ordered"], fact(high - low, rel), "a ≤ b")
    inner = scope.inner()
    x = inner.declare(variable, "real")
    inner.learn(f"{variable}_above", fact(x - low, ">"))
    inner.learn(f"{variable}_below", fact(high - x, ">"))
    run(inner, step["steps"])
    f = inner.read(step["f"])
    inner.require(step["by"], fact(slope(inner, f, variable), rel), "the sign of the derivative")
    top, bottom = (at(inner, scope, f, {variable: value}) for value in (high, low))
    return fact(top - bottom, rel)
