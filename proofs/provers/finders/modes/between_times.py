"""When the mode between two groups reaches a level b of its end, 0 < b < 1: between (δ - A)/ν and (δ + D)/ν.

* w ≤ e^(νt-δ), so β < b before (δ - A)/ν with A = σ/(2bκ).
* E·(1 + 1/X)ⁿ ≤ C, and at (δ + D)/ν E is so small that β ≥ b.

The names are those of :mod:`proofs.provers.finders.modes.between_energy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs.provers.finders.modes.between import HALF
from proofs.provers.finders.modes.between_decay import Decaying
from proofs.provers.finders.modes.between_energy import Energy
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.modes.script import Level, Mode, Removal, Script, Summand, Times

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


def ending(mode: Mode) -> Energy:
    """Return what is shown of the end of a mode."""
    return (Decaying if kind_of(mode.goal) is Kind.DECAYING else Energy)(mode)


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof = ending(mode)
    s, b = mode.script, mode.level()
    value, pvalue, no_value = proof.claimed(mode.goal[-1])
    proof.choose()
    proof.observe()
    radius = b.rest * proof.reach * proof.i**2
    parts = [b.prest, proof.preach, proof.pi, proof.pi]
    reaching = Reaching.within_radius(proof, b, radius, parts)
    (early, ahead), (late, behind) = reaching.ahead, reaching.behind
    pearly = s.cone(early, (HALF, ahead))
    mode.begin()
    later = s.learn(beyond, proof.delta - early, ">")
    proof.pdelta = s.cone(proof.delta, (1, [later]), (1, [pearly]))
    ends = [
        s.cone((proof.delta - early) * value, (1, [later, pvalue])),
        s.cone((proof.delta + late) * value, (1, [proof.pdelta, pvalue]), (1, [*behind, pvalue])),
    ]  # fmt: skip
    proof.follow()
    proof.grow()
    proof.displace()
    proof.decay()

    def before(inner: Script, hyp: str) -> str:
        rest = inner.cone(
            proof.delta - early - proof.nu * proof.t, (1, [proof.pnu, hyp]), modulo=[no_value]
        )
        return reaching.below(inner, rest)

    def after(inner: Script, hyp: str) -> str:
        gap = 2 * proof.nu * proof.t - 2 * proof.delta - 2 * late
        given = inner.zero(gap, (hyp, 2 * proof.nu), modulo=[no_value])
        return reaching.above(inner, inner.cone(gap, modulo=[(given, proof.t, proof.pnu)]))

    shifts = {"lower": s.short(-early), "upper": s.short(late)}
    return Times(shifts, early, ends, proof.bounds, {"lower": before, "upper": after})


@dataclass(frozen=True)
class Reaching:
    """What is shown of the level b before (δ - A)/ν, and from (δ + D)/ν on.

    Attributes
    ----------
    radius : pair
        r, and that it is positive: then Σdᵢ² ≤ (rσ)². It is (1-b)κ/σ² for b.
    over : pair
        That 1/r is positive, and what removes it.
    no_z : Removal
        What removes z = 1/(nor²σ²).
    ahead, behind : pairs
        A = σ/(2bκ) and D = Cz, and the facts that are their factors.
    """

    proof: Energy
    level: Level
    radius: tuple[Poly, str]
    over: tuple[str, Removal]
    no_z: Removal
    ahead: tuple[Poly, list[str]]
    behind: tuple[Poly, list[str]]

    @classmethod
    def within_radius(cls, f: Energy, level: Level, r: Poly, factors: list[str]) -> Reaching:
        """Choose the constants, from the facts that are the factors of r."""
        s = f.s
        pr = s.cone(r, (1, factors))
        _, pover, no_over = s.inverse(r, pr)
        size = f.n * f.o * r**2 * f.sigma**2
        psize = s.cone(size, (1, [f.pn, f.po, pr, pr, f.ps, f.ps]))
        z, pz, no_z = s.inverse(size, psize)
        ahead = f.sigma * level.inverse * f.j * HALF, [f.ps, level.pinverse, f.pj]
        return cls(f, level, (r, pr), (pover, no_over), no_z, ahead, (f.C * z, [f.pC, pz]))

    def below(self, s: Script, rest: str) -> str:
        """Show β < b from νt ≤ δ - A."""
        f, b = self.proof, self.level
        w, u, X = f.w, f.u, f.X
        size = [b.pvalue, f.preach]
        large = s.cone(
            b.value * f.reach * X - f.sigma,
            (1, [*size, s.tangent(X)]), (1, size), (2, [*size, rest]),
            modulo=[*f.no_j, b.no_inverse],
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
        return s.cone(b.value - f.beta, (1, [part]), factor=[(1, [f.preach])], modulo=f.no_j)

    def above(self, s: Script, far: str) -> str:
        """Show β ≥ b from 2νt ≥ 2δ + 2D."""
        return self.within(s, self.near(s, far), 1)

    def within(self, s: Script, squares: str, sign: int) -> str:
        """Show β - 1 ≥ -(1 - b) or, for the sign -1, β - 1 ≤ 1 - b."""
        f, (r, _), (pover, no_over) = self.proof, self.radius, self.over
        gaps: list[Summand] = [
            (HALF, [pover], r * f.t1 + sign * f.d1), (HALF, [pover], r * f.t2 + sign * f.d2),
        ]  # fmt: skip
        return s.cone(
            sign * (f.beta - 1) + self.level.rest, (HALF, [pover, squares]), *gaps,
            factor=[(1, [f.preach])], modulo=[*f.no_j, no_over, f.no_i, f.no_sigma],
        )  # fmt: skip

    def near(self, s: Script, far: str) -> str:
        """Show Σdᵢ² ≤ (rσ)² from 2νt ≥ 2δ + 2D."""
        f, (r, pr), sigma = self.proof, self.radius, self.proof.sigma
        longer = 2 * f.nu * f.t - 2 * f.delta
        # or²σ²P ≥ or²σ²(1 + nL) > or²σ²(1 + 2nD) = or²σ² + 2C
        size = [f.po, pr, pr, f.ps, f.ps]
        enough = s.cone(
            f.o * r**2 * sigma**2 * f.P - 2 * f.C,
            (1, [*size, s.tangent(f.P)]), (1, size), (1, [*size, f.pn, f.above_log(s, longer)]),
            (1, [*size, f.pn, far]), modulo=[self.no_z],
        )  # fmt: skip
        small = s.cone(
            f.o * r**2 * sigma**2 - 2 * f.E, (1, [enough]), (2, [f.kept]), factor=[(1, [f.pP])]
        )
        return s.cone(
            r**2 * sigma**2 - f.d1**2 - f.d2**2, (1, [small]), *f.idle(2, f.pw, f.less),
            (1, [f.po1, f.po1, f.pq], f.d1), (1, [f.po2, f.po2, f.pq], f.d2),
            factor=[(1, [f.po])], modulo=[f.no_q],
        )  # fmt: skip
