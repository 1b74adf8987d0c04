"""Signs of polynomials: by factors, by the signs of their terms, by known facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import FALSE, TRUE, Fact, fact
from proofs.provers.finders.signs.conjugates import by_conjugate, by_norm
from proofs.provers.finders.signs.known_facts import (
    Parts,
    Sign,
    both,
    known_as,
    strengthen,
    summand,
)
from proofs.provers.finders.signs.linear import combination
from proofs.provers.finders.signs.reduction import Reduced, factored, modulo, reduce
from proofs.provers.finders.signs.residues import never_zero
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

NO_BALLS = ("series ", "integral ", "sum ", "product ")
"""What is not enclosed by balls where it stands in a proof."""


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
        return _never_zero(b, p, found) if rel == "!=" and effort > 0 else None
    if rel == ">" and not sign[2] and sign[3] and effort > 0 and not found.facts:
        weak, other = show(b, p, ">=", effort), never_zero(b, p)
        return strengthen(b, p, weak, other) if weak and other else None
    return _finish(b, p, rel, found.facts, *sign)


def _never_zero(b: Builder, p: Poly, found: Reduced) -> str | None:
    """Prove p ≠ 0 by residues or kinds of numbers, from its form in independent names."""
    label = None if found.facts else never_zero(b, found.poly) or by_norm(b, found.poly)
    if label is None or found.poly == p:
        return label
    c = found.poly.leading_coefficient() / b.scope.one(label, "!=").poly.leading_coefficient()
    return b.add(
        "nonzero", p=b.write(p), q=str(1 / c), facts=[label], modulo=modulo(b)
    )  # fmt: skip


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
    unit, factors = factored(b, n)
    c, parts, strict, signed, roots = fmpq(unit), Parts(), True, True, []
    square = b.ring.constant(1)
    for f, times in factors:
        found = factor_sign(b, f, effort)
        if found is None and times % 2:
            return _as_a_whole(b, n, effort) if len(n) == 2 and len(factors) > 1 else None
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


def _as_a_whole(
    b: Builder, n: Poly, effort: int
) -> tuple[fmpq, Parts, bool, bool, list[str]] | None:
    """Find the sign of x² - c and the like, whose factors need not be what facts are about."""
    found = factor_sign(b, n, effort)
    if found is None or not found.sign:
        return None
    known = b.scope.facts[found.label].poly  # type: ignore[union-attr]
    ratio = n.leading_coefficient() / known.leading_coefficient()
    return ratio, Parts([found.label]), found.strict, True, [found.label]


def factor_sign(b: Builder, f: Poly, effort: int) -> Sign | None:
    """Find the sign of an irreducible polynomial in independent names, as a named fact."""
    found = both(b, f)
    if found is not None and found.strict and found.sign:
        return found
    failed = b.failed.keep(f, set())
    key = (effort, len(b.atoms), len(b.equalities), len(b.links))
    if key in failed:
        return found
    failed.add(key)
    if is_computed(b, f):
        return _closed_sign(b, f) or found
    if effort > 0 and found is not None and found.sign == 1 and len(f) == 1:
        label = by_multiple(b, f)
        if label is not None:
            return _read(b, label, 1)
    seen = signs(b, f)
    if len(seen) > 1:
        return found
    weak: Sign | None = found if found is not None and found.sign else None
    for sign in (1, -1) if weak is None else ():
        if (label := by_terms(b, sign * f)) is not None:
            weak = _read(b, label, sign)
            if weak.strict or effort == 0:
                return weak
    if effort > 0 and (label := by_conjugate(b, f, effort)) is not None:
        known = b.scope.facts[label]
        if isinstance(known, Fact):
            turned = known.poly.leading_coefficient() * f.leading_coefficient() < 0
            return _read(b, label, -1 if turned else 1)
    if effort > 0:
        for sign in (1, -1):
            if (weak is not None and weak.sign != sign) or -sign in seen:
                continue
            if (label := combination(b, sign * f, effort, weak is not None)) is not None:
                weak = _read(b, label, sign)
                if weak.strict:
                    return weak
    return both(b, f) or weak


def is_computed(b: Builder, p: Poly) -> bool:
    """Whether a polynomial has one value, which balls enclose."""
    names, terms = deep_names(b, p), b.scope.terms
    return not any(n in b.scope.kinds or terms[n].op.startswith(NO_BALLS) for n in names)


def integrals(b: Builder, names: Iterable[str]) -> list[str]:
    """Return those of some names that stand for integrals, in order."""
    terms = b.scope.terms
    return sorted(n for n in names if n in terms and terms[n].op.startswith("integral "))


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


def _read(b: Builder, label: str, sign: int) -> Sign:
    known = b.scope.facts[label]
    return Sign(sign, isinstance(known, Fact) and known.rel == ">", label)


def by_multiple(b: Builder, x: Poly) -> str | None:
    """Prove x > 0 for a name from a fact M·x > c, where M > 0 and c ≥ 0."""
    (name,) = b.ring.names_in(x)
    for label in b.atoms:
        known = b.scope.facts[label]
        if not isinstance(known, Fact) or known.rel != ">":
            continue
        parts = b.ring.coefficients(known.poly, name)
        if len(parts) != 2 or not parts[0].is_constant() or parts[0].is_zero():
            continue
        constant = parts[0].leading_coefficient()
        above = show(b, parts[1], ">", 0) if constant < 0 else None
        if above is not None and isinstance(b.scope.facts[above], Fact):
            return b.add(
                "cone", p=b.write(x), factor=[summand(b, [(above, parts[1], 1)])],
                sum=[{"c": "1", "facts": [label]}, {"c": str(-constant)}], modulo=[],
            )  # fmt: skip
    return None


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


def positive_terms(b: Builder, p: Poly) -> str | None:
    """Prove p > 0 if none of its terms is negative and one is positive."""
    label = by_terms(b, p)
    return label if label is not None and _read(b, label, 1).strict else None


def from_both_sides(
    b: Builder, p: Poly, effort: int, search: Callable[..., str | None] = show
) -> str | None:
    """Prove p = 0 from p ≥ 0 and -p ≥ 0."""
    sides = []
    for sign in (1, -1):
        label = search(b, sign * p, ">=", effort)
        if label is None:
            return None
        sides.append(label)
    return between_sides(b, p, sides)


def between_sides(b: Builder, p: Poly, sides: list[str]) -> str:
    """Say that p = 0, as p ≥ 0 and -p ≥ 0 are known."""
    on = b.add("order", p=b.write(p))
    branches = []
    for i in range(3):
        name, step = b.new_name(), b.new_name()
        absurd = {
            "name": step, "rule": "cone", "p": "-1", "factor": [{"c": "1", "facts": [name]}],
            "sum": [{"c": "1", "facts": [sides[1 if i == 0 else 0]]}], "modulo": [],
        }  # fmt: skip
        branches.append({
            "name": name, "steps": [] if i == 1 else [absurd], "by": [name if i == 1 else step],
        })  # fmt: skip
    return b.add("split", on=on, fact=["=", b.write(p)], branches=branches)
