"""The list of rules, and how a list of steps is worked off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from proofs.kernel.errors import Rejected, reject
from proofs.kernel.formulas import Formula
from proofs.kernel.scope import Scope

Step: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Scope, Step], Formula | None]


@dataclass(frozen=True)
class Entry:
    """A rule and the axioms it stands for."""

    apply: Rule
    axioms: tuple[str, ...]


RULES: dict[str, Entry] = {}


def rule(name: str, *axioms: str) -> Callable[[Rule], Rule]:
    """Enter a function into the list of rules."""

    def enter(function: Rule) -> Rule:
        RULES[name] = Entry(function, axioms)
        return function

    return enter


def run(scope: Scope, steps: object) -> None:
    """Work off steps one after the other; each may use what came before it."""
    if not isinstance(steps, list):
        reject("steps is not a list")
    for step in steps:
        if not isinstance(step, dict) or step.get("rule") not in RULES:
            reject(f"{step!r} is not a step")
        entry = RULES[step["rule"]]
        try:
            formula = entry.apply(scope, step)
        except Rejected as error:
            error.args = (f"{step.get('name')}: {error}",)
            raise
        scope.used["rule", step["rule"]] += 1
        scope.used.update(("axiom", name) for name in entry.axioms)
        if formula is not None:
            scope.learn(step["name"], formula)


def branch(scope: Scope, step: Step, wanted: Formula, purpose: str) -> None:
    """Work off the steps of a branch and see that it ends in what is wanted."""
    run(scope, step["steps"])
    scope.require(step["by"], wanted, purpose)
