"""The modes of an imbalance in floating point: singular vectors with their exact zeros.

Classes that share a count and a weight are interchangeable. The sum-zero vectors of such a
group are singular vectors on their own (``Level.group`` is set); what remains is the span of
the group indicators, whose few singular vectors may couple under weighting (``Level.column``).
Vectors of that span are written in the orthonormal basis e_g = 1_g / √m_g.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.problem import memory_guard

if TYPE_CHECKING:
    from spectra.utils.arrays import Array, Indices


@dataclass(frozen=True, eq=False)
class Group:
    """Classes (indices) that share a sample count and a class weight."""

    classes: Indices
    count: float
    weight: float

    @property
    def size(self) -> int:
        """Number of classes."""
        return len(self.classes)


@dataclass(frozen=True)
class Level:
    """Consecutive modes that behave alike: one singular value σ, one effective weight λ."""

    name: str
    sigma: float
    lam: float
    multiplicity: int
    group: int | None = None  # sum-zero vectors of this group, or
    column: int | None = None  # this column of Modes.left: a vector constant on every group


@dataclass(frozen=True, eq=False)
class Modes:
    """All k - 1 modes.

    ``left`` (G, G - 1) and ``right`` (G, G - 1) hold the singular vectors constant on every
    group, in the basis e_g; ``levels`` are in the order of the modes.
    """

    groups: tuple[Group, ...]
    levels: tuple[Level, ...]
    left: Array
    right: Array

    @property
    def indicators(self) -> Array:
        """The basis e_g in class space: shape (k, G)."""
        result = np.zeros((sum(group.size for group in self.groups), len(self.groups)))
        for g, group in enumerate(self.groups):
            result[group.classes, g] = 1 / np.sqrt(group.size)
        return result

    def per_mode(self, values: list[float]) -> Array:
        """A value for each level, repeated for each of its modes: shape (k - 1,)."""
        return np.repeat(values, [level.multiplicity for level in self.levels])

    def vectors(self, constant: Array) -> Array:
        """Class vectors, (k, k - 1), from those constant on groups and the sum-zero ones."""
        classes = sum(group.size for group in self.groups)
        result = np.zeros((classes, classes - 1))
        at = 0
        for level in self.levels:
            columns = slice(at, at + level.multiplicity)
            if level.group is not None:
                group = self.groups[level.group]
                result[group.classes, columns] = sum_zero(np.ones(group.size))
            else:
                for g, group in enumerate(self.groups):
                    result[group.classes, columns] = constant[g, level.column] / np.sqrt(group.size)
            at += level.multiplicity
        return result


def sum_zero(sizes: npt.ArrayLike) -> Array:
    """Orthonormal basis of the complement of (√m_1, …, √m_s): shape (s, s - 1).

    Column j sets the first j parts against part j + 1. With all sizes 1 these are the
    Helmert vectors, and with two parts the single column is (-√m_2, √m_1)/√(m_1 + m_2).
    """
    m = np.asarray(sizes, dtype=np.float64)
    total = np.cumsum(m)
    scale = np.sqrt(m[1:] / (total[:-1] * total[1:]))
    basis = -np.triu(np.sqrt(m)[:, None] * scale)[:, : len(m) - 1]
    basis[np.arange(1, len(m)), np.arange(len(m) - 1)] = np.sqrt(total[:-1] / total[1:])
    return np.asarray(basis, dtype=np.float64)


def find_modes(
    counts: Array, weights: Array, key: Array, step: bool, *, frequency: bool = False
) -> Modes:
    """Modes of ``diag(√n_c)`` seen through the centring of k classes.

    Parameters
    ----------
    counts, weights : ndarray, shape (k,)
        Samples and weight ω_c of every class.
    key : ndarray, shape (k,)
        Classes of one group have one key, and groups are in ascending order of it.
    step : bool
        Whether the key is 0 for a majority and 1 for a minority class of STEP imbalance: the modes
        then carry the names and the order of the paper, also when R ≤ 1. Otherwise they are
        numbered by descending singular value.
    frequency : bool
        Whether the frequencies of the classes are taken from the labels, and not 1/k.
    """
    groups = _groups(key, counts, weights)
    memory_guard.require(
        6.0 * len(groups) ** 2, f"singular vectors of {len(groups)} kinds of classes",
        "take fewer counts and weights that differ; spectra.growth_rates needs no vectors",
    )  # fmt: skip
    keys = np.array([key[g.classes[0]] for g in groups])
    left, column_names = _left_vectors(groups, keys, frequency)
    sizes, each = (np.array([getattr(g, name) for g in groups]) for name in ("size", "count"))
    scaled = _labelled(left, sizes, each, frequency)
    sigma = np.sqrt(np.einsum("gj,gj->j", scaled, scaled))
    right = scaled / sigma
    lam = np.array([g.weight for g in groups]) @ right**2
    names = ("maj-maj", "maj-min", "min-min")
    levels = [
        Level(names[2 * int(keys[i])] if step else "", np.sqrt(g.count), g.weight,
              g.size - 1, group=i)
        for i, g in enumerate(groups)
        if g.size > 1
    ]  # fmt: skip
    levels += [
        Level(names[at] if step else "", float(s), float(w), 1, column=j)
        for j, (at, s, w) in enumerate(zip(column_names, sigma, lam, strict=True))
    ]
    if step:
        ordered = tuple(sorted(levels, key=lambda level: names.index(level.name)))
    else:
        ordered = _numbered(sorted(levels, key=lambda level: -level.sigma))
    return Modes(groups, ordered, left, right)


def _labelled(left: Array, sizes: Array, counts: Array, frequency: bool) -> Array:
    """Labels as rows, each sample by its √n, on vectors constant on groups of classes: diag(√n) Zᵀu."""
    root = np.sqrt(counts)
    found = root[:, None] * left
    if frequency:  # what is the same for all samples goes
        mean = (np.sqrt(sizes) * counts) @ left / (sizes @ counts)
        found -= np.outer(np.sqrt(sizes) * root, mean)
    return np.asarray(found)


def _groups(key: Array, counts: Array, weights: Array) -> tuple[Group, ...]:
    """Cut the classes into groups, ordered by key and then by descending weight."""
    order = np.lexsort((-weights, key))
    new = (np.diff(key[order]) != 0) | (np.diff(weights[order]) != 0)
    parts = np.split(order, np.flatnonzero(new) + 1)
    return tuple(Group(np.sort(p), float(counts[p[0]]), float(weights[p[0]])) for p in parts)


def _left_vectors(
    groups: tuple[Group, ...], keys: Array, frequency: bool
) -> tuple[Array, list[int]]:
    """Left singular vectors constant on every group, and the place of each among the names.

    First, groups of equal count but unequal weight are set against each other: exact singular
    vectors with σ = √count. What is left is constant on every count, a small dense problem.
    """
    sizes = np.array([g.size for g in groups], dtype=np.float64)
    families = np.split(np.arange(len(groups)), np.flatnonzero(np.diff(keys)) + 1)
    columns, places = [], []
    lift = np.zeros((len(groups), len(families)))
    for c, family in enumerate(families):
        inside = np.zeros((len(groups), len(family) - 1))
        inside[family] = sum_zero(sizes[family])
        columns.append(inside)
        places += [2 * c] * (len(family) - 1)
        lift[family, c] = np.sqrt(sizes[family] / sizes[family].sum())
    totals = np.array([sizes[family].sum() for family in families])
    between = sum_zero(totals)
    if len(families) > 2:
        counts = np.array([groups[family[0]].count for family in families])
        turn = np.linalg.svd(_labelled(between, totals, counts, frequency))[2].T
        between = between @ turn
    columns.append(lift @ between)
    return np.hstack(columns), places + [1] * (len(families) - 1)


def _numbered(levels: list[Level]) -> tuple[Level, ...]:
    """Give every level of a general imbalance the number of its first mode as a name."""
    named, first = [], 1
    for level in levels:
        named.append(
            Level(f"mode {first}", level.sigma, level.lam, level.multiplicity, level.group,
                  level.column)
        )  # fmt: skip
        first += level.multiplicity
    return tuple(named)
