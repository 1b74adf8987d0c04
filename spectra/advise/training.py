"""How the network is trained: from times in units of δ to optimiser steps.

What is left of weights where the loss of a batch is divided by the weights in the batch.

A batch of B of the n examples, drawn without replacement, counts example i as ω_i/S, S the sum of
the weights in the batch. On average an example is therefore weighed by B ω_i E[1/S | i is drawn]
in place of ω_i: the same ratios if B is large, and all alike for B = 1, where S is ω_i itself.

The mean is an integral, E[K_c/S] = ∫₀^∞ E[K_c e^-uS] du with K_c examples of weight ω_c in the
batch, and what is under it a coefficient: that of tᴮ in ∏(1 + t e^-uω)^n, times a rational
function of t. Both integrals are sums over equal steps, along log u and around a circle through
the saddle point; both converge exponentially, here to a relative error of about 1e-10.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np

from spectra.advise.class_data import MOST_EXAMPLES
from spectra.advise.given_numbers import number, whole
from spectra.advise.weighting import Weighting
from spectra.errors import InputError, short

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

Reduction = Literal["sum", "mean", "weighted-mean"]
REDUCTIONS: Final = get_args(Reduction)

Loss = Literal["cross-entropy", "squared"]
LOSSES: Final = get_args(Loss)

FORMULAS: Final = {
    "sum": "Σ ω·loss",
    "mean": "Σ ω·loss / n",
    "weighted-mean": "Σ ω·loss / Σ ω",
}
"""The loss of n examples, by reduction; the loss of one is cross-entropy, or ½‖z − Wh‖²."""

TEST_NOISE: Final = 0.05
"""Noise of a test input along each direction, as a part of a sample's own: that of 400 of them."""


RANGES: Final = {
    "learning_rate": ("--lr", 1e-12, 1e12),
    "delta": ("--delta", 1e-12, 300.0),
    "decay": ("--decay", 0.0, 1e6),
    "signal": ("--snr (s/τ)", 0.0, 1e6),
    "test_noise": ("--snr (ν/τ)", 1e-12, 1e12),
}
"""Of each number of a training: the option that gives it, and from where to where it works."""

WHOLE: Final = {"batch": ("--batch", MOST_EXAMPLES), "budget": ("--steps", 10**15)}

SMALLEST_SCALE: Final = 1e-130
"""Smallest initial scale, e^-300 about."""


