"""Expand sums up to a large number: in closed form, or beside the integral of their summand.

For f that rises from a on, Σ f(i) - ∫ f lies between 0 and f(n); for f that falls, between f(n) and
f(a). Both are shown by induction. So Σ 1/i is log n up to 1, and log n! is n·log n - n up to log n.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from proofs.kernel.language import leaves, substitute
from proofs.provers.finders.builder import NotFoundError
from proofs.provers.finders.closed_sums import closed_form
from proofs.provers.finders.trees import is_number, minus, plus, times

if TYPE_CHECKING:
    from proofs.kernel.language import Tree
    from proofs.provers.finders.growth import Expansion, Part


def summed(e: Expansion, tree: Tree) -> list[Part]:
    """Expand a sum, or the logarithm of a product, with a last index that tends to infinity."""
    inside = tree if tree[0] == "sum" else tree[1]
    _, index, body, low, high = inside
    if tree[0] == "sum" and (closed := closed_form(tree)) is not None:
        return e.parts(closed)
    if high != e.y or e.y in leaves(body) or not is_number(low) or Fraction(low) < 1:
        raise NotFoundError("a sum that is not expanded")

    def f(x: Tree) -> Tree:
        """Return a summand."""
        part = substitute(body, {index: x})
        return part if tree[0] == "sum" else ["log", part]

    y, parts = e.y, e.parts(f(e.y))
    part = parts[0] if len(parts) == 1 else None
    if part is None or part.bounded or part.growth.exponent or leaves(part.tree) & set(e.nulls):
        raise NotFoundError("a summand that is not integrated")
    total = _integral(part, y)
    gap = plus([tree, minus(total), substitute(total, {y: low})])
    if e.sign(part.tree) < 0:
        raise NotFoundError("a summand that is negative")
    rises = e.direction(part.growth) > 0
    largest = f(y) if rises else f(low)
    e.lemmas += [gap if rises else plus([gap, minus(f(y))]), plus([largest, minus(gap)])]
    (size,) = e.parts(largest)
    rest = replace(size, bounded=(times(gap, ["inv", largest]),))
    return e.merged([*e.parts(plus([total, minus(substitute(total, {y: low}))])), rest])


def _integral(part: Part, x: str) -> Tree:
    """Integrate a number times a power of x, or a logarithm."""
    c, power, logs = part.tree, part.growth.power, part.growth.logs
    if power == -1 and not logs:
        return times(c, ["log", x])
    if power == 0 and logs == 1:
        return times(c, plus([["*", x, ["log", x]], minus(x)]))
    if logs:
        raise NotFoundError("a summand that is not integrated")
    n = power + 1
    raised = ["^", x, abs(n.numerator)] if abs(n.numerator) > 1 else x
    rooted = ["root", raised, str(n.denominator)] if n.denominator > 1 else raised
    return times(c, str(1 / n), rooted if n > 0 else ["inv", rooted])
