"""Rules of logic, and the terms: hypothesis, def, logic, either, order, split."""

from proofs.kernel.errors import UndefinedTerm, reject
from proofs.kernel.formulas import All, Formula, Some, fact, negation
from proofs.kernel.functions import FUNCTIONS, Args
from proofs.kernel.language import Tree, terms
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, branch, rule


@rule("hypothesis")
def hypothesis(scope: Scope, step: Step) -> Formula:
    """Take a hypothesis; its terms must have been introduced."""
    return scope.formula(_assumed(scope, step["index"]))


@rule("def")
def define(scope: Scope, step: Step) -> None:
    """Introduce a defined term.

    Its conditions are proved, or it stands in a hypothesis: a hypothesis holds only where all
    its terms are defined.
    """
    op, *parts = step["term"]
    if op not in FUNCTIONS or len(parts) != FUNCTIONS[op].size:
        reject(f"{op!r} is no function of {len(parts)} arguments")
    function, args = FUNCTIONS[op], tuple(scope.read(part) for part in parts)
    if function.accepts is not None and not function.accepts(scope, args):
        reject(f"{op} of {', '.join(map(scope.show, args))}: the kinds do not allow it")
    needed = All(tuple(fact(args[i], rel) for i, rel in function.needs))
    if "hypothesis" in step:
        if not _stands_in(scope, _assumed(scope, step["hypothesis"]), op, args):
            reject(f"{op} of {', '.join(map(scope.show, args))} does not stand in the hypothesis")
    else:
        scope.require(step["by"], needed, f"that {op} is defined")
    scope.define(step["name"], op, args)
    for part in needed.parts:
        scope.facts[f"{step['name']}.needs"] = part


def _assumed(scope: Scope, index: object) -> Tree:
    if type(index) is not int or not 0 <= index < len(scope.assume):
        reject(f"there is no hypothesis {index!r}")
    return scope.assume[index]


def _stands_in(scope: Scope, formula: Tree, op: str, args: Args) -> bool:
    """Whether a term is one of those in a formula, its own terms being introduced already."""
    for head, *parts in terms(formula):
        if head == op:
            try:
                found = tuple(scope.poly(part) for part in parts)
            except UndefinedTerm:
                continue
            if found == args:
                return True
    return False


@rule("logic")
def logic(scope: Scope, step: Step) -> Formula:
    """Read a formula off known ones: and, or, and weaker relations of the same polynomial."""
    wanted = scope.read_formula(step["fact"])
    scope.require(step["by"], wanted, "the fact")
    return wanted


@rule("either")
def either(scope: Scope, step: Step) -> Formula:
    """A formula holds or its negation does."""
    first = scope.read_formula(step["fact"])
    return Some((first, negation(first)))


@rule("order", "order")
def order(scope: Scope, step: Step) -> Formula:
    """A polynomial is positive, zero or negative."""
    p = scope.read(step["p"])
    return Some((fact(p, ">"), fact(p, "="), fact(-p, ">")))


@rule("split")
def split(scope: Scope, step: Step) -> Formula:
    """What follows in each case of "some of" follows."""
    wanted = scope.read_formula(step["fact"])
    cases = scope.known([step["on"]]).parts[0]  # type: ignore[union-attr]
    parts = cases.parts if isinstance(cases, Some) else (cases,)
    if len(step["branches"]) != len(parts):
        reject(f"there are {len(parts)} cases and {len(step['branches'])} branches")
    for part, inside in zip(parts, step["branches"], strict=True):
        inner = scope.inner()
        inner.learn(inside["name"], part)
        branch(inner, inside, wanted, "the fact in this case")
    return wanted
