"""Spectrum of P·diag(d)·P on class space, d constant on groups, split by the groups' symmetry.

P = I - 11ᵀ/k. Permuting the classes inside each group commutes with the matrix, so class space
splits into each group's sum-zero part, where it is a scalar, and the span of the group
indicators, where it is a small G by G matrix. Both are read off by the block calculus; the
eigenvalue 0 of the all-ones direction is dropped.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import sympy as sp

from spectra.block_matrices.grid import Grid, cut, multiply, transpose
from spectra.block_matrices.normal_form import block_diagonal, to_grid
from spectra.block_matrices.products import Chain, single, size
from spectra.block_matrices.radicals import is_zero, root, tidy
from spectra.block_matrices.sum_zero_basis import SumZeroBasis
from spectra.errors import SpectraError
from spectra.labels.imbalance import Group, Imbalance
from spectra.spectrum.exact_eigenpairs import EigenPair, Vector, eigenpairs

FEW: Final = 8
"""Groups up to which the block calculus derives every spectrum anew."""


@dataclass(frozen=True)
class Spectrum:
    """Eigenvalues by symmetry type.

    Parameters
    ----------
    within : tuple of sympy.Expr or None, length G
        Eigenvalue on each group's sum-zero part, multiplicity m_g - 1; None where m_g = 1.
    between : tuple of sympy.Expr, length G - 1
        The other non-trivial eigenvalues, each simple.
    vectors : tuple of tuple of sympy.Expr, shape (G - 1, G)
        Unit eigenvectors of `between` in the basis of normalised group indicators.
    """

    within: tuple[sp.Expr | None, ...]
    between: Vector
    vectors: tuple[Vector, ...]


@lru_cache(maxsize=64)
def spectrum(imbalance: Imbalance, d: Vector) -> Spectrum:
    """Non-trivial spectrum of P·diag(d)·P for one scalar per group.

    What is shown of few groups, that the sum-zero part of each has the eigenvalue d, is taken over
    for more than `FEW`.
    """
    if len(d) <= FEW:
        within = reduced(imbalance, d)[0]
    else:
        within = tuple(None if m == 1 else x for m, x in zip(imbalance.sizes, d, strict=True))
    pairs = eigenpairs(imbalance.sizes, d) if len(d) != 2 else [_one_pair(imbalance.sizes, d)]
    return Spectrum(within, tuple(value for value, _ in pairs), tuple(v for _, v in pairs))


def _one_pair(sizes: Vector, d: Vector) -> EigenPair:
    """Eigenpair of the 2 by 2 matrix of two groups off the all-ones direction, as it is derived."""
    symbols, value, vector = _generic_pair(sizes)
    values = dict(zip(symbols, d, strict=True))
    return tidy(value.xreplace(values)), vector


@lru_cache(maxsize=64)
def _generic_pair(sizes: Vector) -> tuple[Vector, sp.Expr, Vector]:
    symbols, (_, matrix) = _generic(sizes)
    value = tidy(matrix.trace())  # the other eigenvalue is 0
    first, second = matrix[0, 1], value - matrix[0, 0]
    share = tidy(first**2 / (first**2 + second**2))
    vector = tidy(-root(share)), tidy(root(1 - share))
    if not all(is_zero(e) for e in matrix * sp.Matrix(vector) - value * sp.Matrix(vector)):
        raise SpectraError("the direction between two groups is not an eigenvector")
    return symbols, value, vector


def split_groups(imbalance: Imbalance) -> list[int]:
    """Groups of more than one class: those with a sum-zero part."""
    return [i for i, g in enumerate(imbalance.groups) if g.size != 1]


def symmetry_basis(imbalance: Imbalance) -> sp.MatrixExpr:
    """Orthonormal basis of class space: sum-zero parts, then normalised group indicators."""
    groups = imbalance.groups
    split = [groups[i] for i in split_groups(imbalance)]
    blocks = [
        [SumZeroBasis(g.size) if g is h else sp.ZeroMatrix(g.size, h.size - 1) for h in split]
        + [
            sp.OneMatrix(g.size, 1) / sp.sqrt(g.size) if g is h else sp.ZeroMatrix(g.size, 1)
            for h in groups
        ]
        for g in groups
    ]
    return sp.BlockMatrix(blocks)


def diagonal(imbalance: Imbalance, d: Vector) -> sp.MatrixExpr:
    """Block diagonal matrix on class space with one scalar per group."""
    return block_diagonal(d, imbalance.sizes)


Reduced: TypeAlias = tuple[tuple[sp.Expr | None, ...], sp.ImmutableMatrix]


def reduced(imbalance: Imbalance, d: Vector) -> Reduced:
    """Scalars on the sum-zero parts, and the G by G matrix on the group indicators.

    Derived once for symbols in place of d, unless all is numbers.

    Raises
    ------
    SpectraError
        The calculus does not show the symmetry types to decouple, or the all-ones direction not
        to have the eigenvalue 0.
    """
    if all(x.is_number for x in (*imbalance.sizes, *d)):
        return _derive(imbalance, d)
    symbols, (within, matrix) = _generic(imbalance.sizes)
    values = dict(zip(symbols, d, strict=True))
    return tuple(x and x.xreplace(values) for x in within), matrix.xreplace(values)


@lru_cache(maxsize=64)
def _generic(sizes: Vector) -> tuple[Vector, Reduced]:
    symbols = tuple(sp.Dummy(f"d_{g}", positive=True) for g in range(len(sizes)))
    groups = (
        Group(f"g{g}", size, d) for g, (size, d) in enumerate(zip(sizes, symbols, strict=True))
    )
    return symbols, _derive(Imbalance(tuple(groups)), symbols)


@lru_cache(maxsize=64)
def _derive(imbalance: Imbalance, d: Vector) -> Reduced:
    centred = multiply(to_grid(imbalance.centring()), to_grid(symmetry_basis(imbalance)))
    split, count = split_groups(imbalance), len(imbalance.groups)
    parts = len(split)
    sizes = (*(size(imbalance.sizes[i] - 1) for i in split), *[sp.S.One] * count)
    scaled = multiply(to_grid(diagonal(imbalance, d)), centred)
    form = cut(multiply(transpose(centred), scaled), sizes, sizes)
    for i, row in enumerate(form.cells):
        if any(cell for j, cell in enumerate(row) if i != j and min(i, j) < parts):
            raise SpectraError(f"part {i} of class space does not decouple from the others")
    within: list[sp.Expr | None] = [None] * count
    for i, g in enumerate(split):
        within[g] = identity_factor(form, i)
    matrix = sp.ImmutableMatrix(count, count, lambda i, j: scalar_entry(form, parts + i, parts + j))
    if not all(is_zero(e) for e in matrix * sp.Matrix([sp.sqrt(s) for s in imbalance.sizes])):
        raise SpectraError("the all-ones direction is not in the kernel")
    return tuple(within), matrix


def identity_factor(form: Grid, i: int) -> sp.Expr:
    """The scalar c of a diagonal block c·I."""
    cell, side = form.cells[i][i], form.row_sizes[i]
    identity = single(Chain(side, side))
    if cell.keys() - {identity}:
        raise SpectraError(f"diagonal block {i} is not a multiple of the identity")
    return cell.get(identity, sp.S.Zero)


def scalar_entry(form: Grid, i: int, j: int) -> sp.Expr:
    """Value of a block of shape (1, 1)."""
    cell = form.cells[i][j]
    if cell.keys() - {()}:
        raise SpectraError(f"block {i}, {j} is not a scalar")
    return cell.get((), sp.S.Zero)
