"""Any targets, metrics, feature rates, sizes and decay together, against the equations as written."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from needed import drawn
from scipy.integrate import solve_ivp
from strategies import seeds

from numerics import (
    FlowProblem,
    closed_form,
    closed_times,
    collapse_thresholds,
    learning_times,
    limit_times,
    origin_rates,
    solve,
    terminal_strengths,
)
from numerics.figures import draw_support
from numerics.problem.initial_state import hidden_basis, sample_start

quick = drawn(3, 8)
SUPPORT = np.array([[1, 1, 0, 0.5], [0, 1, 1, 0], [0, 0, 1, 0.5]])


def as_written(problem: FlowProblem, times: Any) -> tuple[Any, Any]:
    """Logits (T, k, n) by DOP853 on W and H, sample by sample, and the targets (k, n)."""
    which, k = problem.sample_classes, problem.num_classes
    omega = problem.class_weights[which]
    one_hot = np.eye(k)
    target = {"sel": one_hot - 1 / k, "one-hot": one_hot}.get(str(problem.targets), problem.targets)
    if problem.targets == "frequency":
        target = one_hot - (problem.class_counts / problem.class_counts.sum())[:, None]
    target = np.array(target)[:, which]
    metric = np.eye(k) if problem.class_metric is None else np.array(problem.class_metric)
    step = omega ** (1.0 if problem.feature_rates is None else float(problem.feature_rates))
    if problem.init == "spectral":
        root, q = np.sqrt(problem.class_counts), hidden_basis(problem)
        w, h = problem.U @ q.T, q @ (problem.V_c / root[:, None])[which].T
    else:
        w, h = sample_start(problem)
    a, b = map(float, problem.scales)
    w, h = a * w, b * h
    cut, (ours, theirs) = w.size, problem.decays

    def field(_: float, x: Any) -> Any:
        left, right = x[:cut].reshape(w.shape), x[cut:].reshape(h.shape)
        pull = metric @ (target - left @ right)
        grow = pull * omega @ right.T - ours * left, left.T @ pull * step - theirs * right
        return np.concatenate([part.ravel() for part in grow])

    start = math.exp(-problem.delta) * np.concatenate([w.ravel(), h.ravel()])
    run = solve_ivp(
        field, (0, times[-1]), start, "DOP853", t_eval=times, rtol=1e-12, atol=1e-14
    ).y.T  # fmt: skip
    return run[:, :cut].reshape(-1, *w.shape) @ run[:, cut:].reshape(-1, *h.shape), target


@st.composite
def problems(draw: st.DrawFn) -> FlowProblem:
    """Small problems with several parameters other than the paper's."""
    kind = draw(st.sampled_from(["sel", "one-hot", "frequency", "support"]))
    more: dict[str, Any] = {"counts": (4, 2, 1)} if kind != "support" else {"counts": (3, 1, 2, 1)}
    more["targets"] = SUPPORT if kind == "support" else kind
    if draw(st.booleans()):
        more |= {"gamma": 0, "class_metric": ((2.0, 0.3, 0.0), (0.3, 1.0, 0.2), (0.0, 0.2, 0.7))}
    else:
        more |= {"gamma": 0.7, "feature_rates": draw(st.sampled_from([0.0, 0.4, 1.0, 1.5]))}
    if draw(st.booleans()):
        more["decay"] = draw(st.sampled_from([0.3, (0.1, 0.6), (0.4, 0.0)]))
    more["scales"] = draw(st.sampled_from([(1, 1), (2, 0.5), (0.5, 1)]))
    more["init"] = draw(st.sampled_from(["spectral", "random", "balanced"]))
    return FlowProblem(delta=draw(st.floats(0.5, 5)), seed=draw(seeds), dim=4, **more)


@given(problems())
@quick
def test_whatever_is_given_the_flow_is_the_equations_as_written(problem: FlowProblem) -> None:
    times = np.linspace(0, 3 + float(problem.delta), 4)
    wanted, _ = as_written(problem, times)
    which, root = problem.sample_classes, np.sqrt(problem.class_counts)
    right = (problem.V_c / root[:, None])[which]
    beta = np.einsum("ci,tcn,ni->it", problem.U, wanted, right) / problem.sigma[:, None]
    by_sample, by_class = solve(problem, times, per="sample"), solve(problem, times)
    assert np.abs(by_sample.W @ by_sample.H - wanted).max() < 1e-8
    assert np.abs(by_class.beta - beta).max() < 1e-8
    values = np.linalg.svd(wanted, compute_uv=False)[:, : len(beta)].T
    assert np.abs(by_class.singular_values - values).max() < 1e-8
    assert by_class.H.shape == (4, 4, len(root))
    if problem.init == "spectral":
        assert np.abs(by_class.W @ by_class.H[:, :, which] - wanted).max() < 1e-8
        closed = closed_form(problem, times)
        assert np.nanmax(np.abs(closed - beta), initial=0) < 1e-8


