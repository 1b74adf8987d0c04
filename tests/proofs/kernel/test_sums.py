"""Sums, series, induction and Taylor's formula: wrong proofs that one condition alone stops."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import (
    OF_ONES,
    ONE,
    ONE_AT_LEAST,
    WHOLE,
    ZERO,
    Line,
    X,
    cone,
    repeated,
    series,
    whole,
)

from proofs.kernel import Rejected, check

SQUARES = ["sum", "i", ["^", "i", 2], "1", "n"]
OF_SQUARES = 'sum ["^", "#", 2]'


def limit(expr: Any, value: Any, form: Any, nulls: Any, steps: Any, by: Any, **more: Any) -> Object:
    """Return a proof of a limit as x grows."""
    part = {"y": more.pop("y", "y"), "beyond": {"far": ZERO}, "steps": steps, "nulls": nulls, "form": form,
            "by": by, "admissible": [], "value": more.pop("outside", [])}  # fmt: skip
    stated = statement(["limit", expr, "x", "+oo", "+-", value], *more.pop("assume", ()), x="real")
    return proof(stated, more.pop("first", []), limit=[part], **more)


def taylor(part: Any, **more: Any) -> list[Any]:
    """Describe the remainder of f(s) = s, which is 0."""
    data = {"rule": "taylor", "variable": "s", "at": ZERO, "order": 1, "f": poly("s"), "steps": [],
            "tree": "1", "by": []} | more  # fmt: skip
    return ["taylor", part, data]


def induction(low: str, p: str, steps: Any, by: Any, **more: Any) -> Object:
    """Return a step that shows p ≥ 0 for n by induction."""
    return step("induction", "g", **{
        "variable": "m", "low": poly(low), "high": poly("n"), "ordered": ["one"], "terms": [],
        "fact": [">=", poly(p)], "base": [], "steps": steps, "by": by, **more,
    })  # fmt: skip


INVERSE = step("def", "t", term=["inv", poly("y")], by=["far"])
POSITIVE = cone(
    "nz", "t", [{"c": "1"}], [["t.0", "t", ["far"]]], factor=[{"c": "1", "facts": ["far"]}]
)
FLOOR = ["floor", ["*", "-1", ["inv", "x"]]]
FLOOR_0 = [
    step("def", "z", term=["floor", ZERO], by=[]),
    step("integer", "up", p=poly("z + 1"), by=["z.1"]),
    step("order", "o", p=poly("z")),
    step("split", "is", on="o", fact=["=", poly("z")], branches=[
        {"name": "a", "by": ["no"], "steps": [
            cone("no", "- 1", [{"c": "1", "facts": ["a", "z.0"]}], factor=[{"c": "1", "facts": ["a", "a"]}])]},
        {"name": "b", "by": ["b"], "steps": []},
        {"name": "c", "by": ["not"], "steps": [
            cone("not", "- 1", [{"c": "1", "facts": ["c", "up"]}], factor=[{"c": "1", "facts": ["c", "c"]}])]},
    ]),
]  # fmt: skip

SUMS: dict[str, Line] = {
    "a sum turned round": (
        "sums.py", 'scope.require(step["by"], fact(high - low + 1, ">="), "that the sum is not turned round")', "pass",
        "turned round",
        proof(whole(["=", *2 * [["sum", "i", "1", "1", ["*", "-1", "n"]]]]),
              [repeated("a", OF_ONES, "1", "- n", by=()), step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
    "a sum to half a number": (
        "sums.py", 'ensure(scope.is_integral(end), "a sum does not end at a whole number")', "pass", "whole number",
        proof(statement(["=", *2 * [["sum", "i", "1", "1", X]]], x="real >"),
              [cone("w", "x", [{"c": "1", "facts": ["x.sign"]}]), repeated("a", OF_ONES, "1", "x"),
               step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
    "a summand without a value": (
        "sums.py", "    summand(inner, tree, i, values)\n    return inner", "    return inner", "has not been defined",
        proof(whole(["=", *2 * [["sum", "i", ["inv", ["+", "i", "-1"]], "1", "n"]]]),
              [WHOLE, repeated("a", 'sum ["inv", ["+", "#", "-1"]]', "1", "n"),
               step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
    "a sum that is not empty": (
        "sums.py", 'ensure(head in ("sum", "product") and args[0] - args[1] == 1, "this is no empty sum")', "pass",
        "no empty sum",
        proof(whole(["=", SQUARES, "0"]), [WHOLE, repeated("a", OF_SQUARES, "1", "n"), step("empty", "g", term="a")],
              ["g"]),
    ),
    "a summand left out": (
        "sums.py", 'ensure(args[1] - less[1] == 1, "the ends do not differ by 1")', "pass", "do not differ by 1",
        proof(whole(["=", ["sum", "i", "1", "1", ["+", "n", "1"]], ["+", ["sum", "i", "1", "1", ["+", "n", "-1"]], "1"]]),
              [ONE_AT_LEAST, cone("w", "n + 1", [{"c": "1", "facts": ["n.sign"]}, {"c": "1"}]),
               repeated("a", OF_ONES, "1", "n + 1"), repeated("b", OF_ONES, "1", "n - 1", by=["one"]),
               step("last", "g", pair=["a", "b"])], ["g"]),
    ),
    "sums of other summands": (
        "sums.py", 'ensure(same and (args[0], *args[2:]) == (less[0], *less[2:]), "the terms differ in kind")', "pass",
        "differ in kind",
        proof(whole(["=", ["sum", "i", "1", "1", "n"], ["+", ["sum", "i", "2", "1", ["+", "n", "-1"]], "1"]]),
              [ONE_AT_LEAST, WHOLE, repeated("a", OF_ONES, "1", "n"),
               repeated("b", 'sum "2"', "1", "n - 1", by=["one"]), step("last", "g", pair=["a", "b"])], ["g"]),
    ),
    "induction without a beginning": (
        "sums.py", 'scope.require(step["base"], _moved(inner, scope, formula, {variable: low}), "P(a)")\n    inner.learn',
        "inner.learn", r"P\(a\)",
        proof(whole([">=", "n", "5"]), [ONE_AT_LEAST, induction("1", "m - 5", [
            cone("s", "m - 4", [{"c": "1", "facts": ["m_holds"]}, {"c": "1"}])], ["s"])], ["g"]),
    ),
    "induction that goes down": (
        "sums.py", 'scope.require(step["ordered"], fact(high - low, ">="), "a ≤ b")', "pass", "a ≤ b",
        proof(whole([">=", "n", "5"]), [induction("5", "m - 5", [
            cone("s", "m - 4", [{"c": "1", "facts": ["m_holds"]}, {"c": "1"}])], ["s"], ordered=[])], ["g"]),
    ),
    "induction that does not go on": (
        "sums.py", 'inner.require(step["by"], _moved(inner, inner, formula, {variable: m + 1}), "P(m + 1)")', "pass",
        r"P\(m \+ 1\)",
        proof(whole(["<=", "n", "1"]), [ONE_AT_LEAST, induction("1", "1 - m", [], [])], ["g"]),
    ),
    "induction between whole numbers": (
        "sums.py", 'ensure(scope.is_integral(low) and scope.is_integral(high), "the ends are not whole")', "pass",
        "not whole",
        proof(statement([">=", ["^", "n", 2], "n"], n="real >="), [induction("0", "m m - m", [
            cone("s", "m m + m", [{"c": "1", "square": poly("m")}, {"c": "1", "facts": ["m_from"]}])], ["s"],
            ordered=["n.sign"])], ["g"]),
    ),
    "induction whose step stops before the end": (
        "sums.py", 'fact(high - m - 1, ">=")', 'fact(high - m - 2, ">=")', r"P\(m \+ 1\)",
        proof(whole([">=", "n", ["+", "n", "1"]]), [ONE_AT_LEAST, induction(
            "0", "n - 1 - m", [], ["m_to"], ordered=["n.sign"], base=["one"])], ["g"]),
    ),
    "induction over its own end": (
        "scope.py", " and name not in self.taken", "", "not a new name",
        proof(whole(["<=", "n", "1"]), [ONE_AT_LEAST, induction("1", "1 - n", [], ["n_to"], variable="n")], ["g"]),
    ),
    "another number put in": (
        "sums.py", 'scope.require(step["equal"], fact(high - low, "="), "a = b")', "pass", "a = b",
        proof(statement([">=", X, "5"], x="real"), [step(
            "replace", "g", variable="m", low=poly("5"), high=poly("x"), equal=[], terms=[],
            fact=[">=", poly("m - 5")], base=[])], ["g"]),
    ),
    "put in what does not hold": (
        "sums.py", 'scope.require(step["base"], _moved(inner, scope, formula, {variable: low}), "P(a)")\n    return',
        "return", r"P\(a\)",
        proof(statement([">=", X, "5"], x="real"), [step(
            "replace", "g", variable="m", low=poly("x"), high=poly("x"), equal=[], terms=[],
            fact=[">=", poly("m - 5")], base=[])], ["g"]),
    ),
    "a series that does not converge": (
        "series.py", 'scope.require(step["by"], between, "that the series converges")',
        "pass", "converges",
        proof(statement(["=", ["series", "i", ["power", "2", "i"], "1"], "-2"]), [
            step("def", "p", term=["power", poly("2"), ONE], by=[]),
            series("S", 'series ["power", "2", "#"]', "2", [], ["l"], [
                cone("u", "Si", [{"c": "1", "facts": ["Si_from"]}, {"c": "1"}]),
                cone("v", "Si + 1", [{"c": "1", "facts": ["u"]}, {"c": "1"}]),
                step("def", "q", term=["power", poly("2"), poly("Si")], by=["u"]),
                step("def", "r", term=["power", poly("2"), poly("Si + 1")], by=["v"]),
                step("last", "l", pair=["r", "q"]),
            ]),
            step("zero", "g", p=poly("S + 2"), modulo=[["S.0", "S", []], ["p.0", "p", []]]),
        ], ["g"]),
    ),
    "a series without a ratio": (
        "series.py", 'inner.require(step["ratios"], fact(gap, "="), "the ratio of two summands")', "pass", "the ratio",
        proof(statement(["=", ["series", "i", "i", "1"], "2"]), [
            series("S", 'series "#"', "1/2", []), step("zero", "g", p=poly("S - 2"), modulo=[["S.0", "S", []]]),
        ], ["g"]),
    ),
    "an index that is caught": (
        "language.py", 'ensure(item[1] not in taken, f"{item[1]!r} is bound")', "pass", "is bound",
        limit(["sum", "i", ["inv", X], "1", "1"], "1", "1", {}, [
            repeated("a", 'sum ["inv", "#"]', "1", "1", by=[],
                     steps=[cone("u", "ai", [{"c": "1", "facts": ["ai_from"]}, {"c": "1"}]),
                            step("def", "v", term=["inv", poly("ai")], by=["u"])]),
            repeated("b", 'sum ["inv", "#"]', "1", "0", by=[],
                     steps=[cone("uu", "bi", [{"c": "1", "facts": ["bi_from"]}, {"c": "1"}]),
                            step("def", "vv", term=["inv", poly("bi")], by=["uu"])]),
            step("empty", "e", term="b"), step("def", "o", term=["inv", ONE], by=[]),
            step("last", "l", pair=["a", "b"]),
            step("zero", "g", p=poly("a - 1"), modulo=[["l", "a", []], ["e", "b", []], ["o.0", "o", []]]),
        ], ["g"], y="i"),
    ),
    "a sum turned round at a point": (
        "points.py", 'ensure(-1 <= high - low < most, f"{head} from {low} to {high} is not computed")', "pass",
        "is not computed",
        proof(statement(["=", ["sum", "i", "1", "1", "-3"], "1"]), [], verdict="REFUTED", point={}) | {"steps": []},
    ),
}  # fmt: skip
SUMS["a sum turned round at a point"][4].pop("steps")

LIMITS: dict[str, Line] = {
    "a remainder that is none": (
        "taylor.py", 'inner.require(data["by"], wanted, "the remainder")', "pass", "the remainder",
        limit("1", "0", "r", {"r": taylor(["inverse", "y"])}, [INVERSE], []),
    ),
    "a step of 0": (
        "taylor.py", 'All((fact(step, "!="), fact(inner.poly(tree) * step**n - rest, "=")))',
        'fact(inner.poly(tree) * step**n - rest, "=")', "the remainder",
        limit("1", "0", "r", {"r": taylor(["form", "0", []])}, [], []),
    ),
    "a remainder of no order": (
        "taylor.py", "1 <= n <= HIGHEST", "n <= HIGHEST", "no order",
        limit(["+", FLOOR, ["*", "-1", ["floor", "0"]]], "0", "r", {
            "e": ["inverse", "y"],
            "r": taylor(["form", ["*", "-1", "e"], []], order=0, f=poly("q"), by=["nz"],
                        steps=[step("def", "q", term=["floor", poly("s")], by=[])],
                        tree=["+", ["floor", ["*", "-1", ["inv", "y"]]], ["*", "-1", ["floor", "0"]]]),
        }, [INVERSE, POSITIVE, step("def", "u", term=["floor", poly("- t")], by=[])], [],
            first=[step("def", "z", term=["floor", ZERO], by=[])]),
    ),
    "a form that is not 0": (
        "limits.py", 'self.outer.require(by, fact(at_zero, "="), "that F(0) = 0")', "pass", "that F",
        limit("1", "0", "r", {"r": ["form", "1", []]}, [], []),
    ),
    "a form that jumps": (
        "limits.py", "_see_continuous(tree, set(self.known))", "pass", "not continuous",
        limit(FLOOR, "0", "r", {"e": ["inverse", "y"], "r": ["form", ["floor", ["*", "-1", "e"]], ["is"]]},
              [INVERSE, step("def", "u", term=["floor", poly("- t")], by=[])], [], first=FLOOR_0),
    ),
    "an assumption that is met far out": (
        "limits.py", 'inner.require(part["by"], FALSE, "a contradiction on the way")', "pass", "a contradiction",
        proof(statement(["limit", "0", "x", "+oo", "+-", "1"], [">", X, "5"], x="real"), [], verdict="VACUOUS",
              far=[{"y": "y", "beyond": {"far": ZERO}, "terms": [], "steps": [], "by": []}]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SUMS | LIMITS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition(*(SUMS | LIMITS)[name])


def below_the_end(shift: str) -> tuple[Object, list[Object]]:
    """Return a statement on 1/(n + shift - m) at m = n, and its proof by induction over m < n."""
    below = [{"c": "1", "facts": ["m_to"]}, {"c": "1"}, *([{"c": shift}] if shift != "0" else [])]
    terms = [
        cone("gap", f"n + {shift} - m", below),
        step("def", "t", term=["inv", poly(f"n + {shift} - m")], by=["gap"]),
    ]
    on = [
        cone("next", f"n + {shift} - 1 - m", below[:1] + below[2:]),
        step("def", "s", term=["inv", poly(f"n + {shift} - 1 - m")], by=["next"]),
        cone(
            "up",
            "s",
            [{"c": "1"}],
            [["s.0", "s", ["next"]]],
            factor=[{"c": "1", "facts": ["next"]}],
        ),
    ]
    first = [
        cone("least", f"n + {shift}", [{"c": "1", "facts": ["n.sign"]}, *below[2:]]),
        step("def", "a", term=["inv", poly(f"n + {shift}")], by=["least"]),
        cone(
            "base",
            "a",
            [{"c": "1"}],
            [["a.0", "a", ["least"]]],
            factor=[{"c": "1", "facts": ["least"]}],
        ),
    ]
    over = induction(
        "0", "0", on, ["up"], ordered=["n.sign"], terms=terms, fact=[">", poly("t")], base=["base"]
    )
    return whole([">", ["inv", shift], "0"]), [*first, over]


def test_an_induction_may_speak_of_what_has_values_up_to_its_end_alone() -> None:
    """1/(n + 1 - m) > 0 holds for m ≤ n, 1/(n - m) > 0 for m < n."""
    said, steps = below_the_end("1")
    end = step("def", "e", term=["inv", ONE], by=[])
    assert check(proof(said, [end, *steps], ["g"])).verdict == "PROVED"
    # P(n) has to have a value outside, too
    with pytest.raises(Rejected, match="has not been defined"):
        check(proof(said, steps, ["g"]))
    said, steps = below_the_end("0")
    with pytest.raises(Rejected, match="s: that"):
        check(proof(said, steps, ["g"]))


def test_a_summand_has_no_names_but_its_places() -> None:
    stated = statement(["=", *2 * [["sum", "i", X, "1", "1"]]], x="real")
    with pytest.raises(Rejected, match="other names"):
        check(proof(stated, [repeated("a", 'sum "x"', "1", "1", by=[])], []))


def test_both_parts_are_carried_over_to_an_equal_number() -> None:
    said = ["and", [">", ["exp", "y"], "0"], [">=", "y", "1"]]
    stated = statement(said, ["=", X, "y"], [">=", X, "1"], x="real", y="real")
    steps = [
        step("hypothesis", "same", index=0), step("hypothesis", "least", index=1),
        step("def", "a", term=["exp", poly("x")], by=[]), step("def", "b", term=["exp", poly("y")], by=[]),
        step("replace", "g", variable="m", low=poly("x"), high=poly("y"), equal=["same"], base=["a.0", "least"],
             terms=[step("def", "c", term=["exp", poly("m")], by=[])],
             fact=["and", [">", poly("c")], [">=", poly("m - 1")]]),
    ]  # fmt: skip
    assert check(proof(stated, steps, ["g"])).verdict == "PROVED"
    with pytest.raises(Rejected, match="does not follow"):
        check(proof(stated, [*steps[:-1], steps[-1] | {"base": ["a.0"]}], ["g"]))


def test_the_remainder_of_a_logarithm_at_1() -> None:
    """x·log(1 + 1/x) → 1; that log s and 1/s have values at s = 1 rests on s = 1."""
    far = ["log", ["+", "1", ["inv", "y"]]]
    near = [
        cone("pos", "s", [{"c": "1"}], [["s_at", "s", []]]),
        step("def", "l", term=["log", poly("s")], by=["pos"]),
        step("def", "i", term=["inv", poly("s")], by=["pos"]),
    ]
    tree = ["+", ["*", "y", ["+", far, ["*", "-1", ["log", "1"]]]], ["*", "-1", ["inv", "1"]]]
    nulls = {"h": ["inverse", "y"], "r": taylor("h", at=ONE, f=poly("l"), steps=near, tree=tree, by=["nz", "is"])}  # fmt: skip
    first = [
        step("def", "l0", term=["log", ONE], by=[]),
        step("def", "i0", term=["inv", ONE], by=[]),
        step("def", "e0", term=["exp", poly("l0")], by=[]),
        step("explog", "one", exp="e0", log="l0"),
        step("exp sign", "none", exp="e0", rel="=", by=["one"], **{"from": "value"}),
    ]
    steps = [
        INVERSE, POSITIVE, cone("above", "1 + t", [{"c": "1"}, {"c": "1", "facts": ["nz"]}]),
        step("def", "L", term=["log", poly("1 + t")], by=["above"]),
        step("zero", "is", p=poly("y L t - y l0 t - L + l0"), modulo=[["t.0", "t", ["far"]]]),
        step("zero", "g", p=poly("1 - y l0 - i0"), modulo=[["none", "l0", []], ["i0.0", "i0", []]]),
    ]  # fmt: skip
    stated = ["*", "x", ["log", ["+", "1", ["inv", "x"]]]]
    assert (
        check(limit(stated, "1", ["+", "1", "r"], nulls, steps, ["g"], first=first)).verdict
        == "PROVED"
    )
