"""The engine: which claims run, what they rest on, and what the exit code says."""

import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from needed import dear
from sympy import Eq, Gt, Integer, Lt, Ne, Rational, S, sqrt

from proofs import (
    Claim,
    ClaimError,
    Invariance,
    Limit,
    Outcome,
    OutOfScope,
    Result,
    UnknownClaimError,
    Verdict,
    check,
    claim,
    eq,
    ge,
    gt,
)
from proofs.claims.statement import Statement
from proofs.engine.decide import Finding, decide
from proofs.engine.selection import linked_claims
from proofs.engine.tasks import LEAST
from proofs.ledger import ledger
from spectra import R, k

TRUE = Gt(R + 1, sqrt(R))
FALSE = Lt(R, 10)
LEFT_OPEN = OutOfScope("an experiment", "it needs a network")


def test_a_true_claim_is_proved_and_its_false_neighbour_refuted() -> None:
    true = Claim("true", Eq((sqrt(R) + 1) ** 2, R + 2 * sqrt(R) + 1, evaluate=False), "s")
    false = Claim("false", Eq((sqrt(R) + 1) ** 2, R + 2 * sqrt(R) - 1, evaluate=False), "s")
    report = check([true, false])
    assert dict(report.verdicts) == {"true": Verdict.PROVED, "false": Verdict.REFUTED}
    found = report["false"].counterexample
    assert found is not None
    assert found.left != found.right
    assert report["true"].counterexample is None


def test_a_relation_that_sympy_evaluated_is_undecided_and_says_what_to_write() -> None:
    made = [
        claim("true", R > 0, source="s"),
        claim("false", Eq(R, R + 1), source="s"),
        claim("bare", True, source="s"),
    ]
    report = check(made)
    assert set(report.verdicts.values()) == {Verdict.UNDECIDED}
    assert report.exit_code == 3
    for result in report.results:
        assert "write proofs.eq(a, b)" in result.evidence[0].detail
    assert "evaluated the relation to true" in report["true"].evidence[0].detail
    assert "evaluated the relation to false" in report["false"].evidence[0].detail


def test_relations_kept_as_typed_are_decided_like_others() -> None:
    hole = 1 / (R - 1)
    made = [
        claim("true", gt(R, 0), source="s"),
        claim("least", ge(k, 2), source="s"),
        claim("false", eq(R, R + 1), source="s"),
        claim("undefined", eq(hole, hole), source="s"),
    ]
    found = [r.verdict for r in check(made).results]
    assert found == [Verdict.PROVED, Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED]


def test_assumptions_that_exclude_each_other_are_vacuous_for_every_kind() -> None:
    nothing = (Eq(R, 10), Eq(R, 1))
    statements = (TRUE, FALSE, Invariance("maj-min"), Limit(1 / k, k, S.Infinity, Integer(0)))
    for n, statement in enumerate(statements):
        empty = Claim(f"c{n}", statement, "s", assume=(Lt(R, 1), Gt(R, 2), *nothing))
        assert check([empty]).verdicts[f"c{n}"] is Verdict.VACUOUS


def test_a_prover_that_fails_leaves_its_claim_undecided_and_the_others_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> Iterator[object]:
        raise ArithmeticError("out of order")

    monkeypatch.setattr("proofs.provers.finders.scalars.find.prove_limit", broken)
    limit = Claim("limit", Limit(1 / R, R, S.Infinity, Integer(0)), "s")
    report = check([limit, Claim("other", TRUE, "s")])
    assert report.verdicts["limit"] is Verdict.UNDECIDED
    assert "ArithmeticError: out of order" in report["limit"].evidence[-1].detail
    assert report.verdicts["other"] is Verdict.PROVED
    assert report.exit_code == 3


# which claims run


def test_ids_claims_and_registered_claims_are_understood() -> None:
    made = claim("a", TRUE, source="s")
    for given in (["a"], "a", made, [made], [made, "a"]):
        assert list(check(given).verdicts) == ["a"]  # type: ignore[arg-type]


