"""Singular values and vectors of the targets of a problem, per class or per context."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from numerics.problem import memory_guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from numerics.problem.singular_modes import Modes
    from spectra.utils.arrays import Array


_ZERO = 1e-12  # relative: a singular value this small is none


@dataclass(frozen=True, eq=False)
class Spectrum:
    """Modes in their order.

    Attributes
    ----------
    names : tuple of str
    sigma : ndarray, shape (m,)
    size : int
        Number of classes k.
    vectors : callable
        Makes the left and the right vectors, (k, m) and (q, m), when they are asked for.
    """

    names: tuple[str, ...]
    sigma: Array
    size: int
    vectors: Callable[[], tuple[Array, Array]]

    @property
    def left(self) -> Array:
        """Left singular vectors: shape (k, m)."""
        return self._pair[0]

    @property
    def right(self) -> Array:
        """Right singular vectors: shape (q, m)."""
        return self._pair[1]

    @cached_property
    def _pair(self) -> tuple[Array, Array]:
        memory_guard.require(
            2.0 * self.size**2, f"singular vectors of {self.size} classes",
            "take fewer classes; sigma, lam and the strengths of modes need no vectors",
        )  # fmt: skip
        return self.vectors()


def of_modes(modes: Modes, *, numbered: bool) -> Spectrum:
    """The spectrum of centred labels; modes have numbers, or the names of their levels."""
    sigma = modes.per_mode([level.sigma for level in modes.levels])
    names = tuple(
        f"mode {i}" if numbered else name
        for i, name in enumerate(
            (level.name for level in modes.levels for _ in range(level.multiplicity)), 1
        )
    )
    return Spectrum(
        names, sigma, len(sigma) + 1, lambda: (modes.vectors(modes.left), modes.vectors(modes.right))
    )  # fmt: skip


def of_targets(contexts: Array | None, counts: Array) -> Spectrum:
    """The spectrum of targets of contexts that have so many samples; of one-hot ones if not given."""
    root = np.sqrt(counts)
    if contexts is None:
        return Spectrum(
            numbered("class", len(root)), root, len(root), lambda: (np.eye(len(root)),) * 2
        )  # fmt: skip
    u, s, vt = np.linalg.svd(contexts * root, full_matrices=False)
    rank = int(np.sum(s > _ZERO * s[0]))
    pair = u[:, :rank], vt[:rank].T
    return Spectrum(numbered("mode", rank), s[:rank], len(contexts), lambda: pair)


def numbered(word: str, count: int) -> tuple[str, ...]:
    """Names "word 1", "word 2", …"""
    return tuple(f"{word} {i}" for i in range(1, count + 1))
