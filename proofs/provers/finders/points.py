"""Look for points at which the assumptions hold, and the goal fails."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice, zip_longest
from math import isqrt
from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, Tree, leaves, substitute
from proofs.kernel.points import meets, precision, read_point, truth, value
from proofs.kernel.polynomials import NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

VALUES = ("1", "2", "1/2", "3", "4", "1/4", "5", "0", "10", "1/10", "3/2", "9", "1/3", "100", "1/100",
          "-1", "-2", "-1/2", "7", "3/4", "-3", "6", "20", "2/3", "1000", "1/1000", "8", "16", "12",
          "13/10", "-10", "1/1000000", "1000000")  # fmt: skip
BITS = 96
MOST_POINTS = 3000
MOST_OPEN = 3
"""Points kept at which balls do not tell whether the goal holds."""

FEW_SPECIAL = 16
"""Values that a variable has while another one takes the special ones."""


def _special() -> list[Tree]:
    """Return values at which statements fail that hold at simple ones: far, near, no fractions."""
    near = [
        s + d
        for k in (1, 2, 3, 5)
        for s in (1, 0)
        for d in (Fraction(1, 10**k), Fraction(-1, 10**k))
    ]
    scale = [m * Fraction(10) ** k for k in range(-4, 8) for m in (1, Fraction(6, 5), 2, 3, 5, 7)]
    far = [Fraction(10) ** k for k in (9, 12, 15, 20, 30, 50, 100, -9, -12, -20, -30)]
    whole = [Fraction(n) for n in range(11, 65)]
    numbers = [str(x) for x in (*near, *scale, *far, *whole, *(-x for x in (*scale, *far)))]
    trees = [["exp", x] for x in ("1", "-1", "2", "1/2")] + [
        ["root", x, "2"] for x in ("2", "3", "5")
    ]
    turns = [["*", x, ["pi"]] for x in ("1/2", "1", "3/2", "2", "1/4", "1/3", "-1/2", "-1", "5/2")]
    return [*numbers, *trees, *turns]


SPECIAL = _special()


def _of_statement(statement: Statement) -> Iterator[Tree]:
    """Yield values suggested by the numbers in a statement: these, next to them, roots and logs."""
    found = {n for f in (*statement.assume, statement.goal) for n in _numbers(f)}
    for number in sorted(found, key=lambda text: (len(text), text)):
        c = Fraction(number)
        for x in (c, -c, c + 1, c - 1, 2 * c, c / 2, 1 / c if c else c):
            yield str(x)
        for k in (2, 4, 8):
            yield from (str(c + sign * Fraction(1, 10**k)) for sign in (1, -1))
        yield ["exp", str(c)]
        yield ["exp", str(-c)]
        if c > 0:
            yield _root(c)
            yield ["*", "-1", _root(c)] if isinstance(_root(c), list) else f"-{_root(c)}"
            yield ["log", str(c)]


def _root(c: Fraction) -> Tree:
    top, bottom = isqrt(c.numerator), isqrt(c.denominator)
    exact = Fraction(top, bottom)
    return str(exact) if exact**2 == c else ["root", str(c), "2"]


def _numbers(item: Tree) -> Iterator[str]:
    if isinstance(item, str):
        if NUMBER.fullmatch(item):
            yield item
    elif isinstance(item, list):
        for part in item[1:]:
            yield from _numbers(part)


def candidates(
    statement: Statement, leave: set[str], most: int = MOST_POINTS
) -> Iterator[dict[str, Tree]]:
    """Yield points of the declared kinds, simple ones first."""
    names = [n for n in statement.variables if n not in leave]
    if not names:
        yield {}
        return
    special = [*_of_statement(statement), *SPECIAL]
    lists, rare = [], []
    for name in names:
        single = Statement({name: statement.variables[name]}, (), ["and"])
        lists.append([v for v in VALUES if _is_fit(single, {name: v})])
        rare.append([v for v in special if _is_fit(single, {name: v})])
    if not all(lists):
        return
    simple = list(islice(_by_size(names, lists), most // 3))
    yield from simple
    few = simple[:: max(1, len(simple) // FEW_SPECIAL)][:FEW_SPECIAL]
    one_by_one = (
        {**point, name: value}
        for values in zip_longest(*rare) for name, value in zip(names, values, strict=True)
        if value is not None for point in (few if len(names) > 1 else few[:1])
    )  # fmt: skip
    yield from islice(one_by_one, most // 3)
    # then values further down the lists, by a fixed pseudo-random sequence
    state = 1
    for _ in range(most // 3 if len(names) > 1 else 0):
        point = {}
        for name, values, more in zip(names, lists, rare, strict=True):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            drawn = values if state >> 63 or not more else more
            point[name] = drawn[(state >> 33) % len(drawn)]
        yield point


def _by_size(names: list[str], lists: list[list[Tree]]) -> Iterator[dict[str, Tree]]:
    """Yield points with values from lists, small indices first."""
    for total in range(sum(len(x) - 1 for x in lists) + 1):
        for index in _compositions(total, [len(x) for x in lists]):
            yield {n: x[i] for n, x, i in zip(names, lists, index, strict=True)}


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
