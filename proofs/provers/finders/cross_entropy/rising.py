"""Scripts for two groups under cross-entropy: that all margins over the other group grow beyond every level.

With the names of :mod:`proofs.provers.finders.cross_entropy.two_groups`:

* of a group of at least two classes the margin A(1 - 1/m) + B is at least A/2, and A grows as it does within the group;
* of a single class it is B. With K = E + m′ and q(m′ + Ee^B) = 1, B′ = b(w′h + wh′) ≥ sgqb(w² + h²) ≥ 2sgqB, and
  K·q(1 + JBe^B) ≥ 1 for J = E/K: so B·N ≥ c·u for N = exp(J(e^B - 1)), c = B(0)e^(2δ) and u = e^(2rt-2δ), r = sg/K.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.provers.finders.cross_entropy.least import Least
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Removal, Script, Summand


class Rising(Least):
    """What is shown of both groups; ``asked`` is each of them in turn."""

    def _asked(self) -> OneOfTwo:
        """Show of each group that it has two classes at least, or a single one."""
        for g in self.groups:
            try:
                g.signs["m - 2"] = self.script.shown(g.m - 2, ">=")
            except NotFoundError:
                self._single(g)
        return self.groups[0]

    def _single(self, g: OneOfTwo) -> None:
        """Show that a group has a single class; introduce E, K and 1/K."""
        s, z = self.script, g.signs
        z["single"] = s.shown(g.m - 1, "=")
        self._odds(g)
        per, z["1/K"], _ = s.inverse(g.K, z["K"])
        z["J"] = s.cone(self._odds_of(g) * per, (1, [*g.e, z["1/K"]]))
        z["start"] = s.cone(self._first_of(g), (1, [z["b"], z["a"], self.plean]))

    def _first_of(self, g: OneOfTwo) -> Poly:
        """Return B(0)e^(2δ)."""
        return g.b * g.a * self.lean

    def _is_single(self) -> bool:
        return "single" in self.asked.signs

    def _alone(self) -> list[Removal]:
        """Return that m is 1, and what removes 1/m."""
        g, z = self.asked, self.asked.signs
        return [self.script.inverse(g.m, z["m"])[2], (z["single"], g.m)]

    def _odds_of(self, g: OneOfTwo) -> Poly:
        """Return E."""
        return self.script.b.ring.constant(1) if g.E is None else g.E

    def rate(self) -> Poly:
        """Return r."""
        if not self._is_single():
            return super().rate()
        g = self.asked
        return g.s * g.g * self.script.inverse(g.K, g.signs["K"])[0]

    def by(self) -> tuple[Poly, str]:
        """Return J, and that it is positive."""
        if not self._is_single():
            return super().by()
        return self.script.polys[self.asked.signs["J"]], self.asked.signs["J"]

    def start(self) -> tuple[Poly, str]:
        """Return c, and that it is positive."""
        g = self.asked
        return (self._first_of(g), g.signs["start"]) if self._is_single() else super().start()

    def size(self) -> tuple[Poly, Summand]:
        """Return A or B, and of what it is a product."""
        g, z = self.asked, self.asked.signs
        if not self._is_single():
            return super().size()
        return g.b * self.w * g.h, (1, [z["b"], self.pw, z["h"]])

    def _each(self) -> Iterator[OneOfTwo]:
        """Ask each of the groups."""
        for g in self.groups:
            self.asked = g
            yield g

    def _first(self) -> None:
        """Introduce what is asked of each group at t = 0."""
        for _ in self._each():
            super()._first()

    def unbounded(self, level: Poly, positive: str, delta: Poly) -> dict[str, Any]:
        """Show that no margin is below a level after both groups' times."""
        s = self.script
        double = s.cone(2 * level, (2, [positive]))
        parts = [self.rise(2 * level, double, delta) for _ in self._each()]
        self.mode.begin()
        self.enter(delta)
        self.observe()
        grown = []
        for g, (end, _) in zip(self._each(), parts, strict=True):
            z = g.signs
            z["A"] = s.cone(g.margin, (1, [z["c"]], g.x))
            z["B"] = s.cone(g.b * self.w * g.h, (1, [z["b"], self.pw, z["h"]]))
            grown.append(self.at_least(end.u))

        def work(inner: Script, hyp: str) -> str:
            found = []
            for i, _ in enumerate(self._each()):
                (end, show), (other, _) = parts[i], parts[1 - i]
                after = inner.cone(
                    self.mode.time - end.when, (1, [hyp]), (1, [other.positive])
                )  # fmt: skip
                large = show(grown[i], inner, after)
                found.append(self._enough(inner, level, positive, large))
            return self.least(inner, level, found)

        return self.endless(level, parts[0][0].when + parts[1][0].when, work)

    def _enough(self, s: Script, level: Poly, positive: str, large: str) -> str:
        """Show that the margin of a group is not below a level from A ≥ 2b, or B ≥ 2b of a single class."""
        g = self.asked
        if not self._is_single():
            return self.enough_of(s, g, level, large, 1)
        return s.cone(
            g.margin * (1 - self.per(g)) + g.b * self.w * g.h - level, (1, [large]), (1, [positive]),
            modulo=self._alone(),
        )  # fmt: skip

    def gains(
        self, power: Poly, pgrown: str, more: str, convex: str
    ) -> tuple[list[Summand], list[Removal]]:
        """Return of what (B·N)′ - 2r·B·N is a sum."""
        if not self._is_single():
            return super().gains(power, pgrown, more, convex)
        s, g, z, (J, pJ) = self.script, self.asked, self.asked.signs, self.by()
        other = next(x for x in self.groups if x is not g)
        facts = [z["b"], self.pw, z["h"]]
        X = 1 + J * g.b * self.w * g.h * power
        pX = s.cone(X, (1, []), (1, [pJ, *facts, f"{s.named(power)}.0"]))
        drive = [other.signs[name] for name in "sgqh"]
        share = s.cone(self._odds_of(g) * g.q, (1, [*g.e, z["q"]]))
        no_power: Removal = self._share(power), power, share
        rate = [z["s"], z["g"], z["1/K"]]
        return [
            (1, [pgrown, pX, z["b"], z["h"], *drive]),
            (1, [pgrown, pX, z["b"], z["s"], z["g"], z["q"]], self.w - g.h),
            (2, [pgrown, *rate, *facts, share, convex]),
        ], [no_power, s.inverse(g.K, z["K"])[2], *self._alone()]  # fmt: skip

    def _share(self, power: Poly) -> str:
        """Show P = q·E·e^B of a single class."""
        s, g, z, alone = self.script, self.asked, self.asked.signs, self._alone()
        E, one, c = self._odds_of(g), s.b.ring.constant(1), self._first_of(g)
        near = g.c * self.square
        far = near - near * self.per(g) + c * self.square + g.shift
        first, second = s.term("exp", -near), s.term("exp", -far)
        part = s.term("inv", 1 + (g.m - 1) * first + g.other * second)
        odds = [] if g.E is None else [g.E]
        gap = sum((s.b.scope.terms[s.named(x)].args[0] for x in odds), 0 * one)
        shift = [(z["shift"], -one)] if "shift" in z else []
        moved = s.zero(gap - far + c * self.begun**2, (self.squared, c), *shift, modulo=alone)
        link = s.exponents((second, 1), (s.at_start(power), 1), *((x, 1) for x in odds), by=[moved])
        p = g.own - g.q * E * power
        begun = s.zero(s.at_start(p), (link, -part), (f"{s.named(part)}.0", -one))
        mean, _, _ = self.changes(g)
        (label,) = s.carry("=", (
            p, mean, [begun], lambda inner, _, rest: [inner.zero(rest, modulo=alone)]
        ))  # fmt: skip
        return label
