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
from kernel_objects import Object, claiming, poly, proof, statement, step, stopped_by_one_condition

import proofs
from numerics import FlowProblem, limit_times, solve
from proofs import Claim, Flow, Terminal, Verdict
from proofs.kernel import Rejected, check
from proofs.kernel.flows import differ
from proofs.provers.finders.kinds import find_claim
from spectra import PerLevel, R, Weights, gamma, groups, k

ENTROPY = Flow(gamma=gamma, loss="cross-entropy")
SECOND = "g2-g2"
SHIFTED = Flow(gamma=0, loss="cross-entropy", shift=(sp.log(R), 0), logit_scale=(1, 2))
TWO = sp.Symbol("m", integer=True, positive=True), 1


def several(count: int, sizes: Any = None, **more: Any) -> Flow:
    """Return cross-entropy on groups of any counts and weights, and of any sizes if none are given."""
    any_sizes, counts = (
        sp.symbols(f"{x}_1:{count + 1}", integer=True, positive=True) for x in "mn"
    )
    imbalance = groups(sizes or any_sizes, counts)
    names = (group.name for group in imbalance.groups)
    own = PerLevel(names, sp.symbols(f"omega_1:{count + 1}", positive=True))
    return Flow(gamma=Weights(imbalance, own), loss="cross-entropy", **more)


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


LARGE = tuple(sp.Ge(m, 2) for m in sp.symbols("m_1:3", integer=True, positive=True))


@pytest.mark.parametrize(
    ("value", "flow", "assume", "verdict"),
    [
        (sp.oo, ENTROPY, (sp.Ge(k, 4),), "PROVED"),
        (1, ENTROPY, (sp.Ge(k, 4),), "REFUTED"),
        (sp.oo, several(2), LARGE, "PROVED"),
        (sp.oo, several(2, (2, 2)), (), "PROVED"),
        (sp.log(R), several(2, (2, 2)), (), "REFUTED"),
        (sp.oo, SHIFTED, (sp.Ge(k, 4),), "PROVED"),
        (sp.oo, several(2, (2, 3), shift=sp.symbols("a b", real=True)), (), "PROVED"),
        # a single class has no margin within its group
        (sp.oo, several(2, (1, 1)), (), "PROVED"),
        (sp.oo, several(2, TWO), (sp.Ge(TWO[0], 2),), "PROVED"),
        (sp.oo, several(2, (1, 3), shift=(sp.log(R), 0), logit_scale=(1, 2)), (), "PROVED"),
        (5, several(2, (1, 3)), (), "REFUTED"),
        # what maj-min adds to them grows, whether or not a group has a single class
        (sp.oo, ENTROPY, (), "PROVED"),
        (sp.oo, several(2), (), "PROVED"),
        (5, several(2), (), "REFUTED"),
    ],
)
def test_least_margins_between_two_groups(
    value: Any, flow: Flow, assume: tuple[sp.Basic, ...], verdict: str
) -> None:
    assert check(find_claim(Terminal("maj-min", value, flow), assume)).verdict == verdict


@pytest.mark.parametrize(
    "flow",
    [several(2, (2, 2), margin=(1, 0)), several(2, logit_scale=(1, 2))],
    ids=["margins of the loss", "factors of logits, one class or more"],
)
def test_least_margins_that_are_not_found_to_grow(flow: Flow) -> None:
    assert find_claim(Terminal("maj-min", sp.oo, flow)) is None


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
        Terminal("maj-min", sp.oo, several(2, logit_scale=(1, 2))),
    ],
    ids=["down", "margins of the loss", "margins of the loss, bounded", "factors of logits"],
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


@given(st.floats(1, 20), st.floats(0, 1), st.floats(0.1, 0.7), st.integers(1, 3), st.floats(0.5, 4))
def test_the_time_of_all_margins_is_late_enough(
    ratio: float, exponent: float, level: float, half: int, delta: float
) -> None:
    """From the sum of the times at which A of both groups is 2b, or B of single classes, no margin is below b."""
    problem, late = FlowProblem(2 * half, ratio, delta, exponent, loss="cross-entropy"), 0.0
    share = (1 + ratio) ** exponent
    for omega, count in ((share / ratio**exponent, ratio), (share, 1)):
        rate, first, size = omega * count**0.5, count**-0.5, half
        if half == 1:
            rate, first, size = rate / 2**0.5, first * (2 * count / (1 + ratio)) ** 0.5, 2
        grown = np.exp(np.expm1(2 * level) / size)
        late += (delta + level * grown / first) / rate
    found = solve(problem, late * np.array([1, 1.5, 4]), estimate=False).margins
    assert min(found["maj-min"].min(), found["min-maj"].min()) >= level


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


LINES: dict[str, tuple[str, str, list[Object]]] = {
    "t": ("1", "0", [{"c": "2", "facts": ["t.sign"]}]),
    "1": ("0", "1", [{"c": "2"}]),
}
"""y′ and y(0) of what y is, and twice that as a sum."""


