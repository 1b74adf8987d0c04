"""Proof objects as Coq files: what the statement says, each rule, and that Coq finds what is wrong.

Where Coq is not installed the tests that need it are skipped; .ci/run installs it.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import house
import pytest
from kernel_objects import Object, poly, proof, statement, step
from kernel_wrong_proofs import ALGEBRA, LOGIC

import proofs
from proofs.errors import ProofsError
from proofs.export import second_kernel
from proofs.export.command import main
from proofs.export.coq.text import RESERVED, name, tree_text
from proofs.export.coq.theorem import NESTED, TRANSLATIONS, theorem
from proofs.export.objects import NOT_SCALAR, Exported, export, files
from proofs.kernel import Rejected, check
from proofs.ledger import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

needs_coq = pytest.mark.skipif(shutil.which("coqc") is None, reason="coqc is not installed")


def cone(name: str, p: str, rows: Any, modulo: Any = (), **more: Any) -> Object:
    return step("cone", name, p=poly(p), sum=rows, modulo=list(modulo), **more)


def said(path: Path, *objects: Object) -> list[str]:
    """Let Coq judge objects; return the outcomes."""
    exported = [export(f"x{i}", data) for i, data in enumerate(objects)]
    for file, text in files(exported).items():
        (path / file).write_text(text, "utf-8")
    judged = second_kernel.judge(path, exported, seconds=120)
    return [f"{j.outcome}: {j.detail}" if j.detail else j.outcome for j in judged]


def theorem_of(data: Object) -> str:
    """Return the theorem's statement, without its name and proof."""
    text = theorem("x", data).partition("Theorem claim_x :\n")[2].partition(".\nProof.")[0]
    return " ".join(text.split())


# the statement ------------------------------------------------------------------------------------


def test_conditions_of_terms_stand_before_what_contains_them() -> None:
    goal = [">=", ["+", ["root", ["inv", "x"], "2"], ["*", "-1", "y"]], ["log", "y"]]
    data = proof(statement(goal, [">", ["inv", "y"], "2"], x="real >", y="real"), [], [])
    head = "forall x y : real, x > 0 -> (y <> 0 /\\ / y > 2) -> "
    goal_text = "x <> 0 /\\ / x >= 0 /\\ y > 0 /\\ sqrt (/ x) - y >= ln y"
    with pytest.raises(Rejected, match="has not been defined"):
        theorem("x", data)
    data["steps"] = [
        step("def", "i", term=["inv", poly("x")], by=["x.sign"]),
        cone("p", "i", [{"c": "1"}], [["i.0", "i", ["x.sign"]]], factor=[{"c": "1", "facts": ["x.sign"]}]),
        step("def", "r", term=["root", poly("i"), poly("2")], by=["p"]),
        step("def", "l", term=["log", poly("y")], by=[]),
    ]  # fmt: skip
    with pytest.raises(Rejected, match="log is defined does not follow"):
        theorem("x", data)
    data["statement"]["variables"]["y"] = ["real", ">"]
    data["steps"][-1]["by"] = ["y.sign"]
    assert theorem_of(data) == head.replace("(y <>", "y > 0 -> (y <>") + goal_text


def test_kinds_signs_and_formulas_are_written_out() -> None:
    variables = {
        "R": "rational <",
        "e": "even >=",
        "n": "integer",
        "o": "odd !=",
        "q": "noninteger",
    }
    goal = [
        "or",
        ["not", ["=", "R", "q"]],
        ["implies", ["<", "e", "n"], ["and", ["!=", "o", "2/3"]]],
    ]
    data = proof(statement(goal, **variables), [], [])
    assert theorem_of(data) == (
        "forall R e n o q : real, rational R -> R < 0 -> even e -> e >= 0 -> integer n -> odd o -> "
        "o <> 0 -> noninteger q -> (~ (R = q)) \\/ ((e < n) -> ((o <> (2 / 3))))"
    )


