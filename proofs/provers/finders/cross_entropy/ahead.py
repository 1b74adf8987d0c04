"""Scripts for what the time within the faster of two groups has beyond δ/s, in the limit.

With the names of :mod:`proofs.provers.finders.cross_entropy.constant`, B that maj-min adds, μ the rate at which
that grows at the origin:

* p·e^(A/m) = q·e^B gives α(1 + j) = 1 - jm′q(e^B - 1), which is between 1 - B and 1;
* w ≤ e^(μt-δ), so that B ≤ b·U with U = e^(2μt-2δ), which fades until δ/s as μ < s;
* G·exp(νU) ≥ cu with νμ = sb, and νU ≤ 2Ne^(-ηδ) at T₊ = δ/s + V + (N/s)e^(-ηδ), ηs = 2(s - μ),
  2N = ν·exp(μΛ/s + 1) with Λ = 2sV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.constant import HALF, Constant
from proofs.provers.finders.cross_entropy.shares import Shares
from proofs.provers.finders.cross_entropy.within import shown
from proofs.provers.finders.modes.later_times import Fade
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.curve import Integrand
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Removal, Script, Summand


class Ahead(Constant, Shares):
    """The faster group."""

    def others(self) -> tuple[Poly, list[str]]:
        """Return m′, and that it is positive."""
        return self.asked.other, [self.asked.signs["other"]]

    def _asked(self) -> OneOfTwo:
        """Return the group that is faster, whose margin is observed, and keep the other."""
        observed = self.script.b.scope.poly(self.mode.goal[4])
        (fast, slow) = self.groups if self.groups[0].margin == observed else self.groups[::-1]
        shifted = any(not isinstance(x.shift, int) for x in self.groups)
        if fast.margin != observed or shifted or self.leans:
            raise NotFoundError("the constant of another margin, or with logits that are changed")
        self.faster, self.slow = self.script.shown(fast.s - slow.s, ">"), slow
        found: OneOfTwo = fast
        return found

    # constants ------------------------------------------------------------------------------------

    def choose_more(self) -> tuple[Poly, list[Summand]]:
        """Choose μ, η, ν and N; return what δ exceeds besides, and why that is positive."""
        self._drives()
        s, f, z = self.script, self.asked, self.asked.signs
        pair = s.cone(self.speed + f.s, (1, [self.pspeed]), (1, [z["s"]]))
        left = s.cone(
            f.s - self.speed, (1, [z["m"], self.faster, z["s"]]), (1, [z["m"], self.faster, self.slow.signs["s"]]),
            factor=[(1, [pair, z["K"]])], modulo=[self.speed_is, *self.drives],
        )  # fmt: skip
        self.per_s, self.pper_s, self.no_s = s.inverse(f.s, z["s"])
        self.eta = 2 * (f.s - self.speed) * self.per_s
        self.peta = s.cone(self.eta, (2, [left, self.pper_s]))
        per_mu, pper_mu, self.no_mu = s.inverse(self.speed, self.pspeed)
        nu = f.s * f.b * per_mu
        self.nu = s.number(nu, s.cone(nu, (1, [z["s"], z["b"], pper_mu])))
        self.wide = s.term("exp", self.speed * self.per_s * self.lam + 1)
        self.pwide = f"{s.named(self.wide)}.0"
        self.N = self.nu.x * self.wide / 2
        per_eta, pper_eta, self.no_eta = s.inverse(self.eta, self.peta)
        facts = [self.pspeed, self.nu.positive, self.pwide, self.pper_s, pper_eta]
        return 2 * self.speed * self.N * self.per_s * per_eta, [(1, facts)]

    def _drives(self) -> None:
        """Introduce the drives G of maj-min at the origin, and μ."""
        s, f, g = self.script, self.asked, self.slow
        self.G = []
        self.driven: list[Removal] = []
        self.drives: list[Removal] = []
        for x, other in ((f, g), (g, f)):
            self._odds(x)
            per, pper, no_K = s.inverse(x.K, x.signs["K"])
            p = x.s * x.g * per
            n = s.number(p, s.cone(p, (1, [x.signs["s"], x.signs["g"], pper])))
            self.G.append(n)
            self.driven.append(
                (s.zero(x.s * x.g - x.K * n.x, modulo=[n.removal, no_K]), x.g, x.signs["s"])
            )
            root = s.shown(x.g**2 - x.K * other.m, "=")
            self.drives += [n.removal, (root, x.g), no_K]
        total = self.G[0].x ** 2 + self.G[1].x ** 2
        size = s.cone(total, *((1, [n.positive, n.positive]) for n in self.G))
        mu = self.speed = s.term("root", total, s.b.ring.constant(2), by=[size])
        square = s.keep(f"{s.named(mu)}.0", mu**2 - total)
        sign = s.keep(f"{s.named(mu)}.1", mu)
        self.speed_is: Removal = (square, mu)
        more = s.cone(mu + 1, (1, [sign]), (1, []))
        self.pspeed = s.cone(
            mu, (1, [size]), (1, [sign]), factor=[(1, [more])], modulo=[self.speed_is]
        )

    def after_by(self) -> tuple[Poly, list[Summand]]:
        """Return what the second time has beyond δ + Λ/2: N·e^(-ηδ)."""
        self.fade = self.script.term("exp", -self.eta * self.delta)
        self.pfade = f"{self.script.named(self.fade)}.0"
        return self.N * self.fade, [(HALF, [self.nu.positive, self.pwide, self.pfade])]

    def fades(self) -> tuple[Fade, Fade]:
        """Return what both times have beyond δ + Λ/2."""
        return super().fades()[0], Fade(self.N, self.eta, self.peta)

    # all times ------------------------------------------------------------------------------------

    def begin(self, delta: Poly) -> None:
        """Introduce also what exp(νU) is at t = 0."""
        super().begin(delta)
        self.first_lead = self.script.term("exp", self.nu.x * self.square)

    def all_times(self) -> None:
        """Show what G is between at all times."""
        for g in self.groups:
            self.share(g)
        self.meet()
        super().all_times()

    def pull(self, at: Integrand) -> tuple[str, str]:
        """Show that α(1 + j) is between 1 - B and 1."""
        s, g, z, w = self.script, self.asked, self.asked.signs, self.w
        B, one = g.b * w * g.h, s.b.ring.constant(1)
        j, pj = self.curve.K * at.F.x * g.margin, [self.curve.pK, at.F.positive, z["A > 0"]]
        same, more = self.same(g, at.E), s.term("exp", B)
        link = s.exponents((g.ratio, 1), (at.r, 1), (more, -1))
        shares = s.zero(g.p * at.r - g.q * more, (z["r"], at.r), (link, g.q))
        left = s.zero(
            1 - g.alpha - g.p * j * (g.m + g.other * at.r), (same, one), (at.equation, -g.p)
        )
        gap = 1 - g.alpha * (1 + j)
        known = s.zero(gap - j * g.other * g.q * (more - 1), (left, one), (shares, j * g.other))
        share = [*pj, z["other"], z["q"]]
        positive = s.cone(j * g.other * g.q, (1, share))
        modulo: list[Removal] = [(known, more, positive)]
        below = s.cone(gap, (1, [*share, s.tangent(more)]), (1, [*share, z["B"]]), modulo=modulo)
        back, pmore = s.term("exp", -B), f"{s.named(more)}.0"
        product = s.exponents((more, 1), (back, 1))
        convex = s.cone(
            1 - more + B * more, (1, [pmore, s.tangent(back)]), modulo=[(product, back, pmore)],
        )  # fmt: skip
        above = s.cone(
            B - gap, (1, [z["B"], z["alpha"]]), (1, [z["B"], z["p"], *pj, z["m"]]), (1, [*share, convex]),
            modulo=modulo,
        )  # fmt: skip
        return below, above

    def _slow(self) -> str:
        """Show B ≤ b·U."""
        s, f, g, w, mu = self.script, self.asked, self.slow, self.w, self.speed
        z = f.signs
        V = s.term("exp", mu * self.mode.time - self.delta)
        total = s.cone(mu * w + self.dw, (1, [self.pspeed, self.pw]), (1, [self.pdw]))
        parts: list[Summand] = [
            (1, [], self.G[0].x * f.K * f.q * g.h - self.G[1].x * g.K * g.q * f.h)
        ]
        for x, n in zip((f, g), self.G, strict=True):
            plus = s.cone(1 + x.K * x.q, (1, []), (1, [x.signs["K"], x.signs["q"]]))
            parts += [(1, [x.signs["Q"], plus], n.x * h) for h in (f.h, g.h)]
        modulo: list[Removal] = [self.on_cone, self.speed_is, *self.driven]
        (most,) = s.carry(">=", (V - w, mu, [], lambda inner, _, gap: [
            inner.cone(gap, *parts, factor=[(1, [total])], modulo=modulo)
        ]))  # fmt: skip
        self.U = s.term("exp", 2 * mu * self.mode.time - 2 * self.delta)
        link = s.exponents((V, 2), (self.U, -1))
        both = s.cone(V + w, (1, [f"{s.named(V)}.0"]), (1, [self.pw]))
        return s.cone(
            f.b * self.U - f.b * w * f.h, (1, [z["b"], most, both]), (1, [z["b"], self.pw, z["w - h"]]),
            modulo=[(link, self.U)],
        )  # fmt: skip

    def carry_lower(self) -> str:
        """Show G·exp(νU) ≥ cu."""
        s, g, z, u = self.script, self.asked, self.asked.signs, self.clock.u
        slow, first = self._slow(), [z["c"], self.psquare, self.pN0]
        lead = self.lead_of_w = s.term("exp", self.nu.x * self.U)
        self.plead = f"{s.named(lead)}.0"
        p = g.margin * self.grown[0] * lead - g.c * u
        start = s.cone(
            s.at_start(p), *self.first_more(), (1, [*first, s.tangent(self.first_lead)]),
            (1, [*first, self.nu.positive, self.psquare]), modulo=[(self.squared, self.square)],
        )  # fmt: skip
        shared = [z["s"], z["c"], self.pgrown[0], self.plead]
        parts = [(2, [*shared, label], g.x) for label in (self.pulled, slow)]
        modulo = [self.ats[0].F.removal, self.nu.removal, self.no_mu]
        (label,) = s.carry(">=", (p, 2 * g.s, [start], shown(*parts, modulo=modulo)))
        return label

    def faded(self, s: Script, hyp: str, rest: Poly) -> tuple[str, list[str]]:
        """Show that exp(νU) is not above e^(2Ne^(-ηδ)) at the second time."""
        g, E, N, mu, t = self.asked, self.fade, self.N, self.speed, self.mode.time
        turn = 2 * mu * self.per_s
        # 2μNe^(-ηδ)/s ≤ 1
        grown = s.term("exp", self.eta * self.delta)
        inverse = s.exponents((E, 1), (grown, 1))
        far = s.cone(
            self.eta * self.delta - turn * N, (1, [self.peta, self.over]), (1, [self.peta]), modulo=[self.no_eta],
        )  # fmt: skip
        small = s.cone(
            1 - turn * N * E, (1, [self.pfade, s.tangent(grown)]), (1, [self.pfade]), (1, [self.pfade, far]),
            modulo=[(inverse, grown, self.pfade)],
        )  # fmt: skip
        less, back = s.term("exp", turn * N * E - 1), s.term("exp", 1 - turn * N * E)
        pless = f"{s.named(less)}.0"
        product = s.exponents((less, 1), (back, 1))
        below = s.cone(
            1 - less, (1, [pless, s.tangent(back)]), (1, [pless, small]), modulo=[(product, back, pless)],
        )  # fmt: skip
        same = s.zero(
            self.per_s - self.multiple, (self.is_after, -self.per_s), (self.no_s[0], self.multiple)
        )
        now = s.zero(
            2 * mu * t - 2 * self.delta + self.eta * self.delta - mu * self.per_s * self.lam - turn * N * E,
            (hyp, 2 * mu), modulo=[(same, self.per_s), (self.is_after, g.s, self.pmultiple)],
        )  # fmt: skip
        link = s.exponents((self.U, 1), (E, -1), (self.wide, -1), (less, -1), by=[now])
        gap = s.cone(
            2 * N * E - self.nu.x * self.U, (1, [self.nu.positive, self.pfade, self.pwide, below]),
            modulo=[(link, self.U)],
        )  # fmt: skip
        step = s.term("exp", 2 * N * E - self.nu.x * self.U)
        split = s.exponents((self.lead_of_w, 1), (step, 1), (rest, -1))
        return s.cone(
            rest - self.lead_of_w, (1, [self.plead, s.tangent(step)]), (1, [self.plead, gap]),
            modulo=[(split, rest)],
        ), [self.plead]  # fmt: skip
