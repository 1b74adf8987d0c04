"""Advice at test time: against the flows of class means, and two layers written out in numpy."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import ndtr

from numerics import FlowProblem, best_stopping_time, solve
from numerics.advice.errors_at_test import errors_at, stop, untested
from numerics.advice.solve_advice import class_times
from spectra import ClassMeans
from spectra.advise import from_gamma
from spectra.advise.solved import ClassTimes, Question

Array = npt.NDArray[np.float64]

NOISE = 0.1


def asked(counts: tuple[int, ...], gamma: float, loss: str, **known: float) -> Question:
    omega = from_gamma(counts, gamma).omega
    return Question(
        np.array(counts, float), ((np.inf, omega),), loss, known.pop("delta", 6.0), **known
    )


def test_the_time_to_stop_is_that_of_the_flow() -> None:
    question = asked((10, 1), 1.0, "squared", delta=12.0, signal=1 / 3)
    times = class_times(question)
    found = stop(question, times, 0.05)
    problem = FlowProblem(
        counts=(10, 1), weights=tuple(question.weights), delta=12, data=ClassMeans(1 / 3, 1, 0.05)
    )
    best = best_stopping_time(problem, last=found.last)
    assert found.gains
    assert (found.time, found.errors.mean()) == pytest.approx((best.time, best.error))
    assert found.errors_at_last.mean() == pytest.approx(best.error_at_last)
    plain = asked((10, 1), 0.0, "squared", delta=12.0, signal=1 / 3)
    assert not stop(plain, class_times(plain), 0.05).gains


def test_what_is_not_tested_says_why() -> None:
    def why(counts: tuple[int, ...], at: float = 1.0) -> str:
        lead = np.full(len(counts), at)
        return untested(
            asked(counts, 0.0, "squared", signal=1.0),
            ClassTimes(lead, lead[None], lead[None], len(counts), False, len(counts)),
        )

    assert why((9, 9, 2, 2)) == ""
    assert "12 classes" in why(tuple(range(1, 15)))
    assert "too far apart" in why((10**6, 9, 1))
    assert "learned at the start" in why((9, 9, 2, 2), at=0.0)


@pytest.mark.parametrize("counts", [(10, 1), (30, 30, 3, 3), (30, 8, 2)])
def test_errors_are_those_of_the_flow_of_class_means(counts: tuple[int, ...]) -> None:
    for loss in ("squared", "cross-entropy"):
        question = asked(counts, 1.0, loss, delta=8.0, signal=0.4)
        times = np.linspace(0.3, 3, 3) * float(class_times(question).margin.max())
        problem = FlowProblem(
            counts=counts, weights=tuple(question.weights), delta=8.0, loss=loss,
            data=ClassMeans(0.4, 1, NOISE),
        )  # fmt: skip
        wanted = solve(problem, times, estimate=False).test_errors
        assert errors_at(question, NOISE, times) == pytest.approx(wanted, abs=1e-6)


def two_layers(question: Question, times: Array) -> Array:
    """Test errors (2, T) of two classes: descent on both layers, from inputs written out."""
    counts = question.counts.astype(int)
    labels, size = np.repeat([0, 1], counts), np.exp(-question.delta)
    n = len(labels)
    x = np.vstack([question.signal * np.eye(2)[:, labels], np.eye(n)])  # s μ_y + ξ_i, τ = 1
    u, _, v = np.linalg.svd(np.eye(2)[:, labels] - 0.5, full_matrices=False)
    first = v[:1] @ x.T
    w1, w2 = size * first / np.linalg.norm(first), size * u[:, :1]
    omega, found, step = question.weights[labels], [], 2e-4
    for until in np.diff(np.rint(times / step), prepend=0).astype(int):
        for _ in range(until):
            logits = w2 @ w1 @ x
            given = logits + 0.5
            if question.loss == "cross-entropy":
                given = np.exp(logits) / np.exp(logits).sum(axis=0)
            pull = (np.eye(2)[:, labels] - given) * omega
            w1, w2 = (
                w1 + step * (w2.T @ pull @ x.T - question.decay * w1),
                w2 + step * (pull @ (w1 @ x).T - question.decay * w2),
            )
        map_ = w2 @ w1
        away = np.array([1, -1]) @ map_
        lead = question.signal * away[:2] * [1, -1]
        found.append(ndtr(-lead / (NOISE * np.linalg.norm(away))))
    return np.array(found).T


@pytest.mark.parametrize("loss", ["squared", "cross-entropy"])
def test_errors_with_decay_are_those_of_two_layers(loss: str) -> None:
    question = asked((6, 2), 1.0, loss, delta=3.0, signal=0.5, decay=0.6)
    times = np.array([1.0, 2.0, 6.0])
    found = errors_at(question, NOISE, times)
    assert found == pytest.approx(two_layers(question, times), abs=2e-4)
    without = asked((6, 2), 1.0, loss, delta=3.0, signal=0.5)
    assert np.abs(errors_at(without, NOISE, times) - found).max() > 2e-3


def test_with_decay_there_is_a_time_to_stop_unless_a_class_is_never_learned() -> None:
    question = asked((40, 4), 1.0, "cross-entropy", delta=6.0, signal=0.4, decay=0.2)
    times = class_times(question)
    assert untested(question, times) == ""
    found = stop(question, times, NOISE)
    assert found.gains
    assert found.errors.mean() < found.errors_at_last.mean()
    held = asked((40, 40, 4, 4), 0.0, "cross-entropy", delta=6.0, signal=0.4, decay=5.0)
    assert "take less decay" in untested(held, class_times(held))
