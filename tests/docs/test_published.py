"""The page of published statements says what the claims file expects, and some of it is decided here."""

import re
import runpy
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from needed import more

import proofs
from proofs import Claim, Limit, OutOfScope, Relation, Verdict
from proofs.claims.claim import fresh_registry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/explanation/published.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `([a-z-]+)` \| (.+) \| (.+) \| `([A-Z_]+)` \|$", re.MULTILINE)


@cache
def claims() -> Mapping[str, Claim]:
    with fresh_registry() as found:
        runpy.run_path(str(ROOT / "docs/examples/published.py"))
        return dict(found)


def test_the_page_lists_all_claims_with_what_is_expected_of_them() -> None:
    rows = [tuple(row) for row in ROW.findall(PAGE)]
    assert rows == [(c.id, c.source, c.title, c.expected.value) for c in claims().values()]


def test_the_counts_of_the_page_are_those_of_the_file() -> None:
    kinds = [type(claim.said) for claim in claims().values()]
    relations = kinds.count(Relation) + kinds.count(Limit)
    unsaid = kinds.count(OutOfScope)
    on_flows = len(kinds) - relations - unsaid
    assert f"Of the {len(kinds)}, {on_flows} are claims on a flow, {relations} are" in PAGE
    assert f"has {len(kinds)} statements" in PAGE
    proved = [c for c in claims().values() if c.expected is Verdict.PROVED]
    assert f"checked of {len(proved)}, " in PAGE


@pytest.mark.parametrize(
    "name",
    [
        "saxe-time",
        "gidel-scales",
        "modes-first",
        "pezeshki-starved",
        "kini-vs",
        "menon-middle",
        "ye-middle",
        "zhu-unequal",
        "fang-collapse",
        "fang-all",
        "fang-time",
        "ldam",
        "seli-decay-middle",
        "zhao-next-words",
        "zhao-later",
    ],
)
def test_verdicts_are_as_expected(name: str) -> None:
    result = proofs.check([claims()[name]])[name]
    assert result.as_expected


@pytest.mark.parametrize("name", ["jacot-saddles", *more(("atanasov-aligned",))])
def test_what_is_open_comes_with_numbers(name: str) -> None:
    result = proofs.check([claims()[name]])[name]
    assert result.verdict is Verdict.UNDECIDED
    assert "apart by" in result.evidence[-1].detail
