"""Exact eigenpairs of the small matrix on the group indicators.

The matrix p·diag(d)·p, p the projection off √m, has the eigenvalue 0 on √m. Groups of equal d
form families; inside a family the vectors off √m have the eigenvalue d. What is left is one
eigenvalue ρ between every two neighbouring families, a root of the secular equation

    Σ_g m_g/(d_g - ρ) = 0,     with the eigenvector √m_g/(d_g - ρ).
"""

from itertools import pairwise
from typing import Final, TypeAlias

import mpmath
import sympy as sp

from spectra.block_matrices.radicals import is_zero, tidy
from spectra.errors import NotReducibleError

Vector: TypeAlias = tuple[sp.Expr, ...]
EigenPair: TypeAlias = tuple[sp.Expr, Vector]

MAX_DEGREE: Final = 8
"""Largest degree of an algebraic number that is given exactly."""

DIGITS: Final = 30
"""Digits of what has no exact form."""

EQUAL: Final = sp.Rational(1, 10 ** (2 * DIGITS - 10))
"""Relative distance of irrational numbers that are taken for one."""


def eigenpairs(sizes: Vector, d: Vector) -> list[EigenPair]:
    """Eigenpairs of p·diag(d)·p with p the projection off √sizes, the all-ones one dropped.

    Parameters
    ----------
    sizes, d : tuple of sympy.Expr, length G
        Group sizes, and the diagonal; G is not 2. Symbols are taken to be in descending order.

    Returns
    -------
    list of (value, unit vector), length G - 1
        In descending order of the values.

    Raises
    ------
    NotReducibleError
        Four or more groups of different symbols: their eigenvalues have no closed form.
    """
    families = _families(d)
    totals = [sum(sizes[g] for g in family) for family in families]
    roots = secular_roots(tuple(totals), tuple(d[family[0]] for family in families))
    found: list[EigenPair] = []
    for family, value in zip(families, [*roots, None], strict=True):
        found += [(d[family[0]], v) for v in _inside(family, sizes)]
        found += [(value, _between(value, sizes, d))] if value is not None else []
    return found


def secular_polynomial(sizes: Vector, d: Vector, x: sp.Expr) -> sp.Expr:
    """Σ_g m_g Π_{h≠g} (d_h - x): the characteristic polynomial off the all-ones direction."""
    factors = [value - x for value in d]
    return sum(
        (m * sp.Mul(*factors[:g], *factors[g + 1 :]) for g, m in enumerate(sizes)), sp.S.Zero
    )


def secular_roots(sizes: Vector, d: Vector) -> list[sp.Expr]:
    """Roots of the secular equation, descending; one between neighbours of the distinct d.

    Closed forms up to three groups, else isolated algebraic numbers of rational data up to degree
    8, else numbers of thirty digits.
    """
    x = sp.Dummy("x")
    numeric = all(value.is_number for value in (*sizes, *d))
    rational = numeric and all(value.is_Rational for value in (*sizes, *d))
    if len(d) > 3 and not numeric:
        raise NotReducibleError(
            f"{len(d)} groups have no closed-form spectrum for symbols: give numbers for the "
            f"counts and sizes, or use the {len(d)} by {len(d)} matrix of quotient(imbalance)"
        )
    if len(d) > 3 and (not rational or len(d) > MAX_DEGREE + 1):
        return _numbers(sizes, d)
    polynomial = sp.Poly(secular_polynomial(sizes, d, x), x)
    if rational and len(d) > 2:
        roots = [root for factor, _ in polynomial.factor_list()[1] for root in _roots(factor)]
    else:
        roots = _roots(polynomial)
    return sorted(roots, key=lambda r: r.evalf(DIGITS), reverse=True) if numeric else roots


def _roots(factor: sp.Poly) -> list[sp.Expr]:
    """Roots of one factor: radicals up to degree 2, isolated algebraic numbers above."""
    if factor.degree() < 1:
        return []
    if factor.degree() == 1:
        a, b = factor.all_coeffs()
        return [tidy(-b / a)]
    if factor.degree() == 2:
        a, b, c = (tidy(x) for x in factor.all_coeffs())
        radical = sp.sqrt(tidy(b**2 - 4 * a * c))
        return [tidy((-b + radical) / (2 * a)), tidy((-b - radical) / (2 * a))]
    return [sp.CRootOf(factor, i) for i in reversed(range(factor.degree()))]


def _numbers(sizes: Vector, d: Vector) -> list[sp.Expr]:
    """Roots between neighbouring poles to thirty digits, by bisection: the sum increases there."""
    with mpmath.workdps(2 * DIGITS):
        masses = [mpmath.mpf(str(m.evalf(2 * DIGITS))) for m in sizes]
        poles = [mpmath.mpf(str(value.evalf(2 * DIGITS))) for value in d]
        close = mpmath.mpf(10) ** (-DIGITS - 2)

        def between(low: mpmath.mpf, high: mpmath.mpf) -> sp.Expr:
            while high - low > close * low:
                x = (low + high) / 2
                total = mpmath.fsum(m / (p - x) for m, p in zip(masses, poles, strict=True))
                low, high = (low, x) if total > 0 else (x, high)
            return sp.Float(str(low), DIGITS)

        return [between(low, high) for high, low in pairwise(sorted(poles, reverse=True))]


def _families(d: Vector) -> list[list[int]]:
    """Groups of equal d, in descending order where the values are numbers."""
    if all(value.is_number for value in d):
        sizes = [value if value.is_Rational else value.evalf(2 * DIGITS) for value in d]
        order = sorted(range(len(d)), key=sizes.__getitem__, reverse=True)
        families = [order[:1]]
        for last, g in pairwise(order):
            if sizes[last] - sizes[g] > EQUAL * sizes[g]:
                families.append([])
            families[-1].append(g)
        return families
    families = []
    for g, value in enumerate(d):
        for family in families:
            if is_zero(value - d[family[0]]):
                family.append(g)
                break
        else:
            families.append([g])
    return families


def _inside(family: list[int], sizes: Vector) -> list[Vector]:
    """Orthonormal vectors on a family of groups that are orthogonal to √sizes."""
    found = []
    for j in range(1, len(family)):
        before, last = family[:j], sizes[family[j]]
        total = sum(sizes[g] for g in before)
        entries = [sp.S.Zero] * len(sizes)
        for g in before:
            entries[g] = tidy(-sp.sqrt(sizes[g]) * last / sp.sqrt(total * last * (total + last)))
        entries[family[j]] = tidy(sp.sqrt(last) * total / sp.sqrt(total * last * (total + last)))
        found.append(tuple(entries))
    return found


def _between(value: sp.Expr, sizes: Vector, d: Vector) -> Vector:
    """Unit vector of a root of the secular equation, its last entry positive."""
    entries = [sp.sqrt(m) / (x - value) for m, x in zip(sizes, d, strict=True)]
    norm = sp.sqrt(sum(e**2 for e in entries))
    sign = -1 if (d[-1] - value).is_number and (d[-1] - value).is_negative else 1
    return tuple(sign * e / norm for e in entries)
