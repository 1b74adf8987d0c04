"""Rules on exponentials, logarithms and slopes: what each part of a step is for."""

from __future__ import annotations

from typing import Any

import pytest
from kernel_objects import Object, poly, proof, rests_on, statement, step
from kernel_wrong_proofs import ONE, ZERO, X, cone

from proofs.kernel import Rejected, check
from proofs.kernel.elementary import at
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope


def term(name: str, op: str, inside: str, by: Any = ()) -> Object:
    return step("def", name, term=[op, poly(inside)], by=list(by))


def test_an_exponent_that_is_a_logarithm_by_an_assumption() -> None:
    said = statement(["=", ["exp", X], "a"], ["=", X, ["log", "a"]], x="real", a="real >")
    steps = [
        term("l", "log", "a", ["a.sign"]), step("hypothesis", "h", index=0), term("e", "exp", "x"),
        step("explog", "g", exp="e", log="l", by=["h"]),
    ]  # fmt: skip
    assert check(proof(said, steps, ["g"], witness={"x": "0", "a": "1"})).verdict == "PROVED"
    steps[-1] |= {"by": []}
    with pytest.raises(Rejected, match="this logarithm"):
        check(proof(said, steps, ["g"], witness={"x": "0", "a": "1"}))


@pytest.mark.parametrize(("power", "accepted"), [(-2, True), (2, False), (-1, False), (-3, False)])
def test_exponents_that_cancel_by_an_assumption(power: int, accepted: bool) -> None:
    """exp(a)·exp(b)^-2 = 1 where a = 2b."""
    said = statement(["=", ["exp", "a"], ["^", ["exp", "b"], 2]], ["=", "a", ["*", "2", "b"]], a="real", b="real")  # fmt: skip
    steps = [
        step("hypothesis", "h", index=0), term("e", "exp", "a"), term("f", "exp", "b"),
        step("exponents", "g", powers=[["e", 1], ["f", power]], by=["h"]),
    ]  # fmt: skip
    found = proof(said, steps, ["g"], witness={"a": "0", "b": "0"})
    if accepted:
        assert check(found).verdict == "PROVED"
    else:
        with pytest.raises(Rejected, match="exponents cancel"):
            check(found)


@pytest.mark.parametrize("flip", [True, False])
@pytest.mark.parametrize(("source", "given"), [("exponent", "x"), ("value", "e - 1")])
def test_the_sign_of_an_exponent_is_that_of_the_value_less_1(
    flip: bool, source: str, given: str
) -> None:
    rel = "<" if flip else ">"
    first, second = [rel, X, "0"], [rel, ["exp", X], "1"]
    known, goal = (first, second) if source == "exponent" else (second, first)
    said = statement(goal, known, x="real")
    steps = [
        term("e", "exp", "x"), step("hypothesis", "h", index=0),
        step("exp sign", "g", exp="e", rel=">", by=["h"], flip=flip, **{"from": source}),
    ]  # fmt: skip
    witness = {"x": "-1" if flip else "1"}
    assert check(proof(said, steps, ["g"], witness=witness)).verdict == "PROVED"
    steps[-1] |= {"flip": not flip}
    with pytest.raises(Rejected, match="the sign"):
        check(proof(said, steps, ["g"], witness=witness))


def between(f: str, strict: bool, goal: Any, by: Any, steps: Any = (), **more: Any) -> Object:
    """Return a proof by the mean value theorem between 1 and x > 1."""
    said = statement(goal, [">", X, "1"], x="real")
    part = {"variable": "s", "low": ONE, "high": poly("x"), "strict": strict, "ordered": ["h"],
            "steps": list(steps), "f": poly(f), "by": list(by)} | more  # fmt: skip
    return proof(said, [step("hypothesis", "h", index=0), step("mean value", "g", **part)], ["g"], witness={"x": "2"})  # fmt: skip


def test_the_mean_value_theorem_between_two_ends() -> None:
    """x² > 1 as 2s > 0 for 1 < s < x; both ends are known inside."""
    rising = cone("up", "2 s", [{"c": "2", "facts": ["s_above"]}, {"c": "2"}])
    square = [">", ["^", X, 2], "1"]
    assert check(between("s s", True, square, ["up"], [rising])).verdict == "PROVED"
    with pytest.raises(Rejected, match="the goal does not follow"):
        check(between("s s", False, square, ["up"], [rising]))
    falls = cone("down", "2 x - 2 s", [{"c": "2", "facts": ["s_below"]}])
    gap = [">", ["^", ["+", X, "-1"], 2], "0"]
    assert check(between("2 x s - s s", True, gap, ["down"], [falls])).verdict == "PROVED"
    flat = step("logic", "flat", by=[], fact=[">=", ZERO])
    with pytest.raises(Rejected, match="sign of the derivative"):
        check(between("5", True, square, ["flat"], [flat]))


