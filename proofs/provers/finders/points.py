"""Look for points at which the assumptions hold, and the goal fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.points import meets, precision, read_point, truth, value

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = ("1", "2", "1/2", "3", "4", "1/4", "5", "0", "10", "1/10", "3/2", "9", "1/3", "100", "1/100",
          "-1", "-2", "-1/2", "7", "3/4", "-3", "6", "20", "2/3", "1000", "1/1000", "8", "16", "12",
          "13/10", "-10", "1/1000000", "1000000")  # fmt: skip
BITS = 96
MOST_POINTS = 3000
MOST_OPEN = 3
"""Points kept at which balls do not tell whether the goal holds."""


def candidates(
    statement: Statement, leave: set[str], most: int = MOST_POINTS
) -> Iterator[dict[str, Tree]]:
    """Yield points of the declared kinds, simple ones first."""
    names = [n for n in statement.variables if n not in leave]
    lists = []
    for name in names:
        kind, sign = statement.variables[name]
        single = Statement({name: (kind, sign)}, (), ["and"])
        fits = [v for v in VALUES if _is_fit(single, {name: v})]
        lists.append(fits)
    if not names:
        yield {}
        return
    count = 0
    # small indices first, so that simple points come early
    for total in range(sum(len(x) - 1 for x in lists) + 1):
        for index in _compositions(total, [len(x) for x in lists]):
            yield {n: x[i] for n, x, i in zip(names, lists, index, strict=True)}
            count += 1
            if count >= most // 2:
                break
        if count >= most // 2:
            break
    # then values further down the lists, by a fixed pseudo-random sequence
    state = 1
    for _ in range(most - count):
        point = {}
        for name, values in zip(names, lists, strict=True):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            point[name] = values[(state >> 33) % len(values)]
        yield point


def _compositions(total: int, sizes: list[int]) -> Iterator[tuple[int, ...]]:
    if len(sizes) == 1:
        if total < sizes[0]:
            yield (total,)
        return
    for first in range(min(total, sizes[0] - 1) + 1):
        for rest in _compositions(total - first, sizes[1:]):
            yield (first, *rest)


def _is_fit(statement: Statement, point: dict[str, Tree]) -> bool:
    try:
        read_point(statement, point)
    except Rejected:
        return False
    return True


def solved(statement: Statement, point: dict[str, Tree], leave: set[str]) -> dict[str, Tree]:
    """Put into a point the values that equations among the assumptions give to names."""
    new = dict(point)
    for formula in statement.assume:
        if formula[0] != "=" or leaves(formula) & leave:
            continue
        for name, tree in (formula[1:], formula[:0:-1]):
            if isinstance(name, str) and name in new and name not in leaves(tree):
                new[name] = substitute(tree, new)
                break
        else:
            _solve_linear(formula, new)
    return new


def _solve_linear(formula: Tree, point: dict[str, Tree]) -> None:
    """Solve an equation that is linear in a name whose other names have values."""
    for name in sorted(leaves(formula)):
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


def search(statement: Statement, leave: set[str], fails: bool, most: int) -> dict[str, Any] | None:
    """Return a point that meets the assumptions and, if asked, at which the goal fails.

    Where balls do not tell whether the goal fails, the point is kept under ``open``.
    """
    unsure: list[dict[str, Tree]] = []
    with precision(BITS):
        for point in candidates(statement, leave, most):
            point = solved(statement, point, leave)
            try:
                meets(statement, point)
                holds = truth(substitute(statement.goal, point)) if fails else False
                if holds is False:
                    return {"point": point, "bits": BITS}
                if holds is None and len(unsure) < MOST_OPEN:
                    unsure.append(point)
            except (Rejected, ArithmeticError, ValueError):
                continue
    return {"open": unsure} if unsure else None
