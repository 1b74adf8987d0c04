"""Delays: what is proved of them for all ratios, what is not, and which condition stops a wrong proof."""

from __future__ import annotations

import re
from typing import Any

import pytest
from kernel_objects import Object, names_of, poly, proof, statement, step, stopped_by_one_condition
from needed import more
from sympy import Abs, Ge, Gt, Implies, Integer, Lt, Rational, Sum, log, oo, sqrt

from proofs import Claim, Delay, Limit, check, eq, ge, gt, le
from proofs.claims.relation import Relation
from proofs.kernel import Rejected, digest
from proofs.kernel import check as check_object
from proofs.provers.finders.kinds import find_claim
from proofs.reader.claims import read_claim
from proofs.reader.scalars import UnreadableError
from spectra import R

BOUND = log((R + 1) / 2) / 4


@pytest.mark.parametrize(
    ("said", "assume"),
    [
        (eq(Delay(1 / R), Delay(R) - log(R) / 4), ()),
        (ge(Delay(R), BOUND), (Gt(R, 1),)),
        (ge(Delay(R), BOUND), (Lt(R, 1),)),
        (le(Abs(Delay(R) - sqrt(2) / 4 * log(R)), Rational(36, 5)), (Gt(R, 10**4),)),
    ],
)
def test_proved_for_all_ratios(said: Any, assume: Any) -> None:
    found = check_object(find_claim(Relation(said), assume))
    assert found.verdict == "PROVED"
    assert {"delays", "flow"} <= set(found.axioms)


@pytest.mark.parametrize(
    ("said", "assume"),
    [
        (eq(Delay(1 / R), Delay(R) + log(R) / 4), ()),
        (gt(Delay(R), 0), ()),
    ],
)
def test_false_neighbours_are_refuted_by_an_enclosure(said: Any, assume: Any) -> None:
    assert find_claim(Relation(said), assume) is None
    (verdict,) = check([Claim("neighbour", said, "test", assume=assume)]).verdicts.values()
    assert verdict.value == "REFUTED"


def test_no_ratio() -> None:
    found = find_claim(Relation(gt(Delay(R), 1)), (Gt(R, 2), Lt(R, 1)))
    assert check_object(found).verdict == "VACUOUS"


def test_a_premise_that_no_ratio_meets_makes_it_empty() -> None:
    for premise, verdict in ((Gt(R, 1), "PROVED"), (Lt(R, -R, evaluate=False), "VACUOUS")):
        said = Relation(Implies(premise, gt(Delay(R), 0), evaluate=False))
        assert check_object(find_claim(said, ())).verdict == verdict


def test_a_delay_has_a_positive_ratio() -> None:
    assert find_claim(Relation(ge(Delay(R - 2), Delay(R - 2)))) is None


@pytest.mark.parametrize(
    ("expr", "value", "verdict"),
    [
        (log(R) / Delay(R) + 1 / R, 2 * sqrt(2), "PROVED"),
        (Delay(R) - log(R), -oo, "PROVED"),
        (Delay(R) / log(R), Rational(1, 4), "REFUTED"),
        (Delay(R**2) / Delay(4 * R), 2, "PROVED"),
        (Delay(1 / R) / log(R), (sqrt(2) - 1) / 4, "PROVED"),
        *more(
            (Delay(R), 1, "REFUTED"),
            (Delay(R**2) / Delay(4 * R), 4, "REFUTED"),
            (Delay(sqrt(R)) / log(R + 1), sqrt(2) / 8, "PROVED"),
            (Delay(1 / R) / log(R), sqrt(2) / 4, "REFUTED"),
            ((Delay(R) + Delay(1 / R)) / log(R), sqrt(2) / 2 - Rational(1, 4), "PROVED"),
        ),
    ],
)
def test_delays_at_large_ratios(expr: Any, value: Any, verdict: str) -> None:
    found = check_object(find_claim(Limit(expr, R, oo, value)))
    assert found.verdict == verdict
    assert {"delays", "flow", "null quantities"} <= set(found.axioms)


def test_delays_at_small_ratios() -> None:
    for value, verdict in ((oo, "PROVED"), (0, "REFUTED")):
        assert check_object(find_claim(Limit(Delay(R), R, 0, value, "+"))).verdict == verdict


