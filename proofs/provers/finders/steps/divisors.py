"""Equations by which a step divides: finders name all that are known, an object those that it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.formulas import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.provers.finders.steps.builder import Builder

DIVISORS = "_divisors"
"""Where a step of the builder names the equations that remove a name."""


def texts(item: Any) -> Iterator[str]:
    """Yield all texts in a part of an object."""
    if isinstance(item, str):
        yield item
    elif isinstance(item, list):
        for part in item:
            yield from texts(part)
    elif isinstance(item, dict):
        yield from item
        yield from texts(list(item.values()))


def divisors(b: Builder, step: dict[str, Any]) -> list[list[Any]]:
    """Return the equations of a step that remove a name in its polynomials, or one that others leave."""
    said = set(texts([part for key, part in step.items() if key != "modulo"]))
    names, kept = said & b.ring.position.keys(), []
    for label in said & b.scope.facts.keys():
        names |= _names(b, label)
    for equation, name, reason in step["modulo"]:
        if name in names:
            kept.append([equation, name, reason])
            names |= _names(b, equation)
    return kept


def _names(b: Builder, label: str) -> frozenset[str]:
    """Return the names in a known fact; no other formula is in an identity."""
    known = b.scope.facts[label]
    return b.written(label, known).names if isinstance(known, Fact) else frozenset()


def by_divisors(item: Any) -> Any:
    """Return a part of an object whose steps name only the equations that remove a name."""
    if isinstance(item, list):
        return list(map(by_divisors, item))
    if not isinstance(item, dict):
        return item
    kept = {key: by_divisors(part) for key, part in item.items() if key != DIVISORS}
    return kept | {"modulo": item[DIVISORS]} if DIVISORS in item else kept
