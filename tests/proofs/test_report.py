"""The formats of the report: text for a reader at 80 columns, JSON for a program."""

import io
import json
import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

import pytest
import sympy as sp
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from sympy.logic.boolalg import Boolean

import proofs
from proofs import (
    Claim,
    Counterexample,
    Evidence,
    Invariance,
    LearningTime,
    Limit,
    Outcome,
    OutOfScope,
    Report,
    Result,
    Trajectory,
    Verdict,
)
from proofs.claims.relation import as_statement
from proofs.claims.statement import Statement
from proofs.report import text_report
from proofs.report.formula_text import line
from proofs.report.json_report import render
from proofs.report.number_text import BALL, compact, side, sides
from spectra import R, decompose, delta, k, step, t, to_latex
from spectra.utils.ascii_text import to_ascii

TRUE = sp.Gt(R + 1, sp.sqrt(R))
ROOT = sp.sqrt(R + 1)


@cache
def example() -> Report:
    """A report with a wrong claim, its correction in another section, and one left open."""
    return proofs.check(
        [
            Claim(
                "wrong",
                sp.Le(ROOT, 3),
                "Section 1, line 2",
                "a bound",
                expected=Verdict.REFUTED,
                corrected_by=("right",),
            ),
            Claim("right", sp.Gt(ROOT, 1), "Section 2", "another bound"),
            Claim("formula", sp.Gt(ROOT, sp.sqrt(R)), "Section 1", assume=(sp.Gt(R, 2),)),
            Claim("open", OutOfScope("steps of a network", "needs one"), "Section 2"),
            Claim("top", TRUE, "Section 3", depends_on=("wrong",)),
            Claim("doubt", sp.Lt(delta, R), "Section 3"),
        ]
    )


# text


def test_each_refuted_claim_shows_both_sides_and_its_correction() -> None:
    shown = str(example())
    start = shown.index("REFUTED       wrong")
    rows = shown[start:].split("\n")[:5]
    assert rows[1].strip() == "a bound"
    assert re.fullmatch(r" {14}fails at R = \S+ \(.*\)", rows[2])
    assert re.fullmatch(r" {14}left \S+, right 3, difference \S+", rows[3])
    assert rows[4] == "              corrected: PROVED right: another bound"


def test_claims_are_grouped_by_section_in_the_order_of_the_sections() -> None:
    rows = str(example()).split("\n")
    headings = [row.split(" ─")[0] for row in rows if row.endswith("───")]
    late = [f"Not as expected: {name}" for name in ("Section 2", "Section 3")]
    assert headings == ["Section 1", "Section 2", "Section 3", *late]
    order = [row.split()[1] for row in rows if row.split()[:1] and row.split()[0] in list(Verdict)]
    assert order == ["wrong", "formula", "right", "top", "open", "doubt"]


def test_a_claim_without_title_shows_its_formula_and_assumptions() -> None:
    assert "sqrt(R + 1) > sqrt(R) for R > 2" in str(example())


def test_surprises_are_said_beside_the_claim_and_at_the_end() -> None:
    shown = str(example())
    assert "REFUTED       doubt\n              δ < R\n              expected PROVED" in shown
    assert shown.endswith(
        "Some verdict differs from what was expected:\n"
        "- open: NOT_RUN, expected PROVED\n"
        "- doubt: REFUTED, expected PROVED\n"
    )
    assert "6 claims in " in shown
    assert ": 3 PROVED, 2 REFUTED, 1 NOT_RUN" in shown


def test_what_a_proof_rests_on_is_named_if_it_is_not_established() -> None:
    assert "rests on what is not established: wrong" in str(example())


def test_the_report_is_plain_and_fits_eighty_columns() -> None:
    for shown in (str(example()), text_report.render(example(), verbose=True)):
        assert "\x1b" not in shown
        assert all(cell_len(row) <= 80 and row == row.rstrip() for row in shown.split("\n"))


def test_verbose_shows_all_evidence() -> None:
    shown = " ".join(text_report.render(example(), verbose=True).split())
    assert all(e.method in shown for r in example().results for e in r.evidence)
    assert "+/-" not in shown


@settings(max_examples=60)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=120),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=120),
    st.sampled_from(["utf-8", "ascii"]),
)
def test_no_title_or_source_breaks_the_layout(title: str, source: str, encoding: str) -> None:
    claim = Claim("id" * 60, OutOfScope("words", "reason"), source, title)
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    writer = text_report.Writer(Console(file=file, width=80, color_system=None, highlight=False))
    writer.result(Result(claim, Verdict.NOT_RUN, (), 0.0))
    writer.entry(claim)
    file.flush()
    rows = file.buffer.getvalue().decode(encoding).split("\n")
    assert all(cell_len(row) <= 80 for row in rows)
    assert all(row.isprintable() for row in rows)


def test_a_stream_without_unicode_gets_ascii() -> None:
    file = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    writer = text_report.Writer(Console(file=file, width=80, color_system=None, highlight=False))
    for result in example().results:
        writer.result(result)
    writer.summary(example())
    file.flush()
    shown = file.buffer.getvalue().decode("ascii")
    assert "Section 1 ------" in shown
    assert "delta < R" in shown


