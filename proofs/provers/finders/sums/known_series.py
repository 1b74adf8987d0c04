"""Recognise the series of exp and of -log(1 - y) by the quotients of their summands."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import sympy as sp

from proofs.kernel.language import repeated
from proofs.provers.finders.steps.trees import nodes
from proofs.provers.finders.sums.closed_forms import (
    BEYOND_SYMPY,
    INDEX,
    as_terms,
    in_trees,
    ratio_of,
)

if TYPE_CHECKING:
    from proofs.kernel.language import Tree


@cache
def series_of(text: str) -> tuple[str, Tree] | None:
    """Return the function and y, if a summand is a multiple of yⁱ/i! or yⁱ/i."""
    try:
        ratio, names = ratio_of(text)
        i = names[INDEX]
        for kind, factor in (("exp", i + 1), ("log", (i + 1) / i)):
            y = sp.cancel(ratio * factor)
            if not y.has(i):
                top, bottom = (in_trees(as_terms(p, names)) for p in sp.fraction(y))
                return kind, top if bottom == "1" else ["*", top, ["inv", bottom]]
    except BEYOND_SYMPY:
        return None
    return None


def has_power_series(goal: Tree) -> bool:
    """Whether a formula has such a sum, whose integrals take many names."""
    sums = (repeated(tree)[0] for tree in nodes(goal) if tree[0] == "sum")
    return any(series_of(op.partition(" ")[2]) for op in sums)
