"""Many digits agree with an independent integrator, with enclosures and with the double flow."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import mpmath
import numpy as np
import pytest
from flint import arb, arb_mat, ctx
from hypothesis import given, settings
from paper_flow import maj_min_by_mpmath
from strategies import exact_ratios, exact_scales, exact_times

from numerics import FlowProblem, enclose, solve
from numerics.errors import InputError
from numerics.problem.singular_modes import sum_zero as float_sum_zero
from numerics.problem.status import Status
from numerics.validated.arb_tools import to_ball
from numerics.validated.many_digits import DigitsSolution, _refuse_large, solve_digits
from numerics.validated.matrix_field import MatrixField
from numerics.validated.polynomial_field import BallField
from numerics.validated.singular_modes import class_vectors, exact_modes, sum_zero
from numerics.validated.taylor_series import series_states

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP = FlowProblem(4, 10, 8)
MID = 1


def ball(value: mpmath.mpf) -> arb:
    mantissa, exponent = value.man_exp  # of |value|
    return to_ball(Fraction(int(mantissa)) * Fraction(2) ** int(exponent))


def distance(solution: DigitsSolution, balls: np.ndarray) -> float:
    """Largest relative distance to balls that contain the truth."""
    with ctx.workprec(4 * solution.digits + 64):
        pairs = zip(solution.beta.ravel(), balls.ravel(), strict=True)
        return max(float((ball(x) / y - 1).abs_upper()) for x, y in pairs)


@cache
def forty_digits() -> mpmath.mpf:
    return maj_min_by_mpmath(10, 2, ["1.2"], 40)[0]


def test_forty_digits_agree_with_mpmath_odefun_to_the_last() -> None:
    found = solve(replace(STEP, delta=2), ["1.2"], digits=40).beta[MID, 0]
    with mpmath.workdps(60):
        assert abs(found / forty_digits() - 1) < mpmath.mpf(10) ** -40


def test_the_false_neighbour_at_ratio_10_plus_1e_38_differs() -> None:
    ratio = 10 + Fraction(1, 10**36)
    found = solve(FlowProblem(4, ratio, 2), ["1.2"], digits=40).beta[MID, 0]
    with mpmath.workdps(60):
        assert abs(found / forty_digits() - 1) > mpmath.mpf(10) ** -38


@pytest.mark.parametrize("digits", [1, 5, 60, 150])
def test_all_digits_asked_for_are_inside_an_enclosure_with_more(digits: int) -> None:
    times = ["0.5", "2.4", "2.7", "3.85"] if digits < 100 else ["2.6"]
    solution = solve(STEP, times, digits=digits)
    assert solution.status is Status.DONE
    assert solution.error < mpmath.mpf(10) ** -digits
    assert distance(solution, enclose(STEP, times, digits=digits + 3).beta) < 10.0**-digits


@settings(max_examples=10)
@given(ratio=exact_ratios, delta=exact_scales, t=exact_times)
def test_digits_agree_with_enclosures_whatever_the_parameters(
    ratio: Fraction, delta: Fraction, t: Fraction
) -> None:
    problem = FlowProblem(4, ratio, delta)
    assert distance(solve(problem, [t], digits=25), enclose(problem, [t], digits=28).beta) < 1e-25


@pytest.mark.parametrize(
    "problem",
    [
        FlowProblem(4, 1000, 30),
        FlowProblem(4, 10, 3, system="projected"),
        FlowProblem(2, 5, 3, gamma=1),
        FlowProblem(counts=(7, 7, 7, 2), gamma=0.75, delta=3),
        FlowProblem(counts=(5, 5, 2, 2), weights=(1, 1, 3, 3), delta=2),
    ],
)
def test_two_groups_of_any_kind_agree_with_enclosures(problem: FlowProblem) -> None:
    times = ["0.3", 1, "2.5"]
    assert distance(solve(problem, times, digits=30), enclose(problem, times, digits=33).beta) < (
        1e-30
    )


@pytest.mark.parametrize(
    "problem",
    [
        FlowProblem(counts=(9, 4, 1), delta=2),
        FlowProblem(counts=(9, 4, 1, 1), weights=(1, 1, 3, 1.5), delta=2),
        FlowProblem(counts=(4, 4, 1), weights=(1, 2, 3), delta=1),
        FlowProblem(counts=(9, 4, 1, 1), gamma=0, delta=2),
        FlowProblem(2, 5, 2, init="random", seed=3),
        FlowProblem(counts=(3, 2, 2), delta=1, init="random", seed=4),
        FlowProblem(counts=(3, 2, 2), delta=1, init="balanced", seed=4),
    ],
    ids=repr,
)
def test_coupled_and_random_systems_agree_with_the_flow_in_doubles(problem: FlowProblem) -> None:
    times = [1.5, 0.3]
    solution = solve(problem, times, digits=20)
    assert solution.status is Status.DONE
    assert solution.beta.astype(float) == pytest.approx(
        solve(problem, times, rtol=1e-11).beta, rel=1e-7, abs=1e-10
    )


def test_more_digits_only_add_digits_to_a_random_system() -> None:
    problem = FlowProblem(2, 3, 1, init="random", seed=5)
    few, many = (solve(problem, ["0.7"], digits=n).beta[0, 0] for n in (15, 45))
    assert abs(few / many - 1) < 1e-15
    assert few != many


def test_one_thousand_digits_of_a_balanced_problem_are_those_of_the_closed_form() -> None:
    found = solve(FlowProblem(4, 1, 8), [3], digits=1000).beta[MID, 0]
    with mpmath.workdps(1010):
        exact = 1 / (1 + (mpmath.exp(16) - 1) * mpmath.exp(-6 * mpmath.sqrt(2)))
        assert abs(found / exact - 1) < mpmath.mpf(10) ** -1000


# --- the parts -----------------------------------------------------------------------------------


@pytest.mark.parametrize("order", [1, 2, 31, 32, 33, 64, 65, 97, 301])
def test_products_block_by_block_give_the_coefficients_of_the_sine(order: int) -> None:
    # s' = c, c' = -s, p' = s c = sin(2t)/2, q' = s s
    field = BallField(4, ((0, 1), (0, 0)), (((arb(1), 1),), ((arb(-1), 0),), ((arb(1), 4),),
                                            ((arb(1), 5),)))  # fmt: skip
    series = field.taylor([arb(0), arb(1), arb(0), arb(0)], order)
    assert [len(s) for s in series] == [order + 1] * 4 + [order] * 2
    for n in range(order):
        sine_twice = arb((0, 1, 0, -1)[n % 4]) * arb(2) ** n / arb(math.factorial(n))
        assert series[4][n].overlaps(sine_twice / 2)  # sin t cos t = sin(2t)/2
        assert series[4][n].rad() < arb("1e-10")


def test_a_matrix_riccati_flow_is_solved_to_many_digits() -> None:
    # one by one: w' = (1 - w a) a, a' = w (1 - w a) from w = a: w² is logistic
    with ctx.workprec(300):
        field = MatrixField(arb_mat([[1]]), (arb(1),), (), 1)
        start = arb(-2).exp()
        found = series_states(field, [start, start], [Fraction(2)], bits=200).states[0]
        exact = 1 / (1 + (arb(4).exp() - 1) * arb(-4).exp())
        assert abs(found[0] * found[1] - exact) < arb(2) ** -190


def test_within_class_moments_decay_as_their_closed_form_says() -> None:
    # no target: w' = -w (a² + s), a' = -w² a, s' = -2 w² s; so s/a² is constant
    with ctx.workprec(200):
        field = MatrixField(arb_mat([[0]]), (arb(1),), (arb(1),), 1)
        start = [arb(1), arb("0.5"), arb("0.75")]
        w, a, s = series_states(field, start, [Fraction(3)], bits=150).states[0]
        assert abs(s / (a * a) - 3) < arb(2) ** -140
        assert abs(w * w - a * a - s) < arb(2) ** -140


def test_exact_modes_are_those_in_doubles_to_double_precision() -> None:
    for counts in ((9, 4, 1), (9, 4, 1, 1, 4), (30, 7, 7, 2)):
        problem = FlowProblem(counts=counts, delta=1, weights=tuple(range(1, len(counts) + 1)))
        with ctx.workprec(200):
            modes = exact_modes(problem)
            left, right = class_vectors(problem, modes)
            assert np.array(left.tolist(), dtype=float) == pytest.approx(problem.U, abs=1e-12)
            assert np.array(right.tolist(), dtype=float) == pytest.approx(problem.V_c, abs=1e-12)
            gram = left.transpose() * left
            for i in range(gram.nrows()):
                for j in range(gram.ncols()):
                    assert abs(gram[i, j] - int(i == j)) < arb(2) ** -150
    sizes = [1, 2, 5]
    rows = np.array([[float(x) for x in row] for row in sum_zero([arb(s) for s in sizes])])
    assert rows == pytest.approx(float_sum_zero(sizes), abs=1e-15)


# --- honesty -------------------------------------------------------------------------------------


def test_times_keep_their_order_and_repetitions() -> None:
    solution = solve(STEP, [3, 0, "2.5", 3], digits=12)
    assert solution.times == (Fraction(3), Fraction(0), Fraction(5, 2), Fraction(3))
    beta = solution.beta[MID]
    assert beta[1] < beta[2] < beta[0] == beta[3]
    assert solution.mode_names == STEP.mode_names


def test_times_out_of_reach_are_nan_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("numerics.validated.taylor_series.MAX_STEPS", 3)
    solution = solve(STEP, ["0.1", 3], digits=30)
    assert solution.status is Status.INACCURATE
    assert "t = 3" in solution.message
    assert mpmath.isnan(solution.beta[MID, 1])
    assert distance(replace_times(solution), enclose(STEP, ["0.1"]).beta) < 1e-29


def replace_times(solution: DigitsSolution) -> DigitsSolution:
    """Only the first time of a solution."""
    return replace(solution, beta=solution.beta[:, :1])


def test_an_interrupted_solution_keeps_the_times_it_reached(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taylor, calls = BallField.taylor, []

    def interrupted(
        self: BallField, start: Sequence[arb], order: int, decay: int
    ) -> list[list[arb]]:
        calls.append(order)
        if len(calls) == 4:
            raise KeyboardInterrupt
        return taylor(self, start, order, decay)

    monkeypatch.setattr(BallField, "taylor", interrupted)
    solution = solve(STEP, ["0.1", 3], digits=30)
    assert solution.status is Status.INTERRUPTED
    assert "1 of 2" in solution.message
    assert mpmath.isnan(solution.beta[MID, 1])
    assert distance(replace_times(solution), enclose(STEP, ["0.1"]).beta) < 1e-29
    del calls[:]
    with pytest.raises(KeyboardInterrupt):  # nothing to keep
        solve(STEP, [3], digits=30)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((STEP, [1], 0), "digits = 0"),
        ((STEP, [1], 2.5), "digits = 2.5"),
        ((STEP, [1], 10**6), "digits = 1000000"),
        ((STEP, [], 10), "times is empty"),
        ((STEP, [-1], 10), "times = -1"),
        ((FlowProblem(40, 2, 1, init="random", seed=1), [1], 50), "40 classes in 40 dimensions"),
    ],
)
def test_bad_input_is_named(arguments: tuple[FlowProblem, list[object], int], named: str) -> None:
    with pytest.raises(InputError, match=named):
        solve_digits(*arguments)


def test_a_system_that_is_too_large_is_told_how_many_digits_it_may_have() -> None:
    large = FlowProblem(12, 2, 1, init="random", seed=1)
    for digits in (100, 84):
        with pytest.raises(InputError, match=r"144 unknowns.* take at most 83 digits"):
            solve_digits(large, [1], digits)
    _refuse_large(144, 83, "as many as it may have")


def test_a_system_that_is_too_large_for_any_digits_is_refused_as_such() -> None:
    with pytest.raises(InputError, match=r"1002001 unknowns.* fewer classes, or no digits"):
        _refuse_large(1001**2, 1, "1001 classes in 1001 dimensions")


def test_what_is_not_a_problem_is_refused() -> None:
    with pytest.raises(InputError, match="problem = 'STEP'"):
        solve("STEP", [1], digits=10)  # type: ignore[call-overload]


def test_single_samples_are_not_integrated_to_many_digits() -> None:
    with pytest.raises(InputError, match="per = 'sample'"):
        solve(STEP, [1], per="sample", digits=20)  # type: ignore[call-overload]
