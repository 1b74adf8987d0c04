"""Proof objects written to deceive the kernel, and numbers written to deceive the reader."""

from __future__ import annotations

from typing import Any

import pytest
from flint import ctx
from kernel_objects import Object, poly, proof, statement, step, stopped_by_one_condition
from sympy import Float, Integer

from proofs.claims.flow_statements import LearningTime
from proofs.kernel import Rejected, check, digest
from proofs.kernel.polynomials import Ring
from proofs.reader.flows import read_flow
from proofs.reader.scalars import Reader, UnreadableError
from spectra import t

ZERO, ONE = poly("0"), poly("1")
NOTHING: list[Any] = []


def cone(name: str, p: str, *facts: str, modulo: Any = (), **more: Any) -> Object:
    """Return a step that adds up facts."""
    rows = [{"c": "1", "facts": [name]} for name in facts]
    return step("cone", name, p=poly(p), sum=rows, modulo=list(modulo), **more)


def matrices(left: Any, right: Any, certificate: Any, *given: Any, **more: Any) -> Object:
    """Return an object on a matrix A, n × n."""
    declared = ["declared", ["matrix", "A", "n", "n"]]
    goal = ["matrices", declared, ["cuts"], ["given", *given], left, right]
    example = {"steps": [], "by": [], "matrices": {"A": [["0"]]}} | more.pop("example", {})
    said = statement(goal, n="integer >")
    return proof(said, more.pop("steps", []), certificate=certificate, example=example, **more)


def computed(goal: Any) -> Object:
    """Return an object that says: a goal without variables fails, as one sees by computing."""
    found = proof(statement(goal), NOTHING, NOTHING, "REFUTED", point={})
    del found["steps"]
    return found


FLOOR_0 = [
    step("def", "f", term=["floor", ZERO], by=[]),
    step("integer", "whole", p=poly("f + 1"), by=["f.1"]),
    step("order", "signs", p=poly("f")),
    step("split", "f_is_0", on="signs", fact=["=", poly("f")], branches=[
        {"name": "above", "steps": [cone("a", "0", "above", "f.0")], "by": ["a"]},
        {"name": "zero", "steps": [], "by": ["zero"]},
        {"name": "below", "steps": [cone("b", "0", "below", "whole")], "by": ["b"]},
    ]),
]  # fmt: skip
STEP_AT_0: Object = {
    "y": "y", "beyond": {"big": ZERO}, "admissible": ["big"], "form": ["floor", "7"],
    "nulls": {"7": ["squeezed", ["*", "-1", ["inv", "y"]], ["inverse", "y"], ["twice", "same"]]},
    "steps": [
        step("def", "i", term=["inv", poly("y")], by=["big"]),
        step("cone", "positive", p=poly("i"), factor=[{"c": "1", "facts": ["big"]}], sum=[{"c": "1"}],
             modulo=[["i.0", "i", ["big"]]]),
        step("def", "g", term=["floor", poly("- 1 i")], by=[]),
        cone("twice", "2 i", "positive", "positive"),
        step("zero", "same", p=ZERO, modulo=[]),
    ],
    "by": ["same"], "value": ["f_is_0"],
}  # fmt: skip

# z = y, known far out only, times ε = 1/y
NAMED_FAR_OUT = {
    "y": "y", "beyond": {"big": ZERO}, "admissible": ["big"], "form": ["*", ["term", "z"], "eps"],
    "nulls": {"eps": ["inverse", "y"]},
    "steps": [
        step("def", "i", term=["inv", poly("y")], by=["big"]),
        step("cone", "positive", p=poly("i"), factor=[{"c": "1", "facts": ["big"]}], sum=[{"c": "1"}],
             modulo=[["i.0", "i", ["big"]]]),
        step("def", "z", term=["inv", poly("i")], by=["positive"]),
        step("zero", "same", p=poly("i z - i y"),
             modulo=[["z.0", "z", ["positive"]], ["i.0", "i", ["big"]]]),
    ],
    "by": ["same"], "value": [],
}  # fmt: skip
MINUS = ["*", "-1", ["inv", "x"]]
A_IS_1 = [step("def", "A", term=["inv", ONE], by=[])]

