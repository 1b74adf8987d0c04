"""Evidence on limits that are given by cases: what holds in each case holds, and what fails in one fails."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sympy as sp

from proofs.claims.relation import Relation
from proofs.claims.verdict import Evidence, Outcome
from proofs.provers import checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sympy.logic.boolalg import Boolean

    from proofs.claims.flow_statements import LearningTime, Plateau, Terminal

HOLDS = (Outcome.PROVES, Outcome.CERTIFIES)


def evidence_on(
    statement: LearningTime | Plateau | Terminal, assume: tuple[Boolean, ...]
) -> Iterator[Evidence]:
    """Yield what the kernel says of a limit, of one that is given by cases in each of them.

    A case that the assumptions rule out says nothing; all others have to be shown.
    """
    value = statement.expr
    if not isinstance(value, sp.Piecewise) or value.args[-1][1] != sp.true:
        yield from checked.evidence_on(statement, assume)
        return
    found, before = list[Evidence](), list[sp.Basic]()
    for part, condition in value.args:
        here = (*before, *([condition] if condition != sp.true else []))
        before.append(sp.Not(condition))
        if here and _is_ruled_out(sp.And(*here), assume):
            continue
        item = list(checked.evidence_on(replace(statement, expr=part), (*assume, *here)))[-1]
        if item.outcome is Outcome.REFUTES:
            yield item
            return
        found.append(item)
    held = [item for item in found if item.outcome is not Outcome.VACUOUS]
    if held and not all(item.outcome in HOLDS for item in held):
        held = [next(item for item in held if item.outcome not in HOLDS)]
    yield from (
        held or found[:1] or [Evidence(checked.METHOD, Outcome.INCONCLUSIVE, "no case is left")]
    )


def _is_ruled_out(condition: Boolean, assume: tuple[Boolean, ...]) -> bool:
    """Whether a condition fails wherever the assumptions hold."""
    opposite = sp.Not(condition)
    if opposite in (sp.true, sp.false):
        return False
    shown = checked.evidence_on(Relation(opposite), assume)
    return any(item.outcome in HOLDS for item in shown)
