"""From formulas as they were typed to facts on names, and back."""

from collections.abc import Iterator

from proofs.export.coq.script import LEMMAS, Script, ratio
from proofs.export.coq.text import HEADS, fact_text, formula_text, name, number, terms, tree_text
from proofs.kernel.formulas import Fact, Formula, negation
from proofs.kernel.language import RELATIONS, Tree

FUNCTION = {"inv": "Rinv"}
NEGATIVE = ("not", "implies")


def evaluate(script: Script, item: Tree) -> str:
    """Show of each term in a tree or formula which variable it is.

    Returns
    -------
    str
        The tactic that proves an identity in which these terms stand.
    """
    known: dict[str, str] = {}
    for tree in terms(item):
        text = tree_text(tree)
        if text in known:
            continue
        (kernel_name,) = script.scope.ring.names_in(script.scope.poly(tree))
        t, tactic = name(kernel_name), _rewriting(known)
        arguments = tree[1:2] if tree[0] == "root" else tree[1:]
        with script.block(f"assert (value'{len(known)} : {text} = {t})."):
            if arguments:
                equal = "f_equal" if len(arguments) == 1 else "f_equal2"
                holes = " _" * len(arguments)
                script.say(f"refine (eq_trans ({equal} {_function(tree)}{holes}) (eq_sym {t}'is));")
                script.say(f"  {tactic}.")
            else:
                script.say(f"exact (eq_sym {t}'is).")
        known[text] = f"value'{len(known)}"
    return _rewriting(known)


def _function(tree: Tree) -> str:
    head = tree[0]
    if head == "root":
        return "sqrt" if tree[2] == "2" else f"(root {tree[2]})"
    return FUNCTION.get(head, HEADS[head])


def _rewriting(known: dict[str, str]) -> str:
    """Return the tactic: the largest terms first, since they contain the others."""
    rewritten = "".join(f"rewrite ?{label}; " for label in reversed(known.values()))
    return rewritten + "identity"


def atoms(formula: Tree) -> Iterator[Tree]:
    """Yield the relations in a formula."""
    if formula[0] in RELATIONS:
        yield formula
    else:
        for part in formula[1:]:
            yield from atoms(part)


def _equivalent(script: Script, atom: Tree, with_values: str) -> Formula:
    """Prove that a relation of two trees is its fact; return the fact."""
    rel, left, right = atom
    raw = script.scope.poly(left) - script.scope.poly(right)
    raw, formula = (-raw if "<" in rel else raw), script.scope.formula(atom)
    c, p, more = "1", script.poly(raw), " | settled"
    if isinstance(formula, Fact):
        c, p, more = number(ratio(formula.poly, raw)), script.poly(formula.poly), ""
    lemma = f"({LEMMAS[rel]} {c} ({tree_text(left)}) ({tree_text(right)}) ({p}) _ _)"
    lemma = f"(iff_trans {lemma} _)" if more else lemma
    script.say(f"refine {lemma}; [constant | {with_values}{more}].")
    return formula


def relate(script: Script, formula: Tree, given: str, with_values: str, *, to_facts: bool) -> None:
    """Prove a formula over facts from the one that was typed, or the other way round.

    ``with_values`` is the tactic that :func:`evaluate` returned.
    """
    premises = [given]
    for i, atom in enumerate(atoms(formula)):
        shown = fact_text(script.scope.ring, script.scope.formula(atom))
        with script.block(f"assert (atom'{i} : {formula_text(atom)} <-> {shown})."):
            known = _equivalent(script, atom, with_values)
        premises.append(f"atom'{i}")
        if isinstance(known, Fact) and any(word in str(formula) for word in NEGATIVE):
            opposite = negation(known)
            assert isinstance(opposite, Fact)
            lemma = (
                f"{LEMMAS[known.rel].replace('fact', 'cases')} _ _ ({script.poly(opposite.poly)})"
            )
            script.say(f"assert (cases'{i} := {lemma} atom'{i} ltac:(ring)).")
            premises.append(f"cases'{i}")
    if formula[0] in RELATIONS:
        script.say(f"exact (proj{1 if to_facts else 2} atom'0 {given}).")
    else:
        script.say(f"generalize {' '.join(premises)}; clear; tauto.")
