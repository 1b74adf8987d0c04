"""Scalar coefficients: a short form for radicals, and a test for zero whose yes is a proof.

Coefficients are rational functions of square roots and symbolic powers of positive quantities
such as k, R and R + 1. Such powers are replaced by symbols of their own, so that sympy's
polynomial tools see all their relations.
"""

import math
from functools import lru_cache

import sympy as sp

from spectra.block_matrices.rational_functions import RationalFunction

MOST = 4096
"""Degree beyond which a scalar stays as it is: sympy would factor it in one call without an end."""


@lru_cache(maxsize=8192)
def tidy(expr: sp.Expr) -> sp.Expr:
    """Short form of a scalar; 0 where it is proved to vanish.

    Examples
    --------
    >>> from sympy import sqrt
    >>> from spectra.symbols import R, gamma
    >>> tidy((R / sqrt(R) + 1) / sqrt(R + 1))
    (sqrt(R) + 1)/sqrt(R + 1)
    >>> tidy((R ** (gamma + 1) + R**gamma) / (R + 1))
    R**gamma
    """
    if expr.is_Atom or expr.has(sp.CRootOf):
        return expr
    if expr.is_number:
        return _rationalised(expr)
    if _is_monomial(product := sp.expand_power_base(expr)):
        return product
    if _degree(expr) > MOST:
        return expr
    plain, back = without_powers(expr)
    function = RationalFunction.of(plain)
    forms = dict.fromkeys((function.factored(), function.expanded()))
    if back:
        forms = dict.fromkeys(_joined(form.xreplace(back)) for form in forms)
    return min(forms, key=sp.count_ops) if len(forms) > 1 else next(iter(forms))


def _degree(expr: sp.Expr) -> int:
    """Degree that a polynomial gets when its fractional powers become whole ones of a root."""
    exponents = [power.exp for power in expr.atoms(sp.Pow) if power.exp.is_Rational]
    return int(math.lcm(*(int(e.q) for e in exponents)) * max(map(abs, exponents), default=1))


def _rationalised(number: sp.Expr) -> sp.Expr:
    """Expand a number, without roots in its denominator.

    Roots of sums of roots of higher order stay: sympy may take hours to clear them.
    """
    expanded = sp.expand(number)
    roots = [p for p in expanded.atoms(sp.Pow) if p.exp.is_Rational and p.exp.q > 1]
    inner = [q for p in roots for q in p.base.atoms(sp.Pow) if q.exp.is_Rational]
    return expanded if any(q.exp.q > 2 for q in inner) else sp.radsimp(expanded)


def _is_monomial(product: sp.Expr) -> bool:
    """Whether a product is one of numbers and rational powers that cannot be shortened.

    Taking these as they are saves most of the time spent here.
    """
    powers = [factor.as_base_exp() for factor in sp.Mul.make_args(product)]
    return all(
        exponent.is_Rational
        and (base.is_Atom or (base.is_polynomial() and _is_radicand(base, exponent)))
        for base, exponent in powers
    )


def _is_radicand(base: sp.Expr, exponent: sp.Expr) -> bool:
    """Whether a sum stands under a root and has no number to take out of it."""
    return bool(base.is_Add and not exponent.is_Integer and base.as_content_primitive()[0] == 1)


@lru_cache(maxsize=8192)
def is_zero(expr: sp.Expr) -> bool:
    """Whether `expr` is proved to vanish identically; False when it is not proved."""
    if expr.is_Atom or expr.has(sp.CRootOf):
        return bool(expr.is_zero)
    if expr.is_number:
        return bool(sp.radsimp(sp.expand(_prime_bases(expr))) == 0)
    numerator = sp.together(without_powers(expr)[0]).as_numer_denom()[0]
    return bool(sp.expand(sp.expand_power_base(sp.expand(numerator))) == 0)


def same(a: sp.Expr, b: sp.Expr) -> bool:
    """Whether two scalars are proved equal."""
    return bool(a == b) or is_zero(a - b)


