"""Derivatives that are made without sympy's questions are those of sympy, part by part."""

import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from proofs.claims.derivative import derivative
from proofs.ledger.formulas import Named, beta, logistic, sigma, t

x, y = sp.symbols("x y", positive=True)
numbers = st.sampled_from([sp.Integer(-1), sp.Rational(1, 2), sp.Integer(3), x, y])
functions = st.sampled_from(
    [sp.exp, sp.log, sp.atan, sp.erf, sp.sqrt, sp.Abs, lambda f: 1 / (2 + f)]
)
formulas = st.recursive(
    numbers,
    lambda parts: st.one_of(
        st.builds(sp.Add, parts, parts),
        st.builds(sp.Mul, parts, parts),
        st.builds(lambda f, g: (2 + f**2) ** g, parts, numbers),
        st.builds(lambda f, function: function(f), parts, functions),
    ),
    max_leaves=6,
)


@given(formulas)
def test_a_derivative_is_that_of_sympy(formula: sp.Expr) -> None:
    assert derivative(formula, x) == formula.diff(x)


@pytest.mark.parametrize(
    "formula",
    [
        *(beta(level) for level in sigma.values()),
        sp.sqrt(x * logistic(x, y)),
        sp.Max(t, 1) * sp.cosh(t) ** 2,
        Named("f", t**2 * sp.exp(t)) / t,
        sp.Sum(x * t**2, (x, 1, 3)),
        sp.Piecewise((t**2, t > 1), (t, True)),
    ],
)
def test_so_is_that_of_what_the_ledger_differentiates_and_of_other_kinds(formula: sp.Expr) -> None:
    found = derivative(formula, t)
    assert found == formula.diff(t)
    assert derivative(found, t) == formula.diff(t).diff(t)


def test_what_does_not_change_has_the_derivative_0() -> None:
    assert derivative(sp.exp(y) + 1, x) == 0
    assert derivative(sp.Symbol("x", real=True), x) == 0
