"""Features with class means: what the labels of a sample say of its input."""

from dataclasses import dataclass

import sympy as sp

from spectra.errors import InputError, refuse
from spectra.labels.exact_inputs import HALF, Number, exact
from spectra.labels.imbalance import Imbalance, require_imbalance


@dataclass(frozen=True)
class ClassMeans:
    """Inputs x = s·μ_c + τ·ξ_i, a mean for each class and noise of its own for each sample.

    All μ_c and ξ_i are orthonormal. A test input is s·μ_c plus Gaussian noise of variance ν² along
    each direction that the training inputs span.

    Parameters
    ----------
    signal, noise : int, float, fractions.Fraction or sympy.Expr
        s ≥ 0 and τ ≥ 0, not both 0.
    test_noise : number or sympy.Expr, default 0
        ν ≥ 0.

    Raises
    ------
    InputError
        An argument is outside its domain.

    Notes
    -----
    The features of a class of n samples learn at the rate κ = τ² + s²n, and a test logit of it is
    π = s²n/κ of its training logit, at all times.

    Examples
    --------
    >>> data = ClassMeans(1, 3)
    >>> data.kappa(10), data.pi(10)
    (19, 10/19)
    """

    signal: Number
    noise: Number
    test_noise: Number = 0

    def __post_init__(self) -> None:
        for name in ("signal", "noise", "test_noise"):
            value = exact(name, getattr(self, name))
            if value.is_negative:
                raise refuse(name, value, "at least 0", "give the size of the signal or noise")
            object.__setattr__(self, name, value)
        if self.signal == 0 and self.noise == 0:
            raise InputError(
                "signal and noise are both 0: then all inputs are 0; give one that is positive"
            )

    def kappa(self, count: Number) -> sp.Expr:
        """Rate κ = τ² + s²n at which the features of a class of n samples learn."""
        n, s, tau = exact("count", count), sp.sympify(self.signal), sp.sympify(self.noise)
        return tau**2 + s**2 * n

    def pi(self, count: Number) -> sp.Expr:
        """Share π = s²n/κ of the training logit that a test input of the class gets."""
        return sp.sympify(self.signal) ** 2 * exact("count", count) / self.kappa(count)


def require_class_means(value: object) -> None:
    """Refuse what is neither a model of the data nor None."""
    if value is not None and not isinstance(value, ClassMeans):
        raise refuse("data", value, "a ClassMeans", "give spectra.ClassMeans(signal, noise)")


def flat_exponent(imbalance: Imbalance, data: ClassMeans | None = None) -> sp.Expr:
    """Exponent γ of the class weights for which all modes are learned at one time.

    Parameters
    ----------
    imbalance : Imbalance
        Of at most two groups if `data` is given.
    data : ClassMeans, optional

    Returns
    -------
    sympy.Expr
        1/2 without data; else 1/2 + ln(κ₁/κ₂)/(2 ln(n₁/n₂)), between 1/2 and 1, the same for squared
        loss and for cross-entropy.

    Raises
    ------
    InputError
        With data and three or more groups no exponent does: the weights are (nκ)^{-1/2}.

    Examples
    --------
    >>> import spectra
    >>> flat_exponent(spectra.step())
    1/2
    >>> flat_exponent(spectra.step(4, 10), ClassMeans(1, 3)).evalf(4)
    0.6394
    """
    require_imbalance(imbalance)
    require_class_means(data)
    if data is None or data.signal == 0:
        return HALF
    if data.noise == 0:
        return sp.S.One
    counts = tuple(dict.fromkeys(imbalance.counts))
    if len(counts) == 1:
        return HALF
    if len(counts) > 2:
        raise InputError(
            f"imbalance has {len(counts)} different counts: with class means no exponent closes "
            "their window; take weights(imbalance, omega=...) with ω = (n·data.kappa(n))^(-1/2)"
        )
    first, second = counts
    ratio = data.kappa(first) / data.kappa(second)
    return HALF + sp.log(ratio) / (2 * sp.log(first / second))
