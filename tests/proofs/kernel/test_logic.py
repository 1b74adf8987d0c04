"""Rules of logic: hypotheses and the terms that stand in them, cases, and what is known of a term."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import X, real

from proofs.kernel import Rejected, check

LOG = ["log", ["inv", X]]
IN_LOG = [step("def", "i", term=["inv", poly("x")], hypothesis=0), step("def", "l", term=["log", poly("i")], hypothesis=0)]  # fmt: skip


@pytest.mark.parametrize("index", [-1, 1, True, "0", 0.0, None])
def test_no_hypothesis(index: object) -> None:
    said = real([">", X, "1"], [">", X, "1"])
    assert (
        check(proof(said, [step("hypothesis", "h", index=0)], ["h"], witness={"x": "2"})).verdict
        == "PROVED"
    )
    with pytest.raises(Rejected, match="no hypothesis"):
        check(proof(said, [step("hypothesis", "h", index=index)], ["h"], witness={"x": "2"}))


def test_terms_of_a_hypothesis_have_values_and_meet_their_conditions() -> None:
    """Where log(1/x) > 0 is assumed, x ≠ 0 and 1/x > 0; the inner term comes first."""
    said = real(["and", ["!=", X, "0"], [">", ["inv", X], "0"]], [">", LOG, "0"])
    found = proof(said, IN_LOG, ["i.needs", "l.needs"], witness={"x": "1/2"})
    assert check(found).verdict == "PROVED"
    with pytest.raises(Rejected, match="not known here"):
        check(found | {"steps": IN_LOG[::-1]})
    other = step("def", "l", term=["log", poly("x")], hypothesis=0)
    with pytest.raises(Rejected, match="does not stand in the hypothesis"):
        check(found | {"steps": [IN_LOG[0], other]})


def test_an_inverse_and_a_root_are_positive_where_their_argument_is() -> None:
    for op in (["inv", X], ["root", X, "2"]):
        term = step("def", "t", term=[op[0], *map(poly, op[1:])], by=["x.sign"])
        assert check(proof(real([">", op, "0"], sign=">"), [term], ["t.sign"])).verdict == "PROVED"


def test_a_term_beside_one_that_is_not_introduced() -> None:
    """1/y stands in the hypothesis, after log(1/x), of which nothing is known yet."""
    said = statement(["!=", "y", "0"], [">", ["+", LOG, ["inv", "y"]], "0"], x="real", y="real")
    steps = [step("def", "j", term=["inv", poly("y")], hypothesis=0)]
    assert check(proof(said, steps, ["j.needs"])).verdict == "PROVED"


@pytest.mark.parametrize(
    "term", [["inv"], ["inv", poly("x"), poly("x")], ["root", poly("x")], ["pi", poly("1")]]
)
def test_a_term_has_so_many_arguments(term: Any) -> None:
    with pytest.raises(Rejected, match="arguments"):
        check(proof(real(["=", X, X], sign=">"), [step("def", "t", term=term, by=["x.sign"])], []))


def cases(*branches: Object, on: str = "o", fact: Any = (">=", "x x")) -> Object:
    return step("split", "g", on=on, fact=[fact[0], poly(fact[1])], branches=list(branches))


def square(name: str) -> Object:
    """Return a branch in which x² ≥ 0 as it is a square of what is known."""
    return {"name": name, "by": [f"{name}s"], "steps": [
        step("cone", f"{name}s", p=poly("x x"), sum=[{"c": "1", "square": poly("x")}], modulo=[]),
    ]}  # fmt: skip


def test_what_was_read_in_a_case_is_not_known_outside_it() -> None:
    """e^x is introduced and read in one case; the same text outside speaks of nothing."""
    first = square("a")
    exp = step("def", "t", term=["exp", poly("x")], by=[])
    twice = [step("logic", f"l{i}", by=["t.0"], fact=[">", poly("t")]) for i in (0, 1)]
    order, others = step("order", "o", p=poly("x")), [square("b"), square("c")]
    said = real([">=", ["^", X, 2], "0"])
    inside = {**first, "steps": [exp, *twice, *first["steps"]]}
    assert check(proof(said, [order, cases(inside, *others)], ["g"])).verdict == "PROVED"
    inside["steps"] = [exp, twice[0], *first["steps"]]
    for name in ("t", "nowhere"):
        outside = step("order", "l1", p=poly(name))
        with pytest.raises(Rejected, match="not known here"):
            check(proof(said, [order, cases(inside, *others), outside], ["g"]))


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_number_is_positive_zero_or_negative(count: int) -> None:
    steps = [step("order", "o", p=poly("x")), cases(*map(square, "abcd"[:count]))]
    found = proof(real([">=", ["^", X, 2], "0"]), steps, ["g"])
    if count == 3:
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(Rejected, match="malformed"):
            check(found)


def test_the_cases_of_an_order_come_as_said() -> None:
    branches = [{"name": n, "by": [n], "steps": []} for n in "abc"]
    said = real(["or", [">", X, "0"], ["=", X, "0"], ["<", X, "0"]])
    wanted = ["or", *([rel, poly(p)] for rel, p in ((">", "x"), ("=", "x"), ("<", "x")))]
    steps = [
        step("order", "o", p=poly("x")),
        step("split", "g", on="o", fact=wanted, branches=branches),
    ]
    assert check(proof(said, steps, ["g"])).verdict == "PROVED"
    for i, (rel, p) in enumerate((("<", "x"), ("!=", "x"), (">", "x"))):
        wrong = [b | {"by": []} if j != i else b for j, b in enumerate(branches)]
        fact = step("split", "g", on="o", fact=["or", [rel, poly(p)]], branches=wrong)
        with pytest.raises(Rejected, match="in this case does not follow"):
            check(proof(said, [steps[0], fact], []))


def test_a_fact_is_one_case() -> None:
    steps = [step("hypothesis", "o", index=0), cases({"name": "a", "by": ["a"], "steps": []}, fact=(">", "x - 1"))]  # fmt: skip
    found = proof(real([">", X, "1"], [">", X, "1"]), steps, ["g"], witness={"x": "2"})
    assert check(found).verdict == "PROVED"


def test_a_formula_or_its_negation() -> None:
    halves = [step("either", "o", fact=[">", poly("x - 1")]), cases(square("a"), square("b"))]
    assert check(proof(real([">=", ["^", X, 2], "0"]), halves, ["g"])).verdict == "PROVED"
    said = real(["or", [">", X, "1"], ["<=", X, "1"]])
    assert check(proof(said, halves[:1], ["o"])).verdict == "PROVED"
    with pytest.raises(Rejected, match="goal does not follow"):
        check(proof(real(["or", [">", X, "1"], ["<", X, "1"]]), halves[:1], ["o"]))


@pytest.mark.parametrize("op", ["sum", "product", "series"])
def test_no_sum_is_a_term_of_one_argument(op: str) -> None:
    with pytest.raises(Rejected, match=f"{op} has .* arguments"):
        check(proof(real([">", X, "1"]), [step("def", "s", term=[op, poly("x")], by=[])], []))