def test_a_selected_word_is_an_id_or_else_the_beginning_of_ids() -> None:
    claims = [Claim(i, LEFT_OPEN, "s", expected=Verdict.NOT_RUN) for i in ("a.b", "a.b.c", "a.d")]
    assert list(check(claims, select=["a.b"]).verdicts) == ["a.b"]
    assert list(check(claims, select=["a."]).verdicts) == ["a.b", "a.b.c", "a.d"]
    assert list(check(claims, select="a.d").verdicts) == ["a.d"]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("C2.16.full.maj-mni", "the nearest is 'C2.16.full.maj-min'"),
        ("C2.spektrum", "the nearest is 'C2.spectrum'"),
        ("", "unknown claim ID ''"),
        ("%%%%", "--list shows all"),
    ],
)
def test_an_unknown_id_gets_the_nearest(word: str, message: str) -> None:
    with pytest.raises(UnknownClaimError, match=message):
        check(select=[word])
    with pytest.raises(UnknownClaimError, match=message):
        check([word])


def test_a_reference_to_no_claim_is_refused_before_any_work() -> None:
    started = []
    bad = Claim("a", TRUE, "s", depends_on=("C2.spectrun",))
    message = "claim a refers to an unknown claim ID 'C2.spectrun'; the nearest is 'C2.spectrum'"
    with pytest.raises(UnknownClaimError, match=message):
        check([bad], progress=lambda *seen: started.append(seen))
    assert not started


def test_two_claims_of_one_id_are_refused() -> None:
    pair = [Claim("a", TRUE, "s"), Claim("a", FALSE, "s")]
    with pytest.raises(ClaimError, match="claim ID 'a' belongs to two claims"):
        check(pair)


@pytest.mark.parametrize("given", [5, [5], [None], [TRUE]])
def test_what_is_neither_a_claim_nor_an_id_is_refused(given: object) -> None:
    with pytest.raises(ClaimError, match="give claims or their IDs"):
        check(given)  # type: ignore[arg-type]


def test_a_registered_id_must_not_be_one_of_the_ledger() -> None:
    claim("C2.spectrum", TRUE, source="s")
    with pytest.raises(ClaimError, match=r"'C2\.spectrum' is taken by the ledger"):
        check(select=["C2"])


# what rests on what


def test_a_claim_is_established_only_if_all_below_it_is() -> None:
    claims = [
        Claim("top", TRUE, "s", depends_on=("middle",)),
        Claim("middle", TRUE, "s", depends_on=("bottom",)),
        Claim("bottom", FALSE, "s", expected=Verdict.REFUTED),
        Claim("apart", TRUE, "s"),
    ]
    report = check(claims)
    assert [r.established for r in report.results] == [False, False, False, True]
    assert report["top"].verdict is Verdict.PROVED
    assert report["top"].unmet == ("middle",)
    assert report["bottom"].unmet == ()


@pytest.mark.parametrize("links", [("d", "d"), ("a", "b", "a"), ("a", "b", "c", "a")])
def test_claims_that_rest_on_each_other_are_refused(links: tuple[str, ...]) -> None:
    circle = [Claim(a, TRUE, "s", depends_on=(b,)) for a, b in pairwise(links)]
    beside = Claim("beside", TRUE, "s", depends_on=(links[0],), corrected_by=("beside",))
    with pytest.raises(ClaimError, match=r"^claims rest on each other: "):
        check([beside, *circle])


def test_the_ledger_rests_on_no_circle() -> None:
    claims = list(ledger())
    assert linked_claims(claims, claims).keys() == {claim.id for claim in claims}


def test_what_a_selected_claim_refers_to_is_decided_but_not_reported() -> None:
    claims = [
        Claim("wrong", FALSE, "s", expected=Verdict.REFUTED, corrected_by=("right",)),
        Claim("right", TRUE, "s"),
        Claim("next", TRUE, "s", depends_on=("right",)),
    ]
    report = check(claims, select=["wrong", "next"])
    assert list(report.verdicts) == ["wrong", "next"]
    assert [(c.id, v) for c, v in report["wrong"].corrections] == [("right", Verdict.PROVED)]
    assert report["next"].established


def test_a_users_claim_may_rest_on_the_ledger() -> None:
    mine = Claim("mine", TRUE, "s", depends_on=("C2.U.orthonormal",))
    assert check([mine])["mine"].established


