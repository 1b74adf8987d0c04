"""Scripts for two groups under cross-entropy: when all samples have a margin over the other group.

With the names of :mod:`proofs.provers.finders.cross_entropy.two_groups`, for a group f that is not slower than the other one, l:
Q = K·p_x of f and S that of l are at most 1, K = mE + m′ with E = e^(ι - ι′), which is k where no logits are
shifted; and w′ = G₁Q·h₁ + G₂S·h₂. At the origin w grows at the rate μ = √(G₁² + G₂²), and at G₂ once f is learned;
s₁κ = μ - G₂. T is 1, or more where logits have factors, which let w(0) be e^(-δ)/T: then h ≤ Tw, and |h| ≤ w + e^(-δ).

* w′ ≤ (G₂ + κs₁Q)|h| and Q ≤ α + Ep_xA, so that w ≤ exp(G₂t - δ + κ(δ + ln x) + κEA/(2m′)), or e times that;
* v = w + N₁Qh₁ + (1 - N₃Q)h₂ is along the growing direction at Q = 1 and at Q = 0. With N₁ = G₁/μ, N₃ = 1 - G₂/μ
  it grows at least at the rate G₂ + κs₁α less what Λ = K₁A + K₂e^(B+C) + TN₁(1 - Q) grows, B and C of l;
* A² ≤ c² + 64s₁Kt/E; and h₂ ≥ σw·exp(-e^(B+C)).

So C + B of l is below the level until (δ - D)L, and not below at (δ + D)L, D = D₀ + D₁√δ, L = (1 - κ)/G₂.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.cross_entropy.growth import Growth
from proofs.provers.finders.cross_entropy.least import HALF
from proofs.provers.finders.modes.script import Removal, Script, Times

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


class Between(Growth):
    """How the least margin between the groups is read, and told to be below the level."""

    kept: tuple[Poly, Poly, str]

    def times(self, beyond: str) -> Times:
        """Show that the level is reached between the two times."""
        self.choose(self.mode.height())
        self.mode.begin()
        positive = self.scale(beyond)
        self.prepare()
        sides = {"lower": self.before, "upper": self.after}
        return Times({}, self.threshold, positive, self.bounds, sides)

    def before(self, inner: Script, hyp: str) -> str:
        """Show that the least margin is below the level before the first time."""
        raise NotImplementedError

    def after(self, inner: Script, hyp: str) -> str:
        """Show that it is not at the second time."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Show what holds at all times."""
        self.enter(self.delta)
        self.observe()
        for g in self.groups:
            self.share(g)
        self.meet()
        self.at_zero()
        self.at_most_w()
        self.grow()
        self.kept = self.at_least(self.u)

    def below_level(self, inner: Script, far: Poly, low: str, quick: str) -> str:
        """Show C + B < b from V = exp(far), far ≤ -a and s₂t - δ ≤ -a."""
        g, b, w, t = self.slow, self.b, self.w, self.mode.time
        y = g.signs
        big, up = inner.term("exp", 2 * self.h0), self.reached[id(g)]
        pbig = f"{inner.named(big)}.0"
        less = [
            self._square_below(inner, x, size, big, label) for x, size, label in ((self.V, far,
            low), (up, g.s * t - self.delta, quick))
        ]  # fmt: skip
        total = inner.cone(self.V + w, (1, [f"{inner.named(self.V)}.0"]), (1, [self.pw]))
        both = inner.cone(up + g.x, (1, [f"{inner.named(up)}.0"]), (1, [y["x"]]))
        per = self.per(g)
        mine, pT = g.margin * (1 - per) + g.b * w * g.h, self.ptilt
        below = inner.cone(
            b.value - mine, (1, [b.pvalue, inner.tangent(big)]), (1, [b.pvalue]),
            (1, [y["c"], less[1]]), (1, [y["b"], pT, less[0]]), (1, [pbig, y["c"], y["up"], both]),
            (1, [pbig, y["A"], y["per"]]), (1, [pbig, y["b"], pT, self.below_V, total]),
            (1, [pbig, y["b"], self.pw, pT, y["w - h"]]), factor=[(1, [pbig])],
            modulo=[b.no_inverse, *self.no_tilt],
        )  # fmt: skip

        def case(s: Script, i: int, name: str) -> str:
            choice, order = self._case(s, i, name)
            parts = [(1, [below])] if i == self.groups.index(g) else [(1, [below]), (1, [order])]
            return s.cone(b.value - self.observed, *parts, modulo=[(choice, self.observed)])

        return inner.cases(f"{inner.named(self.observed)}.0", b.value - self.observed, ">", case)

    def wide_w(self, s: Script, Z: Poly, enough: str) -> str:
        """Show (1 + T + TN₁)w ≥ Z from U ≥ Z."""
        z, y, pT = self.asked.signs, self.slow.signs, self.ptilt
        return s.cone(
            self.width * self.w - Z, (1, [enough]), (1, [self.above_U]),
            (1, [self.pN[0], pT, z["w - h"]]), (1, [self.pN[0], z["Q"], z["h"]]),
            (1, [pT, y["w - h"]]), (1, [self.pN[1], z["K"], z["q"], y["h"]]),
            modulo=self.no_tilt,
        )  # fmt: skip

    def sides(self, inner: Script, large: dict[int, tuple[str, Any]]) -> str:
        """Show that no margin is below b, from a margin A + B ≥ 2b of each group, or A ≥ 2b."""
        found = [self.enough_of(inner, x, self.b.value, *large[id(x)]) for x in self.groups]
        return self.least(inner, self.b.value, found)

    def _square_below(self, s: Script, x: Poly, size: Poly, big: Poly, low: str) -> str:
        """Show x²·exp(2a) ≤ 1 for x = exp(size) and size ≤ -a."""
        back = s.term("exp", -2 * size - 2 * self.h0)
        product = s.exponents((x, 2), (back, 1), (big, 1))
        px, pbig = f"{s.named(x)}.0", f"{s.named(big)}.0"
        lead = s.cone(x**2 * big, (1, [px, px, pbig]))
        parts = (1, [pbig, s.tangent(back)], x), (2, [pbig, low], x)
        return s.cone(1 - x**2 * big, *parts, modulo=[(product, back, lead)])


