"""The paper's sentences against the claims of the ledger, as tables in Markdown.

``paper.toml`` lists the places of the paper; the sentences are the titles of the claims that judge
what is printed there. The page ``reference/paper`` is filled when it is read.
"""

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs import Claim, OutOfScope, Verdict, check
from proofs.claims.claim import Words
from proofs.ledger import ledger

PAGE, MARK = "reference/paper", "<!-- tables -->"
HEAD = "| In our words | Claim | Verdict | What holds instead, or why nothing is decided |\n| --- | --- | --- | --- |"


@dataclass(frozen=True)
class Place:
    """A place of the paper.

    Attributes
    ----------
    name : str
    sources : tuple of str
        Beginnings of the sources of its claims.
    also : tuple of str
        IDs of claims of other places.
    nothing : str
        Why there are no claims of its own.
    """

    name: str
    sources: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    nothing: str = ""


def places() -> tuple[Place, ...]:
    """Return the places of the paper in its order."""
    listed = tomllib.loads(Path(__file__).with_name("paper.toml").read_text("utf-8"))["place"]
    return tuple(
        Place(**{key: v if isinstance(v, str) else tuple(v) for key, v in entry.items()})
        for entry in listed
    )


def place_of(claim: Claim) -> Place | None:
    """Return the place that a claim is about: the one with the longest beginning of its source."""
    fitting = [
        (len(source), place)
        for place in places()
        for source in place.sources
        if claim.source.startswith(source)
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def rows() -> dict[Place, list[Claim]]:
    """Return the claims on what is printed at each place, in the order of the ledger."""
    said = [claim for claim in ledger() if claim.words is not Words.OURS]
    found: dict[Place, list[Claim]] = {place: [] for place in places()}
    by_id = {claim.id: claim for claim in ledger()}
    for claim in said:
        place = place_of(claim)
        if place is None:
            raise LookupError(f"no place in paper.toml for {claim.source!r} of claim {claim.id}")
        found[place].append(claim)
    for place, claims in found.items():
        claims += [by_id[name] for name in place.also]
    return found


def tables(verdicts: Mapping[str, Verdict]) -> str:
    """Return a heading and a table for every place, and the counts of all of them."""
    printed = Counter(verdicts[c.id] for c in ledger() if c.words is Words.PRINTED)
    counts = ", ".join(f"{count} `{verdict}`" for verdict, count in printed.most_common())
    parts = [f"Of {printed.total()} printed sentences: {counts}."]
    for place, claims in rows().items():
        parts.append(f"## {place.name}")
        parts += [f"{place.nothing[0].upper()}{place.nothing[1:]}."] if place.nothing else []
        if claims:
            parts.append("\n".join([HEAD, *(_row(claim, verdicts) for claim in claims)]))
    return "\n\n".join(parts)


def _row(claim: Claim, verdicts: Mapping[str, Verdict]) -> str:
    said, more = claim.title, ", ".join(f"`{x}` {verdicts[x]}" for x in claim.corrected_by)
    if isinstance(claim.statement, OutOfScope):
        said, more = claim.statement.text, claim.statement.reason
    said = said.replace("|", "\\|") + " (a reading)" * (claim.words is Words.READING)
    return f"| {said} | `{claim.id}` | {verdicts[claim.id]} | {more} |"


def fill(_app: Any, page: str, source: list[str]) -> None:
    """Put the tables into their page, with the verdicts of a run."""
    if page == PAGE:
        wanted = {claim.id for claims in rows().values() for claim in claims}
        needed = wanted.union(*(claim.corrected_by for claim in ledger() if claim.id in wanted))
        source[0] = source[0].replace(MARK, tables(check(sorted(needed)).verdicts))


def setup(app: Any) -> dict[str, bool]:
    """Fill the page whenever it is read."""
    app.connect("source-read", fill)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
