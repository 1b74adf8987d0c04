"""Where the mode between two groups ends: β → 1 and Σ(tᵢ - whᵢ)² → 0, exponentially.

* w² ≥ c from the start on, with c = me²/(m + Oe²) < e², where e = e^(-δ), O = ω₁ + ω₂ and
  1/m = 1/g₁ + 1/g₂: where w² = c, it does not decrease;
* so E = ½Σωᵢeᵢ², eᵢ = tᵢ - whᵢ, decays at least at the rate 2κ = 2oc, 1/o = 1/ω₁ + 1/ω₂;
* Σeᵢ² ≤ 2E/o, and |1 - β| = |Σtᵢeᵢ|/σ² ≤ ½(1 + 2E₀/(oσ²))e^(-κt).

Nothing is asked of δ and the constants but that they are positive. The other names are those of
:mod:`proofs.provers.finders.between`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.provers.finders.between import HALF, Between
from proofs.provers.finders.builder import NotFoundError
from proofs.provers.finders.tending import NULL, Decay
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Mode, Script

SIGNS = {"lower": "-1", "upper": "1"}


def ends(mode: Mode) -> dict[str, Any]:
    """Return two functions of the time that tend to the value, and what shows that they are bounds."""
    proof = Ending(mode)
    introduce(mode.script.b, mode.goal[-2])
    observed = mode.script.b.scope.poly(mode.goal[-2])
    s, strength = mode.script, observed == proof.observed
    if not strength and observed != proof.e1**2 + proof.e2**2:
        raise NotFoundError("neither the strength nor the error")
    forms = proof.strength_forms() if strength else proof.error_forms()
    limits = {which: proof.null.limit(form) for which, form in forms.items()}
    found = proof.null.between(forms, limits)
    mode.begin()
    for which in SIGNS:
        introduce(s.b, found[which])
    proof.follow(proof.mu, proof.pmu, proof.is_mu)
    by = proof.strength_bounds() if strength else proof.error_bounds()
    return {**found, "by": by, "bounds": proof.bounds}


class Ending(Between):
    """What is shown of where such a mode ends."""

    def __init__(self, mode: Mode) -> None:
        """Choose the constants."""
        super().__init__(mode)
        s, o1, o2, t1, t2 = self.s, self.o1, self.o2, self.t1, self.t2
        drives = [self.po1, self.pt1], [self.po2, self.pt2]
        self.grow_at()
        self.choose(self.mu, self.pmu)
        self.G1, self.G2 = o1 * t1, o2 * t2
        self.pG1, self.pG2 = s.cone(self.G1, (1, drives[0])), s.cone(self.G2, (1, drives[1]))
        both = self.G1 + self.G2
        i, self.pboth, self.no_both = s.inverse(
            both, s.cone(both, (1, [self.pG1]), (1, [self.pG2]))
        )
        self.m = self.G1 * self.G2 * i
        self.pm = s.cone(self.m, (1, [self.pG1, self.pG2, self.pboth]))
        self.e = s.term("exp", -self.delta)
        self.pe = self.positive(self.e)
        whole = self.m + self.O * self.e**2
        pwhole = s.cone(whole, (1, [self.pm]), (1, [self.pO, self.pe, self.pe]))
        d, self.pd, self.no_d = s.inverse(whole, pwhole)
        self.c = self.m * self.e**2 * d
        self.pc = s.cone(self.c, (1, [self.pm, self.pe, self.pe, self.pd]))
        self.kappa = self.o * self.c
        self.v, self.pv, self.no_v = s.inverse(self.o, self.po)
        self.observed, self.no_j = self.beta()
        self.j = self.no_j[1]
        self.pj = s.cone(self.j, (1, []), factor=[(1, [self.ps, self.ps])], modulo=[self.no_j])
        gaps = (t1 - self.e**2 * self.a1, t2 - self.e**2 * self.a2)
        self.first = HALF * (o1 * gaps[0] ** 2 + o2 * gaps[1] ** 2)
        self.e1, self.e2 = t1 - self.w * self.h1, t2 - self.w * self.h2
        self.E = (o1 * self.e1**2 + o2 * self.e2**2) * HALF
        rate = s.cone(self.kappa, (1, [self.po, self.pc]))
        self.null = Decay(mode, s.short(self.kappa), rate)

    def strength_forms(self) -> dict[str, Tree]:
        """Return the bounds of β in e^(-κt)."""
        self.size = HALF * (1 + 2 * self.first * self.v * self.j)
        tree = self.s.short(self.size)
        return {which: ["+", "1", ["*", sign, tree, NULL]] for which, sign in SIGNS.items()}

    def error_forms(self) -> dict[str, Tree]:
        """Return the bounds of Σeᵢ² in e^(-κt)."""
        self.size = 2 * self.first * self.v
        return {"lower": "0", "upper": ["*", self.s.short(self.size), ["^", NULL, 2]]}

    def error_bounds(self) -> list[str]:
        """Show Σeᵢ² ≤ 2E₀/o·e^(-2κt)."""
        s, q = self.s, [self.pv, self.pq]
        self.stay_large()
        kept = self.lose()
        squares = self.e1**2 + self.e2**2
        upper = s.cone(
            2 * self.first * self.v * self.Y**2 - squares, (2, [self.pv, kept]),
            (1, [*q, self.po1, self.po1], self.e1), (1, [*q, self.po2, self.po2], self.e2),
            modulo=[self.no_v, self.no_q],
        )  # fmt: skip
        return [upper, s.cone(squares, (1, [], self.e1), (1, [], self.e2))]

    def strength_bounds(self) -> list[str]:
        """Show |1 - β| ≤ ½(1 + 2E₀/(oσ²))e^(-κt)."""
        s, t1, t2, Y = self.s, self.t1, self.t2, self.Y
        (error, _) = self.error_bounds()
        return [
            s.cone(
                self.size * Y - sign * (1 - self.observed), (HALF, [self.pj, error]),
                (HALF, [self.pj], t1 * Y - sign * self.e1), (HALF, [self.pj], t2 * Y - sign * self.e2),
                factor=[(1, [self.positive(Y)])], modulo=[self.no_j, self.no_sigma],
            )
            for sign in (1, -1)
        ]  # fmt: skip

    @property
    def Y(self) -> Poly:
        """e^(-κt)."""
        return self.s.term("exp", -self.kappa * self.t)

    def stay_large(self) -> None:
        """Show w² ≥ c."""
        s, w, h1, h2 = self.s, self.w, self.h1, self.h2
        total = s.cone(w + h1 + h2, (1, [self.pw]), (1, [self.p1]), (1, [self.p2]))
        sum_ = s.cone(
            h1 + h2 - w, (2, [self.p1, self.p2]), factor=[(1, [total])], modulo=[self.on_cone]
        )
        least = s.cone(
            self.m - self.O * self.c, (1, [self.pm, self.pm, self.pd]), modulo=[self.no_d]
        )
        more = [
            s.cone(x - self.m, (1, [px, px, self.pboth]), modulo=[self.no_both])
            for x, px in ((self.G1, self.pG1), (self.G2, self.pG2))
        ]
        drive = s.cone(
            self.G1 * h1 + self.G2 * h2 - self.O * self.c * w, (1, [more[0], self.p1]),
            (1, [more[1], self.p2]), (1, [self.pm, sum_]), (1, [least, self.pw]),
        )  # fmt: skip
        start = s.cone(
            self.e**2 - self.c, (1, [self.pO, self.pd, *[self.pe] * 4]), modulo=[self.no_d]
        )

        def grows(inner: Script, _: list[str], gap: Poly) -> list[str]:
            parts = (2, [self.po2], w * h1), (2, [self.po1], w * h2), (2, [self.pw, drive])
            return [inner.cone(gap, *parts, modulo=[self.on_cone])]

        (self.large,) = s.carry(">=", (w**2 - self.c, -2 * self.O * w**2, [start], grows))

    def lose(self) -> str:
        """Show E ≤ E₀e^(-2κt)."""
        s, field = self.s, self.mode.flow.fields[self.s.named(self.w)]
        Y0 = s.term("exp", s.b.ring.constant(0))
        one = s.exponents((Y0, 1))
        kept = self.first * self.Y**2 - self.E
        start = s.cone(s.at_start(kept), modulo=[(one, Y0)])

        def decays(inner: Script, _: list[str], gap: Poly) -> list[str]:
            rest = [self.pc, self.pq]
            return [inner.cone(
                gap, (1, [], field),
                (1, [self.large, self.po1, self.po1], self.e1), (1, [*rest, *[self.po1] * 3], self.e1),
                (1, [self.large, self.po2, self.po2], self.e2), (1, [*rest, *[self.po2] * 3], self.e2),
                modulo=[self.no_q],
            )]  # fmt: skip

        return s.carry(">=", (kept, -2 * self.kappa, [start], decays))[0]