@dataclass(frozen=True)
class Training:
    """How the network is trained, as far as it is known.

    Attributes
    ----------
    learning_rate : float or None
    batch : int or None
        Examples per step; None for all.
    reduction : {"sum", "mean", "weighted-mean"}
        What the loss of a batch is divided by: nothing, the number of its examples, or the sum of
        their weights (as PyTorch does where a loss has class weights).
    delta : float or None
        δ: the initial scale is e^-δ.
    loss : {"cross-entropy", "squared"}
    decay : float
        Weight decay of the optimiser.
    signal : float
        Length of a class mean over that of a sample's own part, s/τ; 0 if nothing is known.
    test_noise : float
        Noise of a test input along each direction, over the length of a sample's own part, ν/τ.
    budget : int or None
        Steps that training will have.
    """

    learning_rate: float | None = None
    batch: int | None = None
    reduction: Reduction = "mean"
    delta: float | None = None
    loss: Loss = "cross-entropy"
    decay: float = 0.0
    signal: float = 0.0
    test_noise: float = TEST_NOISE
    budget: int | None = None

    def __post_init__(self) -> None:
        """Check every number: in these ranges everything that follows can be worked out."""
        for field, (option, low, high) in RANGES.items():
            value = getattr(self, field)
            if value is not None:
                object.__setattr__(self, field, number(option, value, low, high))
        for field, (option, most) in WHOLE.items():
            value = getattr(self, field)
            if value is not None:
                object.__setattr__(self, field, whole(option, value, 1, most))
        words: tuple[tuple[str, object, tuple[str, ...]], ...] = (
            ("--reduction", self.reduction, REDUCTIONS),
            ("--loss", self.loss, LOSSES),
        )
        for option, value, known in words:
            if not isinstance(value, str) or value not in known:
                raise InputError(f"{option} {short(value)}: give one of {', '.join(known)}")

    @property
    def keeps_weights(self) -> bool:
        """Whether steps weigh examples by the weights as given, on average."""
        return self.reduction != "weighted-mean" or self.batch is None

    def effective(self, weighting: Weighting) -> Weighting:
        """Weights of the mean step, with the mean of those given; these themselves if it has them.

        A batch that is divided by its own weights has them in part only: see `effective_weights`.
        """
        if self.batch is None or self.keeps_weights or not np.ptp(weighting.omega):
            return weighting
        found = effective_weights(weighting.counts, weighting.omega, self.batch)
        return Weighting(weighting.counts, None, found * weighting.mean)

    def largest_weights(self, weighting: Weighting) -> Array:
        """Largest factor of each class's examples in the loss ½Σ of a batch, shape (k,)."""
        n = int(weighting.counts.sum())
        batch = n if self.batch is None else self.batch
        if self.reduction == "weighted-mean":
            return largest_weights(weighting.counts, weighting.omega, batch)
        return weighting.omega / (batch if self.reduction == "mean" else 1)

    def step_size(self, weighting: Weighting) -> float | None:
        """Step η of the loss ½Σ ω‖z - Wh‖² over all n examples that one step amounts to.

        Exact for full batches; for smaller ones it is the step on average, and the weights are
        those of `effective`.
        """
        if self.learning_rate is None:
            return None
        return self.learning_rate * self._share(weighting)

    def _share(self, weighting: Weighting) -> float:
        """What the mean step has of one on ½Σ ω‖z - Wh‖² over all examples."""
        n = float(weighting.counts.sum())
        if self.reduction == "sum":
            return 1.0 if self.batch is None else self.batch / n
        return 1 / n if self.reduction == "mean" else 1 / (n * weighting.mean)

    def flow_decay(self, weighting: Weighting) -> float:
        """Decay λ of the flow of Σ ω ℓ that the optimiser's weight decay amounts to."""
        return self.decay / self._share(weighting)

    def time_of_epoch(self, epoch: float, weighting: Weighting) -> float:
        """Flow time at the beginning of an epoch."""
        step = self.step_size(weighting)
        if step is None:
            raise InputError(
                "--scheme drw:EPOCH: epochs are counted in steps: give --lr and --batch"
            )
        n = float(weighting.counts.sum())
        return epoch * n / (n if self.batch is None else self.batch) * step

    def kappa(self, counts: Array) -> Array:
        """Rate 1 + s²n at which the features of each class learn, shape (k,)."""
        return np.asarray(1 + self.signal**2 * counts)

    def flat_gamma(self, counts: Array) -> float:
        """Exponent at which the largest and the smallest class grow alike, by the counts alone."""
        most, least = float(counts.max()), float(counts.min())
        if most == least:
            return 0.5
        return 0.5 + 0.5 * math.log(
            (1 + self.signal**2 * most) / (1 + self.signal**2 * least)
        ) / math.log(most / least)

    @property
    def is_full_batch(self) -> bool:
        """Whether every step sees every example."""
        return self.batch is None


def checked(known: Training, scale: float | None, examples: int) -> Training:
    """Check what is known, and take δ from the initial scale.

    Raises
    ------
    InputError
        A batch larger than the data, a scale without meaning, or δ given twice.
    """
    batch, delta = known.batch, known.delta
    if batch is not None and batch > examples:
        raise InputError(
            f"--batch {batch}: give a number from 1 to that of the examples, {examples}"
        )
    if delta is not None and scale is not None:
        raise InputError(
            f"--delta {delta!r} and --scale {scale!r} say the same (δ = -ln scale): give one"
        )
    if scale is not None:
        if not SMALLEST_SCALE <= scale < 1:
            raise InputError(
                f"--scale {scale!r}: give the initial scale e^-δ, a number between 0 and 1 (from "
                f"{SMALLEST_SCALE:g})"
            )
        delta = -math.log(scale)
    return replace(known, batch=None if batch == examples else batch, delta=delta)


STEP: Final = 0.35
"""Of log u; the error is 2|Γ(1 + 2πi/STEP)|, 1e-11."""

SMALLEST, LARGEST = 1e-13, 45.0
"""Where uS begins and ends to matter: below and above, what is left out is 1e-13 at most."""

ANGLES: Final = np.arange(27.0)
"""On the half circle, of 9σ + 20 or more on the circle: elsewhere all is below 1e-10."""

NEGLIGIBLE: Final = 32.0
"""Minus the log of what is left out around the circle, 1e-14."""

BISECTIONS: Final = 40
CHUNK: Final = 1 << 20
"""Numbers that are worked on together."""


