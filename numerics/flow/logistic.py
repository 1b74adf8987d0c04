"""The logistic closed form of a decoupled mode, to full relative precision at any scale.

A mode of singular value σ and effective weight λ, started at exp(-δ), follows

    β(t) = 1 / (1 + (σ e^{2δ} - 1) e^{-2σλt}),        paper Eq. (16); Eq. (6) is λ = 1.

Written as β = 1 / ((1 - e^{-x}) + σ e^{2δ-x}) with x = 2σλt, the denominator is a sum of
non-negative terms and cannot cancel. What can cancel is the exponent 2δ - x, where both
parts may be millions while their difference is of order one; the product and the difference
are therefore carried as unevaluated sums of two doubles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import InputError
from numerics.problem import checks
from spectra.errors import short

if TYPE_CHECKING:
    from spectra.utils.arrays import Array

_SPLITTER = 134217729.0  # 2^27 + 1: cuts a 53-bit mantissa into two halves (Veltkamp)


def beta(
    t: npt.ArrayLike,
    sigma: npt.ArrayLike,
    lam: npt.ArrayLike,
    delta: npt.ArrayLike,
    decay: npt.ArrayLike = 0.0,
) -> Array:
    """Relative strength β(t) of a decoupled mode: paper Eq. (16), or Eq. (6) with ``lam=1``.

    Parameters
    ----------
    t : array_like
        Time t ≥ 0 of the flow of ½‖(Z - WH)Ω^½‖²; ``inf`` is allowed.
    sigma : array_like
        Singular value σ > 0.
    lam : array_like
        Effective weight λ > 0.
    delta : array_like
        Log of the inverse initialisation scale; any finite real.
    decay : array_like
        Weight decay ≥ 0 of both factors. The mode is logistic as before, with σ - decay/λ in
        place of σ: it ends at β = 1 - decay/(σλ), or at 0 if that is negative.

    Returns
    -------
    ndarray
        β, of the broadcast shape of the arguments. The relative error is below 1e-12 wherever
        β is a normal double and 0 ≤ δ ≤ 1e6. If σe^{2δ} < 1 the mode starts above its target
        and β decreases to 1.

    Raises
    ------
    InputError
        If an argument is outside its domain.

    Examples
    --------
    >>> float(beta(0.0, 1.0, 1.0, 0.0))
    1.0
    >>> round(float(beta(0.5e6, 2.0, 1.0, 1e6)), 15)  # t = δ/(σλ): 1/(1+σ)
    0.333333333333333
    >>> beta([0.0, 3.0, 1e9], 2.0, 1.0, 4.0, decay=1.5).round(4).tolist()  # ends at 1/4
    [0.0002, 0.0033, 0.25]
    """
    if np.any(checks.numbers("decay", decay)):
        return _decaying(t, sigma, lam, delta, decay)
    x, gap, s = exponents(t, sigma, lam, delta)
    with np.errstate(over="ignore", under="ignore"):
        half = np.exp(0.5 * gap)  # squared only after meeting σ, which may be small or large
        denominator = -np.expm1(-x) + (s * half) * half
        return np.asarray(1.0 / denominator, dtype=np.float64)


def _decaying(
    t: npt.ArrayLike,
    sigma: npt.ArrayLike,
    lam: npt.ArrayLike,
    delta: npt.ArrayLike,
    decay: npt.ArrayLike,
) -> Array:
    """1/β = σ(1 - e^{-X})/τ + σe^{2δ - X}, X = 2τλt, with τ = σ - decay/λ of either sign."""
    fade = checks.numbers("decay", decay)
    if not np.all((fade >= 0) & np.isfinite(fade)):
        raise InputError(f"decay = {short(decay)}: give finite numbers ≥ 0")
    s, weight = _positive("sigma", sigma), _positive("lam", lam)
    left = s - fade / weight
    x, _, _ = exponents(t, np.where(left == 0, 1.0, np.abs(left)), weight, delta)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        x = np.where(left == 0, 0.0, np.sign(left) * x)
        slow = np.asarray(2 * weight * checks.numbers("t", t))
        grown = np.where(left == 0, slow, -np.expm1(-x) / np.where(left == 0, 1.0, left))
        return np.asarray(1 / (s * grown + s * np.exp(2 * _finite("delta", delta) - x)))


def exponents(
    t: npt.ArrayLike, sigma: npt.ArrayLike, lam: npt.ArrayLike, delta: npt.ArrayLike
) -> tuple[Array, Array, Array]:
    """Check the arguments; return x = 2σλt, the exponent 2δ - x and σ, broadcast."""
    time = checks.numbers("t", t)
    if not np.all(time >= 0):
        raise InputError(f"t = {short(t)}: times must be numbers ≥ 0")
    s, w, d = _positive("sigma", sigma), _positive("lam", lam), _finite("delta", delta)
    checks.broadcast("t, sigma, lam and delta", time, s, w, d)
    time, s, w, d = np.broadcast_arrays(time, s, w, d)
    forever = np.isinf(time)
    x_hi, x_lo = _twice_product(s, w, np.where(forever, 0.0, time))
    x_hi = np.where(forever, np.inf, x_hi)
    bounded = np.where(np.isinf(x_hi), 0.0, x_hi)
    # the difference is rounded by less than its own last digit, however large x and δ are
    with np.errstate(over="ignore"):
        gap = np.where(np.isinf(x_hi), -np.inf, (2 * d - bounded) - x_lo)
    return x_hi, gap, np.asarray(s)


def _twice_product(a: Array, b: Array, c: Array) -> tuple[Array, Array]:
    """2abc as hi + lo, to about 100 bits; mantissas only, so that nothing overflows early."""
    (ma, ea), (mb, eb), (mc, ec) = np.frexp(a), np.frexp(b), np.frexp(c)
    ab, ab_error = _two_product(ma, mb)
    hi, lo = _two_product(ab, mc)
    exponent = ea + eb + ec + 1
    with np.errstate(over="ignore", under="ignore"):
        high = np.ldexp(hi, exponent)
        low = np.where(np.isinf(high), 0.0, np.ldexp(lo + ab_error * mc, exponent))
    return high, low


def _two_product(a: Array, b: Array) -> tuple[Array, Array]:
    """Product of two doubles of moderate size and its exact rounding error (Dekker)."""
    product = a * b
    a_hi = a * _SPLITTER - (a * _SPLITTER - a)
    b_hi = b * _SPLITTER - (b * _SPLITTER - b)
    a_lo, b_lo = a - a_hi, b - b_hi
    return product, ((a_hi * b_hi - product) + a_hi * b_lo + a_lo * b_hi) + a_lo * b_lo


def _positive(name: str, value: npt.ArrayLike) -> Array:
    array = checks.numbers(name, value)
    if not np.all((array > 0) & np.isfinite(array)):
        raise InputError(f"{name} = {short(value)}: give finite numbers > 0")
    return array


def _finite(name: str, value: npt.ArrayLike) -> Array:
    array = checks.numbers(name, value)
    if not np.all(np.isfinite(array)):
        raise InputError(f"{name} = {short(value)}: give finite numbers")
    return array
