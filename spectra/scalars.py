"""Scalar coefficients: a canonical form for radicals, and a zero test that is never wrong.

Coefficients are rational functions of square roots (or symbolic powers) of positive
quantities such as k, R and R + 1.
"""

from functools import lru_cache

from sympy import (
    Dummy,
    Expr,
    S,
    cancel,
    expand,
    expand_power_base,
    factor,
    powsimp,
    radsimp,
    sqrt,
    together,
)


@lru_cache(maxsize=4096)
def tidy(expr: Expr) -> Expr:
    """Short canonical form of a scalar.

    Examples
    --------
    >>> from sympy import sqrt
    >>> from spectra.symbols import R
    >>> tidy((R / sqrt(R) + 1) / sqrt(R + 1))
    (sqrt(R) + 1)/sqrt(R + 1)
    """
    if expr.is_Atom:
        return expr
    if expr.is_number:
        return radsimp(expand(expr))
    split = expand_power_base(expr)
    if not split.is_Mul and not split.is_Pow and is_zero(split):
        return S.Zero
    return _shorter(cancel(split), factor(split))


def _shorter(*candidates: Expr) -> Expr:
    return min((powsimp(c) for c in candidates), key=lambda c: c.count_ops())


@lru_cache(maxsize=4096)
def is_zero(expr: Expr) -> bool:
    """Whether `expr` is proved to vanish identically; False when it is not proved."""
    if expr.is_Atom:
        return bool(expr.is_zero)
    numerator = together(expand_power_base(expr)).as_numer_denom()[0]
    return expand(expand_power_base(expand(numerator))) == 0


def same(a: Expr, b: Expr) -> bool:
    """Whether two scalars are proved equal."""
    return a == b or is_zero(a - b)


@lru_cache(maxsize=4096)
def root(expr: Expr) -> Expr:
    """Square root of a non-negative scalar, taken out of perfect squares.

    Examples
    --------
    >>> from sympy import sqrt
    >>> from spectra.symbols import R
    >>> root(R - 2 * sqrt(R) + 1)
    Abs(sqrt(R) - 1)
    """
    if expr.is_number:
        return tidy(sqrt(expr))
    plain, back = without_roots(expr)
    return powsimp(expand_power_base(sqrt(factor(plain)))).subs(back)


def without_roots(expr: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """Write √x as a symbol, for every positive symbol x; also give the way back."""
    there, back = {}, {}
    for x in expr.free_symbols:
        if x.is_positive and not x.is_integer:
            s = Dummy(f"s_{x}", positive=True)
            there[x], back[s] = s**2, sqrt(x)
    return expr.subs(there), back
