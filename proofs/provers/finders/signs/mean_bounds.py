"""Find tangents that add up to a polynomial in positive quantities, as means of its monomials.

At a point v, each monomial m is, next to n, at least n·m(v)/n(v)·(1 + s), where s is the logarithm
of the quotient m/n here less that at v. It is a sum of logarithms of the quantities, so that a
linear program says which of these bounds add up to a polynomial. The point is where its negative
part is largest next to the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq, fmpq_mat

from proofs.kernel.polynomials import Ring
from proofs.provers.finders.signs.weights import weights_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ROUNDED = (1, 12, 1000)
"""Numerators and denominators of the coordinates of points."""

FARTHEST, SMALL = 10.0, 1e-4
"""How large logarithms may be, and what is left out next to the rest where they are looked for again."""

MOST_BITS = 200
"""Of coefficients."""

CLOSE = 1e-7
"""How far a quotient may seem to be on the wrong side of 1."""


@dataclass(frozen=True)
class Means:
    """A polynomial in positive quantities.

    Attributes
    ----------
    powers : tuple of tuples of int
        Of the quantities, by monomial.
    coefficients : tuple of fmpq
        Of the monomials.
    """

    powers: tuple[tuple[int, ...], ...]
    coefficients: tuple[fmpq, ...]

    def apart(self, sign: int) -> list[int]:
        """Return the places of the monomials with coefficients of a sign."""
        return [i for i, c in enumerate(self.coefficients) if sign * c > 0]

    def quotient(self, i: int, k: int) -> tuple[int, ...]:
        """Return the powers in a quotient of monomials."""
        return tuple(m - n for m, n in zip(self.powers[i], self.powers[k], strict=True))

    def within(self) -> bool:
        """Whether there are both signs, no large numbers, and no power outside those with sign +."""
        above, below = (
            np.array([self.powers[i] for i in self.apart(sign)], dtype=float) for sign in (1, -1)
        )
        if (
            not len(above)
            or not len(below)
            or max(c.height_bits() for c in self.coefficients) > MOST_BITS
        ):
            return False
        outside = (below > above.max(axis=0)) | (below < above.min(axis=0))
        return not np.any(outside)


@dataclass
class Bounds:
    """What adds up to a polynomial: bounds at a point of one monomial by another, and monomials."""

    point: list[fmpq]
    pairs: list[tuple[int, int, fmpq]]
    rest: list[tuple[int, fmpq]]

    def value(self, powers: Sequence[int]) -> fmpq:
        """Return a product of powers at the point."""
        total = fmpq(1)
        for y, n in zip(self.point, powers, strict=True):
            total *= y**n
        return total


@lru_cache(maxsize=100)
def bounds_of(means: Means) -> Bounds | None:
    """Find a point and weights."""
    least = _least(means) if means.within() else None
    if least is None:
        return None
    rounded = ([_near(y, n) for y in np.exp(least)] for n in ROUNDED)
    return next(filter(None, (_weights(means, point) for point in rounded)), None)


def _near(y: float, n: int) -> fmpq:
    """Round a positive number to a fraction whose smaller part is small."""
    part = Fraction(max(y, 1 / y)).limit_denominator(n)
    return fmpq(part.numerator, part.denominator) ** (1 if y >= 1 else -1)


def _least(means: Means) -> Any:
    """Return the logarithms of the quantities at the point, or None if the polynomial is negative."""
    from scipy.optimize import minimize  # it takes long to load, and many proofs do without

    moved, above, below = _moved(means), means.apart(1), means.apart(-1)
    powers = np.array(means.powers, dtype=float)[:, moved]
    sizes = np.log([abs(float(c.p) / float(c.q)) for c in means.coefficients])

    def logarithm(z: Any, some: list[int]) -> tuple[Any, Any]:
        x = sizes[some] + powers[some] @ z
        shares = np.exp(x - x.max())
        return x.max() + np.log(shares.sum()), shares / shares.sum()

    def quotient(z: Any, some: list[int]) -> tuple[Any, Any]:
        (top, up), (bottom, down) = logarithm(z, some), logarithm(z, below)
        return top - bottom, up @ powers[some] - down @ powers[below]

    z, some = np.zeros(len(moved)), above
    how = {"bounds": [(-FARTHEST, FARTHEST)] * len(moved), "options": {"ftol": 0, "gtol": 1e-10}}
    for _ in range(2):
        z = minimize(quotient, z, args=(some,), jac=True, method="L-BFGS-B", **how).x
        if quotient(z, above)[0] < -CLOSE:
            return None
        shares = logarithm(z, some)[1]
        some = [i for i, share in zip(some, shares, strict=True) if share > SMALL]
    least = np.zeros(len(means.powers[0]))
    least[moved] = z
    return least


def _moved(means: Means) -> list[int]:
    """Return the places of quantities of which quotients of monomials depend; others may be 1."""
    table, rank = fmpq_mat([means.quotient(i, 0) for i in range(1, len(means.powers))]).rref()
    return [next(j for j in range(table.ncols()) if table[i, j] != 0) for i in range(rank)]


def _weights(means: Means, point: list[fmpq]) -> Bounds | None:
    """Find the weights with which bounds at a point add up to the polynomial."""
    above, below = means.apart(1), means.apart(-1)
    bounds = Bounds(point, [], [])
    ring = Ring(
        [*(f"m{i}" for i in range(len(means.powers))), *(f"t{j}" for j in range(len(point)))]
    )
    m = [ring.generator(f"m{i}") for i in range(len(means.powers))]
    target, columns, pairs = ring.constant(0), [m[i] for i in above], []
    for i, c in enumerate(means.coefficients):
        target += c * m[i]
    for i in above:
        for k in below:
            powers = means.quotient(i, k)
            s = ring.constant(0)
            for j, n in enumerate(powers):
                s += n * ring.generator(f"t{j}")
            columns.append(m[i] / bounds.value(powers) - m[k] * (1 + s))
            pairs.append((i, k))
    weights = weights_of(target, columns, [n < len(above) for n in range(len(columns))])
    if weights is None:
        return None
    bounds.rest = [(i, w) for i, w in zip(above, weights, strict=False) if w]
    used = zip(pairs, weights[len(above) :], strict=True)
    bounds.pairs = [(i, k, w) for (i, k), w in used if w]
    return bounds
