"""Rules of algebra: products of facts made explicitly, and one identity for each step."""

from functools import reduce
from typing import Any

from proofs.export.coq.script import Script
from proofs.export.coq.text import name
from proofs.kernel.formulas import Fact, Formula
from proofs.kernel.polynomials import Poly, Ring, rational
from proofs.kernel.steps import Step

Signed = tuple[str, bool]
"""A proof term of ``a > 0`` (True) or of ``a >= 0`` (False)."""


def division(ring: Ring, p: Poly, divisor: Poly, variable: str) -> tuple[Poly, Poly, int, Poly]:
    """Divide without fractions.

    Returns
    -------
    quotient, lead, k, rest
        leadᵏ·p = quotient·divisor + rest, with ``lead`` the divisor's leading coefficient.
    """
    size, lead = ring.leading(divisor, variable)
    quotient, k = ring.constant(0), 0
    while not p.is_zero() and (found := ring.leading(p, variable))[0] >= size:
        part = found[1] * ring.generator(variable) ** (found[0] - size)
        p, quotient, k = lead * p - part * divisor, lead * quotient + part, k + 1
    return quotient, lead, k, p


def vanish(script: Script, p: Poly, modulo: Any) -> None:
    """Prove an equation whose sides differ by p, which is 0 modulo equations."""
    script.say("apply difference.")
    for equation, variable, reason in modulo:
        e = _poly(script, equation)
        quotient, lead, k, rest = division(script.scope.ring, p, e, variable)
        if k:
            nonzero = script.raw(script.poly(lead), "0", lead, "!=", script.by(reason))
            parts = f"({script.poly(lead)}) {k} ({script.poly(quotient)}) _ _ ({script.poly(rest)})"
            script.say(f"refine (modulo {parts} _ {name(equation)} _ _);")
            script.say(f"  [{nonzero} | identity |].")
            p = rest
    script.say("identity.")


def _poly(script: Script, fact_name: str) -> Poly:
    known = script.scope.facts[fact_name]
    return known.poly if isinstance(known, Fact) else script.scope.ring.constant(0)


def _is(script: Script, fact_name: str, rel: str) -> bool:
    known = script.scope.facts[fact_name]
    return isinstance(known, Fact) and known.rel == rel


def _at_least(signed: Signed) -> str:
    return f"(gt_ge _ {signed[0]})" if signed[1] else signed[0]


def _times(a: Signed, b: Signed) -> Signed:
    if a[1] and b[1]:
        return f"(times_gt _ _ {a[0]} {b[0]})", True
    return f"(times_ge _ _ {_at_least(a)} {_at_least(b)})", False


def _plus(a: Signed, b: Signed) -> Signed:
    if a[1]:
        return f"(plus_gt_ge _ _ {a[0]} {_at_least(b)})", True
    return f"({'plus_ge_gt' if b[1] else 'plus_ge'} _ _ {a[0]} {b[0]})", b[1]


def _nonzero(script: Script, fact_name: str) -> str:
    return f"(gt_ne _ {name(fact_name)})" if _is(script, fact_name, ">") else name(fact_name)


def _cone(script: Script, data: Any) -> tuple[Signed, Poly]:
    """Return why a sum of products and squares has its sign, and the sum."""
    parts, total = [], script.scope.ring.constant(0)
    for item in data:
        c, square = rational(item["c"]), script.scope.read(item.get("square", "1"))
        signed, nonzero = item.get("facts", []), item.get("nonzero", [])
        root = reduce(lambda p, n: p * _poly(script, n), nonzero, square)
        total += reduce(lambda p, n: p * _poly(script, n), signed, c * root**2)
        factors = [(name(n), _is(script, n, ">")) for n in signed]
        factors += [(f"(square_gt _ {_nonzero(script, n)})", True) for n in nonzero]
        if square.is_constant() and not square.is_zero():
            c *= square.leading_coefficient() ** 2
        else:
            factors.append((f"(square_ge ({script.poly(square)}))", False))
        positive = f"(whole_number {c.p})" if c.q == 1 else f"(ratio {c.p} {c.q})"
        if c != 1 or not factors:
            factors.insert(0, (positive, True))
        parts.append(reduce(_times, factors))
    return (reduce(_plus, parts) if parts else ("(Rge_refl 0)", False)), total


def cone(script: Script, step: Step, formula: Formula) -> None:
    """P > 0, or p ≥ 0, from factor·p = sum."""
    factor, q = _cone(script, step.get("factor", [{"c": "1"}]))
    total, s = _cone(script, step["sum"])
    p = script.scope.read(step["p"]) if "p" in step else s
    with script.shown(step["name"], formula):
        if script.unscale(p, ">" if total[1] else ">=", formula):
            script.say(f"refine (cone_{'gt' if total[1] else 'ge'} _ _ _")
            script.say(f"  {factor[0]}", f"  {total[0]} _).")
            vanish(script, q * p - s, step.get("modulo", []))


def _product(script: Script, names: Any) -> tuple[str, Poly]:
    """Return why a product of facts is not 0, and the product."""
    term = reduce("(times_ne _ _ {} {})".format, [_nonzero(script, n) for n in names] or ["one_ne"])
    one = script.scope.ring.constant(1)
    return term, reduce(lambda p, n: p * _poly(script, n), names, one)


def zero(script: Script, step: Step, formula: Formula) -> None:
    """P = 0 from factor·pⁿ = sum of multiples of equations."""
    p, n = script.scope.read(step["p"]), step.get("power", 1)
    term, rest = _product(script, step.get("factor", []))
    rest *= p**n
    multiples = []
    for equation, terms in step.get("multiples", []):
        multiple = script.scope.read(terms)
        rest -= multiple * _poly(script, equation)
        multiples.append(f"(multiple ({script.poly(multiple)}) _ {name(equation)})")
    combined = reduce("(plus_eq _ _ {} {})".format, multiples or ["(eq_refl 0)"])
    with script.shown(step["name"], formula):
        if script.unscale(p, "=", formula):
            script.say(f"refine (zero_by {n} _ _ _ {term} {combined} _).")
            vanish(script, rest, step["modulo"])


def nonzero(script: Script, step: Step, formula: Formula) -> None:
    """P ≠ 0 from q·p = product of facts."""
    p, q = script.scope.read(step["p"]), script.scope.read(step["q"])
    term, value = _product(script, step["facts"])
    with script.shown(step["name"], formula):
        if script.unscale(p, "!=", formula):
            script.say(f"refine (nonzero_by ({script.poly(q)}) _ _ {term} _).")
            vanish(script, q * p - value, step["modulo"])


def integer(script: Script, step: Step, formula: Formula) -> None:
    """P > 0 gives p ≥ 1."""
    p = script.scope.read(step["p"])
    with script.shown(step["name"], formula):
        if script.unscale(p - 1, ">=", formula):
            positive = script.raw(script.poly(p), "0", p, ">", script.by(step["by"]))
            script.say(f"replace ({script.poly(p - 1)}) with ({script.poly(p)} - 1) by identity.")
            script.say(f"apply integer_by; [whole | {positive}].")


def noninteger(script: Script, step: Step, formula: Formula) -> None:
    """What is no integer differs from every whole number."""
    variable, p = step["variable"], script.scope.read(step["p"])
    difference = script.scope.ring.generator(variable) - p
    with script.shown(step["name"], formula):
        if script.unscale(difference, "!=", formula):
            whole = f"{name(variable)} - ({script.poly(p)})"
            script.say(f"replace ({script.poly(difference)}) with ({whole}) by identity.")
            script.say(f"apply noninteger_by; [exact {name(variable)}'kind | whole].")
