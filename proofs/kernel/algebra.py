"""Rules of algebra: zero, nonzero and sign by exact identities, whole numbers, residues, balls."""

from itertools import pairwise, product
from typing import Any

from flint import arb, fmpq

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import All, Formula, entails, fact
from proofs.kernel.language import WHOLE
from proofs.kernel.points import precision
from proofs.kernel.polynomials import Poly, power, rational
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule

SIGNED, STRICT = (">", ">="), (">", "!=")
MOST_BOXES = 20_000
MOST_RESIDUES = 500_000


def vanishes(scope: Scope, p: Poly, modulo: Any) -> bool:
    """Whether p = 0 follows from equations, each removing one name by division without fractions.

    Parameters
    ----------
    modulo : list of [equation, name, reason]
        ``equation`` names a fact e = 0, ``reason`` the fact that the leading coefficient of e in
        ``name`` is not 0 (an empty list if it is a number). Then p = 0 exactly if the remainder
        is 0, because (power of the coefficient)·p = remainder + multiple of e.
    """
    for equation, name, reason in modulo:
        p, lead = scope.ring.remainder(p, scope.one(equation, "=").poly, name)
        if not lead.is_one():
            scope.require(reason, fact(lead, "!="), "that the leading coefficient is not 0")
    return bool(p.is_zero())


def _product(scope: Scope, names: Any, relations: Any, total: Any = 1) -> tuple[Poly, bool]:
    """Multiply by facts with given relations; say whether each is known not to vanish."""
    strict = True
    for name in names:
        known = scope.one(name, *relations)
        total = total * known.poly
        strict = strict and known.rel in STRICT
    return total, strict


def _cone(scope: Scope, data: Any) -> tuple[Poly, bool]:
    """Add up c·(product of facts)·(product of facts)²·(polynomial)²; say if it is positive."""
    total, positive = scope.ring.constant(0), False
    for part in data:
        c = rational(part["c"])
        ensure(c > 0, "a coefficient is not positive")
        term, strict = _product(scope, part.get("facts", []), SIGNED, c)
        if "nonzero" in part:
            term *= _product(scope, part["nonzero"], STRICT)[0] ** 2
        if "square" in part:
            square = scope.read(part["square"])
            term *= square**2
            strict = strict and square.is_constant() and not square.is_zero()
        total, positive = total + term, positive or strict
    return total, positive


@rule("zero", "field")
def zero(scope: Scope, step: Step) -> Formula:
    """P = 0 from Q·pⁿ = Σ (polynomial)·(equation), by further equations; Q a product of facts ≠ 0."""
    p, n = scope.read(step["p"]), step.get("power", 1)
    ensure(n > 0, f"{n!r} is no exponent")
    rest = _product(scope, step.get("factor", []), STRICT)[0] * power(p, n)
    for equation, multiple in step.get("multiples", []):
        rest -= scope.read(multiple) * scope.one(equation, "=").poly
    ensure(vanishes(scope, rest, step["modulo"]), "the identity does not hold")
    return fact(p, "=")


@rule("nonzero", "field")
def nonzero(scope: Scope, step: Step) -> Formula:
    """P ≠ 0 from q·p = product of facts ≠ 0, by equations."""
    p, q = scope.read(step["p"]), scope.read(step["q"])
    value, _ = _product(scope, step["facts"], STRICT)
    ensure(vanishes(scope, q * p - value, step["modulo"]), "the identity does not hold")
    return fact(p, "!=")


@rule("cone", "order")
def cone(scope: Scope, step: Step) -> Formula:
    """P ≥ 0, or > 0, from Q·p = sum of products of facts and squares, by equations; Q > 0.

    A p that is left out is the sum itself.
    """
    total, strict = _cone(scope, step["sum"])
    p = scope.read(step["p"]) if "p" in step else total
    factor, positive = _cone(scope, step["factor"]) if "factor" in step else (1, True)
    ensure(positive, "the factor may be 0")
    if "p" in step:
        ensure(vanishes(scope, factor * p - total, step["modulo"]), "the identity does not hold")
    return fact(p, ">" if strict else ">=")


