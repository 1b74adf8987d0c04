"""Modes of a flow: what the finders say of them is accepted, and times before the start are not read."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Lt, Piecewise, Rational, exp, sqrt

from proofs import Trajectory, eq
from proofs.claims.flow_statements import Invariance
from proofs.kernel import check
from proofs.provers.admissible import admissible
from proofs.provers.finders.kinds import find_claim
from proofs.reader.claims import read_claim
from proofs.reader.scalars import UnreadableError
from spectra import R, delta, gamma, k, t


def logistic(sigma: Any, rate: Any) -> Any:
    return 1 / (1 + (sigma * exp(2 * delta) - 1) * exp(-2 * rate * t))


MID = sqrt((R + 1) / 2)


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (Trajectory("maj-maj", logistic(sqrt(R), sqrt(R)), "erm"), "PROVED"),
        (Trajectory("maj-min", logistic(MID, MID), "erm"), "PROVED"),
        (Trajectory("maj-min", logistic(MID, MID)), "REFUTED"),
        (Trajectory("min-min", logistic(1, (R + 1) ** gamma), gamma), "PROVED"),
        (Trajectory("min-min", logistic(1, 1)), "REFUTED"),
        (Trajectory("min-min", logistic(1, 1) + t**3, "erm"), "REFUTED"),
        (Trajectory("min-min", logistic(2, 1), "erm"), "REFUTED"),
        (Invariance("maj-maj"), "PROVED"),
        (Invariance("maj-min", Rational(1, 3)), "REFUTED"),
    ],
)
def test_modes(said: Any, verdict: str) -> None:
    assert check(find_claim(said)).verdict == verdict


@pytest.mark.parametrize(
    ("said", "assume", "verdict"),
    [
        (Trajectory("maj-maj", exp(-2 * delta) / sqrt(R), "erm"), eq(t, 0), "PROVED"),
        (Trajectory("maj-maj", logistic(sqrt(R), sqrt(R)), "erm"), t > 10 * R, "PROVED"),
        (Trajectory("maj-maj", logistic(sqrt(R), 2), "erm"), t >= 1, "REFUTED"),
        (Trajectory("min-min", logistic(1, 1), "erm"), eq(k, 2), "VACUOUS"),
        (Trajectory("maj-min", logistic(1, sqrt(2))), eq(R, 1), "PROVED"),
    ],
)
def test_modes_under_conditions(said: Any, assume: Any, verdict: str) -> None:
    found = find_claim(said, (assume,))
    assert found is not None
    assert check(found).verdict == verdict


@pytest.mark.parametrize("condition", [eq(t, -3), Lt(t, -1, evaluate=False)])
def test_nothing_is_proved_of_times_before_the_start(condition: Any) -> None:
    said = Trajectory("maj-maj", logistic(sqrt(R), sqrt(R)), "erm")
    found = find_claim(said, (condition,))
    assert found is None or check(found).verdict != "PROVED"
    for given, verdict in ((condition, "VACUOUS"), (eq(t, 3), "REFUTED")):
        shown = admissible(read_claim(said, (given,)).statement)
        assert shown is not None
        assert shown["verdict"] == verdict


def test_a_formula_that_jumps_is_not_read() -> None:
    jump = Piecewise((logistic(1, 1), t < 10**45), (0, True))
    with pytest.raises(UnreadableError):
        read_claim(Trajectory("min-min", jump, "erm"))


def test_the_equations_stand_in_the_statement() -> None:
    said = read_claim(Trajectory("min-min", logistic(1, 1), "erm")).statement["goal"]
    assert said[2] == ["where", ["let", "sigma", "1"], ["let", "rate", "1"]]
    assert said[3][1][2] == ["*", "2", ["+", "1", ["*", "-1", "y"]], "rate", "y"]
