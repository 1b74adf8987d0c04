"""Constants of :mod:`proofs.provers.finders.cross_entropy.behind`, and its two times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.language import repeated
from proofs.provers.finders.cross_entropy.constant import HALF, QUARTER, Constant
from proofs.provers.finders.cross_entropy.curve import Curve
from proofs.provers.finders.cross_entropy.growth import Growth
from proofs.provers.finders.modes.later_times import Fade
from proofs.provers.finders.modes.script import Number
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Removal, Summand

FLAT = [
    "integral", "v", ["*", ["+", ["exp", "v"], "-1"], ["inv", ["*", "v", [
        "+", "a", ["*", "b", ["exp", ["*", "v", ["+", "1", ["inv", "a"]]]]],
    ]]]], "y", "0",
]  # fmt: skip
"""The integral of j(v)/v, with m and m′/ξ for a and b."""


class Slower(Constant, Growth):
    """The slower group: τ, ξ₀, N and what δ exceeds."""

    @property
    def own(self) -> OneOfTwo:
        """The slower group, whose margin is observed."""
        return self.slow

    def _asked(self) -> OneOfTwo:
        """Return the group that is faster, and keep the other, whose margin is observed."""
        observed = self.script.b.scope.poly(self.mode.goal[4])
        slow, fast = self.groups if self.groups[0].margin == observed else self.groups[::-1]
        shifted = any(not isinstance(x.shift, int) for x in self.groups)
        if slow.margin != observed or shifted or self.leans:
            raise NotFoundError("the constant of another margin, or with logits that are changed")
        self.faster, self.slow = self.script.shown(fast.s - slow.s, ">"), slow
        found: OneOfTwo = fast
        return found

    # constants ------------------------------------------------------------------------------------

    def choose_more(self) -> tuple[Poly, list[Summand]]:
        """Choose τ, ξ₀ and N; return what δ exceeds besides, and why that is positive."""
        self._value()
        self._losses()
        s, f, g, K1, K2 = self.script, self.asked, self.slow, self.K1, self.K2
        z, y, (one, two) = f.signs, g.signs, self.G
        self.room = 0
        self.pboth = s.cone(one.x + two.x, (1, [one.positive]), (1, [two.positive]))
        self.width = 1 + self.tilt * (1 + self.N[0])
        self.pwidth = s.cone(self.width, (1, []), (1, [self.ptilt]), (1, [self.ptilt, self.pN[0]]))
        self.sigma = self._along(g, two)
        self.K4 = 64 * f.s * f.K
        self.pK4 = s.cone(self.K4, (64, [z["s"], z["K"]]))
        self._places()
        # A ≤ (c² + K₄t + r²)/2r
        per_pace, pper_pace, self.no_pace = s.inverse(self.pace, self.ppace)
        r = 2 * self.tau * K1.x * self.K4 * per_pace
        self.r = s.number(r, s.cone(r, (2, [self.ptau, K1.positive, self.pK4, pper_pace])))
        per_r, pper_r, self.no_r = s.inverse(self.r.x, self.r.positive)
        self.per_r, self.pper_r = per_r, pper_r
        per_b, pper_b, self.no_b = s.inverse(g.b, y["b"])
        per_sigma, pper_sigma, self.no_sigma = s.inverse(self.sigma.x, self.sigma.positive)
        self.scale_of_w = self.width**2 * per_b * per_sigma
        self.pscale = [self.pwidth, self.pwidth, pper_b, pper_sigma]
        lost = K1.x * (f.c**2 + self.r.x**2) * per_r + 2 * self.N[0] + self.scale_of_w
        parts: list[Summand] = [
            (1, [K1.positive, pper_r, z["c"], z["c"]]), (1, [K1.positive, pper_r, self.r.positive, self.r.positive]),
            (2, [self.pN[0]]), (1, self.pscale),
        ]  # fmt: skip
        self.lost, self.plost = lost, s.cone(lost, *parts)
        steps = 2 * K2.x + 2
        self.psteps = s.cone(steps, (2, [K2.positive]), (2, []))
        per_steps, pper_steps, self.no_steps = s.inverse(steps, self.psteps)
        xi0 = self.pace * per_steps
        self.xi0 = s.number(xi0, s.cone(xi0, (1, [self.ppace, pper_steps])))
        # exp(2s₁t - 2δ) is at least exp((e^c - 1)/m) of the faster group
        self.top_f = s.term("exp", f.c)
        size = (self.top_f - 1) * self.per(f)
        psize = s.cone(size, (1, [s.tangent(self.top_f), z["per"]]), (1, [z["c"], z["per"]]))
        self.most_f = s.term("exp", size)
        per_fast, pper_fast, self.no_fast = s.inverse(self.fast, self.pfast)
        more = 2 * lost * per_pace + size * per_fast
        self.learned_by = [self.plost, pper_pace], [psize, pper_fast]
        facts: list[Summand] = [(2, self.learned_by[0]), (1, self.learned_by[1])]
        self.learned = more, facts
        self._short()
        return more + self.short, [*facts, (1, [self.pshort])]

    def _places(self) -> None:
        """Introduce τ, with τ > L and sτ < 1, τ - L by G₂, and 2(s₁τ - 1)."""
        s, f, g, two = self.script, self.asked, self.slow, self.G[1]
        per, pper, self.no_own = s.inverse(g.s, g.signs["s"])
        self.tau = (self.L.x + per) / 2
        self.ptau = s.cone(self.tau, (HALF, [self.L.positive]), (HALF, [pper]))
        self.theta = (1 - g.s * self.L.x) / 2
        self.ptheta = s.cone(self.theta, (HALF, [self.behind]))
        self.pace = two.x * (per - self.L.x) / 2
        self.ppace = s.cone(
            self.pace, (HALF, [two.positive, pper, self.behind]), modulo=[self.no_own]
        )
        self.fast = 2 * (f.s * self.tau - 1)
        self.pfast = s.cone(
            self.fast, (1, [self.ahead]), (1, [pper, self.faster]), modulo=[self.no_own],
        )  # fmt: skip

    def _value(self) -> None:
        """Choose μ, κ and L = (1 - κ)/G₂, with s₁L ≥ 1 and sL < 1."""
        s, f, g = self.script, self.asked, self.slow
        raw: list[Poly] = []
        self.per_K, self.no_K = [], []
        for x in (f, g):
            self._odds(x)
            inverse, positive, removal = s.inverse(x.K, x.signs["K"])
            raw.append(x.s * x.g * inverse)
            self.per_K.append(positive)
            self.no_K.append(removal)
        self._name_drives(raw)
        (first, second), z = self.G, f.signs
        total = first.x**2 + second.x**2
        size = s.cone(total, *((1, [n.positive, n.positive]) for n in self.G))
        mu = s.term("root", total, s.b.ring.constant(2), by=[size])
        square = s.keep(f"{s.named(mu)}.0", mu**2 - total)
        sign = s.keep(f"{s.named(mu)}.1", mu)
        more = s.cone(mu + 1, (1, [sign]), (1, []))
        pmu = s.cone(mu, (1, [size]), (1, [sign]), factor=[(1, [more])], modulo=[(square, mu)])
        self._turn(Number(mu, pmu, (square, mu)), square)
        # (s₁ + G₂)² - μ² = s₁²m/K + 2s₁G₂, and s₁² - μ² = m(s₁² - s²)/K
        roots: list[Removal] = []
        for x, n, other, no_K in ((f, first, g, self.no_K[0]), (g, second, f, self.no_K[1])):
            roots += [n.removal, (s.shown(x.g**2 - x.K * other.m, "="), x.g), no_K]
        names: list[Removal] = [(square, mu), *roots]
        sum_of = s.cone(f.s + second.x + mu, (1, [z["s"]]), (1, [second.positive]), (1, [pmu]))
        left = s.cone(
            f.s + second.x - mu, (1, [z["s"], z["s"], z["m"]]), (2, [z["s"], second.positive, z["K"]]),
            factor=[(1, [sum_of, z["K"]])], modulo=[(square, mu), *roots[:3]],
        )  # fmt: skip
        both = s.cone(f.s + mu, (1, [z["s"]]), (1, [pmu]))
        slower = s.cone(
            f.s - mu, (1, [z["m"], self.faster, z["s"]]), (1, [z["m"], self.faster, g.signs["s"]]),
            factor=[(1, [both, z["K"]])], modulo=names,
        )  # fmt: skip
        kappa, (per_g, pper_g, no_g) = self.kappa, s.inverse(second.x, second.positive)
        rest = s.cone(
            1 - kappa.x, (1, [left]), factor=[(1, [z["s"]])], modulo=[(self.mu_is, mu)],
        )  # fmt: skip
        self.L = s.number((1 - kappa.x) * per_g, s.cone((1 - kappa.x) * per_g, (1, [rest, pper_g])))
        line = s.zero(kappa.x - 1 + second.x * self.L.x, modulo=[self.L.removal, no_g])
        self.left_rate, self.rest = second.x * self.L.x, [(line, kappa.x)]
        self.ahead = s.cone(
            f.s * self.L.x - 1, (1, [slower]), factor=[(1, [second.positive])],
            modulo=[self.L.removal, no_g, (self.mu_is, mu)],
        )  # fmt: skip
        self.behind = self._behind((square, mu), (line, self.L.x, second.positive))

    def _short(self) -> None:
        """Choose N, of which N/(sδ) is what the first time is short of."""
        s, f, g, y = self.script, self.asked, self.slow, self.slow.signs
        self.wide = s.term("exp", self.lam / 2)
        per_theta, pper_theta, self.no_theta = s.inverse(self.theta, self.ptheta)
        per_xi, pper_xi, self.no_xi0 = s.inverse(self.xi0.x, self.xi0.positive)
        self.cube = s.term("exp", 3 * self.aim)
        per_m, pper_m, _ = s.inverse(g.m, y["m"])
        self.slack = f.m * self.cube * per_m**2
        pslack = self.pslack = [f.signs["m"], f"{s.named(self.cube)}.0", pper_m, pper_m]
        self.short = (
            self.H / 4 + self.H * self.wide * per_theta + self.slack * self.aim * per_xi / 2
        )
        pwide = f"{s.named(self.wide)}.0"
        self.pshort = s.cone(
            self.short, (QUARTER, [self.pH]), (1, [self.pH, pwide, pper_theta]),
            (HALF, [*pslack, self.paim, pper_xi]),
        )  # fmt: skip

    def flatten(self) -> Curve:
        """Return the curve with m′e^v/ξ in the place of m′e^(-B)."""
        s, f, g = self.script, self.asked, self.slow
        self.per_delta, self.pper_delta, self.no_delta = s.inverse(self.delta, self.pdelta)
        per_xi, pper_xi, _ = s.inverse(self.xi0.x, self.xi0.positive)
        self.per_xi, self.pper_xi = per_xi * self.per_delta, [pper_xi, self.pper_delta]
        z, one = f.m * self.per_xi, s.b.ring.constant(1)
        pz = s.cone(z, (1, [f.signs["m"], *self.pper_xi]))
        op, _ = repeated(FLAT)
        unit = s.cone(one, (1, []))
        return Curve(
            op, [g.m, z], one, unit, g.m, g.signs["m"], z, 1 + self.per(g), one, [], [pz], plain=True,
        )  # fmt: skip

    def before_by(self, facts: list[Summand]) -> tuple[Poly, list[Summand]]:
        """Return by how much the first time is before δ + Λ/2, and why that is at most H/2 and what ``facts`` show."""
        s = self.script
        less = s.cone(
            1 - self.per_delta, (1, [self.pper_delta, self.over]), (1, [self.pper_delta, self.pmore()]),
            modulo=[self.no_delta],
        )  # fmt: skip
        return self.short * self.per_delta, [
            (HALF, [self.pH]),
            *facts[:-1],
            (1, [self.pshort, less]),
        ]

    def pmore(self) -> str:
        """Show that what δ exceeds besides is positive."""
        extra, facts = self.learned
        return self.script.cone(extra + self.short, *facts, (1, [self.pshort]))

    def fades(self) -> tuple[Fade, Fade]:
        """Return what both times have beyond δ + Λ/2."""
        return Fade(-self.short), Fade(self.zero, self.zero + 2)
