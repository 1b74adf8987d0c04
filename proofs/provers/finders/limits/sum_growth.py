"""Expand sums up to a large number: in closed form, or beside the integral of their summand.

For f that rises between the ends a and b, Σ f(i) - ∫ f lies between f(a) and f(b); for f that falls,
between f(b) and f(a). Both are shown by induction over b. So Σ 1/i is log n up to 1, and log n! is
n·log n - n up to log n.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.language import leaves, substitute, terms
from proofs.provers.finders.functions.integers import use_whole_numbers
from proofs.provers.finders.limits.growth import Expansion, Part
from proofs.provers.finders.steps.budget import NotFoundError
from proofs.provers.finders.steps.trees import is_number, minus, plus, times
from proofs.provers.finders.sums.closed_forms import closed_form
from proofs.provers.finders.sums.integrals import LAST, SumBound, until_last

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Tree
    from proofs.provers.finders.steps.builder import Builder

ARGUMENT = "#argument"
MOST_LOGARITHMS = 3


@dataclass(frozen=True)
class Comparison:
    """A sum, or the logarithm of a product, beside the integral of its summand.

    Attributes
    ----------
    tree : tree
        The sum or logarithm.
    inner, primitive : tree
        a·i + c as a tree in the index, and an integral of the summand over that, in ARGUMENT.
    slope : Fraction
        a.
    rises : bool
        Whether the summand rises.
    """

    tree: Tree
    inner: Tree
    primitive: Tree
    slope: Fraction
    rises: bool

    @property
    def inside(self) -> Tree:
        """The sum or product itself, which is a head, an index, a summand and two ends."""
        return self.tree if self.tree[0] == "sum" else self.tree[1]

    def summand(self, x: Tree) -> Tree:
        """Return the summand at x."""
        part = substitute(self.inside[2], {self.inside[1]: x})
        return part if self.tree[0] == "sum" else ["log", part]

    def total(self, last: Tree) -> Tree:
        """Return the sum up to a last index."""
        part = [*self.inside[:4], last]
        return part if self.tree[0] == "sum" else ["log", part]

    def integral(self, start: Tree, end: Tree) -> Tree:
        """Return the integral of the summand from one index to another."""
        at = [self._primitive(substitute(self.inner, {self.inside[1]: x})) for x in (end, start)]
        return times(str(1 / self.slope), plus([at[0], minus(at[1])]))

    def integral_from(self, start: Tree) -> Tree:
        """Return the integral from one index on, where its primitive vanishes far out."""
        return times(
            str(-1 / self.slope), self._primitive(substitute(self.inner, {self.inside[1]: start}))
        )

    def _primitive(self, x: Tree) -> Tree:
        return substitute(self.primitive, {ARGUMENT: x})


def summed(e: Expansion, tree: Tree) -> list[Part]:
    """Expand a sum or product, or the logarithm of a product."""
    if tree[0] != "log" and (closed := closed_form(tree)) is not None:
        return e.parts(closed)
    if tree[0] == "product":
        return e.parts(["exp", ["log", tree]])
    c = compared(e, tree)
    *_, low, high = c.inside
    gap = plus([c.total(LAST), minus(c.integral(low, LAST))])
    least, largest = (low, LAST) if c.rises else (LAST, low)
    e.lemmas.append(SumBound(low, high, gap, c.summand(least), c.summand(largest)))
    size = c.summand(high if c.rises else low)
    found = e.parts(size)
    g = e.leading(found)
    whole = plus([tree, minus(c.integral(low, high))])
    rest = Part(e.divided(found, g), g, (times(whole, ["inv", size]),))
    return e.merged([*e.parts(c.integral(low, high)), rest])


def bound_sums(b: Builder, goal: Tree, numbers: bool) -> None:
    """Add bounds of sums by integrals: of those that begin at numbers too, if these are asked for."""
    for tree in terms(goal):
        if tree[0] == "sum" and (numbers or not is_number(tree[3])):
            use_whole_numbers(b)
            for upper in (True, False):
                try:
                    label = _bound(b, tree, upper)
                except (NotFoundError, Rejected):
                    continue
                if label is not None:
                    b.atoms.append(label)
                    b.cache.clear()


def _bound(b: Builder, tree: Tree, upper: bool) -> str | None:
    """Bound a sum by an integral, one index further, or without its first summand."""
    c, (low, high) = compared(Expansion(b, b.new_bound()), tree), tree[3:]
    if upper == c.rises:
        side = c.integral(low, plus([LAST, "1"]))
    else:
        side = plus([c.summand(low), c.integral(low, LAST)])
    gap = plus([side, minus(c.total(LAST))])
    return until_last(b, low, high, gap if upper else minus(gap))


def compared(e: Expansion, tree: Tree) -> Comparison:
    """Set a sum, or the logarithm of a product, beside an integral."""
    _, index, body, *_ = tree if tree[0] == "sum" else tree[1]
    inner, slope, parts = _argument(e, body if tree[0] == "sum" else ["log", body], index)
    primitive = plus([_integral(part, ARGUMENT) for part in parts])
    return Comparison(tree, inner, primitive, slope, e.direction(e.leading(parts)) > 0)


def _argument(e: Expansion, f: Tree, index: str) -> tuple[Tree, Fraction, list[Part]]:
    """Write a summand as a function of a·i + c with a > 0; return that, a, and the function's parts."""
    for inner in (*_linear_parts(f, index), index):
        outer, slope = _replaced(f, inner), _slope(inner, index)
        if slope is None or slope <= 0 or leaves(outer) & {index, e.y}:
            continue
        parts = e.parts(substitute(outer, {ARGUMENT: e.y}))
        if parts and all(map(e.is_exact, parts)):
            main = next(p for p in parts if p.growth == e.leading(parts))
            if e.sign(main.tree) > 0:
                return inner, slope, parts
    raise NotFoundError("a summand that is not integrated")


