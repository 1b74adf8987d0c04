"""Proof objects for tests, and kernels from which one condition has been taken away."""

from __future__ import annotations

import importlib
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import proofs.kernel
from proofs.kernel import digest

if TYPE_CHECKING:
    from types import ModuleType

Object = dict[str, Any]
SOURCE = Path(proofs.kernel.__file__).parent
_numbers = count()


def statement(goal: Any, *assume: Any, **variables: str) -> Object:
    """Return a statement; each variable as ``name="kind sign"``."""
    kinds = {name: [*text.split(), ""][:2] for name, text in variables.items()}
    return {"variables": kinds, "assume": list(assume), "goal": goal}


def proof(
    stated: Object, steps: list[Object], by: Any = (), verdict: str = "PROVED", **more: Any
) -> Object:
    """Return a proof object; at the witness a variable is 1 unless a value is given."""
    witness = dict.fromkeys(stated["variables"], "1") | more.pop("witness", {})
    if stated["goal"][0] == "limit":
        witness.pop(stated["goal"][2])
    return {
        "version": 1, "verdict": verdict, "statement": stated, "hash": digest(stated),
        "finder": "hand", "witness": witness, "bits": 64, "steps": steps, "by": list(by), **more,
    }  # fmt: skip


def step(rule: str, name: str, **parts: Any) -> Object:
    """Return a step."""
    return {"name": name, "rule": rule, **parts}


def poly(text: str) -> list[list[Any]]:
    """Read a polynomial such as ``"2 x x y - 1"``: terms apart by spaces around the sign."""
    rows, sign = [], ""
    for term in text.replace("- ", "+ -").split("+ "):
        if not term.strip():
            continue
        negative = term.startswith("-")
        words = term.lstrip("-").split()
        number = words.pop(0) if words and words[0][0].isdigit() else "1"
        row: list[Any] = [("-" if negative else sign) + number]
        for word in dict.fromkeys(words):
            row += [word, words.count(word)]
        rows.append(row)
    return rows


def without(folder: Path, file: str, old: str, new: str) -> ModuleType:
    """Return a copy of the kernel with a piece of its text replaced."""
    name = f"weakened_kernel_{next(_numbers)}"
    target = folder / name
    target.mkdir()
    for path in [*SOURCE.glob("*.py"), *SOURCE.glob("*.toml")]:
        text = path.read_text("utf-8")
        if path.name == file:
            assert text.count(old) == 1, f"{file} has {old!r} {text.count(old)} times"
            text = text.replace(old, new)
        (target / path.name).write_text(text.replace("proofs.kernel", name), "utf-8")
    sys.path.insert(0, str(folder))
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = before
