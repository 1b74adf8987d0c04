"""Scripts for y′ = 2r·y(1 - y), y(0) = κe^(-2δ): what the time to a level b has beyond δ/r, in the limit.

With u = e^(2rt-2δ) and e = e^(-2δ) the solution obeys y(1 - κe + κu) = κu. The value of the statement is V with
2rV = Λ = ln(b/(κ(1 - b))): so y < b before δ/r + V - κe/r, and y ≥ b at δ/r + V.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.provers.finders.functions.terms import define
from proofs.provers.finders.modes.later_times import AnyTime, Fade, LaterTimes
from proofs.provers.finders.modes.logistic import HALF, Exponentials
from proofs.provers.finders.signs.polynomials import deep_names
from proofs.provers.finders.steps.budget import Budget, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand

QUARTER = fmpq(1, 4)

BUDGET = 4_000
"""Steps of the search for a logarithm."""


@dataclass(frozen=True)
class Logarithm:
    """Λ = ln x with what says that x = a ratio, and how 2rV is related to Λ."""

    x: Poly
    is_ratio: str
    value_is: str


def logarithm(
    mode: Mode, V: Poly, ratio: Callable[[Poly], Poly], positive: str, relation: str = "="
) -> Logarithm:
    """Find the logarithm of a positive ratio, which depends on σ, that 2rV is equal to, or otherwise related to.

    It is that of the ratio, or one in V whose argument is equal to it, or it is written by what σ stands for,
    as r is then.
    """
    s, (sigma, rate) = mode.script, mode.lets
    terms, trees = s.b.scope.terms, {name: tree for _, name, tree in mode.goal[2][1:]}
    plain, pace = (s.b.scope.poly(trees[s.named(x)]) for x in (sigma, rate))
    there = (n for n in sorted(deep_names(s.b, V)) if n in terms and terms[n].op == "log")
    inside = sorted(there, key=s.b.ring.position.__getitem__)

    def written_out() -> str:
        same = [(f"{s.named(sigma)}.is", sigma)] if s.b.ring.names_in(plain - sigma) else []
        s.b.atoms.append(s.cone(ratio(plain), (1, [positive]), modulo=same))
        return define(s.b, "log", (ratio(plain),))

    ways: list[tuple[Poly, Callable[[], str]]] = [
        (rate, lambda: define(s.b, "log", (ratio(sigma),))),
        *((rate, partial(str, name)) for name in inside),
    ]
    # an order is seen where nothing stands for anything else
    ways.insert(len(ways) if relation == "=" else 0, (pace, written_out))
    sign, rel = -1 if relation == ">=" else 1, "=" if relation == "=" else ">="
    for speed, way in ways:
        s.b.budget = Budget(BUDGET)
        with suppress(NotFoundError, Rejected):
            log = s.name(way())
            said = s.shown(sign * (2 * speed * V - log), rel)
            if speed != rate:
                gap, named = sign * (2 * rate * V - log), [(f"{s.named(rate)}.is", rate)]
                one = s.b.ring.constant(1)
                equal = rel == "="
                said = (
                    s.zero(gap, (said, one), modulo=named)
                    if equal
                    else s.cone(gap, (1, [said]), modulo=named)
                )
            (x,) = terms[s.named(log)].args
            return Logarithm(log, s.shown(x - ratio(sigma), "="), said)
    raise NotFoundError("the value is not seen to be a logarithm")


class Logistic:
    """What is shown of a mode that keeps its direction."""

    def __init__(self, mode: Mode) -> None:
        """Show what V says."""
        self.mode, s, goal = mode, mode.script, mode.goal
        (sigma, self.rate), (self.y,) = mode.lets, mode.y
        b, self.multiple, V = (s.b.scope.poly(tree) for tree in (goal[5], goal[6], goal[-1]))
        self.b, self.pb, left = b, s.shown(b, ">"), s.shown(1 - b, ">")
        self.prate = s.shown(self.rate, ">")
        psigma = s.shown(sigma, ">")
        self.kappa, self.pkappa, no_kappa = s.inverse(sigma, psigma)
        per, pper, no_rest = s.inverse(1 - b, left)
        self.is_after = s.shown(self.rate * self.multiple - 1, "=")
        self.pmultiple = s.shown(self.multiple, ">")
        size = s.cone(b * sigma * per, (1, [self.pb, psigma, pper]))
        found = logarithm(mode, V, lambda x: b * x * per, size)
        log = self.lam = found.x
        self.V_is = s.zero(
            V - self.multiple * log / 2, (self.is_after, -V), (found.value_is, self.multiple / 2)
        )
        self.top = s.term("exp", log)
        self.share = self.kappa * (1 - b)
        self.pshare = s.cone(self.share, (1, [self.pkappa, left]))
        self.split = s.zero(
            self.share * self.top - b,
            (s.log(self.top, log), self.share),
            (found.is_ratio, self.share),
            modulo=[no_kappa, no_rest],
        )

    def later(self, beyond: str) -> LaterTimes:
        """Show that the level is reached between the two times."""
        s, mode, lam, kappa, k = self.script, self.mode, self.lam, self.kappa, self.pkappa
        mode.begin()
        delta = self.delta = s.name(mode.goal[-2])
        least = 1 + lam**2 / 4 + kappa
        s.learn(beyond, delta - least, ">")
        square: Summand = (QUARTER, [], lam)
        pdelta = s.cone(delta, (1, [beyond]), (1, []), square, (1, [k]))
        far = s.cone(delta - kappa, (1, [beyond]), (1, []), square)
        self.clock = clock = Exponentials(mode, self.rate)
        e, e0, pe = clock.e, clock.e0, clock.pe
        no_e0: Removal = (s.exponents((e, 1), (e0, 1)), e0, pe)
        tangent = s.tangent(e0)
        small = s.cone(1 - e, (1, [pe, tangent]), (2, [pe, pdelta]), modulo=[no_e0])
        self.half = s.cone(
            HALF - kappa * e, (HALF, [pe, tangent]), (HALF, [pe]), (1, [pe, far]), modulo=[no_e0]
        )
        self.soon, self.due = delta + lam / 2 - kappa * e, delta + lam / 2
        shared: list[Summand] = [(1, [beyond]), (fmpq(3, 4), []), (QUARTER, [], 1 + lam)]
        both = (self.soon, [k, small]), (self.due, [k])
        positive = [
            s.cone(self.multiple * p, (1, [self.pmultiple, s.cone(p, *shared, (1, rest))]))
            for p, rest in both
        ]
        bounds = self._follow()
        fades = {"lower": Fade(-kappa, 0 * kappa + 2), "upper": Fade(0 * kappa, 0 * kappa + 2)}
        sides = {"lower": self._before, "upper": self._reached}
        return LaterTimes(fades, least, positive, bounds, sides)

    @property
    def script(self) -> Script:
        """The script of the mode."""
        return self.mode.script

    def _follow(self) -> dict[str, object]:
        """Show y(1 - κe + κu) = κu, and y < 1; return that as a bound."""
        s, y, kappa, k, clock = self.script, self.y, self.kappa, self.pkappa, self.clock
        begun = s.cone(kappa * clock.e, (1, [k, clock.pe]))
        self.mode.enter()
        (pos,) = s.carry(">", (y, 2 * self.rate * (1 - y), [begun], lambda *_: []))
        whole = 1 - kappa * clock.e + kappa * clock.u
        p = kappa * clock.u - whole * y
        (same,) = s.carry("=", (p, 2 * self.rate * (1 - y), [], lambda *_: []))
        self.pwhole = s.cone(whole, (HALF, []), (1, [self.half]), (1, [k, clock.pu]))
        self.solved: Removal = (same, y, self.pwhole)
        factor: list[Summand] = [(1, [self.pwhole])]
        below = s.cone(1 - y, (HALF, []), (1, [self.half]), factor=factor, modulo=[self.solved])
        other = s.cone(1 + y, (1, []), (1, [pos]))
        return {s.named(y): {"by": "1", "from": [below, other]}}

    def _before(self, s: Script, hyp: str) -> str:
        """Show y < b before the first time: there u·B = e^Λ for some B > 1 + 2κe, and κe ≤ 1/2."""
        b, kappa, clock, far = self.b, self.kappa, self.clock, self._far()
        left = s.cone(
            2 * self.soon - far, (2, [self.prate, hyp]), modulo=[(self.is_after, self.rate, self.pmultiple)],
        )  # fmt: skip
        big = s.term("exp", self.lam + 2 * self.delta - far)
        pbig = f"{s.named(big)}.0"
        more = s.cone(big - 1 - 2 * kappa * clock.e, (1, [s.tangent(big)]), (1, [left]))
        link = s.exponents((clock.u, 1), (big, 1), (self.top, -1))
        known = s.zero(
            self.share * clock.u * big - b, (link, self.share), (self.split, s.b.ring.constant(1))
        )
        size = s.cone(self.share * clock.u, (1, [self.pshare, clock.pu]))
        rest = s.cone(1 - kappa * clock.e, (HALF, []), (1, [self.half]))
        return s.cone(
            b - self.y, (1, [self.pb, rest, more]), (2, [self.pb, self.pkappa, clock.pe, self.half]),
            factor=[(1, [pbig, self.pwhole])], modulo=[self.solved, (known, big, size)],
        )  # fmt: skip

    def _reached(self, s: Script, hyp: str) -> str:
        """Show y ≥ b at the second time, where u = e^Λ."""
        b, clock = self.b, self.clock
        now = s.zero(
            self._far() - 2 * self.due, (hyp, 2 * self.rate),
            modulo=[(self.is_after, self.rate, self.pmultiple)],
        )  # fmt: skip
        link = s.exponents((clock.u, 1), (self.top, -1), by=[now])
        known = s.zero(
            self.share * clock.u - b, (link, self.share), (self.split, s.b.ring.constant(1))
        )
        return s.cone(
            self.y - b, (1, [self.pb, self.pkappa, clock.pe]), factor=[(1, [self.pwhole])],
            modulo=[self.solved, (known, clock.u, self.pshare)],
        )  # fmt: skip

    def _far(self) -> Poly:
        """Return 2rt."""
        return 2 * self.rate * self.mode.time


class LogisticExact:
    """The time at any δ: 2rV = ln(b(σe^(2δ) - 1)/(1 - b)), where y starts below b; or V is a bound of it."""

    def __init__(self, mode: Mode, relation: str) -> None:
        """Show what V says, and that it is positive."""
        self.mode, s, goal = mode, mode.script, mode.goal
        (sigma, self.rate), (self.y,) = mode.lets, mode.y
        start = next(part for part in goal[3][1][3][1:] if part[0] == "exp")
        self.delta = -s.b.scope.poly(start[1]) / 2
        b, self.V = (s.b.scope.poly(tree) for tree in (goal[5], goal[6]))
        self.b, pb, self.left = b, s.shown(b, ">"), s.shown(1 - b, ">")
        self.pb = pb
        self.prate, psigma = s.shown(self.rate, ">"), s.shown(sigma, ">")
        self.kappa, self.pkappa, no_kappa = s.inverse(sigma, psigma)
        e, e0 = s.term("exp", -2 * self.delta), s.term("exp", 2 * self.delta)
        pe0 = f"{s.named(e0)}.0"
        product: Removal = (s.exponents((e, 1), (e0, 1)), e, pe0)
        over = self._starts_below(e, e0, pb, [no_kappa])
        self.rest = s.cone(1 - self.kappa * e, (1, [over]), (1, [self.left]))
        per, pper, no_rest = s.inverse(1 - b, self.left)
        less = s.cone(sigma * e0 - 1, (1, [psigma, pe0, self.rest]), modulo=[product, no_kappa])
        size = s.cone(b * (sigma * e0 - 1) * per, (1, [pb, less, pper]))
        s.b.atoms.append(size)
        wanted = 2 * self.rate * self.V
        s.b.calculus = relation != "="
        try:
            found = logarithm(mode, self.V, lambda x: b * (x * e0 - 1) * per, size, relation)
        finally:
            s.b.calculus = False
        log = found.x
        # how 2rV is related to Λ, as far as it is known
        signs = {"<=": (1,), ">=": (-1,)}.get(relation, (1, -1))
        self.sides = {sign: self._side(found.value_is, sign * (wanted - log)) for sign in signs}
        self.top = s.term("exp", log)
        known = s.log(self.top, log)
        # κ(1 - b)e·exp(Λ) = b(1 - κe), and exp(Λ) > 1
        self.split = s.zero(
            self.kappa * (1 - b) * e * self.top - b * (1 - self.kappa * e),
            (known, self.kappa * (1 - b) * e), (found.is_ratio, self.kappa * (1 - b) * e),
            modulo=[no_rest, product, no_kappa],
        )  # fmt: skip
        share = s.cone(self.kappa * (1 - b) * e, (1, [self.pkappa, self.left, f"{s.named(e)}.0"]))
        above = s.cone(
            self.top - 1, (1, [over]), factor=[(1, [share])], modulo=[(self.split, self.top, share)]
        )
        more = s.exponent(self.top, above)
        if relation == ">=":
            self.positive = s.shown(self.V, ">")
        else:
            self.positive = s.cone(
                self.V, (1, [more]), (1, [self.sides[1]]), factor=[(2, [self.prate])]
            )
        self.log = log

    @property
    def script(self) -> Script:
        """The script of the mode."""
        return self.mode.script

    def _side(self, label: str, p: Poly) -> str:
        """Say p ≥ 0 by what is known."""
        s = self.script
        return s.keep(s.b.add("logic", by=[label], fact=s.b.write_formula(fact(p, ">="))), p)

    def _starts_below(self, e: Poly, e0: Poly, pb: str, no_kappa: list[Removal]) -> str:
        """Show b > κe, as it is known, by bσe^(2δ) > 1, or by e^(2δ) ≥ 1 + 2δ."""
        s, b, pe = self.script, self.b, f"{self.script.named(e)}.0"
        with suppress(NotFoundError):
            return s.shown(b - self.kappa * e, ">")
        product: Removal = (s.exponents((e, 1), (e0, 1)), e0, pe)
        s.b.calculus = True
        try:
            above = s.shown(b * self.mode.lets[0] * e0 - 1, ">")
            return s.cone(
                b - self.kappa * e, (1, [self.pkappa, pe, above]), modulo=[product, *no_kappa]
            )
        except NotFoundError:
            pass
        finally:
            s.b.calculus = False
        low = s.shown(b * (1 + 2 * self.delta) - self.kappa, ">")
        parts = (1, [pe, low]), (1, [pe, pb, s.tangent(e0)])
        return s.cone(b - self.kappa * e, *parts, modulo=[product])

    def whenever(self, relation: str, apart: Callable[[], None]) -> AnyTime:
        """Show that the time is V; ``apart`` is called when all that V says is known."""
        apart()
        s, kappa, k = self.script, self.kappa, self.pkappa
        self.mode.begin()
        self.clock = clock = Exponentials(self.mode, self.rate, self.delta)
        begun = s.cone(kappa * clock.e, (1, [k, clock.pe]))
        self.mode.enter()
        (pos,) = s.carry(">", (self.y, 2 * self.rate * (1 - self.y), [begun], lambda *_: []))
        whole = 1 - kappa * clock.e + kappa * clock.u
        p = kappa * clock.u - whole * self.y
        (same,) = s.carry("=", (p, 2 * self.rate * (1 - self.y), [], lambda *_: []))
        self.pwhole = s.cone(whole, (1, [self.rest]), (1, [k, clock.pu]))
        self.solved: Removal = (same, self.y, self.pwhole)
        below = s.cone(
            1 - self.y, (1, [self.rest]), factor=[(1, [self.pwhole])], modulo=[self.solved]
        )
        other = s.cone(1 + self.y, (1, []), (1, [pos]))
        bounds = {s.named(self.y): {"by": "1", "from": [below, other]}}
        sides = {"lower": self._before, "upper": self._reached}
        dropped = {"<=": "lower", ">=": "upper"}.get(relation)
        kept = {which: side for which, side in sides.items() if which != dropped}
        return AnyTime(bounds, [self.positive], kept)

    def _gap(self, s: Script, left: Poly, by: str) -> str:
        """Show e^(2r(V - t)) ≥ 1 + 2r(V - t), of which u is e^Λ times e."""
        big = s.term("exp", left)
        return s.cone(big - 1, (1, [s.tangent(big)]), (1, [by]))

    def _before(self, s: Script, hyp: str) -> str:
        """Show y < b before V: κ(1 - b)u·B = b(1 - κe) for some B > 1."""
        b, u, share = self.b, self.clock.u, self.kappa * (1 - self.b)
        left = self.log - 2 * self.rate * self.mode.time
        more = self._gap(s, left, s.cone(left, (2, [self.prate, hyp]), (1, [self.sides[-1]])))
        big = s.term("exp", left)
        link = s.exponents((u, 1), (big, 1), (self.top, -1), (self.clock.e, -1))
        known = s.zero(
            share * u * big - b * (1 - self.kappa * self.clock.e),
            (link, share),
            (self.split, s.b.ring.constant(1)),
        )
        pshare = s.cone(share * u, (1, [self.pkappa, self.left, self.clock.pu]))
        return s.cone(
            b - self.y, (1, [self.pkappa, self.left, self.clock.pu, more]), factor=[(1, [self.pwhole])],
            modulo=[self.solved, (known, big, pshare)],
        )  # fmt: skip

    def _reached(self, s: Script, hyp: str) -> str:
        """Show y ≥ b at V: κ(1 - b)u = b(1 - κe)·B for some B ≥ 1."""
        b, u, share, rest = (
            self.b,
            self.clock.u,
            self.kappa * (1 - self.b),
            1 - self.kappa * self.clock.e,
        )
        far = 2 * self.rate * self.mode.time - self.log
        later = s.cone(far, (1, [self.sides[1]]), modulo=[(hyp, self.mode.time)])
        more = self._gap(s, far, later)
        big = s.term("exp", far)
        link = s.exponents((u, 1), (big, -1), (self.top, -1), (self.clock.e, -1))
        known = s.zero(share * u - b * rest * big, (link, share), (self.split, big))
        pshare = s.cone(share, (1, [self.pkappa, self.left]))
        return s.cone(
            self.y - b, (1, [self.pb, self.rest, more]), factor=[(1, [self.pwhole])],
            modulo=[self.solved, (known, u, pshare)],
        )  # fmt: skip
