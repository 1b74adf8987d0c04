"""Limits as t → ∞: what is accepted, what is not, and what each part of a proof is needed for."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import pytest
import sympy as sp
from kernel_objects import Object, claiming, stopped_by_one_condition

from proofs import ClaimError, Flow, LearningTime, Terminal, gt
from proofs.kernel import Rejected, check
from proofs.provers.finders.kinds import find_claim
from proofs.reader.claims import read_claim
from proofs.reader.mode_equations import H1, H2, SIGMA, T1, T2, W, Y, equations
from proofs.reader.scalars import UnreadableError
from spectra import ClassMeans, PerLevel, R, Weights, delta, gamma, groups, k, t, weights

HALF, ALMOST = sp.Rational(1, 2), sp.Rational(999, 1000)
SCALES = Flow(gamma=0, scales=sp.symbols("a b", positive=True))
MEANS = Flow(gamma=gamma, data=ClassMeans(*sp.symbols("s tau", positive=True)))


@cache
def logistic() -> Object:
    found = find_claim(Terminal("min-min", sp.S.One, "erm"))
    assert found is not None
    return found


@cache
def coupled() -> Object:
    found = find_claim(Terminal("maj-min", sp.S.One))
    assert found is not None
    return found


def changed(**parts: Any) -> Object:
    return copy.deepcopy(coupled()) | parts


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (Terminal("maj-maj", sp.S.One, "erm"), "PROVED"),
        (Terminal("maj-maj", ALMOST, "erm"), "REFUTED"),
        (Terminal("min-min", sp.S.Zero, "rw", of="error"), "PROVED"),
        (Terminal("min-min", 1 - ALMOST, "rw", of="error"), "REFUTED"),
        (Terminal("maj-min", sp.S.One, gamma), "PROVED"),
        (Terminal("maj-min", ALMOST), "REFUTED"),
        (Terminal("maj-min", sp.S.Zero, of="error"), "PROVED"),
        (Terminal("maj-min", 1 - ALMOST, of="error"), "REFUTED"),
        (Terminal("maj-min", sp.S.One, system="projected"), "PROVED"),
        (Terminal("maj-min", 1 / (1 + sp.exp(-delta))), "REFUTED"),
        (Terminal("maj-maj", sp.S.Zero, SCALES, of="error"), "PROVED"),
        (Terminal("maj-maj", sp.S.One, SCALES, of="error"), "REFUTED"),
        (Terminal("maj-min", sp.S.Zero, MEANS, of="error"), "PROVED"),
        (Terminal("maj-min", sp.S.One, MEANS, of="error"), "REFUTED"),
        (Terminal("maj-min", sp.S.Zero, Flow(targets="frequency"), of="error"), "PROVED"),
        (Terminal("maj", sp.S.Zero, Flow(targets="one-hot"), of="error"), "PROVED"),
    ],
)
def test_modes(said: Terminal, verdict: str) -> None:
    assert check(find_claim(said)).verdict == verdict


def test_two_groups_of_any_sizes_under_any_weights() -> None:
    m1, m2, n1, n2 = sp.symbols("m_1 m_2 n_1 n_2", integer=True, positive=True)
    o1, o2 = sp.symbols("omega_1 omega_2", positive=True)
    weights = Weights(groups([m1, m2], [n1, n2]), PerLevel(("maj", "min"), (o1, o2)))
    assert check(find_claim(Terminal("maj-min", sp.S.One, weights))).verdict == "PROVED"


def test_there_is_no_mode_within_a_group_of_one_class() -> None:
    said = Terminal("maj-maj", sp.S.One, "erm")
    assert check(find_claim(said, (sp.Eq(k, 2, evaluate=False),))).verdict == "VACUOUS"


def test_a_start_above_the_target_comes_down_to_it() -> None:
    said = Terminal("maj-min", sp.S.One)
    assert check(find_claim(said, (gt(R, 1000), sp.Lt(delta, HALF)))).verdict == "PROVED"


def test_axioms() -> None:
    assert {"flow", "comparison", "null quantities"} <= set(check(coupled()).axioms)


CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "another value": (
        'check_limit(scope, Statement(variables, (), goal), data["limits"][which])', "pass",
        "the value of F", claiming(coupled(), "1001/1000"),
    ),
    "no bound": (
        'scope.require(data["by"], between, "that it lies between its bounds")', "pass", "between its bounds",
        changed(by=[]),
    ),
    "a lower bound only": (
        '(fact(b - lower, ">="), fact(upper - b, ">="))', '(fact(b - lower, ">="),)',
        "between its bounds", changed(by=coupled()["by"][:1]),
    ),
    "an upper bound only": (
        '(fact(b - lower, ">="), fact(upper - b, ">="))', '(fact(upper - b, ">="),)',
        "between its bounds", changed(by=coupled()["by"][1:]),
    ),
    "a solution that may end": (
        'flow.see_bounded(scope, data["bounds"])', "pass", "is bounded",
        changed(bounds={n: part | {"from": []} for n, part in coupled()["bounds"].items()}),
    ),
    "the same value again": (
        "value = shown_limit(scope, data, value)", "pass", "may be the one claimed",
        changed(verdict="REFUTED", true="1"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("ends.py", *CONDITIONS[name])


def test_a_bound_does_not_know_the_solution() -> None:
    observable = logistic()["statement"]["goal"][-2]
    found = copy.deepcopy(logistic()) | {"lower": observable, "upper": observable}
    with pytest.raises(Rejected, match="no variable here"):
        check(found)


def test_what_is_asked_is_a_limit() -> None:
    with pytest.raises(ClaimError, match="expr contains t"):
        Terminal("maj-min", sp.exp(-t))
    with pytest.raises(ClaimError, match="of is 'loss'"):
        Terminal("maj-min", sp.S.One, of="loss")  # type: ignore[arg-type]
    with pytest.raises(UnreadableError, match="no condition on t"):
        read_claim(Terminal("maj-min", sp.S.One), (gt(t, 1),))
    with pytest.raises(UnreadableError, match="an error is known"):
        read_claim(Terminal("maj-maj", sp.S.Zero, Flow(decay=HALF), of="error"))


def test_strength_and_error_of_one_feature_are_those_of_two_that_move_alike() -> None:
    """On h = wt/σ, w² = σy: β = y, and the squared distance from the targets is σ²(1 - y)²."""
    both, alone = (
        equations(Terminal("maj-min", sp.S.Zero, "erm", of="error", system=system))
        for system in ("full", "projected")
    )
    y = sp.Rational(3, 10)
    w = sp.sqrt(5 * y)
    at = {T1: 3, T2: 4, SIGMA: 5, Y: y, W: w, H1: 3 * w / 5, H2: 4 * w / 5}
    assert sp.simplify(both.error.subs(at)) == alone.error.subs(at) == 25 * (1 - y) ** 2
    assert sp.simplify(both.beta.subs(at)) == alone.beta.subs(at) == y


def test_what_is_known_of_a_flow_with_decay_is_its_strength() -> None:
    for said in (Terminal("maj-maj", sp.S.One, Flow(decay=HALF)), LearningTime("maj-maj", sp.S.One, Flow(decay=HALF))):  # fmt: skip
        assert read_claim(said).statement["goal"][2][1][0] == "let"


def test_a_mode_within_a_group_is_one_of_two_classes_at_least() -> None:
    said = read_claim(Terminal("maj-maj", sp.S.One, "erm")).statement
    assert said["assume"] == [[">=", ["*", "1/2", "k"], "2"]]
    assert read_claim(Terminal("maj-min", sp.S.One, "erm")).statement["assume"] == []


def test_sizes_that_are_numbers_are_compared_as_they_are() -> None:
    for size in (2, 1):
        found = weights(groups([size, 2], [3, 1]), HALF)
        if size == 1:
            with pytest.raises(UnreadableError, match="a single class"):
                read_claim(Terminal("maj-maj", sp.S.One, found))
        else:
            said = read_claim(Terminal("maj-maj", sp.S.One, found)).statement
            assert said["assume"] == [[">=", "2", "2"]]
