"""Linear programming over products of known facts and squares of differences of monomials."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq, fmpq_mat
from scipy.optimize import linprog
from scipy.sparse import csc_matrix

from proofs.kernel.formulas import Fact
from proofs.kernel.polynomials import Poly
from proofs.provers.finders.reduction import modulo, reduce

if TYPE_CHECKING:
    from proofs.provers.finders.builder import Builder
    from proofs.provers.finders.signs import Parts

COLUMNS = {1: 150, 2: 500, 3: 1500}
"""Summands tried, by effort."""

Powers = tuple[int, ...]


@dataclass
class Known:
    """A polynomial that is not negative, with the facts whose product it is."""

    poly: Poly
    strict: bool
    parts: Parts


def combination(b: Builder, p: Poly, effort: int) -> str | None:
    """Prove p ≥ 0 or > 0 as a sum of products of known facts and squares, by a linear program."""
    from proofs.provers.finders.signs import Parts, both

    factors = [Known(b.ring.constant(1), True, Parts())]
    if effort > 1:
        for name in [*b.scope.kinds, *b.scope.terms]:
            x = b.ring.generator(name)
            found = both(b, x)
            if found is not None and found.strict and found.sign == 1 and _occurs(b, name):
                factors.append(Known(x, True, Parts([found.label])))
    for factor in factors:
        summands = _summands(b, factor.poly * p, effort)
        b.budget.spend(5)
        weights = _solve(factor.poly * p, summands) if summands else None
        if weights is not None:
            rows = [s.parts.write(b, w) for s, w in zip(summands, weights, strict=True) if w != 0]
            return b.add(
                "cone", p=b.write(p), factor=[factor.parts.write(b, fmpq(1))], sum=rows,
                modulo=modulo(b),
            )  # fmt: skip
    return None


def _occurs(b: Builder, name: str) -> bool:
    """Whether a name stands in a known fact with more than one term."""
    for label in b.atoms:
        known = b.scope.facts[label]
        if isinstance(known, Fact) and len(known.poly) > 1 and name in b.ring.names_in(known.poly):
            return True
    return False


# summands -----------------------------------------------------------------------------------------


def _summands(b: Builder, p: Poly, effort: int) -> list[Known]:
    atoms, signed = _atoms(b)
    box = _Box(b, p, atoms)
    found: dict[str, Known] = {}
    most = COLUMNS[effort]
    for product in _products(b, atoms, effort, box):
        for monomial in _monomials(b, box, product.poly, signed):
            new = _times(product, monomial)
            found.setdefault(str(new.poly), new)
            if len(found) >= most:
                return list(found.values())
    for product in _products(b, atoms, 1 if effort > 1 else 0, box):
        for square in _squares(b, box, product.poly):
            for monomial in _monomials(b, box, product.poly * square.poly, signed):
                new = _times(_times(product, square), monomial)
                found.setdefault(str(new.poly), new)
                if len(found) >= most:
                    return list(found.values())
    return list(found.values())


class _Box:
    """Degrees within which monomials are of use."""

    def __init__(self, b: Builder, p: Poly, atoms: list[Known]) -> None:
        own = p.degrees()
        others = [max((a.poly.degrees()[i] for a in atoms), default=0) for i in range(len(own))]
        self.most = tuple(max(d + d % 2, o) if d else o for d, o in zip(own, others, strict=True))
        self.total = max(p.total_degree(), max((a.poly.total_degree() for a in atoms), default=0))
        self.total += self.total % 2
        self.names = [b.ring.names[i] for i, d in enumerate(own) if d]

    def holds(self, p: Poly) -> bool:
        """Whether a polynomial lies in the box."""
        return p.total_degree() <= self.total and all(
            d <= most for d, most in zip(p.degrees(), self.most, strict=True)
        )


def _atoms(b: Builder) -> tuple[list[Known], dict[str, Any]]:
    """Return known facts in independent names: those on single names apart."""
    from proofs.provers.finders.signs import Parts, both

    atoms, signed = [], {}
    for name in [*b.scope.kinds, *b.scope.terms]:
        found = both(b, b.ring.generator(name))
        if found is not None and found.sign:
            signed[name] = found
    for label in b.atoms:
        known = b.scope.facts[label]
        if not isinstance(known, Fact):
            continue
        found = reduce(b, known.poly)
        if len(found.poly) < 2:
            continue
        parts = Parts([label])
        for name, count in found.facts.items():
            if b.scope.facts[name].rel == ">":  # type: ignore[union-attr]
                parts.facts += [name] * count
            else:
                parts.nonzero += [name] * (count // 2)
        if known.rel == "!=":
            if len(parts.facts) == 1 and not parts.nonzero:
                atoms.append(Known(found.poly**2, True, Parts([], [label])))
        else:
            atoms.append(Known(found.poly, known.rel == ">", parts))
    return atoms, signed


def _products(b: Builder, atoms: list[Known], size: int, box: _Box) -> Iterator[Known]:
    from proofs.provers.finders.signs import Parts

    yield Known(b.ring.constant(1), True, Parts())
    for n in range(1, size + 1):
        for chosen in combinations_with_replacement(atoms, n):
            total = chosen[0]
            for other in chosen[1:]:
                total = _times(total, other)
            if box.holds(total.poly):
                yield total


def _times(a: Known, b: Known) -> Known:
    from proofs.provers.finders.signs import Parts

    square = a.parts.square
    if b.parts.square is not None:
        square = b.parts.square if square is None else square * b.parts.square
    parts = Parts(a.parts.facts + b.parts.facts, a.parts.nonzero + b.parts.nonzero, square)
    return Known(a.poly * b.poly, a.strict and b.strict, parts)


def _monomials(b: Builder, box: _Box, p: Poly, signed: dict[str, Any]) -> Iterator[Known]:
    """Yield monomials of known sign that keep p times them in the box."""
    from proofs.provers.finders.signs import Parts

    degrees, room = p.degrees(), box.total - p.total_degree()
    names = [n for n in b.ring.names if box.most[b.ring.position[n]] > 0]

    def extend(i: int, left: int, so_far: Known) -> Iterator[Known]:
        if i == len(names):
            yield so_far
            return
        name = names[i]
        place = b.ring.position[name]
        x = b.ring.generator(name)
        for power in range(min(left, box.most[place] - degrees[place]) + 1):
            sign = signed.get(name)
            if power % 2 and sign is None:
                continue
            parts, strict = Parts(), True
            poly = b.ring.constant(1)
            if power:
                poly = x**power
                if sign is not None and sign.strict:
                    parts.nonzero = [sign.label] * (power // 2)
                else:
                    parts.square = x ** (power // 2)
                    strict = False
                if power % 2:
                    parts.facts = [sign.label]
                    strict = strict and sign.strict
                    poly = poly * sign.sign
            new = Known(poly, strict, parts)
            yield from extend(i + 1, left - power, _times(so_far, new))

    yield from extend(0, room, Known(b.ring.constant(1), True, Parts()))


def _squares(b: Builder, box: _Box, p: Poly) -> Iterator[Known]:
    """Yield squares of differences and sums of two monomials that fit beside p."""
    from proofs.provers.finders.signs import Parts

    degrees, room = p.degrees(), (box.total - p.total_degree()) // 2
    half = [(most - d) // 2 for most, d in zip(box.most, degrees, strict=True)]
    monomials = [b.ring.constant(1)]
    for name in box.names:
        place, x = b.ring.position[name], b.ring.generator(name)
        monomials = [
            m * x**e for m in monomials for e in range(half[place] + 1)
            if m.total_degree() + e <= room
        ]  # fmt: skip
        if len(monomials) > 40:
            return
    for u, v in combinations(monomials, 2):
        for w in (u - v, u + v, 2 * u - v, 2 * u + v, u - 2 * v, u + 2 * v):
            yield Known(w**2, False, Parts(square=w))


# the linear program -------------------------------------------------------------------------------


def _solve(p: Poly, summands: list[Known]) -> list[fmpq] | None:
    """Find exact weights ≥ 0 with p = Σ weight·summand, a strict summand if possible."""
    rows: dict[Powers, int] = {}
    columns = [s.poly.to_dict() for s in summands]
    target = p.to_dict()
    for column in (target, *columns):
        for powers in column:
            rows.setdefault(tuple(map(int, powers)), len(rows))
    entries = [
        (rows[tuple(map(int, m))], j, float(c.p) / float(c.q))
        for j, column in enumerate(columns) for m, c in column.items()
    ]  # fmt: skip
    i, j, value = (np.array(part) for part in zip(*entries, strict=True))
    matrix = csc_matrix((value, (i, j)), shape=(len(rows), len(summands)))
    right = np.zeros(len(rows))
    for m, c in target.items():
        right[rows[tuple(map(int, m))]] = float(c.p) / float(c.q)
    goal = np.array([-1.0 if s.strict else 0.01 * len(s.poly) for s in summands])
    found = linprog(goal, A_eq=matrix, b_eq=right, bounds=(0, 1e5), method="highs")
    if found.status != 0:
        return None
    chosen = [n for n, w in enumerate(found.x) if w > 1e-9]
    return _exact(target, columns, rows, chosen)


def _exact(
    target: dict[Any, fmpq], columns: list[dict[Any, fmpq]], rows: dict[Powers, int],
    chosen: list[int],
) -> list[fmpq] | None:  # fmt: skip
    """Solve for the chosen weights in rational numbers."""
    used = sorted({rows[tuple(map(int, m))] for n in chosen for m in columns[n]}
                  | {rows[tuple(map(int, m))] for m in target})  # fmt: skip
    place = {row: i for i, row in enumerate(used)}
    table = fmpq_mat(len(used), len(chosen) + 1)
    for k, n in enumerate(chosen):
        for m, c in columns[n].items():
            table[place[rows[tuple(map(int, m))]], k] = c
    for m, c in target.items():
        table[place[rows[tuple(map(int, m))]], len(chosen)] = c
    reduced, rank = table.rref()
    weights = [fmpq(0)] * len(columns)
    for i in range(rank):
        pivot = next(k for k in range(len(chosen) + 1) if reduced[i, k] != 0)
        if pivot == len(chosen):
            return None
        weights[chosen[pivot]] = reduced[i, len(chosen)]
    return None if any(w < 0 for w in weights) else weights
