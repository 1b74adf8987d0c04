"""What holds at all times of two groups under cross-entropy.

The functions are w, and for each group x, h, p, q: :func:`spectra.spectrum.mode_equations.softmax_field`.
Besides what :mod:`proofs.provers.finders.cross_entropy.within` shows of modes within a group, all functions are
positive, and w² = h₁² + h₂² less what w(0) lacks of e^(-δ), where it starts at le^(-δ): so lh ≤ w, and
w ≤ e^(Kt-δ) with K = Σsg/l.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from proofs.provers.finders.cross_entropy.group import OneOfTwo, Other
from proofs.provers.finders.cross_entropy.within import Within, shown

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Removal, Script, Summand

CONSTANTS, FUNCTIONS = 6, 4


class Softmax(Within[OneOfTwo]):
    """What is shown of both groups."""

    with_margins = False
    """Whether the loss takes a margin from the logit of the own class."""

    def __init__(self, mode: Mode) -> None:
        """Show that the constants are positive."""
        super().__init__(mode)
        s, lets, (self.w, *rest) = self.script, mode.lets, mode.y
        self.groups = []
        for i in (0, 1):
            own = [lets[2 * n + i] for n in range(CONSTANTS)]
            own += rest[FUNCTIONS * i : FUNCTIONS * (i + 1)]
            names = dict(zip("mscbgaxhpq", own, strict=True)) | {"other": lets[1 - i]}
            others = (Other(names["other"], names["q"], "other", "q"),)
            found = OneOfTwo(**names, others=others)
            more = lets[2 * CONSTANTS :]
            if len(more) > 1:
                found.shift = more[i] - more[1 - i]
            for name in ("m", "s", "c", "b", "g", "a", "other"):
                found.signs[name] = s.shown(getattr(found, name), ">")
            found.signs["m - 1"] = s.shown(found.m - 1, ">=")
            self.groups.append(found)
            found.signs["per"] = s.inverse(found.m, found.signs["m"])[1]
        self._read_lean(lets[2 * CONSTANTS + 2 :][2 * self.with_margins :])
        unit = self.groups[0].a ** 2 + self.groups[1].a ** 2 - 1
        self.unit: Removal = (s.shown(unit, "="), self.groups[0].a)
        self.asked = self._asked()

    def _read_lean(self, given: list[Poly]) -> None:
        """Show that the part of w(0) by e^(-δ) is in (0, 1], where it is not 1."""
        s = self.script
        self.lean = given[0] if given else s.b.ring.constant(1)
        self.leans = bool(given)
        self.tilt = self.lean
        self.plean = self.ptilt = s.cone(self.lean, (1, [])) if not given else ""
        self.no_tilt: list[Removal] = []
        if given:
            self.plean = s.shown(self.lean, ">")
            self.below_one = s.shown(1 - self.lean, ">=")
            self.tilt, self.ptilt, removal = s.inverse(self.lean, self.plean)
            self.no_tilt = [removal]

    def added(self, group: OneOfTwo) -> list[Poly]:
        """Return B."""
        return [group.b * self.w * group.h]

    def added_first(self, group: OneOfTwo) -> list[Poly]:
        """Return B at t = 0, and what the logits are shifted by."""
        return [group.b * group.a * self.lean * self.square + group.shift]

    def enter(self, delta: Poly) -> None:
        """Show that all is positive, and bounds."""
        s, w, groups = self.script, self.w, self.groups
        t, zero = self.mode.time, s.b.ring.constant(0)
        self.begin(delta)
        rate = groups[0].s * groups[0].g + groups[1].s * groups[1].g
        if self.leans:
            rate *= self.tilt
        self.far = s.term("exp", rate * t - delta)
        self.mode.enter()

        def drive(inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            parts = [
                (1, [g.signs["s"], g.signs["g"], hyp[5 + 4 * i], hyp[1 + i]])
                for i, g in enumerate(groups)
            ]
            return [inner.cone(gap, *parts)]

        def lift(i: int, inner: Script, hyp: list[str], gap: Poly) -> list[str]:
            signs = groups[i].signs
            return [inner.cone(gap, (1, [signs["s"], signs["g"], hyp[5 + 4 * i], hyp[0]]))]

        begun = [self.pbegun]
        if self.leans:
            begun = [s.cone(self.lean * self.begun, (1, [self.plean, self.pbegun]))]
        more: list[Any] = [(w, zero, begun, drive)]
        for i, g in enumerate(groups):
            first_h = s.cone(g.a * self.begun, (1, [g.signs["a"], self.pbegun]))
            more.append((g.h, zero, [first_h], partial(lift, i)))
        self.pw, *positive = self.carry_signs(*more)
        for g, label in zip(groups, positive, strict=True):
            g.signs["h"] = label
        norm = w**2 - groups[0].h ** 2 - groups[1].h ** 2 + (1 - self.lean**2) * self.begun**2
        kept = s.zero(s.at_start(norm), modulo=[self.unit])
        (cone,) = s.carry("=", (norm, zero, [kept], lambda *_: []))
        self.on_cone: Removal = (cone, w)
        if self.leans:
            self._leans(lambda inner, gap: drive(inner, self._all_positive(), gap))
        self._bound(rate)

    def _all_positive(self) -> list[str]:
        """Return that all functions are positive, in the order of what was carried."""
        first, second = (x.signs for x in self.groups)
        return [self.pw, first["h"], second["h"], *(x[n] for x in (first, second) for n in "xpqP")]

    def _leans(self, drive: Any) -> None:
        """Show w² ≥ l²(h₁² + h₂²), as w is at least le^(-δ)."""
        s, w, lean, (g, other) = self.script, self.w, self.lean, self.groups
        least = lean * self.begun
        (more,) = s.carry(">=", (
            w - least, s.b.ring.constant(0), [], lambda inner, _, gap: drive(inner, gap),
        ))  # fmt: skip
        over = s.cone(w + least, (1, [self.pw]), (1, [self.plean, self.pbegun]))
        above = s.cone(1 + lean, (1, []), (1, [self.plean]))
        self.slack = s.cone(
            w**2 - lean**2 * (g.h**2 + other.h**2), (1, [self.below_one, above, more, over]),
            modulo=[self.on_cone],
        )  # fmt: skip

    def _bound(self, rate: Poly) -> None:
        """Show what all functions are at most."""
        s, w, groups = self.script, self.w, self.groups
        less = list[str]()
        parts: list[Summand] = []
        for g, other in zip(groups, groups[::-1], strict=True):
            sign = g.signs
            less.append(self.above(g, other))
            self.shares_below_one(g, [other.signs["m - 1"]])
            tilt = [self.ptilt] if self.leans else []
            parts += [(1, [sign["s"], sign["g"], *tilt, less[-1]])]
            parts += [(1, [sign["s"], sign["g"], sign["h"], sign["q < 1"]])]
        start = (
            [s.cone(self.begun - self.lean * self.begun, (1, [self.below_one, self.pbegun]))]
            if self.leans
            else []
        )
        (most,) = s.carry(">=", (
            self.far - w, rate, start, shown(*parts, modulo=self.no_tilt)
        ))  # fmt: skip
        pfar = f"{s.named(self.far)}.0"
        self.take(w, self.far, most, self.pw, pfar)
        for g, lower in zip(groups, less, strict=True):
            top, ptop = self.far, pfar
            upper: list[Summand] = [(1, [most]), (1, [lower])]
            if self.leans:
                top = self.far * self.tilt
                ptop = s.cone(top, (1, [pfar, self.ptilt]))
                upper = [(1, [most, self.ptilt]), (1, [lower, self.ptilt])]
            high = s.cone(top - g.h, *upper, modulo=self.no_tilt)
            self.take(g.h, top, high, g.signs["h"], ptop)
            self.bound(g)

    def above(self, g: OneOfTwo, other: OneOfTwo) -> str:
        """Show w ≥ l·h."""
        s, w = self.script, self.w
        if not self.leans:
            total = s.cone(w + g.h, (1, [self.pw]), (1, [g.signs["h"]]))
            return s.cone(w - g.h, (1, [], other.h), factor=[(1, [total])], modulo=[self.on_cone])
        total = s.cone(w + self.lean * g.h, (1, [self.pw]), (1, [self.plean, g.signs["h"]]))
        return s.cone(
            w - self.lean * g.h, (1, [self.slack]), (1, [], self.lean * other.h),
            factor=[(1, [total])],
        )  # fmt: skip
