"""Tangents to exp at the quotients of a mean and its parts.

With G the weighted geometric mean of a and b, a/G ≥ 1 + log(a/G) and b/G ≥ 1 + log(b/G) add up to
the inequality of means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.formulas import Fact
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.signs.reduction import reduce
from proofs.provers.finders.signs.samples import signs

if TYPE_CHECKING:
    from flint import fmpq

    from proofs.kernel.formulas import Formula
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST = 6
"""Quotients at which tangents are added."""


def use_tangents(b: Builder, formula: Formula) -> None:
    """Add tangents that the facts in a formula suggest, before all other known facts."""
    if not isinstance(formula, Fact):
        for part in formula.parts:
            use_tangents(b, part)
        return
    exponents = _of_means(b, formula.poly)
    if len(exponents) <= MOST:
        for a in exponents:
            name = define(b, "exp", (a,))
            if f"{name}:tangent" not in b.digested:
                b.digested.add(f"{name}:tangent")
                b.atoms.insert(0, b.add("tangent", exp=name))


def tangents(b: Builder) -> None:
    """Keep exp a ≥ 1 + a for the exponentials so far."""
    for name, term in list(b.scope.terms.items()):
        label = f"{name}:tangent"
        if term.op == "exp" and label not in b.digested:
            b.digested.add(label)
            b.atoms.append(b.add("tangent", exp=name))


def _of_means(b: Builder, p: Poly) -> list[Poly]:
    """Return the logarithms of the quotients of terms of p, each by the only negative one."""
    weights: dict[str, tuple[Poly, Poly]] = {}
    for powers, c in p.to_dict().items():
        a, weight = _logarithm(b, powers, c)
        key = b.write(a)
        _, before = weights.get(key, (a, b.ring.constant(0)))
        weights[key] = a, before + weight
    found = [(a, signs(b, weight)) for a, weight in weights.values()]
    negative = [a for a, seen in found if seen == {-1} and not a.is_constant()]
    if len(negative) != 1:
        return []
    gaps = [a - negative[0] for a, seen in found if seen == {1}]
    return [gap for gap in gaps if not reduce(b, gap).poly.is_zero()]


def _logarithm(b: Builder, powers: tuple[int, ...], c: fmpq) -> tuple[Poly, Poly]:
    """Return the logarithm of exponentials, and of what is under logarithms, and what is left."""
    logs = {b.write(t.args[0]): n for n, t in b.scope.terms.items() if t.op == "log"}
    total, weight = b.ring.constant(0), b.ring.constant(c)
    for name, n in zip(b.ring.names, powers, strict=True):
        x, term = b.ring.generator(name), b.scope.terms.get(name) if n else None
        if term is not None and term.op == "exp":
            total += int(n) * term.args[0]
        elif n and name in logs:
            total += int(n) * b.ring.generator(logs[name])
        elif n:
            weight *= x ** int(n)
    return total, weight
