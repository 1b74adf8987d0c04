"""Flows of rank one: an amplitude w with features h on a line, or in a plane, of class space.

From spectral initialisation a mode that does not mix with others obeys, with weight decay a, b,

    ẇ = Σ_j ω_j (t_j - w h_j) h_j - a w,   ḣ_j = ω_j (t_j - w h_j) w - b h_j,   w(0) = ε, h(0) = ε v.

One j is a decoupled mode (t = σ); two are the mode between two groups of classes. With equal decay
w² = |h|² at all times, so that h = w u with u = (cos θ, sin θ). By the clock s = ρt, ρ = |ωt|, and
with p = ωt/ρ and a, b in units of ρ, the variables l = ln w and θ obey

    l' = e·u - a,   θ' = e_2 cos θ - e_1 sin θ,   e_j = p_j - (ω_j/ρ) e^{2l} u_j,

so that a start at e^{-δ} keeps its full relative precision for any δ. With unequal decay u = h/w
has a length of its own, and u' = e - u (e·u + b - a) in place of θ'. While e^{2l} is below rounding
the flow is linear: w and the part of h along p grow by the exponential of

    (-a  1;  1  -b),     of eigenvalues -(a + b)/2 ± κ,     κ² = 1 + (b - a)²/4,

and the rest of h fades as e^{-bs}. This carries the state to the beginning of the integration, so
that what is integrated does not grow with δ. The tests check that a decoupled mode follows the
logistic formula.

At rest w h_j = ω_j t_j/(ω_j + λ/s) with λ² = ab and s = |w h|: the minimiser of the loss with the
penalty λ|w h|, which is 0 if λ ≥ ρ.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.events import crossing
from numerics.flow.nuclear_norm import AT_LEAST, shrunken_rows
from numerics.integrators.adaptive import STABLE, State, Step, rest, states_at
from numerics.integrators.compiled import march_floats
from numerics.integrators.stacked import integrate_many
from numerics.problem.initial_state import start_between

if TYPE_CHECKING:
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
    decay : ndarray, shape (2, B)
        Weight decay of w and of h; none if not given.
    """

    targets: Array
    weights: Array
    start: Array
    delta: Array
    decay: Array = field(default_factory=lambda: np.zeros((2, 1)))

    def __post_init__(self) -> None:
        shape = (2, len(self.delta))
        object.__setattr__(self, "decay", np.broadcast_to(self.decay, shape))

    @cached_property
    def rate(self) -> Array:
        """Growth rate ρ at the origin without decay: shape (B,)."""
        return np.asarray(np.linalg.norm(self.weights * self.targets, axis=0))

    @property
    def unequal(self) -> bool:
        """Whether w and h decay at rates of their own, so that h/w has a length of its own."""
        return bool(np.any(self.decay[0] != self.decay[1]))

    @cached_property
    def _linear(self) -> tuple[Array, Array, Array]:
        """Growth rate at the origin, κ and (b - a)/2, by the clock: shapes (B,)."""
        a, b = self.decay / self.rate
        lean = (b - a) / 2
        curve, mean = np.hypot(1.0, lean), (a + b) / 2
        growth = np.where(mean < AT_LEAST * curve, curve - mean, np.minimum(curve - mean, 0.0))
        return growth, curve, lean

    @property
    def logits(self) -> Array:
        """The products w h_j at rest: shape (q, B)."""
        if not np.any(self.decay):
            return self.targets
        shrink = np.sqrt(self.decay[0] * self.decay[1])
        return shrunken_rows(self.targets, self.weights, shrink)

    @property
    def strength(self) -> Array:
        """β at rest: 1 without decay, 0 for a mode that decay keeps from growing: shape (B,)."""
        return np.asarray(np.sum(self.targets * self.logits, axis=0) / np.sum(self.targets**2, 0))

    @property
    def entry(self) -> Array:
        """Clock at which the cubic terms begin to count, 0 if they do at once: shape (B,).

        Infinite for a small start that does not grow.
        """
        growth, curve, lean = self._linear
        heaviest = np.max(self.weights, axis=0) / self.rate * (curve + np.abs(lean)) ** 2
        late = np.maximum(0.5 * (_NEGLIGIBLE - np.log(heaviest)) + self.delta, 0.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(late > 0, late / np.maximum(growth, 0.0), 0.0))

    def stiff_steps(self, last: Array) -> Array:
        """About how many steps stability forces by a time, or until nothing moves: shape (B,)."""
        if len(self.targets) == 1 and not self.unequal:  # 2 by the clock, whatever σ and λ
            return np.zeros_like(self.delta)
        fast, slow = self._decay
        growth = self._linear[0]
        alive = growth > 0
        settled = self.delta / np.where(alive, growth, 1.0) + _SETTLING * (
            1 + 1 / np.where(slow > 0, slow, 1.0)
        )
        with np.errstate(over="ignore"):
            moving = np.minimum(self.rate * last, settled) - np.where(alive, self.entry, 0.0)
        return np.asarray(np.where(alive, np.maximum(moving, 0.0) * fast / STABLE, 0.0))

    @property
    def still(self) -> Array:
        """Tolerances that a flow at rest may move in a window: shape (B,)."""
        return rest(self._decay[1])

    @property
    def _decay(self) -> tuple[Array, Array]:
        """The faster and the slower rate at which the flow relaxes, by the clock: shapes (B,).

        The extreme eigenvalues of the Hessian at rest; with equal decay its direction away from
        w² = |h|², of eigenvalue twice the decay, is left out. The slower one is 0 where nothing is
        learned, and where only one factor decays, so that the other grows without end.
        """
        logits, (ours, theirs) = self.logits, self.decay / self.rate
        brake, size = self.weights / self.rate, np.linalg.norm(self.logits, axis=0)
        alive = size > 0
        if not self.unequal:
            u = logits / np.where(alive, size, 1.0)
            load = size * np.sum(brake * u**2, axis=0)
            if len(u) == 1:
                return 2 * load, 2 * load
            trace = 2 * load + size * np.sum(brake * u[::-1] ** 2, axis=0) + ours
            product = 2 * (load * ours + brake[0] * brake[1] * size**2)
            fast = 0.5 * (trace + np.sqrt(np.maximum(trace**2 - 4 * product, 0.0)))
            return fast, product / fast
        resting = alive & (ours > 0) & (theirs > 0)
        tilt = np.sqrt(np.where(resting, ours, 1.0) / np.where(resting, theirs, 1.0))  # |h|/w
        w, h = np.sqrt(size / tilt), logits * np.sqrt(tilt / np.where(alive, size, 1.0))
        at = range(1, len(logits) + 1)
        curved = np.zeros((len(size), len(logits) + 1, len(logits) + 1))
        curved[:, 0, 0] = np.sum(brake * h**2, axis=0) + ours
        curved[:, 0, 1:] = curved[:, 1:, 0] = (
            2 * brake * logits - self.weights * self.targets / self.rate
        ).T
        curved[:, at, at] = (brake * w**2 + theirs).T
        rates = np.maximum(np.linalg.eigvalsh(curved), 0.0)
        return rates[:, -1], np.where(resting, rates[:, 0], 0.0)

    def take(self, which: npt.NDArray[np.intp]) -> RankOne:
        """Some of the flows."""
        return RankOne(
            self.targets[:, which], self.weights[:, which], self.start[:, which],
            self.delta[which], self.decay[:, which],
        )  # fmt: skip

    def linear(self, clock: Array) -> Array:
        """The chart in closed form while the flow is linear."""
        growth, curve, lean = self._linear
        log_w, u = self._grown(
            growth * clock, np.exp(-2 * curve * clock), np.exp(-(curve + lean) * clock)
        )
        if self.unequal:
            return np.stack([log_w, *u])
        return np.stack([log_w] if len(u) == 1 else [log_w, np.arctan2(u[1], u[0])])

    def linear_powers(self, steps: npt.NDArray[np.intp], step_size: float) -> tuple[Array, Array]:
        """Chart (ln w, h/w) after numbers of steps of gradient descent that are linear."""
        gain = step_size * self.rate
        log_gain = np.asarray(steps * np.log1p(gain), dtype=float)
        return self._grown(log_gain, ((1 - gain) / (1 + gain)) ** steps, np.exp(-log_gain))

    def _grown(self, log_gain: Array, fade: Array, still: Array) -> tuple[Array, Array]:
        """Chart (ln w, h/w) when what grows did by e^{log_gain}.

        What fades is `fade` of it, and what the targets do not pull is `still` of it.
        """
        _, curve, lean = self._linear
        pull = self.weights * self.targets / self.rate
        cosine = np.sum(pull * self.start, axis=0)
        amplitude = 0.5 * ((1 + fade) + (1 - fade) * (lean + cosine) / curve)
        along = 0.5 * ((1 + fade) * cosine + (1 - fade) * (1 - lean * cosine) / curve)
        u = (still * (self.start - pull * cosine) + pull * along) / amplitude
        return log_gain - self.delta + np.log(amplitude), u

    def directions(self, chart: Array) -> Array:
        """h/w: shape (q, ...)."""
        if self.unequal:
            return chart[1:]
        if len(self.targets) == 1:
            return np.broadcast_to(self.start.T, chart[:1].shape)
        return np.stack([np.cos(chart[1]), np.sin(chart[1])])

    def beta(self, chart: Array) -> Array:
        """β = w Σ_j t_j h_j / σ² from charts (variables, B, T): shape (B, T)."""
        share = self.targets / np.sum(self.targets**2, axis=0)
        u = self.directions(chart)
        return np.asarray(np.exp(2 * chart[0]) * np.einsum("qb,qb...->b...", share, u))

    def array_field(self) -> Callable[[Array], Array]:
        """The vector field, by the clock, on arrays (variables, B)."""
        pull, brake = self.weights * self.targets / self.rate, self.weights / self.rate
        fading = self.decay / self.rate
        if self.unequal:

            def turning(x: Array) -> Array:
                e = pull - brake * np.exp(np.minimum(2 * x[0], _WILD)) * x[1:]
                along = np.sum(e * x[1:], axis=0)
                return np.vstack([along - fading[0], e - x[1:] * (along + fading[1] - fading[0])])

            return turning
        if len(pull) == 1:
            pull = pull * self.start - fading[0]
            return lambda x: pull - brake * np.exp(np.minimum(2 * x, _WILD))
        (p1, p2), (b1, b2) = pull, brake

        def slope(x: Array) -> Array:
            y, c, s = np.exp(np.minimum(2 * x[0], _WILD)), np.cos(x[1]), np.sin(x[1])
            e1, e2 = p1 - b1 * y * c, p2 - b2 * y * s
            return np.stack([e1 * c + e2 * s - fading[0], e2 * c - e1 * s])

        return slope

    def float_field(self) -> Callable[[Sequence[float]], Sequence[float]]:
        """The same for a single flow, on floats."""
        exp, cos, sin = math.exp, math.cos, math.sin
        pull = (self.weights * self.targets / self.rate)[:, 0].tolist()
        brake = (self.weights / self.rate)[:, 0].tolist()
        fade, theirs = (self.decay[:, 0] / self.rate[0]).tolist()
        if self.unequal:

            def turning(x: Sequence[float]) -> Sequence[float]:
                y, u = exp(min(2 * x[0], _WILD)), x[1:]
                e = [p - b * y * h for p, b, h in zip(pull, brake, u, strict=True)]
                along = sum(a * h for a, h in zip(e, u, strict=True))
                return along - fade, *(
                    a - h * (along + theirs - fade) for a, h in zip(e, u, strict=True)
                )

            return turning
        if len(pull) == 1:
            p, b = pull[0] * float(self.start[0, 0]) - fade, brake[0]
            return lambda x: (p - b * exp(min(2 * x[0], _WILD)),)
        (p1, p2), (b1, b2) = pull, brake

        def slope(x: Sequence[float]) -> Sequence[float]:
            y, c, s = exp(min(2 * x[0], _WILD)), cos(x[1]), sin(x[1])
            e1, e2 = p1 - b1 * y * c, p2 - b2 * y * s
            return e1 * c + e2 * s - fade, e2 * c - e1 * s

        return slope

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """Charts of a single flow, as states, by the clock since ``entry``.

        A flow that decay keeps from growing is linear once more when it has become small.
        """
        begin = self.linear(self.entry)[:, 0].tolist()
        small = 0.5 * (_NEGLIGIBLE - math.log(float(np.max(self.weights / self.rate))))
        least = small if self._linear[0][0] <= 0 else -math.inf
        pieces = march_floats(
            self.float_field(), begin, tolerance, stops, still=float(self.still[0])
        )
        for step in pieces:
            yield step
            if step.state.x[0] < least:
                break
        u = self.directions(step.state.x[:, None])
        tail, since = replace(self, start=u, delta=-step.state.x[:1]), step.end

        def at(clock: float) -> State:
            return State(clock, tail.linear(np.array([clock - since]))[:, 0], np.zeros(1))

        yield Step(since, math.inf, step.state, at)


