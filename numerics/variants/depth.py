"""L ≥ 3 factors in place of two: Z ≈ W_L … W_1."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.flow.by_mode import ByMode
from numerics.problem import checks, memory_guard
from numerics.variants.deep_chain import ChainTrajectory, first_time
from numerics.variants.matrices import Matrices
from numerics.variants.setup import columns
from numerics.variants.trajectory import followable

if TYPE_CHECKING:
    from numerics.variants.matrices import MatrixTrajectory
    from spectra.utils.arrays import Array


_SURE, _HALVINGS = 37.0, 64  # logit of 1, to double precision; halvings of its range
_MOST_STEPS = 50_000


@dataclass(frozen=True, eq=False)
class Depth(Matrices):
    """The flow of ½‖(Z - W_L…W_1)Ω^½‖² with every factor at e^{-δ}.

    Notes
    -----
    Learning times grow as (e^{(L-2)δ} - 1)/(L - 2), which is δ for L = 2;
    ``FlowProblem.slowness`` is this number and ``limit_times`` are in units of it. A mode within a group obeys
    ẋ = ωx^{L-1}(σ - x^L), which gives t as a function of β; the mode between two groups has no such
    formula, but its limit has. ``learning_times`` of a problem with two groups integrates single
    modes, which is exact at any δ; ``solve``, and more groups, integrate the matrices.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> limits = Depth(FlowProblem(4, 100, 8, depth=3)).limit_times()
    >>> (limits / limits[0]).round(5).tolist()  # maj-min is last: φ/sin φ
    [1.0, 1.08289, 1.0]
    """

    @property
    def depth(self) -> int:
        """L."""
        return self.problem.depth

    @property
    def far(self) -> tuple[float, float]:
        """Two δ between which the slope of T in ``slowness`` is its limit.

        Matrices cannot be followed as far as single modes; what is left of the start counts then.
        """
        near, far = (6, 8) if self._modes.mixes else (24, 30)
        return near / (self.depth - 2), far / (self.depth - 2)

    @cached_property
    def _modes(self) -> ByMode:
        """The modes with two factors: which change, which mix, and the flow of each."""
        return ByMode(self.problem)

    @cached_property
    def _alone(self) -> npt.NDArray[np.bool_]:
        """Which modes keep their right singular vector."""
        omega, right = self.problem.class_weights[:, None], self.problem.V_c
        gap = np.linalg.norm(omega * right - right * self.problem.lam, axis=0)
        return np.asarray(gap <= 1e-9 * self.problem.lam)

    def half_times(self, level: float = 0.5) -> Array:
        """Exact first times at a level: shape (m,), NaN for modes that do not decouple."""
        checks.real("level", level, "a number in (0, 1)", lambda v: 0 < v < 1)
        times = np.maximum(self._time(np.full(len(self._alone), float(level))), 0.0)
        return np.where(self._alone, times, np.nan)

    def closed_form(self, times: npt.ArrayLike) -> Array:
        """β at times (T,), as the inverse of the exact t(β): shape (m, T), NaN where there is none.

        Also NaN for a mode that starts above its target, which for σ ≥ 1 none does.
        """
        asked = checks.times(times)
        from scipy.special import expit

        start = -self.depth * self.delta - np.log(self.problem.sigma)
        low = np.repeat(np.minimum(start, 0.0)[:, None], len(asked), axis=1)
        high = np.full_like(low, _SURE)
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            with np.errstate(invalid="ignore"):  # from above its target a mode is not read
                late = self._time(expit(middle)) >= asked
            low, high = np.where(late, low, middle), np.where(late, middle, high)
        result = np.asarray(expit(high), dtype=np.float64)
        result[~self._alone | (start >= 0)] = np.nan
        return result

    def _time(self, beta: Array) -> Array:
        """T(β) of every mode, (m, …), as if it decoupled.

        1/(x^{L-1}(σ - x^L)) = (x^{1-L} + x/(σ - x^L))/σ, and the second part is a hypergeometric
        function of β = x^L/σ.
        """
        from scipy.special import hyp2f1

        shape = (-1, *[1] * (beta.ndim - 1))
        sigma, lam = self.problem.sigma.reshape(shape), self.problem.lam.reshape(shape)
        power, width = self.depth - 2, 2 / self.depth

        def late(b: Array) -> Array:
            return np.asarray(b**width / 2 * hyp2f1(1, width, 1 + width, b))

        first = math.exp(-self.depth * self.delta) / sigma
        wait = (math.exp(power * self.delta) - (sigma * beta) ** (-power / self.depth)) / power
        rest = sigma ** (width - 1) * (late(beta) - late(np.minimum(first, beta)))
        return np.asarray((wait + rest) / (lam * sigma))

    def limit_times(self) -> Array:
        """Lim T/slowness as δ → ∞: shape (m,), NaN for modes that mix with more than one other.

        1/(σω) within a group; between two groups, at γ = ½ for STEP imbalance,
        ₂F₁(½, (L-2)/2; L/2; sin²φ)/μ with φ the angle between v and Ωv and μ = σ|Ωv|.
        """
        from scipy.special import hyp2f1

        omega, right = self.problem.class_weights[:, None], self.problem.V_c
        size = np.linalg.norm(omega * right, axis=0)
        sine = np.clip(1 - (self.problem.lam / size) ** 2, 0.0, 1.0)
        delayed = hyp2f1(0.5, (self.depth - 2) / 2, self.depth / 2, sine)
        known = self._alone | (not self._modes.mixes)
        return np.where(known, delayed / (self.problem.sigma * size), np.nan)

    def first_times(self, level: float, rtol: float) -> tuple[Array, Array]:
        """First times at a level by integration, and the last β seen."""
        if self._modes.mixes:
            return super().first_times(level, rtol)
        found: list[float] = []
        scale = math.exp((self.depth - 2) * self.delta)
        for item, flow in zip(self.problem.modes.levels, self._modes.flows, strict=True):
            if flow is not None:  # none is where no modes mix
                time = scale * first_time(flow, self.depth, level, rtol / 100)
                found += [time] * item.multiplicity
        return np.array(found), np.full(len(found), level)

    def trajectory(self) -> MatrixTrajectory:
        """The matrices W_L … W_1.

        Raises
        ------
        IntegrationError
            If the fast modes cut the wait for the slow ones into too many steps.
        """
        target, omega, right = columns(self.problem, self.per)
        sigma = self.problem.sigma
        memory_guard.require(
            40.0 * len(sigma) ** 2 * self.depth, f"{self.depth} factors", "take fewer classes"
        )
        rate = sigma * np.linalg.norm(omega[:, None] * right, axis=0)
        sharpness = self.depth * float(omega.max()) * float(sigma.max()) ** (2 - 2 / self.depth)
        # a mode may be as slow as its projected rate
        followable(
            self.problem.slowness * sharpness / float((sigma * self.problem.lam).min()), _MOST_STEPS
        )
        return ChainTrajectory(
            target, omega, self.problem.U, right, sigma, self.depth, self.delta,
            float(rate.max()),
        )  # fmt: skip
