"""Scripts for y′ = 2r·y(1 - y), y(0) = e^(-2δ)/σ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import substitute
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand, Times
from proofs.provers.finders.modes.tending import NULL, Decay

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Height, Level

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
    return [same], bounded(mode, claimed, same)


def bounded(mode: Mode, claimed: Poly, same: str) -> dict[str, Any]:
    """Show |y| ≤ 1 + Y², where y = Y is known."""
    s, (y,) = mode.script, mode.y
    bound, bounds = 1 + claimed**2, []
    for sign in (1, -1):
        parts: list[Summand] = [(1, [], claimed - sign * HALF), (fmpq(3, 4), [])]
        bounds.append(s.cone(bound - sign * y, *parts, modulo=[(same, y)]))
    return {s.named(y): {"by": s.b.write(bound), "from": bounds}}


def ends(mode: Mode) -> dict[str, Any]:
    """Return what an observable is at all times, by Y, and that it tends to the value."""
    s, (y,), rate = mode.script, mode.y, mode.goal[2][2][2]
    observed = mode.goal[-2]
    sigma, e = s.b.scope.poly(mode.goal[2][1][2]), s.term("exp", 2 * s.b.scope.poly(delta_of(mode)))
    positive = s.shown(s.b.scope.poly(rate), ">")
    # that σe^(2δ) is positive is hard to see where σ is a number such as √5 - 2
    size = s.cone(sigma * e, (1, [s.shown(sigma, ">"), f"{s.named(e)}.0"]))
    s.b.atoms += [positive, size]
    decay = Decay(mode, ["*", "2", rate], positive)
    form, true = (
        substitute(observed, {s.named(y): x})
        for x in (formula_of(mode, mode.goal[2][1][2], NULL), solution(mode))
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
    decay = ["exp", ["*", "-2", rate, mode.script.named(mode.time)]]
    return formula_of(mode, mode.goal[2][1][2], decay)


def formula_of(mode: Mode, sigma: Tree, decay: Tree) -> Tree:
    """Return 1/(1 + (σe^(2δ) - 1)·decay)."""
    size = ["*", sigma, ["exp", ["*", "2", delta_of(mode)]]]
    return ["inv", ["+", "1", ["*", ["+", size, "-1"], decay]]]


def delta_of(mode: Mode) -> Tree:
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

    From κe^(2rt-2δ) ≥ y ≥ κ/(κ + e^(2δ-2rt)), κ = 1/σ.
    """
    (sigma, rate), (y,), s = mode.lets, mode.y, mode.script
    r, sig = s.shown(rate, ">"), s.shown(sigma, ">")
    kappa, k, no_kappa = s.inverse(sigma, sig)
    growth = Growth(mode.level(), (kappa, k), (sigma, sig, no_kappa))
    clock = Clock(mode, beyond, rate, growth.level, (kappa, k), growth.behind)
    found = follow(clock, growth, (y, r))
    return clock.times(
        clock.under(y, found.above), growth.late(clock, y, found.below), found.bounds
    )


@dataclass(frozen=True)
class Sides:
    """That β > 0, κ₁u ≥ β and (κ₂ + x)β ≥ κ₂, with bounds of the solution; and that β < 1, where it is shown."""

    positive: str
    above: str
    below: str
    bounds: dict[str, Any]
    left: str = ""


def follow(clock: Exponentials, growth: Growth, parts: tuple[Poly, str]) -> Sides:
    """Show both bounds of the solution y; r is positive."""
    mode, s, rate, (y, r) = clock.mode, clock.s, clock.rate, parts
    kappa, k = growth.kappa, growth.k
    mode.enter()
    begun = s.cone(kappa * clock.e, (1, [k, clock.pe]))
    (pos,) = s.carry(">", (y, 2 * rate * (1 - y), [begun], lambda *_: []))
    (above,) = s.carry(">=", (
        kappa * clock.u - y, 2 * rate, [],
        lambda inner, _, gap: [inner.cone(gap, (2, [r], y))],
    ))  # fmt: skip
    first = growth.start(clock)
    (below,) = s.carry(">=", ((kappa + clock.x) * y - kappa, -2 * rate * y, [first], lambda *_: []))
    other = s.cone(kappa * clock.u + y, (1, [k, clock.pu]), (1, [pos]))
    bounds = {s.named(y): {"by": s.b.write(kappa * clock.u), "from": [above, other]}}
    return Sides(pos, above, below, bounds)


