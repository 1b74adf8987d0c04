"""Proof objects for tests: short ways to write them."""

from __future__ import annotations

from typing import Any

from proofs.kernel import digest

Object = dict[str, Any]
ONE = [["1"]]


def statement(goal: Any, *assume: Any, **variables: str) -> Object:
    """Return a statement; each variable as ``name="kind sign"``."""
    kinds = {name: ([*text.split(), ""])[:2] for name, text in variables.items()}
    return {"variables": kinds, "assume": list(assume), "goal": goal}


def proof(
    stated: Object, steps: list[Object], by: Any, verdict: str = "PROVED", **more: Any
) -> Object:
    """Return a proof object; every variable is 1 at the witness unless one is given."""
    witness = dict.fromkeys(stated["variables"], "1") | more.pop("witness", {})
    return {
        "version": 1, "verdict": verdict, "statement": stated, "hash": digest(stated),
        "finder": "hand", "witness": witness, "bits": 64, "steps": steps, "by": by, **more,
    }  # fmt: skip


def step(rule: str, name: str, **parts: Any) -> Object:
    """Return a step."""
    return {"name": name, "rule": rule, **parts}


def poly(*terms: list[Any]) -> list[Any]:
    """Return a polynomial."""
    return [list(term) for term in terms]


def x(coefficient: str = "1", power: int = 1, name: str = "x") -> list[Any]:
    """Return one term."""
    return [coefficient, name, power]


def c(coefficient: str) -> list[Any]:
    """Return a constant term."""
    return [coefficient]
