"""What a column of H is: the mean feature of a class, by integrating that reading."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.special import softmax

from numerics import FlowProblem, solve
from numerics.problem.initial_state import hidden_basis

SUPPORT = np.array([[1, 1, 0, 0.5], [0, 1, 1, 0], [0, 0, 1, 0.5]])
TIMES = np.linspace(0, 6, 4)


def as_documented(problem: FlowProblem, scaled: bool = False) -> Any:
    """Features by scipy, where column c is the feature of all n_c samples; `scaled`, √n_c times it."""
    counts, omega = problem.class_counts, problem.class_weights
    targets = np.eye(problem.num_classes) if problem.contexts is None else problem.contexts
    if problem.loss == "squared" and problem.targets in ("sel", "frequency"):
        mean = counts / counts.sum() if problem.targets == "frequency" else 1 / len(counts)
        targets = targets - np.broadcast_to(mean, len(counts))[:, None]
    q = hidden_basis(problem)
    w, h = problem.U @ q.T, q @ problem.V_c.T
    h = h if scaled else h / np.sqrt(counts)
    cut, often = w.size, np.ones_like(counts) if scaled else counts

    def field(_: float, x: Any) -> Any:
        left, right = x[:cut].reshape(w.shape), x[cut:].reshape(h.shape)
        logits = left @ right
        error = targets - logits
        if problem.loss == "cross-entropy":
            error = targets - softmax(logits, axis=0)
        return np.concatenate(
            [(error * often * omega @ right.T).ravel(), (left.T @ error * omega).ravel()]
        )

    start = np.exp(-float(problem.delta)) * np.concatenate([w.ravel(), h.ravel()])
    run = solve_ivp(field, (0, TIMES[-1]), start, "DOP853", t_eval=TIMES, rtol=1e-12, atol=1e-14)
    return run.y.T[:, cut:].reshape(-1, *h.shape)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"counts": (4, 4, 1, 1), "dim": 5},
        {"loss": "cross-entropy"},
        {"loss": "cross-entropy", "counts": (4, 4, 1, 1)},
        {"targets": "frequency"},
        {"targets": "one-hot"},
        {"targets": SUPPORT, "counts": (3, 1, 2, 1)},
    ],
)
def test_a_column_is_the_feature_of_every_sample_of_its_class(more: dict[str, Any]) -> None:
    given: dict[str, Any] = {"counts": (4, 2, 1), "delta": 2, "gamma": 0.7, "seed": 3, "dim": 4}
    problem = FlowProblem(**(given | more))
    features = solve(problem, TIMES).H
    assert np.abs(features - as_documented(problem)).max() < 1e-9
    assert np.abs(features - as_documented(problem, scaled=True)).max() > 0.1


@pytest.mark.parametrize("more", [{}, {"targets": "one-hot"}, {"decay": 0.1}])
def test_of_a_random_start_it_is_the_mean_over_the_samples(more: dict[str, Any]) -> None:
    problem = FlowProblem(counts=(4, 2, 1), delta=2, init="random", seed=5, **more)
    by_class, by_sample = solve(problem, TIMES).H, solve(problem, TIMES, per="sample").H
    for c in range(3):
        mine = by_sample[:, :, problem.sample_classes == c]
        assert np.allclose(mine.mean(axis=2), by_class[:, :, c], atol=1e-8)
    assert np.ptp(by_sample[-1, :, :4], axis=1).max() > 1e-5
