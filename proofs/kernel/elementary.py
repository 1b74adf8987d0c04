"""Rules on exp, log, sin, cos and integer powers, and the mean value theorem."""

from typing import Any

from proofs.kernel.errors import reject
from proofs.kernel.formulas import Formula, entails, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope, Term
from proofs.kernel.steps import Step, rule, run


def _term(scope: Scope, name: Any, op: str) -> Term:
    term = scope.terms.get(name)
    if term is None or term.op != op:
        reject(f"{name!r} is no {op} here")
    return term


def _is_zero(scope: Scope, p: Poly, by: Any) -> bool:
    """Whether a polynomial is 0 as it stands, or by a fact."""
    return bool(p.is_zero()) or entails(scope.known(by), fact(p, "="))


@rule("exponents", "exponential")
def exponents(scope: Scope, step: Step) -> Formula:
    """Σ nᵢaᵢ = 0 gives Π exp(aᵢ)^nᵢ = 1, negative powers on the other side."""
    total, sides = scope.ring.constant(0), {1: scope.ring.constant(1), -1: scope.ring.constant(1)}
    for name, n in step["powers"]:
        if type(n) is not int or n == 0:
            reject(f"{n!r} is no exponent")
        total += n * _term(scope, name, "exp").args[0]
        sides[1 if n > 0 else -1] *= scope.ring.generator(name) ** abs(n)
    if not _is_zero(scope, total, step.get("by", [])):
        reject("the exponents do not cancel")
    return fact(sides[1] - sides[-1], "=")


@rule("tangent", "tangent")
def tangent(scope: Scope, step: Step) -> Formula:
    """exp a ≥ 1 + a, and > if a ≠ 0."""
    (a,) = _term(scope, step["exp"], "exp").args
    strict = "by" in step
    if strict:
        scope.require(step["by"], fact(a, "!="), "that the exponent is not 0")
    return fact(scope.ring.generator(step["exp"]) - 1 - a, ">" if strict else ">=")


@rule("exp sign", "tangent", "exponential")
def exp_sign(scope: Scope, step: Step) -> Formula:
    """exp a - 1 has the sign of a: one from the other, ``flip`` for ≤ and <."""
    (a,), sign = _term(scope, step["exp"], "exp").args, -1 if step.get("flip") else 1
    pair = sign * a, sign * (scope.ring.generator(step["exp"]) - 1)
    given, found = pair if step["from"] == "exponent" else pair[::-1]
    scope.require(step["by"], fact(given, step["rel"]), "the sign")
    return fact(found, step["rel"])


@rule("explog", "logarithm")
def explog(scope: Scope, step: Step) -> Formula:
    """exp(log a) = a."""
    (inner,), (a,) = _term(scope, step["exp"], "exp").args, _term(scope, step["log"], "log").args
    if not _is_zero(scope, inner - scope.ring.generator(step["log"]), step.get("by", [])):
        reject("the exponent is not this logarithm")
    return fact(scope.ring.generator(step["exp"]) - a, "=")


@rule("circle", "trigonometry")
def circle(scope: Scope, step: Step) -> Formula:
    """sin² a + cos² a = 1."""
    if _term(scope, step["sin"], "sin").args != _term(scope, step["cos"], "cos").args:
        reject("sine and cosine have different arguments")
    x, y = (scope.ring.generator(step[name]) for name in ("sin", "cos"))
    return fact(x**2 + y**2 - 1, "=")


@rule("next power", "integer powers")
def next_power(scope: Scope, step: Step) -> Formula:
    """a^(n+1) = a·aⁿ."""
    first, second = (_term(scope, step[name], "power") for name in ("power", "next"))
    if first.args[0] != second.args[0] or first.args[1] + 1 != second.args[1]:
        reject("these are not a power and the next one")
    x, y = (scope.ring.generator(step[name]) for name in ("power", "next"))
    return fact(y - first.args[0] * x, "=")


@rule("real power", "integer powers")
def real_power(scope: Scope, step: Step) -> Formula:
    """aⁿ = exp(n log a) for a > 0."""
    a, n = _term(scope, step["power"], "power").args
    (inner,), (base,) = _term(scope, step["exp"], "exp").args, _term(scope, step["log"], "log").args
    if base != a or inner != n * scope.ring.generator(step["log"]):
        reject("the exponential is not that of n log a")
    return fact(scope.ring.generator(step["power"]) - scope.ring.generator(step["exp"]), "=")


# the mean value theorem ---------------------------------------------------------------------------


def slope(scope: Scope, p: Poly, variable: str) -> Poly:
    """Differentiate a polynomial in names and terms; terms that occur in it must be defined."""
    total = scope.ring.constant(0)
    for name in scope.ring.names_in(p):
        if not scope.depends(scope.ring.generator(name), variable):
            continue
        inner = scope.ring.constant(1)
        if name in scope.terms:
            op, args = scope.terms[name].op, scope.terms[name].args
            outer = FUNCTIONS[op].slope
            if outer is None or any(scope.depends(a, variable) for a in args[1:]):
                reject(f"{op} is not differentiated")
            inner = outer(scope, scope.ring.generator(name), args) * slope(scope, args[0], variable)
        total += p.derivative(scope.ring.position[name]) * inner
    return total


def at(inner: Scope, outer: Scope, p: Poly, values: dict[str, Poly]) -> Poly:
    """Put values for variables of ``inner``, all within the names and terms of ``outer``."""
    found = {}
    for name in inner.ring.names_in(p):
        if name in values:
            found[name] = values[name]
        elif name in inner.terms:
            op, args = inner.terms[name].op, inner.terms[name].args
            found[name] = outer.find(op, tuple(at(inner, outer, a, values) for a in args))
        else:
            found[name] = outer.ring.generator(name)
    ring = inner.ring
    value = p.compose(*(found.get(n, ring.generator(n)) for n in ring.names)) if found else p
    outer.allow(value)
    return value


@rule("mean value", "mean value theorem", "continuity", "derivatives")
def mean_value(scope: Scope, step: Step) -> Formula:
    """From f′ ≥ 0 on (a, b): f(b) ≥ f(a); from f′ > 0 and a < b: f(b) > f(a).

    The steps inside speak of a new variable between a and b. Terms of f are defined inside, by
    these steps, and at both ends, because f(a) and f(b) are built of terms known outside.
    """
    low, high = scope.read(step["low"]), scope.read(step["high"])
    strict = step["strict"] is True
    scope.require(step["ordered"], fact(high - low, ">" if strict else ">="), "a ≤ b")
    inner, variable = scope.inner(), step["variable"]
    x = inner.declare(variable, "real")
    inner.learn(f"{variable}_above", fact(x - low, ">"))
    inner.learn(f"{variable}_below", fact(high - x, ">"))
    run(inner, step["steps"])
    f = inner.read(step["f"])
    wanted = fact(slope(inner, f, variable), ">" if strict else ">=")
    inner.require(step["by"], wanted, "the sign of the derivative")
    ends = [at(inner, scope, f, {variable: value}) for value in (high, low)]
    return fact(ends[0] - ends[1], ">" if strict else ">=")
