"""Flows that differ from the paper's, for tests: problems, what is known of them exactly, and how far they are from it."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st

from numerics import (
    FlowProblem,
    closed_form,
    closed_times,
    origin_rates,
    solve,
)
from numerics.variants import TwoFactor, matrices_of

TOLERANCE = 2e-10
deltas = st.floats(1.0, 40.0)
sizes = st.floats(0.0, 4.0)
powers = st.floats(-0.5, 2.0)
weightings = st.lists(st.floats(0.3, 3.0), min_size=4, max_size=4)
quick = settings(max_examples=6)


def erm(counts: tuple[int, ...], delta: float, **more: Any) -> FlowProblem:
    return FlowProblem(counts=counts, delta=delta, gamma=0, **more)


def weighted(counts: tuple[int, ...], weights: list[float], delta: float) -> FlowProblem:
    return FlowProblem(counts=counts, weights=tuple(weights[: len(counts)]), delta=delta)


def rates_of(problem: FlowProblem) -> Any:
    return np.array(origin_rates(problem))


def exact_times(problem: FlowProblem) -> Any:
    return np.array(closed_times(problem))


def limits_by_formula(problem: FlowProblem) -> Any:
    return matrices_of(problem).limit_times()


def defect(problem: FlowProblem) -> Any:
    return TwoFactor(problem, "sample").defect


def times_for(problem: FlowProblem) -> Any:
    return np.linspace(0, 1.3 * (float(problem.delta) + 3) / rates_of(problem).min(), 15)


def deviation(problem: FlowProblem, per: Any = "class") -> Any:
    times = times_for(problem)
    return np.abs(solve(problem, times, per=per).beta - closed_form(problem, times)).max(axis=1)


def right_vectors(problem: FlowProblem) -> Any:
    labels = problem.sample_classes
    return problem.V_c[labels] / np.sqrt(problem.class_counts[labels])[:, None]


def exact_metric(problem: FlowProblem, seed: int) -> tuple[Any, Any]:
    """VΛVᵀ + V⊥Ω⊥V⊥ᵀ with random positive Λ and Ω⊥, and Λ."""
    rng, v = np.random.default_rng(seed), right_vectors(problem)
    lam = rng.uniform(0.3, 3, v.shape[1])
    off = np.eye(len(v)) - v @ v.T
    inside = off @ rng.standard_normal((len(v), 3))
    return v * lam @ v.T + inside @ inside.T, lam
