"""Defined terms: each becomes a variable of Coq with the equation that defines it."""

from collections.abc import Callable

from proofs.export.coq.script import LEMMAS, Script, ratio
from proofs.export.coq.text import HEADS, SIGNS, conditions, name, number, polynomial, tree_text
from proofs.export.coq.trees import evaluate
from proofs.kernel.errors import UndefinedTerm, ensure, reject
from proofs.kernel.formulas import TRUE, All, Fact, Formula, Some
from proofs.kernel.functions import FUNCTIONS, Args
from proofs.kernel.language import Tree
from proofs.kernel.polynomials import Poly
from proofs.kernel.scope import Term
from proofs.kernel.steps import Step

Raw = Callable[..., list[Formula]]


def order(n: Poly) -> int:
    """Return which root is meant."""
    return int(n.leading_coefficient().p)


def _choice(x: Poly, first: Poly, second: Poly, gap: Poly) -> list[Formula]:
    one = All((Fact(gap, ">="), Fact(x - first, "=")))
    return [Some((one, All((Fact(-gap, ">"), Fact(x - second, "=")))))]


def _between(x: Poly, _a: Poly) -> list[Formula]:
    return [Fact(1 - x, ">="), Fact(1 + x, ">=")]


KNOWN: dict[str, Raw] = {
    "inv": lambda x, a: [Fact(x * a - 1, "=")],
    "root": lambda x, a, n: [Fact(x ** order(n) - a, "="), Fact(x, ">=")],
    "exp": lambda x, _a: [Fact(x, ">")],
    "abs": lambda x, a: _choice(x, a, -a, a),
    "max": lambda x, a, b: _choice(x, a, b, a - b),
    "min": lambda x, a, b: _choice(x, a, b, b - a),
    "floor": lambda x, a: [Fact(a - x, ">="), Fact(x + 1 - a, ">")],
    "half": lambda x, a: [Fact(2 * x - a, "=")],
    "sin": _between, "cos": _between,
}  # fmt: skip
"""What the lemma on each function says, in the order of the kernel's facts."""

AT_ZERO = {"sin": "sin_0", "cos": "cos_0", "atan": "atan_0"}
EXTRA = {"log": "exp", "floor": "int", "half": "int"}
"""A fact on the term that is none of the kernel's: exp t = a, or that t is an integer."""


def define(script: Script, step: Step, _formula: Formula | None) -> None:
    """Introduce a term whose conditions are shown, or stand in an assumption."""
    term = script.scope.terms[step["name"]]
    x, t = script.scope.ring.generator(step["name"]), name(step["name"])
    texts = [f"({script.poly(a)})" for a in term.args]
    for i, rel in FUNCTIONS[term.op].needs:
        with script.block(f"assert ({t}'ok : {texts[i]} {SIGNS[rel]} 0)."):
            if "hypothesis" in step:
                _condition_of_hypothesis(script, step, i, rel)
            else:
                script.say(
                    script.raw(texts[i], "0", term.args[i], rel, script.by(step["by"])) + "."
                )
    raws = KNOWN[term.op](x, *term.args) if term.op in KNOWN else []
    found = [f"{t}'is"] + ([f"{t}'{EXTRA[term.op]}"] if term.op in EXTRA else [])
    found += [f"{t}'r{i}" for i in range(len(raws))]
    ok = f" {t}'ok" if FUNCTIONS[term.op].needs else ""
    script.say(f"destruct ({_lemma(script, term, t)}{ok}) as ({' & '.join([t, *found])}).")
    if term.op in AT_ZERO and term.args[0].is_zero():
        raws.append(Fact(x - (1 if term.op == "cos" else 0), "="))
        script.say(f"assert ({t}'r{len(raws) - 1} := eq_trans {t}'is {AT_ZERO[term.op]}).")
    shown = [(f"{i}", f"{t}'r{i}", raw) for i, raw in enumerate(raws)]
    shown += [("needs", f"{t}'ok", Fact(term.args[i], r)) for i, r in FUNCTIONS[term.op].needs]
    for label, given, raw in shown:
        wanted = script.scope.facts[f"{step['name']}.{label}"]
        with script.shown(f"{step['name']}.{label}", wanted):
            script.say(convert(script, given, raw, wanted) + ".")
    if (label := f"{step['name']}.sign") in script.scope.facts:
        above = script.raw(texts[0], "0", term.args[0], ">", script.by(step.get("by", [])))
        why = f"positive_inv _ _ {t}'r0"
        if term.op == "root":
            n = order(term.args[1])
            why = f"positive_root {n} _ _ (Nat.neq_succ_0 {n - 1}) {t}'r0 {t}'r1"
        with script.shown(label, script.scope.facts[label]):
            script.say(f"refine ({why} _).", f"{above}.")


