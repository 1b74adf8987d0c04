"""Introduce the terms of a statement and link those that depend on each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import gcd
from types import MappingProxyType
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import Fact, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import NAMED, RELATIONS, REPEATED, Tree, repeated
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import both, summand
from proofs.provers.finders.signs.polynomials import positive_terms, show
from proofs.provers.finders.signs.reduction import CHOICES, factored, modulo, reduce
from proofs.provers.finders.signs.samples import is_seen_zero
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder, Link

MOST_CASES = 2
"""Choices that are told apart to show that a term is defined."""

MOST_FACTORED = 100
"""Bits of a number whose primes are looked for."""

BENT = {"exp", "log", "sin", "cos"}
"""Functions of which more is known than their signs."""

NOTHING: Mapping[str, Poly] = MappingProxyType({})


def introduce(
    b: Builder, item: Tree, values: Mapping[str, Poly] = NOTHING, hypothesis: int | None = None
) -> None:
    """Define every term of a tree or formula, from the inside out."""
    if isinstance(item, str) or item[0] == NAMED:
        return
    head, *rest = repeated(item) if item[0] in REPEATED else item
    if item[0] in REPEATED:
        (rest,) = rest
    for part in rest:
        if not isinstance(part, int):
            introduce(b, part, values, hypothesis)
    if head in ("+", "*", "^", "and", "or", "not", "implies", *RELATIONS):
        return
    define(b, head, tuple(b.scope.poly(part, values) for part in rest), hypothesis)


def define(b: Builder, op: str, args: tuple[Poly, ...], hypothesis: int | None = None) -> str:
    """Return the name of a term, defining it if it is new."""
    for name, term in b.scope.terms.items():
        if term.op == op and term.args == args:
            if op == "exp" and name not in b.links and linked(name) not in b.digested:
                _link(b, op, name, args)  # it was defined for a step only
            return name
    if " " in op:
        return b.ways.repeat(b, op, args)
    parts = [op, *map(b.write, args)]
    if hypothesis is not None:
        name = b.add("def", b.new_term(), term=parts, hypothesis=hypothesis)
        b.separate()
    else:
        by = [_condition(b, op, args[i], rel) for i, rel in FUNCTIONS[op].needs]
        name = b.add("def", b.new_term(), term=parts, by=by)
    _link(b, op, name, args)
    return name


def linked(name: str) -> str:
    """Return what says that a term has been written by others, or is not to be."""
    return f"{name}:linked"


def _link(b: Builder, op: str, name: str, args: tuple[Poly, ...]) -> None:
    """Write a term by others."""
    b.digested.add(linked(name))
    link = LINKS.get(op) or b.ways.links.get(op, _no_link)
    link(b, name, args)


def _condition(b: Builder, op: str, a: Poly, rel: str) -> str:
    """Prove that a term is defined, by the strongest fact that is found."""
    stronger_signs = {
        "!=": ((1, ">"), (-1, ">"), (1, "!=")), ">=": ((1, ">"), (1, ">=")), ">": ((1, ">"),),
    }  # fmt: skip
    for effort in (0, 1, 2):
        digest(b)
        for sign, stronger in stronger_signs[rel]:
            if (label := show(b, sign * a, stronger, effort)) is not None:
                return label
        if effort == 0 and not reduce(b, a).poly.is_constant() and a.is_constant():
            break
    inside = {b.scope.terms[n].op for n in b.ring.names_in(a) if n in b.scope.terms}
    if rel != ">=" and is_seen_zero(b, a):
        raise NotFoundError(f"{op} of {b.show(a)} is not defined")
    if inside.intersection(CHOICES) or (inside & BENT and not b.defining):
        outside, b.defining = b.defining, True
        try:
            for sign, stronger in stronger_signs[rel]:
                if (label := b.ways.prove(b, fact(sign * a, stronger), 1, MOST_CASES)) is not None:
                    return label
        finally:
            b.defining = outside
    raise NotFoundError(f"{op} of {b.show(a)} is not shown to be defined")


# links between terms ------------------------------------------------------------------------------


def _no_link(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Keep the signs that come with a term."""
    for i in range(3):
        known = b.scope.facts.get(f"{name}.{i}")
        if isinstance(known, Fact):
            (b.equalities if known.rel == "=" else b.atoms).append(f"{name}.{i}")
    b.cache.clear()
    del args


