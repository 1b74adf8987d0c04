"""That w is not late, and h of the slower group follows.

The names are those of :mod:`proofs.provers.finders.cross_entropy.between`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.cross_entropy.least import HALF
from proofs.provers.finders.cross_entropy.shares import Shares

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.cross_entropy.group import OneOfTwo
    from proofs.provers.finders.modes.script import Number, Removal, Summand


class Growth(Shares):
    """How fast the slower mode grows at least."""

    def exceeds(self, g: OneOfTwo) -> None:
        """Show K·q·X ≥ 1 for X = e^(B+C)."""
        s, y, w, k, e = self.script, g.signs, self.w, g.K, g.e
        per, C = self.per(g), g.margin
        X = g.X = s.term("exp", g.b * w * g.h + C)
        steps = s.term("exp", C * per), s.term("exp", C + C * per)
        links = [
            s.exponents((X, 1), (x, -1), (e, -1)) for x, e in zip((g.whole, g.ratio), steps,
            strict=True)
        ]  # fmt: skip
        q, far, first, second = [*e, y["q"]], [y["q"]], *map(s.tangent, steps)
        y["sx"] = s.cone(
            k * g.q * X - 1, (1, [*q, y["pR"], first]), (1, [*q, y["pR"], y["A"], y["per"]]),
            (1, [*q, y["m - 1"], y["pr"], second]), (1, [*q, y["m - 1"], y["pr"], y["A"]]),
            (1, [*q, y["m - 1"], y["pr"], y["A"], y["per"]]), (1, [*far, y["other"], s.tangent(X)]),
            (1, [*far, y["other"], y["A"]]), (1, [*far, y["other"], y["B"]]),
            modulo=[(links[0], steps[0], y["pR"]), (links[1], steps[1], y["pr"]), (y["R"], g.whole, y["Eq"]), (y["r"], g.ratio, y["Eq"])],
        )  # fmt: skip

    def _gained(self) -> None:
        """Show what e^(B+C) of the slower group makes up for."""
        s, f, g, w, k = self.script, self.asked, self.slow, self.w, self.slow.K
        self.exceeds(g)
        z, y = f.signs, g.signs
        pT, pT1 = self.ptilt, self.pT1
        two, K2, pk, C = self.G[1].x, self.K2, y["K"], g.margin
        X, pX = g.X, f"{s.named(g.X)}.0"
        change = self.mode.flow.derivative(s.b.scope, g.b * w * g.h + C)
        pshare = self.pshare
        pKB, drive = pshare[0], [y["s"], y["g"]]
        _, _, no_m = s.inverse(f.m, z["m"])
        self.gain = s.cone(
            K2.x * X * change - self.KB * f.b * w * f.h - self.T1 * two * (1 - k * g.q),
            (2, [pk, K2.positive, pX, y["s"], y["m"], y["p"], y["A"]]),
            (1, [pk, K2.positive, pX, y["b"], self.pdw, y["h"]]),
            (2, [K2.positive, y["s"], y["other"], y["A"], y["sx"]]),
            (1, [K2.positive, y["b"], *drive, y["sx"]], w),
            (1, [pT1, *drive, y["most"]]),
            (2, [pT, y["s"], y["other"], *pshare, y["A"]]), (2, [pT, pT1, y["s"], y["other"], y["A"]]),
            (1, [pk, pKB, z["b"], self.pw, pT, z["w - h"]]),
            (1, [pT, pT1, *drive, y["b"], self.pw, y["w - h"]]),
            (HALF, [pT1, y["b"], *drive, y["g"], z["per"]], w),
            factor=[(1, [pk])],
            modulo=[K2.removal, (self.g_is[1], g.g, y["s"]), self.no_g, self.no_b, no_m, *self.no_tilt],
        )  # fmt: skip
        Q, loss, K1 = f.K * f.q, self.loss, self.K1
        _, near, _ = self.changes(f)
        _, _, no_other = s.inverse(g.m, y["m"])
        _, _, no_s = s.inverse(f.s, z["s"])
        B = f.b * w * f.h
        self.loss_near = s.cone(
            K1.x * near + loss.x * B - loss.x * Q * (1 - Q),
            (1, [loss.positive, z["K"], z["q"], z["most"]]), (1, [loss.positive, z["Q"], z["B"]]),
            (2, [K1.positive, z["s"], z["m"], z["p"], z["A"]]),
            modulo=[K1.removal, no_s, no_other],
        )  # fmt: skip
        self.loss_far = s.cone(
            f.m * B - f.alpha + Q, (1, [z["m"], *f.e, z["q"], z["r back"]]),
            (1, [z["m"], *f.e, z["q"], z["pr"], z["A"], z["per"]]), (1, [z["m"], z["B"], z["p < 1"]]),
            modulo=[(z["r"], f.ratio, z["Eq"])],
        )  # fmt: skip

    def _first_X(self, g: OneOfTwo) -> Poly:
        """Return B + C at t = 0."""
        return (g.b * g.a * self.lean + g.c) * self.begun**2

    def grow(self) -> None:
        """Show v ≥ U = exp(G₂t - (1 - κ)δ + κ·ln x - Λ)."""
        self._gained()
        s, f, g, w, k = self.script, self.asked, self.slow, self.w, self.asked.K
        z, y, kappa, t, pk = f.signs, g.signs, self.kappa, self.mode.time, self.asked.signs["K"]
        two, p2, (N1, N3), (pN1, pN3) = self.G[1].x, self.G[1].positive, self.N, self.pN
        K1, K2, loss = self.K1, self.K2, self.loss
        Q, A0 = k * f.q, f.c * self.begun**2
        mu: list[Removal] = [self.no_mu, (self.mu_is, self.mu.x)]
        pper_mu = s.inverse(self.mu.x, self.mu.positive)[1]
        v = self.v = w + N1 * Q * f.h + (1 - N3 * Q) * g.h
        self.pn = s.cone(1 - N3 * Q, (1, [p2, pper_mu]), (1, [pN3, z["Q"]]), modulo=mu)
        more = s.cone(v - w, (1, [pN1, pk, z["q"], z["h"]]), (1, [self.pn, y["h"]]))
        pv = s.cone(v, (1, [more]), (1, [self.pw]))
        over = s.cone(v - self.lean * f.h, (1, [more]), (1, [z["w - h"]]))
        X0 = s.term("exp", self._first_X(g))
        spare: list[Summand] = []
        T, pT, plean = self.tilt, self.ptilt, self.plean
        q0 = s.at_start(f.q)
        at0 = -self.left_rate * self.delta + kappa.x * self.log0
        room = T * self.room
        behind = K1.x * A0 + K2.x * X0 + T * N1 * (1 - k * q0) + room
        first, back = s.term("exp", at0 - behind), s.term("exp", behind)
        unit = s.zero(at0 + self.delta, (self.log_is, kappa.x), modulo=self.rest)
        link = s.exponents((first, 1), (back, 1), (self.begun, -1), by=[unit])
        self.lag = K1.x * f.margin + K2.x * g.X + T * N1 * (1 - Q) + room
        U = self.U = s.term(
            "exp", two * t - self.left_rate * self.delta + kappa.x * self.log - self.lag,
        )  # fmt: skip
        pfirst, pX0 = (f"{s.named(x)}.0" for x in (first, X0))
        if self.leans:
            spare = [(1, [plean, pfirst])]
        start = s.cone(
            s.at_start(v - U),
            (1, [plean, pfirst, s.tangent(back)]), (1, [plean, pfirst, K1.positive, z["c"]], self.begun),
            (1, [plean, pfirst, K2.positive, pX0]), (1, [plean, pfirst, pT, pN1, z["Q0"]]), *spare,
            (1, [pN1, pk, z["q0"], z["a"], self.pbegun]),
            (1, [p2, pper_mu, y["a"], self.pbegun]), (1, [pN3, z["Q0"], y["a"], self.pbegun]),
            modulo=[(link, back, pfirst), *mu, *self.no_tilt],
        )  # fmt: skip
        d = self.mode.flow.derivative
        dx = self.mode.flow.fields[s.named(f.x)]
        rate = two + kappa.x * self.per_x * dx - d(s.b.scope, self.lag)
        inside, down = [pk, z["q"], z["Q"]], [pk, z["-q'"]]
        parts = (
            (1, [kappa.positive, z["s"], pN1, *inside, z["h"]]), (1, [*down, pN3, y["h"]]),
            (1, [*down, pT, pN1, over]), (1, [self.loss_near, pv]),
            (1, [kappa.positive, z["s"], self.loss_far, pv]), (1, [self.gain, pv]),
            (1, [loss.positive, *inside, more]),
            (1, [pper_mu, *inside, pT, y["w - h"]], kappa.x * f.s),
            (1, [p2, y["Q"], self.pT1, more]), (1, [p2, y["Q"], pT, y["w - h"]]),
            (1, [p2, y["Q"], pN3, pk, z["q"], self.pw]),
        )  # fmt: skip
        modulo: list[Removal] = [
            self.no_x, (self.g_is[0], f.g, z["s"]), (self.g_is[1], g.g, y["s"]), loss.removal, *mu,
            self.square_is, *self.no_tilt,
        ]  # fmt: skip
        (self.above_U,) = s.carry(">=", (
            v - U, rate, [start], lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip

    def follow(self, g: OneOfTwo, f: OneOfTwo, sigma: Number) -> None:
        """Show h·exp(e^(B+C)) ≥ σw of a group; f is the other one."""
        s, w = self.script, self.w
        drives = {id(x): n for x, n in zip((self.asked, self.slow), self.G, strict=True)}
        (one, p1), (two, p2) = ((drives[id(x)].x, drives[id(x)].positive) for x in (f, g))
        z, y, X0 = f.signs, g.signs, s.term("exp", self._first_X(g))
        g.H, H0 = s.term("exp", g.X), s.term("exp", X0)
        H, pX, pX0 = g.H, f"{s.named(g.X)}.0", f"{s.named(X0)}.0"
        tangent, pH, inverse = s.tangent(H), f"{s.named(H)}.0", s.inverse(one + two, self.pboth)
        spare: list[Summand] = []
        pT = self.ptilt
        if self.leans:
            above = s.cone(1 + self.lean, (1, []), (1, [self.plean]))
            spare = [(1, [y["a"], self.pbegun, p2, inverse[1], self.below_one, above])]
        plus = s.cone(1 + g.a, (1, []), (1, [y["a"]]))
        short = s.cone(
            1 - g.a, (1, [], f.a), factor=[(1, [plus])], modulo=[(self.unit[0], self.unit[1])],
        )  # fmt: skip
        start = s.cone(
            s.at_start(g.h * H - sigma.x * w),
            (1, [y["a"], self.pbegun, s.tangent(H0)]), (1, [y["a"], self.pbegun, pX0]),
            (1, [y["a"], self.pbegun, p1, inverse[1]]), *spare, modulo=[sigma.removal, inverse[2]],
        )  # fmt: skip
        parts = (
            (1, [p2, y["K"], y["q"], self.pw, tangent]), (1, [p2, y["K"], y["q"], self.pw]),
            (1, [p2, self.pw, y["sx"]]), (1, [p2, self.pw, short]),
            (1, [sigma.positive, p1, pT, z["w - h"]]), (1, [sigma.positive, p1, z["Q"], z["h"]]),
            (1, [sigma.positive, p2, pT, y["w - h"]]), (1, [sigma.positive, p2, y["Q"], y["h"]]),
            (1, [y["h"], pH, pX, y["A'"]]), (1, [y["h"], pH, pX, y["B'"]]),
        )  # fmt: skip
        both = zip(self.g_is, (self.asked, self.slow), strict=True)
        modulo: list[Removal] = [(label, x.g, x.signs["s"]) for label, x in both]
        modulo += [sigma.removal, inverse[2], *self.no_tilt]
        (y["kept"],) = s.carry(">=", (
            g.h * H - sigma.x * w, s.b.ring.constant(0), [start],
            lambda inner, _, gap: [inner.cone(gap, *parts, modulo=modulo)],
        ))  # fmt: skip
