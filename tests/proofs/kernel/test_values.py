"""Values at a point: what is computed exactly, what in balls, and what is not computed."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from kernel_objects import statement

from proofs.kernel import Rejected
from proofs.kernel.formulas import fact
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import read_statement
from proofs.kernel.points import EXACT, compare, precision, read_point, truth, value
from proofs.kernel.polynomials import Ring

NUMBERS = [fmpq(p, q) for p, q in ((-7, 2), (-2, 1), (-1, 1), (0, 1), (1, 4), (1, 1), (2, 1), (9, 4), (8, 1))]  # fmt: skip
SECOND = {"root": (fmpq(2), fmpq(3)), "power": (fmpq(0), fmpq(1), fmpq(3))}
RATIONAL = {
    ("exp", 0): 1, ("log", 1): 0, ("sin", 0): 0, ("cos", 0): 1, ("atan", 0): 0, ("erf", 0): 0,
    ("abs", -2): 2, ("floor", -3): -3, ("inv", 1): 1,
}  # fmt: skip


def arguments(name: str) -> list[tuple[fmpq, ...]]:
    found = product(NUMBERS, SECOND.get(name, NUMBERS))
    return [args[: FUNCTIONS[name].size] for args in found]


def defined(name: str, args: tuple[fmpq, ...]) -> bool:
    return all(compare(args[i], rel) for i, rel in FUNCTIONS[name].needs)


@pytest.mark.parametrize("name", EXACT)
def test_exact_values_lie_in_the_balls(name: str) -> None:
    for args in arguments(name):
        exact = EXACT[name](*args) if defined(name, args) else None
        if exact is not None:
            assert FUNCTIONS[name].ball(*map(arb, args)).contains(arb(exact)), (name, args)


@pytest.mark.parametrize(("name", "at"), RATIONAL)
def test_a_rational_value_is_exact(name: str, at: int) -> None:
    found = value([name, str(at)])
    assert isinstance(found, fmpq)
    assert found == RATIONAL[name, at]


@pytest.mark.parametrize("tree", [
    ["root", "4", "1"], ["root", "4", "0"], ["root", "4", "5/2"], ["power", "2", "-1"], ["power", "2", "1/2"],
    ["power", "2", ["root", "2", "2"]], ["root", "-1", "2"], ["inv", "0"], ["log", "0"], ["log", "-1"],
    ["exp", "1", "1"], ["max", "1"], ["pi", "1"], ["half", "4"], ["power", "2", "10001"],
    ["sum", "i", "i", "1/2", "3"], ["sum", "i", "i", "1", "-1"], ["sum", "i", "i", "1", "5001"],
    ["series", "i", "i", "1"], ["series", "i", "i", "1", "3"], ["sum", "i", "i", "1", ["root", "2", "2"]],
])  # fmt: skip
def test_no_value(tree: Any) -> None:
    with pytest.raises((Rejected, LookupError)):
        value(tree)


@pytest.mark.parametrize(("tree", "found"), [
    (["root", "9/4", "2"], "3/2"), (["root", "8", "3"], "2"), (["power", "-2", "3"], "-8"), (["power", "0", "0"], "1"),
    (["sum", "i", ["^", "i", 2], "1", "3"], "14"), (["product", "i", "i", "2", "4"], "24"),
    (["sum", "i", "i", "1", "0"], "0"), (["product", "i", "i", "1", "0"], "1"), (["+", "1", "2", "3"], "6"),
    (["*", "2", "2", "3"], "12"), (["+"], "0"), (["*"], "1"), (["^", "2", 3], "8"), (["max", "1", "2"], "2"),
    (["min", "1", "2"], "1"), (["floor", "-7/2"], "-4"), (["sum", "i", "1", "1", "5000"], "5000"),
])  # fmt: skip
def test_a_value(tree: Any, found: str) -> None:
    top, _, bottom = found.partition("/")
    assert isinstance(value(tree), fmpq)
    assert value(tree) == fmpq(int(top), int(bottom or 1))


def test_a_ball_stands_for_itself_and_is_added_to_numbers() -> None:
    assert value(arb(2)) == arb(2)
    assert value(["+", "1", ["exp", "1"]]).contains(arb(1).exp() + 1)
    assert value(["*", ["exp", "1"], "2"]).contains(2 * arb(1).exp())
    assert value(["root", ["exp", "1"], "2"]).contains(arb("0.5").exp())
    assert value(["max", "3", ["exp", "1"]]).contains(arb(3))
    assert truth(["=", ["+", "1", "1"], "2"]) is True


RELATIONS = {
    "=": (False, True, False), "!=": (True, False, True), ">": (False, False, True),
    "<": (True, False, False), ">=": (False, True, True), "<=": (True, True, False),
}  # fmt: skip


@pytest.mark.parametrize("rel", RELATIONS)
def test_a_number_or_a_ball_and_0(rel: str) -> None:
    for number, wanted in zip((-1, 0, 1), RELATIONS[rel], strict=True):
        assert compare(fmpq(number), rel) is wanted
        ball = compare(arb(number, 0.25), rel)
        assert ball is (wanted if number else None)
    touching = {">=": True, "<": False}.get(rel)
    assert compare(arb(1, 1), rel) in (touching, None)
    assert compare(arb.nan(), rel) is None
    assert compare(arb("inf"), rel) is None


YES, NO, OPEN = ["=", "1", "1"], ["=", "1", "2"], ["=", ["exp", ["log", "2"]], "2"]


@pytest.mark.parametrize(("formula", "holds"), [
    (["and", YES, YES], True), (["and", YES, NO], False), (["and", OPEN, NO], False), (["and", OPEN, YES], None),
    (["or", NO, NO], False), (["or", NO, YES], True), (["or", OPEN, YES], True), (["or", OPEN, NO], None),
    (["not", YES], False), (["not", NO], True), (["not", OPEN], None), (["implies", NO, NO], True),
    (["implies", YES, NO], False), (["implies", OPEN, NO], None), (["implies", OPEN, YES], True),
    (["implies", NO, OPEN], True), (["and"], True), (["or"], False), (["=", OPEN[1], OPEN[1]], True),
])  # fmt: skip
def test_truth_in_three_values(formula: Any, holds: bool | None) -> None:
    with precision(64):
        assert truth(formula) is holds


@pytest.mark.parametrize("formula", [
    ["not", YES, YES], ["not"], ["implies", YES], ["implies", YES, YES, YES], ["xor", YES, NO], ["nor"],
])  # fmt: skip
def test_no_formula(formula: Any) -> None:
    with pytest.raises(Rejected, match=r"parts|is no formula"):
        truth(formula)


@pytest.mark.parametrize(
    ("bits", "fits"), [(1, False), (2, True), (20_000, True), (20_001, False), (64.0, False)]
)
def test_precision(bits: Any, fits: bool) -> None:
    before = ctx.prec
    if fits:
        with precision(bits):
            assert ctx.prec == bits
    else:
        with pytest.raises(Rejected, match="no precision"), precision(bits):
            pass
    assert ctx.prec == before


def test_a_fact_has_one_of_six_relations() -> None:
    (x,) = Ring("x").variables
    with pytest.raises(Rejected, match="is no relation"):
        fact(x, "=>")
    assert fact(x, "<") == fact(-x, ">")
    assert fact(x, "<=") == fact(-x, ">=")


ROOT_2 = ["root", "2", "2"]
OF_KIND = {
    "real": (True, True, True, True), "rational": (True, True, True, False), "integer": (True, True, False, False),
    "even": (True, False, False, False), "odd": (False, True, False, False), "noninteger": (False, False, True, True),
}  # fmt: skip


@pytest.mark.parametrize("kind", OF_KIND)
def test_values_of_a_kind(kind: str) -> None:
    said = read_statement(statement(["=", "x", "x"], x=kind))
    for tree, fits in zip(("2", "-3", "1/2", ROOT_2), OF_KIND[kind], strict=True):
        if fits:
            assert read_point(said, {"x": tree}) == {"x": tree}
        else:
            with pytest.raises(Rejected, match=f"is not certainly {kind}"):
                read_point(said, {"x": tree})
    around_2 = ["exp", ["log", "2"]]
    if kind == "real":
        assert read_point(said, {"x": around_2})
    else:
        with pytest.raises(Rejected, match=f"is not certainly {kind}"):
            read_point(said, {"x": around_2})


@pytest.mark.parametrize(
    "point", [{}, {"x": "1", "y": "2"}, {"y": "1"}, {"x": "y"}, {"x": ["+", "x", "1"]}]
)
def test_a_point_has_a_value_for_each_variable(point: Any) -> None:
    said = read_statement(statement(["=", "x", "x"], x="real"))
    with pytest.raises(Rejected, match="a value without names for each"):
        read_point(said, point)
    both = read_statement(statement(["=", "x", "y"], x="real", y="real"))
    with pytest.raises(Rejected, match="a value without names for each"):
        read_point(both, {"x": "1", "y": "x"})
    moving = statement(["limit", "c", "x", "+oo", "+-", "0"], x="real", c="real >")
    assert read_point(read_statement(moving), {"c": "1"}) == {"c": "1"}
    for wrong in ({"x": "1", "c": "1"}, {"c": "-1"}, {"c": "0"}):
        with pytest.raises(Rejected, match=r"a value without|is not certainly"):
            read_point(read_statement(moving), wrong)
