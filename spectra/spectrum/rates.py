"""Effective weights, invariance defect, rates and learning times of the levels."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

import sympy as sp

from spectra.block_matrices.grid import cut, multiply, transpose
from spectra.block_matrices.normal_form import normal_form, to_grid
from spectra.block_matrices.products import size
from spectra.block_matrices.radicals import root, tidy
from spectra.display.latex_printer import Displayed, Printer, rows
from spectra.errors import InputError
from spectra.labels.per_level import PerLevel
from spectra.spectrum.class_weights import Weights
from spectra.spectrum.exact_eigenpairs import Vector
from spectra.spectrum.group_spectrum import diagonal, identity_factor, spectrum
from spectra.spectrum.svd import Decomposition


@dataclass(frozen=True, repr=False)
class Effective(Displayed):
    """What weighting does to each level of Z = UΣVᵀ.

    Parameters
    ----------
    decomposition : Decomposition
        The levels.
    weights : Weights
        Of the same imbalance.

    Notes
    -----
    V = C·Vc with Vc the class-level vectors and C the isometry with Cᵀ C = I, ΩC = CΩc, so VᵀΩV and
    the row norms of VᵀΩ - ΛVᵀ are those of the class-level matrices, for every real count.
    """

    decomposition: Decomposition
    weights: Weights

    @cached_property
    def Lambda_blocks(self) -> sp.MatrixExpr:
        """Λ = VᵀΩV as a block expression, cut by level, shape ``(k - 1, k - 1)``; paper, Eq. (13)."""
        v = self.decomposition.class_V_blocks
        return normal_form(v.T * self.weights.class_Omega_blocks * v)

    @cached_property
    def Lambda(self) -> sp.MatrixExpr:
        """Λ, exact matrix where the group sizes are concrete and the counts numbers."""
        return self.decomposition.imbalance.explicit(self.Lambda_blocks)

    @cached_property
    def lam(self) -> PerLevel[sp.Expr]:
        """Effective weight λ = vᵀΩv; paper, Eq. (14)."""
        omega = self.weights.class_Omega_blocks
        return self._per_level(tuple(self._form(i, i, omega) for i in range(self._count)))

    def _form(self, i: int, j: int, matrix: sp.MatrixExpr) -> sp.Expr:
        """The scalar v_iᵀ·matrix·v_j between two levels of one multiplicity."""
        left, right = (to_grid(self.decomposition.class_column(level)) for level in (i, j))
        side = (size(self.decomposition.multiplicities[i]),)
        form = multiply(multiply(transpose(left), to_grid(matrix)), right)
        return identity_factor(cut(form, side, side), 0)

    @cached_property
    def defect_blocks(self) -> sp.MatrixExpr:
        """VᵀΩ - ΛVᵀ, shape ``(k - 1, n)``: what the substitution (19b) of the paper leaves out."""
        v = self.decomposition.V_blocks
        return normal_form(v.T * self.weights.Omega_blocks - self.Lambda_blocks * v.T)

    @cached_property
    def defect(self) -> PerLevel[sp.Expr]:
        """Euclidean norm of a row of VᵀΩ - ΛVᵀ.

        As VᵀV = I, its square is vᵀΩ²v less the squared row of Λ, of which only entries between
        levels of one symmetry type are not zero.
        """
        omega = self.weights.class_Omega_blocks
        squared = diagonal(self.weights.imbalance, tuple(w**2 for w in self.weights.omega))
        parts = self.decomposition.parts
        between = [i for i, part in enumerate(parts) if part.group is None]
        values = []
        for i, part in enumerate(parts):
            row = [self._form(i, j, omega) for j in (between if part.group is None else [i])]
            values.append(root(tidy(self._form(i, i, squared) - sum(x**2 for x in row))))
        return self._per_level(tuple(values))

    @cached_property
    def projected_rate(self) -> PerLevel[sp.Expr]:
        """Rate σλ of the projected flow; paper, below Eq. (17)."""
        values = zip(self.decomposition.singular_values, self.lam, strict=True)
        return self._per_level(tuple(tidy(s * x) for s, x in values))

    @cached_property
    def true_rate(self) -> PerLevel[sp.Expr]:
        """Growth rate from small initialisation under the full flow.

        The singular value of ZΩ on the level's symmetry type: near the origin the flow is
        dW = ZΩHᵀ, dHᵀ = (WᵀZΩ)ᵀ. With three or more groups the levels between them are matched by
        rank.
        """
        imbalance = self.decomposition.imbalance
        # ZΩ(ZΩ)ᵀ = P·diag(n ω²)·P
        found = spectrum(imbalance, self.weights.squares)
        between = iter(found.between)
        values = (
            next(between) if part.group is None else found.within[part.group]
            for part in self.decomposition.parts
        )
        return self._per_level(tuple(root(x) for x in values))

    @cached_property
    def projected_time(self) -> PerLevel[sp.Expr]:
        """Learning time of the projected flow as δ → ∞, in units of δ."""
        return self._per_level(tuple(tidy(1 / r) for r in self.projected_rate))

    @cached_property
    def true_time(self) -> PerLevel[sp.Expr]:
        """Learning time of the full flow as δ → ∞, in units of δ."""
        return self._per_level(tuple(tidy(1 / r) for r in self.true_rate))

    def _per_level(self, values: Vector) -> PerLevel[sp.Expr]:
        return PerLevel(self.decomposition.names, values)

    @property
    def _count(self) -> int:
        return len(self.decomposition.levels)

    def _text(self) -> list[tuple[str, str]]:
        parts = (self.true_rate, self.projected_rate, self.lam, self.defect)
        return [
            (name, f"true rate {true}, projected rate {rate}, λ {lam}, defect {defect}")
            for name, true, rate, lam, defect in zip(self.decomposition.names, *parts, strict=True)
        ]

    def _latex(self, printer: Printer) -> str:
        return rows(
            rf"\lambda &= {printer.doprint(self.lam)}",
            rf"\sigma\lambda &= {printer.doprint(self.projected_rate)}",
            rf"\text{{true rate}} &= {printer.doprint(self.true_rate)}",
            rf"\text{{defect}} &= {printer.doprint(self.defect)}",
        )


def effective(decomposition: Decomposition, weights: Weights) -> Effective:
    """Effective weights, defects and rates of every level.

    Raises
    ------
    InputError
        The weights belong to another imbalance.

    Examples
    --------
    >>> import spectra
    >>> s = spectra.step()
    >>> e = effective(spectra.decompose(s), spectra.weights(s))
    >>> e.lam["maj-min"], e.defect["maj-min"]
    ((sqrt(R) + 1)/sqrt(R + 1), Abs(sqrt(R) - 1)/sqrt(R + 1))
    >>> e.true_rate
    PerLevel(maj-maj=sqrt(R + 1), maj-min=sqrt(R + 1), min-min=sqrt(R + 1))
    """
    kinds = ((decomposition, Decomposition), (weights, Weights))
    if not all(isinstance(given, kind) for given, kind in kinds):
        raise InputError(
            "effective(decomposition, weights) takes decompose(imbalance) and weights(imbalance), "
            f"got {type(decomposition).__name__} and {type(weights).__name__}: call those first"
        )
    if weights.imbalance != decomposition.imbalance:
        raise InputError(
            "weights must be those of the decomposed imbalance: call weights(d.imbalance, gamma)"
        )
    return _effective(decomposition, weights)


@lru_cache(maxsize=64)
def _effective(decomposition: Decomposition, weights: Weights) -> Effective:
    return Effective(decomposition, weights)
