"""Series whose sums up to n are known or bounded: wrong proofs that one condition alone stops."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from kernel_wrong_proofs import ONE, ZERO, Line, cone, series

from proofs import Claim, eq
from proofs import check as decide
from proofs.kernel import Rejected, check

IS = step("logic", "is", by=[], fact=["and"])


def total(name: str, number: str, n: str, by: str = "is", *values: str) -> Object:
    """Introduce the sum of a number from 1 to n."""
    args = [ONE, poly(n), *map(poly, values)]
    return step("repeat", name, op=f'sum "{number}"', args=args, by=[by], variable=f"{name}i", steps=[])  # fmt: skip


def limit(form: Any, nulls: Any = (), **more: Any) -> list[Object]:
    return [{"y": "y", "beyond": {"far": ZERO}, "admissible": [], "nulls": dict(nulls), "form": form,
             "steps": [], "by": [], "value": []} | more]  # fmt: skip


def summed(number: str, closed: Any, value: str, **more: Any) -> Object:
    """Introduce the series of a number, and its value."""
    return step("summed", "S", op=f'series "{number}"', args=[ONE], last="n",
                sums=[total("p", number, "n", "n_from")], by=[], closed=closed, value=value,
                limit=limit(value, **more))  # fmt: skip


def bounded(number: str, sums: Any, by: Any) -> Object:
    """Introduce the series of a number, which is at most 0."""
    return step("bounded", "S", op=f'series "{number}"', args=[ONE], variable="i", steps=[], signs=[],
                bound=ZERO, last="n", sums=sums, by=by)  # fmt: skip


def part(first: list[Object], pair: list[str], modulo: Any) -> list[Object]:
    return [*first, step("part", "w", pair=pair, variable="k", steps=[], signs=[]),
            cone("g", f"{pair[0]} - 1", [{"c": "1", "facts": ["w"]}], modulo)]  # fmt: skip


def of(number: str) -> Any:
    return ["series", "j", number, "1"]


# -1 - 1 - ..., n times, is at most 0
DOWN = [
    total("p", "-1", "n", "n_from"), total("o", "-1", "0"), step("empty", "e", term="o"),
    cone("none", "- o", [], [["e", "o", []]]),
    step("induction", "down", variable="m", low=ZERO, high=poly("n"), ordered=["n_from"],
         terms=[total("q", "-1", "m", "m_from")], fact=[">=", poly("- q")], base=["none"], by=["on"],
         steps=[cone("m1", "m + 1", [{"c": "1", "facts": ["m_from"]}, {"c": "1"}]), total("r", "-1", "m + 1", "m1"),
                step("last", "l", pair=["r", "q"]),
                cone("on", "- r", [{"c": "1", "facts": ["m_holds"]}, {"c": "1"}], [["l", "r", []]])]),
]  # fmt: skip
NONE = series("S", 'series "0"', "0", [])
THREE = [
    total("s0", "1", "0"), total("s1", "1", "1"), step("empty", "e", term="s0"), step("last", "l", pair=["s1", "s0"]),
    *(total(f"t{n}", "1", str(n), "is", "1") for n in range(4)), step("empty", "te", term="t0"),
    *(step("last", f"tl{n}", pair=[f"t{n}", f"t{n - 1}"]) for n in range(1, 4)),
]  # fmt: skip
ALL_THREE = [["tl3", "t3", []], ["tl2", "t2", []], ["tl1", "t1", []], ["te", "t0", []]]
NEGATIVE = 'series ["*", "-1", ["power", "1/2", "#"]]'
HALVES = series("S", NEGATIVE, "1/2", [], ["l"], [
    cone("u", "Si", [{"c": "1", "facts": ["Si_from"]}, {"c": "1"}]),
    cone("v", "Si + 1", [{"c": "1", "facts": ["u"]}, {"c": "1"}]),
    step("def", "q", term=["power", poly("1/2"), poly("Si")], by=["u"]),
    step("def", "r", term=["power", poly("1/2"), poly("Si + 1")], by=["v"]),
    step("last", "l", pair=["r", "q"]),
])  # fmt: skip

SERIES: dict[str, Line] = {
    "a series with another sum up to n": (
        "series.py", 'inner.require(step["by"], fact(inner.poly(tree) - total, "="), "the sum up to n")', "pass",
        "the sum up to n",
        proof(statement(["=", of("1"), "0"]), [
            summed("1", "0", "0"), step("zero", "g", p=poly("S"), modulo=[["S.0", "S", []]])], ["g"]),
    ),
    "a series whose sum up to n grows": (
        "series.py", 'check_limit(scope, Statement({n: ("integer", "")}, (), goal), step["limit"])', "pass",
        "f = F does not follow",
        proof(statement(["=", of("1"), "0"]), [
            summed("1", ["sum", "j", "1", "1", "n"], "0", steps=[
                cone("up", "y", [{"c": "1", "facts": ["far"]}]), total("t", "1", "y", "up")]),
            step("zero", "g", p=poly("S"), modulo=[["S.0", "S", []]])], ["g"]),
    ),
    "a series that goes down": (
        "series.py", 'each.require(step["signs"], fact(f, ">="), "that no summand is negative")', "pass",
        "no summand is negative",
        proof(statement(["<=", of("-1"), "0"]), [IS, bounded("-1", DOWN, ["down"])], ["S.0"]),
    ),
    "a bound that sums exceed": (
        "series.py", 'inner.require(step["by"], fact(bound - total, ">="), "that the sum up to n is at most B")', "pass",
        "at most B",
        proof(statement(["<=", of("1"), "0"]), [bounded("1", [total("p", "1", "n", "n_from")], [])], ["S.0"]),
    ),
    "a series below its first part": (
        "series.py", 'inner.require(step["signs"], fact(f, ">="), "that no summand is negative")', "pass",
        "no summand is negative",
        proof(statement([">=", ["series", "j", ["*", "-1", ["power", "1/2", "j"]], "1"], "0"]), [
            IS, step("def", "a", term=["power", poly("1/2"), ONE], by=[]), HALVES,
            step("repeat", "T", op=NEGATIVE.replace("series", "sum"), args=[ONE, ZERO], by=["is"], variable="Ti", steps=[
                cone("Tu", "Ti", [{"c": "1", "facts": ["Ti_from"]}, {"c": "1"}]),
                step("def", "Tq", term=["power", poly("1/2"), poly("Ti")], by=["Tu"])]),
            step("empty", "t", term="T"),
            step("part", "w", pair=["S", "T"], variable="k", signs=[], steps=[
                cone("ku", "k", [{"c": "1", "facts": ["k_from"]}, {"c": "1"}]),
                step("def", "kq", term=["power", poly("1/2"), poly("k")], by=["ku"])]),
            cone("g", "S", [{"c": "1", "facts": ["w"]}], [["t", "T", []]])], ["g"]),
    ),
    "a series above a product": (
        "series.py", 'ensure((head, kind) == ("series", "sum"), "these are not a series and a sum")', "pass",
        "not a series and a sum",
        proof(statement([">=", of("0"), "1"]), part(
            [IS, NONE, step("repeat", "T", op='product "0"', args=[ONE, ZERO], by=["is"], variable="Ti", steps=[]),
             step("empty", "t", term="T")], ["S", "T"], [["t", "T", []]]), ["g"]),
    ),
    "a series above another sum": (
        "series.py", 'ensure((tree, low, rest) == (same, start, more), "the terms differ in kind")', "pass",
        "differ in kind",
        proof(statement([">=", of("0"), "1"]), part(
            [IS, NONE, *THREE[:4]], ["S", "s1"], [["l", "s1", []], ["e", "s0", []]]), ["g"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SERIES)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition(*SERIES[name])


def test_a_series_whose_sum_up_to_n_is_known() -> None:
    """Σ 0 is the limit of 0·n; it is at most 0, and at least its first part."""
    up = [
        total("p", "0", "n", "n_from"), total("o", "0", "0"), step("empty", "e", term="o"),
        step("induction", "all", variable="m", low=ZERO, high=poly("n"), ordered=["n_from"],
             terms=[total("q", "0", "m", "m_from")], fact=["=", poly("q")], base=["e"], by=["on"],
             steps=[cone("m1", "m + 1", [{"c": "1", "facts": ["m_from"]}, {"c": "1"}]), total("r", "0", "m + 1", "m1"),
                    step("last", "l", pair=["r", "q"]),
                    step("zero", "on", p=poly("r"), modulo=[["l", "r", []], ["m_holds", "q", []]])]),
    ]  # fmt: skip
    known = summed("0", ["*", "0", "n"], "0") | {"sums": up, "by": ["all"], "limit": limit("0")}
    said = statement(["=", of("0"), "0"])
    checked = check(proof(said, [IS, known], ["S.0"]))
    assert checked.axioms.keys() >= {"series", "null quantities", "continuity"}
    below = cone("down", "- p", [], [["all", "p", []]])
    bound = bounded("0", [*up, below], ["down"])
    least = [total("T", "0", "0"), step("empty", "t", term="T")]
    steps = [IS, bound, *least, step("part", "w", pair=["S", "T"], variable="k", steps=[], signs=[]),
             cone("g", "S", [{"c": "1", "facts": ["w"]}], [["t", "T", []]])]  # fmt: skip
    both = statement(["and", ["<=", of("0"), "0"], [">=", of("0"), "0"]])
    assert check(proof(both, steps, ["S.0", "g"])).axioms.keys() >= {"series"}


I = sp.Symbol("i", integer=True)


def test_a_series_whose_value_is_not_minus_1() -> None:
    """Its value, and bounds of that of Σ 1/i², are among ``finder_statements``."""
    said = eq(sp.Sum(1 / (I * (I + 1)), (I, 1, sp.oo)), -1)
    assert decide([Claim("s", said, "here")]).verdicts["s"].name == "REFUTED"


def test_a_sum_is_not_above_a_longer_one() -> None:
    """Σ 1 to 1 with the end 1 looks like a series with the value 1, and the sum to 3 like its part."""
    steps = part([IS, *THREE], ["s1", "t3"], ALL_THREE)
    steps[-1] = cone("g", "s1 - 3", [{"c": "1", "facts": ["w"]}], ALL_THREE)
    wrong = proof(statement([">=", ["sum", "j", "1", "1", "1"], "3"]), steps, ["g"])
    with pytest.raises(Rejected, match="not a series and a sum"):
        check(wrong)


def test_what_is_summed_is_a_series() -> None:
    for of_sum in (summed("0", "0", "0"), bounded("0", [], [])):
        with pytest.raises(Rejected, match="is no series"):
            check(proof(statement(["=", "0", "0"]), [of_sum | {"op": 'sum "0"'}], []))
