"""A symmetric metric in place of weights: on the columns of the loss, on its rows, or on both.

    ½‖P^½ (Z - WH) Ω^½‖²,     Ẇ = P(Z - WH)Ω Hᵀ,   Ḣ = WᵀP(Z - WH)Ω.

The closed form holds for mode i if and only if Ωv_i = λ_i v_i and Pu_i = d_i u_i; its rate is then
d_i σ_i λ_i. A diagonal Ω, weights per sample, meets this for all modes only if it is constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.flow.multiscale_field import times
from numerics.problem import memory_guard
from numerics.variants.setup import Setup, centred, labels
from numerics.variants.two_factor import TwoFactor

if TYPE_CHECKING:
    from numerics.flow.method import Per
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array


_ROUNDING = 1e-10  # relative: how far a metric may be from symmetric, and below zero


@dataclass(frozen=True, eq=False)
class ClassMetric(TwoFactor):
    """A metric on the k classes, in place of class weights.

    Parameters
    ----------
    problem : FlowProblem
        With all weights 1 (``gamma=0``).
    metric : array_like, shape (k, k) or (k,), optional
        P, symmetric and positive semidefinite. Not given: ((ZZᵀ)⁺)^½, which gives every mode rate
        1 for any counts.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> ClassMetric(FlowProblem(counts=(90, 7, 2), delta=8, gamma=0)).rates.round(12).tolist()
    [1.0, 1.0]
    """

    metric: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _unweighted(self.problem, "a class metric")
        if self.metric is not None:
            checked = _semidefinite("metric", self.metric, self.problem.num_classes)
            object.__setattr__(self, "metric", checked)

    @cached_property
    def matrix(self) -> Array:
        """P."""
        if self.metric is not None:
            return _full(np.asarray(self.metric))
        return np.asarray(self.problem.U / self.problem.sigma @ self.problem.U.T)

    def setup(self, per: Per = "class") -> Setup:
        """D = PZ, K = I."""
        return _setup(self, per, self.matrix, None)


@dataclass(frozen=True, eq=False)
class SampleMetric(TwoFactor):
    """A metric on the n samples, in place of class weights; always computed per sample.

    Parameters
    ----------
    problem : FlowProblem
        With all weights 1 (``gamma=0``) and whole counts.
    metric : array_like, shape (n, n) or (n,), optional
        Ω, symmetric and positive semidefinite, or a weight ≥ 0 for every sample. Not given:
        ((ZᵀZ)⁺)^½, which gives every mode rate 1.
    class_metric : array_like, shape (k, k), optional
        P as well, for a metric on either side.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> import numpy as np
    >>> problem = FlowProblem(4, 3, 8, gamma=0)
    >>> bool(np.isfinite(SampleMetric(problem).half_times()).all())
    True
    >>> weights = np.repeat([1.0, 3.0], [6, 2])  # weights per class: maj-min has no closed form
    >>> np.isfinite(SampleMetric(problem, weights).half_times()).tolist()
    [True, False, True]
    """

    metric: npt.ArrayLike | None = None
    class_metric: npt.ArrayLike | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        _unweighted(self.problem, "a sample metric")
        n = int(self.problem.class_counts.sum())
        memory_guard.require(
            8.0 * n * (n + 2 * self.problem.num_classes), f"a metric on {n} samples",
            "use fewer samples, or a ClassMetric",
        )  # fmt: skip
        self.problem.sample_classes  # noqa: B018  (refuses counts that are not whole)
        for name, size in (("metric", n), ("class_metric", self.problem.num_classes)):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _semidefinite(name, value, size))

    @cached_property
    def matrix(self) -> Array:
        """Ω, (n, n), or (n,) if it is diagonal."""
        if self.metric is not None:
            return np.asarray(self.metric)
        right = labels(self.problem, "sample")[2]
        return np.asarray(right / self.problem.sigma @ right.T)

    @cached_property
    def defect(self) -> Array:
        """Norm of every row of VᵀΩ - ΛVᵀ, Λ the diagonal of VᵀΩV: shape (k - 1,)."""
        right = labels(self.problem, "sample")[2]
        seen = times(right.T, self.matrix).T
        return np.asarray(np.linalg.norm(seen - right * np.sum(right * seen, axis=0), axis=0))

    def setup(self, per: Per = "sample") -> Setup:
        """D = PZΩ, K = Ω."""
        del per
        left = None if self.class_metric is None else _full(np.asarray(self.class_metric))
        return _setup(self, "sample", left, self.matrix)


def _full(metric: Array) -> Array:
    return np.diag(metric) if metric.ndim == 1 else metric


def _setup(variant: TwoFactor, per: Per, left: Array | None, omega: Array | None) -> Setup:
    problem = variant.problem
    one_hot, ones, right = labels(problem, per)
    drive = centred(one_hot) if left is None else left @ centred(one_hot)
    return Setup(
        drive=drive if omega is None else times(drive, omega),
        right=ones if omega is None else omega,
        W=problem.U,
        G=right.T,
        read_left=problem.U,
        read_right=right,
        target=problem.sigma,
        left=left,
    )


def _unweighted(problem: FlowProblem, what: str) -> None:
    if np.any(problem.class_weights != 1):
        given = "weights" if problem.weights is not None else "gamma"
        raise InputError(
            f"{given} = {getattr(problem, given)!r} with {what}: the metric stands in place of "
            "class weights; give gamma=0, and weights inside the metric"
        )


def _semidefinite(name: str, value: npt.ArrayLike, size: int) -> Array:
    """A symmetric positive semidefinite matrix, or a diagonal ≥ 0, that is not zero."""
    try:
        matrix = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InputError(f"{name} = {value!r}: give numbers") from None
    if matrix.shape not in ((size, size), (size,)):
        raise InputError(
            f"{name} has shape {matrix.shape}: give ({size}, {size}), or ({size},) if diagonal"
        )
    if not np.all(np.isfinite(matrix)) or not np.any(matrix):
        raise InputError(
            f"{name} holds a value that is not finite, or only zeros: give a finite metric"
        )
    largest = float(np.abs(matrix).max())
    if matrix.ndim == 1:
        least = float(matrix.min())
    else:
        gap = float(np.abs(matrix - matrix.T).max())
        if gap > _ROUNDING * largest:
            raise InputError(
                f"{name} differs from its transpose by {gap:g}: give a symmetric matrix"
            )
        matrix = (matrix + matrix.T) / 2
        least = float(np.linalg.eigvalsh(matrix)[0])
    if least < -_ROUNDING * largest:
        raise InputError(
            f"{name} has the eigenvalue {least:g}: give a positive semidefinite matrix"
        )
    return matrix
