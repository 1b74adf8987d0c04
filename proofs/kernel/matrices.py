"""Equations between matrices of any size: left - right = Σ c·u·(known equation)·v, block by block.

A matrix is a grid of blocks, each a polynomial in letters that do not commute: matrices and their
transposes, columns of ones, I ⊗ 1 ("repeat") and 𝔽, any orthonormal basis of the vectors whose
entries have sum 0 ("basis"). The coefficients are the scalars' polynomials. At an example all
sizes are numbers, every block is one entry, and 𝔽 is Helmert's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from typing import Any, TypeAlias

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, Tree, substitute
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run

Word: TypeAlias = tuple[tuple[str, bool], ...]
"""Letters, each with whether it is transposed; the empty word is an identity."""

Block: TypeAlias = dict[Word, Poly]

LARGEST = 64
"""Rows or columns of a matrix in an example."""


def _gram(tree: Tree) -> Tree:
    return ["*", ["transpose", tree], tree]


LAWS: dict[str, Callable[..., tuple[Tree, Tree]]] = {
    "ones": lambda n: (_gram(["ones", n, "1"]), ["scale", n, ["identity", "1"]]),
    "repeat": lambda m, r: (_gram(["repeat", m, r]), ["scale", r, ["identity", m]]),
    "repeat ones": lambda m, r: (
        ["*", ["repeat", m, r], ["ones", m, "1"]], ["ones", ["*", m, r], "1"],
    ),
    "basis": lambda m: (_gram(["basis", m]), ["identity", ["+", m, "-1"]]),
    "basis ones": lambda m: (["*", ["ones", "1", m], ["basis", m]], ["zeros", "1", ["+", m, "-1"]]),
    "basis range": lambda m: (
        ["*", ["basis", m], ["transpose", ["basis", m]]],
        ["+", ["identity", m], ["scale", ["*", "-1", ["inv", m]], ["ones", m, m]]],
    ),
}  # fmt: skip
"""The equations of the named matrices."""


def _sum(terms: Iterable[tuple[Word, Poly]]) -> Block:
    total: Block = {}
    for word, c in terms:
        total[word] = total[word] + c if word in total else c
    return {word: c for word, c in total.items() if not c.is_zero()}


@dataclass(frozen=True)
class Grid:
    """Blocks by row, and the heights of rows and widths of columns."""

    rows: tuple[Poly, ...]
    cols: tuple[Poly, ...]
    blocks: list[list[Block]]

    def plus(self, other: Grid, c: Poly | int = 1) -> Grid:
        """Return self + c·other."""
        ensure((self.rows, self.cols) == (other.rows, other.cols), "a sum of different shapes")
        return Grid(self.rows, self.cols, [
            [_sum([*a.items(), *((w, c * x) for w, x in b.items())])
             for a, b in zip(*pair, strict=True)]
            for pair in zip(self.blocks, other.blocks, strict=True)
        ])  # fmt: skip

    def times(self, other: Grid) -> Grid:
        """Return the product."""
        ensure(self.cols == other.rows, "a product of matrices whose shapes do not fit")
        return Grid(self.rows, other.cols, [
            [_sum((u + v, x * y) for a, b in zip(row, column, strict=True)
                  for (u, x), (v, y) in product(a.items(), b.items()))
             for column in other.columns()]
            for row in self.blocks
        ])  # fmt: skip

    def columns(self) -> list[list[Block]]:
        """Return the blocks by column."""
        return [[row[j] for row in self.blocks] for j in range(len(self.cols))]

    def transposed(self) -> Grid:
        """Return the transpose."""
        return Grid(self.cols, self.rows, [
            [{tuple((x, not t) for x, t in reversed(w)): c for w, c in block.items()}
             for block in column]
            for column in self.columns()
        ])  # fmt: skip


@dataclass
class Calculus:
    """Reads matrix expressions as grids.

    Attributes
    ----------
    scope : Scope
        Knows the scalars.
    goal : tree
    values : dict, optional
        At an example: the entries of each matrix.
    shapes : dict
        Number of rows and of columns of each matrix, as trees.
    cuts : dict
        How sizes are cut: by the block matrices of the statement, so that all parts exist.
    sizes : set of str
        Sizes that occur in the statement; others do not come in once ``closed``.
    """

    scope: Scope
    goal: Tree
    values: dict[str, list[list[Tree]]] | None = None
    shapes: dict[str, tuple[Tree, Tree]] = field(default_factory=dict)
    cuts: dict[str, tuple[Poly, ...]] = field(default_factory=dict)
    sizes: set[str] = field(default_factory=lambda: {"1"})
    closed: bool = False

    def __post_init__(self) -> None:
        _, (_, *declared), *_ = self.goal
        self.shapes = {name: (rows, cols) for _, name, rows, cols in declared}
        ensure(len(self.shapes) == len(declared), "two matrices have one name")
        if self.values is None:
            self._note_cuts(self.goal)

    def _note_cuts(self, item: Any) -> None:
        if isinstance(item, list):
            for sizes in item[1:3] if item[0] == "blocks" else ():
                parts = tuple(map(self.scope.poly, sizes[1:]))
                self.cuts[str(sum(parts, self.scope.ring.constant(0)))] = parts
            for part in item[1:]:
                self._note_cuts(part)

    def cut(self, tree: Tree) -> tuple[Poly, ...]:
        """Return the parts of a size."""
        size = self.scope.poly(tree)
        if self.values is not None:
            count = next((n for n in range(LARGEST + 1) if size == n), None)
            ensure(count is not None, f"{size} is no size of a matrix in an example")
            return (self.scope.ring.constant(1),) * int(count or 0)
        ensure(not self.closed or str(size) in self.sizes, f"{size} is no size in the statement")
        self.sizes.add(str(size))
        return self.cuts.get(str(size), (size,))

    def atom(self, name: str, rows: Tree, cols: Tree, entry: Callable[[int, int], Poly]) -> Grid:
        """Return a matrix as one letter, or its entries at an example."""
        heights, widths = self.cut(rows), self.cut(cols)
        if self.values is None:
            ensure(len(heights) == len(widths) == 1, f"{name} is not cut into blocks")
            return Grid(heights, widths, [[{((name, False),): self.scope.ring.constant(1)}]])
        places = [[(i, j) for j in range(len(widths))] for i in range(len(heights))]
        return Grid(heights, widths, [[_sum([((), entry(*x))]) for x in row] for row in places])

    def grid(self, tree: Tree) -> Grid:
        """Read an expression."""
        constant, poly = self.scope.ring.constant, self.scope.poly
        if isinstance(tree, str):
            values = (self.values or {}).get(tree)
            grid = self.atom(tree, *self.shapes[tree], lambda i, j: poly(values[i][j]))  # type: ignore[index]
            widths = [len(row) for row in values or ()]
            ensure(not self.values or widths == [len(grid.cols)] * len(grid.rows), "a wrong shape")
            return grid
        head, *rest = tree
        if head in ("+", "*"):
            return reduce(Grid.plus if head == "+" else Grid.times, map(self.grid, rest))
        if head == "transpose":
            return self.grid(*rest).transposed()
        if head == "scale":
            grid = self.grid(rest[1])
            return grid.plus(grid, poly(rest[0]) - 1)
        if head == "blocks":
            return self._assembled(*rest)
        name = " ".join([head, *(str(poly(size)) for size in rest)])
        if head == "repeat":
            r = len(self.cut(rest[1]))
            return self.atom(name, ["*", *rest], rest[0], lambda i, j: constant(int(i // r == j)))
        if head == "basis":
            return self.atom(name, *rest, ["+", *rest, "-1"], self._helmert)
        ensure(head in ("identity", "ones", "zeros"), f"{head!r} is no matrix")
        rows, cols = (self.cut(size) for size in (rest * 2)[:2])
        return Grid(rows, cols, [
            [self._plain(head, a, b, i == j) for j, b in enumerate(cols)]
            for i, a in enumerate(rows)
        ])  # fmt: skip

    def _plain(self, head: str, height: Poly, width: Poly, diagonal: bool) -> Block:
        word = [
            (f"ones {size}", flip)
            for size, flip in ((height, False), (width, True))
            if head == "ones" and size != 1
        ]
        empty = head == "zeros" or (head == "identity" and not diagonal)
        return {} if empty else {tuple(word): self.scope.ring.constant(1)}

    def _helmert(self, i: int, j: int) -> Poly:
        """Return an entry of Helmert's basis: column j is (1, …, 1, -j, 0, …)/√(j(j+1))."""
        constant = self.scope.ring.constant
        if i > j + 1:
            return constant(0)
        root = self.scope.find("root", (constant((j + 1) * (j + 2)), constant(2)))
        return (1 if i <= j else -(j + 1)) * self.scope.find("inv", (root,))

    def _assembled(self, heights: Tree, widths: Tree, *rows: Tree) -> Grid:
        """Put blocks together; those in a row have one height, in a column one width."""
        grids = [[self.grid(part) for part in row[1:]] for row in rows]
        cols = [part.cols for part in grids[0]]
        for row in grids:
            ensure([part.cols for part in row] == cols, "a column of blocks of different widths")
            ensure(all(x.rows == row[0].rows for x in row), "a row of blocks of different heights")
        sizes = sum((row[0].rows for row in grids), ()), sum(cols, ())
        said = [sum(map(self.cut, part[1:]), ()) for part in (heights, widths)]
        ensure(tuple(said) == sizes, "blocks have other sizes than said")
        return Grid(*sizes, [
            sum(line, []) for row in grids for line in zip(*(x.blocks for x in row), strict=True)
        ])  # fmt: skip

    def gap(self, sides: Iterable[Tree]) -> Grid:
        """Return left - right."""
        left, right = map(self.grid, sides)
        return left.plus(right, -1)


