"""Angles as sums of few others, and their sines and cosines by those of these."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, TypeAlias

from flint import fmpq

from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.reduction import modulo

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

KNOWN = {
    2: (),
    4: ("{s} - {c}", "2", "-2 {s} + -2 {c}", "{s} + {c}"),
    6: ("2 {s} - 1", "4", "-2 {s} + -1", "{c}", "2 {s} + 1"),
}
"""Of π by a number: an equation for the sine and cosine, how often s² + c² = 1 and this give that of
the cosine alone, and the positive factors with which it is minus the cosine of the right angle."""

Counts: TypeAlias = tuple[int, ...]
"""How often each of the few angles is added."""

Pair: TypeAlias = tuple[str, str]
"""Names of a sine and of the cosine of the same angle."""


class Sums:
    """Angles as sums of few, with whole coefficients.

    Attributes
    ----------
    bases : list of Poly
        The few angles.
    pairs : dict
        Names of the sine and the cosine of each sum that has been needed.
    """

    def __init__(self, b: Builder, angles: list[Poly]) -> None:
        self.b, self.pairs = b, dict[Counts, Pair]()
        self.pi = next((n for n, term in b.scope.terms.items() if term.op == "pi"), None)
        bases = _one_base(angles) or _monomials(b, angles)
        self.bases = [(self.of_pi(base) or (base, 0))[0] for base in bases]

    def of_pi(self, angle: Poly) -> tuple[Poly, int] | None:
        """Return π/(2d) and d where an angle is a whole multiple of it, and its sine is known."""
        n = angle.leading_coefficient()
        if self.pi is None or angle != n * self.b.ring.generator(self.pi):
            return None
        size = n.gcd(fmpq(1, 2))
        return (angle * (size / n), int(size.q) // 2) if size.q in KNOWN else None

    def counts(self, angle: Poly) -> Counts | None:
        """Return how often each base is in an angle, if it is a sum of them."""
        found, rest = list[int](), angle
        for base in self.bases:
            powers, c = next(iter(base.to_dict().items()))
            n = angle.to_dict().get(powers, fmpq(0)) / c
            if n.q != 1:
                return None
            found.append(int(n.p))
            rest -= base * n
        return tuple(found) if rest.is_zero() else None

    def pair(self, counts: Counts) -> Pair:
        """Return the sine and cosine of a sum, written by those of the bases."""
        if counts not in self.pairs:
            zero, b = self.b.ring.constant(0), self.b
            angle = sum((n * base for n, base in zip(counts, self.bases, strict=True)), zero)
            self.pairs[counts] = new = define(b, "sin", (angle,)), define(b, "cos", (angle,))
            if not {*new} <= b.links.keys():
                labels = self._labels(counts, new, angle)
                for name, label in zip(new, labels, strict=False):
                    b.link(name, label)
        return self.pairs[counts]

    def _labels(self, counts: Counts, new: Pair, angle: Poly) -> list[str]:
        """Return the equations that write a sine and a cosine; of a base, keep their own."""
        size, b = sum(map(abs, counts)), self.b
        if size == 0:
            return []
        if size > 1:
            half = all(n % 2 == 0 for n in counts)
            first = tuple(n // 2 for n in counts) if half else _unit(counts)
            rest = tuple(n - m for n, m in zip(counts, first, strict=True))
            return self._sum(new, self.pair(first), self.pair(rest))
        if min(counts) < 0:
            return self._opposite(new, self.pair(tuple(-n for n in counts)))
        of_pi = self.of_pi(angle)
        if of_pi and of_pi[1] == 1:
            return self._right(new)
        if (known := f"circle:{new[0]}") not in b.digested:
            b.digested.add(known)
            b.equalities.append(self._circle(new))
            if of_pi:
                self._use_right(new, counts, of_pi[1], b.equalities[-1])
        return []

    def _right(self, pair: Pair) -> list[str]:
        named = zip(("sin", "cos"), pair, strict=True)
        return [self.b.add("right angle", pi=self.pi, of=op, term=x) for op, x in named]

    def _use_right(self, pair: Pair, counts: Counts, d: int, circle: str) -> None:
        """Write the sine and cosine of π/(2d) by a root, from d of it being a right angle."""
        b, (s, c) = self.b, pair
        _, nil = self._right(self.pair(tuple(n * d for n in counts)))
        p, *known = [text.format(s=s, c=c) for text in KNOWN[2 * d]]
        above = [b.add("num", p=q, rel=">") for q in known[2:]]
        sine = b.add("zero", p=p, factor=above, multiples=[[nil, "-1"]], modulo=modulo(b))
        r = define(b, "root", (b.ring.constant(d), b.ring.constant(2)))
        above = [b.add("num", p=f"2 {c} + {r}", rel=">")]
        rows = [[circle, known[0]], [sine, known[1]]]
        own = [[f"{r}.0", r, []]]
        b.link(c, b.add("zero", p=f"2 {c} - {r}", factor=above, multiples=rows, modulo=own))
        b.link(s, sine)

    def _circle(self, pair: Pair) -> str:
        return self.b.add("circle", sin=pair[0], cos=pair[1])

    def _sum(self, pair: Pair, first: Pair, second: Pair) -> list[str]:
        """Write the sine and cosine of a sum by those of two parts."""
        sines, cosines = map(list, zip(first, second, strict=True))
        named = zip(("sin", "cos"), pair, strict=True)
        return [self.b.add("angle sum", of=op, sum=x, sin=sines, cos=cosines) for op, x in named]

    def _opposite(self, pair: Pair, other: Pair) -> list[str]:
        """Write the sine and cosine of -a by those of a, as the sum is 0."""
        zero, (x, y), (s, c) = self.pair((0,) * len(self.bases)), pair, other
        sine, cosine = self._sum(zero, pair, other)
        circle, nil, one = self._circle(other), *(f"{name}.2" for name in zero)
        rows = (
            (f"{x} + {s}", {sine: f"-1 {c}", cosine: s, circle: f"-1 {x}", nil: c, one: f"-1 {s}"}),
            (f"{y} - {c}", {cosine: f"-1 {c}", sine: f"-1 {s}", circle: f"-1 {y}", one: c, nil: s}),
        )
        parts = [(p, [list(row) for row in multiples.items()]) for p, multiples in rows]
        return [self.b.add("zero", p=p, multiples=rows, modulo=[]) for p, rows in parts]


def _unit(counts: Counts) -> Counts:
    """Return one of the bases that are added, or else one that is taken away."""
    i = counts.index(max(counts)) if max(counts) > 0 else counts.index(min(counts))
    return tuple((1 if counts[i] > 0 else -1) * (j == i) for j in range(len(counts)))


def _one_base(angles: list[Poly]) -> list[Poly]:
    """Return the angle that all others are multiples of, if there is one."""
    first = max(angles, key=bool)
    sizes = [a.leading_coefficient() / first.leading_coefficient() for a in angles] if first else []
    fits = sizes and all(a == n * first for a, n in zip(angles, sizes, strict=True))
    return [first * reduce(fmpq.gcd, sizes)] if fits else []


def _monomials(b: Builder, angles: list[Poly]) -> list[Poly]:
    """Return for each monomial the largest angle that all its multiples are multiples of."""
    sizes: dict[tuple[int, ...], fmpq] = {}
    for angle in angles:
        for powers, c in angle.to_dict().items():
            sizes[powers] = sizes.get(powers, fmpq(0)).gcd(c)
    return [b.ring.context.from_dict({powers: c}) for powers, c in sizes.items()]
