"""A proof object as it is kept: with its names, without what the kernel finds by itself, and accepted."""

from __future__ import annotations

import json
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias

from proofs.kernel.check import check
from proofs.kernel.errors import Rejected
from proofs.kernel.language import bound
from proofs.provers.finders.steps.divisors import DIVISORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
Found: TypeAlias = dict[str, Any]

CHANGES = "_changes"
"""Where a step of the builder has the texts of what its parts change by, by their names."""

QUOTIENT = "_quotient"
"""Where a part of a step says that its m is the one that the kernel finds."""

TERMS = "_terms"
"""Where a step of the builder names terms that it needs."""

BINDERS = {
    "def": ("name",), "repeat": ("name", "variable"), "series": ("name", "variable"),
    "integral": ("name", "variable"),
    "summed": ("name", "last"), "bounded": ("name", "variable", "last"), "part": ("variable",),
    "mean value": ("variable",), "induction": ("variable",), "replace": ("variable",),
    "taylor": ("variable",), "far end": ("variable",),
}  # fmt: skip
"""Rules that introduce generators, and the parts of the step that name them."""

PLAIN = {"statement", "p", "m", "sum", "factor", "term", "fact", "modulo", "multiples"}
"""Parts in which there are no steps."""

GIVEN = ("statement", "witness", "point", "matrices")
"""Parts that stay as they are."""

APART = "example", "zero"
"""Parts whose steps have names of their own: those of what holds at an example, and between two points."""

TRUE, ONE = ["and"], [{"c": "1"}]

SHOWN_ALONE = {
    "cone", "zero", "nonzero", "logic", "exponents", "tangent", "exp sign", "explog", "num",
}  # fmt: skip
"""Rules with no steps inside that show one formula and introduce nothing."""


def introduced(data: Any) -> Iterator[str]:
    """Yield the names that steps anywhere in an object introduce as generators."""
    parts = [data]
    while parts:
        item = parts.pop()
        # variables may be called "rule", or "beyond" and "y"
        if type(item) is dict:
            if isinstance(item.get("rule"), str):
                yield from (item[part] for part in BINDERS.get(item["rule"], ()))
            if ("beyond" in item or "near" in item) and isinstance(item.get("y"), str):
                yield item["y"]
            if isinstance(item.get("further"), list):
                yield from (name for _, name, _ in item["further"])
            if "how" in item and isinstance(item.get("names"), dict):
                yield from item["names"].values()
            item = [part for key, part in item.items() if key not in PLAIN]
        parts += [part for part in item if type(part) in (dict, list)]


def shorter(found: Found) -> Found:
    """Return an object with its names, without what is known already or found by the kernel."""
    apart = {key: _once(found[key]) for key in APART if key in found}
    rest = {key: part for key, part in found.items() if key not in APART}
    kept: dict[str, Any] = _once(rest) | apart
    stated = found["statement"]
    names = [*stated["variables"], *sorted(bound(stated["goal"])), *introduced(kept)]
    return kept | {"names": " ".join(dict.fromkeys(names))}


def accepted(find: Callable[P, Iterator[Found]]) -> Callable[P, Found | None]:
    """Let a finder return the first of its objects that the kernel accepts, as it is kept, or None."""

    @wraps(find)
    def first(*args: P.args, **more: P.kwargs) -> Found | None:
        for found in map(shorter, find(*args, **more)):
            with suppress(Rejected):
                check(found)
                return found
        return None

    return first


def _once(item: Any) -> Any:
    """Show nothing twice in a part of an object whose steps have different names."""
    same: dict[str, str | None] = {}
    plain = _plain(item)
    _find_same(plain, {}, same)
    return _renamed(plain, same)


def _is_step(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("rule"), str) and "name" in item


def _plain(item: Any) -> Any:
    """Leave out of steps what the kernel finds, and what builders note for themselves."""
    if isinstance(item, list):
        return list(map(_plain, item))
    if not isinstance(item, dict):
        return item
    if CHANGES in item:
        texts = {text: f"{name}'" for name, text in item[CHANGES].items()}
        item["steps"] = [
            step | {"p": texts.get(step["p"], step["p"])} if "p" in step else step
            for step in item["steps"]
        ]
    dropped = {DIVISORS, CHANGES, TERMS} | ({QUOTIENT, "m"} if QUOTIENT in item else set())
    kept = {
        key: part if key in GIVEN else _plain(part)
        for key, part in item.items()
        if key not in dropped
    }
    if DIVISORS in item:
        kept["modulo"] = item[DIVISORS]
    if kept.get("rule") == "cone":
        if kept.get("factor") == ONE:
            del kept["factor"]
        if "factor" not in kept and not kept.get("modulo"):
            del kept["p"], kept["modulo"]
    return kept


def _find_same(item: Any, known: dict[str, str], same: dict[str, str | None]) -> None:
    """Find the steps that show what is known there; what is always true needs no name."""
    inside = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    known = dict(known)
    for part in inside:
        _find_same(part, known, same)
        if _is_step(part) and part["rule"] in SHOWN_ALONE:
            step = {key: _renamed(x, same) for key, x in part.items() if key != "name"}
            rows = step.get("sum", ()) if "p" not in step else ()
            alone = [row["facts"] for row in rows if set(row) == {"c", "facts"}]
            if step.get("fact") == TRUE:
                same[part["name"]] = None
            elif len(rows) == len(alone) == 1 and len(alone[0]) == 1:
                same[part["name"]] = alone[0][0]
            elif (first := known.setdefault(json.dumps(step), part["name"])) != part["name"]:
                same[part["name"]] = first


def _renamed(item: Any, same: dict[str, str | None]) -> Any:
    """Put what is known in place of what says the same."""
    if isinstance(item, str):
        return same.get(item, item) or []
    if isinstance(item, list):
        kept = (x for x in item if not (_is_step(x) and x["name"] in same))
        return [_renamed(x, same) for x in kept if not isinstance(x, str) or same.get(x, x)]
    if isinstance(item, dict):
        return {key: x if key in GIVEN else _renamed(x, same) for key, x in item.items()}
    return item
