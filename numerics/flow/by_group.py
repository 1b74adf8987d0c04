"""A spectral start under cross-entropy with at most two groups of classes: four numbers for any k.

What the symmetric group of every group of classes fixes is invariant: with amplitudes x_g of the
modes within a group, w of the mode between the groups and features h_g in it,

    W = Σ_g x_g Σ_i u_i r_iᵀ + w u rᵀ,     H√κ^{-1} = Σ_g x_g Σ_i r_i v_iᵀ + r (-h_1 e_1 + h_2 e_2)ᵀ.

Let a = √(κ_g/n_g), and let l be the number of classes of the other group, m of the own one. A
sample of group g has, over another class of its group and over one of the other group, the margins

    A = a x²    and    A(1 - 1/m) + B,     B = a √k/(m√l) · w h_g,

gives each such class the probability p and q, and with s = ω√(nκ) the flow is

    ẋ = s (m p + l q) x,     ḣ = s √(kl) q w,     w² = h_1² + h_2².

Where the loss changes logits to f z + ι, and that of the own class by -M, p and q are those of the
margins f A and f A(1 - 1/m) + B', B' = |ν| a w h_g/√m, with ν = (f_1/√m_1, -f_2/√m_2) on the
indicators of the groups. Then

    ẋ = f s (m p + l q) x,     ḣ = |ν| s √m l q w,     w² = h_1² + h_2² - ε² sin²φ,

where w is the part along ν of the classifier of that mode. It starts at ε u, at the angle φ to ν, and
its other part stays as it is.

In ln x, ln |h| and the angle of h all rates are bounded, and a start at e^{-δ} keeps its relative
precision for any δ. While margins are below rounding the flow is linear, and is solved in closed
form. While only those within one group are above it, what they decide is solved without explicit
steps (:mod:`numerics.flow.lone_group`). From then on nothing decays faster than in about the time
that has passed, and explicit steps are as long as that.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import ResolutionError
from numerics.flow.class_level import coupled_modes
from numerics.flow.events import first_crossings
from numerics.flow.group_constants import GroupConstants
from numerics.flow.lone_group import LoneGroup
from numerics.flow.readout import ModeStates, PlainStates
from numerics.integrators.adaptive import FLOOR, State, Step, states_at
from numerics.integrators.compiled import FIRST, march_free
from numerics.problem.initial_state import hidden_basis, start_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numerics.flow.lone_group import Course
    from numerics.flow.readout import Run
    from spectra.utils.arrays import Array
    from spectra.utils.progress import Reporter


_UNLIKE = 1e32  # ratio of counts, whose square root is that of the features of the groups
_NEGLIGIBLE = -40.0  # log of a margin below which the flow is linear to double precision


class ByGroup(GroupConstants):
    """The flow of every group of classes; see :class:`numerics.flow.method.Method`.

    A state holds ln x of every group of several classes, then ln |h| and the angle of (h_1, h_2); its
    clock is time times the fastest growth rate within a group.
    """

    def _linear_at(self, time: float) -> tuple[float, float]:
        """Log of |h| and the angle of h while the mode is linear."""
        assert self.linear is not None
        along, start = self.linear / self.growth, np.abs(start_between(self.problem)[:, 0])
        fade = math.exp(-2 * self.growth * time)
        cosine = float(along @ start)
        grown = 0.5 * ((1 + fade) * cosine + (1 - fade) * self.lean[0])
        h = grown * along + math.exp(-self.growth * time) * (start - cosine * along)
        size = self.growth * time - float(self.problem.delta) + math.log(np.hypot(*h))
        return size, math.atan2(h[1], h[0])

    @cached_property
    def entry(self) -> float:
        """Clock at which margins begin to count, 0 if they do at once."""
        small = 0.5 * (_NEGLIGIBLE - np.log(self.factor * self.reach))
        waits = (small + float(self.problem.delta)) / self.rate
        if self.linear is not None:
            wait = 0.5 * (_NEGLIGIBLE - np.log(self.across.max())) + float(self.problem.delta)
            waits = np.append(waits[self.several], wait / self.growth)
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
            x = np.append(x, self._linear_at(time))
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
        if self.linear is None or len(self.several) == 0 or self._off(start.x[-2]) > FLOOR:
            return
        sizes = self._reaches + 2 * start.x[:-1]
        place = int(np.argmax(sizes[:-1]))
        waiting = [i for i in range(len(sizes)) if i != place]
        if sizes[waiting].max() > _NEGLIGIBLE - 1:
            return
        group, angle = int(self.several[place]), float(start.x[-1])
        lone = LoneGroup(
            self.size[group], self.other[group] * self.odds[group],
            self.factor[group] * self.pace[group] / self.clock,
            self.pull[group] * self.odds[group] / self.clock, self.linear[1 - group] / self.clock,
            self.own[group],
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
        found = np.log((self.factor * self.reach)[self.several])
        return found if self.linear is None else np.append(found, math.log(self.across.max()))

    def _off(self, log_h: float) -> float:
        """1 - w²/|h|²."""
        sine = self.lean[1]
        return sine * sine * math.exp(min(-2 * (float(self.problem.delta) + log_h), 0.0))

    @cached_property
    def field(self) -> Callable[[Sequence[float]], Sequence[float]]:
        """The vector field, by the clock."""
        exp, cos, sin = math.exp, math.cos, math.sin
        sizes, rates = self.size.tolist(), (self.factor * self.pace / self.clock).tolist()
        reach, others = (self.factor * self.reach).tolist(), (self.other * self.odds).tolist()
        if len(sizes) == 1:
            (m,), (s,), (a,), (o,) = sizes, rates, reach, self.own.tolist()

            def alone(x: Sequence[float]) -> Sequence[float]:
                near = exp(-a * exp(2 * x[0]))
                return (s * m * near / (o + (m - 1) * near),)

            return alone
        (m1, m2), (l1, l2), (s1, s2), (a1, a2) = sizes, others, rates, reach
        (b1, b2), (o1, o2) = self.across.tolist(), self.own.tolist()
        c1, c2 = (self.pull * self.odds / self.clock).tolist()
        off = self._off if self.lean[1] else None
        r1, r2, right = 1 - 1 / m1, 1 - 1 / m2, math.pi / 2  # beyond which it is by rounding

        def both(x: Sequence[float]) -> Sequence[float]:
            x1, x2, log_h, angle = x
            y, part = exp(2 * log_h), 1.0
            if off is not None:
                part = math.sqrt(1 - off(log_h))
                y *= part
            u, v = cos(angle) if angle < right else 0.0, sin(angle) if angle > 0 else 0.0
            own1, own2 = a1 * exp(2 * x1), a2 * exp(2 * x2)
            near1, near2 = exp(-own1), exp(-own2)
            far1, far2 = exp(-r1 * own1 - b1 * y * u), exp(-r2 * own2 - b2 * y * v)
            all1, all2 = m1 * near1 + l1 * far1, m2 * near2 + l2 * far2
            part1, part2 = 1 / (o1 - near1 + all1), 1 / (o2 - near2 + all2)
            pull1, pull2 = part * c1 * far1 * part1, part * c2 * far2 * part2
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
        """What learning times are told by, for every level: A within a group, else the later B.

        Where the loss changes logits these are margins of the logits times their factors, and it is the
        smaller one over the other group.
        """
        x, found = state.x, []
        within = np.zeros(len(self.size))
        reach = (self.factor * self.reach)[self.several]
        within[self.several] = reach * np.exp(2 * x[: len(self.several)])
        for level in self.problem.modes.levels:
            if level.group is not None:
                found.append(within[level.group])
            elif not self.changes:
                size = self.between[self.later] * np.exp(2 * x[-2])
                found.append(size * (np.cos, np.sin)[self.later](x[-1]))
            else:
                sides = np.array([np.cos(x[-1]), np.sin(x[-1])])
                added = self.across * np.exp(2 * x[-2]) * math.sqrt(1 - self._off(x[-2])) * sides
                found.append(float(np.min(within * (1 - 1 / self.size) + added)))
        return np.array(found)

    def _place(self, group: int) -> int:
        return int(np.searchsorted(self.several, group))

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

    def _run(
        self, times: Array, tolerance: float, report: Reporter
    ) -> tuple[ModeStates | PlainStates, float | None]:
        """States at ascending times; the flow never settles."""
        clocks = times * self.clock
        states, _ = states_at(self.steps(tolerance, clocks), clocks, report)
        return self._read(np.array([state.x for state in states]).T), None

    def _read(self, x: Array) -> ModeStates | PlainStates:
        """The states as amplitudes of modes, with h/w in place of h; in full where w is not along u."""
        problem = self.problem
        if self.lean[1]:
            return self._in_full(x)
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

    def _in_full(self, x: Array) -> PlainStates:
        """W and the columns of H, of which that mode has its own direction."""
        problem, levels = self.problem, self.problem.modes.levels
        at = [i for i, level in enumerate(levels) for _ in range(level.multiplicity)]
        sign = np.sign(problem.modes.left[:, 0])
        along = sign * self.factor / np.sqrt(self.size)
        along /= np.linalg.norm(along)
        u = problem.modes.left[:, 0]
        states = []
        for column in x.T:
            w, a = problem.U.copy(), problem.V_c.T.copy()
            for mode, level in enumerate(levels[i] for i in at):
                if level.group is not None:
                    size = np.exp(column[self._place(level.group)])
                    w[:, mode] *= size
                    a[mode] *= size
                    continue
                length = np.exp(column[-2])
                kept = math.exp(-float(problem.delta)) * (u - self.lean[0] * along)
                moved = length * math.sqrt(1 - self._off(float(column[-2]))) * along + kept
                h = length * sign * np.array([math.cos(column[-1]), math.sin(column[-1])])
                w[:, mode] = problem.modes.indicators @ moved
                a[mode] = problem.modes.indicators @ h
            states.append(State(0.0, np.concatenate([w.ravel(), a.ravel()]), np.zeros(len(w) - 1)))
        return PlainStates(problem, states, hidden_basis(problem), problem.class_weights)
