"""Margins that grow beyond all bounds as t → ∞, and what each part of such a proof is needed for."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st
from kernel_objects import Object, claiming, stopped_by_one_condition

import proofs
from numerics import FlowProblem, limit_times, solve
from proofs import Claim, Flow, Terminal, Verdict
from proofs.kernel import Rejected, check
from proofs.kernel.flows import differ
from proofs.provers.finders.kinds import find_claim
from spectra import PerLevel, R, Weights, gamma, groups

ENTROPY = Flow(gamma=gamma, loss="cross-entropy")
SECOND = "g2-g2"
SHIFTED = Flow(gamma=0, loss="cross-entropy", shift=(sp.log(R), 0), logit_scale=(1, 2))


def several(count: int) -> Flow:
    """Return cross-entropy on groups of any sizes, counts and weights."""
    sizes, counts = (sp.symbols(f"{x}_1:{count + 1}", integer=True, positive=True) for x in "mn")
    imbalance = groups(sizes, counts)
    names = (group.name for group in imbalance.groups)
    own = PerLevel(names, sp.symbols(f"omega_1:{count + 1}", positive=True))
    return Flow(gamma=Weights(imbalance, own), loss="cross-entropy")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (Terminal("maj-maj", sp.oo, ENTROPY), "PROVED"),
        (Terminal("min-min", sp.oo, ENTROPY), "PROVED"),
        (Terminal("min-min", R, ENTROPY), "REFUTED"),
        (Terminal("maj-maj", sp.oo, several(2)), "PROVED"),
        (Terminal(SECOND, sp.oo, several(3)), "PROVED"),
        (Terminal(SECOND, 7, several(3)), "REFUTED"),
        (Terminal("min-min", sp.oo, SHIFTED), "PROVED"),
        (Terminal("min-min", sp.oo, "erm"), "REFUTED"),
        (Terminal("maj-min", sp.oo, gamma), "REFUTED"),
    ],
)
def test_modes(said: Terminal, verdict: str) -> None:
    assert check(find_claim(said)).verdict == verdict


def test_a_refutation_shows_infinity() -> None:
    said = Claim("finite", Terminal("min-min", 1, ENTROPY), "here")
    found = proofs.check([said])["finite"].counterexample
    assert found is not None
    assert (found.left, found.right, found.distance) == ("1.00000000000000", "∞", "-∞")


@pytest.mark.parametrize(
    "said",
    [
        Terminal("maj-maj", -sp.oo, ENTROPY),
        Terminal("maj-maj", sp.oo, Flow(gamma=0, loss="cross-entropy", margin=(1, 1))),
        Terminal("maj-maj", 3, Flow(gamma=0, loss="cross-entropy", margin=(1, 1))),
    ],
    ids=["down", "margins of the loss", "margins of the loss, bounded"],
)
def test_what_is_not_found_is_compared_with_numbers(said: Terminal) -> None:
    found = proofs.check([Claim("growth", said, "here")])["growth"]
    assert found.verdict is Verdict.UNDECIDED
    assert f"is claimed to be {float(said.expr):g}" in found.evidence[-1].detail


@given(st.floats(1, 20), st.floats(0, 1), st.floats(0.1, 2), st.integers(2, 4), st.floats(0.5, 4))
def test_the_time_of_the_proof_is_late_enough(
    ratio: float, exponent: float, level: float, half: int, delta: float
) -> None:
    """At (δ + b·exp((e^b - 1)/m)/(2c))/s the margin of minorities is at least b; it never falls."""
    problem = FlowProblem(2 * half, ratio, delta, exponent, loss="cross-entropy")
    late = limit_times(problem)["min-min"] * (delta + level * np.exp(np.expm1(level) / half) / 2)
    found = solve(problem, np.linspace(0, late, 9), estimate=False).beta[-1]
    assert found[-1] >= level
    assert (np.diff(found) > 0).all()


# the kernel -------------------------------------------------------------------------------------------


@cache
def grown() -> Object:
    found = find_claim(Terminal("min-min", sp.oo, ENTROPY))
    assert found is not None
    return found


def changed(**parts: Any) -> Object:
    return copy.deepcopy(grown()) | parts


def about(value: Any) -> Object:
    """Return a refutation of another value, by what the proof shows."""
    return claiming(grown(), value) | {"verdict": "REFUTED", "true": "+oo"}


CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a margin that may fall": (
        'scope.require(data["rises"], fact(flow.derivative(scope, b), ">="), "that it never falls")',
        "pass", "never falls", changed(rises=[]),
    ),
    "a time before the start": (
        'scope.require(data["positive"], fact(moment, ">="), "that the time is not before the start")',
        "pass", "not before the start", changed(positive=[]),
    ),
    "a level that is not reached": (
        'side.require(data["by"], fact(b - level, ">="), "that it is at the level")',
        "pass", "at the level", changed(by=[]),
    ),
    "a solution that may end": (
        'flow.see_bounded(scope, data["bounds"])', "pass", "is bounded",
        changed(bounds={n: part | {"from": []} for n, part in grown()["bounds"].items()}),
    ),
    "the same value again": (
        "value = shown_limit(scope, data, value)", "pass", "is no number", about("+oo"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("ends.py", *CONDITIONS[name])


@pytest.mark.parametrize("name", ["t", "x_1", "p_2"])
def test_the_time_knows_neither_the_time_nor_the_solution(name: str) -> None:
    with pytest.raises(Rejected, match="no variable here"):
        check(changed(when=name))


def test_the_level_is_a_new_name() -> None:
    with pytest.raises(Rejected, match="not a new name"):
        check(changed(y="delta"))


def test_a_value_that_is_refuted_is_a_number() -> None:
    assert check(about("3")).verdict == "REFUTED"
    with pytest.raises(Rejected, match="not certainly defined"):
        check(about(["inv", "0"]))


def test_infinity_differs_from_every_number_and_from_nothing_else() -> None:
    assert differ("+oo", "5")
    assert differ(["root", "2", "2"], "+oo")
    assert differ("1", "2")
    assert not differ("2", "2")
    for other in ("+oo", "-oo", ["inv", "0"]):
        with pytest.raises(Rejected):
            differ("+oo", other)
