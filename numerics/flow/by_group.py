"""A spectral start under cross-entropy with at most two groups of classes: four numbers for any k.

What the symmetric group of every group of classes fixes is invariant: with amplitudes x_g of the
modes within a group, w of the mode between the groups and features h_g in it,

    W = Σ_g x_g Σ_i u_i r_iᵀ + w u rᵀ,     H√κ^{-1} = Σ_g x_g Σ_i r_i v_iᵀ + r (-h_1 e_1 + h_2 e_2)ᵀ.

Let a = √(κ_g/n_g), and let l be the number of classes of the other group, m of the own one. A
sample of group g has, over another class of its group and over one of the other group, the margins

    A = a x²    and    A(1 - 1/m) + B,     B = a √k/(m√l) · w h_g,

gives each such class the probability p and q, and with s = ω√(nκ) the flow is

    ẋ = s (m p + l q) x,     ḣ = s √(kl) q w,     w² = h_1² + h_2².

In ln x, ln w and the angle of h all rates are bounded, and a start at e^{-δ} keeps its relative
precision for any δ. While margins are below rounding the flow is linear, and is solved in closed
form. While only those within one group are above it, what they decide is solved without explicit
steps (:mod:`numerics.flow.lone_group`). From then on nothing decays faster than in about the time
that has passed, and explicit steps are as long as that.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import ResolutionError
from numerics.flow.class_level import coupled_modes
from numerics.flow.events import first_crossings
from numerics.flow.lone_group import LoneGroup
from numerics.flow.readout import ModeStates
from numerics.flow.two_group import RankOne
from numerics.integrators.adaptive import FLOOR, State, Step, states_at
from numerics.integrators.compiled import FIRST, march_free
from numerics.problem.initial_state import start_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numerics.flow.lone_group import Course
    from numerics.flow.readout import Run
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices
    from spectra.utils.progress import Reporter


_UNLIKE = 1e32  # ratio of counts, whose square root is that of the features of the groups
_NEGLIGIBLE = -40.0  # log of a margin below which the flow is linear to double precision


@dataclass(frozen=True, eq=False)
class ByGroup:
    """The flow of every group of classes; see :class:`numerics.flow.method.Method`.

    A state holds ln x of every group of several classes, then ln w and the angle of (h_1, h_2); its
    clock is time times the fastest growth rate within a group.
    """

    problem: FlowProblem

    @cached_property
    def size(self) -> Array:
        """Classes of every group."""
        return np.array([float(group.size) for group in self.problem.modes.groups])

    @cached_property
    def rate(self) -> Array:
        """Rate s at which the modes within every group grow."""
        groups = self.problem.modes.groups
        return np.array([group.weight * np.sqrt(group.count) for group in groups])

    @cached_property
    def reach(self) -> Array:
        """Factor a of every group: a margin is so many times the square of an amplitude."""
        return 1 / np.sqrt([group.count for group in self.problem.modes.groups])

    @cached_property
    def several(self) -> Indices:
        """Groups of several classes."""
        return np.flatnonzero(self.size > 1)

    @property
    def clock(self) -> float:
        """Units of the clock in a unit of time."""
        return float(self.rate.max())

    @cached_property
    def other(self) -> Array:
        """Classes outside of every group."""
        return np.asarray(self.size.sum() - self.size)

    @cached_property
    def between(self) -> Array:
        """B/(w h) of both groups."""
        share = self.size * np.sqrt(self.other / self.size.sum())
        return np.asarray(self.reach / share)

    @cached_property
    def linear(self) -> RankOne | None:
        """The mode between the groups while logits are small."""
        if len(self.size) < 2:
            return None
        pull = self.rate[:, None] * self.problem.modes.left
        delta = np.array([float(self.problem.delta)])
        return RankOne(pull, np.ones((2, 1)), start_between(self.problem), delta)

    @cached_property
    def entry(self) -> float:
        """Clock at which margins begin to count, 0 if they do at once."""
        waits = (0.5 * (_NEGLIGIBLE - np.log(self.reach)) + float(self.problem.delta)) / self.rate
        if self.linear is not None:
            wait = 0.5 * (_NEGLIGIBLE - np.log(self.between.max())) + float(self.problem.delta)
            waits = np.append(waits[self.several], wait / self.linear.rate)
        return max(0.0, float(waits.min())) * self.clock

    @property
    def start(self) -> State:
        """State at time 0."""
        return self.at(0.0)

    def at(self, clock: float) -> State:
        """State at a clock up to ``entry``."""
        time = clock / self.clock
        x = self.rate[self.several] * time - float(self.problem.delta)
        if self.linear is not None:
            chart = self.linear.linear(self.linear.rate * time)[:, 0]
            x = np.append(x, [chart[0], np.arctan2(*np.abs(self.linear.directions(chart))[::-1])])
        return State(clock, x, np.zeros(1))

    def steps(self, tolerance: float, stops: Array | None = None) -> Iterator[Step]:
        """Pieces of the trajectory from clock 0 on, without end, or until the last stop."""
        state, last = self.at(self.entry), math.inf if stops is None else float(stops[-1])
        if self.entry > 0:
            yield Step(0.0, self.entry, state, self.at)
        for step in self._alone(state, tolerance):
            yield step
            state = step.state
            if state.time >= last:
                return
        first = FIRST / max(map(abs, self.field(state.x.tolist())))
        yield from march_free(self.field, state, tolerance, last, first)

    def _alone(self, start: State, tolerance: float) -> Iterator[Step]:
        """Pieces while the modes within one group are above rounding and no others: none, maybe."""
        if self.linear is None or len(self.several) == 0:
            return
        sizes = self._reaches + 2 * start.x[:-1]
        place = int(np.argmax(sizes[:-1]))
        waiting = [i for i in range(len(sizes)) if i != place]
        if sizes[waiting].max() > _NEGLIGIBLE - 1:
            return
        group, angle = int(self.several[place]), float(start.x[-1])
        lone = LoneGroup(
            self.size[group], self.other[group], self.rate[group] / self.clock,
            self.drive[group], self.drive[1 - group] / self.size.sum(),
        )  # fmt: skip
        angle = angle if group else math.pi / 2 - angle
        speeds = np.append(self.rate[self.several] / self.clock, [lone.hold, 0])
        waits = (_NEGLIGIBLE - sizes[waiting]) / (2 * speeds[waiting])
        last = start.time + float(waits.min())
        for course in lone.courses(start.time, math.exp(sizes[place]), angle, last, tolerance):
            at, end = partial(self._beside, start, place, speeds, course), course.ends[-1]
            heard = self._heard(Step(course.begin, end, at(end), at), waiting)
            joints = course.ends[: bisect_left(course.ends, heard)]
            yield Step(course.begin, heard, at(heard), at, joints=joints)
            if heard < end:
                return

    def _beside(
        self, start: State, place: int, speeds: Array, course: Course, time: float
    ) -> State:
        """The state where amplitudes other than one grow at given speeds."""
        margin, grown, angle = course.at(time)
        x = start.x + (time - start.time) * speeds
        x[place] = (margin - self._reaches[place]) / 2
        x[-2] += grown
        x[-1] = angle if self.several[place] else math.pi / 2 - angle
        return State(time, x, start.scales)

    def _heard(self, step: Step, waiting: list[int]) -> float:
        """The end of a step, or about when in it one of some amplitudes is above rounding.

        Their rates fall, if anything: Newton's method comes from the end to before that time.
        """
        time = step.end
        for _ in range(4):
            x = step.at(time).x
            above = (self._reaches + 2 * x[:-1] - _NEGLIGIBLE)[waiting]
            if above.max() <= 0:
                break
            x[waiting] = -math.inf
            rates = np.array(self.field(x.tolist()))[waiting]
            time = max(time - float((above / (2 * rates)).max()), step.begin)
        return time

    @cached_property
    def _reaches(self) -> Array:
        """Log of the margin that every amplitude of a state has at 1."""
        found = np.log(self.reach[self.several])
        return found if self.linear is None else np.append(found, math.log(self.between.max()))

    @cached_property
    def drive(self) -> Array:
        """Pull of every group at the mode between them, by the clock, for a probability of 1."""
        return np.asarray(self.rate / self.clock * np.sqrt(self.size.sum() * self.other))

    @cached_property
    def field(self) -> Callable[[Sequence[float]], Sequence[float]]:
        """The vector field, by the clock."""
        exp, cos, sin = math.exp, math.cos, math.sin
        sizes, rates = self.size.tolist(), (self.rate / self.clock).tolist()
        reach, others = self.reach.tolist(), self.other.tolist()
        if len(sizes) == 1:
            (m,), (s,), (a,) = sizes, rates, reach

            def alone(x: Sequence[float]) -> Sequence[float]:
                near = exp(-a * exp(2 * x[0]))
                return (s * m * near / (1 + (m - 1) * near),)

            return alone
        (m1, m2), (l1, l2), (s1, s2), (a1, a2) = sizes, others, rates, reach
        (b1, b2), (c1, c2) = self.between.tolist(), self.drive.tolist()
        r1, r2, right = 1 - 1 / m1, 1 - 1 / m2, math.pi / 2  # beyond which it is by rounding

        def both(x: Sequence[float]) -> Sequence[float]:
            x1, x2, log_w, angle = x
            y = exp(2 * log_w)
            u, v = cos(angle) if angle < right else 0.0, sin(angle) if angle > 0 else 0.0
            own1, own2 = a1 * exp(2 * x1), a2 * exp(2 * x2)
            near1, near2 = exp(-own1), exp(-own2)
            far1, far2 = exp(-r1 * own1 - b1 * y * u), exp(-r2 * own2 - b2 * y * v)
            all1, all2 = m1 * near1 + l1 * far1, m2 * near2 + l2 * far2
            part1, part2 = 1 / (1 - near1 + all1), 1 / (1 - near2 + all2)
            pull1, pull2 = c1 * far1 * part1, c2 * far2 * part2
            return (
                s1 * all1 * part1,
                s2 * all2 * part2,
                pull1 * u + pull2 * v,
                pull2 * u - pull1 * v,
            )

        kept = [*self.several.tolist(), 2, 3]
        if len(kept) == 4:
            return both

        def fewer(x: Sequence[float]) -> Sequence[float]:
            found = both((x[0], x[0], x[-2], x[-1]))  # the x of a single class does not matter
            return [found[i] for i in kept]

        return fewer

    def beta(self, state: State) -> Array:
        """What learning times are told by, for every level: A within a group, else the later B."""
        x, found = state.x, []
        for level in self.problem.modes.levels:
            if level.group is None:
                size = self.between[self.later] * np.exp(2 * x[-2])
                found.append(size * (np.cos, np.sin)[self.later](x[-1]))
            else:
                found.append(self.reach[level.group] * np.exp(2 * x[self._place(level.group)]))
        return np.array(found)

    def _place(self, group: int) -> int:
        return int(np.searchsorted(self.several, group))

    @property
    def later(self) -> int:
        """The group that is driven later, by its own mode."""
        return int(self.rate[0] >= self.rate[-1])

    def require_followable(self, last: float) -> None:
        """Any time can be reached, if the angle at which the flow ends can be told from a right one."""
        del last
        ratio = float(self.reach.max() / self.reach.min()) ** 2
        if ratio > _UNLIKE:
            raise ResolutionError(
                f"counts of the ratio {ratio:.3g}: between such groups cross-entropy is not followed; "
                f"take a ratio up to {_UNLIKE:g}"
            )

    def prepare(self, rtol: float, count: int) -> tuple[Run, float, float]:
        """A run, and two tolerances; so few numbers per time always fit."""
        del count
        return self._run, 30 * rtol, max(rtol / 10, FLOOR)

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a level of margin, and the last ones seen."""
        times, final = first_crossings(
            self, max(rtol / 10, FLOOR), np.full(len(self.problem.modes.levels), level)
        )
        repeats = [item.multiplicity for item in self.problem.modes.levels]
        return np.repeat(times / self.clock, repeats), np.repeat(final, repeats)

    def limits(self) -> Array:
        """Limits of T/δ by formula, one for each mode.

        The group of the faster rate s_1 learns its own modes at 1/s_1. Its samples are then told
        from all classes and no longer drive the mode between the groups, which goes on at
        s_2√(m_1/k) instead of μ, its rate at the origin.
        """
        fast = 1 - self.later
        middle = np.nan
        if self.linear is not None:
            speed = float(self.linear.rate[0])
            middle = 1 / speed
            if self.size[fast] > 1:
                slow = self.rate[self.later] * np.sqrt(self.size[fast] / self.size.sum())
                middle = 1 / self.rate[fast] + (1 - speed / self.rate[fast]) / slow
        levels = self.problem.modes.levels
        return np.repeat(
            [middle if x.group is None else 1 / self.rate[x.group] for x in levels],
            [x.multiplicity for x in levels],
        )

    def _run(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[ModeStates, float | None]:
        """States at ascending times; the flow never settles."""
        clocks = times * self.clock
        states, _ = states_at(self.steps(tolerance, clocks), clocks, report)
        return self._read(np.array([state.x for state in states]).T), None

    def _read(self, x: Array) -> ModeStates:
        """The states as amplitudes of modes, with h/w in place of h."""
        problem = self.problem
        log_w = np.full((len(problem.modes.levels), x.shape[1]), np.nan)
        for row, level in zip(log_w, problem.modes.levels, strict=True):
            if level.group is not None:
                row[:] = x[self._place(level.group)]
        if self.linear is None:
            empty = State(0.0, np.empty(0), np.empty(0))
            return ModeStates(problem, log_w, log_w, None, [empty] * x.shape[1])
        u = np.sign(problem.modes.left) * np.stack([np.cos(x[-1]), np.sin(x[-1])])
        coupled = [
            State(0.0, np.array([1.0, *part]), np.array([scale]))
            for part, scale in zip(u.T, x[-2].tolist(), strict=True)
        ]
        return ModeStates(problem, log_w, log_w, coupled_modes(problem), coupled)
