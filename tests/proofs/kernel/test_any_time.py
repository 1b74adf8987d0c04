"""Times at any start: what is accepted, what is not, and what each condition stops."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from sympy import Rational, Symbol, exp, log, sqrt

from proofs import ClaimError, Flow, LearningTime, Verdict, check, claim
from proofs.kernel import Rejected, digest
from proofs.kernel import check as accepted
from spectra import R, delta, t

HALF = ["*", "1/2", "d"]
SAME = ["same", "y", []]


def early(gap: bool = False) -> Object:
    """Return a proof that y = t is below d before d, or before half of it."""
    parts: list[Any] = [{"c": "1/2" if gap else "1", "facts": ["early"]}]
    rest = [{"c": "1/2", "facts": ["d.sign"]}] if gap else []
    below = step("cone", "below", p=poly("d - y"), sum=[*parts, *rest], modulo=[SAME])
    return {"name": "early", "by": ["below"], "steps": [below]}


def about(relation: str, value: Any, gap: bool = False, **parts: Any) -> Object:
    """Return a proof on the time at which y = t has the level d, which is d; ``gap`` says that the value is d/2."""
    goal = [
        f"when {relation}",
        ["moment", "t"],
        ["where"],
        ["solutions", ["solution", "y", "1", "0"]],
        "y",
        "d",
        value,
    ]
    late = step("cone", "above", p=poly("y - d"), sum=[], modulo=[SAME, ["late", "t", []]])
    return proof(
        statement(goal, d="real >"), [], given=[], before=[], positive=["d.sign"],
        along=[step("stays", "same", rel="=", steps=[], parts=[
                   {"name": "p", "p": poly("y - t"), "m": poly("0"), "start": [], "by": []}]),
               step("cone", "up", p=poly("y + t"), sum=[{"c": "2", "facts": ["t.sign"]}], modulo=[SAME])],
        bounds={"y": {"by": poly("t"), "from": ["same", "up"]}},
        at={"lower": early(gap), "upper": {"name": "late", "by": ["above"], "steps": [late]}},
    ) | parts  # fmt: skip


def refuting(relation: str, value: Any, true: Any, differ: list[str], **parts: Any) -> Object:
    """Return a refutation of it by another time."""
    return about(relation, value, **parts) | {"verdict": "REFUTED", "true": true, "differ": differ}


LESS = [step("cone", "less", p=poly("1/2 d"), sum=[{"c": "1/2", "facts": ["d.sign"]}], modulo=[])]
SURE = [step("logic", "sure", by=[], fact=["!=", poly("1")])]


def test_times_and_bounds() -> None:
    for relation in ("=", "<=", ">="):
        assert accepted(about(relation, "d")).verdict == "PROVED"
    assert accepted(about(">=", HALF, True)).verdict == "PROVED"
    for relation in ("=", "<="):
        found = refuting(relation, HALF, "d", ["less"], given=LESS)
        assert accepted(found).verdict == "REFUTED"
        with pytest.raises(Rejected, match="identity does not hold"):
            accepted(about(relation, HALF, True))


CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a bound from below alone": (
        '(("lower", "<="), ("upper", ">="))', '(("lower", "<="),)', "side of the level",
        about("=", HALF, True, at={"lower": early(True), "upper": {"name": "late", "by": [], "steps": []}}),
    ),
    "a bound from above alone": (
        '(("lower", "<="), ("upper", ">="))', '(("upper", ">="),)', "side of the level",
        about("=", "d", at={"lower": early() | {"by": []}, "upper": about("=", "d")["at"]["upper"]}),
    ),
    "a solution that may end": (
        'flow.see_bounded(scope, data["bounds"])\n    ends', "ends", "is bounded",
        about("=", "d", bounds={"y": {"by": poly("t"), "from": []}}),
    ),
    "a value that may be right": (
        'scope.require(data["differ"], fact(true - end, differs), "that the value is not right")', "pass",
        "value is not right", refuting("=", "d", "d", []),
    ),
    "what differs and is not the difference": (
        "fact(true - end, differs)", 'fact(scope.poly("1"), differs)', "value is not right",
        refuting("=", "d", "d", ["sure"], given=SURE),
    ),
    "a bound from below that is lower than one from above": (
        '"<=": (">=", ">")', '"<=": (">=", "!=")', "value is not right",
        refuting("<=", "d", HALF, ["less"], gap=True, given=LESS),
    ),
    "a bound from above that is higher than one from below": (
        '">=": ("<=", "<")', '">=": ("<=", "!=")', "value is not right",
        refuting(">=", HALF, "d", ["less"], given=LESS),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("flows.py", *CONDITIONS[name])


def test_the_value_does_not_know_the_solution() -> None:
    for value in ("t", "y"):
        wrong = about(">=", value)
        wrong |= {"hash": digest(wrong["statement"])}
        with pytest.raises(Rejected, match="is no number"):
            accepted(wrong)


A = Symbol("a", positive=True)
EXACT = log(A * (exp(2 * delta) - 1) / (1 - A)) / 2
BELOW = (A < 1, exp(-2 * delta) < A)


@pytest.mark.parametrize(
    ("said", "assume", "verdict"),
    [
        (LearningTime("min-min", EXACT, "erm", level=A, relation="="), BELOW, Verdict.PROVED),
        (LearningTime("min-min", EXACT, "erm", level=A, relation="<="), BELOW, Verdict.PROVED),
        (LearningTime("min-min", delta, "erm", relation="="), (delta > 1,), Verdict.REFUTED),
        (LearningTime("min-min", delta, "erm", relation=">="), (delta > 1,), Verdict.REFUTED),
        (LearningTime("maj-min", delta, relation="="), (delta > 1,), Verdict.UNDECIDED),
        (LearningTime("maj-maj", log(sqrt(R) * exp(2 * delta) - 1) / (2 * sqrt(R)), Flow(gamma=0), relation="="),
         (delta > 1, R > 1), Verdict.PROVED),
    ],
)  # fmt: skip
def test_claims_of_squared_loss(said: LearningTime, assume: Any, verdict: Verdict) -> None:
    found = check([claim("one", said, source="here", assume=assume)])
    assert found.verdicts["one"] is verdict


def test_a_relation_is_one_of_three_and_of_no_limit() -> None:
    with pytest.raises(ClaimError, match="relation is '<'; choose one of"):
        LearningTime("min-min", delta, "erm", relation="<")  # type: ignore[arg-type]
    with pytest.raises(ClaimError, match="after is of a limit"):
        LearningTime("min-min", delta, "erm", relation="=", after=1)
    with pytest.raises(ClaimError, match="it is free of the time"):
        LearningTime("min-min", t, "erm", relation="=")
    with pytest.raises(ClaimError, match="it is a limit"):
        LearningTime("min-min", delta, "erm", level=Rational(1, 3))
