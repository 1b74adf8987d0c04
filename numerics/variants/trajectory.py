"""The trajectory of a variant with two factors, and which are too stiff to be followed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import IntegrationError
from numerics.flow.multiscale import multiscale_steps
from numerics.flow.multiscale_field import MultiscaleFlow
from numerics.integrators.adaptive import STABLE, State

if TYPE_CHECKING:
    from numerics.integrators.adaptive import Step
    from numerics.variants.setup import Setup
    from spectra.utils.arrays import Array


MOST_STEPS = 200_000


@dataclass(frozen=True, eq=False)
class MultiscaleTrajectory:
    """Two factors, each hidden direction with a size of its own.

    Attributes
    ----------
    setup : Setup
    flow : MultiscaleFlow
    multiscale_start : State
        Columns of order one, with the log-scale -δ each.
    """

    setup: Setup
    flow: MultiscaleFlow
    multiscale_start: State

    @property
    def start(self) -> State:
        """State at time 0; what underflows is 0."""
        size = math.exp(self.multiscale_start.scales[0])
        return State(0.0, size * self.multiscale_start.x, np.zeros(1))

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """The trajectory, in steps whose states are plain."""
        return multiscale_steps(self.flow, self.multiscale_start, tolerance, stops)

    def beta(self, state: State) -> Array:
        """Strength of every mode: shape (m,)."""
        w, g = self.flow.split(state.x)
        ours, theirs = self.setup.read_left.T @ w, g @ self.setup.read_right
        return np.asarray(np.sum(ours * theirs.T, axis=1) / self.setup.target)

    def layers(self, state: State) -> tuple[Array, ...]:
        """W (k, m) and H (m, q)."""
        w, g = self.flow.split(state.x)
        return w, g * self.setup.stretch


def multiscale_trajectory(setup: Setup, delta: float) -> MultiscaleTrajectory:
    """The trajectory of two factors.

    Raises
    ------
    IntegrationError
        If the flow is so stiff that its slow modes could not be reached.
    """
    m = setup.W.shape[1]
    flow = MultiscaleFlow(setup.drive, setup.right, m, setup.left, decay=setup.decay)
    size = math.exp(-2 * delta) * float(np.max(np.sum(setup.W**2, 0) + np.sum(setup.G**2, 1)))
    flow = replace(flow, fastest=flow.steepness * size)
    rates = setup.rates[setup.rates > 1e-9 * np.abs(setup.rates).max()]
    if len(rates):
        followable(60 / float(rates.min()) * max(flow.sharpness, flow.fastest))
    x = np.concatenate([setup.W.ravel(), setup.G.ravel()])
    return MultiscaleTrajectory(setup, flow, State(0.0, x, np.full(m, -delta)))


def followable(stiffness: float, most: int = MOST_STEPS) -> None:
    """Refuse a flow whose fast modes cut the wait for its slow ones into too many steps."""
    if stiffness > STABLE * most:
        raise IntegrationError(
            f"the flow is stiff: its fast modes would cut the time until the slow ones are learned "
            f"into {stiffness / STABLE:.1g} steps; take a smaller imbalance, rates closer to each "
            "other, or sizes of the start closer to 1"
        )