CIRCLE = proof(
    statement(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", X], 2]], "1"], x="real"),
    [term("s", "sin", "x"), term("c", "cos", "x"), step("circle", "g", sin="s", cos="c")], ["g"],
)  # fmt: skip
POWER = proof(
    statement(["=", ["power", X, "n"], ["exp", ["*", "n", ["log", X]]]], x="real >", n="integer >"),
    [step("logic", "w", by=["n.sign"], fact=[">=", poly("n")]),
     step("def", "p", term=["power", poly("x"), poly("n")], by=["w"]),
     term("l", "log", "x", ["x.sign"]), term("e", "exp", "n l"),
     step("real power", "g", power="p", exp="e", log="l")], ["g"],
)  # fmt: skip


def of_sum(op: str, value: Any) -> Object:
    """Return a proof of what sin(x + y) or cos(x + y) is said to be."""
    pairs = [("s", "sin", "x"), ("t", "sin", "y"), ("c", "cos", "x"), ("d", "cos", "y")]
    steps = [term(name, *what) for name, *what in [*pairs, ("w", op, "x + y")]]
    law = step("angle sum", "g", of=op, sum="w", sin=["s", "t"], cos=["c", "d"])
    return proof(
        statement(["=", [op, ["+", X, "y"]], value], x="real", y="real"), [*steps, law], ["g"]
    )


SS, CC = (["*", [op, X], [op, "y"]] for op in ("sin", "cos"))
SC, CS = ["*", ["sin", X], ["cos", "y"]], ["*", ["cos", X], ["sin", "y"]]
SUMS = {"sin": ["+", SC, CS], "cos": ["+", CC, ["*", "-1", SS]]}


def right_angle(op: str, value: str) -> Object:
    """Return a proof of what sin or cos of π/2 is said to be."""
    law = step("right angle", "g", of=op, pi="p", term="w")
    steps = [step("def", "p", term=["pi"], by=[]), term("w", op, "1/2 p"), law]
    return proof(statement(["=", [op, ["*", "1/2", ["pi"]]], value], x="real"), steps, ["g"])


@pytest.mark.parametrize("op", ["sin", "cos"])
def test_a_sum_of_angles_and_a_right_angle_have_one_value(op: str) -> None:
    others = [["*", "-1", SUMS[op]], ["+", SC, ["*", "-1", CS]], ["+", CC, SS], ["+", CC, CS]]
    value, wrong_values = ("1", ("0", "-1", "1/2")) if op == "sin" else ("0", ("1", "-1", "1/2"))
    for right, wrong in (
        (of_sum(op, SUMS[op]), [of_sum(op, other) for other in others]),
        (right_angle(op, value), [right_angle(op, other) for other in wrong_values]),
    ):
        assert check(right).axioms == rests_on(right)[1]
        for item in wrong:
            with pytest.raises(Rejected, match="the goal does not follow"):
                check(item)


def test_the_formula_for_a_sum_is_of_sines_and_cosines_alone() -> None:
    item = of_sum("sin", SUMS["sin"])
    for op, words in (("exp", "no exp here"), ("cos", "no cos here")):
        steps = [*item["steps"][:-1], item["steps"][-1] | {"of": op}]
        with pytest.raises(Rejected, match=words):
            check(item | {"steps": steps})
    other = [*item["steps"][:4], term("w", "exp", "x + y"), item["steps"][-1] | {"of": "exp"}]
    with pytest.raises(Rejected, match="malformed: KeyError"):
        check(item | {"steps": other})


@pytest.mark.parametrize("item", [CIRCLE, POWER], ids=["circle", "power"])
def test_rules_that_few_claims_use(item: Object) -> None:
    found = check(item)
    assert (found.rules, found.axioms) == rests_on(item)


@pytest.mark.parametrize("exponent", ["n + l", "l", "2 n l"])
def test_a_power_is_no_other_exponential(exponent: str) -> None:
    wrong = POWER | {"steps": [*POWER["steps"][:3], term("e", "exp", exponent), POWER["steps"][4]]}
    with pytest.raises(Rejected, match="not that of n log a"):
        check(wrong)


def test_what_is_put_is_known_outside() -> None:
    """A variable of a closed scope does not leave it; a term does by what is the same outside."""
    outer = Scope(Ring(["x", "e", "s", "f"]))
    x = outer.declare("x", "real")
    e = outer.define("e", "exp", (x,))
    inner = outer.inner()
    s, f = inner.declare("s", "real"), inner.define("f", "exp", (x,))
    assert at(inner, outer, s * f + x, {"s": x}) == x * e + x
    with pytest.raises(Rejected, match="is not known here"):
        at(inner, outer, s * x, {})
