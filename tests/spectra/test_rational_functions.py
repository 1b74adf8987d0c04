"""Scalars read into polynomials: in lowest terms, as sympy writes them, and 0 only where they vanish."""

import pytest
import sympy as sp

from spectra.block_matrices.rational_functions import RationalFunction

x, y = sp.symbols("x y", positive=True)
ROOT = sp.sqrt(x + y)


@pytest.mark.parametrize(
    "scalar",
    [
        (x**2 - 1) / (2 * x + 2),
        -(x + 1) / 2 + 1,
        x / (x + y) + y / (x - y),
        x**-3 * (x**2 - y**2) / 6,
        x * sp.exp(y) / (x**2 + x * sp.exp(y)),
        sp.sqrt(2) * (1 - sp.sqrt(2) * ROOT / (2 * x)),
        (x * ROOT + y * ROOT) / ROOT**3,
        1 - x,
    ],
)  # fmt: skip
def test_both_forms_are_those_of_sympy(scalar: sp.Expr) -> None:
    found = RationalFunction.of(scalar)
    assert found.expanded() == sp.cancel(scalar)
    assert found.factored() == sp.factor(sp.cancel(scalar))


def test_the_square_of_a_root_is_what_stands_under_it() -> None:
    vanishes = x / ROOT + y / ROOT - ROOT
    assert RationalFunction.of(vanishes).numer == 0
    assert RationalFunction.of(vanishes + x).numer != 0
    third = sp.cbrt(y + 1)
    assert RationalFunction.of(y / third + 1 / third - third**2).numer == 0
    assert RationalFunction.of(y / third + 1 / third - third).numer != 0