@pytest.mark.parametrize(
    ("verdict", "shown"), [("PROVED", "x = 1"), ("REFUTED", "~ (x = 1)"), ("VACUOUS", "False")]
)
def test_a_verdict_says_what_is_claimed(verdict: str, shown: str) -> None:
    data = proof(statement(["=", "x", "1"], x="real"), [], [], verdict=verdict)
    assert theorem_of(data) == f"forall x : real, {shown}"


@pytest.mark.parametrize(
    ("tree", "shown"),
    [
        (["*", ["+", "x", "1"], ["inv", ["*", "x", "y"]]], "(x + 1) * / (x * y)"),
        (["^", ["^", "x", 2], 3], "(x ^ 2) ^ 3"),
        (["+", "-1/2", ["*", "-1", "x", "y"], ["*", "-1", ["+", "x", "y"]]], "(-1 / 2) - x * y - (x + y)"),
        (["root", ["abs", "x"], "3"], "root 3 (Rabs x)"),
        (["max", ["pi"], ["*", "2", "x"]], "Rmax PI (2 * x)"),
        (["+"], "0"),
        (["*"], "1"),
    ],
)  # fmt: skip
def test_a_tree_is_written_with_the_parentheses_it_needs(tree: Any, shown: str) -> None:
    assert tree_text(tree) == shown


def test_names_hide_nothing_that_a_file_refers_to() -> None:
    assert name("sqrt") == "sqrt'"
    assert {"exp", "integer", "cone_gt", "forall", "real"} <= RESERVED
    assert "R" not in RESERVED


def test_an_id_stays_within_its_comment() -> None:
    data = proof(real(["=", X, X]), [step("zero", "g", p=poly("0"), modulo=[])], ["g"])
    text = theorem('a *) Axiom no : False. (* "', data)
    assert text.startswith("(* a _) Axiom no : False. (_ _: PROVED; statement ")
    assert text.count("*)") == 1


# each rule ----------------------------------------------------------------------------------------

X, SIGN = "x", ["x.sign"]


def real(goal: Any, *assume: Any, sign: str = "") -> Object:
    return statement(goal, *assume, x=f"real {sign}")


def def_(name: str, op: str, *args: str, by: Any = (), **more: Any) -> Object:
    more = more or {"by": list(by)}
    return step("def", name, term=[op, *map(poly, args)], **more)


POSITIVE = [["<", ["inv", X], "2"], [">", X, "0"]]
FUNCTIONS = {
    "e": ["exp"], "l": ["log"], "r": ["root", "2"], "a": ["atan"], "s": ["sin"], "c": ["cos"], "i": ["inv"],
}  # fmt: skip


def terms_at(suffix: str, value: str, by: str) -> list[Object]:
    conditions = {"log": [by], "root": [by], "inv": [by]}
    return [
        def_(f"{t}{suffix}", op, value, *more, by=conditions.get(op, []))
        for t, (op, *more) in FUNCTIONS.items()
    ]


def all_functions_of(value: str) -> Any:
    return ["+", *([op, value, *more] for op, *more in list(FUNCTIONS.values())[:-1]),
            ["*", "3", value], ["*", "-1", ["inv", value]]]  # fmt: skip


