"""Scalars as quotients of two polynomials without a common factor.

sympy's ``cancel`` and ``factor`` go from trees to polynomials and back several times. Here a tree is
read once, both forms are taken from the same two polynomials, and FLINT divides and factors these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import sympy as sp
from flint import Ordering, fmpz_mpoly_ctx

Polynomial: TypeAlias = Any
"""With integer coefficients; python-flint has no types."""


@dataclass(frozen=True)
class RationalFunction:
    """A quotient in lowest terms; roots, and what sympy cannot take apart, count as symbols."""

    generators: tuple[sp.Expr, ...]
    numer: Polynomial
    denom: Polynomial

    @classmethod
    def of(cls, expr: sp.Expr) -> RationalFunction:
        """Read a scalar that is no number.

        Examples
        --------
        >>> from spectra.symbols import R
        >>> found = RationalFunction.of((R**2 - 1) / (2 * R + 2))
        >>> found.expanded(), found.factored()
        (R/2 - 1/2, (R - 1)/2)
        """
        found = tuple(dict.fromkeys(_generators(expr)))
        ring = fmpz_mpoly_ctx.get([f"x{i}" for i in range(len(found))], Ordering.lex)
        # the first term of a factor is positive
        generators = tuple(sorted(found, key=sp.default_sort_key))
        named = dict(zip(generators, ring.gens(), strict=True))
        numer, denom = _quotient(expr, named)
        for root in found:
            numer, denom = (_without_squares(p, root, named) for p in (numer, denom))
        common = numer.gcd(denom) * (1 if denom.leading_coefficient() > 0 else -1)
        return cls(generators, numer // common, denom // common)

    def expanded(self) -> sp.Expr:
        """Return the quotient of both, expanded."""
        return self._tree(self.numer) / self._tree(self.denom)

    def factored(self) -> sp.Expr:
        """Return the quotient of both, factored over the rational numbers."""
        (above, up), (below, down) = self.numer.factor(), self.denom.factor()
        powers = [*up, *((factor, -times) for factor, times in down)]
        product = sp.Mul(*(self._tree(factor) ** times for factor, times in powers))
        number = sp.Rational(int(above), int(below))
        # sympy would expand a number times a sum
        return sp.Mul(number, product, evaluate=abs(number) == 1 or not product.is_Add)

    def _tree(self, polynomial: Polynomial) -> sp.Expr:
        """Write a polynomial as sympy has it."""
        terms = (
            sp.Mul(int(number), *map(sp.Pow, self.generators, powers))
            for powers, number in polynomial.terms()
        )
        return sp.Add(*terms)


def _generators(expr: sp.Expr) -> Iterator[sp.Expr]:
    """Yield roots and symbols, each root before what stands under it."""
    if expr.is_Add or expr.is_Mul:
        for part in expr.args:
            yield from _generators(part)
    elif expr.is_Pow and expr.exp.is_Rational:
        if not expr.exp.is_Integer:
            yield _root(expr)
        yield from _generators(expr.base)
    elif not expr.is_Rational:
        yield expr


def _root(power: sp.Expr) -> sp.Expr:
    """Return the root of which a power with a rational exponent is a whole power."""
    return power.base ** sp.Rational(1, power.exp.q)


def _quotient(expr: sp.Expr, named: Mapping[sp.Expr, Polynomial]) -> tuple[Polynomial, Polynomial]:
    """Return the numerator and the denominator of a scalar, as they come."""
    one = next(iter(named.values())).context().constant(1)
    if expr.is_Rational:
        return one * int(expr.p), one * int(expr.q)
    if expr.is_Pow and expr.exp.is_Rational:
        base = _quotient(expr.base, named) if expr.exp.is_Integer else (named[_root(expr)], one)
        numer, denom = (part ** abs(int(expr.exp.p)) for part in base)
        return (numer, denom) if expr.exp.is_positive else (denom, numer)
    if not (expr.is_Add or expr.is_Mul):
        return named[expr], one
    (numer, denom), *others = (_quotient(part, named) for part in expr.args)
    for up, down in others:
        if expr.is_Mul:
            numer, denom = numer * up, denom * down
        elif down == denom:
            numer += up
        else:
            numer, denom = numer * down + up * denom, denom * down
    return numer, denom


def _without_squares(
    polynomial: Polynomial, root: sp.Expr, named: Mapping[sp.Expr, Polynomial]
) -> Polynomial:
    """Write x for the square of √x, and so on for higher roots.

    What √x has in all terms stays, unless x is a number, so that the power of a sum stays one.
    """
    if not root.is_Pow or not root.exp.is_Rational:
        return polynomial
    place = list(named).index(root)
    powers = {monomial[place] for monomial in polynomial.monoms()}
    least = 0 if root.base.is_number else min(powers, default=0)
    if max(powers, default=0) - least < root.exp.q:
        return polynomial
    ring = polynomial.context()
    base, denom = _quotient(root.base, named)
    if denom != 1:
        return polynomial
    found = ring.constant(0)
    for monomial, number in polynomial.terms():
        times, rest = divmod(monomial[place] - least, root.exp.q)
        left = (*monomial[:place], rest + least, *monomial[place + 1 :])
        found += ring.from_dict({left: number}) * base**times
    return found
