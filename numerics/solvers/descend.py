"""Gradient descent, reduced as exactly as the flow.

One step of size η from W, H is W + η(Z - WH)ΩHᵀ and H + ηWᵀ(Z - WH)Ω. The reductions of the flow
hold for it word by word: turning samples of one weight among each other, and the hidden space,
commutes with a step. From spectral initialisation each mode is a recursion of one or two numbers
beside its logarithmic size; from a random one the class means and the factors of the within-class
moments are iterated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError, ResolutionError
from numerics.flow.class_level import (
    class_level,
    coupled_modes,
    growth_rates,
    sample_level,
    tolerances,
)
from numerics.flow.method_choice import couples
from numerics.flow.sharpness import stability
from numerics.flow.two_group import between_groups, decoupled
from numerics.integrators.adaptive import State
from numerics.problem import checks, memory_guard
from numerics.problem.flow_problem import FlowProblem, require_problem
from numerics.problem.status import Status
from numerics.solvers.descent_steps import iterate, iterate_modes, iterate_samples
from numerics.solvers.readout import FactorStates, ModeStates, SampleStates
from numerics.solvers.solution import Solution
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numerics.flow.vector_fields import FactorFlow
    from numerics.solvers.readout import States

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

_MOST_STEPS = 10**18  # numbers of steps are 64-bit integers
_MANY = 1000  # records kept if not asked otherwise


@dataclass(frozen=True, eq=False)
class Descent(Solution):
    """Iterates of gradient descent; ``times`` is step size times number of steps.

    Attributes
    ----------
    steps : ndarray of int, shape (T,)
        Numbers of the steps that were recorded.
    step_size : float

    Notes
    -----
    Nothing is integrated: ``error`` is what rounding may have added up to, and nan above the
    largest stable step, where it grows without bound.
    """

    steps: Index
    step_size: float


def descend(
    problem: FlowProblem,
    steps: int,
    step_size: float,
    *,
    record: int | Sequence[int] | None = None,
    force: bool = False,
    per: Literal["class", "sample"] = "class",
) -> Descent:
    """Gradient descent on ½‖(Z - WH)Ω^½‖² with a constant step.

    Parameters
    ----------
    problem : FlowProblem
        What to solve, from which start.
    steps : int
        Number of steps, ≥ 0.
    step_size : float
        η > 0, at most ``stability(problem).largest_step``.
    record : int or sequence of int
        Which iterates to keep: every so many, or these numbers of steps, ascending. Not given:
        all of up to 1000 steps, and 1001 evenly spaced of more.
    force : bool
        Take steps above the limit too.
    per : {"class", "sample"}
        ``"sample"`` iterates W (k, d) and H (d, n) themselves: the reference, for few samples.

    Returns
    -------
    Descent
        Its ``status`` is "diverged" if the iterates left every bound, and "interrupted" if
        Ctrl-C was pressed: it then holds the records made so far.

    Raises
    ------
    InputError
        If a parameter has no meaning or the step is too large.
    ResolutionError
        If a slow mode would be lost in the rounding of a fast one.
    MemoryLimitError
        If the records would not fit.

    Examples
    --------
    >>> from numerics import FlowProblem, descend
    >>> run = descend(FlowProblem(4, 10, 8, gamma=0), 300, 0.1)
    >>> [int(run.steps[(b > 0.5).argmax()]) for b in run.beta]  # majorities first
    [31, 40, 84]
    """
    checks.choice("per", per, ("class", "sample"))
    with Reporter("descending") as report:
        largest = _check(problem, steps, step_size, force)
        wanted = _wanted(problem, steps, record, per)
        with report.part(0, 1):
            if per == "sample":
                states, done, gone = _by_sample(problem, wanted, step_size)
            elif problem.init == "spectral":
                states, done, gone = _by_mode(problem, wanted, step_size)
            else:
                states, done, gone = _by_class(problem, wanted, step_size)
    kept = wanted[:done]
    status, message = _judge(done, wanted, gone, step_size)
    error = 1e-15 * max(1.0, float(steps) ** 0.5) if step_size <= largest else math.nan
    times = np.asarray(kept * step_size, dtype=np.float64)
    return Descent(problem, times, status, message, error, states, kept, step_size)


def _check(problem: FlowProblem, steps: object, step_size: float, force: bool) -> float:
    """Largest stable step; arguments that have no meaning, and steps above it, are refused."""
    require_problem(problem)
    if not checks.is_whole(steps) or not 0 <= steps <= _MOST_STEPS:
        raise InputError(f"steps = {steps!r}: give an integer from 0 to {_MOST_STEPS:.0e}")
    checks.real("step_size", step_size, "a finite number > 0", lambda v: v > 0)
    limit = stability(problem).largest_step
    slowest = float((problem.class_counts**0.5 * problem.class_weights).min())
    if float(problem.delta) + 1 > _MOST_STEPS * step_size * slowest:
        raise InputError(
            f"step_size = {step_size!r}: more than {_MOST_STEPS:.0e} steps would pass before the last "
            f"mode is learned; take it nearer to the largest stable step, {limit:.6g}"
        )
    if step_size > limit and not force:
        raise InputError(
            f"step_size = {step_size!r}: above {limit:.6g} = 2/sharpness no iterate stays at the "
            "minimum; take it smaller, or force=True"
        )
    return limit


def _wanted(
    problem: FlowProblem, steps: int, record: int | Sequence[int] | None, per: str
) -> Index:
    """Numbers of the steps to record, if what is recorded fits into memory."""
    if record is None:
        _fits(problem, min(steps, _MANY) + 1, per)
        return np.linspace(0, steps, min(steps, _MANY) + 1).round().astype(np.intp)
    if checks.is_whole(record):
        if record < 1:
            raise InputError(f"record = {record!r}: give an integer ≥ 1, or numbers of steps")
        _fits(problem, steps // record + 1, per)
        return np.arange(0, steps + 1, record, dtype=np.intp)
    wanted = np.asarray(record)
    if wanted.ndim != 1 or not wanted.size or not np.issubdtype(wanted.dtype, np.integer):
        raise InputError(f"record = {record!r}: give an integer ≥ 1, or numbers of steps in a row")
    if wanted[0] < 0 or wanted[-1] > steps or np.any(np.diff(wanted) <= 0):
        raise InputError(f"record = {record!r}: give ascending numbers of steps from 0 to {steps}")
    _fits(problem, len(wanted), per)
    return wanted.astype(np.intp)


def _fits(problem: FlowProblem, records: int, per: str) -> None:
    k, d = problem.num_classes, problem.d
    if per == "sample":
        each = d * (k + problem.class_counts.sum())
    else:
        each = 30.0 if problem.init == "spectral" else d * (3.0 * k + d)
    memory_guard.require(2.0 * (records + 8) * each, f"{records} records", "take fewer (record=)")


def _judge(done: int, wanted: Index, gone: bool, step_size: float) -> tuple[Status, str]:
    if done == len(wanted):
        return Status.DONE, f"{wanted[-1]} steps of size {step_size:g}"
    reached = f"{done} of {len(wanted)} records are kept"
    if gone:
        return Status.DIVERGED, f"the iterates diverged, {reached}: take a smaller step_size"
    return Status.INTERRUPTED, f"interrupted, {reached}"


def _by_mode(problem: FlowProblem, wanted: Index, eta: float) -> tuple[States, int, bool]:
    levels, delta = problem.modes.levels, float(problem.delta)
    mixing = couples(problem) and len(problem.modes.groups) > 2
    coupled = coupled_modes(problem) if couples(problem) else None
    between = [coupled is not None and level.column is not None for level in levels]
    followed = [i for i, apart in enumerate(between) if not (apart and mixing)]
    flows = [
        between_groups(problem) if between[i] else decoupled(levels[i], delta) for i in followed
    ]
    charts, gone = iterate_modes(flows, wanted, eta)
    done = len(charts)
    log_w = np.full((len(levels), done), np.nan)
    states = [State(0.0, np.empty(0), np.empty(0))] * done
    for i, column in zip(followed, zip(*charts, strict=True), strict=True) if charts else ():
        if between[i]:
            states = [State(0.0, np.array([1.0, *c[1:]]), np.array(c[:1])) for c in column]
        else:
            log_w[i] = [chart[0] for chart in column]
    if mixing and coupled is not None:
        _refuse_unlike(problem, coupled.flow)
        states, left = iterate(coupled.flow, coupled.start, wanted[:done], eta)
        done, gone = min(done, len(states)), gone or left
    return ModeStates(problem, log_w[:, :done], coupled, states[:done]), done, gone


def _by_class(problem: FlowProblem, wanted: Index, eta: float) -> tuple[States, int, bool]:
    reduction = class_level(problem, follow_all=True)
    _refuse_unlike(problem, reduction.flow)
    states, gone = iterate(reduction.flow, reduction.start, wanted, eta)
    return FactorStates(problem, reduction, states), len(states), gone


def _by_sample(problem: FlowProblem, wanted: Index, eta: float) -> tuple[States, int, bool]:
    flow, start = sample_level(problem)
    states, gone = iterate_samples(flow, start, wanted, eta)
    return SampleStates(problem, flow, states), len(states), gone


def _refuse_unlike(problem: FlowProblem, flow: FactorFlow) -> None:
    if couples(problem) and tolerances(problem, growth_rates(flow, 0), 1e-10) is None:
        raise ResolutionError(
            f"delta = {problem.delta!r}: groups of unlike rates mix, and the slow ones would be lost "
            "in the rounding of the fast; take a smaller delta, equal weights, or solve(...)"
        )