class Exponentials:
    """u = e^(2rt-2δ) and x = 1/u, with what they are at t = 0."""

    behind: Poly
    no_rate: Removal

    def __init__(self, mode: Mode, rate: Poly, delta: Poly | None = None) -> None:
        """Introduce them; δ has a name in the goal, if it is not given."""
        self.mode, self.s, self.rate = mode, mode.script, rate
        s = self.s
        delta = self.delta = s.name(mode.goal[-2]) if delta is None else delta
        self.e, self.e0 = s.term("exp", -2 * delta), s.term("exp", 2 * delta)
        far = 2 * rate * mode.time - 2 * delta
        self.u, self.x = s.term("exp", far), s.term("exp", -far)
        self.pe, self.pu, self.px = (f"{s.named(z)}.0" for z in (self.e, self.u, self.x))

    def under_one(self, kappa: Poly, k: str, large: str) -> str:
        """Show κe^(-2δ) < 1, as e^(2δ) ≥ 1 + 2δ > κ, from δ > κ."""
        s, pe = self.s, self.pe
        parts = (1, [pe, s.tangent(self.e0)]), (1, [pe]), (2, [pe, large]), (1, [pe, k])
        inverse = s.exponents((self.e, 1), (self.e0, 1))
        return s.cone(1 - kappa * self.e, *parts, modulo=[(inverse, self.e0, pe)])

    def at_end(self, inner: Script, hyp: str) -> str:
        """Show x·exp(2D) = 1 at the second time."""
        big = inner.term("exp", self.behind)
        far = 2 * self.rate * self.mode.time - 2 * self.delta - self.behind
        given = inner.zero(far, (hyp, 2 * self.rate), modulo=[self.no_rate])
        one = inner.b.ring.constant(1)
        same = inner.zero(-far, (given, -one))
        return inner.exponents((self.x, 1), (big, 1), by=[same])


class Late:
    """The time (δ + D)/r, from which on u = e^(2rt-2δ) is at least 1 + 2D."""

    def __init__(self, mode: Mode, rate: Poly, behind: tuple[Poly, list[str]], delta: Poly) -> None:
        """Show that it is positive, from factors of 2D."""
        s, (size, factors) = mode.script, behind
        pdelta, self.r = s.shown(delta, ">"), s.shown(rate, ">")
        value, pvalue, self.no_rate = s.inverse(rate, self.r)
        self.when = (delta + size / 2) * value
        self.positive = s.cone(self.when, (1, [pdelta, pvalue]), (HALF, [*factors, pvalue]))
        self.mode, self.far = mode, 2 * rate * mode.time - 2 * delta

    @property
    def u(self) -> Poly:
        """What y grows by at least, once the time has come in."""
        return self.mode.script.term("exp", self.far)


