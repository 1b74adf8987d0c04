"""The mode between two groups, of equal drives ωᵢtᵢ = g and t₁ ≥ t₂, beside a logistic one.

With μ² = 2g², u = t₁h₁ + t₂h₂, k = t₁h₂ - t₂h₁, D = h₁ - h₂ and E = μw - g(h₁ + h₂),

    σ²(2μβ(1 - β) - β′) = (1 - β)(2uE + gDk) + (w/σ²)(g(h₁ + h₂)k² + (ω₁/t₂)(t₁ - t₂)(t₁h₂ + t₂h₁)uk).

E ≥ 0, and so are p = ω₁(t₁ - wh₁), k, D and 1 - β at all times. So β/(1 - β) is at most that of the logistic
mode of the rate μ that starts at the same β = e^(-2δ)/σ, and β < ½ before T = (δ + ½log(σ - e^(-2δ)))/μ.
The other names are those of :mod:`proofs.provers.finders.modes.between`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.language import substitute
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.between import HALF
from proofs.provers.finders.modes.between_energy import Energy
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand


class Behind(Energy):
    """Such a mode beside the logistic one of the rate μ.

    Attributes
    ----------
    how : str
        Whether the level is reached "late" or "soon".
    """

    how = "late"

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

    @staticmethod
    def value(place: Tree, size: Tree) -> Tree:  # noqa: ARG004
        """Return what the delay at a ratio is compared with."""
        return ["*", "1/2", ["log", size]]

    @classmethod
    def shift(cls, place: Tree, size: Tree, start: Tree) -> Tree:
        """Return μT - δ, which tends to it."""
        small = ["^", ["exp", ["*", "-1", start]], 2]
        return cls.value(place, ["+", size, ["*", "-1", small]])

    def constants(self, place: Tree) -> None:
        """Show what is needed of the constants."""

    def far(self, s: Script, y: str, size: Tree) -> tuple[Tree, dict[str, Any], dict[str, Any]]:
        """Return μT - δ by null quantities, which they are, and thresholds, where δ = y."""
        label, delta = s.b.new_name(), s.b.scope.poly(y)
        s.learn(label, delta - self.i, ">")
        self.room(s, delta, label)
        form = ["*", "1/2", ["log", ["+", size, ["*", "-1", ["^", "eps", 2]]]]]
        return form, {"eps": ["decay", 0, y]}, {label: s.b.write(self.i)}

    def limit(self, lag: Callable[[Tree], Tree], size: Tree) -> dict[str, Any]:
        """Show what μT - δ tends to."""
        s = self.s
        inner, y = s.inner(), s.b.new_bound()
        with s.b.aside():
            inner.b.scope.declare(y, "real")
            form, nulls, beyond = self.far(inner, y, size)
            null = ["*", ["^", y, 0], ["exp", ["*", "-1", y]]]
            sides = lag(y), substitute(form, dict.fromkeys(nulls, null))
            for side in sides:
                introduce(inner.b, side)
            first, second = map(inner.b.scope.poly, sides)
            same = inner.shown(second - first, "=")
        own = {same, *(x for side in sides for x in inner.b.terms_in(side))}
        return {
            "y": y, "beyond": beyond, "steps": needed(inner.b.steps, own), "admissible": [], "nulls": nulls,
            "form": form, "by": [same], "value": [],
        }  # fmt: skip

    def hold(self) -> None:
        """Show ω₁(t₁ - wh₁) > 0: the group of the larger target does not overshoot."""
        s, w, h1, h2 = self.s, self.w, self.h1, self.h2
        self.left = self.o1 * self.t1 - self.o1 * w * h1

        def less(inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            kept = self._turned(inner, hyp[0])
            parts = (1, [self.po1, self.po2, self.p1, self.p2, self.pw, kept])
            removals = [self.drives, self.on_cone]
            return [inner.cone(gap, parts, factor=[(1, [self.pt1])], modulo=removals)]

        parts = (1, [self.po1, self.pt1, self.pi, self.small])
        room = s.cone(s.at_start(self.left), parts, modulo=[self.no_i])
        slow = -self.o1 * (h1**2 + h1 * h2 + w**2)
        (self.pleft,) = s.carry(">", (self.left, slow, [room], less))

    def _turned(self, s: Script, left: str) -> str:
        """Show t₁h₂ ≥ t₂h₁, where ω₁(t₁ - wh₁) ≥ 0."""
        across = self.t1 * self.h2 - self.t2 * self.h1
        first = s.zero(s.at_start(across))
        (kept,) = s.carry(">=", (across, -self.o2 * self.w**2, [first], lambda inner, _, gap: [
            inner.cone(gap, (1, [self.ordered, self.pw, left]), modulo=[self.drives])]))  # fmt: skip
        return kept

    def compare(self) -> None:
        """Show that β/(1 - β) is at most that of the logistic mode."""
        s, h1, h2 = self.s, self.h1, self.h2
        self.hold()
        along, across, apart = (
            self.t1 * h1 + self.t2 * h2,
            self.t1 * h2 - self.t2 * h1,
            h1 - h2,
        )
        turn = self._turned(s, self.pleft)
        begins = s.cone(s.at_start(apart), (1, [self.ordered, self.pi, self.pe]))
        zero = s.b.ring.constant(0)
        (wide,) = s.carry(">=", (apart, zero, [begins], lambda inner, _, gap: [
            inner.cone(gap, (1, [self.po2, self.pw, self.pw, turn]), factor=[(1, [self.pt1])],
                       modulo=[self.drives])]))  # fmt: skip
        self._logistic(along, across, turn, wide)

    def _logistic(self, along: Poly, across: Poly, turn: str, wide: str) -> None:
        s, w, h1, h2, mu = self.s, self.w, self.h1, self.h2, self.mu
        o1, t1, t2 = self.o1, self.t1, self.t2
        self.observe()
        beta, j, pj = self.beta, self.j, self.pj
        palong = s.cone(along, (1, [self.pt1, self.p1]), (1, [self.pt2, self.p2]))
        pcross = s.cone(t1 * h2 + t2 * h1, (1, [self.pt1, self.p2]), (1, [self.pt2, self.p1]))
        pboth = s.cone(h1 + h2, (1, [self.p1]), (1, [self.p2]))
        removals = [self.drives, self.on_cone, *self.no_j, self.no_sigma]
        ends: list[Summand] = [
            (1, [self.pt2, pj, pj, self.pw, self.po1, self.pt1, pboth], across),
            (1, [pj, pj, self.pw, self.po1, self.ordered, pcross, palong, turn]),
        ]
        excess = (
            2 * along * (mu * w - o1 * t1 * h1 - self.o2 * t2 * h2) + o1 * t1 * (h1 - h2) * across
        )
        part = (1 - beta, -2 * mu * beta + excess * j, [self._below_one()], lambda inner, _, gap: [
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
        start = s.zero(s.at_start(ahead), modulo=[*self.no_j, self.no_i, self.no_sigma])
        (self.ahead,) = s.carry(">=", (ahead, 2 * mu * (1 - beta), [start], lambda inner, _, gap: [
            inner.cone(gap, (1, [slow, total]))]))  # fmt: skip

    def _below_one(self) -> str:
        s = self.s
        return s.cone(
            s.at_start(1 - self.beta),
            (1, [self.pi, self.small]),
            modulo=[*self.no_j, self.no_i, self.no_sigma],
        )

    def side(self, s: Script, hyp: str, shift: Poly) -> str:
        """Show β < ½ before T."""
        u, e, log = self.u, self.e, 2 * shift
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
            HALF - self.beta, (1, [self.ps, self.ahead]), (HALF, [less]),
            factor=[(1, [self.pu, self.pu]), (1, [self.small])], modulo=[self.no_i],
        )  # fmt: skip