@given(problems())
@quick
def test_the_end_of_training_minimises_the_loss_with_a_nuclear_norm(problem: FlowProblem) -> None:
    problem = replace(
        problem, decay=0.35, delta=1, feature_rates=None, scales=(1, 1), init="random"
    )  # fmt: skip
    solution = solve(problem, [200.0], per="sample")
    logits, (_, target) = solution.W[0] @ solution.H[0], as_written(problem, [0.0, 0.1])
    metric = np.eye(3) if problem.class_metric is None else np.array(problem.class_metric)
    pull = metric @ (target - logits) * problem.class_weights[problem.sample_classes]
    assert np.linalg.norm(pull, 2) < 0.35 + 1e-8
    assert np.sum(pull * logits) == pytest.approx(0.35 * np.linalg.norm(logits, "nuc"), abs=1e-8)
    assert np.abs(solution.beta[:, 0] - terminal_strengths(problem)).max() < 1e-8


def test_a_support_matrix_is_learned_by_its_singular_values() -> None:
    support = draw_support(0)
    centred = support - support.mean(axis=0)
    problem = FlowProblem(targets=centred, delta=9, gamma=0)
    sigma = np.linalg.svd(centred, compute_uv=False)[:5]
    assert problem.mode_names == ("mode 1", "mode 2", "mode 3", "mode 4", "mode 5")
    assert np.allclose(problem.sigma, sigma)
    assert np.allclose(limit_times(problem), 1 / sigma, rtol=1e-8)
    assert np.allclose(learning_times(problem), closed_times(problem), rtol=1e-9)
    random = replace(problem, init="random", seed=3)
    assert np.allclose(limit_times(random), 1 / sigma, rtol=1e-3)
    weighted = replace(problem, weights=np.linspace(0.5, 2, support.shape[1]).tolist(), gamma=0.5)
    assert np.isnan(closed_times(weighted)).all()


def test_the_paper_s_labels_as_a_matrix_are_the_paper_s_flow() -> None:
    plain = FlowProblem(counts=(9, 4, 1), delta=6)
    given_as = FlowProblem(targets=np.eye(3) - 1 / 3, counts=(9, 4, 1), delta=6)
    times = np.linspace(0, 8, 5)
    assert np.abs(solve(plain, times).beta - solve(given_as, times).beta).max() < 1e-9
    assert hash(given_as) != hash(plain)


def test_decay_kills_classes_one_by_one() -> None:
    problem = FlowProblem(counts=(9, 4, 1), delta=8, gamma=0.25, targets="one-hot", decay=1.1)
    rates = np.sqrt(problem.class_counts) * problem.class_weights
    assert np.allclose(collapse_thresholds(problem), rates)
    assert np.allclose(origin_rates(problem), rates - 1.1)
    times = learning_times(replace(problem, decay=2.0))
    assert np.isinf(times).tolist() == (rates <= 2).tolist()
    assert "weight decay 2 is at least" in times.reasons[2]
    assert np.allclose(terminal_strengths(problem), np.maximum(1 - 1.1 / rates, 0))


def test_alike_problems_are_equal_and_can_be_kept_in_a_set() -> None:
    one = FlowProblem(targets=SUPPORT, delta=2, gamma=0)
    assert one == FlowProblem(targets=SUPPORT.tolist(), delta=2, gamma=0)
    assert len({one, replace(one, delta=3), replace(one, delta=2)}) == 2


@pytest.mark.parametrize(("k", "ratio"), [(4, 10), (6, 3.5), (2, 7), (4, 1), (4, 0.2)])
def test_labels_less_frequencies_have_their_spectrum_in_closed_form(k: int, ratio: float) -> None:
    problem, m = FlowProblem(k, ratio, 3, targets="frequency"), k // 2
    n = problem.class_counts
    matrix = (np.eye(k) - (n / n.sum())[:, None]) * np.sqrt(n)
    product = (problem.U * problem.sigma) @ problem.V_c.T
    assert np.allclose(product, matrix, rtol=0, atol=1e-14 * np.sqrt(n.max()))
    for vectors in (problem.U, problem.V_c):
        assert np.allclose(vectors.T @ vectors, np.eye(k - 1), rtol=0, atol=1e-14)
    values = [ratio**0.5] * (m - 1) + [(2 * ratio / (ratio + 1)) ** 0.5] + [1.0] * (m - 1)
    assert problem.sigma == pytest.approx(values, rel=1e-14)
    assert np.sort(values)[::-1] == pytest.approx(
        np.linalg.svd(matrix, compute_uv=False)[:-1], rel=1e-13
    )
    assert problem.mode_names == FlowProblem(k, ratio, 3).mode_names
    if ratio not in (0.2, 1):  # a false neighbour: centred by 1/k
        assert abs(FlowProblem(k, ratio, 3).sigma[m - 1] - values[m - 1]) > 0.2


def test_labels_less_frequencies_of_any_counts_are_fitted() -> None:
    problem = FlowProblem(counts=(9, 4, 4, 1), delta=4, targets="frequency")
    frequency = problem.class_counts / 18
    assert len(problem.sigma) == 3
    solution = solve(problem, [0.5, 60.0])
    assert np.allclose(solution.W[1] @ solution.H[1], np.eye(4) - frequency[:, None], atol=1e-8)
    assert np.allclose(solution.beta[:, 1], 1, atol=1e-8)
    assert np.all(solution.loss[:, 1] < 1e-15)
    logits = solution.W[0] @ solution.H[0]
    wanted = 0.5 * np.sum((np.eye(4) - frequency[:, None] - logits) ** 2, axis=0)
    assert np.allclose(solution.loss[:, 0], wanted, rtol=1e-12)
