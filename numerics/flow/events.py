"""First times at which modes that interact reach a level, along their trajectory."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

import numpy as np

from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.integrators.adaptive import State, Step
    from spectra.utils.arrays import Array


class Trajectory(Protocol):
    """A start, what becomes of it, and how to read the strengths of the modes."""

    @property
    def start(self) -> State:
        """State at time 0."""
        ...

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """Consecutive pieces from time 0 on, maybe without end."""
        ...

    def beta(self, state: State) -> Array:
        """Strength of every mode, shape (m,)."""
        ...


def first_crossings(trajectory: Trajectory, tolerance: float, level: Array) -> tuple[Array, Array]:
    """First times at a level of each mode, infinite where the flow settles below, and the last β seen.

    A level of 0 is of a mode that decay keeps from being learned: its time is infinite. A bar, if it takes long, shows the part of the modes that have passed the level.
    """
    beta = trajectory.beta(trajectory.start)
    level = np.where(level > 0, level, np.inf)
    times = np.where(beta >= level, 0.0, np.inf)
    steps = trajectory.steps(tolerance)
    for step in tracked("following modes", steps, lambda _: float(np.mean(np.isfinite(times)))):
        old, beta = beta, trajectory.beta(step.state)
        for i in map(int, np.flatnonzero(np.isinf(times) & (old < level) & (beta >= level))):
            times[i] = crossing(step, partial(_excess, trajectory, i, level[i]))
        if step.settled or np.all(np.isfinite(times) | np.isinf(level)):
            break
    return times, beta


def _excess(trajectory: Trajectory, mode: int, level: float, state: State) -> float:
    return float(trajectory.beta(state)[mode]) - level


def crossing(step: Step, excess: Callable[[State], float]) -> float:
    """Time within a step, negative before it and not after it, at which a function is 0."""
    from scipy.optimize import brentq

    # it may be 0 at an end of the step to within the error of the integration
    if excess(step.at(step.begin)) >= 0:
        return step.begin
    if excess(step.at(step.end)) <= 0:
        return step.end
    place = bisect(step.joints, False, key=lambda time: excess(step.at(time)) > 0)
    begin, end = (step.begin, *step.joints, step.end)[place : place + 2]
    return float(brentq(lambda t: excess(step.at(t)), begin, end, xtol=1e-14, rtol=1e-14))
