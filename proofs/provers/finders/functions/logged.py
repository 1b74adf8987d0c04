"""The order of two positive sides, said of their logarithms: products become sums there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.kernel.language import terms
from proofs.provers.finders.steps.trees import minus, plus, times

if TYPE_CHECKING:
    from proofs.kernel.language import Tree

TURNED = {"<=": ">=", "<": ">", ">=": ">=", ">": ">"}
STEEP = ("exp", "power", "product")
"""Terms of which the logarithm is simpler."""


def logged(goal: Tree) -> tuple[str, Tree] | None:
    """Return a relation and what it says of log of the one side, less that of the other.

    Examples
    --------
    >>> logged(["<=", ["exp", "x"], ["*", "2", "y"]])
    ('>=', ['+', ['log', '2'], ['log', 'y'], ['*', '-1', 'x']])
    """
    if goal[0] not in TURNED or not any(term[0] in STEEP for term in terms(goal)):
        return None
    upper, lower = goal[1:] if goal[0] in (">", ">=") else goal[:0:-1]
    return TURNED[goal[0]], _flat(plus([_logarithm(upper), minus(_logarithm(lower))]))


def _logarithm(tree: Tree) -> Tree:
    if isinstance(tree, str):
        return "0" if tree == "1" else ["log", tree]
    match tree[0]:
        case "*":
            return plus([_logarithm(part) for part in tree[1:]])
        case "^":
            return times(str(tree[2]), _logarithm(tree[1]))
        case "inv":
            return minus(_logarithm(tree[1]))
        case "root":
            return times(f"1/{tree[2]}", _logarithm(tree[1]))
        case "power":
            return times(tree[2], _logarithm(tree[1]))
        case "exp":
            return tree[1]
        case "+":
            return _of_sum(tree[1:])
    return ["log", tree]


def _of_sum(summands: list[Tree]) -> Tree:
    """Take an exponential out of a sum, if each summand has one."""
    rows = [part[1:] if part[0] == "*" else [part] for part in summands]
    exponents = [[part[1] for part in row if part[0] == "exp"] for row in rows]
    if not all(exponents):
        return ["log", ["+", *summands]]
    first = plus(exponents[0])
    rest = [
        times(*(part for part in row if part[0] != "exp"), ["exp", plus([*inside, minus(first)])])
        for row, inside in zip(rows[1:], exponents[1:], strict=True)
    ]
    alone = times(*(part for part in rows[0] if part[0] != "exp"))
    return plus([first, ["log", plus([alone, *rest])]])


def _flat(tree: Tree) -> Tree:
    """Put sums within a sum into it."""
    if isinstance(tree, str) or tree[0] != "+":
        return tree
    rows: list[Tree] = []
    for part in map(_flat, tree[1:]):
        rows += part[1:] if part[0] == "+" else [part]
    return plus(rows)
