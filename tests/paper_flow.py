"""The flow (18) of the paper as it is written, on W and H, by scipy and by mpmath.

Labels, spectrum and weights are typed in here from Section C.2, and nothing of the package is used.
"""

from dataclasses import dataclass
from fractions import Fraction

import mpmath
import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

Matrix = NDArray[np.float64]
NEAR = 1e-6
"""Singular values that differ by less are one level."""


@dataclass(frozen=True)
class Paper:
    """STEP imbalance: k/2 classes of R samples and k/2 of one, weights to the power γ.

    Attributes
    ----------
    hidden : int
        d ≥ k - 1, the width between W and H.
    seed : int
        Draws R, d × (k-1) with orthonormal columns.
    """

    k: int
    ratio: int
    delta: float
    gamma: float
    hidden: int
    seed: int = 0

    @property
    def targets(self) -> Matrix:
        """Z = Y - 1/k, k × n."""
        counts = [self.ratio] * (self.k // 2) + [1] * (self.k // 2)
        labels = np.repeat(np.arange(self.k), counts)
        return np.eye(self.k)[:, labels] - 1 / self.k

    @property
    def weights(self) -> Matrix:
        """The diagonal of Ω; γ = ½ is Eq. (12) without its common factor."""
        n, m = (self.ratio + 1) * self.k / 2, self.k // 2
        of_class = np.array([self.ratio] * m + [1] * m, dtype=float)
        omega = (2 * n / (self.k * of_class)) ** self.gamma
        return np.repeat(omega, of_class.astype(int))

    @property
    def spectrum(self) -> tuple[Matrix, Matrix, Matrix]:
        """U, σ, V of the k - 1 levels."""
        U, sigma, Vt = np.linalg.svd(self.targets, full_matrices=False)
        return U[:, :-1], sigma[:-1], Vt[:-1].T

    def mode(self, sigma: float) -> str:
        """The name of a level, by Eq. (11)."""
        levels = {
            "maj-maj": self.ratio**0.5,
            "maj-min": ((self.ratio + 1) / 2) ** 0.5,
            "min-min": 1.0,
        }
        return next(name for name, level in levels.items() if abs(level - sigma) < NEAR)

    @property
    def start(self) -> tuple[Matrix, Matrix]:
        """W = e^-δ U Rᵀ and H = e^-δ R Vᵀ."""
        U, _, V = self.spectrum
        drawn = np.random.default_rng(self.seed).normal(size=(self.hidden, self.k - 1))
        R = np.linalg.qr(drawn)[0]
        return np.exp(-self.delta) * U @ R.T, np.exp(-self.delta) * R @ V.T

    def strengths(self, times: Matrix) -> Matrix:
        """β of each level, (k-1) × times: uᵀWHv/σ along Ẇ = (Z-WH)ΩHᵀ, Ḣ = Wᵀ(Z-WH)Ω."""
        Z, omega = self.targets, self.weights
        W0, H0 = self.start
        cut = W0.size

        def change(_time: float, state: Matrix) -> Matrix:
            W, H = state[:cut].reshape(W0.shape), state[cut:].reshape(H0.shape)
            error = (Z - W @ H) * omega
            return np.concatenate([(error @ H.T).ravel(), (W.T @ error).ravel()])

        found = solve_ivp(
            change, (0, float(times[-1])), np.concatenate([W0.ravel(), H0.ravel()]),
            method="DOP853", t_eval=times, rtol=1e-11, atol=1e-14 * np.exp(-self.delta),
        )  # fmt: skip
        U, sigma, V = self.spectrum
        return np.array(
            [
                np.diag(U.T @ x[:cut].reshape(W0.shape) @ x[cut:].reshape(H0.shape) @ V) / sigma
                for x in found.y.T
            ]
        ).T

    def strengths_by_mpmath(self, time: float) -> Matrix:
        """The same at one time, by the Taylor series of mpmath."""
        Z, omega = mpmath.matrix(self.targets.tolist()), mpmath.diag(self.weights.tolist())
        W0, H0 = (mpmath.matrix(x.tolist()) for x in self.start)

        def apart(state: list[mpmath.mpf]) -> tuple[mpmath.matrix, mpmath.matrix]:
            cut = W0.rows * W0.cols
            return tuple(
                mpmath.matrix([part[i * x.cols : (i + 1) * x.cols] for i in range(x.rows)])
                for x, part in ((W0, state[:cut]), (H0, state[cut:]))
            )

        def change(_time: mpmath.mpf, state: list[mpmath.mpf]) -> list[mpmath.mpf]:
            W, H = apart(state)
            error = (Z - W * H) * omega
            return [*(error * H.T), *(W.T * error)]

        W, H = apart(mpmath.odefun(change, 0, [*W0, *H0])(time))
        U, sigma, V = self.spectrum
        product = np.array((W * H).tolist(), dtype=float)
        return np.diag(U.T @ product @ V) / sigma


def printed(time: Matrix, sigma: float, weight: float, delta: float) -> Matrix:
    """Eq. (16), and Eq. (6) where the weight is 1."""
    decay = np.exp(-2 * sigma * weight * time)
    return np.asarray(1 / (1 + (sigma * np.exp(2 * delta) - 1) * decay))


def maj_min_by_mpmath(
    ratio: int | Fraction, delta: int, times: list[str] | list[int], digits: int
) -> list[mpmath.mpf]:
    """β of maj-min at γ = 1/2 from the spectral start, by mpmath's own Taylor method."""
    with mpmath.workdps(digits + 5):
        r = mpmath.mpf(Fraction(ratio).numerator) / Fraction(ratio).denominator
        w1, w2 = mpmath.sqrt((r + 1) / r), mpmath.sqrt(r + 1)
        t1, t2 = mpmath.sqrt(r / 2), mpmath.sqrt(mpmath.mpf(1) / 2)

        def slope(_: mpmath.mpf, x: list[mpmath.mpf]) -> list[mpmath.mpf]:
            p, q = w1 * (t1 - x[0] * x[1]), w2 * (t2 - x[0] * x[2])
            return [x[1] * p + x[2] * q, x[0] * p, x[0] * q]

        e = mpmath.exp(-delta)
        start = [e, e * mpmath.sqrt(r / (r + 1)), e / mpmath.sqrt(r + 1)]
        solution = mpmath.odefun(slope, 0, start)
        states = [solution(mpmath.mpf(t)) for t in times]
        return [w * (t1 * a + t2 * b) * 2 / (r + 1) for w, a, b in states]
