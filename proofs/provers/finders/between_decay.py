"""When the mode between two groups reaches a level b of its end, 0 < b < 1, with decay λ < μ.

    w′ = g₁h₁ + g₂h₂ - w(ω₁h₁² + ω₂h₂²) - λw,   hᵢ′ = w(gᵢ - ωᵢwhᵢ) - λhᵢ,

and it ends where wh = p, with ωᵢ(tᵢ - pᵢ) = λpᵢ/s and s = |p|; β = w(t₁h₁ + t₂h₂)/(t₁p₁ + t₂p₂).

* w ≤ e^(νt-δ) with ν = μ - λ, so β < b before (δ - A)/ν with A = σ/(2bκ), κ = t₁p₁ + t₂p₂.
* The loss less the least one is E = ½Σωᵢdᵢ² + λw(ws - h·p)/s with d = wh - p, where h·p ≤ ws. Along the
  flow E′ = -ẇ² - |ḣ|², and ẇ² + |ḣ|² ≥ 2ow²E with 1/o = 1/ω₁ + 1/ω₂: the loss is convex in wh.
* So E·(1 + 1/X)ⁿ ≤ C with X = e^(2δ-2νt), and at (δ + D)/ν E is so small that β ≥ b.

The other names are those of :mod:`proofs.provers.finders.between`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs.provers.finders.between import HALF, Between
from proofs.provers.finders.builder import NotFoundError
from proofs.provers.finders.reduction import reduce
from proofs.provers.finders.script import Level, Mode, Removal, Script, Summand, Times
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly


class Decaying(Between):
    """What is shown of such a mode with decay."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants of the end are positive, and how they hang together."""
        super().__init__(mode)
        s, (self.lam, self.length, self.c1, self.c2) = self.s, mode.lets[5:]
        self.plam, self.plength, self.pc1, self.pc2 = (s.shown(x, ">") for x in mode.lets[5:])
        self.p = self.length * self.c1, self.length * self.c2
        parts = (self.o1, self.t1, self.c1, self.po1), (self.o2, self.t2, self.c2, self.po2)
        self.no_t: list[Removal] = [
            (s.shown(o * (t - self.length * c) - self.lam * c, "="), t, po) for o, t, c, po in parts
        ]
        self.no_c: Removal = (self.unit(), self.c1)
        self.share = self.c1 * self.t1 + self.c2 * self.t2
        self.pshare = s.cone(self.share, (1, [self.pc1, self.pt1]), (1, [self.pc2, self.pt2]))
        self.reach = self.length * self.share
        self.preach = s.cone(self.reach, (1, [self.plength, self.pshare]))
        self.rise()

    def unit(self) -> str:
        """Show c₁² + c₂² = 1, which is assumed of what c₁² and c₂² are."""
        s, one = self.s, self.s.b.ring.constant(1)
        wanted, squares = self.c1**2 + self.c2**2 - 1, []
        if not self.mode.statement.assume:  # all are numbers
            return s.shown(wanted, "=")
        for tree in self.mode.statement.assume[-1][1][1:]:
            introduce(s.b, tree)
            squares.append(s.b.scope.poly(tree))
        rows = [(s.shown(sum(squares) - 1, "="), one)]
        for c in (self.c1, self.c2):
            gaps = [c**2 - square for square in squares]
            # one that is seen to vanish costs little, and one that does not vanish a lot
            for gap in sorted(gaps, key=lambda gap: not reduce(s.b, gap).poly.is_zero()):
                try:
                    rows.append((s.shown(gap, "="), one))
                except NotFoundError:
                    continue
                del squares[gaps.index(gap)]
                break
        return s.zero(wanted, *rows)

    def rise(self) -> None:
        """Name μ, and show μ > λ: μ² - λ² = Σcᵢ²·ωᵢs(ωᵢs + 2λ)."""
        self.grow_at()
        s = self.s
        self.nu, lam, length = self.mu - self.lam, self.plam, self.plength
        total = s.cone(self.mu + self.lam, (1, [self.pmu]), (1, [lam]))
        first, second = [self.pc1] * 2, [self.pc2] * 2
        self.pnu = s.cone(
            self.nu,
            (1, [length, length, self.po1, self.po1, *first]), (2, [length, lam, self.po1, *first]),
            (1, [length, length, self.po2, self.po2, *second]), (2, [length, lam, self.po2, *second]),
            factor=[(1, [total])], modulo=[(self.is_mu, self.mu), *self.no_t, self.no_c],
        )  # fmt: skip

    def claimed(self, tree: Tree) -> tuple[Poly, str, Removal]:
        """Introduce a limit that may be 1/(μ - λ); return it, that it is positive, and what removes μ then."""
        s = self.s
        for part in _divisors(tree):
            introduce(s.b, part)
            rate = s.b.scope.poly(part)
            whole = rate + self.lam
            same = s.shown(whole**2 - self.mu**2, "=")
            total = s.cone(whole + self.mu, (1, [s.shown(whole, ">")]), (1, [self.pmu]))
            equal = s.zero(whole - self.mu, (same, s.b.ring.constant(1)), factor=[total])
            s.cone(rate, (1, [self.pnu]), modulo=[(equal, self.mu)])
        introduce(s.b, tree)
        value = s.b.scope.poly(tree)
        pvalue = s.shown(value, ">")
        return value, pvalue, (s.shown(value * self.nu - 1, "="), self.mu, pvalue)

    def bound_energy(self) -> None:
        """Choose C of which E·P stays below."""
        s, ring = self.s, self.s.b.ring
        one = ring.constant(1)
        self.C = 2 * (
            self.o1 * (one + self.p[0] ** 2) + self.o2 * (one + self.p[1] ** 2) + self.lam
        )
        self.pC = s.cone(
            self.C, (2, [self.po1]), (2, [self.po1], self.p[0]), (2, [self.po2]),
            (2, [self.po2], self.p[1]), (2, [self.plam]),
        )  # fmt: skip

    def displace(self) -> None:
        """Show h·c ≤ w, and with that E ≥ 0."""
        s, w, h1, h2 = self.s, self.w, self.h1, self.h2
        self.d1, self.d2 = w * h1 - self.p[0], w * h2 - self.p[1]
        along, total = self.along(s, s.b.ring.constant(1), s.cone(s.b.ring.constant(1), (1, [])),
                                  self.c1, self.c2, self.pc1, self.pc2)  # fmt: skip
        self.less = s.cone(
            w - along, (1, [], self.c1 * h2 - self.c2 * h1), factor=[(1, [total])],
            modulo=[self.no_c, self.on_cone],
        )  # fmt: skip
        squares = self.o1 * self.d1**2 + self.o2 * self.d2**2
        self.E = HALF * squares + self.lam * w * (w - along)
        self.beside = [self.plam, self.pw, self.less]
        gaps = (HALF, [self.po1], self.d1), (HALF, [self.po2], self.d2)
        self.pE = s.cone(self.E, *gaps, (1, self.beside))

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
        parts: list[Summand] = [
            (1, [], dw), (1, [], dh1 + pull * self.d1), (1, [], dh2 + pull * self.d2),
            (1, [po, q, self.po1, self.po1], w * self.d1),
            (1, [po, q, self.po2, self.po2], w * self.d2),
            (2, [po, self.plength, *self.beside]), (2, [po, large, self.pE]),
        ]  # fmt: skip
        return inner.cone(
            gap, *((c, [*times, *facts], *square) for c, facts, *square in parts),
            modulo=[*self.no_t, self.no_q, self.no_c, self.on_cone],
        )  # fmt: skip

    def energy_at_start(self) -> str:
        """Show E·P ≤ C at t = 0: E ≤ ½C and P ≤ 2."""
        s, e, a1, a2, c1, c2 = self.s, self.e, self.a1, self.a2, self.c1, self.c2
        tangent, at_most = self.power_at_start()
        over = s.cone(self.X0 - 1, (1, [tangent]), (2, [self.pdelta]))
        small = s.cone(1 - e**2, (1, [self.pe, self.pe, over]), modulo=[self.no_X0])
        sum_ = s.cone(1 + e**2, (1, []), (1, [self.pe, self.pe]))
        along = s.cone(a1 * c1 + a2 * c2, (1, [self.pa1, self.pc1]), (1, [self.pa2, self.pc2]))
        total = s.cone(1 + a1 * c1 + a2 * c2, (1, []), (1, [along]))
        less = s.cone(
            1 - a1 * c1 - a2 * c2, (1, [], a1 * c2 - a2 * c1), factor=[(1, [total])],
            modulo=[self.no_c, *self.no_unit],
        )  # fmt: skip
        E0, *gaps = (s.at_start(x) for x in (self.E, self.d1, self.d2))
        pE0 = s.cone(
            E0, (HALF, [self.po1], gaps[0]), (HALF, [self.po2], gaps[1]),
            (1, [self.plam, self.pe, self.pe, less]),
        )  # fmt: skip
        half = s.cone(
            self.C - 2 * E0,
            (1, [self.po1], e**2 * a1 + self.p[0]), (2, [self.po1, small, sum_], a1), (2, [self.po1], a2),
            (1, [self.po2], e**2 * a2 + self.p[1]), (2, [self.po2, small, sum_], a2), (2, [self.po2], a1),
            (2, [self.plam, small]), (2, [self.plam, self.pe, self.pe, along]),
            modulo=self.no_unit,
        )  # fmt: skip
        return s.cone(self.C - E0 * self.P0, (1, [pE0, at_most]), (1, [half]))


