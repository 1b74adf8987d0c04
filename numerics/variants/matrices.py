"""What is asked of a flow that is followed as matrices, and the states it is read from."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial, reduce
from typing import TYPE_CHECKING, Protocol

import numpy as np

from numerics.flow.gaps import Gaps, class_gaps
from numerics.flow.readout import EveryMode
from numerics.integrators.adaptive import FLOOR
from numerics.problem.initial_state import draw, hidden_basis

if TYPE_CHECKING:
    import numpy.typing as npt

    from numerics.flow.method import Per
    from numerics.flow.readout import Run
    from numerics.integrators.adaptive import State
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array
    from spectra.utils.progress import Reporter


class MatrixTrajectory(Protocol):
    """A trajectory whose states can be read as strengths and as factors."""

    def first_times(self, tolerance: float, level: Array) -> tuple[Array, Array]:
        """First times at a level of each mode, and the last β seen."""
        ...

    def states(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[list[State], float | None]:
        """States at ascending times, and when the flow had settled."""
        ...

    def beta(self, state: State) -> Array:
        """Strength of every mode, shape (m,)."""
        ...

    def layers(self, state: State) -> tuple[Array, ...]:
        """The factors, last layer first: W (k, m), …, H (m, q), of √n_c times means per class.

        Of a random start the last columns are factors of moments.
        """
        ...


@dataclass(frozen=True, eq=False)
class Matrices(ABC):
    """A flow that differs from the paper's; for what it does see :class:`numerics.flow.method.Method`.

    Attributes
    ----------
    problem : FlowProblem
    per : {"class", "sample"}
        What a column of the first layer stands for.
    """

    problem: FlowProblem
    per: Per = "class"

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the rows of ``beta``."""
        return self.problem.mode_names

    @property
    def delta(self) -> float:
        """δ of the problem."""
        return float(self.problem.delta)

    @property
    def strengths(self) -> Array:
        """β of every mode at rest: shape (m,)."""
        return np.ones(len(self.mode_names))

    @property
    def far(self) -> tuple[float, float]:
        """Two δ between which the slope of T in ``FlowProblem.slowness`` is its limit."""
        return 50.0, 1050.0

    def require_followable(self, last: float) -> None:
        """Refuse nothing: what is too stiff is refused when the trajectory is made."""
        del last

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances."""
        del count
        return partial(self._run, self.trajectory()), rtol / 10, max(rtol / 1000, FLOOR)

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a part of each strength at rest, and the last β seen: shapes (m,)."""
        return self.trajectory().first_times(rtol / 100, level * self.strengths)

    @abstractmethod
    def closed_form(self, times: npt.ArrayLike) -> Array:
        """Exact β at times (T,): shape (m, T), NaN in the rows of modes that have none."""

    @abstractmethod
    def half_times(self, level: float = 0.5) -> Array:
        """Exact first times at a level: shape (m,), NaN for modes that have no closed form."""

    @abstractmethod
    def limit_times(self) -> Array:
        """Lim T/slowness as δ → ∞ by formula: shape (m,)."""

    @abstractmethod
    def trajectory(self) -> MatrixTrajectory:
        """What the integrator follows."""

    def _run(
        self, trajectory: MatrixTrajectory, times: Array, tolerance: float, report: Reporter
    ) -> tuple[MatrixStates, float | None]:
        """States at ascending times, and when the flow had settled."""
        states, settled = trajectory.states(times, tolerance, report)
        return MatrixStates(self.problem, states, trajectory, self.per), settled


@dataclass(frozen=True, eq=False)
class MatrixStates(EveryMode):
    """States of the factors; see :class:`numerics.flow.readout.States`."""

    trajectory: MatrixTrajectory
    per: Per

    def strengths(self) -> Array:
        """β of every mode."""
        return np.array([self.trajectory.beta(state) for state in self.states]).T

    def singular_values(self) -> Array:
        """Of the logits, with columns that have the Gram matrix of all samples."""
        logits = [reduce(np.matmul, self.trajectory.layers(state)) for state in self.states]
        values = np.linalg.svd(np.array(logits), compute_uv=False)
        return np.asarray(values[:, : len(self.problem.sigma)].T)

    def factors(self) -> tuple[Array, Array]:
        """Last and first layer, the latter of class means or of samples."""
        last, *_, first = self.layers()
        return last, first

    def gaps(self) -> Gaps:
        """Class by class, from the layers."""
        return class_gaps(self.problem, reduce(np.matmul, self.layers()))

    def layers(self) -> tuple[Array, ...]:
        """All of them, last layer first."""
        *others, first = self._raw()
        if self.per == "class":
            first = first[..., : len(self.problem.class_counts)] / np.sqrt(
                self.problem.class_counts
            )
        return (*others, first)

    def columns(self) -> tuple[Array, Array, Array]:
        """W, scaled class means with factors of moments or every deviation, and their weights."""
        (w, *_, h), weights = self._raw(), self.problem.class_weights
        if self.per == "class":
            drawn = h.shape[2] > len(weights)
            more = draw(self.problem).spread_weights(weights) if drawn else np.empty(0)
            return w, h, np.append(weights, more)
        which, counts = self.problem.sample_classes, self.problem.class_counts
        average = np.eye(len(counts))[which] / np.sqrt(counts)
        means = h @ average
        return (
            w,
            np.concatenate([means, h - means @ average.T], axis=2),
            np.append(weights, weights[which]),
        )

    def _raw(self) -> tuple[Array, ...]:
        """The layers in d hidden dimensions: those of a spectral start are turned into them."""
        each = [self.trajectory.layers(state) for state in self.states]
        layers = [np.array(layer) for layer in zip(*each, strict=True)]
        if self.problem.init in ("spectral", "aligned"):
            q = hidden_basis(self.problem)
            layers = [layer if i == 0 else q @ layer for i, layer in enumerate(layers)]
            layers = [
                layer if i == len(layers) - 1 else layer @ q.T for i, layer in enumerate(layers)
            ]
        return tuple(layers)
