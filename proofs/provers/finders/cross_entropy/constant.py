"""Scripts for what a learning time within a group has beyond δ/s, in the limit: ln(b/c)/2s + an integral.

The value of the statement is V with 2sV = Λ = ln(b/c) + K·I(b), where I is the integral of a
:class:`~proofs.provers.finders.cross_entropy.curve.Curve`. With G = A·exp(K·I(A)) and α of the group,

* G grows at the rate 2sα(1 + j), and G(0) = c·exp(K·I(A₀))e^(-2δ), A₀ = ce^(-2δ), K·I(A₀) ≤ He^(-2δ);
* a bound of α(1 + j) from above gives G < G(b), and so A < b, before the first time;
* one from below gives G ≥ G(b), and so A ≥ b, at the second one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.language import repeated, terms
from proofs.provers.finders.cross_entropy.curve import Curve, absurd
from proofs.provers.finders.cross_entropy.many_groups import Many
from proofs.provers.finders.cross_entropy.within import Within, shown
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.modes.later_times import Fade, LaterTimes
from proofs.provers.finders.modes.logistic import Exponentials
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.curve import Integrand
    from proofs.provers.finders.modes.script import Mode, Number, Removal, Script, Summand

HALF, QUARTER = fmpq(1, 2), fmpq(1, 4)


class Constant(Within[Any]):
    """What is shown of a group whose 1/α is 1 + j but for what fades."""

    def __init__(self, mode: Mode) -> None:
        """Start with no curve."""
        super().__init__(mode)
        self.zero = self.script.b.ring.constant(0)

    @property
    def own(self) -> Any:
        """The group whose margin is observed."""
        return self.asked

    def others(self) -> tuple[Poly, list[str]]:
        """Return z in j of the value, and why it is positive."""
        return self.zero, []

    # constants ------------------------------------------------------------------------------------

    def read_value(self) -> None:
        """Show what V says, and introduce exp(K·I(b)) and H."""
        s, g, goal = self.script, self.own, self.mode.goal
        z, scope = g.signs, self.script.b.scope
        one = s.b.ring.constant(1)
        b, self.multiple, V = (scope.poly(tree) for tree in (goal[5], goal[6], goal[-1]))
        self.aim, self.paim = b, s.shown(b, ">")
        self.is_after, self.pmultiple = (
            s.shown(g.s * self.multiple - 1, "="), s.shown(self.multiple, ">"),
        )  # fmt: skip
        found = [x for x in terms(["and", goal[-1]]) if x[0] == "integral"]
        if len(found) != 1:
            raise NotFoundError("the value has no integral, or several")
        op, args = repeated(found[0])
        high, low, *values = map(scope.poly, args)
        if high != b or not low.is_zero():
            raise NotFoundError("the integral is not from 0 to the level")
        whole = s.named(scope.find(op, (high, low, *values)))
        rest, *share = s.b.ring.coefficients(V, whole)
        if len(share) != 1:
            raise NotFoundError("the integral is not a summand of the value")
        log, K = self.read_curve(op, values, 2 * g.s * share[0], s.name(whole))
        same = s.shown(2 * g.s * rest - log, "=")
        value = s.zero(2 * g.s * V - self.lam, (same, one), modulo=[K.removal])
        self.V_is = s.zero(
            V - self.multiple * self.lam / 2, (self.is_after, -V), (value, self.multiple / 2)
        )
        (per_m, pper_m, _), most = s.inverse(g.m, z["m"]), s.term("exp", g.c)
        self.H = g.c * most * per_m
        self.pH = s.cone(self.H, (1, [z["c"], f"{s.named(most)}.0", pper_m]))

    def read_curve(
        self, op: str, values: list[Poly], kappa: Poly, whole: Poly
    ) -> tuple[Poly, Number]:
        """Take the curve and Λ; return ln(b/c) and K."""
        s, g, z, b = self.script, self.own, self.own.signs, self.aim
        K, (z_of, pz) = s.number(kappa, s.shown(kappa, ">")), self.others()
        self.curve = Curve(
            op, values, K.x, K.positive, g.m, z["m"], z_of, self.per(g), kappa, [K.removal], pz,
            {s.b.write(b): whole},
        )  # fmt: skip
        per_c, _, no_c = s.inverse(g.c, z["c"])
        log = s.name(define(s.b, "log", (b * per_c,)))
        self.lam = log + K.x * whole
        # e^Λ = (b/c)·exp(K·I(b))
        self.at_b, self.top, again = (
            self.curve.grown(s, b),
            s.term("exp", self.lam),
            s.term("exp", log),
        )
        split, link = s.exponents((self.top, 1), (again, -1), (self.at_b, -1)), s.log(again, log)
        self.split = s.zero(
            g.c * self.top - b * self.at_b, (split, g.c), (link, g.c * self.at_b), modulo=[no_c]
        )
        return log, K

    def choose_more(self) -> tuple[Poly, list[Summand]]:
        """Return what δ exceeds besides, and why it is not negative."""
        return self.zero, []

    def flatten(self) -> Curve:
        """Return the curve that bounds the margin from above."""
        return self.curve

    # times ----------------------------------------------------------------------------------------

    def later(self, beyond: str) -> LaterTimes:
        """Show that the level is reached between the two times."""
        s, mode = self.script, self.mode
        self.read_value()
        extra, facts = self.choose_more()
        mode.begin()
        lam, delta = self.lam, s.name(mode.goal[-2])
        self.delta, least = delta, 1 + lam**2 / 4 + self.H / 2 + extra
        s.learn(beyond, delta - least, ">")
        square: Summand = (QUARTER, [], lam)
        half: Summand = (HALF, [self.pH])
        self.pdelta = s.cone(delta, (1, [beyond]), (1, []), square, half, *facts)
        self.over = s.cone(delta - 1 - extra, (1, [beyond]), square, half)
        self.clock = clock = Exponentials(mode, self.own.s)
        self.no_e0: Removal = (s.exponents((clock.e, 1), (clock.e0, 1)), clock.e0, clock.pe)
        self.small = s.cone(
            1 - clock.e, (1, [clock.pe, s.tangent(clock.e0)]), (2, [clock.pe, self.pdelta]),
            modulo=[self.no_e0],
        )  # fmt: skip
        self.upper_curve = self.flatten()
        (lag, left), (lead, more) = self.before_by(facts), self.after_by()
        self.soon, self.due = delta + lam / 2 - lag, delta + lam / 2 + lead
        shared: list[Summand] = [(1, [beyond]), (fmpq(3, 4), []), (QUARTER, [], 1 + lam)]
        both = (self.soon, left), (self.due, [half, *facts, *more])
        positive = [
            s.cone(self.multiple * p, (1, [self.pmultiple, s.cone(p, *shared, *rest)]))
            for p, rest in both
        ]
        self.enter(delta)
        self.all_times()
        fades = dict(zip(("lower", "upper"), self.fades(), strict=True))
        sides = {"lower": self.before, "upper": self.reached_at}
        return LaterTimes(fades, least, positive, self.bounds, sides)

    def before_by(self, facts: list[Summand]) -> tuple[Poly, list[Summand]]:
        """Return by how much the first time is before δ + Λ/2, and why that is at most H/2 and what ``facts`` show."""
        return self.H / 2 * self.clock.e, [(HALF, [self.pH, self.small]), *facts]

    def after_by(self) -> tuple[Poly, list[Summand]]:
        """Return by how much the second time is after δ + Λ/2, and why it is not before."""
        return self.zero, []

    def fades(self) -> tuple[Fade, Fade]:
        """Return what both times have beyond δ + Λ/2."""
        return Fade(-self.H / 2, self.zero + 2), Fade(self.zero, self.zero + 2)

    # all times ------------------------------------------------------------------------------------

    def curves(self) -> list[Curve]:
        """Return both curves, or the one that there is."""
        same = self.upper_curve is self.curve
        return [self.curve] if same else [self.curve, self.upper_curve]

    def begin(self, delta: Poly) -> None:
        """Show also what I is at A₀."""
        super().begin(delta)
        s, g, z = self.script, self.own, self.own.signs
        A0 = g.c * self.begun**2
        positive = self.positive0 = s.cone(A0, (1, [z["c"], self.pbegun, self.pbegun]))
        firsts = [curve.integral(s, A0, positive) for curve in self.curves()]
        self.starts = [curve.grown(s, A0) for curve in self.curves()]
        self.I0, self.N0 = firsts[-1], self.starts[-1]
        self.pN0 = f"{s.named(self.N0)}.0"
        self.bound_first(A0)

    def bound_first(self, A0: Poly) -> None:
        """Show K·I(A₀) ≤ He^(-2δ)."""
        s, g, z = self.script, self.own, self.own.signs
        # e^c ≥ exp(A₀), as e^(-2δ) ≤ 1
        low, high = s.term("exp", A0), s.term("exp", g.c)
        step, plow = s.term("exp", g.c - A0), f"{s.named(low)}.0"
        link = s.exponents((low, 1), (step, 1), (high, -1))
        square: Removal = (self.squared, self.square)
        below = s.cone(g.c - A0, (1, [z["c"], self.small]), modulo=[square])
        larger = s.cone(
            high - low, (1, [plow, s.tangent(step)]), (1, [plow, below]), modulo=[(link, step, plow)],
        )  # fmt: skip
        curve, (_, pper_m, no_m) = self.upper_curve, s.inverse(g.m, z["m"])
        self.first_share = s.cone(
            self.H * self.square - curve.K * self.I0, (1, [curve.pK, f"{s.named(self.I0)}.1"]),
            (1, [pper_m, z["c"], self.psquare, larger]), modulo=[square, curve.per(s)[2], no_m],
        )  # fmt: skip

    def all_times(self) -> None:
        """Show what G is between at all times."""
        s, g, z = self.script, self.own, self.own.signs
        A = g.margin
        pA = z["A > 0"] = s.cone(A, (1, [z["c"], z["x"], z["x"]]))
        s.b.atoms.append(pA)
        for curve in self.curves():
            curve.integral(s, A, pA)
        self.ats = [curve.at(s, A, pA) for curve in self.curves()]
        self.grown = [curve.grown(s, A) for curve in self.curves()]
        self.pgrown = [f"{s.named(x)}.0" for x in self.grown]
        self.at_most_G, self.at_least_G = self.carry_upper(), self.carry_lower()

    def pull(self, at: Integrand) -> tuple[str, str]:
        """Show that α(1 + j) is not above 1, but for what fades, and not below it."""
        raise NotImplementedError

    def carry_upper(self) -> str:
        """Show G ≤ c·exp(K·I(A₀))·u."""
        s, g, z, u = self.script, self.own, self.own.signs, self.clock.u
        p = g.c * self.N0 * u - g.margin * self.grown[-1]
        begun = s.cone(s.at_start(p), modulo=[(self.squared, self.square)])
        below, self.pulled = self.pull(self.ats[-1])
        part = (2, [z["s"], z["c"], self.pgrown[-1], below], g.x)
        modulo = [self.ats[-1].F.removal]
        (label,) = s.carry(">=", (p, 2 * g.s, [begun], shown(part, modulo=modulo)))
        return label

    def first_more(self) -> list[Summand]:
        """Return why exp(K·I(A₀)) is not below 1, times c·e^(-2δ)."""
        s, curve, N0 = self.script, self.curve, self.starts[0]
        first = [self.own.signs["c"], self.psquare]
        I0 = curve.known[s.b.write(self.own.c * self.begun**2)]
        return [(1, [*first, s.tangent(N0)]), (1, [*first, curve.pK, f"{s.named(I0)}.0"])]

    def carry_lower(self) -> str:
        """Show G ≥ cu."""
        s, g, z, u = self.script, self.own, self.own.signs, self.clock.u
        p = g.margin * self.grown[0] - g.c * u
        start = s.cone(s.at_start(p), *self.first_more(), modulo=[(self.squared, self.square)])
        part = (2, [z["s"], z["c"], self.pgrown[0], self.pulled], g.x)
        modulo = [self.ats[0].F.removal]
        (label,) = s.carry(">=", (p, 2 * g.s, [start], shown(part, modulo=modulo)))
        return label

    # both times -----------------------------------------------------------------------------------

    def before(self, s: Script, hyp: str) -> str:
        """Show A < b before the first time."""
        g, z, modulo = self.own, self.own.signs, [(self.is_after, self.own.s, self.pmultiple)]
        left = s.cone(2 * self.soon - 2 * g.s * self.mode.time, (2, [z["s"], hyp]), modulo=modulo)
        return self.crossed_late(s, left)

    def crossed_late(self, s: Script, left: str) -> str:
        """Show A < b, from what says that the time is early."""
        g = self.own
        small = self.too_small(s, left)

        def case(inner: Script, i: int, name: str) -> str:
            if i == 0:
                return name
            inner.keep(name, g.margin - self.aim)
            ends = self.aim, g.margin
            rise = self.upper_curve.rises(inner, ends, self.paim, name, ">=")
            return absurd(inner, small, self.at_most_G, rise)

        on = s.b.add("either", fact=[">", s.b.write(self.aim - g.margin)])
        return s.cases(on, self.aim - g.margin, ">", case)

    def too_small(self, s: Script, left: str) -> str:
        """Show that the bound of G is below G(b), from 2δ + Λ - He^(-2δ) > 2st."""
        g, z, u = self.own, self.own.signs, self.clock.u
        gap = self.lam - self.curve.K * self.I0 - 2 * g.s * self.mode.time + 2 * self.delta
        big = s.term("exp", gap)
        more = s.cone(big - 1, (1, [s.tangent(big)]), (1, [self.far_enough(s, gap, left)]))
        link = s.exponents((u, 1), (self.N0, 1), (big, 1), (self.top, -1))
        both = s.cone(u * self.N0, (1, [self.clock.pu, self.pN0]))
        return s.cone(
            self.aim * self.at_b - g.c * self.N0 * u, (1, [z["c"], self.clock.pu, self.pN0, more]),
            modulo=[(link, big, both), (self.split, self.top, z["c"])],
        )  # fmt: skip

    def far_enough(self, s: Script, gap: Poly, left: str) -> str:
        """Show that Λ - K·I(A₀) - 2st + 2δ is positive."""
        return s.cone(gap, (1, [left]), (1, [self.first_share]))

    def reached_at(self, s: Script, hyp: str) -> str:
        """Show A ≥ b at the second time."""
        g, z, t, lead = self.own, self.own.signs, self.mode.time, self.after_by()[0]
        now = s.zero(
            2 * g.s * t - 2 * self.due, (hyp, 2 * g.s), modulo=[(self.is_after, g.s, self.pmultiple)],
        )  # fmt: skip
        rest = s.term("exp", 2 * lead)
        link = s.exponents((self.clock.u, 1), (self.top, -1), (rest, -1), by=[now])
        at_last = s.zero(
            g.c * self.clock.u - self.aim * self.at_b * rest, (link, g.c), (self.split, rest)
        )
        slack, others = self.faded(s, hyp, rest)

        def case(inner: Script, i: int, name: str) -> str:
            inner.keep(name, (self.aim - g.margin) if i == 0 else g.margin - self.aim)
            if i == 1:
                return name
            rise = self.curve.rises(inner, (g.margin, self.aim), z["A > 0"], name, ">")
            at_b = f"{inner.named(self.at_b)}.0"
            rows = [self.at_least_G, (1, [rise, *others]), (1, [self.paim, at_b, slack])]
            return absurd(inner, *rows, modulo=[(at_last, self.clock.u, z["c"])])

        on = s.b.add("either", fact=[">", s.b.write(self.aim - g.margin)])
        return s.cases(on, g.margin - self.aim, ">=", case)

    def faded(self, s: Script, hyp: str, rest: Poly) -> tuple[str, list[str]]:
        """Show that e^0 is not below 1, which nothing multiplies in the bound."""
        del hyp
        return s.cone(rest - 1, (1, [s.tangent(rest)])), []


class Alone(Constant, Many):
    """The only group: 1/α = 1 + j."""

    def pull(self, at: Integrand) -> tuple[str, str]:
        """Show α(1 + j) = 1, as two bounds: 1 - α = P - p = p(E - 1) = pjm."""
        s, g, z, curve = self.script, self.own, self.own.signs, self.curve
        same, share = self.same(g, at.E), g.alpha * curve.K * g.margin
        gap = 1 - g.alpha * (1 + curve.K * at.F.x * g.margin)
        label = s.zero(gap, (same, s.b.ring.constant(1)), (at.equation, -g.p))
        positive = s.cone(share, (1, [z["m"], z["p"], curve.pK, z["A > 0"]]))
        modulo: list[Removal] = [(label, at.F.x, positive)]
        return s.cone(gap, modulo=modulo), s.cone(-gap, modulo=modulo)
