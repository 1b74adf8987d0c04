"""Gradient descent, reduced as exactly as the flow.

One step of size η from W, H is W + η(Z - WH)ΩHᵀ and H + ηWᵀ(Z - WH)Ω. The reductions of the flow
hold for it word by word: turning samples of one weight among each other, and the hidden space,
commutes with a step. From spectral initialisation each mode is a recursion of one or two numbers
beside its logarithmic size; from a random one the class means and the factors of the within-class
moments are iterated.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from numerics.errors import InputError
from numerics.flow.method import descending
from numerics.flow.sharpness import stability
from numerics.problem import checks, memory_guard
from numerics.problem.requirements import require_only
from numerics.problem.status import Status
from numerics.solvers.solution import Solution
from spectra.errors import short
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Indices


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

    steps: Indices
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
    require_only(problem, "descend")
    method = descending(problem, per)
    with Reporter("descending") as report:
        largest = _check(problem, steps, step_size, force)
        steps, step_size = int(steps), float(step_size)
        wanted = _wanted(steps, record, method.record_size)
        with report.part(0, 1):
            states, gone = method.descend(wanted, step_size)
    done = states.count
    kept = wanted[:done]
    status, message = _judge(done, wanted, gone, step_size)
    error = 1e-15 * max(1.0, float(steps) ** 0.5) if step_size <= largest else math.nan
    times = np.asarray(kept * step_size, dtype=np.float64)
    return Descent(problem, times, status, message, error, states, kept, step_size)


def _check(problem: FlowProblem, steps: object, step_size: float, force: bool) -> float:
    """Largest stable step; arguments that have no meaning, and steps above it, are refused."""
    if not checks.is_whole(steps) or not 0 <= steps <= _MOST_STEPS:
        raise InputError(f"steps = {short(steps)}: give an integer from 0 to {_MOST_STEPS:.0e}")
    checks.real("step_size", step_size, "a finite number > 0", lambda v: v > 0)
    step_size = float(step_size)
    limit = stability(problem).largest_step
    slowest = float((problem.class_counts**0.5 * problem.class_weights).min())
    if float(problem.delta) + 1 > _MOST_STEPS * step_size * slowest:
        raise InputError(
            f"step_size = {short(step_size)}: more than {_MOST_STEPS:.0e} steps would pass before the last "
            f"mode is learned; take it nearer to the largest stable step, {limit:.6g}"
        )
    if step_size > limit and not force:
        raise InputError(
            f"step_size = {short(step_size)}: above {limit:.6g} = 2/sharpness no iterate stays at the "
            "minimum; take it smaller, or force=True"
        )
    return limit


def _wanted(steps: int, record: int | Sequence[int] | None, size: float) -> Indices:
    """Numbers of the steps to record, if what is recorded fits into memory."""
    if record is None:
        _fits(min(steps, _MANY) + 1, size)
        return np.linspace(0, steps, min(steps, _MANY) + 1).round().astype(np.intp)
    if checks.is_whole(record):
        if record < 1:
            raise InputError(f"record = {short(record)}: give an integer ≥ 1, or numbers of steps")
        every = min(int(record), steps + 1)
        _fits(steps // every + 1, size)
        return np.arange(0, steps + 1, every, dtype=np.intp)
    several = isinstance(record, Sequence | np.ndarray) and checks.numbers("record", record).size
    wanted = np.asarray(record if several else [])
    if wanted.ndim != 1 or not wanted.size or not np.issubdtype(wanted.dtype, np.integer):
        raise InputError(
            f"record = {short(record)}: give an integer ≥ 1, or numbers of steps in a row"
        )
    if wanted[0] < 0 or wanted[-1] > steps or np.any(np.diff(wanted) <= 0):
        raise InputError(
            f"record = {short(record)}: give ascending numbers of steps from 0 to {steps}"
        )
    _fits(len(wanted), size)
    return wanted.astype(np.intp)


def _fits(records: int, size: float) -> None:
    memory_guard.require(2.0 * (records + 8) * size, f"{records} records", "take fewer (record=)")


def _judge(done: int, wanted: Indices, gone: bool, step_size: float) -> tuple[Status, str]:
    if done == len(wanted):
        return Status.DONE, f"{wanted[-1]} steps of size {step_size:g}"
    reached = f"{done} of {len(wanted)} records are kept"
    if gone:
        return Status.DIVERGED, f"the iterates diverged, {reached}: take a smaller step_size"
    return Status.INTERRUPTED, f"interrupted, {reached}"
