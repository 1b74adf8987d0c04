"""Both layers of a linear network on all samples, by scipy: the independent truth at small size.

Nothing of `numerics` is used but the numbers of a problem. With data, inputs are s μ_c + τ ξ_i on
orthonormal means and noise directions, one coordinate each, and the features are linear in them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.integrate import solve_ivp

from numerics.problem.initial_state import sample_start

if TYPE_CHECKING:
    from numerics import FlowProblem


@dataclass(frozen=True)
class SampleFlow:
    """Logits (T, k, n) and labels (n,); with data the map J (T, k, inputs), means first."""

    logits: Any
    labels: Any
    mapped: Any


def sample_flow(problem: FlowProblem, times: Any, rtol: float = 1e-12) -> SampleFlow:
    """Follow the flow."""
    k, labels = problem.num_classes, problem.sample_classes
    n, hot = len(labels), np.eye(k)[:, labels]
    inputs = np.eye(n)
    if problem.data is None:
        w, h = sample_start(problem)
    else:
        inputs = np.zeros((k + n, n))
        inputs[labels, np.arange(n)] = float(problem.data.signal)
        inputs[k + np.arange(n), np.arange(n)] = float(problem.data.noise)
        w = replace(problem, data=None).U
        h = unit(unit(w.T @ (hot - 1 / k)) @ inputs.T)
    (_, d), size = w.shape, float(np.exp(-float(problem.delta)))
    omega = problem.class_weights[labels]
    shift, factors, margin = (
        np.full(k, float(default)) if x is None else np.repeat(np.array(x), k // len(x))
        for x, default in ((problem.shift, 0), (problem.logit_scale, 1), (problem.margin, 0))
    )

    def split(x: Any) -> tuple[Any, Any]:
        return x[: k * d].reshape(k, d), x[k * d :].reshape(d, -1)

    def field(_: float, x: Any) -> Any:
        left, right = split(x)
        features = right @ inputs
        logits = left @ features
        given = logits + 1 / k
        if problem.loss == "cross-entropy":
            moved = factors[:, None] * logits + shift[:, None] - hot * margin[:, None]
            given = np.exp(moved - moved.max(axis=0))
            given /= given.sum(axis=0)
            given = hot - factors[:, None] * (hot - given)
        pull = (hot - given) * omega
        return np.concatenate([(pull @ features.T).ravel(), (left.T @ pull @ inputs.T).ravel()])

    start = size * np.concatenate([w.ravel(), h.ravel()])
    found = solve_ivp(field, (0, float(np.max(times))), start, method="DOP853", t_eval=times,
                      rtol=rtol, atol=rtol * size)  # fmt: skip
    maps = [left @ right for left, right in map(split, found.y.T)]
    return SampleFlow(np.array([j @ inputs for j in maps]), labels, np.array(maps))


def unit(rows: Any) -> Any:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def horizon(problem: FlowProblem, part: float = 1.0) -> float:
    """About when the last mode is learned, times a part."""
    rates = np.sqrt(problem.class_counts * problem.kappa) * problem.class_weights
    return part * (float(problem.delta) + 2) / float(rates.min())
