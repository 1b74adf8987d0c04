"""Values that are given by cases: a relation that holds one becomes a relation in each case."""

from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import sympy as sp

Tree: TypeAlias = Any

CASES = "cases"
"""Head of a value by cases, ``["cases", [condition, value], ..., otherwise]``; not in the language."""


def sign(a: Tree) -> Tree:
    """Return the sign of a."""
    return [CASES, [[">", a, "0"], "1"], [["<", a, "0"], "-1"], "0"]


def step(a: Tree, middle: Tree) -> Tree:
    """Return Heaviside's step at a, which has a value of its own at 0."""
    return [CASES, [[">", a, "0"], "1"], [["<", a, "0"], "0"], middle]


def by_cases(relation: Tree) -> Tree:
    """Write a relation between trees without values by cases."""
    node = next(_within(relation), None)
    if node is None:
        return relation
    _, *pieces, otherwise = node
    before: list[Tree] = []
    parts = []
    for given, value in [*pieces, (["and"], otherwise)]:
        # sign and step of a value by cases have it in their conditions
        condition = by_cases(given)
        case = ["and", *before, condition]
        parts.append(["implies", case, by_cases(_replaced(relation, node, value))])
        before.append(["not", condition])
    return ["and", *parts]


def _within(item: Tree) -> Iterator[Tree]:
    """Yield the values by cases in a tree, the innermost first; those in conditions are gone."""
    if isinstance(item, list):
        for part in item[1:]:
            if item[0] != CASES:
                yield from _within(part)
            elif part is not item[-1]:
                yield from _within(part[1])
        if item[0] == CASES:
            yield from _within(item[-1])
            yield item


def _replaced(item: Tree, node: Tree, value: Tree) -> Tree:
    if item == node:
        return value
    return [_replaced(part, node, value) for part in item] if isinstance(item, list) else item


BY_CASES: dict[type, Callable[..., Tree]] = {sp.sign: sign, sp.Heaviside: step}
"""Functions that are given by cases."""
