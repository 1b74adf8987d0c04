"""Prove facts about whole numbers by induction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from proofs.kernel.formulas import Fact, fact
from proofs.kernel.language import places
from proofs.provers.finders.functions.by_products import by_products
from proofs.provers.finders.functions.exponentials import compare_exponentials
from proofs.provers.finders.functions.log_differences import by_log_difference
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.monotone import by_mean_value, grown
from proofs.provers.finders.functions.slopes import transported
from proofs.provers.finders.functions.tangents import tangents
from proofs.provers.finders.functions.weighted import by_weighted_tangents
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.known_facts import known_as, summand
from proofs.provers.finders.signs.polynomials import deep_names, show
from proofs.provers.finders.signs.reduction import modulo, reduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Build, Builder

MOST_DEPTH, COST = 2, 10
"""Inductions one within the other, and the steps that one of them stands for."""


def induct(
    b: Builder, low: Poly, high: Poly, build: Build, rel: str, capped: bool = False,
    most: int = MOST_DEPTH,
) -> str | None:  # fmt: skip
    """Prove P(high) by induction from low, where P(n) is ``build(builder, n) rel 0``.

    Where others bound the whole numbers up to high, or with ``capped``, the step is for n < high.
    There is no search if ``most`` inductions are around it.
    """
    if b.inducting >= most:
        return None
    b.budget.spend(COST)
    b.inducting += 1
    free, start, found = b.free_bound[:], len(b.steps), None
    try:
        found = _induct(b, low, high, build, rel, capped or _is_capped(b, high))
    finally:
        b.inducting -= 1
        if found is None:
            b.free(free, start)
    return found


def _is_capped(b: Builder, high: Poly) -> bool:
    """Whether other names are known to bound ``high`` from above, and no number does."""
    names, capped = b.ring.names_in(high), False
    if len(names) != 1 or high != b.ring.generator(name := min(names)):
        return False
    for _, known in b.facts():
        parts = b.ring.coefficients(known.poly, name) if known.rel in (">", ">=") else []
        if len(parts) != 2 or not parts[1].is_constant() or parts[1].leading_coefficient() > 0:
            continue
        if parts[0].is_constant():
            return False
        capped = capped or b.ring.names_in(parts[0]) <= set(b.scope.kinds)
    return capped


def _induct(
    b: Builder, low: Poly, high: Poly, build: Build, rel: str, capped: bool
) -> str | None:  # fmt: skip
    ordered = show(b, high - low, ">=", 1)
    if ordered is None:
        return None
    first = build(b, low)
    tangents(b)
    base = b.ways.prove(b, fact(first, rel), 1, 1)
    base = base or by_weighted_tangents(b, first, rel, plain=True) or by_products(b, first, rel)
    if base is None:
        return None
    inner, v, m = with_variable(b, "integer", lambda m: [
        ("from", m - low, ">="), *([("to", high - m - 1, ">=")] if capped else []),
    ])  # fmt: skip
    digest(inner)
    p = build(inner, m)
    terms = len(inner.steps)
    holds, formula = f"{v}_holds", fact(p, rel)
    if not isinstance(formula, Fact):
        return None
    inner.scope.learn(holds, formula)
    if (done := _supposed(inner, build, m, rel, holds)) is None:
        return None
    leave(b, inner, v)
    build(b, high)  # P(high) is said in terms that are known here
    return b.add(
        "induction", variable=v, low=b.write(low), high=b.write(high), ordered=[ordered],
        terms=inner.steps[:terms], fact=b.write_formula(formula), base=[base],
        steps=inner.steps[terms:], by=[done],
        keep=sorted(n for n in deep_names(inner, build(inner, m + 1)) if n in inner.scope.terms),
    )  # fmt: skip


def _supposed(b: Builder, build: Build, m: Poly, rel: str, holds: str) -> str | None:
    """Prove the step, after the statement for m has been registered."""
    b.cache.clear()
    if rel == "=":
        _use_equation(b, holds, build(b, m))
    else:
        b.atoms.append(holds)
    return _step(b, build, m, rel, holds)


def _use_equation(b: Builder, label: str, p: Poly) -> None:
    """Let an equation remove the last term in it that stands there alone."""
    known = b.scope.facts[label]
    names = b.ring.names_in(known.poly) if isinstance(known, Fact) else set()
    for name in sorted(names, key=lambda n: -b.ring.position[n]):
        if name in b.scope.terms and name not in b.links and " " in b.scope.terms[name].op:
            parts = b.ring.coefficients(p, name)
            if len(parts) == 2 and parts[1].is_constant():
                b.link(name, label)
                return
    b.equalities.append(label)
    b.cache.clear()


def _step(b: Builder, build: Build, m: Poly, rel: str, holds: str) -> str | None:
    """Prove the statement for m + 1 from that for m."""
    p, q = build(b, m), build(b, m + 1)
    digest(b)
    if (label := show(b, q, rel, 0)) is not None:
        return label
    if rel in (">", ">="):
        before, after = reduce(b, p), reduce(b, q)
        names = b.ring.names_in(before.poly) & b.ring.names_in(after.poly) & set(b.scope.terms)
        for name in sorted(names, key=lambda n: -b.ring.position[n]):
            with b.may_fail:
                if (label := _eliminated(b, p, q, rel, holds, name)) is not None:
                    return label
        if (label := _between(b, build, m, holds)) is not None:
            return label if rel == ">=" or known_as(b, q, ">") else None
    return b.ways.prove(b, fact(q, rel), 1, 2)


def _between(b: Builder, build: Build, m: Poly, holds: str) -> str | None:
    """Prove the step for G(m) + c·Σ f(i), as G gains no less from m to m + 1 than -c·f(m + 1)."""
    p, q = build(b, m), build(b, m + 1)
    sums = [n for n in sorted(b.ring.names_in(p)) if n in b.scope.terms
            and b.scope.terms[n].op.startswith("sum ") and b.scope.terms[n].args[1] == m]  # fmt: skip
    parts = b.ring.coefficients(p, sums[0]) if len(sums) == 1 else []
    if len(parts) != 2 or not parts[1].is_constant():
        return None
    (variable,), rest = b.ring.names_in(m), parts[0]
    op, (_, _, *values) = b.scope.terms[sums[0]].op, b.scope.terms[sums[0]].args
    last = b.scope.poly(json.loads(op.partition(" ")[2]), places(m + 1, values))

    def moved(inner: Builder, y: Poly) -> Poly:
        return transported(inner, rest, {variable: y}) + parts[1] * last * y

    ordered = b.add("cone", p=b.write(b.ring.constant(1)), sum=[{"c": "1"}], modulo=[])
    gains = grown(b, moved, (m, m + 1), ordered)
    if gains is None:
        return None
    d = moved(b, m + 1) - moved(b, m)
    rows = [summand(b, [(holds, p, 1)]), summand(b, [(gains, d, 1)])]
    return b.add("cone", p=b.write(q), sum=rows, modulo=modulo(b))


def _eliminated(b: Builder, p: Poly, q: Poly, rel: str, holds: str, name: str) -> str | None:
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
    rest = "" if d.is_zero() else _rest(b, d)
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


def _rest(b: Builder, d: Poly) -> str | None:
    """Prove d ≥ 0, with tangents to the logarithms in it, or by its derivative."""
    names = {n for n in deep_names(b, d) if n in b.scope.terms}
    if any(b.scope.terms[n].op == "log" for n in names):
        label = by_weighted_tangents(b, d, ">=", plain=True) or by_log_difference(b, d, ">=")
        if label is not None:
            return label
        compare_logarithms(b, names)
        digest(b)
        compare_exponentials(b, b.ring.names_in(reduce(b, d).poly))
        digest(b)
    return show(b, d, ">=", 1) or by_products(b, d, ">=") or by_mean_value(b, d, ">=")


def _row(b: Builder, labels: list[str]) -> list[tuple[str, Poly, int]]:
    return [(n, b.scope.facts[n].poly, 1) for n in labels]  # type: ignore[union-attr]
