"""Scripts for a mode of L > 2 factors, in the length x of each: x′ = rx^(L-1)·q, q = 1 - β, β = x^L/σ.

* 0 < x ≤ K for K ≥ 1 + σ that x does not start above;
* x^n(D - rt) ≤ 1/n with n = L - 2 and nDx(0)^n = 1, so that n·A·x^n < 1 before (D - A)/r;
* S = x²/σ + 2K²/(Lσq) has S′ ≥ rβ, so that nx^n(D + S - rt) ≥ 1, and S > B from (D + B)/r on;
* x ≥ c for c = x(0)/(1 + x(0)^L/σ), and so q² decays at least at the rate 2Lrc^(2n+2)/σ.
"""

from __future__ import annotations

from math import comb
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.provers.finders.modes.kind import factors
from proofs.provers.finders.modes.script import Times
from proofs.provers.finders.modes.tending import Nearing
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script

MOST = 12
"""Factors of a mode whose proof is written."""


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof = Deep(mode)
    proof.begin(beyond)
    proof.enter()
    sides = {"lower": proof.early(), "upper": proof.late()}
    shifts = {"lower": proof.script.short(-proof.ahead), "upper": proof.script.short(proof.behind)}
    return Times(shifts, proof.least, proof.ends, proof.bounds, sides)


def ends(mode: Mode) -> dict[str, Any]:
    """Return two functions of the time that tend to the value, and what shows that they are bounds."""
    proof = Deep(mode)
    s, size, rate, i, ps, pi, pr = (
        mode.script, proof.depth, proof.rate, proof.i, proof.ps, proof.pi, proof.pr,
    )  # fmt: skip
    x = proof.first = s.term("exp", s.b.scope.poly(mode.goal[3][1][3][1]))
    px = proof.pfirst = s.keep(f"{s.named(x)}.0", x)
    raised = i * x**size
    more = s.cone(1 + raised, (1, []), (1, [pi, *[px] * size]))
    over, pover, no_over = s.inverse(1 + raised, more)
    least = x * over
    pleast = s.cone(least, (1, [px, pover]))
    far = 2 * size - 2
    fade = size * rate * i * least**far
    pfade = s.cone(fade, (size, [pr, pi, *[pleast] * far]))
    error = (proof.sigma - proof.x**size) ** 2
    sigma = proof.sigma, ps, proof.no_i
    end = Nearing(mode, 1 + raised, (fade, pfade), sigma, proof.beta, error)
    proof.below = s.cone(1 + proof.sigma, (1, []), (1, [ps]))
    proof.most += x
    proof.enter(px)
    # x ≥ c, as (1 + z)^L > z for z = x(0)^L/σ
    first = s.cone(x - least, (1, [px, pover, pi, *[px] * size]), modulo=[no_over])
    between = sum(least**j * proof.x ** (size - 1 - j) for j in range(size))

    def change(inner: Script, _: list[str], gap: Poly) -> list[str]:
        facts = [pr, *[proof.px] * (size - 1), *[pover] * size]
        parts = (
            (comb(size, j) - (j == 1), [*facts, *[pi, *[px] * size] * j]) for j in range(size + 1)
        )
        return [inner.cone(gap, *parts, modulo=[no_over])]

    m = -rate * i * proof.x ** (size - 1) * between
    (above,) = s.carry(">=", (proof.x - least, m, [first], change))
    parts = ((1, [above, *[pleast] * j, *[proof.px] * (far - 1 - j)]) for j in range(far))
    wide = s.cone(proof.x**far - least**far, *parts)
    begun = 4, [pi, *[px] * size]
    found = end.bounded(proof.left, begun, (2 * size, [pr, pi, wide]), more)
    return found | {"bounds": proof.bounds}