def test_limits_of_delays_that_are_not_known() -> None:
    for said in (Limit(Delay(R), R, 1, 0, "+"), Limit(Delay(2 * R) - Delay(R), R, oo, 0)):
        assert find_claim(said) is None


@pytest.mark.parametrize(
    ("said", "decided"),
    [
        (le(Delay(R), log(R)), True),
        (le(Delay(1 / R), 2 * log(R) / 5), False),  # beyond what the bounds say at 10⁹
        *more((le(Delay(1 / R), 3 * log(R) / 5), True), (le(Delay(R), log(R) / 10), False)),
    ],
)
def test_a_formula_follows_from_bounds(said: Any, decided: bool) -> None:
    assert (find_claim(Relation(said), (Ge(R, 10**9),)) is not None) is decided


def test_a_delay_in_a_sum_does_not_run_with_its_index() -> None:
    """c(1) + c(2) is not 2c(R), which the other R of the limit would make of it; Σ c(1) is 2c(1)."""
    same, runs = (Limit(Sum(Delay(n), (R, 1, 2)) / log(R), R, oo, 0) for n in (Integer(1), R))
    assert read_claim(same).statement["goal"][9] == ["places", ["delay", "c", "1"]]
    with pytest.raises(UnreadableError, match="outside of sums only"):
        read_claim(runs)


def test_the_equations_stand_in_the_statement() -> None:
    said = read_claim(Relation(gt(Delay(R), 0))).statement["goal"]
    assert said[:4] == ["delays", ["moment", "t"], ["ratio", "R_"], ["start", "delta"]]
    assert said[4][2] == ["let", "omega_2", ["root", ["+", "1", "R_"], "2"]]
    assert said[7:] == [
        "1/2", ["root", ["+", "1", "R_"], "2"], ["places", ["delay", "c", "R"]], [">", "c", "0"]
    ]  # fmt: skip


# by hand: y′ = r from -δ, level 0, so that T = δ/r, and c = 0 at the rate r --------------------------

ANY_FLOW = "see_mode(statement.goal)", "pass"
"""What lets the kernel take as given that delays of other equations exist."""


@pytest.fixture
def any_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("proofs.kernel.delays.see_mode", lambda _: None)


NAMES = {"t": "u", "d": "e", "y": "z"}
LINE = step("stays", "line", rel="=", steps=[], parts=[
    {"name": "l", "p": poly("z - u + e"), "m": poly("0"), "start": [], "by": []}])  # fmt: skip
BELOW = step("cone", "below", p=poly("0 - z"), sum=[{"c": "1", "facts": ["early"]}], modulo=[
    ["line", "z", []]])  # fmt: skip


def made(known: Any, formula: Any, by: Any, **more: Any) -> Object:
    """Return an object on y′ = r, or on what else is given."""
    said: dict[str, Any] = {
        "field": "r", "start": ["*", "-1", "d"], "seen": "y", "level": "0", "rate": "r",
        "places": {"a": "1", "b": "2"}, "variables": {}, "assume": [], "where": [],
    } | more  # fmt: skip
    places = [["delay", name, tree] for name, tree in said["places"].items()]
    goal = [
        "delays", ["moment", "t"], ["ratio", "r"], ["start", "d"], ["where", *said["where"]],
        ["solutions", ["solution", "y", said["field"], said["start"]]],
        said["seen"], said["level"], said["rate"], ["places", *places], formula,
    ]  # fmt: skip
    positive: dict[str, list[str]] = {name: [] for name in said["places"]}
    stated = statement(goal, *said["assume"], **said["variables"])
    return proof(stated, said.get("steps", []), by, known=known, after=[], positive=positive,
                 witness=said.get("witness", {}))  # fmt: skip


def late(time: Any = "e", value: str = "0", form: str = "0", **more: Any) -> Object:
    return {
        "how": "late", "name": "k", "of": "a", "names": NAMES, "given": [], "time": time, "value": value,
        "limit": [{"y": "far", "beyond": {}, "steps": [], "admissible": [], "nulls": {}, "form": form,
                   "by": [], "value": []}],
        "beyond": {}, "times": [], "before": [], "along": [LINE], "early": "early", "steps": [BELOW],
        "by": ["below"], **more,
    }  # fmt: skip


AT_T = step("cone", "above", p=poly("z"), sum=[], modulo=[["line", "z", []], ["early", "u", []]])


