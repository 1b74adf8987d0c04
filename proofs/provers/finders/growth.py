"""Write a tree as a sum of regular parts times growth: exp(c·y^p)·y^q·(log y)^l for large y."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import Tree, leaves, substitute
from proofs.provers.finders.builder import Builder, NotFoundError
from proofs.provers.finders.constants import is_zero, sign
from proofs.provers.finders.signs import show
from proofs.provers.finders.trees import is_number, minus, plus, times

MOST_PRODUCTS = 60
"""Products of parts of two sums; each is compared with all others."""

LOG = "log"
"""Key of an exponent that is a multiple of log y."""


@dataclass(frozen=True)
class Growth:
    """exp(Σ c·y^p)·y^power·(log y)^logs; the exponent's terms by p, or by LOG."""

    exponent: tuple[tuple[Any, Tree], ...] = ()
    power: Fraction = Fraction(0)
    logs: int = 0


@dataclass(frozen=True)
class Part:
    """A regular tree times a growth, and times trees between -1 and 1 that need not have a limit."""

    tree: Tree
    growth: Growth
    bounded: tuple[Tree, ...] = ()


ONE = Growth()


@dataclass
class Expansion:
    """Expands trees in one variable.

    Attributes
    ----------
    outer : Builder
        Knows everything but the variable; proves the signs of constants.
    y : str
        The variable that tends to infinity.
    nulls : dict
        Descriptions of the null quantities used so far, by name.
    lemmas : list
        What is not negative far out, as sums need it.
    order : int
        How far functions are expanded around the limits of their arguments; 0 for not at all.
    around : callable
        Expands a function so: from its name, the parts of its argument, and further arguments.
    summed : callable
        Expands a sum, or the logarithm of a product.
    """

    outer: Builder
    y: str
    nulls: dict[str, Any] = field(default_factory=dict)
    large: list[Tree] = field(default_factory=list)
    lemmas: list[Tree] = field(default_factory=list)
    order: int = 0
    around: Callable[[Expansion, str, list[Part], list[Tree]], list[Part] | None] | None = None
    summed: Callable[[Expansion, Tree], list[Part]] | None = None

    def expanded(self, head: str, parts: list[Part], *rest: Tree) -> list[Part] | None:
        """Expand a function of parts that have a limit, if it is asked for."""
        return self.around(self, head, parts, list(rest)) if self.around and self.order else None

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
        return Growth(self._sorted(exponent), a.power + b.power, a.logs + b.logs)

    def raised(self, g: Growth, n: Fraction) -> Growth:
        """Raise a growth to a power."""
        exponent = {k: times(str(n), c) for k, c in g.exponent}
        if (g.logs * n).denominator != 1:
            raise NotFoundError("a root of a logarithm")
        return Growth(self._sorted(exponent), g.power * n, int(g.logs * n))

    def _sorted(self, exponent: dict[Any, Tree]) -> tuple[tuple[Any, Tree], ...]:
        def rank(item: tuple[Any, Tree]) -> Fraction:
            return Fraction(0) if item[0] == LOG else -Fraction(item[0])

        return tuple(sorted(exponent.items(), key=rank))

    def direction(self, g: Growth) -> int:
        """Return 1 if a growth tends to infinity, -1 if to 0, 0 if it is constant."""
        for _, c in g.exponent:
            return self.sign(c)
        if g.power:
            return 1 if g.power > 0 else -1
        return (g.logs > 0) - (g.logs < 0)

    def leading(self, parts: list[Part]) -> Growth:
        """Return the growth that no other exceeds."""
        for part in parts:
            inverse = self.raised(part.growth, Fraction(-1))
            try:
                if all(self.direction(self.times(p.growth, inverse)) <= 0 for p in parts):
                    return part.growth
            except NotFoundError:
                continue
        raise NotFoundError("no growth is known to be the largest")

    def divided(self, parts: list[Part], g: Growth) -> Tree:
        """Divide a sum by its largest growth: what is left is regular."""
        return self.written(self.over(parts, g))

    def over(self, parts: list[Part], g: Growth) -> list[Part]:
        """Divide each part by a growth."""
        rest = self.raised(g, Fraction(-1))
        return [replace(p, growth=self.times(p.growth, rest)) for p in parts]

    def written(self, parts: list[Part]) -> Tree:
        """Write a sum by null quantities, if it has a limit."""
        if any(self.direction(p.growth) > 0 for p in parts):
            raise NotFoundError("it has no limit")
        rows = []
        for p in parts:
            null = self.null(p.growth)
            if p.bounded:
                if p.growth == ONE:
                    raise NotFoundError("it may go on to change")
                bound = null if isinstance(null, str) else ["form", null, []]
                null = self.name(["squeezed", times(*p.bounded, null), bound, []])
            rows.append(times(p.tree, null))
        return plus(rows)

    def null(self, g: Growth) -> Tree:
        """Write a growth that tends to 0, or is 1, by null quantities."""
        if g == ONE:
            return "1"
        if g.exponent:
            (key, c), *more = g.exponent
            if more:
                raise NotFoundError("two rates in one exponent")
            rate = minus(c)
            inside = ["log", self.y] if key == LOG else self._power(Fraction(key))
            u = ["scale", rate, inside, self._positive(rate)]
            n, rest = 0, replace(g, exponent=())
            if key == 1 and g.power > 0 and g.power.denominator == 1:
                n, rest = int(g.power), replace(rest, power=Fraction(0))
            elif key == LOG and g.logs > 0:
                n, rest = g.logs, replace(rest, logs=0)
            if rest.power > 0 or rest.logs > 0:
                raise NotFoundError("an exponential times a power")
            return times(self.name(["decay", n, u]), ["^", ["inv", rate], n], self.null(rest))
        if g.logs > 0:
            q = -g.power / g.logs
            if q <= 0:
                raise NotFoundError("not a null quantity")
            name = self.name(["slow", self._power(q)])
            return times(["^", name, g.logs], str(1 / q**g.logs))
        found: list[Tree] = []
        if g.power < 0:
            found.append(self.name(["inverse", self._power(-g.power)]))
        if g.logs < 0:
            name = self.name(["inverse", ["log", self.y]])
            found.append(["^", name, -g.logs])
        if g.power > 0:
            raise NotFoundError("not a null quantity")
        return times(*found)

    def _power(self, p: Fraction) -> Any:
        inside: Any = self.y if p.denominator == 1 else ["root", p.denominator, self.y]
        return inside if p.numerator == 1 else ["power", p.numerator, inside]

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

    # trees ------------------------------------------------------------------------------------

    def parts(self, tree: Tree) -> list[Part]:
        """Expand a tree."""
        self.outer.budget.spend()
        if isinstance(tree, str) or self.y not in leaves(tree):
            if tree == self.y:
                return [Part("1", Growth(power=Fraction(1)))]
            return [] if self.is_zero(tree) else [Part(tree, ONE)]
        head, *rest = tree
        if head == "+":
            return self.merged([part for x in rest for part in self.parts(x)])
        if head == "*":
            found = [Part("1", ONE)]
            for x in rest:
                own = self.parts(x)
                found = self.product(found, own)
            return found
        if head == "^":
            found = [Part("1", ONE)]
            if rest[1] > 6:
                raise NotFoundError("a high power")
            for _ in range(rest[1]):
                found = self.product(found, self.parts(rest[0]))
            return found
        if head in ("inv", "root"):
            return self._root_or_inverse(head, rest)
        if head == "power":
            return self._exp(["*", rest[1], ["log", rest[0]]])
        if self.summed and (head == "sum" or (head == "log" and rest[0][0] == "product")):
            return self.summed(self, tree)
        if head in ("exp", "log"):
            return self._exp(rest[0]) if head == "exp" else self._log(rest[0])
        if head in ("abs", "max", "min") and (chosen := self._chosen(head, rest)) is not None:
            return chosen
        if head == "floor":
            rest_of_it = Part("1", ONE, (plus([tree, minus(rest[0])]),))
            return self.merged([*self.parts(rest[0]), rest_of_it])
        if head in FUNCTIONS and FUNCTIONS[head].continuous:
            inside = [self.parts(x) for x in rest]
            if head in ("sin", "cos") and any(self.direction(p.growth) > 0 for p in inside[0]):
                return [Part("1", ONE, (tree,))]
            around = self.expanded(head, inside[0]) if len(rest) == 1 else None
            return around or [Part([head, *map(self.written, inside)], ONE)]
        raise NotFoundError(f"{head} is not expanded")

    def _chosen(self, head: str, rest: list[Tree]) -> list[Part] | None:
        """Expand what a choice is far out: the value that is positive, larger or smaller there."""
        other = minus(rest[0]) if head == "abs" else rest[1]
        parts = self.parts(plus([rest[0], minus(other)]))
        if not parts:
            return self.parts(rest[0])
        try:
            g = self.leading(parts)
            sign = self.sign(self.at_zero(self.divided(parts, g)))
        except NotFoundError:
            return None
        if sign:
            self.bound(parts, g, sign)
            return self.parts(rest[0] if (sign > 0) == (head != "min") else other)
        return None

    def product(self, a: list[Part], b: list[Part]) -> list[Part]:
        """Multiply two sums."""
        if len(a) * len(b) > MOST_PRODUCTS:
            raise NotFoundError("a sum of too many products")
        self.outer.budget.spend(len(a) * len(b))
        return self.merged(
            [
                Part(times(p.tree, q.tree), self.times(p.growth, q.growth), p.bounded + q.bounded)
                for p in a
                for q in b
            ]
        )

    def merged(self, parts: list[Part]) -> list[Part]:
        """Add up what grows alike."""
        found: list[Part] = []
        for part in parts:
            for i, known in enumerate(found):
                same = known.bounded == part.bounded
                if same and self._equal(known.growth, part.growth):
                    found[i] = replace(known, tree=plus([known.tree, part.tree]))
                    break
            else:
                found.append(part)
        return [p for p in found if not self.is_zero(p.tree)]

    def _equal(self, a: Growth, b: Growth) -> bool:
        if a == b:
            return True
        if (a.power, a.logs, len(a.exponent)) != (b.power, b.logs, len(b.exponent)):
            return False
        return self.times(a, self.raised(b, Fraction(-1))) == ONE

    def _root_or_inverse(self, head: str, rest: list[Tree]) -> list[Part]:
        parts = self.parts(rest[0])
        if not parts:
            raise NotFoundError("an inverse of 0")
        g = self.leading(parts)
        inside = self.divided(parts, g)
        sign = self.sign(self.at_zero(inside))
        if sign == 0 or (head == "root" and sign < 0):
            raise NotFoundError("the leading terms cancel")
        self.bound(parts, g, sign)
        n = Fraction(-1) if head == "inv" else Fraction(1, int(rest[1]))
        if (found := self.expanded(head, self.over(parts, g), *rest[1:])) is not None:
            return [replace(p, growth=self.times(p.growth, self.raised(g, n))) for p in found]
        if head == "inv" and is_number(inside):
            return [Part(str(1 / Fraction(inside)), self.raised(g, n))]
        if head == "root" and inside == "1":
            return [Part("1", self.raised(g, n))]
        return [Part([head, inside, *rest[1:]], self.raised(g, n))]

    def bound(self, parts: list[Part], g: Growth, sign: int) -> None:
        """Keep a threshold beyond which the largest part should outweigh the others."""
        main = [self.at_zero(p.tree) for p in parts if self._equal(p.growth, g)]
        others = [self.at_zero(p.tree) for p in parts if not self._equal(p.growth, g)]
        if others:
            room = plus(["1", *(["^", c, 2] for c in others)])
            limit = plus(main) if sign > 0 else minus(plus(main))
            self.large.append(["*", ["inv", limit], room])

    def _exp(self, a: Tree) -> list[Part]:
        small: list[Part] = []
        exponent, power = {}, Fraction(0)
        for part in self.parts(a):
            g = part.growth
            if self.direction(g) <= 0:
                small.append(part)
                continue
            if (
                g.exponent
                or leaves(part.tree) & set(self.nulls)
                or part.bounded
                or (g.logs and g.power)
                or g.logs > 1
            ):
                raise NotFoundError("an exponent that is not expanded")
            if g.logs and is_number(part.tree):
                power += Fraction(part.tree)
            else:
                exponent[LOG if g.logs else g.power] = part.tree
        growth = Growth(self._sorted(exponent), power)
        if (found := self.expanded("exp", small)) is not None:
            return [replace(p, growth=self.times(p.growth, growth)) for p in found]
        return [Part(["exp", self.written(small)] if small else "1", growth)]

    def _log(self, a: Tree) -> list[Part]:
        parts = self.parts(a)
        if not parts:
            raise NotFoundError("a logarithm of 0")
        g = self.leading(parts)
        inside = self.divided(parts, g)
        if self.sign(self.at_zero(inside)) != 1 or g.logs:
            raise NotFoundError("a logarithm that is not expanded")
        self.bound(parts, g, 1)
        found = self.expanded("log", self.over(parts, g)) or [Part(["log", inside], ONE)]
        if inside == "1":
            found = []
        for key, c in g.exponent:
            growth = Growth(logs=1) if key == LOG else Growth(power=Fraction(key))
            found.append(Part(c, growth))
        if g.power:
            found.append(Part(str(g.power), Growth(logs=1)))
        return self.merged(found)
