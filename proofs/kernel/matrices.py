"""Equations between matrices of any size: left - right = Σ c·u·(known equation)·v, block by block.

A matrix is a grid of blocks, each a polynomial in letters that do not commute: matrices and their
transposes, columns of ones, I ⊗ 1 ("repeat") and 𝔽, any orthonormal basis of the vectors whose
entries have sum 0 ("basis"). The coefficients are the scalars' polynomials. At an example all
sizes are numbers, every block is one entry, and 𝔽 is Helmert's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import reduce
from itertools import product
from typing import Any, TypeAlias

from proofs.kernel.errors import reject
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, Tree, substitute
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope

Word: TypeAlias = tuple[tuple[str, bool], ...]
"""Letters, each with whether it is transposed; the empty word is an identity."""

Block: TypeAlias = dict[Word, Poly]

LARGEST = 64
"""Rows or columns of a matrix in an example."""


def _transpose(tree: Tree) -> Tree:
    return ["transpose", tree]


LAWS: dict[str, Callable[..., tuple[Tree, Tree]]] = {
    "ones": lambda n: (["*", _transpose(["ones", n, "1"]), ["ones", n, "1"]],
                       ["scale", n, ["identity", "1"]]),
    "repeat": lambda m, r: (["*", _transpose(["repeat", m, r]), ["repeat", m, r]],
                            ["scale", r, ["identity", m]]),
    "repeat ones": lambda m, r: (["*", ["repeat", m, r], ["ones", m, "1"]],
                                 ["ones", ["*", m, r], "1"]),
    "basis": lambda m: (["*", _transpose(["basis", m]), ["basis", m]],
                        ["identity", ["+", m, "-1"]]),
    "basis ones": lambda m: (["*", ["ones", "1", m], ["basis", m]], ["zeros", "1", ["+", m, "-1"]]),
    "basis range": lambda m: (["*", ["basis", m], _transpose(["basis", m])],
                              ["+", ["identity", m],
                               ["scale", ["*", "-1", ["inv", m]], ["ones", m, m]]]),
}  # fmt: skip
"""The equations of the named matrices: each is 0 = left - right."""


@dataclass(frozen=True)
class Grid:
    """Blocks, and the heights of their rows and widths of their columns."""

    rows: tuple[Poly, ...]
    cols: tuple[Poly, ...]
    blocks: tuple[tuple[Block, ...], ...]

    def plus(self, other: Grid, c: Poly | int = 1) -> Grid:
        """Return self + c·other."""
        if (self.rows, self.cols) != (other.rows, other.cols):
            reject("a sum of matrices of different shapes")
        pairs = zip(self.blocks, other.blocks, strict=True)
        return Grid(self.rows, self.cols, tuple(
            tuple(_sum([*a.items(), *((w, c * x) for w, x in b.items())])
                  for a, b in zip(*pair, strict=True)) for pair in pairs
        ))  # fmt: skip

    def times(self, other: Grid) -> Grid:
        """Return the product."""
        if self.cols != other.rows:
            reject("a product of matrices whose shapes do not fit")
        columns = list(zip(*other.blocks, strict=True)) or [()] * len(other.cols)
        return Grid(self.rows, other.cols, tuple(
            tuple(_sum([(u + v, x * y) for a, b in zip(row, column, strict=True)
                        for (u, x), (v, y) in product(a.items(), b.items())])
                  for column in columns) for row in self.blocks
        ))  # fmt: skip

    def transposed(self) -> Grid:
        """Return the transpose."""
        columns = list(zip(*self.blocks, strict=True)) or [()] * len(self.cols)
        return Grid(self.cols, self.rows, tuple(
            tuple({tuple((x, not t) for x, t in reversed(w)): c for w, c in b.items()}
                  for b in column) for column in columns
        ))  # fmt: skip


def _sum(terms: list[tuple[Word, Poly]]) -> Block:
    total: Block = {}
    for word, c in terms:
        total[word] = total[word] + c if word in total else c
    return {word: c for word, c in total.items() if not c.is_zero()}


@dataclass
class Calculus:
    """Reads matrix expressions as grids.

    Attributes
    ----------
    scope : Scope
        Knows the scalars.
    shapes : dict
        Number of rows and of columns of each matrix, as trees.
    cuts : dict
        How a size is cut into blocks: from the blocks in the statement itself, so that all
        parts are sizes that exist.
    values : dict, optional
        At an example: the entries of each matrix.
    sizes : set of str
        Sizes that occur in the statement; others do not come in once ``closed``.
    """

    scope: Scope
    shapes: dict[str, tuple[Tree, Tree]]
    cuts: dict[str, tuple[Poly, ...]]
    values: dict[str, list[list[Tree]]] | None = None
    sizes: set[str] = field(default_factory=lambda: {"1"})
    closed: bool = False

    def cut(self, tree: Tree) -> tuple[Poly, ...]:
        """Return the parts of a size."""
        size = self.scope.poly(tree)
        if self.values is not None:
            count = next((n for n in range(LARGEST + 1) if size == n), None)
            if count is None:
                reject(f"{str(size)} is no size of a matrix in an example")
            return (self.scope.ring.constant(1),) * count
        name = str(size)
        if self.closed and name not in self.sizes:
            reject(f"{name} is no size of a matrix in the statement")
        self.sizes.add(name)
        return self.cuts.get(name, (size,))

    def atom(self, name: str, rows: Tree, cols: Tree, entry: Callable[[int, int], Poly]) -> Grid:
        """Return a matrix as one letter, or its entries at an example."""
        heights, widths = self.cut(rows), self.cut(cols)
        if self.values is not None:
            return Grid(heights, widths, tuple(
                tuple(_sum([((), entry(i, j))]) for j in range(len(widths)))
                for i in range(len(heights))
            ))  # fmt: skip
        if len(heights) != 1 or len(widths) != 1:
            reject(f"{name} is not cut into blocks")
        return Grid(heights, widths, (({((name, False),): self.scope.ring.constant(1)},),))

    def grid(self, tree: Tree) -> Grid:
        """Read an expression."""
        one, zero = self.scope.ring.constant(1), self.scope.ring.constant(0)
        if isinstance(tree, str):
            if tree not in self.shapes:
                reject(f"{tree!r} is no matrix")
            values = (self.values or {}).get(tree)
            grid = self.atom(tree, *self.shapes[tree], lambda i, j: self.scope.poly(values[i][j]))
            if values is not None and [len(row) for row in values] != [len(grid.cols)] * len(grid.rows):
                reject(f"{tree!r} has another shape")
            return grid
        head, *rest = tree
        if head in ("+", "*"):
            first, *others = map(self.grid, rest)
            return reduce(Grid.plus if head == "+" else Grid.times, others, first)
        if head == "transpose":
            return self.grid(*rest).transposed()
        if head == "scale":
            c, grid = self.scope.poly(rest[0]), self.grid(rest[1])
            return grid.plus(grid, c - 1)
        if head == "blocks":
            return self.assembled(rest)
        if head == "repeat":
            m, r = rest
            name = " ".join(["repeat", *(str(self.scope.poly(x)) for x in rest)])
            count = max(1, len(self.cut(r)))
            return self.atom(name, ["*", m, r], m, lambda i, j: one if i // count == j else zero)
        if head == "basis":
            name = f"basis {str(self.scope.poly(*rest))}"
            return self.atom(name, *rest, ["+", *rest, "-1"], self._helmert)
        if head not in ("identity", "ones", "zeros"):
            reject(f"{head!r} is no matrix")
        rows, cols = (self.cut(x) for x in (rest * 2)[:2])
        return Grid(rows, cols, tuple(
            tuple(self._plain(head, a, b, i == j) for j, b in enumerate(cols))
            for i, a in enumerate(rows)
        ))  # fmt: skip

    def _plain(self, head: str, height: Poly, width: Poly, diagonal: bool) -> Block:
        if head == "zeros" or (head == "identity" and not diagonal):
            return {}
        column, row = [
            () if head == "identity" or n == 1 else ((f"ones {str(n)}", flip),)
            for n, flip in ((height, False), (width, True))
        ]
        return {column + row: self.scope.ring.constant(1)}

    def _helmert(self, i: int, j: int) -> Poly:
        """Return an entry of Helmert's basis: column j is (1, …, 1, -j, 0, …)/√(j(j+1))."""
        if i > j + 1:
            return self.scope.ring.constant(0)
        square = self.scope.ring.constant((j + 1) * (j + 2))
        root = self.scope.find("root", (square, self.scope.ring.constant(2)))
        return (1 if i <= j else -(j + 1)) * self.scope.find("inv", (root,))

    def assembled(self, parts: list[Tree]) -> Grid:
        """Put blocks together; those in a row have one height, in a column one width."""
        rows = parts[2:]
        grids = [[self.grid(part) for part in row[1:]] for row in rows]
        cols = [part.cols for part in grids[0]]
        for row in grids:
            if [part.cols for part in row] != cols or any(x.rows != row[0].rows for x in row):
                reject("blocks of different shapes")
        lines = [sum(line, ()) for row in grids for line in zip(*(x.blocks for x in row), strict=True)]
        heights, widths = sum((row[0].rows for row in grids), ()), sum(cols, ())
        said = [sum((self.cut(size) for size in sizes), ()) for _, *sizes in parts[:2]]
        if said != [heights, widths]:
            reject("blocks have other sizes than said")
        return Grid(heights, widths, tuple(lines))


