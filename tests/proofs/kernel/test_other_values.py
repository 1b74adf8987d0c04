"""A value is refuted by a proof of another one; what stops each wrong refutation, and what is shipped."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest
from kernel_objects import Object, stopped_by_one_condition
from sympy import Integer, Rational, sqrt

from proofs import LearningTime
from proofs.kernel import Rejected, check, check_text, digest
from proofs.kernel.check import VALUED
from proofs.ledger.shipped import FILE
from proofs.provers.finders.kinds import find_claim
from proofs.report.proof_file import by_other_values
from spectra import R, delta


@cache
def proved() -> str:
    """Return the proof that the mode is learned at 1/√R."""
    return json.dumps(find_claim(LearningTime("maj-maj", 1 / sqrt(R), "erm")))


ONE = json.loads(proved())["statement"]["goal"][-1]


def refuting(text: str = "", value: Any = None, **parts: Any) -> Object:
    """Return the refutation of T/δ → 1 by what a text proves, at R = 4."""
    own = json.loads(proved())["statement"]
    said = {**own, "goal": [*own["goal"][:-1], value or "1"]}
    return {
        "version": 2, "bits": 96, "verdict": "REFUTED", "statement": said, "hash": digest(said),
        "names": "", "point": {"R": "4", "k": "4"}, "true": own["goal"][-1], "instead": text or proved(),
    } | parts  # fmt: skip


def beyond(multiple: Any, value: Any = "0", **parts: Any) -> Object:
    """Return the refutation of T - Lδ → value by the limit of T/δ, at R = 4, where that is 1/2."""
    own = json.loads(proved())["statement"]
    *head, name, _ = own["goal"]
    said = {**own, "goal": [*head, multiple, name, value]}
    return refuting(statement=said, hash=digest(said), multiple=True, **parts)


def test_a_proof_of_a_limit_refutes_another_multiple() -> None:
    for multiple in ("1/3", "1", ["*", "2", ONE]):
        assert check(beyond(multiple)).verdict == "REFUTED"
    for multiple in ("1/2", ONE, ["inv", ["root", "4", "2"]]):
        with pytest.raises(Rejected, match="may be the one claimed"):
            check(beyond(multiple))


def test_a_multiple_is_of_a_time() -> None:
    for kind in ("terminal", "plateau"):
        own = next(
            x for x in shipped_items() if x["statement"]["goal"][0] == kind and "witness" in x
        )
        said = {**own["statement"], "goal": [*own["statement"]["goal"][:-1], "-1"]}
        found = {"statement": said, "hash": digest(said), "point": own["witness"], "multiple": True}
        found |= {"true": own["statement"]["goal"][-1], "instead": json.dumps(own)}
        with pytest.raises(Rejected):
            check(refuting() | found)


def test_a_proof_of_a_value_refutes_another_one() -> None:
    found, own = check(refuting()), check_text(proved())
    assert found.verdict == "REFUTED"
    assert found.rules == own.rules | {"another value": 1, "point": 1}
    assert found.axioms == Counter(own.axioms) + Counter(["balls"])


def test_what_is_kept_of_a_text_stays_as_it_is() -> None:
    check_text(proved()).axioms.clear()
    check_text(proved()).rules.clear()
    assert check_text(proved()) == check(json.loads(proved()))


def test_names_are_names() -> None:
    with pytest.raises(Rejected, match="has no name"):
        check(refuting(names="2"))


def about_another_flow() -> str:
    return json.dumps(find_claim(LearningTime("min-min", Integer(1), "erm")))


CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a value that agrees at the point": (
        'ensure(apart, "the true limit may be the one claimed")', "pass",
        "may be the one claimed", refuting(point={"R": "1", "k": "4"}),
    ),
    "the same value": (
        'ensure(apart, "the true limit may be the one claimed")', "pass",
        "may be the one claimed", refuting(value=ONE),
    ),
    "another flow": (
        'proved.verdict == "PROVED" and same', 'proved.verdict == "PROVED"',
        "not proved that this is the value", refuting(about_another_flow(), true="2"),
    ),
    "another value than is proved": (
        'proved.verdict == "PROVED" and same', 'proved.verdict == "PROVED"',
        "not proved that this is the value", refuting(value=ONE, true="2"),
    ),
    "a multiple of a time that grows beyond it": (
        'defined = claimed not in INFINITIES and truth(["=", claimed, claimed])', "defined = True",
        "may exceed any multiple", beyond("1/3", "+oo"),
    ),
    "a value that is none": (
        'defined = claimed not in INFINITIES and truth(["=", claimed, claimed])', "defined = True",
        "not certainly defined", beyond("1/3", ["inv", "0"]),
    ),
    "a multiple that is none": (
        'ensure(claimed not in INFINITIES, "δ has no infinite multiple")', "pass",
        "no infinite multiple", beyond("+oo"),
    ),
    "the true multiple": (
        'ensure(apart, "the true limit may be the one claimed")', "pass",
        "may be the one claimed", beyond(ONE),
    ),
    "a value that is refuted": (
        'proved.verdict == "PROVED" and same', "same",
        "not proved that this is the value", refuting(
            json.dumps(find_claim(LearningTime("maj-maj", 2 / sqrt(R), "erm"))), ONE,
            true=["*", "2", ONE]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_refutation(name: str) -> None:
    stopped_by_one_condition("check.py", *CONDITIONS[name])


def test_what_is_proved_instead_has_to_be_proved() -> None:
    broken = json.dumps(json.loads(proved()) | {"positive": []})
    for _ in range(2):  # what is rejected is not kept as accepted
        with pytest.raises(Rejected, match="times are positive"):
            check(refuting(broken))
    with pytest.raises(Rejected, match="malformed"):
        check(refuting("no object"))
    with pytest.raises(Rejected, match="has a name twice"):
        check(refuting(proved()[:-1] + ', "verdict": "PROVED"}'))


def test_the_point_meets_the_assumptions() -> None:
    with pytest.raises(Rejected, match="not certainly real >"):
        check(refuting(point={"R": "-4", "k": "4"}))
    with pytest.raises(Rejected, match="a point has a value"):
        check(refuting(point={}))


def test_nothing_is_proved_by_another_value() -> None:
    for verdict in ("PROVED", "VACUOUS"):
        with pytest.raises(Rejected, match="not shown by another value"):
            check(refuting(verdict=verdict))


def test_only_what_tends_to_a_value_is_refuted_so() -> None:
    truth = {"variables": {"R": ["real", ">"]}, "assume": [], "goal": ["=", "R", "R"]}
    item = {"version": 2, "hash": digest(truth), "statement": truth, "verdict": "PROVED", "bits": 64,
            "names": "R", "witness": {"R": "1"}, "steps": [], "by": []}  # fmt: skip
    assert check(item).verdict == "PROVED"
    said = {**truth, "goal": ["=", "R", "2"]}
    with pytest.raises(Rejected, match="not shown by another value"):
        check(refuting(json.dumps(item), statement=said, hash=digest(said), true="R"))


@pytest.mark.parametrize("kind", VALUED)
def test_each_kind_of_value_is_refuted_so(kind: str) -> None:
    own = next(x for x in shipped_items() if x["statement"]["goal"][0] == kind and "witness" in x)
    said = {**own["statement"], "goal": [*own["statement"]["goal"][:-1], "-1"]}
    found = {"statement": said, "hash": digest(said), "point": own["witness"]}
    found |= {"true": own["statement"]["goal"][-1], "instead": json.dumps(own)}
    zero = {"zero": own["zero"], "names": own["names"]} if "zero" in own else {}
    assert check(refuting() | found | zero).verdict == "REFUTED"


def test_a_value_is_refuted_where_one_is_shown_to_exist() -> None:
    (found,) = (x for x in shipped_items() if x["id"] == "B.decay.rw.end.less")
    assert "zero" in found
    assert "instead" in found
    assert check(found).verdict == "REFUTED"
    with pytest.raises(Rejected, match="a point has a value"):
        check({name: part for name, part in found.items() if name != "zero"})


@cache
def shipped_items() -> list[Object]:
    lines = FILE.read_text("utf-8").splitlines()
    return [json.loads(line.rstrip(",")) for line in lines if line.startswith("{")]


def test_refutations_in_a_file_rest_on_its_proofs() -> None:
    true, false, other, conditioned = (
        find_claim(LearningTime("maj-maj", value, "erm"), assume)
        for value, assume in (
            (1 / sqrt(R), ()), (2 / sqrt(R), ()), (Rational(1, 3), ()), (1 / sqrt(R), (delta > 5,)),
        )
    )  # fmt: skip
    items = [true, false, other, conditioned]
    shorter = list(by_other_values({"id": str(i)} | x for i, x in enumerate(items) if x))
    assert [("instead" in item) for item in shorter] == [False, True, True, False]
    assert [check(x).verdict for x in shorter] == ["PROVED", "REFUTED", "REFUTED", "PROVED"]
    assert list(by_other_values(shorter)) == shorter


def test_all_that_can_be_refuted_so_is_shipped_so() -> None:
    items = shipped_items()
    assert list(by_other_values(items)) == items
    texts = {line.rstrip(",") for line in FILE.read_text("utf-8").splitlines()}
    nested = [item for item in items if "instead" in item]
    assert len(nested) > 20
    assert all(item["instead"] in texts for item in nested), "a proof is checked twice"
    assert all(item["statement"]["goal"][0] in VALUED for item in nested)
