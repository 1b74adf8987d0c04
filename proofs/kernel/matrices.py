"""Equations between matrices of any size: left - right = Σ c·u·(known equation)·v, block by block.

A matrix is a grid of blocks, each a polynomial in letters that do not commute: matrices and their
transposes, columns of ones, I ⊗ 1 ("repeat") and 𝔽, any orthonormal basis of the vectors whose
entries have sum 0 ("basis"). The coefficients are the scalars' polynomials. At an example all
sizes are numbers, every block is one entry, and 𝔽 is Helmert's.

The trace of a matrix is a 1 × 1 matrix. That of a word is a letter, the same for all words that
come from it by tr uv = tr vu and tr uᵀ = tr u; that of an identity is its size.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

from proofs.kernel.errors import ensure
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, Tree, substitute
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Scope
from proofs.kernel.steps import run

Word: TypeAlias = tuple[tuple[str, bool], ...]
"""Letters, each with whether it is transposed; the empty word is an identity."""

Terms: TypeAlias = dict[tuple[int, int, Word], Poly]
"""The coefficient of a word in the block at a row and a column."""

LARGEST = 64
"""Rows or columns of a matrix in an example."""


def _gram(tree: Tree) -> Tree:
    return ["*", ["transpose", tree], tree]


LAWS: dict[str, Callable[..., list[Tree]]] = {
    "ones": lambda n: [_gram(["ones", n]), ["scale", n, ["identity", "1"]]],
    "repeat": lambda m, r: [_gram(["repeat", m, r]), ["scale", r, ["identity", m]]],
    "repeat ones": lambda m, r: [["*", ["repeat", m, r], ["ones", m]], ["ones", ["*", m, r]]],
    "basis": lambda m: [_gram(["basis", m]), ["identity", ["+", m, "-1"]]],
    "basis range": lambda m: [
        ["*", ["basis", m], ["transpose", ["basis", m]]],
        ["+", ["identity", m],
         ["scale", ["*", "-1", ["inv", m]], ["*", ["ones", m], ["transpose", ["ones", m]]]]],
    ],
}  # fmt: skip
"""The equations of the named matrices."""


@dataclass(frozen=True)
class Grid:
    """A matrix in blocks: heights of rows, widths of columns, and what is in the blocks."""

    rows: tuple[Poly, ...]
    cols: tuple[Poly, ...]
    terms: Terms

    def scaled(self, c: Poly | int) -> Grid:
        """Return c·self."""
        terms = ((key, c * x) for key, x in self.terms.items())
        return Grid(self.rows, self.cols, _sum(terms))

    def plus(self, *others: Grid) -> Grid:
        """Return the sum."""
        ensure(all((self.rows, self.cols) == (x.rows, x.cols) for x in others), "different shapes")
        terms = (item for grid in (self, *others) for item in grid.terms.items())
        return Grid(self.rows, self.cols, _sum(terms))

    def times(self, other: Grid) -> Grid:
        """Return the product."""
        ensure(self.cols == other.rows, "a product of matrices whose shapes do not fit")
        rows: list[list[Any]] = [[] for _ in other.rows]
        for (k, j, v), y in other.terms.items():
            rows[k].append((j, v, y))
        terms = (
            ((i, j, u + v), x * y) for (i, k, u), x in self.terms.items() for j, v, y in rows[k]
        )
        return Grid(self.rows, other.cols, _sum(terms))

    def transposed(self) -> Grid:
        """Return the transpose."""
        terms = {(j, i, flipped(word)): c for (i, j, word), c in self.terms.items()}
        return Grid(self.cols, self.rows, terms)

    def traced(self, one: Poly) -> Grid:
        """Return the trace, a 1 × 1 matrix."""
        ensure(self.rows == self.cols, "the trace of a matrix that is not square")
        terms = (
            ((0, 0, trace_letter(word)), c if word else c * self.rows[i])
            for (i, j, word), c in self.terms.items()
            if i == j
        )
        return Grid((one,), (one,), _sum(terms))


def flipped(word: Word) -> Word:
    """Return the transpose of a product."""
    return tuple((letter, not flip) for letter, flip in reversed(word))


def turns(word: Word) -> list[Word]:
    """Return the words that have the same trace, by tr uv = tr vu and tr uᵀ = tr u."""
    both = (word, flipped(word))
    return [side[i:] + side[:i] for side in both for i in range(len(word))]


def trace_letter(word: Word) -> Word:
    """Return the trace of a product as a word; that of an identity is a number."""
    return ((f"trace {json.dumps(min(turns(word)))}", False),) if word else ()


def _sum(terms: Iterable[tuple[Any, Poly]]) -> Terms:
    total: Terms = {}
    for key, c in terms:
        total[key] = total[key] + c if key in total else c
    return {key: c for key, c in total.items() if not c.is_zero()}


@dataclass
class Calculus:
    """Reads matrix expressions of a goal as grids.

    Attributes
    ----------
    scope : Scope
        Knows the scalars.
    goal : tree
    values : dict, optional
        At an example: the entries of each matrix.
    sizes : set of str
        Sizes that occur in the statement; others do not come in once ``closed``.
    """

    scope: Scope
    goal: Tree
    values: dict[str, list[list[Tree]]] | None = None
    sizes: set[str] = field(default_factory=lambda: {"1"})
    closed: bool = False
    seen: dict[str, Grid] = field(default_factory=dict)
    parted: dict[str, tuple[Tree, tuple[Poly, ...]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _, (_, *declared), (_, *cuts), *_ = self.goal
        self.shapes = {name: size for _, name, *size in declared}
        ensure(len(self.shapes) == len(declared), "two matrices have one name")
        parts = [tuple(map(self.scope.poly, sizes)) for _, *sizes in cuts]
        self.cuts = {str(sum(sizes, self.scope.ring.constant(0))): sizes for sizes in parts}
        for _, *sizes in [*cuts, *(size for _, *size in declared)]:
            for size in sizes:
                self.cut(size)

    def cut(self, tree: Tree) -> tuple[Poly, ...]:
        """Return the parts of a size, each read once."""
        key = repr(tree)
        if key not in self.parted:
            self.parted[key] = tree, self._cut(tree)
        return self.parted[key][1]

    def _cut(self, tree: Tree) -> tuple[Poly, ...]:
        size = self.scope.poly(tree)
        text = str(size)
        if self.values is not None:
            fits = text.isdecimal() and int(text) <= LARGEST
            ensure(fits, f"{text} is no size of a matrix in an example")
            return (self.scope.ring.constant(1),) * int(text)
        ensure(not self.closed or text in self.sizes, f"{text} is no size in the statement")
        self.sizes.add(text)
        return self.cuts.get(text, (size,))

    def grid(self, tree: Tree) -> Grid:
        """Read an expression, each once."""
        key = repr(tree)
        if key not in self.seen:
            self.seen[key] = self._grid(tree)
        return self.seen[key]

    def _grid(self, tree: Tree) -> Grid:
        poly, one = self.scope.poly, self.scope.ring.constant(1)
        head, *rest = ["matrix"] if isinstance(tree, str) else tree
        if head in ("+", "*"):
            grids = map(self.grid, rest)
            return Grid.plus(*grids) if head == "+" else reduce(Grid.times, grids)
        if head in ("transpose", "trace"):
            grid = self.grid(*rest)
            return grid.transposed() if head == "transpose" else grid.traced(one)
        if head == "scale":
            c, part = rest
            return self.grid(part).scaled(poly(c))
        if head == "blocks":
            return _assembled([[self.grid(part) for part in row[1:]] for row in rest])
        count = {"identity": 1, "zeros": 2, "ones": 1, "repeat": 2, "basis": 1, "matrix": 0}
        ensure(len(rest) == count[head], f"{head} with {len(rest)} sizes")
        sizes = {
            "identity": rest * 2, "zeros": rest, "ones": [*rest, "1"],
            "repeat": [["*", *rest], *rest[:1]], "basis": [*rest, ["+", *rest, "-1"]],
        }  # fmt: skip
        shape = self.shapes[tree] if head == "matrix" else sizes[head]
        rows, cols, *_ = (self.cut(size) for size in shape + rest)
        if head in ("identity", "zeros"):
            size = len(rows) if head == "identity" else 0
            return Grid(rows, cols, {(i, i, ()): one for i in range(size)})
        if self.values is not None:
            places = [(i, j) for i in range(len(rows)) for j in range(len(cols))]
            if head == "matrix":
                rest = self.values[tree]
                widths = [len(row) for row in rest]
                ensure(widths == [len(cols)] * len(rows), f"{tree} has another shape")
            times = len(rows) // max(1, len(cols))
            entries = ((*x, self._entry(head, rest, *x, times)) for x in places)
            return Grid(rows, cols, _sum(((i, j, ()), x) for i, j, x in entries))
        names = [f"ones {height}" for height in rows]
        if head != "ones":
            labels = [tree] if head == "matrix" else [str(poly(size)) for size in rest]
            names = [" ".join([head, *labels])]
        ensure((len(rows), len(cols)) == (len(names), 1), f"{head} is not cut into blocks")
        return Grid(rows, cols, {(i, 0, ((x, False),)): one for i, x in enumerate(names)})

    def _entry(self, head: str, rows: list[Any], i: int, j: int, times: int) -> Poly:
        """Return an entry of a matrix at an example."""
        constant, find = self.scope.ring.constant, self.scope.find
        if head == "basis":
            # Helmert's: column j, counted from 1, is (1, …, 1, -j, 0, …)/√(j(j+1))
            root = find("root", (constant((j + 1) * (j + 2)), constant(2)))
            return constant((i <= j) - (i == j + 1) * i) * find("inv", (root,))
        if head in ("ones", "repeat"):
            return constant(int(i // times == j))
        return self.scope.poly(rows[i][j])

    def gap(self, sides: Iterable[Tree]) -> Grid:
        """Return left - right."""
        left, right = map(self.grid, sides)
        return left.plus(right.scaled(-1))


def _assembled(grids: list[list[Grid]]) -> Grid:
    """Put blocks together; those in a row have one height, in a column one width."""
    heights, widths = [row[0].rows for row in grids], [part.cols for part in grids[0]]
    shapes = [[(part.rows, part.cols) for part in row] for row in grids]
    ensure(shapes == [[(a, b) for b in widths] for a in heights], "blocks do not fit together")
    terms: Terms = {}
    for a, row in enumerate(grids):
        for b, part in enumerate(row):
            up, left = len(sum(heights[:a], ())), len(sum(widths[:b], ()))
            terms |= {(i + up, j + left, word): c for (i, j, word), c in part.terms.items()}
    return Grid(sum(heights, ()), sum(widths, ()), terms)


def remainders(calculus: Calculus, certificate: Any) -> Iterable[Poly]:
    """Return the coefficients of left - right - Σ c·u·(known equation)·v: are they 0?

    Of some terms it may be the trace.
    """
    _, _, _, (_, *given), *sides = calculus.goal
    scope, gap = calculus.scope, calculus.gap(sides)
    for _, *equation in given:
        calculus.gap(equation)
    calculus.closed = True
    terms = list(gap.terms.items())
    for i, j, c, before, (law, *parts), flip, after, *whole in certificate:
        known = calculus.gap(given[parts[0]][1:] if law == "given" else LAWS[law](*parts))
        grids = [*map(calculus.grid, before), known.transposed() if flip else known]
        term = reduce(Grid.times, [*grids, *map(calculus.grid, after)])
        ensure(whole in ([], ["trace"]), f"{whole} is nothing that is made of a term")
        term = term.traced(scope.ring.constant(1)) if whole else term
        ensure((term.rows, term.cols) == ((gap.rows[i],), (gap.cols[j],)), "a wrong shape")
        terms += [((i, j, w), -scope.read(c) * x) for (_, _, w), x in term.terms.items()]
    return _sum(terms).values()


def check_matrices(scope: Scope, statement: Statement, data: Any) -> None:
    """Check an equation between matrices, or its refutation at an example."""
    # at a point the values are in the goal already, and no witness has been checked
    values = {} if "point" in data else data["witness"]
    goal, example = substitute(statement.goal, values), data["example"]
    inner = Scope(scope.ring, used=scope.used)
    run(inner, example["steps"])
    calculus = Calculus(inner, goal, example["matrices"])
    for name in calculus.shapes:
        calculus.grid(name)
    _, _, _, (_, *given), *sides = goal
    for _, *equation in given:
        for entry in calculus.gap(equation).terms.values():
            inner.require(example["by"], fact(entry, "="), "that the example meets a condition")
    scope.used["axiom", "matrices"] += 1
    if data["verdict"] == "REFUTED":
        entry = calculus.gap(sides).terms[*example["entry"], ()]
        found = inner.ball(entry, {})
        differs = found.is_finite() and not found.contains(0)
        return ensure(differs, "the sides may agree in this entry")
    general = Calculus(scope, statement.goal)
    for side in statement.goal[4:]:
        general.grid(side)
    for size, _ in general.parted.values():
        calculus.cut(substitute(size, values))
    for c in remainders(general, data["certificate"]):
        scope.require(data["by"], fact(c, "="), "that a coefficient is 0")
    return None
