"""Sums and products of trees, with numbers put together."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING

from proofs.kernel.language import RELATIONS, leaves
from proofs.kernel.polynomials import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Tree


def is_number(tree: Tree) -> bool:
    """Whether a tree is a rational number."""
    return isinstance(tree, str) and NUMBER.fullmatch(tree) is not None


def plus(trees: list[Tree]) -> Tree:
    """Add trees up."""
    trees = [t for t in trees if t != "0"]
    return trees[0] if len(trees) == 1 else ["+", *trees] if trees else "0"


def times(*trees: Tree) -> Tree:
    """Multiply trees."""
    c = prod((Fraction(t) for t in trees if is_number(t)), start=Fraction(1))
    if c == 0:
        return "0"
    kept = [t for t in (str(c), *(t for t in trees if not is_number(t))) if t != "1"]
    return kept[0] if len(kept) == 1 else ["*", *kept] if kept else "1"


def minus(tree: Tree) -> Tree:
    """Return -tree."""
    return times("-1", tree)


def nodes(item: Tree) -> Iterator[Tree]:
    """Yield a tree or formula and all within it that are no names."""
    parts = [item]
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            yield part
            parts += [inner for inner in part if isinstance(inner, list)]


def fixed(item: Tree, name: str) -> Iterator[Tree]:
    """Yield the largest trees in a formula that do not contain a name."""
    for part in item[1:] if isinstance(item, list) else ():
        if isinstance(part, str | list) and name not in leaves(part):
            if not isinstance(part, list) or part[0] not in RELATIONS:
                yield part
        elif isinstance(part, list):
            yield from fixed(part, name)


def sums_products(item: Tree) -> bool:
    """Whether a tree or formula has sums whose summands have products in them."""
    return any(
        part[0] == "product" for tree in nodes(item) if tree[0] == "sum" for part in nodes(tree[2])
    )
