"""Constants of two groups of classes, or of one, under cross-entropy: :mod:`numerics.flow.by_group`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow.losses import changed

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array, Indices


@dataclass(frozen=True, eq=False)
class GroupConstants:
    """Sizes, rates and pulls of the groups of a problem, and what the loss does to their logits."""

    problem: FlowProblem

    @cached_property
    def size(self) -> Array:
        """Classes of every group."""
        return np.array([float(group.size) for group in self.problem.modes.groups])

    @cached_property
    def pace(self) -> Array:
        """Rate s of every group, as under squared loss."""
        groups = self.problem.modes.groups
        return np.array([group.weight * np.sqrt(group.count) for group in groups])

    @cached_property
    def changes(self) -> bool:
        """Whether the loss changes logits."""
        return changed(self.problem) is not None

    def _term(self, name: str) -> Array:
        """What the loss does to the logits of every group."""
        each = self.problem.logit_term(name)
        return np.array([each[group.classes[0]] for group in self.problem.modes.groups])

    @cached_property
    def factor(self) -> Array:
        """Factor f of the logits of every group."""
        return self._term("logit_scale")

    @cached_property
    def own(self) -> Array:
        """The number e^{-M} of every group."""
        return np.exp(-self._term("margin"))

    @cached_property
    def odds(self) -> Array:
        """Probability of a class of the other group by that of another class of the own one, at the start."""
        shift = self._term("shift")
        return np.exp(shift[::-1] - shift)

    @cached_property
    def shares(self) -> tuple[Array, Array]:
        """Probabilities p and q that a sample of every group gives at zero logits."""
        whole = self.own + self.size - 1 + self.other * self.odds
        return 1 / whole, self.odds / whole

    @cached_property
    def rate(self) -> Array:
        """Rate at which the modes within every group grow at the start: s, if nothing is changed."""
        p, q = self.shares
        return np.asarray(self.factor * self.pace * (self.size * p + self.other * q))

    @cached_property
    def lean(self) -> tuple[float, float]:
        """Cosine and sine of the angle φ between u and ν."""
        if len(self.size) < 2 or self.factor[0] == self.factor[1]:
            return 1.0, 0.0
        along = np.array([1.0, -1.0]) * self.factor / np.sqrt(self.size)
        along, u = along / np.linalg.norm(along), np.abs(self.problem.modes.left[:, 0])
        return float(along[0] * u[0] - along[1] * u[1]), float(along[0] * u[1] + along[1] * u[0])

    @cached_property
    def pull(self) -> Array:
        """Pull of every group at the mode between them, for a probability of 1."""
        reach = np.linalg.norm(self.factor / np.sqrt(self.size))
        return np.asarray(reach * self.pace * np.sqrt(self.size) * self.other)

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
        """B/(w h) of both groups, where w is that of u."""
        share = self.size * np.sqrt(self.other / self.size.sum())
        return np.asarray(self.reach / share)

    @cached_property
    def across(self) -> Array:
        """B'/(w h) of both groups."""
        reach = np.linalg.norm(self.factor / np.sqrt(self.size))
        return np.asarray(reach * self.reach / np.sqrt(self.size))

    @cached_property
    def linear(self) -> Array | None:
        """Pulls at the mode between the groups while logits are small, if there are two."""
        return self.pull * self.shares[1] if len(self.size) == 2 else None

    @property
    def growth(self) -> float:
        """The rate of this mode at the start."""
        return 0.0 if self.linear is None else float(np.hypot(*self.linear))

    @property
    def later(self) -> int:
        """The group that is driven later, by its own mode."""
        return int(self.rate[0] >= self.rate[-1])

    def limits(self) -> Array:
        """Limits of T/δ by formula, one for each mode.

        Until the mode between the groups is learned, at T, those within a group grow at the rate r that
        they have at zero logits. The fastest mode comes first. If it is within a group, the samples of
        that are told from all classes, and drive the mode between the groups no more, which goes on at
        the pull of the other group. Once it is learned, a sample of m classes gives all of its
        probability to these, and with a margin M of its class r is s f m/(m - 1 + e^{-M}).
        """
        rate, after, middle = self.rate, np.zeros(len(self.size)), np.nan
        if self.linear is not None:
            fastest = np.where(self.size > 1, rate, 0.0)
            first = int(np.argmax(fastest))
            middle = 1 / self.growth
            if fastest[first] > self.growth:
                left = 1 - self.growth / rate[first]
                middle = 1 / rate[first] + left / self.linear[1 - first]
            late = self.factor * self.pace * self.size / (self.size - 1 + self.own)
            after = np.where(middle * rate < 1, (1 - middle * rate) * (1 / late - 1 / rate), 0.0)
        within = 1 / rate + after
        levels = self.problem.modes.levels
        return np.repeat(
            [middle if x.group is None else within[x.group] for x in levels],
            [x.multiplicity for x in levels],
        )
