"""``solve``: choose coordinates, integrate twice, report the difference."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, overload

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError, ResolutionError
from numerics.flow.class_level import (
    Reduction,
    coupled_modes,
    growth_rates,
    sample_level,
    tolerances,
)
from numerics.flow.method_choice import couples, has_two_groups, require_followable, resolved
from numerics.flow.two_group import between_groups, decoupled, follow
from numerics.flow.variant import require_variant
from numerics.integrators.adaptive import FLOOR, State, march, states_at
from numerics.problem import checks, memory_guard
from numerics.problem.flow_problem import FlowProblem
from numerics.problem.status import Status, judge
from numerics.solvers.readout import FactorStates, ModeStates, SampleStates
from numerics.solvers.solution import Solution
from numerics.solvers.variant_solution import solve_variant
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numerics.flow.variant import Variant
    from numerics.solvers.readout import States
    from numerics.solvers.variant_solution import VariantSolution
    from numerics.validated.many_digits import DigitsSolution

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]
Run = tuple["Callable[[Index], States]", int, float | None]
"""States at chosen ones of the ascending times, how many times were reached, time of settling."""
Raw = tuple[list[State], float | None]

MIN_RTOL, MAX_RTOL = 3e-13, 1e-4
_PER_TIME = 100.0  # numbers that a state of few modes takes the room of


@overload
def solve(
    problem: FlowProblem,
    times: npt.ArrayLike,
    *,
    rtol: float = ...,
    per: Literal["class", "sample"] = ...,
    digits: None = ...,
    estimate: bool = ...,
    progress: Callable[[float], None] | None = ...,
) -> Solution: ...


@overload
def solve(
    problem: FlowProblem, times: Iterable[Any] | npt.ArrayLike, *, digits: int
) -> DigitsSolution: ...


@overload
def solve(
    problem: Variant,
    times: npt.ArrayLike,
    *,
    rtol: float = ...,
    per: Literal["class", "sample"] = ...,
    estimate: bool = ...,
    progress: Callable[[float], None] | None = ...,
) -> VariantSolution: ...


def solve(
    problem: FlowProblem | Variant,
    times: Any,
    *,
    rtol: float = 1e-10,
    per: Literal["class", "sample"] = "class",
    digits: int | None = None,
    estimate: bool = True,
    progress: Callable[[float], None] | None = None,
) -> Solution | DigitsSolution | VariantSolution:
    """Integrate the gradient flow of a problem in floating point, or to many digits.

    Parameters
    ----------
    problem : FlowProblem or Variant
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
    digits : int
        Significant digits wanted, up to 2000 (1000 where modes couple), in place of a tolerance: see
        :func:`numerics.validated.many_digits.solve_digits`.
    estimate : bool
        Integrate a second time, with a larger tolerance, to estimate the error; without it
        ``Solution.error`` is nan.
    progress : callable
        Takes the fraction done. Not given: a bar on a terminal, after two seconds.

    Returns
    -------
    Solution
        Interrupted by Ctrl-C, with the times done by then: its ``status`` says so.
        If digits are given, a :class:`numerics.validated.many_digits.DigitsSolution`; of a variant (``OneHot``,
        ``Depth``, …) a :class:`numerics.VariantSolution`.

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
    if not isinstance(problem, FlowProblem):
        return _solve_variant(problem, times, rtol, per, digits, estimate, progress)
    if digits is not None:
        # flint and mpmath are loaded only where they are needed
        from numerics.validated.many_digits import solve_digits

        if per != "class":
            raise InputError(
                f"per = {per!r} with digits = {digits!r}: many digits need per='class'"
            )
        return solve_digits(problem, times, digits)
    asked = check_times(times, rtol)
    checks.choice("per", per, ("class", "sample"))
    memory_guard.require(
        (_PER_TIME + 4.0 * len(problem.modes.levels)) * len(asked), f"states at {len(asked)} times",
        "take fewer times",
    )  # fmt: skip
    order = np.argsort(asked, kind="stable")
    with Reporter("integrating", progress) as report:
        require_followable(problem, float(asked.max()))
        run, coarse, fine = _prepare(problem, per, rtol, asked[order], report)
        with report.part(0, 0.6 if estimate else 1):
            make, reached, settled = run(fine)
        place = np.argsort(order)
        kept = place < reached
        states = make(place[kept])
        if reached < len(asked):
            message = f"interrupted: {reached} of {len(asked)} times are kept"
            return Solution(problem, asked[kept], Status.INTERRUPTED, message, math.nan, states)
        error = math.nan
        if estimate:
            with report.part(0.6, 1):
                rough, found, _ = run(coarse)
            difference = (
                states.strengths() - rough(place).strengths() if found == reached else math.nan
            )
            error = float(np.max(np.abs(difference), initial=0.0)) + 1e-15
    status, message = judge(error, rtol, settled)
    return Solution(problem, asked, status, message, error, states)


