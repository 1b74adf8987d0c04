"""False statements are refuted at a point, also where it is easy to miss."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from sympy import (
    E,
    Eq,
    Ge,
    Gt,
    Integer,
    Le,
    Lt,
    Max,
    Ne,
    Rational,
    Symbol,
    exp,
    log,
    oo,
    pi,
    sin,
    sqrt,
)
from sympy.logic.boolalg import And, Implies, Not, Or

from proofs import Limit, ge
from proofs.kernel import check
from proofs.kernel.language import read_statement
from proofs.provers.finders.points.closed_forms import closed_forms
from proofs.provers.finders.points.lines import between
from proofs.provers.finders.points.search import search
from proofs.provers.finders.scalars.existence import existing
from proofs.provers.finders.scalars.find import find
from proofs.reader.scalars import read
from spectra import R, gamma, k

x, y = Symbol("x", positive=True), Symbol("y", real=True)
q = Symbol("q", rational=True, positive=True)
n = Symbol("n", integer=True, positive=True)

AT_A_POINT: dict[str, Any] = {
    "a short interval": Ge((R - Rational(10001, 10000)) * (R - Rational(10002, 10000)), 0),
    "far out": Lt(log(R), 2000),
    "close to 0": Gt(log(R), -90),
    "around a number that is not rational": Ge((R - pi) ** 2, Rational(1, 10**12)),
    "on a hill": Le(R * exp(-R / 1000), 367),
    "on a hill away from all constants": Le(x * exp(-x / 37) + sin(x) / 100, Rational(1360, 100)),
    "in two variables": Ge((x - Rational(7, 3)) ** 2 + (y + Rational(5, 7)) ** 2, Rational(1, 10**6)),
    "between two bounds of an exponent": Implies(And(R > 1, gamma < Rational(1, 2)), Le(R**gamma, R ** Rational(49, 100))),
    "at one whole number": Ne(k, 10002),
    "at an odd number": Or(Lt(n, 9999), Gt(n, 9999)),
    "at a rational zero": Ne(q * (3 * q - 1) * (7 * q - 22), 0),
    "at a power of e": Gt((log(x) - 1) ** 2, 0),
    "where a tangent touches": Lt(log(x), 2 * sqrt(x) / E),
    "at a logarithm": Ne(exp(R), 2),
    "at a quadratic number": Gt((x**2 - x - 1) ** 2, 0),
    "in two variables that are not rational": Gt((x - sqrt(2)) ** 2 + (y - pi) ** 2, 0),
    "inside a denial": Not(And(Gt(R, 3), Lt(R, Rational(31, 10)))),
}  # fmt: skip

SOMEWHERE: dict[str, Any] = {
    "a transcendental equation": Ne(x * exp(x), 1),
    "a quintic": Ne(x**5 + x, 1),
    "the square of one": Gt((x**5 + x - 1) ** 2, 0),
    "a product": Gt(x * (log(x) + x) ** 2, 0),
    "in one of two variables": Implies(Gt(y, 1), Ne(x * exp(x * y), 3)),
    "under a choice": Ne(Max(x, 1) + x**3 / 7, 2),
    "the other root": Implies(Eq(y**2, 2), Gt(y, 0)),
    "another power of a root": Implies(Eq(y**2, 2), Eq(y**4, 5)),
    "on a circle": Implies(Eq(x**2 + y**2, 3), Lt(y, 1)),
    "beyond the root of an equation": Implies(Eq(x * exp(x), 1), Gt(x, Rational(3, 5))),
}

TRUE: dict[str, Any] = {
    "a square": ge((x - y) ** 2, 0),
    "a sum of roots": Lt(sqrt(R + 1), sqrt(R) + 1),
    "an identity": Eq((x + y) ** 2 - x**2 - y**2, 2 * x * y, evaluate=False),
    "a rational number is no root of 2": Ne(q**2, 2),
    "a tangent": Le(log(x), x - 1),
}


@pytest.mark.parametrize("name", AT_A_POINT)
def test_a_point_is_found(name: str) -> None:
    found = find(read(AT_A_POINT[name]).statement)
    assert found is not None
    assert "point" in found
    assert "zero" not in found
    assert check(found).verdict == "REFUTED"


@pytest.mark.parametrize("name", SOMEWHERE)
def test_a_zero_is_shown_to_exist(name: str) -> None:
    found = find(read(SOMEWHERE[name]).statement)
    assert found is not None
    assert "zero" in found
    assert check(found).verdict == "REFUTED"


AT_NO_NUMBER: dict[str, Any] = {
    "a power of a root": Implies(Eq(y**2, 2), Eq(y**4, 4)),
    "its sign": Implies(Eq(x * exp(x), 1), Lt(x, 1)),
    "a transcendental equation, multiplied": Implies(Eq(x * exp(x), 1), Eq(x**2 * exp(x), x)),
}  # fmt: skip
"""True where equations hold that no number of the language solves, or none that balls tell."""


@pytest.mark.parametrize("name", AT_NO_NUMBER)
def test_what_is_assumed_may_hold_at_a_zero_only(name: str) -> None:
    found = find(read(AT_NO_NUMBER[name]).statement)
    assert found is not None
    assert "zero" in found
    assert check(found).verdict == "PROVED"


@pytest.mark.parametrize("tree", [y**2 + 2, exp(y), 1 / y])
def test_an_equation_without_a_zero_shows_no_value(tree: Any) -> None:
    statement = read_statement(read(Gt(y, 7), (Eq(tree, 0, evaluate=False),)).statement)
    assert not list(existing(statement, set()))


@pytest.mark.parametrize("name", TRUE)
def test_nothing_is_found_where_a_statement_holds(name: str) -> None:
    found = search(read_statement(read(TRUE[name]).statement), set(), True, lambda: None)
    assert found is None or "point" not in found


def test_generic_values_come_first() -> None:
    found = find(read(Eq(R * k, R + k, evaluate=False)).statement)
    assert found is not None
    assert found["point"] == {"R": "2", "k": "4"}


def test_a_limit_is_refuted_at_a_value_of_its_parameter() -> None:
    found = find(read(Limit(R ** (gamma - Rational(1, 2)), R, oo, Integer(0))).statement)
    assert found is not None
    assert set(found["point"]) == {"gamma"}
    assert check(found).verdict == "REFUTED"


@pytest.mark.parametrize(
    ("low", "high", "simplest"),
    [("1/3", "1/2", "1/2"), ("-7/3", "-9/4", "-7/3"), ("314159/100000", "3141593/1000000", "355/113"), ("-1", "2", "0")],
)  # fmt: skip
def test_the_simplest_number_of_an_interval(low: str, high: str, simplest: str) -> None:
    assert between(Fraction(low), Fraction(high)) == Fraction(simplest)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        (0.75, "3/4"),
        (float(sqrt(2)), ["root", "2", "2"]),
        (float(-(Rational(5) ** Rational(1, 3))), ["*", "-1", ["root", "5", "3"]]),
        (float(log(3)), ["log", "3"]),
        (float(2 * pi / 3), ["*", "2/3", ["pi"]]),
    ],
)
def test_closed_forms_are_recognised(number: float, form: Any) -> None:
    assert form in list(closed_forms(number, 1e-12))
