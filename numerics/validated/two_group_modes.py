"""The modes of a two-group problem with spectral initialisation, in balls.

Classes fall into two groups, sizes m1 and m2 (k = m1 + m2) and n1, n2 samples in each class of
them, with weights ω1 and ω2. Let e1, e2 be the normalised indicators of the two groups' samples.

*Within a group* (m_g - 1 modes): σ = √n_g, and the flow is logistic at rate σω_g, Eq. (16).

*Between the groups* (one mode): σv = -t1 e1 + t2 e2 with t1² = m2 n1/k and t2² = m1 n2/k, so that
σ² = t1² + t2². The weights do not fix v but they map span(e1, e2) into itself, so the mode's part
of the full flow is W = w u rᵀ, H = r(-h1 e1 + h2 e2)ᵀ for a fixed unit vector r; putting this into
the flow gives

    w' = Σ ω_i h_i (t_i - w h_i),   h_i' = ω_i w (t_i - w h_i),   β = w (t1 h1 + t2 h2) / σ²,

started at w = e^{-δ}, h = e^{-δ} t/σ. It conserves w² - h1² - h2² = 0. Projecting the weights onto
v instead leaves a logistic mode of weight λ = vᵀΩv = (t1² ω1 + t2² ω2)/σ².
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import arb

from numerics.validated.arb_tools import to_ball, widen
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import Strength, resting_box
from spectra.spectrum.mode_equations import between_strength

BETWEEN_PRODUCTS = ((0, 1), (0, 2), (1, 3), (2, 4), (0, 3), (0, 4))
"""wh1, wh2, wh1², wh2², w²h1, w²h2 of the variables (w, h1, h2)."""


@dataclass(frozen=True)
class BallModes:
    """Exact numbers that determine every mode; balls are made at the precision in force.

    Parameters
    ----------
    sizes : tuple of int
        Classes in each group, at least 1; one or two groups.
    counts : tuple of Fraction
        Samples in each class of a group.
    delta : Fraction
        The state starts at exp(-delta).
    weights : tuple of Fraction or None
        Class weight of each group; None for ω_g = (2n/(k n_g))^gamma with n the number of samples.
    gamma : Fraction
        Exponent of the weights, if these are not given.
    projected : bool
        The projected system in place of the full flow.
    delta_radius, count_radius : Fraction
        Half-width of the interval that `delta`, or the first entry of `counts`, stands for: all
        balls then contain what belongs to any parameters within.
    kappa : tuple of Fraction
        Rate at which the features of each group learn; ones if empty. Features divided by √κ then
        have the counts n/κ and the weights ωκ, and these are followed.
    decays : (Fraction, Fraction)
        Weight decay of W and of H.
    """

    sizes: tuple[int, ...]
    counts: tuple[Fraction, ...]
    delta: Fraction
    weights: tuple[Fraction, ...] | None
    gamma: Fraction
    projected: bool
    delta_radius: Fraction = Fraction(0)
    count_radius: Fraction = Fraction(0)
    kappa: tuple[Fraction, ...] = ()
    decays: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))

    def scale(self) -> arb:
        """The ball of e^-δ."""
        return (-self._delta()).exp()

    def weight_balls(self) -> tuple[arb, ...]:
        """Weight of each group, times κ."""
        if self.weights is not None:
            weights = [to_ball(w) for w in self.weights]
        else:
            power, k = to_ball(self.gamma), sum(self.sizes)
            weights = [(2 * self._samples_by(g) / k) ** power for g in range(len(self.sizes))]
        return tuple(w * self._kappa(g) for g, w in enumerate(weights))

    def uniform(self) -> bool:
        """Whether the weights are equal exactly, so that every mode is logistic."""
        if len(set(self.kappa)) > 1 or any(self.decays):
            return False
        if self.weights is not None:
            return len(set(self.weights)) == 1
        return self.gamma == 0 or (len(set(self.counts)) == 1 and not self.count_radius)

    def logistic(self, group: int | None, times: Sequence[Fraction]) -> list[arb]:
        """Strength by the closed form (16) of the modes in a group, or (None) between the groups.

        Between the groups λ = vᵀΩv: the closed form solves the projected system, and the full flow
        only if the weights are uniform.
        """
        return logistic(*self._sigma_lambda(group), self._delta(), times)

    def logistic_time(self, group: int | None, level: Fraction) -> arb:
        """Time at which closed form (16) reaches a level."""
        sigma, lam = self._sigma_lambda(group)
        ratio = (sigma * (2 * self._delta()).exp() - 1) * to_ball(level / (1 - level))
        return ratio.log() / (2 * sigma * lam)

    def _sigma_lambda(self, group: int | None) -> tuple[arb, arb]:
        """Singular value and effective weight."""
        weights = self.weight_balls()
        if group is not None:
            return self.count(group).sqrt(), weights[group]
        first, second = self._shares()
        return self._sigma(), first * weights[0] + second * weights[1]

    def between_state(self) -> list[arb]:
        """Initial (w, h1, h2)."""
        return [self.scale(), *(self.scale() * share.sqrt() for share in self.start_shares())]

    def between_field(self) -> BallField:
        """The field of (w, h1, h2)."""
        return between_field(self.targets(), self.weight_balls(), self._decay_balls())

    def between_at_rest(self, state: Sequence[arb], elapsed: Fraction) -> arb:
        """β at a time after a state, from how the errors fade; the line if that is not proved.

        With p_i = t_i - w h_i and V = Σ ω_i p_i² the flow has V' ≤ -2w² min ω V, and as w² = |h|² it
        has |ln w|' ≤ √(max ω V). So while w is above 9/10 of its value V fades at the rate 2c at
        least, c = 0.81 w² min ω, and w stays there if √(max ω V)/c < -ln 0.9.
        """
        if any(self.decays):
            return self._still(state)
        targets, weights = self.targets(), self.weight_balls()
        w, squares = state[0].abs_lower(), arb(0)
        for t, omega, h in zip(targets, weights, state[1:], strict=True):
            squares += omega * (t - state[0] * h).abs_upper() ** 2
        rate = arb("0.81") * w * w * weights[0].min(weights[1])
        if not (weights[0].max(weights[1]) * squares).sqrt() < rate * arb("0.105"):
            return arb(0, math.inf)
        left = squares.sqrt() * (-rate * to_ball(elapsed)).exp()
        size = targets[0] ** 2 + targets[1] ** 2
        off = sum((t / x.sqrt() for t, x in zip(targets, weights, strict=True)), arb(0))
        return widen(arb(1), left * off / size)

    def _still(self, state: Sequence[arb]) -> arb:
        """β at all times after a state at which the flow contracts; the line if not proved."""
        box = resting_box(self.between_field(), state)
        return arb(0, math.inf) if box is None else self.between_observed().value(box)

    def end(self, group: int | None, bits: int) -> arb:
        """β as t → ∞ of a mode that weight decay leaves alive: that of the minimiser.

        Within a group 1 - λ/(ωσ), λ² that of W times that of H. Between the groups w h_i tends to
        ω_i t_i s/(ω_i s + λ), where the sum of (ω_i t_i/(ω_i s + λ))² is 1, which falls with s.
        """
        ours, theirs = self._decay_balls()
        shrink = (ours * theirs).sqrt()
        if group is not None:
            sigma, lam = self._sigma_lambda(group)
            return 1 - shrink / (sigma * lam)
        pairs = list(zip(self.targets(), self.weight_balls(), strict=True))
        low, high = Fraction(0), Fraction(int(self._sigma().abs_upper().ceil().unique_fmpz()))
        for _ in range(bits):
            middle = (low + high) / 2
            size = to_ball(middle)
            over = sum(((x * t / (x * size + shrink)) ** 2 for t, x in pairs), arb(-1))
            if over > 0:
                low = middle
            elif over < 0:
                high = middle
            else:
                break
        size = widen(to_ball((low + high) / 2), to_ball((high - low) / 2))
        left = sum((t * t * x * size / (x * size + shrink) for t, x in pairs), arb(0))
        return left / self._sigma() ** 2

    def within_field(self, group: int) -> BallField:
        """The field of the amplitudes (x, y) in W and H of a mode within a group."""
        sigma, lam = self._sigma_lambda(group)
        ours, theirs = self._decay_balls()
        pull = sigma * lam
        rows = (((pull, 1), (-lam, 4), (-ours, 0)), ((pull, 0), (-lam, 3), (-theirs, 1)))
        return BallField(2, ((0, 1), (0, 2), (1, 2)), rows)

    def within_strength(self, group: int, state: Sequence[arb]) -> arb:
        """β = xy/σ."""
        return state[0] * state[1] / self.count(group).sqrt()

    def _decay_balls(self) -> tuple[arb, arb]:
        return to_ball(self.decays[0]), to_ball(self.decays[1])

    def targets(self) -> tuple[arb, arb]:
        """t1 and t2."""
        (m1, m2), k = self.sizes, sum(self.sizes)
        return (m2 * self.count(0) / k).sqrt(), (m1 * self.count(1) / k).sqrt()

    def between_observed(self) -> Strength:
        """β, its derivative and its gradient as functions of a state (w, h1, h2)."""
        return between_observed(self.targets(), self.weight_balls())

    def _delta(self) -> arb:
        return widen(to_ball(self.delta), to_ball(self.delta_radius))

    def _samples(self, group: int) -> arb:
        count = to_ball(self.counts[group])
        return count if group else widen(count, to_ball(self.count_radius))

    def _kappa(self, group: int) -> arb:
        return to_ball(self.kappa[group]) if self.kappa else arb(1)

    def count(self, group: int) -> arb:
        """Samples in each class of a group, by κ."""
        return self._samples(group) / self._kappa(group)

    # a count that is an interval is written once in each formula: the ball is no wider than needed

    def _samples_by(self, group: int) -> arb:
        """All samples by those in one class of a group."""
        others = [
            m * (self._samples(g) / self._samples(group) if g != group else arb(1))
            for g, m in enumerate(self.sizes)
        ]
        return sum(others, arb(0))

    def _shares(self) -> tuple[arb, arb]:
        """t1²/σ² and t2²/σ²."""
        return _parts(self.sizes[1] * self.count(0) / (self.sizes[0] * self.count(1)))

    def start_shares(self) -> tuple[arb, arb]:
        """Squares of the features at the start, by their sum: those of V, times κ."""
        ratio = self.sizes[1] * self._samples(0) / (self.sizes[0] * self._samples(1))
        return _parts(ratio * self._kappa(0) / self._kappa(1))

    def _sigma(self) -> arb:
        (m1, m2), k = self.sizes, sum(self.sizes)
        return ((m2 * self.count(0) + m1 * self.count(1)) / k).sqrt()


def _parts(ratio: arb) -> tuple[arb, arb]:
    """Two parts of 1 of a given ratio."""
    return 1 / (1 + 1 / ratio), 1 / (1 + ratio)


def logistic(sigma: arb, lam: arb, delta: arb, times: Sequence[Fraction]) -> list[arb]:
    """Closed form (16) at times."""
    exponents = [2 * sigma * lam * to_ball(t) for t in times]
    return [1 / (sigma * (2 * delta - x).exp() - (-x).expm1()) for x in exponents]


def between_observed(targets: Sequence[arb], weights: Sequence[arb]) -> Strength:
    """β = w (t1 h1 + t2 h2)/σ², its gradient, and its derivative along ``between_field``.

    The derivative is written with the errors p_i = t_i - w h_i as
    ((Σ t_i h_i) Σ ω_i h_i p_i + w² Σ t_i ω_i p_i)/σ².
    """
    t, omega = targets, weights
    square = t[0] * t[0] + t[1] * t[1]

    def value(state: Sequence[arb]) -> arb:
        ball: arb = between_strength(state[0], state[1:3], t, square)
        return ball

    def slope(state: Sequence[arb]) -> arb:
        w, h = state[0], state[1:3]
        pull = [x * (a - w * b) for x, a, b in zip(omega, t, h, strict=True)]
        inner = h[0] * pull[0] + h[1] * pull[1]
        return (
            (t[0] * h[0] + t[1] * h[1]) * inner + w * w * (t[0] * pull[0] + t[1] * pull[1])
        ) / square

    def gradient(state: Sequence[arb]) -> list[arb]:
        w, h = state[0], state[1:3]
        return [x / square for x in (t[0] * h[0] + t[1] * h[1], w * t[0], w * t[1])]

    return Strength(value, slope, gradient)


def between_field(
    targets: Sequence[arb], weights: Sequence[arb], decays: Sequence[arb] = ()
) -> BallField:
    """The field of (w, h1, h2) for given targets t_i and weights ω_i, and decay of w and of h.

    Examples
    --------
    >>> from flint import arb
    >>> field = between_field((arb(1), arb(1)), (arb(1), arb(1)))
    >>> [[float(x) for x in row] for row in field.jacobian([arb(0)] * 3)]  # growth at the origin
    [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    """
    (t1, t2), (w1, w2) = targets, weights
    g1, g2 = w1 * t1, w2 * t2
    rows: list[tuple[tuple[arb, int], ...]] = [
        ((g1, 1), (g2, 2), (-w1, 5), (-w2, 6)), ((g1, 0), (-w1, 7)), ((g2, 0), (-w2, 8)),
    ]  # fmt: skip
    for i, decay in enumerate([decays[0], decays[1], decays[1]] if decays else ()):
        if not decay.is_zero():
            rows[i] += ((-decay, i),)
    return BallField(3, BETWEEN_PRODUCTS, tuple(rows))
