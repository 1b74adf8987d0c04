"""How the mode between two groups comes to its end: its energy decays.

The loss less the least one is E = ½Σωᵢdᵢ² + λw(ws - h·p)/s with d = wh - p: it ends where wh = p, without
decay at p = t. Then β → 1 with κ = t₁p₁ + t₂p₂ in β = w(t₁h₁ + t₂h₂)/κ.

* Along the flow E′ = -ẇ² - |ḣ|², and ẇ² + |ḣ|² ≥ 2ow²E with 1/o = 1/ω₁ + 1/ω₂: the loss is convex in wh.
* Z = μw + g₁h₁ + g₂h₂ lies between μw and 2μw, and (O + νX)Z² ≥ νμ² with X = e^(2δ-2νt) and
  O = ω₁ + ω₂. So w² ≥ ¼ν/(O + νX), and E·(1 + 1/X)ⁿ is at most C, with 4n(O + μ) = o.

The names are those of :mod:`proofs.provers.finders.modes.between`; ν = μ - λ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.between import HALF, Between

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand


class Energy(Between):
    """What is shown of the end of such a mode; without decay here."""

    def __init__(self, mode: Mode) -> None:
        """Take the end p = t."""
        super().__init__(mode)
        self.p = self.t1, self.t2
        self.length, self.plength = self.sigma, self.ps
        self.plam = self.less = self.pdelta = ""
        self.removals: list[Removal] = []

    def idle(self, c: int, *labels: str) -> list[Summand]:
        """Return a product of λ > 0 and other facts as a summand; none without decay."""
        return [(c, [self.plam, *labels])] if self.plam else []

    def claimed(self, tree: Tree) -> tuple[Poly, str, Removal]:
        """Introduce a limit that may be 1/ν; return it, that it is positive, and what removes μ then."""
        s = self.s
        introduce(s.b, tree)
        value = s.b.scope.poly(tree)
        pvalue = s.shown(value, ">")
        mu, pmu, no_mu = s.inverse(value, pvalue)
        squares = (self.o1 * self.t1) ** 2 + (self.o2 * self.t2) ** 2
        self.grow_at(mu, pmu, s.shown(mu**2 - squares, "="))
        return value, pvalue, no_mu

    def choose(self) -> None:
        """Choose the constants of the energy's decay."""
        s, mu = self.s, self.mu
        self.O = self.o1 + self.o2
        self.pO = s.cone(self.O, (1, [self.po1]), (1, [self.po2]))
        q, self.pq, self.no_q = s.inverse(self.O, self.pO)
        self.o = self.o1 * self.o2 * q
        self.po = s.cone(self.o, (1, [self.po1, self.po2, self.pq]))
        four = s.cone(4 * (self.O + mu), (4, [self.pO]), (4, [self.pmu]))
        self.x, self.px, self.no_x = s.inverse(4 * (self.O + mu), four)
        self.n = self.o * self.x
        self.pn = s.cone(self.n, (1, [self.po, self.px]))
        (p1, p2), one = self.p, s.b.ring.constant(1)
        self.C = 2 * (self.o1 * (one + p1**2) + self.o2 * (one + p2**2) + self.lam)
        self.pC = s.cone(
            self.C, (2, [self.po1]), (2, [self.po1], p1), (2, [self.po2]), (2, [self.po2], p2),
            *self.idle(2),
        )  # fmt: skip

    def grow(self) -> None:
        """Show (O + νX)Z² ≥ νμ², and so 4(O + νX)w² ≥ ν."""
        s, w, h1, h2, mu, pmu, e = self.s, self.w, self.h1, self.h2, self.mu, self.pmu, self.e
        nu, pnu = self.nu, self.pnu
        self.X = s.term("exp", 2 * self.delta - 2 * nu * self.t)
        self.X0 = s.term("exp", 2 * self.delta)
        self.pX, pX0 = self.positive(self.X), self.positive(self.X0)
        inverse = s.exponents((e, 2), (self.X0, 1))
        self.no_X0: Removal = (inverse, self.X0, s.cone(e**2, (1, [self.pe, self.pe])))
        OX = self.OX = self.O + nu * self.X
        self.pOX = s.cone(OX, (1, [self.pO]), (1, [pnu, self.pX]))
        v, pv, no_v = s.inverse(mu, pmu)
        g1, g2 = self.o1 * self.t1, self.o2 * self.t2
        along, pZ = self.along(s, mu, pmu, g1, g2, self.g1, self.g2)
        Z = mu * w + along
        Z0 = s.at_start(Z)
        parts = [
            (1, [self.g1, self.pa1, self.pe]),
            (1, [self.g2, self.pa2, self.pe]),
        ]
        above = s.cone(Z0 - mu * e, *parts)
        sum_ = s.cone(Z0 + mu * e, (1, [above]), (2, [pmu, self.pe]))
        first = s.cone(
            (self.O + nu * self.X0) * Z0**2 - nu * mu**2,
            (1, [self.pO], Z0),
            (1, [pnu, pX0, above, sum_]),
            modulo=[self.no_X0],
        )

        def grows(inner: Script, _: list[str], gap: Poly) -> list[str]:
            less = inner.cone(v * Z - w, (1, [self.g1, self.p1, pv]), (1, [self.g2, self.p2, pv]),
                              modulo=[no_v])  # fmt: skip
            more = inner.cone(v * Z + w, (1, [pv, pZ]), (1, [self.pw]))
            slope = self.mode.flow.derivative(inner.b.scope, Z)
            rest = inner.cone(
                slope - nu * Z + self.O * w**2 * Z,
                (1, [pmu, self.pw, self.po2], h1), (1, [pmu, self.pw, self.po1], h2),
                (1, [self.po2, self.g1, self.p1], w), (1, [self.po1, self.g2, self.p2], w),
                modulo=[self.no_mu2, self.on_cone],
            )  # fmt: skip
            parts = (2, [self.pOX, pZ, rest]), (2, [self.pOX, self.pO, less, more], Z)
            return [inner.cone(gap, *parts, modulo=[no_v])]

        part = (OX * Z**2 - nu * mu**2, -2 * self.O * v**2 * Z**2, [first], grows)
        (large,) = s.carry(">=", part)
        total = s.cone(2 * mu * w + Z, (2, [pmu, self.pw]), (1, [pZ]))
        square = s.cone(mu**2, (1, [pmu, pmu]))
        parts = [(1, [self.pOX, self.drive, total]), (1, [large])]
        self.wide = s.cone(4 * w**2 * OX - nu, *parts, factor=[(1, [square])])

    def slow(self) -> str:
        """Define P = (1 + Y)ⁿ with Y = 1/X, and show w² ≥ ν·x·Y/(1 + Y); n·νY/(1 + Y) is half its rate."""
        s, w, x, longer = self.s, self.w, self.x, 2 * self.nu * self.t - 2 * self.delta
        Y, Y0 = s.term("exp", longer), s.term("exp", -2 * self.delta)
        pY, self.pY0 = self.positive(Y), self.positive(Y0)
        above, above0 = s.cone(1 + Y, (1, []), (1, [pY])), s.cone(1 + Y0, (1, []), (1, [self.pY0]))
        L, L0 = s.term("log", 1 + Y, by=[above]), s.term("log", 1 + Y0, by=[above0])
        P, P0 = s.term("exp", self.n * L), s.term("exp", self.n * L0)
        self.Y, self.L, self.P, self.pP = Y, L, P, self.positive(P)
        self.Y0, self.L0, self.P0, self.pP0 = Y0, L0, P0, self.positive(P0)
        i, _, no_i = s.inverse(1 + Y, above)
        no_X: Removal = (s.exponents((self.X, 1), (Y, 1)), self.X, pY)
        slow = s.cone(
            1 - 4 * x * self.OX * Y * i,
            (4, [self.px, self.pO]),
            (4, [self.px, self.pmu, pY]),
            *self.idle(4, self.px),
            factor=[(1, [above])],
            modulo=[no_X, no_i, self.no_x],
        )
        return s.cone(
            w**2 - x * self.nu * Y * i,
            (1, [self.wide]),
            (1, [self.pnu, slow]),
            factor=[(4, [self.pOX])],
        )

    def above_log(self, s: Script, longer: Poly) -> str:
        """Show L = log(1 + Y) > log Y, of which Y is the exponential."""
        Y, L = self.Y, self.L
        whole, ratio = s.term("exp", L), s.term("exp", L - longer)
        removals: list[Removal] = [
            (s.exponents((ratio, 1), (Y, 1), (whole, -1)), ratio, self.positive(Y)),
            (s.log(whole, L), whole),
        ]
        above = s.cone(ratio - 1, (1, []), factor=[(1, [self.positive(Y)])], modulo=removals)
        return s.exponent(ratio, above)

    def power_at_start(self) -> tuple[str, str]:
        """Show exp(2δ) ≥ 1 + 2δ, and P ≤ 2 at t = 0."""
        s, n, L0, Y0, P0 = self.s, self.n, self.L0, self.Y0, self.P0
        tangent = s.tangent(self.X0)
        # Y < 1
        above = s.cone(self.X0 - 1, (1, [tangent]), (2, [self.pdelta]))
        product = s.exponents((self.X0, 1), (Y0, 1))
        below = s.cone(1 - Y0, (1, [above, self.pY0]), modulo=[(product, self.X0, self.pY0)])
        # P = exp(nL) ≤ exp L = 1 + Y, as L ≥ 0 and n ≤ 1
        whole, left = s.term("exp", L0), s.term("exp", L0 - n * L0)
        log = s.log(whole, L0)
        more = s.cone(whole - 1, (1, [self.pY0]), modulo=[(log, whole)])
        pL0 = s.exponent(whole, more)
        less = s.cone(
            1 - n, (3, [self.pO, self.px]), (4, [self.pmu, self.px]),
            (1, [self.px, self.pq, self.po1, self.po1]), (1, [self.px, self.pq, self.po1, self.po2]),
            (1, [self.px, self.pq, self.po2, self.po2]), modulo=[self.no_x, self.no_q],
        )  # fmt: skip
        factor = s.above_one(left, s.cone(L0 - n * L0, (1, [pL0, less])))
        product = s.exponents((P0, 1), (left, 1), (whole, -1))
        removals: list[Removal] = [(product, left, self.pP0), (log, whole)]
        return tangent, s.cone(2 - P0, (1, [below]), (1, [self.pP0, factor]), modulo=removals)

    def energy(self, w: Poly, h1: Poly, h2: Poly) -> Poly:
        """Return E."""
        p1, p2 = self.p
        return HALF * (self.o1 * (w * h1 - p1) ** 2 + self.o2 * (w * h2 - p2) ** 2)

    def displace(self) -> None:
        """Show E ≥ 0."""
        s, w, (p1, p2) = self.s, self.w, self.p
        self.d1, self.d2 = w * self.h1 - p1, w * self.h2 - p2
        self.E = self.energy(w, self.h1, self.h2)
        gaps = (HALF, [self.po1], self.d1), (HALF, [self.po2], self.d2)
        self.pE = s.cone(self.E, *gaps, *self.idle(1, self.pw, self.less))

    def decay(self) -> None:
        """Show E·P ≤ C."""
        s, steep = self.s, self.slow()

        def decays(inner: Script, _: list[str], gap: Poly) -> list[str]:
            return [self.falls(inner, gap, steep, [self.pP])]

        part = (self.C - self.E * self.P, s.b.ring.constant(0), [self.energy_at_start()], decays)
        (self.kept,) = s.carry(">=", part)

    def falls(self, inner: Script, gap: Poly, large: str, times: list[str]) -> str:
        """Show that a gap is positive which is that of -E′ from 2o(w² - x)E, x what w² exceeds, times a number."""
        s, w, po, q, pull = self.s, self.w, self.po, self.pq, self.o * self.w
        fields = self.mode.flow.fields
        dw, dh1, dh2 = (fields[s.named(y)] for y in (w, self.h1, self.h2))
        idle = self.idle(2, po, self.plength, self.pw, self.less)
        parts: list[Summand] = [
            (1, [], dw), (1, [], dh1 + pull * self.d1), (1, [], dh2 + pull * self.d2),
            (1, [po, q, self.po1, self.po1], w * self.d1),
            (1, [po, q, self.po2, self.po2], w * self.d2),
            (2, [po, large, self.pE]), *idle,
        ]  # fmt: skip
        return inner.cone(
            gap, *((c, [*times, *facts], *square) for c, facts, *square in parts),
            modulo=[*self.removals, self.no_q, self.on_cone],
        )  # fmt: skip

    def energy_at_start(self) -> str:
        """Show E·P ≤ C at t = 0: E ≤ ½C and P ≤ 2."""
        s, e, a1, a2 = self.s, self.e, self.a1, self.a2
        tangent, at_most = self.power_at_start()
        over = s.cone(self.X0 - 1, (1, [tangent]), (2, [self.pdelta]))
        small = s.cone(1 - e**2, (1, [self.pe, self.pe, over]), modulo=[self.no_X0])
        sum_ = s.cone(1 + e**2, (1, []), (1, [self.pe, self.pe]))
        along, less = self.along_at_start()
        E0, *gaps = (s.at_start(x) for x in (self.E, self.d1, self.d2))
        pE0 = s.cone(
            E0, (HALF, [self.po1], gaps[0]), (HALF, [self.po2], gaps[1]),
            *self.idle(1, self.pe, self.pe, less),
        )  # fmt: skip
        half = s.cone(
            self.C - 2 * E0,
            (1, [self.po1], e**2 * a1 + self.p[0]), (2, [self.po1, small, sum_], a1), (2, [self.po1], a2),
            (1, [self.po2], e**2 * a2 + self.p[1]), (2, [self.po2, small, sum_], a2), (2, [self.po2], a1),
            *self.idle(2, small), *self.idle(2, self.pe, self.pe, along),
            modulo=self.no_unit,
        )  # fmt: skip
        return s.cone(self.C - E0 * self.P0, (1, [pE0, at_most]), (1, [half]))

    def along_at_start(self) -> tuple[str, str]:
        """Show that a·p/s lies between 0 and 1, where decay needs it."""
        return "", ""
