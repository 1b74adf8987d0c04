"""Claims about networks: judged by a table, never more than supported."""

from __future__ import annotations

from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING

import pytest
import sympy as sp
from made_up import line

import proofs
from numerics.experiment import summary
from numerics.experiment.findings import DIGITS, Reading, within
from proofs import Claim, ClaimError, Empirical, Verdict
from proofs.command import main
from proofs.ledger import ledger
from proofs.report import document, formula_text, text_report
from spectra import to_latex
from spectra.utils.result_folder import read_record

if TYPE_CHECKING:
    from pathlib import Path

Captured = pytest.CaptureFixture[str]
MINE = tuple(c for c in ledger() if isinstance(c.statement, Empirical))
RATIO = within("min-min", "maj-maj", "decisions", 0.0)


@pytest.fixture
def runs(tmp_path: Path) -> Path:
    """Return a folder of runs in which min-min comes twice to three times as late."""
    lines = [
        line(seed, 0.0, {"decisions min-min": 20.0 + seed / 2, "decisions maj-maj": 10.0})
        for seed in range(20)
    ]
    (tmp_path / summary.FILE).write_text(summary.to_csv(lines))
    return tmp_path


def verdict(folder: Path, low: object, high: object) -> Verdict:
    statement = Empirical("later", (RATIO,), sp.sympify(low), sp.sympify(high), folder)
    return proofs.check([Claim("a", statement, "s")]).verdicts["a"]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1, sp.oo, "SUPPORTED"),
        (0, 1, "NOT_SUPPORTED"),
        (sp.sqrt(4), 3, "SUPPORTED"),
        (0, sp.Rational(5, 2), "INCONCLUSIVE"),
        (3, 4, "NOT_SUPPORTED"),
    ],
)
def test_a_range_is_supported_or_not(runs: Path, low: object, high: object, expected: str) -> None:
    assert verdict(runs, low, high) == expected


def test_what_was_not_measured_is_not_run_and_says_what_is_missing(runs: Path) -> None:
    missing = within("min-min", "maj-maj", "decisions", 0.5)
    statement = Empirical("later", (RATIO, missing), sp.S.One, sp.oo, runs)
    result = proofs.check([Claim("a", statement, "s")])["a"]
    assert result.verdict is Verdict.NOT_RUN
    said = result.evidence[0].detail
    assert said.endswith("has no run of 'decisions min-min' (cnn, 2 3 against 0 1, γ = 0.5, train)")


def test_it_is_expected_to_be_supported_and_never_establishes(runs: Path) -> None:
    statement = Empirical("later", (RATIO,), sp.S.One, sp.oo, runs)
    made = proofs.claim("a", statement, source="s")
    assert made.expected is Verdict.SUPPORTED
    result = proofs.check([made])["a"]
    assert (result.as_expected, result.established) == (True, False)


@pytest.mark.parametrize(
    ("low", "high", "expected", "code"),
    [
        (1, sp.oo, Verdict.SUPPORTED, 0),
        (0, 1, Verdict.NOT_SUPPORTED, 0),
        (0, 1, Verdict.SUPPORTED, 1),
        (0, sp.Rational(5, 2), Verdict.SUPPORTED, 3),
        (0, sp.Rational(5, 2), Verdict.INCONCLUSIVE, 0),
    ],
)
def test_the_exit_code_compares_with_what_is_expected(
    runs: Path, low: object, high: object, expected: Verdict, code: int
) -> None:
    statement = Empirical("later", (RATIO,), sp.sympify(low), sp.sympify(high), runs)
    assert proofs.check([Claim("a", statement, "s", expected=expected)]).exit_code == code


@pytest.mark.parametrize(
    ("ratios", "low", "high", "message"),
    [
        ((), 1, 2, "ratios is empty"),
        ((RATIO,), 2, 1, "no ratio lies between 2 and 1"),
        ((RATIO,), 1, 1, "no ratio lies between 1 and 1"),
        ((RATIO,), -1, 1, "low is -1; give a ratio's bound"),
        ((RATIO,), sp.Symbol("x"), 1, "low is x"),
        ((RATIO,), "1", 2, "low is the text '1'"),
    ],
)
def test_a_statement_that_makes_no_sense_is_refused(
    ratios: tuple[()], low: object, high: object, message: str
) -> None:
    with pytest.raises(ClaimError, match=message):
        Empirical("later", ratios, low, high)


