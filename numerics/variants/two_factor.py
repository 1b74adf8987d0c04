"""Variants with two factors: everything follows from their matrices."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.variant import Variant
from numerics.problem import checks
from numerics.variants.setup import EQUAL, Setup
from numerics.variants.trajectory import multiscale_trajectory

if TYPE_CHECKING:
    from numerics.flow.method import Per
    from numerics.flow.variant import VariantTrajectory
    from spectra.utils.arrays import Array


@dataclass(frozen=True, eq=False)
class TwoFactor(Variant):
    """A variant with two factors."""

    @abstractmethod
    def setup(self, per: Per = "class") -> Setup:
        """Matrices per class, or per sample."""

    @cached_property
    def _setup(self) -> Setup:
        return self.setup()

    @property
    def rates(self) -> Array:
        """Growth rate of every mode at the origin: shape (m,)."""
        return self._setup.rates

    def closed_form(self, times: npt.ArrayLike) -> Array:
        """Exact β at times (T,): shape (m, T), NaN in the rows of modes that have none."""
        return self._setup.decoupled.beta(checks.times(times), self.delta)

    def half_times(self, level: float = 0.5) -> Array:
        """Exact first times at a level: shape (m,), NaN for modes that have no closed form."""
        return self._setup.decoupled.half_times(self.delta, level)

    def limit_times(self) -> Array:
        """Lim T/δ as δ → ∞: 1/rate.

        Exact for modes that decouple, and for one mode between two groups; where several modes
        mix, an upper bound for all but the first. Infinite for a mode that a metric leaves out.
        """
        rates = self.rates
        learned = rates > EQUAL * rates.max()
        return np.asarray(np.where(learned, 1 / np.where(learned, rates, 1), np.inf))

    def trajectory(self, per: Per = "class") -> VariantTrajectory:
        """What the integrator follows."""
        return multiscale_trajectory(self.setup(per), self.delta)
