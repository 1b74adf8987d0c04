"""The flow of a product of L ≥ 3 factors, as it stands and on single modes.

``ChainTrajectory`` is the matrix flow Ẇ_j = (W_L…W_{j+1})ᵀ B (W_{j-1}…W_1)ᵀ, B = (Z - W_L…W_1)Ω.

A single mode, with features on a line or in the plane of two groups, keeps w_2 = … = w_L = w and
|h| = w. With h = w u it obeys the equations of two factors (``numerics.flow.two_group``), with w^L in
place of w² and by a clock s that runs w^{L-2} times as fast as time. So

    l' = e·u,    θ' = e_2 cos θ - e_1 sin θ,    e_j = p_j - (ω_j/ρ) e^{Ll} u_j,    t' = e^{-(L-2)l}/ρ,

and t e^{-(L-2)δ} is a quadrature that loses nothing, however small the start.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow.events import crossing, first_crossings
from numerics.integrators.adaptive import State, march, states_at
from numerics.integrators.compiled import march_floats

if TYPE_CHECKING:
    from numerics.flow.two_group import RankOne
    from numerics.integrators.adaptive import Step
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


_NEGLIGIBLE = -40.0  # log of what the linear phase leaves out
_WILD = 100.0  # no state is as large
_WAITED = 45.0  # after so many units of (L-2)s the clock adds nothing to t: e^{-45}


@dataclass(frozen=True, eq=False)
class ChainTrajectory:
    """L factors, W_L (k, m), square ones, and W_1 (m, q).

    Attributes
    ----------
    target : ndarray, shape (k, q); omega : ndarray, shape (q,)
        Z and Ω.
    left, right : ndarray, shapes (k, m) and (q, m)
        Singular vectors, on which it starts and β is read.
    sigma : ndarray, shape (m,)
    depth : int
    delta, rate : float
        The start is e^{-δ}; its fastest mode grows at ``rate``·e^{-(L-2)δ}.
    """

    target: Array
    omega: Array
    left: Array
    right: Array
    sigma: Array
    depth: int
    delta: float
    rate: float

    @cached_property
    def block_of(self) -> Indices:
        """Hidden direction of every component."""
        (k, m), q = self.left.shape, len(self.right)
        hidden = np.arange(m)
        inner = [np.repeat(hidden, m)] * (self.depth - 2)
        return np.concatenate([np.tile(hidden, k), *inner, np.repeat(hidden, q)])

    @property
    def speed(self) -> float:
        """Fastest growth rate at the start."""
        return self.rate * math.exp(-(self.depth - 2) * self.delta)

    @cached_property
    def start(self) -> State:
        """Every factor has the modes at e^{-δ}."""
        m = len(self.sigma)
        layers = [self.left, *[np.eye(m)] * (self.depth - 2), self.right.T]
        x = math.exp(-self.delta) * np.concatenate([layer.ravel() for layer in layers])
        return State(0.0, x, np.zeros(m))

    @cached_property
    def _places(self) -> list[tuple[slice, tuple[int, int]]]:
        """Where each factor lies in a state, and its shape."""
        (k, m), q = self.left.shape, len(self.right)
        shapes = [(k, m), *[(m, m)] * (self.depth - 2), (m, q)]
        ends = list(accumulate(rows * columns for rows, columns in shapes))
        return list(zip(map(slice, [0, *ends], ends), shapes, strict=False))

    def split(self, x: Array) -> list[Array]:
        """View a state as its factors, last layer first."""
        return [x[place].reshape(shape) for place, shape in self._places]

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The vector field; the log-scales are always 0 here."""
        del scales

        def field(x: Array) -> Array:
            layers = self.split(x)
            after = [layers[0]]  # products of the layers up to each, from the last one
            for layer in layers[1:]:
                after.append(after[-1] @ layer)
            pull = (self.target - after[-1]) * self.omega
            slopes, before = [], None  # product of the layers below
            for j in range(len(layers) - 1, -1, -1):
                slope = pull if j == 0 else after[j - 1].T @ pull
                slopes.append((slope if before is None else slope @ before.T).ravel())
                before = layers[j] if before is None else layers[j] @ before
            return np.concatenate(slopes[::-1])

        return field

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """The trajectory, step by step."""
        return march(self, self.start, tolerance, stops)

    def first_times(self, tolerance: float, level: Array) -> tuple[Array, Array]:
        """First times at a level of each mode, and the last β seen."""
        return first_crossings(self, tolerance, level)

    def states(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[list[State], float | None]:
        """States at ascending times, and when the flow had settled."""
        return states_at(self.steps(tolerance, times), times, report)

    def beta(self, state: State) -> Array:
        """Strength of every mode: shape (m,)."""
        layers = self.split(state.x)
        product = self.left.T @ layers[0]
        for layer in layers[1:]:
            product = product @ layer
        return np.asarray(np.sum(product * self.right.T, axis=1) / self.sigma)

    def layers(self, state: State) -> tuple[Array, ...]:
        """The factors, last layer first."""
        return tuple(self.split(state.x))


def first_time(flow: RankOne, depth: int, level: float, tolerance: float) -> float:
    """First time at which β of a single mode of L ≥ 3 factors reaches `level`, times e^{-(L-2)δ}.

    Parameters
    ----------
    flow : RankOne
        The mode with two factors; B = 1.
    depth : int
        L.
    level, tolerance : float
        As for :func:`numerics.flow.two_group.first_time`.
    """
    mode = _Mode(flow, depth)
    begin, entry = mode.start, mode.entry
    if mode.excess(begin, level) >= 0:
        return 0.0

    def excess(state: State) -> float:
        return mode.excess(state.x.tolist(), level)

    waited = np.array([depth * _WAITED / (depth - 2)])
    if waited[0] < depth * entry and mode.excess(mode.linear(entry, begin), level) < 0:
        (after,), _ = states_at(march_floats(mode.field, begin, tolerance, waited), waited)
        begin = mode.linear(entry, after.x.tolist())
    for step in march_floats(mode.field, begin, tolerance):
        if excess(step.state) >= 0:
            break
    return float(step.at(crossing(step, excess)).x[-1] / flow.rate[0])


class _Mode:
    """l + δ, θ if there are two features, and ρt e^{-(L-2)δ}, by the clock."""

    def __init__(self, flow: RankOne, depth: int) -> None:
        self.flow, self.depth, self.delta = flow, depth, float(flow.delta[0])
        self.pull = (flow.weights * flow.targets / flow.rate)[:, 0].tolist()
        self.brake = (flow.weights / flow.rate)[:, 0].tolist()
        self.share = (flow.targets / np.sum(flow.targets**2, axis=0))[:, 0].tolist()

    @property
    def start(self) -> list[float]:
        """The state at time 0."""
        chart = self.flow.linear(np.zeros(1))[:, 0].tolist()
        return [0.0, *chart[1:], 0.0]

    @property
    def entry(self) -> float:
        """Clock at which more than the linear terms begin to count."""
        late = self.delta + (_NEGLIGIBLE - math.log(max(self.brake))) / self.depth
        return max(late, 0.0)

    def linear(self, clock: float, state: Sequence[float]) -> list[float]:
        """The state at a clock of the linear phase, with the time of another state."""
        chart = self.flow.linear(np.array([clock]))[:, 0].tolist()
        return [chart[0] + self.delta, *chart[1:], state[-1]]

    def direction(self, state: Sequence[float]) -> list[float]:
        """U = h/w."""
        if len(state) == 2:
            return [1.0]
        return [math.cos(state[1]), math.sin(state[1])]

    def excess(self, state: Sequence[float], level: float) -> float:
        """Log of β over the level."""
        read = sum(c * u for c, u in zip(self.share, self.direction(state), strict=True))
        return self.depth * (state[0] - self.delta) + math.log(read) - math.log(level)

    def field(self, state: Sequence[float]) -> list[float]:
        """Slopes by a clock that runs as fast as β turns: L times that of w."""
        y = math.exp(min(self.depth * (state[0] - self.delta), _WILD)) / self.depth
        clock = math.exp(min(-(self.depth - 2) * state[0], _WILD)) / self.depth
        u = self.direction(state)
        e = [p / self.depth - b * y * x for p, b, x in zip(self.pull, self.brake, u, strict=True)]
        if len(u) == 1:
            return [e[0], clock]
        return [e[0] * u[0] + e[1] * u[1], e[1] * u[0] - e[0] * u[1], clock]