MEAN_VALUE = proof(
    real([">=", all_functions_of(X), all_functions_of("1")], [">=", X, "1"]),
    [step("hypothesis", "h", index=0), cone("p", "x", [{"c": "1", "facts": ["h"]}, {"c": "1"}]),
     cone("one", "1", [{"c": "1"}]), *terms_at("1", "x", "p"), *terms_at("0", "1", "one"),
     step("mean value", "m", variable="v", low=poly("1"), high=poly("x"), strict=False, ordered=["h"],
          f=poly("e + l + r + a + s + c + 3 v - i"), by=["sign"], steps=[
              cone("q", "v", [{"c": "1", "facts": ["v_above"]}, {"c": "1"}]), *terms_at("", "v", "q"),
              cone("rp", "r", [{"c": "1", "facts": ["q"]}, {"c": "1", "facts": ["r.1"]}], [["r.0", "r", []]],
                   factor=[{"c": "1"}, {"c": "1", "facts": ["r.1"]}]),
              def_("u", "inv", "2 r", by=["rp"]),
              cone("d", "1 + v v", [{"c": "1"}, {"c": "1", "square": poly("v")}]), def_("w", "inv", "1 + v v", by=["d"]),
              cone("ip", "i", [{"c": "1"}], [["i.0", "i", ["q"]]], factor=[{"c": "1", "facts": ["q"]}]),
              cone("up", "u", [{"c": "1"}], [["u.0", "u", ["rp"]]], factor=[{"c": "2", "facts": ["rp"]}]),
              cone("wp", "w", [{"c": "1"}], [["w.0", "w", ["d"]]], factor=[{"c": "1", "facts": ["d"]}]),
              cone("sign", "e + i + u + w + 3 + c - s + i i", [
                  {"c": "1", "facts": ["e.0"]}, {"c": "1", "facts": ["ip"]}, {"c": "1", "facts": ["up"]},
                  {"c": "1", "facts": ["wp"]}, {"c": "1", "facts": ["c.1"]}, {"c": "1", "facts": ["s.0"]},
                  {"c": "1"}, {"c": "1", "square": poly("i")}])])],
    ["m"],
)  # fmt: skip

