"""Probability that the largest of n Gaussians that sum to zero is below a bound.

Let ξ have n independent standard components, and take away their mean. The largest of what is left
is below b with probability K_n(b), 0 for b ≤ 0. If it equals y, at which n components can be, the
others are -y/(n - 1) and n - 1 Gaussians that sum to zero, so that

    K_n'(y) = n φ(y; 1 - 1/n) K_{n-1}(y n/(n - 1)),     K_1 = 1 for b > 0,

with φ(·; v) the Gaussian density of variance v. In z = n y it is one integral of the one before it,
at the same points, and nothing cancels:

    G_n(z) = K_n(z/n),     G_n' = φ(z/n; 1 - 1/n) G_{n-1}.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.polynomial import legendre

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

FAR = 9.0
"""Standard deviations beyond which there is nothing, to double precision."""

_NODES = 14  # in a piece of the line
_FIRST, _WIDER = 0.1, 0.02  # length of the first piece, and of others relative to their place


@dataclass(frozen=True, eq=False)
class Largest:
    """The largest of `count` such Gaussians: K_n and K_n', on arrays."""

    count: int
    below: Callable[[Array], Array]
    density: Callable[[Array], Array]


def gaussian(x: Array, variance: float) -> Array:
    """Density of a Gaussian."""
    return np.asarray(np.exp(-(x**2) / (2 * variance)) / math.sqrt(2 * math.pi * variance))


@cache
def largest(count: int) -> Largest:
    """The largest of so many Gaussians that sum to zero.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy.special import erf
    >>> float(abs(largest(2).below(np.array([0.7])) - erf(0.7))[0]) < 1e-13
    True
    """
    if count == 1:
        return Largest(1, lambda b: np.asarray(b > 0, dtype=np.float64), np.zeros_like)
    bounds = [0.0]
    while bounds[-1] < FAR * count:
        bounds.append(bounds[-1] + max(_FIRST, _WIDER * bounds[-1]))
    left, length = np.array(bounds[:-1])[:, None], np.diff(bounds)[:, None]
    x, weights = legendre.leggauss(_NODES)
    z = left + length * (1 + x) / 2
    coefficients = np.linalg.inv(legendre.legvander(x, _NODES - 1))
    halves = np.stack([legendre.legint(row, lbnd=-1) / 2 for row in np.eye(_NODES)], axis=1)
    inner = legendre.legvander(x, _NODES) @ halves @ coefficients
    values, rate = np.ones_like(z), np.zeros_like(z)
    for n in range(2, count + 1):
        rate = gaussian(z / n, 1 - 1 / n) * values
        pieces = rate @ weights / 2 * length[:, 0]
        before = np.append(0.0, np.cumsum(pieces)[:-1])
        values = before[:, None] + length * (rate @ inner.T)
    places = z.ravel() / count
    return Largest(count, _spline(places, values, 1.0), _spline(places, count * rate, 0.0))


def _spline(places: Array, values: Array, beyond: float) -> Callable[[Array], Array]:
    """Values from 0 to FAR, by a spline that is read in compiled code; 0 below it."""
    # scipy is loaded only where there is test noise
    from scipy.interpolate import make_interp_spline

    spline = make_interp_spline(places, values.ravel(), k=5)

    def read(b: Array) -> Array:
        inside = spline(np.clip(b, 0.0, FAR))
        return np.asarray(np.where(b <= 0, 0.0, np.where(b >= FAR, beyond, inside)))

    return read
