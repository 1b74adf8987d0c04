"""Constants and times of :mod:`proofs.provers.finders.cross_entropy.between`."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.least import HALF, Least
from proofs.provers.finders.modes.orders import OrderNotFoundError, known_in_terms
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from flint import fmpq

    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Height, Number, Removal, Summand


class Scale(Least):
    """The constants of the value, those that are large enough, and √δ."""

    def _asked(self) -> OneOfTwo:
        """Return the group that is not slower, and keep the other."""
        for show in (partial(known_in_terms, self.mode), self.script.shown):
            for fast, slow in (self.groups, self.groups[::-1]):
                try:
                    self.faster = show(fast.s - slow.s, ">=")
                except NotFoundError:
                    continue
                self.slow = slow
                return fast
        raise OrderNotFoundError("which group is faster is not shown")

    def choose(self, b: Height) -> None:
        """Show what the value says, and choose the constants."""
        self.b = b
        self._value()
        self._losses()
        self._shared()
        self._levels()
        self._shifts()

    def _value(self) -> None:
        """Show from the value L that G₂L = 1 - κ, and G₁² = κs₁(2G₂ + κs₁)."""
        s, f = self.script, self.asked
        raw, value = self._read_value(), self.value
        speed = raw[1] + f.s - f.s * raw[1] * value
        square = s.shown(speed**2 - raw[0] ** 2 - raw[1] ** 2, "=")  # soon seen to fail
        mu, one = self.script.number(speed, s.shown(speed, ">")), s.b.ring.constant(1)
        self._name_drives(raw)
        second = self.G[1].x
        names = [mu.removal, *(n.removal for n in self.G)]
        square = s.zero(
            mu.x**2 - self.G[0].x ** 2 - second**2, (square, one), modulo=names,
        )  # fmt: skip
        line = s.zero(mu.x - second - f.s + f.s * second * value, modulo=names)
        self._ahead(mu, square, line)
        self._name_value()
        L = self.L
        self._turn(mu, square)
        rest = s.zero(
            self.kappa.x - 1 + second * L.x, (self.mu_is, one), (line, one),
            factor=[f.signs["s"]], modulo=[L.removal],
        )  # fmt: skip
        self.left_rate, self.rest = second * L.x, [(rest, self.kappa.x)]
        self.behind = self._behind((square, mu.x), (rest, L.x, self.G[1].positive))

    def _ahead(self, mu: Number, square: str, line: str) -> None:
        """Show L > 0 and s₁L ≥ 1: G₂(s₁L - 1) = s₁ - μ, and G₁² + G₂² is s₁² at most as K₁ = K₂ = k."""
        s, f, g, (one, two) = self.script, self.asked, self.slow, self.G
        z, y, value, p2 = f.signs, g.signs, self.value, self.G[1].positive
        i, j = (s.inverse(x.K, x.signs["K"])[0] for x in (f, g))
        share = ""
        if f.E is None:
            with suppress(NotFoundError):  # it may be more with factors of logits
                share = s.shown(1 - (f.g * i) ** 2 - (g.g * j) ** 2, ">=")
        if not share:
            self.pvalue, self.ahead = s.shown(value, ">"), s.shown(f.s * value - 1, ">=")
            return
        both = s.cone(
            f.s**2 - one.x**2 - two.x**2, (1, [share], f.s), (1, [self.faster, z["s"]], g.g * j),
            (1, [self.faster, y["s"]], g.g * j), modulo=[one.removal, two.removal],
        )  # fmt: skip
        total = s.cone(f.s + mu.x, (1, [z["s"]]), (1, [mu.positive]))
        less = s.cone(f.s - mu.x, (1, [both]), factor=[(1, [total])], modulo=[(square, mu.x)])
        on_line: Removal = (line, mu.x)
        self.pvalue = s.cone(
            value, (1, [less]), (1, [p2]), factor=[(1, [z["s"], p2])], modulo=[on_line],
        )  # fmt: skip
        self.ahead = s.cone(
            f.s * value - 1, (1, [less]), factor=[(1, [p2])], modulo=[on_line],
        )  # fmt: skip

    def _read_value(self) -> list[Poly]:
        """Read the value, and how both groups drive maj-min at zero logits."""
        s, f, g = self.script, self.asked, self.slow
        self.value = s.b.scope.poly(self.mode.goal[-1])
        raw: list[Poly] = []
        self.per_K: list[str] = []
        self.no_K: list[Removal] = []
        for x in (f, g):
            self._odds(x)
            inverse, positive, removal = s.inverse(x.K, x.signs["K"])
            raw.append(x.s * x.g * inverse)
            self.per_K.append(positive)
            self.no_K.append(removal)
        return raw

    def _name_value(self) -> None:
        """Name the value, once it is positive."""
        self.L = self.script.number(self.value, self.pvalue)

    def _name_drives(self, raw: list[Poly]) -> None:
        """Name the drives G."""
        s, f, g = self.script, self.asked, self.slow
        for x in (f, g):
            x.signs["m - 2"] = s.shown(x.m - 2, ">=")
        self.G = []
        for p, x, one_by in zip(raw, (f, g), self.per_K, strict=True):
            self.G.append(
                self.script.number(p, s.cone(p, (1, [x.signs["s"], x.signs["g"], one_by])))
            )
        self.g_is = []
        for n, x, no_K in zip(self.G, (f, g), self.no_K, strict=True):
            self.g_is.append(s.zero(x.s * x.g - x.K * n.x, modulo=[n.removal, no_K]))

    def _turn(self, mu: Number, square: str) -> None:
        """Choose κ, from μ² = G₁² + G₂²."""
        s, f, one = self.script, self.asked, self.script.b.ring.constant(1)
        first, second = (x.x for x in self.G)
        total = s.cone(mu.x + second, (1, [mu.positive]), (1, [self.G[1].positive]))
        more = s.cone(
            mu.x - second, (1, [self.G[0].positive, self.G[0].positive]), factor=[(1, [total])],
            modulo=[(square, mu.x)],
        )  # fmt: skip
        per_s, pper_s, no_s = s.inverse(f.s, f.signs["s"])
        kappa = self.kappa = self.script.number(
            (mu.x - second) * per_s, s.cone((mu.x - second) * per_s, (1, [more, pper_s])),
        )  # fmt: skip
        self.mu_is = s.zero(kappa.x * f.s - mu.x + second, modulo=[kappa.removal, no_s])
        equal = s.zero(
            first**2 - kappa.x * f.s * (2 * second + kappa.x * f.s), (square, -one),
            modulo=[(self.mu_is, mu.x)],
        )  # fmt: skip
        self.mu = mu
        self.square_is: Removal = (equal, first)

    def _behind(self, square: Removal, rest: Removal) -> str:
        """Show that the mode of the slower group is not before: 1 - s₂L ≥ 0.

        With a = s₁m′/K₁ and b = s₂m/K₂ it is μ ≥ a + b, by Cauchy and Schwarz, and G₂ ≥ b.
        """
        s, f, g, mu, (one, two) = self.script, self.asked, self.slow, self.mu, self.G
        z, y = f.signs, g.signs
        left, product = f.g**2 - g.m**2, (f.m * g.m) ** 2
        pleft = s.shown(left, ">")
        _, pper, no_left = s.inverse(left, pleft)
        roots = [(s.shown(left * (g.g**2 - f.m**2) - product, "="), g.g, pleft), no_left]
        (i, pi, no_i), (j, pj, no_j) = (s.inverse(x.K, x.signs["K"]) for x in (f, g))
        a, b = f.s * g.m * i, g.s * f.m * j
        pa, pb = s.cone(a, (1, [z["s"], y["m"], pi])), s.cone(b, (1, [y["s"], z["m"], pj]))
        total = s.cone(mu.x + a + b, (1, [mu.positive]), (1, [pa]), (1, [pb]))
        more = s.cone(
            mu.x - a - b, (1, [pper], f.s * i * left - g.s * j * f.m * g.m), factor=[(1, [total])],
            modulo=[square, one.removal, two.removal, *roots],
        )  # fmt: skip
        wide = s.cone(g.g + f.m, (1, [y["g"]]), (1, [z["m"]]))
        above = s.cone(
            g.g - f.m, (1, [pper, z["m"], z["m"], y["m"], y["m"]]), factor=[(1, [wide])], modulo=roots,
        )  # fmt: skip
        least = s.cone(two.x - b, (1, [y["s"], above, pj]), modulo=[two.removal])
        if f.E is None:  # 1/K is the same of both
            whole: Removal = no_i
        else:
            pair = s.exponents((f.E, 1), (g.E, 1))
            same = s.zero(
                j - f.E * i, factor=[y["K"]], modulo=[no_j, (pair, g.E, z["E"]), no_i],
            )  # fmt: skip
            whole = (s.zero(g.m * i + f.m * j - 1, (same, f.m), modulo=[no_i]), j, z["m"])
        return s.cone(
            1 - g.s * self.L.x, (1, [y["s"], more]), (1, [self.faster, least]),
            factor=[(1, [z["s"], two.positive])],
            modulo=[rest, (self.mu_is, mu.x), whole],
        )  # fmt: skip

    def _losses(self) -> None:
        """Choose κ/(2m′), N₁, N₃, K₁ and K₂."""
        s, f, g = self.script, self.asked, self.slow
        z, y, (one, two) = f.signs, g.signs, (n.x for n in self.G)
        kappa, mu, pk = self.kappa, self.mu, z["K"]
        ps1, (p1, p2) = z["s"], (n.positive for n in self.G)
        per, pper = self.per(g), y["per"]
        tilted = per if f.E is None else f.E * per
        self.slow_by = kappa.x * tilted * HALF
        self.pslow = s.cone(kappa.x * tilted, (1, [kappa.positive, pper, *f.e]))
        per_mu, pper_mu, self.no_mu = s.inverse(mu.x, mu.positive)
        per_s, pper_s, _ = s.inverse(f.s, ps1)
        per_b, pper_b, self.no_b = s.inverse(g.b, y["b"])
        per_g, pper_g, self.no_g = s.inverse(two, p2)
        self.N = one * per_mu, kappa.x * f.s * per_mu
        self.pN = [
            s.cone(self.N[0], (1, [p1, pper_mu])),
            s.cone(self.N[1], (1, [kappa.positive, ps1, pper_mu])),
        ]  # fmt: skip
        T, pT = self.tilt, self.ptilt
        self.T1, self.pT1 = 1 + T, s.cone(1 + T, (1, []), (1, [pT]))
        loss = (kappa.x**2 * f.s**2 * T + one**2) * per_mu
        self.loss = self.script.number(
            loss, s.cone(loss, (1, [pper_mu, p1, p1]), (1, [pper_mu, pT], kappa.x * f.s)),
        )  # fmt: skip
        first = f.K * self.loss.x * per_s * per * HALF
        self.K1 = self.script.number(
            first, s.cone(first, (HALF, [pk, self.loss.positive, pper_s, pper]))
        )
        self.KB = self.loss.x + kappa.x * f.s * f.m
        pKB = s.cone(self.KB, (1, [self.loss.positive]), (1, [kappa.positive, ps1, z["m"]]))
        share = self.KB * f.b * per_b * per_g
        second = T * share + T * self.T1 + self.T1 * g.g * self.per(f) * HALF
        pshare = [pKB, z["b"], pper_b, pper_g]
        self.pshare = pshare
        self.K2 = self.script.number(
            second, s.cone(second, (1, [pT, *pshare]), (1, [pT, self.pT1]), (HALF, [self.pT1, y["g"], z["per"]])),
        )  # fmt: skip

    def _shared(self) -> None:
        """Choose the level of margins, (1 + T + TN₁), and by how far w and e^(s₂t-δ) are below it before the times."""
        s, g, b = self.script, self.slow, self.b
        y, (one, two) = g.signs, self.G
        self.pboth = s.cone(one.x + two.x, (1, [one.positive]), (1, [two.positive]))
        self.level = 2 * b.value
        self.top = s.term("exp", self.level)
        self.width = 1 + self.tilt * (1 + self.N[0])
        self.pwidth = s.cone(self.width, (1, []), (1, [self.ptilt]), (1, [self.ptilt, self.pN[0]]))
        self.room = int(self.leans)
        self.h0 = (g.b * self.tilt + g.c) * b.inverse * HALF
        self.ph0 = s.cone(
            self.h0, (HALF, [y["b"], self.ptilt, b.pinverse]), (HALF, [y["c"], b.pinverse]),
        )  # fmt: skip
        pace = g.s * self.L.x
        self.slower, self.pslower, self.no_slow = s.inverse(
            pace, s.cone(pace, (1, [y["s"], self.L.positive]))
        )

    def _along(self, x: OneOfTwo, drive: Number) -> Number:
        """Return σ of a group, the part of w that its h is at least."""
        s, (one, two) = self.script, self.G
        per_both, pper_both, _ = s.inverse(one.x + two.x, self.pboth)
        facts = [self.plean, x.signs["a"], drive.positive, pper_both]
        sigma = self.lean * x.a * drive.x * per_both
        return self.script.number(sigma, s.cone(sigma, (1, facts)))

    def _levels(self) -> None:
        """Choose σ, what e^y and exp(K₇e^y) are at the level of y, and how far U has to grow."""
        s, f, g, b = self.script, self.asked, self.slow, self.b
        per_b, pper_b, _ = s.inverse(g.b, g.signs["b"])
        self.sigma = self._along(g, self.G[1])
        per_sigma, pper_sigma, self.no_sigma = s.inverse(self.sigma.x, self.sigma.positive)
        self.most = s.term("exp", (2 * self.K2.x + 1) * self.top)
        self.most_f = s.term("exp", (self.top - 1) * self.per(f))
        pmost, pwidth = f"{s.named(self.most)}.0", self.pwidth
        far = b.value * self.most * self.width**2 * per_b * per_sigma
        self.far_by = self.script.number(
            far, s.cone(far, (1, [b.pvalue, pmost, pwidth, pwidth, pper_b, pper_sigma])),
        )  # fmt: skip

    def _shifts(self) -> None:
        """Choose D₀ and D₁ of both times."""
        s, f, b = self.script, self.asked, self.b
        z, two, p2 = f.signs, self.G[1].x, self.G[1].positive
        kappa, L, pmost_f = self.kappa, self.L, f"{s.named(self.most_f)}.0"
        per_c, self.pper_c, self.no_c = s.inverse(f.c, z["c"])
        flat, self.pflat, self.no_flat = s.inverse(
            two * L.x, s.cone(two * L.x, (1, [p2, L.positive]))
        )
        K4, pk = 64 * f.s * f.K, [z["K"]]
        if f.E is not None:
            K4, pk = K4 * s.inverse(f.E, z["E"])[0], [z["K"], z["1/E"]]
        self.K4, self.pK4 = K4, s.cone(K4, (64, [z["s"], *pk]))
        pflat = self.pflat
        K6 = self.K6 = kappa.x * per_c + self.slow_by
        self.pK6 = s.cone(K6, (1, [kappa.positive, self.pper_c]), (HALF, [self.pslow]))
        wide = K4 * L.x + 1
        pwide = self.pwide = s.cone(wide, (1, [self.pK4, L.positive]), (1, []))
        early = [
            (self.h0 + self.room + K6 * f.c**2 * HALF) * flat + self.h0 * self.slower, K6 * wide * flat * HALF,
        ]  # fmt: skip
        spare: list[Summand] = [(1, [pflat])] if self.leans else []
        pearly = [
            s.cone(
                early[0], (1, [self.ph0, pflat]), (HALF, [self.pK6, z["c"], z["c"], pflat]),
                (1, [self.ph0, self.pslower]), *spare,
            ),
            s.cone(early[1], (HALF, [self.pK6, pwide, pflat])),
        ]  # fmt: skip
        self.early, self.early_root = (
            self.script.number(*x) for x in zip(early, pearly, strict=True)
        )
        K1 = self.K1
        root = K1.x * wide * flat * HALF
        self.late_root = self.script.number(root, s.cone(root, (HALF, [K1.positive, pwide, pflat])))
        D1 = self.late_root
        parts: list[tuple[Poly, fmpq | int, list[str]]] = [
            (K1.x * f.c**2 * HALF * flat, HALF, [K1.positive, z["c"], z["c"], pflat]),
            (K1.x * K4 * L.x * D1.x * HALF * flat, HALF, [K1.positive, self.pK4, L.positive, D1.positive, pflat]),
            (K1.x * K4 * L.x * HALF * flat, HALF, [K1.positive, self.pK4, L.positive, pflat]),
            (self.tilt * self.N[0] * flat, 1, [self.ptilt, self.pN[0], pflat]),
            (kappa.x * f.c * b.inverse * HALF * flat, HALF, [kappa.positive, z["c"], b.pinverse, pflat]),
            (self.far_by.x * flat, 1, [self.far_by.positive, pflat]),
            *([(self.tilt * flat, 1, [self.ptilt, pflat])] if self.leans else []),
            (b.value * self.most_f * per_c, 1, [b.pvalue, pmost_f, self.pper_c]),
        ]  # fmt: skip
        first_parts = sum((p for p, *_ in parts[1:-1]), parts[0][0])
        self.pfirst_parts = s.cone(first_parts, *((c, facts) for _, c, facts in parts[:-1]))
        late = first_parts + parts[-1][0]
        self.late_by = self.script.number(
            late, s.cone(late, *((c, facts) for _, c, facts in parts))
        )

    def scale(self, beyond: str) -> list[str]:
        """Introduce √δ; show that both times are positive, and return why."""
        s = self.script
        delta = self.delta = s.name(self.mode.goal[-2])
        E0, E1, D0, D1 = (n for n in (self.early, self.early_root, self.late_by, self.late_root))
        beta = 1 + E0.x + E1.x + D0.x
        pbeta = s.cone(beta, (1, []), (1, [E0.positive]), (1, [E1.positive]), (1, [D0.positive]))
        self.threshold = beta**2
        s.learn(beyond, delta - self.threshold, ">")
        pdelta = self.pdelta = s.cone(delta, (1, [beyond]), (1, [], beta))
        r = self.root = s.term("root", delta, s.b.ring.constant(2), by=[pdelta])
        square = s.keep(f"{s.named(r)}.0", r**2 - delta)
        self.root_is: Removal = (square, delta)
        proot = s.keep(f"{s.named(r)}.1", r)
        total = s.cone(r + beta, (1, [proot]), (1, [pbeta]))
        over = self.over = s.cone(
            r - beta, (1, [beyond]), factor=[(1, [total])], modulo=[self.root_is],
        )  # fmt: skip
        one = s.cone(r - 1, (1, [over]), *((1, [n.positive]) for n in (E0, E1, D0)))
        self.large, self.proot = one, s.cone(r, (1, [one]), (1, []))
        self.ahead_by = E0.x + E1.x * r
        self.pahead_by = s.cone(self.ahead_by, (1, [E0.positive]), (1, [E1.positive, self.proot]))
        self.behind_by = D0.x + D1.x * r
        self.pbehind_by = s.cone(self.behind_by, (1, [D0.positive]), (1, [D1.positive, self.proot]))
        self.left = delta - self.ahead_by
        self.pleft = s.cone(
            self.left, (1, [self.proot, over]), (1, [one]), (1, [one, E0.positive]),
            (1, [one, D0.positive]), (1, [D0.positive]), (1, []), modulo=[self.root_is],
        )  # fmt: skip
        f = self.asked
        self.u = s.term("exp", 2 * f.s * self.mode.time - 2 * delta)
        pend = s.cone(delta + self.behind_by, (1, [pdelta]), (1, [self.pbehind_by]))
        return [
            s.cone(self.left * self.value, (1, [self.pleft, self.pvalue])),
            s.cone((delta + self.behind_by) * self.value, (1, [pend, self.pvalue])),
        ]  # fmt: skip