class Crossing(Between):
    """A mode within a group comes first."""

    def times(self, beyond: str) -> Times:
        """Show that the level is reached between the two times, which differ by a multiple of √δ."""
        tree = self.script.short
        found = super().times(beyond)
        shifts = {
            "lower": (tree(-self.early.x), tree(-self.early_root.x)),
            "upper": (tree(self.late_by.x), tree(self.late_root.x)),
        }
        return replace(found, root=self.script.b.tree(self.root), roots=shifts)

    def prepare(self) -> None:
        """Show what holds at all times."""
        super().prepare()
        self.slowly()
        self.follow(self.slow, self.asked, self.sigma)

    def before(self, inner: Script, hyp: str) -> str:
        """Show C + B < b before (δ - D)L."""
        f, g = self.asked, self.slow
        z, y, r, t = f.signs, g.signs, self.root, self.mode.time
        L, p2, two, kappa = self.L, self.G[1].positive, self.G[1].x, self.kappa
        near = inner.cone(self.left * L.x - t, (1, [hyp]), modulo=[L.removal])
        wide = self.K4 * L.x + 1
        small = inner.cone(
            f.c**2 + wide * r - 2 * f.margin,
            (1, [self.slow_growth]), (1, [], f.margin - r), (1, [z["c"], z["c"], self.large]),
            (1, [self.pK4, near]), (1, [self.pK4, self.pahead_by, L.positive]),
            factor=[(1, [self.proot])], modulo=[self.root_is],
        )  # fmt: skip
        shifts = [self.early.removal, self.early_root.removal, self.no_flat]
        far = two * t - self.left_rate * self.delta + kappa.x * self.log + self.slow_by * f.margin
        far += self.room
        low = inner.cone(
            -self.h0 - far, (1, [kappa.positive, self.log_below]), (1, [p2, near]),
            (HALF, [self.pK6, small]), (1, [p2, L.positive, self.ph0, self.pslower]),
            modulo=[*shifts, self.no_c],
        )  # fmt: skip
        quick = inner.cone(
            self.delta - g.s * t - self.h0, (1, [self.pdelta, self.behind]), (1, [y["s"], near]),
            (1, [self.ph0, y["s"], L.positive, self.pflat]),
            (HALF, [self.pK6, z["c"], z["c"], y["s"], L.positive, self.pflat]),
            (1, [y["s"], L.positive, self.early_root.positive, self.proot]),
            *([(1, [y["s"], L.positive, self.pflat])] if self.leans else []),
            modulo=[*shifts, self.no_slow, L.removal],
        )  # fmt: skip
        return self.below_level(inner, far, low, quick)

    def after(self, inner: Script, hyp: str) -> str:
        """Show that no margin is below b at (δ + D)L."""
        f, g, b, w, k = self.asked, self.slow, self.b, self.w, self.asked.K
        z, y, r, t = f.signs, g.signs, self.root, self.mode.time
        L, p2, two, kappa = self.L, self.G[1].positive, self.G[1].x, self.kappa
        one, K1, D0, D1 = inner.b.ring.constant(1), self.K1, self.late_by, self.late_root
        now: Removal = (
            inner.zero(t - (self.delta + self.behind_by) * L.x, (hyp, one), modulo=[L.removal]), t,
        )  # fmt: skip
        power, grown, above = self.kept
        far = inner.cone(self.delta + self.behind_by, (1, [self.pdelta]), (1, [self.pbehind_by]))
        large = inner.cone(
            f.c * self.u - self.level * self.most_f,
            (1, [z["c"], inner.tangent(self.u)]), (1, [z["c"]]), (2, [z["c"], far, self.ahead]),
            (2, [z["c"], D1.positive, self.proot]), (2, [z["c"], self.pfirst_parts]),
            modulo=[now, D0.removal, self.no_c, L.removal],
        )  # fmt: skip
        level = self.level, inner.cone(self.level, (2, [b.pvalue]))
        mine = self.crossed(
            inner, f.margin, level, (self.per(f), z["per"]), (power, grown),
            (self.top, self.most_f), [above, large],
        )  # fmt: skip
        # ln x ≥ 1 - 1/x ≥ -1/x² ≥ -c/(2b)
        again = inner.term("exp", self.log)
        back = inner.term("exp", -self.log)
        product = inner.exponents((back, 1), (again, 1))
        above_log = inner.cone(
            self.log + f.c * b.inverse * HALF, (1, [inner.tangent(back)]), (1, [], back - HALF),
            (fmpq(3, 4), []), (HALF, [b.pinverse, mine], back),
            modulo=[b.no_inverse, (product, back, f"{inner.named(again)}.0"), self.no_log],
        )  # fmt: skip
        rest = inner.cone(
            r - D0.x, (1, [self.over]), (1, []), (1, [self.early.positive]),
            (1, [self.early_root.positive]),
        )  # fmt: skip
        small = inner.cone(
            f.c**2 + self.K4 * L.x * (r + D1.x + 1) + r - 2 * f.margin, (1, [self.slow_growth]),
            (1, [], f.margin - r), (1, [z["c"], z["c"], self.large]),
            (1, [self.pK4, L.positive, rest]), factor=[(1, [self.proot])],
            modulo=[now, self.root_is],
        )  # fmt: skip
        Q, (N1, _), M, T, pT = k * f.q, self.N, self.far_by, self.tilt, self.ptilt
        size = two * t - self.left_rate * self.delta + kappa.x * self.log - K1.x * f.margin
        size -= T * N1 * (1 - Q) + T * self.room + M.x
        pmost = f"{inner.named(self.most_f)}.0"
        low = inner.cone(
            size, (1, [kappa.positive, above_log]), (HALF, [K1.positive, small]),
            (1, [pT, self.pN[0], z["K"], z["q"]]), (1, [p2, L.positive, b.pvalue, pmost, self.pper_c]),
            modulo=[now, D0.removal, D1.removal, self.no_flat],
        )  # fmt: skip
        X, H, K2, sigma = g.X, g.H, self.K2, self.sigma
        Z, more = inner.term("exp", M.x - K2.x * X), inner.term("exp", size)
        split = inner.exponents((self.U, 1), (more, -1), (Z, -1))
        pZ = f"{inner.named(Z)}.0"
        enough = inner.cone(
            self.U - Z, (1, [pZ, inner.tangent(more)]), (1, [pZ, low]), modulo=[(split, self.U)],
        )  # fmt: skip
        W, pW = self.width, self.pwidth
        wide = self.wide_w(inner, Z, enough)
        total = inner.cone(W * w + Z, (1, [pW, self.pw]), (1, [pZ]))
        full, E2, ZZ = (inner.term("exp", x) for x in ((2 * K2.x + 1) * X, 2 * K2.x * X, 2 * M.x))
        links: list[Removal] = [
            (inner.exponents((full, 1), (H, -1), (E2, -1)), full),
            (inner.exponents((Z, 2), (E2, 1), (ZZ, -1)), ZZ),
        ]  # fmt: skip
        sized = g.b * w * g.h + g.margin
        pfull, pE2 = (f"{inner.named(x)}.0" for x in (full, E2))
        whole = inner.cone(
            sized * full - self.level * self.most, (1, [pW, pW, y["A"], pfull]),
            (1, [pW, pW, y["b"], self.pw, pE2, y["kept"]]),
            (1, [y["b"], sigma.positive, pE2, wide, total]),
            (1, [y["b"], sigma.positive, inner.tangent(ZZ)]), (1, [y["b"], sigma.positive]),
            factor=[(1, [pW, pW])], modulo=[*links, M.removal, self.no_b, self.no_sigma],
        )  # fmt: skip
        double = 2 * K2.x + 1, inner.cone(2 * K2.x + 1, (2, [K2.positive]), (1, []))
        yours = self.crossed(inner, sized, level, double, (X, full), (self.top, self.most), [whole])
        return self.sides(inner, {id(f): (mine, 1), id(g): (yours, HALF)})
