"""Bound sums of weighted logarithms by tangents at quotients, as in the inequalities of information.

For positive weights w and quotients X, w·log X ≤ w·(X - 1). So p·log(p/q) + (1-p)·log((1-p)/(1-q))
is at least p·(1 - q/p) + (1-p)·(1 - (1-q)/(1-p)) = 0. With roots of the quotients, log X ≤ 2·(√X - 1).
The coefficients of the logarithms suggest the weights: those that are no sums of others.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from flint import fmpq, fmpq_mat

from proofs.kernel.formulas import Fact, scaled
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.cases import forget
from proofs.provers.finders.signs.known_facts import summand
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.signs.reduction import factored, modulo, reduce
from proofs.provers.finders.signs.samples import signs
from proofs.provers.finders.signs.weights import least_norm, weights_of

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST = 12
"""Logarithms in a sum."""

ROOTS = (1, 2)
"""Roots of the quotients at which tangents are taken."""


def by_weighted_tangents(b: Builder, p: Poly, rel: str, plain: bool = False) -> str | None:
    """Prove p ≥ 0 or p > 0, where p is a sum of logarithms with weights, and a rest.

    With ``plain`` all weights may be numbers.
    """
    if rel not in (">", ">="):
        return None
    for f, _ in factored(b, reduce(b, p).poly)[1]:
        for sign in signs(b, f) if _logarithms(b, f, plain) else ():
            if len(signs(b, f)) == 1 and _bounded(b, sign * f, rel, plain):
                return show(b, p, rel, 1)
    return None


def _bounded(b: Builder, f: Poly, rel: str, numbers: bool) -> str | None:
    """Prove f ≥ 0 or > 0; what is of no use is tried aside, as terms that stay make others slow."""
    found = _logarithms(b, f, numbers)
    alone = {n: c for n, c in found.items() if n in b.scope.terms}
    ways = [_shares(b, some) for some in ((found, alone) if alone != found else (found,))]
    for shares, root in product(ways, ROOTS):
        if not shares:
            continue
        aside, label = b.inner(), None
        with b.may_fail:
            label = _from_tangents(aside, f, rel, shares, root)
        forget(b, {"name": "", "steps": aside.steps})
        if label is not None:
            return _from_tangents(b, f, rel, shares, root)
    return None


def _logarithms(b: Builder, f: Poly, numbers: bool) -> dict[str, Poly]:
    """Return the coefficients of logarithms, and of variables as those of their exponentials.

    Nothing, unless f is linear in them, with one that is no number, or all may be ``numbers``.
    """
    terms = b.scope.terms
    inside = sorted(b.ring.names_in(f), key=lambda n: b.ring.position[n])
    logs = {n for n in inside if n in terms and terms[n].op == "log"}
    logs |= {n for n in inside if n in b.exponents}
    found = {n: b.ring.coefficients(f, n)[1] for n in inside if n in logs}
    plain = all(
        b.ring.leading(f, n)[0] == 1 and not b.ring.names_in(found[n]) & logs for n in found
    )
    varied = numbers or any(not c.is_constant() for c in found.values())
    return found if plain and varied and len(found) <= MOST else {}


def _shares(b: Builder, coefficients: dict[str, Poly]) -> list[tuple[Poly, Poly]]:
    """Write Σ coefficient·logarithm as Σ weight·sum of logarithms, with positive weights."""
    rays: dict[str, Poly] = {}
    for c in coefficients.values():
        seen = signs(b, c)
        if len(seen) != 1:
            return []
        ray = c / abs(c.leading_coefficient()) * (1 if seen == {1} else -1)
        rays[b.write(ray)] = ray
    weights = list(rays.values())
    for ray in rays.values():
        others = [w for w in weights if w != ray]
        if others and weights_of(ray, others, [False] * len(others)) is not None:
            weights = others
    totals = [b.ring.constant(0) for _ in weights]
    for name, c in coefficients.items():
        for i, share in enumerate(_least(weights, c)):
            totals[i] += share * b.ring.generator(name)
    return list(zip(weights, totals, strict=True))


def _least(weights: list[Poly], c: Poly) -> list[fmpq]:
    """Return numbers k with Σ k·weight = c, a single one if that is enough, else of least squares."""
    for i, w in enumerate(weights):
        ratio = c.leading_coefficient() / w.leading_coefficient()
        if c == ratio * w:
            return [ratio if i == j else fmpq(0) for j in range(len(weights))]
    columns = [w.to_dict() for w in weights]
    monomials = sorted({m for column in columns for m in column})
    a = fmpq_mat([[column.get(m, fmpq(0)) for column in columns] for m in monomials])
    return least_norm(a, [c.to_dict().get(m, fmpq(0)) for m in monomials])


def _from_tangents(
    b: Builder, f: Poly, rel: str, shares: list[tuple[Poly, Poly]], root: int
) -> str | None:
    """Prove f ≥ 0 or > 0 by tangents with weights, and what is left."""
    rest, rows = f, []
    for weight, total in shares:
        if total.is_zero():
            continue
        scale = root * abs(total.leading_coefficient() / scaled(total).leading_coefficient())
        a = -total / scale
        name = define(b, "exp", (a,))
        gap = scale * (b.ring.generator(name) - 1 - a)
        row = [(b.add("tangent", exp=name), gap, 1)]
        if not weight.is_constant():
            if (above := show(b, weight, ">=", 1)) is None:
                return None
            row.append((above, weight, 1))
        rows.append(summand(b, row))
        rest -= weight * gap
    label = None if -1 in signs(b, rest) else show(b, rest, rel, 1)
    if label is None:
        return None
    if isinstance(b.scope.facts[label], Fact):
        rows.append(summand(b, [(label, rest, 1)]))
    elif not rest.is_zero():
        rows.append({"c": str(rest.leading_coefficient())})
    return b.add("cone", p=b.write(f), sum=rows, modulo=modulo(b))
