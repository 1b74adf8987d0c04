"""Learning times: what is accepted, what is not, and what each part of a proof is needed for."""

from __future__ import annotations

import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from kernel_objects import Object, claiming, poly, proof, statement, step, stopped_by_one_condition
from sympy import Integer, Rational, sqrt

from proofs import LearningTime
from proofs.kernel import Rejected, check, digest
from proofs.provers.finders.kinds import find_claim
from spectra import R, delta

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def logistic() -> Object:
    found = find_claim(LearningTime("min-min", Integer(1), "erm"))
    assert found is not None
    return found


@cache
def coupled() -> Object:
    found = find_claim(LearningTime("maj-min", 1 / sqrt(R + 1)))
    assert found is not None
    return found


def changed(**parts: Any) -> Object:
    return copy.deepcopy(logistic()) | parts


def about(goal: Any, found: Object) -> Object:
    """Return a proof with another goal."""
    said = found["statement"] | {"goal": goal}
    return found | {"statement": said, "hash": digest(said)}


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        (LearningTime("maj-maj", 1 / sqrt(R), "erm"), "PROVED"),
        (LearningTime("maj-min", sqrt(2) / sqrt(R + 1), "erm"), "PROVED"),
        (LearningTime("maj-min", sqrt(2) / (sqrt(R) + 1)), "REFUTED"),
        (LearningTime("maj-min", sqrt(2) / (sqrt(R) + 1), system="projected"), "PROVED"),
        (LearningTime("maj-min", 1 / sqrt(R + 1), Rational(1, 3)), "REFUTED"),
        (LearningTime("min-min", Integer(2), "erm"), "REFUTED"),
    ],
)
def test_modes(said: LearningTime, verdict: str) -> None:
    assert check(find_claim(said)).verdict == verdict


def test_conditions_on_the_scale() -> None:
    said = LearningTime("min-min", Integer(1), "erm")
    assert check(find_claim(said, (delta > 5,))).verdict == "PROVED"
    assert check(find_claim(said, (delta <= 5,))).verdict == "VACUOUS"


def test_axioms() -> None:
    found = check(coupled())
    assert {"flow", "comparison", "intermediate values"} <= set(found.axioms)


GOAL = logistic()["statement"]["goal"]
SECOND = {"lower": logistic()["at"]["lower"], "upper": logistic()["at"]["upper"]}
NOT_SHOWN = {which: part | {"by": []} for which, part in SECOND.items()}


def side(y: str, form: Any) -> list[Object]:
    """Return a limit of a multiple of 1/δ, which is 0."""
    inverse = step("def", f"{y}i", term=["inv", poly(y)], by=[f"{y}on"])
    return [{"y": y, "beyond": {f"{y}on": poly("0")}, "steps": [inverse], "admissible": [f"{y}on"],
             "nulls": {"m": ["inverse", y]}, "form": form, "by": [], "value": []}]  # fmt: skip


# y is 1 at all times, and so never 1/2
NEVER = proof(
    statement(["time", ["moment", "t"], ["where"], ["solutions", ["solution", "y", "0", "1"]], "y", "1/2", "d", "0"],
              d="real >"),
    [], given=[], before=[], beyond={}, lower="-1", upper="1", positive=[],
    limits={"lower": side("u", ["*", "-1", "m"]), "upper": side("v", "m")},
    along=[step("stays", "one", rel="=", steps=[], parts=[
               {"name": "p", "p": poly("y - 1"), "m": poly("0"), "start": [], "by": []}]),
           step("cone", "up", p=poly("y + 1"), sum=[{"c": "2"}], modulo=[["one", "y", []]])],
    bounds={"y": {"by": poly("1"), "from": ["one", "up"]}},
    at={"lower": {"name": "early", "by": ["no"], "steps": [
            step("cone", "no", p=poly("- 1"), sum=[{"c": "1", "facts": [x]} for x in ("early", "t.sign")], modulo=[])]},
        "upper": {"name": "late", "by": ["above"], "steps": [
            step("cone", "above", p=poly("y - 1/2"), sum=[{"c": "1/2"}], modulo=[["one", "y", []]])]}},
)  # fmt: skip
del NEVER["witness"]["d"]

CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a level that is passed before the start": (
        'scope.require(data["positive"], fact(end', 'early or scope.require(data["positive"], fact(end',
        "times are positive", NEVER,
    ),
    "another limit": (
        'check_limit(scope, limit, data["limits"][which])', "pass", "the value of F",
        about([*GOAL[:-1], "2"], logistic()),
    ),
    "early above the level": (
        'side.require(part["by"], wanted, "the side of the level")', "pass", "side of the level",
        changed(at=SECOND | {"lower": NOT_SHOWN["lower"]}),
    ),
    "late below the level": (
        'side.require(part["by"], wanted, "the side of the level")', "pass", "side of the level",
        changed(at=SECOND | {"upper": NOT_SHOWN["upper"]}),
    ),
    "times that may be negative": (
        'scope.require(data["positive"], fact(end, ">"), "that the times are positive")', "pass",
        "times are positive", changed(positive=[]),
    ),
    "a solution that may end": (
        'flow.see_bounded(inner, data["bounds"])', "pass", "is bounded",
        changed(bounds={"y": logistic()["bounds"]["y"] | {"from": []}}),
    ),
    "the same limit again": (
        'ensure(differ(true, claimed), "the true limit may be the one claimed")', "pass",
        "may be the one claimed", changed(verdict="REFUTED", true="1"),
    ),
}  # fmt: skip

# the time at which y = t is δ; less δ it is 0
AFTER = proof(
    statement(["time", ["moment", "t"], ["where"], ["solutions", ["solution", "y", "1", "0"]], "y", "d", "1", "d", "0"],
              d="real >"),
    [], given=[], before=[], beyond={"big": poly("0")}, lower="d", upper="d", positive=["big"],
    limits={which: [{"y": y, "beyond": {f"{y}on": poly("0")}, "steps": [], "admissible": [f"{y}on"], "nulls": {},
                     "form": "0", "by": [], "value": []}] for which, y in (("lower", "u"), ("upper", "v"))},
    along=[step("stays", "same", rel="=", steps=[], parts=[
               {"name": "p", "p": poly("y - t"), "m": poly("0"), "start": [], "by": []}]),
           step("cone", "up", p=poly("y + t"), sum=[{"c": "2", "facts": ["t.sign"]}], modulo=[["same", "y", []]])],
    bounds={"y": {"by": poly("t"), "from": ["same", "up"]}},
    at={"lower": {"name": "early", "by": ["below"], "steps": [
            step("cone", "below", p=poly("d - y"), sum=[{"c": "1", "facts": ["early"]}], modulo=[["same", "y", []]])]},
        "upper": {"name": "late", "by": ["above"], "steps": [
            step("cone", "above", p=poly("y - d"), sum=[], modulo=[["same", "y", []], ["late", "t", []]])]}},
)  # fmt: skip
del AFTER["witness"]["d"]
LESS = AFTER["statement"]["goal"]
SURE = [step("logic", "sure", by=[], fact=["!=", poly("1")])]
CONDITIONS |= {
    "a multiple that is not taken away": (
        'compared = ["+", data[which], ["*", "-1", multiple, name]]', "pass", "f = F",
        about([*GOAL[:-2], "7", *GOAL[-2:]], logistic()),
    ),
    "another multiple": (
        '["*", "-1", multiple, name]', '["*", "-1", name]', "f = F", about([*LESS[:-3], "2", *LESS[-2:]], AFTER),
    ),
    "a second multiple": (
        "(multiple,) = less", "multiple, *_ = less", "malformed", about([*LESS[:-2], "5", *LESS[-2:]], AFTER),
    ),
    "limits of which no step shows that they differ": (
        'scope.require(data["differ"], apart, "that the limits differ")', "pass", "that the limits differ",
        AFTER | {"verdict": "REFUTED", "true": "0", "differ": []},
    ),
    "what differs from 0 and is not their difference": (
        "apart = fact(scope.poly(true) - scope.poly(claimed), \"!=\")", 'apart = fact(scope.poly("1"), "!=")',
        "that the limits differ", AFTER | {"verdict": "REFUTED", "true": "0", "differ": ["sure"], "given": SURE},
    ),
}  # fmt: skip


def test_a_time_less_a_multiple() -> None:
    """T - δ → 0 where T = δ; that it tends to 3 is refuted by steps or by numbers."""
    found = check(AFTER)
    assert found.verdict == "PROVED"
    assert "intermediate values" in found.axioms
    wrong = claiming(AFTER, "3") | {"verdict": "REFUTED", "true": "0"}
    assert check(wrong).verdict == check(wrong | {"differ": []}).verdict == "REFUTED"
    with pytest.raises(Rejected, match="value of F"):
        check(claiming(AFTER, "3"))
    for goal in ([*LESS[:-1], "d"], [*LESS[:-1], "+oo"]):
        with pytest.raises(Rejected, match="is no number"):
            check(about(goal, wrong | {"differ": []}))


