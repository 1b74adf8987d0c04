"""Class space split into what the flow keeps apart, and the walk over the saddles of one part."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spectra.inputs import Number

Array = npt.NDArray[np.float64]
Index = npt.NDArray[np.intp]

SAME: Final = 1e-9
"""Relative distance below which two eigenvalues of P diag(nω) P count as one."""

ROUNDING: Final = 1e-12
"""Relative distance below which weights, or nω² of two classes, count as equal."""


@dataclass(frozen=True)
class Speed:
    """Growth per unit of time: s for gradient flow, ln(1 + ηs)/η for descent of step η."""

    step_size: float = 0.0

    def __call__(self, rates: Array) -> Array:
        """Speeds of some growth rates."""
        return np.log1p(self.step_size * rates) / self.step_size if self.step_size else rates


@dataclass(frozen=True)
class Event:
    """Directions that are learned at one time.

    Attributes
    ----------
    time : float
        In units of δ.
    multiplicity : int
        How many directions.
    known : bool
        Whether the rule names every saddle that is visited before.
    """

    time: float
    multiplicity: int
    known: bool = True


@dataclass(frozen=True, eq=False)
class Sectors:
    """Classes in G groups of equal count and weight.

    Attributes
    ----------
    of_class : ndarray of int, shape (k,)
        Group of each class.
    size, n, p, d : ndarray, shape (G,)
        Classes per group; samples, nω and nω² of each class.
    """

    of_class: Index
    size: Array
    n: Array
    p: Array
    d: Array

    @property
    def is_unweighted(self) -> bool:
        """Whether all weights are equal."""
        return float(np.ptp(np.log(self.p / self.n))) < ROUNDING

    @property
    def is_flat(self) -> bool:
        """Whether nω² is constant."""
        return float(np.ptp(np.log(self.d))) < ROUNDING

    @property
    def within(self) -> list[tuple[int, int]]:
        """Groups of several classes, and the number of differences within each."""
        return [(g, int(m) - 1) for g, m in enumerate(self.size) if m > 1]

    def between(self, values: Array) -> tuple[Array, Array]:
        """Eigenvalues and eigenvectors of P diag(values) P on what is constant on groups.

        Shapes (G - 1,), descending, and (G, G - 1): coefficients of the groups' normalised
        indicators.
        """
        found, vectors = np.linalg.eigh(self._sum_zero.T @ (values[:, None] * self._sum_zero))
        return found[::-1], (self._sum_zero @ vectors)[:, ::-1]

    @cached_property
    def _sum_zero(self) -> Array:
        """Orthonormal basis of what sums to zero over classes, by a Householder reflection."""
        q = np.sqrt(self.size / self.size.sum())
        v = q.copy()
        v[0] += 1
        reflection = np.eye(len(q)) - np.outer(v, v) / v[0]
        return np.asarray(reflection[:, 1:])

    def class_times(self, speed: Speed) -> Array:
        """When growth from the origin has reached half of each class's own logit, shape (k,).

        Every eigenvector of P diag(nω²) P counts from the time 1/s on at which it has grown.
        """
        levels, axes = self.between(self.d)
        # shares of the logit of a class of each group, by direction
        shares = [axes**2 / self.size[:, None]]
        times = [1 / speed(np.sqrt(levels))]
        for g, _ in self.within:
            share = np.zeros((len(self.size), 1))
            share[g] = 1 - 1 / self.size[g]
            shares.append(share)
            times.append(1 / speed(np.sqrt(self.d[g : g + 1])))
        when = np.concatenate(times)
        order = np.argsort(when, kind="stable")
        learned = np.cumsum(np.concatenate(shares, axis=1)[:, order], axis=1)
        half = (1 - ROUNDING) * (1 - 1 / self.size.sum()) / 2
        return np.asarray(when[order][(learned >= half).argmax(axis=1)][self.of_class])


def split(
    counts: Sequence[Number] | Array,
    gamma: Number | None,
    weights: Sequence[Number] | Array | None,
) -> Sectors:
    """Group classes of equal count and weight; arguments as checked by `growth_rates`."""
    n = np.asarray(counts, dtype=np.float64)
    if weights is None:
        distinct, group, size = np.unique(n, return_inverse=True, return_counts=True)
        exponent = 0.5 if gamma is None else float(gamma)
        share = 2 * n.mean()
        scale = share**exponent
        # powers of n itself, so that γ = 1/2 gives nω² and γ = 1 gives nω exactly constant
        p, d = scale * distinct ** (1 - exponent), scale**2 * distinct ** (1 - 2 * exponent)
        return Sectors(group.reshape(-1), size.astype(float), distinct, p, d)
    pairs = np.stack([n, np.asarray(weights, dtype=np.float64)], axis=1)
    kinds, group, size = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    distinct, omega = kinds.T
    return Sectors(
        group.reshape(-1), size.astype(float), distinct, distinct * omega, distinct * omega**2
    )


def walk(sectors: Sectors, speed: Speed) -> tuple[Event, ...]:
    """What is learned when, in order, by the saddle-to-saddle rule."""
    between = _between(sectors, speed)
    # what is learned at an unknown time comes after the last saddle that is known
    doubtful = any(not e.known for e in between)
    sure = max((e.time for e in between if e.known), default=0.0) if doubtful else np.inf
    times = 1 / speed(np.sqrt(sectors.d))
    within = [Event(float(times[g]), m, bool(times[g] <= sure)) for g, m in sectors.within]
    return tuple(sorted(within + between, key=lambda e: (not e.known, e.time)))


def _between(sectors: Sectors, speed: Speed) -> list[Event]:
    """Walk from saddle to saddle on what is constant on groups."""
    levels, axes = sectors.between(sectors.p)
    growth = axes.T @ (sectors.d[:, None] * axes)
    exponents = -np.arange(1.0, len(levels) + 1)
    time, known, events = 0.0, True, []
    for rank in range(len(levels)):
        rates = speed(np.sqrt(np.linalg.eigvalsh(growth[rank:, rank:])[::-1]))
        rise = np.cumsum(rates)
        wait = max(0.0, -float(exponents[0] / rise[0]))
        if rank and wait > ROUNDING * time:  # a saddle is visited, and must be the only one
            known = known and bool(levels[rank - 1] - levels[rank] > SAME * levels[0])
        time += wait
        exponents = (exponents + wait * rise)[1:]
        events.append(Event(time, 1, known))
    return events
