"""Scripts for what the time within the slower of two groups has beyond δ/s, in the limit.

With the names of :mod:`proofs.provers.finders.cross_entropy.constant` and of
:mod:`proofs.provers.finders.cross_entropy.between`, for the margin C within the slower group, X = e^(B+C) of it:

* 1/α = 1 + (e^C - 1)/(m + m′e^(C/m-B)) is at most 1 + (e^C - 1)/m, which gives the second time δ/s + V;
* let L be the limit of T/δ of the mode between the groups, L < τ < 1/s. From v ≥ U, h·exp(X) ≥ σw and A² ≤ c² + K₄t it
  follows that X ≥ ξ = ξ₀δ for t ≥ τδ, and then α(1 + j) ≤ 1 with j(v) = (e^v - 1)/(m + (m′/ξ)e^(v+v/m));
* for t ≤ τδ it is at most 1 + Hφ, φ = exp(st - (1 + θ)δ), θ = 1 - sτ, as C ≤ ce^(2st-2δ) ≤ cφ;
* so C·exp(J(C)) ≤ c·exp(J(A₀) + 2Hφ)e^(2st-2δ), where J is the integral of j(v)/v, and J(b) is at least K·I(b)
  less bm′e^(3b)/(m²ξ). All that is lost is at most 2N/δ at the first time δ/s + V - N/(sδ).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.constant import HALF
from proofs.provers.finders.cross_entropy.curve import between
from proofs.provers.finders.cross_entropy.slower import Slower
from proofs.provers.finders.cross_entropy.within import shown
from proofs.provers.finders.signs.cases import leave
from proofs.provers.finders.sums.finite import own_terms

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.curve import Integrand
    from proofs.provers.finders.modes.script import Script, Summand


class Behind(Slower):
    """The slower group."""

    # all times ------------------------------------------------------------------------------------

    def begin(self, delta: Poly) -> None:
        """Introduce also J(b), and φ and exp(2Hφ) at t = 0."""
        super().begin(delta)
        s, J = self.script, self.upper_curve
        J.integral(s, self.aim, self.paim)
        self.at_J = J.grown(s, self.aim)
        self.near = self._near()
        first = s.term("exp", -delta - self.theta * delta)
        self.pfirst, self.first_lead = f"{s.named(first)}.0", s.term("exp", 2 * self.H * first)

    def _near(self) -> str:
        """Show J(b) ≥ K·I(b) - bm′e^(3b)/(m²ξ), by derivatives."""
        s, I, J, g = self.script, self.curve, self.upper_curve, self.own
        zero, loss = self.zero, self.slack * self.per_xi
        none = [curve.none(s) for curve in (J, I)]
        starts = [x for _, x, *_ in none]
        inner, name = between(s, zero, self.aim, ">")
        y, above, below = inner.name(name), f"{name}_above", f"{name}_below"
        parts = [curve.integral(inner, y, above) for curve in (J, I)]
        of_J, of_I = J.at(inner, y, above), I.at(inner, y)
        E, r, F = of_J.E, of_J.r, of_J.F
        pE, pr, (pz,) = f"{inner.named(E)}.0", f"{inner.named(r)}.0", J.pz
        per_m, pper_m, no_m = inner.inverse(g.m, g.signs["m"])
        # e^y·r ≤ e^(3b)
        rest = inner.cone(1 - per_m, (1, [pper_m, g.signs["m - 1"]]), modulo=[no_m])
        step = inner.term("exp", 3 * self.aim - 2 * y - y * per_m)
        left = inner.cone(3 * self.aim - 2 * y - y * per_m, (3, [below]), (1, [above, rest]))
        link = inner.exponents((E, 1), (r, 1), (step, 1), (self.cube, -1))
        larger = inner.cone(
            self.cube - E * r, (1, [pE, pr, inner.tangent(step)]), (1, [pE, pr, left]),
            modulo=[(link, step, inner.cone(E * r, (1, [pE, pr])))],
        )  # fmt: skip
        size = inner.cone(I.K * y * g.m, (1, [I.pK, above, g.signs["m"]]))
        falls = inner.cone(
            F.x - I.K * of_I.F.x + J.z * self.cube * per_m**2, (1, [pz, above, larger]),
            (1, [pz, pr, J.convex(inner, y)]), (1, [F.positive, above, pz, pz, pr, pr]),
            factor=[(1, [g.signs["m"], g.signs["m"], above])],
            modulo=[(of_I.equation, of_I.F.x, size), (of_J.equation, E), no_m],
        )  # fmt: skip
        label = inner.cone(
            of_J.plain - I.K * of_I.plain + loss, (1, [falls]), modulo=[F.removal, of_I.F.removal],
        )  # fmt: skip
        leave(s.b, inner.b, name)
        f = parts[0] - I.K * parts[1] + loss * y
        ordered = s.cone(self.aim, (1, [self.paim]))
        found = s.b.add(
            "mean value", variable=name, low="0", high=s.b.write(self.aim), strict=False,
            ordered=[ordered], steps=inner.b.steps, f=inner.b.write(f), by=[label],
            keep=own_terms(inner.b, f, of_J.plain, of_I.plain),
        )  # fmt: skip
        ends = [curve.known[s.b.write(self.aim)] for curve in (J, I)]
        gap = ends[0] - I.K * ends[1] + loss * self.aim
        s.keep(found, gap - starts[0] + I.K * starts[1])
        return s.cone(gap, (1, [found]), modulo=none)

    def all_times(self) -> None:
        """Show what G is between at all times."""
        s, t = self.script, self.mode.time
        for g in self.groups:
            self.share(g)
        self.meet()
        self.at_zero()
        self.at_most_w()
        self.grow()
        self.slowly()
        self.follow(self.slow, self.asked, self.sigma)
        self.fast_clock = s.term("exp", 2 * self.asked.s * t - 2 * self.delta)
        self.kept = self.at_least(self.fast_clock)
        self.fade = s.term("exp", self.own.s * t - self.delta - self.theta * self.delta)
        self.pfade = f"{s.named(self.fade)}.0"
        super().all_times()

    def pull(self, at: Integrand) -> tuple[str, str]:
        """Show that α(1 + j) is not below 1, where j = (E - 1)/m."""
        s, g, z, curve = self.script, self.own, self.own.signs, self.curve
        j, same = curve.K * at.F.x * g.margin, self.same(g, at.E)
        left = s.zero(
            1 - g.alpha - g.p * j * g.m, (same, s.b.ring.constant(1)), (at.equation, -g.p)
        )
        gap = g.alpha * (1 + j) - 1
        known = s.zero(gap - j * g.other * g.q, (left, -s.b.ring.constant(1)))
        share = [curve.pK, z["A > 0"]]
        size = s.cone(curve.K * g.margin * g.m * g.p, (1, [*share, z["m"], z["p"]]))
        parts = (1, [*share, at.F.positive, z["other"], z["q"]])
        return "", s.cone(gap, parts, modulo=[(known, at.F.x, size)])

    def carry_upper(self) -> str:
        """Show G ≤ c·exp(J(A₀) + 2Hφ)·u."""
        s, g, z, u = self.script, self.own, self.own.signs, self.clock.u
        self.pulled = self.pull(self.ats[0])[1]
        below = self._flat(self.ats[-1])
        self.lead_of_u = s.term("exp", 2 * self.H * self.fade)
        p = g.c * self.N0 * self.lead_of_u * u - g.margin * self.grown[-1]
        first = [z["c"], self.psquare, self.pN0]
        start = s.cone(
            s.at_start(p), (1, [*first, s.tangent(self.first_lead)]), (2, [*first, self.pH, self.pfirst]),
            modulo=[(self.squared, self.square)],
        )  # fmt: skip
        part = (2, [z["s"], z["c"], self.pgrown[-1], below], g.x)
        (label,) = s.carry(">=", (
            p, 2 * g.s * (1 + self.H * self.fade), [start], shown(part, modulo=[self.ats[-1].F.removal])
        ))  # fmt: skip
        return label

    def _flat(self, at: Integrand) -> str:
        """Show α(1 + j) ≤ 1 + Hφ, before τδ and after it."""
        s, g = self.script, self.own
        same = self.same(g, at.E)
        early = self.mode.time - self.tau * self.delta
        goal = 1 + self.H * self.fade - g.alpha * (1 + at.F.x * g.margin)

        def case(inner: Script, i: int, name: str) -> str:
            inner.keep(name, early if i == 0 else -early)
            return (
                self._late(inner, name, at, same, goal)
                if i == 0
                else self._early(inner, name, at, goal)
            )

        return s.cases(s.b.add("either", fact=[">", s.b.write(early)]), goal, ">=", case)

    def _late(self, s: Script, hyp: str, at: Integrand, same: str, goal: Poly) -> str:
        """Show it after τδ: 1 - α(1 + j) = jq(zX - m′), z = m′/ξ."""
        g, z, curve, one = self.own, self.own.signs, self.upper_curve, s.b.ring.constant(1)
        j, pj = at.F.x * g.margin, [at.F.positive, z["A > 0"]]
        left = s.zero(
            1 - g.alpha - g.p * j * (g.m + curve.z * at.r), (same, one), (at.equation, -g.p)
        )
        link = s.exponents((g.ratio, 1), (at.r, 1), (g.X, -1))
        shares = s.zero(g.p * at.r - g.q * g.X, (z["r"], at.r), (link, g.q))
        gap = 1 - g.alpha * (1 + j)
        known = s.zero(
            gap - j * g.q * (curve.z * g.X - g.other), (left, one), (shares, j * curve.z)
        )
        more = s.cone(
            curve.z * g.X - g.other, (1, [z["other"], *self.pper_xi, self._large(s, hyp)]),
            modulo=[self.no_xi0, self.no_delta],
        )  # fmt: skip
        size = s.cone(j * g.q * curve.z, (1, [*pj, z["q"], *curve.pz]))
        return s.cone(
            goal, (1, [*pj, z["q"], more]), (1, [self.pH, self.pfade]), modulo=[(known, g.X, size)]
        )

    def _early(self, s: Script, hyp: str, at: Integrand, goal: Poly) -> str:
        """Show it before τδ: e^(2st-2δ) is at most φ and 1, so that j ≤ (e^C - 1)/m ≤ Hφ."""
        g, z, u, pu, t, delta = (
            self.own,
            self.own.signs,
            self.clock.u,
            self.clock.pu,
            self.mode.time,
            self.delta,
        )
        gap = delta - g.s * t - self.theta * delta
        step, back = s.term("exp", gap), s.term("exp", 2 * delta - 2 * g.s * t)
        left = s.cone(gap, (1, [z["s"], hyp]), modulo=[self.no_own])
        behind = s.cone(
            2 * delta - 2 * g.s * t, (2, [z["s"], hyp]), (2, [self.ptheta, self.pdelta]), modulo=[self.no_own],
        )  # fmt: skip
        link = s.exponents((self.fade, 1), (u, -1), (step, -1))
        slower = s.cone(
            self.fade - u, (1, [pu, s.tangent(step)]), (1, [pu, left]), modulo=[(link, self.fade)],
        )  # fmt: skip
        product = s.exponents((u, 1), (back, 1))
        below = s.cone(
            1 - u, (1, [pu, s.tangent(back)]), (1, [pu, behind]), modulo=[(product, back, pu)],
        )  # fmt: skip
        up = self.reached[id(g)]
        total = s.cone(up + g.x, (1, [f"{s.named(up)}.0"]), (1, [z["x"]]))
        squared = s.exponents((up, 2), (u, -1))
        least = s.cone(g.c * u - g.margin, (1, [z["c"], z["up"], total]), modulo=[(squared, u)])
        far = s.cone(g.c - g.margin, (1, [least]), (1, [z["c"], below]))
        top, size = s.term("exp", g.c), s.term("exp", g.c - g.margin)
        pE, ptop = f"{s.named(at.E)}.0", f"{s.named(top)}.0"
        link = s.exponents((at.E, 1), (size, 1), (top, -1))
        larger = s.cone(
            top - at.E, (1, [pE, s.tangent(size)]), (1, [pE, far]), modulo=[(link, size, pE)],
        )  # fmt: skip
        _, _, no_m = s.inverse(g.m, z["m"])
        pj = [at.F.positive, z["A > 0"]]
        small = s.cone(
            self.H * self.fade - at.F.x * g.margin, (1, [z["c"], ptop, slower]), (1, [ptop, least]),
            (1, [z["A > 0"], larger]), (1, [self.upper_curve.convex(s, g.margin)]),
            (1, [*pj, *self.upper_curve.pz, f"{s.named(at.r)}.0"]),
            factor=[(1, [z["m"]])], modulo=[(at.equation, at.E), no_m],
        )  # fmt: skip
        return s.cone(goal, (1, [z["order"]]), (1, [z["order"], *pj]), (1, [small]))

    def _large(self, s: Script, hyp: str) -> str:
        """Show X ≥ ξ₀δ after τδ."""
        g, K2 = self.own, self.K2
        linear, d = self._linear(s, hyp), s.term("exp", 2 * self._size() - (2 * K2.x + 2) * g.X)
        over = self._over(s, d)
        return s.cone(
            g.X - self.xi0.x * self.delta, (1, [s.tangent(d)]), (1, []), (1, [over]), (1, [linear]),
            factor=[(1, [self.psteps])], modulo=[self.xi0.removal, self.no_steps],
        )  # fmt: skip

    def _size(self) -> Poly:
        """Return ln U + K₂X."""
        return self.script.b.scope.terms[self.script.named(self.U)].args[0] + self.K2.x * self.own.X

    def _over(self, s: Script, d: Poly) -> str:
        """Show U²e^(-2X) ≤ W²/(bσ), as Ww ≥ U, and e^(2X) ≥ BH ≥ bσw² with H = e^X."""
        f, g, w, W, pW = self.asked, self.own, self.w, self.width, self.pwidth
        z, y, U, H = f.signs, g.signs, self.U, g.H
        assert H is not None
        pU, pH = (f"{s.named(x)}.0" for x in (U, H))
        wide = s.cone(
            W * w - U, (1, [self.above_U]), (1, [self.pN[0], z["w - h"]]), (1, [self.pN[0], z["Q"], z["h"]]),
            (1, [y["w - h"]]), (1, [self.pN[1], z["K"], z["q"], y["h"]]),
        )  # fmt: skip
        total = s.cone(W * w + U, (1, [pW, self.pw]), (1, [pU]))
        link, square = s.exponents((d, 1), (U, -2), (H, 2)), s.cone(H**2, (1, [pH, pH]))
        WW = [pW, pW, pH]
        return s.cone(
            self.scale_of_w - d, (1, [*WW, s.tangent(H)]), (2, WW), (1, [*WW, s.tangent(g.X)]),
            (1, [*WW, y["A"]]), (1, [pW, pW, y["b"], self.pw, y["kept"]]),
            (1, [y["b"], self.sigma.positive, wide, total]),
            factor=[(1, [pH, pH, y["b"], self.sigma.positive])],
            modulo=[(link, d, square), self.no_b, self.no_sigma],
        )  # fmt: skip

    def _linear(self, s: Script, hyp: str) -> str:
        """Show that 2·ln U + 2K₂X is at least G₂(τ - L)δ and W²/(bσ), from A² ≤ c² + K₄t and ln x ≥ 0."""
        f, z, K1, r, p2 = self.asked, self.asked.signs, self.K1, self.r, self.G[1].positive
        two, lost = self.G[1].x, self.scale_of_w
        mean = s.cone(
            f.c**2 + self.K4 * self.mode.time + r.x**2 - 2 * r.x * f.margin, (1, [self.slow_growth]),
            (1, [], f.margin - r.x),
        )  # fmt: skip
        removals = [self.no_r, r.removal, self.no_pace]
        rate = s.cone(
            2 * two - K1.x * self.K4 * self.per_r, (3, [p2, self.ptau]), (1, [p2, self.L.positive]),
            factor=[(2, [self.ptau])], modulo=removals,
        )  # fmt: skip
        facts = [self.ppace]
        more: list[Summand] = [(HALF, [self.ppace, *self.learned_by[1]])]
        return s.cone(
            2 * self._size() - lost - self.pace * self.delta, (1, [rate, hyp]),
            (2, [self.kappa.positive, self._logged(s, hyp)]), (1, [K1.positive, self.pper_r, mean]),
            (2, [self.pN[0], z["K"], z["q"]]), (HALF, [*facts, self.over]), (HALF, facts), *more,
            (HALF, [*facts, self.pshort]), modulo=removals,
        )  # fmt: skip

    def _logged(self, s: Script, hyp: str) -> str:
        """Show ln x ≥ 0, as A ≥ c."""
        f, z, u, fast = self.asked, self.asked.signs, self.fast_clock, self.pfast
        power, now, kept = self.kept
        size = (self.top_f - 1) * self.per(f)
        far = 2 * f.s * self.mode.time - 2 * self.delta - size
        more: list[Summand] = [(2, [fast, *self.learned_by[0]])]
        left = s.cone(
            far, (2, [z["s"], hyp]), (1, [fast, self.over]), (1, [fast]), *more, (1, [fast, self.pshort]),
            modulo=[self.no_fast],
        )  # fmt: skip
        step, pmost = s.term("exp", far), f"{s.named(self.most_f)}.0"
        link = s.exponents((self.most_f, 1), (step, 1), (u, -1))
        large = s.cone(
            f.c * u - f.c * self.most_f, (1, [z["c"], pmost, s.tangent(step)]), (1, [z["c"], pmost, left]),
            modulo=[(link, u)],
        )  # fmt: skip
        mine = self.crossed(
            s, f.margin, (f.c, z["c"]), (self.per(f), z["per"]), (power, now), (self.top_f, self.most_f),
            [kept, large],
        )  # fmt: skip
        plus = s.cone(f.x + 1, (1, [z["x"]]), (1, []))
        one = s.cone(f.x - 1, (1, [mine]), factor=[(1, [plus, z["c"]])])
        again, back = s.term("exp", self.log), s.term("exp", -self.log)
        product, pback = s.exponents((back, 1), (again, 1)), f"{s.named(back)}.0"
        same = s.zero(back * f.x - 1, (product, s.b.ring.constant(1)), (self.no_log[0], -back))
        return s.cone(
            self.log, (1, [s.tangent(back)]), (1, [pback, one]), modulo=[(same, back, z["x"])]
        )

    # the first time -------------------------------------------------------------------------------

    def too_small(self, s: Script, left: str) -> str:
        """Show that the bound of G is below G(b), from 2δ + Λ - 2N/δ > 2st."""
        g, z, e, e0, delta = self.own, self.own.signs, self.clock.e, self.clock.e0, self.delta
        time = g.s * self.mode.time
        begun = s.cone(
            self.per_delta / 2 - e, (HALF, [self.pper_delta, self.clock.pe, s.tangent(e0)]),
            (HALF, [self.pper_delta, self.clock.pe]), modulo=[self.no_e0, self.no_delta],
        )  # fmt: skip
        short = s.cone(
            self.lam / 2 + delta - time, (HALF, [left]), (1, [self.pshort, self.pper_delta])
        )
        per_theta, pper_theta, _ = s.inverse(self.theta, self.ptheta)
        back = s.term("exp", self.lam / 2 + delta + self.theta * delta - time)
        link, over = (
            s.exponents((self.fade, 1), (back, 1), (self.wide, -1)),
            [pper_theta, self.pper_delta, self.pfade],
        )
        faded = s.cone(
            self.wide * per_theta * self.per_delta - self.fade, (1, [*over, s.tangent(back)]),
            (1, [*over, short]), (1, over),
            modulo=[(link, back, self.pfade), self.no_theta, self.no_delta],
        )  # fmt: skip
        ends = [curve.known[s.b.write(self.aim)] for curve in (self.upper_curve, self.curve)]
        gap = self.lam - self.I0 - 2 * self.H * self.fade - 2 * time + 2 * delta
        gap += ends[0] - self.curve.K * ends[1]
        room = s.cone(
            gap, (1, [left]), (1, [self.first_share]), (1, [self.pH, begun]), (2, [self.pH, faded]),
            (1, [self.near]),
        )  # fmt: skip
        big, u, lead = s.term("exp", gap), self.clock.u, self.lead_of_u
        more = s.cone(big - 1, (1, [s.tangent(big)]), (1, [room]))
        powers = (
            (u, 1),
            (self.N0, 1),
            (lead, 1),
            (big, 1),
            (self.at_b, 1),
            (self.top, -1),
            (self.at_J, -1),
        )
        link, at_b = s.exponents(*powers), f"{s.named(self.at_b)}.0"
        whole = [self.clock.pu, self.pN0, f"{s.named(lead)}.0", at_b]
        positive = s.cone(u * self.N0 * lead * self.at_b, (1, whole))
        return s.cone(
            self.aim * self.at_J - g.c * self.N0 * lead * u, (1, [z["c"], *whole, more]),
            factor=[(1, [at_b])], modulo=[(link, big, positive), (self.split, self.top, z["c"])],
        )  # fmt: skip
