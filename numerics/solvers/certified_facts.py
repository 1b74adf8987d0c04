"""Statements decided by enclosures: how far a trajectory is from a claim, and when it crosses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from itertools import tee
from typing import TYPE_CHECKING, Literal, TypeAlias

from flint import arb, ctx

from numerics.errors import InputError
from numerics.flow.by_group import ByGroup
from numerics.problem import checks
from numerics.problem.exact_numbers import exact
from numerics.problem.requirements import require_only, require_problem
from numerics.solvers.enclose import enclose
from numerics.solvers.learning_times import MOST_MARGIN
from numerics.validated.arb_tools import bits_of, radius_above, to_ball, to_fraction
from numerics.validated.cross_entropy_field import ProbabilityFlow
from numerics.validated.crossing_time import crossing_precision, first_crossing
from numerics.validated.exact_inputs import (
    Number,
    read_modes,
    read_times,
    wanted_digits,
    whole_number,
)
from numerics.validated.many_digits import waiting_bits
from numerics.validated.mode_enclosure import refine
from numerics.validated.scaled_steps import scaled_flow
from spectra.errors import short

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from numerics.validated.taylor_steps import Strength
    from numerics.validated.two_group_modes import BallModes

Claimed: TypeAlias = arb | Number | Callable[[arb], arb | Number]


@dataclass(frozen=True)
class Crossing:
    """Where a mode's strength first reaches a level.

    Parameters
    ----------
    lower, upper : Fraction or None
        The first crossing lies between them and there is no other up to `upper`; None if
        undecided.
    status : {"ok", "undecided"}
    message : str
        What happened, and what to do about it.
    """

    lower: Fraction | None
    upper: Fraction | None
    status: Literal["ok", "undecided"]
    message: str


def certified_gap(
    problem: FlowProblem, mode: int | str, claimed: Claimed, time: Number, *, digits: int = 30
) -> arb:
    """Distance between a mode's true strength and a claimed value, as a ball.

    Parameters
    ----------
    problem : FlowProblem
    mode : int or str
        Index or name, such as "maj-min".
    claimed : arb, number, or function of the time
        A number is read by :func:`numerics.problem.exact_numbers.exact`. A function is given the
        time as a ball and returns one, or a number; it is called at a precision that suits
        `digits`.
    time : number
    digits : int
        Digits wanted of the enclosure of β.

    Returns
    -------
    arb
        Contains ``|β(time) - claimed|``. If its lower end is positive (``gap > 0``) the two are
        proved different at that time, by at least that much. If not, nothing is proved.

    Examples
    --------
    >>> from numerics.problem.flow_problem import FlowProblem
    >>> bool(certified_gap(FlowProblem(4, 10, 8), "maj-min", "0.2115", 2.4) > 8e-5)
    True
    """
    require_problem(problem)
    row = mode_index(problem, mode)
    (moment,) = read_times([time])
    ball = enclose(problem, [moment], digits=digits).beta[row, 0]
    with ctx.workprec(bits_of(digits) + 64):
        value = claimed(to_ball(moment)) if callable(claimed) else claimed
        return abs(ball - (value if isinstance(value, arb) else to_ball(exact("claimed", value))))


def certified_half_time(
    problem: FlowProblem,
    mode: int | str,
    *,
    level: Number | None = None,
    digits: int = 15,
    max_steps: int = 2000,
    every: bool = False,
) -> Crossing:
    """Enclose the first time at which a mode's strength, or margin, reaches a level.

    That it is the first is not assumed: on every step β is proved to be below the level, or to
    increase, by enclosing it and its derivative.

    Parameters
    ----------
    problem : FlowProblem
        As for :func:`numerics.enclose`, without weight decay.
    mode : int or str
        Index or name, such as "maj-min".
    level : number
        Of β, in (0, 1); 1/2 if not given. Under cross-entropy of the margin that `learning_times`
        goes by, at most 500; 1 if not given. Above what it is at the start.
    digits : int
        Digits wanted of the time.
    max_steps : int
        Budget of integration steps per attempt.
    every : bool
        Under cross-entropy, of the mode between two groups: that every sample has the level as its
        margin over classes of the other group, and not what the mode adds to one of them.

    Examples
    --------
    >>> from numerics.problem.flow_problem import FlowProblem
    >>> found = certified_half_time(FlowProblem(4, 10, 8), "maj-min")
    >>> found.status, round(float(found.lower), 9)
    ('ok', 2.646552762)
    >>> crossed = FlowProblem(4, 10, 8, gamma=0, loss="cross-entropy")
    >>> round(float(certified_half_time(crossed, "maj-min", digits=10).lower), 9)
    5.060112351
    >>> found = certified_half_time(crossed, "maj-min", digits=10, every=True)
    >>> round(float(found.lower), 9)
    5.058448143
    """
    digits = wanted_digits(digits)
    max_steps = whole_number("max_steps", max_steps, 1)
    require_only(problem, "certified_half_time", "loss", "data")
    by_margin = problem.loss == "cross-entropy"
    height = exact("level", (1 if by_margin else Fraction(1, 2)) if level is None else level)
    modes, row = read_modes(problem), mode_index(problem, mode)
    kind = [x for x in problem.modes.levels for _ in range(x.multiplicity)][row]
    most = MOST_MARGIN if by_margin else 1
    with ctx.workprec(64):
        start = _at_start(problem, modes, kind.group, every)
        if not (0 < height < most and start < to_ball(height)):
            what = f"a number < {most} and above its value {start.str(5)} at the start"
            raise InputError(f"level = {short(level)}: give {what}")

    def attempt(bits: int) -> list[arb]:
        if by_margin:
            return [_margin_time(problem, modes, kind.group, height, bits, max_steps, every)]
        if kind.group is not None or modes.projected:
            with ctx.workprec(bits + 16):
                return [modes.logistic_time(kind.group, height)]
        return [_between_time(modes, height, bits, max_steps)]

    (ball,), report = refine(attempt, digits)
    if not ball.is_finite():
        advice = "the crossing was not reached, or not proved to be the first; raise max_steps"
        return Crossing(None, None, "undecided", advice)
    middle, radius = to_fraction(ball.mid()), Fraction(radius_above(ball))
    message = report or f"the crossing is known to {digits} digits"
    return Crossing(middle - radius, middle + radius, "undecided" if report else "ok", message)


def _at_start(problem: FlowProblem, modes: BallModes, group: int | None, every: bool) -> arb:
    """Strength or largest margin of a mode at time 0."""
    if problem.loss != "cross-entropy":
        if group is None and not modes.projected:
            return modes.between_observed().value(modes.between_state())
        return modes.logistic(group, [Fraction(0)])[0]
    flow = ProbabilityFlow(modes)
    margins = _margins(problem, flow, group, every)
    return reduce(arb.max, (margin.value(flow.start()) for margin in margins))


def _margins(
    problem: FlowProblem, flow: ProbabilityFlow, group: int | None, every: bool
) -> list[Strength]:
    """The margins that have to reach a level."""
    if group is None and every:
        return [flow.over_other(g) for g in range(2)]
    return [flow.margin(group, ByGroup(problem).later)]


def _margin_time(
    problem: FlowProblem,
    modes: BallModes,
    group: int | None,
    level: Fraction,
    bits: int,
    max_steps: int,
    every: bool,
) -> arb:
    """Ball for the crossing of margins, of which none falls; the whole line if not found."""
    bits += waiting_bits(problem)
    with ctx.workprec(crossing_precision(bits)):
        flow = ProbabilityFlow(modes)
        field, start, margins = flow.field, flow.start(), _margins(problem, flow, group, every)
        # the flow is followed once, as far as the latest of them needs
        steps = tee(scaled_flow(field, start, bits=bits, max_steps=max_steps), len(margins))
        times = (
            first_crossing(
                field, start, margin, to_ball(level), bits=bits, max_steps=max_steps,
                follow=lambda *_, own=own, **__: own,
            )
            for margin, own in zip(margins, steps, strict=True)
        )  # fmt: skip
        return reduce(arb.max, times)


def mode_index(problem: FlowProblem, mode: int | str) -> int:
    """Row of a mode given by index or by name (the first of that name)."""
    names = problem.mode_names
    if isinstance(mode, str) and mode in names:
        return names.index(mode)
    if checks.is_whole(mode) and 0 <= mode < len(names):
        return int(mode)
    known = ", ".join(dict.fromkeys(names))
    raise InputError(f"mode = {short(mode)}: give an index below {len(names)} or one of {known}")


def _between_time(modes: BallModes, level: Fraction, bits: int, max_steps: int) -> arb:
    """Ball for the crossing of the mode between the groups; the whole line if not found."""
    with ctx.workprec(crossing_precision(bits)):
        return first_crossing(
            modes.between_field(),
            modes.between_state(),
            modes.between_observed(),
            to_ball(level),
            bits=bits,
            max_steps=max_steps,
        )
