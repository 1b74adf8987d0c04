"""Claims on flows of more than two factors."""

from __future__ import annotations

from typing import Any

import pytest
import sympy as sp
from sympy import Lt, Rational, exp, sqrt

import proofs
import spectra
from numerics import FlowProblem, limit_times
from proofs import Claim, ClaimError, Flow, LearningTime, Plateau, Terminal, Trajectory, Verdict
from proofs.reader.flows import read_flow
from proofs.reader.mode_equations import RATE, SIGMA, Y, equations
from spectra import R, delta, gamma
from spectra.spectrum.mode_equations import deep_field

LIMITS = spectra.learning_times(spectra.step(), gamma)
MIDDLE = sqrt((R + 1) / 2)
THREE = spectra.groups([2, 3, 2], [9, 4, 1])


def decided(said: object, *assume: sp.Basic) -> proofs.Result:
    return proofs.check([Claim("it", said, "a test", assume=assume)])["it"]


@pytest.mark.parametrize("depth", [3, 4, 7, 12])
@pytest.mark.parametrize("mode", ["maj-maj", "min-min"])
def test_a_mode_within_a_group_has_the_time_of_two_factors_in_units_of_its_own(
    depth: int, mode: str
) -> None:
    flow = Flow(gamma=gamma, depth=depth)
    assert decided(LearningTime(mode, LIMITS[mode], flow)).verdict is Verdict.PROVED
    off = LIMITS[mode] * Rational(1001, 1000)
    assert decided(LearningTime(mode, off, flow)).verdict is Verdict.REFUTED


@pytest.mark.parametrize(
    ("mode", "value", "flow"),
    [
        ("maj-min", 1 / MIDDLE, Flow(gamma=0, depth=3)),
        ("maj-min", 1 / sqrt(2), Flow(spectra.step(R=1), depth=5)),
        ("g2-g2", Rational(1, 2), Flow(THREE, 0, depth=3)),
        (
            "between-1",
            1 / spectra.decompose(THREE).singular_values["between-1"],
            Flow(THREE, 0, depth=4),
        ),
    ],
)
def test_so_do_all_modes_where_weights_are_equal(mode: str, value: sp.Expr, flow: Flow) -> None:
    assert decided(LearningTime(mode, value, flow)).verdict is Verdict.PROVED
    level = LearningTime(mode, value, flow, level=Rational(9, 10))
    assert decided(level).verdict is Verdict.PROVED


def test_a_level_has_to_be_below_one() -> None:
    level = sp.Symbol("b", positive=True)
    said = LearningTime("min-min", sp.S.One, Flow(gamma=0, depth=3), level=level)
    assert decided(said, Lt(level, 1)).verdict is Verdict.PROVED
    assert decided(said).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize("depth", [3, 5, 12])
@pytest.mark.parametrize(
    ("value", "of", "verdict"),
    [
        (1, "strength", Verdict.PROVED),
        (0, "error", Verdict.PROVED),
        (Rational(1, 2), "strength", Verdict.REFUTED),
        (1, "error", Verdict.REFUTED),
    ],
)
def test_in_the_end_the_labels_are_fitted_from_any_start(
    depth: int, value: int, of: Any, verdict: Verdict
) -> None:
    for mode in ("maj-maj", "maj-min"):
        said = Terminal(mode, value, Flow(gamma=0, depth=depth), of=of)
        assert decided(said).verdict is verdict


@pytest.mark.parametrize(("depth", "R_value"), [(3, 4), (4, 9)])
def test_what_is_proved_is_what_numerics_measures(depth: int, R_value: int) -> None:
    measured = limit_times(FlowProblem(4, R_value, 1, gamma=0, depth=depth))
    for mode, value in measured.items():
        claimed = {"maj-maj": 1 / sqrt(R), "maj-min": 1 / MIDDLE, "min-min": sp.S.One}[mode]
        assert abs(float(claimed.subs(R, R_value)) - value) < 1e-8


@pytest.mark.parametrize("depth", [3, 4])
def test_the_equation_is_that_of_equal_factors(depth: int) -> None:
    """∂/∂x of ½(σ - ∏x)² by one of L equal lengths, times ω."""
    lengths = sp.symbols(f"x_1:{depth + 1}")
    loss = (SIGMA - sp.prod(lengths)) ** 2 / 2
    pull = -sp.diff(loss, lengths[0]) * RATE / SIGMA
    field = deep_field(Y, RATE, SIGMA, depth)
    assert sp.expand(pull.subs(dict.fromkeys(lengths, Y)) - field) == 0
    said = LearningTime("min-min", sp.S.One, Flow(gamma=0, depth=depth))
    found = equations(said)
    (start,) = (first for _, first in found.solutions.values())
    grown = start.subs(found.large, Flow(depth=depth).grows)
    assert all(abs(sp.N(grown.subs(delta, x) - exp(-x))) < 1e-12 for x in (0, 1, 2.5))


def test_with_weights_maj_min_is_undecided_with_numbers() -> None:
    found = decided(LearningTime("maj-min", 1 / sqrt(R + 1), Flow(depth=3)))
    assert found.verdict is Verdict.UNDECIDED
    assert (
        "lim T/(exp(delta)) is claimed to be 0.3015113446, computed 0.31336"
        in found.evidence[-1].detail
    )


def test_the_words_say_what_time_grows_with() -> None:
    said = LearningTime("min-min", sp.S.One, Flow(gamma=0, depth=4))
    assert sp.sstr(said) == "T/(exp(2*delta)/2) → 1 for min-min of the γ = 0, 4 factors full flow"
    assert r"/\left(\frac{e^{2 \delta}}{2}\right)" in sp.latex(said)
    assert sp.sstr(LearningTime("min-min", sp.S.One, "erm")).startswith("T/δ → 1")


def test_what_is_per_delta_is_refused() -> None:
    deep = Flow(gamma=0, depth=3)
    with pytest.raises(ClaimError, match="after is a time over δ, and those of 3 factors grow"):
        LearningTime("maj-maj", sp.S.One, deep, after=1)
    with pytest.raises(ClaimError, match="at is a time over δ, and those of 3 factors grow"):
        Plateau("maj-maj", 0, deep, at=1)


def test_other_statements_are_read_with_the_start_itself() -> None:
    deep = Flow(gamma=0, depth=3)
    for said in (
        Terminal("min-min", 1, deep),
        Trajectory("min-min", sp.S.One, deep),
        LearningTime("min-min", exp(delta), deep, relation="<="),
    ):
        assert ["exp", ["*", "-1", "delta"]] in read_flow(said).statement["goal"][3][1]
    assert decided(Trajectory("min-min", sp.S.One, deep)).verdict is Verdict.REFUTED
    late = LearningTime("min-min", exp(delta), deep, relation="<=")
    assert decided(late).verdict is Verdict.UNDECIDED
