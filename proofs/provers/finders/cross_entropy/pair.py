"""Scripts for two classes under cross-entropy, each a group of its own: when samples have a margin over the other class.

With the names of :mod:`proofs.provers.finders.cross_entropy.two_groups`, G = sg/2 of each and μ = √(G₁² + G₂²) = 1/L:

* q(1 + e^B) = 1, so that 0 ≤ 1 - 2q ≤ B; w′ = Σ2Gqh ≤ μw, and w ≤ e^(μt-δ);
* v = w + LΣGh has v′ ≥ (μ - Λ′)v with Λ = ½Σ(B + e^B), as B′/(2q) ≥ 2GB: so v ≥ e^(μt-δ-Λ);
* h·exp(e^B) ≥ σw with σ = aG/(G₁ + G₂). So where B < b of one class, w² ≤ Q, and Λ is bounded, while v ≤ 2w.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.curve import absurd
from proofs.provers.finders.cross_entropy.least import HALF
from proofs.provers.finders.cross_entropy.rising import Rising
from proofs.provers.finders.modes.script import Removal, Script, Summand, Times
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.provers.finders.cross_entropy.group import OneOfTwo


class Pair(Rising):
    """What is shown of both classes; ``asked`` is each of them in turn."""

    def _asked(self) -> OneOfTwo:
        for g in self.groups:
            self._single(g)
        return self.groups[0]

    def times(self, beyond: str) -> Times:
        """Show that the level is reached between (δ - D)L and (δ + D′)L."""
        if self.leans or any(g.E is not None for g in self.groups):
            raise NotFoundError("two classes whose logits are changed")
        self._value()
        self._constants()
        s = self.script
        self.mode.begin()
        delta, D, late = self.delta, self.early, self.late_by
        s.learn(beyond, delta - D.x, ">")
        ends = [
            s.cone((delta - D.x) * self.L.x, (1, [beyond, self.L.positive])),
            s.cone((delta + late.x) * self.L.x, (1, [beyond, self.L.positive]),
                   (1, [D.positive, self.L.positive]), (1, [late.positive, self.L.positive])),
        ]  # fmt: skip
        positive = [
            s.cone((delta + c) * self.value, (1, [label]), modulo=[self.L.removal])
            for c, label in zip((-D.x, late.x), ends, strict=True)
        ]
        self.enter(delta)
        self.observe()
        self._all_times()
        tree = s.short
        shifts = {"lower": tree(-D.x), "upper": tree(late.x)}
        sides = {"lower": self._before, "upper": self._after}
        return Times(shifts, D.x, positive, self.bounds, sides)

    def _value(self) -> None:
        """Show that the value L is one over μ."""
        s, one = self.script, self.script.b.ring.constant(1)
        self.delta = s.name(self.mode.goal[-2])
        self.value = s.b.scope.poly(self.mode.goal[-1])
        pvalue = s.shown(self.value, ">")
        self.G = [g.s * g.g / 2 for g in self.groups]
        self.pG = [
            s.cone(x, (HALF, [g.signs["s"], g.signs["g"]]))
            for x, g in zip(self.G, self.groups, strict=True)
        ]
        S = self.G[0] ** 2 + self.G[1] ** 2
        raw = s.shown(1 - self.value**2 * S, "=")
        L = self.L = s.number(self.value, pvalue)
        same = self.same_length = s.zero(1 - L.x**2 * S, (raw, one), modulo=[L.removal])
        self.pS = s.cone(S, (1, [self.pG[0], self.pG[0]]), (1, [], self.G[1]))
        self.mu, self.pmu, self.no_mu = s.inverse(L.x, L.positive)
        mu = self.mu
        self.mu_square = s.zero(mu**2 - S, (same, mu**2), modulo=[self.no_mu])
        self.pace = s.zero(mu - L.x * S, (same, mu), modulo=[self.no_mu])
        self.slow = []
        for x, px, pother in zip(self.G, self.pG, self.pG[::-1], strict=True):
            total = s.cone(mu + x, (1, [self.pmu]), (1, [px]))
            more = s.cone(mu - x, (1, [pother, pother]), factor=[(1, [total])], modulo=[self._mu()])
            self.slow.append(s.cone(1 - L.x * x, (1, [L.positive, more]), modulo=[self.no_mu]))

    def _mu(self) -> Removal:
        """Return what removes μ²."""
        return self.mu_square, self.mu

    def _constants(self) -> None:
        """Choose σ, Q and by how much both times differ from δL."""
        s, b = self.script, self.mode.height()
        self.b, (one, two) = b, self.G
        pboth = s.cone(one + two, (1, [self.pG[0]]), (1, [self.pG[1]]))
        both = s.inverse(one + two, pboth)
        self.no_both = both[2]
        self.top = s.term("exp", b.value)
        self.most = s.term("exp", self.top)
        pmost = f"{s.named(self.most)}.0"
        self.sigma, self.per_share, total, parts = [], [], 0 * b.value, []
        for g, x, px in zip(self.groups, self.G, self.pG, strict=True):
            size = g.a * x * both[0]
            found = s.number(size, s.cone(size, (1, [g.signs["a"], px, both[1]])))
            whole = g.b * found.x
            per = s.inverse(whole, s.cone(whole, (1, [g.signs["b"], found.positive])))
            self.sigma.append(found)
            self.per_share.append(per)
            total += b.value * self.most * per[0]
            parts.append((1, [b.pvalue, pmost, per[1]]))
        self.Q = s.number(total, s.cone(total, *parts))
        Y = self.Y = [g.b * self.Q.x for g in self.groups]
        self.eY = [s.term("exp", y) for y in Y]
        late = 1 + self.Q.x + sum((y + e) / 2 for y, e in zip(Y, self.eY, strict=True))
        rows = [(1, []), (1, [self.Q.positive])]
        rows += [(HALF, [g.signs["b"], self.Q.positive]) for g in self.groups]
        rows += [(HALF, [f"{s.named(e)}.0"]) for e in self.eY]
        self.late_by = s.number(late, s.cone(late, *rows))
        g = self.groups[0]
        early = g.b * b.inverse / 2
        self.early = s.number(early, s.cone(early, (HALF, [g.signs["b"], b.pinverse])))

    def _all_times(self) -> None:
        """Show what holds at all times."""
        s, w = self.script, self.w
        self.dw = self.mode.flow.fields[s.named(w)]
        self.alone = [(g.signs["single"], g.m) for g in self.groups]
        for g, other in zip(self._each(), self.groups[::-1], strict=True):
            self._share_of(g, other)
        self._not_faster()
        self._grow()
        for i, g in enumerate(self._each()):
            self._follow(g, self.groups[1 - i], i)

    def _share_of(self, g: OneOfTwo, other: OneOfTwo) -> None:
        """Show q(1 + e^B) = 1 and 0 ≤ 1 - 2q ≤ B, B ≥ 0, w ≥ h."""
        s, z, one = self.script, g.signs, self.script.b.ring.constant(1)
        B = g.b * self.w * g.h
        power, back = s.term("exp", B), s.term("exp", -B)
        z["B"] = s.cone(B, (1, [z["b"], self.pw, z["h"]]))
        z["w - h"] = self.above(g, other)
        share = self._share(power)
        z["eq"] = s.zero(1 - g.q - g.q * power, (share, one), modulo=self.alone)
        g.X = power
        odds: Removal = (z["eq"], power, z["q"])
        z["half"] = s.cone(
            1 - 2 * g.q, (1, [z["q"], s.tangent(power)]), (1, [z["q"], z["B"]]), modulo=[odds]
        )
        product, pX = s.exponents((power, 1), (back, 1)), f"{s.named(power)}.0"
        z["most"] = s.cone(
            B - 1 + 2 * g.q, (1, [z["B"], z["q"]]), (1, [z["q"], pX, s.tangent(back)]),
            modulo=[(product, back, pX), odds],
        )  # fmt: skip

    def _not_faster(self) -> None:
        """Show μw ≥ ΣGh and w ≤ e^(μt-δ)."""
        s, w, (f, g), (one, two) = self.script, self.w, self.groups, self.G
        drive = one * f.h + two * g.h
        pdrive = self.pdrive = s.cone(
            drive, (1, [self.pG[0], f.signs["h"]]), (1, [self.pG[1], g.signs["h"]])
        )
        total = s.cone(self.mu * w + drive, (1, [self.pmu, self.pw]), (1, [pdrive]))
        self.along = s.cone(
            self.mu * w - drive, (1, [], one * g.h - two * f.h), factor=[(1, [total])],
            modulo=[self.on_cone, self._mu()],
        )  # fmt: skip
        V = self.V = s.term("exp", self.mu * self.mode.time - self.delta)
        rows = [(1, [self.along])]
        rows += [
            (1, [p, x.signs["h"], x.signs["half"]])
            for p, x in zip(self.pG, self.groups, strict=True)
        ]
        (self.below_V,) = s.carry(">=", (
            V - w, self.mu, [], lambda inner, _, gap: [inner.cone(gap, *rows)]
        ))  # fmt: skip

    def _grow(self) -> None:
        """Show v ≥ U = e^(μt-δ-Λ)."""
        s, w, L, groups = self.script, self.w, self.L, self.groups
        drive = sum(x * g.h for x, g in zip(self.G, groups, strict=True))
        v = self.v = w + L.x * drive
        pv = s.cone(v, (1, [self.pw]), (1, [L.positive, self.pdrive]))
        loss = sum((g.b * w * g.h + g.X) / 2 for g in groups)
        far = self.far = self.mu * self.mode.time - self.delta - loss
        U = self.U = s.term("exp", far)
        first, ploss = s.at_start(loss), []
        for g in groups:
            B0 = s.at_start(g.b * w * g.h)
            ploss += [
                (HALF, [s.cone(B0, (1, [g.signs["b"], g.signs["a"]], self.begun))]),
                (HALF, [f"{s.named(s.at_start(g.X))}.0"]),
            ]  # fmt: skip
        U0, back = s.term("exp", s.at_start(far)), s.term("exp", first)
        link, pU0 = s.exponents((U0, 1), (back, 1), (self.begun, -1)), f"{s.named(U0)}.0"
        more = s.cone(back - 1, (1, [s.tangent(back)]), *ploss)
        begin = s.cone(
            s.at_start(v) - U0, (1, [pU0, more]),
            *((1, [L.positive, p, g.signs["a"], self.pbegun]) for p, g in zip(self.pG, groups, strict=True)),
            modulo=[(link, self.begun)],
        )  # fmt: skip
        rate = self.mu - self.mode.flow.derivative(s.b.scope, loss)
        rows: list[Summand] = []
        modulo: list[Removal] = []
        for i, g in enumerate(groups):
            x, px, z, other = self.G[i], self.pG[i], g.signs, groups[1 - i]
            B = g.b * w * g.h
            slow = s.cone(
                v - L.x * x * w, (1, [self.slow[i], self.pw]), (1, [L.positive, self.pdrive])
            )
            behind = s.cone(v - g.h, (1, [z["w - h"]]), (1, [L.positive, self.pdrive]))
            lost = s.cone(
                2 * x * B * v - (1 - 2 * g.q) * (x * g.h + L.x * x**2 * w),
                (1, [z["most"], px, z["h"]]), (1, [z["most"], L.positive, px, px, self.pw]),
                (1, [z["B"], px, behind]), (1, [z["B"], px, slow]),
            )  # fmt: skip
            X = s.term("exp", B)
            plus = s.cone(1 + X, (1, []), (1, [f"{s.named(g.X)}.0"]))
            rows += [
                (1, [lost]), (1, [z["b"], px, pv], w - g.h),
                (1, [z["b"], z["h"], self.pG[1 - i], other.signs["q"], other.signs["h"], plus, pv]),
            ]  # fmt: skip
            modulo.append((z["eq"], X, z["q"]))
        modulo += [(self.pace, self.mu), (self.same_length, self.L.x, self.pS)]
        (self.above_U,) = s.carry(">=", (
            v - U, rate, [begin], lambda inner, _, gap: [inner.cone(gap, *rows, modulo=modulo)]
        ))  # fmt: skip

    def _follow(self, g: OneOfTwo, other: OneOfTwo, i: int) -> None:
        """Show h·exp(e^B) ≥ σw."""
        s, z, w, sigma, px = self.script, g.signs, self.w, self.sigma[i], self.pG[i]
        H = g.H = s.term("exp", g.X)
        pH, pX, tangent = f"{s.named(H)}.0", f"{s.named(g.X)}.0", s.tangent(H)
        odds: Removal = (z["eq"], g.X, z["q"])
        enough = s.cone(g.q * H - 1, (1, [z["q"], tangent]), modulo=[odds])
        plus = s.cone(1 + g.a, (1, []), (1, [z["a"]]))
        short = s.cone(
            1 - g.a, (1, [], other.a), factor=[(1, [plus])], modulo=[(self.unit[0], self.unit[1])]
        )
        X0 = s.at_start(g.X)
        H0 = s.term("exp", X0)
        both = f"{s.named(self.no_both[1])}.sign"
        start = s.cone(
            s.at_start(g.h * H - sigma.x * w), (1, [z["a"], self.pbegun, s.tangent(H0)]),
            (1, [z["a"], self.pbegun, f"{s.named(X0)}.0"]),
            (1, [z["a"], self.pbegun, self.pG[1 - i], both]), modulo=[sigma.removal, self.no_both],
        )  # fmt: skip
        change = g.b * (self.dw * g.h + w * self.mode.flow.fields[s.named(g.h)])
        rising = s.cone(
            change, (2, [z["b"], px, z["q"]], g.h), (2, [z["b"], px, z["q"]], w),
            (2, [z["b"], z["h"], self.pG[1 - i], other.signs["q"], other.signs["h"]]),
        )  # fmt: skip
        rows = [
            (2, [px, self.pw, enough]), (1, [z["h"], pH, pX, rising]), (1, [px, self.pw]),
            (1, [px, self.pw, short]),
        ]  # fmt: skip
        for p, y in zip(self.pG, self.groups, strict=True):
            rows += [(1, [sigma.positive, p, y.signs["w - h"]])]
            rows += [(1, [sigma.positive, p, y.signs["h"], y.signs["half"]])]
        (z["kept"],) = s.carry(">=", (
            g.h * H - sigma.x * w, s.b.ring.constant(0), [start],
            lambda inner, _, gap: [inner.cone(gap, *rows, modulo=[sigma.removal, self.no_both])],
        ))  # fmt: skip

    def _before(self, inner: Script, hyp: str) -> str:
        """Show B < b of the first class before (δ - D)L, as w² ≤ e^(2μt-2δ)."""
        g, b, w, L = self.groups[0], self.b, self.w, self.L
        left = self.delta - self.early.x - self.mu * self.mode.time
        near = inner.cone(
            (self.delta - self.early.x) * L.x - self.mode.time, (1, [hyp]), modulo=[L.removal]
        )
        late = inner.cone(left, (1, [self.pmu, near]), modulo=[self.no_mu])
        x = inner.term("exp", 2 * self.delta - 2 * self.mu * self.mode.time)
        product, px = inner.exponents((self.V, 2), (x, 1)), f"{inner.named(x)}.0"
        large = inner.cone(
            x - g.b * b.inverse, (1, [inner.tangent(x)]), (2, [late]), (1, []),
            modulo=[self.early.removal],
        )  # fmt: skip
        both = inner.cone(self.V + w, (1, [f"{inner.named(self.V)}.0"]), (1, [self.pw]))
        less = inner.cone(
            b.value - g.b * w**2, (1, [b.pvalue, large]),
            (1, [px, g.signs["b"], self.below_V, both]), factor=[(1, [px])],
            modulo=[b.no_inverse, (product, self.V, px)],
        )  # fmt: skip
        mine = g.margin * (1 - inner.inverse(g.m, g.signs["m"])[0]) + g.b * w * g.h
        below = inner.cone(
            b.value - mine, (1, [less]), (1, [g.signs["b"], self.pw, g.signs["w - h"]]),
            modulo=self._single_m(g),
        )  # fmt: skip

        def case(s: Script, i: int, name: str) -> str:
            choice, order = self._case(s, i, name)
            parts = [(1, [below])] if i == 0 else [(1, [below]), (1, [order])]
            return s.cone(b.value - self.observed, *parts, modulo=[(choice, self.observed)])

        return inner.cases(f"{inner.named(self.observed)}.0", b.value - self.observed, ">", case)

    def _single_m(self, g: OneOfTwo) -> list[Removal]:
        self.asked = g
        return self._alone()

    def _after(self, inner: Script, hyp: str) -> str:
        """Show that both margins are at least b at (δ + D)L."""
        L, D, one = self.L, self.late_by, inner.b.ring.constant(1)
        time = inner.zero(self.mode.time - (self.delta + D.x) * L.x, (hyp, one), modulo=[L.removal])
        self.now = inner.zero(
            self.mu * self.mode.time - self.delta - D.x, (time, self.mu), modulo=[self.no_mu]
        )
        found = []
        for i, g in enumerate(self.groups):
            B = g.b * self.w * g.h

            def case(s: Script, j: int, name: str, i: int = i) -> str:
                g = self.groups[i]
                B = g.b * self.w * g.h
                s.keep(name, self.b.value - B if j == 0 else B - self.b.value)
                return self._small(s, g, i, name) if j == 0 else name

            on = inner.b.add("either", fact=[">", inner.b.write(self.b.value - B)])
            large = inner.cases(on, B - self.b.value, ">=", case)
            mine = g.margin * (1 - inner.inverse(g.m, g.signs["m"])[0]) + B
            found.append(inner.cone(mine - self.b.value, (1, [large]), modulo=self._single_m(g)))
        return self.least(inner, self.b.value, found)

    def _small(self, s: Script, g: OneOfTwo, i: int, hyp: str) -> str:
        """Show that B < b contradicts it: then w² ≤ Q, and v < U."""
        b, w, z, X, H = self.b, self.w, g.signs, g.X, g.H
        B = g.b * w * g.h
        pX, pH, pmost = (f"{s.named(y)}.0" for y in (X, H, self.most))
        steps = s.term("exp", b.value - B), s.term("exp", self.top - X)
        links = (
            s.exponents((X, 1), (steps[0], 1), (self.top, -1)),
            s.exponents((H, 1), (steps[1], 1), (self.most, -1)),
        )
        above = s.cone(
            self.top - X,
            (1, [pX, s.tangent(steps[0])]),
            (1, [pX, hyp]),
            modulo=[(links[0], steps[0], pX)],
        )
        larger = s.cone(
            self.most - H, (1, [pH, s.tangent(steps[1])]), (1, [pH, above]),
            modulo=[(links[1], steps[1], pH)],
        )  # fmt: skip
        per, other = self.per_share[i], self.per_share[1 - i]
        wide = s.cone(
            self.Q.x - w**2, (1, [per[1], b.pvalue, larger]), (1, [per[1], pH, hyp]),
            (1, [per[1], z["b"], self.pw, z["kept"]]), (1, [b.pvalue, pmost, other[1]]),
            modulo=[self.Q.removal, per[2]],
        )  # fmt: skip
        spare = []
        for y, Y, eY in zip(self.groups, self.Y, self.eY, strict=True):
            under = s.cone(
                Y - y.b * w * y.h,
                (1, [y.signs["b"], wide]),
                (1, [y.signs["b"], self.pw, y.signs["w - h"]]),
            )
            step, p = s.term("exp", Y - y.b * w * y.h), f"{s.named(y.X)}.0"
            link = s.exponents((y.X, 1), (step, 1), (eY, -1))
            high = s.cone(
                eY - y.X, (1, [p, s.tangent(step)]), (1, [p, under]), modulo=[(link, step, p)]
            )
            spare += [(HALF, [under]), (HALF, [high])]
        low = s.cone(
            self.far - 1 - self.Q.x, *spare, modulo=[(self.now, self.delta), self.late_by.removal]
        )
        twice = s.cone(2 * w - self.v, (1, [self.L.positive, self.along]), modulo=[self.no_mu])
        return absurd(
            s, (1, [low]), (1, [s.tangent(self.U)]), (1, [self.above_U]), (1, [twice]), (1, [wide]),
            (1, [], w - 1), (1, []),
        )  # fmt: skip
