"""Singular value decomposition Z = UΣVᵀ, derived from the symmetry of the groups."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import sympy as sp

from spectra.block_matrices.normal_form import block_diagonal, normal_form
from spectra.block_matrices.radicals import tidy
from spectra.block_matrices.sum_zero_basis import SumZeroBasis
from spectra.display.latex_printer import Displayed, Printer, rows, to_latex
from spectra.labels.imbalance import Imbalance, require_imbalance
from spectra.labels.per_level import PerLevel
from spectra.spectrum.exact_eigenpairs import Vector
from spectra.spectrum.group_spectrum import spectrum, split_groups


class Level(NamedTuple):
    """One singular value of Z and the dimension of its symmetry type."""

    name: str
    singular_value: sp.Expr
    multiplicity: sp.Expr

    def _latex(self, printer: Printer) -> str:
        value, count = printer.doprint(self.singular_value), printer.doprint(self.multiplicity)
        return rf"\sigma_{{\text{{{self.name}}}}} = {value} \quad \text{{multiplicity }} {count}"

    def _repr_latex_(self) -> str:
        return f"${to_latex(self)}$"


@dataclass(frozen=True)
class Part:
    """Subspace of class space that carries a level.

    Parameters
    ----------
    group : int or None
        The group whose sum-zero vectors these are.
    vector : tuple of sympy.Expr or None
        Else, coordinates of one unit vector on the normalised group indicators.
    """

    group: int | None = None
    vector: Vector | None = None


@dataclass(frozen=True, repr=False)
class Decomposition(Displayed):
    """Σ, U and V of the centred label matrix; columns follow `levels`.

    Parameters
    ----------
    imbalance : Imbalance
        What was decomposed.
    levels : tuple of Level
        In descending order of singular values (for symbols: as for R ≥ 1). Levels of
        multiplicity zero are left out, so that k = 2 has the level "maj-min" alone.
    parts : tuple of Part
        Where each level lives.
    """

    imbalance: Imbalance
    levels: tuple[Level, ...]
    parts: tuple[Part, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the levels."""
        return tuple(level.name for level in self.levels)

    @property
    def singular_values(self) -> PerLevel[sp.Expr]:
        """Singular value of each level."""
        return PerLevel(self.names, (level.singular_value for level in self.levels))

    @property
    def multiplicities(self) -> PerLevel[sp.Expr]:
        """Multiplicity of each level; they add up to k - 1."""
        return PerLevel(self.names, (level.multiplicity for level in self.levels))

    @cached_property
    def sigma(self) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """Σ, shape ``(k - 1, k - 1)``; paper, Eq. (11)."""
        return self.imbalance.explicit(self.sigma_blocks)

    @cached_property
    def U(self) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """Left singular vectors, shape ``(k, k - 1)``; paper, below Eq. (11)."""
        return self.imbalance.explicit(self.U_blocks, classes=(0,))

    @cached_property
    def V(self) -> sp.MatrixExpr | sp.ImmutableMatrix:
        """Right singular vectors, shape ``(n, k - 1)``; needs integer counts."""
        return self.imbalance.explicit(self.V_blocks, samples=(0,))

    @property
    def sigma_blocks(self) -> sp.MatrixExpr:
        """Σ as a block expression."""
        return self.block_diagonal(tuple(self.singular_values))

    @cached_property
    def U_blocks(self) -> sp.MatrixExpr:
        """U as a block expression."""
        columns = [self._column(part) for part in self.parts]
        return sp.BlockMatrix([list(row) for row in zip(*columns, strict=True)])

    @cached_property
    def V_blocks(self) -> sp.MatrixExpr:
        """V = YᵀUΣ⁻¹ as a block expression."""
        return normal_form(self.imbalance.label_blocks().T * self.U_blocks * self._inverse)

    def class_column(self, level: int) -> sp.MatrixExpr:
        """Block column of `class_V_blocks` of one level."""
        sigma = self.levels[level].singular_value
        column = self._column(self.parts[level])
        counts = self.imbalance.counts
        blocks = [tidy(sp.sqrt(n) / sigma) * b for n, b in zip(counts, column, strict=True)]
        return sp.BlockMatrix([[block] for block in blocks])

    @cached_property
    def class_V_blocks(self) -> sp.MatrixExpr:
        """Class-level right vectors diag(√n_c)·U·Σ⁻¹, orthonormal for every real count.

        Every sample of class c has the same entry in V; multiplied by the root of the class count
        it is the entry of class c here.
        """
        columns = [self.class_column(i).blocks for i in range(len(self.levels))]
        return normal_form(sp.BlockMatrix(sp.ImmutableMatrix.hstack(*columns)))

    @property
    def _inverse(self) -> sp.MatrixExpr:
        return self.block_diagonal(tuple(tidy(1 / s) for s in self.singular_values))

    def block_diagonal(self, values: Vector) -> sp.MatrixExpr:
        """Block diagonal matrix with one scalar per level."""
        return block_diagonal(values, self.multiplicities)

    def _column(self, part: Part) -> list[sp.MatrixExpr]:
        """Block column of U, one block per group."""
        groups = self.imbalance.groups
        if part.group is None:
            return [
                tidy(x / sp.sqrt(g.size)) * sp.OneMatrix(g.size, 1)
                for g, x in zip(groups, part.vector or (), strict=True)
            ]
        width = groups[part.group].size - 1
        return [
            SumZeroBasis(g.size) if i == part.group else sp.ZeroMatrix(g.size, width)
            for i, g in enumerate(groups)
        ]

    def _text(self) -> list[tuple[str, str]]:
        return [
            (x.name, f"singular value {x.singular_value}, multiplicity {x.multiplicity}")
            for x in self.levels
        ]

    def _latex(self, printer: Printer) -> str:
        lines = [
            rf"\Sigma &= {printer.doprint(self.sigma_blocks)}",
            rf"U &= {printer.doprint(self.U_blocks)}",
        ]
        if self.imbalance.has_sample_matrices:
            lines.append(rf"V &= {printer.doprint(self.V_blocks)}")
        return rows(*lines)

    def _repr_html_(self) -> str:
        matrices = [(r"\Sigma", self.sigma_blocks), ("U", self.U_blocks)]
        if self.imbalance.has_sample_matrices:
            matrices.append(("V", self.V_blocks))
        # a notebook asks for it, a command does not
        from spectra.display.notebook import levels_html

        return levels_html(self.levels, matrices)


