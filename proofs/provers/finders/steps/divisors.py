"""Equations by which a step divides: finders name all that are known, an object those that it needs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

DIVISORS = "_divisors"
"""Where a step of the builder names the equations that remove a name."""


WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")


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


def words(item: Any) -> Iterator[str]:
    """Yield the names and labels in all texts in a part of an object."""
    for text in texts(item):
        yield from WORD.findall(text)


def divisors(
    step: dict[str, Any], names: Collection[str], named: Callable[[str], frozenset[str]]
) -> list[list[Any]]:
    """Return the equations of a step that remove a name in its polynomials, or one that others leave.

    ``names`` are those of the ring, and ``named`` returns those in a known fact.
    """
    said = set(words([part for key, part in step.items() if key != "modulo"]))
    left, kept = said.intersection(names).union(*map(named, said)), []
    for equation, name, reason in step["modulo"]:
        if name in left:
            kept.append([equation, name, reason])
            left |= named(equation)
    return kept
