"""Provers that agree without a proof establish nothing; those that contradict each other are an alarm."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sympy import Gt, Rational, sqrt

from proofs import (
    Claim,
    Evidence,
    Outcome,
    Trajectory,
    Verdict,
    check,
    prover,
)
from proofs.claims.statement import Statement
from spectra import R, t

TRUE = Gt(R + 1, sqrt(R))


@dataclass(frozen=True)
class Told(Statement):
    """A statement on which provers of the tests say something."""

    said: tuple[Evidence, ...]

    def _sympystr(self, printer: object) -> str:
        return "told"

    def _latex(self, printer: object) -> str:
        return "t"


@prover.register
def evidence_on(statement: Told, assume: tuple[object, ...]) -> Iterator[Evidence]:
    yield from statement.said


def agreeing(*routes: str) -> Told:
    return Told(tuple(Evidence(name, Outcome.PROVES, route=name) for name in routes))


def test_provers_that_agree_without_a_proof_establish_nothing() -> None:
    report = check([Claim("a", agreeing("one", "other"), "s"), Claim("b", agreeing("one"), "s")])
    assert list(report.verdicts.values()) == [Verdict.AGREED, Verdict.UNDECIDED]
    assert not any(r.established for r in report.results)
    assert report.exit_code == 3


def test_what_rests_on_agreement_is_not_established() -> None:
    below = Claim("below", agreeing("one", "other"), "s", expected=Verdict.AGREED)
    report = check([below, Claim("above", TRUE, "s", depends_on=("below",))])
    assert report["above"].unmet == ("below",)
    assert report.exit_code == 0


CONTRADICTORY = (*agreeing("one").said, Evidence("point", Outcome.REFUTES, "R = 1", route="point"))


@pytest.mark.parametrize("expected", [Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED])
def test_a_proof_and_a_counterexample_are_an_alarm(expected: Verdict) -> None:
    report = check([Claim("a", Told(CONTRADICTORY), "s", expected=expected)])
    (found,) = report.results
    assert (found.verdict, found.established, found.alarm) == (Verdict.UNDECIDED, False, True)
    assert [e.method for e in found.evidence] == ["one", "point", "alarm"]
    assert "a defect of this package" in found.evidence[-1].detail
    # whatever is expected, it is no verdict that is left open
    assert (report.exit_code, report.surprises) == (1, (found,))
    assert f"- a: UNDECIDED, expected {expected.value}; ALARM" in str(report)
    for item in ("one", "point", "alarm"):  # both findings are in every format
        for text in (report.to_json(), report.to_html(), report.to_latex()):
            assert item in text
    (calm,) = check([Claim("a", Told(CONTRADICTORY[1:]), "s", expected=Verdict.UNDECIDED)]).results
    assert (calm.alarm, calm.as_expected) == (False, True)


def test_what_rests_on_an_alarm_is_not_established() -> None:
    below = Claim("below", Told(CONTRADICTORY), "s", expected=Verdict.UNDECIDED)
    report = check([below, Claim("above", TRUE, "s", depends_on=("below",))])
    assert report["above"].unmet == ("below",)
    assert report.exit_code == 1


def test_two_enclosures_that_exclude_each_other_are_an_alarm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from proofs.provers.enclosures import enclosed

    # no certificate of its strength is shipped
    said = Trajectory("maj-min", 1 / (1 + t), Rational(1, 3))
    claims = [Claim("a", said, "s", expected=Verdict.REFUTED)]
    assert check(claims).exit_code == 0
    checked = enclosed._checked

    def shifted(*question: Any) -> enclosed.Enclosed:
        found = checked(*question)
        return replace(found, ball=found.ball + 1)

    monkeypatch.setattr(enclosed, "_checked", shifted)
    (found,) = check(claims).results
    assert (found.verdict, found.alarm) == (Verdict.UNDECIDED, True)
    assert "numerics.validated says" in found.evidence[-1].detail
