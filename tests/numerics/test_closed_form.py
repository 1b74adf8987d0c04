"""The closed form is right in its last digits, at every scale."""

from __future__ import annotations

from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from strategies import singular_values

from numerics.errors import NumericsError
from numerics.flow.logistic import beta
from numerics.variants.unbalanced_logistic import unbalanced_half_time

SMALLEST_NORMAL = float(np.finfo(float).tiny)
wide_scales = st.one_of(st.floats(0, 1), st.floats(0, 1e6), st.just(1e6), st.just(0.0))
relative_times = st.one_of(
    st.floats(0, 2), st.floats(-1e-5, 1e-5).map(lambda x: 1 + x), st.just(1.0)
)


def exact_beta(t: float, sigma: float, lam: float, delta: float) -> mpmath.mpf:
    with mpmath.workdps(60):
        time, s, w, d = map(mpmath.mpf, (t, sigma, lam, delta))
        return 1 / (1 + (s * mpmath.exp(2 * d) - 1) * mpmath.exp(-2 * s * w * time))


@given(relative_times, singular_values, singular_values, wide_scales)
@example(1.0, 2.3452078799117149, 1.0, 1e6)
@example(1e-12, 0.25, 1.0, 0.0)
def test_beta_has_a_relative_error_below_1e_minus_12_wherever_it_is_a_normal_double(
    relative: float, sigma: float, lam: float, delta: float
) -> None:
    t = relative * (delta or 1.0) / (sigma * lam)
    truth = exact_beta(t, sigma, lam, delta)
    value = float(beta(t, sigma, lam, delta))
    if truth >= SMALLEST_NORMAL:
        assert abs(value / truth - 1) < 1e-12
    else:
        assert 0 <= value <= SMALLEST_NORMAL


@given(st.floats(0, 1e-9), singular_values, wide_scales)
def test_tiny_times_are_not_lost(t: float, sigma: float, delta: float) -> None:
    truth = exact_beta(t, sigma, 1.0, delta)
    assume(truth >= SMALLEST_NORMAL)
    assert abs(float(beta(t, sigma, 1.0, delta)) / truth - 1) < 1e-12


def test_the_obvious_formula_loses_what_this_one_keeps() -> None:
    sigma, delta = 2.3452078799117149, 1e6
    times = delta / sigma * (1 + np.linspace(1e-6, 2e-6, 20))
    truth = [exact_beta(t, sigma, 1.0, delta) for t in times]
    obvious = 1 / (1 + sigma * np.exp(2 * delta - 2 * sigma * times))
    assert max(abs(v / e - 1) for v, e in zip(obvious, truth, strict=True)) > 1e-11
    ours = beta(times, sigma, 1.0, delta)
    assert max(abs(v / e - 1) for v, e in zip(ours, truth, strict=True)) < 1e-15


@given(st.floats(0.01, 0.99), st.floats(0, 50))
def test_a_mode_that_starts_above_its_target_decreases_to_it(sigma: float, t: float) -> None:
    earlier, later = beta([t, t + 0.1], sigma, 1.0, 0.0)
    assert later * (1 + 1e-15) >= 1
    assert later <= earlier * (1 + 1e-15) <= 1 / sigma * (1 + 2e-15)
    assert beta(np.inf, sigma, 1.0, 0.0) == 1


@given(st.floats(0, 1e300))
def test_a_mode_that_starts_at_its_target_stays(t: float) -> None:
    assert abs(beta(t, 1.0, 1.0, 0.0) - 1) < 1e-15


@given(st.floats(0, 1e6), singular_values)
def test_every_mode_is_learned_at_infinite_time(delta: float, sigma: float) -> None:
    assert beta(np.inf, sigma, 1.0, delta) == 1
    assert beta(1e308, sigma, 1e3, delta) == 1


def test_arguments_broadcast() -> None:
    assert beta(np.zeros((5, 1)), [1.0, 2.0], 1.0, 3.0).shape == (5, 2)


@given(singular_values, singular_values, st.floats(0, 1e6), st.floats(0.01, 0.99))
def test_beta_at_its_half_time_is_the_level(
    sigma: float, lam: float, delta: float, level: float
) -> None:
    time = float(unbalanced_half_time(sigma, lam, delta, 1, 1, level))
    if exact_beta(0, sigma, lam, delta) >= level:
        assert time == 0
        return
    with mpmath.workdps(60):
        s, p = mpmath.mpf(sigma), mpmath.mpf(level)
        x = mpmath.log((s * mpmath.exp(2 * mpmath.mpf(delta)) - 1) * p / (1 - p))
        truth = x / (2 * s * mpmath.mpf(lam))
    assume(x > 1e-3)  # below, the time is ill-conditioned in the parameters themselves
    assert abs(time / truth - 1) < 1e-12


@pytest.mark.parametrize(
    "bad",
    [
        {"t": -1.0}, {"t": np.nan}, {"sigma": 0.0}, {"sigma": np.inf}, {"lam": -1.0},
        {"delta": np.nan}, {"delta": np.inf}, {"t": "now"}, {"t": 1j}, {"sigma": [[1.0], [1.0, 2.0]]},
        {"lam": None}, {"delta": "8"},
    ],
)  # fmt: skip
def test_values_outside_the_domain_are_refused_by_name(bad: dict[str, Any]) -> None:
    with pytest.raises(NumericsError, match=rf"^{next(iter(bad))} = "):
        beta(**{"t": 1.0, "sigma": 1.0, "lam": 1.0, "delta": 1.0, **bad})


@pytest.mark.parametrize("level", [0.0, 1.0, np.nan])
def test_a_level_outside_the_open_unit_interval_is_refused(level: float) -> None:
    with pytest.raises(NumericsError, match="level"):
        unbalanced_half_time(1.0, 1.0, 1.0, 1, 1, level)


def test_shapes_that_do_not_broadcast_are_refused_with_their_sizes() -> None:
    with pytest.raises(NumericsError, match=r"shapes \(3,\), \(2,\), \(\), \(\): give shapes that"):
        beta([1.0, 2.0, 3.0], [1.0, 2.0], 1.0, 8.0)
    with pytest.raises(NumericsError, match=r"shapes \(\), \(2,\), \(\), \(3,\)"):
        unbalanced_half_time([1.0, 2.0], 1.0, [1.0, 2.0, 3.0], 1, 1)


@pytest.mark.parametrize("delta", [0.0, 1.0, 30.0])
@pytest.mark.parametrize(
    ("sigma", "lam", "decay"), [(2, 1, 1.5), (2, 3, 6), (2, 1, 3), (0.5, 3, 0.2)]
)
def test_with_decay_it_is_the_solution_of_its_equation(
    sigma: float, lam: float, decay: float, delta: float
) -> None:
    """1/β is linear: u′ = 2σλ - 2(σλ - decay)u from σe^(2δ)."""
    rate = sigma * lam - decay
    for t in (0.0, 0.3, 2.0, 40.0):
        fading = mpmath.exp(-2 * rate * t)
        grown = (1 - fading) / rate if rate else 2 * t
        u = sigma * lam * grown + sigma * mpmath.exp(2 * delta) * fading
        assert float(beta(t, sigma, lam, delta, decay=decay)) == pytest.approx(float(1 / u))


@pytest.mark.parametrize("decay", [-1.0, np.inf, np.nan, [1.0, -1.0]])
def test_no_decay(decay: Any) -> None:
    with pytest.raises(NumericsError, match="decay"):
        beta(1.0, 1.0, 1.0, 1.0, decay=decay)
