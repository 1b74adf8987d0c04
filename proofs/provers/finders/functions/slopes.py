"""Put values for variables, and differentiate: the terms that arise are defined first."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from proofs.kernel.elementary import slope
from proofs.kernel.errors import Rejected
from proofs.kernel.language import body, places
from proofs.provers.finders.functions.angles import evaluate_angle
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.signs.cases import forget
from proofs.provers.finders.signs.polynomials import integrals
from proofs.provers.finders.signs.samples import lend, signs
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder


def transported(
    b: Builder, p: Poly, values: dict[str, Poly], inside: Builder | None = None
) -> Poly:
    """Put values for variables of a branch ``inside``, if there is one, defining the terms that arise."""
    found = {name: b.ring.generator(name) for name in b.ring.names} | values
    scope = (inside or b).scope
    for name in sorted(b.ring.names_in(p), key=lambda n: b.ring.position[n]):
        term = scope.terms.get(name)
        if term is not None and any(scope.depends(b.ring.generator(name), v) for v in values):
            args = tuple(transported(b, a, values, inside) for a in term.args)
            new = define(b, term.op, args)
            if term.op in ("sin", "cos"):
                evaluate_angle(b, new)
            found[name] = b.ring.generator(new)
    return p.compose(*(found[name] for name in b.ring.names))


def prepare_slope(b: Builder, p: Poly, variable: str) -> None:
    """Define the terms that the derivative of p is written in."""
    for name in sorted(b.ring.names_in(p), key=lambda n: b.ring.position[n]):
        x = b.ring.generator(name)
        term = b.scope.terms.get(name)
        if term is None or not b.scope.depends(x, variable):
            continue
        a = term.args[0]
        prepare_slope(b, a, variable)
        if term.op == "log":
            define(b, "inv", (a,))
        elif term.op == "root":
            n = int(term.args[1].leading_coefficient().p)
            define(b, "inv", (n * x ** (n - 1),))
        elif term.op == "atan":
            define(b, "inv", (1 + a**2,))
        elif term.op == "power":
            define(b, "power", (a, term.args[1] - 1))
        elif term.op in ("sin", "cos"):
            define(b, "cos" if term.op == "sin" else "sin", (a,))
        elif term.op.startswith("integral "):
            introduce(b, body(term.op)[1], places(a, term.args[2:]))
        elif term.op == "erf":
            define(b, "exp", (-(a**2),))
            pi = b.ring.generator(define(b, "pi", ()))
            root = b.ring.generator(define(b, "root", (pi, b.ring.constant(2))))
            define(b, "inv", (root,))


def integrands(b: Builder, p: Poly) -> list[Poly]:
    """Return what the integrals in p integrate at their upper ends, where it has been introduced."""
    found = []
    for name in integrals(b, b.ring.names_in(p)):
        term = b.scope.terms[name]
        with suppress(Rejected):
            high, _, *values = term.args
            found.append(b.scope.poly(body(term.op)[1], places(high, values)))
    return found


def derivative(b: Builder, p: Poly, variable: str) -> Tree:
    """Return the derivative of p as a tree."""
    inner = b.inner()
    prepare_slope(inner, p, variable)
    tree = inner.tree(slope(inner.scope, p, variable))
    forget(b, {"name": "", "steps": inner.steps})
    return tree


def slope_signs(b: Builder, p: Poly, variable: str, start: Poly | None = None) -> set[int]:
    """Return the signs that the derivative of p is seen to take, or that away from a point."""
    aside = b.inner()
    lend(b, aside)
    try:
        prepare_slope(aside, p, variable)
        away = 1 if start is None else b.ring.generator(variable) - start
        return signs(aside, away * slope(aside.scope, p, variable))
    except (NotFoundError, Rejected):
        return {1, -1} if b.budget.left > 0 else set()
    finally:
        forget(b, {"name": "", "steps": aside.steps})
