"""ERM from a balanced start, solved exactly: no differential equation is integrated here.

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

from numerics.errors import InputError
from numerics.problem import checks, initial_state, memory_guard
from spectra.utils.progress import tracked

if TYPE_CHECKING:
    from numerics.problem.flow_problem import FlowProblem

Array = npt.NDArray[np.float64]

_LEARNED = 40.0  # log of the size at which a row is cut: what it leaves undone is e^{-80}


@dataclass(frozen=True, eq=False)
class ExactERM:
    """The exact solution at chosen times.

    Attributes
    ----------
    problem : FlowProblem
    times : ndarray, shape (T,)
    beta : ndarray, shape (k - 1, T)
        Strengths u_iᵀLv_i/σ_i.
    logits : ndarray, shape (T, k, k)
        Of the class means, each times √n_c.
    singular_values : ndarray, shape (k - 1, T)
        Of the k × n logits L, descending.
    gram_W : ndarray, shape (T, k, k)
        WWᵀ.
    """

    problem: FlowProblem
    times: Array
    beta: Array
    logits: Array
    singular_values: Array
    gram_W: Array


def exact_erm(problem: FlowProblem, times: npt.ArrayLike) -> ExactERM:
    """Exact solution of the unweighted flow from a balanced start.

    Parameters
    ----------
    problem : FlowProblem
        Equal weights (gamma=0, or weights all the same) and ``init`` "balanced" or "spectral".
    times : array_like, shape (T,)
        Finite times ≥ 0, in any order.

    Returns
    -------
    ExactERM
        Accurate to about 1e-14 of the largest mode; a mode that is still small keeps its own
        relative accuracy of about 1e-13 unless it is smaller than double precision can hold.

    Raises
    ------
    InputError
        If the weights differ, the start is not balanced, or a time has no meaning.

    Notes
    -----
    Published for W_0ᵀW_0 - H_0H_0ᵀ a multiple of the identity by K. Fukumizu, *Effect of batch
    learning in multilayer neural networks* (1998), and L. Braun, C. Dominé, J. Fitzgerald,
    A. Saxe, *Exact learning dynamics of deep linear networks with prior knowledge* (2022).

    Examples
    --------
    >>> from numerics import FlowProblem, exact_erm, solve
    >>> problem = FlowProblem(4, 10, 30, gamma=0, init="balanced", seed=1)
    >>> times = [9.0, 9.6, 13.0, 31.0]
    >>> bool(abs(exact_erm(problem, times).beta - solve(problem, times).beta).max() < 1e-9)
    True
    """
    checks.problem(problem)
    asked = checks.times(times)
    k, d = problem.num_classes, problem.d
    memory_guard.require(
        4.0 * (2 * k + d) ** 2 + float(len(asked)) * (2 * (2 * k + d) * d + 3 * k * k),
        f"the exact solution of {k} classes in {d} dimensions at {len(asked)} times",
        "take a smaller dim, fewer classes or fewer times",
    )
    if np.ptp(problem.class_weights) != 0:
        raise InputError(
            f"gamma = {problem.gamma!r}: the exact solution is of equal weights; take gamma=0, "
            "or solve(...) for the weighted flow"
        )
    if problem.init == "random":
        raise InputError(
            "init = 'random': the exact solution needs a start with WᵀW = HHᵀ, from which a "
            "Gaussian one differs by O(e^(-2 delta)); take init='balanced', or solve(...)"
        )
    values, rows, back = _eigenbasis(problem)
    delta, k = float(problem.delta), problem.num_classes
    clock = asked * problem.class_weights[0]
    moments = tracked("solving", enumerate(clock.tolist(), 1), lambda item: item[0] / len(clock))
    factors = np.array([_factor(values, rows, t, delta) for _, t in moments])
    squares = np.sum(factors**2, axis=2)  # WᵀHᵀ in a mode is half P₊₊ - P₋₋
    beta = (squares[:, : k - 1] - squares[:, k - 1 : 2 * k - 2]) / (2 * problem.sigma)
    factors = back @ factors
    w, h = factors[:, :k], np.swapaxes(factors[:, k:], 1, 2)
    logits = w @ h
    sizes = np.linalg.svd(logits, compute_uv=False)[:, : k - 1]
    return ExactERM(
        problem, asked, beta.T, logits[:, :, :k], sizes.T,
        w @ np.swapaxes(w, 1, 2),
    )  # fmt: skip


def _eigenbasis(problem: FlowProblem) -> tuple[Array, Array, Array]:
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
