"""Write partial sums of the series of exp and -log(1 - y) with what is left as an integral.

    Σ_{i ≤ n} yⁱ/i! = eʸ(1 - K(n)/n!),    K(n) = ∫ e^(-t) tⁿ dt from 0 to y,
    Σ_{1 ≤ i ≤ n} yⁱ/i = -log(1 - y) - K(n),    K(n) = ∫ tⁿ/(1 - t) dt from 0 to y.

Both are shown by induction; what K(n) has beyond K(n - 1) is shown by its growth in y.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from proofs.kernel.formulas import fact
from proofs.kernel.language import places
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.signs.reduction import reduce
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.finite import must_show
from proofs.provers.finders.sums.induction import induct
from proofs.provers.finders.sums.integral_values import unchanged
from proofs.provers.finders.sums.known_series import series_of

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

LEFT: dict[str, Tree] = {
    "exp": ["*", ["exp", ["*", "-1", "#"]], ["power", "#", "#0"]],
    "log": ["*", ["inv", ["+", "1", ["*", "-1", "#"]]], ["power", "#", "#0"]],
}
"""What is integrated in K(n), by the function whose series it is."""


def by_power_series(b: Builder, p: Poly, rel: str, effort: int, splits: int) -> str | None:
    """Prove p rel 0 with the partial sums in it written by functions and integrals."""
    found = False
    for name in sorted(b.ring.names_in(p) & set(b.scope.terms) - b.links.keys()):
        term, key = b.scope.terms[name], f"series:{name}"
        head, _, text = term.op.partition(" ")
        if head != "sum" or key in b.digested or (kind := series_of(text)) is None:
            continue
        b.digested.add(key)
        with b.may_fail:
            b.link(name, b.attempt(partial(_written, name=name, kind=kind[0], tree=kind[1])))
            found = True
    return b.ways.prove(b, fact(p, rel), effort, splits) if found else None


def _written(b: Builder, name: str, kind: str, tree: Tree) -> str:
    """Show what a partial sum is."""
    op, (low, high, *values) = b.scope.terms[name].op, b.scope.terms[name].args
    if low not in (0, 1) or b.ring.names_in(high) - b.scope.kinds.keys():
        raise NotFoundError("a sum that does not begin at 0 or 1")
    introduce(b, tree, places(low, values))
    y = b.scope.poly(tree, places(low, values))
    plain = reduce(b, y)
    y = y if plain.facts else plain.poly
    must_show(b, y, ">")
    define(b, "power", (b.ring.constant(0), b.ring.constant(1)))  # the same inside and outside
    said = PartialSum(kind, op, low, tuple(values), y)
    label = induct(b, b.ring.constant(0), high, said.gap, "=")
    if label is None:
        raise NotFoundError("a partial sum that is not written by an integral")
    return label


@dataclass(frozen=True)
class PartialSum:
    """A sum of a multiple of yⁱ/i! or yⁱ/i, from 0 or 1 on."""

    kind: str
    op: str
    low: Poly
    values: tuple[Poly, ...]
    y: Poly

    def gap(self, b: Builder, m: Poly) -> Poly:
        """Return what is 0: the sum up to m, less the function, and what is left."""
        total = b.ring.generator(define(b, self.op, (self.low, m, *self.values)))
        self.term(b, "power", self.y, m)
        if self.kind == "exp":
            first, whole = self.summand(b, b.ring.constant(0)), self.term(b, "exp", self.y)
            over = self.term(b, "inv", self.term(b, "power", self.y, m))
            weight = self.summand(b, m) * over * whole
            return (
                total + (first if self.low == 1 else 0) - first * whole + self.left(b, m) * weight
            )
        weight = self.summand(b, b.ring.constant(1)) * self.term(b, "inv", self.y)
        if self.low == 0:
            raise NotFoundError("a series of a logarithm begins at 1")
        return total + weight * (self.term(b, "log", 1 - self.y) + self.left(b, m))

    def term(self, b: Builder, op: str, *args: Poly) -> Poly:
        """Return a function of something; a power of y as an exponential, if the summand has those."""
        name = define(b, op, args)
        if op == "power" and args[0] == self.y and '["exp"' in self.op and name not in b.links:
            log = define(b, "log", (self.y,))
            exp = define(b, "exp", (args[1] * b.ring.generator(log),))
            b.link(name, b.add("real power", power=name, exp=exp, log=log))
        return b.ring.generator(name)

    def summand(self, b: Builder, i: Poly) -> Poly:
        """Return the summand at i."""
        tree = json.loads(self.op.partition(" ")[2])
        introduce(b, tree, places(i, self.values))
        return b.scope.poly(tree, places(i, self.values))

    def left(self, b: Builder, m: Poly) -> Poly:
        """Return K(m), linked to K(m - 1) if that is there, and K(0) to functions."""
        op, zero = f"integral {json.dumps(LEFT[self.kind])}", b.ring.constant(0)
        before = any(x.op == op and x.args[2] == m - 1 for x in b.scope.terms.values())
        name = define(b, op, (self.y, zero, m))
        if name in b.links or not (before or m.is_zero()):
            return b.ring.generator(name)

        def rest(builder: Builder, u: Poly) -> Poly:
            """Return K(m) less what it is: with u for y, it stays what it is at 0."""
            here = self.term(builder, op, u, zero, m)
            if m.is_zero():
                first = self.term(builder, "exp", -u) if self.kind == "exp" else None
                return here + (first if first is not None else self.term(builder, "log", 1 - u))
            last, power = self.term(builder, op, u, zero, m - 1), self.term(builder, "power", u, m)
            if self.kind == "exp":
                return here - m * last + self.term(builder, "exp", -u) * power
            return here - last + power * self.term(builder, "inv", m)

        ordered = must_show(b, self.y, ">=")
        b.link(name, unchanged(b, rest, (zero, self.y), ordered))
        return b.ring.generator(name)
