"""The flow of unconstrained features at class level, under cross-entropy and squared loss.

It stands in for the network, to say how far apart the two losses are where nothing else differs.
All samples of a class share one feature h_c, as they would from equal starts:

    dW/dt = Σ_c n_c ω_c r_c h_cᵀ,    dh_c/dt = ω_c Wᵀ r_c,

with the residual r_c of :mod:`numerics.flow.losses`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from numerics.experiment.run_table import Curves
from numerics.experiment.settings import DELTA, Task
from numerics.flow.losses import probabilities, residual

if TYPE_CHECKING:
    from numerics.experiment.run_table import Counts
    from numerics.experiment.settings import Groups, Settings
    from spectra.utils.arrays import Array

MODELS: Final = {"square": "ufm-square", "ce": "ufm-ce"}
"""Losses, and how their flows are called in a table."""

_LOSSES: Final = {"square": "squared", "ce": "cross-entropy"}

WIDTH: Final = 32
HORIZON: Final = 12.0
"""Times reach this many times δ over the slowest rate."""

LOOKS: Final = 900


def flows(
    settings: Settings, groups: Groups, gamma: float, seeds: tuple[int, ...], loss: str
) -> list[Curves]:
    """Integrate the flow from one random start for each seed, all at once.

    Parameters
    ----------
    settings : Settings
        Gives the class counts.
    groups : pair of tuple of int
        Majorities and minorities: the names the classes get.
    gamma : float
        As in `Task`; weights have mean 1 over the samples.
    seeds : tuple of int
    loss : {"ce", "square"}

    Returns
    -------
    list of Curves
        With training data only, whose ``steps`` are times; a class is decided as a whole.
    """
    from scipy.integrate import solve_ivp

    kind, half = _LOSSES[loss], len(groups[0])
    k = 2 * half
    counts = np.repeat([settings.samples, settings.minority_samples], half)
    weights = (counts / counts.sum()) ** -gamma
    weights *= counts.sum() / (weights * counts).sum()
    rates = np.sqrt(counts) * weights
    times = np.geomspace(0.1 * DELTA / rates.max(), HORIZON * DELTA / rates.min(), LOOKS)
    shape = (len(seeds), 2, k, WIDTH)
    start = np.stack([_start(seed, k) for seed in seeds])
    start[:, 1] /= np.sqrt(counts)[:, None]

    def velocity(_: float, state: Array) -> Array:
        W, h = np.moveaxis(state.reshape(shape), 1, 0)  # both (seeds, k, width)
        pull = weights[:, None] * residual(h @ W.swapaxes(1, 2), kind)  # rows are samples' classes
        dW = (counts[:, None] * pull).swapaxes(1, 2) @ h
        return np.stack([dW, pull @ W], axis=1).ravel()

    span = (0.0, float(times[-1]))
    found = solve_ivp(velocity, span, start.ravel(), t_eval=times, rtol=1e-6, atol=1e-9)
    states = np.moveaxis(found.y, -1, 0).reshape(-1, *shape)
    logits = states[:, :, 1] @ states[:, :, 0].swapaxes(-2, -1)
    return [
        _curves(Task(*groups, gamma, seed), times, counts, logits[:, i], loss)
        for i, seed in enumerate(seeds)
    ]


def _start(seed: int, k: int) -> Array:
    """W and √n_c h_c, of equal norm."""
    drawn = np.random.default_rng(seed).standard_normal((2, k, WIDTH))
    norms = np.linalg.norm(drawn, axis=(1, 2), keepdims=True)
    return np.asarray(drawn / norms * np.sqrt(k - 1) * np.exp(-DELTA))


def _curves(task: Task, times: Array, counts: Counts, logits: Array, loss: str) -> Curves:
    k = len(counts)
    given = probabilities(logits, _LOSSES[loss])
    own = np.diagonal(given, axis1=-2, axis2=-1)
    each = (
        -np.log(own) if loss == "ce" else 0.5 * (residual(logits, _LOSSES[loss]) ** 2).sum(axis=-1)
    )
    decided = np.eye(k, dtype=np.int64)[logits.argmax(axis=-1)] * counts[:, None]
    return Curves(task, times, counts[None], each[None], decided[None], given[None])
