"""Claims on maj-min with weight decay where weights differ, each beside a false neighbour."""

from dataclasses import replace
from typing import Any

import pytest
import sympy as sp
from scipy.optimize import brentq
from sympy import Rational, Symbol, sqrt
from verdicts import evidence, verdict

import spectra
from numerics import FlowProblem, solve
from proofs import (
    Flow,
    LearningTime,
    Terminal,
    Verdict,
)
from proofs.claims.mode_constants import mode
from proofs.reader.claims import read_claim
from spectra import R

LAM, S = (Symbol(name, positive=True) for name in ("lambda", "s"))
A, B = sp.symbols("a b", positive=True)
WEIGHTED = spectra.weights(spectra.step(), omega=(A, B))
MIDDLE = sqrt((R * A**2 + B**2) / 2)
TURNING = Flow(gamma=WEIGHTED, decay=LAM)
LESS = Flow(gamma=WEIGHTED, decay=LAM, targets="frequency")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (LearningTime("maj-min", 1 / (MIDDLE - LAM), TURNING), Verdict.PROVED),
        (
            LearningTime("maj-min", 1 / (MIDDLE - LAM), TURNING, level=Rational(1, 3)),
            Verdict.PROVED,
        ),
        (LearningTime("maj-min", 1 / MIDDLE, TURNING), Verdict.REFUTED),
        (LearningTime("maj-min", 1 / (MIDDLE - 2 * LAM), TURNING), Verdict.REFUTED),
        (Terminal("maj-min", sp.S.One, TURNING), Verdict.PROVED),
        (Terminal("maj-min", sp.S.One, LESS), Verdict.PROVED),
    ],
)
def test_decay_with_weights_that_differ(said: Any, wanted: Verdict) -> None:
    assert verdict(said) is wanted


STATED = Flow(spectra.groups((3, 5), (20, 2)), decay=Rational(7, 10))
"""Counts, sizes and decay that are numbers; the length of the end is a number without a name."""


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (Terminal("maj-min", sp.S.One, STATED), Verdict.PROVED),
        (Terminal("maj-min", Rational(9, 10), STATED), Verdict.REFUTED),
    ],
)
def test_decay_between_groups_of_stated_numbers(said: Any, wanted: Verdict) -> None:
    assert verdict(said) is wanted


def test_at_a_ratio_without_rational_ends_one_is_shown_to_exist() -> None:
    """At R = 10 the equation of the end has no rational solution: 2w² = v² + 10u² has none but 0."""
    (refuted,) = evidence(Terminal("maj-min", 1 - LAM / MIDDLE, TURNING), (sp.Eq(R, 10),))
    assert refuted.proof is not None
    assert "zero between" in dict(refuted.proof.rules)
    assert refuted.counterexample is not None
    assert dict(refuted.counterexample.parameters)["s"].startswith("a zero in [")
    assert refuted.counterexample.right.startswith("1.000")


def test_the_length_of_the_end_is_told_from_a_symbol_of_its_name() -> None:
    said = LearningTime("maj-min", 1 / (MIDDLE - S), replace(TURNING, decay=S))
    reading = read_claim(said, ())
    assert [(type(x).__name__, reading.names[x]) for x in reading.names if x.name == "s"] == [
        ("Symbol", "s"), ("Dummy", "s_"),
    ]  # fmt: skip
    assert verdict(said) is Verdict.PROVED


def test_decay_that_kills_what_turns_leaves_nothing_to_say() -> None:
    said = LearningTime("maj-min", 1 / (MIDDLE - LAM), TURNING)
    assert verdict(said, (sp.Ge(LAM, MIDDLE),)) is Verdict.VACUOUS


@pytest.mark.parametrize("targets", ["sel", "frequency"])
@pytest.mark.parametrize(("weights", "decay"), [((1.3, 2.9), 0.7), ((2.1, 0.6), 0.9)])
def test_the_end_of_what_turns_is_where_the_flow_ends(
    weights: tuple[float, float], decay: float, targets: str
) -> None:
    found = mode("maj-min", replace(LESS, targets=targets))
    at = {A: weights[0], B: weights[1], LAM: decay, R: 6}
    secular = sp.lambdify(found.decay[1], (found.exists[1].lhs - 1).subs(at))
    length = brentq(secular, 1e-9, 50, xtol=1e-14)
    ends = [
        float((o * x / (o * found.decay[1] + LAM)).subs({**at, found.decay[1]: length}))
        for o, x in zip(found.omega, found.targets, strict=True)
    ]
    part = length * sum(x * float(y.subs(at)) for x, y in zip(ends, found.targets, strict=True))
    problem = FlowProblem(4, 6, 3, weights=[*[weights[0]] * 2, *[weights[1]] * 2], decay=decay,
                          targets=targets)  # fmt: skip
    row = problem.mode_names.index("maj-min")
    true = solve(problem, [60.0]).beta[row, -1] * problem.sigma[row] ** 2
    assert part == pytest.approx(true, rel=1e-9)
