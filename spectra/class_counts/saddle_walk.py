"""Classes in groups of equal count and weight, and the saddles that the flow visits between groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.class_counts.heteroclinic_orbits import Orbits

if TYPE_CHECKING:
    from spectra.labels.exact_inputs import Number
    from spectra.utils.arrays import Array, Indices


SAME: Final = 1e-9
"""Relative distance below which two eigenvalues of P diag(nω) P count as one."""

MAX_ORBIT_GROUPS: Final = 16
"""Most groups between which orbits are followed, which takes a second or two then."""

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
    by_orbit : bool
        Whether a saddle that is visited before was taken from an orbit.
    doubt : str
        Why a saddle that is visited before is not known; empty if all are.
    """

    time: float
    multiplicity: int
    by_orbit: bool = False
    doubt: str = ""

    @property
    def known(self) -> bool:
        """Whether every saddle that is visited before is known."""
        return not self.doubt


@dataclass(frozen=True, eq=False)
class ClassGroups:
    """Classes in G groups of equal count and weight.

    Attributes
    ----------
    of_class : ndarray of int, shape (k,)
        Group of each class.
    size, n, p, d : ndarray, shape (G,)
        Classes per group; samples, nω and nω² of each class.
    """

    of_class: Indices
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
        levels = np.maximum(levels, self.d.min())  # of small ones rounding may leave nothing
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
) -> ClassGroups:
    """Group classes of equal count and weight; arguments as checked by `growth_rates`."""
    n = np.asarray(counts, dtype=np.float64)
    if weights is None:
        distinct, group, size = np.unique(n, return_inverse=True, return_counts=True)
        exponent = 0.5 if gamma is None else float(gamma)
        share = 2 * n.mean()
        scale = share**exponent
        # powers of n itself, so that γ = 1/2 gives nω² and γ = 1 gives nω exactly constant
        p, d = scale * distinct ** (1 - exponent), scale**2 * distinct ** (1 - 2 * exponent)
        return ClassGroups(group.reshape(-1), size.astype(float), distinct, p, d)
    pairs = np.stack([n, np.asarray(weights, dtype=np.float64)], axis=1)
    kinds, group, size = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    distinct, omega = kinds.T
    return ClassGroups(
        group.reshape(-1), size.astype(float), distinct, distinct * omega, distinct * omega**2
    )


def walk(class_groups: ClassGroups, speed: Speed) -> tuple[Event, ...]:
    """What is learned when, in order, by the saddle-to-saddle rule."""
    between = _between(class_groups, speed)
    # times after the last known saddle are in doubt
    doubt = next((e.doubt for e in between if e.doubt), "")
    sure = max((e.time for e in between if e.known), default=0.0) if doubt else np.inf
    times = 1 / speed(np.sqrt(class_groups.d))
    within = [
        Event(float(times[g]), m, doubt=doubt if times[g] > sure else "")
        for g, m in class_groups.within
    ]
    return tuple(sorted(within + between, key=lambda e: (not e.known, e.time)))


def _between(class_groups: ClassGroups, speed: Speed) -> list[Event]:
    """Walk from saddle to saddle on what is constant on groups."""
    saddles = _Saddles(class_groups, speed)
    exponents = -np.arange(1.0, len(class_groups.size))
    time, events = 0.0, []
    for rank in range(len(exponents)):
        if exponents[0] < -ROUNDING:  # else it is learned at the same time as the one before
            rise = np.cumsum(saddles.visit(rank))
            wait = float(-exponents[0] / rise[0])
            time += wait
            exponents = exponents + wait * rise
        exponents = exponents[1:]
        events.append(Event(time, 1, saddles.by_orbit, saddles.doubt))
    return events


class _Saddles:
    """The saddles between groups, one after the other, in the eigenvectors of P diag(nω) P.

    Attributes
    ----------
    by_orbit, doubt
        As in `Event`, for what is learned after the saddles that were visited.
    """

    def __init__(self, class_groups: ClassGroups, speed: Speed) -> None:
        self.by_orbit, self.doubt = False, ""
        self._levels, axes = class_groups.between(class_groups.p)
        self._squares = axes.T @ (class_groups.d[:, None] * axes)
        self._orbits = Orbits(axes.T * np.sqrt(class_groups.n), class_groups.p / class_groups.n)
        self._speed = speed
        self._learned = np.empty((len(self._levels), 0))  # U
        self._speeds = np.empty(0)

    def visit(self, rank: int) -> Array:
        """Go to the saddle of a rank; speeds of what is left there, descending."""
        first, last = self._coinciding(rank)
        rest = self._squares[rank:, rank:]
        learned = np.eye(len(self._levels), rank)
        if first < rank and not self.doubt:
            found = self._follow(rank, first, last)
            if found is not None:
                learned = found
                basis = np.linalg.qr(learned, mode="complete")[0][:, rank:]
                rest = basis.T @ self._squares @ basis
        self._learned = learned
        self._speeds = self._speed(np.sqrt(np.linalg.eigvalsh(rest)[::-1]))
        return self._speeds

    def _coinciding(self, rank: int) -> tuple[int, int]:
        """First and last rank + 1 eigenvectors whose eigenvalues are that of number `rank`."""
        apart = np.flatnonzero(-np.diff(self._levels) > SAME * self._levels[0]) + 1
        if rank in apart or rank == 0:
            return rank, rank
        cuts = np.array([0, *apart, len(self._levels)])
        after = int(np.searchsorted(cuts, rank))
        return int(cuts[after - 1]), int(cuts[after])

    def _follow(self, rank: int, first: int, last: int) -> Array | None:
        """U where the orbit ends that leaves the saddle before; None, with a doubt, if unknown."""
        groups = len(self._levels) + 1
        if self._speed.step_size:
            self.doubt = "steps reach others than the flow does"
        elif groups > MAX_ORBIT_GROUPS:
            self.doubt = (
                f"orbits are followed between {MAX_ORBIT_GROUPS} groups of classes at most, "
                f"of which there are {groups}"
            )
        elif self._learned.shape[1] < rank - 1 or self._speeds[1] > (1 - SAME) * self._speeds[0]:
            self.doubt = "directions that grow alike lead to it, of which the start selects one"
        else:
            found = self._orbits.saddle_after(self._learned, first, last - first)
            if found is not None:
                self.by_orbit = True
                return found
            self.doubt = "the orbit from the last one was not seen to arrive"
        return None
