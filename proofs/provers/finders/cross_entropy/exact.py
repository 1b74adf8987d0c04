"""Scripts for the time to a margin b within a group at any δ, or a bound of it.

The value of the statement is V with 2sV = 2δ + ln(b/c) + K(I(b) - I(A₀)), where the margin starts at A₀ < b. With
G = A·exp(K·I(A)), as in :mod:`proofs.provers.finders.cross_entropy.constant`:

* α(1 + j) ≤ 1 gives G ≤ G(0)e^(2st), and so A < b before V; with j = (e^A - 1)/(m + m′e^(A/m)), for any two groups;
* α(1 + j) ≥ 1 gives G ≥ G(0)e^(2st), and so A ≥ b at V; with j = (e^A - 1)/m. For one group both hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.language import repeated, terms
from proofs.provers.finders.cross_entropy.ahead import Ahead
from proofs.provers.finders.cross_entropy.behind import Behind
from proofs.provers.finders.cross_entropy.constant import Alone, Constant
from proofs.provers.finders.cross_entropy.curve import absurd
from proofs.provers.finders.cross_entropy.within import Within, shown
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.later_times import AnyTime
from proofs.provers.finders.modes.logistic import Exponentials
from proofs.provers.finders.modes.opening import to_the_level
from proofs.provers.finders.modes.script import Script
from proofs.provers.finders.signs.cases import leave, with_variable
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.sums.finite import own_terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Removal


class Exact(Constant):
    """What is shown of the group whose margin is observed, at any δ."""

    @property
    def own(self) -> Any:
        """The group whose margin is observed."""
        return self.asked

    def whenever(self, relation: str, apart: Callable[[], None]) -> AnyTime:
        """Show how the time is related to the value; ``apart`` is called when all of that is known."""
        s, mode = self.script, self.mode
        start = next(tree for *_, tree in mode.goal[3][1:] if tree[0] == "exp")
        delta = self.delta = -s.b.scope.poly(start[1])
        self.relation = relation
        self.read_exact()
        apart()
        mode.begin()
        self.clock = Exponentials(mode, self.own.s, delta)
        self.upper_curve = self.curve
        self.enter(delta)
        self.all_times()
        sides: dict[str, Callable[[Script, str], str]] = {}
        if relation != "<=":
            sides["lower"] = self.before
        if relation != ">=":
            sides["upper"] = self.reached_at
        return AnyTime(self.bounds, [self.positive], sides)

    def read_exact(self) -> None:
        """Show what V says, and that it is positive, as A₀ < b."""
        s, g, goal, scope = self.script, self.own, self.mode.goal, self.script.b.scope
        b, one = scope.poly(goal[5]), s.b.ring.constant(1)
        self.aim, self.paim = b, s.shown(b, ">")
        found = [x for x in terms(["and", goal[-1]]) if x[0] == "integral"]
        last, first = ([x for x in found if (x[3] == goal[5]) is at_b] for at_b in (True, False))
        if (len(last), len(first)) != (1, 1) or {x[4] for x in found} != {"0"}:
            raise NotFoundError("the value has no integrals from 0 to the level and to the start")
        op, args = repeated(last[0])
        whole = scope.find(op, tuple(map(scope.poly, args)))
        _, *share = s.b.ring.coefficients(scope.poly(to_the_level(goal)), s.named(whole))
        if len(share) != 1 or repeated(first[0])[0] != op:
            raise NotFoundError("the integrals in the value are not of one kind")
        kappa, values = 2 * g.s * share[0], [scope.poly(x) for x in args[2:]]
        self.log, K = self.read_curve(op, values, kappa, whole)
        introduce(s.b, first[0][3])
        self.begun_at = scope.poly(first[0][3])
        self.pbegun_at = s.shown(self.begun_at, ">")
        self.first = self.curve.integral(s, self.begun_at, self.pbegun_at)
        self.V = scope.poly(goal[-1])
        gap = 2 * g.s * self.V - 2 * self.delta - self.log - kappa * (whole - self.first)
        self.value_is = s.zero(
            gap + (kappa - K.x) * (whole - self.first), (s.shown(gap, "="), one), modulo=[K.removal]
        )
        self._see_positive(b)

    def _see_positive(self, b: Poly) -> None:
        """Show V > 0: e^(2δ)b/c > 1, and I(b) ≥ I(A₀)."""
        s, g, z, delta = self.script, self.own, self.own.signs, self.delta
        e, e0 = s.term("exp", -2 * delta), s.term("exp", 2 * delta)
        pe0 = f"{s.named(e0)}.0"
        self.start_is = s.shown(g.c * e - self.begun_at, "=")
        above, ordered = s.shown(b - g.c * e, ">"), s.shown(b - self.begun_at, ">")
        _, pper_c, no_c = s.inverse(g.c, z["c"])
        again, both = s.term("exp", self.log), s.term("exp", 2 * delta + self.log)
        link = s.exponents((both, 1), (e0, -1), (again, -1))
        product, known = s.exponents((e, 1), (e0, 1)), s.log(again, self.log)
        more = s.cone(
            both - 1, (1, [pe0, pper_c, above]),
            modulo=[(link, both), (known, again), (product, e, pe0), no_c],
        )  # fmt: skip
        ends = self.begun_at, b
        gain = self.curve.larger(s, ends, self.pbegun_at, ordered)
        s.b.atoms.append(gain)
        self.positive = s.cone(
            self.V, (1, [s.exponent(both, more)]), (1, [self.curve.pK, gain]), factor=[(2, [z["s"]])],
            modulo=[(self.value_is, self.log)],
        )  # fmt: skip

    def begin(self, delta: Poly) -> None:
        """Introduce I(A₀) as the flow has A₀, and what holds at t = 0."""
        Constant.begin(self, delta)

    def bound_first(self, A0: Poly) -> None:
        """Show that this is I(A₀) of the value."""
        s, curve = self.script, self.curve
        square: Removal = (self.squared, self.square)
        equal = s.zero(A0 - self.begun_at, (self.start_is, s.b.ring.constant(1)), modulo=[square])
        inner, name, y = with_variable(s.b, "real", lambda y: [("is", y - self.begun_at, "=")])
        script = Script(inner, dict(s.polys), s.flow)
        script.keep(f"{name}_is", y - self.begun_at)
        positive = script.cone(y, (1, [self.pbegun_at]), modulo=[(f"{name}_is", y)])
        inner.atoms.append(positive)
        whole = curve.integral(script, y, positive)
        leave(s.b, inner, name)
        label = s.b.add(
            "replace", variable=name, low=s.b.write(self.begun_at), high=s.b.write(A0), equal=[equal],
            terms=inner.steps, fact=["=", inner.write(whole - self.first)], base=[],
            keep=own_terms(inner, whole),
        )  # fmt: skip
        self.same_first = s.keep(label, self.I0 - self.first)

    def all_times(self) -> None:
        """Show what G is between at all times, where that is asked."""
        s, g, z, A = self.script, self.own, self.own.signs, self.own.margin
        pA = z["A > 0"] = s.cone(A, (1, [z["c"], z["x"], z["x"]]))
        s.b.atoms.append(pA)
        self.curve.integral(s, A, pA)
        self.ats = [self.curve.at(s, A, pA)]
        self.grown = [self.curve.grown(s, A)]
        self.pgrown = [f"{s.named(x)}.0" for x in self.grown]
        below, above = self.pull(self.ats[0])
        p, modulo = g.c * self.N0 * self.clock.u - A * self.grown[0], [self.ats[0].F.removal]
        shared, square = [z["s"], z["c"], self.pgrown[0]], [(self.squared, self.square)]
        if self.relation != "<=":
            start = s.cone(s.at_start(p), modulo=square)
            part = (2, [*shared, below], g.x)
            (self.at_most_G,) = s.carry(">=", (p, 2 * g.s, [start], shown(part, modulo=modulo)))
        if self.relation != ">=":
            start = s.cone(-s.at_start(p), modulo=square)
            part = (2, [*shared, above], g.x)
            (self.at_least_G,) = s.carry(">=", (-p, 2 * g.s, [start], shown(part, modulo=modulo)))

    def before(self, s: Script, hyp: str) -> str:
        """Show A < b before V."""
        g, z = self.own, self.own.signs
        gap = 2 * self.delta + self.lam - self.curve.K * self.first - 2 * g.s * self.mode.time
        left = s.cone(gap, (2, [z["s"], hyp]), modulo=[(self.value_is, self.log)])
        return self.crossed_late(s, left)

    def far_enough(self, s: Script, gap: Poly, left: str) -> str:
        """Show that Λ - K·I(A₀) - 2st + 2δ is positive."""
        return s.cone(gap, (1, [left]), modulo=[(self.same_first, self.I0)])

    def reached_at(self, s: Script, hyp: str) -> str:
        """Show A ≥ b at V."""
        g, z, t, K = self.own, self.own.signs, self.mode.time, self.curve.K
        one = s.b.ring.constant(1)
        now = s.zero(
            2 * g.s * t - 2 * self.delta - self.lam + K * self.I0, (hyp, 2 * g.s), (self.value_is, one),
            (self.same_first, K),
        )  # fmt: skip
        link = s.exponents((self.clock.u, 1), (self.N0, 1), (self.top, -1), by=[now])
        at_last = s.zero(
            g.c * self.clock.u * self.N0 - self.aim * self.at_b, (link, g.c), (self.split, one)
        )

        def case(inner: Script, i: int, name: str) -> str:
            inner.keep(name, (self.aim - g.margin) if i == 0 else g.margin - self.aim)
            if i == 1:
                return name
            rise = self.curve.rises(inner, (g.margin, self.aim), z["A > 0"], name, ">")
            size = inner.cone(g.c * self.N0, (1, [z["c"], self.pN0]))
            return absurd(inner, self.at_least_G, rise, modulo=[(at_last, self.clock.u, size)])

        on = s.b.add("either", fact=[">", s.b.write(self.aim - g.margin)])
        return s.cases(on, g.margin - self.aim, ">=", case)


class ExactAlone(Exact, Alone):
    """The only group."""


class FromBelow(Exact, Ahead):
    """A group of two, whose time is bounded from below."""

    def _asked(self) -> Any:
        """Return the group whose margin is observed."""
        return observed(self)

    def read_exact(self) -> None:
        """Introduce also what maj-min is driven by."""
        super().read_exact()
        for g in self.groups:
            self._odds(g)

    def all_times(self) -> None:
        """Show what G is at most at all times."""
        for g in self.groups:
            self.share(g)
        self.meet()
        super().all_times()


class FromAbove(Exact, Behind):
    """A group of two, whose time is bounded from above."""

    def _asked(self) -> Any:
        """Return the group whose margin is observed."""
        return observed(self)


def observed(proof: Any) -> Any:
    """Return the group whose margin is observed, of two whose logits are not changed."""
    found = Within._asked(proof)
    if proof.leans or any(not isinstance(x.shift, int) for x in proof.groups):
        raise NotFoundError("the time to a margin of logits that are changed")
    return found
