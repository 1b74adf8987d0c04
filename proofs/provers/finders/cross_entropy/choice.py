"""Which proof shows a learning time under cross-entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.provers.finders.cross_entropy.ahead import Ahead
from proofs.provers.finders.cross_entropy.between import Crossing
from proofs.provers.finders.cross_entropy.between_first import Sooner
from proofs.provers.finders.cross_entropy.constant import Alone, Constant
from proofs.provers.finders.cross_entropy.many_groups import Many, is_many
from proofs.provers.finders.cross_entropy.margins import Margins
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
        return Ahead
    raise NotFoundError("no constant after δ is known")


def chosen(mode: Mode, is_before: Callable[[], bool]) -> type[Within[Any]] | None:
    """Return the proof by what is observed and what the statement names; None of another loss.

    ``is_before`` is asked whether the mode between two groups is learned before those within them.
    """
    if is_many(mode):
        return Many
    if len(mode.y) != 1 + 2 * FUNCTIONS:
        return None
    if mode.goal[4][0] == "min":
        return Sooner if is_before() else Crossing
    return Margins if len(mode.lets) > 2 * CONSTANTS + PLAIN else Softmax
