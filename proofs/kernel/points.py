"""Statements at a point: every term is computed, exactly or in balls, or shown to be undefined."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, reduce
from typing import Any, TypeAlias

from flint import arb, fmpq, fmpz
from flint import ctx as flint_context

from proofs.kernel.errors import ensure
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import (
    RELATIONS,
    REPEATED,
    Statement,
    Tree,
    exponent,
    leaves,
    substitute,
)
from proofs.kernel.polynomials import LONGEST, power, rational

Value: TypeAlias = Any
"""An exact rational of FLINT, or a ball."""

MOST_BITS = 20_000
MOST_SUMMANDS = 5_000
PIECES = 512
"""Of an interval, over each of which what is integrated is enclosed."""


def _root(a: fmpq, n: fmpq) -> fmpq | None:
    exact = fmpq(fmpz(a.p).root(int(n.p)), fmpz(a.q).root(int(n.p)))
    return exact if exact ** int(n.p) == a else None


def _only_at(argument: int, result: int) -> Callable[[fmpq], fmpq | None]:
    return lambda a: fmpq(result) if a == argument else None


EXACT: dict[str, Callable[..., fmpq | None]] = {
    "inv": lambda a: 1 / a, "root": _root, "power": lambda a, n: power(a, int(n.p)), "abs": abs,
    "max": max, "min": min, "floor": lambda a: fmpq(a.p // a.q), "pi": lambda: None,
    "exp": _only_at(0, 1), "log": _only_at(1, 0), "sin": _only_at(0, 0), "cos": _only_at(0, 1),
    "atan": _only_at(0, 0), "erf": _only_at(0, 0),
}  # fmt: skip
"""The value at rational arguments, where it is rational and easily seen."""

WHOLE_SECOND = {"root": 2, "power": 0}
"""Functions whose second argument is a whole number, and the least that is allowed."""


@contextmanager
def precision(bits: Any) -> Iterator[None]:
    """Compute balls with so many bits."""
    ensure(type(bits) is int and 2 <= bits <= MOST_BITS, f"{bits!r} is no precision")
    before, flint_context.prec = flint_context.prec, bits
    try:
        yield
    finally:
        flint_context.prec = before


def compare(a: Value, rel: str) -> bool | None:
    """Whether ``a rel 0``; None if a ball does not tell."""
    if not isinstance(a, fmpq) and not a.is_finite():
        return None
    away = a != 0 if isinstance(a, fmpq) else not a.contains(0)
    zero = isinstance(a, fmpq) and not away
    above, below = bool(a > 0), bool(a < 0)
    certain = {
        "=": (zero, away), "!=": (away, zero), ">": (above, bool(a <= 0)), "<": (below, bool(a >= 0)),
        ">=": (bool(a >= 0), below), "<=": (bool(a <= 0), above),
    }  # fmt: skip
    yes, no = certain[rel]
    return True if yes else False if no else None


def value(tree: Tree, most: int = MOST_SUMMANDS) -> Value:
    """Compute a tree without names; refuse it unless it is certainly defined.

    A ball stands for itself; there is none in a proof object, which is text. Sums, with those inside
    them, have ``most`` terms.
    """
    if isinstance(tree, str):
        return rational(tree)
    if isinstance(tree, arb):
        return tree
    head, *rest = tree
    if head == "^":
        base, n = rest
        return power(value(base, most), exponent(n))
    if head in REPEATED:
        return _repeated(most, head, *rest)
    parts = [value(part, most) for part in rest]
    if head in ("+", "*"):
        return reduce(partial(_joined, head), parts, fmpq(head == "*"))
    function, exact = FUNCTIONS[head], EXACT[head]
    ensure(len(parts) == function.size, f"{head} has {function.size} arguments")
    for i, rel in function.needs:
        ensure(compare(parts[i], rel), f"{head} is not certainly defined at {parts[i]}")
    if head in WHOLE_SECOND:
        n = parts[1]
        fits = isinstance(n, fmpq) and n.q == 1 and n >= WHOLE_SECOND[head]
        ensure(fits and exponent(int(n.p)) >= 0, f"{head} {n} is not computed")
    known = exact(*parts) if all(isinstance(part, fmpq) for part in parts) else None
    return function.ball(*map(arb, parts)) if known is None else known


def _repeated(most: int, head: str, i: str, body: Tree, *ends: Tree) -> Value:
    """Compute a finite sum or product from a whole number to one that is not less than it minus 1."""
    if head == "integral":
        return _integral(most, i, body, *ends)
    whole = [n for n in map(value, ends) if isinstance(n, fmpq) and n.q == 1]
    ensure(len(whole) == len(ends) == 2 and head != "series", f"{head} is not computed")
    low, high = (int(n.p) for n in whole)
    ensure(-1 <= high - low < most, f"{head} from {low} to {high} is not computed")
    found: Value = fmpq(head == "product")
    for n in range(low, high + 1):
        term = value(substitute(body, {i: str(n)}), most // (high - low + 1))
        found = _joined(head, found, term)
    return found


def _integral(most: int, i: str, body: Tree, high: Tree, low: Tree) -> Value:
    """Compute an integral by what is integrated on each of some pieces; no sums or integrals in it."""
    a, b = (arb(value(end, most)) for end in (low, high))
    ensure(compare(b - a, ">="), "the ends of an integral are not certainly in order")
    ensure(most >= PIECES, f"an integral of {PIECES} pieces stands in a sum or integral")
    total, width = arb(0), (b - a) / PIECES
    for n in range(PIECES):
        piece = (a + n * width).union(a + (n + 1) * width)
        total += width * arb(value(substitute(body, {i: piece}), 0))
    return total


def _joined(head: str, a: Value, b: Value) -> Value:
    """Add two numbers or multiply them, unless the result may be too long to write down."""
    both = [x.height_bits() for x in (a, b) if isinstance(x, fmpq)]
    ensure(sum(both) <= LONGEST, "a number has too many digits")
    return a + b if head in ("+", "sum") else a * b


def truth(formula: Tree) -> bool | None:
    """Whether a formula without names holds; all its terms must be defined, needed or not."""
    head, *rest = formula
    if head in RELATIONS:
        left, right = map(value, rest)
        return compare(fmpq(0) if rest[0] == rest[1] else left - right, head)
    parts = [truth(part) for part in rest]
    count = {"not": 1, "implies": 2}.get(head, len(parts))
    ensure(len(parts) == count, f"{head!r} with {len(parts)} parts")
    if head in ("not", "implies"):
        parts[0] = None if parts[0] is None else not parts[0]
    ensure(head in ("and", "or", "not", "implies"), f"{head!r} is no formula")
    decisive = head != "and"
    return decisive if decisive in parts else None if None in parts else not decisive


def read_point(statement: Statement, data: Any) -> dict[str, Tree]:
    """See that the values of a point are of the declared kinds and signs."""
    names = set(statement.variables) - statement.moving
    fits = set(data) == names and not any(map(leaves, data.values()))
    ensure(fits, f"a point has a value without names for each of {sorted(names)}")
    for name, tree in data.items():
        (kind, sign), x = statement.variables[name], value(tree)
        whole = isinstance(x, fmpq) and x.q == 1
        of_kind = {
            "real": True, "rational": isinstance(x, fmpq), "integer": whole,
            "even": whole and x.p % 2 == 0, "odd": whole and x.p % 2 == 1,
            "noninteger": not whole and (isinstance(x, fmpq) or not x.contains_integer()),
        }  # fmt: skip
        fits = of_kind[kind] and (not sign or compare(x, sign) is True)
        ensure(fits, f"{name} = {x} is not certainly {kind} {sign}")
    return dict(data)


def meets(statement: Statement, data: Any) -> dict[str, Tree]:
    """Return the point if it certainly meets the assumptions, those on a moving variable apart."""
    point = read_point(statement, data)
    for formula in statement.assume:
        met = leaves(formula) & statement.moving or truth(substitute(formula, point)) is True
        ensure(met, f"{formula} does not certainly hold at the point")
    return point
