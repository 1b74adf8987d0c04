"""Class weights and the weight matrix Ω."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from sympy import (
    BlockMatrix,
    Expr,
    Identity,
    ImmutableMatrix,
    MatrixExpr,
    ZeroMatrix,
    expand_power_base,
)

from spectra.imbalance import Imbalance
from spectra.inputs import HALF, Number, exact
from spectra.per_level import PerLevel
from spectra.printing import Displayed, Printer, rows
from spectra.scalars import tidy
from spectra.spectrum import diagonal


@dataclass(frozen=True)
class Weights(Displayed):
    """One weight per group of classes.

    Parameters
    ----------
    imbalance : Imbalance
        Whose classes are weighted.
    omega : PerLevel of sympy.Expr
        Weight of every sample of a group, by group name.
    gamma : sympy.Expr, optional
        The exponent they come from.
    """

    imbalance: Imbalance
    omega: PerLevel[Expr]
    gamma: Expr | None = None

    @cached_property
    def Omega(self) -> MatrixExpr | ImmutableMatrix:
        """Ω, shape ``(n, n)``, diagonal; at γ = 1/2 the paper's Eq. (12)."""
        return self.imbalance.explicit(self.Omega_blocks, samples=(0, 1))

    @property
    def Omega_blocks(self) -> MatrixExpr:
        """Ω as a block expression."""
        self.imbalance.require_sample_matrices()
        lengths = [g.size * g.count for g in self.imbalance.groups]
        blocks = [
            [x * Identity(a) if i == j else ZeroMatrix(a, b) for j, b in enumerate(lengths)]
            for i, (a, x) in enumerate(zip(lengths, self.omega, strict=True))
        ]
        return BlockMatrix(blocks)

    @property
    def class_Omega_blocks(self) -> MatrixExpr:
        """Weights as a diagonal matrix on class space, shape ``(k, k)``."""
        return diagonal(self.imbalance, tuple(self.omega))

    def classes(self) -> tuple[Expr, ...]:
        """Weight of every class, length k, in the user's order; needs concrete group sizes."""
        return self.imbalance.per_class(self.omega)

    def _latex(self, printer: Printer) -> str:
        return rows(
            *(
                rf"\omega_{{\text{{{name}}}}} &= {printer.doprint(value)}"
                for name, value in self.omega.items()
            )
        )


def weights(imbalance: Imbalance, gamma: Number = HALF) -> Weights:
    """Class weights ω_c = (2n / (k n_c))^γ.

    Parameters
    ----------
    imbalance : Imbalance
        Groups of k classes, n samples in all.
    gamma : int, rational, float or sympy.Expr, default 1/2
        Exponent: 0 is ERM (Ω = I), 1/2 the paper's Eq. (12), 1 inverse class frequency (twice
        scikit-learn's "balanced"). A common factor on the weights changes times, not windows.

    Examples
    --------
    >>> import spectra
    >>> weights(spectra.step()).omega
    PerLevel(maj=sqrt(R + 1)/sqrt(R), min=sqrt(R + 1))
    """
    return _weights(imbalance, exact("gamma", gamma, remedy="give a real exponent such as 1/2"))


@lru_cache(maxsize=64)
def _weights(imbalance: Imbalance, gamma: Expr) -> Weights:
    share = 2 * imbalance.sample_count / imbalance.class_count
    values = [expand_power_base(tidy(share / n) ** gamma) for n in imbalance.counts]
    return Weights(imbalance, PerLevel([g.name for g in imbalance.groups], values), gamma)