def decompose(imbalance: Imbalance) -> Decomposition:
    """Derive the singular value decomposition of the centred label matrix.

    Class space splits, under permutations of classes inside each group, into the sum-zero part of
    each group and the span of the group indicators. Z Zᵀ is a scalar on each of the former and a
    small matrix on the latter, whose zero eigenvalue (the all-ones direction) is dropped.

    Parameters
    ----------
    imbalance : Imbalance
        From `step`, `groups` or `from_counts`; symbolic or concrete.

    Examples
    --------
    >>> import spectra
    >>> for level in decompose(spectra.step()).levels:
    ...     print(*level)
    maj-maj sqrt(R) k/2 - 1
    maj-min sqrt(2)*sqrt(R + 1)/2 1
    min-min 1 k/2 - 1
    """
    require_imbalance(imbalance)
    return _decompose(imbalance)


@lru_cache(maxsize=64)
def _decompose(imbalance: Imbalance) -> Decomposition:
    # Y Yᵀ is diagonal with the counts, so Z Zᵀ = P·diag(n)·P.
    found = spectrum(imbalance, imbalance.counts)
    names = within_names(imbalance)
    within = {
        i: (
            Level(names[i], sp.sqrt(found.within[i]), imbalance.sizes[i] - 1),
            Part(group=i),
        )
        for i in split_groups(imbalance)
    }
    between = [
        (Level(name, tidy(sp.sqrt(value)), sp.S.One), Part(vector=_signed(imbalance, vector)))
        for name, value, vector in zip(
            between_names(imbalance), found.between, found.vectors, strict=True
        )
    ]
    order = _descending(_interlaced(imbalance, within, between))
    return Decomposition(imbalance, tuple(o[0] for o in order), tuple(o[1] for o in order))


def within_names(imbalance: Imbalance) -> list[str]:
    """Names of the levels within groups."""
    return [f"{group.name}-{group.name}" for group in imbalance.groups]


def between_names(imbalance: Imbalance) -> list[str]:
    """Names of the levels on the span of the group indicators."""
    count = len(imbalance.groups) - 1
    return ["maj-min"] if count == 1 else [f"between-{i + 1}" for i in range(count)]


def _signed(imbalance: Imbalance, vector: Vector) -> Vector:
    """Sign of the paper: positive on the minorities (the last group where there are several)."""
    names = [g.name for g in imbalance.groups]
    entry = vector[names.index("min")] if "min" in names else vector[-1]
    negative = entry.is_negative if entry.is_number else entry.could_extract_minus_sign()
    return tuple(-x for x in vector) if negative else vector


def _interlaced(
    imbalance: Imbalance,
    within: dict[int, tuple[Level, Part]],
    between: list[tuple[Level, Part]],
) -> list[tuple[Level, Part]]:
    """Order of descending counts: the levels of both kinds alternate."""
    names = [g.name for g in imbalance.groups]
    groups = [1, 0] if names == ["min", "maj"] else range(len(names))
    result = []
    for rank, i in enumerate(groups):
        result += [within[i]] if i in within else []
        result += between[rank : rank + 1]
    return result


def _descending(levels: list[tuple[Level, Part]]) -> list[tuple[Level, Part]]:
    """Sort where the singular values are numbers; equal ones keep their order."""
    if not all(level.singular_value.is_number for level, _ in levels):
        return levels
    return sorted(
        levels, key=lambda pair: round(pair[0].singular_value.evalf(30), 20), reverse=True
    )
