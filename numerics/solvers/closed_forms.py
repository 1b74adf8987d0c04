"""What is known of a flow by formula: growth rates, strengths and learning times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numerics.errors import InputError
from numerics.problem import checks
from numerics.problem.requirements import require_squared
from numerics.variants import Depth, matrices_of
from spectra.labels.per_level import PerLevel

if TYPE_CHECKING:
    import numpy.typing as npt

    from numerics.problem.flow_problem import FlowProblem
    from numerics.variants import TwoFactor
    from spectra.utils.arrays import Array


def closed_form(problem: FlowProblem, times: npt.ArrayLike) -> Array:
    """Exact β of every mode that has a formula.

    Parameters
    ----------
    problem : FlowProblem
        Any, but for the projected system, of which :func:`numerics.beta` is the formula.
    times : array_like, shape (T,)
        Finite times ≥ 0.

    Returns
    -------
    ndarray, shape (modes, T)
        NaN in the rows of modes that have none: those that weights, metrics or the start mix with
        others. With decay that of modes whose factors start and decay alike.

    Examples
    --------
    >>> from numerics import FlowProblem, closed_form
    >>> problem = FlowProblem(counts=(9, 4, 1), delta=8, weights=(2, 1, 1), targets="one-hot")
    >>> closed_form(problem, [1.0, 4.0]).round(3).tolist()  # exact for any counts and weights
    [[0.006, 1.0], [0.0, 0.333], [0.0, 0.0]]
    """
    return _matrices(problem).closed_form(times)


def closed_times(problem: FlowProblem, level: float = 0.5) -> PerLevel[float]:
    """Exact times at which modes reach a part of their strength at rest; nan where there is no formula.

    Examples
    --------
    >>> from numerics import FlowProblem, closed_times
    >>> problem = FlowProblem(4, 9, 50, gamma=0, scales=(2, 1))
    >>> [round(t * rate - 50, 4) for t, rate in zip(closed_times(problem), (3, 5**0.5, 1))]
    [0.1438, -0.0031, -0.4055]
    """
    matrices = _matrices(problem)
    checks.real("level", level, "a number in (0, 1)", lambda v: 0 < v < 1)
    return PerLevel(matrices.mode_names, matrices.half_times(level).tolist())


def origin_rates(problem: FlowProblem) -> PerLevel[float]:
    """Growth rate of every mode at the origin: the inverse of its learning time per δ, if it is alone.

    Modes that mix with others have the remaining singular values of PTΩ^{(1+p)/2}, in descending
    order; the first of them is the rate of all for small starts.

    Examples
    --------
    >>> from numerics import FlowProblem, origin_rates
    >>> problem = FlowProblem(counts=(90, 7, 2), delta=8, gamma=0, class_metric="flat")
    >>> [round(rate, 12) for rate in origin_rates(problem)]
    [1.0, 1.0]
    """
    matrices = _matrices(problem)
    if isinstance(matrices, Depth):
        raise InputError(
            f"depth = {problem.depth!r}: with more than two factors nothing grows at the origin; "
            "limit_times are in units of e^((L-2)δ)/(L-2)"
        )
    return PerLevel(matrices.mode_names, matrices.rates.tolist())


def _matrices(problem: FlowProblem) -> Depth | TwoFactor:
    require_squared(problem, "a formula")
    if problem.system == "projected":
        raise InputError("system = 'projected': its formula is numerics.beta(t, sigma, lam, delta)")
    return matrices_of(problem)
