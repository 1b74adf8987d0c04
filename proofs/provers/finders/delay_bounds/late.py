"""The level is not reached early at large ratios: the names are those of :mod:`proofs.provers.finders.delay_bounds.large_ratio`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.provers.finders.delay_bounds.large_ratio import LargeRatio
from proofs.provers.finders.modes.between import HALF

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Script, Summand


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
        parts: list[Summand] = [
            (1, [self.g1, self.growth]),
            (1, [self.g1, self.pu, self.near]),
            (1, [self.po1, self.p1, self.above], w),
        ]
        (self.slower,) = s.carry(">=", (p, self.o1 * self.t1 * u * self.k, [start], lambda inner, _, gap: [
            inner.cone(gap, *parts, factor=[(1, [self.above])], modulo=[self.no_k, self.no_mu, self.no_o1])]))  # fmt: skip

    def side(self, s: Script, hyp: str, shift: Poly) -> str:
        """Show β < ½ before T."""
        c, h1, t1, Q = self.c, self.h1, self.t1, self.Q
        N, bounded = self._bounded(s, hyp, shift)
        enough = s.shown(HALF - 18 * c * N, ">")
        less = s.cone(3 * Q - h1 - 1, (1, [self.slower]), (1, []))
        total = s.cone(3 * Q + h1 + 1, (3, [self.pQ]), (1, [self.p1]), (1, []))
        above = s.cone(h1 + 1, (1, [self.p1]), (1, []))
        removals = [*self.no_j, self.no_sigma, self.no_t2, self.no_root]
        return s.cone(
            HALF - self.beta, (9, [self.pt1, bounded]), (1, [enough], t1), (fmpq(1, 4), []),
            (1, [self.pt1, less, total]), (1, [self.pt1, self.near, above]),
            (1, [self.pt1, self.pw, self.under_one]), (1, [self.ordered, self.pw, self.p2]),
            factor=[(1, [self.ps, self.ps])], modulo=removals,
        )  # fmt: skip

    def _bounded(self, s: Script, hyp: str, v: Poly) -> tuple[Poly, str]:
        """Show (1 + u)^(2c) < N√r where N = e^(more + 1), as log(1 + u) < v + 7/10."""
        c, u, Q = self.c, self.u, self.Q
        lead = self.delta + v - self.mu * self.t
        later = s.cone(lead, (1, [self.pmu, hyp]), modulo=[self.no_mu])
        V, ratio, more = s.term("exp", v), s.term("exp", lead), s.term("exp", v * 0 + fmpq(7, 10))
        product = s.exponents((ratio, 1), (u, 1), (V, -1))
        above = s.above_one(ratio, later)
        early = s.cone(V - u, (1, [above, self.pu]), modulo=[(product, ratio, self.pu)])
        gap, two = s.term("exp", v + fmpq(7, 10) - self.L), s.shown(more - 2, ">")
        product = s.exponents((gap, 1), (self.whole, 1), (V, -1), (more, -1))
        large = s.cone(
            gap - 1, (1, [two, self.positive(V)]), (1, [s.above_one(V, self.pvalue)]), (1, [early]),
            factor=[(1, [self.above])], modulo=[(product, gap, self.positive(self.whole)), self.no_whole],
        )  # fmt: skip
        rest = self.log * HALF + self.more + 1 - 2 * c * self.L
        small = s.shown(1 - fmpq(7, 5) * c, ">")
        parts = (2, [self.pc, s.exponent(gap, large)]), (1, [small])
        over, N = s.term("exp", rest), s.term("exp", v * 0 + self.more + 1)
        above = s.above_one(over, s.cone(rest, *parts, modulo=[self.no_c]))
        product = s.exponents((over, 1), (Q, 2), (self.root, -1), (N, -1))
        square = s.cone(Q**2, (1, [self.pQ, self.pQ]))
        return N, s.cone(self.root * N - Q**2, (1, [above], Q), modulo=[(product, over, square)])
