"""Write a finite sum without a sum, where its summand is a difference T(i + 1) - T(i); a product alike.

Gosper's algorithm, as sympy has it, finds T as the summand times a rational function of the index.
That the sum is T(b + 1) - T(a) is then shown by induction. A product is T(b + 1)/T(a) if its factors are
quotients T(i + 1)/T(i) of a rational function.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy as sp
from flint import fmpq
from sympy.concrete.gosper import gosper_term

from proofs.kernel.errors import Rejected
from proofs.kernel.language import leaves, places, repeated, substitute
from proofs.kernel.polynomials import NUMBER
from proofs.provers.finders.builder import Builder, NotFoundError
from proofs.provers.finders.induction import induct
from proofs.provers.finders.terms import define, introduce
from proofs.provers.finders.trees import minus, plus, times

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly

INDEX = "#"


def close(b: Builder, op: str, args: tuple[Poly, ...]) -> str | None:
    """Show that a sum is T(b + 1) - T(a), or a product T(b + 1)/T(a), if there is a T."""
    low, high, *values = args
    head, _, text = op.partition(" ")
    if b.inducting or (factor := (_factor if head == "sum" else _quotient)(text)) is None:
        return None

    def before(builder: Builder, k: Poly) -> Poly:
        """Return T(k)."""
        where = places(k, values)
        introduce(builder, json.loads(text), where)
        top, bottom = (_polynomial(builder, part, where) for part in factor)
        top *= builder.ring.generator(define(builder, "inv", (bottom,)))
        return top * builder.scope.poly(json.loads(text), where) if head == "sum" else top

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
    own = json.loads(text) if head == "sum" else "1"

    def before(k: Tree) -> Tree:
        """Return T(k)."""
        top, bottom = (
            plus([times(c, *(["^", _tree(word), n] for word, n in powers)) for powers, c in part])
            for part in factor
        )
        return substitute(times(top, ["inv", bottom], own), places(k, values))

    last, first = before(plus([high, "1"])), before(low)
    return plus([last, minus(first)]) if head == "sum" else times(last, ["inv", first])


Terms = tuple[tuple[tuple[tuple[str, int], ...], str], ...]


@cache
def _factor(text: str) -> tuple[Terms, Terms] | None:
    """Return numerator and denominator of T over the summand, each as powers and coefficients."""
    names = {INDEX: sp.Symbol("i", integer=True)}
    try:
        quotient = gosper_term(_expression(json.loads(text), names), names[INDEX])
    except (ValueError, TypeError, NotImplementedError, sp.PolynomialError, ZeroDivisionError):
        return None
    if quotient is None:
        return None
    if not quotient.is_rational_function(*names.values()):
        return None
    top, bottom = (_terms(part, names) for part in sp.fraction(sp.cancel(quotient)))
    return top, bottom


@cache
def _quotient(text: str) -> tuple[Terms, Terms] | None:
    """Return numerator and denominator of T, if the factor of a product is T(i + 1)/T(i)."""
    names = {INDEX: sp.Symbol("i", integer=True)}
    i = names[INDEX]
    try:
        top, bottom = sp.fraction(sp.cancel(_expression(json.loads(text), names)))
        roots = [(sp.roots(sp.Poly(part, i)), sp.Poly(part, i)) for part in (top, bottom)]
    except (ValueError, TypeError, NotImplementedError, sp.PolynomialError, ZeroDivisionError):
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
    return _terms(found[0], names), _terms(found[1], names)


def _terms(polynomial: Any, names: dict[str, sp.Symbol]) -> Terms:
    found = sp.Poly(polynomial, *names.values()).terms()
    return tuple(
        (tuple((word, n) for word, n in zip(names, powers, strict=True) if n), str(c))
        for powers, c in found
    )


def _expression(tree: Tree, names: dict[str, sp.Symbol]) -> Any:
    """Write a summand for sympy, up to a factor without the index; other parts become symbols."""
    if isinstance(tree, str) and NUMBER.fullmatch(tree):
        return sp.Rational(tree)
    if isinstance(tree, str) or (INDEX not in leaves(tree) and tree[0] not in ("+", "*", "^")):
        word = tree if isinstance(tree, str) else json.dumps(tree)
        return names.setdefault(word, sp.Symbol(f"x{len(names)}", positive=True))
    head, *rest = tree
    if head == "^":
        return _expression(rest[0], names) ** rest[1]
    parts = [_expression(part, names) for part in rest]
    match head:
        case "+" | "*":
            return sp.Add(*parts) if head == "+" else sp.Mul(*parts)
        case "inv":
            return 1 / parts[0]
        case "power":
            return parts[0] ** parts[1]
        case "exp":
            slope = sp.expand(parts[0]).coeff(names[INDEX], 1)
            rows = [["*", c, *(_tree(word) for word, n in powers for _ in range(n))]
                    for powers, c in _terms(slope, names)]  # fmt: skip
            base = _expression(["exp", ["+", *rows]], names)
            rest = sp.expand(parts[0] - slope * names[INDEX])
            if not rest.has(names[INDEX]):
                return base ** names[INDEX]
    raise ValueError(head)


def _tree(word: str) -> Tree:
    return json.loads(word) if word.startswith("[") else word


def _polynomial(b: Builder, terms: Terms, where: dict[str, Any]) -> Poly:
    total = b.ring.constant(0)
    for powers, c in terms:
        part = b.ring.constant(fmpq(*map(int, c.split("/"))))
        for word, n in powers:
            tree = _tree(word)
            introduce(b, tree, where)
            part *= b.scope.poly(tree, where) ** n
        total += part
    return total
