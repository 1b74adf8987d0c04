"""Write a tree as a sum of regular parts times growth, for large y."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import Tree, leaves
from proofs.kernel.limits import LIMITS
from proofs.provers.finders.limits.null_quantities import LOG, ONE, Growth, Nulls
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import is_number, minus, plus, times

MOST_PRODUCTS = 60
"""Products of parts of two sums; each is compared with all others."""


@dataclass(frozen=True)
class Part:
    """A regular tree times a growth, and times trees between -1 and 1 that need not have a limit."""

    tree: Tree
    growth: Growth
    bounded: tuple[Tree, ...] = ()


@dataclass
class Expansion(Nulls):
    """Expands trees in one variable.

    Attributes
    ----------
    order : int
        How far functions are expanded around the limits of their arguments; 0 for not at all.
    around : callable
        Expands a function so: from its name, the parts of its argument, and further arguments.
    bends : bool
        Whether exponentials are expanded, too.
    summed : callable
        Expands a sum or product, or the logarithm of a product.
    """

    order: int = 0
    around: Callable[[Expansion, str, list[Part], list[Tree]], list[Part] | None] | None = None
    summed: Callable[[Expansion, Tree], list[Part]] | None = None
    bends: bool = True

    def expanded(self, head: str, parts: list[Part], *rest: Tree) -> list[Part] | None:
        """Expand a function of parts that have a limit, if it is asked for."""
        return self.around(self, head, parts, list(rest)) if self.around and self.order else None

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

    def is_exact(self, part: Part) -> bool:
        """Whether a part is a constant times powers of y and of logarithms."""
        return not (part.bounded or part.growth.exponent or leaves(part.tree) & set(self.nulls))

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
        if self.summed and (tree if head != "log" else rest[0])[0] in ("sum", "product"):
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
            if head in LIMITS and any(self.direction(p.growth) > 0 for p in inside[0]):
                return [Part(plus([LIMITS[head], minus(self._rest(head, inside[0]))]), ONE)]
            if head in ("sin", "cos") and any(self.direction(p.growth) > 0 for p in inside[0]):
                return [Part("1", ONE, (tree,))]
            around = self.expanded(head, inside[0]) if len(rest) == 1 else None
            return around or [Part([head, *map(self.written, inside)], ONE)]
        raise NotFoundError(f"{head} is not expanded")

    def _rest(self, head: str, parts: list[Part]) -> Tree:
        """Write how far a function of a part that grows is from its limit."""
        if len(parts) != 1 or parts[0].bounded:
            raise NotFoundError("an argument of several parts")
        return self.rest_of(head, parts[0].tree, parts[0].growth)

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
        if replace(a, exponent=()) != replace(b, exponent=()) or len(a.exponent) != len(b.exponent):
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
        exponent, power, logs = {}, Fraction(0), Fraction(0)
        for part in self.parts(a):
            g = part.growth
            if self.direction(g) <= 0:
                small.append(part)
                continue
            if (
                g.exponent
                or leaves(part.tree) & set(self.nulls)
                or part.bounded
                or sorted((int(bool(g.power)), g.logs, g.deep)) != [0, 0, 1]
                or (g.deep and not is_number(part.tree))
            ):
                raise NotFoundError("an exponent that is not expanded")
            if g.deep:
                logs += Fraction(part.tree)
            elif g.logs and is_number(part.tree):
                power += Fraction(part.tree)
            else:
                exponent[LOG if g.logs else g.power] = part.tree
        growth = self.growth(exponent, power, logs, Fraction(0))
        if self.bends and (found := self.expanded("exp", small)) is not None:
            return [replace(p, growth=self.times(p.growth, growth)) for p in found]
        return [Part(["exp", self.written(small)] if small else "1", growth)]

    def _log(self, a: Tree) -> list[Part]:
        parts = self.parts(a)
        if not parts:
            raise NotFoundError("a logarithm of 0")
        g = self.leading(parts)
        inside = self.divided(parts, g)
        if self.sign(self.at_zero(inside)) != 1 or g.deep:
            raise NotFoundError("a logarithm that is not expanded")
        self.bound(parts, g, 1)
        found = self.expanded("log", self.over(parts, g)) or [Part(["log", inside], ONE)]
        if inside == "1":
            found = []
        for key, c in g.exponent:
            growth = Growth(logs=Fraction(1)) if key == LOG else Growth(power=Fraction(key))
            found.append(Part(c, growth))
        if g.power:
            found.append(Part(str(g.power), Growth(logs=Fraction(1))))
        if g.logs:
            found.append(Part(str(g.logs), Growth(deep=Fraction(1))))
        return self.merged(found)
