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
from proofs.provers.finders.cross_entropy.many_groups import Many, is_many
from proofs.provers.finders.cross_entropy.margins import Margins
from proofs.provers.finders.cross_entropy.pair import Pair
from proofs.provers.finders.cross_entropy.rising import Rising
from proofs.provers.finders.cross_entropy.two_groups import CONSTANTS, FUNCTIONS, PLAIN, Softmax
from proofs.provers.finders.steps.builder import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.provers.finders.cross_entropy.within import Within
    from proofs.provers.finders.modes.script import Mode


def constant(mode: Mode) -> type[Constant]:
    """Return the proof of what a time has beyond a multiple of δ."""
    if is_many(mode):
        return Alone
    if len(mode.y) == 1 + 2 * FUNCTIONS and mode.goal[4][0] != "min":
        integrals = [x for x in terms(["and", mode.goal[-1]]) if x[0] == "integral"]
        # the exponential of a part of the margin stands in the constant of the faster group
        parts = [x for y in integrals for x in terms(y[2]) if x[0] == "exp" and x[1] != y[1]]
        return Ahead if parts else Behind
    raise NotFoundError("no constant after δ is known")


def exact(mode: Mode, relation: str) -> type[Exact]:
    """Return the proof of how a time at any δ is related to a value."""
    if is_many(mode):
        return ExactAlone
    if len(mode.y) == 1 + 2 * FUNCTIONS and mode.goal[4][0] != "min" and relation != "=":
        return FromBelow if relation == ">=" else FromAbove
    raise NotFoundError("no time at any δ is known")


def chosen(mode: Mode, is_before: Callable[[], bool]) -> type[Within[Any]] | None:
    """Return the proof by what is observed and what the statement names; None of another loss.

    ``is_before`` is asked whether the mode between two groups is learned before those within them.
    """
    if is_many(mode):
        return Many
    if len(mode.y) != 1 + 2 * FUNCTIONS:
        return None
    if mode.goal[4][0] == "min":
        with suppress(NotFoundError):
            for m in mode.lets[:2]:
                mode.script.shown(m - 1, "=")
            return Pair
        return Sooner if is_before() else Crossing
    return Margins if _takes_margins(mode) else Softmax


def growing(mode: Mode) -> tuple[type[Within[Any]], ...]:
    """Return the proofs that what is observed grows beyond all bounds, of which one may do."""
    found = chosen(mode, lambda: False)
    if found is None or (len(mode.y) == 1 + 2 * FUNCTIONS and _takes_margins(mode)):
        return ()
    if mode.goal[4][0] != "min":
        return (found,)
    # what is added alone is a product, and a margin a sum
    return (Added,) if mode.goal[4][1][0] == "*" else (Rising, Covered)


def _takes_margins(mode: Mode) -> bool:
    """Whether the loss of two groups takes margins from the logits of the own class."""
    return len(mode.lets) > 2 * CONSTANTS + PLAIN
