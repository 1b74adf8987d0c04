"""Flows with two factors that differ from the paper's: everything follows from their matrices.

    Ẇ = P(T - WH)Ω Hᵀ - λ_W W,     Ḣ = WᵀP(T - WH)Ω^p - λ_H H,     H = G·Ω^{(p-1)/2},

for any targets T, class metric P, weights or sample metric Ω and power p. In W and G it is the flow
of ``numerics.variants.setup`` with D = PTΩ^{(1+p)/2} and K = Ω^p.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.by_mode import FARTHER
from numerics.flow.multiscale_field import times
from numerics.problem import checks
from numerics.problem.initial_state import class_means_start, draw, sample_start
from numerics.variants.matrices import Matrices
from numerics.variants.parts import parts_of
from numerics.variants.setup import EQUAL, Setup, columns
from numerics.variants.trajectory import multiscale_trajectory

if TYPE_CHECKING:
    from numerics.variants.matrices import MatrixTrajectory
    from numerics.variants.parts import Part
    from spectra.utils.arrays import Array


@dataclass(frozen=True, eq=False)
class TwoFactor(Matrices):
    """The flow of a problem as matrices, for every parameter but more depth."""

    @cached_property
    def class_metric(self) -> Array | None:
        """P, if it is not the identity."""
        problem = self.problem
        if problem.class_metric is None:
            return None
        if isinstance(problem.class_metric, str):
            return np.asarray(problem.U / problem.sigma @ problem.U.T)
        metric = np.array(problem.class_metric)
        return np.diag(metric) if metric.ndim == 1 else metric

    @cached_property
    def sample_metric(self) -> Array | None:
        """Ω, (n, n), or (n,) if it is diagonal, in place of class weights."""
        problem = self.problem
        if problem.sample_metric is None:
            return None
        if isinstance(problem.sample_metric, str):
            right = columns(problem, "sample")[2]
            return np.asarray(right / problem.sigma @ right.T)
        return np.array(problem.sample_metric)

    @cached_property
    def defect(self) -> Array:
        """Norm of every row of VᵀΩ - ΛVᵀ, Λ the diagonal of VᵀΩV: shape (m,)."""
        _, omega, right = columns(self.problem, "sample")
        seen = times(right.T, omega if self.sample_metric is None else self.sample_metric).T
        return np.asarray(np.linalg.norm(seen - right * np.sum(right * seen, axis=0), axis=0))

    @cached_property
    def _setup(self) -> Setup:
        problem = self.problem
        target, omega, right = columns(problem, self.per)
        p = 1.0 if problem.feature_rates is None else float(problem.feature_rates)
        metric = self.sample_metric
        drive = target * omega ** ((1 + p) / 2) if metric is None else times(target, metric)
        drive = drive if self.class_metric is None else self.class_metric @ drive
        stretch, sigma = omega ** ((p - 1) / 2), problem.sigma
        left, start, reading = problem.U, right.T / stretch, stretch[:, None] * right
        if problem.init == "aligned":
            heard = omega**p if metric is None else metric
            left, reading = _singular_vectors(drive, heard, len(sigma))
            start = reading.T
            sigma = np.einsum("pi,pq,iq->i", left, target / stretch, start)
        w, start = (left, start) if problem.data is None else class_means_start(problem)
        a, b = map(float, problem.scales)
        setup = Setup(
            drive, omega**p if metric is None else metric, a * w, b * start, left, reading, sigma,
            left=self.class_metric, stretch=stretch, decay=problem.decays,
        )  # fmt: skip
        return setup if problem.init in ("spectral", "aligned") else self._drawn(setup, p)

    @cached_property
    def parts(self) -> list[Part]:
        """What is followed on its own: modes between which nothing passes are in different parts."""
        return parts_of(self._setup)

    @property
    def far(self) -> tuple[float, float]:
        """Two δ between which the slope of T is its limit; farther where modes mix, if only a little."""
        mixes = any(len(part.modes) > 1 for part in self.parts)
        return FARTHER if mixes and self._setup.starts_apart else super().far

    def _drawn(self, setup: Setup, p: float) -> Setup:
        """The same from a random start; per class with columns for the deviations in a class."""
        problem, (a, b) = self.problem, map(float, self.problem.scales)
        if self.per == "sample":
            w, h = sample_start(problem)
            return setup.started(a * w, b * h / setup.stretch)
        drawn = draw(problem)
        more = drawn.spread_weights(problem.class_weights)
        wider = setup.widened(more**p, more ** ((p - 1) / 2))
        return wider.started(a * drawn.W, b * np.hstack([drawn.A, *drawn.spreads]) / wider.stretch)

    @property
    def rates(self) -> Array:
        """Growth rate of every mode at the origin: shape (m,)."""
        return self._setup.rates

    @property
    def strengths(self) -> Array:
        """β of every mode at rest: shape (m,); taken as 1 without decay."""
        return self._setup.strengths

    @property
    def thresholds(self) -> Array:
        """The √(λ_W λ_H) from which on a mode ends at 0; modes that mix do so together: shape (m,)."""
        return self._setup.thresholds

    def closed_form(self, times: npt.ArrayLike) -> Array:
        """Exact β at times (T,): shape (m, T), NaN in the rows of modes that have none."""
        return self._setup.beta(checks.times(times), self.delta)

    def half_times(self, level: float = 0.5) -> Array:
        """Exact first times at a level: shape (m,), NaN for modes that have no closed form."""
        return self._setup.half_times(self.delta, level)

    def limit_times(self) -> Array:
        """Lim T/δ as δ → ∞: 1/rate.

        Exact for modes that decouple, and for one mode between two groups; where several modes
        mix, an upper bound for all but the first. Infinite for a mode that a metric leaves out, or
        decay keeps from growing.
        """
        rates = self.rates
        learned = rates > EQUAL * rates.max()
        return np.asarray(np.where(learned, 1 / np.where(learned, rates, 1), np.inf))

    def trajectory(self) -> MatrixTrajectory:
        """What the integrator follows."""
        return multiscale_trajectory(self._setup, self.parts, self.delta)


def _singular_vectors(drive: Array, heard: Array, count: int) -> tuple[Array, Array]:
    """The first singular vectors of D, left and right, as columns.

    Those of one singular value are turned so that K, of these, is diagonal: modes that decouple are
    then told apart.
    """
    u, values, vt = np.linalg.svd(drive, full_matrices=False)
    u, values, v = u[:, :count], values[:count], vt[:count].T
    new = np.flatnonzero(-np.diff(values) > EQUAL * values[0]) + 1
    for cluster in np.split(np.arange(count), new):
        inside = v[:, cluster]
        turn = np.linalg.eigh(inside.T @ times(inside.T, heard).T)[1]
        u[:, cluster], v[:, cluster] = u[:, cluster] @ turn, inside @ turn
    return u, v
