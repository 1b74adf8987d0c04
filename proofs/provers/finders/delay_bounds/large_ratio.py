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

from proofs.kernel.formulas import fact
from proofs.provers.finders.delay_bounds.behind import Behind
from proofs.provers.finders.goals import prove
from proofs.provers.finders.modes.between import HALF
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Removal, Script

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

    def constants(self, place: Tree) -> None:
        """Show what the ratio says of the constants."""
        self.tree = self.value(place, [])
        s, t1, t2, mu, pmu = self.s, self.t1, self.t2, self.mu, self.pmu
        ratio = s.b.scope.poly(place)
        large = prove(s.b, fact(ratio - FROM, ">="), 0)
        if large is None:
            raise NotFoundError("the ratio is not easily seen to be large")
        self.large = s.keep(large, ratio - FROM)
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
            s.zero(
                drive - self.c * mu, factor=[total], modulo=[self.no_c, self.no_mu2, self.drives]
            ),
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
            for x, p, no in (
                (self.whole, self.pu, self.no_whole),
                (self.whole0, self.pe, self.no_whole0),
            )
        )
        self.pL, self.pL0 = s.exponent(self.whole, more_), s.exponent(self.whole0, more0)

    def narrow(self) -> None:
        """Show w ≥ h₁, h₂ ≤ 1 and w ≤ h₁ + 1."""
        self.observe()
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
        self.under_one = s.cone(1 - h2, (1, [one]), (1, [kept]),
                            factor=[(1, [s.cone(1 + h2, (1, []), (1, [self.p2]))])])  # fmt: skip
        sides = (1, [self.pw]), (1, [self.p1]), (1, [self.p2])
        sum_ = s.cone(h1 + h2 - w, (2, [self.p1, self.p2]),
                      factor=[(1, [s.cone(w + h1 + h2, *sides)])], modulo=[self.on_cone])  # fmt: skip
        self.near = s.cone(h1 + 1 - w, (1, [sum_]), (1, [self.under_one]))

    def small_start(self) -> str:
        """Show e < 1 at the start."""
        s = self.s
        large = s.term("exp", self.delta)
        product = s.exponents((self.e, 1), (large, 1))
        parts = (1, [self.pe, s.tangent(large)]), (1, [self.pe, self.pdelta])
        return s.cone(1 - self.e, *parts, modulo=[(product, large, self.pe)])
