"""The level is reached soon enough at large ratios: the names are those of :mod:`proofs.provers.finders.delay_bounds.large_ratio`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.provers.finders.delay_bounds.large_ratio import LargeRatio
from proofs.provers.finders.modes.between import HALF

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Removal, Script, Summand


class Soon(LargeRatio):
    """The level is reached at u = e^v."""

    how = "soon"
    more = fmpq(10)

    def compare(self) -> None:
        """Show h₁²(81K + Λ²) > KΛ²."""
        s, h1, o1 = self.s, self.h1, self.o1
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
        self.pull = s.cone(
            self.left - fmpq(3, 2) * o1 * (self.K - h1**2), (1, [self.po1, self.p1, self.near]),
            (HALF, [self.po1], h1 - 1),
        )  # fmt: skip
        self.steep, self.outer = self.least_rate(), self.outside()
        (self.ahead_,) = s.carry(">", (p, s.b.ring.constant(0), [first], self.grows))

    def grows(self, s: Script, hyp: list[str], gap: Poly) -> list[str]:
        """Show that h₁²N - KΛ² ≥ 0 grows, where N = 81K + Λ²."""
        room = self.K - self.h1**2

        def case(deep: Script, i: int, name: str) -> str:
            deep.keep(name, -room if i else room)
            if not i:
                return self._below_capacity(deep, name, hyp[0], gap)
            parts: list[Summand] = [
                (2, [self.p1, self.pw, self.pN, self.pleft]),
                (3, [name, self.plam_, self.pu, self.pk, self.po1, self.pK, self.pQ]),
                (2, [name, self.plam_, self.pu, self.pk, self.pk, self.pmu]),
            ]
            return deep.cone(gap, *parts, modulo=[self.no_mu])

        on = s.b.add("either", fact=[">=", s.b.write(room)])
        return [s.cases(on, gap, ">=", case)]

    def _below_capacity(self, s: Script, room: str, hyp: str, gap: Poly) -> str:
        """Show it where h₁² ≤ K."""
        w, h1, u, N, lam, k, K = self.w, self.h1, self.u, self.N, self.lam_, self.k, self.K
        total = s.cone(h1 * N + 9 * K * lam, (1, [self.p1, self.pN]), (9, [self.pK, self.plam_]))
        more = s.cone(h1 * N - 9 * K * lam, (1, [self.pN, hyp]), (1, [self.pK], lam**2),
                      factor=[(1, [total])])  # fmt: skip
        inside = s.cone(
            h1 * w * N - K * u * k * lam * (lam + 3 * k),
            (1, [self.p1, self.pN, self.outer]), (1, [self.pk, self.pu, hyp]),
            (fmpq(1, 3), [self.pk, self.pk, self.pu, more]),
        )  # fmt: skip
        return s.cone(
            gap, (2, [self.p1, self.pw, self.pN, self.pull]), (3, [room, self.po1, inside]),
            (2, [room, self.pu, self.pk, self.pk, self.steep, self.plam_]), modulo=[self.no_mu],
        )  # fmt: skip

    def outside(self) -> str:
        """Show w ≥ u/(1 + u)·(h₁ + 1/(3(1 + u))), from (1 + 2u²)·4w² ≥ u²."""
        s, u, w, mu = self.s, self.u, self.w, self.mu
        self.choose()
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

    def least_rate(self) -> str:
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
        less = s.cone(
            1 + e - Q0, (1, [self.pQ0, above]), modulo=[(product, left, self.pQ0), self.no_whole0]
        )
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
        c, t1, K = self.c, self.t1, self.K
        large = self._large(s, self._steep(s, hyp, shift))
        G = t1**2 / 6 - t1 / 3 - fmpq(1, 4)
        above, size = self._from_seventy(s, G), fmpq(81, 2) * K * (t1**2 + HALF)
        rest = self._from_seventy(s, fmpq(2527, 5) * t1 * G - size)
        parts = (722, [s.shown(c - fmpq(7, 10), ">"), self.pt1, above]), (1, [rest])
        enough = s.cone(722 * c * t1 * G - size, *parts)
        return s.cone(
            self.beta - HALF, (1, [self.pN, self.pt1, self.p1, self.over1]),
            (1, [self.pN, self.pw, self.pt2, self.p2]), (1, [self.pt1, self.ahead_]),
            (1, [large, above]), (1, [enough]), factor=[(1, [self.ps, self.ps, self.pN])],
            modulo=[*self.no_j, self.no_sigma, self.no_t2, self.no_root],
        )  # fmt: skip

    def _from_seventy(self, s: Script, p: Poly) -> str:
        """Show p > 0 for a polynomial in t₁ whose coefficients around 70 are positive."""
        ring, name = s.b.ring, s.named(self.t1)
        around = ring.coefficients(ring.put(p, {name: self.t1 + 70}), name)
        return s.cone(
            p, *((a.leading_coefficient(), [self.seventy] * n) for n, a in enumerate(around))
        )

    def _steep(self, s: Script, hyp: str, v: Poly) -> tuple[Poly, str]:
        """Show α·log(1 + u) > ¼log r + 3, as u = e^v."""
        c, t1, log = self.c, self.t1, self.log
        now = s.zero(self.delta + v - self.mu * self.t, (hyp, self.mu), modulo=[self.no_mu])
        V, gap = s.term("exp", v), s.term("exp", self.L - v)
        same: Removal = (s.exponents((self.u, 1), (V, -1), by=[now]), self.u)
        pV = self.positive(V)
        product = s.exponents((gap, 1), (V, 1), (self.whole, -1))
        above = s.cone(gap - 1, (1, []), factor=[(1, [pV])],
                       modulo=[(product, gap, pV), self.no_whole, same])  # fmt: skip
        wide = s.cone(
            4 * t1 - log / 4 - 5, (HALF, [s.tangent(self.root)]), (1, [s.shown(4 - c, ">"), self.seventy]),
            (70, [s.shown(3 - c, ">")]), (fmpq(131, 2), []), modulo=[self.no_root],
        )  # fmt: skip
        rest, longer = self.alpha * self.L - log / 4 - 3, s.exponent(gap, above)
        return rest, s.cone(rest, (2, [self.pt1, self.palpha, longer]), (1, [wide]), factor=[(2, [self.pt1])],
                            modulo=[self.no_o1, self.no_mu, self.no_c])  # fmt: skip

    def _large(self, s: Script, steep: tuple[Poly, str]) -> str:
        """Show Λ² > 361√r, as (1 + u)^α > 20r^¼."""
        lam, Q, (rest, prest) = self.lam_, self.Q, steep
        over, r = s.term("exp", rest), s.term("exp", self.log / 4)
        three, pr = s.term("exp", rest * 0 + 3), self.positive(r)
        product = s.exponents((over, 1), (r, 1), (three, 1), (Q, -1))
        large = s.cone(Q - 20 * r, (1, [pr, s.above_one(over, prest), self.positive(three)]),
                       (1, [pr, s.shown(three - 20, ">")]), modulo=[(product, Q)])  # fmt: skip
        above = s.above_one(r, s.cone(self.log / 4, (fmpq(1, 4), [self.plog])))
        first = s.cone(lam - 19 * r, (1, [large]), (1, [above]), (1, [self.less_k]))
        second = s.cone(lam + 19 * r, (1, [self.plam_]), (19, [pr]))
        square: Removal = (s.exponents((r, 2), (self.root, -1)), self.root)
        return s.cone(lam**2 - 361 * self.root, (1, [first, second]), modulo=[square])
