"""Which signs a polynomial takes at sample points that meet the known facts, in floating point.

A fact that fails at such a point need not be looked for. Where no point is found nothing is said.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from proofs.kernel.language import WHOLE
from proofs.provers.finders.points.floating import (
    EPS,
    FUNCTIONS,
    LARGEST_EXPONENT,
    SAFETY,
    applied,
    evaluate,
    number,
)
from proofs.provers.finders.steps.builder import occurring

if TYPE_CHECKING:
    from proofs.kernel.formulas import Fact
    from proofs.kernel.polynomials import Poly
    from proofs.provers.finders.steps.builder import Builder

FIRST, POINTS, MOST_KEPT = 500, 3000, 150
"""Points that are tried first and at most, and how many of those that fit are kept."""

SPREAD = 4
"""Whole numbers of about this size are tried."""

UNEVEN = np.sqrt(np.arange(2, 10**4, dtype=float))
UNEVEN = UNEVEN[UNEVEN % 1 > 0]
"""Irrational numbers."""

Values: TypeAlias = tuple[Any, Any]
Bounds: TypeAlias = "dict[tuple[str, int], list[Poly]]"


@dataclass
class Samples:
    """Values of the names at points, with errors; of names without values, None."""

    size: int
    at: dict[str, Values | None]
    met: set[str] = field(default_factory=set)


def signs(b: Builder, p: Poly) -> set[int]:
    """Return the signs, 1 and -1, that p is seen to take."""
    samples = _samples(b)
    found = _polynomial(b, samples, p) if samples.size else None
    if found is None:
        return set()
    with np.errstate(all="ignore"):
        x, error = found[0], SAFETY * found[1]
        return {sign for sign in (1, -1) if np.any(sign * x > error)}


def vanishes(b: Builder, p: Poly, variable: str, value: Poly) -> bool:
    """Whether p is seen to be 0 wherever a variable has a value."""
    samples = _samples(b)
    there = Samples(samples.size, {name: samples.at[name] for name in b.scope.kinds})
    there.at[variable] = _polynomial(b, samples, value)
    return _is_zero(_polynomial(b, there, p))


def is_seen_zero(b: Builder, p: Poly) -> bool:
    """Whether p is seen to be 0 everywhere."""
    return _is_zero(_polynomial(b, _samples(b), p))


def _is_zero(found: Values | None) -> bool:
    """Whether values are 0 as far as their errors tell; some are known."""
    if found is None:
        return False
    with np.errstate(all="ignore"):
        known = np.isfinite(found[0] + found[1])
        return bool(
            np.any(known) and np.all(np.abs(found[0]) <= SAFETY * found[1] + EPS, where=known)
        )


def lend(b: Builder, aside: Builder) -> None:
    """Let a builder in which nothing more is supposed have the same points."""
    samples = _samples(b)
    aside.samples = Samples(samples.size, dict(samples.at), set(samples.met))


def _samples(b: Builder) -> Samples:
    """Return points that meet all facts that are known now."""
    samples: Samples | None = b.samples
    if samples is None or any(name not in samples.at for name in b.scope.kinds):
        bounds, samples = _bounds(b), Samples(0, {})
        for numbers in np.split(np.arange(POINTS), [FIRST]):
            if samples.size < MOST_KEPT:
                more = _anywhere(b, bounds, numbers)
                _meet_facts(b, more)
                samples = _joined(samples, more)
        b.samples = samples
    else:
        _meet_facts(b, samples)
    _keep(samples, np.arange(samples.size) < MOST_KEPT)
    return samples


def _meet_facts(b: Builder, samples: Samples) -> None:
    """Drop the points at which a fact fails."""
    for label, known in b.facts():
        if samples.size and label not in samples.met and label not in b.derived:
            _keep(samples, _holds(b, samples, known))
            samples.met.add(label)


def _joined(some: Samples, more: Samples) -> Samples:
    """Return the points of both, with the values that are known at all of them."""
    if some.size == 0 or more.size == 0:
        return some if some.size else more
    at: dict[str, Values | None] = {}
    for name in sorted(some.at.keys() & more.at.keys()):
        a, b = some.at[name], more.at[name]
        both = a is not None and b is not None
        at[name] = (np.append(a[0], b[0]), np.append(a[1], b[1])) if both else None  # type: ignore[index]
    return Samples(some.size + more.size, at, some.met)


def _anywhere(b: Builder, bounds: Bounds, numbers: Any) -> Samples:
    """Return the points of some numbers."""
    at: dict[str, Values | None] = {}
    samples = Samples(len(numbers), at)
    for i, (name, kind) in enumerate(b.scope.kinds.items()):
        share = (numbers + 1) * UNEVEN[3 * i] % 1
        x = np.tan(np.pi * (share - 0.5))
        if kind in WHOLE:
            x = np.round(SPREAD * x)
            x = {"even": 2 * x, "odd": 2 * x + 1}.get(kind, x)
            sign = b.scope.facts.get(f"{name}.sign")
            if sign is not None and sign.poly == b.ring.generator(name):  # type: ignore[union-attr]
                x = np.abs(x)
        else:
            low, high = (
                _outermost(b, samples, bounds.get((name, side), []), side) for side in (1, -1)
            )
            x = np.where(
                np.isfinite(low), low + np.abs(x), np.where(np.isfinite(high), high - np.abs(x), x)
            )
            with np.errstate(invalid="ignore"):
                x = np.where(np.isfinite(high - low), low + share * (high - low), x)
        at[name] = x, 0 * x
    _meet_equations(b, samples)
    return samples


def _bounds(b: Builder) -> Bounds:
    """Return what real variables exceed, side 1, or stay below, side -1, in earlier variables."""
    found: Bounds = {}
    order = {name: i for i, name in enumerate(b.scope.kinds)}
    for label, known in b.facts():
        if known.rel not in (">", ">="):
            continue
        names = b.written(label, known).names
        if not names or not names <= order.keys():
            continue
        name = max(names, key=order.__getitem__)
        parts = b.ring.coefficients(known.poly, name)
        if len(parts) == 2 and parts[1].is_constant():
            c = parts[1].leading_coefficient()
            found.setdefault((name, 1 if c > 0 else -1), []).append(-parts[0] / c)
    return found


def _outermost(b: Builder, samples: Samples, bounds: list[Poly], side: int) -> Any:
    """Return the largest lower bound, or the least upper one, at each point."""
    most = np.full(samples.size, -side * np.inf)
    for bound in bounds:
        if (values := _polynomial(b, samples, bound)) is not None:
            most = np.maximum(most, values[0]) if side > 0 else np.minimum(most, values[0])
    return most


def _meet_equations(b: Builder, samples: Samples) -> None:
    """Let known equations between variables give a value to one of each, a real one."""
    before = set[str]()
    for label, known in b.facts():
        if known.rel != "=":
            continue
        names = b.written(label, known).names
        if not names <= b.scope.kinds.keys():
            continue
        for name in sorted(names - before, key=lambda n: -b.ring.position[n]):
            parts = b.ring.coefficients(known.poly, name)
            if len(parts) == 2 and b.scope.kinds[name] == "real":
                rest, lead = (_polynomial(b, samples, part) for part in parts)
                if rest is not None and lead is not None:
                    with np.errstate(all="ignore"):
                        x = -rest[0] / lead[0]
                        samples.at[name] = x, (rest[1] + np.abs(x) * lead[1]) / np.abs(lead[0])
                break
        before |= names


def _holds(b: Builder, samples: Samples, known: Fact) -> Any:
    """Say at which points a fact seems to hold; everywhere, if it has no value."""
    found = _polynomial(b, samples, known.poly)
    if found is None:
        return np.full(samples.size, fill_value=True)
    with np.errstate(all="ignore"):
        x, error = found[0], SAFETY * found[1]
        compare = {">": x > 0, ">=": x >= -error, "!=": x != 0, "=": np.abs(x) <= error}
        return compare[known.rel]


def _keep(samples: Samples, where: Any) -> None:
    """Drop all other points."""
    if np.all(where):
        return
    samples.size = int(np.count_nonzero(where))
    samples.at = {
        name: None if values is None else (values[0][where], values[1][where])
        for name, values in samples.at.items()
    }


def _polynomial(b: Builder, samples: Samples, p: Poly) -> Values | None:
    total, error = np.zeros(samples.size), np.zeros(samples.size)
    with np.errstate(all="ignore"):
        for powers, c in p.to_dict().items():
            x, part = np.float64(number(str(c))), np.float64(0)
            for name, n in occurring(b.ring, powers):
                values = _value(b, samples, name)
                if values is None:
                    return None
                factor, small = values
                if n > 1:
                    small = n * np.abs(factor) ** (n - 1) * small
                    factor = factor**n
                part = part * np.abs(factor) + np.abs(x) * small
                x = x * factor
            total, error = total + x, error + part + 4 * EPS * np.abs(x)
    return total, error


def _value(b: Builder, samples: Samples, name: str) -> Values | None:
    if name not in samples.at:
        term, found = b.scope.terms.get(name), None
        args = [] if term is None else [_polynomial(b, samples, a) for a in term.args]
        if term is not None and None not in args:
            with np.errstate(all="ignore"):
                if term.op == "half":
                    found = args[0][0] / 2, args[0][1] / 2  # type: ignore[index]
                elif term.op.partition(" ")[0] in ("sum", "product", "integral"):
                    found = _repeated(samples, term.op, args)
                elif term.op in FUNCTIONS:
                    x, error = applied(term.op, args)  # type: ignore[arg-type]
                    if term.op == "exp":  # beyond this its size is not known
                        error = np.where(args[0][0] > LARGEST_EXPONENT, np.inf, error)  # type: ignore[index]
                    found = x + np.zeros(samples.size), error + np.zeros(samples.size)
        samples.at[name] = found
    return samples.at[name]


def _repeated(samples: Samples, op: str, args: list[Values | None]) -> Values:
    head, _, text = op.partition(" ")
    low, high, *values = (np.broadcast_to(x[0], samples.size) for x in args if x is not None)
    where = {f"#{k}": value for k, value in enumerate(values)}
    return evaluate(
        [head, "#", json.loads(text), "low", "high"], {**where, "low": low, "high": high}
    )
