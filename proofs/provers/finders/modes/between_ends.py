"""Where the mode between two groups ends: β → 1 and, without decay, Σ(tᵢ - whᵢ)² → 0, exponentially.

* w² ≥ c = ¼ν/(O + νe^(2δ)) at all times, as 4(O + νX)w² ≥ ν with X = e^(2δ-2νt);
* so E decays at least at the rate 2r = 2oc, and Σdᵢ² ≤ 2E₀/o·e^(-2rt);
* |β - 1| = |Σtᵢdᵢ|/κ, which is at most ½(σ² + 2E₀/o)/κ·e^(-rt).

Nothing is asked of δ. The other names are those of :mod:`proofs.provers.finders.modes.between_energy`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.between import HALF
from proofs.provers.finders.modes.between_times import ending
from proofs.provers.finders.modes.tending import NULL, Decay
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.between_energy import Energy
    from proofs.provers.finders.modes.script import Mode, Script

SIGNS = {"lower": "-1", "upper": "1"}


def ends(mode: Mode) -> dict[str, Any]:
    """Return two functions of the time that tend to the value, and what shows that they are bounds."""
    s, tree = mode.script, mode.goal[-2]
    fading = Fading(ending(mode))
    introduce(s.b, tree)
    observed = s.b.scope.poly(tree)
    strength = observed == fading.of.beta
    if not strength and observed != fading.observed:
        raise NotFoundError("neither the strength nor the error")
    forms = fading.strength_forms() if strength else fading.error_forms()
    limits = {which: fading.null.limit(form) for which, form in forms.items()}
    found = fading.null.between(forms, limits)
    mode.begin()
    fading.null.define(s, s.named(mode.time))
    for which in SIGNS:
        introduce(s.b, found[which])
    error = fading.error()
    by = fading.strength_bounds(error) if strength else fading.error_bounds(error)
    return {**found, "by": by, "bounds": fading.of.bounds}


class Fading:
    """What is shown of where a mode ends, with decay or without."""

    def __init__(self, proof: Energy) -> None:
        """Choose the constants."""
        self.of, s = proof, proof.s
        proof.name_rate()
        proof.choose()
        proof.observe()
        e, X0 = s.term("exp", -proof.delta), s.term("exp", 2 * proof.delta)
        whole = proof.O + proof.nu * X0
        self.pwhole = s.cone(whole, (1, [proof.pO]), (1, [proof.pnu, proof.positive(X0)]))
        d, pd, self.no_d = s.inverse(whole, self.pwhole)
        self.c = proof.nu * d * HALF * HALF
        pc = s.cone(self.c, (HALF * HALF, [proof.pnu, pd]))
        self.v, self.pv, self.no_v = s.inverse(proof.o, proof.po)
        self.first = proof.energy(e, e * proof.a1, e * proof.a2)
        self.rate = proof.o * self.c
        positive = s.cone(self.rate, (1, [proof.po, pc]))
        self.null = Decay(proof.mode, s.short(self.rate), positive)

    @property
    def squares(self) -> Poly:
        """Σdᵢ²."""
        f, (p1, p2) = self.of, self.of.p
        return (f.w * f.h1 - p1) ** 2 + (f.w * f.h2 - p2) ** 2

    @property
    def observed(self) -> Poly:
        """The error Σcᵢdᵢ²."""
        f, (p1, p2), ((c1, _), (c2, _)) = self.of, self.of.p, self.of.per_group
        return c1 * (f.w * f.h1 - p1) ** 2 + c2 * (f.w * f.h2 - p2) ** 2

    @property
    def size(self) -> Poly:
        """The factor of e^(-rt) in the bounds of β."""
        f = self.of
        return HALF * (f.sigma**2 + 2 * self.first * self.v) * f.j

    def strength_forms(self) -> dict[str, Tree]:
        """Return the bounds of β in e^(-rt)."""
        tree = self.of.s.short(self.size)
        return {which: ["+", "1", ["*", sign, tree, NULL]] for which, sign in SIGNS.items()}

    def error_forms(self) -> dict[str, Tree]:
        """Return the bounds of Σcᵢdᵢ² in e^(-rt)."""
        (c1, _), (c2, _) = self.of.per_group
        tree = self.of.s.short(2 * (c1 + c2) * self.first * self.v)
        return {"lower": "0", "upper": ["*", tree, ["^", NULL, 2]]}

    @property
    def Y(self) -> Poly:
        """e^(-rt)."""
        return self.of.s.term("exp", -self.rate * self.of.t)

    def error(self) -> str:
        """Follow the mode, and show Σdᵢ² ≤ 2E₀/o·e^(-2rt)."""
        f, s = self.of, self.of.s
        f.follow()
        f.grow()
        f.displace()
        large = self.stay_large()
        return s.cone(
            2 * self.first * self.v * self.Y**2 - self.squares,
            (2, [self.pv, self.lose(large)]), *f.idle(2, self.pv, f.pw, f.less),
            (1, [self.pv, f.pq, f.po1, f.po1], f.d1), (1, [self.pv, f.pq, f.po2, f.po2], f.d2),
            modulo=[self.no_v, f.no_q],
        )  # fmt: skip

    def stay_large(self) -> str:
        """Show w² ≥ c."""
        f, s = self.of, self.of.s
        G = s.term("exp", 2 * f.nu * f.t)
        above = s.cone(G - 1, (1, [s.tangent(G)]), (2, [f.pnu, f"{s.named(f.t)}.sign"]))
        product = s.exponents((f.X, 1), (G, 1), (f.X0, -1))
        ahead = s.cone(f.X0 - f.X, (1, [f.pX, above]), modulo=[(product, f.X0)])
        return s.cone(
            f.w**2 - self.c, (1, [f.wide]), (4, [f.pnu, ahead], f.w),
            factor=[(4, [self.pwhole])], modulo=[self.no_d],
        )  # fmt: skip

    def lose(self, large: str) -> str:
        """Show E ≤ E₀e^(-2rt) from w² ≥ c."""
        f, s = self.of, self.of.s
        Y0 = s.term("exp", s.b.ring.constant(0))
        one = s.exponents((Y0, 1))
        kept = self.first * self.Y**2 - f.E
        start = s.cone(s.at_start(kept), modulo=[(one, Y0)])

        def decays(inner: Script, _: list[str], gap: Poly) -> list[str]:
            return [f.falls(inner, gap, large, [])]

        return s.carry(">=", (kept, -2 * self.rate, [start], decays))[0]

    def error_bounds(self, error: str) -> list[str]:
        """Return what shows the bounds of Σcᵢdᵢ², by (c₁ + c₂)Σdᵢ² - Σcᵢdᵢ² = c₂d₁² + c₁d₂²."""
        f, ((c1, first), (c2, second)) = self.of, self.of.per_group
        upper = 2 * (c1 + c2) * self.first * self.v * self.Y**2 - self.observed
        parts = (1, [*first, error]), (1, [*second, error])
        return [
            f.s.cone(upper, *parts, (1, second, f.d1), (1, first, f.d2)),
            f.s.cone(self.observed, (1, first, f.d1), (1, second, f.d2)),
        ]

    def strength_bounds(self, error: str) -> list[str]:
        """Show the bounds of β."""
        f, s, Y = self.of, self.of.s, self.Y
        return [
            s.cone(
                self.size * Y - sign * (1 - f.beta), (HALF, [f.pj, error]),
                (HALF, [f.pj], f.t1 * Y + sign * f.d1), (HALF, [f.pj], f.t2 * Y + sign * f.d2),
                factor=[(1, [f.positive(Y)])], modulo=[*f.no_j, f.no_sigma],
            )
            for sign in (1, -1)
        ]  # fmt: skip
