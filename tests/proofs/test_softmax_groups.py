"""Cross-entropy on other numbers of groups than two: when modes within a group are learned."""

import math

import numpy as np
import pytest
import sympy as sp
from needed import more
from softmax_flows import FLOWS, THREE
from sympy import Rational, Symbol, sqrt

import proofs
import spectra
from numerics import FlowProblem, solve
from proofs import Claim, Flow, LearningTime, Trajectory, Verdict
from proofs.errors import ClaimError
from proofs.kernel.language import read_statement
from proofs.reader.flows import read_flow
from spectra import R, gamma, k

LEVEL = Symbol("ell", positive=True)


def verdict(said: LearningTime, *assume: sp.Basic) -> Verdict:
    return proofs.check([Claim("it", said, "a test", assume=assume)]).verdicts["it"]


def rate_of(flow: Flow, mode: str) -> sp.Expr:
    """Return ω√(nκ) of the group of a mode."""
    groups, weights = flow.setting.weights.imbalance.groups, flow.setting.weights
    g = [f"{x.name}-{x.name}" for x in groups].index(mode)
    n = groups[g].count
    return weights.omega[g] * sqrt(n * (1 if flow.data is None else flow.data.kappa(n)))


@pytest.mark.parametrize(
    ("name", "time", "false"),
    [
        ("three", 7 / (18 * sqrt(2)), Rational(1, 5)),
        ("one", 1 / sqrt(7), 1 / sqrt(8)),
        *more(("means", 1 / sqrt(32), Rational(1, 2))),
    ],
)
def test_the_time_of_a_mode_within_a_group(name: str, time: sp.Expr, false: sp.Expr) -> None:
    flow, mode = FLOWS[name]
    assert sp.simplify(time - 1 / rate_of(flow, mode)) == 0
    assert verdict(LearningTime(mode, time, flow)) is Verdict.PROVED
    result = proofs.check([Claim("it", LearningTime(mode, false, flow), "a test")])["it"]
    assert result.verdict is Verdict.REFUTED
    if name == "three":
        assert result.counterexample is not None
        assert result.counterexample.parameters == (("entries of the start between groups", "2"),)


def test_it_is_the_slope_of_the_flow() -> None:
    limits, found = np.array([1 / 2, 1 / math.sqrt(2), 1]), []
    for small in (15, 30):
        problem = FlowProblem(
            counts=(4, 4, 4, 2, 2, 1, 1), delta=small, gamma=0, loss="cross-entropy"
        )
        times = np.linspace(0, 1.3 * small, 200)
        margins = solve(problem, times).margins
        own = [margins[f"group {g}-group {g}"] for g in (1, 2, 3)]
        found.append([float(np.interp(1, x, times)) for x in own])
    assert (np.array(found[1]) - found[0]) / 15 == pytest.approx(limits, rel=1e-2)


def test_for_all_levels_and_exponents() -> None:
    flow = Flow(THREE, gamma=gamma, loss="cross-entropy")
    time = 1 / rate_of(flow, "g2-g2")
    said = LearningTime("g2-g2", time, flow, level=LEVEL)
    assert verdict(said, sp.Lt(LEVEL, 1)) is Verdict.PROVED


def test_a_margin_may_have_any_positive_level() -> None:
    flow = Flow(THREE, gamma=gamma, loss="cross-entropy")
    time = 1 / rate_of(flow, "g2-g2")
    for level in (sp.Integer(3), sp.Symbol("b", positive=True)):
        assert verdict(LearningTime("g2-g2", time, flow, level=level)) is Verdict.PROVED
    assert verdict(LearningTime("g2-g2", 2 * time, flow, level=sp.Integer(3))) is Verdict.REFUTED
    two = Flow(gamma=0, loss="cross-entropy")
    middle = 1 / sqrt(R) + sqrt(2) - sqrt(1 + 1 / R)
    said = LearningTime("maj-min", middle, two, level=sp.Integer(2))
    assert verdict(said, sp.Gt(R, 1), sp.Ge(k, 4)) is Verdict.PROVED
    for weighting, level in ((flow, 0), (flow, -1), (flow, sp.oo), (Flow(gamma=0), 1), ("erm", 3)):
        with pytest.raises(ClaimError, match=r"level is .* give"):
            LearningTime("g2-g2" if weighting is flow else "min-min", time, weighting, level=level)


def test_symbols_of_four_groups_name_modes_and_are_read() -> None:
    sizes = sp.symbols("m_1:5", integer=True, positive=True)
    counts = sp.symbols("n_1:5", integer=True, positive=True)
    flow = Flow(spectra.groups(sizes, counts), gamma=0, loss="cross-entropy")
    assert flow.modes[:4] == ("g1-g1", "g2-g2", "g3-g3", "g4-g4")
    read_statement(read_flow(LearningTime("g3-g3", 1 / sqrt(counts[2]), flow)).statement)


def test_a_group_of_one_class_has_no_mode_but_others_beside_it_have() -> None:
    flow, _ = FLOWS["four"]
    assert verdict(LearningTime("g2-g2", Rational(1, 2), flow)) is Verdict.VACUOUS
    single = Flow(spectra.groups((3, 2, 1), (4, 2, 1)), gamma=0, loss="cross-entropy")
    assert verdict(LearningTime("g1-g1", Rational(1, 2), single)) is Verdict.PROVED


def test_only_times_and_limits_are_read() -> None:
    flow, mode = FLOWS["one"]
    result = proofs.check([Claim("it", Trajectory(mode, 1, flow), "a test")])["it"]
    assert result.verdict is Verdict.REFUTED  # by an enclosure
    assert any(f"a learning time of {mode} is read" in x.detail for x in result.evidence)
