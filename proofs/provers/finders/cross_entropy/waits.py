"""That a margin is still below any ε at t = τδ, where τ is less than the limit T of its learning time over δ.

It is below ε before (δ - c)·T, or (δ - c - d·√δ)·T, with c and d of the proof on the time; and τδ is before
that from some δ on: from c·T/(T - τ), or where √δ exceeds 1 + (c + d)·T/(T - τ).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from proofs.provers.finders.cross_entropy.choice import chosen
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.plateaus import Moment
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.kernel.language import Tree
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.modes.script import Mode, Script, Times


def waits(mode: Mode, time: Tree, is_before: Callable[[], bool]) -> dict[str, Any]:
    """Show that a margin tends to 0 at t = τδ, from its time over δ.

    ``is_before`` is as in :func:`proofs.provers.finders.cross_entropy.choice.chosen`.
    """
    s, (observed, when, delta, _) = mode.script, mode.goal[-4:]
    introduce(s.b, time)
    at = Moment(mode, s.b.scope.poly(when))
    if not at.is_zero:
        raise NotFoundError("a margin that grows for ever tends to 0 only")
    before = Before(at, s.b.scope.poly(time))
    goal = ["time", *mode.goal[1:5], s.named(at.distance), delta, time]
    timed = replace(mode, statement=replace(mode.statement, goal=goal))
    proof = chosen(timed, is_before)
    if proof is None:
        raise NotFoundError("no time of the mode is known")
    near, later = s.b.new_name(), s.b.new_name()
    found = proof(timed).times(near)
    beyond = before.learn(later, found)
    margin = s.b.scope.poly(observed)

    def work(inner: Script) -> list[str]:
        less = found.sides["lower"](inner, before.early(inner))
        return [
            inner.cone(at.distance - margin, (1, [less])),
            inner.shown(at.distance + margin, ">="),
        ]

    return at.proof({near: found.beyond, later: beyond}, found.bounds, work)


class Before:
    """τδ is before the first of both times; g = T - τ."""

    def __init__(self, at: Moment, value: Poly) -> None:
        """Show that T and g are positive."""
        self.at, self.value, s = at, value, at.s
        self.gap, self.pvalue = value - at.speed, s.shown(value, ">")
        self.pgap = s.shown(self.gap, ">")
        self.per_gap, self.pper_gap, self.no_gap = s.inverse(self.gap, self.pgap)

    def learn(self, label: str, found: Times) -> Poly:
        """Choose what δ exceeds, and learn that it does."""
        s = self.at.s
        trees = found.roots.get("lower", (found.shifts.get("lower"), "0"))
        c, d = (-s.b.scope.poly(tree) for tree in trees)
        self.c, self.d, self.label = c, d, label
        signs = [s.shown(x, ">=") for x in (c, d) if not x.is_zero()]
        share = self.value * self.per_gap
        ahead = (c + d) * share
        pahead = s.cone(ahead, *((1, [sign, self.pvalue, self.pper_gap]) for sign in signs))
        self.signs = signs
        if d.is_zero():
            beyond = ahead
            self.at.learn(label, beyond, (1, [pahead]))
        else:
            self.level = 1 + ahead
            self.plevel = s.cone(self.level, (1, []), (1, [pahead]))
            beyond = self.level**2
            self.at.learn(label, beyond, (1, [self.plevel, self.plevel]))
            self.root = s.b.scope.poly(found.root)
            name = s.named(self.root)
            self.square = s.keep(f"{name}.0", self.root**2 - self.at.delta)
            self.proot = s.keep(f"{name}.1", self.root)
        self.pahead = pahead
        return beyond

    def early(self, s: Script) -> str:
        """Show τδ < (δ - c - d·√δ)·T."""
        at, value = self.at, self.value
        if self.d.is_zero():
            gap = (at.delta - self.c) * value - at.mode.time
            return s.cone(gap, (1, [self.label, self.pgap]), modulo=[at.now, self.no_gap])
        # √δ > 1 + (c + d)T/g, so that gδ > g√δ + (c + d)T√δ > (c + d√δ)T
        root, plus = (
            self.root,
            s.cone(self.root + self.level, (1, [self.proot]), (1, [self.plevel])),
        )
        no_delta = (self.square, at.delta)
        over = s.cone(
            root - self.level, (1, [self.label]), factor=[(1, [plus])], modulo=[no_delta],
        )  # fmt: skip
        more = s.cone(root - 1, (1, [over]), (1, [self.pahead]))
        positive = s.cone(root, (1, [more]), (1, []))
        gap = (at.delta - self.c - self.d * root) * value - at.mode.time
        return s.cone(
            gap, (1, [over, positive, self.pgap]), (1, [positive, self.pgap]),
            (1, [self.signs[0], self.pvalue, more]), modulo=[at.now, no_delta, self.no_gap],
        )  # fmt: skip