@rule("integer", "integers")
def integer(scope: Scope, step: Step) -> Formula:
    """P > 0 gives p ≥ 1 if p is a polynomial with integer coefficients in whole numbers."""
    p = scope.read(step["p"])
    scope.require(step["by"], fact(p, ">"), "p > 0")
    ensure(scope.is_integral(p), "p need not be a whole number")
    return fact(p - 1, ">=")


@rule("noninteger", "integers")
def noninteger(scope: Scope, step: Step) -> Formula:
    """A variable that is declared not to be an integer differs from every whole number."""
    name, p = step["variable"], scope.read(step["p"])
    ensure(scope.kinds[name] == "noninteger", f"{name} may be an integer")
    ensure(scope.is_integral(p), "p need not be a whole number")
    return fact(scope.ring.generator(name) - p, "!=")


@rule("residues", "integers")
def residues(scope: Scope, step: Step) -> Formula:
    """P has no rational zero, by its values modulo a prime; a form, none but 0.

    Let F be p made homogeneous by a further variable z (p itself, if it is homogeneous). If
    F = 0 modulo a prime at 0 only, then p has no rational zero: multiplied by a number, it would
    be whole and without common divisor, and the prime would divide all of it. For z ≠ 0 one may
    take z = 1, where F is p; for z = 0, F is the part of highest degree.
    """
    p, prime, ring = scope.read(step["p"]), step["prime"], scope.ring
    names = sorted(ring.names_in(p))
    ensure(scope.is_integral(p, (*WHOLE, "rational")), "p needs integer coefficients and values")
    fits = type(prime) is int and 1 < prime <= MOST_RESIDUES
    fits = fits and prime ** len(names) <= MOST_RESIDUES
    ensure(fits and all(prime % d for d in range(2, prime)), "the prime does not fit")
    degree = p.total_degree()
    top = ring.context.from_dict({m: c for m, c in p.to_dict().items() if sum(m) == degree})
    for values in product(range(prime), repeat=len(names)):
        at = [dict(zip(names, values, strict=True)).get(name, 0) for name in ring.names]
        ensure(not any(values) or top(*at).p % prime, f"the highest part is 0 at {values}")
        ensure(p == top or p(*at).p % prime, f"p is 0 modulo {prime} at {values}")
    different = [fact(ring.generator(name), "!=") for name in names]
    known = scope.known(step["by"])
    ensure(p != top or any(entails(known, f) for f in different), "all variables may be 0")
    return fact(p, "!=")


@rule("num", "balls")
def num(scope: Scope, step: Step) -> Formula:
    """A relation by ball arithmetic, for all values in stated boxes; = by a ball that is one point."""
    p, rel, sides, count = scope.read(step["p"]), step["rel"], [], 1
    for name, (low, high, cuts, by) in step.get("box", {}).items():
        a, b, x = rational(low), rational(high), scope.ring.generator(name)
        count *= cuts
        ensure(cuts > 0 and count <= MOST_BOXES, f"no boxes, or more than {MOST_BOXES}")
        scope.require(by, All((fact(x - a, ">="), fact(b - x, ">="))), "the box")
        ends = pairwise(a + (b - a) * fmpq(i, cuts) for i in range(cuts + 1))
        sides.append([(name, arb(c).union(arb(d))) for c, d in ends])
    with precision(step.get("bits", 64)):
        for box in product(*sides):
            found = scope.ball(p, dict(box))
            holds = {
                ">": found > 0, ">=": found >= 0, "=": found.is_zero(), "!=": not found.contains(0),
            }[rel]  # fmt: skip
            ensure(found.is_finite() and holds, f"balls find {found} in {box}")
    return fact(p, rel)
