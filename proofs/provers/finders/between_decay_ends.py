"""That the mode between two groups tends to its end with decay λ < μ: β → 1, exponentially.

* w² ≥ c = ¼ν/(O + νe^(2δ)) at all times, as 4(O + νX)w² ≥ ν with X = e^(2δ-2νt), ν = μ - λ;
* so E decays at least at the rate 2κ = 2oc, and Σdᵢ² ≤ 2E/o;
* |β - 1| = |Σtᵢdᵢ|/(t₁p₁ + t₂p₂), which is at most ½(σ² + 2E₀/o)/(t₁p₁ + t₂p₂)·e^(-κt).

Nothing is asked of δ. The other names are those of :mod:`proofs.provers.finders.between_decay`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.provers.finders.between import HALF
from proofs.provers.finders.between_decay import Decaying
from proofs.provers.finders.builder import NotFoundError
from proofs.provers.finders.tending import NULL, Decay
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Mode, Script

SIGNS = {"lower": "-1", "upper": "1"}


def ends(mode: Mode) -> dict[str, Any]:
    """Return two functions of the time that tend to the value, and what shows that they are bounds."""
    proof = Fading(mode)
    introduce(mode.script.b, mode.goal[-2])
    if mode.script.b.scope.poly(mode.goal[-2]) != proof.observed:
        raise NotFoundError("not the strength")
    tree = mode.script.short(proof.size)
    forms = {which: ["+", "1", ["*", sign, tree, NULL]] for which, sign in SIGNS.items()}
    limits = {which: proof.null.limit(form) for which, form in forms.items()}
    found = proof.null.between(forms, limits)
    mode.begin()
    proof.null.define(mode.script, mode.script.named(mode.time))
    for which in SIGNS:
        introduce(mode.script.b, found[which])
    proof.follow(proof.mu, proof.pmu, proof.is_mu)
    proof.grow()
    proof.displace()
    proof.stay_large()
    return {**found, "by": proof.bounds_of_strength(proof.lose()), "bounds": proof.bounds}


class Fading(Decaying):
    """What is shown of where such a mode ends."""

    def __init__(self, mode: Mode) -> None:
        """Choose the constants."""
        super().__init__(mode)
        s = self.s
        self.choose(self.mu, self.pmu)
        self.e, self.X0 = s.term("exp", -self.delta), s.term("exp", 2 * self.delta)
        self.pe, pX0 = self.positive(self.e), self.positive(self.X0)
        whole = self.O + self.nu * self.X0
        self.pwhole = s.cone(whole, (1, [self.pO]), (1, [self.pnu, pX0]))
        d, pd, self.no_d = s.inverse(whole, self.pwhole)
        self.c = self.nu * d * HALF * HALF
        self.pc = s.cone(self.c, (HALF * HALF, [self.pnu, pd]))
        self.v, self.pv, self.no_v = s.inverse(self.o, self.po)
        k, pk, no_k = s.inverse(self.length, self.plength)
        share, pshare, no_share = s.inverse(self.share, self.pshare)
        self.j, self.no_reach = k * share, [no_k, no_share]
        self.pj = s.cone(self.j, (1, [pk, pshare]))
        self.observed = self.w * (self.t1 * self.h1 + self.t2 * self.h2) * self.j
        square_, a1, a2 = self.e**2, self.a1, self.a2
        gaps = square_ * a1 - self.p[0], square_ * a2 - self.p[1]
        self.first = (
            HALF * (self.o1 * gaps[0] ** 2 + self.o2 * gaps[1] ** 2)
            + self.lam * square_ * (1 - a1 * self.c1 - a2 * self.c2)
        )  # fmt: skip
        self.size = HALF * (self.sigma**2 + 2 * self.first * self.v) * self.j
        self.kappa = self.o * self.c
        rate = s.cone(self.kappa, (1, [self.po, self.pc]))
        self.null = Decay(mode, s.short(self.kappa), rate)

    @property
    def Y(self) -> Poly:
        """e^(-κt)."""
        return self.s.term("exp", -self.kappa * self.t)

    def stay_large(self) -> None:
        """Show w² ≥ c."""
        s = self.s
        G = s.term("exp", 2 * self.nu * self.t)
        above = s.cone(G - 1, (1, [s.tangent(G)]), (2, [self.pnu, f"{s.named(self.t)}.sign"]))
        product = s.exponents((self.X, 1), (G, 1), (self.X0, -1))
        ahead = s.cone(self.X0 - self.X, (1, [self.pX, above]), modulo=[(product, self.X0)])
        self.large = s.cone(
            self.w**2 - self.c, (1, [self.wide]), (4, [self.pnu, ahead], self.w),
            factor=[(4, [self.pwhole])], modulo=[self.no_d],
        )  # fmt: skip

    def lose(self) -> str:
        """Show E ≤ E₀e^(-2κt)."""
        s = self.s
        Y0 = s.term("exp", s.b.ring.constant(0))
        one = s.exponents((Y0, 1))
        kept = self.first * self.Y**2 - self.E
        start = s.cone(s.at_start(kept), modulo=[(one, Y0)])

        def decays(inner: Script, _: list[str], gap: Poly) -> list[str]:
            return [self.falls(inner, gap, self.large, [])]

        return s.carry(">=", (kept, -2 * self.kappa, [start], decays))[0]

    def bounds_of_strength(self, kept: str) -> list[str]:
        """Show |β - 1| ≤ ½(σ² + 2E₀/o)/κ·e^(-κt), from Σdᵢ² ≤ 2E₀/o·e^(-2κt)."""
        s, Y, t1, t2 = self.s, self.Y, self.t1, self.t2
        error = s.cone(
            2 * self.first * self.v * Y**2 - self.d1**2 - self.d2**2,
            (2, [self.pv, kept]), (2, [self.pv, *self.beside]),
            (1, [self.pv, self.pq, self.po1, self.po1], self.d1),
            (1, [self.pv, self.pq, self.po2, self.po2], self.d2),
            modulo=[self.no_v, self.no_q],
        )  # fmt: skip
        return [
            s.cone(
                self.size * Y - sign * (1 - self.observed), (HALF, [self.pj, error]),
                (HALF, [self.pj], t1 * Y + sign * self.d1), (HALF, [self.pj], t2 * Y + sign * self.d2),
                factor=[(1, [self.positive(Y)])], modulo=[*self.no_reach, self.no_sigma],
            )
            for sign in (1, -1)
        ]  # fmt: skip
