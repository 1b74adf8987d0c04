"""What a mode has come to at t = τδ, where it is learned at 1/r: nothing for rτ < 1, all of it for rτ > 1.

With ε the distance from what it tends to, g = |1 - rτ| and x = e^(2δ-2rt):

* x ≥ 1 + 2δg for rτ < 1, and β ≤ κ₁/x ≤ ε from δ = κ₁/(2εg) on;
* 1/x ≥ 1 + 2δg for rτ > 1, and 1 - β ≤ x/κ₂ ≤ ε from δ = 1/(2εκ₂g) on;
* the mode between two groups is below ε, or Σdᵢ² ≤ (rσ)², as at the times at which it reaches a level.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.language import RELATIONS
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes import logistic, unbalanced
from proofs.provers.finders.modes.between import HALF
from proofs.provers.finders.modes.between_times import Reaching, ending
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.modes.logistic import Exponentials, Growth
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand


def plateau(mode: Mode) -> dict[str, Any]:
    """Show what an observable tends to, which stands in the goal."""
    s, (observed, when, _, value) = mode.script, mode.goal[-4:]
    introduce(s.b, value)
    at = Moment(mode, s.b.scope.poly(when))
    introduce(s.b, observed)
    alone = kind_of(mode.goal) in (Kind.ALONE, Kind.TWO_SIZES)
    show = (Alone if alone else Crossed)(at, s.b.scope.poly(observed))
    near, (beyond, positive) = s.b.new_name(), show.beyond
    mode.begin()
    at.learn(near, beyond, (1, [positive]))
    show.follow(near)
    return at.proof({near: beyond}, show.bounds, show.at_the_time)


class Moment:
    """t = τδ and ε, with 0 < ε < 1; a label p… says that a number is positive."""

    now: Removal

    def __init__(self, mode: Mode, speed: Poly) -> None:
        """Introduce ε, and see what is claimed."""
        self.mode, self.speed = mode, speed
        s = self.s = mode.script
        self.early = len(s.b.steps)
        limit = self.limit = s.b.scope.poly(mode.goal[-1])
        self.delta = s.name(mode.goal[-2])
        self.pspeed = s.shown(speed, ">=")
        name, self.small = s.b.new_bound(), s.b.new_name()
        self.distance = s.b.scope.declare(name, "real", ">")
        self.pdistance = s.keep(f"{name}.sign", self.distance)
        s.learn(self.small, 1 - self.distance, ">")
        self.is_zero = limit.is_zero()
        self.is_one = (limit - 1).is_zero()
        if not (self.is_zero or self.is_one):
            raise NotFoundError("neither nothing nor all of it")

    def side(self, rate: Poly, observed: Poly, strength: Poly) -> None:
        """See which side of 1/r is claimed; show that g = |1 - rτ| is positive, and name 1/g."""
        s, self.rate, self.of_error = self.s, rate, observed != strength
        late = self.late = self.is_zero if self.of_error else self.is_one
        self.sign = 1 if late else -1
        self.gap = self.sign * (rate * self.speed - 1)
        self.pgap = s.shown(self.gap, ">")
        self.per_gap, self.pper_gap, self.no_gap = s.inverse(self.gap, self.pgap)

    def apart(self, s: Script, size: Poly, label: str) -> str:
        """Show |rt - δ| ≥ size from δ > size/g."""
        gap = self.sign * (self.rate * self.mode.time - self.delta) - size
        return s.cone(gap, (1, [label, self.pgap]), modulo=[self.now, self.no_gap])

    def learn(self, label: str, beyond: Poly, positive: Summand) -> None:
        """Learn that δ exceeds a number, which is positive as a product; so τδ is not before the start."""
        s = self.s
        s.learn(label, self.delta - beyond, ">")
        self.pdelta = s.cone(self.delta, (1, [label]), positive)
        self.positive = s.cone(self.speed * self.delta, (1, [self.pspeed, self.pdelta]))

    def proof(
        self, beyond: dict[str, Poly], bounds: dict[str, Any], work: Callable[[Script], list[str]]
    ) -> dict[str, Any]:
        """Put the proof together, from what δ exceeds and what shows at t = τδ that the observable is near."""
        s, time = self.s, self.mode.time
        inner, name = s.inner(), s.b.new_name()
        self.now = inner.learn(name, time - self.speed * self.delta, "="), time
        by = work(inner)
        self.mode.ends.insert(1, self.early)
        return {
            "y": s.named(self.distance), "small": self.small, "bounds": bounds,
            "beyond": {label: s.b.write(size) for label, size in beyond.items()},
            "positive": [self.positive], "name": name,
            "late": needed(inner.b.steps, set(by)), "by": by,
        }  # fmt: skip


class Alone:
    """A strength β between κ₂/(κ₂ + x) and κ₁/x, and its error σ²(1 - β)²."""

    def __init__(self, at: Moment, observed: Poly) -> None:
        """Choose how near β has to be: c = ε, and for an error ε/(1 + σ)."""
        mode, s = at.mode, at.s
        self.at, self.observed, (self.sigma, rate, *_) = at, observed, mode.lets
        self.ps, self.pr = s.shown(self.sigma, ">"), s.shown(rate, ">")
        self.two = unbalanced.Unbalanced(mode) if kind_of(mode.goal) is Kind.TWO_SIZES else None
        if self.two is None:
            i, pi, _ = s.inverse(self.sigma, self.ps)
            self.upper, lower, self.strength = (i, pi), (i, pi), mode.y[0]
        else:
            self.upper, lower = self.two.sizes()
            self.strength = self.two.strength
        over = s.inverse(*lower)
        at.side(rate, observed, self.strength)
        c, pc = at.distance, at.pdistance
        self.removals: list[Removal] = []
        if at.of_error:
            whole = 1 + self.sigma
            self.per, self.pper, no_per = s.inverse(whole, s.cone(whole, (1, []), (1, [self.ps])))
            c, pc, self.removals = (
                c * self.per,
                s.cone(c * self.per, (1, [pc, self.pper])),
                [no_per],
            )
        self.c, self.pc = c, pc
        per_c, pper_c, self.no_c = s.inverse(c, pc)
        self.no_lower = over[2]
        start, pstart = over[:2] if at.late else self.upper
        self.size = HALF * start * per_c
        beyond = self.size * at.per_gap + lower[0]
        self.psize = s.cone(self.size * at.per_gap, (HALF, [pstart, pper_c, at.pper_gap]))
        self.beyond = beyond, s.cone(beyond, (1, [self.psize]), (1, [lower[1]]))
        level = mode.level_at(at.distance, at.pdistance, at.small)
        self.growth = Growth(level, lower, over)

    def follow(self, label: str) -> None:
        """Show both bounds of β, and β < 1, from what δ exceeds."""
        at, s, kappa, k = self.at, self.at.s, self.growth.kappa, self.growth.k
        clock = self.clock = Exponentials(at.mode, at.rate)
        self.far = s.cone(at.delta - self.size * at.per_gap, (1, [label]), (1, [k]))
        large = s.cone(at.delta - kappa, (1, [label]), (1, [self.psize]))
        if self.two is not None:
            self.found = unbalanced.follow(self.two, clock, self.growth, self.upper[0], large)
            self.left = self.found.left
        else:
            y = self.strength
            self.found = logistic.follow(clock, self.growth, (y, self.pr))
            start = s.cone(s.at_start(1 - y), (1, [clock.under_one(kappa, k, large)]))
            (self.left,) = s.carry(">", (1 - y, -2 * at.rate * y, [start], lambda *_: []))
        self.bounds = self.found.bounds

    def at_the_time(self, s: Script) -> list[str]:
        """Show that what is observed is within ε."""
        at, y, found = self.at, self.strength, self.found
        gap = self.observed - at.limit
        apart = at.apart(s, self.size, self.far)
        if not at.late:
            less = self._small(s, apart, self.upper[0])
            return [
                s.cone(at.distance - gap, (1, [less]), (1, [found.above])),
                s.cone(at.distance + gap, (1, [at.pdistance]), (1, [found.positive])),
            ]
        near = self._near(s, apart)
        if not at.of_error:
            return [
                s.cone(at.distance - gap, (1, [at.pdistance]), (1, [self.left])),
                s.cone(at.distance + gap, (1, [near])),
            ]
        # ε - σ²(1 - β)² = ε(1 - ε) + ε²(1 - σ²/(1 + σ)²) + σ²(c² - (1 - β)²)
        sum_ = s.cone(self.c + 1 - y, (1, [self.pc]), (1, [self.left]))
        e, per, ps = at.pdistance, self.pper, self.ps
        upper = s.cone(
            at.distance - gap, (1, [e, at.small]), (1, [e, e, per, per]), (2, [e, e, per, per, ps]),
            (1, [ps, ps, near, sum_]), modulo=[*self.removals, *self._no_sigma()],
        )  # fmt: skip
        lower = s.cone(
            at.distance + gap, (1, [e]), (1, [ps, ps], 1 - y), modulo=self._no_sigma(),
        )  # fmt: skip
        return [upper, lower]

    def _no_sigma(self) -> list[Removal]:
        return [] if self.two is None else [self.two.no_sigma]

    def _small(self, s: Script, apart: str, kappa: Poly) -> str:
        """Show ε ≥ κ₁u: x ≥ 1 + 2(δ - rt)."""
        clock, c = self.clock, self.pc
        x, u = clock.x, clock.u
        large = s.cone(
            self.c * x - kappa, (1, [c, s.tangent(x)]), (1, [c]), (2, [c, apart]), modulo=[self.no_c],
        )  # fmt: skip
        product = s.exponents((u, 1), (x, 1))
        return s.cone(self.c - kappa * u, (1, [large, clock.pu]), modulo=[(product, x, clock.pu)])

    def _near(self, s: Script, apart: str) -> str:
        """Show c ≥ 1 - β from x ≤ cκ₂."""
        clock, kappa, k, c = self.clock, self.growth.kappa, self.growth.k, self.pc
        x, u = clock.x, clock.u
        large = s.cone(
            self.c * kappa * u - 1, (1, [c, k, s.tangent(u)]), (1, [c, k]), (2, [c, k, apart]),
            modulo=[self.no_c, self.no_lower],
        )  # fmt: skip
        product = s.exponents((u, 1), (x, 1))
        small = s.cone(self.c * kappa - x, (1, [large, clock.px]), modulo=[(product, u, clock.px)])
        return s.cone(
            self.c - 1 + self.strength, (1, [small]), (1, [clock.px, self.left]), (1, [self.found.below]),
            factor=[(1, [k])],
        )  # fmt: skip


class Crossed:
    """The mode between two groups: β, and its error Σcᵢdᵢ²."""

    def __init__(self, at: Moment, observed: Poly) -> None:
        """Choose how near it has to be: r = εκ/σ², and for an error ε/(σ(1 + c₁ + c₂))."""
        self.at, self.proof, s = at, ending(at.mode), at.s
        proof = self.proof
        self._name_rate()
        proof.choose()
        proof.observe()
        at.side(proof.nu, observed, proof.beta)
        if at.late and not at.of_error:
            b = at.mode.level_at(1 - at.distance, at.small, at.pdistance)
        else:
            b = at.mode.level_at(at.distance, at.pdistance, at.small)
        r, parts = at.distance * proof.i, [at.pdistance, proof.pi]
        if at.of_error:
            (c1, first), (c2, second) = proof.per_group
            whole = s.cone(1 + c1 + c2, (1, []), (1, first), (1, second))
            per, self.pper, self.no_per = s.inverse(1 + c1 + c2, whole)
            r, parts = r * per, [*parts, self.pper]
        else:
            r, parts = r * proof.reach * proof.i, [*parts, proof.preach, proof.pi]
        self.reaching = Reaching.within_radius(proof, b, r, parts)
        self.size, plain = self.reaching.behind if at.late else self.reaching.ahead
        half = 2 * HALF if at.late else HALF
        beyond = self.size * at.per_gap
        self.beyond = beyond, s.cone(beyond, (half, [*plain, at.pper_gap]))

    def _name_rate(self) -> None:
        """Name the rate ν: by 1/T, if τ is compared with such a T or a multiple of it, or else as a root."""
        mode = self.at.mode
        when = mode.goal[-3]
        compared = (a[1:] for a in mode.statement.assume if a[0] in RELATIONS and when in a[1:])
        found = [x for sides in compared for x in sides if x != when]
        if when[0] == "*":
            known = mode.statement.variables
            found.append(["*", *(x for x in when[1:] if isinstance(x, list) or x in known)])
        for value in found:
            try:
                self.proof.claimed(value)
            except NotFoundError:
                continue
            return
        self.proof.name_rate()

    def follow(self, label: str) -> None:
        """Follow the mode, and see how its energy decays once it is learned."""
        proof, self.label = self.proof, label
        proof.pdelta = self.at.pdelta
        proof.follow()
        if self.at.late:
            proof.grow()
            proof.displace()
            proof.decay()
        else:
            proof.X = self.at.s.term("exp", 2 * proof.delta - 2 * proof.nu * proof.t)
            proof.pX = proof.positive(proof.X)
        self.bounds = proof.bounds

    def at_the_time(self, s: Script) -> list[str]:
        """Show that what is observed is within ε."""
        at, f, reaching = self.at, self.proof, self.reaching
        apart = at.apart(s, self.size, self.label)
        if not at.late:
            less = reaching.below(s, apart)
            parts = (1, [f.pw, f.pt1, f.p1, f.pj]), (1, [f.pw, f.pt2, f.p2, f.pj])
            return [
                s.cone(at.distance - f.beta, (1, [less])),
                s.cone(at.distance + f.beta, (1, [at.pdistance]), *parts),
            ]
        gap = 2 * f.nu * f.t - 2 * f.delta - 2 * self.size
        far = s.cone(gap, (2, [apart]))
        squares = reaching.near(s, far)
        if not at.of_error:
            return [reaching.within(s, squares, sign) for sign in (-1, 1)]
        # (c₁ + c₂)(rσ)² = (c₁ + c₂)ε²/(1 + c₁ + c₂)² ≤ ε² ≤ ε
        (c1, first), (c2, second) = f.per_group
        e, error = at.pdistance, c1 * f.d1**2 + c2 * f.d2**2
        square = [e, e, self.pper, self.pper]
        spare = [
            (1, square),
            (1, [*square, *first]),
            (1, [*square, *second]),
            (2, [*square, *first, *second]),
        ]
        spare += [(1, [*square, *x, *x]) for x in (first, second)]
        return [
            s.cone(
                at.distance - error, (1, [*first, squares]), (1, [*second, squares]),
                (1, second, f.d1), (1, first, f.d2), (1, [e, at.small]), *spare,
                modulo=[f.no_i, self.no_per],
            ),
            s.cone(at.distance + error, (1, [e]), (1, first, f.d1), (1, second, f.d2)),
        ]  # fmt: skip
