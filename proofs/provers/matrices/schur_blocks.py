"""Block matrices of symbolic size, by representation theory: no rewriting at all.

Every matrix of the calculus (ones, identities, 𝔽, Kronecker products, blocks of them) commutes
with permuting the classes of a group and the samples of a class. By Schur's lemma such a
matrix is known once it is known how it acts between the irreducible parts of its spaces: the
space ℝ^n of a permuted index is a trivial part plus a standard part, 𝔽 maps the standard part
in, and a Kronecker product of spaces has products of parts. So a matrix of symbolic size
becomes a handful of small matrices of scalars, one for each kind of part.

This is the second route beside the rewriting in :mod:`spectra.block_matrices.normal_form`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

from spectra import SumZeroBasis

Part = tuple[str, ...]
"""The standard parts (by size) that a part is the product of; () is trivial."""

Factor = tuple[str, sp.Expr]
"""("perm", n) for ℝ^n, ("std", n) for the domain of 𝔽, ℝ^(n-1)."""

Space = tuple[tuple[Factor, ...], ...]
"""Blocks, each a Kronecker product of factors; the empty product is ℝ."""


class NoRepresentationError(ValueError):
    """The matrix is not made of the pieces of the block calculus."""


@dataclass(frozen=True)
class Operator:
    """A matrix as one small matrix of scalars for each kind of part."""

    rows: Space
    cols: Space
    parts: dict[Part, sp.Matrix]


def parts_of(space: Space) -> dict[Part, list[tuple[int, int]]]:
    """List, for each kind of part, where it occurs: (block, number within the block)."""
    found: dict[Part, list[tuple[int, int]]] = {}
    for block, factors in enumerate(space):
        for number, label in enumerate(labels(factors)):
            found.setdefault(label, []).append((block, number))
    return found


def labels(factors: tuple[Factor, ...]) -> list[Part]:
    """List the parts of one block."""
    choices = [[str(n)] if kind == "std" else ["", str(n)] for kind, n in factors]
    return [tuple(sorted(c for c in choice if c)) for choice in product(*choices)]


def dimension(factors: tuple[Factor, ...]) -> sp.Expr:
    """Return the dimension of one block."""
    return sp.Mul(*(n - 1 if kind == "std" else n for kind, n in factors))


@dataclass
class Frame:
    """Which spaces the dimensions of an expression stand for, read off the expression."""

    blocks: dict[sp.Expr, tuple[sp.Expr, ...]] = field(default_factory=dict)
    products: dict[sp.Expr, tuple[sp.Expr, ...]] = field(default_factory=dict)
    reduced: set[sp.Expr] = field(default_factory=set)

    @classmethod
    def of(cls, *exprs: sp.Basic) -> "Frame":
        """Read the spaces off the pieces of the expressions."""
        frame = cls()
        for node in (n for e in exprs for n in sp.preorder_traversal(e)):
            if isinstance(node, SumZeroBasis):
                frame.reduced.add(sp.expand(node.shape[1]))
            elif isinstance(node, sp.BlockMatrix):
                for sizes in (node.rowblocksizes, node.colblocksizes):
                    if len(sizes) > 1:
                        frame.blocks[sp.expand(sum(sizes))] = tuple(map(sp.expand, sizes))
            elif isinstance(node, KroneckerProduct):
                for axis in (0, 1):
                    sizes = tuple(sp.expand(a.shape[axis]) for a in node.args if a.shape[axis] != 1)
                    if len(sizes) > 1:
                        frame.products[sp.expand(sp.Mul(*sizes))] = sizes
        return frame

    def space(self, size: sp.Expr) -> Space:
        """Return the space that a dimension stands for."""
        size = sp.expand(size)
        if size in self.blocks:
            return tuple(f for part in self.blocks[size] for f in self.space(part))
        if size == 1:
            return ((),)
        if size in self.products:
            return (tuple(f for part in self.products[size] for s in self.space(part) for f in s),)
        if size in self.reduced:
            return ((("std", size + 1),),)
        return ((("perm", size),),)


def represent(expr: sp.Basic, frame: Frame) -> Operator:
    """Return the action of ``expr`` between the parts of its spaces.

    Raises
    ------
    NoRepresentationError
        If a piece is not of the calculus, or two neighbours do not fit.
    """
    if isinstance(expr, sp.MatrixBase):
        if expr.shape == (1, 1):
            return Operator(((),), ((),), {(): sp.Matrix([[expr[0, 0]]])})
        raise NoRepresentationError("an explicit matrix beside symbolic sizes")
    if isinstance(expr, sp.Transpose):
        inner = represent(expr.arg, frame)
        return Operator(inner.cols, inner.rows, {p: m.T for p, m in inner.parts.items()})
    if isinstance(expr, sp.MatAdd):
        first, *rest = (represent(arg, frame) for arg in expr.args)
        for item in rest:
            first = _add(first, item)
        return first
    if isinstance(expr, sp.MatMul):
        return _multiply(expr, frame)
    if isinstance(expr, sp.MatPow) and expr.exp.is_Integer and expr.exp > 0:
        return represent(sp.MatMul(*[expr.base] * int(expr.exp), evaluate=False), frame)
    if isinstance(expr, sp.BlockMatrix):
        return _assemble(expr, frame)
    if isinstance(expr, KroneckerProduct):
        return _kronecker([represent(arg, frame) for arg in expr.args])
    return _atom(expr, frame)


def _atom(expr: sp.Basic, frame: Frame) -> Operator:
    rows, cols = (frame.space(size) for size in expr.shape)
    if isinstance(expr, SumZeroBasis):
        n = expr.args[0]
        label = (str(n),)
        return Operator(((("perm", n),),), ((("std", n),),), {label: sp.Matrix([[1]])})
    if isinstance(expr, sp.Identity):
        return Operator(rows, rows, {p: sp.eye(len(w)) for p, w in parts_of(rows).items()})
    if isinstance(expr, sp.ZeroMatrix):
        return Operator(rows, cols, {})
    if isinstance(expr, sp.OneMatrix):
        for factors in (*rows, *cols):
            if any(kind == "std" for kind, _ in factors):
                raise NoRepresentationError("a matrix of ones on the coordinates of 𝔽")
        heights = [sp.sqrt(dimension(f)) for f in rows]
        widths = [sp.sqrt(dimension(f)) for f in cols]
        return Operator(rows, cols, {(): sp.Matrix(heights) * sp.Matrix([widths])})
    raise NoRepresentationError(f"{type(expr).__name__} is not a piece of the block calculus")


def _same(a: Space, b: Space) -> None:
    if a != b:
        raise NoRepresentationError(f"the spaces {a} and {b} do not fit")


def _full(op: Operator, label: Part) -> sp.Matrix:
    """Return the part's matrix, of zeros where it was left out."""
    if label in op.parts:
        return op.parts[label]
    rows, cols = parts_of(op.rows).get(label, []), parts_of(op.cols).get(label, [])
    return sp.zeros(len(rows), len(cols))


