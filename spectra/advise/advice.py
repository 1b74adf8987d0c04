"""What a list of class counts says about training: the advice as data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from spectra.advise.weighting import Weighting, from_gamma
from spectra.saddles import SaddleTimes, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from spectra.advise.data import ClassData
    from spectra.advise.training import Training

Array = npt.NDArray[np.float64]

CLOSING_GAMMA: Final = 0.5
"""The exponent at which nω² is the same for every class."""

ORBIT_GAMMA: Final = 1.0
"""The exponent at which nω is the same for every class, and saddles coincide."""

GAMMAS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)

SCOPE: Final = (
    "Scope: the square-loss model with unconstrained features; when classes are learned in "
    "training, not how well they are told apart on test data."
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
        Largest learning rate at which every step is sure to be stable at the balanced minimum.
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
    times : SaddleTimes
        In units of δ, in the time of the flow of ½Σ ω‖z - Wh‖².
    steps : Steps or None
        None without a learning rate.
    """

    weighting: Weighting
    times: SaddleTimes
    steps: Steps | None

    @cached_property
    def class_times(self) -> Array:
        """When growth reaches half of the logit of each class, in units of δ, shape (k,)."""
        return self.weighting.class_times()

    @cached_property
    def class_times_are_estimates(self) -> bool:
        """Whether they are more than a reading of proved times."""
        heuristic = {Standing.HEURISTIC, Standing.BOUND}.intersection(self.times.standing)
        return bool(heuristic) or not self.weighting.is_resolved

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
    bound : float
        s_1/s_last - 1, which ΔT does not exceed.
    window : float
        In the limit of small initialisation: by the rule, unless it is the same as the bound.
    standing : Standing
        Of `window`.
    """

    gamma: float
    bound: float
    window: float
    standing: Standing

    @property
    def is_by_orbit(self) -> bool:
        """Whether the rule takes saddles from orbits here."""
        return self.gamma == ORBIT_GAMMA and self.standing is Standing.HEURISTIC


@dataclass(frozen=True)
class Crossover:
    """Where the order of the largest and the smallest class turns round.

    Attributes
    ----------
    gamma : float
        In the limit of small initialisation.
    at_delta : float or None
        At the given δ, from a spectral start: approximately.
    """

    gamma: float
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
        The weights that close the window.
    windows : tuple of WindowPoint
        ΔT for some exponents.
    crossover : Crossover or None
        None where no class is larger than another, or two classes leave nothing to order.
    """

    data: ClassData
    training: Training
    erm: Plan
    weighted: Plan
    recommended: Weighting
    windows: tuple[WindowPoint, ...]
    crossover: Crossover | None


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
    by_gamma = {gamma: from_gamma(data.counts, gamma) for gamma in GAMMAS}
    if weighting.gamma is not None:
        weighting = by_gamma.setdefault(weighting.gamma, weighting)  # worked out once
    return Advice(
        data,
        training,
        plan(by_gamma[0.0], training),
        plan(weighting, training),
        by_gamma[CLOSING_GAMMA],
        tuple(window_of(by_gamma[gamma], gamma) for gamma in GAMMAS),
        _crossover(data, training.delta),
    )


def plan(weighting: Weighting, training: Training) -> Plan:
    """Learning times under one weighting."""
    return Plan(weighting, weighting.times(), _steps(weighting, training))


def windows(data: ClassData, gammas: Iterable[float]) -> tuple[WindowPoint, ...]:
    """ΔT for each exponent."""
    return tuple(window_of(from_gamma(data.counts, gamma), gamma) for gamma in gammas)


def window_of(weighting: Weighting, gamma: float) -> WindowPoint:
    """ΔT under some weights, which stand for an exponent."""
    found = weighting.times()
    return WindowPoint(gamma, found.window_bound, found.window, found.standing[-1])


def _steps(weighting: Weighting, training: Training) -> Steps | None:
    step_size = training.step_size(weighting)
    if step_size is None or training.learning_rate is None:
        return None
    found = weighting.times(step_size)
    # the curvature of a batch may reach that of all its examples were they the whole sum
    share = 1.0 if training.batch is None else training.batch / float(weighting.counts.sum())
    largest = 2 / weighting.sharpness * (training.learning_rate / step_size) * share
    per_class = weighting.class_times(step_size) / step_size
    times, bounds = found.times / step_size, found.bounds / step_size
    return Steps(
        step_size, times, bounds, found.standing, per_class, largest, training.is_full_batch
    )


def _crossover(data: ClassData, delta: float | None) -> Crossover | None:
    """From half-times (δ + ¼ ln n)/(√n ω) of the largest and the smallest class."""
    most, least = max(data.counts), min(data.counts)
    if most == least or len(data.counts) == 2:
        return None
    if delta is None:
        return Crossover(CLOSING_GAMMA, None)
    later = math.log((delta + math.log(most) / 4) / (delta + math.log(least) / 4))
    return Crossover(CLOSING_GAMMA, CLOSING_GAMMA - later / math.log(most / least))
