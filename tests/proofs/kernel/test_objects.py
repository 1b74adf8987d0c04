"""Proof objects as files: an arena, mutants, and the command."""

from __future__ import annotations

import ast
import copy
import json
import random
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kernel_objects import SOURCE, Object, rests_on
from needed import AT_LENGTH, at_length

from proofs.kernel import AXIOMS, RULES, Rejected, check, digest
from proofs.kernel.check import MALFORMED
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import NAME, read_statement, substitute
from proofs.kernel.points import precision, truth
from proofs.ledger.shipped import FILE

ROOT = Path(__file__).parents[3]
ARENA = Path(__file__).parent / "arena"
ACCEPT = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((ARENA / "accept").glob("*.json"))
}
REJECT = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((ARENA / "reject").glob("*.json"))
}
SMALL = 3500
"""Characters of the objects that are mutated most, for the sake of time."""

DERIVED = {name: item for name, item in ACCEPT.items() if item["verdict"] == "PROVED"}


@pytest.mark.parametrize("name", ACCEPT)
def test_accepted(name: str) -> None:
    found = check(ACCEPT[name])
    assert found.verdict == ACCEPT[name]["verdict"]
    assert set(found.axioms) <= set(AXIOMS)


@pytest.mark.parametrize("name", REJECT)
def test_rejected_for_the_reason_given(name: str) -> None:
    with pytest.raises(Rejected, match=REJECT[name]["reason"]):
        check(REJECT[name]["object"])


def test_every_axiom_that_is_used_is_listed() -> None:
    used = {axiom for _, axioms in RULES.values() for axiom in axioms}
    used |= {function.axiom for function in FUNCTIONS.values()} | {"null quantities"}
    used |= {"flow", "intermediate values", "matrices", "taylor", "delays"}
    # a claim may name what no rule speaks of
    assert used | {"alignment"} == set(AXIOMS)


def shipped() -> list[Object]:
    """Return the smallest of the ledger's objects for each set of rules and functions."""
    found: dict[Any, Object] = {}
    for item in sorted(json.loads(FILE.read_text("utf-8")), key=lambda item: len(str(item))):
        used = set(re.findall(r"'(?:rule|term)': \[?'([a-z ]+)'", str(item)))
        found.setdefault(
            (item["verdict"], "point" in item, item["statement"]["goal"][0], frozenset(used)), item
        )
    return list(found.values())


def test_objects_are_accepted_and_rest_on_what_they_use() -> None:
    for item in [*shipped(), *ACCEPT.values()]:
        if "point" in item:
            continue  # what is computed there rests on balls
        found = check(item)
        assert (found.verdict, found.hash) == (item["verdict"], item["hash"])
        assert (found.rules, found.axioms) == rests_on(item)


def test_at_a_point_and_at_a_zero_objects_rest_on_balls_and_on_intermediate_values() -> None:
    point, zero = check(ACCEPT["3.2.order.printed"]), check(ACCEPT["exponential-equation"])
    assert (point.rules, point.axioms) == ({"point": 1}, {"balls": 1})
    assert zero.rules == {
        "point": 1,
        "def": 2,
        "num": 1,
        "hypothesis": 1,
        "zero": 1,
        "zero between": 1,
    }
    assert zero.axioms == {
        "exponential": 2, "balls": 2, "field": 1, "intermediate values": 1, "continuity": 1,
    }  # fmt: skip


PAGE = (ROOT / "docs" / "explanation" / "kernel.md").read_text("utf-8")


def test_the_page_states_every_rule_and_no_other() -> None:
    words = re.findall(r"^\*\*([a-z ,]+)\.\*\*", PAGE, re.MULTILINE)
    stated = {name for names in words for name in names.split(", ")}
    stated -= {"matrices", "bounds", "time", "when", "terminal", "plateau", "delays"}
    stated -= {"zero between", "another value"}
    assert stated == set(RULES)


def test_the_page_lists_every_axiom_and_function() -> None:
    (section,) = re.findall(r"## What is taken as given\n(.*?)\n## ", PAGE, re.DOTALL)
    assert set(re.findall(r"\*([a-z ]+)\*", section)) == set(AXIOMS)
    (table,) = re.findall(r"\| term \|.*?\n\n", PAGE, re.DOTALL)
    assert {name for name in FUNCTIONS if re.search(rf"\b{name}\b", table)} == set(FUNCTIONS) - {
        "half"
    }


# mutants ------------------------------------------------------------------------------------------


