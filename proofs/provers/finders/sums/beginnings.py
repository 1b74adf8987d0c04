"""Prove facts on whole numbers: where an induction begins, and what it shows instead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import fact
from proofs.kernel.language import WHOLE, places
from proofs.provers.finders.functions.slopes import transported
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.signs.cases import leave, split, with_variable
from proofs.provers.finders.signs.known_facts import both, known_as, summand
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import factored, modulo, reduce
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.sums.induction import induct
from proofs.provers.finders.sums.rows import by_rows
from proofs.provers.finders.sums.tails import tails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Build, Builder

MOST_BEGINNINGS = 4
"""Numbers from which an induction is tried."""

MARGINS = ((1, 0), (1, 1), (1, fmpq(1, 2)), (fmpq(1, 2), 0), (2, 0))
"""c and d of a margin c/(n + d) by which a stronger statement is sharper."""


def least(b: Builder, n: Poly) -> int | None:
    """Return the largest number that n, a whole name, is known to reach."""
    (name,) = b.ring.names_in(n)
    found: int | None = None
    for _, known in b.facts():
        if known.rel not in (">", ">=") or b.ring.names_in(known.poly) != {name}:
            continue
        parts = b.ring.coefficients(known.poly, name)
        if len(parts) != 2 or parts[1].leading_coefficient() < 0:
            continue
        value = fmpq(0) if parts[0].is_zero() else -parts[0].leading_coefficient()
        bound = value / parts[1].leading_coefficient()
        number = int(bound.p // bound.q)
        if bound.q != 1 or known.rel == ">":
            number += 1
        found = number if found is None else max(found, number)
    return found


def _starts(b: Builder, n: Poly) -> list[Poly]:
    """Return whole polynomials in other names that n is known not to lie below."""
    (name,), found = b.ring.names_in(n), _others(b, n, 1)
    for _, known in b.facts():
        rest = n - known.poly
        if known.rel == ">=" and b.scope.is_integral(rest) and name not in b.ring.names_in(rest):
            found += [] if rest.is_constant() or rest in found else [rest]
    return found


def _others(b: Builder, n: Poly, sign: int) -> list[Poly]:
    """Return other whole numbers that n is known not to lie below; not above, where sign is -1."""
    whole = [b.ring.generator(m) for m, kind in b.scope.kinds.items() if kind == "integer"]
    return [m for m in whole if m != n and known_as(b, sign * (n - m), ">=")]


def whole_numbers(b: Builder, p: Poly) -> list[tuple[str, Poly, Build]]:
    """Return the variables an induction may run over, as one that goes up by 1."""
    found: list[tuple[str, Poly, Build]] = []
    inside = deep_names(b, p)
    summed = _summed(b, inside)
    for name, kind in b.scope.kinds.items():
        if kind not in WHOLE or name not in inside - summed:
            continue
        x = b.ring.generator(name)
        scale, shift = (1, 0) if kind == "integer" else (2, int(kind == "odd"))
        n = x if kind == "integer" else b.ring.generator(define(b, "half", (x - shift,)))

        def build(builder: Builder, m: Poly, name=name, scale=scale, shift=shift) -> Poly:  # type: ignore[no-untyped-def]
            return transported(builder, p, {name: scale * m + shift})

        found.append((name, n, build))
    return found


def _summed(b: Builder, names: set[str]) -> set[str]:
    """Return the names within summands: an induction over one would change all summands."""
    terms = [b.scope.terms[n] for n in names & set(b.scope.terms)]
    values = [a for term in terms if " " in term.op for a in term.args[2:]]
    return set[str]().union(*(deep_names(b, a) for a in values))


def by_induction(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove p rel 0 by induction over one of the whole numbers in it."""
    if b.inducting or rel == "!=":
        return None
    if rel != "=" and (open_factor := _open_factor(b, p)) is not None:
        return by_induction(b, open_factor, rel) and show(b, p, rel, 1)
    if rel != "=" and (label := _along_diagonals(b, p, rel) or _from_middle(b, p, rel)) is not None:
        return label
    if rel in ("=", ">=") and (label := _by_rows(b, p)) is not None:
        return b.add("logic", by=[label], fact=b.write_formula(fact(p, rel)))
    found = [(*x, least(b, x[1]), _starts(b, x[1])) for x in whole_numbers(b, p)]
    for name, n, build, low, others in sorted(found, key=lambda x: not x[-1]):
        if low is None and not others:
            continue
        label = None
        with b.may_fail:
            each = (_induct_or_sharpen(b, m, n, build, rel) for m in others)
            label = next(filter(None, each), None)
            if label is None and low is not None:
                label = _from(b, low, n, build, rel)
        if label is None:
            continue
        if n == b.ring.generator(name):
            return label
        (b.equalities if rel == "=" else b.atoms).append(label)
        b.cache.clear()
        return show(b, p, rel, 1)
    return None


