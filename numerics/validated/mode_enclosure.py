"""Balls for mode strengths at given times, and the checks that each of them passes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from flint import arb, ctx

from numerics.errors import NumericsError
from numerics.validated.arb_tools import bits_of
from numerics.validated.lohner import adaptive_flow
from numerics.validated.taylor_steps import BudgetSpent, taylor_order
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.validated.lohner import FrameStep
    from numerics.validated.taylor_steps import Step
    from numerics.validated.two_group_modes import BallModes

_SPARE_BITS = 12
"""Accuracy aimed at beyond the digits asked for: rounding and deviations take about half of it."""

INTERRUPTED = "interrupted; times that were not reached have the whole line as their ball"

_TOO_FEW_STEPS = "the steps ended before the last time; raise max_steps or ask for less"

_DOUBLINGS = 3
"""How often the precision is doubled before an enclosure is called undecided."""


class ControlError(NumericsError, RuntimeError):
    """A check that holds for every true enclosure failed: a fault of this program."""


def strengths(
    modes: BallModes, group: int | None, times: Sequence[Fraction], *, bits: int, max_steps: int
) -> list[arb]:
    """Balls for the modes in a group, or (None) for the mode between the groups.

    Parameters
    ----------
    modes : BallModes
    group : int or None
    times : sequence of Fraction
    bits, max_steps : int
        Relative accuracy aimed at, and budget, as for :func:`numerics.validated.taylor_steps.flow`.

    Returns
    -------
    list of arb
        The whole line at times that were not reached.

    Raises
    ------
    ControlError
        If a ball fails a control.
    Interruption
        On Ctrl-C.
    BudgetSpent
        If the steps did not suffice.
    """
    if group is None and not modes.projected:
        return _between(modes, times, max_steps, bits)
    with ctx.workprec(bits + 16):
        return modes.logistic(group, times)


class Interruption(Exception):
    """Ctrl-C, with the balls found so far."""

    def __init__(self, balls: list[arb]) -> None:
        super().__init__()
        self.balls = balls


def refine(evaluate: Callable[[int], list[arb]], digits: int) -> tuple[list[arb], str]:
    """Double the precision until every ball has `digits` digits or the budget is spent.

    Parameters
    ----------
    evaluate : callable
        Balls as a function of the accuracy in bits aimed at.
    digits : int
        Digits wanted.

    Returns
    -------
    balls : list of arb
    report : str
        Empty on success.
    """
    wanted = bits_of(digits) + 1
    bits = wanted + _SPARE_BITS
    balls: list[arb] = []
    for _ in range(_DOUBLINGS + 1):
        try:
            balls = evaluate(bits)
        except Interruption as stop:
            return balls or stop.balls, INTERRUPTED
        except BudgetSpent as stop:
            return stop.balls, _TOO_FEW_STEPS
        if all(b.rel_accuracy_bits() >= wanted for b in balls):
            return balls, ""
        bits *= 2  # more bits also help where balls became too wide to continue
    if not all(b.is_finite() for b in balls):
        return balls, _TOO_FEW_STEPS
    return balls, f"{bits // 2} bits do not give {digits} digits; ask for fewer"


def _between(modes: BallModes, times: Sequence[Fraction], max_steps: int, bits: int) -> list[arb]:
    """The mode between the groups in the full flow."""
    found = dict.fromkeys(times, arb(0, math.inf))
    waiting = sorted(found, reverse=True)
    with ctx.workprec(bits + taylor_order(bits) + 16):
        field, start, observed = (
            modes.between_field(), modes.between_state(), modes.between_observed(),
        )  # fmt: skip
        steps = adaptive_flow(field, start, bits=bits, max_steps=max_steps)
        last = max(waiting, default=1)

        def reached(step: Step | FrameStep) -> float:
            return float(step.end / last) if last else 1.0

        taken = 0
        try:
            for step in tracked("enclosing", steps, reached) if waiting else ():
                taken += 1
                while waiting and waiting[-1] <= step.end:
                    check_conserved(step.at(waiting[-1]))
                    found[waiting[-1]] = step.observe(observed, waiting[-1])
                    waiting.pop()
                if not waiting:
                    break
        except KeyboardInterrupt:
            raise Interruption([found[t] for t in times]) from None
        if modes.uniform():
            check_exact(found, modes)
        if waiting and taken == max_steps:
            raise BudgetSpent([found[t] for t in times])
    return [found[t] for t in times]


def check_conserved(state: Sequence[arb]) -> None:
    """Refuse a box of states in which w² - h1² - h2² cannot have kept its value 0."""
    w, h1, h2 = state
    if not (w * w - h1 * h1 - h2 * h2).contains(0):
        raise ControlError("the enclosure excludes w² - h1² - h2² = 0; please report this")


def check_exact(found: dict[Fraction, arb], modes: BallModes) -> None:
    """Refuse balls that exclude the closed form, which is exact for uniform weights."""
    for ball, known in zip(found.values(), modes.logistic(None, tuple(found)), strict=True):
        if not ball.overlaps(known):
            raise ControlError("the enclosure excludes the exact solution; please report this")
