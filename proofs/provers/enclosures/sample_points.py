"""Admissible points to try: where formulas usually break, in a fixed order."""

from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

import sympy as sp

from proofs.claims.domain import Domain, allows
from proofs.provers.enclosures.arb_evaluation import NoBallError, truth

F = Fraction

POSITIVE = tuple(
    F(x)
    for x in (
        "10", "2", "1/2", "4", "1", "3", "100", "1/10", "9", "7/3", "1000", "101/100", "99/100",
        "5/7", "1/100", "50", "10000", "1/1000", "3/2", "1000001/1000000", "999999/1000000",
        "1000000", "17/5", "1/1000000", "20", "10001/10000", "6", "1000000000", "300", "2/3",
        "5000", "8", "1/5", "30", "3000", "200", "11/10", "9/10", "500", "1000000000000", "1e40", "1e-40",
    )
)  # fmt: skip
REAL = tuple(x for pair in zip(POSITIVE, (-x for x in POSITIVE), strict=True) for x in pair)
EXPONENT = tuple(
    F(x)
    for x in (
        "1/4", "3/4", "1/2", "1", "0", "2/5", "3/5", "-1", "2", "1/3", "1/8", "9/10", "-1/2",
        "3/2", "51/100", "49/100", "3", "-3", "5/4", "99/100", "7/10", "1/100", "-5", "8",
    )
)  # fmt: skip
NATURAL = (4, 2, 6, 1, 3, 8, 10, 5, 100, 20, 7, 1000, 50, 12, 9, 100_000, 14, 30, 11, 10**9)
FIRST, STRIDES = 40, (1, 7, 11, 13, 17, 19, 23, 29, 31, 37)
"""Points in the quick look; co-prime strides mix the lists of different symbols."""


Value: TypeAlias = Fraction | sp.Expr
"""An exact number: a fraction, or a closed form such as √2."""

Point = dict[sp.Symbol, Value]


@lru_cache(maxsize=4096)
def values(symbol: sp.Symbol) -> tuple[Fraction, ...]:
    """Return values worth trying for one symbol, by its declaration."""
    listed: tuple[Fraction | int, ...]
    if symbol.is_integer:
        listed = (*NATURAL[:3], F(0), *(x for n in NATURAL[3:] for x in (n, -n)))
    elif symbol.is_positive:
        listed = POSITIVE
    elif symbol.is_negative:
        listed = tuple(-x for x in POSITIVE)
    elif symbol.is_nonnegative:
        listed = (*POSITIVE[:3], F(0), *POSITIVE[3:])
    elif symbol.is_nonpositive:
        listed = (F(-1), F(0), *(-x for x in POSITIVE if x != 1))
    else:
        listed = EXPONENT + REAL
    return tuple(F(x) for x in listed if allows(symbol, exact(F(x))))


@lru_cache(maxsize=4096)
def exact(value: Value) -> sp.Expr:
    """Return an exact number as sympy writes it."""
    if isinstance(value, Fraction):
        return sp.Rational(value.numerator, value.denominator)
    return value


def admissible(domain: Domain, point: Point) -> bool:
    """Whether a point certainly meets every declaration and assumption."""
    if not all(allows(symbol, exact(point[symbol])) for symbol in domain.symbols):
        return False
    try:
        return all(truth(condition, point) for condition in domain.assumptions)
    except NoBallError:
        return False


def points(domain: Domain, count: int = FIRST) -> Iterator[Point]:
    """Yield up to ``count`` distinct tries, those of them that are admissible.

    The first points are the simplest, since a reader will look at them.
    """
    lists = [values(symbol) for symbol in domain.symbols]
    seen: set[tuple[Fraction, ...]] = set()
    total = 1
    for options in lists:
        total *= len(options)
    for i in range(min(count, total)):
        chosen = tuple(
            options[(i * STRIDES[j % len(STRIDES)] + (i // len(options)) * j) % len(options)]
            for j, options in enumerate(lists)
        )
        if chosen in seen:
            continue
        seen.add(chosen)
        point: Point = dict(zip(domain.symbols, chosen, strict=True))
        if admissible(domain, point):
            yield point
