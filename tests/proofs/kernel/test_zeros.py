"""Values that are shown to exist, as a zero between two numbers, and what stops each wrong one."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import Line, X, cone

from proofs.kernel import Rejected, check
from proofs.kernel.language import read_statement
from proofs.provers.finders.scalars.existence import failing, zeros_near

SQUARE = ["+", ["^", X, 2], "-2"]
ROOT = ["=", ["^", X, 2], "2"]
IS_ZERO = step("hypothesis", "h", index=2)


def zero(f: Any, low: str, high: str, **more: Any) -> Object:
    """Return what shows a zero of f between two numbers."""
    return {
        "variable": "x",
        "low": low,
        "high": high,
        "f": f,
        "inside": [],
        "steps": [],
        "by": [],
        **more,
    }


def at_a_zero(goal: Any, there: Object, *assume: Any, steps: Any = (IS_ZERO,), done: Any = ("h",),
              point: Any = (), **variables: str) -> Object:  # fmt: skip
    """Return an object that says: the goal fails at a zero."""
    stated = statement(goal, *assume, **{"x": "real", **variables})
    return proof(stated, list(steps), done, "REFUTED", zero=there, point=dict(point))


def from_a_zero(goal: Any, there: Object, *assume: Any, steps: Any = (), done: Any = ()) -> Object:
    """Return an object that says: the goal holds wherever the assumptions do, as at a zero."""
    return proof(statement(goal, *assume, x="real"), list(steps), done, zero=there) | {
        "witness": {}
    }


def floor(**more: Any) -> Object:
    return step("def", "a", term=["floor", poly("x")], **more)


def exp(**more: Any) -> Object:
    return step("def", "b", term=["exp", poly("a")], **more)


CONTRADICTION = [
    step("hypothesis", "a", index=0), step("hypothesis", "b", index=1),
    cone("g", "-1", [{"c": "1", "facts": ["a"]}, {"c": "1", "facts": ["b"]}]),
]  # fmt: skip
TWICE, DEEP = ["+", ["*", "2", ["floor", X]], "-1"], ["+", ["exp", ["floor", X]], "-2"]
SIGN = 'ensure(truth([rel, substitute(f, {name: end}), "0"]), "f may not change its sign")'
CONTINUOUS = "scope.see_continuous(p, {name})"
MET = 'scope.require(zero["by"], wanted, "that the zero meets the assumptions")'

WRONG: dict[str, Line] = {
    "a rational zero": (
        "zeros.py", 'ensure(kind == "real", f"{name} is not real")', "pass", "not real",
        at_a_zero(["!=", ["^", X, 2], "2"], zero(SQUARE, "1", "2"), x="rational"),
    ),
    "an interval turned round": (
        "zeros.py", 'ensure(rational(low) <= rational(high), "the interval is empty")', "pass", "interval is empty",
        at_a_zero(["=", X, X], zero(["*", "-1", X], "1", "0"), steps=CONTRADICTION, done=["g"]),
    ),
    "another variable of another kind": (
        "zeros.py", "point = meets(Statement(others, plain, statement.goal), point)", "pass", "not certainly integer",
        at_a_zero([">=", "y", "1"], zero(X, "-1", "1"), y="integer >", point={"y": "1/2"}, done=[]),
    ),
    "an assumption on another variable": (
        "zeros.py", "point = meets(Statement(others, plain, statement.goal), point)", "pass", "does not certainly hold",
        at_a_zero([">=", "y", "1"], zero(X, "-1", "1"), [">", "y", "1"], y="real", point={"y": "1/2"}, done=[]),
    ),
    "a jump": (
        "zeros.py", CONTINUOUS, "pass", "not continuous",
        at_a_zero(["!=", ["floor", X], "1/2"], zero(TWICE, "0", "1", inside=[floor(by=[])]),
                  steps=[floor(hypothesis=2), IS_ZERO]),
    ),
    "a jump within a term": (
        "zeros.py", CONTINUOUS, "pass", "not continuous",
        at_a_zero(["!=", ["exp", ["floor", X]], "2"], zero(DEEP, "0", "1", inside=[floor(by=[]), exp(by=[])]),
                  steps=[floor(hypothesis=2), exp(hypothesis=2), IS_ZERO]),
    ),
    "nothing below 0": (
        "zeros.py", SIGN, "pass", "change its sign",
        at_a_zero(["!=", ["^", X, 2], "-1"], zero(["+", ["^", X, 2], "1"], "-1", "1")),
    ),
    "nothing above 0": (
        "zeros.py", SIGN, "pass", "change its sign",
        at_a_zero(["!=", ["^", X, 2], "-1"], zero(["+", ["*", "-1", ["^", X, 2]], "-1"], "-1", "1")),
    ),
    "a goal that holds": (
        "check.py", 'scope.require(data["by"], goal if verdict == "PROVED" else negation(goal), "the goal")', "pass",
        "the goal does not follow",
        at_a_zero(["=", X, X], zero(X, "-1", "1")),
    ),
    "a zero of another sign": (
        "zeros.py", 'signed = [[sign, name, "0"]] if sign else []', "signed = []", "meets the assumptions",
        at_a_zero(["!=", X, "-1"], zero(["+", X, "1"], "-2", "0"), x="real >"),
    ),
    "an assumption that does not hold": (
        "zeros.py", MET, "pass", "meets the assumptions",
        at_a_zero(["!=", X, "-1"], zero(["+", X, "1"], "-2", "0"), [">", X, "0"]),
    ),
    "a proof from what nothing meets": (
        "zeros.py", MET, "pass", "meets the assumptions",
        from_a_zero(["=", X, "0"], zero(X, "-1", "1"), ["<", ["^", X, 2], "0"],
                    steps=[step("hypothesis", "h", index=0),
                           cone("c", "-1", [{"c": "1", "square": poly("x")}], factor=[{"c": "1", "facts": ["h"]}])],
                    done=["c"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_one_condition_stops_a_wrong_zero(name: str) -> None:
    stopped_by_one_condition(*WRONG[name])


def test_a_square_root_of_two_is_shown_to_exist() -> None:
    found = check(at_a_zero(["!=", ["^", X, 2], "2"], zero(SQUARE, "1", "2")))
    assert found.verdict == "REFUTED"
    assert found.rules == {"zero between": 1, "point": 1, "hypothesis": 1}
    assert set(found.axioms) == {"intermediate values", "continuity", "balls"}


IS_ROOT = step("logic", "r", by=["x_zero"], fact=["=", poly("x x - 2")])
FOURTH = [
    step("hypothesis", "h", index=0),
    step("zero", "g", p=poly("x x x x - 4"), modulo=[["h", "x", []]]),
]


def test_what_is_proved_of_a_root_needs_no_number_that_is_one() -> None:
    root = zero(SQUARE, "1", "2", steps=[IS_ROOT], by=["r"])
    good = from_a_zero(["=", ["^", X, 4], "4"], root, ROOT, steps=FOURTH, done=["g"])
    assert check(good).verdict == "PROVED"
    for wrong in (None, {}, zero(["+", ["^", X, 2], "-3"], "1", "2"), zero(SQUARE, "0", "1")):
        with pytest.raises(Rejected):
            check(good | {"zero": wrong})
    with pytest.raises(Rejected, match="a value without names for each"):
        check(good | {"witness": {"x": "1"}})


def test_the_zero_lies_between_both_numbers() -> None:
    parts = {"below": (["<", X, "1"], 0, "x - 1"), "above": ([">", X, "3/2"], 1, "3/2 - x")}
    for goal, index, p in parts.values():
        bound = step("hypothesis", "h", index=index)
        far = cone("g", p, [{"c": "1" if index == 0 else "1/2", "facts": ["h"]}])
        there = zero(SQUARE, "1", "3/2")
        assert check(at_a_zero(goal, there, steps=[bound, far], done=["g"])).verdict == "REFUTED"
    assert check(at_a_zero(["!=", X, "1"], zero(["+", X, "-1"], "1", "1"))).verdict == "REFUTED"


def test_an_assumption_on_the_zero_may_be_used_where_the_goal_fails() -> None:
    root = zero(SQUARE, "1", "2", steps=[IS_ROOT], by=["r"])
    of_assumption = [step("hypothesis", "h", index=3)]
    wrong = at_a_zero(["!=", ["^", X, 2], "2"], root, ROOT, steps=of_assumption)
    assert check(wrong).verdict == "REFUTED"
    with pytest.raises(Rejected, match="no hypothesis"):
        check(wrong | {"steps": [step("hypothesis", "h", index=4)]})


def test_a_term_must_be_defined_between_the_ends() -> None:
    """1/x changes its sign from -1 to 1, and has no zero."""
    inverse = step("def", "a", term=["inv", poly("x")], by=[])
    wrong = at_a_zero(["!=", ["inv", X], "0"], zero(["inv", X], "-1", "1"))
    with pytest.raises(Rejected, match="has not been defined"):
        check(wrong)
    with pytest.raises(Rejected, match="that inv is defined"):
        check(wrong | {"zero": zero(["inv", X], "-1", "1", inside=[inverse])})
    stated = read_statement(wrong["statement"])
    assert not list(zeros_near(stated, {}, "x", ["inv", X], 0.0))


def test_a_zero_without_closed_form_is_found_and_accepted() -> None:
    stated = statement(["!=", ["*", X, ["exp", X]], "1"], x="real >")
    gap = ["+", ["*", X, ["exp", X]], "-1"]
    there = next(zeros_near(read_statement(stated), {"x": "1"}, "x", gap, 0.567143))
    parts = failing(there)
    found = proof(stated, parts.pop("steps"), parts.pop("by"), "REFUTED", **parts)
    assert check(found).axioms["intermediate values"]


def moving(value: str, verdict: str, *assume: Any, **more: Any) -> Object:
    """Return an object on x → a value as y grows, with x² = 2."""
    stated = statement(["limit", X, "y", "+oo", "+-", value], ROOT, *assume, x="real >", y="real")
    part = {
        "y": "z", "beyond": {"far": poly("x")}, "steps": [], "nulls": {}, "form": X, "by": [],
        "admissible": ["far"], "value": [],
    }  # fmt: skip
    box = {X: ["1", "2", 1, ["x_above", "x_below"]]}
    positive = step("num", "s", p=poly("x"), rel=">", box=box)
    root = zero(SQUARE, "1", "2", steps=[IS_ROOT, positive], by=["r", "s"])
    return proof(stated, [], (), verdict, zero=root, limit=[part], **more)


def test_limits_where_a_parameter_is_a_zero() -> None:
    for assume in ((), ([">", "y", X],)):
        assert check(moving(X, "PROVED", *assume) | {"witness": {}}).verdict == "PROVED"
    low = step("hypothesis", "l", index=0)
    apart = step(
        "cone", "d", p=poly("x - 1/2"), sum=[{"c": "1", "facts": ["l"]}, {"c": "1/2"}], modulo=[]
    )
    wrong = moving("1/2", "REFUTED", point={}, other=X, differ=["d"]) | {"steps": [low, apart]}
    assert check(wrong).verdict == "REFUTED"
    with pytest.raises(Rejected, match="values differ"):
        check(wrong | {"differ": ["l"]})
