"""Any start, sample by sample: paper Eq. (18) as it stands, the reference for the other methods."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from numerics.errors import InputError, ResolutionError
from numerics.flow.class_level import growth_rates, sample_level, tolerances
from numerics.flow.descent_steps import iterate_samples
from numerics.flow.readout import SampleStates
from numerics.integrators.adaptive import State, march, states_at
from numerics.problem import memory_guard

if TYPE_CHECKING:
    from numerics.flow.by_class import ByClass
    from numerics.flow.by_mode import ByMode
    from numerics.flow.readout import Run
    from numerics.flow.vector_fields import SampleFlow
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


@dataclass(frozen=True, eq=False)
class BySample:
    """The flow of W and H; see :class:`numerics.flow.method.Method`.

    Attributes
    ----------
    problem : FlowProblem
    whole : ByMode or ByClass
        The same flow in fewer coordinates, which knows how stiff it is.
    """

    problem: FlowProblem
    whole: ByMode | ByClass

    @property
    def record_size(self) -> float:
        """Numbers in a state of gradient descent."""
        problem = self.problem
        return float(problem.d * (problem.num_classes + problem.class_counts.sum()))

    def require_followable(self, last: float) -> None:
        """Refuse a flow that is too stiff."""
        self.whole.require_followable(last)

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances, if single samples fit into memory and can be resolved."""
        problem = self.problem
        if problem.system == "projected":
            raise InputError(
                "per = 'sample' with system = 'projected': the projected system is defined on the "
                "modes; use per='class', or system='full'"
            )
        memory_guard.require(
            (16.0 + count) * problem.d * (problem.num_classes + problem.class_counts.sum()),
            "single samples", "use per='class', which does not depend on their number",
        )  # fmt: skip
        flow, start = sample_level(problem)
        rates = growth_rates(flow) - sum(problem.decays) / 2
        limits = tolerances(problem, rates[rates > 0], rtol)
        if limits is None:
            raise ResolutionError(
                f"delta = {problem.delta!r}: sample by sample, double precision loses the slow "
                "modes while the fast ones are learned; take a smaller delta, or per='class'"
            )
        return partial(self._run, flow, start), *limits

    def descend(self, wanted: Indices, step_size: float) -> tuple[SampleStates, bool]:
        """States of gradient descent, and whether it diverged."""
        flow, start = sample_level(self.problem)
        states, gone = iterate_samples(flow, start, wanted, step_size)
        return SampleStates(self.problem, states, flow), gone

    def _run(
        self, flow: SampleFlow, start: State, times: Array, tolerance: float, report: Reporter
    ) -> tuple[SampleStates, float | None]:
        """States at ascending times, and when the flow had settled."""
        states, settled = states_at(march(flow, start, tolerance, times), times, report)
        return SampleStates(self.problem, states, flow), settled