class Clock(Exponentials):
    """Two times (δ - A)/r and (δ + D)/r, before which y ≤ κu is below b, u = e^(2rt-2δ), 2A = κ/b."""

    def __init__(
        self, mode: Mode, beyond: str, rate: Poly, level: Height, upper: tuple[Poly, str],
        behind: tuple[Poly, list[str]], more: tuple[Poly, str] | None = None,
    ) -> None:  # fmt: skip
        """Show that both times are positive, from why κ, factors of 2D and what δ exceeds besides A are."""
        self.level, s = level, mode.script
        (self.upper, pupper), (self.behind, factors) = upper, behind
        pbehind = s.cone(self.behind, (1, factors))
        delta, value = s.name(mode.goal[-2]), s.b.scope.poly(mode.goal[-1])
        self.r, v = s.shown(rate, ">"), s.shown(value, ">")
        self.no_rate = (s.shown(rate * value - 1, "="), rate, v)
        self.ahead = self.upper * level.inverse
        pahead = self.pahead = s.cone(self.ahead, (1, [pupper, level.pinverse]))
        mode.begin()
        size, label = more or (s.b.ring.constant(0), "")
        self.least = self.ahead / 2 + size
        s.learn(beyond, delta - self.least, ">")
        extra: list[Summand] = [(1, [label, v])] if more else []
        self.ends = [
            s.cone((delta - self.ahead / 2) * value, (1, [beyond, v]), *extra),
            s.cone(
                (delta + self.behind / 2) * value,
                (1, [beyond, v]), (HALF, [pahead, v]), (HALF, [pbehind, v]), *extra,
            ),
        ]  # fmt: skip
        super().__init__(mode, rate)

    def times(
        self, below: Callable[[Script, str], str], late: Callable[[Script, str], str],
        bounds: dict[str, Any],
    ) -> Times:  # fmt: skip
        """Put the proof together, from what shows y < b where κu < b, and y ≥ b at the second time."""

        def early(inner: Script, hyp: str) -> str:
            # e^(2(δ - rt)) ≥ 1 + 2(δ - rt) > κ/b
            b, u, x = self.level, self.u, self.x
            left = self.delta - self.ahead / 2 - self.rate * self.mode.time
            rest = inner.cone(left, (1, [self.r, hyp]), modulo=[self.no_rate])
            large = inner.cone(x - self.ahead, (1, [inner.tangent(x)]), (1, []), (2, [rest]))
            product = inner.exponents((u, 1), (x, 1))
            removals: list[Removal] = [(product, x, self.pu), b.no_inverse]
            parts = (1, [large, self.pu, b.pvalue])
            return below(inner, inner.cone(b.value - self.upper * u, parts, modulo=removals))

        tree = self.s.short
        shifts = {"lower": tree(-self.ahead / 2), "upper": tree(self.behind / 2)}
        return Times(shifts, self.least, self.ends, bounds, {"lower": early, "upper": late})

    def under(self, y: Poly, above: str) -> Callable[[Script, str], str]:
        """Return what shows y < b where κu < b, from y ≤ κu."""
        return lambda s, less: s.cone(self.level.value - y, (1, [less]), (1, [above]))


class Growth:
    """That y ≥ κ/(κ + 1/u), and so y ≥ b once u = exp(2D), where 2D = b/(κ(1-b))."""

    def __init__(
        self, level: Level, lower: tuple[Poly, str], inverse: tuple[Poly, str, Removal]
    ) -> None:
        """Take κ and 1/κ, with why they are positive."""
        self.level, (self.kappa, self.k) = level, lower
        self.inverse, self.pinverse, self.no_inverse = inverse

    @property
    def behind(self) -> tuple[Poly, list[str]]:
        """2D, and the facts that are its factors."""
        b = self.level
        size = self.inverse * b.value * b.rest_inverse
        return size, [self.pinverse, b.pvalue, b.prest_inverse]

    def start(self, clock: Exponentials) -> str:
        """Show (κ + e^(2δ))·κe^(-2δ) ≥ κ."""
        s, k, e, e0 = clock.s, self.kappa, clock.e, clock.e0
        parts = (1, [self.k, self.k, clock.pe])
        inverse = s.exponents((e, 1), (e0, 1))
        return s.cone((k + e0) * k * e - k, parts, modulo=[(inverse, e0, clock.pe)])

    def late(self, clock: Clock, y: Poly, below: str) -> Callable[[Script, str], str]:
        """Return what shows y ≥ b at the second time, from (κ + 1/u)·y ≥ κ."""

        def work(inner: Script, hyp: str) -> str:
            # exp(2D) ≥ 1 + b/(κ(1-b))
            b, x, big = self.level, clock.x, inner.term("exp", clock.behind)
            product, pbig = clock.at_end(inner, hyp), f"{inner.named(big)}.0"
            small = inner.cone(
                self.kappa * b.rest - b.value * x,
                (1, [inner.tangent(big), b.prest]),
                (1, [b.prest]),
                factor=[(1, [self.pinverse, pbig])],
                modulo=[(product, x, pbig), self.no_inverse, b.no_rest],
            )
            factor = [(1, [self.k]), (1, [clock.px])]
            return inner.cone(y - b.value, (1, [below]), (1, [small]), factor=factor)

        return work