SERIES = 'series ["power", "1/2", "#"]'
HALF = poly("1/2")


def series(name: str, i: str, more: str) -> Object:
    """Return a step that introduces 1 + 1/2 + 1/4 + ..., with a value that the summand does not use."""
    inside = [
        step("logic", f"w{i}", by=[f"{i}_from"], fact=[">=", poly(i)]),
        cone(f"u{i}", f"{i} + 1", f"{i}_from"),
        step("def", f"p{i}", term=["power", HALF, poly(i)], by=[f"w{i}"]),
        step("def", f"q{i}", term=["power", HALF, poly(f"{i} + 1")], by=[f"u{i}"]),
        step("last", f"r{i}", pair=[f"q{i}", f"p{i}"]),
    ]
    inside[1]["sum"].append({"c": "1"})
    return step("series", name, op=SERIES, args=[ZERO, poly(more)], ratio=HALF, by=[], variable=i,
                ratios=[f"r{i}"], steps=inside)  # fmt: skip


STOPPED: dict[str, tuple[Any, ...]] = {
    # 2A = A + A, with 3 put for 2 by values that nobody looked at
    "values beside those of the point": (
        "matrices.py", 'values = {} if "point" in data else data["witness"]',
        'values = data["witness"]', "malformed",
        matrices(["scale", "2", "A"], ["+", "A", "A"], [], verdict="REFUTED", point={"n": "1"},
                 witness={"2": "3"}, example={"matrices": {"A": [["1"]]}, "entry": [0, 0]}),
    ),
    # the identity of size 0 is zero; with factors 1 of n × 0 and 0 × n every A would be
    "an identity with two sizes": (
        "matrices.py", 'ensure(len(rest) == count[head], f"{head} with {len(rest)} sizes")', "pass",
        "identity with 2 sizes",
        matrices("A", ["zeros", "n", "n"], [
            [0, 0, ONE, ["A", ["identity", "n", "0"]], ["given", 0], False, [["identity", "0", "n"]]],
        ], ["same", ["identity", "0"], ["zeros", "0", "0"]]),
    ),
    # floor(-1/x) is -1 for x > 1; a null called 7 is no name, and floor(7) seems to be constant
    "a null that looks like a number": (
        "limits.py", 'ensure(all(map(NAME.fullmatch, data)), "a null has no name")', "pass", "no name",
        proof(statement(["limit", ["floor", ["*", "-1", ["inv", "x"]]], "x", "+oo", "+-", "0"], x="real >"),
              FLOOR_0, limit=[STEP_AT_0]),
    ),
    # -1/x + floor(-1/x) is nearly -1 for x > 1
    "a jump behind a part that has none": (
        "limits.py", "[_see_continuous(part, nulls) for part in form[1:]]",
        "[_see_continuous(part, nulls) for part in form[1:2]]", "floor is not continuous",
        proof(statement(["limit", ["+", MINUS, ["floor", MINUS]], "x", "+oo", "+-", "0"], x="real >"),
              FLOOR_0, limit=[STEP_AT_0 | {
                  "form": ["+", "e", ["floor", "e"]], "nulls": {"e": STEP_AT_0["nulls"]["7"]}}]),
    ),
    # y·(1/y) is 1, though it seems to be 0 where 1/y is 0
    "a term that is named where it is not known": (
        "scope.py", 'ensure(name in self.terms, f"{name!r} is no term here")', "pass", "no term here",
        proof(statement(["limit", ["*", "x", ["inv", "x"]], "x", "+oo", "+-", "0"], x="real >"),
              NOTHING, limit=[NAMED_FAR_OUT]),
    ),
    # what c·A = A says must not depend on what a proof calls c
    "a statement that speaks of a term of its proof": (
        "language.py", 'ensure(part[0] != NAMED, "a statement speaks of a term of its proof")', "pass",
        "speaks of a term",
        matrices(["scale", ["term", "A"], "A"], "A", [], steps=A_IS_1, by=["A.0"],
                 example={"steps": A_IS_1}),
    ),
    # v is bound inside the integral only, and is no name for the rest of the goal
    "a name that only an integral binds": (
        "language.py", "bound(goal, SPOKEN))", "inside)", "not declared",
        proof(statement(["limit", ["*", "v", ["inv", "x"]], "x", "+oo", "+-",
                         ["+", "1", ["*", "0", ["integral", "v", "v", "1", "0"]]]], x="real >"),
              [step("integral", "I", op='integral "#"', args=[ONE, ZERO], ordered=[], strict=False, variable="u",
                    steps=[], least=ZERO, most=ONE, by=["u_above", "u_below"])],
              limit=[{"y": "v", "beyond": {"far": ZERO}, "admissible": ["far"], "nulls": {}, "form": "1", "by": ["i.0"],
                      "value": [], "steps": [step("def", "i", term=["inv", poly("v")], by=["far"])]}]),
    ),
    # t is the time of the flow, and an assumption cannot speak of it
    "an assumption on the time of a flow": (
        "language.py", 'unknown = leaves(["and", *statement.assume]) | (leaves(goal) - bound(goal, SPOKEN))',
        'unknown = leaves(["and", *statement.assume, goal]) - inside', "not declared",
        proof(statement(["flow", ["moment", "t"], ["where"], ["solutions", ["solution", "y", "0", "1"]],
                         ["=", "y", "1"]], [">", "t", "5"]),
              [step("mean value", "g", low=ZERO, high=ONE, variable="t", strict=True, ordered=[], f=ZERO,
                    steps=[step("hypothesis", "h", index=0), cone("no", "- 4", "h", "t_below")],
                    by=["no"])], ["g"], verdict="VACUOUS"),
    ),
    # 2 = 2·(1/2), if the value that is not used counts as the end of a finite product
    "a series with an end": (
        "sums.py", 'ensure(head in ("sum", "product"), "a series has no end")', "pass", "has no end",
        proof(statement(["=", "0", "1"]), [
            step("def", "p0", term=["power", HALF, ZERO], by=[]), step("def", "p1", term=["power", HALF, ONE], by=[]),
            series("x", "i", "1"), series("y", "j", "0"), step("last", "bad", pair=["x", "y"]),
            step("zero", "g", p=ONE, multiples=[["bad", ONE]],
                 modulo=[["x.0", "x", []], ["y.0", "y", []], ["p1.0", "p1", []], ["p0.0", "p0", []]]),
        ], ["g"]),
    ),
    "not of two formulas": (
        "points.py", 'ensure(len(parts) == count, f"{head!r} with {len(parts)} parts")', "pass", "with 2 parts",
        proof(statement(["=", "x", "1"], ["not", ["=", "x", "1"], ["=", "x", "1"]], x="real"), NOTHING,
              verdict="REFUTED", point={"x": "2"}),
    ),
    "a sum with three ends": (
        "points.py", "len(whole) == len(ends) == 2", "len(whole) == 2", "not computed",
        computed(["=", "0", ["sum", "i", "1", "1/2", "1", "1"]]),
    ),
    "a series with two ends": (
        "points.py", ' and head != "series"', "", "not computed",
        computed(["=", "1", ["series", "i", "1", "1", "1"]]),
    ),
    # the sum of 1 from 2 to 2 is 1; with 2 put for 1 it seems to be 2
    "an index that is a number": (
        "language.py", 'ensure(all(map(NAME.fullmatch, own)), "what a goal introduces has no name")', "pass",
        "has no name",
        computed(["!=", "2", ["sum", "1", "1", "2", "2"]]),
    ),
    # matrices of that size do not exist, so nothing is said
    "a matrix of size -1 that is not used": (
        "matrices.py", "[*cuts, *(size for _, *size in declared)]", "cuts", "no size of a matrix",
        proof(statement(["matrices", ["declared", ["matrix", "B", "-1", "1"]], ["cuts"], ["given"],
                         ["identity", "1"], ["identity", "1"]]), NOTHING, certificate=[],
              example={"steps": [], "by": [], "matrices": {"B": []}}),
        ("    for name in calculus.shapes:\n        calculus.grid(name)\n", ""),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STOPPED)
def test_one_condition_stops_a_wrong_proof(name: str) -> None:
    stopped_by_one_condition(*STOPPED[name])


FALSE = statement(["=", "0", "1"], x="real >")
LISTED = FALSE | {"variables": [["x", "real"]]}
MALFORMED: dict[str, Any] = {
    "nothing": {}, "a list": [], "a number": 3,
    "variables in a list": proof(FALSE, []) | {"statement": LISTED, "hash": digest(LISTED)},
    "no step": proof(FALSE, [step("zero", "g", p=poly("x"))], ["g"]),
}  # fmt: skip


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_objects_are_rejected(name: str) -> None:
    with pytest.raises(Rejected, match="malformed"):
        check(MALFORMED[name])


REJECTED: dict[str, tuple[str, Object]] = {
    "residues modulo 1": (
        "does not fit",
        proof(statement(["!=", ["^", "x", 2], ["^", "y", 2]], x="integer >", y="integer"),
              [step("residues", "g", p=poly("x x - y y"), prime=1, by=["x.sign"])], ["g"], witness={"y": "0"}),
    ),
    "residues of a number that is far": (
        "p is 0 modulo 3",
        proof(statement(["!=", ["^", "x", 2], "16"], x="integer >"),
              [step("residues", "g", p=poly("x x - 16"), prime=3, by=[])], ["g"]),
    ),
    "a logarithm of two numbers": (
        "log has 1 arguments",
        proof(FALSE, [step("def", "l", term=["log", ONE, ONE], by=[])], ["g"]),
    ),
    "an inverse of another number": (
        "does not stand",
        proof(statement(["!=", "x", "0"], [">", ["inv", "y"], "0"], x="real", y="real"),
              [step("def", "t", term=["inv", poly("x")], hypothesis=0)], ["t.needs"]),
    ),
    "nothing called positive": (
        "is not positive",
        proof(FALSE, [step("cone", "g", p=ZERO, sum=[{"c": "0"}], modulo=[]),
                      step("logic", "e", by=["g"], fact=["or"])], ["e"]),
    ),
    "a tangent that is not strict": (
        "the goal does not follow",
        proof(statement([">", ["exp", "x"], ["+", "1", "x"]], x="real"),
              [step("def", "t", term=["exp", poly("x")], by=[]), step("tangent", "g", exp="t")], ["g"]),
    ),
    "half an exponent": (
        "malformed",
        proof(FALSE, [step("def", "t", term=["exp", ZERO], by=[]), step("exponents", "g", powers=[["t", 0.5]])], ["g"]),
    ),
    "no box to look at": (
        "no boxes",
        proof(statement([">", "x", "5"], [">=", "x", "1"], ["<=", "x", "2"], x="real"), [
            step("hypothesis", "a", index=0), step("hypothesis", "b", index=1),
            step("num", "g", p=poly("x - 5"), rel=">", box={"x": ["1", "2", -1, ["a", "b"]]})], ["g"]),
    ),
    "no precision": (
        "no precision", proof(FALSE, [step("num", "g", p=poly("1"), rel=">", bits=1)], ["g"]),
    ),
    "no text for a polynomial": (
        "malformed",
        proof(FALSE, [step("zero", "g", p=[["1", "x", 1]], modulo=[])], ["g"]),
    ),
    "a power from 0 on": (
        "no power",
        proof(FALSE, [step("zero", "g", p="x^0", modulo=[])], ["g"]),
    ),
    "a power from -1 on": (
        "no exponent",
        proof(FALSE, [step("zero", "g", p=poly("x"), power=-1, modulo=[])], ["g"]),
    ),
    "a number for text": (
        "is no number",
        proof(FALSE, [step("zero", "g", p="0.5", modulo=[])], ["g"]),
    ),
    "no cases at all": (
        "malformed",
        proof(FALSE, [step("split", "g", on=[], fact=["or"], branches=[])], ["g"]),
    ),
    "a name of the rules": (
        "not a new name",
        proof(FALSE, [step("zero", "x.sign", p=ZERO, modulo=[])], ["x.sign"]),
    ),
    "from the higher end to the lower": (
        "a ≤ b does not follow",
        proof(FALSE, [step("mean value", "g", low=ONE, high=ZERO, variable="s", strict=True, ordered=[],
                           f=poly("s"), steps=[], by=[])], ["g"]),
    ),
    "a variable that is known already": (
        "not a new name",
        proof(FALSE, [step("mean value", "g", low=ZERO, high=ONE, variable="x", strict=True, ordered=[],
                           f=poly("x"), steps=[], by=[])], ["g"]),
    ),
    "a function not defined at an end": (
        "has not been defined",
        proof(FALSE, [step("mean value", "g", low=ZERO, high=ONE, variable="s", strict=True, ordered=[],
                           f=poly("l"), by=["rises"], steps=[
                               step("def", "l", term=["log", poly("s")], by=["s_above"]),
                               step("def", "i", term=["inv", poly("s")], by=["s_above"]),
                               step("cone", "rises", p=poly("i"), factor=[{"c": "1", "facts": ["s_above"]}],
                                    sum=[{"c": "1"}], modulo=[["i.0", "i", ["s_above"]]])])], ["g"]),
    ),
    "a third part of a power": (
        "malformed",
        proof(statement(["=", ["^", "x", 2, "x"], ["^", "x", 2]], x="real"),
              [step("zero", "g", p=ZERO, modulo=[])], ["g"]),
    ),
    "two matrices scaled as one": (
        "malformed", matrices(["scale", "0", "A", "A"], ["zeros", "n", "n"], []),
    ),
    "half a row repeated": (
        "no size in the statement",
        matrices("A", "A", [[0, 0, ONE, [], ["repeat", "n", "1/2"], False, []]]),
    ),
    "an assumption that names a matrix": (
        "not declared",
        proof(statement(matrices("A", "A", [])["statement"]["goal"], [">", "A", "0"], n="integer >"),
              NOTHING, verdict="VACUOUS"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REJECTED)
def test_trick_does_not_work(name: str) -> None:
    words, wrong = REJECTED[name]
    with pytest.raises(Rejected, match=words):
        check(wrong)


def test_variables_may_be_called_as_parts_of_an_object_are() -> None:
    said = statement([">=", "rule", "0"], rule="real >=", beyond="real", y="real")
    found = proof(said, [step("logic", "g", by=["rule.sign"], fact=[">=", poly("rule")])], ["g"])
    assert check(found).verdict == "PROVED"


def test_a_name_has_one_place_in_a_ring() -> None:
    ring = Ring(["x", "x", "a", "b"])
    assert [ring.names_in(ring.generator(name)) for name in "xab"] == [{"x"}, {"a"}, {"b"}]


def test_precision_is_put_back_after_a_rejection() -> None:
    before = ctx.prec
    wrong = step("num", "g", p=poly("- 1"), rel=">", bits=2)
    with pytest.raises(Rejected, match="balls find"):
        check(proof(FALSE, [wrong], ["g"], bits=300))
    assert ctx.prec == before


def test_a_time_has_no_condition_on_the_time() -> None:
    with pytest.raises(UnreadableError, match="no condition"):
        read_flow(LearningTime("min-min", Integer(1), "erm"), (t > 5,))


@pytest.mark.parametrize("digits", ["1e-400", "1.23456e-322"])
def test_a_float_below_the_range_is_not_read_as_another(digits: str) -> None:
    with pytest.raises(UnreadableError, match="digits"):
        Reader({}).tree(Float(digits))