def _divisors(tree: Tree) -> Iterator[Tree]:
    """Yield sums that a tree divides by."""
    if isinstance(tree, list):
        if tree[0] == "inv" and tree[1][0] == "+":
            yield tree[1]
        else:
            for part in tree[1:]:
                yield from _divisors(part)


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof = Decaying(mode)
    s, b = mode.script, mode.level()
    value, pvalue, no_value = proof.claimed(mode.goal[-1])
    proof.choose(proof.mu, proof.pmu)
    proof.bound_energy()
    k, pk, no_k = s.inverse(proof.length, proof.plength)
    shares = s.inverse(proof.share, proof.pshare)
    j, no_j = k * shares[0], [no_k, shares[2]]
    pj = s.cone(j, (1, [pk, shares[1]]))
    r = b.rest * proof.reach * proof.i**2
    pr = s.cone(r, (1, [b.prest, proof.preach, proof.pi, proof.pi]))
    _, pover, no_over = s.inverse(r, pr)
    size = proof.n * proof.o * r**2 * proof.sigma**2
    psize = s.cone(size, (1, [proof.pn, proof.po, pr, pr, proof.ps, proof.ps]))
    z, pz, no_z = s.inverse(size, psize)
    early, late = proof.sigma * b.inverse * j * HALF, proof.C * z
    pearly = s.cone(early, (HALF, [proof.ps, b.pinverse, pj]))
    mode.begin()
    before = s.learn(beyond, proof.delta - early, ">")
    proof.pdelta = s.cone(proof.delta, (1, [before]), (1, [pearly]))
    ends = [
        s.cone((proof.delta - early) * value, (1, [before, pvalue])),
        s.cone((proof.delta + late) * value, (1, [proof.pdelta, pvalue]), (1, [proof.pC, pz, pvalue])),
    ]  # fmt: skip
    proof.follow(proof.mu, proof.pmu, proof.is_mu)
    proof.grow()
    proof.displace()
    proof.decay()
    reaching = Reaching(proof, b, no_value, j, no_j, r, pr, pover, no_over, no_z, early, late)
    return Times(
        {"lower": s.short(-early), "upper": s.short(late)},
        early,
        ends,
        proof.bounds,
        {"lower": reaching.early, "upper": reaching.late},
    )


