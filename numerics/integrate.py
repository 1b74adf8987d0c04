"""Integration by DOP853 with tolerances that follow the size of each block of the state.

An absolute tolerance fixed in advance is meaningless for a state that starts at e^{-δ}. Here
the error allowed in a component is ``rtol`` times the largest norm its block has had so far,
and a block that has grown out of comfortable range is rescaled.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import IntegrationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numerics.fields import FactorFlow, Flow

Array = npt.NDArray[np.float64]

FLOOR = 3e-14  # no tolerance below this: rounding of the field itself is of this size
_LINEAR = -50.0  # log of the relative weight below which the cubic terms are left out
_COMFORT = 1e40  # a block larger than this is rescaled
_MAX_STEPS = 400_000


@dataclass(frozen=True, eq=False)
class State:
    """Time, components and log-scales of the blocks (shape (b,))."""

    time: float
    x: Array
    scales: Array


@dataclass(frozen=True, eq=False)
class Step:
    """One accepted step; times are counted from the start of the integration."""

    begin: float
    end: float
    x: Array
    scales: Array
    inside: Callable[[float], Array]  # components at a time of the step
    settled: bool  # nothing moves any more, to within the tolerance


def march(flow: Flow, start: State, rtol: float) -> Iterator[Step]:
    """Integrate without end; the caller stops when it has what it wants.

    Raises
    ------
    IntegrationError
        If the step size vanishes or the number of steps explodes.
    """
    from scipy.integrate import DOP853

    block_of = flow.block_of
    sizes = np.maximum(np.bincount(block_of), 1)  # a block number may be unused

    def norms(x: Array) -> Array:
        return np.asarray(np.sqrt(np.bincount(block_of, weights=x * x) / sizes))

    x, scales, now, first, reached = start.x, start.scales, 0.0, None, start.time
    peak = norms(x)
    solver = None
    mark, window = (0.0, x), 3 / flow.speed  # the state some time ago, to see whether it moves
    for _ in range(_MAX_STEPS):
        if solver is None:
            atol = rtol * peak[block_of] + np.finfo(float).tiny
            solver = DOP853(flow.velocity(scales), now, x, np.inf, rtol=FLOOR, atol=atol,
                            first_step=first)  # fmt: skip
        before, atol = solver.y, solver.atol
        solver.step()
        reached = start.time + solver.t
        if solver.status == "failed":
            msg = f"the step size vanished at time {reached:g}: take a larger rtol"
            raise IntegrationError(msg)
        size = norms(solver.y)
        peak = np.maximum(peak, size)
        solver.atol = rtol * peak[block_of] + np.finfo(float).tiny
        settled = False
        if solver.t - mark[0] >= window:
            settled = bool(np.all(norms(solver.y - mark[1]) <= 10 * rtol * peak))
            mark = solver.t, solver.y
        inside = partial(_inside, solver.fun, solver.t_old, before, atol)
        yield Step(solver.t_old, solver.t, solver.y, scales, inside, settled)
        if np.any(size > _COMFORT):
            factor = np.where(size > _COMFORT, size, 1.0)
            x, scales, now = solver.y / factor[block_of], scales + np.log(factor), solver.t
            peak, first, solver = peak / factor, solver.h_abs, None
            mark = now, x
    msg = (
        f"{_MAX_STEPS} steps reached only time {reached:g}: the fast modes make the flow "
        "stiff over so long a time; take a smaller delta or earlier times"
    )
    raise IntegrationError(msg)


def _inside(
    field: Callable[[float, Array], Array], begin: float, x: Array, atol: Array, time: float
) -> Array:
    """Integrate from the beginning of an accepted step to a time within it.

    The interpolant of DOP853 will not do: where stability and not accuracy sets the step, it is
    wrong by hundreds of tolerances between two ends that are both right.
    """
    from scipy.integrate import DOP853

    if time <= begin:
        return x
    solver = DOP853(field, begin, x, time, rtol=FLOOR, atol=atol, first_step=time - begin)
    while solver.status == "running":
        solver.step()
    if solver.status == "failed":
        msg = f"the step size vanished at time {solver.t:g}: take a larger rtol"
        raise IntegrationError(msg)
    return np.asarray(solver.y)


def states_at(
    flow: Flow, start: State, times: Array, rtol: float
) -> tuple[list[State], float | None]:
    """States at the sorted ``times`` ≥ start.time, and the time of settling if it came first."""
    found: list[State] = []
    wanted = iter(times)
    target = next(wanted, None)
    while target is not None and target <= start.time:
        found.append(start)
        target = next(wanted, None)
    if target is None:
        return found, None
    for step in march(flow, start, rtol):
        while target is not None and target - start.time <= step.end:
            found.append(State(target, step.inside(target - start.time), step.scales))
            target = next(wanted, None)
        if target is None:
            return found, None
        if step.settled:
            settled_at = start.time + step.end
            rest = [target, *wanted]
            return found + [State(t, step.x, step.scales) for t in rest], settled_at
    raise AssertionError  # march ends only by raising


def linear_time(flow: FactorFlow, start: State) -> float:
    """Until when the flow is linear to beyond double precision: 0 if it never is."""
    size = np.bincount(flow.block_of, weights=start.x**2)[: flow.num_blocks]
    with np.errstate(divide="ignore"):
        amplitude = np.max(start.scales[: flow.num_blocks] + 0.5 * np.log(2 * size))
    allowed = 0.5 * (_LINEAR - np.log(flow.omega.max() / flow.speed))
    return max(0.0, float(allowed - amplitude) / flow.speed)


def propagate(flow: FactorFlow, start: State, time: float) -> State:
    """Exact solution of the linear flow Ẇ = MΩAᵀ, Ȧ = WᵀMΩ at ``time``."""
    x, scales = start.x.copy(), start.scales.copy()
    w, a, _ = flow.split(x)
    for rows, columns, p, s, q in flow.linear_parts:
        top = s[0]
        grow = 0.5 * np.exp((s - top) * time)[:, None]
        fade = 0.5 * np.exp(-(s + top) * time)[:, None]
        left, right = p.T @ w[rows], (a[:, columns] @ q).T
        rest_w, rest_a = w[rows] - p @ left, a[:, columns].T - q @ right
        still = np.exp(-top * time)
        w[rows] = p @ (grow * (left + right) + fade * (left - right)) + still * rest_w
        a[:, columns] = (q @ (grow * (left + right) - fade * (left - right)) + still * rest_a).T
        block = flow.rows[rows[0]]
        scales[block] += top * time
    return State(time, x, scales)
