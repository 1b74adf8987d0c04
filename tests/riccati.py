"""An oracle: ERM from a balanced start, solved exactly, without integrating anything.

With Q = (W; Hᵀ), 𝒜 = (0 Z; Zᵀ 0) and J = diag(I, -I), the flow of equal weights is

    Q̇ = 𝒜Q - ½ Q QᵀQ + ½ J Q C,     C = QᵀJQ = WᵀW - HHᵀ, which does not move.

Where C = 0 the last term is absent, P = QQᵀ obeys the Riccati equation Ṗ = 𝒜P + P𝒜 - P², and
(Fukumizu 1998; Braun et al. 2022)

    P = Y (I + KᵀK)⁻¹ Yᵀ,   Y = e^{𝒜t}Q_0,   KᵀK = Q_0ᵀ (∫_0^t e^{2𝒜s} ds) Q_0.

Where C is neither 0 nor a multiple of I the equation for P has the further terms
½(JPJP + PJPJ) and this is no solution; from a start of size ε it is wrong by O(ε²).

In the eigenvectors of 𝒜, K is Y with its rows multiplied by numbers between 0 and √t, and both
have rows of sizes from e^{-δ} to beyond any double. A row larger than e^{40} belongs to a mode
that is learned to 35 digits and is cut there; for the others a QR factorisation of (K; I) with
sorted rows and pivoted columns keeps what is small beside what is large. No difference of large
numbers and no small divisor is formed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.problem import initial_state

if TYPE_CHECKING:
    from numerics import FlowProblem
    from spectra.utils.arrays import Array


_LEARNED = 40.0  # log of the size at which a row is cut: what it leaves undone is e^{-80}


@dataclass(frozen=True, eq=False)
class ExactERM:
    """β (k - 1, T), singular values of the logits (k - 1, T) and WWᵀ (T, k, k).

    Accurate to about 1e-14 of the largest mode; a mode that is still small keeps its own relative
    accuracy of about 1e-13 unless it is smaller than double precision can hold.
    """

    beta: Array
    singular_values: Array
    gram_W: Array


def exact_erm(problem: FlowProblem, times: npt.ArrayLike) -> ExactERM:
    """The flow of equal weights, from a start that is "balanced" or "spectral", at any times."""
    assert problem.init != "random", "a Gaussian start is not balanced"
    assert np.ptp(problem.class_weights) == 0, "the weights differ"
    return formula(problem, np.asarray(times, dtype=np.float64))


def formula(problem: FlowProblem, times: Array) -> ExactERM:
    """What the formula says, also where it is not the solution."""
    rank, delta = problem.num_classes - 1, float(problem.delta)
    values, rows, back = eigenbasis(problem)
    clock = times * problem.class_weights[0]
    factors = np.array([_factor(values, rows, time, delta) for time in clock.tolist()])
    squares = np.sum(factors**2, axis=2)  # WᵀHᵀ in a mode is half P₊₊ - P₋₋
    beta = (squares[:, :rank] - squares[:, rank : 2 * rank]) / (2 * problem.sigma)
    factors = back @ factors
    w, h = factors[:, : rank + 1], np.swapaxes(factors[:, rank + 1 :], 1, 2)
    sizes = np.linalg.svd(w @ h, compute_uv=False)[:, :rank]
    return ExactERM(beta.T, sizes.T, w @ np.swapaxes(w, 1, 2))


def eigenbasis(problem: FlowProblem) -> tuple[Array, Array, Array]:
    """Eigenvalues of 𝒜, the rows of e^{δ}Q_0 in its eigenvectors, and the eigenvectors."""
    k = problem.num_classes
    if problem.init == "spectral":
        hidden = initial_state.hidden_basis(problem)
        left, means, spread = problem.U @ hidden.T, hidden @ problem.V_c.T, np.empty((problem.d, 0))
    else:
        start = initial_state.draw(problem)
        left, means = start.W, start.A
        spread = np.hstack([np.empty((problem.d, 0)), *start.spreads])
    null = 1 / np.sqrt(problem.class_counts)
    rest = spread.shape[1]
    basis = np.zeros((2 * k + rest, 2 * k + rest))
    half, rank = np.sqrt(0.5), k - 1
    basis[:k, :rank] = basis[:k, rank : 2 * rank] = half * problem.U
    basis[k : 2 * k, :rank] = half * problem.V_c
    basis[k : 2 * k, rank : 2 * rank] = -half * problem.V_c
    basis[:k, 2 * rank] = 1 / np.sqrt(k)
    basis[k : 2 * k, 2 * rank + 1] = null / np.linalg.norm(null)
    basis[2 * k :, 2 * k :] = np.eye(rest)
    values = np.concatenate([problem.sigma, -problem.sigma, np.zeros(2 + rest)])
    return values, basis.T @ np.vstack([left, means.T, spread.T]), basis


def _factor(values: Array, rows: Array, time: float, delta: float) -> Array:
    """A factor F of P = FFᵀ, in the eigenvectors of 𝒜."""
    from scipy.linalg import qr, solve_triangular

    size = values * time - delta
    # a direction that Z does not see has √t in K: a learned mode is cut where it still outweighs it
    cut = _LEARNED + max(0.0, 0.5 * math.log(max(time, 1.0)) - delta)
    y = np.exp(np.minimum(size, cut))[:, None] * rows
    rate = np.abs(values)
    moving = np.where(rate > 0, rate, 1.0)
    span = np.where(rate > 0, -np.expm1(-2 * moving * time) / (2 * moving), time)
    # ∫ e^{2μs} ds is e^{2μt} times this where μ > 0, and this where μ < 0
    grown = np.exp(np.minimum(np.where(values < 0, -delta, size), cut))
    k = (np.sqrt(span) * grown)[:, None] * rows
    stacked = np.vstack([k, np.eye(rows.shape[1])])
    order = np.argsort(-np.max(np.abs(stacked), axis=1), kind="stable")
    q, triangle, pivots = qr(stacked[order], mode="economic", pivoting=True)
    # F = Y R⁻¹ for the rows that are small, where Q has lost them; Q for those that are large
    factor = solve_triangular(triangle, y[:, pivots].T, trans="T").T
    place = np.argsort(order)[: len(k)]
    large = np.max(np.abs(k), axis=1) > 1
    factor[large] = q[place[large]] / np.sqrt(span[large])[:, None]
    return np.asarray(factor)
