"""Integration with tolerances that follow the size of each block of the state.

An absolute tolerance fixed in advance is meaningless for a state that starts at e^{-δ}. Here
the error allowed in a component is the tolerance times the largest norm its block has had so
far, and a block that has grown out of comfortable range is rescaled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import IntegrationError
from numerics.flow.vector_fields import FactorFlow
from numerics.integrators.runge_kutta import POWER, SAFETY, SHRINK, advance_array
from numerics.integrators.tableau import STAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numerics.flow.vector_fields import Flow
    from spectra.utils.progress import Reporter

Array = npt.NDArray[np.float64]

FLOOR = 3e-14  # no tolerance below this: rounding of the field itself is of this size
_LINEAR = -40.0  # log of the relative weight below which the cubic terms are left out: 4e-18
_GROW = 5.0
_FADED = 1e-9  # what moves so little, beside all the rest, has no part in strengths
_COMFORT = 1e40  # a block larger than this is rescaled
_MAX_STEPS = 400_000
_TINY = np.finfo(float).tiny


@dataclass(frozen=True, eq=False)
class State:
    """Time, components and log-scales of the blocks (shape (b,))."""

    time: float
    x: Array
    scales: Array


@dataclass(frozen=True, eq=False)
class Step:
    """A piece of a trajectory: an accepted step, or a phase solved in closed form."""

    begin: float
    end: float
    state: State  # at the end
    at: Callable[[float], State]  # at any time of the piece
    still: npt.NDArray[np.bool_] | None = None  # blocks that no longer move; None if not looked at

    def reaches(self, times: Array) -> list[State]:
        """States at those of the ascending times, none before the step, that it reaches."""
        count = int(np.searchsorted(times, self.end, side="right"))
        return [self.state if t == self.end else self.at(t) for t in times[:count].tolist()]

    @property
    def settled(self) -> bool:
        """Whether nothing moves any more, to within the tolerance."""
        return self.still is not None and bool(np.all(self.still))


def march(flow: Flow, start: State, rtol: float, stops: Array | None = None) -> Iterator[Step]:
    """Integrate without end; the caller stops when it has what it wants.

    Parameters
    ----------
    flow : Flow
    start : State
    rtol : float
        Error per step, relative to the size of each block.
    stops : ndarray, shape (s,)
        Ascending times at each of which, if it is after the start, a step ends.

    Raises
    ------
    IntegrationError
        If the step size vanishes or the number of steps explodes.
    """
    block_of = flow.block_of
    sizes = np.maximum(np.bincount(block_of), 1)  # a block number may be unused

    def norms(x: Array) -> Array:
        return np.asarray(np.sqrt(np.bincount(block_of, weights=x * x) / sizes))

    x, scales, now = start.x, start.scales, 0.0
    field, peak, h = flow.velocity(scales), norms(x), 0.1 / flow.speed
    slopes = np.empty((len(STAGES) + 1, len(x)))
    slopes[0] = field(x)
    mark, window = (0.0, x), 3 / flow.speed  # the state some time ago, to see whether it moves
    fading = flow.fading if isinstance(flow, FactorFlow) else None
    origin = start.time  # times are counted from here, to keep their digits
    ahead = iter([] if stops is None else (stops[stops > origin] - origin).tolist())
    stop = next(ahead, math.inf)
    for _ in range(_MAX_STEPS):
        left = stop - now
        step = left if h >= left else min(h, 0.5 * left)
        after, fifth, third = advance_array(field, x, slopes, step)
        size = norms(after)
        allowed = (rtol * np.maximum(peak, size) + _TINY)[block_of]
        error, coarse = (float(np.mean((e / allowed) ** 2)) for e in (fifth, third))
        ratio = step * error / math.sqrt(error + 0.01 * coarse + _TINY)
        factor = SAFETY * max(ratio, 1e-12) ** POWER
        if not ratio <= 1:  # also if it is not a number
            h = step * (max(SHRINK, factor) if ratio < math.inf else SHRINK)
            if now + h == now:
                raise IntegrationError(
                    f"the step size vanished at time {origin + now:g}: take a larger rtol"
                )
            continue
        inside = partial(_inside, field, x, scales, origin, now)
        begin, now, x = now, stop if step == left else now + step, after
        h = max(h if step < h else 0.0, step * min(_GROW, factor))
        peak = np.maximum(peak, size)
        if now == stop:
            stop = next(ahead, math.inf)
        still = None
        if now - mark[0] >= window:
            moved = norms(x - mark[1])
            still = moved <= 10 * rtol * peak
            if fading is not None:  # what the labels do not see may fade for e^{2δ} growth times
                amplitude = np.exp(scales)
                least = max(10 * rtol, _FADED) * np.max(peak * amplitude)
                still |= fading & (moved * amplitude <= least)
            mark = now, x
        state = State(origin + now, x, scales)
        yield Step(origin + begin, origin + now, state, inside, still)
        if np.any(size > _COMFORT):
            shift = np.where(size > _COMFORT, size, 1.0)
            x, scales, peak = x / shift[block_of], scales + np.log(shift), peak / shift
            field, mark = flow.velocity(scales), (now, x)
        slopes[0] = field(x)
    raise IntegrationError(
        f"{_MAX_STEPS} steps reached only time {origin + now:g}: the fast modes make the flow "
        "stiff over so long a time; take a smaller delta or earlier times"
    )


def _inside(
    field: Callable[[Array], Array],
    x: Array,
    scales: Array,
    origin: float,
    begin: float,
    time: float,
) -> State:
    """The state within an accepted step, by a shorter step from its beginning.

    No interpolant: where stability and not accuracy sets the step, one would be wrong by
    hundreds of tolerances between two ends that are both right.
    """
    slopes = np.empty((len(STAGES) + 1, len(x)))
    slopes[0] = field(x)
    return State(time, advance_array(field, x, slopes, time - origin - begin)[0], scales)


def states_at(
    steps: Iterator[Step], times: Array, report: Reporter | None = None
) -> tuple[list[State], float | None]:
    """States at the ascending ``times``, and the time of settling if that came first.

    Interrupted by Ctrl-C, it gives the states found so far.
    """
    found: list[State] = []
    try:
        for step in steps:
            found += step.reaches(times[len(found) :])
            if len(found) == len(times):
                break
            if step.settled:
                return found + [step.state] * (len(times) - len(found)), step.end
            if report is not None:
                report.update(step.end / float(times[-1]))
    except KeyboardInterrupt:
        if not found:
            raise
    return found, None


def linear_time(flow: FactorFlow, start: State) -> float:
    """Until when the flow is linear to beyond double precision: 0 if it never is."""
    size = np.bincount(flow.block_of, weights=start.x**2)
    with np.errstate(divide="ignore"):
        amplitude = np.max(start.scales + 0.5 * np.log(2 * size))
    allowed = 0.5 * (_LINEAR - np.log(flow.omega.max() / flow.speed))
    return max(0.0, float(allowed - amplitude) / flow.speed)


def propagate(flow: FactorFlow, start: State, time: float, step_size: float | None = None) -> State:
    """Exact solution of the linear flow Ẇ = MΩAᵀ, Ȧ = WᵀMΩ at ``time``.

    With a step size, that of gradient descent instead, after ``time`` steps.
    """
    x, scales = start.x.copy(), start.scales.copy()
    w, a = flow.split(x)
    per_start = scales.reshape(-1, flow.num_blocks)  # a view
    for rows, columns, p, s, q in flow.linear_parts:
        gain, grow, fade = _gains(s, time, step_size)
        ours, theirs = w[..., rows, :], np.swapaxes(a[..., columns], -1, -2)
        left, right = p.T @ ours, q.T @ theirs
        up, down = 0.5 * grow * (left + right), 0.5 * fade * (left - right)
        still = np.exp(-gain)
        w[..., rows, :] = p @ (up + down) + still * (ours - p @ left)
        a[..., columns] = np.swapaxes(q @ (up - down) + still * (theirs - q @ right), -1, -2)
        per_start[:, flow.rows[rows[0]]] += gain
    return State(time if step_size is None else time * step_size, x, scales)


def _gains(rates: Array, time: float, step_size: float | None) -> tuple[float, Array, Array]:
    """Log of the largest gain; growing and fading gains of every rate relative to it, as columns."""
    if step_size is None:
        gain = float(rates[0] * time)
        return gain, np.exp(rates * time - gain)[:, None], np.exp(-rates * time - gain)[:, None]
    top = np.log1p(step_size * rates[0])
    grow = np.exp((np.log1p(step_size * rates) - top) * time)
    fade = ((1 - step_size * rates) / (1 + step_size * rates[0])) ** time
    return float(top * time), grow[:, None], fade[:, None]
