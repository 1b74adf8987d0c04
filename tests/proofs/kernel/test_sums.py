"""Sums, series, induction and Taylor's formula: wrong proofs that one condition alone stops."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import ONE, ZERO, Line, X, cone

from proofs.kernel import Rejected, check

SQUARES = ["sum", "i", ["^", "i", 2], "1", "n"]
OF_SQUARES = 'sum ["^", "#", 2]'
OF_ONES = 'sum "1"'
WHOLE = cone("w", "n", [{"c": "1", "facts": ["n.sign"]}])


def repeated(name: str, op: str, *ends: str, by: Any = ("w",), steps: Any = ()) -> Object:
    args = [poly(end) for end in ends]
    return step(
        "repeat", name, op=op, args=args, by=list(by), variable=f"{name}i", steps=list(steps)
    )


def whole(goal: Any, **more: Any) -> Object:
    return statement(goal, n="integer >", **more)


def series(name: str, op: str, ratio: str, by: Any, ratios: Any = (), steps: Any = ()) -> Object:
    return step(
        "series", name, op=op, args=[ONE], ratio=poly(ratio), ratios=list(ratios), by=list(by),
        variable=f"{name}i", steps=list(steps),
    )  # fmt: skip


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
ONE_AT_LEAST = step("integer", "one", p=poly("n"), by=["n.sign"])
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
        "sums.py", "    _entry(inner, tree, i, values)\n    return inner", "    return inner", "has not been defined",
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
        "sums.py", 'scope.require(step["by"], between, "that the series converges")',
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
        "sums.py", 'inner.require(step["ratios"], fact(gap, "="), "the ratio of two summands")', "pass", "the ratio",
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
        "points.py", 'ensure(-1 <= high - low < MOST_SUMMANDS, f"{head} from {low} to {high} is not computed")', "pass",
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


def test_a_summand_has_no_names_but_its_places() -> None:
    stated = statement(["=", *2 * [["sum", "i", X, "1", "1"]]], x="real")
    with pytest.raises(Rejected, match="other names"):
        check(proof(stated, [repeated("a", 'sum "x"', "1", "1", by=[])], []))


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


@pytest.mark.parametrize(
    ("ratio", "converges"),
    [("1/2", True), ("-1/2", True), ("1", False), ("-1", False), ("2", False), ("-2", False)],
)
def test_geometric_series(ratio: str, converges: bool) -> None:
    """Σ qⁱ, i = 1, 2, …, is q/(1 - q) for -1 < q < 1."""
    steps = [
        cone("u", "Si", [{"c": "1", "facts": ["Si_from"]}, {"c": "1"}]),
        cone("v", "Si + 1", [{"c": "1", "facts": ["u"]}, {"c": "1"}]),
        step("def", "q", term=["power", poly(ratio), poly("Si")], by=["u"]),
        step("def", "r", term=["power", poly(ratio), poly("Si + 1")], by=["v"]),
        step("last", "l", pair=["r", "q"]),
    ]
    sum_of_all = ["series", "i", ["power", ratio, "i"], "1"]
    op = f'series ["power", "{ratio}", "#"]'
    said = statement(["=", ["*", sum_of_all, ["+", "1", ["*", "-1", ratio]]], ratio])
    found = proof(said, [
        step("def", "p", term=["power", poly(ratio), ONE], by=[]),
        series("S", op, ratio, [], ["l"], steps),
        step("zero", "g", p=[["1", "S", 1], [f"-{ratio}".replace("--", ""), "S", 1], [f"-{ratio}".replace("--", "")]],
             modulo=[["S.0", "S", []], ["p.0", "p", []]]),
    ], ["g"])  # fmt: skip
    if converges:
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(Rejected, match="converges"):
            check(found)


def test_a_sum_a_product_and_a_series_are_three_things() -> None:
    said = whole(["=", "n", "n"])
    for wrong, words in (
        (repeated("a", 'series "#"', "1", "n"), "is not finite"),
        (repeated("a", 'sum ["+", "#", "n"]', "1", "n"), "other names"),
        (series("a", 'sum "#"', "1/2", []), "is no series"),
        (step("empty", "e", term="n"), "is no term here"),
        (step("last", "e", pair=["n", "w"]), "is no term here"),
    ):
        with pytest.raises(Rejected, match=words):
            check(proof(said, [WHOLE, wrong], []))


@pytest.mark.parametrize(("head", "start", "end"), [("sum", "0", "7"), ("product", "1", "12")])
def test_sums_and_products_from_the_empty_one_on(head: str, start: str, end: str) -> None:
    """3 + 4 = 7 and 3·4 = 12, from the sum to 2 on, which is empty."""
    op, upper = f'{head} "#"', ("2", "3", "4")
    steps = [repeated(f"s{n}", op, "3", n, by=()) for n in upper]
    steps += [step("empty", "none", term="s2"), step("last", "one", pair=["s3", "s2"]), step("last", "two", pair=["s4", "s3"])]  # fmt: skip
    modulo = [["two", "s4", []], ["one", "s3", []], ["none", "s2", []]]
    for value, holds in ((end, True), (start, False)):
        said = statement(["=", [head, "i", "i", "3", "4"], value])
        found = proof(
            said, [*steps, step("zero", "g", p=poly(f"s4 - {value}"), modulo=modulo)], ["g"]
        )
        if holds:
            assert check(found).verdict == "PROVED"
        else:
            with pytest.raises(Rejected, match="identity does not hold"):
                check(found)
    with pytest.raises(Rejected, match="no empty sum"):
        check(proof(statement(["=", "1", "1"]), [steps[1], step("empty", "e", term="s3")], []))


def test_a_number_put_in_for_an_equal_one_may_be_whole() -> None:
    said = statement(["=", ["power", "2", "n"], ["power", "2", "m"]], ["=", "n", "m"], n="integer >", m="integer >")  # fmt: skip
    at = [cone(f"{x}0", x, [{"c": "1", "facts": [f"{x}.sign"]}]) for x in "nm"]
    powers = [step("def", f"p{x}", term=["power", poly("2"), poly(x)], by=[f"{x}0"]) for x in "nm"]
    inside = [cone("v0", "v", [{"c": "1", "facts": ["m0"]}], [["v_is", "v", []]]),
              step("def", "pv", term=["power", poly("2"), poly("v")], by=["v0"])]  # fmt: skip
    put = {"variable": "v", "low": poly("m"), "high": poly("n"), "equal": ["h"], "terms": inside,
           "fact": ["=", poly("pv - pm")], "base": ["same"]}  # fmt: skip
    steps = [step("hypothesis", "h", index=0), *at, *powers, step("zero", "same", p=ZERO, modulo=[]), step("replace", "g", **put)]  # fmt: skip
    assert check(proof(said, steps, ["g"])).verdict == "PROVED"
    real = said | {"variables": {"n": ["real", ">"], "m": ["integer", ">"]}}
    with pytest.raises(Rejected, match="kinds"):
        check(proof(real, steps, ["g"]))


def test_a_summand_that_has_a_value_up_to_the_end_only() -> None:
    """1/(n + 1 - i) for i from 1 to n, as i ≤ n; not to n + 1."""
    op = 'sum ["inv", ["+", "#0", "1", ["*", "-1", "#"]]]'
    inside = [cone("p", "n + 1 - ai", [{"c": "1", "facts": ["ai_to"]}, {"c": "1"}]),
              step("def", "u", term=["inv", poly("n + 1 - ai")], by=["p"])]  # fmt: skip
    body = ["inv", ["+", "n", "1", ["*", "-1", "i"]]]
    for end, fits in (("n", True), ("n + 1", False)):
        high = "n" if fits else ["+", "n", "1"]
        said = whole(["=", *2 * [["sum", "i", body, "1", high]]])
        more = cone("w", end, [{"c": "1", "facts": ["n.sign"]}, *([] if fits else [{"c": "1"}])])
        sum_ = repeated("a", op, "1", end, steps=inside) | {"args": [ONE, poly(end), poly("n")]}
        found = proof(said, [more, sum_, step("zero", "g", p=ZERO, modulo=[])], ["g"])
        if fits:
            assert check(found).verdict == "PROVED"
        else:
            with pytest.raises(Rejected, match="identity does not hold"):
                check(found)


@pytest.mark.parametrize("other", ["x", "n"])
def test_the_last_part_of_a_sum_with_a_factor(other: str) -> None:
    """Σ ix to n is Σ ix to n - 1 and nx; another factor makes it another sum."""
    op, ends = 'sum ["*", "#", "#0"]', (("a", "n", "x"), ("b", "n - 1", other))
    sums = [repeated(name, op, "1", end, by=[by]) | {"args": [ONE, poly(end), poly(factor)]}
            for (name, end, factor), by in zip(ends, ("w", "one"), strict=True)]  # fmt: skip
    body = [
        ["sum", "i", ["*", "i", x], "1", end] for x, end in (("x", "n"), (other, ["+", "n", "-1"]))
    ]
    said = whole(["=", body[0], ["+", body[1], ["*", "n", "x"]]], x="real")
    found = proof(said, [ONE_AT_LEAST, WHOLE, *sums, step("last", "g", pair=["a", "b"])], ["g"])
    if other == "x":
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(Rejected, match="differ in kind"):
            check(found)
