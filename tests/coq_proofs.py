"""Proof objects for the export to Coq: right ones for each rule, and wrong ones."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import ALGEBRA, LOGIC

needs_coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed")

X, SIGN = "x", ["x.sign"]


def cone(name: str, p: str, rows: Any, modulo: Any = (), **more: Any) -> Object:
    return step("cone", name, p=poly(p), sum=rows, modulo=list(modulo), **more)


def real(goal: Any, *assume: Any, sign: str = "") -> Object:
    return statement(goal, *assume, x=f"real {sign}")


def def_(name: str, op: str, *args: str, by: Any = (), **more: Any) -> Object:
    more = more or {"by": list(by)}
    return step("def", name, term=[op, *map(poly, args)], **more)


POSITIVE = [["<", ["inv", X], "2"], [">", X, "0"]]
FUNCTIONS = {
    "e": ["exp"], "l": ["log"], "r": ["root", "2"], "a": ["atan"], "s": ["sin"], "c": ["cos"], "i": ["inv"],
}  # fmt: skip


def terms_at(suffix: str, value: str, by: str) -> list[Object]:
    conditions = {"log": [by], "root": [by], "inv": [by]}
    return [
        def_(f"{t}{suffix}", op, value, *more, by=conditions.get(op, []))
        for t, (op, *more) in FUNCTIONS.items()
    ]


def all_functions_of(value: str) -> Any:
    return ["+", *([op, value, *more] for op, *more in list(FUNCTIONS.values())[:-1]),
            ["*", "3", value], ["*", "-1", ["inv", value]]]  # fmt: skip


MEAN_VALUE = proof(
    real([">=", all_functions_of(X), all_functions_of("1")], [">=", X, "1"]),
    [step("hypothesis", "h", index=0), cone("p", "x", [{"c": "1", "facts": ["h"]}, {"c": "1"}]),
     cone("one", "1", [{"c": "1"}]), *terms_at("1", "x", "p"), *terms_at("0", "1", "one"),
     step("mean value", "m", variable="v", low=poly("1"), high=poly("x"), strict=False, ordered=["h"],
          f=poly("e + l + r + a + s + c + 3 v - i"), by=["sign"], steps=[
              cone("q", "v", [{"c": "1", "facts": ["v_above"]}, {"c": "1"}]), *terms_at("", "v", "q"),
              cone("rp", "r", [{"c": "1", "facts": ["q"]}, {"c": "1", "facts": ["r.1"]}], [["r.0", "r", []]],
                   factor=[{"c": "1"}, {"c": "1", "facts": ["r.1"]}]),
              def_("u", "inv", "2 r", by=["rp"]),
              cone("d", "1 + v v", [{"c": "1"}, {"c": "1", "square": poly("v")}]), def_("w", "inv", "1 + v v", by=["d"]),
              cone("ip", "i", [{"c": "1"}], [["i.0", "i", ["q"]]], factor=[{"c": "1", "facts": ["q"]}]),
              cone("up", "u", [{"c": "1"}], [["u.0", "u", ["rp"]]], factor=[{"c": "2", "facts": ["rp"]}]),
              cone("wp", "w", [{"c": "1"}], [["w.0", "w", ["d"]]], factor=[{"c": "1", "facts": ["d"]}]),
              cone("sign", "e + i + u + w + 3 + c - s + i i", [
                  {"c": "1", "facts": ["e.0"]}, {"c": "1", "facts": ["ip"]}, {"c": "1", "facts": ["up"]},
                  {"c": "1", "facts": ["wp"]}, {"c": "1", "facts": ["c.1"]}, {"c": "1", "facts": ["s.0"]},
                  {"c": "1"}, {"c": "1", "square": poly("i")}])])],
    ["m"],
)  # fmt: skip

RIGHT: dict[str, Object] = {
    "mean value": MEAN_VALUE,
    "def and hypothesis": proof(
        statement(["and", [">", X, "1/2"], ["<=", ["inv", X], "2"]], *POSITIVE, x="real"),
        [def_("t", "inv", "x", hypothesis=0),
         step("hypothesis", "h", index=0), step("hypothesis", "p", index=1),
         cone("g", "2 x - 1", [{"c": "1", "facts": ["h", "p"]}], [["t.0", "t", ["p"]]])], ["g", "h"],
    ),
    "zero": proof(
        statement(["=", X, "y"], ["=", ["^", ["+", X, ["*", "-1", "y"]], 2], "0"], x="real", y="real"),
        [step("hypothesis", "h", index=0),
         step("zero", "g", p=poly("x - y"), power=2, multiples=[["h", poly("1")]], modulo=[])], ["g"],
    ),
    "nonzero": proof(
        real(["!=", ["+", ["^", X, 2], X], "0"], sign=">"),
        [cone("s", "x + 1", [{"c": "1", "facts": SIGN}, {"c": "1"}]),
         step("nonzero", "g", p=poly("x x + x"), q=poly("1"), facts=["s", "x.sign"], modulo=[])], ["g"],
    ),
    "cone": proof(
        real([">=", ["+", X, ["inv", X]], "2"], sign=">"),
        [def_("t", "inv", "x", by=SIGN),
         cone("g", "x + t - 2", [{"c": "1", "square": poly("x - 1")}], [["t.0", "t", SIGN]],
              factor=[{"c": "1", "facts": SIGN}])], ["g"],
    ),
    "cone with squares of facts": proof(
        real([">", ["^", X, 2], "0"], sign="!="),
        [cone("g", "x x", [{"c": "1/3", "nonzero": SIGN}, {"c": "2/3", "nonzero": SIGN}])], ["g"],
    ),
    "logic": proof(real(["or", ["<", X, "0"], [">=", X, "0"]], sign=">="), [], SIGN),
    "either and split": proof(
        real([">=", ["*", X, X], X], ["or", [">=", X, "1"], ["<=", X, "0"]]),
        [step("either", "e", fact=[">=", poly("x - 1")]), step("hypothesis", "h", index=0),
         step("split", "g", on="h", fact=[">=", poly("x x - x")], branches=[
             {"name": "a", "steps": [cone("a1", "x x - x", [{"c": "1", "facts": ["a", "a"]}, {"c": "1", "facts": ["a"]}])],
              "by": ["a1"]},
             {"name": "b", "steps": [cone("b1", "x x - x", [{"c": "1", "square": poly("x")}, {"c": "1", "facts": ["b"]}])],
              "by": ["b1"]}])], ["g"], witness={"x": "1"},
    ),
    "order": proof(
        real(["or", [">", X, "0"], ["=", X, "0"], ["<", X, "0"]]), [step("order", "g", p=poly("x"))], ["g"],
    ),
    "not and implies": proof(
        real(["implies", ["not", [">", X, "1"]], ["<=", X, "1"]]),
        [step("either", "g", fact=[">", poly("x - 1")])], ["g"],
    ),
    "integer": proof(
        statement([">=", X, "2"], x="even >"),
        [def_("h", "half", "x"), cone("s", "h", [{"c": "1/2", "facts": SIGN}], [["h.0", "h", []]]),
         step("integer", "i", p=poly("h"), by=["s"]),
         cone("g", "x - 2", [{"c": "2", "facts": ["i"]}], [["h.0", "h", []]])], ["g"], witness={"x": "2"},
    ),
    "half of odd numbers": proof(
        statement([">=", ["+", X, "y"], "2"], [">", ["+", X, "y"], "0"], x="odd", y="odd"),
        [step("hypothesis", "p", index=0), def_("h", "half", "x + y"),
         cone("s", "h", [{"c": "1/2", "facts": ["p"]}], [["h.0", "h", []]]),
         step("integer", "i", p=poly("h"), by=["s"]),
         cone("g", "x + y - 2", [{"c": "2", "facts": ["i"]}], [["h.0", "h", []]])], ["g"],
    ),
    "noninteger": proof(
        statement(["!=", ["*", "2", X], "4"], x="noninteger"),
        [step("noninteger", "n", variable="x", p=poly("2")),
         step("logic", "g", by=["n"], fact=["!=", poly("2 x - 4")])], ["g"], witness={"x": "1/2"},
    ),
    "floor": proof(
        real([">", X, ["+", ["floor", X], "-1"]]),
        [def_("f", "floor", "x"), cone("g", "x - f + 1", [{"c": "1", "facts": ["f.0"]}, {"c": "1"}])], ["g"],
    ),
    "exponents": proof(
        real(["=", ["*", ["exp", X], ["exp", ["*", "-1/2", X]]], ["exp", ["*", "1/2", X]]]),
        [def_("a", "exp", "x"), def_("b", "exp", "- 1/2 x"), def_("c", "exp", "1/2 x"),
         step("exponents", "g", powers=[["a", 1], ["b", 1], ["c", -1]])], ["g"],
    ),
    "tangent": proof(
        real([">", ["exp", X], ["+", "1", X]], sign="!="),
        [def_("t", "exp", "x"), step("tangent", "w", exp="t"), step("tangent", "g", exp="t", by=SIGN)], ["g"],
    ),
    "exp sign": proof(
        real(["<", ["exp", X], "1"], sign="<"),
        [def_("t", "exp", "x"),
         step("exp sign", "g", exp="t", rel=">", by=SIGN, flip=True, **{"from": "exponent"}),
         step("exp sign", "b", exp="t", rel=">", by=["g"], flip=True, **{"from": "value"})], ["g", "b"], witness={"x": "-1"},
    ),
    "explog": proof(
        real(["=", ["exp", ["*", "2", ["log", X]]], ["^", X, 2]], sign=">"),
        [def_("l", "log", "x", by=SIGN), def_("e", "exp", "l"), def_("f", "exp", "2 l"),
         step("explog", "s", exp="e", log="l"), step("exponents", "q", powers=[["f", 1], ["e", -2]]),
         step("zero", "g", p=poly("f - x x"), multiples=[["q", poly("1")]], modulo=[["s", "e", []]])], ["g"],
    ),
    "circle": proof(
        real(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", X], 2]], "1"]),
        [def_("s", "sin", "x"), def_("t", "cos", "x"), step("circle", "g", sin="s", cos="t")], ["g"],
    ),
    "sums of angles": proof(
        statement(["and", ["=", ["sin", ["+", X, "y"]], ["+", ["*", ["sin", X], ["cos", "y"]], ["*", ["cos", X], ["sin", "y"]]]],
                   ["=", ["cos", ["*", "2", X]], ["+", ["^", ["cos", X], 2], ["*", "-1", ["^", ["sin", X], 2]]]]], x="real", y="real"),
        [def_("s", "sin", "x"), def_("t", "sin", "y"), def_("c", "cos", "x"), def_("d", "cos", "y"),
         def_("u", "sin", "x + y"), def_("v", "cos", "2 x"),
         step("angle sum", "g", of="sin", sum="u", sin=["s", "t"], cos=["c", "d"]),
         step("angle sum", "h", of="cos", sum="v", sin=["s", "s"], cos=["c", "c"])], ["g", "h"],
    ),
    "right angles": proof(
        real(["and", ["=", ["sin", ["*", "1/2", ["pi"]]], "1"], ["=", ["cos", ["*", "1/2", ["pi"]]], "0"]]),
        [def_("p", "pi"), def_("s", "sin", "1/2 p"), def_("c", "cos", "1/2 p"),
         step("right angle", "g", of="sin", pi="p", term="s"), step("right angle", "h", of="cos", pi="p", term="c")], ["g", "h"],
    ),
    "values at 0": proof(
        real(["and", ["=", ["sin", "0"], ["atan", "0"]], ["=", ["cos", "0"], "1"], ["<=", ["cos", ["pi"]], "1"]]),
        [def_("s", "sin", "0"), def_("t", "cos", "0"), def_("a", "atan", "0"), def_("p", "pi"),
         def_("u", "cos", "p"), step("zero", "z", p=poly("s - a"), modulo=[["s.2", "s", []], ["a.0", "a", []]])],
        ["z", "t.2", "u.0"],
    ),
    "abs, max and min": proof(
        real(["and", [">=", ["abs", X], "0"], [">=", ["max", X, "1"], ["min", X, "1"]]]),
        [def_("a", "abs", "x"), def_("b", "max", "x", "1"), def_("c", "min", "x", "1"),
         step("split", "g", on="a.0", fact=[">=", poly("a")], branches=[
             {"name": "p", "steps": [
                 step("logic", "p1", by=["p"], fact=["=", poly("a - x")]),
                 step("logic", "p2", by=["p"], fact=[">=", poly("x")]),
                 cone("p3", "a", [{"c": "1", "facts": ["p2"]}], [["p1", "a", []]])], "by": ["p3"]},
             {"name": "q", "steps": [
                 step("logic", "q1", by=["q"], fact=["=", poly("a + x")]),
                 step("logic", "q2", by=["q"], fact=[">=", poly("- x")]),
                 cone("q3", "a", [{"c": "1", "facts": ["q2"]}], [["q1", "a", []]])], "by": ["q3"]}]),
         *[step("split", s, on=f"{t}.0", fact=f, branches=[
             {"name": f"{s}u", "steps": [
                 step("logic", f"{s}u1", by=[f"{s}u"], fact=["=", poly(f"{t} - x")]),
                 step("logic", f"{s}u2", by=[f"{s}u"], fact=[">=", poly(u)]),
                 cone(f"{s}u3", p, [{"c": "1", "facts": [f"{s}u2"]}], [[f"{s}u1", t, []]])], "by": [f"{s}u3"]},
             {"name": f"{s}v", "steps": [
                 step("logic", f"{s}v1", by=[f"{s}v"], fact=["=", poly(f"{t} - 1")]),
                 cone(f"{s}v3", p, [], [[f"{s}v1", t, []]])], "by": [f"{s}v3"]}])
           for s, t, f, u, p in (("m", "b", [">=", poly("b - 1")], "x - 1", "b - 1"),
                                 ("n", "c", [">=", poly("1 - c")], "1 - x", "1 - c"))],
         cone("h", "b - c", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["n"]}])], ["g", "h"],
    ),
    "roots": proof(
        real(["=", ["^", ["*", ["root", X, "2"], ["root", X, "3"]], 6], ["^", X, 5]], sign=">="),
        [def_("s", "root", "x", "2", by=SIGN), def_("t", "root", "x", "3", by=SIGN),
         step("zero", "g", p=poly("s s s s s s t t t t t t - x x x x x"), modulo=[["s.0", "s", []], ["t.0", "t", []]])],
        ["g"],
    ),
    "a contradiction": proof(
        real([">", X, "0"], ["<", ["*", X, X], "0"]),
        [step("hypothesis", "h", index=0),
         cone("g", "- 1", [{"c": "1", "square": poly("x")}], factor=[{"c": "1", "facts": ["h"]}])],
        ["g"], verdict="VACUOUS",
    ),
    "the negation": proof(
        real(["<", ["^", X, 2], "0"]), [cone("g", "x x", [{"c": "1", "square": poly("x")}])], ["g"], verdict="REFUTED",
    ),
    "names that Coq knows": proof(
        statement([">", ["+", "exp", "R", "forall", "I"], "0"], exp="real >", R="real >", forall="real >", I="real >"),
        [cone("cone_gt", "exp + R + forall + I", [{"c": "1", "facts": [f"{n}.sign"]} for n in ("exp", "R", "forall", "I")])],
        ["cone_gt"],
    ),
}  # fmt: skip
"""Right proofs; together they use every rule that is translated."""


def wrong_mean_value(goal: Any, f: str, sign: str = "", **parts: Any) -> Object:
    more = {
        "variable": "v",
        "low": poly("0"),
        "high": poly("x"),
        "steps": [],
        "by": [],
        "ordered": [],
        **parts,
    }
    return proof(
        real(goal, sign=sign), [step("mean value", "g", f=poly(f), strict=False, **more)], ["g"]
    )


WRONG = {name: line[-1] for name, line in (ALGEBRA | LOGIC).items()} | {
    "a derivative without a sign": wrong_mean_value(["<=", X, "0"], "- v", ">=", ordered=SIGN),
    "an interval turned round": wrong_mean_value(
        [">=", X, "0"], "v", steps=[cone("s", "1", [{"c": "1"}])], by=["s"]
    ),
    "a function without a value at an end": wrong_mean_value(
        [">=", ["*", "-1", ["inv", X]], "0"], "- i", ">=", ordered=SIGN,
        steps=[def_("i", "inv", "v", by=["v_above"]), cone("s", "i i", [{"c": "1", "square": poly("i")}])], by=["s"],
    ),
    "exponents that do not cancel": proof(
        real(["=", ["exp", X], "1"]), [def_("t", "exp", "x"), step("exponents", "g", powers=[["t", 1]])], ["g"]),
    "a tangent that may touch": proof(
        real([">", ["exp", X], ["+", "1", X]]), [def_("t", "exp", "x"), step("tangent", "g", exp="t", by=[])], ["g"]),
    "the sign of an exponent": proof(
        real([">", ["exp", X], "1"]),
        [def_("t", "exp", "x"), step("exp sign", "g", exp="t", rel=">", by=[], **{"from": "exponent"})], ["g"]),
    "the exponential of another logarithm": proof(
        real(["=", ["exp", X], X], sign=">"),
        [def_("t", "exp", "x"), def_("l", "log", "x", by=SIGN), step("explog", "g", exp="t", log="l")], ["g"]),
    "a sine of another angle": proof(
        real(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", "0"], 2]], "1"]),
        [def_("s", "sin", "x"), def_("t", "cos", "0"), step("circle", "g", sin="s", cos="t")], ["g"]),
    "a sum of other angles": proof(
        real(["=", ["cos", X], "1"]),
        [def_("c", "cos", "x"), def_("z", "sin", "0"), def_("o", "cos", "0"),
         step("angle sum", "h", of="cos", sum="c", sin=["z", "z"], cos=["o", "o"]),
         step("zero", "g", p=poly("c - 1"), modulo=[["h", "c", []], ["o.2", "o", []], ["z.2", "z", []]])], ["g"]),
    "a right angle that is another": proof(
        real(["=", ["sin", X], "1"]),
        [def_("p", "pi"), def_("s", "sin", "x"), step("right angle", "g", of="sin", pi="p", term="s")], ["g"]),
}  # fmt: skip
"""Wrong proofs, each of which one condition of the kernel stops."""
