"""The closed form of a decoupled mode whose two factors start at different sizes.

From w(0) = a e^{-δ}, h(0) = b e^{-δ} the mode ẇ = λ(σ - wh)h, ḣ = λ(σ - wh)w keeps
w² - h² = c, and P = (w + h)² obeys Ṗ = -(λ/2)(P² - 4σP - c²) as 4wh = P - c²/P: a logistic
equation between the roots P± = 2σ ± κ, κ = √(4σ² + c²),

    (P - P₋)/(P₊ - P) = K e^{λκt},      β = wh/σ = (P - c²/P)/(4σ).

With a = b = 1 it is paper Eq. (16). As c is of the size e^{-2δ}, both c and K are kept as
multiples of it, and 2δ - 2σλt as an unevaluated sum: nothing is lost for δ up to a million.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.flow.logistic import exponents
from numerics.problem import checks
from spectra.errors import short

if TYPE_CHECKING:
    from spectra.utils.arrays import Array


def unbalanced_beta(
    t: npt.ArrayLike,
    sigma: npt.ArrayLike,
    lam: npt.ArrayLike,
    delta: npt.ArrayLike,
    a: npt.ArrayLike,
    b: npt.ArrayLike,
) -> Array:
    """Relative strength β(t) from w(0) = a e^{-δ}, h(0) = b e^{-δ}.

    Parameters
    ----------
    t, sigma, lam, delta : array_like
        As in :func:`numerics.beta`; of the broadcast shape of all arguments.
    a, b : array_like
        Sizes ≥ 0 of the two factors, not both 0.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numerics import beta
    >>> bool(np.isclose(unbalanced_beta(1.2, 2.0, 1.0, 3.0, 1, 1), beta(1.2, 2.0, 1.0, 3.0)))
    True
    >>> abs(float(unbalanced_beta(0.0, 2.0, 1.0, 3.0, 1, 0))) < 1e-16  # the product starts at 0
    True
    """
    a, b = _sizes(a, b)
    _, gap, s = exponents(t, sigma, lam, delta)
    weight, d = np.asarray(lam, dtype=np.float64), np.asarray(delta, dtype=np.float64)
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        c, low, kappa, lead, rest = _constants(s, d, a, b)
        faster = weight * (c / (kappa + 2 * s)) * c  # λ(κ - 2σ)
        time = np.where(faster > 0, np.asarray(t, dtype=np.float64), 0.0)
        left = rest * np.exp(gap - faster * time)  # what of the start is left, times e^{2δ}
        p = 2 * kappa / (1 + left / lead) - low
        value = np.where(p > 0, (p - (c / p) * c) / (4 * s), 0.0)
    return np.asarray(value, dtype=np.float64)


def unbalanced_half_time(
    sigma: npt.ArrayLike,
    lam: npt.ArrayLike,
    delta: npt.ArrayLike,
    a: npt.ArrayLike,
    b: npt.ArrayLike,
    level: npt.ArrayLike = 0.5,
) -> Array:
    """First time at which the mode reaches ``level``, in (0, 1); 0 where it starts above it.

    With a = b = 1 it is paper Eq. (17) at finite δ. For large δ it is (δ + ½ ln(4σ/(a + b)²))/(σλ) at level ½.

    Examples
    --------
    >>> round(float(unbalanced_half_time(2.0, 1.0, 1e5, 3, 1)) * 2.0 - 1e5, 9)  # ½ ln(8/16)
    -0.34657359
    """
    exponents(0.0, sigma, lam, delta)  # refuses what has no meaning
    p = checks.numbers("level", level)
    if not np.all((p > 0) & (p < 1)):
        raise InputError(f"level = {short(level)}: give a number strictly between 0 and 1")
    a, b = _sizes(a, b)
    s, weight, d = (np.asarray(x, dtype=np.float64) for x in (sigma, lam, delta))
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        c, low, kappa, lead, rest = _constants(s, d, a, b)
        reached = 2 * s * p + np.hypot(2 * s * p, c)
        odds = (reached + low) / (2 * s + kappa - reached)
        x = 2 * d + np.log(odds) + np.log(rest / lead)
    return np.asarray(np.where(x > 0, x, 0.0) / (weight * kappa), dtype=np.float64)


def _constants(s: Array, d: Array, a: Array, b: Array) -> tuple[Array, Array, Array, Array, Array]:
    """c, -P₋, κ, e^{2δ}(P(0) - P₋) and P₊ - P(0)."""
    small = np.exp(-2 * d)
    c = np.abs(a - b) * (a + b) * small
    kappa = np.hypot(2 * s, c)
    low = (c / (2 * s + kappa)) * c
    lead = (a + b) ** 2 + (np.abs(a - b) * (a + b) / (2 * s + kappa)) * c
    return c, low, kappa, lead, 2 * s + kappa - (a + b) ** 2 * small


def _sizes(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Array, Array]:
    pair = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    for name, value in zip("ab", pair, strict=True):
        if not np.all((value >= 0) & np.isfinite(value)):
            raise InputError(f"{name} = {short(value)}: give finite numbers ≥ 0")
    if not np.all(pair[0] + pair[1] > 0):
        raise InputError(
            f"a = {short(pair[0])}, b = {short(pair[1])}: one of the two must be > 0, or nothing moves"
        )
    return pair
