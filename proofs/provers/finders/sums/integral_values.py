"""Find what an integral is by a primitive, and else numbers between which it lies.

Both compare its growth with that of a function that is known: the integral from a to v has the derivative
f(v). A polynomial P with P' < f between the ends, by balls, gives P(b) - P(a) as a lower bound.
"""

from __future__ import annotations

import json
from contextlib import suppress
from fractions import Fraction
from functools import cache, partial
from itertools import count, pairwise, product
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp
from flint import fmpq
from numpy.polynomial import Chebyshev, Polynomial
from sympy.integrals.manualintegrate import manualintegrate

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import leaves
from proofs.kernel.polynomials import NUMBER
from proofs.provers.finders.functions.monotone import grown
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.points.floating import evaluate
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import from_both_sides, integrals, is_computed, show
from proofs.provers.finders.signs.reduction import modulo
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.reader.scalars import Reader, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Build, Builder

PIECES, DEGREES = (1, 2, 4, 8), (2, 4)
"""Parts of an integral, and degrees of the polynomials on them."""

CUTS = (16, 256, 4096, 16384)
NODES, MOST_SHARE = 40, 0.9
FINE = 10**12
"""Denominators of the coefficients of a polynomial."""

HEADS = {
    "exp": sp.exp, "log": sp.log, "sin": sp.sin, "cos": sp.cos, "atan": sp.atan, "erf": sp.erf,
    "power": sp.Pow,
}  # fmt: skip


def by_integrals(b: Builder, p: Poly, rel: str, effort: int, splits: int) -> str | None:
    """Prove p rel 0 by primitives of the integrals in p, or by polynomials that bound them."""
    names = integrals(b, b.ring.names_in(p) - b.links.keys())
    found = [name for name in names if _linked(b, name)]
    if found:
        return b.ways.prove(b, fact(p, rel), effort, splits)
    key = f"integrals:{b.write(p)}"
    if not names or rel not in (">", ">=") or key in b.digested:
        return None
    b.digested.add(key)
    with b.may_fail:
        return _by_polynomials(b, p, names)
    return None


# primitives ---------------------------------------------------------------------------------------


def _linked(b: Builder, name: str) -> bool:
    """Write an integral by a primitive, if one is found."""
    term = b.scope.terms[name]
    if f"primitive:{name}" in b.digested or (tree := primitive(term.op.partition(" ")[2])) is None:
        return False
    b.digested.add(f"primitive:{name}")
    with b.may_fail:
        b.link(name, b.attempt(partial(_by_primitive, name=name, tree=tree)))
        return True
    return False


def _by_primitive(b: Builder, name: str, tree: Tree) -> str:
    """Show that an integral is F(high) - F(low)."""
    op, (high, low, *values) = b.scope.terms[name].op, b.scope.terms[name].args
    where = {f"#{k}": value for k, value in enumerate(values)}

    def gap(inner: Builder, y: Poly) -> Poly:
        introduce(inner, tree, {**where, "#": y})
        whole = inner.ring.generator(define(inner, op, (y, low, *values)))
        return whole - inner.scope.poly(tree, {**where, "#": y})

    if (ordered := show(b, high - low, ">=", 1)) is None:
        raise NotFoundError("the ends of an integral are not seen to be in order")
    return unchanged(b, gap, (low, high), ordered)


def unchanged(b: Builder, build: Build, ends: tuple[Poly, Poly], ordered: str) -> str:
    """Show f(high) - f(low) = 0 by f′ = 0, where f(y) is ``build(builder, y)``."""
    low, high = ends
    whole = build(b, high) - build(b, low)
    for side in (1, -1):

        def turned(inner: Builder, y: Poly, side: int = side) -> Poly:
            return side * build(inner, y)

        if (label := grown(b, turned, ends, ordered)) is None:
            raise NotFoundError("a function that is not seen to stay the same")
        b.atoms.append(label)
    b.cache.clear()
    equal = from_both_sides(b, whole, 0)
    if equal is None:
        raise NotFoundError("both sides are not seen to be equal")
    return equal


@cache
def primitive(text: str) -> Tree | None:
    """Return a primitive of what stands in an integral, with the same places."""
    names: dict[str, sp.Symbol] = {"#": sp.Symbol("v", real=True)}
    try:
        tree = json.loads(text)
        whole = (sp.Symbol(f"n{i}", integer=True, positive=True) for i in count())
        names |= zip(sorted(_exponents(tree)), whole, strict=False)
        f = _to_sympy(tree, names)
        found = manualintegrate(f, names["#"])
        if found.has(sp.Integral, sp.Piecewise):
            return None
        return Reader({symbol: word for word, symbol in names.items()}).tree(found)
    except (KeyError, ValueError, TypeError, NotImplementedError, UnreadableError):
        return None


def _exponents(tree: Tree) -> set[str]:
    """Return the places in exponents of integer powers."""
    if isinstance(tree, str):
        return set()
    own = leaves(tree[2]) if tree[0] == "power" else set()
    return own.union(*(_exponents(part) for part in tree[1:] if not isinstance(part, int)))


def _to_sympy(tree: Tree, names: dict[str, sp.Symbol]) -> Any:
    if isinstance(tree, str):
        if NUMBER.fullmatch(tree):
            return sp.Rational(tree)
        return names.setdefault(tree, sp.Symbol(f"c{len(names)}", positive=True))
    head, *rest = tree
    if head == "pi":
        return sp.pi
    if head == "^":
        return _to_sympy(rest[0], names) ** rest[1]
    parts = [_to_sympy(part, names) for part in rest]
    if head in ("+", "*"):
        return sp.Add(*parts) if head == "+" else sp.Mul(*parts)
    if head == "inv":
        return 1 / parts[0]
    if head == "root":
        return parts[0] ** (1 / parts[1])
    return HEADS[head](*parts)


