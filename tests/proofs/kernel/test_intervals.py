"""Bounds between two numbers: by balls, from the ends at which both sides meet, and by squares."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Expr, Integer, Rational, cos, exp, log, pi, sin, sqrt, symbols, tan

from proofs import ge, gt, le, lt
from proofs.kernel import check
from proofs.provers.finders.scalars.find import find
from proofs.reader.scalars import read

t, R, a, b = symbols("t R a b", positive=True)
u = symbols("u", real=True)

TURN, RIGHT, ACUTE = le(t, pi), le(t, pi / 2), lt(t, pi / 2)
ROOT = sqrt(2) * sqrt(R + 1) / (sqrt(R) + 1)

TRUE: dict[str, tuple[Any, ...]] = {
    "0 at both ends": (ge(sin(t), 2 * t / pi), RIGHT),
    "0 at no end": (ge(cos(t), Rational(1, 2)), le(t, 1)),
    "0 and rising at neither end": (gt(sin(t), 0), lt(t, pi)),
    "flat at the other end": (gt(cos(t), 0), ACUTE),
    "flat where it is 0": (ge(sin(t), 3 * t / pi - 4 * t**3 / pi**3), RIGHT),
    "0 in the middle": (ge(1 - cos(u), 2 * u**2 / pi**2), ge(u, -pi), le(u, pi)),
    "0 in closed form": (le(sin(t), sqrt(3) / 2 + (t - pi / 3) / 2), TURN),
    "0 of order seven": (ge(sin(t) ** 3, t**3 * cos(t)), RIGHT),
    "ends that are not 0": (ge(sin(t), Rational(1, 2)), ge(t, pi / 6), le(t, 5 * pi / 6)),
    "a product of two that change signs": (
        ge(sin(u) ** 2, 4 * u**2 / pi**2), ge(u, -pi / 2), le(u, pi / 2),
    ),
    "a quotient": (ge(tan(t), t), ACUTE),
    "an exponential": (le(cos(t), exp(-(t**2) / 2)), RIGHT),
    "two angles": (le(cos(a), cos(b)), le(b, a), le(a, pi)),
    "a square left out": (le(ROOT, 1 + log(R) ** 2 / 32),),
    "squares that meet": (ge((R + 1) ** 2 * log(R) ** 2, 4 * (R - 1) ** 2),),
    "absolute values of logarithms": (le(Abs((R - 1) / (R + 1)), Abs(log(R)) / 2),),
}  # fmt: skip
FALSE: dict[str, tuple[Any, ...]] = {
    "0 at both ends": (ge(sin(t), 3 * t / pi), RIGHT),
    "0 at no end": (ge(cos(t), Rational(3, 5)), le(t, 1)),
    "0 at the end": (gt(sin(t), 0), TURN),
    "flat where it is 0": (ge(sin(t), 3 * t / pi - 3 * t**3 / pi**3), RIGHT),
    "0 in the middle": (ge(1 - cos(u), 3 * u**2 / pi**2), ge(u, -pi), le(u, pi)),
    "0 in closed form": (le(sin(t), sqrt(3) / 2 + (t - pi / 3) / 3), TURN),
    "beyond the end": (ge(cos(t), 0), le(t, pi)),
    "two angles": (le(cos(a), cos(b)), le(b, a), le(a, 2 * pi)),
    "a square left out": (le(ROOT, 1 + log(R) ** 2 / 33),),
    "squares that meet": (ge((R + 1) ** 2 * log(R) ** 2, 5 * (R - 1) ** 2),),
    "absolute values of logarithms": (le(Abs((R - 1) / (R + 1)), Abs(log(R)) / 3),),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_between_the_ends_is_proved(name: str) -> None:
    goal, *assume = TRUE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "PROVED"


@pytest.mark.parametrize("name", FALSE)
def test_what_fails_between_the_ends_is_refuted(name: str) -> None:
    goal, *assume = FALSE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "REFUTED"


def rules(goal: Any, *assume: Any) -> set[str]:
    """Return the rules that a proof uses."""
    found = find(read(goal, assume).statement)
    assert found is not None
    return set(check(found).rules)


def test_where_nothing_is_0_balls_are_enough() -> None:
    assert "mean value" not in rules(ge(cos(t), Rational(1, 2)), le(t, 1))


def test_where_something_is_0_balls_are_not() -> None:
    assert {"num", "mean value", "right angle"} <= rules(ge(cos(t), 1 - 2 * t / pi), RIGHT)


@pytest.mark.parametrize("factor", [Integer(1), pi, R])
def test_a_factor_of_known_sign_does_not_matter(factor: Expr) -> None:
    assert "num" in rules(ge(factor * sin(t), factor * 2 * t / pi), RIGHT)


def test_no_end_is_made_up() -> None:
    assert "num" not in rules(ge(cos(t), 1 - t**2 / 2))