@pytest.mark.parametrize(
    ("shown", "plain"),
    [
        ("β ≤ ½·√R", "beta <= 1/2*sqrtR"),
        ("VᵀΩ → ΛVᵀ", "V^TOmega -> LambdaV^T"),
        ("ω₁, x², λ̄", "omega1, x2, lambda"),
        ("§4 — “a”…", 'Sec. 4 - "a"...'),
        ("数", "?"),
    ],
)
def test_ascii_is_what_a_reader_would_write(shown: str, plain: str) -> None:
    assert to_ascii(shown) == plain


def test_a_narrow_console_gets_narrow_lines() -> None:
    file = io.StringIO()
    writer = text_report.Writer(Console(file=file, width=50, color_system=None, highlight=False))
    for result in example().results:
        writer.result(result)
    assert max(map(cell_len, file.getvalue().split("\n"))) == 50


def test_a_result_alone_can_be_printed() -> None:
    assert "PROVED        right" in str(example()["right"])
    assert repr(example()) == "<Report: 3 PROVED, 2 REFUTED, 1 NOT_RUN>"
    with pytest.raises(proofs.UnknownClaimError, match="the nearest is 'wrong'"):
        example()["wron"]


# numbers


@settings(max_examples=100)
@given(st.decimals("1e-30", "1e30", allow_nan=False), st.decimals("1e-40", "1", places=45))
def test_a_rounded_radius_is_never_smaller(middle: Decimal, radius: Decimal) -> None:
    shown = compact(f"[{middle:.9e} +/- {radius:.3e}]")
    assert Fraction(shown.split(" ± ")[1]) >= Fraction(f"{radius:.3e}")


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("[0.0657122592321065 +/- 1.96e-17]", "0.0657122592321065 ± 2e-17"),
        ("[-1.50000 +/- 9.5e-7]", "-1.5 ± 1e-6"),
        ("[+/- 2.1e-9]", "0 ± 3e-9"),
        ("0.5000", "0.5"),
        ("100", "100"),
        ("sqrt(2)", "sqrt(2)"),
        ("0, exactly", "0, exactly"),
    ],
)
def test_balls_are_written_compactly(given_text: str, shown: str) -> None:
    assert compact(given_text) == shown


@settings(max_examples=100)
@given(st.floats(-1e6, 1e6), st.integers(1, 12))
def test_a_cut_number_says_so_and_is_cut_towards_zero(value: float, digits: int) -> None:
    shown = side(f"[{value:.15f} +/- 1e-15]", digits)
    kept = Fraction(shown.rstrip("…"))
    exact = Fraction(f"{value:.15f}")
    assert abs(kept) <= abs(exact)
    assert kept == exact or "…" in shown or abs(kept - exact) < Fraction(1, 10**digits)


def test_sides_show_digits_enough_to_tell_them_apart() -> None:
    left, right = "[1.23456789012345 +/- 1e-15]", "[1.23456789012399 +/- 1e-15]"
    assert sides(Counterexample((), left, right, "")) == ("1.23456789012345", "1.23456789012399")
    assert side(left, 10) == "1.234567890…"


def test_a_counterexample_with_equal_sides_says_so() -> None:
    (found,) = proofs.check([Claim("a", sp.Ne(R, 1), "s")]).results
    assert "left and right are equal there: 1" in str(found)


def test_sides_that_are_very_close_are_not_said_to_be_equal() -> None:
    tiny = sp.Rational(1, 10**60)
    (found,) = proofs.check([Claim("a", proofs.eq(ROOT + tiny, ROOT), "s")]).results
    assert found.counterexample is not None
    assert "1.00000000000000e-60" in found.counterexample.distance
    (equal,) = proofs.check([Claim("a", proofs.gt(R, R), "s")]).results
    assert equal.counterexample is not None
    assert equal.counterexample.distance == "0, exactly"


def test_a_compound_statement_says_where_it_fails_only() -> None:
    both = Claim("a", sp.And(R > 1, delta > 1), "s")
    (found,) = proofs.check([both]).results
    assert "fails at R = " in str(found)
    assert "right true" not in str(found)


# formulas


@pytest.mark.parametrize(
    ("statement", "shown", "latex"),
    [
        (
            Limit(1 / R + 1, R, sp.oo, sp.S.One),
            "1 + 1/R → 1 as R → ∞",
            r"\lim_{R \to \infty} \left(1 + \frac{1}{R}\right) = 1",
        ),
        (
            Trajectory("maj-maj", sp.exp(-t)),
            "β(t) = exp(-t) for maj-maj of the re-weighted full flow",
            r"\beta^{\text{rw, full}}_{\text{maj-maj}}(t) = e^{- t}",
        ),
        (
            LearningTime("min-min", 1 / R, "erm", "projected"),
            "T/δ → 1/R for min-min of the ERM projected flow",
            r"\lim_{\delta \to \infty} T^{\text{erm, projected}}_{\text{min-min}}/\delta = \frac{1}{R}",
        ),
        (
            Invariance("maj-min"),
            "VᵀΩ = ΛVᵀ in the row of maj-min, re-weighted",
            r"(V^\top\Omega - \Lambda V^\top)_{\text{maj-min}} = 0",
        ),
        (OutOfScope("50% of f_1", "why"), "50% of f_1", r"\text{50\% of f\_1}"),
        (proofs.gt(R, 0), "R > 0", "R > 0"),
        (sp.false, "a relation that sympy had already evaluated to false", r"\text{false}"),
        (sp.Ne(delta, R), "δ ≠ R", r"\delta \neq R"),
    ],
)
def test_each_kind_of_statement_has_a_line_and_a_formula(
    statement: Boolean | Statement, shown: str, latex: str
) -> None:
    said = as_statement(statement)
    assert line(said) == shown
    assert to_latex(said) == latex


