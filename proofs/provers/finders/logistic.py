"""Scripts for y′ = 2r·y(1 - y), y(0) = e^(-2δ)/σ."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.script import Mode, Removal, Script, Summand, Times
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


def solution(mode: Mode) -> Tree:
    """Return the solution, 1/(1 + (σe^(2δ) - 1)e^(-2rt)), with the trees that σ and r stand for."""
    (_, _, sigma), (_, _, rate) = mode.goal[2][1:]
    size = ["*", sigma, ["exp", ["*", "2", _delta(mode)]]]
    decay = ["exp", ["*", "-2", rate, mode.script.named(mode.time)]]
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
    """From κe^(2rt-2δ) ≥ y ≥ κ/(κ + e^(2δ-2rt)), κ = 1/σ: β = ½ between (δ - κ)/r and (δ + σ/2)/r."""
    (sigma, rate), (y,), t, s = mode.lets, mode.y, mode.time, mode.script
    delta, value = s.name(mode.goal[-2]), s.b.scope.poly(mode.goal[-1])
    r, sig, v = s.shown(rate, ">"), s.shown(sigma, ">"), s.shown(value, ">")
    speed = s.shown(rate * value - 1, "=")
    kappa, k, no_kappa = s.inverse(sigma, sig)
    no_rate: Removal = (speed, rate, v)
    mode.begin()
    s.learn(beyond, delta - kappa, ">")
    early_end = s.cone((delta - kappa) * value, (1, [beyond, v]))
    late_end = s.cone((delta + sigma / 2) * value, (1, [beyond, v]), (1, [k, v]), (HALF, [sig, v]))
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
        # e^(2(δ - rt)) ≥ 1 + 2(δ - rt) > 2κ
        rest = inner.cone(delta - kappa - rate * t, (1, [r, hyp]), modulo=[no_rate])
        large = inner.cone(x - 2 * kappa, (1, [inner.tangent(x)]), (1, []), (2, [rest]))
        product = inner.exponents((u, 1), (x, 1))
        less = inner.cone(1 - 2 * kappa * u, (1, [large, pu]), modulo=[(product, x, pu)])
        return inner.cone(HALF - y, (HALF, [less]), (1, [above]))

    def late(inner: Script, hyp: str) -> str:
        # e^(2(rt - δ)) = e^σ ≥ 1 + σ
        big = inner.term("exp", sigma)
        given = inner.zero(2 * rate * t - 2 * delta - sigma, (hyp, 2 * rate), modulo=[no_rate])
        product = inner.exponents((x, 1), (big, 1), by=[inner.zero(
            2 * delta - 2 * rate * t + sigma, (given, -inner.b.ring.constant(1))
        )])  # fmt: skip
        pbig = f"{inner.named(big)}.0"
        small = inner.cone(
            kappa - x, (1, [inner.tangent(big)]), (1, []), factor=[(1, [sig, pbig])],
            modulo=[(product, x, pbig), no_kappa],
        )  # fmt: skip
        return inner.cone(y - HALF, (2, [below]), (1, [small]), factor=[(2, [k]), (2, [px])])

    return Times(
        {"lower": s.b.tree(-kappa), "upper": s.b.tree(sigma / 2)},
        kappa,
        [early_end, late_end],
        {s.named(y): {"by": s.b.write(kappa * u), "from": [above, other]}},
        {"lower": early, "upper": late},
    )
