"""Scripts for a mode whose factors start at two sizes, in their lengths x and y.

    x′ = ry(1 - xy/σ),   y′ = rx(1 - xy/σ),   x = ae^(-δ), y = be^(-δ) at t = 0,   β = xy/σ.

Then x + y ≤ (a + b)e^(rt-δ), so that β ≤ κ₁e^(2rt-2δ) with κ₁ = (a+b)²/4σ; and β′ is at
least 2rβ(1 - β), so that β ≥ κ₂/(κ₂ + e^(2δ-2rt)) with κ₂ = ab/σ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.provers.finders.logistic import Clock, Growth

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Mode, Removal, Script, Times

QUARTER = fmpq(1, 4)


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    (sigma, rate, a, b), (x, y), s = mode.lets, mode.y, mode.script
    ps, pr, pa, pb = (s.shown(z, ">") for z in mode.lets)
    i, pi, _ = s.inverse(sigma, ps)
    total, omega, po = a + b, rate * i, s.cone(rate * i, (1, [pr, pi]))
    upper, lower = QUARTER * total**2 * i, a * b * i
    parts = (QUARTER, [pa, pa, pi]), (fmpq(1, 2), [pa, pb, pi]), (QUARTER, [pb, pb, pi])
    pupper, plower = s.cone(upper, *parts), s.cone(lower, (1, [pa, pb, pi]))
    growth = Growth(mode.level(), (lower, plower), s.inverse(lower, plower))
    more = (lower, plower)
    clock = Clock(mode, beyond, rate, growth.level, (upper, pupper), growth.behind, more)
    start = s.term("exp", -clock.delta)
    grown = s.term("exp", rate * mode.time - clock.delta)
    pe, pg = (f"{s.named(z)}.0" for z in (start, grown))
    squared = s.exponents((start, 2), (clock.e, -1)), s.exponents((grown, 2), (clock.u, -1))
    mode.enter()
    px, py = s.carry(">", *(
        (z, -omega * other**2, [s.cone(size * start, (1, [psize, pe]))],
         lambda inner, hyp, gap, j=j: [inner.cone(gap, (1, [pr, hyp[1 - j]]))])
        for j, (z, other, size, psize) in enumerate(((x, y, a, pa), (y, x, b, pb)))
    ))  # fmt: skip
    (most,) = s.carry(">=", (
        total * grown - x - y, rate, [],
        lambda inner, _, gap: [inner.cone(gap, (1, [po, px, px, py]), (1, [po, px, py, py]))],
    ))  # fmt: skip
    strength = x * y * i
    both = s.cone(total * grown + x + y, (1, [pa, pg]), (1, [pb, pg]), (1, [px]), (1, [py]))
    above = s.cone(
        upper * clock.u - strength, (QUARTER, [pi, most, both]), (QUARTER, [pi], x - y),
        modulo=[(squared[1], clock.u)],
    )  # fmt: skip
    bounds = {}
    for z, pz, pother in ((x, px, py), (y, py, px)):
        sides = [
            s.cone(total * grown - z, (1, [most]), (1, [pother])),
            s.cone(total * grown + z, (1, [pa, pg]), (1, [pb, pg]), (1, [pz])),
        ]
        bounds[s.named(z)] = {"by": s.b.write(total * grown), "from": sides}
    # e^(2δ) ≥ 1 + 2δ > κ₂
    e = clock.pe
    terms = (1, [e, s.tangent(clock.e0)]), (1, [e]), (2, [e, beyond]), (1, [e, clock.pahead])
    inverse_e0: Removal = (s.exponents((clock.e, 1), (clock.e0, 1)), clock.e0, e)
    below_one = s.cone(
        s.at_start(1 - strength), *terms, (1, [e, plower]),
        modulo=[inverse_e0, (squared[0], clock.e)],
    )  # fmt: skip
    speed = -omega * (x**2 + y**2)
    (left,) = s.carry(">", (1 - strength, speed, [below_one], lambda *_: []))
    first = growth.start(clock)

    def grows(inner: Script, _: list[str], gap: Poly) -> list[str]:
        parts = (1, [plower, po, left], x - y), (1, [clock.px, po, left], x - y)
        return [inner.cone(gap, *parts)]

    at_start = s.cone(
        s.at_start((lower + clock.x) * strength - lower),
        (1, [first]),
        modulo=[(squared[0], clock.e)],
    )
    (below,) = s.carry(
        ">=", ((lower + clock.x) * strength - lower, -2 * rate * strength, [at_start], grows)
    )
    return clock.times(strength, above, growth.late(clock, strength, below), bounds)
