"""Find a proof object for a statement of the core language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq

from proofs.kernel.check import VERSION
from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, digest, leaves, read_statement, substitute, terms
from proofs.kernel.limits import is_isolated
from proofs.provers.finders.builder import Builder, NotFoundError, names_within, needed
from proofs.provers.finders.cases import contradiction, register
from proofs.provers.finders.exponentials import compare_exponentials
from proofs.provers.finders.factors import digest as digest_facts
from proofs.provers.finders.goals import EFFORTS, WAYS, prove
from proofs.provers.finders.integers import use_powers, use_whole_numbers
from proofs.provers.finders.limits import prove_limit, refute_limit
from proofs.provers.finders.linear import combination
from proofs.provers.finders.logarithms import compare_logarithms
from proofs.provers.finders.points import BITS, search
from proofs.provers.finders.reduction import modulo, reduce
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.formulas import Formula

NAME = "linear programs over products"
POINTS = 3000


def find(data: dict[str, Any], budget: int = 3000) -> dict[str, Any] | None:
    """Return a proof object for a statement, or None.

    Parameters
    ----------
    data : dict
        The statement, as the reader returns it.
    budget : int
        Steps that may be tried.
    """
    statement = read_statement(data)
    head = {"version": VERSION, "statement": data, "hash": digest(data), "finder": NAME}
    moving = {statement.goal[2]} if statement.moving else set()
    if not statement.moving:
        refuted = search(statement, moving, fails=True, most=POINTS)
        if refuted is not None and "point" in refuted:
            return {**head, "verdict": "REFUTED", **refuted}
        for point in refuted["open"] if refuted else ():
            closed = _refuted_exactly(statement, point)
            if closed is not None:
                return {**head, "verdict": "REFUTED", "point": point, "bits": BITS, **closed}
    if is_isolated(statement):
        return {**head, "verdict": "VACUOUS", "bits": BITS, "steps": [], "by": []}
    witness = search(statement, moving, fails=False, most=POINTS)
    if witness is None:
        empty = contradicting(statement, budget)
        return None if empty is None else {**head, "verdict": "VACUOUS", "bits": BITS, **empty}
    witness = {"witness": witness["point"], "bits": witness["bits"]}
    if statement.moving:
        try:
            for verdict, work in (("PROVED", prove_limit), ("REFUTED", refute_limit)):
                found = work(prepared(statement, budget), statement)
                if found is not None:
                    return {**head, "verdict": verdict, **witness, **found}
        except NotFoundError:
            return None
        return None
    for effort, substitutes, calculus in EFFORTS:
        try:
            found = _prove(statement, effort, budget, substitutes, calculus)
        except NotFoundError:
            continue
        if found is not None:
            return {**head, "verdict": "PROVED", **witness, **found}
    return None


def emptiness(statement: Statement) -> dict[str, Any]:
    """Show that nothing meets the assumptions of a statement of any kind.

    Raises
    ------
    NotFoundError
        If no contradiction is found.
    """
    plain = tuple(["and"] if leaves(a) & statement.moving else a for a in statement.assume)
    found = contradicting(Statement(statement.variables, plain, ["and"]), 4000)
    if found is None:
        raise NotFoundError("no contradiction is found")
    return found


def contradicting(statement: Statement, budget: int) -> dict[str, Any] | None:
    """Derive a contradiction from the assumptions."""
    for effort in (1, 2):
        try:
            b = prepared(statement, budget)
            name = _negative(b)
            if name is None:
                use_whole_numbers(b)
                digest_facts(b)
                name = contradiction(b) or combination(b, b.ring.constant(-1), effort)
        except NotFoundError:
            continue
        if name is not None:
            return {"steps": needed(b.steps, {name}), "by": [name]}
    return None


def _negative(b: Builder) -> str | None:
    """Return a step that says something false, if the equations make a number ≥ 0 negative."""
    for label, known in list(b.facts()):
        found = reduce(b, known.poly)
        if known.rel in (">", ">=") and found.poly.is_constant() and not found.facts:
            value = fmpq(0) if found.poly.is_zero() else found.poly.leading_coefficient()
            if value < 0:
                row = {"c": str(-1 / value), "facts": [label]}
                return b.add("cone", p=[["-1"]], sum=[row], modulo=modulo(b))
    return None


def _refuted_exactly(statement: Statement, point: dict[str, Any]) -> dict[str, Any] | None:
    """Prove that the goal fails at a point where balls do not tell."""
    goal = ["not", substitute(statement.goal, point)]
    try:
        return _prove(Statement({}, (), goal), 1, 400)
    except (NotFoundError, Rejected):
        return None


def prepared(statement: Statement, budget: int) -> Builder:
    """Return a builder that knows the hypotheses and their terms."""
    b = Builder(statement, WAYS, budget)
    for name in b.scope.kinds:
        if f"{name}.sign" in b.scope.facts:
            b.atoms.append(f"{name}.sign")
    moving = {statement.goal[2]} if statement.moving else set()
    for i, formula in enumerate(statement.assume):
        if leaves(formula) & moving:
            continue
        introduce(b, formula, hypothesis=i)
        name = b.add("hypothesis", index=i)
        register(b, name, b.scope.facts[name])
        digest_facts(b)
    return b


def _prove(
    statement: Statement,
    effort: int,
    budget: int,
    substitutes: bool = False,
    calculus: bool = False,
) -> dict[str, Any] | None:
    b = prepared(statement, budget)
    introduce(b, statement.goal)
    if effort > 0:
        use_powers(b)
        compare_logarithms(b)
        compare_exponentials(b)
    use_whole_numbers(b)
    b.substitutes, b.calculus = substitutes, calculus
    b.cache.clear()
    goal: Formula = b.scope.formula(statement.goal)
    name = prove(b, goal, effort)
    if name is None:
        return None
    wanted = {name.partition(".")[0]} | set(_terms_of(b, statement.goal))
    return {"steps": needed(b.steps, wanted), "by": [name]}


def _terms_of(b: Builder, formula: Any) -> list[str]:
    found = []
    for tree in terms(formula):
        p = b.scope.poly(tree)
        found += [n for n in b.ring.names_in(p) if n in b.scope.terms]
    return found


__all__ = ["Rejected", "find", "names_within"]
