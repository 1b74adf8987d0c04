"""Refutations at a zero that is shown to exist, and what stops each wrong one."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import Line, X, cone

from proofs.kernel import check
from proofs.kernel.language import read_statement
from proofs.provers.finders.zeros import at_zero

SQUARE = ["!=", ["^", X, 2], "2"]


def at_a_zero(
    goal: Any, f: str, low: str, high: str, *assume: Any, done: Any = ("x_zero",), **more: Any
) -> Object:
    """Return an object that says: the goal fails at a zero of f between two numbers."""
    kinds = {"x": "real", **more.pop("variables", {})}
    zero = {"variable": "x", "low": low, "high": high, "f": poly(f),
            "ends": list(more.pop("ends", ())), "steps": list(more.pop("inside", ())),
            "by": list(more.pop("by", ()))}  # fmt: skip
    stated = statement(goal, *assume, **kinds)
    return proof(stated, list(more.pop("steps", ())), done, "REFUTED", zero=zero,
                 point=more.pop("point", {}))  # fmt: skip


def term(name: str, op: str, argument: str) -> Object:
    return step("def", name, term=[op, poly(argument)], by=[])


def by_balls(name: str, p: str) -> Object:
    return step("num", name, p=poly(p), rel=">=")


JUMP = {"ends": [term("p", "floor", "0"), term("q", "floor", "1"), by_balls("l", "1 - 2 p"), by_balls("h", "2 q - 1")],
        "by": ["l", "h"]}  # fmt: skip
DEEP = {"ends": [term("p", "floor", "0"), term("q", "floor", "1"), term("u", "exp", "p"), term("w", "exp", "q"),
                 by_balls("l", "2 - u"), by_balls("h", "w - 2")], "by": ["l", "h"]}  # fmt: skip

WRONG: dict[str, Line] = {
    "a rational zero": (
        "zeros.py", 'ensure(kind == "real" and name not in point, f"{name} is not an open real variable")', "pass",
        "not an open real variable",
        at_a_zero(SQUARE, "x x - 2", "1", "2", variables={"x": "rational"}),
    ),
    "an interval turned round": (
        "zeros.py", 'ensure(low < high, "the interval is empty")', "pass", "interval is empty",
        at_a_zero(["=", X, X], "-1 x", "1", "0", done=["g"],
                  steps=[cone("g", "-1", [{"c": "1", "facts": ["x_above"]}, {"c": "1", "facts": ["x_below"]}])]),
    ),
    "another variable of another kind": (
        "zeros.py", "values = read_point(Statement(others, (), statement.goal), point)", "values = point",
        "not certainly integer",
        at_a_zero([">=", "y", "1"], "x", "-1", "1", variables={"y": "integer >"}, point={"y": "1/2"}, done=[]),
    ),
    "a jump": (
        "zeros.py", "inner.see_continuous(f, {name})", "pass", "not continuous",
        at_a_zero(["!=", ["floor", X], "1/2"], "2 a - 1", "0", "1", inside=[term("a", "floor", "x")], **JUMP),
    ),
    "a jump within a term": (
        "zeros.py", "inner.see_continuous(f, {name})", "pass", "not continuous",
        at_a_zero(["!=", ["exp", ["floor", X]], "2"], "b - 2", "0", "1",
                  inside=[term("a", "floor", "x"), term("b", "exp", "a")], **DEEP),
    ),
    "no change of sign": (
        "zeros.py", 'scope.require(zero["by"], All((fact(-left, ">="), fact(right, ">="))), "a change of sign")', "pass",
        "a change of sign",
        at_a_zero(["!=", ["^", X, 2], "-1"], "x x + 1", "-1", "1"),
    ),
    "a goal that holds": (
        "zeros.py", 'inner.require(data["by"], met, "that the goal fails at the zero")', "pass", "fails at the zero",
        at_a_zero(["=", X, X], "x", "-1", "1"),
    ),
    "a zero of another sign": (
        "zeros.py", ', *([[sign, name, "0"]] if sign else [])', "", "fails at the zero",
        at_a_zero(["!=", X, "-1"], "x + 1", "-2", "0", variables={"x": "real >"}),
    ),
    "an assumption that does not hold": (
        "zeros.py", "[*statement.assume, [", "[[", "fails at the zero",
        at_a_zero(["!=", X, "-1"], "x + 1", "-2", "0", [">", X, "0"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_one_condition_stops_a_wrong_zero(name: str) -> None:
    stopped_by_one_condition(*WRONG[name])


def test_a_square_root_of_two_is_shown_to_exist() -> None:
    found = check(at_a_zero(SQUARE, "x x - 2", "1", "2"))
    assert found.verdict == "REFUTED"
    assert found.rules == {"zero between": 1}
    assert set(found.axioms) == {"intermediate values", "continuity"}


def test_a_term_must_be_defined_between_the_ends() -> None:
    """1/x changes its sign from -1 to 1, and has no zero."""
    stated = read_statement(statement(["!=", ["inv", X], "0"], x="real"))
    assert at_zero(stated, {}, "x", ["inv", X], 0.0) is None


def test_a_zero_without_closed_form_is_found_and_accepted() -> None:
    stated = statement(["!=", ["*", X, ["exp", X]], "1"], x="real >")
    gap = ["+", ["*", X, ["exp", X]], "-1"]
    found = at_zero(read_statement(stated), {"x": "1"}, "x", gap, 0.567143)
    assert found is not None
    parts = {key: found.pop(key) for key in ("steps", "by")}
    assert check(proof(stated, parts["steps"], parts["by"], "REFUTED", **found)).axioms[
        "intermediate values"
    ]
