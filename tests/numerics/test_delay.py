"""The delay of the coupled mode: known values, symmetry, limits, and a second route to it."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from flint import arb, ctx
from hypothesis import given, settings
from strategies import exact_ratios

from numerics import (
    FlowProblem,
    certified_half_time,
    critical_ratio,
    delay_constant,
    solve,
    transition_strength,
)
from numerics.errors import InputError
from numerics.validated import delay_constant as delay_module
from numerics.validated.arb_tools import to_ball
from numerics.validated.delay_constant import ConstantError
from numerics.validated.unstable_manifold import depart

few = settings(max_examples=8)


def test_the_constant_at_ratio_10_is_the_known_one() -> None:
    c = delay_constant(10, digits=18)
    with ctx.workprec(100):
        assert abs(c - arb("0.77779580611818")) < arb("1e-14")
        assert abs(c / arb(11).sqrt() - arb("0.23451425930963")) < arb("1e-14")


@pytest.mark.parametrize("ratio", [1, "1.5", 10, 30, 100, 1000])
def test_fifteen_decimals_are_certified_for_ratios_up_to_1000(ratio: int | str) -> None:
    assert delay_constant(ratio, digits=15).rad() <= arb("1e-15")


def test_balanced_classes_have_no_delay() -> None:
    c = delay_constant(1, digits=40)
    assert c.contains(0)
    assert c.rad() < arb("1e-40")


@few
@given(ratio=exact_ratios)
def test_inverting_the_ratio_takes_a_quarter_of_its_logarithm(ratio: Fraction) -> None:
    there, back = delay_constant(ratio, digits=20), delay_constant(1 / ratio, digits=20)
    with ctx.workprec(120):
        quarter = to_ball(ratio).log() / 4
        assert (there - back).overlaps(quarter)
        assert not (there - back).overlaps(quarter + arb("1e-15"))


@few
@given(ratio=exact_ratios)
def test_more_digits_give_balls_inside_the_coarser_ones(ratio: Fraction) -> None:
    balls = [delay_constant(ratio, digits=d) for d in (2, 9, 30)]
    with ctx.workprec(200):
        assert balls[0].overlaps(balls[2])
        assert balls[1].overlaps(balls[2])
        assert balls[2].rad() < arb("1e-30")


@pytest.mark.parametrize(("ratio", "delta"), [(3, 40), (Fraction(1, 4), 40), (100, 36)])
def test_half_times_from_small_initialisation_approach_the_constant(
    ratio: int | Fraction, delta: int
) -> None:
    found = certified_half_time(FlowProblem(2, ratio, delta), "maj-min", digits=25)
    c = delay_constant(ratio, digits=25)
    with ctx.workprec(150):
        late = to_ball(found.lower or Fraction(0)) * to_ball(Fraction(ratio) + 1).sqrt() - delta - c
        assert abs(late) < 10 * (-arb(delta)).exp()  # the next order is e^-δ
        assert abs(late) > (-arb(delta)).exp() / 1000  # and it is there


def test_many_digits_of_the_critical_ratio_agree_with_few() -> None:
    many = critical_ratio(digits=40)
    assert many.rad() <= arb(10) ** -40
    assert critical_ratio(digits=12).contains(many)


def test_the_modes_change_places_near_ratio_3_41() -> None:
    place = critical_ratio(digits=12)
    with ctx.workprec(100):
        assert abs(place - arb("3.41455379894")) < arb("1e-11")
        assert place.rad() < arb("1e-12")
        for ratio, first in (("1.2", True), ("3.41", True), ("3.42", False), ("50", False)):
            c, quarter = delay_constant(ratio), to_ball(Fraction(ratio)).log() / 4
            assert (c < quarter) if first else (c > quarter)


def test_at_finite_scale_the_order_on_either_side_is_that_of_the_constants() -> None:
    for ratio, mid_first in ((3, True), (4, False)):
        problem = FlowProblem(4, ratio, 20)
        major, mid, minor = (
            certified_half_time(problem, m) for m in ("maj-maj", "maj-min", "min-min")
        )
        assert minor.upper is not None
        assert mid.lower is not None
        assert major.lower is not None
        assert minor.upper < min(mid.lower, major.lower)
        assert (mid.lower < major.lower) is mid_first


def test_small_imbalance_follows_the_expansion_with_catalan_and_zeta_3() -> None:
    with ctx.workprec(200):
        kappa = (
            arb("0.5") + 3 * arb.pi() / 8 - arb(2).log() / 4 + arb.pi() * arb.const_catalan() / 4
            - 7 * arb(3).zeta() / 16
        ) / 16  # fmt: skip
        even = []
        for ratio in (Fraction(101, 100), Fraction(102, 100)):
            log = to_ball(ratio).log()
            even.append((delay_constant(ratio, digits=30) - log / 8) / log**2 - kappa)
            even[-1] /= log**2
        assert abs(even[0] - arb("-0.0031371")) < arb("1e-6")
        assert abs(even[1] - even[0]) < arb("1e-5")  # a wrong κ₂ would be off by 10⁴ δκ₂


def test_large_imbalance_leaves_root_two_over_four_of_its_logarithm() -> None:
    with ctx.workprec(100):
        rest = [
            delay_constant(10**n, digits=12) - arb(2).sqrt() / 4 * arb(10**n).log() for n in (6, 7)
        ]
        limit = rest[1] + (rest[1] - rest[0]) / (arb(10).sqrt() - 1)  # the next order is R^-½
        assert abs(limit - arb("0.3194")) < arb("5e-5")
        assert abs(rest[0] - rest[1]) < arb("1e-3")


@pytest.mark.parametrize("bits", [12, 40, 90])
def test_the_orbit_of_a_balanced_problem_is_the_logistic_one(bits: int) -> None:
    with ctx.workprec(bits + 60):
        left = depart(arb(1), bits)
        assert left is not None
        x = to_ball(left.x)
        w = x / (1 + x * x).sqrt()
        for found, exact in zip(left.state, (w, w / arb(2).sqrt(), w / arb(2).sqrt()), strict=True):
            assert found.contains(exact)
            assert not found.contains(exact * (1 + arb(2) ** (4 - bits)))


@pytest.mark.parametrize("ratio", [Fraction(1, 50), Fraction(10), Fraction(1000)])
def test_the_orbit_lies_on_the_cone_and_starts_along_the_unstable_direction(
    ratio: Fraction,
) -> None:
    with ctx.workprec(200):
        left = depart(1 / to_ball(ratio).sqrt(), 80)
        assert left is not None
        w, h1, h2 = left.state
        assert (w * w - h1 * h1 - h2 * h2).contains(0)
        assert (w * w - h1 * h1 - h2 * h2).rad() < arb("1e-20")
        assert all(abs(v) < top for v, top in zip(left.state, left.largest, strict=True))


def test_the_orbit_is_where_a_small_start_arrives() -> None:
    # β at the time T of the orbit's β = 1/2 must be 1/2 up to e^-δ
    with ctx.workprec(150):
        c = delay_constant(10, digits=30)
        t = (30 + c) / arb(11).sqrt()
        moment = Fraction(int((t.mid() * 2**120).floor().unique_fmpz()), 2**120)
    beta = float(solve(FlowProblem(2, 10, 30), [moment], digits=25).beta[0, 0])
    assert beta == pytest.approx(0.5, abs=1e-12)


@pytest.mark.parametrize("ratio", [0, -3, "x", float("nan")])
def test_ratios_that_are_not_positive_numbers_are_refused(ratio: object) -> None:
    with pytest.raises(InputError, match=r"^R = "):
        delay_constant(ratio)


def test_digits_must_be_a_whole_number() -> None:
    with pytest.raises(InputError, match=r"^digits = 0"):
        delay_constant(10, digits=0)
    with pytest.raises(InputError, match=r"^digits = 0"):
        critical_ratio(digits=0)


def test_a_precision_out_of_reach_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delay_module, "_MAX_STEPS", 2)
    with pytest.raises(ConstantError, match="10 decimals"):
        delay_constant(10, digits=10)


@pytest.mark.parametrize("ratio", [2, 10, Fraction(1, 4)])
def test_the_strength_at_the_limiting_time_is_what_the_flow_tends_to(ratio: int) -> None:
    limit = float(transition_strength(ratio))
    gaps = []
    for delta in (10, 14):
        problem = FlowProblem(k=4, R=ratio, delta=delta)
        row = problem.mode_names.index("maj-min")
        found = solve(problem, [delta / math.sqrt(ratio + 1)]).beta[row, 0]
        gaps.append(abs(float(found) - limit))
    assert gaps[1] < gaps[0] / 20
    assert gaps[1] < 1e-5


def test_balanced_classes_are_half_way_at_the_limiting_time() -> None:
    strength = transition_strength(1, digits=30)
    assert strength.contains(arb("0.5"))
    assert strength.rad() < arb("1e-30")


def test_many_digits_of_the_strength_lie_inside_few() -> None:
    few_digits, many = (transition_strength(10, digits=d) for d in (5, 40))
    assert few_digits.overlaps(many)
    assert not few_digits.overlaps(many + arb("0.001"))
    with pytest.raises(InputError, match="give a number from 1e-08"):
        transition_strength(-1)
