"""ERM from a balanced start, solved exactly."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from riccati import eigenbasis, exact_erm, formula
from strategies import class_counts, seeds

from numerics import FlowProblem, solve
from numerics.problem.initial_state import sample_start


def riccati_in_many_digits(problem: FlowProblem, t: float) -> Any:
    """β from P = e^{𝒜t}Q₀(I + Q₀ᵀ∫e^{2𝒜s}ds Q₀)⁻¹Q₀ᵀe^{𝒜t}, in 400 digits, sample by sample."""
    with mpmath.workdps(400):
        labels, k = problem.sample_classes, problem.num_classes
        w, h = (mpmath.matrix(part.tolist()) for part in sample_start(problem))
        z = mpmath.matrix((np.eye(k)[:, labels] - 1 / k).tolist())
        n = len(labels)
        q = mpmath.matrix(k + n, problem.d)
        q[:k, :], q[k:, :] = w, h.T
        q *= mpmath.exp(-mpmath.mpf(float(problem.delta)))
        a = mpmath.zeros(k + n)
        a[:k, k:], a[k:, :k] = z, z.T
        values, vectors = mpmath.eigsy(a)
        time = mpmath.mpf(t)
        grown = [mpmath.exp(v * time) for v in values]
        total = [
            (g * g - 1) / (2 * v) if abs(v) > mpmath.mpf(10) ** -12 else time
            for g, v in zip(grown, values, strict=True)
        ]
        inner = vectors.T * q
        moved = vectors * mpmath.diag(grown) * inner
        gram = mpmath.eye(problem.d) + inner.T * mpmath.diag(total) * inner
        p = moved * mpmath.inverse(gram) * moved.T
        right = problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]
        found = [
            mpmath.fdot(
                (mpmath.mpf(float(problem.U[i, m])) * float(right[j, m]), p[i, k + j])
                for i in range(k) for j in range(n)
            ) / float(problem.sigma[m])
            for m in range(k - 1)
        ]  # fmt: skip
        return np.array([float(v) for v in found])


@pytest.mark.parametrize("delta", [2, 12])
@pytest.mark.parametrize("dim", [2, 4])
def test_the_exact_solution_matches_the_published_formula_in_many_digits(
    delta: float, dim: int
) -> None:
    problem = FlowProblem(counts=(3, 2, 1), delta=delta, gamma=0, init="balanced", seed=6, dim=dim)
    times = [0.0, 0.3 * delta, delta / problem.sigma[0], 1.1 * delta, 40.0]
    ours = exact_erm(problem, times).beta
    known = np.array([riccati_in_many_digits(problem, t) for t in times]).T
    assert np.abs(ours - known).max() < 1e-13


@pytest.mark.parametrize("time", [1e20, 1e30, 1e40, 1e100, 1e300])
@pytest.mark.parametrize("init", ["balanced", "spectral"])
def test_what_is_learned_stays_learned_for_good(init: Any, time: float) -> None:
    problem = FlowProblem(4, 10, 8, gamma=0, init=init, seed=1)
    exact = exact_erm(problem, [time])
    assert np.abs(exact.beta - 1).max() < 3e-15
    spread = exact.singular_values[:, 0] - np.sort(problem.sigma)[::-1]
    assert np.abs(spread).max() < 1e-13  # deviations within the classes fade


@given(class_counts, seeds)
@settings(max_examples=12)
def test_an_integrated_balanced_start_follows_the_exact_solution(
    counts: tuple[int, ...], seed: int
) -> None:
    problem = FlowProblem(counts=counts, delta=5, gamma=0, init="balanced", seed=seed)
    times = np.linspace(0, 12, 13)
    exact, found = exact_erm(problem, times), solve(problem, times)
    assert np.abs(exact.beta - found.beta).max() < 1e-9
    assert np.allclose(exact.singular_values, found.singular_values, atol=1e-8)
    grams = found.W @ np.swapaxes(found.W, 1, 2)
    assert np.abs(exact.gram_W - grams).max() < 1e-8


@pytest.mark.parametrize("delta", [100, 1000])
def test_a_mode_at_any_scale_keeps_its_relative_accuracy(delta: float) -> None:
    problem = FlowProblem(4, 4, delta, gamma=0, init="balanced", seed=2)
    times = np.sort(np.concatenate([(delta + np.array([-1.0, 1.0])) / s for s in problem.sigma]))
    exact, found = exact_erm(problem, times).beta, solve(problem, times).beta
    seen = exact > 1e-280
    assert np.allclose(exact[seen], found[seen], rtol=2e-8)
    assert exact[seen].min() < 1e-30


def test_the_exact_solution_of_spectral_initialisation_is_the_closed_form() -> None:
    from numerics import beta

    problem = FlowProblem(6, 10, 8, gamma=0, dim=9, seed=3)
    times = np.linspace(0, 12, 25)
    closed = beta(times, problem.sigma[:, None], 1.0, 8)
    assert np.abs(exact_erm(problem, times).beta - closed).max() < 1e-13


def test_for_an_unbalanced_start_the_formula_is_wrong_by_the_square_of_its_size() -> None:
    gaps = []
    for delta in (2.0, 3.0, 4.0):
        problem = FlowProblem(4, 3, delta, gamma=0, init="random", seed=1)
        times = np.linspace(0, 3 * delta, 40)
        truth = solve(problem, times).beta
        gaps.append(np.abs(formula(problem, times).beta - truth).max())
    assert gaps[0] > 1e-3
    assert np.log(gaps[1] / gaps[2]) == pytest.approx(2, abs=0.3)


@given(class_counts, seeds, st.floats(0, 12))
@settings(max_examples=20)
def test_a_strength_lies_between_two_logistic_functions(
    counts: tuple[int, ...], seed: int, delta: float
) -> None:
    """As the theorem on balanced starts says, with the numbers that its proof gives."""
    problem = FlowProblem(counts=counts, delta=delta, gamma=0, init="balanced", seed=seed)
    times = np.linspace(0, 3 * delta, 40)
    found, rank = exact_erm(problem, times).beta, problem.num_classes - 1
    values, rows, _ = eigenbasis(problem)
    small, still = np.exp(-2 * delta), np.flatnonzero(values <= 0)
    for i, sigma in enumerate(problem.sigma):
        q = rows[i]
        others = np.delete(rows[:rank], i, axis=0)
        free = q - others.T @ np.linalg.lstsq(others.T, q, rcond=None)[0]
        rest = (
            small * max(times[-1], 1 / (2 * min(problem.sigma))) * np.sum((rows[still] @ free) ** 2)
        )
        least, most = (q @ free) ** 2 / (free @ free + rest), q @ q

        def strength(a: float, sigma: float = sigma) -> Any:
            start = a * small / (2 * sigma)
            return start / (start + (1 - start) * np.exp(-2 * sigma * times))

        below = small * np.sum(rows[rank + i] ** 2) / (2 * sigma)
        assert np.all(found[i] <= strength(most) + 1e-13)
        assert np.all(found[i] >= strength(least) - below - 1e-13)
        assert least < most
