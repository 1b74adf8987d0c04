"""Rules of logic."""

from collections.abc import Iterator

from proofs.export.coq.script import Script
from proofs.export.coq.trees import evaluate, relate
from proofs.kernel.formulas import Fact, Formula, negation
from proofs.kernel.steps import Step

EITHER = {"=": "either_eq", "!=": "either_ne", ">": "either_gt", ">=": "either_ge"}


def hypothesis(script: Script, step: Step, formula: Formula) -> None:
    """An assumption holds."""
    index = step["index"]
    with script.shown(step["name"], formula):
        formula = script.scope.assume[index]
        relate(script, formula, f"assume'{index}", evaluate(script, formula), to_facts=True)


def logic(script: Script, step: Step, formula: Formula) -> None:
    """A formula is read off known ones."""
    with script.shown(step["name"], formula):
        script.say(script.by(step["by"]) + ".")


def _facts(formula: Formula) -> Iterator[Fact]:
    if isinstance(formula, Fact):
        yield formula
    else:
        for part in formula.parts:
            yield from _facts(part)


def either(script: Script, step: Step, formula: Formula) -> None:
    """A formula holds or its negation does."""
    with script.shown(step["name"], formula):
        for known in _facts(script.scope.read_formula(step["fact"])):
            sides = [
                f"({script.poly(p.poly)})" for p in (known, negation(known)) if isinstance(p, Fact)
            ]
            script.say(f"generalize ({EITHER[known.rel]} {' '.join(sides)} ltac:(ring)).")
        script.say("clear; tauto.")


def order(script: Script, step: Step, formula: Formula) -> None:
    """A polynomial is positive, zero or negative."""
    with script.shown(step["name"], formula):
        script.say("first [apply order_cases; ring | clear; follows].")