def cuts_in(scope: Scope, item: Any) -> dict[str, tuple[Poly, ...]]:
    """Return how the block matrices of a statement cut sizes."""
    if not isinstance(item, list):
        return {}
    found: dict[str, tuple[Poly, ...]] = {}
    for part in item[1:]:
        found |= cuts_in(scope, part)
    if item[0] == "blocks":
        for _, *sizes in item[1:3]:
            parts = tuple(map(scope.poly, sizes))
            found[str(sum(parts, scope.ring.constant(0)))] = parts
    return found


def check_matrices(scope: Scope, statement: Statement, data: Any) -> None:
    """Check an equation between matrices, or its refutation at an example."""
    _check_example(scope, statement, data)
    scope.used["axiom", "matrices"] += 1
    if data["verdict"] == "REFUTED":
        return
    for c in remainders(scope, statement.goal, data["certificate"]):
        scope.require(data["by"], fact(c, "="), "that a coefficient is 0")


def remainders(scope: Scope, goal: Tree, certificate: Any) -> list[Poly]:
    """Return the coefficients of left - right - Σ c·u·(known equation)·v: are they 0?"""
    _, (_, *declared), (_, *given), left, right = goal
    shapes = {name: (rows, cols) for _, name, rows, cols in declared}
    calculus = Calculus(scope, shapes, cuts_in(scope, goal))
    gap = calculus.grid(left).plus(calculus.grid(right), -1)
    blocks = [[dict(block) for block in row] for row in gap.blocks]
    for _, *sides in given:
        for side in sides:
            calculus.grid(side)
    calculus.closed = True
    for i, j, terms in certificate:
        for c, before, (law, *parts), flip, after in terms:
            sides = given[parts[0]][1:] if law == "given" else LAWS[law](*parts)
            known = calculus.grid(sides[0]).plus(calculus.grid(sides[1]), -1)
            known = known.transposed() if flip else known
            term = reduce(Grid.times, [*map(calculus.grid, before), known, *map(calculus.grid, after)])
            if (term.rows, term.cols) != ((gap.rows[i],), (gap.cols[j],)):
                reject(f"a term has another shape than block {i}, {j}")
            gone = [(w, -scope.read(c) * x) for w, x in term.blocks[0][0].items()]
            blocks[i][j] = _sum([*blocks[i][j].items(), *gone])
    return [c for row in blocks for block in row for c in block.values()]


