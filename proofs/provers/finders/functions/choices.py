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
    changed = {name for name in made if name in b.scope.terms and b.scope.terms[name].op in CHOICES}
    for op in BENT:
        for name, term in list(b.scope.terms.items()):
            (a, *_) = (*term.args, b.ring.constant(0))
            if term.op == op and name not in b.links and changed & b.ring.names_in(a):
                if reduce(b, a).poly != a:
                    b.ways.links[op](b, name, term.args)
                if name in b.links:
                    changed.add(name)
    made = {e.main for e in equations(b)}
    between = {name for name, term in b.scope.terms.items() if term.op in BETWEEN}
    if between - made:
        digest(b)
    for name in sorted(between - made, key=b.ring.position.__getitem__):
        settle(b, name)
