"""When a strength reaches a level, certified."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import pytest
from flint import arb, ctx

from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.certified_facts import certified_half_time
from numerics.solvers.enclose import enclose
from numerics.solvers.learning_times import learning_times
from numerics.validated.arb_tools import to_ball
from numerics.validated.crossing_time import first_crossing
from numerics.validated.mode_enclosure import refine
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import BudgetSpent, Strength, flow

STEP = FlowProblem(4, 10, 8)
PROJECTED = replace(STEP, system="projected")
MID = 1


def test_the_strength_is_below_one_half_before_the_certified_half_time_and_above_after() -> None:
    found = certified_half_time(STEP, "maj-min", digits=15)
    assert found.status == "ok"
    assert found.lower is not None
    assert found.upper is not None
    assert found.upper - found.lower < Fraction(1, 10**15)
    before, after = enclose(STEP, [found.lower, found.upper], digits=30).beta[MID]
    with ctx.workprec(150):
        assert before < 0.5 < after


def test_the_half_time_of_a_logistic_mode_is_the_closed_form() -> None:
    found = certified_half_time(PROJECTED, "maj-min", digits=12)
    rate = math.sqrt(2) * (math.sqrt(10) + 1)
    assert float(found.lower or 0) == pytest.approx(
        math.log(math.sqrt(5.5) * math.exp(16) - 1) / rate, rel=1e-14
    )


def test_the_maj_min_delay_at_ratio_10_approaches_its_limit() -> None:
    # theory: T √11 - δ -> c(10) = 0.77779580611818...
    found = certified_half_time(FlowProblem(2, 10, 40), "maj-min", digits=20)
    with ctx.workprec(100):
        delay = to_ball(found.lower or Fraction(0)) * arb(11).sqrt() - 40
    assert abs(delay - arb("0.77779580611818")) < arb("1e-13")


@pytest.mark.parametrize(("speed", "where"), [(1, 1), (-1, 7)])
def test_the_first_crossing_is_found_whether_the_strength_first_rises_or_falls(
    speed: int, where: int
) -> None:
    turn = BallField(2, (), (((arb(1), 1),), ((arb(-1), 0),)))  # x' = y, y' = -x
    height = Strength(lambda s: s[0], lambda s: s[1], lambda _: [arb(1), arb(0)])
    with ctx.workprec(100):
        start = [arb(0), arb(speed)]
        found = first_crossing(turn, start, height, arb("0.5"), bits=50, max_steps=50)
        assert found.contains(where * arb.pi() / 6)
        assert found.rad() < 1e-12
        touching = first_crossing(turn, start, height, arb(1), bits=50, max_steps=50)
        assert not touching.is_finite()  # it is reached, but not passed


def test_a_crossing_just_before_the_end_of_a_step_is_not_placed_in_the_next_one() -> None:
    turn = BallField(2, (), (((arb(1), 1),), ((arb(-1), 0),)))
    height = Strength(lambda s: s[0], lambda s: s[1])
    start, bits = [arb(0), arb(1)], 20
    with ctx.workprec(100):
        end = next(flow(turn, start, bits=bits, max_steps=1))
        ball = height.value(end.at(end.end))
    with ctx.workprec(200):
        level = (to_ball(end.end).sin() - ball.rad() / 100).mid()
        passed = level.asin()
    with ctx.workprec(100):
        assert ball.contains(level)  # so that the first step does not show that it passed
        found = first_crossing(turn, start, height, level, bits=bits, max_steps=9)
        assert not found.is_finite() or found.contains(passed)
        assert first_crossing(turn, start, height, level, bits=40, max_steps=9).contains(passed)


@pytest.mark.parametrize(
    ("ratio", "delta", "gamma"), [(1000, 1, 1), (10**6, 8, 0.5), (10, 300, 0.5)]
)
def test_stiff_and_late_crossings_are_certified(ratio: int, delta: int, gamma: float) -> None:
    problem = FlowProblem(4, ratio, delta, gamma)
    found = certified_half_time(problem, "maj-min")
    assert found.status == "ok"
    assert float(found.lower or 0) == pytest.approx(learning_times(problem)["maj-min"], rel=1e-12)
    assert enclose(problem, [found.lower or 0], digits=30).status == "ok"


def test_a_crossing_that_the_budget_does_not_reach_is_undecided() -> None:
    found = certified_half_time(STEP, "maj-min", max_steps=3)
    assert (found.lower, found.upper, found.status) == (None, None, "undecided")
    assert "max_steps" in found.message


def test_a_budget_that_is_spent_is_not_spent_again_at_more_bits() -> None:
    calls = []

    def spent(bits: int) -> list[arb]:
        calls.append(bits)
        raise BudgetSpent([arb(1)])

    balls, report = refine(spent, 10)
    assert len(calls) == len(balls) == 1
    assert "raise max_steps" in report

    def wide(bits: int) -> list[arb]:
        calls.append(bits)
        return [arb(0, math.inf)]

    refine(wide, 10)
    assert calls[1:] == [calls[0] * 2**i for i in range(4)]  # balls too wide to go on get more
