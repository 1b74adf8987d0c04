"""What a choice that has been made says of the terms around it, and of other choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from proofs.provers.finders.functions.terms import settle
from proofs.provers.finders.signs.factors import digest
from proofs.provers.finders.signs.reduction import CHOICES, equations, reduce

if TYPE_CHECKING:
    from proofs.provers.finders.steps.builder import Builder

BENT = ("log", "exp")
BETWEEN = ("abs", "max", "min")


def use_choices(b: Builder) -> None:
    """Write logarithms and exponentials of choices that are made; look for those that are settled."""
    made = {e.main for e in equations(b)}
    for op in BENT:
        for name, term in list(b.scope.terms.items()):
            if term.op == op and name not in b.links:
                chosen = {n for n in b.ring.names_in(term.args[0]) if _is_choice(b, n) and n in made}
                if chosen and reduce(b, term.args[0]).poly != term.args[0]:
                    b.ways.links[op](b, name, term.args)
    made = {e.main for e in equations(b)}
    between = {name for name, term in b.scope.terms.items() if term.op in BETWEEN}
    if between - made:
        digest(b)
    for name in sorted(between - made, key=b.ring.position.__getitem__):
        settle(b, name)


def _is_choice(b: Builder, name: str) -> bool:
    return name in b.scope.terms and b.scope.terms[name].op in CHOICES
