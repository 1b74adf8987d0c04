"""Rules of logic, and the terms: hypothesis, def, logic, either, order, split."""

from proofs.kernel.errors import UndefinedTerm, ensure
from proofs.kernel.formulas import All, Formula, Some, entails, fact, negation
from proofs.kernel.functions import FUNCTIONS, Args
from proofs.kernel.language import Tree, terms
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step, derive, rule


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
    op, *inside = step["term"]
    function, args = FUNCTIONS[op], tuple(map(scope.read, inside))
    ensure(len(args) == function.size, f"{op} has {function.size} arguments")
    ensure(function.accepts(scope, *args), f"{op} is not defined for values of these kinds")
    needed = All(tuple(fact(args[i], rel) for i, rel in function.needs))
    if "hypothesis" in step:
        stands = _stands_in(scope, _assumed(scope, step["hypothesis"]), op, args)
        ensure(stands, f"this {op} does not stand in the hypothesis")
    else:
        scope.require(step["by"], needed, f"that {op} is defined")
    x = scope.define(step["name"], op, args)
    for part in needed.parts:
        scope.facts[f"{step['name']}.needs"] = part
    if function.positive and entails(scope.known(step.get("by", [])), fact(args[0], ">")):
        scope.facts[f"{step['name']}.sign"] = fact(x, ">")


def _assumed(scope: Scope, index: object) -> Tree:
    ensure(type(index) is int and 0 <= index < len(scope.assume), f"no hypothesis {index!r}")
    return scope.assume[int(str(index))]


def _stands_in(scope: Scope, formula: Tree, op: str, args: Args) -> bool:
    """Whether a term is one of those in a formula, its own terms being introduced already."""
    for head, *inside in terms(formula):
        try:
            if head == op and tuple(map(scope.poly, inside)) == args:
                return True
        except UndefinedTerm:
            continue
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
    return Some((fact(p, ">"), fact(p, "="), fact(p, "<")))


@rule("split")
def split(scope: Scope, step: Step) -> Formula:
    """What follows in each case of "some of" follows."""
    wanted, cases = scope.read_formula(step["fact"]), scope.known(step["on"])
    options = cases.parts if isinstance(cases, Some) else (cases,)
    for option, part in zip(options, step["branches"], strict=True):
        derive(scope, {part["name"]: option}, part, wanted, "the fact in this case")
    return wanted
