"""What a list of class counts says about training: the advice as data."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.advise.class_data import ClassData
from spectra.advise.training import Training
from spectra.advise.weighting import Weighting, from_gamma, sharpness
from spectra.class_counts.saddle_times import SaddleTimes, Standing
from spectra.errors import refuse

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


CLOSING_GAMMA: Final = 0.5
"""The exponent at which nω² is the same for every class."""

ORBIT_GAMMA: Final = 1.0
"""The exponent at which nω is the same for every class, and saddles coincide."""

CLOSED: Final = 1e-8
"""A window below this is one that rounding left."""

MOST_GAMMA: Final = 2.0
"""Largest exponent that is tried where batches undo a part of the weights."""

GAMMAS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)

SCOPE: Final = (
    "Scope: unconstrained features; limits and windows are of squared loss; when classes are "
    "learned in training, not how well on test data."
)


@dataclass(frozen=True, eq=False)
class Steps:
    """Learning times in optimiser steps.

    Attributes
    ----------
    step_size : float
        Step η of the loss ½Σ ω‖z - Wh‖².
    per_delta : ndarray, shape (k - 1,)
        Steps per unit of δ until each mode is learned, in the limit of small initialisation.
    bound_per_delta : ndarray, shape (k - 1,)
        What these do not exceed.
    standing : tuple of Standing, length k - 1
        What each of `per_delta` rests on.
    class_per_delta : ndarray, shape (k,)
        The same for classes.
    largest_rate : float
        Largest learning rate at which every step is sure to be stable at the balanced minimum,
        whatever examples are in its batch.
    is_exact : bool
        Whether every step sees every example.
    """

    step_size: float
    per_delta: Array
    bound_per_delta: Array
    standing: tuple[Standing, ...]
    class_per_delta: Array
    largest_rate: float
    is_exact: bool


@dataclass(frozen=True, eq=False)
class Plan:
    """One weighting and what follows from it.

    Attributes
    ----------
    weighting : Weighting
        As given.
    effective : Weighting
        Of the mean step: as given, unless batches are divided by their weights.
    times : SaddleTimes
        In units of δ, in the time of the flow of ½Σ ω‖z - Wh‖² with the effective weights ω.
    steps : Steps or None
        None without a learning rate.
    """

    weighting: Weighting
    effective: Weighting
    times: SaddleTimes
    steps: Steps | None

    @cached_property
    def class_times(self) -> Array:
        """When growth reaches half of the logit of each class, in units of δ, shape (k,)."""
        return self.effective.class_times()

    @property
    def keeps_weights(self) -> bool:
        """Whether the mean step has the weights as given."""
        return self.effective is self.weighting

    @cached_property
    def class_times_are_estimates(self) -> bool:
        """Whether they are more than a reading of proved times."""
        heuristic = {Standing.HEURISTIC, Standing.BOUND}.intersection(self.times.standing)
        return bool(heuristic) or not self.effective.is_resolved

    @property
    def window_standing(self) -> Standing:
        """What the window rests on."""
        return self.times.standing[-1]


@dataclass(frozen=True)
class WindowPoint:
    """ΔT at one exponent.

    Attributes
    ----------
    gamma : float
        Of the weights as given.
    bound : float
        s_1/s_last - 1, which ΔT does not exceed: by the rule, unless `standing` is a theorem.
    window : float
        In the limit of small initialisation: by the rule, unless it is the same as the bound.
    standing : Standing
        Of `window`, and of `bound` where it is no bound.
    is_by_orbit : bool
        Whether the rule takes saddles from orbits here.
    """

    gamma: float
    bound: float
    window: float
    standing: Standing
    is_by_orbit: bool


@dataclass(frozen=True)
class Crossover:
    """Where the order of the largest and the smallest class turns round.

    Attributes
    ----------
    gamma : float or None
        In the limit of small initialisation. None: at no exponent from 0 to `MOST_GAMMA`.
    at_delta : float or None
        At the given δ, from a spectral start, approximately: where differences between the largest
        classes and those between the smallest have the same half-time. None if one of the two is
        a single class, which has no mode of its own, or there is no such exponent.
    """

    gamma: float | None
    at_delta: float | None


@dataclass(frozen=True, eq=False)
class Advice:
    """All that is said about one training set.

    Attributes
    ----------
    data : ClassData
    training : Training
    erm : Plan
        Without weights.
    weighted : Plan
        Under the weights that were asked for.
    recommended : Weighting
        The weights that close the window, if steps keep them; with a signal those of γ*.
    windows : tuple of WindowPoint
        ΔT for some exponents.
    closing : WindowPoint or None
        Where the largest and the smallest class grow alike.
    crossover : Crossover or None
        None where no class is larger than another, or two classes leave nothing to order.
    """

    data: ClassData
    training: Training
    erm: Plan
    weighted: Plan
    recommended: Weighting
    windows: tuple[WindowPoint, ...]
    closing: WindowPoint | None
    crossover: Crossover | None

    @property
    def closing_gamma(self) -> float | None:
        """The exponent that makes all growth rates equal; None if none is known."""
        if self.training.signal:
            return None
        if self.training.keeps_weights:
            return CLOSING_GAMMA
        closes = self.closing is not None and self.closing.bound < CLOSED
        return self.closing.gamma if closes and self.closing is not None else None


def advise(data: ClassData, weighting: Weighting, training: Training) -> Advice:
    """Work out the advice.

    Examples
    --------
    >>> from spectra.advise import Training, advise, from_gamma, of_counts
    >>> data = of_counts([5000, 5000, 50, 50], None, "counts")
    >>> found = advise(data, from_gamma(data.counts, 0.5), Training())
    >>> found.erm.times.window, found.weighted.times.window
    (9.0, 0.0)
    """
    for name, given, wanted in (
        ("data", data, ClassData), ("weighting", weighting, Weighting),
        ("training", training, Training),
    ):  # fmt: skip
        if not isinstance(given, wanted):
            raise refuse(
                name, given, f"a {wanted.__name__}", "see of_counts, from_gamma and Training"
            )
    if len(weighting.counts) != len(data.counts):
        raise refuse(
            "weighting", weighting, "of the same classes as data", "make it of data.counts"
        )
    by_gamma = {gamma: from_gamma(data.counts, gamma) for gamma in GAMMAS}
    if weighting.gamma is not None:
        weighting = by_gamma.setdefault(weighting.gamma, weighting)  # worked out once
    flat = training.flat_gamma(np.array(data.counts, dtype=np.float64))
    points = tuple(window_of(by_gamma[gamma], gamma, training) for gamma in GAMMAS)
    crossover = find_crossover(data, training)
    closing = None
    if crossover is not None and crossover.gamma is not None:
        closing = next(iter(windows(data, [crossover.gamma], training)))
    return Advice(
        data,
        training,
        plan(by_gamma[0.0], training),
        plan(weighting, training),
        from_gamma(data.counts, flat) if training.signal else by_gamma[CLOSING_GAMMA],
        points,
        closing,
        crossover,
    )


def plan(weighting: Weighting, training: Training) -> Plan:
    """Learning times under one weighting."""
    effective = training.effective(weighting)
    return Plan(weighting, effective, effective.times(), _steps(weighting, effective, training))


def windows(
    data: ClassData, gammas: Iterable[float], training: Training
) -> tuple[WindowPoint, ...]:
    """ΔT for each exponent."""
    return tuple(window_of(from_gamma(data.counts, gamma), gamma, training) for gamma in gammas)


def window_of(weighting: Weighting, gamma: float, training: Training) -> WindowPoint:
    """ΔT under some weights, which stand for an exponent."""
    effective = training.effective(weighting)
    found = effective.times()
    by_orbit = effective.gamma == ORBIT_GAMMA and found.standing[-1] is Standing.HEURISTIC
    return WindowPoint(gamma, found.window_bound, found.window, found.standing[-1], by_orbit)


def _steps(weighting: Weighting, effective: Weighting, training: Training) -> Steps | None:
    step_size = training.step_size(effective)
    if step_size is None:
        return None
    found = effective.times(step_size)
    # a batch has at most the curvature of all examples under the largest weights of a batch
    largest = 2 / sharpness(weighting.counts, training.largest_weights(weighting))
    per_class = effective.class_times(step_size) / step_size
    times, bounds = found.times / step_size, found.bounds / step_size
    return Steps(
        step_size, times, bounds, found.standing, per_class, largest, training.is_full_batch
    )


def find_crossover(data: ClassData, training: Training) -> Crossover | None:
    """Where the largest and the smallest class have the same half-time (δ + ¼ ln n)/(√n ω)."""
    most, least = max(data.counts), min(data.counts)
    if most == least or len(data.counts) == 2:
        return None
    delta = training.delta
    at_delta = None
    if delta is not None and min(map(data.counts.count, (most, least))) > 1:
        later = math.log((delta + math.log(most) / 4) / (delta + math.log(least) / 4))
        at_delta = _balance(data, training, later)
    return Crossover(_balance(data, training, 0.0), at_delta)


def _balance(data: ClassData, training: Training, later: float) -> float | None:
    """Exponent at which ln of √n ω is larger by `later` for the largest than the smallest class."""
    n = np.array(data.counts, dtype=np.float64)
    head, tail = int(n.argmax()), int(n.argmin())
    gap = math.log(n[head] / n[tail])
    if training.keeps_weights:
        gamma = CLOSING_GAMMA - later / gap
        return gamma if gamma >= 0 else None

    def excess(gamma: float) -> float:
        omega = training.effective(from_gamma(data.counts, gamma)).omega
        return gap / 2 + math.log(omega[head] / omega[tail]) - later

    if excess(0.0) < 0 or excess(MOST_GAMMA) > 0:
        return None
    from scipy.optimize import brentq

    return float(brentq(excess, 0.0, MOST_GAMMA, xtol=1e-12, rtol=1e-12))
