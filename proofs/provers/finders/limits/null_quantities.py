"""Rates of growth for large y, and null quantities that they are written by.

A rate is exp(c·y^p)·y^q·(log y)^r·(log log y)^s.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil
from typing import TYPE_CHECKING, Any

from proofs.kernel.language import Tree, leaves, substitute
from proofs.provers.finders.limits.constants import is_zero, sign
from proofs.provers.finders.signs.polynomials import show
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import minus, plus, times

if TYPE_CHECKING:
    from proofs.provers.finders.steps.builder import Builder

LOG = "log"
"""Key of an exponent that is a multiple of log y."""

FAR_LOGARITHM = ["exp", "2"]
"""From here on log y is at least 2, and log log y is positive."""


@dataclass(frozen=True)
class Growth:
    """exp(Σ c·y^p)·y^power·(log y)^logs·(log log y)^deep; the exponent's terms by p, or by LOG."""

    exponent: tuple[tuple[Any, Tree], ...] = ()
    power: Fraction = Fraction(0)
    logs: Fraction = Fraction(0)
    deep: Fraction = Fraction(0)


ONE = Growth()


@dataclass
class Nulls:
    """Compares rates, and writes those that tend to 0 by null quantities with names.

    Attributes
    ----------
    outer : Builder
        Knows everything but the variable; proves the signs of constants.
    y : str
        The variable that tends to infinity.
    nulls : dict
        Descriptions of the null quantities used so far, by name.
    large : list
        What y has to exceed.
    lemmas : list
        What has to be shown far out: trees that are not negative, and bounds on sums.
    """

    outer: Builder
    y: str
    nulls: dict[str, Any] = field(default_factory=dict)
    large: list[Tree] = field(default_factory=list)
    lemmas: list[Any] = field(default_factory=list)

    # constants --------------------------------------------------------------------------------

    def sign(self, tree: Tree) -> int:
        """Return the sign of a constant; NotFoundError if it is not found."""
        return sign(self.outer, tree)

    def is_zero(self, tree: Tree) -> bool:
        """Whether a constant is found to be 0."""
        return not leaves(tree) & set(self.nulls) and is_zero(self.outer, tree)

    def at_zero(self, tree: Tree) -> Tree:
        """Put 0 for the null quantities."""
        return substitute(tree, dict.fromkeys(self.nulls, "0"))

    # growth -----------------------------------------------------------------------------------

    def times(self, a: Growth, b: Growth) -> Growth:
        """Multiply two growths."""
        exponent: dict[Any, Tree] = dict(a.exponent)
        for key, c in b.exponent:
            total = plus([exponent[key], c]) if key in exponent else c
            if self.is_zero(total):
                exponent.pop(key, None)
            else:
                exponent[key] = total
        return self.growth(exponent, a.power + b.power, a.logs + b.logs, a.deep + b.deep)

    def raised(self, g: Growth, n: Fraction) -> Growth:
        """Raise a growth to a power."""
        exponent = {k: times(str(n), c) for k, c in g.exponent}
        return self.growth(exponent, g.power * n, g.logs * n, g.deep * n)

    def growth(
        self, exponent: dict[Any, Tree], power: Fraction, logs: Fraction, deep: Fraction
    ) -> Growth:
        """Return a growth in one form: its power is part of a symbolic power, if there is one."""

        def rank(item: tuple[Any, Tree]) -> Fraction:
            return Fraction(0) if item[0] == LOG else -Fraction(item[0])

        if LOG in exponent and power:
            total = plus([exponent[LOG], str(power)])
            others = {key: c for key, c in exponent.items() if key != LOG}
            exponent = others if self.is_zero(total) else {**others, LOG: total}
            power = Fraction(0)
        return Growth(tuple(sorted(exponent.items(), key=rank)), power, logs, deep)

    def direction(self, g: Growth) -> int:
        """Return 1 if a growth tends to infinity, -1 if to 0, 0 if it is constant."""
        for _, c in g.exponent:
            return self.sign(c)
        first = next(filter(None, (g.power, g.logs, g.deep)), 0)
        return (first > 0) - (first < 0)

    def null(self, g: Growth) -> Tree:
        """Write a growth that tends to 0, or is 1, by null quantities."""
        if g == ONE:
            return "1"
        if g.deep and FAR_LOGARITHM not in self.large:
            self.large.append(FAR_LOGARITHM)
            self.lemmas.append(plus([["log", self.y], "-2"]))
        if g.exponent:
            return self._decaying(g)
        if g.power < 0 and g.deep > 0:
            fast = Growth(power=g.power, logs=g.logs + g.deep)
            return times(self.null(fast), self.null(replace(g, power=Fraction(0), logs=-g.deep)))
        log: Tree = ["log", self.y]
        for rate, more, base in ((g.power, g.logs, self.y), (g.logs, g.deep, log)):
            if rate < 0 < more:
                rest = replace(g, logs=Fraction(0) if base == self.y else g.logs)
                rest = replace(rest, power=Fraction(0)) if base == self.y else ONE
                q = -rate / more
                slow = times(self.name(["slow", _power(q, base)]), str(1 / q))
                return times(_raised(slow, more), self.null(rest))
        found: list[Tree] = []
        for rate, base in ((g.power, self.y), (g.logs, log), (g.deep, ["log", log])):
            if rate > 0:
                raise NotFoundError("not a null quantity")
            if rate:
                found.append(self.name(["inverse", _power(-rate, base)]))
        return times(*found)

    def rest_of(self, head: str, c: Tree, g: Growth) -> Tree:
        """Write what a function of c·g is from its limit, by a null quantity."""
        if g.exponent or g.logs or g.deep or leaves(c) & set(self.nulls):
            raise NotFoundError("an argument that is no multiple of a power")
        return self.name([head, ["scale", c, _power(g.power, self.y), self._positive(c)]])

    def _decaying(self, g: Growth) -> Tree:
        """Write a growth with an exponential in it."""
        (key, c), *more = g.exponent
        if more:
            raise NotFoundError("two rates in one exponent")
        rate = minus(c)
        inside = ["log", self.y] if key == LOG else _power(Fraction(key), self.y)
        u = ["scale", rate, inside, self._positive(rate)]
        n, rest = 0, replace(g, exponent=())
        if key == LOG and g.logs > 0:
            n = ceil(g.logs)
            rest = replace(rest, logs=g.logs - n)
        elif key != LOG and g.power > 0:
            n = ceil(g.power / Fraction(key))
            rest = replace(rest, power=g.power - n * Fraction(key))
        if max(rest.power, rest.logs, rest.deep) > 0:
            raise NotFoundError("an exponential times a power")
        return times(self.name(["decay", n, u]), ["^", ["inv", rate], n], self.null(rest))

    def _positive(self, tree: Tree) -> list[str]:
        if self.sign(tree) != 1:
            raise NotFoundError("a rate is not positive")
        label = show(self.outer, self.outer.scope.poly(tree), ">", 2)
        return [label] if label else []

    def name(self, description: Any) -> str:
        """Return the name of a null quantity."""
        for name, known in self.nulls.items():
            if self._same(known, description):
                return name
        name = f"{self.outer.prefix}e{len(self.nulls)}_{self.y}"
        self.nulls[name] = description
        return name

    def _same(self, a: Any, b: Any) -> bool:
        if a[0] != b[0]:
            return False
        if a[0] == "decay":
            (_, n, u), (_, m, v) = a, b
            same = u[1] == v[1] or self.is_zero(plus([u[1], minus(v[1])]))
            return n == m and u[2] == v[2] and same
        return bool(a == b)


def _power(p: Fraction, base: Any) -> Any:
    """Describe a power of what tends to infinity."""
    inside = base if p.denominator == 1 else ["root", p.denominator, base]
    return inside if p.numerator == 1 else ["power", p.numerator, inside]


def _raised(tree: Tree, n: Fraction) -> Tree:
    """Raise a tree to a positive power."""
    raised = ["^", tree, n.numerator] if n.numerator > 1 else tree
    return ["root", raised, str(n.denominator)] if n.denominator > 1 else raised
