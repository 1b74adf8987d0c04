"""What a flow at a stated δ says, as data: `numerics.advice` works it out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

DEFAULT_DELTA: Final = 8.0
"""δ where steps are asked for and no initial scale is known: that of the paper's figures."""


LEAST_GAIN: Final = 0.001
"""Part of the test examples, below which stopping early is not advised."""


@dataclass(frozen=True, eq=False)
class Question:
    """A flow to be followed.

    Attributes
    ----------
    counts : ndarray, shape (k,)
    phases : tuple of (float, ndarray)
        Weights of the classes, and the time until which they hold; infinite for the last.
    loss : {"cross-entropy", "squared"}
    delta : float
        The start is of scale e^-δ.
    decay : float
        λ of the flow of Σ ω ℓ, on classifiers and features alike.
    signal : float
        Length of a class mean over that of a sample's own part; 0 for features without data.
    """

    counts: Array
    phases: tuple[tuple[float, Array], ...]
    loss: str
    delta: float
    decay: float = 0.0
    signal: float = 0.0

    @property
    def weights(self) -> Array:
        """Weights at the end, shape (k,)."""
        return self.phases[-1][1]

    @property
    def kappa(self) -> Array:
        """Rate 1 + s²n at which features of each class learn, shape (k,)."""
        return np.asarray(1 + self.signal**2 * self.counts)

    @property
    def pace(self) -> Array:
        """Growth rate of each class alone at the end, shape (k,)."""
        return np.asarray(self.weights * np.sqrt(self.counts * self.kappa))


@dataclass(frozen=True, eq=False)
class ClassTimes:
    """When each class is learned, in the time of the flow of Σ ω ℓ.

    Attributes
    ----------
    margin : ndarray, shape (k,)
        From a spectral start: when the own logit leads every other by 1, or under squared loss by
        1/2, half of its target. Infinite if never.
    right : ndarray, shape (starts, k)
        From random starts: time from which the own logit is the largest for good.
    lead : ndarray, shape (starts, k)
        The time of the margin from random starts.
    groups : int
        Groups of classes that were followed.
    merged : bool
        Whether some of them hold classes that are not quite alike.
    followed : int
        Classes that were followed from random starts; the others are read off the nearest of them.
    """

    margin: Array
    right: Array
    lead: Array
    groups: int
    merged: bool
    followed: int

    def scaled(self, factor: float) -> ClassTimes:
        """The same times, each so much larger."""
        if factor == 1:
            return self
        margin, right, lead = (x * factor for x in (self.margin, self.right, self.lead))
        return replace(self, margin=margin, right=right, lead=lead)

    @property
    def learned(self) -> Array:
        """Median time of the margin from random starts, shape (k,)."""
        return np.asarray(np.median(self.lead, axis=0))

    @property
    def right_for_good(self) -> Array:
        """Median time from which the own logit is the largest, shape (k,)."""
        return np.asarray(np.median(self.right, axis=0))


@dataclass(frozen=True, eq=False)
class Stop:
    """Test errors under one weighting, by the model of class means with Gaussian noise.

    Attributes
    ----------
    time, last : float
        Of the least balanced test error, and the latest that was looked at.
    errors, errors_at_last : ndarray, shape (k,)
        Test error of every class at these times.
    """

    time: float
    last: float
    errors: Array
    errors_at_last: Array

    @property
    def gains(self) -> bool:
        """Whether stopping early is better than going on."""
        return self.time < self.last

    @property
    def matters(self) -> bool:
        """Whether it is better by more than anyone would see."""
        gain = float(self.errors_at_last.mean() - self.errors.mean())
        return self.gains and gain >= LEAST_GAIN


@dataclass(frozen=True, eq=False)
class Solved:
    """Flows at one δ.

    Attributes
    ----------
    loss : str
    delta : float
    assumed : bool
        Whether δ was not given.
    erm, weighted : ClassTimes
    schemes : dict of str to (ndarray, ClassTimes)
        Weights, shape (k,), and times of other weightings, by name.
    stops : dict of str to Stop
        Of "erm" and "weighted"; empty without a signal-to-noise ratio.
    no_stops : str
        Why there are none although one was given; or empty.
    flat_gamma : float
        γ* at which the largest and the smallest class grow alike.
    windows : dict of float to float
        (last - first)/first of the classes' times from a spectral start, by exponent, where asked.
    """

    loss: str
    delta: float
    assumed: bool
    erm: ClassTimes
    weighted: ClassTimes
    schemes: dict[str, tuple[Array, ClassTimes]]
    stops: dict[str, Stop]
    no_stops: str
    flat_gamma: float
    windows: dict[float, float]

    @property
    def margin(self) -> float:
        """How far the own logit leads where a class is learned."""
        return 1.0 if self.loss == "cross-entropy" else 0.5

    @property
    def level(self) -> str:
        """The margin that counts as learned, in words."""
        return "1" if self.loss == "cross-entropy" else "1/2 (half of the target)"
