"""What a reader sees first: the theorem that fails, and what is true instead."""

import io
from dataclasses import replace

import pytest
from whole_ledger import report

from proofs import Result, Verdict
from proofs.claims.claim import BEYOND
from proofs.report import document, short_report, text_report
from proofs.report.headline import FALSE, TRUE_TIME, false_as_printed, headline
from proofs.report.text_report import Writer, plain


def with_verdict(name: str, verdict: Verdict) -> tuple[Result, ...]:
    return tuple(replace(r, verdict=verdict) if r.claim.id == name else r for r in report().results)


def test_the_summary_is_made_from_the_run() -> None:
    words = {row.label: row.words for row in headline(report())}
    assert list(words) == ["PAPER", "CHECKED", "FALSE", "TRUE", "CONFIRMED", "MORE"]
    assert words["FALSE"].startswith("Theorem C.2, Corollary C.3: from e^(-δ), weights 1/√n")
    assert words["FALSE"].endswith("at √2/(√R+1) δ; R = 10: 0.3398")
    assert words["TRUE"].startswith("at 1/√(R+1) δ, as all modes; R = 10: 0.3015;")
    assert f"PROVED {TRUE_TIME}" in words["TRUE"]


def test_what_the_run_does_not_bear_out_is_not_said() -> None:
    for name, label in ((TRUE_TIME, "TRUE"), (FALSE, "FALSE"), ("4.window.erm", "CONFIRMED")):
        results = with_verdict(name, Verdict.UNDECIDED)
        assert label not in {row.label for row in headline(replace(report(), results=results))}


def test_a_part_of_the_ledger_has_no_summary() -> None:
    part = replace(report(), results=report().results[:20])
    assert headline(part) == ()
    assert not short_report.write(Writer(plain(io.StringIO())), part)


def test_every_report_in_words_begins_with_it_and_with_what_is_false() -> None:
    lines = text_report.render(report(), stable=True).splitlines()
    assert lines[0].startswith("PAPER")
    heads = [row.split(" ──")[0] for row in lines if " ──" in row]
    assert heads[:2] == [text_report.FALSE_FIRST, "Section 1"]
    beyond = [head.startswith(BEYOND) for head in heads]
    assert beyond == sorted(beyond)
    rest = next(i for i, row in enumerate(lines) if row.startswith("Section 1 ──"))
    false = {r.claim.id for r in false_as_printed(report())}
    assert false <= {row[14:].split(" ")[0] for row in lines[:rest]}


def test_the_short_report_is_short() -> None:
    page = io.StringIO()
    assert short_report.write(Writer(plain(page), stable=True), report())
    lines = page.getvalue().splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 80
    assert [row.split(" ")[0] for row in lines[:8] if row[0] != " "] == [
        row.label for row in headline(report())
    ]
    assert any("claimed 0.06571…, true 0.22" in row for row in lines)
    assert lines[-1] == "Every verdict is as expected."


def test_the_short_report_ends_with_what_is_not_as_expected() -> None:
    page = io.StringIO()
    results = with_verdict(TRUE_TIME, Verdict.UNDECIDED)
    short_report.write(Writer(plain(page), stable=True), replace(report(), results=results))
    assert page.getvalue().splitlines()[-1] == f"- {TRUE_TIME}: UNDECIDED, expected PROVED"


def test_documents_open_with_the_summary(monkeypatch: pytest.MonkeyPatch) -> None:
    # above a few claims, as formulas of all take seconds: a test of the commands typesets these
    summary = headline(report())
    monkeypatch.setattr(document, "headline", lambda _: summary)
    part = replace(report(), results=report().results[:20])
    for text in (part.to_html(stable=True), part.to_latex(stable=True)):
        assert text.index("Stop Early") < text.index("Every verdict is as expected")
        assert text.index("0.3398") < text.index("0.3015") < text.index("Every verdict")
