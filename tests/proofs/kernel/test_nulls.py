"""Quantities that tend to 0 or to infinity: what is none of them, and why."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import ZERO, X, cone

from proofs.kernel import Rejected, check

INVERSE = step("def", "t", term=["inv", poly("y")], by=["far"])
POSITIVE = cone("up", "t", [{"c": "1"}], [["t.0", "t", ["far"]]], factor=[{"c": "1", "facts": ["far"]}])  # fmt: skip


def far_out(expr: Any, nulls: Any, steps: Any = (), form: Any = "r", **more: Any) -> Object:
    """Return a proof that an expression tends to 0 as x grows."""
    part = {"y": "y", "beyond": {"far": ZERO}, "steps": list(steps), "nulls": nulls, "form": form,
            "by": [], "admissible": [], "value": []} | more  # fmt: skip
    return proof(statement(["limit", expr, "x", "+oo", "+-", "0"], x="real"), [], limit=[part])


@pytest.mark.parametrize("sign", ["1", "-1"])
def test_a_quantity_that_is_bounded_on_one_side_only(sign: str) -> None:
    side = cone("s", "t + y", [{"c": "1", "facts": ["up"]}, {"c": "1", "facts": ["far"]}])
    nulls = {"e": ["inverse", "y"], "r": ["squeezed", ["*", sign, "y"], "e", ["s"]]}
    with pytest.raises(Rejected, match="the bound does not follow"):
        check(far_out(["*", sign, X], nulls, [INVERSE, POSITIVE, side]))


def test_a_quantity_between_two_that_tend_to_0() -> None:
    half = [cone(n, p, [{"c": c, "facts": ["up"]}]) for n, p, c in (("a", "t - 1/2 t", "1/2"), ("b", "t + 1/2 t", "3/2"))]  # fmt: skip
    nulls = {"e": ["inverse", "y"], "r": ["squeezed", ["*", "1/2", ["inv", "y"]], "e", ["a", "b"]]}
    assert (
        check(far_out(["*", "1/2", ["inv", X]], nulls, [INVERSE, POSITIVE, *half])).verdict
        == "PROVED"
    )


@pytest.mark.parametrize(
    ("null", "words"),
    [
        ("e", "'e' is no null quantity"),
        (["double", "e"], "not known to tend to 0"),
        (["double", ["inverse", "y"], {}], "not known to tend to 0"),
        (["inverse", ["times", "2", "y", []]], "not known to tend to infinity"),
        (["inverse", ["times", "y"]], "not known to tend to infinity"),
        (["inverse", ["root", True, "y"]], "no order of a root"),
        (["inverse", ["power", "2", "y"]], "no order of a root"),
    ],
)
def test_no_null_quantity(null: Any, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        check(far_out("0", {"r": null}, [INVERSE], form="0"))


@pytest.mark.parametrize("n", [-1, "1", 1.0])
def test_a_power_before_a_decay_is_whole(n: Any) -> None:
    steps = [step("def", "d", term=["exp", poly("- y")], by=[])]
    assert (
        check(far_out(["exp", ["*", "-1", X]], {"r": ["decay", 0, "y"]}, steps)).verdict == "PROVED"
    )
    with pytest.raises(Rejected, match="no exponent"):
        check(far_out(["exp", ["*", "-1", X]], {"r": ["decay", n, "y"]}, steps))


def test_a_null_quantity_has_a_name_of_its_own() -> None:
    for name in ("x", "c", "y"):
        found = far_out(["inv", X], {name: ["inverse", "y"]}, [INVERSE], form=name)
        if name == "c":
            assert check(found).verdict == "PROVED"  # no variable here
            found = proof(found["statement"] | {"variables": {"x": ["real", ""], "c": ["real", ""]}},
                          [], limit=found["limit"])  # fmt: skip
        with pytest.raises(Rejected, match="a null has a variable's name"):
            check(found)
    with pytest.raises(Rejected, match="a null has no name"):
        check(far_out(["inv", X], {"1e": ["inverse", "y"]}, [INVERSE], form="1e"))


def test_whole_numbers_stay_whole_on_the_way_to_infinity() -> None:
    part = {"y": "y", "beyond": {"far": ZERO}, "nulls": {}, "form": "0", "by": [], "admissible": [],
            "value": [], "steps": [step("logic", "w", by=["far"], fact=[">=", poly("y")]),
                                   step("def", "p", term=["power", poly("2"), poly("y")], by=["w"])]}  # fmt: skip
    goal = ["limit", ["*", "0", ["power", "2", X]], "x", "+oo", "+-", "0"]
    assert check(proof(statement(goal, x="integer"), [], limit=[part])).verdict == "PROVED"
    with pytest.raises(Rejected, match="kinds"):
        check(proof(statement(goal, x="real"), [], limit=[part]))


def empty(assume: Any, sign: str, to: str, by: Any, terms: Any = (), steps: Any = ()) -> Object:
    """Return a proof that a limit is one of no values."""
    side = "+-" if to.endswith("oo") else "+"
    stated = statement(["limit", "0", "x", to, side, "1"], *assume, c="real", x=f"real {sign}")
    part = {"y": "y", "beyond": {"far": ZERO}, "terms": list(terms), "steps": list(steps), "by": by}
    return proof(stated, [], verdict="VACUOUS", far=[part])


def test_a_positive_number_does_not_fall_without_end() -> None:
    """That 1/c is positive has nothing to do with x, and is not read on the way."""
    no = cone("no", "0", [{"c": "1", "facts": ["y_sign"]}, {"c": "1", "facts": ["far"]}])
    said = [[">", ["inv", "c"], "0"]]
    assert check(empty(said, ">", "-oo", ["no"], steps=[no])).verdict == "VACUOUS"
    with pytest.raises(Rejected, match="nothing is known"):
        check(empty(said, "", "-oo", ["no"], steps=[no]))


def test_an_assumption_that_fails_far_out() -> None:
    """1/x > 1 does not hold there; its term is introduced before it is read."""
    no = cone("no", "0", [{"c": "1", "facts": ["y_met0", "far"]}, {"c": "1", "facts": ["more"]}],
              [["t.0", "t", ["far"]]])  # fmt: skip
    found = empty([[">", ["inv", X], "1"]], "", "+oo", ["no"], [INVERSE], [no])
    found["far"][0]["beyond"] = {"far": ZERO, "more": poly("1")}
    assert check(found).verdict == "VACUOUS"


def test_a_threshold_does_not_move() -> None:
    for threshold in ("y", "2 y"):
        with pytest.raises(Rejected, match="not known here"):
            check(far_out(["inv", X], {"r": ["inverse", "y"]}, beyond={"far": poly(threshold)}))


def test_numbers_that_are_not_whole_have_no_limit_here() -> None:
    part = {"y": "y", "beyond": {"far": ZERO}, "steps": [INVERSE], "nulls": {"r": ["inverse", "y"]},
            "form": "r", "by": [], "admissible": [], "value": []}  # fmt: skip
    stated = statement(["limit", ["inv", X], "x", "+oo", "+-", "0"], x="noninteger")
    with pytest.raises(Rejected, match="does not come near"):
        check(proof(stated, [], limit=[part]))


def test_values_on_the_way_have_the_declared_sign() -> None:
    for sign, fits in (("", True), ("<", True), (">", False)):
        part = {"y": "y", "beyond": {"far": ZERO}, "steps": [INVERSE, POSITIVE], "nulls": {"r": ["inverse", "y"]},
                "form": ["*", "-1", "r"], "by": [], "admissible": ["up"], "value": []}  # fmt: skip
        found = proof(
            statement(["limit", X, "x", "0", "-", "0"], x=f"real {sign}"), [], limit=[part]
        )
        if fits:
            assert check(found).verdict == "PROVED"
        else:
            with pytest.raises(Rejected, match="admissible"):
                check(found)


def test_a_form_knows_nothing_of_the_way() -> None:
    """x·(1/x) is y·r with r → 0, and tends to 1."""
    found = far_out(["*", X, ["inv", X]], {"r": ["inverse", "y"]}, [INVERSE], form=["*", "y", "r"])
    with pytest.raises(Rejected, match="'y' is no number and no variable here"):
        check(found)


def test_a_jump_anywhere_in_a_form() -> None:
    """⌊-1/x⌋ is -1 far out, and ⌊-r⌋ is 0 at r = 0; ⌊1⌋ does not move."""
    nulls, floor = {"r": ["inverse", "y"]}, ["floor", ["*", "-1", "r"]]
    for form in (["+", floor, "0"], ["+", "0", floor], ["exp", floor], ["^", floor, 2]):
        with pytest.raises(Rejected, match="floor is not continuous"):
            check(far_out("0", nulls, [INVERSE], form=form))
    fixed, one = ["*", ["floor", "1"], "r"], step("def", "f", term=["floor", poly("1")], by=[])
    found = far_out(["*", ["floor", "1"], ["inv", X]], nulls, [INVERSE], form=fixed)
    assert check(found | {"steps": [one]}).verdict == "PROVED"
