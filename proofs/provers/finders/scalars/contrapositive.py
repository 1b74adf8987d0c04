"""Prove a relation by its contrapositive: where it fails, one of the assumptions does."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from proofs.kernel.errors import Rejected
from proofs.kernel.formulas import Fact
from proofs.kernel.language import RELATIONS, Statement
from proofs.provers.finders.functions.exponentials import compare_exponentials
from proofs.provers.finders.functions.logarithms import compare_logarithms
from proofs.provers.finders.functions.terms import introduce
from proofs.provers.finders.scalars.emptiness import denied, without
from proofs.provers.finders.signs.cases import split
from proofs.provers.finders.signs.samples import is_seen_zero
from proofs.provers.finders.steps.budget import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from proofs.provers.finders.steps.builder import Builder

EFFORTS = ((1, False), (1, True), (2, True))
"""How many facts are multiplied with each other, and whether derivatives may be used."""


def by_contrapositive(statement: Statement, budget: int) -> Iterator[tuple[Builder, str]]:
    """Yield builders that show a relation, with the name of the step that does.

    For each assumption in turn: its negation is proved from the others and from that of the goal.
    """
    if statement.goal[0] not in RELATIONS:
        return
    for effort, i in product(EFFORTS, reversed(range(len(statement.assume)))):
        try:
            yield from _against(statement, i, budget, *effort)
        except (NotFoundError, Rejected):
            continue


def _against(
    statement: Statement, i: int, budget: int, size: int, calculus: bool
) -> Iterator[tuple[Builder, str]]:
    b = without(statement, i, budget)
    introduce(b, statement.goal)
    introduce(b, statement.assume[i], hypothesis=i)
    goal = b.scope.formula(statement.goal)
    if isinstance(goal, Fact) and goal.rel == "=" and is_seen_zero(b, goal.poly):
        return
    on = b.add("either", fact=b.write_formula(goal))

    def work(inner: Builder, case: int) -> str | None:
        if case == 0:
            return ""
        compare_logarithms(inner)
        compare_exponentials(inner)
        inner.calculus = calculus
        return denied(inner, i, size)

    if (name := split(b, on, goal, work)) is not None:
        yield b, name
