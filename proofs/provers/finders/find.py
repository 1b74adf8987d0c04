"""Find a proof object for a statement of the core language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.kernel.check import VERSION
from proofs.kernel.errors import Rejected
from proofs.kernel.language import Statement, digest, read_statement, substitute, terms
from proofs.kernel.limits import is_isolated
from proofs.provers.finders.builder import Builder, NotFoundError, names_within, needed
from proofs.provers.finders.emptiness import contradicting, far_out, prepared
from proofs.provers.finders.exponentials import compare_exponentials
from proofs.provers.finders.goals import EFFORTS, prove
from proofs.provers.finders.integers import use_powers, use_whole_numbers
from proofs.provers.finders.limits import prove_limit, refute_limit
from proofs.provers.finders.logarithms import compare_logarithms
from proofs.provers.finders.points import BITS, search
from proofs.provers.finders.terms import introduce

if TYPE_CHECKING:
    from proofs.kernel.formulas import Formula

NAME = "linear programs over products"
POINTS, HIGHEST_ORDER = 3000, 4


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
    moving = statement.moving
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
            empty = far_out(statement, budget)
            if empty is not None:
                return {**head, "verdict": "VACUOUS", "bits": BITS, **empty}
        except NotFoundError:
            return None
        found = _limit(statement, budget)
        return None if found is None else {**head, **witness, **found}
    for effort, substitutes, calculus in EFFORTS:
        try:
            found = _prove(statement, effort, budget, substitutes, calculus)
        except NotFoundError:
            continue
        if found is not None:
            return {**head, "verdict": "PROVED", **witness, **found}
    return None


def _limit(statement: Statement, budget: int) -> dict[str, Any] | None:
    """Prove or refute a limit, expanding functions as far as it takes."""
    for order in range(HIGHEST_ORDER + 1):
        for verdict, work in (("PROVED", prove_limit), ("REFUTED", refute_limit)):
            try:
                found = work(prepared(statement, budget), statement, order)
            except (NotFoundError, Rejected):
                continue
            if found is not None:
                return {"verdict": verdict, **found}
    return None


def _refuted_exactly(statement: Statement, point: dict[str, Any]) -> dict[str, Any] | None:
    """Prove that the goal fails at a point where balls do not tell."""
    goal = ["not", substitute(statement.goal, point)]
    try:
        return _prove(Statement({}, (), goal), 1, 400)
    except (NotFoundError, Rejected):
        return None


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
