"""Claims on flows from a balanced start: what is decided, how it is read, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp
from sympy import Ge, Gt, Lt, Rational, sqrt

import proofs
import spectra
from numerics import FlowProblem, solve
from proofs import Claim, ClaimError, Flow, LearningTime, Plateau, Terminal, Trajectory, Verdict
from proofs.reader.flows import read_flow
from proofs.reader.scalars import UnreadableError
from spectra import ClassMeans, R, delta

LAM, TAU, W = sp.symbols("lambda tau omega", positive=True)
ERM = Flow(gamma=0, init="balanced")
DECAYS = Flow(gamma=0, decay=LAM, init="balanced")
ALIKE = Flow(gamma=spectra.weights(spectra.step(), omega=(W, W)), init="balanced")
THREE = spectra.groups([2, 3, 2], [9, 4, 1])
RING = sp.Matrix([[1, 1, 0], [0, 1, 1], [1, 0, 1]])
WIDE = RING.row_join(sp.zeros(3, 1))
MIDDLE = sqrt((R + 1) / 2)
TIMES = [
    ("maj-maj", 1 / sqrt(R), ERM),
    ("maj-min", 1 / MIDDLE, ERM),
    ("min-min", sp.S.One, ERM),
    ("maj-min", 1 / (MIDDLE - LAM), DECAYS),
    ("maj-min", 1 / (W * MIDDLE), ALIKE),
    (
        "between-2",
        1 / spectra.decompose(THREE).singular_values["between-2"],
        Flow(THREE, 0, init="balanced"),
    ),
    ("mode 1", Rational(1, 2), Flow(targets=WIDE, gamma=0, init="balanced")),
    ("mode 3", sp.S.One, Flow(targets=WIDE.T, gamma=0, init="balanced")),
    ("maj", 1 / sqrt(R), Flow(targets="one-hot", gamma=0, init="balanced")),
    ("maj-min", sqrt((R + 1) / (2 * R)), Flow(targets="frequency", gamma=0, init="balanced")),
    ("maj-min", 1 / sqrt(2), Flow(spectra.step(R=1), init="balanced")),
]


def decided(said: object, *assume: sp.Basic) -> proofs.Result:
    return proofs.check([Claim("it", said, "a test", assume=assume)])["it"]


@pytest.mark.parametrize(("mode", "time", "flow"), TIMES)
def test_a_mode_is_learned_when_it_is_from_the_spectral_start(
    mode: str, time: sp.Expr, flow: Flow
) -> None:
    assert decided(LearningTime(mode, time, flow)).verdict is Verdict.PROVED
    assert decided(LearningTime(mode, time * Rational(1001, 1000), flow)).verdict is Verdict.REFUTED


def test_so_it_is_at_every_level_that_is_reached() -> None:
    level = sp.Symbol("b", positive=True)
    said = LearningTime("maj-min", 1 / MIDDLE, ERM, level=level)
    assert decided(said, Lt(level, 1)).verdict is Verdict.PROVED
    assert decided(said).verdict is Verdict.UNDECIDED
    assert decided(said, Lt(level, 2)).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("value", "order", "verdict"),
    [
        (0, Lt, Verdict.PROVED),
        (1, Gt, Verdict.PROVED),
        (1, Lt, Verdict.REFUTED),
        (0, Gt, Verdict.REFUTED),
    ],
)
def test_before_its_time_nothing_is_learned_and_then_all_of_it(
    value: int, order: type[sp.Rel], verdict: Verdict
) -> None:
    said = Plateau("maj-min", value, ERM, at=TAU)
    assert decided(said, order(TAU, 1 / MIDDLE)).verdict is verdict


def test_the_statement_is_on_every_size_of_the_start_and_every_level_above() -> None:
    said = read_flow(LearningTime("min-min", sp.S.One, ERM, level=Rational(3, 4)))
    start = read_flow(Plateau("min-min", sp.S.One, ERM, at=TAU))
    assert said.statement["variables"]["size"] == ["real", ">"]
    assert start.statement["variables"]["size"] == ["real", ">"]
    assert said.statement["variables"]["above"] == ["real", ">="]
    assert ["<", "above", "1"] in said.statement["assume"]
    assert said.statement["goal"][-3] == ["+", "3/4", ["*", "1/4", "above"]]


@pytest.mark.parametrize(
    "said",
    [
        Trajectory("min-min", sp.S.One, ERM),
        Terminal("min-min", 1, ERM),
        Plateau("min-min", 0, ERM, of="error", at=2),
        LearningTime("min-min", 0, ERM, after=1),
        LearningTime("min-min", delta, ERM, relation="<="),
    ],
)
def test_what_depends_on_the_start_is_not_read(said: Trajectory | LearningTime) -> None:
    with pytest.raises(UnreadableError, match="from a balanced start only limits"):
        read_flow(said)
    assert decided(said).verdict is Verdict.UNDECIDED


@pytest.mark.parametrize(
    "flow",
    [
        Flow(init="balanced"),
        Flow(gamma=0, decay=(LAM, 0), init="balanced"),
        Flow(gamma=0, loss="cross-entropy", init="balanced"),
        Flow(gamma=0, data=ClassMeans(1, 2), init="balanced"),
        Flow(gamma=0, data=ClassMeans(1, 2), init="random"),
        Flow(targets="frequency", init="balanced"),
    ],
)
def test_no_equation_is_known_where_weights_rates_or_decays_differ(flow: Flow) -> None:
    with pytest.raises(UnreadableError, match="no equation of maj-min is known"):
        read_flow(LearningTime("maj-min", sp.S.One, flow))


def test_half_of_them_do_not_learn_all_modes_of_square_targets() -> None:
    square = LearningTime("mode 3", sp.S.One, Flow(targets=RING, gamma=0, init="balanced"))
    with pytest.raises(UnreadableError, match="det WH keeps its sign"):
        read_flow(square)
    assert decided(square).verdict is not Verdict.PROVED
    # for each class one sample, and two
    for count, wanted in ((1, Verdict.VACUOUS), (2, Verdict.PROVED)):
        flow = Flow(spectra.groups((2, 2), (1, count)), 0, targets="one-hot", init="balanced")
        assert decided(LearningTime("min", sp.S.One, flow)).verdict is wanted
    never = [_end(RING, seed) < Rational(3, 4) for seed in range(12)]
    assert any(never)
    assert not all(never)
    assert all(_end(WIDE, seed) > Rational(3, 4) for seed in range(12))


def _end(targets: sp.Matrix, seed: int) -> float:
    """Return the least strength of a mode long after its time."""
    problem = FlowProblem(
        targets=targets.tolist(), delta=10, gamma=0, init="balanced", dim=5, seed=seed
    )
    return float(solve(problem, [25.0]).beta.min())


def test_decay_is_not_negative_there() -> None:
    any_sign = sp.Symbol("lambda", real=True)
    flow = Flow(gamma=0, decay=any_sign, init="balanced")
    said = read_flow(LearningTime("min-min", 1 / (1 - any_sign), flow))
    assert [">=", "lambda", "0"] in said.statement["assume"]
    assert [">=", "lambda", "0"] not in read_flow(
        LearningTime("min-min", 1 / (1 - any_sign), replace(flow, init="spectral"))
    ).statement["assume"]


def test_a_balanced_start_has_factors_of_one_size() -> None:
    with pytest.raises(ClaimError, match=r"scales is \(2, 3\) with init 'balanced'"):
        Flow(gamma=0, scales=(2, 3), init="balanced")
    twice = Flow(gamma=0, scales=(2, 2), init="balanced")
    assert decided(LearningTime("min-min", sp.S.One, twice)).verdict is Verdict.PROVED


def test_with_weights_it_is_undecided_with_numbers() -> None:
    found = decided(LearningTime("maj-min", 1 / sqrt(R + 1), Flow(init="balanced")))
    assert found.verdict is Verdict.UNDECIDED
    assert (
        "seed 0: lim T/δ is claimed to be 0.3015113446, computed 0.3015113446"
        in found.evidence[-1].detail
    )


def test_that_decay_kills_a_mode_leaves_nothing_to_say() -> None:
    dead = LearningTime("min-min", 1 / (1 - LAM), DECAYS)
    assert decided(dead, Ge(LAM, 1)).verdict is Verdict.VACUOUS
