"""Sums of products of known facts and squares of differences of monomials."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, combinations, combinations_with_replacement, compress, islice, product
from math import log
from operator import sub
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.formulas import Fact
from proofs.kernel.polynomials import Ring
from proofs.provers.finders.signs.known_facts import Parts, both
from proofs.provers.finders.signs.reduction import equations, modulo, reduce
from proofs.provers.finders.signs.weights import weights_of
from proofs.provers.finders.steps.by_polynomial import ByPolynomial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

COLUMNS = {1: 200, 2: 600, 3: 1500}
"""Summands tried, by effort."""

MOST_BASES = 80
"""Products of known facts that are multiplied by monomials."""

FEW = 4
"""Facts on nothing but the names of a target are tried alone if there are so many times others."""

MOST_MONOMIALS = 60
"""Monomials that summands may contain."""

MOST_ROOTS, LEAST_DEGREE = 4, 4
"""Square roots that stand in squares, and from which degree on."""

Powers = tuple[int, ...]


@dataclass
class Known:
    """A polynomial that is not negative, with the facts whose product it is."""

    poly: Poly
    strict: bool
    parts: Parts


def combination(b: Builder, p: Poly, effort: int, strict: bool = False) -> str | None:
    """Prove p ≥ 0 or > 0 as a sum of products of known facts and squares, by a linear program.

    With ``strict`` only p > 0 is of use.
    """
    factors = [Known(b.ring.constant(1), True, Parts())]
    if effort > 1:
        for name in [*b.scope.kinds, *b.scope.terms]:
            x = b.ring.generator(name)
            found = both(b, x)
            if found is not None and found.strict and found.sign == 1 and _occurs(b, name):
                factors.append(Known(x, True, Parts([found.label])))
        for label in dict.fromkeys(e.lead for e in equations(b) if e.lead):
            known = b.scope.facts[label]
            if isinstance(known, Fact) and known.rel == ">" and known.poly.total_degree() > 1:
                top = reduce(b, known.poly)
                if not top.facts:
                    factors.append(Known(top.poly, True, Parts([label])))
    targets = [factor.poly * p for factor in factors]
    atoms, signed = _atoms(b)
    inside = set().union(*map(b.ring.names_in, targets))
    strangeness = [_strangeness(b.ring.names_in(known.poly), inside) for known in atoms]
    ordered = sorted(range(len(atoms)), key=strangeness.__getitem__)
    near = [atoms[i] for i in ordered if not strangeness[i]]
    if len(atoms) > MOST_BASES:
        atoms = [atoms[i] for i in ordered]
    stages = (near, atoms) if 0 < FEW * len(near) < len(atoms) else (atoms,)
    plain = [known for known in atoms if _is_plain(b, known.poly)] if _is_plain(b, p) else []
    if len(near) < len(plain) < len(atoms):  # a chain of whole numbers has others between its ends
        stages = plain, *stages
    for some in stages:
        at = _Place(b, targets, some, signed, effort)
        for factor, whole in zip(factors, targets, strict=True):
            shown = _weighted(at, p, factor, at.into(whole), effort, strict)
            if shown is not None:
                return shown
    return None


def _is_plain(b: Builder, p: Poly) -> bool:
    """Whether a polynomial is linear, in variables alone."""
    return p.total_degree() == 1 and b.ring.names_in(p) <= b.scope.kinds.keys()


def _weighted(
    at: _Place, p: Poly, factor: Known, target: Poly, effort: int, strict: bool
) -> str | None:  # fmt: skip
    """Prove p ≥ 0 or > 0 by weights with which summands add up to a factor times p."""
    b, summands = at.b, _summands(at, target, COLUMNS[effort])
    b.budget.spend(2 + len(summands) // 5)
    weights = weights_of(target, [s.poly for s in summands], [s.strict for s in summands])
    if weights is None:
        return None
    if strict and not any(w and s.strict for s, w in zip(summands, weights, strict=True)):
        return None
    used = [(s.parts, w) for s, w in zip(summands, weights, strict=True) if w != 0]
    return b.add(
        "cone", p=b.write(p), factor=[factor.parts.write(b, fmpq(1))],
        sum=[at.out_of(parts).write(b, w) for parts, w in used], modulo=modulo(b),
    )  # fmt: skip


def _occurs(b: Builder, name: str) -> bool:
    """Whether a name stands in a known fact with more than one term."""
    for label in b.atoms:
        known = b.scope.facts[label]
        if isinstance(known, Fact) and len(known.poly) > 1 and name in b.ring.names_in(known.poly):
            return True
    return False


# summands -----------------------------------------------------------------------------------------


class _Place:
    """Known facts in a ring of the names that occur in them, which is much smaller than the whole.

    Attributes
    ----------
    b : Builder
    ring : Ring
    signed : dict
        What is known of the signs of names.
    bases : list of Known
        Products of known facts.
    roots : list of Poly
        x² - a for square roots x.
    """

    def __init__(
        self, b: Builder, targets: list[Poly], atoms: list[Known], signed: dict[str, Any],
        effort: int,
    ) -> None:  # fmt: skip
        self.b, self.signed = b, signed
        squares = [(e.main, reduce(b, b.ring.generator(e.main) ** 2)) for e in equations(b)
                   if not e.lead and e.degree == 2]  # fmt: skip
        if len(squares) > MOST_ROOTS:
            squares = []
        roots = [(b.ring.generator(n) ** 2 - a.poly, n) for n, a in squares if not a.facts]
        polys = [*targets, *(known.poly for known in atoms), *(p for p, _ in roots)]
        names = set().union(*map(b.ring.names_in, polys))
        self.whole, self.ring = b.ring, Ring(n for n in b.ring.names if n in names)
        pairs = [(b.ring.position[n], i) for n, i in self.ring.position.items() if n in names]
        self._into, self._out_of = dict(pairs), {i: n for n, i in pairs}
        self.roots = [(self.into(p), name) for p, name in roots]
        atoms = [Known(self.into(known.poly), known.strict, known.parts) for known in atoms]
        one = Known(self.ring.constant(1), True, Parts())
        self.bases = list(islice(_products(one, atoms, effort), MOST_BASES))

    def reduced(self, known: Known) -> Known:
        """Write squares of roots by what they are roots of."""
        poly = known.poly
        for equation, name in self.roots:
            if poly.degrees()[self.ring.position[name]] > 1:
                poly = self.ring.remainder(poly, equation, name)[0]
        return Known(poly, known.strict, known.parts)

    def into(self, p: Poly) -> Poly:
        """Write a polynomial in the small ring."""
        return p.project_to_context(self.ring.context, self._into)

    def out_of(self, parts: Parts) -> Parts:
        """Write what is squared in the whole ring."""
        square = parts.square
        if square is not None:
            square = square.project_to_context(self.whole.context, self._out_of)
        return Parts(parts.facts, parts.nonzero, square)


def _strangeness(names: set[str], inside: set[str]) -> int:
    """Say how many names there are that a target has not, many if it has none of them."""
    return len(names - inside) if names & inside else MOST_MONOMIALS


def _summands(at: _Place, p: Poly, most: int) -> list[Known]:
    """Return products whose terms can cancel against those of p, or of each other."""
    rows = [list(base.poly.to_dict()) for base in at.bases]
    support = set(p.to_dict())
    if p.is_constant():
        support |= {m for terms in rows for m in terms}
    seen: ByPolynomial[Known] = ByPolynomial()
    found: list[Known] = []
    tried: set[tuple[int, Powers]] = set()
    sparse = [[(m, [(i, n) for i, n in enumerate(m) if n]) for m in terms] for terms in rows]
    for _ in range(2):
        ordered = sorted(support)
        for k, terms in enumerate(sparse):
            for powers, (term, few) in product(ordered, terms):
                if len(found) >= most:
                    break
                if any(powers[i] < n for i, n in few):
                    continue
                rest = tuple(map(sub, powers, term))
                if (k, rest) in tried:
                    continue
                tried.add((k, rest))
                monomial = _monomial(at, rest)
                if monomial is not None:
                    new = at.reduced(_times(at.bases[k], monomial))
                    if seen.keep(new.poly, new) is new:
                        found.append(new)
        ordered = sorted(support)
        for square in chain(_squares(at, ordered), _root_squares(at, ordered)):
            if len(found) >= 2 * most:
                break
            if seen.keep(square.poly, square) is square:
                found.append(square)
        for new in found:
            if len(support) < MOST_MONOMIALS:
                support |= set(new.poly.to_dict())
    return found


def _monomial(at: _Place, powers: Powers) -> Known | None:
    """Return a monomial whose sign is known, with that sign."""
    one = at.ring.constant(1)
    parts, poly, strict, square = Parts(), one, True, one
    for x, name, power in compress(
        zip(at.ring.variables, at.ring.names, powers, strict=True), powers
    ):
        sign = at.signed.get(name)
        poly *= x**power
        if sign is not None and sign.strict:
            parts.nonzero += [sign.label] * (power // 2)
        else:
            square *= x ** (power // 2)
            strict = strict and power < 2
        if power % 2:
            if sign is None:
                return None
            parts.facts.append(sign.label)
            strict, poly = strict and sign.strict, poly * sign.sign
    parts.square = square
    return Known(poly, strict, parts)


def _squares(at: _Place, support: list[Powers]) -> Iterator[Known]:
    """Yield m·(u - c·v)² where m·u² and m·v² are among the monomials."""
    halves = [(tuple(n % 2 for n in m), tuple(n // 2 for n in m)) for m in support]
    for (parity, first), (other, second) in combinations(halves, 2):
        monomial = _monomial(at, parity) if parity == other else None
        if monomial is None:
            continue
        one, two = (at.ring.context.from_dict({m: fmpq(1)}) for m in (first, second))
        for u, v in ((one, two), (2 * one, two), (one, 2 * two)):
            for w in (u - v, u + v):
                yield _times(monomial, Known(w**2, False, Parts(square=w)))


def _root_squares(at: _Place, support: list[Powers]) -> Iterator[Known]:
    """Yield m·(u - c·x)² where m·u² is among the monomials and x is a root, whose square is not."""
    for powers in support if at.roots else ():
        parity = tuple(n % 2 for n in powers)
        monomial = _monomial(at, parity) if sum(powers) >= LEAST_DEGREE else None
        u = at.ring.context.from_dict({tuple(n // 2 for n in powers): fmpq(1)})
        if monomial is None or u.is_constant():
            continue
        for (_, name), c, sign in product(at.roots, (1, 2), (1, -1)):
            w = c * u + sign * at.ring.generator(name)
            yield at.reduced(_times(monomial, Known(w**2, False, Parts(square=w))))


def _atoms(b: Builder) -> tuple[list[Known], dict[str, Any]]:
    """Return known facts in independent names: those on single names apart."""
    atoms, signed = [], {}
    for name in [*b.scope.kinds, *b.scope.terms]:
        own = both(b, b.ring.generator(name))
        if own is not None and own.sign:
            signed[name] = own
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
    return _different(atoms), signed


def _different(atoms: list[Known]) -> list[Known]:
    """Of facts that are multiples of each other, keep a strict one, and one with small numbers."""
    seen: ByPolynomial[list[tuple[tuple[bool, float], Known]]] = ByPolynomial()
    kept: list[list[tuple[tuple[bool, float], Known]]] = []
    for known in atoms:
        size = abs(known.poly.leading_coefficient())
        rank = (not known.strict, abs(log(int(size.p)) - log(int(size.q))))
        best = seen.keep(known.poly / size, [])
        if not best:
            kept.append(best)
        if not best or rank < best[0][0]:
            best[:] = [(rank, known)]
    return [known for ((_, known),) in kept]


def _products(one: Known, atoms: list[Known], size: int) -> Iterator[Known]:
    yield one
    for n in range(1, size + 1):
        for chosen in combinations_with_replacement(atoms, n):
            total = chosen[0]
            for other in chosen[1:]:
                total = _times(total, other)
            yield total


def _times(a: Known, b: Known) -> Known:
    square = a.parts.square
    if b.parts.square is not None:
        square = b.parts.square if square is None else square * b.parts.square
    parts = Parts(a.parts.facts + b.parts.facts, a.parts.nonzero + b.parts.nonzero, square)
    return Known(a.poly * b.poly, a.strict and b.strict, parts)
