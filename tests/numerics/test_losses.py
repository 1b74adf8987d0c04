"""The two losses and their residuals."""

from __future__ import annotations

import numpy as np
import pytest

from numerics.flow.losses import probabilities, residual

LOSSES = ("cross-entropy", "squared")


def loss(kind: str, logits: np.ndarray) -> float:
    """Return the loss of each class's own label, summed."""
    if kind == "squared":
        return float(0.5 * np.sum((np.eye(4) - 0.25 - logits) ** 2))
    return float(-np.sum(np.diag(logits) - np.log(np.exp(logits).sum(axis=1))))


@pytest.mark.parametrize("kind", LOSSES)
def test_the_residual_is_minus_the_gradient_of_the_loss(kind: str) -> None:
    logits, step = np.random.default_rng(0).standard_normal((4, 4)), 1e-6
    slope = np.zeros((4, 4))
    for place in np.ndindex(4, 4):
        moved = np.zeros((4, 4))
        moved[place] = step
        slope[place] = (loss(kind, logits + moved) - loss(kind, logits - moved)) / (2 * step)
    assert np.allclose(residual(logits, kind), -slope, atol=1e-8)
    assert np.allclose(residual(logits.T, kind, axis=0), -slope.T, atol=1e-8)
    many = np.stack([logits, 2 * logits, logits.T])
    assert np.allclose(residual(many, kind), [residual(one, kind) for one in many])
    assert np.allclose(residual(many[None], kind), residual(many, kind))
    shares = probabilities(many[:, :2], "cross-entropy")
    assert np.allclose(shares.sum(axis=-1), 1)
    other = LOSSES[1 - LOSSES.index(kind)]
    assert not np.allclose(residual(logits, other), -slope, atol=0.1)


def test_both_losses_pull_alike_where_logits_vanish_and_only_there() -> None:
    zero, one = np.zeros((4, 4)), np.eye(4)
    assert np.allclose(residual(zero, "cross-entropy"), residual(zero, "squared"))
    assert not np.allclose(residual(one, "cross-entropy"), residual(one, "squared"))
    assert np.allclose(probabilities(np.full((4, 4), 1e4), "cross-entropy"), 0.25)
