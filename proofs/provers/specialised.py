"""From a proof for all values to one at given values: the same steps under more assumptions."""

from __future__ import annotations

from typing import Any

from proofs.kernel.language import digest, read_statement
from proofs.provers.finders.points import BITS, MOST_POINTS, search


def specialised(found: dict[str, Any], data: dict[str, Any]) -> dict[str, Any] | None:
    """Return an object for a statement with more assumptions, or None.

    Parameters
    ----------
    found : dict
        An object that proves a statement.
    data : dict
        The same statement with more assumptions, as the reader returns it.
    """
    old, new = found["statement"]["assume"], data["assume"]
    if found["verdict"] != "PROVED" or any(formula not in new for formula in old):
        return None
    statement = read_statement(data)
    met = search(statement, statement.moving, fails=False, most=MOST_POINTS)
    if met is None:
        return None
    places = [new.index(formula) for formula in old]
    more = {"statement": data, "hash": digest(data), "witness": met["point"], "bits": BITS}
    return {**_renumbered(found, places), **more}


def _renumbered(item: Any, places: list[int]) -> Any:
    """Return a part of an object with its hypotheses at their new places."""
    if isinstance(item, list):
        return [_renumbered(part, places) for part in item]
    if not isinstance(item, dict):
        return item
    changed = {name: _renumbered(part, places) for name, part in item.items()}
    for name in ("index", "hypothesis"):
        if item.get("rule") in ("hypothesis", "def") and name in item:
            changed[name] = places[item[name]]
    return changed