def test_each_claim_is_decided_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def counted(item: Claim, **how: Any) -> Finding:
        seen.append(item.id)
        return decide(item, **how)

    monkeypatch.setattr("proofs.engine.tasks.decide", counted)
    links = ("a", "b", "c")
    check(
        [Claim(i, TRUE, "s", depends_on=links[:n], corrected_by=links) for n, i in enumerate(links)]
    )
    assert sorted(seen) == ["a", "b", "c"]


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_several_processes_find_what_one_finds() -> None:
    claims = [
        Claim(f"c{i}", [TRUE, FALSE][i % 2], "s", depends_on=(f"c{i - 1}",) if i else ())
        for i in range(2 * LEAST)
    ]
    together, alone = check(claims, workers=2), check(claims)
    assert dict(together.verdicts) == dict(alone.verdicts)
    assert [r.established for r in together.results] == [r.established for r in alone.results]


def test_progress_and_results_come_while_it_works() -> None:
    told: list[tuple[int, int, str]] = []
    results: list[Result] = []
    claims = [Claim("a", TRUE, "s"), Claim("b", FALSE, "s")]
    report = check(
        claims, progress=lambda *seen: told.append(seen), on_result=lambda r: results.append(r)
    )
    assert told == [(0, 2, "a"), (1, 2, "b"), (2, 2, "")]
    assert tuple(results) == report.results


# what the exit code says


@pytest.mark.parametrize(
    ("statement", "expected", "code"),
    [
        (TRUE, Verdict.PROVED, 0),
        (FALSE, Verdict.REFUTED, 0),
        (LEFT_OPEN, Verdict.NOT_RUN, 0),
        (TRUE, Verdict.REFUTED, 1),
        (FALSE, Verdict.PROVED, 1),
        (TRUE, Verdict.CERTIFIED, 1),
        (TRUE, Verdict.NOT_RUN, 1),
        (LEFT_OPEN, Verdict.VACUOUS, 1),
        (LEFT_OPEN, Verdict.PROVED, 3),
        (LEFT_OPEN, Verdict.REFUTED, 3),
    ],
)
def test_exit_codes(statement: Statement, expected: Verdict, code: int) -> None:
    report = check([Claim("a", statement, "s", expected=expected)])
    assert report.exit_code == code
    assert bool(report.surprises) is (code != 0)


def test_a_difference_outweighs_what_is_left_open() -> None:
    report = check([Claim("a", LEFT_OPEN, "s"), Claim("b", FALSE, "s")])
    assert report.exit_code == 1
    assert dict(report.summary) == {Verdict.NOT_RUN: 1, Verdict.REFUTED: 1}


# at given values


def test_at_given_values_a_false_claim_may_hold_and_a_true_one_must() -> None:
    wrong = Claim("wrong", Ne(R, 1), "s", expected=Verdict.REFUTED)
    for value, verdict in ((2, Verdict.PROVED), (1, Verdict.REFUTED)):
        report = check([wrong.put({R: Integer(value)})])
        assert (report.verdicts["wrong"], report.exit_code) == (verdict, 0)
    right = Claim("right", Gt(R, 2), "s")
    assert check([right.put({R: Integer(1)})]).exit_code == 1


def test_excluded_values_are_vacuous_and_that_is_expected() -> None:
    mine = Claim("mine", Gt(R, 1), "s", assume=(Gt(R, 2),)).put({R: Rational(1, 2)})
    report = check([mine])
    assert (report.verdicts["mine"], report.exit_code) == (Verdict.VACUOUS, 0)


def test_what_is_proved_for_all_values_is_proved_at_each() -> None:
    everywhere = Claim("mine", TRUE, "s")
    (at_ten,) = check([everywhere.put({R: Integer(10)})]).results
    assert at_ten.verdict is Verdict.PROVED
    assert all(e.outcome is Outcome.PROVES for e in at_ten.evidence)


@dear
def test_the_ledger_loads_without_threads_so_that_processes_can_be_forked() -> None:
    # and what is judged by experiments needs no PyTorch
    program = (
        "import sys, proofs.command\n"
        "from spectra.utils.own_pool import threads\n"
        "from proofs.ledger import ledger\n"
        "print(len(ledger()) > 300, 'numpy' in sys.modules, threads())\n"
        "proofs.command.main(['B.loss-rise', '2.earlier'])\n"
        "print('torch' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    lines = run.stdout.splitlines()
    assert (lines[0], lines[-1]) == (b"True False 1", b"False")
    assert any(b"B.loss-rise" in line for line in lines)