def fraction(b: Builder, p: Poly, variables: bool = True) -> tuple[Poly, Poly]:
    """Write p as a quotient of polynomials in independent names.

    Without ``variables``, those that a root stands for stay.
    """
    found = reduce(b, p, variables)
    bottom = b.ring.constant(1)
    for label, times in found.facts.items():
        bottom *= b.scope.facts[label].poly ** times  # type: ignore[union-attr]
    top = found.poly
    if bottom.is_constant():
        return top / bottom.leading_coefficient(), b.ring.constant(1)
    upper, lower = fraction(b, bottom, variables)
    top, bottom = top * lower, upper
    common = top.gcd(bottom)
    top, _ = divmod(top, common)
    bottom, _ = divmod(bottom, common)
    return top, bottom


def split_factors(b: Builder, p: Poly) -> tuple[fmpq, Counter[str], dict[str, Poly]]:
    """Write p as a number times powers of irreducible polynomials, each positive leading."""
    top, bottom = fraction(b, p)
    unit = fmpq(1)
    powers: Counter[str] = Counter()
    polys: dict[str, Poly] = {}
    for part, sign in ((top, 1), (bottom, -1)):
        c, factors = factored(b, part)
        unit *= fmpq(c) ** sign
        for f, times in factors:
            known = both(b, f)
            if known is not None and known.sign == -1:
                f, c = -f, (-1) ** times
                unit *= c
            powers[str(f)] += sign * times
            polys[str(f)] = f
    return unit, powers, polys


def primes(c: fmpq) -> dict[int, int]:
    """Return the primes in a rational number, with their powers.

    Raises
    ------
    NotFoundError
        If the number is so large that this may take long; nothing ends it before it is done.
    """
    found: dict[int, int] = {}
    if c.height_bits() > MOST_FACTORED:
        raise NotFoundError(f"the primes of a number of {c.height_bits()} bits")
    for number, sign in ((c.p, 1), (c.q, -1)):
        for prime, times in number.factor():
            found[int(prime)] = found.get(int(prime), 0) + sign * int(times)
    return {p: n for p, n in found.items() if n}


