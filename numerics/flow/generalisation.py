"""Test error of a linear map of inputs with class means and Gaussian noise.

The logits of a test input of class c are Gaussian: π_c times those of a training sample, with the
covariance ν²JJᵀ = ν² Σ_c (n_c/κ_c) L_c L_cᵀ. From a spectral start with two groups they are, with
the margins A and B of both groups (see :mod:`numerics.flow.by_group`), a = √(κ/n), and X = νA/a,

    X (ξ - mean ξ) in each group, and between them a common shift Δ of variance ν² Σ_g m_g (B_g/a_g)².

Given its own part y of the noise, a class is above the others of its group with probability
K_{m-1}(y m/(m - 1) + π a/ν), K_n as in :mod:`numerics.flow.largest_of_many`, and above those of the
other group where the largest of theirs is less than X y + Δ + π (A(1 - 1/m) + B): two integrals.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from numerics.flow.largest_of_many import FAR, gaussian, largest
from numerics.problem import memory_guard

if TYPE_CHECKING:
    import numpy.typing as npt

    from numerics.flow.gaps import Gaps
    from numerics.problem.flow_problem import FlowProblem
    from spectra.utils.arrays import Array

    Mask = npt.NDArray[np.bool_]

_NODES = 64  # of every piece of an integral
_AT_ONCE = 1_000_000  # numbers
_THREE = 3
_DRAWS = 2**12  # quasi-random directions of noise, where there is no closed form
_TINY = 1e-290


def shares(problem: FlowProblem) -> Array:
    """π_c of every class: the part of its training logits that a test input gets."""
    assert problem.data is not None
    signal = float(problem.data.signal)
    return np.asarray(signal**2 * problem.class_counts / problem.kappa)


def signal_to_noise(problem: FlowProblem, gaps: Gaps) -> Array:
    """Mean of a test input's margin over a class by its standard deviation: shape (T, P, P).

    With margins M of one part over another (A within a part), the logits of two classes differ by M
    on samples of the first class, by M - A on those of its part, and by the difference of two
    margins on those of a third part.
    """
    assert problem.data is not None
    table, size = gaps.table, np.array([len(part) for part in gaps.parts])
    first = [part[0] for part in gaps.parts]
    weight = (problem.class_counts / problem.kappa)[first]
    within = np.einsum("tpp->tp", table)
    own = weight * (table**2).swapaxes(1, 2)  # [other, own]
    own += weight * (size - 1) * (table.swapaxes(1, 2) - within[:, None, :]) ** 2
    variance = own + own.swapaxes(1, 2)
    for h in range(len(size)):
        third = weight[h] * size[h] * (table[:, h, :, None] - table[:, h, None, :]) ** 2
        third[:, h, :] = third[:, :, h] = 0.0
        variance += third
    place = np.arange(len(size))
    variance[:, place, place] = 2 * weight * within**2
    noise = float(problem.data.test_noise)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(shares(problem)[first][:, None] * table / (noise * np.sqrt(variance)))


def class_errors(problem: FlowProblem, gaps: Gaps) -> Array:
    """Probability that a test input of each class is given to another one: shape (k, T)."""
    assert problem.data is not None
    noise = float(problem.data.test_noise)
    if noise == 0:
        share = shares(problem)[:, None]
        return np.where(share > 0, 1 - gaps.accuracy(), 1.0)
    first = np.array([part[0] for part in gaps.parts])
    share = shares(problem)[first]
    reach = np.sqrt(problem.kappa / problem.class_counts)[first]
    if len(gaps.parts) <= 2 and problem.is_spectral:
        right = np.stack([_right(side) for side in _sides(gaps, share, reach, noise)], axis=1)
    elif len(gaps.parts) == _THREE:
        right = _of_three(gaps.table, share, noise / reach)
    else:
        right = _by_directions(gaps, share, reach, noise)
    return gaps.per_class(1 - right)


@dataclass(frozen=True, eq=False)
class _Side:
    """Test inputs of a group at all times, all (T,) divided by a common size."""

    count: int  # classes of the group
    ahead: float  # π a/ν
    own: Array  # X
    others: int  # classes of the other group, and
    theirs: Array  # X of it
    gap: Array  # π (A(1 - 1/m) + B)
    shift: Array  # standard deviation of Δ

    def part(self, which: slice | Mask) -> _Side:
        """Some of the times."""
        columns = (self.own[which], self.theirs[which], self.gap[which], self.shift[which])
        return _Side(self.count, self.ahead, columns[0], self.others, *columns[1:])


def _sides(gaps: Gaps, share: Array, reach: Array, noise: float) -> list[_Side]:
    size = [len(part) for part in gaps.parts]
    within = np.einsum("tpp->tp", gaps.table)
    spread = noise * within / reach
    none = np.zeros(len(within))
    if len(size) == 1:
        ahead = float(share[0] * reach[0] / noise)
        return [_Side(size[0], ahead, spread[:, 0], 0, none, none, none)]
    found = []
    across = np.stack([gaps.table[:, 0, 1], gaps.table[:, 1, 0]], axis=1)
    added = across - within * (1 - 1 / np.array(size))
    shift = noise * np.sqrt(np.sum(np.array(size) * (added / reach) ** 2, axis=1))
    for g, o in ((0, 1), (1, 0)):
        gap = share[g] * across[:, g]
        largest_size = np.max([spread[:, g], spread[:, o], shift, np.abs(gap)], axis=0) + _TINY
        parts = [x / largest_size for x in (spread[:, g], spread[:, o], gap, shift)]
        ahead = float(share[g] * reach[g] / noise)
        found.append(_Side(size[g], ahead, parts[0], size[o], *parts[1:]))
    return found


def _right(side: _Side) -> Array:
    """Probability that a test input is given to its class: shape (T,)."""
    many = max(1, _AT_ONCE // (4 * _NODES**2))
    parts = [side.part(slice(i, i + many)) for i in range(0, len(side.own), many)]
    return np.concatenate([_integral(part) for part in parts])


def _integral(side: _Side) -> Array:
    """The outer integral, over the own part y of the noise."""
    m = side.count
    if m == 1:
        return _above_others(side, side.gap[:, None])[:, 0]
    if side.others:
        width = 9 * side.shift
        slope = side.own + _TINY
        cuts = [(edge - side.gap) / slope for edge in (-width, width, width + FAR * side.theirs)]
    else:
        cuts = [np.full(len(side.own), -FAR)]
    low = max(-FAR, -side.ahead * (m - 1) / m)
    edges = np.sort(np.clip(np.stack([*cuts, 0 * cuts[0], 0 * cuts[0] + FAR]), low, FAR), axis=0)
    total = np.zeros(len(side.own))
    for begin, end in pairwise(edges):
        some = end > begin
        y, weights = _nodes(begin[some], end[some])
        inside = largest(m - 1).below(y * m / (m - 1) + side.ahead) * gaussian(y, 1 - 1 / m)
        if side.others:
            few = side.part(some)
            inside = inside * _above_others(few, few.own[:, None] * y + few.gap[:, None])
        total[some] += np.sum(weights * inside, axis=1)
    return total


def _above_others(side: _Side, lead: Array) -> Array:
    """Probability that the largest noise of the other group and Δ is below a lead (T, n)."""
    from scipy.special import ndtr

    others, shift = largest(side.others), side.shift[:, None] + _TINY
    if side.others == 1:
        return np.asarray(ndtr(lead / shift))
    found = np.empty_like(lead)
    theirs = side.theirs[:, None] + _TINY
    wide = side.shift > side.theirs
    if np.any(wide):
        q, weights = _nodes(np.zeros(1), np.full(1, FAR))
        density = others.density(q[0]) * weights[0]
        x = (lead[wide][:, :, None] - theirs[wide][:, :, None] * q[0]) / shift[wide][:, :, None]
        found[wide] = ndtr(x) @ density
    if not np.all(wide):
        lead, shift, theirs = lead[~wide], shift[~wide], theirs[~wide]
        begin = np.clip(-lead / shift, -FAR, FAR)
        u, weights = _nodes(begin, np.full_like(begin, FAR))
        x = (lead[:, :, None] + shift[:, :, None] * u) / theirs[:, :, None]
        found[~wide] = np.sum(others.below(x) * gaussian(u, 1.0) * weights, axis=2)
    return found


def _nodes(begin: Array, end: Array) -> tuple[Array, Array]:
    """Points and weights of Gauss and Legendre between bounds: shape (..., nodes)."""
    x, weights = _rule()
    half = (end - begin)[..., None] / 2
    return begin[..., None] + half * (1 + x), half * weights


@cache
def _rule() -> tuple[Array, Array]:
    return np.polynomial.legendre.leggauss(_NODES)


def _of_three(tables: Array, share: Array, noise: Array) -> Array:
    """The same of three classes, by the probability that two correlated Gaussians are positive."""
    found = np.empty(tables.shape[:2])
    for c in range(_THREE):
        others = [j for j in range(_THREE) if j != c]
        # the logits of a training input of class c, up to what all of them share, are -table[c]
        fall = (np.swapaxes(tables, 1, 2)[:, others] - tables[:, None, :, c]) * noise
        spread = np.linalg.norm(fall, axis=2) + _TINY
        x, y = (share[c] * tables[:, c, others] / spread).T
        correlation = np.prod(fall / spread[:, :, None], axis=1).sum(axis=1)
        found[:, c] = both_below(x, y, correlation)
    return found


def both_below(x: Array, y: Array, correlation: Array) -> Array:
    """Probability that two standard Gaussians are below x and y, by Owen's T function.

    Examples
    --------
    >>> import numpy as np
    >>> both_below(np.zeros(2), np.zeros(2), np.array([0.0, 0.5])).round(12).tolist()
    [0.25, 0.333333333333]
    """
    from scipy.special import ndtr, owens_t

    x, y = (np.where(np.abs(v) < _TINY, _TINY, v) for v in (x, y))
    rest = np.sqrt(np.maximum(1 - correlation**2, 0.0)) + _TINY
    with np.errstate(over="ignore"):
        slopes = (y / x - correlation) / rest, (x / y - correlation) / rest
    apart = np.where((x < 0) == (y < 0), 0.0, 0.5)
    return np.asarray(
        (ndtr(x) + ndtr(y)) / 2 - owens_t(x, slopes[0]) - owens_t(y, slopes[1]) - apart
    )


def _by_directions(gaps: Gaps, share: Array, reach: Array, noise: float) -> Array:
    """The same class by class, as a mean over quasi-random directions of noise: shape (T, k).

    Along each the input keeps its class up to a length of the noise, whose distribution is known.
    """
    from scipy.special import gammainc, ndtri
    from scipy.stats import qmc

    k = len(gaps.parts)
    memory_guard.require(4.0 * _DRAWS * k, f"test noise of {k} classes", "take fewer classes")
    draws = ndtri(np.clip(qmc.Sobol(k, rng=0).random(_DRAWS), 1e-12, 1 - 1e-12)).T
    draws /= np.linalg.norm(draws, axis=0)
    right = np.empty(gaps.table.shape[:2])
    for t, table in enumerate(gaps.table):
        # the logits of a training input of class c, up to what all of them share, are -table[c]
        moved = noise * (-table.T / reach) @ draws
        moved -= moved.mean(axis=0)
        for c in range(k):
            lead = np.delete(share[c] * table[c], c)[:, None]
            fall = moved[c] - np.delete(moved, c, axis=0)
            with np.errstate(divide="ignore", invalid="ignore"):
                ratio = lead / -fall
            most = np.min(np.where(fall < 0, ratio, np.inf), axis=0)
            least = np.max(np.where(fall > 0, ratio, 0.0), axis=0)
            chance = gammainc(k / 2, np.maximum(most, 0) ** 2 / 2) - gammainc(
                k / 2, np.maximum(least, 0) ** 2 / 2
            )
            right[t, c] = np.mean(np.maximum(chance, 0.0))
    return right
