"""Learning times at every start, and what they have beyond a multiple of δ, where decay slows modes down."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp

import proofs
from numerics import FlowProblem, learning_times
from proofs import Claim, Flow, LearningTime, Verdict
from proofs.ledger.squared_loss.weight_decay import OWN
from spectra import R, delta, gamma

LAM, LEVEL = sp.symbols("lambda a", positive=True)
ANY, ERM = Flow(gamma=gamma, decay=LAM), Flow(gamma=0, decay=LAM)
ALIVE = sp.Lt(LAM, 1)
SIZES = {"maj": sp.sqrt(R), "min": sp.S.One}


def verdict(said: Any, *assume: Any) -> Verdict:
    return proofs.check([Claim("it", said, "a test", assume=assume)]).verdicts["it"]


def odds(size: sp.Expr) -> sp.Expr:
    """b(σe^(2δ) - 1)/(1 - b) at the level b."""
    return LEVEL / (1 - LEVEL) * (size * sp.exp(2 * delta) - 1)


@pytest.mark.parametrize("group", ["maj", "min"])
def test_after_a_multiple_of_the_start(group: str) -> None:
    rate, mode = OWN[group] - LAM, f"{group}-{group}"
    left = (1 - LAM / OWN[group]) * SIZES[group]
    for inside, expected in ((left, Verdict.PROVED), (SIZES[group], Verdict.REFUTED)):
        said = LearningTime(mode, sp.log(inside) / (2 * rate), ANY, after=1 / rate)
        assert verdict(said, sp.Lt(LAM, OWN[group])) is expected


def test_without_weights_it_is_that_of_what_is_left() -> None:
    rate = 1 - LAM
    for value, expected in ((sp.log(rate) / (2 * rate), Verdict.PROVED), (0, Verdict.REFUTED)):
        said = LearningTime("min-min", value, ERM, after=1 / rate)
        assert verdict(said, ALIVE) is expected


@pytest.mark.parametrize("group", ["maj", "min"])
def test_at_every_start(group: str) -> None:
    own, mode = OWN[group], f"{group}-{group}"
    left = (1 - LAM / own) * SIZES[group]
    started = sp.Gt(LEVEL, sp.exp(-2 * delta) / left)
    assume = sp.Lt(LAM, own), sp.Lt(LEVEL, 1), started
    value = sp.log(odds(left)) / (2 * (own - LAM))
    said = LearningTime(mode, value, ANY, level=LEVEL, relation="=")
    assert verdict(said, *assume) is Verdict.PROVED
    said = LearningTime(mode, 2 * value, ANY, level=LEVEL, relation="=")
    assert verdict(said, *assume) is Verdict.REFUTED


@pytest.mark.parametrize(
    "started",
    [sp.Gt((1 - LAM) * sp.exp(2 * delta), 2), sp.Gt(delta, sp.log(2 / (1 - LAM)) / 2)],
    ids=["by the size", "by the start"],
)
def test_that_a_mode_starts_below_its_level_may_be_said_in_different_ways(
    started: sp.Basic,
) -> None:
    for size, expected in ((1 - LAM, Verdict.PROVED), (1, Verdict.REFUTED)):
        value = sp.log(size * sp.exp(2 * delta) - 1) / (2 * (1 - LAM))
        said = LearningTime("min-min", value, ERM, relation="=")
        assert verdict(said, ALIVE, started) is expected


@pytest.mark.parametrize(
    ("relation", "value", "expected"),
    [
        ("<=", delta, Verdict.PROVED),
        (">=", delta, Verdict.REFUTED),
        (">=", delta - 1, Verdict.PROVED),
        ("<=", delta - 1, Verdict.REFUTED),
        (">=", delta - sp.exp(-2 * delta), Verdict.PROVED),
        ("=", delta, Verdict.REFUTED),
    ],
)
def test_bounds_that_are_no_time_themselves(
    relation: Any, value: sp.Expr, expected: Verdict
) -> None:
    said = LearningTime("min-min", value, "erm", relation=relation)
    assert verdict(said, sp.Gt(delta, 2)) is expected


def test_a_flow_of_numbers_has_these_times() -> None:
    start, decay, ratio = 4.0, 0.3, 5
    problem = FlowProblem(k=4, R=ratio, gamma=0.0, delta=start, decay=decay)
    values = {R: ratio, LAM: sp.Rational(3, 10), delta: 4, LEVEL: sp.Rational(1, 2)}
    for group, size in SIZES.items():
        exact = sp.log(odds((1 - LAM / size) * size)) / (2 * (size - LAM))
        found = learning_times(problem)[f"{group}-{group}"]
        assert float(found) == pytest.approx(float(exact.subs(values)), rel=1e-6)
