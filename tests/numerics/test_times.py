"""Learning times and their limits, as theorems say and as their false neighbours do not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import class_counts, even_class_numbers, gammas, ratios, small_scales

import spectra
from numerics import FlowProblem, NumericsError, delay_constant, learning_times, limit_times
from numerics.flow.class_level import class_level
from numerics.flow.events import first_crossings
from numerics.solvers.learning_times import _reason
from numerics.variants.unbalanced_logistic import unbalanced_half_time

C10 = 0.77779580611818  # delay of the maj-min mode at R = 10, to the digits of the notes


@given(ratios, st.floats(0, 1e5), st.floats(0.05, 0.95), gammas)
@settings(max_examples=20)
def test_projected_modes_are_learned_at_the_half_time_of_the_logistic(
    ratio: float, delta: float, level: float, gamma: float
) -> None:
    problem = FlowProblem(4, ratio, delta, gamma, "projected")
    expected = unbalanced_half_time(problem.sigma, problem.lam, delta, 1, 1, level)
    assert np.allclose(learning_times(problem, level), expected, rtol=1e-9, atol=1e-10)


@given(even_class_numbers, ratios)
@settings(max_examples=12)
def test_without_weights_limiting_times_are_inverse_singular_values(k: int, ratio: float) -> None:
    problem = FlowProblem(k, ratio, 1, gamma=0)
    assert np.allclose(limit_times(problem), 1 / problem.sigma, rtol=1e-8)


@given(ratios)
@settings(max_examples=12)
def test_reweighting_learns_all_modes_at_once_in_the_limit(ratio: float) -> None:
    assert np.allclose(limit_times(FlowProblem(4, ratio, 1)), (ratio + 1) ** -0.5, rtol=1e-8)


@given(ratios)
@settings(max_examples=12)
def test_the_projected_mode_between_the_groups_lags_behind_for_good(ratio: float) -> None:
    limits = limit_times(FlowProblem(4, ratio, 1, system="projected"))
    assert limits["maj-min"] == pytest.approx(2**0.5 / (ratio**0.5 + 1), rel=1e-8)
    assert limits["maj-maj"] == pytest.approx((ratio + 1) ** -0.5, rel=1e-8)


def test_the_projected_lag_is_not_that_of_the_flow() -> None:
    full = limit_times(FlowProblem(4, 10, 1))["maj-min"]
    assert abs(full - 2**0.5 / (10**0.5 + 1)) > 0.03


@given(ratios, gammas)
@settings(max_examples=12)
def test_the_window_of_any_exponent_is_a_power_of_the_ratio(ratio: float, gamma: float) -> None:
    limits = limit_times(FlowProblem(4, ratio, 1, gamma))
    window = max(limits) / min(limits) - 1
    extreme = max(ratio, 1 / ratio)
    assert window == pytest.approx(extreme ** abs(0.5 - gamma) - 1, rel=1e-7, abs=1e-7)


def test_the_time_over_delta_at_one_delta_is_not_the_limit() -> None:
    time = learning_times(FlowProblem(4, 10, 100))["maj-min"] / 100
    assert abs(time * 11**0.5 - 1) > 1e-3


@given(ratios, small_scales)
@settings(max_examples=12)
def test_reweighted_times_at_finite_scale_have_their_constants(ratio: float, delta: float) -> None:
    times = np.array(learning_times(FlowProblem(4, ratio, delta))) * np.sqrt(ratio + 1)
    left_out = 20 * np.exp(-2 * delta) * max(1.0, 1 / ratio) + 1e-8
    assert times[2] == pytest.approx(delta, abs=left_out)
    assert times[0] == pytest.approx(delta + 0.25 * np.log(ratio), abs=left_out)


@pytest.mark.parametrize("delta", [30, 100, 10_000])
def test_the_mode_between_the_groups_is_late_by_its_known_constant(delta: int) -> None:
    time = learning_times(FlowProblem(4, 10, delta))["maj-min"] * 11**0.5
    assert time - delta == pytest.approx(C10, abs=1e-9 + 1e-15 * delta * 1e3)


def test_swapping_the_groups_shifts_the_constant_by_a_quarter_of_the_logarithm() -> None:
    def constant(ratio: float) -> float:
        time = learning_times(FlowProblem(4, ratio, 40))["maj-min"]
        return float(time * np.sqrt(ratio + 1) - 40)

    for ratio in (2.0, 7.5, 50.0):
        assert constant(1 / ratio) == pytest.approx(constant(ratio) - np.log(ratio) / 4, abs=1e-8)


@given(class_counts, gammas, st.randoms(use_true_random=False))
@settings(max_examples=12)
def test_relabelling_the_classes_changes_no_time(
    counts: tuple[int, ...], gamma: float, random: Any
) -> None:
    shuffled = list(counts)
    random.shuffle(shuffled)
    one, other = (
        learning_times(FlowProblem(counts=c, delta=3, gamma=gamma)) for c in (counts, shuffled)
    )
    assert np.allclose(sorted(one), sorted(other), rtol=1e-9)


@pytest.mark.parametrize("gamma", [0, 0.5, 1])
def test_counts_of_a_step_give_the_times_of_the_step(gamma: float) -> None:
    step = learning_times(FlowProblem(6, 5, 8, gamma))
    counted = learning_times(FlowProblem(counts=(1, 5, 1, 5, 5, 1), delta=8, gamma=gamma))
    assert np.allclose(step, counted, rtol=1e-9)


@pytest.mark.parametrize("ratio", [4, 10])
def test_a_random_start_has_the_limiting_times_of_the_spectral_one(ratio: int) -> None:
    for gamma in (0, 0.5):
        random = limit_times(FlowProblem(4, ratio, 1, gamma, init="random", seed=11))
        spectral = limit_times(FlowProblem(4, ratio, 1, gamma))
        assert np.allclose(random, spectral, rtol=1e-3)


def test_flat_weights_are_flat_for_any_counts() -> None:
    limits = limit_times(FlowProblem(counts=(100, 10, 1), delta=1))
    assert np.allclose(limits, (2 * 111 / 3) ** -0.5, rtol=1e-8)


def test_times_answer_to_the_name_of_the_mode() -> None:
    times = learning_times(FlowProblem(4, 10, 8))
    assert times["min-min"] == times[2]
    assert times.reasons == ("", "", "")


def test_a_level_passed_at_the_start_is_reached_at_time_zero() -> None:
    assert list(learning_times(FlowProblem(4, 10, 0), level=0.2)) == [0, 0, 0]
    assert next(iter(learning_times(FlowProblem(4, 3, 1, init="random", seed=1), level=1e-12))) >= 0


def test_a_mode_that_starts_at_zero_is_never_learned_and_the_others_are() -> None:
    problem = FlowProblem(4, 10, 8, gamma=0, init="random", seed=1)
    reduction = class_level(problem)
    w, a = reduction.flow.split(reduction.start.x)  # views: this edits the start
    w[1], w[3], a[:, 1], a[:, 3] = 0, 0, 0, 0
    alone = replace(reduction.flow, constant=np.exp(-16) * (w.T @ w - a @ a.T))
    times, final = first_crossings(
        replace(reduction, flow=alone), 1e-12, np.full(len(reduction.sigma), 0.5)
    )
    assert np.isfinite(times[[0, 2]]).all()
    assert np.isinf(times[1])
    assert _reason(float(times[1]), float(final[1])) == "the flow settled with β = 0"


def test_a_level_may_be_any_kind_of_number() -> None:
    for loss, level in (("squared", Fraction(1, 4)), ("cross-entropy", Fraction(5, 2))):
        problem = FlowProblem(4, 10, 8, loss=loss)  # type: ignore[arg-type]  # one of the two
        assert learning_times(problem, level) == learning_times(problem, float(level))  # type: ignore[arg-type]


@pytest.mark.parametrize("level", [0, 1, 1 - 1e-12, np.nan, "half", True])
def test_a_level_outside_the_open_unit_interval_is_refused(level: Any) -> None:
    with pytest.raises(NumericsError, match="level"):
        learning_times(FlowProblem(4, 10, 8), level)


@pytest.mark.parametrize("ratio", [Fraction(1, 10**5), 3000, 10**5, 10**6])
def test_stiff_ratios_are_learned_when_the_delay_says(ratio: Fraction | int) -> None:
    found = learning_times(FlowProblem(4, float(ratio), 40))["maj-min"]
    late = found * (float(ratio) + 1) ** 0.5 - 40
    c = float(delay_constant(ratio, digits=12))
    assert late == pytest.approx(c, abs=1e-9)
    assert abs(late - round(4 * late) / 4) > 1e-3  # not the end of a step in place of the time


def test_a_very_stiff_ratio_has_the_delay_of_its_expansion() -> None:
    found = learning_times(FlowProblem(4, 1e9, 8))["maj-min"] * (1e9 + 1) ** 0.5
    assert found == pytest.approx(8 + 2**0.5 / 4 * np.log(1e9) + 0.3193693, abs=1e-3)


def test_limits_hold_where_mixing_rates_are_close() -> None:
    counts = (100, 10, 1)
    limits = np.sort(limit_times(FlowProblem(counts=counts, delta=8, gamma=0.49)))
    weights = FlowProblem(counts=counts, delta=8, gamma=0.49).class_weights
    rule = spectra.saddle_times(counts, weights=weights).times
    assert np.allclose(limits, rule, rtol=1e-8)
    assert not np.allclose(limits, rule[::-1], rtol=1e-3)


def test_random_starts_without_weights_are_followed_from_any_scale() -> None:
    problem = FlowProblem(4, 10, 1e4, gamma=0, init="random", seed=1)
    slopes = (
        np.array(learning_times(problem)) - np.array(learning_times(replace(problem, delta=60)))
    ) / (1e4 - 60)
    assert np.allclose(slopes, 1 / problem.sigma, rtol=1e-9)
