"""The parts of a flow between which nothing passes, each in coordinates of its own.

In coordinates that mix them rounding passes from one part to the other: where a mode is learned
early, 1e-16 of a later one is added to it, and that grows while the later mode itself is still at
e^{-δ}. So the parts are told apart here, and each is followed on its own. Modes that decouple
(``Setup.decoupled``) are parts of one; any other part is what its modes reach through D, P, K and
the start.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from numerics.variants.setup import EQUAL, ROUNDING, TINY, Setup

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices


_NOTHING = 1e-14  # relative: the rounding of a zero
_NOISE = 1e-15  # the same, relative to a matrix by which a vector was multiplied
_SAME = 1e-12  # relative: parts that differ by less are followed once


@dataclass(frozen=True, eq=False)
class Part:
    """A flow that nothing else reaches, and its place in the whole.

    Attributes
    ----------
    setup : Setup
        The flow in the coordinates of the part.
    hidden : ndarray of int
        Its hidden directions; the first of them are the numbers of its modes.
    left, right : ndarray, shapes (p, r) and (q, c), optional
        These coordinates: orthonormal columns. Not given: those of the whole.
    """

    setup: Setup
    hidden: Indices
    left: Array | None = None
    right: Array | None = None

    @property
    def modes(self) -> Indices:
        """The modes that are read from it."""
        return self.hidden[: len(self.setup.target)]

    def placed(self, w: Array, h: Array) -> tuple[Array, Array]:
        """Factors W (r, h) and H (h, c) in the coordinates of the whole."""
        return (w if self.left is None else self.left @ w), (
            h if self.right is None else h @ self.right.T
        )

    def same(self, other: Part) -> bool:
        """Whether another part has the same flow and the same readings, up to rounding."""
        pairs = zip(_numbers(self.setup), _numbers(other.setup), strict=True)
        return all(a.shape == b.shape and np.allclose(a, b, rtol=_SAME, atol=0.0) for a, b in pairs)


def parts_of(setup: Setup) -> list[Part]:
    """The parts of a flow, in the order of their first modes.

    One part, in the coordinates that it has, where the start joins all modes.
    """
    if not setup.starts_apart:
        return [Part(setup, np.arange(setup.W.shape[1]))]
    found = _Coordinates(setup)
    return [found.part(name) for name in dict.fromkeys(found.part_of.tolist())]


def _numbers(setup: Setup) -> tuple[Array, ...]:
    metric = np.empty(0) if setup.left is None else setup.left
    return (
        setup.drive, setup.right, setup.W, setup.G, setup.read_left, setup.read_right, setup.target,
        metric,
    )  # fmt: skip


class _Side:
    """Orthonormal vectors of one side, each of one kind of rows, and the mode that brought each."""

    def __init__(self, kind: Indices) -> None:
        self.kind = kind
        self.vectors = np.empty((len(kind), 0))
        self._of_kind = np.empty(0, dtype=np.intp)
        self.owner = np.empty(0, dtype=np.intp)

    def append(self, vectors: Array, kinds: Indices, owner: int) -> None:
        """Append columns."""
        self.vectors = np.hstack([self.vectors, vectors])
        self._of_kind = np.append(self._of_kind, kinds)
        self.owner = np.append(self.owner, np.full(len(kinds), owner))

    def split(self, vector: Array, noise: float) -> tuple[Indices, Array, Indices]:
        """Owners of the columns that a vector meets, and the new columns it takes, with their kinds."""
        size = np.sqrt(np.bincount(self.kind, weights=vector**2))
        least = np.maximum(ROUNDING * size, noise)[self._of_kind]
        met = np.abs(self.vectors.T @ vector) > least
        rest = vector
        for _ in range(2):  # the second time for what rounding left
            rest = rest - self.vectors @ (self.vectors.T @ rest)
        left = np.sqrt(np.bincount(self.kind, weights=rest**2))
        kinds = np.flatnonzero(left > EQUAL * size)
        pieces = np.where(self.kind[:, None] == kinds, rest[:, None] / left[kinds], 0.0)
        return self.owner[met], pieces, kinds


class _Coordinates:
    """Coordinates of the parts.

    At first every mode is a part. Parts grow by what D, P and K make of their vectors, and become
    one where one of them meets another. A diagonal K tells columns of different weights apart.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self.part_of = np.arange(len(setup.target))
        self._noise = [
            0.0 if matrix is None else _NOISE * float(np.linalg.norm(matrix))
            for matrix in (setup.drive, setup.left, setup.right)
        ]
        p, q = setup.drive.shape
        kind = np.zeros(q, dtype=np.intp)
        if setup.right.ndim == 1:
            kind = np.unique(setup.right, return_inverse=True)[1]
        alone = setup.decoupled.surely
        pairs = [setup.pair(int(i)) for i in np.flatnonzero(alone)]
        self._single = [(u[:, None], v[:, None]) for u, v in pairs]
        self._alone = np.flatnonzero(alone)
        self._sides = _Side(np.zeros(p, dtype=np.intp)), _Side(kind)
        self._free = [self._without(side) for side in (0, 1)]
        for i in np.flatnonzero(~alone):
            self._grow(int(i))

    def _without(self, side: int) -> Array:
        """The modes that decouple, as columns."""
        return np.hstack([np.empty((self._setup.drive.shape[side], 0)),
                          *(pair[side] for pair in self._single)])  # fmt: skip

    def _grow(self, mode: int) -> None:
        """Add all that becomes of the vectors of a mode."""
        setup = self._setup
        waiting = [
            (0, setup.read_left[:, mode], 0.0), (0, setup.W[:, mode], 0.0),
            (1, setup.read_right[:, mode], 0.0), (1, setup.G[mode], 0.0),
        ]  # fmt: skip
        while waiting:
            at, vector, noise = waiting.pop()
            largest = float(np.abs(vector).max(initial=0.0))
            if largest < TINY:
                continue
            vector = vector / largest
            vector = vector - self._free[at] @ (self._free[at].T @ vector)
            vector = np.where(np.abs(vector) > _NOTHING, vector, 0.0)
            owners, new, kinds = self._sides[at].split(vector, noise / largest)
            for other in owners:
                self.part_of[self.part_of == self.part_of[other]] = self.part_of[mode]
            self._sides[at].append(new, kinds, mode)
            for column in new.T:
                waiting += self._images(at, column)

    def _images(self, side: int, vector: Array) -> Iterator[tuple[int, Array, float]]:
        """What D and a metric make of a vector, and the size of the rounding in it."""
        setup = self._setup
        drive = setup.drive if side else setup.drive.T
        yield 1 - side, _product(drive, vector), self._noise[0]
        metric = (setup.left, setup.right)[side]
        if metric is not None and metric.ndim == 2:
            yield side, _product(metric, vector), self._noise[1 + side]

    def part(self, name: int) -> Part:
        """One of them."""
        setup, modes = self._setup, np.flatnonzero(self.part_of == name)
        if name in self._alone:
            left, right = self._single[int(np.flatnonzero(self._alone == name)[0])]
        else:
            left, right = (
                side.vectors[:, self.part_of[side.owner] == name] for side in self._sides
            )
        metric = setup.right
        seen = right.T * metric if metric.ndim == 1 else _product(right.T, metric)
        heard = _product(seen, right)
        inner = replace(
            setup,
            drive=_product(_product(left.T, setup.drive), right),
            right=np.diag(heard).copy() if setup.right.ndim == 1 else (heard + heard.T) / 2,
            W=left.T @ setup.W[:, modes],
            G=setup.G[modes] @ right,
            read_left=left.T @ setup.read_left[:, modes],
            read_right=right.T @ setup.read_right[:, modes],
            target=setup.target[modes],
            stretch=np.ones(right.shape[1]),
            left=None if setup.left is None else _product(left.T, _product(setup.left, left)),
        )
        return Part(inner, modes, left, right)


def _product(matrix: Array, other: Array) -> Array:
    """Product of two matrices, or with a vector, with zeros where rounding is all there is."""
    found, most = matrix @ other, np.abs(matrix) @ np.abs(other)
    return np.asarray(np.where(np.abs(found) > _NOTHING * most, found, 0.0))