def _link_root(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Write a root by roots of irreducible polynomials, and keep that it is positive."""
    a, x = args[0], b.ring.generator(name)
    n = int(args[1].leading_coefficient().p)
    # where it is a hypothesis that the root is defined, a ≥ 0 is known and found first
    positive = show(b, a, ">", 0) or positive_terms(b, a)
    if positive is None:
        b.atoms.append(f"{name}.1")
        return
    label = f"{name}.sign"
    if label not in b.scope.facts:
        label = b.add(
            "cone", p=b.write(x), factor=[{"c": "1"}, _power(f"{name}.1", n - 1)],
            sum=[summand(b, [(positive, a, 1)]), _power(f"{name}.1", 1)],
            modulo=[[f"{name}.0", name, []]],
        )  # fmt: skip
    b.atoms.append(label)
    try:
        unit, powers, polys = split_factors(b, a)
    except NotFoundError:
        return
    _link_lower_roots(b, name, a, n)
    higher = _higher_root(b, name, a, n)
    if higher is not None:
        link_by_root(b, name, n, higher, b.ring.constant(1))
        return
    same = _same_root(b, name, a, n)
    if same is not None:
        link_by_root(b, name, n, b.ring.generator(same), b.ring.constant(1))
        return
    if unit < 0 or (unit == 1 and list(powers.values()) == [1] and _plain(b, polys)):
        return
    top, bottom = b.ring.constant(1), b.ring.constant(1)
    try:
        for key, times in [*powers.items(), *primes(unit).items()]:
            base = polys[key] if isinstance(key, str) else b.ring.constant(key)
            whole, rest = divmod(times, n)
            if whole:
                top, bottom = (
                    (top * base**whole, bottom) if whole > 0 else (top, bottom * base**-whole)
                )
            if rest:
                top *= _root_of(b, base, rest, n)
    except NotFoundError:
        return
    if top == x:
        return
    link_by_root(b, name, n, top, bottom)


def _link_lower_roots(b: Builder, name: str, a: Poly, n: int) -> None:
    """Write earlier roots of lower order by this one."""
    for other, term in list(b.scope.terms.items()):
        if term.op == "root" and term.args[0] == a and other not in b.links:
            m = int(term.args[1].leading_coefficient().p)
            if m < n and n % m == 0:
                link_by_root(b, other, m, b.ring.generator(name) ** (n // m), b.ring.constant(1))


def _higher_root(b: Builder, name: str, a: Poly, n: int) -> Poly | None:
    """Return the power of an earlier root of higher order that this one is."""
    for other, term in b.scope.terms.items():
        if term.op == "root" and term.args[0] == a and other not in b.links:
            m = int(term.args[1].leading_coefficient().p)
            if other != name and m > n and m % n == 0:
                return b.ring.generator(other) ** (m // n)
    return None


def _same_root(b: Builder, name: str, a: Poly, n: int) -> str | None:
    """Return an earlier root of an equal argument."""
    for other, term in b.scope.terms.items():
        is_root = term.op == "root" and term.args[1] == n and other not in b.links
        if other != name and is_root and reduce(b, term.args[0] - a).poly.is_zero():
            return other
    return None


def _plain(b: Builder, polys: dict[str, Poly]) -> bool:
    """Whether the only factor is not itself an independent root or exponential."""
    (f,) = polys.values()
    names = b.ring.names_in(f)
    return not (len(f) == 1 and len(names) == 1 and min(names) in b.scope.terms)


def _power(label: str, n: int) -> dict[str, object]:
    row: dict[str, object] = {"c": "1"}
    if n:
        row["facts"] = [label] * n
    return row


def _root_of(b: Builder, base: Poly, times: int, n: int) -> Poly:
    """Return base^(times/n) by a root of irreducible polynomials."""
    g = gcd(times, n)
    if (other := _same_root(b, "", base, n // g)) is not None:
        return b.ring.generator(other) ** (times // g)
    if show(b, base, ">", 1) is None:
        raise NotFoundError("a factor under a root has no sign")
    order = n // g
    for inside in sorted(b.ring.names_in(base) & b.scope.terms.keys()):
        under = b.scope.terms[inside]
        if under.op == "root" and base == b.ring.generator(inside):  # a root of a root is one
            base, order = under.args[0], order * int(under.args[1].leading_coefficient().p)
            break
    name = define(b, "root", (base, b.ring.constant(order)))
    x = b.ring.generator(name)
    return x ** (times // g)


def positive(b: Builder, p: Poly) -> str:
    """Prove p > 0 where it is a product of positive names."""
    for effort in (0, 1):
        if (label := show(b, p, ">", effort)) is not None:
            return label
    raise NotFoundError(f"{b.show(p)} is not shown to be positive")


def link_by_root(b: Builder, name: str, n: int, top: Poly, bottom: Poly, power: str = "") -> None:
    """Show name·bottom = top: both are positive and have the same n-th power, by ``power`` or .0."""
    x = b.ring.generator(name)
    own = [[power or f"{name}.0", name, []]]
    if not bottom.is_constant():
        positive(b, bottom)
    above = positive(b, top)
    left, known = x * bottom, positive(b, x * bottom)
    rows = [summand(b, [(known, left, i), (above, top, n - 1 - i)]) for i in range(n)]
    factor = b.ring.constant(0)
    for i in range(n):
        factor += left**i * top ** (n - 1 - i)
    label = b.add("cone", p=b.write(factor), sum=rows, modulo=[])
    equal = b.add(
        "zero", p=b.write(left - top), factor=as_factor(b, label), modulo=[*own, *modulo(b)]
    )
    b.link(name, equal)


def as_factor(b: Builder, label: str) -> list[str]:
    """Return a fact as a factor; what is true without one is left out."""
    return [label] if isinstance(b.scope.facts[label], Fact) else []


def _link_inverse(b: Builder, name: str, args: tuple[Poly, ...]) -> None:
    """Keep the sign of an inverse."""
    (a,), x = args, b.ring.generator(name)
    if f"{name}.sign" in b.scope.facts:
        return
    own = [[f"{name}.0", name, [f"{name}.needs"]]] if not a.is_constant() else []
    for sign in (1, -1):
        known = show(b, sign * a, ">", 0)
        if known is not None and isinstance(b.scope.facts[known], Fact):
            row = summand(b, [(known, sign * a, 1)])
            b.add("cone", p=b.write(sign * x), factor=[row], sum=[{"c": "1"}], modulo=own)
            return
    if own:
        b.add("nonzero", p=b.write(x), q=b.write(a), facts=[], modulo=own)


LINKS: dict[str, Link] = {"inv": _link_inverse, "root": _link_root}
"""The links made here; others are among the builder's ways."""