def _by_rows(b: Builder, p: Poly) -> str | None:
    """Prove p = 0 by induction over the end of a sum that stands in its summands, too."""
    for name in sorted(_summed(b, deep_names(b, p))):
        low = least(b, b.ring.generator(name)) if b.scope.kinds.get(name) == "integer" else None
        with b.may_fail:
            if low is not None and (label := by_rows(b, p, low, name)) is not None:
                return label
    return None


def _open_factor(b: Builder, p: Poly) -> Poly | None:
    """Return what is left of p without inverses and factors whose signs are known, if it is less."""
    found = reduce(b, p)
    parts = [f for f, times in factored(b, found.poly)[1] if times % 2 and both(b, f) is None]
    if len(parts) != 1 or not (found.facts or len(factored(b, found.poly)[1]) > 1):
        return None
    seen = signs(b, p), signs(b, parts[0])
    side = 1 if seen[0] == seen[1] else -1
    return side * parts[0] if _has_product(b, deep_names(b, parts[0])) else None


def _along_diagonals(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove a fact on whole n ≥ m by induction over m, where n - m stays the same."""
    found = reduce(b, p)
    for m, n, low in _pairs(b, found.poly):
        (small,), (large,) = b.ring.names_in(m), b.ring.names_in(n)
        ends = {small: m, large: n}

        def build(builder: Builder, k: Poly, ends: dict[str, Poly] = ends, m: Poly = m) -> Poly:
            values = {name: end - m + k for name, end in ends.items()}
            return transported(builder, found.poly, values)

        label = None
        with b.may_fail:
            label = induct(b, b.ring.constant(low), m, build, rel)
        if label is not None:
            return show_by(b, p, rel, label)
    return None


def _pairs(b: Builder, p: Poly) -> Iterator[tuple[Poly, Poly, int]]:
    """Yield whole m ≤ n in p with products, and the largest number that m is known to reach."""
    inside = deep_names(b, p)
    free = inside - _summed(b, inside)
    whole = [x for x, kind in b.scope.kinds.items() if kind == "integer" and x in free]
    for m in map(b.ring.generator, whole if _has_product(b, inside) else ()):
        low = least(b, m)
        for n in _others(b, m, -1) if low is not None else ():
            if b.ring.names_in(n) <= free:
                yield m, n, low or 0


def show_by(b: Builder, p: Poly, rel: str, label: str) -> str | None:
    """Prove p rel 0 by a fact that has just been shown."""
    b.atoms.append(label)
    b.cache.clear()
    return show(b, p, rel, 1)


@dataclass(frozen=True)
class _Triangle:
    """A fact q rel 0 on whole n ≥ m, which follows from that at n = 2m, by induction to either side."""

    q: Poly
    rel: str
    m: Poly
    n: Poly

    def put(self, b: Builder, n: Poly, m: Poly) -> Poly:
        """Write q at other values of both."""
        (small,), (large,) = b.ring.names_in(self.m), b.ring.names_in(self.n)
        return transported(b, self.q, {large: n, small: m})

    def on_side(self, b: Builder, below: int, low: int) -> str | None:
        """Prove it up from n = 2m, or ``below`` where n - m stays, from a number or the one after it."""
        k, start = (self.n - self.m, 0) if below else (self.m, low)
        if (label := self._go_on(b, below, start)) is not None:
            return label

        def later(inner: Builder, order: int) -> str | None:
            if order == 1:
                return self._at_end(inner, below, start)
            if order == 2 or (above := known_as(inner, k - start, ">")) is None:
                return None
            inner.atoms.append(inner.add("integer", p=inner.write(k - start), by=[above]))
            return self._go_on(inner, below, start + 1)

        return split(b, b.add("order", p=b.write(k - start)), fact(self.q, self.rel), later)

    def _go_on(self, b: Builder, below: int, start: int) -> str | None:
        m, n = self.m, self.n
        first, k = b.ring.constant(start), n - m if below else m
        if induct(b, first, k, lambda i, k: self.put(i, 2 * k, k), self.rel) is None:
            return None
        if below:
            return induct(b, n - m, m, lambda i, k: self.put(i, n - m + k, k), self.rel)
        return induct(b, 2 * m, n, lambda i, k: self.put(i, k, m), self.rel)

    def _at_end(self, b: Builder, below: int, start: int) -> str | None:
        """Prove it where n = m, or where m is the number from which it is to be shown."""
        m, n = self.m, self.n
        if below:
            return _replaced(b, m, n, lambda i, k: self.put(i, k, m), self.rel)
        return _replaced(b, b.ring.constant(start), m, lambda i, k: self.put(i, n, k), self.rel)


def _from_middle(b: Builder, p: Poly, rel: str) -> str | None:
    """Prove a fact on whole n ≥ m from n = 2m on: up where n ≥ 2m, else where n - m stays the same."""
    q = reduce(b, p).poly
    for m, n, low in _pairs(b, q):
        fact_on_both = _Triangle(q, rel, m, n)

        def work(
            inner: Builder, case: int, low: int = low, sides: _Triangle = fact_on_both
        ) -> str | None:  # fmt: skip
            label = sides.on_side(inner, case, low)
            return label and show_by(inner, p, rel, label)

        on = b.add("either", fact=[">=", b.write(n - 2 * m)])
        with b.may_fail:
            if (label := split(b, on, fact(p, rel), work)) is not None:
                return label
    return None


def _has_product(b: Builder, names: set[str]) -> bool:
    return any(b.scope.terms[n].op.startswith("product") for n in names & set(b.scope.terms))


def _from(
    b: Builder, low: int, n: Poly, build: Build, rel: str, tries: int = MOST_BEGINNINGS
) -> str | None:
    """Prove P(n) by induction from ``low``, or for n = low and from later on."""
    start = b.ring.constant(low)
    label = _induct_or_sharpen(b, start, n, build, rel)
    if label is not None or tries <= 1 or rel == "=" or b.calculus:
        return label
    wanted = fact(build(b, n), rel)

    def work(inner: Builder, case: int) -> str | None:
        if case == 1:
            return _replaced(inner, start, n, build, rel)
        above = known_as(inner, n - low, ">")
        if case == 2 or above is None:
            return None
        inner.atoms.append(inner.add("integer", p=inner.write(n - low), by=[above]))
        return _from(inner, low + 1, n, build, rel, tries - 1)

    return split(b, b.add("order", p=b.write(n - low)), wanted, work)


def _replaced(b: Builder, low: Poly, n: Poly, build: Build, rel: str) -> str | None:
    """Prove P(n) by P(low), where n = low."""
    base = b.ways.prove(b, fact(build(b, low), rel), 1, 1)
    equal = known_as(b, n - low, "=")
    if base is None or equal is None:
        return None
    inner, v, x = with_variable(b, "integer", lambda x: [("is", x - low, "=")])
    said = inner.write_formula(fact(build(inner, x), rel))
    leave(b, inner, v)
    return b.add(
        "replace", variable=v, low=b.write(low), high=b.write(n), equal=[equal],
        terms=inner.steps, fact=said, base=[base],
    )  # fmt: skip


def _induct_or_sharpen(b: Builder, start: Poly, n: Poly, build: Build, rel: str) -> str | None:
    """Prove P(n) by induction from ``start``, of itself or of a sharper statement."""
    if (label := induct(b, start, n, build, rel)) is not None:
        return label
    with b.may_fail:
        return _stronger(b, build(b, n), rel, n, start)
    return None


def _stronger(b: Builder, p: Poly, rel: str, n: Poly, start: Poly) -> str | None:
    """Prove a bound on a sum by a sharper one, which an induction shows."""
    (name,) = b.ring.names_in(n)
    if b.scope.kinds.get(name) != "integer" or rel == "=":
        return None
    for margin, q in _sharper(b, p, name):
        if any(-1 in signs(b, x) for x in (q, margin, transported(b, q, {name: n + 1}) - q)):
            continue

        def build(builder: Builder, m: Poly, q: Poly = q) -> Poly:
            return transported(builder, q, {name: m})

        label = induct(b, start, n, build, ">=")
        more = None if label is None else b.ways.prove(b, fact(margin, rel), 1, 1)
        if label is not None and more is not None:
            rows = [summand(b, [(label, q, 1)]), summand(b, [(more, margin, 1)])]
            return b.add("cone", p=b.write(p), sum=rows, modulo=modulo(b))
    return None


def _sharper(b: Builder, p: Poly, name: str) -> Iterator[tuple[Poly, Poly]]:
    """Yield margins, and p less a margin."""
    sums = [s for s in sorted(b.ring.names_in(p)) if s in b.scope.terms and s not in b.links
            and b.scope.terms[s].op.startswith("sum ")]  # fmt: skip
    parts = b.ring.coefficients(p, sums[0]) if len(sums) == 1 else []
    if len(parts) != 2 or not parts[1].is_constant():
        return
    n, rest, c = b.ring.generator(name), parts[0], -parts[1]
    term = b.scope.terms[sums[0]]
    for g in tails(term.op.partition(" ")[2]) if term.args[1] == n else ():
        where = places(n + 1, term.args[2:])
        introduce(b, g, where)
        margin = c * b.scope.poly(g, where)
        yield margin, p - margin
    for factor, d in MARGINS:
        margin = factor * b.ring.generator(define(b, "inv", (n + d,)))
        yield margin, p - margin
    if not rest.is_constant():
        moved = transported(b, rest, {name: n + 1})
        yield rest - moved, p - rest + moved
        start = term.args[0]
        for first in sorted(b.ring.names_in(start)) if len(start) == 1 else ():
            tail = transported(b, rest, {first: n + 1})
            yield tail, p - tail
