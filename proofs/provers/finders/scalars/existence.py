"""Values that are shown to exist: a variable stands for a zero of a tree between two numbers.

What is said of it is shown by balls around it, and by the equation that the tree is 0 there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fractions import Fraction
from itertools import islice
from typing import TYPE_CHECKING, Any

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import All, Fact, Formula, Some, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.points import precision, truth
from proofs.kernel.polynomials import rational
from proofs.kernel.scope import Scope
from proofs.kernel.zeros import at_values
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.points.lines import between
from proofs.provers.finders.points.search import BITS, candidates, is_short, search
from proofs.provers.finders.points.zeros import OTHER, at_equations, zeros
from proofs.provers.finders.scalars.ways import WAYS
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.builder import Builder, needed
from proofs.provers.finders.steps.trees import is_number

if TYPE_CHECKING:
    from proofs.provers.finders.points.search import Point

Existing = tuple[dict[str, Any], Statement]
"""A point with what shows a zero, as they stand in an object, and what the statement says there."""

WIDTHS = (Fraction(1, 1000), Fraction(1, 10**5), Fraction(1, 10**10))
CUTS = (1, 16)
MOST_ZEROS, MOST_TOUCHING = 24, 8


def witness(statement: Statement) -> dict[str, Any] | None:
    """Return an object's parts that show that some values meet the assumptions, or None."""
    moving = statement.moving

    def shown() -> dict[str, Any] | None:
        return next((parts for parts, _ in existing(statement, moving)), None)

    found = search(statement, moving, False, shown)
    return None if found is None else as_witness(found)


def as_witness(parts: dict[str, Any]) -> dict[str, Any]:
    """Return what shows that assumptions hold as it stands in a proof for all values."""
    return {"bits": BITS} | {"witness" if part == "point" else part: x for part, x in parts.items()}


def existing(
    statement: Statement, leave: set[str], kept: Collection[str] = ()
) -> Iterator[Existing]:
    """Yield where the assumptions hold, an equation among them at a value that is shown to exist.

    It is a value of none of the names that are kept.
    """
    places = at_equations(statement, leave, fails=False)
    for point, name, tree, x in islice(zeros(places, leave, kept), MOST_ZEROS):
        yield from zeros_near(statement, point, name, tree, x)
    yield from touching(statement, leave, kept)


def touching(
    statement: Statement, leave: set[str], kept: Collection[str] = ()
) -> Iterator[Existing]:
    """Yield where an equation holds at a number, though balls do not tell and no sign changes.

    That one variable is the number is the equation from which steps show the rest.
    """
    for point in islice(candidates(statement, leave), MOST_TOUCHING):
        if not is_short(point) or _is_certain(statement, point):
            continue
        for name in (n for n in point if n not in kept):
            if statement.variables[name][0] != "real" or not is_number(point[name]):
                continue
            others, low = {n: x for n, x in point.items() if n != name}, point[name]
            zero = {"variable": name, "low": low, "high": low}
            zero["f"] = ["+", name, str(-rational(low))]
            try:
                with precision(BITS):
                    yield _shown(statement, others, zero, _Steps)
            except (Rejected, NotFoundError, ArithmeticError, ValueError):
                continue


def _is_certain(statement: Statement, point: Point) -> bool:
    """Whether balls tell that the assumptions hold, or that one does not."""
    try:
        with precision(BITS):
            told = [
                truth(substitute(a, point))
                for a in statement.assume
                if not leaves(a) & statement.moving
            ]
    except (Rejected, ArithmeticError, ValueError):
        return True
    return None not in told or False in told


def zeros_near(
    statement: Statement, point: Point, name: str, tree: Tree, x: float
) -> Iterator[Existing]:
    """Yield where the assumptions hold at a zero of a tree near x, the wider intervals first."""
    others = {n: value for n, value in point.items() if n != name}
    tree = substitute(tree, others)
    for width in WIDTHS:
        size = max(abs(Fraction(x)), Fraction(1, 1000)) * width
        ends = (
            (Fraction(x) - size, Fraction(x) - size / 2),
            (Fraction(x) + size / 2, Fraction(x) + size),
        )
        low, high = (str(between(*sides)) for sides in ends)
        for f in (tree, ["*", "-1", tree]):
            try:
                with precision(BITS):
                    yield _shown(
                        statement, others, {"variable": name, "low": low, "high": high, "f": f}
                    )
            except (Rejected, NotFoundError, ArithmeticError, ValueError):
                continue


def _shown(
    statement: Statement, others: Point, zero: dict[str, Any], way: type[_Around] | None = None
) -> Existing:
    """Show that the assumptions hold where f is 0."""
    name, low, high = (zero[part] for part in ("variable", "low", "high"))
    b = Builder(Statement({name: ("real", "")}, (), ["and"]), WAYS)
    x, labels = b.ring.generator(name), [f"{name}_{part}" for part in ("above", "below", "zero")]
    for label, gap in zip(labels, (x - rational(low), rational(high) - x), strict=False):
        b.scope.learn(label, fact(gap, ">="))
    work = (way or _Around)(b, zero, labels[:2])
    work.define(zero["f"])
    count = len(b.steps)
    b.scope.learn(labels[2], fact(b.scope.poly(zero["f"]), "="))
    work.use(labels[2])
    sign = statement.variables[name][1]
    assumed = (
        a for a in statement.assume if name in leaves(a) and not leaves(a) & statement.moving
    )
    met = [*([[sign, name, "0"]] if sign else []), *(substitute(a, others) for a in assumed)]
    by = [label for formula in met for label in work.formula(formula)]
    zero |= {"inside": b.steps[:count], "steps": needed(b.steps[count:], {*by}), "by": by}
    return {"point": others, "zero": zero}, at_values(Scope(b.ring), statement, others, zero)