def soon(**more: Any) -> Object:
    """Say that y ≥ 0 at T = δ."""
    return late(how="soon", steps=[AT_T], by=["above"], **more)


def again(part: Any) -> Any:
    """Return a part of an object with other names."""
    if isinstance(part, dict):
        return {key: again(value) for key, value in part.items()}
    if isinstance(part, list):
        return list(map(again, part))
    return re.sub(r"\b(k|u|e|z|far|line|l|early|above)\b", r"\1_", part) if part else part


def far_out(verdict: str = "PROVED", later: Any = "0", **more: Any) -> Object:
    """Return the proof that a(x) → 0 as x → ∞, where a(x) is the delay of y′ = 1 at the ratio x.

    Or that 1/x → 0 as x → 0, if y starts later by that and a variable called x tends to ∞ in its place.
    """
    up = [{"c": "1", "facts": ["iup"]}]
    y, low, high, line = "v", up, up, LINE
    if later != "0":
        y, low, high = "x", [], [{"c": "2", "facts": ["iup"]}]
        line = step("stays", "line", rel="=", steps=[], parts=[
            {"name": "l", "p": poly("z - u + e + i"), "m": poly("0"), "start": [], "by": []}])  # fmt: skip
    lag: dict[str, Any] = {
        "time": ["+", "e", later],
        "value": later,
        "form": later,
        "along": [line],
    }
    delays = {"positive": {"a": ["on"]}, "known": [late(**lag), again(soon(**lag))], "after": [
        step("cone", "lo", p=poly("i - a"), sum=[*low, {"c": "1", "facts": ["k_"]}], modulo=[]),
        step("cone", "hi", p=poly("i + a"), sum=[*high, {"c": "1", "facts": ["k"]}], modulo=[])]}  # fmt: skip
    inverse = [
        step("def", "i", term=["inv", poly(y)], by=["on"]),
        step("cone", "iup", p=poly("i"), sum=[{"c": "1"}], factor=[{"c": "1", "facts": ["on"]}],
             modulo=[["i.0", "i", ["on"]]]),
    ]  # fmt: skip
    part = {"y": y, "beyond": {"on": poly("0")}, "steps": inverse, "delays": delays, "admissible": [],
            "nulls": {"m": ["squeezed", "a", ["inverse", y], ["lo", "hi"]]}, "form": "m", "by": [],
            "value": []}  # fmt: skip
    limit = ["limit", "a", "x", *(["+oo", "+-"] if later == "0" else ["0", "+"]), "0"]
    place, start = ("x", "0") if later == "0" else ("1", ["*", "-1", later])
    found = made([], limit, [], field="1", rate="1", places={"a": place}, variables={"x": "real"},
                 start=["+", ["*", "-1", "d"], start])  # fmt: skip
    found |= {"verdict": verdict, "limit": [part], **more}
    return found | {"names": names_of(found)}


def same(image: str = "z", **more: Any) -> Object:
    return {
        "how": "exchange", "name": "k", "pair": ["a", "b"], "names": NAMES, "value": "0", "before": [],
        "along": [], "images": {"y": poly(image)}, "by": {"y": []}, "same": [], **more,
    }  # fmt: skip


AT_MOST, AT_LEAST, EQUAL = ["<=", "a", "0"], [">=", "a", "0"], ["=", "a", "b"]


@pytest.mark.usefixtures("any_flow")
def test_accepted() -> None:
    assert check_object(made([late()], AT_LEAST, ["k"])).verdict == "PROVED"
    assert check_object(made([soon()], AT_MOST, ["k"])).verdict == "PROVED"
    assert check_object(made([same()], EQUAL, ["k"])).verdict == "PROVED"
    assert check_object(far_out()).verdict == "PROVED"


@pytest.mark.usefixtures("any_flow")
def test_terms_at_one_ratio_may_be_introduced_inside() -> None:
    nothing = ["*", "0", ["exp", "r"]]
    said: dict[str, Any] = {
        "field": ["+", "r", "q", nothing], "start": ["+", ["*", "-1", "d"], nothing], "seen": ["+", "y", nothing],
        "where": [["let", "q", nothing]], "steps": [step("def", "two", term=["exp", poly("2")], by=[])],
    }  # fmt: skip
    one = step("def", "one", term=["exp", poly("1")], by=[])
    found = same(names=NAMES | {"q": "s"}, before=[one], by={"y": ["s.is"]}, same=[])
    assert check_object(made([found], EQUAL, ["k"], **said)).verdict == "PROVED"


