"""``solve``: integrate twice by the method that suits the problem, report the difference."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.flow.reference import Reference
from numerics.problem import checks, memory_guard
from numerics.problem.requirements import require_only, require_problem
from numerics.problem.status import Status, estimated_error, judge, rounding
from numerics.solvers.solution import Solution
from numerics.solvers.terminal import lost
from numerics.variants import method_at
from spectra.errors import short
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from numerics.validated.many_digits import DigitsSolution
    from spectra.utils.arrays import Array


MIN_RTOL, MAX_RTOL = 3e-13, 1e-4
_PER_TIME = 100.0  # numbers that a state of few modes takes the room of


@overload
def solve(
    problem: FlowProblem,
    times: npt.ArrayLike,
    *,
    rtol: float = ...,
    per: Literal["class", "sample"] = ...,
    integrator: Literal["scipy", "mpmath"] = ...,
    digits: None = ...,
    estimate: bool = ...,
    progress: Callable[[float], None] | None = ...,
) -> Solution: ...


@overload
def solve(
    problem: FlowProblem, times: Iterable[Any] | npt.ArrayLike, *, digits: int
) -> DigitsSolution: ...


def solve(
    problem: FlowProblem,
    times: Any,
    *,
    rtol: float = 1e-10,
    per: Literal["class", "sample"] = "class",
    integrator: Literal["scipy", "mpmath"] = "scipy",
    digits: int | None = None,
    estimate: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Solution | DigitsSolution:
    """Integrate the gradient flow of a problem in floating point, or to many digits.

    Parameters
    ----------
    problem : FlowProblem
        What to solve. From spectral initialisation the modes decouple up to those constant on
        every group of equal classes, and the cost is that of the number of groups; from random
        initialisation it is that of k × d. Neither depends on the number of samples.
    times : array_like, shape (T,)
        Finite times ≥ 0, in any order. With `digits` they are read as exact numbers, and may also
        be fractions or strings.
    rtol : float
        Tolerance per step, relative to the size of each mode, between 3e-13 and 1e-4. The
        error of the result is usually of this order too; ``Solution.error`` estimates it.
    per : {"class", "sample"}
        ``"sample"`` integrates paper Eq. (18) as it stands, W (k, d) and H (d, n): the
        reference, for few samples and moderate δ.
    integrator : {"scipy", "mpmath"}
        ``"mpmath"`` integrates Eq. (18) reduced to classes by ``mpmath.odefun``: an independent
        reference for small problems at moderate δ, slow; it refuses others.
    digits : int
        Significant digits wanted, up to 2000 (1000 where modes couple), in place of a tolerance:
        see :func:`numerics.validated.many_digits.solve_digits`.
    estimate : bool
        Integrate a second time, with a larger tolerance, to estimate the error; without it
        ``Solution.error`` is nan.
    progress : callable
        Takes the fraction done. Not given: a bar on a terminal, after two seconds.

    Returns
    -------
    Solution
        Interrupted by Ctrl-C, with the times done by then: its ``status`` says so.
        If digits are given, a :class:`numerics.DigitsSolution`.

    Raises
    ------
    InputError
        If a parameter has no meaning.
    ResolutionError
        If, sample by sample, a slow mode would be lost in the rounding of a fast one.
    IntegrationError
        If the flow is too stiff to be followed so far, or the integrator gives up.
    MemoryLimitError
        If the matrices would not fit.

    Examples
    --------
    >>> from numerics import FlowProblem, beta, solve
    >>> problem = FlowProblem(4, 10, 8)
    >>> solution = solve(problem, [2.0, 2.5, 3.0])
    >>> closed = beta([2.0, 2.5, 3.0], problem.sigma[:, None], problem.lam[:, None], 8)
    >>> abs(solution.beta - closed).max(axis=1).round(3).tolist()  # Eq. (16) fails on maj-min
    [0.0, 0.215, 0.0]
    """
    checks.choice("integrator", integrator, ("scipy", "mpmath"))
    require_problem(problem)
    checks.flag("estimate", estimate)
    checks.choice("per", per, ("class", "sample"))
    if integrator == "mpmath":
        _reference_takes(problem, per, digits)
    if digits is not None:
        # flint and mpmath are loaded only where they are needed
        from numerics.validated.many_digits import solve_digits

        if per != "class":
            raise InputError(
                f"per = {short(per)} with digits = {short(digits)}: many digits need per='class'"
            )
        return solve_digits(problem, times, digits)
    asked = check_times(times, rtol)
    method = Reference(problem) if integrator == "mpmath" else method_at(problem, per)
    rows = len(problem.modes.levels if problem.is_plain else problem.sigma)
    memory_guard.require(
        (_PER_TIME + 4.0 * rows) * len(asked), f"states at {len(asked)} times",
        "take fewer times",
    )  # fmt: skip
    order = np.argsort(asked, kind="stable")
    place = np.argsort(order)
    with Reporter("integrating", progress) as report:
        method.require_followable(float(asked.max()))
        run, coarse, fine = method.prepare(rtol, len(asked))
        with report.part(0, 0.6 if estimate else 1):
            found, settled = run(asked[order], fine, report)
        kept = place < found.count
        states = found.take(place[kept])
        if states.count < len(asked):
            message = f"interrupted: {states.count} of {len(asked)} times are kept"
            return Solution(problem, asked[kept], Status.INTERRUPTED, message, math.nan, states)
        error = math.nan
        if estimate:
            with report.part(0.6, 1):
                rough, _ = run(asked[order], coarse, report)
            if rough.count < len(asked):
                message = "interrupted before the error was estimated; all times are kept"
                return Solution(problem, asked, Status.INTERRUPTED, message, error, states)
            other = rough.take(place).strengths()
            error = estimated_error(states.strengths(), other, min(fine, rtol))
            error += rounding(problem.delta)
    status, message = judge(error, rtol, settled, rounding(problem.delta))
    if left_out := lost(problem):
        message = f"{message}; {left_out}"
    return Solution(problem, asked, status, message, error, states)


def _reference_takes(problem: FlowProblem, per: str, digits: int | None) -> None:
    """Refuse what the reference integrator does not know."""
    require_only(problem, "integrator='mpmath'", "decay")
    for other, given in (
        (f"per = {short(per)}", per != "class"),
        (f"digits = {short(digits)}", digits is not None),
    ):
        if given:
            raise InputError(
                f"{other} with integrator = 'mpmath': the reference integrates by classes in double "
                "precision; use integrator='scipy'"
            )


def check_times(times: npt.ArrayLike, rtol: float) -> Array:
    """Check a tolerance and times; the times as an array."""
    checks.real("rtol", rtol, f"a number in [{MIN_RTOL:g}, {MAX_RTOL:g}]",
                  lambda v: MIN_RTOL <= v <= MAX_RTOL)  # fmt: skip
    return checks.times(times)
