"""A random start: class means, and moments of the deviations from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow import stiffness
from numerics.flow.by_mode import ByMode
from numerics.flow.class_level import Reduction, class_level, growth_rates
from numerics.flow.descent_steps import iterate
from numerics.flow.events import first_crossings
from numerics.flow.readout import FactorStates
from numerics.flow.resolution import Resolved, by_blocks, by_columns, refuse_unlike
from numerics.integrators.adaptive import states_at
from numerics.problem import memory_guard

if TYPE_CHECKING:
    from numerics.flow.readout import Run
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


_FAR = (60.0, 120.0)  # longer flows are stiff


@dataclass(frozen=True, eq=False)
class ByClass:
    """The flow class by class; see :class:`numerics.flow.method.Method`."""

    problem: FlowProblem

    @property
    def far(self) -> tuple[float, float]:
        """Two δ far from 0."""
        return _FAR

    @property
    def record_size(self) -> float:
        """Numbers in a state of gradient descent."""
        return self.problem.d * (3.0 * self.problem.num_classes + self.problem.d)

    def require_followable(self, last: float, starts: int = 1) -> None:
        """Refuse a flow that is too stiff, or whose matrices are too large for so many starts."""
        stiffness.require_followable(self.problem, last)
        stiffness.require_affordable(self.problem, last, starts)

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances, if matrices and states at so many times fit into memory."""
        problem, width = self.problem, self.problem.spanned
        k, samples = problem.num_classes, float(problem.class_counts.sum())
        memory_guard.require(
            (16.0 + count) * width * (k + min(2 * k + width, k + samples) + width)
            + 3.0 * problem.d * (k + width),
            f"a random start of {k} classes in {problem.d} dimensions at {count} times",
            "take fewer times, a smaller dim, or init='spectral'",
        )
        reduction, coarse, fine = self.resolved(rtol)
        return partial(self._run, reduction), coarse, fine

    def resolved(self, rtol: float) -> Resolved:
        """Coordinates, with a coarse and a fine tolerance.

        Column by column where double precision would lose slow modes, and where the flow rests
        long between fast and slow ones.
        """
        if not any(self.problem.decays) and not stiffness.rests(self.problem):
            reduction = class_level(self.problem)
            alike = self.problem.has_equal_weights  # a block then holds one singular value
            rates = np.empty(0) if alike else growth_rates(reduction.flow, 0)
            found = by_blocks(self.problem, reduction, rates, rtol)
            if found is not None:
                return found
        return by_columns(class_level(self.problem, follow_all=True), rtol)

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a part of each strength at rest, and the last β seen."""
        reduction, _, tolerance = self.resolved(rtol)
        return first_crossings(reduction, tolerance, level * ByMode(self.problem).strengths)

    def descend(self, wanted: Indices, step_size: float) -> tuple[FactorStates, bool]:
        """States of gradient descent, and whether it diverged."""
        reduction = class_level(self.problem, follow_all=True)
        if not self.problem.has_equal_weights:
            refuse_unlike(self.problem, reduction.flow)
        states, gone = iterate(reduction.flow, reduction.start, wanted, step_size)
        return FactorStates(self.problem, states, reduction), gone

    def _run(
        self, reduction: Reduction, times: Array, tolerance: float, report: Reporter
    ) -> tuple[FactorStates, float | None]:
        """States at ascending times, and when the flow had settled."""
        states, settled = states_at(reduction.steps(tolerance, times), times, report)
        return FactorStates(self.problem, states, reduction), settled