def infinite(
    y: str, observable: Any, when: Any, late: Any, near: Any = (), along: Any = ()
) -> Object:
    """Return an object on a term in y, which is t or 1, that is said to tend to infinity."""
    field, start, twice = LINES[y]
    said = ["solutions", ["solution", "y", field, start]]
    goal = ["terminal", ["moment", "t"], ["where"], said, observable, "+oo"]
    part = {"name": "of", "p": poly(f"y - {y}"), "m": poly("0"), "start": [], "by": []}
    line = [
        step("stays", "line", rel="=", parts=[part], steps=[]),
        step("cone", "up", p=poly(f"{y} - y"), sum=[], modulo=[["line", "y", []]]),
        step("cone", "down", p=poly(f"{y} + y"), sum=twice, modulo=[["line", "y", []]]),
    ]
    bounds = {"y": {"by": poly(y), "from": ["up", "down"]}}
    return proof(
        statement(goal), [], ["g"], given=[], near=list(near), before=[], along=[*line, *along],
        y="l", when=when, bounds=bounds, name="n", late=late,
    )  # fmt: skip


def spikes() -> Object:
    """Return an object on what is t at whole times and 0 between them: not below l at floor(l) + 1."""
    at = [["at", "y", []]]
    late = [
        step("zero", "at", p=poly("y - f - 1"), modulo=[["line", "y", []], ["n", "t", []]]),
        step("cone", "late", p=poly("f + 1"), modulo=[],
             sum=[{"c": "1", "facts": ["f.1"]}, {"c": "1", "facts": ["l.sign"]}]),
        step("cone", "u1", p=poly("u - f"), sum=[{"c": "1", "facts": ["u.1"]}], modulo=at),
        step("integer", "u2", p=poly("u - f"), by=["u1"]),
        step("cone", "d1", p=poly("d + f + 2"), sum=[{"c": "1", "facts": ["d.1"]}], modulo=at),
        step("integer", "d2", p=poly("d + f + 2"), by=["d1"]),
        step("cone", "g", p=poly("y + y u + y d - l"), modulo=at, sum=[
            {"c": "1", "facts": ["late", "u2"]}, {"c": "1", "facts": ["late", "d2"]}, {"c": "1", "facts": ["f.1"]},
        ]),
    ]  # fmt: skip
    observable = ["*", "y", ["+", "1", ["floor", "y"], ["floor", ["*", "-1", "y"]]]]
    return infinite(
        "t", observable, ["+", ["floor", "l"], "1"], late,
        near=[step("def", "f", term=["floor", poly("l")], by=[])],
        along=[step("def", name, term=["floor", poly(p)], by=[]) for name, p in (("u", "y"), ("d", "- y"))],
    )  # fmt: skip


def carried() -> Object:
    """Return an object on y = 1: as (y - lt)′ ≥ l(y - lt) from t = 2/l on, it would be y ≥ lt there."""
    still = {"name": "k", "p": poly("y - l t"), "m": poly("l"), "start": [], "by": ["change"]}
    change = step("cone", "change", p=poly("l l t - l - l y"), sum=[{"c": "1", "facts": ["l.sign", "l.sign", "n"]}],
                  modulo=[["line", "y", []], ["i.0", "i", ["l.sign"]]])  # fmt: skip
    late = [
        step("stays", "kept", rel=">=", parts=[still], steps=[change]),
        # -1 = (1 - lt) + l(t - 2/l)
        step("cone", "g", p=poly("y - l"), modulo=[["line", "y", []], ["i.0", "i", ["l.sign"]]], sum=[
            {"c": "1/4", "square": poly("y - l + 1")},
            *({"c": "1/4", "facts": facts, "square": poly("y - l - 1")} for facts in (["kept"], ["l.sign", "n"])),
        ]),
    ]  # fmt: skip
    near = [step("def", "i", term=["inv", poly("l")], by=["l.sign"])]
    return infinite("1", "y", ["*", "2", ["inv", "l"]], late, near=near)


def test_a_line_tends_to_infinity() -> None:
    late = step(
        "cone", "g", p=poly("y - l"), sum=[{"c": "1", "facts": ["n"]}], modulo=[["line", "y", []]]
    )
    found = check(infinite("t", "y", "l", [late]))
    assert found.verdict == "PROVED"
    assert found.axioms.keys() == {"flow", "derivatives", "comparison", "continuity", "order"}


CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a level that is not reached": (
        'side.require(data["by"], fact(b - level, ">="), "that it is not below the level")',
        "pass", "not below the level", changed(by=[]),
    ),
    "a level that is passed at single times": (
        'side.learn(data["name"], fact(scope.ring.generator(time) - moment, ">="))',
        'side.learn(data["name"], fact(scope.ring.generator(time) - moment, "="))',
        "no fact with", spikes(),
    ),
    "what is known from some time on": (
        "b, side = scope.poly(observable), scope.inner()", "b, side = scope.poly(observable), scope",
        "holds at one time only", carried(),
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
