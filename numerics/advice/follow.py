"""Follow a flow until every class is learned: when margins are reached, and labels told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.advice import effort
from numerics.errors import IntegrationError, ResolutionError
from numerics.integrators.adaptive import FLOOR, State, march

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numerics.advice.group_flow import GroupFlow
    from numerics.integrators.adaptive import Step
    from spectra.utils.arrays import Array
    from spectra.utils.progress import Reporter

LEVELS: Final = {"squared": 0.5, "cross-entropy": 1.0}
"""Margins at which a class is learned: half of the target, or one."""

_ACCURACY = 1e-6
_LOST = 20.0  # e-foldings between the fastest and the slowest mode that double precision carries
_RANGE = 300.0
_NEAR = 1e-6  # growth times over which a slope is taken
_HALVINGS = 40


@dataclass(frozen=True, eq=False)
class Told:
    """When classes are learned, by group.

    Attributes
    ----------
    margin : ndarray, shape (starts, G)
        First time at which the own logit leads every other one by the level; infinite if it never
        does, and nothing moves any more.
    apart : ndarray, shape (starts, G)
        Time from which it is the largest for good; 0 if it always is, infinite if it is not yet.
    """

    margin: Array
    apart: Array


def follow(
    phases: Sequence[tuple[float, GroupFlow]], start: State, delta: float, report: Reporter
) -> Told:
    """Follow a flow, whose weights may change at given times.

    Parameters
    ----------
    phases : sequence of (float, GroupFlow)
        Each flow, and until when it holds; the last one for ever.
    start : State
    delta : float
    report : Reporter

    Raises
    ------
    ResolutionError
        If δ is too large for double precision.
    IntegrationError
        If growth rates are so far apart that the flow is too stiff.
    """
    flow = phases[0][1]
    watch = _Watch(flow, start, LEVELS[flow.loss])
    state, taken, settled = start, 0, False
    for until, flow in phases:
        is_last = flow is phases[-1][1]
        for step in pieces(
            flow, State(state.time, state.x, state.scales), delta, np.array([until])
        ):
            watch.see(flow, step)
            state, taken, settled = step.state, taken + 1, step.settled and is_last
            report.update(watch.part)
            done = is_last and watch.done
            if done or settled or state.time >= until or taken >= effort.MOST_STEPS:
                break
    if not (watch.done or settled):
        raise _stiff(flow, taken, state.time)
    if not (watch.done or flow.decay):  # without decay every class is learned some time
        raise _lost(delta)
    return Told(watch.first, watch.since)


def pieces(flow: GroupFlow, start: State, delta: float, stops: Array) -> Iterator[Step]:
    """Pieces of a flow, as accurate as the slow classes need to be."""
    tolerance = max(_ACCURACY * float(np.exp(-spread(flow, delta))), FLOOR)
    groups = flow.groups
    return march(
        flow, start, tolerance, stops,
        fastest=groups.fastest(flow.loss), slowest=0.2 * float(groups.drive.min()),
    )  # fmt: skip


def spread(flow: GroupFlow, delta: float) -> float:
    """How many e-foldings apart modes that share coordinates come to be.

    Raises
    ------
    ResolutionError
        More than double precision carries.
    """
    drive = flow.groups.drive
    shared = flow.groups.classes > 2 and (len(drive) > 2 or flow.starts > 1)
    found = delta * float(1 - drive.min() / drive.max()) if shared else 0.0
    if found > _LOST or delta > _RANGE:
        share = found / delta
        raise _lost(delta, min(_LOST / share, _RANGE) if share else _RANGE)
    return found


def _stiff(flow: GroupFlow, taken: int, time: float) -> IntegrationError:
    drive = flow.groups.drive
    said = f"{taken} steps of the integrator reached only time {time:.4g}: growth rates are "
    said += f"{drive.max():.3g} to {drive.min():.3g}"
    if flow.decay > drive.max():
        return IntegrationError(
            f"{said}, and decay is {flow.decay:.3g}: no class is ever learned; take less decay"
        )
    return IntegrationError(
        f"{said}, and the flow is too stiff; take weights that are closer together, or read the "
        "limits, without --lr and --delta"
    )


def _lost(delta: float, most: float | None = None) -> ResolutionError:
    up_to = "" if most is None else f" (not up to {most:.3g})"
    return ResolutionError(
        f"delta = {delta:.4g} (scale {np.exp(-delta):.1g}): double precision loses the slow classes "
        f"while the fast ones are learned{up_to}; take a smaller delta, or read the limits without one"
    )


class _Watch:
    """What has been seen of the margins so far."""

    def __init__(self, flow: GroupFlow, start: State, level: float) -> None:
        self.level = level
        self.margin, self.slope = _look(flow, start)
        self.first = np.where(self.margin >= level, 0.0, np.inf)
        self.since = np.where(self.margin > 0, 0.0, np.inf)

    @property
    def done(self) -> bool:
        """Whether every class is learned, and still is."""
        return bool(np.all(np.isfinite(self.first)) and np.all(self.margin >= self.level))

    @property
    def part(self) -> float:
        """Part of the classes that are learned."""
        return float(np.mean(np.isfinite(self.first)))

    def see(self, flow: GroupFlow, step: Step) -> None:
        """Look at the end of a step."""
        now, slope = _look(flow, step.state)
        begin, length = step.begin, step.end - step.begin
        reached = np.isinf(self.first) & (now >= self.level)
        if reached.any():
            ends = [x[reached] for x in (self.margin, self.slope, now, slope)]
            self.first[reached] = begin + length * _crossed(self.level, length, *ends)
        self.since[now <= 0] = np.inf
        turned = np.isinf(self.since) & (now > 0)
        share = -self.margin[turned] / (now[turned] - self.margin[turned])
        self.since[turned] = begin + np.clip(share, 0, 1) * length
        self.margin, self.slope = now, slope


def _look(flow: GroupFlow, state: State) -> tuple[Array, Array]:
    """Margins, and how fast they change."""
    now = flow.margins(state)
    moved = state.x + _NEAR / flow.speed * flow.velocity(state.scales)(state.x)
    then = flow.margins(State(state.time, moved, state.scales))
    return now, (then - now) * (flow.speed / _NEAR)


def _crossed(
    level: float, length: float, before: Array, rising: Array, after: Array, then: Array
) -> Array:
    """Part of a step after which a level is reached, by a cubic in the logarithm of margins.

    Where the logarithm does not rise all the way, it is a straight line between the margins.
    """
    straight = (level - before) / (after - before)
    smooth = (before > 0) & (rising > 0)
    safe = np.where(smooth, before, after)
    high = np.log(after / safe)
    m0, m1 = length * rising / safe, length * then / after
    low, top = np.zeros_like(high), np.ones_like(high)
    for _ in range(_HALVINGS):
        u = 0.5 * (low + top)
        value = high * u**2 * (3 - 2 * u) + m0 * u * (1 - u) ** 2 - m1 * u**2 * (1 - u)
        below = value < np.log(level / safe)
        low, top = np.where(below, u, low), np.where(below, top, u)
    return np.where(smooth, low, np.clip(straight, 0, 1))
