"""Trees and formulas at many points at once, in floating point; the kernel decides afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from proofs.kernel.language import RELATIONS, REPEATED, Statement, Tree, leaves, terms
from proofs.kernel.points import MOST_SUMMANDS as LONGEST
from proofs.kernel.polynomials import NUMBER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]
    Points: TypeAlias = Mapping[str, Array]

EPS, LARGEST_EXPONENT, LARGEST = 2.0**-52, 700.0, 1e300
COARSE = 1e-3
"""The exponential of a number that is known no better has no value."""

MOST_SUMMANDS, MANY, TAIL, NODES = 128, 512, 3, 40
"""Products of more have no value here, sums of more than the kernel computes; of a series, MANY are
summed, and the rest is estimated; an integral is taken from values at NODES points."""

MOST_LONG, LONGEST_OF_THESE = 16, 1000
"""Points at which a long sum is computed, if it is not the same for all but for its end, and its
summands."""

STEEP, UNSURE = 1.5, 0.05
"""What is left of a series is estimated if it falls faster; that part of it is in doubt."""

SAFETY = 8
"""Sides are taken for equal if they differ by less than this many times the rounding error."""


def _where(condition: Any, value: Any) -> Any:
    return np.where(condition, value, np.nan)


def _erf(a: Any) -> Any:
    from scipy.special import erf

    return erf(a)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "inv": lambda a: _where(a != 0, 1 / a),
    "root": lambda a, n: _where(a >= 0, np.where(n == 2, np.sqrt(a), np.abs(a) ** (1 / n))),
    "exp": lambda a: np.exp(np.clip(a, -LARGEST_EXPONENT, LARGEST_EXPONENT)),
    "log": lambda a: _where(a > 0, np.log(a)),
    "abs": np.abs, "max": np.maximum, "min": np.minimum, "floor": np.floor,
    "power": lambda a, n: _where(n >= 0, np.power(a, n)),
    "pi": lambda: np.float64(np.pi),
    "sin": np.sin, "cos": np.cos, "atan": np.arctan, "erf": _erf,
}  # fmt: skip
"""The value of each function, nan where there is none."""

STEEPNESS: dict[str, Callable[..., Any]] = {
    "inv": lambda x, _: x * x, "exp": lambda x, _: x, "log": lambda _, a: 1 / a,
    "root": lambda x, a, n: np.where(a > 0, x / (n * a), 0),
    "power": lambda x, a, n: np.abs(n * x / a), "erf": lambda *_: 2 / np.sqrt(np.pi),
}  # fmt: skip
"""The size of the derivative by the first argument, where it is not below 1."""


def number(text: str) -> float:
    """Return a rational number as a float, infinite where it is too large for one."""
    top, _, bottom = text.partition("/")
    try:
        return int(top) / int(bottom or 1)
    except OverflowError:
        return float("-inf") if text.startswith("-") else float("inf")


def evaluate(tree: Tree, at: Points) -> tuple[Any, Any]:
    """Evaluate a tree at points; nan where it has no value or is too large.

    Returns
    -------
    values, errors : arrays
        ``errors`` estimates what rounding may have done to the values.
    """
    if isinstance(tree, str):
        x = np.float64(number(tree)) if NUMBER.fullmatch(tree) else at[tree]
        return x, EPS * np.abs(x) if NUMBER.fullmatch(tree) and x % 1 else np.float64(0)
    head, *rest = tree
    if head == "^":
        (a, error), n = evaluate(rest[0], at), rest[1]
        x = a**n
        return x, n * np.abs(a) ** max(n - 1, 0) * error + n * EPS * np.abs(x)
    if head == "integral":
        high, low = (evaluate(end, at)[0] for end in rest[2:])
        return _integral(rest[0], rest[1], high, low, at)
    if head in REPEATED:
        return _repeated(head, rest[0], rest[1], [evaluate(end, at)[0] for end in rest[2:]], at)
    parts = [evaluate(part, at) for part in rest]
    if head in ("+", "*"):
        return reduce(_sum if head == "+" else _product, parts)
    return applied(head, parts)


def applied(head: str, parts: list[tuple[Any, Any]]) -> tuple[Any, Any]:
    """Return the values of a function, with errors, at arguments with errors."""
    args, errors = [a for a, _ in parts], [e for _, e in parts]
    x = FUNCTIONS[head](*args)
    if head == "exp":
        x = _where(errors[0] < COARSE, x)
    steep = STEEPNESS[head](x, *args) if head in STEEPNESS else 1
    return x, steep * reduce(np.maximum, errors, np.float64(0)) + 2 * EPS * np.abs(x)


def _repeated(head: str, name: str, body: Tree, ends: list[Any], at: Points) -> tuple[Any, Any]:
    """Add or multiply up where there are few summands; of a series, many."""
    low, high = ends if len(ends) == 2 else (ends[0], ends[0] + MANY - 1)
    count, most = np.asarray(high - low + 1), MANY if head == "series" else MOST_SUMMANDS
    few = (count >= 0) & (count <= most) & (np.floor(count) == count)
    if head == "product" and body == name and np.all(low == 1):
        x = np.cumprod([1.0, *range(1, MOST_SUMMANDS + 1)])[np.where(few, count, 0).astype(int)]
        return _where(few, x), EPS * count * x
    neutral = np.float64(head == "product")
    total: tuple[Any, Any] = (neutral + 0 * count, 0 * count)
    before: Any = neutral
    last: Any = neutral
    for k in range(int(np.max(np.where(few, count, 0), initial=0))):
        part = evaluate(body, {**at, name: low + k})
        more = (_product if head == "product" else _sum)(total, part)
        value, error = (np.where(k < count, new, old) for new, old in zip(more, total, strict=True))
        total, before, last = (value, error), last, part[0]
    value, error = _where(few, total[0]), total[1]
    if head == "series":
        rest, doubt = _rest(before, last, count)
        value, error = value + rest, error + doubt
    long = (count > MOST_SUMMANDS) & (count <= LONGEST) & (np.floor(count) == count)
    if head == "sum" and np.any(long):
        more = _long_sum(name, body, low, np.where(long, count, 0), at)
        value, error = (np.where(long, *pair) for pair in zip(more, (value, error), strict=True))
    return value, error


def _rest(before: Any, last: Any, count: Any) -> tuple[Any, Any]:
    """Estimate what is left of a series, where it falls like a power, by its last two summands."""
    power = count * (1 - last / before)
    seen = (power > STEEP) & (last != 0)
    rest = np.where(seen, last * count / np.where(seen, power - 1, 1), 0)
    return rest, np.where(seen, UNSURE * np.abs(rest), TAIL * np.abs(last) * count)


def _long_sum(name: str, body: Tree, low: Any, count: Any, at: Points) -> tuple[Any, Any]:
    """Add up many summands: all of them once if no other name is in them, else at some points."""
    others, index = leaves(body) & at.keys() - {name}, np.arange(LONGEST)
    if not others and np.ptp(low) == 0:
        total, error = _running(evaluate(body, {**at, name: np.min(low) + index}), index)
        last = np.maximum(count, 1).astype(int) - 1
        return total[last], error[last]
    if any(term[0] in REPEATED for term in terms(body)):
        return np.float64(np.nan), np.float64(0)
    shape = np.broadcast_shapes(np.shape(low), np.shape(count), *(np.shape(at[n]) for n in others))
    low, count = (np.broadcast_to(x, shape).ravel() for x in (low, count))
    chosen = np.flatnonzero((count > 0) & (count <= LONGEST_OF_THESE))[:MOST_LONG]
    if not len(chosen):
        return np.float64(np.nan), np.float64(0)
    index = index[: int(np.max(count[chosen])), None]
    there = {n: np.broadcast_to(at[n], shape).ravel()[chosen] for n in others}
    sums = _running(evaluate(body, {**there, name: low[chosen] + index}), index + 0 * chosen)
    value, error = np.full(count.shape, np.nan), np.zeros(count.shape)
    for whole, found in zip((value, error), sums, strict=True):
        whole[chosen] = found[count[chosen].astype(int) - 1, np.arange(len(chosen))]
    return value.reshape(shape), error.reshape(shape)


def _running(parts: tuple[Any, Any], index: Any) -> tuple[Any, Any]:
    """Return the sums of the first parts, with errors; nan where a power may be cut off."""
    part, error = (x + 0.0 * index for x in parts)
    total = np.cumsum(_where(np.abs(part) < LARGEST, part), axis=0)
    return total, np.cumsum(error + EPS * np.abs(total), axis=0)


def _integral(name: str, body: Tree, high: Any, low: Any, at: Points) -> tuple[Any, Any]:
    """Integrate by Gauss's rule; what half of the points gives estimates the error."""
    found = []
    for count in (NODES // 2, NODES):
        total: Any = 0.0
        for x, weight in zip(*np.polynomial.legendre.leggauss(count), strict=True):
            part, _ = evaluate(body, {**at, name: low + (high - low) * (1 + x) / 2})
            total = total + weight * part * (high - low) / 2
        found.append(total)
    error = np.abs(found[1] - found[0]) + EPS * np.abs(found[1])
    return _where(np.asarray(high >= low), found[1]), error


def _sum(a: tuple[Any, Any], b: tuple[Any, Any]) -> tuple[Any, Any]:
    x = a[0] + b[0]
    return x, a[1] + b[1] + EPS * np.abs(x)


def _product(a: tuple[Any, Any], b: tuple[Any, Any]) -> tuple[Any, Any]:
    x = a[0] * b[0]
    return x, np.abs(a[0]) * b[1] + np.abs(b[0]) * a[1] + EPS * np.abs(x)


def is_long(formula: Tree, at: Points) -> bool:
    """Whether a sum in a formula has many summands at a point."""
    with np.errstate(all="ignore"):
        return any(
            np.any(evaluate(["+", t[4], ["*", "-1", t[3]]], at)[0] >= MOST_SUMMANDS)
            for t in terms(formula)
            if t[0] == "sum" and leaves(t[3]) | leaves(t[4]) <= at.keys()
        )


def difference(left: Tree, right: Tree, at: Points) -> Any:
    """Return the difference of two trees, of large ones as a part, 0 where it may be rounding."""
    (x, e), (y, d) = evaluate(left, at), evaluate(right, at)
    gap = x - y
    same = np.abs(gap) <= SAFETY * (e + d)
    return np.where(same, 0, gap / (1 + np.abs(x) + np.abs(y)))


def slack(formula: Tree, at: Points) -> Any:
    """Return by how much a formula holds: > 0 where it does, < 0 where it fails.

    It is 0 where sides are equal: whether the formula then holds, the relation tells.
    """
    head, *rest = formula
    if head in RELATIONS:
        gap = difference(rest[0], rest[1], at)
        return {"=": -np.abs(gap), "!=": np.abs(gap)}.get(head, gap if ">" in head else -gap)
    parts = [slack(part, at) for part in rest]
    if head == "not":
        return -parts[0]
    if head == "implies":
        parts[0] = -parts[0]
    start = np.float64(1 if head == "and" else -1)
    return reduce(np.minimum if head == "and" else np.maximum, parts, start)


def excess(statement: Statement, at: Points, fails: bool) -> Any:
    """Return what is < 0 where the assumptions hold and, if asked, the goal fails.

    It is infinite where something has no value.
    """
    size = max((np.size(x) for x in at.values()), default=1)
    with np.errstate(all="ignore"):
        found = slack(statement.goal, at) if fails else np.full(size, -1.0)
        for formula in statement.assume:
            room = slack(formula, at)
            holds = (room > 0) | ((room == 0) & may_touch(formula))
            found = np.maximum(found, np.where(holds, -1, np.abs(room) + 1e-300))
        for name, (kind, sign) in statement.variables.items():
            if name in at:
                fits = ~np.isnan(at[name]) & _is_of_kind(at[name], kind) & _has_sign(at[name], sign)
                found = np.where(fits, found, np.inf)
        return np.broadcast_to(np.where(np.isnan(found), np.inf, found), size)


def may_touch(formula: Tree) -> bool:
    """Whether a formula may hold where two sides are equal."""
    head, *rest = formula
    if head in RELATIONS:
        return head in ("=", ">=", "<=")
    return head not in ("and", "or") or any(map(may_touch, rest))


def _has_sign(x: Any, sign: str) -> Any:
    compare = {">": np.greater, ">=": np.greater_equal, "<": np.less, "<=": np.less_equal,
               "!=": np.not_equal}  # fmt: skip
    return compare[sign](x, 0) if sign else np.bool_(True)


def _is_of_kind(x: Any, kind: str) -> Any:
    whole = np.floor(x) == x
    fits = {"integer": whole, "even": x % 2 == 0, "odd": x % 2 == 1, "noninteger": ~whole}
    return fits.get(kind, np.bool_(True))
