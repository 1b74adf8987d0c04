"""For every condition of a rule a wrong proof that it alone stops.

Each line has the condition's place in the kernel and what it is replaced by, the words of the
rejection, and the wrong proof. Two things are shown: the kernel rejects the proof for that reason,
and the kernel without the condition accepts it.
"""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import ALGEBRA, ANGLES, LOGIC, ONE, ZERO, Line, X, cone, real

from proofs.kernel import Rejected, check

ANALYSIS: dict[str, Line] = {
    "exponents that do not cancel": (
        "elementary.py", 'scope.require(step.get("by", []), fact(total, "="), "that the exponents cancel")', "pass",
        "exponents cancel",
        proof(real(["=", ["exp", X], "1"]),
              [step("def", "t", term=["exp", poly("x")], by=[]),
               step("exponents", "g", powers=[["t", 1]])], ["g"]),
    ),
    "a tangent that may touch": (
        "elementary.py", 'scope.require(step["by"], fact(a, "!="), "that the exponent is not 0")', "pass",
        "exponent is not 0",
        proof(real([">", ["exp", X], ["+", "1", X]]),
              [step("def", "t", term=["exp", poly("x")], by=[]), step("tangent", "g", exp="t", by=[])], ["g"]),
    ),
    "the sign of an exponent": (
        "elementary.py", 'scope.require(step["by"], fact(sign * pair[0], step["rel"]), "the sign")', "pass",
        "the sign does not follow",
        proof(real([">", ["exp", X], "1"]),
              [step("def", "t", term=["exp", poly("x")], by=[]),
               step("exp sign", "g", exp="t", rel=">", by=[], **{"from": "exponent"})], ["g"]),
    ),
    "the exponential of another logarithm": (
        "elementary.py", 'scope.require(step.get("by", []), fact(inside - y, "="), "that the exponent is this logarithm")',
        "pass", "this logarithm",
        proof(real(["=", ["exp", X], X], sign=">"),
              [step("def", "t", term=["exp", poly("x")], by=[]),
               step("def", "l", term=["log", poly("x")], by=["x.sign"]),
               step("explog", "g", exp="t", log="l")], ["g"]),
    ),
    "a sine of another angle": (
        "elementary.py", 'ensure(a == c, "sine and cosine have different arguments")', "pass", "different arguments",
        proof(real(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", "0"], 2]], "1"]),
              [step("def", "s", term=["sin", poly("x")], by=[]),
               step("def", "t", term=["cos", ZERO], by=[]),
               step("circle", "g", sin="s", cos="t")], ["g"]),
    ),
    "a term of another function": (
        "elementary.py", 'ensure(term.op == op, f"{name!r} is no {op} here")', "pass", "is no exp here",
        proof(real([">=", ["sin", X], ["+", "1", X]]),
              [step("def", "s", term=["sin", poly("x")], by=[]), step("tangent", "g", exp="s")], ["g"]),
    ),
    "a power of another base": (
        "elementary.py", 'ensure(base == a and inside == n * z, "the exponential is not that of n log a")', "pass",
        "not that of n log a",
        proof(statement(["=", ["power", X, "n"], ["exp", X]], x="real >", n="integer >"),
              [step("logic", "w", by=["n.sign"], fact=[">=", poly("n")]),
               step("def", "p", term=["power", poly("x"), poly("n")], by=["w"]),
               step("def", "t", term=["exp", poly("x")], by=[]),
               step("def", "l", term=["log", poly("x")], by=["x.sign"]),
               step("real power", "g", power="p", exp="t", log="l")], ["g"]),
    ),
    "a derivative without a sign": (
        "elementary.py", 'inner.require(step["by"], fact(slope(inner, f, variable), rel), "the sign of the derivative")',
        "pass", "sign of the derivative",
        proof(real(["<=", X, "0"], sign=">="),
              [step("mean value", "g", variable="v", low=ZERO, high=poly("x"), strict=False,
                    ordered=["x.sign"], steps=[], f=poly("-1 v"), by=[])], ["g"]),
    ),
    "an interval turned round": (
        "elementary.py", 'scope.require(step["ordered"], fact(high - low, rel), "a ≤ b")', "pass", "a ≤ b",
        proof(real([">=", X, "0"]),
              [step("mean value", "g", variable="v", low=ZERO, high=poly("x"), strict=False, ordered=[],
                    steps=[cone("s", "1", [{"c": "1"}])], f=poly("v"), by=["s"])], ["g"]),
    ),
    "an absolute value differentiated": (
        "elementary.py", 'ensure(fine, f"{term.op} is not differentiated")', "outer = outer or (lambda *_: scope.ring.constant(0))",
        "not differentiated",
        proof(real(["<=", ["abs", X], "5"], [">=", X, "5"]),
              [step("hypothesis", "h", index=0),
               step("def", "a", term=["abs", poly("x")], by=[]),
               step("def", "b", term=["abs", poly("5")], by=[]),
               step("split", "five", on="b.0", fact=["=", poly("b - 5")], branches=[
                   {"name": n, "steps": [], "by": [n]} for n in "pq"]),
               step("mean value", "m", variable="v", low=poly("5"), high=poly("x"), strict=False, ordered=["h"],
                    steps=[step("def", "w", term=["abs", poly("v")], by=[])], f=poly("-1 w"), by=[]),
               cone("g", "5 - a", [{"c": "1", "facts": ["m"]}], [["five", "b", []]])],
              ["g"], witness={"x": "5"}),
    ),
}  # fmt: skip

WHERE = "+oo"


def limit(expr: Any, value: Any, form: Any, nulls: Any, steps: Any, by: Any, **more: Any) -> Object:
    """Return a proof of a limit as x grows; ``y`` is the variable far out."""
    to, side = more.pop("to", WHERE), more.pop("side", "+-")
    stated = statement(
        ["limit", expr, "x", to, side, value],
        *more.pop("assume", ()),
        **more.pop("variables", {"x": "real"}),
    )
    part = {"y": "y", "beyond": {"far": ZERO}, "steps": steps, "nulls": nulls, "form": form, "by": by,
            "admissible": [], "value": more.pop("outside", []), **more.pop("part", {})}  # fmt: skip
    return proof(stated, more.pop("first", []), limit=[part], **more)


INVERSE = step("def", "t", term=["inv", poly("y")], by=["far"])
SAME = step("zero", "same", p=ZERO, modulo=[])
LIMITS: dict[str, Line] = {
    "a form that is another": (
        "limits.py", 'inner.require(data["by"], fact(close - f, "="), "f = F")', "pass", "f = F",
        limit("x", "0", "e", {"e": ["inverse", "y"]}, [INVERSE], []),
    ),
    "another value": (
        "limits.py", 'outer.require(data["value"], fact(at_zero, "="), "the value of F(0)")', "pass", "value of F",
        limit(["inv", "x"], "1", "e", {"e": ["inverse", "y"]}, [INVERSE], []),
    ),
    "a rate that is not positive": (
        "limits.py", 'self.outer.require(by, fact(self.outer.poly(c), ">"), "that the factor is positive")', "pass",
        "factor is positive",
        limit(["*", ["^", ["*", "-1", "x"], 0], ["exp", ["*", "-1", ["*", "-1", "x"]]]], "0", "e",
              {"e": ["decay", 0, ["scale", "-1", "y", []]]},
              [step("def", "t", term=["exp", poly("y")], by=[])], []),
    ),
    "a rate that moves": (
        "limits.py", 'self.outer.require(by, fact(self.outer.poly(c), ">"), "that the factor is positive")',
        'self.inner.require(by, fact(self.inner.poly(c), ">"), "that the factor is positive")', "no variable here",
        limit("1", "0", "e", {"e": ["inverse", ["scale", ["inv", "y"], "y", ["s"]]]},
              [INVERSE, cone("s", "t", [{"c": "1"}], [["t.0", "t", ["far"]]], factor=[{"c": "1", "facts": ["far"]}]),
               cone("d", "t y", [{"c": "1"}], [["t.0", "t", ["far"]]]),
               step("def", "u", term=["inv", poly("t y")], by=["d"]),
               step("zero", "z", p=poly("u - 1"), modulo=[["u.0", "u", ["d"]], ["t.0", "t", ["far"]]])], ["z"]),
    ),
    "an unknown quantity that is called null": (
        "limits.py", 'self.inner.require(by, All((fact(bound - p, ">="), fact(bound + p, ">="))), "the bound")', "pass",
        "the bound",
        limit("x", "0", "e", {"e": ["squeezed", "y", ["inverse", "y"], []]}, [INVERSE], []),
    ),
    "a form with a jump": (
        "limits.py", 'ensure(fine, f"{form[0]} is not continuous")', "pass", "not continuous",
        limit(["floor", ["*", "-1", ["inv", "x"]]], "0", ["floor", ["*", "-1", "e"]], {"e": ["inverse", "y"]},
              [INVERSE, step("def", "u", term=["floor", poly("-1 t")], by=[])], [],
              first=[step("def", "z", term=["floor", ZERO], by=[]),
                     step("integer", "i", p=poly("z + 1"), by=["z.1"]),
                     step("logic", "lower", by=["i"], fact=[">=", poly("z")]),
                     step("logic", "upper", by=["z.0"], fact=[">=", poly("-1 z")]),
                     step("order", "o", p=poly("z")),
                     step("split", "zero", on="o", fact=["=", poly("z")], branches=[
                         {"name": "a", "steps": [cone("a1", "-1", [{"c": "1", "facts": ["upper"]}],
                              factor=[{"c": "1", "facts": ["a"]}])], "by": ["a1"]},
                         {"name": "b", "steps": [], "by": ["b"]},
                         {"name": "d", "steps": [cone("d1", "-1", [{"c": "1", "facts": ["lower"]}],
                              factor=[{"c": "1", "facts": ["d"]}])], "by": ["d1"]}])],
              outside=["zero"]),
    ),
    "values on the way that are not admissible": (
        "limits.py", 'inner.require(data["admissible"], All(tuple(met)), "that the values are admissible")', "pass",
        "admissible",
        limit(["inv", "x"], "0", "e", {"e": ["inverse", "y"]}, [INVERSE], [], assume=(["<", "x", "5"],)),
    ),
    "a whole number near a point": (
        "limits.py", 'ensure(near, f"{name} is {kind} and does not come near {to}")', "pass", "does not come near",
        limit("1", "1", "1", {}, [INVERSE], [], variables={"x": "integer"}, to="4", side="+"),
    ),
    "one side for two": (
        "limits.py", "zip(ways(statement)[1], data, strict=True)", "zip(ways(statement)[1], data)", "malformed",
        limit("1", "1", "1", {}, [INVERSE], [], to="0", side="+-"),
    ),
    "a power that does not grow": (
        "limits.py", 'ensure(type(n) is int and n > 0, f"{n!r} is no order of a root or power")', "pass", "no order",
        limit("1", "0", "e", {"e": ["inverse", ["power", 0, "y"]]}, [step("def", "t", term=["inv", ONE], by=[])], ["t.0"]),
    ),
    "no growth": (
        "limits.py", 'All((fact(growing, ">"), fact(close * f - 1, "="))), "1/f = F")',
        'All((fact(close * f - 1, "="),)), "1/f = F")', "1/f = F",
        limit(["*", "-1", "x"], "+oo", ["*", "-1", "e"], {"e": ["inverse", "y"]},
              [INVERSE, step("zero", "w", p=poly("y t - 1"), modulo=[["t.0", "t", ["far"]]])], ["w"]),
    ),
}  # fmt: skip


def at_point(goal: Any, point: Object, *assume: Any, **variables: str) -> Object:
    made = proof(statement(goal, *assume, **variables), [], verdict="REFUTED", point=point)
    del made["steps"]
    return made


POINTS: dict[str, Line] = {
    "a value of another kind": (
        "points.py", "fits = of_kind[kind] and", "fits =", "not certainly integer",
        at_point([">=", X, "1"], {"x": "1/2"}, x="integer >"),
    ),
    "a value of another sign": (
        "points.py", "of_kind[kind] and (not sign or compare(x, sign) is True)", "of_kind[kind]", "not certainly real",
        at_point([">=", X, "0"], {"x": "-1"}, x="real >"),
    ),
    "assumptions that are not met": (
        "points.py", 'ensure(met, f"{formula} does not certainly hold at the point")', "pass", "does not certainly hold",
        at_point([">=", X, "1"], {"x": "0"}, [">", X, "2"], x="real"),
    ),
    "a side that is undefined": (
        "points.py", 'ensure(compare(parts[i], rel), f"{head} is not certainly defined at {parts[i]}")',
        "parts = parts if compare(parts[i], rel) else [fmpq(1)]", "not certainly defined",
        at_point(["=", ["log", X], "1"], {"x": "-1"}, x="real"),
    ),
    "a goal that holds": (
        "check.py", 'ensure(truth(statement.goal) is False, "the goal does not certainly fail at the point")', "pass",
        "does not certainly fail",
        at_point([">", X, "0"], {"x": "1"}, x="real"),
    ),
    "balls that meet": (
        "points.py", 'True if yes else False if no else None', 'yes', "does not certainly fail",
        at_point(["=", ["*", ["root", "2", "2"], ["root", "3", "2"]], ["root", "6", "2"]], {}),
    ),
    "no witness": (
        "check.py", 'if verdict != "VACUOUS":', "if at_point:", "not certainly hold",
        proof(real(["<", X, X], ["<", ["*", X, X], "0"]),
              [step("hypothesis", "h", index=0),
               cone("g", "-1", [{"c": "1", "square": poly("x")}], factor=[{"c": "1", "facts": ["h"]}]),
               step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "another statement": (
        "check.py", 'ensure(data["hash"] == digest(data["statement"]), "the hash is not that of the statement")', "pass",
        "hash is not",
        proof(real([">=", ["^", X, 2], "0"]), [cone("g", "x x", [{"c": "1", "square": poly("x")}])], ["g"]) | {"hash": ""},
    ),
    "no contradiction": (
        "check.py", 'scope.require(data["by"], FALSE, "a contradiction")', "pass", "a contradiction",
        proof(real([">", X, "0"], [">", X, "1"]), [], verdict="VACUOUS"),
    ),
    "a limit refuted by its own value": (
        "limits.py",
        'ensure(stated != other and not leaves(other) & statement.moving, "the value is the same")',
        "pass",
        "value is the same",
        limit(["*", "-1", "x"], "-oo", ["*", "-1", "e"], {"e": ["inverse", "y"]},
              [INVERSE, step("logic", "up", by=["far"], fact=[">", poly("y")]),
               step("zero", "w", p=poly("y t - 1"), modulo=[["t.0", "t", ["far"]]])],
              ["up", "w"], verdict="REFUTED", other="-oo", differ=[]),
    ),
    "a limit refuted by a value that may be the same": (
        "limits.py",
        'scope.require(data["differ"], fact(gap, "!="), "that the values differ")',
        "pass",
        "values differ",
        limit(["inv", "x"], ["*", "0", "2"], "e", {"e": ["inverse", "y"]}, [INVERSE], [],
              verdict="REFUTED", other="0", differ=[]),
    ),
    "a limit from one side refuted from the other": (
        "limits.py",
        'ensure(side in (sides, *sides), "the limit is not taken from this side")',
        "pass",
        "not taken from this side",
        limit(["inv", "x"], "+oo", ["*", "-1", "e"], {"e": ["inverse", "y"]},
              [INVERSE, cone("s", "t", [{"c": "1"}], [["t.0", "t", ["far"]]], factor=[{"c": "1", "facts": ["far"]}]),
               step("def", "u", term=["inv", poly("-1 t")], by=["s"]),
               cone("up", "-1 u", [{"c": "1"}], [["u.0", "u", ["s"]]], factor=[{"c": "1", "facts": ["s"]}]),
               step("zero", "w", p=poly("-1 t u - 1"), modulo=[["u.0", "u", ["s"]]])],
              ["up", "w"], to="0", side="+", verdict="REFUTED", other="-oo", differ=[]) | {"side": "-"},
    ),
}  # fmt: skip

ACCEPTED: dict[str, Object] = {
    "an irrational root": proof(
        statement(["!=", ["^", X, 2], "2"], x="rational"),
        [step("residues", "g", p=poly("x x - 2"), prime=3, by=[])], ["g"],
    ),
    "an irrational quotient": proof(
        statement(["!=", ["^", X, 2], ["*", "2", ["^", "y", 2]]], x="integer >", y="integer", z="real"),
        [step("residues", "g", p=poly("x x - 2 y y"), prime=3, by=["x.sign"])], ["g"],
    ),
    "a strict tangent": proof(
        statement([">", ["exp", X], ["+", "1", X]], x="real >"),
        [step("def", "t", term=["exp", poly("x")], by=[]), step("tangent", "g", exp="t", by=["x.sign"])], ["g"],
    ),
    "a circle": proof(
        statement(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", X], 2]], "1"], x="real"),
        [step("def", "s", term=["sin", poly("x")], by=[]), step("def", "t", term=["cos", poly("x")], by=[]),
         step("circle", "g", sin="s", cos="t")], ["g"],
    ),
    "a growing exponential": limit(
        ["inv", ["exp", "x"]], "0", "e", {"e": ["inverse", ["exp", "y"]]},
        [step("def", "g", term=["exp", poly("y")], by=[]), step("def", "t", term=["inv", poly("g")], by=["g.0"])], [],
    ),
    "a growing square": limit(
        ["inv", ["^", "x", 2]], "0", "e", {"e": ["inverse", ["power", 2, "y"]]},
        [cone("s", "y y", [{"c": "1", "facts": ["far", "far"]}]), step("def", "t", term=["inv", poly("y y")], by=["s"])], [],
    ),
    "a growing line": limit(
        ["inv", "x"], "0", "e", {"e": ["inverse", ["power", 1, "y"]]}, [INVERSE], [],
    ),
    "a growing logarithm": limit(
        ["inv", ["log", "x"]], "0", "e", {"e": ["inverse", ["log", "y"]]}, [
            cone("s", "y", [{"c": "1", "facts": ["far"]}, {"c": "1"}]),
            step("def", "l", term=["log", poly("y")], by=["s"]), step("def", "g", term=["exp", poly("l")], by=[]),
            step("explog", "same", exp="g", log="l"),
            cone("more", "g - 1", [{"c": "1", "facts": ["far"]}], [["same", "g", []]]),
            step("exp sign", "up", exp="g", rel=">", by=["more"], **{"from": "value"}),
            step("def", "t", term=["inv", poly("l")], by=["up"]),
        ], [], part={"beyond": {"far": ONE}},
    ),
    "a slow logarithm": limit(
        ["*", ["log", "x"], ["inv", "x"]], "0", "e", {"e": ["slow", "y"]},
        [INVERSE, step("def", "l", term=["log", poly("y")], by=["far"])], [],
    ),
    "a limit from below": limit("x", "0", ["*", "-1", "e"], {"e": ["inverse", "y"]}, [INVERSE], [], to="0", side="-"),
    "a limit from above": limit("x", "0", "e", {"e": ["inverse", "y"]}, [INVERSE], [], to="0", side="+"),
    "no integer": proof(
        statement(["!=", X, "2"], x="noninteger"),
        [step("noninteger", "g", variable="x", p=poly("2"))], ["g"], witness={"x": "1/2"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ACCEPTED)
def test_accepted(name: str) -> None:
    assert check(ACCEPTED[name]).verdict == "PROVED"


@pytest.mark.parametrize(
    ("kind", "to", "side", "isolated"),
    [
        ("integer", "4", "+", True),
        ("odd", "4", "+-", True),
        ("even", "4", "-", True),
        ("real", "4", "+", False),
        ("integer", "+oo", "+-", False),
    ],
)
def test_whole_numbers_do_not_approach_a_point(
    kind: str, to: str, side: str, isolated: bool
) -> None:
    found = proof(statement(["limit", X, "x", to, side, "5"], x=kind), [], verdict="VACUOUS")
    if isolated:
        assert check(found).verdict == "VACUOUS"
    else:
        with pytest.raises(Rejected, match="a contradiction"):
            check(found)


@pytest.mark.parametrize(("claimed", "other"), [("+oo", "0"), ("1", "0"), ("-oo", "0")])
def test_a_limit_is_another(claimed: str, other: str) -> None:
    found = limit(["inv", "x"], claimed, "e", {"e": ["inverse", "y"]}, [INVERSE], [], verdict="REFUTED",
                  other=other, differ=[])  # fmt: skip
    assert check(found).verdict == "REFUTED"


def test_zero_by_a_power() -> None:
    steps = [step("hypothesis", "h", index=0),
             step("zero", "g", p=poly("x"), power=2, multiples=[["h", ONE]], modulo=[])]  # fmt: skip
    said = real(["=", X, "0"], ["=", ["*", X, X], "0"])
    assert check(proof(said, steps, ["g"], witness={"x": "0"})).verdict == "PROVED"
    with pytest.raises(Rejected, match="identity does not hold"):
        check(proof(said, [steps[0], steps[1] | {"power": 3}], ["g"], witness={"x": "0"}))


CONDITIONS = ALGEBRA | LOGIC | ANALYSIS | ANGLES | LIMITS | POINTS


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition(*CONDITIONS[name])
