"""What is asked of a flow that differs from the paper's in one respect."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from numerics.errors import InputError
from numerics.flow.events import Trajectory, first_crossings
from numerics.problem.flow_problem import FlowProblem, require_problem

if TYPE_CHECKING:
    import numpy.typing as npt

    from numerics.flow.method import Per
    from numerics.integrators.adaptive import State
    from spectra.utils.arrays import Array


class VariantTrajectory(Trajectory, Protocol):
    """A trajectory whose states can be read as factors."""

    def factors(self, state: State) -> tuple[Array, ...]:
        """The factors, last layer first: W (k, m), …, H (m, q)."""
        ...


@dataclass(frozen=True, eq=False)
class Variant(ABC):
    """A flow that differs from the paper's in one respect, from spectral initialisation.

    Attributes
    ----------
    problem : FlowProblem
        Labels, class weights and δ; with ``init="spectral"`` and ``system="full"``. Its ``dim``
        and ``seed`` only turn the hidden space and are not looked at.
    """

    problem: FlowProblem

    def __post_init__(self) -> None:
        require_problem(self.problem)
        for name, wanted in (("init", "spectral"), ("system", "full")):
            if (value := getattr(self.problem, name)) != wanted:
                raise InputError(
                    f"{name} = {value!r} in a variant: variants are of {name} = {wanted!r}"
                )

    @property
    def delta(self) -> float:
        """δ of the problem."""
        return float(self.problem.delta)

    def at(self, delta: float) -> Self:
        """The same variant at another δ."""
        return replace(self, problem=replace(self.problem, delta=delta))

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode: the rows of ``beta``."""
        return self.problem.mode_names

    @property
    def slowness(self) -> float:
        """What learning times are proportional to for small starts: δ for two factors."""
        return self.delta

    @property
    def far(self) -> tuple[float, float]:
        """Two δ between which the slope of T in ``slowness`` is its limit."""
        return 50.0, 1050.0

    def first_times(self, level: float, tolerance: float) -> tuple[Array, Array]:
        """First times at a level by integration, and the last β seen: shapes (m,)."""
        return first_crossings(
            self.trajectory(), tolerance, np.full(len(self.mode_names), float(level))
        )  # fmt: skip

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
    def trajectory(self, per: Per = "class") -> VariantTrajectory:
        """What the integrator follows."""


def require_variant(problem: object) -> Variant:
    """Refuse anything but a variant."""
    if not isinstance(problem, Variant):
        raise InputError(f"problem = {problem!r}: give a FlowProblem, or a variant of one")
    return problem
