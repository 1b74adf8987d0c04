"""Boxes of parameters: their balls hold every member's value, and are not much wider than that."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from flint import arb, ctx

from numerics import FlowProblem, enclose
from numerics.errors import InputError
from numerics.validated import parameter_boxes, taylor_steps
from numerics.validated.arb_tools import to_ball
from numerics.validated.lohner import FrameStep, adaptive_flow, frame_flow, variational
from numerics.validated.parameter_boxes import read_interval
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import Step, flow
from numerics.validated.two_group_modes import between_field

if TYPE_CHECKING:
    from collections.abc import Callable

STEP = FlowProblem(4, 10, 8)
TIMES = ["1.5", "2.6", "3.2"]
MID = 1


def members(middle: Fraction, radius: Fraction, seed: int) -> list[Fraction]:
    """Both ends of an interval and points between."""
    inside = [middle + radius * Fraction(Random(seed + i).randint(-99, 99), 100) for i in range(2)]
    return [middle - radius, middle + radius, *inside]


@pytest.mark.parametrize(
    ("ratio", "delta", "radius"),
    [(10, 8, Fraction(1, 100)), (10, 8, Fraction(1, 10**6)), (Fraction(1, 3), 2, Fraction(1, 20))],
)
def test_a_box_of_scales_holds_the_strengths_at_every_scale_in_it(
    ratio: int | Fraction, delta: int, radius: Fraction
) -> None:
    box = enclose(FlowProblem(4, ratio, delta), TIMES, delta=(delta, radius))
    assert box.status == "ok"
    for member in members(Fraction(delta), radius, seed=1):
        inside = enclose(FlowProblem(4, ratio, member), TIMES, digits=15).beta
        assert all(a.contains(b) for a, b in zip(box.beta.ravel(), inside.ravel(), strict=True))


def test_a_box_of_ratios_and_scales_holds_the_strengths_of_every_pair_in_it() -> None:
    box = enclose(STEP, ["2.6"], R=(10, "0.01"), delta=(8, "0.05"), max_pieces=16)
    for ratio in members(Fraction(10), Fraction(1, 100), seed=2):
        for delta in members(Fraction(8), Fraction(1, 20), seed=3)[1:3]:
            inside = enclose(FlowProblem(4, ratio, delta), ["2.6"], digits=12).beta
            assert all(a.contains(b) for a, b in zip(box.beta.ravel(), inside.ravel(), strict=True))


def test_a_scale_outside_the_box_is_outside_the_balls() -> None:
    box = enclose(STEP, ["2.6"], delta=(8, "0.01")).beta
    outside = enclose(FlowProblem(4, 10, Fraction(803, 100)), ["2.6"]).beta
    assert not any(a.overlaps(b) for a, b in zip(box.ravel(), outside.ravel(), strict=True))


def test_the_ball_of_a_decided_box_is_at_most_a_quarter_wider_than_its_ends_are_apart() -> None:
    box = enclose(STEP, ["2.6"], delta=(8, "0.01"))
    ends = [enclose(FlowProblem(4, 10, d), ["2.6"]).beta[MID, 0] for d in (7.99, 8.01)]
    assert box.status == "ok"
    assert 2 * box.radius[MID, 0] <= 1.25 * float(ends[0] - ends[1])


def test_boxes_work_at_ratio_1000_and_scale_64() -> None:
    box = enclose(FlowProblem(4, 1000, 64), ["2.05"], delta=(64, "0.01"))
    assert box.status == "ok"
    assert box.beta[MID, 0].contains(enclose(FlowProblem(4, 1000, 64), ["2.05"]).beta[MID, 0])


def test_a_tiny_box_has_all_the_digits() -> None:
    box = enclose(STEP, ["2.6"], digits=30, delta=(8, "1e-45"))
    assert box.status == "ok"
    assert box.beta[MID, 0].rel_accuracy_bits() > 99
    assert enclose(STEP, ["2.6"], delta=(8, 0)).beta[MID, 0].overlaps(box.beta[MID, 0])


def test_a_ball_is_an_interval_like_any_other() -> None:
    pair, ball = (enclose(STEP, ["2"], delta=d).beta[MID, 0] for d in ((8, 2**-7), arb(8, 2**-7)))
    assert pair.overlaps(ball)
    assert abs(float(pair.rad()) / float(ball.rad()) - 1) < 1e-6
    middle, radius = read_interval("R", arb(3, 0.5))
    assert middle == 3
    assert Fraction(1, 2) <= radius < Fraction(1, 2) + Fraction(1, 2**29)


def test_too_few_pieces_leave_a_wide_box_undecided_but_true() -> None:
    box = enclose(STEP, ["2.6"], delta=(8, 1), max_pieces=4)
    assert box.status == "undecided"
    assert "max_pieces" in box.message
    for delta in (7, 8, 9):
        inside = enclose(FlowProblem(4, 10, delta), ["2.6"], digits=10).beta
        assert all(a.contains(b) for a, b in zip(box.beta.ravel(), inside.ravel(), strict=True))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"delta": (8, -1)}, "delta = "),
        ({"delta": (1, 2)}, "delta = "),
        ({"delta": "8"}, "delta = "),
        ({"delta": arb(0, math.inf)}, "delta = "),
        ({"R": (1, 1)}, "R = "),
        ({"delta": (8, 1), "max_pieces": 0}, "max_pieces = 0"),
    ],
)
def test_bad_intervals_are_named(options: dict[str, object], named: str) -> None:
    with pytest.raises(InputError, match=f"^{named}"):
        enclose(STEP, [1], **options)  # type: ignore[arg-type]


def test_ratios_and_counts_exclude_each_other() -> None:
    with pytest.raises(InputError, match="counts"):
        enclose(FlowProblem(counts=(3, 3, 1, 1), delta=2), [1], R=(3, 1))


class Bell:
    """Rings Ctrl-C at a chosen call of the function it stands for."""

    def __init__(self, function: Callable[..., Any], call: int) -> None:
        self.function, self.left = function, call

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        self.left -= 1
        if self.left == 0:
            raise KeyboardInterrupt
        return self.function(*arguments, **options)


def test_an_interrupted_enclosure_keeps_the_times_it_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taylor_steps, "validated_step", Bell(taylor_steps.validated_step, 9))
    result = enclose(STEP, ["0.1", "3"])
    assert result.status == "undecided"
    assert "interrupted" in result.message
    assert result.beta[MID, 0].is_finite()
    assert not result.beta[MID, 1].is_finite()


def test_an_interrupted_box_keeps_the_last_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = enclose(STEP, ["2.6"], delta=(8, 1), max_pieces=1)
    monkeypatch.setattr(parameter_boxes, "_excess", Bell(parameter_boxes._excess, 2))
    result = enclose(STEP, ["2.6"], delta=(8, 1), max_pieces=10**6)
    assert result.status == "undecided"
    assert "interrupted" in result.message
    assert result.beta[0, 0].overlaps(whole.beta[0, 0])
    assert result.beta[0, 0].is_finite()
    assert not result.beta[1, 0].is_finite()


# --- frames --------------------------------------------------------------------------------------

SKEW = BallField(2, (), (((arb(10), 1),), ((arb("-0.1"), 0),)))
"""x' = 10 y, y' = -x/10: ellipses, on which a ball is stretched and shrunk without end."""


def skew(x: arb, y: arb, t: Fraction) -> tuple[arb, arb]:
    c, s = to_ball(t).cos(), to_ball(t).sin()
    return x * c + 10 * y * s, y * c - x * s / 10


def test_frames_follow_a_turning_box_that_balls_lose() -> None:
    t = Fraction(7)
    start = [arb(10, 1e-3), arb(1, 1e-3)]
    with ctx.workprec(120):
        ball = next(s for s in flow(SKEW, start, bits=50, max_steps=300) if s.end >= t)
        steps = frame_flow(SKEW, start, Fraction(0), bits=50, max_steps=300)
        frame = next(s for s in steps if s.end >= t)
        assert ball.at(t)[0].rad() > 1e6
        assert frame.at(t)[0].rad() < 0.02
        for x in (10 - 1e-3, 10 + 1e-3):
            for y in (1 - 1e-3, 1 + 1e-3):
                exact = skew(arb(x), arb(y), t)
                assert all(a.overlaps(b) for a, b in zip(frame.at(t), exact, strict=True))


def test_balls_change_to_frames_when_they_have_grown() -> None:
    with ctx.workprec(120):
        kinds = []
        for step in adaptive_flow(SKEW, [arb(10, 1e-9), arb(1, 1e-9)], bits=50, max_steps=60):
            kinds.append(type(step))
            exact = skew(arb(10), arb(1), step.end)
            assert all(a.overlaps(b) for a, b in zip(step.at(step.end), exact, strict=True))
            if step.end > 7:
                break
    assert kinds[0] is Step
    assert kinds[-1] is FrameStep
    assert float(step.at(step.end)[0].rad()) < 1e-4


def test_a_point_stays_in_balls() -> None:
    field = between_field((arb(5).sqrt(), arb("0.5").sqrt()), (arb("1.1").sqrt(), arb(11).sqrt()))
    with ctx.workprec(120):
        start = [arb("0.1").mid(), arb("0.08").mid(), arb("0.06").mid()]
        steps = list(adaptive_flow(field, start, bits=60, max_steps=10))
    assert [type(s) for s in steps] == [Step] * 10


def test_the_variational_field_is_the_jacobian_times_the_derivative() -> None:
    field = between_field((arb(3), arb(1)), (arb(2), arb(5)))
    state = [arb(x) for x in (0.5, 0.25, 0.75)]
    derivative = [[arb(i + 3 * j + 1) for j in range(3)] for i in range(3)]
    flat = [derivative[i][j] for j in range(3) for i in range(3)]
    value = variational(field).value([*state, *flat])
    jacobian = field.jacobian(state)
    assert all(a.overlaps(b) for a, b in zip(value, field.value(state), strict=False))
    for j in range(3):
        for i in range(3):
            expected = sum((jacobian[i][m] * derivative[m][j] for m in range(3)), arb(0))
            assert abs(value[3 + 3 * j + i] - expected) < arb("1e-12")


@pytest.mark.parametrize("bits", [6, 10, 30])
def test_careless_frames_are_still_true(bits: int) -> None:
    growth = BallField(1, (), (((arb(1), 0),),))  # x' = x
    with ctx.workprec(120):
        steps = list(frame_flow(growth, [arb(1)], Fraction(0), bits=bits, max_steps=6))
        assert len(steps) == 6
        for step in steps:
            assert step.at(step.end)[0].contains(to_ball(step.end).exp())


def test_careless_derivatives_still_hold_the_corners() -> None:
    with ctx.workprec(120):
        start = [arb(2**-8, 1), arb(2**-8, 1)]
        step = next(iter(frame_flow(SKEW, start, Fraction(0), bits=6, max_steps=1)))
        for x in (2**-8 - 1, 2**-8 + 1):
            for y in (2**-8 - 1, 2**-8 + 1):
                exact = skew(arb(x), arb(y), step.end)
                assert all(a.contains(b) for a, b in zip(step.at(step.end), exact, strict=True))
