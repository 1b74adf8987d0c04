"""Scripts for A′ = 2A(s(1 - A) - λ), A(0) = e^(-2δ)/σ: what decay λ leaves of a mode that keeps its direction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.language import substitute
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.logistic import bounded, delta_of, formula_of
from proofs.provers.finders.modes.tending import NULL, Decay, tends
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Script

BOTH = ("lower", "upper")


def ends(mode: Mode) -> dict[str, Any]:
    """Show that A tends to 1 - λ/s if λ < s, and to 0 if not."""
    s = mode.script
    rate, decay = (s.b.scope.poly(mode.goal[2][i][2]) for i in (2, 3))
    try:
        positive = s.shown(rate - decay, ">")
    except NotFoundError:
        s.b.atoms.append(s.shown(decay - rate, ">="))
        return _dies(mode)
    return _lives(mode, positive)


def _lives(mode: Mode, positive: str) -> dict[str, Any]:
    """Show A = p/(1 + (pσe^(2δ) - 1)e^(-2(s - λ)t)) with p = 1 - λ/s."""
    s = mode.script
    sigma, rate, decay = (mode.goal[2][i][2] for i in (1, 2, 3))
    left = ["+", rate, ["*", "-1", decay]]
    part = ["*", left, ["inv", rate]]
    introduce(s.b, part)
    size = s.b.scope.poly(part) * s.b.scope.poly(sigma)
    e = s.term("exp", 2 * s.b.scope.poly(delta_of(mode)))
    s.b.atoms += [positive, s.cone(size * e, (1, [s.shown(size, ">"), f"{s.named(e)}.0"]))]
    fading = Decay(mode, ["*", "2", left], positive)
    form = ["*", part, formula_of(mode, ["*", part, sigma], NULL)]
    limits = {which: fading.limit(form) for which in BOTH}
    true = fading.at(form)
    mode.begin()
    for tree in (true, substitute(true, {s.named(mode.time): "0"})):
        introduce(s.b, tree)
    mode.enter()
    claimed = s.b.scope.poly(true)
    same = _solves(mode, claimed)
    found = fading.between(dict.fromkeys(BOTH, form), limits)
    return {**found, "by": [same], "bounds": bounded(mode, claimed, same)}


def _solves(mode: Mode, claimed: Poly) -> str:
    """Show A = C for what solves the equation: (A - C)′ = 2(s - λ - s(A + C))·(A - C)."""
    (_, rate, decay), (y,), s = mode.lets, mode.y, mode.script
    start = s.shown(s.at_start(y - claimed), "=")
    slope = mode.flow.derivative(s.b.scope, claimed)
    own = s.shown(slope - 2 * claimed * (rate * (1 - claimed) - decay), "=")

    def change(inner: Script, _names: list[str], gap: Poly) -> list[str]:
        return [inner.zero(gap, (own, -inner.b.ring.constant(1)))]

    factor = 2 * (rate - decay - rate * (y + claimed))
    (same,) = s.carry("=", (y - claimed, factor, [start], change))
    return same


def _dies(mode: Mode) -> dict[str, Any]:
    """Show 0 < A ≤ 1/(σe^(2δ) + 2st), as (1 - A·(σe^(2δ) + 2st))′ ≥ -2sA·(the same)."""
    s, (y,), time = mode.script, mode.y, mode.script.named(mode.time)
    _, rate, _ = mode.lets
    speed = mode.goal[2][2][2]
    size = ["*", mode.goal[2][1][2], ["exp", ["*", "2", delta_of(mode)]]]
    twice = ["*", "2", speed]
    for tree in (size, twice):
        introduce(s.b, tree)
    s.b.atoms += [s.shown(s.b.scope.poly(tree), ">") for tree in (size, twice)]
    upper = ["inv", ["+", size, ["*", twice, time]]]
    form = ["*", NULL, ["inv", ["+", ["*", size, NULL], twice]]]
    bounds = {"lower": ("0", "0"), "upper": (form, upper)}
    limits = {
        which: [tends(mode, *sides, lambda _, y: (["inv", y], ["inverse", y]))]
        for which, sides in bounds.items()
    }
    mode.begin()
    for tree in (upper, substitute(upper, {time: "0"})):
        introduce(s.b, tree)
    mode.enter()
    far, decay = s.b.scope.poly(upper[1]), mode.lets[2]
    pfar = s.shown(far, ">")
    dead = s.shown(decay - rate, ">=")
    begun = s.shown(s.at_start(y), ">")
    (above,) = s.carry(">", (y, 2 * (rate * (1 - y) - decay), [begun], lambda *_: []))
    first = s.shown(s.at_start(1 - y * far), ">=")

    def change(inner: Script, _names: list[str], gap: Poly) -> list[str]:
        return [inner.cone(gap, (2, [above, dead, pfar]), modulo=[(f"{s.named(rate)}.is", rate)])]

    (below,) = s.carry(">=", (1 - y * far, -2 * rate * y, [first], change))
    over, pover, no_over = s.inverse(far, pfar)
    under = s.cone(over - y, (1, [pover, below]), modulo=[no_over])
    zero, most = s.cone(y, (1, [above])), s.cone(over + y, (1, [pover]), (1, [above]))
    return {
        "lower": "0", "upper": upper, "limits": limits,
        "by": [zero, under], "bounds": {s.named(y): {"by": s.b.write(over), "from": [under, most]}},
    }  # fmt: skip