def test_it_is_written_as_words_and_a_range() -> None:
    statement = Empirical("a later step", (RATIO,), sp.sqrt(10) / 2, sp.oo)
    assert formula_text.line(statement) == "a later step: sqrt(10)/2 < ratio < ∞"
    assert to_latex(statement).startswith(r"\text{a later step}")


# the command


def test_the_users_runs_judge_in_place_of_the_shipped_ones(runs: Path, capsys: Captured) -> None:
    assert main(["B.cnn.last.0.decisions", "--experiment", str(runs)]) == 3
    assert "ratio 2.47 [2.25, 2.7], 20 runs; between 2.53 and 3.95?" in " ".join(
        capsys.readouterr().out.split()
    )
    assert main(["B.loss-rise", "3.2.distinct.true", "--experiment", str(runs)]) == 1


@pytest.mark.parametrize(
    ("body", "message"),
    [(None, "cannot be read (No such file"), ("x\n", "is not one that numerics.experiment wrote")],
)
def test_a_folder_without_runs_is_one_line(
    tmp_path: Path, capsys: Captured, body: str | None, message: str
) -> None:
    if body is not None:
        (tmp_path / summary.FILE).write_text(body)
    assert main(["B.loss-rise", "--experiment", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert message in err


# the ledger and the runs that come with it


def test_the_shipped_runs_are_those_of_the_paper() -> None:
    table = summary.read_summary(summary.SHIPPED)
    record = read_record(summary.SHIPPED.parent)
    assert record["settings"]["optimizer"] == "adam"
    assert record["data"]["name"] == "digits of scikit-learn"
    for gamma in (0.0, 0.5, 1.0):
        assert sorted(Reading("accuracy minority", gamma).of(table)) == list(range(20))
    assert len({x.task.groups for x in table}) == 6


@pytest.mark.parametrize("claim", MINE, ids=lambda claim: claim.id)
def test_every_claim_on_networks_is_judged_and_its_opposite_judged_otherwise(
    claim: Claim,
) -> None:
    found = proofs.check([claim]).verdicts[claim.id]
    assert found is claim.expected
    assert isinstance(claim.statement, Empirical)
    low, high = claim.statement.low, claim.statement.high
    if found is Verdict.SUPPORTED:
        # the same ratios above the range, or below it where nothing lies above
        bounds = (high, high * 2) if high < sp.oo else (sp.S.Zero, low)
        away = replace(claim.statement, low=bounds[0], high=bounds[1])
        opposite = proofs.check([replace(claim, statement=away)]).verdicts[claim.id]
        assert opposite is Verdict.NOT_SUPPORTED
    if found is Verdict.NOT_SUPPORTED:
        everything = replace(claim.statement, low=sp.S.Zero, high=sp.oo)
        opposite = proofs.check([replace(claim, statement=everything)]).verdicts[claim.id]
        assert opposite is Verdict.SUPPORTED


def test_predictions_are_those_of_the_model() -> None:
    by_id = {claim.id: claim.statement for claim in MINE}
    bounds = by_id["B.cnn.last.0.decisions"]
    assert isinstance(bounds, Empirical)
    assert sp.sqrt(bounds.low * bounds.high) == sp.sqrt(10)
    assert DIGITS == ((2, 3), (0, 1))


# documents


@pytest.mark.parametrize("style", ["html", "latex", "json", "text"])
def test_every_format_shows_what_was_measured(style: str, tmp_path: Path) -> None:
    target = tmp_path / "report"
    asked = ["2.order", "2.level", "--format", style, "-o", str(target)]
    assert main(asked) == 0
    shown = target.read_text(encoding="utf-8").replace(r"\_", "_").replace("{[}", "[")
    for verdict_of in ("SUPPORTED", "NOT_SUPPORTED", "INCONCLUSIVE"):
        assert verdict_of in shown
    assert "5.41 [4.63, 6.5], 20 runs" in " ".join(shown.split())


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_has_a_sign_words_and_a_colour(verdict: Verdict) -> None:
    templates = resources.files("proofs.report") / "templates"
    css, tex = ((templates / name).read_text() for name in ("report.css", "report.tex.j2"))
    assert verdict in document.SIGNS.keys() & document.WORDS.keys() & text_report.STYLES.keys()
    assert len(set(document.SIGNS.values())) == len(Verdict)
    assert f".{verdict.value} {{ --tone:" in css
    assert f'.claim[data-verdict="{verdict.value}"]' in css
    assert f"\\definecolor{{{verdict.value.replace('_', '')}}}" in tex
