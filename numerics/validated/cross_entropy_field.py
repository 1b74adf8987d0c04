"""Cross-entropy from a spectral start with up to two groups: a polynomial field, in balls.

With the margins A and B of :mod:`numerics.flow.by_group` a sample of a group of m classes, beside l
others, gives all classes of its own group but itself (m - 1)/m · P and those of the other group Q,

    P = m e^{-A}/D,   Q = l e^{-A(1 - 1/m) - B}/D,   D = 1 + (m - 1) e^{-A} + l e^{-A(1 - 1/m) - B}.

With α = P + Q, s = ω√(nκ), c = s√(k/l) and b = √(kκ/n)/(m√l) the flow is polynomial in A, α, Q of
both groups, w and h_1, h_2:

    A' = 2s αA,    h' = c Qw,    w' = Σ c Qh,    B' = b(w'h + wh'),
    α' = (Q/m - α + (1 - 1/m) α²) A' - (1 - α) QB',
    Q' = -(1 - 1/m)(1 - α) QA' - (1 - Q) QB'.

A group of one class has A = 0 and α = 1. The solution is the flow's because it starts at the values
that A, w and h give α and Q; that α and Q keep them is checked at every time asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from flint import arb

from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import Strength
from spectra.spectrum.mode_equations import between_strength

if TYPE_CHECKING:
    from numerics.validated.two_group_modes import BallModes

_W = -1
"""The place of w where there are two groups: h_1 and h_2 stand before it."""


@dataclass
class _Nodes:
    """Products, numbered as they are first needed."""

    dimension: int
    products: list[tuple[int, int]] = field(default_factory=list)

    def of(self, *factors: int) -> int:
        """The node that is the product of nodes, from the left."""
        node = factors[0]
        for factor in factors[1:]:
            pair = (min(node, factor), max(node, factor))
            if pair not in self.products:
                self.products.append(pair)
            node = self.dimension + self.products.index(pair)
        return node


@dataclass(frozen=True, eq=False)
class ProbabilityFlow:
    """The flow of margins and probabilities: its start, its field and what is read from a state.

    A state holds A and α of every group of several classes, then, of two groups, Q_1, Q_2, h_1, h_2
    and w. All balls are made at the precision in force when they are first asked for.
    """

    modes: BallModes

    @cached_property
    def several(self) -> tuple[int, ...]:
        """Groups of several classes."""
        return tuple(g for g, size in enumerate(self.modes.sizes) if size > 1)

    @property
    def coupled(self) -> bool:
        """Whether there is a mode between two groups."""
        return len(self.modes.sizes) == 2

    @property
    def dimension(self) -> int:
        """Number of variables."""
        return 2 * len(self.several) + 5 * self.coupled

    @cached_property
    def reach(self) -> tuple[arb, ...]:
        """A/x² of every group, √(κ/n)."""
        return tuple(1 / self.modes.count(g).sqrt() for g in range(len(self.modes.sizes)))

    @cached_property
    def between(self) -> tuple[arb, ...]:
        """B/(w h) of both groups."""
        k = sum(self.modes.sizes)
        return tuple(
            a * arb(k).sqrt() / (m * arb(k - m).sqrt())
            for a, m in zip(self.reach, self.modes.sizes, strict=True)
        )

    @cached_property
    def rate(self) -> tuple[arb, ...]:
        """Growth rate s within every group."""
        weights = self.modes.weight_balls()
        return tuple(weight / a for weight, a in zip(weights, self.reach, strict=True))

    def own(self, state: Sequence[arb], group: int) -> arb:
        """A of a group; 0 if it has one class."""
        return state[2 * self.several.index(group)] if group in self.several else arb(0)

    def added(self, state: Sequence[arb], group: int) -> arb:
        """B of a group."""
        return self.between[group] * state[_W] * state[group - 3]

    def across(self, state: Sequence[arb], group: int) -> arb:
        """Margin of samples of a group over classes of the other one."""
        m = self.modes.sizes[group]
        return self.own(state, group) * (m - 1) / m + self.added(state, group)

    def probabilities(self, state: Sequence[arb], group: int) -> tuple[arb, arb]:
        """α and Q of a group from the margins of a state."""
        m = self.modes.sizes[group]
        rest = sum(self.modes.sizes) - m
        near = (-self.own(state, group)).exp()
        far = rest * (-self.across(state, group)).exp() if rest else arb(0)
        whole = 1 + (m - 1) * near + far
        return (m * near + far) / whole, far / whole

    def start(self) -> list[arb]:
        """State at time 0."""
        scale = self.modes.scale()
        state = [arb(0)] * self.dimension
        for i, g in enumerate(self.several):
            state[2 * i] = self.reach[g] * scale * scale
        if self.coupled:
            state[-3:] = [*(scale * share.sqrt() for share in self.modes.start_shares()), scale]
        found = [self.probabilities(state, g) for g in range(len(self.modes.sizes))]
        for i, g in enumerate(self.several):
            state[2 * i + 1] = found[g][0]
        if self.coupled:
            state[-5:-3] = [far for _, far in found]
        return state

    @cached_property
    def field(self) -> BallField:
        """The field by the time of the flow."""
        d = self.dimension
        nodes = _Nodes(d)
        rows: list[list[tuple[arb, int]]] = [[] for _ in range(d)]
        drawn = self._between(nodes, rows) if self.coupled else [[]]
        for i, g in enumerate(self.several):
            own, alpha, s, m = 2 * i, 2 * i + 1, self.rate[g], self.modes.sizes[g]
            step = nodes.of(own, alpha)
            rows[own] = [(2 * s, step)]
            rows[alpha] = [
                (-2 * s, nodes.of(step, alpha)),
                (2 * s * (m - 1) / m, nodes.of(step, alpha, alpha)),
            ]
            if not self.coupled:
                continue
            far = d - 5 + g
            rows[alpha] += [(2 * s / m, nodes.of(step, far))]
            rows[alpha] += [(-c, node) for c, node in drawn[g]]
            rows[alpha] += [(c, nodes.of(node, alpha)) for c, node in drawn[g]]
            rows[far] += [
                (-2 * s * (m - 1) / m, nodes.of(step, far)),
                (2 * s * (m - 1) / m, nodes.of(step, far, alpha)),
            ]
        for g in range(2 * self.coupled):
            far = d - 5 + g
            rows[far] += [(-c, node) for c, node in drawn[g]]
            rows[far] += [(c, nodes.of(node, far)) for c, node in drawn[g]]
        return BallField(d, tuple(nodes.products), tuple(map(tuple, rows)))

    def _between(
        self, nodes: _Nodes, rows: list[list[tuple[arb, int]]]
    ) -> list[list[tuple[arb, int]]]:
        """Fill the rows of h and w; QB' of both groups as sums of nodes."""
        d, k = self.dimension, sum(self.modes.sizes)
        pull = [
            s * (arb(k) / (k - m)).sqrt() for s, m in zip(self.rate, self.modes.sizes, strict=True)
        ]
        turned = [nodes.of(d - 5 + g, d - 3 + g) for g in range(2)]
        raised = [nodes.of(d - 5 + g, d - 1) for g in range(2)]
        for g in range(2):
            rows[d - 3 + g] = [(pull[g], raised[g])]
        rows[d - 1] = list(zip(pull, turned, strict=True))
        return [
            [
                *((self.between[g] * pull[j], nodes.of(turned[j], turned[g])) for j in range(2)),
                (self.between[g] * pull[g], nodes.of(raised[g], raised[g])),
            ]
            for g in range(2)
        ]

    def strength(self, group: int | None, state: Sequence[arb]) -> arb:
        """β of the modes within a group, or (None) of the mode between the groups."""
        if group is not None:
            return self.own(state, group)
        t = self.modes.targets()
        ball: arb = between_strength(state[_W], state[-3:-1], t, t[0] * t[0] + t[1] * t[1])
        return ball

    def margin(self, group: int | None, later: int) -> Strength:
        """What learning times are told by: A of a group, or (None) B of the later group."""
        if group is not None:
            place = 2 * self.several.index(group)

            def slope(state: Sequence[arb]) -> arb:
                return 2 * self.rate[group] * state[place] * state[place + 1]

            return Strength(lambda state: state[place], slope)

        def climb(state: Sequence[arb]) -> arb:
            *_, h1, h2, w = self.field.value(state)
            turned = (h1, h2)[later]
            return self.between[later] * (w * state[later - 3] + state[_W] * turned)

        return Strength(lambda state: self.added(state, later), climb)

    def over_other(self, group: int) -> Strength:
        """The margin of samples of a group over a class of the other one; it only grows."""
        added, m = self.margin(None, group), self.modes.sizes[group]
        if group not in self.several:
            return added
        own, part = self.margin(group, group), arb(m - 1) / m
        return Strength(
            lambda state: part * own.value(state) + added.value(state),
            lambda state: part * own.slope(state) + added.slope(state),
        )

    def holds(self, state: Sequence[arb]) -> bool:
        """Whether a box of states can be on the flow: α and Q those of its margins, w² = |h|²."""
        balls = [(a, b) for g in range(len(self.modes.sizes)) for a, b in self._pairs(state, g)]
        if self.coupled:
            h1, h2, w = state[-3:]
            balls.append((w * w, h1 * h1 + h2 * h2))
        return all(a.overlaps(b) for a, b in balls)

    def _pairs(self, state: Sequence[arb], group: int) -> list[tuple[arb, arb]]:
        alpha, far = self.probabilities(state, group)
        found = []
        if group in self.several:
            found.append((state[2 * self.several.index(group) + 1], alpha))
        if self.coupled:
            found.append((state[group - 5], far))
        return found