@lru_cache(maxsize=8192)
def root(expr: sp.Expr) -> sp.Expr:
    """Square root of a non-negative scalar, taken out of perfect squares.

    Examples
    --------
    >>> from sympy import sqrt
    >>> from spectra.symbols import R
    >>> root(R - 2 * sqrt(R) + 1)
    Abs(sqrt(R) - 1)
    """
    if expr.is_number:
        return tidy(sp.sqrt(expr))
    if _degree(expr) > MOST:
        return _joined(sp.expand_power_base(sp.sqrt(expr)))
    plain, back = without_powers(expr)
    taken = sp.expand_power_base(sp.sqrt(RationalFunction.of(plain).factored()))
    return _joined(taken.xreplace(back))


def _joined(expr: sp.Expr) -> sp.Expr:
    """Add the exponents of powers of one base; sympy has done so where they are numbers."""
    if _powers(expr) and any(map(_repeats_a_base, expr.atoms(sp.Mul))):
        return sp.powsimp(expr, combine="exp")
    return expr


def _repeats_a_base(product: sp.Mul) -> bool:
    bases = [x.as_base_exp()[0] for x in product.args]
    return len({1 if base.is_Rational else base for base in bases}) < len(bases)


def without_powers(expr: sp.Expr) -> tuple[sp.Expr, dict[sp.Expr, sp.Expr]]:
    """Replace √x and b^γ by symbols (x a positive symbol, b any base); also give the way back."""
    expr = sp.expand_power_exp(sp.expand_power_base(_prime_bases(expr)))
    there: dict[sp.Expr, sp.Expr] = {}
    back: dict[sp.Expr, sp.Expr] = {}
    for base, unit in _symbolic_powers(expr).items():
        symbol = sp.Dummy("b", positive=True)
        back[symbol] = base**unit
        there |= {p: symbol ** (p.exp / unit) for p in _powers(expr) if p.base == base}
    expr = expr.xreplace(there)
    fractions = {}
    for x in expr.free_symbols:
        denominators = [p.exp.q for p in expr.atoms(sp.Pow) if p.base == x and p.exp.is_Rational]
        if x.is_positive and (least := sp.lcm_list(denominators)) > 1:
            symbol = sp.Dummy("s", positive=True)
            fractions[x], back[symbol] = symbol**least, back.get(x, x) ** (sp.S.One / least)
    return expr.xreplace(fractions), back


def _prime_bases(expr: sp.Expr) -> sp.Expr:
    """Split the rational bases of roots and symbolic powers into primes, so that equal parts show."""
    return expr.xreplace(
        {
            p: sp.Mul(*(prime ** (power * p.exp) for prime, power in sp.factorrat(p.base).items()))
            for p in expr.atoms(sp.Pow)
            if p.base.is_Rational and p.base.is_positive and not p.exp.is_Integer
        }
    )


def _powers(expr: sp.Expr) -> list[sp.Pow]:
    """Powers whose exponent is a symbol times a number."""
    return [p for p in expr.atoms(sp.Pow) if p.exp.free_symbols]


def _symbolic_powers(expr: sp.Expr) -> dict[sp.Expr, sp.Expr]:
    """For each base with symbolic exponents, the exponent of which the others are multiples."""
    units: dict[sp.Expr, sp.Expr] = {}
    for p in _powers(expr):
        number, symbol = p.exp.as_coeff_Mul()
        if p.base not in units:
            units[p.base] = abs(number) * symbol
            continue
        other, known = units[p.base].as_coeff_Mul()
        if known == symbol:
            units[p.base] = sp.gcd(abs(number), other) * symbol
    return {
        b: u for b, u in units.items() if all(_fits(p, u) for p in _powers(expr) if p.base == b)
    }


def _fits(power: sp.Pow, unit: sp.Expr) -> bool:
    return bool((power.exp / unit).is_Integer)
