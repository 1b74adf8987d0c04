"""Scripts for y′ = 2r·y(1 - y), y(0) = e^(-2δ)/σ."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import substitute
from proofs.provers.finders.script import Mode, Removal, Script, Summand, Times
from proofs.provers.finders.tending import NULL, Decay
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly

HALF = fmpq(1, 2)


def strength(mode: Mode, formula: Tree, at_zero: Tree) -> tuple[list[str], dict[str, Any]]:
    """Show y = Y where Y solves the equation: (y - Y)′ = 2r(1 - y - Y)·(y - Y)."""
    (_, rate), (y,), s = mode.lets, mode.y, mode.script
    mode.begin()
    introduce(s.b, formula)
    introduce(s.b, at_zero)
    mode.enter()
    claimed = s.b.scope.poly(formula)
    same = follows(mode, y, claimed, rate, lambda _: [])
    bound = 1 + claimed**2
    bounds = []
    for sign in (1, -1):
        parts: list[Summand] = [(1, [], claimed - sign * HALF), (fmpq(3, 4), [])]
        bounds.append(s.cone(bound - sign * y, *parts, modulo=[(same, y)]))
    return [same], {s.named(y): {"by": s.b.write(bound), "from": bounds}}


def ends(mode: Mode) -> dict[str, Any]:
    """Return what an observable is at all times, by Y, and that it tends to the value."""
    s, (y,), rate = mode.script, mode.y, mode.goal[2][2][2]
    observed = mode.goal[-2]
    decay = Decay(mode, ["*", "2", rate], s.shown(s.b.scope.poly(rate), ">"))
    form, true = (
        substitute(observed, {s.named(y): x}) for x in (_formula(mode, NULL), solution(mode))
    )
    both = ("lower", "upper")
    limits = {which: decay.limit(form) for which in both}
    zero = substitute(solution(mode), {s.named(mode.time): "0"})
    (same,), bounds = strength(mode, solution(mode), zero)
    introduce(s.b, true)
    gap = s.b.scope.poly(observed) - s.b.scope.poly(true)
    by = s.zero(gap, modulo=[(same, y)])
    found = decay.between(dict.fromkeys(both, form), limits)
    return {**found, "by": [by], "bounds": bounds}


def solution(mode: Mode) -> Tree:
    """Return the solution, 1/(1 + (σe^(2δ) - 1)e^(-2rt)), with the trees that σ and r stand for."""
    rate = mode.goal[2][2][2]
    return _formula(mode, ["exp", ["*", "-2", rate, mode.script.named(mode.time)]])


def _formula(mode: Mode, decay: Tree) -> Tree:
    size = ["*", mode.goal[2][1][2], ["exp", ["*", "2", _delta(mode)]]]
    return ["inv", ["+", "1", ["*", ["+", size, "-1"], decay]]]


def _delta(mode: Mode) -> Tree:
    """Return δ as it stands in the start e^(-2δ)/σ."""
    start = mode.goal[3][1][3]
    (inside,) = (part[1] for part in start[1:] if part[0] == "exp")
    return ["*", "-1/2", inside]


def follows(
    mode: Mode, beta: Poly, claimed: Poly, rate: Poly, work: Callable[[Script], list[str]]
) -> str:
    """Show β = Y from β′ = 2·rate·β(1 - β), which ``work`` shows where it is not plain."""
    s = mode.script
    start = s.shown(s.at_start(beta - claimed), "=")
    own = s.shown(
        mode.flow.derivative(s.b.scope, claimed) - 2 * rate * claimed * (1 - claimed), "="
    )

    def change(inner: Script, _names: list[str], gap: Poly) -> list[str]:
        one = inner.b.ring.constant(1)
        return [inner.zero(gap, (own, -one), *((label, one) for label in work(inner)))]

    (same,) = s.carry("=", (beta - claimed, 2 * rate * (1 - beta - claimed), [start], change))
    return same


def times(mode: Mode, beyond: str) -> Times:
    """Show that y = b between (δ - A)/r and (δ + D)/r.

    From κe^(2rt-2δ) ≥ y ≥ κ/(κ + e^(2δ-2rt)), κ = 1/σ: with 2A = κ/b and 2D = σb/(1-b).
    """
    (sigma, rate), (y,), t, s = mode.lets, mode.y, mode.time, mode.script
    delta, value = s.name(mode.goal[-2]), s.b.scope.poly(mode.goal[-1])
    r, sig, v = s.shown(rate, ">"), s.shown(sigma, ">"), s.shown(value, ">")
    speed = s.shown(rate * value - 1, "=")
    b = mode.level()
    kappa, k, no_kappa = s.inverse(sigma, sig)
    no_rate: Removal = (speed, rate, v)
    ahead, behind = kappa * b.inverse, sigma * b.value * b.rest_inverse
    pbehind = s.cone(behind, (1, [sig, b.pvalue, b.prest_inverse]))
    pahead = s.cone(ahead, (1, [k, b.pinverse]))
    mode.begin()
    s.learn(beyond, delta - ahead / 2, ">")
    early_end = s.cone((delta - ahead / 2) * value, (1, [beyond, v]))
    late_end = s.cone(
        (delta + behind / 2) * value,
        (1, [beyond, v]),
        (HALF, [pahead, v]),
        (HALF, [pbehind, v]),
    )
    e, e0 = s.term("exp", -2 * delta), s.term("exp", 2 * delta)
    u, x = s.term("exp", 2 * rate * t - 2 * delta), s.term("exp", 2 * delta - 2 * rate * t)
    pe, pu, px = (f"{s.named(z)}.0" for z in (e, u, x))
    mode.enter()
    inverse = s.exponents((e, 1), (e0, 1))
    (pos,) = s.carry(">", (y, 2 * rate * (1 - y), [s.cone(kappa * e, (1, [k, pe]))], lambda *_: []))
    (above,) = s.carry(">=", (
        kappa * u - y, 2 * rate, [], lambda inner, _, gap: [inner.cone(gap, (2, [r], y))],
    ))  # fmt: skip
    first = s.cone((kappa + e0) * kappa * e - kappa, (1, [k, k, pe]), modulo=[(inverse, e0, pe)])
    (below,) = s.carry(">=", ((kappa + x) * y - kappa, -2 * rate * y, [first], lambda *_: []))
    other = s.cone(kappa * u + y, (1, [k, pu]), (1, [pos]))

    def early(inner: Script, hyp: str) -> str:
        # e^(2(δ - rt)) ≥ 1 + 2(δ - rt) > κ/b
        rest = inner.cone(delta - ahead / 2 - rate * t, (1, [r, hyp]), modulo=[no_rate])
        large = inner.cone(x - ahead, (1, [inner.tangent(x)]), (1, []), (2, [rest]))
        product = inner.exponents((u, 1), (x, 1))
        removals: list[Removal] = [(product, x, pu), b.no_inverse]
        less = inner.cone(b.value - kappa * u, (1, [large, pu, b.pvalue]), modulo=removals)
        return inner.cone(b.value - y, (1, [less]), (1, [above]))

    def late(inner: Script, hyp: str) -> str:
        # e^(2(rt - δ)) ≥ 1 + σb/(1-b)
        big = inner.term("exp", behind)
        given = inner.zero(2 * rate * t - 2 * delta - behind, (hyp, 2 * rate), modulo=[no_rate])
        product = inner.exponents((x, 1), (big, 1), by=[inner.zero(
            2 * delta - 2 * rate * t + behind, (given, -inner.b.ring.constant(1))
        )])  # fmt: skip
        pbig = f"{inner.named(big)}.0"
        small = inner.cone(
            kappa * b.rest - b.value * x,
            (1, [inner.tangent(big), b.prest]),
            (1, [b.prest]),
            factor=[(1, [sig, pbig])],
            modulo=[(product, x, pbig), no_kappa, b.no_rest],
        )
        return inner.cone(y - b.value, (1, [below]), (1, [small]), factor=[(1, [k]), (1, [px])])

    return Times(
        {"lower": s.b.tree(-ahead / 2), "upper": s.b.tree(behind / 2)},
        ahead / 2,
        [early_end, late_end],
        {s.named(y): {"by": s.b.write(kappa * u), "from": [above, other]}},
        {"lower": early, "upper": late},
    )
