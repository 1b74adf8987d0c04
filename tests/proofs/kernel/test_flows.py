"""Solutions of differential equations: what is accepted, what is not, and which condition stops it."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition

from proofs.kernel import Rejected, check

ZERO, ONE = poly("0"), poly("1")
NOTHING: list[Any] = []


def made(
    goal: Any, field: Any, start: Any, along: Any, by: Any = (), bounds: Any = None, before: Any = (),
    **more: Any,
) -> Object:  # fmt: skip
    """Return an object on y′ = field, y(0) = start."""
    said = [
        "flow",
        ["moment", "t"],
        ["where"],
        ["solutions", ["solution", "y", field, start]],
        goal,
    ]
    parts: Any = {
        "given": [],
        "before": list(before),
        "along": list(along),
        "bounds": {"y": bounds},
    }
    return proof(statement(said, c="real"), [], by, **parts, **more)


def stays(
    name: str, rel: str, p: str, m: str, start: Any = (), by: Any = (), steps: Any = ()
) -> Object:
    part = {"name": f"{name}_", "p": poly(p), "m": poly(m), "start": list(start), "by": list(by)}
    return step("stays", name, rel=rel, parts=[part], steps=list(steps))


def cone(name: str, p: str, rows: Any, modulo: Any = (), **more: Any) -> Object:
    return step("cone", name, p=poly(p), sum=rows, modulo=list(modulo), **more)


# y′ = -1 from 1: y = 1 - t, between -(1 + t) and 1 + t
LINE = [
    stays("line", "=", "y + t - 1", "0"),
    cone("up", "1 + t - y", [{"c": "2", "facts": ["t.sign"]}], [["line", "y", []]]),
    cone("down", "1 + t + y", [{"c": "2"}], [["line", "y", []]]),
]
LINE_BOUND = {"by": poly("1 + t"), "from": ["up", "down"]}

TWICE = [{"c": "2", "facts": ["up"]}]

# y′ = y² from 1: y = 1/(1 - t), and only for t < 1
SQUARE = ["^", "y", 2]
BLOW_UP = [
    stays("above", ">", "y", "y"),
    stays("pole", "=", "y - t y - 1", "y"),
    step("nonzero", "apart", p=poly("1 - t"), q=poly("y"), facts=[], modulo=[["pole", "t", ["above"]]]),
    step("def", "i", term=["inv", poly("1 - t")], by=["apart"]),
    step("zero", "same", p=poly("y - i"), factor=["apart"], multiples=[["pole", ONE], ["i.0", poly("- 1")]],
         modulo=[]),
    cone("up", "1 + i i - y", [{"c": "1", "square": poly("i - 1/2")}, {"c": "3/4"}], [["same", "y", []]]),
    cone("down", "1 + i i + y", [{"c": "1", "square": poly("i")}, {"c": "1"}, {"c": "1", "facts": ["above"]}]),
]  # fmt: skip
POLE = ["=", ["*", "y", ["+", "1", ["*", "-1", "t"]]], "1"]


def test_accepted() -> None:
    goal = ["=", "y", ["+", "1", ["*", "-1", "t"]]]
    assert check(made(goal, "-1", "1", LINE, ["line"], LINE_BOUND)).verdict == "PROVED"


@pytest.mark.parametrize(("moment", "least"), [("0", "2"), ("1/2", "3/4"), ("1", "1/2")])
def test_refuted_at_a_time(moment: str, least: str) -> None:
    late = [
        cone(
            "s",
            f"{least} - y",
            [{"c": "1", "square": [["1/2"]]}],
            [["line", "y", []], ["now", "t", []]],
        )
    ]
    late[0]["sum"][0] = {"c": {"0": "1", "1/2": "1/4", "1": "1/2"}[moment]}
    found = made([">=", "y", least], "-1", "1", LINE, ["s"], LINE_BOUND, verdict="REFUTED", moment=moment,
                 name="now", late=late)  # fmt: skip
    assert check(found).verdict == "REFUTED"


def test_a_bound_may_rest_on_all_that_does_not_move_with_the_solution() -> None:
    bound = {"by": poly("1 + t + c c"), "from": ["up2", "down2"]}
    more = [cone(f"{name}2", f"{p} + c c", [{"c": "1", "facts": [name]}, {"c": "1", "square": poly("c")}])
            for name, p in (("up", "1 + t - y"), ("down", "1 + t + y"))]  # fmt: skip
    goal = ["=", "y", ["+", "1", ["*", "-1", "t"]]]
    assert check(made(goal, "-1", "1", [*LINE, *more], ["line"], bound)).verdict == "PROVED"


# l = log(1 + t), which is 0 at the start
LOGARITHM = [
    *LINE, cone("above", "1 + t", [{"c": "1"}, {"c": "1", "facts": ["t.sign"]}]),
    step("def", "l", term=["log", poly("1 + t")], by=["above"]),
    step("def", "l0", term=["log", ONE], by=[]), step("def", "e0", term=["exp", poly("l0")], by=[]),
    step("explog", "one", exp="e0", log="l0"),
    step("exp sign", "none", exp="e0", rel="=", by=["one"], **{"from": "value"}),
]  # fmt: skip


def test_a_derivative_may_use_terms_of_its_own_steps() -> None:
    """log(1 + t) ≥ 0, as its derivative is 1/(1 + t), which stands inside only."""
    along = [
        *LOGARITHM,
        stays("grows", ">=", "l", "0", ["none"], ["rate"], [
            step("def", "i", term=["inv", poly("1 + t")], by=["above"]),
            cone("rate", "i", [{"c": "1"}], [["i.0", "i", ["above"]]], factor=[{"c": "1", "facts": ["above"]}]),
        ]),
    ]  # fmt: skip
    goal = [">=", ["log", ["+", "1", "t"]], "0"]
    assert check(made(goal, "-1", "1", along, ["grows"], LINE_BOUND)).verdict == "PROVED"


def test_a_derivative_may_use_such_terms_less_a_multiple() -> None:
    """1 + log(1 + t) > 0: its derivative and it itself add up to more than 0, as long as it is."""
    along = [
        *LOGARITHM,
        cone("begins", "1 + l0", [{"c": "1"}], [["none", "l0", []]]),
        stays("grows", ">", "1 + l", "- 1", ["begins"], ["rate"], [
            step("def", "i", term=["inv", poly("1 + t")], by=["above"]),
            cone("rate", "i + 1 + l", [{"c": "1"}, {"c": "1", "facts": ["above", "grows_"]}],
                 [["i.0", "i", ["above"]]], factor=[{"c": "1", "facts": ["above"]}]),
        ]),
    ]  # fmt: skip
    goal = [">", ["+", "1", ["log", ["+", "1", "t"]]], "0"]
    assert check(made(goal, "-1", "1", along, ["grows"], LINE_BOUND)).verdict == "PROVED"


def test_what_is_found_of_a_change() -> None:
    """Of y′ = -2y from 1 the factor -2 is a quotient; the change of 1 - y is called by its name."""

    def kept(name: str, p: str, rel: str, **more: Any) -> Object:
        part = {"name": f"{name}_", "p": poly(p), "start": [], "by": []} | more
        return step(
            "stays",
            name,
            rel=rel,
            steps=[cone("r", f"{name}_'", TWICE)] if more else [],
            parts=[part],
        )

    steps = [
        kept("up", "y", ">"), kept("below", "1 - y", ">=", m="0", by=["r"]),
        cone("both", "1 + y", [{"c": "1", "facts": ["up"]}, {"c": "1"}]),
    ]  # fmt: skip
    bound = {"by": ONE, "from": ["below", "both"]}
    assert (
        check(made([">", "y", "0"], ["*", "-2", "y"], "1", steps, ["up"], bound)).verdict
        == "PROVED"
    )
    steps[1:] = [kept("same", "1 - y", "=")]  # 2y = -2(1 - y) + 2
    with pytest.raises(Rejected, match="how it changes"):
        check(made(["=", "y", "1"], ["*", "-2", "y"], "1", steps, ["same"], bound))


def test_a_jump_that_does_not_move_is_none() -> None:
    steps = [*LINE, step("def", "f", term=["floor", poly("c")], by=[]),
             stays("one", ">=", "1", "- f f", by=["s"],
                   steps=[cone("s", "f f", [{"c": "1", "square": poly("f")}])])]  # fmt: skip
    assert check(made([">=", "1", "0"], "-1", "1", steps, [], LINE_BOUND)).verdict == "PROVED"


def test_what_is_shown_on_the_way_is_carried_along_itself() -> None:
    # y ≥ 1 while y ≥ 0, and so y > 0
    once = stays("once", ">=", "y - 1", "0", by=["grows_"])
    clock = [step("def", "e", term=["exp", poly("t")], by=[])]
    steps = [
        step("def", "e0", term=["exp", ZERO], by=[]),
        step("exponents", "one", powers=[["e0", 1]]), stays("same", "=", "y - e", "1", start=["one"]),
        stays("grows", ">", "y", "0", by=["least"], steps=[
            once, cone("least", "y", [{"c": "1", "facts": ["once"]}, {"c": "1"}])]),
        cone("up", "e - y", [], [["same", "y", []]]),
        cone("down", "e + y", [{"c": "1", "facts": ["e.0"]}, {"c": "1", "facts": ["grows"]}]),
    ]  # fmt: skip
    bound = {"by": poly("e"), "from": ["up", "down"]}
    assert (
        check(made([">", "y", "0"], "y", "1", steps, ["grows"], bound, clock)).verdict == "PROVED"
    )
    with pytest.raises(Rejected, match="nothing is known here under the name 'once'"):
        check(made([">=", "y", "1"], "y", "1", steps, ["once"], bound, clock))


def test_refuted_by_a_derivative() -> None:
    found = made(["=", "y", ["exp", "t"]], "-1", "1", [
        step("def", "e", term=["exp", poly("t")], by=[]), step("def", "e0", term=["exp", ZERO], by=[]),
        step("exponents", "one", powers=[["e0", 1]]),
    ], verdict="REFUTED", order=1)  # fmt: skip
    assert check(found).verdict == "REFUTED"
    with pytest.raises(Rejected, match="may be 0"):
        check(found | {"order": 0})


CONDITIONS: dict[str, tuple[str, str, str, Object]] = {
    "what is said of no time": (
        'ensure(holds, f"{premise} does not certainly hold at the witness")', "pass", "at the witness",
        made(["implies", ["<", "t", "0"], ["=", "y", "7"]], "-1", "1", LINE, ["t.sign"],
             {"by": poly("1 + t"), "from": ["up", "down"]}),
    ),
    "what is said of a time before the start": (
        'met = [[">=", time, "0"], *premises(formula)]', "met = premises(formula)", "at the witness",
        made(["implies", ["<", "t", "0"], ["=", "y", "7"]], "-1", "1", LINE, ["t.sign"],
             {"by": poly("1 + t"), "from": ["up", "down"]}, when="-1"),
    ),
    "a bound that rests on the solution": (
        'ensure(scope.ring.names_in(bound) <= self.clock, "a bound rests on the solution")', "pass",
        "rests on the solution",
        made(POLE, SQUARE, "1", BLOW_UP, ["pole"], {"by": poly("1 + i i"), "from": ["up", "down"]}),
    ),
    "no bound": (
        'scope.require(bounds[name]["from"], both, f"that {name} is bounded")', "pass", "is bounded",
        made([">", "y", "0"], SQUARE, "1", BLOW_UP[:1], ["above"], {"by": ONE, "from": []}),
    ),
    "a bound from above alone": (
        'fact(bound + y, ">=")', 'fact(bound - y, ">=")', "is bounded",
        made([">", "0", "y"], ["*", "-1", SQUARE], "-1", [
            stays("below", ">", "- y", "- y"), cone("up", "1 - y", [{"c": "1"}, {"c": "1", "facts": ["below"]}]),
        ], ["below"], {"by": ONE, "from": ["up"]}),
    ),
    "a bound from below alone": (
        'fact(bound - y, ">=")', 'fact(bound + y, ">=")', "is bounded",
        made([">", "y", "0"], SQUARE, "1", [
            BLOW_UP[0], cone("down", "1 + y", [{"c": "1"}, {"c": "1", "facts": ["above"]}]),
        ], ["above"], {"by": ONE, "from": ["down"]}),
    ),
    "a time at which there is no solution": (
        'flow.see_bounded(scope, data["bounds"])\n        side, when', "side, when", "is bounded",
        made([">", "y", "0"], SQUARE, "1", BLOW_UP[:2], ["s"], {"by": ONE, "from": []}, verdict="REFUTED",
             moment="2", name="now", late=[
            step("zero", "z", p=poly("y + 1"), multiples=[["pole", poly("- 1")], ["now", poly("- y")]], modulo=[]),
            cone("s", "- y", [{"c": "1"}], [["z", "y", []]])]),
    ),
    "a factor that jumps within a term": (
        "scope.see_continuous(p, {self.time, *self.fields})", "pass", "floor is not continuous",
        made([">=", "1", "0"], "-1", "1", [
            *LINE, step("def", "f", term=["floor", poly("t")], by=[]), step("def", "g", term=["exp", poly("f")], by=[]),
            stays("one", ">=", "1", "- g", by=["s"], steps=[cone("s", "g", [{"c": "1", "facts": ["g.0"]}])]),
        ], [], LINE_BOUND),
    ),
    "a bound that jumps": (
        "            self.see_continuous(scope, bound)\n", "", "floor is not continuous",
        made(["=", "y", ["+", "1", ["*", "-1", "t"]]], "-1", "1", [
            *LINE, cone("up2", "2 + f - y", [{"c": "1", "facts": ["up"]}, {"c": "1", "facts": ["f.1"]}]),
            cone("down2", "2 + f + y", [{"c": "1", "facts": ["down"]}, {"c": "1", "facts": ["f.1"]}]),
        ], ["line"], {"by": poly("2 + f"), "from": ["up2", "down2"]},
            before=[step("def", "f", term=["floor", poly("t")], by=[])]),
    ),
    "a factor that jumps": (
        "        flow.see_continuous(scope, m)\n", "", "floor is not continuous",
        made([">=", "1", "0"], "-1", "1", [
            *LINE, step("def", "f", term=["floor", poly("t")], by=[]),
            stays("one", ">=", "1", "- f f", by=["s"], steps=[cone("s", "f f", [{"c": "1", "square": poly("f")}])]),
        ], [], LINE_BOUND),
    ),
    "a start that moves": (
        'ensure(still, "the equations contain the time")', "pass", "contain the time",
        made([">=", "y", "0"], "0", ["inv", ["+", "1", "t"]], [
            stays("low", ">=", "y", "0", ["i_low"]), stays("high", ">=", "1 - y", "0", ["i_high"]),
            cone("down", "1 + y", [{"c": "1"}, {"c": "1", "facts": ["low"]}]),
        ], ["low"], {"by": ONE, "from": ["high", "down"]}, before=[
            cone("p", "1 + t", [{"c": "1"}, {"c": "1", "facts": ["t.sign"]}]),
            step("def", "i", term=["inv", poly("1 + t")], by=["p"]),
            cone("i_low", "i", [{"c": "1"}], [["i.0", "i", ["p"]]], factor=[{"c": "1", "facts": ["p"]}]),
            cone("i_high", "1 - i", [{"c": "1", "facts": ["t.sign"]}], [["i.0", "i", ["p"]]],
                 factor=[{"c": "1", "facts": ["p"]}]),
        ]),
    ),
    "a relation that is crossed": (
        'ensure(rel in (">", ">=", "="), f"{rel!r} does not stay")', "pass", "does not stay",
        made(["!=", "y", "0"], "-1", "1", [
            *LINE, stays("apart", "!=", "- y", "0"),
            step("logic", "goal", by=["apart"], fact=["!=", poly("y")])], ["goal"], LINE_BOUND),
    ),
    "an equation that grows": (
        '"=" if rel == "=" else ">="', '">="', "how it changes",
        made(["=", "y", "1"], "-1", "1", [*LINE, stays("still", "=", "1 - y", "0")], ["still"], LINE_BOUND),
    ),
    "a fact used for itself": (
        'if rel == ">":', "if True:", "nothing is known here",
        made([">=", ["*", "-1", "t"], "0"], "-1", "1", [
            *LINE, stays("low", ">=", "- t t", "0", by=["s"], steps=[
                step("order", "o", p=poly("t")),
                step("split", "s", on="o", fact=[">=", poly("- 2 t")], branches=[
                    {"name": "a", "by": ["no"], "steps": [
                        cone("no", "- 1", [{"c": "1", "facts": ["low_"]}], factor=[{"c": "1", "facts": ["a", "a"]}])]},
                    {"name": "z", "by": ["e"], "steps": [cone("e", "- 2 t", [], [["z", "t", []]])]},
                    {"name": "b", "by": ["f"], "steps": [cone("f", "- 2 t", [{"c": "2", "facts": ["b"]}])]},
                ]),
            ]),
            step("order", "p", p=poly("t")),
            step("split", "g", on="p", fact=[">=", poly("- t")], branches=[
                {"name": "ga", "by": ["gn"], "steps": [
                    cone("gn", "- 1", [{"c": "1", "facts": ["low"]}], factor=[{"c": "1", "facts": ["ga", "ga"]}])]},
                {"name": "gz", "by": ["ge"], "steps": [cone("ge", "- t", [], [["gz", "t", []]])]},
                {"name": "gb", "by": ["gf"], "steps": [cone("gf", "- t", [{"c": "1", "facts": ["gb"]}])]},
            ]),
        ], ["g"], LINE_BOUND),
    ),
    "another start": (
        'scope.require(part["start"], fact(at(scope, scope, p, flow.start), rel), "the start")', "pass",
        "the start",
        made(["=", "y", ["*", "-1", "t"]], "-1", "1", [*LINE, stays("low", "=", "y + t", "0")], ["low"], LINE_BOUND),
    ),
    "another change": (
        'inner.require(by, fact(change, "=" if rel == "=" else ">="), "how it changes")', "pass", "how it changes",
        made(["=", "y", "1"], "-1", "1", [*LINE, stays("still", "=", "y - 1", "0")], ["still"], LINE_BOUND),
    ),
    "a fact of one time carried along": (
        'ensure(flow, "this holds at one time only, and is not carried along")',
        "one = scope.ring.constant(1); flow = flow or Flow('t', {'y': -one}, {'y': one, 't': 0 * one}, 0)",
        "one time only",
        made(["or", [">=", "5", "t"], [">", "y", "0"]], "-1", "1", [
            *LINE, step("either", "cases", fact=[">=", poly("5 - t")]),
            step("split", "goal", on="cases", fact=["or", [">=", poly("5 - t")], [">", poly("y")]], branches=[
                {"name": "early", "steps": [], "by": ["early"]},
                {"name": "late", "by": ["above"], "steps": [
                    stays("above", ">", "y", "1", by=["s"], steps=[
                        cone("s", "- 1 - y", [{"c": "1", "facts": ["late"]}, {"c": "3"}], [["line", "y", []]])]),
                ]},
            ]),
        ], ["goal"], LINE_BOUND),
    ),
    "a goal that is not shown": (
        'return scope.require(data["by"], goal, "the goal")', "return None", "the goal",
        made(["=", "y", "1"], "-1", "1", LINE, ["line"], LINE_BOUND),
    ),
    "an inequality refuted by a derivative": (
        'ensure(isinstance(goal, Fact) and goal.rel == "=", "only equations are refuted so")', "pass",
        "only equations", made([">=", "1", "y"], "-1", "1", [], verdict="REFUTED", order=1),
    ),
    "a time before the start": (
        'ensure(when >= 0, "the time is before the start")', "pass", "before the start",
        made([">=", "1", "y"], "-1", "1", LINE, ["s"], LINE_BOUND, verdict="REFUTED", moment="-1", name="now", late=[
            cone("s", "y - 1", [{"c": "1"}], [["line", "y", []], ["now", "t", []]])]),
    ),
    "a goal that does not fail": (
        'return side.require(data["by"], negation(goal), "that the goal fails")', "return None", "goal fails",
        made([">=", "1", "y"], "-1", "1", LINE, [], LINE_BOUND, verdict="REFUTED", moment="1", name="now", late=[]),
    ),
    "a function with two equations": (
        "for _, name, *_ in solutions:", "for name in start:", "'y' is not a new name",
        proof(statement(["flow", ["moment", "t"], ["where"],
                         ["solutions", ["solution", "y", "1", "1"], ["solution", "y", "-1", "1"]], ["<=", "y", "1"]]),
              [], ["falls"], given=[], before=[], bounds={"y": LINE_BOUND},
              along=[*LINE, cone("falls", "1 - y", [{"c": "1", "facts": ["t.sign"]}], [["line", "y", []]])]),
    ),
    "a derivative that may be 0": (
        'ensure(differs, "the derivative at t = 0 may be 0")', "None", "may be 0",
        made(["=", "y", ["+", "1", ["*", "-1", "t"]]], "-1", "1", [], verdict="REFUTED", order=0),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition("flows.py", *CONDITIONS[name])


def test_terms_with_the_solution_are_no_part_of_the_equation() -> None:
    # y′ = √y from 0 has many solutions
    found = made(["=", "y", "0"], ["root", "y", "2"], "0", [stays("zero", "=", "y", "0")], ["zero"],
                 {"by": ONE, "from": []})  # fmt: skip
    with pytest.raises(Rejected, match="has not been defined"):
        check(found)
