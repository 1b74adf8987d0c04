"""When modes are learned: first times of β at a level, and their limits per δ."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Self

import numpy as np

from numerics.errors import ResolutionError
from numerics.flow.by_group import ByGroup
from numerics.problem import checks
from numerics.problem.requirements import require_problem
from numerics.solvers.terminal import killed
from numerics.variants import method_of
from spectra.labels.per_level import PerLevel
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array


MOST_MARGIN = 500
"""Largest margin at whose time one can ask: it grows like the logarithm of time."""

_RTOL = 1e-10


class LearningTimes(PerLevel[float]):
    """One time per mode; ``reasons`` says for every infinite one why it is."""

    reasons: tuple[str, ...]

    def __new__(
        cls, names: Iterable[str], values: Iterable[float], reasons: Iterable[str] = ()
    ) -> Self:
        """Names, values and, where a value is infinite, why."""
        self = super().__new__(cls, names, values)
        self.reasons = tuple(reasons) or ("",) * len(self)
        return self


def learning_times(problem: FlowProblem, level: float | None = None) -> LearningTimes:
    """First time at which β of every mode, or under cross-entropy its margin, reaches a level.

    Parameters
    ----------
    problem : FlowProblem
        What to solve, at its own δ.
    level : float
        Of β in (0, 1), at least 1e-10 below 1 (closer, the integration cannot tell); 1/2 if not
        given. With weight decay a mode ends at a β below 1, and the level is a part of that
        (`terminal_strengths`). Of a margin a number from 1e-100 to 500, 1 if not given: for a mode
        within a group the margin A among its classes, and for maj-min the margin that it adds on
        the other group for samples of the group whose own modes are slower (of the minority where
        neither is); where the loss changes logits, margins are those of logits times their factors, and
        for maj-min it is the least that a sample has over a class of the other group. The limit of T/δ does not depend on it.

    Returns
    -------
    LearningTimes
        Shape (k - 1,), by the name of the mode; relative accuracy about 1e-9. Zero if β(0) is
        at the level already; ``inf`` if decay keeps the mode from being learned, or the flow
        settles below the level (a start on the stable set of a saddle, which a drawn one never
        is), with the reason in ``reasons``. Where more
        than two groups mix, β may pass the level on the way to a saddle and come back: the
        first passage counts, and `spectra.saddle_times` says when modes are learned for good. A
        crossing and return within one step of the integrator is not seen.

    Raises
    ------
    InputError
        If a parameter has no meaning.
    ResolutionError, IntegrationError
        As in ``solve``.

    Examples
    --------
    >>> from numerics import FlowProblem, learning_times
    >>> times = learning_times(FlowProblem(4, 10, 100))
    >>> round(times["min-min"] * 11**0.5, 9)
    100.0
    """
    require_problem(problem)
    by_margin = problem.loss == "cross-entropy"
    if level is None:
        level = 1.0 if by_margin else 0.5
    if by_margin:
        checks.real("level", level, f"a margin from 1e-100 to {MOST_MARGIN}",
                      lambda v: 1e-100 <= v <= MOST_MARGIN)  # fmt: skip
    else:
        checks.real("level", level, f"a number > 0, at most 1 - {_RTOL:g}",
                      lambda v: 0 < v <= 1 - _RTOL)  # fmt: skip
    level = float(level)
    method = method_of(problem)
    method.require_followable(math.inf)
    times, final = method.first_times(float(level), _RTOL)
    return _named(problem.mode_names, times, final, killed(problem))


def limit_times(problem: FlowProblem) -> LearningTimes:
    """Limit of T(δ)/δ for every mode, measured as the slope of T between two large δ.

    The slope is free of the constant in T(δ) = slope·δ + constant + o(1), which T(δ)/δ is not.

    Parameters
    ----------
    problem : FlowProblem
        Its δ is not used: the slope is taken between 50 and 1050 for spectral initialisation
        (10⁴ and 2·10⁴ where more than two groups mix, or any modes of other flows than the
        paper's), 60 and 120 for random initialisation (with the same seed). For more than two factors it is the slope in
        e^{(L-2)δ}/(L-2) instead of δ.

    Returns
    -------
    LearningTimes
        Shape (k - 1,), by the name of the mode, of first passages as in `learning_times`.
        Relative accuracy 1e-8 or better for spectral initialisation, unless rates of mixing
        modes differ by less than a thousandth; for random initialisation what is left at δ = 60
        decides. Under cross-entropy a formula, for a spectral start of at most two groups, where
        the slope comes near its limit like a power of 1/δ only; of a random start the slope
        between 20 and 40. About 1e-3 for more than two factors and more than two groups, which cannot be
        followed as far.

    Raises
    ------
    InputError, IntegrationError
        As in `learning_times`.
    ResolutionError
        If the growth rates of a random start are too far apart.

    Examples
    --------
    >>> from numerics import FlowProblem, limit_times
    >>> limits = limit_times(FlowProblem(4, 10, 8))
    >>> [round(value * 11**0.5, 8) for value in limits]  # re-weighting learns all at once
    [1.0, 1.0, 1.0]
    """
    require_problem(problem)
    method = method_of(problem)
    if isinstance(method, ByGroup):
        return LearningTimes(problem.mode_names, method.limits().tolist())
    near, far = (replace(problem, delta=delta) for delta in method.far)
    with Reporter("following modes") as report:
        try:
            with report.part(0, 0.4):
                first = learning_times(near)
            report.update(0.4)
            with report.part(0.4, 1):
                second = learning_times(far)
        except ResolutionError as error:
            raise ResolutionError(_too_far_apart(problem, method.far)) from error
    slopes = _slopes(second, first, far.slowness - near.slowness)
    return LearningTimes(problem.mode_names, slopes, second.reasons)


def _too_far_apart(problem: FlowProblem, far: tuple[float, float]) -> str:
    """Why limits are not found where a flow is not resolved at the δ at which they are measured."""
    return (
        f"limits are measured between delta = {far[0]:g} and {far[1]:g}, where double precision "
        "loses the slow modes of this problem, whose growth rates are too far apart; take counts "
        "and weights closer to each other" + ", or init='spectral'" * (not problem.is_spectral)
    )


def _slopes(later: Sequence[float], earlier: Sequence[float], between: float) -> Iterator[float]:
    """Slopes of times; infinite where both times are."""
    for late, early in zip(later, earlier, strict=True):
        yield math.inf if math.isinf(late) and late == early else (late - early) / between


def _named(
    names: tuple[str, ...], times: Array, final: Array, killed: Sequence[str]
) -> LearningTimes:
    reasons = [_reason(t, b) for t, b in zip(times, final, strict=True)]
    reasons = [known or found for known, found in zip(killed or reasons, reasons, strict=True)]
    return LearningTimes(names, times.tolist(), reasons)


def _reason(time: float, final: float) -> str:
    """Why a time is infinite, from the last β seen (nan where none was looked at)."""
    known = np.isfinite(time) or np.isnan(final)
    return "" if known else f"the flow settled with β = {final:.6g}"
