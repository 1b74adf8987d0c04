"""Delays and windows of L factors, against quadrature and the hypergeometric function."""

from typing import Any

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import Rational, Symbol, hyper, limit, oo, pi, simplify, sqrt

import spectra
from spectra import R, delay_factor, depth_window, gamma, groups, step, window

cosines = st.fractions(min_value=Rational(1, 10), max_value=Rational(49, 50), max_denominator=60)
C = Symbol("c", positive=True)


def by_quadrature(depth: int, c: Any) -> Any:
    with mpmath.workdps(30):
        cosine = mpmath.mpf(c.numerator) / c.denominator
        z = 1 - cosine**2
        return (depth - 2) * mpmath.quad(
            lambda u: u ** (depth - 3) / mpmath.sqrt(1 - z * u * u), [0, 0.5, 1]
        )


@given(st.integers(3, 24), cosines)
@settings(max_examples=25)
def test_the_elementary_form_is_the_integral(depth: int, c: Any) -> None:
    found = mpmath.mpf(str(delay_factor(depth, c).evalf(40)))
    assert abs(found - by_quadrature(depth, c)) < 1e-14
    assert abs(found - by_quadrature(depth + 1, c)) > 1e-9  # the next depth has another delay


@given(st.sampled_from([3, 4, 7, 24, 25, 60]), cosines)
@settings(max_examples=15)
def test_it_is_a_hypergeometric_function(depth: int, c: Any) -> None:
    layers = Symbol("L", positive=True)
    general = delay_factor(layers, c)
    assert isinstance(general, hyper)
    special = delay_factor(depth, c).evalf(25)
    assert abs(special - general.subs(layers, depth).evalf(25)) < 1e-15


@given(cosines, st.integers(3, 10))
@settings(max_examples=15)
def test_it_grows_with_depth_and_stays_below_that_of_infinite_depth(c: Any, depth: int) -> None:
    values = [delay_factor(n, c).evalf(30) for n in (2, depth, depth + 1)]
    assert 1 <= values[0] < values[1] < values[2] < 1 / Rational(c.numerator, c.denominator)
    cosine2 = Rational(c.numerator, c.denominator) ** 2
    assert values[1] > 1 / sqrt(1 - (1 - Rational(2, depth)) * (1 - cosine2))


def test_small_depths_have_short_forms() -> None:
    assert delay_factor(2, C) == 1
    assert delay_factor(4, C) == 2 / (1 + C)
    assert simplify(delay_factor(6, C) - 4 * (C + 2) / (3 * (1 + C) ** 2)) == 0
    assert simplify(delay_factor(3, 1 / sqrt(2)) - pi / (2 * sqrt(2))) == 0
    assert delay_factor(oo, C) == 1 / C


@pytest.mark.parametrize(
    ("depth", "size"), [(2, 0), (3, "0.0828942"), (4, "0.1274229"), (6, "0.1753093")]
)
def test_windows_at_ratio_100(depth: int, size: str) -> None:
    assert abs(depth_window(step(4, 100), depth).evalf(15) - Rational(size)) < 1e-7


def test_two_factors_and_infinitely_many_are_the_two_windows_of_two_factors() -> None:
    assert depth_window(step(), 2) == window(step()) == 0
    assert depth_window(step(), oo) == window(step(), which="projected")
    assert simplify(limit(depth_window(step(), 4), R, oo) - (3 - 2 * sqrt(2))) == 0
    for exponent in (0, 1):
        known = window(step(4, 9), exponent)
        assert depth_window(step(4, 9), 3, exponent) == known == 2


@pytest.mark.parametrize(
    ("exponent", "is_wider"), [("2/5", False), ("9/20", False), ("11/20", True), ("3/5", True)]
)
def test_from_one_half_on_the_window_is_wider_than_that_of_two_factors(
    exponent: str, is_wider: bool
) -> None:
    imbalance, power = step(4, 100), Rational(exponent)
    gap = (depth_window(imbalance, 6, power) - window(imbalance, power)).evalf(20)
    assert (gap > Rational(1, 100)) if is_wider else abs(gap) < 1e-15


def test_where_no_mode_is_delayed_there_is_nothing_to_wait_for() -> None:
    assert depth_window(step(2, R), 3) == 0
    assert depth_window(step(4, 1), 3) == 0
    assert depth_window(groups([2, 3], [7, 2]), 5, 0) == window(groups([2, 3], [7, 2]), 0)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: delay_factor(1, C), "depth must be at least 2 factors, got 1"),
        (lambda: delay_factor(Rational(5, 2), C), "at least 2 factors, got 5/2"),
        (lambda: delay_factor(3, 1), "cosine must be between 0 and 1, got 1"),
        (lambda: delay_factor(3, -C), "cosine must be between"),
        (lambda: depth_window(step(4, 1), 1), "depth must be at least 2"),
        (lambda: depth_window(groups([1, 1, 1], [3, 2, 1]), 3), "imbalance has 3 groups"),
        (lambda: depth_window(step(), 3, "half"), "gamma must be a number"),
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_refused_by_name(make: Any, message: str) -> None:
    with pytest.raises(spectra.SpectraError, match=message):
        make()


def test_a_symbolic_exponent_keeps_the_maximum() -> None:
    general = depth_window(step(4, 100), 3, gamma)
    for exponent in (Rational(1, 3), Rational(1, 2), Rational(3, 4)):
        special = depth_window(step(4, 100), 3, exponent)
        assert abs((general.subs(gamma, exponent) - special).evalf(20)) < 1e-12
