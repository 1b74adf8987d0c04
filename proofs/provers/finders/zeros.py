"""Refute what fails only where something vanishes: a change of sign, and steps around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import All, Fact, Formula, Some, fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import RELATIONS, Statement, Tree, leaves, substitute, terms
from proofs.provers.finders.builder import Builder, NotFoundError
from proofs.provers.finders.floating import difference, excess
from proofs.provers.finders.goals import WAYS
from proofs.provers.finders.lines import beside, between, line

if TYPE_CHECKING:
    from proofs.provers.finders.candidates import Cloud

Point = dict[str, Tree]

BISECTIONS, MOST_CHANGES = 60, 3
WIDTHS = (Fraction(1, 1000), Fraction(1, 10**5), Fraction(1, 10**10))
TINY = 1e-12
CUTS = (1, 16)


OTHER = {"sin": "cos", "cos": "sin"}
"""Where the one vanishes the other is 1 or -1."""


def gaps(formula: Tree) -> Iterator[Tree]:
    """Yield trees whose zeros may make a formula fail.

    These are differences of sides and their factors, and derivatives of sines and cosines.
    """
    yield from _differences(formula)
    yield from ([OTHER[t[0]], t[1]] for t in terms(formula) if t[0] in OTHER and leaves(t))


def _differences(formula: Tree) -> Iterator[Tree]:
    head, *rest = formula
    if head in RELATIONS:
        left, right = rest
        if right == "0":
            yield from _factors(left)
        else:
            yield ["+", left, ["*", "-1", right]]
        return
    for part in rest:
        yield from _differences(part)


def _factors(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, list) and tree[0] in ("*", "^"):
        for part in tree[1:]:
            if isinstance(part, str | list) and leaves(part):
                yield from _factors(part)
    else:
        yield tree


def changes(
    statement: Statement, found: Cloud, start: int, name: str, tree: Tree
) -> Iterator[float]:
    """Yield values of one variable at which a tree seems to vanish and the assumptions to hold."""
    at = {n: float(column[start]) for n, column in found.at.items()}
    points = beside(statement, at, name, set())

    def height(xs: Any) -> Any:
        with np.errstate(all="ignore"):
            return difference(tree, "0", points(xs)) + 0 * xs

    xs = line(found.at[name], "real")
    ys = np.sign(height(xs))
    zeros = [float(x) for x in xs[ys == 0][:MOST_CHANGES]]
    places = np.flatnonzero(ys[1:] * ys[:-1] < 0)
    near_one = np.argsort(np.abs(np.log(np.abs(xs[places]) + TINY)), kind="stable")
    for i in places[near_one][:MOST_CHANGES]:
        low, high = float(xs[i]), float(xs[i + 1])
        for _ in range(BISECTIONS):
            middle = (low + high) / 2
            if np.sign(height(np.array([middle]))[0]) == ys[i]:
                low = middle
            else:
                high = middle
        zeros.append((low + high) / 2)
    for x in zeros:
        if excess(statement, points(np.array([x])), fails=False)[0] < 0:
            yield x


def at_zero(
    statement: Statement, point: Point, name: str, tree: Tree, x: float
) -> dict[str, Any] | None:
    """Return what refutes a statement at a zero of a tree near x, the other variables fixed."""
    others = {n: v for n, v in point.items() if n != name}
    closed = replace(
        statement,
        assume=tuple(substitute(f, others) for f in statement.assume),
        goal=substitute(statement.goal, others),
    )
    tree = substitute(tree, others)
    for width in WIDTHS:
        size = max(abs(Fraction(x)), Fraction(1, 1000)) * width
        ends = [between(Fraction(x) + s * size / 2, Fraction(x) + s * size) if s > 0
                else between(Fraction(x) - size, Fraction(x) - size / 2) for s in (-1, 1)]  # fmt: skip
        for sign in (1, -1):
            try:
                found = _Zero(closed, name, *map(str, ends)).written(tree, sign)
            except (Rejected, NotFoundError, ArithmeticError, ValueError):
                continue
            return {"point": others, "bits": 64, **found}
    return None


class _Zero:
    """Steps on a variable between two numbers."""

    def __init__(self, statement: Statement, name: str, low: str, high: str) -> None:
        self.statement, self.name, self.ends = statement, name, (low, high)
        sign = statement.variables[name][1]
        self.sign = [[sign, name, "0"]] if sign else []
        self.outer = Builder(Statement({name: ("real", "")}, (), ["and"]), WAYS)
        self.equations = [f"{name}_zero"]

    def written(self, tree: Tree, sign: int) -> dict[str, Any]:
        """Return the parts of an object that refutes the statement where the tree vanishes."""
        outer, (low, high) = self.outer, self.ends
        by = []
        for end, side in ((low, -sign), (high, sign)):
            at_end = substitute(tree, {self.name: end})
            self.define(outer, at_end)
            by += self.shown(outer, fact(side * outer.scope.poly(at_end), ">="), False)
        b = outer.inner()
        x = b.ring.generator(self.name)
        b.scope.learn(f"{self.name}_above", fact(x - fmpq(*map(int, low.split("/"))), ">="))
        b.scope.learn(f"{self.name}_below", fact(fmpq(*map(int, high.split("/"))) - x, ">="))
        self.define(b, tree)
        f, count = sign * b.scope.poly(tree), len(b.steps)
        b.scope.learn(f"{self.name}_zero", fact(f, "="))
        if tree[0] in OTHER:
            self.turn(b, tree)
        done: list[str] = []
        wanted = [*self.sign, *self.statement.assume, ["not", self.statement.goal]]
        for formula in wanted:
            self.define(b, formula)
            done += self.shown(b, b.scope.formula(formula), True)
        zero = {"variable": self.name, "low": low, "high": high, "f": b.write(f), "by": by,
                "ends": outer.steps, "steps": b.steps[:count]}  # fmt: skip
        return {"zero": zero, "steps": b.steps[count:], "by": list(dict.fromkeys(done))}

    def turn(self, b: Builder, tree: Tree) -> None:
        """Show that a sine is 1 or -1 where the cosine vanishes, and the other way round."""
        other = [OTHER[tree[0]], tree[1]]
        self.define(b, other)
        x, y = b.scope.poly(tree), b.scope.poly(other)
        names = {head: min(b.ring.names_in(p)) for (head, _), p in ((tree, x), (other, y))}
        circle, known = b.add("circle", **names), b.scope.one(f"{self.name}_zero", "=")
        for sign in (1, -1):
            try:
                factor = self.shown(b, fact(1 + sign * y, ">"), False)
            except NotFoundError:
                continue
            q = x / (known.leading_coefficient() / x.leading_coefficient())
            rows = [[circle, [[str(sign)]]], [f"{self.name}_zero", b.write(-sign * q)]]
            self.equations.append(
                b.add("zero", p=b.write(y - sign), factor=factor, multiples=rows, modulo=[])
            )

    def define(self, b: Builder, item: Tree) -> None:
        """Define the terms of a tree or formula, what they need shown by balls."""
        if isinstance(item, str):
            return
        head, *rest = item
        for part in rest:
            if not isinstance(part, int):
                self.define(b, part)
        if head not in FUNCTIONS:
            return
        args = tuple(b.scope.poly(part) for part in rest)
        if any(term.op == head and term.args == args for term in b.scope.terms.values()):
            return
        by = [
            x for i, rel in FUNCTIONS[head].needs for x in self.shown(b, fact(args[i], rel), False)
        ]
        b.add("def", b.new_term(), term=[head, *map(b.write, args)], by=by)

    def shown(self, b: Builder, formula: Formula, zero: bool) -> list[str]:
        """Show a formula by balls and, if asked, by f = 0; return the steps' names."""
        if isinstance(formula, All):
            return [name for part in formula.parts for name in self.shown(b, part, zero)]
        if isinstance(formula, Some):
            for part in formula.parts:
                try:
                    return self.shown(b, part, zero)
                except (NotFoundError, Rejected):
                    continue
            raise NotFoundError("no part is shown")
        return [self._fact(b, formula, zero)]

    def _fact(self, b: Builder, known: Fact, zero: bool) -> str:
        for equation in self.equations if zero and known.rel in ("=", ">=") else ():
            quotient, rest = divmod(known.poly, b.scope.one(equation, "="))
            if rest.is_zero():
                row = [equation, b.write(quotient)]
                return b.add("zero", p=b.write(known.poly), multiples=[row], modulo=[])
        if known.rel == "=":
            raise NotFoundError("balls show no equation")
        above, below = (f"{self.name}_{side}" for side in ("above", "below"))
        around = {self.name: [*self.ends, 1, [above, below]]} if above in b.scope.facts else {}
        for cuts in CUTS:
            box = {n: [low, high, cuts, by] for n, (low, high, _, by) in around.items()}
            try:
                return b.add("num", p=b.write(known.poly), rel=known.rel, bits=64, box=box)
            except Rejected:
                continue
        raise NotFoundError("balls do not tell")
