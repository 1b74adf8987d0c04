"""The file of a report's proof objects."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from proofs.kernel import Rejected, check, digest
from proofs.kernel.check import VALUED
from proofs.ledger.shipped import written

if TYPE_CHECKING:
    from proofs.report.report import Report

Item: TypeAlias = dict[str, Any]
"""A proof object, with the ID of its claim."""

KEPT = ("id", "version", "hash", "statement", "bits", "verdict", "point", "zero", "finder")
"""Parts of an object that stay where another value refutes it."""


def of_report(report: Report) -> str:
    """Return the proof objects of a report as JSON, one on a line, with the IDs of the claims."""
    proved = (({"id": r.claim.id}, r.proof.text) for r in report.results if r.proof is not None)
    # an object that was shipped has an ID already
    items = [name | json.loads(text) | name for name, text in proved]
    return "[\n" + ",\n".join(map(written, by_other_values(items))) + "\n]\n"


def by_other_values(items: Iterable[Item]) -> Iterator[Item]:
    """Let the proof of a value refute other values, where both are here and differ at the point.

    So the proof is checked once for all of them.
    """
    items = list(items)
    proved = {_of(item): item for item in items if item["verdict"] == "PROVED"}
    for item in items:
        own = proved.get(_of(item)) if item["verdict"] == "REFUTED" and "point" in item else None
        yield item if own is None else _refuted_by(own, item)


def _of(item: Item) -> str:
    """Return the hash of what is said of a value, which stands at the end, or of the whole."""
    said = item["statement"]
    valued = said["goal"][0] in VALUED
    return digest({**said, "goal": said["goal"][:-1]}) if valued else item["hash"]


def _refuted_by(own: Item, item: Item) -> Item:
    kept = {name: item[name] for name in KEPT if name in item}
    kept["names"] = item["names"] if "zero" in item else ""
    other = {**kept, "true": own["statement"]["goal"][-1], "instead": written(own)}
    try:
        check(other)
    except Rejected:
        return item
    return other
