"""Enclosures under cross-entropy, weight decay and class means: the truth inside, neighbours outside."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import mpmath
import numpy as np
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics import (
    FlowProblem,
    certified_half_time,
    enclose,
    learning_times,
    solve,
    terminal_strengths,
)
from numerics.errors import InputError
from numerics.validated.arb_tools import to_ball
from numerics.validated.cross_entropy_field import ProbabilityFlow
from numerics.validated.exact_inputs import read_modes
from numerics.validated.mode_enclosure import ControlError
from numerics.validated.polynomial_field import BallField
from numerics.validated.scaled_steps import scaled_flow
from numerics.validated.taylor_steps import resting_box
from spectra import ClassMeans

CE: Any = "cross-entropy"
CROSSED = FlowProblem(4, 10, 1, gamma=Fraction(1, 4), loss=CE)


def margin_by_mpmath(time: str, digits: int) -> mpmath.mpf:
    """maj-min margin of CROSSED from the amplitudes and exponentials, as the theory writes them."""
    with mpmath.workdps(digits + 5):
        m, ratio, gamma = mpmath.mpf(2), mpmath.mpf(10), mpmath.mpf("0.25")
        n = m * (ratio + 1)
        first, second = (n / (m * ratio)) ** gamma * ratio**0.5, (n / m) ** gamma

        def slope(_: mpmath.mpf, y: list[mpmath.mpf]) -> list[mpmath.mpf]:
            x, z, w, h1, h2 = y
            a, c = x * x / mpmath.sqrt(ratio), z * z
            b1, b2 = mpmath.sqrt(2 / ratio) / m * w * h1, mpmath.sqrt(2) / m * w * h2
            near1, far1 = mpmath.exp(-a), mpmath.exp(-a * (1 - 1 / m) - b1)
            near2, far2 = mpmath.exp(-c), mpmath.exp(-c * (1 - 1 / m) - b2)
            whole1, whole2 = (1 + (m - 1) * p + m * q for p, q in ((near1, far1), (near2, far2)))
            g1, g2 = (mpmath.sqrt(2) * m * s * q / d
                      for s, q, d in ((first, far1, whole1), (second, far2, whole2)))  # fmt: skip
            return [
                first * m * (near1 + far1) / whole1 * x,
                second * m * (near2 + far2) / whole2 * z,
                g1 * h1 + g2 * h2, g1 * w, g2 * w,
            ]  # fmt: skip

        e, both = mpmath.exp(-1), mpmath.sqrt(ratio + 1)
        start = [e, e, e, e * mpmath.sqrt(ratio) / both, e / both]
        tolerance = mpmath.mpf(10) ** -digits
        x, _, w, h1, _ = mpmath.odefun(slope, 0, start, tol=tolerance)(mpmath.mpf(time))
        return x * x / mpmath.sqrt(ratio) * (1 - 1 / m) + mpmath.sqrt(2 / ratio) / m * w * h1


def test_margins_contain_those_of_an_independent_integrator_to_18_digits() -> None:
    mantissa, exponent = margin_by_mpmath("0.5", 18).man_exp
    known = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    found = enclose(CROSSED, "0.5", digits=16)
    other = replace(CROSSED, gamma=Fraction(1, 4) + Fraction(1, 10**13))
    neighbour = enclose(other, "0.5", digits=16)
    with ctx.workprec(120):
        ball = found.margins["maj-min"][0]
        assert abs(ball - to_ball(known)) < arb("1e-17")
        assert abs(neighbour.margins["maj-min"][0] - to_ball(known)) > arb("1e-15")


@pytest.mark.parametrize("counts", [(1,) * 6, (3,) * 5])
def test_balanced_classes_follow_the_exponential_integral(counts: tuple[int, ...]) -> None:
    k, n = len(counts), counts[0]
    times = ["0.7", 4, 1000]
    found = enclose(FlowProblem(counts=counts, delta=5, gamma=0, loss=CE), times, digits=15)
    (row,) = found.margins.values()
    with ctx.workprec(120):
        start = arb(-10).exp() / arb(n).sqrt()
        for time, margin in zip(found.times, row, strict=True):
            clock = 2 * k * arb(n).sqrt() * to_ball(time)

            def exact(x: arb, k: int = k) -> arb:
                return x.ei() + (k - 1) * x.log()

            assert (exact(margin) - exact(start)).overlaps(clock)
            wrong = margin.ei() + k * margin.log() - start.ei() - k * start.log()
            assert not wrong.overlaps(clock)


@given(
    st.tuples(st.integers(1, 3), st.integers(1, 3)),
    st.sampled_from([None, ClassMeans(1, 2), ClassMeans(2, 1)]),
    st.fractions(0, 1, max_denominator=4),
    st.integers(1, 3),
)
@settings(max_examples=4)
def test_balls_contain_what_solve_finds(
    sizes: tuple[int, int], data: ClassMeans | None, gamma: Fraction, delta: int
) -> None:
    counts = (7,) * sizes[0] + (2,) * sizes[1]
    problem = FlowProblem(counts=counts, delta=delta, gamma=gamma, loss=CE, data=data)
    time = float(np.round(max(learning_times(problem)), 2))
    found, known = enclose(problem, time, digits=12), solve(problem, [time])
    assert found.status == "ok"
    assert found.margins.keys() == known.margins.keys()
    for name, row in found.margins.items():
        assert float(row[0]) == pytest.approx(known.margins[name][0], rel=1e-9)
    assert found.beta.astype(float) == pytest.approx(known.beta, rel=1e-9)


@pytest.mark.parametrize("problem", [
    FlowProblem(4, 10, 2, gamma=0, loss=CE), FlowProblem(2, 3, 4, loss=CE),
    FlowProblem(4, 10, 4, data=ClassMeans(1, 3)),
])  # fmt: skip
def test_certified_times_are_the_learning_times(problem: FlowProblem) -> None:
    for name, time in zip(problem.mode_names, learning_times(problem), strict=True):
        found = certified_half_time(problem, name, digits=12)
        assert found.status == "ok"
        assert found.lower is not None
        assert found.upper is not None
        assert float(found.lower) == pytest.approx(time, rel=1e-9)
        if problem.loss == CE and name == "maj-maj":
            below, above = (enclose(problem, t, digits=12).margins[name][0]
                            for t in (found.lower - Fraction(1, 10**9), found.upper))  # fmt: skip
            assert below < 1 < above + arb("1e-11")


def test_a_box_without_the_probabilities_of_its_margins_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    flow = ProbabilityFlow(read_modes(CROSSED))
    state = flow.start()
    assert flow.holds(state)
    for i in range(flow.dimension):
        assert not flow.holds(
            [x * (1 + arb("1e-10")) if i == j else x for j, x in enumerate(state)]
        )
    right = ProbabilityFlow.probabilities
    monkeypatch.setattr(
        ProbabilityFlow, "probabilities",
        lambda self, state, group: tuple(x * arb("1.001") for x in right(self, state, group))
        if state[0] > 1 else right(self, state, group),
    )  # fmt: skip
    with pytest.raises(ControlError, match="excludes what margins give"):
        enclose(CROSSED, 2, digits=8)


def test_a_field_with_a_wrong_coefficient_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    right = ProbabilityFlow.field.func  # type: ignore[attr-defined]

    def wrong(self: ProbabilityFlow) -> BallField:
        field = right(self)
        rows = [list(row) for row in field.rows]
        rows[1][0] = (rows[1][0][0] * arb("1.0000001"), rows[1][0][1])
        return BallField(field.dimension, field.products, tuple(map(tuple, rows)))

    monkeypatch.setattr(ProbabilityFlow, "field", property(wrong))
    with pytest.raises(ControlError):
        enclose(CROSSED, 1, digits=8)


def test_steps_in_units_of_their_own_enclose_an_exact_solution() -> None:
    field = BallField(2, ((0, 1),), (((arb(1), 2),), ((arb(-1), 2),)))  # x' = xy, y' = -xy
    small = arb("1e-12")
    with ctx.workprec(120):
        for step in scaled_flow(field, [small, arb(1)], bits=60, max_steps=200):
            x, y = step.at(step.end)
            total = 1 + small
            exact = total / (1 + (-total * to_ball(step.end)).exp() / small)
            assert x.overlaps(exact)
            assert (x + y).overlaps(total)
            assert x.rel_accuracy_bits() > 10
            if step.end > 32:
                break
        assert x > arb("0.99")


def test_variables_may_be_of_very_unlike_sizes() -> None:
    # warnings are errors here
    assert enclose(FlowProblem(4, 10, 60, gamma=0, loss=CE), "0.1", digits=8).status == "ok"


def test_a_level_may_be_just_above_where_maj_min_starts_with_class_means() -> None:
    # features that start along VᵀG begin at 0.71 of what those along V do
    problem = FlowProblem(4, 100, 1, gamma=0, data=ClassMeans(2, 0))
    found = certified_half_time(problem, "maj-min", level=Fraction(1, 4), digits=10)
    time = learning_times(problem, 0.25)["maj-min"]
    assert float(found.lower or 0) == pytest.approx(time, rel=1e-9)
    with pytest.raises(InputError, match="above its value"):
        certified_half_time(problem, "maj-min", level=Fraction(19, 100))


DECAYING = FlowProblem(4, 10, 5, gamma=0, decay=Fraction(3, 10))


def test_equal_decay_within_a_group_has_a_closed_form() -> None:
    times = [Fraction(1, 2), Fraction(2), Fraction(6)]
    found = enclose(DECAYING, times, digits=15)
    with ctx.workprec(120):
        for name, sigma in (("maj-maj", arb(10).sqrt()), ("min-min", arb(1))):
            row = found.beta[DECAYING.mode_names.index(name)]
            left, wrong = sigma - arb(3) / 10, sigma - arb(3) / 11
            for time, ball in zip(times, row, strict=True):

                def at(left: arb, sigma: arb = sigma, t: Fraction = time) -> arb:
                    fades = (-2 * left * to_ball(t)).exp()
                    return left / sigma / (1 + (left * arb(10).exp() - 1) * fades)

                assert ball.overlaps(at(left))
                assert not ball.overlaps(at(wrong))


@pytest.mark.parametrize("decay", [0.3, (0.3, 0.1), (0.5, 0)])
def test_decay_encloses_what_solve_finds(decay: Any) -> None:
    problem = replace(DECAYING, decay=decay)
    found, known = enclose(problem, [1, 3], digits=12), solve(problem, [1.0, 3.0])
    assert found.status == "ok"
    assert found.beta.astype(float) == pytest.approx(known.beta, rel=1e-9)


def test_a_settled_flow_costs_no_more_steps() -> None:
    for problem in (FlowProblem(4, 10, 8), FlowProblem(4, 10, 8, gamma=1), DECAYING):
        found = enclose(problem, [10**9], digits=15, max_steps=120)
        assert found.status == "ok", found.message
        assert found.beta[:, 0].astype(float) == pytest.approx(
            terminal_strengths(problem), rel=1e-13
        )
    soon = enclose(FlowProblem(4, 10, 8, gamma=1), [5], digits=15).beta[1, 0]
    assert soon < 1  # near the end, but not there: no ball is widened to hold it


def test_only_where_a_flow_contracts_is_it_kept_in_a_box() -> None:
    field = BallField(1, (), (((arb(-1), 0),),))
    assert resting_box(field, [arb(1)]) is not None
    assert resting_box(BallField(1, (), (((arb(1), 0),),)), [arb(1)]) is None
    cubic = BallField(1, ((0, 0), (0, 1)), (((arb(-1), 0), (arb(1), 2)),))  # x' = x³ - x
    assert resting_box(cubic, [arb("0.4")]) is None  # contracts here, but not within reach
    found = resting_box(cubic, [arb("0.05")])
    assert found is not None
    assert found[0].contains(0)


@pytest.mark.parametrize(("ask", "reason"), [
    (lambda: enclose(CROSSED, 1, delta=(1, "0.01")), "enclose over an interval of delta or R"),
    (lambda: enclose(DECAYING, 1, R=(10, "0.01")), "enclose over an interval of delta or R"),
    (lambda: certified_half_time(DECAYING, 0), "certified_half_time knows no such flow"),
    (lambda: certified_half_time(CROSSED, 0, level=501), "level = 501: give a number < 500"),
    (lambda: certified_half_time(CROSSED, 0, level="1e-9"), "above its value"),
    (lambda: enclose(FlowProblem(counts=(9, 4, 2), delta=3, loss=CE), 1), "at most two"),
    (lambda: enclose(FlowProblem(4, 3, 2, init="random", seed=1, loss=CE), 1), "init='spectral'"),
])  # fmt: skip
def test_what_is_not_enclosed_is_refused_by_name(ask: Any, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        ask()