# bounds by polynomials ----------------------------------------------------------------------------


def _by_polynomials(b: Builder, p: Poly, names: list[str]) -> str | None:
    """Prove p > 0, where p is linear in integrals between numbers, and else a number."""
    coefficients, rest = {}, p
    for name in names:
        parts = b.ring.coefficients(rest, name)
        if len(parts) != 2 or not parts[1].is_constant():
            return None
        coefficients[name], rest = parts[1].leading_coefficient(), parts[0]
    if not is_computed(b, rest):
        return None
    left = float(b.scope.ball(rest, {}).mid())
    curves = {name: _Curve(b, name) for name in names}
    left += sum(float(c.p) / float(c.q) * curves[n].whole for n, c in coefficients.items())
    rows, below = [], rest
    for name, c in coefficients.items():
        side, size = (1, c) if c > 0 else (-1, -c)
        share = left * float(size.q) / float(size.p) * MOST_SHARE / len(names)
        for label, part, area in _pieces(b, name, curves[name].bounds(share, side), side):
            rows.append(summand(b, [(label, size * part, 1)]))
            below += c * area
    if (last := show(b, below, ">", 0)) is None:
        return None
    rows.append(summand(b, [(last, below, 1)]))
    return b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))


class _Curve:
    """What an integral is over, in floating point."""

    def __init__(self, b: Builder, name: str) -> None:
        op, (high, low, *values) = b.scope.terms[name].op, b.scope.terms[name].args
        if not (high.is_constant() and low.is_constant()) or not all(
            is_computed(b, v) for v in values
        ):
            raise NotFoundError("an integral whose ends are no numbers")
        self.ends = [float(b.scope.ball(end, {}).mid()) for end in (low, high)]
        self.at: dict[str, Any] = {
            f"#{k}": float(b.scope.ball(v, {}).mid()) for k, v in enumerate(values)
        }
        self.tree = json.loads(op.partition(" ")[2])
        nodes, weights = np.polynomial.legendre.leggauss(NODES)
        half = (self.ends[1] - self.ends[0]) / 2
        self.whole = float(half * np.sum(weights * self(self.ends[0] + half * (1 + nodes))))

    def __call__(self, x: Any) -> Any:
        """Evaluate what is integrated."""
        return evaluate(self.tree, {"#": x, **self.at})[0] + 0 * x

    def bounds(self, share: float, side: int) -> list[list[fmpq]]:
        """Return polynomials on equal pieces, below (1) or above (-1) by no more than a share of area."""
        low, high = self.ends
        slack = share / (high - low)
        for pieces, degree in product(PIECES, DEGREES):
            cuts = np.linspace(low, high, pieces + 1)
            found = [self._near(degree, *ends) for ends in pairwise(cuts)]
            if all(error < slack / 10 for error, _ in found):
                down = side * Fraction(0.8 * slack).limit_denominator(FINE)
                numbers = [[first - down, *rest] for _, (first, *rest) in found]
                return [[fmpq(c.numerator, c.denominator) for c in row] for row in numbers]
        raise NotFoundError("no polynomials are near")

    def _near(self, degree: int, low: float, high: float) -> tuple[float, list[Fraction]]:
        """Return a polynomial between two numbers, and how far it is from what is integrated."""
        near = Chebyshev.interpolate(self, degree, [low, high])
        grid = np.linspace(low, high, NODES)[1:]
        plain = near.convert(kind=Polynomial, domain=[-1, 1]).coef
        error = float(np.max(np.abs(near(grid) - self(grid))))
        return error, [Fraction(float(c)).limit_denominator(FINE) for c in plain]


def _pieces(
    b: Builder, name: str, bounds: list[list[fmpq]], side: int
) -> Iterator[tuple[str, Poly, Poly]]:
    """Show what an integral gains on each piece, and yield that with the integral of the polynomial."""
    op, (high, low, *values) = b.scope.terms[name].op, b.scope.terms[name].args
    width = (high - low) / len(bounds)
    for i, slopes in enumerate(bounds):
        ends = low + i * width, low + (i + 1) * width

        def area(y: Poly, slopes: list[fmpq] = slopes, start: Poly = ends[0]) -> Poly:
            gains = ((y ** (k + 1) - start ** (k + 1)) * c / (k + 1) for k, c in enumerate(slopes))
            return sum(gains, b.ring.constant(0))

        def gap(inner: Builder, y: Poly, area: Callable[[Poly], Poly] = area) -> Poly:
            whole = inner.ring.generator(define(inner, op, (y, low, *values)))
            return side * (whole - area(y))

        part = gap(b, ends[1]) - gap(b, ends[0])
        if (ordered := show(b, ends[1] - ends[0], ">", 1)) is None:
            raise NotFoundError("an integral over a point")
        label = grown(b, gap, ends, ordered, strict=True, sign=partial(_by_balls, ends=ends))
        if label is None:
            raise NotFoundError("a bound of an integral is not shown")
        yield label, part, area(ends[1])


def _by_balls(b: Builder, y: Poly, change: Poly, ends: tuple[Poly, Poly]) -> str | None:
    """Prove by balls that a derivative is positive between two numbers."""
    (v,) = b.ring.names_in(y)
    low, high = map(str, ends)
    for cuts in CUTS:
        box = {v: [low, high, cuts, [f"{v}_above", f"{v}_below"]]}
        with suppress(Rejected):
            return b.add("num", p=b.write(change), rel=">", box=box)
    return None