def failing(found: Existing) -> dict[str, Any]:
    """Return an object's parts that refute a statement at a zero, where its goal certainly fails.

    Raises
    ------
    NotFoundError, Rejected
        If balls and the equation do not show it.
    """
    parts, there = found
    b = Builder(there, WAYS)
    work = _Around(b, parts["zero"], [b.hypothesis(0), b.hypothesis(1)])
    work.define(parts["zero"]["f"])
    work.use(b.hypothesis(2))
    by = work.formula(["not", there.goal])
    return {
        **parts,
        "bits": BITS,
        "steps": needed(b.steps, {*by, *b.terms_in(there.goal)}),
        "by": by,
    }


class _Around:
    """Steps on a variable between two numbers.

    Attributes
    ----------
    b : Builder
    f : tree
        What vanishes.
    box : list
        Both numbers, in how many parts balls look at it, and which facts say that it lies there.
    equations : list of str
        What is known to be 0.
    """

    def __init__(self, b: Builder, zero: dict[str, Any], between: list[str]) -> None:
        self.b, self.name, self.f = b, zero["variable"], zero["f"]
        self.box = [zero["low"], zero["high"], between]
        self.equations: list[str] = []

    def use(self, label: str) -> None:
        """Use that f is 0; where a cosine is, the sine is 1 or -1, and the other way round."""
        self.equations.append(label)
        tree = self.f[2] if self.f[0] == "*" else self.f
        if tree[0] not in OTHER:
            return
        b, other = self.b, [OTHER[tree[0]], tree[1]]
        self.define(other)
        x, y = b.scope.poly(tree), b.scope.poly(other)
        names = {head: min(b.ring.names_in(p)) for (head, _), p in ((tree, x), (other, y))}
        circle, known = b.add("circle", **names), b.scope.one(label, "=").poly
        for sign in (1, -1):
            try:
                factor = self.shown(fact(1 + sign * y, ">"))
            except NotFoundError:
                continue
            q = x / (known.leading_coefficient() / x.leading_coefficient())
            rows = [[circle, str(sign)], [label, b.write(-sign * q)]]
            self.equations.append(
                b.add("zero", p=b.write(y - sign), factor=factor, multiples=rows, modulo=[])
            )

    def formula(self, item: Tree) -> list[str]:
        """Show a formula; return the steps' names."""
        self.define(item)
        return self.shown(self.b.scope.formula(item))

    def define(self, item: Tree) -> None:
        """Define the terms of a tree or formula, what they need shown."""
        if isinstance(item, str):
            return
        head, *rest = item
        for part in rest:
            if not isinstance(part, int):
                self.define(part)
        if head not in FUNCTIONS:
            return
        b = self.b
        args = tuple(b.scope.poly(part) for part in rest)
        if any(term.op == head and term.args == args for term in b.scope.terms.values()):
            return
        by = [x for i, rel in FUNCTIONS[head].needs for x in self.shown(fact(args[i], rel))]
        b.add("def", b.new_term(), term=[head, *map(b.write, args)], by=by)

    def shown(self, formula: Formula) -> list[str]:
        """Show a formula by balls and by what is 0; return the steps' names."""
        if isinstance(formula, All):
            return [name for part in formula.parts for name in self.shown(part)]
        if isinstance(formula, Some):
            for part in formula.parts:
                try:
                    return self.shown(part)
                except (NotFoundError, Rejected):
                    continue
            raise NotFoundError("no part is shown")
        return [self._fact(formula)]

    def _fact(self, known: Fact) -> str:
        b = self.b
        for equation in self.equations if known.rel in ("=", ">=") else ():
            quotient, rest = divmod(known.poly, b.scope.one(equation, "=").poly)
            if rest.is_zero():
                row = [equation, b.write(quotient)]
                return b.add("zero", p=b.write(known.poly), multiples=[row], modulo=[])
        if known.rel == "=":
            raise NotFoundError("balls show no equation")
        low, high, by = self.box
        for cuts in CUTS:
            box = {self.name: [low, high, cuts, by]}
            try:
                return b.add("num", p=b.write(known.poly), rel=known.rel, bits=BITS, box=box)
            except Rejected:
                continue
        raise NotFoundError("balls do not tell")


class _Steps(_Around):
    """The same where the variable is a number, which steps know."""

    def formula(self, item: Tree) -> list[str]:
        """Show a formula; return the step's name."""
        b = self.b
        b.equalities = list(self.equations)
        introduce(b, item)
        compare_logarithms(b)
        if (name := b.ways.prove(b, b.scope.formula(item), 1, 1)) is None:
            raise NotFoundError("steps do not show it")
        return [name]
