"""Sums, products and series: their parts one by one, and where they have a value."""

from __future__ import annotations

import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import (
    ONE,
    ONE_AT_LEAST,
    WHOLE,
    ZERO,
    X,
    cone,
    repeated,
    series,
    whole,
)

from proofs.kernel import Rejected, check


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
        step("zero", "g", p="S + {0} S + {0}".format(f"-{ratio}".replace("--", "")),
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
        (step("empty", "e", term="n"), "malformed: KeyError"),
        (step("last", "e", pair=["n", "w"]), "malformed: KeyError"),
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


def test_a_series_has_no_last_part() -> None:
    """Of Σ x/2ⁱ, i = 1, 2, …, the factor x is not taken for an end."""
    half, op = poly("1/2"), 'series ["*", ["power", "1/2", "#"], "#0"]'

    def terms(s: str) -> list[Object]:
        return [
            cone(f"{s}u", f"{s}i", [{"c": "1", "facts": [f"{s}i_from"]}, {"c": "1"}]),
            cone(f"{s}v", f"{s}i + 1", [{"c": "1", "facts": [f"{s}u"]}, {"c": "1"}]),
            step("def", f"{s}q", term=["power", half, poly(f"{s}i")], by=[f"{s}u"]),
            step("def", f"{s}r", term=["power", half, poly(f"{s}i + 1")], by=[f"{s}v"]),
            step("last", f"{s}l", pair=[f"{s}r", f"{s}q"]),
            step("zero", f"{s}z", p=poly(f"{s}r x - 1/2 {s}q x" if s == "S" else f"{s}r x - {s}r - 1/2 {s}q x + 1/2 {s}q"),
                 modulo=[[f"{s}l", f"{s}r", []]]),
        ]  # fmt: skip

    both = [series(s, op, "1/2", [], [f"{s}z"], terms(s)) | {"args": [ONE, poly(x)]} for s, x in (("S", "x"), ("T", "x - 1"))]  # fmt: skip
    first = step("def", "p", term=["power", half, ONE], by=[])
    said = statement(["=", X, X], x="real")
    assert check(proof(said, [first, *both], [])).verdict == "PROVED"
    with pytest.raises(Rejected, match="a series has no end"):
        check(proof(said, [first, *both, step("last", "g", pair=["S", "T"])], []))


@pytest.mark.parametrize("low", ["1/2", "1"])
def test_induction_begins_at_a_whole_number(low: str) -> None:
    """From 1/2 on, n ≤ 1/2 would follow for every whole n: it holds at 1/2, and at no m ≥ 1/2."""
    steps = [
        cone("p", "m", [{"c": "1", "facts": ["m_from"]}, {"c": low}]),
        step("integer", "q", p=poly("m"), by=["p"]),
        cone("r", f"{low} - m - 1", [{"c": "3", "facts": ["m_holds"]}, {"c": "2", "facts": ["q"]}]),
    ]
    from_half = step(
        "induction", "g", variable="m", low=poly(low), high=poly("n"), ordered=["o"], terms=[],
        fact=[">=", poly(f"{low} - m")], base=[], steps=steps, by=["r"],
    )  # fmt: skip
    at_least = cone(
        "o", f"n - {low}", [{"c": "1", "facts": ["one"]}, *([{"c": "1/2"}] if low == "1/2" else [])]
    )
    found = proof(whole(["<=", "n", low]), [ONE_AT_LEAST, at_least, from_half], ["g"])
    with pytest.raises(Rejected, match="not whole" if low == "1/2" else "identity does not hold"):
        check(found)
