"""Scripts for groups under cross-entropy: when the margin A within one of them is at a level.

Whatever moves between the groups, a sample of one gives p to another class of it and q to a class of each
other group. With α = m·p + Σm′q, A = c·x², A′ = 2sαA, and P = 1 - (m-1)p - Σm′q, the probability of the own class:

* x, p, q and P are positive;
* 1 - α = P - p ≥ 0, so that x ≤ e^(st-δ), and A ≤ c·u with u = e^(2st-2δ);
* P = p·e^A, so that 1 - α = p(e^A - 1) ≤ α(e^A - 1)/m, and with e^A - 1 ≤ Ae^A the function A·N,
  N = exp((e^A - 1)/m), grows at least at the rate 2s: A·N ≥ c·u;
* so A ≥ b once u = exp(2D) > b·exp((e^b - 1)/m)/c = 2D.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from proofs.kernel.formulas import fact
from proofs.provers.finders.cross_entropy.group import Group
from proofs.provers.finders.modes.logistic import Clock, Late
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Height, Mode, Removal, Script, Summand, Times

    Grown = tuple[Poly, Poly, str]
    Part = tuple[Poly, Poly, list[str], Callable[[Script, list[str], Poly], list[str]]]

G = TypeVar("G", bound=Group)


class Within(Generic[G]):
    """What is shown of all groups, and of the one that is asked."""

    groups: list[G]
    asked: G
    over: str
    """What bounds A from above."""

    def __init__(self, mode: Mode) -> None:
        """Start without bounds of functions."""
        self.mode, self.script = mode, mode.script
        self.bounds: dict[str, Any] = {}

    def rate(self) -> Poly:
        """Return the rate at which the mode that is asked grows at the origin: s."""
        return self.asked.s

    def by(self) -> tuple[Poly, str]:
        """Return J in N = exp(J(e^A - 1)), and that it is positive: 1/m."""
        return self.per(self.asked), self.asked.signs["per"]

    def start(self) -> tuple[Poly, str]:
        """Return c, and that it is positive: A starts at ce^(-2δ)."""
        return self.asked.c, self.asked.signs["c"]

    def size(self) -> tuple[Poly, Summand]:
        """Return A, and of what it is a product."""
        return self.asked.margin, (1, [self.asked.signs["c"]], self.asked.x)

    def times(self, beyond: str) -> Times:
        """Show that the level is reached between the two times."""
        b = self.mode.height()
        ends, no_per, behind = self._at_level(b.value, b.pvalue)
        clock = Clock(self.mode, beyond, self.rate(), b, self.upper(b), behind)
        self.enter(clock.delta)
        self.over = self.at_most(clock.u)
        grown = self.at_least(clock.u)

        def late(inner: Script, hyp: str) -> str:
            since = inner.polys[hyp]
            hyp = inner.b.add("logic", by=[hyp], fact=inner.b.write_formula(fact(since, ">=")))
            inner.keep(hyp, since)
            return self.late(clock, (b.value, b.pvalue), ends, no_per, grown, inner, hyp)

        return clock.times(partial(self.below, b, clock.u), late, self.bounds)

    def unbounded(self, level: Poly, positive: str, delta: Poly) -> dict[str, Any]:
        """Show that A is not below a level from the second time on."""
        end, show = self.rise(level, positive, delta)
        self.mode.begin()
        self.enter(delta)
        return self.endless(level, end.when, partial(show, self.at_least(end.u)))

    def rise(
        self, level: Poly, positive: str, delta: Poly
    ) -> tuple[Late, Callable[[Grown, Script, str], str]]:
        """Choose the second time; return also what shows that A is not below the level from then on."""
        ends, no_per, behind = self._at_level(level, positive)
        end = Late(self.mode, self.rate(), behind, delta)
        return end, partial(self.late, end, (level, positive), ends, no_per)

    def endless(
        self, level: Poly, when: Poly, work: Callable[[Script, str], str]
    ) -> dict[str, Any]:
        """Put together the proof that what is observed is not below a level from some time on."""
        s = self.script
        inner, name = s.inner(), s.b.new_name()
        by = work(inner, inner.learn(name, self.mode.time - when, ">="))
        return {
            "y": s.named(level), "when": s.short(when), "bounds": self.bounds, "name": name,
            "late": needed(inner.b.steps, {by}), "by": [by],
        }  # fmt: skip

    def _at_level(
        self, b: Poly, positive: str
    ) -> tuple[tuple[Poly, Poly], Removal, tuple[Poly, list[str]]]:
        """Introduce e^b and N(b); return also what removes 1/c, and 2D with its factors."""
        s, (c, pc) = self.script, self.start()
        top = s.term("exp", b)
        most = s.term("exp", (top - 1) * self.by()[0])
        per, pper, no_per = s.inverse(c, pc)
        return (top, most), no_per, (b * most * per, [positive, f"{s.named(most)}.0", pper])

    def upper(self, b: Height) -> tuple[Poly, str]:
        """Return κ, so that A < b where κu < b, and that it is positive."""
        del b
        return self.asked.c, self.asked.signs["c"]

    def below(self, b: Height, u: Poly, inner: Script, less: str) -> str:
        """Show A < b from κu < b."""
        del u
        return inner.cone(b.value - self.asked.margin, (1, [less]), (1, [self.over]))

    def _asked(self) -> G:
        """Return the group whose margin is observed."""
        observed = self.script.b.scope.poly(self.mode.goal[4])
        for group in self.groups:
            if group.margin == observed:
                return group
        raise NotFoundError("no margin within a group")

    def added(self, group: G) -> list[Poly]:
        """Return B of each other group: what is added to A(1 - 1/m) in the margin over a class of it."""
        raise NotImplementedError

    def added_first(self, group: G) -> list[Poly]:
        """Return what is added at t = 0, by the square of e^(-δ)."""
        raise NotImplementedError

    def enter(self, delta: Poly) -> None:
        """Show that all is positive, and bounds."""
        raise NotImplementedError

    def per(self, group: Group) -> Poly:
        """Return 1/m."""
        return self.script.inverse(group.m, group.signs["m"])[0]

    def begin(self, delta: Poly) -> None:
        """Introduce e^(-δ), its square, and what holds at t = 0; then let the flow begin."""
        s, t = self.script, self.mode.time
        self.begun, self.square = s.term("exp", -delta), s.term("exp", -2 * delta)
        self.pbegun, self.psquare = (f"{s.named(x)}.0" for x in (self.begun, self.square))
        self.squared = s.exponents((self.begun, 2), (self.square, -1))
        for g in self.groups:
            self._start(g)
        self.reached = {id(g): s.term("exp", g.s * t - delta) for g in self.groups}
        self._first()

    def _first(self) -> None:
        """Introduce e^A and N at t = 0."""
        first = self.script.term("exp", self.start()[0] * self.begun**2)
        self.script.term("exp", (first - 1) * self.by()[0])

    def _start(self, group: G) -> None:
        """Show that p, q and P are positive at t = 0."""
        s, sign, less = self.script, group.signs, self.taken(group)
        near = group.c * self.square
        away = near - near * self.per(group)
        first = s.term("exp", less - near)
        powers = [s.term("exp", less - (away + x)) for x in self.added_first(group)]
        pfirst, *ppowers = (f"{s.named(x)}.0" for x in (first, *powers))
        total = 1 + (group.m - 1) * first
        total += sum(x.m * y for x, y in zip(group.others, powers, strict=True))
        rest = ((1, [sign[x.of_m], y]) for x, y in zip(group.others, ppowers, strict=True))
        ptotal = s.cone(total, (1, []), (1, [sign["m - 1"], pfirst]), *rest)
        share, pshare, no_share = s.inverse(total, ptotal)
        sign["p0"] = s.cone(first * share, (1, [pfirst, pshare]))
        own = 1 - (group.m - 1) * first * share
        for x, power, positive in zip(group.others, powers, ppowers, strict=True):
            sign[f"{x.of_q}0"] = s.cone(power * share, (1, [positive, pshare]))
            own -= x.m * power * share
        sign["own0"] = s.cone(own, (1, []), factor=[(1, [ptotal])], modulo=[no_share])
        self._order_first(group, (first, *powers), own, (ptotal, no_share))

    def taken(self, group: G) -> Poly:
        """Return what the loss takes from the logit of the own class."""
        del group
        return self.script.b.ring.constant(0)

    def _order_first(
        self, group: G, powers: tuple[Poly, ...], own: Poly, total: tuple[str, Removal]
    ) -> None:
        """Show P ≥ p and P = p·e^A at t = 0."""
        s, sign, near = self.script, group.signs, group.c * self.square
        (first, *_), (ptotal, no_share) = powers, total
        pfirst, share = f"{s.named(first)}.0", no_share[1]
        back = s.term("exp", near)
        product = s.exponents((first, 1), (back, 1))
        below = s.cone(
            1 - first, (1, [pfirst, s.tangent(back)]), (1, [pfirst, sign["c"], self.psquare]),
            modulo=[(product, back, pfirst)],
        )  # fmt: skip
        sign["order0"] = s.cone(
            own - first * share, (1, [below]), factor=[(1, [ptotal])], modulo=[no_share]
        )
        # P = p·e^A at t = 0, where A is c·(e^(-δ))²
        again = s.term("exp", group.c * self.begun**2)
        same = s.zero(group.c * self.begun**2 - group.c * self.square, (self.squared, group.c))
        link = s.exponents((again, 1), (back, -1), by=[same])
        gap = own - first * share * again
        sign["same0"] = s.zero(
            gap, factor=[ptotal],
            modulo=[(link, again), (product, back, pfirst), no_share],
        )  # fmt: skip

    def changes(self, group: G) -> tuple[Poly, Poly, list[Poly]]:
        """Return how fast ln P grows, the margin within the group and those over the others."""
        s, d = self.script, self.mode.flow.derivative
        near = d(s.b.scope, group.margin)
        away = near - near * self.per(group)
        far = [away + d(s.b.scope, x) for x in self.added(group)]
        rest = (x.m * x.q * y for x, y in zip(group.others, far, strict=True))
        return sum(rest, (group.m - 1) * group.p * near), near, far

    def carry_signs(self, *more: Part) -> list[str]:
        """Show that x, p, q and P of all groups are positive; return what is shown of ``more``.

        These come first among what the steps inside may use, then x, p, q and P of each group.
        """
        parts, width = list(more), 0
        for g in self.groups:
            mean, near, far = self.changes(g)
            own: list[Part] = [
                (g.x, g.s * g.alpha, [self.pbegun], lambda *_: []),
                (g.p, mean - near, [g.signs["p0"]], lambda *_: []),
                *(
                    (x.q, mean - y, [g.signs[f"{x.of_q}0"]], lambda *_: [])
                    for x, y in zip(g.others, far, strict=True)
                ),
                (g.own, mean, [g.signs["own0"]], lambda *_: []),
            ]  # fmt: skip
            parts += own
            width = len(own)
        found = self.script.carry(">", *parts)
        for i, g in enumerate(self.groups):
            labels = found[len(more) + i * width :][:width]
            names = ("x", "p", *(x.of_q for x in g.others), "P")
            g.signs |= zip(names, labels, strict=True)
        return found[: len(more)]

    def bound(self, group: G) -> None:
        """Show P ≥ p, and what x, p and q are at most."""
        s, z, one = self.script, group.signs, self.script.b.ring.constant(1)
        mean, _, _ = self.changes(group)
        (z["order"],) = s.carry(">=", (
            group.own - group.p, mean, [z["order0"]], partial(self._ordered, group)
        ))  # fmt: skip
        up = self.reached[id(group)]
        (z["up"],) = s.carry(">=", (
            up - group.x, group.s, [], shown((1, [z["s"], z["x"], z["order"]])),
        ))  # fmt: skip
        self.take(group.x, up, z["up"], z["x"], f"{s.named(up)}.0")
        shares = [(1, [z[x.of_m], z[x.of_q]]) for x in group.others]
        z["p < 1"] = s.cone(
            1 - group.p, (1, [z["order"]]), *shares, (1, [z["m - 1"]]), factor=[(1, [z["m"]])],
        )  # fmt: skip
        for y, name in ((group.p, "p"), *((x.q, x.of_q) for x in group.others)):
            both = [z[f"{name} < 1"], s.cone(1 + y, (1, []), (1, [z[name]]))]
            self.bounds[s.named(y)] = {"by": s.b.write(one), "from": both}

    def shares_below_one(self, group: G, sizes: Iterable[str]) -> None:
        """Show q < 1 of each other group, from m′ ≥ 1."""
        s, z = self.script, group.signs
        for x, several in zip(group.others, sizes, strict=True):
            rest = ((1, [z[y.of_m], z[y.of_q]]) for y in group.others if y is not x)
            z[f"{x.of_q} < 1"] = s.cone(
                1 - x.q, (1, [z["P"]]), (1, [z["m - 1"], z["p"]]), (1, [several]), *rest,
                factor=[(1, [z[x.of_m]])],
            )  # fmt: skip

    def take(self, y: Poly, bound: Poly, upper: str, positive: str, pbound: str) -> None:
        """Note a bound of a function."""
        s = self.script
        both = [upper, s.cone(bound + y, (1, [pbound]), (1, [positive]))]
        self.bounds[s.named(y)] = {"by": s.b.write(bound), "from": both}

    def _ordered(self, group: G, inner: Script, _: list[str], gap: Poly) -> list[str]:
        """Show A′p ≥ 0."""
        z = group.signs
        shared = [z["c"], z["s"], z["p"]]
        rest = ((2, [*shared, z[x.of_m], z[x.of_q]], group.x) for x in group.others)
        return [inner.cone(gap, (2, [*shared, z["m"], z["p"]], group.x), *rest)]

    def at_most(self, u: Poly) -> str:
        """Show A ≤ c·u."""
        s, g = self.script, self.asked
        up, sign = self.reached[id(g)], g.signs
        squared = s.exponents((up, 2), (u, -1))
        total = s.cone(up + g.x, (1, [f"{s.named(up)}.0"]), (1, [sign["x"]]))
        parts = (1, [sign["c"], sign["up"], total])
        return s.cone(g.c * u - g.margin, parts, modulo=[(squared, u)])

    def at_least(self, u: Poly) -> Grown:
        """Show A·N ≥ c·u; return e^A, N and why."""
        s, (c, pc), (size, part), (by, pby) = self.script, self.start(), self.size(), self.by()
        power = s.term("exp", size)
        grown = s.term("exp", (power - 1) * by)
        more = s.cone(power - 1, (1, [s.tangent(power)]), part)
        back = s.term("exp", -size)
        product, ppower = s.exponents((power, 1), (back, 1)), f"{s.named(power)}.0"
        convex = s.cone(
            1 - power + size * power, (1, [ppower, s.tangent(back)]),
            modulo=[(product, back, ppower)],
        )  # fmt: skip
        parts, modulo = self.gains(power, f"{s.named(grown)}.0", more, convex)
        first = s.at_start(power)
        begun = s.at_start(grown)
        over = s.cone(first - 1, (1, [s.tangent(first)]), (1, [pc], self.begun))
        p = size * grown - c * u
        start = s.cone(
            s.at_start(p), (1, [pc, self.psquare, s.tangent(begun)]),
            (1, [pc, self.psquare, pby, over]), modulo=[(self.squared, self.square)],
        )  # fmt: skip
        (kept,) = s.carry(">=", (p, 2 * self.rate(), [start], shown(*parts, modulo=modulo)))
        return power, grown, kept

    def gains(
        self, power: Poly, pgrown: str, more: str, convex: str
    ) -> tuple[list[Summand], list[Removal]]:
        """Return of what (A·N)′ - 2s·A·N is a sum."""
        g, z = self.asked, self.asked.signs
        enough, modulo = self.enough(power, self.same(g, power), more, convex)
        return [(2, [z["s"], z["c"], pgrown, *enough], g.x)], modulo

    def same(self, group: G, power: Poly) -> str:
        """Show P = p·e^A."""
        mean, _, _ = self.changes(group)
        (same,) = self.script.carry("=", (
            group.own - group.p * power, mean, [group.signs["same0"]], lambda *_: [],
        ))  # fmt: skip
        return same

    def enough(
        self, power: Poly, same: str, more: str, convex: str
    ) -> tuple[list[str], list[Removal]]:
        """Show α(1 + JAe^A) ≥ 1 by factors, from α(m - 1 + e^A) - m = (e^A - 1)·Σm′q, as 1 - α = p(e^A - 1)."""
        s, g, z = self.script, self.asked, self.asked.signs
        shares = [(1, [z[x.of_m], z[x.of_q]]) for x in g.others]
        alpha = s.cone(g.alpha, (1, [z["m"], z["p"]]), *shares)
        gap = g.alpha * (g.m + g.margin * power) - g.m
        parts = ((1, [more, *facts]) for _, facts in shares)
        label = s.cone(gap, *parts, (1, [alpha, convex]), modulo=[(same, power, z["p"])])
        return [z["per"], label], [s.inverse(g.m, z["m"])[2]]

    def late(
        self, clock: Clock | Late, level: tuple[Poly, str], ends: tuple[Poly, Poly], no_per: Removal,
        grown: Grown, inner: Script, hyp: str,
    ) -> str:  # fmt: skip
        """Show A ≥ b from the second time on: -(b - A)(1 + be^A/m)·N is at least AN - bN(b)."""
        (b, _), (top, most), (power, now, kept) = level, ends, grown
        (c, pc), (size, _) = self.start(), self.size()
        # c·u ≥ c(1 + 2rt - 2δ) ≥ c(1 + 2D) > b·N(b)
        large = inner.cone(
            c * clock.u - b * most, (1, [pc, inner.tangent(clock.u)]), (1, [pc]),
            (2, [pc, clock.r, hyp]), modulo=[clock.no_rate, no_per],
        )  # fmt: skip
        return self.crossed(inner, size, level, self.by(), (power, now), (top, most), [kept, large])

    def crossed(
        self, s: Script, y: Poly, level: tuple[Poly, str], by: tuple[Poly, str],
        now: tuple[Poly, Poly], then: tuple[Poly, Poly], larger: list[str],
    ) -> str:  # fmt: skip
        """Show y ≥ b from yN ≥ bN(b), where N = exp(by·e^y) or that times a number, and e^y, N are ``now``."""
        (b, pb), (per, pper), (power, grown), (top, most) = level, by, now, then
        ratio, step = s.term("exp", (top - power) * per), s.term("exp", b - y)
        products = [
            s.exponents((ratio, 1), (grown, 1), (most, -1)),
            s.exponents((step, 1), (power, 1), (top, -1)),
        ]
        pgrown, ppower = (f"{s.named(x)}.0" for x in (grown, power))
        return s.cone(
            y - b, *((1, [label]) for label in larger),
            (1, [pb, pgrown, s.tangent(ratio)]), (1, [pb, pgrown, pper, ppower, s.tangent(step)]),
            factor=[(1, [pgrown]), (1, [pgrown, pb, ppower, pper])],
            modulo=[(products[0], ratio, pgrown), (products[1], step, ppower)],
        )  # fmt: skip


def shown(
    *parts: Summand, modulo: Iterable[Removal] = ()
) -> Callable[[Script, list[str], Poly], list[str]]:
    """Return what shows a change to be a sum of products."""
    return lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)]
