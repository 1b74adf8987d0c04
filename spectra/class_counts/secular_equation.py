"""Roots of the secular equation Σ_g m_g / (d_g - μ) = 0 for real poles and positive weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.class_counts.fast_multipole import CauchySums
from spectra.errors import SpectraError
from spectra.utils.progress import Reporter

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

STEP: Final = 1e-5
"""Relative step after which the error of a third-order method is about rounding."""

ROUNDING: Final = 1e-15
ITERATIONS: Final = 100

EVALUATIONS: Final = 4.2
"""Sums per root, as measured, the preparation counted as one."""


def secular_roots(poles: Array, weights: Array) -> Array:
    """One root strictly between each two neighbouring poles.

    Parameters
    ----------
    poles : numpy.ndarray, shape (G,)
        Strictly ascending; their ratio, and that of their differences, below about 1e100.
    weights : numpy.ndarray, shape (G,)
        Positive.

    Returns
    -------
    numpy.ndarray, shape (G - 1,)
        Ascending. The distance of each root to the nearer pole is what is iterated, so that nothing
        cancels.
    """
    gaps = np.diff(poles)
    if not gaps.size:
        return gaps
    with Reporter("growth rates") as report:
        each = 1 / (EVALUATIONS * gaps.size)
        sums = CauchySums(poles, weights, lambda work: report.advance(work * each))
        return _iterate(sums, poles, weights)


def _iterate(sums: CauchySums, poles: Array, weights: Array) -> Array:
    gaps = np.diff(poles)
    active = np.arange(gaps.size)
    t = gaps / 2
    found = sums(active, active, t)
    lower = found[0] >= 0
    near = np.where(lower, active, active + 1)  # the nearer pole
    sign = np.where(lower, 1.0, -1.0)  # the root is at poles[near] + sign·t
    floor, ceiling = weights[near] * gaps / (2.1 * weights.sum()), t.copy()
    for _ in range(ITERATIONS):
        at, gap, s = t[active], gaps[active], sign[active]
        value, slope, curve = s * found[0], found[1], s * found[2]
        short = value < 0
        floor[active] = low = np.where(short, at, floor[active])
        ceiling[active] = high = np.where(short, ceiling[active], at)
        new = at + _step(at, gap, value, slope, curve)
        inside = (low <= new) & (new <= high)
        t[active] = np.where(inside, new, np.sqrt(low * high))
        done = inside & (np.abs(new - at) <= STEP * at) | (high - low <= ROUNDING * high)
        active = active[~done]
        if not active.size:
            return poles[near] + sign * t
        found = sums(active, near[active], sign[active] * t[active])
    raise SpectraError(
        f"{active.size} roots of the secular equation were not found in {ITERATIONS} steps"
    )


def _step(t: Array, gap: Array, value: Array, slope: Array, curve: Array) -> Array:
    """Step to the root of c + A/(-t) + B/(gap - t) that has this value, slope and half curvature.

    Such a function increases from -∞ to ∞ between the poles, and the method is of third order
    (W. B. Gragg; R.-C. Li, LAPACK working note 89).
    """
    far = gap - t
    a_part = np.maximum(t * (slope - curve * far) / gap, 0)  # A/t²
    b_part = np.maximum(far * (slope + curve * t) / gap, 0)  # B/(gap - t)²
    c = value + a_part * t - b_part * far
    a = value * (far - t) + slope * t * far
    b = -value * t * far
    root = np.sqrt(np.maximum(a * a - 4 * b * c, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(a > 0, 2 * b / (a + root), (a - root) / (2 * c))
