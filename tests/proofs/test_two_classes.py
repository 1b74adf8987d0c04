"""Two classes under cross-entropy: no mode within a group comes first, and the time is one over the growth rate."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

import proofs
import spectra
from numerics import FlowProblem, learning_times
from proofs import Claim, Flow, LearningTime, Verdict
from spectra import R, gamma, k

LEVEL = sp.Symbol("a", positive=True)
TWO = sp.Eq(k, 2)


def verdict(said: Any, *assume: Any) -> Verdict:
    return proofs.check([Claim("it", said, "a test", assume=assume)]).verdicts["it"]


def growth(flow: Flow) -> sp.Expr:
    return flow.setting.growth()["maj-min"]


@pytest.mark.parametrize("exponent", [0, sp.Rational(1, 2), 1, gamma])
def test_it_is_one_over_the_growth_rate_for_any_weights(exponent: Any) -> None:
    step = Flow(gamma=exponent, loss="cross-entropy")
    pair = Flow(spectra.groups((1, 1), (R, 1)), gamma=exponent, loss="cross-entropy")
    for flow, assume in ((step, (TWO,)), (pair, ())):
        for factor, expected in ((1, Verdict.PROVED), (2, Verdict.REFUTED)):
            said = LearningTime("maj-min", factor / growth(flow), flow)
            assert verdict(said, *assume) is expected


def test_at_any_level() -> None:
    flow = Flow(gamma=0, loss="cross-entropy")
    said = LearningTime("maj-min", 1 / growth(flow), flow, level=LEVEL)
    assert verdict(said, TWO) is Verdict.PROVED


def test_it_does_not_wait_as_with_four_classes() -> None:
    flow = Flow(gamma=0, loss="cross-entropy")
    waiting = (1 / sp.sqrt(R) + sp.sqrt(2) - sp.sqrt(1 + 1 / R)).subs(R, 4)
    said = LearningTime("maj-min", waiting, Flow(spectra.step(R=4), gamma=0, loss="cross-entropy"))
    assert verdict(said, TWO) is Verdict.REFUTED
    assert verdict(said, sp.Ge(k, 4)) is Verdict.PROVED
    assert (
        verdict(LearningTime("maj-min", 1 / growth(flow), flow), sp.Ge(k, 4)) is not Verdict.PROVED
    )


def test_a_flow_of_numbers_has_this_time() -> None:
    times = [
        float(
            learning_times(FlowProblem(k=2, R=9, gamma=0.0, delta=d, loss="cross-entropy"))[
                "maj-min"
            ]
        )
        for d in (40.0, 80.0)
    ]
    assert (times[1] - times[0]) / 40 == pytest.approx(5**-0.5, rel=1e-6)
