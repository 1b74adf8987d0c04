"""Growth rates of every mode for given numbers of samples per class, in floating point."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import numpy as np

from spectra.class_counts.plain_inputs import plain_counts, plain_exponent, plain_weights
from spectra.class_counts.secular_equation import secular_roots
from spectra.errors import InputError, refuse
from spectra.labels.array_inputs import positive_array

if TYPE_CHECKING:
    from spectra.labels.exact_inputs import Number
    from spectra.labels.imbalance import Imbalance
    from spectra.spectrum.class_weights import Weights
    from spectra.utils.arrays import Array

SPAN: Final = 1e100
"""Largest ratio of two values of n_c ω_c²: cubes of their differences must stay in range."""


def growth_rates(
    counts: Iterable[Number] | Imbalance,
    *,
    gamma: Number | None = None,
    weights: Iterable[Number] | Weights | None = None,
) -> Array:
    """Growth rates of the k - 1 modes from small initialisation, for any counts and weights.

    Parameters
    ----------
    counts : array_like of float, shape (k,), or Imbalance
        Samples n_c of each class, above 0, in any order; at least two classes.
    gamma : int, rational or float, default 1/2
        Class weights are ω_c = (2n / (k n_c))^γ, as in `weights`.
    weights : array_like of float, shape (k,), or Weights
        Class weights ω_c above 0, in place of `gamma`.

    Returns
    -------
    numpy.ndarray, shape (k - 1,)
        Singular values of ZΩ, descending: square roots of the nonzero eigenvalues of
        P·diag(n_c ω_c²)·P with P = I - 11ᵀ/k. Time is that of ½‖(Z - WH)Ω^½‖². Each has a relative
        error below 1e-13. Classes of equal n_c ω_c² have their rates exactly equal.

    Raises
    ------
    InputError
        A count or weight is not a finite number above 0, there are fewer than two classes, the
        lengths differ, both `gamma` and `weights` are given, or n_c ω_c² spans more than 1e100.

    Notes
    -----
    The first mode is learned at δ/s_1 as δ → ∞. That the j-th is learned at δ/s_j holds for ERM and
    for two groups; in general δ/s_j is an upper bound if the flow goes from saddle to saddle as
    `saddle_times` assumes, which is not proved.

    Memory is O(k), and time about O(k log k).

    Examples
    --------
    >>> import spectra
    >>> spectra.growth_rates([9, 9, 1, 1], gamma=0).round(4).tolist()
    [3.0, 2.2361, 1.0]
    >>> spectra.growth_rates([9, 9, 1, 1]).round(4).tolist()
    [3.1623, 3.1623, 3.1623]
    """
    if gamma is not None and weights is not None:
        raise InputError(
            f"gamma = {gamma!r} with weights: they say the same thing twice; give one of them"
        )
    n = _counts(counts)
    if weights is None:
        p, scale = _from_gamma(n, plain_exponent(0.5 if gamma is None else gamma))
    else:
        p, scale = _from_weights(n, _weights(weights, n.size))
    if not (p.max() <= SPAN * p.min() and 0 < scale < math.inf):
        raise InputError(
            f"n_c ω_c² must stay within a factor {SPAN:.0e} and the rates within floating point: "
            "give a smaller gamma, or weights closer together"
        )
    return np.sqrt(_eigenvalues(p)) * scale


def _counts(counts: object) -> Array:
    n = positive_array("counts", plain_counts(counts))
    if n.size < 2:
        raise refuse("counts", n.tolist(), "two classes at least", "give one count per class")
    return n


def _weights(weights: object, k: int) -> Array:
    omega = positive_array("weights", plain_weights(weights))
    if omega.size != k:
        raise InputError(
            f"weights must be as long as counts ({k}), got {omega.size}: give one per class"
        )
    return omega


def _from_gamma(n: Array, gamma: float) -> tuple[Array, float]:
    """Values p_c of 1 or a little more upwards, and a factor: p_c·factor² = n_c ω_c²."""
    power = 1 - 2 * gamma
    # γ = 0 keeps whole numbers whole; γ = 1/2 gives all ones
    base = _power_of_four(n.min()) if gamma == 0 else float(n.min() if power > 0 else n.max())
    with np.errstate(over="ignore"):
        p = (n / base) ** power
        return p, math.sqrt(base) * float(np.power(2 * np.mean(n / base), gamma))


def _from_weights(n: Array, omega: Array) -> tuple[Array, float]:
    """Values as in `_from_gamma`."""
    least = int(np.argmin(np.log(n) + 2 * np.log(omega)))
    a, b = _power_of_four(n[least]), _power_of_two(omega[least])
    with np.errstate(over="ignore"):
        return n / a * (omega / b) ** 2, math.sqrt(a) * b


def _power_of_two(x: float) -> float:
    return math.ldexp(1.0, math.frexp(x)[1] - 1)


def _power_of_four(x: float) -> float:
    return math.ldexp(1.0, (math.frexp(x)[1] - 1) // 2 * 2)


def _eigenvalues(p: Array) -> Array:
    """Eigenvalues of P·diag(p)·P on the vectors of sum zero, shape (k - 1,), descending."""
    poles, multiplicity = np.unique(p, return_counts=True)
    repeats = np.ones(2 * poles.size - 1, dtype=np.intp)
    repeats[::2] = multiplicity - 1
    values = np.empty(repeats.size)
    values[::2] = poles
    values[1::2] = secular_roots(poles, multiplicity.astype(np.float64))
    return np.repeat(values, repeats)[::-1]
