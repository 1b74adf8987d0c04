"""Scripts for a mode whose factors start at two sizes, in their lengths x and y.

    x′ = ry(1 - xy/σ),   y′ = rx(1 - xy/σ),   x = ae^(-δ), y = be^(-δ) at t = 0,   β = xy/σ.

* x + y ≤ (a + b)e^(rt-δ), so that β ≤ κ₁e^(2rt-2δ) with κ₁ = (a+b)²/4σ;
* while β < 1, β′ ≥ 2rβ(1 - β), so that β ≥ κ₂/(κ₂ + e^(2δ-2rt)) with κ₂ = ab/σ;
* x² + y² ≥ c with 1/c = 1/(a² + b²)e^(-2δ) + 1/2σ, and so (1 - β)² decays at least at the rate 2rc/σ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.modes.logistic import Clock, Growth, Sides
from proofs.provers.finders.modes.tending import Nearing

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.logistic import Exponentials
    from proofs.provers.finders.modes.script import Mode, Script, Times

QUARTER, HALF = fmpq(1, 4), fmpq(1, 2)


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof, s = Unbalanced(mode), mode.script
    upper, (lower, plower) = proof.sizes()
    growth = Growth(mode.level(), (lower, plower), s.inverse(lower, plower))
    more = (lower, plower)
    clock = Clock(mode, beyond, mode.lets[1], growth.level, upper, growth.behind, more)
    large = s.cone(clock.delta - lower, (1, [beyond]), (HALF, [clock.pahead]))
    found = follow(proof, clock, growth, upper[0], large)
    late = growth.late(clock, proof.strength, found.below)
    return clock.times(clock.under(proof.strength, found.above), late, found.bounds)


def follow(
    proof: Unbalanced, clock: Exponentials, growth: Growth, upper: Poly, large: str
) -> Sides:
    """Show both bounds of the strength, and that it is less than 1, from δ > κ₂."""
    s, rate, (x, y), pi = proof.script, clock.rate, proof.mode.y, proof.pi
    lower, plower = growth.kappa, growth.k
    start, grown = proof.begin()
    begun = s.exponents((start, 2), (clock.e, -1))
    squared = s.exponents((grown, 2), (clock.u, -1))
    proof.enter()
    strength = proof.strength
    above = s.cone(
        upper * clock.u - strength, (QUARTER, [pi, proof.most, proof.both]), (QUARTER, [pi], x - y),
        modulo=[(squared, clock.u)],
    )  # fmt: skip
    below_one = s.cone(
        s.at_start(1 - strength), (1, [clock.under_one(lower, plower, large)]),
        modulo=[(begun, clock.e)],
    )  # fmt: skip
    speed = -proof.omega * (x**2 + y**2)
    (left,) = s.carry(">", (1 - strength, speed, [below_one], lambda *_: []))
    p = (lower + clock.x) * strength - lower

    def grows(inner: Script, _: list[str], gap: Poly) -> list[str]:
        parts = (1, [plower, proof.po, left], x - y), (1, [clock.px, proof.po, left], x - y)
        return [inner.cone(gap, *parts)]

    first = s.cone(s.at_start(p), (1, [growth.start(clock)]), modulo=[(begun, clock.e)])
    (below,) = s.carry(">=", (p, -2 * rate * strength, [first], grows))
    positive = s.cone(strength, (1, [proof.px, proof.py, pi]))
    return Sides(positive, above, below, proof.bounds, left)


def ends(mode: Mode) -> dict[str, Any]:
    """Return two functions of the time that tend to the value, and what shows that they are bounds."""
    proof = Unbalanced(mode)
    s, (sigma, _, a, b), (x, y) = mode.script, mode.lets, mode.y
    i, pi, pa, pb, ps, po = proof.i, proof.pi, proof.pa, proof.pb, proof.ps, proof.po
    start = s.term("exp", -proof.delta)
    pstart = f"{s.named(start)}.0"
    first = (a**2 + b**2) * start**2
    pfirst = s.cone(first, (1, [pa, pa, pstart, pstart]), (1, [pb, pb, pstart, pstart]))
    whole = first + 2 * sigma
    d, pd, no_d = s.inverse(whole, s.cone(whole, (1, [pfirst]), (2, [ps])))
    c = 2 * sigma * first * d
    pc = s.cone(c, (2, [ps, pfirst, pd]))
    least = s.cone(first - c, (1, [pfirst, pfirst, pd]), modulo=[no_d])
    room = s.cone(2 * sigma - c, (4, [ps, ps, pd]), modulo=[no_d])
    size = 1 + a * b * i * start**2
    psize = s.cone(size, (1, []), (1, [pa, pb, pi, pstart, pstart]))
    rate, prate = proof.omega * c, s.cone(proof.omega * c, (1, [po, pc]))
    end = Nearing(
        mode, size, (rate, prate), (sigma, ps, proof.no_sigma), proof.strength, (sigma - x * y) ** 2
    )
    proof.begin()
    proof.enter()
    px, py = proof.px, proof.py

    def widens(inner: Script, _: list[str], gap: Poly) -> list[str]:
        parts = (2, [po, px, py], x - y), (2, [po, px, py, room])
        return [inner.cone(gap, *parts, modulo=[proof.no_sigma])]

    (wide,) = s.carry(">=", (x**2 + y**2 - c, -2 * proof.omega * x * y, [least], widens))
    begun = 4, [pa, pb, pi, pstart, pstart]
    return end.bounded(1 - proof.strength, begun, (2, [po, wide]), psize) | {"bounds": proof.bounds}


class Unbalanced:
    """What is shown of such a mode; a label p… says that a number is positive."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive."""
        s = self.script = mode.script
        self.mode = mode
        sigma, rate, _, _ = mode.lets
        self.ps, self.pr, self.pa, self.pb = (s.shown(z, ">") for z in mode.lets)
        self.i, self.pi, self.no_sigma = s.inverse(sigma, self.ps)
        self.omega, self.po = rate * self.i, s.cone(rate * self.i, (1, [self.pr, self.pi]))
        x, y = mode.y
        self.strength = x * y * self.i
        # δ stands in the start ae^(-δ) of x
        (inside,) = (part[1] for part in mode.goal[3][1][3][1:] if part[0] == "exp")
        self.delta = -s.b.scope.poly(inside)

    def sizes(self) -> tuple[tuple[Poly, str], tuple[Poly, str]]:
        """Return κ₁ and κ₂, and that they are positive."""
        s, (_, _, a, b), i = self.script, self.mode.lets, self.i
        pi, pa, pb = self.pi, self.pa, self.pb
        upper, lower = QUARTER * (a + b) ** 2 * i, a * b * i
        parts = (QUARTER, [pa, pa, pi]), (HALF, [pa, pb, pi]), (QUARTER, [pb, pb, pi])
        return (upper, s.cone(upper, *parts)), (lower, s.cone(lower, (1, [pa, pb, pi])))

    def begin(self) -> tuple[Poly, Poly]:
        """Let the time come in, unless it has; return e^(-δ) and e^(rt-δ)."""
        s, mode = self.script, self.mode
        if len(mode.ends) < BEGUN:
            mode.begin()
        self.start = s.term("exp", -self.delta)
        self.grown = s.term("exp", mode.lets[1] * mode.time - self.delta)
        return self.start, self.grown

    def enter(self) -> None:
        """Show positivity, and x + y ≤ (a + b)e^(rt-δ)."""
        s, (_, rate, a, b), (x, y) = self.script, self.mode.lets, self.mode.y
        pe, pg = (f"{s.named(z)}.0" for z in (self.start, self.grown))
        self.mode.enter()
        self.px, self.py = s.carry(">", *(
            (z, -self.omega * other**2, [s.cone(size * self.start, (1, [psize, pe]))],
             lambda inner, hyp, gap, j=j: [inner.cone(gap, (1, [self.pr, hyp[1 - j]]))])
            for j, (z, other, size, psize) in enumerate(((x, y, a, self.pa), (y, x, b, self.pb)))
        ))  # fmt: skip
        px, py, bound = self.px, self.py, (a + b) * self.grown
        parts = (1, [self.po, px, px, py]), (1, [self.po, px, py, py])
        (self.most,) = s.carry(">=", (
            bound - x - y, rate, [], lambda inner, _, gap: [inner.cone(gap, *parts)],
        ))  # fmt: skip
        rest = (1, [self.pa, pg]), (1, [self.pb, pg])
        self.both = s.cone(bound + x + y, *rest, (1, [px]), (1, [py]))
        self.bounds = {}
        for z, pz, pother in ((x, px, py), (y, py, px)):
            sides = [
                s.cone(bound - z, (1, [self.most]), (1, [pother])),
                s.cone(bound + z, *rest, (1, [pz])),
            ]
            self.bounds[s.named(z)] = {"by": s.b.write(bound), "from": sides}


BEGUN = 2
"""Ends of parts of a proof once the time has come in."""
