"""Flows of rank one: an amplitude w with features h on a line, or in a plane, of class space.

From spectral initialisation a mode that does not mix with others obeys

    ẇ = Σ_j ω_j (t_j - w h_j) h_j,     ḣ_j = ω_j (t_j - w h_j) w,     w(0) = ε,  h(0) = ε v.

One j is a decoupled mode (t = σ); two are the mode between two groups of classes. As w² - |h|²
is conserved, h = w u with u = (cos θ, sin θ). By the clock s = ρt, ρ = |ωt|, and with p = ωt/ρ,
the variables l = ln w and θ obey

    l' = e·u,     θ' = e_2 cos θ - e_1 sin θ,     e_j = p_j - (ω_j/ρ) e^{2l} u_j,

so that a start at e^{-δ} keeps its full relative precision for any δ. While e^{2l} is below
rounding the flow is linear, with the solution

    w = ε (cosh s + c sinh s),     h = ε (v + p ((cosh s - 1) c + sinh s)),     c = p·v,

which carries the state to the beginning of the integration, so that what is integrated does not
grow with δ. The tests check that a decoupled mode follows the logistic formula.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.events import crossing
from numerics.integrators.adaptive import STABLE, states_at
from numerics.integrators.compiled import march_floats
from numerics.integrators.stacked import integrate_many

if TYPE_CHECKING:
    from numerics.integrators.adaptive import State, Step
    from numerics.problem.flow_problem import FlowProblem
    from numerics.problem.singular_modes import Level
    from spectra.utils.arrays import Array
    from spectra.utils.progress import Reporter


_NEGLIGIBLE = -40.0  # log of ω w²/ρ below which the cubic terms are left out: 4e-18
_SETTLING = 40.0  # e-foldings after which what decays is below rounding
_WILD = 100.0  # no state is as large: a trial step that is will be rejected, and must not overflow


@dataclass(frozen=True, eq=False)
class RankOne:
    """Many such flows, with one or two features each.

    Attributes
    ----------
    targets, weights, start : ndarray, shape (q, B)
        t_j, ω_j and v_j, |v| = 1; q is 1 or 2.
    delta : ndarray, shape (B,)
        δ = -ln ε.
    """

    targets: Array
    weights: Array
    start: Array
    delta: Array

    @property
    def rate(self) -> Array:
        """Growth rate ρ at the origin: shape (B,)."""
        return np.asarray(np.linalg.norm(self.weights * self.targets, axis=0))

    @property
    def entry(self) -> Array:
        """Clock at which the cubic terms begin to count, 0 if they do at once: shape (B,)."""
        heaviest = np.max(self.weights, axis=0) / self.rate
        late = 0.5 * (_NEGLIGIBLE - np.log(heaviest)) + self.delta
        return np.asarray(np.maximum(late, 0.0), dtype=float)

    def stiff_steps(self, last: Array) -> Array:
        """About how many steps stability forces by a time, or until nothing moves: shape (B,).

        At the minimum w² = |t|, h = t/w, the flow relaxes at the two eigenvalues of
        w² diag(ω) + (√ω h)(√ω h)ᵀ.
        """
        if len(self.targets) == 1:
            return np.zeros_like(self.delta)  # 2 by the clock, whatever σ and λ
        brake = self.weights / self.rate
        size = np.linalg.norm(self.targets, axis=0)
        trace = np.sum(brake * (size + self.targets**2 / size), axis=0)
        product = 2 * brake[0] * brake[1] * size**2
        fast = 0.5 * (trace + np.sqrt(np.maximum(trace**2 - 4 * product, 0.0)))
        settled = self.delta + _SETTLING * (1 + fast / product)
        moving = np.minimum(self.rate * last, settled) - self.entry
        return np.asarray(np.maximum(moving, 0.0) * fast / STABLE)

    def take(self, which: npt.NDArray[np.intp]) -> RankOne:
        """Some of the flows."""
        return RankOne(
            self.targets[:, which], self.weights[:, which], self.start[:, which], self.delta[which]
        )

    def linear(self, clock: Array) -> Array:
        """l, and θ if there are two features, in closed form while the flow is linear."""
        log_w, u = self._grown(clock, np.exp(-2 * clock))
        return np.stack([log_w] if len(u) == 1 else [log_w, np.arctan2(u[1], u[0])])

    def linear_powers(self, steps: npt.NDArray[np.intp], step_size: float) -> tuple[Array, Array]:
        """Chart (ln w, h/w) after numbers of steps of gradient descent that are linear."""
        gain = step_size * self.rate
        log_gain = np.asarray(steps * np.log1p(gain), dtype=float)
        return self._grown(log_gain, ((1 - gain) / (1 + gain)) ** steps)

    def _grown(self, log_gain: Array, fade: Array) -> tuple[Array, Array]:
        """Chart (ln w, h/w) when what grows did by e^{log_gain} and what fades is `fade` of it."""
        pull = self.weights * self.targets / self.rate
        cosine = np.sum(pull * self.start, axis=0)
        amplitude = 0.5 * ((1 + fade) + (1 - fade) * cosine)
        along = 0.5 * ((1 + fade) * cosine + (1 - fade))
        u = (np.exp(-log_gain) * (self.start - pull * cosine) + pull * along) / amplitude
        return log_gain - self.delta + np.log(amplitude), u

    def directions(self, chart: Array) -> Array:
        """Direction u = h/w: shape (q, ...)."""
        if len(self.targets) == 1:
            return np.broadcast_to(self.start.T, chart[:1].shape)
        return np.stack([np.cos(chart[1]), np.sin(chart[1])])

    def beta(self, chart: Array) -> Array:
        """β = w Σ_j t_j h_j / σ² from charts (1 or 2, B, T): shape (B, T)."""
        share = self.targets / np.sum(self.targets**2, axis=0)
        u = self.directions(chart)
        return np.asarray(np.exp(2 * chart[0]) * np.einsum("qb,qb...->b...", share, u))

    def array_field(self) -> Callable[[Array], Array]:
        """The vector field, by the clock, on arrays (variables, B)."""
        pull, brake = self.weights * self.targets / self.rate, self.weights / self.rate
        if len(pull) == 1:
            pull = pull * self.start
            return lambda x: pull - brake * np.exp(np.minimum(2 * x, _WILD))
        (p1, p2), (b1, b2) = pull, brake

        def slope(x: Array) -> Array:
            y, c, s = np.exp(np.minimum(2 * x[0], _WILD)), np.cos(x[1]), np.sin(x[1])
            e1, e2 = p1 - b1 * y * c, p2 - b2 * y * s
            return np.stack([e1 * c + e2 * s, e2 * c - e1 * s])

        return slope

    def float_field(self) -> Callable[[Sequence[float]], Sequence[float]]:
        """The same for a single flow, on floats."""
        exp, cos, sin = math.exp, math.cos, math.sin
        pull = (self.weights * self.targets / self.rate)[:, 0].tolist()
        brake = (self.weights / self.rate)[:, 0].tolist()
        if len(pull) == 1:
            p, b = pull[0] * float(self.start[0, 0]), brake[0]
            return lambda x: (p - b * exp(min(2 * x[0], _WILD)),)
        (p1, p2), (b1, b2) = pull, brake

        def slope(x: Sequence[float]) -> Sequence[float]:
            y, c, s = exp(min(2 * x[0], _WILD)), cos(x[1]), sin(x[1])
            e1, e2 = p1 - b1 * y * c, p2 - b2 * y * s
            return e1 * c + e2 * s, e2 * c - e1 * s

        return slope

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """Charts of a single flow, as states, by the clock since ``entry``."""
        begin = self.linear(self.entry)[:, 0].tolist()
        return march_floats(self.float_field(), begin, tolerance, stops)


def decoupled(level: Level, delta: float) -> RankOne:
    """A mode that keeps its right singular vector: weight λ, paper Eq. (20)."""
    column = np.array([[level.sigma], [level.lam], [1.0]])
    return RankOne(column[:1], column[1:2], column[2:], np.array([delta]))


def between_groups(problem: FlowProblem) -> RankOne:
    """The mode between the two groups of a problem that has two."""
    modes = problem.modes
    return RankOne(
        modes.left * np.sqrt([[g.count] for g in modes.groups]),
        np.array([[g.weight] for g in modes.groups]),
        modes.right,
        np.array([float(problem.delta)]),
    )


def follow(
    flow: RankOne, times: Array, tolerance: float, report: Reporter | None = None
) -> tuple[Array, float | None]:
    """Chart of a single flow at ascending `times`, (1 or 2, T), and the time of settling if seen.

    Parameters
    ----------
    flow : RankOne
        With B = 1.
    times : ndarray, shape (T,)
        Ascending times ≥ 0.
    tolerance : float
        Error per step of l and θ, absolute: relative in w.
    report : Reporter
        Is told the part of the times that is reached.
    """
    clocks = flow.rate * times
    late = clocks > flow.entry
    chart, settled = flow.linear(np.minimum(clocks, flow.entry)), None
    if np.any(late):
        wanted = clocks[late] - flow.entry
        found, settled = states_at(flow.steps(tolerance, wanted), wanted, report)
        if len(found) < len(wanted):
            raise KeyboardInterrupt
        chart[:, late] = np.array([state.x for state in found]).T
    return chart, None if settled is None else float((settled + flow.entry[0]) / flow.rate[0])


def follow_many(
    flows: RankOne, times: Array, tolerance: float, report: Reporter | None = None
) -> Array:
    """Charts of many flows at ascending times (B, T): shape (1 or 2, B, T)."""
    clocks = flows.rate[:, None] * times
    entry = flows.entry
    charts = integrate_many(
        lambda which: flows.take(which).array_field(),
        flows.linear(entry),
        np.maximum(clocks - entry[:, None], 0.0),
        tolerance,
        report,
    )
    row, column = np.nonzero(clocks < entry[:, None])
    charts[:, row, column] = flows.take(row).linear(clocks[row, column])
    return charts


def first_time(flow: RankOne, level: float, tolerance: float) -> float:
    """First time at which β of a single flow reaches `level`; infinite if it settles below."""
    from scipy.optimize import brentq

    def excess(chart: Array) -> float:
        return float(flow.beta(chart)[0]) - level

    entry, rate = float(flow.entry[0]), float(flow.rate[0])
    if excess(flow.linear(np.zeros(1))) >= 0:
        return 0.0
    x = flow.linear(flow.entry)
    if excess(x) >= 0:
        return float(brentq(lambda s: excess(flow.linear(np.array([s]))), 0, entry)) / rate

    def above(state: State) -> float:
        return excess(state.x[:, None])

    for step in flow.steps(tolerance):
        if above(step.state) >= 0:
            break
        if step.settled:
            return math.inf
    return (crossing(step, above) + entry) / rate
