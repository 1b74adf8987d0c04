"""Which proof shows a learning time under cross-entropy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.provers.finders.softmax import CONSTANTS, FUNCTIONS, PLAIN, Softmax
from proofs.provers.finders.softmax_between import Crossing
from proofs.provers.finders.softmax_many import Many, is_many
from proofs.provers.finders.softmax_margins import Margins
from proofs.provers.finders.softmax_sooner import Sooner

if TYPE_CHECKING:
    from collections.abc import Callable

    from proofs.provers.finders.script import Mode
    from proofs.provers.finders.softmax_within import Within


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
