"""Enclosures contain the truth, exclude its neighbours, and say so when they cannot decide."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from needed import more
from paper_flow import maj_min_by_mpmath
from scipy.integrate import solve_ivp
from strategies import exact_ratios, exact_scales, exact_times

from numerics.errors import InputError, NumericsError
from numerics.flow.logistic import beta as closed_form
from numerics.problem.exact_numbers import exact
from numerics.problem.flow_problem import FlowProblem
from numerics.solvers.certified_facts import certified_gap, certified_half_time
from numerics.solvers.enclose import enclose
from numerics.validated.arb_tools import radius_above, to_ball
from numerics.validated.logarithmic_norm import logarithmic_norm
from numerics.validated.mode_enclosure import ControlError, check_conserved, check_exact
from numerics.validated.polynomial_field import BallField
from numerics.validated.taylor_steps import flow, taylor_order
from numerics.validated.two_group_modes import BallModes, between_field

if TYPE_CHECKING:
    import mpmath

STEP = FlowProblem(4, 10, 8)
PROJECTED = replace(STEP, system="projected")
MID = 1
few = settings(max_examples=12)


# --- the true value is inside --------------------------------------------------------------------


def as_fraction(value: mpmath.mpf) -> Fraction:
    mantissa, exponent = value.man_exp
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@pytest.mark.parametrize(
    ("ratio", "delta", "times", "digits"),
    [(Fraction(1, 10), 3, [4], 20), *more((10, 8, ["0.5", "2.4", "2.69", "3.5"], 30))],
)
def test_balls_contain_the_solution_found_by_an_independent_integrator_to_more_digits(
    ratio: int | Fraction, delta: int, times: list[str], digits: int
) -> None:
    known = map(as_fraction, maj_min_by_mpmath(ratio, delta, times, digits + 10))
    result = enclose(FlowProblem(4, ratio, delta), times, digits=digits)
    with ctx.workprec(200):
        for ball, value in zip(result.beta[MID], known, strict=True):
            assert abs(ball - to_ball(value)) < arb(10) ** -digits
            assert ball.contains(to_ball(value))


def sample_level(counts: list[int], weights: np.ndarray, delta: float, t: float) -> np.ndarray:
    """β of every mode from the flow of the matrices W and H themselves, one column per sample."""
    k = len(counts)
    one_hot = np.repeat(np.eye(k), counts, axis=1)
    z, w = one_hot - one_hot.mean(axis=0), np.repeat(weights, counts)
    u, s, vt = np.linalg.svd(z, full_matrices=False)
    u, s, vt = u[:, : k - 1], s[: k - 1], vt[: k - 1]

    def slope(_: float, y: np.ndarray) -> np.ndarray:
        a, b = y[: u.size].reshape(u.shape), y[u.size :].reshape(vt.shape)
        error = (z - a @ b) * w
        return np.concatenate([(error @ b.T).ravel(), (a.T @ error).ravel()])

    start = math.exp(-delta) * np.concatenate([u.ravel(), vt.ravel()])
    y = solve_ivp(slope, (0, t), start, method="DOP853", rtol=1e-12, atol=1e-15).y[:, -1]
    logits = y[: u.size].reshape(u.shape) @ y[u.size :].reshape(vt.shape)
    return np.asarray(np.einsum("ci,cn,in->i", u, logits, vt) / s)


@pytest.mark.parametrize(
    ("counts", "gamma"), [([3, 3, 1, 1], 0.5), ([7, 7, 7, 2], 0.75), ([4, 4, 1], -0.5)]
)
def test_every_mode_of_a_two_group_problem_is_that_of_the_sample_level_flow(
    counts: list[int], gamma: float
) -> None:
    problem = FlowProblem(counts=counts, gamma=gamma, delta=3)
    result = enclose(problem, 2, digits=15)
    reference = sample_level(counts, problem.class_weights, 3.0, 2.0)
    assert result.beta[:, 0].astype(float) == pytest.approx(reference, rel=1e-8)


@few
@given(delta=exact_scales, t=exact_times)
def test_balanced_classes_follow_the_logistic_closed_form(delta: Fraction, t: Fraction) -> None:
    ball = enclose(FlowProblem(4, 1, delta), [t], digits=20).beta[MID, 0]
    with ctx.workprec(200):
        d, s = to_ball(delta), arb(2).sqrt()
        assert ball.overlaps(1 / (1 + ((2 * d).exp() - 1) * (-2 * s * to_ball(t)).exp()))


@few
@given(ratio=exact_ratios, delta=exact_scales, t=exact_times)
def test_the_projected_system_follows_closed_form_16_on_every_mode(
    ratio: Fraction, delta: Fraction, t: Fraction
) -> None:
    problem = FlowProblem(4, ratio, delta, system="projected")
    found = enclose(problem, [t], digits=15).beta[:, 0].astype(float)
    expected = closed_form(float(t), problem.sigma, problem.lam, float(delta))
    assert found == pytest.approx(expected, rel=1e-11)


# --- and its neighbours are outside --------------------------------------------------------------


def mid_ball(field_of: BallModes, weights: tuple[arb, ...], t: Fraction, bits: int) -> arb:
    field = between_field(field_of.targets(), weights)
    for step in flow(field, field_of.between_state(), bits=bits, max_steps=500):
        if step.end >= t:
            return step.observe(field_of.between_observed(), t)
    raise AssertionError


def test_a_weight_changed_by_one_part_in_10_to_the_12_gives_a_disjoint_ball() -> None:
    modes = BallModes((2, 2), (Fraction(10), Fraction(1)), Fraction(8), None, Fraction(1, 2), False)
    t, bits = Fraction(5, 2), 80
    with ctx.workprec(bits + taylor_order(bits) + 16):
        w1, w2 = modes.weight_balls()
        right = mid_ball(modes, (w1, w2), t, bits)
        same = mid_ball(modes, (w1 * (1 + arb(2) ** -100), w2), t, bits)
        wrong = mid_ball(modes, (w1 * (1 + arb(10) ** -12), w2), t, bits)
    assert right.overlaps(enclose(STEP, [t]).beta[MID, 0])
    assert right.overlaps(same)
    assert not right.overlaps(wrong)


def test_the_claimed_maj_min_trajectory_misses_the_true_one_by_more_than_0_28() -> None:
    def claimed(t: arb) -> arb:
        r = arb(10)
        rate = arb(2).sqrt() * (r.sqrt() + 1)
        sigma = ((r + 1) / 2).sqrt()
        return 1 / (1 + (sigma * arb(16).exp() - 1) * (-rate * t).exp())

    gap = certified_gap(STEP, "maj-min", claimed, "2.69", digits=15)
    assert gap > Fraction(28, 100).numerator / arb(100)
    assert gap.overlaps(arb("0.286408067798073", "1e-14"))


def test_the_largest_deviation_at_ratio_10_and_delta_8_is_0_2864() -> None:
    times = [Fraction(n, 100) for n in range(240, 300, 3)]
    true, claimed = (enclose(p, times, digits=12).beta[MID] for p in (STEP, PROJECTED))
    assert max(float(abs(a - b)) for a, b in zip(true, claimed, strict=True)) == pytest.approx(
        0.2864, abs=2e-4
    )


@pytest.mark.parametrize("problem", [FlowProblem(4, 1, 8), FlowProblem(4, 10, 8, gamma=0)])
def test_uniform_weights_prove_no_gap_to_the_closed_form(problem: FlowProblem) -> None:
    claimed = enclose(replace(problem, system="projected"), [2]).beta[MID, 0]
    gap = certified_gap(problem, "maj-min", claimed, 2)
    assert not gap > 0
    assert gap < arb("1e-30")


@pytest.mark.parametrize("mode", ["maj-maj", "min-min"])
def test_the_modes_within_a_group_are_the_same_in_both_systems(mode: str) -> None:
    row = STEP.mode_names.index(mode)
    assert enclose(STEP, [2]).beta[row, 0].overlaps(enclose(PROJECTED, [2]).beta[row, 0])


# --- metamorphic laws ----------------------------------------------------------------------------


@few
@given(ratio=exact_ratios, delta=exact_scales, t=exact_times)
def test_more_digits_give_balls_inside_the_coarser_ones(
    ratio: Fraction, delta: Fraction, t: Fraction
) -> None:
    problem = FlowProblem(2, ratio, delta)
    coarse, fine = (enclose(problem, [t], digits=d) for d in (8, 24))
    assert coarse.status == fine.status == "ok"
    assert coarse.beta[0, 0].contains(fine.beta[0, 0])
    assert fine.radius[0, 0] <= 1e-24 * float(fine.beta[0, 0])


def test_the_maj_min_mode_does_not_depend_on_the_number_of_classes() -> None:
    balls = [enclose(FlowProblem(k, 10, 8), [2]).beta[k // 2 - 1, 0] for k in (2, 4, 10)]
    assert all(a.overlaps(b) for a, b in pairwise(balls))


def test_doubling_every_weight_halves_the_time() -> None:
    once = FlowProblem(counts=(5, 5, 2, 2), weights=(1, 1, 3, 3), delta=2)
    twice = replace(once, weights=(2, 2, 6, 6))
    for a, b in zip(enclose(once, [2]).beta[:, 0], enclose(twice, [1]).beta[:, 0], strict=True):
        assert a.overlaps(b)


def test_swapping_the_groups_changes_nothing() -> None:
    there, back = ((9, 9, 2, 2), (2, 2, 9, 9))
    a, b = (enclose(FlowProblem(counts=c, delta=2), [1]).beta[:, 0] for c in (there, back))
    assert all(x.overlaps(y) for x, y in zip(a, b, strict=True))


@few
@given(ratio=exact_ratios, delta=exact_scales, t=exact_times)
def test_the_conserved_quantity_stays_in_its_ball(
    ratio: Fraction, delta: Fraction, t: Fraction
) -> None:
    modes = BallModes((1, 1), (ratio, Fraction(1)), delta, None, Fraction(1, 2), False)
    with ctx.workprec(120):
        for step in flow(modes.between_field(), modes.between_state(), bits=60, max_steps=1000):
            w, h1, h2 = step.at(min(t, step.end))
            assert (w * w - h1 * h1 - h2 * h2).contains(0)
            if step.end >= t:
                return
    raise AssertionError


# --- the integrator itself -----------------------------------------------------------------------


@pytest.mark.parametrize("t", [Fraction(1, 2), Fraction(9, 10)])
def test_the_blow_up_of_x_squared_is_followed_up_to_its_pole_and_never_past_it(t: Fraction) -> None:
    square = BallField(1, ((0, 0),), (((arb(1), 1),),))  # x' = x², x(0) = 1: x = 1/(1 - t)
    with ctx.workprec(150):
        last = Fraction(0)
        for step in flow(square, [arb(1)], bits=80, max_steps=400):
            if step.start <= t <= step.end:
                assert step.at(t)[0].contains(to_ball(1 / (1 - t)))
                assert step.at(t)[0].rel_accuracy_bits() > 60
            last = step.end
        assert t < last < 1


@pytest.mark.parametrize("bits", [16, 20, 40])
def test_careless_steps_give_wide_balls_that_are_still_true(bits: int) -> None:
    modes = BallModes((2, 2), (Fraction(10), Fraction(1)), Fraction(4), None, Fraction(1, 2), False)
    t = Fraction(3, 2)
    truth = enclose(FlowProblem(4, 10, 4), [t], digits=40).beta[MID, 0]
    with ctx.workprec(200):
        ball = mid_ball(modes, modes.weight_balls(), t, bits)
        assert ball.contains(truth)
        assert ball.rel_accuracy_bits() < bits + 12


def test_a_box_of_initial_states_is_carried_along_whole() -> None:
    decay = BallField(1, (), (((arb(-1), 0),),))  # x' = -x
    with ctx.workprec(100):
        for step in flow(decay, [arb(1, 0.125)], bits=50, max_steps=100):
            if step.end >= 1:
                ball = step.at(Fraction(1))[0]
                break
        for start in (arb(0.875), arb(1), arb(1.125)):
            assert ball.contains(start * arb(-1).exp())
        assert float(ball.rad()) < 0.126 * math.exp(-1)


def test_the_logarithmic_norm_bounds_every_eigenvalue_and_little_more() -> None:
    matrix = [[arb(0), arb(3), arb(3)], [arb(3), arb("1e-160"), arb(0)], [arb(3), arb(0), arb(0)]]
    bound = logarithmic_norm(matrix)
    assert bound is not None
    assert bound > arb(18).sqrt()
    assert bound < arb(18).sqrt() * (1 + arb("1e-9"))
    assert logarithmic_norm([[arb(0, math.inf)]]) is None


def test_radii_are_rounded_upwards() -> None:
    assert radius_above(arb(0, "1e-400")) > 0.0
    assert radius_above(arb(0, math.inf)) == math.inf
    tight = arb(1, 2**-60)
    assert radius_above(tight) >= float(tight.rad())


def test_the_tail_of_a_product_is_bounded_sharply() -> None:
    # x and y with positive coefficients: what follows order 4 of x y is the bound itself
    x, y, order = [3, 1, 4, 1, 5, 9, 2], [2, 7, 1, 8, 2, 8, 1], 4
    product = BallField(2, ((0, 1),), (((arb(1), 2),), ((arb(-3), 2),)))
    heads = [[arb(c) for c in terms[:order]] for terms in (x, y)] + [[]]
    tails = [arb(sum(terms[order:])) for terms in (x, y)]
    exact = sum(a * b for i, a in enumerate(x) for j, b in enumerate(y) if i + j >= order)
    assert [float(b) for b in product.tail_of_derivative(heads, tails)] == [exact, 3 * exact]


# --- honesty -------------------------------------------------------------------------------------


def test_a_spent_budget_is_undecided_and_its_balls_hold_everything() -> None:
    result = enclose(STEP, ["0.1", 3], max_steps=2)
    assert result.status == "undecided"
    assert "max_steps" in result.message
    assert result.radius[MID, 1] == math.inf
    assert result.beta[MID, 0].overlaps(enclose(STEP, ["0.1"]).beta[MID, 0])


def test_a_state_off_the_invariant_cone_trips_the_control() -> None:
    with pytest.raises(ControlError, match="h1²"):
        check_conserved([arb(2), arb(1), arb(1)])


def test_a_ball_that_misses_the_exact_solution_trips_the_control() -> None:
    modes = BallModes((2, 2), (Fraction(1), Fraction(1)), Fraction(1), None, Fraction(0), False)
    with pytest.raises(ControlError, match="exact solution"):
        check_exact({Fraction(1): arb(2)}, modes)


def test_no_times_give_an_empty_enclosure() -> None:
    assert enclose(STEP, []).beta.shape == (3, 0)


def test_times_come_back_in_the_order_given_with_exact_midpoints() -> None:
    result = enclose(STEP, [3, 0, "2.5"])
    assert result.times == (Fraction(3), Fraction(0), Fraction(5, 2))
    assert result.beta[MID, 1] < result.beta[MID, 2] < result.beta[MID, 0]
    middle = result.beta[MID, 0].mid().fmpq()
    assert as_fraction(result.midpoint[MID, 0]) == Fraction(int(middle.p), int(middle.q))


@pytest.mark.parametrize(
    ("value", "fraction"),
    [
        (0.1, Fraction(1, 10)),
        ("1e-3", Fraction(1, 1000)),
        ("2/3", Fraction(2, 3)),
        (7, Fraction(7)),
    ],
)
def test_numbers_mean_what_they_print(value: object, fraction: Fraction) -> None:
    assert exact("x", value) == fraction


@pytest.mark.parametrize("value", [math.nan, math.inf, "abc", "1/0", None, True, 1j])
def test_what_is_not_a_rational_number_is_refused_by_name(value: object) -> None:
    with pytest.raises(InputError, match=r"^delta = "):
        exact("delta", value)


@pytest.mark.parametrize(
    ("problem", "times", "options", "named"),
    [
        (FlowProblem(4, 10, 8, init="random", seed=1), [1], {}, "init"),
        (FlowProblem(counts=(9, 4, 1), delta=2), [1], {}, "counts"),
        (STEP, [-1], {}, "times"),
        (STEP, ["soon"], {}, "times"),
        (STEP, [1], {"digits": 0}, "digits"),
        (STEP, [1], {"digits": 2.5}, "digits"),
        (STEP, [1], {"max_steps": 0}, "max_steps"),
    ],
)
def test_bad_input_is_named(
    problem: FlowProblem, times: list[object], options: dict[str, int], named: str
) -> None:
    with pytest.raises(NumericsError, match=f"^{named} = "):
        enclose(problem, times, **options)


def test_an_unknown_mode_and_an_unreachable_level_are_named() -> None:
    with pytest.raises(InputError, match=r"^mode = 'mid': .*maj-min"):
        certified_gap(STEP, "mid", 0, 1)
    with pytest.raises(InputError, match=r"^level = 1: "):
        certified_half_time(STEP, "maj-min", level=1)
