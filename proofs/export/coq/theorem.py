"""A proof object as a Coq file: its statement, its steps, and what the proof rests on."""

from collections.abc import Callable
from functools import reduce
from typing import Any

from proofs.export.coq import algebra, definitions, elementary, logic
from proofs.export.coq.mean_value import mean_value
from proofs.export.coq.script import LEMMAS, Script
from proofs.export.coq.text import SIGNS, conditions, fact_text, formula_text, name, tree_text
from proofs.export.coq.trees import evaluate, relate
from proofs.kernel import RULES
from proofs.kernel.errors import ensure
from proofs.kernel.formulas import Formula, Some
from proofs.kernel.functions import FUNCTIONS
from proofs.kernel.language import RELATIONS, Statement, Tree, read_statement
from proofs.kernel.polynomials import Ring
from proofs.kernel.scope import Scope
from proofs.kernel.steps import Step

Translation = Callable[[Script, Step, Any], None]

TRANSLATIONS: dict[str, Translation] = {
    "def": definitions.define, "hypothesis": logic.hypothesis, "logic": logic.logic, "either": logic.either,
    "order": logic.order, "zero": algebra.zero, "nonzero": algebra.nonzero, "cone": algebra.cone,
    "integer": algebra.integer, "noninteger": algebra.noninteger, "exponents": elementary.exponents,
    "tangent": elementary.tangent, "exp sign": elementary.exp_sign, "explog": elementary.explog,
    "circle": elementary.circle, "angle sum": elementary.angle_sum, "right angle": elementary.right_angle,
}  # fmt: skip
"""How a step of each rule is written, once the kernel has said what it shows."""

OPPOSITE = {"<": "opposite_lt", "<=": "opposite_le"}
"""Why a negative variable has a positive opposite."""


def theorem(claim_id: str, data: Any) -> str:
    """Return the Coq file of a proof object.

    Parameters
    ----------
    claim_id : str
    data : dict
        A proof object of a scalar statement.

    Raises
    ------
    Rejected
        If Coq's file cannot say it; the message says why.
    """
    statement, verdict = read_statement(data["statement"]), data["verdict"]
    ensure("point" not in data, "a refutation at a point is not exported")
    script = Script(Scope(Ring(data["names"].split()), statement.assume))
    title = f"claim_{identifier(claim_id)}"
    shown = claim_id.replace("*", "_").replace('"', "_")  # nothing in an ID ends the comment
    script.say(f"(* {shown}: {verdict}; statement {data['hash']} *)", "", "Require Import core.")
    script.say(
        "Open Scope R_scope.", "", f"Theorem {title} :", *stated(statement, verdict), "Proof."
    )
    script.depth = 1
    begin(script, statement)
    steps(script, data["steps"])
    end(script, statement, verdict, data["by"])
    script.depth = 0
    script.say("Qed.", "", f"Print Assumptions {title}.")
    return "\n".join(script.lines) + "\n"


def identifier(claim_id: str) -> str:
    """Return an ID as part of a Coq name."""
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in claim_id)


def stated(statement: Statement, verdict: str) -> list[str]:
    """Return the theorem's statement; conditions of terms stand before what contains them."""
    variables, lines = statement.variables, []
    if variables:
        lines.append(f"  forall {' '.join(map(name, variables))} : real,")
    for x, (kind, sign) in variables.items():
        lines += [f"  {kind} {name(x)} ->"] * (kind != "real")
        lines += [f"  {name(x)} {SIGNS[sign]} 0 ->"] * (sign != "")
    for formula in statement.assume:
        text, plain = _defined(formula), formula[0] in RELATIONS and not conditions(formula)
        lines.append(f"  {text} ->" if plain else f"  ({text}) ->")
    if verdict == "VACUOUS":
        return [*lines, "  False."]
    goal = ["not", statement.goal] if verdict == "REFUTED" else statement.goal
    return [*lines, f"  {_defined(goal)}."]


