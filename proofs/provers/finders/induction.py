"""Prove facts about whole numbers by induction."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact, fact
from proofs.kernel.language import WHOLE
from proofs.provers.finders.builder import Builder, NotFoundError
from proofs.provers.finders.cases import forget
from proofs.provers.finders.factors import digest
from proofs.provers.finders.known_facts import known_as
from proofs.provers.finders.logarithms import compare_logarithms
from proofs.provers.finders.monotone import by_mean_value, transported
from proofs.provers.finders.reduction import modulo, reduce
from proofs.provers.finders.signs import deep_names, show
from proofs.provers.finders.terms import define, summand

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.polynomials import Poly

    Build: TypeAlias = Callable[[Builder, Poly], Poly]

MOST_DEPTH = 2
"""Inductions one within the other."""


def induct(
    b: Builder, low: Poly, high: Poly, build: Build, rel: str, whole: Poly | None = None,
    effort: int = 1,
) -> str | None:  # fmt: skip
    """Prove P(high) by induction from low, where P(n) is ``build(builder, n) rel 0``."""
    if b.inducting >= MOST_DEPTH:
        return None
    b.inducting += 1
    try:
        return _induct(b, low, high, build, rel, effort)
    finally:
        b.inducting -= 1
        del whole


def _induct(b: Builder, low: Poly, high: Poly, build: Build, rel: str, effort: int) -> str | None:
    ordered = show(b, high - low, ">=", 1)
    if ordered is None:
        return None
    base = b.ways.prove(b, fact(build(b, low), rel), effort, 1)
    if base is None:
        return None
    inner, v = b.inner(), b.new_bound()
    m = inner.scope.declare(v, "integer")
    inner.scope.learn(f"{v}_from", fact(m - low, ">="))
    inner.atoms.append(f"{v}_from")
    inner.cache.clear()
    digest(inner)
    p = build(inner, m)
    terms = len(inner.steps)
    holds, formula = f"{v}_holds", fact(p, rel)
    if not isinstance(formula, Fact):
        return None
    inner.scope.learn(holds, formula)
    inner.cache.clear()
    if rel == "=":
        _use_equation(inner, holds, p)
    else:
        inner.atoms.append(holds)
    done = _step(inner, p, build(inner, m + 1), rel, holds, effort)
    if done is None:
        return None
    b.scope.taken -= {v, f"{v}_from", holds}
    forget(b, {"name": "", "steps": inner.steps})
    return b.add(
        "induction", variable=v, low=b.write(low), high=b.write(high), ordered=[ordered],
        terms=inner.steps[:terms], fact=b.write_formula(formula), base=[base],
        steps=inner.steps[terms:], by=[done],
        keep=sorted(n for n in deep_names(inner, build(inner, m + 1)) if n in inner.scope.terms),
    )  # fmt: skip


def _use_equation(b: Builder, label: str, p: Poly) -> None:
    """Let an equation remove the last term in it that stands there alone."""
    known = b.scope.facts[label]
    names = b.ring.names_in(known.poly) if isinstance(known, Fact) else set()
    for name in sorted(names, key=lambda n: -b.ring.position[n]):
        if name in b.scope.terms and name not in b.links and " " in b.scope.terms[name].op:
            parts = b.ring.coefficients(p, name)
            if len(parts) == 2 and parts[1].is_constant():
                b.links[name] = label
                b.cache.clear()
                return
    b.equalities.append(label)
    b.cache.clear()


def _step(b: Builder, p: Poly, q: Poly, rel: str, holds: str, effort: int) -> str | None:
    """Prove q rel 0, the statement for m + 1, from p rel 0."""
    digest(b)
    if (label := show(b, q, rel, 0)) is not None:
        return label
    if rel in (">", ">="):
        before, after = reduce(b, p), reduce(b, q)
        names = b.ring.names_in(before.poly) & b.ring.names_in(after.poly) & set(b.scope.terms)
        for name in sorted(names, key=lambda n: -b.ring.position[n]):
            try:
                if (label := _eliminated(b, p, q, rel, holds, name, effort)) is not None:
                    return label
            except (NotFoundError, Rejected):
                if b.budget.left <= 0:
                    raise
    return b.ways.prove(b, fact(q, rel), effort, 2)


def _eliminated(
    b: Builder, p: Poly, q: Poly, rel: str, holds: str, name: str, effort: int
) -> str | None:
    """From a·q = c·p + d with a > 0, c ≥ 0, d ≥ 0, where d does not contain a name."""
    before, after = reduce(b, p), reduce(b, q)
    first, second = (b.ring.coefficients(x.poly, name) for x in (before, after))
    if len(first) != 2 or len(second) != 2:
        return None
    a, c = first[1], second[1]
    common = a.gcd(c)
    a, c = divmod(a, common)[0], divmod(c, common)[0]
    labels: list[str | None] = []
    for sign in (1, -1):
        labels = [show(b, sign * a, ">", 1), show(b, sign * c, ">=", 1)]
        if None not in labels:
            a, c = sign * a, sign * c
            break
    else:
        return None
    d = a * after.poly - c * before.poly
    rest = "" if d.is_zero() else _rest(b, d, effort)
    if rest is None:
        return None
    cleared = [*before.facts.elements()], [*after.facts.elements()]
    if any(b.scope.facts[n].rel != ">" for part in cleared for n in part):  # type: ignore[union-attr]
        return None
    upper, lower = (_row(b, n) for n in cleared)
    rows = [summand(b, [(str(labels[1]), c, 1), (holds, p, 1), *upper])]
    if rest and isinstance(b.scope.facts[rest], Fact):
        rows.append(summand(b, [(rest, d, 1)]))
    elif not d.is_zero():
        rows.append({"c": str(d.leading_coefficient())})
    factor = [summand(b, [(str(labels[0]), a, 1), *lower])]
    label = b.add("cone", p=b.write(q), factor=factor, sum=rows, modulo=modulo(b))
    return label if rel == ">=" or known_as(b, q, ">") else None


def _rest(b: Builder, d: Poly, effort: int) -> str | None:
    """Prove d ≥ 0, with tangents to the logarithms in it, or by its derivative."""
    names = {n for n in deep_names(b, d) if n in b.scope.terms}
    if any(b.scope.terms[n].op == "log" for n in names):
        compare_logarithms(b, names)
        digest(b)
    return show(b, d, ">=", effort) or by_mean_value(b, d, ">=")


def _row(b: Builder, labels: list[str]) -> list[tuple[str, Poly, int]]:
    return [(n, b.scope.facts[n].poly, 1) for n in labels]  # type: ignore[union-attr]


# where to begin ------------------------------------------------------------------------------------


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


def whole_numbers(b: Builder, p: Poly) -> list[tuple[str, Poly, Build]]:
    """Return the variables an induction may run over, as one that goes up by 1."""
    found: list[tuple[str, Poly, Build]] = []
    inside = deep_names(b, p)
    for name, kind in b.scope.kinds.items():
        if kind not in WHOLE or name not in inside:
            continue
        x = b.ring.generator(name)
        if kind == "integer":
            n, back = x, x
        else:
            half = define(b, "half", (x if kind == "even" else x - 1,))
            n = b.ring.generator(half)
            back = 2 * n + (kind == "odd")
        shift = back - (n if kind == "integer" else 2 * n)

        def build(builder: Builder, m: Poly, name=name, kind=kind, shift=shift) -> Poly:  # type: ignore[no-untyped-def]
            value = m if kind == "integer" else 2 * m + shift
            return transported(builder, p, {name: value})

        found.append((name, n, build))
    return found


MOST_BEGINNINGS = 5


def by_induction(b: Builder, p: Poly, rel: str, effort: int = 1) -> str | None:
    """Prove p rel 0 by induction over one of the whole numbers in it."""
    if b.inducting or rel == "!=":
        return None
    for name, n, build in whole_numbers(b, p):
        low = least(b, n)
        if low is None:
            continue
        try:
            label = _from_some(b, b.ring.constant(low), n, build, rel, effort, MOST_BEGINNINGS)
        except (NotFoundError, Rejected):
            if b.budget.left <= 0:
                raise
            continue
        if label is None:
            continue
        return label if n == b.ring.generator(name) else show(b, p, rel, 1)
    return None


def _from_some(
    b: Builder, low: Poly, n: Poly, build: Build, rel: str, effort: int, tries: int
) -> str | None:
    """Prove P(n) by induction from low, or for n = low and by induction from later on."""
    if (label := induct(b, low, n, build, rel, effort=effort)) is not None or tries <= 0:
        return label
    return None


__all__ = ["by_induction", "induct"]
