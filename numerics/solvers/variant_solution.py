"""``solve`` for variants, and what it returns."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.integrators.adaptive import FLOOR, states_at
from numerics.problem.status import Status, estimated_error, judge
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.flow.method import Per
    from numerics.flow.variant import Variant, VariantTrajectory
    from numerics.integrators.adaptive import State
    from spectra.utils.arrays import Array


@dataclass(frozen=True, eq=False)
class VariantSolution:
    """A variant at chosen times.

    Attributes
    ----------
    problem : Variant
        What was solved.
    times : ndarray, shape (T,)
        As given.
    status, message, error
        As in :class:`numerics.Solution`.
    beta : ndarray, shape (m, T)
        Strength of every mode.
    """

    problem: Variant
    times: Array
    status: Status
    message: str
    error: float
    beta: Array
    _trajectory: VariantTrajectory = field(repr=False)
    _states: list[State] = field(repr=False)

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the rows of ``beta``."""
        return self.problem.mode_names

    @cached_property
    def factors(self) -> tuple[Array, ...]:
        """The factors, last layer first, each with the times as its first axis.

        Hidden space has one direction for each mode. Per class, a column of the first layer is
        √n_c times a feature of the class.
        """
        each = [self._trajectory.factors(state) for state in self._states]
        return tuple(np.array(layer) for layer in zip(*each, strict=True))

    @property
    def W(self) -> Array:
        """Last layer: shape (T, k, m)."""
        return self.factors[0]

    @property
    def H(self) -> Array:
        """First layer: shape (T, m, q)."""
        return self.factors[-1]


def solve_variant(
    variant: Variant,
    times: Array,
    rtol: float,
    per: Per,
    *,
    estimate: bool,
    progress: Callable[[float], None] | None,
) -> VariantSolution:
    """Integrate a variant at checked times; see :func:`numerics.solve`."""
    trajectory = variant.trajectory(per)
    order = np.argsort(times, kind="stable")
    place, fine = np.argsort(order), max(rtol / 1000, FLOOR)
    with Reporter("integrating", progress) as report:
        with report.part(0, 0.7 if estimate else 1):
            steps = trajectory.steps(fine, times[order])
            found, settled = states_at(steps, times[order], report)
        kept = place < len(found)
        states = [found[i] for i in place[kept]]
        beta = np.array([trajectory.beta(state) for state in states]).T
        if len(states) < len(times):
            message = f"interrupted: {len(states)} of {len(times)} times are kept"
            return VariantSolution(
                variant, times[kept], Status.INTERRUPTED, message, math.nan, beta,
                trajectory, states,
            )  # fmt: skip
        error = math.nan
        if estimate:
            with report.part(0.7, 1):
                steps = trajectory.steps(rtol / 10, times[order])
                rough, _ = states_at(steps, times[order], report)
            if len(rough) < len(times):
                message = "interrupted before the error was estimated; all times are kept"
                return VariantSolution(
                    variant, times, Status.INTERRUPTED, message, error, beta, trajectory, states
                )
            other = np.array([trajectory.beta(rough[i]) for i in place]).T
            error = estimated_error(beta, other, min(fine, rtol))
    status, message = judge(error, rtol, settled)
    return VariantSolution(variant, times, status, message, error, beta, trajectory, states)
