"""What weight decay leaves of a mode, as claims on a flow: its part of the labels, or nothing."""

from typing import Any

import numpy as np
import pytest
import sympy as sp
from sympy import Ge, Gt, Lt, Matrix, Rational, Symbol, sqrt
from verdicts import evidence, verdict

import spectra
from numerics import FlowProblem, collapse_thresholds, solve
from proofs import ClaimError, Flow, Terminal, Verdict
from spectra import ClassMeans, R

PROVED, REFUTED, UNDECIDED = Verdict.PROVED, Verdict.REFUTED, Verdict.UNDECIDED
LAM, A, B, S, TAU = (Symbol(name, positive=True) for name in ("lambda", "a", "b", "s", "tau"))
ERM, HALF = Flow(gamma=0, decay=LAM), Flow(decay=LAM)
ANY = Flow(spectra.groups((4, 3), (A, B)), gamma=0, decay=LAM)
WEIGHTED = Flow(gamma=spectra.weights(spectra.step(), omega=(A, B)), decay=LAM)
MIDDLE = sqrt((R * A**2 + B**2) / 2)
INPUTS = Flow(gamma=0, decay=LAM, data=ClassMeans(S, TAU))
KAPPA = S**2 + TAU**2
WORDS = Flow(gamma=0, targets=Matrix([[1, 1, 0], [0, 1, 1]]), decay=LAM)
MANY = Flow(spectra.groups((2, 3, 4), (9, 4, 1)), gamma=0, decay=LAM)


def part(mode: str, value: Any, flow: Flow) -> Terminal:
    """Return that this part of its labels is left of a mode."""
    return Terminal(mode, sp.sympify(value), flow, of="part")


@pytest.mark.parametrize(
    ("said", "assume", "wanted"),
    [
        (part("min-min", 1 - LAM, ERM), (Lt(LAM, 1),), PROVED),
        (part("min-min", 1 - LAM, ERM), (Gt(LAM, 1),), REFUTED),
        (part("min-min", 1 - LAM / 2, ERM), (Lt(LAM, 1),), REFUTED),
        (part("min-min", 0, ERM), (Ge(LAM, 1),), PROVED),
        (part("min-min", 0, ERM), (sp.Eq(LAM, 1),), PROVED),
        (part("min-min", 0, ERM), (Ge(LAM, Rational(9, 10)),), REFUTED),
        (part("min-min", 0, ERM), (), REFUTED),
        (part("maj-maj", 0, HALF), (Ge(LAM, sqrt(R + 1)),), PROVED),
        (part("maj-maj", 0, HALF), (Gt(R, 1), Ge(LAM, sqrt(R))), REFUTED),
        (part("maj-min", 1 - LAM / sqrt((R + 1) / 2), ERM), (Lt(LAM, sqrt((R + 1) / 2)),), PROVED),
        (part("maj-min", 0, WEIGHTED), (Gt(LAM, MIDDLE),), PROVED),
        (part("maj-min", Rational(1, 9), WEIGHTED), (Gt(LAM, MIDDLE),), REFUTED),
        (part("maj-maj", 0, ANY), (Ge(LAM, sqrt(A)),), PROVED),
        (part("maj-maj", 0, ANY), (Ge(LAM, sqrt(B)),), REFUTED),
        (part("min-min", 0, INPUTS), (Ge(LAM, sqrt(KAPPA)),), PROVED),
        (part("min-min", 0, INPUTS), (Ge(LAM, S),), REFUTED),
        (part("mode 1", 1 - LAM / sqrt(3), WORDS), (Lt(LAM, sqrt(3)),), PROVED),
        (part("mode 2", 0, WORDS), (Ge(LAM, 1),), PROVED),
        (part("mode 1", 0, WORDS), (Ge(LAM, 1),), REFUTED),
        (part("g2-g2", 0, MANY), (Ge(LAM, 2),), PROVED),
        (part("g1-g1", 0, MANY), (Ge(LAM, 2),), REFUTED),
    ],
)
def test_what_decay_leaves(said: Terminal, assume: Any, wanted: Verdict) -> None:
    assert verdict(said, assume) is wanted


@pytest.mark.parametrize("gamma", [0.0, 0.5, 0.8])
@pytest.mark.parametrize("of_threshold", [0.3, 0.95, 1.0, 1.4])
def test_integrated_flows_end_there(gamma: float, of_threshold: float) -> None:
    plain = FlowProblem(4, 5, 2, gamma=gamma)
    for row, mode in ((0, "maj-maj"), (2, "min-min")):
        threshold = collapse_thresholds(plain)[mode]
        problem = FlowProblem(4, 5, 2, gamma=gamma, decay=of_threshold * threshold)
        found = solve(problem, [2000.0]).beta[row, 0]
        # at the threshold itself a mode fades like 1/t only
        assert np.isclose(found, max(0.0, 1 - of_threshold), atol=1e-3)


def test_maj_min_at_any_weights_vanishes_above_its_threshold() -> None:
    threshold = collapse_thresholds(FlowProblem(4, 5, 2, gamma=0.8))["maj-min"]
    problem = FlowProblem(4, 5, 2, gamma=0.8, decay=1.05 * threshold)
    assert abs(solve(problem, [400.0]).beta[1, 0]) < 1e-9


def test_what_is_open_comes_with_numbers() -> None:
    said = part("maj-min", 0, WEIGHTED)
    assert verdict(said, (Gt(LAM, MIDDLE / 2),)) is UNDECIDED
    assert "part at t" in evidence(said, (Gt(LAM, MIDDLE / 2),))[-1].detail


@pytest.mark.parametrize(
    "flow",
    [
        Flow(gamma=0),
        Flow(gamma=0, decay=(LAM, 2 * LAM)),
        Flow(gamma=0, loss="cross-entropy"),
    ],
)
def test_of_other_flows_it_is_not_known(flow: Flow) -> None:
    assert verdict(part("min-min", 0, flow)) is UNDECIDED


def test_only_the_end_is_a_part() -> None:
    with pytest.raises(
        ClaimError, match="of is 'whole'; choose one of strength, error, added, part"
    ):
        Terminal("min-min", sp.S.Zero, ERM, of="whole")  # type: ignore[arg-type]