def _linear_parts(tree: Tree, index: str) -> Iterator[Tree]:
    """Yield the sums and products in a tree that are linear in an index, the outer ones first."""
    if isinstance(tree, list):
        if tree[0] in ("+", "*") and _slope(tree, index):
            yield tree
        for part in tree[1:]:
            if not isinstance(part, int):
                yield from _linear_parts(part, index)


def _slope(tree: Tree, index: str) -> Fraction | None:
    """Return a, where a tree is a·i + c; None if it is not seen to be so."""
    if tree == index:
        return Fraction(1)
    if index not in leaves(tree):
        return Fraction(0)
    if tree[0] == "+":
        slopes = [_slope(part, index) for part in tree[1:]]
        known = [slope for slope in slopes if slope is not None]
        return sum(known, Fraction(0)) if len(known) == len(slopes) else None
    moving = [part for part in tree[1:] if not is_number(part)]
    if tree[0] != "*" or len(moving) != 1 or (slope := _slope(moving[0], index)) is None:
        return None
    for part in tree[1:]:
        slope *= Fraction(part) if is_number(part) else 1
    return slope


def _replaced(tree: Tree, inner: Tree) -> Tree:
    if tree == inner:
        return ARGUMENT
    if isinstance(tree, list):
        return [x if isinstance(x, int) else _replaced(x, inner) for x in tree]
    return tree


def _integral(part: Part, x: str) -> Tree:
    """Integrate a number times a power of x and a whole power of its logarithm."""
    c, power, logs = part.tree, part.growth.power, part.growth.logs
    if part.growth.deep or logs.denominator > 1 or not 0 <= logs <= MOST_LOGARITHMS:
        raise NotFoundError("a summand that is not integrated")
    n, steps = power + 1, int(logs)
    if n == 0:
        return times(c, str(1 / (logs + 1)), ["^", ["log", x], steps + 1] if steps else ["log", x])
    raised = ["^", x, abs(n.numerator)] if abs(n.numerator) > 1 else x
    rooted = ["root", raised, str(n.denominator)] if n.denominator > 1 else raised
    rows, factor = [], 1 / n
    for k in range(steps, -1, -1):
        log = [["^", ["log", x], k]] if k > 1 else [["log", x]] * k
        rows.append(times(str(factor), *log))
        factor *= Fraction(-k) / n
    return times(c, rooted if n > 0 else ["inv", rooted], plus(rows))
