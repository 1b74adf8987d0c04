"""Enclosures: mode strengths with an error bound that is part of the result.

What a ball proves: the true value, for exactly the parameters and times given, lies in it. What is
assumed: that FLINT's balls contain the exact result of each operation, and the derivation of the
modes' equations (text of :mod:`numerics.validated.two_group_modes`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import arb

from numerics.errors import InputError
from numerics.flow import gaps
from numerics.problem.requirements import require_only
from numerics.solvers.terminal import lost
from numerics.validated.arb_tools import midpoint, radius_above
from numerics.validated.cross_entropy_field import ProbabilityFlow
from numerics.validated.exact_inputs import (
    Number,
    read_modes,
    read_times,
    wanted_digits,
    whole_number,
)
from numerics.validated.many_digits import waiting_bits
from numerics.validated.mode_enclosure import INTERRUPTED, by_margins, refine, strengths
from numerics.validated.parameter_boxes import CLOSE, BoxBalls, box_strengths, read_interval
from spectra.errors import short

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from numerics.validated.two_group_modes import BallModes
    from spectra.utils.arrays import Array

Balls: TypeAlias = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Enclosure:
    """Balls that contain the mode strengths.

    Parameters
    ----------
    times : tuple of Fraction
        The exact times.
    beta : ndarray of flint.arb, shape (k - 1, number of times)
        Modes in the order of ``problem.mode_names``. Every ball contains the true β, whatever the
        status; a time that was not reached has the whole line as its ball.
    status : {"ok", "undecided"}
        "ok" if every radius is at most 10^-digits relative to its midpoint.
    message : str
        What happened, and what to do about it.
    digits : int
        Accuracy asked for.
    margins : dict of str to ndarray of flint.arb, shape (number of times,)
        Under cross-entropy, with the names that `Solution.margins` has.
    """

    times: tuple[Fraction, ...]
    beta: Balls
    status: Literal["ok", "undecided"]
    message: str
    digits: int
    margins: dict[str, Balls] = field(default_factory=dict)

    @property
    def radius(self) -> Array:
        """Radii of the balls, rounded upwards: shape (k - 1, number of times)."""
        radii: Array = np.vectorize(radius_above, otypes=[np.float64])(self.beta)
        return radii

    @property
    def midpoint(self) -> Balls:
        """Exact midpoints as mpmath numbers: shape (k - 1, number of times)."""
        return np.asarray(np.vectorize(midpoint, otypes=[object])(self.beta))


def enclose(
    problem: FlowProblem,
    times: Iterable[Number] | Number,
    *,
    digits: int = 30,
    delta: arb | tuple[Number, Number] | None = None,
    R: arb | tuple[Number, Number] | None = None,
    max_steps: int = 2000,
    max_pieces: int = 64,
) -> Enclosure:
    """Enclose every mode's strength at given times.

    Decoupled modes are logistic and their closed form is evaluated in balls. The maj-min mode of
    the full flow has none; its three-variable system is enclosed by a validated Taylor method, in
    balls or, once these are wide, in frames. So is a mode within a group under weight decay. Under
    cross-entropy the flow is polynomial in margins and probabilities together, up to nine variables.

    Parameters
    ----------
    problem : FlowProblem
        With ``init="spectral"`` and at most two kinds of classes, under either loss, with weight
        decay or class means. Its numbers are taken as
        :func:`numerics.problem.exact_numbers.exact` reads them: the float 0.1 means 1/10.
    times : sequence of numbers, or one number
        Times t ≥ 0 of the flow of ½‖(Z - WH)Ω^½‖², in any order; read in the same way.
    digits : int
        Decimal digits wanted, at most 2000: each radius at most 10^-digits times the midpoint.
    delta, R : flint.arb, or pair (midpoint, radius)
        Intervals in place of the problem's numbers, of the paper's flow. The balls then hold the strengths for all
        values in them; the box is cut into pieces until no ball is wider than 1.25 times what it
        must contain, or has the digits asked for.
    max_steps : int
        Budget of integration steps per attempt.
    max_pieces : int
        Budget of pieces of a box.

    Returns
    -------
    Enclosure
        With status "undecided", and balls that are wider but still true, if the budget ran out.

    Raises
    ------
    InputError
        If a parameter has no meaning here.
    ControlError
        If w² - h1² - h2² (conserved, 0), the known exact solution (for uniform weights), or the
        probabilities that the margins give (under cross-entropy) are outside their ball. This never
        happens unless the program is wrong.

    Examples
    --------
    >>> from numerics.problem.flow_problem import FlowProblem
    >>> result = enclose(FlowProblem(4, 10, 8), [2.4, "2.65"], digits=10)
    >>> result.status
    'ok'
    >>> print(result.beta[1, 0].str(10))
    [0.2115828345 +/- 1.05e-11]
    >>> box = enclose(FlowProblem(4, 10, 8), 2.4, delta=(8, "0.01"))
    >>> print(box.beta[1, 0].str(3))
    [0.21 +/- 4.62e-3]
    >>> crossed = enclose(FlowProblem(4, 10, 8, loss="cross-entropy"), 3, digits=10)
    >>> print(crossed.margins["maj-min"][0].str(10))
    [2.480327726 +/- 1.95e-10]
    """
    digits = wanted_digits(digits)
    max_steps = whole_number("max_steps", max_steps, 1)
    max_pieces = whole_number("max_pieces", max_pieces, 1)
    moments = read_times(times)
    problem, modes = _with_intervals(problem, delta, R)
    boxed = bool(modes.delta_radius or modes.count_radius)
    if boxed:
        require_only(problem, "enclose over an interval of delta or R")
    if problem.loss == "cross-entropy":
        return _by_margins(problem, modes, moments, digits, max_steps)
    rows, reports, report = [], [], ""
    for level in problem.modes.levels:
        if report == INTERRUPTED:
            balls = [arb(0, math.inf)] * len(moments)
        elif not boxed:
            evaluate = partial(_at_bits, modes, level.group, moments, max_steps)
            balls, report = refine(evaluate, digits)
        else:
            over = box_strengths(modes, level.group, moments, digits=digits, max_steps=max_steps,
                                 max_pieces=max_pieces)  # fmt: skip
            balls, report = over.balls, _report_box(over)
        rows += [balls] * level.multiplicity
        if report:
            reports.append(f"{level.name}: {report}")
    beta = _array(rows, len(moments))
    good = f"every ball is good to {digits} digits"
    good += f", or at most {CLOSE:g} times as wide as the strengths range" if boxed else ""
    message = "; ".join(filter(None, ["; ".join(reports) or good, lost(problem)]))
    return Enclosure(moments, beta, "undecided" if reports else "ok", message, digits)


def _array(rows: Sequence[Sequence[arb]], columns: int) -> Balls:
    balls = np.empty((len(rows), columns), dtype=object)
    for i, row in enumerate(rows):
        balls[i, :] = row
    balls.flags.writeable = False
    return balls


def _by_margins(
    problem: FlowProblem,
    modes: BallModes,
    times: tuple[Fraction, ...],
    digits: int,
    max_steps: int,
) -> Enclosure:
    """Enclose the flow under cross-entropy: strengths of levels, then margins."""
    levels = problem.modes.levels
    sides = _sides(problem)

    def rows(flow: ProbabilityFlow, state: Sequence[arb]) -> list[arb]:
        strengths = [flow.strength(level.group, state) for level in levels]
        return strengths + [read(flow, state) for read in sides.values()]

    def evaluate(bits: int) -> list[arb]:
        bits += waiting_bits(problem)
        return by_margins(modes, rows, times, bits=bits, max_steps=max_steps)

    balls, report = refine(evaluate, digits)
    table = [balls[i : i + len(times)] for i in range(0, len(balls), len(times))]
    beta = [row for row, x in zip(table, levels, strict=False) for _ in range(x.multiplicity)]
    margins = dict(zip(sides, _array(table[len(levels) :], len(times)), strict=True))
    status: Literal["ok", "undecided"] = "undecided" if report else "ok"
    message = report or f"every ball is good to {digits} digits"
    return Enclosure(times, _array(beta, len(times)), status, message, digits, margins)


def _sides(problem: FlowProblem) -> dict[str, Callable[[ProbabilityFlow, Sequence[arb]], arb]]:
    """How every margin of `Solution.margins` is read from a state."""
    groups = problem.modes.groups
    found: dict[str, Callable[[ProbabilityFlow, Sequence[arb]], arb]] = {}
    for name, own in gaps.sides(problem):
        for second, other in gaps.sides(problem):
            place = next(g for g, group in enumerate(groups) if own[0] in group.classes)
            if other[0] not in groups[place].classes:
                found[f"{name}-{second}"] = partial(ProbabilityFlow.across, group=place)
            elif name != second or len(own) > 1:
                found[f"{name}-{second}"] = partial(ProbabilityFlow.own, group=place)
    return found


def _at_bits(
    modes: BallModes, group: int | None, times: tuple[Fraction, ...], max_steps: int, bits: int
) -> list[arb]:
    return strengths(modes, group, times, bits=bits, max_steps=max_steps)


def _report_box(over: BoxBalls) -> str:
    if over.interrupted:
        return INTERRUPTED
    if over.excess <= CLOSE:
        return ""
    if not all(ball.is_finite() for ball in over.balls):
        return "no enclosure over the whole box; raise max_pieces or max_steps, or take less"
    if over.excess == math.inf:
        return "the range of the strengths was not resolved; raise digits or max_pieces"
    return f"up to {over.excess:.2g} times as wide as the strengths range; raise max_pieces"


def _with_intervals(
    problem: FlowProblem, delta: object, ratio: object
) -> tuple[FlowProblem, BallModes]:
    """The problem at the middle of a box, and its numbers with their radii."""
    delta_radius = count_radius = Fraction(0)
    if delta is not None:
        middle, delta_radius = read_interval("delta", delta)
        if middle < delta_radius:
            raise InputError(f"delta = {short(delta)}: all of the interval must be ≥ 0")
        problem = replace(problem, delta=middle)
    if ratio is not None:
        if problem.counts is not None:
            raise InputError(f"R = {short(ratio)} with counts: give counts, or k and R")
        middle, count_radius = read_interval("R", ratio)
        if middle <= count_radius:
            raise InputError(f"R = {short(ratio)}: all of the interval must be > 0")
        problem = replace(problem, R=middle)
    modes = read_modes(problem)
    return problem, replace(modes, delta_radius=delta_radius, count_radius=count_radius)