def decoupled(level: Level, delta: float, decay: tuple[float, float] = (0.0, 0.0)) -> RankOne:
    """A mode that keeps its right singular vector: weight λ, paper Eq. (20)."""
    column = np.array([[level.sigma], [level.lam], [1.0]])
    return RankOne(
        column[:1], column[1:2], column[2:], np.array([delta]), np.array(decay)[:, None]
    )  # fmt: skip


def between_groups(problem: FlowProblem) -> RankOne:
    """The mode between the two groups of a problem that has two."""
    modes = problem.modes
    return RankOne(
        modes.left * np.sqrt([[g.count] for g in modes.groups]),
        np.array([[g.weight] for g in modes.groups]),
        start_between(problem),
        np.array([float(problem.delta)]),
        np.array(problem.decays)[:, None],
    )


def follow(
    flow: RankOne, times: Array, tolerance: float, report: Reporter | None = None
) -> tuple[Array, float | None]:
    """Chart of a single flow at ascending `times`, (variables, T), and when it settled if seen.

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
    """Charts of many flows at ascending times (B, T): shape (variables, B, T)."""
    clocks = flows.rate[:, None] * times
    entry = np.minimum(flows.entry, clocks[:, -1] + 1)
    charts = integrate_many(
        lambda which: flows.take(which).array_field(),
        flows.linear(entry),
        np.maximum(clocks - entry[:, None], 0.0),
        tolerance,
        flows.still,
        report,
    )
    row, column = np.nonzero(clocks < entry[:, None])
    charts[:, row, column] = flows.take(row).linear(clocks[row, column])
    return charts


def first_time(flow: RankOne, level: float, tolerance: float) -> float:
    """First time at which a single flow reaches a part of its strength at rest.

    Infinite if it settles below, or decay keeps it from growing.
    """
    from scipy.optimize import brentq

    strength = float(flow.strength[0])
    if strength == 0:
        return math.inf

    def excess(chart: Array) -> float:
        return float(flow.beta(chart)[0]) - level * strength

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