@pytest.mark.usefixtures("any_flow")
def test_a_term_of_an_image_begins_where_the_solution_does() -> None:
    """The image z + m - n with m = exp(z - 2t + δ), which begins as n = exp 0 and stays that."""
    before = [step("def", "n", term=["exp", poly("0")], by=[])]
    stay = {"name": "l", "p": poly("m - n"), "m": poly("0"), "start": [], "by": []}
    along = [step("def", "m", term=["exp", poly("z - 2 u + e")], by=[]),
             step("stays", "one", rel="=", steps=[], parts=[stay])]  # fmt: skip
    found = same("z + m - n", before=before, along=along, same=["one"])
    assert check_object(made([found], EQUAL, ["k"])).verdict == "PROVED"


@pytest.mark.usefixtures("any_flow")
def test_one_name_is_one_delay() -> None:
    found = made([late()], AT_LEAST, ["k"])
    said = found["statement"]["goal"]
    said[9] = [*said[9], ["delay", "a", "2"]]
    with pytest.raises(Rejected, match="is not a new name"):
        check_object(found | {"hash": digest(found["statement"])})


@pytest.mark.usefixtures("any_flow")
def test_a_time_knows_neither_the_solution_nor_the_value_the_start() -> None:
    for part in (late(time="z"), late(time="u")):
        with pytest.raises(Rejected, match="no variable here"):
            check_object(made([part], AT_LEAST, ["k"]))
    with pytest.raises(Rejected, match="no variable here"):
        check_object(made([late(value="e", form="e")], [">=", "a", "0"], ["k"]))


SHIFTED = {"variables": {"x": "real >", "w": "real"}, "assume": [["=", "w", ["+", "x", "-1"]]],
           "start": ["+", "r", "x", ["*", "-1", "d"]], "witness": {"w": "0"}}  # fmt: skip
RENAMED = same(names=NAMES | {"x": "w"}, by={"y": ["h"]}, along=[step("hypothesis", "h", index=0)])

CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "a negative ratio": (
        '[fact(scope.poly(x), ">") for x in (place, substitute(rate, {ratio: place}))]', "[]", "ratio and rate",
        made([same()], EQUAL, ["k"], places={"a": "-1", "b": "-2"}, field="1", rate="1"),
    ),
    "a negative rate": (
        '(place, substitute(rate, {ratio: place}))', "(place,)", "ratio and rate",
        made([same()], EQUAL, ["k"], rate=["*", "-1", "r"]),
    ),
    "a goal that does not follow": (
        'scope.require(data["by"], goal if data["verdict"] == "PROVED" else negation(goal), "the goal")', "pass",
        "the goal",
        made([late()], [">", "a", "0"], ["k"]),
    ),
    "a proof that is called a refutation": (
        'goal if data["verdict"] == "PROVED" else negation(goal)', "goal", "the goal",
        made([late()], AT_LEAST, ["k"]) | {"verdict": "REFUTED"},
    ),
    "a field at another start": (
        'start: ["+", names[start], *later]', 'start: names[start]', "is the solution",
        made([same(value="1")], ["=", "a", ["+", "b", "1"]], ["k"], field="d", start="0", rate="1"),
    ),
    "a variable under another name": (
        'ensure(set(names) == own, f"new names are needed for {sorted(own)}")', "pass", "new names",
        made([RENAMED], EQUAL, ["k"], **SHIFTED),
    ),
    "times that tend to another value": (
        'check_limit(outer, limit, part["limit"])', "pass", "the value of F",
        made([late(value="1")], [">=", "a", "1"], ["k"]),
    ),
    "a level that may be reached": (
        "side.require(part[\"by\"], wanted, f\"that the level is {'not ' if late else ''}reached\")", "pass", "not reached",
        made([late(time=["+", "e", "1"], value="1", form="1", steps=[], by=[])], [">=", "a", "1"], ["k"]),
    ),
    "a level that is not reached yet": (
        "side.require(part[\"by\"], wanted, f\"that the level is {'not ' if late else ''}reached\")", "pass", "is reached",
        made([soon(time=["+", "e", "-1"], value="-1", form="-1") | {"steps": [], "by": []}], ["<=", "a", "-1"], ["k"]),
    ),
    "a bound from the other side": (
        '"soon": (bound, "<=")', '"soon": (bound, ">=")', "the goal",
        made([soon()], AT_LEAST, ["k"]),
    ),
    "a level that is not reached at one time": (
        'fact(left, ">" if late else "=")', 'fact(left, "=")', "is no fact with",
        made([late() | {"steps": [AT_T, step("cone", "below", p=poly("z z + 2 z + 1"), sum=[{"c": "1", "square": poly("z")},
                                                     {"c": "2", "facts": ["above"]}, {"c": "1"}], modulo=[])]}],
             AT_LEAST, ["k"], seen=["*", "-1", ["^", ["+", "y", "1"], 2]]),
    ),
    "another limit that is not shown": (
        "said = with_another_value(scope, said, data)", "pass", "the value of F",
        far_out("REFUTED", other="1", differ=[]),
    ),
    "a time that tends to infinity": (
        "news.isdisjoint(bound_names(statement.goal))", "True", "of something else",
        made([], ["limit", ["inv", "t"], "x", "+oo", "+-", "0"], [], places={"a": "1"}, variables={"x": "real"}) | {
            "limit": [{"y": "t", "beyond": {"on": poly("0")}, "steps": [step("def", "i", term=["inv", poly("t")], by=["on"])],
                       "delays": {"positive": {"a": []}, "known": [], "after": []}, "admissible": [],
                       "nulls": {"m": ["inverse", "t"]}, "form": "m", "by": [], "value": []}]},
    ),
    "a further delay that is called like the time": (
        "news.isdisjoint(bound_names(statement.goal))", "True", "of something else",
        made([late(of="t")], [">=", "t", "0"], ["k"], places={}) | {
            "further": [["delay", "t", "1"]], "positive": {"t": []}},
    ),
    "a further delay of no ratio": (
        '[fact(scope.poly(x), ">") for x in (place, substitute(rate, {ratio: place}))]', "[]", "ratio and rate",
        made([], ["=", "a", "a"], [], places={"a": "1"}, field="1", rate="1") | {
            "further": [["delay", "c", "-1"]], "positive": {"a": [], "c": []}, "names": "a c"},
    ),
    "a start beyond itself": (
        "delta - outer.read(threshold)", "delta - inner.read(threshold)", "is not known here",
        made([late(time=["+", "e", "1"], value="1", form="1", beyond={"on": poly("e")}, steps=[], by=["on"])],
             [">=", "a", "1"], ["k"]),
    ),
    "an image from elsewhere": (
        'All((fact(begins, "="), fact(change, "=")))', 'All((fact(change, "="),))', "is the solution",
        made([same()], EQUAL, ["k"], start=["+", "r", ["*", "-1", "d"]]),
    ),
    "an image with another speed": (
        'All((fact(begins, "="), fact(change, "=")))', 'All((fact(begins, "="),))', "is the solution",
        made([same()], EQUAL, ["k"], rate="1"),
    ),
    "a term of the solution that is held fixed": (
        "flow.derivative(inner, images[name])", "flow.derivative(scope, images[name])", "is not differentiated",
        made([same("2 z - m", before=[step("def", "n", term=["max", *2 * [poly("- e")]], by=[])],
                   along=[step("def", "m", term=["max", *2 * [poly("z")]], by=[])], by={"y": ["n.0"]}, same=["m.0"])],
             EQUAL, ["k"], field="1"),
    ),
    "another observable": (
        'inner.require(part["same"], fact(gap, "="), "that the observables agree")', "pass", "observables agree",
        made([same()], EQUAL, ["k"], seen=["+", "y", "r"]),
    ),
}  # fmt: skip


@pytest.mark.usefixtures("any_flow")
@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("delays.py", *CONDITIONS[name], ANY_FLOW)


def test_it_is_known_of_one_flow_only_that_its_delay_exists() -> None:
    """A delay of y = 0, which never reaches a level, would be its own and 1."""
    nothing = {"field": "0", "start": "0", "level": "1/2", "places": {"a": "1"}}
    wrong = made([same(pair=["a", "a"], value="1")], ["=", "1", "0"], ["k"], **nothing)
    stopped_by_one_condition("delays.py", *ANY_FLOW, "a delay of these equations exists", wrong)
