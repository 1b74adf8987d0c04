"""The trajectory of a variant with two factors, and which are too stiff to be followed."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import IntegrationError
from numerics.flow.events import first_crossings
from numerics.flow.multiscale import multiscale_steps
from numerics.flow.multiscale_field import MultiscaleFlow
from numerics.integrators.adaptive import STABLE, State, states_at
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from numerics.integrators.adaptive import Step
    from numerics.variants.parts import Part
    from numerics.variants.setup import Setup
    from spectra.utils.arrays import Array


MOST_STEPS = 200_000


@dataclass(frozen=True, eq=False)
class PartTrajectory:
    """Two factors of one part, each hidden direction with a size of its own.

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
        """Strength of every mode of the part."""
        w, g = self.flow.split(state.x)
        ours, theirs = self.setup.read_left.T @ w, g @ self.setup.read_right
        return np.asarray(np.sum(ours * theirs.T, axis=1) / self.setup.target)


@dataclass(frozen=True, eq=False)
class MultiscaleTrajectory:
    """Two factors, part by part; a state is that of every part, one after the other.

    Attributes
    ----------
    setup : Setup
    parts : list of Part
    flows : list of PartTrajectory
        Of parts that are the same, the same one.
    """

    setup: Setup
    parts: list[Part]
    flows: list[PartTrajectory]

    def first_times(self, tolerance: float, level: Array) -> tuple[Array, Array]:
        """First times at a level of each mode, and the last β seen: see ``first_crossings``."""
        found = np.empty((2, len(level)))
        known: dict[tuple[int, bytes], tuple[Array, Array]] = {}
        with Reporter("following modes") as report:
            for i, (part, flow) in enumerate(zip(self.parts, self.flows, strict=True)):
                wanted = level[part.modes]
                key = id(flow), wanted.round(12).tobytes()
                with report.part(i / len(self.parts), (i + 1) / len(self.parts)):
                    if key not in known:
                        known[key] = first_crossings(flow, tolerance, wanted)
                found[:, part.modes] = known[key]
        return found[0], found[1]

    def states(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[list[State], float | None]:
        """States at ascending times, and when the flow had settled; see ``states_at``."""
        known: dict[int, tuple[list[State], float | None]] = {}
        reached = len(times)  # fewer than asked for where it was interrupted
        for i, flow in enumerate(self.flows):
            if id(flow) not in known:
                with report.part(i / len(self.flows), (i + 1) / len(self.flows)):
                    asked = times[:reached]
                    known[id(flow)] = states_at(flow.steps(tolerance, asked), asked, report)
            reached = len(known[id(flow)][0])
        each = [known[id(flow)] for flow in self.flows]
        settled = [end for _, end in each if end is not None]
        joined = [
            State(time, np.concatenate([states[t].x for states, _ in each]), np.zeros(1))
            for t, time in enumerate(times[:reached].tolist())
        ]
        return joined, max(settled) if len(settled) == len(each) else None

    def beta(self, state: State) -> Array:
        """Strength of every mode: shape (m,)."""
        beta = np.empty(len(self.setup.target))
        for part, flow, own in self._own(state):
            beta[part.modes] = flow.beta(own)
        return beta

    def layers(self, state: State) -> tuple[Array, ...]:
        """W (k, m) and H (m, q)."""
        w, g = np.zeros_like(self.setup.W), np.zeros_like(self.setup.G)
        for part, flow, own in self._own(state):
            w[:, part.hidden], g[part.hidden] = part.placed(*flow.flow.split(own.x))
        return w, g * self.setup.stretch

    def _own(self, state: State) -> Iterator[tuple[Part, PartTrajectory, State]]:
        """Every part with its own state."""
        ends = np.cumsum([len(flow.multiscale_start.x) for flow in self.flows])
        pieces = np.split(state.x, ends[:-1])
        for part, flow, x in zip(self.parts, self.flows, pieces, strict=True):
            yield part, flow, replace(state, x=x)


def multiscale_trajectory(setup: Setup, parts: list[Part], delta: float) -> MultiscaleTrajectory:
    """The trajectory of two factors, of which the parts are given.

    Raises
    ------
    IntegrationError
        If the flow is so stiff that its slow modes could not be reached.
    """
    flows: list[PartTrajectory] = []
    for i, part in enumerate(parts):
        alike = next((j for j in range(i) if part.same(parts[j])), None)
        flows.append(_part_trajectory(part.setup, delta) if alike is None else flows[alike])
    return MultiscaleTrajectory(setup, parts, flows)


def _part_trajectory(setup: Setup, delta: float) -> PartTrajectory:
    m = setup.W.shape[1]
    flow = MultiscaleFlow(setup.drive, setup.right, m, setup.left, decay=setup.decay)
    size = math.exp(-2 * delta) * float(np.max(np.sum(setup.W**2, 0) + np.sum(setup.G**2, 1)))
    flow = replace(flow, fastest=flow.steepness * size)
    rates = setup.rates[setup.rates > 1e-9 * np.abs(setup.rates).max()]
    if len(rates):
        followable(60 / float(rates.min()) * max(flow.sharpness, flow.fastest))
    x = np.concatenate([setup.W.ravel(), setup.G.ravel()])
    return PartTrajectory(setup, flow, State(0.0, x, np.full(m, -delta)))


def followable(stiffness: float, most: int = MOST_STEPS) -> None:
    """Refuse a flow whose fast modes cut the wait for its slow ones into too many steps."""
    if stiffness > STABLE * most:
        raise IntegrationError(
            f"the flow is stiff: its fast modes would cut the time until the slow ones are learned "
            f"into {stiffness / STABLE:.1g} steps; take a smaller imbalance, rates closer to each "
            "other, or sizes of the start closer to 1"
        )
