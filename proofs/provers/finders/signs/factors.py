"""What known facts on products say of the factors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact
from proofs.provers.finders.signs.known_facts import Parts, both, known_as, summand
from proofs.provers.finders.signs.polynomials import factor_sign, from_both_sides
from proofs.provers.finders.signs.reduction import equations, factored, modulo, reduce

if TYPE_CHECKING:
    from collections import Counter

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def digest(b: Builder) -> None:
    """Draw the factors' signs from known facts on products, and simpler equations."""
    again = True
    while again:
        again = False
        for label in [*b.equalities, *b.atoms]:
            key = f"{label}:{len(b.atoms)}:{len(b.equalities)}:{len(b.links)}"
            if key not in b.digested:
                b.digested.add(key)
                try:
                    again = _digest_one(b, label) or again
                except Rejected:
                    continue


def _digest_one(b: Builder, label: str) -> bool:
    known = b.scope.facts[label]
    if not isinstance(known, Fact):
        return False
    if known.rel == "=":
        return _digest_equation(b, label, known)
    found = reduce(b, known.poly)
    if found.poly.is_constant():
        return False
    _, factors = factored(b, found.poly)
    if len(factors) == 1 and factors[0][1] == 1 and not found.facts and found.poly == known.poly:
        return False
    changed = False
    signs = [factor_sign(b, f, 0) if len(factors) > 1 else both(b, f) for f, _ in factors]
    for i, (f, times) in enumerate(factors):
        if signs[i] is not None and signs[i].strict and signs[i].sign:  # type: ignore[union-attr]
            continue
        others = [(g, m, signs[j]) for j, (g, m) in enumerate(factors) if j != i]
        changed = _draw(b, label, known, found.facts, f, times, others) or changed
    return changed


def _draw(
    b: Builder, label: str, known: Fact, cleared: Counter[str], f: Poly, times: int, others: Any
) -> bool:
    """Find what a fact on f^times·others says of f."""
    if known.rel in (">", "!=") and both(b, f) is None:
        # the product is not 0, so f is not
        q = b.ring.constant(1)
        rest = f ** (times - 1)
        for g, m, _ in others:
            rest *= g**m
        facts = [label]
        for name, count in cleared.items():
            facts += [name] * count
        product = b.ring.constant(1)
        for name in facts:
            product *= b.scope.facts[name].poly  # type: ignore[union-attr]
        found = reduce(b, product).poly
        q = rest * (found.leading_coefficient() / (rest * f).leading_coefficient())
        if reduce(b, q * f - product).poly.is_zero():
            b.atoms.append(
                b.add("nonzero", p=b.write(f), q=b.write(q), facts=facts, modulo=modulo(b))
            )
            return True
    if known.rel == "!=" or times % 2 == 0:
        return False
    return _draw_sign(b, label, known, cleared, f, times, others)


def _draw_sign(
    b: Builder, label: str, known: Fact, cleared: Counter[str], f: Poly, times: int, others: Any
) -> bool:
    factor, sign = Parts(), 1
    for _, m, s in others:
        if s is None or not s.strict:
            return False
        factor.nonzero += [s.label] * (m // 2)
        if m % 2:
            if s.sign == 0:
                return False
            factor.facts.append(s.label)
            sign *= s.sign
    if times > 1:
        if known_as(b, f, "!=") is None:
            return False
        factor.nonzero += [known_as(b, f, "!=")] * (times // 2)  # type: ignore[list-item]
    total = Parts([label])
    for name, count in cleared.items():
        if b.scope.facts[name].rel == ">":  # type: ignore[union-attr]
            total.facts += [name] * count
        else:
            total.nonzero += [name] * (count // 2)
    left = _product(b, factor) * sign * f
    right = _product(b, total)
    a, c = reduce(b, left).poly, reduce(b, right).poly
    ratio = a.leading_coefficient() / c.leading_coefficient()
    if ratio < 0:
        # others' signs were counted; what is left is f's own
        sign, ratio = -sign, -ratio
    p = sign * f
    if known_as(b, p, known.rel) is not None:
        return False
    b.atoms.append(
        b.add(
            "cone", p=b.write(p), factor=[factor.write(b, fmpq(1))],
            sum=[total.write(b, ratio)], modulo=modulo(b),
        )
    )  # fmt: skip
    if known_as(b, p, ">=") and known_as(b, -p, ">="):
        equal = from_both_sides(b, p, 0)
        if equal is not None:
            b.equalities.append(equal)
    return True


def _product(b: Builder, parts: Parts) -> Poly:
    total = b.ring.constant(1)
    for name in [*parts.facts, *parts.nonzero, *parts.nonzero]:
        total *= b.scope.facts[name].poly  # type: ignore[union-attr]
    return total


def _digest_equation(b: Builder, label: str, known: Fact) -> bool:
    """Divide an equation by factors that are not 0, or draw the sign of a coefficient from it."""
    if any(e.fact == label for e in equations(b)):
        return False
    if _sign_of_coefficient(b, label, known.poly):
        return True
    found = reduce(b, known.poly)
    if found.poly.is_zero() or found.poly.is_constant():
        return False
    _, factors = factored(b, found.poly)
    left = []
    factor: list[str] = []
    for f, times in factors:
        sign = factor_sign(b, f, 1)
        if sign is not None and sign.strict:
            factor += [sign.label] * times
        else:
            left.append((f, times))
    if len(left) != 1:
        return False
    f, times = left[0]
    if known_as(b, f, "=") is not None:
        return False
    product, multiple = f**times, b.ring.constant(1)
    for name in factor:
        product *= b.scope.facts[name].poly  # type: ignore[union-attr]
    for name, count in found.facts.items():
        multiple *= b.scope.facts[name].poly ** count  # type: ignore[union-attr]
    multiple *= product.leading_coefficient() / found.poly.leading_coefficient()
    new = b.add(
        "zero", p=b.write(f), power=times, factor=factor,
        multiples=[[label, b.write(multiple)]], modulo=modulo(b),
    )  # fmt: skip
    b.equalities.append(new)
    return True


def _sign_of_coefficient(b: Builder, label: str, p: Poly) -> bool:
    """From c·x = r with x > 0 and r > 0 to c > 0, or from r < 0 to c < 0: then x can be removed."""
    for name in sorted(b.ring.names_in(p), key=b.ring.position.__getitem__):
        parts, x = b.ring.coefficients(p, name), b.ring.generator(name)
        if len(parts) != 2 or parts[1].is_constant() or both(b, parts[1]) is not None:
            continue
        above, rest = known_as(b, x, ">"), parts[0]
        sign = None if rest.is_zero() else factor_sign(b, rest, 0)
        if above is None or sign is None or not (sign.sign and sign.strict):
            continue
        side = -sign.sign
        low = b.add("logic", by=[label], fact=[">=", b.write(side * p)])
        rows = [summand(b, [(low, side * p, 1)]), summand(b, [(sign.label, -side * rest, 1)])]
        factor = [summand(b, [(above, x, 1)])]
        new = b.add("cone", p=b.write(side * parts[1]), factor=factor, sum=rows, modulo=[])
        b.atoms.append(new)
        return True
    return False
