"""Class weights and the weight matrix Ω."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

import sympy as sp

from spectra.block_matrices.normal_form import block_diagonal
from spectra.block_matrices.radicals import tidy
from spectra.display.latex_printer import Displayed, Printer, rows
from spectra.errors import refuse
from spectra.labels.exact_inputs import HALF, Number, exact, positive
from spectra.labels.imbalance import Imbalance, require_imbalance
from spectra.labels.per_level import PerLevel
from spectra.spectrum.group_spectrum import diagonal
from spectra.utils.exact_numbers import sequence

LARGEST_GAMMA = 100
"""The largest exponent that is taken: beyond it the weights have hundreds of digits."""


@dataclass(frozen=True, repr=False)
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

    Raises
    ------
    InputError
        `omega` is no PerLevel with a number for each group by its name, or a number is negative or not real.
    """

    imbalance: Imbalance
    omega: PerLevel[sp.Expr]
    gamma: sp.Expr | None = None

    def __post_init__(self) -> None:
        """Read each weight exactly."""
        require_imbalance(self.imbalance)
        groups, remedy = self.imbalance.groups, "give the weight of the class"
        omega: object = self.omega
        if not isinstance(omega, PerLevel) or len(omega) != len(groups):
            need = f"a PerLevel with a weight for each group ({len(groups)})"
            raise refuse("omega", omega, need, "call spectra.weights with omega=...")
        given, names = dict(omega.items()), tuple(group.name for group in groups)
        if set(given) != set(names):
            raise refuse("omega", omega, f"a weight for each of {', '.join(names)}", remedy)
        read = []
        for name in names:
            read.append(exact(f"omega[{name!r}]", given[name], remedy=remedy))
            if read[-1].is_negative:
                raise refuse(f"omega[{name!r}]", given[name], "at least 0", remedy)
        object.__setattr__(self, "omega", PerLevel(names, read))

    @cached_property
    def Omega(self) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """Ω, shape ``(n, n)``, diagonal; at γ = 1/2 the paper's Eq. (12)."""
        return self.imbalance.explicit(self.Omega_blocks, samples=(0, 1))

    @property
    def Omega_blocks(self) -> sp.MatrixExpr:
        """Ω as a block expression."""
        self.imbalance.require_sample_matrices()
        return block_diagonal(self.omega, [g.size * g.count for g in self.imbalance.groups])

    @property
    def squares(self) -> tuple[sp.Expr, ...]:
        """n_g ω_g² of every group: the diagonal of YΩ²Yᵀ, one entry per class."""
        pairs = zip(self.imbalance.counts, self.omega, strict=True)
        return tuple(tidy(n * w**2) for n, w in pairs)

    @property
    def squares_blocks(self) -> sp.MatrixExpr:
        """diag(n_c ω_c²) on class space, shape ``(k, k)``: (ZΩ)(ZΩ)ᵀ is P times this times P."""
        return diagonal(self.imbalance, self.squares)

    @property
    def class_Omega_blocks(self) -> sp.MatrixExpr:
        """Weights as a diagonal matrix on class space, shape ``(k, k)``."""
        return diagonal(self.imbalance, tuple(self.omega))

    def classes(self) -> tuple[sp.Expr, ...]:
        """Weight of every class, length k, in the user's order; needs concrete group sizes."""
        return self.imbalance.per_class(self.omega)

    def _text(self) -> list[tuple[str, str]]:
        return [(name, f"weight {value}") for name, value in self.omega.items()]

    def _latex(self, printer: Printer) -> str:
        return rows(
            *(
                rf"\omega_{{\text{{{name}}}}} &= {printer.doprint(value)}"
                for name, value in self.omega.items()
            )
        )


def weights(
    imbalance: Imbalance, gamma: Number = HALF, *, omega: Iterable[Number] | None = None
) -> Weights:
    """Class weights ω_c = (2n / (k n_c))^γ, or any given ones.

    Parameters
    ----------
    imbalance : Imbalance
        Groups of k classes, n samples in all.
    gamma : int, rational, float or sympy.Expr, default 1/2
        Exponent: 0 is ERM (Ω = I), 1/2 the paper's Eq. (12), 1 inverse class frequency (twice
        scikit-learn's "balanced"). A common factor on the weights changes times, not windows.
    omega : sequence of number or sympy.Expr, optional
        Weights in place of an exponent: one per class in the order of the classes, or one per
        group in the order of ``imbalance.groups``, or by its name. Classes of a group have one
        weight.

    Raises
    ------
    InputError
        An argument is outside its domain, or classes of one group are given different weights.

    Examples
    --------
    >>> import spectra
    >>> weights(spectra.step()).omega
    PerLevel(maj=sqrt(R + 1)/sqrt(R), min=sqrt(R + 1))
    >>> weights(spectra.from_counts([5, 1, 1]), omega=[1, 3, 3]).omega
    PerLevel(maj=1, min=3)
    """
    require_imbalance(imbalance)
    if isinstance(omega, PerLevel):
        return Weights(imbalance, omega)
    if omega is not None:
        return Weights(imbalance, _given(imbalance, sequence("omega", omega)))
    remedy = "give a real exponent such as 1/2"
    number = exact("gamma", gamma, remedy=remedy)
    if number.is_number and not abs(number).is_comparable:
        raise refuse("gamma", gamma, "a number that sympy can compute", remedy)
    if number.is_number and abs(number) > LARGEST_GAMMA:
        raise refuse("gamma", gamma, f"at most {LARGEST_GAMMA} in size", remedy)
    return _weights(imbalance, number)


def _given(imbalance: Imbalance, values: list[Number]) -> PerLevel[sp.Expr]:
    """Read one weight per class, or per group."""
    remedy = "give the weight of the class"
    omega = [positive(f"omega[{i}]", w, remedy=remedy) for i, w in enumerate(values)]
    names = [g.name for g in imbalance.groups]
    if all(size.is_Integer for size in imbalance.sizes) and len(omega) == imbalance.class_count:
        groups = imbalance.per_class(range(len(names)))
        by_group = [
            {w for w, h in zip(omega, groups, strict=True) if h == g} for g in range(len(names))
        ]
        if any(len(found) > 1 for found in by_group):
            need = "equal for classes of one group"
            raise refuse("omega", values, need, "use groups(sizes, counts) with a group for each")
        return PerLevel(names, [found.pop() for found in by_group])
    if len(omega) != len(names):
        need = f"one weight per class, or per group ({len(names)})"
        raise refuse("omega", values, need, "see imbalance.groups for their order")
    return PerLevel(names, omega)


@lru_cache(maxsize=64)
def _weights(imbalance: Imbalance, gamma: sp.Expr) -> Weights:
    share = 2 * imbalance.sample_count / imbalance.class_count
    values = [sp.expand_power_base(tidy(share / n) ** gamma) for n in imbalance.counts]
    return Weights(imbalance, PerLevel([g.name for g in imbalance.groups], values), gamma)
