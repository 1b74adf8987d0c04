"""Scripts for two groups under cross-entropy: when the margin A within one of them is at a level.

The functions are w, and for each group x, h, p, q: :func:`spectra.spectrum.mode_equations.softmax_field`.
With α = m·p + m′·q, A = c·x², A′ = 2sαA, and P = 1 - (m-1)p - m′q, the probability of the own class:

* all functions, and P, are positive; w² = h₁² + h₂² less what w(0) lacks of e^(-δ), where it starts at le^(-δ):
  so lh ≤ w, and w ≤ e^(Kt-δ) with K = Σsg/l;
* 1 - α = P - p ≥ 0, so that x ≤ e^(st-δ), and A ≤ c·u with u = e^(2st-2δ);
* P = p·e^A, so that 1 - α = p(e^A - 1) ≤ α(e^A - 1)/m, and with e^A - 1 ≤ Ae^A the function A·N,
  N = exp((e^A - 1)/m), grows at least at the rate 2s: A·N ≥ c·u;
* so A ≥ b once u = exp(2D) > b·exp((e^b - 1)/m)/c = 2D.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from proofs.provers.finders.builder import NotFoundError
from proofs.provers.finders.logistic import Clock
from proofs.provers.finders.softmax_group import Group

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.script import Level, Mode, Removal, Script, Summand, Times

CONSTANTS, FUNCTIONS, PLAIN = 6, 4, 3


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof = Softmax(mode)
    s, group, b = mode.script, proof.asked, mode.level()
    top = s.term("exp", b.value)
    most = s.term("exp", (top - 1) * proof.per(group))
    per, pper, no_per = s.inverse(group.c, group.signs["c"])
    behind = b.value * most * per, [b.pvalue, f"{s.named(most)}.0", pper]
    clock = Clock(mode, beyond, group.s, b, (group.c, group.signs["c"]), behind)
    proof.enter(clock.delta)
    above = proof.at_most(clock.u)
    grown = proof.at_least(clock.u)
    late = partial(proof.late, clock, b, (top, most), no_per, grown)
    return clock.times(group.margin, above, late, proof.bounds)


class Softmax:
    """What is shown of both groups, and of the one that is asked."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive."""
        self.mode, self.script = mode, mode.script
        s, lets, (self.w, *rest) = self.script, mode.lets, mode.y
        self.groups = []
        for i in (0, 1):
            own = [lets[2 * n + i] for n in range(CONSTANTS)]
            own += rest[FUNCTIONS * i : FUNCTIONS * (i + 1)]
            found = Group(**dict(zip("mscbgaxhpq", own, strict=True)), other=lets[1 - i])
            more = lets[2 * CONSTANTS :]
            if len(more) > PLAIN:
                raise NotFoundError("no proof with margins of the own class")
            if len(more) > 1:
                found.shift = more[i] - more[1 - i]
            for name in ("m", "s", "c", "b", "g", "a", "other"):
                found.signs[name] = s.shown(getattr(found, name), ">")
            found.signs["m - 1"] = s.shown(found.m - 1, ">=")
            self.groups.append(found)
            found.signs["per"] = s.inverse(found.m, found.signs["m"])[1]
        self._read_lean(lets[2 * CONSTANTS + 2 :])
        unit = self.groups[0].a ** 2 + self.groups[1].a ** 2 - 1
        self.unit: Removal = (s.shown(unit, "="), self.groups[0].a)
        self.asked = self._asked()
        self.bounds: dict[str, Any] = {}

    def _asked(self) -> Group:
        """Return the group whose margin is observed."""
        observed = self.script.b.scope.poly(self.mode.goal[4])
        for group in self.groups:
            if group.margin == observed:
                return group
        raise NotFoundError("no margin within a group")

    def _read_lean(self, given: list[Poly]) -> None:
        """Show that the part of w(0) by e^(-δ) is in (0, 1], where it is not 1."""
        s = self.script
        self.lean = given[0] if given else s.b.ring.constant(1)
        self.leans = bool(given)
        self.tilt = self.lean
        self.plean = self.ptilt = s.cone(self.lean, (1, [])) if not given else ""
        self.no_tilt: list[Removal] = []
        if given:
            self.plean = s.shown(self.lean, ">")
            self.below_one = s.shown(1 - self.lean, ">=")
            self.tilt, self.ptilt, removal = s.inverse(self.lean, self.plean)
            self.no_tilt = [removal]

    def per(self, group: Group) -> Poly:
        """Return 1/m."""
        return self.script.inverse(group.m, group.signs["m"])[0]

    def _start(self, group: Group) -> None:
        """Show that p, q and P are positive at t = 0, and P ≥ p."""
        s, sign = self.script, group.signs
        near = group.c * self.square
        far = near - near * self.per(group) + group.b * group.a * self.lean * self.square
        far += group.shift
        first, second = s.term("exp", -near), s.term("exp", -far)
        pfirst, psecond = (f"{s.named(x)}.0" for x in (first, second))
        total = 1 + (group.m - 1) * first + group.other * second
        ptotal = s.cone(total, (1, []), (1, [sign["m - 1"], pfirst]), (1, [sign["other"], psecond]))
        share, pshare, no_share = s.inverse(total, ptotal)
        sign["p0"] = s.cone(first * share, (1, [pfirst, pshare]))
        sign["q0"] = s.cone(second * share, (1, [psecond, pshare]))
        own = 1 - (group.m - 1) * first * share - group.other * second * share
        sign["own0"] = s.cone(own, (1, []), factor=[(1, [ptotal])], modulo=[no_share])
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

    def _changes(self, group: Group) -> tuple[Poly, Poly, Poly]:
        """Return how fast ln P grows, the margin within the group and that to the other one."""
        s, fields = self.script, self.mode.flow.fields
        x, w, h = (fields[s.named(y)] for y in (group.x, self.w, group.h))
        near = 2 * group.c * group.x * x
        far = near - near * self.per(group) + group.b * (w * group.h + self.w * h)
        return (group.m - 1) * group.p * near + group.other * group.q * far, near, far

    def enter(self, delta: Poly) -> None:
        """Show that all is positive, and bounds."""
        s, w, groups = self.script, self.w, self.groups
        t, zero = self.mode.time, s.b.ring.constant(0)
        self.begun, self.square = s.term("exp", -delta), s.term("exp", -2 * delta)
        self.pbegun, self.psquare = (f"{s.named(x)}.0" for x in (self.begun, self.square))
        self.squared = s.exponents((self.begun, 2), (self.square, -1))
        for g in groups:
            self._start(g)
        rate = groups[0].s * groups[0].g + groups[1].s * groups[1].g
        if self.leans:
            rate *= self.tilt
        self.far = s.term("exp", rate * t - delta)
        self.reached = {id(g): s.term("exp", g.s * t - delta) for g in groups}
        margin = self.asked.c * self.begun**2
        first = s.term("exp", margin)
        s.term("exp", (first - 1) * self.per(self.asked))
        self.mode.enter()

        def drive(inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            parts = [
                (1, [g.signs["s"], g.signs["g"], hyp[5 * i + 4], hyp[5 * i + 2]])
                for i, g in enumerate(groups)
            ]
            return [inner.cone(gap, *parts)]

        def lift(i: int, inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            signs = groups[i].signs
            return [inner.cone(gap, (1, [signs["s"], signs["g"], hyp[5 * i + 4], hyp[0]]))]

        begun = [self.pbegun]
        if self.leans:
            begun = [s.cone(self.lean * self.begun, (1, [self.plean, self.pbegun]))]
        carried: list[Any] = [(w, zero, begun, drive)]
        for i, g in enumerate(groups):
            mean, near, far = self._changes(g)
            first_h = s.cone(g.a * self.begun, (1, [g.signs["a"], self.pbegun]))
            carried += [
                (g.x, g.s * g.alpha, [self.pbegun], lambda *_: []),
                (g.h, zero, [first_h], partial(lift, i)),
                (g.p, mean - near, [g.signs["p0"]], lambda *_: []),
                (g.q, mean - far, [g.signs["q0"]], lambda *_: []),
                (g.own, mean, [g.signs["own0"]], lambda *_: []),
            ]
        self.pw, *rest = s.carry(">", *carried)
        for i, g in enumerate(groups):
            g.signs |= zip("xhpqP", rest[5 * i : 5 * i + 5], strict=True)
        norm = w**2 - groups[0].h ** 2 - groups[1].h ** 2 + (1 - self.lean**2) * self.begun**2
        kept = s.zero(s.at_start(norm), modulo=[self.unit])
        (cone,) = s.carry("=", (norm, zero, [kept], lambda *_: []))
        self.on_cone: Removal = (cone, w)
        if self.leans:
            self._leans(drive)
        self._bound(rate)

    def _leans(self, drive: Any) -> None:
        """Show w² ≥ l²(h₁² + h₂²), as w is at least le^(-δ)."""
        s, w, lean, (g, other) = self.script, self.w, self.lean, self.groups
        hyp = [self.pw, *(x.signs[n] for x in self.groups for n in "xhpqP")]
        least = lean * self.begun
        (more,) = s.carry(">=", (
            w - least, s.b.ring.constant(0), [], lambda inner, _, gap: drive(inner, hyp, gap),
        ))  # fmt: skip
        over = s.cone(w + least, (1, [self.pw]), (1, [self.plean, self.pbegun]))
        above = s.cone(1 + lean, (1, []), (1, [self.plean]))
        self.slack = s.cone(
            w**2 - lean**2 * (g.h**2 + other.h**2), (1, [self.below_one, above, more, over]),
            modulo=[self.on_cone],
        )  # fmt: skip

    def _bound(self, rate: Poly) -> None:
        """Show what all functions are at most."""
        s, w, groups = self.script, self.w, self.groups
        less = list[str]()
        parts: list[Summand] = []
        for g, other in zip(groups, groups[::-1], strict=True):
            sign = g.signs
            less.append(self._above(g, other))
            sign["q < 1"] = s.cone(
                1 - g.q, (1, [sign["P"]]), (1, [sign["m - 1"], sign["p"]]),
                (1, [other.signs["m - 1"]]), factor=[(1, [sign["other"]])],
            )  # fmt: skip
            tilt = [self.ptilt] if self.leans else []
            parts += [(1, [sign["s"], sign["g"], *tilt, less[-1]])]
            parts += [(1, [sign["s"], sign["g"], sign["h"], sign["q < 1"]])]
        modulo = self.no_tilt
        start = (
            [s.cone(self.begun - self.lean * self.begun, (1, [self.below_one, self.pbegun]))]
            if self.leans
            else []
        )
        (most,) = s.carry(">=", (
            self.far - w, rate, start, partial(_shown, parts, modulo)
        ))  # fmt: skip
        pfar, one = f"{s.named(self.far)}.0", s.b.ring.constant(1)
        self._take(w, self.far, most, self.pw, pfar)
        for g, lower in zip(groups, less, strict=True):
            sign, top, ptop = g.signs, self.far, pfar
            upper: list[Summand] = [(1, [most]), (1, [lower])]
            if self.leans:
                top = self.far * self.tilt
                ptop = s.cone(top, (1, [pfar, self.ptilt]))
                upper = [(1, [most, self.ptilt]), (1, [lower, self.ptilt])]
            self._take(g.h, top, s.cone(top - g.h, *upper, modulo=modulo), sign["h"], ptop)
            mean, _, _ = self._changes(g)
            gap = partial(self._ordered, g)
            (sign["order"],) = s.carry(">=", (g.own - g.p, mean, [sign["order0"]], gap))
            up = self.reached[id(g)]
            (sign["up"],) = s.carry(">=", (
                up - g.x, g.s, [],
                partial(_shown, [(1, [sign["s"], sign["x"], sign["order"]])], []),
            ))  # fmt: skip
            self._take(g.x, up, sign["up"], sign["x"], f"{s.named(up)}.0")
            sign["p < 1"] = s.cone(
                1 - g.p, (1, [sign["order"]]), (1, [sign["other"], sign["q"]]),
                (1, [sign["m - 1"]]), factor=[(1, [sign["m"]])],
            )  # fmt: skip
            for y, name in ((g.p, "p"), (g.q, "q")):
                both = [sign[f"{name} < 1"], s.cone(1 + y, (1, []), (1, [sign[name]]))]
                self.bounds[s.named(y)] = {"by": s.b.write(one), "from": both}

    def _above(self, g: Group, other: Group) -> str:
        """Show w ≥ l·h."""
        s, w = self.script, self.w
        if not self.leans:
            total = s.cone(w + g.h, (1, [self.pw]), (1, [g.signs["h"]]))
            return s.cone(w - g.h, (1, [], other.h), factor=[(1, [total])], modulo=[self.on_cone])
        total = s.cone(w + self.lean * g.h, (1, [self.pw]), (1, [self.plean, g.signs["h"]]))
        return s.cone(
            w - self.lean * g.h, (1, [self.slack]), (1, [], self.lean * other.h),
            factor=[(1, [total])],
        )  # fmt: skip

    def _take(self, y: Poly, bound: Poly, upper: str, positive: str, pbound: str) -> None:
        s = self.script
        both = [upper, s.cone(bound + y, (1, [pbound]), (1, [positive]))]
        self.bounds[s.named(y)] = {"by": s.b.write(bound), "from": both}

    def _ordered(self, g: Group, inner: Script, _: list[str], gap: Poly) -> list[str]:
        """Show A′p ≥ 0."""
        z = g.signs
        shared = [z["c"], z["s"], z["p"]]
        parts = (2, [*shared, z["m"], z["p"]], g.x), (2, [*shared, z["other"], z["q"]], g.x)
        return [inner.cone(gap, *parts)]

    def at_most(self, u: Poly) -> str:
        """Show A ≤ c·u."""
        s, g = self.script, self.asked
        up, sign = self.reached[id(g)], g.signs
        squared = s.exponents((up, 2), (u, -1))
        total = s.cone(up + g.x, (1, [f"{s.named(up)}.0"]), (1, [sign["x"]]))
        parts = (1, [sign["c"], sign["up"], total])
        return s.cone(g.c * u - g.margin, parts, modulo=[(squared, u)])

    def at_least(self, u: Poly) -> tuple[Poly, Poly, str]:
        """Show A·N ≥ c·u; return e^A, N and why."""
        s, g, z = self.script, self.asked, self.asked.signs
        size, (per, _, no_size) = g.margin, s.inverse(g.m, z["m"])
        power = s.term("exp", size)
        grown = s.term("exp", (power - 1) * per)
        mean, _, _ = self._changes(g)
        (same,) = s.carry("=", (g.own - g.p * power, mean, [z["same0"]], lambda *_: []))
        more = s.cone(power - 1, (1, [s.tangent(power)]), (1, [z["c"]], g.x))
        back = s.term("exp", -size)
        product, ppower = s.exponents((power, 1), (back, 1)), f"{s.named(power)}.0"
        convex = s.cone(
            1 - power + size * power, (1, [ppower, s.tangent(back)]),
            modulo=[(product, back, ppower)],
        )  # fmt: skip
        alpha = s.cone(g.alpha, (1, [z["m"], z["p"]]), (1, [z["other"], z["q"]]))
        # α(m - 1 + e^A) - m = (e^A - 1)·m′q, as 1 - α = p(e^A - 1)
        enough = self._enough(power, same, more, convex, alpha)
        first = s.at_start(power)
        begun = s.at_start(grown)
        over = s.cone(first - 1, (1, [s.tangent(first)]), (1, [z["c"]], self.begun))
        p = size * grown - g.c * u
        start = s.cone(
            s.at_start(p), (1, [z["c"], self.psquare, s.tangent(begun)]),
            (1, [z["c"], self.psquare, z["per"], over]), modulo=[(self.squared, self.square)],
        )  # fmt: skip
        pgrown = f"{s.named(grown)}.0"
        part = (2, [z["s"], z["c"], pgrown, z["per"], enough], g.x)
        (kept,) = s.carry(">=", (
            p, 2 * g.s, [start],
            lambda inner, _, gap: [inner.cone(gap, part, modulo=[no_size])],
        ))  # fmt: skip
        return power, grown, kept

    def _enough(self, power: Poly, same: str, more: str, convex: str, alpha: str) -> str:
        """Show α(m + Ae^A) ≥ m."""
        s, g, z = self.script, self.asked, self.asked.signs
        gap = g.alpha * (g.m + g.margin * power) - g.m
        parts = (1, [more, z["other"], z["q"]]), (1, [alpha, convex])
        return s.cone(gap, *parts, modulo=[(same, g.q, z["other"])])

    def late(
        self, clock: Clock, b: Level, ends: tuple[Poly, Poly], no_per: Removal,
        grown: tuple[Poly, Poly, str], inner: Script, hyp: str,
    ) -> str:  # fmt: skip
        """Show A ≥ b at the second time: -(b - A)(1 + be^A/m)·N is at least AN - bN(b)."""
        g, (top, most), (power, now, kept) = self.asked, ends, grown
        z, size, per = g.signs, g.margin, self.per(g)
        big = inner.term("exp", clock.behind)
        reached = clock.at_end(inner, hyp, clock.u, 1)
        # c·u = c·exp(2D) ≥ c(1 + 2D) > b·N(b)
        large = inner.cone(
            g.c * clock.u - b.value * most, (1, [z["c"], inner.tangent(big)]), (1, [z["c"]]),
            modulo=[(reached, clock.u), no_per],
        )  # fmt: skip
        level, by = (b.value, b.pvalue), (per, z["per"])
        return self.crossed(inner, size, level, by, (power, now), (top, most), [kept, large])

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


def _shown(
    parts: list[Summand], modulo: list[Removal], inner: Script, _: list[str], gap: Poly
) -> list[str]:
    """Show a change to be a sum of products."""
    return [inner.cone(gap, *parts, modulo=modulo)]
