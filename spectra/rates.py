"""Effective weights, invariance defect, rates and learning times of the levels."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from sympy import Expr, MatrixExpr, S, sqrt

from spectra.blocks import normal_form, to_grid
from spectra.decomposition import Decomposition
from spectra.errors import InputError
from spectra.grid import Grid
from spectra.per_level import PerLevel
from spectra.scalars import root, tidy
from spectra.spectrum import Vector, identity_factor, spectrum, split_groups
from spectra.weights import Weights


@dataclass(frozen=True)
class Effective:
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
    def Lambda_blocks(self) -> MatrixExpr:  # noqa: N802 (the paper's name)
        """Λ = VᵀΩV as a block expression, shape ``(k - 1, k - 1)``; paper, Eq. (13)."""
        v = self.decomposition.class_V_blocks
        return normal_form(v.T * self.weights.class_Omega_blocks * v)

    @cached_property
    def lam(self) -> PerLevel[Expr]:
        """Effective weight λ = vᵀΩv; paper, Eq. (14)."""
        return self._per_level(self._diagonal(self.Lambda_blocks))

    @cached_property
    def is_diagonal(self) -> bool:
        """Whether the calculus shows the off-diagonal blocks of Λ to vanish."""
        cells = self._grid(self.Lambda_blocks).cells
        return not any(cell for i, row in enumerate(cells) for j, cell in enumerate(row) if i != j)

    @cached_property
    def class_defect_blocks(self) -> MatrixExpr:
        """VᵀΩ - ΛVᵀ at class level, shape ``(k - 1, k)``."""
        v = self.decomposition.class_V_blocks
        return normal_form(v.T * self.weights.class_Omega_blocks - self.Lambda_blocks * v.T)

    @cached_property
    def defect_blocks(self) -> MatrixExpr:
        """VᵀΩ - ΛVᵀ, shape ``(k - 1, n)``: what the substitution (19b) of the paper leaves out."""
        v = self.decomposition.V_blocks
        return normal_form(v.T * self.weights.Omega_blocks - self.Lambda_blocks * v.T)

    @cached_property
    def defect(self) -> PerLevel[Expr]:
        """Euclidean norm of a row of VᵀΩ - ΛVᵀ."""
        rows = self.class_defect_blocks
        return self._per_level(tuple(root(x) for x in self._diagonal(normal_form(rows * rows.T))))

    @cached_property
    def projected_rate(self) -> PerLevel[Expr]:
        """Rate σλ of the projected flow; paper, below Eq. (17)."""
        values = zip(self.decomposition.singular_values, self.lam, strict=True)
        return self._per_level(tuple(tidy(s * x) for s, x in values))

    @cached_property
    def true_rate(self) -> PerLevel[Expr]:
        """Growth rate from small initialisation under the full flow.

        The singular value of ZΩ on the level's symmetry type: near the origin the flow is
        dW = ZΩHᵀ, dHᵀ = (WᵀZΩ)ᵀ. With three or more groups the levels between them are matched by
        rank.
        """
        imbalance = self.decomposition.imbalance
        # ZΩ(ZΩ)ᵀ = P·diag(n ω²)·P
        d = tuple(tidy(n * w**2) for n, w in zip(imbalance.counts, self.weights.omega, strict=True))
        found = spectrum(imbalance, d)
        between = iter(found.between)
        values = (
            next(between) if part.group is None else found.within[part.group]
            for part in self.decomposition.parts
        )
        return self._per_level(tuple(root(x) for x in values))

    @cached_property
    def projected_time(self) -> PerLevel[Expr]:
        """Learning time of the projected flow as δ → ∞, in units of δ."""
        return self._per_level(tuple(tidy(1 / r) for r in self.projected_rate))

    @cached_property
    def true_time(self) -> PerLevel[Expr]:
        """Learning time of the full flow as δ → ∞, in units of δ."""
        return self._per_level(tuple(tidy(1 / r) for r in self.true_rate))

    def _per_level(self, values: Vector) -> PerLevel[Expr]:
        return PerLevel(self.decomposition.names, values)

    def _grid(self, matrix: MatrixExpr) -> Grid:
        """Grid of a matrix between levels, cut by level."""
        form = to_grid(matrix + self.decomposition.block_diagonal((S.One,) * self._count))
        shift = to_grid(-self.decomposition.block_diagonal((S.One,) * self._count))
        from spectra.grid import add

        return add(form, shift)

    @property
    def _count(self) -> int:
        return len(self.decomposition.levels)

    def _diagonal(self, matrix: MatrixExpr) -> Vector:
        form = self._grid(matrix)
        return tuple(identity_factor(form, i) for i in range(self._count))

    def _repr_latex_(self) -> str:
        from spectra.latex import to_latex  # noqa: PLC0415  (display only)

        return f"${to_latex(self)}$"


@lru_cache(maxsize=64)
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
    if weights.imbalance != decomposition.imbalance:
        msg = "weights must be those of the decomposed imbalance: call weights(d.imbalance, gamma)"
        raise InputError(msg)
    return Effective(decomposition, weights)
