"""The mode between two groups, of equal drives ωᵢtᵢ = g and t₁ ≥ t₂, beside a logistic one.

With μ² = 2g², u = t₁h₁ + t₂h₂, k = t₁h₂ - t₂h₁, D = h₁ - h₂ and E = μw - g(h₁ + h₂),

    σ²(2μβ(1 - β) - β′) = (1 - β)(2uE + gDk) + (w/σ²)(g(h₁ + h₂)k² + (ω₁/t₂)(t₁ - t₂)(t₁h₂ + t₂h₁)uk).

E ≥ 0, and so are p = ω₁(t₁ - wh₁), k, D and 1 - β at all times. So β/(1 - β) is at most that of the logistic
mode of the rate μ that starts at the same β = e^(-2δ)/σ, and β < ½ before T = (δ + ½log(σ - e^(-2δ)))/μ.
The other names are those of :mod:`proofs.provers.finders.between`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.language import substitute
from proofs.provers.finders.between import HALF, Between
from proofs.provers.finders.builder import needed
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Mode, Removal, Script, Summand


class Behind(Between):
    """Such a mode beside the logistic one of the rate μ."""

    def __init__(
        self, mode: Mode, ordered: str, drives: Removal, size: tuple[Poly, Removal]
    ) -> None:
        super().__init__(mode)
        self.ordered, self.drives, (self.size, self.is_size) = ordered, drives, size

    def room(self, s: Script, delta: Poly, beyond: str) -> None:
        """Show e^(-2δ) < σ for δ > 1/σ."""
        e, large = s.term("exp", -delta), s.term("exp", 2 * delta)
        pe = self.positive(e)
        product = s.exponents((e, 2), (large, 1))
        more = s.cone(large - 2 * self.i, (1, [s.tangent(large)]), (1, []), (2, [beyond]))
        square = s.cone(e**2, (1, [pe, pe]))
        self.small = s.cone(
            self.sigma - e**2, (HALF, [self.ps, pe, pe, more]), (HALF, [self.ps]),
            modulo=[(product, large, square), self.no_i],
        )  # fmt: skip
        s.cone(self.size - e**2, (1, [self.small]), modulo=[self.is_size])

    def limit(self, time: Tree, rate: Tree, start: str) -> dict[str, Any]:
        """Show that rate·T - δ tends to ½log σ."""
        s = self.s
        before, inner = set(s.b.scope.taken), s.inner()
        y, label = s.b.new_bound(), s.b.new_name()
        far = inner.b.scope.declare(y, "real")
        inner.learn(label, far - self.i, ">")
        self.room(inner, far, label)
        null = ["*", ["^", y, 0], ["exp", ["*", "-1", y]]]
        size = time[1][2][2][1][1]
        form = ["*", "1/2", ["log", ["+", size, ["*", "-1", ["^", "eps", 2]]]]]
        lag = ["+", ["*", rate, substitute(time, {start: y})], ["*", "-1", y]]
        close = substitute(form, {"eps": null})
        for side in (lag, close):
            introduce(inner.b, side)
        same = inner.shown(inner.b.scope.poly(close) - inner.b.scope.poly(lag), "=")
        s.b.scope.taken.clear()
        s.b.scope.taken.update(before)
        own = {*inner.b.terms_in(lag), *inner.b.terms_in(close), same}
        return {
            "y": y, "beyond": {label: s.b.write(self.i)}, "steps": needed(inner.b.steps, own),
            "admissible": [], "nulls": {"eps": ["decay", 0, y]}, "form": form, "by": [same], "value": [],
        }  # fmt: skip

    def compare(self) -> None:
        """Show that β/(1 - β) is at most that of the logistic mode."""
        s, w, h1, h2 = self.s, self.w, self.h1, self.h2
        o1, o2, t1, t2, no_o2 = self.o1, self.o2, self.t1, self.t2, self.drives
        along, across, apart = t1 * h1 + t2 * h2, t1 * h2 - t2 * h1, h1 - h2
        rest1 = o1 * t1 - o1 * w * h1
        zero = s.b.ring.constant(0)

        def turned(inner: Script, rest: str) -> str:
            """Show t₁h₂ ≥ t₂h₁, where ω₁(t₁ - wh₁) ≥ 0."""
            first = inner.zero(inner.at_start(across))
            part = (
                across,
                -o2 * w**2,
                [first],
                lambda deep, _, gap: [
                    deep.cone(gap, (1, [self.ordered, self.pw, rest]), modulo=[no_o2])
                ],
            )
            return inner.carry(">=", part)[0]

        def less(inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            kept = turned(inner, hyp[0])
            parts = (1, [self.po1, self.po2, self.p1, self.p2, self.pw, kept])
            return [inner.cone(gap, parts, factor=[(1, [self.pt1])], modulo=[no_o2, self.on_cone])]

        room = s.cone(
            s.at_start(rest1), (1, [self.po1, self.pt1, self.pi, self.small]), modulo=[self.no_i]
        )
        slow = -o1 * (h1**2 + h1 * h2 + w**2)
        (rest,) = s.carry(">", (rest1, slow, [room], less))
        turn = turned(s, rest)
        begins = s.cone(s.at_start(apart), (1, [self.ordered, self.pi, self.pe]))
        (wide,) = s.carry(">=", (apart, zero, [begins], lambda inner, _, gap: [
            inner.cone(gap, (1, [self.po2, self.pw, self.pw, turn]), factor=[(1, [self.pt1])],
                       modulo=[no_o2])]))  # fmt: skip
        self._logistic(along, across, turn, wide)

    def _logistic(self, along: Poly, across: Poly, turn: str, wide: str) -> None:
        s, w, h1, h2, mu = self.s, self.w, self.h1, self.h2, self.mu
        o1, t1, t2 = self.o1, self.t1, self.t2
        self.strength_, no_j = self.beta()
        beta, j = self.strength_, no_j[1]
        self.no_j2 = no_j
        pj = s.cone(j, (1, []), factor=[(1, [self.ps, self.ps])], modulo=[no_j])
        palong = s.cone(along, (1, [self.pt1, self.p1]), (1, [self.pt2, self.p2]))
        pcross = s.cone(t1 * h2 + t2 * h1, (1, [self.pt1, self.p2]), (1, [self.pt2, self.p1]))
        pboth = s.cone(h1 + h2, (1, [self.p1]), (1, [self.p2]))
        removals = [self.drives, self.on_cone, no_j, self.no_sigma]
        ends: list[Summand] = [
            (1, [self.pt2, pj, pj, self.pw, self.po1, self.pt1, pboth], across),
            (1, [pj, pj, self.pw, self.po1, self.ordered, pcross, palong, turn]),
        ]
        excess = (
            2 * along * (mu * w - o1 * t1 * h1 - self.o2 * t2 * h2) + o1 * t1 * (h1 - h2) * across
        )
        part = (1 - beta, -2 * mu * beta + excess * j, [self._below_one(no_j)], lambda inner, _, gap: [
            inner.cone(gap, *ends, factor=[(1, [self.pt2])], modulo=removals)])  # fmt: skip
        (below,) = s.carry(">=", part)
        slower = 2 * mu * beta * (1 - beta) - self.mode.flow.derivative(s.b.scope, beta)
        slow = s.cone(
            slower, *ends, (2, [self.pt2, pj, below, palong, self.drive]),
            (1, [self.pt2, pj, below, self.po1, self.pt1, wide, turn]),
            factor=[(1, [self.pt2])], modulo=removals,
        )  # fmt: skip
        v = self.e**2 * self.i
        room = s.cone(1 - v, (1, [self.pi, self.small]), modulo=[self.no_i])
        total = s.cone(self.u**2 * self.i + 1 - v, (1, [self.pu, self.pu, self.pi]), (1, [room]))
        ahead = self.u**2 * self.i * (1 - beta) - beta * (1 - v)
        start = s.zero(s.at_start(ahead), modulo=[no_j, self.no_i, self.no_sigma])
        (self.ahead,) = s.carry(">=", (ahead, 2 * mu * (1 - beta), [start], lambda inner, _, gap: [
            inner.cone(gap, (1, [slow, total]))]))  # fmt: skip

    def _below_one(self, no_j: Removal) -> str:
        s = self.s
        return s.cone(
            s.at_start(1 - self.strength_),
            (1, [self.pi, self.small]),
            modulo=[no_j, self.no_i, self.no_sigma],
        )

    def early(self, s: Script, hyp: str, log: Poly) -> str:
        """Show β < ½ before T."""
        u, e = self.u, self.e
        *_, no_rate = s.inverse(self.mu, self.pmu)
        lead = 2 * self.delta + log - 2 * self.mu * self.t
        later = s.cone(lead, (2, [self.pmu, hyp]), modulo=[no_rate])
        whole, ratio = s.term("exp", log), s.term("exp", lead)
        above = s.above_one(ratio, later)
        product = s.exponents((ratio, 1), (u, 2), (whole, -1))
        square = s.cone(u**2, (1, [self.pu, self.pu]))
        less = s.cone(
            self.sigma - e**2 - u**2, (1, [above, self.pu, self.pu]),
            modulo=[self.is_size, (product, ratio, square), (s.log(whole, log), whole)],
        )  # fmt: skip
        return s.cone(
            HALF - self.strength_, (1, [self.ps, self.ahead]), (HALF, [less]),
            factor=[(1, [self.pu, self.pu]), (1, [self.small])], modulo=[self.no_i],
        )  # fmt: skip
