"""Scripts for the mode between two groups, in w, h₁ and h₂.

    w′ = g₁h₁ + g₂h₂ - w(ω₁h₁² + ω₂h₂²),   hᵢ′ = w(gᵢ - ωᵢwhᵢ),   gᵢ = ωᵢtᵢ,
    β = w(t₁h₁ + t₂h₂)/σ²,   σ² = t₁² + t₂²,   μ² = g₁² + g₂²,

from w = e^(-δ), hᵢ = e^(-δ)aᵢ, where a₁² + a₂² = 1, and aᵢ = tᵢ/σ if it is not given. All of w, h₁, h₂ stay positive, and w² = h₁² + h₂².

* w grows at most like e^(μt-δ), and β ≤ w²/σ.
* Where ω₁ = ω₂, h₁/t₁ = h₂/t₂ stays, σw = t₁h₁ + t₂h₂, and β is logistic at the rate ωσ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.modes.logistic import follows

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script

HALF = fmpq(1, 2)
OF_ERROR = 8
"""Of one from another start, where its error is observed: four, a₁, a₂, c₁ and c₂."""


def strength(mode: Mode, formula: Tree, at_zero: Tree) -> tuple[list[str], dict[str, Any]]:
    """Show β = Y for equal weights."""
    proof = Between(mode)
    s, (o1, o2, t1, t2, sigma, *_), (w, h1, h2) = mode.script, mode.lets, mode.y
    same = s.shown(o1 - o2, "=")
    # μ = ωσ is given a name by being the inverse of its inverse
    rate = o1 * sigma
    v, pv, no_v = s.inverse(rate, s.cone(rate, (1, [proof.po1, proof.ps])))
    mu, pmu, no_mu = s.inverse(v, pv)
    squares = mu**2 - o1**2 * t1**2 - o2**2 * t2**2
    proof.grow_at(mu, pmu, s.zero(squares, modulo=[no_mu, no_v, (same, o2), proof.no_sigma]))
    mode.begin()
    introduce(s.b, formula)
    introduce(s.b, at_zero)
    proof.follow()
    line = t2 * h1 - t1 * h2
    start = s.zero(s.at_start(line))
    (kept,) = s.carry(
        "=",
        (line, -o1 * w**2, [start], lambda inner, _, gap: [inner.zero(gap, modulo=[(same, o2)])]),
    )
    to_line: Removal = (kept, h1, proof.pt2)
    along, total = proof.along(s, sigma, proof.ps, t1, t2, proof.pt1, proof.pt2)
    size = s.zero(
        sigma * w - along, factor=[total], modulo=[proof.on_cone, proof.no_sigma, to_line]
    )
    proof.observe()
    beta = proof.beta

    def change(inner: Script) -> list[str]:
        gap = mode.flow.derivative(inner.b.scope, beta) - 2 * rate * beta * (1 - beta)
        removals = [(same, o2), *proof.no_j, (size, w, proof.ps), to_line, proof.no_sigma]
        return [inner.zero(gap, modulo=removals)]

    claimed = s.b.scope.poly(formula)
    return [follows(mode, beta, claimed, rate, change)], proof.bounds


class Between:
    """What is shown of such a mode; a label p… says that a number is positive."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive, and σ² = t₁² + t₂²."""
        self.mode, self.s, self.t = mode, mode.script, mode.time
        # with decay λ, s, p₁ and p₂ follow
        lets = mode.lets[:5] if kind_of(mode.goal) is Kind.DECAYING else mode.lets
        if len(lets) == OF_ERROR:
            lets = [*lets[:4], self._root(), *lets[4:]]
        self.o1, self.o2, self.t1, self.t2, self.sigma, *start = lets
        self.w, self.h1, self.h2 = mode.y
        # δ stands in the start e^(-δ) of w
        self.delta = self.s.b.scope.poly(mode.goal[3][1][3][1][2])
        self.po1, self.po2, self.pt1, self.pt2, self.ps, *positive = (
            self.s.shown(x, ">") for x in lets
        )
        squares = self.s.shown(self.sigma**2 - self.t1**2 - self.t2**2, "=")
        self.no_sigma: Removal = (squares, self.sigma)
        self.no_t1: Removal = (squares, self.t1)
        self.i, self.pi, self.no_i = self.s.inverse(self.sigma, self.ps)
        s, self.no_unit = self.s, [self.no_t1, self.no_i]
        # cᵢ of the error Σcᵢ(tᵢ - whᵢ)², and the factors that make it positive
        self.per_group: list[tuple[Poly, list[str]]] = [(s.b.ring.constant(1), [])] * 2
        if start:
            (self.a1, self.a2, *metrics), (self.pa1, self.pa2, *signs) = start, positive
            if metrics:
                self.per_group = [(c, [pc]) for c, pc in zip(metrics, signs, strict=True)]
            self.no_unit = [(s.shown(self.a1**2 + self.a2**2 - 1, "="), self.a1)]
        else:
            self.a1, self.a2 = self.t1 * self.i, self.t2 * self.i
            self.pa1, self.pa2 = (
                s.cone(x, (1, [p, self.pi])) for x, p in ((self.a1, self.pt1), (self.a2, self.pt2))
            )
        self.lam = self.s.b.ring.constant(0)

    def _root(self) -> Poly:
        """Introduce σ, of which an error does not speak."""
        s, (_, _, t1, t2, *_) = self.s, self.mode.lets
        square = t1**2 + t2**2
        s.cone(square, (1, [s.shown(t1, ">")] * 2), (1, [s.shown(t2, ">")] * 2))
        tree = ["root", s.b.tree(square), "2"]
        introduce(s.b, tree)
        return s.b.scope.poly(tree)

    def positive(self, x: Poly) -> str:
        """Return the fact that an exponential is positive."""
        return f"{self.s.named(x)}.0"

    def observe(self) -> None:
        """Name 1/κ, where β = w(t₁h₁ + t₂h₂)/κ: κ = σ²."""
        s = self.s
        self.reach = self.sigma**2
        self.preach = s.cone(self.reach, (1, [self.ps, self.ps]))
        self.j, self.pj, no_j = s.inverse(self.reach, self.preach)
        self.no_j: list[Removal] = [no_j]

    @property
    def beta(self) -> Poly:
        """Return β."""
        return self.w * (self.t1 * self.h1 + self.t2 * self.h2) * self.j

    def along(
        self, s: Script, size: Poly, psize: str, x: Poly, y: Poly, px: str, py: str
    ) -> tuple[Poly, str]:
        """Return x·h₁ + y·h₂, and that size·w plus it is positive."""
        along = x * self.h1 + y * self.h2
        parts = (1, [psize, self.pw]), (1, [px, self.p1]), (1, [py, self.p2])
        return along, s.cone(size * self.w + along, *parts)

    def below(
        self, s: Script, size: Removal, psize: str, x: Poly, y: Poly, px: str, py: str
    ) -> str:
        """Show x·h₁ + y·h₂ ≤ size·w where size² = x² + y²."""
        along, total = self.along(s, size[1], psize, x, y, px, py)
        across = x * self.h2 - y * self.h1
        return s.cone(
            size[1] * self.w - along,
            (1, [], across),
            factor=[(1, [total])],
            modulo=[size, self.on_cone],
        )

    def name_rate(self) -> None:
        """Name μ, the root of Σ(ωᵢtᵢ)²."""
        s, drives = self.s, ([self.po1, self.pt1], [self.po2, self.pt2])
        square = (self.o1 * self.t1) ** 2 + (self.o2 * self.t2) ** 2
        s.cone(square, (1, drives[0] * 2), (1, drives[1] * 2))
        tree = ["root", s.b.tree(square), "2"]
        introduce(s.b, tree)
        mu = s.b.scope.poly(tree)
        self.grow_at(mu, s.shown(mu, ">"), s.keep(f"{s.named(mu)}.0", mu**2 - square))

    def grow_at(self, mu: Poly, pmu: str, is_mu: str) -> None:
        """Take μ, that it is positive, and what its square is."""
        self.mu, self.pmu, self.no_mu2 = mu, pmu, (is_mu, mu)
        self.nu, self.pnu = mu, pmu

    # the flow -------------------------------------------------------------------------------------

    def follow(self) -> None:
        """Show positivity, w² = h₁² + h₂², and w ≤ e^(νt-δ)."""
        s, w, h1, h2 = self.s, self.w, self.h1, self.h2
        o1, o2, t1, t2, lam = self.o1, self.o2, self.t1, self.t2, self.lam
        self.e, self.u = s.term("exp", -self.delta), s.term("exp", self.nu * self.t - self.delta)
        self.pe, self.pu = self.positive(self.e), self.positive(self.u)
        self.mode.enter()
        starts = [
            s.cone(x * self.e, (1, [px, self.pe]))
            for x, px in ((self.a1, self.pa1), (self.a2, self.pa2))
        ]
        drives = [self.po1, self.pt1], [self.po2, self.pt2]
        self.pw, self.p1, self.p2 = s.carry(
            ">",
            (w, -(o1 * h1**2 + o2 * h2**2) - lam, [self.pe], lambda inner, hyp, gap: [
                inner.cone(gap, (1, [*drives[0], hyp[1]]), (1, [*drives[1], hyp[2]]))]),
            (h1, -o1 * w**2 - lam, [starts[0]], lambda inner, hyp, gap: [
                inner.cone(gap, (1, [*drives[0], hyp[0]]))]),
            (h2, -o2 * w**2 - lam, [starts[1]], lambda inner, hyp, gap: [
                inner.cone(gap, (1, [*drives[1], hyp[0]]))]),
        )  # fmt: skip
        norm = w**2 - h1**2 - h2**2
        start = s.zero(s.at_start(norm), modulo=self.no_unit)
        (cone,) = s.carry("=", (norm, -2 * lam, [start], lambda *_: []))
        self.on_cone: Removal = (cone, w)
        self.g1, self.g2 = s.cone(o1 * t1, (1, drives[0])), s.cone(o2 * t2, (1, drives[1]))
        self.drive = self.below(s, self.no_mu2, self.pmu, o1 * t1, o2 * t2, self.g1, self.g2)
        (self.growth,) = s.carry(">=", (self.u - w, self.nu, [], lambda inner, _, gap: [
            inner.cone(gap, (1, [self.drive]), (1, [self.po1, self.pw], h1),
                       (1, [self.po2, self.pw], h2))]))  # fmt: skip
        self.bounds = {}
        for y, py, other in ((w, self.pw, None), (h1, self.p1, h2), (h2, self.p2, h1)):
            parts = [(1, [self.growth])]
            if other is not None:
                total = s.cone(w + y, (1, [self.pw]), (1, [py]))
                less = s.cone(w - y, (1, [], other), factor=[(1, [total])], modulo=[self.on_cone])
                parts.append((1, [less]))
            both = [s.cone(self.u - y, *parts), s.cone(self.u + y, (1, [self.pu]), (1, [py]))]
            self.bounds[s.named(y)] = {"by": s.b.write(self.u), "from": both}
