"""Roots of the secular equation Σ_g m_g / (d_g - μ) = 0 for real poles and positive weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.cauchy_sums import CauchySums
from spectra.errors import SpectraError

if TYPE_CHECKING:
    import numpy.typing as npt

    from spectra.arrays import Array

STEP: Final = 1e-6
"""Relative step below which the next one, a third-order method's, is below rounding."""

ITERATIONS: Final = 100


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
    sums = CauchySums(poles, weights)
    lower, t = _start(sums, gaps)
    near = np.where(lower, np.arange(gaps.size), np.arange(1, poles.size))  # the nearer pole
    sign = np.where(lower, 1.0, -1.0)  # the root is at poles[near] + sign·t
    floor = weights[near] * gaps / (2.1 * weights.sum())
    ceiling = 0.75 * gaps
    active = np.arange(gaps.size)
    for _ in range(ITERATIONS):
        at, gap, s = t[active], gaps[active], sign[active]
        value, slope, curve = sums(active, near[active], s * at)
        value, curve = s * value, s * curve
        below = value < 0
        floor[active] = np.where(below, at, floor[active])
        ceiling[active] = np.where(below, ceiling[active], at)
        low, high = floor[active], ceiling[active]
        step = _step(at, gap, value, slope, curve)
        new = at + step
        outside = ~((low <= new) & (new <= high))
        new[outside] = np.sqrt(low * high)[outside]
        t[active] = new
        done = (np.abs(new - at) <= STEP * at) & ~outside | (high - low <= 1e-15 * high)
        active = active[~done]
        if not active.size:
            return poles[near] + sign * t
    msg = f"{active.size} roots of the secular equation were not found in {ITERATIONS} steps"
    raise SpectraError(msg)


def _start(sums: CauchySums, gaps: Array) -> tuple[npt.NDArray[np.bool_], Array]:
    """Which pole is nearer to each root, and a first distance from it.

    Between its two neighbours the sum is known but for the other poles, whose part is taken as
    constant.
    """
    rows, half = np.arange(gaps.size), gaps / 2
    value, _, _ = sums(rows, rows, half)
    lower = value >= 0
    left, right = sums.weights[:-1], sums.weights[1:]
    rest = value - (right - left) / half
    rest = np.where(lower, rest, -rest)
    near, far = np.where(lower, left, right), np.where(lower, right, left)
    # -near/t + far/(gap - t) + rest = 0
    a = rest * gaps + near + far
    root = np.sqrt((rest * gaps + far - near) ** 2 + 4 * near * far)
    with np.errstate(divide="ignore", invalid="ignore"):
        t = np.where(a > 0, 2 * near * gaps / (a + root), (a - root) / (2 * rest))
    return lower, np.clip(t, near * gaps / (2.1 * sums.weights.sum()), half)


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
