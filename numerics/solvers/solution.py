"""What ``solve`` returns."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.problem import memory_guard

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from numerics.solvers.readout import States

Array = npt.NDArray[np.float64]


class Status(StrEnum):
    """How the integration went; see ``Solution.message`` for what to do."""

    DONE = "done"
    SETTLED = "settled"
    INACCURATE = "inaccurate"
    DIVERGED = "diverged"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, eq=False)
class Solution:
    """A flow at chosen times.

    Attributes
    ----------
    problem : FlowProblem
        What was solved.
    times : ndarray, shape (T,)
        As given; gradient-flow time of ½‖(Z - WH)Ω^½‖².
    status : Status
        ``"done"``; ``"settled"`` if nothing moved any more, within tolerance, before the last
        time (what the labels do not see may go on fading by parts in 1e9 at each growth time); ``"inaccurate"``; or ``"interrupted"`` by Ctrl-C, with the times done so far.
    message : str
        The status in words, with advice.
    error : float
        Estimated largest absolute error of ``beta``: the difference to a second integration
        with ten to some hundred times the tolerance, so that it rather overstates. It takes ``times``
        and the initial values as exact, and is an estimate, not a bound.
    """

    problem: FlowProblem
    times: Array
    status: Status
    message: str
    error: float
    _states: States = field(repr=False)

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the rows of ``beta``."""
        return self.problem.mode_names

    @cached_property
    def beta(self) -> Array:
        """Strengths β_i(t) = u_iᵀLv_i/σ_i: shape (k - 1, T)."""
        repeats = self._states.repeats()
        memory_guard.require(
            float(sum(repeats)) * len(self.times),
            f"strengths of {sum(repeats)} modes at {len(self.times)} times", "take fewer times",
        )  # fmt: skip
        return np.repeat(self._states.strengths(), repeats, axis=0)

    @cached_property
    def singular_values(self) -> Array:
        """The k - 1 largest singular values of the k × n logits L: shape (k - 1, T).

        Descending at every time. Modes that do not decouple are accurate relative to the
        largest one.
        """
        return self._states.singular_values()

    @property
    def W(self) -> Array:
        """Classifiers: shape (T, k, d)."""
        return self._factors[0]

    @property
    def H(self) -> Array:
        """Features: class means, shape (T, d, k); solved per sample, samples (T, d, n)."""
        return self._factors[1]

    @cached_property
    def _factors(self) -> tuple[Array, Array]:
        return self._states.factors()

    def _repr_html_(self) -> str:
        from numerics.solvers.notebook import solution_html

        return solution_html(self)


def judge(error: float, rtol: float, settled: float | None) -> tuple[Status, str]:
    """Status and message of a finished integration, from its estimated error."""
    if error > 100 * rtol:
        return Status.INACCURATE, (
            f"beta may be off by {error:.1e}, far more than rtol = {rtol:g}: take a smaller rtol "
            "and compare"
        )
    known = "no error estimate" if math.isnan(error) else f"beta is right to about {error:.1e}"
    if settled is not None and not math.isnan(settled):
        return Status.SETTLED, (
            f"the modes that interact had settled at time {settled:g}: later times repeat "
            f"that state; {known}"
        )
    return Status.DONE, known
