"""Write polynomials as sums of squares: by a matrix that is found in floating point, then exactly.

A polynomial is zᵀQz for monomials z and many symmetric matrices Q; it is a sum of squares if one of
them has no negative eigenvalue. Where the polynomial vanishes Q has a kernel, which is rounded first.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq, fmpq_mat

from proofs.provers.finders.signs.weights import least_norm

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

Powers = tuple[int, ...]
Squares = list[tuple[fmpq, list[fmpq]]]

MOST_SQUARED, MOST_TRIED = 15, 2000
"""Monomials in squares, and how many are looked at."""

STEPS, NEAR = 400, 1e-8
"""Steps of a search, and which error ends it."""

LEAST = (1e-3, 0)
"""Which eigenvalues, next to the largest coefficient, are looked for in turn."""

FLAT = 1e-5
"""Which eigenvalues are 0."""

MOST_BITS = 100
"""Of coefficients."""

DIGITS = 1000
"""Denominator of the entries of a matrix; of those of its kernel it is smaller."""


def as_squares(b: Builder, f: Poly) -> str | None:
    """Prove f ≥ 0, or f > 0 if a square is a number; the name of the step, or None."""
    names = sorted(b.ring.names_in(f))
    if any(name not in b.scope.kinds for name in names):
        return None
    target = {tuple(int(m[b.ring.position[n]]) for n in names): c for m, c in f.to_dict().items()}
    z = _halves(target)
    squares = _found(tuple(target.items()), tuple(z)) if z else None
    if squares is None:
        return None
    rows = []
    for c, line in squares:
        total = b.ring.constant(0)
        for x, powers in zip(line, z, strict=True):
            monomial = b.ring.constant(x)
            for name, n in zip(names, powers, strict=True):
                monomial *= b.ring.generator(name) ** n
            total += monomial
        rows.append({"c": str(c), "square": b.write(total)})
    return b.add("cone", p=b.write(f), sum=rows, modulo=[])


@lru_cache(maxsize=100)
def _found(terms: tuple[tuple[Powers, fmpq], ...], z: tuple[Powers, ...]) -> Squares | None:
    """Find numbers and linear forms in the monomials, as long as coefficients are not large."""
    if max(c.height_bits() for _, c in terms) > MOST_BITS:
        return None
    matrices = (_exact(dict(terms), z, least) for least in LEAST)
    return next((found for q in matrices if q is not None and (found := _squares(q))), None)


def _halves(target: dict[Powers, fmpq]) -> list[Powers]:
    """Return the monomials that squares may contain, those of high degree first; none if it is none."""
    table = np.array([[*m, sum(m)] for m in target])
    low, high = table.min(axis=0), table.max(axis=0)
    if np.any(low % 2) or np.any(high % 2) or np.prod((high - low)[:-1] // 2 + 1) > MOST_TRIED:
        return []
    ranges = [range(a // 2, c // 2 + 1) for a, c in zip(low[:-1], high[:-1], strict=True)]
    z = [m for m in product(*ranges) if low[-1] <= 2 * sum(m) <= high[-1]]
    while len(z) <= MOST_TRIED // 10:
        sums = {_sum(m, n) for i, m in enumerate(z) for n in z[:i]}
        kept = [m for m in z if (twice := _sum(m, m)) in sums or target.get(twice, fmpq(0)) > 0]
        if kept == z:
            break
        z = kept
    return sorted(z, key=lambda m: (-sum(m), m)) if len(z) <= MOST_SQUARED else []


def _sum(m: Powers, n: Powers) -> Powers:
    return tuple(i + j for i, j in zip(m, n, strict=True))


def _exact(target: dict[Powers, fmpq], z: tuple[Powers, ...], least: float) -> fmpq_mat | None:
    """Find Q with zᵀQz the polynomial, and no eigenvalue below some number, as far as floats tell."""
    places: dict[Powers, list[tuple[int, int]]] = {}
    for i, j in product(range(len(z)), repeat=2):
        places.setdefault(_sum(z[i], z[j]), []).append((i, j))
    if any(m not in places for m in target):
        return None
    near = _near(target, len(z), places, least)
    if near is None:
        return None
    size, pairs = len(z), [(i, j) for i in range(len(z)) for j in range(i + 1)]
    column = {pair: n for n, pair in enumerate(pairs)} | {
        (j, i): n for n, (i, j) in enumerate(pairs)
    }
    first = [fmpq(round(float(near[pair]) * DIGITS), DIGITS) for pair in pairs]
    rows, right = [], []
    for m, some in places.items():
        rows.append([(column[pair], fmpq(1)) for pair in some])
        right.append(target.get(m, fmpq(0)))
    for v in _kernel(near):
        rows += [[(column[i, j], x) for j, x in enumerate(v) if x] for i in range(size)]
        right += [fmpq(0)] * size
    a = fmpq_mat(len(rows), len(pairs))
    for k, row in enumerate(rows):
        for n, x in row:
            a[k, n] += x
            right[k] -= x * first[n]
    entries = [x + y for x, y in zip(first, least_norm(a, right), strict=True)]
    return fmpq_mat([[entries[column[i, j]] for j in range(size)] for i in range(size)])


def _near(target: dict[Powers, fmpq], size: int, places: dict[Powers, Any], least: float) -> Any:
    """Search for Q in floating point, by reflections at both conditions in turn."""
    group = np.zeros((size, size), dtype=int)
    for n, some in enumerate(places.values()):
        group[tuple(np.transpose(some))] = n
    wanted = np.array([float(c.p) / float(c.q) for c in (target.get(m, fmpq(0)) for m in places)])
    unit = np.abs(wanted).max()
    count = np.bincount(group.ravel())

    def fitting(q: Any) -> Any:
        return q + ((wanted / unit - np.bincount(group.ravel(), q.ravel())) / count)[group]

    x = fitting(np.zeros((size, size)))
    for _ in range(STEPS):
        values, vectors = np.linalg.eigh(x)
        p = (vectors * np.maximum(values, least)) @ vectors.T
        if np.abs(fitting(p) - p).max() < NEAR:
            return unit * fitting(p)
        x += fitting(2 * p - x) - p
    return None


def _kernel(q: Any) -> list[list[fmpq]]:
    """Return a rational basis of the kernel of a matrix, as far as numbers tell."""
    values, vectors = np.linalg.eigh(q)
    rows = vectors.T[values < FLAT * values.max()]
    for k in range(len(rows)):
        i, j = np.unravel_index(np.abs(rows[k:]).argmax(), rows[k:].shape)
        rows[[k, k + i]] = rows[[k + i, k]]
        rows[k] /= rows[k, j]
        others = np.arange(len(rows)) != k
        rows[others] -= np.outer(rows[others, j], rows[k])
    small = int(DIGITS**0.5)
    found = [[Fraction(float(x)).limit_denominator(small) for x in row] for row in rows]
    return [[fmpq(x.numerator, x.denominator) for x in row] for row in found]


def _squares(q: fmpq_mat) -> Squares | None:
    """Write xᵀQx as a sum of positive numbers times squares of linear forms, if it is one."""
    size, found = q.nrows(), []
    rest = [[q[i, j] for j in range(size)] for i in range(size)]
    for k in range(size):
        c, line = rest[k][k], rest[k]
        if c < 0 or (c == 0 and any(line)):
            return None
        if c == 0:
            continue
        found.append((c, [x / c for x in line]))
        rest = [[x - row[k] * y / c for x, y in zip(row, line, strict=True)] for row in rest]
    return found