RIGHT: dict[str, Object] = {
    "mean value": MEAN_VALUE,
    "def and hypothesis": proof(
        statement(["and", [">", X, "1/2"], ["<=", ["inv", X], "2"]], *POSITIVE, x="real"),
        [def_("t", "inv", "x", hypothesis=0),
         step("hypothesis", "h", index=0), step("hypothesis", "p", index=1),
         cone("g", "2 x - 1", [{"c": "1", "facts": ["h", "p"]}], [["t.0", "t", ["p"]]])], ["g", "h"],
    ),
    "zero": proof(
        statement(["=", X, "y"], ["=", ["^", ["+", X, ["*", "-1", "y"]], 2], "0"], x="real", y="real"),
        [step("hypothesis", "h", index=0),
         step("zero", "g", p=poly("x - y"), power=2, multiples=[["h", poly("1")]], modulo=[])], ["g"],
    ),
    "nonzero": proof(
        real(["!=", ["+", ["^", X, 2], X], "0"], sign=">"),
        [cone("s", "x + 1", [{"c": "1", "facts": SIGN}, {"c": "1"}]),
         step("nonzero", "g", p=poly("x x + x"), q=poly("1"), facts=["s", "x.sign"], modulo=[])], ["g"],
    ),
    "cone": proof(
        real([">=", ["+", X, ["inv", X]], "2"], sign=">"),
        [def_("t", "inv", "x", by=SIGN),
         cone("g", "x + t - 2", [{"c": "1", "square": poly("x - 1")}], [["t.0", "t", SIGN]],
              factor=[{"c": "1", "facts": SIGN}])], ["g"],
    ),
    "cone with squares of facts": proof(
        real([">", ["^", X, 2], "0"], sign="!="),
        [cone("g", "x x", [{"c": "1/3", "nonzero": SIGN}, {"c": "2/3", "nonzero": SIGN}])], ["g"],
    ),
    "logic": proof(real(["or", ["<", X, "0"], [">=", X, "0"]], sign=">="), [], SIGN),
    "either and split": proof(
        real([">=", ["*", X, X], X], ["or", [">=", X, "1"], ["<=", X, "0"]]),
        [step("either", "e", fact=[">=", poly("x - 1")]), step("hypothesis", "h", index=0),
         step("split", "g", on="h", fact=[">=", poly("x x - x")], branches=[
             {"name": "a", "steps": [cone("a1", "x x - x", [{"c": "1", "facts": ["a", "a"]}, {"c": "1", "facts": ["a"]}])],
              "by": ["a1"]},
             {"name": "b", "steps": [cone("b1", "x x - x", [{"c": "1", "square": poly("x")}, {"c": "1", "facts": ["b"]}])],
              "by": ["b1"]}])], ["g"], witness={"x": "1"},
    ),
    "order": proof(
        real(["or", [">", X, "0"], ["=", X, "0"], ["<", X, "0"]]), [step("order", "g", p=poly("x"))], ["g"],
    ),
    "not and implies": proof(
        real(["implies", ["not", [">", X, "1"]], ["<=", X, "1"]]),
        [step("either", "g", fact=[">", poly("x - 1")])], ["g"],
    ),
    "integer": proof(
        statement([">=", X, "2"], x="even >"),
        [def_("h", "half", "x"), cone("s", "h", [{"c": "1/2", "facts": SIGN}], [["h.0", "h", []]]),
         step("integer", "i", p=poly("h"), by=["s"]),
         cone("g", "x - 2", [{"c": "2", "facts": ["i"]}], [["h.0", "h", []]])], ["g"], witness={"x": "2"},
    ),
    "half of odd numbers": proof(
        statement([">=", ["+", X, "y"], "2"], [">", ["+", X, "y"], "0"], x="odd", y="odd"),
        [step("hypothesis", "p", index=0), def_("h", "half", "x + y"),
         cone("s", "h", [{"c": "1/2", "facts": ["p"]}], [["h.0", "h", []]]),
         step("integer", "i", p=poly("h"), by=["s"]),
         cone("g", "x + y - 2", [{"c": "2", "facts": ["i"]}], [["h.0", "h", []]])], ["g"],
    ),
    "noninteger": proof(
        statement(["!=", ["*", "2", X], "4"], x="noninteger"),
        [step("noninteger", "n", variable="x", p=poly("2")),
         step("logic", "g", by=["n"], fact=["!=", poly("2 x - 4")])], ["g"], witness={"x": "1/2"},
    ),
    "floor": proof(
        real([">", X, ["+", ["floor", X], "-1"]]),
        [def_("f", "floor", "x"), cone("g", "x - f + 1", [{"c": "1", "facts": ["f.0"]}, {"c": "1"}])], ["g"],
    ),
    "exponents": proof(
        real(["=", ["*", ["exp", X], ["exp", ["*", "-1/2", X]]], ["exp", ["*", "1/2", X]]]),
        [def_("a", "exp", "x"), def_("b", "exp", "- 1/2 x"), def_("c", "exp", "1/2 x"),
         step("exponents", "g", powers=[["a", 1], ["b", 1], ["c", -1]])], ["g"],
    ),
    "tangent": proof(
        real([">", ["exp", X], ["+", "1", X]], sign="!="),
        [def_("t", "exp", "x"), step("tangent", "w", exp="t"), step("tangent", "g", exp="t", by=SIGN)], ["g"],
    ),
    "exp sign": proof(
        real(["<", ["exp", X], "1"], sign="<"),
        [def_("t", "exp", "x"),
         step("exp sign", "g", exp="t", rel=">", by=SIGN, flip=True, **{"from": "exponent"}),
         step("exp sign", "b", exp="t", rel=">", by=["g"], flip=True, **{"from": "value"})], ["g", "b"], witness={"x": "-1"},
    ),
    "explog": proof(
        real(["=", ["exp", ["*", "2", ["log", X]]], ["^", X, 2]], sign=">"),
        [def_("l", "log", "x", by=SIGN), def_("e", "exp", "l"), def_("f", "exp", "2 l"),
         step("explog", "s", exp="e", log="l"), step("exponents", "q", powers=[["f", 1], ["e", -2]]),
         step("zero", "g", p=poly("f - x x"), multiples=[["q", poly("1")]], modulo=[["s", "e", []]])], ["g"],
    ),
    "circle": proof(
        real(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", X], 2]], "1"]),
        [def_("s", "sin", "x"), def_("t", "cos", "x"), step("circle", "g", sin="s", cos="t")], ["g"],
    ),
    "values at 0": proof(
        real(["and", ["=", ["sin", "0"], ["atan", "0"]], ["=", ["cos", "0"], "1"], ["<=", ["cos", ["pi"]], "1"]]),
        [def_("s", "sin", "0"), def_("t", "cos", "0"), def_("a", "atan", "0"), def_("p", "pi"),
         def_("u", "cos", "p"), step("zero", "z", p=poly("s - a"), modulo=[["s.2", "s", []], ["a.0", "a", []]])],
        ["z", "t.2", "u.0"],
    ),
    "abs, max and min": proof(
        real(["and", [">=", ["abs", X], "0"], [">=", ["max", X, "1"], ["min", X, "1"]]]),
        [def_("a", "abs", "x"), def_("b", "max", "x", "1"), def_("c", "min", "x", "1"),
         step("split", "g", on="a.0", fact=[">=", poly("a")], branches=[
             {"name": "p", "steps": [
                 step("logic", "p1", by=["p"], fact=["=", poly("a - x")]),
                 step("logic", "p2", by=["p"], fact=[">=", poly("x")]),
                 cone("p3", "a", [{"c": "1", "facts": ["p2"]}], [["p1", "a", []]])], "by": ["p3"]},
             {"name": "q", "steps": [
                 step("logic", "q1", by=["q"], fact=["=", poly("a + x")]),
                 step("logic", "q2", by=["q"], fact=[">=", poly("- x")]),
                 cone("q3", "a", [{"c": "1", "facts": ["q2"]}], [["q1", "a", []]])], "by": ["q3"]}]),
         *[step("split", s, on=f"{t}.0", fact=f, branches=[
             {"name": f"{s}u", "steps": [
                 step("logic", f"{s}u1", by=[f"{s}u"], fact=["=", poly(f"{t} - x")]),
                 step("logic", f"{s}u2", by=[f"{s}u"], fact=[">=", poly(u)]),
                 cone(f"{s}u3", p, [{"c": "1", "facts": [f"{s}u2"]}], [[f"{s}u1", t, []]])], "by": [f"{s}u3"]},
             {"name": f"{s}v", "steps": [
                 step("logic", f"{s}v1", by=[f"{s}v"], fact=["=", poly(f"{t} - 1")]),
                 cone(f"{s}v3", p, [], [[f"{s}v1", t, []]])], "by": [f"{s}v3"]}])
           for s, t, f, u, p in (("m", "b", [">=", poly("b - 1")], "x - 1", "b - 1"),
                                 ("n", "c", [">=", poly("1 - c")], "1 - x", "1 - c"))],
         cone("h", "b - c", [{"c": "1", "facts": ["m"]}, {"c": "1", "facts": ["n"]}])], ["g", "h"],
    ),
    "roots": proof(
        real(["=", ["^", ["*", ["root", X, "2"], ["root", X, "3"]], 6], ["^", X, 5]], sign=">="),
        [def_("s", "root", "x", "2", by=SIGN), def_("t", "root", "x", "3", by=SIGN),
         step("zero", "g", p=poly("s s s s s s t t t t t t - x x x x x"), modulo=[["s.0", "s", []], ["t.0", "t", []]])],
        ["g"],
    ),
    "a contradiction": proof(
        real([">", X, "0"], ["<", ["*", X, X], "0"]),
        [step("hypothesis", "h", index=0),
         cone("g", "- 1", [{"c": "1", "square": poly("x")}], factor=[{"c": "1", "facts": ["h"]}])],
        ["g"], verdict="VACUOUS",
    ),
    "the negation": proof(
        real(["<", ["^", X, 2], "0"]), [cone("g", "x x", [{"c": "1", "square": poly("x")}])], ["g"], verdict="REFUTED",
    ),
    "names that Coq knows": proof(
        statement([">", ["+", "exp", "R", "forall", "I"], "0"], exp="real >", R="real >", forall="real >", I="real >"),
        [cone("cone_gt", "exp + R + forall + I", [{"c": "1", "facts": [f"{n}.sign"]} for n in ("exp", "R", "forall", "I")])],
        ["cone_gt"],
    ),
}  # fmt: skip
"""Right proofs; together they use every rule that is translated."""


def rules(steps: list[Object]) -> Iterator[str]:
    for item in steps:
        yield item["rule"]
        for branch in [*item.get("branches", []), *([item] if "steps" in item else [])]:
            yield from rules(branch["steps"])


def test_every_translation_has_a_right_proof() -> None:
    assert {r for data in RIGHT.values() for r in rules(data["steps"])} == {*TRANSLATIONS, *NESTED}


@needs_coq
def test_coq_accepts_right_proofs(tmp_path: Path) -> None:
    for data in RIGHT.values():
        check(data)
    assert dict(zip(RIGHT, said(tmp_path, *RIGHT.values()), strict=True)) == dict.fromkeys(
        RIGHT, "accepted"
    )


def test_rules_and_terms_without_a_translation_are_named() -> None:
    rational = proof(statement(["!=", ["^", X, 2], "2"], x="rational"),
                     [step("residues", "g", p=poly("x x - 2"), prime=3, by=[])], ["g"])  # fmt: skip
    assert export("x", rational).reason == "rule residues has no translation"
    error = proof(real([">=", ["erf", X], "0"]), [def_("t", "erf", "x")], [])
    assert export("x", error).reason == "erf has no translation"
    limit = proof(statement(["limit", X, X, "+oo", "+-", "+oo"], x="real"), [], [])
    assert export("x", limit) == Exported("x", limit["hash"], reason="statement a limit")


# what is wrong ------------------------------------------------------------------------------------


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel without any of its conditions: every object is written as it stands."""
    from proofs.kernel import algebra, elementary, logic, scope

    for module in (algebra, elementary, logic, scope):
        monkeypatch.setattr(module, "ensure", lambda *_: None)
    monkeypatch.setattr(algebra, "vanishes", lambda *_: True)
    monkeypatch.setattr(scope.Scope, "require", lambda *_: None)
    monkeypatch.setattr(scope.Scope, "one", lambda self, name, *_: self.facts[name].poly)


def wrong_mean_value(goal: Any, f: str, sign: str = "", **parts: Any) -> Object:
    more = {
        "variable": "v",
        "low": poly("0"),
        "high": poly("x"),
        "steps": [],
        "by": [],
        "ordered": [],
        **parts,
    }
    return proof(
        real(goal, sign=sign), [step("mean value", "g", f=poly(f), strict=False, **more)], ["g"]
    )


WRONG = {name: line[-1] for name, line in (ALGEBRA | LOGIC).items()} | {
    "a derivative without a sign": wrong_mean_value(["<=", X, "0"], "- v", ">=", ordered=SIGN),
    "an interval turned round": wrong_mean_value(
        [">=", X, "0"], "v", steps=[cone("s", "1", [{"c": "1"}])], by=["s"]
    ),
    "a function without a value at an end": wrong_mean_value(
        [">=", ["*", "-1", ["inv", X]], "0"], "- i", ">=", ordered=SIGN,
        steps=[def_("i", "inv", "v", by=["v_above"]), cone("s", "i i", [{"c": "1", "square": poly("i")}])], by=["s"],
    ),
    "exponents that do not cancel": proof(
        real(["=", ["exp", X], "1"]), [def_("t", "exp", "x"), step("exponents", "g", powers=[["t", 1]])], ["g"]),
    "a tangent that may touch": proof(
        real([">", ["exp", X], ["+", "1", X]]), [def_("t", "exp", "x"), step("tangent", "g", exp="t", by=[])], ["g"]),
    "the sign of an exponent": proof(
        real([">", ["exp", X], "1"]),
        [def_("t", "exp", "x"), step("exp sign", "g", exp="t", rel=">", by=[], **{"from": "exponent"})], ["g"]),
    "the exponential of another logarithm": proof(
        real(["=", ["exp", X], X], sign=">"),
        [def_("t", "exp", "x"), def_("l", "log", "x", by=SIGN), step("explog", "g", exp="t", log="l")], ["g"]),
    "a sine of another angle": proof(
        real(["=", ["+", ["^", ["sin", X], 2], ["^", ["cos", "0"], 2]], "1"]),
        [def_("s", "sin", "x"), def_("t", "cos", "0"), step("circle", "g", sin="s", cos="t")], ["g"]),
}  # fmt: skip
"""Wrong proofs, each of which one condition of the kernel stops."""


@needs_coq
@pytest.mark.usefixtures("blind")
def test_coq_rejects_wrong_proofs_that_a_kernel_without_conditions_lets_through(
    tmp_path: Path,
) -> None:
    outcomes = dict(zip(WRONG, said(tmp_path, *WRONG.values()), strict=True))
    assert not [name for name, outcome in outcomes.items() if outcome == "accepted"]
    assert sum(outcome.startswith("rejected") for outcome in outcomes.values()) > 20, outcomes


@needs_coq
def test_coq_rejects_the_proof_of_another_statement(tmp_path: Path) -> None:
    changed = []
    for right in ("cone", "zero", "exp sign", "explog", "roots", "floor"):
        data = json.loads(json.dumps(RIGHT[right]))
        rel, left, right = data["statement"]["goal"]
        data["statement"]["goal"] = [
            rel,
            ["+", left, "-1"] if rel != "<" else ["+", left, "1"],
            right,
        ]
        changed.append(data)
    assert [outcome.partition(":")[0] for outcome in said(tmp_path, *changed)] == [
        "rejected"
    ] * len(changed)


# the proofs of the ledger ---------------------------------------------------------------------------


def test_nearly_all_scalar_proofs_of_the_ledger_are_accepted_and_none_is_rejected() -> None:
    rows = json.loads(shipped.COQ.read_text("utf-8"))["claims"]
    assert {row["outcome"] for row in rows} <= {"accepted", "not exported", "timeout"}
    accepted = {row["hash"] for row in rows if row["outcome"] == "accepted"}
    objects = [x for x in json.loads(shipped.FILE.read_text("utf-8")) if x["verdict"] == "PROVED"]
    scalar = [x for x in objects if x["statement"]["goal"][0] not in NOT_SCALAR]
    assert sum(x["hash"] in accepted for x in scalar) >= 0.9 * len(scalar)
    assert not [r for x in scalar if (r := export("x", x).reason) and x["hash"] in accepted]


def test_the_report_says_which_proofs_coq_accepted_too() -> None:
    report = proofs.check(["B.bounds.cone", "3.2.multiplicity.printed"])
    accepted, other = (result.proof for result in report.results)
    assert accepted is not None
    assert other is not None
    assert str(accepted).endswith(f"accepted by {accepted.second_kernel} too")
    assert (accepted.second_kernel[:6], other.second_kernel) == ("Coq 8.", "")
    assert f"1 of these proofs {accepted.second_kernel} has accepted too." in str(report)
    found = [claim["proof"]["second_kernel"] for claim in json.loads(report.to_json())["claims"]]
    assert found == [accepted.second_kernel, None]


# the room and the command ---------------------------------------------------------------------------


def test_the_translation_imports_nothing_of_ours_but_the_kernel() -> None:
    for module, others in house.imports().items():
        if module.startswith("proofs.export.coq"):
            assert all(o.startswith(("proofs.export.coq", "proofs.kernel")) for o in others), module


Captured = pytest.CaptureFixture[str]


@pytest.fixture
def mine(tmp_path: Path) -> list[str]:
    """The arguments that export three claims, one of which is no scalar statement."""
    claims = tmp_path / "mine.py"
    claims.write_text(
        "import proofs\nfrom sympy import *\nfrom spectra import R\n"
        "proofs.claim('root', proofs.gt(sqrt(R + 1), sqrt(R)), source='here')\n"
        "proofs.claim('limit', proofs.Limit(1 / R, R, oo, 0), source='here')\n"
        "proofs.claim('words', proofs.OutOfScope('w', 'r'), source='here')\n"
    )
    return ["--coq", "-o", str(tmp_path / "out"), "--claims", str(claims)]


def refused(arguments: list[str], capsys: Captured) -> str:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("export: ")
    assert err.count("\n") == 1
    return err


def test_the_command_writes_a_file_for_each_scalar_claim(
    mine: list[str], tmp_path: Path, capsys: Captured
) -> None:
    assert main(mine) == 0
    out = capsys.readouterr().out.splitlines()
    assert out == [
        "root: claim_root.v",
        "limit: statement a limit",
        "1 of 2 proof objects are written for Coq",
    ]
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"core.v", "claim_root.v"}
    assert (tmp_path / "out/claim_root.v").read_text().endswith("Print Assumptions claim_root.\n")


def test_files_are_replaced_by_force_only(
    mine: list[str], tmp_path: Path, capsys: Captured
) -> None:
    assert main(mine) == 0
    capsys.readouterr()
    (tmp_path / "out/claim_root.v").write_text("mine")
    assert "core.v' exists: give another name, or --force" in refused(mine, capsys)
    (tmp_path / "out/core.v").unlink()
    assert "claim_root.v' exists" in refused(mine, capsys)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["claim_root.v"]
    assert main([*mine, "--force"]) == 0
    assert (tmp_path / "out/claim_root.v").read_text() != "mine"


def test_bad_input_is_one_line(mine: list[str], tmp_path: Path, capsys: Captured) -> None:
    assert "--coq" in refused(["-o", "x"], capsys)
    assert "give --compile as well" in refused([*mine, "--table", "t"], capsys)
    assert "give a positive number" in refused([*mine, "--compile", "--seconds", "0"], capsys)
    assert "unknown claim ID 'none'" in refused([*mine, "none"], capsys)
    (tmp_path / "file").write_text("")
    assert "choose another" in refused(["--coq", "-o", str(tmp_path / "file" / "out")], capsys)


def test_without_coq_the_command_says_how_to_get_it(
    mine: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("PATH", "")
    assert "apt-get install coq" in refused([*mine, "--compile"], capsys)


def test_two_claims_do_not_share_a_file() -> None:
    same = [Exported("a.b", "", "text"), Exported("a-b", "", "text")]
    with pytest.raises(ProofsError, match=r"would have one file claim_a_b\.v"):
        files(same)


@needs_coq
def test_the_table_says_what_coq_said(mine: list[str], tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "table.json"
    assert main([*mine, "--compile", "--table", str(target)]) == 0
    assert capsys.readouterr().out.endswith("1 accepted, 1 not exported\n")
    root, limit = json.loads(target.read_text())["claims"]
    assert (root["outcome"], root["claim"]) == ("accepted", "root")
    assert "ClassicalDedekindReals.sig_forall_dec" in root["axioms"]
    assert (limit["outcome"], limit["detail"]) == ("not exported", "statement a limit")


@needs_coq
def test_rejection_and_time_end_the_command_with_other_codes(
    mine: list[str], monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    def judged(*_: object, seconds: float) -> Iterator[second_kernel.Judged]:
        yield second_kernel.Judged("root", "", outcome, "why")

    monkeypatch.setattr(second_kernel, "judge", judged)
    for outcome, code in (("rejected", 1), ("timeout", 3)):
        assert main([*mine, "--compile", "--force"]) == code
        assert capsys.readouterr().out == f"root: {outcome}: why (0.0 s)\n1 {outcome}\n"


@needs_coq
def test_a_file_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    (tmp_path / "long.v").write_text("Goal True. do 1000000000 idtac. Abort.\n")
    outcome, printed, _ = second_kernel.compile_file(tmp_path, "long.v", 0.5)
    assert (outcome, printed) == ("timeout", "stopped after 0.5 s")
