"""Which claims a reader means: by ID, by a place of the paper, by words, by verdict."""

from pathlib import Path

import pytest
import sympy as sp

from proofs import Claim, UnknownClaimError, Verdict, check, gt
from proofs.command import main
from proofs.engine.places import tokens
from proofs.engine.selection import impact, select, titled
from proofs.ledger import ledger
from proofs.report.formula_text import line
from proofs.report.text_report import vacuous
from spectra import R, k

Captured = pytest.CaptureFixture[str]
LEDGER = list(ledger())


def chosen(*words: str) -> list[str]:
    return [c.id for c in select(LEDGER, words)]


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("16", "(16)"),
        ("(16)", "(16)"),
        ("Eq. 16", "(16)"),
        ("(18a)", "(18)"),
        ("(3)", "(3)"),
        ("C.2", "C.2"),
        ("theorem c.2", "Theorem C.2"),
        ("Thm. C.2", "Theorem C.2"),
        ("Corollary C.3", "Corollary C.3"),
        ("Prop C.1", "Proposition C.1"),
        ("Fig. 3(c)", "Figure 3(c)"),
        ("§4", "Section 4"),
        ("appendix B", "Section B"),
        ("footnote 1", "footnote 1"),
    ],
)
def test_a_place_is_understood_as_a_reader_types_it(typed: str, place: str) -> None:
    found = select(LEDGER, [typed])
    assert found
    assert all(place in c.source for c in found if " and " not in c.source)
    assert {c.id for c in LEDGER if place in c.source} <= {c.id for c in found}


def test_a_number_is_a_section_where_ids_begin_so_and_an_equation_otherwise() -> None:
    assert chosen("4") == chosen("Section 4") != chosen("(4)")
    assert chosen("19b") == chosen("(19b)") == chosen("c2.19b.")


def test_two_words_are_one_place_unless_the_first_is_an_id() -> None:
    assert chosen("Theorem", "C.2") == chosen("Theorem C.2")
    assert {*chosen("Theorem", "C.2", "4")} == {*chosen("4"), *chosen("Theorem C.2")}
    claims = [Claim(i, gt(R + 1, R), "s") for i in ("lemma", "C.2")]
    assert len(select(claims, ["lemma", "C.2"])) == 2


def test_case_matters_only_where_two_ids_differ_by_it() -> None:
    assert chosen("c2.SPECTRUM") == ["C2.spectrum"]
    assert chosen("c3.") == chosen("C3.")
    claims = [Claim(i, gt(R + 1, R), "s") for i in ("main", "Main")]
    assert [c.id for c in select(claims, ["Main"])] == ["Main"]


def test_lists_of_places_are_read_one_by_one() -> None:
    assert tokens("Figures 2 and 5, (4) and (9)").count("figure") == 2
    assert "C2.flat" in chosen("Figure 5")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("eq4", "(4)"),
        ("Fig.5", "Figure 5"),
        ("thmC.2", "Theorem C.2"),
        ("cor C.3", "Corollary C.3"),
    ],
)
def test_a_kind_of_place_may_be_joined_to_its_number(typed: str, plain: str) -> None:
    assert chosen(typed) == chosen(plain)


def test_a_section_stands_for_its_parts() -> None:
    assert {"C1.4.inputs", "C1.8.path"} <= set(chosen("appendix c"))
    assert set(chosen("Section C.1")) < set(chosen("Section C"))
    assert "C3.erm.order" not in chosen("Section C")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("C2.16.full.maj-mni", "the nearest is 'C2.16.full.maj-min'"),
        ("maj-min", "it is a part of "),
        ("99", r"the sources name \(3\), \(4\)"),
        ("Theorem C.9", "the sources name Theorem C.2$"),
        ("theorm C.2", "the sources name Theorem C.2$"),
        ("C.7", r"the sources name .*C\.3"),
        ("c2.99", "there are C2.9, C2.10, .*C2.22, C2.19a, C2.19b$"),
        ("learns", "it is in the title of '2.steps' and"),
        ("zzzzzz", "--list shows all"),
    ],
)
def test_what_is_not_there_gets_a_sensible_hint(typed: str, hint: str) -> None:
    with pytest.raises(UnknownClaimError, match=hint):
        select(LEDGER, [typed])


