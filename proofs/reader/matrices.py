"""From equations between matrices, as typed, to statements of the proof checker: trusted."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import sympy as sp
from sympy.matrices.expressions.kronecker import KroneckerProduct

from proofs.claims.matrix_trace import Trace
from proofs.claims.named import NamedMatrix
from proofs.kernel.language import Tree
from proofs.reader.scalars import Reader, Reading, UnreadableError, declare, new_name
from spectra import SumZeroBasis


@dataclass(frozen=True)
class Matrices:
    """Reads expressions of matrices whose symbols have these names."""

    scalars: Reader
    names: dict[sp.MatrixSymbol, str]
    cuts: list[Tree] = field(default_factory=list)

    def tree(self, expr: sp.Basic) -> Tree:
        """Read an expression."""
        match expr:
            case NamedMatrix():
                return self.tree(expr.value)
            case sp.MatrixSymbol():
                return self.names[expr]
            case Trace():
                return ["trace", self.tree(expr.matrix)]
            case sp.Transpose():
                return ["transpose", self.tree(expr.arg)]
            case sp.MatAdd():
                return ["+", *map(self.tree, expr.args)]
            case sp.MatMul():
                factors = [self.tree(arg) for arg in expr.args if arg.is_Matrix]
                scalars = [self.scalars.tree(arg) for arg in expr.args if not arg.is_Matrix]
                return reduce(lambda tree, c: ["scale", c, tree], scalars, ["*", *factors])
            case sp.MatPow() if expr.exp.is_Integer and expr.exp > 0:
                return ["*", *[self.tree(expr.base)] * int(expr.exp)]
            case sp.Identity():
                return ["identity", self.shape(expr)[0]]
            case sp.ZeroMatrix():
                return ["zeros", *self.shape(expr)]
            case sp.OneMatrix():
                both = self.shape(expr)
                rows, cols = (["identity", "1"] if n == "1" else ["ones", n] for n in both)
                return ["*", rows, ["transpose", cols]]
            case SumZeroBasis():
                return ["basis", self.shape(expr)[0]]
            case KroneckerProduct(args=(first, sp.OneMatrix() as ones)):
                return self._repeated(first, ones)
            case sp.BlockMatrix():
                self._cut(expr.rowblocksizes, expr.colblocksizes)
                return ["blocks", *(["row", *map(self.tree, x)] for x in expr.blocks.tolist())]
            case sp.MatrixBase():
                self._cut(*([1] * int(n) for n in expr.shape))
                return ["blocks", *(["row", *map(self._entry, x)] for x in expr.tolist())]
        raise UnreadableError(f"{expr} ({type(expr).__name__}) is no matrix that is known here")

    def shape(self, expr: sp.Basic) -> list[Tree]:
        """Read the numbers of rows and columns."""
        return [self.scalars.tree(sp.sympify(size)) for size in expr.shape]

    def _cut(self, *sides: Iterable[Any]) -> None:
        for sizes in sides:
            self.cut([self.scalars.tree(sp.sympify(size)) for size in sizes])

    def cut(self, *sides: list[Tree]) -> None:
        """Note that a size is the sum of these sizes."""
        for sizes in sides:
            cut = ["cut", *sizes]
            if len(sizes) > 1 and cut not in self.cuts:
                self.cuts.append(cut)

    def _entry(self, entry: sp.Expr) -> Tree:
        return ["scale", self.scalars.tree(entry), ["identity", "1"]]

    def _repeated(self, first: sp.Basic, ones: sp.OneMatrix) -> Tree:
        """Read A ⊗ 1 as (I ⊗ 1) A, or A (I ⊗ 1)ᵀ, or both."""
        tree = self.tree(first)
        (m, n), (rows, cols) = first.shape, ones.shape
        if rows != 1:
            tree = ["*", ["repeat", *map(self.scalars.tree, (m, rows))], tree]
        if cols != 1:
            tree = ["*", tree, ["transpose", ["repeat", *map(self.scalars.tree, (n, cols))]]]
        return tree


def read_matrices(
    left: sp.Basic,
    right: sp.Basic,
    given: Iterable[sp.Eq] = (),
    assume: Iterable[sp.Basic] = (),
) -> Reading:
    """Read that two matrices are equal, for all matrices that meet ``given``.

    Raises
    ------
    UnreadableError
        If any part is not known here.
    """
    for size, other in zip(left.shape, right.shape, strict=True):
        if sp.sympify(size - other).is_zero is False:
            raise UnreadableError(f"{left.shape} and {right.shape} are different shapes")
    given, assume = list(given), list(assume)
    parts: list[Any] = [left, right, *(side for eq in given for side in eq.args), *assume]
    symbols = {x for part in parts for x in part.free_symbols}
    matrices = sorted((x for x in symbols if isinstance(x, sp.MatrixSymbol)), key=str)
    sizes = {x for matrix in matrices for size in matrix.shape for x in size.free_symbols}
    scalars, kinds = declare((symbols | sizes) - set(matrices))
    names: dict[sp.MatrixSymbol, str] = {}
    for i, matrix in enumerate(matrices):
        names[matrix] = new_name(matrix.name, {*kinds, *names.values()}, f"matrix{i}")
    reader = Matrices(scalars, names)
    declared = [["matrix", names[x], *map(scalars.tree, x.shape)] for x in matrices]
    sides = [reader.tree(left), reader.tree(right)]
    equations = [["same", *map(reader.tree, eq.args)] for eq in given]
    parts = [["declared", *declared], ["cuts", *reader.cuts], ["given", *equations]]
    goal = ["matrices", *parts, *sides]
    statement = {"variables": kinds, "assume": scalars.assumptions(assume), "goal": goal}
    return Reading(statement, {**scalars.names, **names})


def read_difference(left: sp.Basic, right: sp.Basic, assume: Iterable[sp.Basic] = ()) -> Reading:
    """Read that two matrices written out differ: some entry does.

    Raises
    ------
    UnreadableError
        If they are not written out, or of different shape, or any part is not known here.
    """
    written = isinstance(left, sp.MatrixBase) and isinstance(right, sp.MatrixBase)
    if not written or left.shape != right.shape:
        raise UnreadableError("only matrices of one shape that are written out are told apart")
    assume = list(assume)
    scalars, kinds = declare({x for part in (left, right, *assume) for x in part.free_symbols})
    goal = ["or", *(["!=", *map(scalars.tree, x)] for x in zip(left, right, strict=True))]
    statement = {"variables": kinds, "assume": scalars.assumptions(assume), "goal": goal}
    return Reading(statement, scalars.names)
