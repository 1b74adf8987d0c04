"""Every field of a mode is the one that is written once, and that one is what (18) gives."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy as sp
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from numerics import FlowProblem
from numerics.flow.two_group import RankOne, between_groups
from numerics.flow.vector_fields import SampleFlow
from numerics.validated.two_group_modes import between_field as ball_field
from numerics.validated.two_group_modes import between_observed
from proofs import LearningTime
from proofs.claims.limit_lemmas import G1, G2, LIMIT, MU, W
from proofs.claims.mode_constants import mode
from proofs.reader.mode_equations import O1, O2, T1, T2, equations
from spectra import R, k
from spectra.spectrum.mode_equations import between_field, between_strength, logistic_field

numbers = st.floats(0.1, 3)
pairs = st.tuples(numbers, numbers)


@given(numbers, pairs, pairs, pairs)
def test_the_field_in_balls(w: float, h: object, targets: object, weights: object) -> None:
    state = [arb(x) for x in (w, *h)]  # type: ignore[misc]
    t, omega = ([arb(x) for x in pair] for pair in (targets, weights))  # type: ignore[attr-defined]
    series = ball_field(t, omega).taylor(state, 1)
    for i, speed in enumerate(between_field(state[0], state[1:], t, omega)):
        assert series[i][1].overlaps(speed)


@given(numbers, pairs, pairs, pairs)
def test_the_strength_in_balls_moves_along_the_field(
    w: float, h: tuple[float, float], targets: tuple[float, float], weights: tuple[float, float]
) -> None:
    state, (t, omega) = [arb(x) for x in (w, *h)], ([arb(x) for x in p] for p in (targets, weights))
    observed = between_observed(t, omega)
    assert observed.gradient is not None
    speed = between_field(state[0], state[1:], t, omega)
    along = sum((g * v for g, v in zip(observed.gradient(state), speed, strict=True)), arb(0))
    assert observed.slope(state).overlaps(along)
    names = w_, h1_, h2_ = sp.symbols("w h_1 h_2")
    beta = between_strength(w_, (h1_, h2_), targets, sum(x * x for x in targets))
    at = dict(zip(names, (w, *h), strict=True))
    for name, value in zip(names, observed.gradient(state), strict=True):
        assert float(beta.diff(name).subs(at)) == pytest.approx(float(value))


@given(st.floats(-3, 0.5), st.floats(0.1, 1.4), pairs, pairs)
def test_the_chart_of_logarithm_and_angle(
    log_w: float, angle: float, targets: tuple[float, float], weights: tuple[float, float]
) -> None:
    column = np.array([targets]).T, np.array([weights]).T
    flow = RankOne(*column, column[0] / math.hypot(*targets), np.array([8.0]))
    w = math.exp(log_w)
    h = w * math.cos(angle), w * math.sin(angle)
    dw, d1, d2 = between_field(w, h, targets, weights)
    wanted = np.array([dw / w, (h[0] * d2 - h[1] * d1) / w**2]) / flow.rate[0]
    found = flow.array_field()(np.array([[log_w], [angle]]))
    np.testing.assert_allclose(found[:, 0], wanted, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(flow.float_field()([log_w, angle]), wanted, rtol=1e-9, atol=1e-12)


@given(st.floats(-3, 0.5), numbers, numbers)
def test_the_chart_of_one_feature(log_w: float, sigma: float, weight: float) -> None:
    column = np.array([[sigma], [weight], [1.0]])
    flow = RankOne(column[:1], column[1:2], column[2:], np.array([8.0]))
    y = math.exp(2 * log_w) / sigma
    # ln y moves twice as fast as ln w
    wanted = logistic_field(y, sigma * weight) / y / 2 / float(flow.rate[0])
    assert flow.float_field()([log_w]) == pytest.approx((wanted,))
    assert flow.array_field()(np.array([[log_w]]))[0, 0] == pytest.approx(wanted)


@pytest.mark.parametrize(("k", "ratio"), [(2, 3), (4, 2), (6, 5)])
def test_the_flow_18_as_written_on_the_family_of_the_reduction(k: int, ratio: int) -> None:
    m, rng = k // 2, np.random.default_rng(1)
    labels = np.repeat(np.eye(k), [ratio] * m + [1] * m, axis=1)
    target = labels - labels.mean(axis=0)
    weights = math.sqrt((ratio + 1) / ratio), math.sqrt(ratio + 1)
    minor = np.repeat([0.0, 1.0], [ratio * m, m])
    e1, e2 = (1 - minor) / math.sqrt(ratio * m), minor / math.sqrt(m)
    u = np.repeat([-1.0, 1.0], m) / math.sqrt(k)
    t = -float(u @ target @ e1), float(u @ target @ e2)
    q = rng.normal(size=k)
    q /= np.linalg.norm(q)
    w, h = 0.7, (0.4, 0.9)
    flow = SampleFlow(target, np.where(minor > 0, weights[1], weights[0]), k)
    state = np.concatenate([w * np.outer(u, q).ravel(), np.outer(q, h[1] * e2 - h[0] * e1).ravel()])
    dw, dh = flow.split(flow.velocity(np.zeros(1))(state))
    found = [float(x) for x in (u @ dw @ q, -q @ dh @ e1, q @ dh @ e2)]
    np.testing.assert_allclose(found, between_field(w, h, t, weights), rtol=1e-12)


@pytest.mark.parametrize("exponent", [sp.S.Zero, sp.Rational(1, 2), sp.S.One])
def test_the_proofs_and_the_numerics_speak_of_the_same_numbers(exponent: sp.Expr) -> None:
    flow = equations(LearningTime("maj-min", sp.S.One, weighting=exponent))
    numeric = between_groups(FlowProblem(4, 10, 3, float(exponent)))
    read = [float(flow.lets[x].subs({R: 10, k: 4})) for x in (T1, T2, O1, O2)]
    np.testing.assert_allclose(np.abs(numeric.targets[:, 0]), read[:2])
    np.testing.assert_allclose(numeric.weights[:, 0], read[2:])


@pytest.mark.parametrize("weighting", ["erm", "rw", sp.Rational(1, 3)])
def test_the_bound_on_the_growth_of_w_is_its_rate_at_the_origin(weighting: object) -> None:
    (bound,) = (lemma.statement.args[1] for lemma in LIMIT if lemma.name == "upper-growth")
    found = mode("maj-min", weighting)
    drives = [o * target for o, target in zip(found.omega, found.targets, strict=True)]
    rate = (bound / W).subs(MU, sp.sqrt(G1**2 + G2**2)).subs({G1: drives[0], G2: drives[1]})
    for ratio in (2, 10):
        at = {R: ratio, k: 4}
        assert float(rate.subs(at)) == pytest.approx(float(found.leading.subs(at)))
