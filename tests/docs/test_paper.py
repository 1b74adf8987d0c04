"""The table of the paper's sentences: all that is printed is in it, and every place is covered."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import paper_table
import pytest
import whole_ledger

from proofs import OutOfScope
from proofs.claims.claim import Words
from proofs.ledger import ledger
from proofs.ledger.words import WORDS

DOCS = Path(__file__).parents[2] / "docs"
CLAIMS = {claim.id: claim for claim in ledger()}
EQUATIONS = range(1, 23)


def test_every_claim_on_a_print_stands_at_one_place() -> None:
    listed = Counter(
        claim.id
        for place, claims in paper_table.rows().items()
        for claim in claims
        if claim.id not in place.also
    )
    assert listed == Counter(c.id for c in ledger() if c.words is not Words.OURS)
    assert WORDS.keys() <= CLAIMS.keys()


def test_every_place_has_claims_or_says_why_not() -> None:
    for place, claims in paper_table.rows().items():
        assert bool(set(claims) - {CLAIMS[i] for i in place.also}) != bool(place.nothing), (
            place.name
        )
        assert set(place.also) <= CLAIMS.keys()


def test_every_source_beginning_is_used() -> None:
    sources = {claim.source for claim in ledger()}
    for place in paper_table.places():
        for start in place.sources:
            assert any(source.startswith(start) for source in sources), start


def test_the_places_are_those_of_the_paper() -> None:
    names = " ".join(place.name for place in paper_table.places())
    for part in ("1", "2", "3.1", "3.2", "3.3", "4", "A.1", "A.2", "B.3", "B.4", "C.1", "C.2"):
        assert f"Section {part}" in names, part
    for figure in range(1, 7):
        assert f"Figure {figure}" in names, figure
    spoken = " ".join((names, *(claim.source for claim in ledger())))
    assert {n for n in EQUATIONS if f"({n})" not in spoken and f"({n}a)" not in spoken} == set()


def test_a_claim_of_an_unknown_place_is_noticed() -> None:
    claim = CLAIMS["C3.erm.order"]
    assert paper_table.place_of(claim) is not None
    assert paper_table.place_of(replace(claim, source="Theorem 9")) is None


@pytest.fixture(scope="module")
def text() -> str:
    return paper_table.tables(whole_ledger.report().verdicts)


def test_each_row_shows_words_claim_verdict_and_what_holds_instead(text: str) -> None:
    lines = text.splitlines()
    for claim in ledger():
        if claim.words is not Words.OURS:
            row = next(x for x in lines if f"| `{claim.id}` | {claim.expected} |" in x)
            what = claim.statement
            said = what.reason if isinstance(what, OutOfScope) else claim.title
            assert said.replace("|", "\\|") in row
            assert all(f"`{other}`" in row for other in claim.corrected_by)
            assert ("(a reading)" in row) is (claim.words is Words.READING)


def test_the_page_is_filled_when_it_is_read() -> None:
    source = [(DOCS / f"{paper_table.PAGE}.md").read_text("utf-8")]
    assert paper_table.MARK in source[0]
    before = list(source)
    paper_table.fill(None, "index", source)
    assert source == before
