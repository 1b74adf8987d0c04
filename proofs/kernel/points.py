"""Statements at a point: every term is computed, exactly or in balls, or shown to be undefined."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from typing import Any, TypeAlias

from flint import arb, fmpq, fmpz
from flint import ctx as flint_context

from proofs.kernel.errors import reject
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import LARGEST_POWER, Statement, Tree, leaves, substitute
from proofs.kernel.polynomials import NUMBER, rational

Value: TypeAlias = Any
"""An exact rational of FLINT, or a ball."""

MOST_BITS = 20_000


def _root(a: fmpq, n: fmpq) -> fmpq | None:
    top, bottom = fmpz(a.p).root(int(n.p)), fmpz(a.q).root(int(n.p))
    exact = fmpq(top, bottom)
    return exact if exact ** int(n.p) == a else None


EXACT: dict[str, Callable[..., fmpq | None]] = {
    "inv": lambda a: 1 / a,
    "root": _root,
    "abs": abs,
    "max": max,
    "min": min,
    "floor": lambda a: fmpq(a.p // a.q),
    "power": lambda a, n: a ** int(n.p),
    "exp": lambda a: fmpq(1) if a == 0 else None,
    "log": lambda a: fmpq(0) if a == 1 else None,
    "sin": lambda a: fmpq(0) if a == 0 else None,
    "cos": lambda a: fmpq(1) if a == 0 else None,
    "atan": lambda a: fmpq(0) if a == 0 else None,
    "erf": lambda a: fmpq(0) if a == 0 else None,
    "pi": lambda: None,
}
"""The value at rational arguments, where it is rational and easily seen."""

WHOLE_SECOND = {"root": 2, "power": 0}
"""Functions whose second argument is a whole number, and the least that is allowed."""


def compare(a: Value, rel: str) -> bool | None:
    """Whether ``a rel 0``; None if a ball does not tell."""
    if isinstance(a, fmpq):
        return {"=": a == 0, "!=": a != 0, ">": a > 0, ">=": a >= 0, "<": a < 0, "<=": a <= 0}[rel]
    if not a.is_finite():
        return None
    yes = {"!=": not a.contains(0), ">": a > 0, ">=": a >= 0, "<": a < 0, "<=": a <= 0}.get(rel)
    no = {"=": not a.contains(0), ">": a <= 0, ">=": a < 0, "<": a >= 0, "<=": a > 0}.get(rel)
    return True if yes else False if no else None


def value(tree: Tree) -> Value:
    """Compute a tree without names; refuse it unless it is certainly defined."""
    if isinstance(tree, str):
        return rational(tree)
    head, *rest = tree
    if head == "^":
        if type(rest[1]) is not int or not 0 <= rest[1] <= LARGEST_POWER:
            reject(f"{rest[1]!r} is no exponent of a polynomial")
        return value(rest[0]) ** rest[1]
    parts = [value(part) for part in rest]
    if head in ("+", "*"):
        total = fmpq(0 if head == "+" else 1)
        for part in parts:
            total = _add(total, part) if head == "+" else _multiply(total, part)
        return total
    if head not in FUNCTIONS or len(parts) != FUNCTIONS[head].size:
        reject(f"{head!r} is no function of {len(parts)} arguments")
    function = FUNCTIONS[head]
    for i, rel in function.needs:
        if not compare(parts[i], rel):
            reject(f"{head} is not certainly defined at {parts[i]}")
    if head in WHOLE_SECOND:
        n, least = parts[1], WHOLE_SECOND[head]
        if not (isinstance(n, fmpq) and n.q == 1 and least <= n <= LARGEST_POWER):
            reject(f"{head} {n} is not one that can be computed")
    if head not in EXACT:
        reject(f"{head} is a term of proofs, not of statements")
    if all(isinstance(part, fmpq) for part in parts):
        exact = EXACT[head](*parts)
        if exact is not None:
            return exact
    return function.ball(*(arb(part) for part in parts))


def _add(a: Value, b: Value) -> Value:
    return a + b if isinstance(a, fmpq) and isinstance(b, fmpq) else arb(a) + arb(b)


def _multiply(a: Value, b: Value) -> Value:
    return a * b if isinstance(a, fmpq) and isinstance(b, fmpq) else arb(a) * arb(b)


def truth(formula: Tree) -> bool | None:
    """Whether a formula without names holds; all its terms must be defined, needed or not."""
    head, *rest = formula
    if head in ("and", "or", "not", "implies"):
        parts = [truth(part) for part in rest]
        if head == "not":
            return None if parts[0] is None else not parts[0]
        if head == "implies":
            parts[0] = None if parts[0] is None else not parts[0]
        decisive = head != "and"
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive
    left, right = map(value, rest)
    gap = fmpq(0) if rest[0] == rest[1] else _add(left, _multiply(fmpq(-1), right))
    return compare(gap, head)


def read_point(statement: Statement, data: Any, leave: Set[str]) -> dict[str, Tree]:
    """See that the values of a point are of the declared kinds and signs."""
    names = set(statement.variables) - leave
    if not isinstance(data, dict) or set(data) != names or any(map(leaves, data.values())):
        reject(f"a point has a value for each of {sorted(names)}")
    for name, tree in data.items():
        (kind, sign), x = statement.variables[name], value(tree)
        whole = isinstance(x, fmpq) and x.q == 1
        fits = {
            "real": True,
            "rational": isinstance(x, fmpq),
            "integer": whole,
            "even": whole and x.p % 2 == 0,
            "odd": whole and x.p % 2 == 1,
            "noninteger": not whole and (isinstance(x, fmpq) or not x.contains_integer()),
        }[kind]
        if not fits or (sign and not compare(x, sign)):
            reject(f"{name} = {x} is not certainly {kind} {sign}")
    return dict(data)


@contextmanager
def precision(bits: Any) -> Iterator[None]:
    """Compute balls with so many bits."""
    if type(bits) is not int or not 2 <= bits <= MOST_BITS:
        reject(f"{bits!r} is no precision")
    before, flint_context.prec = flint_context.prec, bits
    try:
        yield
    finally:
        flint_context.prec = before


def meets(statement: Statement, data: Any, leave: Set[str] = frozenset()) -> dict[str, Tree]:
    """Return the point if it certainly meets the assumptions, those on ``leave`` apart."""
    point = read_point(statement, data, leave)
    for formula in statement.assume:
        if not leaves(formula) & leave and truth(substitute(formula, point)) is not True:
            reject(f"{formula} does not certainly hold at the point")
    return point