@dataclass(frozen=True)
class Reaching:
    """What is shown at the two times; A and D are ``shift_early`` and ``shift_late``, r is (1-b)κ/σ²."""

    proof: Decaying
    level: Level
    no_value: Removal
    j: Poly
    no_j: list[Removal]
    r: Poly
    pr: str
    pover: str
    no_over: Removal
    no_z: Removal
    shift_early: Poly
    shift_late: Poly

    @property
    def strength(self) -> Poly:
        """Return β."""
        f = self.proof
        return f.w * (f.t1 * f.h1 + f.t2 * f.h2) * self.j

    def early(self, s: Script, hyp: str) -> str:
        """Show β < b before (δ - A)/ν."""
        f, b = self.proof, self.level
        w, u, X = f.w, f.u, f.X
        rest = s.cone(
            f.delta - self.shift_early - f.nu * f.t, (1, [f.pnu, hyp]), modulo=[self.no_value]
        )
        size = [b.pvalue, f.preach]
        large = s.cone(
            b.value * f.reach * X - f.sigma,
            (1, [*size, s.tangent(X)]), (1, size), (2, [*size, rest]),
            modulo=[*self.no_j, b.no_inverse],
        )  # fmt: skip
        product = s.exponents((u, 2), (X, 1))
        less = s.cone(
            b.value * f.reach - f.sigma * u**2, (1, [large, f.pu, f.pu]),
            modulo=[(product, u, f.pX)],
        )  # fmt: skip
        total = s.cone(u + w, (1, [f.pu]), (1, [f.pw]))
        aligned = f.below(s, f.no_sigma, f.ps, f.t1, f.t2, f.pt1, f.pt2)
        part = s.cone(
            b.value * f.reach - w * (f.t1 * f.h1 + f.t2 * f.h2),
            (1, [less]), (1, [f.ps, f.growth, total]), (1, [f.pw, aligned]),
        )  # fmt: skip
        return s.cone(
            b.value - self.strength, (1, [part]), factor=[(1, [f.preach])], modulo=self.no_j
        )

    def late(self, s: Script, hyp: str) -> str:
        """Show β ≥ b at (δ + D)/ν."""
        f, r, sigma = self.proof, self.r, self.proof.sigma
        longer = 2 * f.nu * f.t - 2 * f.delta
        given = s.zero(longer - 2 * self.shift_late, (hyp, 2 * f.nu), modulo=[self.no_value])
        # or²σ²P ≥ or²σ²(1 + nL) > or²σ²(1 + 2nD) = or²σ² + 2C
        size = [f.po, self.pr, self.pr, f.ps, f.ps]
        enough = s.cone(
            f.o * r**2 * sigma**2 * f.P - 2 * f.C,
            (1, [*size, s.tangent(f.P)]), (1, size), (1, [*size, f.pn, f.above_log(s, longer)]),
            modulo=[(given, f.t, f.pnu), self.no_z],
        )  # fmt: skip
        small = s.cone(
            f.o * r**2 * sigma**2 - 2 * f.E, (1, [enough]), (2, [f.kept]), factor=[(1, [f.pP])]
        )
        squares = s.cone(
            r**2 * sigma**2 - f.d1**2 - f.d2**2, (1, [small]), (2, f.beside),
            (1, [f.po1, f.po1, f.pq], f.d1), (1, [f.po2, f.po2, f.pq], f.d2),
            factor=[(1, [f.po])], modulo=[f.no_q],
        )  # fmt: skip
        gaps: list[Summand] = [
            (HALF, [self.pover], r * f.t1 + f.d1), (HALF, [self.pover], r * f.t2 + f.d2),
        ]  # fmt: skip
        return s.cone(
            self.strength - self.level.value, (HALF, [self.pover, squares]), *gaps,
            factor=[(1, [f.preach])], modulo=[*self.no_j, self.no_over, f.no_i, f.no_sigma],
        )  # fmt: skip
