"""The flow of classes that share their features, in groups of classes that stay alike.

Classes of equal count and weight behave alike from a spectral start: what permutes them leaves

    W = Σ_g x_g Σ_i u_i r_iᵀ + E B Qᵀ,     A = Σ_g x_g Σ_i r_i u_iᵀ + Q C Eᵀ

invariant under any loss, with the modes u_i within each group of m_g classes and the normalised
indicators E of the groups. A has the columns √(n_c/κ_c) h_c. With a = √(κ/n), s = ω√(nκ) and the
residuals e of a sample of each group, one number for each group of classes,

    ẋ = s (e_own - e_same) x - λx,     Ḃ = Ē S Cᵀ - λB,     Ċ = Bᵀ Ē S - λC.

Groups of one class have no x, so that a random start, class by class, is the same flow: B and C are
then W and A themselves. Many starts are followed at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.integrators.adaptive import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from spectra.utils.arrays import Array, Indices


@dataclass(frozen=True, eq=False)
class Groups:
    """Classes that are alike.

    Attributes
    ----------
    size, count, weight, kappa : ndarray, shape (G,)
        Classes of each group; samples, weight and feature rate of each of its classes.
    """

    size: Array
    count: Array
    weight: Array
    kappa: Array

    @property
    def drive(self) -> Array:
        """Growth rate s = ω√(nκ) of each group on its own."""
        return np.asarray(self.weight * np.sqrt(self.count * self.kappa))

    @property
    def reach(self) -> Array:
        """Factor a = √(κ/n) of logits against the product of the factors."""
        return np.asarray(np.sqrt(self.kappa / self.count))

    @property
    def classes(self) -> float:
        """Number of classes k."""
        return float(self.size.sum())

    def fastest(self, loss: str) -> float:
        """Bound on the rate at which the flow decays: the curvature at the balanced minimum."""
        if loss != "squared":
            return 0.0
        root = np.sqrt(self.count / self.kappa)
        pull = self.weight * self.kappa
        return float((root * pull).max() + root.max() * pull.max())


@dataclass(frozen=True, eq=False)
class GroupFlow:
    """The vector field; see :class:`numerics.integrators.adaptive.VectorField`.

    Attributes
    ----------
    groups : Groups
    loss : {"squared", "cross-entropy"}
    decay : float
        λ, of W and of the features.
    width : int
        Hidden directions p of B and C.
    starts : int
        Starts that are followed together.
    """

    groups: Groups
    loss: str
    decay: float
    width: int
    starts: int = 1

    @cached_property
    def several(self) -> Indices:
        """Groups of several classes."""
        return np.flatnonzero(self.groups.size > 1)

    @cached_property
    def block_of(self) -> Indices:
        """Block of every component: each hidden direction of each start, and each x."""
        g, p, b = len(self.groups.size), self.width, self.starts
        hidden = np.arange(b)[:, None] * p + np.arange(p)
        columns = np.broadcast_to(hidden[:, None, :], (b, g, p))
        rows = np.broadcast_to(hidden[:, :, None], (b, p, g))
        inner = b * p + np.arange(b * len(self.several))
        return np.concatenate([columns.ravel(), rows.ravel(), inner])

    @property
    def speed(self) -> float:
        """Fastest growth rate at the origin."""
        return float(self.groups.drive.max())

    def join(self, w: Array, a: Array, x: Array) -> State:
        """State at time 0 of B (b, G, p), C (b, p, G) and x (b, q)."""
        whole = np.concatenate([w.ravel(), a.ravel(), x.ravel()])
        return State(0.0, whole, np.zeros(self.block_of.max() + 1))

    def split(self, x: Array) -> tuple[Array, Array, Array]:
        """B, C and x of a state."""
        g, p, b = len(self.groups.size), self.width, self.starts
        many = b * g * p
        return (
            x[:many].reshape(b, g, p),
            x[many : 2 * many].reshape(b, p, g),
            x[2 * many :].reshape(b, -1),
        )

    def logits(self, w: Array, a: Array, x: Array) -> tuple[Array, Array]:
        """What samples of each group (last axis) give to a class of each group, and within it.

        The first (b, G, G) is without what sets the classes of a group apart; with the second
        (b, G), I, the own class gets I(1 - 1/m) more and each other class of the group I/m less.
        """
        root = np.sqrt(self.groups.size)
        within = np.zeros((self.starts, len(root)))
        within[:, self.several] = self.groups.reach[self.several] * x**2
        return (w @ a) / root[:, None] * (self.groups.reach / root), within

    def margins(self, state: State) -> Array:
        """How far the own logit leads the largest other one, for each group: (b, G)."""
        lead = self.leads(state)
        np.einsum("bgg->bg", lead)[:, self.groups.size <= 1] = np.inf
        return np.asarray(lead.min(axis=2))

    def leads(self, state: State) -> Array:
        """How far the own logit of each group leads that of another class of each: (b, G, G).

        0 where there is no other class.
        """
        w, a, x = self.split(state.x)
        between, within = self.logits(w, a, x)
        m = self.groups.size
        own = np.einsum("bgg->bg", between)
        lead = ((own + within * (1 - 1 / m))[:, None, :] - between).swapaxes(1, 2)
        np.einsum("bgg->bg", lead)[...] = within
        return np.asarray(lead)

    def velocity(self, scales: Array) -> Callable[[Array], Array]:
        """The vector field; sizes stay in the range of double precision, and scales at 1."""
        scale = np.exp(scales)[self.block_of]
        m, s = self.groups.size, self.groups.drive
        spread = -np.sqrt(m[:, None] * m)
        on = np.arange(len(m))

        def field(state: Array) -> Array:
            w, a, x = self.split(state * scale)
            between, within = self.logits(w, a, x)
            own, same, other = self._given(between, within)
            pull = spread * other
            pull[:, on, on] = 1 - own - (m - 1) * same
            pull *= s
            inner = (s * (1 - own + same))[:, self.several] * x
            rates = [(pull @ a.transpose(0, 2, 1)), w.transpose(0, 2, 1) @ pull, inner]
            found = np.concatenate([rate.ravel() for rate in rates]) / scale
            return found - self.decay * state if self.decay else found

        return field

    def _given(self, between: Array, within: Array) -> tuple[Array, Array, Array]:
        """What a sample gives to its own class, to another of its group, and of each group."""
        m = self.groups.size
        middle = np.einsum("bgg->bg", between)
        own, same = middle + within * (1 - 1 / m), middle - within / m
        if self.loss == "squared":
            k = self.groups.classes
            return own + 1 / k, same + 1 / k, between + 1 / k
        top = np.maximum(between.max(axis=1), own)
        raised = np.exp(between - top[:, None, :])
        own, same = np.exp(own - top), np.exp(same - top)
        on = np.arange(len(m))
        others = m @ raised - m * raised[:, on, on]
        total = own + (m - 1) * same + others
        return own / total, same / total, raised / total[:, None, :]


def spectral(flow: GroupFlow, delta: float) -> State:
    """Every mode at e^{-δ}, on the singular vectors of the labels."""
    groups = flow.groups
    k, m = groups.classes, groups.size
    centred = np.eye(len(m)) - np.sqrt(m[:, None] * m) / k
    left, _, right = np.linalg.svd(centred * np.sqrt(groups.count))
    rows = right[: flow.width] * np.sqrt(groups.kappa)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    size = np.exp(-delta)
    return flow.join(
        size * left[None, :, : flow.width],
        size * rows[None],
        np.full((1, len(flow.several)), size),
    )
