"""When to stop training: the time of the least test error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.errors import InputError
from numerics.flow.method import method_for
from numerics.flow.stiffness import class_rates
from numerics.problem import checks
from numerics.problem.requirements import require_problem
from numerics.solvers.learning_times import learning_times
from numerics.solvers.solve import solve
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array

FORGOTTEN: Final = 5.0
"""Growth times of the slowest class after which a start, itself a classifier, is forgotten for sure."""

_LATE = 3.0  # times the last learning time
_GRID = 120
_ZOOMS = 3  # each on to a grid between the neighbours of the best time so far
_FINE = 25
_EVEN = 1e-9  # errors that differ by less are even


@dataclass(frozen=True)
class StoppingTime:
    """The best time to stop.

    Attributes
    ----------
    time : float
        Time of the least test error.
    error : float
        The test error then.
    last : float
        The latest time that was looked at: the best one, if the error only falls.
    error_at_last : float
        The test error then: what stopping gains is the difference.
    first : float
        The earliest time that was looked at: the best one, if the error only rises.
    """

    time: float
    error: float
    last: float
    error_at_last: float
    first: float


def best_stopping_time(
    problem: FlowProblem, *, last: float | None = None, balanced: bool = True
) -> StoppingTime:
    """Time at which the test error is least.

    Parameters
    ----------
    problem : FlowProblem
        With data of test noise ν > 0.
    last : float
        Latest time to look at; three times the last learning time if not given. Cross-entropy
        goes on changing like 1/ln t.
    balanced : bool
        As in ``Solution.test_error``.

    Returns
    -------
    StoppingTime
        To about 1e-6 relative, between `first` and `last`: the least of some 240 times, refined;
        `last` itself if no other is better by 1e-9. A start on the singular vectors of the labels is
        itself a classifier, as no start in practice is: what is before five growth times 1/(ω√(nκ))
        of the slowest class is left out, up to the time at which the first mode is learned.

    Raises
    ------
    InputError
        If there are no data, or no test noise.

    Examples
    --------
    >>> from numerics import FlowProblem, best_stopping_time
    >>> from spectra import ClassMeans
    >>> data = ClassMeans(1, 3, 0.15)
    >>> weighted = best_stopping_time(FlowProblem(4, 10, 12, gamma=1, data=data))
    >>> round(weighted.time / 12, 3), round(1 - weighted.error, 3)
    (0.043, 0.935)
    >>> erm = best_stopping_time(FlowProblem(4, 10, 12, gamma=0, data=data))
    >>> erm.time == erm.last  # it only gets better
    True
    """
    require_problem(problem)
    if problem.data is None or problem.data.test_noise == 0:
        raise InputError(
            f"data = {problem.data!r}: give spectra.ClassMeans(signal, noise, test_noise) with test "
            "noise > 0; without it no time is better than another"
        )
    checks.flag("balanced", balanced)
    learned = learning_times(problem)
    if last is None:
        last = _LATE * max(learned)
    checks.real("last", last, "a time > 0", lambda v: v > 0)
    last = float(last)
    method_for(problem).require_followable(last)
    return least_error(
        lambda times: solve(problem, times, estimate=False).test_error(balanced),
        forgotten(float(class_rates(problem).min()), learned), last,
    )  # fmt: skip


def forgotten(slowest: float, learned: Iterable[float]) -> float:
    """When a start no longer is what classifies.

    Parameters
    ----------
    slowest : float
        Growth rate of the slowest class.
    learned : iterable of float
        When modes or classes are learned; one that is at the start says nothing.
    """
    return min([FORGOTTEN / slowest, *(x for x in learned if x > 0)])


def least_error(error_at: Callable[[Array], Array], first: float, last: float) -> StoppingTime:
    """Find the least of an error that is known at any times, ascending.

    Parameters
    ----------
    error_at : callable
    first, last : float
        Where to begin, if that is in the first half, and to end.
    """
    first = min(first, 0.5 * last)
    times = np.unique([*np.linspace(first, last, _GRID), *np.geomspace(first, last, _GRID)])
    with Reporter("looking for the best time to stop") as report:
        for zoom in range(_ZOOMS + 1):
            with report.part(zoom / (_ZOOMS + 1), (zoom + 1) / (_ZOOMS + 1)):
                errors = error_at(times)
            if zoom == 0:
                end = float(errors[-1])
                if end < errors.min() + _EVEN:
                    return StoppingTime(float(last), end, float(last), end, float(first))
            best = int(np.argmin(errors))
            time, error = float(times[best]), float(errors[best])
            around = times[max(best - 1, 0)], times[min(best + 1, len(times) - 1)]
            times = np.linspace(*around, _FINE)
    return StoppingTime(time, error, float(last), end, float(first))
