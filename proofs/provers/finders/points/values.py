"""Values that are worth trying: simple ones, and those that a statement's own constants suggest."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from itertools import pairwise

from flint import arb, fmpq

from proofs.kernel.errors import Rejected
from proofs.kernel.language import WHOLE, Statement, Tree, leaves
from proofs.kernel.points import value
from proofs.kernel.polynomials import NUMBER

SIMPLE = ("2", "3", "1/2", "1", "4", "1/4", "1/3", "5", "0", "10", "1/10", "3/2", "-1", "-2", "-1/2",
          "6", "7", "8", "9", "3/4", "2/3", "-3", "20", "100", "1/100", "12", "16", "13/10", "-10",
          "1000", "1/1000", "1/1000000", "1000000")  # fmt: skip
"""Generic ones first: at 0, 1 or a square much holds by accident."""

FIRST = 9
"""Simple values that come before those of the statement."""

EXTREMES = ("1" + 10 * "0", "1/1" + 10 * "0", "1" + 40 * "0", "1/1" + 40 * "0", "1" + 100 * "0",
            "1/1" + 100 * "0", "-1000", "-1" + 10 * "0", "-1" + 40 * "0")  # fmt: skip

MOST_VALUES, MOST_CONSTANTS = 120, 24

SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le,
         "!=": operator.ne}  # fmt: skip


def values(statement: Statement) -> dict[str, list[Tree]]:
    """Return values of its kind and sign for each name, those to be tried first at the front."""
    known = constants(statement)
    return {name: _values(known, *declared) for name, declared in statement.variables.items()}


def _values(known: list[fmpq], kind: str, sign: str) -> list[Tree]:
    simple, extremes = ([fmpq(*map(int, x.split("/"))) for x in y] for y in (SIMPLE, EXTREMES))
    found = [*simple[:FIRST], *known, *simple[FIRST:], *extremes]
    if kind in WHOLE:
        found = [fmpq(4), *found]
        found = [fmpq(x.p // x.q + i) for x in found for i in ((0, 1) if abs(x) > 1 else (0,))]
    fits = [str(x) for x in dict.fromkeys(found) if _of_kind(x, kind, sign)]
    return list(fits[:MOST_VALUES])


def _of_kind(value: fmpq, kind: str, sign: str) -> bool:
    whole = value.q == 1
    fits = {"integer": whole, "even": whole and value.p % 2 == 0, "odd": whole and value.p % 2 == 1,
            "noninteger": not whole}  # fmt: skip
    return fits.get(kind, True) and (not sign or bool(SIGNS[sign](value, 0)))


def constants(statement: Statement) -> list[fmpq]:
    """Return numbers that the statement suggests: its constants, their neighbours, points between."""
    found = [x for f in (*statement.assume, statement.goal) for x in _numbers(f)]
    found = [x for x in dict.fromkeys(found) if x not in (0, 1, -1)][:MOST_CONSTANTS]
    found = list(dict.fromkeys([*found, *map(abs, found)]))
    near = [x for c in found for x in (c, c + 1, c - 1, c * fmpq(1001, 1000), c * fmpq(999, 1000))]
    ordered = sorted({*found, fmpq(0), fmpq(1)})
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    roots = [
        fmpq(c.p.sqrt(), c.q.sqrt()) for c in found if c > 0 and c.p.is_square() and c.q.is_square()
    ]
    far = [x for c in found for x in (1 / c, 2 * c, c / 2, 10 * c, c**2)]
    return list(dict.fromkeys([*found, *between, *near, *roots, *far]))


def _numbers(item: Tree) -> Iterator[fmpq]:
    """Yield the numbers in a tree or formula, and roughly the value of each part without names."""
    if isinstance(item, str):
        if NUMBER.fullmatch(item):
            yield fmpq(*map(int, item.split("/")))
        return
    parts = item[1:2] if item[0] == "root" else item[1:]
    for part in parts:
        if not isinstance(part, int):
            yield from _numbers(part)
            if isinstance(part, list) and not leaves(part):
                yield from _roughly(part)


def _roughly(tree: Tree) -> Iterator[fmpq]:
    try:
        x = value(tree)
    except (Rejected, ArithmeticError, ValueError, LookupError):
        return
    if isinstance(x, arb) and x.is_finite() and abs(x) < 1e15:
        x = fmpq(round(float(x.mid()) * 1000), 1000)
    if isinstance(x, fmpq) and x != 0:
        yield x