def test_words_are_looked_for_in_ids_sources_and_titles() -> None:
    assert [c.id for c in titled(LEDGER, "SUPREMUM")] == ["4.bound.supremum"]
    assert "4.window.erm" in {c.id for c in titled(LEDGER, "erm learning window")}
    assert "3.3.random.order" in {c.id for c in titled(LEDGER, "random starts")}
    few = [c for c in LEDGER if c.id.startswith(("3.2.", "C2."))]  # formulas take long to write
    in_formulas = titled(few, "sqrt(r")  # no title has it
    assert all("sqrt(R" in line(c.said) for c in in_formulas if c.origin == "matrices")
    assert "3.2.distinct.true" in {c.id for c in in_formulas}
    with pytest.raises(UnknownClaimError, match=r"'qqq' in 0, 'distinct' in [1-9]"):
        titled(few, "qqq distinct")


def test_impact_is_all_that_rests_on_a_claim() -> None:
    claims = [
        Claim(i, gt(R + 1, R), "s", depends_on=below)
        for i, below in (("top", ("mid",)), ("mid", ("low",)), ("low", ()), ("apart", ()))
    ]
    assert [c.id for c in impact([claims[2]], claims)] == ["top", "mid", "low"]


@pytest.fixture
def mine(tmp_path: Path) -> str:
    path = tmp_path / "mine.py"
    path.write_text(
        "import proofs\nfrom spectra import R\n"
        "proofs.claim('low', proofs.gt(R + 1, R), source='Lemma 2 (R, k), first')\n"
        "proofs.claim('wrong', proofs.lt(R, 9), source='s', depends_on=['low'])\n"
        "proofs.claim('top', proofs.gt(R + 2, R), source='s', depends_on=['low'])\n",
        encoding="utf-8",
    )
    return str(path)


def test_a_claim_that_rests_on_another_of_its_file_is_decided_alone(
    mine: str, capsys: Captured
) -> None:
    assert main(["top", "--claims", mine]) == 0
    out = capsys.readouterr().out
    assert "1 claim" in out
    assert "low" not in out


def test_a_claim_is_shown_between_what_it_rests_on_and_what_rests_on_it(
    mine: str, capsys: Captured
) -> None:
    assert main(["top", "--claims", mine, "--chain"]) == 0
    out = capsys.readouterr().out
    assert out.index("What it rests on") < out.index("low") < out.index("Chosen") < out.index("top")
    assert "rests on low" in out
    assert main(["low", "--claims", mine, "--impact", "--verdict", "proved"]) == 0
    out = capsys.readouterr().out
    assert out.index("Chosen") < out.index("What rests on it") < out.index("top")
    assert "wrong" not in out


def test_what_is_not_as_expected_comes_last(mine: str, capsys: Captured) -> None:
    assert main(["--claims", mine]) == 1
    out = capsys.readouterr().out
    assert out.index("top") < out.index("Not as expected: s") < out.index("wrong")
    assert "Lemma 2 (R, k) ─" in out


def test_claims_are_shown_by_verdict(mine: str, capsys: Captured) -> None:
    assert main(["--claims", mine, "--verdict", "refuted"]) == 1
    out = capsys.readouterr().out
    assert "1 claim" in out
    assert "wrong" in out
    for word, said in (("vacuous", "no claim is VACUOUS; of 3: 2 PROVED, 1 REFUTED"), ("x", "'x'")):
        assert main(["--claims", mine, "--verdict", word]) == 2
        assert said in capsys.readouterr().err
    report = check([Claim("a", gt(R + 1, R), "s")])
    assert report.only([Verdict.PROVED]).verdicts == report.verdicts


def test_what_nothing_meets_says_so_in_words() -> None:
    empty = Claim("a", gt(R, 1), "s", assume=(R > 2, R < 1), expected=Verdict.VACUOUS)
    assert "no values at all meet its conditions (R > 0, R > 2, R < 1)" in " ".join(
        str(check([empty])).split()
    )
    (within,) = (claim for claim in ledger() if claim.id == "C1.5.maj-maj")
    assert "k = 2, k >= 4)" in vacuous(within.put({k: sp.Integer(2)}))
