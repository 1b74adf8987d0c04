"""Values that equations among the assumptions give to names, exactly."""

from __future__ import annotations

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.points import value


def equations(statement: Statement, leave: set[str]) -> list[Tree]:
    """Return the equations among the assumptions, without those on names that have no value."""
    return [f for f in statement.assume if f[0] == "=" and not leaves(f) & leave]


def given(formula: Tree, names: set[str]) -> tuple[str, Tree]:
    """Return the name and the tree of an equation ``name = tree``, or no name."""
    for name, tree in (formula[1:], formula[:0:-1]):
        if isinstance(name, str) and name in names and name not in leaves(tree):
            return name, tree
    return "", None


def solved(statement: Statement, point: dict[str, Tree], leave: set[str]) -> dict[str, Tree]:
    """Put into a point, exactly, the values that equations among the assumptions give to names."""
    new, before = dict(point), set[str]()
    for formula in equations(statement, leave):
        name, tree = given(formula, set(new))
        if name:
            new[name] = substitute(tree, new)
        else:
            # a name of an earlier equation keeps its value, or that would not hold any more
            _solve_linear(formula, new, before)
        before |= leaves(formula)
    return new


def _solve_linear(formula: Tree, point: dict[str, Tree], kept: set[str]) -> None:
    """Solve an equation that is linear in a name whose other names have values."""
    for name in sorted(leaves(formula) - kept):
        gap = ["+", formula[1], ["*", "-1", formula[2]]]
        try:
            at = [value(substitute(gap, {**point, name: str(i)})) for i in range(3)]
        except (Rejected, ArithmeticError, ValueError):
            continue
        if not all(isinstance(x, fmpq) for x in at):
            continue
        slope = at[1] - at[0]
        if slope != 0 and at[2] - at[1] == slope:
            point[name] = str(-at[0] / slope)
            return
