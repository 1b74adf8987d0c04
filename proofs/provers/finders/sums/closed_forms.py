"""Write a finite sum without a sum, where its summand is a difference T(i + 1) - T(i); a product alike.

Gosper's algorithm, as sympy has it, finds T as the summand times a rational function of the index.
That the sum is T(b + 1) - T(a) is then shown by induction. A product is T(b + 1)/T(a) if its factors are
quotients T(i + 1)/T(i) of a rational function.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

import sympy as sp
from flint import fmpq
from sympy.concrete.gosper import gosper_term

from proofs.kernel.errors import Rejected
from proofs.kernel.language import leaves, places, repeated, substitute
from proofs.kernel.polynomials import NUMBER
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import minus, plus, times
from proofs.provers.finders.sums.induction import induct

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

Terms: TypeAlias = "tuple[tuple[tuple[tuple[str, int], ...], str], ...]"
"""A polynomial: for each product of powers the names, the exponents and the coefficient."""

INDEX = "#"

BEYOND_SYMPY = ValueError, TypeError, NotImplementedError, sp.PolynomialError, ZeroDivisionError
"""What sympy raises on a summand that it does not treat."""


def close(b: Builder, op: str, args: tuple[Poly, ...]) -> str | None:
    """Show that a sum is T(b + 1) - T(a), or a product T(b + 1)/T(a), if there is a T."""
    low, high, *values = args
    head, _, text = op.partition(" ")
    if b.inducting or (factor := (_factor if head == "sum" else _quotient)(text)) is None:
        return None

    def before(builder: Builder, k: Poly) -> Poly:
        """Return T(k)."""
        where = places(k, values)
        introduce(builder, factor.rest, where)
        top, bottom = (polynomial(builder, part, where) for part in (factor.top, factor.bottom))
        over = builder.ring.generator(define(builder, "inv", (bottom,)))
        return top * over * builder.scope.poly(factor.rest, where)

    def gap(builder: Builder, m: Poly) -> Poly:
        total = builder.ring.generator(define(builder, op, (low, m, *values)))
        first, last = before(builder, low), before(builder, m + 1)
        if head == "sum":
            return total - (last - first)
        return total - last * builder.ring.generator(define(builder, "inv", (first,)))

    for start in (low - 1, low):
        try:
            if (label := induct(b, start, high, gap, "=")) is not None:
                return label
        except (NotFoundError, Rejected):
            continue

    return None


def closed_form(tree: Tree) -> Tree | None:
    """Return T(b + 1) - T(a), or T(b + 1)/T(a), as a tree, if there is a T."""
    op, (low, high, *values) = repeated(tree)
    head, _, text = op.partition(" ")
    if (factor := (_factor if head == "sum" else _quotient)(text)) is None:
        return None

    def before(k: Tree) -> Tree:
        """Return T(k)."""
        top, bottom = in_trees(factor.top), in_trees(factor.bottom)
        return substitute(times(top, ["inv", bottom], factor.rest), places(k, values))

    last, first = before(plus([high, "1"])), before(low)
    return plus([last, minus(first)]) if head == "sum" else times(last, ["inv", first])


@dataclass(frozen=True)
class Factor:
    """T of a sum or product: a rational function of the index, and what the summand has besides one."""

    top: Terms
    bottom: Terms
    rest: Tree


@cache
def _factor(text: str) -> Factor | None:
    """Return T of a sum, if Gosper's algorithm finds it."""
    names, tree = {INDEX: sp.Symbol("i", integer=True)}, json.loads(text)
    parts = tree[1:] if tree[0] == "*" else [tree]
    rational = [part for part in parts if _is_rational(part)]
    try:
        quotient = gosper_term(to_sympy(tree, names), names[INDEX])
        if quotient is None or not quotient.is_rational_function(*names.values()):
            return None
        inside = to_sympy(times(*rational), names)
        top, bottom = (as_terms(part, names) for part in sp.fraction(sp.cancel(quotient * inside)))
    except BEYOND_SYMPY:
        return None
    return Factor(top, bottom, times(*(part for part in parts if part not in rational)))


def _is_rational(tree: Tree) -> bool:
    """Whether a tree is a rational function of its names."""
    if isinstance(tree, str | int):
        return True
    return tree[0] in ("+", "*", "^", "inv") and all(map(_is_rational, tree[1:]))


