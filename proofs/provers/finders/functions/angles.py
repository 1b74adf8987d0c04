"""Write sines and cosines of sums and multiples of angles by those of few angles."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact
from proofs.provers.finders.functions.angle_sums import Sums
from proofs.provers.finders.signs import reduction
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import occurring

if TYPE_CHECKING:
    from proofs.kernel.formulas import Formula
    from proofs.kernel.polynomials import Poly
    from proofs.kernel.scope import Term
    from proofs.provers.finders.steps.builder import Builder

MOST_ADDED, MOST_ANGLES = 8, 12
"""Angles that are added to make one; and angles that products are written by."""


def expand_angles(b: Builder) -> None:
    """Write the sines and cosines that are known by those of angles that they are sums of."""
    angles = [term.args[0] for n, term in _circular(b).items() if n not in b.links]
    if angles and (known := f"angles:{sorted(map(str, angles))}") not in b.digested:
        b.digested.add(known)
        _write(b, angles)


def evaluate_angle(b: Builder, name: str) -> None:
    """Write the sine or cosine of a multiple of pi by a root."""
    (angle,) = b.scope.terms[name].args
    inside = [b.scope.terms.get(n) for n in b.ring.names_in(angle)]
    if name not in b.links and [term and term.op for term in inside] == ["pi"]:
        _write(b, [angle])


def bound_products(b: Builder, formula: Formula) -> None:
    """Introduce the sines and cosines that a product of two is half the sum of, as they are bounded."""
    if not isinstance(formula, Fact) or formula.rel == "=":
        return
    found: dict[str, Poly] = {}
    known = {n: term.args[0] for n, term in _circular(b).items()}
    for powers in reduction.reduce(b, formula.poly).poly.to_dict():
        inside = [known[n] for n, k in occurring(b.ring, powers) if n in known for _ in range(k)]
        if len(inside) == 2:
            found |= {b.write(a): a for a in (inside[0] + inside[1], inside[0] - inside[1])}
    if 0 < len(found) <= MOST_ANGLES:
        _write(b, [*known.values(), *found.values()])


def _circular(b: Builder) -> dict[str, Term]:
    return {n: term for n, term in b.scope.terms.items() if term.op in ("sin", "cos")}


def _write(b: Builder, angles: list[Poly]) -> None:
    """Write each sine and cosine of an angle that is no base, or none where that fails."""
    with suppress(NotFoundError, Rejected):
        b.attempt(partial(_write_all, angles))


def _write_all(angles: list[Poly], b: Builder) -> None:
    sums = Sums(b, angles)
    for i, base in enumerate(sums.bases):
        if sums.of_pi(base):  # multiples of it are among what it is written by
            sums.pair(tuple(int(i == j) for j in range(len(sums.bases))))
    for angle in angles:
        counts = sums.counts(angle)
        fits = counts is not None and 0 < sum(map(abs, counts)) <= MOST_ADDED
        if counts and fits and (angle not in sums.bases or sums.of_pi(angle)):
            sums.pair(counts)
