"""The least margin between two groups, and what is shown of it from margins of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.formulas import fact
from proofs.provers.finders.cross_entropy.two_groups import Softmax
from proofs.provers.finders.functions.terms import define, introduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Script

HALF = fmpq(1, 2)


class Least(Softmax):
    """What is observed is the least of A(1 - 1/m) + B of both groups."""

    def observe(self) -> None:
        """Introduce the least margin between the groups."""
        introduce(self.script.b, self.mode.goal[4])
        self.observed = self.script.b.scope.poly(self.mode.goal[4])

    def _case(self, s: Script, i: int, name: str) -> tuple[str, str]:
        """Read what the least of both margins is, and that the other is not less."""
        sides = [x.margin * (1 - self.per(x)) + x.b * self.w * x.h for x in self.groups]
        found = []
        for p, rel in ((self.observed - sides[i], "="), (sides[1 - i] - sides[i], ">=")):
            label = s.b.add("logic", by=[name], fact=s.b.write_formula(fact(p, rel)))
            found.append(s.keep(label, p))
        return found[0], found[1]

    def half(self, s: Script, g: OneOfTwo) -> str:
        """Show 1/m ≤ 1/2."""
        z, (per, _, no_m) = g.signs, s.inverse(g.m, g.signs["m"])
        return s.cone(HALF - per, (HALF, [z["m - 2"]]), factor=[(1, [z["m"]])], modulo=[no_m])

    def enough_of(self, s: Script, g: OneOfTwo, b: Poly, large: str, part: Any) -> str:
        """Show that the margin of a group is not below b, from A ≥ 2b and 1, or A + B ≥ 2b and 1/2."""
        v = g.signs
        return s.cone(
            g.margin * (1 - self.per(g)) + g.b * self.w * g.h - b, (HALF, [large]),
            (1, [self.half(s, g), v["A"]]), (part, [v["B"]]),
        )  # fmt: skip

    def least(self, inner: Script, b: Poly, found: list[str]) -> str:
        """Show that the least margin is not below b, from those of both groups."""

        def case(s: Script, i: int, name: str) -> str:
            choice, _ = self._case(s, i, name)
            return s.cone(
                self.observed - b, (1, [found[i]]), modulo=[(choice, self.observed)],
            )  # fmt: skip

        return inner.cases(f"{inner.named(self.observed)}.0", self.observed - b, ">=", case)

    def _odds(self, x: OneOfTwo) -> None:
        """Introduce E and K of a group."""
        s, z, one = self.script, x.signs, self.script.b.ring.constant(1)
        if not isinstance(x.shift, int):
            self._raise(x)
        odds = one if x.E is None else x.E
        x.K = x.m * odds + x.other
        z["K"] = s.cone(x.K, (1, [z["m"], *x.e]), (1, [z["other"]]))

    def _raise(self, x: OneOfTwo) -> None:
        """Introduce E as the exponential of what the statement says of the shift."""
        s, z, ring = self.script, x.signs, self.script.b.ring
        trees = {name: tree for _, name, tree in self.mode.goal[2][1:]}
        spoken = sorted(ring.names_in(x.shift))
        for name in spoken:
            introduce(s.b, trees[name])
        signs = [(name, ring.coefficients(x.shift, name)[1]) for name in spoken]
        gap = ring.put(x.shift, {name: s.b.scope.poly(trees[name]) for name in spoken})
        z["shift"] = s.zero(x.shift - gap, *((f"{name}.is", sign) for name, sign in signs))
        if gap.is_zero():
            return
        x.E = s.name(define(s.b, "exp", (gap,)))
        z["E"] = s.keep(f"{s.named(x.E)}.0", x.E)
        z["1/E"] = s.inverse(x.E, z["E"])[1]
