"""Proof objects for tests, and kernels from which one condition has been taken away."""

from __future__ import annotations

import copy
import importlib
import json
import re
import sys
from collections import Counter
from importlib.abc import Loader, MetaPathFinder
from importlib.util import spec_from_file_location
from pathlib import Path
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import pytest

import proofs.kernel
from proofs.kernel import RULES, Rejected, check, digest
from proofs.kernel.check import VERSION
from proofs.kernel.functions import FUNCTIONS

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec
    from types import ModuleType

Object = dict[str, Any]
SOURCE = Path(proofs.kernel.__file__).parent


def statement(goal: Any, *assume: Any, **variables: str) -> Object:
    """Return a statement; each variable as ``name="kind sign"``."""
    kinds = {name: [*text.split(), ""][:2] for name, text in variables.items()}
    return {"variables": kinds, "assume": list(assume), "goal": goal}


def proof(
    stated: Object, steps: list[Object], by: Any = (), verdict: str = "PROVED", **more: Any
) -> Object:
    """Return a proof object; at the witness a variable is 1 unless a value is given."""
    witness = dict.fromkeys(stated["variables"], "1") | more.pop("witness", {})
    said = stated["goal"][-1] if stated["goal"][0] == "delays" else stated["goal"]
    if said[0] == "limit":
        witness.pop(said[2])
    return {
        "version": VERSION, "verdict": verdict, "names": names_of(stated, steps, more), "statement": stated, "hash": digest(stated),
        "finder": "hand", "witness": witness, "bits": 64, "steps": steps, "by": list(by), **more,
    }  # fmt: skip


def claiming(found: Object, value: Any) -> Object:
    """Return a proof on the value of a flow, with another value claimed."""
    other = found["statement"] | {"goal": [*found["statement"]["goal"][:-1], value]}
    return copy.deepcopy(found) | {"statement": other, "hash": digest(other)}


def names_of(*parts: Any) -> str:
    """Return all names in parts of an object, which has to list them, and letters for what is added."""
    words = re.findall(r"[A-Za-z_][A-Za-z0-9_]*", json.dumps(parts, default=str))
    return " ".join(dict.fromkeys([*words, *ascii_lowercase]))


def step(rule: str, name: str, **parts: Any) -> Object:
    """Return a step."""
    return {"name": name, "rule": rule, **parts}


def poly(text: str) -> str:
    """Write a polynomial such as ``"2 x x y - 1"``; it may begin with a sign, ``"- x"`` or ``"-x"``."""
    return re.sub(r"^- ?(?=[A-Za-z])", "-1 ", text).replace("- ", "-", text.startswith("- "))


LIMIT = "null quantities", "continuity"
BY_GOAL = {
    "limit": LIMIT, "matrices": ("matrices",), "flow": ("flow", "derivatives"),
    "time": ("flow", "derivatives", "intermediate values", *LIMIT),
    "terminal": ("flow", "derivatives", *LIMIT), "plateau": ("flow", "derivatives"), "when": ("flow", "derivatives", "continuity"),
    "delays": ("delays",),
}  # fmt: skip
GROWTH = "flow", "derivatives"
TAYLOR = "taylor", "derivatives"


def rests_on(item: Object) -> tuple[Counter[str], Counter[str]]:
    """Count the rules and axioms of an object by its text; what is computed at a point apart."""
    text, goal = json.dumps(item), item["statement"]["goal"][0].partition(" ")[0]
    rules = Counter(re.findall(r'"rule": "([a-z ]+)"', text))
    axioms = Counter(
        axiom for rule in rules.elements() for axiom in dict(RULES, taylor=("", TAYLOR))[rule][1]
    )
    functions = re.findall(r'(?:"term": \[|"op": )"([a-z]+)', text)
    axioms.update(FUNCTIONS[name].axiom for name in functions)
    if goal in BY_GOAL and item["verdict"] != "VACUOUS":
        grows = goal == "terminal" and "when" in item
        axioms.update(GROWTH if grows else BY_GOAL[goal])
        rules[goal] += 1
    if "zero" in item:
        axioms.update(("intermediate values", "continuity"))
        rules["zero between"] += 1
    for how in re.findall(r'"how": "([a-z]+)"', text):
        axioms.update(BY_GOAL["flow"] + (LIMIT if how != "exchange" else ()))
    if goal == "delays" and item["statement"]["goal"][-1][0] == "limit":
        axioms.update(LIMIT)
        rules["limit"] += 1
    return rules, axioms


CODE = {
    "proofs.kernel" if path.stem == "__init__" else f"proofs.kernel.{path.stem}": (
        path,
        compile(path.read_text("utf-8"), str(path), "exec"),
    )
    for path in SOURCE.glob("*.py")
}


class _Source(Loader, MetaPathFinder):
    """Imports the kernel with one file changed."""

    def __init__(self, file: str, text: str) -> None:
        changed = {name: path for name, (path, _) in CODE.items() if path.name == file}
        self.code = {name: code for name, (_, code) in CODE.items()}
        self.code |= {name: compile(text, str(path), "exec") for name, path in changed.items()}

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name not in self.code:
            return None
        inside = [str(SOURCE)] if name == "proofs.kernel" else None
        return spec_from_file_location(
            name, CODE[name][0], loader=self, submodule_search_locations=inside
        )

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code[module.__name__], module.__dict__)  # noqa: S102


def without(file: str, *changes: tuple[str, str]) -> ModuleType:
    """Return the kernel with pieces of its text replaced; the one in use stays as it is."""
    text = (SOURCE / file).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    kept = {name: sys.modules.pop(name) for name in CODE if name in sys.modules}
    source = _Source(file, text)
    sys.meta_path.insert(0, source)
    try:
        return importlib.import_module("proofs.kernel")
    finally:
        sys.meta_path.remove(source)
        for name in CODE:
            sys.modules.pop(name, None)
        sys.modules.update(kept)
        proofs.kernel = kept["proofs.kernel"]


def stopped_by_one_condition(
    file: str, old: str, new: str, words: str, wrong: Object, *also: tuple[str, str]
) -> None:
    """Assert that a wrong proof is rejected for its reason, and accepted without the condition.

    ``also`` is what else is replaced there, as in the kernel in use already.
    """
    with pytest.raises(Rejected, match=words):
        check(wrong)
    assert without(file, (old, new), *also).check(wrong).verdict == wrong["verdict"]
