"""Scripts for two groups under cross-entropy: when all samples have a margin over the other group.

With the names of :mod:`proofs.provers.finders.softmax`, for a group f that is not slower than the other one, l:
Q = k·p_x of f and S that of l are at most 1, and w′ = G₁Q·h₁ + G₂S·h₂. At the origin w grows at the rate
μ = √(G₁² + G₂²), and at G₂ once f is learned; s₁κ = μ - G₂.

* w′ ≤ (G₂ + κs₁Q)w and Q ≤ α(1 + A/m′), so that w ≤ exp(G₂t - δ + κ(δ + ln x) + κA/(2m′));
* v = w + N₁Qh₁ + (1 - N₃Q)h₂ is along the growing direction at Q = 1 and at Q = 0. With N₁ = G₁/μ, N₃ = 1 - G₂/μ
  it grows at least at the rate G₂ + κs₁α less what Λ = K₁A + K₂e^(B+C) + N₁(1 - Q) grows, B and C of l;
* A² ≤ c² + 64s₁kt; and h₂ ≥ σw·exp(-e^(B+C)).

So C + B of l is below the level until (δ - D)L, and not below at (δ + D)L, D = D₀ + D₁√δ, L = (1 - κ)/G₂.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flint import fmpq

from proofs.kernel.formulas import fact
from proofs.provers.finders.builder import NotFoundError
from proofs.provers.finders.cases import split
from proofs.provers.finders.script import Level, Mode, Removal, Script, Times
from proofs.provers.finders.softmax import Group, Softmax
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly

HALF = fmpq(1, 2)


def times(mode: Mode, beyond: str) -> Times:
    """Show that the level is reached between the two times."""
    proof = Crossing(mode)
    proof.choose(mode.level())
    mode.begin()
    ends = proof.scale(beyond)
    proof.enter(proof)
    introduce(proof.script.b, mode.goal[-4])
    proof.observed = proof.script.b.scope.poly(mode.goal[-4])
    for g in proof.groups:
        proof.share(g)
    proof.meet()
    proof.at_zero()
    proof.slowly()
    proof.at_most_w()
    proof.grow()
    proof.follow()
    kept = proof.at_least(proof)
    tree = proof.script.b.tree
    shifts = {
        "lower": (tree(-proof.early.x), tree(-proof.early_root.x)),
        "upper": (tree(proof.late_by.x), tree(proof.late_root.x)),
    }
    return Times(
        {}, proof.threshold, ends, proof.bounds,
        {"lower": proof.before, "upper": lambda inner, hyp: proof.after(inner, hyp, kept)},
        tree(proof.root), shifts,
    )  # fmt: skip


@dataclass
class Number:
    """A positive constant with a name of its own: why it is positive, and what removes the name."""

    x: Poly
    positive: str
    removal: Removal


class Crossing(Softmax):
    """What is shown of both groups."""

    def _asked(self) -> Group:
        """Return the group that is not slower, and keep the other."""
        for fast, slow in (self.groups, self.groups[::-1]):
            try:
                self.faster = self.script.shown(fast.s - slow.s, ">=")
            except NotFoundError:
                continue
            self.slow = slow
            return fast
        raise NotFoundError("which group is faster is not shown")

    def number(self, p: Poly, positive: str) -> Number:
        """Give a positive constant a name: that of 1/(1/p)."""
        s = self.script
        i, pi, no_i = s.inverse(p, positive)
        x, px, no_x = s.inverse(i, pi)
        return Number(x, px, (s.zero(x - p, (no_i[0], -x), (no_x[0], p)), x))

    # constants ------------------------------------------------------------------------------------

    def choose(self, b: Level) -> None:
        """Show what the value says, and choose the constants."""
        s, f, g = self.script, self.asked, self.slow
        self.b, z, y = b, f.signs, g.signs
        value = s.b.scope.poly(self.mode.goal[-1])
        self.value, self.pvalue = value, s.shown(value, ">")
        k = self.k = f.m + g.m
        self.pk = s.cone(k, (1, [z["m"]]), (1, [y["m"]]))
        ik, pik, no_k = s.inverse(k, self.pk)
        raw = [x.s * x.g * ik for x in (f, g)]
        speed = raw[1] + f.s - f.s * raw[1] * value
        pspeed = s.shown(speed, ">")
        square = s.shown(speed**2 - raw[0] ** 2 - raw[1] ** 2, "=")
        self.ahead = s.shown(f.s * value - 1, ">=")
        self.behind = s.shown(1 - g.s * value, ">=")
        self.two = [s.shown(x.m - 2, ">=") for x in (f, g)]
        is_root = s.shown(g.g**2 - k * f.m, "=")
        self.G = [
            self.number(p, s.cone(p, (1, [x.signs["s"], x.signs["g"], pik])))
            for p, x in zip(raw, (f, g), strict=True)
        ]
        first, second = (x.x for x in self.G)
        self.g_is = [
            s.zero(x.s * x.g - k * n.x, modulo=[n.removal, no_k]) for x, n in zip((f, g), self.G, strict=True)
        ]
        mu = self.number(speed, pspeed)
        L = self.L = self.number(value, self.pvalue)
        one = s.b.ring.constant(1)
        names = [mu.removal, *(n.removal for n in self.G)]
        square = s.zero(mu.x**2 - first**2 - second**2, (square, one), modulo=names)
        line = s.zero(mu.x - second - f.s + f.s * second * L.x, modulo=[*names, L.removal])
        total = s.cone(mu.x + second, (1, [mu.positive]), (1, [self.G[1].positive]))
        more = s.cone(
            mu.x - second, (1, [self.G[0].positive, self.G[0].positive]), factor=[(1, [total])],
            modulo=[(square, mu.x)],
        )  # fmt: skip
        per_s, pper_s, no_s = s.inverse(f.s, z["s"])
        kappa = self.kappa = self.number((mu.x - second) * per_s, s.cone((mu.x - second) * per_s, (1, [more, pper_s])))
        self.mu_is = s.zero(kappa.x * f.s - mu.x + second, modulo=[kappa.removal, no_s])
        equal = s.zero(
            first**2 - kappa.x * f.s * (2 * second + kappa.x * f.s), (square, -one),
            modulo=[(self.mu_is, mu.x)],
        )  # fmt: skip
        self.rest = s.zero(kappa.x - 1 + second * L.x, (self.mu_is, one), (line, one), factor=[z["s"]])
        self.mu = mu
        self.square_is: Removal = (equal, first)
        wide = s.cone(k + g.g, (1, [self.pk]), (1, [y["g"]]))
        narrow = s.cone(k - g.g, (1, [self.pk, y["m"]]), factor=[(1, [wide])], modulo=[(is_root, g.g)])
        self.slower = s.cone(
            g.s - second, (1, [y["s"], narrow]), factor=[(1, [self.pk])], modulo=[(self.g_is[1], second, self.pk)]
        )
        self._sizes()

    def _sizes(self) -> None:
        """Choose what is large enough."""
        s, f, g, b = self.script, self.asked, self.slow, self.b
        z, y, (one, two) = f.signs, g.signs, (n.x for n in self.G)
        kappa, L, mu, pk = self.kappa, self.L, self.mu, self.pk
        ps1, pm2, (p1, p2) = z["s"], y["m"], (n.positive for n in self.G)
        per = self.per(g)
        pper = y["per"]
        slow = self.slow_by, self.pslow = kappa.x * per * HALF, s.cone(kappa.x * per, (1, [kappa.positive, pper]))
        per_c, self.pper_c, self.no_c = s.inverse(f.c, z["c"])
        flat, pflat, self.no_flat = s.inverse(two * L.x, s.cone(two * L.x, (1, [p2, L.positive])))
        per_mu, pper_mu, self.no_mu = s.inverse(mu.x, mu.positive)
        per_s, pper_s, _ = s.inverse(f.s, ps1)
        per_b, pper_b, self.no_b = s.inverse(g.b, y["b"])
        per_g, pper_g, self.no_g = s.inverse(two, p2)
        both = s.cone(one + two, (1, [p1]), (1, [p2]))
        self.pboth = both
        per_both, pper_both, _ = s.inverse(one + two, both)
        self.N = one * per_mu, kappa.x * f.s * per_mu
        self.pN = [s.cone(self.N[0], (1, [p1, pper_mu])), s.cone(self.N[1], (1, [kappa.positive, ps1, pper_mu]))]
        loss = (kappa.x**2 * f.s**2 + one**2) * per_mu
        self.loss = self.number(loss, s.cone(loss, (1, [pper_mu, p1, p1]), (1, [pper_mu], kappa.x * f.s)))
        first = self.k * self.loss.x * per_s * per * HALF
        self.K1 = self.number(first, s.cone(first, (HALF, [pk, self.loss.positive, pper_s, pper])))
        self.KB = self.loss.x + kappa.x * f.s * f.m
        pKB = s.cone(self.KB, (1, [self.loss.positive]), (1, [kappa.positive, ps1, z["m"]]))
        share = self.KB * f.b * per_b * per_g
        second = share + 2 + g.g * self.per(f)
        pshare = [pKB, z["b"], pper_b, pper_g]
        self.share_of = share, pshare
        self.K2 = self.number(second, s.cone(second, (1, pshare), (2, []), (1, [y["g"], z["per"]])))
        sigma = g.a * two * per_both
        self.sigma = self.number(sigma, s.cone(sigma, (1, [y["a"], p2, pper_both])))
        per_sigma, pper_sigma, self.no_sigma = s.inverse(self.sigma.x, self.sigma.positive)
        self.level = 2 * b.value
        self.top = s.term("exp", self.level)
        self.most = s.term("exp", (2 * self.K2.x + 1) * self.top)
        self.most_f = s.term("exp", (self.top - 1) * self.per(f))
        pmost, pmost_f = (f"{s.named(x)}.0" for x in (self.most, self.most_f))
        width = 2 + self.N[0]
        pwidth = s.cone(width, (2, []), (1, [self.pN[0]]))
        far = b.value * self.most * width**2 * per_b * per_sigma
        self.far_by = self.number(far, s.cone(far, (1, [b.pvalue, pmost, pwidth, pwidth, pper_b, pper_sigma])))
        # the two shifts
        K4 = self.K4 = 64 * f.s * self.k
        self.pK4 = s.cone(K4, (64, [ps1, pk]))
        K6 = self.K6 = kappa.x * per_c + slow[0]
        self.pK6 = s.cone(K6, (1, [kappa.positive, self.pper_c]), (HALF, [self.pslow]))
        ahead = self.h0 = (g.b + g.c) * b.inverse * HALF
        self.ph0 = s.cone(ahead, (HALF, [y["b"], b.pinverse]), (HALF, [y["c"], b.pinverse]))
        wide = K4 * L.x + 1
        pwide = self.pwide = s.cone(wide, (1, [self.pK4, L.positive]), (1, []))
        early = [(ahead + K6 * f.c**2 * HALF) * flat, K6 * wide * flat * HALF]
        pearly = [
            s.cone(early[0], (1, [self.ph0, pflat]), (HALF, [self.pK6, z["c"], z["c"], pflat])),
            s.cone(early[1], (HALF, [self.pK6, pwide, pflat])),
        ]
        self.early, self.early_root = (self.number(*x) for x in zip(early, pearly, strict=True))
        K1 = self.K1
        root = K1.x * wide * flat * HALF
        self.late_root = self.number(root, s.cone(root, (HALF, [K1.positive, pwide, pflat])))
        D1 = self.late_root
        parts: list[tuple[Poly, fmpq | int, list[str]]] = [
            (K1.x * f.c**2 * HALF * flat, HALF, [K1.positive, z["c"], z["c"], pflat]),
            (K1.x * K4 * L.x * D1.x * HALF * flat, HALF, [K1.positive, self.pK4, L.positive, D1.positive, pflat]),
            (K1.x * K4 * L.x * HALF * flat, HALF, [K1.positive, self.pK4, L.positive, pflat]),
            (self.N[0] * flat, 1, [self.pN[0], pflat]),
            (kappa.x * f.c * b.inverse * HALF * flat, HALF, [kappa.positive, z["c"], b.pinverse, pflat]),
            (self.far_by.x * flat, 1, [self.far_by.positive, pflat]),
            (b.value * self.most_f * per_c, 1, [b.pvalue, pmost_f, self.pper_c]),
        ]
        first_parts = sum((p for p, *_ in parts[1:-1]), parts[0][0])
        self.pfirst_parts = s.cone(first_parts, *((c, facts) for _, c, facts in parts[:-1]))
        late = first_parts + parts[-1][0]
        self.late_by = self.number(late, s.cone(late, *((c, facts) for _, c, facts in parts)))

    # time comes in --------------------------------------------------------------------------------

    def scale(self, beyond: str) -> list[str]:
        """Introduce √δ; show that both times are positive, and return why."""
        s, L = self.script, self.L
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
        over = self.over = s.cone(r - beta, (1, [beyond]), factor=[(1, [total])], modulo=[self.root_is])
        one = s.cone(r - 1, (1, [over]), *((1, [n.positive]) for n in (E0, E1, D0)))
        self.large, self.proot = one, s.cone(r, (1, [one]), (1, []))
        self.ahead_by = E0.x + E1.x * r
        self.pahead_by = s.cone(self.ahead_by, (1, [E0.positive]), (1, [E1.positive, self.proot]))
        self.behind_by = D0.x + D1.x * r
        self.pbehind_by = s.cone(self.behind_by, (1, [D0.positive]), (1, [D1.positive, self.proot]))
        self.left = delta - self.ahead_by
        self.pleft = s.cone(
            self.left, (1, [self.proot, over]), (1, [one]), (1, [one, E0.positive]), (1, [one, D0.positive]),
            (1, [D0.positive]), (1, []), modulo=[self.root_is],
        )  # fmt: skip
        f = self.asked
        self.u = s.term("exp", 2 * f.s * self.mode.time - 2 * delta)
        pend = s.cone(delta + self.behind_by, (1, [pdelta]), (1, [self.pbehind_by]))
        return [
            s.cone(self.left * self.value, (1, [self.pleft, self.pvalue])),
            s.cone((delta + self.behind_by) * self.value, (1, [pend, self.pvalue])),
        ]

    # at all times ---------------------------------------------------------------------------------

    def share(self, g: Group) -> None:
        """Show p = q·r and P = q·R with r = exp(B - A/m), R = exp(B + A - A/m), and k·q ≤ 1."""
        s, z, per = self.script, g.signs, self.per(g)
        _, _, no_m = s.inverse(g.m, z["m"])
        A, B = g.margin, g.b * self.w * g.h
        A0, B0 = g.c * self.begun**2, g.b * g.a * self.begun**2
        near = g.c * self.square
        far = near - near * per + g.b * g.a * self.square
        first, second = s.term("exp", -near), s.term("exp", -far)
        total = 1 + (g.m - 1) * first + g.other * second
        part = s.term("inv", total)
        r0, R0 = s.term("exp", B0 - A0 * per), s.term("exp", B0 + A0 - A0 * per)
        one = s.b.ring.constant(1)
        moved = [
            s.zero(-near + far - B0 + A0 * per, (self.squared, -(g.b * g.a - g.c * per))),
            s.zero(-far + B0 + A0 - A0 * per, (self.squared, g.b * g.a + g.c - g.c * per)),
        ]
        links = [
            s.exponents((first, 1), (second, -1), (r0, -1), by=[moved[0]]),
            s.exponents((second, 1), (R0, 1), by=[moved[1]]),
        ]
        r, R = s.term("exp", B - A * per), s.term("exp", B + A - A * per)
        mean, near_by, _ = self._changes(g)
        begun = s.zero(s.at_start(g.p - g.q * r), (links[0], part))
        (z["r"],) = s.carry("=", (g.p - g.q * r, mean - near_by, [begun], lambda *_: []))
        inverse = f"{s.named(part)}.0"
        begun = s.zero(s.at_start(g.own - g.q * R), (links[1], -part), (inverse, -one))
        (z["R"],) = s.carry("=", (g.own - g.q * R, mean, [begun], lambda *_: []))
        z["B"] = s.cone(B, (1, [z["b"], self.pw, z["h"]]))
        z["A"] = s.cone(A, (1, [z["c"]], g.x))
        z["tr"], z["tR"] = s.tangent(r), s.tangent(R)
        k = self.k
        z["Q"] = s.cone(
            1 - k * g.q, (1, [z["q"], z["tR"]]), (1, [z["m - 1"], z["q"], z["tr"]]), (1, [z["m"], z["q"], z["B"]]),
            modulo=[(z["R"], R, z["q"]), (z["r"], r, z["q"]), no_m],
        )  # fmt: skip
        # the same at t = 0, where q is second/total
        tr0, tR0 = s.tangent(r0), s.tangent(R0)
        psecond, pB0 = f"{s.named(second)}.0", s.cone(B0, (1, [z["b"], z["a"], self.psquare]), modulo=[(self.squared, self.square)])
        ptotal = s.cone(total, (1, []), (1, [z["m - 1"], f"{s.named(first)}.0"]), (1, [z["other"], psecond]))
        z["Q0"] = s.cone(
            1 - k * second * part, (1, [psecond, tR0]), (1, [z["m - 1"], psecond, tr0]), (1, [z["m"], psecond, pB0]),
            factor=[(1, [ptotal])],
            modulo=[(inverse, part, ptotal), (links[1], R0, psecond), (links[0], r0, psecond), no_m],
        )  # fmt: skip
        # r·exp(A/m - B) = 1, and alike R: so r(1 - B + A/m) ≤ 1, and k·q ≥ 1 - A - B
        for name, x, size in (("r", r, B - A * per), ("R", R, B + A - A * per)):
            back = s.term("exp", -size)
            product, px = s.exponents((x, 1), (back, 1)), f"{s.named(x)}.0"
            z[f"{name} back"] = s.cone(1 - x * (1 - size), (1, [px, s.tangent(back)]), modulo=[(product, back, px)])
            z[f"p{name}"] = px
        g.ratio, g.whole = r, R
        z["no r"], z["no R"] = z["r"], z["R"]
        size = [z["q"]]
        z["most"] = s.cone(
            k * g.q - 1 + A + B,
            (1, [*size, z["R back"]]), (1, [*size, z["pR"], z["A"], z["per"]]),
            (1, [*size, z["m - 1"], z["r back"]]), (1, [*size, z["m - 1"], z["pr"], z["A"]]),
            (1, [*size, z["m - 1"], z["pr"], z["A"], z["per"]]),
            (1, [*size, z["other"], z["A"]]), (1, [*size, z["other"], z["B"]]),
            modulo=[(z["R"], R, z["q"]), (z["r"], r, z["q"])],
        )  # fmt: skip

    def meet(self) -> None:
        """Show that margins grow, and that what a sample gives to the other group falls."""
        s, w, fields = self.script, self.w, self.mode.flow.fields
        for g in self.groups:
            z = g.signs
            z["alpha"] = s.cone(g.alpha, (1, [z["m"], z["p"]]), (1, [z["other"], z["q"]]))
            _, near, _ = self._changes(g)
            z["A'"] = s.cone(near, (2, [z["c"], z["s"], z["alpha"]], g.x))
        self.dw = fields[s.named(w)]
        self.pdw = s.cone(self.dw, *((1, [x.signs[n] for n in "sgqh"]) for x in self.groups))
        self.shorter = {}
        for g, other in zip(self.groups, self.groups[::-1], strict=True):
            z = g.signs
            total = s.cone(w + g.h, (1, [self.pw]), (1, [z["h"]]))
            z["w - h"] = s.cone(w - g.h, (1, [], other.h), factor=[(1, [total])], modulo=[self.on_cone])
            change = g.b * (self.dw * g.h + w * fields[s.named(g.h)])
            z["B'"] = s.cone(change, (1, [z["b"], self.pdw, z["h"]]), (1, [z["b"], self.pw, z["s"], z["g"], z["q"], self.pw]))
            _, _, no_m = s.inverse(g.m, z["m"])
            z["-q'"] = s.cone(
                -fields[s.named(g.q)],
                (1, [z["q"], z["A'"], z["m - 1"], z["per"], z["order"]]),
                (1, [z["q"], z["B'"], z["P"]]), (1, [z["q"], z["B'"], z["m - 1"], z["p"]]),
                modulo=[no_m],
            )  # fmt: skip

    def slowly(self) -> None:
        """Show A² ≤ c² + 64s₁kt: with z = exp(A/4), pA² ≤ 16pz⁴ = 16P and qA² ≤ 16qR."""
        s, g, t = self.script, self.asked, self.mode.time
        z, A, per = g.signs, g.margin, self.per(g)
        one = s.b.ring.constant(1)
        power, y = s.term("exp", A), s.term("exp", A / 4)
        py = f"{s.named(y)}.0"
        mean, _, _ = self._changes(g)
        (same,) = s.carry("=", (g.own - g.p * power, mean, [z["same0"]], lambda *_: []))
        fourth = s.exponents((power, 1), (y, -4))
        same = s.zero(g.own - g.p * y**4, (same, one), (fourth, g.p))
        more = s.cone(y - 1, (1, [s.tangent(y)]), (fmpq(1, 4), [z["A"]]))
        tangent = s.tangent(y)
        squares = s.cone(4 * y**2 - A, (4, [py, more]), (4, [tangent]), (4, []))
        both = s.cone(4 * y**2 + A, (4, [], y), (1, [z["A"]]))
        rest = (16, [z["m - 1"], z["p"]]), (16, [z["other"], z["q"]])
        own = s.cone(16 - g.p * A**2, *rest, (1, [z["p"], squares, both]), modulo=[(same, g.q, z["other"])])
        x = s.term("exp", g.b * self.w * g.h + A / 2 - A * per)
        product = s.exponents((g.whole, 1), (y, -2), (x, -1))
        _, _, no_m = s.inverse(g.m, z["m"])
        half = s.cone(HALF - per, (HALF, [self.two[0]]), factor=[(1, [z["m"]])], modulo=[no_m])
        far = s.cone(
            g.whole - y**2, (1, [s.tangent(x)], y), (1, [z["B"]], y), (1, [half, z["A"]], y),
            modulo=[(product, g.whole)],
        )  # fmt: skip
        less = s.cone(4 * y - A, (4, [tangent]), (4, []))
        sum_of = s.cone(4 * y + A, (4, [py]), (1, [z["A"]]))
        other = s.cone(
            16 - g.q * A**2, *rest, (16, [z["q"], far]), (1, [z["q"], less, sum_of]),
            modulo=[(z["R"], g.whole, z["q"])],
        )  # fmt: skip
        below = s.cone(1 - self.begun, (1, [self.pbegun, self.pdelta]), (1, [self.pbegun, self.early_tangent]), modulo=[self.no_back])
        start = s.cone(
            s.at_start(g.c**2 + self.K4 * t - A**2),
            (1, [below, z["c"], z["c"]]), (1, [below, self.pbegun, z["c"], z["c"]]),
            (1, [below, z["c"], z["c"]], self.begun), (1, [below, self.pbegun, z["c"], z["c"]], self.begun),
        )  # fmt: skip
        parts = (4, [z["s"], z["m"], own]), (4, [z["s"], z["other"], other])
        (self.slow_growth,) = s.carry(">=", (
            g.c**2 + self.K4 * t - A**2, s.b.ring.constant(0), [start],
            lambda inner, _, gap: [inner.cone(gap, *parts)],
        ))  # fmt: skip

    def at_zero(self) -> None:
        """Show ln(e^(-δ)) = -δ."""
        s = self.script
        back = s.term("exp", self.delta)
        self.early_tangent = s.tangent(back)
        self.no_back: Removal = (s.exponents((self.begun, 1), (back, 1)), back, self.pbegun)
        log = self.log0 = s.term("log", self.begun, by=[self.pbegun])
        again, unit = s.term("exp", log), s.term("exp", log + self.delta)
        link = s.log(again, log)
        whole = s.exponents((unit, 1), (again, -1), (back, -1))
        one = s.zero(unit - 1, modulo=[(whole, unit), (link, again), self.no_back])
        parts = {"exp": s.named(unit), "by": [one], "rel": "=", "from": "value"}
        self.log_is = s.keep(s.b.add("exp sign", **parts), log + self.delta)

    def at_most_w(self) -> None:
        """Show w ≤ V = exp(G₂t - G₂Lδ + κ·ln x + κA/(2m′))."""
        s, f, g, w = self.script, self.asked, self.slow, self.w
        z, y, k, kappa, t = f.signs, g.signs, self.k, self.kappa, self.mode.time
        (one, two), s1 = (n.x for n in self.G), f.s
        log = self.log = s.term("log", f.x, by=[z["x"]])
        self.per_x, self.pper_x, self.no_x = s.inverse(f.x, z["x"])
        slow, A0 = self.slow_by, f.c * self.begun**2
        at0 = -two * self.L.x * self.delta + kappa.x * self.log0
        first, extra = s.term("exp", at0 + slow * A0), s.term("exp", slow * A0)
        unit = s.zero(at0 + self.delta, (self.log_is, kappa.x), modulo=[(self.rest, kappa.x)])
        begin = s.exponents((first, 1), (self.begun, -1), (extra, -1), by=[unit])
        V = self.V = s.term("exp", two * t - two * self.L.x * self.delta + kappa.x * log + slow * f.margin)
        start = s.cone(
            s.at_start(V - w), (1, [self.pbegun, s.tangent(extra)]), (HALF, [self.pbegun, self.pslow, z["c"]], self.begun),
            modulo=[(begin, first)],
        )  # fmt: skip
        again = s.term("exp", log)
        self.no_log: Removal = (s.log(again, log), again)
        self.log_below = s.cone(
            f.x**2 - log, (1, [s.tangent(again)]), (1, [], f.x - HALF), (fmpq(3, 4), []), modulo=[self.no_log]
        )
        # (G₂ + κs₁Q)² - G₁²Q² - G₂²S² = 2G₂κs₁Q(1 - Q) + G₂²(1 - S²)
        Q, S = k * f.q, k * g.q
        chord = two + kappa.x * s1 * Q
        plus = s.cone(1 + S, (1, []), (1, [self.pk, y["q"]]))
        facts = [self.G[1].positive, kappa.positive, z["s"], self.pk, z["q"], z["Q"]]
        p2 = self.G[1].positive
        steeper = s.cone(
            chord**2 - (one * Q) ** 2 - (two * S) ** 2, (2, facts), (1, [p2, p2, y["Q"], plus]), modulo=[self.square_is]
        )
        drive = [(self.g_is[0], f.g, z["s"]), (self.g_is[1], g.g, y["s"])]
        pchord = s.cone(chord, (1, [p2]), (1, [kappa.positive, z["s"], self.pk, z["q"]]))
        total = s.cone(chord * w + self.dw, (1, [pchord, self.pw]), (1, [self.pdw]))
        along = s.cone(
            chord * w - self.dw, (1, [steeper], f.h), (1, [steeper], g.h), (1, [], one * Q * g.h - two * S * f.h),
            factor=[(1, [total])], modulo=[self.on_cone, *drive],
        )  # fmt: skip
        dx = self.mode.flow.fields[s.named(f.x)]
        rate = two + kappa.x * self.per_x * dx + 2 * slow * f.c * f.x * dx
        shared = [kappa.positive, z["s"], self.pw, z["m"], z["q"]]
        _, _, no_m = s.inverse(f.m, z["m"])
        _, _, no_other = s.inverse(g.m, y["m"])
        parts = (
            (1, [along]), (1, [*shared, z["tr"]]), (1, [*shared, z["B"]]),
            (1, [self.pslow, z["s"], self.pw, z["m"], z["p"], z["c"]], f.x),
        )  # fmt: skip
        modulo = [self.no_x, (z["r"], f.ratio, z["q"]), no_m, no_other]
        (self.below_V,) = s.carry(">=", (
            V - w, rate, [start], lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip

    def _gained(self) -> None:
        """Show what e^(B+C) of the slower group makes up for."""
        s, f, g, w, k = self.script, self.asked, self.slow, self.w, self.k
        z, y, (p1, p2) = f.signs, g.signs, (n.positive for n in self.G)
        two, K2, pk = self.G[1].x, self.K2, self.pk
        per, C = self.per(g), g.margin
        X = self.X = s.term("exp", g.b * w * g.h + C)
        pX = self.pX = f"{s.named(X)}.0"
        steps = s.term("exp", C * per), s.term("exp", C + C * per)
        links = [s.exponents((X, 1), (x, -1), (e, -1)) for x, e in zip((g.whole, g.ratio), steps, strict=True)]
        q, first, second = [y["q"]], *map(s.tangent, steps)
        self.sx = s.cone(
            k * g.q * X - 1,
            (1, [*q, y["pR"], first]), (1, [*q, y["pR"], y["A"], y["per"]]),
            (1, [*q, y["m - 1"], y["pr"], second]), (1, [*q, y["m - 1"], y["pr"], y["A"]]),
            (1, [*q, y["m - 1"], y["pr"], y["A"], y["per"]]),
            (1, [*q, y["other"], s.tangent(X)]), (1, [*q, y["other"], y["A"]]), (1, [*q, y["other"], y["B"]]),
            modulo=[
                (links[0], steps[0], y["pR"]), (links[1], steps[1], y["pr"]),
                (y["R"], g.whole, y["q"]), (y["r"], g.ratio, y["q"]),
            ],
        )  # fmt: skip
        change = self.mode.flow.derivative(s.b.scope, g.b * w * g.h + C)
        share, pshare = self.share_of
        pKB, drive = pshare[0], [y["s"], y["g"]]
        _, _, no_m = s.inverse(f.m, z["m"])
        self.gain = s.cone(
            K2.x * X * change - self.KB * f.b * w * f.h - 2 * two * (1 - k * g.q),
            (2, [pk, K2.positive, pX, y["s"], y["m"], y["p"], y["A"]]),
            (1, [pk, K2.positive, pX, y["b"], self.pdw, y["h"]]),
            (2, [K2.positive, y["s"], y["other"], y["A"], self.sx]),
            (1, [K2.positive, y["b"], *drive, self.sx], w),
            (2, [*drive, y["most"]]),
            (2, [y["s"], y["other"], *pshare, y["A"]]), (4, [y["s"], y["other"], y["A"]]),
            (1, [pk, pKB, z["b"], self.pw, z["w - h"]]), (2, [*drive, y["b"], self.pw, y["w - h"]]),
            (1, [y["b"], *drive, y["g"], z["per"]], w),
            factor=[(1, [pk])],
            modulo=[K2.removal, (self.g_is[1], g.g, y["s"]), self.no_g, self.no_b, no_m],
        )  # fmt: skip
        Q, loss, K1 = k * f.q, self.loss, self.K1
        _, near, _ = self._changes(f)
        _, _, no_other = s.inverse(g.m, y["m"])
        _, _, no_s = s.inverse(f.s, z["s"])
        B = f.b * w * f.h
        self.loss_near = s.cone(
            K1.x * near + loss.x * B - loss.x * Q * (1 - Q),
            (1, [loss.positive, pk, z["q"], z["most"]]), (1, [loss.positive, z["Q"], z["B"]]),
            (2, [K1.positive, z["s"], z["m"], z["p"], z["A"]]),
            modulo=[K1.removal, no_s, no_other],
        )  # fmt: skip
        self.loss_far = s.cone(
            f.m * B - f.alpha + Q, (1, [z["m"], z["q"], z["r back"]]), (1, [z["m"], z["q"], z["pr"], z["A"], z["per"]]),
            (1, [z["m"], z["B"], z["p < 1"]]), modulo=[(z["r"], f.ratio, z["q"])],
        )  # fmt: skip

    def grow(self) -> None:
        """Show v ≥ U = exp(G₂t - G₂Lδ + κ·ln x - Λ)."""
        self._gained()
        s, f, g, w, k = self.script, self.asked, self.slow, self.w, self.k
        z, y, kappa, t, pk = f.signs, g.signs, self.kappa, self.mode.time, self.pk
        (one, two), (p1, p2), (N1, N3), (pN1, pN3) = (n.x for n in self.G), (n.positive for n in self.G), self.N, self.pN
        K1, K2, loss = self.K1, self.K2, self.loss
        Q, S, A0 = k * f.q, k * g.q, f.c * self.begun**2
        mu: list[Removal] = [self.no_mu, (self.mu_is, self.mu.x)]
        pper_mu = s.inverse(self.mu.x, self.mu.positive)[1]
        v = self.v = w + N1 * Q * f.h + (1 - N3 * Q) * g.h
        self.pn = s.cone(1 - N3 * Q, (1, [p2, pper_mu]), (1, [pN3, z["Q"]]), modulo=mu)
        more = s.cone(v - w, (1, [pN1, pk, z["q"], z["h"]]), (1, [self.pn, y["h"]]))
        pv = s.cone(v, (1, [more]), (1, [self.pw]))
        over = s.cone(v - f.h, (1, [more]), (1, [z["w - h"]]))
        X0 = self.X0 = s.term("exp", (g.b * g.a + g.c) * self.begun**2)
        q0 = s.at_start(f.q)
        at0 = -two * self.L.x * self.delta + kappa.x * self.log0
        behind = K1.x * A0 + K2.x * X0 + N1 * (1 - k * q0)
        first, back = s.term("exp", at0 - behind), s.term("exp", behind)
        unit = s.zero(at0 + self.delta, (self.log_is, kappa.x), modulo=[(self.rest, kappa.x)])
        link = s.exponents((first, 1), (back, 1), (self.begun, -1), by=[unit])
        self.lag = K1.x * f.margin + K2.x * self.X + N1 * (1 - Q)
        U = self.U = s.term("exp", two * t - two * self.L.x * self.delta + kappa.x * self.log - self.lag)
        pfirst, pX0 = (f"{s.named(x)}.0" for x in (first, X0))
        self.pX0 = pX0
        start = s.cone(
            s.at_start(v - U),
            (1, [pfirst, s.tangent(back)]), (1, [pfirst, K1.positive, z["c"]], self.begun),
            (1, [pfirst, K2.positive, pX0]), (1, [pfirst, pN1, z["Q0"]]),
            (1, [pN1, pk, z["q0"], z["a"], self.pbegun]),
            (1, [p2, pper_mu, y["a"], self.pbegun]), (1, [pN3, z["Q0"], y["a"], self.pbegun]),
            modulo=[(link, back, pfirst), *mu],
        )  # fmt: skip
        d = self.mode.flow.derivative
        dx = self.mode.flow.fields[s.named(f.x)]
        rate = two + kappa.x * self.per_x * dx - d(s.b.scope, self.lag)
        inside, down = [pk, z["q"], z["Q"]], [pk, z["-q'"]]
        parts = (
            (1, [kappa.positive, z["s"], pN1, *inside, z["h"]]),
            (1, [*down, pN3, y["h"]]), (1, [*down, pN1, over]),
            (1, [self.loss_near, pv]), (1, [kappa.positive, z["s"], self.loss_far, pv]), (1, [self.gain, pv]),
            (1, [loss.positive, *inside, more]), (1, [pper_mu, *inside, y["w - h"]], kappa.x * f.s),
            (2, [p2, y["Q"], more]), (1, [p2, y["Q"], y["w - h"]]), (1, [p2, y["Q"], pN3, pk, z["q"], self.pw]),
        )  # fmt: skip
        modulo: list[Removal] = [
            self.no_x, (self.g_is[0], f.g, z["s"]), (self.g_is[1], g.g, y["s"]), loss.removal, *mu, self.square_is,
        ]  # fmt: skip
        (self.above_U,) = s.carry(">=", (
            v - U, rate, [start], lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip

    def follow(self) -> None:
        """Show h₂·exp(e^(B+C)) ≥ σw."""
        s, f, g, w, k = self.script, self.asked, self.slow, self.w, self.k
        z, y, (one, two), (p1, p2) = f.signs, g.signs, (n.x for n in self.G), (n.positive for n in self.G)
        sigma, H, H0 = self.sigma, s.term("exp", self.X), s.term("exp", self.X0)
        self.H = H
        tangent, pH, inverse = s.tangent(H), f"{s.named(H)}.0", s.inverse(one + two, self.pboth)
        plus = s.cone(1 + g.a, (1, []), (1, [y["a"]]))
        short = s.cone(1 - g.a, (1, [], f.a), factor=[(1, [plus])], modulo=[(self.unit[0], self.unit[1])])
        start = s.cone(
            s.at_start(g.h * H - sigma.x * w),
            (1, [y["a"], self.pbegun, s.tangent(H0)]), (1, [y["a"], self.pbegun, self.pX0]),
            (1, [y["a"], self.pbegun, p1, inverse[1]]), modulo=[sigma.removal, inverse[2]],
        )  # fmt: skip
        parts = (
            (1, [p2, self.pk, y["q"], self.pw, tangent]), (1, [p2, self.pk, y["q"], self.pw]),
            (1, [p2, self.pw, self.sx]), (1, [p2, self.pw, short]),
            (1, [sigma.positive, p1, z["w - h"]]), (1, [sigma.positive, p1, z["Q"], z["h"]]),
            (1, [sigma.positive, p2, y["w - h"]]), (1, [sigma.positive, p2, y["Q"], y["h"]]),
            (1, [y["h"], pH, self.pX, y["A'"]]), (1, [y["h"], pH, self.pX, y["B'"]]),
        )  # fmt: skip
        modulo = [(self.g_is[0], f.g, z["s"]), (self.g_is[1], g.g, y["s"]), sigma.removal, inverse[2]]
        (self.kept_h,) = s.carry(">=", (
            g.h * H - sigma.x * w, s.b.ring.constant(0), [start],
            lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip

    # at one time ----------------------------------------------------------------------------------

    def before(self, inner: Script, hyp: str) -> str:
        """Show C + B < b before (δ - D)L."""
        f, g, b, w, k = self.asked, self.slow, self.b, self.w, self.k
        z, y, r, t = f.signs, g.signs, self.root, self.mode.time
        L, p2, two, kappa, one = self.L, self.G[1].positive, self.G[1].x, self.kappa, inner.b.ring.constant(1)
        near = inner.cone(self.left * L.x - t, (1, [hyp]), modulo=[L.removal])
        wide = self.K4 * L.x + 1
        small = inner.cone(
            f.c**2 + wide * r - 2 * f.margin,
            (1, [self.slow_growth]), (1, [], f.margin - r), (1, [z["c"], z["c"], self.large]),
            (1, [self.pK4, near]), (1, [self.pK4, self.pahead_by, L.positive]),
            factor=[(1, [self.proot])], modulo=[self.root_is],
        )  # fmt: skip
        shifts = [self.early.removal, self.early_root.removal, self.no_flat]
        far = two * t - two * L.x * self.delta + kappa.x * self.log + self.slow_by * f.margin
        low = inner.cone(
            -self.h0 - far, (1, [kappa.positive, self.log_below]), (1, [p2, near]), (HALF, [self.pK6, small]),
            modulo=[*shifts, self.no_c],
        )  # fmt: skip
        quick = inner.cone(
            self.delta - g.s * t - self.h0,
            (1, [self.pdelta, self.behind]), (1, [y["s"], near]), (1, [self.slower, L.positive, self.pahead_by]),
            (HALF, [self.pK6, z["c"], z["c"]]), (HALF, [self.pK6, self.pwide, self.proot]),
            modulo=[*shifts, L.removal],
        )  # fmt: skip
        big, up = inner.term("exp", 2 * self.h0), self.reached[id(g)]
        pbig = f"{inner.named(big)}.0"
        less = [
            self._square_below(inner, x, size, big, label)
            for x, size, label in ((self.V, far, low), (up, g.s * t - self.delta, quick))
        ]
        total = inner.cone(self.V + w, (1, [f"{inner.named(self.V)}.0"]), (1, [self.pw]))
        both = inner.cone(up + g.x, (1, [f"{inner.named(up)}.0"]), (1, [y["x"]]))
        per = self.per(g)
        mine = g.margin * (1 - per) + g.b * w * g.h
        below = inner.cone(
            b.value - mine,
            (1, [b.pvalue, inner.tangent(big)]), (1, [b.pvalue]), (1, [y["c"], less[1]]), (1, [y["b"], less[0]]),
            (1, [pbig, y["c"], y["up"], both]), (1, [pbig, y["A"], y["per"]]),
            (1, [pbig, y["b"], self.below_V, total]), (1, [pbig, y["b"], self.pw, y["w - h"]]),
            factor=[(1, [pbig])], modulo=[b.no_inverse],
        )  # fmt: skip

        def case(s: Script, i: int, name: str) -> str:
            choice, order = self._case(s, i, name)
            parts = [(1, [below])] if i == self.groups.index(g) else [(1, [below]), (1, [order])]
            return s.cone(b.value - self.observed, *parts, modulo=[(choice, self.observed)])

        return inner.cases(f"{inner.named(self.observed)}.0", b.value - self.observed, ">", case)

    def _square_below(self, s: Script, x: Poly, size: Poly, big: Poly, low: str) -> str:
        """Show x²·exp(2a) ≤ 1 for x = exp(size) and size ≤ -a."""
        back = s.term("exp", -2 * size - 2 * self.h0)
        product = s.exponents((x, 2), (back, 1), (big, 1))
        px, pbig = f"{s.named(x)}.0", f"{s.named(big)}.0"
        lead = s.cone(x**2 * big, (1, [px, px, pbig]))
        parts = (1, [pbig, s.tangent(back)], x), (2, [pbig, low], x)
        return s.cone(1 - x**2 * big, *parts, modulo=[(product, back, lead)])

    def _case(self, s: Script, i: int, name: str) -> tuple[str, str]:
        """Read what the least of both margins is, and that the other is not less."""
        sides = [x.margin * (1 - self.per(x)) + x.b * self.w * x.h for x in self.groups]
        found = []
        for p, rel in ((self.observed - sides[i], "="), (sides[1 - i] - sides[i], ">=")):
            label = s.b.add("logic", by=[name], fact=s.b.write_formula(fact(p, rel)))
            found.append(s.keep(label, p))
        return found[0], found[1]

    def after(self, inner: Script, hyp: str, kept: tuple[Poly, Poly, str]) -> str:
        """Show that no margin is below b at (δ + D)L."""
        f, g, b, w, k = self.asked, self.slow, self.b, self.w, self.k
        z, y, r, t = f.signs, g.signs, self.root, self.mode.time
        L, p2, two, kappa = self.L, self.G[1].positive, self.G[1].x, self.kappa
        one, K1, D0, D1 = inner.b.ring.constant(1), self.K1, self.late_by, self.late_root
        now: Removal = (inner.zero(t - (self.delta + self.behind_by) * L.x, (hyp, one), modulo=[L.removal]), t)
        power, grown, above = kept
        far = inner.cone(self.delta + self.behind_by, (1, [self.pdelta]), (1, [self.pbehind_by]))
        large = inner.cone(
            f.c * self.u - self.level * self.most_f,
            (1, [z["c"], inner.tangent(self.u)]), (1, [z["c"]]), (2, [z["c"], far, self.ahead]),
            (2, [z["c"], D1.positive, self.proot]), (2, [z["c"], self.pfirst_parts]),
            modulo=[now, D0.removal, self.no_c, L.removal],
        )  # fmt: skip
        level = self.level, inner.cone(self.level, (2, [b.pvalue]))
        mine = self.crossed(inner, f.margin, level, (self.per(f), z["per"]), (power, grown), (self.top, self.most_f), [above, large])
        # ln x ≥ 1 - 1/x ≥ -1/x² ≥ -c/(2b)
        again = inner.term("exp", self.log)
        back = inner.term("exp", -self.log)
        product = inner.exponents((back, 1), (again, 1))
        above_log = inner.cone(
            self.log + f.c * b.inverse * HALF,
            (1, [inner.tangent(back)]), (1, [], back - HALF), (fmpq(3, 4), []), (HALF, [b.pinverse, mine], back),
            modulo=[b.no_inverse, (product, back, f"{inner.named(again)}.0"), self.no_log],
        )  # fmt: skip
        rest = inner.cone(
            r - D0.x, (1, [self.over]), (1, []), (1, [self.early.positive]), (1, [self.early_root.positive])
        )
        small = inner.cone(
            f.c**2 + self.K4 * L.x * (r + D1.x + 1) + r - 2 * f.margin,
            (1, [self.slow_growth]), (1, [], f.margin - r), (1, [z["c"], z["c"], self.large]), (1, [self.pK4, L.positive, rest]),
            factor=[(1, [self.proot])], modulo=[now, self.root_is],
        )  # fmt: skip
        Q, (N1, _), M = k * f.q, self.N, self.far_by
        size = two * t - two * L.x * self.delta + kappa.x * self.log - K1.x * f.margin - N1 * (1 - Q) - M.x
        pmost = f"{inner.named(self.most_f)}.0"
        low = inner.cone(
            size, (1, [kappa.positive, above_log]), (HALF, [K1.positive, small]), (1, [self.pN[0], self.pk, z["q"]]),
            (1, [p2, L.positive, b.pvalue, pmost, self.pper_c]),
            modulo=[now, D0.removal, D1.removal, self.no_flat],
        )  # fmt: skip
        X, H, K2, sigma = self.X, self.H, self.K2, self.sigma
        Z, more = inner.term("exp", M.x - K2.x * X), inner.term("exp", size)
        split = inner.exponents((self.U, 1), (more, -1), (Z, -1))
        pZ = f"{inner.named(Z)}.0"
        enough = inner.cone(self.U - Z, (1, [pZ, inner.tangent(more)]), (1, [pZ, low]), modulo=[(split, self.U)])
        W = 2 + N1
        pW = inner.cone(W, (2, []), (1, [self.pN[0]]))
        wide = inner.cone(
            W * w - Z, (1, [enough]), (1, [self.above_U]), (1, [self.pN[0], z["w - h"]]), (1, [self.pN[0], z["Q"], z["h"]]),
            (1, [y["w - h"]]), (1, [self.pN[1], self.pk, z["q"], y["h"]]),
        )  # fmt: skip
        total = inner.cone(W * w + Z, (1, [pW, self.pw]), (1, [pZ]))
        full, E2, ZZ = (inner.term("exp", x) for x in ((2 * K2.x + 1) * X, 2 * K2.x * X, 2 * M.x))
        links: list[Removal] = [
            (inner.exponents((full, 1), (H, -1), (E2, -1)), full),
            (inner.exponents((Z, 2), (E2, 1), (ZZ, -1)), ZZ),
        ]
        sized = g.b * w * g.h + g.margin
        pfull, pE2 = (f"{inner.named(x)}.0" for x in (full, E2))
        whole = inner.cone(
            sized * full - self.level * self.most,
            (1, [pW, pW, y["A"], pfull]), (1, [pW, pW, y["b"], self.pw, pE2, self.kept_h]),
            (1, [y["b"], sigma.positive, pE2, wide, total]), (1, [y["b"], sigma.positive, inner.tangent(ZZ)]),
            (1, [y["b"], sigma.positive]),
            factor=[(1, [pW, pW])], modulo=[*links, M.removal, self.no_b, self.no_sigma],
        )  # fmt: skip
        double = 2 * K2.x + 1, inner.cone(2 * K2.x + 1, (2, [K2.positive]), (1, []))
        yours = self.crossed(inner, sized, level, double, (X, full), (self.top, self.most), [whole])
        sides = {}
        for x, label, B in ((f, mine, 1), (g, yours, HALF)):
            v, per = x.signs, self.per(x)
            _, _, no_m = inner.inverse(x.m, v["m"])
            half = inner.cone(HALF - per, (HALF, [self.two[0 if x is f else 1]]), factor=[(1, [v["m"]])], modulo=[no_m])
            sides[id(x)] = inner.cone(
                x.margin * (1 - per) + x.b * w * x.h - b.value, (HALF, [label]), (1, [half, v["A"]]), (B, [v["B"]])
            )

        def case(s: Script, i: int, name: str) -> str:
            choice, _ = self._case(s, i, name)
            return s.cone(self.observed - b.value, (1, [sides[id(self.groups[i])]]), modulo=[(choice, self.observed)])

        return inner.cases(f"{inner.named(self.observed)}.0", self.observed - b.value, ">=", case)
