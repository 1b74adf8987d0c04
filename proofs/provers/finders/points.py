"""Look for points at which the assumptions hold, and the goal fails."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from flint import ctx as flint_context

from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, Tree, leaves
from proofs.kernel.points import read_point, truth

VALUES = ("1", "2", "1/2", "3", "4", "1/4", "5", "0", "10", "1/10", "3/2", "9", "1/3", "100", "1/100",
          "-1", "-2", "-1/2", "7", "3/4", "-3", "6", "20", "2/3", "1000", "1/1000", "8", "16", "12",
          "13/10", "-10", "1/1000000", "1000000")  # fmt: skip
BITS = 96
MOST_POINTS = 3000


def candidates(statement: Statement, leave: set[str], most: int = MOST_POINTS) -> Iterator[dict[str, Tree]]:
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
            if count >= most:
                return


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
        read_point(statement, point, set())
    except Rejected:
        return False
    return True


def solved(statement: Statement, point: dict[str, Tree], leave: set[str]) -> dict[str, Tree]:
    """Put into a point the values that equations among the assumptions give to bare names."""
    from proofs.kernel.language import substitute

    new = dict(point)
    for formula in statement.assume:
        if formula[0] != "=" or leaves(formula) & leave:
            continue
        for name, tree in (formula[1:], formula[:0:-1]):
            if isinstance(name, str) and name in new and name not in leaves(tree):
                closed = substitute(tree, new)
                if not leaves(closed):
                    new[name] = closed
                    break
    return new


def search(statement: Statement, leave: set[str], fails: bool, most: int) -> dict[str, Any] | None:
    """Return a point that meets the assumptions and, if asked, at which the goal fails."""
    before, flint_context.prec = flint_context.prec, BITS
    try:
        for point in candidates(statement, leave, most):
            point = solved(statement, point, leave)
            try:
                values = read_point(statement, point, leave)
                met = all(
                    truth(f, values) is True for f in statement.assume if not leaves(f) & leave
                )
                if met and (not fails or truth(statement.goal, values) is False):
                    return {"point": point, "bits": BITS}
            except (Rejected, ArithmeticError, ValueError):
                continue
    finally:
        flint_context.prec = before
    return None


__all__ = ["product", "search"]
