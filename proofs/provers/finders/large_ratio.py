"""The mode between two groups at large ratios r, where ω₂ = μ, t₁² = r/2 and t₂² = 1/2.

In u = e^(μt-δ), and with c = 1/√2, so that the drive is g = ω₁t₁ = ω₂t₂ = cμ:

* h₂ ≤ 1, so that w ≤ h₁ + 1 and w ≤ u. Then h₁ + 2 ≤ 3(1 + u)^c, whose logarithm grows at g once u is large.
  So β < ½ before u = e^v with v = c(½log r - 9/2).
* 3(1 + u)w ≥ u, and t₁ - wh₁ ≥ 3/2·(K - h₁²) with K = (2t₁ - 1)/3. With α = 3ω₁K/(2μ), which is c - c/(2t₁),
  and Λ = (1 + u)^α - 1/(1 + u), this gives h₁²(81K + Λ²) ≥ KΛ², and β ≥ ½ at u = e^v with v = c(½log r + 10).

So the delay is ½c·log r but for a bounded rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.behind import Behind
from proofs.provers.finders.between import HALF
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Mode, Removal, Script

FROM = 10**4
"""The ratio from which on the bounds are shown."""


class LargeRatio(Behind):
    """Such a mode.

    Attributes
    ----------
    more : rational
        What is added to ½log r.
    """

    more = fmpq(0)

    @classmethod
    def value(cls, place: Tree, size: Tree) -> Tree:  # noqa: ARG003
        """Return what the delay at a ratio is compared with."""
        inside = ["+", ["*", "1/2", ["log", place]], str(cls.more)]
        return ["*", "1/2", ["root", "2", "2"], inside]

    @classmethod
    def shift(cls, place: Tree, size: Tree, start: Tree) -> Tree:  # noqa: ARG003
        """Return μT - δ."""
        return cls.value(place, size)

    def far(self, s: Script, y: str, size: Tree) -> tuple[Tree, dict[str, Any], dict[str, Any]]:  # noqa: ARG002
        """Return μT - δ by null quantities, which they are, and thresholds."""
        return self.tree, {}, {}

    def room(self, s: Script, delta: Poly, beyond: str) -> None:
        """Show e^(-2δ) < σ, and δ > 0."""
        super().room(s, delta, beyond)
        self.pdelta = s.cone(delta, (1, [beyond]), (1, [self.pi]))

    def constants(self, place: Tree, mu: Poly, pmu: str, is_mu: str) -> None:
        """Show what the ratio says of the constants."""
        self.tree = self.value(place, [])
        s, t1, t2 = self.s, self.t1, self.t2
        ratio = s.b.scope.poly(place)
        self.large = s.shown(ratio - FROM, ">=")
        root = s.b.scope.poly(["root", "2", "2"])
        self.c = root * HALF
        self.pc = s.shown(self.c, ">")
        self.no_c: Removal = (s.keep(f"{s.named(root)}.0", root**2 - 2), root)
        self.log = s.b.scope.poly(["log", place])
        self.root = s.term("exp", self.log * HALF)
        whole = s.term("exp", self.log)
        proot, pwhole = self.positive(self.root), s.log(whole, self.log)
        square = s.exponents((self.root, 2), (whole, -1))
        is_root = s.zero(self.root**2 - ratio, modulo=[(square, self.root), (pwhole, whole)])
        is_t1, is_t2 = s.shown(t1**2 - ratio * HALF, "="), s.shown(t2**2 - HALF, "=")
        self.no_t2: Removal = (is_t2, t2)
        both = s.cone(t1 + self.c * self.root, (1, [self.pt1]), (1, [self.pc, proot]))
        same = s.zero(
            t1 - self.c * self.root,
            factor=[both],
            modulo=[(is_t1, t1), self.no_c, (is_root, self.root)],
        )
        self.no_root: Removal = (
            s.zero(self.root - 2 * self.c * t1, modulo=[(same, t1), self.no_c]),
            self.root,
        )
        drive = self.o1 * t1
        total = s.cone(drive + self.c * mu, (1, [self.po1, self.pt1]), (1, [self.pc, pmu]))
        self.no_o1: Removal = (
            s.zero(drive - self.c * mu, factor=[total], modulo=[self.no_c, (is_mu, mu), self.drives]),
            self.o1,
            self.pt1,
        )
        self.no_o2: Removal = (s.shown(self.o2 - mu, "="), self.o2)
        total = s.cone(t1 + 70, (1, [self.pt1]), (70, []))
        self.seventy = s.cone(t1 - 70, (HALF, [self.large]), (100, []), factor=[(1, [total])],
                           modulo=[(is_t1, t1)])  # fmt: skip
        self.plog = s.exponent(
            whole, s.cone(whole - 1, (1, [self.large]), (FROM - 1, []), modulo=[(pwhole, whole)])
        )
        self.inverse, self.pinverse, self.no_mu = s.inverse(mu, pmu)
        self.v = s.b.scope.poly(self.tree)
        inner = self.log * HALF + self.more
        if self.more > 0:
            above = s.cone(inner, (HALF, [self.plog]), (self.more, []))
        else:
            nine = s.term("exp", s.b.ring.constant(-self.more))
            over = s.term("exp", inner)
            product = s.exponents((over, 1), (nine, 1), (self.root, -1))
            more = s.cone(self.root - nine, (2, [self.pc, self.seventy]),
                          (1, [s.shown(140 * self.c - nine, ">")]), modulo=[self.no_root])  # fmt: skip
            pnine = self.positive(nine)
            above = s.exponent(over, s.cone(over - 1, (1, [more]), factor=[(1, [pnine])],
                                            modulo=[(product, over, pnine)]))  # fmt: skip
        self.pvalue = s.cone(self.v, (1, [self.pc, above]))

    def powers(self, more: Poly) -> None:
        """Name (1 + u)^more, also at the start, and what is known of 1 + u."""
        s, e, u = self.s, self.e, self.u
        self.above = s.cone(1 + u, (1, []), (1, [self.pu]))
        above0 = s.cone(1 + e, (1, []), (1, [self.pe]))
        self.L, self.L0 = s.term("log", 1 + u, by=[self.above]), s.term("log", 1 + e, by=[above0])
        self.Q, self.Q0 = s.term("exp", more * self.L), s.term("exp", more * self.L0)
        self.pQ, self.pQ0 = self.positive(self.Q), self.positive(self.Q0)
        self.k, self.pk, self.no_k = s.inverse(1 + u, self.above)
        self.k0, self.pk0, self.no_k0 = s.inverse(1 + e, above0)
        self.whole, self.whole0 = s.term("exp", self.L), s.term("exp", self.L0)
        self.no_whole: Removal = (s.log(self.whole, self.L), self.whole)
        self.no_whole0: Removal = (s.log(self.whole0, self.L0), self.whole0)
        more_, more0 = (
            s.cone(x - 1, (1, [p]), modulo=[no])
            for x, p, no in ((self.whole, self.pu, self.no_whole), (self.whole0, self.pe, self.no_whole0))
        )
        self.pL, self.pL0 = s.exponent(self.whole, more_), s.exponent(self.whole0, more0)

    def narrow(self) -> None:
        """Show w ≥ h₁, h₂ ≤ 1 and w ≤ h₁ + 1."""
        self.strength_, self.no_j2 = self.beta()
        s, w, h1, h2, t2 = self.s, self.w, self.h1, self.h2, self.t2
        self.over1, over2 = (
            s.cone(w - y, (1, [], other), factor=[(1, [s.cone(w + y, (1, [self.pw]), (1, [p]))])],
                   modulo=[self.on_cone])
            for y, other, p in ((h1, h2, self.p1), (h2, h1, self.p2))
        )  # fmt: skip
        less = s.cone(
            self.sigma - t2, (1, [], self.t1), modulo=[self.no_sigma],
            factor=[(1, [s.cone(self.sigma + t2, (1, [self.ps]), (1, [self.pt2]))])],
        )  # fmt: skip
        start = s.cone(
            s.at_start(t2 - h2**2), (1, [self.pt2, self.pt2, self.pi, self.pi, self.small]),
            (1, [self.pt2, self.pi, less]), modulo=[self.no_i],
        )  # fmt: skip
        part = (t2 - h2**2, -2 * h2 * w * self.o2, [start], lambda inner, _, gap: [
            inner.cone(gap, (2, [self.po2, self.pw, self.p2, self.p2, over2]))])  # fmt: skip
        (kept,) = s.carry(">=", part)
        one = s.cone(1 - t2, (HALF, []), factor=[(1, [s.cone(1 + t2, (1, []), (1, [self.pt2]))])],
                     modulo=[self.no_t2])  # fmt: skip
        self.below = s.cone(1 - h2, (1, [one]), (1, [kept]),
                            factor=[(1, [s.cone(1 + h2, (1, []), (1, [self.p2]))])])  # fmt: skip
        sides = (1, [self.pw]), (1, [self.p1]), (1, [self.p2])
        sum_ = s.cone(h1 + h2 - w, (2, [self.p1, self.p2]),
                      factor=[(1, [s.cone(w + h1 + h2, *sides)])], modulo=[self.on_cone])  # fmt: skip
        self.near = s.cone(h1 + 1 - w, (1, [sum_]), (1, [self.below]))

    def small_start(self) -> str:
        """Show e < 1 at the start."""
        s = self.s
        large = s.term("exp", self.delta)
        product = s.exponents((self.e, 1), (large, 1))
        parts = (1, [self.pe, s.tangent(large)]), (1, [self.pe, self.pdelta])
        return s.cone(1 - self.e, *parts, modulo=[(product, large, self.pe)])


class Late(LargeRatio):
    """The level is not reached before u = e^v."""

    more = fmpq(-9, 2)

    def compare(self) -> None:
        """Show h₁ + 2 ≤ 3(1 + u)^c."""
        s, u, w, h1 = self.s, self.u, self.w, self.h1
        self.narrow()
        self.powers(self.c)
        steep = s.above_one(self.Q0, s.cone(self.c * self.L0, (1, [self.pc, self.pL0])))
        part = s.cone(
            self.sigma - self.t1, (1, [], self.t2), modulo=[self.no_sigma],
            factor=[(1, [s.cone(self.sigma + self.t1, (1, [self.ps]), (1, [self.pt1]))])],
        )  # fmt: skip
        share = s.cone(1 - self.a1, (1, [self.pi, part]), modulo=[self.no_i])
        less = s.cone(1 - self.a1 * self.e, (1, [self.small_start()]), (1, [self.pe, share]))
        p = 3 * self.Q - h1 - 2
        start = s.cone(s.at_start(p), (3, [steep]), (1, [less]))
        parts = [
            (1, [self.g1, self.growth]),
            (1, [self.g1, self.pu, self.near]),
            (1, [self.po1, self.p1, self.above], w),
        ]
        (self.slower,) = s.carry(">=", (p, self.o1 * self.t1 * u * self.k, [start], lambda inner, _, gap: [
            inner.cone(gap, *parts, factor=[(1, [self.above])], modulo=[self.no_k, self.no_mu, self.no_o1])]))  # fmt: skip

    def side(self, s: Script, hyp: str, shift: Poly) -> str:
        """Show β < ½ before T."""
        c, h1, t1, u, v, Q = self.c, self.h1, self.t1, self.u, shift, self.Q
        lead = self.delta + v - self.mu * self.t
        later = s.cone(lead, (1, [self.pmu, hyp]), modulo=[self.no_mu])
        V, ratio, more = s.term("exp", v), s.term("exp", lead), s.term("exp", v * 0 + fmpq(7, 10))
        product = s.exponents((ratio, 1), (u, 1), (V, -1))
        above = s.above_one(ratio, later)
        early = s.cone(V - u, (1, [above, self.pu]), modulo=[(product, ratio, self.pu)])
        more_ = s.shown(more - 2, ">")
        gap = s.term("exp", v + fmpq(7, 10) - self.L)
        pwhole = self.positive(self.whole)
        product = s.exponents((gap, 1), (self.whole, 1), (V, -1), (more, -1))
        large = s.cone(
            gap - 1, (1, [more_, self.positive(V)]), (1, [s.above_one(V, self.pvalue)]), (1, [early]),
            factor=[(1, [self.above])], modulo=[(product, gap, pwhole), self.no_whole],
        )  # fmt: skip
        shorter = s.exponent(gap, large)
        half = self.log * HALF
        rest = half + self.more + 1 - 2 * c * self.L
        small = s.shown(1 - fmpq(7, 5) * c, ">")
        over = s.term("exp", rest)
        over_ = s.above_one(
            over, s.cone(rest, (2, [self.pc, shorter]), (1, [small]), modulo=[self.no_c])
        )
        N = s.term("exp", v * 0 + self.more + 1)
        product = s.exponents((over, 1), (Q, 2), (self.root, -1), (N, -1))
        square = s.cone(Q**2, (1, [self.pQ, self.pQ]))
        bounded = s.cone(self.root * N - Q**2, (1, [over_], Q), modulo=[(product, over, square)])
        enough = s.shown(HALF - 18 * c * N, ">")
        less = s.cone(3 * Q - h1 - 1, (1, [self.slower]), (1, []))
        total = s.cone(3 * Q + h1 + 1, (3, [self.pQ]), (1, [self.p1]), (1, []))
        above1 = s.cone(h1 + 1, (1, [self.p1]), (1, []))
        beta, no_j = self.strength_, self.no_j2
        return s.cone(
            HALF - beta, (9, [self.pt1, bounded]), (1, [enough], t1), (fmpq(1, 4), []),
            (1, [self.pt1, less, total]), (1, [self.pt1, self.near, above1]),
            (1, [self.pt1, self.pw, self.below]), (1, [self.ordered, self.pw, self.p2]),
            factor=[(1, [self.ps, self.ps])], modulo=[no_j, self.no_sigma, self.no_t2, self.no_root],
        )  # fmt: skip


class Soon(LargeRatio):
    """The level is reached at u = e^v."""

    how = "soon"
    more = fmpq(10)

    def begun(self, time: Poly) -> dict[str, list[str]]:
        """Show that T is not before the start."""
        parts = (1, [self.pdelta, self.pinverse]), (1, [self.pvalue, self.pinverse])
        return {"begun": [self.s.cone(time, *parts)]}

    def compare(self) -> None:
        """Show h₁²(81K + Λ²) > KΛ²."""
        s, u, w, h1, o1 = self.s, self.u, self.w, self.h1, self.o1
        self.hold()
        self.narrow()
        self.K = (2 * self.t1 - 1) / 3
        self.pK = s.cone(self.K, (fmpq(2, 3), [self.seventy]), (fmpq(139, 3), []))
        fast = fmpq(3, 2) * o1 * self.K * self.inverse
        self.alpha = fast
        self.palpha = s.cone(fast, (fmpq(3, 2), [self.po1, self.pK, self.pinverse]))
        self.powers(fast)
        first = self.from_the_start()
        above = s.above_one(self.Q, s.cone(fast * self.L, (1, [self.palpha, self.pL])))
        self.less_k = s.cone(1 - self.k, (1, [self.pu, self.pk]), modulo=[self.no_k])
        lam = self.lam_ = self.Q - self.k
        self.plam_ = s.cone(lam, (1, [above]), (1, [self.less_k]))
        N = self.N = 81 * self.K + lam**2
        self.pN = s.cone(N, (81, [self.pK]), (1, [], lam))
        p = h1**2 * N - self.K * lam**2
        slow = s.cone(
            self.left - fmpq(3, 2) * o1 * (self.K - h1**2), (1, [self.po1, self.p1, self.near]),
            (HALF, [self.po1], h1 - 1),
        )  # fmt: skip
        wide, outer = self.steep(), self.outside()
        gap_ = self.K - h1**2

        def grows(inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            def case(s: Script, i: int, name: str) -> str:
                s.keep(name, gap_ if i == 0 else -gap_)
                if i:
                    parts = [(3, [name, self.plam_, self.pu, self.pk, self.po1, self.pK, self.pQ]),
                             (2, [name, self.plam_, self.pu, self.pk, self.pk, self.pmu])]  # fmt: skip
                    return s.cone(gap, (2, [self.p1, self.pw, self.pN, self.pleft]), *parts,
                                  modulo=[self.no_mu])  # fmt: skip
                total = s.cone(h1 * N + 9 * self.K * lam, (1, [self.p1, self.pN]), (9, [self.pK, self.plam_]))
                more = s.cone(h1 * N - 9 * self.K * lam, (1, [self.pN, hyp[0]]), (1, [self.pK], lam**2),
                              factor=[(1, [total])])  # fmt: skip
                inside = s.cone(
                    h1 * w * N - self.K * u * self.k * lam * (lam + 3 * self.k),
                    (1, [self.p1, self.pN, outer]), (1, [self.pk, self.pu, hyp[0]]),
                    (fmpq(1, 3), [self.pk, self.pk, self.pu, more]),
                )  # fmt: skip
                return s.cone(
                    gap, (2, [self.p1, self.pw, self.pN, slow]), (3, [name, self.po1, inside]),
                    (2, [name, self.pu, self.pk, self.pk, wide, self.plam_]), modulo=[self.no_mu],
                )  # fmt: skip

            on = inner.b.add("either", fact=[">=", inner.b.write(gap_)])
            return [inner.cases(on, gap, ">=", case)]

        (self.ahead_,) = s.carry(">", (p, s.b.ring.constant(0), [first], grows))

    def outside(self) -> str:
        """Show w ≥ u/(1 + u)·(h₁ + 1/(3(1 + u))), from (1 + 2u²)·4w² ≥ u²."""
        s, u, w, mu = self.s, self.u, self.w, self.mu
        self.choose(mu, self.pmu)
        self.grow()
        less = s.cone(self.o2 - self.o1, (1, [self.po2, self.ordered]), factor=[(1, [self.pt1])],
                      modulo=[self.drives])  # fmt: skip
        small = s.cone(2 * mu - self.O, (1, [less]), modulo=[self.no_o2])
        square = s.cone(u**2, (1, [self.pu, self.pu]))
        inverse: Removal = (s.exponents((self.X, 1), (u, 2)), self.X, square)
        first = s.cone(4 * w**2 * (2 * u**2 + 1) - u**2, (1, [self.wide], u), (4, [small], w * u),
                       factor=[(1, [self.pmu])], modulo=[inverse])  # fmt: skip
        double = s.cone(2 * u**2 + 1, (2, [square]), (1, []))
        total = s.cone(3 * (1 + u) * w + u, (3, [self.above, self.pw]), (1, [self.pu]))
        third = s.cone(
            3 * (1 + u) * w - u, (9, [first], 1 + u), (5, [], u), (18, [self.pu], u), (1, [], u**2),
            factor=[(4, [double, total])],
        )  # fmt: skip
        return s.cone(
            w - self.k * u * (self.h1 + self.k / 3), (fmpq(1, 3), [self.pk, self.pk, third]),
            (1, [self.pk, self.pu, self.over1]), modulo=[self.no_k],
        )  # fmt: skip

    def steep(self) -> str:
        """Show 3ω₁K ≥ μ, so that α ≥ ½."""
        s, c, t1 = self.s, self.c, self.t1
        parts = (1, [s.shown(2 * c - 1, ">"), self.seventy]), (1, [s.shown(139 * c - 70, ">")])
        more = s.cone((2 * c - 1) * t1 - c, *parts)
        return s.cone(3 * self.o1 * self.K - self.mu, (1, [self.pmu, more]), factor=[(1, [self.pt1])],
                      modulo=[self.no_o1])  # fmt: skip

    def from_the_start(self) -> str:
        """Show h₁²(81K + Λ²) > KΛ² at the start, where Λ ≤ 2e."""
        s, e, L0, Q0, k0 = self.s, self.e, self.L0, self.Q0, self.k0
        slow = s.cone(1 - self.alpha, (1, [s.shown(1 - self.c, ">")]), (HALF, [self.po1, self.pinverse]),
                      modulo=[self.no_o1, self.no_mu])  # fmt: skip
        left = s.term("exp", L0 - self.alpha * L0)
        above = s.above_one(left, s.cone(L0 - self.alpha * L0, (1, [self.pL0, slow])))
        product = s.exponents((Q0, 1), (left, 1), (self.whole0, -1))
        less = s.cone(1 + e - Q0, (1, [self.pQ0, above]), modulo=[(product, left, self.pQ0), self.no_whole0])
        more = s.cone(k0 - 1 + e, (1, [self.pk0], e), modulo=[self.no_k0])
        steep = s.above_one(Q0, s.cone(self.alpha * L0, (1, [self.palpha, self.pL0])))
        under = s.cone(1 - k0, (1, [self.pe, self.pk0]), modulo=[self.no_k0])
        lam = Q0 - k0
        first = s.cone(2 * e - lam, (1, [less]), (1, [more]))
        second = s.cone(2 * e + lam, (2, [self.pe]), (1, [steep]), (1, [under]))
        both = s.cone(self.t1 + self.t2, (1, [self.pt1]), (1, [self.pt2]))
        share = s.cone(self.a1**2 - HALF, (HALF, [self.pi, self.pi, self.ordered, both]),
                       modulo=[self.no_i, self.no_sigma])  # fmt: skip
        p = self.h1**2 * (81 * self.K + (self.Q - self.k) ** 2) - self.K * (self.Q - self.k) ** 2
        return s.cone(
            s.at_start(p), (1, [], self.a1 * e * lam), (81, [self.pK, share], e), (1, [self.pK, first, second]),
            (fmpq(73, 2), [self.pK, self.pe, self.pe]),
        )  # fmt: skip

    def side(self, s: Script, hyp: str, shift: Poly) -> str:
        """Show β ≥ ½ at T."""
        c, t1, u, v, lam, Q, log = self.c, self.t1, self.u, shift, self.lam_, self.Q, self.log
        lead = self.delta + v - self.mu * self.t
        now = s.zero(lead, (hyp, self.mu), modulo=[self.no_mu])
        V = s.term("exp", v)
        same: Removal = (s.exponents((u, 1), (V, -1), by=[now]), u)
        pV = self.positive(V)
        gap = s.term("exp", self.L - v)
        product = s.exponents((gap, 1), (V, 1), (self.whole, -1))
        above = s.cone(gap - 1, (1, []), factor=[(1, [pV])],
                       modulo=[(product, gap, pV), self.no_whole, same])  # fmt: skip
        longer = s.exponent(gap, above)
        tangent = s.tangent(self.root)
        wide = s.cone(
            4 * t1 - log / 4 - 5, (HALF, [tangent]), (1, [s.shown(4 - c, ">"), self.seventy]),
            (70, [s.shown(3 - c, ">")]), (fmpq(131, 2), []), modulo=[self.no_root],
        )  # fmt: skip
        rest = self.alpha * self.L - log / 4 - 3
        more = s.cone(rest, (2, [self.pt1, self.palpha, longer]), (1, [wide]), factor=[(2, [self.pt1])],
                      modulo=[self.no_o1, self.no_mu, self.no_c])  # fmt: skip
        over, r, three = s.term("exp", rest), s.term("exp", log / 4), s.term("exp", v * 0 + 3)
        pr = self.positive(r)
        product = s.exponents((over, 1), (r, 1), (three, 1), (Q, -1))
        large = s.cone(Q - 20 * r, (1, [pr, s.above_one(over, more), self.positive(three)]),
                       (1, [pr, s.shown(three - 20, ">")]), modulo=[(product, Q)])  # fmt: skip
        r_ = s.above_one(r, s.cone(log / 4, (fmpq(1, 4), [self.plog])))
        first = s.cone(lam - 19 * r, (1, [large]), (1, [r_]), (1, [self.less_k]))
        second = s.cone(lam + 19 * r, (1, [self.plam_]), (19, [pr]))
        square: Removal = (s.exponents((r, 2), (self.root, -1)), self.root)
        lam_ = s.cone(lam**2 - 361 * self.root, (1, [first, second]), modulo=[square])
        G = t1**2 / 6 - t1 / 3 - fmpq(1, 4)
        pG = s.shown(G, ">")
        rest_ = fmpq(2527, 5) * t1 * G - fmpq(81, 2) * self.K * (t1**2 + HALF)
        enough = s.cone(
            722 * c * t1 * G - fmpq(81, 2) * self.K * (t1**2 + HALF),
            (722, [s.shown(c - fmpq(7, 10), ">"), self.pt1, pG]), (1, [s.shown(rest_, ">")]),
        )  # fmt: skip
        beta, no_j = self.strength_, self.no_j2
        return s.cone(
            beta - HALF, (1, [self.pN, self.pt1, self.p1, self.over1]), (1, [self.pN, self.pw, self.pt2, self.p2]),
            (1, [self.pt1, self.ahead_]), (1, [lam_, pG]), (1, [enough]),
            factor=[(1, [self.ps, self.ps, self.pN])], modulo=[no_j, self.no_sigma, self.no_t2, self.no_root],
        )  # fmt: skip
