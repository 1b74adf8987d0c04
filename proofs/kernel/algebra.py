"""Rules of algebra: zero, nonzero and sign by exact identities, whole numbers, residues, balls."""

from itertools import product
from typing import Any

from flint import arb, fmpq

from proofs.kernel.errors import reject
from proofs.kernel.formulas import Fact, Formula, entails, fact
from proofs.kernel.points import precision
from proofs.kernel.polynomials import Poly, degree, rational
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, rule

MOST_BOXES = 20_000
MOST_RESIDUES = 2_000_000


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
        known = scope.known([equation]).parts[0]  # type: ignore[union-attr]
        if not isinstance(known, Fact) or known.rel != "=" or name not in scope.ring.position:
            reject(f"{equation!r} is no equation for {name!r}")
        if degree(scope.ring, p, name) < degree(scope.ring, known.poly, name):
            continue
        p, lead = scope.ring.remainder(p, known.poly, name)
        if not lead.is_constant():
            scope.require(reason, fact(lead, "!="), "that the leading coefficient is not 0")
    return bool(p.is_zero())


def _product(scope: Scope, names: Any) -> tuple[Poly, str]:
    """Multiply facts; return what is known of the product: ``>``, ``>=`` or ``!=``."""
    total, rel = scope.ring.constant(1), ">"
    for name in names:
        known = scope.known([name]).parts[0]  # type: ignore[union-attr]
        if not isinstance(known, Fact) or known.rel == "=":
            reject(f"{name!r} is not a fact with a sign or ≠")
        total *= known.poly
        if known.rel != ">":
            rel = known.rel if rel in (">", known.rel) else ""
    return total, rel


def _cone(scope: Scope, data: Any) -> tuple[Poly, bool]:
    """Add up c·(product of facts)·(product of facts ≠ 0)²·(polynomial)²; say if it is positive."""
    total, strict = scope.ring.constant(0), False
    for part in data:
        coefficient = rational(part["c"])
        if coefficient <= 0:
            reject(f"the coefficient {coefficient} is not positive")
        signed, rel = _product(scope, part.get("facts", []))
        squared, other = _product(scope, part.get("nonzero", []))
        if rel not in (">", ">=") or not other:
            reject("a factor of the product has no sign")
        square = scope.read(part["square"]) if "square" in part else scope.ring.constant(1)
        positive = rel == ">" and other != ">=" and square.is_constant() and not square.is_zero()
        total += coefficient * signed * squared**2 * square**2
        strict = strict or positive
    return total, strict


@rule("zero", "field")
def zero(scope: Scope, step: Step) -> Formula:
    """p = 0 from Q·pⁿ = Σ (polynomial)·(equation), by further equations; Q a product of facts ≠ 0."""
    p, n = scope.read(step["p"]), step.get("power", 1)
    if type(n) is not int or n < 1:
        reject(f"{n!r} is no exponent")
    factor, rel = _product(scope, step.get("factor", []))
    if rel not in (">", "!="):
        reject("the factor may be 0")
    rest = factor * p**n
    for equation, multiple in step.get("multiples", []):
        known = scope.known([equation]).parts[0]  # type: ignore[union-attr]
        if not isinstance(known, Fact) or known.rel != "=":
            reject(f"{equation!r} is no equation")
        rest -= scope.read(multiple) * known.poly
    if not vanishes(scope, rest, step["modulo"]):
        reject("the identity does not hold")
    return fact(p, "=")


@rule("nonzero", "field")
def nonzero(scope: Scope, step: Step) -> Formula:
    """p ≠ 0 from q·p = product of facts ≠ 0, by equations."""
    p, q = scope.read(step["p"]), scope.read(step["q"])
    value, rel = _product(scope, step["facts"])
    if rel not in (">", "!="):
        reject("the product may be 0")
    if not vanishes(scope, q * p - value, step["modulo"]):
        reject("the identity does not hold")
    return fact(p, "!=")


@rule("cone", "order")
def cone(scope: Scope, step: Step) -> Formula:
    """p ≥ 0, or > 0, from Q·p = sum of products of facts and squares, by equations; Q > 0."""
    p = scope.read(step["p"])
    factor, positive = _cone(scope, step.get("factor", [{"c": "1"}]))
    if not positive:
        reject("the factor may be 0")
    total, strict = _cone(scope, step["sum"])
    if not vanishes(scope, factor * p - total, step["modulo"]):
        reject("the identity does not hold")
    return fact(p, ">" if strict else ">=")


