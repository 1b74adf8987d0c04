"""What the documentation states is in the ledger, with the verdict that the page gives it."""

import re
from pathlib import Path

import pytest

from proofs.claims.verdict import Verdict
from proofs.ledger import ledger

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
PAGES = {
    path.relative_to(DOCS).as_posix(): BLOCK.sub("", path.read_text("utf-8"))
    for path in sorted(DOCS.rglob("*.md"))
    if not {"_build", "auto_gallery"} & {*path.parts}
}
CLAIMS = {claim.id: claim for claim in ledger()}
BEGINNINGS = {
    ".".join(name.split(".")[:n]) for name in CLAIMS for n in range(1, name.count(".") + 2)
}
NAME = r"`((?:[1-4]|A1|B|C[1-3])\.[\w./-]+)`"
GIVEN = re.compile(
    rf"{NAME},? (?:is )?({'|'.join(Verdict)})|({'|'.join(Verdict)}):? {NAME}", re.IGNORECASE
)

NO_RESULT = {
    "explanation/any-counts.md": {"Where saddles coincide: inverse frequencies"},
    "explanation/cross-entropy.md": {"What is integrated"},
    "explanation/enclosures.md": {"Flows that have settled", "Wide sets", "The delay of the coupled mode", "What is checked again"},
    "explanation/experiment.md": {"When a feature is learned"},
    "explanation/kernel.md": {"Limits", "Matrices"},
    "explanation/model.md": {"The model"},
    "explanation/rates-at-scale.md": {"Growth rates of a whole vocabulary", "The equation", "What is guaranteed"},
    "explanation/reduction.md": {"The flow sees its samples through two things", "One factor need not be followed"},
    "explanation/test-time.md": {"Test time"},
}  # fmt: skip
"""Sections whose formulas define what is studied, or say how something is computed."""


def sections(page: str) -> dict[str, str]:
    """The sections of a page by their headings."""
    parts = re.split(r"^#+ ", PAGES[page], flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: part for part in parts}


def named(text: str) -> set[str]:
    return {name.rstrip(".") for name in re.findall(NAME, text)}


@pytest.mark.parametrize("page", PAGES)
def test_every_claim_that_a_page_names_is_there(page: str) -> None:
    assert named(PAGES[page]) <= BEGINNINGS


@pytest.mark.parametrize("page", [p for p in PAGES if p.startswith("explanation/")])
def test_every_section_that_states_a_result_names_a_claim(page: str) -> None:
    silent = {head for head, text in sections(page).items() if "$$" in text and not named(text)}
    assert silent == NO_RESULT.get(page, set())


def test_a_page_gives_a_claim_the_verdict_that_it_has() -> None:
    given = [
        (found[1] or found[4], Verdict((found[2] or found[3]).upper()))
        for text in PAGES.values()
        for found in GIVEN.finditer(text)
    ]
    assert len(given) > 8
    wrong = [(name, verdict) for name, verdict in given if CLAIMS[name].expected is not verdict]
    assert wrong == []


WORDS = {
    Verdict.REFUTED: r"refute|false|fails|wrong",
    Verdict.UNDECIDED: r"undecided",
    Verdict.NOT_SUPPORTED: r"not.supported|not borne out",
    Verdict.INCONCLUSIVE: r"inconclusive",
    Verdict.NOT_RUN: r"not.run|not judged",
}
"""What a paragraph says of a claim that does not hold, or is not known to."""


def untold(text: str) -> set[str]:
    """Claims that a text names as if they held."""
    pairs = [
        (CLAIMS[name].expected, paragraph, name)
        for paragraph in re.split(r"\n\s*\n|\n\|", text)
        for name in named(paragraph) & CLAIMS.keys()
    ]
    return {
        name
        for verdict, paragraph, name in pairs
        if verdict in WORDS and not re.search(WORDS[verdict], paragraph, re.IGNORECASE)
    }


@pytest.mark.parametrize("page", PAGES)
def test_what_does_not_hold_is_said_not_to(page: str) -> None:
    assert untold(PAGES[page]) == set()


def test_a_false_claim_named_for_a_result_is_found() -> None:
    assert untold("The time is $2$ (`C3.rw.maj-min.printed`).") == {"C3.rw.maj-min.printed"}
    assert not untold("The time is $2$ (`C3.rw.maj-min.true`).")
    assert not untold("False: $2$ (`C3.rw.maj-min.printed`).")
