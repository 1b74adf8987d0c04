"""Scripts for what a learning time within a group has beyond δ/s, in the limit: ln(b/c)/2s + an integral.

While nothing is between the groups, 1/α = 1 + j(A) with j(v) = (e^v - 1)/(m + m′e^(v/m)). The value of the
statement is V with 2sV = ln(b/c) + K·I(b), I(y) the integral of f from 0 to y, and K·f(v)·v = j(v). Then

* G = A·exp(K·I(A)) grows at the rate 2sα(1 + j), and G(0) = c·exp(K·I(A₀))e^(-2δ), A₀ = ce^(-2δ);
* α(1 + j) ≤ 1, so that G ≤ G(0)e^(2st), and A < b before T₋ = δ/s + V - (H/2s)e^(-2δ), as K·I(A₀) ≤ He^(-2δ);
* G grows with A: it is below G(b) where A < b.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from flint import fmpq

from proofs.kernel.language import body, places, terms
from proofs.kernel.language import repeated as as_function
from proofs.provers.finders.cross_entropy.many_groups import Many
from proofs.provers.finders.cross_entropy.within import Within, shown
from proofs.provers.finders.functions.terms import define, introduce
from proofs.provers.finders.modes.logistic import Exponentials
from proofs.provers.finders.modes.script import Number, Removal, Script
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.steps.builder import NotFoundError
from proofs.provers.finders.sums.finite import own_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.polynomials import Poly

HALF, QUARTER = fmpq(1, 2), fmpq(1, 4)


@dataclass(frozen=True)
class Fade:
    """What a time has beyond δ/s + V: a number times e^(-ηδ), and why η > 0."""

    size: Poly
    rate: Poly
    positive: str


@dataclass(frozen=True)
class LaterTimes:
    """Two times δ/s + V + … between which a level is met for the first time; see :class:`Times`."""

    fades: dict[str, Fade]
    beyond: Poly
    positive: list[str]
    bounds: dict[str, Any]
    sides: dict[str, Callable[[Script, str], str]]


@dataclass
class Integrand:
    """f at a place v: a name for it, that it is positive, and K·f·v·(m + m′r) = E - 1, r = e^(v/m), E = e^v."""

    F: Number
    equation: str
    E: Poly
    r: Poly
    plain: Poly = field(kw_only=True)
    """f as it stands in the integral."""


class Constant(Within[Any]):
    """What is shown of a group whose 1/α is 1 + j but for what fades."""

    second: ClassVar[bool] = False
    """Whether there is another group."""

    def other(self) -> Poly:
        """Return m′, or 0."""
        return self.asked.others[0].m if self.second else self.script.b.ring.constant(0)

    # constants ------------------------------------------------------------------------------------

    def read_value(self) -> None:
        """Show what V says, and introduce I(b), exp(K·I(b)) and H."""
        s, g, goal = self.script, self.asked, self.mode.goal
        z = g.signs
        introduce(s.b, goal[5])
        b = self.b = s.b.scope.poly(goal[5])
        self.pb = s.shown(b, ">")
        found = [x for x in terms(["and", goal[-1]]) if x[0] == "integral"]
        if len(found) != 1:
            raise NotFoundError("the value has no integral, or several")
        self.op, args = as_function(found[0])
        self.tree = body(self.op)[1]
        high, low, *self.values = (s.b.scope.poly(x) for x in args)
        if high != b or not low.is_zero():
            raise NotFoundError("the integral is not from 0 to the level")
        introduce(s.b, goal[6])
        introduce(s.b, goal[-1])
        V, self.after = (s.b.scope.poly(tree) for tree in (goal[-1], goal[6]))
        self.is_after, self.pafter = s.shown(g.s * self.after - 1, "="), s.shown(self.after, ">")
        self.zero = s.b.ring.constant(0)
        (whole,) = (
            name for name, term in s.b.scope.terms.items() if (term.op, term.args[0]) == (self.op, b)
        )
        self.whole = s.name(whole)
        rest, *share = s.b.ring.coefficients(V, whole)
        if len(share) != 1:
            raise NotFoundError("the integral is not a summand of the value")
        kappa = self.kappa = 2 * g.s * share[0]
        self.K = s.number(kappa, s.shown(kappa, ">"))
        per_c, _, no_c = s.inverse(g.c, z["c"])
        ratio = b * per_c
        log = s.name(define(s.b, "log", (ratio,)))
        self.lam = log + self.K.x * self.whole
        same = s.shown(2 * g.s * rest - log, "=")
        one = s.b.ring.constant(1)
        self.value = s.zero(
            2 * g.s * V - self.lam, (same, one), modulo=[self.K.removal],
        )  # fmt: skip
        self.V_is = s.zero(V - self.after * self.lam / 2, (self.is_after, -V), (self.value, self.after / 2))
        self.at_b = s.term("exp", self.K.x * self.whole)
        self.top = s.term("exp", self.lam)
        again = s.term("exp", log)
        # e^Λ = (b/c)·exp(K·I(b))
        split = s.exponents((self.top, 1), (again, -1), (self.at_b, -1))
        link = s.log(again, log)
        self.split = s.zero(
            g.c * self.top - b * self.at_b, (split, g.c), (link, g.c * self.at_b),
            modulo=[no_c],
        )  # fmt: skip
        per_m = s.inverse(g.m, z["m"])
        most = s.term("exp", g.c)
        self.pKm = s.cone(self.K.x * g.m, (1, [self.K.positive, z["m"]]))
        self.integrals = {str(b): self.whole}
        self.H = g.c * most * per_m[0]
        self.pH = s.cone(self.H, (1, [z["c"], f"{s.named(most)}.0", per_m[1]]))

    def integrand(self, s: Script, y: Poly) -> Integrand:
        """Introduce f at a place y > 0."""
        z = self.asked.signs
        introduce(s.b, self.tree, places(y, self.values))
        f = s.b.scope.poly(self.tree, places(y, self.values))
        per_m, *_ = s.inverse(self.asked.m, z["m"])
        E, r = s.term("exp", y), s.term("exp", y * per_m)
        F, m, other = s.number(f, s.shown(f, ">")), self.asked.m, self.other()
        typed, same = self._typed(s, f, y, r) if self.second else (r, [])
        equal = s.shown(self.kappa * f * y * (m + other * typed) - E + 1, "=")
        equation = s.zero(
            self.K.x * F.x * y * (m + other * r) - E + 1, (equal, s.b.ring.constant(1)),
            *((label, self.K.x * F.x * y * other) for label in same),
            modulo=[F.removal, self.K.removal],
        )  # fmt: skip
        return Integrand(F, equation, E, r, plain=f)

    def _typed(self, s: Script, f: Poly, y: Poly, r: Poly) -> tuple[Poly, list[str]]:
        """Return e^(y/m) as it stands in f, and that it is r."""
        size = s.b.scope.terms[s.named(r)].args[0]
        for name in own_terms(s.b, f):
            term = s.b.scope.terms[name]
            if term.op != "exp" or term.args[0] == y:
                continue
            typed = s.name(name)
            same = s.shown(size - term.args[0], "=")
            return typed, [s.exponents((r, 1), (typed, -1), by=[same])]
        raise NotFoundError("the integrand has no exponential of a part")

    def integral(self, s: Script, y: Poly, positive: str) -> Poly:
        """Introduce I(y) for y > 0, between 0 and y·e^y/(Km)."""
        b, m = s.b, self.asked.m
        size = s.cone(self.K.x * m, (1, [self.K.positive, self.asked.signs["m"]]))
        per, pper, no_per = s.inverse(self.K.x * m, size)
        most, (inner, name) = s.term("exp", y) * per, self.between_ends(s, self.zero, y, ">=")
        above, below = f"{name}_above", f"{name}_below"
        x = inner.name(name)
        at = self.integrand(inner, x)
        F, E = at.F, at.E
        back, step = inner.term("exp", -x), inner.term("exp", y - x)
        pE = f"{inner.named(E)}.0"
        product = inner.exponents((E, 1), (back, 1))
        # E - 1 ≤ xE, and E ≤ e^y
        convex = inner.cone(
            1 - E + x * E, (1, [pE, inner.tangent(back)]), modulo=[(product, back, pE)],
        )  # fmt: skip
        link = inner.exponents((E, 1), (step, 1), (s.term("exp", y), -1))
        larger = inner.cone(
            s.term("exp", y) - E, (1, [pE, inner.tangent(step)]), (1, [pE, below]),
            modulo=[(link, step, pE)],
        )  # fmt: skip
        upper = inner.cone(
            most - F.x, (1, [pper, above, larger]), (1, [pper, convex]),
            *((1, [*facts, pper, above, F.positive]) for facts in self.spare(inner, at)),
            factor=[(1, [above])], modulo=[(at.equation, E), no_per],
        )  # fmt: skip
        by = [
            inner.cone(at.plain, (1, [F.positive]), modulo=[F.removal]),
            inner.cone(most - at.plain, (1, [upper]), modulo=[F.removal]),
        ]
        leave(b, inner.b, name)
        whole = b.add(
            "integral", b.new_term(), op=self.op, args=[b.write(p) for p in (y, self.zero, *self.values)],
            ordered=[positive], strict=True, least="0", most=b.write(most), variable=name, steps=inner.b.steps,
            by=by, keep=own_terms(inner.b, at.plain),
        )  # fmt: skip
        found = s.name(whole)
        s.keep(f"{whole}.0", found)
        s.keep(f"{whole}.1", most * y - found)
        return found

    def between_ends(self, s: Script, low: Poly, high: Poly, rel: str) -> tuple[Script, str]:
        """Return a script for a number above low, and below high or ``rel``, and its name."""
        inner, name, x = with_variable(
            s.b, "real", lambda x: [("above", x - low, ">"), ("below", high - x, rel)]
        )
        script = Script(inner, dict(s.polys), s.flow)
        script.keep(f"{name}_above", x - low)
        script.keep(f"{name}_below", high - x)
        return script, name

    def rises(self, s: Script, ends: tuple[Poly, Poly], positive: str, ordered: str, rel: str) -> str:
        """Show that y·exp(K·I(y)) is larger at the second of two places, or not smaller."""
        (low, high), b = ends, s.b
        inner, name = self.between_ends(s, low, high, ">")
        y = inner.name(name)
        above = inner.cone(y, (1, [f"{name}_above"]), (1, [positive]))
        inner.b.atoms.append(above)
        grown = inner.term("exp", self.K.x * self.integral(inner, y, above))
        at, pgrown = self.integrand(inner, y), f"{inner.named(grown)}.0"
        label = inner.cone(
            grown + y * grown * self.K.x * at.plain, (1, [pgrown]),
            (1, [above, pgrown, self.K.positive, at.F.positive]), modulo=[at.F.removal],
        )  # fmt: skip
        leave(b, inner.b, name)
        parts = [y * s.term("exp", self.K.x * self.integrals[str(y)]) for y in ends]
        found = b.add(
            "mean value", variable=name, low=b.write(low), high=b.write(high), strict=rel == ">",
            ordered=[ordered], steps=inner.b.steps, f=b.write(y * grown), by=[label],
            keep=own_terms(inner.b, y * grown, at.plain),
        )  # fmt: skip
        return s.keep(found, parts[1] - parts[0])

    def spare(self, s: Script, at: Integrand) -> list[list[str]]:
        """Return factors of K·m′·r, which make f smaller: none of a group alone."""
        del s, at
        return []

    # times ----------------------------------------------------------------------------------------

    def later(self, beyond: str) -> LaterTimes:
        """Show that the level is reached between the two times."""
        s, mode = self.script, self.mode
        self.read_value()
        extra, facts = self.choose()
        mode.begin()
        delta = self.delta = s.name(mode.goal[-2])
        least = (1 + self.lam**2) / 4 + self.H / 2 + extra
        s.learn(beyond, delta - least, ">")
        self.pdelta = s.cone(
            delta, (1, [beyond]), (QUARTER, []), (QUARTER, [], self.lam), (HALF, [self.pH]), *facts
        )
        self.over = s.cone(
            delta - extra, (1, [beyond]), (QUARTER, []), (QUARTER, [], self.lam), (HALF, [self.pH])
        )
        self.clock = clock = Exponentials(mode, self.asked.s)
        e, e0 = clock.e, clock.e0
        self.small = s.cone(
            1 - e, (1, [clock.pe, s.tangent(e0)]), (2, [clock.pe, self.pdelta]),
            modulo=[(s.exponents((e, 1), (e0, 1)), e0, clock.pe)],
        )  # fmt: skip
        half = self.lam / 2
        self.soon, self.due = delta + half - self.H / 2 * e, delta + half + self.fading()
        first = s.cone(
            self.soon, (1, [beyond]), (QUARTER, [], 1 + self.lam), (HALF, [self.pH, self.small]), *facts
        )
        second = s.cone(
            self.due, (1, [beyond]), (QUARTER, [], 1 + self.lam), (HALF, [self.pH]), *self.grows(), *facts
        )
        positive = [
            s.cone(self.after * p, (1, [self.pafter, label]))
            for p, label in ((self.soon, first), (self.due, second))
        ]
        self.enter(delta)
        self.follow()
        fades = {"lower": Fade(-self.H / 2, 2 * delta**0, ""), "upper": self.fade()}
        sides = {"lower": self.before, "upper": self.reached_at}
        return LaterTimes(fades, least, positive, self.bounds, sides)

    def begin(self, delta: Poly) -> None:
        """Show also what I is at A₀."""
        super().begin(delta)
        s, g, z = self.script, self.asked, self.asked.signs
        A0 = g.c * self.begun**2
        self.I0 = self.integral(s, A0, s.cone(A0, (1, [z["c"], self.pbegun, self.pbegun])))
        self.N0 = s.term("exp", self.K.x * self.I0)
        # e^c ≥ exp(A₀), as e^(-2δ) ≤ 1
        low, high = s.term("exp", A0), s.term("exp", g.c)
        step, plow = s.term("exp", g.c - A0), f"{s.named(low)}.0"
        link = s.exponents((low, 1), (step, 1), (high, -1))
        square: Removal = (self.squared, self.square)
        below = s.cone(g.c - A0, (1, [z["c"], self.small]), modulo=[square])
        larger = s.cone(
            high - low, (1, [plow, s.tangent(step)]), (1, [plow, below]), modulo=[(link, step, plow)],
        )  # fmt: skip
        per_m, pper_m, no_m = s.inverse(g.m, z["m"])
        self.first_share = s.cone(
            self.H * self.square - self.K.x * self.I0, (1, [self.K.positive, f"{s.named(self.I0)}.1"]),
            (1, [pper_m, z["c"], self.psquare, larger]),
            modulo=[square, s.inverse(self.K.x * g.m, self.pKm)[2], no_m],
        )  # fmt: skip

    def follow(self) -> None:
        """Show what G is between at all times."""
        s, g, z, u = self.script, self.asked, self.asked.signs, self.clock.u
        A = g.margin
        pA = z["A > 0"] = s.cone(A, (1, [z["c"], z["x"], z["x"]]))
        s.b.atoms.append(pA)
        self.integrals[str(A)] = self.integral(s, A, pA)
        self.NA = s.term("exp", self.K.x * self.integrals[str(A)])
        self.pNA, self.pN0 = (f"{s.named(x)}.0" for x in (self.NA, self.N0))
        self.at_A = self.integrand(s, A)
        below, above = self.pull(self.at_A)
        start = s.at_start(g.c * self.N0 * u - A * self.NA)
        begun = s.cone(start, modulo=[(self.squared, self.square)])
        part = (2, [z["s"], z["c"], self.pNA, below], g.x)
        (self.most,) = s.carry(">=", (
            g.c * self.N0 * u - A * self.NA, 2 * g.s, [begun],
            shown(part, modulo=[self.at_A.F.removal]),
        ))  # fmt: skip
        self.carry_lower(above)

    def before(self, s: Script, hyp: str) -> str:
        """Show A < b before the first time."""
        g, z, u, t = self.asked, self.asked.signs, self.clock.u, self.mode.time
        left = s.cone(
            2 * self.soon - 2 * g.s * t, (2, [z["s"], hyp]), modulo=[(self.is_after, g.s, self.pafter)],
        )  # fmt: skip
        gap = self.lam - self.K.x * self.I0 - 2 * g.s * t + 2 * self.delta
        big = s.term("exp", gap)
        more = s.cone(
            big - 1, (1, [s.tangent(big)]), (1, [left]), (1, [self.first_share]),
        )  # fmt: skip
        link = s.exponents((u, 1), (self.N0, 1), (big, 1), (self.top, -1))
        both = s.cone(u * self.N0, (1, [self.clock.pu, self.pN0]))
        small = s.cone(
            self.b * self.at_b - g.c * self.N0 * u, (1, [z["c"], self.clock.pu, self.pN0, more]),
            modulo=[(link, big, both), (self.split, self.top, z["c"])],
        )  # fmt: skip

        def case(inner: Script, i: int, name: str) -> str:
            if i == 0:
                return name
            inner.keep(name, g.margin - self.b)
            rise = self.rises(inner, (self.b, g.margin), self.pb, name, ">=")
            return absurd(inner, small, self.most, rise)

        on = s.b.add("either", fact=[">", s.b.write(self.b - g.margin)])
        return s.cases(on, self.b - g.margin, ">", case)

    def reached_at(self, s: Script, hyp: str) -> str:
        """Show A ≥ b at the second time."""
        g, z, t = self.asked, self.asked.signs, self.mode.time
        now = s.zero(
            2 * g.s * t - 2 * self.due, (hyp, 2 * g.s), modulo=[(self.is_after, g.s, self.pafter)],
        )  # fmt: skip
        rest = s.term("exp", 2 * self.fading())
        link = s.exponents((self.clock.u, 1), (self.top, -1), (rest, -1), by=[now])
        at_last = s.zero(
            g.c * self.clock.u - self.b * self.at_b * rest, (link, g.c), (self.split, rest)
        )
        slack, others = self.faded(s, hyp, rest)

        def case(inner: Script, i: int, name: str) -> str:
            inner.keep(name, (self.b - g.margin) if i == 0 else g.margin - self.b)
            if i == 1:
                return name
            rise = self.rises(inner, (g.margin, self.b), z["A > 0"], name, ">")
            pgrown = f"{inner.named(self.at_b)}.0"
            rows = [(1, [self.least]), (1, [rise, *others]), (1, [self.pb, pgrown, slack])]
            return absurd(inner, *rows, modulo=[(at_last, self.clock.u, z["c"])])

        on = s.b.add("either", fact=[">", s.b.write(self.b - g.margin)])
        return s.cases(on, g.margin - self.b, ">=", case)


def absurd(s: Script, *parts: Any, modulo: Any = ()) -> str:
    """Show that facts contradict each other."""
    rows = [(1, [part]) if isinstance(part, str) else part for part in parts]
    return s.cone(s.b.ring.constant(0), *rows, modulo=modulo)


class Alone(Constant, Many):
    """The only group: 1/α = 1 + j."""

    def choose(self) -> tuple[Poly, list[Any]]:
        """Return what δ exceeds besides, and why that is not negative."""
        return self.zero, []

    def fading(self) -> Poly:
        """Return what the second time has beyond δ + Λ/2."""
        return self.zero

    def grows(self) -> list[Any]:
        """Return why that is not negative."""
        return []

    def fade(self) -> Fade:
        """Return the same as a part of the time."""
        return Fade(self.zero, self.zero + 2, "")

    def pull(self, at: Integrand) -> tuple[str, str]:
        """Show α(1 + j) = 1, as two bounds: 1 - α = P - p = p(E - 1) = pjm."""
        s, g, z = self.script, self.asked, self.asked.signs
        same = self.same(g, at.E)
        gap = 1 - g.alpha * (1 + self.K.x * at.F.x * g.margin)
        label = s.zero(gap, (same, s.b.ring.constant(1)), (at.equation, -g.p))
        share = g.alpha * self.K.x * g.margin
        positive = s.cone(share, (1, [z["m"], z["p"], self.K.positive, z["A > 0"]]))
        modulo: list[Removal] = [(label, at.F.x, positive)]
        return s.cone(gap, modulo=modulo), s.cone(-gap, modulo=modulo)

    def carry_lower(self, above: str) -> None:
        """Show G ≥ cu."""
        s, g, z, u = self.script, self.asked, self.asked.signs, self.clock.u
        p = g.margin * self.NA - g.c * u
        start = s.cone(
            s.at_start(p), (1, [z["c"], self.psquare, s.tangent(self.N0)]),
            (1, [z["c"], self.psquare, self.K.positive, f"{s.named(self.I0)}.0"]),
            modulo=[(self.squared, self.square)],
        )  # fmt: skip
        (self.least,) = s.carry(">=", (
            p, 2 * g.s, [start],
            shown((2, [z["s"], z["c"], self.pNA, above], g.x), modulo=[self.at_A.F.removal]),
        ))  # fmt: skip

    def faded(self, s: Script, hyp: str, rest: Poly) -> tuple[str, list[str]]:
        """Show that e^0 is not below 1, which Φ is."""
        del hyp
        return s.cone(rest - 1, (1, [s.tangent(rest)])), []