@cache
def _quotient(text: str) -> Factor | None:
    """Return T of a product, if its factor is T(i + 1)/T(i)."""
    names = {INDEX: sp.Symbol("i", integer=True)}
    i = names[INDEX]
    try:
        top, bottom = sp.fraction(sp.cancel(to_sympy(json.loads(text), names)))
        roots = [(sp.roots(sp.Poly(part, i)), sp.Poly(part, i)) for part in (top, bottom)]
    except BEYOND_SYMPY:
        return None
    upper, lower = ([r for r, n in found.items() for _ in range(n)] for found, _ in roots)
    plain = all(sum(found.values()) == part.degree() for found, part in roots)
    if not plain or len(upper) != len(lower) or roots[0][1].LC() != roots[1][1].LC():
        return None
    whole = sp.Integer(1)
    for r in upper:
        near = [s for s in lower if sp.simplify(r - s).is_Integer]
        if not near:
            return None
        lower.remove(near[0])
        d = int(sp.simplify(near[0] - r))
        whole *= sp.Mul(*(i - near[0] + k for k in range(d)))
        whole /= sp.Mul(*(i - r + k for k in range(-d)))
    found = sp.fraction(sp.cancel(whole))
    return Factor(as_terms(found[0], names), as_terms(found[1], names), "1")


def as_terms(polynomial: Any, names: dict[str, sp.Symbol]) -> Terms:
    """Write a polynomial of sympy as data."""
    found = sp.Poly(polynomial, *names.values()).terms()
    return tuple(
        (tuple((word, n) for word, n in zip(names, powers, strict=True) if n), str(c))
        for powers, c in found
    )


def to_sympy(tree: Tree, names: dict[str, sp.Symbol], moving: tuple[str, ...] = (INDEX,)) -> Any:
    """Write a summand for sympy, up to a factor without the index; what does not move becomes symbols."""
    if isinstance(tree, str) and NUMBER.fullmatch(tree):
        return sp.Rational(tree)
    still = leaves(tree).isdisjoint(moving)
    if isinstance(tree, str) or (still and tree[0] not in ("+", "*", "^")):
        word = tree if isinstance(tree, str) else json.dumps(tree)
        return names.setdefault(word, sp.Symbol(f"x{len(names)}", positive=True))
    head, *rest = tree
    if head == "^":
        return to_sympy(rest[0], names, moving) ** rest[1]
    if head == "product" and rest[0] == rest[1] and rest[2] == "1":
        return sp.factorial(to_sympy(rest[3], names, moving))
    parts = [to_sympy(part, names, moving) for part in rest]
    match head:
        case "+" | "*":
            return sp.Add(*parts) if head == "+" else sp.Mul(*parts)
        case "inv":
            return 1 / parts[0]
        case "power" | "root":
            return parts[0] ** (parts[1] if head == "power" else 1 / parts[1])
        case "exp":
            slope = sp.expand(parts[0]).coeff(names[INDEX], 1)
            rows = [["*", c, *(_tree(word) for word, n in powers for _ in range(n))]
                    for powers, c in as_terms(slope, names)]  # fmt: skip
            base = to_sympy(["exp", ["+", *rows]], names)
            rest = sp.expand(parts[0] - slope * names[INDEX])
            if not rest.has(names[INDEX]):
                return base ** names[INDEX]
    raise ValueError(head)


def ratio_of(text: str) -> tuple[Any, dict[str, sp.Symbol]]:
    """Return f(i + 1)/f(i) for a summand f, and the symbols for what stands in it."""
    names = {INDEX: sp.Symbol("i", integer=True, positive=True)}
    f, i = to_sympy(json.loads(text), names), names[INDEX]
    return sp.cancel(sp.combsimp(f.subs(i, i + 1) / f)), names


def in_trees(polynomial: Terms) -> Tree:
    """Write a polynomial as a tree."""
    return plus([times(c, *(["^", _tree(word), n] for word, n in row)) for row, c in polynomial])


def _tree(word: str) -> Tree:
    return json.loads(word) if word.startswith("[") else word


def polynomial(b: Builder, terms: Terms, where: dict[str, Any]) -> Poly:
    """Return a polynomial that is written as data, with values for names."""
    total = b.ring.constant(0)
    for powers, c in terms:
        part = b.ring.constant(fmpq(*map(int, c.split("/"))))
        for word, n in powers:
            tree = _tree(word)
            introduce(b, tree, where)
            part *= b.scope.poly(tree, where) ** n
        total += part
    return total
