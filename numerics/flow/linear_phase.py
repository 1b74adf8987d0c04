"""The part of a flow that is linear to double precision, in closed form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numerics.integrators.adaptive import State

if TYPE_CHECKING:
    from numerics.flow.vector_fields import FactorFlow
    from spectra.utils.arrays import Array


_LINEAR = -40.0  # log of the relative weight below which the cubic terms are left out: 4e-18


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
