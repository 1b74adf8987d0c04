"""Scripts for two groups under cross-entropy less M at the class of the sample: when the fastest mode is learned.

With the names of :mod:`proofs.provers.finders.cross_entropy.two_groups`, ν = e^(-M) ≤ 1, k = m + m′ and K = k - 1 + ν it is
P = p·νe^A and p = q·e^(B - A/m), so that the mode within a group grows at r = sk/K, and w at √ΣG², G = sg/K.

* Kα - k = (1 - ν)m′(p - q) - kνp(e^A - 1), where (1 + y)(p - q) ≤ 2y/ν for all y ≥ B, and
  (1 + y)(Kq - 1) ≤ (1 + K)y for all y ≥ A. So of the group f whose r is not less than the other one, nor than √ΣG²,
  y = A + C + b̄w², b̄ = b₁ + b₂, obeys y′ ≤ 2ry(1 + κy/(1 + y)) with rκ = Σ(2s(1 - ν)m′/(Kν) + G(1 + K));
* so y ≤ C₀u·exp(θ·ln D) for D = 1 + (1 + κ)y, θ = κ/(1 + κ) and u = e^(2rt-2δ): y ≤ C₀u·D, and y < b while
  C₀u(1 + (1 + κ)b) < b;
* (p - q) ≥ -qA/m, so that Kα(1 + JAe^A) ≥ k with J = (1 - ν + kν)/(mK), and A·N ≥ c·u as without margins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.margin_rates import Rates
from proofs.provers.finders.cross_entropy.within import shown

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Height, Removal, Script, Summand

    Products = list[tuple[int, list[str]]]


class Margins(Rates):
    """What is shown of both groups."""

    def begin(self, delta: Poly) -> None:
        """Introduce also bounds of x, and D and its powers at t = 0."""
        super().begin(delta)
        s = self.script
        for g in self.groups:
            speed = g.s * (1 + self.of[id(g)].per_nu)
            self.reached[id(g)] = s.term("exp", speed * self.mode.time - delta)
        D0 = 1 + self.wide * self.first * self.begun**2
        pD0 = s.cone(D0, (1, []), (1, [self.pwide, self.pfirst, self.pbegun, self.pbegun]))
        log, self.least = self._log(D0, pD0, [self.pwide, self.pfirst, self.pbegun, self.pbegun])
        power = s.term("exp", self.theta * log)
        self.above_one = s.cone(
            power - 1, (1, [s.tangent(power)]), (1, [self.pkappa, self.pper_wide, self.least]),
        )  # fmt: skip

    def _log(self, D: Poly, positive: str, more: list[str]) -> tuple[Poly, str]:
        """Introduce ln D; return it, and that it is positive, from D - 1 as a product of positive factors."""
        s = self.script
        log = s.term("log", D, by=[positive])
        again = s.term("exp", log)
        self.no_again: Removal = s.log(again, log), again
        above = s.cone(again - 1, (1, more), modulo=[self.no_again])
        return log, s.exponent(again, above)

    def _order_first(
        self, group: OneOfTwo, powers: tuple[Poly, ...], own: Poly, total: tuple[str, Removal]
    ) -> None:
        """Show P = p·νe^A and p = q·e^(B - A/m) at t = 0."""
        s, z, x = self.script, group.signs, self.of[id(group)]
        (first, second), (ptotal, no_share) = powers, total
        near, share, one = group.c * self.square, no_share[1], s.b.ring.constant(1)
        back, again = s.term("exp", near), s.term("exp", group.c * self.begun**2)
        product = s.exponents((first, 1), (back, 1), (x.nu, 1), by=[z["own"]])
        same = s.zero(group.c * self.begun**2 - near, (self.squared, group.c))
        link = s.exponents((again, 1), (back, -1), by=[same])
        lead = s.cone(first * x.nu, (1, [f"{s.named(first)}.0", z["nu"]]))
        z["same0"] = s.zero(
            own - first * share * x.nu * again, factor=[ptotal],
            modulo=[(link, again), (product, back, lead), no_share],
        )  # fmt: skip
        size = group.b * group.a - group.c * self.per(group)
        ratio = s.term("exp", size * self.begun**2)
        gap = group.shift + size * self.square - size * self.begun**2
        moved = s.zero(gap, (self.squared, -size), (z["shift"], one))
        link = s.exponents((first, 1), (second, -1), (ratio, -1), by=[moved])
        z["ratio0"] = s.zero(first * share - second * share * ratio, (link, share))

    def bound(self, group: OneOfTwo) -> None:
        """Show P = p·νe^A, p = q·e^(B - A/m), p ≤ 1/ν, and what x is at most."""
        s, z, x = self.script, group.signs, self.of[id(group)]
        A, B = group.margin, group.b * self.w * group.h
        z["A"], z["B"] = (
            s.cone(A, (1, [z["c"]], group.x)),
            s.cone(B, (1, [z["b"], self.pw, z["h"]])),
        )
        power, ratio = s.term("exp", A), s.term("exp", B - A * self.per(group))
        group.ratio = ratio
        mean, near, _ = self.changes(group)
        (z["same"],) = s.carry("=", (
            group.own - group.p * x.nu * power, mean, [z["same0"]], lambda *_: [],
        ))  # fmt: skip
        (z["ratio"],) = s.carry("=", (
            group.p - group.q * ratio, mean - near, [z["ratio0"]], lambda *_: [],
        ))  # fmt: skip
        z["more"] = s.cone(power - 1, (1, [s.tangent(power)]), (1, [z["A"]]))
        z["lead"] = s.cone(group.p * x.nu, (1, [z["p"], z["nu"]]))
        z["p < 1/nu"] = s.cone(
            x.per_nu - group.p, (1, [z["m - 1"], z["p"]]), (1, [z["other"], z["q"]]),
            (1, [z["p"], z["nu"], z["more"]]), factor=[(1, [z["nu"]])],
            modulo=[self._no_power(group), x.no_nu],
        )  # fmt: skip
        both = [z["p < 1/nu"], s.cone(x.per_nu + group.p, (1, [z["1/nu"]]), (1, [z["p"]]))]
        self.bounds[s.named(group.p)] = {"by": s.b.write(x.per_nu), "from": both}
        both = [z["q < 1"], s.cone(1 + group.q, (1, []), (1, [z["q"]]))]
        self.bounds[s.named(group.q)] = {"by": s.b.write(s.b.ring.constant(1)), "from": both}
        up = self.reached[id(group)]
        (upper,) = s.carry(">=", (
            up - group.x, group.s * (1 + x.per_nu), [],
            shown((1, [z["s"], z["x"], z["P"]]), (1, [z["s"], z["x"], z["p < 1/nu"]])),
        ))  # fmt: skip
        self.take(group.x, up, upper, z["x"], f"{s.named(up)}.0")

    def _no_power(self, group: OneOfTwo) -> Removal:
        """Return what removes e^A."""
        z = group.signs
        return z["same"], self.script.term("exp", group.margin), z["lead"]

    def _no_ratio(self, group: OneOfTwo) -> Removal:
        """Return what removes e^(B - A/m)."""
        assert group.ratio is not None
        return group.signs["ratio"], group.ratio, group.signs["q"]

    def at_most(self, u: Poly) -> str:
        """Show y ≤ C₀u·D."""
        s, d = self.script, self.mode.flow.derivative
        self._size()
        y, D = self.y, 1 + self.wide * self.y
        pD = s.cone(D, (1, []), (1, [self.pwide, self.py]))
        per, pper, no_D = s.inverse(D, pD)
        log, plog = self._log(D, pD, [self.pwide, self.py])
        no_again, again = self.no_again, self.no_again[1]
        power, step = s.term("exp", self.theta * log), s.term("exp", self.per_wide * log)
        change = d(s.b.scope, y)
        slow = self._slow(change, D)
        start = s.cone(
            s.at_start(self.first * u * power - y), (1, [self.pfirst, self.psquare, self.above_one]),
            modulo=[(self.squared, self.square)],
        )  # fmt: skip
        (kept,) = s.carry(">=", (
            self.first * u * power - y, 2 * self.r + self.kappa * change * per, [start],
            shown((1, [pper, slow]), modulo=[no_D, self.no_wide]),
        ))  # fmt: skip
        whole = s.zero(self.per_wide * log + self.theta * log - log, (self.no_wide[0], log))
        product = s.exponents((step, 1), (power, 1), (again, -1), by=[whole])
        ppower = f"{s.named(power)}.0"
        more = s.cone(
            D - power, (1, [ppower, s.tangent(step)]), (1, [ppower, self.pper_wide, plog]),
            modulo=[(product, step, ppower), no_again],
        )  # fmt: skip
        return s.cone(
            self.first * u * D - y, (1, [kept]), (1, [self.pfirst, f"{s.named(u)}.0", more])
        )

    def below(self, b: Height, u: Poly, inner: Script, less: str) -> str:
        """Show y < b, as (1 - C₀u(1 + κ))(b - y) is positive."""
        left = inner.cone(
            1 - self.first * u * self.wide, (1, [less]),
            (1, [self.pfirst, f"{inner.named(u)}.0"]), factor=[(1, [b.pvalue])],
        )  # fmt: skip
        under = inner.cone(b.value - self.y, (1, [less]), (1, [self.over]), factor=[(1, [left])])
        return inner.cone(b.value - self.asked.margin, (1, [under]), *self._rest(self.asked))

    def _rest(self, g: OneOfTwo) -> list[Summand]:
        """Return y - A of a group as a sum."""
        other = next(x for x in self.groups if x is not g)
        return [(1, [other.signs["A"]]), *((1, [x.signs["b"]], self.w) for x in self.groups)]

    def _size(self) -> None:
        """Introduce y."""
        s, w, (f, g) = self.script, self.w, self.groups
        self.y = f.margin + g.margin + (f.b + g.b) * w**2
        self.py = s.cone(
            self.y,
            *((1, [x.signs["c"], x.signs["x"], x.signs["x"]]) for x in (f, g)),
            *((1, [x.signs["b"], self.pw, self.pw]) for x in (f, g)),
        )
        for x, other in ((f, g), (g, f)):
            x.signs["w - h"] = self.above(x, other)

    def _slow(self, change: Poly, D: Poly) -> str:
        """Show y′(1 + y) ≤ 2ryD."""
        s = self.script
        parts: list[Summand] = [(2, [g.signs["c"], self._group_slow(g)], g.x) for g in self.groups]
        across = self._across_slow()
        parts += [(2, [g.signs["b"], self.pw, across]) for g in self.groups]
        return s.cone(2 * self.r * self.y * D - change * (1 + self.y), *parts, modulo=[self.no_r])

    def _lost(self, mine: OneOfTwo | None, more: list[str]) -> list[Summand]:
        """Return what rκ has beyond the loss of one group within it, or of the mode between them."""
        found: Products = []
        for g in self.groups:
            within, across = self.losses[id(g)]
            found += [*(within if g is not mine else []), *(across if mine else [])]
        return [(c, [*facts, *more]) for c, facts in found]

    def _group_slow(self, g: OneOfTwo) -> str:
        """Show (1 + y)(r - sα) + rκy ≥ 0."""
        s, z, x, y, py = self.script, g.signs, self.of[id(g)], self.y, self.py
        assert g.ratio is not None
        size = g.b * self.w * g.h - g.margin * self.per(g)
        back = s.term("exp", -size)
        product, pratio = s.exponents((g.ratio, 1), (back, 1)), f"{s.named(g.ratio)}.0"
        less = s.cone(
            1 - g.ratio * (1 - size), (1, [pratio, s.tangent(back)]), modulo=[(product, back, pratio)],
        )  # fmt: skip
        # y - B
        left: list[list[str]] = [[z["A"]], [z["b"], self.pw, z["w - h"]]]
        other = next(v for v in self.groups if v is not g)
        left += [[other.signs["A"]], [other.signs["b"], self.pw, self.pw]]
        apart = s.cone(
            2 * y * x.per_nu - (1 + y) * (g.p - g.q), (2, [py, z["p < 1/nu"]]), (1, [py, z["q"]]),
            (1, [z["q"], less]), (1, [z["p"], z["A"], z["per"]]),
            *((1, [z["p"], *facts]) for facts in left), modulo=[self._no_ratio(g)],
        )  # fmt: skip
        drop = [z["s"], z["1/K"], self.pk, z["nu"], z["p"], z["more"]]
        faster: list[Summand] = []
        if g is not self.asked:
            faster = [(1, [z["r"]]), (1, [z["r"], py])]
        return s.cone(
            (1 + y) * (self.r - g.s * g.alpha) + self.loss * y, *faster, (1, drop),
            (1, [*drop, py]), (1, [z["s"], z["1/K"], z["1 - nu"], z["other"], apart]),
            *self._lost(g, [py]), modulo=[self.loss_is, self.r_is, x.no_K, self._no_power(g)],
        )  # fmt: skip

    def _across_slow(self) -> str:
        """Show (1 + y)(rw - w′) + rκyw ≥ 0."""
        s, w, py, (f, g) = self.script, self.w, self.py, self.groups
        one, two = self.G
        drives = [[x.signs[n] for n in ("s", "g", "1/K", "h")] for x in (f, g)]
        total = s.cone(
            self.r * w + one * f.h + two * g.h, (1, [self.pr, self.pw]), *((1, d) for d in drives)
        )
        along = s.cone(
            self.r * w - one * f.h - two * g.h, (1, [self.steep], f.h), (1, [self.steep], g.h),
            (1, [], one * g.h - two * f.h), factor=[(1, [total])], modulo=[self.on_cone, self.r_is],
        )  # fmt: skip
        dw = self.mode.flow.fields[s.named(w)]
        parts: list[Summand] = [(1, [along]), (1, [along, py])]
        for x, drive in zip((f, g), drives, strict=True):
            parts.append((1, [*drive, self._share_slow(x)]))
            across = self.losses[id(x)][1]
            parts += [(c, [*facts, py, x.signs["w - h"]]) for c, facts in across]
        return s.cone(
            (1 + self.y) * (self.r * w - dw) + self.loss * self.y * w, *parts,
            *self._lost(None, [py, self.pw]),
            modulo=[self.loss_is, *(self.of[id(x)].no_K for x in (f, g))],
        )  # fmt: skip

    def _share_slow(self, g: OneOfTwo) -> str:
        """Show (1 + K)y + (1 + y)(1 - Kq) ≥ 0."""
        s, z, x, y, py = self.script, g.signs, self.of[id(g)], self.y, self.py
        assert g.ratio is not None
        A, B, per = g.margin, g.b * self.w * g.h, self.per(g)
        whole, power = s.term("exp", B + A - A * per), s.term("exp", A)
        link = s.exponents((whole, 1), (g.ratio, -1), (power, -1))
        return s.cone(
            (1 + x.K) * y + (1 + y) * (1 - x.K * g.q),
            (1, [z["m - 1"], z["q"], s.tangent(g.ratio)]), (1, [z["m - 1"], z["q"], z["B"]]),
            (1, [z["nu"], z["q"], s.tangent(whole)]), (1, [z["nu"], z["q"], z["B"]]),
            (1, [z["nu"], z["q"], z["A"], z["per"], z["m - 1"]]), *self._rest(g),
            (1, [z["A"], z["q < 1"]]), (1, [z["q"], z["A"], z["per"]]), (1, [py, z["K"], z["q < 1"]]),
            (1, [py]), modulo=[(link, whole), self._no_ratio(g), self._no_power(g), s.inverse(g.m, z["m"])[2]],
        )  # fmt: skip

    def same(self, group: OneOfTwo, power: Poly) -> str:
        """Return that P = p·νe^A."""
        del power
        return group.signs["same"]

    def enough(
        self, power: Poly, same: str, more: str, convex: str
    ) -> tuple[list[str], list[Removal]]:
        """Show Kα(1 + JAe^A) ≥ k."""
        del same
        s, g, z = self.script, self.asked, self.asked.signs
        x, per, ppower = self.of[id(g)], self.per(g), f"{s.named(power)}.0"
        assert g.ratio is not None
        gap = x.K * g.alpha + g.alpha * g.margin * power * (1 - x.nu + self.k * x.nu) * per - self.k
        share, near = [z["1 - nu"], z["other"], z["q"]], [z["1 - nu"], z["A"], z["per"]]
        label = s.cone(
            gap, (1, [self.pk, z["nu"], z["p"], convex]),
            (1, [self.pk, z["nu"], z["per"], z["other"], z["q"], z["A"], ppower]),
            (1, [*share, s.tangent(g.ratio)]), (1, [*share, z["B"]]),
            (1, [*near, z["m"], z["p"], ppower]), (1, [*near, z["other"], z["q"], more]),
            modulo=[self._no_ratio(g), self._no_power(g), s.inverse(g.m, z["m"])[2]],
        )  # fmt: skip
        return [z["1/K"], label], [self.r_is, x.no_K]
