"""Descent on batches, with features of its own for each sample, is as late as `visits` says."""

import numpy as np
import pytest

from numerics.advice.group_flow import GroupFlow, Groups, spectral
from numerics.advice.solve_advice import spectral_times
from spectra.advise import Training, advise, from_gamma, of_counts
from spectra.advise.solved import Question
from spectra.advise.visits import growth_of_epoch, later
from spectra.utils.arrays import Array


@pytest.mark.parametrize("growth", [0.1, 1.0, 4.0, 16.0])
def test_growth_of_an_epoch_of_single_visits(growth: float) -> None:
    """One classifier and n features, each visited once an epoch in random order."""
    rng, n, epochs = np.random.default_rng(0), 400, 12
    step = growth / np.sqrt(n)
    a, b, logs = 1.0, np.full(n, 1 / np.sqrt(n)), []
    for _ in range(epochs):
        for i in rng.permutation(n):
            a, b[i] = a + step * b[i], b[i] + step * a
        logs.append(np.log(a))
    grown = (logs[-1] - logs[3]) / (epochs - 4)
    assert grown == pytest.approx(growth / later(np.array([growth]))[0], rel=0.02)


def sgd_leads(
    counts: tuple[int, ...], omega: Array, rate: float, batch: int, delta: float
) -> Array:
    """Step at which the mean margin of each class is 1 under cross-entropy."""
    k, n = len(counts), np.array(counts, float)
    flow = GroupFlow(Groups(np.ones(k), n, omega, np.ones(k)), "cross-entropy", 0.0, k - 1)
    w, a, _ = (x[0] for x in flow.split(spectral(flow, delta).x))
    y, rng, on = np.repeat(np.arange(k), counts), np.random.default_rng(0), np.arange(sum(counts))
    h, found, step = (a / np.sqrt(n))[:, y], np.full(k, np.inf), 0
    while np.isinf(found).any():
        for at in np.array_split(rng.permutation(len(y)), len(y) // batch):
            p = np.exp(w @ h[:, at])
            e = (np.eye(k)[:, y[at]] - p / p.sum(axis=0)) * omega[y[at]] * (rate / len(at))
            w, h[:, at] = w + e @ h[:, at].T, h[:, at] + w.T @ e
            step += 1
            if step % 4 == 0:
                logits = w @ h
                own = logits[y, on]
                logits[y, on] = -np.inf
                margin = np.bincount(y, own - logits.max(axis=0)) / n
                found[np.isinf(found) & (margin >= 1)] = step
    return found


@pytest.mark.parametrize(
    ("counts", "gamma", "rate", "batch"), [((400, 40, 4), 0.5, 0.5, 4), ((400, 40, 4), 1.0, 0.1, 2)]
)
def test_descent_on_small_batches_is_later_within_what_is_said(
    counts: tuple[int, ...], gamma: float, rate: float, batch: int
) -> None:
    delta, data = 5.0, of_counts(list(counts), None, "counts")
    weighting = from_gamma(data.counts, gamma)
    training = Training(rate, batch, delta=delta)
    growth = growth_of_epoch(advise(data, weighting, training))
    asked = Question(weighting.counts, ((np.inf, weighting.omega),), "cross-entropy", delta)
    step = training.step_size(weighting)
    assert step is not None
    assert growth is not None
    ratio = sgd_leads(counts, weighting.omega, rate, batch, delta) / (
        spectral_times(asked)[0] / step
    )
    most = later(growth).max()
    assert most > 1.3
    if gamma == 0.5:  # every class grows alike
        assert ratio == pytest.approx(most, rel=0.08)
    assert ratio.min() > 0.95
    assert ratio.max() < 1.25 * most
