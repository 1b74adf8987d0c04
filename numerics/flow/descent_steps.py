"""The recursions of gradient descent, as states at ascending numbers of steps.

Ctrl-C ends an iteration early: what was found by then is returned.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow.linear_phase import linear_time, propagate
from numerics.integrators.adaptive import State
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.flow.two_group import RankOne
    from numerics.flow.vector_fields import FactorFlow, SampleFlow
    from spectra.utils.arrays import Array, Indices

Chart = tuple[float, ...]

_GONE = 150.0  # log of a size from which nothing returns
_COMFORT = 1e40  # a block larger than this is rescaled
_LOOKS = 200  # how often, at least, a bar is told how far the descent is


def _stops(wanted: Indices) -> Indices:
    """The wanted numbers of steps, and others between them if they are far apart."""
    looks = np.linspace(0, int(wanted[-1]), _LOOKS).astype(np.intp)
    return np.union1d(wanted, looks)


def _counted(stops: Indices, wanted: Indices, after: int = -1) -> Iterator[tuple[int, bool]]:
    """Stops `after` a number of steps, and whether they are wanted; a bar if they take long."""
    last = max(1, int(stops[-1]))
    ahead = stops[stops > after]
    kept = zip(ahead.tolist(), np.isin(ahead, wanted).tolist(), strict=True)
    return tracked("descending", kept, lambda stop: stop[0] / last)


def iterate_samples(
    flow: SampleFlow, start: State, wanted: Indices, eta: float
) -> tuple[list[State], bool]:
    """States of the sample-level recursion, and whether the iterates left every bound."""
    field, x, at = flow.velocity(start.scales), start.x, 0
    found: list[State] = []
    try:
        for number, kept in _counted(_stops(wanted), wanted):
            for _ in range(number - at):
                x = x + eta * field(x)
            at = number
            if not np.all(np.abs(x) < _COMFORT):
                return found, True
            if kept:
                found.append(State(number * eta, x, start.scales))
    except KeyboardInterrupt:
        pass  # what was found is kept, and the status says so
    return found, False


def iterate_modes(
    flows: Sequence[RankOne], wanted: Indices, eta: float
) -> tuple[list[tuple[Chart, ...]], bool]:
    """Charts of all flows at ascending numbers of steps, and whether one left every bound.

    They go side by side, so that what an interruption leaves is complete.
    """
    found: list[tuple[Chart, ...]] = []
    stops = _stops(wanted)
    runs = [_charts(flow, stops, eta) for flow in flows]
    try:
        for _, kept in _counted(stops, wanted):
            charts = tuple(chart for run in runs if (chart := next(run)) is not None)
            if len(charts) < len(runs):
                return found, True
            if kept:
                found.append(charts)
    except KeyboardInterrupt:
        pass  # what was found is kept, and the status says so
    return found, False


def _charts(flow: RankOne, wanted: Indices, eta: float) -> Iterator[Chart | None]:
    """Chart (ln |w|, h/w) of one flow after each number of steps; None once it left.

    While w² is below rounding the recursion is linear, and its powers are taken in closed form.
    """
    growth = math.log1p(eta * float(flow.rate[0]))
    first = math.floor(float(flow.entry[0]) / growth)
    early = wanted[wanted <= first]
    log_w, u = flow.linear_powers(np.append(early, first), eta)
    charts = [(float(a), *map(float, b)) for a, b in zip(log_w, u.T, strict=True)]
    state, at = charts.pop(), first
    yield from charts
    step = _float_step(flow, eta)
    for number in wanted[len(early) :].tolist():
        for _ in range(number - at):
            state = step(state)
            if not state[0] < _GONE:
                yield None
                return
        at = number
        yield state


def _float_step(flow: RankOne, eta: float) -> Callable[[Chart], Chart]:
    """One step of a single flow in the chart (ln |w|, u): w ← gw, u ← (u + ηe)/g, g = 1 + ηe·u."""
    exp, log = math.exp, math.log
    w1, t1 = float(flow.weights[0, 0]), float(flow.targets[0, 0])
    if len(flow.targets) == 1:
        k, b = eta * w1 * t1, eta * w1

        def single(state: Chart) -> Chart:
            log_w, u = state
            g = abs(1 + k - b * exp(2 * log_w))
            return log_w + log(g) if g else -math.inf, u

        return single
    w2, t2 = float(flow.weights[1, 0]), float(flow.targets[1, 0])

    def double(state: Chart) -> Chart:
        log_w, u1, u2 = state
        y = exp(2 * log_w)
        e1, e2 = eta * w1 * (t1 - y * u1), eta * w2 * (t2 - y * u2)
        g = 1 + e1 * u1 + e2 * u2
        return log_w + log(abs(g)), (u1 + e1) / g, (u2 + e2) / g

    return double


def iterate(
    flow: FactorFlow, start: State, wanted: Indices, eta: float
) -> tuple[list[State], bool]:
    """States of a factor flow at ascending numbers of steps, and whether the iterates left.

    The flow must follow the deviations of every weight: descent conserves nothing.
    """
    first = math.floor(linear_time(flow, start) * flow.speed / math.log1p(eta * flow.speed))
    found = [propagate(flow, start, n, eta) for n in wanted[wanted <= first].tolist()]
    state, at = propagate(flow, start, first, eta), first
    w, a = (part.copy() for part in flow.split(state.x))
    scales, drive = state.scales.copy(), eta * flow.target * flow.omega
    row_brake = column_brake = np.empty(0)

    def rescale() -> None:
        nonlocal row_brake, column_brake
        squares = eta * np.exp(2 * scales)
        column_brake = flow.omega * squares[flow.columns]
        row_brake = squares[flow.rows][:, None] * flow.omega

    rescale()
    try:
        for number, kept in _counted(_stops(wanted), wanted, first):
            for _ in range(number - at):
                logits = w @ a
                w, a = (
                    w + (drive - logits * column_brake) @ a.T,
                    a + w.T @ (drive - logits * row_brake),
                )
                size = max(float(np.max(np.abs(w))), float(np.max(np.abs(a))))
                if not size < _COMFORT:
                    if not np.max(scales) + math.log(size) < _GONE:
                        return found, True
                    w, a, scales = _rescaled(flow, w, a, scales)
                    rescale()
            at = number
            if kept:
                x = np.concatenate([w.ravel(), a.ravel()])
                found.append(State(number * eta, x, scales))
    except KeyboardInterrupt:
        pass  # what was found is kept, and the status says so
    return found, False


def _rescaled(flow: FactorFlow, w: Array, a: Array, scales: Array) -> tuple[Array, Array, Array]:
    x = np.concatenate([w.ravel(), a.ravel()])
    size = np.sqrt(np.bincount(flow.block_of, weights=x * x, minlength=len(scales)))
    shift = np.where(size > 1e20, size, 1.0)
    return w / shift[flow.rows][:, None], a / shift[flow.columns], scales + np.log(shift)