def _add(a: Operator, b: Operator) -> Operator:
    _same(a.rows, b.rows)
    _same(a.cols, b.cols)
    return Operator(a.rows, a.cols, {p: _full(a, p) + _full(b, p) for p in {*a.parts, *b.parts}})


def _multiply(expr: sp.MatMul, frame: Frame) -> Operator:
    scalar, matrices = expr.as_coeff_matrices()
    result, *rest = (represent(matrix, frame) for matrix in matrices)
    for item in rest:
        _same(result.cols, item.rows)
        shared = result.parts.keys() & item.parts.keys()
        parts = {p: result.parts[p] * item.parts[p] for p in shared}
        result = Operator(result.rows, item.cols, parts)
    return Operator(result.rows, result.cols, {p: scalar * m for p, m in result.parts.items()})


def _assemble(expr: sp.BlockMatrix, frame: Frame) -> Operator:
    grid = [[represent(block, frame) for block in row] for row in expr.blocks.tolist()]
    for row in grid:
        for j, block in enumerate(row):
            _same(block.rows, row[0].rows)
            _same(block.cols, grid[0][j].cols)
    rows = tuple(s for row in grid for s in row[0].rows)
    cols = tuple(s for block in grid[0] for s in block.cols)
    present = {p for row in grid for block in row for p in block.parts}
    parts = {
        p: sp.Matrix(sp.BlockMatrix([[_full(b, p) for b in row] for row in grid])) for p in present
    }
    return Operator(rows, cols, parts)


def _kronecker(factors: list[Operator]) -> Operator:
    result = Operator(((),), ((),), {(): sp.Matrix([[1]])})
    for factor in factors:
        if len(factor.rows) != 1 or len(factor.cols) != 1:
            raise NoRepresentationError("a Kronecker product of block matrices")
        rows = ((*result.rows[0], *factor.rows[0]),)
        cols = ((*result.cols[0], *factor.cols[0]),)
        result = Operator(rows, cols, dict(_products(result, factor, rows, cols)))
    return result


def _products(
    a: Operator, b: Operator, rows: Space, cols: Space
) -> Iterator[tuple[Part, sp.Matrix]]:
    below, across = _paired(a.rows[0], b.rows[0]), _paired(a.cols[0], b.cols[0])
    for label, where in parts_of(rows).items():
        if label not in parts_of(cols):
            continue
        matrix = sp.zeros(len(where), len(parts_of(cols)[label]))
        for (i, (_, x)), (j, (_, y)) in product(enumerate(where), enumerate(parts_of(cols)[label])):
            (ra, rb), (ca, cb) = below[x], across[y]
            matrix[i, j] = _scalar(a, ra, ca) * _scalar(b, rb, cb)
        yield label, matrix


def _paired(a: tuple[Factor, ...], b: tuple[Factor, ...]) -> list[tuple[int, int]]:
    return list(product(range(len(labels(a))), range(len(labels(b)))))


def _scalar(op: Operator, row: int, col: int) -> sp.Expr:
    """Return the scalar between two parts of single-block spaces; zero if their kinds differ."""
    label = labels(op.rows[0])[row]
    if label != labels(op.cols[0])[col] or label not in op.parts:
        return sp.S.Zero
    i = parts_of(op.rows)[label].index((0, row))
    j = parts_of(op.cols)[label].index((0, col))
    return op.parts[label][i, j]


def differences(left: sp.Basic, right: sp.Basic) -> list[sp.Expr]:
    """Return scalars that all vanish if, and only if, the two matrices are equal.

    Raises
    ------
    NoRepresentationError
        If a side is not made of the pieces of the calculus.

    Examples
    --------
    >>> from spectra import m
    >>> F = SumZeroBasis(m)
    >>> differences(F * F.T, sp.Identity(m) - sp.OneMatrix(m, m) / m)
    [0, 0]
    """
    frame = Frame.of(left, right)
    a, b = represent(left, frame), represent(right, frame)
    _same(a.rows, b.rows)
    _same(a.cols, b.cols)
    found = {p: _full(a, p) - _full(b, p) for p in sorted({*a.parts, *b.parts})}
    return [sp.powdenest(sp.expand(x), force=True) for m in found.values() for x in m]