def places(item: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the paths to everything within an object."""
    found = [path] if path else []
    pairs = (
        item.items()
        if isinstance(item, dict)
        else enumerate(item)
        if isinstance(item, list)
        else ()
    )
    for key, part in pairs:
        found += places(part, (*path, key))
    return found


def changed(item: Any, names: list[str], draw: random.Random) -> Any:
    """Return another value of the same kind."""
    if isinstance(item, bool):
        return not item
    if isinstance(item, int):
        return item + draw.choice((-1, 1, 2))
    if isinstance(item, str):
        if item[:1] in "-0123456789":
            return draw.choice(("0", "1", "-1", "2", "-" + item.lstrip("-"), "1/3"))
        if item in (">", ">=", "=", "!=", "<", "<="):
            return draw.choice((">", ">=", "=", "!=", "<", "<="))
        return draw.choice(names)
    if isinstance(item, list) and item:
        return draw.choice((item[:-1], item[1:], [*item, item[-1]], item[::-1]))
    return None


def mutant(item: Object, draw: random.Random) -> Object:
    """Change one place of an object; the hash is that of the statement it then has."""
    made = copy.deepcopy(item)
    path = draw.choice(places(made))
    names = sorted(
        {p for path in places(made) for p in path if isinstance(p, str)}
        | set(made["statement"]["variables"])
    )
    names += [s["name"] for s in made["steps"]]
    inside: Any = made
    for key in path[:-1]:
        inside = inside[key]
    if isinstance(inside, dict) and draw.random() < 0.1:
        del inside[path[-1]]
    else:
        inside[path[-1]] = changed(inside[path[-1]], names, draw)
    if "statement" in made:
        made["hash"] = digest(made["statement"])
    return made


def holds_at_points(item: Object, draw: random.Random) -> bool:
    """Whether the goal fails at no admissible point of some, and the assumptions can be met."""
    statement = read_statement(item["statement"])
    if statement.moving:
        # another kind or sign of a variable leaves a limit true
        return item["statement"]["goal"] in [
            known["statement"]["goal"] for known in ACCEPT.values()
        ]
    for _ in range(30):
        point = {
            name: str(draw.choice(("1", "2", "1/2", "3", "4", "1/5", "10", "-1")))
            for name in statement.variables
        }
        try:
            admissible = all(
                not sign or truth([sign, point[name], "0"])
                for name, (_, sign) in statement.variables.items()
            )
            met = admissible and all(truth(substitute(f, point)) for f in statement.assume)
            if met and truth(substitute(statement.goal, point)) is False:
                return False
        except (Rejected, *MALFORMED):
            continue
    return True


@at_length
def test_mutants_are_rejected_or_still_true() -> None:
    draw = random.Random(12)
    rejected, kept = 0, 0
    items = [item for item in DERIVED.values() if len(json.dumps(item)) < SMALL]
    while rejected < (2000 if AT_LENGTH else 1000):
        made = mutant(draw.choice(items), draw)
        try:
            check(made)
        except Rejected:
            rejected += 1
        else:
            # what was changed does not matter to the proof, or the statement is another true one
            kept += 1
            with precision(64):
                assert holds_at_points(made, draw), json.dumps(made["statement"])
    assert kept < rejected / 2


def test_mutated_goals_are_rejected() -> None:
    draw = random.Random(5)
    for name, item in DERIVED.items():
        for _ in range(15):
            made = copy.deepcopy(item)
            path = draw.choice(list(places(made["statement"]["goal"])))
            inside = made["statement"]["goal"]
            for key in path[:-1]:
                inside = inside[key]
            inside[path[-1]] = changed(inside[path[-1]], list(made["statement"]["variables"]), draw)
            made["hash"] = digest(made["statement"])
            if made["statement"] == item["statement"]:
                continue
            try:
                check(made)
            except Rejected:
                continue
            with precision(64):
                assert holds_at_points(made, draw), (name, made["statement"]["goal"])


@pytest.mark.parametrize("name", DERIVED)
def test_a_proof_of_another_statement_is_rejected(name: str) -> None:
    for other, item in DERIVED.items():
        if other != name:
            stated = {key: item[key] for key in ("statement", "hash")}
            with pytest.raises(Rejected):
                check({**DERIVED[name], **stated, "witness": item["witness"]})


def test_a_statement_that_changed_does_not_match_its_hash() -> None:
    made = copy.deepcopy(DERIVED["4.bound.sharp"])
    made["statement"]["variables"]["R"][1] = ">="
    with pytest.raises(Rejected, match="hash"):
        check(made)


def test_names_of_objects_cannot_hide_facts() -> None:
    assert NAME.fullmatch("t0")
    assert NAME.fullmatch("t0.0") is None


# the command and what it loads --------------------------------------------------------------------


def test_command(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    item = ACCEPT["4.bound.sharp"]
    good.write_text(json.dumps([item]))
    bad.write_text(json.dumps({**item, "by": []}))
    from proofs.kernel.__main__ import main

    assert main([str(good)]) == 0
    assert main([str(good), str(bad)]) == 1
    assert main([]) == 2
    assert main([str(tmp_path / "none.json")]) == 2
    # the first of two statements is what a person reads, the last is what is checked
    bad.write_text('{"statement": {"goal": ["=", "0", "1"]}, ' + json.dumps(item)[1:])
    assert main([str(bad)]) == 2


def test_kernel_imports_nothing_but_flint() -> None:
    for path in SOURCE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.partition(".")[0]
                assert (
                    top in sys.stdlib_module_names
                    or top == "flint"
                    or name.startswith("proofs.kernel")
                )


def test_kernel_runs_without_the_rest(tmp_path: Path) -> None:
    target = tmp_path / "lone_kernel"
    target.mkdir()
    for path in [*SOURCE.glob("*.py"), *SOURCE.glob("*.toml")]:
        (target / path.name).write_text(
            path.read_text("utf-8").replace("proofs.kernel", "lone_kernel"), "utf-8"
        )
    code = (
        "import sys, json, lone_kernel\n"
        "print(lone_kernel.check(json.load(open(sys.argv[1]))).verdict)\n"
        "assert not {'sympy', 'proofs', 'scipy', 'numpy'} & set(sys.modules)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(ARENA / "accept" / "4.bound.sharp.json")],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.stdout.strip() == "PROVED", run.stderr
