"""When the mode between two groups reaches a level b, 0 < b < 1: between (δ - A)/μ and (δ + D)/μ.

* w ≤ e^(μt-δ) and β ≤ w²/σ: so β < b before (δ - A)/μ with A = 1/(2bσ).
* E·(1 + 1/X)ⁿ ≤ C: at (δ + D)/μ with D = C/(no(1-b)²σ²) this leaves E ≤ ½o(1-b)²σ², and then β ≥ b.

The names are those of :mod:`proofs.provers.finders.between`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofs.provers.finders.between import HALF, Between
from proofs.provers.finders.script import Level, Mode, Removal, Script, Summand, Times

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof = Between(mode)
    s, (o1, o2, t1, t2, sigma, *_) = mode.script, mode.lets
    b = mode.level()
    value = s.b.scope.poly(mode.goal[-1])
    pvalue = s.shown(value, ">")
    mu, pmu, no_mu = s.inverse(value, pvalue)
    is_mu = s.shown(mu**2 - o1**2 * t1**2 - o2**2 * t2**2, "=")
    proof.choose(mu, pmu)
    size = proof.n * proof.o * b.rest**2 * sigma**2
    psize = s.cone(size, (1, [proof.pn, proof.po, b.prest, b.prest, proof.ps, proof.ps]))
    z, pz, no_z = s.inverse(size, psize)
    early, late = proof.i * b.inverse * HALF, proof.C * z
    pearly = s.cone(early, (HALF, [proof.pi, b.pinverse]))
    mode.begin()
    proof.learn(beyond, early, pearly)
    delta = proof.delta
    before = s.cone(delta - early, (1, [beyond]), (1, [proof.pleast]))
    ends = [
        s.cone((delta - early) * value, (1, [before, pvalue])),
        s.cone((delta + late) * value, (1, [proof.pdelta, pvalue]), (1, [proof.pC, pz, pvalue])),
    ]
    proof.follow(mu, pmu, is_mu)
    strength, no_j = proof.beta()
    proof.grow()
    proof.decay()
    reaching = Reaching(proof, b, no_mu, strength, no_j, early, late, no_z)
    return Times(
        {"lower": s.short(-early), "upper": s.short(late)},
        proof.least + early,
        ends,
        proof.bounds,
        {"lower": reaching.early, "upper": reaching.late},
    )


@dataclass(frozen=True)
class Reaching:
    """What is shown at the two times; A and D are ``shift_early`` and ``shift_late``."""

    proof: Between
    level: Level
    no_mu: Removal
    strength: Poly
    no_j: Removal
    shift_early: Poly
    shift_late: Poly
    no_z: Removal

    def early(self, s: Script, hyp: str) -> str:
        """Show β < b before (δ - A)/μ."""
        f, b = self.proof, self.level
        w, u, X, sigma, ps = f.w, f.u, f.X, f.sigma, f.ps
        rest = s.cone(
            f.delta - self.shift_early - f.mu * f.t, (1, [f.pmu, hyp]), modulo=[self.no_mu]
        )
        size = [b.pvalue, ps]
        large = s.cone(
            b.value * sigma * X - 1,
            (1, [*size, s.tangent(X)]), (1, size), (2, [*size, rest]),
            modulo=[f.no_i, b.no_inverse],
        )  # fmt: skip
        product = s.exponents((u, 2), (X, 1))
        less = s.cone(b.value * sigma - u**2, (1, [large, f.pu, f.pu]), modulo=[(product, u, f.pX)])
        total = s.cone(u + w, (1, [f.pu]), (1, [f.pw]))
        aligned = f.below(s, f.no_sigma, ps, f.t1, f.t2, f.pt1, f.pt2)
        part = s.cone(
            b.value * sigma**2 - w * (f.t1 * f.h1 + f.t2 * f.h2),
            (1, [ps, less]), (1, [ps, f.growth, total]), (1, [f.pw, aligned]),
        )  # fmt: skip
        return s.cone(
            b.value - self.strength, (1, [part]), factor=[(1, [ps, ps])], modulo=[self.no_j]
        )

    def late(self, s: Script, hyp: str) -> str:
        """Show β ≥ b at (δ + D)/μ."""
        f, b = self.proof, self.level
        sigma, q = f.sigma, b.rest
        longer = 2 * f.mu * f.t - 2 * f.delta
        given = s.zero(longer - 2 * self.shift_late, (hyp, 2 * f.mu), modulo=[self.no_mu])
        # o(1-b)²σ²P ≥ o(1-b)²σ²(1 + nL) > o(1-b)²σ²(1 + 2nD) = o(1-b)²σ² + 2C
        size = [f.po, f.ps, f.ps, b.prest, b.prest]
        enough = s.cone(
            f.o * q**2 * sigma**2 * f.P - 2 * f.C,
            (1, [*size, s.tangent(f.P)]), (1, size), (1, [*size, f.pn, f.above_log(s, longer)]),
            modulo=[(given, f.t, f.pmu), self.no_z],
        )  # fmt: skip
        small = s.cone(
            f.o * q**2 * sigma**2 - 2 * f.E, (1, [enough]), (2, [f.kept]), factor=[(1, [f.pP])]
        )
        squares = s.cone(
            q**2 * sigma**2 - f.e1**2 - f.e2**2, (1, [small]),
            (1, [f.po1, f.po1, f.pq], f.e1), (1, [f.po2, f.po2, f.pq], f.e2),
            factor=[(1, [f.po])], modulo=[f.no_q],
        )  # fmt: skip
        gaps: list[Summand] = [
            (HALF, [b.prest_inverse], q * f.t1 - f.e1),
            (HALF, [b.prest_inverse], q * f.t2 - f.e2),
        ]
        return s.cone(
            self.strength - b.value, (HALF, [b.prest_inverse, squares]), *gaps,
            factor=[(1, [f.ps, f.ps])], modulo=[self.no_j, f.no_sigma, b.no_rest],
        )  # fmt: skip
