"""Sines and cosines of sums of angles: what the finders write by those of few, and what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Abs, Rational, cos, pi, sin, sqrt, symbols, tan

from proofs import eq, ge, gt, le, lt, ne
from proofs.kernel import check
from proofs.provers.finders.scalars.find import find
from proofs.reader.scalars import read

u, v, w = symbols("u v w", real=True)

double, opposite, turned, half_turned = (
    sin(2 * u), sin(-u, evaluate=False), cos(u + pi / 2, evaluate=False), cos(u - pi, evaluate=False),
)  # fmt: skip

TRUE: dict[str, tuple[Any, ...]] = {
    "double": (eq(double, 2 * sin(u) * cos(u)),),
    "five": (eq(cos(5 * u), 16 * cos(u) ** 5 - 20 * cos(u) ** 3 + 5 * cos(u)),),
    "sum": (eq(cos(u + v), cos(u) * cos(v) - sin(u) * sin(v)),),
    "difference": (eq(sin(u - v), sin(u) * cos(v) - cos(u) * sin(v)),),
    "halves": (eq(sin(u) + sin(v), 2 * sin((u + v) / 2) * cos((u - v) / 2)),),
    "multiples of a sum": (eq(cos(2 * u + 2 * v), 2 * cos(u + v) ** 2 - 1),),
    "opposite": (eq(opposite, -sin(u)),),
    "right angle": (eq(turned, -sin(u)),),
    "half turn": (eq(half_turned, -cos(u)),),
    "eighth": (eq(sin(u + pi / 4), (sin(u) + cos(u)) / sqrt(2)),),
    "sixth": (eq(sin(u + pi / 3), sin(u) / 2 + sqrt(3) * cos(u) / 2),),
    "tangent of half": (eq(tan(u / 2), sin(u) / (1 + cos(u))), ne(cos(u / 2), 0)),
    "product": (le(2 * sin(u) * cos(u), 1),),
    "product of two": (le(sin(u) * sin(v) + cos(u) * cos(v), 1),),
    "absolute": (le(Abs(double), 2 * Abs(sin(u))),),
    "amplitude": (le(3 * sin(u) + 4 * cos(u), 5),),
    "amplitude strict": (gt(w**2 + 2 + sin(u) - cos(u), 0),),
    "amplitude of a root": (ge(sqrt(2) - cos(u) - sin(u), 0),),
}
FALSE: dict[str, tuple[Any, ...]] = {
    "double": (eq(double, 2 * sin(u)),),
    "square": (eq(cos(2 * u), 1 - sin(u) ** 2),),
    "sum": (eq(sin(u + v), sin(u) * cos(v) - cos(u) * sin(v)),),
    "opposite": (eq(opposite, sin(u)),),
    "right angle": (eq(turned, sin(u)),),
    "eighth": (eq(sin(u + pi / 4), (sin(u) - cos(u)) / sqrt(2)),),
    "sixth": (eq(sin(pi / 6, evaluate=False), sqrt(3) / 2),),
    "product is 1": (lt(2 * sin(u) * cos(u), 1),),
    "amplitude": (le(3 * sin(u) + 4 * cos(u), Rational(49, 10)),),
    "pi": (gt(sin(pi, evaluate=False), 0),),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_holds_of_angles_is_proved(name: str) -> None:
    goal, *assume = TRUE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "PROVED"


@pytest.mark.parametrize("name", FALSE)
def test_what_does_not_hold_of_angles_is_refuted(name: str) -> None:
    goal, *assume = FALSE[name]
    found = find(read(goal, assume).statement)
    assert found is not None
    assert check(found).verdict == "REFUTED"


def test_angles_that_are_no_sums_of_each_other_are_left_alone() -> None:
    found = find(read(ge(sin(u) ** 2 + cos(v) ** 2, 0), []).statement)
    assert found is not None
    assert not {"angle sum", "right angle"} & check(found).rules.keys()


def test_a_tenth_of_pi_has_no_value_here() -> None:
    tenth = sin(pi / 10, evaluate=False)
    assert find(read(eq(4 * tenth, sqrt(5) - 1), []).statement, budget=300) is None


def test_an_angle_of_too_many_parts_is_left_alone() -> None:
    whole, half = sin(20 * u), 2 * sin(10 * u) * cos(10 * u)
    assert find(read(eq(whole, half), []).statement) is not None
    assert find(read(eq(whole * sin(u), half * sin(u)), []).statement, budget=300) is None
