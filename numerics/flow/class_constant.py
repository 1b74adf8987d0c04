"""Any start in which the samples of a class share their features, class by class.

With W, the columns √(n_c/κ_c) h_c of A, residuals e_c of the class logits and s_c = ω_c√(n_cκ_c),

    Ẇ = Σ_c s_c e_c A_cᵀ,     Ȧ_c = s_c Wᵀ e_c,     W h_c = √(κ_c/n_c) W A_c.

It holds for any loss. Each hidden direction, a column of W with a row of A, has a size of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import ResolutionError
from numerics.flow.events import first_crossings
from numerics.flow.gaps import learned
from numerics.flow.losses import changed, residual
from numerics.flow.readout import PlainStates
from numerics.flow.stiffness import class_rates
from numerics.integrators.adaptive import FLOOR, State, march, states_at
from numerics.problem import memory_guard
from numerics.problem.initial_state import class_means_start, draw, hidden_basis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numerics.flow.readout import Run
    from numerics.integrators.adaptive import Step
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


_FAR = (20.0, 40.0)  # longer flows lose the slow modes
_LOST = 30.0  # e-foldings between the fastest and the slowest mode that double precision carries
_DOUBLE_RANGE = 300.0


@dataclass(frozen=True, eq=False)
class ClassConstant:
    """The flow of one feature for each class; see :class:`numerics.flow.method.Method`."""

    problem: FlowProblem

    @property
    def far(self) -> tuple[float, float]:
        """Two δ far from 0."""
        return _FAR

    @cached_property
    def hidden(self) -> Array:
        """Hidden directions (d, p) that the flow runs in."""
        spectral = self.problem.is_spectral
        return hidden_basis(self.problem) if spectral else np.eye(self.problem.d)

    @property
    def width(self) -> int:
        """Number of hidden directions."""
        return int(self.hidden.shape[1])

    @cached_property
    def drive(self) -> Array:
        """s_c: shape (k,)."""
        return class_rates(self.problem)

    @cached_property
    def block_of(self) -> Indices:
        """Hidden direction of every component."""
        k, hidden = self.problem.num_classes, np.arange(self.width)
        return np.concatenate([np.tile(hidden, k), np.repeat(hidden, k)])

    @cached_property
    def rates(self) -> Array:
        """Growth rates at the origin, descending: shape (k - 1,)."""
        k, problem = self.problem.num_classes, self.problem
        pull = residual(np.zeros((k, k)), problem.loss, -2, changed(problem)) * self.drive
        found = np.linalg.svd(pull, compute_uv=False)
        return np.asarray(found[: k - 1])

    @property
    def speed(self) -> float:
        """The largest of them."""
        return float(self.rates[0])

    @cached_property
    def start(self) -> State:
        """State at time 0."""
        problem = self.problem
        if problem.is_spectral:
            w, a = class_means_start(problem)
        else:
            drawn = draw(problem)
            w, a = drawn.W, drawn.A
        scales = np.full(self.width, -float(problem.delta))
        return State(0.0, np.concatenate([w.ravel(), a.ravel()]), scales)

    def split(self, x: Array) -> tuple[Array, Array]:
        """View a state as W (k, p) and A (p, k)."""
        half = len(x) // 2
        return x[:half].reshape(-1, self.width), x[half:].reshape(self.width, -1)

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The vector field at fixed log-scales."""
        problem, squares, change = self.problem, np.exp(2 * scales), changed(self.problem)
        reach = np.sqrt(problem.kappa / problem.class_counts)

        def field(x: Array) -> Array:
            w, a = self.split(x)
            logits = ((w * squares) @ a) * reach
            pull = residual(logits, problem.loss, -2, change) * self.drive
            return np.concatenate([(pull @ a.T).ravel(), (w.T @ pull).ravel()])

        return field

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """The trajectory."""
        return march(self, self.start, tolerance, stops, slowest=float(self.rates[-1]))

    def beta(self, state: State) -> Array:
        """What learning times are told by, for every mode: strengths, or margins."""
        states = self._read([state])
        if self.problem.loss == "squared":
            return np.asarray(states.strengths()[:, 0])
        return np.asarray(learned(self.problem, states.gaps())[:, 0])

    def require_followable(self, last: float) -> None:
        """Refuse what double precision does not carry, at any time."""
        del last
        spread = float(self.problem.delta) * (1 - self.rates[-1] / self.rates[0])
        if spread > _LOST or self.problem.delta > _DOUBLE_RANGE:
            raise ResolutionError(
                f"delta = {self.problem.delta!r}: class by class, double precision loses the slow "
                "modes while the fast ones are learned; take a smaller delta, or a spectral start "
                "with at most two groups of equal classes"
            )

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances, if states at so many times fit into memory."""
        memory_guard.require(
            (40.0 + 2.0 * count) * self.problem.num_classes * self.width,
            f"{self.problem.num_classes} classes in {self.width} dimensions at {count} times",
            "take fewer times or classes",
        )
        fine = self._tolerance(rtol)
        return partial(self._run), 100 * fine, fine

    def _tolerance(self, rtol: float) -> float:
        """Tolerance of a step with which slow modes are right, as far as rounding allows."""
        spread = float(self.problem.delta) * (1 - self.rates[-1] / self.rates[0])
        return float(max(rtol / 10 * np.exp(-spread), FLOOR))

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a level, and the last values seen."""
        return first_crossings(self, self._tolerance(rtol), np.full(len(self.rates), level))

    def _run(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[PlainStates, float | None]:
        """States at ascending times, and when the flow had settled."""
        states, settled = states_at(self.steps(tolerance, times), times, report)
        return self._read(states), settled

    def _read(self, states: list[State]) -> PlainStates:
        whole = [State(s.time, s.x * np.exp(s.scales)[self.block_of], s.scales) for s in states]
        return PlainStates(self.problem, whole, self.hidden, self.problem.class_weights)
