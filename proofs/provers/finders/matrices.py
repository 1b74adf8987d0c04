"""Find proofs of equations between matrices, by rewriting words, and examples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain, product
from typing import TYPE_CHECKING, Any, TypeAlias

from flint import arb

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.language import Statement, Tree, leaves, read_statement, substitute
from proofs.kernel.matrices import LAWS, Calculus, Grid, Word, flipped, remainders
from proofs.kernel.points import meets, precision, value
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.goals import prove
from proofs.provers.finders.points.search import meeting
from proofs.provers.finders.scalars.emptiness import emptiness, prepared
from proofs.provers.finders.scalars.ways import WAYS
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import Builder, needed, stated
from proofs.provers.finders.steps.shorter import accepted
from proofs.provers.finders.words.rewriting import ROUNDS, Block, Rewriting
from proofs.provers.finders.words.traces import reduce_all

if TYPE_CHECKING:
    from proofs.kernel.polynomials import Poly

NAME = "rewriting of words"

MOST_EXAMPLES, BITS = 6, 96
SMALL, LARGE = 16, 64
"""Sizes of matrices that are tried first, and at most."""

Example: TypeAlias = Mapping[str, Any]
"""A tree for each scalar, rows of trees for each matrix."""


@precision(BITS)
@accepted
def find_matrices(
    data: dict[str, Any], examples: Iterable[Example] = ()
) -> Iterator[dict[str, Any]]:
    """Yield proof objects for an equation between matrices, of which the first accepted one is returned.

    Parameters
    ----------
    data : dict
        The statement, as the reader returns it.
    examples : iterable of mappings, optional
        Values that meet the conditions; needed where there are matrices with arbitrary entries.
    """
    statement = read_statement(data)
    head = {**stated(data, NAME), "bits": BITS}
    first = None
    for example in examples or _sizes(statement):
        point = {n: v for n, v in example.items() if n in statement.variables}
        matrices = {n: v for n, v in example.items() if n not in statement.variables}
        found = _example(statement, point, matrices)
        if found is None:
            continue
        if "entry" in found:
            yield {**head, "verdict": "REFUTED", "point": point, "steps": [], "example": found}
        else:
            first = first or {"witness": point, "example": found}
    with suppress(NotFoundError, Rejected):
        if first is None:
            yield {**head, "verdict": "VACUOUS", **emptiness(statement)}
        else:
            certificate = _certificate(statement, first["witness"])
            yield {**head, "verdict": "PROVED", **first, **certificate}


# examples -----------------------------------------------------------------------------------------


def _sizes(statement: Statement) -> Iterator[Example]:
    """Yield values of the scalars at which all sizes are small whole numbers, if there are any."""
    for most in (SMALL, LARGE):
        points = list(_sized(statement, most))
        yield from points
        if points:
            return


def filled(data: dict[str, Any]) -> Iterator[Example]:
    """Yield values of the scalars as well as of matrices: W and H full, then with WH = 0, E = 0.

    Where WH = c·Z is asked, W begins with an identity, and H with c·Z.
    """
    statement = read_statement(data)
    if statement.goal[3][1:]:
        yield from _fitted(statement)
    for split, point in product((False, True), list(_sizes(statement))):
        found: dict[str, Any] = dict(point)
        for _, name, *shape in statement.goal[1][1:]:
            rows, cols = (int(value(substitute(size, point))) for size in shape)
            found[name] = [[_entry(name, i, j, split) for j in range(cols)] for i in range(rows)]
        yield found


def _fitted(statement: Statement) -> Iterator[Example]:
    """Yield values with WH = c·Z, where that is what is asked, and at least as many columns of W as rows."""
    declared = {name: size for _, name, *size in statement.goal[1][1:]}
    rows, columns = ([x for x in declared if x[0] == letter] for letter in "WH")
    asked = [
        tree for _, left, tree in statement.goal[3][1:] if left[0] == "*" and tree[0] == "scale"
    ]
    if len(asked) != len(rows) * len(columns):
        return
    heights = [declared[x][0] for x in rows]
    width = declared[rows[0]][1]
    wide = ["<=", ["+", *heights, "0"], width]
    for point in _sizes(replace(statement, assume=(*statement.assume, wide))):
        found: dict[str, Any] = dict(point)
        above, d = 0, int(value(substitute(width, point)))
        for x, height in zip(rows, heights, strict=True):
            size = int(value(substitute(height, point)))
            found[x] = [[str(int(j == above + i)) for j in range(d)] for i in range(size)]
            above += size
        for j, x in enumerate(columns):
            blocks = asked[j :: len(columns)]
            try:
                there = [_written(substitute(tree, point)) for tree in blocks]
            except (Rejected, ArithmeticError, ValueError):
                break
            below = [
                [_entry(x, i, j, False) for j in range(len(there[0][0]))] for i in range(above, d)
            ]
            found[x] = [*chain.from_iterable(there), *below]
        else:
            yield found


def _written(tree: Tree) -> list[list[Tree]]:
    """Write out a matrix of numbers."""
    b = Builder(Statement({}, (), ["and"]), WAYS)
    for scalar in _scalars(tree):
        introduce(b, scalar)
    grid = Calculus(b.scope, ["matrices", ["declared"], ["cuts"], ["given"]], {}).grid(tree)
    zero = b.ring.constant(0)
    sides = range(len(grid.rows)), range(len(grid.cols))
    return [[b.tree(grid.terms.get((i, j, ()), zero)) for j in sides[1]] for i in sides[0]]


def _entry(name: str, i: int, j: int, split: bool) -> str:
    """Return an entry of W in its first column, of H in others, or anywhere."""
    if name[0] == "E" or (split and (j if name[0] == "W" else i == 0)):
        return "0"
    return str((3 * i + 5 * j + 7 * i * j + sum(map(ord, name))) % 11 - 4)


def _sized(statement: Statement, most: int) -> Iterator[Example]:
    count, near = 0, [*statement.assume]
    for size in sizes(statement.goal):
        near += [["<=", size, str(most)], [">=", ["floor", size], size]]
    for point in meeting(replace(statement, assume=tuple(near)), set()):
        try:
            b = Builder(Statement({}, (), ["and"]), WAYS)
            _numeric(b, substitute(statement.goal, point), {}, most)
        except (Rejected, ArithmeticError, ValueError):
            continue
        yield point
        count += 1
        if count >= MOST_EXAMPLES:
            return


def _numeric(b: Builder, goal: Tree, values: Any, most: int) -> Calculus:
    for size in sizes(goal):
        introduce(b, size)
        found = b.scope.poly(size)
        if all(found != n for n in range(most + 1)):
            raise Rejected("a large matrix")
    return Calculus(b.scope, goal, values)


def _example(statement: Statement, point: dict[str, Tree], values: Any) -> dict[str, Any] | None:
    """Return an example with what shows that it meets the conditions, or that sides differ."""
    goal = substitute(statement.goal, point)
    b = Builder(Statement({}, (), ["and"]), WAYS)
    try:
        meets(statement, point)
        calculus = _numeric(b, goal, values, LARGE)
        entries = (x for rows in values.values() for row in rows for x in row)
        trees = [*_scalars(goal), *entries]
        for tree in trees:
            introduce(b, tree)
        by = []
        _, _, _, (_, *given), *sides = goal
        for _, *equation in given:
            by += [_is_zero(b, entry) for entry in _entries(calculus, equation).values()]
        terms = {n for tree in trees for n in b.terms_in(tree)}
        steps = needed(b.steps, set(by) | terms)
        found = {"matrices": values, "by": sorted(set(by)), "steps": steps}
        for place, entry in _entries(calculus, sides).items():
            if not b.scope.ball(entry, {}).contains(0):
                return {**found, "entry": list(place)}
    except (Rejected, NotFoundError, ArithmeticError, ValueError):
        return None
    return found


def _entries(calculus: Calculus, sides: list[Tree]) -> dict[tuple[int, int], Poly]:
    return {(i, j): entry for (i, j, _), entry in calculus.gap(sides).terms.items()}


def _is_zero(b: Builder, p: Poly) -> str:
    """Return the name of a step that shows p = 0."""
    for effort in (0, 1, 2):
        name = prove(b, fact(p, "="), effort)
        if name is not None:
            return name
    raise NotFoundError("a coefficient is not shown to be 0")


def sizes(goal: Tree) -> list[Tree]:
    """Return the sizes that matrices and blocks have in an equation between matrices."""
    return list(_scalars(goal, only_sizes=True))


def _scalars(tree: Tree, only_sizes: bool = False) -> Iterator[Tree]:
    """Yield the scalar trees in an expression of matrices."""
    if not isinstance(tree, list):
        return
    head, *rest = tree
    if head in ("identity", "ones", "zeros", "repeat", "basis", "cut"):
        yield from rest
        if head == "basis" and not leaves(tree) and not only_sizes:
            size = int(value(rest[0]))
            yield from (["inv", ["root", str(j * (j + 1)), "2"]] for j in range(1, size))
        elif head == "basis" and not only_sizes:
            yield ["inv", rest[0]]
        return
    if head == "scale" and not only_sizes:
        yield rest[0]
    if head == "matrix":
        yield from rest[1:]
        return
    for part in rest[1:] if head == "scale" else rest:
        yield from _scalars(part, only_sizes)


def _differs(b: Builder, p: Poly, point: dict[str, Tree]) -> bool:
    """Whether a polynomial is certainly not 0 at a point."""
    boxes = {name: arb(value(tree)) for name, tree in point.items()}
    return not b.scope.ball(p, boxes).contains(0)


# the certificate ----------------------------------------------------------------------------------


def _certificate(statement: Statement, point: dict[str, Tree]) -> dict[str, Any]:
    """Return steps, certificate, and the names of the facts on its coefficients."""
    b = prepared(Statement(statement.variables, statement.assume, ["and"]), 4000)
    for tree in _scalars(statement.goal):
        introduce(b, tree)
    calculus = Calculus(b.scope, statement.goal)
    blocks = _blocks(calculus.gap(statement.goal[4:]))
    letters = Letters(b, calculus, statement)
    rewriting, one = Rewriting(b), b.ring.constant(1)
    for source, equation in letters.equations():
        rewriting.learn(equation, {((), source, False, ()): one})
        turned = {flipped(word): c for word, c in equation.items()}
        rewriting.learn(turned, {((), source, True, ()): one})
    done = 0
    for round_ in range(ROUNDS + 1):
        reduced = {at: reduce_all(rewriting, block, letters.height) for at, block in blocks.items()}
        left = [c for rest, _ in reduced.values() for c in rest.values()]
        if not any(_differs(b, c, point) for c in left):
            break
        if round_ == ROUNDS:
            raise NotFoundError("words are left that do not vanish")
        done = rewriting.complete(done)
    certificate = [
        [*at, b.write(c), letters.trees(u), list(source), flip, letters.trees(v), *trace]
        for at, (_, used) in reduced.items()
        for (u, source, flip, v, *trace), c in used.items()
    ]
    by = [_is_zero(b, c) for c in remainders(Calculus(b.scope, statement.goal), certificate)]
    terms = {n for tree in _scalars(statement.goal) for n in b.terms_in(tree)}
    return {
        "steps": needed(b.steps, set(by) | terms),
        "certificate": certificate,
        "by": sorted(set(by)),
    }


def _blocks(grid: Grid) -> dict[tuple[int, int], Block]:
    found: dict[tuple[int, int], Block] = {}
    for (i, j, word), c in grid.terms.items():
        found.setdefault((i, j), {})[word] = c
    return found


class Letters:
    """The letters of a statement: what each is as a tree, and the equations they obey."""

    def __init__(self, b: Builder, calculus: Calculus, statement: Statement) -> None:
        self.b, self.calculus = b, calculus
        self.given = statement.goal[3][1:]
        self.tree: dict[str, Tree] = {f"matrix {name}": name for name in calculus.shapes}
        self.laws: dict[tuple[str, ...], tuple[Any, ...]] = {}
        self._collect(statement.goal)

    def _collect(self, tree: Tree) -> None:
        if not isinstance(tree, list):
            return
        head, *rest = tree
        if head == "ones":
            for size in rest:
                self._ones(size)
        elif head in ("repeat", "basis"):
            names = [str(self.b.scope.poly(x)) for x in rest]
            self.tree[" ".join([head, *names])] = tree
            for law in (law for law in LAWS if law.startswith(head)):
                self.laws[(law, *names)] = (law, *rest)
            self._ones(rest[0])
            if head == "repeat":
                self._ones(["*", *rest])
        for part in rest:
            self._collect(part)

    def _ones(self, size: Tree) -> None:
        for part in self.calculus.cut(size):
            if part != 1:
                tree, name = self.b.tree(part), str(part)
                self.tree[f"ones {name}"] = ["ones", tree]
                self.laws["ones", name] = ("ones", tree)

    def equations(self) -> Iterator[tuple[tuple[Any, ...], Block]]:
        """Yield what is known, as sums that vanish."""
        sides = {("given", i): tuple(pair[1:]) for i, pair in enumerate(self.given)}
        sides |= {_hashable(law): LAWS[law[0]](*law[1:]) for law in self.laws.values()}
        for source, equation in sides.items():
            gap = self.calculus.gap(equation)
            if len(gap.rows) == len(gap.cols) == 1:
                yield source, _blocks(gap).get((0, 0), {})

    def height(self, word: Word) -> Poly:
        """Return the number of rows of a product."""
        return self.calculus.grid(self.trees(word)[0]).rows[0]

    def trees(self, word: Word) -> list[Tree]:
        """Write a word."""
        return [["transpose", self.tree[n]] if flip else self.tree[n] for n, flip in word]


class Frozen(list):  # type: ignore[type-arg]
    """A tree that can be a key."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(str(self))


def _hashable(law: tuple[Any, ...]) -> tuple[Any, ...]:
    return (law[0], *(Frozen(x) if isinstance(x, list) else x for x in law[1:]))