def test_large_matrices_are_shown_by_their_size() -> None:
    assert line(sp.ones(10, 4)) == "(10 by 4 matrix)"
    assert line(sp.eye(2)) == "[1, 0; 0, 1]"
    assert line(decompose(step()).U) == "(k by k - 1 matrix)"


# JSON


def read(report: Report) -> dict[str, object]:
    def refuse(constant: str) -> object:
        raise AssertionError(constant)

    found = json.loads(report.to_json(), parse_constant=refuse)
    assert isinstance(found, dict)
    return found


def test_json_has_the_promised_keys() -> None:
    document = json.loads(example().to_json())
    assert document["schema"] == 1
    assert set(document["product"]) == {"name", "version"}
    promised = {
        "id", "source", "statement", "assumptions", "verdict", "expected", "depends_on",
        "corrected_by", "evidence", "counterexample",
    }  # fmt: skip
    for item in document["claims"]:
        assert promised <= set(item)
        assert all({"method", "outcome", "detail", "seconds"} <= set(e) for e in item["evidence"])
    assert document["summary"] == {"PROVED": 3, "REFUTED": 2, "NOT_RUN": 1}


def test_json_says_of_each_proof_what_it_rests_on() -> None:
    claims = {item["id"]: item for item in json.loads(example().to_json())["claims"]}
    assert {name for name, item in claims.items() if item["proof"] is None} == {"open"}
    for name in ("right", "wrong"):
        found = claims[name]["proof"]
        assert found.keys() == {"rules", "axioms", "size", "checked_seconds", "second_kernel"}
        assert all(count > 0 for count in found["rules"].values())
        assert found["size"] > 100
        assert 0 < found["checked_seconds"] < 60
    assert claims["right"]["proof"]["rules"]
    assert "roots" in claims["right"]["proof"]["axioms"]
    stable = json.loads(example().to_json(stable=True))["claims"]
    assert all(item["proof"] is None or item["proof"]["checked_seconds"] is None for item in stable)


def test_json_keeps_the_order_and_what_the_text_shortens() -> None:
    document = json.loads(example().to_json())
    assert [c["id"] for c in document["claims"]] == [r.claim.id for r in example().results]
    wrong = document["claims"][0]
    assert wrong["corrected_by"] == ["right"]
    assert wrong["statement"] == r"\sqrt{R + 1} \leq 3"
    found = example()["wrong"].counterexample
    assert found is not None
    assert wrong["counterexample"]["left"] == found.left
    assert wrong["counterexample"]["parameters"] == dict(found.parameters)
    assert document["claims"][1]["counterexample"] is None
    assert document["claims"][2]["assumptions"] == ["R > 0", "R > 2"]


@settings(max_examples=40)
@given(st.text(max_size=40), st.floats(0, 1e9))
def test_json_is_valid_whatever_the_words(words: str, seconds: float) -> None:
    evidence = Evidence(words, Outcome.INCONCLUSIVE, words, seconds)
    result = Result(
        Claim("a", OutOfScope(words, words), words), Verdict.NOT_RUN, (evidence,), seconds
    )
    for escaped in (False, True):
        document = json.loads(render(Report((result,)), ascii_only=escaped))
        assert document["claims"][0]["source"] == words


def test_json_tells_values_and_look_alikes() -> None:
    bare = sp.Symbol("R")
    mine = Claim("a", sp.Ge(bare**2, 0, evaluate=False), "s").put({k: sp.Integer(4)})
    at_two = Claim("b", TRUE, "s").put({R: sp.Integer(2)})
    first, second = json.loads(proofs.check([mine, at_two]).to_json())["claims"]
    assert first["notes"] == ["R is not spectra.R: here it is any real number"]
    assert (first["at"], second["at"]) == ({}, {"R": "2"})
    assert "R = 2" in second["assumptions"]


def test_the_pattern_of_a_ball_is_that_of_the_library() -> None:
    assert BALL.fullmatch(arb(2).sqrt().str(15))
    assert BALL.fullmatch((arb(2).sqrt() - arb(2).sqrt()).str(15))


def test_every_verdict_has_a_sign_and_words_wherever_it_is_shown() -> None:
    from proofs.report import document

    assert document.SIGNS.keys() == document.WORDS.keys() == set(Verdict)
    assert len(set(document.SIGNS.values())) == len(Verdict)
