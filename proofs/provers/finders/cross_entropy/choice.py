"""Which proof shows a learning time under cross-entropy, or that margins grow beyond all bounds."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from proofs.kernel.language import terms
from proofs.provers.finders.cross_entropy.added import Added, Covered
from proofs.provers.finders.cross_entropy.ahead import Ahead
from proofs.provers.finders.cross_entropy.behind import Behind
from proofs.provers.finders.cross_entropy.between import Crossing
from proofs.provers.finders.cross_entropy.between_first import Sooner
from proofs.provers.finders.cross_entropy.constant import Alone, Constant
from proofs.provers.finders.cross_entropy.exact import Exact, ExactAlone, FromAbove, FromBelow
from proofs.provers.finders.cross_entropy.many_groups import Many
from proofs.provers.finders.cross_entropy.margins import Margins
from proofs.provers.finders.cross_entropy.pair import Pair
from proofs.provers.finders.cross_entropy.rising import Rising
from proofs.provers.finders.cross_entropy.two_groups import Softmax
from proofs.provers.finders.modes.kind import Kind, kind_of
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.provers.finders.cross_entropy.within import Within
    from proofs.provers.finders.modes.script import Mode

WITHIN: dict[Kind, type[Within[Any]]] = {
    Kind.MANY_GROUPS: Many, Kind.TWO_GROUPS: Softmax, Kind.WITH_MARGINS: Margins
}  # fmt: skip
"""What is shown of a mode within a group."""


def constant(mode: Mode) -> type[Constant]:
    """Return the proof of what a time has beyond a multiple of δ."""
    if kind_of(mode.goal) is Kind.MANY_GROUPS:
        return Alone
    if kind_of(mode.goal) is Kind.TWO_GROUPS and mode.goal[4][0] != "min":
        integrals = [x for x in terms(["and", mode.goal[-1]]) if x[0] == "integral"]
        # the exponential of a part of the margin stands in the constant of the faster group
        parts = [x for y in integrals for x in terms(y[2]) if x[0] == "exp" and x[1] != y[1]]
        return Ahead if parts else Behind
    raise NotFoundError("no constant after δ is known")


def exact(mode: Mode, relation: str) -> type[Exact]:
    """Return the proof of how a time at any δ is related to a value."""
    if kind_of(mode.goal) is Kind.MANY_GROUPS:
        return ExactAlone
    within = kind_of(mode.goal) is Kind.TWO_GROUPS and mode.goal[4][0] != "min"
    if within and relation != "=":
        return FromBelow if relation == ">=" else FromAbove
    raise NotFoundError("no time at any δ is known")


def chosen(mode: Mode, is_before: Callable[[], bool]) -> type[Within[Any]] | None:
    """Return the proof by what is observed and what the statement names; None of another loss.

    ``is_before`` is asked whether the mode between two groups is learned before those within them.
    """
    kind, least = kind_of(mode.goal), mode.goal[4][0] == "min"
    if kind is Kind.WITH_MARGINS and least:
        raise NotFoundError("no proof with margins of the own class")
    if kind is Kind.TWO_GROUPS and least:
        with suppress(NotFoundError):
            for m in mode.lets[:2]:
                mode.script.shown(m - 1, "=")
            return Pair
        return Sooner if is_before() else Crossing
    return WITHIN.get(kind)


def growing(mode: Mode) -> tuple[type[Within[Any]], ...]:
    """Return the proofs that what is observed grows beyond all bounds, of which one may do."""
    found = chosen(mode, lambda: False)
    if found is None or found is Margins:
        return ()
    if mode.goal[4][0] != "min":
        return (found,)
    # what is added alone is a product, and a margin a sum
    return (Added,) if mode.goal[4][1][0] == "*" else (Rising, Covered)
