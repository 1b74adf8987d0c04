"""Proof objects as Coq files: what the statement says, each rule, and that Coq finds what is wrong.

Where Coq is not installed the tests that need it are skipped; .ci/run installs it.
"""

from __future__ import annotations

import json
import re
import subprocess
from functools import reduce
from random import Random
from typing import TYPE_CHECKING, Any

import house
import pytest
from coq_proofs import RIGHT, WRONG, X, cone, def_, needs_coq, real
from kernel_objects import Object, poly, proof, statement, step
from needed import AT_LENGTH, at_length, dear

import proofs
from proofs.export import second_kernel
from proofs.export.coq.text import CORE, HEADS, RESERVED, name, tree_text
from proofs.export.coq.theorem import NESTED, TRANSLATIONS, theorem
from proofs.export.objects import CORE_FILE, NOT_SCALAR, Exported, export, files
from proofs.kernel import Rejected, check
from proofs.ledger import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def said(path: Path, *objects: Object) -> list[str]:
    """Let Coq judge objects, each in a process of its own; return the outcomes."""
    exported = [export(f"x{i}", data) for i, data in enumerate(objects)]
    for file, text in files(exported).items():
        (path / file).write_text(text, "utf-8")
    return [judged.outcome for judged in second_kernel.judge(path, exported, seconds=120)]


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Compile once the file that all others refer to; return its folder."""
    folder = tmp_path_factory.mktemp("coq")
    (folder / CORE_FILE).write_text(CORE, "utf-8")
    outcome, printed, _ = second_kernel.compile_file(folder, CORE_FILE, 120)
    assert outcome == second_kernel.ACCEPTED, printed
    return folder


def proved(core: Path, objects: dict[str, Object]) -> set[str]:
    """Let one process of Coq read all objects, past what is wrong; return what it has proved."""
    exported = {name: export(f"x{i}", data) for i, (name, data) in enumerate(objects.items())}
    theorems = [item.text.partition("Print Assumptions")[0] for item in exported.values()]
    asked = [f"Check {item.theorem}.\n" for item in exported.values() if item.text]
    # what is left of a proof that fails is given up
    session = "\nAbort All.\n".join(["Set Silent.", *theorems, "Unset Silent.", "".join(asked)])
    told = subprocess.run(
        ["coqtop", "-q"], cwd=core, input=session, capture_output=True, text=True, check=True
    )
    assert len(asked) > 5
    known = set(re.findall(r"^(\w+)\s+:", told.stdout, re.MULTILINE))
    return {name for name, item in exported.items() if item.theorem in known}


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


def with_all_parentheses(tree: Any) -> str:
    if isinstance(tree, str):
        return f"({tree})"
    head, *parts = tree
    if head == "^":
        return f"({with_all_parentheses(parts[0])} ^ {parts[1]})"
    if head == "+":
        signs = ["-" if part[:2] == ["*", "-1"] else "+" for part in parts]
        rest = [
            ["*", *part[2:]] if s == "-" else part for s, part in zip(signs, parts, strict=True)
        ]
        texts = list(map(with_all_parentheses, rest))
        return reduce(
            "({0} {1[0]} {1[1]})".format, zip(signs[1:], texts[1:], strict=True), texts[0]
        )
    if head == "*":
        return reduce("({} * {})".format, map(with_all_parentheses, parts))
    return f"({HEADS[head]} {' '.join(map(with_all_parentheses, parts))})"


def random_tree(random: Random, depth: int, *, first: bool = False) -> Any:
    if depth == 0 or random.random() < 0.15:
        return random.choice(["x", "y", "2", "-3/4"])
    head = random.choice(["+", "*", "^", "inv", "exp", "max", "-"])
    parts = [random_tree(random, depth - 1, first=i == 0) for i in range(random.choice([2, 3]))]
    if head == "-":  # at the beginning of a sum Coq reads a sign as that of the first factor
        return parts[1] if first else ["*", "-1", *parts[1:]]
    size = {"^": 1, "inv": 1, "exp": 1, "max": 2}.get(head, len(parts))
    return [head, *parts[:size], *([3] if head == "^" else [])]


@at_length
@needs_coq
def test_coq_reads_a_tree_as_it_is_meant(core: Path) -> None:
    random = Random(1)
    trees = [random_tree(random, 4, first=True) for _ in range(300 if AT_LENGTH else 100)]
    goals = [
        f"Goal forall x y : real, {tree_text(t)} = {with_all_parentheses(t)}. reflexivity. Qed."
        for t in trees
    ]
    assert sum(len(goal) > 150 for goal in goals) > len(goals) / 6
    header = "Require Import core.\nOpen Scope R_scope.\n"
    (core / "trees.v").write_text(header + "\n".join(goals))
    outcome, printed, _ = second_kernel.compile_file(core, "trees.v", 120)
    assert outcome == "accepted", printed


def test_the_documentation_shows_the_theorem_of_its_object() -> None:
    page = (house.ROOT / "docs/explanation/kernel.md").read_text("utf-8")
    data = json.loads(page.partition("```json\n")[2].partition("```")[0])
    text = theorem("sum", data)
    assert text[text.index("Theorem") : text.index("Proof.")] in page


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


def rules(steps: list[Object]) -> Iterator[str]:
    for item in steps:
        yield item["rule"]
        for branch in [*item.get("branches", []), *([item] if "steps" in item else [])]:
            yield from rules(branch["steps"])


def test_every_translation_has_a_right_proof() -> None:
    assert {r for data in RIGHT.values() for r in rules(data["steps"])} == {*TRANSLATIONS, *NESTED}


@dear
@needs_coq
def test_coq_accepts_right_proofs(core: Path) -> None:
    for data in RIGHT.values():
        check(data)
    exported = [export(f"x{i}", data) for i, data in enumerate(RIGHT.values())]
    # in one file, as Coq takes longer to start, and to list axioms, than to check any of them
    theorems = [item.text.partition("Print Assumptions")[0] for item in exported]
    (core / "right.v").write_text("\n".join(theorems), "utf-8")
    outcome, printed, _ = second_kernel.compile_file(core, "right.v", 120)
    assert outcome == second_kernel.ACCEPTED, printed
    assert all(f"Theorem {i.theorem} :" in text for i, text in zip(exported, theorems, strict=True))


def test_rules_and_terms_without_a_translation_are_named() -> None:
    rational = proof(statement(["!=", ["^", X, 2], "2"], x="rational"),
                     [step("residues", "g", p=poly("x x - 2"), prime=3, by=[])], ["g"])  # fmt: skip
    assert export("x", rational).reason == "rule residues has no translation"
    error = proof(real([">=", ["erf", X], "0"]), [def_("t", "erf", "x")], [])
    assert export("x", error).reason == "erf has no translation"
    over = ["integral", "v", "1", X, "0"]
    whole = step("integral", "t", op='integral "1"', args=[poly("x"), poly("0")], least=poly("0"), most=poly("1"),
                 strict=False, ordered=["x.sign"], variable="v", steps=[], by=[])  # fmt: skip
    for goal in ([">=", over, "0"], [">=", X, "0"]):
        found = export("x", proof(statement(goal, x="real >="), [whole], ["x.sign"]))
        assert found.reason.endswith("integral has no translation")
        assert not found.text
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
    monkeypatch.setattr(scope.Scope, "one", lambda self, name, *_: self.facts[name])


@needs_coq
@pytest.mark.usefixtures("blind")
def test_coq_rejects_wrong_proofs_that_a_kernel_without_conditions_lets_through(
    core: Path,
) -> None:
    assert sum(bool(export("x", data).text) for data in WRONG.values()) > 20
    right = {name: RIGHT[name] for name in ("cone", "tangent")}
    assert proved(core, {"cone": RIGHT["cone"]} | WRONG | right) == set(right)


@dear
@needs_coq
def test_coq_rejects_the_proof_of_another_statement(core: Path, tmp_path: Path) -> None:
    changed = {}
    for name_ in ("cone", "zero", "exp sign", "explog", "roots", "floor"):
        changed[name_] = data = json.loads(json.dumps(RIGHT[name_]))
        rel, left, right = data["statement"]["goal"]
        left = ["+", left, "-1"] if rel != "<" else ["+", left, "1"]
        data["statement"]["goal"] = [rel, left, right]
    assert proved(core, changed | {"right": RIGHT["cone"]}) == {"right"}
    assert said(tmp_path, RIGHT["cone"], changed["cone"]) == ["accepted", "rejected"]


# the proofs of the ledger ---------------------------------------------------------------------------


@at_length
def test_nearly_all_scalar_proofs_of_the_ledger_are_accepted_and_none_is_rejected() -> None:
    rows = json.loads(shipped.COQ.read_text("utf-8"))["claims"]
    assert {row["outcome"] for row in rows} <= {"accepted", "not exported", "timeout"}
    accepted = {row["hash"] for row in rows if row["outcome"] == "accepted"}
    objects = [x for x in json.loads(shipped.FILE.read_text("utf-8")) if x["verdict"] == "PROVED"]
    scalar = [x for x in objects if x["statement"]["goal"][0] not in NOT_SCALAR]
    assert sum(x["hash"] in accepted for x in scalar) >= 0.9 * len(scalar)
    some = scalar[:: 1 if AT_LENGTH else 5]
    assert not [r for x in some if (r := export("x", x).reason) and x["hash"] in accepted]


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


# the room -------------------------------------------------------------------------------------------


def test_the_translation_imports_nothing_of_ours_but_the_kernel() -> None:
    for module, others in house.imports().items():
        if module.startswith("proofs.export.coq"):
            assert all(o.startswith(("proofs.export.coq", "proofs.kernel")) for o in others), module
