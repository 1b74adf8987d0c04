"""The G by G matrix that carries the levels between G groups, symbolic for every G."""

from dataclasses import dataclass
from functools import cached_property

import sympy as sp

from spectra.display.latex_printer import Displayed, Printer, rows
from spectra.errors import InputError
from spectra.labels.imbalance import Imbalance, require_imbalance
from spectra.labels.per_level import PerLevel
from spectra.spectrum.class_weights import Weights
from spectra.spectrum.exact_eigenpairs import secular_polynomial
from spectra.spectrum.group_spectrum import reduced


@dataclass(frozen=True, repr=False)
class Quotient(Displayed):
    """P·diag(n ω²)·P by symmetry type: a scalar inside each group, a matrix between them.

    Parameters
    ----------
    imbalance : Imbalance
        The groups.
    squares : PerLevel of sympy.Expr
        d_g = n_g ω_g² of each group; the counts themselves without weights.

    Notes
    -----
    Squared growth rates (without weights squared singular values of Z) are d_g, m_g - 1 times for
    each group, and the G - 1 non-zero eigenvalues of `matrix`, which are the roots of
    `polynomial`. They alternate: between two neighbouring d there is one root.
    """

    imbalance: Imbalance
    squares: PerLevel[sp.Expr]

    @cached_property
    def matrix(self) -> sp.ImmutableMatrix:
        """p·diag(d)·p on normalised group indicators, p = I - √m√mᵀ/k: shape ``(G, G)``."""
        return reduced(self.imbalance, tuple(self.squares))[1]

    def polynomial(self, x: sp.Expr) -> sp.Expr:
        """Σ_g m_g Π_{h≠g} (d_h - x), that is det(matrix - x)·(-k/x).

        Where no two d are equal its zeros are those of the secular equation Σ_g m_g/(d_g - x) = 0.
        """
        return secular_polynomial(self.imbalance.sizes, tuple(self.squares), x)

    def _text(self) -> list[tuple[str, str]]:
        inside = [(f"d of {name}", str(value)) for name, value in self.squares.items()]
        entries = [
            (f"matrix row {i + 1}", ", ".join(map(str, self.matrix.row(i))))
            for i in range(self.matrix.rows)
        ]
        return [*inside, *entries]

    def _latex(self, printer: Printer) -> str:
        return rows(
            rf"d &= {printer.doprint(self.squares)}", rf"p D p &= {printer.doprint(self.matrix)}"
        )


def quotient(imbalance: Imbalance, weights: Weights | None = None) -> Quotient:
    """Small matrix behind the levels between groups, for any number of groups.

    Parameters
    ----------
    imbalance : Imbalance
    weights : Weights, optional
        Of the same imbalance; without them the matrix is that of ZZᵀ.

    Raises
    ------
    InputError
        The weights belong to another imbalance.

    Examples
    --------
    >>> import spectra
    >>> from sympy import Symbol
    >>> q = quotient(spectra.groups([2, 1], [Symbol("p"), Symbol("q")]))
    >>> q.polynomial(Symbol("x"))
    p + 2*q - 3*x
    """
    require_imbalance(imbalance)
    if weights is not None and getattr(weights, "imbalance", None) != imbalance:
        raise InputError("weights must be those of the imbalance: call weights(imbalance, gamma)")
    names = [g.name for g in imbalance.groups]
    squares = imbalance.counts if weights is None else weights.squares
    return Quotient(imbalance, PerLevel(names, squares))