def _defined(formula: Tree) -> str:
    text = formula_text(formula)
    needed = list(conditions(formula))
    return " /\\\n  ".join(
        [*needed, f"({text})" if needed and formula[0] not in RELATIONS else text]
    )


def begin(script: Script, statement: Statement) -> None:
    """Introduce variables, their kinds and signs, and assumptions."""
    variables = [*statement.variables]
    if variables:
        script.say(f"intros {' '.join(map(name, variables))}.")
    for x, (kind, sign) in statement.variables.items():
        if kind != "real":
            script.say(f"intro {name(x)}'kind.")
        script.scope.declare(x, kind, sign)
        if sign:
            script.say(f"intro {name(x)}'sign.")
        if "<" in sign:
            script.say(f"apply {OPPOSITE[sign]} in {name(x)}'sign.")
    for i, formula in enumerate(statement.assume):
        count = len(conditions(formula))
        pattern = " & ".join([*(f"assume'{i}'{j}" for j in range(count)), f"assume'{i}"])
        script.say(f"intros ({pattern})." if count else f"intro {pattern}.")


def steps(script: Script, listed: list[Step]) -> None:
    """Work off steps: the kernel says what each shows, and Coq is told why."""
    for step in listed:
        rule, scope = step["rule"], script.scope
        if rule in NESTED:
            scope.learn(step["name"], NESTED[rule](script, step))
            continue
        ensure(rule in TRANSLATIONS, f"rule {rule} has no translation")
        formula = RULES[rule][0](scope, step)
        TRANSLATIONS[rule](script, step, formula)
        if formula is not None:
            scope.learn(step["name"], formula)


def split(script: Script, step: Step) -> Formula:
    """What follows in each case follows."""
    outer = script.scope
    wanted, cases = outer.read_formula(step["fact"]), outer.known(step["on"])
    parts = cases.parts if isinstance(cases, Some) else (cases,)
    on = step["on"] if isinstance(step["on"], str) else step["on"][0]
    with script.shown(step["name"], wanted):
        labels = [name(branch["name"]) for branch in step["branches"]]
        script.say(
            f"destruct {name(on)} as {reduce('[{1} | {0}]'.format, labels[::-1] or ['[]'])}."
        )
        # a case that is left out, or one too many, is for Coq to find
        for part, branch in zip(parts, step["branches"], strict=False):
            script.scope = outer.inner()
            script.scope.learn(branch["name"], part)
            with script.block(f"(* {name(branch['name'])} *)"):
                steps(script, branch["steps"])
                script.say(script.by(branch["by"]) + ".")
    script.scope = outer
    return wanted


NESTED: dict[str, Callable[[Script, Step], Formula]] = {
    "split": split,
    "mean value": lambda script, step: mean_value(script, step, steps),
}
"""Rules with steps inside; they return what they show."""


def end(script: Script, statement: Statement, verdict: str, by: Any) -> None:
    """Prove the goal: each condition, and the formula."""
    if verdict == "VACUOUS":
        script.say(script.by(by) + ".")
        return
    goal = ["not", statement.goal] if verdict == "REFUTED" else statement.goal
    with_values = evaluate(script, goal)
    for tree, place in conditions(goal).values():
        ((rel, argument),) = ((r, tree[i + 1]) for i, r in FUNCTIONS[tree[0]].needs if i == place)
        (t,) = script.scope.ring.names_in(script.scope.poly(tree))
        p = script.poly(script.scope.terms[t].args[place])
        with script.block("split."):
            lemma = f"{LEMMAS[rel]} 1 ({tree_text(argument)}) 0 ({p}) _ _"
            script.say(f"refine (proj2 ({lemma}) {name(t)}'ok); [constant | {with_values}].")
    formula = script.scope.formula(goal)
    with script.block(f"assert (goal' : {fact_text(script.scope.ring, formula)})."):
        script.say(script.by(by) + ".")
    relate(script, goal, "goal'", with_values, to_facts=False)