def _solve_variant(
    variant: object,
    times: Any,
    rtol: float,
    per: Literal["class", "sample"],
    digits: int | None,
    estimate: bool,
    progress: Callable[[float], None] | None,
) -> VariantSolution:
    checked = require_variant(variant)
    if digits is not None:
        raise InputError(f"digits = {digits!r} with a variant: many digits need a FlowProblem")
    asked = check_times(times, rtol)
    checks.choice("per", per, ("class", "sample"))
    return solve_variant(checked, asked, rtol, per, estimate=estimate, progress=progress)


def check_times(times: npt.ArrayLike, rtol: float) -> Array:
    """Check a tolerance and times; the times as an array."""
    checks.real("rtol", rtol, f"a number in [{MIN_RTOL:g}, {MAX_RTOL:g}]",
                  lambda v: MIN_RTOL <= v <= MAX_RTOL)  # fmt: skip
    return checks.times(times)


def _prepare(
    problem: FlowProblem, per: str, rtol: float, times: Array, report: Reporter
) -> tuple[Callable[[float], Run], float, float]:
    """Set up the integration as a function of its tolerance, with the two tolerances to use."""
    if per == "sample":
        if problem.system == "projected":
            raise InputError(
                "per = 'sample' with system = 'projected': the projected system lives on the "
                "modes; use per='class', or system='full'"
            )
        memory_guard.require(
            (16.0 + len(times)) * problem.d * (problem.num_classes + problem.class_counts.sum()),
            "single samples", "use per='class', which does not depend on their number",
        )  # fmt: skip
        flow, start = sample_level(problem)
        limits = tolerances(problem, growth_rates(flow), rtol)
        if limits is None:
            raise ResolutionError(
                f"delta = {problem.delta!r}: sample by sample, double precision loses the slow "
                "modes while the fast ones are learned; take a smaller delta, or per='class'"
            )

        def by_sample(tolerance: float) -> Run:
            states, settled = states_at(march(flow, start, tolerance, times), times, report)
            return (
                lambda at: SampleStates(problem, flow, [states[i] for i in at]),
                len(states),
                settled,
            )

        return by_sample, *limits

    if problem.init != "spectral":
        _fits(problem, len(times))
        reduction, rough, fine = resolved(problem, rtol)

        def by_class(tolerance: float) -> Run:
            states, settled = states_at(reduction.steps(tolerance, times), times, report)
            return (
                lambda at: FactorStates(problem, reduction, [states[i] for i in at]),
                len(states),
                settled,
            )

        return by_class, rough, fine

    alone = not couples(problem) or has_two_groups(problem)
    coupled, rough, fine = (
        (None, 30 * rtol, max(rtol / 10, FLOOR)) if alone else resolved(problem, rtol)
    )
    if couples(problem) and alone:
        coupled = coupled_modes(problem)

    def by_mode(tolerance: float) -> Run:
        levels = problem.modes.levels
        log_w = np.full((len(levels), len(times)), np.nan)
        for i, level in enumerate(levels):
            if coupled is None or level.column is None:
                flow, share = decoupled(level, float(problem.delta)), len(levels) + 1
                with report.part(i / share, (i + 1) / share):
                    log_w[i] = follow(flow, times, tolerance, report)[0][0]
        states, settled = _coupled_states(problem, coupled, times, tolerance, report)
        return (
            lambda at: ModeStates(problem, log_w[:, at], coupled, [states[i] for i in at]),
            len(states),
            settled,
        )

    return by_mode, rough, fine


def _fits(problem: FlowProblem, times: int) -> None:
    """Refuse matrices, and states at so many times, that exceed the memory."""
    k, samples = problem.num_classes, float(problem.class_counts.sum())
    width = problem.spanned
    memory_guard.require(
        (16.0 + times) * width * (k + min(2 * k + width, k + samples) + width)
        + 3.0 * problem.d * (k + width),
        f"a random start of {k} classes in {problem.d} dimensions at {times} times",
        "take fewer times, a smaller dim, or init='spectral'",
    )


def _coupled_states(
    problem: FlowProblem,
    coupled: Reduction | None,
    times: Array,
    tolerance: float,
    report: Reporter,
) -> Raw:
    """States of the modes that are constant on every group."""
    if coupled is None:
        return [State(t, np.empty(0), np.empty(0)) for t in times], None
    if len(coupled.sigma) > 1:
        return states_at(coupled.steps(tolerance, times), times, report)
    flow = between_groups(problem)
    chart, settled = follow(flow, times, tolerance, report)
    shapes = np.vstack([np.ones(len(times)), flow.directions(chart[:, None])[:, 0]]).T
    found = zip(times.tolist(), shapes, chart[0], strict=True)
    return [State(t, x, np.array([scale])) for t, x, scale in found], settled
