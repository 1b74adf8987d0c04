"""Scripts for two groups under cross-entropy where the mode between them is the fastest at zero logits.

With the names of :mod:`proofs.provers.finders.cross_entropy.between`, for μ > s₁ ≥ s₂ and L = 1/μ:

* w ≤ exp(G₂t - (1 - κ)δ + κ·ln x + κA/(2m′)) is small before (δ - D)L, as ln x ≤ s₁t - δ;
* margins within groups are at most c until (δ + D)L, from some δ on. There A·N ≥ c·u gives a bound of
  ln x from below, so that (1 + T + TN₁)w ≥ exp(M - K₂X) with X = e^(B+C) of the slower group: then w is
  large, as it is where X is;
* and h·e^X ≥ σw in both groups.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import fact
from proofs.provers.finders.cross_entropy.between import Between
from proofs.provers.finders.cross_entropy.least import HALF
from proofs.provers.finders.modes.script import Number

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Removal, Script, Summand, Times


@dataclass
class Wide:
    """Constants: the level of w², what X is compared with, and e^c."""

    q: Poly
    first: Poly
    y: Poly
    top: Poly


class Sooner(Between):
    """What is shown of both groups at one time."""

    less: str

    def times(self, beyond: str) -> Times:
        """Show that the level is reached between the two times."""
        tree, found = self.script.short, super().times(beyond)
        return replace(found, shifts={"lower": tree(-self.early.x), "upper": tree(self.late_by.x)})

    def prepare(self) -> None:
        """Show what holds at all times."""
        super().prepare()
        f, g = self.asked, self.slow
        self.exceeds(f)
        self.follow(g, f, self.sigmas[1])
        self.follow(f, g, self.sigmas[0])
        self.less = self.at_most(self.u)

    def _value(self) -> None:
        """Show that the value is 1/μ, and s₁ < μ."""
        s, f, g = self.script, self.asked, self.slow
        raw, value = self._read_value(), self.value
        self.pvalue = s.shown(value, ">")
        self._name_value()
        total = raw[0] ** 2 + raw[1] ** 2
        square = s.shown(1 - value**2 * total, "=")
        slow = s.shown(1 - f.s * value, ">")
        self._name_drives(raw)
        L, one = self.L, s.b.ring.constant(1)
        mu, pmu, per = s.inverse(L.x, L.positive)
        unit: Removal = (
            s.zero(mu * value - 1, (per[0], one), modulo=[L.removal]), mu, self.pvalue,
        )  # fmt: skip
        drives = [n.removal for n in self.G]
        square = s.zero(
            mu**2 - self.G[0].x ** 2 - self.G[1].x ** 2, (square, mu**2), modulo=[*drives, unit],
        )  # fmt: skip
        self.no_L = per
        self._turn(Number(mu, pmu, per), square)
        self.left_rate, self.rest = 1 - self.kappa.x, []
        self.gap = 1 - f.s * L.x
        self.pgap = s.cone(self.gap, (1, [slow]), modulo=[L.removal])
        self.behind = s.cone(1 - g.s * L.x, (1, [self.pgap]), (1, [self.faster, L.positive]))

    def _levels(self) -> None:
        """Choose σ of both groups, and how large w and X have to be."""
        s, f, g, b = self.script, self.asked, self.slow, self.b
        self.sigmas: list[Number] = []
        self.per_both: list[tuple[Poly, str, Removal]] = []
        parts: list[tuple[int, list[str]]] = []
        total = s.b.ring.constant(0)
        self.most = s.term("exp", self.top)
        pmost = f"{s.named(self.most)}.0"
        for x, n in zip((f, g), self.G, strict=True):
            found = self._along(x, n)
            size = x.b * found.x
            whole = s.inverse(size, s.cone(size, (1, [x.signs["b"], found.positive])))
            self.sigmas.append(found)
            self.per_both.append(whole)
            total += whole[0]
            parts.append((1, [b.pvalue, pmost, whole[1]]))
        q = b.value * self.most * total
        self.q = self.script.number(2 * q, s.cone(2 * q, *((2 * c, names) for c, names in parts)))
        far = g.b * self.tilt * self.q.x + g.c
        first = s.term("exp", far)
        self.wide = Wide(self.q.x, first, far, s.term("exp", f.c))
        m = self.width * (1 + self.q.x) + self.K2.x * first
        pm = [
            (1, [self.pwidth]), (1, [self.pwidth, self.q.positive]),
            (1, [self.K2.positive, f"{s.named(first)}.0"]),
        ]  # fmt: skip
        self.far_by = self.script.number(m, s.cone(m, *pm))

    def _shifts(self) -> None:
        """Choose D of both times."""
        s, f = self.script, self.asked
        z, T, kappa = f.signs, self.tilt, self.kappa
        self.per_gap = s.inverse(self.gap, self.pgap)
        spare: list[Summand] = [(1, [])] if self.leans else []
        early = self.h0 + self.room + self.slow_by * f.c + self.h0 * self.slower
        self.early = self.script.number(early, s.cone(
            early, (1, [self.ph0]), (HALF, [self.pslow, z["c"]]), (1, [self.ph0, self.pslower]), *spare,
        ))  # fmt: skip
        spare = [(1, [self.ptilt])] if self.leans else []
        per, K1, M = self.per(f), self.K1, self.far_by
        late = (
            M.x + K1.x * f.c + T * self.N[0] + T * self.room + kappa.x * self.wide.top * per * HALF
        )
        self.late_by = self.script.number(late, s.cone(
            late, (1, [M.positive]), (1, [K1.positive, z["c"]]), (1, [self.ptilt, self.pN[0]]),
            (HALF, [kappa.positive, f"{s.named(self.wide.top)}.0", z["per"]]), *spare,
        ))  # fmt: skip

    def scale(self, beyond: str) -> list[str]:
        """Introduce δ; show that both times are positive, and return why."""
        s, f = self.script, self.asked
        delta = self.delta = s.name(self.mode.goal[-2])
        D, late = self.early, self.late_by
        per, pper, no_gap = self.per_gap
        self.threshold = D.x + late.x * per
        s.learn(beyond, delta - self.threshold, ">")
        self.plate = s.cone(
            delta * self.gap - late.x, (1, [beyond, self.pgap]), (1, [D.positive, self.pgap]),
            modulo=[no_gap],
        )  # fmt: skip
        pleft = s.cone(delta - D.x, (1, [beyond]), (1, [late.positive, pper]))
        self.pdelta = s.cone(delta, (1, [pleft]), (1, [D.positive]))
        self.u = s.term("exp", 2 * f.s * self.mode.time - 2 * delta)
        end = s.cone(delta + late.x, (1, [self.pdelta]), (1, [late.positive]))
        return [
            s.cone((delta - D.x) * self.value, (1, [pleft, self.pvalue])),
            s.cone((delta + late.x) * self.value, (1, [end, self.pvalue])),
        ]  # fmt: skip

    def _small(self, s: Script, late: str) -> tuple[str, str]:
        """Show u ≤ 1 and A ≤ c from δ - s₁t ≥ 0."""
        f, u = self.asked, self.u
        back = s.term("exp", 2 * self.delta - 2 * f.s * self.mode.time)
        product, pu = s.exponents((u, 1), (back, 1)), f"{s.named(u)}.0"
        one = s.cone(
            1 - u, (1, [pu, s.tangent(back)]), (2, [pu, late]), modulo=[(product, back, pu)],
        )  # fmt: skip
        return one, s.cone(f.c - f.margin, (1, [f.signs["c"], one]), (1, [self.less]))

    def before(self, inner: Script, hyp: str) -> str:
        """Show C + B < b before (δ - D)L."""
        f, g, L, D, kappa, t = (
            self.asked, self.slow, self.L, self.early, self.kappa, self.mode.time,
        )  # fmt: skip
        z, y, mu = f.signs, g.signs, self.mu
        near = inner.cone((self.delta - D.x) * L.x - t, (1, [hyp]), modulo=[L.removal])
        late = inner.cone(
            self.delta - f.s * t, (1, [z["s"], near]), (1, [self.pdelta, self.pgap]),
            (1, [z["s"], L.positive, D.positive]),
        )  # fmt: skip
        _, below = self._small(inner, late)
        # x/e^(s₁t - δ) ≤ 1
        up, again = self.reached[id(f)], inner.term("exp", self.log)
        part = inner.term("exp", self.log - f.s * t + self.delta)
        product, pup = inner.exponents((part, 1), (up, 1), (again, -1)), f"{inner.named(up)}.0"
        one = inner.cone(
            1 - part, (1, [z["up"]]), factor=[(1, [pup])], modulo=[(product, part, pup), self.no_log],
        )  # fmt: skip
        less = inner.cone(f.s * t - self.delta - self.log, (1, [one]), (1, [inner.tangent(part)]))
        far = self.G[1].x * t - self.left_rate * self.delta + kappa.x * self.log
        far += self.slow_by * f.margin + self.room
        low = inner.cone(
            -self.h0 - far, (1, [kappa.positive, less]), (1, [mu.positive, near]),
            (HALF, [self.pslow, below]), (1, [self.ph0, self.pslower]),
            modulo=[(self.no_L[0], L.x, mu.positive), D.removal, (self.mu_is, mu.x)],
        )  # fmt: skip
        spare: list[Summand] = [(1, [y["s"], L.positive])] if self.leans else []
        quick = inner.cone(
            self.delta - g.s * t - self.h0, (1, [y["s"], near]), (1, [self.pdelta, self.behind]),
            (1, [y["s"], L.positive, self.ph0]), (HALF, [y["s"], L.positive, self.pslow, z["c"]]),
            *spare, modulo=[D.removal, self.no_slow],
        )  # fmt: skip
        return self.below_level(inner, far, low, quick)

    def after(self, inner: Script, hyp: str) -> str:
        """Show that no margin is below b at (δ + D)L."""
        f, g, L, D = self.asked, self.slow, self.L, self.late_by
        t, one = self.mode.time, one_of(inner)
        now: Removal = (
            inner.zero(t - (self.delta + D.x) * L.x, (hyp, one), modulo=[L.removal]), t,
        )  # fmt: skip
        late = inner.cone(
            self.delta - f.s * t, (1, [self.plate]), (1, [self.pgap, D.positive]), modulo=[now],
        )  # fmt: skip
        _, below = self._small(inner, late)
        low, size = self._grown(inner, now, below)
        large = self._wide(inner, low, size, late)
        found = {}
        for x, sigma, per in zip((f, g), self.sigmas, self.per_both, strict=True):
            found[id(x)] = self._reached(inner, x, sigma, per, large), HALF
        return self.sides(inner, found)

    def _grown(self, s: Script, now: Removal, below: str) -> tuple[str, Poly]:
        """Show that the exponent of U less K₂X is at least M there."""
        f, kappa, K1, T, mu, t = (
            self.asked, self.kappa, self.K1, self.tilt, self.mu, self.mode.time,
        )  # fmt: skip
        z, (power, grown, above), per = f.signs, self.kept, self.per(f)
        ppower, pgrown = (f"{s.named(x)}.0" for x in (power, grown))
        # u/(x²N) ≤ 1
        again = s.term("exp", self.log)
        lag = 2 * f.s * t - 2 * self.delta - 2 * self.log - (power - 1) * per
        part = s.term("exp", lag)
        product = s.exponents((part, 1), (again, 2), (grown, 1), (self.u, -1))
        more = s.cone(f.x**2 * grown - self.u, (1, [above]), factor=[(1, [z["c"]])])
        lead = s.cone(f.x**2 * grown, (1, [z["x"], z["x"], pgrown]))
        same = s.zero(part * f.x**2 * grown - self.u, (product, one_of(s)), modulo=[self.no_log])
        one = s.cone(1 - part, (1, [more]), factor=[(1, [lead])], modulo=[(same, part, lead)])
        longer = s.cone(-lag, (1, [one]), (1, [s.tangent(part)]))
        step = s.term("exp", f.c - f.margin)
        up = s.exponents((step, 1), (power, 1), (self.wide.top, -1))
        most = s.cone(
            self.wide.top - power, (1, [ppower, s.tangent(step)]), (1, [ppower, below]),
            modulo=[(up, step, ppower)],
        )  # fmt: skip
        Q, N1 = f.K * f.q, self.N[0]
        size = self.G[1].x * t - self.left_rate * self.delta + kappa.x * self.log
        size -= K1.x * f.margin + T * N1 * (1 - Q) + T * self.room + self.far_by.x
        low = s.cone(
            size, (HALF, [kappa.positive, longer]), (HALF, [kappa.positive, z["per"], most]),
            (HALF, [kappa.positive, z["per"]]), (1, [K1.positive, below]),
            (1, [self.ptilt, self.pN[0], z["K"], z["q"]]),
            modulo=[now, (self.no_L[0], self.L.x, mu.positive), self.late_by.removal, (self.mu_is, mu.x)],
        )  # fmt: skip
        return low, size

    def _wide(self, s: Script, low: str, size: Poly, late: str) -> str:
        """Show w² ≥ q: by U where X is at most its level, by B where it is not."""
        g, w, M, K2, wide = self.slow, self.w, self.far_by, self.K2, self.wide
        y, X, pq = g.signs, g.X, self.q.positive
        Z, more = s.term("exp", M.x - K2.x * X), s.term("exp", size)
        pZ = f"{s.named(Z)}.0"
        split = s.exponents((self.U, 1), (more, -1), (Z, -1))
        enough = s.cone(
            self.U - Z, (1, [pZ, s.tangent(more)]), (1, [pZ, low]), modulo=[(split, self.U)],
        )  # fmt: skip
        whole = self.wide_w(s, Z, enough)
        # C ≤ c, as s₂t ≤ δ
        slow = s.cone(
            self.delta - g.s * self.mode.time, (1, [late]), (1, [self.faster, self._time(s)]),
        )  # fmt: skip
        up = self.reached[id(g)]
        back = s.term("exp", self.delta - g.s * self.mode.time)
        product, pup = s.exponents((up, 1), (back, 1)), f"{s.named(up)}.0"
        one = s.cone(
            1 - up, (1, [pup, s.tangent(back)]), (1, [pup, slow]), modulo=[(product, back, pup)],
        )  # fmt: skip
        plus = s.cone(1 + up, (1, []), (1, [pup]))
        both = s.cone(up + g.x, (1, [pup]), (1, [y["x"]]))
        short = s.cone(
            g.c - g.margin, (1, [y["c"], one, plus]), (1, [y["c"], y["up"], both]),
        )  # fmt: skip
        least = s.term("min", X, wide.first)

        def case(inner: Script, i: int, name: str) -> str:
            order = self._order(inner, i, name)
            if i == 0:
                far = inner.cone(
                    self.width * (w - 1 - wide.q), (1, [whole]), (1, [inner.tangent(Z)]), (1, []),
                    (1, [K2.positive, order]), modulo=[M.removal],
                )  # fmt: skip
                above = inner.cone(w - 1 - wide.q, (1, [far]), factor=[(1, [self.pwidth])])
                total = inner.cone(w + 1 + wide.q, (1, [self.pw]), (1, []), (1, [pq]))
                parts: list[Summand] = [(1, [above, total]), (1, []), (1, [pq]), (1, [pq, pq])]
                return inner.cone(w**2 - wide.q, *parts)
            gap = inner.term("exp", wide.y - g.b * w * g.h - g.margin)
            pX = f"{inner.named(X)}.0"
            product = inner.exponents((gap, 1), (X, 1), (wide.first, -1))
            one = inner.cone(
                1 - gap, (1, [order]), factor=[(1, [pX])], modulo=[(product, gap, pX)],
            )  # fmt: skip
            return inner.cone(
                w**2 - wide.q, (1, [one]), (1, [inner.tangent(gap)]), (1, [short]),
                (1, [y["b"], self.pw, self.ptilt, y["w - h"]]),
                factor=[(1, [y["b"], self.ptilt])], modulo=self.no_tilt,
            )  # fmt: skip

        return s.cases(f"{s.named(least)}.0", w**2 - wide.q, ">=", case)

    def _time(self, s: Script) -> str:
        """Show t ≥ 0."""
        time = s.named(self.mode.time)
        return s.keep(f"{time}.sign", self.mode.time)

    def _order(self, s: Script, i: int, name: str) -> str:
        """Read which of X and its level is the less."""
        p = (self.wide.first - self.slow.X) * (1 - 2 * i)
        return s.keep(s.b.add("logic", by=[name], fact=s.b.write_formula(fact(p, ">="))), p)

    def _reached(
        self, s: Script, x: OneOfTwo, sigma: Number, per: tuple[Poly, str, Removal], large: str
    ) -> str:
        """Show A + B ≥ 2b of a group from w² ≥ q."""
        v, b, w = x.signs, self.b, self.w
        sized = x.b * w * x.h + x.margin
        pH = f"{s.named(x.H)}.0"
        pmost = f"{s.named(self.most)}.0"
        other = next(item for item in self.per_both if item is not per)
        whole = s.cone(
            sized * x.H - self.level * self.most, (1, [v["A"], pH]),
            (1, [v["b"], self.pw, v["kept"]]), (1, [v["b"], sigma.positive, large]),
            (2, [b.pvalue, pmost, v["b"], sigma.positive, other[1]]),
            modulo=[self.q.removal, per[2]],
        )  # fmt: skip
        level = self.level, s.cone(self.level, (2, [b.pvalue]))
        unit = s.cone(one_of(s), (1, []))
        by = one_of(s), unit
        return self.crossed(s, sized, level, by, (x.X, x.H), (self.top, self.most), [whole])


def one_of(s: Script) -> Poly:
    """Return 1."""
    return s.b.ring.constant(fmpq(1))