@rule("integer", "integers")
def integer(scope: Scope, step: Step) -> Formula:
    """p > 0 gives p ≥ 1 if p is a polynomial with integer coefficients in whole numbers."""
    p = scope.read(step["p"])
    scope.require(step["by"], fact(p, ">"), "p > 0")
    if not scope.is_integral(p):
        reject(f"{scope.show(p)} need not be a whole number")
    return fact(p - 1, ">=")


@rule("noninteger", "integers")
def noninteger(scope: Scope, step: Step) -> Formula:
    """A variable that is declared not to be an integer differs from every whole number."""
    name, p = step["variable"], scope.read(step["p"])
    if scope.kinds.get(name) != "noninteger" or not scope.is_integral(p):
        reject("a variable that is no integer is compared with a whole number")
    return fact(scope.ring.generator(name) - p, "!=")


@rule("residues", "integers")
def residues(scope: Scope, step: Step) -> Formula:
    """p has no rational zero, by its values modulo a prime; a form, none but 0.

    Let F be p made homogeneous by a further variable (p itself, if it is homogeneous), with
    integer coefficients. If F = 0 modulo a prime only at 0, a rational zero of F, multiplied by
    a number to make it whole and without common divisor, would be divisible by the prime.
    """
    p, prime = scope.read(step["p"]), step["prime"]
    names = sorted(scope.ring.names_in(p))
    if not scope.is_integral(p, ("integer", "even", "odd", "rational")) or p.is_constant():
        reject("p needs integer coefficients and rational variables")
    if type(prime) is not int or prime < 2 or any(prime % d == 0 for d in range(2, prime)):
        reject(f"{prime!r} is no prime")
    places = [scope.ring.position[name] for name in names]
    rows = [([m[i] for i in places], int(c.p)) for m, c in p.to_dict().items()]
    top = max(sum(powers) for powers, _ in rows)
    homogeneous = all(sum(powers) == top for powers, _ in rows)
    if not homogeneous:
        rows = [([*powers, top - sum(powers)], c) for powers, c in rows]
    size = len(rows[0][0])
    if prime**size > MOST_RESIDUES:
        reject("there are too many residues")
    for values in product(range(prime), repeat=size):
        total = 0
        for powers, c in rows:
            for value, power in zip(values, powers, strict=True):
                c *= value**power
            total += c
        if total % prime == 0 and any(values):
            reject(f"p is 0 modulo {prime} at {values}")
    if homogeneous:
        known = [fact(scope.ring.generator(name), "!=") for name in names]
        if not any(entails(scope.known(step["by"]), formula) for formula in known):
            reject("all variables may be 0")
    return fact(p, "!=")


@rule("num", "balls")
def num(scope: Scope, step: Step) -> Formula:
    """A relation other than = by ball arithmetic, for all values in stated boxes."""
    rel, bits = step["rel"], step.get("bits", 64)
    p = scope.read(step["p"])
    if rel not in (">", ">=", "!="):
        reject(f"balls cannot show {rel!r}")
    sides, count = [], 1
    for name, (low, high, cuts, by) in step.get("box", {}).items():
        a, b = rational(low), rational(high)
        x = scope.ring.generator(name) if name in scope.kinds else reject(f"no variable {name!r}")
        if type(cuts) is not int or cuts < 1 or (count := count * cuts) > MOST_BOXES:
            reject(f"{cuts!r} parts of a box are not possible")
        scope.require(by, fact(x - a, ">="), "the lower bound")
        scope.require(by, fact(b - x, ">="), "the upper bound")
        ends = [a + (b - a) * fmpq(i, cuts) for i in range(cuts + 1)]
        sides.append([(name, c, d) for c, d in zip(ends, ends[1:], strict=False)])
    with precision(bits):
        for box in product(*sides):
            values = {name: arb(c).union(arb(d)) for name, c, d in box}
            found = scope.ball(p, values)
            holds = {">": found > 0, ">=": found >= 0, "!=": not found.contains(0)}[rel]
            if not found.is_finite() or not holds:
                reject(f"balls find {found} in {box}")
    return fact(p, rel)
