"""In which coordinates a problem is solved, and which problems are too stiff to be solved.

A step of the integrator is stable while it is shorter than about 7 over the fastest rate, at which
a mode that is learned attracts. How many steps that forces before the slowest mode has settled is
known in advance.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import IntegrationError
from numerics.flow.class_level import (
    Reduction,
    class_level,
    coupled_modes,
    growth_rates,
    tolerances,
)
from numerics.flow.multiscale import graded
from numerics.flow.sharpness import stability
from numerics.flow.two_group import between_groups
from numerics.integrators.adaptive import FLOOR
from numerics.integrators.runge_kutta import MAX_STEPS, STABLE

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem

Array = npt.NDArray[np.float64]

_LONG = 25.0  # e-foldings between learning times from which on rest is crossed in closed form
_MOST_UNTIL_SETTLED = 2e7  # of which learning times take a tenth or less
_PASSAGE = 60.0  # e-foldings in which a mode passes from nothing to all, to double precision


def couples(problem: FlowProblem) -> bool:
    """Whether some modes exchange strength from spectral initialisation."""
    return (
        problem.system == "full"
        and problem.modes.left.shape[1] > 0
        and float(np.ptp(problem.class_weights)) > 0
    )


def has_two_groups(problem: FlowProblem) -> bool:
    """Whether the only modes that may mix are a single one, between two groups of classes."""
    return len(problem.modes.groups) == 2


def resolved(problem: FlowProblem, rtol: float) -> tuple[Reduction, float, float]:
    """Coordinates for modes that interact, with a coarse and a fine tolerance.

    Modes that grow at unlike rates are graded where they mix and double precision would lose the
    slow ones, and where the flow rests long between them. Modes that all grow alike pass a single
    nonlinear phase, and so does their error.
    """
    spectral = problem.init == "spectral"
    reduction = coupled_modes(problem) if spectral else class_level(problem)
    rates = growth_rates(reduction.flow, 0) if couples(problem) else np.empty(0)
    limits = tolerances(problem, rates, rtol)
    if limits is None or (not spectral and _rests(problem)):
        return (
            graded(reduction if spectral else class_level(problem, follow_all=True)),
            rtol,
            max(rtol / 100, FLOOR),
        )
    everything = np.concatenate([part[3] for part in reduction.flow.linear_parts])
    if np.ptp(everything) < 1e-9 * everything.max():
        return reduction, 50 * rtol, 5 * rtol  # which makes an error of about rtol in β
    return reduction, *limits


def _rests(problem: FlowProblem) -> bool:
    """Whether modes are learned so far apart that the flow rests in between."""
    rates = _class_rates(problem)
    return float(problem.delta) * (1 - float(rates.min() / rates.max())) > _LONG


def _class_rates(problem: FlowProblem) -> Array:
    """Growth rates √n_c ω_c: those of the modes lie between the smallest and the largest."""
    return np.asarray(np.sqrt(problem.class_counts) * problem.class_weights)


def require_followable(problem: FlowProblem, last: float) -> None:
    """Refuse a flow that stability would cut into too many steps by a time.

    Without end, for learning times, that is until it has settled: they come much earlier.

    Raises
    ------
    IntegrationError
        Saying how many.
    """
    if problem.init != "spectral" or (couples(problem) and not has_two_groups(problem)):
        end, steps = last, _steps(problem, last)
    elif couples(problem):
        flow = between_groups(problem)
        end, steps = last, float(flow.stiff_steps(np.array([last]))[0])
    else:
        return  # a mode on its own is not stiff by its own clock
    refuse_stiff(end, steps)


def refuse_stiff(end: float, steps: float) -> None:
    """Refuse so many steps to an end, if they are too many; they are counted high, up to twice."""
    if steps > (_MOST_UNTIL_SETTLED if math.isinf(end) else 2 * MAX_STEPS):
        until, earlier = ("", "") if math.isinf(end) else (f" up to {end:g}", "earlier times, ")
        raise IntegrationError(
            f"the flow is stiff: its fast modes would cut the time{until} into {steps:.1g} steps; "
            f"take {earlier}a smaller imbalance, or weights closer to equal rates"
        )


def _steps(problem: FlowProblem, last: float) -> float:
    """How many steps it takes to the last time, or until the flow has settled."""
    rates = _class_rates(problem)
    begin = float(problem.delta) / float(rates.max())
    end = min(last, (float(problem.delta) + 40) / float(rates.min()))
    moving = max(end - begin, 0.0)
    if _rests(problem):  # rest is not integrated, passages are
        moving = min(moving, len(problem.modes.levels) * _PASSAGE / float(rates.min()))
    return moving * stability(problem).sharpness / STABLE
