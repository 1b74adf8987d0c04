"""Enclosures: mode strengths with an error bound that is part of the result.

What a ball proves: the true value, for exactly the parameters and times given, lies in it. What is
assumed: that FLINT's balls contain the exact result of each operation, and the derivation of the
modes' equations (text of :mod:`numerics.ball_modes`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import mpmath
import numpy as np
import numpy.typing as npt
from flint import arb, ctx

from numerics.ball_flow import flow, taylor_order
from numerics.ball_modes import BallModes
from numerics.errors import InputError, NumericsError
from numerics.exact import exact

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numerics.problem import FlowProblem

Balls: TypeAlias = npt.NDArray[np.object_]
Number: TypeAlias = int | float | str | Fraction | Any
"""What :func:`numerics.exact.exact` accepts; Any stands for sympy's rationals."""

_SPARE_BITS = 12
"""Accuracy aimed at beyond the digits asked for: rounding and deviations take about half of it."""

_DOUBLINGS = 3
"""How often the precision is doubled before an enclosure is called undecided."""


class ControlError(NumericsError, RuntimeError):
    """A check that holds for every true enclosure failed: a fault of this program."""


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
    """

    times: tuple[Fraction, ...]
    beta: Balls
    status: Literal["ok", "undecided"]
    message: str
    digits: int

    @property
    def radius(self) -> npt.NDArray[np.float64]:
        """Radii of the balls, rounded upwards: shape (k - 1, number of times)."""
        radii: npt.NDArray[np.float64] = np.vectorize(radius_above, otypes=[np.float64])(self.beta)
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
    max_steps: int = 2000,
) -> Enclosure:
    """Enclose every mode's strength at given times.

    Decoupled modes are logistic and their closed form is evaluated in balls. The maj-min mode of
    the full flow has none; its three-variable system is enclosed by a validated Taylor method.

    Parameters
    ----------
    problem : FlowProblem
        With ``init="spectral"`` and at most two kinds of classes. Its numbers are taken as
        :func:`numerics.exact.exact` reads them: the float 0.1 means 1/10.
    times : sequence of numbers, or one number
        Times t ≥ 0 of the flow of ½‖(Z - WH)Ω^½‖², in any order; read in the same way.
    digits : int
        Decimal digits wanted: each radius at most 10^-digits times the midpoint.
    max_steps : int
        Budget of integration steps per attempt.

    Returns
    -------
    Enclosure
        With status "undecided", and balls that are wider but still true, if the budget ran out.

    Raises
    ------
    InputError
        If a parameter has no meaning here.
    ControlError
        If w² - h1² - h2² (conserved, 0) or, for uniform weights, the known exact solution is
        outside its ball. This never happens unless the program is wrong.

    Examples
    --------
    >>> from numerics.problem import FlowProblem
    >>> result = enclose(FlowProblem(4, 10, 8), [2.4, "2.65"], digits=10)
    >>> result.status
    'ok'
    >>> print(result.beta[1, 0].str(10))
    [0.2115828345 +/- 1.05e-11]
    """
    modes = read_modes(problem)
    moments = read_times(times)
    whole_number("digits", digits, 1)
    whole_number("max_steps", max_steps, 1)
    rows, reports = [], []
    for level in problem.modes.levels:
        if level.group is not None or modes.projected:
            evaluate = partial(_logistic, modes, level.group, moments)
        else:
            evaluate = partial(_between, modes, moments, max_steps)
        balls, report = refine(evaluate, digits)
        rows += [balls] * level.multiplicity
        if report:
            reports.append(f"{level.name}: {report}")
    beta = np.empty((len(rows), len(moments)), dtype=object)
    for i, row in enumerate(rows):
        beta[i, :] = row
    beta.flags.writeable = False
    message = "; ".join(reports) or f"every ball is good to {digits} digits"
    return Enclosure(moments, beta, "undecided" if reports else "ok", message, digits)


def read_modes(problem: FlowProblem) -> BallModes:
    """Exact numbers of a problem, or InputError if its modes cannot be enclosed."""
    if problem.init != "spectral":
        message = f"init = {problem.init!r}: enclosures exist for init='spectral' only"
        raise InputError(message)
    groups = problem.modes.groups
    if len(groups) > 2:
        message = (
            f"counts = {problem.counts!r}: {len(groups)} kinds of classes; "
            "enclosures exist for at most two"
        )
        raise InputError(message)
    firsts = [int(g.classes[0]) for g in groups]
    if problem.counts is not None:
        counts = [Fraction(problem.counts[c]) for c in firsts]
    else:
        ratio = exact("R", problem.R)
        counts = [ratio if 2 * c < problem.num_classes else Fraction(1) for c in firsts]
    weights = None
    if problem.weights is not None:
        weights = tuple(exact(f"weights[{c}]", problem.weights[c]) for c in firsts)
    return BallModes(
        sizes=tuple(g.size for g in groups),
        counts=tuple(counts),
        delta=exact("delta", problem.delta),
        weights=weights,
        gamma=exact("gamma", problem.gamma),
        projected=problem.system == "projected",
    )


def read_times(times: Iterable[Number] | Number) -> tuple[Fraction, ...]:
    """Exact times, each at least 0."""
    several = times if isinstance(times, Iterable) and not isinstance(times, str) else [times]
    moments = tuple(exact("times", t) for t in several)
    for moment in moments:
        if moment < 0:
            message = f"times = {moment}: give times ≥ 0"
            raise InputError(message)
    return moments


def whole_number(name: str, value: object, least: int) -> None:
    """Refuse anything but an integer that is large enough."""
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        message = f"{name} = {value!r}: give an integer ≥ {least}"
        raise InputError(message)


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
    wanted = math.ceil(digits * math.log2(10)) + 1
    bits = wanted + _SPARE_BITS
    for _ in range(_DOUBLINGS + 1):
        balls = evaluate(bits)
        if all(b.rel_accuracy_bits() >= wanted for b in balls):
            return balls, ""
        if not all(b.is_finite() for b in balls):
            return balls, "the steps ended before the last time; raise max_steps or ask for less"
        bits *= 2
    return balls, f"{bits // 2} bits do not give {digits} digits; ask for fewer"


def _logistic(
    modes: BallModes, group: int | None, times: Sequence[Fraction], bits: int
) -> list[arb]:
    with ctx.workprec(bits + 16):
        return modes.logistic(group, times)


def _between(modes: BallModes, times: Sequence[Fraction], max_steps: int, bits: int) -> list[arb]:
    """Balls for the mode between the groups in the full flow; the whole line where not reached."""
    found = dict.fromkeys(times, arb(0, math.inf))
    waiting = sorted(found, reverse=True)
    with ctx.workprec(bits + taylor_order(bits) + 16):
        steps = flow(modes.between_field(), modes.between_state(), bits=bits, max_steps=max_steps)
        for step in steps if waiting else ():
            while waiting and waiting[-1] <= step.end:
                state = step.at(waiting[-1])
                _check_conserved(state)
                found[waiting.pop()] = modes.between_strength(state)
            if not waiting:
                break
        if modes.uniform():
            _check_exact(found, modes)
    return [found[t] for t in times]


def _check_conserved(state: Sequence[arb]) -> None:
    w, h1, h2 = state
    if not (w * w - h1 * h1 - h2 * h2).contains(0):
        message = "the enclosure excludes w² - h1² - h2² = 0; please report this"
        raise ControlError(message)


def _check_exact(found: dict[Fraction, arb], modes: BallModes) -> None:
    for ball, known in zip(found.values(), modes.logistic(None, tuple(found)), strict=True):
        if not ball.overlaps(known):
            message = "the enclosure excludes the exact solution; please report this"
            raise ControlError(message)


def radius_above(ball: arb) -> float:
    """Radius of a ball as a float that is not smaller."""
    if not ball.is_finite():
        return math.inf
    mantissa, exponent = (int(x) for x in ball.rad().man_exp())
    exact_radius = Fraction(mantissa) * Fraction(2) ** exponent
    try:
        rounded = float(exact_radius)
    except OverflowError:
        return math.inf
    return math.nextafter(rounded, math.inf) if rounded < exact_radius else rounded


def midpoint(ball: arb) -> mpmath.mpf:
    """Exact midpoint of a ball."""
    mantissa, exponent = (int(x) for x in ball.mid().man_exp())
    with mpmath.workprec(max(53, mantissa.bit_length())):
        return mpmath.ldexp(mpmath.mpf(mantissa), exponent)
