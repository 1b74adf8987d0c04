"""A spectral start: each mode on its own, and together those that exchange strength."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow import stiffness
from numerics.flow.class_level import Reduction, coupled_modes, growth_rates
from numerics.flow.descent_steps import iterate, iterate_modes
from numerics.flow.events import first_crossings
from numerics.flow.nuclear_norm import shrunken
from numerics.flow.readout import ModeStates
from numerics.flow.resolution import Resolved, by_blocks, by_columns, refuse_unlike
from numerics.flow.two_group import RankOne, between_groups, decoupled, first_time, follow
from numerics.integrators.adaptive import FLOOR, State, states_at

if TYPE_CHECKING:
    from numerics.flow.readout import Run
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


_FAR = (50.0, 1050.0)  # what is left of e^{-δ} is below rounding
FARTHER = (1e4, 2e4)
"""Where several modes mix: what is left is e^{-δ} to a small power."""
_EMPTY = State(0.0, np.empty(0), np.empty(0))  # where no modes between groups change


@dataclass(frozen=True, eq=False)
class ByMode:
    """The flow of every level of modes; see :class:`numerics.flow.method.Method`."""

    problem: FlowProblem

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Name of every mode."""
        return self.problem.mode_names

    @cached_property
    def couples(self) -> bool:
        """Whether weights turn right singular vectors, so that modes between groups change."""
        return self.problem.system == "full" and not self.problem.has_equal_weights

    @cached_property
    def mixes(self) -> bool:
        """Whether several modes exchange strength: those between three or more groups."""
        return self.couples and len(self.problem.modes.groups) > 2

    @cached_property
    def flows(self) -> tuple[RankOne | None, ...]:
        """For every level the flow of one of its modes; None for those that mix with others."""
        delta, decay = float(self.problem.delta), self.problem.decays
        changed = between_groups(self.problem) if self.couples and not self.mixes else None
        return tuple(
            changed if self.couples and level.column is not None else decoupled(level, delta, decay)
            for level in self.problem.modes.levels
        )

    @cached_property
    def between(self) -> Reduction | None:
        """Coordinates of the modes between groups, if these change."""
        return coupled_modes(self.problem) if self.couples else None

    @property
    def mixing(self) -> Reduction | None:
        """Coordinates of the modes that exchange strength with each other."""
        return self.between if self.mixes else None

    @cached_property
    def strengths(self) -> Array:
        """β of every mode at rest: shape (k - 1,); all 1 without decay."""
        return self.problem.modes.per_mode(
            [
                float(self._mixed_strengths[level.column] if flow is None else flow.strength[0])
                for level, flow in zip(self.problem.modes.levels, self.flows, strict=True)
            ]
        )

    @cached_property
    def _mixed_strengths(self) -> Array:
        """The same of the modes between groups, by column."""
        modes = self.problem.modes
        counts, omega = np.array([(group.count, group.weight) for group in modes.groups]).T
        target = modes.left.T * np.sqrt(counts)
        if self.problem.shrinkage == 0:
            return np.ones(len(target))
        logits = shrunken(target * omega, omega, self.problem.shrinkage)
        return np.asarray(
            np.sum(logits * modes.right.T, axis=1) / np.sum(target * modes.right.T, axis=1)
        )

    @property
    def thresholds(self) -> Array:
        """The shrinkage from which on a mode ends at 0, its growth rate without decay: (k - 1,).

        Modes that mix end at 0 together, at the largest of their rates.
        """
        mixed = math.nan if self.mixing is None else self.mixing.flow.speed
        return self.problem.modes.per_mode([mixed if f is None else f.rate[0] for f in self.flows])

    @property
    def far(self) -> tuple[float, float]:
        """Two δ far from 0."""
        return FARTHER if self.mixes else _FAR

    @property
    def record_size(self) -> float:
        """Numbers in a state of gradient descent, about."""
        return 30.0

    def require_followable(self, last: float) -> None:
        """Refuse a flow that is too stiff; a mode on its own is not, by its own clock."""
        if self.mixes:
            stiffness.require_followable(self.problem, last)
        elif self.couples:
            steps = between_groups(self.problem).stiff_steps(np.array([last]))
            stiffness.refuse_stiff(last, float(steps[0]))

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances; so few numbers per time always fit."""
        del count
        if self.mixing is None:
            return partial(self._run, self.between), 30 * rtol, max(rtol / 10, FLOOR)
        between, coarse, fine = self._resolved(self.mixing, rtol)
        return partial(self._run, between), coarse, fine

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a part of each strength at rest, and the last β seen of modes that mix."""
        levels = self.problem.modes.levels
        times, final = np.full((2, len(levels)), np.nan)
        if self.mixing is not None:
            between, _, tolerance = self._resolved(self.mixing, rtol)
            together = first_crossings(between, tolerance, level * self._mixed_strengths)
        for i, (item, flow) in enumerate(zip(levels, self.flows, strict=True)):
            if flow is None:
                times[i], final[i] = (part[item.column] for part in together)
            else:
                times[i] = first_time(flow, level, rtol / 100)
        return self.problem.modes.per_mode(times.tolist()), self.problem.modes.per_mode(
            final.tolist()
        )

    def descend(self, wanted: Indices, step_size: float) -> tuple[ModeStates, bool]:
        """States of gradient descent, and whether it diverged."""
        if self.mixing is not None:
            refuse_unlike(self.problem, self.mixing.flow)
        own = {i: flow for i, flow in enumerate(self.flows) if flow is not None}
        charts, gone = iterate_modes(list(own.values()), wanted, step_size)
        done = len(charts)
        log_w, states = np.full((len(self.flows), done), np.nan), [_EMPTY] * done
        for i, chart in zip(own, zip(*charts, strict=True), strict=True) if charts else ():
            if len(own[i].targets) == 1:
                log_w[i] = [c[0] for c in chart]
            else:
                states = [State(0.0, np.array([1.0, *c[1:]]), np.array(c[:1])) for c in chart]
        if self.mixing is not None:
            flow, start = self.mixing.flow, self.mixing.start
            states, left = iterate(flow, start, wanted[:done], step_size)
            done, gone = min(done, len(states)), gone or left
        log_w = log_w[:, :done]
        return ModeStates(self.problem, log_w, log_w, self.between, states[:done]), gone

    def _run(
        self, between: Reduction | None, times: Array, tolerance: float, report: Reporter
    ) -> tuple[ModeStates, float | None]:
        """States at ascending times, and when the modes between groups had settled."""
        parts = len(self.flows) + 1
        log_w, states = np.full((len(self.flows), len(times)), np.nan), [_EMPTY] * len(times)
        log_h, settled = log_w.copy(), None
        for i, flow in enumerate(self.flows):
            if flow is None:
                continue
            with report.part(i / parts, (i + 1) / parts):
                chart, end = follow(flow, times, tolerance, report)
            u = flow.directions(chart[:, None])[:, 0]
            if len(u) == 1:
                log_w[i], log_h[i] = chart[0], chart[0] + np.log(u[0])
            else:
                settled = end
                found = zip(np.vstack([np.ones(len(times)), u]).T, chart[0], strict=True)
                states = [State(0.0, x, np.array([scale])) for x, scale in found]
        if between is not None and self.mixes:
            with report.part(1 - 1 / parts, 1):
                states, settled = states_at(between.steps(tolerance, times), times, report)
        return ModeStates(self.problem, log_w, log_h, between, states), settled

    def _resolved(self, between: Reduction, rtol: float) -> Resolved:
        """Coordinates for modes that mix, with two tolerances."""
        if any(self.problem.decays):
            return by_columns(between, rtol)
        rates = growth_rates(between.flow, 0)
        return by_blocks(self.problem, between, rates, rtol) or by_columns(between, rtol)
