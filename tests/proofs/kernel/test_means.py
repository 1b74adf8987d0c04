"""Polynomials that are shown by means of their monomials or as squares, and false ones of the same form."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from flint import fmpq

from proofs.kernel import check
from proofs.provers.finders.scalars.find import find
from proofs.provers.finders.signs.mean_bounds import Means, bounds_of
from proofs.reader.scalars import read

A, B, C = sp.symbols("a b c", positive=True)
X, Y, Z = sp.symbols("x y z", real=True)
U = sp.Symbol("u", nonnegative=True)

MOTZKIN = X**4 * Y**2 + X**2 * Y**4 + 1 - 3 * X**2 * Y**2
PLAIN = A**2 * B + A * B**2 + 1 - 3 * A * B
VASC = sp.expand((X**2 + Y**2 + Z**2) ** 2 - 3 * (X**3 * Y + Y**3 * Z + Z**3 * X))
SQUARES = sp.expand((X**2 - Y * Z) ** 2 + (Y**2 - 2 * X * Z + Z**2) ** 2 + (X * Y - Z * X) ** 2)

TRUE: dict[str, tuple[Any, ...]] = {
    "of two quantities": (PLAIN >= 0,),
    "at another point": (A**2 * B + 8 * A * B**2 + 1 >= 6 * A * B,),
    "with room": (PLAIN + sp.Rational(1, 100) > 0,),
    "with a summand that is not needed": (PLAIN + C > 0,),
    "apart from where both sides are equal": (PLAIN > 0, sp.Ne(A, 1)),
    "of quotients": (A / B + B / C + C / A >= 3,),
    "where one may be 0": (A**2 * B + B**2 * U + U**2 * A >= 3 * A * B * U,),
    "of squares": (MOTZKIN >= 0,),
    "where squares are 2": (X**4 * Y**2 + 2 * X**2 * Y**4 + 4 >= 6 * X**2 * Y**2,),
    "with several negative summands": (sp.expand(MOTZKIN * (X**2 + 1)) >= 0,),
    "of a negative quantity": (A * X**2 - A**2 * X + 1 >= -3 * A * X, X < 0),
    "squares that are found as a matrix": (VASC >= 0,),
    "squares with a common zero": (SQUARES >= 0,),
    "squares with room": (SQUARES + X**2 - X + 1 > 0,),
}


@pytest.mark.parametrize("name", TRUE)
def test_means_are_shown(name: str) -> None:
    goal, *assume = TRUE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "PROVED"


@pytest.mark.parametrize(
    "goal",
    [
        PLAIN - A * B / 100 >= 0,
        PLAIN > 0,
        MOTZKIN > 0,
        MOTZKIN - X**2 / 1000 >= 0,
        A**2 * B + 8 * A * B**2 + 1 > 6 * A * B,
        A / B + B / C + C / A - sp.Rational(301, 100) >= 0,
        SQUARES - X**2 * Y**2 / 100 >= 0,
        VASC - X**4 / 1000 >= 0,
    ],
)
def test_false_neighbours_are_refuted(goal: Any) -> None:
    found = find(read(goal, []).statement)
    assert found is not None
    assert check(found).verdict == "REFUTED"


def _means(*rows: tuple[list[int], int]) -> Means:
    return Means(tuple(tuple(powers) for powers, _ in rows), tuple(fmpq(c) for _, c in rows))


def test_weights_add_up_at_a_rational_point() -> None:
    found = bounds_of(_means(([2, 1], 1), ([1, 2], 8), ([0, 0], 1), ([1, 1], -6)))
    assert found is not None
    assert found.point == [2, fmpq(1, 4)]
    assert [(i, k) for i, k, _ in found.pairs] == [(0, 3), (1, 3), (2, 3)]
    assert found.rest == []


@pytest.mark.parametrize(
    "means",
    [
        _means(([2, 1], 1), ([1, 2], 1), ([0, 0], 1)),
        _means(([2, 1], -1), ([1, 2], -1)),
        _means(([2, 1], 1), ([1, 2], 1), ([0, 0], 1), ([3, 1], -1)),
        _means(([2, 1], 1), ([1, 2], 1), ([0, 0], 1), ([1, 1], -4)),
        _means(([2, 1], 1), ([1, 2], 1), ([0, 0], 10**100), ([1, 1], -1)),
    ],
)
def test_nothing_is_found_of_one_sign_of_what_is_larger_and_of_large_numbers(means: Means) -> None:
    assert bounds_of(means) is None
