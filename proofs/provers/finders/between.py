"""Scripts for the mode between two groups, in w, h₁ and h₂.

    w′ = g₁h₁ + g₂h₂ - w(ω₁h₁² + ω₂h₂²),   hᵢ′ = w(gᵢ - ωᵢwhᵢ),   gᵢ = ωᵢtᵢ,
    β = w(t₁h₁ + t₂h₂)/σ²,   σ² = t₁² + t₂²,   μ² = g₁² + g₂²,

from w = e^(-δ), hᵢ = e^(-δ)aᵢ, where a₁² + a₂² = 1, and aᵢ = tᵢ/σ if it is not given. All of w, h₁, h₂ stay positive, and w² = h₁² + h₂².

* w grows at most like e^(μt-δ), and β ≤ w²/σ.
* Z = μw + g₁h₁ + g₂h₂ lies between μw and 2μw, and (O + μX)Z² ≥ μ³ with X = e^(2δ-2μt) and
  O = ω₁ + ω₂. So w² ≥ ¼μ/(O + μX), and E = ½Σωᵢ(tᵢ - whᵢ)² decays: E·(1 + 1/X)ⁿ is at most
  C = ω₁t₁² + ω₂t₂², with 4n(O + μ) = o, where 1/o = 1/ω₁ + 1/ω₂.
* Where ω₁ = ω₂, h₁/t₁ = h₂/t₂ stays, σw = t₁h₁ + t₂h₂, and β is logistic at the rate ωσ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.logistic import follows
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Mode, Removal, Script, Summand

HALF = fmpq(1, 2)
WITH_DECAY = 9
"""Constants of a mode with decay: five, and λ, s, p₁, p₂."""


def strength(mode: Mode, formula: Tree, at_zero: Tree) -> tuple[list[str], dict[str, Any]]:
    """Show β = Y for equal weights."""
    proof = Between(mode)
    s, (o1, o2, t1, t2, sigma, *_), (w, h1, h2) = mode.script, mode.lets, mode.y
    same = s.shown(o1 - o2, "=")
    # μ = ωσ is given a name by being the inverse of its inverse
    rate = o1 * sigma
    v, pv, no_v = s.inverse(rate, s.cone(rate, (1, [proof.po1, proof.ps])))
    mu, pmu, no_mu = s.inverse(v, pv)
    squares = mu**2 - o1**2 * t1**2 - o2**2 * t2**2
    is_mu = s.zero(squares, modulo=[no_mu, no_v, (same, o2), proof.no_sigma])
    mode.begin()
    introduce(s.b, formula)
    introduce(s.b, at_zero)
    proof.follow(mu, pmu, is_mu)
    line = t2 * h1 - t1 * h2
    start = s.zero(s.at_start(line))
    (kept,) = s.carry(
        "=",
        (line, -o1 * w**2, [start], lambda inner, _, gap: [inner.zero(gap, modulo=[(same, o2)])]),
    )
    to_line: Removal = (kept, h1, proof.pt2)
    along, total = proof.along(s, sigma, proof.ps, t1, t2, proof.pt1, proof.pt2)
    size = s.zero(
        sigma * w - along, factor=[total], modulo=[proof.on_cone, proof.no_sigma, to_line]
    )
    beta, no_j = proof.beta()

    def change(inner: Script) -> list[str]:
        gap = mode.flow.derivative(inner.b.scope, beta) - 2 * rate * beta * (1 - beta)
        removals = [(same, o2), no_j, (size, w, proof.ps), to_line, proof.no_sigma]
        return [inner.zero(gap, modulo=removals)]

    claimed = s.b.scope.poly(formula)
    return [follows(mode, beta, claimed, rate, change)], proof.bounds


class Between:
    """What is shown of such a mode; a label p… says that a number is positive."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive, and σ² = t₁² + t₂²."""
        self.mode, self.s, self.t = mode, mode.script, mode.time
        lets = mode.lets if len(mode.lets) < WITH_DECAY else mode.lets[:5]
        self.o1, self.o2, self.t1, self.t2, self.sigma, *start = lets
        self.w, self.h1, self.h2 = mode.y
        # δ stands in the start e^(-δ) of w
        self.delta = self.s.b.scope.poly(mode.goal[3][1][3][1][2])
        self.po1, self.po2, self.pt1, self.pt2, self.ps, *positive = (
            self.s.shown(x, ">") for x in lets
        )
        squares = self.s.shown(self.sigma**2 - self.t1**2 - self.t2**2, "=")
        self.no_sigma: Removal = (squares, self.sigma)
        self.no_t1: Removal = (squares, self.t1)
        self.i, self.pi, self.no_i = self.s.inverse(self.sigma, self.ps)
        s, self.no_unit = self.s, [self.no_t1, self.no_i]
        if start:
            (self.a1, self.a2), (self.pa1, self.pa2) = start, positive
            self.no_unit = [(s.shown(self.a1**2 + self.a2**2 - 1, "="), self.a1)]
        else:
            self.a1, self.a2 = self.t1 * self.i, self.t2 * self.i
            self.pa1, self.pa2 = (
                s.cone(x, (1, [p, self.pi])) for x, p in ((self.a1, self.pt1), (self.a2, self.pt2))
            )
        self.lam = self.s.b.ring.constant(0)
        self.plam = ""
        self.strength: Poly | None = None
        self.no_j: Removal = self.no_i

    def positive(self, x: Poly) -> str:
        """Return the fact that an exponential is positive."""
        return f"{self.s.named(x)}.0"

    def beta(self) -> tuple[Poly, Removal]:
        """Return β, and what removes 1/σ²."""
        s, square = self.s, self.sigma**2
        j, _, no_j = s.inverse(square, s.cone(square, (1, [self.ps, self.ps])))
        return self.w * (self.t1 * self.h1 + self.t2 * self.h2) * j, no_j

    def along(
        self, s: Script, size: Poly, psize: str, x: Poly, y: Poly, px: str, py: str
    ) -> tuple[Poly, str]:
        """Return x·h₁ + y·h₂, and that size·w plus it is positive."""
        along = x * self.h1 + y * self.h2
        parts = (1, [psize, self.pw]), (1, [px, self.p1]), (1, [py, self.p2])
        return along, s.cone(size * self.w + along, *parts)

    def below(
        self, s: Script, size: Removal, psize: str, x: Poly, y: Poly, px: str, py: str
    ) -> str:
        """Show x·h₁ + y·h₂ ≤ size·w where size² = x² + y²."""
        along, total = self.along(s, size[1], psize, x, y, px, py)
        across = x * self.h2 - y * self.h1
        return s.cone(
            size[1] * self.w - along,
            (1, [], across),
            factor=[(1, [total])],
            modulo=[size, self.on_cone],
        )

    def grow_at(self) -> None:
        """Name μ, the root of Σ(ωᵢtᵢ)²."""
        s, drives = self.s, ([self.po1, self.pt1], [self.po2, self.pt2])
        square = (self.o1 * self.t1) ** 2 + (self.o2 * self.t2) ** 2
        s.cone(square, (1, drives[0] * 2), (1, drives[1] * 2))
        tree = ["root", s.b.tree(square), "2"]
        introduce(s.b, tree)
        self.mu = s.b.scope.poly(tree)
        self.is_mu = s.keep(f"{s.named(self.mu)}.0", self.mu**2 - square)
        self.pmu = s.shown(self.mu, ">")

    # the flow -------------------------------------------------------------------------------------

    def follow(self, mu: Poly, pmu: str, is_mu: str) -> None:
        """Show positivity, w² = h₁² + h₂², and w ≤ e^(νt-δ)."""
        s, w, h1, h2 = self.s, self.w, self.h1, self.h2
        o1, o2, t1, t2, lam = self.o1, self.o2, self.t1, self.t2, self.lam
        self.mu, self.pmu, self.no_mu2 = mu, pmu, (is_mu, mu)
        if not self.plam:
            self.nu, self.pnu = mu, pmu
        self.e, self.u = s.term("exp", -self.delta), s.term("exp", self.nu * self.t - self.delta)
        self.pe, self.pu = self.positive(self.e), self.positive(self.u)
        self.mode.enter()
        starts = [
            s.cone(x * self.e, (1, [px, self.pe]))
            for x, px in ((self.a1, self.pa1), (self.a2, self.pa2))
        ]
        drives = [self.po1, self.pt1], [self.po2, self.pt2]
        self.pw, self.p1, self.p2 = s.carry(
            ">",
            (w, -(o1 * h1**2 + o2 * h2**2) - lam, [self.pe], lambda inner, hyp, gap: [
                inner.cone(gap, (1, [*drives[0], hyp[1]]), (1, [*drives[1], hyp[2]]))]),
            (h1, -o1 * w**2 - lam, [starts[0]], lambda inner, hyp, gap: [
                inner.cone(gap, (1, [*drives[0], hyp[0]]))]),
            (h2, -o2 * w**2 - lam, [starts[1]], lambda inner, hyp, gap: [
                inner.cone(gap, (1, [*drives[1], hyp[0]]))]),
        )  # fmt: skip
        norm = w**2 - h1**2 - h2**2
        start = s.zero(s.at_start(norm), modulo=self.no_unit)
        (cone,) = s.carry("=", (norm, -2 * lam, [start], lambda *_: []))
        self.on_cone: Removal = (cone, w)
        self.g1, self.g2 = s.cone(o1 * t1, (1, drives[0])), s.cone(o2 * t2, (1, drives[1]))
        self.drive = self.below(s, self.no_mu2, pmu, o1 * t1, o2 * t2, self.g1, self.g2)
        (self.growth,) = s.carry(">=", (self.u - w, self.nu, [], lambda inner, _, gap: [
            inner.cone(gap, (1, [self.drive]), (1, [self.po1, self.pw], h1),
                       (1, [self.po2, self.pw], h2))]))  # fmt: skip
        self.bounds = {}
        for y, py, other in ((w, self.pw, None), (h1, self.p1, h2), (h2, self.p2, h1)):
            parts = [(1, [self.growth])]
            if other is not None:
                total = s.cone(w + y, (1, [self.pw]), (1, [py]))
                less = s.cone(w - y, (1, [], other), factor=[(1, [total])], modulo=[self.on_cone])
                parts.append((1, [less]))
            both = [s.cone(self.u - y, *parts), s.cone(self.u + y, (1, [self.pu]), (1, [py]))]
            self.bounds[s.named(y)] = {"by": s.b.write(self.u), "from": both}

    def choose(self, mu: Poly, pmu: str) -> None:
        """Choose the constants of the energy's decay."""
        s = self.s
        self.O = self.o1 + self.o2
        self.pO = s.cone(self.O, (1, [self.po1]), (1, [self.po2]))
        q, self.pq, self.no_q = s.inverse(self.O, self.pO)
        self.o = self.o1 * self.o2 * q
        self.po = s.cone(self.o, (1, [self.po1, self.po2, self.pq]))
        four = s.cone(4 * (self.O + mu), (4, [self.pO]), (4, [pmu]))
        self.x, self.px, self.no_x = s.inverse(4 * (self.O + mu), four)
        self.n = self.o * self.x
        self.pn = s.cone(self.n, (1, [self.po, self.px]))
        (r1, pr1, self.no_r1), (r2, pr2, self.no_r2) = (
            s.inverse(x, p) for x, p in ((self.t1, self.pt1), (self.t2, self.pt2))
        )
        self.least, self.rests = r1 + r2, (pr1, pr2)
        self.pleast = s.cone(self.least, (1, [pr1]), (1, [pr2]))
        self.C = self.o1 * self.t1**2 + self.o2 * self.t2**2
        parts = (1, [self.po1, self.pt1, self.pt1]), (1, [self.po2, self.pt2, self.pt2])
        self.pC = s.cone(self.C, *parts)

    def learn(self, label: str, more: Poly, pmore: str) -> None:
        """Take that δ > 1/t₁ + 1/t₂ + more."""
        least = self.least + more
        self.s.learn(label, self.delta - least, ">")
        self.beyond = self.s.cone(self.delta - self.least, (1, [label]), (1, [pmore]))
        self.pdelta = self.s.cone(self.delta, (1, [self.beyond]), (1, [self.pleast]))

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
        less: list[Summand] = [(4, [self.px, self.plam])] if self.plam else []
        slow = s.cone(
            1 - 4 * x * self.OX * Y * i,
            (4, [self.px, self.pO]),
            (4, [self.px, self.pmu, pY]),
            *less,
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

    def decay(self) -> None:
        """Show E·P ≤ C."""
        s, w, steep = self.s, self.w, self.slow()
        self.e1, self.e2 = self.t1 - w * self.h1, self.t2 - w * self.h2
        self.E = (self.o1 * self.e1**2 + self.o2 * self.e2**2) * HALF

        def decays(inner: Script, _: list[str], gap: Poly) -> list[str]:
            o, po1, po2 = [self.po1, self.po2, self.pq, self.pP, steep], self.po1, self.po2
            return [inner.cone(
                gap, (1, [self.pP], self.mode.flow.fields[s.named(w)]),
                (1, [self.pP, self.pq, po1, po1, po1], w * self.e1),
                (1, [self.pP, self.pq, po2, po2, po2], w * self.e2),
                (1, [*o, po1], self.e1), (1, [*o, po2], self.e2), modulo=[self.no_q],
            )]  # fmt: skip

        start = self.energy_at_start()
        part = (self.C - self.E * self.P, s.b.ring.constant(0), [start], decays)
        (self.kept,) = s.carry(">=", part)

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

    def energy_at_start(self) -> str:
        """Show E·P ≤ C at t = 0: E ≤ ½C and P ≤ 2."""
        s = self.s
        tangent, at_most = self.power_at_start()
        room = self.room_at_start(tangent)
        E0 = s.at_start(self.E)
        gaps = (1, [self.po1], s.at_start(self.e1)), (1, [self.po2], s.at_start(self.e2))
        pE0 = s.cone(2 * E0, *gaps)
        half = s.cone(
            self.C - 2 * E0,
            (1, [self.po1, self.pe, self.pe, self.pa1, room[0]]),
            (1, [self.po2, self.pe, self.pe, self.pa2, room[1]]),
        )
        return s.cone(self.C - E0 * self.P0, (HALF, [pE0, at_most]), (1, [half]))

    def room_at_start(self, tangent: str) -> list[str]:
        """Show e²aᵢ < 2tᵢ at t = 0, where e² = e^(-2δ) < tᵢ: for aᵢ ≤ 1 < 2tᵢδ < tᵢe^(2δ)."""
        s, found = self.s, []
        for t, pt, a, other, no_r, pr in (
            (self.t1, self.pt1, self.a1, self.a2, self.no_r1, self.rests[1]),
            (self.t2, self.pt2, self.a2, self.a1, self.no_r2, self.rests[0]),
        ):
            most = s.cone(2 - 2 * a, (1, [], 1 - a), (1, [], other), modulo=self.no_unit)
            large = s.cone(
                2 * t * self.X0 - 4, (2, [pt, tangent]), (2, [pt]), (4, [pt, self.beyond]),
                (4, [pt, pr]), modulo=[no_r],
            )  # fmt: skip
            found.append(
                s.cone(
                    2 * t - self.e**2 * a, (1, [self.pe, self.pe, large]), (HALF, [self.pe, self.pe, most]),
                    (3, [self.pe, self.pe]), modulo=[self.no_X0],
                )
            )  # fmt: skip
        return found
