"""Closed forms that a number in floating point may stand for."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import exp, log, pi
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs.kernel.language import Tree

LARGEST = 60
"""The largest denominator that is tried."""

SQUARES = ("2", "3", "4", "6")
"""Exponents at which powers of e have roots that steps see."""

MOST = 20.0
"""The largest argument of an exponential that is tried."""


def _rational(x: float, within: float) -> str | None:
    """Return the rational number with a small denominator that is as good as equal."""
    if not abs(x) < 1e9:
        return None
    found = Fraction(x).limit_denominator(LARGEST)
    return str(found) if abs(found - x) <= within * max(1.0, abs(x)) else None


def closed_forms(x: float, within: float) -> Iterator[Tree]:
    """Yield trees whose value is near x: rational numbers, roots, exp, log and multiples of pi.

    Parameters
    ----------
    x : float
    within : float
        How far it may be off, as a part of its size.

    Examples
    --------
    >>> next(closed_forms(2**0.5, 1e-12))
    ['root', '2', '2']
    """
    size = abs(x)
    if (exact := _rational(x, within)) is not None:
        yield exact
        return
    for n in (2, 3, 4):
        if size < 1e4 and (inside := _rational(size**n, n * within)) is not None:
            root: Tree = ["root", inside, str(n)]
            yield root if x > 0 else ["*", "-1", root]
    if x > 0 and abs(log(x)) < MOST and (inside := _rational(log(x), within)) is not None:
        yield ["^", ["exp", "1"], int(inside)] if inside in SQUARES else ["exp", inside]
    if (inside := _rational(exp(min(x, MOST)), within)) is not None:
        yield ["log", inside]
    if (times := _rational(x / pi, within)) is not None:
        yield ["pi"] if times == "1" else ["*", times, ["pi"]]
    yield from _quadratic(x, within)


def _quadratic(x: float, within: float) -> Iterator[Tree]:
    """Yield a/b ± √c, and its square."""
    for inside, squared in ((x, False), (abs(x) ** 0.5, True)):
        for middle in (Fraction(a, b) for b in (1, 2, 3, 4) for a in range(-6, 7)):
            part = inside - middle
            found = _rational(part * part, within)
            if found is not None and abs(part) < 1e3 and abs(part) > within:
                root: Tree = ["root", found, "2"]
                tree = ["+", str(middle), root if part > 0 else ["*", "-1", root]]
                yield ["^", tree, 2] if squared else tree
                break
