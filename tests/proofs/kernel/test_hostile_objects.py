"""Objects made to mislead the checker, or to break it or its command."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from proofs.kernel import Rejected, check, digest

Object = dict[str, Any]

PLAIN: Object = {
    "version": 2, "verdict": "PROVED", "finder": "by hand",
    "statement": {"variables": {"x": ["real", ">"]}, "assume": [], "goal": [">", "x", "0"]},
    "witness": {"x": "1"}, "bits": 64, "names": "x", "steps": [], "by": ["x.sign"],
}  # fmt: skip


def with_hash(found: Object) -> Object:
    """Return an object with the hash of its statement."""
    return found | {"hash": digest(found["statement"])}


def delays(solution: list[Any], observable: str, names: str, **parts: Any) -> Object:
    """Return an object that says 1 = 0 beside a delay of any equation."""
    goal = [
        "delays", ["moment", "t"], ["ratio", "r"], ["start", "d"], ["where"], ["solutions", solution],
        observable, "1/2", "1", ["places", ["delay", "c", "1"]], ["=", "1", "0"],
    ]  # fmt: skip
    return with_hash(PLAIN | {
        "statement": {"variables": {}, "assume": [], "goal": goal}, "witness": {}, "names": names,
        "positive": {"c": []}, "after": [], **parts,
    })  # fmt: skip


def test_a_level_that_is_never_reached_has_no_delay() -> None:
    """Of y = 0 no delay exists; as its own image from δ + 1 it would be c = c + 1."""
    part = {
        "how": "exchange", "name": "X", "pair": ["c", "c"], "value": "1",
        "names": {"t": "t1", "d": "d1", "y": "y1"}, "before": [], "along": [], "images": {"y": "y1"},
        "by": {"y": []}, "same": [],
    }  # fmt: skip
    found = delays(["solution", "y", "0", "0"], "y", "c t1 d1 y1", known=[part], by=["X"])
    with pytest.raises(Rejected):
        check(found)


def test_a_solution_that_ends_before_the_level_has_no_delay() -> None:
    """Of y′ = y², y(0) = 1, which ends at t = 1, b = 0 is below the level before, and at no time from 1 on."""

    def limit(y: str, value: str) -> list[Object]:
        part = {"y": y, "form": value, "beyond": {}, "nulls": {}}
        return [part | {key: [] for key in ("steps", "admissible", "by", "value")}]

    def known(how: str, n: int, time: Any, value: str, **parts: Any) -> Object:
        names = {x: f"{x}{n}" for x in "tdy"}
        lists: Object = {key: [] for key in ("given", "times", "before", "along", "steps", "by")}
        return lists | {
            "how": how, "name": how, "of": "c", "names": names, "time": time, "value": value,
            "limit": limit(f"Y{n}", value), "beyond": {}, "early": f"E{n}", **parts,
        }  # fmt: skip

    along = [
        {"rule": "stays", "name": "s1", "rel": "=", "steps": [],
         "parts": [{"name": "a", "p": "y2 - t2 y2 - 1", "m": "y2", "start": [], "by": []}]},
        {"rule": "stays", "name": "s2", "rel": ">", "steps": [],
         "parts": [{"name": "b", "p": "1 - t2", "m": "-1 y2", "start": [], "by": ["s1"]}]},
    ]  # fmt: skip
    late = [
        {"rule": "cone", "name": "X", "sum": [{"c": "1", "facts": ["B"]}, {"c": "1", "facts": ["s2"]}]},
        {"rule": "cone", "name": "F", "p": "-1", "factor": [{"c": "1", "facts": ["X"]}], "sum": [],
         "modulo": [["E2", "d2", []]]},
    ]  # fmt: skip
    both = [{"c": "1", "facts": ["late"]}, {"c": "1", "facts": ["soon"]}]
    found = delays(
        ["solution", "y", ["^", "y", 2], "1"], "0", "c t1 d1 y1 Y1 t2 d2 y2 Y2",
        known=[
            known("late", 1, ["+", "d1", "1"], "1"),
            known("soon", 2, "d2", "0", beyond={"B": "1"}, along=along, steps=late, by=["F"]),
        ],
        after=[{"rule": "cone", "name": "Z", "p": "-1", "sum": both, "modulo": []}], by=["Z"],
    )  # fmt: skip
    with pytest.raises(Rejected):
        check(found)


def kernel(found: Any, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command on an object."""
    path = folder / "object.json"
    path.write_text(json.dumps(found), "utf-8")
    command = [sys.executable, "-m", "proofs.kernel", str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def with_step(name: str) -> Object:
    """Return an object with a step that is rejected."""
    found = copy.deepcopy(PLAIN)
    found["steps"] = [{"name": name, "rule": "zero", "p": "x", "modulo": []}]
    return with_hash(found)


TOWER: Any = "2"
for _ in range(3):
    TOWER = ["^", TOWER, 10_000]


@pytest.mark.parametrize(
    "found",
    [
        with_hash(PLAIN) | {"id": "\ud800"},
        with_step("\ud800"),
        with_step("q\nproofs.json: C2.11: PROVED of 0123456789ab; axioms: none"),
        with_hash(PLAIN | {"witness": {"x": TOWER}}),
    ],
    ids=["half a character", "half a character in a name", "a forged line", "a tower of powers"],
)
def test_the_command_says_one_line_of_an_object(found: Object, tmp_path: Path) -> None:
    ended = kernel(found, tmp_path)
    assert ended.returncode in (0, 1)
    assert ended.stderr == ""
    assert len(ended.stdout.splitlines()) == 1


@pytest.mark.parametrize("text", ["[]", "5", "null", '"x"', "[[]]", "[5]", "[", '{"a": 1, "a": 2}'])
def test_a_file_without_an_object_is_one_line_and_exit_code_2(text: str, tmp_path: Path) -> None:
    path = tmp_path / "object.json"
    path.write_text(text, "utf-8")
    command = [sys.executable, "-m", "proofs.kernel", str(path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1


MANY: Any = "1"
for name in "abc":
    MANY = ["sum", name, MANY, "1", "2000"]


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (PLAIN | {"witness": {"x": MANY}}, "is not computed"),
        (PLAIN | {"steps": [{"name": "q", "rule": "zero", "p": "x^1000000000", "modulo": []}]}, "is no exponent"),
        (PLAIN | {"steps": [{"name": "q", "rule": "zero", "p": "x + 1", "power": 10**9, "modulo": []}]},
         "is no exponent"),
        (PLAIN | {"steps": [{"name": "q", "rule": "residues", "p": "x", "prime": 10**18 + 9, "by": []}]},
         "integer coefficients|does not fit"),
        (PLAIN | {"names": "x a b c", "steps": [
            {"name": "q", "rule": "zero", "p": "x^2 + x + 1", "power": 9999, "modulo": []}]}, "too many"),
    ],
    ids=["sums in sums", "a degree", "a power", "a prime", "a power of many terms"],
)  # fmt: skip
def test_what_would_take_for_ever_is_rejected_at_once(found: Object, words: str) -> None:
    with pytest.raises(Rejected, match=words):
        check(with_hash(found))