def remainders(scope: Scope, goal: Tree, certificate: Any) -> list[Poly]:
    """Return the coefficients of left - right - Σ c·u·(known equation)·v: are they 0?"""
    _, _, (_, *given), *sides = goal
    calculus = Calculus(scope, goal)
    gap = calculus.gap(sides)
    for _, *equation in given:
        calculus.gap(equation)
    calculus.closed = True
    for i, j, terms in certificate:
        for c, before, (law, *parts), flip, after in terms:
            known = calculus.gap(given[parts[0]][1:] if law == "given" else LAWS[law](*parts))
            grids = [*map(calculus.grid, before), known.transposed() if flip else known]
            term = reduce(Grid.times, [*grids, *map(calculus.grid, after)])
            ensure((term.rows, term.cols) == ((gap.rows[i],), (gap.cols[j],)), "a wrong shape")
            gone = ((w, -scope.read(c) * x) for w, x in term.blocks[0][0].items())
            gap.blocks[i][j] = _sum([*gap.blocks[i][j].items(), *gone])
    return [c for row in gap.blocks for block in row for c in block.values()]


def check_matrices(scope: Scope, statement: Statement, data: Any) -> None:
    """Check an equation between matrices, or its refutation at an example."""
    goal, example = substitute(statement.goal, data.get("witness", {})), data["example"]
    inner = Scope(scope.ring, used=scope.used)
    run(inner, example["steps"])
    calculus = Calculus(inner, goal, example["matrices"])
    ensure(set(calculus.shapes) == set(example["matrices"]), "each matrix has a value")
    _, _, (_, *given), *sides = goal
    for _, *equation in given:
        for entry in (x for row in calculus.gap(equation).blocks for b in row for x in b.values()):
            inner.require(example["by"], fact(entry, "="), "that the example meets a condition")
    gap = calculus.gap(sides)
    scope.used["axiom", "matrices"] += 1
    if data["verdict"] == "REFUTED":
        i, j = example["entry"]
        entry = gap.blocks[i][j].get((), scope.ring.constant(0))
        return ensure(not inner.ball(entry, {}).contains(0), "the sides may agree in this entry")
    for c in remainders(scope, statement.goal, data["certificate"]):
        scope.require(data["by"], fact(c, "="), "that a coefficient is 0")
    return None
