"""Points from which a function is followed, and which of them are tried first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import Fact, fact
from proofs.provers.finders.signs.polynomials import deep_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

MOST_STARTS = 6


def points_of(b: Builder, p: Poly, depth: int) -> Iterator[tuple[str, Poly]]:
    """Yield variables and points at which p might be known."""
    inside = deep_names(b, p)
    variables = [n for n in b.scope.kinds if n in inside]
    count = 0
    for variable in reversed(variables) if depth else variables:
        points = [b.ring.constant(value) for value in (0, 1, fmpq(1, 2))]
        bent: list[Poly] = []
        for label in b.atoms:
            known = b.scope.facts[label]
            if (
                isinstance(known, Fact)
                and known.rel != "="
                and variable in b.ring.names_in(known.poly)
            ):
                parts = b.ring.coefficients(known.poly, variable)
                if len(parts) == 2 and parts[1].is_constant():
                    point = -parts[0] / parts[1].leading_coefficient()
                    plain = not b.ring.names_in(point) & set(b.scope.terms)
                    (points if plain else bent).append(point)
        points += [b.ring.generator(n) for n in variables if n != variable] + bent
        seen: list[Poly] = []
        for point in points:
            if point not in seen and not b.scope.depends(point, variable):
                seen.append(point)
                count += 1
                if count <= MOST_STARTS * (1 + len(variables)):
                    yield variable, point


def stays_bent(b: Builder, p: Poly, variable: str) -> bool:
    """Whether the derivative of p contains the logarithms of p that depend on the variable."""
    moving = [n for n in b.ring.names_in(p) if b.scope.depends(b.ring.generator(n), variable)]
    for powers in p.to_dict():
        factors = [n for n in moving if powers[b.ring.position[n]]]
        if len(factors) > 1 and any(
            n in b.scope.terms and b.scope.terms[n].op == "log" for n in factors
        ):
            return True
    return False


def is_end(b: Builder, variable: str, start: Poly) -> bool:
    """Whether a variable of a derivative moves from this point on."""
    from_there = fact(b.ring.generator(variable) - start, ">")
    return b.scope.facts.get(f"{variable}_above") == from_there