def _lemma(script: Script, term: Term, t: str) -> str:
    """Return the lemma that a term exists, but for its condition."""
    texts = [f"({script.poly(a)})" for a in term.args]
    if term.op == "root":
        n = order(term.args[1])
        return (
            f"def_sqrt {texts[0]}"
            if n == 2
            else f"def_root {n} {texts[0]} (Nat.neq_succ_0 {n - 1})"
        )
    if term.op == "half":
        _half(script, term.args[0], t)
        return f"def_half _ _ {t}'whole {t}'twice"
    ensure(term.op in HEADS, f"{term.op} has no translation")
    return " ".join([f"def_{term.op}", *texts])


def convert(script: Script, given: str, raw: Formula, wanted: Formula) -> str:
    """Return the tactic that shows a fact from the relation it is, with a proof of that."""
    if isinstance(raw, Fact):
        if not isinstance(wanted, Fact):
            return "exact I" if wanted == TRUE else f"generalize {given}; impossible"
        c, p = number(ratio(wanted.poly, raw.poly)), script.poly(wanted.poly)
        lemma = f"{LEMMAS[raw.rel]} {c} _ _ ({p}) _ _"
        return f"refine (proj1 ({lemma}) {given}); [constant | identity]"
    assert not isinstance(wanted, Fact)
    pairs = list(zip(raw.parts, wanted.parts, strict=True))
    if isinstance(raw, All):
        both = (convert(script, f"(proj{i} {given})", *pair) for i, pair in enumerate(pairs, 1))
        return f"split; [{' | '.join(both)}]"
    left, right = (convert(script, given, *pair) for pair in pairs)
    return f"destruct {given} as [{given} | {given}]; [left; {left} | right; {right}]"


def _condition_of_hypothesis(script: Script, step: Step, i: int, rel: str) -> None:
    """Prove a term's condition, which is part of an assumption."""
    index, term = step["hypothesis"], script.scope.terms[step["name"]]
    formula = script.scope.assume[index]
    for position, (tree, place) in enumerate(conditions(formula).values()):
        if place == i and tree[0] == term.op and _has_value(script, tree, term.args):
            with_values = evaluate(script, tree[i + 1])
            lemma = f"{LEMMAS[rel]} 1 ({tree_text(tree[i + 1])}) 0 _ _ _"
            script.say(f"refine (proj1 ({lemma}) assume'{index}'{position});")
            script.say(f"  [constant | {with_values}].")
            return
    reject(f"no condition of hypothesis {index} is that of {step['name']}")


def _has_value(script: Script, tree: Tree, args: Args) -> bool:
    try:
        return tuple(map(script.scope.poly, tree[1:])) == args
    except UndefinedTerm:
        return False


def _half(script: Script, a: Poly, t: str) -> None:
    """Show that a polynomial in even, odd and other whole numbers is twice an integer."""
    ring, kinds = script.scope.ring, script.scope.kinds
    halved = {n: kinds[n] for n in ring.names if kinds.get(n) in ("even", "odd")}
    halved = {n: kind for n, kind in halved.items() if ring.leading(a, n)[0]}
    values = [2 * ring.generator(n) + (halved[n] == "odd") if n in halved else ring.generator(n)
              for n in ring.names]  # fmt: skip
    half = polynomial(ring, a.compose(*values) / 2, {n: f"{name(n)}'half" for n in halved})
    with script.block(f"assert ({t}'even : exists h, integer h /\\ {script.poly(a)} = 2 * h)."):
        for n in map(name, halved):
            script.say(f"destruct {n}'kind as ({n}'half & {n}'whole & {n}'twice).")
        script.say(f"exists ({half}). split; [whole |].")
        script.say("".join(f"rewrite {name(n)}'twice; " for n in halved) + "identity.")
    script.say(f"destruct {t}'even as ({t}'half & {t}'whole & {t}'twice).")
