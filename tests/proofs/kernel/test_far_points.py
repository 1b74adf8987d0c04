"""Counterexamples that lie far out, and what is known of a series beside its first summands."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy as sp

from proofs import ge, gt, le, ne
from proofs.claims.relation import as_statement
from proofs.kernel import check
from proofs.kernel.language import Statement
from proofs.provers.finders.kinds import find_claim
from proofs.provers.finders.points.floating import evaluate
from proofs.provers.finders.points.whole import whole_points

n, m, k = sp.symbols("n m k", integer=True, positive=True)
j = sp.Symbol("j", integer=True)
a = sp.Symbol("a", positive=True)
HARMONIC, SQUARES = sp.Sum(1 / j, (j, 1, n)), sp.Sum(1 / j**2, (j, 1, sp.oo))
ROW = ["sum", "i", ["inv", "i"], "1", "n"]


@pytest.mark.parametrize("last", [128, 129, 2360, 5000])
def test_long_sums_have_a_value(last: int) -> None:
    value, error = evaluate(ROW, {"n": np.array([1.0, last])})
    wanted = np.array([1.0, float(sp.harmonic(last))])
    assert np.all(np.abs(value - wanted) <= error)


def test_long_sums_with_other_names_have_a_value_at_some_points() -> None:
    tree = ["sum", "i", ["inv", ["+", "i", "x"]], "1", "n"]
    value, _ = evaluate(tree, {"n": np.full(70, 200.0), "x": np.arange(70.0)})
    wanted = [sum(1 / (i + x) for i in range(1, 201)) for x in range(16)]
    assert np.allclose(value[:16], wanted, rtol=1e-12)
    assert np.all(np.isnan(value[16:]))


def test_longer_sums_than_the_kernel_computes_have_none() -> None:
    assert np.isnan(evaluate(ROW, {"n": np.array([5001.0])})[0]).all()


@pytest.mark.parametrize("power", [2, 3])
def test_what_is_left_of_a_series_is_estimated(power: int) -> None:
    value, error = evaluate(["series", "i", ["inv", ["^", "i", power]], "1"], {})
    assert abs(value - float(sp.zeta(power))) <= error < 1e-3


FALSE: dict[str, tuple[Any, ...]] = {
    "late": (le(HARMONIC, sp.log(n)), n >= 129),
    "very late": (le(HARMONIC, sp.log(n)), n >= 3000),
    "at one number": (le(HARMONIC, 5), n >= 150, n <= 150),
    "with a parameter": (le(sp.Sum(a / j, (j, 1, n)), a * sp.log(n)), n >= 300),
    "a series": (le(SQUARES, sp.Rational(164, 100)),),
    "two squares": (ne(n**2 + m**2, 2210),),
    "factors": (ne(n * m, 899), n > 1, m > 1),
    "Pell": (ne(n**2 - 29 * m**2, 1),),
    "cubes": (ne(n**3 + m**3, 4104),),
    "strict": (gt((n**2 - 13 * m**2) ** 2, 1),),
    "three": (ne(n**2 + m**2 + k**2, 1110),),
}


def verdict(said: Any, *assume: Any) -> str:
    found = find_claim(as_statement(said), assume)
    assert found is not None
    return check(found).verdict


@pytest.mark.parametrize("name", FALSE)
def test_false_statements_are_refuted(name: str) -> None:
    assert verdict(*FALSE[name]) == "REFUTED"


TRUE: dict[str, tuple[Any, ...]] = {
    "late": (ge(HARMONIC, sp.log(n)), n >= 150),
    "between numbers": (gt(sp.Sum(1 / j, (j, 1, 10**6)), 10),),
    "a series": (ge(SQUARES, sp.Rational(164, 100)),),
    "not one apart": (ne(n**2 - m**2, 2),),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_neighbours_are_proved(name: str) -> None:
    assert verdict(*TRUE[name]) == "PROVED"


def test_no_integers_are_found_where_there_are_none() -> None:
    goal = ["!=", ["+", ["^", "n", 2], ["*", "-3", ["^", "m", 2]]], "-1"]
    variables = {"n": ("integer", ">"), "m": ("integer", ">")}
    assert not list(whole_points(Statement(variables, (), goal)))
    assert not list(whole_points(Statement({"n": ("real", "")}, (), ["!=", "n", "2"])))
