"""Bound what is left of a sum from an index on: f(i) ≤ G(i) - G(i + 1), where G = c·f, or ≥.

With ρ(i) = f(i + 1)/f(i) this says c(i) - ρ(i)·c(i + 1) ≥ 1. Where ρ falls to less than 1, c is
1/(1 - ρ); where it rises to ρ₀ < 1, 1/(1 - ρ₀); where it is 1 - s/i + … with s > 1, (i + a + b/i)/(s - 1).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import sympy as sp

from proofs.provers.finders.steps.trees import times
from proofs.provers.finders.sums.closed_forms import (
    BEYOND_SYMPY,
    INDEX,
    as_terms,
    in_trees,
    ratio_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.kernel.language import Tree

MORE: tuple[Callable[[Any], Any], ...] = (
    lambda _: 0,
    lambda i: 1 / (12 * i),
    lambda _: sp.Rational(1, 2),
)
"""What is added to the first three terms of c at infinity."""


@cache
def tails(text: str, sign: int = 1) -> tuple[Tree, ...]:
    """Return upper bounds G of what is left of a sum, or lower ones (-1), as trees like its summand."""
    tree, found = json.loads(text), []
    try:
        ratio, names = ratio_of(text)
        for c in _factors(ratio, names[INDEX], sign):
            top, bottom = (in_trees(as_terms(p, names)) for p in sp.fraction(sp.cancel(c)))
            found.append(times(top, ["inv", bottom], tree))
    except BEYOND_SYMPY:
        return ()
    return tuple(found)


def _factors(ratio: Any, i: sp.Symbol, sign: int) -> Iterator[Any]:
    """Yield candidates for c, by the ratio of two summands."""
    end = sp.limit(ratio, i, sp.oo)
    if end.is_number and end < 1 and sign > 0:
        yield from (1 / (1 - ratio), 1 / (1 - end))
    power = sp.limit(i * (1 - ratio), i, sp.oo) if end == 1 else sp.Integer(0)
    if power.is_number and power > 1:
        (shift, bend), c = sp.symbols("shift bend"), i
        for n, (unknown, new) in enumerate(((shift, shift), (bend, bend / i)), 1):
            gap = sp.together(c + new - ratio * (c + new).subs(i, i + 1) - power + 1)
            (best,) = sp.solve(sp.limit(i**n * gap, i, sp.oo), unknown)
            c += new.subs(unknown, best)
        for more in MORE:
            yield (c + sign * more(i)) / (power - 1)
