"""What is refused before a rule is reached, and limits that are refuted at a point."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import X, real

from proofs.kernel import Rejected, check, digest

TRUE = proof(real(["=", X, X]), [step("logic", "g", by=[], fact=["and"])], ["g"])


@pytest.mark.parametrize("verdict", ["TRUE", "proved", "", "AGREED"])
def test_a_verdict_that_no_object_has(verdict: str) -> None:
    assert check(TRUE).verdict == "PROVED"
    with pytest.raises(Rejected, match="is unknown"):
        check(TRUE | {"verdict": verdict})


@pytest.mark.parametrize("version", [0, 1, "2", None])
def test_a_version_that_no_object_has(version: object) -> None:
    with pytest.raises(Rejected, match="is unknown"):
        check(TRUE | {"version": version})


@pytest.mark.parametrize("names", ["", "y", ["x"], None])
def test_names_that_are_not_listed(names: object) -> None:
    with pytest.raises(Rejected, match="malformed"):
        check(TRUE | {"names": names})


@pytest.mark.parametrize("name", ["1", "2x", "x^2", "x-y", "é"])
def test_what_is_no_name_is_no_variable_either(name: str) -> None:
    with pytest.raises(Rejected, match="has no name"):
        check(TRUE | {"names": f"{TRUE['names']} {name}"})


def nested(depth: int) -> Object:
    """Return an object with a formula that is too deep for Python."""
    formula: list[Any] = ["and"]
    for _ in range(depth):
        formula = ["and", formula]
    return TRUE | {"steps": [step("logic", "g", by=[], fact=formula)]}


@pytest.mark.parametrize("wrong", [
    TRUE | {"steps": [step("logic", "g", by=[])]},
    TRUE | {"steps": [step("zero", "g", p=[["1", "x"]], modulo=[])]},
    TRUE | {"steps": [step("zero", "g", p=3, modulo=[])]},
    TRUE | {"steps": {"rule": "logic"}},
    nested(5000),
])  # fmt: skip
def test_what_is_malformed_is_rejected(wrong: Object) -> None:
    with pytest.raises(Rejected, match="malformed"):
        check(wrong)


def at_a_point(*assume: Any, goal: Any = ("c", "0"), other: Any = "2", **more: Any) -> Object:
    """Refute that c → 0 as x grows, c = 2 at the point."""
    expr, value = goal
    stated = statement(["limit", expr, "x", "+oo", "+-", value], *assume, c="real", x="real >")
    part = {"y": "y", "beyond": {"far": poly("5"), "least": poly("0")}, "steps": [], "nulls": {}, "form": other,
            "by": [], "admissible": ["far", "least"], "value": []} | more  # fmt: skip
    return proof(stated, [], (), "REFUTED", point={"c": "2"}, limit=[part], other=other, differ=[])


def test_a_limit_is_refuted_at_a_point_where_its_assumptions_can_be_met() -> None:
    assert check(at_a_point([">", X, ["+", "c", "3"]], [">", "c", "1"])).rules == {
        "point": 1, "limit": 1
    }  # fmt: skip
    with pytest.raises(Rejected, match="admissible"):
        check(at_a_point([">", X, ["+", "c", "4"]]))
    with pytest.raises(Rejected, match="does not certainly hold at the point"):
        check(at_a_point([">", "c", "2"]))


@pytest.mark.parametrize("other", ["2", "+oo", X])
def test_another_value_of_a_limit(other: Any) -> None:
    """That c → 2 is refuted by no value: 2 is the limit."""
    words = "that the values differ" if other == "2" else "."
    with pytest.raises(Rejected, match=words):
        check(at_a_point(goal=("c", ["+", "1", "1"]), other=other))


def test_the_hash_is_that_of_the_statement() -> None:
    assert TRUE["hash"] == digest(TRUE["statement"])
    with pytest.raises(Rejected, match="hash is not that of the statement"):
        check(TRUE | {"hash": digest(real(["=", X, "1"]))})


@pytest.mark.parametrize("name", [5, None, "1st", "a.b", "", "x"])
def test_a_step_has_a_new_name(name: object) -> None:
    wrong = TRUE | {"steps": [step("logic", name, by=[], fact=["and"])]}  # type: ignore[arg-type]
    with pytest.raises(Rejected, match="is not a new name"):
        check(wrong)
