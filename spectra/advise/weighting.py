"""Class weights on the scale that training code uses: mean 1 over the examples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.given_numbers import number
from spectra.class_counts.growth_rates import growth_rates
from spectra.class_counts.saddle_times import SaddleTimes, times_of
from spectra.class_counts.saddle_walk import ClassGroups, Speed, split
from spectra.errors import InputError, short

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


LARGEST_GAMMA: Final = 10.0

LARGEST_WEIGHT: Final = 1e100
"""Weights are between this and its inverse, and so is nω² of one class against another."""

MOST_GROUPS: Final = 1024
"""Groups of classes up to which eigenvectors are worked out."""


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights of k classes: ω_c ∝ n_c^-γ with mean 1 over the examples, or as given.

    Attributes
    ----------
    counts : ndarray, shape (k,)
    gamma : float or None
        The exponent; None for weights as given.
    given : ndarray, shape (k,), or None
        Weights as given.
    """

    counts: Array
    gamma: float | None
    given: Array | None = None

    @cached_property
    def omega(self) -> Array:
        """Weight of each class, shape (k,)."""
        if self.given is not None:
            return self.given
        return np.asarray(self._scale * (2 * self.counts.mean() / self.counts) ** self.gamma)

    @cached_property
    def _scale(self) -> float:
        """Of these weights against (2n/(k n_c))^γ."""
        if self.gamma is None:
            return 1.0
        plain = (2 * self.counts.mean() / self.counts) ** self.gamma
        return float(self.counts.sum() / (self.counts * plain).sum())

    @cached_property
    def mean(self) -> float:
        """Mean weight of an example."""
        return float((self.counts * self.omega).sum() / self.counts.sum())

    @cached_property
    def _class_groups(self) -> ClassGroups:
        """Of the weights without the scale."""
        return split(self.counts, self.gamma, self.given)

    @cached_property
    def _rates(self) -> Array:
        return growth_rates(self.counts, gamma=self.gamma, weights=self.given)

    def times(self, step_size: float = 0.0) -> SaddleTimes:
        """Learning times T/δ under these weights, for the loss ½Σ ω‖z - Wh‖²."""
        return self._times(step_size) if step_size else self._flow_times

    @cached_property
    def _flow_times(self) -> SaddleTimes:
        return self._times(0.0)

    def _times(self, step_size: float) -> SaddleTimes:
        rates = self._rates  # first, because it checks counts and weights
        speed = Speed(step_size * self._scale)
        return times_of(self._class_groups, rates, speed).scaled(self._scale)

    @property
    def groups(self) -> int:
        """Number of groups of classes of equal count and weight."""
        return len(self._class_groups.size)

    @property
    def is_resolved(self) -> bool:
        """Whether `class_times` are worked out from the modes."""
        return self._class_groups.is_flat or self.groups <= MOST_GROUPS

    def class_times(self, step_size: float = 0.0) -> Array:
        """When growth from the origin has reached each class, in the units of `times`.

        For more than `MOST_GROUPS` groups, the growth of the class alone: the class of rank j by
        √n ω lies between the modes of rank j - 1 and j (interlacing).
        """
        if self._class_groups.is_flat:
            return np.full(len(self.counts), self.times(step_size).times[0])
        times = self.times(step_size).bounds
        if self.groups <= MOST_GROUPS:
            found = self._class_groups.class_times(Speed(step_size * self._scale)) / self._scale
        else:
            found = 1 / Speed(step_size)(np.sqrt(self.counts) * self.omega)
        return np.clip(found, times[0], times[-1])

    @cached_property
    def fitted_gamma(self) -> float:
        """Slope of -ln ω on ln n: the exponent that comes closest, or the exponent itself."""
        if self.gamma is not None:
            return self.gamma
        x, y = np.log(self.counts), np.log(self.omega)
        spread = float(((x - x.mean()) ** 2).sum())
        slope = float(((x - x.mean()) * (y - y.mean())).sum()) / spread if spread else 0.0
        return 0.0 - slope  # and no negative zero

    @property
    def flatness(self) -> float:
        """Largest over smallest √(n ω²): 1 where everything is learned at once."""
        logs = 0.5 * np.log(self.counts) + np.log(self.omega)
        return 1.0 if self.gamma == 0.5 else float(np.exp(np.ptp(logs)))

    @property
    def sharpness(self) -> float:
        """`sharpness` of these weights."""
        return sharpness(self.counts, self.omega)


def sharpness(counts: Array, omega: Array) -> float:
    """Bound on the curvature at the balanced minimum of ½Σ ω‖z - Wh‖².

    There it is at most max √n ω + √(max n) max ω, for every direction: of the Hessian's
    quadratic form ‖(dW H + W dH)Ω^½‖², the first part is at most ‖Ω^½ (ZᵀZ)^½ Ω^½‖ with
    (ZᵀZ)^½ ≤ diag(√n) on classes, and the second at most ‖(ZZᵀ)^½‖ max ω.
    """
    root = np.sqrt(counts)
    return float((root * omega).max() + root.max() * omega.max())


def from_gamma(counts: Sequence[int] | Array, gamma: float) -> Weighting:
    """Weights ∝ n^-γ.

    Raises
    ------
    InputError
        γ is so large that the weights leave the range of numbers.
    """
    exponent = number("--gamma", gamma, -LARGEST_GAMMA, LARGEST_GAMMA)
    return Weighting(_numbers("counts", counts), exponent)


def from_weights(counts: Sequence[int], weights: Sequence[float]) -> Weighting:
    """Weights as given, one per class.

    Raises
    ------
    InputError
        Their number is wrong, one is not a finite number above 0, or they are too far apart.
    """
    n, omega = _numbers("counts", counts), _numbers("--weights", weights)
    if len(omega) != len(n):
        raise InputError(
            f"--weights: {len(omega)} weights for {len(n)} classes: give one per class"
        )
    logs, most = np.log(omega), np.log(LARGEST_WEIGHT)
    if np.abs(logs).max() > most or np.ptp(np.log(n) + 2 * logs) > most:
        raise InputError(
            f"--weights: weights from {omega.min():.3g} to {omega.max():.3g}: keep them, and n ω² "
            f"of one class against another, between {1 / LARGEST_WEIGHT:g} and {LARGEST_WEIGHT:g}"
        )
    return Weighting(n, None, omega)


def _numbers(name: str, values: object) -> Array:
    """Return finite numbers above 0, one for each class."""
    try:
        found = np.asarray(values)
    except ValueError:  # rows of different lengths
        found = np.asarray(None)
    if found.ndim != 1 or not found.size or found.dtype.kind not in "iuf":
        raise InputError(f"{name}: got {short(values)}: give a list of numbers, one per class")
    wrong = np.flatnonzero(~(np.isfinite(found) & (found > 0)))
    if wrong.size:
        i = int(wrong[0])
        what = "weight" if name == "--weights" else "number"
        raise InputError(
            f"{name}: {what} {i + 1} is {found.tolist()[i]!r}: give a finite number above 0"
        )
    return found.astype(np.float64)