def test_how_two_limits_differ_is_their_difference() -> None:
    """T - δ → 1 where T = δ + 1; that it tends to -1 is refuted, though 1 - 1 is 0."""
    level, side_of = ["+", "d", "1"], {}
    for which, p, fact in (("lower", "d + 1 - y", "early"), ("upper", "y - d - 1", "late")):
        summed = [{"c": "1", "facts": [fact]}] if which == "lower" else []
        modulo = [["same", "y", []], *([] if which == "lower" else [["late", "t", []]])]
        by = step("cone", "side", p=poly(p), sum=summed, modulo=modulo)
        side_of[which] = {"name": fact, "by": ["side"], "steps": [by | {"name": f"side_{which}"}]}
        side_of[which]["by"] = [f"side_{which}"]
    sure = step(
        "cone", "more", p=poly("d + 1"), sum=[{"c": "1", "facts": ["big"]}, {"c": "1"}], modulo=[]
    )
    limits = {
        which: [part | {"form": "1"} for part in rows] for which, rows in AFTER["limits"].items()
    }
    found = about([*LESS[:5], level, *LESS[6:-1], "-1"], AFTER) | {
        "lower": level, "upper": level, "limits": limits, "at": side_of, "before": [sure], "positive": ["more"],
        "verdict": "REFUTED", "true": "1", "differ": [],
    }  # fmt: skip
    assert check(found).verdict == "REFUTED"


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("flows.py", *CONDITIONS[name])


def test_a_threshold_does_not_move() -> None:
    with pytest.raises(Rejected, match="not known here"):
        check(changed(beyond={"late": "delta"}))


def test_whole_numbers_become_large() -> None:
    said = logistic()["statement"] | {"variables": {"delta": ["integer", ">"], "k": ["even", ">"]}}
    empty = {"statement": said, "hash": digest(said), "verdict": "VACUOUS", "steps": [], "by": []}
    with pytest.raises(Rejected, match="contradiction"):
        check(logistic() | empty)


def test_an_observable_that_jumps() -> None:
    goal = copy.deepcopy(GOAL)
    goal[4] = ["+", goal[4], ["*", "0", ["floor", "y"]]]
    found = about(goal, logistic())
    found["names"] += " jump"
    found["along"] = [
        *found["along"],
        {"name": "jump", "rule": "def", "term": ["floor", "y"], "by": []},
    ]
    assert check(found).verdict == "PROVED"  # 0·floor y is 0 and does not jump
    goal[4] = ["+", goal[4], ["floor", "y"]]
    with pytest.raises(Rejected, match="floor is not continuous"):
        check(about(goal, found))


# every step is needed -----------------------------------------------------------------------------


def less() -> Iterator[Any]:
    """Yield the places of steps in the proof of a coupled mode."""
    for part in ("steps", "given", "before", "along"):
        for i, made in enumerate(coupled()[part]):
            yield pytest.param((part, i), id=f"{part} {made['name']}")


@pytest.mark.parametrize("place", list(less()))
def test_no_step_can_be_left_out(place: tuple[str, int]) -> None:
    part, i = place
    found = dict(coupled())
    found[part] = [*found[part][:i], *found[part][i + 1 :]]
    with pytest.raises(Rejected):
        check(found)


@pytest.mark.parametrize("part", ["given", "before", "along"])
def test_nothing_is_proved_without_lemmas(part: str) -> None:
    with pytest.raises(Rejected):
        check(coupled() | {part: []})


CARRIED = [i for i, step in enumerate(coupled()["along"]) if step["rule"] == "stays"]


@pytest.mark.parametrize("i", CARRIED)
@pytest.mark.parametrize("key", ["p", "m", "start", "by"])
def test_a_weaker_lemma_does_not_do(i: int, key: str) -> None:
    found = copy.deepcopy(coupled())
    part = found["along"][i]["parts"][0]
    if key in ("p", "m"):
        part[key] = f"1 + {part.get(key, '0')}"
    else:
        part[key] = [] if part[key] else ["e"]
    with pytest.raises(Rejected):
        check(found)
