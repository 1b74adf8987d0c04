"""Put together proofs on learning times: over δ, less a multiple of δ, and at any δ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from proofs.kernel.flows import OPPOSITE
from proofs.kernel.language import Statement, Tree, substitute
from proofs.provers.finders.cross_entropy.choice import constant, exact
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.modes.logistic_constant import Logistic, LogisticExact
from proofs.provers.finders.modes.opening import collected, entered
from proofs.provers.finders.modes.time_limits import limit_of_later, limit_of_times
from proofs.provers.finders.scalars.existence import Existing, as_witness
from proofs.provers.finders.steps.builder import needed

if TYPE_CHECKING:
    from proofs.provers.finders.cross_entropy.constant import Constant
    from proofs.provers.finders.cross_entropy.exact import Exact
    from proofs.provers.finders.modes.script import Mode, Script, Times

Attempt: TypeAlias = tuple[str, dict[str, Any], Callable[[], dict[str, Any]]]


def another_time(
    statement: Statement, places: list[Existing], other: list[Tree]
) -> Iterator[Attempt]:
    """Refute a time, or a bound of it, by the true one or a bound from the other side."""
    relation, differs = OPPOSITE[statement.goal[0].removeprefix("when ")]

    def work(said: Statement, true: Tree) -> dict[str, Any]:
        goal = [f"when {relation}", *said.goal[1:-1], true]
        return whenever(entered(replace(said, goal=goal)), relation, said.goal[-1], differs)

    for true in other:
        for parts, _ in places[:1]:
            yield "REFUTED", {**as_witness(parts), "true": true}, partial(work, statement, true)
        for parts, there in places:
            if "point" in parts:
                closed = substitute(true, parts["point"])
                yield "REFUTED", {**parts, "true": closed}, partial(work, there, closed)


def time_over(mode: Mode, work: Callable[[str], Times]) -> dict[str, Any]:
    """Put together the proof of a limit of times (δ + c)·value, divided by δ."""
    s, goal = mode.script, mode.goal
    # the proof of a mode between two groups introduces the value itself
    if kind_of(mode.goal) not in (Kind.BETWEEN, Kind.DECAYING):
        introduce(s.b, goal[-1])
    found = work("late")
    delta, value = goal[-2], goal[-1]
    data: dict[str, Any] = {"beyond": {"late": s.b.write(found.beyond)}, "bounds": found.bounds}
    data |= {"at": {}, "limits": {}, "positive": found.positive}
    for which, c in found.shifts.items():
        data[which] = ["*", ["+", delta, c], value]
        data["limits"][which] = [limit_of_times(mode, c, value)]
    for which, (c, over) in found.roots.items():
        data[which] = ["*", ["+", delta, c, ["*", over, found.root]], value]
        data["limits"][which] = [limit_of_times(mode, c, value, over)]
    _sides(mode, found.sides, data)
    return collected(mode, data, goal, data["lower"], data["upper"])


def _sides(mode: Mode, sides: Mapping[str, Callable[[Script, str], str]], data: Any) -> None:
    """Show on which side of the level the observable is before the first time, and at the second."""
    s = mode.script
    for which, side in sides.items():
        inner = s.inner()
        label = inner.b.new_name()
        end = s.b.scope.poly(data[which])
        gap = end - mode.time if which == "lower" else mode.time - end
        inner.learn(label, gap, ">" if which == "lower" else "=")
        by = side(inner, label)
        data["at"][which] = {"name": label, "steps": needed(inner.b.steps, {by}), "by": [by]}


def whenever(
    mode: Mode, relation: str, claimed: Tree = None, differs: str = ""
) -> dict[str, Any]:  # fmt: skip
    """Put together the proof of a time at any δ, or of a bound of it; show that another value differs."""
    proof: Exact | LogisticExact = (
        LogisticExact(mode, relation)
        if kind_of(mode.goal) is Kind.ALONE
        else exact(mode, relation)(mode)
    )
    b, others = mode.script.b, [claimed] if differs else []
    data: dict[str, Any] = {"at": {}}

    def apart() -> None:
        if differs:
            introduce(b, claimed)
            gap, b.calculus = b.scope.poly(mode.goal[-1]) - b.scope.poly(claimed), True
            data["differ"] = [mode.script.shown(gap, differs)]
            b.calculus = False

    found = proof.whenever(relation, apart)
    data |= {"bounds": found.bounds, "positive": found.positive}
    end = mode.script.short(b.scope.poly(mode.goal[-1]))
    _sides(mode, found.sides, data | {"lower": end, "upper": end})
    return collected(mode, data, mode.goal, *others)


def otherwise(statement: Statement, true: Tree) -> dict[str, Any]:
    """Show another limit of times less a multiple of δ, which differs from the one claimed for all values."""
    claimed = statement.goal[-1]
    mode = entered(replace(statement, goal=[*statement.goal[:-1], true]), claimed)
    b = mode.script.b
    b.calculus = True
    label = mode.script.shown(b.scope.poly(true) - b.scope.poly(claimed), "!=")
    b.calculus = False
    return later(mode, claimed, differ=[label])


def later(mode: Mode, *others: Tree, **more: Any) -> dict[str, Any]:
    """Put together the proof of a limit of times less a multiple of δ."""
    alone = kind_of(mode.goal) is Kind.ALONE
    proof: Constant | Logistic = Logistic(mode) if alone else constant(mode)(mode)
    found = proof.later("late")
    tree = mode.script.short
    data: dict[str, Any] = {
        "beyond": {"late": mode.script.b.write(found.beyond)}, "bounds": found.bounds,
        "at": {}, "limits": {}, "positive": found.positive, **more,
    }  # fmt: skip
    for which, fade in found.fades.items():
        rate = None if fade.rate is None else tree(fade.rate)
        parts = tree(proof.multiple), tree(proof.lam / 2), tree(fade.size), rate
        data[which], limit = limit_of_later(mode, parts, fade.positive, proof.V_is)
        data["limits"][which] = [limit]
    _sides(mode, found.sides, data)
    return collected(mode, data, mode.goal, data["lower"], data["upper"], *others)
