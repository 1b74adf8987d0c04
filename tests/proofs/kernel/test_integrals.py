"""Integrals: what is shown of them, and wrong proofs that one condition alone stops."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import NOTHING, ONE, ZERO, Line, X, cone, real

from proofs.kernel import Rejected, check
from proofs.kernel.language import repeated, substitute

OF_ONE, OF_PLACE, OF_SELF = 'integral "1"', 'integral "#0"', 'integral "#"'
IS = step("logic", "is", by=[], fact=["and"])
UP = cone("up", "x", [{"c": "1", "facts": ["x.sign"]}])


def over(body: Any, high: Any = "1", low: Any = "0", name: str = "v") -> Any:
    """Return the integral from low to high."""
    return ["integral", name, body, high, low]


def integral(
    name: str, op: str, *args: str, least: str = "0", most: str = "1", **more: Any
) -> Object:
    """Introduce an integral; its arguments are the upper end, the lower one, and values inside."""
    return step("integral", name, **{
        "op": op, "args": list(map(poly, args)), "least": poly(least), "most": poly(most), "strict": False,
        "ordered": [], "variable": f"{name}v", "steps": [], "by": [], **more,
    })  # fmt: skip


def moved(f: str, *steps: Object, high: str = "x", strict: bool = False) -> Object:
    """Return a step that compares f at the ends of an interval from 0, by its derivative 0."""
    return step("mean value", "m", variable="s", low=ZERO, high=poly(high), strict=strict, ordered=["up"],
                steps=list(steps), f=poly(f), by=[])  # fmt: skip


def fails(goal: Any) -> Object:
    """Return an object that says: a goal without variables fails, as one sees by computing."""
    found = proof(statement(goal), NOTHING, NOTHING, "REFUTED", point={})
    del found["steps"]
    return found


def at_zero(first: Object) -> list[Object]:
    """Show that an integral from 0 to 0, which bounds 0 and 0 have, is 0."""
    return [
        first,
        cone("none", f"- {first['name']}", [{"c": "1", "facts": [f"{first['name']}.1"]}]),
    ]


JUMP = step("def", "f", term=["floor", poly("x")], by=[])
RULE: dict[str, Line] = {
    "a sum called an integral": (
        "integrals.py", 'ensure(head == "integral", f"{head!r} is no integral")', "pass", "is no integral",
        proof(statement(["<=", ["sum", "i", "1", "1", "1"], "0"]),
              [integral("a", 'sum "1"', "1", "1")], ["a.1"]),
    ),
    "from the higher end to the lower": (
        "integrals.py", 'scope.require(step["ordered"], fact(high - low, rel), "a ≤ b")', "pass", "a ≤ b",
        proof(statement([">=", over("1", "0", "1"), "-1"]), [integral("a", OF_ONE, "0", "1", least="1")], ["a.0"]),
    ),
    "an integrand below what is said": (
        "integrals.py", 'All((fact(f - least, rel), fact(most - f, ">=")))', 'fact(most - f, ">=")', "that it is bounded",
        proof(statement([">=", over("1"), "2"]), [integral("a", OF_ONE, "1", "0", least="2")], ["a.0"]),
    ),
    "an integrand above what is said": (
        "integrals.py", 'All((fact(f - least, rel), fact(most - f, ">=")))', "fact(f - least, rel)", "that it is bounded",
        proof(statement(["<=", over("1"), "0"]), [integral("a", OF_ONE, "1", "0", most="0")], ["a.1"]),
    ),
    "bounds that nobody looked at": (
        "integrals.py", 'inner.require(step["by"], between, "that it is bounded")', "pass", "that it is bounded",
        proof(statement(["<=", over("v"), "0"]), [integral("a", OF_SELF, "1", "0", most="0")], ["a.1"]),
    ),
    "a positive integral over nothing": (
        "integrals.py", "fact(high - low, rel)", 'fact(high - low, ">=")', "a ≤ b",
        proof(statement([">", over("1", "0"), "0"]), [integral("a", OF_ONE, "0", "0", strict=True)], ["a.0"]),
    ),
    "a positive integral of nothing": (
        "integrals.py", "fact(f - least, rel)", 'fact(f - least, ">=")', "that it is bounded",
        proof(statement([">", over("0"), "0"]), [integral("a", 'integral "0"', "1", "0", strict=True)], ["a.0"]),
    ),
    # y' = -y from 1, and ∫ floor v dv from 0 to y is 0 at all times; its derivative is not floor(1)·y' at the start
    "an integrand that jumps": (
        "integrals.py", "inner.see_continuous(f, {variable})", "pass", "floor is not continuous",
        proof(statement(["flow", ["moment", "t"], ["where"], ["solutions", ["solution", "y", ["*", "-1", "y"], "1"]],
                         ["=", over(["floor", "v"], "y"), "0"]]),
              [], given=[], before=[], order=1, verdict="REFUTED", along=[
                  step("stays", "live", rel=">", steps=[], parts=[{"name": "p", "p": poly("y"), "m": poly("-1"), "start": [], "by": []}]),
                  cone("some", "y", [{"c": "1", "facts": ["live"]}]),
                  integral("a", 'integral ["floor", "#"]', "y", "0", least="-1", most="y", ordered=["some"], by=["low", "high"], steps=[
                      step("def", "z", term=["floor", poly("av")], by=[]),
                      cone("low", "z + 1", [{"c": "1", "facts": ["z.1"]}, {"c": "1", "facts": ["av_above"]}]),
                      cone("high", "y - z", [{"c": "1", "facts": ["z.0"]}, {"c": "1", "facts": ["av_below"]}])]),
                  step("def", "w", term=["floor", poly("y")], by=[]), step("def", "o", term=["floor", ONE], by=[]),
                  integral("b", 'integral ["floor", "#"]', "1", "0", least="-1", most="1", by=["blow", "bhigh"], steps=[
                      step("def", "bz", term=["floor", poly("bv")], by=[]),
                      cone("blow", "bz + 1", [{"c": "1", "facts": ["bz.1"]}, {"c": "1", "facts": ["bv_above"]}]),
                      cone("bhigh", "1 - bz", [{"c": "1", "facts": ["bz.0"]}, {"c": "1", "facts": ["bv_below"]}])]),
              ]),
    ),
}  # fmt: skip

# ∫ x dv from 0 to 1, which is x
OF_X = integral("a", OF_PLACE, "1", "0", "x", least="x", most="x")
OF_0 = integral("b", OF_PLACE, "1", "0", "0", most="0")
DERIVATIVE: dict[str, Line] = {
    "a value inside that moves": (
        "elementary.py", "all(scope.within(a).isdisjoint(rates) for a in rest)", "True", "is not differentiated",
        proof(real(["<=", over(X), "0"], sign=">"), [
            UP, OF_X, *at_zero(OF_0), moved("-c", integral("c", OF_PLACE, "1", "0", "s", least="s", most="s")),
            cone("g", "-a", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["none"]}])], ["g"]),
    ),
    "a lower end that moves": (
        "elementary.py", "all(scope.within(a).isdisjoint(rates) for a in rest)", "True", "is not differentiated",
        proof(statement(["<=", over("1"), "0"]), [
            cone("up", "1", [{"c": "1"}]), integral("a", OF_ONE, "1", "0"), *at_zero(integral("b", OF_ONE, "1", "1")),
            moved("c", step("logic", "in", by=["s_below"], fact=[">=", poly("1 - s")]),
                  integral("c", OF_ONE, "1", "s", ordered=["in"]), high="1"),
            cone("g", "-a", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["none"]}])], ["g"]),
    ),
    "what is integrated, with another value inside": (
        "elementary.py", "places(first, rest[1:])", "places(first, rest)", "sign of the derivative",
        proof(real(["<=", over(X, X), "0"], sign=">"), [
            UP, integral("a", OF_PLACE, "x", "0", "x", least="x", most="x", ordered=["up"]),
            *at_zero(integral("b", OF_PLACE, "0", "0", "x", least="x", most="x")),
            moved("-c", step("logic", "in", by=["s_above"], fact=[">=", poly("s")]),
                  integral("c", OF_PLACE, "s", "0", "x", least="x", most="x", ordered=["in"])),
            cone("g", "-a", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["none"]}])], ["g"]),
    ),
    "what is integrated, at the lower end": (
        "elementary.py", "places(first, rest[1:])", "places(rest[0], rest[1:])", "sign of the derivative",
        proof(real(["<=", over("v", X), "0"], sign=">"), [
            UP, integral("a", OF_SELF, "x", "0", most="x", ordered=["up"], by=["ap", "aq"], steps=[
                cone("ap", "av", [{"c": "1", "facts": ["av_above"]}]), cone("aq", "x - av", [{"c": "1", "facts": ["av_below"]}])]),
            *at_zero(integral("b", OF_SELF, "0", "0", most="0", by=["bp", "bq"], steps=[
                cone("bp", "bv", [{"c": "1", "facts": ["bv_above"]}]), cone("bq", "-bv", [{"c": "1", "facts": ["bv_below"]}])])),
            moved("-c", step("logic", "in", by=["s_above"], fact=[">=", poly("s")]),
                  integral("c", OF_SELF, "s", "0", most="s", ordered=["in"], by=["cp", "cq"], steps=[
                      cone("cp", "cv", [{"c": "1", "facts": ["cv_above"]}]), cone("cq", "s - cv", [{"c": "1", "facts": ["cv_below"]}])])),
            cone("g", "-a", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["none"]}])], ["g"]),
    ),
    # ∫ 1 from 0 to 2s grows by 2, not by 1
    "an upper end that moves faster": (
        "elementary.py", "rate *= derivative(scope, first, rates)", "pass", "sign of the derivative",
        proof(real(["<=", over("1", ["*", "2", X]), X], sign=">"), [
            UP, cone("two", "2 x", [{"c": "2", "facts": ["x.sign"]}]), integral("a", OF_ONE, "2 x", "0", ordered=["two"]),
            *at_zero(integral("b", OF_ONE, "0", "0")),
            moved("s - c", cone("in", "2 s", [{"c": "2", "facts": ["s_above"]}]),
                  integral("c", OF_ONE, "2 s", "0", ordered=["in"])),
            cone("g", "x - a", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["none"]}])], ["g"]),
    ),
}  # fmt: skip

# ∫ floor(x) dv from 0 to 1 is 0 for 0 ≤ x < 1, and 1 at 1; it seems to be 1/2 between
FLOORED = over(["floor", X])
IN_BETWEEN = {
    "variable": "x", "low": "0", "high": "1", "f": ["+", FLOORED, "-1/2"], "by": [], "steps": [],
    "inside": [JUMP, integral("a", 'integral ["floor", "#0"]', "1", "0", "x", least="f", most="f")],
}  # fmt: skip
CONTINUITY: dict[str, Line] = {
    "a value inside that moves in a zero between": (
        "scope.py", "fixed = args[1:] if op", "fixed = args[1:2] if op", "is not continuous",
        proof(real(["!=", FLOORED, "1/2"]), [
            step("def", "g", term=["floor", poly("x")], by=[]),
            integral("b", 'integral ["floor", "#0"]', "1", "0", "x", least="g", most="g"),
            step("hypothesis", "h", index=2)], ["h"], verdict="REFUTED", point={}, zero=IN_BETWEEN),
    ),
}  # fmt: skip

# x/(x² + v²) with x -> 0 tends to 0 for each v > 0; its integral from 0 to 1, atan(1/x), does not
PEAK = ["*", "e", ["inv", ["+", ["*", "e", "e"], ["*", "v", "v"]]]]
INVERSE = ["inv", "x"]
FAR = [
    step("def", "t", term=["inv", poly("y")], by=["far"]),
    cone("some", "t", [{"c": "1"}], [["t.0", "t", ["far"]]], factor=[{"c": "1", "facts": ["far"]}]),
    integral("a", repeated(over(substitute(PEAK, {"e": ["inv", "y"]})))[0], "1", "0", "y", most="y", by=["low", "high"], steps=[
        cone("size", "t t + av av", [{"c": "1", "facts": ["some", "some"]}, {"c": "1", "facts": ["av_above", "av_above"]}]),
        step("def", "w", term=["inv", poly("t t + av av")], by=["size"]),
        cone("low", "t w", [{"c": "1", "facts": ["some", "w.sign"]}]),
        cone("high", "y - t w", [{"c": "1", "facts": ["w.sign", "far", "av_above", "av_above"]}],
             [["w.0", "w", ["size"]], ["t.0", "t", ["far"]]])]),
]  # fmt: skip
NO_PEAK = over(substitute(PEAK, {"e": "0"}))
LIMITS: dict[str, Line] = {
    "a null quantity inside an integral": (
        "functions.py", '"integral": F(-1, lambda *_: arb.nan(), "integrals", continuous=False)',
        '"integral": F(-1, lambda *_: arb.nan(), "integrals")', "integral is not continuous",
        proof(real(["limit", over(substitute(PEAK, {"e": INVERSE})), "x", "+oo", "+-", NO_PEAK]), [
            integral("b", repeated(NO_PEAK)[0], "1", "0", most="0", steps=[
                cone("bs", "bv bv", [{"c": "1", "facts": ["bv_above", "bv_above"]}]),
                step("def", "bw", term=["inv", poly("bv bv")], by=["bs"])]),
        ], limit=[{"y": "y", "beyond": {"far": ZERO}, "steps": FAR, "nulls": {"e": ["inverse", "y"]}, "form": over(PEAK),
                   "by": [], "admissible": [], "value": []}]),
    ),
}  # fmt: skip

POINTS: dict[str, Line] = {
    "an integral turned round": (
        "points.py", 'ensure(compare(b - a, ">="), "the ends of an integral are not certainly in order")', "pass",
        "not certainly in order", fails([">=", over("1", "0", "1"), "0"]),
    ),
    "an integral over a pole": (
        "points.py", 'ensure(compare(parts[i], rel), f"{head} is not certainly defined at {parts[i]}")',
        "parts = parts if compare(parts[i], rel) else [fmpq(1)]", "not certainly defined",
        fails([">", over(["inv", "v"], "1", "-1"), "5"]),
    ),
    "an integral of many integrals": (
        "points.py", 'ensure(most >= PIECES, f"an integral of {PIECES} pieces stands in a sum or integral")', "pass",
        "pieces stands in", fails([">", over(over("1", "1", "0", "w")), "2"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES := RULE | DERIVATIVE | CONTINUITY | LIMITS | POINTS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition(*CASES[name])


SAME = ["=", over("1"), over("1")]
REJECTED: dict[str, tuple[str, Object]] = {
    "a bound that moves": ("not known here", proof(statement(SAME), [
        integral("a", OF_SELF, "1", "0", least="av", most="av")])),
    "a value inside that is the variable": ("not known here", proof(statement(SAME), [
        integral("a", OF_PLACE, "1", "0", "av")])),
    "a variable that is known": ("not a new name", proof(real(SAME), [integral("a", OF_ONE, "1", "0", variable="x")])),
    "an integrand without a value": ("has not been defined", proof(statement(SAME), [
        integral("a", 'integral ["inv", "#"]', "1", "0")])),
    "an integrand without a value at the upper end": ("is defined does not follow", proof(statement(SAME), [
        integral("a", 'integral ["inv", ["+", "1", ["*", "-1", "#"]]]', "1", "0", steps=[
            step("def", "i", term=["inv", poly("1 - av")], by=["av_below"])])])),
    # 1/v has no bound
    "an integral that has no value": ("that it is bounded", proof(statement(SAME), [
        integral("a", 'integral ["inv", "#"]', "1", "0", steps=[step("def", "i", term=["inv", poly("av")], by=["av_above"])])])),
    "other names inside": ("other names", proof(real(SAME), [integral("a", 'integral "x"', "1", "0")])),
    "a value too few": ("is no number", proof(real(SAME), [integral("a", 'integral "#1"', "1", "0", "x")])),
    "a term that a hypothesis may have": ("arguments", proof(real(SAME, [">=", over("1"), "0"]), [
        step("def", "a", term=["integral", ONE, ZERO], hypothesis=0)])),
    "balls of an integral": ("balls find", proof(statement([">", over("1"), "0"]), [
        integral("a", OF_ONE, "1", "0"), step("num", "g", p=poly("a"), rel=">")], ["g"])),
    "an integral with one end": ("has 2 ends", proof(statement(["=", *2 * [["integral", "v", "1", "1"]]]), [
        step("zero", "g", p=ZERO, modulo=[])], ["g"])),
    # a sum over v from 0 to 1 is another thing
    "a sum of the same": ("has not been defined", proof(statement(["=", *2 * [["sum", "v", "1", "0", "1"]]]), [
        integral("a", OF_ONE, "1", "0"), step("zero", "g", p=ZERO, modulo=[])], ["g"])),
    "an integral with other values inside": ("has not been defined", proof(real(["=", *2 * [over("y")]], sign=">") | {
        "variables": {"x": ["real", ">"], "y": ["real", ">"]}}, [OF_X, step("zero", "g", p=ZERO, modulo=[])], ["g"])),
    "an end with a jump": ("floor is not continuous", proof(real(["!=", over("1", ["floor", X]), "1/2"]), [],
        verdict="REFUTED", point={}, zero=IN_BETWEEN | {"f": ["+", over("1", ["floor", X]), "-1/2"], "inside": [
            JUMP, cone("on", "f + 1", [{"c": "1", "facts": ["f.1"]}, {"c": "1", "facts": ["x_above"]}]),
            step("integer", "up", p=poly("f + 1"), by=["on"]), integral("a", OF_ONE, "f", "0", ordered=["up"])]})),
    "a lower end that moves in a zero between": ("integral .* is not continuous", proof(real(["!=", over("1", "1", X), "1/2"]), [],
        verdict="REFUTED", point={}, zero=IN_BETWEEN | {"f": ["+", "1/2", ["*", "-1", over("1", "1", X)]], "inside": [
            integral("a", OF_ONE, "1", "x", ordered=["x_below"])]})),
}  # fmt: skip


@pytest.mark.parametrize("name", REJECTED)
def test_trick_does_not_work(name: str) -> None:
    words, wrong = REJECTED[name]
    with pytest.raises(Rejected, match=words):
        check(wrong)


# what is so ---------------------------------------------------------------------------------------

RISES = [
    step("logic", "in", by=["s_above"], fact=[">=", poly("s")]),
    integral("c", OF_SELF, "s", "0", most="s", ordered=["in"], by=["cp", "cq"], steps=[
        cone("cp", "cv", [{"c": "1", "facts": ["cv_above"]}]), cone("cq", "s - cv", [{"c": "1", "facts": ["cv_below"]}])]),
]  # fmt: skip


@pytest.mark.parametrize(("factor", "holds"), [("1/2", True), ("1/4", False)])
def test_an_integral_by_its_derivative(factor: str, holds: bool) -> None:
    """∫ v dv from 0 to x > 0 is at most x²/2, and not at most x²/4."""
    ends = [
        integral(name, OF_SELF, end, "0", most=end, ordered=["up"], by=[f"{name}p", f"{name}q"], steps=[
            cone(f"{name}p", f"{name}v", [{"c": "1", "facts": [f"{name}v_above"]}]),
            cone(f"{name}q", poly(f"{end} - {name}v"), [{"c": "1", "facts": [f"{name}v_below"]}])])
        for name, end in (("a", "x"), ("b", "0"))
    ]  # fmt: skip
    ends[1]["ordered"] = []
    ends[1]["steps"][1] = cone("bq", "-bv", [{"c": "1", "facts": ["bv_below"]}])
    none = cone("none", "-b", [{"c": "1", "facts": ["b.1"]}])
    grows = step("mean value", "m", variable="s", low=ZERO, high=poly("x"), strict=False, ordered=["up"],
                 steps=RISES, f=poly(f"{factor} s s - c"), by=[])  # fmt: skip
    said = real(["<=", over("v", X), ["*", factor, ["^", X, 2]]], sign=">")
    found = proof(said, [UP, *ends, none, grows, cone("g", f"{factor} x x - a", [
        {"c": factor, "facts": ["m"]}, {"c": "1", "facts": ["none"]}])], ["g"])  # fmt: skip
    if holds:
        assert check(found).axioms.keys() >= {"integrals", "mean value theorem"}
    else:
        with pytest.raises(Rejected, match="sign of the derivative"):
            check(found)


def test_an_integral_has_the_bounds_of_its_integrand() -> None:
    """0 < ∫ v dv from 0 to 1 ≤ 1, though v is 0 at the lower end."""
    steps = [integral("a", OF_SELF, "1", "0", strict=True, by=["av_above", "p"], steps=[
        cone("p", "1 - av", [{"c": "1", "facts": ["av_below"]}])])]  # fmt: skip
    said = statement(["and", [">", over("v"), "0"], ["<=", over("v"), "1"]])
    found = check(proof(said, steps, ["a.0", "a.1"]))
    assert found.rules == {"integral": 1, "cone": 1}
    assert found.axioms.keys() >= {"integrals", "continuity"}
    with pytest.raises(Rejected, match="a ≤ b"):
        check(proof(said, [steps[0] | {"args": [ONE, ONE]}], ["a.0", "a.1"]))


def test_an_integral_from_another_number_than_0() -> None:
    """∫ dv/v from 1 to 2 is at most 1, as v > 1."""
    inside = [
        cone("p", "av", [{"c": "1", "facts": ["av_above"]}, {"c": "1"}]),
        step("def", "i", term=["inv", poly("av")], by=["p"]),
        cone("low", "i", [{"c": "1", "facts": ["i.sign"]}]),
        cone("high", "1 - i", [{"c": "1", "facts": ["i.sign", "av_above"]}], [["i.0", "i", ["p"]]]),
    ]  # fmt: skip
    said = statement(["<=", over(["inv", "v"], "2", "1"), "1"])
    first = integral("a", 'integral ["inv", "#"]', "2", "1", steps=inside, by=["low", "high"])
    assert check(proof(said, [first], ["a.1"])).verdict == "PROVED"
    with pytest.raises(Rejected, match="identity does not hold"):
        check(proof(said, [first | {"args": [poly("2"), poly("1/2")]}], ["a.1"]))


def test_an_integral_within_a_sum_and_within_an_integral() -> None:
    """Σ ∫ i dv and ∫ ∫ u dv du have values; the variable inside is not the one outside."""
    summed = ["sum", "i", over("i"), "1", "2"]
    twice = over(over("u", "1", "0", "w"), "1", "0", "u")
    steps = [
        IS,
        step("repeat", "S", op=repeated(summed)[0], args=[ONE, poly("2")], by=["is"], variable="k", steps=[
            integral("a", OF_PLACE, "1", "0", "k", least="k", most="k")]),
        integral("T", repeated(twice)[0], "1", "0", by=["low", "high"], steps=[
            integral("b", OF_PLACE, "1", "0", "Tv", least="Tv", most="Tv"),
            cone("low", "b", [{"c": "1", "facts": ["b.0"]}, {"c": "1", "facts": ["Tv_above"]}]),
            cone("high", "1 - b", [{"c": "1", "facts": ["b.1"]}, {"c": "1", "facts": ["Tv_below"]}])]),
    ]  # fmt: skip
    said = statement(["and", ["=", summed, summed], [">=", twice, "0"]])
    same = step("zero", "same", p=ZERO, modulo=[])
    with pytest.raises(Rejected, match=r"integral .* is not continuous"):  # what is inside moves
        check(proof(said, [*steps, same], ["same", "T.0"]))
    fixed = over(over("1", "u", "0", "w"), "1", "0", "u")
    inner = integral("b", OF_ONE, "Tv", "0", ordered=["in"], most="1")
    within = integral("T", repeated(fixed)[0], "1", "0", by=["low", "high"], steps=[
        step("logic", "in", by=["Tv_above"], fact=[">=", poly("Tv")]), inner,
        cone("low", "b", [{"c": "1", "facts": ["b.0"]}]),
        cone("high", "1 - b", [{"c": "1", "facts": ["b.1"]}, {"c": "1", "facts": ["Tv_below"]}])])  # fmt: skip
    said = statement(["and", ["=", summed, summed], [">=", fixed, "0"]])
    assert check(proof(said, [*steps[:2], within, same], ["same", "T.0"])).verdict == "PROVED"


def test_a_name_inside_is_not_one_outside() -> None:
    """∫ w dv with an integral over w inside another over w is refused, not taken for one of them."""
    steps = [integral("a", OF_PLACE, "1", "0", "x", least="x", most="x")]
    captured = over(over("v", "1", "0", "w"), "1", "0", "w")
    found = proof(
        real(["=", *2 * [captured]]), [*steps, step("zero", "g", p=ZERO, modulo=[])], ["g"]
    )
    with pytest.raises(Rejected, match=r"is bound|not declared"):
        check(found)
    shadow = ["=", *2 * [over("x", "1", "0", "x")]]
    with pytest.raises(Rejected, match="stands for two things"):
        check(proof(real(shadow), [*steps, step("zero", "g", p=ZERO, modulo=[])], ["g"]))
