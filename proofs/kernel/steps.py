"""The list of rules, and how a list of steps is worked off."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Formula
from proofs.kernel.scope import Scope

Step: TypeAlias = dict[str, Any]
Rule: TypeAlias = Callable[[Scope, Step], Formula | None]

RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {}
"""Each rule, and the axioms that it stands for."""


def rule(name: str, *axioms: str) -> Callable[[Rule], Rule]:
    """Enter a function into the list of rules."""

    def enter(function: Rule) -> Rule:
        RULES[name] = function, axioms
        return function

    return enter


def run(scope: Scope, steps: list[Step]) -> None:
    """Work off steps one after the other; each may use what came before it."""
    for step in steps:
        apply, _ = RULES[step["rule"]]
        try:
            formula = apply(scope, step)
        except Rejected as error:
            error.args = (f"{step.get('name')}: {error}",)
            raise
        scope.used["rule", step["rule"]] += 1
        if formula is not None:
            scope.learn(step["name"], formula)


def derive(
    scope: Scope, known: Mapping[Any, Formula], part: Step, wanted: Formula, purpose: str
) -> None:
    """See that ``wanted`` follows where some more is known, by the steps of a part of an object."""
    inner = scope.inner()
    for name, formula in known.items():
        inner.learn(name, formula)
    run(inner, part["steps"])
    inner.require(part["by"], wanted, purpose)
