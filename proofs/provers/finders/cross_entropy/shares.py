"""What holds at all times of the two groups: margins, shares, and that w is not ahead.

The names are those of :mod:`proofs.provers.finders.cross_entropy.between`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flint import fmpq

from proofs.provers.finders.cross_entropy.least import HALF
from proofs.provers.finders.cross_entropy.scale import Scale

if TYPE_CHECKING:
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Removal, Summand


class Shares(Scale):
    """What a sample gives to other classes, and how fast the slower mode grows at most."""

    def share(self, g: OneOfTwo) -> None:
        """Show p = q·E·r and P = q·E·R with r = exp(B - A/m), R = exp(B + A - A/m), and K·q ≤ 1."""
        s, z, per = self.script, g.signs, self.per(g)
        _, _, no_m = s.inverse(g.m, z["m"])
        A, B = g.margin, g.b * self.w * g.h
        A0, first_B = g.c * self.begun**2, g.b * g.a * self.lean
        B0 = first_B * self.begun**2
        near = g.c * self.square
        far = near - near * per + first_B * self.square + g.shift
        first, second = s.term("exp", -near), s.term("exp", -far)
        total = 1 + (g.m - 1) * first + g.other * second
        part = s.term("inv", total)
        r0, R0 = s.term("exp", B0 - A0 * per), s.term("exp", B0 + A0 - A0 * per)
        one, e = s.b.ring.constant(1), g.e
        odds = [] if g.E is None else [g.E]
        E = one if g.E is None else g.E
        gap = sum((s.b.scope.terms[s.named(x)].args[0] for x in odds), s.b.ring.constant(0))
        moves = [z["shift"]] if "shift" in z else []
        moved = [
            s.zero(
                -near + far - gap - B0 + A0 * per, (self.squared, -(first_B - g.c * per)),
                *((label, one) for label in moves),
            ),
            s.zero(
                -far + gap + B0 + A0 - A0 * per, (self.squared, first_B + g.c - g.c * per),
                *((label, -one) for label in moves),
            ),
        ]  # fmt: skip
        links = [
            s.exponents((first, 1), (second, -1), (r0, -1), *((x, -1) for x in odds), by=[moved[0]]),
            s.exponents((second, 1), (R0, 1), *((x, 1) for x in odds), by=[moved[1]]),
        ]  # fmt: skip
        r, R = s.term("exp", B - A * per), s.term("exp", B + A - A * per)
        mean, near_by, _ = self.changes(g)
        begun = s.zero(s.at_start(g.p - g.q * E * r), (links[0], part))
        (z["r"],) = s.carry("=", (g.p - g.q * E * r, mean - near_by, [begun], lambda *_: []))
        inverse = f"{s.named(part)}.0"
        begun = s.zero(s.at_start(g.own - g.q * E * R), (links[1], -part), (inverse, -one))
        (z["R"],) = s.carry("=", (g.own - g.q * E * R, mean, [begun], lambda *_: []))
        z["Eq"] = s.cone(E * g.q, (1, [*e, z["q"]])) if odds else z["q"]
        z["B"] = s.cone(B, (1, [z["b"], self.pw, z["h"]]))
        z["A"] = s.cone(A, (1, [z["c"]], g.x))
        z["tr"], z["tR"] = s.tangent(r), s.tangent(R)
        k = g.K
        z["Q"] = s.cone(
            1 - k * g.q, (1, [*e, z["q"], z["tR"]]), (1, [*e, z["m - 1"], z["q"], z["tr"]]),
            (1, [*e, z["m"], z["q"], z["B"]]), modulo=[(z["R"], R, z["Eq"]), (z["r"], r, z["Eq"]), no_m],
        )  # fmt: skip
        # the same at t = 0, where q is second/total
        tr0, tR0 = s.tangent(r0), s.tangent(R0)
        psecond, pB0 = f"{s.named(second)}.0", s.cone(
            B0, (1, [z["b"], z["a"], self.plean, self.psquare]), modulo=[(self.squared, self.square)],
        )  # fmt: skip
        ptotal = s.cone(
            total, (1, []), (1, [z["m - 1"], f"{s.named(first)}.0"]), (1, [z["other"], psecond]),
        )  # fmt: skip
        raised = s.cone(E * second, (1, [*e, psecond])) if odds else psecond
        z["Q0"] = s.cone(
            1 - k * second * part, (1, [*e, psecond, tR0]), (1, [*e, z["m - 1"], psecond, tr0]),
            (1, [*e, z["m"], psecond, pB0]), factor=[(1, [ptotal])],
            modulo=[(inverse, part, ptotal), (links[1], R0, raised), (links[0], r0, raised), no_m],
        )  # fmt: skip
        # r·exp(A/m - B) = 1, and alike R: so r(1 - B + A/m) ≤ 1, and k·q ≥ 1 - A - B
        for name, x, size in (("r", r, B - A * per), ("R", R, B + A - A * per)):
            back = s.term("exp", -size)
            product, px = s.exponents((x, 1), (back, 1)), f"{s.named(x)}.0"
            z[f"{name} back"] = s.cone(
                1 - x * (1 - size), (1, [px, s.tangent(back)]), modulo=[(product, back, px)],
            )  # fmt: skip
            z[f"p{name}"] = px
        g.ratio, g.whole = r, R
        size, far_size = [*e, z["q"]], [z["q"]]
        z["most"] = s.cone(
            k * g.q - 1 + A + B,
            (1, [*size, z["R back"]]), (1, [*size, z["pR"], z["A"], z["per"]]),
            (1, [*size, z["m - 1"], z["r back"]]), (1, [*size, z["m - 1"], z["pr"], z["A"]]),
            (1, [*size, z["m - 1"], z["pr"], z["A"], z["per"]]),
            (1, [*far_size, z["other"], z["A"]]), (1, [*far_size, z["other"], z["B"]]),
            modulo=[(z["R"], R, z["Eq"]), (z["r"], r, z["Eq"])],
        )  # fmt: skip

    def meet(self) -> None:
        """Show that margins grow, and that what a sample gives to the other group falls."""
        s, w, fields = self.script, self.w, self.mode.flow.fields
        for g in self.groups:
            z = g.signs
            z["alpha"] = s.cone(g.alpha, (1, [z["m"], z["p"]]), (1, [z["other"], z["q"]]))
            _, near, _ = self.changes(g)
            z["A'"] = s.cone(near, (2, [z["c"], z["s"], z["alpha"]], g.x))
        self.dw = fields[s.named(w)]
        self.pdw = s.cone(self.dw, *((1, [x.signs[n] for n in "sgqh"]) for x in self.groups))
        for g, other in zip(self.groups, self.groups[::-1], strict=True):
            z = g.signs
            z["w - h"] = self.above(g, other)
            change = g.b * (self.dw * g.h + w * fields[s.named(g.h)])
            z["B'"] = s.cone(
                change, (1, [z["b"], self.pdw, z["h"]]),
                (1, [z["b"], self.pw, z["s"], z["g"], z["q"], self.pw]),
            )  # fmt: skip
            _, _, no_m = s.inverse(g.m, z["m"])
            z["-q'"] = s.cone(
                -fields[s.named(g.q)],
                (1, [z["q"], z["A'"], z["m - 1"], z["per"], z["order"]]),
                (1, [z["q"], z["B'"], z["P"]]), (1, [z["q"], z["B'"], z["m - 1"], z["p"]]),
                modulo=[no_m],
            )  # fmt: skip

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

    def slowly(self) -> None:
        """Show A² ≤ c² + 64s₁Kt/E: with z = exp(A/4), pA² ≤ 16pz⁴ = 16P and EqA² ≤ 16EqR."""
        s, g, t = self.script, self.asked, self.mode.time
        z, A, per = g.signs, g.margin, self.per(g)
        one = s.b.ring.constant(1)
        power, y = s.term("exp", A), s.term("exp", A / 4)
        py = f"{s.named(y)}.0"
        mean, _, _ = self.changes(g)
        (same,) = s.carry("=", (g.own - g.p * power, mean, [z["same0"]], lambda *_: []))
        fourth = s.exponents((power, 1), (y, -4))
        same = s.zero(g.own - g.p * y**4, (same, one), (fourth, g.p))
        more = s.cone(y - 1, (1, [s.tangent(y)]), (fmpq(1, 4), [z["A"]]))
        tangent = s.tangent(y)
        squares = s.cone(4 * y**2 - A, (4, [py, more]), (4, [tangent]), (4, []))
        both = s.cone(4 * y**2 + A, (4, [], y), (1, [z["A"]]))
        rest = (16, [z["m - 1"], z["p"]]), (16, [z["other"], z["q"]])
        own = s.cone(
            16 - g.p * A**2, *rest, (1, [z["p"], squares, both]), modulo=[(same, g.q, z["other"])],
        )  # fmt: skip
        x = s.term("exp", g.b * self.w * g.h + A / 2 - A * per)
        product = s.exponents((g.whole, 1), (y, -2), (x, -1))
        half = self.half(s, g)
        far = s.cone(
            g.whole - y**2, (1, [s.tangent(x)], y), (1, [z["B"]], y), (1, [half, z["A"]], y),
            modulo=[(product, g.whole)],
        )  # fmt: skip
        less = s.cone(4 * y - A, (4, [tangent]), (4, []))
        sum_of = s.cone(4 * y + A, (4, [py]), (1, [z["A"]]))
        E = one if g.E is None else g.E
        other = s.cone(
            16 - E * g.q * A**2, *rest, (16, [*g.e, z["q"], far]), (1, [*g.e, z["q"], less, sum_of]),
            modulo=[(z["R"], g.whole, z["Eq"])],
        )  # fmt: skip
        below = s.cone(
            1 - self.begun, (1, [self.pbegun, self.pdelta]), (1, [self.pbegun, self.early_tangent]),
            modulo=[self.no_back],
        )  # fmt: skip
        start = s.cone(
            s.at_start(g.c**2 + self.K4 * t - A**2), (1, [below, z["c"], z["c"]]),
            (1, [below, self.pbegun, z["c"], z["c"]]), (1, [below, z["c"], z["c"]], self.begun),
            (1, [below, self.pbegun, z["c"], z["c"]], self.begun),
        )  # fmt: skip
        parts = (4, [z["s"], z["m"], own]), (4, [z["s"], z["other"], other])
        modulo: list[Removal] = []
        if g.E is not None:
            parts = parts[0], (4, [z["s"], z["other"], other, z["1/E"]])
            modulo = [s.inverse(g.E, z["E"])[2]]
        (self.slow_growth,) = s.carry(">=", (
            g.c**2 + self.K4 * t - A**2, s.b.ring.constant(0), [start],
            lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip

    def at_most_w(self) -> None:
        """Show w ≤ V = exp(G₂t - (1 - κ)δ + κ·ln x + κA/(2m′))."""
        s, f, g, w = self.script, self.asked, self.slow, self.w
        z, y, kappa, t = f.signs, g.signs, self.kappa, self.mode.time
        (one, two), s1 = (n.x for n in self.G), f.s
        log = self.log = s.term("log", f.x, by=[z["x"]])
        self.per_x, self.pper_x, self.no_x = s.inverse(f.x, z["x"])
        slow, A0 = self.slow_by, f.c * self.begun**2
        at0, room = -self.left_rate * self.delta + kappa.x * self.log0, self.room
        first, extra = s.term("exp", at0 + slow * A0 + room), s.term("exp", slow * A0 + room)
        unit = s.zero(at0 + self.delta, (self.log_is, kappa.x), modulo=self.rest)
        begin = s.exponents((first, 1), (self.begun, -1), (extra, -1), by=[unit])
        V = self.V = s.term(
            "exp", two * t - self.left_rate * self.delta + kappa.x * log + slow * f.margin + room,
        )  # fmt: skip
        # |h| ≤ w + e^(-δ)
        spare: list[Summand] = []
        high, phigh = w, self.pw
        if self.leans:
            high, spare = w + self.begun, [(1, [self.pbegun, self.below_one])]
            phigh = s.cone(high, (1, [self.pw]), (1, [self.pbegun]))
        start = s.cone(
            s.at_start(V - high), (1, [self.pbegun, s.tangent(extra)]),
            (HALF, [self.pbegun, self.pslow, z["c"]], self.begun), *spare, modulo=[(begin, first)],
        )  # fmt: skip
        again = s.term("exp", log)
        self.no_log: Removal = (s.log(again, log), again)
        self.log_below = s.cone(
            f.x**2 - log, (1, [s.tangent(again)]), (1, [], f.x - HALF), (fmpq(3, 4), []),
            modulo=[self.no_log],
        )  # fmt: skip
        # (G₂ + κs₁Q)² - G₁²Q² - G₂²S² = 2G₂κs₁Q(1 - Q) + G₂²(1 - S²)
        Q, S = f.K * f.q, g.K * g.q
        chord = two + kappa.x * s1 * Q
        plus = s.cone(1 + S, (1, []), (1, [y["K"], y["q"]]))
        facts = [self.G[1].positive, kappa.positive, z["s"], z["K"], z["q"], z["Q"]]
        p2 = self.G[1].positive
        steeper = s.cone(
            chord**2 - (one * Q) ** 2 - (two * S) ** 2, (2, facts), (1, [p2, p2, y["Q"], plus]),
            modulo=[self.square_is],
        )  # fmt: skip
        drive = [(self.g_is[0], f.g, z["s"]), (self.g_is[1], g.g, y["s"])]
        pchord = s.cone(chord, (1, [p2]), (1, [kappa.positive, z["s"], z["K"], z["q"]]))
        total = s.cone(chord * high + self.dw, (1, [pchord, phigh]), (1, [self.pdw]))
        if self.leans:
            spare = [(2, [self.pw, self.pbegun], chord), (1, [], chord * self.lean * self.begun)]
        along = s.cone(
            chord * high - self.dw, (1, [steeper], f.h), (1, [steeper], g.h),
            (1, [], one * Q * g.h - two * S * f.h), *spare, factor=[(1, [total])],
            modulo=[self.on_cone, *drive],
        )  # fmt: skip
        dx = self.mode.flow.fields[s.named(f.x)]
        rate = two + kappa.x * self.per_x * dx + 2 * slow * f.c * f.x * dx
        shared = [kappa.positive, z["s"], phigh, z["m"], *f.e, z["q"]]
        _, _, no_m = s.inverse(f.m, z["m"])
        _, _, no_other = s.inverse(g.m, y["m"])
        parts = (
            (1, [along]), (1, [*shared, z["tr"]]), (1, [*shared, z["B"]]),
            (1, [self.pslow, z["s"], phigh, z["m"], z["p"], z["c"]], f.x),
        )  # fmt: skip
        modulo = [self.no_x, (z["r"], f.ratio, z["Eq"]), no_m, no_other]
        (self.below_V,) = s.carry(">=", (
            V - high, rate, [start], lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip
        if self.leans:
            self.below_V = s.cone(V - w, (1, [self.below_V]), (1, [self.pbegun]))
