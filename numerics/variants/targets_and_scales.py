"""Class weights with other targets, other feature steps or other sizes of the two factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from numerics.errors import InputError
from numerics.problem import checks
from numerics.variants.setup import Setup, centred, labels
from numerics.variants.two_factor import TwoFactor

if TYPE_CHECKING:
    from numerics.flow.method import Per

_LARGEST = 300.0  # log of a power of the weights; a product of two is still a double


@dataclass(frozen=True, eq=False)
class OneHot(TwoFactor):
    """One-hot targets Y in place of centred ones, with the class weights of the problem.

    The modes are the k classes: σ = √n_c, u and v the indicators of class c and of its samples.
    Weights per class are then eigenvalues of Ω on every v, and the closed form is exact for any
    counts and weights, with rate √n_c·ω_c.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> variant = OneHot(FlowProblem(counts=(9, 4, 1), delta=8, weights=(2, 1, 1)))
    >>> variant.rates.round(12).tolist()
    [6.0, 2.0, 1.0]
    """

    @property
    def mode_names(self) -> tuple[str, ...]:
        """A mode for every class, in the order of the classes."""
        return tuple(f"class {c}" for c in range(1, self.problem.num_classes + 1))

    def setup(self, per: Per = "class") -> Setup:
        """D = YΩ, K = Ω."""
        one_hot, omega, _ = labels(self.problem, per)
        sigma = np.sqrt(self.problem.class_counts)
        right, left = one_hot.T / sigma, np.eye(len(sigma))
        return Setup(one_hot * omega, omega, left, right.T, left, right, sigma)


@dataclass(frozen=True, eq=False)
class FeatureRates(TwoFactor):
    """Features that learn at rates of their own: Ḣ = Wᵀ(Z - WH)Ω^p, Ẇ as it was.

    p = 1 is the paper's flow. With p = 0 and H̃ = HΩ^½ it is the unweighted flow for ZΩ^½: its
    modes are the singular vectors of ZΩ^½, from which ``aligned=True`` starts.

    Parameters
    ----------
    problem : FlowProblem
        With its class weights.
    p : float
        Power of Ω in the equation of the features.
    aligned : bool
        Start, and read strengths, on the singular vectors of ZΩ^{(1+p)/2} instead of those of Z:
        W = e^{-δ}UQᵀ and HΩ^{(1-p)/2} = e^{-δ}QVᵀ.

    Notes
    -----
    Small starts grow at the singular values of ZΩ^{(1+p)/2}, for any p. They are equal for
    ω_c ∝ n_c^{-γ} with γ = 1/(1+p).

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> problem = FlowProblem(counts=(100, 10, 1), delta=8, gamma=1)
    >>> FeatureRates(problem, p=0, aligned=True).rates.round(9).tolist()  # flat at γ = 1
    [8.602325267, 8.602325267]
    """

    p: float = 1.0
    aligned: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        checks.real("p", self.p, "a finite number", lambda _: True)
        size = (abs(float(self.p)) + 1) * np.abs(np.log(self.problem.class_weights)).max()
        if size > _LARGEST:
            raise InputError(
                f"p = {self.p!r}: powers of the class weights overflow; take it nearer to 0"
            )
        checks.flag("aligned", self.aligned)

    @property
    def mode_names(self) -> tuple[str, ...]:
        """Names of the problem; numbered by descending rate if the start is aligned."""
        if not self.aligned:
            return self.problem.mode_names
        return tuple(f"mode {i}" for i in range(1, self.problem.num_classes))

    def setup(self, per: Per = "class") -> Setup:
        """With H = G·Ω^{(p-1)/2}: D = ZΩ^{(1+p)/2}, K = Ω^p."""
        one_hot, omega, right = labels(self.problem, per)
        p, target = float(self.p), centred(one_hot)
        drive, stretch = target * omega ** ((1 + p) / 2), omega ** ((p - 1) / 2)
        left, sigma = self.problem.U, self.problem.sigma
        start, reading = right.T / stretch, stretch[:, None] * right
        if self.aligned:
            rank = self.problem.num_classes - 1
            u, _, vt = np.linalg.svd(drive, full_matrices=False)
            left, start, reading = u[:, :rank], vt[:rank], vt[:rank].T
            sigma = np.einsum("pi,pq,iq->i", left, target / stretch, start)
        return Setup(drive, omega**p, left, start, left, reading, sigma, stretch=stretch)


@dataclass(frozen=True, eq=False)
class Scales(TwoFactor):
    """Factors of unequal size at the start: W(0) = a e^{-δ}UQᵀ, H(0) = b e^{-δ}QVᵀ.

    Parameters
    ----------
    problem : FlowProblem
        With its class weights.
    a, b : float
        Sizes ≥ 0, not both 0.

    Notes
    -----
    Modes within a group have a closed form; so has every mode if all weights are equal. The mode
    between two groups at γ = ½ obeys
    T√(R+1) - δ → c(R) + ln((1 + cos φ)/(a + b cos φ)) with c of ``numerics.delay_constant``.

    Examples
    --------
    >>> from numerics import FlowProblem
    >>> times = Scales(FlowProblem(4, 9, 50, gamma=0), a=2, b=1).half_times()
    >>> (times * [3, 5**0.5, 1] - 50).round(4).tolist()  # ½ ln(4σ/(a + b)²)
    [0.1438, -0.0031, -0.4055]
    """

    a: float = 1.0
    b: float = 1.0

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in "ab":
            checks.real(name, getattr(self, name), "a finite number ≥ 0", lambda v: v >= 0)
        if self.a == self.b == 0:
            raise InputError(
                f"a = {self.a!r}, b = {self.b!r}: one of the two must be > 0, or nothing moves"
            )

    def setup(self, per: Per = "class") -> Setup:
        """D = ZΩ, K = Ω."""
        one_hot, omega, right = labels(self.problem, per)
        left, drive = self.problem.U, centred(one_hot) * omega
        return Setup(
            drive, omega, float(self.a) * left, float(self.b) * right.T,
            left, right, self.problem.sigma,
        )  # fmt: skip
