"""Scripts for two groups under cross-entropy: that what maj-min adds to the margins of both grows beyond every level.

With the names of :mod:`proofs.provers.finders.cross_entropy.two_groups` and :mod:`proofs.provers.finders.cross_entropy.shares`:

* h′ = sgqw and B′ ≥ sgqb·w², while (ln x)′ = sα with α = q(mEr + m′) ≤ Kq(1 + Be^B): so h·exp(e^B) grows at least
  at g/K times the rate of x, and is at least ae^(-δ)·(x/e^(-δ))^(g/K);
* bh² ≤ B: where B < b it is at most (b/b′)^(1/2)·exp(e^b), b′ the factor of B. But x grows with A beyond all that.

For a single class B grows by itself, as in :mod:`proofs.provers.finders.cross_entropy.rising`. As B is at most
A(1 - 1/m) + B, margins grow, too, where it is not known of a group whether it has one class or more.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from proofs.kernel.formulas import fact
from proofs.provers.finders.cross_entropy.curve import absurd
from proofs.provers.finders.cross_entropy.least import Least
from proofs.provers.finders.cross_entropy.rising import Rising
from proofs.provers.finders.cross_entropy.shares import Shares
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Removal, Script


@dataclass
class Need:
    """Constants: what ln x has to be, (b/b′)exp(2e^b), ae^(-δ) and e^b, exp(e^b), with why they are positive."""

    D: Poly
    Q: Poly
    base: Poly
    pbase: str
    top: Poly
    most: Poly
    per_b: str
    removals: list[Removal]
    psi: str = ""
    Y: Poly | None = None
    log: Poly | None = None


class Added(Rising, Shares):
    """What is shown of both groups; ``asked`` is each of them in turn."""

    def _asked(self) -> OneOfTwo:
        """Show of each group that it has a single class, if it has."""
        for g in self.groups:
            with suppress(NotFoundError):
                self._single(g)
        return self.groups[0]

    def unbounded(self, level: Poly, positive: str, delta: Poly) -> dict[str, Any]:
        """Show that B of neither group is below a level after both groups' times."""
        s, self.delta = self.script, delta
        if self.leans:
            raise NotFoundError("what is added to logits that have factors")
        self.pdelta = s.shown(delta, ">")
        needs: list[Need | None] = []
        parts = []
        for g in self._each():
            if self._is_single():
                needs.append(None)
                parts.append(self.rise(level, positive, delta))
                continue
            self._odds(g)
            wanted = self._need(g, level)
            grown = s.term("exp", 2 * wanted.D)
            size = s.cone(g.c * grown, (1, [g.signs["c"], f"{s.named(grown)}.0"]))
            needs.append(wanted)
            parts.append(self.rise(g.c * grown, size, delta))
        self.mode.begin()
        self.enter(delta)
        self.observe()
        for g in self.groups:
            self.share(g)
        self.meet()
        self.at_zero()
        found = []
        for g, need, (end, _) in zip(self._each(), needs, parts, strict=True):
            if need is not None:
                self._follow(g, need)
            found.append(self.at_least(end.u))

        def work(inner: Script, hyp: str) -> str:
            labels = []
            for i, (g, need) in enumerate(zip(self._each(), needs, strict=True)):
                (end, show), (other, _) = parts[i], parts[1 - i]
                after = inner.cone(
                    self.mode.time - end.when, (1, [hyp]), (1, [other.positive])
                )  # fmt: skip
                large = show(found[i], inner, after)
                added = large if need is None else self._large(inner, g, need, level, large)
                labels.append(self._seen(inner, g, level, added))
            return self.least(inner, level, labels)

        return self.endless(level, parts[0][0].when + parts[1][0].when, work)

    def _seen(self, _s: Script, _g: OneOfTwo, _level: Poly, added: str) -> str:
        """Show that what is seen of a group is not below a level from B ≥ b."""
        return added

    def _case(self, s: Script, i: int, name: str) -> tuple[str, str]:
        """Read what the least of both is, and that the other is not less."""
        sides = [x.b * self.w * x.h for x in self.groups]
        found = []
        for p, rel in ((self.observed - sides[i], "="), (sides[1 - i] - sides[i], ">=")):
            label = s.b.add("logic", by=[name], fact=s.b.write_formula(fact(p, rel)))
            found.append(s.keep(label, p))
        return found[0], found[1]

    def _need(self, g: OneOfTwo, level: Poly) -> Need:
        """Choose D, so that (g/K)·2D·(ae^(-δ))² is (b/b′)·exp(2e^b)."""
        s, z = self.script, g.signs
        begun = s.term("exp", -self.delta)
        top = s.term("exp", level)
        most = s.term("exp", top)
        per_b, pper_b, no_b = s.inverse(g.b, z["b"])
        per_g, _, no_g = s.inverse(g.g, z["g"])
        Q = level * per_b * most**2
        base = g.a * begun
        pbase = s.cone(base, (1, [z["a"], f"{s.named(begun)}.0"]))
        per, _, no_base = s.inverse(base, pbase)
        D = g.K * Q * per**2 * per_g / 2
        _, _, no_K = s.inverse(g.K, z["K"])
        return Need(D, Q, base, pbase, top, most, pper_b, [no_base, no_g, no_K, no_b])

    def _follow(self, g: OneOfTwo, need: Need) -> None:
        """Show h·exp(e^B) ≥ ae^(-δ)·exp((g/K)(ln x + δ))."""
        s, z, w, one = self.script, g.signs, self.w, self.script.b.ring.constant(1)
        B, B0 = g.b * w * g.h, g.b * g.a * self.begun**2
        per_K, pper_K, no_K = s.inverse(g.K, z["K"])
        per_m, pper_m, _ = s.inverse(g.m, z["m"])
        eB, first = s.term("exp", B), s.term("exp", B0)
        H, H0, nothing = s.term("exp", eB), s.term("exp", first), s.term("exp", 0 * one)
        unit = s.exponents((nothing, 1))
        log = need.log = s.term("log", g.x, by=[z["x"]])
        _, _, no_x = s.inverse(g.x, z["x"])
        Y = need.Y = s.term("exp", g.g * per_K * (log - self.log0))
        peB, pH = (f"{s.named(x)}.0" for x in (eB, H))
        p = g.h * H - need.base * Y
        start = s.cone(
            s.at_start(p), (1, [need.pbase, s.tangent(H0)]), (1, [need.pbase, f"{s.named(first)}.0"]),
            modulo=[(unit, nothing)],
        )  # fmt: skip
        back, step = s.term("exp", -B), s.term("exp", g.margin * per_m)
        product = s.exponents((eB, 1), (back, 1))
        convex = s.cone(
            1 - eB + B * eB, (1, [peB, s.tangent(back)]), modulo=[(product, back, peB)],
        )  # fmt: skip
        link = s.exponents((g.ratio, 1), (step, 1), (eB, -1))
        over = s.cone(
            eB - g.ratio, (1, [z["pr"], s.tangent(step)]), (1, [z["pr"], z["A"], pper_m]), modulo=[(link, eB)],
        )  # fmt: skip
        drive = [pH, z["s"], z["g"]]
        share = [*drive, z["h"], pper_K]
        parts = (
            (1, [*drive, z["q"], z["w - h"]]), (1, [pH, peB, z["b"], self.pdw], g.h),
            (1, [*drive, z["q"], z["h"], peB, z["b"], self.pw, z["w - h"]]),
            (1, [*share, z["m"], *g.e, z["q"], convex]), (1, [*share, z["m"], *g.e, z["q"], over]),
            (1, [*share, z["other"], z["q"], z["B"], peB]),
        )  # fmt: skip
        rate = g.g * per_K * g.s * g.alpha
        (need.psi,) = s.carry(">=", (p, rate, [start], lambda inner, _, gap: [
            inner.cone(gap, *parts, modulo=[no_x, no_K, (z["r"], g.p)])
        ]))  # fmt: skip

    def _large(self, s: Script, g: OneOfTwo, need: Need, level: Poly, large: str) -> str:
        """Show B ≥ b from A ≥ c·exp(2D)."""
        B = g.b * self.w * g.h
        enough = self._enough_of(s, g, need, self._logged(s, g, need, large))

        def case(inner: Script, i: int, name: str) -> str:
            inner.keep(name, level - B if i == 0 else B - level)
            return self._small(inner, g, need, level, name, enough) if i == 0 else name

        on = s.b.add("either", fact=[">", s.b.write(level - B)])
        return s.cases(on, B - level, ">=", case)

    def _logged(self, s: Script, g: OneOfTwo, need: Need, large: str) -> str:
        """Show ln x ≥ D, twice."""
        z, log, one = g.signs, need.log, s.b.ring.constant(1)
        assert log is not None
        again, grown = s.term("exp", log), s.term("exp", 2 * need.D)
        y = s.term("exp", 2 * need.D - 2 * log)
        link, known = s.exponents((y, 1), (again, 2), (grown, -1)), s.log(again, log)
        same = s.zero(y * g.x**2 - grown, (link, one), (known, -y * (again + g.x)))
        square = s.cone(g.x**2, (1, [z["x"], z["x"]]))
        below = s.cone(
            1 - y, (1, [large]), factor=[(1, [z["c"], z["x"], z["x"]])], modulo=[(same, y, square)]
        )
        return s.cone(2 * log - 2 * need.D, (1, [s.tangent(y)]), (1, [below]))

    def _enough_of(self, s: Script, g: OneOfTwo, need: Need, logged: str) -> str:
        """Show (ae^(-δ)Y)² ≥ (ae^(-δ))² + Q."""
        z, per_K, Y, log = g.signs, s.inverse(g.K, g.signs["K"])[0], need.Y, need.log
        assert Y is not None
        assert log is not None
        square = s.term("exp", 2 * g.g * per_K * (log - self.log0))
        link, share = s.exponents((Y, 2), (square, -1)), [need.pbase, need.pbase]
        pper_K = s.inverse(g.K, z["K"])[1]
        return s.cone(
            need.base**2 * (Y**2 - 1) - need.Q, (1, [*share, s.tangent(square)]),
            (1, [*share, z["g"], pper_K, logged]), (2, [*share, z["g"], pper_K, self.pdelta]),
            modulo=[(link, square), (self.log_is, self.log0), *need.removals[:3]],
        )  # fmt: skip

    def _small(self, s: Script, g: OneOfTwo, need: Need, level: Poly, hyp: str, enough: str) -> str:
        """Show that B < b contradicts it: then (h·exp(e^B))² < Q."""
        z, Y, B = g.signs, need.Y, g.b * self.w * g.h
        assert Y is not None
        eB, top, most = s.term("exp", B), need.top, need.most
        H = s.term("exp", eB)
        peB, pH, pmost = (f"{s.named(x)}.0" for x in (eB, H, most))
        less = s.cone(level - g.b * g.h**2, (1, [hyp]), (1, [z["b"], z["h"], z["w - h"]]))
        steps = s.term("exp", level - B), s.term("exp", top - eB)
        links = (
            s.exponents((eB, 1), (steps[0], 1), (top, -1)),
            s.exponents((H, 1), (steps[1], 1), (most, -1)),
        )
        above = s.cone(
            top - eB, (1, [peB, s.tangent(steps[0])]), (1, [peB, hyp]), modulo=[(links[0], steps[0], peB)],
        )  # fmt: skip
        larger = s.cone(
            most - H, (1, [pH, s.tangent(steps[1])]), (1, [pH, above]), modulo=[(links[1], steps[1], pH)],
        )  # fmt: skip
        both = s.cone(most + H, (1, [pmost]), (1, [pH]))
        pY = f"{s.named(Y)}.0"
        total = s.cone(g.h * H + need.base * Y, (1, [z["h"], pH]), (1, [need.pbase, pY]))
        return absurd(
            s, (1, [need.per_b, pmost, pmost, less]), (1, [larger, both], g.h), (1, [need.psi, total]),
            enough, (1, [need.pbase, need.pbase]), modulo=[need.removals[3]],
        )  # fmt: skip


class Covered(Added):
    """That all margins over the other group grow, as what is added to them does."""

    def _case(self, s: Script, i: int, name: str) -> tuple[str, str]:
        return Least._case(self, s, i, name)

    def _seen(self, s: Script, g: OneOfTwo, level: Poly, added: str) -> str:
        z, per = g.signs, self.per(g)
        A = s.cone(g.margin, (1, [z["c"]], g.x))
        rest = s.cone(
            1 - per, (1, [z["m - 1"], z["per"]]), modulo=[s.inverse(g.m, z["m"])[2]]
        )  # fmt: skip
        return s.cone(
            g.margin * (1 - per) + g.b * self.w * g.h - level, (1, [added]), (1, [A, rest])
        )  # fmt: skip