def effective_weights(counts: Array, omega: Array, batch: int) -> Array:
    """Weights that examples have in the mean step of a loss divided by the weights in its batch.

    Parameters
    ----------
    counts, omega : ndarray, shape (k,)
        Examples and weight of each class.
    batch : int
        Examples B of a batch, from 1 to all.

    Returns
    -------
    ndarray, shape (k,)
        With mean 1 over the examples.

    Examples
    --------
    A batch of 2 from classes of 2 and 1 examples holds the small class two times in three:

    >>> import numpy as np
    >>> found = effective_weights(np.array([2.0, 1.0]), np.array([1.0, 3.0]), 2)
    >>> bool(np.allclose(found, [3 * (1 / 3 + 2 / 3 / 4) / 2, 3 * 2 / 3 * 3 / 4]))
    True
    """
    kinds, of_class = np.unique(omega, return_inverse=True)
    if batch == 1 or len(kinds) == 1:
        return np.ones(len(counts))
    if batch >= counts.sum():
        return np.asarray(omega * (counts.sum() / (counts @ omega)))
    size = np.bincount(of_class, weights=counts).astype(np.float64)
    draw = _Draw(size, kinds / kinds[-1], batch)
    return draw.weights()[of_class]


def largest_weights(counts: Array, omega: Array, batch: int) -> Array:
    """Largest ω_c/S of each class in any batch, S the sum of its weights, shape (k,)."""
    kinds, of_class = np.unique(omega, return_inverse=True)
    draw = _Draw(np.bincount(of_class, weights=counts).astype(np.float64), kinds, batch)
    return np.asarray(omega / (draw.lightest - draw.last + np.maximum(omega, draw.last)))


@dataclass(frozen=True, eq=False)
class _Draw:
    """Batches of `batch` examples from `size` examples of each weight in `omega`, ascending."""

    size: Array
    omega: Array
    batch: int

    @cached_property
    def lightest(self) -> float:
        """Smallest sum of the weights in a batch."""
        return float(self._first(self.size) @ self.omega)

    @cached_property
    def heaviest(self) -> float:
        """Largest sum of the weights in a batch."""
        return float(self._first(self.size[::-1]) @ self.omega[::-1])

    @cached_property
    def last(self) -> float:
        """Largest weight in the lightest batch."""
        return float(self.omega[np.flatnonzero(self._first(self.size))[-1]])

    def _first(self, size: Array) -> Array:
        return np.clip(self.batch - (np.cumsum(size) - size), 0, size)

    def weights(self) -> Array:
        """Weight of an example of each kind in the mean step, shape (G,)."""
        u = np.exp(
            np.arange(np.log(SMALLEST / self.heaviest), np.log(LARGEST / self.lightest), STEP)
        )
        level, base = self._transform(np.zeros(1))
        found = np.zeros_like(self.omega)
        for some in np.array_split(u, 1 + u.size * ANGLES.size * self.omega.size // CHUNK):
            levels, parts = self._transform(some)
            found += (some * np.exp(levels - level)) @ parts
        return np.asarray(self.batch * STEP * self.omega * found / base[0])

    def _transform(self, u: Array) -> tuple[Array, Array]:
        """E[K e^-uS]/size up to a factor, as e^level × part; shapes (U,) and (U, G)."""
        x = self._saddle(u)
        tilt = x[:, None] - u[:, None] * self.omega
        p = _logistic(tilt)
        level = np.logaddexp(0, tilt) @ self.size - self.batch * x
        spread = np.sqrt((p * (1 - p)) @ self.size)
        half = np.ceil(4.5 * spread + 10)
        angle = 2 * np.pi / (2 * half[:, None] + 1) * ANGLES
        share = np.where(half[:, None] >= ANGLES, np.where(ANGLES == 0, 1, 2), 0)
        # |φ| ≤ exp(-2σ² sin²(θ/2)): for a large spread the first dozen angles are enough
        seen = 2 * (spread[:, None] * np.sin(angle / 2)) ** 2 < NEGLIGIBLE
        most = 1 + np.flatnonzero((seen & (share > 0)).any(axis=0))[-1]
        angle, share = angle[:, :most], share[:, :most]
        turn = np.exp(1j * angle)
        factor = np.log1p(p[:, None, :] * (turn - 1)[:, :, None])
        phi = np.exp(factor @ self.size - 1j * self.batch * angle) * turn * share
        part = (phi[:, :, None] * np.exp(-factor)).sum(axis=1).real
        return level, p * part / (2 * half[:, None] + 1)

    def _saddle(self, u: Array) -> Array:
        """Log of the radius at which B examples are drawn on average, or nearly, shape (U,)."""
        low = u * self.last - np.log(self.size.sum()) - 1
        high = u * self.last + np.log(self.size.sum()) + 50
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            drawn = _logistic(middle[:, None] - u[:, None] * self.omega) @ self.size
            low = np.where(drawn < self.batch, middle, low)
            high = np.where(drawn < self.batch, high, middle)
        return np.asarray((low + high) / 2)


def _logistic(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -700, 700))))
