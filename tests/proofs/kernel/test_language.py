"""Statements of the core language: what has their form, which names stand in them, what is put in."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from kernel_objects import statement

from proofs.kernel.errors import Rejected
from proofs.kernel.language import (
    bound,
    digest,
    exponent,
    leaves,
    places,
    premises,
    read_statement,
    repeated,
    substitute,
    terms,
)

SUM = ["sum", "i", ["*", "i", "b", "a"], "1", "n"]
SERIES = ["series", "i", ["power", "a", "i"], "0"]


def limit(to: Any, side: str, expr: Any = "x", value: Any = "0") -> Any:
    return statement(["limit", expr, "x", to, side, value], x="real", a="real")


@pytest.mark.parametrize("kind", ["real", "rational", "integer", "even", "odd", "noninteger"])
@pytest.mark.parametrize("sign", ["", ">", ">=", "<", "<=", "!="])
def test_kinds_and_signs(kind: str, sign: str) -> None:
    found = read_statement(statement(["=", "x", "x"], x=f"{kind} {sign}"))
    assert found.variables == {"x": (kind, sign)}
    assert found.moving == set()


@pytest.mark.parametrize(
    ("to", "side"), [("+oo", "+-"), ("-oo", "+-"), ("0", "+"), ("0", "-"), ("a", "+-")]
)
def test_limits(to: str, side: str) -> None:
    assert read_statement(limit(to, side)).moving == {"x"}


TIME = ["time", ["moment", "t"], ["where", ["let", "s", "2"]], ["solutions", ["solution", "y", "s", "1"]],
        "y", "1/2", "x", "1"]  # fmt: skip


def test_a_learning_time_moves_its_scale_and_names_its_own() -> None:
    found = read_statement(statement(TIME, x="real >"))
    assert found.moving == {"x"}
    assert bound(found.goal) == {"t", "s", "y"}
    assert read_statement(statement(["terminal", *TIME[1:5], "1"])).moving == set()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (statement(["=", "x", "x"], x="real") | {"more": []}, "three parts"),
        ({"variables": {}, "goal": ["=", "1", "1"]}, "three parts"),
        (statement(["=", "1", "1"], **{"1x": "real"}), "is no name"),
        (statement(["=", "1", "1"], **{"x.y": "real"}), "is no name"),
        (statement(["=", "x", "x"], x="complex"), "is declared as"),
        (statement(["=", "x", "x"], x="real =>"), "is declared as"),
        (limit("x", "+-"), "stands in its limit"),
        (limit("0", "+-", value=["+", "x", "1"]), "stands in its limit"),
        (limit("+oo", "+"), "is no side"),
        (limit("-oo", "-"), "is no side"),
        (limit("0", ""), "is no side"),
        (limit("0", "-+"), "is no side"),
        (limit("b", "+"), "is not declared"),
        (limit("0", "+", value="b"), "is not declared"),
        (statement(["=", "x", "y"], x="real"), "is not declared"),
        (statement(["=", "x", "x"], ["=", "y", "1"], x="real"), "is not declared"),
        (statement(["=", ["sum", "i", "i", "1", "i"], "1"], i="integer"), "two things"),
        (statement(["=", "1", "1"], ["=", ["sum", "x", "x", "1", "2"], "3"], x="real"), "two things"),
        (statement(["=", ["sum", "1i", "2", "1", "2"], "4"]), "has no name"),
        (statement(["=", ["term", "x"], "1"], x="real"), "speaks of a term"),
        (statement(["=", "1", "1"], ["=", [["term", "x"]], "1"], x="real"), "speaks of a term"),
        (statement(TIME, x="real", t="real"), "two things"),
        (statement(TIME, x="real", s="real"), "two things"),
        (statement(TIME, ["=", "y", "1"], x="real"), "is not declared"),
    ],
)  # fmt: skip
def test_no_statement(wrong: Any, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        read_statement(wrong)


@pytest.mark.parametrize("n", [-1, 10_001, True, "2", 2.0, None])
def test_no_exponent(n: object) -> None:
    assert (exponent(0), exponent(10_000)) == (0, 10_000)
    with pytest.raises(Rejected, match="no exponent"):
        exponent(n)


@pytest.mark.parametrize(("tree", "names"), [
    ("x", {"x"}), ("-3/2", set()), ("+oo", set()), ("-oo", set()), (["+"], set()), (["^", "x", 2], {"x"}),
    (SUM, {"a", "b", "n"}), (["sum", "i", "i", "i", "1"], {"i"}), (["sum", "i", "i", "1", "i"], {"i"}),
    (SERIES, {"a"}), (["and", ["=", "x", "y"], [">", "z", "0"]], {"x", "y", "z"}),
])  # fmt: skip
def test_names_in_a_tree(tree: Any, names: set[str]) -> None:
    assert leaves(tree) == names


def test_names_that_a_tree_binds() -> None:
    assert bound(["+", SUM, ["inv", SERIES], "x"]) == {"i"}
    assert bound(["sum", "i", ["product", "j", "j", "1", "i"], "1", ["sum", "k", "k", "1", "2"]]) == {"i", "j", "k"}  # fmt: skip
    assert bound(["matrices", ["declared", ["matrix", "A", "n", "n"]], "A"]) == {"A"}
    assert bound("x") == bound(["exp", ["^", "x", 2]]) == set()


def test_premises() -> None:
    assert premises(["implies", "p", ["implies", "q", ["=", "x", "y"]]]) == ["p", "q"]
    assert premises(["=", "x", "y"]) == []


def test_putting_in() -> None:
    assert substitute(["+", "x", ["^", "y", 2], "z"], {"x": "1", "y": ["exp", "x"]}) == ["+", "1", ["^", ["exp", "x"], 2], "z"]  # fmt: skip
    assert substitute(SUM, {"a": "2", "n": "m"}) == ["sum", "i", ["*", "i", "b", "2"], "1", "m"]
    for values in ({"a": ["+", "i", "1"]}, {"n": "i"}, {"i": "2"}, {"z": "i"}):
        with pytest.raises(Rejected, match="'i' is bound"):
            substitute(SUM, values)


def test_a_sum_as_a_function_of_its_ends_and_names() -> None:
    assert repeated(SUM) == ('sum ["*", "#", "#1", "#0"]', ["1", "n", "a", "b"])
    assert repeated(SERIES) == ('series ["power", "#0", "#"]', ["0", "a"])
    assert repeated(["product", "j", ["+", "j", "1"], "a", "a"]) == (
        'product ["+", "#", "1"]',
        ["a", "a"],
    )
    assert places("k", ["u", "v"]) == {"#": "k", "#0": "u", "#1": "v"}
    for wrong in (
        ["sum", "i", "i", "1"],
        ["series", "i", "i", "1", "2"],
        ["sum", "2", "1", "1", "2"],
    ):
        with pytest.raises(Rejected, match="ends and binds a name"):
            repeated(wrong)


def test_terms_within_a_formula_come_smallest_first() -> None:
    formula = [
        "and",
        ["=", ["exp", ["inv", "x"]], "1"],
        ["not", ["<", ["log", "y"], ["*", "2", "z"]]],
    ]
    assert list(terms(formula)) == [
        ["inv", "x"],
        ["exp", ["inv", "x"]],
        ["log", "y"],
        ["*", "2", "z"],
    ]
    # what stands in a summand is defined for its index only
    inside = ["sum", "i", ["inv", "i"], ["floor", "x"], ["abs", "x"]]
    assert list(terms(inside)) == [["floor", "x"], ["abs", "x"], inside]
    assert list(terms(["implies", ["or", [">", "x", "0"]], ["!=", ["sin", "x"], "0"]])) == [
        ["sin", "x"]
    ]
    assert list(terms("x")) == []
    for rel in ("=", "!=", ">", ">=", "<", "<="):
        assert list(terms([rel, ["exp", "x"], "1"])) == [["exp", "x"]]


def test_the_hash_does_not_depend_on_the_order_of_the_parts() -> None:
    first, second = {"a": ["1", "ü"], "b": 2}, {"b": 2, "a": ["1", "ü"]}
    assert digest(first) == digest(second)
    assert digest(first) != digest({"a": ["1", "u"], "b": 2})
    text = '{"a":["1","2"],"b":2}'
    assert digest({"b": 2, "a": ["1", "2"]}) == hashlib.sha256(text.encode()).hexdigest()
    assert digest([]) == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945"
