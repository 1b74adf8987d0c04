"""Decoupled modes, integrated as differential equations.

A mode w, h of the projected system, paper Eq. (20) with the sign that descends,

    ẇ = λ(σ - wh)h,   ḣ = λ(σ - wh)w,   w(0) = h(0) = e^{-δ},

is, with w = √σ e^a, h = √σ e^b and the clock s = σλt, free of parameters:

    a' = (1 - e^{a+b}) e^{b-a},   b' = (1 - e^{a+b}) e^{a-b},   β = e^{a+b}.

Logarithms keep a mode at e^{-δ} exact for any δ, and while e^{a+b} < e^{-50} the solution is
a straight line to double precision. The field is integrated as it stands: that it follows the
logistic formula is for the tests to find out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from numerics.errors import IntegrationError

if TYPE_CHECKING:
    from collections.abc import Callable

Array = npt.NDArray[np.float64]

_START = -25.0  # log-amplitude below which a mode only grows exponentially
_MAX_STEP = 0.5  # longer steps are stable near the end, but their interpolant is not accurate
_RELAX = 22.0  # clock time from order one until 1 - β is below rounding


@dataclass(frozen=True, eq=False)
class Orbits:
    """Integrated log-amplitudes of many decoupled modes.

    Attributes
    ----------
    begin : ndarray, shape (m,)
        Time at which each mode leaves its exponential phase (0 if it never was in it).
    rate : ndarray, shape (m,)
        σλ: clock per time.
    entry : ndarray, shape (m,)
        Log-amplitude at ``begin``.
    which : ndarray of int, shape (m,)
        Index of the integrated orbit each mode runs along.
    """

    begin: Array
    rate: Array
    entry: Array
    which: npt.NDArray[np.intp]
    path: Callable[[Array], Array]
    last: float

    def amplitudes(self, times: Array) -> tuple[Array, Array]:
        """Log-amplitudes a and b (normalised by √σ) at ``times`` (n,): two of shape (m, n)."""
        a, b = np.empty((2, len(self.rate), len(times)))
        for i, orbit in enumerate(self.which):
            clock = self.rate[i] * (times - self.begin[i])
            z = self.path(np.clip(clock, 0.0, self.last))
            before = np.minimum(clock, 0.0)
            a[i], b[i] = z[2 * orbit] + before, z[2 * orbit + 1] + before
        return a, b


def integrate_orbits(sigma: Array, lam: Array, delta: float, rtol: float) -> Orbits:
    """Integrate modes of the given σ and λ (shape (m,)) from w = h = e^{-δ}."""
    from scipy.integrate import solve_ivp

    start = -delta - 0.5 * np.log(sigma)
    entry = np.maximum(start, _START)
    distinct, which = np.unique(entry, return_inverse=True)
    last = max(0.0, -float(distinct[0])) + _RELAX

    def field(_: float, z: Array) -> Array:
        a, b = z[0::2], z[1::2]
        pull, tilt = -np.expm1(a + b), np.exp(b - a)
        return np.stack([pull * tilt, pull / tilt], axis=1).ravel()

    run = solve_ivp(field, (0.0, last), np.repeat(distinct, 2), method="DOP853",
                    dense_output=True, max_step=_MAX_STEP, rtol=3e-14, atol=rtol)  # fmt: skip
    if not run.success:
        msg = f"a decoupled mode could not be integrated: {run.message}"
        raise IntegrationError(msg)
    rate = sigma * lam
    return Orbits((entry - start) / rate, rate, entry, which, run.sol, last)