class Deep:
    """What is shown of such a mode; a label p… says that a number is positive."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive."""
        s = self.script = mode.script
        self.mode, (self.sigma, self.rate), (self.x,) = mode, mode.lets, mode.y
        self.depth = factors(mode.goal)
        if not 2 < self.depth <= MOST:
            raise NotFoundError("too many factors")
        self.ps, self.pr = s.shown(self.sigma, ">"), s.shown(self.rate, ">")
        self.i, self.pi, self.no_i = s.inverse(self.sigma, self.ps)
        self.n, self.beta, self.most = self.depth - 2, self.x**self.depth * self.i, 1 + self.sigma
        self.left = 1 - self.beta

    def begin(self, beyond: str) -> None:
        """Show of constants and of the start what a time needs, and let the time come in."""
        s, mode, n = self.script, self.mode, self.n
        b = self.level = mode.level()
        delta, value = s.name(mode.goal[-2]), s.b.scope.poly(mode.goal[-1])
        pdelta, pv = s.shown(delta, ">"), s.shown(value, ">")
        self.delta, self.no_rate = delta, (s.shown(self.rate * value - 1, "="), self.rate, pv)
        most = self.most
        pk = s.cone(most, (1, []), (1, [self.ps]))
        self.ahead = fmpq(1, n) * most**2 * b.inverse * self.i
        self.behind = most**2 * self.i * (1 + fmpq(2, self.depth) * b.rest_inverse)
        pahead = s.cone(self.ahead, (fmpq(1, n), [pk, pk, b.pinverse, self.pi]))
        parts = (1, [pk, pk, self.pi]), (fmpq(2, self.depth), [pk, pk, self.pi, b.prest_inverse])
        pbehind = s.cone(self.behind, *parts)
        mode.begin()
        self.least = self.ahead + 1 + self.i
        s.learn(beyond, delta - self.least, ">")
        self.ends = [
            s.cone((delta - self.ahead) * value, (1, [beyond, pv]), (1, [pv]), (1, [self.pi, pv])),
            s.cone((delta + self.behind) * value, (1, [pdelta, pv]), (1, [pbehind, pv])),
        ]
        self._start(beyond, pahead, pdelta)

    def _start(self, beyond: str, pahead: str, pdelta: str) -> None:
        """Show nDx^n = 1, x < 1 and x^L < σ at the start."""
        s, n, pi = self.script, self.n, self.pi
        scope = s.b.scope
        x = self.first = scope.poly(self.mode.goal[3][1][3])
        (base,) = scope.terms[s.named(x)].args
        removals: list[Removal] = [(s.keep(f"{s.named(x)}.0", x * base - 1), x, pdelta)]
        if n > 1:
            root = s.keep(f"{s.named(base)}.0", base**n - n * self.delta)
            removals = [(removals[0][0], x, s.shown(base, ">")), (root, self.delta)]
        self.starts = removals
        px = self.pfirst = s.shown(x, ">")
        far = (n, [beyond, *[px] * n]), (n, [pahead, *[px] * n])
        small = s.cone(1 - x**n, *far, (n, [pi, *[px] * n]), (n - 1, [px] * n), modulo=removals)
        self.one = s.cone(1 - x, (1, [small]), factor=[(1, [px] * j) for j in range(n)])
        low = s.cone(
            1 - self.i * x**n, *far, (n, [px] * n), (n - 1, [pi, *[px] * n]), modulo=removals
        )
        rest = (1, [pi, self.one, *[px] * n]), (1, [pi, self.one, *[px] * (n + 1)])
        self.under = s.cone(1 - self.i * x**self.depth, (1, [low]), *rest)
        self.below = s.cone(self.most - x, (1, [self.ps]), (1, [self.one]))
        _, self.pinverse, _ = s.inverse(1 - self.i * x**self.depth, self.under)

    def enter(self, *more: str) -> None:
        """Show 0 < x ≤ K, where K - 1 - σ is the sum of some positive numbers."""
        s, x, size, rate, i = self.script, self.x, self.depth, self.rate, self.i
        pk = self.pmost = s.cone(self.most, (1, []), (1, [self.ps]), *((1, [p]) for p in more))
        self.mode.enter()
        (self.px,) = s.carry(">", (x, rate * x**self.n * self.left, [self.pfirst], _nothing))
        between = sum(self.most**j * x ** (size - 1 - j) for j in range(size))
        facts = [self.pr, self.pi, *[self.px] * (size - 1)]

        def change(inner: Script, _: list[str], gap: Poly) -> list[str]:
            # K^L - σ = K(K - 1)(1 + K + … + K^(L-2)) + K - σ
            parts = [(1, facts), *((1, [*facts, p]) for p in more)]
            for j in range(1, size):
                parts += [(1, [*facts, *[pk] * j, p]) for p in (self.ps, *more)]
            return [inner.cone(gap, *parts, modulo=[self.no_i])]

        m = -rate * i * x ** (size - 1) * between
        (self.room,) = s.carry(">=", (self.most - x, m, [self.below], change))
        over = s.cone(self.most + x, (1, [pk]), (1, [self.px]))
        self.bounds = {s.named(x): {"by": s.b.write(self.most), "from": [self.room, over]}}

    def unlearned(self) -> str:
        """Show q > 0."""
        speed = self.depth * self.rate * self.i * self.x ** (2 * self.depth - 2)
        (label,) = self.script.carry(">", (self.left, -speed, [self.under], _nothing))
        return label

    def wide(self, number: Any, facts: list[str]) -> list[tuple[Any, list[str]]]:
        """Return summands of number·facts·(K² - x²)."""
        return [(number, [*facts, self.room, self.pmost]), (number, [*facts, self.room, self.px])]

    def early(self) -> Any:
        """Show x^n(D - rt) ≤ 1/n, and return what shows that the level is not reached before (D - A)/r."""
        s, n, x, rate, b = self.script, self.n, self.x, self.rate, self.level
        time, xs = self.mode.time, [self.px] * self.n
        p = 1 - n * x**n * (self.delta - rate * time)
        start = s.zero(s.at_start(p), modulo=self.starts)
        parts = n, [self.pr, self.pi, *[self.px] * (n + self.depth)]
        m = n * rate * x**n * self.left
        (kept,) = s.carry(">=", (p, m, [start], lambda inner, _, gap: [inner.cone(gap, parts)]))

        def work(inner: Script, hyp: str) -> str:
            gap = self.delta - self.ahead - rate * time
            rest = inner.cone(gap, (1, [self.pr, hyp]), modulo=[self.no_rate])
            small = inner.cone(1 - n * self.ahead * x**n, (1, [kept]), (n, [*xs, rest]))
            parts = (1, [small, b.pvalue]), *self.wide(1, [self.pi, *xs])
            return inner.cone(b.value - self.beta, *parts, modulo=[b.no_inverse])

        return work

    def late(self) -> Any:
        """Show nx^n(D + S - rt) ≥ 1, and return what shows that the level is reached at (D + B)/r."""
        s, n, x, rate, i, b = self.script, self.n, self.x, self.rate, self.i, self.level
        time, two, pk, pi = self.mode.time, fmpq(2, self.depth), self.pmost, self.pi
        over, pover, no_over = s.inverse(self.left, self.unlearned())
        size = x**2 * i + two * self.most**2 * i * over
        p = n * x**n * (self.delta + size - rate * time) - 1
        xs, firsts = [self.px] * n, [self.pfirst] * n
        start = s.cone(
            s.at_start(p),
            (n, [pi, *firsts, self.pfirst, self.pfirst]), (n * two, [pk, pk, pi, self.pinverse, *firsts]),
            modulo=self.starts,
        )  # fmt: skip
        facts = [self.pr, pi, *xs, *[self.px] * self.depth]

        def change(inner: Script, _: list[str], gap: Poly) -> list[str]:
            last = [*facts, pi, pi, pk, pk, pover, *xs, *[self.px] * self.depth]
            parts = (n, facts), *self.wide(2 * n, [*facts, pi, *xs]), (2 * n, last)
            return [inner.cone(gap, *parts, modulo=[no_over])]

        (kept,) = s.carry(">=", (p, n * rate * x**n * self.left, [start], change))

        def work(inner: Script, hyp: str) -> str:
            gap = self.delta + self.behind - rate * time
            now = inner.zero(gap, (hyp, -rate), modulo=[self.no_rate])
            factor = [(n * two, [*xs, pk, pk, pi, pover, b.prest_inverse])]
            removals: list[Removal] = [(now, self.delta), no_over, b.no_rest]
            parts = (1, [kept]), (1, []), *self.wide(n, [*xs, pi])
            return inner.cone(self.beta - b.value, *parts, factor=factor, modulo=removals)

        return work


def _nothing(*_: Any) -> list[str]:
    """Show nothing, where nothing is left."""
    return []
