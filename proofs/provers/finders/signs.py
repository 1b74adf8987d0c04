"""Signs of polynomials: by factors, by the signs of their terms, by known facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import FALSE, TRUE, All, Fact, entails, fact, scaled
from proofs.provers.finders.integers import never_zero
from proofs.provers.finders.linear import combination
from proofs.provers.finders.reduction import equations, modulo, reduce

if TYPE_CHECKING:
    from collections import Counter

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.builder import Builder

MOST_CONJUGATES = 3
"""Square roots removed one within the other."""


@dataclass
class Sign:
    """What is known of a polynomial's sign.

    Attributes
    ----------
    sign : int
        1 or -1; 0 if it is only known not to vanish.
    strict : bool
        Whether it is known not to vanish.
    label : str
        Name of the fact.
    """

    sign: int
    strict: bool
    label: str


@dataclass
class Parts:
    """A product of facts and squares, as a summand of a cone."""

    facts: list[str] = field(default_factory=list)
    nonzero: list[str] = field(default_factory=list)
    square: Poly | None = None

    def write(self, b: Builder, c: fmpq) -> dict[str, Any]:
        """Write the summand with its coefficient."""
        row: dict[str, Any] = {"c": str(c)}
        if self.facts:
            row["facts"] = self.facts
        if self.nonzero:
            row["nonzero"] = self.nonzero
        if self.square is not None and self.square != 1:
            row["square"] = b.write(self.square)
        return row


def known_as(b: Builder, p: Poly, rel: str) -> str | None:
    """Return the name of a fact that says ``p rel 0`` as it stands, if there is one."""
    wanted = fact(p, rel)
    for label, known in b.facts():
        if (known.rel != "=" or rel == "=") and entails(known, wanted):
            return label
    return None


def known_sign(b: Builder, p: Poly) -> Sign | None:
    """Return the strongest known fact on the sign of p, as it stands."""
    p = scaled(p)
    best: Sign | None = None
    table = b.cache.get("by poly")
    if table is None:
        table = b.cache["by poly"] = {}
        for label, known in b.facts():
            table.setdefault(str(known.poly), []).append((label, known.rel))
    for q, sign in ((p, 1), (-p, -1)):
        for label, rel in table.get(str(q), ()):
            if rel == "=":
                continue
            new = Sign(0 if rel == "!=" else sign, rel != ">=", label)
            if best is None or (new.strict, new.sign != 0) > (best.strict, best.sign != 0):
                if best is not None and best.strict and not new.strict:
                    continue
                best = new
    return best


def both(b: Builder, p: Poly) -> Sign | None:
    """Return the sign of p; where ≥ and ≠ are known apart, put them together."""
    found = known_sign(b, p)
    if found is None or (found.strict and found.sign != 0):
        return found
    for sign in (1, -1):
        weak, other = known_as(b, sign * p, ">="), known_as(b, p, "!=")
        if weak and other:
            return Sign(sign, True, strengthen(b, sign * p, weak, other))
    return found


def strengthen(b: Builder, p: Poly, weak: str, other: str) -> str:
    """From p ≥ 0 and p ≠ 0 to p > 0."""
    on = b.add("order", p=b.write(p))
    wanted = [">", b.write(p)]
    zero: dict[str, Any] = {"name": b.new_name(), "steps": [], "by": []}
    up, down, step = b.new_name(), b.new_name(), b.new_name()
    zero["steps"] = [
        {"name": up, "rule": "logic", "by": [zero["name"]], "fact": [">=", b.write(p)]},
        {"name": down, "rule": "logic", "by": [zero["name"]], "fact": [">=", b.write(-p)]},
        {"name": step, "rule": "cone", "p": [["-1"]],
         "factor": [{"c": "1", "nonzero": [other]}],
         "sum": [{"c": _ratio(b, p, other), "facts": [up, down]}], "modulo": []},
    ]  # fmt: skip
    zero["by"] = [step]
    minus: dict[str, Any] = {"name": b.new_name(), "steps": [], "by": []}
    step = b.new_name()
    minus["steps"] = [{
        "name": step, "rule": "cone", "p": [["-1"]],
        "factor": [{"c": "1", "facts": [minus["name"]]}],
        "sum": [{"c": "1", "facts": [weak]}], "modulo": [],
    }]  # fmt: skip
    minus["by"] = [step]
    plus: dict[str, Any] = {"name": b.new_name(), "steps": [], "by": []}
    plus["by"] = [plus["name"]]
    return b.add("split", on=on, fact=wanted, branches=[plus, zero, minus])


def _ratio(b: Builder, p: Poly, other: str) -> str:
    """Return the number c with other² = c·p̂², p̂ the scaled p."""
    scaled, known = fact(p, ">="), b.scope.facts[other]
    if not isinstance(scaled, Fact) or not isinstance(known, Fact):
        return "1"
    return str((known.poly.leading_coefficient() / scaled.poly.leading_coefficient()) ** 2)


# proofs of one sign -------------------------------------------------------------------------------


def show(b: Builder, p: Poly, rel: str, effort: int = 2) -> str | None:
    """Prove ``p rel 0``, rel one of =, !=, >, >=; return the name of the step, or None."""
    wanted = fact(p, rel)
    if wanted == TRUE:
        return b.add("logic", by=[], fact=["and"])
    if wanted == FALSE and not b.equalities:
        return None
    if (label := known_as(b, p, rel)) is not None:
        return label
    found = reduce(b, p)
    if found.poly.is_zero():
        if rel == "=":
            return b.add("zero", p=b.write(p), modulo=modulo(b))
        return b.add("cone", p=b.write(p), sum=[], modulo=modulo(b)) if rel == ">=" else None
    if rel == "=":
        return None
    sign = product_sign(b, found.poly, effort)
    if sign is None:
        return never_zero(b, p) if rel == "!=" and effort > 0 else None
    return _finish(b, p, rel, found.facts, *sign)


def _finish(
    b: Builder, p: Poly, rel: str, cleared: Counter[str], c: fmpq, parts: Parts, strict: bool,
    signed: bool, roots: list[str],
) -> str | None:  # fmt: skip
    """Conclude from p·(cleared facts) = c·(parts)."""
    if rel == "!=":
        if not strict:
            return None
        q = b.ring.constant(1)
        for label, times in cleared.items():
            q *= b.scope.facts[label].poly ** times  # type: ignore[union-attr]
        return b.add("nonzero", p=b.write(p), q=b.write(q / c), facts=roots, modulo=modulo(b))
    if not signed or c < 0 or (rel == ">" and not strict):
        return None
    factor = Parts()
    for label, times in cleared.items():
        if b.scope.facts[label].rel == ">":  # type: ignore[union-attr]
            factor.facts += [label] * times
        else:
            factor.nonzero += [label] * (times // 2)
    return b.add(
        "cone", p=b.write(p), factor=[factor.write(b, fmpq(1))], sum=[parts.write(b, c)],
        modulo=modulo(b),
    )  # fmt: skip


def product_sign(
    b: Builder, n: Poly, effort: int
) -> tuple[fmpq, Parts, bool, bool, list[str]] | None:
    """Find the sign of a polynomial in independent names by those of its factors.

    Returns
    -------
    c, parts : number and product with n = c·parts
    strict : whether it is known not to vanish
    signed : whether ``parts`` is known not to be negative
    roots : names of facts whose product is n up to a number, if strict
    """
    unit, factors = n.factor()
    c, parts, strict, signed, roots = fmpq(unit), Parts(), True, True, []
    square = b.ring.constant(1)
    for f, times in factors:
        found = factor_sign(b, f, effort)
        if found is None and times % 2:
            return None
        if found is None or not found.strict:
            strict = False
        if found is not None:
            known = b.scope.facts[found.label].poly  # type: ignore[union-attr]
            ratio = f.leading_coefficient() / known.leading_coefficient()
            roots += [found.label] * times
        half = times // 2
        if found is not None and found.strict:
            parts.nonzero += [found.label] * half
            c *= ratio ** (2 * half)
        else:
            square *= f**half
        if times % 2 and found is not None:
            if found.sign == 0:
                signed = False
            parts.facts.append(found.label)
            c *= ratio
    parts.square = square
    return c, parts, strict, signed, roots


def factor_sign(b: Builder, f: Poly, effort: int) -> Sign | None:
    """Find the sign of an irreducible polynomial in independent names, as a named fact."""
    found = both(b, f)
    if found is not None and found.strict and found.sign:
        return found
    key = (str(f), effort, len(b.atoms), len(b.equalities), len(b.links))
    if key in b.failed:
        return found
    b.failed.add(key)
    if not any(n in b.scope.kinds for n in deep_names(b, f)):
        return _closed_sign(b, f) or found
    weak: Sign | None = found if found is not None and found.sign else None
    for sign in (1, -1) if weak is None else ():
        if (label := by_terms(b, sign * f)) is not None:
            weak = _read(b, label, sign)
            if weak.strict or effort == 0:
                return weak
    if effort > 0 and (label := by_conjugate(b, f, effort)) is not None:
        known = b.scope.facts[label]
        if isinstance(known, Fact):
            return _read(
                b,
                label,
                1 if known.poly.leading_coefficient() * f.leading_coefficient() > 0 else -1,
            )
    if effort > 0 and (label := by_squares(b, f, effort)) is not None:
        known = b.scope.facts[label]
        if isinstance(known, Fact):
            return _read(
                b,
                label,
                1 if known.poly.leading_coefficient() * f.leading_coefficient() > 0 else -1,
            )
    if effort > 0:
        for sign in (1, -1):
            if weak is not None and weak.sign != sign:
                continue
            if (label := combination(b, sign * f, effort, weak is not None)) is not None:
                weak = _read(b, label, sign)
                if weak.strict:
                    return weak
    return both(b, f) or weak


def deep_names(b: Builder, p: Poly) -> set[str]:
    """Return the names in a polynomial and within its terms."""
    found = set()
    for name in b.ring.names_in(p):
        found.add(name)
        if name in b.scope.terms:
            for a in b.scope.terms[name].args:
                found |= deep_names(b, a)
    return found


def _closed_sign(b: Builder, p: Poly) -> Sign | None:
    """Find the sign of a number by balls."""
    for bits in (64, 256, 1024):
        for sign in (1, -1):
            try:
                return Sign(sign, True, b.add("num", p=b.write(sign * p), rel=">", bits=bits))
            except Rejected:
                continue
    return None


def by_conjugate(b: Builder, p: Poly, effort: int) -> str | None:
    """Find the sign of P + Q·x, x a square root, by that of P² - Q²x² where P and Q·x disagree."""
    if b.depth >= MOST_CONJUGATES:
        return None
    for e in equations(b)[::-1]:
        term = b.scope.terms.get(e.main)
        if term is None or term.op != "root" or len(b.ring.coefficients(e.poly, e.main)) != 3:
            continue
        parts = b.ring.coefficients(p, e.main)
        if len(parts) != 2 or parts[0].is_zero():
            continue
        b.depth += 1
        try:
            label = _conjugate(b, p, b.ring.generator(e.main), parts, effort)
        finally:
            b.depth -= 1
        if label is not None:
            return label
    return None


def _conjugate(b: Builder, p: Poly, x: Poly, parts: list[Poly], effort: int) -> str | None:
    other = parts[0] - parts[1] * x
    norm = p * other
    first = _any_sign(b, parts[0], effort)
    second = _any_sign(b, parts[1], effort) if first else 0
    if not first or not second or first == second:
        return None
    # the sign of P decides that of the conjugate, as -Q·x has it too
    conjugate = show(b, first * other, ">", effort)
    if conjugate is None:
        return None
    for sign in (1, -1):
        for rel in (">", ">="):
            label = show(b, sign * norm, rel, effort)
            if label is None:
                continue
            total = first * sign * p
            c = (other * first * total).leading_coefficient() / (
                b.scope.facts[conjugate].poly * total  # type: ignore[union-attr]
            ).leading_coefficient()
            known = b.scope.facts[label]
            if not isinstance(known, Fact):
                continue
            scale = (sign * norm).leading_coefficient() / known.poly.leading_coefficient()
            return b.add(
                "cone", p=b.write(total), factor=[{"c": str(c), "facts": [conjugate]}],
                sum=[{"c": str(scale), "facts": [label]}], modulo=modulo(b),
            )  # fmt: skip
    return None


def by_squares(b: Builder, p: Poly, effort: int) -> str | None:
    """Find the sign of a difference of two positive terms by that of their squares."""
    if len(p) != 2 or b.depth >= 1:
        return None
    first, second = (b.ring.context.from_dict({m: c}) for m, c in p.to_dict().items())
    if second.leading_coefficient() > 0:
        first, second = second, first
    if first.leading_coefficient() < 0 or second.leading_coefficient() > 0 or p.total_degree() < 2:
        return None
    b.depth += 1
    try:
        total = first - second
        if show(b, first, ">", 0) is None or show(b, -second, ">", 0) is None:
            return None
        if (above := show(b, total, ">", 0)) is None:
            return None
        norm = first**2 - second**2
        for sign in (1, -1):
            for rel in (">", ">="):
                if (label := show(b, sign * norm, rel, effort)) is not None:
                    rows = [_one(b, total, above)], [_one(b, sign * norm, label)]
                    return b.add(
                        "cone", p=b.write(sign * p), factor=rows[0], sum=rows[1], modulo=modulo(b)
                    )
    finally:
        b.depth -= 1
    return None


def _one(b: Builder, p: Poly, label: str) -> dict[str, Any]:
    """Write p as a multiple of the fact about it."""
    known = b.scope.facts[label]
    if not isinstance(known, Fact):
        return {"c": str(p.leading_coefficient())}
    return {"c": str(p.leading_coefficient() / known.poly.leading_coefficient()), "facts": [label]}


def _any_sign(b: Builder, p: Poly, effort: int) -> int:
    if p.is_constant():
        return 1 if p.leading_coefficient() > 0 else -1
    for sign in (1, -1):
        if show(b, sign * p, ">", effort) is not None:
            return sign
    return 0


def _read(b: Builder, label: str, sign: int) -> Sign:
    known = b.scope.facts[label]
    return Sign(sign, isinstance(known, Fact) and known.rel == ">", label)


def by_terms(b: Builder, p: Poly) -> str | None:
    """Prove p ≥ 0 or > 0 if none of its terms is negative."""
    rows = []
    for powers, c in p.to_dict().items():
        parts, square = Parts(), b.ring.constant(1)
        for i, power in enumerate(powers):
            name = b.ring.names[i]
            if not power:
                continue
            x = b.ring.generator(name)
            known = both(b, x)
            half = int(power) // 2
            if known is not None and known.strict:
                parts.nonzero += [known.label] * half
            else:
                square *= x**half
            if power % 2:
                if known is None or known.sign == 0:
                    return None
                parts.facts.append(known.label)
                c *= known.sign
        if c < 0:
            return None
        parts.square = square
        rows.append(parts.write(b, c))
    return b.add("cone", p=b.write(p), sum=rows, modulo=[])


# what known facts say of factors ------------------------------------------------------------------


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
    _, factors = found.poly.factor()
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
        from proofs.provers.finders.goals import from_both_sides

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
    """Divide an equation by factors that are not 0."""
    if any(e.fact == label for e in equations(b)):
        mains = [e for e in equations(b) if e.fact == label]
        if mains:
            return False
    found = reduce(b, known.poly)
    if found.poly.is_zero() or found.poly.is_constant():
        return False
    _, factors = found.poly.factor()
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


__all__ = ["All", "digest", "factor_sign", "known_as", "show"]
