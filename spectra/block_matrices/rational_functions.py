"""Scalars as quotients of two polynomials without a common factor.

sympy's ``cancel`` and ``factor`` go from trees to polynomials and back several times. Here a tree is
read once, and both forms are taken from the same two polynomials.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import sympy as sp
from sympy.polys.rings import sring

Polynomial: TypeAlias = Any
"""With integer coefficients; sympy has no types for its rings."""


@dataclass(frozen=True)
class RationalFunction:
    """A quotient in lowest terms; roots, and what sympy cannot take apart, count as symbols."""

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
        _, members = sring(found)
        named = dict(zip(found, members, strict=True))
        numer, denom = _quotient(expr, named)
        for root in found:
            numer, denom = (_without_squares(p, root, named) for p in (numer, denom))
        return cls(*numer.cancel(denom))

    def expanded(self) -> sp.Expr:
        """Return the quotient of both, expanded."""
        return self.numer.as_expr() / self.denom.as_expr()

    def factored(self) -> sp.Expr:
        """Return the quotient of both, factored over the rational numbers."""
        (above, up), (below, down) = self.numer.factor_list(), self.denom.factor_list()
        powers = [*up, *((factor, -times) for factor, times in down)]
        product = sp.Mul(*(factor.as_expr() ** times for factor, times in powers))
        number = sp.Rational(int(above), int(below))
        # sympy would expand a number times a sum
        return sp.Mul(number, product, evaluate=abs(number) == 1 or not product.is_Add)


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
    one = next(iter(named.values())).ring.one
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
    place = polynomial.ring.index(named[root])
    powers = {monomial[place] for monomial in polynomial}
    least = 0 if root.base.is_number else min(powers, default=0)
    if max(powers, default=0) - least < root.exp.q:
        return polynomial
    base, denom = _quotient(root.base, named)
    if denom != 1:
        return polynomial
    found = polynomial.ring.zero
    for monomial, number in polynomial.terms():
        times, rest = divmod(monomial[place] - least, root.exp.q)
        left = (*monomial[:place], rest + least, *monomial[place + 1 :])
        found += polynomial.ring({left: number}) * base**times
    return found
