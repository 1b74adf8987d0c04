"""Which problems are too stiff to be followed.

A step of the integrator is stable while it is shorter than about 7 over the fastest rate, at which
a mode that is learned attracts. How many steps that forces before the slowest mode has settled is
known in advance.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import IntegrationError
from numerics.flow.sharpness import stability
from numerics.integrators.adaptive import MAX_STEPS, STABLE

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array


_LONG = 25.0  # e-foldings between learning times from which on rest is crossed in closed form
_MOST_UNTIL_SETTLED = 2e7  # of which learning times take a tenth or less
_EARLIER = 0.1  # of the time until it has settled, that of the learning times
_PASSING = 700  # steps that accuracy takes, about, however little the flow is stiff
_MOST_PRODUCTS = 1e12  # multiplications if each step evaluated the flow once: about an hour
_WAITS = 20.0  # e-foldings by which a random start may be smaller in a mode
_PASSAGE = 60.0  # e-foldings in which a mode passes from nothing to all, to double precision


def rests(problem: FlowProblem) -> bool:
    """Whether modes are learned so far apart that the flow rests in between."""
    rates = class_rates(problem)
    return float(problem.delta) * (1 - float(rates.min() / rates.max())) > _LONG


def class_rates(problem: FlowProblem) -> Array:
    """Growth rates s_c = √(n_c κ_c) ω_c: those of modes lie between the smallest and the largest."""
    return np.asarray(np.sqrt(problem.class_counts * problem.kappa) * problem.class_weights)


def latest_passage(problem: FlowProblem) -> float:
    """A time at which every mode has been learned, of a flow without decay."""
    return (float(problem.delta) + _WAITS) / float(class_rates(problem).min())


def require_followable(problem: FlowProblem, last: float) -> None:
    """Refuse modes that mix if stability would cut their flow into too many steps by a time.

    Without end, for learning times, that is until it has settled: they come much earlier.

    Raises
    ------
    IntegrationError
        Saying how many.
    """
    refuse_stiff(last, _steps(problem, last))


def refuse_stiff(end: float, steps: float, most: float = _MOST_UNTIL_SETTLED) -> None:
    """Refuse so many steps to an end, if they are too many; they are counted high, up to twice.

    Without end it is `most` that are too many.
    """
    if steps > (most if math.isinf(end) else MAX_STEPS):
        until, earlier = ("", "") if math.isinf(end) else (f" up to {end:g}", "earlier times, ")
        raise IntegrationError(
            f"the flow is stiff: its fast modes would cut the time{until} into {steps:.1g} steps; "
            f"take {earlier}a smaller imbalance, or weights closer to equal rates"
        )


def require_affordable(problem: FlowProblem, last: float, starts: int) -> None:
    """Refuse random starts of so many classes that their matrices would take hours or days.

    Raises
    ------
    IntegrationError
        Saying how many steps of matrices of which size.
    """
    k, width = problem.num_classes, problem.spanned
    steps = _steps(problem, last)
    refuse_stiff(last, steps, MAX_STEPS / _EARLIER)
    steps = steps * (_EARLIER if math.isinf(last) else 1.0) + _PASSING
    columns = k + min(2 * k, k + float(problem.class_counts.sum()))
    if starts * steps * k * width * columns > _MOST_PRODUCTS:
        raise IntegrationError(
            f"{starts} random start{'s' * (starts > 1)} of {k} classes in {width} dimensions: some "
            f"{steps:.1g} steps with matrices of {k} rows are too many to follow; take fewer classes, "
            "fewer starts, a smaller dim, earlier times, or init='spectral'"
        )


def _steps(problem: FlowProblem, last: float) -> float:
    """How many steps it takes to the last time, or until the flow has settled."""
    rates = class_rates(problem)
    fade = sum(problem.decays) / 2
    growth = rates[rates > fade] - fade
    if not len(growth):
        return 0.0
    begin = float(problem.delta) / float(growth.max())
    end = min(last, (float(problem.delta) + 40) / float(growth.min()))
    moving = max(end - begin, 0.0)
    if fade or rests(problem):  # only the passages between saddles are integrated
        moving = min(moving, len(problem.modes.levels) * _PASSAGE / float(growth.min()))
    return moving * (stability(replace(problem, decay=0)).sharpness + 2 * fade) / STABLE