def _check_example(scope: Scope, statement: Statement, data: Any) -> None:
    """See that matrices with these entries meet the conditions, and if refuted, that sides differ."""
    from proofs.kernel.steps import run

    point = data.get("witness", {})
    _, (_, *declared), (_, *given), left, right = substitute(statement.goal, point)
    example = data["example"]
    inner = Scope(scope.ring, (), used=scope.used)
    run(inner, example["steps"])
    shapes = {name: (rows, cols) for _, name, rows, cols in declared}
    if set(shapes) != set(example["matrices"]):
        reject("the example has a value for each matrix, and no other")
    calculus = Calculus(inner, shapes, {}, example["matrices"])
    for name in shapes:
        calculus.grid(name)
    for _, *sides in given:
        gap = calculus.grid(sides[0]).plus(calculus.grid(sides[1]), -1)
        for entry in (x for row in gap.blocks for block in row for x in block.values()):
            inner.require(example["by"], fact(entry, "="), "that the example meets a condition")
    gap = calculus.grid(left).plus(calculus.grid(right), -1)
    if data["verdict"] == "REFUTED":
        i, j = example["entry"]
        entry = gap.blocks[i][j].get((), inner.ring.constant(0))
        if inner.ball(entry, {}).contains(0):
            reject("the sides do not certainly differ in this entry")
