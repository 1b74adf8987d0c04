"""Balls for mode strengths at given times, and the checks that each of them passes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Protocol, TypeVar

from flint import arb, ctx

from numerics.errors import NumericsError
from numerics.validated.arb_tools import bits_of
from numerics.validated.cross_entropy_field import ProbabilityFlow
from numerics.validated.lohner import adaptive_flow
from numerics.validated.scaled_steps import scaled_flow
from numerics.validated.taylor_steps import BudgetSpent, flow, resting_box, taylor_order
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.validated.lohner import FrameStep
    from numerics.validated.scaled_steps import ScaledStep
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
    if group is not None and any(modes.decays):
        return _within(modes, group, times, max_steps, bits)
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
    with ctx.workprec(bits + taylor_order(bits) + 16):
        field, observed = modes.between_field(), modes.between_observed()
        steps = adaptive_flow(field, modes.between_state(), bits=bits, max_steps=max_steps)

        def read(step: Step | FrameStep, time: Fraction) -> list[arb]:
            if not any(modes.decays):
                check_conserved(step.at(time))
            return [step.observe(observed, time)]

        def late(step: Step | FrameStep, time: Fraction) -> list[arb] | None:
            ball = modes.between_at_rest(step.at(step.end), time - step.end)
            return [ball] if ball.rel_accuracy_bits() >= bits - _SPARE_BITS else None

        found = along(steps, times, 1, read, max_steps, late)
        if modes.uniform():
            check_exact(dict(zip(times, found, strict=True)), modes)
    return found


def _within(
    modes: BallModes, group: int, times: Sequence[Fraction], max_steps: int, bits: int
) -> list[arb]:
    """The modes within a group, under weight decay."""
    with ctx.workprec(bits + taylor_order(bits) + 16):
        field = modes.within_field(group)
        steps = flow(field, [modes.scale()] * 2, bits=bits, max_steps=max_steps)

        def read(step: Step, time: Fraction) -> list[arb]:
            return [modes.within_strength(group, step.at(time))]

        def late(step: Step, _: Fraction) -> list[arb] | None:
            box = resting_box(field, step.at(step.end))
            ball = None if box is None else modes.within_strength(group, box)
            return None if ball is None or ball.rel_accuracy_bits() < bits - _SPARE_BITS else [ball]

        return along(steps, times, 1, read, max_steps, late)


class _Observable(Protocol):
    """A step as far as it is needed here."""

    @property
    def end(self) -> Fraction:
        """End of its interval."""
        ...


_S = TypeVar("_S", bound=_Observable)


def along(
    steps: Iterable[_S],
    times: Sequence[Fraction],
    rows: int,
    read: Callable[[_S, Fraction], list[arb]],
    max_steps: int,
    late: Callable[[_S, Fraction], list[arb] | None] = lambda _step, _time: None,
) -> list[arb]:
    """What is read at times along enclosed steps: all times of the first row, then of the next.

    Parameters
    ----------
    steps : iterable
    times : sequence of Fraction
    rows : int
        Balls read at each time; the whole line stands for what was not reached.
    read : callable
        Balls at a time in a step.
    max_steps : int
        If so many steps were taken without reaching all times, the budget is spent.
    late : callable
        Balls at a time after a step, from the step alone: None if they would be too wide.

    Raises
    ------
    Interruption
        On Ctrl-C.
    BudgetSpent
        If the steps did not suffice.
    """
    found = {t: [arb(0, math.inf)] * rows for t in times}
    waiting = sorted(found, reverse=True)
    last = max(waiting, default=1)

    def reached(step: _S) -> float:
        return float(step.end / last) if last else 1.0

    def flat() -> list[arb]:
        return [found[t][row] for row in range(rows) for t in times]

    taken = 0
    try:
        for step in tracked("enclosing", steps, reached) if waiting else ():
            taken += 1
            while waiting:
                inside = waiting[-1] <= step.end
                balls = read(step, waiting[-1]) if inside else late(step, waiting[-1])
                if balls is None:
                    break
                found[waiting.pop()] = balls
            if not waiting:
                break
    except KeyboardInterrupt:
        raise Interruption(flat()) from None
    if waiting and taken == max_steps:
        raise BudgetSpent(flat())
    return flat()


def by_margins(
    modes: BallModes,
    rows: Callable[[ProbabilityFlow, Sequence[arb]], list[arb]],
    times: Sequence[Fraction],
    *,
    bits: int,
    max_steps: int,
) -> list[arb]:
    """Balls read from the states of a flow under cross-entropy, as by `along`."""
    with ctx.workprec(bits + taylor_order(bits) + 16):
        followed = ProbabilityFlow(modes)

        def read(step: ScaledStep, time: Fraction) -> list[arb]:
            state = step.at(time)
            if not followed.holds(state):
                raise ControlError(
                    "the enclosure excludes what margins give for probabilities; please report this"
                )
            return rows(followed, state)

        start = followed.start()
        steps = scaled_flow(followed.field, start, bits=bits, max_steps=max_steps)
        return along(steps, times, len(rows(followed, start)), read, max_steps)


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
